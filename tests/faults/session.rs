//! Tokens that die in mid-work: renewed once for everybody, and never a reason to lose anything.

use eframe::egui::accesskit::Role;
use jiff::SignedDuration;
use tokendesk::sandbox::{Ending, Fault, Gate, ListHeader, Switches};

use super::bench::{Bench, is_created, is_refreshed};
use super::message::Message;
use super::tally::{CREATE, LIST, LIST_BARE, LIST_OF_2500, RENEWAL, SIGN_IN};
use super::{AT_401, CLIENTS, PATIENCE, TOKEN, hasty};
use crate::harness::{Start, TestDesk};

const NOT_ACCEPTED: &str = "the server does not accept the sign-in for this request";

pub fn a_read_is_renewed_and_read_again(bench: &mut Bench) {
    bench.at_clients();
    bench.wrong(|bench| bench.sandbox.kill_access_tokens());
    bench.click("Refresh");
    bench.silently("the new list", is_refreshed);
    bench.is_kept();
    bench.requests(&[(LIST, 2), (RENEWAL, 1)], &[(LIST, 1)]);
}

pub fn a_first_reading_is_renewed_and_read_again(bench: &mut Bench) {
    bench.signed_in();
    bench.wrong(|bench| bench.sandbox.kill_access_tokens());
    bench.open_version_with(3);
    bench.silently("the list", |desk| desk.has("3 clients"));
    bench.requests(&[(LIST, 2), (RENEWAL, 1)], &[(LIST, 1)]);
}

pub fn a_page_in_the_middle_of_a_list_is_renewed_and_read_again(bench: &mut Bench) {
    bench.signed_in_with(Start { page_size: 1_000, ..Start::default() });
    bench.fault("GET", CLIENTS, Fault::answer(401).nth(2), 1);
    bench.open_version_with(2_500);
    bench.silently("the list", |desk| desk.has("2500 clients"));
    bench.requests(&[(LIST_OF_2500, 4), (RENEWAL, 1)], &[(LIST_OF_2500, 3)]);
}

pub fn a_write_is_renewed_and_sent_again(bench: &mut Bench) {
    bench.filled_form();
    bench.wrong(|bench| bench.sandbox.kill_access_tokens());
    bench.click("Create client");
    bench.silently("the client", is_created);
    bench.requests(&[(CREATE, 2), (RENEWAL, 1)], &[(CREATE, 1)]);
}

/// A read in a session that the cloud has ended.
fn ended_at_a_read(bench: &mut Bench, ends: impl FnOnce(&mut Bench)) {
    bench.at_clients();
    ends(bench);
    bench.click("Refresh");
    bench.expect(&ended(), is_refreshed);
    // The cloud knows this program: it asks for no code. The read goes on by itself.
    bench.recovers(signs_in_again, is_refreshed);
    bench.frames();
    bench.is_kept();
}

fn ended() -> Message {
    Message::over_everything("Your sign-in has ended").says("After signing in, reading goes on by itself; writing waits for your click.")
}

fn signs_in_again(bench: &mut Bench) {
    let password = bench.sandbox.invitation().password;
    bench.replace("Password", &password);
    bench.click("Sign in");
}

pub fn a_read_whose_renewal_is_refused_brings_the_form_and_goes_on_after_it(bench: &mut Bench) {
    ended_at_a_read(bench, |bench| {
        bench.wrong(|bench| {
            bench.sandbox.kill_access_tokens();
            bench.sandbox.kill_refresh_tokens();
        });
    });
    bench.requests(&[(LIST, 2), (RENEWAL, 1), (SIGN_IN, 1)], &[(LIST, 1)]);
}

fn refused_renewal(bench: &mut Bench, status: u16) {
    ended_at_a_read(bench, |bench| {
        bench.sandbox.kill_access_tokens();
        bench.fault("POST", TOKEN, Fault::answer(status).once(), 1);
    });
    bench.requests(&[(LIST, 2), (RENEWAL, 1), (SIGN_IN, 1)], &[(LIST, 2), (RENEWAL, 1)]);
}

pub fn a_renewal_refused_with_400_is_the_end_of_the_session(bench: &mut Bench) {
    refused_renewal(bench, 400);
}

