//! What one types into: a field with its label above, its message under it, and at its right end a mark or a button.

use std::ops::Deref;

use eframe::egui::{Key, Response, Ui};

use super::Tone;
use crate::theme::{T, size};

/// A field to be shown; its accessible name is its label.
#[derive(Clone, Copy)]
#[must_use = "show it"]
pub struct Field<'a> {
    pub(super) label: &'a str,
    pub(super) label_above: bool,
    pub(super) hint: &'a str,
    pub(super) message: Option<(Tone, &'a str)>,
    pub(super) icon: Option<&'a str>,
    pub(super) number: Option<usize>,
    pub(super) mark: Option<&'a str>,
    pub(super) button: Option<(&'a str, &'a str)>,
    pub(super) step: T,
    pub(super) enabled: bool,
    pub(super) width: Option<f32>,
    pub(super) height: f32,
    drops_white_space: bool,
}

/// What a field answers; it is the [`Response`] of what is typed into: `changed()`, `lost_focus()`, `request_focus()` (once, by a flag).
pub struct FieldResponse {
    /// Of what is typed into.
    pub response: Response,
    /// Of the button at the right end, if there is one.
    pub button: Option<Response>,
}

impl FieldResponse {
    /// The button at the right end was pressed.
    #[must_use]
    pub fn button_clicked(&self) -> bool {
        self.button.as_ref().is_some_and(Response::clicked)
    }

    /// Enter was pressed in it: a form is sent by that.
    #[must_use]
    pub fn submitted(&self) -> bool {
        self.response.lost_focus() && self.response.ctx.input(|input| input.key_pressed(Key::Enter))
    }
}

impl Deref for FieldResponse {
    type Target = Response;
    fn deref(&self) -> &Response {
        &self.response
    }
}

