//! Dialogs over a dimmed window: egui's Modal keeps the focus inside; Escape leaves, Enter confirms.

use eframe::egui::{CornerRadius, Frame, Id, Key, Margin, Memory, Modal, Response, ScrollArea, Sense, Stroke, Ui, vec2};

use super::{Button, foot, printable, txt};
use crate::theme::{T, palette, radius, shadow, size};

/// What ended a dialog.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DialogEnd {
    /// Cancel, Escape, a click beside it.
    Cancelled,
    /// Its own button, or Enter.
    Confirmed,
}

/// A dialog with a title, a body that scrolls, and a foot with Cancel and one more button.
#[derive(Clone, Copy)]
#[must_use = "show it"]
pub struct Dialog<'a> {
    id: &'a str,
    title: &'a str,
    confirm: &'a str,
    cancel: &'a str,
    width: f32,
    danger: bool,
    enabled: bool,
}

impl<'a> Dialog<'a> {
    /// `id` tells it from other dialogs; the words are its title and its two buttons.
    pub const fn new(id: &'a str, title: &'a str, confirm: &'a str, cancel: &'a str) -> Self {
        Self { id, title, confirm, cancel, width: size::DIALOG, danger: false, enabled: true }
    }
    /// In points.
    pub const fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }
    /// What it confirms cannot be undone: a danger button, and the focus is on Cancel at first.
    pub const fn danger(mut self) -> Self {
        self.danger = true;
        self
    }
    /// Whether it can be confirmed now.
    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Draws it with its body; `Some` when it has ended. A question in words has nothing but a text as its body.
    pub fn show<R>(self, ui: &Ui, body: impl FnOnce(&mut Ui) -> R) -> (R, Option<DialogEnd>) {
        let mut end = None;
        let shown = modal(ui, self.id, self.title, self.width, |ui| {
            let p = palette(ui);
            Frame::new().inner_margin(Margin { left: 24, right: 24, top: 20, bottom: 12 }).show(ui, |ui| {
                ui.set_width(ui.available_width());
                // Painted: the dialog itself has it as its name.
                let title = ui.painter().layout_job(T::Section.wrap_job(&printable(self.title), p.text, ui.available_width(), false));
                let (rect, _) = ui.allocate_exact_size(title.size(), Sense::hover());
                ui.painter().galley(rect.min, title, p.text);
            });
            let room = ui.ctx().content_rect().height() - size::DIALOG_FREE - 2.0 * size::FOOT;
            let inner = ScrollArea::vertical().max_height(room).min_scrolled_height(room).auto_shrink([false, true]).show(ui, |ui| {
                Frame::new().inner_margin(Margin { left: 24, right: 24, top: 0, bottom: 20 }).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    body(ui)
                })
            });
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::FOOT), Sense::hover());
            end = foot(ui, rect, |ui| self.buttons(ui));
            inner.inner.inner
        });
        if shown.closed {
            end = Some(DialogEnd::Cancelled);
        }
        (shown.inner, end)
    }

    /// Asks a question in words.
    #[must_use]
    pub fn ask(self, ui: &Ui, words: &str) -> Option<DialogEnd> {
        self.show(ui, |ui| {
            let p = palette(ui);
            txt(ui, T::Body, words, p.text2);
        })
        .1
    }

    fn buttons(&self, ui: &mut Ui) -> Option<DialogEnd> {
        let confirm = if self.danger { Button::danger(self.confirm) } else { Button::primary(self.confirm) };
        let confirm = ui.add(confirm.enabled(self.enabled));
        let cancel = ui.add(Button::ghost(self.cancel));
        // Enter reaches a button by itself. Where none has the focus (a field just gave it up by the same Enter), it confirms;
        // not in what only asks whether to destroy something: there one has to go to the button.
        let focused = ui.memory(Memory::focused);
        let entered = focused.is_none() && !self.danger && ui.input(|input| input.key_pressed(Key::Enter));
        if confirm.clicked() || (self.enabled && entered) {
            return Some(DialogEnd::Confirmed);
        }
        if cancel.clicked() {
            return Some(DialogEnd::Cancelled);
        }
        if self.just_opened(ui) && !a_field_took_the_focus(ui) {
            if self.danger || !self.enabled { &cancel } else { &confirm }.request_focus();
        }
        None
    }

    fn just_opened(&self, ui: &Ui) -> bool {
        let id = Id::unique(("dialog opened", self.id));
        let pass = ui.ctx().cumulative_frame_nr();
        let seen: Option<u64> = ui.data_mut(|data| {
            let seen = data.get_temp(id);
            data.insert_temp(id, pass);
            seen
        });
        seen.is_none_or(|seen| seen + 1 < pass)
    }
}

