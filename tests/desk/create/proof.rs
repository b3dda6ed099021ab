//! After a lost answer: what in the list counts as the created client, and what proves nothing.

use eframe::egui::accesskit::Role;
use serde_json::json;
use tokendesk::desktop::journal::Outcome;
use tokendesk::sandbox::{Ending, Fault, Gate};

use super::{ADDRESS, BUTTON, CALL, NOT_SEEN, filled_form, gets, journal, on_the_server, posts, put, twin};
use crate::harness::TestDesk;

#[test]
fn a_twin_that_was_there_before_does_not_count() {
    let mut desk = TestDesk::signed_in();
    let version = desk.version_with(3);
    let mut clients = on_the_server(&desk);
    clients.push(twin("there-before"));
    put(&desk, clients);
    desk.click_role(Role::ListBoxOption, &format!("{} {}", version.app_name, version.number));
    desk.wait_for("the list", |desk| desk.has("4 clients"));
    desk.click("New client");
    super::fill(&mut desk);
    let lost = desk.sandbox.fault("POST", CALL, Fault::answer(500).once());
    desk.click(BUTTON);
    desk.wait_for("the doubt", |desk| desk.has(NOT_SEEN));
    assert_eq!(lost.happened(), 1);
    assert!(!desk.says("there-before") && !desk.says("Created as"));
    // Beside a client of the same data that was there before, the new one is found.
    let mut clients = on_the_server(&desk);
    clients.push(twin("really-new"));
    put(&desk, clients);
    desk.click("Look again");
    desk.wait_for("the client", |desk| desk.says("Created as really-new"));
}

#[test]
fn somebody_elses_new_client_does_not_count_and_is_named() {
    let mut desk = filled_form();
    let mut clients = on_the_server(&desk);
    let mut other = twin("somebody-elses");
    other["scope"] = json!(["store:read", "device:read"]);
    clients.push(other);
    put(&desk, clients);
    desk.sandbox.fault("POST", CALL, Fault::answer(500));
    desk.click(BUTTON);
    desk.wait_for("the doubt", |desk| desk.has(NOT_SEEN));
    assert!(desk.says("4 in the list, 1 of them new"), "{}", desk.tree());
}

#[test]
fn two_new_clients_of_the_same_data_prove_nothing() {
    let mut desk = filled_form();
    let mut clients = on_the_server(&desk);
    clients.extend([twin("new-one"), twin("new-two")]);
    put(&desk, clients);
    desk.sandbox.fault("POST", CALL, Fault::answer(500));
    desk.click(BUTTON);
    desk.wait_for("the doubt", |desk| desk.says("several new clients with this data have appeared"));
    assert!(!desk.says("Created as") && !desk.has(NOT_SEEN));
    assert!(matches!(&journal(&desk).1[..], [Outcome::Unknown { .. }]), "it is not “not seen” either: {:?}", journal(&desk).1);
}

#[test]
fn the_server_may_give_rights_and_addresses_in_another_order() {
    let mut desk = filled_form();
    desk.click("product:read");
    desk.click("Add address");
    desk.type_into("Redirect address 2", "https://kassa.example/second");
    let mut ours = twin("reordered");
    ours["scope"] = json!(["product:read", "store:read"]);
    ours["registered_redirect_uri"] = json!(["https://kassa.example/second", ADDRESS]);
    let mut clients = on_the_server(&desk);
    clients.insert(0, ours);
    put(&desk, clients);
    desk.sandbox.fault("POST", CALL, Fault::lost(Ending::Reset));
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| desk.says("Created as reordered"));
}

#[test]
fn a_list_that_cannot_be_read_proves_nothing() {
    let mut desk = filled_form();
    desk.sandbox.fault("POST", CALL, Fault::lost(Ending::Reset).carried_out());
    let unread = desk.sandbox.fault("GET", CALL, Fault::answer(403));
    desk.click(BUTTON);
    desk.wait_for("the doubt", |desk| desk.has("Whether the client was created is not known: the list could not be read."));
    assert_eq!((posts(&desk).len(), gets(&desk), unread.happened()), (1, 2, 1));
    assert!(!desk.has(NOT_SEEN) && !desk.is_enabled(BUTTON));
    assert!(matches!(&journal(&desk).1[..], [Outcome::Unknown { .. }]), "nothing more is known");
    unread.lift();
    desk.click("Look again");
    desk.wait_for("the client", |desk| desk.says("Created as "));
    assert_eq!((posts(&desk).len(), on_the_server(&desk).len()), (1, 4));
}

#[test]
fn a_part_of_the_list_proves_nothing() {
    let mut desk = filled_form();
    desk.sandbox.fault("POST", CALL, Fault::answer(504));
    let page = json!({ "items": on_the_server(&desk), "paging": { "next_cursor": "again" } });
    desk.sandbox.fault("GET", CALL, Fault::answer(200).body("application/json", page.to_string()));
    desk.click(BUTTON);
    desk.wait_for("the doubt", |desk| desk.says("only a part of the list came"));
    assert!(!desk.has(NOT_SEEN) && !desk.says("all known before"), "{}", desk.tree());
    assert!(matches!(&journal(&desk).1[..], [Outcome::Unknown { .. }]));
}

#[test]
fn a_part_of_the_list_from_before_does_not_tell_a_new_client_from_an_old_one() {
    let mut desk = TestDesk::signed_in();
    let page = json!({ "items": on_the_server(&desk)[..1], "paging": { "next_cursor": "again" } });
    let cut = desk.sandbox.fault("GET", CALL, Fault::answer(200).body("application/json", page.to_string()));
    // One that was there before, on the part that did not come.
    let mut clients = on_the_server(&desk);
    clients.push(twin("there-before"));
    put(&desk, clients);
    let version = desk.version_with(4);
    desk.click_role(Role::ListBoxOption, &format!("{} {}", version.app_name, version.number));
    desk.wait_for("the part", |desk| desk.says("The list is incomplete"));
    desk.click("New client");
    super::fill(&mut desk);
    let gate = Gate::new();
    desk.sandbox.fault("POST", CALL, Fault::answer(504).held(&gate));
    desk.click(BUTTON);
    assert!(gate.wait_for_arrivals(1, super::PATIENCE));
    cut.lift();
    gate.open();
    desk.wait_for("the doubt", |desk| desk.says("which clients were there before is not known"));
    assert!(!desk.says("Created as"), "{}", desk.tree());
}

#[test]
fn without_the_ids_from_before_no_client_is_taken_for_ours() {
    let mut desk = TestDesk::signed_in();
    let fault = desk.sandbox.fault("GET", CALL, Fault::answer(403));
    let version = desk.version_with(3);
    desk.click_role(Role::ListBoxOption, &format!("{} {}", version.app_name, version.number));
    desk.wait_for("the failure", |desk| desk.says("was not read"));
    desk.click("New client");
    super::fill(&mut desk);
    let gate = Gate::new();
    desk.sandbox.fault("POST", CALL, Fault::answer(504).held(&gate).carried_out());
    desk.click(BUTTON);
    assert!(gate.wait_for_arrivals(1, super::PATIENCE));
    fault.lift();
    gate.open();
    desk.wait_for("the doubt", |desk| desk.says("which clients were there before is not known"));
    assert!(!desk.says("Created as") && !desk.has(NOT_SEEN));
    assert!(desk.says("4 in the list; the ones from before are not known"), "{}", desk.tree());
    assert_eq!(posts(&desk).len(), 1);
    assert!(matches!(&journal(&desk).1[..], [Outcome::Unknown { .. }]));
}
