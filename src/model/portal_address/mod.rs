//! The ids of an app and its version, out of what a person pasted. App id and version id are read off the portal's address bar
//! [Evotor's documentation], but nobody says what its addresses look like; so any text is taken that holds the two.
//!
//! Known for certain is only the path of the API, `…/apps/{app-id}/versions/{version-id}/…`; the rest is a guess: the same in a
//! hash route (`#/apps/…`), query parameters (`appId=…&versionId=…`), and ids without a name before them.

#[cfg(test)]
mod any_paste;
mod search;

use std::net::Ipv4Addr;

use url::Url;

use super::app_version::looks_like_id;
use super::cloud::CloudAddresses;
use search::{Search, is_version_number};

/// Longer is no address and no pair of ids, in bytes.
const MAX_LEN: usize = 8 * 1024;

/// What was found. Ids are given decoded and otherwise as they were written. `host` is the host (and port) of the address they
/// were in, as it is really asked for (small letters, xn--…); none when there was no address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PortalFinding {
    /// Nothing was pasted.
    Empty,
    /// Both ids.
    Both {
        /// The app's id.
        app: String,
        /// The version's id or number: [`looks_like_id`] tells.
        version: String,
        /// Where they stood.
        host: Option<String>,
    },
    /// An address with the app's id only.
    AppOnly {
        /// The app's id.
        app: String,
        /// Where it stood.
        host: Option<String>,
    },
    /// The version only: in an address, or a bare number such as `2.4.0`.
    VersionOnly {
        /// The version's id or number.
        version: String,
        /// Where it stood.
        host: Option<String>,
    },
    /// More than one app or version: the person has to choose.
    Several {
        /// The apps' ids, in the order found.
        apps: Vec<String>,
        /// The versions' ids or numbers, in the order found.
        versions: Vec<String>,
        /// Where they stood.
        host: Option<String>,
    },
    /// An address without any id.
    Nothing {
        /// Which.
        host: Option<String>,
    },
    /// Not an address, but it has the shape of an id, of an app most likely.
    BareId {
        /// The id.
        id: String,
    },
    /// Neither an address nor an id of a known shape. It may still be an id: ids are opaque.
    NotAnAddress,
}

impl PortalFinding {
    /// The host of the address, with the port when one was written.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        match self {
            Self::Both { host, .. }
            | Self::AppOnly { host, .. }
            | Self::VersionOnly { host, .. }
            | Self::Several { host, .. }
            | Self::Nothing { host } => host.as_deref(),
            Self::Empty | Self::BareId { .. } | Self::NotAnAddress => None,
        }
    }

    /// The host of the address, if it is not the one of this cloud's developers' site: to be told, not to be refused.
    #[must_use]
    pub fn foreign_host(&self, cloud: &CloudAddresses) -> Option<&str> {
        self.host().filter(|host| host_and_port(&cloud.dev).as_deref() != Some(host))
    }
}

