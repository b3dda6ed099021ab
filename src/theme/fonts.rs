//! The fonts, cut by `assets/fonts/cut.py`: Inter for words, `JetBrains Mono` for what machines compare, an icon font.

use std::sync::Arc;

use eframe::egui::{
    FontData, FontDefinitions, FontFamily,
    epaint::text::{FontTweak, VariationCoords},
};

/// The families beside egui's own two; the type scale names them.
pub(super) const MEDIUM: &str = "medium";
pub(super) const SEMIBOLD: &str = "semibold";
pub(super) const TABULAR: &str = "tabular";
pub(super) const TABULAR_MEDIUM: &str = "tabular-medium";
pub(super) const ICONS: &str = "icons";

/// Inter is one variable file under three names, for a weight is a coordinate; its digits of one width are a font of their own, asked first.
pub(super) fn definitions() -> FontDefinitions {
    let inter: &'static [u8] = include_bytes!("../../assets/fonts/Inter.var.ttf");
    let digits: &'static [u8] = include_bytes!("../../assets/fonts/InterDigits.var.ttf");
    let mono: &'static [u8] = include_bytes!("../../assets/fonts/JetBrainsMono-Regular.ttf");
    let icons: &'static [u8] = include_bytes!("../../assets/fonts/icons.ttf");
    let at = |font, weight| {
        FontData::from_static(font).tweak(FontTweak { coords: VariationCoords::new([(b"wght", weight)]), ..FontTweak::default() })
    };

    let mut fonts = FontDefinitions::empty();
    for (name, data) in [
        ("inter-400", at(inter, 400.0)),
        ("inter-500", at(inter, 500.0)),
        ("inter-600", at(inter, 600.0)),
        ("digits-400", at(digits, 400.0)),
        ("digits-500", at(digits, 500.0)),
        ("mono", FontData::from_static(mono)),
        // Hinting would pull an icon off its centre.
        ("icons", FontData::from_static(icons).tweak(FontTweak { hinting: Some(false), ..FontTweak::default() })),
    ] {
        fonts.font_data.insert(name.to_owned(), Arc::new(data));
    }
    let named = |name: &str| FontFamily::Name(name.into());
    for (family, members) in [
        (FontFamily::Proportional, &["inter-400", "mono"][..]),
        (named(MEDIUM), &["inter-500", "mono"]),
        (named(SEMIBOLD), &["inter-600", "mono"]),
        (named(TABULAR), &["digits-400", "inter-400", "mono"]),
        (named(TABULAR_MEDIUM), &["digits-500", "inter-500", "mono"]),
        (FontFamily::Monospace, &["mono", "inter-400"]),
        (named(ICONS), &["icons"]),
    ] {
        fonts.families.insert(family, members.iter().map(|&name| name.to_owned()).collect());
    }
    fonts
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Context, RawInput};

    use crate::theme::T;

    const STEPS: [T; 11] =
        [T::Title, T::Section, T::Strong, T::Body, T::Small, T::Label, T::Micro, T::Num, T::Mono, T::MonoSmall, T::Clock];

    fn in_a_frame(mut ask: impl FnMut(&mut eframe::egui::Ui)) {
        let ctx = Context::default();
        crate::theme::install(&ctx);
        let mut output = ctx.run_ui(RawInput::default(), |ui| ask(ui));
        output.textures_delta.clear();
    }

    #[test]
    fn every_step_can_write_both_languages_and_our_signs() {
        let signs = "AZaz09АЯаяЁё — – … «» “” → ← ↑ ↓ ✓ ● ₽ № • ≥ − · ’";
        in_a_frame(|ui| {
            for step in STEPS {
                let missing: Vec<char> = signs.chars().filter(|&c| !ui.fonts_mut(|fonts| fonts.has_glyph(&step.font(), c))).collect();
                assert!(missing.is_empty(), "{step:?} lacks {missing:?}");
            }
        });
    }

    #[test]
    fn digits_of_a_clock_are_all_of_one_width() {
        in_a_frame(|ui| {
            for step in [T::Num, T::Clock] {
                let widths: Vec<f32> = ('0'..='9').map(|c| ui.fonts_mut(|fonts| fonts.glyph_width(&step.font(), c))).collect();
                assert!(widths.iter().all(|w| (w - widths[0]).abs() < 0.01), "{step:?}: {widths:?}");
            }
        });
    }

    #[test]
    fn weights_differ() {
        in_a_frame(|ui| {
            let width =
                |step: T| ui.painter().layout_job(step.line_job("mmmmmmmm", crate::theme::palette(ui).text, f32::INFINITY)).size().x;
            assert!(width(T::Strong) > width(T::Body) + 0.5, "500 is drawn as 400");
        });
    }

    #[test]
    fn an_address_grows_no_ligatures() {
        in_a_frame(|ui| {
            let width =
                |text: &str| ui.painter().layout_job(T::Mono.line_job(text, crate::theme::palette(ui).text, f32::INFINITY)).size().x;
            assert!((width("-> :// 0x1f") - width("aaaaaaaaaaa")).abs() < 0.5);
        });
    }
}
