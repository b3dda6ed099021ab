//! The cloud says no, and means it: said in words with the server's own, sent once, and nobody is signed out.

use egui_kittest::kittest::NodeT as _;
use tokendesk::desktop::journal::Outcome;
use tokendesk::sandbox::Fault;

use super::bench::{Bench, asks_for_the_code, ends, is_created, is_refreshed};
use super::message::Message;
use super::tally::{CREATE, LIST, LIST_BY_ID, LIST_OF_2500, MAIL, SIGN_IN};
use super::{CLIENTS, TOKEN};
use crate::harness::Start;

const FORBIDDEN: &str = r#"{"code":"forbidden","message":"Нет прав на приложение","violations":[]}"#;
const SAYS: &str = "The server's words: Нет прав на приложение";

/// An answer of Evotor's kind.
fn refusal(status: u16, body: &str) -> Fault {
    Fault::answer(status).body("application/json;charset=UTF-8", body)
}

fn refused_refresh(bench: &mut Bench, fault: Fault, status: u16, message: Message) {
    bench.at_clients();
    bench.fault("GET", CLIENTS, fault, 1);
    bench.click("Refresh");
    bench.expect(&message.details(LIST, Some(status)), is_refreshed);
    bench.recovers(|bench| bench.click("Retry"), is_refreshed);
    bench.requests(&[(LIST, 2)], &[(LIST, 1)]);
}

fn refused_create(bench: &mut Bench, fault: Fault, status: u16, message: Message) {
    bench.filled_form();
    bench.fault("POST", CLIENTS, fault, 1);
    bench.click("Create client");
    bench.expect(&message.details(CREATE, Some(status)), is_created);
    if bench.is_on() {
        assert!(!bench.says("is not known") && !bench.has("Look again"), "a refusal leaves no doubt: {}", bench.tree());
        assert!(matches!(ends(bench)[..], [Outcome::Refused { status: Some(said), .. }] if said == status), "{:?}", ends(bench));
    }
    bench.recovers(|bench| bench.click("Create client"), is_created);
    assert!(matches!(ends(bench)[..], [.., Outcome::Done { .. }]), "{:?}", ends(bench));
    bench.requests(&[(CREATE, 2)], &[(CREATE, 1)]);
}

pub fn a_read_without_the_right(bench: &mut Bench) {
    let message =
        Message::not_refreshed("there is no right for reading this version's clients.", "Ask the account's owner for access").says(SAYS);
    refused_refresh(bench, refusal(403, FORBIDDEN), 403, message);
}

pub fn a_first_reading_without_the_right_is_not_an_empty_version(bench: &mut Bench) {
    bench.signed_in();
    bench.fault("GET", CLIENTS, refusal(403, FORBIDDEN), 1);
    bench.open_version_with(3);
    let message = Message::banner(
        "The list was not read: there is no right for reading this version's clients.",
        "Nothing has changed.",
        "Ask the account's owner",
    );
    bench.expect(&message.says(SAYS).details(LIST, Some(403)), |desk| desk.has("3 clients"));
    assert!(!bench.says("no clients yet") && !bench.says("0 clients"), "{}", bench.tree());
    bench.recovers(|bench| bench.click("Retry"), |desk| desk.has("3 clients"));
    bench.requests(&[(LIST, 2)], &[(LIST, 1)]);
}

pub fn a_later_page_without_the_right_leaves_the_rows_that_have_come(bench: &mut Bench) {
    bench.signed_in_with(Start { page_size: 1_000, ..Start::default() });
    bench.fault("GET", CLIENTS, refusal(403, FORBIDDEN).nth(2), 1);
    bench.open_version_with(2_500);
    let message = Message::banner(
        "The list was not read: there is no right for reading this version's clients.",
        "Nothing has changed. 1000 clients that came before stay below.",
        "Ask the account's owner",
    );
    bench.expect(&message.says(SAYS).details(LIST_OF_2500, Some(403)), |desk| desk.has("2500 clients"));
    assert!(!bench.rows().is_empty());
    bench.recovers(|bench| bench.click("Retry"), |desk| desk.has("2500 clients"));
    bench.requests(&[(LIST_OF_2500, 2 + 3)], &[(LIST_OF_2500, 3)]);
}

pub fn a_create_without_the_right(bench: &mut Bench) {
    let message =
        Message::not_created("there is no right for creating clients in this version.", "Ask the account's owner for access").says(SAYS);
    refused_create(bench, refusal(403, FORBIDDEN), 403, message);
}

