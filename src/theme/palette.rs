//! Every colour of the program, by role. Screens name roles; nothing outside this file names a colour.

use eframe::egui::Color32;

/// No colour: what must take its place in the layout, but not be seen.
pub const CLEAR: Color32 = Color32::TRANSPARENT;

const fn hex(rgb: u32) -> Color32 {
    let [_, r, g, b] = rgb.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

/// The colours of one theme.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    /// Is it the dark theme?
    pub dark: bool,
    /// Behind content.
    pub canvas: Color32,
    /// Behind the navigation and the status line.
    pub sidebar: Color32,
    /// Cards, the side panel, dialogs, menus.
    pub raised: Color32,
    /// Wells: table heads, read-only values, code.
    pub sunken: Color32,
    /// What one types into.
    pub field: Color32,
    /// Under the pointer: rows, buttons.
    pub hover: Color32,
    /// The chosen row, the place one is at.
    pub selected: Color32,
    /// Under chips: a veil, so that it shows on hovered and selected rows too.
    pub veil: Color32,
    /// Hairlines between things.
    pub border: Color32,
    /// Edges of buttons and drop-downs, whose words already say what they are.
    pub edge: Color32,
    /// Outlines of fields and boxes, which have nothing else: at least 3:1 on canvas.
    pub outline: Color32,
    /// What is read first.
    pub text: Color32,
    /// What stands beside it.
    pub text2: Color32,
    /// The weakest text that still carries meaning; not on chips.
    pub text3: Color32,
    /// Disabled only.
    pub text_off: Color32,
    /// The one blue: primary buttons, what is on.
    pub accent: Color32,
    /// The same under the pointer.
    pub accent_hover: Color32,
    /// The same pressed.
    pub accent_down: Color32,
    /// Words and signs on it.
    pub on_accent: Color32,
    /// Links, selected icons.
    pub accent_text: Color32,
    /// Behind what is chosen among cards.
    pub accent_soft: Color32,
    /// The focus ring.
    pub focus: Color32,
    /// It went well.
    pub ok: Color32,
    /// Behind it.
    pub ok_soft: Color32,
    /// Take care.
    pub warn: Color32,
    /// Behind it.
    pub warn_soft: Color32,
    /// It did not work; it cannot be undone.
    pub danger: Color32,
    /// Behind it.
    pub danger_soft: Color32,
    /// The sandbox's own ink.
    pub sandbox: Color32,
    /// Behind it.
    pub sandbox_soft: Color32,
    /// The navigation's and the sign-in page's tint in the sandbox.
    pub sandbox_sidebar: Color32,
    /// Over the window while a dialog is open.
    pub scrim: Color32,
    /// Under what floats.
    pub shadow: Color32,
}

impl Palette {
    /// The line around a banner of this ink.
    #[must_use]
    pub fn soft_line(&self, ink: Color32) -> Color32 {
        ink.gamma_multiply(if self.dark { 0.35 } else { 0.25 })
    }

    /// The line around a button that asks first.
    #[must_use]
    pub fn danger_line(&self) -> Color32 {
        self.danger.gamma_multiply(0.6)
    }

    /// The hairline under a row: weaker than one between regions.
    #[must_use]
    pub fn row_line(&self) -> Color32 {
        self.border.gamma_multiply(0.8)
    }

    /// The edge of what floats: in the dark a shadow does not show.
    #[must_use]
    pub const fn floating_edge(&self) -> Color32 {
        if self.dark { self.edge } else { self.border }
    }

    /// The navigation's entry under the pointer.
    #[must_use]
    pub fn nav_hover(&self) -> Color32 {
        if self.dark { self.hover } else { self.border.gamma_multiply(0.7) }
    }

    /// What a ring's gone part is drawn with.
    #[must_use]
    pub fn track(&self) -> Color32 {
        self.outline.gamma_multiply(0.45)
    }
}

