//! The screen is left while the request is on its way: it ends, is journalled, and its answer waits to be seen.

use eframe::egui::accesskit::Role;
use tokendesk::desktop::journal::Outcome;
use tokendesk::sandbox::{Fault, Gate};

use super::{ADDRESS, BUTTON, CALL, PATIENCE, filled_form, journal, newest, on_the_server, posts, selected};
use crate::harness::TestDesk;

/// The request is held, and the person looks at the settings.
fn left_during(fault: Fault) -> (TestDesk, Gate) {
    let mut desk = filled_form();
    let gate = Gate::new();
    desk.sandbox.fault("POST", CALL, fault.held(&gate));
    desk.click(BUTTON);
    assert!(gate.wait_for_arrivals(1, PATIENCE));
    desk.click_role(Role::Tab, "Settings");
    (desk, gate)
}

#[test]
fn it_ends_is_journalled_and_a_toast_leads_to_the_client() {
    let (mut desk, gate) = left_during(Fault::genuine());
    gate.open();
    desk.wait_for("the toast", |desk| desk.says("created"));
    assert!(desk.has("Theme"), "who has gone elsewhere stays there");
    let id = newest(&desk);
    assert_eq!(journal(&desk).1, [Outcome::Done { client_id: id.clone() }]);
    desk.click("Open");
    desk.wait_for("the client", |desk| desk.has("4 clients"));
    assert_eq!(selected(&desk), [id]);
    assert_eq!(posts(&desk).len(), 1);
}

#[test]
fn while_it_is_on_its_way_the_form_is_there_to_come_back_to_and_no_second_one_begins() {
    let (mut desk, gate) = left_during(Fault::genuine());
    desk.click_role(Role::Tab, "OAuth clients");
    assert!(desk.says("The request is on its way"));
    assert_eq!(desk.value("Redirect address"), ADDRESS);
    desk.click_role(Role::Tab, "OAuth clients");
    assert!(desk.has("3 clients"));
    assert!(!desk.is_enabled("New client"), "no second one meanwhile");
    gate.open();
    desk.wait_for("the toast", |desk| desk.says("created"));
    assert_eq!((posts(&desk).len(), on_the_server(&desk).len()), (1, 4));
    assert!(desk.has("4 clients"), "and it has joined the list in view: {}", desk.tree());
}

#[test]
fn a_toast_leads_to_the_client_of_a_version_that_is_no_longer_open() {
    let mut desk = filled_form();
    let gate = Gate::new();
    desk.sandbox.fault("POST", CALL, Fault::genuine().held(&gate));
    desk.click(BUTTON);
    assert!(gate.wait_for_arrivals(1, PATIENCE));
    desk.click_role(Role::Tab, "OAuth clients");
    super::choose(&mut desk, "Version of an app", "Склад и остатки 0.1");
    desk.wait_for("the other list", |desk| desk.has("40 clients"));
    gate.open();
    desk.wait_for("the toast", |desk| desk.says("created"));
    assert!(desk.has("40 clients"), "it does not appear under another version");
    desk.click("Open");
    assert!(desk.has("4 clients") && desk.value("Version of an app") == "Лояльность «Ромашка» 1.0", "{}", desk.tree());
    assert_eq!(selected(&desk), [newest(&desk)]);
}

#[test]
fn a_refresh_that_began_before_does_not_take_the_client_off_the_list_again() {
    let mut desk = filled_form();
    desk.click_role(Role::Tab, "OAuth clients");
    let old = Gate::new();
    desk.sandbox.fault("GET", CALL, Fault::genuine().answer_held(&old).once());
    desk.click("Refresh");
    assert!(old.wait_for_arrivals(1, PATIENCE));
    desk.click("New client");
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| desk.has("4 clients"));
    old.open();
    desk.wait_for("the list", |desk| desk.has("Refresh"));
    assert!(desk.has("4 clients"), "{}", desk.tree());
    assert_eq!(selected(&desk), [newest(&desk)]);
    assert_eq!((posts(&desk).len(), super::gets(&desk)), (1, 3), "the first reading, the one that was overtaken, and one anew");
}

#[test]
fn a_refusal_is_told_too_and_leads_back_to_the_form() {
    let (mut desk, gate) = left_during(Fault::answer(403));
    gate.open();
    desk.wait_for("the toast", |desk| desk.says("The client was not created: the form says why"));
    desk.click("Open");
    assert!(desk.says("The client was not created: there is no right for creating clients in this version."));
    assert_eq!(desk.value("Redirect address"), ADDRESS);
}

#[test]
fn a_doubt_is_told_too_and_leads_back_to_the_form() {
    let (mut desk, gate) = left_during(Fault::answer(504));
    gate.open();
    desk.wait_for("the toast", |desk| desk.says("Whether the client was created is not known: the form says more"));
    desk.click("Open");
    assert!(desk.has("Look again"));
    assert_eq!(posts(&desk).len(), 1);
}

#[test]
fn signing_out_is_asked_about_first_and_the_write_ends_all_the_same() {
    let (mut desk, gate) = left_during(Fault::genuine());
    desk.click("anna@romashka.example");
    desk.click("Sign out");
    assert!(desk.has("A write is under way"), "{}", desk.tree());
    desk.click("Stay");
    assert!(desk.tab("Settings").is_some());
    desk.click("anna@romashka.example");
    desk.click("Sign out");
    desk.click("Sign out anyway");
    assert!(desk.tab("Settings").is_none(), "{}", desk.tree());
    gate.open();
    desk.wait_for("its end", |desk| !journal(desk).1.is_empty());
    assert_eq!(journal(&desk).1, [Outcome::Done { client_id: newest(&desk) }]);
    assert!(!desk.says("created"), "nothing of the account is shown any more");
    assert_eq!(posts(&desk).len(), 1);
}
