//! A create that the server refuses, or that never reached it: nothing was created, the form stays, and the reason is where it belongs.

use jiff::SignedDuration;
use tokendesk::desktop::journal::Outcome;
use tokendesk::sandbox::{Fault, Renewal};

use super::{ADDRESS, BUTTON, CALL, filled_form, gets, is_ticked, journal, on_the_server, posts};
use crate::harness::TestDesk;

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
    assert!(desk.has("The server's words: право не выдаётся"));
    form_is_kept(&desk);
    desk.replace("Redirect address 3", "https://kassa.example/third");
    assert_eq!(message_of(&desk, "Redirect address 3"), None);
    desk.click("product:read");
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
fn refusals_are_sent_once_said_in_words_and_nobody_is_signed_out() {
    let forbidden = r#"{"code":"forbidden","message":"Нет прав на приложение","violations":[]}"#;
    for (status, words) in [
        (400, "the server answered 400"),
        (403, "there is no right for this"),
        (409, "the server answered 409"),
        (422, "the server answered 422"),
        (429, "too many requests"),
    ] {
        let mut desk = filled_form();
        let fault = desk.sandbox.fault("POST", CALL, Fault::answer(status).body("application/json", forbidden));
        desk.click(BUTTON);
        desk.wait_for("the refusal", |desk| desk.says("The client was not created: "));
        assert!(desk.says(words) && desk.says("The server's words: Нет прав на приложение"), "{}", desk.tree());
        assert!(!desk.says("is not known") && !desk.has("Look again"), "a refusal leaves no doubt");
        assert_eq!((posts(&desk).len(), fault.happened(), gets(&desk)), (1, 1, 1));
        form_is_kept(&desk);
        assert!(matches!(&journal(&desk).1[..], [Outcome::Refused { status: Some(said), .. }] if *said == status));
        fault.lift();
        desk.click(BUTTON);
        desk.wait_for("the client", |desk| desk.has("4 clients"));
        assert_eq!(posts(&desk).len(), 2, "the second try is a person's");
        assert!(!desk.says(words), "with the fault off the message is absent");
    }
}

#[test]
fn a_401_in_mid_session_is_one_renewal_and_one_replay() {
    let mut desk = filled_form();
    desk.clock.advance(SignedDuration::from_mins(5));
    desk.sandbox.kill_access_tokens();
    let tokens = desk.sandbox.count("POST", "/oauth/token");
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| desk.has("4 clients"));
    assert_eq!(posts(&desk).len(), 2, "a write refused with 401 was not carried out");
    assert_eq!(desk.sandbox.count("POST", "/oauth/token") - tokens, 1);
    assert_eq!(on_the_server(&desk).len(), 4);
    assert!(matches!(&journal(&desk).1[..], [Outcome::Done { .. }]));
}

#[test]
fn a_401_that_stays_is_told_as_the_endpoints_and_never_sent_a_third_time() {
    let mut desk = filled_form();
    desk.clock.advance(SignedDuration::from_mins(5));
    let fault = desk.sandbox.fault("POST", CALL, Fault::answer(401));
    desk.click(BUTTON);
    desk.wait_for("the refusal", |desk| desk.says("The client was not created: the server does not accept the sign-in for this request."));
    assert_eq!((posts(&desk).len(), fault.happened()), (2, 2), "a write is not tried in another header form");
    form_is_kept(&desk);
    assert!(matches!(&journal(&desk).1[..], [Outcome::Refused { status: Some(401), .. }]));
}

#[test]
fn a_renewal_that_cannot_be_made_now_leaves_no_doubt_about_the_client() {
    let mut desk = filled_form();
    desk.clock.advance(SignedDuration::from_mins(5));
    desk.sandbox.kill_access_tokens();
    let fault = desk.sandbox.fault("POST", "/oauth/token", Fault::answer(503));
    desk.click(BUTTON);
    desk.wait_for("the refusal", |desk| desk.says("The client was not created: the sign-in could not be renewed"));
    assert!(!desk.has("Look again"), "what was refused with 401 was not carried out: {}", desk.tree());
    assert_eq!((posts(&desk).len(), fault.happened(), on_the_server(&desk).len()), (1, 1, 3));
    form_is_kept(&desk);
    fault.lift();
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| desk.has("4 clients"));
}

#[test]
fn when_the_sign_in_has_ended_the_form_is_kept_and_sent_only_by_a_new_click() {
    let mut desk = filled_form();
    let mut switches = desk.sandbox.switches();
    switches.renewal = Renewal::Refused;
    desk.sandbox.set_switches(switches);
    desk.clock.advance(SignedDuration::from_mins(5));
    desk.sandbox.kill_access_tokens();
    desk.click(BUTTON);
    desk.wait_for("the sign-in form", |desk| desk.says("Your sign-in has ended"));
    desk.replace("Password", &desk.sandbox.invitation().password);
    desk.click("Sign in");
    desk.wait_for("the form", |desk| desk.has(BUTTON));
    form_is_kept(&desk);
    assert_eq!(posts(&desk).len(), 1, "a write waits for a click");
    assert!(matches!(&journal(&desk).1[..], [Outcome::Refused { status: None, .. }]));
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| desk.has("4 clients"));
    assert_eq!((posts(&desk).len(), on_the_server(&desk).len()), (2, 4));
}

#[test]
fn the_details_of_a_refusal_are_copied_without_a_secret() {
    let mut desk = filled_form();
    desk.sandbox.fault("POST", CALL, Fault::answer(403).header("X-Request-Id", "req-78"));
    desk.click(BUTTON);
    desk.wait_for("the refusal", |desk| desk.says("there is no right for this"));
    desk.click("Copy details");
    desk.wait_for("the copy", |desk| desk.clipboard.text().is_some());
    let text = desk.clipboard.text().unwrap();
    assert!(
        text.starts_with("The client was not created: there is no right for this.\n") && text.ends_with("oauth-apps  403  id req-78"),
        "{text}"
    );
    let token = posts(&desk)[0].header("authorization").unwrap().trim_start_matches("Bearer ").to_owned();
    assert!(!text.contains(&token));
}