/// A form over a dimmed window with a foot of its own, and a body that scrolls.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// Tells it from other dialogs.
    pub id: &'a str,
    /// What a screen reader calls it.
    pub name: &'a str,
    /// In points.
    pub width: f32,
}

impl Sheet<'_> {
    /// Draws body and foot, both over the same state; the foot is told what the body has answered. Only its own buttons end it.
    pub fn show<S: ?Sized, B, F>(
        self,
        ui: &Ui,
        state: &mut S,
        body: impl FnOnce(&mut Ui, &mut S) -> B,
        below: impl FnOnce(&mut Ui, &mut S, &B) -> F,
    ) -> (B, F) {
        let (answer, from_foot, _) = self.show_until_closed(ui, state, body, below);
        (answer, from_foot)
    }

    /// The same for what Escape and a click beside it may close: the third answer.
    pub fn show_until_closed<S: ?Sized, B, F>(
        self,
        ui: &Ui,
        state: &mut S,
        body: impl FnOnce(&mut Ui, &mut S) -> B,
        below: impl FnOnce(&mut Ui, &mut S, &B) -> F,
    ) -> (B, F, bool) {
        let shown = modal(ui, self.id, self.name, self.width, |ui| {
            let room = ui.ctx().content_rect().height() - size::DIALOG_FREE - size::FOOT;
            let inner = ScrollArea::vertical().max_height(room).min_scrolled_height(room).auto_shrink([false, true]).show(ui, |ui| {
                Frame::new().inner_margin(Margin::same(24)).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    body(ui, state)
                })
            });
            let answer = inner.inner.inner;
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::FOOT), Sense::hover());
            let from_foot = foot(ui, rect, |ui| below(ui, state, &answer));
            (answer, from_foot)
        });
        let (answer, from_foot) = shown.inner;
        (answer, from_foot, shown.closed)
    }
}

/// The body may have asked for the focus in the first frame; what had it before lies under the dialog and is out of reach.
fn a_field_took_the_focus(ui: &Ui) -> bool {
    let layer = ui.layer_id();
    ui.memory(Memory::focused).and_then(|id| ui.ctx().read_response(id)).is_some_and(|response: Response| response.layer_id == layer)
}

/// What [`modal`] answers.
struct Shown<R> {
    /// What the content returned.
    inner: R,
    /// Escape was pressed, or a click went beside it.
    closed: bool,
}

