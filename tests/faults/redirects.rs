//! A redirect is an answer like another: it is told, never followed, and the second server hears nothing, least of all a token.

use tokendesk::sandbox::Fault;

use super::bench::{Bench, asks_for_the_code, is_created, is_refreshed};
use super::message::Message;
use super::tally::{CREATE, LIST, MAIL, RENEWAL, SIGN_IN};
use super::{CLIENTS, TOKEN};

const NOT_THE_API: &str = "the answer did not come from the API";
const BROWSER: &str = "Open any page in a browser, then try again.";

/// A redirect to a second server, whose connections are counted with the requests: none may come.
fn redirect(bench: &mut Bench, status: u16) -> Fault {
    let elsewhere = bench.second_server();
    Fault::answer(status).header("Location", &format!("{elsewhere}/oauth/token?and=more"))
}

fn a_read(bench: &mut Bench, status: u16) {
    bench.at_clients();
    let fault = redirect(bench, status);
    bench.fault("GET", CLIENTS, fault, 1);
    bench.click("Refresh");
    bench.expect(&Message::not_refreshed(NOT_THE_API, BROWSER).details(LIST, Some(status)), is_refreshed);
    bench.recovers(|bench| bench.click("Retry"), is_refreshed);
    bench.requests(&[(LIST, 2)], &[(LIST, 1)]);
}

pub fn a_read_answered_301(bench: &mut Bench) {
    a_read(bench, 301);
}

pub fn a_read_answered_302(bench: &mut Bench) {
    a_read(bench, 302);
}

pub fn a_read_answered_307(bench: &mut Bench) {
    a_read(bench, 307);
}

/// Within the same cloud it is not followed either.
pub fn a_read_sent_on_to_another_path(bench: &mut Bench) {
    bench.at_clients();
    bench.fault("GET", CLIENTS, Fault::answer(308).header("Location", "/mailbox"), 1);
    bench.click("Refresh");
    bench.expect(&Message::not_refreshed(NOT_THE_API, BROWSER).details(LIST, Some(308)), is_refreshed);
    bench.recovers(|bench| bench.click("Retry"), is_refreshed);
    bench.requests(&[(LIST, 2)], &[(LIST, 1)]);
}

fn a_create(bench: &mut Bench, status: u16) {
    bench.filled_form();
    let fault = redirect(bench, status);
    bench.fault("POST", CLIENTS, fault, 1);
    bench.click("Create client");
    let title = "Whether the client was created is not known: it is not seen in the list yet.";
    let message = Message::banner(title, "The request went out once and is not repeated by itself", "look again in a minute");
    bench.expect(&message.says(NOT_THE_API).details(CREATE, Some(status)), is_created);
    let second_try = |bench: &mut Bench| {
        bench.click("Create once more, though there may be a twin");
        bench.click("Create client");
    };
    bench.recovers(second_try, is_created);
    bench.requests(&[(CREATE, 2), (LIST, 1)], &[(CREATE, 1)]);
}

pub fn a_create_answered_302_is_in_doubt(bench: &mut Bench) {
    a_create(bench, 302);
}

pub fn a_create_answered_307_is_in_doubt_and_its_body_goes_nowhere(bench: &mut Bench) {
    a_create(bench, 307);
}

fn a_sign_in(bench: &mut Bench, status: u16) {
    bench.sign_in_form();
    let fault = redirect(bench, status);
    bench.fault("POST", TOKEN, fault, 1);
    bench.click("Sign in");
    bench.expect(&Message::not_signed_in(NOT_THE_API, BROWSER).details(SIGN_IN, Some(status)), asks_for_the_code);
    bench.recovers(|bench| bench.click("Retry"), asks_for_the_code);
    bench.requests(&[(SIGN_IN, 2), (MAIL, 1)], &[(SIGN_IN, 1), (MAIL, 1)]);
}

pub fn a_sign_in_answered_302_takes_no_password_anywhere(bench: &mut Bench) {
    a_sign_in(bench, 302);
}

pub fn a_sign_in_answered_307_takes_no_password_anywhere(bench: &mut Bench) {
    a_sign_in(bench, 307);
}

pub fn a_renewal_answered_307_takes_no_token_anywhere(bench: &mut Bench) {
    bench.at_clients();
    bench.sandbox.kill_access_tokens();
    let fault = redirect(bench, 307);
    bench.fault("POST", TOKEN, fault, 1);
    bench.click("Refresh");
    let cause = format!("the sign-in could not be renewed ({NOT_THE_API})");
    bench.expect(&Message::not_refreshed(&cause, BROWSER).details(RENEWAL, Some(307)), is_refreshed);
    bench.recovers(|bench| bench.click("Retry"), is_refreshed);
    bench.requests(&[(LIST, 1 + 2), (RENEWAL, 1 + 1)], &[(LIST, 2), (RENEWAL, 1)]);
}
