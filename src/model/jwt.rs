//! What a token says about itself, read without a check of its signature: only the server can check that, and it does so at
//! every call. Here it serves to know when a pasted token ends and whose it is.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use jiff::Timestamp;
use serde_json::Value;

/// Larger is no token: the samples have about 1,000 bytes, and headers end at 8 to 16 KiB.
const MAX_LEN: usize = 64 * 1024;

/// A number of seconds from here on would lie after the year 5138, so it counts milliseconds (they lie after March 1973).
const FIRST_MILLISECONDS: i64 = 100_000_000_000;

/// JWTs use the alphabet with `-` and `_`, without padding (RFC 7515); padding does no harm.
const BASE64URL: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true),
);

/// What a token claims. Everything may be missing.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Claims {
    /// When it ends (in seconds at Evotor).
    pub exp: Option<Timestamp>,
    /// When it was made (in milliseconds at Evotor, in seconds by RFC 7519).
    pub iat: Option<Timestamp>,
    /// Whose it is: a publisher's e-mail, or a user's `01-…`. Personal data.
    pub user_name: Option<String>,
    /// `ROLE_PUBLISHER`, `ROLE_CUSTOMER`, …
    pub authorities: Vec<String>,
    /// The client it was issued to.
    pub client_id: Option<String>,
}

