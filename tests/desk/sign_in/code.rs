//! The confirmation code: when its field comes, where it is sent, and how another one is asked for.

use std::collections::BTreeSet;

use eframe::egui::Key;
use egui_kittest::kittest::NodeT as _;
use jiff::SignedDuration;
use tokendesk::sandbox::{CodeDemand, Switches};

use super::{CODE, EMAIL, PASSWORD, attempt, dots, is_in, mailed_code, message_at, sent, token_requests, until_the_code, with_the_code};
use crate::harness::{Start, TestDesk};

/// A second code is in the mail, and the cloud's answer has come.
fn has_mailed_again(desk: &TestDesk) -> bool {
    desk.sandbox.mailbox().len() == 2 && desk.has("Send the code again in 60 s") && !desk.has("Signing in")
}

#[test]
fn however_the_cloud_demands_a_code_its_field_comes_under_the_password_with_the_focus_in_it() {
    for demand in CodeDemand::ALL {
        let mut desk = TestDesk::open();
        desk.sandbox.set_switches(Switches { code_demand: *demand, ..Switches::default() });
        assert!(!desk.has("Confirmation code"));
        until_the_code(&mut desk);
        desk.frames();
        assert_eq!(desk.focused().as_deref(), Some("Confirmation code"), "{demand:?}");
        assert_eq!(desk.value("Password"), dots(PASSWORD), "{demand:?}: the password is kept");
        let (password, code) = (desk.control("Password").rect(), desk.control("Confirmation code").rect());
        assert!(
            code.top() >= password.bottom() && code.left() < password.right() && password.left() < code.right(),
            "{demand:?}: {password} {code}"
        );
        let words = message_at(&desk, "Confirmation code");
        match demand {
            CodeDemand::SaysSo => assert_eq!(words, "The cloud asks for a code: it is in a mail to anna@romashka.example."),
            // Nobody knows what it means, so both are said.
            CodeDemand::Silent => {
                assert!(
                    words.starts_with("The cloud refused without saying why: the password may be wrong, or a code is wanted."),
                    "{words}"
                );
            }
            CodeDemand::UnknownWords => {
                assert!(words.starts_with("The cloud refused without saying why"), "{words}");
                assert!(desk.has("The server's answer: E-4711"), "{}", desk.tree());
            }
        }
        assert_eq!(sent(&desk), 1, "{demand:?}");
        let code = mailed_code(&desk);
        desk.harness.event(eframe::egui::Event::Text(code));
        desk.frames();
        desk.key(Key::Enter);
        desk.wait_for("the desk", is_in);
        assert_eq!(sent(&desk), 2, "{demand:?}");
    }
}

#[test]
fn the_code_goes_in_body_and_header_and_only_when_it_is_typed() {
    let mut desk = TestDesk::open();
    until_the_code(&mut desk);
    let code = mailed_code(&desk);
    with_the_code(&mut desk);
    let requests = token_requests(&desk);
    let codes: Vec<_> = requests.iter().map(|(request, form)| (request.header(CODE), form.get(CODE).map(String::as_str))).collect();
    assert_eq!(codes, [(None, None), (Some(code.as_str()), Some(code.as_str()))]);
    let [without, with] = [0, 1].map(|n| requests[n].1.keys().map(String::as_str).collect::<BTreeSet<_>>());
    assert_eq!(without, BTreeSet::from(["type", "grant_type", "client_id", "username", "password"]));
    assert_eq!(&with - &without, BTreeSet::from([CODE]));
}

#[test]
fn i_have_a_code_opens_the_field_at_any_time() {
    // Mailed before: to the same program at another computer, say.
    let mut other = TestDesk::open();
    until_the_code(&mut other);
    let code = mailed_code(&other);
    let mut desk = TestDesk::with_sandbox(Start::default(), other.sandbox.clone(), other.clock.clone());
    desk.sandbox.clear_requests();
    desk.click("I have a code");
    assert_eq!(desk.focused().as_deref(), Some("Confirmation code"));
    assert_eq!(sent(&desk), 0, "asks nothing of the cloud");
    assert!(!desk.has("I have a code"));
    desk.type_into("Confirmation code", &code);
    attempt(&mut desk, EMAIL, PASSWORD);
    desk.wait_for("the desk", is_in);
    assert_eq!(sent(&desk), 1);
    assert_eq!(token_requests(&desk)[0].1[CODE], code);
}

