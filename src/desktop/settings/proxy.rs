//! Which proxy is used, and the address of one's own: never with a login, which belongs into the keychain and not into a file.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;
use url::Url;

/// What was chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProxyChoice {
    /// The one that the system sets, if it does.
    #[default]
    System,
    /// None, whatever the system says.
    None,
    /// The person's own.
    Own,
}

/// What is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proxy {
    /// The one that the system sets, if it does.
    System,
    /// None.
    None,
    /// This one.
    Own(ProxyAddress),
}

/// The address of an HTTP proxy: scheme, host and port, and nothing that could be secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyAddress(Url);

/// Why a text is no proxy's address. The text itself is not in it: there may be a password in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ProxyAddressProblem {
    /// No host can be read in it.
    #[error("not an address of a proxy")]
    NotAnAddress,
    /// Neither http nor https: those are what the program can speak to a proxy.
    #[error("neither an http nor an https proxy")]
    Scheme,
    /// More than a host and a port: a proxy has no pages.
    #[error("more than the host and port of a proxy")]
    MoreThanHost,
}

impl ProxyAddress {
    /// Reads what was typed: `proxy.example:3128` means http. A login in it is left out; [`ProxyAddress::has_login`] tells of it.
    ///
    /// # Errors
    /// [`ProxyAddressProblem`].
    pub fn read(text: &str) -> Result<Self, ProxyAddressProblem> {
        let mut url = parse(text)?;
        // Both fail only for addresses without a host, and this one has one.
        url.set_username("").and_then(|()| url.set_password(None)).map_err(|()| ProxyAddressProblem::NotAnAddress)?;
        Ok(Self(url))
    }

    /// Whether somebody has put a login before the host, which [`ProxyAddress::read`] leaves out.
    #[must_use]
    pub fn has_login(text: &str) -> bool {
        parse(text).is_ok_and(|url| !url.username().is_empty() || url.password().is_some())
    }

    /// Scheme, host and port, as `http://proxy.example:3128`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// The same as an address.
    #[must_use]
    pub const fn url(&self) -> &Url {
        &self.0
    }
}

fn parse(text: &str) -> Result<Url, ProxyAddressProblem> {
    let text = text.trim();
    let with_scheme = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    let url = Url::parse(&with_scheme).map_err(|_| ProxyAddressProblem::NotAnAddress)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(ProxyAddressProblem::Scheme);
    }
    if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
        return Err(ProxyAddressProblem::MoreThanHost);
    }
    Ok(url)
}

impl fmt::Display for ProxyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ProxyAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ProxyAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_scheme_host_and_port() {
        for (typed, kept) in [
            ("proxy.publisher.example:3128", "http://proxy.publisher.example:3128"),
            (" http://proxy.publisher.example:3128/ ", "http://proxy.publisher.example:3128"),
            ("https://PROXY.publisher.example", "https://proxy.publisher.example"),
            ("10.0.0.7:8080", "http://10.0.0.7:8080"),
            ("[::1]:8080", "http://[::1]:8080"),
            ("прокси.example:80", "http://xn--h1adldfi.example"),
        ] {
            let address = ProxyAddress::read(typed).unwrap();
            assert_eq!((address.as_str(), address.to_string().as_str(), ProxyAddress::has_login(typed)), (kept, kept, false));
            assert_eq!(ProxyAddress::read(kept), Ok(address));
        }
        for (typed, problem) in [
            ("", ProxyAddressProblem::NotAnAddress),
            ("http://", ProxyAddressProblem::NotAnAddress),
            ("a b", ProxyAddressProblem::NotAnAddress),
            ("proxy.example:port", ProxyAddressProblem::NotAnAddress),
            ("socks5://proxy.example:1080", ProxyAddressProblem::Scheme),
            ("http://proxy.example/proxy.pac", ProxyAddressProblem::MoreThanHost),
            ("proxy.example?key=s3cret", ProxyAddressProblem::MoreThanHost),
            ("proxy.example#s3cret", ProxyAddressProblem::MoreThanHost),
        ] {
            assert_eq!(ProxyAddress::read(typed), Err(problem), "{typed}");
        }
    }

    #[test]
    fn a_login_is_told_and_left_out() {
        for typed in ["http://anna:s3cret@proxy.example:3128", "anna:s3cret@proxy.example:3128", "http://:s3cret@proxy.example:3128"] {
            assert!(ProxyAddress::has_login(typed), "{typed}");
            let address = ProxyAddress::read(typed).unwrap();
            assert_eq!(address.as_str(), "http://proxy.example:3128");
            assert!(!format!("{address:?} {address} {}", address.url()).contains("s3cret"));
        }
        for broken in ["ftp://anna:s3cret@proxy.example", "http://anna:s3cret@proxy.example/x", "http://anna:s3cret@"] {
            let problem = ProxyAddress::read(broken).unwrap_err();
            assert!(!format!("{problem:?} {problem}").contains("s3cret"));
        }
    }
}
