//! Lays out the window: which screen, with what it may know; over it what floats.

use std::path::Path;

use eframe::Frame;
use eframe::egui::{Context, Key, Modifiers, Ui, vec2};
use jiff::SignedDuration;

use super::desk::{ClientList, Desk};
use super::{App, Leaving, Notice};
use crate::desktop::settings::{BrokenWhy, LoadReport};
use crate::model::app_version::AppVersion;
use crate::screens::client_form::FormView;
use crate::screens::clients::{ClientsView, Failed, ListView};
use crate::screens::settings::{self, SettingsView};
use crate::screens::shell::{self, ShellView};
use crate::screens::sign_in::SignInView;
use crate::screens::{CloudScene, Event, Scene, Screen, empty};
use crate::theme::{size, space};
use crate::tr;
use crate::widgets::{Dialog, DialogEnd};
use crate::worker::Failure;

/// The code may be mailed again after this time: a locked account is worse than a late mail.
const SEND_AGAIN_AFTER_S: i64 = 60;
/// So long the status line says that something was copied.
const COPIED_FOR: SignedDuration = SignedDuration::from_secs(4);

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut Frame) {
        self.take_in(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut Frame) {
        for event in self.draw(ui) {
            self.perform(ui.ctx(), event);
        }
    }
}

impl App {
    /// Draws one frame; what was asked in it is done after it.
    fn draw(&mut self, ui: &mut Ui) -> Vec<Event> {
        let mut asked = Vec::new();
        let zone = self.setup.zone.clone();
        let (host, addresses) = (self.host.clone(), self.setup.cloud.clone());
        let cloud = CloudScene { host: &host, addresses: &addresses, sandbox: self.setup.sandbox.is_some() };
        let scene = Scene { lang: self.lang, now: self.now(), zone: &zone, cloud };
        if self.is_signed_in() {
            self.keys(ui, &mut asked);
            self.draw_desk(ui, &scene, &mut asked);
        } else {
            self.draw_sign_in(ui, &scene, &mut asked);
        }
        if let Some(event) = self.draw_leaving(ui) {
            asked.push(event);
        }
        // A form's buttons stay free.
        let foot = if self.screen == Screen::NewClient { size::FOOT_TWO_LINES } else { 0.0 };
        let corner = ui.max_rect().max - vec2(space::XL, size::STATUS + foot + space::L);
        asked.extend(self.toasts.show(ui, corner, scene.now, self.lang));
        asked
    }

