//! The bench can fail: scenarios with one mistake each, and every mistake is caught.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokendesk::sandbox::Fault;

use super::CLIENTS;
use super::bench::{Bench, is_refreshed};
use super::message::Message;
use super::row::play_twice;
use super::tally::{LIST, LIST_BARE};

const NO_RIGHT: &str = "there is no right for reading this version's clients.";
const ASK: &str = "Ask the account's owner for access";

/// What a mistake changes of a right scenario.
struct Parts {
    requests: usize,
    times: usize,
    message: fn() -> Message,
    /// Before the message is looked at.
    before: fn(&mut Bench),
    /// After everything was counted.
    after: fn(&mut Bench),
}

fn message() -> Message {
    Message::not_refreshed(NO_RIGHT, ASK).details(LIST, Some(403))
}

fn right() -> Parts {
    Parts { requests: 1, times: 1, message, before: |_| {}, after: |_| {} }
}

/// A refresh that is refused, with these parts; what went wrong with it, if anything did.
fn played(parts: &Parts) -> Result<(), String> {
    let scenario = |bench: &mut Bench| {
        bench.at_clients();
        bench.fault("GET", CLIENTS, Fault::answer(403), parts.times);
        bench.click("Refresh");
        let told = |desk: &crate::harness::TestDesk| desk.says("was not refreshed") || is_refreshed(desk);
        bench.wait_for("the answer", told);
        (parts.before)(bench);
        bench.expect(&(parts.message)(), is_refreshed);
        bench.requests(&[(LIST, parts.requests)], &[(LIST, 1)]);
        (parts.after)(bench);
    };
    caught(scenario)
}

fn caught(scenario: impl Fn(&mut Bench)) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(|| play_twice("a mistake", scenario)))
        .map_err(|panic| panic.downcast_ref::<String>().cloned().or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned())).unwrap())
}

#[track_caller]
fn is_caught(parts: &Parts, words: &str) {
    let said = played(parts).expect_err("the mistake was not caught");
    assert!(said.contains(words), "caught for another reason: {said}");
}

#[test]
fn a_right_scenario_passes() {
    assert_eq!(played(&right()), Ok(()));
}

#[test]
fn a_wrong_count_is_caught() {
    is_caught(&Parts { requests: 2, ..right() }, "what reached the cloud");
    is_caught(&Parts { times: 2, ..right() }, "how often the fault");
}

#[test]
fn a_request_after_the_count_is_caught() {
    let later = |bench: &mut Bench| {
        let button = if bench.is_on() { "Retry" } else { "Refresh" };
        bench.click(button);
    };
    is_caught(&Parts { after: later, ..right() }, "something came after the count");
}

#[test]
fn wrong_words_and_details_are_caught() {
    let other = || Message::not_refreshed(NO_RIGHT, "Wait for better times").details(LIST, Some(403));
    is_caught(&Parts { message: other, ..right() }, "it lacks “Wait for better times”");
    let other = || Message::not_refreshed(NO_RIGHT, ASK).details(LIST, Some(404));
    is_caught(&Parts { message: other, ..right() }, "no line");
    let other = || Message::not_refreshed(NO_RIGHT, ASK).details(LIST_BARE, Some(403));
    is_caught(&Parts { message: other, ..right() }, "no “GET");
    let other = || Message::not_refreshed(NO_RIGHT, ASK).and_at_fields(1).details(LIST, Some(403));
    is_caught(&Parts { message: other, ..right() }, "what is read out");
}

#[test]
fn what_is_lost_and_what_is_shown_is_caught() {
    is_caught(&Parts { before: |bench| bench.replace("Search", "htt"), ..right() }, "lost (with the fault)");
    is_caught(&Parts { before: |bench| bench.click("Show client secret"), ..right() }, "a secret is shown");
}

#[test]
fn a_message_without_the_fault_is_caught() {
    let scenario = |bench: &mut Bench| {
        bench.at_clients();
        // In both runs.
        bench.sandbox.fault("GET", CLIENTS, Fault::answer(403));
        bench.click("Refresh");
        bench.expect(&message(), |desk| desk.says("was not refreshed"));
        bench.requests(&[(LIST, 1)], &[(LIST, 1)]);
    };
    let said = caught(scenario).expect_err("the mistake was not caught");
    assert!(said.contains("without the fault it says"), "{said}");
}

#[test]
fn a_second_message_is_caught() {
    let scenario = |bench: &mut Bench| {
        bench.at_clients();
        let page = r#"{"items":[],"paging":{"next_cursor":"again"}}"#;
        bench.fault("GET", CLIENTS, Fault::answer(200).body("application/json", page).times(2), 2);
        bench.fault("GET", CLIENTS, Fault::answer(403), 1);
        bench.click("Refresh");
        bench.wait_for("the note", |desk| desk.says("The list is incomplete"));
        bench.begin();
        bench.click("Refresh");
        // The note stands beside the banner.
        bench.expect(&Message::banner("The list was not refreshed", "Nothing has changed", ASK).details(LIST, Some(403)), |_| true);
    };
    let said = caught(scenario).expect_err("the mistake was not caught");
    assert!(said.contains("one message"), "{said}");
}

#[test]
fn a_scenario_that_forgets_what_it_is_for_is_caught() {
    let said = caught(Bench::at_clients).expect_err("the mistake was not caught");
    assert!(said.contains("expects nothing"), "{said}");
    let uncounted = |bench: &mut Bench| {
        bench.at_clients();
        bench.silently("the list", |desk| desk.has("Refresh"));
    };
    let said = caught(uncounted).expect_err("the mistake was not caught");
    assert!(said.contains("counts no requests"), "{said}");
}
