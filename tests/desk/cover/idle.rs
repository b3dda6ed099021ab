//! After an idle time, if somebody has chosen one: by the wall clock, from the last thing that a person did, and without a frame
//! before its time.

use std::time::Duration;

use eframe::egui::{Event, Key, pos2};
use jiff::SignedDuration;
use tempfile::TempDir;

use super::is_covered;
use crate::harness::{Start, TestDesk};

/// The program with a settings file that says this.
fn with_settings(settings: &str) -> (TestDesk, TempDir) {
    let (start, home) = Start::with_settings(settings);
    let mut desk = TestDesk::signed_in_with(start);
    desk.open_version_with(3);
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    // The last click was now.
    desk.harness.hover_at(pos2(600.0, 700.0));
    desk.frames();
    (desk, home)
}

fn after_five_minutes() -> (TestDesk, TempDir) {
    with_settings("cover_minutes = 5")
}

fn pass(desk: &mut TestDesk, seconds: i64) {
    desk.clock.advance(SignedDuration::from_secs(seconds));
    desk.frames();
}

#[test]
fn nobody_is_covered_who_has_not_chosen_it() {
    let (mut desk, _home) = with_settings("");
    pass(&mut desk, 3_600);
    assert!(!is_covered(&desk));
}

#[test]
fn it_comes_when_nobody_has_done_anything_for_that_long() {
    let (mut desk, _home) = after_five_minutes();
    pass(&mut desk, 299);
    assert!(!is_covered(&desk) && desk.repaint_in() <= Duration::from_secs(1), "{:?}", desk.repaint_in());
    pass(&mut desk, 1);
    assert!(is_covered(&desk), "{}", desk.tree());
    assert!(desk.repaint_in() > Duration::from_hours(1), "a page at rest asks for nothing: {:?}", desk.repaint_in());
    // The mouse that wakes the screen does not show anything.
    desk.harness.hover_at(pos2(300.0, 300.0));
    desk.frames();
    assert!(is_covered(&desk));
    desk.click("Show");
    pass(&mut desk, 299);
    assert!(!is_covered(&desk), "from here on it counts anew");
    pass(&mut desk, 1);
    assert!(is_covered(&desk));
}

#[test]
fn a_key_and_the_mouse_begin_the_time_again() {
    let (mut desk, _home) = after_five_minutes();
    pass(&mut desk, 200);
    desk.key(Key::ArrowDown);
    pass(&mut desk, 200);
    desk.harness.hover_at(pos2(300.0, 300.0));
    desk.frames();
    pass(&mut desk, 299);
    assert!(!is_covered(&desk));
    pass(&mut desk, 1);
    assert!(is_covered(&desk));
}

#[test]
fn what_the_window_system_does_is_nobody() {
    let (mut desk, _home) = after_five_minutes();
    pass(&mut desk, 200);
    desk.harness.input_mut().focused = false;
    desk.harness.event(Event::WindowFocused(false));
    desk.harness.event(Event::PointerGone);
    pass(&mut desk, 100);
    assert!(is_covered(&desk));
}

#[test]
fn after_a_sleep_the_click_that_wakes_the_window_is_for_the_page() {
    let (mut desk, _home) = after_five_minutes();
    let before = desk.sandbox.requests().len();
    let refresh = desk.control("Refresh").rect().center();
    desk.clock.advance(SignedDuration::from_hours(1));
    desk.harness.hover_at(refresh);
    desk.harness.drag_at(refresh);
    desk.harness.drop_at(refresh);
    desk.frames();
    assert!(is_covered(&desk), "{}", desk.tree());
    desk.click("Show");
    assert!(!desk.says("Reading"), "{}", desk.tree());
    let lists = desk.sandbox.requests()[before..].iter().filter(|request| request.path.contains("oauth-app")).count();
    assert_eq!(lists, 0, "nothing was pressed behind the page");
}

#[test]
fn a_clock_that_is_set_back_begins_the_time_again() {
    let (mut desk, _home) = after_five_minutes();
    pass(&mut desk, 200);
    pass(&mut desk, -7_200);
    assert!(desk.repaint_in() <= Duration::from_mins(5));
    pass(&mut desk, 299);
    assert!(!is_covered(&desk));
    pass(&mut desk, 1);
    assert!(is_covered(&desk));
}

#[test]
fn counting_costs_no_frame_before_its_time() {
    let (mut desk, _home) = with_settings("cover_minutes = 5");
    // The clocks of the session ask for their minutes; the cover for nothing sooner.
    pass(&mut desk, 20);
    desk.wait_for("a window at rest", |desk| desk.repaint_in() > Duration::from_secs(1));
    assert!(desk.repaint_in() >= Duration::from_secs(39), "{:?}", desk.repaint_in());
}