#[test]
fn white_space_is_dropped_from_the_code_and_nothing_else() {
    let mut desk = TestDesk::open();
    until_the_code(&mut desk);
    desk.paste("Confirmation code", " 4a-\u{a0}29 1З\t\n");
    assert_eq!(desk.value("Confirmation code"), "4a-291З");
    desk.click("Sign in");
    desk.wait_for("the refusal", |desk| desk.says("That code did not match."));
    assert_eq!(token_requests(&desk)[1].1[CODE], "4a-291З");
}

#[test]
fn an_empty_code_is_not_sent_once_the_cloud_has_asked_for_one() {
    let mut desk = TestDesk::open();
    until_the_code(&mut desk);
    desk.click("Sign in");
    desk.key(Key::Enter);
    assert_eq!(desk.focused().as_deref(), Some("Confirmation code"));
    assert_eq!((sent(&desk), desk.sandbox.mailbox().len()), (1, 1));
}

#[test]
fn another_e_mail_is_not_asked_for_the_code_of_the_first() {
    let mut desk = TestDesk::open();
    until_the_code(&mut desk);
    attempt(&mut desk, "klara@landysh.example", "landysh-2024");
    desk.wait_for("the refusal", |desk| desk.says("The cloud does not let this account in."));
    assert_eq!(sent(&desk), 2);
}

#[test]
fn the_code_is_sent_again_at_most_once_a_minute_and_the_wait_is_shown() {
    let mut desk = TestDesk::open();
    until_the_code(&mut desk);
    let first = mailed_code(&desk);
    assert!(!desk.is_enabled("Send the code again in 60 s"));
    desk.click("Send the code again in 60 s");
    desk.clock.advance(SignedDuration::from_secs(1));
    desk.frames();
    assert!(!desk.is_enabled("Send the code again in 59 s"));
    desk.clock.advance(SignedDuration::from_secs(58));
    desk.frames();
    assert!(!desk.is_enabled("Send the code again in 1 s"));
    assert_eq!(sent(&desk), 1);
    desk.clock.advance(SignedDuration::from_secs(1));
    desk.frames();
    desk.type_into("Confirmation code", "000");
    desk.click("Send the code again");
    desk.wait_for("a second mail", has_mailed_again);
    let requests = token_requests(&desk);
    assert_eq!(requests.len(), 2);
    assert_eq!((requests[1].0.header(CODE), requests[1].1.get(CODE)), (None, None), "repeated without a code");
    assert_eq!(requests[1].0.body, requests[0].0.body, "and otherwise the same");
    assert_eq!((desk.value("Confirmation code"), desk.value("Password")), (String::new(), dots(PASSWORD)));
    assert_ne!(mailed_code(&desk), first);
    with_the_code(&mut desk);
    assert_eq!(sent(&desk), 3);
}

#[test]
fn a_wait_that_counts_down_asks_for_a_frame_a_second_and_no_more() {
    let mut desk = TestDesk::open();
    until_the_code(&mut desk);
    desk.frames();
    assert_eq!(desk.repaint_in(), std::time::Duration::from_secs(1));
}

