//! Places: regions, cards, bars, hairlines, feet, key caps.

use eframe::egui::{
    Align, Align2, Color32, CornerRadius, Frame, Layout, Margin, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2,
};

use super::{icon, label_at, txt};
use crate::theme::{T, palette, radius, size, space};

/// A child that fills exactly `rect`, laid out top-down.
pub fn region<R>(ui: &mut Ui, salt: &str, rect: Rect, add: impl FnOnce(&mut Ui) -> R) -> R {
    let mut child = ui.new_child(UiBuilder::new().id_salt(salt).max_rect(rect).layout(Layout::top_down(Align::Min)));
    add(&mut child)
}

/// A child that fills exactly `rect`, laid out from the left, or from the right: what comes first is outermost.
pub fn row_in<R>(ui: &mut Ui, salt: &str, rect: Rect, side: Align, add: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = if side == Align::Max { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
    let mut child = ui.new_child(UiBuilder::new().id_salt(salt).max_rect(rect).layout(layout));
    add(&mut child)
}

/// Raised, with a hairline around; as wide as there is.
pub fn card<R>(ui: &mut Ui, padding: i8, add: impl FnOnce(&mut Ui) -> R) -> R {
    let p = palette(ui);
    framed(ui, p.raised, p.border, padding, add)
}

/// Sunken, with a hairline around: what the program says about what was entered.
pub fn sunken<R>(ui: &mut Ui, padding: i8, add: impl FnOnce(&mut Ui) -> R) -> R {
    let p = palette(ui);
    framed(ui, p.sunken, p.border, padding, add)
}

pub(super) fn framed<R>(ui: &mut Ui, fill: Color32, line: Color32, padding: i8, add: impl FnOnce(&mut Ui) -> R) -> R {
    Frame::new()
        .fill(fill)
        .stroke(Stroke::new(size::HAIRLINE, line))
        .corner_radius(CornerRadius::same(radius::CARD))
        .inner_margin(Margin::same(padding))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            add(ui)
        })
        .inner
}

/// A row of exactly `height`. (`ui.horizontal` is never lower than the `interact_size` of the ui around it.)
pub fn bar<R>(ui: &mut Ui, height: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.allocate_ui_with_layout(vec2(ui.available_width(), height), Layout::left_to_right(Align::Center), |ui| {
        ui.set_height(height);
        add(ui)
    })
    .inner
}

/// A hairline across, taking one point.
pub fn hline(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::HAIRLINE), Sense::hover());
    ui.painter().rect_filled(rect, radius::NONE, palette(ui).border);
}

/// A hairline along the top of a place.
pub fn top_line(ui: &Ui, rect: Rect) {
    ui.painter().rect_filled(Rect::from_min_size(rect.min, vec2(rect.width(), size::HAIRLINE)), radius::NONE, palette(ui).border);
}

/// A line along the bottom of a row.
pub fn row_line(ui: &Ui, rect: Rect, color: Color32) {
    ui.painter().rect_filled(Rect::from_min_max(pos2(rect.left(), rect.bottom() - size::HAIRLINE), rect.max), radius::NONE, color);
}

/// A hairline down.
pub fn vline(ui: &Ui, x: f32, top: f32, bottom: f32) {
    ui.painter().rect_filled(Rect::from_min_max(pos2(x, top), pos2(x + size::HAIRLINE, bottom)), radius::NONE, palette(ui).border);
}

/// The foot of a form or a dialog: a hairline, then a row from right to left.
pub fn foot<R>(ui: &mut Ui, rect: Rect, add: impl FnOnce(&mut Ui) -> R) -> R {
    let inside = rect.shrink2(vec2(size::HAIRLINE, 0.0));
    top_line(ui, inside);
    row_in(ui, "foot", rect.shrink2(vec2(space::XL, space::L)), Align::Max, add)
}

/// A key on the keyboard, right-aligned at `right`; returns its left edge.
#[expect(clippy::must_use_candidate, reason = "it is called for what it draws; where that went is often of no interest")]
pub fn key_cap(ui: &Ui, right: Pos2, text: &str) -> f32 {
    let p = palette(ui);
    let galley = ui.painter().layout_job(T::Micro.line_job(text, p.text3, f32::INFINITY));
    let rect = Rect::from_min_size(pos2(right.x - galley.size().x - 10.0, right.y - 9.0), vec2(galley.size().x + 10.0, 18.0));
    let stroke = Stroke::new(size::HAIRLINE, p.border);
    ui.painter().rect(rect, CornerRadius::same(radius::CHIP), p.canvas, stroke, StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, p.text3);
    rect.left()
}

/// A section's name with its help under it.
pub fn section(ui: &mut Ui, name: &str, words: &str) {
    let p = palette(ui);
    let heading = txt(ui, T::Section, name, p.text);
    ui.ctx().accesskit_node_builder(heading.id, |node| {
        node.set_role(eframe::egui::Role::Heading);
        node.set_label(name);
    });
    if !words.is_empty() {
        ui.add_space(2.0);
        txt(ui, T::Small, words, p.text3);
    }
    ui.add_space(space::S);
}

/// A note with its sign, wrapped.
pub fn note(ui: &mut Ui, glyph: &str, words: &str) {
    let p = palette(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        icon(ui, glyph, size::ICON, p.text3);
        ui.vertical(|ui| txt(ui, T::Small, words, p.text2));
    });
}

/// A name and its value on one line of 24 points.
pub fn kv(ui: &mut Ui, name_width: f32, name: &str, step: T, value: &str) {
    const LINE: f32 = 24.0;
    let p = palette(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
    label_at(ui, rect.left_center(), Align2::LEFT_CENTER, T::Body, name, p.text3, name_width - space::S);
    let at = pos2(rect.left() + name_width, rect.center().y);
    label_at(ui, at, Align2::LEFT_CENTER, step, value, p.text, rect.width() - name_width);
}
