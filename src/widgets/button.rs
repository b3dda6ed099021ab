//! Buttons. One primary on a view; the rest are secondary, ghost or danger.

use eframe::egui::{
    Align2, Color32, CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, Widget, WidgetInfo, pos2, vec2,
};

use super::paint::{focus_ring, icon_at, line_galley};
use super::tip;
use crate::theme::{CLEAR, Palette, T, palette, radius, size};

/// From an icon to the words beside it.
const GAP: f32 = 6.0;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Primary,
    Secondary,
    Ghost,
    Danger,
}

/// A button with words; its accessible name is the words unless [`Button::named`] says otherwise.
#[must_use = "add it to a Ui"]
pub struct Button<'a> {
    kind: Kind,
    text: &'a str,
    name: Option<&'a str>,
    icon: Option<&'a str>,
    trailing: Option<&'a str>,
    enabled: bool,
    height: f32,
    width: Option<f32>,
}

impl<'a> Button<'a> {
    const fn of(kind: Kind, text: &'a str) -> Self {
        Self { kind, text, name: None, icon: None, trailing: None, enabled: true, height: size::CONTROL, width: None }
    }
    /// The one thing to do.
    pub const fn primary(text: &'a str) -> Self {
        Self::of(Kind::Primary, text)
    }
    /// Another thing to do.
    pub const fn secondary(text: &'a str) -> Self {
        Self::of(Kind::Secondary, text)
    }
    /// What is seldom done; Cancel, Close.
    pub const fn ghost(text: &'a str) -> Self {
        Self::of(Kind::Ghost, text)
    }
    /// What cannot be undone; it asks first.
    pub const fn danger(text: &'a str) -> Self {
        Self::of(Kind::Danger, text)
    }
    /// Seen "Copy", named "Copy client secret": where several alike are in view.
    pub const fn named(mut self, name: &'a str) -> Self {
        self.name = Some(name);
        self
    }
    /// An icon at the left.
    pub const fn icon(mut self, glyph: &'a str) -> Self {
        self.icon = Some(glyph);
        self
    }
    /// An icon at the right, for what leads out of the window.
    pub const fn trailing(mut self, glyph: &'a str) -> Self {
        self.trailing = Some(glyph);
        self
    }
    /// Off: put the reason beside it.
    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }
    /// 28 high, in banners and panels.
    pub const fn small(mut self) -> Self {
        self.height = size::CONTROL_SMALL;
        self
    }
    /// 36 high, under a form.
    pub const fn tall(mut self) -> Self {
        self.height = size::FIELD;
        self
    }
    /// Exactly this wide, in points; words that do not fit are cut.
    pub const fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// Fill, line and ink.
    fn colors(&self, p: &Palette, enabled: bool, hovered: bool, down: bool) -> (Color32, Color32, Color32) {
        let clear = CLEAR;
        let rest = |fill| if hovered || down { p.hover } else { fill };
        match (self.kind, enabled) {
            (Kind::Primary, true) if down => (p.accent_down, clear, p.on_accent),
            (Kind::Primary, true) if hovered => (p.accent_hover, clear, p.on_accent),
            (Kind::Primary, true) => (p.accent, clear, p.on_accent),
            (Kind::Secondary, true) => (rest(p.raised), if hovered { p.outline } else { p.edge }, p.text),
            (Kind::Ghost, true) => (rest(clear), clear, if down { p.text } else { p.text2 }),
            (Kind::Danger, true) => (if hovered || down { p.danger_soft } else { p.raised }, p.danger_line(), p.danger),
            (Kind::Primary, false) => (p.hover, p.border, p.text_off),
            (Kind::Ghost, false) => (clear, clear, p.text_off),
            (Kind::Secondary | Kind::Danger, false) => (p.raised, p.border, p.text_off),
        }
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let p = palette(ui);
        let enabled = self.enabled && ui.is_enabled();
        let pad = if self.height < size::CONTROL { 10.0 } else { 12.0 };
        let beside = [self.icon, self.trailing].iter().flatten().fold(0.0, |sum, _| sum + size::ICON + GAP);
        let room = self.width.map_or(f32::INFINITY, |width| width - 2.0 * pad - beside);
        let galley = line_galley(ui.painter(), T::Strong, self.text, p.text, room);
        let content = galley.size().x + beside;
        let width = self.width.unwrap_or_else(|| (content + 2.0 * pad).ceil());
        let sense = if enabled { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(vec2(width, self.height), sense);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, self.name.unwrap_or(self.text)));
        let cut = galley.elided;

        if ui.is_rect_visible(rect) {
            let (fill, line, ink) = self.colors(p, enabled, response.hovered(), response.is_pointer_button_down_on());
            let painter = ui.painter();
            painter.rect(rect, CornerRadius::same(radius::CONTROL), fill, Stroke::new(size::HAIRLINE, line), StrokeKind::Inside);
            let mut x = rect.center().x - content / 2.0;
            if let Some(glyph) = self.icon {
                icon_at(painter, pos2(x + size::ICON / 2.0, rect.center().y), glyph, size::ICON, ink);
                x += size::ICON + GAP;
            }
            let words = Align2::LEFT_CENTER.anchor_size(pos2(x, rect.center().y), galley.size());
            // The galley was laid out before the state was known: its ink comes now.
            painter.galley_with_override_text_color(words.min, galley, ink);
            if let Some(glyph) = self.trailing {
                icon_at(painter, pos2(words.right() + GAP + size::ICON / 2.0, rect.center().y), glyph, size::ICON, ink);
            }
            if enabled && response.has_focus() {
                focus_ring(painter, rect, radius::CONTROL, p);
            }
        }
        if cut { tip(response, T::Strong, self.text) } else { response }
    }
}

