//! Signing in with what a person has copied from the portal's network panel.

use eframe::egui::Key;
use jiff::SignedDuration;
use reqwest::header::{CONTENT_TYPE, USER_AGENT};
use serde_json::Value;
use tokendesk::sandbox::{Sandbox, Switches, TokenForm};

use super::{CODE, EMAIL, PASSWORD, is_in, mailed_code, message_at, token_requests};
use crate::harness::{Start, TestDesk};

const FIELD: &str = "Token or the whole answer";
const REFRESH: &str = "Refresh token, if any";
const AGENT: &str = "The browser's User-Agent, if known";
const NAME: &str = "Name for this sign-in";
/// A browser that nobody has.
pub const BROWSER: &str = "Mozilla/5.0 (X11; Romashka) Invented/1.0";

/// What the portal's page got in that browser: the answer to its request `token`.
pub fn got_in_the_browser(sandbox: &Sandbox) -> Value {
    let form = format!("type=LOGIN&grant_type=password&client_id=Evo-UI&username=anna%40romashka.example&password={PASSWORD}");
    post(sandbox, &form);
    let code = sandbox.latest_mail(EMAIL).expect("a mail").code;
    let answer = post(sandbox, &format!("{form}&{CODE}={code}"));
    assert!(answer["access_token"].is_string(), "{answer}");
    sandbox.clear_requests();
    answer
}

fn post(sandbox: &Sandbox, form: &str) -> Value {
    let address = format!("{}/oauth/token", sandbox.addresses().0);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = client.post(address).header(USER_AGENT, BROWSER).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        request.body(form.to_owned()).send().await.unwrap().json().await.unwrap()
    })
}

fn text(answer: &Value, field: &str) -> String {
    answer[field].as_str().unwrap().to_owned()
}

/// The form for a token, and an answer to paste into it.
fn open(tokens: TokenForm) -> (TestDesk, Value) {
    let mut desk = TestDesk::open();
    desk.sandbox.set_switches(Switches { session_tokens: tokens, ..Switches::default() });
    let answer = got_in_the_browser(&desk.sandbox);
    desk.click("Paste a token instead");
    (desk, answer)
}

/// Reads the list of a version; the headers of the last request for it.
fn list(desk: &mut TestDesk) -> (Option<String>, Option<String>) {
    desk.open_version_with(3);
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    let requests = desk.sandbox.requests();
    let request = requests.iter().rev().find(|request| request.path.contains("oauth-app")).unwrap();
    (request.header("authorization").map(str::to_owned), request.header("user-agent").map(str::to_owned))
}

#[test]
fn a_jwt_says_whose_it_is_and_is_used_with_the_browsers_name() {
    let (mut desk, answer) = open(TokenForm::Jwt);
    assert_eq!(desk.focused().as_deref(), Some(FIELD));
    let access = text(&answer, "access_token");
    // As it is copied from a header.
    desk.paste(FIELD, &format!("  Bearer {access}\n"));
    assert_eq!(message_at(&desk, FIELD), "A token of anna@romashka.example, for 30 min");
    assert!(!desk.has(NAME), "it says whose it is");
    desk.paste(AGENT, BROWSER);
    desk.click("Sign in");
    assert!(is_in(&desk), "no question is asked of the cloud");
    assert_eq!(desk.sandbox.requests().len(), 0);
    assert!(desk.has(EMAIL) && desk.has("30 min") && desk.has("unknown"), "{}", desk.tree());
    assert_eq!(list(&mut desk), (Some(format!("Bearer {access}")), Some(BROWSER.to_owned())));
    assert_eq!(token_requests(&desk).len(), 0);
}

#[test]
fn an_opaque_token_is_listed_under_a_name_that_the_person_gives() {
    let (mut desk, answer) = open(TokenForm::Uuid);
    assert!(!desk.has(NAME));
    desk.paste(FIELD, &text(&answer, "access_token"));
    assert_eq!(message_at(&desk, FIELD), "An opaque token: how long it lasts is not known.");
    desk.click("Sign in");
    assert!(!is_in(&desk), "a name is wanted");
    assert_eq!(desk.focused().as_deref(), Some(NAME));
    desk.type_into(NAME, "Касса на углу");
    desk.paste(AGENT, BROWSER);
    desk.key(Key::Enter);
    assert!(is_in(&desk) && desk.has("Касса на углу"), "{}", desk.tree());
    let unknown = desk.tree().lines().filter(|line| line.contains("\"unknown\"")).count();
    assert_eq!(unknown, 2, "both ends are unknown, and said so: {}", desk.tree());
    desk.click("Касса на углу");
    let unknown = desk.tree().lines().filter(|line| line.contains("\"unknown\"")).count();
    assert_eq!(unknown, 3, "in the accounts too: {}", desk.tree());
    desk.key(Key::Escape);
    list(&mut desk);
}

