//! Exclusive choices side by side, up to three; more are a drop-down. One stop of Tab; the arrows choose.

use eframe::egui::{
    Align2, CornerRadius, EventFilter, Key, Modifiers, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2,
    vec2,
};

use super::{focus_ring, line_at};
use crate::theme::{T, palette, radius, size};

/// Draws them as a group named `name`; `Some` in the frame in which another one is chosen.
pub fn segmented(ui: &mut Ui, name: &str, options: &[&str], chosen: usize) -> Option<usize> {
    const PAD: f32 = 2.0;
    let p = palette(ui);
    let measure = |option: &&str| (ui.painter().layout_job(T::Strong.line_job(option, p.text, f32::INFINITY)).size().x + 24.0).ceil();
    let widths: Vec<f32> = options.iter().map(measure).collect();
    let (rect, _) = ui.allocate_exact_size(vec2(widths.iter().sum::<f32>() + 2.0 * PAD, size::CONTROL), Sense::hover());
    ui.painter().rect(rect, CornerRadius::same(radius::CONTROL), p.hover, Stroke::new(size::HAIRLINE, p.border), StrokeKind::Inside);
    let mut group = radio_group(ui, name, rect);
    let ui = &mut group;

    let mut x = rect.left() + PAD;
    let mut picked = None;
    let mut cells = Vec::with_capacity(options.len());
    for (i, (option, width)) in options.iter().zip(widths).enumerate() {
        let on = i == chosen;
        let cell = Rect::from_min_size(pos2(x, rect.top() + PAD), vec2(width, rect.height() - 2.0 * PAD));
        let response = radio(ui, cell, i, i == chosen.min(options.len().saturating_sub(1)), on, option);
        let ink = if on || (response.hovered() && ui.is_enabled()) { p.text } else { p.text2 };
        let ink = if ui.is_enabled() { ink } else { p.text_off };
        if on {
            let stroke = Stroke::new(size::HAIRLINE, p.floating_edge());
            ui.painter().rect(cell, CornerRadius::same(radius::CHIP), p.raised, stroke, StrokeKind::Inside);
        }
        line_at(ui.painter(), cell.center(), Align2::CENTER_CENTER, T::Strong, option, ink, width);
        if response.has_focus() {
            focus_ring(ui.painter(), cell, radius::CHIP, p);
        }
        if response.clicked() {
            picked = Some(i);
        }
        cells.push(response);
        x += width;
    }
    picked = picked.or_else(|| arrow_choice(ui, &cells, chosen));
    picked.filter(|&picked| picked != chosen)
}

/// A child that is a radio group in the accessibility tree.
pub(super) fn radio_group(ui: &mut Ui, name: &str, rect: Rect) -> Ui {
    ui.new_child(UiBuilder::new().id_salt(("group", name)).max_rect(rect).accessibility_role(Role::RadioGroup).accessibility_label(name))
}

/// One of the group. Only one of them is a stop of Tab: the chosen one, or the first while none is.
pub(super) fn radio(ui: &Ui, cell: Rect, index: usize, tab_stop: bool, on: bool, name: &str) -> Response {
    let sense = if !ui.is_enabled() {
        Sense::hover()
    } else if tab_stop {
        Sense::click()
    } else {
        Sense::CLICK
    };
    let response = ui.interact(cell, ui.scope_id().with(("radio", index)), sense);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), on, name));
    response
}

/// What the arrows choose while one of the group has the focus; the focus goes along.
pub(super) fn arrow_choice(ui: &Ui, cells: &[Response], chosen: usize) -> Option<usize> {
    let focused = cells.iter().find(|cell| cell.has_focus())?;
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(focused.id, filter));
    let (back, on) = ui.input_mut(|input| {
        let mut count = |keys: [Key; 2]| keys.iter().map(|&key| input.count_and_consume_key(Modifiers::NONE, key)).sum::<usize>();
        (count([Key::ArrowLeft, Key::ArrowUp]), count([Key::ArrowRight, Key::ArrowDown]))
    });
    if back == on {
        return None;
    }
    let picked = chosen.saturating_add(on).saturating_sub(back).min(cells.len().saturating_sub(1));
    cells.get(picked)?.request_focus();
    Some(picked)
}

#[cfg(test)]
mod tests {
    use eframe::egui::Key;
    use egui_kittest::{
        Harness,
        kittest::{NodeT as _, Queryable as _},
    };

    use super::segmented;
    use crate::widgets::{Button, testing};

    fn kinds<'a>() -> Harness<'a, usize> {
        testing::harness(
            |ui, chosen: &mut usize| {
                if let Some(picked) = segmented(ui, "Type", &["All", "Web", "Standalone"], *chosen) {
                    *chosen = picked;
                }
                ui.add(Button::primary("New client"));
            },
            0,
        )
    }

    #[test]
    fn a_click_chooses_and_the_group_tells_which() {
        let mut harness = kinds();
        harness.get_by_label("Web").click();
        harness.run();
        assert_eq!(*harness.state(), 1);
        let on = |label| harness.get_by_label(label).accesskit_node().toggled() == Some(eframe::egui::accesskit::Toggled::True);
        assert_eq!([on("All"), on("Web"), on("Standalone")], [false, true, false]);
        assert!(harness.query_by_role_and_label(eframe::egui::Role::RadioGroup, "Type").is_some());
    }

    #[test]
    fn it_is_one_stop_of_tab_and_the_arrows_choose() {
        let mut harness = kinds();
        for (key, expected) in [(Key::Tab, 0), (Key::ArrowRight, 1), (Key::ArrowRight, 2), (Key::ArrowRight, 2), (Key::ArrowLeft, 1)] {
            harness.key_press(key);
            harness.run();
            assert_eq!(*harness.state(), expected, "{key:?}");
        }
        assert!(harness.get_by_label("Web").is_focused(), "the focus goes along");
        harness.key_press(Key::Tab);
        harness.run();
        assert!(harness.get_by_label("New client").is_focused());
    }

    #[test]
    fn a_screen_reader_can_press_one_that_is_no_stop_of_tab() {
        let mut harness = kinds();
        harness.get_by_label("Standalone").click_accesskit();
        harness.run();
        assert_eq!(*harness.state(), 2);
    }
}
