//! Answers to a sign-in and to a renewal that were valid before something was added, left out, moved or made something else.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use super::*;
use crate::evotor::fixture::any_json;

type Fields = Vec<(String, Value)>;

/// The documented answer, with each field as it should be, or gone, or something else; and fields that nobody knows.
fn any_answer() -> impl Strategy<Value = Fields> {
    let token = || {
        prop_oneof![
            6 => "MARKER[A-Za-z0-9._+/=-]{0,30}".prop_map(Value::from),
            1 => "MARKER[ \\t\\n\u{0}\u{202e}я]MARKER".prop_map(Value::from),
            1 => Just(json!({"value": "MARKER"})),
            1 => Just(json!(["MARKER"])),
            1 => any_json(),
        ]
    };
    let expires_in = prop_oneof![
        3 => (1_u32..90_000).prop_map(Value::from),
        1 => " ?[0-9]{1,6}(\\.[0-9]{1,2})? ?".prop_map(Value::from),
        1 => (any::<i32>()).prop_map(|eighths| Value::from(f64::from(eighths) / 8.0)),
        1 => any_json(),
    ];
    let field = |name: &'static str, value: BoxedStrategy<Value>| {
        prop::option::weighted(0.85, value).prop_map(move |value| value.map(|value| (name.to_owned(), value)))
    };
    let known = (
        field("access_token", token().boxed()),
        field("refresh_token", token().boxed()),
        field("expires_in", expires_in.boxed()),
        field("x_user_id", any_json().boxed()),
        field("scope", any_json().boxed()),
    );
    let unknown = prop::collection::btree_map("(X-|x_|j)[a-zA-Z]{2,6}", prop_oneof![any_json(), Just(json!("MARKER"))], 0..4);
    let all = (known, unknown).prop_map(|((access, refresh, expires_in, user, scope), unknown)| {
        [access, refresh, expires_in, user, scope].into_iter().flatten().chain(unknown).collect::<Fields>()
    });
    all.prop_shuffle()
}

fn written(fields: &Fields) -> String {
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{}: {value}", Value::from(name.as_str()))).collect();
    format!("{{ {} }}", fields.join(" ,"))
}

fn get<'a>(fields: &'a Fields, name: &str) -> Option<&'a Value> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

fn said<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    get(fields, name)?.as_str().filter(|text| !text.is_empty())
}

/// The access token, or what is wrong.
fn access(fields: &Fields) -> Result<&str, ErrorKind> {
    let access = said(fields, "access_token").ok_or(ErrorKind::Incomplete)?;
    if access.chars().all(|c| ('!'..='~').contains(&c)) { Ok(access) } else { Err(ErrorKind::Unreadable) }
}

/// The end of the access token; unknown when the answer says nothing of sense: none, not more than ten years.
fn ends(fields: &Fields, now: Timestamp) -> Option<Timestamp> {
    let said = get(fields, "expires_in")?;
    let seconds = said.as_f64().or_else(|| said.as_str()?.trim().parse().ok())?;
    #[expect(clippy::cast_possible_truncation, reason = "whole seconds")]
    let whole = (1.0..=316_224_000.9).contains(&seconds).then_some(seconds as i64)?;
    Some(now + SignedDuration::from_secs(whole))
}

fn tells_a_secret(words: &impl std::fmt::Debug, error: Option<&ApiError>) -> bool {
    format!("{words:?} {}", error.map(ToString::to_string).unwrap_or_default()).contains("MARKER")
}

