//! Creating a client: the form, exactly one request, and what became of it.
#![cfg(test)]

mod copying;
mod elsewhere;
mod form;
mod proof;
mod refused;
mod sending;
mod unknown;
mod waiting;

use std::time::Duration;

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use serde_json::{Value, json};
use tokendesk::desktop::journal::{Action, Begun, Outcome, Record};
use tokendesk::sandbox::Recorded;

use crate::harness::TestDesk;

const PATIENCE: Duration = Duration::from_secs(10);
const CALL: &str = "oauth-app";
const ADDRESS: &str = "https://kassa.example/oauth";
const BUTTON: &str = "Create client";
const NOT_SEEN: &str = "Whether the client was created is not known: it is not seen in the list yet.";

/// The publisher's first app and its version 1.0 with three clients.
const APP: &str = "b253a705-44b4-4001-a8f2-7265cf95d101";

/// The empty form, with the list of three read.
fn empty_form() -> TestDesk {
    let mut desk = TestDesk::at_clients(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    desk.click("New client");
    desk
}

/// A form that can be sent.
fn filled_form() -> TestDesk {
    let mut desk = empty_form();
    fill(&mut desk);
    desk
}

fn fill(desk: &mut TestDesk) {
    desk.replace("Redirect address", ADDRESS);
    desk.click("store:read");
    assert!(desk.is_enabled(BUTTON), "{}", desk.tree());
}

fn posts(desk: &TestDesk) -> Vec<Recorded> {
    desk.sandbox.requests().into_iter().filter(|request| request.method == "POST" && request.path.contains(CALL)).collect()
}

fn gets(desk: &TestDesk) -> usize {
    desk.sandbox.count("GET", CALL)
}

/// What the cloud holds for the version.
fn on_the_server(desk: &TestDesk) -> Vec<Value> {
    desk.sandbox.clients(APP, "1.0").expect("the version")
}

/// The id of the client that the cloud created last.
fn newest(desk: &TestDesk) -> String {
    on_the_server(desk).last().and_then(|client| client["client_id"].as_str().map(ToOwned::to_owned)).expect("a client")
}

/// Whether the box with this name is ticked.
fn is_ticked(desk: &TestDesk, name: &str) -> bool {
    use eframe::egui::accesskit::Toggled;
    desk.control(name).accesskit_node().toggled() == Some(Toggled::True)
}

fn selected(desk: &TestDesk) -> Vec<String> {
    let rows = desk.harness.query_all_by_role(Role::Row).filter(|row| row.accesskit_node().is_selected() == Some(true));
    rows.filter_map(|row| row.accesskit_node().label()).map(|name| name.trim_start_matches("Client ").to_owned()).collect()
}

/// What the journal holds: what was asked, and each end in its order.
fn journal(desk: &TestDesk) -> (Vec<Begun>, Vec<Outcome>) {
    let contents = desk.journal.read().expect("the journal");
    let (mut begun, mut ends) = (Vec::new(), Vec::new());
    for record in contents.records {
        match record {
            Record::Begun(record) => begun.push(record),
            Record::Ended(record) => {
                assert!(begun.iter().any(|begun| begun.id == record.id), "an end without a beginning");
                ends.push(record.outcome);
            }
        }
    }
    (begun, ends)
}

/// The addresses and rights that the journal says were asked for.
fn asked(begun: &Begun) -> (Vec<String>, Vec<String>) {
    let Action::CreateClient { redirect_uris, scope, .. } = &begun.action;
    (redirect_uris.clone(), scope.iter().map(|right| right.as_str().to_owned()).collect())
}

/// Chooses an option of a drop-down.
fn choose(desk: &mut TestDesk, combo: &str, option: &str) {
    desk.click(combo);
    desk.click_role(Role::ListBoxOption, option);
}

/// Puts these clients into the version, as somebody else may.
fn put(desk: &TestDesk, clients: Vec<Value>) {
    assert!(desk.sandbox.set_clients(APP, "1.0", clients));
}

/// A client with just the data of the form.
fn twin(id: &str) -> Value {
    json!({
        "client_id": id, "client_secret": "an-invented-secret", "scope": ["store:read"],
        "authorized_grant_types": ["authorization_code", "refresh_token", "implicit"],
        "registered_redirect_uri": [ADDRESS], "access_token_validity": 604_800,
    })
}
