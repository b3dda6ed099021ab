//! What a redirect address has to be, part by part.

use std::ops::Range;

use url::Url;

use super::super::origin::Origin;
use super::parts::{Authority, Parts};
use super::{RedirectProblem, Severity, host, signs};

/// They run code, read files, or open another program than a browser or an app of one's own.
const SCHEMES_NOT_ALLOWED: [&str; 14] =
    ["about", "blob", "data", "file", "filesystem", "ftp", "javascript", "mailto", "sms", "tel", "vbscript", "view-source", "ws", "wss"];

/// Everything but twins, in the order in which it is met.
pub(super) fn problems(typed: &str) -> Vec<RedirectProblem> {
    // What surrounds the address is told by its signs; the rest is judged as if it were not there.
    let is_edge = |c: char| c.is_whitespace() || signs::is_invisible(c);
    let address = typed.trim_matches(is_edge);
    if address.is_empty() {
        return vec![RedirectProblem::Empty];
    }
    let edge = typed.len() - typed.trim_start_matches(is_edge).len();
    let parts = Parts::of(address);
    let mut problems = signs::problems(typed, &web_host(&parts, edge));

    match parts.scheme.map(str::to_ascii_lowercase) {
        None => problems.push(without_scheme(address)),
        Some(scheme) if SCHEMES_NOT_ALLOWED.contains(&scheme.as_str()) => problems.push(RedirectProblem::SchemeNotAllowed { scheme }),
        Some(_) if parts.authority.is_none() && parts.path.starts_with(|c: char| c.is_ascii_digit()) => {
            // `localhost:8080/cb`: what looks like a scheme is a host, and what follows is its port.
            problems.push(RedirectProblem::SchemeMissing);
        }
        Some(scheme) if is_web(&scheme) => web(&parts, &scheme, &mut problems),
        Some(scheme) => custom(&parts, scheme, &mut problems),
    }
    if parts.authority.is_some_and(|authority| authority.user_info.is_some()) {
        problems.push(RedirectProblem::UserInfo);
    }
    if parts.fragment.is_some() {
        let before = typed.chars().position(|c| c == '#').unwrap_or_default();
        problems.push(RedirectProblem::Fragment { at: before + 1 });
    }
    if parts.scheme.is_some() {
        path(&parts, &mut problems);
    }
    if parts.scheme.is_some_and(is_web) {
        problems.extend(rewritten(address, &problems));
    }
    problems
}

