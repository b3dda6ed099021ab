//! "Sign in for me while the window is open": the password stays in memory, one attempt an end, and what the cloud asks beyond it is
//! asked of the person.

use eframe::egui::Key;
use jiff::SignedDuration;
use tokendesk::sandbox::{Ending, Fault, Gate};

use super::ended::end;
use super::{EMAIL, PASSWORD, PATIENCE, dots, is_in, lists, renewals, sent, token_requests};
use crate::harness::TestDesk;

const ENDED: &str = "Your sign-in has ended";
const OFFER: &str = "Sign in for me while the window is open";
const DONE: &str = "The program has signed in again with the password that it keeps.";

/// The session has ended once, and the person has signed in with the offer taken; what was sent for tokens until then.
fn armed() -> (TestDesk, usize) {
    let mut desk = TestDesk::at_clients(3);
    end(&mut desk);
    desk.wait_for("the form", |desk| desk.says(ENDED));
    desk.frames();
    assert!(!desk.is_on(OFFER), "off unless chosen");
    desk.click(OFFER);
    assert!(desk.is_on(OFFER));
    desk.type_into("Password", PASSWORD);
    desk.key(Key::Enter);
    desk.wait_for("the desk", is_in);
    assert!(!desk.says(DONE), "that was the person");
    let sent = sent(&desk);
    (desk, sent)
}

#[test]
fn without_the_choice_nothing_is_kept() {
    let mut desk = TestDesk::at_clients(3);
    for _ in 0..2 {
        end(&mut desk);
        desk.wait_for("the form", |desk| desk.says(ENDED));
        assert_eq!(desk.value("Password"), "");
        assert!(!desk.is_on(OFFER));
        desk.type_into("Password", PASSWORD);
        desk.key(Key::Enter);
        desk.wait_for("the desk", is_in);
        desk.click(EMAIL);
        assert!(!desk.has(OFFER));
        desk.key(Key::Escape);
    }
    assert_eq!(sent(&desk), 2 + 2 + renewals(&desk));
}

#[test]
fn with_it_the_program_signs_in_once_and_says_so() {
    let (mut desk, before) = armed();
    desk.click("New client");
    desk.type_into("Redirect address", "https://romashka.example/");
    let (renewed, read, mails) = (renewals(&desk), lists(&desk), desk.sandbox.latest_mail(EMAIL));
    end(&mut desk);
    desk.wait_for("the word", |desk| desk.says(DONE) && is_in(desk));
    assert!(!desk.says(ENDED) && desk.has("29 min"), "{}", desk.tree());
    assert_eq!(desk.focused().as_deref(), Some("Redirect address"), "whoever types is not interrupted");
    assert_eq!(desk.value("Redirect address"), "https://romashka.example/");
    assert_eq!((sent(&desk) - before, renewals(&desk) - renewed), (2, 1), "one refused renewal, one sign-in");
    let (_, form) = token_requests(&desk).pop().unwrap();
    assert_eq!((form["grant_type"].as_str(), form["password"].as_str(), form.get("2fa_confirmation")), ("password", PASSWORD, None));
    assert_eq!(lists(&desk), read, "what was read is not read again");
    assert_eq!(desk.sandbox.latest_mail(EMAIL).map(|mail| mail.code), mails.map(|mail| mail.code), "no code was mailed");
    // And the next time too.
    desk.clock.advance(SignedDuration::from_secs(30));
    end(&mut desk);
    desk.wait_for("the second time", |desk| sent(desk) == before + 4 && is_in(desk));
}

#[test]
fn the_choice_is_in_view_and_can_be_taken_back() {
    let (mut desk, before) = armed();
    desk.click(EMAIL);
    assert!(desk.is_on(OFFER), "{}", desk.tree());
    desk.click(OFFER);
    assert!(!desk.has(OFFER));
    desk.key(Key::Escape);
    end(&mut desk);
    desk.wait_for("the form", |desk| desk.says(ENDED));
    assert_eq!((desk.value("Password").as_str(), desk.is_on(OFFER)), ("", false), "the password is wiped");
    assert_eq!(sent(&desk) - before, 1, "the renewal only");
}