/// The light theme.
pub const LIGHT: Palette = Palette {
    dark: false,
    canvas: hex(0xFF_FF_FF),
    sidebar: hex(0xF5_F6_F8),
    raised: hex(0xFF_FF_FF),
    sunken: hex(0xF7_F8_FA),
    field: hex(0xFF_FF_FF),
    hover: hex(0xF1_F3_F6),
    selected: hex(0xE8_EE_FC),
    veil: Color32::from_rgba_premultiplied(2, 3, 5, 15),
    border: hex(0xE3_E6_EB),
    edge: hex(0xC6_CC_D6),
    outline: hex(0x8A_93_A3),
    text: hex(0x17_1B_23),
    text2: hex(0x4A_51_60),
    text3: hex(0x61_69_79),
    text_off: hex(0x9A_A1_AE),
    accent: hex(0x2F_5B_D6),
    accent_hover: hex(0x27_4E_BC),
    accent_down: hex(0x1F_41_A0),
    on_accent: hex(0xFF_FF_FF),
    accent_text: hex(0x26_50_C2),
    accent_soft: hex(0xEA_F0_FE),
    focus: hex(0x2F_5B_D6),
    ok: hex(0x15_6F_3D),
    ok_soft: hex(0xE7_F5_EC),
    warn: hex(0x87_50_00),
    warn_soft: hex(0xFD_F3_DF),
    danger: hex(0xB3_26_1E),
    danger_soft: hex(0xFC_EC_EA),
    sandbox: hex(0x6C_37_A3),
    sandbox_soft: hex(0xF1_E8_FA),
    sandbox_sidebar: hex(0xF6_F1_FB),
    scrim: Color32::from_rgba_premultiplied(8, 9, 12, 96),
    shadow: Color32::from_black_alpha(36),
};

/// The dark theme.
pub const DARK: Palette = Palette {
    dark: true,
    canvas: hex(0x16_18_1D),
    sidebar: hex(0x11_13_17),
    raised: hex(0x1C_1F_26),
    sunken: hex(0x12_14_19),
    field: hex(0x12_14_19),
    hover: hex(0x21_25_2D),
    selected: hex(0x22_2F_4D),
    veil: Color32::from_rgba_premultiplied(18, 19, 21, 21),
    border: hex(0x2B_2F_39),
    edge: hex(0x41_47_54),
    outline: hex(0x6C_74_86),
    text: hex(0xE8_EA_EF),
    text2: hex(0xB3_B9_C5),
    text3: hex(0x95_9D_AC),
    text_off: hex(0x5E_65_76),
    accent: hex(0x3E_68_E0),
    accent_hover: hex(0x45_6F_E4),
    accent_down: hex(0x34_59_C6),
    on_accent: hex(0xFF_FF_FF),
    accent_text: hex(0x93_B2_FF),
    accent_soft: hex(0x1D_29_47),
    focus: hex(0x7F_A2_FF),
    ok: hex(0x6C_CB_90),
    ok_soft: hex(0x16_29_1F),
    warn: hex(0xE8_B9_61),
    warn_soft: hex(0x2C_24_14),
    danger: hex(0xFF_8F_86),
    danger_soft: hex(0x34_1C_1B),
    sandbox: hex(0xC7_A1_F0),
    sandbox_soft: hex(0x29_1F_38),
    sandbox_sidebar: hex(0x1A_15_24),
    scrim: Color32::from_rgba_premultiplied(0, 0, 0, 150),
    shadow: Color32::from_black_alpha(120),
};

#[cfg(test)]
mod tests {
    use super::{Color32, DARK, LIGHT, Palette};