#[test]
fn the_whole_answer_brings_its_refresh_token_and_lifetime() {
    let (mut desk, answer) = open(TokenForm::Uuid);
    let pretty = serde_json::to_string_pretty(&answer).unwrap();
    assert!(desk.has(REFRESH));
    desk.paste(FIELD, &pretty);
    assert_eq!(message_at(&desk, FIELD), "The whole answer: a token for 29 min and a refresh token");
    assert!(!desk.has(REFRESH), "it is in the answer");
    desk.type_into(NAME, "Касса");
    desk.paste(AGENT, BROWSER);
    desk.click("Sign in");
    assert!(desk.has("29 min") && desk.has("12 h 0 min"), "{}", desk.tree());
    desk.clock.advance(SignedDuration::from_mins(28));
    desk.wait_for("the renewal", |desk| desk.sandbox.count("POST", "/oauth/token") == 1 && desk.has("29 min"));
    let (request, form) = token_requests(&desk).pop().unwrap();
    assert_eq!((form["grant_type"].as_str(), form["refresh_token"].clone()), ("refresh_token", text(&answer, "refresh_token")));
    assert_eq!(request.header("user-agent"), Some(BROWSER));
    assert_ne!(list(&mut desk).0, Some(format!("Bearer {}", text(&answer, "access_token"))), "the new token is used");
}

#[test]
fn a_refresh_token_typed_beside_renews_when_the_first_is_refused() {
    let (mut desk, answer) = open(TokenForm::Uuid);
    desk.paste(FIELD, &text(&answer, "access_token"));
    desk.paste(REFRESH, &text(&answer, "refresh_token"));
    desk.paste(NAME, "Касса");
    desk.paste(AGENT, BROWSER);
    desk.click("Sign in");
    // It is dead from the start, and how old it is nobody knows.
    desk.sandbox.kill_access_tokens();
    list(&mut desk);
    assert_eq!(token_requests(&desk).len(), 1);
    assert!(desk.has("29 min"), "and now the end is known: {}", desk.tree());
}

