//! The computer sleeps: no timer knows of it, so every deadline goes by the clock on the wall, and what has ended is found out at once.

use jiff::SignedDuration;

use crate::faults::bench::{Bench, is_refreshed};
use crate::faults::message::Message;
use crate::faults::tally::{LIST, RENEWAL};

fn sleeps(bench: &mut Bench, hours: i64) {
    bench.wrong(|bench| bench.clock.advance(SignedDuration::from_hours(hours)));
}

pub fn after_an_hour_the_tokens_are_renewed_at_once(bench: &mut Bench) {
    bench.at_clients();
    sleeps(bench, 1);
    let lasts = if bench.is_on() { "29 min" } else { "24 min" };
    // Without a click: the end of the tokens is found out by itself.
    bench.silently("the sign-in lives on", |desk| desk.has(lasts));
    bench.click("Refresh");
    bench.silently("the list", is_refreshed);
    bench.is_kept();
    bench.requests(&[(RENEWAL, 1), (LIST, 1)], &[(LIST, 1)]);
}

pub fn after_a_night_the_form_comes_over_the_work(bench: &mut Bench) {
    bench.filled_form();
    sleeps(bench, 13);
    bench.expect(&Message::over_everything("Your sign-in has ended"), |desk| desk.has("24 min"));
    bench.is_kept();
    bench.requests(&[(RENEWAL, 1)], &[]);
}

pub fn a_copied_secret_does_not_outlive_a_sleep(bench: &mut Bench) {
    bench.at_clients();
    bench.click("Copy client secret");
    bench.wait_for("the copy", |desk| desk.has("The clipboard is cleared in 30 s"));
    sleeps(bench, 1);
    let is_on = bench.is_on();
    bench.silently("the clipboard", |desk| desk.clipboard.text().is_none() == is_on && desk.says("The clipboard is cleared in") != is_on);
    bench.wait_for("the sign-in lives on", |desk| desk.has(if is_on { "29 min" } else { "24 min" }));
    bench.requests(&[(RENEWAL, 1)], &[]);
}
