//! How a field is laid out and painted: egui's text edit inside a frame of our own, whose look depends on what is typed and said.

use eframe::egui::{
    Align, Align2, Color32, CornerRadius, Frame, Id, Layout, Margin, Rect, Response, Sense, Shape, Stroke, StrokeKind, TextBuffer,
    TextEdit, Ui, UiBuilder, accesskit, epaint::RectShape, pos2, text_edit::TextEditOutput, vec2,
};

use super::{Field, Tone, icon, icon_at, icon_button, line_at, numbered, txt};
use crate::theme::{Palette, T, icon as glyphs, palette, radius, size, space};

/// From the frame to what is typed.
const PAD: f32 = 10.0;
/// What an icon takes inside.
const ICON_ROOM: f32 = 24.0;
/// What a number takes inside.
const NUMBER_ROOM: f32 = 20.0;

impl Field<'_> {
    fn name(&self) -> String {
        numbered(self.label, self.number.unwrap_or(0)).into_owned()
    }

    /// Lays out label, frame, what is typed, button and message. `secret`: the buffer shows dots, in this ink.
    pub(super) fn lay(&self, ui: &mut Ui, text: &mut dyn TextBuffer, secret: Option<Color32>) -> (TextEditOutput, Option<Response>) {
        let p = palette(ui);
        let width = self.width.unwrap_or_else(|| ui.available_width());
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            ui.vertical(|ui| {
                ui.set_width(width);
                if self.label_above {
                    self.label_line(ui, width);
                }
                let (frame, _) = ui.allocate_exact_size(vec2(width, self.height), Sense::hover());
                let under = ui.painter().add(Shape::Noop);
                let id = ui.make_persistent_id(("field", self.name()));
                // A click beside the words (on the icon, the number, the padding) is meant for the field.
                let around = ui.interact(frame, id.with("frame"), if self.enabled { Sense::CLICK } else { Sense::hover() });
                let room = self.beside(ui, frame);
                let output = self.edit(ui, room, id, text, secret);
                if around.clicked() {
                    output.response.request_focus();
                }
                let stroke = self.stroke(p, output.response.has_focus(), around.hovered() || output.response.hovered());
                let fill = if self.enabled { p.field } else { p.sunken };
                ui.painter().set(under, RectShape::new(frame, CornerRadius::same(radius::CONTROL), fill, stroke, StrokeKind::Inside));
                let button = self.button.map(|(glyph, name)| {
                    let center = pos2(frame.right() - 4.0 - size::CONTROL_SMALL / 2.0, frame.center().y);
                    let at = Rect::from_center_size(center, vec2(size::CONTROL_SMALL, size::CONTROL_SMALL));
                    // Not by its name: an eye has another one when it is pressed, and keeps the focus.
                    icon_button(&mut ui.new_child(UiBuilder::new().id_salt("button").max_rect(at)), glyph, name)
                });
                if let Some((tone, words)) = self.message {
                    message_line(ui, tone, words, &output.response);
                }
                (output, button)
            })
            .inner
        })
        .inner
    }

    /// Painted, not a label of its own: the field carries the name.
    fn label_line(&self, ui: &mut Ui, width: f32) {
        let p = palette(ui);
        let (rect, _) = ui.allocate_exact_size(vec2(width, T::Label.line()), Sense::hover());
        let ink = if self.enabled && ui.is_enabled() { p.text2 } else { p.text_off };
        line_at(ui.painter(), rect.left_center(), Align2::LEFT_CENTER, T::Label, self.label, ink, width);
    }

    /// Icon, number and mark; returns what is left for the words.
    fn beside(&self, ui: &Ui, frame: Rect) -> Rect {
        let p = palette(ui);
        let mut room = frame.shrink2(vec2(PAD, 0.0));
        let y = frame.center().y;
        if let Some(glyph) = self.icon {
            icon_at(ui.painter(), pos2(room.left() + size::ICON / 2.0, y), glyph, size::ICON, p.text3);
            room.min.x += ICON_ROOM;
        }
        if let Some(index) = self.number {
            line_at(
                ui.painter(),
                pos2(room.left() + 4.0, y),
                Align2::CENTER_CENTER,
                T::Num,
                &(index + 1).to_string(),
                p.text3,
                NUMBER_ROOM,
            );
            room.min.x += NUMBER_ROOM;
        }
        if let Some(glyph) = self.mark {
            icon_at(ui.painter(), pos2(room.right() - size::ICON / 2.0, y), glyph, size::ICON, p.text2);
            room.max.x -= ICON_ROOM;
        }
        if self.button.is_some() {
            room.max.x -= ICON_ROOM;
        }
        Rect::from_center_size(room.center(), vec2(room.width(), self.step.line()))
    }

    fn edit(&self, ui: &mut Ui, room: Rect, id: Id, text: &mut dyn TextBuffer, secret: Option<Color32>) -> TextEditOutput {
        let p = palette(ui);
        let step = self.step;
        let ink = secret.unwrap_or(if self.enabled { p.text } else { p.text_off });
        let mut child = ui.new_child(UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center)));
        // Otherwise the row is as high as a button, and the words sit too low.
        child.spacing_mut().interact_size.y = 0.0;
        let output = TextEdit::singleline(text)
            .id(id)
            .frame(Frame::NONE)
            .margin(Margin::ZERO)
            .font(step.font())
            .text_color(ink)
            .hint_text(step.rich(self.hint, p.text3))
            .password(secret.is_some())
            .desired_width(room.width())
            .interactive(self.enabled)
            .min_size(room.size())
            .align(Align2::LEFT_CENTER)
            .show(&mut child);
        let name = self.name();
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_label(name);
            if !self.enabled {
                node.set_disabled();
            }
            if let Some((tone, words)) = self.message {
                node.set_description(words);
                if tone == Tone::Danger {
                    node.set_invalid(accesskit::Invalid::True);
                }
            }
        });
        output
    }

    fn stroke(&self, p: &Palette, focused: bool, hovered: bool) -> Stroke {
        let width = if focused { 2.0 } else { 1.0 };
        match self.message {
            Some((Tone::Danger, _)) => Stroke::new(width, p.danger),
            Some((Tone::Warn, _)) if !focused => Stroke::new(width, p.warn),
            _ if focused => Stroke::new(width, p.focus),
            _ if !self.enabled => Stroke::new(width, p.border),
            _ => Stroke::new(width, if hovered { p.text3 } else { p.outline }),
        }
    }
}

/// The words under a field, with their sign. An error is read out when it comes.
fn message_line(ui: &mut Ui, tone: Tone, words: &str, field: &Response) {
    let p = palette(ui);
    let (ink, glyph) = match tone {
        Tone::Danger => (p.danger, Some(glyphs::ERROR)),
        Tone::Warn => (p.warn, Some(glyphs::WARN)),
        Tone::Ok => (p.ok, Some(glyphs::CHECK)),
        Tone::Neutral | Tone::Sandbox => (p.text3, None),
    };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        if let Some(glyph) = glyph {
            icon(ui, glyph, size::ICON, ink);
        }
        let line = ui.vertical(|ui| txt(ui, T::Small, words, ink)).inner;
        if tone == Tone::Danger {
            ui.ctx().accesskit_node_builder(line.id, |node| node.set_live(accesskit::Live::Polite));
            ui.ctx().accesskit_node_builder(field.id, |node| node.set_error_message(line.id.accesskit_id()));
        }
    });
}
