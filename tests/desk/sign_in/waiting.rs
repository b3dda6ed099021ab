//! While the answer is awaited: Cancel, and why nothing is sent twice.

use std::time::Duration;

use eframe::egui::Key;
use tokendesk::sandbox::{Fault, Gate};

use super::{EMAIL, PASSWORD, attempt, dots, is_in, sent, with_the_code};
use crate::harness::{Start, TestDesk};

const PATIENCE: Duration = Duration::from_secs(20);

/// An attempt whose answer is held back.
fn held() -> (TestDesk, Gate) {
    let mut desk = TestDesk::start(Start::patient());
    let gate = Gate::new();
    desk.sandbox.fault("POST", "/oauth/token", Fault::genuine().held(&gate).once());
    attempt(&mut desk, EMAIL, PASSWORD);
    assert!(gate.wait_for_arrivals(1, PATIENCE));
    (desk, gate)
}

#[test]
fn cancel_works_at_once_and_keeps_what_is_typed() {
    let (mut desk, gate) = held();
    assert!(!desk.is_enabled("Signing in"));
    assert!(!desk.is_enabled("Password"), "what is on its way is not changed");
    desk.click("Cancel");
    // No wait: the cloud still holds the answer.
    assert!(desk.is_enabled("Sign in") && desk.is_enabled("E-mail"));
    assert!(!desk.has("Cancel") && !desk.has("Signing in"));
    assert_eq!((desk.value("E-mail").as_str(), desk.value("Password")), (EMAIL, dots(PASSWORD)));
    assert_eq!(desk.focused().as_deref(), Some("Password"), "and typing goes on");
    gate.open();
    desk.clock.advance(jiff::SignedDuration::from_secs(60));
    desk.click("Sign in");
    desk.wait_for("the code field", |desk| desk.has("Confirmation code"));
    with_the_code(&mut desk);
    assert_eq!(sent(&desk), 3, "the cancelled one, the second, the one with the code");
}

#[test]
fn escape_cancels_too() {
    let (mut desk, gate) = held();
    desk.key(Key::Escape);
    assert!(desk.has("Sign in") && !desk.has("Cancel"));
    gate.open();
}

#[test]
fn the_answer_to_a_cancelled_attempt_changes_nothing() {
    let mut desk = TestDesk::start(Start::patient());
    let gate = Gate::new();
    // The cloud carries it out, and only the answer is late.
    let fault = desk.sandbox.fault("POST", "/oauth/token", Fault::genuine().answer_held(&gate).once());
    attempt(&mut desk, EMAIL, PASSWORD);
    assert!(gate.wait_for_arrivals(1, PATIENCE));
    desk.click("Cancel");
    gate.open();
    desk.wait_for("the fault is over", |_| fault.happened() == 1);
    desk.harness.run_steps(30);
    assert!(desk.has("Sign in") && !desk.has("Confirmation code"));
}

#[test]
fn a_second_click_cannot_send_twice() {
    let mut desk = TestDesk::start(Start::patient());
    let gate = Gate::new();
    desk.sandbox.fault("POST", "/oauth/token", Fault::genuine().held(&gate).once());
    desk.replace("E-mail", EMAIL);
    desk.replace("Password", PASSWORD);
    // A double click, as quick as can be, and Enter on top of it.
    desk.control("Sign in").click();
    desk.control("Sign in").click();
    desk.key(Key::Enter);
    assert!(gate.wait_for_arrivals(1, PATIENCE));
    desk.key(Key::Enter);
    desk.click("Signing in");
    gate.open();
    desk.wait_for("the code field", |desk| desk.has("Confirmation code"));
    assert_eq!(sent(&desk), 1);
    assert!(!is_in(&desk));
}

#[test]
fn the_way_to_a_pasted_token_waits_too() {
    let (mut desk, gate) = held();
    assert!(!desk.is_enabled("Paste a token instead"));
    desk.click("Cancel");
    assert!(desk.is_enabled("Paste a token instead"));
    gate.open();
}
