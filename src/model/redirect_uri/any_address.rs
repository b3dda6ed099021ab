//! What holds of the judgement of any address, however strange: what is accepted can be used, and what is told is true.

use std::mem::{Discriminant, discriminant};

use proptest::prelude::*;
use url::{Host, Url};

use super::*;

/// Addresses put together from good and bad parts.
fn composed() -> impl Strategy<Value = String> {
    let scheme = prop_oneof![
        6 => prop::sample::select(vec!["https:", "http:"]),
        4 => prop::sample::select(vec!["HTTPS:", "romashka:", "example.romashka:", "htps:", "javascript:", "file:", "ws:", "a+b-1:", ""]),
    ];
    let slashes = prop_oneof![8 => Just("//"), 1 => prop::sample::select(vec!["", "/", "///", "\\\\"])];
    let user = prop_oneof![8 => Just(""), 1 => prop::sample::select(vec!["@", "anna@", "anna:pw@", "a%40b@", "a@b@"])];
    let host = prop_oneof![
        4 => "[a-z]{1,5}\\.example".prop_map(String::from),
        2 => prop::sample::select(vec!["127.0.0.1", "127.1", "10.0.0.7", "[::1]", "[::2]", "localhost", "a.localhost", "кассы.example", "xn--80atwa4c.example", "300.1.1.1", ""]).prop_map(str::to_owned),
        1 => "[a-zA-Zа-яé0-9:.%*_!$&'()+,;=~\\[\\]-]{1,8}".prop_map(String::from),
    ];
    let port = prop_oneof![6 => Just(String::new()), 2 => ":[1-9][0-9]{3}".prop_map(String::from), 1 => "(:[0-9a-z+]{0,6}){1,2}".prop_map(String::from)];
    let path = prop_oneof![5 => "(/[a-z0-9._~-]{0,4}){0,3}", 2 => "/?[a-zA-Z0-9.%2eE/*~'()!$&+,;=:@éя-]{0,10}", 1 => "[/.]{0,6}"];
    let query = prop_oneof![5 => Just(String::new()), 1 => "\\?[a-zA-Z0-9=&'/?%*é]{0,6}".prop_map(String::from)];
    let fragment = prop_oneof![9 => Just(String::new()), 1 => "#[a-z]{0,2}".prop_map(String::from)];
    (scheme, slashes, user, host, port, path, query, fragment).prop_map(
        |(scheme, slashes, user, host, port, path, query, fragment): (&str, &str, &str, String, String, String, String, String)| {
            format!("{scheme}{slashes}{user}{host}{port}{path}{query}{fragment}")
        },
    )
}

/// The same, some with one sign that does not belong there; and texts of any kind.
fn any_address() -> impl Strategy<Value = String> {
    let sign = prop_oneof!["[ \t\n\u{a0}]", "[\u{0}\u{7f}\u{200b}\u{202e}\u{feff}\u{ad}]", "[\"<>\\\\^`{|}#@%*\\[\\]:/?]", "\\PC"];
    let spoilt = (composed(), sign, any::<prop::sample::Index>()).prop_map(|(address, sign, at)| put(&address, &sign, at));
    prop_oneof![6 => composed(), 4 => spoilt, 1 => any::<String>()]
}

fn put(address: &str, sign: &str, at: prop::sample::Index) -> String {
    let at = at.index(address.chars().count() + 1);
    address.chars().take(at).chain(sign.chars()).chain(address.chars().skip(at)).collect()
}

fn alone(typed: &str) -> Vec<RedirectProblem> {
    check::<&str>(typed, &[]).into_iter().map(|finding| finding.problem).collect()
}

fn is_twin(problem: &RedirectProblem) -> bool {
    matches!(problem, RedirectProblem::DuplicateOf { .. } | RedirectProblem::NearlyDuplicateOf { .. })
}