/// A square button with an icon only; `name` is what a screen reader says and the tooltip shows.
pub fn icon_button(ui: &mut Ui, glyph: &str, name: &str) -> Response {
    icon_button_if(ui, glyph, name, true)
}

/// The same, which can be off.
pub fn icon_button_if(ui: &mut Ui, glyph: &str, name: &str, enabled: bool) -> Response {
    let p = palette(ui);
    let enabled = enabled && ui.is_enabled();
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(size::CONTROL_SMALL), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    if ui.is_rect_visible(rect) {
        let hovered = enabled && response.hovered();
        if hovered {
            let fill = if response.is_pointer_button_down_on() { p.border } else { p.hover };
            ui.painter().rect_filled(rect, radius::CONTROL, fill);
        }
        let ink = if !enabled {
            p.text_off
        } else if hovered {
            p.text
        } else {
            p.text2
        };
        icon_at(ui.painter(), rect.center(), glyph, size::ICON, ink);
        if enabled && response.has_focus() {
            focus_ring(ui.painter(), rect, radius::CONTROL, p);
        }
    }
    tip(response, T::Small, name)
}

/// The same centred at a place that is already laid out.
pub fn icon_button_in(ui: &mut Ui, place: Rect, glyph: &str, name: &str) -> Response {
    let at = Rect::from_center_size(place.center(), Vec2::splat(size::CONTROL_SMALL));
    let mut cell = ui.new_child(UiBuilder::new().id_salt(name).max_rect(at));
    icon_button(&mut cell, glyph, name)
}

#[cfg(test)]
mod tests {
    use eframe::egui::Key;
    use egui_kittest::kittest::Queryable as _;

    use super::{Button, icon_button};
    use crate::theme::icon;
    use crate::widgets::testing::harness;

    #[test]
    fn tab_reaches_each_button_and_space_or_enter_presses_it() {
        let mut harness = harness(
            |ui, pressed: &mut Vec<&'static str>| {
                for (name, button) in [
                    ("Save", Button::primary("Save")),
                    ("Off", Button::secondary("Off").enabled(false)),
                    ("Cancel", Button::ghost("Cancel")),
                ] {
                    if ui.add(button).clicked() {
                        pressed.push(name);
                    }
                }
                if icon_button(ui, icon::COPY, "Copy client ID").clicked() {
                    pressed.push("Copy");
                }
            },
            Vec::new(),
        );
        for key in [Key::Space, Key::Enter, Key::Space] {
            harness.key_press(Key::Tab);
            harness.run();
            harness.key_press(key);
            harness.run();
        }
        assert_eq!(*harness.state(), ["Save", "Cancel", "Copy"]);
    }

    #[test]
    fn a_button_that_is_off_is_said_to_be_off_and_does_nothing() {
        let mut harness =
            harness(|ui, pressed: &mut bool| *pressed |= ui.add(Button::primary("Create client").enabled(false)).clicked(), false);
        harness.get_by_label("Create client").click();
        harness.run();
        assert!(!harness.state());
        assert!(egui_kittest::kittest::NodeT::accesskit_node(&harness.get_by_label("Create client")).is_disabled());
    }

    #[test]
    fn a_button_seen_as_copy_has_the_name_of_what_it_copies() {
        let harness = harness(|ui, (): &mut ()| drop(ui.add(Button::ghost("Copy").named("Copy client secret"))), ());
        assert!(harness.query_by_label("Copy client secret").is_some());
        assert!(harness.query_by_label("Copy").is_none());
    }
}
