//! Lays out the window: which screen, with what it may know; over it what floats.

use std::path::Path;

use eframe::Frame;
use eframe::egui::{Context, Key, Modifiers, Role, Ui, vec2};
use jiff::{SignedDuration, Timestamp};

use super::desk::{ClientList, Desk};
use super::forgetting::left_words;
use super::work::Work;
use super::{App, Notice, advanced, frames, preferences};
use crate::desktop::settings::{BrokenWhy, LoadReport, Where};
use crate::i18n::Lang;
use crate::jobs::list_clients::Listed;
use crate::model::app_version::AppVersion;
use crate::sandbox::Invitation;
use crate::screens::client_form::FormView;
use crate::screens::clients::{ClientsView, Failed, ListView};
use crate::screens::credentials::Awaited;
use crate::screens::session_ended::Kept;
use crate::screens::settings::ComputerView;
use crate::screens::shell::{self, Held, ShellView};
use crate::screens::sign_in::SignInView;
use crate::screens::{CloudScene, Event, Scene, Screen, empty, front_page};
use crate::theme::{size, space};
use crate::tr;
use crate::widgets::region;
use crate::worker::Failure;

/// The code may be mailed again after this time: a locked account is worse than a late mail.
const SEND_AGAIN_AFTER_S: i64 = 60;
/// So long the status line says that something was copied.
pub(super) const COPIED_FOR: SignedDuration = SignedDuration::from_secs(4);

