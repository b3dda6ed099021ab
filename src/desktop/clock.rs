//! The system's clock: the only place of the program that reads it, so that tests can move time.
#![expect(clippy::disallowed_types, reason = "this is the one place that the ban points to")]

use std::time::Duration;

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

/// How long something is under way, for waits of seconds that no test moves: no deadline, for it stands still while the computer
/// sleeps.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// Starts one.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that the ban points to")]
    #[must_use]
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    /// How long it runs.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}
