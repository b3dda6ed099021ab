//! A secret that is shown on purpose, and what hides it again; a password that was typed, and what never brings it back.

use eframe::egui::{Event, Key, Modifiers};
use jiff::SignedDuration;

use crate::harness::{Start, TestDesk};

const EMAIL: &str = "anna@romashka.example";

/// The first of three clients is open and its secret shown.
fn shown() -> (TestDesk, String) {
    shown_in(TestDesk::signed_in())
}

/// The same in this program.
fn shown_in(mut desk: TestDesk) -> (TestDesk, String) {
    desk.open_version_with(3);
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    let id = desk.rows()[0].clone();
    desk.click(&format!("Client {id}"));
    let version = desk.version_with(3);
    let clients = desk.sandbox.clients(&version.app_id, &version.number).unwrap();
    let client = clients.iter().find(|client| client["client_id"] == id.as_str()).unwrap();
    let secret = client["client_secret"].as_str().unwrap().to_owned();
    assert!(!desk.painted().contains(&secret), "masked until somebody asks");
    desk.click("Show client secret");
    assert!(desk.painted().contains(&secret));
    (desk, secret)
}

#[test]
fn a_shown_secret_is_not_read_out() {
    let (desk, secret) = shown();
    assert!(!desk.tree().contains(&secret));
}

#[test]
fn it_hides_after_thirty_seconds() {
    let (mut desk, secret) = shown();
    assert!(desk.repaint_in() <= std::time::Duration::from_secs(30), "the window wakes for it");
    desk.clock.advance(SignedDuration::from_secs(29));
    desk.frames();
    assert!(desk.painted().contains(&secret));
    desk.clock.advance(SignedDuration::from_secs(1));
    desk.frames();
    assert!(!desk.painted().contains(&secret) && desk.has("Show client secret"));
}

#[test]
fn it_hides_when_it_is_asked_to_and_when_the_window_loses_the_focus() {
    let (mut desk, secret) = shown();
    desk.click("Hide client secret");
    assert!(!desk.painted().contains(&secret));
    desk.click("Show client secret");
    assert!(desk.painted().contains(&secret));
    desk.harness.input_mut().focused = false;
    desk.frames();
    assert!(!desk.painted().contains(&secret));
    desk.harness.input_mut().focused = true;
    desk.frames();
    assert!(!desk.painted().contains(&secret) && desk.has("Show client secret"), "and does not come back by itself");
}

#[test]
fn it_hides_after_the_time_that_was_chosen() {
    let (start, _home) = Start::with_settings("hide_seconds = 60");
    let (mut desk, secret) = shown_in(TestDesk::signed_in_with(start));
    desk.clock.advance(SignedDuration::from_secs(59));
    desk.frames();
    assert!(desk.painted().contains(&secret));
    desk.clock.advance(SignedDuration::from_secs(1));
    desk.frames();
    assert!(!desk.painted().contains(&secret));
}

#[test]
fn it_stays_while_another_window_is_in_front_if_that_was_chosen() {
    let (start, _home) = Start::with_settings("hide_on_focus_loss = false");
    let (mut desk, secret) = shown_in(TestDesk::signed_in_with(start));
    desk.harness.input_mut().focused = false;
    desk.frames();
    assert!(desk.painted().contains(&secret));
    desk.clock.advance(SignedDuration::from_secs(30));
    desk.frames();
    assert!(!desk.painted().contains(&secret), "and its time holds all the same");
}

#[test]
fn it_hides_when_another_client_is_opened() {
    let (mut desk, secret) = shown();
    let [first, second] = [desk.rows()[0].clone(), desk.rows()[1].clone()];
    desk.click(&format!("Client {second}"));
    assert!(!desk.painted().contains(&secret));
    desk.click(&format!("Client {first}"));
    assert!(!desk.painted().contains(&secret) && desk.has("Show client secret"));
}

#[test]
fn a_clock_that_is_set_back_does_not_keep_it_in_view() {
    let (mut desk, secret) = shown();
    desk.clock.advance(SignedDuration::from_hours(-5));
    desk.frames();
    desk.clock.advance(SignedDuration::from_secs(31));
    desk.frames();
    assert!(!desk.painted().contains(&secret));
}

/// egui notes for its undo what has stood in a field for a second.
fn until_undo_knows(desk: &mut TestDesk) {
    desk.harness.run_steps(90);
}

#[test]
fn undo_brings_no_password_back_after_a_sign_out() {
    let mut desk = TestDesk::open();
    desk.type_into("E-mail", EMAIL);
    desk.type_into("Password", "romashka-2024");
    until_undo_knows(&mut desk);
    desk.click("Sign in");
    desk.wait_for("the code field", |desk| desk.has("Confirmation code"));
    let code = desk.sandbox.latest_mail(EMAIL).expect("a mail").code;
    desk.type_into("Confirmation code", &code);
    desk.key(Key::Enter);
    desk.wait_for("the desk", |desk| desk.tab("OAuth clients").is_some());
    desk.click(EMAIL);
    desk.click("Sign out");
    for field in ["Password", "E-mail"] {
        desk.control(field).focus();
        desk.frames();
        for _ in 0..10 {
            desk.command(Key::Z);
        }
        for _ in 0..10 {
            desk.harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
            desk.frames();
        }
    }
    assert_eq!(desk.value("Password"), "");
    desk.click("Show password");
    assert!(!desk.painted().contains("\nromashka-2024\n"), "{}", desk.painted());
}

#[test]
fn neither_copy_nor_cut_takes_a_password_out_of_its_field() {
    let mut desk = TestDesk::open();
    desk.type_into("Password", "romashka-2024");
    for event in [Event::Copy, Event::Cut] {
        desk.command(Key::A);
        desk.harness.event(event);
        desk.harness.step();
        assert!(desk.harness.output().platform_output.commands.is_empty());
    }
    assert_eq!(desk.clipboard.text(), None);
}

#[test]
fn a_typed_password_is_dots_until_the_eye_is_pressed_and_the_window_in_front() {
    let mut desk = TestDesk::open();
    desk.type_into("Password", "a typed pass");
    assert!(!desk.painted().contains("a typed pass") && !desk.tree().contains("a typed pass"));
    desk.click("Show password");
    assert!(desk.painted().contains("a typed pass") && !desk.tree().contains("a typed pass"));
    desk.harness.input_mut().focused = false;
    desk.frames();
    assert!(!desk.painted().contains("a typed pass"));
}