/// What the window shows as a whole.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The sign-ins of before are being read: in a moment there will be work, or the form.
    Opening,
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
        asked.extend(self.text_size_keys(ui.ctx()));
        self.watch_cover(ui.ctx());
        match self.stage() {
            _ if self.cover.is_down() => asked.extend(self.draw_cover(ui, &scene)),
            Stage::Opening => {
                asked.extend(front_page::page(ui, &scene, None, false).0);
                // Until there is something to say.
                let _ = self.keychain_notice(ui.ctx());
            }
            Stage::SignIn => self.draw_sign_in(ui, &scene, &mut asked),
            Stage::Desk => {
                self.settings.close_page();
                self.focus_again(ui);
                self.keys(ui, &mut asked);
                // A region, as below: what is typed and scrolled belongs to places, and places to what they lie in.
                region(ui, &self.desk_salt(), ui.max_rect(), |ui| {
                    name_desk(ui, false);
                    self.draw_desk(ui, &scene, &mut asked);
                });
                // Kept while the session has ended, and under the form then.
                asked.extend(self.draw_hand_over(ui, &scene));
                asked.extend(self.draw_files(ui, &scene));
            }
            Stage::Covered => {
                // Keys are for what lies on top.
                let events = ui.input_mut(|i| std::mem::take(&mut i.events));
                region(ui, &self.desk_salt(), ui.max_rect(), |ui| {
                    name_desk(ui, true);
                    self.draw_desk(ui, &scene, &mut Vec::new());
                });
                ui.input_mut(|i| i.events = events);
                self.draw_session_ended(ui, &scene, &mut asked);
            }
        }
        if let Some(event) = self.draw_leaving(ui).or_else(|| self.draw_forgetting(ui)) {
            asked.push(event);
        }
        if self.cover.is_down() {
            return asked;
        }
        // A form's buttons stay free.
        let foot = match self.work.screen {
            Screen::NewClient => size::FOOT_TWO_LINES,
            Screen::Clients if self.work.clients.shows_details() => size::FOOT,
            _ => 0.0,
        };
        let corner = ui.max_rect().max - vec2(space::XL, size::STATUS + foot + space::L);
        asked.extend(self.toasts.show(ui, corner, scene.now, self.lang));
        asked
    }

    /// What is scrolled, typed and undone in a field belongs to one account's desk, and never shows at another's.
    fn desk_salt(&self) -> String {
        let number = self.work.desk.as_ref().map_or(0, |desk| desk.number.0);
        format!("desk {number}")
    }

    fn stage(&self) -> Stage {
        if self.work.desk.is_none() {
            let opens = self.keychain.opens_quietly() && self.work.sign_in.is_untouched() && !self.settings.is_page();
            return if opens { Stage::Opening } else { Stage::SignIn };
        }
        // A session is over before the news of it comes: until then the work stays as it is.
        if self.is_signed_in() || self.work.unattended.is_under_way() || !self.work.sign_in.is_after_the_end() {
            return Stage::Desk;
        }
        // A message on the form over the work may have led to the settings.
        if self.work.sign_in.is_over_the_work() && !self.settings.is_page() { Stage::Covered } else { Stage::SignIn }
    }

    /// Whether the work is in front, with nothing over it.
    pub(super) fn is_at_the_desk(&self) -> bool {
        self.stage() == Stage::Desk
    }

    /// Whether somebody stands before the desk, and the settings are a page of their own.
    pub(super) fn is_before_the_desk(&self) -> bool {
        matches!(self.stage(), Stage::Opening | Stage::SignIn)
    }

    /// The work goes on where the end of the session has interrupted it, as soon as nothing lies over it any more.
    fn focus_again(&mut self, ui: &Ui) {
        if self.work.focus_behind.is_none() || !self.is_signed_in() {
            return;
        }
        if ui.memory(|memory| memory.top_modal_layer().is_some()) {
            ui.ctx().request_repaint();
        } else if let Some(id) = self.work.focus_behind.take() {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
    }

    fn keys(&self, ui: &Ui, asked: &mut Vec<Event>) {
        if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Comma)) {
            asked.push(Event::Go(Screen::Settings));
        }
        if self.work.screen != Screen::Clients && ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Num1)) {
            asked.push(Event::Go(Screen::Clients));
        }
    }

    /// What the forms that sign in are told; `mailed_code` is the newest mail of the sandbox.
    fn awaited<'a>(&self, invitation: Option<&'a Invitation>, mailed_code: Option<&'a str>) -> Awaited<'a> {
        let left = self.work.mailed_at.map(|at| SEND_AGAIN_AFTER_S - self.now().duration_since(at).as_secs());
        Awaited {
            pending: self.work.signing_in.is_pending(),
            send_again_in: left.filter(|left| (1..=SEND_AGAIN_AFTER_S).contains(left)),
            mailed_code,
            invitation: invitation.map(|invited| (invited.email.as_str(), invited.password.as_str())),
            user_agent_by_hand: self.user_agent_by_hand(),
        }
    }

    fn draw_sign_in(&mut self, ui: &mut Ui, scene: &Scene<'_>, asked: &mut Vec<Event>) {
        if self.settings.is_page() {
            return self.draw_settings_page(ui, scene, asked);
        }
        if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Comma)) {
            asked.push(Event::Go(Screen::Settings));
        }
        let mailed_code = self.mailed_code();
        let notice = self.notice_words();
        let keychain = self.keychain_notice(ui.ctx());
        let back_to = self.behind.last().and_then(Work::account).map(ToOwned::to_owned);
        let view = SignInView {
            awaited: self.awaited(self.invitation.as_ref(), mailed_code.as_deref()),
            stay_signed_in: self.keychain.is_there().then(|| self.setup.settings.get().stay_signed_in),
            keychain: keychain.as_ref(),
            back_to: back_to.as_deref(),
            memory_only: self.setup.folder.path().is_none(),
            notice: notice.as_deref(),
        };
        asked.extend(self.work.sign_in.ui(ui, scene, &view));
    }

    /// The settings of somebody who is not signed in.
    fn draw_settings_page(&mut self, ui: &mut Ui, scene: &Scene<'_>, asked: &mut Vec<Event>) {
        let (notice, settings, computer) = (self.notice_words(), self.setup.settings.get(), self.computer_view());
        let advanced = advanced::view(settings.cloud(&self.setup.cloud.key()), None);
        let has_keychain = self.keychain.is_there();
        let network = self.network.view(&settings, has_keychain);
        let view = preferences::view(&settings, &computer, has_keychain, network, advanced);
        asked.extend(self.settings.page(ui, scene, &view, notice.as_deref()));
    }

    /// The form over the work of a session that has ended.
    fn draw_session_ended(&mut self, ui: &Ui, scene: &Scene<'_>, asked: &mut Vec<Event>) {
        let mailed_code = self.mailed_code();
        let awaited = self.awaited(self.invitation.as_ref(), mailed_code.as_deref());
        let kept = match &self.work.form {
            Some(form) if !form.draft.is_untouched() => Kept::Form { rights: form.draft.rights.len() },
            _ => Kept::Work,
        };
        asked.extend(self.work.sign_in.over_the_work(ui, scene, &awaited, kept));
    }

    fn draw_desk(&mut self, ui: &mut Ui, scene: &Scene<'_>, asked: &mut Vec<Event>) {
        let mailed_code = self.mailed_code();
        let holding = self.clipboard.holding();
        let held = holding.as_ref().map(|holding| {
            let of = holding.keep.unwrap_or_default().as_secs();
            (holding.label.as_str(), Held { clears_in: holding.seconds_left(scene.now), of })
        });
        let clipboard = held.and_then(|(label, held)| Some((label, held.clears_in?, held.of)));
        if let Some(after) = holding.as_ref().and_then(|holding| holding.counts_on_in(scene.now)) {
            ui.ctx().request_repaint_after(after);
        }
        let notice = self.notice_words();
        let (accounts, keychain) = (self.accounts(), self.keychain_notice(ui.ctx()));
        let computer = if self.work.screen == Screen::Settings { self.computer_view() } else { ComputerView::default() };
        let Some(desk) = &self.work.desk else { return };
        let own_row = self.work.screen == Screen::Clients && clipboard.is_some_and(|(label, ..)| self.work.clients.shows_details_of(label));
        let copied_for =
            self.copied_at.map(|at| COPIED_FOR - scene.now.duration_since(at)).filter(|left| left.is_positive() && *left <= COPIED_FOR);
        let copied = copied_for.is_some();
        if let Some(left) = copied_for {
            ui.ctx().request_repaint_after(left.unsigned_abs());
        }
        let view = ShellView {
            screen: self.work.screen,
            accounts: &accounts,
            mailed_code: mailed_code.as_deref(),
            clipboard: held.filter(|_| !own_row).map(|(_, held)| held),
            copied,
            notice: notice.as_deref(),
            renewal: desk.renewal_to_tell(self.work.screen).map(|trouble| (&trouble.error, trouble.is_tried)),
            keychain: keychain.as_ref(),
            signing_in: self.work.unattended.is_under_way(),
            extra_root: self.network.trusts_a_root(),
        };
        let (screen, settings) = (self.work.screen, self.setup.settings.get());
        let first_seen = |id: &str| self.setup.first_seen.at(id);
        let network = self.network.view(&settings, self.keychain.is_there());
        let (clients, form, settings_screen) = (&mut self.work.clients, &mut self.work.form, &mut self.settings);
        let user_agent = if screen == Screen::Settings { desk.session.user_agent() } else { None };
        let has_keychain = self.keychain.is_there();
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
                        clipboard,
                        creating: desk.create.request.is_writing(),
                    };
                    clients.ui(ui, scene, &view, rect)
                }
                (Screen::Settings, _) => {
                    let advanced = advanced::view(settings.cloud(&self.setup.cloud.key()), user_agent.as_deref());
                    let view = preferences::view(&settings, &computer, has_keychain, network, advanced);
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
        let Some(notice) = &self.notice else { return self.network_notice() };
        Some(match notice {
            Notice::NotForgotten(left) => left_words(lang, left),
            Notice::NotSaved(why) => tr!(lang, "settings-not-saved", why = why.as_str()),
            Notice::Loaded(LoadReport::Broken { kept_as, why }) => {
                tr!(lang, "settings-broken", file = name(kept_as), why = broken_words(lang, why))
            }
            Notice::Loaded(LoadReport::Newer { .. }) => tr!(lang, "settings-newer"),
            Notice::Loaded(LoadReport::BrokenInPlace { why, .. }) => {
                tr!(lang, "settings-unreadable", why = broken_words(lang, why))
            }
            Notice::Loaded(LoadReport::Fresh | LoadReport::Loaded) => return None,
        })
    }
}

/// What is wrong with a settings file, as a part of a sentence.
fn broken_words(lang: Lang, why: &BrokenWhy) -> String {
    match why {
        BrokenWhy::NotReadable(why) => why.clone(),
        BrokenWhy::NotUnderstood(Where::Line(line)) => tr!(lang, "settings-wrong-line", line = line.to_string()),
        BrokenWhy::NotUnderstood(Where::Setting(name)) => tr!(lang, "settings-wrong-value", name = name.as_str()),
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
