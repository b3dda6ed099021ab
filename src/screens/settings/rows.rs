//! The rows of the settings: a name and its words at the left, the control at the right.

use eframe::egui::{Align, Align2, Rect, Sense, Ui, pos2, vec2};

use crate::theme::{T, palette, size, space};
use crate::widgets::{card, label_at, row_in, row_line, txt};

const ROW: f32 = 56.0;

/// A card of rows under its title.
pub(super) fn group(ui: &mut Ui, title: &str, rows: impl FnOnce(&mut Ui)) {
    group_with_words(ui, title, "", rows);
}

/// The same with a line about all of it.
pub(super) fn group_with_words(ui: &mut Ui, title: &str, words: &str, rows: impl FnOnce(&mut Ui)) {
    let p = palette(ui);
    txt(ui, T::Section, title, p.text);
    if !words.is_empty() {
        ui.add_space(2.0);
        txt(ui, T::Small, words, p.text2);
    }
    ui.add_space(space::S);
    card(ui, 0, rows);
    ui.add_space(space::L);
}

/// One row. Words that do not fit are cut and stand whole in their tooltip.
pub(super) fn row(ui: &mut Ui, name: &str, words: &str, last: bool, control: impl FnOnce(&mut Ui)) {
    let p = palette(ui);
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    if !last {
        line_under(ui, row);
    }
    let inside = row.shrink2(vec2(space::L, (ROW - size::CONTROL) / 2.0));
    let left = row_in(ui, name, inside, Align::Max, |ui| {
        control(ui);
        let used = ui.min_rect();
        if used.width() > 0.0 { used.left() } else { inside.right() }
    });
    let room = left - row.left() - 32.0;
    label_at(ui, pos2(inside.left(), row.top() + 19.0), Align2::LEFT_CENTER, T::Strong, name, p.text, room);
    label_at(ui, pos2(inside.left(), row.top() + 38.0), Align2::LEFT_CENTER, T::Small, words, p.text2, room);
}

/// The hairline between two rows.
pub(super) fn line_under(ui: &Ui, row: Rect) {
    row_line(ui, Rect::from_min_max(pos2(row.left() + space::L, row.top()), row.max), palette(ui).border);
}
