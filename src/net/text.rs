//! Foreign words made fit to keep and to show: without marks that break a layout, without our secrets, and of a sane length.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

use super::shapes::without_foreign_secrets;
use crate::model::secret::Secret;

/// What stands where a secret was.
pub(super) const HOLE: &str = "•••";

/// A secret shorter than this (in bytes) is not searched for: replacing every `1` would garble the words and point at the
/// secret instead of hiding it.
const SHORTEST: usize = 3;

/// A piece of a secret is searched for from so many letters on, or from three quarters of a shorter secret, but not below
/// [`SHORTEST_PIECE`]: servers cut what they repeat, and answers break off. Less of it may well be an ordinary word.
const PIECE: usize = 12;
const SHORTEST_PIECE: usize = 8;

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

/// Every run of so many letters, with its place in bytes.
fn windows(text: &str, letters: usize) -> impl Iterator<Item = (usize, &str)> {
    let starts = text.char_indices().map(|(at, _)| at);
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]).skip(letters);
    starts.zip(ends).filter_map(|(start, end)| Some((start, text.get(start..end)?)))
}

/// The secrets that went out with one request, in the spellings in which a server might give them back.
pub(super) struct Scrubber {
    needles: Vec<Zeroizing<String>>,
    /// Made when the first words come: most requests have no error.
    pieces: OnceLock<Pieces>,
}

/// Every piece of every secret, as a length and a hash under a key of chance: no copies of the secrets themselves.
struct Pieces {
    hasher: RandomState,
    lengths: HashSet<usize>,
    known: HashSet<(usize, u64)>,
}

impl Pieces {
    fn of(needles: &[Zeroizing<String>]) -> Self {
        let mut pieces = Self { hasher: RandomState::new(), lengths: HashSet::new(), known: HashSet::new() };
        for needle in needles {
            let length = (needle.chars().count() * 3).div_ceil(4).min(PIECE);
            if length >= SHORTEST_PIECE {
                pieces.lengths.insert(length);
                pieces.known.extend(windows(needle, length).map(|(_, piece)| (length, pieces.hasher.hash_one(piece))));
            }
        }
        pieces
    }

    /// The words with a hole for each run of pieces.
    fn cut_out_of(&self, words: &str) -> String {
        let mut is_secret = vec![false; words.len()];
        for length in &self.lengths {
            for (at, piece) in windows(words, *length) {
                if self.known.contains(&(*length, self.hasher.hash_one(piece))) {
                    is_secret.iter_mut().skip(at).take(piece.len()).for_each(|byte| *byte = true);
                }
            }
        }
        let mut kept = String::with_capacity(words.len());
        let mut in_hole = false;
        for (letter, is_hidden) in words.char_indices().map(|(at, letter)| (letter, is_secret.get(at) == Some(&true))) {
            if !is_hidden {
                kept.push(letter);
            } else if !in_hole {
                kept.push_str(HOLE);
            }
            in_hole = is_hidden;
        }
        kept
    }
}

impl Scrubber {
    pub(super) fn of<'a>(secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        let mut needles: Vec<Zeroizing<String>> = secrets.into_iter().flat_map(spellings).filter(|n| n.len() >= SHORTEST).collect();
        // The longest first: one secret may be the beginning of another, or of its own other spelling.
        needles.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        needles.dedup();
        Self { needles, pieces: OnceLock::new() }
    }

    /// The words without the secrets, without those of others, and without pieces of ours: in this order, for a piece that is gone
    /// would hide the rest.
    pub(super) fn scrub(&self, words: &str) -> String {
        let whole = self.needles.iter().fold(words.to_owned(), |words, needle| {
            if words.contains(needle.as_str()) { words.replace(needle.as_str(), HOLE) } else { words }
        });
        self.pieces.get_or_init(|| Pieces::of(&self.needles)).cut_out_of(&without_foreign_secrets(&whole))
    }

    /// The words cleaned, without our secrets and others', and cut after `cap` characters. Secrets are looked for before and after
    /// cleaning: invisible marks may stand between their letters, and a half of a secret must not survive the cut.
    pub(super) fn fit(&self, words: &str, cap: usize) -> String {
        let mut fit = self.scrub(&clean(&self.scrub(words)));
        if let Some((end, _)) = fit.char_indices().nth(cap) {
            fit.truncate(end);
            fit.push('…');
        }
        fit
    }
}

/// A secret as it is, as in a form, percent-encoded in full, as in JSON, cleaned, in small letters as in a host, in capitals, and in
/// base64 wherever in the encoded text it begins.
fn spellings(secret: &Secret) -> Vec<Zeroizing<String>> {
    let plain = secret.expose();
    let in_json = serde_json::to_string(plain).unwrap_or_default();
    let in_json = in_json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(plain);
    let mut spellings: Vec<Zeroizing<String>> = [
        plain.to_owned(),
        url::form_urlencoded::byte_serialize(plain.as_bytes()).collect(),
        utf8_percent_encode(plain, NON_ALPHANUMERIC).to_string(),
        in_json.to_owned(),
        clean(plain),
        plain.to_lowercase(),
        plain.to_uppercase(),
    ]
    .map(Zeroizing::new)
    .into();
    if plain.len() >= SHORTEST_PIECE {
        spellings.extend((0..3).filter_map(|before| in_base64(plain, before)));
    }
    spellings
}

/// The letters of base64 that depend on this text alone, when so many bytes stand before it.
fn in_base64(text: &str, before: usize) -> Option<Zeroizing<String>> {
    let padded = Zeroizing::new([vec![0; before], text.as_bytes().to_vec()].concat());
    let encoded = Zeroizing::new(STANDARD_NO_PAD.encode(&*padded));
    let (first, end) = ((before * 8).div_ceil(6), padded.len() * 8 / 6);
    encoded.get(first..end).map(|letters| Zeroizing::new(letters.to_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
    fn a_piece_of_a_secret_is_cut_out_and_a_word_that_it_shares_is_not() {
        let ours = scrubber(&["romashka-2024", "пароль-длинный-и-свой"]);
        for (said, expected) in [
            ("bad romashka-2… here", "bad •••… here"),
            ("bad …ashka-2024 here", "bad …••• here"),
            ("anna@romashka.example", "anna@romashka.example"),
            ("bad пароль-длинны", "bad •••"),
            ("bad ROMASHKA-2024 here", "bad ••• here"),
            ("Пароль длинный", "Пароль длинный"),
        ] {
            assert_eq!(ours.fit(said, 100), expected);
        }
    }

    #[test]
    fn a_secret_in_base64_is_cut_out_wherever_it_begins() {
        let ours = scrubber(&["romashka-2024"]);
        for before in ["", "a", "ab", "anna:"] {
            let said = format!("<{}>", STANDARD_NO_PAD.encode(format!("{before}romashka-2024 and so on")));
            assert!(ours.fit(&said, 100).contains(HOLE), "{said}");
        }
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

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn cleaned_words_are_the_visible_ones_in_their_order(text in "(\\PC|[ \t\r\n\u{0}\u{7f}\u{202e}\u{2066}\u{200b}\u{200d}\u{feff}\u{e0041}]){0,40}") {
            let cleaned = clean(&text);
            prop_assert_eq!(clean(&cleaned), cleaned.as_str(), "cleaned once is clean");
            prop_assert!(!cleaned.chars().any(is_invisible) && !cleaned.contains("  ") && cleaned.trim() == cleaned, "{:?}", cleaned);
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect::<String>();
            prop_assert_eq!(letters(&cleaned), letters(&text));
        }
    }
}
