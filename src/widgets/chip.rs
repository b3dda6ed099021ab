//! Chips and status words: short facts, never buttons.

use eframe::egui::{Color32, CornerRadius, Response, Role, Sense, Ui, WidgetInfo, text::LayoutJob, vec2};

use super::{icon, printable, tip, txt};
use crate::theme::{Palette, T, icon as glyphs, palette, radius, size};

/// What a colour means. A sign and a word always say it too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// A fact.
    Neutral,
    /// It went well.
    Ok,
    /// Take care.
    Warn,
    /// It did not work.
    Danger,
    /// Of the sandbox.
    Sandbox,
}

impl Tone {
    /// Ink and soft fill.
    #[must_use]
    pub const fn colors(self, p: &Palette) -> (Color32, Color32) {
        match self {
            Self::Neutral => (p.text2, p.veil),
            Self::Ok => (p.ok, p.ok_soft),
            Self::Warn => (p.warn, p.warn_soft),
            Self::Danger => (p.danger, p.danger_soft),
            Self::Sandbox => (p.sandbox, p.sandbox_soft),
        }
    }

    /// The sign that goes with it.
    #[must_use]
    pub const fn glyph(self) -> &'static str {
        match self {
            Self::Neutral => glyphs::INFO,
            Self::Ok => glyphs::DONE,
            Self::Warn => glyphs::WARN,
            Self::Danger => glyphs::ERROR,
            Self::Sandbox => glyphs::SANDBOX,
        }
    }
}

/// A word.
pub fn chip(ui: &mut Ui, text: &str, tone: Tone) -> Response {
    let (ink, fill) = tone.colors(palette(ui));
    let text = printable(text);
    pill(ui, T::Label.line_job(&text, ink, f32::INFINITY), fill, &text)
}

/// A right or an id.
pub fn mono_chip(ui: &mut Ui, text: &str, tone: Tone) -> Response {
    let (ink, fill) = tone.colors(palette(ui));
    let text = printable(text);
    pill(ui, T::MonoSmall.line_job(&text, ink, f32::INFINITY), fill, &text)
}

/// The rights to one resource, in short.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RightChip<'a> {
    /// The resource, or the whole right when it is neither reading nor writing.
    pub resource: &'a str,
    /// May be read.
    pub read: bool,
    /// May be written.
    pub write: bool,
}

impl RightChip<'_> {
    /// The resource, then r, w or rw. Writing is the stronger right, so its letter is the stronger ink.
    /// (text3 would fall below 4.5:1 on a chip in a selected row.)
    fn job(&self, p: &Palette) -> LayoutJob {
        let mut job = LayoutJob::default();
        job.append(&printable(self.resource), 0.0, T::MonoSmall.format(p.text2));
        if self.read {
            job.append("r", 5.0, T::MonoSmall.format(p.text2));
        }
        if self.write {
            job.append("w", if self.read { 0.0 } else { 5.0 }, T::MonoSmall.format(p.accent_text));
        }
        job
    }

    /// The same as one reads it.
    fn words(&self) -> String {
        let letters = match (self.read, self.write) {
            (true, true) => " rw",
            (true, false) => " r",
            (false, true) => " w",
            (false, false) => "",
        };
        format!("{}{letters}", printable(self.resource))
    }
}

/// One right's chip.
pub fn right_chip(ui: &mut Ui, right: RightChip<'_>) -> Response {
    let p = palette(ui);
    pill(ui, right.job(p), p.veil, &right.words())
}

/// As many whole chips as fit in `width`, then how many more; those are named under the pointer.
pub fn right_chips(ui: &mut Ui, rights: &[RightChip<'_>], width: f32) {
    const GAP: f32 = 4.0;
    /// "+12" and the gap before it.
    const MORE: f32 = 28.0;
    let p = palette(ui);
    ui.spacing_mut().item_spacing.x = GAP;
    let mut used = 0.0;
    for (i, right) in rights.iter().enumerate() {
        let rest = rights.len() - i;
        let wanted = pill_width(ui.painter().layout_job(right.job(p)).size().x) + GAP;
        if used + wanted > width - if rest > 1 { MORE } else { 0.0 } {
            let more = txt(ui, T::Label, &format!("+{rest}"), p.text3);
            let names: Vec<&str> = rights.iter().skip(i).map(|right| right.resource).collect();
            tip(more, T::Mono, &names.join(", "));
            return;
        }
        right_chip(ui, *right);
        used += wanted;
    }
}

fn pill_width(text: f32) -> f32 {
    (text + 12.0).ceil()
}

fn pill(ui: &mut Ui, job: LayoutJob, fill: Color32, words: &str) -> Response {
    let galley = ui.painter().layout_job(job);
    let (rect, response) = ui.allocate_exact_size(vec2(pill_width(galley.size().x), size::CHIP), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), words));
    ui.painter().rect_filled(rect, CornerRadius::same(radius::CHIP), fill);
    let at = rect.center() - galley.size() / 2.0;
    ui.painter().galley(at, galley, palette(ui).text2);
    response
}

/// An icon and words in one colour; the words wrap.
pub fn status(ui: &mut Ui, glyph: &str, words: &str, color: Color32) -> Response {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        icon(ui, glyph, size::ICON, color);
        ui.vertical(|ui| txt(ui, T::Small, words, color)).inner
    })
    .inner
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::{RightChip, right_chips};
    use crate::widgets::testing::harness;

    fn labels(width: f32) -> Vec<&'static str> {
        let harness = harness(
            move |ui, (): &mut ()| {
                ui.horizontal(|ui| {
                    let right = |resource| RightChip { resource, read: true, write: resource == "product" };
                    right_chips(ui, &["store", "product", "document"].map(right), width);
                });
            },
            (),
        );
        ["store r", "product rw", "document r", "+1", "+2", "+3"]
            .into_iter()
            .filter(|label| harness.query_by_label(label).is_some())
            .collect()
    }

    #[test]
    fn as_many_whole_chips_as_fit_then_how_many_more() {
        assert_eq!(labels(600.0), ["store r", "product rw", "document r"]);
        assert_eq!(labels(200.0), ["store r", "product rw", "+1"]);
        assert_eq!(labels(100.0), ["store r", "+2"]);
        assert_eq!(labels(10.0), ["+3"]);
    }
}
