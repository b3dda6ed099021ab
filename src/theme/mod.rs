//! The theme: fonts, colours by role, sizes. Installed once; everything else asks [`palette()`] and names tokens.
//!
//! No other floor names a colour, a font or a size as a literal.

mod app_icon;
mod fonts;
pub mod icon;
pub mod palette;
mod tokens;
mod type_scale;
mod visuals;

use eframe::egui::{Context, Ui};

pub use app_icon::app_icon;
pub use palette::{CLEAR, Palette};
pub use tokens::{radius, size, space};
pub use type_scale::T;
pub use visuals::shadow;

/// The colours of the theme in use.
#[must_use]
pub fn palette(ui: &Ui) -> &'static Palette {
    if ui.visuals().dark_mode { &palette::DARK } else { &palette::LIGHT }
}

/// Gives a context our fonts, both themes' colours and our distances. Call once, before the first frame.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts::definitions());
    visuals::install(ctx);
}
