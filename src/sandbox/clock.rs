//! The sandbox's time: the caller's clock plus what a test has moved it by, so that twelve hours pass in a line.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// Where the time comes from. The sandbox never asks the system itself, so that program and sandbox share one clock.
#[derive(Clone)]
pub struct Now(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Now {
    /// A clock that asks `now` each time.
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }
}

impl fmt::Debug for Now {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Now").field(&(self.0)()).finish()
    }
}

/// The caller's clock, moved.
pub(super) struct SandboxClock {
    source: Now,
    moved: Mutex<SignedDuration>,
}

impl SandboxClock {
    pub(super) fn new(source: Now) -> Self {
        Self { source, moved: Mutex::new(SignedDuration::ZERO) }
    }

    pub(super) fn now(&self) -> Timestamp {
        let moved = *self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        later((self.source.0)(), moved)
    }

    pub(super) fn advance(&self, by: SignedDuration) {
        let mut moved = self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        *moved = moved.saturating_add(by);
    }
}

/// `from` plus `by`; a sum beyond the calendar stays at its end.
pub(super) fn later(from: Timestamp, by: SignedDuration) -> Timestamp {
    from.saturating_add(by).unwrap_or(Timestamp::MAX)
}