    fn keys(&self, ui: &Ui, asked: &mut Vec<Event>) {
        if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Comma)) {
            asked.push(Event::Go(Screen::Settings));
        }
        if self.screen != Screen::Clients && ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Num1)) {
            asked.push(Event::Go(Screen::Clients));
        }
    }

    fn draw_sign_in(&mut self, ui: &mut Ui, scene: &Scene<'_>, asked: &mut Vec<Event>) {
        let mailed_code = self.mailed_code();
        let wait = self
            .mailed_at
            .map(|at| SEND_AGAIN_AFTER_S - scene.now.duration_since(at).as_secs())
            .filter(|left| (1..=SEND_AGAIN_AFTER_S).contains(left));
        let notice = self.notice_words();
        let view = SignInView {
            pending: self.signing_in.is_pending(),
            invitation: self.invitation.as_ref().map(|invited| (invited.email.as_str(), invited.password.as_str())),
            mailed_code: mailed_code.as_deref(),
            remember_email: self.setup.settings.get().remembers_email(),
            send_again_in: wait,
            memory_only: self.setup.folder.path().is_none(),
            notice: notice.as_deref(),
        };
        asked.extend(self.sign_in.ui(ui, scene, &view));
    }

    fn draw_desk(&mut self, ui: &mut Ui, scene: &Scene<'_>, asked: &mut Vec<Event>) {
        let mailed_code = self.mailed_code();
        let holding = self.clipboard.holding();
        let clipboard = holding.as_ref().and_then(|holding| Some((holding.label.as_str(), holding.seconds_left(scene.now)?)));
        let of = self.setup.settings.get().clipboard_time().as_secs();
        let notice = self.notice_words();
        let Some(desk) = &self.desk else { return };
        let own_row = self.screen == Screen::Clients && clipboard.is_some_and(|(label, _)| self.clients.shows_details_of(label));
        let copied_for =
            self.copied_at.map(|at| COPIED_FOR - scene.now.duration_since(at)).filter(|left| left.is_positive() && *left <= COPIED_FOR);
        let copied = copied_for.is_some();
        if let Some(left) = copied_for {
            ui.ctx().request_repaint_after(left.unsigned_abs());
        }
        let view = ShellView {
            screen: self.screen,
            account: &desk.account,
            lifetimes: desk.session.lifetimes(),
            mailed_code: mailed_code.as_deref(),
            clipboard: clipboard.filter(|_| !own_row).map(|(_, seconds)| (seconds, of)),
            copied,
            notice: notice.as_deref(),
        };
        let (screen, settings) = (self.screen, self.setup.settings.get());
        let first_seen = |id: &str| self.setup.first_seen.at(id);
        let (clients, form) = (&mut self.clients, &mut self.form);
        let folder = self.setup.folder.path().map(|path| path.display().to_string());
        let mut event = None;
        let from_shell = shell::show(ui, scene, &view, |ui, rect| {
            event = match (screen, form) {
                (Screen::NewClient, Some(form)) => form.ui(ui, scene, &form_view(desk, &self.recent), rect),
                (Screen::Clients | Screen::NewClient, _) => {
                    let view = ClientsView {
                        open: desk.open.as_ref(),
                        recent: &self.recent,
                        list: desk.open_list().map(list_view),
                        first_seen: &first_seen,
                        clipboard: clipboard.map(|(label, seconds)| (label, seconds, of)),
                        creating: desk.create.request.is_writing(),
                    };
                    clients.ui(ui, scene, &view, rect)
                }
                (Screen::Settings, _) => {
                    let view =
                        SettingsView { theme: settings.theme, remember_email: settings.remembers_email(), folder: folder.as_deref() };
                    settings::ui(ui, scene, &view, rect)
                }
                (other, _) => {
                    empty::ui(ui, scene, other, rect);
                    None
                }
            };
        });
        asked.extend(from_shell);
        asked.extend(event);
    }

    /// A write is under way: leaving is asked about first.
    fn draw_leaving(&mut self, ui: &Ui) -> Option<Event> {
        let leaving = self.leaving?;
        if !self.writes_under_way() {
            // It has ended meanwhile: there is nothing left to ask. A window that is not closed yet stays, with the answer.
            return Some(if leaving == Leaving::Close { Event::Stay } else { Event::LeaveAnyway });
        }
        let lang = self.lang;
        let confirm = match leaving {
            Leaving::SignOut => tr!(lang, "leave-sign-out"),
            Leaving::Close => tr!(lang, "leave-close"),
            Leaving::Switch => tr!(lang, "leave-switch"),
        };
        let (title, stay, words) = (tr!(lang, "leave-title"), tr!(lang, "leave-stay"), tr!(lang, "leave-words"));
        match Dialog::new("leaving", &title, &confirm, &stay).danger().ask(ui, &words)? {
            DialogEnd::Confirmed => Some(Event::LeaveAnyway),
            DialogEnd::Cancelled => Some(Event::Stay),
        }
    }

    fn notice_words(&self) -> Option<String> {
        let lang = self.lang;
        let name = |path: &Path| path.display().to_string();
        Some(match self.notice.as_ref()? {
            Notice::NotSaved(why) => tr!(lang, "settings-not-saved", why = why.as_str()),
            Notice::Loaded(LoadReport::Broken { kept_as, .. }) => tr!(lang, "settings-broken", file = name(kept_as)),
            Notice::Loaded(LoadReport::Newer { .. }) => tr!(lang, "settings-newer"),
            Notice::Loaded(LoadReport::BrokenInPlace { why, .. }) => {
                let why = match why {
                    BrokenWhy::NotReadable(why) => why.clone(),
                    BrokenWhy::NotUnderstood { .. } => tr!(lang, "settings-not-understood"),
                };
                tr!(lang, "settings-unreadable", why = why)
            }
            Notice::Loaded(LoadReport::Fresh | LoadReport::Loaded) => return None,
        })
    }
}

fn form_view<'a>(desk: &'a Desk, recent: &'a [AppVersion]) -> FormView<'a> {
    let create = &desk.create;
    FormView {
        recent,
        creating: create.request.is_writing(),
        looking: create.request.is_pending() && !create.request.is_writing(),
        unsettled: create.unsettled.as_ref(),
        refused: create.refused.as_ref(),
        lost: create.lost,
        wants_form: create.wants_form,
    }
}

fn list_view(list: &ClientList) -> ListView<'_> {
    let listed = list.request.value();
    ListView {
        clients: list.clients(),
        revision: list.revision,
        reading: list.request.is_pending().then_some((list.pages, list.started)),
        read_at: list.read_at,
        failed: list.request.failure().map(|failure| match failure {
            Failure::Job(error) => Failed::Api(error),
            Failure::Lost => Failed::Lost,
        }),
        stopped: list.stopped,
        cut: listed.is_some_and(super::super::jobs::list_clients::Listed::is_cut),
        unreadable: listed.map_or(0, |listed| listed.unreadable),
    }
}