#[test]
fn what_is_no_token_is_refused_with_the_reason_and_nothing_is_sent() {
    let (mut desk, _) = open(TokenForm::Jwt);
    let cases = [
        ("5ae4c90d-3b71 4f2a-8d15-90c2e7b4a1e8", "There is white space inside: a token has none. Was more than the token copied?"),
        (&format!("{}!{}", "a".repeat(70), "b".repeat(9)), "There are signs inside that no token has."),
        ("eyJhbGciOi…c2lnbmF0dXJl", "This token is shortened or masked. Copy it from the tab Response."),
        ("hunter2", "This looks like a password, not like a token."),
        (EMAIL, "This is an e-mail, not a token."),
        ("https://dev.evotor.ru/oauth/token", "This is an address, not a token."),
        ("<!doctype html><title>Вход</title>", "This is a page, not a token. Copy from the tab Response."),
        ("Authorization: Basic bm9ib2R5Om5vdGhpbmc=", "This header does not hold a bearer token."),
        (r#"{"access_token": "5ae4c90d"#, "This answer is cut off. Copy it whole."),
        ("eyJhbGciOiJub25lIn0.eyJhIjox", "This answer is cut off. Copy it whole."),
        (r#"{"error": "invalid_grant"}"#, "This answer holds no access_token. Copy the answer to the request “token”."),
        (&"t".repeat(16 * 1024 + 1), "Not taken: the field holds 16384 bytes, this is longer."),
    ];
    for (pasted, words) in cases {
        desk.paste(FIELD, pasted);
        assert_eq!(message_at(&desk, FIELD), words, "{pasted:.60}");
        desk.click("Sign in");
        assert!(!is_in(&desk) && desk.focused().as_deref() == Some(FIELD), "{pasted:.60}");
    }
    assert_eq!(desk.sandbox.requests().len(), 0);
}

#[test]
fn an_empty_field_is_named_when_somebody_tries_to_sign_in_with_it() {
    let (mut desk, answer) = open(TokenForm::Jwt);
    assert_eq!(message_at(&desk, FIELD), "");
    desk.click("Sign in");
    assert_eq!(message_at(&desk, FIELD), "Paste the token or the whole answer.");
    desk.paste(FIELD, &text(&answer, "access_token"));
    assert!(!desk.says("Paste the token or the whole answer."));
}

#[test]
fn a_user_agent_that_cannot_stand_in_a_header_is_refused() {
    let (mut desk, answer) = open(TokenForm::Jwt);
    desk.paste(FIELD, &text(&answer, "access_token"));
    desk.paste(AGENT, "Мозилла/5.0");
    assert_eq!(message_at(&desk, AGENT), "Only Latin letters, digits and signs can stand in a header.");
    desk.click("Sign in");
    assert!(!is_in(&desk));
    assert_eq!(desk.focused().as_deref(), Some(AGENT));
    desk.paste(AGENT, "");
    desk.key(Key::Backspace);
    desk.click("Sign in");
    assert!(is_in(&desk), "{}", desk.tree());
}

#[test]
fn a_token_whose_time_is_over_is_said_before_it_is_tried() {
    let (mut desk, answer) = open(TokenForm::Jwt);
    desk.clock.advance(SignedDuration::from_hours(1));
    desk.paste(FIELD, &text(&answer, "access_token"));
    assert_eq!(message_at(&desk, FIELD), "A token whose time is over. The cloud will most likely refuse it.");
}

#[test]
fn the_steps_stand_beside_the_field_and_the_portal_is_one_click_away() {
    let mut desk = TestDesk::start(Start { by_address: true, ..Start::default() });
    desk.click("Paste a token instead");
    let field = desk.control(FIELD).rect();
    for step in ["dev.evotor.ru", "F12", "access_token", "User-Agent is beside it"] {
        let words = desk.text_with(step).rect();
        assert!(words.left() > field.right(), "“{step}” stands beside the field: {words} {field}");
    }
    desk.click("Open in browser");
    let opened = desk.browser.addresses().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(opened, [format!("{}/", desk.sandbox.addresses().0)], "the site of the cloud that is signed in to");
}

#[test]
fn the_way_back_to_the_password_keeps_what_was_typed_there_and_wipes_the_token() {
    let mut desk = TestDesk::open();
    desk.replace("E-mail", EMAIL);
    desk.click("Paste a token instead");
    desk.paste(FIELD, "11111111-2222-4333-8444-555555555555");
    desk.click("Use the password");
    assert_eq!((desk.value("E-mail").as_str(), desk.focused().as_deref()), (EMAIL, Some("Password")));
    desk.click("Paste a token instead");
    assert_eq!(desk.value(FIELD), "");
    desk.command(Key::Z);
    assert_eq!(desk.value(FIELD), "", "Ctrl+Z brings no token back");
}

#[test]
fn a_session_of_a_named_token_ends_without_its_name_in_the_e_mail_and_comes_back_under_it() {
    let (mut desk, answer) = open(TokenForm::Uuid);
    desk.paste(FIELD, &text(&answer, "access_token"));
    desk.paste(NAME, "Касса");
    desk.paste(AGENT, BROWSER);
    desk.click("Sign in");
    list(&mut desk);
    desk.sandbox.kill_access_tokens();
    desk.clock.advance(SignedDuration::from_mins(5));
    desk.click("Refresh");
    desk.wait_for("the form for another token", |desk| desk.has(FIELD) && desk.says("Your sign-in has ended"));
    desk.click("Use the password");
    assert_eq!((desk.value("E-mail").as_str(), desk.focused().as_deref()), ("", Some("E-mail")), "a name is no e-mail");
    assert!(desk.painted().contains("OAuth clients"), "the work is behind");
    desk.click("Paste a token instead");
    let fresh = got_again(&desk);
    desk.paste(FIELD, &fresh);
    assert_eq!(desk.value(NAME), "Касса", "the name is known");
    desk.paste(AGENT, BROWSER);
    desk.click("Sign in");
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    assert!(desk.has("Касса"));
}

/// Another token from the same browser, which the cloud knows by now.
pub fn got_again(desk: &TestDesk) -> String {
    let form = format!("type=LOGIN&grant_type=password&client_id=Evo-UI&username=anna%40romashka.example&password={PASSWORD}");
    text(&post(&desk.sandbox, &form), "access_token")
}

#[test]
fn a_token_is_dots_in_the_window() {
    let (mut desk, answer) = open(TokenForm::Jwt);
    let access = text(&answer, "access_token");
    desk.paste(FIELD, &access);
    assert_eq!(desk.value(FIELD), "•".repeat(access.len()));
    assert!(!desk.painted().contains(&access[..40]));
    desk.click("Show token");
    assert!(desk.painted().contains(&access[..40]), "shown on purpose");
    assert!(!desk.tree().contains(&access[..40]), "and not read out");
    assert!(!mailed_code(&desk).is_empty());
}

#[test]
fn an_answer_copied_long_ago_is_renewed_by_its_refresh_token() {
    let (mut desk, answer) = open(TokenForm::Jwt);
    desk.clock.advance(SignedDuration::from_hours(2));
    desk.paste(FIELD, &answer.to_string());
    assert_eq!(message_at(&desk, FIELD), "The whole answer: the token's time is over, the refresh token may bring a new one");
    desk.paste(AGENT, BROWSER);
    desk.click("Sign in");
    list(&mut desk);
    assert_eq!(token_requests(&desk).len(), 1);
    assert!(desk.has("29 min"), "{}", desk.tree());
}