pub fn a_renewal_refused_with_401_is_the_end_of_the_session(bench: &mut Bench) {
    refused_renewal(bench, 401);
}

pub fn a_write_whose_renewal_is_refused_waits_for_a_click_after_the_form(bench: &mut Bench) {
    bench.filled_form();
    bench.wrong(|bench| {
        bench.sandbox.kill_access_tokens();
        bench.sandbox.kill_refresh_tokens();
    });
    bench.click("Create client");
    bench.expect(&ended(), is_created);
    bench.recovers(signs_in_again, |desk| desk.has("Create client"));
    if bench.is_on() {
        bench.is_kept();
        assert_eq!(bench.sandbox.count("POST", CLIENTS), 1, "a write waits for a click");
        bench.click("Create client");
        bench.wait_for("the client", is_created);
    }
    bench.requests(&[(CREATE, 2), (RENEWAL, 1), (SIGN_IN, 1)], &[(CREATE, 1)]);
}

pub fn a_refused_renewal_in_the_background_keeps_the_half_filled_form(bench: &mut Bench) {
    bench.filled_form();
    bench.wrong(|bench| bench.sandbox.kill_refresh_tokens());
    bench.clock.advance(SignedDuration::from_mins(24));
    bench.expect(&ended(), |desk| desk.has("29 min"));
    bench.recovers(signs_in_again, |desk| desk.has("Create client"));
    bench.is_kept();
    bench.requests(&[(RENEWAL, 1), (SIGN_IN, 1)], &[(RENEWAL, 1)]);
}

pub fn a_read_that_stays_401_in_mid_session_is_three_gets_and_one_renewal(bench: &mut Bench) {
    bench.at_clients();
    bench.fault("GET", CLIENTS, Fault::answer(401), 3);
    bench.click("Refresh");
    bench.expect(&Message::not_refreshed(NOT_ACCEPTED, AT_401).details(LIST, Some(401)), is_refreshed);
    bench.recovers(|bench| bench.click("Retry"), is_refreshed);
    bench.requests(&[(LIST, 2 + 1), (LIST_BARE, 1), (RENEWAL, 1)], &[(LIST, 1)]);
}

pub fn a_read_that_is_401_right_after_the_sign_in_is_two_gets(bench: &mut Bench) {
    bench.just_signed_in();
    bench.fault("GET", CLIENTS, Fault::answer(401), 2);
    bench.click("Refresh");
    let is_read = |desk: &TestDesk| desk.has("Refresh") && desk.sandbox.count("GET", CLIENTS) > 1;
    bench.expect(&Message::not_refreshed(NOT_ACCEPTED, AT_401).details(LIST, Some(401)), is_read);
    bench.recovers(|bench| bench.click("Retry"), is_refreshed);
    bench.requests(&[(LIST, 1 + 1), (LIST_BARE, 1)], &[(LIST, 1)]);
}

pub fn a_first_reading_that_is_401_right_after_the_sign_in_is_two_gets(bench: &mut Bench) {
    bench.put(TestDesk::signed_in());
    bench.begin();
    bench.fault("GET", CLIENTS, Fault::answer(401), 2);
    bench.open_version_with(3);
    let message = Message::banner(&format!("The list was not read: {NOT_ACCEPTED}"), "Nothing has changed.", AT_401);
    bench.expect(&message.details(LIST, Some(401)), |desk| desk.has("3 clients"));
    bench.recovers(|bench| bench.click("Retry"), |desk| desk.has("3 clients"));
    bench.requests(&[(LIST, 1 + 1), (LIST_BARE, 1)], &[(LIST, 1)]);
}

pub fn a_write_that_stays_401_in_mid_session_is_two_posts_and_one_renewal(bench: &mut Bench) {
    bench.filled_form();
    bench.fault("POST", CLIENTS, Fault::answer(401), 2);
    bench.click("Create client");
    bench.expect(&Message::not_created(NOT_ACCEPTED, AT_401).details(CREATE, Some(401)), is_created);
    bench.recovers(|bench| bench.click("Create client"), is_created);
    bench.requests(&[(CREATE, 2 + 1), (RENEWAL, 1)], &[(CREATE, 1)]);
}

