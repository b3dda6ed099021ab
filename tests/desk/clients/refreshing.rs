//! The age of a list, its refreshing, and answers that come too late.

use std::time::Duration;

use eframe::egui::Key;
use jiff::SignedDuration;
use tokendesk::sandbox::{Fault, Gate};

use super::{LIST, STANDALONE, WEB, client, desk_with, gets, refresh};
use crate::harness::TestDesk;

const PATIENCE: Duration = Duration::from_secs(10);

#[test]
fn a_list_says_how_old_it_is() {
    let mut desk = desk_with(vec![client("one", WEB, &["https://kassa.example/oauth"], &["store:read"])]);
    assert!(desk.has("Updated just now"));
    desk.clock.advance(SignedDuration::from_secs(140));
    desk.frames();
    assert!(desk.has("Updated 2 min ago"), "{}", desk.tree());
    desk.clock.advance(SignedDuration::from_hours(2));
    desk.frames();
    assert!(desk.has("Data from 12:00"));
    // The session lives on by itself, and a night passes.
    desk.wait_for("the renewal", |desk| desk.sandbox.count("POST", "/oauth/token") == 3);
    desk.clock.advance(SignedDuration::from_hours(11));
    desk.wait_for("the date", |desk| desk.has("Data from 06.05.2031 12:00"));
}

#[test]
fn a_refresh_keeps_the_old_rows_with_their_age_until_the_new_ones_are_all_there() {
    let mut desk = desk_with(vec![client("old", WEB, &["https://kassa.example/oauth"], &["store:read"])]);
    desk.clock.advance(SignedDuration::from_mins(2));
    let version = desk.version_with(1);
    let new = vec![client("new-1", WEB, &[], &["store:read"]), client("new-2", STANDALONE, &[], &["store:read"])];
    assert!(desk.sandbox.set_clients(&version.app_id, &version.number, new));
    let gate = Gate::new();
    desk.sandbox.fault("GET", LIST, Fault::genuine().answer_held(&gate));
    desk.click("Refresh");
    desk.wait_for("the refresh", |_| gate.arrivals() == 1);
    assert_eq!(desk.rows(), ["old"]);
    assert!(desk.has("Data from 12:00") && desk.has("1 client"), "{}", desk.tree());
    assert!(!desk.is_enabled("Refreshing"), "a second click cannot ask twice");
    desk.key(Key::F5);
    assert_eq!(gets(&desk), 2);
    gate.open();
    desk.wait_for("the new rows", |desk| desk.has("2 clients"));
    assert_eq!(desk.rows(), ["new-1", "new-2"]);
    assert!(desk.has("Updated just now"));
}

#[test]
fn a_refresh_can_be_stopped_and_the_old_list_stays_whole() {
    let mut desk = desk_with(vec![client("old", WEB, &["https://kassa.example/oauth"], &["store:read"])]);
    desk.clock.advance(SignedDuration::from_mins(3));
    let gate = Gate::new();
    desk.sandbox.fault("GET", LIST, Fault::genuine().held(&gate));
    desk.click("Refresh");
    desk.wait_for("the refresh", |_| gate.arrivals() == 1);
    desk.click("Stop");
    assert!(desk.has("Refresh") && desk.has("Updated 3 min ago"), "{}", desk.tree());
    assert!(!desk.says("incomplete"), "what is shown is whole, only old");
    assert_eq!(desk.rows(), ["old"]);
    gate.open();
    refresh(&mut desk);
    assert_eq!(gets(&desk), 3);
}

#[test]
fn pages_of_a_refresh_do_not_mix_with_the_old_rows() {
    let mut desk = TestDesk::at_clients(2_500);
    desk.wait_for("all clients", |desk| desk.has("2500 clients"));
    let gate = Gate::new();
    desk.sandbox.fault("GET", LIST, Fault::genuine().held(&gate).nth(3));
    desk.click("Refresh");
    assert!(gate.wait_for_arrivals(1, PATIENCE));
    desk.frames();
    assert!(desk.has("2500 clients"), "{}", desk.tree());
    gate.open();
    desk.wait_for("the end", |desk| desk.has("Refresh"));
    assert!(desk.has("2500 clients"));
    assert_eq!(gets(&desk), 50);
}
