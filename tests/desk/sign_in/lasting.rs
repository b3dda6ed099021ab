//! How long a sign-in lasts: its two clocks, its renewal, its end, and what is on the desk then.

use std::time::Duration;

use eframe::egui::{ViewportCommand, ViewportEvent, ViewportId};
use jiff::SignedDuration;
use tokendesk::sandbox::{ExpiresIn, Gate, Renewal, Switches};

use super::{EMAIL, PASSWORD, attempt, create_held, is_in, lists, renewals, sent, token_requests};
use crate::harness::{Start, TestDesk};

#[test]
fn both_clocks_are_in_view_and_go_on() {
    let mut desk = TestDesk::signed_in();
    assert!(desk.has("Access") && desk.has("29 min"), "{}", desk.tree());
    assert!(desk.has("Sign-in") && desk.has("12 h 0 min"), "{}", desk.tree());
    desk.clock.advance(SignedDuration::from_mins(2));
    desk.frames();
    assert!(desk.has("27 min") && desk.has("11 h 58 min"), "{}", desk.tree());
    desk.click(EMAIL);
    let rows = desk.tree().lines().filter(|line| line.contains("11 h 58 min")).count();
    assert_eq!(rows, 2, "in the accounts too: {}", desk.tree());
}

#[test]
fn a_clock_asks_for_a_frame_only_when_its_words_change() {
    let mut desk = TestDesk::signed_in();
    desk.click("Settings");
    desk.frames();
    // 12 h 0 min is true for one second more, 29 min for a minute.
    assert_eq!(desk.repaint_in(), Duration::from_secs(1));
    desk.clock.advance(SignedDuration::from_secs(20));
    desk.frames();
    // 11 h 59 min 40 s and 29 min 39 s are left.
    assert_eq!(desk.repaint_in(), Duration::from_secs(40));
}

#[test]
fn an_unknown_end_is_said_as_unknown() {
    let mut desk = TestDesk::open();
    desk.sandbox.set_switches(Switches { expires_in: ExpiresIn::Absent, ..Switches::default() });
    desk.sign_in();
    assert!(desk.has("unknown") && desk.has("12 h 0 min"), "{}", desk.tree());
    assert!(!desk.has("29 min"));
}

#[test]
fn the_session_renews_itself_shortly_before_the_end_and_no_form_comes() {
    let mut desk = TestDesk::signed_in();
    desk.clock.advance(SignedDuration::from_mins(27));
    desk.let_it_look();
    assert_eq!(renewals(&desk), 0, "not before it must");
    desk.clock.advance(SignedDuration::from_mins(1));
    desk.wait_for("the renewal", |desk| renewals(desk) == 1 && desk.has("29 min"));
    assert!(is_in(&desk) && !desk.has("Password"));
    assert!(desk.has("12 h 0 min"), "a new refresh token lives anew");
    desk.clock.advance(SignedDuration::from_mins(1));
    desk.let_it_look();
    assert_eq!(renewals(&desk), 1, "once");
    let (request, form) = token_requests(&desk).pop().unwrap();
    assert_eq!((form["client_id"].as_str(), form.len()), ("Evo-UI", 3));
    assert_eq!(request.header("user-agent"), token_requests(&desk)[0].0.header("user-agent"), "from the program that signed in");
}

#[test]
fn a_computer_that_slept_renews_when_it_wakes() {
    let mut desk = TestDesk::signed_in();
    desk.clock.advance(SignedDuration::from_hours(3));
    desk.wait_for("the renewal", |desk| renewals(desk) == 1 && desk.has("29 min"));
    assert!(is_in(&desk));
}

#[test]
fn a_sign_in_whose_refresh_token_stays_the_same_ends_when_it_would_have() {
    let mut desk = TestDesk::open();
    desk.sandbox.set_switches(Switches { renewal: Renewal::KeepsTheOld, ..Switches::default() });
    desk.sign_in();
    desk.clock.advance(SignedDuration::from_mins(28));
    desk.wait_for("the renewal", |desk| renewals(desk) == 1 && desk.has("29 min"));
    assert!(desk.has("11 h 32 min"), "{}", desk.tree());
}

#[test]
fn sign_out_wipes_the_desk_and_the_clipboard() {
    let mut desk = TestDesk::at_clients(3);
    let id = desk.rows()[0].clone();
    desk.click(&format!("Client {id}"));
    desk.click("Copy client secret");
    desk.wait_for("the copy", |desk| desk.clipboard.text().is_some());
    desk.click("New client");
    desk.type_into("Redirect address", "https://romashka.example/");
    desk.click(EMAIL);
    desk.click("Sign out");
    assert!(desk.says("What you typed and ticked for it is not sent yet and would be lost."), "{}", desk.tree());
    desk.click("Stay");
    assert_eq!(desk.value("Redirect address"), "https://romashka.example/");
    desk.click(EMAIL);
    desk.click("Sign out");
    desk.click("Sign out anyway");
    assert!(desk.has("Publisher sign-in") && !desk.says(&id));
    desk.wait_for("the clipboard is cleared", |desk| desk.clipboard.text().is_none());
    let (reads, tokens) = (lists(&desk), sent(&desk));
    attempt(&mut desk, EMAIL, PASSWORD);
    desk.wait_for("the version that was open last, read anew", |desk| is_in(desk) && desk.rows().len() == 3);
    assert!(!desk.has("Redirect address") && !desk.has("Client secret"));
    assert_eq!((lists(&desk), sent(&desk)), (reads + 1, tokens + 1));
}