/// Only an unusual port is named.
fn host_and_port(address: &Url) -> Option<String> {
    let host = address.host_str()?;
    Some(address.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// Reads what was pasted or typed.
#[must_use]
pub fn read(pasted: &str) -> PortalFinding {
    if pasted.trim().is_empty() {
        return PortalFinding::Empty;
    }
    if pasted.len() > MAX_LEN {
        return PortalFinding::NotAnAddress;
    }
    let words: Vec<&str> = pasted.split_whitespace().map(without_quotes).filter(|word| !word.is_empty()).collect();
    let addresses: Vec<&str> = words.iter().copied().filter(|word| is_address(word)).collect();
    if addresses.is_empty() { bare(&words) } else { addressed(&addresses) }
}

fn addressed(addresses: &[&str]) -> PortalFinding {
    let mut search = Search::default();
    let mut host = None;
    for address in addresses {
        let (its_host, rest) = split_host(address);
        host = host.or(its_host);
        search.address(rest);
    }
    let (apps, versions) = search.finish();
    match (apps.as_slice(), versions.as_slice()) {
        ([], []) => PortalFinding::Nothing { host },
        ([app], [version]) => PortalFinding::Both { app: app.clone(), version: version.clone(), host },
        ([app], []) => PortalFinding::AppOnly { app: app.clone(), host },
        ([], [version]) => PortalFinding::VersionOnly { version: version.clone(), host },
        _ => PortalFinding::Several { apps, versions, host },
    }
}

/// Ids without an address: one, an app and a version side by side, or something else.
fn bare(words: &[&str]) -> PortalFinding {
    let parts = words.iter().flat_map(|word| word.split([',', ';', ':', '=', '|'])).map(without_quotes);
    let (mut ids, mut numbers): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for part in parts {
        let list = match part {
            id if looks_like_id(id) => &mut ids,
            number if is_version_number(number) => &mut numbers,
            _ => continue,
        };
        if !list.iter().any(|known| known == part) {
            list.push(part.to_owned());
        }
    }
    match (ids.as_slice(), numbers.as_slice()) {
        ([], []) => PortalFinding::NotAnAddress,
        ([id], []) => PortalFinding::BareId { id: id.clone() },
        ([], [version]) => PortalFinding::VersionOnly { version: version.clone(), host: None },
        ([app], [version]) | ([app, version], []) => PortalFinding::Both { app: app.clone(), version: version.clone(), host: None },
        _ => PortalFinding::Several { apps: ids, versions: numbers, host: None },
    }
}

/// Without what a sentence puts around a word: quotes, brackets, and the full stop at its end.
fn without_quotes(word: &str) -> &str {
    let quotes = ['"', '\'', '`', '«', '»', '“', '”', '<', '>', '(', ')', ',', ';'];
    word.trim_start_matches(quotes).trim_end_matches(|c| quotes.contains(&c) || matches!(c, '.' | '!'))
}

/// An address has a path, a query or a fragment; a bare id has none of their signs.
fn is_address(word: &str) -> bool {
    word.contains(['/', '?', '#']) || (word.contains('=') && word.contains('&'))
}

/// The host and what follows it. Browsers leave `https://` out of what they show, so the scheme may be missing; what may stand
/// before the host as user name and password is dropped.
fn split_host(address: &str) -> (Option<String>, &str) {
    let (scheme, rest) = match address.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => (Some(scheme), rest),
        _ => (None, address),
    };
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let host = authority.rsplit('@').next().unwrap_or_default();
    if scheme.is_none() && !looks_like_host(host) {
        return (None, rest);
    }
    // In the letters that are really asked for: a Russian letter in a look-alike host must not hide.
    let scheme = if scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("http")) { "http" } else { "https" };
    let real = Url::parse(&format!("{scheme}://{host}")).ok().as_ref().and_then(host_and_port);
    (real.or_else(|| Some(host.to_lowercase())).filter(|host| !host.is_empty()), after)
}

fn is_scheme(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | ':'))
}

