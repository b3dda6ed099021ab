//! A new client: kind and addresses at the left, rights at the right, so that all is in view; below, why it cannot be created yet.

mod address_words;
mod draft;
mod messages;
mod outcome;
mod preview;
mod rights;
mod subject;

use std::collections::BTreeMap;

use eframe::egui::{Align, Align2, Frame, Key, Layout, Margin, Modifiers, Rect, ScrollArea, Ui, pos2, vec2};

pub use self::draft::{Draft, Missing};
use self::rights::RightsState;
use self::subject::Subject;
use super::problem;
use super::time_words::Words;
use super::{Event, Scene, shell, version_chooser};
use crate::jobs::create_client::Unsettled;
use crate::model::app_version::{AppVersion, VersionForm};
use crate::model::oauth_client::ClientKind;
use crate::model::redirect_uri::{RedirectProblem, Severity};
use crate::net::ApiError;
use crate::theme::{T, icon, palette, size, space};
use crate::tr;
use crate::widgets::{
    self, Button, Choice, ChoiceCard, Combo, Field, Tone, choice_cards, icon_at, icon_button, label_at, region, row_in, section, txt,
};

/// Above this width of the screen the two columns stand side by side.
const TWO_COLUMNS: f32 = 960.0;
/// The left one.
const LEFT: f32 = 464.0;
/// The drop-down of versions.
const VERSION: f32 = 320.0;

/// What is typed and ticked.
pub struct State {
    /// The client.
    pub draft: Draft,
    rights: RightsState,
    /// The twin is wanted in spite of the doubt.
    twin: bool,
    other_form: String,
    /// What the server said of an address, by its row, until it is changed.
    said_of_addresses: BTreeMap<usize, String>,
    /// Give this address the focus, once.
    focus: Option<usize>,
    /// A message stands above the form.
    tells: bool,
}

/// What the form is told.
pub struct FormView<'a> {
    /// Versions opened before: the client may be for another one.
    pub recent: &'a [AppVersion],
    /// The request is on its way.
    pub creating: bool,
    /// The list is being read once more, for an outcome that nobody knows.
    pub looking: bool,
    /// An outcome that nobody knows.
    pub unsettled: Option<&'a Unsettled>,
    /// The server said no.
    pub refused: Option<&'a ApiError>,
    /// The job ended without an answer.
    pub lost: bool,
    /// The call may want the version in this form, which is not known yet.
    pub wants_form: Option<VersionForm>,
}

impl State {
    /// A form, empty or filled.
    #[must_use]
    pub fn new(draft: Draft) -> Self {
        Self {
            draft,
            rights: RightsState::default(),
            twin: false,
            other_form: String::new(),
            said_of_addresses: BTreeMap::new(),
            focus: Some(0),
            tells: false,
        }
    }

    /// The server refused the order: what it says of a field comes to that field.
    pub fn refused(&mut self, error: &ApiError) {
        let sent = self.draft.sent_rows();
        self.server_says_nothing();
        for violation in error.violations() {
            match subject::field(violation) {
                Some(Subject::Address(place)) => {
                    if let Some(row) = place.and_then(|place| sent.get(place)).or(sent.first()) {
                        let said = self.said_of_addresses.entry(*row).or_default();
                        subject::add(said, &violation.reason);
                    }
                }
                Some(Subject::Rights) => self.rights.server_says(&violation.reason),
                None => {}
            }
        }
        // While the request was on its way the form was off, and nothing had the focus any more.
        self.focus = self.said_of_addresses.keys().next().copied();
    }

    fn server_says_nothing(&mut self) {
        self.said_of_addresses.clear();
        self.rights.server_says_nothing();
    }

    /// The call may want the version in this form: what is known of it need not be typed.
    pub fn wants(&mut self, form: VersionForm) {
        self.other_form = self.draft.version.form(form).unwrap_or_default().to_owned();
    }

