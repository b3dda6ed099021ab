//! When the cloud says no, or says nothing: one message where its cause is, what to do, the server's own words below, one request.

use tokendesk::sandbox::Fault;

use super::{EMAIL, PASSWORD, attempt, is_in, sent, until_the_code};
use crate::harness::TestDesk;

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

#[test]
fn a_refusal_at_a_field_has_its_details_to_copy_and_they_hold_no_secret() {
    let mut desk = TestDesk::open();
    attempt(&mut desk, EMAIL, "not my password");
    desk.wait_for("the refusal", |desk| desk.says("E-mail and password do not fit."));
    desk.click("Copy details");
    desk.wait_for("the copy", |desk| desk.clipboard.text().is_some());
    let copied = desk.clipboard.text().unwrap();
    assert!(copied.contains("POST /oauth/token  400") && copied.contains("Bad credentials"), "{copied}");
    assert!(!copied.contains("not my password") && !copied.contains(EMAIL), "{copied}");
    // A demand for the code is no failure: there is nothing to copy.
    desk.replace("Password", PASSWORD);
    desk.click("Sign in");
    desk.wait_for("the demand", |desk| desk.has("Confirmation code"));
    assert!(!desk.has("Copy details"), "{}", desk.tree());
}
