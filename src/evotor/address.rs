//! Builds the addresses of calls: ids are opaque, so each becomes one percent-encoded segment, whatever is in it.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

/// Everything but RFC 3986's unreserved characters.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The address below `base`, with these segments and at most one parameter; nothing when a segment is empty or a dot segment,
/// which would make it another address.
pub(super) fn address(base: &Url, segments: &[&str], parameter: Option<(&str, &str)>) -> Option<Url> {
    let mut text = base.as_str().trim_end_matches('/').to_owned();
    for segment in segments {
        if matches!(*segment, "" | "." | "..") {
            return None;
        }
        write!(text, "/{}", utf8_percent_encode(segment, ENCODED)).ok()?;
    }
    if let Some((name, value)) = parameter {
        write!(text, "?{name}={}", utf8_percent_encode(value, ENCODED)).ok()?;
    }
    Url::parse(&text).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn built(segments: &[&str], parameter: Option<(&str, &str)>) -> Option<String> {
        let base = Url::parse("https://dev.example/base/").unwrap();
        address(&base, segments, parameter).map(String::from)
    }

    #[test]
    fn what_would_end_a_segment_or_a_parameter_is_encoded() {
        let address = built(&["apps", "a/b?c#d e%2F", "0.1-β_~"], Some(("cursor", "A+b/c=&d")));
        let expected = "https://dev.example/base/apps/a%2Fb%3Fc%23d%20e%252F/0.1-%CE%B2_~?cursor=A%2Bb%2Fc%3D%26d";
        assert_eq!(address.as_deref(), Some(expected));
    }

    #[test]
    fn an_id_that_would_climb_the_path_has_no_address() {
        for id in ["", ".", ".."] {
            assert_eq!(built(&["apps", id, "x"], None), None, "{id:?}");
        }
        assert_eq!(built(&["%2e%2e"], None).as_deref(), Some("https://dev.example/base/%252e%252e"));
    }

    /// Texts that a parser of addresses takes for something else, and any others.
    fn any_id() -> impl Strategy<Value = String> {
        prop_oneof![
            3 => any::<String>(),
            3 => "[./%?#\\\\@:;&=+ \t\n2eEfF0]{0,6}",
            1 => prop::sample::select(vec!["", ".", "..", "%2e", "%2E.", ".%2e", "%2e%2e", "...", "../..", "//x.example", "http://x.example", "C|", "%00"])
                .prop_map(str::to_owned),
        ]
    }

    fn decoded(text: &str) -> Option<String> {
        percent_encoding::percent_decode_str(text).decode_utf8().ok().map(Into::into)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_048, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_ids_are_each_one_segment_of_the_same_server_or_none_at_all(
            ids in prop::collection::vec(any_id(), 1..4),
            cursor in prop::option::of(any_id()),
            base in prop::sample::select(vec!["https://dev.example/", "https://dev.example:8443/base/", "http://127.0.0.1:4000/a%2Fb/c/", "http://[::1]:1/"]),
        ) {
            let base = Url::parse(base).unwrap();
            let segments: Vec<&str> = ["apps"].into_iter().chain(ids.iter().map(String::as_str)).chain(["end"]).collect();
            let address = address(&base, &segments, cursor.as_deref().map(|cursor| ("cursor", cursor)));
            let climbs = ids.iter().any(|id| matches!(id.as_str(), "" | "." | ".."));
            prop_assert_eq!(address.is_none(), climbs);
            let Some(address) = address else { return Ok(()) };

            // What a server gets, taken apart without the parser that made it.
            let text = address.as_str();
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_graphic()) && !text.contains('#'), "{}", text);
            let (path, query) = text.split_once('?').map_or((text, None), |(path, query)| (path, Some(query)));
            let given = path.strip_prefix(base.as_str()).expect("the same server and base");
            let came: Vec<Option<String>> = given.split('/').map(decoded).collect();
            prop_assert_eq!(came, segments.iter().map(|segment| Some((*segment).to_owned())).collect::<Vec<_>>());
            prop_assert_eq!(query.is_some(), cursor.is_some());
            if let (Some(query), Some(cursor)) = (query, cursor) {
                let value = query.strip_prefix("cursor=").expect("the cursor alone");
                prop_assert!(!value.contains(['&', '=', '+', ';', '/', '?']), "{}", value);
                prop_assert_eq!(decoded(value), Some(cursor));
            }
            prop_assert_eq!(Url::parse(text), Ok(address.clone()), "a parser would change it");
        }
    }
}