pub fn a_version_that_is_gone_is_asked_for_in_both_forms(bench: &mut Bench) {
    bench.at_clients();
    bench.fault("GET", CLIENTS, refusal(404, r#"{"code":"not_found","message":"Version not found","violations":[]}"#), 2);
    bench.click("Refresh");
    let message = Message::not_refreshed("the server knows this version of the app no longer.", "Check App ID and Version");
    bench.expect(&message.says("The server's words: Version not found").details(LIST, Some(404)), is_refreshed);
    bench.recovers(|bench| bench.click("Retry"), is_refreshed);
    bench.requests(&[(LIST, 2), (LIST_BY_ID, 1)], &[(LIST, 1)]);
}

fn a_call_that_is_gone(bench: &mut Bench, status: u16) {
    bench.sign_in_form();
    bench.fault("POST", TOKEN, Fault::answer(status), 1);
    bench.click("Sign in");
    let message = Message::not_signed_in("the server knows no such call.", "The API may have changed");
    bench.expect(&message.details(SIGN_IN, Some(status)), asks_for_the_code);
    bench.recovers(|bench| bench.click("Retry"), asks_for_the_code);
    bench.requests(&[(SIGN_IN, 2), (MAIL, 1)], &[(SIGN_IN, 1), (MAIL, 1)]);
}

pub fn a_sign_in_answered_404_says_that_the_api_has_changed(bench: &mut Bench) {
    a_call_that_is_gone(bench, 404);
}

pub fn a_sign_in_answered_405_says_that_the_api_has_changed(bench: &mut Bench) {
    a_call_that_is_gone(bench, 405);
}

pub fn a_sign_in_answered_410_says_that_the_api_has_changed(bench: &mut Bench) {
    a_call_that_is_gone(bench, 410);
}

fn a_refused_create(bench: &mut Bench, status: u16) {
    let message =
        Message::not_created(&format!("the server answered {status}."), "Correct what the server names, then create the client again.");
    refused_create(bench, refusal(status, FORBIDDEN), status, message.says(SAYS));
}

pub fn a_create_answered_400(bench: &mut Bench) {
    a_refused_create(bench, 400);
}

pub fn a_create_answered_409(bench: &mut Bench) {
    a_refused_create(bench, 409);
}

pub fn a_create_answered_422(bench: &mut Bench) {
    a_refused_create(bench, 422);
}

pub fn violations_stand_at_the_fields_that_they_name(bench: &mut Bench) {
    bench.filled_form();
    let body = r#"{"code":"validation_failed","message":"The request has errors","violations":[
        {"subject":"registered_redirect_uri[0]","reason":"этот узел уже занят"},{"subject":"scope","reason":"право не выдаётся"}]}"#;
    bench.fault("POST", CLIENTS, refusal(422, body), 1);
    bench.click("Create client");
    let message = Message::not_created("the server answered 422.", "Correct what the server names, then create the client again.")
        .says("The server's words: The request has errors")
        .and_at_fields(1)
        .details(CREATE, Some(422));
    bench.expect(&message, is_created);
    if bench.is_on() {
        let at = bench.control("Redirect address").accesskit_node().description();
        assert_eq!(at.as_deref(), Some("The server's words: этот узел уже занят"));
        assert!(bench.has("The server's words: право не выдаётся"), "{}", bench.tree());
    }
    bench.recovers(|bench| bench.click("Create client"), is_created);
    bench.requests(&[(CREATE, 2)], &[(CREATE, 1)]);
}

pub fn violations_of_a_list_are_told_with_their_fields(bench: &mut Bench) {
    let body = r#"{"code":"bad","message":"Слишком много страниц","violations":[{"subject":"cursor","reason":"устарел"}]}"#;
    let message = Message::not_refreshed("the server answered 422.", "The server's own words are below; if they do not help");
    let message = message.says("The server's words: Слишком много страниц").says("cursor: устарел");
    refused_refresh(bench, refusal(422, body), 422, message);
}

pub fn a_refusal_of_an_unknown_shape_is_shown_as_plain_text(bench: &mut Bench) {
    let message = Message::not_created("the server answered 400.", "Correct what the server names, then create the client again.");
    let fault = Fault::answer(400).body("text/plain;charset=UTF-8", "Неверный запрос\u{202e}: поле <b>scope</b>");
    refused_create(bench, fault, 400, message.says("Неверный запрос").says("поле <b>scope</b>"));
    assert!(!bench.painted().contains('\u{202e}'));
}

pub fn a_refusal_of_very_many_words_is_capped(bench: &mut Bench) {
    let long = format!(r#"{{"message":"Очень {}"}}"#, "длинно ".repeat(3_000));
    let message = Message::not_created("the server answered 409.", "Correct what the server names, then create the client again.")
        .says("The server's words: Очень длинно");
    refused_create(bench, refusal(409, &long), 409, message);
    assert!(bench.painted().chars().count() < 20_000, "{} characters", bench.painted().chars().count());
}