impl<'a> Field<'a> {
    /// A field with its label above it.
    pub const fn new(label: &'a str) -> Self {
        Self {
            label,
            label_above: true,
            hint: "",
            message: None,
            icon: None,
            number: None,
            mark: None,
            button: None,
            step: T::Body,
            enabled: true,
            width: None,
            height: size::FIELD,
            drops_white_space: false,
        }
    }
    /// The label is not seen (an icon, a hint or a number says what this is) but still is the name.
    pub const fn label_hidden(mut self) -> Self {
        self.label_above = false;
        self
    }
    /// Words in its place while it is empty.
    pub const fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }
    /// Words under it. Warn and Danger colour the frame; Danger is told as an error.
    pub const fn message(mut self, tone: Tone, words: &'a str) -> Self {
        self.message = Some((tone, words));
        self
    }
    /// The same, if there is something to say.
    pub const fn message_if(mut self, message: Option<(Tone, &'a str)>) -> Self {
        self.message = message;
        self
    }
    /// An icon inside, at the left.
    pub const fn icon(mut self, glyph: &'a str) -> Self {
        self.icon = Some(glyph);
        self
    }
    /// One of several alike, counted from zero: shown as a number inside; from the second on the name has it too.
    pub const fn number(mut self, index: usize) -> Self {
        self.number = Some(index);
        self
    }
    /// A sign inside, at the right: a tick where what is typed is fine.
    pub const fn mark(mut self, glyph: &'a str) -> Self {
        self.mark = Some(glyph);
        self
    }
    /// A button inside, at the right, with its own accessible name.
    pub const fn button(mut self, glyph: &'a str, name: &'a str) -> Self {
        self.button = Some((glyph, name));
        self
    }
    /// For what machines compare: ids, addresses, codes.
    pub const fn mono(mut self) -> Self {
        self.step = T::Mono;
        self
    }
    /// Off: can be read, not typed into.
    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }
    /// Exactly this wide, in points; otherwise all there is.
    pub const fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }
    /// 32 high, in toolbars.
    pub const fn small(mut self) -> Self {
        self.height = size::CONTROL;
        self
    }
    /// A confirmation code: white space is dropped, and nothing else (nobody says that codes are digits).
    pub const fn dropping_white_space(mut self) -> Self {
        self.drops_white_space = true;
        self
    }

    /// Draws it.
    pub fn show(self, ui: &mut Ui, text: &mut String) -> FieldResponse {
        let (output, button) = self.lay(ui, text, None);
        let mut response = output.response.response;
        if self.drops_white_space && text.contains(char::is_whitespace) {
            text.retain(|c| !c.is_whitespace());
            response.mark_changed();
        }
        FieldResponse { response, button }
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Event, Key};
    use egui_kittest::kittest::{NodeT as _, Queryable as _};

    use super::Field;
    use crate::theme::icon;
    use crate::widgets::Tone;
    use crate::widgets::testing::harness;

    #[test]
    fn a_field_has_the_name_of_its_label_and_tells_its_error() {
        let harness = harness(
            |ui, text: &mut String| drop(Field::new("Confirmation code").message(Tone::Danger, "That code did not match").show(ui, text)),
            String::new(),
        );
        let node = harness.get_by_label("Confirmation code");
        assert_eq!(node.accesskit_node().description().as_deref(), Some("That code did not match"));
        assert!(node.accesskit_node().data().invalid().is_some());
        assert!(harness.query_by_label("That code did not match").is_some(), "it is also read in its place");
    }

    #[test]
    fn of_several_alike_the_second_is_numbered() {
        let harness = harness(
            |ui, texts: &mut [String; 2]| {
                for (index, text) in texts.iter_mut().enumerate() {
                    Field::new("Redirect address").label_hidden().number(index).show(ui, text);
                }
            },
            [String::new(), String::new()],
        );
        assert!(harness.query_by_label("Redirect address").is_some());
        assert!(harness.query_by_label("Redirect address 2").is_some());
    }

    #[test]
    fn a_code_loses_its_white_space_and_nothing_else() {
        let mut harness =
            harness(|ui, text: &mut String| drop(Field::new("Confirmation code").dropping_white_space().show(ui, text)), String::new());
        harness.get_by_label("Confirmation code").focus();
        harness.run();
        harness.event(Event::Paste(" 48a 29\u{a0}13\n".to_owned()));
        harness.run();
        assert_eq!(harness.state(), "48a2913");
    }

    #[test]
    fn a_click_on_its_icon_goes_into_the_field() {
        let mut harness =
            harness(|ui, text: &mut String| drop(Field::new("Search").label_hidden().icon(icon::SEARCH).show(ui, text)), String::new());
        let words = harness.get_by_label("Search").rect();
        let at = words.left_center() - eframe::egui::vec2(16.0, 0.0);
        harness.hover_at(at);
        harness.drag_at(at);
        harness.drop_at(at);
        harness.run();
        assert!(harness.get_by_label("Search").is_focused());
    }

    #[test]
    fn enter_submits_once() {
        let mut harness = harness(
            |ui, (text, sent): &mut (String, u32)| {
                if Field::new("E-mail").show(ui, text).submitted() {
                    *sent += 1;
                }
            },
            (String::new(), 0),
        );
        harness.get_by_label("E-mail").focus();
        harness.run();
        harness.get_by_label("E-mail").type_text("anna@romashka.example");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(*harness.state(), ("anna@romashka.example".to_owned(), 1));
    }

    #[test]
    fn its_button_has_a_name_of_its_own_and_is_reached_by_tab() {
        let mut harness = harness(
            |ui, (text, clicks): &mut (String, u32)| {
                if Field::new("Search").button(icon::CLOSE, "Clear the search").show(ui, text).button_clicked() {
                    *clicks += 1;
                }
            },
            (String::new(), 0),
        );
        harness.key_press(Key::Tab);
        harness.key_press(Key::Tab);
        harness.run();
        assert!(harness.get_by_label("Clear the search").is_focused());
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().1, 1);
    }

    #[test]
    fn a_window_at_rest_asks_for_no_repaint_not_even_with_a_field_in_focus() {
        let mut harness = harness(|ui, text: &mut String| drop(Field::new("E-mail").show(ui, text)), String::new());
        harness.get_by_label("E-mail").focus();
        harness.run();
        harness.step();
        let root = &harness.output().viewport_output[&eframe::egui::ViewportId::ROOT];
        assert_eq!(root.repaint_delay, std::time::Duration::MAX);
    }
}
