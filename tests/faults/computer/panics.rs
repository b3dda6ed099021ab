//! A job panics: its slot hears of it, the window lives, and the next job is done by the same worker.

use crate::faults::bench::{Bench, is_created, is_refreshed};
use crate::faults::message::Message;
use crate::faults::tally::{CREATE, LIST, MAIL, SIGN_IN};
use crate::harness::Broken;

fn breaks(bench: &mut Bench) {
    bench.wrong(|bench| bench.clock.break_for(Broken::Jobs));
}

fn is_mended(bench: &Bench) {
    bench.clock.break_for(Broken::Nothing);
}

pub fn a_reading_that_panics(bench: &mut Bench) {
    bench.at_clients();
    breaks(bench);
    bench.click("Refresh");
    let message = Message::notice("The list was not refreshed: the program made a mistake.")
        .says("Nothing has changed, below is the data from 12:00.")
        .says("This should not happen: copy the details and tell us.");
    bench.expect(&message, is_refreshed);
    bench.is_kept();
    is_mended(bench);
    bench.recovers(|bench| bench.click("Retry"), is_refreshed);
    // The first has not got as far as the cloud.
    bench.requests(&[(LIST, 1)], &[(LIST, 1)]);
}

/// Whether it was sent nobody knows any more: it is said so, and nothing is sent by itself.
pub fn a_create_that_panics(bench: &mut Bench) {
    bench.filled_form();
    breaks(bench);
    bench.click("Create client");
    let message = Message::notice("Whether the client was created is not known: the program made a mistake.");
    bench.expect(&message, is_created);
    is_mended(bench);
    bench.requests(&[], &[(CREATE, 1)]);
}

pub fn a_sign_in_that_panics(bench: &mut Bench) {
    bench.sign_in_form();
    breaks(bench);
    bench.click("Sign in");
    let words = "The sign-in ended without an answer: the program made a mistake. What you typed is kept; try again.";
    bench.expect(&Message::toast(words), |desk| desk.says("The cloud asks for a code"));
    bench.is_kept();
    is_mended(bench);
    bench.requests(&[(SIGN_IN, 1), (MAIL, 1)], &[(SIGN_IN, 1), (MAIL, 1)]);
}
