//! The system's clock: the only place of the program that reads it, so that tests can move time.

use jiff::Timestamp;

use crate::model::clock::Clock;

/// The wall clock of this computer. People set it and suspend jumps over it; both are the truth for a deadline.
#[derive(Clone, Copy, Default, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that the ban points to")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
