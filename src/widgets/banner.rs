//! An error in three sentences, in its place: what failed, whether anything changed, what to do next; and a line of details to copy.

use eframe::egui::{Align, Layout, Ui, accesskit};

use super::layout::framed;
use super::{Button, Tone, icon, icon_button, rich, txt, txt_cut};
use crate::theme::{T, icon as glyphs, palette, size, space};

/// A banner to be shown.
#[derive(Clone, Copy)]
pub struct Banner<'a> {
    /// What the colour means; its sign goes with it.
    pub tone: Tone,
    /// Another sign than the tone's own.
    pub glyph: Option<&'a str>,
    /// What failed, or what there is to know.
    pub title: &'a str,
    /// Whether anything changed, and what to do next. May be empty; may have names and values in it.
    pub body: &'a str,
    /// What can be done, the first first.
    pub actions: &'a [&'a str],
    /// When, which request, which status: in mono, with a button that copies it.
    pub details: Option<Details<'a>>,
}

/// The line of details.
#[derive(Clone, Copy)]
pub struct Details<'a> {
    /// The line.
    pub line: &'a str,
    /// The name of its button: "Copy details".
    pub copy: &'a str,
}

/// What was pressed in a banner.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BannerClick {
    /// The action at this place, from zero.
    Action(usize),
    /// Copy the details.
    CopyDetails,
}

impl<'a> Banner<'a> {
    /// A banner with no more than its words.
    #[must_use]
    pub const fn new(tone: Tone, title: &'a str, body: &'a str) -> Self {
        Self { tone, glyph: None, title, body, actions: &[], details: None }
    }

    /// Draws it, as wide as there is.
    pub fn show(&self, ui: &mut Ui) -> Option<BannerClick> {
        banner_frame(ui, self.tone, |ui| self.inside(ui))
    }

    /// What is inside, for a banner with more beside it: draw it in a [`banner_frame`] of the same tone.
    pub fn inside(&self, ui: &mut Ui) -> Option<BannerClick> {
        let p = palette(ui);
        let (ink, _) = self.tone.colors(p);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            icon(ui, self.glyph.unwrap_or(self.tone.glyph()), size::ICON_BANNER, ink);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                let title = txt(ui, T::Strong, self.title, p.text);
                let live = if self.tone == Tone::Danger { accesskit::Live::Assertive } else { accesskit::Live::Polite };
                ui.ctx().accesskit_node_builder(title.id, |node| node.set_live(live));
                // The server's own words stand on lines of their own.
                for line in self.body.lines() {
                    rich(ui, T::Body, line, p.text2);
                }
                if self.actions.is_empty() && self.details.is_none() {
                    return None;
                }
                ui.add_space(space::S);
                self.buttons(ui)
            })
            .inner
        })
        .inner
    }

    fn buttons(&self, ui: &mut Ui) -> Option<BannerClick> {
        let p = palette(ui);
        let mut clicked = None;
        super::bar(ui, size::CONTROL_SMALL, |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            for (i, action) in self.actions.iter().enumerate() {
                let button = if i == 0 { Button::secondary(action) } else { Button::ghost(action) };
                if ui.add(button.small()).clicked() {
                    clicked = Some(BannerClick::Action(i));
                }
            }
            if let Some(details) = self.details {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if icon_button(ui, glyphs::COPY, details.copy).clicked() {
                        clicked = Some(BannerClick::CopyDetails);
                    }
                    txt_cut(ui, T::MonoSmall, details.line, p.text2);
                });
            }
        });
        clicked
    }
}

/// The ground of a banner.
pub fn banner_frame<R>(ui: &mut Ui, tone: Tone, add: impl FnOnce(&mut Ui) -> R) -> R {
    let p = palette(ui);
    let (ink, fill) = match tone {
        Tone::Neutral => (p.accent_text, p.accent_soft),
        tone => tone.colors(p),
    };
    framed(ui, fill, p.soft_line(ink), 12, add)
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::{Banner, BannerClick, Details};
    use crate::widgets::{Tone, testing::harness};

    #[test]
    fn it_tells_which_of_its_buttons_was_pressed() {
        let mut harness = harness(
            |ui, clicks: &mut Vec<BannerClick>| {
                let details = Some(Details { line: "14:21:07  GET …/oauth-apps  504", copy: "Copy details" });
                let banner = Banner::new(Tone::Danger, "The list was not refreshed.", "Nothing has changed. Retry.");
                clicks.extend(Banner { actions: &["Retry", "Close"], details, ..banner }.show(ui));
            },
            Vec::new(),
        );
        for label in ["Close", "Copy details", "Retry"] {
            harness.get_by_label(label).click();
            harness.run();
        }
        assert_eq!(*harness.state(), [BannerClick::Action(1), BannerClick::CopyDetails, BannerClick::Action(0)]);
        for words in ["The list was not refreshed.", "Nothing has changed. Retry.", "14:21:07  GET …/oauth-apps  504"] {
            assert!(harness.query_by_label(words).is_some(), "{words}");
        }
    }
}
