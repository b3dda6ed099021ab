//! How long a sign-in lasts: its two clocks, its renewal, its end, and what is on the desk then.

use std::time::Duration;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, ViewportCommand, ViewportEvent, ViewportId};
use jiff::SignedDuration;
use tokendesk::sandbox::{ExpiresIn, Fault, Gate, Renewal, Switches};

use super::{EMAIL, PASSWORD, attempt, is_in, sent, token_requests};
use crate::harness::{Start, TestDesk};

const PATIENCE: Duration = Duration::from_secs(20);
const BORIS: &str = "борис@василёк.example";
const ENDED: &str = "What you typed and read is kept: sign in with the same account to go on.";

/// How many renewals have reached the cloud.
fn renewals(desk: &TestDesk) -> usize {
    token_requests(desk).iter().filter(|(_, form)| form["grant_type"] == "refresh_token").count()
}

fn lists(desk: &TestDesk) -> usize {
    desk.sandbox.count("GET", "oauth-app")
}

/// Lets a task that looks at the clock have its look: it must not do anything.
fn let_it_look(desk: &mut TestDesk) {
    for _ in 0..6 {
        std::thread::sleep(Duration::from_millis(50));
        desk.harness.step();
    }
}

#[test]
fn both_clocks_are_in_view_and_go_on() {
    let mut desk = TestDesk::signed_in();
    assert!(desk.has("Access") && desk.has("29 min"), "{}", desk.tree());
    assert!(desk.has("Sign-in") && desk.has("12 h 0 min"), "{}", desk.tree());
    desk.clock.advance(SignedDuration::from_mins(2));
    desk.frames();
    assert!(desk.has("27 min") && desk.has("11 h 58 min"), "{}", desk.tree());
    desk.click(EMAIL);
    assert!(desk.says("The sign-in lasts 11 h 58 min more"), "{}", desk.tree());
}

#[test]
fn a_clock_asks_for_a_frame_only_when_its_words_change() {
    let mut desk = TestDesk::signed_in();
    desk.click("Settings");
    desk.frames();
    // 12 h 0 min is true for one second more, 29 min for a minute.
    assert_eq!(desk.repaint_in(), Duration::from_secs(1));
    desk.clock.advance(SignedDuration::from_secs(20));
    desk.frames();
    // 11 h 59 min 40 s and 29 min 39 s are left.
    assert_eq!(desk.repaint_in(), Duration::from_secs(40));
}

#[test]
fn an_unknown_end_is_said_as_unknown() {
    let mut desk = TestDesk::open();
    desk.sandbox.set_switches(Switches { expires_in: ExpiresIn::Absent, ..Switches::default() });
    desk.sign_in();
    assert!(desk.has("unknown") && desk.has("12 h 0 min"), "{}", desk.tree());
    assert!(!desk.has("29 min"));
}

#[test]
fn the_session_renews_itself_shortly_before_the_end_and_no_form_comes() {
    let mut desk = TestDesk::signed_in();
    desk.clock.advance(SignedDuration::from_mins(27));
    let_it_look(&mut desk);
    assert_eq!(renewals(&desk), 0, "not before it must");
    desk.clock.advance(SignedDuration::from_mins(1));
    desk.wait_for("the renewal", |desk| renewals(desk) == 1 && desk.has("29 min"));
    assert!(is_in(&desk) && !desk.has("Password"));
    assert!(desk.has("12 h 0 min"), "a new refresh token lives anew");
    desk.clock.advance(SignedDuration::from_mins(1));
    let_it_look(&mut desk);
    assert_eq!(renewals(&desk), 1, "once");
    let (request, form) = token_requests(&desk).pop().unwrap();
    assert_eq!((form["client_id"].as_str(), form.len()), ("Evo-UI", 3));
    assert_eq!(request.header("user-agent"), token_requests(&desk)[0].0.header("user-agent"), "from the program that signed in");
}

#[test]
fn a_computer_that_slept_renews_when_it_wakes() {
    let mut desk = TestDesk::signed_in();
    desk.clock.advance(SignedDuration::from_hours(3));
    desk.wait_for("the renewal", |desk| renewals(desk) == 1 && desk.has("29 min"));
    assert!(is_in(&desk));
}

