//! The program's own icon, for the window's title bar and the task bar: the mark of the sidebar, drawn by `assets/icon/draw.py`.

use eframe::egui::IconData;
use eframe::icon_data::from_png_bytes;

const PNG: &[u8] = include_bytes!("../../assets/icon/tokendesk.png");

/// The icon at 256 by 256; the system makes smaller ones of it.
#[must_use]
pub fn app_icon() -> IconData {
    // A test holds that it can be read; a window without an icon is a window.
    from_png_bytes(PNG).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::app_icon;
    use crate::theme::palette::LIGHT;

    #[test]
    fn the_icon_is_the_sidebars_mark_in_its_colours() {
        let icon = app_icon();
        assert_eq!((icon.width, icon.height), (256, 256));
        let at = |x: usize, y: usize| icon.rgba.chunks_exact(4).nth(y * 256 + x).unwrap();
        assert_eq!(at(0, 0)[3], 0, "outside the card's round corner");
        assert_eq!(at(128, 20), LIGHT.accent.to_array(), "the card");
        // Left in the key's ring.
        assert_eq!(at(39, 128), LIGHT.on_accent.to_array(), "the key");
    }

    #[test]
    fn the_drawing_for_the_desktop_has_the_same_colours() {
        let drawing = include_str!("../../assets/icon/tokendesk.svg");
        for colour in [LIGHT.accent, LIGHT.on_accent] {
            let [r, g, b, _] = colour.to_array();
            assert!(drawing.contains(&format!("fill=\"#{r:02x}{g:02x}{b:02x}\"")), "{drawing}");
        }
    }
}
