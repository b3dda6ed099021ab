//! The User-Agent: the next sign-in has it, and every call after that, for the cloud compares them.

use std::fs;

use eframe::egui::Key;
use jiff::SignedDuration;
use tokendesk::desktop::folders::DataFolder;
use tokendesk::sandbox::Renewal;

use super::{calls, press, refresh};
use crate::harness::{Start, TestDesk};

const FIELD: &str = "User-Agent";
const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

fn agents(desk: &TestDesk) -> Vec<String> {
    desk.sandbox.requests().iter().map(|request| request.header("user-agent").unwrap_or_default().to_owned()).collect()
}

fn sign_out(desk: &mut TestDesk) {
    desk.click("anna@romashka.example");
    desk.click("Sign out");
}

#[test]
fn a_new_one_waits_for_the_next_sign_in_and_a_code_comes() {
    let mut desk = TestDesk::at_clients(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    let mails = desk.sandbox.mailbox().len();
    desk.click("Settings");
    assert!(desk.has("The program's own: Tokendesk"), "{}", desk.tree());
    assert!(desk.says("A new one applies to the next sign-in") && desk.says("the server may mail a code again"), "{}", desk.tree());
    desk.type_into(FIELD, &format!("  {BROWSER} "));
    assert!(desk.has("Not in force yet: press Apply or Enter."));
    desk.key(Key::Enter);
    assert_eq!(desk.value(FIELD), BROWSER);
    assert!(desk.has("Applies to the next sign-in. This one has: Tokendesk"), "{}", desk.tree());

    desk.click("OAuth clients");
    refresh(&mut desk);
    assert!(agents(&desk).iter().all(|agent| agent == "Tokendesk"), "this sign-in keeps its own");
    desk.click("Settings");
    sign_out(&mut desk);
    desk.sandbox.clear_requests();
    desk.sign_in();
    assert_eq!(desk.sandbox.mailbox().len(), mails + 1, "a new User-Agent is a new program to the cloud");
    desk.open_version_with(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    assert!(agents(&desk).iter().all(|agent| agent == BROWSER), "{:?}", agents(&desk));
    assert_eq!(calls(&desk, "GET").len(), 1);
    desk.click("Settings");
    assert!(desk.has("Set by hand. To go back to the program's own, clear it and apply."), "{}", desk.tree());
}

#[test]
fn a_bad_one_is_said_at_the_field_and_not_taken_and_nothing_typed_is_lost() {
    let home = tempfile::tempdir().unwrap();
    let start = || Start { folder: DataFolder::given(home.path()), ..Start::default() };
    let mut desk = TestDesk::signed_in_with(start());
    let long = "x".repeat(513);
    for (typed, said) in [
        ("Токендеск", "Not taken: only Latin letters, digits and signs can stand in a header."),
        ("Token\u{7}desk", "Not taken: only Latin letters, digits and signs can stand in a header."),
        (long.as_str(), "Not taken: longer than 512 characters."),
    ] {
        desk.click("Settings");
        desk.paste(FIELD, typed);
        assert!(desk.has(said) && !desk.is_enabled("Apply"), "{typed:?}: {}", desk.tree());
        desk.key(Key::Enter);
        desk.click("OAuth clients");
        desk.click("Settings");
        assert!(desk.has(said), "{typed:?} is still there");
        assert_eq!(desk.value(FIELD), typed);
    }
    desk.paste(FIELD, "Kassa/1");
    press(&mut desk, "Apply");
    desk.paste(FIELD, "Касса");
    let desk = desk.restart(start());
    let text = fs::read_to_string(home.path().join("settings.toml")).unwrap();
    assert!(text.contains("user_agent = \"Kassa/1\""), "{text}");
    drop(desk);
}

#[test]
fn an_empty_one_is_the_programs_own_again() {
    let mut desk = TestDesk::signed_in();
    desk.click("Settings");
    desk.type_into(FIELD, "Kassa/1");
    press(&mut desk, "Apply");
    assert!(!desk.is_enabled("Apply"));
    desk.replace(FIELD, "");
    press(&mut desk, "Apply");
    assert!(desk.has("The program's own: Tokendesk"), "{}", desk.tree());
    sign_out(&mut desk);
    desk.click("Fill in");
    desk.click("Sign in");
    desk.wait_for("the desk", |desk| desk.tab("OAuth clients").is_some());
    assert!(agents(&desk).iter().all(|agent| agent == "Tokendesk"));
}

#[test]
fn who_cannot_sign_in_with_it_can_go_back_to_the_programs_own() {
    let mut desk = TestDesk::signed_in();
    let line = "User-Agent was set by hand.";
    desk.click("Settings");
    desk.type_into(FIELD, "Kassa/1");
    press(&mut desk, "Apply");
    // On the form over the work of a session that has ended, and on the page.
    let mut switches = desk.sandbox.switches();
    switches.renewal = Renewal::Refused;
    desk.sandbox.set_switches(switches);
    desk.clock.advance(SignedDuration::from_mins(40));
    desk.wait_for("the form", |desk| desk.says("Your sign-in has ended"));
    assert!(desk.has(line) && desk.is_enabled("Use the program's own"), "{}", desk.tree());
    desk.click("Sign out");
    assert!(desk.has(line), "{}", desk.tree());
    desk.click("Use the program's own");
    assert!(!desk.has(line));
    desk.click("Fill in");
    desk.click("Sign in");
    desk.wait_for("the desk", |desk| desk.tab("OAuth clients").is_some());
    assert!(agents(&desk).iter().all(|agent| agent == "Tokendesk"));
}

#[test]
fn a_pasted_token_without_one_has_the_one_that_was_set() {
    let mut desk = TestDesk::signed_in();
    desk.click("Settings");
    desk.type_into(FIELD, "Kassa/1");
    press(&mut desk, "Apply");
    sign_out(&mut desk);
    desk.sign_in();
    desk.open_version_with(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    let token = calls(&desk, "GET")[0].header("authorization").map(ToOwned::to_owned).unwrap();
    sign_out(&mut desk);
    desk.click("Paste a token instead");
    desk.paste("Token or the whole answer", &token);
    desk.click("Sign in");
    desk.wait_for("the desk", |desk| desk.tab("OAuth clients").is_some());
    desk.open_version_with(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    assert_eq!(agents(&desk).last().map(String::as_str), Some("Kassa/1"));
}