/// The ground of a dialog, in the middle of the window, named `name` for a screen reader.
fn modal<R>(ui: &Ui, id: &str, name: &str, width: f32, add: impl FnOnce(&mut Ui) -> R) -> Shown<R> {
    let p = palette(ui);
    let id = Id::unique(("dialog", id));
    let area = Modal::default_area(id).accessible_name(name);
    let frame = Frame::new()
        .fill(p.raised)
        .stroke(Stroke::new(size::HAIRLINE, p.floating_edge()))
        .corner_radius(CornerRadius::same(radius::DIALOG))
        .shadow(shadow(p));
    let answer = Modal::new(id).area(area).frame(frame).backdrop_color(p.scrim).show(ui.ctx(), |ui| {
        ui.set_width(width - 2.0 * size::HAIRLINE);
        ui.spacing_mut().item_spacing.y = 0.0;
        add(ui)
    });
    Shown { closed: answer.should_close(), inner: answer.inner }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Key, Role, Ui};
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::{Dialog, DialogEnd};
    use crate::widgets::{Button, Field, testing};

    /// What the window asks.
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Asks {
        Question,
        DangerousQuestion,
        Name,
        NameThatIsMissing,
        NameWithTheFocus,
    }

    struct Window {
        open: Option<Asks>,
        text: String,
        ends: Vec<DialogEnd>,
        behind: u32,
        focus_once: bool,
    }

    fn window<'a>(asks: Asks) -> Harness<'a, Window> {
        testing::harness(
            |ui, window: &mut Window| {
                window.behind += u32::from(ui.add(Button::primary("Behind")).clicked());
                let Some(asks) = window.open else { return };
                let dialog = Dialog::new("sign out", "Sign out?", "Sign out", "Cancel");
                let end = match asks {
                    Asks::Question => dialog.ask(ui, "A client is still being created."),
                    Asks::DangerousQuestion => dialog.danger().ask(ui, "This cannot be undone."),
                    Asks::Name | Asks::NameThatIsMissing | Asks::NameWithTheFocus => {
                        let dialog = dialog.enabled(asks != Asks::NameThatIsMissing);
                        let show = |ui: &mut Ui| {
                            let field = Field::new("Name").show(ui, &mut window.text);
                            if asks == Asks::NameWithTheFocus && std::mem::take(&mut window.focus_once) {
                                field.request_focus();
                            }
                        };
                        dialog.show(ui, show).1
                    }
                };
                if let Some(end) = end {
                    window.open = None;
                    window.ends.push(end);
                }
            },
            Window { open: Some(asks), text: String::new(), ends: Vec::new(), behind: 0, focus_once: true },
        )
    }

    fn press(harness: &mut Harness<'_, Window>, keys: &[Key]) {
        for &key in keys {
            harness.key_press(key);
            harness.run();
        }
    }

    #[test]
    fn escape_leaves_it() {
        let mut harness = window(Asks::Question);
        assert!(harness.query_by_label("A client is still being created.").is_some());
        press(&mut harness, &[Key::Escape]);
        assert_eq!(harness.state().ends, [DialogEnd::Cancelled]);
        assert!(harness.query_by_label("Cancel").is_none());
    }

    #[test]
    fn enter_confirms_once() {
        let mut harness = window(Asks::Question);
        press(&mut harness, &[Key::Enter, Key::Enter]);
        assert_eq!(harness.state().ends, [DialogEnd::Confirmed]);
    }

    #[test]
    fn enter_does_not_confirm_what_cannot_be_undone() {
        let mut harness = window(Asks::DangerousQuestion);
        press(&mut harness, &[Key::Enter]);
        assert_eq!(harness.state().ends, [DialogEnd::Cancelled], "the focus is on Cancel");

        let mut harness = window(Asks::DangerousQuestion);
        harness.get_by_label("This cannot be undone.").click();
        harness.run();
        press(&mut harness, &[Key::Enter]);
        assert!(harness.state().open.is_some(), "the focus is nowhere");
    }

    #[test]
    fn enter_in_its_field_confirms() {
        let mut harness = window(Asks::Name);
        harness.get_by_label("Name").focus();
        harness.run();
        harness.get_by_label("Name").type_text("Till");
        press(&mut harness, &[Key::Enter]);
        assert_eq!((harness.state().text.as_str(), harness.state().ends.as_slice()), ("Till", &[DialogEnd::Confirmed][..]));
    }

    #[test]
    fn what_cannot_be_confirmed_is_not_confirmed_by_enter() {
        let mut harness = window(Asks::NameThatIsMissing);
        harness.get_by_label("Name").focus();
        harness.run();
        press(&mut harness, &[Key::Enter]);
        assert!(harness.state().open.is_some());
    }

    #[test]
    fn its_buttons_work_and_nothing_behind_it_does() {
        let mut harness = window(Asks::Question);
        harness.get_by_label("Behind").click();
        harness.run();
        assert_eq!(
            (harness.state().behind, harness.state().ends.as_slice()),
            (0, &[DialogEnd::Cancelled][..]),
            "a click beside it leaves it"
        );
        harness.state_mut().open = Some(Asks::Question);
        harness.run();
        harness.get_by_label("Sign out").click();
        harness.run();
        assert_eq!(harness.state().ends, [DialogEnd::Cancelled, DialogEnd::Confirmed]);
    }

    #[test]
    fn tab_stays_inside() {
        let mut harness = window(Asks::Question);
        for _ in 0..6 {
            press(&mut harness, &[Key::Tab]);
            assert!(!harness.get_by_label("Behind").is_focused());
        }
    }

    #[test]
    fn a_field_that_asks_for_the_focus_when_it_opens_gets_it() {
        let mut harness = window(Asks::NameWithTheFocus);
        harness.run();
        assert!(harness.get_by_label("Name").is_focused());
        let mut harness = window(Asks::Name);
        harness.run();
        assert!(harness.get_by_role_and_label(Role::Button, "Sign out").is_focused(), "else its own button has it");
    }
}
