//! A drop-down: what is chosen, and a list under it. By keyboard: Enter, Space or an arrow opens, arrows move, Enter chooses, Escape leaves.

use eframe::egui::{
    Align, Align2, CornerRadius, EventFilter, Key, Modifiers, RectAlign, Response, Role, ScrollArea, Sense, SetOpenCommand, Stroke,
    StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::option_row::list_frame;
use super::popover::{is_popover_open, popover_set};
use super::{OptionRow, close_popover, focus_ring, icon_at, line_at};
use crate::theme::{T, icon, palette, radius, size};

/// One of the choices.
#[derive(Clone, Copy, Default, Debug)]
pub struct Choice<'a> {
    /// In words.
    pub text: &'a str,
    /// Beside it, in mono: a version's number.
    pub tail: &'a str,
}

/// A drop-down to be shown.
#[must_use = "show it"]
pub struct Combo<'a> {
    name: &'a str,
    choices: &'a [Choice<'a>],
    chosen: Option<usize>,
    width: f32,
    enabled: bool,
    focused: bool,
}

impl<'a> Combo<'a> {
    /// `name` is what a screen reader calls it; `chosen` counts from zero.
    pub const fn new(name: &'a str, choices: &'a [Choice<'a>], chosen: Option<usize>) -> Self {
        Self { name, choices, chosen, width: 200.0, enabled: true, focused: false }
    }
    /// In points.
    pub const fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }
    /// Off.
    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Takes the focus and comes into view. Ask for it in one frame only.
    pub const fn focused(mut self, focused: bool) -> Self {
        self.focused = focused;
        self
    }

    /// Draws it; `Some` in the frame in which another one is chosen.
    pub fn show(self, ui: &mut Ui) -> Option<usize> {
        let now = self.chosen.and_then(|chosen| self.choices.get(chosen)).copied().unwrap_or_default();
        let face = combo_face(ui, self.width, self.name, now.text, now.tail, self.enabled);
        if self.focused {
            face.request_focus();
            face.scroll_to_me(Some(Align::Center));
        }
        let open = is_popover_open(&face);
        let marked_id = face.id.with("marked");
        let mut marked = ui.data(|data| data.get_temp::<usize>(marked_id)).or(self.chosen).unwrap_or(0);
        let mut picked = None;

        let done = if open {
            // The keys are the list's while it is open; the focus stays on the face.
            let last = self.choices.len().saturating_sub(1);
            let moved = arrows(ui, marked, last);
            let scroll = moved != marked;
            marked = moved;
            if face.has_focus() && ui.input(|input| input.key_pressed(Key::Enter) || input.key_pressed(Key::Space)) {
                picked = Some(marked);
            }
            popover_set(&face, self.width, RectAlign::BOTTOM_START, None, None, |ui| self.rows(ui, marked, scroll, &mut picked));
            picked.is_some()
        } else {
            marked = self.chosen.unwrap_or(0);
            let by_arrow = face.has_focus() && ui.input_mut(|input| ARROWS.iter().any(|&key| input.consume_key(Modifiers::NONE, key)));
            if face.clicked() || by_arrow {
                let mut nothing = None;
                popover_set(&face, self.width, RectAlign::BOTTOM_START, None, Some(SetOpenCommand::Bool(true)), |ui| {
                    self.rows(ui, marked, false, &mut nothing);
                });
                face.request_focus();
            }
            false
        };
        if done {
            close_popover(&face);
        }
        ui.data_mut(|data| data.insert_temp(marked_id, marked));
        picked.filter(|&picked| Some(picked) != self.chosen)
    }

    fn rows(&self, ui: &mut Ui, marked: usize, scroll: bool, picked: &mut Option<usize>) {
        /// More than this scroll.
        const ROWS: f32 = 8.0;
        let list = UiBuilder::new().accessibility_role(Role::ListBox);
        ui.scope_builder(list, |ui| {
            list_frame(ui, |ui| {
                ScrollArea::vertical().max_height(ROWS * size::OPTION).show(ui, |ui| {
                    for (i, choice) in self.choices.iter().enumerate() {
                        let chosen = Some(i) == self.chosen;
                        let glyph = if chosen { icon::CHECK } else { "" };
                        let row = OptionRow::new(choice.text)
                            .tail(choice.tail)
                            .glyph(glyph)
                            .marked(i == marked)
                            .chosen(chosen)
                            .focus_stays_above()
                            .show(ui);
                        if row.clicked() {
                            *picked = Some(i);
                        }
                        if scroll && i == marked {
                            row.scroll_to_me(None);
                        }
                    }
                })
            });
        });
    }
}

const ARROWS: [Key; 2] = [Key::ArrowDown, Key::ArrowUp];

/// Where the arrows, Home and End lead from `at`.
fn arrows(ui: &Ui, at: usize, last: usize) -> usize {
    ui.input_mut(|input| {
        let mut at = at.min(last);
        at = at.saturating_add(input.count_and_consume_key(Modifiers::NONE, Key::ArrowDown)).min(last);
        at = at.saturating_sub(input.count_and_consume_key(Modifiers::NONE, Key::ArrowUp));
        if input.consume_key(Modifiers::NONE, Key::Home) {
            at = 0;
        }
        if input.consume_key(Modifiers::NONE, Key::End) {
            at = last;
        }
        at
    })
}

