//! What is to be said about a redirect address while a person types it. A client can be neither changed nor deleted later, and
//! the server compares addresses sign by sign [guess: scheme, host, port and exact path, trailing slash included], so every slip
//! is told before it is sent; what is typed is never changed.
//!
//! An error makes the address unusable by a standard or by what browsers do; a warning is about an address that may be meant so;
//! a note explains. Findings carry data, the words are the screens'.

#[cfg(test)]
mod any_address;
mod host;
mod parts;
mod rules;
mod signs;
mod twins;

pub use twins::Difference;

/// How much a finding matters; the order of the variants is the order in which findings are given.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// It cannot work.
    Error,
    /// It may work, and is probably not what is meant.
    Warning,
    /// It works; good to know.
    Note,
}

/// One thing to be said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// What it is.
    pub problem: RedirectProblem,
}

/// What is to be said. Positions count characters from 1, in the text as typed; of several signs of a kind the first is named.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RedirectProblem {
    /// Error: nothing is typed, or white space only.
    Empty,
    /// Error: white space, also at the edges (it would be sent).
    WhiteSpace {
        /// Which.
        character: char,
        /// Where.
        at: usize,
    },
    /// Error: a control character, or one that nobody sees (zero width, direction marks).
    Invisible {
        /// Which.
        character: char,
        /// Where.
        at: usize,
    },
    /// Error: a sign that has no place in an address (RFC 3986, appendix A), such as `\`, `"` or `{`.
    Forbidden {
        /// Which.
        character: char,
        /// Where.
        at: usize,
    },
    /// Error: a `%` that two hexadecimal digits do not follow.
    BrokenPercent {
        /// Where.
        at: usize,
    },
    /// Error: a path or a word; an absolute address is wanted (RFC 6749, section 3.1.2).
    NotAbsolute,
    /// Error: a host without `https://` before it.
    SchemeMissing,
    /// Error: `http:` or `https:` without `//` after it.
    SlashesMissing,
    /// Error: no host after `//`.
    HostMissing,
    /// Error: no browser can read this host.
    HostWrong,
    /// Error: no number from 1 to 65535.
    PortWrong,
    /// Error: a scheme that leads to no page and no app of one's own, such as `javascript` or `file`.
    SchemeNotAllowed {
        /// Which, in small letters.
        scheme: String,
    },
    /// Error: without encryption the code can be read on its way, unless it does not leave this computer.
    HttpBeyondLoopback {
        /// To which host.
        host: String,
    },
    /// Error: a `#…` (RFC 6749, section 3.1.2, forbids it).
    Fragment {
        /// Where the `#` stands.
        at: usize,
    },
    /// Error: `name@` or `name:password@` before the host.
    UserInfo,
    /// Error: the same address stands before.
    DuplicateOf {
        /// At which place in the list, from 0.
        index: usize,
    },

    /// Warning: letters of several alphabets, or of another one than they seem to be.
    LookAlikeHost {
        /// The host that browsers ask for, in ASCII (xn--…).
        real: String,
        /// What it looks like.
        shown: String,
    },
    /// Warning: an honest host in letters beyond ASCII; browsers ask for another spelling.
    NationalHost {
        /// The host that browsers ask for, in ASCII (xn--…).
        real: String,
    },
    /// Warning: the name may lead elsewhere, the literal 127.0.0.1 may not (RFC 8252, section 8.3).
    LocalhostName,
    /// Warning: capital letters in scheme or host; browsers make them small.
    UpperCaseHost {
        /// Scheme and host as browsers write them.
        becomes: String,
    },
    /// Warning: it ends with the host; browsers add `/`.
    BareHost,
    /// It ends with `/`: without it this is another address. Warning; for the `/` right after the host, which browsers add
    /// themselves, a note.
    TrailingSlash {
        /// Right after the host.
        root: bool,
    },
    /// Warning: a letter beyond ASCII outside the host; browsers encode it.
    NonAscii {
        /// Which.
        character: char,
        /// Where.
        at: usize,
        /// The ASCII letter that it looks like.
        looks_like: Option<char>,
    },
    /// Warning: a `*`, which stands for itself.
    Wildcard {
        /// Where.
        at: usize,
    },
    /// Warning: `/./` or `/../`, also encoded; browsers resolve it.
    DotSegment,
    /// Warning: `//` in the path; many servers read it as one.
    DoubleSlash,
    /// Warning: the scheme is neither http nor https, but it is made of their letters.
    SchemeTypo {
        /// The scheme.
        scheme: String,
    },
    /// Warning: it differs from an address before in little.
    NearlyDuplicateOf {
        /// At which place in the list, from 0.
        index: usize,
        /// In what.
        difference: Difference,
    },
    /// Warning: browsers write it otherwise, for a reason not named above (`127.1`, `:0443`, a `'` in the query).
    BrowserRewrites {
        /// How.
        becomes: String,
    },

    /// Note: a scheme of one's own, for apps without a server only.
    CustomScheme {
        /// Which, in small letters.
        scheme: String,
    },
    /// Note: capital letters after the host; they have to match exactly.
    UpperCasePath,
    /// Note: the scheme's usual port written out, or a colon without a port; browsers leave it out.
    DefaultPort {
        /// As written, maybe empty.
        port: String,
    },
    /// Note: the host is written in its ASCII form.
    PunycodeHost {
        /// How people read it.
        shown: String,
    },
    /// Note: `%d0` and `%D0` mean the same and are compared as different.
    LowerCasePercent {
        /// Where the `%` stands.
        at: usize,
    },
}

