//! The settings: every change is in force at once, and what the program keeps is shown and can be forgotten.
#![cfg(test)]

mod before_sign_in;
mod computer;
mod from_a_message;
mod header_form;
mod preferences;
mod user_agent;

use eframe::egui::accesskit::Role;
use tokendesk::sandbox::{Recorded, Switches};

use crate::harness::TestDesk;

const CALL: &str = "oauth-app";
const LIST: &str = "Header of the client list";
const CREATE: &str = "Header of creating a client";
const BEARER: &str = "Authorization: Bearer TOKEN";
const BARE: &str = "Authorization: TOKEN";
const X_BEARER: &str = "x-authorization: Bearer TOKEN";
const CHANGE: &str = "Change the header form";
const FORGET: &str = "Forget what was learnt";

/// Another cloud than before.
fn switch(desk: &TestDesk, change: impl FnOnce(&mut Switches)) {
    let mut switches = desk.sandbox.switches();
    change(&mut switches);
    desk.sandbox.set_switches(switches);
}

/// Presses what may be below the edge of the window: with the focus it comes into view.
fn press(desk: &mut TestDesk, name: &str) {
    desk.control(name).focus();
    desk.frames();
    desk.click(name);
}

/// Chooses an option of a drop-down.
fn choose(desk: &mut TestDesk, combo: &str, option: &str) {
    press(desk, combo);
    desk.click_role(Role::ListBoxOption, option);
}

/// Signs in from an address that the cloud knows: it asks for no code.
fn sign_in_again(desk: &mut TestDesk) {
    desk.click("Fill in");
    desk.click("Sign in");
    desk.wait_for("the desk", |desk| desk.tab("OAuth clients").is_some());
}

/// The requests of this method about clients, in the order of arrival.
fn calls(desk: &TestDesk, method: &str) -> Vec<Recorded> {
    desk.sandbox.requests().into_iter().filter(|request| request.method == method && request.path.contains(CALL)).collect()
}

/// In which form the token came.
fn form(request: &Recorded) -> &'static str {
    match (request.header("authorization"), request.header("x-authorization")) {
        (Some(token), None) if token.starts_with("Bearer ") => BEARER,
        (Some(_), None) => BARE,
        (None, Some(token)) if token.starts_with("Bearer ") => X_BEARER,
        other => panic!("{other:?}"),
    }
}

fn forms(requests: &[Recorded]) -> Vec<&'static str> {
    requests.iter().map(form).collect()
}

/// Sign-ins and renewals, and mailed codes: a loop would show here.
fn tokens_and_mails(desk: &TestDesk) -> (usize, usize) {
    (desk.sandbox.count("POST", "/oauth/token"), desk.sandbox.mailbox().len())
}

/// Presses Refresh and waits for the answer.
fn refresh(desk: &mut TestDesk) {
    let before = calls(desk, "GET").len();
    desk.click("Refresh");
    desk.wait_for("the list is read again", |desk| desk.has("Refresh") && calls(desk, "GET").len() > before);
}
