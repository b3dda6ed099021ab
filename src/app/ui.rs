//! Lays out the window: which screen, with what it may know; over it what floats.

use std::path::Path;

use eframe::Frame;
use eframe::egui::{Context, Key, Modifiers, Role, Ui, vec2};
use jiff::{SignedDuration, Timestamp};

use super::desk::{ClientList, Desk};
use super::{App, Notice, advanced, frames};
use crate::desktop::settings::{BrokenWhy, LoadReport};
use crate::jobs::list_clients::Listed;
use crate::model::app_version::AppVersion;
use crate::sandbox::Invitation;
use crate::screens::client_form::FormView;
use crate::screens::clients::{ClientsView, Failed, ListView};
use crate::screens::credentials::Awaited;
use crate::screens::session_ended::Kept;
use crate::screens::settings::SettingsView;
use crate::screens::shell::{self, ShellView};
use crate::screens::sign_in::SignInView;
use crate::screens::{CloudScene, Event, Scene, Screen, empty};
use crate::theme::{size, space};
use crate::tr;
use crate::widgets::region;
use crate::worker::Failure;

/// The code may be mailed again after this time: a locked account is worse than a late mail.
const SEND_AGAIN_AFTER_S: i64 = 60;
/// So long the status line says that something was copied.
const COPIED_FOR: SignedDuration = SignedDuration::from_secs(4);

