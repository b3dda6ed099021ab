//! Which way a request goes out: to this computer itself, straight to the world, or through a proxy, and who named that proxy. An
//! error says it, so that a person knows which address to look at and where it is set.
//!
//! The HTTP library decides on the system's proxy by itself, with the matcher that is asked here too; a test with the system's
//! settings given holds that both decide alike.

use std::env;

use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use url::{Host, Url};

use super::settings::{NetSettings, ProxyChoice};
use crate::model::origin::Origin;

/// The way to a server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Way {
    /// To this computer itself: never through a proxy.
    ThisComputer,
    /// To the world, and no proxy is set for this address.
    Straight,
    /// Through this proxy.
    Proxy(ProxyInForce),
}

/// The proxy that is set for an address. It holds no login, only whether there is one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProxyInForce {
    address: String,
    is_tls: bool,
    source: ProxySource,
    has_login: bool,
    is_http: bool,
}

/// Who named the proxy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProxySource {
    /// The person, in the settings of this program.
    Settings,
    /// An environment variable of this name.
    Variable(&'static str),
    /// The settings of Windows or macOS.
    System,
}

impl ProxyInForce {
    /// Host and port, never a login.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The same as a person would write it: `http://host:port`, and never a login.
    #[must_use]
    pub fn written(&self) -> String {
        format!("{}://{}", if self.is_tls { "https" } else { "http" }, self.address)
    }

    /// Who named it.
    #[must_use]
    pub const fn source(&self) -> ProxySource {
        self.source
    }

    /// Whether a login is given with its address.
    #[must_use]
    pub const fn has_login(&self) -> bool {
        self.has_login
    }

    /// Whether it is spoken to in HTTP; a SOCKS proxy is not.
    pub(super) const fn is_http(&self) -> bool {
        self.is_http
    }

    fn of(intercept: &Intercept, source: ProxySource) -> Option<Self> {
        let uri = intercept.uri();
        let usual = match uri.scheme_str()? {
            "https" => 443,
            "http" => 80,
            _ => 1080,
        };
        Some(Self {
            address: format!("{}:{}", uri.host()?, uri.port_u16().unwrap_or(usual)),
            is_tls: uri.scheme_str() == Some("https"),
            source,
            has_login: intercept.basic_auth().is_some() || intercept.raw_auth().is_some(),
            is_http: matches!(uri.scheme_str(), Some("http" | "https")),
        })
    }
}

/// The variables that name a proxy for https and for everything, in the order in which the matcher looks: of each pair the first
/// that is set counts, even when it is empty or no address.
const FOR_HTTPS: [&str; 2] = ["HTTPS_PROXY", "https_proxy"];
const FOR_ALL: [&str; 2] = ["ALL_PROXY", "all_proxy"];

/// The proxies that one transport was built with.
pub(super) enum Proxies {
    None,
    Given(ProxyInForce),
    System(Box<SystemProxies>),
}

/// The system's, as they were at the start.
pub(super) struct SystemProxies {
    matcher: Matcher,
    variables: Variables,
}

/// The variables that are set and name a usable proxy, each with that proxy.
pub(super) struct Variables {
    https: Option<(&'static str, Intercept)>,
    all: Option<(&'static str, Intercept)>,
}

impl Variables {
    fn read(read: impl Fn(&str) -> Option<String>) -> Self {
        let named = |names: [&'static str; 2]| {
            let (name, value) = names.into_iter().find_map(|name| Some((name, read(name)?)))?;
            Some((name, Matcher::builder().https(value).build().intercept(&"https://host.invalid".parse().ok()?)?))
        };
        Self { https: named(FOR_HTTPS), all: named(FOR_ALL) }
    }

    /// Where the proxy that the matcher has found was read from.
    fn source_of(&self, found: &Intercept) -> ProxySource {
        let fits = [&self.https, &self.all].into_iter().flatten().find(|(_, named)| named.uri() == found.uri());
        fits.map_or(ProxySource::System, |(name, _)| ProxySource::Variable(name))
    }
}

impl Proxies {
    /// Reads the settings, and where they say so the system's: what changes there later counts once the settings change or the program
    /// is started again.
    pub(super) fn of(settings: &NetSettings) -> Self {
        match &settings.proxy {
            ProxyChoice::None => Self::None,
            ProxyChoice::Given { address, login } => {
                let host = address.host_str().unwrap_or_default();
                Self::Given(ProxyInForce {
                    address: address.port_or_known_default().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")),
                    is_tls: address.scheme() == "https",
                    source: ProxySource::Settings,
                    has_login: login.is_some() || !address.username().is_empty(),
                    is_http: true,
                })
            }
            ProxyChoice::System => Self::System(Box::new(SystemProxies::now())),
        }
    }

    /// The way to this address.
    pub(super) fn way_to(&self, address: &Url) -> Way {
        if is_this_computer(address) {
            return Way::ThisComputer;
        }
        let proxy = match self {
            Self::None => None,
            Self::Given(proxy) => Some(proxy.clone()),
            Self::System(system) => system.proxy_for(address),
        };
        proxy.map_or(Way::Straight, Way::Proxy)
    }
}

impl Way {
    /// The way to this address as the system sets it now, whatever is chosen in the settings. Asks the system: Windows and macOS have
    /// the answer in a service, so it is not for the window's own thread.
    #[must_use]
    pub fn of_system(address: &Url) -> Self {
        Proxies::System(Box::new(SystemProxies::now())).way_to(address)
    }
}

impl SystemProxies {
    fn now() -> Self {
        Self { matcher: Matcher::from_system(), variables: Variables::read(|name| env::var(name).ok()) }
    }

    fn proxy_for(&self, address: &Url) -> Option<ProxyInForce> {
        let found = self.matcher.intercept(&Origin::of(address).to_string().parse().ok()?)?;
        ProxyInForce::of(&found, self.variables.source_of(&found))
    }
}

/// Whether a request to this address must not leave this computer. The name `localhost` is among them: a proxy would take it for
/// itself. (To speak http, and to be given a token, a name is still not enough: [`Origin::is_loopback_literal`].)
fn is_this_computer(address: &Url) -> bool {
    let is_localhost = match address.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        _ => false,
    };
    is_localhost || Origin::of(address).is_loopback_literal()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is in force for a host when just these variables are set, as the matcher and we read them.
    fn in_force(set: &[(&str, &str)]) -> Option<ProxyInForce> {
        let read = |name: &str| set.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned());
        let first = |names: [&str; 2]| names.into_iter().find_map(read).unwrap_or_default();
        let matcher = Matcher::builder().https(first(FOR_HTTPS)).all(first(FOR_ALL)).no(first(["NO_PROXY", "no_proxy"])).build();
        let proxies = Proxies::System(Box::new(SystemProxies { matcher, variables: Variables::read(read) }));
        match proxies.way_to(&"https://cloud.example/a?b=c".parse().unwrap()) {
            Way::Proxy(proxy) => Some(proxy),
            Way::Straight => None,
            Way::ThisComputer => panic!("that is another computer"),
        }
    }

