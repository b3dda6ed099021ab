//! Real time, for what a clock that stands cannot tell: how long a frame or a step of the hand takes.
#![expect(clippy::disallowed_types, clippy::disallowed_methods, reason = "a frame takes real time; deadlines go by the test's own clock")]

use std::time::{Duration, Instant};

/// A stopwatch that runs.
#[derive(Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts one.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// How long it runs.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}
