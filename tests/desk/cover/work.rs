//! Behind the page the work goes on, and what it has to say waits until somebody can read it.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, ViewportCommand, ViewportEvent, ViewportId};
use jiff::SignedDuration;
use tokendesk::sandbox::{Fault, Gate};

use super::{ADDRESS, PASSWORD, at_a_form, cover, is_covered, with_a_shown_secret};
use crate::harness::{Start, TestDesk};

const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

/// A create that the cloud has taken in and whose answer it holds back.
fn creating() -> (TestDesk, Gate) {
    let mut desk = TestDesk::signed_in_with(Start::patient());
    desk.open_version_with(3);
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    let gate = Gate::new();
    desk.sandbox.fault("POST", "oauth-app", Fault::genuine().answer_held(&gate).once());
    desk.click("New client");
    desk.type_into("Redirect address", "https://romashka.example/");
    desk.click_role(Role::CheckBox, "store:read");
    desk.click("Create client");
    assert!(gate.wait_for_arrivals(1, PATIENCE));
    (desk, gate)
}

/// The person closes the window; what the program asks of the system then.
fn close(desk: &mut TestDesk) -> Vec<ViewportCommand> {
    let viewports = &mut desk.harness.input_mut().viewports;
    viewports.get_mut(&ViewportId::ROOT).unwrap().events.push(ViewportEvent::Close);
    desk.harness.step();
    desk.harness.output().viewport_output[&ViewportId::ROOT].commands.clone()
}

#[test]
fn a_copied_secret_is_cleared_in_its_time() {
    let (mut desk, _, _) = with_a_shown_secret();
    desk.click("Copy client secret");
    desk.wait_for("the copy", |desk| desk.clipboard.text().is_some());
    cover(&mut desk);
    desk.clock.advance(SignedDuration::from_secs(30));
    desk.wait_for("the end of its time", |desk| desk.clipboard.text().is_none());
    assert!(is_covered(&desk));
}

#[test]
fn a_reading_goes_on() {
    let mut desk = TestDesk::at_clients(3);
    let gate = Gate::new();
    desk.sandbox.fault("GET", "oauth-app", Fault::genuine().answer_held(&gate).once());
    desk.click("Refresh");
    assert!(gate.wait_for_arrivals(1, PATIENCE));
    cover(&mut desk);
    gate.open();
    desk.clock.advance(SignedDuration::from_mins(4));
    desk.let_it_look();
    desk.command(Key::L);
    assert!(desk.rows().len() == 3 && desk.says("Updated "), "{}", desk.tree());
    assert_eq!(desk.sandbox.count("GET", "oauth-app"), 2);
}

#[test]
fn what_came_up_meanwhile_is_said_afterwards_with_its_whole_time() {
    let (mut desk, gate) = creating();
    desk.click("Settings");
    cover(&mut desk);
    gate.open();
    desk.wait_for("the end of the create", |desk| desk.journal.read().unwrap().records.len() == 2);
    desk.let_it_look();
    assert!(is_covered(&desk) && !desk.says("created"), "{}", desk.tree());
    desk.clock.advance(SignedDuration::from_mins(10));
    desk.frames();
    desk.click("Show");
    assert!(desk.says("created"), "{}", desk.tree());
    desk.clock.advance(SignedDuration::from_secs(11));
    desk.frames();
    assert!(desk.says("created"));
    desk.clock.advance(SignedDuration::from_secs(1));
    desk.frames();
    assert!(!desk.says("created"));
}

#[test]
fn a_close_over_a_write_is_asked_about_in_front_of_the_page() {
    let (mut desk, gate) = creating();
    cover(&mut desk);
    assert_eq!(close(&mut desk), [ViewportCommand::CancelClose]);
    desk.frames();
    assert!(desk.says("A client is being created.") && !desk.painted().contains("romashka.example"), "{}", desk.painted());
    assert_eq!(desk.focused().as_deref(), Some("Stay"), "the question has the keyboard");
    desk.key(Key::Enter);
    assert!(is_covered(&desk) && !desk.says("A client is being created."), "{}", desk.tree());
    close(&mut desk);
    desk.frames();
    desk.click("Close anyway");
    assert!(
        desk.harness.output().viewport_output[&ViewportId::ROOT].commands.contains(&ViewportCommand::Close) || close(&mut desk).is_empty()
    );
    gate.open();
}

#[test]
fn without_anything_to_lose_the_window_closes() {
    let mut desk = TestDesk::at_clients(3);
    cover(&mut desk);
    assert_eq!(close(&mut desk), []);
}

#[test]
fn a_session_that_ends_meanwhile_asks_afterwards_and_the_form_is_where_it_was() {
    let mut desk = at_a_form();
    cover(&mut desk);
    desk.sandbox.kill_access_tokens();
    desk.sandbox.kill_refresh_tokens();
    desk.clock.advance(SignedDuration::from_mins(28));
    desk.wait_for("the refused renewal", |desk| desk.sandbox.count("POST", "/oauth/token") > 1);
    desk.let_it_look();
    assert!(is_covered(&desk) && !desk.says("Your sign-in has ended"), "{}", desk.tree());
    desk.command(Key::L);
    desk.frames();
    assert!(desk.says("Your sign-in has ended") && desk.focused().as_deref() == Some("Password"), "{}", desk.tree());
    // Once more, over the form that is there now.
    cover(&mut desk);
    desk.command(Key::L);
    desk.frames();
    assert_eq!(desk.focused().as_deref(), Some("Password"));
    desk.type_into("Password", PASSWORD);
    desk.key(Key::Enter);
    desk.wait_for("the form", |desk| desk.has("Create client") && !desk.says("Your sign-in has ended"));
    desk.wait_for("typing to go on in the same field", |desk| desk.focused().as_deref() == Some("Redirect address"));
    assert_eq!(desk.value("Redirect address"), ADDRESS);
}
