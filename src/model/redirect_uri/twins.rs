//! Addresses of one form that are equal, or so nearly equal that one of them is probably a slip.

use unicode_security::skeleton;

use super::RedirectProblem;

/// In what two addresses differ, if in nothing else.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Difference {
    /// A `/` at the end.
    Slash,
    /// Capital and small letters.
    Case,
    /// Both.
    SlashAndCase,
    /// Letters that look alike (and maybe slash and case).
    LookAlike,
}

/// The first equal address, else the first that differs in little.
pub(super) fn twin<S: AsRef<str>>(typed: &str, before: &[S]) -> Option<RedirectProblem> {
    if let Some(index) = before.iter().position(|other| other.as_ref() == typed) {
        return Some(RedirectProblem::DuplicateOf { index });
    }
    let nearly = |(index, other): (usize, &S)| {
        difference(typed, other.as_ref()).map(|difference| RedirectProblem::NearlyDuplicateOf { index, difference })
    };
    before.iter().enumerate().find_map(nearly)
}

fn difference(one: &str, other: &str) -> Option<Difference> {
    let (short, other_short) = (one.trim_end_matches('/'), other.trim_end_matches('/'));
    let (small, other_small) = (short.to_lowercase(), other_short.to_lowercase());
    if other_short.trim().is_empty() {
        None
    } else if short == other_short {
        Some(Difference::Slash)
    } else if one.to_lowercase() == other.to_lowercase() {
        Some(Difference::Case)
    } else if small == other_small {
        Some(Difference::SlashAndCase)
    } else {
        skeleton(&small).eq(skeleton(&other_small)).then_some(Difference::LookAlike)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "https://kassa.example/oauth";

    #[test]
    fn equal_is_equal_to_the_letter() {
        assert_eq!(twin(ADDRESS, &["https://kassa.example/", ADDRESS, ADDRESS]), Some(RedirectProblem::DuplicateOf { index: 1 }));
        assert_eq!(twin::<&str>(ADDRESS, &[]), None);
    }

    #[test]
    fn a_small_difference_is_named() {
        for (other, difference) in [
            ("https://kassa.example/oauth/", Difference::Slash),
            ("https://kassa.example/OAuth", Difference::Case),
            ("https://Kassa.example/oauth/", Difference::SlashAndCase),
            ("https://kassa.example/\u{43e}auth", Difference::LookAlike),
        ] {
            assert_eq!(twin(ADDRESS, &[other]), Some(RedirectProblem::NearlyDuplicateOf { index: 0, difference }), "{other}");
            assert_eq!(twin(other, &[ADDRESS]), Some(RedirectProblem::NearlyDuplicateOf { index: 0, difference }), "{other}");
        }
    }

    #[test]
    fn another_address_is_another_address() {
        assert_eq!(
            twin(ADDRESS, &["", "/", "https://kassa.example/oauth2", "http://kassa.example/oauth", "https://kassa.example/oauth?"]),
            None
        );
    }
}