pub fn a_list_that_takes_the_bare_token_is_found_out_once_and_remembered(bench: &mut Bench) {
    bench.at_clients();
    bench.wrong(|bench| bench.sandbox.set_switches(Switches { list_header: ListHeader::Bare, ..Switches::default() }));
    bench.click("Refresh");
    bench.silently("the list", is_refreshed);
    bench.requests(&[(LIST, 2), (LIST_BARE, 1), (RENEWAL, 1)], &[(LIST, 1)]);
    bench.clock.advance(SignedDuration::from_mins(5));
    bench.wait_for("the list grows older", |desk| desk.has("Updated 5 min ago"));
    bench.click("Refresh");
    bench.silently("the list again", is_refreshed);
    bench.requests(&[(LIST, 2), (LIST_BARE, 2), (RENEWAL, 1)], &[(LIST, 2)]);
}

/// A read and a write are with the cloud when their tokens die.
pub fn two_401s_at_once_are_one_renewal_and_both_are_replayed(bench: &mut Bench) {
    bench.filled_form();
    bench.click_role(Role::Tab, "OAuth clients");
    let [read, write, replay] = [Gate::new(), Gate::new(), Gate::new()];
    bench.sandbox.fault("GET", CLIENTS, Fault::genuine().held(&read).once());
    bench.sandbox.fault("POST", CLIENTS, Fault::genuine().held(&write).once());
    bench.click("Refresh");
    bench.click("New client");
    bench.click("Create client");
    assert!(read.wait_for_arrivals(1, PATIENCE) && write.wait_for_arrivals(1, PATIENCE));
    bench.click_role(Role::Tab, "OAuth clients");
    bench.fault("POST", CLIENTS, Fault::genuine().held(&replay).once(), 1);
    bench.wrong(|bench| {
        bench.sandbox.kill_access_tokens();
        write.open();
    });
    read.open();
    let is_on = bench.is_on();
    // The client comes last, or it would be read once more.
    bench.wait_for("the list", |desk| desk.has("Refresh") && (!is_on || replay.arrivals() == 1));
    write.open();
    replay.open();
    bench.silently("the client", is_created);
    bench.requests(&[(LIST, 2), (CREATE, 2), (RENEWAL, 1)], &[(LIST, 1), (CREATE, 1)]);
}

/// The renewal that a read needs fails: nobody is signed out, and the read is told with Retry.
fn a_read_whose_renewal_fails(bench: &mut Bench, start: Start, fault: Fault, status: Option<u16>, cause: &str, next: &str) {
    bench.at_clients_with(start);
    bench.sandbox.kill_access_tokens();
    bench.fault("POST", TOKEN, fault, 1);
    bench.click("Refresh");
    let cause = format!("the sign-in could not be renewed ({cause}");
    bench.expect(&Message::not_refreshed(&cause, next).details(RENEWAL, status), is_refreshed);
    bench.recovers(|bench| bench.click("Retry"), is_refreshed);
    bench.requests(&[(LIST, 1 + 2), (RENEWAL, 1 + 1)], &[(LIST, 2), (RENEWAL, 1)]);
}

macro_rules! renewals {
    ($($name:ident: $start:expr, $fault:expr, $status:expr, $cause:expr, $next:expr;)+) => {$(
        pub fn $name(bench: &mut Bench) {
            a_read_whose_renewal_fails(bench, $start, $fault, $status, $cause, $next);
        }
    )+};
}

