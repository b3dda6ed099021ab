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

    proptest! {
        #[test]
        fn any_id_comes_out_as_it_went_in(id in "\\PC+", cursor in any::<String>()) {
            prop_assume!(id != "." && id != "..");
            let base = Url::parse("https://dev.example/").unwrap();
            let address = address(&base, &["apps", &id, "end"], Some(("cursor", &cursor))).unwrap();
            let segments: Vec<&str> = address.path_segments().unwrap().collect();
            prop_assert_eq!(segments.len(), 3);
            let decoded = percent_encoding::percent_decode_str(segments[1]).decode_utf8().unwrap();
            prop_assert_eq!(decoded, &*id);
            let parameters: Vec<_> = address.query_pairs().into_owned().collect();
            prop_assert_eq!(parameters, vec![("cursor".to_owned(), cursor)]);
        }
    }
}
