//! Where a token may go: scheme, host and port together. Tokens carry the origins they belong to, and the transport refuses to
//! send them anywhere else; in the sandbox only the port tells the three hosts apart.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Scheme, host and port of an address.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Origin {
    scheme: String,
    host: Host<String>,
    port: Option<u16>,
}

impl Origin {
    /// The origin of an address; a port that is not written is the scheme's own, so `https://a.example` and
    /// `https://a.example:443/x` have the same. An address without a host (`data:`, `mailto:`) has an empty one.
    #[must_use]
    pub fn of(address: &Url) -> Self {
        let host = address.host().map_or_else(|| Host::Domain(String::new()), |host| host.to_owned());
        Self { scheme: address.scheme().to_owned(), host, port: address.port_or_known_default() }
    }

    /// `https`, `http`, …, in small letters.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// The host as it stands in an address: a name in ASCII (xn--…), an IPv4 address, or an IPv6 address in brackets.
    #[must_use]
    pub fn host(&self) -> String {
        self.host.to_string()
    }

    /// The port, also when it is the scheme's own; none for a scheme that has no known port.
    #[must_use]
    pub const fn port(&self) -> Option<u16> {
        self.port
    }

    /// Whether this is this very computer, by an address that cannot mean another one: `127.0.0.0/8` or `[::1]`. The name
    /// `localhost` is none: a hosts file or a resolver may send it elsewhere (RFC 8252, section 8.3).
    #[must_use]
    pub fn is_loopback_literal(&self) -> bool {
        is_loopback_literal(&self.host)
    }
}

/// See [`Origin::is_loopback_literal`].
pub(super) fn is_loopback_literal<S>(host: &Host<S>) -> bool {
    match host {
        Host::Domain(_) => false,
        Host::Ipv4(address) => Ipv4Addr::is_loopback(address),
        Host::Ipv6(address) => Ipv6Addr::is_loopback(address),
    }
}

impl fmt::Display for Origin {
    /// `https://a.example`, with the port when it is not the scheme's own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.host)?;
        let usual = match self.scheme.as_str() {
            "https" => Some(443),
            "http" => Some(80),
            _ => None,
        };
        match self.port {
            Some(port) if Some(port) != usual => write!(f, ":{port}"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(address: &str) -> Origin {
        Origin::of(&Url::parse(address).unwrap())
    }

    #[test]
    fn path_query_and_a_written_usual_port_make_no_difference() {
        assert_eq!(origin("https://A.example"), origin("https://a.example:443/x?y#z"));
        assert_eq!(origin("http://127.0.0.1"), origin("http://127.0.0.1:80/"));
    }

    #[test]
    fn another_scheme_host_or_port_is_another_origin() {
        let ours = origin("https://a.example:8443/");
        for other in ["http://a.example:8443/", "https://b.example:8443/", "https://a.example/", "https://a.example.b.example:8443/"] {
            assert_ne!(ours, origin(other), "{other}");
        }
    }

    #[test]
    fn it_is_written_without_the_usual_port() {
        assert_eq!(origin("https://a.example:443/x").to_string(), "https://a.example");
        assert_eq!(origin("http://127.0.0.1:4000/x").to_string(), "http://127.0.0.1:4000");
        assert_eq!(origin("http://[::1]:443/x").to_string(), "http://[::1]:443");
    }

    #[test]
    fn its_parts_can_be_asked_for() {
        let ours = origin("https://кассы.example/");
        assert_eq!((ours.scheme(), ours.host().as_str(), ours.port()), ("https", "xn--80atwa4c.example", Some(443)));
    }

    #[test]
    fn only_a_loopback_address_is_surely_this_computer() {
        for ours in ["http://127.0.0.1/", "http://127.9.9.9:1/", "http://[::1]/"] {
            assert!(origin(ours).is_loopback_literal(), "{ours}");
        }
        for other in ["http://localhost/", "http://127.0.0.1.example/", "http://10.0.0.1/", "http://[::2]/", "http://0.0.0.0/", "data:x"] {
            assert!(!origin(other).is_loopback_literal(), "{other}");
        }
    }
}