#[test]
fn a_sign_in_whose_refresh_token_stays_the_same_ends_when_it_would_have() {
    let mut desk = TestDesk::open();
    desk.sandbox.set_switches(Switches { renewal: Renewal::KeepsTheOld, ..Switches::default() });
    desk.sign_in();
    desk.clock.advance(SignedDuration::from_mins(28));
    desk.wait_for("the renewal", |desk| renewals(desk) == 1 && desk.has("29 min"));
    assert!(desk.has("11 h 32 min"), "{}", desk.tree());
}

#[test]
fn a_401_in_mid_session_is_renewed_and_read_again_without_a_word() {
    let mut desk = TestDesk::at_clients(3);
    desk.clock.advance(SignedDuration::from_mins(5));
    desk.sandbox.kill_access_tokens();
    let before = lists(&desk);
    desk.click("Refresh");
    desk.wait_for("the list", |desk| lists(desk) == before + 2 && desk.says("Updated just now"));
    assert_eq!(renewals(&desk), 1);
    assert!(is_in(&desk) && desk.rows().len() == 3);
}

#[test]
fn a_cloud_that_cannot_be_reached_signs_nobody_out() {
    let mut desk = TestDesk::at_clients(3);
    let fault = desk.sandbox.fault("POST", "/oauth/token", Fault::answer(503));
    desk.clock.advance(SignedDuration::from_mins(29));
    desk.wait_for("an attempt to renew", |_| fault.happened() > 0);
    let_it_look(&mut desk);
    assert!(is_in(&desk) && desk.rows().len() == 3, "{}", desk.tree());
    fault.lift();
    desk.clock.advance(SignedDuration::from_mins(6));
    desk.wait_for("the renewal", |desk| desk.has("29 min"));
}

/// A half-filled form of a new client, in a session that the cloud has ended.
fn ended_over_a_form() -> TestDesk {
    let mut desk = TestDesk::at_clients(3);
    desk.click("New client");
    desk.type_into("Redirect address", "https://romashka.example/вход");
    desk.click_role(Role::CheckBox, "store:read");
    desk.sandbox.kill_access_tokens();
    desk.sandbox.kill_refresh_tokens();
    desk.clock.advance(SignedDuration::from_mins(28));
    desk.wait_for("the form of the sign-in", |desk| desk.says(ENDED));
    desk
}

#[test]
fn a_refused_renewal_brings_the_form_and_the_same_account_comes_back_to_all_it_had() {
    let mut desk = ended_over_a_form();
    assert_eq!(renewals(&desk), 1, "refused once, not asked again");
    assert_eq!((desk.value("E-mail").as_str(), desk.value("Password").as_str()), (EMAIL, ""));
    assert_eq!(desk.focused().as_deref(), Some("Password"));
    assert!(desk.rows().is_empty() && !desk.says("romashka.example/"), "nothing of the desk shows through");
    let before = lists(&desk);
    // The cloud knows this program: no code is asked for.
    desk.type_into("Password", PASSWORD);
    desk.key(Key::Enter);
    desk.wait_for("the desk", is_in);
    assert_eq!(desk.value("Redirect address"), "https://romashka.example/вход");
    assert!(desk.says("1 chosen"), "{}", desk.tree());
    desk.click_role(Role::Button, "Cancel");
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    assert_eq!(lists(&desk), before, "a list that was read is not read again");
    assert_eq!(desk.sandbox.count("POST", "oauth-app"), 0, "and nothing was sent by itself");
}

#[test]
fn a_read_that_found_the_session_ended_goes_on_after_the_sign_in() {
    let mut desk = TestDesk::at_clients(3);
    desk.clock.advance(SignedDuration::from_mins(5));
    desk.sandbox.kill_access_tokens();
    desk.sandbox.kill_refresh_tokens();
    desk.click("Refresh");
    desk.wait_for("the form of the sign-in", |desk| desk.says(ENDED));
    let before = lists(&desk);
    desk.type_into("Password", PASSWORD);
    desk.key(Key::Enter);
    desk.wait_for("the list", |desk| is_in(desk) && desk.rows().len() == 3 && desk.says("Updated just now"));
    assert_eq!(lists(&desk), before + 1);
    assert!(!desk.says("The list was not refreshed"));
}

#[test]
fn another_account_gets_an_empty_desk() {
    let mut desk = ended_over_a_form();
    as_boris(&mut desk);
    desk.wait_for("the desk", is_in);
    assert!(desk.has(BORIS));
    assert!(!desk.has("Redirect address") && !desk.has("Refresh"), "{}", desk.tree());
    desk.click("OAuth clients");
    assert!(desk.says("Open a version of your app") && desk.rows().is_empty(), "{}", desk.tree());
}

