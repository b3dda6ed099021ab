//! The field for a password or a token, with an eye. What is typed is in [`MaskedText`]; here is how it is seen.

use eframe::egui::{Ui, text_edit::TextEditOutput};

use super::hiding::{hides_behind_others, times_hidden};
use super::{Field, FieldResponse, MaskedText, Tone};
use crate::i18n::Lang;
use crate::theme::{CLEAR, T, icon, palette};
use crate::tr;

/// The accessible names of the eye.
#[derive(Clone, Copy, Debug)]
pub struct Eye<'a> {
    /// "Show password".
    pub show: &'a str,
    /// "Hide password".
    pub hide: &'a str,
}

impl<'a> Field<'a> {
    /// Draws it as a field for a secret. What does not fit is refused with a message of its own, in the place of the caller's.
    ///
    /// The eye shows what is typed until it is pressed again, or the focus leaves field and eye, or the window loses it (as far as the
    /// settings want that).
    pub fn show_masked(mut self, ui: &mut Ui, lang: Lang, text: &mut MaskedText, eye: Eye<'a>) -> FieldResponse {
        // Dots and letters of one width: the cursor among the dots is where it would be among the letters.
        self.step = T::Mono;
        let ctx = ui.ctx().clone();
        text.shown &= text.times_hidden == times_hidden(&ctx);
        self.button = Some(if text.shown { (icon::HIDE, eye.hide) } else { (icon::SHOW, eye.show) });
        let refusal = tr!(lang, "masked-refused", bytes = text.capacity());
        let field: Field<'_> = if text.refused() { self.message(Tone::Danger, &refusal) } else { self };
        let p = palette(ui);
        let shown = text.shown;
        let dots = if shown { CLEAR } else { p.text };
        let (output, button) = field.lay(ui, text, Some(dots));
        if shown {
            paint_over(ui, &output, text.revealed());
        }
        let response = output.response.response;
        if let Some(button) = &button {
            if button.clicked() {
                text.shown = !shown;
                text.times_hidden = times_hidden(&ctx);
                // A press of the mouse took the focus out of the field: back, so that typing goes on. By keyboard it stays on the eye.
                if !button.has_focus() {
                    response.request_focus();
                }
            } else if shown {
                let has_focus = ctx.memory(|memory| memory.has_focus(response.id) || memory.has_focus(button.id));
                text.shown = has_focus && !hides_behind_others(&ctx);
            }
            if text.shown != shown {
                // What is on the screen now is out of date.
                ui.ctx().request_repaint();
            }
        }
        FieldResponse { response, button }
    }
}

