//! A pasted token that the server refuses at once: it was never good, so its form comes back as it was filled in, with the server's
//! words. Nothing asks about a token but a call that needs it: at once is at its first call.

use jiff::SignedDuration;
use serde_json::Value;
use tokendesk::sandbox::{Switches, TokenForm};

use crate::faults::bench::Bench;
use crate::faults::message::Message;
use crate::faults::tally::{LIST, LIST_BARE, RENEWAL};
use crate::harness::TestDesk;
use crate::sign_in::paste::{BROWSER, got_again, got_in_the_browser};

const FIELD: &str = "Token or the whole answer";
const UNKNOWN: &str = "0d5f7d0e-6f0a-4c39-9d35-3f6a1c2b7e11";

/// The form with all that was pasted and typed; what is pasted is made of a good answer.
fn pasted(bench: &mut Bench, paste: impl FnOnce(&Bench, &Value) -> String) {
    bench.put(TestDesk::open());
    bench.sandbox.set_switches(Switches { session_tokens: TokenForm::Uuid, ..Switches::default() });
    let answer = got_in_the_browser(&bench.sandbox);
    bench.click("Paste a token instead");
    let text = paste(bench, &answer);
    bench.paste(FIELD, &text);
    bench.replace("Name for this sign-in", "Касса на углу");
    bench.replace("The browser's User-Agent, if known", BROWSER);
    bench.begin();
}

/// The version with three clients is opened, which asks for its list. Nobody has invited the name of a token to it.
fn opens(bench: &mut Bench) {
    let version = bench.version_with(3);
    bench.replace("App ID", &version.app_id);
    bench.replace("Version", &version.number);
    bench.click("Open");
}

fn refused() -> Message {
    Message::banner(
        "The cloud does not take this token.",
        "Nothing has changed, what you typed is kept.",
        "Check that it was copied whole and with its browser's User-Agent, or copy a newer one.",
    )
}

fn is_listed(desk: &TestDesk) -> bool {
    desk.rows().len() == 3 && desk.has("3 clients")
}

/// A good token is pasted over the bad one: the version that was opened is read without another click.
fn a_good_one_follows(bench: &mut Bench) {
    bench.recovers(
        |bench| {
            let good = got_again(bench);
            bench.paste(FIELD, &good);
            assert!(!bench.says("The cloud does not take this token"), "it was said of another token");
            bench.click("Sign in");
        },
        is_listed,
    );
}

pub fn a_token_that_the_server_does_not_know_comes_back_to_its_form(bench: &mut Bench) {
    pasted(bench, |bench, answer| if bench.is_on() { UNKNOWN.to_owned() } else { answer["access_token"].as_str().unwrap().to_owned() });
    bench.click("Sign in");
    opens(bench);
    bench.expect(&refused().details(LIST, Some(401)), is_listed);
    assert!(!bench.is_on() || bench.says("The server's words: "), "{}", bench.tree());
    bench.requests(&[(LIST, 1), (LIST_BARE, 1)], &[(LIST, 1)]);
    a_good_one_follows(bench);
    counts_again(bench);
}

/// The same when nobody opens anything for a while: the token is no better for being old.
pub fn an_old_token_that_the_server_does_not_know_comes_back_to_its_form(bench: &mut Bench) {
    pasted(bench, |bench, answer| if bench.is_on() { UNKNOWN.to_owned() } else { answer["access_token"].as_str().unwrap().to_owned() });
    bench.click("Sign in");
    bench.clock.advance(SignedDuration::from_mins(10));
    opens(bench);
    bench.expect(&refused().details(LIST, Some(401)), is_listed);
    bench.requests(&[(LIST, 1), (LIST_BARE, 1)], &[(LIST, 1)]);
}

pub fn a_whole_answer_whose_renewal_is_refused_comes_back_to_its_form(bench: &mut Bench) {
    pasted(bench, |_, answer| answer.to_string());
    bench.wrong(|bench| {
        bench.sandbox.kill_access_tokens();
        bench.sandbox.kill_refresh_tokens();
    });
    bench.click("Sign in");
    opens(bench);
    bench.expect(&refused().details(RENEWAL, Some(400)), is_listed);
    bench.requests(&[(LIST, 1), (RENEWAL, 1)], &[(LIST, 1)]);
    a_good_one_follows(bench);
    counts_again(bench);
}

/// One that has worked was a session: its end is told as such, now with the server's words too.
pub fn a_token_that_was_good_is_an_ended_session(bench: &mut Bench) {
    pasted(bench, |_, answer| answer["access_token"].as_str().unwrap().to_owned());
    bench.click("Sign in");
    opens(bench);
    bench.wait_for("the list", is_listed);
    bench.clock.advance(SignedDuration::from_mins(5));
    bench.frames();
    bench.begin();
    bench.wrong(|bench| bench.sandbox.kill_access_tokens());
    bench.click("Refresh");
    let message = Message::over_the_page("Your sign-in has ended").says("The server's words: ");
    bench.expect(&message, |desk| desk.has("Updated just now") && desk.has("Refresh"));
    bench.requests(&[(LIST, 1), (LIST_BARE, 1)], &[(LIST, 1)]);
}

/// What came of the good token is no part of the fault.
fn counts_again(bench: &mut Bench) {
    bench.begin();
    bench.requests(&[], &[]);
}