fn is_web(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

/// Where in the typed text the host of a web address stands, in bytes.
fn web_host(parts: &Parts<'_>, edge: usize) -> Range<usize> {
    match parts.authority {
        Some(Authority { host, host_start, .. }) if parts.scheme.is_some_and(is_web) => edge + host_start..edge + host_start + host.len(),
        _ => 0..0,
    }
}

fn without_scheme(address: &str) -> RedirectProblem {
    let first = address.split(['/', '?', '#']).next().unwrap_or_default();
    let starts_with_host = first.contains(['.', ':', '[']) && !first.starts_with('.');
    if starts_with_host || address.starts_with("//") || first.eq_ignore_ascii_case("localhost") {
        RedirectProblem::SchemeMissing
    } else {
        RedirectProblem::NotAbsolute
    }
}

fn web(parts: &Parts<'_>, scheme: &str, problems: &mut Vec<RedirectProblem>) {
    let Some(Authority { host, port, .. }) = parts.authority else {
        return problems.push(RedirectProblem::SlashesMissing);
    };
    if host.is_empty() {
        return problems.push(RedirectProblem::HostMissing);
    }
    let usual = if scheme == "https" { "443" } else { "80" };
    match port {
        Some(port) if port.is_empty() || port == usual => problems.push(RedirectProblem::DefaultPort { port: port.to_owned() }),
        Some(port) if !is_port(port) => problems.push(RedirectProblem::PortWrong),
        _ => {}
    }
    // A sign that cannot be is told already; what browsers would make of it is of no use.
    let has_bad_sign = signs::problems(host, &(0..host.len())).iter().any(is_about_bad_sign);
    match host::real(host) {
        _ if has_bad_sign => {}
        None => problems.push(RedirectProblem::HostWrong),
        Some(real) => {
            problems.extend(host::problem(host, real.host_str().unwrap_or_default()));
            problems.extend(unencrypted(scheme, &real));
        }
    }
    let written = parts.scheme.unwrap_or_default();
    if written != scheme || host.chars().any(char::is_uppercase) {
        problems.push(RedirectProblem::UpperCaseHost { becomes: format!("{scheme}://{}", host.to_lowercase()) });
    }
    if parts.path.is_empty() {
        problems.push(RedirectProblem::BareHost);
    }
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
}

const fn is_about_bad_sign(problem: &RedirectProblem) -> bool {
    matches!(
        problem,
        RedirectProblem::WhiteSpace { .. }
            | RedirectProblem::Invisible { .. }
            | RedirectProblem::Forbidden { .. }
            | RedirectProblem::BrokenPercent { .. }
    )
}

fn unencrypted(scheme: &str, real: &Url) -> Option<RedirectProblem> {
    let host = real.host_str().unwrap_or_default();
    if scheme == "https" || Origin::of(real).is_loopback_literal() {
        None
    } else if host == "localhost" || host.ends_with(".localhost") {
        Some(RedirectProblem::LocalhostName)
    } else {
        Some(RedirectProblem::HttpBeyondLoopback { host: host.to_owned() })
    }
}

/// What browsers make of it, if that is something else and nothing told so far says why.
fn rewritten(address: &str, told: &[RedirectProblem]) -> Option<RedirectProblem> {
    let explains = |problem: &RedirectProblem| {
        problem.severity() == Severity::Error
            || matches!(
                problem,
                RedirectProblem::BareHost
                    | RedirectProblem::UpperCaseHost { .. }
                    | RedirectProblem::DefaultPort { .. }
                    | RedirectProblem::LookAlikeHost { .. }
                    | RedirectProblem::NationalHost { .. }
                    | RedirectProblem::NonAscii { .. }
                    | RedirectProblem::DotSegment
            )
    };
    if told.iter().any(explains) {
        return None;
    }
    let becomes = String::from(Url::parse(address).ok()?);
    (becomes != address).then_some(RedirectProblem::BrowserRewrites { becomes })
}

fn custom(parts: &Parts<'_>, scheme: String, problems: &mut Vec<RedirectProblem>) {
    if let Some(Authority { host, port, .. }) = parts.authority {
        if port.is_some_and(|port| !port.is_empty() && !is_port(port)) {
            problems.push(RedirectProblem::PortWrong);
        }
        // Such a host may be anything or not be there, but a second `:` has no place in it, and a port needs a host.
        if host.contains(':') {
            problems.push(RedirectProblem::HostWrong);
        } else if host.is_empty() && port.is_some() {
            problems.push(RedirectProblem::HostMissing);
        }
    }
    let written = parts.scheme.unwrap_or_default();
    if written != scheme {
        problems.push(RedirectProblem::UpperCaseHost { becomes: scheme.clone() });
    }
    problems.push(if scheme.chars().all(|letter| "htps".contains(letter)) {
        RedirectProblem::SchemeTypo { scheme }
    } else {
        RedirectProblem::CustomScheme { scheme }
    });
}

fn path(parts: &Parts<'_>, problems: &mut Vec<RedirectProblem>) {
    let is_web = parts.scheme.is_some_and(is_web);
    if parts.path.ends_with('/') && parts.query.is_none() && parts.fragment.is_none() {
        problems.push(RedirectProblem::TrailingSlash { root: is_web && parts.path == "/" });
    }
    if has_dot_segment(parts.path) {
        problems.push(RedirectProblem::DotSegment);
    }
    if parts.path.contains("//") {
        problems.push(RedirectProblem::DoubleSlash);
    }
    // Only a web address has a host whose letters are made small.
    let custom_host = parts.authority.filter(|_| !is_web).map_or("", |authority| authority.host);
    if [custom_host, parts.path, parts.query.unwrap_or_default()].into_iter().any(has_upper_case) {
        problems.push(RedirectProblem::UpperCasePath);
    }
}

fn has_dot_segment(path: &str) -> bool {
    path.split('/').any(|segment| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | ".."))
}

