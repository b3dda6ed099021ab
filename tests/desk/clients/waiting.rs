//! A server that has had too many requests (429): the reading waits by itself, shows how long, and goes on where it was.

use std::time::Duration;

use jiff::SignedDuration;

use super::{LIST, gets, open, page_requests, switch_to};
use crate::harness::{TestDesk, too_many};

const WORDS: &str = "The list is read on by itself.";

/// The large version, with two pages read and the third refused for 17 seconds.
fn waiting_at_page_3() -> TestDesk {
    let mut desk = TestDesk::signed_in();
    desk.sandbox.fault("GET", LIST, too_many().nth(3));
    let version = desk.version_with(2_500);
    open(&mut desk, &version);
    desk.wait_for("the countdown", |desk| desk.has("The server asks to wait: 17 s."));
    desk
}

#[test]
fn a_first_reading_counts_down_and_goes_on_with_the_same_page() {
    let mut desk = waiting_at_page_3();
    let rows = desk.rows();
    assert!(desk.has(WORDS) && desk.has("200 clients so far") && !rows.is_empty(), "{}", desk.tree());
    assert!(!desk.says("Reading page") && !desk.says("was not read"), "one message: {}", desk.tree());
    desk.clock.advance(SignedDuration::from_secs(10));
    desk.frames();
    assert!(desk.has("The server asks to wait: 7 s."), "{}", desk.tree());
    assert_eq!(desk.rows(), rows, "what has come stays");
    assert_eq!(gets(&desk), 3);
    desk.clock.advance(SignedDuration::from_secs(7));
    desk.wait_for("the whole list", |desk| desk.has("2500 clients"));
    assert!(!desk.says("asks to wait") && !desk.has(WORDS));
    let requests = page_requests(&desk);
    assert_eq!(requests.len(), 26, "25 pages, and the one that was refused");
    assert_eq!(requests[2].query, requests[3].query, "the same page once more");
}

#[test]
fn the_countdown_is_drawn_again_once_a_second_and_not_more_often() {
    let mut desk = waiting_at_page_3();
    desk.frames();
    assert_eq!(desk.repaint_in(), Duration::from_secs(1));
    desk.clock.advance(SignedDuration::from_millis(700));
    desk.frames();
    assert!(desk.has("The server asks to wait: 17 s."));
    assert_eq!(desk.repaint_in(), Duration::from_millis(300));
}

#[test]
fn stop_works_at_once_and_nothing_is_sent_after_it() {
    let mut desk = waiting_at_page_3();
    desk.click("Stop");
    assert!(!desk.says("asks to wait") && desk.says("Reading was stopped, the list is incomplete."), "{}", desk.tree());
    assert!(desk.has("200 clients so far"));
    desk.clock.advance(SignedDuration::from_mins(10));
    desk.let_it_look();
    assert_eq!(gets(&desk), 3);
}

#[test]
fn a_computer_that_has_slept_waits_no_longer() {
    let mut desk = waiting_at_page_3();
    desk.clock.advance(SignedDuration::from_mins(8));
    desk.wait_for("the whole list", |desk| desk.has("2500 clients"));
    assert_eq!(gets(&desk), 26);
}

#[test]
fn a_clock_that_is_set_back_makes_nobody_wait_for_a_day() {
    let mut desk = waiting_at_page_3();
    desk.clock.advance(SignedDuration::from_hours(-24));
    desk.wait_for("the same time left", |desk| desk.has("The server asks to wait: 17 s."));
    assert_eq!(gets(&desk), 3);
    desk.clock.advance(SignedDuration::from_secs(17));
    desk.wait_for("the whole list", |desk| desk.has("2500 clients"));
    assert_eq!(gets(&desk), 26);
}

#[test]
fn a_wait_belongs_to_its_own_list() {
    let mut desk = waiting_at_page_3();
    let small = desk.version_with(3);
    switch_to(&mut desk, &small);
    desk.wait_for("the other version", |desk| desk.has("3 clients"));
    assert!(!desk.says("asks to wait"), "{}", desk.tree());
    desk.clock.advance(SignedDuration::from_mins(10));
    desk.let_it_look();
    assert_eq!(gets(&desk), 3 + 1, "nobody waits on for a version that was left");
}

#[test]
fn who_signs_out_in_the_middle_of_a_wait_sends_nothing_more() {
    let mut desk = waiting_at_page_3();
    desk.click("anna@romashka.example");
    desk.click("Sign out");
    assert!(desk.tab("OAuth clients").is_none());
    desk.clock.advance(SignedDuration::from_mins(10));
    desk.let_it_look();
    assert_eq!(gets(&desk), 3);
}

#[test]
fn a_renewal_that_has_to_wait_makes_the_list_wait_and_is_one_message() {
    let mut desk = TestDesk::at_clients(3);
    desk.clock.advance(SignedDuration::from_mins(5));
    desk.sandbox.kill_access_tokens();
    let fault = desk.sandbox.fault("POST", "/oauth/token", too_many().once());
    desk.click("Refresh");
    desk.wait_for("the countdown", |desk| desk.has("The server asks to wait: 17 s."));
    desk.let_it_look();
    assert!(!desk.says("was not renewed") && !desk.says("was not refreshed"), "{}", desk.tree());
    assert_eq!((gets(&desk), fault.happened()), (2, 1));
    desk.clock.advance(SignedDuration::from_secs(17));
    desk.wait_for("the list", |desk| desk.has("Updated just now"));
    assert_eq!(gets(&desk), 4, "refused again, renewed, and asked once more");
    assert!(!desk.says("asks to wait") && !desk.says("was not renewed"));
}
