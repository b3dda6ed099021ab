//! Whatever ids an address of a known shape holds, and whatever is pasted along with it, they are read back.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;

use super::*;

/// Shapes in which names say what the ids are: ids of any form are read.
const NAMED: [&str; 8] = [
    "/api/v1/publisher/app/oauth/public/apps/{app}/versions/{version}/oauth-apps?type=web",
    "/apps/{app}/versions/{version}",
    "/Apps/{app}/Versions/{version}/",
    "/#/apps/{app}/versions/{version}/oauth",
    "/page?appId={app}&versionId={version}",
    "/page#/oauth?app_id={app}&version={version}",
    "/apps/{app}?version_id={version}",
    "/login?next=%2Fapps%2F{app}%2Fversions%2F{version}",
];
/// Shapes in which ids are known by their looks.
const BY_LOOKS: [&str; 5] = [
    "/applications/{app}/{version}/oauth",
    "/{app}/versions/{version}",
    "/page/{app}/{version}",
    "/#!/app/{app}/version/{version}?tab=oauth",
    "/x/{app}/{version}#top",
];

/// What stands before the path, and the host in it.
const HOSTS: [(&str, Option<&str>); 7] = [
    ("https://dev.evotor.ru", Some("dev.evotor.ru")),
    ("HTTPS://DEV.Evotor.ru:443", Some("dev.evotor.ru")),
    ("https://anna:MARKER@dev.evotor.ru", Some("dev.evotor.ru")),
    ("dev.evotor.ru", Some("dev.evotor.ru")),
    ("http://127.0.0.1:4000", Some("127.0.0.1:4000")),
    ("https://кассы.example:8443", Some("xn--80atwa4c.example:8443")),
    ("", None),
];

/// What is copied along with an address.
const AROUND: [(&str, &str); 9] = [
    ("", ""),
    (" \n\t", "\r\n"),
    ("смотри «", "», там клиенты"),
    ("(", ")."),
    ("Вот: ", ". Спасибо!"),
    ("<", ">"),
    ("\"", "\","),
    ("curl -X GET '", "' -H 'accept: */*'"),
    ("версия 2.9, приложение 7: ", " 16.04.2030"),
];

fn id() -> impl Strategy<Value = String> {
    prop_oneof!["[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "[0-9a-fA-F]{32}"]
}

fn number() -> impl Strategy<Value = String> {
    "[0-9]{1,3}(\\.[0-9]{1,4}){1,3}(-[a-z]{1,4}(\\.[0-9])?)?"
}

/// No known form; a digit tells it from a word of a page.
fn opaque() -> impl Strategy<Value = String> {
    "[a-zA-Z]{0,4}[0-9][a-zA-Zа-я0-9_~-]{0,9}"
}

fn around() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop::sample::select(&AROUND[..])
}

fn host() -> impl Strategy<Value = (&'static str, Option<&'static str>)> {
    prop::sample::select(&HOSTS[..])
}

fn both(app: &str, version: &str, host: Option<&str>) -> PortalFinding {
    PortalFinding::Both { app: app.into(), version: version.into(), host: host.map(Into::into) }
}

fn filled(shape: &str, app: &str, version: &str) -> String {
    let encode = |id: &str| utf8_percent_encode(id, NON_ALPHANUMERIC).to_string().replace("%2D", "-").replace("%2E", ".");
    shape.replace("{app}", &encode(app)).replace("{version}", &encode(version))
}

/// Everything that a finding gives to be used as an id.
fn ids(found: &PortalFinding) -> Vec<&str> {
    match found {
        PortalFinding::Both { app, version, .. } => vec![app, version],
        PortalFinding::AppOnly { app, .. } => vec![app],
        PortalFinding::VersionOnly { version, .. } => vec![version],
        PortalFinding::Several { apps, versions, .. } => apps.iter().chain(versions).map(String::as_str).collect(),
        PortalFinding::BareId { id } => vec![id],
        PortalFinding::Empty | PortalFinding::Nothing { .. } | PortalFinding::NotAnAddress => vec![],
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_048, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ids_with_a_name_are_read_back_whatever_they_are(
        shape in prop::sample::select(&NAMED[..]),
        app in prop_oneof![id(), opaque()],
        version in prop_oneof![id(), number(), opaque()],
        (host, named) in host(),
        (before, after) in around(),
    ) {
        let pasted = format!("{before}{host}{}{after}", filled(shape, &app, &version));
        prop_assert_eq!(read(&pasted), both(&app, &version, named), "{:?}", pasted);
    }

    #[test]
    fn ids_without_a_name_are_known_by_their_looks(
        shape in prop::sample::select(&BY_LOOKS[..]),
        app in id(),
        version in prop_oneof![id(), number()],
        (host, named) in host(),
        (before, after) in around(),
    ) {
        let pasted = format!("{before}{host}{}{after}", filled(shape, &app, &version));
        prop_assert_eq!(read(&pasted), both(&app, &version, named), "{:?}", pasted);
    }

    #[test]
    fn bare_ids_are_read_back_too(
        app in id(),
        version in prop_oneof![id(), number()],
        between in prop::sample::select(vec![" ", "\n", ", ", ";", "\t", " : ", "\nверсия: ", " | "]),
        (before, after) in prop::sample::select(vec![("", ""), ("Приложение ", "."), ("\"", "\""), ("id=", "\n"), ("«", "»!")]),
    ) {
        let pasted = format!("{before}{app}{between}{version}{after}");
        prop_assert_eq!(read(&pasted), both(&app, &version, None), "{:?}", pasted);
    }

    #[test]
    fn whatever_is_found_in_any_text_can_be_used_as_an_id_and_tells_no_password(
        text in prop_oneof![
            any::<String>(),
            "(https?://)?([a-zA-Z]{1,3}:MARKER@)?[a-z.0-9:]{0,12}(/|#|\\?|&|=|%2F|apps|versions|version|appId|[0-9a-f]{8}|2\\.4|\\PC| ){0,12}",
        ],
    ) {
        let found = read(&text);
        for id in ids(&found) {
            let is_fit = (1..=128).contains(&id.len()) && !id.chars().any(|c| c.is_whitespace() || c.is_control());
            prop_assert!(is_fit, "{:?} in {:?}", id, text);
        }
        let is_told = found.host().is_some_and(|host| host.contains("MARKER") || host.contains('@') && text.contains(":MARKER@"));
        prop_assert!(!is_told, "{:?}", found);
    }
}
