//! The few strokes everything else is painted with. What is painted here is seen only; what must also be read out is in `line`.

use eframe::egui::{Align2, Color32, CornerRadius, Galley, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, Vec2};

use super::printable;
use crate::theme::{Palette, T, size};
use std::sync::Arc;

/// An icon that takes its own square in the layout.
pub fn icon(ui: &mut Ui, glyph: &str, size: f32, color: Color32) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(size), Sense::hover());
    icon_at(ui.painter(), rect.center(), glyph, size, color);
    response
}

/// An icon centred at a point.
pub fn icon_at(painter: &Painter, center: Pos2, glyph: &str, size: f32, color: Color32) {
    painter.text(center, Align2::CENTER_CENTER, glyph, T::icon(size), color);
}

/// One line of text painted at a point, cut at `width`; returns where it went. Not in the accessibility tree.
#[expect(clippy::must_use_candidate, reason = "it is called for what it draws; where that went is often of no interest")]
pub fn line_at(painter: &Painter, at: Pos2, align: Align2, step: T, text: &str, color: Color32, width: f32) -> Rect {
    let galley = line_galley(painter, step, text, color, width);
    let rect = align.anchor_size(at, galley.size());
    painter.galley(rect.min, galley, color);
    rect
}

/// The same laid out only, to be measured first. The width is never negative, so that a place too narrow shows an ellipsis.
pub(super) fn line_galley(painter: &Painter, step: T, text: &str, color: Color32, width: f32) -> Arc<Galley> {
    painter.layout_job(step.line_job(&printable(text), color, width.max(0.0)))
}

/// 2 points wide, 2 points away, outside the control.
pub fn focus_ring(painter: &Painter, rect: Rect, radius: u8, p: &Palette) {
    let corners = CornerRadius::same(radius.saturating_add(2));
    painter.rect_stroke(rect.expand(size::RING), corners, Stroke::new(size::RING, p.focus), StrokeKind::Outside);
}

/// The same inside its edge, for what touches others: a row of a table, a cell of its head.
pub fn focus_ring_inside(painter: &Painter, rect: Rect, radius: u8, p: &Palette) {
    painter.rect_stroke(rect, CornerRadius::same(radius), Stroke::new(size::RING, p.focus), StrokeKind::Inside);
}

/// A radio's dot.
pub fn radio_dot(painter: &Painter, center: Pos2, on: bool, p: &Palette) {
    let half = size::CHECKBOX / 2.0;
    painter.circle_filled(center, half, if on { p.accent } else { p.outline });
    painter.circle_filled(center, if on { 3.0 } else { half - 1.0 }, if on { p.on_accent } else { p.field });
}

/// A clock as a ring: what is left (0 to 1), clockwise from the top.
pub fn ring(painter: &Painter, center: Pos2, radius: f32, width: f32, left: f32, color: Color32, track: Color32) {
    const STEPS: u8 = 64;
    // A line, not a stroked circle: that would grow outward.
    let arc = |part: f32, color| {
        let at = |i: u8| std::f32::consts::TAU * (part * f32::from(i) / f32::from(STEPS) - 0.25);
        let points = (0..=STEPS).map(|i| center + radius * Vec2::angled(at(i))).collect();
        painter.add(Shape::line(points, Stroke::new(width, color)));
    };
    arc(1.0, track);
    let left = left.clamp(0.0, 1.0);
    if left > 0.0 {
        arc(left, color);
    }
}
