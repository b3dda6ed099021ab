//! Password and code: what the cloud refuses is said at the field it is about, and nothing is sent that nobody asked for.

use jiff::SignedDuration;
use tokendesk::sandbox::{CodeDemand, Fault, Switches};

use super::TOKEN;
use super::bench::{Bench, asks_for_the_code};
use super::message::Message;
use super::tally::{MAIL, SIGN_IN, SIGN_IN_WITH_CODE};
use crate::harness::TestDesk;

const CODE: &str = "Confirmation code";

fn is_in(desk: &TestDesk) -> bool {
    desk.tab("OAuth clients").is_some()
}

pub fn a_wrong_password_is_said_at_its_field_and_not_tried_again(bench: &mut Bench) {
    bench.sign_in_form();
    // Another one, as long as the right one: it looks the same.
    bench.wrong(|bench| bench.replace("Password", "romashka-2023"));
    bench.click("Sign in");
    let message = Message::at_field("Password", "E-mail and password do not fit.").says("The server's answer: Bad credentials");
    bench.expect(&message, asks_for_the_code);
    if bench.is_on() {
        assert_eq!(bench.focused().as_deref(), Some("Password"));
        assert!(!bench.has(CODE), "nobody asked for a code");
    }
    let signs_in = |bench: &mut Bench| {
        bench.replace("Password", "romashka-2024");
        bench.click("Sign in");
    };
    bench.recovers(signs_in, asks_for_the_code);
    bench.requests(&[(SIGN_IN, 2), (MAIL, 1)], &[(SIGN_IN, 1), (MAIL, 1)]);
}

/// The form of somebody whom the cloud knows already.
fn known(bench: &mut Bench) {
    bench.put(TestDesk::signed_in());
    bench.click("anna@romashka.example");
    bench.click("Sign out");
    bench.replace("E-mail", "anna@romashka.example");
    bench.replace("Password", "romashka-2024");
    bench.begin();
}

/// The code of the newest mail is typed and sent.
fn enters_the_code(bench: &mut Bench) {
    let mail = bench.sandbox.latest_mail("anna@romashka.example").expect("a mail");
    bench.replace(CODE, &mail.code);
    bench.click("Sign in");
}

pub fn a_code_that_is_wanted_is_asked_for(bench: &mut Bench) {
    known(bench);
    bench.wrong(|bench| bench.sandbox.forget_programs());
    bench.click("Sign in");
    bench.expect(&Message::at_field(CODE, "The cloud asks for a code: it is in a mail to anna@romashka.example."), is_in);
    bench.recovers(enters_the_code, is_in);
    bench.requests(&[(SIGN_IN, 1), (MAIL, 1), (SIGN_IN_WITH_CODE, 1)], &[(SIGN_IN, 1)]);
}

/// The cloud wants a code and does not say so in words that anybody knows.
fn wanted_without_a_word(bench: &mut Bench, code_demand: CodeDemand) {
    bench.sign_in_form();
    bench.wrong(|bench| bench.sandbox.set_switches(Switches { code_demand, ..Switches::default() }));
    bench.click("Sign in");
    bench.expect(&Message::at_field(CODE, "The cloud refused without saying why"), asks_for_the_code);
    enters_the_code(bench);
    bench.wait_for("the desk", is_in);
    let counts = [(SIGN_IN, 1), (MAIL, 1), (SIGN_IN_WITH_CODE, 1)];
    bench.requests(&counts, &counts);
}

pub fn a_code_that_is_wanted_without_a_word_is_asked_for_with_both_readings(bench: &mut Bench) {
    wanted_without_a_word(bench, CodeDemand::Silent);
}

pub fn a_code_that_is_wanted_in_unknown_words_is_asked_for_with_both_readings(bench: &mut Bench) {
    wanted_without_a_word(bench, CodeDemand::UnknownWords);
}

