//! A copied secret: kept out of histories, counted down in view, cleared when its time is over, and only if it is still ours.

use jiff::SignedDuration;

use crate::harness::{Start, TestDesk};

/// The first of three clients is open and its secret copied.
fn copied() -> (TestDesk, String) {
    copied_in(TestDesk::signed_in(), "The clipboard is cleared in 30 s")
}

/// The same in this program, which then says this.
fn copied_in(mut desk: TestDesk, words: &str) -> (TestDesk, String) {
    desk.open_version_with(3);
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    let id = desk.rows()[0].clone();
    desk.click(&format!("Client {id}"));
    let version = desk.version_with(3);
    let clients = desk.sandbox.clients(&version.app_id, &version.number).unwrap();
    let client = clients.iter().find(|client| client["client_id"] == id.as_str()).unwrap();
    let secret = client["client_secret"].as_str().unwrap().to_owned();
    desk.click("Copy client secret");
    desk.wait_for("the word about it", |desk| desk.has(words));
    (desk, secret)
}

#[test]
fn it_is_kept_out_of_histories_and_cleared_after_thirty_seconds() {
    let (mut desk, secret) = copied();
    assert_eq!(desk.clipboard.text(), Some(secret));
    assert!(desk.clipboard.is_excluded());
    desk.clock.advance(SignedDuration::from_secs(29));
    desk.frames();
    assert!(desk.has("The clipboard is cleared in 1 s") && desk.clipboard.text().is_some(), "{}", desk.tree());
    desk.clock.advance(SignedDuration::from_secs(1));
    desk.wait_for("the end of the countdown", |desk| desk.clipboard.text().is_none() && !desk.says("The clipboard is cleared in"));
    assert_eq!(desk.clipboard.clears(), 1);
}

#[test]
fn what_another_program_has_copied_since_is_left_alone() {
    let (mut desk, _) = copied();
    desk.clipboard.put_by_another_program("a shopping list");
    desk.clock.advance(SignedDuration::from_secs(30));
    desk.wait_for("the word about it", |desk| desk.says("Another program has copied something since"));
    assert_eq!((desk.clipboard.text().as_deref(), desk.clipboard.clears()), (Some("a shopping list"), 0));
    assert!(!desk.says("The clipboard is cleared in"));
}

#[test]
fn what_is_no_secret_is_neither_excluded_nor_cleared() {
    let (mut desk, _) = copied();
    let id = desk.rows()[0].clone();
    desk.click("Copy client ID");
    desk.wait_for("the copy", |desk| desk.clipboard.text() == Some(id.clone()));
    desk.wait_for("the end of the countdown", |desk| !desk.says("The clipboard is cleared in"));
    assert!(!desk.clipboard.is_excluded());
    desk.clock.advance(SignedDuration::from_mins(10));
    desk.frames();
    assert_eq!(desk.clipboard.text(), Some(id));
}

#[test]
fn the_countdown_stays_in_view_when_the_client_does_not() {
    let (mut desk, _) = copied();
    assert_eq!(desk.tree().matches("The clipboard is cleared in 30 s").count(), 1, "beside the secret, and once");
    desk.click("Close the details");
    assert_eq!(desk.tree().matches("The clipboard is cleared in 30 s").count(), 1, "in the status line");
    desk.click("Settings");
    assert!(desk.has("The clipboard is cleared in 30 s"));
}

#[test]
fn copying_again_begins_the_time_again() {
    let (mut desk, secret) = copied();
    desk.clock.advance(SignedDuration::from_secs(20));
    desk.wait_for("the countdown", |desk| desk.has("The clipboard is cleared in 10 s"));
    desk.click("Copy client secret");
    desk.wait_for("the countdown", |desk| desk.has("The clipboard is cleared in 30 s"));
    desk.clock.advance(SignedDuration::from_secs(20));
    desk.wait_for("the countdown", |desk| desk.has("The clipboard is cleared in 10 s"));
    assert_eq!(desk.clipboard.text(), Some(secret));
}

#[test]
fn the_end_of_the_program_clears_it_too() {
    let (desk, _) = copied();
    let clipboard = desk.clipboard.clone();
    drop(desk);
    assert_eq!((clipboard.text(), clipboard.clears()), (None, 1));
}

#[test]
fn a_clipboard_that_fails_says_so_and_claims_no_copy() {
    use tokendesk::desktop::clipboard::ClipboardProblem;
    let mut desk = TestDesk::at_clients(3);
    let id = desk.rows()[0].clone();
    desk.click(&format!("Client {id}"));
    desk.clipboard.fail_with(Some(ClipboardProblem::Busy));
    desk.click("Copy client secret");
    desk.wait_for("the message", |desk| desk.says("Not copied: "));
    assert!(!desk.says("The clipboard is cleared in"));
}

#[test]
fn the_time_that_was_chosen_is_its_time() {
    let (start, _home) = Start::with_settings("clipboard_seconds = 120");
    let (mut desk, secret) = copied_in(TestDesk::signed_in_with(start), "The clipboard is cleared in 120 s");
    desk.clock.advance(SignedDuration::from_secs(119));
    desk.frames();
    assert_eq!(desk.clipboard.text(), Some(secret));
    desk.clock.advance(SignedDuration::from_secs(1));
    desk.wait_for("the end of the countdown", |desk| desk.clipboard.text().is_none());
}

const STAYS: &str = "A secret is in the clipboard until you sign out or close the program";

#[test]
fn one_that_is_never_cleared_is_said_to_be_there_and_goes_with_the_sign_out() {
    let (start, _home) = Start::with_settings("clear_clipboard = false");
    let (mut desk, secret) = copied_in(TestDesk::signed_in_with(start), STAYS);
    assert!(desk.clipboard.is_excluded(), "and no history keeps it");
    desk.clock.advance(SignedDuration::from_hours(3));
    desk.let_it_look();
    assert_eq!(desk.clipboard.text(), Some(secret));
    assert!(desk.has(STAYS) && !desk.says("is cleared in"), "{}", desk.tree());
    desk.click("anna@romashka.example");
    desk.click("Sign out");
    desk.wait_for("the end of it", |desk| desk.clipboard.text().is_none());
    assert_eq!(desk.clipboard.clears(), 1);
}

#[test]
fn one_that_is_never_cleared_goes_with_the_program_and_another_programs_copy_does_not() {
    for by_another in [None, Some("a shopping list")] {
        let (start, _home) = Start::with_settings("clear_clipboard = false");
        let (desk, _) = copied_in(TestDesk::signed_in_with(start), STAYS);
        if let Some(text) = by_another {
            desk.clipboard.put_by_another_program(text);
        }
        let clipboard = desk.clipboard.clone();
        drop(desk);
        assert_eq!(clipboard.text().as_deref(), by_another);
    }
}
