//! Text from elsewhere, made fit to be shown: nothing in it may reorder or hide what stands around it.

use std::borrow::Cow;

use crate::model::unseen::is_unseen;

/// Shown in a line: line breaks and tabs become spaces, characters that cannot be seen or that reorder others become their number.
///
/// A right-to-left override in an app's name could otherwise make one address look like another.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| is_break(c) || is_unseen(c)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_break(c) {
            shown.push(' ');
        } else if is_unseen(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

const fn is_break(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// The first eight and the last four characters: enough to tell two ids apart, and the same width for every id.
#[must_use]
pub fn short_id(id: &str) -> Cow<'_, str> {
    const HEAD: usize = 8;
    const TAIL: usize = 4;
    let id = printable(id);
    let length = id.chars().count();
    if length <= HEAD + 1 + TAIL {
        return id;
    }
    let head: String = id.chars().take(HEAD).collect();
    let tail: String = id.chars().skip(length - TAIL).collect();
    Cow::Owned(format!("{head}…{tail}"))
}

/// The accessible name of one of several alike: the first keeps the name, the others are numbered ("Redirect address 2").
///
/// `index` counts from zero.
#[must_use]
pub fn numbered(name: &str, index: usize) -> Cow<'_, str> {
    if index == 0 { Cow::Borrowed(name) } else { Cow::Owned(format!("{name} {}", index + 1)) }
}

#[cfg(test)]
mod tests {
    use super::{numbered, printable, short_id};

    #[test]
    fn what_reorders_or_hides_text_is_shown_as_its_number() {
        assert_eq!(printable("Касса\u{202e}gpj.exe"), "Касса\\u{202e}gpj.exe");
        assert_eq!(printable("a\u{200b}b\u{7}"), "a\\u{200b}b\\u{7}");
        assert_eq!(printable("two\r\nlines\t."), "two  lines .");
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        for text in ["Касса и склад", "ООО «Ромашка»", "é 日本語 ₽", ""] {
            assert!(matches!(printable(text), std::borrow::Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn an_id_is_shortened_in_the_middle_and_never_within_a_letter() {
        assert_eq!(short_id("7f3c9a1e-52d0-4b7e-9c41-0f6a2d18b2d4"), "7f3c9a1e…b2d4");
        assert_eq!(short_id("thirteen-char"), "thirteen-char");
        assert_eq!(short_id("клиент-с-русским-именем"), "клиент-с…енем");
    }

    #[test]
    fn the_first_of_several_keeps_its_name() {
        assert_eq!(numbered("Redirect address", 0), "Redirect address");
        assert_eq!(numbered("Redirect address", 1), "Redirect address 2");
    }
}
