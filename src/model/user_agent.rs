//! What can stand as a User-Agent that a person gives: it goes out as a header, so it is checked where it is typed.

/// More is no browser's (theirs have 100 to 250), and servers refuse long headers. In characters.
pub const LONGEST: usize = 512;

/// Why a text is no User-Agent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UserAgentProblem {
    /// A character that is not printable ASCII: others do not survive in a header (RFC 9110, section 5.5).
    Character,
    /// Longer than [`LONGEST`].
    TooLong,
}

/// The User-Agent in what was typed, without the white space around it; none when there is nothing.
///
/// # Errors
/// [`UserAgentProblem`] when it cannot be sent.
pub fn read(typed: &str) -> Result<Option<&str>, UserAgentProblem> {
    let typed = typed.trim();
    if typed.chars().any(|c| !matches!(c, ' '..='~')) {
        Err(UserAgentProblem::Character)
    } else if typed.len() > LONGEST {
        Err(UserAgentProblem::TooLong)
    } else {
        Ok(Some(typed).filter(|typed| !typed.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LONGEST, UserAgentProblem, read};

    #[test]
    fn what_can_stand_in_a_header_is_taken_and_nothing_is_nothing() {
        let browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        assert_eq!(read(&format!("  {browser}\n")), Ok(Some(browser)));
        assert_eq!(read(" \t "), Ok(None));
        let longest = "x".repeat(LONGEST);
        assert_eq!(read(&longest), Ok(Some(longest.as_str())));
        assert_eq!(read(&format!("{longest}x")), Err(UserAgentProblem::TooLong));
        for odd in ["Токендеск", "a\tb", "a\r\nX-Evil: 1", "a\u{0}b", "a\u{7f}", "a\u{a0}b", "caf\u{e9}", "a\u{202e}b"] {
            assert_eq!(read(odd), Err(UserAgentProblem::Character), "{odd:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_taken_can_be_a_header(typed in ".{0,600}") {
            if let Ok(Some(taken)) = read(&typed) {
                prop_assert!(reqwest::header::HeaderValue::from_str(taken).is_ok());
                prop_assert_eq!(read(taken), Ok(Some(taken)));
            }
        }
    }
}
