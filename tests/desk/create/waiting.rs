//! A cloud that has had too many requests (429) in the middle of a create: a countdown, and nothing is sent without a click.

use std::time::Duration;

use eframe::egui::Key;
use jiff::SignedDuration;
use tokendesk::desktop::journal::Outcome;
use tokendesk::sandbox::Fault;

use super::{ADDRESS, BUTTON, CALL, empty_form, filled_form, gets, is_ticked, journal, on_the_server, posts};
use crate::harness::{TestDesk, too_many};

const BANNER: &str =
    "Nothing has changed, what you typed is kept. The server asks to wait: 17 s. After that, create the client; it is not sent by itself.";
const FOOT: &str = "The server asks to wait: 17 s, then the client can be created";

/// A form whose create was refused for 17 seconds.
fn refused() -> TestDesk {
    let mut desk = filled_form();
    desk.sandbox.fault("POST", CALL, too_many().once());
    desk.click(BUTTON);
    desk.wait_for("the refusal", |desk| desk.says("The client was not created: too many requests."));
    desk
}

#[test]
fn the_button_waits_says_why_and_sends_by_a_click_only() {
    let mut desk = refused();
    assert!(desk.has(BANNER) && desk.has(FOOT) && !desk.is_enabled(BUTTON), "{}", desk.tree());
    assert_eq!(desk.value("Redirect address"), ADDRESS);
    assert!(is_ticked(&desk, "store:read"));
    desk.command(Key::Enter);
    desk.clock.advance(SignedDuration::from_secs(16));
    desk.frames();
    assert!(desk.says("The server asks to wait: 1 s. After that") && !desk.is_enabled(BUTTON), "{}", desk.tree());
    desk.clock.advance(SignedDuration::from_secs(1));
    desk.let_it_look();
    assert!(
        desk.says("The time for which the server asked to wait is over: try again.") && desk.has("All is filled in"),
        "{}",
        desk.tree()
    );
    assert_eq!((posts(&desk).len(), on_the_server(&desk).len()), (1, 3), "nothing is sent by itself");
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| desk.has("4 clients"));
    assert_eq!((posts(&desk).len(), on_the_server(&desk).len()), (2, 4));
    assert!(!desk.says("too many requests"));
    assert!(matches!(&journal(&desk).1[..], [Outcome::Refused { status: Some(429), .. }, Outcome::Done { .. }]));
}

#[test]
fn the_countdown_is_drawn_once_a_second() {
    let mut desk = refused();
    desk.frames();
    assert_eq!(desk.repaint_in(), Duration::from_secs(1), "{}", desk.tree());
}

#[test]
fn a_clock_that_was_set_back_does_not_lock_the_form() {
    let mut desk = refused();
    desk.clock.advance(SignedDuration::from_hours(-24));
    desk.frames();
    assert!(desk.is_enabled(BUTTON), "{}", desk.tree());
}

#[test]
fn the_look_after_a_lost_answer_does_not_wait_in_silence() {
    let mut desk = filled_form();
    desk.sandbox.fault("POST", CALL, Fault::answer(504));
    let fault = desk.sandbox.fault("GET", CALL, too_many());
    desk.click(BUTTON);
    desk.wait_for("the doubt", |desk| desk.has("Whether the client was created is not known: the list could not be read."));
    assert!(desk.has("The list could not be read: too many requests"), "{}", desk.tree());
    assert_eq!((posts(&desk).len(), gets(&desk), fault.happened()), (1, 2, 1), "asked once");
    desk.clock.advance(SignedDuration::from_mins(10));
    desk.let_it_look();
    assert_eq!((posts(&desk).len(), gets(&desk)), (1, 2), "and not again by itself");
    fault.lift();
    desk.click("Look again");
    desk.wait_for("the look", |desk| desk.says("3 in the list, all known before"));
    assert_eq!((posts(&desk).len(), gets(&desk)), (1, 3));
}

#[test]
fn a_list_that_could_not_be_read_before_does_not_keep_the_create_waiting() {
    let mut desk = TestDesk::signed_in();
    desk.sandbox.fault("GET", CALL, too_many());
    let version = desk.version_with(3);
    desk.click_role(eframe::egui::accesskit::Role::ListBoxOption, &format!("{} {}", version.app_name, version.number));
    desk.wait_for("the countdown", |desk| desk.has("The server asks to wait: 17 s."));
    desk.click("Stop");
    desk.click("New client");
    super::fill(&mut desk);
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| posts(desk).len() == 1 && on_the_server(desk).len() == 4);
    assert_eq!((posts(&desk).len(), gets(&desk), on_the_server(&desk).len()), (1, 2, 4));
}

#[test]
fn another_form_does_not_wait_for_the_one_before() {
    let mut desk = refused();
    desk.click("Cancel");
    desk.click("New client");
    super::fill(&mut desk);
    assert!(!desk.says("asks to wait"), "{}", desk.tree());
    drop(empty_form());
}
