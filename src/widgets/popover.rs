//! What opens under a control and goes away again: a drop-down's list, the version chooser, the accounts.

use eframe::egui::{CornerRadius, Frame, Key, Popup, PopupCloseBehavior, RectAlign, Response, SetOpenCommand, Stroke, Ui};

use crate::theme::{palette, radius, shadow, size, space};

/// Opens under `anchor` when it is clicked, closes on a second click, on a click elsewhere and on Escape.
/// `None` while it is closed.
///
/// `name` is what a screen reader calls it. Nothing around it is drawn but the raised ground: the content brings its margins.
pub fn popover<R>(anchor: &Response, width: f32, align: RectAlign, name: &str, add: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    let command = anchor.clicked().then_some(SetOpenCommand::Toggle);
    popover_set(anchor, width, align, Some(name), command, add)
}

/// The same, opened and closed by the caller.
pub(super) fn popover_set<R>(
    anchor: &Response,
    width: f32,
    align: RectAlign,
    name: Option<&str>,
    command: Option<SetOpenCommand>,
    add: impl FnOnce(&mut Ui) -> R,
) -> Option<R> {
    let style = anchor.ctx.global_style();
    let p = if style.visuals.dark_mode { &palette::DARK } else { &palette::LIGHT };
    let frame = Frame::new()
        .fill(p.raised)
        .stroke(Stroke::new(size::HAIRLINE, p.floating_edge()))
        .corner_radius(CornerRadius::same(radius::CARD))
        .shadow(shadow(p));
    let was_open = is_popover_open(anchor);
    let mut popup = Popup::from_response(anchor)
        .open_memory(command)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .align(align)
        .gap(space::XS)
        .width(width)
        .frame(frame);
    if let Some(name) = name {
        popup = popup.accessible_name(name);
    }
    let open = popup.show(|ui| {
        ui.set_width(width - 2.0 * size::HAIRLINE);
        add(ui)
    });
    let expanded = is_popover_open(anchor);
    if was_open && !expanded && anchor.ctx.input(|input| input.key_pressed(Key::Escape)) {
        // egui takes the focus away on Escape; it belongs to what opened this.
        anchor.request_focus();
    }
    anchor.ctx.accesskit_node_builder(anchor.id, |node| node.set_expanded(expanded));
    open.map(|open| open.inner)
}

/// Whether it is open.
#[must_use]
pub fn is_popover_open(anchor: &Response) -> bool {
    Popup::is_id_open(&anchor.ctx, Popup::default_response_id(anchor))
}

/// Opens it as a click would: for a key, or for a button elsewhere that leads here.
pub fn open_popover(anchor: &Response) {
    Popup::open_id(&anchor.ctx, Popup::default_response_id(anchor));
}

/// Closes it and gives the focus back to what opened it.
pub fn close_popover(anchor: &Response) {
    Popup::close_id(&anchor.ctx, Popup::default_response_id(anchor));
    anchor.request_focus();
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Key, RectAlign};
    use egui_kittest::{
        Harness,
        kittest::{NodeT as _, Queryable as _},
    };

    use super::{close_popover, popover};
    use crate::widgets::{Button, OptionRow, list_frame, testing};

    fn window<'a>() -> Harness<'a, Vec<&'static str>> {
        testing::harness(
            |ui, chosen: &mut Vec<&'static str>| {
                let account = ui.add(Button::secondary("anna@romashka.example"));
                popover(&account, 240.0, RectAlign::BOTTOM_START, "Accounts", |ui| {
                    list_frame(ui, |ui| {
                        for name in ["Sign out", "Add an account"] {
                            if OptionRow::new(name).show(ui).clicked() {
                                chosen.push(name);
                                close_popover(&account);
                            }
                        }
                    });
                });
                ui.add_space(200.0);
                ui.add(Button::ghost("Elsewhere"));
            },
            Vec::new(),
        )
    }

    fn is_open(harness: &Harness<'_, Vec<&'static str>>) -> bool {
        harness.query_by_label("Sign out").is_some()
    }

    #[test]
    fn by_keyboard_it_opens_chooses_and_gives_the_focus_back() {
        let mut harness = window();
        for key in [Key::Tab, Key::Enter, Key::Tab] {
            harness.key_press(key);
            harness.run();
        }
        assert!(is_open(&harness));
        harness.get_by_label("Add an account").focus();
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(*harness.state(), ["Add an account"]);
        assert!(!is_open(&harness));
        assert!(harness.get_by_label("anna@romashka.example").is_focused());
    }

    #[test]
    fn escape_and_a_click_elsewhere_close_it() {
        let mut harness = window();
        harness.get_by_label("anna@romashka.example").click();
        harness.run();
        assert!(is_open(&harness));
        assert_eq!(harness.get_by_label("anna@romashka.example").accesskit_node().data().is_expanded(), Some(true));
        harness.key_press(Key::Escape);
        harness.run();
        assert!(!is_open(&harness));
        assert!(harness.get_by_label("anna@romashka.example").is_focused());
        harness.get_by_label("anna@romashka.example").click();
        harness.run();
        harness.get_by_label("Elsewhere").click();
        harness.run();
        assert!(!is_open(&harness));
    }
}