    /// Draws the screen into `rect`; answers with what was asked.
    pub fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &FormView<'_>, rect: Rect) -> Option<Event> {
        // Before anything is drawn: a control with the focus would take it for a press of its own.
        let create = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Enter));
        let mut version = None;
        let top = shell::header(ui, rect, &tr!(scene.lang, "create-title"), None, |ui| version = self.version(ui, scene, view));
        let foot = Rect::from_min_max(pos2(rect.left(), rect.bottom() - size::FOOT_TWO_LINES), rect.max);
        let body = Rect::from_min_max(pos2(rect.left(), top), pos2(rect.right(), foot.top()));
        let mut asked = None;
        region(ui, "form", body, |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                Frame::new().inner_margin(Margin { left: 24, right: 24, top: 4, bottom: 24 }).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    asked = self.messages(ui, scene, view);
                    if view.creating {
                        ui.disable();
                    }
                    self.columns(ui, scene, rect.width() > TWO_COLUMNS);
                });
            });
        });
        self.footer(ui, scene, view, foot, create).or(asked).or(version)
    }

    /// Which version the client will belong to. It stays while something is not known of a client for it.
    fn version(&self, ui: &mut Ui, scene: &Scene<'_>, view: &FormView<'_>) -> Option<Event> {
        let chosen = &self.draft.version;
        let others = view.recent.iter().filter(|version| !version.is_same_version(chosen));
        let is_listed = view.recent.iter().any(|version| version.is_same_version(chosen));
        // One that was taken off the list, or typed only just now, stands before the others.
        let versions: Vec<&AppVersion> =
            if is_listed { view.recent.iter().collect() } else { std::iter::once(chosen).chain(others).collect() };
        let words: Vec<(String, String)> = versions.iter().map(|version| version_chooser::words(scene.lang, version)).collect();
        let choices: Vec<Choice<'_>> = words.iter().map(|(text, tail)| Choice { text, tail }).collect();
        let place = versions.iter().position(|version| version.is_same_version(chosen));
        let free = !view.creating && !view.looking && view.unsettled.is_none() && !view.lost;
        let name = tr!(scene.lang, "version-choose");
        let picked = Combo::new(&name, &choices, place).width(VERSION).enabled(free).show(ui)?;
        versions.get(picked).map(|version| Event::ChooseVersion((*version).clone()))
    }

    fn columns(&mut self, ui: &mut Ui, scene: &Scene<'_>, two: bool) {
        if !two {
            self.kind(ui, scene);
            ui.add_space(space::XL);
            self.addresses(ui, scene);
            ui.add_space(space::XL);
            self.rights.ui(ui, scene.lang, &mut self.draft);
            ui.add_space(space::XL);
            preview::ui(ui, scene.lang, &self.draft);
            return;
        }
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 32.0;
            let right = ui.available_width() - LEFT - 32.0;
            let column = Layout::top_down(Align::Min);
            ui.allocate_ui_with_layout(vec2(LEFT, 0.0), column, |ui| {
                ui.set_width(LEFT);
                // Beside it, the name of the rights is in the middle of a row with a field: both stand on one line.
                ui.add_space((size::CONTROL - T::Section.line()) / 2.0);
                self.kind(ui, scene);
                ui.add_space(space::XL);
                self.addresses(ui, scene);
                ui.add_space(space::XL);
                preview::ui(ui, scene.lang, &self.draft);
            });
            ui.allocate_ui_with_layout(vec2(right, 0.0), column, |ui| {
                ui.set_width(right);
                self.rights.ui(ui, scene.lang, &mut self.draft);
            });
        });
    }

    /// Two cards; each says what follows from choosing it.
    fn kind(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let lang = scene.lang;
        let kinds = [ClientKind::Web, ClientKind::Standalone];
        let [name, web, web_words, alone, alone_words] =
            ["create-type", "create-web", "create-web-words", "create-standalone", "create-standalone-words"].map(|key| lang.t(key));
        section(ui, &name, "");
        let cards = [ChoiceCard { name: &web, words: &web_words }, ChoiceCard { name: &alone, words: &alone_words }];
        let chosen = kinds.iter().position(|kind| *kind == self.draft.kind);
        if let Some(kind) = choice_cards(ui, &name, &cards, chosen, 2).and_then(|i| kinds.get(i)) {
            self.draft.kind = *kind;
        }
    }

    fn addresses(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let lang = scene.lang;
        section(ui, &tr!(lang, "create-addresses"), &tr!(lang, "create-addresses-words"));
        let rows = self.draft.addresses().len();
        let (mut changed, mut removed) = (false, None);
        for row in 0..rows {
            changed |= self.address(ui, scene, row, rows, &mut removed);
            ui.add_space(space::S);
        }
        if let Some(row) = removed {
            self.said_of_addresses.clear();
            self.draft.remove_address(row);
        } else if changed {
            self.draft.check();
        }
        if ui.add(Button::secondary(&tr!(lang, "create-add-address")).icon(icon::ADD).small()).clicked() {
            self.draft.add_address();
            self.draft.check();
            self.focus = Some(rows);
        }
    }

    fn address(&mut self, ui: &mut Ui, scene: &Scene<'_>, row: usize, rows: usize, removed: &mut Option<usize>) -> bool {
        let lang = scene.lang;
        let focus = self.focus == Some(row);
        if focus {
            self.focus = None;
        }
        let address = &self.draft.addresses()[row];
        let message = address.first_finding().map(|finding| (address_words::tone(finding.severity), address_words::words(lang, finding)));
        let said = self.said_of_addresses.get(&row).map(|words| (Tone::Danger, subject::words(lang, words)));
        let message = said.or(message);
        let message = message.as_ref().map(|(tone, words)| (*tone, words.as_str()));
        let more: Vec<String> = address.findings.iter().skip(1).map(|finding| address_words::words(lang, finding)).collect();
        let is_fine = !self.said_of_addresses.contains_key(&row)
            && !address.findings.iter().any(|finding| finding.problem == RedirectProblem::Empty || finding.severity < Severity::Note);
        // Of several alike the first keeps its name and the others are numbered; a numbered field does so by itself.
        let name = tr!(lang, "create-address");
        let remove = if row == 0 { tr!(lang, "create-remove-address") } else { tr!(lang, "create-remove-address-n", n = row + 1) };
        let mut changed = false;
        ui.push_id(row, |ui| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = space::XS;
                let mut field = Field::new(&name).label_hidden().number(row).mono().message_if(message).width(ui.available_width() - 32.0);
                if is_fine {
                    field = field.mark(icon::CHECK);
                }
                let Some(text) = self.draft.text_mut(row) else { return };
                let shown = field.show(ui, text);
                if focus {
                    shown.response.request_focus();
                }
                changed = shown.response.changed();
                if changed {
                    self.said_of_addresses.remove(&row);
                }
                ui.vertical(|ui| {
                    ui.add_space(space::XS);
                    if (rows > 1 || !text.is_empty()) && icon_button(ui, icon::CLOSE, &remove).clicked() {
                        *removed = Some(row);
                    }
                });
            });
            for words in &more {
                txt(ui, T::Small, words, palette(ui).text3);
            }
        });
        changed
    }

    /// Below the form: that it is for ever, what is missing, and the button.
    fn footer(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &FormView<'_>, rect: Rect, create: bool) -> Option<Event> {
        let p = palette(ui);
        let lang = scene.lang;
        ui.painter().rect_filled(rect, 0.0, p.canvas);
        widgets::top_line(ui, rect);
        let top = rect.top() + 22.0;
        let forever = label_at(
            ui,
            pos2(rect.right() - 24.0, top),
            Align2::RIGHT_CENTER,
            T::Small,
            &tr!(lang, "create-forever"),
            p.text2,
            rect.width() - 72.0,
        );
        icon_at(ui.painter(), pos2(forever.rect.left() - 14.0, top), icon::INFO, size::ICON, p.text3);

        let order = self.draft.order();
        let in_doubt = view.unsettled.is_some() || view.lost;
        let waits = view.refused.and_then(|error| problem::wait(scene, error));
        let can_create = order.is_some() && !view.creating && !view.looking && waits.is_none() && (self.twin || !in_doubt);
        let at = Rect::from_min_max(pos2(rect.left() + 24.0, rect.bottom() - 48.0), pos2(rect.right() - 24.0, rect.bottom() - space::L));
        let mut asked = None;
        let left = row_in(ui, "foot", at, Align::Max, |ui| {
            let words = if view.creating { tr!(lang, "create-creating") } else { tr!(lang, "create-button") };
            let clicked = ui.add(Button::primary(&words).enabled(can_create)).clicked();
            if clicked || (create && can_create) {
                asked = order.map(Event::CreateClient);
                self.twin = false;
                // What was said of the attempt before says nothing of this one.
                self.server_says_nothing();
            }
            let cancel = if in_doubt { tr!(lang, "close") } else { tr!(lang, "create-cancel") };
            let cancel = ui.add(Button::ghost(&cancel).enabled(!view.creating));
            if cancel.clicked() {
                asked = Some(Event::CloseForm);
            }
            cancel.rect.left()
        });
        if in_doubt && !view.creating {
            row_in(ui, "twin", Rect::from_min_max(at.min, pos2(left, at.bottom())), Align::Min, |ui| {
                widgets::check_row(ui, &mut self.twin, true, &tr!(lang, "create-twin"));
            });
        } else {
            self.verdict(ui, scene, view, waits.as_ref(), at, left);
        }
        asked
    }

    /// Why the client cannot be created yet.
    fn verdict(&self, ui: &mut Ui, scene: &Scene<'_>, view: &FormView<'_>, waits: Option<&Words>, at: Rect, right: f32) {
        let p = palette(ui);
        let lang = scene.lang;
        let (glyph, ink, words) = match self.draft.missing() {
            _ if view.creating => return,
            Some(Missing::FixAddress(n)) => (icon::ERROR, p.danger, tr!(lang, "create-fix-address", n = n)),
            Some(Missing::Address) => (icon::INFO, p.text2, tr!(lang, "create-enter-address")),
            Some(Missing::Right) => (icon::INFO, p.text2, tr!(lang, "create-choose-right")),
            None if let Some(left) = waits => (icon::WAITING, p.text2, tr!(lang, "create-wait", left = left.text.as_str())),
            None if !self.said_of_addresses.is_empty() || self.rights.server_says_something() => {
                (icon::WARN, p.warn, tr!(lang, "create-server-names"))
            }
            None => (icon::DONE, p.ok, tr!(lang, "create-ready")),
        };
        let y = at.center().y;
        icon_at(ui.painter(), pos2(at.left() + 8.0, y), glyph, size::ICON, ink);
        let ink = if ink == p.danger { ink } else { p.text2 };
        label_at(ui, pos2(at.left() + 24.0, y), Align2::LEFT_CENTER, T::Body, &words, ink, right - at.left() - 40.0);
    }
}