/// Reads the claims of a JWT; none when it is no JWT: three parts with dots between them, the first two JSON objects in
/// base64url. A claim of an unexpected kind is left out, and the others are read.
#[must_use]
pub fn read(token: &str) -> Option<Claims> {
    if token.len() > MAX_LEN {
        return None;
    }
    let mut parts = token.split('.');
    let (header, payload, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    object(header)?;
    let claims = object(payload)?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
    Some(Claims {
        exp: claims.get("exp").and_then(moment),
        iat: claims.get("iat").and_then(moment),
        user_name: text("user_name"),
        authorities: claims.get("authorities").map(texts).unwrap_or_default(),
        client_id: text("client_id"),
    })
}

fn object(part: &str) -> Option<serde_json::Map<String, Value>> {
    serde_json::from_slice(&BASE64URL.decode(part).ok()?).ok()
}

/// A moment in seconds or milliseconds, as a number or as digits in a string; fractions are cut.
fn moment(value: &Value) -> Option<Timestamp> {
    let whole = match value {
        #[expect(clippy::cast_possible_truncation, reason = "the cast saturates, and what is too large is no timestamp")]
        Value::Number(number) => number.as_i64().or_else(|| number.as_f64().map(|number| number as i64))?,
        Value::String(digits) => digits.trim().parse().ok()?,
        _ => return None,
    };
    if whole >= FIRST_MILLISECONDS { Timestamp::from_millisecond(whole).ok() } else { Timestamp::from_second(whole).ok() }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect(),
        _ => vec![],
    }
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn token(engine: &GeneralPurpose, claims: &Value) -> String {
        format!("{}.{}.c2lnbmF0dXJl", engine.encode(r#"{"alg":"RS256"}"#), engine.encode(claims.to_string()))
    }

    fn claims(claims: &Value) -> Claims {
        read(&token(&URL_SAFE_NO_PAD, claims)).unwrap()
    }

    #[test]
    fn a_publisher_session_says_whose_it_is_and_when_it_ends() {
        let read = claims(&json!({
            "user_name": "anna@romashka.example", "scope": ["read"], "exp": 1_900_000_000, "iat": 1_899_998_200_000_i64,
            "authorities": ["ROLE_PUBLISHER"], "client_id": "Evo-UI", "x_uid": null
        }));
        assert_eq!(read.user_name.as_deref(), Some("anna@romashka.example"));
        assert_eq!(read.exp, Timestamp::from_second(1_900_000_000).ok());
        assert_eq!(read.iat, Timestamp::from_second(1_899_998_200).ok());
        assert_eq!((read.authorities, read.client_id.as_deref()), (vec!["ROLE_PUBLISHER".to_owned()], Some("Evo-UI")));
    }

    #[test]
    fn cyrillic_and_the_signs_of_base64url_survive_with_and_without_padding() {
        let said = json!({"user_name": "анна~я???ю@ромашка.example"});
        for engine in [&URL_SAFE, &URL_SAFE_NO_PAD] {
            let token = token(engine, &said);
            assert_eq!(read(&token).unwrap().user_name.as_deref(), said["user_name"].as_str(), "{token}");
        }
        assert!(token(&URL_SAFE, &said).contains('='), "the sample needs padding");
        let plain = token(&STANDARD, &said);
        assert!(plain.contains(['+', '/']), "the sample needs the signs that differ: {plain}");
        assert_eq!(read(&plain), None);
    }

    #[test]
    fn times_are_read_in_every_form_that_servers_use() {
        let expected = Timestamp::from_second(1_900_000_000).ok();
        for form in [json!(1_900_000_000), json!(1_900_000_000.9), json!("1900000000"), json!(1_900_000_000_000_i64)] {
            assert_eq!(claims(&json!({ "exp": form })).exp, expected, "{form}");
        }
    }

    #[test]
    fn a_claim_of_another_kind_is_left_out_and_the_rest_is_read() {
        let read = claims(&json!({"exp": 1e300, "iat": [], "user_name": 7, "authorities": {"a": 1}, "client_id": "c"}));
        assert_eq!(read, Claims { client_id: Some("c".into()), ..Claims::default() });
        assert_eq!(claims(&json!({"authorities": "ROLE_CUSTOMER"})).authorities, ["ROLE_CUSTOMER"]);
    }

    #[test]
    fn what_is_no_jwt_is_none() {
        let whole = token(&URL_SAFE_NO_PAD, &json!({"exp": 1}));
        for other in
            ["", "..", "a.b.c", "3f9d27c0-1b52-4c86-9f0e-6a41d8c7b2e5", "W10.W10.x", &format!("{whole}.x"), &whole[..whole.len() - 14]]
        {
            assert_eq!(read(other), None, "{other}");
        }
        assert_eq!(read(&token(&URL_SAFE_NO_PAD, &json!({"x": "y".repeat(MAX_LEN)}))), None);
    }

    fn any_claim() -> impl Strategy<Value = Value> {
        prop_oneof![
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            " ?-?[0-9]{1,20} ?".prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            prop::collection::vec(prop_oneof![Just(json!(7)), any::<String>().prop_map(Value::from)], 0..3).prop_map(Value::from),
            Just(json!({"a": 1})),
            Just(Value::Null),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read_or_not_without_a_panic(text in any::<String>(), parts in "[A-Za-z0-9_=.-]{0,80}") {
            let _ = read(&text);
            let _ = read(&parts);
        }

        #[test]
        fn what_a_server_wrote_is_what_is_read(name in any::<String>(), exp in 0..FIRST_MILLISECONDS, roles in prop::collection::vec(any::<String>(), 0..4)) {
            let read = claims(&json!({"user_name": name.clone(), "exp": exp, "authorities": roles.clone()}));
            prop_assert_eq!(read.user_name, Some(name));
            prop_assert_eq!(read.exp, Timestamp::from_second(exp).ok());
            prop_assert_eq!(read.authorities, roles);
        }

        #[test]
        fn a_claim_of_any_kind_is_read_or_left_out_and_spoils_no_other(
            (exp, iat, name, roles) in (any_claim(), any_claim(), any_claim(), any_claim()),
            header in any_claim(),
        ) {
            let said = json!({"exp": exp, "iat": iat, "user_name": name, "authorities": roles, "client_id": "c"});
            let read = claims(&said);
            prop_assert_eq!(read.client_id.as_deref(), Some("c"));
            prop_assert_eq!(read.user_name.as_deref(), name.as_str());
            let is_number = |value: &Value| value.is_number() || value.as_str().is_some_and(|text| text.trim().parse::<i64>().is_ok());
            prop_assert!((read.exp.is_none() || is_number(&exp)) && (read.iat.is_none() || is_number(&iat)), "{:?}", read);
            prop_assert!(read.authorities.iter().all(|role| roles.as_str() == Some(role) || roles.as_array().is_some_and(|roles| roles.contains(&json!(role)))));
            let odd = format!("{}.{}.", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(said.to_string()));
            prop_assert_eq!(super::read(&odd).is_some(), header.is_object(), "only an object is a header");
        }
    }
}
