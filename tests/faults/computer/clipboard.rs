//! A clipboard that is missing, busy or hung: one message, no claim that anything was copied, and a window that lives.

use jiff::SignedDuration;
use tokendesk::desktop::clipboard::ClipboardProblem;

use crate::faults::bench::{Bench, is_refreshed};
use crate::faults::message::Message;
use crate::faults::tally::LIST;
use crate::harness::TestDesk;

const COUNTDOWN: &str = "The clipboard is cleared in 30 s";

/// A client's secret is copied while something is wrong; then the same once more, when nothing is.
fn copy(bench: &mut Bench, goes_wrong: impl FnOnce(&TestDesk), heals: impl FnOnce(&TestDesk), why: &str) {
    bench.at_clients();
    bench.wrong(|bench| goes_wrong(bench));
    bench.click("Copy client secret");
    // The window lives meanwhile, and works.
    bench.click("Refresh");
    bench.wait_for("the list", is_refreshed);
    let words = format!("Not copied: {why}. Nothing else has changed; try again.");
    bench.expect(&Message::toast(&words), |desk| desk.has(COUNTDOWN));
    assert_eq!(bench.says("The clipboard is cleared in"), !bench.is_on(), "{}", bench.tree());
    bench.is_kept();
    bench.recovers(
        |bench| {
            heals(bench);
            bench.clock.advance(SignedDuration::from_mins(1));
            bench.wait_for("the toast goes", |desk| !desk.says("Not copied"));
            bench.click("Copy client secret");
        },
        |desk| desk.has(COUNTDOWN) && desk.clipboard.is_excluded(),
    );
    bench.requests(&[(LIST, 1)], &[(LIST, 1)]);
}

fn fails(bench: &mut Bench, problem: ClipboardProblem, why: &str) {
    let heals = |desk: &TestDesk| desk.clipboard.fail_with(None);
    copy(bench, |desk| desk.clipboard.fail_with(Some(problem)), heals, why);
}

pub fn a_clipboard_that_is_missing(bench: &mut Bench) {
    fails(bench, ClipboardProblem::Missing("none here".to_owned()), "there is no clipboard (none here)");
}

pub fn a_clipboard_that_is_busy(bench: &mut Bench) {
    fails(bench, ClipboardProblem::Busy, "another program is using the clipboard");
}

pub fn a_clipboard_that_hangs(bench: &mut Bench) {
    copy(bench, |desk| desk.clipboard.get_stuck(), |desk| desk.clipboard.release(), "the clipboard does not answer");
}
