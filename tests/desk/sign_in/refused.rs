//! When the cloud says no, or says nothing: one message where its cause is, what to do, the server's own words below, one request.

use std::net::TcpListener;

use tokendesk::model::cloud::CloudAddresses;
use tokendesk::sandbox::{Ending, Fault, Gate};

use super::{EMAIL, PASSWORD, attempt, dots, is_in, message_at, sent, until_the_code};
use crate::harness::{Start, TestDesk};

#[test]
fn a_wrong_password_is_said_at_its_field_and_not_tried_again() {
    let mut desk = TestDesk::open();
    attempt(&mut desk, EMAIL, "romashka-2023");
    desk.wait_for("the refusal", |desk| desk.says("E-mail and password do not fit."));
    desk.frames();
    let words = message_at(&desk, "Password");
    assert_eq!(words, "E-mail and password do not fit. Check the keyboard layout and Caps Lock.");
    assert!(desk.has("The server's answer: Bad credentials"), "{}", desk.tree());
    assert_eq!(desk.focused().as_deref(), Some("Password"));
    assert!(!desk.has("Confirmation code"), "nobody asked for a code");
    assert_eq!((sent(&desk), desk.sandbox.mailbox().len()), (1, 0));
    until_the_code(&mut desk);
    assert!(!desk.says("do not fit"), "gone with the right one");
}

#[test]
fn a_blocked_account_is_told_whom_to_write_to() {
    let mut desk = TestDesk::open();
    attempt(&mut desk, "klara@landysh.example", "landysh-2024");
    desk.wait_for("the refusal", |desk| desk.says("The cloud does not let this account in."));
    assert!(!desk.has("Retry"), "that would only lock it longer");
    assert!(desk.says("Write to Evotor's support"));
    assert!(desk.says("User account is locked"), "the server's words");
    assert_eq!(sent(&desk), 1);
    until_the_code(&mut desk);
    assert!(!desk.says("does not let this account in"), "another account is another matter");
}

/// What a failing cloud is told by: the fault, the cause, what to do, and words of the server.
struct Failing(&'static str, Fault, &'static str, &'static str, Option<&'static str>);