impl RedirectProblem {
    /// How much it matters.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        match self {
            Self::Empty
            | Self::WhiteSpace { .. }
            | Self::Invisible { .. }
            | Self::Forbidden { .. }
            | Self::BrokenPercent { .. }
            | Self::NotAbsolute
            | Self::SchemeMissing
            | Self::SlashesMissing
            | Self::HostMissing
            | Self::HostWrong
            | Self::PortWrong
            | Self::SchemeNotAllowed { .. }
            | Self::HttpBeyondLoopback { .. }
            | Self::Fragment { .. }
            | Self::UserInfo
            | Self::DuplicateOf { .. } => Severity::Error,
            Self::LookAlikeHost { .. }
            | Self::NationalHost { .. }
            | Self::LocalhostName
            | Self::UpperCaseHost { .. }
            | Self::BareHost
            | Self::TrailingSlash { root: false }
            | Self::NonAscii { .. }
            | Self::Wildcard { .. }
            | Self::DotSegment
            | Self::DoubleSlash
            | Self::SchemeTypo { .. }
            | Self::NearlyDuplicateOf { .. }
            | Self::BrowserRewrites { .. } => Severity::Warning,
            Self::TrailingSlash { root: true }
            | Self::CustomScheme { .. }
            | Self::UpperCasePath
            | Self::DefaultPort { .. }
            | Self::PunycodeHost { .. }
            | Self::LowerCasePercent { .. } => Severity::Note,
        }
    }
}

/// What is to be said about an address, errors first, then warnings, then notes. `before` are the addresses that stand before it
/// in the same form: of two equal ones the later is the duplicate.
#[must_use]
pub fn check<S: AsRef<str>>(typed: &str, before: &[S]) -> Vec<Finding> {
    let mut problems = rules::problems(typed);
    if problems != [RedirectProblem::Empty] {
        problems.extend(twins::twin(typed, before));
    }
    let mut findings: Vec<Finding> = problems.into_iter().map(|problem| Finding { severity: problem.severity(), problem }).collect();
    findings.sort_by_key(|finding| finding.severity);
    findings
}

/// Whether the address must not be sent as it is.
#[must_use]
pub fn has_error(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;

    fn told(typed: &str, before: &[&str]) -> Vec<RedirectProblem> {
        check(typed, before).into_iter().map(|finding| finding.problem).collect()
    }

    #[test]
    fn errors_come_first_then_warnings_then_notes() {
        let severities: Vec<Severity> =
            check("http://Shop.example:80/CB/#x", &["http://shop.example:80/cb/#x"]).iter().map(|finding| finding.severity).collect();
        let (errors, rest) = severities.split_at(2);
        assert_eq!(errors, [Severity::Error; 2]);
        assert_eq!(rest, [Severity::Warning, Severity::Warning, Severity::Note, Severity::Note]);
    }

    #[test]
    fn a_warning_does_not_block_and_an_error_does() {
        assert!(!has_error(&check::<&str>("https://kassa.example/return/", &[])));
        assert!(has_error(&check::<&str>("http://shop.example/cb", &[])));
        assert!(!has_error(&[]));
    }

    #[test]
    fn an_address_twice_is_an_error_and_nearly_twice_a_warning() {
        let first = "https://kassa.example/cb";
        assert_eq!(told(first, &["https://a.example/x", first]), [RedirectProblem::DuplicateOf { index: 1 }]);
        assert_eq!(
            told("https://kassa.example/cb/", &[first]),
            [
                RedirectProblem::TrailingSlash { root: false },
                RedirectProblem::NearlyDuplicateOf { index: 0, difference: Difference::Slash },
            ]
        );
        assert_eq!(told(first, &["https://kassa.example/cb2"]), []);
    }

    #[test]
    fn empty_fields_are_empty_and_no_duplicates() {
        assert_eq!(told("", &["", " "]), [RedirectProblem::Empty]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_judged_without_a_panic(
            typed in any::<String>(),
            likely in "(https?|[a-z]{1,5})?:?/{0,3}[a-zA-Zа-я0-9@:.\\[\\]%*' -]{0,20}[/a-zA-Z0-9.%?#~'é-]{0,30}",
        ) {
            for typed in [typed.as_str(), &likely] {
                let findings = check(typed, &[likely.as_str(), ""]);
                prop_assert!(findings.is_sorted_by_key(|finding| finding.severity));
                prop_assert!(findings.iter().all(|finding| finding.severity == finding.problem.severity()));
            }
        }

        #[test]
        fn what_has_no_error_is_an_address_and_what_has_nothing_is_left_alone_by_browsers(
            typed in "https?://[a-zA-Zа0-9@:.%*-]{1,12}(:[0-9]{0,5})?(/[a-zA-Z0-9.%~'()!é-]{0,5}){0,3}([?#][a-z0-9='/%]{0,6})?",
        ) {
            let findings = check::<&str>(&typed, &[]);
            if !has_error(&findings) {
                prop_assert!(Url::parse(&typed).is_ok());
            }
            if findings.is_empty() {
                prop_assert_eq!(Url::parse(&typed).map(String::from), Ok(typed));
            }
        }

        #[test]
        fn plain_addresses_have_nothing_to_be_said(typed in "https://[a-z]{1,8}\\.example(:[1-9][0-9]{3})?(/[a-z0-9._~-]{0,3}[a-z0-9_~-]){1,3}(\\?[a-z]=[a-z0-9]{0,4})?") {
            prop_assert_eq!(told(&typed, &[]), []);
        }
    }
}
