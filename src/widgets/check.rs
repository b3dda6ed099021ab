//! Checkboxes: alone in a grid cell, or with words as one target; and a switch for what acts at once.

use eframe::egui::{
    Color32, CornerRadius, Painter, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::{focus_ring, icon_at};
use crate::theme::{CLEAR, Palette, T, icon, palette, radius, size};

/// What a checkbox shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tick {
    /// Nothing.
    Off,
    /// A tick.
    On,
    /// A dash: some of those that it stands for.
    Some,
}

impl From<bool> for Tick {
    fn from(on: bool) -> Self {
        if on { Self::On } else { Self::Off }
    }
}

impl Tick {
    /// What several alike amount to; nothing at all is off.
    #[must_use]
    pub fn of_all(ticks: impl IntoIterator<Item = bool>) -> Self {
        let (mut on, mut off) = (0, 0);
        for tick in ticks {
            if tick { on += 1 } else { off += 1 }
        }
        match (on, off) {
            (0, _) => Self::Off,
            (_, 0) => Self::On,
            _ => Self::Some,
        }
    }
}

/// What is told to a screen reader: egui calls the third state by giving none.
pub(super) fn told(enabled: bool, tick: Tick, name: &str) -> WidgetInfo {
    match tick {
        Tick::Some => WidgetInfo::labeled(Role::CheckBox, enabled, name),
        tick => WidgetInfo::selected(Role::CheckBox, enabled, tick == Tick::On, name),
    }
}

/// A box of 16 in the middle of a cell; the whole cell is the target. Click it to ask for the other state.
pub fn check(ui: &mut Ui, cell: Vec2, tick: impl Into<Tick>, enabled: bool, name: &str) -> Response {
    let tick = tick.into();
    let enabled = enabled && ui.is_enabled();
    let (rect, response) = ui.allocate_exact_size(cell, if enabled { Sense::click() } else { Sense::hover() });
    response.widget_info(|| told(enabled, tick, name));
    if ui.is_rect_visible(rect) {
        paint_box(ui.painter(), rect.center(), tick, enabled, &response, palette(ui));
    }
    response
}

/// The box alone, for controls that draw their own target.
pub(super) fn paint_box(painter: &Painter, center: Pos2, tick: Tick, enabled: bool, response: &Response, p: &Palette) {
    let half = size::CHECKBOX / 2.0;
    let square = Rect::from_min_size((center - Vec2::splat(half)).round(), Vec2::splat(size::CHECKBOX));
    let hovered = enabled && response.hovered();
    let down = enabled && response.is_pointer_button_down_on();
    let clear = CLEAR;
    let (fill, line): (Color32, Color32) = match (tick != Tick::Off, enabled) {
        (true, true) if down => (p.accent_down, clear),
        (true, true) => (if hovered { p.accent_hover } else { p.accent }, clear),
        (true, false) => (p.text_off, clear),
        (false, true) => (if hovered { p.hover } else { p.field }, if hovered { p.text2 } else { p.outline }),
        (false, false) => (p.sunken, p.border),
    };
    painter.rect(square, CornerRadius::same(radius::CHIP), fill, Stroke::new(size::HAIRLINE, line), StrokeKind::Inside);
    let ink = if enabled { p.on_accent } else { p.canvas };
    match tick {
        Tick::Off => {}
        Tick::On => icon_at(painter, square.center(), icon::CHECK, size::ICON_SMALL, ink),
        Tick::Some => icon_at(painter, square.center(), icon::SOME, size::ICON_SMALL, ink),
    }
    if enabled && response.has_focus() {
        focus_ring(painter, square, radius::CHIP, p);
    }
}

/// A box with its words, as one target; the words wrap. `changed()` tells that `on` was turned.
pub fn check_row(ui: &mut Ui, on: &mut bool, enabled: bool, label: &str) -> Response {
    const INDENT: f32 = 24.0;
    let p = palette(ui);
    let enabled = enabled && ui.is_enabled();
    let ink = if enabled { p.text } else { p.text_off };
    let galley = ui.painter().layout_job(T::Body.wrap_job(label, ink, (ui.available_width() - INDENT).max(INDENT), false));
    let wanted = vec2(INDENT + galley.size().x, galley.size().y + 4.0);
    let (rect, mut response) = ui.allocate_exact_size(wanted, if enabled { Sense::click() } else { Sense::hover() });
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    response.widget_info(|| told(enabled, (*on).into(), label));
    if ui.is_rect_visible(rect) {
        let first_line = rect.top() + 2.0 + T::Body.line() / 2.0;
        paint_box(ui.painter(), pos2(rect.left() + size::CHECKBOX / 2.0, first_line), (*on).into(), enabled, &response, p);
        ui.painter().galley(pos2(rect.left() + INDENT, rect.top() + 2.0), galley, ink);
    }
    response
}

