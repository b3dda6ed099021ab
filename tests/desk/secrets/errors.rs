//! What a program says about itself: `Debug` of whatever carries a secret, `Display` and `Debug` of every error.

use std::error::Error;
use std::fmt::{Debug, Write as _};
use std::sync::Arc;

use tokendesk::app::setup::addresses;
use tokendesk::evotor::Evotor;
use tokendesk::evotor::oauth_clients::NewClient;
use tokendesk::evotor::session::{Credentials, PastedTokens, Session, SessionTokens, sign_in};
use tokendesk::model::app_version::AppVersion;
use tokendesk::model::clock::{Clock as _, SharedClock};
use tokendesk::model::oauth_client::ClientKind;
use tokendesk::model::pasted_token;
use tokendesk::model::secret::Secret;
use tokendesk::net::{OUR_USER_AGENT, Transport};
use tokendesk::sandbox::{Ending, Fault};
use tokendesk::screens::event::{Attempt, Event, TokenAttempt};
use tokendesk::widgets::MaskedText;

use super::Seen;
use crate::harness::{Start, TestDesk};

const PASSWORD: &str = "MARKER-password-in-an-error";
const CODE: &str = "MARKER-code-in-an-error";
const ACCESS: &str = "MARKER-access-token-in-an-error";
const REFRESH: &str = "MARKER-refresh-token-in-an-error";
const CLIENT: &str = "MARKER-client-secret-in-an-error";

fn markers() -> Vec<(&'static str, String)> {
    let of = |name, value: &str| (name, value.to_owned());
    vec![of("password", PASSWORD), of("code", CODE), of("access token", ACCESS), of("refresh token", REFRESH), of("client secret", CLIENT)]
}

fn debug(seen: &mut Seen, what: &str, value: &impl Debug) {
    seen.add(format!("the Debug of {what}"), format!("{value:?}\n{value:#?}"));
}

fn error(seen: &mut Seen, what: &str, value: &impl Error) {
    debug(seen, what, value);
    let mut said = value.to_string();
    let mut cause = value.source();
    while let Some(inner) = cause {
        write!(said, "\n{inner}\n{inner:?}").unwrap();
        cause = inner.source();
    }
    seen.add(format!("the Display of {what}"), said);
}

