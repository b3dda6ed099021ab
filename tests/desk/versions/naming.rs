//! How requests name the version: the documents use its number for the list and its id for create, and perhaps mean it.

use eframe::egui::accesskit::Role;
use tempfile::TempDir;
use tokendesk::desktop::folders::DataFolder;
use tokendesk::sandbox::{Fault, ListHeader, VersionWanted};

use super::{LOYALTY, LOYALTY_1, desk_without_invitation, open_typed, path, paths, sign_in_by_hand};
use crate::harness::{Start, TestDesk};

/// A filled form that can be sent.
fn filled_form(desk: &mut TestDesk) {
    desk.click("New client");
    desk.type_into("Redirect address", "https://kassa.example/oauth");
    desk.click("store:read");
}

#[test]
fn the_list_is_asked_for_by_number_and_the_client_created_by_id() {
    let mut desk = TestDesk::at_clients(3);
    filled_form(&mut desk);
    desk.click("Create client");
    desk.wait_for("the client", |desk| desk.has("4 clients"));
    assert_eq!(paths(&desk, "GET"), [path(LOYALTY, "1.0")]);
    assert_eq!(paths(&desk, "POST"), [path(LOYALTY, LOYALTY_1)]);
}

#[test]
fn an_app_that_nobody_knows_is_said_and_another_version_is_one_click_away() {
    let mut desk = desk_without_invitation();
    open_typed(&mut desk, "0c1f2e3d-4b5a-4697-8899-aabbccddeeff", "2.4.0");
    desk.wait_for("the refusal", |desk| desk.says("The list was not read: the server knows no such version of the app."));
    assert!(desk.says("Nothing has changed. Check App ID and Version"));
    assert!(desk.says("The server's words: Application not found"));
    assert!(!desk.says("This version has no clients yet"), "nothing is known of its clients");
    assert_eq!(desk.sandbox.count("GET", "oauth-app"), 1);
    desk.click("Another version");
    assert!(desk.has("App ID"), "the chooser is open");
    assert_eq!(desk.focused().as_deref(), Some("App ID"));
    open_typed(&mut desk, LOYALTY, "1.0");
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    assert!(!desk.says("was not read"));
}

#[test]
fn a_create_that_wants_a_form_that_is_not_known_takes_it_from_the_person() {
    let mut desk = desk_without_invitation();
    let mut switches = desk.sandbox.switches();
    switches.create_wants = VersionWanted::Id;
    desk.sandbox.set_switches(switches);
    open_typed(&mut desk, LOYALTY, "1.0");
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    filled_form(&mut desk);
    desk.click("Create client");
    desk.wait_for("the question", |desk| desk.says("It may want the version's id"));
    assert!(!desk.is_enabled("Try with it"), "nothing is typed yet");
    desk.type_into("Version", LOYALTY_1);
    desk.click("Try with it");
    desk.click("Create client");
    desk.wait_for("the client", |desk| desk.has("4 clients"));
    assert_eq!(paths(&desk, "POST"), [path(LOYALTY, "1.0"), path(LOYALTY, LOYALTY_1)]);
}

#[test]
fn a_created_client_teaches_the_number_where_an_empty_list_could_not() {
    let mut desk = desk_without_invitation();
    let version = desk.version_with(0);
    open_typed(&mut desk, &version.app_id, &version.id);
    desk.wait_for("the empty list", |desk| desk.says("This version has no clients yet"));
    assert_eq!(desk.value("Version of an app"), "b253a705…d101 7336cd15…c4a2");
    desk.click("Create the first one");
    desk.type_into("Redirect address", "https://kassa.example/oauth");
    desk.click("store:read");
    desk.click("Create client");
    desk.wait_for("the client", |desk| desk.has("1 client"));
    assert_eq!(desk.value("Version of an app"), "b253a705…d101 2.0");
}

#[test]
fn a_cloud_that_takes_the_bare_token_is_asked_so_at_once_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let kept = || Start { by_address: true, folder: DataFolder::given(folder.path()), ..Start::default() };
    let mut desk = TestDesk::start(kept());
    let mut switches = desk.sandbox.switches();
    switches.list_header = ListHeader::Bare;
    desk.sandbox.set_switches(switches);
    sign_in_by_hand(&mut desk);
    open_typed(&mut desk, LOYALTY, "1.0");
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    assert_eq!(desk.sandbox.count("GET", "oauth-app"), 2, "found out by a second try");
    let (sandbox, clock) = (desk.sandbox.clone(), desk.clock.clone());
    drop(desk);
    let mut desk = TestDesk::with_sandbox(kept(), sandbox, clock);
    desk.sandbox.clear_requests();
    sign_in_by_hand(&mut desk);
    desk.wait_for("the list of last time, open again", |desk| desk.has("3 clients"));
    assert_eq!(desk.sandbox.count("GET", "oauth-app"), 1);
}

#[test]
fn ids_are_opaque_and_are_sent_percent_encoded() {
    let mut desk = TestDesk::signed_in();
    let version = desk.version_with(12);
    desk.click_role(Role::ListBoxOption, &format!("{} {}", version.app_name, version.number));
    desk.wait_for("the list", |desk| desk.has("12 clients"));
    assert_eq!(version.number, "0.2 проба/2");
    assert_eq!(paths(&desk, "GET"), [path(&version.app_id, "0.2%20%D0%BF%D1%80%D0%BE%D0%B1%D0%B0%2F2")]);
}

#[test]
fn another_publishers_app_is_refused_in_words_and_nobody_is_signed_out() {
    let mut desk = desk_without_invitation();
    open_typed(&mut desk, "84740cd9-613b-488b-8c4b-e65294d8b222", "1.0");
    desk.wait_for("the refusal", |desk| desk.says("The list was not read: there is no right for reading this version's clients."));
    assert!(desk.says("The server's words: The application belongs to another publisher"));
    assert_eq!(desk.sandbox.count("GET", "oauth-app"), 1, "a refusal is not repeated");
    assert!(desk.tab("OAuth clients").is_some());
    desk.sandbox.fault("GET", "oauth-app", Fault::answer(500));
    desk.click("Retry");
    desk.wait_for("another failure", |desk| desk.says("the server had an error (500)"));
    assert!(!desk.says("there is no right for reading this version's clients"), "one message");
}