#[test]
fn a_demand_for_a_code_comes_to_the_person() {
    let (mut desk, before) = armed();
    desk.sandbox.forget_programs();
    end(&mut desk);
    desk.wait_for("the form", |desk| desk.says(ENDED) && desk.has("Confirmation code"));
    assert_eq!(desk.value("Password"), dots(PASSWORD), "the password stands in the form");
    desk.frames();
    assert_eq!(desk.focused().as_deref(), Some("Confirmation code"));
    desk.clock.advance(SignedDuration::from_mins(4));
    desk.frames();
    assert_eq!(sent(&desk) - before, 2, "one renewal and one attempt, and no other mail");
    desk.click("Use the code");
    desk.click("Sign in");
    desk.wait_for("the desk", is_in);
    desk.click(EMAIL);
    assert!(desk.is_on(OFFER), "the choice still stands");
}

#[test]
fn an_attempt_that_fails_is_the_only_one_and_the_form_tells_why() {
    let refused = r#"{"error":"invalid_grant","error_description":"Bad credentials"}"#;
    let faults = [
        (Fault::answer(400).body("application/json", refused), "E-mail and password do not fit."),
        (Fault::answer(503), "the server had an error (503)"),
        (Fault::lost(Ending::Reset), "was lost"),
    ];
    for (fault, words) in faults {
        let (mut desk, before) = armed();
        // The renewal is refused by the cloud itself, the sign-in after it fails.
        let fault = desk.sandbox.fault("POST", "/oauth/token", fault.nth(2));
        end(&mut desk);
        desk.wait_for("the form", |desk| desk.says(ENDED) && desk.says(words));
        assert_eq!((fault.happened(), sent(&desk) - before), (1, 2), "{words}");
        assert_eq!(desk.value("Password"), dots(PASSWORD), "{words}");
        for _ in 0..3 {
            desk.clock.advance(SignedDuration::from_mins(10));
            desk.frames();
        }
        assert_eq!(sent(&desk) - before, 2, "no second attempt by itself: {words}");
        desk.click("Sign in");
        desk.wait_for("the desk", is_in);
        assert_eq!(desk.rows().len(), 3);
    }
}

#[test]
fn sessions_that_end_again_and_again_are_no_matter_for_a_robot() {
    let (mut desk, before) = armed();
    end(&mut desk);
    desk.wait_for("the first time", |desk| desk.says(DONE) && is_in(desk));
    desk.sandbox.kill_access_tokens();
    desk.sandbox.kill_refresh_tokens();
    desk.clock.advance(SignedDuration::from_mins(3));
    desk.click("Refresh");
    desk.wait_for("the form", |desk| desk.says(ENDED));
    assert_eq!(sent(&desk) - before, 3, "a refused renewal, a sign-in, a refused renewal");
    assert_eq!((desk.value("Password"), desk.is_on(OFFER)), (dots(PASSWORD), true), "one click goes on");
}

#[test]
fn sign_out_wipes_what_was_kept() {
    let (mut desk, _) = armed();
    desk.click(EMAIL);
    desk.click("Sign out");
    desk.type_into("Password", PASSWORD);
    desk.click("Sign in");
    desk.wait_for("the desk", is_in);
    let before = sent(&desk);
    end(&mut desk);
    desk.wait_for("the form", |desk| desk.says(ENDED));
    assert_eq!((sent(&desk) - before, desk.value("Password")), (1, String::new()));
}

#[test]
fn a_password_of_a_cancelled_attempt_is_not_kept() {
    let mut desk = TestDesk::at_clients(3);
    end(&mut desk);
    desk.wait_for("the form", |desk| desk.says(ENDED));
    desk.frames();
    desk.click(OFFER);
    desk.type_into("Password", PASSWORD);
    let gate = Gate::new();
    desk.sandbox.fault("POST", "/oauth/token", Fault::genuine().held(&gate).once());
    desk.key(Key::Enter);
    assert!(gate.wait_for_arrivals(1, PATIENCE));
    desk.click("Cancel");
    gate.open();
    desk.click("Paste a token instead");
    desk.paste("Token or the whole answer", "0d5f7d0e-6f0a-4c39-9d35-3f6a1c2b7e11");
    desk.click("Sign in");
    desk.wait_for("the desk", is_in);
    desk.click(EMAIL);
    assert!(!desk.has(OFFER), "{}", desk.tree());
}
