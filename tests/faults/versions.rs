//! A version that a call knows by its number only, or by its id only: a read finds out, a create asks, and what works is remembered.

use eframe::egui::accesskit::Role;
use tokendesk::sandbox::{Switches, VersionWanted};

use super::bench::{Bench, is_created, is_refreshed};
use super::message::Message;
use super::tally::{CREATE, CREATE_BY_NUMBER, LIST, LIST_BY_ID};
use crate::harness::{Start, TestDesk};

const UNKNOWN: &str = "the server knows no such version of the app.";

pub fn a_list_that_wants_the_id_is_found_out_once_and_remembered(bench: &mut Bench) {
    bench.at_clients();
    bench.wrong(|bench| bench.sandbox.set_switches(Switches { list_wants: VersionWanted::Id, ..Switches::default() }));
    bench.click("Refresh");
    bench.silently("the list", is_refreshed);
    bench.is_kept();
    bench.requests(&[(LIST, 1), (LIST_BY_ID, 1)], &[(LIST, 1)]);
    bench.clock.advance(jiff::SignedDuration::from_mins(5));
    bench.wait_for("the list grows older", |desk| desk.has("Updated 5 min ago"));
    bench.click("Refresh");
    bench.silently("the list again", is_refreshed);
    bench.requests(&[(LIST, 1), (LIST_BY_ID, 2)], &[(LIST, 2)]);
}

/// Signed in by hand at a cloud that offers nothing; a version is opened by what is typed.
fn typed(bench: &mut Bench, version: &str, switches: Switches) {
    bench.put(TestDesk::start(Start { by_address: true, ..Start::default() }));
    bench.replace("E-mail", "anna@romashka.example");
    bench.replace("Password", "romashka-2024");
    bench.click("Sign in");
    bench.wait_for("the code field", |desk| desk.has("Confirmation code"));
    let code = bench.sandbox.latest_mail("anna@romashka.example").expect("a mail").code;
    bench.replace("Confirmation code", &code);
    bench.click("Sign in");
    bench.wait_for("the desk", |desk| desk.tab("OAuth clients").is_some());
    bench.begin();
    bench.wrong(|bench| bench.sandbox.set_switches(switches));
    opens(bench, version);
}

fn opens(bench: &mut Bench, version: &str) {
    bench.paste("App ID", super::tally::APP);
    bench.replace("Version", version);
    bench.click("Open");
}

const ID: &str = "7ca0c524-73b6-49b0-887c-93d076f7f4a7";

/// Only one form is known, and it is not the one that is wanted.
fn the_other_form_is_not_known(bench: &mut Bench, typed_version: &str, other: &str, switches: Switches, calls: [&'static str; 2]) {
    typed(bench, typed_version, switches);
    let message = Message::banner(&format!("The list was not read: {UNKNOWN}"), "Nothing has changed.", "Check App ID and Version");
    let message = message.says("the server may want the version's id in place of its number, or the reverse");
    bench.expect(&message.says("The server's words: Version not found").details(calls[0], Some(404)), |desk| desk.has("3 clients"));
    let gives_the_other = |bench: &mut Bench| {
        bench.click("Another version");
        opens(bench, other);
    };
    bench.recovers(gives_the_other, |desk| desk.has("3 clients"));
    bench.requests(&[(calls[0], 1), (calls[1], 1)], &[(calls[0], 1)]);
}

pub fn a_list_that_wants_an_id_nobody_has_given_says_so(bench: &mut Bench) {
    let switches = Switches { list_wants: VersionWanted::Id, ..Switches::default() };
    the_other_form_is_not_known(bench, "1.0", ID, switches, [LIST, LIST_BY_ID]);
}

pub fn a_list_that_wants_a_number_nobody_has_given_says_so(bench: &mut Bench) {
    let switches = Switches { list_wants: VersionWanted::Number, ..Switches::default() };
    the_other_form_is_not_known(bench, ID, "1.0", switches, [LIST_BY_ID, LIST]);
}

pub fn a_create_that_wants_the_number_asks_and_is_sent_by_a_click(bench: &mut Bench) {
    bench.filled_form();
    bench.wrong(|bench| bench.sandbox.set_switches(Switches { create_wants: VersionWanted::Number, ..Switches::default() }));
    bench.click("Create client");
    let message = Message::not_created(UNKNOWN, "Give the other form of the version below, then create the client again.");
    let message = message.says("The server's words: Version not found");
    bench.expect(&message.says("It may want the number that the portal shows").details(CREATE, Some(404)), is_created);
    if bench.is_on() {
        assert_eq!(bench.value("Version"), "1.0", "what is known need not be typed");
        bench.click("Try with it");
        assert_eq!(bench.sandbox.count("POST", "oauth-app"), 1, "a write waits for a click");
    }
    bench.recovers(|bench| bench.click("Create client"), is_created);
    bench.requests(&[(CREATE, 1), (CREATE_BY_NUMBER, 1)], &[(CREATE, 1)]);
    // What has worked is remembered: the next one goes the right way at once.
    another_client(bench);
    bench.silently("the second client", |desk| desk.has("5 clients"));
    bench.requests(&[(CREATE, 1), (CREATE_BY_NUMBER, 2)], &[(CREATE, 2)]);
}

fn another_client(bench: &mut Bench) {
    bench.clock.advance(jiff::SignedDuration::from_secs(20));
    bench.click_role(Role::Button, "New client");
    bench.replace("Redirect address", "https://kassa.example/second");
    bench.click("store:read");
    bench.click("Create client");
}
