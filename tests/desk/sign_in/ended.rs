//! The cloud has ended the session in mid-work: the form comes over the work, and the work goes on where it was.

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use jiff::SignedDuration;
use tokendesk::sandbox::{Fault, Gate};

use super::{EMAIL, PASSWORD, is_in, lists, renewals, sent};
use crate::harness::{Start, TestDesk};

const ENDED: &str = "Your sign-in has ended";
const THEN: &str = "After signing in, reading goes on by itself; writing waits for your click.";
const ADDRESS: &str = "https://romashka.example/вход";

/// The cloud takes none of the session's tokens any more, and the program finds that out.
pub fn end(desk: &mut TestDesk) {
    desk.sandbox.kill_access_tokens();
    desk.sandbox.kill_refresh_tokens();
    desk.clock.advance(SignedDuration::from_mins(28));
}

/// A half-filled form of a new client, in a session that the cloud has ended.
fn over_a_form() -> TestDesk {
    let mut desk = TestDesk::at_clients(3);
    desk.click("New client");
    desk.click_role(Role::CheckBox, "store:read");
    desk.type_into("Redirect address", ADDRESS);
    end(&mut desk);
    desk.wait_for("the form of the sign-in", |desk| desk.says(ENDED));
    desk.frames();
    desk
}

fn sign_in_again(desk: &mut TestDesk) {
    desk.type_into("Password", PASSWORD);
    desk.key(Key::Enter);
    desk.wait_for("the desk", is_in);
}

/// Another account comes by a token that does not say whose it is.
fn as_another(desk: &mut TestDesk) {
    desk.click("Paste a token instead");
    desk.paste("Token or the whole answer", "0d5f7d0e-6f0a-4c39-9d35-3f6a1c2b7e11");
    assert_eq!(desk.value("Name for this sign-in"), EMAIL, "the work goes on under the name that it has");
    desk.replace("Name for this sign-in", "Касса");
    desk.click("Sign in");
}

#[test]
fn the_work_is_in_view_behind_the_form_and_out_of_reach() {
    let mut desk = over_a_form();
    assert_eq!(renewals(&desk), 1, "refused once, not asked again");
    assert!(desk.says("What you entered is kept: the new client's addresses and 1 right.") && desk.says(THEN), "{}", desk.tree());
    assert!(desk.painted().contains(ADDRESS), "it shows through");
    assert!(!desk.says(ADDRESS) && !desk.has("New client"), "but a screen reader meets the form only: {}", desk.tree());
    assert_eq!((desk.focused().as_deref(), desk.value("Password").as_str()), (Some("Password"), ""));
    assert!(desk.has(EMAIL) && !desk.has("E-mail field"), "whose it is can be read");
    let before = desk.sandbox.requests().len();
    for key in [Key::Escape, Key::F5] {
        desk.key(key);
    }
    for key in [Key::N, Key::O, Key::F, Key::Comma, Key::Num1, Key::Enter] {
        desk.command(key);
    }
    assert!(desk.says(ENDED) && desk.painted().contains(ADDRESS), "no key reaches what is behind: {}", desk.tree());
    assert_eq!(desk.sandbox.requests().len(), before);
    sign_in_again(&mut desk);
    assert!(desk.has("Create client") && !desk.says(ENDED), "the same screen: {}", desk.tree());
}

#[test]
fn the_same_account_comes_back_to_all_it_had_and_to_where_it_was() {
    let mut desk = over_a_form();
    let before = lists(&desk);
    // The cloud knows this program: no code is asked for.
    sign_in_again(&mut desk);
    assert_eq!(desk.value("Redirect address"), ADDRESS);
    assert!(desk.says("1 chosen"), "{}", desk.tree());
    // As soon as the form is gone.
    desk.wait_for("typing to go on in the same field", |desk| desk.focused().as_deref() == Some("Redirect address"));
    desk.click_role(Role::Button, "Cancel");
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    assert_eq!(lists(&desk), before, "a list that was read is not read again");
    assert_eq!(desk.sandbox.count("POST", "oauth-app"), 0, "and nothing was sent by itself");
}

#[test]
fn a_read_that_found_the_session_ended_goes_on_after_the_sign_in() {
    let mut desk = TestDesk::at_clients(3);
    desk.clock.advance(SignedDuration::from_mins(5));
    desk.sandbox.kill_access_tokens();
    desk.sandbox.kill_refresh_tokens();
    desk.click("Refresh");
    desk.wait_for("the form of the sign-in", |desk| desk.says(ENDED));
    assert!(desk.says("What you typed and read is kept.") && desk.says(THEN));
    let before = lists(&desk);
    sign_in_again(&mut desk);
    desk.wait_for("the list", |desk| desk.rows().len() == 3 && desk.says("Updated just now"));
    assert_eq!(lists(&desk), before + 1);
    assert!(!desk.says("The list was not refreshed"));
}