/// The sign that a finding names, and where it says it stands.
fn sign_at(problem: &RedirectProblem) -> Option<(char, usize)> {
    match *problem {
        RedirectProblem::WhiteSpace { character, at }
        | RedirectProblem::Invisible { character, at }
        | RedirectProblem::Forbidden { character, at }
        | RedirectProblem::NonAscii { character, at, .. } => Some((character, at)),
        RedirectProblem::BrokenPercent { at } | RedirectProblem::LowerCasePercent { at } => Some(('%', at)),
        RedirectProblem::Wildcard { at } => Some(('*', at)),
        RedirectProblem::Fragment { at } => Some(('#', at)),
        _ => None,
    }
}

/// What an address without an error is promised to be, judged by the parser of browsers and by plain looking.
fn is_usable(typed: &str) -> Result<(), TestCaseError> {
    let Ok(url) = Url::parse(typed) else { return Err(TestCaseError::fail(format!("{typed:?} is no absolute address"))) };
    prop_assert!(!typed.contains(['#', '\\']) && !typed.contains(|c: char| c.is_whitespace() || c.is_control()), "{:?}", typed);
    let after = typed.split_once(':').and_then(|(_, rest)| rest.strip_prefix("//")).unwrap_or_default();
    let authority = after.split(['/', '?']).next().unwrap_or_default();
    prop_assert!(url.username().is_empty() && url.password().is_none() && !authority.contains('@'), "{:?}", typed);
    let is_local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    match url.scheme() {
        "https" => {}
        "http" => prop_assert!(is_local, "{:?} goes over the net in the open", typed),
        scheme => prop_assert!(!["javascript", "data", "file", "ws", "wss", "ftp", "blob", "mailto"].contains(&scheme), "{:?}", typed),
    }
    if matches!(url.scheme(), "https" | "http") {
        prop_assert!(url.host_str().is_some_and(|host| !host.is_empty()) && url.port() != Some(0), "{:?}", typed);
        // Nothing was repaired on the way: both slashes are there, and before them nothing but the scheme.
        prop_assert!(typed.to_ascii_lowercase().starts_with(&format!("{}://", url.scheme())), "{:?}", typed);
    }
    let broken =
        typed.match_indices('%').any(|(at, _)| !typed.get(at + 1..at + 3).is_some_and(|two| two.bytes().all(|b| b.is_ascii_hexdigit())));
    prop_assert!(!broken, "{:?}", typed);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_address_without_an_error_can_be_used_and_one_without_a_finding_is_left_as_it_is(typed in any_address()) {
        let findings = check::<&str>(&typed, &[]);
        if !has_error(&findings) {
            is_usable(&typed)?;
        }
        if findings.is_empty() {
            prop_assert_eq!(Url::parse(&typed).map(String::from), Ok(typed));
        }
    }

    #[test]
    fn each_kind_is_told_once_where_it_stands_and_as_it_is(typed in any_address()) {
        let problems = alone(&typed);
        let mut kinds: Vec<Discriminant<RedirectProblem>> = Vec::new();
        for problem in &problems {
            prop_assert!(!kinds.contains(&discriminant(problem)), "twice: {:?}", problems);
            kinds.push(discriminant(problem));
            if let Some((sign, at)) = sign_at(problem) {
                prop_assert_eq!(typed.chars().nth(at - 1), Some(sign), "{:?}", problem);
            }
            let url = Url::parse(&typed).ok();
            match problem {
                RedirectProblem::BrowserRewrites { becomes } => {
                    prop_assert_eq!(url.as_ref().map(Url::as_str), Some(becomes.as_str()));
                    prop_assert_ne!(becomes, &typed);
                }
                // A `\` is an error of its own, and means `/` to browsers.
                RedirectProblem::HttpBeyondLoopback { host } if url.is_some() && !typed.contains('\\') => prop_assert_eq!(url.as_ref().and_then(Url::host_str), Some(host.as_str())),
                RedirectProblem::LookAlikeHost { real, .. } | RedirectProblem::NationalHost { real } => {
                    prop_assert!(real.is_ascii() && real.split('.').any(|label| label.starts_with("xn--")), "{}", real);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn a_sign_that_cannot_be_is_an_error_wherever_it_is_put(
        good in "https://[a-z]{1,5}\\.example(:[1-9][0-9]{3})?(/[a-z0-9]{1,4}){1,2}(\\?[a-z]=[a-z])?",
        sign in "[ \t\n\u{a0}\u{0}\u{200b}\u{202e}\u{feff}\"<>\\\\^`{|}#]",
        at in any::<prop::sample::Index>(),
    ) {
        prop_assert_eq!(alone(&good), []);
        let spoilt = put(&good, &sign, at);
        prop_assert!(has_error(&check::<&str>(&spoilt, &[])), "{:?}: {:?}", spoilt, alone(&spoilt));
        for user in ["://anna@", "://anna:pw@", "://@"] {
            prop_assert_eq!(alone(&good.replacen("://", user, 1)), [RedirectProblem::UserInfo]);
        }
        let in_the_open = good.replacen("https", "http", 1);
        let is_told = matches!(alone(&in_the_open)[..], [RedirectProblem::HttpBeyondLoopback { .. }]);
        prop_assert!(is_told, "{}", in_the_open);
    }

    #[test]
    fn what_surrounds_an_address_adds_one_finding_and_hides_none(typed in composed(), around in "[ \t\n]{1,3}", at_end in any::<bool>()) {
        let kinds = |typed: &str| -> Vec<Discriminant<RedirectProblem>> {
            // Browsers drop what surrounds it: how they write the rest is not told beside the error.
            let told = alone(typed).into_iter().filter(|problem| !matches!(problem, RedirectProblem::BrowserRewrites { .. }));
            told.map(|problem| discriminant(&problem)).collect()
        };
        let surrounded = if at_end { format!("{typed}{around}") } else { format!("{around}{typed}") };
        let mut expected = kinds(&typed);
        if typed.is_empty() {
            prop_assert_eq!(alone(&surrounded), [RedirectProblem::Empty]);
        } else {
            expected.push(discriminant(&RedirectProblem::WhiteSpace { character: ' ', at: 1 }));
            let told = kinds(&surrounded);
            prop_assert_eq!(told.len(), expected.len(), "{:?} and {:?}", alone(&typed), alone(&surrounded));
            prop_assert!(expected.iter().all(|kind| told.contains(kind)), "{:?} and {:?}", alone(&typed), alone(&surrounded));
        }
    }

    #[test]
    fn other_addresses_matter_only_when_they_are_twins(
        typed in any_address(),
        others in prop::collection::vec(any_address(), 0..4),
        twin in prop::option::of((any::<prop::sample::Index>(), 0_usize..4)),
    ) {
        let mut before = others;
        if let Some((at, kind)) = &twin {
            let twin = [typed.clone(), format!("{typed}/"), typed.to_uppercase(), typed.replace('a', "\u{430}")][*kind].clone();
            before.insert(at.index(before.len() + 1), twin.clone());
            before.push(twin);
        }
        let findings = check(&typed, &before);
        let told: Vec<RedirectProblem> = findings.iter().map(|finding| finding.problem.clone()).collect();
        prop_assert!(findings.is_sorted_by_key(|finding| finding.severity));
        prop_assert_eq!(told.iter().filter(|problem| !is_twin(problem)).cloned().collect::<Vec<_>>(), alone(&typed));
        let twins: Vec<&RedirectProblem> = told.iter().filter(|problem| is_twin(problem)).collect();
        prop_assert!(twins.len() <= 1);
        let is_empty = alone(&typed) == [RedirectProblem::Empty];
        match before.iter().position(|other| *other == typed) {
            Some(index) if !is_empty => prop_assert_eq!(twins, [&RedirectProblem::DuplicateOf { index }]),
            _ => {
                for problem in twins {
                    let RedirectProblem::NearlyDuplicateOf { index, difference } = problem else { return Err(TestCaseError::fail("no duplicate")) };
                    // It holds the other way round as well, and nothing before that place is a twin.
                    prop_assert!(alone(&before[*index]) == [RedirectProblem::Empty] || check(&before[*index], &[typed.as_str()]).iter().any(|finding| {
                        finding.problem == RedirectProblem::NearlyDuplicateOf { index: 0, difference: *difference }
                    }), "{:?} {:?}", before[*index], problem);
                    prop_assert!(!check(&typed, &before[..*index]).iter().any(|finding| is_twin(&finding.problem)));
                }
            }
        }
    }
}