/// Runs the property with a server that answers with what the test puts in place.
fn with_server<F>(cases: u32, body_of: F, property: impl Fn(&Fields, bool, &tokio::runtime::Runtime, &Fixture) -> Result<(), TestCaseError>)
where
    F: Fn(&Fields) -> String,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let body = Arc::new(Mutex::new(String::new()));
    let told = Arc::clone(&body);
    let f = runtime.block_on(Fixture::signed_out(move |_, _| json(200, &told.lock().unwrap())));
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let cut = prop::option::weighted(0.15, any::<prop::sample::Index>());
    let result = TestRunner::new(config).run(&(any_answer(), cut), |(fields, cut)| {
        let mut whole = body_of(&fields);
        if let Some(cut) = cut {
            let at = cut.index(whole.chars().count());
            whole = whole.chars().take(at).collect();
        }
        *body.lock().unwrap() = whole;
        property(&fields, cut.is_some(), &runtime, &f)
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn any_answer_to_a_sign_in_is_the_tokens_in_it_or_an_error_that_tells_none() {
    let clock = TestClock::at("2030-05-01T12:00:00Z");
    let shared: SharedClock = Arc::clone(&clock) as _;
    let transport = transport(Arc::clone(&shared));
    with_server(128, written, |fields, is_cut, runtime, f| {
        let credentials = Credentials { email: "anna@romashka.example".into(), password: "MARKER".into(), code: None, user_agent: "ua" };
        let addresses = CloudAddresses::one_base(f.server.url(""));
        let expected = if is_cut { Err(ErrorKind::Incomplete) } else { access(fields) };
        match runtime.block_on(sign_in(&transport, &addresses, &shared, &credentials)) {
            Ok(signed_in) => {
                prop_assert_eq!(Ok(signed_in.tokens.access().expose()), expected);
                prop_assert_eq!(signed_in.tokens.refresh().map(Secret::expose), said(fields, "refresh_token"));
                let lifetimes = signed_in.tokens.lifetimes();
                prop_assert_eq!((lifetimes.received_at, lifetimes.access_ends), (clock.now(), ends(fields, clock.now())));
                prop_assert_eq!(&signed_in.email, "anna@romashka.example");
                prop_assert!(!tells_a_secret(&signed_in.tokens, None));
            }
            Err(error) => {
                prop_assert_eq!(Err(*error.api().kind()), expected, "{}", error);
                prop_assert_eq!(error.refusal(), SignInRefusal::Api, "nothing was said about the password");
                prop_assert!(!tells_a_secret(&error, Some(error.api())) && !error.to_string().contains("MARKER"), "{}", error);
            }
        }
        Ok(())
    });
}

#[test]
fn any_answer_to_a_renewal_renews_or_leaves_everything_as_it_was() {
    with_server(128, written, |fields, is_cut, runtime, f| {
        f.events.lock().unwrap().clear();
        f.begin("MARKER-old", Some("MARKER-kept"));
        f.clock.advance(SignedDuration::from_mins(7));
        let before = f.session.lifetimes();
        let seen = f.session.held().unwrap().generation();
        let renewal = runtime.block_on(f.session.renew(seen));
        runtime.block_on(tokio::task::yield_now());
        let expected = if is_cut { Err(ErrorKind::Incomplete) } else { access(fields) };
        prop_assert_eq!(f.session.state(), SessionState::Active, "{:?}", renewal);
        let Phase::Active(tokens) = &f.session.lock().phase else { return Err(TestCaseError::fail("nobody is signed in")) };
        let held = (tokens.access().expose(), tokens.refresh().map(Secret::expose));
        match &renewal {
            Renewal::Done => {
                prop_assert_eq!(held, (expected.unwrap_or("an error"), said(fields, "refresh_token").or(Some("MARKER-kept"))));
                prop_assert_eq!(tokens.lifetimes().access_ends, ends(fields, f.clock.now()));
            }
            Renewal::Failed(error) => {
                prop_assert_eq!(Err(*error.kind()), expected);
                prop_assert_eq!((held, Some(tokens.lifetimes())), (("MARKER-old", Some("MARKER-kept")), before));
                prop_assert!(!tells_a_secret(error, Some(error)), "{}", error);
            }
            other => return Err(TestCaseError::fail(format!("{other:?}"))),
        }
        prop_assert!(!tells_a_secret(&f.events.lock().unwrap(), None));
        Ok(())
    });
}
