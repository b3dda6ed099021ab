//! A gate in a request's way: a test sees that the request has arrived, does what it wants in the meantime, and opens.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

/// Holds the requests of a [`Fault`](super::Fault) until it is opened; after that nothing is held. Clones are one gate.
#[derive(Clone)]
pub struct Gate(Arc<Shared>);

struct Shared {
    is_open: watch::Sender<bool>,
    arrivals: Mutex<usize>,
    arrived: Condvar,
}

impl Gate {
    /// A closed gate.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Shared { is_open: watch::Sender::new(false), arrivals: Mutex::new(0), arrived: Condvar::new() }))
    }

    /// Lets through what waits and what comes later.
    pub fn open(&self) {
        self.0.is_open.send_replace(true);
    }

    /// How many requests have come to it so far.
    #[must_use]
    pub fn arrivals(&self) -> usize {
        *self.0.arrivals.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Blocks until `count` requests have come, at most `patience`. Whether they did.
    #[must_use]
    pub fn wait_for_arrivals(&self, count: usize, patience: Duration) -> bool {
        let arrivals = self.0.arrivals.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.0.arrived.wait_timeout_while(arrivals, patience, |arrivals| *arrivals < count);
        *waited.unwrap_or_else(PoisonError::into_inner).0 >= count
    }

    pub(super) async fn pass(&self) {
        *self.0.arrivals.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.arrived.notify_all();
        // An error means that the sender is gone, and it lives in the gate that we hold.
        let _ = self.0.is_open.subscribe().wait_for(|is_open| *is_open).await;
    }
}

impl Default for Gate {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").field("is_open", &*self.0.is_open.borrow()).field("arrivals", &self.arrivals()).finish()
    }
}
