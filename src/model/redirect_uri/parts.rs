//! The parts of an address as it is typed (RFC 3986, appendix B). No parser of browsers is asked: it would repair what has to be
//! told.

/// Slices of the address; together with their separators they are the whole of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Parts<'a> {
    /// Before the first `:`, if it may be a scheme by its letters.
    pub scheme: Option<&'a str>,
    /// After `//`.
    pub authority: Option<Authority<'a>>,
    pub path: &'a str,
    /// After the first `?`.
    pub query: Option<&'a str>,
    /// After the first `#`.
    pub fragment: Option<&'a str>,
}

/// `user:password@host:port`
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Authority<'a> {
    pub user_info: Option<&'a str>,
    pub host: &'a str,
    /// After the `:`; may be empty.
    pub port: Option<&'a str>,
    /// The byte at which the host begins in the address.
    pub host_start: usize,
}

impl<'a> Parts<'a> {
    pub fn of(address: &'a str) -> Self {
        let (rest, fragment) = split_off(address, '#');
        let (rest, query) = split_off(rest, '?');
        let (scheme, rest) = match rest.split_once(':') {
            Some((scheme, rest)) if is_scheme(scheme) => (Some(scheme), rest),
            _ => (None, rest),
        };
        let Some(rest) = rest.strip_prefix("//") else { return Self { scheme, authority: None, path: rest, query, fragment } };
        let start = scheme.map_or(0, |scheme| scheme.len() + 1) + 2;
        let (authority, path) = rest.split_at_checked(rest.find('/').unwrap_or(rest.len())).unwrap_or((rest, ""));
        Self { scheme, authority: Some(Authority::of(authority, start)), path, query, fragment }
    }
}

impl<'a> Authority<'a> {
    fn of(authority: &'a str, start: usize) -> Self {
        let (user_info, rest) = match authority.rsplit_once('@') {
            Some((user_info, rest)) => (Some(user_info), rest),
            None => (None, authority),
        };
        // The colons of an IPv6 address stand in brackets.
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, Some(port)),
            _ => (rest, None),
        };
        Self { user_info, host, port, host_start: start + user_info.map_or(0, |user_info| user_info.len() + 1) }
    }
}

fn split_off(text: &str, separator: char) -> (&str, Option<&str>) {
    text.split_once(separator).map_or((text, None), |(before, after)| (before, Some(after)))
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_full_address_has_all_parts() {
        let typed = "https://anna:pw@kassa.example:8443/oauth/cb?a=b?c#d#e";
        let parts = Parts::of(typed);
        let authority = parts.authority.unwrap();
        assert_eq!((parts.scheme, parts.path, parts.query, parts.fragment), (Some("https"), "/oauth/cb", Some("a=b?c"), Some("d#e")));
        assert_eq!((authority.user_info, authority.host, authority.port), (Some("anna:pw"), "kassa.example", Some("8443")));
        assert_eq!(&typed[authority.host_start..][..authority.host.len()], "kassa.example");
    }

    #[test]
    fn an_ipv6_host_keeps_its_colons() {
        let host = |typed| Parts::of(typed).authority.map(|authority| (authority.host, authority.port)).unwrap();
        assert_eq!(host("http://[::1]/cb"), ("[::1]", None));
        assert_eq!(host("http://[::1]:8080/cb"), ("[::1]", Some("8080")));
    }

    #[test]
    fn what_may_be_no_scheme_is_none() {
        assert_eq!(Parts::of("127.0.0.1:80/cb").scheme, None);
        assert_eq!(Parts::of("/cb:1").scheme, None);
        assert_eq!(Parts::of("romashka-scan:evotor").scheme, Some("romashka-scan"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_parts_of_any_text_together_are_the_text(typed in any::<String>(), likely in "(https?:)?/{0,3}[a-z@:\\[\\]/?#.]{0,40}") {
            for typed in [typed, likely] {
                let Parts { scheme, authority, path, query, fragment } = Parts::of(&typed);
                let mut whole = scheme.map(|scheme| format!("{scheme}:")).unwrap_or_default();
                if let Some(Authority { user_info, host, port, host_start }) = authority {
                    whole += "//";
                    whole += &user_info.map(|user_info| format!("{user_info}@")).unwrap_or_default();
                    prop_assert_eq!(whole.len(), host_start);
                    whole += host;
                    whole += &port.map(|port| format!(":{port}")).unwrap_or_default();
                }
                whole += path;
                whole += &query.map(|query| format!("?{query}")).unwrap_or_default();
                whole += &fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
                prop_assert_eq!(whole, typed);
            }
        }
    }
}
