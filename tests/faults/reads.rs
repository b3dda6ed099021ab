//! Reads that fail: tried twice more where that may help, then told, with the old data and its age.

use tokendesk::sandbox::{Ending, Fault};

use super::CLIENTS;
use super::bench::{Bench, is_refreshed};
use super::message::Message;
use super::tally::{LIST, LIST_OF_2500};
use crate::harness::Start;

const LOST: &str = "the connection to http://127.0.0.1:";
const NETWORK: &str = "Check the network, then try again.";
const MINUTE: &str = "Try again in a minute.";

/// A refresh that fails after so many requests.
fn refresh_fails(bench: &mut Bench, fault: Fault, requests: usize, status: Option<u16>, cause: &str, next: &str) {
    bench.at_clients();
    bench.fault("GET", CLIENTS, fault, requests);
    bench.click("Refresh");
    bench.expect(&Message::not_refreshed(cause, next).details(LIST, status), is_refreshed);
    if bench.is_on() {
        assert!(bench.has("Data from 12:00") || bench.says("below is the data from 12:00"), "{}", bench.tree());
    }
    bench.recovers(|bench| bench.click("Retry"), is_refreshed);
    bench.is_kept();
    bench.requests(&[(LIST, requests + 1)], &[(LIST, 1)]);
}

fn server_fails(bench: &mut Bench, fault: Fault, status: u16) {
    refresh_fails(bench, fault, 3, Some(status), &format!("the server had an error ({status})."), MINUTE);
}

pub fn a_read_answered_500(bench: &mut Bench) {
    server_fails(bench, Fault::answer(500), 500);
}

pub fn a_read_answered_502(bench: &mut Bench) {
    server_fails(bench, Fault::answer(502), 502);
}

pub fn a_read_answered_503_with_a_page(bench: &mut Bench) {
    server_fails(bench, Fault::answer(503).body("text/html", "<html><body><h1>down</h1></body></html>"), 503);
    assert!(!bench.says("<h1>") && !bench.says("down"), "a page is not shown");
}

pub fn a_read_answered_504(bench: &mut Bench) {
    server_fails(bench, Fault::answer(504), 504);
}

/// What is not in the row is not tried again.
pub fn a_read_answered_501_is_not_tried_again(bench: &mut Bench) {
    refresh_fails(bench, Fault::answer(501), 1, Some(501), "the server had an error (501).", "The API may have changed");
}

pub fn a_read_lost_by_a_reset(bench: &mut Bench) {
    refresh_fails(bench, Fault::lost(Ending::Reset), 3, None, LOST, NETWORK);
}

pub fn a_read_lost_by_a_close(bench: &mut Bench) {
    refresh_fails(bench, Fault::lost(Ending::Close), 3, None, LOST, NETWORK);
}

pub fn a_read_reset_in_mid_body(bench: &mut Bench) {
    refresh_fails(bench, Fault::genuine().cut(40, Ending::Reset), 3, Some(200), LOST, NETWORK);
}

pub fn a_read_closed_in_mid_body(bench: &mut Bench) {
    refresh_fails(bench, Fault::genuine().cut(40, Ending::Close), 3, Some(200), LOST, NETWORK);
}

pub fn a_read_closed_in_its_headers(bench: &mut Bench) {
    refresh_fails(bench, Fault::raw("HTTP/1.1 200 OK\r\nContent-Type: applic"), 3, None, LOST, NETWORK);
}

fn heals(bench: &mut Bench, fault: Fault, requests: usize) {
    bench.at_clients();
    bench.fault("GET", CLIENTS, fault.times(requests), requests);
    bench.click("Refresh");
    bench.silently("the list", is_refreshed);
    bench.is_kept();
    bench.requests(&[(LIST, requests + 1)], &[(LIST, 1)]);
}

pub fn two_failures_heal_without_a_word(bench: &mut Bench) {
    heals(bench, Fault::answer(503), 2);
}

pub fn a_reset_in_mid_body_heals_without_a_word(bench: &mut Bench) {
    heals(bench, Fault::genuine().cut(200, Ending::Reset), 1);
}

/// A server keeps a connection, and closes it while nobody looks.
pub fn a_kept_connection_that_was_closed_is_read_again_without_a_word(bench: &mut Bench) {
    bench.at_clients();
    // The whole answer comes, and then the connection ends.
    bench.fault("GET", CLIENTS, Fault::genuine().cut(usize::MAX, Ending::Close).once(), 1);
    bench.click("Refresh");
    bench.silently("the list", is_refreshed);
    std::thread::sleep(std::time::Duration::from_millis(60));
    bench.clock.advance(jiff::SignedDuration::from_mins(5));
    bench.wait_for("the list grows older", |desk| desk.has("Updated 5 min ago"));
    bench.click("Refresh");
    bench.silently("the list again", is_refreshed);
    bench.requests(&[(LIST, 2)], &[(LIST, 2)]);
}

pub fn a_first_reading_that_fails_is_not_an_empty_version(bench: &mut Bench) {
    bench.signed_in();
    bench.fault("GET", CLIENTS, Fault::answer(503), 3);
    bench.open_version_with(3);
    let message = Message::banner("The list was not read: the server had an error (503).", "Nothing has changed.", MINUTE);
    bench.expect(&message.details(LIST, Some(503)), |desk| desk.has("3 clients"));
    assert!(!bench.says("no clients yet") && !bench.says("0 clients"), "{}", bench.tree());
    if bench.is_on() {
        bench.click("Close");
        assert!(bench.has("The list has not been read") && !bench.says("no clients yet"), "still nothing is known: {}", bench.tree());
    }
    bench.recovers(|bench| bench.click("Retry"), |desk| desk.has("3 clients"));
    bench.requests(&[(LIST, 3 + 1)], &[(LIST, 1)]);
}

pub fn a_later_page_that_fails_leaves_the_rows_that_have_come(bench: &mut Bench) {
    bench.signed_in_with(Start { page_size: 1_000, ..Start::default() });
    // The first page comes well; the second one never does.
    bench.fault("GET", CLIENTS, Fault::genuine().once(), 1);
    bench.fault("GET", CLIENTS, Fault::answer(500), 3);
    bench.open_version_with(2_500);
    let changed = "Nothing has changed. 1000 clients that came before stay below.";
    let message = Message::banner("The list was not read: the server had an error (500).", changed, MINUTE);
    bench.expect(&message.details(LIST_OF_2500, Some(500)), |desk| desk.has("2500 clients"));
    assert!(!bench.rows().is_empty());
    bench.recovers(|bench| bench.click("Retry"), |desk| desk.has("2500 clients"));
    bench.requests(&[(LIST_OF_2500, 4 + 3)], &[(LIST_OF_2500, 3)]);
}