/// Without a scheme before it, `dev.evotor.ru` is a host, and `2.4.0` and an id are none.
fn looks_like_host(text: &str) -> bool {
    let (name, port) = text.split_once(':').unwrap_or((text, "1"));
    let top = name.rsplit('.').next().unwrap_or_default();
    let has_only_signs_of_names = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    let is_name =
        name == "localhost" || (has_only_signs_of_names && name.contains('.') && !top.is_empty() && top.chars().all(char::is_alphabetic));
    let is_number = name.parse::<Ipv4Addr>().is_ok();
    (is_name || is_number) && port.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;

    use super::*;

    const APP: &str = "3f9d27c0-1b52-4c86-9f0e-6a41d8c7b2e5";
    const OTHER_APP: &str = "51c8d3f6-40a7-4e19-b6d2-7c05e9f8a314";
    const VERSION: &str = "b07e41aa52d04b7e9c410f6a2d18b2d4";

    fn both(version: &str, host: Option<&str>) -> PortalFinding {
        PortalFinding::Both { app: APP.into(), version: version.into(), host: host.map(Into::into) }
    }

    fn app_only(host: Option<&str>) -> PortalFinding {
        PortalFinding::AppOnly { app: APP.into(), host: host.map(Into::into) }
    }

    #[test]
    fn both_ids_are_found_in_any_address_that_holds_them() {
        let dev = Some("dev.evotor.ru");
        for version in ["2.4.0", "0.1", VERSION] {
            for address in [
                format!("https://dev.evotor.ru/api/v1/publisher/app/oauth/public/apps/{APP}/versions/{version}/oauth-apps?type=web"),
                format!("https://dev.evotor.ru/apps/{APP}/versions/{version}/oauth"),
                format!("  HTTPS://DEV.evotor.ru:443/Apps/{APP}/Versions/{version}\n"),
                format!("https://dev.evotor.ru/#/apps/{APP}/versions/{version}"),
                format!("https://dev.evotor.ru/#!/app/{APP}/version/{version}?tab=oauth"),
                format!("https://dev.evotor.ru/page?appId={APP}&versionId={version}"),
                format!("https://dev.evotor.ru/page#/oauth?app_id={APP}&version={version}"),
                format!("https://dev.evotor.ru?appId={APP}&version={version}"),
                format!("https://dev.evotor.ru/#oauth?appId={APP}&version={version}"),
                format!("https://dev.evotor.ru/page#appId={APP}&version={version}"),
                format!("https://dev.evotor.ru/apps/{APP}?version_id={version}"),
                format!("https://dev.evotor.ru/applications/{APP}/{version}/oauth"),
                format!("https://dev.evotor.ru/{APP}/versions/{version}"),
                format!("https://dev.evotor.ru/page/{APP}/{version}"),
                format!("https://dev.evotor.ru/login?next=%2Fapps%2F{APP}%2Fversions%2F{version}"),
                format!("https://anna:MARKER@dev.evotor.ru/apps/{APP}/versions/{version}"),
                format!("dev.evotor.ru/apps/{APP}/versions/{version}"),
                format!("смотри «https://dev.evotor.ru/apps/{APP}/versions/{version}», там клиенты"),
                format!("curl -X GET 'https://dev.evotor.ru/apps/{APP}/versions/{version}/oauth-apps'"),
            ] {
                assert_eq!(read(&address), both(version, dev), "{address}");
            }
        }
    }

    #[test]
    fn an_address_may_lack_its_host() {
        for text in [format!("/apps/{APP}/versions/2.4.0"), format!("appId={APP}&version=2.4.0"), format!("{APP}/2.4.0")] {
            assert_eq!(read(&text), both("2.4.0", None), "{text}");
        }
    }

    #[test]
    fn bare_ids_count_too() {
        for text in [format!("{APP} 2.4.0"), format!("App ID: {APP}\nVersion: 2.4.0"), format!("\"{APP}\", \"2.4.0\"")] {
            assert_eq!(read(&text), both("2.4.0", None), "{text}");
        }
        assert_eq!(read(&format!("{APP};{VERSION}")), both(VERSION, None));
        assert_eq!(read(&format!(" {APP} ")), PortalFinding::BareId { id: APP.into() });
        assert_eq!(read("2.4.0"), PortalFinding::VersionOnly { version: "2.4.0".into(), host: None });
        for text in ["kassa", "касса и склад", "3f9d27c0"] {
            assert_eq!(read(text), PortalFinding::NotAnAddress, "{text}");
        }
        assert_eq!(read(" \n"), PortalFinding::Empty);
    }

    #[test]
    fn half_of_it_is_told_as_half() {
        let dev = Some("dev.evotor.ru");
        for path in [
            "apps/{}",
            "apps/{}/",
            "apps/{}/versions",
            "apps/{}/versions/new",
            "apps/{}/settings/oauth",
            "#/app/{}/versions/list",
            "publisher/{}",
        ] {
            let address = format!("https://dev.evotor.ru/{}", path.replace("{}", APP));
            assert_eq!(read(&address), app_only(dev), "{address}");
        }
        for path in ["versions/2.4.0", "page?versionNumber=2.4.0", "#/version/2.4.0"] {
            let address = format!("https://dev.evotor.ru/{path}");
            assert_eq!(read(&address), PortalFinding::VersionOnly { version: "2.4.0".into(), host: dev.map(Into::into) }, "{address}");
        }
    }

    #[test]
    fn an_address_without_ids_is_told_as_such() {
        for path in [
            "",
            "/",
            "/apps",
            "/apps/new",
            "/app/oauth/public/apps",
            "/apps/{app-id}/versions/{version-id}/oauth-apps",
            "/docs/2.4.0/",
            "/?app=web",
        ] {
            let address = format!("https://dev.evotor.ru{path}");
            assert_eq!(read(&address), PortalFinding::Nothing { host: Some("dev.evotor.ru".into()) }, "{address}");
        }
    }

    #[test]
    fn an_id_that_belongs_to_something_else_is_not_taken_for_one_of_ours() {
        let address = format!("https://dev.evotor.ru/publishers/{OTHER_APP}/apps/{APP}/orders/{VERSION}");
        assert_eq!(read(&address), app_only(Some("dev.evotor.ru")));
    }

    #[test]
    fn several_candidates_are_all_given_and_the_same_one_twice_is_one() {
        let address = format!("https://dev.evotor.ru/apps/{APP}/versions/2.4.0?appId={OTHER_APP}&version=2.4.0");
        let several = PortalFinding::Several {
            apps: vec![APP.into(), OTHER_APP.into()],
            versions: vec!["2.4.0".into()],
            host: Some("dev.evotor.ru".into()),
        };
        assert_eq!(read(&address), several);
        let twice = format!("https://dev.evotor.ru/apps/{APP}/versions/2.4.0?appId={}", APP.to_uppercase());
        assert_eq!(read(&twice), both("2.4.0", Some("dev.evotor.ru")));
    }

    #[test]
    fn ids_are_opaque_and_decoded() {
        let found = read("https://dev.evotor.ru/apps/%D0%BA%D0%B0%D1%81%D1%81%D0%B0%2F7/versions/beta%20");
        assert_eq!(found, PortalFinding::AppOnly { app: "касса/7".into(), host: Some("dev.evotor.ru".into()) });
        let found = read("https://dev.evotor.ru/apps/till/versions/nightly");
        assert_eq!(found, PortalFinding::Both { app: "till".into(), version: "nightly".into(), host: Some("dev.evotor.ru".into()) });
    }

    #[test]
    fn a_host_that_is_not_the_cloud_is_named_as_it_really_is() {
        let cloud = CloudAddresses::evotor();
        let foreign = |address: &str| read(&format!("{address}/apps/{APP}/versions/2.4.0")).foreign_host(&cloud).map(ToOwned::to_owned);
        assert_eq!(foreign("https://dev.evotor.ru"), None);
        assert_eq!(foreign("https://DEV.evotor.ru:443"), None);
        assert_eq!(foreign("https://dev.romashka.example").as_deref(), Some("dev.romashka.example"));
        assert_eq!(foreign("https://dev.evotor.ru:8443").as_deref(), Some("dev.evotor.ru:8443"));
        assert_eq!(foreign("https://dev.evotor.ru@romashka.example").as_deref(), Some("romashka.example"));
        assert_eq!(foreign("https://dev.ev\u{43e}tor.ru").as_deref(), Some("dev.xn--evtor-kye.ru"));
        assert_eq!(foreign(""), None);

        let sandbox = CloudAddresses::parse_base("http://127.0.0.1:4000").unwrap();
        let found = read(&format!("http://127.0.0.1:4000/apps/{APP}/versions/2.4.0"));
        assert_eq!((found.host(), found.foreign_host(&sandbox)), (Some("127.0.0.1:4000"), None));
        assert_eq!(found.foreign_host(&cloud), Some("127.0.0.1:4000"));
    }

    #[test]
    fn a_host_that_nobody_can_read_is_named_as_written_without_the_password_before_it() {
        let found = read(&format!("https://anna:MARKER@300.300.300.300/apps/{APP}/versions/2.4.0"));
        assert_eq!(found, both("2.4.0", Some("300.300.300.300")));
    }

    #[test]
    fn a_text_longer_than_any_address_is_not_looked_at() {
        let address = format!("https://dev.evotor.ru/apps/{APP}/versions/2.4.0?x={}", "y".repeat(MAX_LEN));
        assert_eq!(read(&address), PortalFinding::NotAnAddress);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read_without_a_panic(text in any::<String>(), likely in "[a-f0-9./#?&=%:@ -]{0,40}(apps|versions)?/?[a-f0-9./#?&=%:@-]{0,40}") {
            let _ = (read(&text).host(), read(&likely).host());
        }

        #[test]
        fn whatever_ids_stand_in_the_documented_path_come_back(app in r"[!#-&(-;=?-_a-zа-я]{1,40}", version in r"[!#-&(-;=?-_a-zа-я]{1,40}") {
            let encode = |id: &str| utf8_percent_encode(id, NON_ALPHANUMERIC).to_string();
            let address = format!("https://dev.evotor.ru/api/v1/publisher/app/oauth/public/apps/{}/versions/{}/oauth-apps", encode(&app), encode(&version));
            prop_assert_eq!(read(&address), PortalFinding::Both { app, version, host: Some("dev.evotor.ru".into()) });
        }
    }
}
