//! Reading a list: every page, with progress, and rows as they come.

use std::time::Duration;

use eframe::egui::Key;
use serde_json::json;
use tokendesk::sandbox::{Fault, Gate};

use super::{LIST, WEB, click_row, client, gets, open, page_requests, refresh, selected};
use crate::harness::{Start, TestDesk};

const PATIENCE: Duration = Duration::from_secs(10);

/// The version of 2,500 clients being read, held before its second page.
fn held_at_page_2() -> (TestDesk, Gate) {
    let mut desk = TestDesk::signed_in();
    let gate = Gate::new();
    desk.sandbox.fault("GET", LIST, Fault::genuine().held(&gate).nth(2));
    let version = desk.version_with(2_500);
    open(&mut desk, &version);
    desk.wait_for("the first page", |desk| !desk.rows().is_empty() && desk.says("Reading page 2"));
    assert!(gate.wait_for_arrivals(1, PATIENCE));
    (desk, gate)
}

#[test]
fn pages_of_any_size_are_read_to_the_last_one() {
    for (page_size, pages) in [(1_000, 3), (100, 25), (7, 358)] {
        let mut desk = TestDesk::signed_in_with(Start { page_size, ..Start::default() });
        desk.open_version_with(2_500);
        desk.wait_for("all clients", |desk| desk.has("2500 clients"));
        let requests = page_requests(&desk);
        assert_eq!(requests.len(), pages, "pages of {page_size}");
        assert_eq!(requests[0].query, "");
        let mut cursors: Vec<&str> = requests[1..].iter().map(|request| request.query.strip_prefix("cursor=").unwrap()).collect();
        for cursor in &cursors {
            assert!(cursor.contains("%2B") && cursor.contains("%2F") && cursor.contains("%3D"), "{cursor}");
            assert!(!cursor.contains(['+', '/', '=', '&']), "{cursor}");
        }
        cursors.sort_unstable();
        cursors.dedup();
        assert_eq!(cursors.len(), pages - 1, "each page is asked for once");
    }
}

#[test]
fn rows_are_there_and_can_be_used_before_the_last_page_has_come() {
    let (mut desk, gate) = held_at_page_2();
    assert!(desk.has("100 clients so far"), "{}", desk.tree());
    assert!(desk.has("First reading"));
    assert!(desk.has("Stop") && !desk.has("Refresh"));
    let first = desk.rows().remove(0);
    click_row(&mut desk, &first);
    assert!(desk.has(&first) && desk.has("Copy client secret"), "its details are there");
    desk.key(Key::Escape);
    desk.type_into("Search", &first);
    assert_eq!(desk.rows(), [first]);
    desk.replace("Search", "");
    assert_eq!(gets(&desk), 2);
    gate.open();
    desk.wait_for("all pages", |desk| desk.has("2500 clients"));
    assert!(!desk.says("Reading page") && desk.has("Refresh"));
    assert_eq!(gets(&desk), 25);
}

#[test]
fn only_the_rows_in_view_are_in_the_tree() {
    let mut desk = TestDesk::at_clients(2_500);
    desk.wait_for("all clients", |desk| desk.has("2500 clients"));
    let top = desk.rows();
    assert!((10..30).contains(&top.len()), "{} rows in a window 800 high", top.len());
    click_row(&mut desk, &top[0]);
    desk.key(Key::End);
    let bottom = desk.rows();
    assert!((10..30).contains(&bottom.len()), "{} rows", bottom.len());
    assert!(top.iter().all(|row| !bottom.contains(row)));
    assert_eq!(selected(&desk), [bottom.last().unwrap().clone()], "the last one is in view and selected");
    desk.key(Key::Home);
    assert_eq!(desk.rows()[..5], top[..5]);
    desk.key(Key::PageDown);
    assert!(desk.rows().contains(&selected(&desk)[0]));
    assert!(!top[..5].contains(&selected(&desk)[0]));
}

#[test]
fn stop_leaves_what_has_come_and_says_that_it_is_not_all() {
    let (mut desk, gate) = held_at_page_2();
    let rows = desk.rows();
    desk.click("Stop");
    assert!(desk.says("Reading was stopped, the list is incomplete."), "{}", desk.tree());
    assert_eq!(desk.rows()[..rows.len()], rows);
    assert!(desk.has("100 clients so far"), "a part is not shown as the whole");
    gate.open();
    desk.frames();
    assert_eq!(gets(&desk), 2, "no further page is asked for");
    refresh(&mut desk);
    desk.wait_for("the whole list", |desk| desk.has("2500 clients"));
    assert!(!desk.says("incomplete"));
    assert_eq!(gets(&desk), 2 + 25);
}