#[test]
fn a_wrong_code_goes_and_the_password_stays() {
    let mut desk = TestDesk::open();
    until_the_code(&mut desk);
    let right = mailed_code(&desk);
    let wrong = if right.starts_with('1') { "200000" } else { "100000" };
    desk.type_into("Confirmation code", wrong);
    desk.key(Key::Enter);
    desk.wait_for("the refusal", |desk| desk.says("That code did not match."));
    desk.frames();
    let words = message_at(&desk, "Confirmation code");
    assert_eq!(words, "That code did not match. Use the one in the newest mail.");
    let (ours, theirs) = ("That code did not match. Use the one in the newest mail.", "The server's answer: 2fa_confirmation is wrong");
    let [ours, theirs] = [ours, theirs].map(|words| desk.text(words).rect());
    assert!(theirs.top() >= ours.bottom(), "the server's words stand below: {ours} {theirs}");
    assert_eq!((desk.value("Confirmation code"), desk.value("Password")), (String::new(), dots(PASSWORD)));
    assert_eq!(desk.focused().as_deref(), Some("Confirmation code"));
    assert_eq!((sent(&desk), desk.sandbox.mailbox().len()), (2, 1), "no retry by the program");
    desk.type_into("Confirmation code", &right);
    desk.key(Key::Enter);
    desk.wait_for("the desk", is_in);
}

#[test]
fn a_code_that_is_too_old_is_told_from_a_wrong_one() {
    let mut desk = TestDesk::open();
    until_the_code(&mut desk);
    desk.clock.advance(SignedDuration::from_mins(11));
    let code = mailed_code(&desk);
    desk.type_into("Confirmation code", &code);
    desk.click("Sign in");
    desk.wait_for("the refusal", |desk| desk.says("That code is no longer good. Send the code again."));
    assert!(desk.says("The server's answer: 2fa_confirmation has expired"), "{}", desk.tree());
    desk.click("Send the code again");
    desk.wait_for("a second mail", has_mailed_again);
    assert!(!desk.says("no longer good"));
    with_the_code(&mut desk);
    assert_eq!(sent(&desk), 4);
}

#[test]
fn the_sandbox_puts_its_mailed_code_in_with_one_click() {
    let mut desk = TestDesk::open();
    assert!(desk.has("Mailbox: empty"));
    assert!(!desk.has("Use the code"));
    until_the_code(&mut desk);
    desk.click("Use the code");
    assert_eq!(desk.value("Confirmation code"), mailed_code(&desk));
    desk.key(Key::Enter);
    desk.wait_for("the desk", is_in);
}

#[test]
fn the_code_field_is_no_secret_one_but_forgets_at_sign_out() {
    let mut desk = TestDesk::open();
    until_the_code(&mut desk);
    let code = mailed_code(&desk);
    desk.type_into("Confirmation code", &code);
    // egui notes for its undo what has stood in a field for a second.
    desk.harness.run_steps(90);
    desk.click("Sign in");
    desk.wait_for("the desk", is_in);
    desk.click(EMAIL);
    desk.click("Sign out");
    assert!(!desk.has("Confirmation code"));
    assert_eq!((desk.value("E-mail").as_str(), desk.value("Password").as_str()), (EMAIL, ""));
    desk.click("I have a code");
    assert_eq!(desk.value("Confirmation code"), "");
    for _ in 0..10 {
        desk.command(Key::Z);
    }
    assert_eq!(desk.value("Confirmation code"), "", "Ctrl+Z brings no code back");
    assert_eq!(desk.control("Password").accesskit_node().value().unwrap_or_default(), "");
}

#[test]
fn a_code_that_was_tried_too_often_is_not_told_as_a_blocked_account() {
    let mut desk = TestDesk::open();
    until_the_code(&mut desk);
    let code = mailed_code(&desk);
    let wrong = if code.starts_with('1') { "200000" } else { "100000" };
    for n in 1..=5 {
        desk.type_into("Confirmation code", wrong);
        desk.key(Key::Enter);
        desk.wait_for("the refusal", |desk| sent(desk) == n + 1 && desk.says("That code did not match."));
        desk.frames();
    }
    desk.type_into("Confirmation code", &code);
    desk.key(Key::Enter);
    desk.wait_for("the refusal", |desk| desk.says("That code is no longer good. Send the code again."));
    assert!(!desk.says("does not let this account in"));
    desk.clock.advance(SignedDuration::from_mins(1));
    desk.frames();
    desk.click("Send the code again");
    desk.wait_for("a second mail", has_mailed_again);
    with_the_code(&mut desk);
}
