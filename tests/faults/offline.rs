//! The server cannot be reached: nothing was sent, so nothing is in doubt, and the host is named.

use std::thread;
use std::time::Duration;

use eframe::egui::accesskit::Role;
use jiff::SignedDuration;

use super::bench::{Bench, asks_for_the_code, is_created, is_refreshed};
use super::elsewhere::Relay;
use super::message::Message;
use super::tally::{CREATE, LIST, MAIL, RENEWAL, SIGN_IN};
use crate::harness::{Start, TestDesk};

const OFFLINE: &str = "there is no connection to http://127.0.0.1:";
const NETWORK: &str = "Check the network, then try again.";

/// A cloud that is reached by a way that can be closed.
fn behind_a_relay(bench: &mut Bench) -> Relay {
    let desk = TestDesk::open();
    let relay = Relay::to(&desk.sandbox.addresses().0);
    bench.put(desk.restart(Start { cloud: Some(relay.cloud()), ..Start::default() }));
    relay
}

/// Nobody listens any more, and the program has seen that its connections are gone.
fn closed(bench: &mut Bench, relay: &Relay) {
    if bench.is_on() {
        relay.close();
        thread::sleep(Duration::from_millis(60));
    }
}

fn opened(bench: &Bench, relay: &Relay) {
    if bench.is_on() {
        relay.open();
    }
}

pub fn a_sign_in_without_a_connection_names_the_host(bench: &mut Bench) {
    let relay = behind_a_relay(bench);
    closed(bench, &relay);
    bench.replace("E-mail", "anna@romashka.example");
    bench.replace("Password", "romashka-2024");
    bench.begin();
    bench.click("Sign in");
    let message = Message::not_signed_in(OFFLINE, NETWORK);
    bench.expect(&message.details(SIGN_IN, None), asks_for_the_code);
    opened(bench, &relay);
    bench.recovers(|bench| bench.click("Retry"), asks_for_the_code);
    bench.requests(&[(SIGN_IN, 1), (MAIL, 1)], &[(SIGN_IN, 1), (MAIL, 1)]);
}

/// At the list of three, in mid-session, behind a relay that is still open.
fn at_clients(bench: &mut Bench) -> Relay {
    let relay = behind_a_relay(bench);
    bench.sign_in();
    bench.open_version_with(3);
    bench.wait_for("the list", |desk| desk.rows().len() == 3);
    bench.clock.advance(SignedDuration::from_mins(5));
    bench.wait_for("the list grows older", |desk| desk.has("Updated 5 min ago"));
    relay
}

pub fn a_read_without_a_connection_keeps_the_old_data(bench: &mut Bench) {
    let relay = at_clients(bench);
    bench.type_into("Search", "http");
    bench.begin();
    closed(bench, &relay);
    bench.click("Refresh");
    bench.expect(&Message::not_refreshed(OFFLINE, NETWORK).details(LIST, None), is_refreshed);
    opened(bench, &relay);
    bench.recovers(|bench| bench.click("Retry"), is_refreshed);
    bench.is_kept();
    bench.requests(&[(LIST, 1)], &[(LIST, 1)]);
}

pub fn a_first_reading_without_a_connection_is_not_an_empty_version(bench: &mut Bench) {
    let relay = behind_a_relay(bench);
    bench.sign_in();
    bench.begin();
    closed(bench, &relay);
    let version = bench.version_with(3);
    bench.click_role(Role::ListBoxOption, &format!("{} {}", version.app_name, version.number));
    let message = Message::banner(&format!("The list was not read: {OFFLINE}"), "Nothing has changed.", NETWORK);
    bench.expect(&message.details(LIST, None), |desk| desk.has("3 clients"));
    assert!(!bench.says("no clients yet") && !bench.says("0 clients"), "{}", bench.tree());
    opened(bench, &relay);
    bench.recovers(|bench| bench.click("Retry"), |desk| desk.has("3 clients"));
    bench.requests(&[(LIST, 1)], &[(LIST, 1)]);
}

/// Nothing has left this computer: that is no doubt, and the button may be pressed again.
pub fn a_write_without_a_connection_is_certainly_not_done(bench: &mut Bench) {
    let relay = at_clients(bench);
    bench.click("New client");
    bench.replace("Redirect address", "https://kassa.example/oauth");
    bench.click("store:read");
    bench.begin();
    closed(bench, &relay);
    bench.click("Create client");
    bench.expect(&Message::not_created(OFFLINE, NETWORK).details(CREATE, None), is_created);
    assert!(!bench.has("Look again") && !bench.says("is not known"), "{}", bench.tree());
    opened(bench, &relay);
    bench.recovers(|bench| bench.click("Create client"), is_created);
    bench.requests(&[(CREATE, 1)], &[(CREATE, 1)]);
}

/// Its attempts reach nobody who could count them; the message tells of them.
pub fn a_renewal_without_a_connection_signs_nobody_out(bench: &mut Bench) {
    let relay = at_clients(bench);
    bench.begin();
    closed(bench, &relay);
    bench.clock.advance(SignedDuration::from_mins(24));
    let still = "You are still signed in, nothing is lost, and the program goes on trying by itself.";
    let message = Message::banner(&format!("The sign-in was not renewed: {OFFLINE}"), still, NETWORK);
    bench.expect(&message.details(RENEWAL, None), |desk| desk.has("29 min"));
    opened(bench, &relay);
    bench.recovers(|bench| bench.click("Retry"), |desk| desk.has("29 min"));
    bench.is_kept();
    bench.requests(&[(RENEWAL, 1)], &[(RENEWAL, 1)]);
}