/// The closed drop-down alone, for what opens something larger than a list (the version chooser).
pub fn combo_face(ui: &mut Ui, width: f32, name: &str, text: &str, tail: &str, enabled: bool) -> Response {
    let p = palette(ui);
    let enabled = enabled && ui.is_enabled();
    let (rect, response) = ui.allocate_exact_size(vec2(width, size::CONTROL), if enabled { Sense::click() } else { Sense::hover() });
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, enabled, name));
    let value = if tail.is_empty() { text.to_owned() } else { format!("{text} {tail}") };
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_value(value));
    // Arrows are the drop-down's, not egui's way to the next control.
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, EventFilter { vertical_arrows: true, ..EventFilter::default() }));
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        let hovered = enabled && response.hovered();
        let (fill, line) = if hovered { (p.hover, p.outline) } else { (p.raised, if enabled { p.edge } else { p.border }) };
        let (ink, ink2) = if enabled { (p.text, p.text2) } else { (p.text_off, p.text_off) };
        painter.rect(rect, CornerRadius::same(radius::CONTROL), fill, Stroke::new(size::HAIRLINE, line), StrokeKind::Inside);
        let (left, right, y) = (rect.left() + 10.0, rect.right() - 32.0, rect.center().y);
        // The tail is short and tells versions apart: the words give way.
        let tail_room = if tail.is_empty() { 0.0 } else { 64.0_f32.min(width / 3.0) };
        let words = line_at(painter, pos2(left, y), Align2::LEFT_CENTER, T::Strong, text, ink, right - left - tail_room);
        if !tail.is_empty() {
            line_at(painter, pos2(words.right() + 8.0, y), Align2::LEFT_CENTER, T::MonoSmall, tail, ink2, right - words.right() - 8.0);
        }
        icon_at(painter, pos2(rect.right() - 18.0, y), icon::DOWN, size::ICON, ink2);
        if enabled && response.has_focus() {
            focus_ring(painter, rect, radius::CONTROL, p);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use eframe::egui::Key;
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::{Choice, Combo};
    use crate::widgets::testing;

    #[derive(Default)]
    struct Seen {
        chosen: usize,
        answers: Vec<usize>,
    }

    fn combo<'a>() -> Harness<'a, Seen> {
        testing::harness(
            |ui, seen: &mut Seen| {
                let choices = ["30 seconds", "1 minute", "Never"].map(|text| Choice { text, tail: "" });
                if let Some(chosen) = Combo::new("Clear the clipboard after", &choices, Some(seen.chosen)).show(ui) {
                    seen.chosen = chosen;
                    seen.answers.push(chosen);
                }
            },
            Seen::default(),
        )
    }

    fn press(harness: &mut Harness<'_, Seen>, keys: &[Key]) {
        for &key in keys {
            harness.key_press(key);
            harness.run();
        }
    }

    #[test]
    fn it_has_a_name_and_what_is_chosen_as_its_value() {
        let harness = combo();
        let node = harness.get_by_label("Clear the clipboard after");
        assert_eq!(node.value().as_deref(), Some("30 seconds"));
        assert!(harness.query_by_label("Never").is_none(), "closed");
    }

    #[test]
    fn a_click_opens_it_and_a_click_on_a_row_chooses() {
        let mut harness = combo();
        harness.get_by_label("Clear the clipboard after").click();
        harness.run();
        harness.get_by_label("Never").click();
        harness.run();
        assert_eq!(harness.state().answers, [2]);
        assert!(harness.query_by_label("Never").is_none(), "closed again");
        assert!(harness.get_by_label("Clear the clipboard after").is_focused());
    }

    #[test]
    fn by_keyboard_arrows_move_and_enter_chooses() {
        let mut harness = combo();
        press(&mut harness, &[Key::Tab, Key::Enter, Key::ArrowDown, Key::ArrowDown, Key::ArrowDown, Key::ArrowUp, Key::Enter]);
        assert_eq!(harness.state().answers, [1]);
        assert!(harness.query_by_label("Never").is_none());
    }

    #[test]
    fn escape_leaves_what_was_chosen() {
        let mut harness = combo();
        press(&mut harness, &[Key::Tab, Key::ArrowDown]);
        assert!(harness.query_by_label("Never").is_some(), "an arrow opens it");
        press(&mut harness, &[Key::ArrowDown, Key::Escape]);
        assert_eq!(harness.state().answers, [0_usize; 0]);
        assert!(harness.query_by_label("Never").is_none());
        assert!(harness.get_by_label("Clear the clipboard after").is_focused(), "the focus stays");
        press(&mut harness, &[Key::Enter, Key::Enter]);
        assert_eq!(harness.state().answers, [0_usize; 0], "what was marked then is forgotten");
    }

    #[test]
    fn a_second_click_closes_it_and_chooses_nothing_even_after_the_arrows() {
        let mut harness = combo();
        harness.get_by_label("Clear the clipboard after").click();
        harness.run();
        press(&mut harness, &[Key::ArrowDown]);
        harness.get_by_label("Clear the clipboard after").click();
        harness.run();
        assert!(harness.query_by_label("Never").is_none());
        assert_eq!(harness.state().answers, [0_usize; 0]);
    }
}
