//! Messages: one at a time, in three sentences, with details to copy; a server's words are shown just as they are.
#![cfg(test)]

use eframe::egui::accesskit::Role;
use jiff::SignedDuration;
use tokendesk::i18n::Lang;
use tokendesk::sandbox::{Fault, FaultSet};

use crate::harness::{Start, TestDesk};

const LIST: &str = "oauth-app";
const TOKEN: &str = "/oauth/token";

/// A refresh that is answered like this.
fn refused_refresh(fault: Fault) -> TestDesk {
    let mut desk = TestDesk::at_clients(3);
    desk.sandbox.fault("GET", LIST, fault);
    desk.click("Refresh");
    desk.wait_for("the failure", |desk| desk.says("The list was not refreshed: "));
    desk
}

fn json(status: u16, body: &str) -> Fault {
    Fault::answer(status).body("application/json", body.to_owned())
}

fn copied(desk: &mut TestDesk) -> String {
    desk.click("Copy details");
    desk.wait_for("the copy", |desk| desk.clipboard.text().is_some());
    desk.clipboard.text().unwrap_or_default()
}

#[test]
fn nothing_in_a_servers_words_is_markup() {
    let mut desk = refused_refresh(json(
        400,
        r#"{"code":"x","message":"use `curl` or **nothing**, `` and ** alone","violations":[{"subject":"`a`","reason":"**b**"}]}"#,
    ));
    assert!(desk.has("The server's words: use `curl` or **nothing**, `` and ** alone"), "{}", desk.tree());
    assert!(desk.has("`a`: **b**"));
    assert!(desk.painted().contains("use `curl` or **nothing**, `` and ** alone"), "painted just so as well");
    assert!(copied(&mut desk).contains("use `curl` or **nothing**, `` and ** alone"));
}

