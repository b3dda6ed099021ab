//! A secret: always the same number of dots, an eye, Copy; and under it, how long the clipboard still holds it.

use eframe::egui::{Align, Align2, CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::{Button, icon_button, label_at, row_in};
use crate::theme::{T, icon as glyphs, palette, radius, size, space};

/// Twelve, whatever the length: the length of a secret is nobody's business.
const DOTS: u8 = 12;

/// A secret's row. The value is given only while it is shown; when it hides again is the caller's to know.
#[derive(Clone, Copy)]
pub struct SecretRow<'a> {
    /// The value while it is revealed.
    pub revealed: Option<&'a str>,
    /// "Show client secret".
    pub show: &'a str,
    /// "Hide client secret".
    pub hide: &'a str,
    /// What the copy button says: "Copy".
    pub copy: &'a str,
    /// What it is called: "Copy client secret".
    pub copy_name: &'a str,
}

/// What was pressed in a secret's row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SecretClick {
    /// Show, or hide.
    Toggle,
    /// Copy, through the clipboard that clears itself.
    Copy,
}

impl SecretRow<'_> {
    /// Draws it, as wide as there is. The value goes beside the buttons, in a few lines if need be; a longer one goes under them, whole.
    pub fn show(&self, ui: &mut Ui) -> Option<SecretClick> {
        const PAD: f32 = 12.0;
        const LINES_BESIDE: usize = 3;
        let p = palette(ui);
        let width = ui.available_width();
        let wide = width - 2.0 * PAD;
        let beside = wide - size::CONTROL_SMALL - self.copy_width(ui);
        let lay = |value: &str, width| ui.painter().layout_job(T::MonoSmall.wrap_job(value, p.text, width, true));
        // Painted only: a label that could be selected would fill X11's PRIMARY selection, one in the accessibility tree would be read out.
        // Where it begins: beside the buttons (0), or under them.
        let value = self.revealed.map(|value| {
            let galley = lay(value, beside);
            if galley.rows.len() > LINES_BESIDE { (lay(value, wide), size::FIELD) } else { (galley, 0.0) }
        });
        let height = match &value {
            Some((galley, 0.0)) => size::FIELD.max(galley.size().y + PAD),
            Some((galley, top)) => top + galley.size().y + space::S,
            None => size::FIELD,
        };
        let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        let line = Rect::from_min_size(rect.min, vec2(width, size::FIELD));
        ui.painter().rect(rect, CornerRadius::same(radius::CONTROL), p.sunken, Stroke::new(size::HAIRLINE, p.border), StrokeKind::Inside);
        if let Some((galley, top)) = value {
            let y = if top > 0.0 { rect.top() + top } else { rect.center().y - galley.size().y / 2.0 };
            ui.painter().galley(pos2(rect.left() + PAD, y), galley, p.text);
        } else {
            for i in 0..DOTS {
                ui.painter().circle_filled(pos2(line.left() + 15.0 + 9.0 * f32::from(i), line.center().y), 2.5, p.text2);
            }
        }
        row_in(ui, self.copy_name, line.shrink2(Vec2::splat(4.0)), Align::Max, |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let copy = ui.add(Button::ghost(self.copy).named(self.copy_name).icon(glyphs::COPY).small());
            let (glyph, name) = if self.revealed.is_some() { (glyphs::HIDE, self.hide) } else { (glyphs::SHOW, self.show) };
            let eye = icon_button(ui, glyph, name);
            if copy.clicked() {
                Some(SecretClick::Copy)
            } else if eye.clicked() {
                Some(SecretClick::Toggle)
            } else {
                None
            }
        })
    }

    fn copy_width(&self, ui: &Ui) -> f32 {
        let p = palette(ui);
        ui.painter().layout_job(T::Strong.line_job(self.copy, p.text, f32::INFINITY)).size().x + 42.0
    }
}

