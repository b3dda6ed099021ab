//! A create whose answer was lost: never sent again by the program, looked for in the list, and said as what it is.

use jiff::SignedDuration;
use tokendesk::desktop::journal::{Outcome, UnknownWhy};
use tokendesk::sandbox::{Ending, Fault, Gate};

use super::{ADDRESS, BUTTON, CALL, NOT_SEEN, filled_form, gets, is_ticked, journal, newest, on_the_server, posts, put, selected, twin};
use crate::harness::TestDesk;

const TWIN: &str = "Create once more, though there may be a twin";

/// Every way in which the answer to a write can be lost, and what the journal calls it.
fn losses() -> Vec<(&'static str, Fault, UnknownWhy)> {
    let json = |body: &str| Fault::answer(200).body("application/json", body.to_owned());
    let error = |status| UnknownWhy::ServerError { status };
    vec![
        ("500", Fault::answer(500), error(500)),
        ("502 with a page", Fault::answer(502).body("text/html", "<html>bad gateway</html>"), error(502)),
        ("503", Fault::answer(503), error(503)),
        ("504", Fault::answer(504), error(504)),
        ("a reset", Fault::lost(Ending::Reset), UnknownWhy::ConnectionLost),
        ("a close", Fault::lost(Ending::Close), UnknownWhy::ConnectionLost),
        ("an answer cut by a reset", json(r#"{"client_id":"x","client_secret":"y"}"#).cut(10, Ending::Reset), UnknownWhy::ConnectionLost),
        ("cut JSON", json(r#"{"client_id":"#), UnknownWhy::IncompleteAnswer),
        ("an empty answer", Fault::empty(), UnknownWhy::IncompleteAnswer),
        ("null", Fault::null(), UnknownWhy::IncompleteAnswer),
        ("a page", Fault::html(), UnknownWhy::IncompleteAnswer),
        ("no JSON", json("created"), UnknownWhy::IncompleteAnswer),
        ("an answer without an id", json(r#"{"status":"created"}"#), UnknownWhy::IncompleteAnswer),
        ("a redirect", Fault::answer(302).header("Location", "/elsewhere"), UnknownWhy::IncompleteAnswer),
    ]
}

/// A form whose create was lost and not carried out.
fn not_seen() -> TestDesk {
    let mut desk = filled_form();
    desk.sandbox.fault("POST", CALL, Fault::answer(504).once());
    desk.click(BUTTON);
    desk.wait_for("the doubt", |desk| desk.has(NOT_SEEN));
    desk
}

#[test]
fn when_it_was_carried_out_the_list_shows_it_and_it_is_said_to_be_created() {
    for (name, fault, why) in losses() {
        let mut desk = filled_form();
        let fault = desk.sandbox.fault("POST", CALL, fault.carried_out());
        desk.click(BUTTON);
        desk.wait_for(name, |desk| desk.says("Created as "));
        let id = newest(&desk);
        assert_eq!((on_the_server(&desk).len(), posts(&desk).len(), gets(&desk)), (4, 1, 2), "{name}: one write, one look");
        assert_eq!(fault.happened(), 1, "{name}");
        assert_eq!(selected(&desk), std::slice::from_ref(&id), "{name}");
        assert!(desk.says("found in the list") && desk.has("4 clients"), "{name}: {}", desk.tree());
        assert_eq!(journal(&desk).1, [Outcome::Unknown { why }, Outcome::SettledAs { client_id: id }], "{name}");
    }
}

#[test]
fn when_it_was_not_carried_out_nothing_is_claimed_and_nothing_is_sent_again() {
    for (name, fault, why) in losses() {
        let mut desk = filled_form();
        desk.sandbox.fault("POST", CALL, fault);
        desk.click(BUTTON);
        desk.wait_for(name, |desk| desk.has(NOT_SEEN));
        assert_eq!((on_the_server(&desk).len(), posts(&desk).len(), gets(&desk)), (3, 1, 2), "{name}");
        assert!(!desk.says("was not created") && !desk.says("Created as"), "{name}: {}", desk.tree());
        assert!(desk.says("3 in the list, all known before"), "{name}: {}", desk.tree());
        assert_eq!(desk.value("Redirect address"), ADDRESS, "{name}");
        assert!(is_ticked(&desk, "store:read") && !desk.is_enabled(BUTTON), "{name}: a second try is deliberate");
        assert_eq!(journal(&desk).1, [Outcome::Unknown { why }, Outcome::NotSeen], "{name}");
    }
}

#[test]
fn an_answer_that_never_comes_is_given_up_at_the_deadline_and_looked_for() {
    let mut desk = filled_form();
    let gate = Gate::new();
    desk.sandbox.fault("POST", CALL, Fault::genuine().answer_held(&gate));
    desk.click(BUTTON);
    desk.wait_for("the deadline", |desk| desk.says("Created as "));
    assert_eq!((posts(&desk).len(), on_the_server(&desk).len()), (1, 4));
    assert_eq!(journal(&desk).1[0], Outcome::Unknown { why: UnknownWhy::TimedOut });
    gate.open();
}

#[test]
fn look_again_only_reads_and_finds_what_has_come_late() {
    let mut desk = not_seen();
    desk.clock.advance(SignedDuration::from_secs(20));
    desk.click("Look again");
    desk.wait_for("the look", |desk| gets(desk) == 3 && desk.has("Look again"));
    assert!(desk.has(NOT_SEEN));
    assert_eq!((posts(&desk).len(), gets(&desk)), (1, 3));
    assert!(desk.says("12:00:20"), "each look has its time: {}", desk.tree());
    let mut clients = on_the_server(&desk);
    clients.push(twin("late-one"));
    put(&desk, clients);
    desk.click("Look again");
    desk.wait_for("the client", |desk| desk.says("Created as late-one"));
    assert_eq!(selected(&desk), ["late-one"]);
    assert_eq!((posts(&desk).len(), gets(&desk)), (1, 4));
    let ends = journal(&desk).1;
    assert_eq!(ends[1..], [Outcome::NotSeen, Outcome::NotSeen, Outcome::SettledAs { client_id: "late-one".to_owned() }]);
}

#[test]
fn while_it_looks_the_form_says_so_and_nothing_else_is_claimed() {
    let mut desk = not_seen();
    let gate = Gate::new();
    desk.sandbox.fault("GET", CALL, Fault::genuine().held(&gate));
    desk.click("Look again");
    desk.wait_for("the look", |_| gate.arrivals() == 1);
    assert!(!desk.is_enabled("Looking"));
    assert!(!desk.says("The request is on its way"), "nothing is being created: {}", desk.tree());
    assert!(desk.has(BUTTON) && !desk.is_enabled(BUTTON));
    // A look is a read: signing out needs no question.
    desk.click("anna@romashka.example");
    desk.click("Sign out");
    assert!(desk.tab("OAuth clients").is_none() && !desk.says("A write is under way"), "{}", desk.tree());
    gate.open();
}

#[test]
fn a_second_try_needs_the_tick_and_is_one_more_request() {
    let mut desk = not_seen();
    assert!(!desk.is_enabled(BUTTON));
    desk.click(TWIN);
    assert!(desk.is_enabled(BUTTON));
    desk.click(TWIN);
    assert!(!desk.is_enabled(BUTTON), "the tick can be taken back");
    desk.click(TWIN);
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| desk.has("4 clients"));
    assert_eq!((posts(&desk).len(), on_the_server(&desk).len()), (2, 4));
    let (begun, ends) = journal(&desk);
    assert_eq!(begun.len(), 2);
    assert!(matches!(&ends[..], [Outcome::Unknown { .. }, Outcome::NotSeen, Outcome::Done { .. }]));
}

#[test]
fn a_second_try_that_is_lost_too_needs_its_own_tick() {
    let mut desk = not_seen();
    desk.sandbox.fault("POST", CALL, Fault::answer(504).once());
    desk.click(TWIN);
    desk.click(BUTTON);
    desk.wait_for("the second doubt", |desk| posts(desk).len() == 2 && desk.has(NOT_SEEN));
    assert!(!is_ticked(&desk, TWIN) && !desk.is_enabled(BUTTON));
}

#[test]
fn the_doubt_survives_other_screens_and_another_new_client() {
    let mut desk = not_seen();
    desk.click_role(eframe::egui::accesskit::Role::Tab, "OAuth clients");
    assert!(desk.has("3 clients"));
    desk.click("New client");
    assert!(desk.has(NOT_SEEN), "a click does not forget it: {}", desk.tree());
    desk.click_role(eframe::egui::accesskit::Role::Tab, "OAuth clients");
    let first = desk.rows().remove(0);
    desk.click_role(eframe::egui::accesskit::Role::Row, &format!("Client {first}"));
    desk.control("New client like this").scroll_to_me();
    desk.frames();
    desk.click("New client like this");
    assert!(desk.has(NOT_SEEN), "{}", desk.tree());
    assert_eq!(desk.value("Redirect address"), ADDRESS);
    desk.click("Close");
    desk.click("New client");
    assert!(!desk.has(NOT_SEEN), "closed on purpose, it is done with");
    assert_eq!(desk.value("Redirect address"), "");
}

#[test]
fn the_story_is_copied_with_the_details_of_each_failure_and_no_secret() {
    let mut desk = filled_form();
    desk.sandbox.fault("POST", CALL, Fault::answer(503).header("X-Request-Id", "req-79"));
    desk.click(BUTTON);
    desk.wait_for("the doubt", |desk| desk.has(NOT_SEEN));
    desk.click("Copy details");
    desk.wait_for("the copy", |desk| desk.clipboard.text().is_some());
    let text = desk.clipboard.text().unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], NOT_SEEN);
    assert!(lines[1].starts_with("12:00:00  The request went out, POST"), "{text}");
    assert!(text.contains("oauth-apps  503  id req-79") && text.ends_with("3 in the list, all known before"), "{text}");
    let token = posts(&desk)[0].header("authorization").unwrap().trim_start_matches("Bearer ").to_owned();
    assert!(!text.contains(&token));
}
