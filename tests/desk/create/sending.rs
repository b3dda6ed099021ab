//! One click is one request, with just these bytes; the created client is in the list, its secret one click away.

use eframe::egui::Key;
use jiff::SignedDuration;
use tokendesk::desktop::journal::Outcome;
use tokendesk::sandbox::{Fault, Gate};

use super::{ADDRESS, BUTTON, CALL, PATIENCE, asked, empty_form, filled_form, gets, journal, newest, on_the_server, posts, selected};
use crate::harness::TestDesk;

const VERSION_ID: &str = "7ca0c524-73b6-49b0-887c-93d076f7f4a7";

#[test]
fn a_created_client_is_selected_and_its_secret_is_one_click_away() {
    let mut desk = filled_form();
    desk.clock.advance(SignedDuration::from_secs(5));
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| desk.has("4 clients"));
    let id = newest(&desk);
    assert_eq!(selected(&desk), std::slice::from_ref(&id));
    assert_eq!(desk.rows()[0], id, "the newest stands first");
    desk.wait_for("the toast", |desk| desk.says("created"));
    assert!(desk.painted().contains("today"));
    desk.click("Copy client secret");
    desk.wait_for("the secret", |desk| desk.clipboard.text().is_some());
    let secret = on_the_server(&desk).last().unwrap()["client_secret"].as_str().unwrap().to_owned();
    assert_eq!(desk.clipboard.text(), Some(secret));
    assert_eq!((posts(&desk).len(), gets(&desk)), (1, 1), "one request, and no list read for it");
}

#[test]
fn the_request_is_the_documented_one_byte_for_byte() {
    let mut desk = empty_form();
    desk.click("Standalone (no server)");
    desk.type_into("Redirect address", "http://127.0.0.1:8765/Callback");
    desk.click("Add address");
    desk.click("Add address");
    desk.type_into("Redirect address 3", "https://kassa.example/\"quoted\"");
    desk.replace("Redirect address 3", "https://kassa.example/oauth/?a=1&b=2");
    desk.type_into("A right outside the table", "supplier:write");
    desk.click("Add");
    for right in ["product:write", "store:read", "product:read"] {
        desk.click(right);
    }
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| desk.has("4 clients"));
    let [post] = &posts(&desk)[..] else { panic!("one request") };
    assert_eq!(post.path, format!("/api/v1/publisher/app/oauth/public/apps/{}/versions/{VERSION_ID}/oauth-apps", super::APP));
    assert_eq!(post.query, "type=standalone");
    assert_eq!(
        post.body_text(),
        r#"{"registered_redirect_uri":["http://127.0.0.1:8765/Callback","https://kassa.example/oauth/?a=1&b=2"],"scope":["store:read","product:read","product:write","supplier:write"]}"#
    );
    assert_eq!(post.header("content-type"), Some("application/json"));
    assert!(post.header("authorization").unwrap().starts_with("Bearer "));
    assert!(post.header("user-agent").is_some_and(|agent| !agent.is_empty()));
    let (dev, ..) = desk.sandbox.addresses();
    assert_eq!(post.header("origin"), Some(dev.as_str()));
}

#[test]
fn a_second_click_while_the_first_is_on_its_way_sends_nothing() {
    let mut desk = filled_form();
    let gate = Gate::new();
    desk.sandbox.fault("POST", CALL, Fault::genuine().held(&gate));
    // Twice in one frame, as a double click may come.
    desk.control(BUTTON).click();
    desk.control(BUTTON).click();
    desk.frames();
    assert!(gate.wait_for_arrivals(1, PATIENCE));
    assert!(desk.says("The request is on its way; it cannot be taken back"));
    assert!(!desk.is_enabled("Creating") && !desk.has(BUTTON));
    desk.click("Creating");
    desk.command(Key::Enter);
    desk.key(Key::Enter);
    assert!(!desk.is_enabled("Cancel"), "what is on its way is not cancelled");
    gate.open();
    desk.wait_for("the client", |desk| desk.has("4 clients"));
    assert_eq!(posts(&desk).len(), 1);
    assert_eq!(on_the_server(&desk).len(), 4);
}

#[test]
fn by_key_too_it_is_sent_once() {
    for keys in [[true, true], [false, false], [true, false]] {
        let mut desk = filled_form();
        let gate = Gate::new();
        desk.sandbox.fault("POST", CALL, Fault::genuine().held(&gate));
        desk.control(BUTTON).focus();
        desk.frames();
        for with_control in keys {
            if with_control { desk.command(Key::Enter) } else { desk.key(Key::Enter) }
        }
        assert!(gate.wait_for_arrivals(1, PATIENCE));
        gate.open();
        desk.wait_for("the client", |desk| desk.has("4 clients"));
        assert_eq!(posts(&desk).len(), 1);
    }
}

#[test]
fn enter_in_an_address_sends_nothing_and_with_control_it_does() {
    let mut desk = filled_form();
    desk.control("Redirect address").focus();
    desk.frames();
    desk.key(Key::Enter);
    desk.frames();
    assert_eq!(posts(&desk).len(), 0, "a client is for ever: no key that one presses by habit creates one");
    desk.control("Redirect address").focus();
    desk.frames();
    desk.command(Key::Enter);
    desk.wait_for("the client", |desk| desk.has("4 clients"));
    assert_eq!(posts(&desk).len(), 1);
}

#[test]
fn what_was_asked_is_journalled_before_it_is_sent_and_its_end_when_it_is_known() {
    let mut desk = filled_form();
    let gate = Gate::new();
    desk.sandbox.fault("POST", CALL, Fault::genuine().held(&gate));
    desk.click(BUTTON);
    assert!(gate.wait_for_arrivals(1, PATIENCE));
    let (begun, ends) = journal(&desk);
    assert_eq!((begun.len(), ends.len()), (1, 0), "written before the server has seen it");
    assert_eq!(begun[0].account, "anna@romashka.example");
    assert_eq!(begun[0].at, "2031-05-06T12:00:00Z".parse().unwrap());
    assert_eq!(asked(&begun[0]), (vec![ADDRESS.to_owned()], vec!["store:read".to_owned()]));
    desk.clock.advance(SignedDuration::from_secs(3));
    gate.open();
    desk.wait_for("the client", |desk| desk.has("4 clients"));
    assert_eq!(journal(&desk).1, [Outcome::Done { client_id: newest(&desk) }]);
    let secret = on_the_server(&desk).last().unwrap()["client_secret"].as_str().unwrap().to_owned();
    assert!(!format!("{:?}", desk.journal.read().unwrap()).contains(&secret));
}

#[test]
fn before_the_list_is_known_it_is_read_first_and_then_created_once() {
    let mut desk = TestDesk::signed_in();
    let gate = Gate::new();
    desk.sandbox.fault("GET", CALL, Fault::genuine().held(&gate).once());
    let version = desk.version_with(3);
    desk.click_role(eframe::egui::accesskit::Role::ListBoxOption, &format!("{} {}", version.app_name, version.number));
    assert!(gate.wait_for_arrivals(1, PATIENCE));
    desk.frames();
    desk.click("Stop");
    desk.click("New client");
    super::fill(&mut desk);
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| desk.has("1 client so far"));
    assert_eq!(posts(&desk).len(), 1);
    let order: Vec<String> = desk.sandbox.requests().into_iter().filter(|r| r.path.contains(CALL)).map(|r| r.method).collect();
    assert_eq!(order, ["GET", "GET", "POST"], "the ids from before, in case the answer is lost");
    gate.open();
}
