//! The icons in use, by meaning: screens name what an icon says, not how it looks.
//!
//! The names come from `egui_material_icons` (so a wrong one does not compile), the glyphs from our own cut of its font
//! (`assets/fonts/cut.py`, which reads this file); a test finds a name whose glyph was not cut.

use egui_material_icons::icons;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident = $icon:ident),* $(,)?) => {
        $($(#[$doc])* pub const $name: &str = icons::$icon.codepoint;)*

        #[cfg(test)]
        const ALL: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}

icons! {
    // Places.
    /// OAuth clients.
    CLIENTS = ICON_APPS,
    /// Publisher key; any key or secret.
    KEY = ICON_KEY,
    /// OAuth token.
    TOKEN = ICON_TOKEN,
    /// Integration.
    INTEGRATION = ICON_EXTENSION,
    /// Connections.
    CONNECTIONS = ICON_HUB,
    /// Token inspector.
    INSPECT = ICON_FRAME_INSPECT,
    /// Journal.
    JOURNAL = ICON_HISTORY,
    /// Settings.
    SETTINGS = ICON_SETTINGS,
    /// The sandbox.
    SANDBOX = ICON_SCIENCE,
    // What one does.
    /// Find, search.
    SEARCH = ICON_SEARCH,
    /// Read again.
    REFRESH = ICON_REFRESH,
    /// Add, new.
    ADD = ICON_ADD,
    /// Close, remove a line.
    CLOSE = ICON_CLOSE,
    /// Copy.
    COPY = ICON_CONTENT_COPY,
    /// Paste.
    PASTE = ICON_CONTENT_PASTE,
    /// Show a secret; rights to see.
    SHOW = ICON_VISIBILITY,
    /// Hide a secret; what is kept nowhere.
    HIDE = ICON_VISIBILITY_OFF,
    /// Change; rights to change.
    EDIT = ICON_EDIT,
    /// Stop reading.
    STOP = ICON_STOP,
    /// A link: the field takes an address.
    LINK = ICON_LINK,
    /// Sign out.
    SIGN_OUT = ICON_LOGOUT,
    /// Opens outside this window.
    OPEN_OUTSIDE = ICON_OPEN_IN_NEW,
    // Signs.
    /// Chosen, right, fine.
    CHECK = ICON_CHECK,
    /// Some of several are chosen.
    SOME = ICON_REMOVE,
    /// It went well.
    DONE = ICON_CHECK_CIRCLE,
    /// A fact beside.
    INFO = ICON_INFO,
    /// Not known.
    UNKNOWN = ICON_HELP,
    /// Take care.
    WARN = ICON_WARNING,
    /// It did not work.
    ERROR = ICON_ERROR,
    /// A drop-down.
    DOWN = ICON_EXPAND_MORE,
    /// Sorted, smallest first.
    SORT_UP = ICON_ARROW_UPWARD,
    /// Sorted, largest first.
    SORT_DOWN = ICON_ARROW_DOWNWARD,
    /// Waiting for the first page.
    WAITING = ICON_HOURGLASS_EMPTY,
    /// A request went out.
    SENT = ICON_SEND,
    /// No answer came.
    NO_ANSWER = ICON_CLOUD_OFF,
    // Things.
    /// Nothing here yet.
    EMPTY = ICON_INBOX,
    /// Nothing was found.
    NOTHING_FOUND = ICON_SEARCH_OFF,
    /// A mail, the mailbox.
    MAIL = ICON_MAIL,
    /// An encrypted connection; where a password goes.
    LOCK = ICON_LOCK,
    /// What is kept safely.
    SHIELD = ICON_VERIFIED_USER,
    /// A folder.
    FOLDER = ICON_FOLDER_OPEN,
    /// This computer.
    COMPUTER = ICON_COMPUTER,
    /// A web client.
    WEB = ICON_LANGUAGE,
    /// A standalone client.
    STANDALONE = ICON_TABLET_ANDROID,
    /// An app and its versions.
    APP = ICON_STOREFRONT,
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use eframe::egui::{Context, RawInput};

    use super::ALL;
    use crate::theme::T;

    #[test]
    fn every_icon_that_is_named_was_cut_into_our_font() {
        let ctx = Context::default();
        crate::theme::install(&ctx);
        let mut missing = Vec::new();
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            missing = ALL.iter().filter(|(_, glyph)| !ui.fonts_mut(|fonts| fonts.has_glyphs(&T::icon(16.0), glyph))).collect();
        });
        output.textures_delta.clear();
        assert!(missing.is_empty(), "run assets/fonts/cut.py: {missing:?}");
    }

    #[test]
    fn no_two_meanings_share_a_glyph() {
        let glyphs: HashSet<_> = ALL.iter().map(|(_, glyph)| glyph).collect();
        assert_eq!(glyphs.len(), ALL.len());
    }
}