/// The line under it while the clipboard holds the value: a bar that shrinks once a second (`left` from 1 to 0), and words.
pub fn clears_in(ui: &mut Ui, left: f32, words: &str) {
    const BAR: f32 = 64.0;
    let p = palette(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), T::Num.line()), Sense::hover());
    let bar = Rect::from_min_size(pos2(rect.left(), rect.center().y - 1.0), vec2(BAR, 2.0));
    ui.painter().rect_filled(bar, radius::NONE, p.track());
    let shrunk = Rect::from_min_size(bar.min, vec2(BAR * left.clamp(0.0, 1.0), 2.0));
    ui.painter().rect_filled(shrunk, radius::NONE, p.accent_text);
    let at = pos2(bar.right() + space::S, rect.center().y);
    label_at(ui, at, Align2::LEFT_CENTER, T::Num, words, p.text2, rect.width() - BAR - space::S);
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Shape, epaint::ClippedShape};
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::{SecretClick, SecretRow};
    use crate::widgets::testing;

    #[derive(Default)]
    struct Panel {
        value: String,
        shown: bool,
        clicks: Vec<SecretClick>,
    }

    fn panel<'a>(value: &str, width: f32) -> Harness<'a, Panel> {
        testing::harness(
            move |ui, panel: &mut Panel| {
                ui.set_max_width(width);
                let row = SecretRow {
                    revealed: panel.shown.then_some(panel.value.as_str()),
                    show: "Show client secret",
                    hide: "Hide client secret",
                    copy: "Copy",
                    copy_name: "Copy client secret",
                };
                if let Some(click) = row.show(ui) {
                    panel.shown ^= click == SecretClick::Toggle;
                    panel.clicks.push(click);
                }
            },
            Panel { value: value.to_owned(), ..Panel::default() },
        )
    }

    /// All text that is painted.
    fn painted(harness: &Harness<'_, Panel>) -> String {
        fn text(shape: &Shape, into: &mut String) {
            match shape {
                Shape::Text(words) => into.push_str(words.galley.text()),
                Shape::Vec(shapes) => shapes.iter().for_each(|shape| text(shape, into)),
                _ => {}
            }
        }
        let mut all = String::new();
        harness.output().shapes.iter().for_each(|ClippedShape { shape, .. }| text(shape, &mut all));
        all
    }

    #[test]
    fn its_buttons_are_named_after_the_secret() {
        let mut harness = panel("MARKER", 400.0);
        harness.get_by_label("Copy client secret").click();
        harness.run();
        harness.get_by_label("Show client secret").click();
        harness.run();
        assert!(harness.query_by_label("Hide client secret").is_some());
        assert!(harness.query_by_label("Show client secret").is_none());
        assert_eq!(harness.state().clicks, [SecretClick::Copy, SecretClick::Toggle]);
    }

    #[test]
    fn it_is_painted_only_while_it_is_shown_and_never_read_out() {
        let mut harness = panel("MARKER", 400.0);
        assert!(!painted(&harness).contains("MARKER"));
        harness.state_mut().shown = true;
        harness.run();
        assert!(painted(&harness).contains("MARKER"));
        assert!(!format!("{:?}", harness.root()).contains("MARKER"));
        harness.state_mut().shown = false;
        harness.run();
        assert!(!painted(&harness).contains("MARKER"));
    }

    #[test]
    fn the_row_looks_the_same_for_a_short_secret_and_a_long_one() {
        let dots = |value| {
            let harness = panel(value, 400.0);
            harness.output().shapes.iter().filter(|shape| matches!(shape.shape, Shape::Circle(_))).count()
        };
        assert_eq!([dots("a"), dots(&"a".repeat(300))], [12, 12]);
    }

    #[test]
    fn a_long_value_is_shown_whole() {
        let mut harness = panel(&"0123456789".repeat(12), 312.0);
        harness.state_mut().shown = true;
        harness.run();
        let text = painted(&harness);
        assert!(text.contains(&"0123456789".repeat(12)) && !text.contains('…'), "{text}");
    }
}
