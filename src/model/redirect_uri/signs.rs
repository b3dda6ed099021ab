//! Single signs of an address: what is invisible, what has no place there, what is not what it seems.

use std::ops::Range;

use unicode_security::skeleton;

use super::RedirectProblem;

/// Looks through the signs of the whole text; `host` is where the host stands in it (bytes), for letters beyond ASCII and
/// brackets are a matter of its own there. Of each kind the first is told.
pub(super) fn problems(typed: &str, host: &Range<usize>) -> Vec<RedirectProblem> {
    let mut problems: Vec<RedirectProblem> = Vec::new();
    for (before, (byte, character)) in typed.char_indices().enumerate() {
        let after = typed.get(byte..).unwrap_or_default();
        if let Some(problem) = problem(character, before + 1, host.contains(&byte), after)
            && !problems.iter().any(|known| std::mem::discriminant(known) == std::mem::discriminant(&problem))
        {
            problems.push(problem);
        }
    }
    problems
}

fn problem(character: char, at: usize, in_host: bool, after: &str) -> Option<RedirectProblem> {
    let problem = match character {
        c if c.is_whitespace() => RedirectProblem::WhiteSpace { character, at },
        c if is_invisible(c) => RedirectProblem::Invisible { character, at },
        '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => RedirectProblem::Forbidden { character, at },
        '[' | ']' if !in_host => RedirectProblem::Forbidden { character, at },
        '*' => RedirectProblem::Wildcard { at },
        '%' => match after.as_bytes() {
            [_, high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                let is_lower = high.is_ascii_lowercase() || low.is_ascii_lowercase();
                return is_lower.then_some(RedirectProblem::LowerCasePercent { at });
            }
            _ => RedirectProblem::BrokenPercent { at },
        },
        c if !c.is_ascii() && !in_host => RedirectProblem::NonAscii { character, at, looks_like: looks_like(c) },
        _ => return None,
    };
    Some(problem)
}

/// A control character, or one that is not drawn (Unicode's default ignorable ones: zero width, direction marks, …).
pub(super) fn is_invisible(character: char) -> bool {
    character.is_control() || (!character.is_ascii() && skeleton(character.encode_utf8(&mut [0; 4])).next().is_none())
}

/// The one ASCII letter that a letter may be taken for (Unicode's table of confusables).
fn looks_like(character: char) -> Option<char> {
    let mut buffer = [0; 4];
    let mut seems = skeleton(character.encode_utf8(&mut buffer));
    seems.next().filter(|first| first.is_ascii_graphic() && seems.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(typed: &str) -> Vec<RedirectProblem> {
        problems(typed, &(0..0))
    }

    #[test]
    fn each_sign_is_named_with_its_place() {
        assert_eq!(
            told("a щ"),
            [RedirectProblem::WhiteSpace { character: ' ', at: 2 }, RedirectProblem::NonAscii { character: 'щ', at: 3, looks_like: None },]
        );
        assert_eq!(
            told("щ\u{a0}"),
            [
                RedirectProblem::NonAscii { character: 'щ', at: 1, looks_like: None },
                RedirectProblem::WhiteSpace { character: '\u{a0}', at: 2 },
            ]
        );
        for character in ['\u{0}', '\u{7f}', '\u{200b}', '\u{202e}', '\u{feff}', '\u{ad}'] {
            assert_eq!(told(&format!("ab{character}")), [RedirectProblem::Invisible { character, at: 3 }]);
        }
        for character in "\"<>\\^`{|}[]".chars() {
            assert_eq!(told(&format!("/{character}{character}")), [RedirectProblem::Forbidden { character, at: 2 }]);
        }
        assert_eq!(told("/*/*"), [RedirectProblem::Wildcard { at: 2 }]);
    }

    #[test]
    fn a_letter_that_seems_another_says_which() {
        assert_eq!(told("/oauth/\u{435}votor"), [RedirectProblem::NonAscii { character: '\u{435}', at: 8, looks_like: Some('e') }]);
    }

    #[test]
    fn percent_signs_need_two_digits() {
        for (typed, at) in [("/%", 2), ("/%4", 2), ("/%4g", 2), ("/%20/%zz", 6), ("/%я", 2)] {
            assert!(told(typed).contains(&RedirectProblem::BrokenPercent { at }), "{typed}: {:?}", told(typed));
        }
        assert_eq!(told("/%D0%b0%be"), [RedirectProblem::LowerCasePercent { at: 5 }]);
        assert_eq!(told("/%20%D0"), []);
    }

    #[test]
    fn the_host_has_rules_of_its_own() {
        assert_eq!(problems("http://[::1]/", &(7..12)), []);
        assert_eq!(problems("https://кассы.рф/", &(8..8 + "кассы.рф".len())), []);
    }
}
