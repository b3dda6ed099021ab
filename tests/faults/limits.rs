//! Too many requests (429): a countdown, reads that go on by themselves, writes that wait for a click, and never more than five minutes.

use std::thread;
use std::time::Duration;

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use jiff::SignedDuration;
use tokendesk::sandbox::Fault;

use super::bench::{Bench, asks_for_the_code, is_created, is_refreshed};
use super::message::Message;
use super::tally::{CREATE, LIST, LIST_OF_2500, MAIL, RENEWAL, SIGN_IN};
use super::{CLIENTS, TOKEN};
use crate::harness::{Start, too_many};

const BY_ITSELF: &str = "The list is read on by itself.";
const TOO_MANY: &str = "too many requests.";

/// A wait looks at the clock four times a second: time for what should not happen.
fn nothing_happens(bench: &mut Bench) {
    for _ in 0..3 {
        thread::sleep(Duration::from_millis(130));
        bench.frames();
    }
}

/// The refresh is asked to wait, for so long in words; it goes on by itself when the time has come, and not before.
fn waits(bench: &mut Bench, fault: Fault, left: &str, seconds: i64) {
    bench.at_clients();
    bench.fault("GET", CLIENTS, fault.once(), 1);
    bench.click("Refresh");
    bench.expect(&Message::note(&format!("The server asks to wait: {left}.")).says(BY_ITSELF), is_refreshed);
    if bench.is_on() {
        assert!(bench.has("Data from 12:00"), "{}", bench.tree());
        bench.clock.advance(SignedDuration::from_secs(seconds - 1));
        nothing_happens(bench);
        assert!(bench.has("The server asks to wait: 1 s."), "{}", bench.tree());
        bench.clock.advance(SignedDuration::from_secs(1));
    }
    // Nobody has clicked.
    bench.silently("the list", is_refreshed);
    bench.is_kept();
    bench.requests(&[(LIST, 2)], &[(LIST, 1)]);
}

pub fn so_many_seconds(bench: &mut Bench) {
    waits(bench, too_many(), "17 s", 17);
}

/// By the server's clock, which need not be ours.
pub fn until_a_date(bench: &mut Bench) {
    let date = |text: &str| format!("Tue, 06 May 2031 {text} GMT");
    let fault = Fault::answer(429).header("Retry-After", &date("09:01:30")).header("Date", &date("09:00:00"));
    waits(bench, fault, "1 min 30 s", 90);
}

pub fn for_a_time_that_is_not_said(bench: &mut Bench) {
    waits(bench, Fault::answer(429), "30 s", 30);
}

pub fn for_an_absurd_time(bench: &mut Bench) {
    waits(bench, Fault::answer(429).header("Retry-After", "99999999999"), "5 min", 300);
}

pub fn for_a_time_that_makes_no_sense(bench: &mut Bench) {
    waits(bench, Fault::answer(429).header("Retry-After", "soon"), "30 s", 30);
}

/// Evotor documents a header of its own.
pub fn until_evotors_own_header_says(bench: &mut Bench) {
    waits(bench, Fault::answer(429).header("X-RateLimit-Reset", "42"), "42 s", 42);
}

/// The pages that have come stay, and the page that was refused is asked for again.
pub fn in_the_middle_of_a_list(bench: &mut Bench) {
    bench.signed_in_with(Start { page_size: 1_000, ..Start::default() });
    bench.fault("GET", CLIENTS, too_many().nth(2), 1);
    let version = bench.version_with(2_500);
    bench.click_role(Role::ListBoxOption, &format!("{} {}", version.app_name, version.number));
    bench.expect(&Message::note("The server asks to wait: 17 s.").says(BY_ITSELF), |desk| desk.has("2500 clients"));
    bench.wrong(|bench| {
        assert!(bench.has("1000 clients so far") && !bench.rows().is_empty(), "{}", bench.tree());
        bench.clock.advance(SignedDuration::from_secs(17));
    });
    bench.silently("the list", |desk| desk.has("2500 clients"));
    bench.requests(&[(LIST_OF_2500, 4)], &[(LIST_OF_2500, 3)]);
}

