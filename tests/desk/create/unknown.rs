//! A create whose answer was lost: never sent again by the program, looked for in the list, and said as what it is.

use eframe::egui::Key;
use jiff::SignedDuration;
use tokendesk::desktop::journal::Outcome;
use tokendesk::sandbox::{Ending, Fault, Gate};

use super::{ADDRESS, BUTTON, CALL, NOT_SEEN, filled_form, gets, is_ticked, journal, on_the_server, posts, put, selected, twin};
use crate::harness::TestDesk;

const TWIN: &str = "Create once more, though there may be a twin";

/// A form whose create was lost and not carried out.
fn not_seen() -> TestDesk {
    let mut desk = filled_form();
    desk.sandbox.fault("POST", CALL, Fault::answer(504).once());
    desk.click(BUTTON);
    desk.wait_for("the doubt", |desk| desk.has(NOT_SEEN));
    desk
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
fn a_look_that_the_sessions_end_cut_off_goes_on_after_the_sign_in() {
    let mut desk = not_seen();
    let mut clients = on_the_server(&desk);
    clients.push(twin("late-one"));
    put(&desk, clients);
    desk.clock.advance(SignedDuration::from_mins(5));
    desk.sandbox.kill_access_tokens();
    desk.sandbox.kill_refresh_tokens();
    desk.click("Look again");
    desk.wait_for("the form", |desk| desk.says("Your sign-in has ended"));
    desk.frames();
    let before = gets(&desk);
    desk.type_into("Password", &desk.sandbox.invitation().password);
    desk.key(Key::Enter);
    desk.wait_for("the client", |desk| desk.says("Created as late-one"));
    assert_eq!((posts(&desk).len(), gets(&desk) - before), (1, 1), "looked for once, and nothing was created again");
}

#[test]
fn a_long_cause_wraps_and_pushes_the_later_steps_down() {
    let mut desk = filled_form();
    desk.sandbox.fault("POST", CALL, Fault::lost(Ending::Reset).once());
    desk.click(BUTTON);
    desk.wait_for("the doubt", |desk| desk.has(NOT_SEEN));
    let cause = desk.text_with("The answer was lost: ").rect();
    let next = desk.text_with("in the list, all known before").rect();
    assert!(cause.height() > 1.5 * next.height(), "two lines: {cause:?}, {next:?}");
    assert!(next.top() > cause.bottom(), "{cause:?}, {next:?}");
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
    // A look is a read: no write is under way, and still its outcome would be lost.
    desk.click("anna@romashka.example");
    desk.click("Sign out");
    assert!(desk.says("The outcome is not known yet") && !desk.says("A write is under way"), "{}", desk.tree());
    desk.click("Sign out anyway");
    assert!(desk.tab("OAuth clients").is_none(), "{}", desk.tree());
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
    assert_eq!(lines[2], "2031-05-06 12:00:00+00:00  The request went out, POST …/oauth-apps", "{text}");
    assert!(text.contains("oauth-apps  503  id req-79") && text.ends_with("3 in the list, all known before"), "{text}");
    let token = posts(&desk)[0].header("authorization").unwrap().trim_start_matches("Bearer ").to_owned();
    assert!(!text.contains(&token));
}