/// Capital letters, without those of `%D0`.
fn has_upper_case(text: &str) -> bool {
    let mut parts = text.split('%');
    let first = parts.next().unwrap_or_default();
    first.chars().any(char::is_uppercase) || parts.any(|part| part.chars().skip(2).any(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::RedirectProblem::*;
    use super::*;

    #[test]
    fn good_addresses_have_nothing_to_be_said() {
        for good in [
            "https://kassa.romashka.example/oauth/evotor",
            "https://kassa.romashka.example:8443/cb?shop=1&x=%D0%B0",
            "https://10.0.0.7/cb",
            "http://127.0.0.1:8765/callback",
            "http://127.200.0.1/cb",
            "http://[::1]:8765/cb",
        ] {
            assert_eq!(problems(good), [], "{good}");
        }
    }

    #[test]
    fn an_address_that_is_not_whole_says_what_is_missing() {
        for (typed, problem) in [
            ("", Empty),
            (" \t", Empty),
            ("/oauth/evotor", NotAbsolute),
            ("./cb", NotAbsolute),
            ("?x", NotAbsolute),
            ("https", NotAbsolute),
            ("kassa", NotAbsolute),
            ("//kassa.example/cb", SchemeMissing),
            ("://kassa.example/cb", SchemeMissing),
            ("kassa.example/cb", SchemeMissing),
            ("kassa.example:8443/cb", SchemeMissing),
            ("localhost:8080/cb", SchemeMissing),
            ("localhost/cb", SchemeMissing),
            ("127.0.0.1:8765/cb", SchemeMissing),
            ("https:", SlashesMissing),
            ("https:/kassa.example/cb", SlashesMissing),
            ("https:kassa.example/cb", SlashesMissing),
            ("https://", HostMissing),
            ("https:///cb", HostMissing),
            ("https://:8443/cb", HostMissing),
            ("https://[::1/cb", HostWrong),
            ("romashka://evotor:1:2/cb", HostWrong),
            ("romashka://:80/cb", HostMissing),
            ("romashka://evotor:cb/", PortWrong),
            ("https://300.300.300.300/cb", HostWrong),
            ("https://a:b:80/cb", HostWrong),
            ("https://kassa.example:84430/cb", PortWrong),
            ("https://kassa.example:0/cb", PortWrong),
            ("https://kassa.example:cb/", PortWrong),
            ("https://kassa.example:+1/cb", PortWrong),
        ] {
            assert_eq!(problems(typed).first(), Some(&problem), "{typed}: {:?}", problems(typed));
        }
    }

    #[test]
    fn signs_that_cannot_be_are_errors_wherever_they_stand() {
        for (typed, problem) in [
            (" https://kassa.example/cb", WhiteSpace { character: ' ', at: 1 }),
            ("https://kassa.example/cb\n", WhiteSpace { character: '\n', at: 25 }),
            ("https://kas sa.example/cb", WhiteSpace { character: ' ', at: 12 }),
            ("\u{feff}https://kassa.example/cb", Invisible { character: '\u{feff}', at: 1 }),
            ("https://kas\u{200b}sa.example/cb", Invisible { character: '\u{200b}', at: 12 }),
            ("https:\\\\kassa.example\\cb", Forbidden { character: '\\', at: 7 }),
            ("https://{host}/cb", Forbidden { character: '{', at: 9 }),
            ("https://kassa.example/%", BrokenPercent { at: 23 }),
        ] {
            assert!(problems(typed).contains(&problem), "{typed}: {:?}", problems(typed));
            assert!(!problems(typed).contains(&HostWrong) && !problems(typed).contains(&NotAbsolute), "{typed}: told twice");
        }
    }

    #[test]
    fn http_is_for_this_computer_only() {
        assert_eq!(problems("http://shop.romashka.example/cb"), [HttpBeyondLoopback { host: "shop.romashka.example".into() }]);
        for other in ["http://10.0.0.7/cb", "http://0.0.0.0/cb", "http://127.0.0.1.example/cb", "http://[::2]/cb"] {
            assert!(matches!(problems(other).as_slice(), [HttpBeyondLoopback { .. }]), "{other}: {:?}", problems(other));
        }
        assert_eq!(problems("http://localhost:8765/cb"), [LocalhostName]);
        assert_eq!(problems("https://localhost:8765/cb"), []);
    }

    #[test]
    fn only_web_addresses_and_schemes_of_ones_own_are_allowed() {
        assert_eq!(problems("romashka-scan://evotor"), [CustomScheme { scheme: "romashka-scan".into() }]);
        assert_eq!(problems("example.romashka:/cb"), [CustomScheme { scheme: "example.romashka".into() }]);
        for bad in ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd", "mailto:a@b.example", "tel:112"]
        {
            let scheme = bad.split(':').next().unwrap().to_lowercase();
            assert!(problems(bad).contains(&SchemeNotAllowed { scheme }), "{bad}: {:?}", problems(bad));
        }
        assert_eq!(problems("htps://kassa.example/cb"), [SchemeTypo { scheme: "htps".into() }]);
        assert_eq!(
            problems("Romashka://Evotor"),
            [UpperCaseHost { becomes: "romashka".into() }, CustomScheme { scheme: "romashka".into() }, UpperCasePath]
        );
    }

    #[test]
    fn fragment_and_user_info_are_errors_even_when_empty() {
        assert_eq!(problems("https://kassa.example/cb#x"), [Fragment { at: 25 }]);
        assert_eq!(problems("https://kassa.example/cb#"), [Fragment { at: 25 }]);
        assert_eq!(problems("https://anna:pw@kassa.example/cb"), [UserInfo]);
        assert_eq!(problems("https://@kassa.example/cb"), [UserInfo]);
    }

    #[test]
    fn the_end_of_an_address_is_told_exactly() {
        assert_eq!(problems("https://kassa.example"), [BareHost]);
        assert_eq!(problems("https://kassa.example?x"), [BareHost]);
        assert_eq!(problems("https://kassa.example/"), [TrailingSlash { root: true }]);
        assert_eq!(problems("https://kassa.example/return/"), [TrailingSlash { root: false }]);
        assert_eq!(problems("https://kassa.example/return/?x=/"), []);
    }

    #[test]
    fn capital_letters_matter_differently_before_and_after_the_end_of_the_host() {
        assert_eq!(problems("HTTPS://Kassa.example/cb"), [UpperCaseHost { becomes: "https://kassa.example".into() }]);
        assert_eq!(problems("https://kassa.example/OAuth"), [UpperCasePath]);
        assert_eq!(problems("https://kassa.example/cb?Shop=1"), [UpperCasePath]);
        assert_eq!(problems("https://kassa.example/%D0%B0"), []);
    }

    #[test]
    fn what_browsers_would_write_otherwise_is_told_once() {
        assert_eq!(problems("https://kassa.example:443/cb"), [DefaultPort { port: "443".into() }]);
        assert_eq!(problems("http://127.0.0.1:80/cb"), [DefaultPort { port: "80".into() }]);
        assert_eq!(problems("https://kassa.example:/cb"), [DefaultPort { port: String::new() }]);
        assert_eq!(problems("https://kassa.example/a/../cb"), [DotSegment]);
        assert_eq!(problems("https://kassa.example/%2E%2e/cb"), [LowerCasePercent { at: 26 }, DotSegment]);
        assert_eq!(problems("https://kassa.example//cb"), [DoubleSlash]);
        assert_eq!(problems("https://kassa.example/*"), [Wildcard { at: 23 }]);
        for (typed, becomes) in [
            ("http://127.1/cb", "http://127.0.0.1/cb"),
            ("https://kassa.example:08443/cb", "https://kassa.example:8443/cb"),
            ("https://\u{ff4b}assa.example/cb", "https://kassa.example/cb"),
            ("https://kassa.example/cb?a='b'", "https://kassa.example/cb?a=%27b%27"),
        ] {
            assert_eq!(problems(typed), [BrowserRewrites { becomes: becomes.into() }], "{typed}");
        }
    }

    #[test]
    fn letters_beyond_ascii_are_told_apart_by_where_they_stand() {
        let real = "xn--kssa-53d.example".to_owned();
        assert_eq!(problems("https://k\u{430}ssa.example/cb"), [LookAlikeHost { real, shown: "k\u{430}ssa.example".into() }]);
        assert_eq!(problems("https://кассы.example/cb"), [NationalHost { real: "xn--80atwa4c.example".into() }]);
        assert_eq!(problems("https://kassa.example/c\u{432}"), [NonAscii { character: 'в', at: 24, looks_like: None }]);
    }
}