    fn named(set: &[(&str, &str)]) -> Option<(String, ProxySource)> {
        in_force(set).map(|proxy| (proxy.address().to_owned(), proxy.source()))
    }

    fn variable(address: &str, name: &'static str) -> (String, ProxySource) {
        (address.to_owned(), ProxySource::Variable(name))
    }

    #[test]
    fn the_variable_that_counts_is_named() {
        assert_eq!(named(&[]), None);
        assert_eq!(named(&[("https_proxy", "http://proxy.example:3128")]), Some(variable("proxy.example:3128", "https_proxy")));
        assert_eq!(named(&[("https_proxy", "a.example:1"), ("HTTPS_PROXY", "b.example:2")]), Some(variable("b.example:2", "HTTPS_PROXY")));
        assert_eq!(named(&[("https_proxy", "a.example:1"), ("ALL_PROXY", "b.example:2")]), Some(variable("a.example:1", "https_proxy")));
        assert_eq!(named(&[("HTTPS_PROXY", ""), ("https_proxy", "a.example:1")]), None, "the first that is set hides the other");
        assert_eq!(named(&[("HTTPS_PROXY", "no address"), ("all_proxy", "b.example:2")]), Some(variable("b.example:2", "all_proxy")));
        assert_eq!(named(&[("https_proxy", "a.example:1"), ("no_proxy", "localhost,.example")]), None);
    }

    #[test]
    fn a_proxy_that_no_variable_names_is_the_systems() {
        let matcher = Matcher::builder().https("http://proxy.example:8080").build();
        let variables = Variables::read(|name| (name == "ALL_PROXY").then(|| "b.example:2".to_owned()));
        let proxies = Proxies::System(Box::new(SystemProxies { matcher, variables }));
        let Way::Proxy(proxy) = proxies.way_to(&"https://cloud.example/".parse().unwrap()) else { panic!("a proxy is set") };
        assert_eq!((proxy.address(), proxy.source()), ("proxy.example:8080", ProxySource::System));
    }

    #[test]
    fn a_port_is_always_said_and_a_login_never() {
        let proxy = in_force(&[("https_proxy", "http://MARKER-user:MARKER%20password@proxy.example")]).unwrap();
        assert_eq!((proxy.address(), proxy.has_login(), proxy.is_http()), ("proxy.example:80", true, true));
        assert!(!format!("{proxy:?}").contains("MARKER"));
        let proxy = in_force(&[("https_proxy", "https://proxy.example")]).unwrap();
        assert_eq!((proxy.address(), proxy.has_login(), proxy.is_http()), ("proxy.example:443", false, true));
        let proxy = in_force(&[("all_proxy", "socks5h://MARKER-user:MARKER-password@proxy.example")]).unwrap();
        assert_eq!((proxy.address(), proxy.has_login(), proxy.is_http()), ("proxy.example:1080", true, false));
        assert!(!format!("{proxy:?}").contains("MARKER"));
    }

    #[test]
    fn this_computer_has_more_names_than_one() {
        let settings = NetSettings {
            proxy: ProxyChoice::Given { address: "http://proxy.example:3128".parse().unwrap(), login: None },
            ..NetSettings::default()
        };
        let proxies = Proxies::of(&settings);
        for own in [
            "http://127.0.0.1:8080/",
            "https://127.9.9.9/",
            "http://[::1]:1/",
            "https://localhost/",
            "https://LOCALHOST./",
            "https://a.localhost:1/",
        ] {
            assert_eq!(proxies.way_to(&own.parse().unwrap()), Way::ThisComputer, "{own}");
        }
        for other in [
            "https://cloud.example/",
            "https://localhost.example/",
            "https://notlocalhost/",
            "https://10.0.0.1/",
            "https://[::ffff:10.0.0.1]/",
        ] {
            assert!(matches!(proxies.way_to(&other.parse().unwrap()), Way::Proxy(_)), "{other}");
        }
    }
}
