//! The choices that the settings offer, and what a number becomes that somebody has written into the file by hand.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A choice of language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// The system's, English when that is neither of the two.
    #[default]
    System,
    /// Russian.
    Ru,
    /// English.
    En,
}

/// A choice of theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// The system's; Linux reports none.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// The sizes of text that are offered, in percent; Ctrl + and Ctrl − go from one to the next.
pub const TEXT_SIZES: [u32; 8] = [80, 90, 100, 110, 125, 150, 175, 200];
/// The size that Ctrl 0 goes back to.
pub const TEXT_SIZE: u32 = 100;

/// After how many seconds a copied secret may be cleared from the clipboard: less is too short to paste, more is no protection.
pub const CLIPBOARD_TIMES: [Duration; 5] =
    [Duration::from_secs(10), Duration::from_secs(30), Duration::from_mins(1), Duration::from_mins(2), Duration::from_mins(5)];
/// After which time a shown secret may be hidden again.
pub const HIDE_TIMES: [Duration; 4] = [Duration::from_secs(10), Duration::from_secs(30), Duration::from_mins(1), Duration::from_mins(2)];
/// After which time without anybody the window may be covered.
pub const COVER_TIMES: [Duration; 3] = [Duration::from_mins(1), Duration::from_mins(5), Duration::from_mins(15)];

/// The offered size that is nearest.
pub(super) fn nearest_text_size(percent: u32) -> u32 {
    TEXT_SIZES.into_iter().min_by_key(|step| step.abs_diff(percent)).unwrap_or(TEXT_SIZE)
}

/// A time as it was written, within the first and the last that are offered.
pub(super) fn within(written: Duration, offered: &[Duration]) -> Duration {
    let (Some(first), Some(last)) = (offered.first(), offered.last()) else { return written };
    written.clamp(*first, *last)
}
