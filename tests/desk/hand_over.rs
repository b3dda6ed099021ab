//! Handing a client over: what is shown, what is copied and how, and that the lines lead to a token.
#![cfg(test)]

mod dialog;
mod lines;

use eframe::egui::accesskit::Role;
use serde_json::{Value, json};

use crate::harness::{Start, TestDesk};

const ID: &str = "9f0e6a41-d8c7-4b2e-8b52-3f9d27c01b52";
const SECRET: &str = "marker-of-the-secret";
const REDIRECT: &str = "https://kassa.example/oauth?till=1&name='касса'";

/// A client of the version without clients, with these grants.
fn client(grants: &[&str]) -> Value {
    json!({
        "client_id": ID,
        "client_secret": SECRET,
        "scope": ["store:read", "product:read"],
        "authorized_grant_types": grants,
        "registered_redirect_uri": [REDIRECT, "http://127.0.0.1:8765/callback"],
        "access_token_validity": 604_800,
        "app_id": "b253a705-44b4-4001-a8f2-7265cf95d101",
    })
}

const WEB: &[&str] = &["authorization_code", "refresh_token", "implicit"];

/// With the dialog of this client open.
fn desk_with(start: Start, client: Value) -> TestDesk {
    let mut desk = TestDesk::signed_in_with(start);
    let version = desk.version_with(0);
    assert!(desk.sandbox.set_clients(&version.app_id, &version.number, vec![client]));
    desk.click_role(Role::ListBoxOption, &format!("{} {}", version.app_name, version.number));
    desk.wait_for("the list", |desk| desk.has("1 client"));
    desk.click_role(Role::Row, &format!("Client {ID}"));
    desk.control("Hand over").scroll_to_me();
    desk.frames();
    desk.click("Hand over");
    // It finds its place in a few frames.
    desk.harness.run_steps(8);
    desk
}

fn desk() -> TestDesk {
    desk_with(Start::default(), client(WEB))
}

/// Chooses whose lines are shown.
fn choose_shell(desk: &mut TestDesk, shell: &str) {
    desk.control(shell).scroll_to_me();
    desk.harness.run_steps(8);
    desk.click(shell);
}

/// Presses a button that may have to be scrolled to, and gives what the clipboard holds then.
fn copied(desk: &mut TestDesk, button: &str) -> String {
    let before = desk.clipboard.text();
    desk.control(button).scroll_to_me();
    desk.harness.run_steps(8);
    desk.click(button);
    desk.wait_for("the copy", |desk| desk.clipboard.text() != before);
    desk.clipboard.text().unwrap_or_default()
}
