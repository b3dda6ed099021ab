//! An error in three sentences, in its place: what failed, whether anything changed, what to do next; and a line of details to copy.

use eframe::egui::{Align, Layout, Ui, accesskit};

use super::layout::framed;
use super::{Button, Tone, icon, icon_button, txt, txt_cut};
use crate::theme::{T, icon as glyphs, palette, size, space};

/// Below this width actions and details do not stand side by side.
const BESIDE: f32 = 480.0;

/// A banner to be shown.
#[derive(Clone, Copy)]
pub struct Banner<'a> {
    /// What the colour means; its sign goes with it.
    pub tone: Tone,
    /// Another sign than the tone's own.
    pub glyph: Option<&'a str>,
    /// What failed, or what there is to know.
    pub title: &'a str,
    /// Whether anything changed, and what to do next. May be empty.
    pub body: &'a str,
    /// Foreign words, a line each. Like all words of a banner they are shown as they are: nothing in them is markup.
    pub said: &'a [&'a str],
    /// What can be done, the first first.
    pub actions: &'a [&'a str],
    /// The first action cannot be pressed yet.
    pub first_waits: bool,
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
        Self { tone, glyph: None, title, body, said: &[], actions: &[], first_waits: false, details: None }
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
                for line in self.body.lines().chain(self.said.iter().copied()) {
                    txt(ui, T::Body, line, p.text2);
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

    /// What can be done, and at the right the details; in a narrow place those stand on a line of their own.
    fn buttons(&self, ui: &mut Ui) -> Option<BannerClick> {
        let both = self.details.is_some() && !self.actions.is_empty();
        if both && ui.available_width() < BESIDE {
            let clicked = self.bar(ui, self.actions, None);
            return self.bar(ui, &[], self.details).or(clicked);
        }
        self.bar(ui, self.actions, self.details)
    }

    fn bar(&self, ui: &mut Ui, actions: &[&str], details: Option<Details<'_>>) -> Option<BannerClick> {
        let p = palette(ui);
        let mut clicked = None;
        super::bar(ui, size::CONTROL_SMALL, |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            for (i, action) in actions.iter().enumerate() {
                let button = if i == 0 { Button::secondary(action) } else { Button::ghost(action) };
                if ui.add(button.small().enabled(i > 0 || !self.first_waits)).clicked() {
                    clicked = Some(BannerClick::Action(i));
                }
            }
            if let Some(details) = details.filter(|_| actions.is_empty()) {
                // With nothing beside it, the line begins where the words do.
                let room = ui.available_width() - size::CONTROL_SMALL - space::S;
                ui.scope(|ui| {
                    ui.set_max_width(room);
                    txt_cut(ui, T::MonoSmall, details.line, p.text2);
                });
                if icon_button(ui, glyphs::COPY, details.copy).clicked() {
                    clicked = Some(BannerClick::CopyDetails);
                }
            } else if let Some(details) = details {
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
    fn words_from_elsewhere_are_no_markup() {
        const SAID: &str = "use `curl` or **nothing**, `` and ** alone";
        let harness = harness(
            |ui, (): &mut ()| {
                Banner { said: &[SAID], ..Banner::new(Tone::Danger, SAID, SAID) }.show(ui);
            },
            (),
        );
        assert_eq!(harness.query_all_by_label(SAID).count(), 3, "title, body and the words below");
    }

    #[test]
    fn an_action_that_waits_cannot_be_pressed() {
        let mut harness = harness(
            |ui, clicks: &mut Vec<BannerClick>| {
                let banner = Banner::new(Tone::Danger, "The list was not refreshed.", "The server asks to wait.");
                clicks.extend(Banner { actions: &["Retry", "Close"], first_waits: true, ..banner }.show(ui));
            },
            Vec::new(),
        );
        for label in ["Retry", "Close"] {
            harness.get_by_label(label).click();
            harness.run();
        }
        assert_eq!(*harness.state(), [BannerClick::Action(1)]);
    }

    #[test]
    fn a_word_longer_than_the_window_is_wrapped_within_it() {
        let long = "W".repeat(500);
        let harness = harness(
            |ui, words: &mut String| {
                Banner { said: &[words], ..Banner::new(Tone::Danger, "The list was not read.", "Nothing has changed.") }.show(ui);
            },
            long.clone(),
        );
        let (words, window) = (harness.get_by_label(&long).rect(), harness.ctx.content_rect());
        assert!(words.right() <= window.right() && words.height() > 60.0, "{words}");
    }

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