fn unclear(bench: &mut Bench, status: u16) {
    bench.sign_in_form();
    bench.fault("POST", TOKEN, Fault::answer(status).body("application/json", r#"{"message":"Э-э"}"#), 1);
    bench.click("Sign in");
    bench.expect(&Message::at_field(CODE, "The cloud refused without saying why").says("The server's answer: Э-э"), asks_for_the_code);
    if bench.is_on() {
        assert_eq!((bench.value(CODE).as_str(), bench.focused().as_deref()), ("", Some(CODE)));
    }
    bench.recovers(|bench| bench.click("Sign in"), asks_for_the_code);
    bench.requests(&[(SIGN_IN, 2), (MAIL, 1)], &[(SIGN_IN, 1), (MAIL, 1)]);
}

pub fn a_400_that_nobody_understands_opens_the_code_field(bench: &mut Bench) {
    unclear(bench, 400);
}

pub fn a_401_that_nobody_understands_opens_the_code_field(bench: &mut Bench) {
    unclear(bench, 401);
}

pub fn a_403_that_nobody_understands_opens_the_code_field(bench: &mut Bench) {
    unclear(bench, 403);
}

pub fn a_409_that_nobody_understands_opens_the_code_field(bench: &mut Bench) {
    unclear(bench, 409);
}

pub fn a_422_that_nobody_understands_opens_the_code_field(bench: &mut Bench) {
    unclear(bench, 422);
}

/// The form with the code field open and a mailed code; a code is typed.
fn at_the_code(bench: &mut Bench, wrong: impl FnOnce(&mut Bench)) {
    bench.sign_in_form();
    bench.click("Sign in");
    bench.wait_for("the code field", asks_for_the_code);
    let mail = bench.sandbox.latest_mail("anna@romashka.example").expect("a mail");
    bench.replace(CODE, &mail.code);
    bench.begin();
    bench.lets_go(CODE);
    bench.wrong(wrong);
    bench.click("Sign in");
}

/// The code is gone from its field, the password is kept (the bench looks), and the field has the focus.
fn the_field_is_empty(bench: &Bench) {
    if bench.is_on() {
        assert_eq!((bench.value(CODE).as_str(), bench.focused().as_deref()), ("", Some(CODE)));
    }
}

pub fn a_wrong_code_is_said_at_its_field_and_cleared(bench: &mut Bench) {
    at_the_code(bench, |bench| bench.replace(CODE, "000000x"));
    bench.expect(&Message::at_field(CODE, "That code did not match."), is_in);
    the_field_is_empty(bench);
    bench.recovers(enters_the_code, is_in);
    bench.requests(&[(SIGN_IN_WITH_CODE, 2)], &[(SIGN_IN_WITH_CODE, 1)]);
}

pub fn an_expired_code_is_said_and_a_new_one_is_one_click_away(bench: &mut Bench) {
    at_the_code(bench, |bench| bench.sandbox.advance(SignedDuration::from_mins(11)));
    bench.expect(&Message::at_field(CODE, "That code is no longer good. Send the code again."), is_in);
    the_field_is_empty(bench);
    let again = |bench: &mut Bench| {
        bench.clock.advance(SignedDuration::from_mins(1));
        bench.frames();
        bench.click("Send the code again");
        bench.wait_for("the second mail", |desk| desk.sandbox.mailbox().len() == 2 && asks_for_the_code(desk));
        enters_the_code(bench);
    };
    bench.recovers(again, is_in);
    bench.requests(&[(SIGN_IN_WITH_CODE, 2), (SIGN_IN, 1), (MAIL, 1)], &[(SIGN_IN_WITH_CODE, 1)]);
}

pub fn a_code_tried_too_often_is_no_longer_good(bench: &mut Bench) {
    bench.sign_in_form();
    bench.click("Sign in");
    bench.wait_for("the code field", asks_for_the_code);
    bench.begin();
    bench.lets_go(CODE);
    let tries = if bench.is_on() { 5 } else { 0 };
    for tried in 1..=tries {
        bench.replace(CODE, "wrong");
        bench.click("Sign in");
        bench.wait_for("the refusal", |desk| desk.sandbox.count("POST", TOKEN) == 1 + tried && desk.says("That code did not match."));
    }
    enters_the_code(bench);
    bench.expect(&Message::at_field(CODE, "That code is no longer good. Send the code again."), is_in);
    the_field_is_empty(bench);
    bench.requests(&[(SIGN_IN_WITH_CODE, 6)], &[(SIGN_IN_WITH_CODE, 1)]);
}
