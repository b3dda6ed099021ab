//! Signing in, at first with everything wrong: a password and a code that servers repeat.

use tokendesk::sandbox::Fault;

use super::{EMAIL, Work, is_at_sign_in};
use crate::secrets::markers::marked;
use crate::secrets::sinks::Sink;

/// Leaves the desk signed in.
pub fn refused_and_signed_in(work: &mut Work) {
    // Signs that every encoding writes in its own way.
    let wrong = marked(" пароль+\"\\&/<% ");
    work.now("the empty form");
    work.desk.type_into("E-mail", EMAIL);
    work.desk.type_into("Password", &wrong);
    work.seen.may(&[(Sink::Picture, &wrong)]);
    work.desk.click("Show password");
    assert!(work.desk.painted().contains(&wrong), "it is shown, and only painted");
    work.desk.click("Hide password");
    work.seen.may(&[]);
    work.now("hidden again");
    for (kind, fault) in work.echoes(&wrong) {
        let fault = work.desk.sandbox.fault("POST", "/oauth/token", fault);
        work.click_into("Sign in", kind, &fault, is_at_sign_in);
        // What was said to another address says nothing to this one: the form is as at first.
        work.desk.type_into("E-mail", "a");
        work.desk.replace("E-mail", EMAIL);
    }
    work.desk.click("Sign in");
    work.desk.wait_for("the refusal", |desk| desk.says("E-mail and password do not fit."));

    let password = work.desk.sandbox.invitation().password;
    work.desk.replace("Password", &password);
    work.desk.click("Sign in");
    work.desk.wait_for("the demand for a code", |desk| desk.says("The cloud asks for a code"));
    work.now("a code is wanted");
    let code = marked("wrong-code");
    for (kind, fault) in work.echoes(&code) {
        let fault = work.desk.sandbox.fault("POST", "/oauth/token", fault);
        work.type_code(&code);
        work.click_into("Sign in", kind, &fault, is_at_sign_in);
        work.desk.replace("Confirmation code", "");
        work.seen.may(&[]);
    }
    let echo = format!(r#"{{"error":"invalid_grant","error_description":"2fa_confirmation {code} is wrong for {password}"}}"#);
    let fault = work.desk.sandbox.fault("POST", "/oauth/token", Fault::answer(400).body("application/json", echo));
    work.type_code(&code);
    work.click_into("Sign in", "a wrong code and the password", &fault, |desk| desk.says("That code did not match."));
    work.seen.may(&[]);

    work.sign_in();
    work.now("signed in");
    assert!(work.seen.findings().searched[&Sink::Tree] > 0);
}