#[test]
fn whatever_carries_a_secret_says_nothing_of_it() {
    let mut seen = Seen::new();
    let secret = |value: &str| Secret::from(value);
    let attempt = Attempt { email: "anna@romashka.example".to_owned(), password: secret(PASSWORD), code: Some(secret(CODE)) };
    debug(&mut seen, "an attempt", &attempt);
    debug(&mut seen, "an event with it", &Event::SignIn(attempt));
    let pasted = TokenAttempt {
        access: secret(ACCESS),
        refresh: Some(secret(REFRESH)),
        expires_in: Some(1_799),
        exp: None,
        name: "Касса".to_owned(),
        user_agent: None,
    };
    debug(&mut seen, "a pasted attempt", &pasted);
    debug(&mut seen, "an event with it", &Event::SignInWithToken(pasted));
    debug(&mut seen, "a copy", &Event::CopySecret { of: "client".to_owned(), secret: secret(CLIENT) });
    let credentials =
        Credentials { email: String::new(), password: secret(PASSWORD), code: Some(secret(CODE)), user_agent: OUR_USER_AGENT };
    debug(&mut seen, "credentials", &credentials);
    let tokens = PastedTokens { access: secret(ACCESS), refresh: Some(secret(REFRESH)), expires_in: None, exp: None, user_agent: None };
    debug(&mut seen, "pasted tokens", &tokens);
    debug(&mut seen, "a session's tokens", &SessionTokens::pasted(tokens, jiff::Timestamp::UNIX_EPOCH));
    let answer = format!(r#"{{"access_token":"{ACCESS}","refresh_token":"{REFRESH}"}}"#);
    debug(&mut seen, "what was understood of a paste", &pasted_token::read(&answer).unwrap());
    for broken in
        [&answer[..30], &format!("Bearer {ACCESS} {REFRESH}"), &format!("Basic {ACCESS}"), &format!("{ACCESS}…"), &format!("<p>{ACCESS}")]
    {
        error(&mut seen, "what was not", &pasted_token::read(broken).unwrap_err());
    }
    let mut typed = MaskedText::password();
    assert!(typed.set(PASSWORD));
    debug(&mut seen, "a field", &typed);
    seen.hold_none_of(&markers());
}

/// A session with the pasted token.
fn evotor_of(desk: &TestDesk, transport: &Transport) -> Evotor {
    let cloud = addresses(&desk.sandbox).unwrap();
    let session = Session::new(transport.clone(), cloud.clone(), desk.clock.clone(), Arc::new(|_| {}), None);
    let tokens = PastedTokens { access: Secret::from(ACCESS), refresh: None, expires_in: None, exp: None, user_agent: None };
    session.begin(SessionTokens::pasted(tokens, desk.clock.now()));
    Evotor::new(transport.clone(), cloud, session)
}

fn version() -> AppVersion {
    AppVersion { app_id: "a".to_owned(), version_id: Some("v".to_owned()), version_number: Some("1".to_owned()), name: None }
}

#[test]
fn clients_say_nothing_of_their_secrets_in_whatever_field_they_are() {
    let mut seen = Seen::new();
    let desk = TestDesk::open();
    let client = format!(
        r#"{{"client_id":"c1","client_secret":"{CLIENT}","old_secret":"{CLIENT}","refreshToken":["{REFRESH}"],"password":{{"x":"{PASSWORD}"}},"scope":[]}}"#
    );
    let page = format!(r#"{{"items":[{client},{{"client_secret":"{CLIENT}"}}],"paging":{{}}}}"#);
    desk.sandbox.fault("GET", "oauth-app", Fault::answer(200).body("application/json", page));
    desk.sandbox.fault("POST", "oauth-app", Fault::answer(200).body("application/json", client));
    let transport = Transport::new(&Start::default().net, desk.clock.clone()).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let evotor = evotor_of(&desk, &transport);
    let order = NewClient { kind: ClientKind::Web, redirect_uris: vec!["https://romashka.example/".to_owned()], scope: vec![] };
    let (page, created) = runtime
        .block_on(async { (evotor.oauth_clients().page(&version(), None).await, evotor.oauth_clients().create(&version(), &order).await) });
    debug(&mut seen, "a page", &page.expect("a page"));
    debug(&mut seen, "a created client", &created.expect("a client"));
    assert!(seen.0.iter().any(|(_, text)| text.contains("c1")), "something is said");
    seen.log();
    seen.hold_none_of(&markers());
}

/// Faults that repeat a value in every part of an answer that anybody could take into an error.
fn echoes(value: &str) -> Vec<(&'static str, Fault)> {
    let json = "application/json";
    vec![
        ("OAuth words", Fault::answer(400).body(json, format!(r#"{{"error":"{value}","error_description":"no: {value}"}}"#))),
        (
            "violations",
            Fault::answer(422).body(json, format!(r#"{{"code":"{value}","violations":[{{"reason":"{value}","subject":"{value}"}}]}}"#)),
        ),
        (
            "Spring's words",
            Fault::answer(500).body(json, format!(r#"{{"status":500,"error":"{value}","message":"{value}","path":"/{value}"}}"#)),
        ),
        ("a plain refusal", Fault::answer(403).body("text/plain", format!("token {value} refused"))),
        ("a page", Fault::answer(200).body("text/html", format!("<title>{value}</title>"))),
        ("a kind that does not fit", Fault::answer(200).body(json, format!(r#"{{"access_token":{{"{value}":1}},"items":"{value}"}}"#))),
        ("no JSON", Fault::answer(200).body(json, value.to_owned())),
        ("cut JSON", Fault::answer(200).body(json, format!(r#"{{"access_token":"{value}"#))),
        (
            "a token that is none",
            Fault::answer(200).body(json, format!(r#"{{"access_token":"{value}\u0007","items":[{{"client_id":["{value}"]}}]}}"#)),
        ),
        ("a redirect", Fault::answer(302).header("Location", &format!("https://elsewhere.example/{value}"))),
        ("a request id", Fault::answer(500).header("X-Request-Id", value)),
        ("a wait", Fault::answer(429).header("Retry-After", value)),
        ("a lost answer", Fault::lost(Ending::Reset)),
    ]
}

#[test]
fn no_error_of_the_cloud_repeats_what_it_was_sent() {
    let mut seen = Seen::new();
    let desk = TestDesk::open();
    let clock: SharedClock = desk.clock.clone();
    let cloud = addresses(&desk.sandbox).unwrap();
    let transport = Transport::new(&Start::default().net, clock.clone()).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let mut errors = 0;

    for (what, value) in [("a password", PASSWORD), ("a code", CODE)] {
        for (kind, fault) in echoes(value) {
            let fault = desk.sandbox.fault("POST", "/oauth/token", fault);
            let credentials = Credentials {
                email: "anna@romashka.example".to_owned(),
                password: Secret::from(PASSWORD),
                code: Some(Secret::from(CODE)),
                user_agent: OUR_USER_AGENT,
            };
            let refused = runtime.block_on(sign_in(&transport, &cloud, &clock, &credentials)).expect_err(kind);
            error(&mut seen, &format!("a sign-in, {what} in {kind}"), &refused);
            error(&mut seen, &format!("its cause, {what} in {kind}"), refused.api());
            seen.add(format!("the words of {kind}"), format!("{:?} {:?}", refused.api().server_message(), refused.api().violations()));
            errors += 1;
            fault.lift();
        }
    }

    {
        let what = "a token";
        for (kind, fault) in echoes(ACCESS) {
            let list = desk.sandbox.fault("GET", "oauth-app", fault.clone());
            let create = desk.sandbox.fault("POST", "oauth-app", fault);
            let (evotor, version) = (evotor_of(&desk, &transport), version());
            let client = NewClient { kind: ClientKind::Web, redirect_uris: vec!["https://romashka.example/".to_owned()], scope: vec![] };
            let (listed, created) = runtime.block_on(async {
                (evotor.oauth_clients().page(&version, None).await, evotor.oauth_clients().create(&version, &client).await)
            });
            match listed {
                Err(refused) => error(&mut seen, &format!("a list, {what} in {kind}"), &refused),
                Ok(page) => debug(&mut seen, &format!("a page, {what} in {kind}"), &page),
            }
            error(&mut seen, &format!("a create, {what} in {kind}"), &created.expect_err(kind));
            errors += 1;
            list.lift();
            create.lift();
        }
    }
    assert_eq!(errors, 3 * echoes("x").len());
    seen.log();
    seen.hold_none_of(&markers());
}