#[test]
fn what_the_server_said_is_shown_and_copied_without_a_token() {
    let mut desk = over_a_form();
    assert!(desk.says("The server's words: "), "{}", desk.tree());
    desk.click("Copy details");
    desk.wait_for("the copy", |desk| desk.clipboard.text().is_some());
    let copied = desk.clipboard.text().unwrap();
    assert!(copied.contains("POST /oauth/token  400"), "{copied}");
    assert!(!copied.contains("refresh_token="), "{copied}");
}

#[test]
fn what_was_known_of_the_end_is_not_kept_by_the_form() {
    let mut desk = over_a_form();
    sign_in_again(&mut desk);
    assert!(desk.has("29 min") && desk.has("12 h 0 min"));
    desk.click(EMAIL);
    desk.click("Sign out");
    desk.click("Sign out anyway");
    assert!(!desk.says(ENDED) && desk.has("Publisher sign-in"), "whoever signs out knows it");
}

#[test]
fn who_signs_out_on_that_form_is_asked_about_what_is_typed_and_then_out() {
    let mut desk = over_a_form();
    desk.click("Sign out");
    assert!(desk.says("What you typed and ticked for it is not sent yet and would be lost."), "{}", desk.tree());
    desk.click("Stay");
    assert!(desk.says(ENDED));
    desk.click("Sign out");
    desk.click("Sign out anyway");
    assert!(desk.has("Publisher sign-in") && !desk.painted().contains(ADDRESS), "{}", desk.tree());
}

#[test]
fn another_account_gets_an_empty_desk_and_this_one_waits_with_all_that_is_typed() {
    let mut desk = over_a_form();
    as_another(&mut desk);
    desk.wait_for("the desk", is_in);
    assert!(desk.has("Касса"));
    assert!(!desk.has("Redirect address") && !desk.has("Refresh"), "{}", desk.tree());
    desk.click("OAuth clients");
    assert!(desk.says("Open a version of your app") && desk.rows().is_empty(), "{}", desk.tree());
    desk.click("Касса");
    desk.click_role(Role::ListBoxOption, EMAIL);
    assert!(desk.says(ENDED) && desk.painted().contains(ADDRESS), "{}", desk.painted());
    assert_eq!(desk.value("Password"), "");
    sign_in_again(&mut desk);
    assert_eq!(desk.value("Redirect address"), ADDRESS);
}

/// A create that the cloud has taken in and whose answer it holds back, in a session that has ended meanwhile.
fn over_a_create() -> (TestDesk, Gate) {
    let mut desk = TestDesk::signed_in_with(Start::patient());
    desk.open_version_with(3);
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    let gate = super::create_held(&mut desk);
    end(&mut desk);
    desk.wait_for("the form of the sign-in", |desk| desk.says(ENDED));
    (desk, gate)
}

#[test]
fn a_create_of_the_one_before_ends_behind_another_account_and_is_told() {
    let (mut desk, gate) = over_a_create();
    as_another(&mut desk);
    desk.wait_for("the other desk", |desk| is_in(desk) && desk.has("Касса"));
    gate.open();
    desk.wait_for("what became of it", |desk| desk.says(&format!("{EMAIL}: ")));
    desk.click("Go there");
    assert!(desk.says(ENDED), "{}", desk.tree());
    sign_in_again(&mut desk);
    desk.wait_for("the client", |desk| desk.rows().len() == 4);
}

#[test]
fn a_create_that_ends_badly_while_somebody_is_asked_keeps_them_with_its_answer() {
    let mut desk = TestDesk::signed_in_with(Start::patient());
    desk.open_version_with(3);
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    let gate = Gate::new();
    desk.sandbox.fault("POST", "oauth-app", Fault::answer(504).held(&gate).once());
    desk.click("New client");
    desk.type_into("Redirect address", "https://romashka.example/");
    desk.click_role(Role::CheckBox, "store:read");
    desk.click("Create client");
    assert!(gate.wait_for_arrivals(1, super::PATIENCE));
    desk.click(EMAIL);
    desk.click("Sign out");
    assert!(desk.says("The request cannot be taken back"));
    gate.open();
    desk.wait_for("the outcome", |desk| desk.says("not seen in the list yet") || desk.says("Look again"));
    assert!(is_in(&desk) && !desk.has("Sign out anyway"), "nobody is signed out over it: {}", desk.tree());
    assert!(sent(&desk) > 0);
}

#[test]
fn no_key_reaches_the_list_behind() {
    let mut desk = TestDesk::at_clients(3);
    end(&mut desk);
    desk.wait_for("the form of the sign-in", |desk| desk.says(ENDED));
    desk.frames();
    for key in [Key::N, Key::O, Key::F] {
        desk.command(key);
    }
    sign_in_again(&mut desk);
    assert!(desk.rows().len() == 3 && !desk.has("Create client"), "the same screen: {}", desk.tree());
    assert_ne!(desk.focused().as_deref(), Some("Search"));
    assert!(!desk.has("App ID"), "no chooser has opened: {}", desk.tree());
}