    /// WCAG 2 contrast of two opaque colours.
    fn contrast(a: Color32, b: Color32) -> f32 {
        fn luminance(c: Color32) -> f32 {
            let linear = |v: u8| {
                let v = f32::from(v) / 255.0;
                if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * linear(c.r()) + 0.7152 * linear(c.g()) + 0.0722 * linear(c.b())
        }
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// What a chip's veil makes of the colour below it.
    fn veiled(p: &Palette, below: Color32) -> Color32 {
        below.blend(p.veil)
    }

    const TEXT: f32 = 4.5;
    const OUTLINE: f32 = 3.0;

    /// Every pair that occurs, with the least contrast it must have.
    fn pairs(p: &Palette) -> Vec<(&'static str, Color32, Color32, f32)> {
        let mut pairs = Vec::new();
        let places = [
            ("canvas", p.canvas),
            ("sidebar", p.sidebar),
            ("raised", p.raised),
            ("sunken", p.sunken),
            ("field", p.field),
            ("hover", p.hover),
            ("selected", p.selected),
            ("sandbox_sidebar", p.sandbox_sidebar),
        ];
        for (place, below) in places {
            pairs.push((place, p.text, below, 7.0));
            pairs.push((place, p.text2, below, TEXT));
            pairs.push((place, p.text3, below, TEXT));
        }
        for (place, below) in [("a chip", p.canvas), ("a chip, hovered", p.hover), ("a chip, selected", p.selected)] {
            pairs.push((place, p.text2, veiled(p, below), TEXT));
            pairs.push((place, p.accent_text, veiled(p, below), TEXT));
        }
        pairs.extend([
            ("on_accent on accent", p.on_accent, p.accent, TEXT),
            ("on_accent on accent_hover", p.on_accent, p.accent_hover, TEXT),
            ("on_accent on accent_down", p.on_accent, p.accent_down, TEXT),
            ("accent_text on canvas", p.accent_text, p.canvas, TEXT),
            ("accent_text on raised", p.accent_text, p.raised, TEXT),
            ("accent_text on accent_soft", p.accent_text, p.accent_soft, TEXT),
            ("text on accent_soft", p.text, p.accent_soft, TEXT),
            ("text2 on accent_soft", p.text2, p.accent_soft, TEXT),
            ("accent_text on selected", p.accent_text, p.selected, TEXT),
            ("text2 on sandbox_soft", p.text2, p.sandbox_soft, TEXT),
            ("sandbox on canvas", p.sandbox, p.canvas, TEXT),
        ]);
        for (tone, ink, soft) in [
            ("ok", p.ok, p.ok_soft),
            ("warn", p.warn, p.warn_soft),
            ("danger", p.danger, p.danger_soft),
            ("sandbox", p.sandbox, p.sandbox_soft),
        ] {
            for (below, least) in [(p.canvas, TEXT), (p.raised, TEXT), (p.sidebar, TEXT), (soft, TEXT)] {
                pairs.push((tone, ink, below, least));
            }
            pairs.push((tone, p.text, soft, TEXT));
            pairs.push((tone, p.text2, soft, TEXT));
        }
        pairs.extend([
            ("outline on canvas", p.outline, p.canvas, OUTLINE),
            ("outline on raised", p.outline, p.raised, OUTLINE),
            ("outline on field", p.outline, p.field, OUTLINE),
            ("focus on canvas", p.focus, p.canvas, OUTLINE),
            ("focus on raised", p.focus, p.raised, OUTLINE),
            ("focus on sidebar", p.focus, p.sidebar, OUTLINE),
            ("focus on danger_soft", p.focus, p.danger_soft, OUTLINE),
            ("danger on field", p.danger, p.field, OUTLINE),
            ("warn on field", p.warn, p.field, OUTLINE),
        ]);
        pairs
    }

    #[test]
    fn every_pair_that_occurs_can_be_read_in_both_themes() {
        let mut low = Vec::new();
        for (theme, p) in [("light", LIGHT), ("dark", DARK)] {
            for (what, ink, below, least) in pairs(&p) {
                let got = contrast(ink, below);
                if got < least {
                    low.push(format!("{theme}: {what}: {got:.2} < {least}"));
                }
            }
        }
        assert!(low.is_empty(), "{low:#?}");
    }

    #[test]
    fn contrast_is_wcags() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
        assert!((contrast(LIGHT.text3, LIGHT.canvas) - 5.55).abs() < 0.2, "{}", contrast(LIGHT.text3, LIGHT.canvas));
    }
}