#[test]
fn stop_before_the_first_page_is_told_from_an_empty_version() {
    let mut desk = TestDesk::signed_in();
    let gate = Gate::new();
    desk.sandbox.fault("GET", LIST, Fault::genuine().held(&gate));
    let version = desk.version_with(3);
    open(&mut desk, &version);
    desk.wait_for("the waiting", |desk| desk.says("Reading page 1"));
    desk.click("Stop");
    assert!(desk.says("Reading was stopped"), "{}", desk.tree());
    assert!(!desk.says("no clients yet") && !desk.says("0 clients"), "{}", desk.tree());
    gate.open();
    refresh(&mut desk);
    assert!(desk.has("3 clients"));
}

#[test]
fn a_later_page_that_fails_leaves_the_rows_and_says_that_they_are_not_all() {
    let mut desk = TestDesk::signed_in();
    let fault = desk.sandbox.fault("GET", LIST, Fault::answer(403).nth(3));
    let version = desk.version_with(2_500);
    open(&mut desk, &version);
    desk.wait_for("the failure", |desk| desk.says("The list was not read: there is no right for reading this version's clients."));
    assert!(desk.says("Nothing has changed. 200 clients that came before stay below."), "{}", desk.tree());
    assert!(desk.has("200 clients so far"));
    assert!(!desk.rows().is_empty());
    assert_eq!((gets(&desk), fault.happened()), (3, 1));
    desk.click("Close");
    assert!(!desk.says("The list was not read:"));
    assert!(!desk.rows().is_empty());
    assert!(desk.says("the list is incomplete"), "closing the message does not make it whole: {}", desk.tree());
    refresh(&mut desk);
    desk.wait_for("the whole list", |desk| desk.has("2500 clients"));
    assert!(!desk.says("incomplete"));
}

#[test]
fn the_same_cursor_twice_stops_the_reading_and_the_list_is_said_to_be_incomplete() {
    let mut desk = TestDesk::signed_in();
    let again = json!({ "items": [client("one-and-only", WEB, &["https://kassa.example/oauth"], &["store:read"])], "paging": { "next_cursor": "again+/=" } });
    let fault = desk.sandbox.fault("GET", LIST, Fault::answer(200).body("application/json", again.to_string()));
    let version = desk.version_with(3);
    open(&mut desk, &version);
    desk.wait_for("the end of the reading", |desk| desk.says("The list is incomplete: the server's last page could not be reached."));
    assert_eq!(desk.rows(), ["one-and-only"], "the page that came twice is shown once");
    assert_eq!((gets(&desk), fault.happened()), (2, 2));
    assert_eq!(page_requests(&desk)[1].query, "cursor=again%2B%2F%3D");
    // With the fault off the message is gone.
    fault.lift();
    refresh(&mut desk);
    assert!(desk.has("3 clients") && !desk.says("incomplete"));
}

#[test]
fn a_slow_page_can_be_left_by_opening_another_version() {
    let (mut desk, gate) = held_at_page_2();
    let others = desk.rows();
    let small = desk.version_with(3);
    super::switch_to(&mut desk, &small);
    desk.wait_for("the other version", |desk| desk.has("3 clients"));
    assert_eq!(desk.rows().len(), 3);
    gate.open();
    desk.frames();
    desk.wait_for("whatever comes late", |desk| gate.arrivals() == 1 && desk.has("Refresh"));
    assert_eq!(desk.rows().len(), 3);
    assert!(others.iter().all(|row| !desk.rows().contains(row)), "A's rows never show under B");
    assert_eq!(gets(&desk), 2 + 1, "nobody reads on for a version that was left");
    // Back again it is read from its first page, for what was read is not all.
    let large = desk.version_with(2_500);
    super::switch_to(&mut desk, &large);
    desk.wait_for("the whole list", |desk| desk.has("2500 clients"));
    assert_eq!(gets(&desk), 2 + 1 + 25);
}

#[test]
fn an_empty_version_says_what_to_do() {
    let mut desk = TestDesk::signed_in();
    let version = desk.version_with(0);
    open(&mut desk, &version);
    desk.wait_for("the empty list", |desk| desk.has("This version has no clients yet"));
    assert!(desk.has("0 clients") && !desk.says("Nothing fits") && !desk.says("not been read"));
    desk.click("Create the first one");
    assert!(desk.has("Create client"), "the form is open");
}
