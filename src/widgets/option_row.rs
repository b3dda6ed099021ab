//! A row of something to choose from, in a pop-up: a drop-down's list, recent versions, what Find found.

use eframe::egui::{Align2, Frame, Margin, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint::line_galley;
use super::{focus_ring_inside, icon_at, key_cap, line_at, tip};
use crate::theme::{T, palette, radius, size};

/// A row to be shown.
#[derive(Clone, Copy)]
#[must_use = "show it"]
pub struct OptionRow<'a> {
    glyph: &'a str,
    text: &'a str,
    text_step: T,
    tail: &'a str,
    tail_step: T,
    end: &'a str,
    key: &'a str,
    marked: bool,
    chosen: bool,
    sense: Sense,
}

impl<'a> OptionRow<'a> {
    /// A row with its words.
    pub const fn new(text: &'a str) -> Self {
        let (text_step, tail_step) = (T::Strong, T::MonoSmall);
        let sense = Sense::from_bits_retain(Sense::CLICK.bits() | Sense::FOCUSABLE.bits());
        Self { glyph: "", text, text_step, tail: "", tail_step, end: "", key: "", marked: false, chosen: false, sense }
    }
    /// At the left; without one its place stays empty.
    pub const fn glyph(mut self, glyph: &'a str) -> Self {
        self.glyph = glyph;
        self
    }
    /// The words are an id.
    pub const fn mono(mut self) -> Self {
        self.text_step = T::Mono;
        self
    }
    /// Beside the words, weaker: a version's number, an address. Part of the accessible name.
    pub const fn tail(mut self, tail: &'a str) -> Self {
        self.tail = tail;
        self
    }
    /// At the right end, weaker still: an id.
    pub const fn end(mut self, end: &'a str) -> Self {
        self.end = end;
        self
    }
    /// A key at the right end.
    pub const fn key(mut self, key: &'a str) -> Self {
        self.key = key;
        self
    }
    /// The one that Enter chooses.
    pub const fn marked(mut self, marked: bool) -> Self {
        self.marked = marked;
        self
    }
    /// The one that is in use now.
    pub const fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }
    /// The row takes no focus: the field or the drop-down above keeps it and moves the mark by the arrows.
    pub const fn focus_stays_above(mut self) -> Self {
        self.sense = Sense::CLICK;
        self
    }

    /// Draws it, as wide as there is; click to choose.
    pub fn show(&self, ui: &mut Ui) -> Response {
        let p = palette(ui);
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), size::OPTION), self.sense);
        let name = if self.tail.is_empty() { self.text.to_owned() } else { format!("{} {}", self.text, self.tail) };
        response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, ui.is_enabled(), &name));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(self.chosen));
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let painter = ui.painter();
        if self.marked || response.has_focus() {
            painter.rect_filled(rect, radius::CONTROL, p.selected);
        } else if response.hovered() {
            painter.rect_filled(rect, radius::CONTROL, p.hover);
        }
        let y = rect.center().y;
        let mut left = rect.left() + 12.0;
        if !self.glyph.is_empty() {
            let ink = if self.marked || self.chosen { p.accent_text } else { p.text3 };
            icon_at(painter, pos2(left + 8.0, y), self.glyph, size::ICON, ink);
        }
        left += 24.0;
        let mut right = rect.right() - 12.0;
        if !self.key.is_empty() {
            right = key_cap(ui, pos2(right, y), self.key) - 8.0;
        }
        let painter = ui.painter();
        if !self.end.is_empty() {
            right =
                line_at(painter, pos2(right, y), Align2::RIGHT_CENTER, T::MonoSmall, self.end, p.text3, rect.width() / 3.0).left() - 8.0;
        }
        // The tail tells versions apart: the words give way to it, up to half of the place.
        let tail = line_galley(painter, self.tail_step, self.tail, p.text2, (right - left) / 2.0);
        let room = right - left - if self.tail.is_empty() { 0.0 } else { tail.size().x + 8.0 };
        let text = line_galley(painter, self.text_step, self.text, p.text, room);
        let cut = text.elided || tail.elided;
        let tail_left = left + text.size().x + 8.0;
        painter.galley(pos2(left, y - text.size().y / 2.0), text, p.text);
        painter.galley(pos2(tail_left, y - tail.size().y / 2.0), tail, p.text2);
        if response.has_focus() {
            focus_ring_inside(painter, rect, radius::CONTROL, p);
        }
        if cut { tip(response, T::Body, &name) } else { response }
    }
}

/// The margins of a list of such rows in a pop-up.
pub fn list_frame<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    Frame::new()
        .inner_margin(Margin::same(4))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.set_width(ui.available_width());
            add(ui)
        })
        .inner
}
