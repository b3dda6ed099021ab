//! What is typed into a password or token field: egui sees dots only, so that neither its undo history nor the screen reader nor a
//! copy gets the value, and the memory is wiped.

use std::any::TypeId;
use std::fmt;
use std::ops::Range;

use eframe::egui::{
    TextBuffer,
    epaint::text::{CharIndex, PASSWORD_REPLACEMENT_CHAR},
};
use zeroize::{Zeroize as _, Zeroizing};

use crate::model::secret::Secret;

/// A secret being typed.
pub struct MaskedText {
    /// Its buffer is as large as it can ever get: growing would leave copies behind.
    value: Zeroizing<String>,
    /// As many dots as the value has characters: all that egui ever sees.
    dots: String,
    /// In bytes.
    capacity: usize,
    /// The eye is open.
    pub(super) shown: bool,
    /// How often everything in the window had been hidden at once when it was shown.
    pub(super) times_hidden: u64,
    /// What came last did not fit and was not taken.
    refused: bool,
}

impl MaskedText {
    /// A password: up to 256 bytes.
    #[must_use]
    pub fn password() -> Self {
        Self::with_capacity(256)
    }

    /// A token, or the whole JSON answer with it: up to 16 KiB.
    #[must_use]
    pub fn token() -> Self {
        Self::with_capacity(16 * 1024)
    }

    fn with_capacity(capacity: usize) -> Self {
        Self {
            value: Zeroizing::new(String::with_capacity(capacity)),
            dots: String::new(),
            capacity,
            shown: false,
            times_hidden: 0,
            refused: false,
        }
    }

    /// Whether nothing is typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// How many bytes the field takes.
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.capacity
    }

    /// Whether what came last did not fit. It was not taken, not even in part: half a password is a wrong one.
    #[must_use]
    pub const fn refused(&self) -> bool {
        self.refused
    }

    /// A copy of what is typed; the field keeps it (a password stays while its code is asked for).
    #[must_use]
    pub fn secret(&self) -> Secret {
        Secret::from(self.value.as_str())
    }

    /// What is typed, and the field is wiped.
    #[must_use]
    pub fn take_secret(&mut self) -> Secret {
        let secret = self.secret();
        self.clear();
        secret
    }

    /// Wipes the field; undo does not bring it back.
    pub fn clear(&mut self) {
        // Wipes the whole buffer, not only what is in use, and keeps it.
        self.value.zeroize();
        self.dots.clear();
        self.shown = false;
        self.refused = false;
    }

    /// Puts a value in the place of what is typed. False when it does not fit: then the field is empty.
    pub fn set(&mut self, value: &str) -> bool {
        self.clear();
        self.insert_text(value, CharIndex(0));
        !self.refused
    }

    /// What the open eye paints, and nothing else.
    pub(super) fn revealed(&self) -> &str {
        &self.value
    }

    /// Where the character begins, in bytes; past the last one, the end. egui asks for indices that are past it.
    fn byte_at(&self, index: CharIndex) -> usize {
        self.value.char_indices().nth(index.0).map_or(self.value.len(), |(at, _)| at)
    }

    fn redraw_dots(&mut self) {
        let length = self.value.chars().count();
        self.dots.clear();
        self.dots.extend(std::iter::repeat_n(PASSWORD_REPLACEMENT_CHAR, length));
    }
}

impl TextBuffer for MaskedText {
    fn is_mutable(&self) -> bool {
        true
    }

    fn as_str(&self) -> &str {
        &self.dots
    }

    fn insert_text(&mut self, text: &str, char_index: CharIndex) -> usize {
        self.refused = self.value.len() + text.len() > self.capacity;
        if self.refused {
            return 0;
        }
        let at = self.byte_at(char_index);
        self.value.insert_str(at, text);
        self.redraw_dots();
        text.chars().count()
    }

    fn delete_char_range(&mut self, range: Range<CharIndex>) {
        let (start, end) = (self.byte_at(range.start), self.byte_at(range.end));
        if start < end {
            self.value.drain(start..end);
            self.redraw_dots();
            self.refused = false;
        }
    }

    fn clear(&mut self) {
        Self::clear(self);
    }

    /// Undo and redo come here, with the dots that egui remembers: there is nothing to bring back.
    fn replace_with(&mut self, _dots: &str) {}

    fn take(&mut self) -> String {
        let dots = std::mem::take(&mut self.dots);
        Self::clear(self);
        dots
    }

    fn type_id(&self) -> TypeId {
        TypeId::of::<Self>()
    }
}

impl fmt::Debug for MaskedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MaskedText(…)")
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{TextBuffer as _, epaint::text::CharIndex};
    use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};

    use super::MaskedText;

    fn typed(value: &str) -> MaskedText {
        let mut text = MaskedText::password();
        assert!(text.set(value));
        text
    }

    #[test]
    fn egui_sees_dots_only() {
        let text = typed("пароль");
        assert_eq!(text.as_str(), "••••••");
        assert_eq!(text.char_range(CharIndex(0)..CharIndex(2)), "••");
        assert_eq!(format!("{text:?}"), "MaskedText(…)");
    }

    #[test]
    fn what_does_not_fit_is_refused_whole() {
        let mut text = typed(&"x".repeat(250));
        assert_eq!(text.insert_text("ёёёё", CharIndex(0)), 0);
        assert!(text.refused());
        assert_eq!(text.secret().expose().len(), 250);
        assert_eq!(text.insert_text("ёёё", CharIndex(0)), 3);
        assert!(!text.refused());
    }

    #[test]
    fn a_token_of_sixteen_kibibytes_fits_and_one_byte_more_does_not() {
        let mut text = MaskedText::token();
        assert!(text.set(&"t".repeat(16 * 1024)));
        assert!(!text.set(&"t".repeat(16 * 1024 + 1)));
        assert!(text.is_empty());
    }

    #[test]
    fn taking_the_secret_wipes_the_field_and_undo_brings_nothing_back() {
        let mut text = typed("correct horse");
        assert_eq!(text.take_secret().expose(), "correct horse");
        text.replace_with("•••••••••••••");
        assert!(text.is_empty());
        assert_eq!(text.as_str(), "");
    }

    #[test]
    fn the_buffer_never_moves_so_that_no_copy_is_left_behind() {
        let mut text = MaskedText::password();
        let place = text.value.as_ptr();
        for _ in 0..300 {
            text.insert_text("x", CharIndex(0));
        }
        assert!(text.refused());
        text.clear();
        assert!(text.set("again"));
        assert_eq!(text.value.as_ptr(), place);
    }

    proptest! {
        #[test]
        fn whatever_indices_egui_asks_for_the_dots_stay_as_many_as_the_characters(
            steps in proptest::collection::vec(
                (any::<bool>(), 0..40_usize, 0..40_usize, prop_oneof![Just("a"), Just("ёж"), Just("🔑🔑"), Just("")].prop_map(str::to_owned)),
                0..40,
            ),
        ) {
            let mut text = MaskedText::password();
            for (insert, from, to, piece) in steps {
                if insert {
                    text.insert_text(&piece, CharIndex(from));
                } else {
                    // Backwards ranges too.
                    text.delete_char_range(CharIndex(from)..CharIndex(to));
                }
                assert_eq!(text.as_str().chars().count(), text.secret().expose().chars().count());
            }
        }
    }
}
