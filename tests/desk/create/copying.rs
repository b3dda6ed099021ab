//! "New client like this", and which version the new client will belong to.

use eframe::egui::accesskit::Role;
use tokendesk::sandbox::Fault;

use super::{ADDRESS, BUTTON, CALL, choose, empty_form, is_ticked, posts, selected};
use crate::harness::TestDesk;

const VERSION: &str = "Version of an app";

/// The form filled from the client with this right among the three.
fn like_the_client_with(right: &str) -> TestDesk {
    let mut desk = TestDesk::at_clients(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    desk.type_into("Search", right);
    let id = desk.rows().remove(0);
    desk.click_role(Role::Row, &format!("Client {id}"));
    desk.control("New client like this").scroll_to_me();
    desk.harness.run_steps(8);
    desk.click("New client like this");
    desk
}

#[test]
fn it_fills_the_form_with_all_that_can_be_copied() {
    let mut desk = like_the_client_with("product:write");
    assert!(is_ticked(&desk, "Standalone (no server)"));
    assert_eq!(desk.value("Redirect address"), "http://127.0.0.1:8765/callback");
    assert!(desk.has("3 chosen"));
    for right in ["product:read", "product:write", "product.quantity:read"] {
        assert!(is_ticked(&desk, right), "{right}");
    }
    assert_eq!(desk.value(VERSION), "Лояльность «Ромашка» 1.0");
    assert_eq!(posts(&desk).len(), 0);
    desk.click(BUTTON);
    desk.wait_for("the twin", |desk| desk.has("4 clients"));
    let post = &posts(&desk)[0];
    assert_eq!(post.query, "type=standalone");
    assert_eq!(
        post.body_text(),
        r#"{"registered_redirect_uri":["http://127.0.0.1:8765/callback"],"scope":["product:read","product:write","product.quantity:read"]}"#
    );
}

#[test]
fn several_addresses_and_rights_outside_the_table_are_copied_too() {
    let mut desk = TestDesk::signed_in();
    let version = desk.version_with(0);
    let odd = serde_json::json!({
        "client_id": "odd", "authorized_grant_types": ["refresh_token"], "scope": ["supplier:write", "odd", "store:read"],
        "registered_redirect_uri": ["https://a.example/x", "https://b.example/y/"],
    });
    assert!(desk.sandbox.set_clients(&version.app_id, &version.number, vec![odd]));
    desk.click_role(Role::ListBoxOption, &format!("{} {}", version.app_name, version.number));
    desk.wait_for("the list", |desk| desk.has("1 client"));
    desk.click_role(Role::Row, "Client odd");
    desk.control("New client like this").scroll_to_me();
    desk.harness.run_steps(8);
    desk.click("New client like this");
    assert_eq!([desk.value("Redirect address"), desk.value("Redirect address 2")], ["https://a.example/x", "https://b.example/y/"]);
    assert!(desk.has("3 chosen") && desk.has("Remove supplier:write") && desk.has("Remove odd"));
    assert!(desk.says("Ends in “/”"), "and is checked like what is typed");
}

#[test]
fn the_copy_may_be_for_another_version_of_the_list() {
    let mut desk = like_the_client_with("product:write");
    choose(&mut desk, VERSION, "Лояльность «Ромашка» 2.0");
    assert!(is_ticked(&desk, "product:write") && is_ticked(&desk, "Standalone (no server)"), "what is filled in stays");
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| desk.has("1 client"));
    assert_eq!(desk.value(VERSION), "Лояльность «Ромашка» 2.0", "its version is open now");
    assert_eq!(selected(&desk).len(), 1);
    let target = desk.version_with(1);
    assert_eq!(target.number, "2.0");
    assert_eq!(
        posts(&desk)[0].path,
        format!("/api/v1/publisher/app/oauth/public/apps/{}/versions/{}/oauth-apps", target.app_id, target.id)
    );
    assert_eq!(desk.sandbox.clients(&target.app_id, "1.0").unwrap().len(), 3);
}

#[test]
fn what_was_said_of_one_version_is_not_said_of_another() {
    let mut desk = like_the_client_with("document:read");
    desk.sandbox.fault("POST", CALL, Fault::answer(403).once());
    desk.click(BUTTON);
    desk.wait_for("the refusal", |desk| desk.says("there is no right for creating clients in this version"));
    choose(&mut desk, VERSION, "Лояльность «Ромашка» 2.0");
    assert!(!desk.says("there is no right for creating clients in this version"));
    assert!(desk.is_enabled(BUTTON));
}

#[test]
fn a_form_that_was_begun_comes_along_when_new_client_is_pressed_in_another_version() {
    let mut desk = empty_form();
    desk.type_into("Redirect address", ADDRESS);
    desk.click("store:read");
    desk.click_role(Role::Tab, "OAuth clients");
    choose(&mut desk, VERSION, "Склад и остатки 0.1");
    desk.wait_for("the other list", |desk| desk.has("40 clients"));
    desk.click("New client");
    assert_eq!(desk.value(VERSION), "Склад и остатки 0.1", "never the version that was left");
    assert_eq!(desk.value("Redirect address"), ADDRESS);
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| desk.has("41 clients"));
    assert!(posts(&desk)[0].path.contains("fa40a777-2a56-4e61-bd3a-18a82089441a"));
}

#[test]
fn while_an_outcome_is_not_known_the_version_stays() {
    let mut desk = like_the_client_with("document:read");
    desk.sandbox.fault("POST", CALL, Fault::answer(504).once());
    desk.click(BUTTON);
    desk.wait_for("the doubt", |desk| desk.has("Look again"));
    assert!(!desk.is_enabled(VERSION));
    desk.click(VERSION);
    assert_eq!(desk.value(VERSION), "Лояльность «Ромашка» 1.0");
}

#[test]
fn a_version_that_was_taken_off_the_list_can_still_be_the_forms() {
    let mut desk = TestDesk::at_clients(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    desk.click(VERSION);
    desk.click("Remove Лояльность «Ромашка» 1.0 from the list");
    desk.key(eframe::egui::Key::Escape);
    desk.click("New client");
    assert_eq!(desk.value(VERSION), "Лояльность «Ромашка» 1.0");
    super::fill(&mut desk);
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| desk.has("4 clients"));
}