fn failing() -> Vec<Failing> {
    let said = r#"{"timestamp":"2031-05-06","status":503,"error":"Service Unavailable","message":"Закрыто до утра","path":"/oauth/token"}"#;
    let retry = "Try again in a minute.";
    let good = Fault::answer(200).body("application/json", r#"{"access_token":"11111111-2222-4333-8444-555555555555","expires_in":1799}"#);
    vec![
        Failing("500", Fault::answer(500), "the server had an error (500)", retry, None),
        Failing("503", Fault::answer(503).body("application/json", said), "the server had an error (503)", retry, Some("Закрыто до утра")),
        Failing("a reset", Fault::lost(Ending::Reset), "the connection to http://127.0.0.1:", "Check the network", None),
        Failing("a close", Fault::lost(Ending::Close), "the connection to http://127.0.0.1:", "Check the network", None),
        Failing("a page", Fault::html(), "the answer did not come from the API", "Open any page in a browser", None),
        Failing("nothing", Fault::empty(), "the answer is incomplete", "Try again.", None),
        Failing("null", Fault::null(), "the answer is incomplete", "Try again.", None),
        Failing(
            "cut JSON",
            Fault::answer(200).body("application/json", r#"{"access_token":"a"#),
            "the answer is incomplete",
            "Try again.",
            None,
        ),
        Failing("a cut body", good.cut(5, Ending::Close), "the connection to http://127.0.0.1:", "Check the network", None),
        Failing("another API", Fault::answer(404), "the server knows no such call", "The API may have changed", None),
        Failing(
            "haste",
            Fault::answer(429).header("Retry-After", "90"),
            "too many requests",
            "The server asks to wait until 12:01:30",
            None,
        ),
    ]
}

#[test]
fn a_failing_cloud_is_one_message_with_what_to_do_and_is_asked_once() {
    for Failing(name, fault, cause, next, words) in failing() {
        let mut desk = TestDesk::open();
        desk.sandbox.fault("POST", "/oauth/token", fault.once());
        attempt(&mut desk, EMAIL, PASSWORD);
        desk.wait_for(name, |desk| desk.says("You are not signed in: "));
        desk.frames();
        for part in [Some(cause), Some(next), Some("Nothing has changed, what you typed is kept."), words].into_iter().flatten() {
            assert!(desk.says(part), "{name} lacks “{part}”:\n{}", desk.tree());
        }
        assert_eq!(sent(&desk), 1, "{name}: not sent again by itself");
        assert_eq!((desk.value("E-mail").as_str(), desk.value("Password")), (EMAIL, dots(PASSWORD)), "{name}");
        assert!(!desk.has("Confirmation code"), "{name} says nothing of a code");
        let [ours, theirs] = [Some("Nothing has changed"), words].map(|words| words.map(|words| desk.text_with(words).rect()));
        if let (Some(ours), Some(theirs)) = (ours, theirs) {
            assert!(theirs.top() >= ours.bottom(), "{name}: the server's words stand below: {ours} {theirs}");
        }
        desk.click("Copy details");
        desk.wait_for("the details", |desk| desk.clipboard.text().is_some());
        let copied = desk.clipboard.text().unwrap();
        assert!(copied.contains("POST /oauth/token") && copied.contains(cause) && !copied.contains(PASSWORD), "{name}: {copied}");
        // Without the fault, without the message.
        desk.click("Retry");
        desk.wait_for("the code field", |desk| desk.has("Confirmation code"));
        assert!(!desk.says("You are not signed in"), "{name}: {}", desk.tree());
        assert_eq!(sent(&desk), 2, "{name}");
    }
}

#[test]
fn without_a_connection_the_host_is_named() {
    let mut desk = TestDesk::start(Start { cloud: Some(nobody_there()), ..Start::default() });
    attempt(&mut desk, EMAIL, PASSWORD);
    desk.wait_for("the failure", |desk| desk.says("You are not signed in: there is no connection to http://127.0.0.1:"));
    assert!(desk.says("Check the network"));
    assert_eq!(desk.value("Password"), dots(PASSWORD));
    assert_eq!(desk.sandbox.requests().len(), 0);
}

/// A port that nobody listens on.
fn nobody_there() -> CloudAddresses {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    CloudAddresses::parse_base(&format!("http://{address}")).unwrap()
}

#[test]
fn a_cloud_that_does_not_answer_is_given_up() {
    let mut desk = TestDesk::open();
    let gate = Gate::new();
    desk.sandbox.fault("POST", "/oauth/token", Fault::genuine().held(&gate).once());
    attempt(&mut desk, EMAIL, PASSWORD);
    desk.wait_for("the time-out", |desk| desk.says("You are not signed in: the server did not answer in time."));
    assert_eq!(sent(&desk), 1);
    gate.open();
}

#[test]
fn a_redirect_is_not_followed_with_the_password() {
    let mut desk = TestDesk::open();
    let elsewhere = format!("{}/elsewhere", desk.sandbox.addresses().1);
    desk.sandbox.fault("POST", "/oauth/token", Fault::answer(307).header("Location", &elsewhere).once());
    attempt(&mut desk, EMAIL, PASSWORD);
    desk.wait_for("the refusal", |desk| desk.says("the answer did not come from the API"));
    assert_eq!(desk.sandbox.requests().len(), 1, "the second server gets no request");
}

#[test]
fn the_servers_words_are_shown_without_what_was_typed() {
    let mut desk = TestDesk::open();
    let echo = format!(r#"{{"error":"invalid_grant","error_description":"Bad credentials: {PASSWORD}\u202e for {EMAIL}"}}"#);
    desk.sandbox.fault("POST", "/oauth/token", Fault::answer(400).body("application/json", echo).once());
    desk.replace("E-mail", EMAIL);
    desk.replace("Password", PASSWORD);
    desk.click("Sign in");
    desk.wait_for("the refusal", |desk| desk.says("E-mail and password do not fit."));
    let tree = desk.tree();
    let words = tree.lines().find(|line| line.contains("The server's answer")).expect("the server's words");
    assert!(words.contains("Bad credentials") && !words.contains(PASSWORD) && !words.contains('\u{202e}'), "{words}");
    assert!(!is_in(&desk));
}
