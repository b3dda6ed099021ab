//! What people paste in place of a password: each shape is understood, or refused with its own reason.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use serde_json::json;

use super::*;

const OPAQUE: &str = "5ae4c90d-3b71-4f2a-8d15-90c2e7b4a1e8";
const REFRESH: &str = "0b97c3d4-77aa-4c0e-b1d2-5f3e8a9ce416";

fn jwt(claims: &serde_json::Value) -> String {
    format!("{}.{}.c2lnbmF0dXJl", URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256"}"#), URL_SAFE_NO_PAD.encode(claims.to_string()))
}

fn session() -> String {
    jwt(&json!({"user_name": "anna@romashka.example", "exp": 1_900_000_000}))
}

fn taken(text: &str) -> Pasted {
    read(text).unwrap_or_else(|problem| panic!("{text:?} was refused: {problem:?}"))
}

fn refused(text: &str) -> PastedProblem {
    read(text).map(|pasted| pasted.form).expect_err(text)
}

#[test]
fn a_jwt_says_whose_it_is_and_when_it_ends() {
    let pasted = taken(&session());
    assert_eq!((pasted.form, pasted.access.expose()), (PastedForm::Jwt, session().as_str()));
    assert_eq!(pasted.email.as_deref(), Some("anna@romashka.example"));
    assert_eq!(pasted.exp, Timestamp::from_second(1_900_000_000).ok());
    assert!(pasted.refresh.is_none() && pasted.expires_in.is_none());
}

#[test]
fn a_users_jwt_has_no_email() {
    assert_eq!(taken(&jwt(&json!({"user_name": "01-000000000000001"}))).email, None);
}

#[test]
fn an_opaque_token_says_nothing() {
    let pasted = taken(OPAQUE);
    assert_eq!((pasted.form, pasted.access.expose(), pasted.exp, pasted.email), (PastedForm::Opaque, OPAQUE, None, None));
}

#[test]
fn the_token_is_found_in_whatever_was_copied_with_it() {
    for token in [OPAQUE, &session()] {
        for text in [
            format!(" \t{token}\r\n"),
            format!("\u{feff}{token}\u{200b}"),
            format!("Bearer {token}"),
            format!("bearer   {token}\n"),
            format!("\"{token}\","),
            format!("'{token}'"),
            format!("\"Bearer {token}\""),
            format!("Authorization: Bearer {token}"),
            format!("authorization:{token}"),
            format!("X-Authorization: Bearer {token}"),
            format!("Authorization:\nBearer {token}"),
            format!("-H 'x-authorization: Bearer {token}'"),
            format!("\"Authorization\": \"Bearer {token}\","),
            format!("Accept: */*\r\nAuthorization: Bearer {token}\r\nOrigin: https://dev.evotor.ru\r\n"),
            format!("Accept: */* Authorization: Bearer {token} Origin: https://dev.evotor.ru"),
            format!("accept\n*/*\nx-authorization\nBearer {token}\norigin\nhttps://dev.evotor.ru"),
            format!("curl 'https://dev.evotor.ru/x' -H 'accept: */*' -H 'authorization: Bearer {token}' --compressed"),
            format!("curl 'https://dev.evotor.ru/x' \\\n  -H 'x-authorization: Bearer {token}' \\\n  -H 'accept: */*'"),
            format!(
                "fetch(\"https://dev.evotor.ru/x\", {{ \"headers\": {{ \"authorization\": \"Bearer {token}\", \"accept\": \"*/*\" }} }});"
            ),
            format!("access_token: \"{token}\""),
            format!("access_token\t\"{token}\""),
        ] {
            assert_eq!(taken(&text).access.expose(), token, "{text:?}");
        }
    }
}

#[test]
fn a_token_that_begins_like_a_name_is_not_cut() {
    for name in ["authorization", "Authorization", "X-Authorization", "access_token"] {
        for token in [format!("{name}5ae4c90d3b71"), format!("{name}-{OPAQUE}")] {
            assert_eq!(taken(&token).access.expose(), token);
        }
    }
}

#[test]
fn the_whole_answer_gives_all_it_holds() {
    let answer = json!({
        "access_token": session(), "token_type": "bearer", "refresh_token": REFRESH, "expires_in": 1799,
        "x_uid": null, "iat": 1_899_998_201_000_i64, "x_longlived": false
    });
    let once = serde_json::to_string(&answer.to_string()).unwrap();
    let twice = serde_json::to_string(&once).unwrap();
    let pretty = serde_json::to_string_pretty(&answer).unwrap();
    for text in [answer.to_string(), pretty, once, twice, format!("'{answer}'")] {
        let pasted = taken(&text);
        assert_eq!((pasted.form, pasted.access.expose()), (PastedForm::Answer, session().as_str()), "{text}");
        assert_eq!(pasted.refresh.unwrap().expose(), REFRESH);
        assert_eq!((pasted.expires_in, pasted.email.as_deref()), (Some(1799), Some("anna@romashka.example")));
        assert_eq!(pasted.exp, Timestamp::from_second(1_900_000_000).ok());
    }
}

#[test]
fn a_line_out_of_the_answer_is_enough() {
    for text in [format!("\"access_token\": \"{OPAQUE}\","), format!("\"access_token\":\"{OPAQUE}\",\"expires_in\":9}}")] {
        assert_eq!(taken(&text).access.expose(), OPAQUE, "{text}");
    }
}

#[test]
fn a_strange_field_spoils_no_other() {
    let odd = taken(&json!({"access_token": OPAQUE, "refresh_token": 7, "expires_in": "1799"}).to_string());
    assert!(odd.refresh.is_none());
    assert_eq!(odd.expires_in, Some(1799));
    let odd = taken(&json!({"access_token": OPAQUE, "refresh_token": " ", "expires_in": -5}).to_string());
    assert!(odd.refresh.is_none() && odd.expires_in.is_none());
}

#[test]
fn what_is_no_token_is_refused_with_the_reason() {
    let cut = &session()[..60];
    let long_with_a_slip = format!("{}!{}", "a".repeat(70), "b".repeat(9));
    for (text, problem) in [
        ("", PastedProblem::Empty),
        (" \n\u{feff}", PastedProblem::Empty),
        ("Bearer ", PastedProblem::Empty),
        ("\"\"", PastedProblem::Empty),
        ("Authorization:", PastedProblem::Empty),
        ("5ae4c90d-3b71 4f2a-8d15-90c2e7b4a1e8", PastedProblem::InnerWhiteSpace { at: 14 }),
        ("Bearer 5ae4c90d-3b71\n4f2a-8d15-90c2e7b4a1e8", PastedProblem::InnerWhiteSpace { at: 14 }),
        ("Authorization: Bearer 5ae4c90d-3b71 4f2a-8d15-90c2e7b4a1e8", PastedProblem::InnerWhiteSpace { at: 14 }),
        ("hunter2", PastedProblem::LooksLikePassword),
        ("Пароль-из-двадцати-букв", PastedProblem::LooksLikePassword),
        ("correct!horse!battery", PastedProblem::LooksLikePassword),
        ("anna@romashka.example", PastedProblem::LooksLikeEmail),
        ("hunter2@romashka", PastedProblem::LooksLikePassword),
        ("@romashka.example", PastedProblem::LooksLikePassword),
        ("hunter2@hunter@romashka.example", PastedProblem::LooksLikePassword),
        ("https://dev.evotor.ru/oauth/token", PastedProblem::LooksLikeAddress),
        ("dev.evotor.ru/apps/3f9d27c0", PastedProblem::LooksLikeAddress),
        ("<!doctype html><title>Вход</title>", PastedProblem::LooksLikeHtml),
        ("Authorization: Basic bm9ib2R5Om5vdGhpbmc=", PastedProblem::NotBearer),
        ("eyJhbGciOi…c2lnbmF0dXJl", PastedProblem::Shortened),
        ("••••••••••••", PastedProblem::Shortened),
        ("************", PastedProblem::Shortened),
        ("eyJhbGciOiJub25lIn0.eyJhI...c2ln", PastedProblem::Shortened),
        (cut, PastedProblem::CutJwt),
        (&long_with_a_slip, PastedProblem::StrangeSign { at: 71 }),
        ("{\"access_token\": \"5ae4c90d", PastedProblem::BrokenJson),
        ("{}", PastedProblem::NoAccessToken),
        ("[]", PastedProblem::NoAccessToken),
        ("[\"5ae4c90d-3b71-4f2a-8d15-90c2e7b4a1e8\"]", PastedProblem::NoAccessToken),
        ("{\"error\": \"invalid_grant\"}", PastedProblem::NoAccessToken),
        ("{\"access_token\": null}", PastedProblem::NoAccessToken),
        ("{\"access_token\": \"\"}", PastedProblem::NoAccessToken),
        ("{\"access_token\": \"••••••••\"}", PastedProblem::Shortened),
    ] {
        assert_eq!(refused(text), problem, "{text:?}");
    }
}

#[test]
fn sixteen_kibibytes_are_looked_at_and_no_more() {
    assert_eq!(taken(&"a".repeat(MAX_LEN)).form, PastedForm::Opaque);
    assert_eq!(refused(&" ".repeat(MAX_LEN + 1)), PastedProblem::TooLong);
}

#[test]
fn neither_debug_nor_an_error_shows_a_token() {
    let words = format!("{:?}", taken(&json!({"access_token": "MARKER-MARKER-MARKER", "refresh_token": "MARKER"}).to_string()));
    assert!(!words.contains("MARKER"), "{words}");
    let problem = refused("MARKER!");
    assert!(!format!("{problem:?} {problem}").contains("MARKER"));
}

/// JSON near the answer of a sign-in, and far from it.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let token =
        prop_oneof![4 => "MARKER[A-Za-z0-9-]{16,30}".prop_map(serde_json::Value::from), 1 => "\\PC{0,9}".prop_map(serde_json::Value::from)];
    let leaf =
        prop_oneof![4 => token, 1 => any::<i64>().prop_map(serde_json::Value::from), 1 => Just(json!(null)), 1 => Just(json!("1799"))];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let name = prop_oneof![4 => prop::sample::select(vec!["access_token", "refresh_token", "expires_in"]).prop_map(str::to_owned), 1 => "[a-z]{1,5}"];
        prop_oneof![
            2 => prop::collection::vec(inner.clone(), 0..3).prop_map(serde_json::Value::from),
            5 => prop::collection::btree_map(name, inner, 0..4).prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_taken_or_refused_without_a_panic(text in any::<String>(), likely in "[ \"'{}:,a-zA-Z0-9._=…\\\\-]{0,60}") {
        for text in [text, likely] {
            if let Ok(pasted) = read(&text) {
                prop_assert!(text.contains(pasted.access.expose()) && pasted.access.expose().chars().all(is_token_sign));
                let answer = taken(&json!({ "access_token": pasted.access.expose() }).to_string());
                prop_assert!(answer.access.same_as(&pasted.access));
            }
        }
    }

    #[test]
    fn every_opaque_token_is_taken_as_it_is(token in "[A-Za-df-z0-9][A-Za-z0-9_~+-]{15,120}={0,2}") {
        let expected = Secret::from(token.as_str());
        for text in [format!("Bearer {token}"), json!({ "access_token": token }).to_string()] {
            prop_assert!(taken(&text).access.same_as(&expected), "{text}");
        }
    }

    #[test]
    fn json_of_any_shape_gives_the_fields_of_an_answer_or_nothing(value in any_json(), quotes in 0_usize..3) {
        let mut text = value.to_string();
        for _ in 0..quotes {
            text = serde_json::to_string(&text).unwrap();
        }
        let read = read(&text);
        let debug = format!("{read:?}");
        prop_assert!(!debug.contains("MARKER"), "{}", debug);
        let field = |name: &str| value.get(name).and_then(serde_json::Value::as_str);
        match read {
            Ok(pasted) if pasted.form == PastedForm::Answer => {
                prop_assert!(value.is_object() && field("access_token").is_some_and(|token| token.contains(pasted.access.expose())));
                if let Some(refresh) = pasted.refresh {
                    prop_assert!(field("refresh_token").is_some_and(|token| token.contains(refresh.expose())));
                }
                prop_assert!(pasted.expires_in.is_none() || value.get("expires_in").is_some());
            }
            // A text in quotes is a token alone, and so is a long number.
            Ok(pasted) => {
                let is_alone = (value.is_string() || value.is_number()) && value.to_string().contains(pasted.access.expose());
                prop_assert!(is_alone, "{} gave {}", value, pasted.access.expose());
            }
            Err(problem) => {
                let holds_one = value.is_object() && field("access_token").is_some_and(|token| token.starts_with("MARKER"));
                prop_assert!(!holds_one, "{} gave {:?}", value, problem);
            }
        }
    }

    #[test]
    fn no_reason_for_a_refusal_repeats_what_was_pasted(
        before in "(Authorization: |Bearer |\\{\"access_token\": ?\"|\\PC){0,2}", secret in "MARKER[!-~я]{0,90}", after in "(\"\\}| |\\PC){0,2}",
    ) {
        let told = match read(&format!("{before}{secret}{after}")) {
            Ok(pasted) => format!("{pasted:?}"),
            Err(problem) => format!("{problem:?} {problem}"),
        };
        prop_assert!(!told.contains("MARKER") && told.chars().count() < 400, "{}", told);
    }
}
