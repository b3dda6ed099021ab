//! The type scale: eleven steps, each a family, a size and a line height. All line heights are multiples of 4.

use eframe::egui::{
    Color32, FontFamily, FontId, RichText,
    text::{LayoutJob, TextFormat},
};

use super::fonts;

/// A step of the scale.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum T {
    /// The name of a screen. 20/28, 600.
    Title,
    /// The name of a card, a dialog, a section. 14/20, 600.
    Section,
    /// What stands out in running text; buttons. 13/20, 500.
    Strong,
    /// Running text. 13/20, 400.
    Body,
    /// Help, secondary lines. 12/16, 400.
    Small,
    /// Labels of fields, chips, table heads. 12/16, 500.
    Label,
    /// Group names in the navigation, key caps. 11/16, 500.
    Micro,
    /// Numbers that change or stand in columns. 12/16, 400, digits of one width.
    Num,
    /// Ids, addresses, rights, tokens; nothing else. 13/20.
    Mono,
    /// The same in chips and dense rows. 12/16.
    MonoSmall,
    /// A countdown that one waits for. 24/32, 500.
    Clock,
}

impl T {
    /// Family and size.
    #[must_use]
    pub fn font(self) -> FontId {
        let named = |name: &str| FontFamily::Name(name.into());
        match self {
            Self::Title => FontId::new(20.0, named(fonts::SEMIBOLD)),
            Self::Section => FontId::new(14.0, named(fonts::SEMIBOLD)),
            Self::Strong => FontId::new(13.0, named(fonts::MEDIUM)),
            Self::Body => FontId::new(13.0, FontFamily::Proportional),
            Self::Small => FontId::new(12.0, FontFamily::Proportional),
            Self::Label => FontId::new(12.0, named(fonts::MEDIUM)),
            Self::Micro => FontId::new(11.0, named(fonts::MEDIUM)),
            Self::Num => FontId::new(12.0, named(fonts::TABULAR)),
            Self::Mono => FontId::new(13.0, FontFamily::Monospace),
            Self::MonoSmall => FontId::new(12.0, FontFamily::Monospace),
            Self::Clock => FontId::new(24.0, named(fonts::TABULAR_MEDIUM)),
        }
    }

    /// The icon font at a size of its own: icons are no step of the scale.
    #[must_use]
    pub fn icon(size: f32) -> FontId {
        FontId::new(size, FontFamily::Name(fonts::ICONS.into()))
    }

    /// Line height, in points.
    #[must_use]
    pub const fn line(self) -> f32 {
        match self {
            Self::Title => 28.0,
            Self::Section | Self::Strong | Self::Body | Self::Mono => 20.0,
            Self::Small | Self::Num | Self::Label | Self::Micro | Self::MonoSmall => 16.0,
            Self::Clock => 32.0,
        }
    }

    /// The text for egui's own widgets.
    #[must_use]
    pub fn rich(self, text: impl Into<String>, color: Color32) -> RichText {
        RichText::new(text).font(self.font()).line_height(Some(self.line())).color(color)
    }

    /// The format of a part of a [`LayoutJob`].
    #[must_use]
    pub fn format(self, color: Color32) -> TextFormat {
        TextFormat { line_height: Some(self.line()), ..TextFormat::simple(self.font(), color) }
    }

    /// One line, cut with an ellipsis at `width`.
    #[must_use]
    pub fn line_job(self, text: &str, color: Color32, width: f32) -> LayoutJob {
        let mut job = LayoutJob::single_section(text.to_owned(), self.format(color));
        job.wrap.max_width = width;
        job.wrap.max_rows = 1;
        job.wrap.break_anywhere = true;
        job
    }

    /// Text that wraps at `width`; `anywhere` for ids and tokens, which have no words.
    #[must_use]
    pub fn wrap_job(self, text: &str, color: Color32, width: f32, anywhere: bool) -> LayoutJob {
        let mut job = LayoutJob::single_section(text.to_owned(), self.format(color));
        job.wrap.max_width = width;
        job.wrap.break_anywhere = anywhere;
        job
    }
}
