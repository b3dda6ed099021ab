//! A clock that is off by a day: the sign-in lasts as long as the server says, counted from its answer, and 401 is the truth.

use jiff::SignedDuration;

use super::bench::{Bench, is_created};
use super::tally::{CREATE, LIST, MAIL, RENEWAL, SIGN_IN, SIGN_IN_WITH_CODE};
use crate::harness::TestDesk;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// From the form to a created client and a renewal, while the cloud lives in another day.
fn a_whole_sign_in(bench: &mut Bench, cloud_is_ahead_by: SignedDuration) {
    bench.put(TestDesk::open());
    bench.begin();
    bench.wrong(|bench| bench.sandbox.advance(cloud_is_ahead_by));
    bench.sign_in();
    assert!(bench.has("29 min") && bench.has("12 h 0 min"), "{}", bench.tree());
    bench.open_version_with(3);
    bench.wait_for("the list", |desk| desk.has("3 clients"));
    bench.click("New client");
    bench.replace("Redirect address", "https://kassa.example/oauth");
    bench.click("store:read");
    bench.click("Create client");
    bench.silently("the client", is_created);
    bench.clock.advance(SignedDuration::from_mins(28));
    bench.silently("the renewal", |desk| desk.has("29 min"));
    let counts = [(SIGN_IN, 1), (MAIL, 1), (SIGN_IN_WITH_CODE, 1), (LIST, 1), (CREATE, 1), (RENEWAL, 1)];
    bench.requests(&counts, &counts);
}

pub fn a_sign_in_by_a_clock_a_day_behind(bench: &mut Bench) {
    a_whole_sign_in(bench, DAY);
}

pub fn a_sign_in_by_a_clock_a_day_ahead(bench: &mut Bench) {
    a_whole_sign_in(bench, -DAY);
}

/// The clock of this computer is set in mid-session; the cloud's goes on. The tokens are renewed once, for their end is not known now.
fn a_clock_that_is_set(bench: &mut Bench, by: SignedDuration) {
    bench.at_clients();
    bench.wrong(|bench| {
        bench.sandbox.advance(-by);
        bench.clock.advance(by);
    });
    let is_on = bench.is_on();
    bench.silently("the desk", |desk| desk.has(if is_on { "29 min" } else { "24 min" }));
    bench.is_kept();
    bench.click("Refresh");
    bench.silently("the list", |desk| desk.has("Updated just now") && desk.has("Refresh"));
    bench.requests(&[(RENEWAL, 1), (LIST, 1)], &[(LIST, 1)]);
}

pub fn a_clock_set_forward_by_a_day_in_mid_session(bench: &mut Bench) {
    a_clock_that_is_set(bench, DAY);
}

pub fn a_clock_set_back_by_a_day_in_mid_session(bench: &mut Bench) {
    a_clock_that_is_set(bench, -DAY);
}
