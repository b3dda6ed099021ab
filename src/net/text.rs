//! Foreign words made fit to keep and to show: without marks that break a layout, without our secrets, and of a sane length.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

use crate::model::secret::Secret;

/// What stands where a secret was.
const HOLE: &str = "•••";

/// A secret shorter than this (in bytes) is not searched for: replacing every `1` would garble the words and point at the
/// secret instead of hiding it.
const SHORTEST: usize = 3;

/// Text of a server without control characters, bidirectional controls and invisible marks; line breaks become spaces, runs of
/// white space become one, and none is left at the ends.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for part in text.split_whitespace() {
        let visible = part.chars().filter(|c| !is_invisible(*c));
        let before = cleaned.len();
        cleaned.extend(visible);
        if cleaned.len() > before {
            cleaned.push(' ');
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

/// Control characters, and format characters that turn the direction of text or cannot be seen. Joiners (U+200C, U+200D) stay:
/// some scripts and emoji cannot be written without them.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// The secrets that went out with one request, in the spellings in which a server might give them back.
pub(super) struct Scrubber {
    needles: Vec<Zeroizing<String>>,
}

impl Scrubber {
    pub(super) fn of<'a>(secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        let mut needles: Vec<Zeroizing<String>> = secrets.into_iter().flat_map(spellings).filter(|n| n.len() >= SHORTEST).collect();
        // The longest first: one secret may be the beginning of another, or of its own other spelling.
        needles.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        needles.dedup();
        Self { needles }
    }

    /// The words without the secrets.
    pub(super) fn scrub(&self, words: &str) -> String {
        self.needles.iter().fold(words.to_owned(), |words, needle| {
            if words.contains(needle.as_str()) { words.replace(needle.as_str(), HOLE) } else { words }
        })
    }

    /// The words cleaned, without secrets, and cut after `cap` characters. Secrets are looked for before and after cleaning:
    /// invisible marks may stand between their letters, and a half of a secret must not survive the cut.
    pub(super) fn fit(&self, words: &str, cap: usize) -> String {
        let mut fit = self.scrub(&clean(&self.scrub(words)));
        if let Some((end, _)) = fit.char_indices().nth(cap) {
            fit.truncate(end);
            fit.push('…');
        }
        fit
    }
}

/// A secret as it is, as in a form, percent-encoded in full, as in JSON, cleaned, and in small letters as in
/// a host.
fn spellings(secret: &Secret) -> Vec<Zeroizing<String>> {
    let plain = secret.expose();
    let in_json = serde_json::to_string(plain).unwrap_or_default();
    let in_json = in_json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(plain);
    [
        plain.to_owned(),
        url::form_urlencoded::byte_serialize(plain.as_bytes()).collect(),
        utf8_percent_encode(plain, NON_ALPHANUMERIC).to_string(),
        in_json.to_owned(),
        clean(plain),
        plain.to_lowercase(),
    ]
    .map(Zeroizing::new)
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrubber(secrets: &[&str]) -> Scrubber {
        let secrets: Vec<Secret> = secrets.iter().map(|s| Secret::from(*s)).collect();
        Scrubber::of(&secrets)
    }

    #[test]
    fn words_lose_controls_and_marks_and_keep_their_letters() {
        assert_eq!(clean("a\r\n\tb\u{0}c \u{202E}d\u{2069} "), "a bc d");
        assert_eq!(clean("\u{FEFF}Неверный\u{200B} пароль"), "Неверный пароль");
        assert_eq!(clean("می\u{200C}خواهم 👩\u{200D}💻"), "می\u{200C}خواهم 👩\u{200D}💻");
        assert_eq!(clean(" \u{7} "), "");
    }

    #[test]
    fn a_secret_is_cut_out_in_each_of_its_spellings() {
        let ours = scrubber(&["p+ä \"q\""]);
        for said in ["p+ä \"q\"", "p%2B%C3%A4+%22q%22", "p%2B%C3%A4%20%22q%22", "p+ä \\\"q\\\""] {
            assert_eq!(ours.fit(&format!("bad <{said}> here"), 100), "bad <•••> here", "{said}");
        }
    }

    #[test]
    fn a_secret_is_found_between_invisible_marks_and_across_the_cut() {
        let ours = scrubber(&["MARKER-1234"]);
        assert_eq!(ours.fit("x MARK\u{200B}ER-12\u{202E}34 y", 100), "x ••• y");
        assert_eq!(ours.fit("12345 MARKER-1234", 9), "12345 •••");
        assert_eq!(ours.fit("12345 MARKER-1234", 7), "12345 •…");
    }

    #[test]
    fn the_longer_of_two_secrets_goes_first() {
        assert_eq!(scrubber(&["abc", "abcdef"]).scrub("abcdef abc"), "••• •••");
    }

    #[test]
    fn one_letter_is_no_secret_and_long_words_are_cut() {
        assert_eq!(scrubber(&["1", ""]).fit("error 1", 100), "error 1");
        assert_eq!(scrubber(&[]).fit("слова слова", 5), "слова…");
    }
}