/// What is typed, over the dots: painted only, so that it is neither selected, nor copied, nor in the accessibility tree.
/// (egui keeps what it lays out for one more frame; that is the price of showing it.)
fn paint_over(ui: &Ui, output: &TextEditOutput, value: &str) {
    let p = palette(ui);
    let painter = ui.painter_at(output.text_clip_rect.expand(1.0));
    let galley = painter.layout_no_wrap(value.to_owned(), T::Mono.font(), p.text);
    let y = output.galley_pos.y + (output.galley.size().y - galley.size().y) / 2.0;
    painter.galley(eframe::egui::pos2(output.galley_pos.x, y), galley, p.text);
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Event, Key, Modifiers, OutputCommand};
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::{Eye, Field, MaskedText};
    use crate::i18n::Lang;
    use crate::widgets::{Button, testing};

    const EYE: Eye<'_> = Eye { show: "Show password", hide: "Hide password" };

    fn form<'a>() -> Harness<'a, MaskedText> {
        let mut harness = testing::harness(
            |ui, text: &mut MaskedText| {
                Field::new("Password").show_masked(ui, Lang::En, text, EYE);
                if ui.add(Button::primary("Sign in")).clicked() {
                    text.clear();
                }
            },
            MaskedText::password(),
        );
        harness.get_by_label("Password").focus();
        harness.run();
        harness
    }

    fn press(harness: &mut Harness<'_, MaskedText>, modifiers: Modifiers, key: Key) {
        harness.key_press_modifiers(modifiers, key);
        harness.run();
    }

    fn type_it(harness: &mut Harness<'_, MaskedText>, text: &str) {
        for letter in text.chars() {
            harness.event(Event::Text(letter.to_string()));
            harness.run();
        }
    }

    /// egui makes a point to go back to when a text has stood still for a second.
    fn let_egui_remember(harness: &mut Harness<'_, MaskedText>) {
        harness.run_steps(90);
    }

    /// The whole accessibility tree as text.
    fn tree(harness: &Harness<'_, MaskedText>) -> String {
        format!("{:?}", harness.root())
    }

    fn copied(harness: &Harness<'_, MaskedText>) -> Vec<OutputCommand> {
        harness.output().platform_output.commands.clone()
    }

    #[test]
    fn undo_never_brings_a_wiped_password_back() {
        let mut harness = form();
        type_it(&mut harness, "correct horse");
        assert_eq!(harness.state().secret().expose(), "correct horse");
        let_egui_remember(&mut harness);
        harness.get_by_label("Sign in").click();
        harness.run();
        harness.get_by_label("Password").focus();
        harness.run();
        let_egui_remember(&mut harness);
        for modifiers in [Modifiers::COMMAND, Modifiers::COMMAND | Modifiers::SHIFT] {
            for _ in 0..20 {
                press(&mut harness, modifiers, Key::Z);
                assert!(harness.state().is_empty());
            }
        }
        type_it(&mut harness, "x");
        assert_eq!(harness.state().secret().expose(), "x", "and the field still works");
    }

    #[test]
    fn undo_does_not_bring_back_what_was_deleted_by_hand_either() {
        let mut harness = form();
        type_it(&mut harness, "secret");
        let_egui_remember(&mut harness);
        press(&mut harness, Modifiers::COMMAND, Key::A);
        press(&mut harness, Modifiers::NONE, Key::Backspace);
        let_egui_remember(&mut harness);
        press(&mut harness, Modifiers::COMMAND, Key::Z);
        assert!(harness.state().is_empty());
        // egui's cursor is now where the dots of old would end.
        press(&mut harness, Modifiers::NONE, Key::Delete);
        press(&mut harness, Modifiers::COMMAND, Key::Backspace);
        type_it(&mut harness, "ok");
        assert_eq!(harness.state().secret().expose(), "ok");
    }

    #[test]
    fn copying_and_cutting_give_nothing() {
        let mut harness = form();
        type_it(&mut harness, "MARKER");
        press(&mut harness, Modifiers::COMMAND, Key::A);
        harness.event(Event::Copy);
        harness.step();
        assert_eq!(copied(&harness), []);
        harness.event(Event::Cut);
        harness.step();
        assert_eq!(copied(&harness), []);
        assert!(harness.state().is_empty(), "cut still empties the field");
    }

    #[test]
    fn selecting_fills_no_primary_selection() {
        let mut harness = form();
        type_it(&mut harness, "MARKER");
        for key in [Key::ArrowLeft, Key::ArrowLeft, Key::Home] {
            // One event and one frame: what a frame hands to the system is gone with the next one, that of the key's release.
            harness.event(Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::SHIFT });
            harness.step();
            assert_eq!(copied(&harness), []);
        }
    }

    #[test]
    fn editing_in_the_middle_changes_the_right_letters() {
        let mut harness = form();
        type_it(&mut harness, "пароль");
        press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
        press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
        press(&mut harness, Modifiers::NONE, Key::Backspace);
        type_it(&mut harness, "ё");
        press(&mut harness, Modifiers::NONE, Key::End);
        press(&mut harness, Modifiers::NONE, Key::Delete);
        assert_eq!(harness.state().secret().expose(), "парёль");
    }

    #[test]
    fn what_is_typed_is_never_in_the_accessibility_tree_not_even_while_it_is_shown() {
        let mut harness = form();
        type_it(&mut harness, "MARKER");
        assert!(!tree(&harness).contains("MARKER"));
        harness.get_by_label("Show password").click();
        harness.run();
        assert!(harness.state().shown);
        assert!(!tree(&harness).contains("MARKER"));
        assert_eq!(harness.get_by_label("Password").value().as_deref(), Some("••••••"));
    }

    #[test]
    fn the_eye_shows_until_it_is_pressed_again() {
        let mut harness = form();
        type_it(&mut harness, "abc");
        harness.get_by_label("Show password").click();
        harness.run();
        assert!(harness.state().shown);
        assert!(harness.get_by_label("Password").is_focused(), "typing goes on");
        type_it(&mut harness, "d");
        assert!(harness.state().shown);
        harness.get_by_label("Hide password").click();
        harness.run();
        assert!(!harness.state().shown);
        assert_eq!(harness.state().secret().expose(), "abcd");
    }

    #[test]
    fn it_hides_when_the_focus_goes() {
        let mut harness = form();
        type_it(&mut harness, "abc");
        harness.get_by_label("Show password").click();
        harness.run();
        for _ in 0..2 {
            // To the eye, where it stays open, and on.
            assert!(harness.state().shown);
            harness.key_press(Key::Tab);
            harness.run();
        }
        assert!(harness.get_by_label("Sign in").is_focused());
        assert!(!harness.state().shown);
    }

    #[test]
    fn it_hides_when_the_window_loses_the_focus() {
        let mut harness = form();
        type_it(&mut harness, "abc");
        harness.get_by_label("Show password").click();
        harness.run();
        harness.input_mut().focused = false;
        harness.run();
        assert!(!harness.state().shown);
    }

    #[test]
    fn too_much_is_refused_with_words_and_what_was_there_stays() {
        let mut harness = form();
        type_it(&mut harness, "abc");
        harness.event(Event::Paste("x".repeat(300)));
        harness.run();
        assert_eq!(harness.state().secret().expose(), "abc");
        assert!(harness.query_by_label_contains("256").is_some());
        type_it(&mut harness, "d");
        assert!(harness.query_by_label_contains("256").is_none());
    }

    #[test]
    fn a_screen_reader_may_put_a_value_in() {
        let mut harness = form();
        harness.get_by_label("Password").set_text_value_accesskit("correct horse");
        harness.run();
        assert_eq!(harness.state().secret().expose(), "correct horse");
    }
}
