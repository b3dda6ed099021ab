//! A list that cannot be read: each failure in its own words, exactly so many requests, and the old rows stay.

use jiff::SignedDuration;
use tokendesk::sandbox::{Ending, Fault, Gate, ListHeader, Renewal};

use super::{LIST, copied, gets, open, page_requests};
use crate::harness::TestDesk;

/// What may go wrong with a page, how often it is asked for then, and the words.
fn failures() -> Vec<(&'static str, Fault, usize, &'static str)> {
    let json = |body: &str| Fault::answer(200).body("application/json", body.to_owned());
    let refused = r#"{"code":"forbidden","message":"Нет прав на приложение","violations":[]}"#;
    vec![
        ("500", Fault::answer(500), 3, "the server had an error (500)"),
        ("502", Fault::answer(502), 3, "the server had an error (502)"),
        ("503 with a page", Fault::answer(503).body("text/html", "<html><body>down</body></html>"), 3, "the server had an error (503)"),
        ("504", Fault::answer(504), 3, "the server had an error (504)"),
        ("501", Fault::answer(501), 1, "the server had an error (501)"),
        ("a reset", Fault::lost(Ending::Reset), 3, "was lost"),
        ("a close", Fault::lost(Ending::Close), 3, "was lost"),
        ("a reset in mid-body", Fault::genuine().cut(40, Ending::Reset), 3, "was lost"),
        ("a captive portal", Fault::html(), 1, "the answer did not come from the API"),
        ("a redirect", Fault::answer(302).header("Location", "http://127.0.0.1:9/elsewhere"), 1, "the answer did not come from the API"),
        ("cut JSON", json(r#"{"items":[{"client_id":"a"#), 1, "the answer is incomplete"),
        ("an empty body", Fault::empty(), 1, "the answer is incomplete"),
        ("null", Fault::null(), 1, "the answer is incomplete"),
        ("no JSON", json("surely not"), 1, "the answer cannot be understood"),
        ("JSON without a list", json(r#"{"status":"ok"}"#), 1, "the answer cannot be understood"),
        ("too large", json(&format!(r#"{{"items":[],"x":"{}"}}"#, "x".repeat(9 << 20))), 1, "the answer is too large"),
        ("403", Fault::answer(403).body("application/json", refused), 1, "there is no right for this"),
        ("404 in both forms", Fault::answer(404), 2, "the server knows no such version of the app"),
        ("400", Fault::answer(400), 1, "the server answered 400"),
        ("429", Fault::answer(429).header("Retry-After", "17"), 1, "too many requests"),
        ("401 in both header forms", Fault::answer(401), 2, "the server does not accept the sign-in for this request"),
    ]
}

#[test]
fn a_failed_refresh_leaves_the_rows_and_says_what_failed() {
    let mut desk = TestDesk::at_clients(3);
    let rows = desk.rows();
    for (name, fault, requests, words) in failures() {
        let before = gets(&desk);
        let fault = desk.sandbox.fault("GET", LIST, fault);
        desk.click("Refresh");
        desk.wait_for(name, |desk| desk.says("The list was not refreshed:"));
        assert!(desk.says(words), "{name}: {}", desk.tree());
        assert!(desk.says("Nothing has changed, below is the data from 12:00."), "{name}: {}", desk.tree());
        assert_eq!((gets(&desk) - before, fault.happened()), (requests, requests), "{name}");
        assert_eq!(desk.rows(), rows, "{name}");
        assert!(desk.has("Data from 12:00") && desk.has("3 clients"), "{name}");
        fault.lift();
        desk.click("Retry");
        desk.wait_for("the answer", |desk| desk.has("Refresh"));
        assert!(!desk.says("was not refreshed") && !desk.says(words), "{name}, with the fault off");
        assert_eq!(gets(&desk) - before, requests + 1, "{name}");
    }
}

#[test]
fn a_first_reading_that_fails_is_told_from_an_empty_version_also_when_the_message_is_closed() {
    let mut desk = TestDesk::signed_in();
    let fault = desk.sandbox.fault("GET", LIST, Fault::answer(503));
    let version = desk.version_with(3);
    open(&mut desk, &version);
    desk.wait_for("the failure", |desk| desk.says("The list was not read: the server had an error (503)."));
    assert!(desk.says("Nothing has changed. Try again in a minute."), "{}", desk.tree());
    assert_eq!((gets(&desk), fault.happened()), (3, 3), "a read is sent twice more");
    assert!(!desk.says("no clients yet") && !desk.says("0 clients"), "{}", desk.tree());
    desk.click("Close");
    assert!(!desk.says("The list was not read:"));
    assert!(!desk.says("no clients yet") && !desk.says("0 clients"), "still nothing is known: {}", desk.tree());
    assert!(desk.has("The list has not been read"), "{}", desk.tree());
    fault.lift();
    desk.click("Retry");
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    assert!(!desk.says("not been read"));
}

#[test]
fn an_empty_version_says_what_to_do() {
    let mut desk = TestDesk::signed_in();
    let version = desk.version_with(0);
    open(&mut desk, &version);
    desk.wait_for("the empty list", |desk| desk.has("This version has no clients yet"));
    assert!(desk.has("0 clients") && !desk.says("Nothing fits") && !desk.says("not been read"));
    desk.click("Create the first one");
    assert!(desk.has("Create client"), "the form is open");
}

#[test]
fn a_server_that_never_answers_is_given_up_at_the_deadline() {
    let mut desk = TestDesk::at_clients(3);
    let gate = Gate::new();
    desk.sandbox.fault("GET", LIST, Fault::genuine().held(&gate));
    desk.click("Refresh");
    desk.wait_for("the deadline", |desk| desk.says("The list was not refreshed: the server did not answer in time."));
    assert_eq!(gets(&desk), 2, "what takes the whole time once is not tried three times");
    gate.open();
}

#[test]
fn the_servers_own_words_and_fields_are_shown() {
    let mut desk = TestDesk::at_clients(3);
    let body = r#"{"code":"bad","message":"Слишком много страниц","violations":[{"subject":"cursor","reason":"устарел"}]}"#;
    desk.sandbox.fault("GET", LIST, Fault::answer(422).body("application/json", body));
    desk.click("Refresh");
    desk.wait_for("the failure", |desk| desk.says("the server answered 422"));
    assert!(desk.says("The server's words: Слишком много страниц") && desk.says("cursor: устарел"), "{}", desk.tree());
}

#[test]
fn after_429_the_time_to_wait_is_said() {
    let mut desk = TestDesk::at_clients(3);
    desk.sandbox.fault("GET", LIST, Fault::answer(429).header("Retry-After", "17"));
    desk.click("Refresh");
    desk.wait_for("the failure", |desk| desk.says("The server asks to wait until 12:00:17"));
}

#[test]
fn the_details_are_copied_with_one_click_and_hold_no_secret() {
    let mut desk = TestDesk::at_clients(3);
    let token = page_requests(&desk)[0].header("authorization").unwrap().trim_start_matches("Bearer ").to_owned();
    // Spring repeats the token in its words.
    let body = format!(r#"{{"error":"invalid_token","error_description":"Cannot convert access token {token} to JSON"}}"#);
    desk.sandbox.fault("GET", LIST, Fault::answer(500).body("application/json", body).header("X-Request-Id", "req-77"));
    desk.click("Refresh");
    desk.wait_for("the failure", |desk| desk.says("was not refreshed"));
    let text = copied(&mut desk, "Copy details");
    assert!(text.starts_with("The list was not refreshed: the server had an error (500).\n"), "{text}");
    let path = "GET /api/v1/publisher/app/oauth/public/apps/b253a705-44b4-4001-a8f2-7265cf95d101/versions/1.0/oauth-apps";
    assert!(text.ends_with(&format!("{path}  500  id req-77")), "{text}");
    assert!(text.contains("12:00:00"), "{text}");
    assert!(text.contains("Cannot convert access token"), "{text}");
    let secrets: Vec<String> = desk
        .sandbox
        .clients("b253a705-44b4-4001-a8f2-7265cf95d101", "1.0")
        .unwrap()
        .iter()
        .map(|c| c["client_secret"].as_str().unwrap().to_owned())
        .collect();
    for secret in secrets.iter().chain([&token]) {
        assert!(!text.contains(secret.as_str()) && !desk.tree().contains(secret.as_str()) && !desk.painted().contains(secret.as_str()));
    }
}

#[test]
fn a_401_in_mid_session_is_one_renewal_and_one_replay() {
    let mut desk = TestDesk::at_clients(3);
    desk.clock.advance(SignedDuration::from_mins(5));
    desk.sandbox.kill_access_tokens();
    let renewals = desk.sandbox.count("POST", "/oauth/token");
    desk.click("Refresh");
    desk.wait_for("the new list", |desk| desk.has("Updated just now"));
    assert_eq!(gets(&desk), 1 + 2);
    assert_eq!(desk.sandbox.count("POST", "/oauth/token") - renewals, 1);
    assert!(!desk.says("was not refreshed"));
}

#[test]
fn a_401_that_stays_is_the_endpoints_and_nobody_is_signed_out() {
    let mut desk = TestDesk::at_clients(3);
    desk.clock.advance(SignedDuration::from_mins(5));
    let tokens = desk.sandbox.count("POST", "/oauth/token");
    let mails = desk.sandbox.mailbox().len();
    desk.sandbox.fault("GET", LIST, Fault::answer(401));
    desk.click("Refresh");
    desk.wait_for("the failure", |desk| desk.says("the server does not accept the sign-in for this request"));
    assert_eq!(gets(&desk), 1 + 3, "as it is, after the renewal, in the other form");
    assert_eq!(desk.sandbox.count("POST", "/oauth/token") - tokens, 1);
    assert_eq!(desk.sandbox.mailbox().len(), mails, "no code is mailed");
    assert!(desk.tab("OAuth clients").is_some());
    let headers: Vec<bool> =
        page_requests(&desk).iter().map(|request| request.header("authorization").unwrap().starts_with("Bearer ")).collect();
    assert_eq!(headers, [true, true, true, false]);
}

#[test]
fn a_list_that_takes_the_bare_token_is_found_out_once() {
    let mut desk = TestDesk::signed_in();
    let mut switches = desk.sandbox.switches();
    switches.list_header = ListHeader::Bare;
    desk.sandbox.set_switches(switches);
    desk.open_version_with(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    assert_eq!(gets(&desk), 2);
    desk.click("Refresh");
    desk.wait_for("the list again", |desk| desk.has("Refresh") && gets(desk) > 2);
    assert_eq!(gets(&desk), 3, "what has worked is remembered");
}

#[test]
fn a_renewal_that_cannot_be_made_now_keeps_everybody_signed_in() {
    let mut desk = TestDesk::at_clients(3);
    desk.clock.advance(SignedDuration::from_mins(5));
    desk.sandbox.kill_access_tokens();
    let fault = desk.sandbox.fault("POST", "/oauth/token", Fault::answer(503));
    desk.click("Refresh");
    desk.wait_for("the failure", |desk| {
        desk.says("The list was not refreshed: the sign-in could not be renewed (the server had an error (503)).")
    });
    assert_eq!((gets(&desk), fault.happened()), (2, 1));
    assert!(desk.tab("OAuth clients").is_some());
    fault.lift();
    desk.click("Retry");
    desk.wait_for("the list", |desk| desk.has("Updated just now"));
}

#[test]
fn a_renewal_that_the_cloud_refuses_asks_for_a_new_sign_in() {
    let mut desk = TestDesk::at_clients(3);
    let mut switches = desk.sandbox.switches();
    switches.renewal = Renewal::Refused;
    desk.sandbox.set_switches(switches);
    desk.clock.advance(SignedDuration::from_mins(5));
    desk.sandbox.kill_access_tokens();
    desk.click("Refresh");
    desk.wait_for("the form", |desk| desk.says("Your sign-in has ended"));
    assert_eq!(gets(&desk), 2);
}
