//! Which cloud the program talks to: the three hosts of the real one, or one base given with `--cloud`.

use std::sync::LazyLock;

use thiserror::Error;
use url::Url;

use super::origin::Origin;

/// The three bases of a cloud; each path ends with `/`, so that relative paths can be joined to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CloudAddresses {
    /// The developers' site: publisher sign-in, OAuth clients, the publisher key.
    pub dev: Url,
    /// Where a user consents and a code becomes a token.
    pub oauth: Url,
    /// Where tokens are used.
    pub api: Url,
}

/// Why a text is no base address of a cloud. It never repeats what was typed: there may be a password in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum CloudAddressError {
    /// Nothing was given.
    #[error("the address is empty")]
    Empty,
    /// Not `scheme://host…`, or with white space inside.
    #[error("this is not an address such as https://cloud.example")]
    NotAnAddress,
    /// Neither https nor http.
    #[error("the address must begin with https://")]
    SchemeNotAllowed,
    /// http to something else than `127.0.0.0/8` or `[::1]`; the name `localhost` is not enough.
    #[error("http is allowed for 127.0.0.1 and [::1] only")]
    HttpBeyondLoopback,
    /// `user:password@` before the host.
    #[error("the address must not hold a user name or password")]
    UserInfo,
    /// A `?`.
    #[error("the address must not hold a query")]
    Query,
    /// A `#`.
    #[error("the address must not hold a fragment")]
    Fragment,
}

#[expect(clippy::expect_used, reason = "constant addresses, which a test parses")]
static EVOTOR: LazyLock<CloudAddresses> = LazyLock::new(|| {
    let constant = |address: &str| Url::parse(address).expect("a constant address");
    CloudAddresses {
        dev: constant("https://dev.evotor.ru/"),
        oauth: constant("https://oauth.evotor.ru/"),
        api: constant("https://api.evotor.ru/"),
    }
});

impl CloudAddresses {
    /// The real cloud, at the hosts that Evotor documents.
    #[must_use]
    pub fn evotor() -> Self {
        EVOTOR.clone()
    }

    /// One base for all three.
    #[must_use]
    pub fn one_base(mut base: Url) -> Self {
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        Self { dev: base.clone(), oauth: base.clone(), api: base }
    }

    /// Reads what a person gave as `--cloud`: https, or http to a loopback literal; white space around it is cut.
    ///
    /// # Errors
    /// [`CloudAddressError`] names the first thing that is wrong.
    pub fn parse_base(typed: &str) -> Result<Self, CloudAddressError> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(CloudAddressError::Empty);
        }
        // The parser of browsers drops line breaks, turns `\` round and fills in slashes; an address on a command line is exact.
        if typed.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') || !typed.contains("://") {
            return Err(CloudAddressError::NotAnAddress);
        }
        let base = Url::parse(typed).map_err(|_| CloudAddressError::NotAnAddress)?;
        if !matches!(base.scheme(), "https" | "http") {
            return Err(CloudAddressError::SchemeNotAllowed);
        }
        if base.scheme() == "http" && !Origin::of(&base).is_loopback_literal() {
            return Err(CloudAddressError::HttpBeyondLoopback);
        }
        if !base.username().is_empty() || base.password().is_some() {
            return Err(CloudAddressError::UserInfo);
        }
        if base.query().is_some() {
            return Err(CloudAddressError::Query);
        }
        if base.fragment().is_some() {
            return Err(CloudAddressError::Fragment);
        }
        Ok(Self::one_base(base))
    }

    /// By what settings and journal of different clouds are kept apart: the origin of the developers' site, followed by the
    /// base's path when there is one (`https://dev.evotor.ru`, `https://gate.example/evotor`).
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}{}", Origin::of(&self.dev), self.dev.path().trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_real_cloud_has_three_hosts() {
        let cloud = CloudAddresses::evotor();
        assert_eq!(cloud.dev.as_str(), "https://dev.evotor.ru/");
        assert_eq!(cloud.oauth.as_str(), "https://oauth.evotor.ru/");
        assert_eq!(cloud.api.as_str(), "https://api.evotor.ru/");
        assert_eq!(cloud.key(), "https://dev.evotor.ru");
    }

    #[test]
    fn one_base_stands_for_all_three() {
        let cloud = CloudAddresses::parse_base(" https://gate.romashka.example/evotor\n").unwrap();
        for base in [&cloud.dev, &cloud.oauth, &cloud.api] {
            assert_eq!(base.join("oauth/token").unwrap().as_str(), "https://gate.romashka.example/evotor/oauth/token");
        }
    }

    #[test]
    fn clouds_are_kept_apart_by_origin_and_path() {
        let key = |typed: &str| CloudAddresses::parse_base(typed).unwrap().key();
        assert_eq!(key("http://127.0.0.1:4000"), "http://127.0.0.1:4000");
        assert_eq!(key("https://gate.example:443/"), "https://gate.example");
        assert_eq!(key("https://gate.example/a"), key("https://GATE.example/a/"));
        assert_ne!(key("https://gate.example/a"), key("https://gate.example/b"));
    }

    #[test]
    fn http_stays_on_this_computer() {
        for typed in ["http://127.0.0.1:4000", "http://127.8.0.1", "http://[::1]:4000/x"] {
            assert!(CloudAddresses::parse_base(typed).is_ok(), "{typed}");
        }
        for typed in ["http://localhost:4000", "http://dev.evotor.ru", "http://127.0.0.1.romashka.example", "http://0.0.0.0"] {
            assert_eq!(CloudAddresses::parse_base(typed), Err(CloudAddressError::HttpBeyondLoopback), "{typed}");
        }
    }

    #[test]
    fn each_mistake_has_its_name() {
        let cases = [
            (" ", CloudAddressError::Empty),
            ("dev.evotor.ru", CloudAddressError::NotAnAddress),
            ("https:dev.evotor.ru", CloudAddressError::NotAnAddress),
            ("https://", CloudAddressError::NotAnAddress),
            ("https://a b.example", CloudAddressError::NotAnAddress),
            ("https://a.example\\x", CloudAddressError::NotAnAddress),
            ("ftp://a.example", CloudAddressError::SchemeNotAllowed),
            ("file:///etc", CloudAddressError::SchemeNotAllowed),
            ("https://me:MARKER@a.example", CloudAddressError::UserInfo),
            ("https://me@a.example", CloudAddressError::UserInfo),
            ("https://a.example/?x", CloudAddressError::Query),
            ("https://a.example/#", CloudAddressError::Fragment),
        ];
        for (typed, problem) in cases {
            assert_eq!(CloudAddresses::parse_base(typed), Err(problem), "{typed}");
            assert!(!problem.to_string().contains("MARKER"));
        }
    }
}
