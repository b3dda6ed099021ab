//! The clients of a version, by what a person sees and by the requests that reached the server.
#![cfg(test)]

mod awkward;
mod details;
mod failures;
mod finding;
mod reading;
mod refreshing;
mod waiting;
mod window;

use eframe::egui::accesskit::Role;
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use serde_json::{Value, json};
use tokendesk::sandbox::{InvitedVersion, Recorded};

use crate::harness::TestDesk;

const LIST: &str = "oauth-app";

/// A client as the server answers it.
fn client(id: &str, grants: &[&str], addresses: &[&str], scope: &[&str]) -> Value {
    json!({
        "client_id": id,
        "client_secret": format!("secret-of-{id}"),
        "scope": scope,
        "authorized_grant_types": grants,
        "registered_redirect_uri": addresses,
        "access_token_validity": 604_800,
        "publisher_id": "caf630bc-f3bd-4828-8411-9a19f8c9cf7a",
        "app_id": "b253a705-44b4-4001-a8f2-7265cf95d101",
        "version_id": "2.0",
    })
}

const WEB: &[&str] = &["authorization_code", "refresh_token", "implicit"];
const STANDALONE: &[&str] = &["authorization_code", "implicit"];

/// Signed in, with a version open that has just these clients.
fn desk_with(clients: Vec<Value>) -> TestDesk {
    let mut desk = TestDesk::signed_in();
    let version = desk.version_with(0);
    assert!(desk.sandbox.set_clients(&version.app_id, &version.number, clients));
    open(&mut desk, &version);
    desk.wait_for("the list is read", |desk| desk.has("Refresh"));
    desk
}

/// Opens a version from the page that offers those opened before.
fn open(desk: &mut TestDesk, version: &InvitedVersion) {
    desk.click_role(Role::ListBoxOption, &format!("{} {}", version.app_name, version.number));
}

/// Opens another version while one is open.
fn switch_to(desk: &mut TestDesk, version: &InvitedVersion) {
    desk.click("Version of an app");
    open(desk, version);
}

fn gets(desk: &TestDesk) -> usize {
    desk.sandbox.count("GET", LIST)
}

/// The requests for pages, in the order of arrival.
fn page_requests(desk: &TestDesk) -> Vec<Recorded> {
    desk.sandbox.requests().into_iter().filter(|request| request.method == "GET" && request.path.contains(LIST)).collect()
}

/// Presses Refresh and waits until the answer is there.
fn refresh(desk: &mut TestDesk) {
    let before = gets(desk);
    desk.click("Refresh");
    desk.wait_for("the list is read again", |desk| desk.has("Refresh") && gets(desk) > before);
}

/// Chooses an option of a drop-down.
fn choose(desk: &mut TestDesk, combo: &str, option: &str) {
    desk.click(combo);
    desk.click_role(Role::ListBoxOption, option);
}

fn click_row(desk: &mut TestDesk, id: &str) {
    desk.click_role(Role::Row, &format!("Client {id}"));
}

/// Which of the rows in view are selected.
fn selected(desk: &TestDesk) -> Vec<String> {
    let rows = desk.harness.query_all_by_role(Role::Row).filter(|row| row.accesskit_node().is_selected() == Some(true));
    rows.filter_map(|row| row.accesskit_node().label()).map(|name| name.trim_start_matches("Client ").to_owned()).collect()
}

/// Copies by a button and gives what is in the clipboard then.
fn copied(desk: &mut TestDesk, button: &str) -> String {
    let before = desk.clipboard.text();
    desk.click(button);
    desk.wait_for("the copy", |desk| desk.clipboard.text() != before);
    desk.clipboard.text().unwrap_or_default()
}

/// The rows in view, from top to bottom.
fn row_nodes(desk: &TestDesk) -> Vec<Node<'_>> {
    let mut rows: Vec<Node<'_>> = desk.harness.query_all_by_role(Role::Row).collect();
    rows.sort_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
    rows
}

/// How often something is named or labelled just so.
fn count_of(desk: &TestDesk, label: &str) -> usize {
    desk.harness.query_all_by_label(label).count()
}