/// Only where it acts at once (Settings). `changed()` tells that `on` was turned.
pub fn switch(ui: &mut Ui, on: &mut bool, enabled: bool, name: &str) -> Response {
    let p = palette(ui);
    let enabled = enabled && ui.is_enabled();
    let (rect, mut response) = ui.allocate_exact_size(size::SWITCH.into(), if enabled { Sense::click() } else { Sense::hover() });
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::selected(Role::Switch, enabled, *on, name));
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        let hovered = enabled && response.hovered();
        let (fill, line, knob) = match (*on, enabled) {
            (true, true) if hovered => (p.accent_hover, p.accent_hover, p.on_accent),
            (true, true) => (p.accent, p.accent, p.on_accent),
            (false, true) => (p.hover, if hovered { p.text2 } else { p.outline }, if hovered { p.text2 } else { p.outline }),
            (true, false) => (p.text_off, p.text_off, p.canvas),
            (false, false) => (p.sunken, p.border, p.text_off),
        };
        painter.rect(rect, CornerRadius::same(radius::SWITCH), fill, Stroke::new(size::HAIRLINE, line), StrokeKind::Inside);
        let half = rect.height() / 2.0;
        let x = if *on { rect.right() - half } else { rect.left() + half };
        painter.circle_filled(pos2(x, rect.center().y), half - 3.0, knob);
        if enabled && response.has_focus() {
            focus_ring(painter, rect, radius::SWITCH, p);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Event, Key, PointerButton, pos2, vec2};
    use egui_kittest::kittest::{NodeT as _, Queryable as _};

    use super::{Tick, check, check_row, switch};
    use crate::widgets::testing::harness;

    #[test]
    fn a_click_on_the_words_ticks_the_box() {
        let mut harness = harness(|ui, on: &mut bool| drop(check_row(ui, on, true, "Stay signed in on this computer")), false);
        let words = harness.get_by_label("Stay signed in on this computer").rect();
        let at = pos2(words.right() - 4.0, words.center().y);
        for pressed in [true, false] {
            harness.event(Event::PointerMoved(at));
            harness.event(Event::PointerButton {
                pos: at,
                button: PointerButton::Primary,
                pressed,
                modifiers: eframe::egui::Modifiers::NONE,
            });
        }
        harness.run();
        assert!(harness.state());
    }

    #[test]
    fn a_box_with_words_is_one_thing_to_a_screen_reader() {
        let harness = harness(|ui, on: &mut bool| drop(check_row(ui, on, true, "Stay signed in")), true);
        let node = harness.get_by_label("Stay signed in");
        assert_eq!(node.accesskit_node().toggled(), Some(eframe::egui::accesskit::Toggled::True));
        assert!(node.rect().width() > 60.0, "the words are part of it");
    }

    #[test]
    fn the_whole_cell_is_the_target_and_space_works_too() {
        let mut harness = harness(
            |ui, clicks: &mut u32| {
                if check(ui, vec2(72.0, 36.0), false, true, "store:read").clicked() {
                    *clicks += 1;
                }
            },
            0,
        );
        let cell = harness.get_by_label("store:read").rect();
        assert!((cell.width() - 72.0).abs() < 0.1 && (cell.height() - 36.0).abs() < 0.1);
        harness.get_by_label("store:read").click();
        harness.run();
        harness.key_press(Key::Tab);
        harness.run();
        harness.key_press(Key::Space);
        harness.run();
        assert_eq!(*harness.state(), 2);
    }

    #[test]
    fn some_of_several_is_told_as_mixed() {
        assert_eq!(Tick::of_all([true, false]), Tick::Some);
        assert_eq!(Tick::of_all([true, true]), Tick::On);
        assert_eq!(Tick::of_all([]), Tick::Off);
        let harness = harness(|ui, (): &mut ()| drop(check(ui, vec2(28.0, 28.0), Tick::Some, true, "All reading")), ());
        assert_eq!(harness.get_by_label("All reading").accesskit_node().toggled(), Some(eframe::egui::accesskit::Toggled::Mixed));
    }

    #[test]
    fn a_switch_turns_and_says_so() {
        let mut harness = harness(
            |ui, (on, changes): &mut (bool, u32)| {
                if switch(ui, on, true, "Stay signed in").changed() {
                    *changes += 1;
                }
            },
            (false, 0),
        );
        harness.get_by_label("Stay signed in").click();
        harness.run();
        assert_eq!(*harness.state(), (true, 1));
        assert_eq!(harness.get_by_label("Stay signed in").accesskit_node().toggled(), Some(eframe::egui::accesskit::Toggled::True));
    }
}
