//! What leads a person through something: numbered steps, wells to copy from, a place with nothing in it yet.

use eframe::egui::{Align2, CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use super::{Button, icon, icon_button_in, label_at, line_at, rich, txt};
use crate::theme::{T, icon as glyphs, palette, radius, size, space};

/// One step: what to do, and a value to take along.
#[derive(Clone, Copy)]
pub struct Step<'a> {
    /// May have names and values in it (see [`super::rich_job`]).
    pub words: &'a str,
    /// The value, and the name of the button that copies it.
    pub value: Option<(&'a str, &'a str)>,
}

impl<'a> Step<'a> {
    /// Only words.
    #[must_use]
    pub const fn say(words: &'a str) -> Self {
        Self { words, value: None }
    }
    /// Words, and a value with the name of its copy button.
    #[must_use]
    pub const fn with(words: &'a str, value: &'a str, copy: &'a str) -> Self {
        Self { words, value: Some((value, copy)) }
    }
}

/// Numbered steps; `Some` is the step whose value is to be copied.
pub fn steps(ui: &mut Ui, steps: &[Step<'_>]) -> Option<usize> {
    const DISC: f32 = 10.0;
    let p = palette(ui);
    let mut copied = None;
    for (i, step) in steps.iter().enumerate() {
        let disc = ui.cursor().min + vec2(DISC, DISC);
        ui.painter().circle_filled(disc, DISC, p.veil);
        line_at(ui.painter(), disc, Align2::CENTER_CENTER, T::Label, &(i + 1).to_string(), p.text2, 2.0 * DISC);
        ui.horizontal_top(|ui| {
            ui.add_space(3.0 * DISC);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = space::XS;
                rich(ui, T::Body, step.words, p.text2);
                if let Some((value, copy)) = step.value
                    && well(ui, &[value], copy)
                {
                    copied = Some(i);
                }
            });
        });
        ui.add_space(if i + 1 < steps.len() { space::M } else { 0.0 });
    }
    copied
}

/// Lines for a machine, with a button named `copy` that copies them all; true when it was pressed.
pub fn well(ui: &mut Ui, lines: &[&str], copy: &str) -> bool {
    const LINE: f32 = 18.0;
    let p = palette(ui);
    let height = if lines.len() <= 1 { size::CONTROL } else { lines.iter().fold(space::L, |height, _| height + LINE) };
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let stroke = Stroke::new(size::HAIRLINE, p.border);
    ui.painter().rect(rect, CornerRadius::same(radius::CONTROL), p.sunken, stroke, StrokeKind::Inside);
    let room = rect.width() - 48.0;
    let mut y = if lines.len() <= 1 { rect.center().y } else { rect.top() + 17.0 };
    for line in lines {
        let ink = if line.starts_with('#') { p.text3 } else { p.text };
        label_at(ui, pos2(rect.left() + 12.0, y), Align2::LEFT_CENTER, T::MonoSmall, line, ink, room);
        y += LINE;
    }
    let place = Rect::from_center_size(pos2(rect.right() - 16.0, rect.top() + size::CONTROL / 2.0), vec2(0.0, 0.0));
    icon_button_in(ui, place, glyphs::COPY, copy).clicked()
}

/// A place with nothing in it: what it is for, in a sentence, and the one thing to do. True when that was pressed.
pub fn empty_state(ui: &mut Ui, glyph: &str, sentence: &str, words: &str, button: Option<&str>) -> bool {
    let p = palette(ui);
    let mut pressed = false;
    ui.vertical_centered(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.set_max_width(size::EMPTY.min(ui.available_width()));
        icon(ui, glyph, size::ICON_EMPTY, p.text3);
        ui.add_space(space::L);
        txt(ui, T::Section, sentence, p.text);
        if !words.is_empty() {
            ui.add_space(space::XS);
            txt(ui, T::Body, words, p.text2);
        }
        if let Some(button) = button {
            ui.add_space(space::L);
            pressed = ui.add(Button::secondary(button)).clicked();
        }
    });
    pressed
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::{Step, empty_state, steps};
    use crate::theme::icon;
    use crate::widgets::testing::harness;

    #[test]
    fn a_step_tells_which_value_is_to_be_copied() {
        let mut harness = harness(
            |ui, copied: &mut Vec<usize>| {
                let guide = [
                    Step::with("Open the portal", "https://dev.evotor.example", "Copy the address"),
                    Step::say("Press **F12**"),
                    Step::with("Choose `token`", "access_token", "Copy the name"),
                ];
                copied.extend(steps(ui, &guide));
            },
            Vec::new(),
        );
        harness.get_by_label("Copy the name").click();
        harness.run();
        harness.get_by_label("Copy the address").click();
        harness.run();
        assert_eq!(*harness.state(), [2, 0]);
        assert!(harness.query_by_label("Press F12").is_some(), "the marks are not read out");
    }

    #[test]
    fn an_empty_place_offers_the_one_thing_to_do() {
        let mut harness = harness(
            |ui, pressed: &mut bool| {
                *pressed |= empty_state(ui, icon::EMPTY, "Open a version of your app", "Clients belong to a version.", Some("Open"));
            },
            false,
        );
        harness.get_by_label("Open").click();
        harness.run();
        assert!(harness.state());
    }
}