/// What the window shows as a whole.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nobody is signed in.
    SignIn,
    /// The work.
    Desk,
    /// The work, and over it the form of a session that has ended.
    Covered,
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut Frame) {
        self.take_in(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut Frame) {
        frames::tell(ui.ctx());
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
        match self.stage() {
            Stage::SignIn => self.draw_sign_in(ui, &scene, &mut asked),
            Stage::Desk => {
                self.focus_again(ui);
                self.keys(ui, &mut asked);
                // A region, as below: what is typed and scrolled belongs to places, and places to what they lie in.
                region(ui, "desk", ui.max_rect(), |ui| {
                    name_desk(ui, false);
                    self.draw_desk(ui, &scene, &mut asked);
                });
            }
            Stage::Covered => {
                // Keys are for what lies on top.
                let events = ui.input_mut(|i| std::mem::take(&mut i.events));
                region(ui, "desk", ui.max_rect(), |ui| {
                    name_desk(ui, true);
                    self.draw_desk(ui, &scene, &mut Vec::new());
                });
                ui.input_mut(|i| i.events = events);
                self.draw_session_ended(ui, &scene, &mut asked);
            }
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

    fn stage(&self) -> Stage {
        if self.desk.is_none() {
            return Stage::SignIn;
        }
        // A session is over before the news of it comes: until then the work stays as it is.
        if self.is_signed_in() || self.unattended.is_under_way() || !self.sign_in.is_after_the_end() {
            return Stage::Desk;
        }
        if self.sign_in.is_over_the_work() { Stage::Covered } else { Stage::SignIn }
    }

    /// The work goes on where the end of the session has interrupted it, as soon as nothing lies over it any more.
    fn focus_again(&mut self, ui: &Ui) {
        if self.focus_behind.is_none() || !self.is_signed_in() {
            return;
        }
        if ui.memory(|memory| memory.top_modal_layer().is_some()) {
            ui.ctx().request_repaint();
        } else if let Some(id) = self.focus_behind.take() {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
    }

    fn keys(&self, ui: &Ui, asked: &mut Vec<Event>) {
        if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Comma)) {
            asked.push(Event::Go(Screen::Settings));
        }
        if self.screen != Screen::Clients && ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Num1)) {
            asked.push(Event::Go(Screen::Clients));
        }
    }

    /// What the forms that sign in are told; `mailed_code` is the newest mail of the sandbox.
    fn awaited<'a>(&self, invitation: Option<&'a Invitation>, mailed_code: Option<&'a str>) -> Awaited<'a> {
        let left = self.mailed_at.map(|at| SEND_AGAIN_AFTER_S - self.now().duration_since(at).as_secs());
        Awaited {
            pending: self.signing_in.is_pending(),
            send_again_in: left.filter(|left| (1..=SEND_AGAIN_AFTER_S).contains(left)),
            mailed_code,
            invitation: invitation.map(|invited| (invited.email.as_str(), invited.password.as_str())),
            user_agent_by_hand: self.user_agent_by_hand(),
        }
    }

    fn draw_sign_in(&mut self, ui: &mut Ui, scene: &Scene<'_>, asked: &mut Vec<Event>) {
        let mailed_code = self.mailed_code();
        let notice = self.notice_words();
        let view = SignInView {
            awaited: self.awaited(self.invitation.as_ref(), mailed_code.as_deref()),
            remember_email: self.setup.settings.get().remembers_email(),
            memory_only: self.setup.folder.path().is_none(),
            notice: notice.as_deref(),
        };
        asked.extend(self.sign_in.ui(ui, scene, &view));
    }

    /// The form over the work of a session that has ended.
    fn draw_session_ended(&mut self, ui: &Ui, scene: &Scene<'_>, asked: &mut Vec<Event>) {
        let mailed_code = self.mailed_code();
        let awaited = self.awaited(self.invitation.as_ref(), mailed_code.as_deref());
        let kept = match &self.form {
            Some(form) if !form.draft.is_untouched() => Kept::Form { rights: form.draft.rights.len() },
            _ => Kept::Work,
        };
        asked.extend(self.sign_in.over_the_work(ui, scene, &awaited, kept));
    }

    fn draw_desk(&mut self, ui: &mut Ui, scene: &Scene<'_>, asked: &mut Vec<Event>) {
        let mailed_code = self.mailed_code();
        let holding = self.clipboard.holding();
        let clipboard = holding.as_ref().and_then(|holding| Some((holding.label.as_str(), holding.seconds_left(scene.now)?)));
        if let Some(after) = holding.as_ref().and_then(|holding| holding.counts_on_in(scene.now)) {
            ui.ctx().request_repaint_after(after);
        }
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
            renewal: desk.renewal_to_tell(self.screen).map(|trouble| (&trouble.error, trouble.is_tried)),
            unattended: self.unattended.is_armed(),
            signing_in: self.unattended.is_under_way(),
        };
        let (screen, settings) = (self.screen, self.setup.settings.get());
        let first_seen = |id: &str| self.setup.first_seen.at(id);
        let (clients, form, settings_screen) = (&mut self.clients, &mut self.form, &mut self.settings);
        let user_agent = if screen == Screen::Settings { desk.session.user_agent() } else { None };
        let folder = self.setup.folder.path().map(|path| path.display().to_string());
        let mut event = None;
        let from_shell = shell::show(ui, scene, &view, |ui, rect| {
            event = match (screen, form) {
                (Screen::NewClient, Some(form)) => form.ui(ui, scene, &form_view(desk, &self.recent), rect),
                (Screen::Clients | Screen::NewClient, _) => {
                    let view = ClientsView {
                        open: desk.open.as_ref(),
                        recent: &self.recent,
                        list: desk.open_list().map(|list| list_view(list, scene.now)),
                        first_seen: &first_seen,
                        clipboard: clipboard.map(|(label, seconds)| (label, seconds, of)),
                        creating: desk.create.request.is_writing(),
                    };
                    clients.ui(ui, scene, &view, rect)
                }
                (Screen::Settings, _) => {
                    let view = SettingsView {
                        theme: settings.theme,
                        remember_email: settings.remembers_email(),
                        folder: folder.as_deref(),
                        advanced: advanced::view(settings.cloud(&self.setup.cloud.key()), user_agent.as_deref()),
                    };
                    settings_screen.ui(ui, scene, &view, rect)
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

/// What a screen reader is told of the work. It is a group, which is in no screen reader's way: under a node without a role, which is
/// left out itself, AT-SPI would not get back what was hidden (`accesskit_atspi_common` 0.21 adds what is below a node that comes into
/// view only when the node itself does).
fn name_desk(ui: &Ui, is_hidden: bool) {
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(Role::Group);
        if is_hidden {
            node.set_hidden();
        }
    });
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

fn list_view(list: &ClientList, now: Timestamp) -> ListView<'_> {
    let listed = list.request.value();
    ListView {
        clients: list.clients(),
        revision: list.revision,
        reading: list.request.is_pending().then_some((list.pages, list.started)),
        waits_until: list.waits_until(now),
        read_at: list.read_at,
        failed: list.request.failure().map(|failure| match failure {
            Failure::Job(error) => Failed::Api(error),
            Failure::Lost => Failed::Lost,
        }),
        stopped: list.stopped,
        cut: listed.is_some_and(Listed::is_cut),
        unreadable: listed.map_or(0, |listed| listed.unreadable),
    }
}