#[test]
fn what_was_known_of_the_end_is_not_kept_by_the_form() {
    let mut desk = ended_over_a_form();
    desk.type_into("Password", PASSWORD);
    desk.key(Key::Enter);
    desk.wait_for("the desk", is_in);
    assert!(desk.has("29 min") && desk.has("12 h 0 min"));
    desk.click(EMAIL);
    desk.click("Sign out");
    assert!(!desk.says("Your sign-in has ended"), "whoever signs out knows it");
}

#[test]
fn sign_out_wipes_the_desk_and_the_clipboard() {
    let mut desk = TestDesk::at_clients(3);
    let id = desk.rows()[0].clone();
    desk.click(&format!("Client {id}"));
    desk.click("Copy client secret");
    desk.wait_for("the copy", |desk| desk.clipboard.text().is_some());
    desk.click("New client");
    desk.type_into("Redirect address", "https://romashka.example/");
    desk.click(EMAIL);
    desk.click("Sign out");
    assert!(desk.has("Publisher sign-in") && !desk.says(&id));
    desk.wait_for("the clipboard is cleared", |desk| desk.clipboard.text().is_none());
    let (reads, tokens) = (lists(&desk), sent(&desk));
    attempt(&mut desk, EMAIL, PASSWORD);
    desk.wait_for("the desk", is_in);
    assert!(desk.says("Open a version of your app") && desk.rows().is_empty(), "{}", desk.tree());
    assert!(!desk.has("Redirect address"));
    assert_eq!((lists(&desk), sent(&desk)), (reads, tokens + 1));
}

#[test]
fn what_another_program_copied_survives_the_sign_out() {
    let mut desk = TestDesk::at_clients(3);
    let id = desk.rows()[0].clone();
    desk.click(&format!("Client {id}"));
    desk.click("Copy client secret");
    desk.wait_for("the copy", |desk| desk.clipboard.text().is_some());
    desk.clipboard.put_by_another_program("a shopping list");
    desk.click(EMAIL);
    desk.click("Sign out");
    let_it_look(&mut desk);
    assert_eq!(desk.clipboard.text().as_deref(), Some("a shopping list"));
}

#[test]
fn nobody_is_renewed_after_a_sign_out() {
    let mut desk = TestDesk::signed_in();
    desk.click(EMAIL);
    desk.click("Sign out");
    let before = desk.sandbox.requests().len();
    desk.clock.advance(SignedDuration::from_mins(29));
    let_it_look(&mut desk);
    assert_eq!(desk.sandbox.requests().len(), before);
}

/// A create that the cloud has taken in and whose answer it holds back.
fn creating() -> (TestDesk, Gate) {
    let mut desk = TestDesk::signed_in_with(Start::patient());
    desk.open_version_with(3);
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    let gate = create_held(&mut desk);
    (desk, gate)
}

fn create_held(desk: &mut TestDesk) -> Gate {
    let gate = Gate::new();
    desk.sandbox.fault("POST", "oauth-app", Fault::genuine().answer_held(&gate).once());
    desk.click("New client");
    desk.type_into("Redirect address", "https://romashka.example/");
    desk.click_role(Role::CheckBox, "store:read");
    desk.click("Create client");
    assert!(gate.wait_for_arrivals(1, PATIENCE));
    gate
}

#[test]
fn sign_out_asks_first_while_a_client_is_being_created() {
    let (mut desk, gate) = creating();
    desk.click(EMAIL);
    desk.click("Sign out");
    assert!(desk.says("A client is being created. The request cannot be taken back"), "{}", desk.tree());
    desk.click("Stay");
    assert!(is_in(&desk) && !desk.says("The request cannot be taken back"));
    gate.open();
    desk.wait_for("the client", |desk| desk.says("created") && desk.rows().len() == 4);
    assert_eq!(desk.sandbox.count("POST", "oauth-app"), 1);
}

#[test]
fn whoever_signs_out_anyway_is_out_at_once_and_the_journal_keeps_the_outcome() {
    let (mut desk, gate) = creating();
    desk.click(EMAIL);
    desk.click("Sign out");
    desk.click("Sign out anyway");
    assert!(desk.has("Publisher sign-in"));
    gate.open();
    let version = desk.version_with(4);
    desk.wait_for("the outcome", |desk| desk.journal.read().unwrap().records.len() == 2);
    assert_eq!(desk.sandbox.clients(&version.app_id, &version.number).unwrap().len(), 4);
    assert!(desk.has("Publisher sign-in") && !desk.says("created"), "{}", desk.tree());
}

