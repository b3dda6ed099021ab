//! What gets the focus by the keyboard comes into view: egui scrolls by itself only for what is typed into.

use eframe::egui::{Memory, Ui};

/// Ends the content of a scroll area: what has just got the focus in it is scrolled into view, if it was cut off.
pub fn follow_focus(ui: &Ui) {
    // What is clicked is in view. And to ask egui for a response in the pass of a click takes the focus from what has just got it.
    if ui.input(|input| input.pointer.any_click()) {
        return;
    }
    let focused = ui.memory(Memory::focused).and_then(|id| ui.ctx().read_response(id));
    let Some(focused) = focused.filter(|focused| focused.gained_focus() && focused.layer_id == ui.layer_id()) else { return };
    // What stands outside this scroll area is not cut off by it.
    if focused.interact_rect != focused.rect {
        ui.scroll_to_rect(focused.rect.expand(FREE), None);
    }
}

/// So much stays free around it: its ring, and a bit of what is beside it.
const FREE: f32 = 16.0;

#[cfg(test)]
mod tests {
    use eframe::egui::{Key, ScrollArea};
    use egui_kittest::kittest::Queryable as _;

    use super::follow_focus;
    use crate::widgets::{Button, testing};

    #[test]
    fn tab_leads_to_what_is_below_the_edge_and_a_button_outside_scrolls_nothing() {
        let mut harness = testing::harness(
            |ui, (): &mut ()| {
                ui.add(Button::secondary("Outside"));
                ScrollArea::vertical().max_height(60.0).show(ui, |ui| {
                    for name in ["First", "Second", "Third", "Fourth"] {
                        ui.add(Button::secondary(name));
                        ui.add_space(30.0);
                    }
                    follow_focus(ui);
                });
            },
            (),
        );
        let edge = harness.get_by_label("Outside").rect().bottom() + 80.0;
        assert!(harness.get_by_label("Fourth").rect().top() > edge, "out of view");
        for _ in 0..5 {
            harness.key_press(Key::Tab);
            harness.run();
        }
        let fourth = harness.get_by_label("Fourth");
        assert!(fourth.is_focused() && fourth.rect().bottom() <= edge, "{:?}", fourth.rect());
        let at = fourth.rect();
        harness.get_by_label("Outside").focus();
        harness.run();
        assert!(harness.get_by_label("Outside").is_focused());
        assert_eq!(harness.get_by_label("Fourth").rect(), at);
    }
}
