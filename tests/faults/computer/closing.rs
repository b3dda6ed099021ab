//! The window is closed during a write: asked first. A program that ends in the middle of one all the same leaves a record of it, and
//! the next start looks at the list: nothing is sent again.

use jiff::SignedDuration;
use tokendesk::desktop::folders::DataFolder;
use tokendesk::desktop::journal::Outcome;
use tokendesk::sandbox::{Ending, Fault, Gate};

use crate::faults::bench::{Bench, ends, is_created};
use crate::faults::message::Message;
use crate::faults::tally::{APP, CREATE, LIST, SIGN_IN};
use crate::faults::{CLIENTS, PATIENCE, leaving};
use crate::harness::{Start, TestDesk};

const NOT_SEEN: &str = "Whether the client was created is not known: it is not seen in the list yet.";
const UNREAD: &str = "Whether the client was created is not known: the list could not be read.";

pub fn a_close_is_asked_about_and_the_write_ends(bench: &mut Bench) {
    leaving::a_close_during_a_write_is_asked_about(bench);
}

/// The program ends while a create is with the cloud, and is started again; without the fault its answer had come. The cloud does
/// what it was asked for, or not.
fn ended_in_mid_write(bench: &mut Bench, is_done: bool) {
    let home = bench.home();
    let start = || Start { folder: DataFolder::given(&home), ..Start::patient() };
    bench.filled_form_with(start());
    let gate = Gate::new();
    let held = if is_done { Fault::genuine().answer_held(&gate) } else { Fault::lost(Ending::Reset).held(&gate) };
    bench.fault("POST", CLIENTS, held.once(), 1);
    bench.click("Create client");
    if bench.is_on() {
        assert!(gate.wait_for_arrivals(1, PATIENCE));
    } else {
        bench.wait_for("the client", is_created);
    }
    // The worker waits for it as long as it does for any write, and gives up; the record has no end then.
    bench.restart(start());
    gate.open();
    bench.clock.advance(SignedDuration::from_mins(3));
}

fn clients(bench: &Bench) -> Option<usize> {
    bench.sandbox.clients(APP, "1.0").map(|clients| clients.len())
}

pub fn a_write_left_behind_and_done_is_found_at_the_next_start(bench: &mut Bench) {
    ended_in_mid_write(bench, true);
    assert_eq!(ends(bench).len(), usize::from(!bench.is_on()));
    bench.sign_in_again();
    bench.expect(&Message::toast("found in the list"), |desk| desk.has("4 clients") && desk.has("Refresh"));
    assert!(bench.has("4 clients") && (!bench.is_on() || bench.says("Created as ")), "{}", bench.tree());
    bench.wait_for("its end in the journal", |desk| matches!(ends(desk)[..], [Outcome::SettledAs { .. } | Outcome::Done { .. }]));
    assert_eq!(clients(bench), Some(4), "and it is there once");
    bench.requests(&[(SIGN_IN, 1), (CREATE, 1), (LIST, 2)], &[(SIGN_IN, 1), (CREATE, 1), (LIST, 1)]);
}

pub fn a_write_left_behind_and_not_done_is_looked_for_at_the_next_start(bench: &mut Bench) {
    ended_in_mid_write(bench, false);
    bench.sign_in_again();
    bench.expect(&Message::told_at_start(NOT_SEEN), |desk| desk.has("4 clients"));
    if bench.is_on() {
        assert_eq!(bench.value("Redirect address"), "https://kassa.example/oauth", "what was typed is back");
        assert!(TestDesk::is_on(bench, "store:read") && bench.is_enabled("Look again"), "{}", bench.tree());
        bench.wait_for("the look in the journal", |desk| matches!(ends(desk)[..], [Outcome::NotSeen]));
        assert_eq!(clients(bench), Some(3), "nothing is sent again");
    }
    bench.requests(&[(SIGN_IN, 1), (CREATE, 1), (LIST, 2)], &[(SIGN_IN, 1), (CREATE, 1), (LIST, 1)]);
}

/// A list that cannot be read proves nothing: the record stays open, and is looked at again when somebody asks to.
pub fn a_write_left_behind_whose_list_cannot_be_read_is_looked_for_again(bench: &mut Bench) {
    ended_in_mid_write(bench, true);
    bench.fault("GET", CLIENTS, Fault::answer(403), 2);
    bench.sign_in_again();
    bench.expect(&Message::told_at_start(UNREAD), |desk| desk.has("4 clients"));
    assert_eq!(ends(bench).len(), usize::from(!bench.is_on()));
    bench.requests(&[(SIGN_IN, 1), (CREATE, 1), (LIST, 2)], &[(SIGN_IN, 1), (CREATE, 1), (LIST, 1)]);
    bench.recovers(|bench| bench.click("Look again"), |desk: &TestDesk| desk.has("4 clients") && desk.says("Created as "));
    bench.begin();
    bench.requests(&[], &[]);
}
