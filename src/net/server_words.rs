//! Reads what a server says about its refusal, in whatever shape it says it: OAuth, Evotor's v1 and v2, Spring Boot, problem
//! details, plain text. Nothing that can be read is lost, and nothing unreadable is an error.

use serde_json::Value;

use super::text::Scrubber;

/// Caps in characters, and of the number of violations: a server's words must not fill the window.
const MESSAGE_CAP: usize = 500;
const CODE_CAP: usize = 100;
const SUBJECT_CAP: usize = 200;
const REASON_CAP: usize = 300;
const MOST_VIOLATIONS: usize = 50;

/// What a server has against one field of a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Violation {
    /// The field, as the server names it (`registered_redirect_uri[0]`).
    pub subject: Option<String>,
    /// What is wrong with it, in the server's words.
    pub reason: String,
}

/// A refusal in the server's words, fit to show.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct ServerWords {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) violations: Vec<Violation>,
}

impl ServerWords {
    /// Reads the body of a refusal; a page for a browser says nothing.
    pub(super) fn read(body: &[u8], scrubber: &Scrubber) -> Self {
        let text = String::from_utf8_lossy(body);
        let text = text.trim_start_matches('\u{FEFF}').trim();
        match serde_json::from_str::<Value>(text) {
            Ok(value) => Self::of_json(&value, scrubber),
            Err(_) => Self { message: fit(text, MESSAGE_CAP, scrubber), ..Self::default() },
        }
    }

    fn of_json(value: &Value, scrubber: &Scrubber) -> Self {
        // Some wrap it all in one member.
        let value = value.get("error").filter(|error| error.is_object()).unwrap_or(value);
        let code = first(value, &["code", "error", "errorCode", "error_code", "title"]).and_then(plain);
        let message = first(value, &["error_description", "message", "detail", "description", "error_message"]).and_then(plain);
        let violations = ["violations", "errors", "fieldErrors"]
            .iter()
            .filter_map(|name| value.get(name))
            .chain(value.is_array().then_some(value))
            .flat_map(|list| violations(list, scrubber))
            .take(MOST_VIOLATIONS)
            .collect::<Vec<_>>();
        let mut words = Self {
            code: code.and_then(|code| fit(&code, CODE_CAP, scrubber)),
            message: message.and_then(|message| fit(&message, MESSAGE_CAP, scrubber)),
            violations,
        };
        if words.code.is_none() {
            // v1 puts its code beside each field.
            let of_first = value.pointer("/errors/0/code").and_then(plain);
            words.code = of_first.and_then(|code| fit(&code, CODE_CAP, scrubber));
        }
        if words == Self::default() {
            // No shape that we know: all of it, as text.
            words.message = plain(value).or_else(|| shown(value)).and_then(|text| fit(&text, MESSAGE_CAP, scrubber));
        }
        words
    }
}

/// The violations in a list of objects or strings, or in an object of field and reason.
fn violations(list: &Value, scrubber: &Scrubber) -> Vec<Violation> {
    let violation = |subject: Option<String>, reason: Option<String>| {
        let reason = reason.and_then(|reason| fit(&reason, REASON_CAP, scrubber));
        let subject = subject.and_then(|subject| fit(&subject, SUBJECT_CAP, scrubber));
        (reason.is_some() || subject.is_some()).then(|| Violation { subject, reason: reason.unwrap_or_default() })
    };
    match list {
        Value::Array(items) => items
            .iter()
            .filter_map(|item| {
                if !item.is_object() {
                    return violation(None, plain(item));
                }
                let subject = first(item, &["subject", "field", "path", "property", "param"]).and_then(plain);
                let reason = first(item, &["reason", "message", "defaultMessage", "description", "error", "code"]).and_then(plain);
                violation(subject, reason)
            })
            .collect(),
        Value::Object(fields) => {
            fields.iter().filter_map(|(field, reason)| violation(Some(field.clone()), plain(reason).or_else(|| shown(reason)))).collect()
        }
        _ => Vec::new(),
    }
}

/// The first of these members that says anything.
fn first<'a>(value: &'a Value, names: &[&str]) -> Option<&'a Value> {
    names.iter().filter_map(|name| value.get(name)).find(|member| plain(member).is_some())
}

/// A text, number or truth value as text; nothing for the rest and for blank text.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// A list or an object as it is written; nothing when there is nothing in it.
fn shown(value: &Value) -> Option<String> {
    match value {
        Value::Array(items) if !items.is_empty() => Some(value.to_string()),
        Value::Object(members) if !members.is_empty() => Some(value.to_string()),
        _ => None,
    }
}

