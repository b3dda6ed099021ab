//! The session's life: renewals, good, broken and refused, and its two ends.

use jiff::SignedDuration;
use tokendesk::sandbox::{Fault, Renewal, Switches};

use super::{CALL, EMAIL, Work, echoes, is_at_sign_in};

/// Leaves the desk signed in anew, the list of before in view.
pub fn renewed_and_ended(work: &mut Work) {
    let switches = work.desk.sandbox.switches();
    // Once with new tokens of both kinds; then the refresh token stays, so that servers can repeat the one that is sent.
    for renewal in [Renewal::Rotates, Renewal::KeepsTheOld] {
        work.desk.sandbox.set_switches(Switches { renewal, ..switches });
        work.desk.clock.advance(SignedDuration::from_mins(2));
        work.desk.sandbox.kill_access_tokens();
        let before = work.desk.sandbox.count("POST", "/oauth/token");
        work.desk.click("Refresh");
        work.desk.wait_for("a renewal", |desk| desk.sandbox.count("POST", "/oauth/token") > before && desk.has("Refresh"));
        work.now("after a renewal");
    }

    // A renewal is refused for good with 400 and 401 only; after these the session goes on.
    let kinds = ["plain words", "a cut answer", "a page", "another kind", "no JSON", "headers", "a cut refusal"];
    let sent = newest_refresh_token(work);
    for (kind, fault) in echoes::of_what_was_sent(&sent).into_iter().filter(|(kind, _)| kinds.contains(kind)) {
        work.desk.clock.advance(SignedDuration::from_mins(2));
        work.desk.sandbox.kill_access_tokens();
        let fault = work.desk.sandbox.fault("POST", "/oauth/token", fault);
        work.click_into("Refresh", kind, &fault, |desk| desk.has("Retry") && desk.has("Refresh"));
    }
    work.desk.click("Refresh");
    work.desk.wait_for("the list", |desk| desk.has("5 clients") && desk.has("Refresh") && !desk.has("Retry"));

    work.desk.clock.advance(SignedDuration::from_mins(5));
    work.desk.sandbox.set_switches(Switches { renewal: Renewal::Refused, ..switches });
    work.desk.sandbox.kill_access_tokens();
    work.desk.click("Refresh");
    work.desk.wait_for("the end of the session", |desk| desk.says("Your sign-in has ended"));
    work.now("the session has ended");
    work.desk.click("Sign in for me while the window is open");
    work.sign_in();
    work.now("signed in over the work, the password is kept");
    work.desk.sandbox.kill_access_tokens();
    work.desk.clock.advance(SignedDuration::from_mins(28));
    work.desk.wait_for("the program's own sign-in", |desk| desk.says("with the password that it keeps"));
    work.now("signed in by itself");
    work.desk.sandbox.set_switches(switches);
}

/// What a renewal has sent last.
fn newest_refresh_token(work: &Work) -> String {
    let requests = work.desk.sandbox.requests();
    let forms = requests.iter().rev().filter(|request| request.path.ends_with("/oauth/token"));
    forms
        .flat_map(|request| url::form_urlencoded::parse(&request.body).into_owned().collect::<Vec<_>>())
        .find_map(|(name, value)| (name == "refresh_token").then_some(value))
        .expect("a renewal was sent")
}

/// Signs out, with a read under way whose answer is dropped.
pub fn signed_out(work: &mut Work) {
    let gate = tokendesk::sandbox::Gate::new();
    work.desk.sandbox.fault("GET", CALL, Fault::genuine().answer_held(&gate).once());
    work.desk.click("Refresh");
    work.desk.wait_for("a read under way", |_| gate.arrivals() > 0);
    work.desk.click(EMAIL);
    work.desk.click("Sign out");
    gate.open();
    work.seen.may(&[]);
    work.desk.wait_for("the form", is_at_sign_in);
    work.now("signed out");
}