pub fn a_wait_is_stopped_at_once_and_for_good(bench: &mut Bench) {
    bench.at_clients();
    bench.fault("GET", CLIENTS, too_many(), 1);
    bench.click("Refresh");
    bench.expect(&Message::note("The server asks to wait: 17 s.").says(BY_ITSELF), is_refreshed);
    if bench.is_on() {
        bench.click("Stop");
        assert!(!bench.says("asks to wait") && bench.has("Updated 5 min ago"), "at once: {}", bench.tree());
        bench.clock.advance(SignedDuration::from_mins(10));
        nothing_happens(bench);
    }
    bench.is_kept();
    bench.requests(&[(LIST, 1)], &[(LIST, 1)]);
}

/// The fourth time in one reading it is an error like another; Retry waits for its time.
pub fn a_server_that_never_has_time(bench: &mut Bench) {
    bench.at_clients();
    bench.fault("GET", CLIENTS, too_many(), 4);
    bench.click("Refresh");
    for wait in 1..=3 {
        if bench.is_on() {
            bench.wait_for("a wait", |desk| desk.sandbox.count("GET", CLIENTS) == 1 + wait && desk.says("asks to wait: 17 s."));
            bench.clock.advance(SignedDuration::from_secs(17));
        }
    }
    let message = Message::not_refreshed(TOO_MANY, "The server asks to wait: 17 s. After that, try again.");
    bench.expect(&message.details(LIST, Some(429)), is_refreshed);
    let in_time = |bench: &mut Bench| {
        assert!(!bench.is_enabled("Retry"), "{}", bench.tree());
        bench.clock.advance(SignedDuration::from_secs(17));
        bench.frames();
        bench.click("Retry");
    };
    bench.recovers(in_time, is_refreshed);
    bench.is_kept();
    bench.requests(&[(LIST, 4 + 1)], &[(LIST, 1)]);
}

pub fn a_create_waits_and_is_sent_by_a_click_only(bench: &mut Bench) {
    bench.filled_form();
    bench.fault("POST", CLIENTS, too_many(), 1);
    bench.click("Create client");
    let message = Message::not_created(TOO_MANY, "The server asks to wait: 17 s. After that, create the client; it is not sent by itself.");
    bench.expect(&message.and_below(1).details(CREATE, Some(429)), is_created);
    let in_time = |bench: &mut Bench| {
        assert!(!bench.is_enabled("Create client"), "{}", bench.tree());
        bench.click("Create client");
        bench.command(Key::Enter);
        bench.clock.advance(SignedDuration::from_secs(17));
        nothing_happens(bench);
        assert_eq!(bench.sandbox.count("POST", CLIENTS), 1, "neither before its time nor by itself");
        bench.is_kept();
        bench.click("Create client");
    };
    bench.recovers(in_time, is_created);
    bench.requests(&[(CREATE, 2)], &[(CREATE, 1)]);
}

pub fn a_sign_in_waits_for_a_click(bench: &mut Bench) {
    bench.sign_in_form();
    bench.fault("POST", TOKEN, too_many(), 1);
    bench.click("Sign in");
    let message = Message::not_signed_in(TOO_MANY, "The server asks to wait: 17 s. After that, sign in again.");
    bench.expect(&message.details(SIGN_IN, Some(429)), asks_for_the_code);
    let in_time = |bench: &mut Bench| {
        bench.clock.advance(SignedDuration::from_secs(17));
        nothing_happens(bench);
        assert_eq!(bench.sandbox.count("POST", TOKEN), 1, "not by itself");
        bench.click("Retry");
    };
    bench.recovers(in_time, asks_for_the_code);
    bench.requests(&[(SIGN_IN, 2), (MAIL, 1)], &[(SIGN_IN, 1), (MAIL, 1)]);
}

/// A renewal that is asked to wait signs nobody out. The reading that needed it goes on by itself.
pub fn a_renewal_is_asked_to_wait(bench: &mut Bench) {
    bench.at_clients();
    bench.sandbox.kill_access_tokens();
    bench.fault("POST", TOKEN, too_many().once(), 1);
    bench.click("Refresh");
    bench.expect(&Message::note("The server asks to wait: 17 s.").says(BY_ITSELF), is_refreshed);
    bench.wrong(|bench| bench.clock.advance(SignedDuration::from_secs(17)));
    bench.silently("the list", is_refreshed);
    bench.is_kept();
    bench.requests(&[(LIST, 1 + 2), (RENEWAL, 2)], &[(LIST, 2), (RENEWAL, 1)]);
}
