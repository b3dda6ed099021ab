//! The program breaks in the middle of its work, with secrets all about: in jobs, and in the window itself.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::SignedDuration;
use tokendesk::sandbox::Fault;

use super::{CALL, Work};
use crate::harness::Broken;

/// Every job that asks for the time panics, and then the window goes on. Leaves the list in view.
pub fn in_jobs(work: &mut Work) {
    work.desk.clock.advance(SignedDuration::from_mins(5));
    for (kind, fault) in [("a good answer", Fault::genuine()), ("a refusal", Fault::answer(403))] {
        let fault = work.desk.sandbox.fault("GET", CALL, fault);
        work.desk.clock.break_for(Broken::Jobs);
        work.seen.now(&format!("a job panics, {kind}"));
        work.desk.click("Refresh");
        work.desk.wait_for("the loss", |desk| desk.says("the program made a mistake"));
        work.desk.clock.break_for(Broken::Nothing);
        fault.lift();
        work.copy_details();
        work.now("after a panic");
    }
    work.desk.click("Refresh");
    work.desk.wait_for("the list", |desk| desk.has("5 clients") && desk.has("Refresh") && !desk.has("Retry"));
}

/// The window panics while a form with a token is filled; there is nothing after that.
pub fn in_the_window(mut work: Work) {
    work.now("before the window panics");
    work.desk.clock.break_for(Broken::Window);
    let broken = catch_unwind(AssertUnwindSafe(|| work.desk.harness.run_steps(3)));
    assert!(broken.is_err(), "the window asks for the time");
    work.desk.clock.break_for(Broken::Nothing);
    work.seen.now("after the window has panicked");
    work.seen.ask(&work.desk);
    work.seen.files(&work.home);
}