renewals! {
    a_renewal_answered_500: Start::default(), Fault::answer(500), Some(500), "the server had an error (500))", "Try again in a minute.";
    a_renewal_answered_502: Start::default(), Fault::answer(502), Some(502), "the server had an error (502))", "Try again in a minute.";
    a_renewal_answered_503: Start::default(), Fault::answer(503), Some(503), "the server had an error (503))", "Try again in a minute.";
    a_renewal_answered_504: Start::default(), Fault::answer(504), Some(504), "the server had an error (504))", "Try again in a minute.";
    a_renewal_answered_403: Start::default(), Fault::answer(403), Some(403), "there is no right for this)", "Ask the account's owner";
    a_renewal_lost_by_a_reset: Start::default(), Fault::lost(Ending::Reset), None, "the connection to http://127.0.0.1:", "Check the network";
    a_renewal_lost_by_a_close: Start::default(), Fault::lost(Ending::Close), None, "the connection to http://127.0.0.1:", "Check the network";
    a_renewal_that_is_never_answered:
        hasty(), Fault::genuine().held(&Gate::new()), None, "the server did not answer in time)", "check the network";
    a_renewal_answered_with_a_page: Start::default(), Fault::html(), Some(200), "the answer did not come from the API)", "Open any page in a browser";
    a_renewal_answered_with_nothing: Start::default(), Fault::empty(), Some(200), "the answer is incomplete)", "Try again.";
    a_renewal_answered_null: Start::default(), Fault::null(), Some(200), "the answer is incomplete)", "Try again.";
    a_renewal_answered_with_cut_json:
        Start::default(), Fault::answer(200).body("application/json", r#"{"access_token":"a"#), Some(200), "the answer is incomplete)", "Try again.";
    a_renewal_reset_in_mid_body:
        Start::default(),
        Fault::answer(200).body("application/json", r#"{"access_token":"a","expires_in":1799}"#).cut(20, Ending::Reset),
        Some(200),
        "the connection to http://127.0.0.1:",
        "Check the network";
}

/// What was refused with 401 was not carried out: the renewal that fails leaves no doubt about the client.
pub fn a_write_whose_renewal_fails_is_certainly_not_done(bench: &mut Bench) {
    bench.filled_form();
    bench.sandbox.kill_access_tokens();
    bench.fault("POST", TOKEN, Fault::answer(503), 1);
    bench.click("Create client");
    let message = Message::not_created("the sign-in could not be renewed (the server had an error (503)).", "Try again in a minute.");
    bench.expect(&message.details(RENEWAL, Some(503)), is_created);
    assert!(!bench.has("Look again"), "{}", bench.tree());
    bench.recovers(|bench| bench.click("Create client"), is_created);
    bench.requests(&[(CREATE, 1 + 2), (RENEWAL, 1 + 1)], &[(CREATE, 2), (RENEWAL, 1)]);
}

/// The cloud has rotated the tokens, and nobody has the new ones: the next renewal is refused, and only then the session ends.
pub fn a_renewal_whose_answer_is_lost_costs_a_sign_in_and_nothing_else(bench: &mut Bench) {
    bench.at_clients();
    bench.sandbox.kill_access_tokens();
    bench.fault("POST", TOKEN, Fault::genuine().cut(20, Ending::Reset).once(), 1);
    bench.click("Refresh");
    let message = Message::not_refreshed("the sign-in could not be renewed (the connection to http://127.0.0.1:", "Check the network");
    bench.expect(&message.details(RENEWAL, Some(200)), is_refreshed);
    if bench.is_on() {
        bench.click("Retry");
        bench.expect(&ended(), is_refreshed);
    }
    bench.recovers(signs_in_again, is_refreshed);
    bench.is_kept();
    bench.requests(&[(LIST, 1 + 1 + 1), (RENEWAL, 1 + 1), (SIGN_IN, 1)], &[(LIST, 2), (RENEWAL, 1)]);
}

/// The program itself looks at the clock; nobody waits for this renewal.
pub fn a_renewal_in_the_background_that_fails_signs_nobody_out(bench: &mut Bench) {
    bench.at_clients();
    bench.fault("POST", TOKEN, Fault::answer(503), 1);
    bench.clock.advance(SignedDuration::from_mins(24));
    let message = Message::banner(
        "The sign-in was not renewed: the server had an error (503).",
        "You are still signed in, nothing is lost, and the program goes on trying by itself.",
        "Try again in a minute.",
    );
    bench.expect(&message.details(RENEWAL, Some(503)), |desk| desk.has("29 min"));
    bench.recovers(|bench| bench.click("Retry"), |desk| desk.has("29 min"));
    bench.is_kept();
    bench.requests(&[(RENEWAL, 2)], &[(RENEWAL, 1)]);
}