fn fit(words: &str, cap: usize, scrubber: &Scrubber) -> Option<String> {
    Some(scrubber.fit(words, cap)).filter(|words| !words.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::secret::Secret;

    fn read(body: &str) -> ServerWords {
        ServerWords::read(body.as_bytes(), &Scrubber::of([&Secret::from("MARKER-1")]))
    }

    fn words(code: &str, message: &str) -> ServerWords {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        ServerWords { code: text(code), message: text(message), violations: vec![] }
    }

    fn violation(subject: &str, reason: &str) -> Violation {
        Violation { subject: Some(subject.to_owned()).filter(|s| !s.is_empty()), reason: reason.into() }
    }

    #[test]
    fn oauth_says_error_and_description() {
        assert_eq!(read(r#"{"error":"invalid_grant","error_description":"Bad credentials"}"#), words("invalid_grant", "Bad credentials"));
        assert_eq!(read(r#"{"error":"invalid_grant"}"#), words("invalid_grant", ""));
    }

    #[test]
    fn v2_says_code_message_and_violations() {
        let said = read(
            r#"{"code":"validation","message":"Неверный запрос","violations":[{"reason":"is not a URI","subject":"registered_redirect_uri[0]"},{"reason":"empty","subject":null}]}"#,
        );
        let mut expected = words("validation", "Неверный запрос");
        expected.violations = vec![violation("registered_redirect_uri[0]", "is not a URI"), violation("", "empty")];
        assert_eq!(said, expected);
    }

    #[test]
    fn v1_says_a_number_beside_each_field() {
        let said = read(r#"{"errors":[{"code":2002,"reason":"missing","subject":"deviceUuid"},{"code":2003}]}"#);
        let mut expected = words("2002", "");
        expected.violations = vec![violation("deviceUuid", "missing"), violation("", "2003")];
        assert_eq!(said, expected);
    }

    #[test]
    fn spring_boot_says_error_and_message_and_sometimes_fields() {
        let said = read(r#"{"timestamp":"2030-01-01T00:00:00Z","status":401,"error":"Unauthorized","message":"","path":"/oauth/token"}"#);
        assert_eq!(said, words("Unauthorized", ""));
        let said = read(
            r#"{"status":400,"error":"Bad Request","message":"Validation failed","errors":[{"field":"scope","defaultMessage":"empty","rejectedValue":[]}]}"#,
        );
        let mut expected = words("Bad Request", "Validation failed");
        expected.violations = vec![violation("scope", "empty")];
        assert_eq!(said, expected);
    }

    #[test]
    fn other_shapes_are_read_as_well_as_can_be() {
        assert_eq!(read(r#"{"title":"Conflict","detail":"taken"}"#), words("Conflict", "taken"));
        assert_eq!(read(r#"{"error":{"code":7,"message":"wrapped"}}"#), words("7", "wrapped"));
        assert_eq!(read(r#""just words""#), words("", "just words"));
        assert_eq!(read("Too many\r\nrequests\u{202E}"), words("", "Too many requests"));
        assert_eq!(read(r#"{"oops":{"a":[1]}}"#), words("", r#"{"oops":{"a":[1]}}"#));
        assert_eq!(read(r#"{"errors":{"scope":"empty"}}"#).violations, [violation("scope", "empty")]);
        assert_eq!(read(r#"["one",2]"#).violations, [violation("", "one"), violation("", "2")]);
        assert_eq!(read(r#"{"error":"x","message":{"not":"text"}}"#), words("x", ""));
        for nothing in ["", "  ", "null", "{}", "[]", "\u{FEFF}"] {
            assert_eq!(read(nothing), ServerWords::default(), "{nothing:?}");
        }
    }

    #[test]
    fn long_words_are_cut_and_endless_lists_end() {
        let long = read(&"я".repeat(2_000)).message.unwrap();
        assert_eq!(long.chars().count(), MESSAGE_CAP + 1);
        let many = format!(r#"{{"violations":[{}{{"reason":"last"}}]}}"#, r#"{"reason":"x"},"#.repeat(400));
        assert_eq!(read(&many).violations.len(), MOST_VIOLATIONS);
    }

    #[test]
    fn what_we_sent_in_secret_does_not_come_back() {
        for echo in [
            r#"{"error":"MARKER-1","error_description":"bad MARKER-1"}"#,
            r#"{"violations":[{"subject":"MARKER-1","reason":"MARKER-1"}],"code":"MARKER-1"}"#,
            r#"{"unknown":["MARKER-1"]}"#,
            r#"{"unknown":{"MARKER-1":"MARK\u0045R-1"}}"#,
            "MARKER-1 is wrong",
        ] {
            let said = format!("{:?}", read(echo));
            assert!(!said.contains("MARKER") && said.contains("•••"), "{said}");
        }
    }
    /// Everything that is kept of a refusal.
    fn all_of(words: &ServerWords) -> Vec<(&str, usize)> {
        let of_violation = |violation| {
            let Violation { subject, reason }: &Violation = violation;
            [(subject.as_deref().unwrap_or_default(), SUBJECT_CAP), (reason.as_str(), REASON_CAP)]
        };
        let own = [(&words.code, CODE_CAP), (&words.message, MESSAGE_CAP)].map(|(text, cap)| (text.as_deref().unwrap_or_default(), cap));
        own.into_iter().chain(words.violations.iter().flat_map(of_violation)).collect()
    }

    fn is_fit_to_show(words: &ServerWords) -> Result<(), TestCaseError> {
        prop_assert!(words.violations.len() <= MOST_VIOLATIONS);
        for (text, cap) in all_of(words) {
            prop_assert!(text.chars().count() <= cap + 1, "{} characters", text.chars().count());
            let odd = text.chars().find(|c| {
                c.is_control() || "\u{202A}\u{202B}\u{202D}\u{202E}\u{2066}\u{2067}\u{2069}\u{200B}\u{200F}\u{FEFF}".contains(*c)
            });
            prop_assert_eq!(odd, None, "{:?}", text);
        }
        Ok(())
    }

    /// Bodies that a server might make of a refusal in which this stands.
    fn bodies(said: &str) -> Vec<String> {
        use serde_json::json;
        let mut fields = serde_json::Map::new();
        fields.insert(said.to_owned(), json!([said]));
        [
            json!({"error": "x", "error_description": format!("bad {said}!")}),
            json!({"error": {"code": said, "message": said}}),
            json!({"code": said, "violations": [{"subject": said, "reason": said}, said], "message": ""}),
            json!({"errors": fields}),
            json!({"unknown": fields}),
            json!([said, {"field": said, "defaultMessage": format!("{}{said}", "я".repeat(REASON_CAP - 4))}]),
            json!(format!("{}{said}", "я".repeat(MESSAGE_CAP - 3))),
        ]
        .iter()
        .map(Value::to_string)
        .chain([format!("<p>{said}"), format!("{}{said}", "y".repeat(MESSAGE_CAP - 5))])
        .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_body_gives_words_that_are_fit_to_show(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            said in "(\\PC|[\u{0}\n\u{202e}\u{2067}\u{200b}\u{feff} ]){0,80}",
            times in 1_usize..40,
        ) {
            let nobody = Scrubber::of([]);
            is_fit_to_show(&ServerWords::read(&bytes, &nobody))?;
            let many = serde_json::json!({"errors": vec![said.as_str(); times * 2], "violations": vec![said.as_str(); times]});
            for body in bodies(&said.repeat(times)).into_iter().chain([many.to_string()]) {
                is_fit_to_show(&ServerWords::read(body.as_bytes(), &nobody))?;
            }
        }

        #[test]
        fn no_secret_that_was_sent_comes_back_in_any_spelling(secret in "[!-~а-я]{5,24}", spelling in 0..7) {
            use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
            let spelt = match spelling {
                0 => utf8_percent_encode(&secret, NON_ALPHANUMERIC).to_string(),
                1 => url::form_urlencoded::byte_serialize(secret.as_bytes()).collect(),
                2 => secret.to_lowercase(),
                3 => secret.chars().flat_map(|c| [c, '\u{200b}']).collect(),
                4 => secret.chars().flat_map(|c| ['\u{202e}', c]).collect(),
                _ => secret.clone(),
            };
            let scrubber = Scrubber::of([&Secret::from(secret.as_str())]);
            // Long enough that nobody's words hold it by chance.
            let half: String = secret.chars().take(secret.chars().count() - 1).collect();
            let in_json = Value::from(secret.as_str()).to_string();
            let needles = [secret.as_str(), spelt.as_str(), in_json.trim_matches('"'), half.as_str()];
            for body in bodies(&spelt) {
                let words = ServerWords::read(body.as_bytes(), &scrubber);
                for (text, _) in all_of(&words) {
                    let leak = needles.iter().filter(|needle| needle.chars().count() > 4).find(|needle| text.contains(**needle));
                    prop_assert_eq!(leak, None, "{:?} of {:?}", text, body);
                }
                is_fit_to_show(&words)?;
            }
        }
    }
}