#[test]
fn what_another_program_copied_survives_the_sign_out() {
    let mut desk = TestDesk::at_clients(3);
    let id = desk.rows()[0].clone();
    desk.click(&format!("Client {id}"));
    desk.click("Copy client secret");
    desk.wait_for("the copy", |desk| desk.clipboard.text().is_some());
    desk.clipboard.put_by_another_program("a shopping list");
    desk.click(EMAIL);
    desk.click("Sign out");
    desk.let_it_look();
    assert_eq!(desk.clipboard.text().as_deref(), Some("a shopping list"));
}

#[test]
fn nobody_is_renewed_after_a_sign_out() {
    let mut desk = TestDesk::signed_in();
    desk.click(EMAIL);
    desk.click("Sign out");
    let before = desk.sandbox.requests().len();
    desk.clock.advance(SignedDuration::from_mins(29));
    desk.let_it_look();
    assert_eq!(desk.sandbox.requests().len(), before);
}

/// A create that the cloud has taken in and whose answer it holds back.
fn creating() -> (TestDesk, Gate) {
    let mut desk = TestDesk::signed_in_with(Start::patient());
    desk.open_version_with(3);
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    let gate = create_held(&mut desk);
    (desk, gate)
}

#[test]
fn sign_out_asks_first_while_a_client_is_being_created() {
    let (mut desk, gate) = creating();
    desk.click(EMAIL);
    desk.click("Sign out");
    assert!(desk.says("A client is being created. The request cannot be taken back"), "{}", desk.tree());
    desk.click("Stay");
    assert!(is_in(&desk) && !desk.says("The request cannot be taken back"));
    gate.open();
    desk.wait_for("the client", |desk| desk.says("created") && desk.rows().len() == 4);
    assert_eq!(desk.sandbox.count("POST", "oauth-app"), 1);
}

#[test]
fn whoever_signs_out_anyway_is_out_at_once_and_the_journal_keeps_the_outcome() {
    let (mut desk, gate) = creating();
    desk.click(EMAIL);
    desk.click("Sign out");
    desk.click("Sign out anyway");
    assert!(desk.has("Publisher sign-in"));
    gate.open();
    let version = desk.version_with(4);
    desk.wait_for("the outcome", |desk| desk.journal.read().unwrap().records.len() == 2);
    assert_eq!(desk.sandbox.clients(&version.app_id, &version.number).unwrap().len(), 4);
    assert!(desk.has("Publisher sign-in") && !desk.says("created"), "{}", desk.tree());
}

/// The person closes the window; what the program asks of the system then.
fn close(desk: &mut TestDesk) -> Vec<ViewportCommand> {
    let viewports = &mut desk.harness.input_mut().viewports;
    viewports.get_mut(&ViewportId::ROOT).unwrap().events.push(ViewportEvent::Close);
    desk.harness.step();
    asked_of_the_system(desk)
}

fn asked_of_the_system(desk: &TestDesk) -> Vec<ViewportCommand> {
    desk.harness.output().viewport_output[&ViewportId::ROOT].commands.clone()
}

#[test]
fn the_window_asks_before_it_closes_over_a_create() {
    let (mut desk, gate) = creating();
    assert_eq!(close(&mut desk), [ViewportCommand::CancelClose]);
    desk.frames();
    assert!(desk.says("A client is being created. The request cannot be taken back"), "{}", desk.tree());
    desk.click("Stay");
    assert!(is_in(&desk) && !desk.has("Close anyway"));
    assert_eq!(close(&mut desk), [ViewportCommand::CancelClose], "asked again");
    desk.frames();
    desk.control("Close anyway").click();
    desk.harness.step();
    assert_eq!(asked_of_the_system(&desk), [ViewportCommand::Close]);
    assert_eq!(close(&mut desk), [], "and then it closes");
    gate.open();
    desk.wait_for("the client", |desk| desk.rows().len() == 4);
    assert_eq!(close(&mut desk), [], "with nothing under way nobody asks");
}

#[test]
fn a_question_that_was_not_answered_is_asked_again_at_the_next_create() {
    let (mut desk, gate) = creating();
    assert_eq!(close(&mut desk), [ViewportCommand::CancelClose]);
    gate.open();
    desk.wait_for("the client", |desk| desk.rows().len() == 4);
    desk.frames();
    assert!(!desk.says("The request cannot be taken back"), "there is nothing left to ask");
    // The toast that tells of the first goes.
    desk.clock.advance(SignedDuration::from_secs(20));
    desk.frames();
    let gate = create_held(&mut desk);
    assert_eq!(close(&mut desk), [ViewportCommand::CancelClose]);
    desk.frames();
    desk.click("Stay");
    gate.open();
    desk.wait_for("the second client", |desk| desk.rows().len() == 5);
}

#[test]
fn the_window_asks_before_it_closes_over_a_form_that_was_begun() {
    let mut desk = TestDesk::at_clients(3);
    desk.click("New client");
    assert_eq!(close(&mut desk), [], "nothing is typed yet");
    desk.type_into("Redirect address", "https://romashka.example/");
    assert_eq!(close(&mut desk), [ViewportCommand::CancelClose]);
    desk.frames();
    assert!(desk.says("What you typed and ticked for it is not sent yet and would be lost."), "{}", desk.tree());
    desk.click("Stay");
    assert_eq!(desk.value("Redirect address"), "https://romashka.example/");
    assert_eq!(close(&mut desk), [ViewportCommand::CancelClose], "asked again");
    desk.frames();
    desk.control("Close anyway").click();
    desk.harness.step();
    assert_eq!(asked_of_the_system(&desk), [ViewportCommand::Close]);
    assert_eq!(close(&mut desk), [], "and then it closes");
}