#[test]
fn a_servers_words_can_neither_turn_the_text_around_nor_push_the_rows_out_of_the_window() {
    let long = "Ж".repeat(5_000);
    let violations: Vec<String> =
        (0..40).map(|n| format!(r#"{{"subject":"f{n}\u202e","reason":"{}\u0007\n\u0000"}}"#, "long ".repeat(200))).collect();
    let body = format!(r#"{{"message":"{long}\u202eabc\u2067","violations":[{}]}}"#, violations.join(","));
    let desk = refused_refresh(json(422, &body));
    let tree = desk.tree();
    assert!(!tree.contains(['\u{202e}', '\u{2067}', '\u{7}', '\u{0}']) && !desk.painted().contains('\u{202e}'));
    assert!(desk.says("37 more lines of the server are in the details to copy."), "{tree}");
    assert_eq!(desk.rows().len(), 3, "the rows are still in view");
    let retry = desk.control("Retry").rect();
    assert!(retry.bottom() < 620.0, "{retry}");
}

#[test]
fn the_servers_words_keep_inside_the_window_in_a_small_one_too() {
    let mut desk = TestDesk::signed_in_with(Start { size: [900.0, 600.0], ..Start::default() });
    desk.open_version_with(3);
    desk.sandbox.fault("GET", LIST, json(403, &format!(r#"{{"message":"{}"}}"#, "W".repeat(450))));
    desk.click("Refresh");
    desk.wait_for("the failure", |desk| desk.says("The list was not refreshed: "));
    let words = desk.text_with("WWWW").rect();
    assert!(words.right() <= 900.0 - 24.0 && words.height() > 60.0, "{words}");
}

#[test]
fn every_refusal_of_a_list_says_what_to_do_next() {
    for (status, body, next) in [
        (400, "", "It does not say why: copy the details and ask Evotor's support."),
        (400, "cursor is old", "The server's own words are below; if they do not help, copy the details and ask Evotor's support."),
        (403, "", "Ask the account's owner for access, or sign in with another account."),
        (404, "", "Check App ID and Version;"),
        (405, "", "The API may have changed: copy the details and tell us."),
        (408, "", "Try again."),
        (418, "", "It does not say why"),
        (500, "", "Try again in a minute."),
        (501, "", "The API may have changed"),
        (505, "", "The API may have changed"),
        (511, "", "the network may ask for a sign-in of its own"),
        (599, "", "Try again in a minute."),
    ] {
        let mut desk = refused_refresh(Fault::answer(status).body("text/plain", body));
        assert!(
            desk.says(&format!("Nothing has changed, below is the data from 12:00. {next}")) || desk.says(next),
            "{status}: {}",
            desk.tree()
        );
        let copied = copied(&mut desk);
        assert!(copied.ends_with(&format!("oauth-apps  {status}")) || copied.contains(&format!("oauth-apps  {status}  id ")), "{copied}");
        assert!(copied.contains(next) && copied.contains(body) && copied.contains("2031-05-06 12:00:00+00:00  GET /api/v1/"), "{copied}");
    }
}

#[test]
fn retry_asks_exactly_once_more_for_the_same_thing_however_often_it_is_pressed() {
    let mut desk = TestDesk::at_clients(3);
    let fault = desk.sandbox.fault("GET", LIST, Fault::answer(403));
    for attempt in 1..=3 {
        desk.click(if attempt == 1 { "Refresh" } else { "Retry" });
        desk.wait_for("the failure", |desk| fault.happened() == attempt && desk.says("was not refreshed: there is no right"));
        assert_eq!(desk.rows().len(), 3);
        assert!(desk.has("Data from 12:00"));
    }
    let asked = desk.sandbox.requests();
    let asked: Vec<_> = asked
        .iter()
        .filter(|request| request.path.contains(LIST))
        .map(|request| (&request.method, &request.path, &request.query))
        .collect();
    assert_eq!(asked.len(), 4);
    assert!(asked.windows(2).all(|pair| pair[0] == pair[1]), "the same each time: {asked:?}");
}

#[test]
fn the_age_of_old_rows_is_that_of_the_last_whole_answer_through_every_failure() {
    let mut desk = TestDesk::at_clients(3);
    let fault = desk.sandbox.fault("GET", LIST, Fault::answer(403));
    for minutes in [2, 4] {
        desk.clock.advance(SignedDuration::from_mins(2));
        desk.click(if minutes == 2 { "Refresh" } else { "Retry" });
        desk.wait_for("the failure", |desk| fault.happened() == minutes / 2 && desk.says("below is the data from 12:00."));
        assert!(desk.has("Data from 12:00"), "{}", desk.tree());
    }
    desk.click("Close");
    assert!(desk.has("Updated 4 min ago") && !desk.says("was not refreshed"), "{}", desk.tree());
    assert_eq!(desk.sandbox.count("GET", LIST), 3, "closing a message asks nothing");
}

/// A session whose renewal, due shortly before the access token's end, fails like this.
fn failing_renewal(fault: Fault) -> (TestDesk, FaultSet) {
    let mut desk = TestDesk::at_clients(3);
    let fault = desk.sandbox.fault("POST", TOKEN, fault);
    desk.clock.advance(SignedDuration::from_mins(29));
    desk.wait_for("the renewal", |_| fault.happened() > 0);
    (desk, fault)
}

#[test]
fn a_renewal_that_fails_by_itself_is_told_with_retry_and_signs_nobody_out() {
    let (mut desk, fault) = failing_renewal(Fault::answer(503));
    desk.wait_for("the message", |desk| desk.has("The sign-in was not renewed: the server had an error (503)."));
    assert!(
        desk.has("You are still signed in, nothing is lost, and the program goes on trying by itself. Try again in a minute."),
        "{}",
        desk.tree()
    );
    assert!(desk.tab("OAuth clients").is_some() && desk.rows().len() == 3);
    let text = copied(&mut desk);
    assert!(text.contains("POST /oauth/token  503") && text.contains("2031-05-06 12:29:00+00:00"), "{text}");
    desk.click_role(Role::Tab, "Settings");
    assert!(desk.says("The sign-in was not renewed"), "on every screen");
    desk.click_role(Role::Tab, "OAuth clients");
    let before = fault.happened();
    desk.click("Retry");
    desk.wait_for("another failure", |desk| fault.happened() == before + 1 && desk.has("Retry") && desk.is_enabled("Retry"));
    assert!(desk.says("The sign-in was not renewed"));
    fault.lift();
    let tokens = desk.sandbox.count("POST", TOKEN);
    desk.click("Retry");
    desk.wait_for("the renewal", |desk| !desk.says("The sign-in was not renewed"));
    assert_eq!(desk.sandbox.count("POST", TOKEN), tokens + 1);
    assert_eq!(desk.sandbox.count("GET", LIST), 1, "nothing else was asked");
}

#[test]
fn a_renewal_that_was_told_by_a_list_or_closed_is_not_told_twice() {
    let (mut desk, fault) = failing_renewal(Fault::answer(503));
    desk.wait_for("the message", |desk| desk.says("The sign-in was not renewed"));
    desk.sandbox.kill_access_tokens();
    desk.click("Refresh");
    desk.wait_for("the list's own message", |desk| desk.says("The list was not refreshed: the sign-in could not be renewed"));
    assert!(!desk.says("The sign-in was not renewed"), "one message: {}", desk.tree());
    desk.click("Close");
    assert!(!desk.says("The sign-in was not renewed"), "{}", desk.tree());
    let failed = fault.happened();
    desk.clock.advance(SignedDuration::from_mins(6));
    desk.wait_for("another attempt of its own", |_| fault.happened() > failed);
    desk.frames();
    assert!(!desk.says("The sign-in was not renewed"), "{}", desk.tree());
}

#[test]
fn messages_are_in_russian_too() {
    let mut desk = TestDesk::signed_in_with(Start { lang: Lang::Ru, ..Start::default() });
    let version = desk.version_with(3);
    desk.sandbox.fault("GET", LIST, Fault::answer(429).header("Retry-After", "90"));
    desk.click_role(Role::ListBoxOption, &format!("{} {}", version.app_name, version.number));
    desk.wait_for("the countdown", |desk| desk.has("Сервер просит подождать: 1 мин 30 с."));
    assert!(desk.has("Дальше список прочитается сам."));
}

#[test]
fn a_server_that_wants_to_be_left_alone_is_asked_for_no_tokens_by_enter_either() {
    let mut desk = TestDesk::open();
    let invited = desk.sandbox.invitation();
    desk.sandbox.fault("POST", TOKEN, Fault::answer(429).header("Retry-After", "17"));
    desk.replace("E-mail", &invited.email);
    desk.replace("Password", &invited.password);
    desk.click("Sign in");
    desk.wait_for("the refusal", |desk| desk.says("The server asks to wait: 17 s. After that, sign in again."));
    desk.control("Password").focus();
    desk.frames();
    desk.key(eframe::egui::Key::Enter);
    desk.frames();
    assert_eq!(desk.sandbox.count("POST", TOKEN), 1);
    desk.clock.advance(SignedDuration::from_secs(17));
    desk.frames();
    assert!(desk.says("The time for which the server asked to wait is over: try again.") && desk.is_enabled("Retry"), "{}", desk.tree());
    assert_eq!(desk.sandbox.count("POST", TOKEN), 1, "nothing is sent by itself");
    desk.control("Password").focus();
    desk.frames();
    desk.key(eframe::egui::Key::Enter);
    desk.wait_for("the second attempt", |desk| desk.sandbox.count("POST", TOKEN) == 2);
}
