//! A create that the server refuses, or that never reached it: nothing was created, the form stays, and the reason is where it belongs.

use tokendesk::desktop::journal::Outcome;
use tokendesk::sandbox::Fault;

use super::{ADDRESS, BUTTON, CALL, filled_form, is_ticked, journal, on_the_server, posts};
use crate::harness::{Start, TestDesk};

fn form_is_kept(desk: &TestDesk) {
    assert_eq!(desk.value("Redirect address"), ADDRESS);
    assert!(is_ticked(desk, "store:read"));
}

#[test]
fn a_violation_lands_at_the_field_that_it_names_and_goes_when_that_is_changed() {
    let mut desk = filled_form();
    desk.click("Add address");
    desk.click("Add address");
    desk.type_into("Redirect address 3", "https://kassa.example/second");
    let body = r#"{"code":"validation_failed","message":"The request has errors","violations":[
        {"subject":"registered_redirect_uri[1]","reason":"этот узел уже занят"},{"subject":"scope","reason":"право не выдаётся"}]}"#;
    desk.sandbox.fault("POST", CALL, Fault::answer(422).body("application/json", body).once());
    desk.click(BUTTON);
    desk.wait_for("the refusal", |desk| desk.says("The client was not created: the server answered 422."));
    assert!(desk.says("Nothing has changed, what you typed is kept."), "{}", desk.tree());
    assert_eq!(
        message_of(&desk, "Redirect address 3").as_deref(),
        Some("The server's words: этот узел уже занят"),
        "the second that was sent"
    );
    assert_eq!(message_of(&desk, "Redirect address"), None);
    assert_eq!(desk.focused().as_deref(), Some("Redirect address 3"), "it can be corrected at once");
    assert!(desk.has("The server's words: право не выдаётся"));
    assert!(desk.says("Correct what the server names, then create the client again."));
    assert!(!desk.says("registered_redirect_uri[1]"), "what stands at a field is not said twice: {}", desk.tree());
    desk.click("Copy details");
    desk.wait_for("the copy", |desk| desk.clipboard.text().is_some());
    let copied = desk.clipboard.text().unwrap();
    assert!(copied.contains("registered_redirect_uri[1]: этот узел уже занят\nscope: право не выдаётся\nvalidation_failed\n"), "{copied}");
    form_is_kept(&desk);
    desk.replace("Redirect address 3", "https://kassa.example/third");
    assert_eq!(message_of(&desk, "Redirect address 3"), None);
    assert!(desk.has("The server has named what it does not take: see beside the fields") && desk.is_enabled(BUTTON));
    desk.click("product:read");
    assert!(desk.has("All is filled in"));
    assert!(!desk.has("The server's words: право не выдаётся"), "{}", desk.tree());
    assert_eq!(posts(&desk).len(), 1);
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| desk.has("4 clients"));
    assert_eq!(posts(&desk).len(), 2);
    assert!(matches!(
        &journal(&desk).1[..],
        [Outcome::Refused { status: Some(422), code: Some(_), message: Some(_) }, Outcome::Done { .. }]
    ));
}

#[test]
fn a_right_that_the_cloud_does_not_take_is_said_beside_the_rights() {
    let mut desk = filled_form();
    desk.type_into("A right outside the table", "supplier");
    desk.click("Add");
    desk.click(BUTTON);
    desk.wait_for("the refusal", |desk| desk.says("The client was not created: the server answered 400."));
    assert!(desk.has("The server's words: must look like resource:action"), "{}", desk.tree());
    form_is_kept(&desk);
    assert_eq!((posts(&desk).len(), on_the_server(&desk).len()), (1, 3));
}

/// The message at a field.
fn message_of(desk: &TestDesk, field: &str) -> Option<String> {
    use egui_kittest::kittest::NodeT as _;
    desk.control(field).accesskit_node().description()
}

#[test]
fn what_was_said_of_a_field_goes_with_the_next_attempt() {
    let mut desk = filled_form();
    let body =
        r#"{"message":"no","violations":[{"subject":"registered_redirect_uri[0]","reason":""},{"subject":"scope","reason":"занято"}]}"#;
    desk.sandbox.fault("POST", CALL, Fault::answer(409).body("application/json", body).once());
    desk.click(BUTTON);
    desk.wait_for("the refusal", |desk| desk.says("The client was not created: the server answered 409."));
    assert_eq!(message_of(&desk, "Redirect address").as_deref(), Some("The server does not take this."), "a field named without a reason");
    assert!(desk.has("The server's words: занято"));
    desk.sandbox.fault("POST", CALL, Fault::answer(504).once());
    desk.click(BUTTON);
    desk.wait_for("the doubt", |desk| desk.has("Look again"));
    assert_eq!(message_of(&desk, "Redirect address"), None);
    assert!(!desk.has("The server's words: занято"), "{}", desk.tree());
}

#[test]
fn a_refusal_is_brought_into_view_when_the_form_is_scrolled_down() {
    let mut desk = TestDesk::signed_in_with(Start { size: [900.0, 600.0], ..Start::default() });
    desk.open_version_with(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    desk.click("New client");
    super::fill(&mut desk);
    desk.control("A right outside the table").scroll_to_me();
    desk.frames();
    assert!(desk.control("Redirect address").rect().bottom() < 64.0, "scrolled away");
    desk.sandbox.fault("POST", CALL, Fault::answer(403).once());
    desk.click(BUTTON);
    desk.wait_for("the refusal", |desk| desk.says("The client was not created: "));
    desk.wait_for("it in view", |desk| desk.text_with("The client was not created: ").rect().top() > 64.0);
    // Afterwards the form scrolls freely.
    desk.control("A right outside the table").scroll_to_me();
    for _ in 0..30 {
        desk.frames();
    }
    assert!(desk.control("Redirect address").rect().bottom() < 64.0, "{}", desk.tree());
}