/// The person closes the window; what the program asks of the system then.
fn close(desk: &mut TestDesk) -> Vec<ViewportCommand> {
    let viewports = &mut desk.harness.input_mut().viewports;
    viewports.get_mut(&ViewportId::ROOT).unwrap().events.push(ViewportEvent::Close);
    desk.harness.step();
    asked_of_the_system(desk)
}

fn asked_of_the_system(desk: &TestDesk) -> Vec<ViewportCommand> {
    desk.harness.output().viewport_output[&ViewportId::ROOT].commands.clone()
}

#[test]
fn the_window_asks_before_it_closes_over_a_create() {
    let (mut desk, gate) = creating();
    assert_eq!(close(&mut desk), [ViewportCommand::CancelClose]);
    desk.frames();
    assert!(desk.says("A client is being created. The request cannot be taken back"), "{}", desk.tree());
    desk.click("Stay");
    assert!(is_in(&desk) && !desk.has("Close anyway"));
    assert_eq!(close(&mut desk), [ViewportCommand::CancelClose], "asked again");
    desk.frames();
    desk.control("Close anyway").click();
    desk.harness.step();
    assert_eq!(asked_of_the_system(&desk), [ViewportCommand::Close]);
    assert_eq!(close(&mut desk), [], "and then it closes");
    gate.open();
    desk.wait_for("the client", |desk| desk.rows().len() == 4);
    assert_eq!(close(&mut desk), [], "with nothing under way nobody asks");
}

#[test]
fn a_question_that_was_not_answered_is_asked_again_at_the_next_create() {
    let (mut desk, gate) = creating();
    assert_eq!(close(&mut desk), [ViewportCommand::CancelClose]);
    gate.open();
    desk.wait_for("the client", |desk| desk.rows().len() == 4);
    desk.frames();
    assert!(!desk.says("The request cannot be taken back"), "there is nothing left to ask");
    // The toast that tells of the first goes.
    desk.clock.advance(SignedDuration::from_secs(20));
    desk.frames();
    let gate = create_held(&mut desk);
    assert_eq!(close(&mut desk), [ViewportCommand::CancelClose]);
    desk.frames();
    desk.click("Stay");
    gate.open();
    desk.wait_for("the second client", |desk| desk.rows().len() == 5);
}

/// Another publisher signs in at the form of an ended session, with the mailed code.
fn as_boris(desk: &mut TestDesk) {
    attempt(desk, BORIS, "пароль василька");
    desk.wait_for("the code field", |desk| desk.has("Confirmation code"));
    let code = desk.sandbox.latest_mail(BORIS).expect("a mail").code;
    desk.type_into("Confirmation code", &code);
    desk.key(Key::Enter);
}

#[test]
fn another_account_is_asked_about_a_create_of_the_one_before() {
    let (mut desk, gate) = creating();
    desk.sandbox.kill_access_tokens();
    desk.sandbox.kill_refresh_tokens();
    desk.clock.advance(SignedDuration::from_mins(28));
    desk.wait_for("the form of the sign-in", |desk| desk.says(ENDED));
    as_boris(&mut desk);
    desk.wait_for("the question", |desk| desk.says("A client is being created. The request cannot be taken back"));
    desk.click("Stay");
    assert!(desk.has("Password") && !is_in(&desk));
    // The one before comes back, to the answer.
    attempt(&mut desk, EMAIL, PASSWORD);
    desk.wait_for("the desk", is_in);
    gate.open();
    desk.wait_for("the client", |desk| desk.rows().len() == 4);
}

#[test]
fn an_account_that_was_asked_comes_in_when_the_create_has_ended() {
    for wait in [false, true] {
        let (mut desk, gate) = creating();
        desk.sandbox.kill_access_tokens();
        desk.sandbox.kill_refresh_tokens();
        desk.clock.advance(SignedDuration::from_mins(28));
        desk.wait_for("the form of the sign-in", |desk| desk.says(ENDED));
        as_boris(&mut desk);
        desk.wait_for("the question", |desk| desk.says("The request cannot be taken back"));
        if wait {
            gate.open();
        } else {
            desk.click("Switch the account anyway");
        }
        desk.wait_for("the other desk", is_in);
        assert!(desk.has(BORIS) && desk.rows().is_empty(), "{}", desk.tree());
        gate.open();
        desk.wait_for("the journal", |desk| desk.journal.read().unwrap().records.len() == 2);
    }
}
