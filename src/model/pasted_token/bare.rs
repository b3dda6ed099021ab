//! A token without what is copied along with it: white space, quotes, the word `Bearer`, the name of a header, the headers around
//! it, the command it stands in.

use super::PastedProblem;

/// What may stand before a token as its name.
const NAMES: [&str; 3] = ["x-authorization", "authorization", "access_token"];

/// The value of a header among whatever was copied; the text itself when there is no header in it.
pub(super) fn without_header(text: &str) -> &str {
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (word, after) = first_word(rest);
        if let Some(value) = NAMES.iter().find_map(|name| after_name(rest, word, name)) {
            return value;
        }
        rest = after;
    }
    text
}

/// What follows, if this word is the name: up to the next header or option when a colon stands behind the name, else (browsers
/// copy names and values as lines by turns) up to the end of the line.
fn after_name<'a>(text: &'a str, word: &str, expected: &str) -> Option<&'a str> {
    let quotes = ['"', '\''];
    let (name, rest) = text.trim_start_matches(quotes).split_at_checked(expected.len())?;
    if !name.eq_ignore_ascii_case(expected) {
        return None;
    }
    let rest = rest.trim_start_matches(quotes);
    match rest.strip_prefix([':', '=']) {
        Some(value) => Some(before_next_header(value)),
        None if word.trim_matches(quotes).len() == expected.len() => rest.trim_start().lines().next(),
        None => None,
    }
}

fn before_next_header(value: &str) -> &str {
    let mut rest = value.trim_start();
    let (scheme, after) = first_word(rest);
    if unquoted(scheme).eq_ignore_ascii_case("bearer") {
        rest = after;
    }
    let (_, mut rest) = first_word(rest);
    while !rest.is_empty() {
        let (word, after) = first_word(rest);
        if word.ends_with(':') || word.starts_with(['-', ':', '\\', '^', '}']) {
            return value.get(..value.len() - rest.len()).unwrap_or(value);
        }
        rest = after;
    }
    value
}

/// The first word, and what follows it and the white space behind it.
fn first_word(text: &str) -> (&str, &str) {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, after) = text.split_at_checked(end).unwrap_or((text, ""));
    (word, after.trim_start())
}

/// A token without quotes and without the word `Bearer`.
pub(super) fn token(text: &str) -> Result<&str, PastedProblem> {
    let mut token = unquoted(text);
    if token.eq_ignore_ascii_case("bearer") {
        return Err(PastedProblem::Empty);
    }
    if let Some((scheme, rest)) = token.split_once(char::is_whitespace) {
        if ["basic", "digest", "negotiate"].iter().any(|other| scheme.eq_ignore_ascii_case(other)) {
            return Err(PastedProblem::NotBearer);
        }
        if scheme.eq_ignore_ascii_case("bearer") {
            token = unquoted(rest);
        }
    }
    match token.chars().position(char::is_whitespace) {
        _ if token.is_empty() => Err(PastedProblem::Empty),
        Some(before) => Err(PastedProblem::InnerWhiteSpace { at: before + 1 }),
        None => Ok(token),
    }
}

/// Without white space, quotes and the comma that stays behind when a line of JSON or of code is copied.
fn unquoted(text: &str) -> &str {
    text.trim_matches(|c: char| is_blank(c) || matches!(c, '"' | '\'' | '`' | ',' | ';' | '«' | '»' | '“' | '”'))
}

pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// White space, and what is as invisible at the edge of a copied text.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
}
