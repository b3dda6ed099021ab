//! What time it is, handed in from outside: deadlines are by the wall clock (an `Instant` stands still while the computer
//! sleeps), and tests move it as they like.

use std::sync::Arc;

use jiff::Timestamp;

/// A wall clock.
pub trait Clock: Send + Sync {
    /// The present moment. It may jump, in either direction: people set clocks, and computers wake up.
    fn now(&self) -> Timestamp;
}

/// The one clock that the whole program was set up with.
pub type SharedClock = Arc<dyn Clock>;
