//! The form itself: what has the focus, what Enter does, what is missing.

use std::time::Duration;

use eframe::egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, pos2, vec2};
use tokendesk::sandbox::Fault;

use super::{EMAIL, PASSWORD, attempt, dots, is_in, mailed_code, message_at, sent};
use crate::harness::{Start, TestDesk};

#[test]
fn the_first_empty_field_has_the_focus() {
    let mut desk = TestDesk::open();
    desk.frames();
    assert_eq!(desk.focused().as_deref(), Some("E-mail"));
}

#[test]
fn a_publisher_signs_in_with_the_mailed_code() {
    let mut desk = TestDesk::open();
    desk.click("Fill in");
    desk.click("Sign in");
    desk.wait_for("the code field", |desk| desk.has("Confirmation code"));
    assert_eq!(desk.focused().as_deref(), Some("Confirmation code"));
    let code = mailed_code(&desk);
    assert!(desk.says(&code), "the strip shows the code");
    desk.type_into("Confirmation code", &code);
    desk.key(Key::Enter);
    desk.wait_for("the desk", is_in);
    assert!(desk.says("12 h 0 min"), "{}", desk.tree());
    assert_eq!(sent(&desk), 2);
}

#[test]
fn a_program_that_the_cloud_knows_needs_no_code() {
    let mut first = TestDesk::open();
    first.sign_in();
    let mut desk = TestDesk::with_sandbox(Start::default(), first.sandbox.clone(), first.clock.clone());
    desk.sandbox.clear_requests();
    attempt(&mut desk, EMAIL, PASSWORD);
    desk.wait_for("the desk", is_in);
    assert_eq!((sent(&desk), desk.sandbox.mailbox().len()), (1, 1), "no second mail");
}

#[test]
fn enter_submits_from_each_field() {
    for field in ["E-mail", "Password"] {
        let mut desk = TestDesk::open();
        desk.replace("E-mail", EMAIL);
        desk.replace("Password", PASSWORD);
        desk.control(field).focus();
        desk.frames();
        desk.key(Key::Enter);
        desk.wait_for("the code field", |desk| desk.has("Confirmation code"));
        assert_eq!(sent(&desk), 1, "{field}");
    }
}

#[test]
fn what_is_missing_is_named_at_its_field_and_nothing_is_sent() {
    let mut desk = TestDesk::open();
    let cases = [
        ("", "", "E-mail", "Enter the e-mail of your account."),
        ("  ", PASSWORD, "E-mail", "Enter the e-mail of your account."),
        ("anna.romashka.example", PASSWORD, "E-mail", "This does not look like an e-mail: there is no @ in it."),
        (EMAIL, "", "Password", "Enter the password."),
    ];
    for (email, password, field, words) in cases {
        desk.replace("E-mail", email);
        desk.replace("Password", password);
        desk.control("Password").focus();
        desk.command(Key::A);
        if password.is_empty() {
            desk.key(Key::Backspace);
        }
        desk.click("Sign in");
        assert_eq!(message_at(&desk, field), words, "{email:?} {password:?}");
        assert_eq!(desk.focused().as_deref(), Some(field));
    }
    assert_eq!(sent(&desk), 0);
    desk.replace("Password", PASSWORD);
    assert_eq!((message_at(&desk, "E-mail"), message_at(&desk, "Password")), (String::new(), String::new()), "gone when it is there");
}

#[test]
fn white_space_around_the_e_mail_is_not_sent() {
    let mut desk = TestDesk::open();
    attempt(&mut desk, "  anna@romashka.example ", PASSWORD);
    desk.wait_for("the code field", |desk| desk.has("Confirmation code"));
    assert_eq!(super::token_requests(&desk)[0].1["username"], EMAIL);
    assert_eq!(desk.value("Password"), dots(PASSWORD));
}

#[test]
fn the_sandbox_tells_with_whom_to_sign_in_and_fills_it_in() {
    let mut desk = TestDesk::open();
    assert!(desk.has("Sandbox") && desk.says("Invented data, the real cloud is not touched"));
    assert!(desk.says("A publisher of the sandbox: anna@romashka.example, password romashka-2024"), "{}", desk.tree());
    desk.click("Fill in");
    assert_eq!((desk.value("E-mail").as_str(), desk.value("Password")), (EMAIL, dots(PASSWORD)));
    assert_eq!(sent(&desk), 0, "and leaves the rest to the person");
}

#[test]
fn another_cloud_invites_nobody_and_both_say_what_is_kept() {
    for by_address in [false, true] {
        let desk = TestDesk::start(Start { by_address, ..Start::default() });
        assert_eq!([desk.has("Sandbox"), desk.has("Fill in"), desk.says("Mailbox")], [!by_address; 3], "{}", desk.tree());
        let host = desk.sandbox.addresses().0;
        assert!(desk.has(host.trim_start_matches("http://")), "where the password goes");
        assert!(desk.says("In memory only, until you close the window: the keychain is not used."), "the sign-in is not kept");
    }
}

#[test]
fn a_form_at_rest_asks_for_no_frame() {
    let mut desk = TestDesk::open();
    desk.frames();
    assert_eq!(desk.repaint_in(), Duration::MAX, "with the focus in a field");
    desk.click("Paste a token instead");
    desk.frames();
    assert_eq!(desk.repaint_in(), Duration::MAX);
}

#[test]
fn in_a_low_window_a_long_form_scrolls_to_its_last_button() {
    let mut desk = TestDesk::start(Start { size: [900.0, 600.0], ..Start::default() });
    desk.sandbox.fault("POST", "/oauth/token", Fault::answer(503).body("text/plain", "try later"));
    desk.click("Fill in");
    desk.click("I have a code");
    desk.click("Sign in");
    desk.wait_for("the failure", |desk| desk.says("try later"));
    desk.frames();
    let before = desk.control("Paste a token instead").rect();
    assert!(before.bottom() > 600.0, "the form is longer than the window: {before}");
    desk.harness.hover_at(pos2(300.0, 300.0));
    let wheel = Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, -2_000.0),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    };
    desk.harness.event(wheel);
    desk.harness.run_steps(30);
    let after = desk.control("Paste a token instead").rect();
    assert!(after.bottom() <= 600.0, "it can be reached: {after}");
}
