//! Signing in, by what a person sees and by what reaches the cloud.
#![cfg(test)]

mod code;
mod ended;
mod form;
mod kept;
mod lasting;
pub mod paste;
mod refused;
mod remembered;
mod unattended;
mod waiting;

use std::collections::BTreeMap;
use std::time::Duration;

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;
use tokendesk::sandbox::{Fault, Gate, Recorded};

use crate::harness::TestDesk;

const PATIENCE: Duration = Duration::from_secs(20);
/// The sandbox's publisher.
const EMAIL: &str = "anna@romashka.example";
const PASSWORD: &str = "romashka-2024";
/// How the cloud names the code, in body and header.
const CODE: &str = "2fa_confirmation";

/// What is typed into the form and sent.
fn attempt(desk: &mut TestDesk, email: &str, password: &str) {
    desk.replace("E-mail", email);
    desk.replace("Password", password);
    desk.click("Sign in");
}

/// The same with the publisher's own, until the cloud asks for the code.
fn until_the_code(desk: &mut TestDesk) {
    attempt(desk, EMAIL, PASSWORD);
    desk.wait_for("the code field", |desk| desk.has("Confirmation code"));
}

/// The code of the newest mail.
fn mailed_code(desk: &TestDesk) -> String {
    desk.sandbox.latest_mail(EMAIL).expect("a mail").code
}

/// Types the code of the newest mail, sends it, and comes to the desk.
fn with_the_code(desk: &mut TestDesk) {
    let code = mailed_code(desk);
    desk.replace("Confirmation code", &code);
    desk.click("Sign in");
    desk.wait_for("the desk", is_in);
}

fn is_in(desk: &TestDesk) -> bool {
    desk.tab("OAuth clients").is_some()
}

/// How many attempts and renewals have reached the cloud.
fn sent(desk: &TestDesk) -> usize {
    desk.sandbox.count("POST", "/oauth/token")
}

/// The requests for tokens, each with its form.
fn token_requests(desk: &TestDesk) -> Vec<(Recorded, BTreeMap<String, String>)> {
    let requests = desk.sandbox.requests().into_iter().filter(|request| request.path == "/oauth/token");
    requests.map(|request| (request.clone(), url::form_urlencoded::parse(&request.body).into_owned().collect())).collect()
}

/// What stands under a field, as a screen reader tells it with the field.
fn message_at(desk: &TestDesk, field: &str) -> String {
    desk.control(field).accesskit_node().description().unwrap_or_default()
}

/// As many dots as a password has letters: all that the accessibility tree knows of it.
fn dots(password: &str) -> String {
    "•".repeat(password.chars().count())
}

/// How many renewals have reached the cloud.
fn renewals(desk: &TestDesk) -> usize {
    token_requests(desk).iter().filter(|(_, form)| form["grant_type"] == "refresh_token").count()
}

fn lists(desk: &TestDesk) -> usize {
    desk.sandbox.count("GET", "oauth-app")
}

/// A create that the cloud has taken in and whose answer it holds back.
pub fn create_held(desk: &mut TestDesk) -> Gate {
    let gate = Gate::new();
    desk.sandbox.fault("POST", "oauth-app", Fault::genuine().answer_held(&gate).once());
    desk.click("New client");
    desk.type_into("Redirect address", "https://romashka.example/");
    desk.click_role(Role::CheckBox, "store:read");
    desk.click("Create client");
    assert!(gate.wait_for_arrivals(1, PATIENCE));
    gate
}
