//! Copies texts for the person, and takes secrets back out of the clipboard.
//!
//! A clipboard belongs to everybody and may be slow, stuck or missing, so nothing here waits for it: calls are orders to a thread
//! of its own, and what became of them is told in [`ClipboardEvent`]s. A copied secret is kept out of the system's clipboard
//! histories, counted down, and cleared at its time, at sign-out and at exit, but only if the clipboard still holds it: what
//! another program copied in between is never destroyed.

mod backend;
mod keeper;
mod lane;
mod memory;
mod system;

use std::fmt;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::model::clock::SharedClock;
use crate::model::secret::Secret;

pub use backend::{Backend, Backends, ClipboardProblem};
pub use memory::MemoryClipboard;
pub use system::system_clipboard;

use keeper::{Keeper, Order, Shared};

/// The clipboard, as the program uses it. No call waits for anything; dropping it waits up to a second, to clear a secret.
pub struct Clipboard {
    /// `None` only inside `drop`.
    orders: Option<Sender<Order>>,
    shared: Arc<Shared>,
    /// Ends with the thread. In a mutex only to be shared between threads.
    ended: Mutex<Receiver<()>>,
    exit_patience: Duration,
}

/// A secret of ours that is in the clipboard, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// What it is, as the caller named it.
    pub label: String,
    /// When it will be cleared; never by itself, when there is none.
    pub until: Option<Timestamp>,
    /// How long it was to stay in all.
    pub keep: Option<Duration>,
}

/// What became of an order. Each carries the label that the caller gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClipboardEvent {
    /// The text is in the clipboard. Before this nobody should say "copied".
    Copied {
        /// What.
        label: String,
    },
    /// The secret was taken out.
    Cleared {
        /// What.
        label: String,
    },
    /// Its time is over, but another program has put something else there since: that was left alone.
    LeftAlone {
        /// What was ours.
        label: String,
    },
    /// The text is not in the clipboard.
    NotCopied {
        /// What.
        label: String,
        /// Why.
        problem: ClipboardProblem,
    },
    /// The secret may still be in the clipboard: it could not be cleared, and is not tried again.
    NotCleared {
        /// What.
        label: String,
        /// Why.
        problem: ClipboardProblem,
    },
}

impl Holding {
    /// Whole seconds until it is cleared, rounded up.
    #[must_use]
    pub fn seconds_left(&self, now: Timestamp) -> Option<u64> {
        let left = self.until?.duration_since(now).max(SignedDuration::ZERO);
        Some(left.as_secs().unsigned_abs() + u64::from(left.subsec_nanos() > 0))
    }

    /// After this time [`Self::seconds_left`] is another number; `None` when it will not change any more.
    #[must_use]
    pub fn counts_on_in(&self, now: Timestamp) -> Option<Duration> {
        let left = self.until?.duration_since(now);
        let part = u64::from(left.subsec_nanos().unsigned_abs());
        left.is_positive().then(|| if part > 0 { Duration::from_nanos(part) } else { Duration::from_secs(1) })
    }
}

impl Clipboard {
    /// Starts the thread. `on_event` is called from it, with no lock held, and must not block.
    pub fn new(backends: Backends, clock: SharedClock, on_event: impl Fn(ClipboardEvent) + Send + Sync + 'static) -> Self {
        Self::with_timing(backends, clock, on_event, keeper::Timing::default())
    }

    fn with_timing(
        backends: Backends,
        clock: SharedClock,
        on_event: impl Fn(ClipboardEvent) + Send + Sync + 'static,
        timing: keeper::Timing,
    ) -> Self {
        let shared = Arc::new(Shared::new(clock, on_event));
        let (orders, incoming) = channel();
        // Never sent to: its end is the thread's end.
        let (alive, ended) = channel();
        Keeper::start(incoming, backends, Arc::clone(&shared), timing, alive);
        Self { orders: Some(orders), shared, ended: Mutex::new(ended), exit_patience: timing.exit }
    }

    /// Copies a text that is no secret. It stays until something else is copied.
    pub fn copy(&self, label: &str, text: &str) {
        self.order(Order::Copy { label: label.to_owned(), text: text.to_owned() });
    }

    /// Copies a secret, kept out of histories, to be cleared after `keep` (`None`: only at sign-out and at exit).
    pub fn copy_secret(&self, label: &str, secret: &Secret, keep: Option<Duration>) {
        self.order(Order::CopySecret { label: label.to_owned(), secret: secret.clone(), keep });
    }

    /// Clears a secret now, if one of ours is still there: at sign-out, or because the person asks for it.
    pub fn clear_secret(&self) {
        self.order(Order::ClearSecret);
    }

    /// The secret that is in the clipboard, for the countdown. Known without asking the system.
    #[must_use]
    pub fn holding(&self) -> Option<Holding> {
        self.shared.holding()
    }

    fn order(&self, order: Order) {
        let refused = match &self.orders {
            Some(orders) => orders.send(order).err().map(|refused| refused.0),
            None => Some(order),
        };
        if let Some(Order::Copy { label, .. } | Order::CopySecret { label, .. }) = refused {
            self.shared.tell(ClipboardEvent::NotCopied { label, problem: ClipboardProblem::Failed("its thread has ended".to_owned()) });
        }
    }
}

impl Drop for Clipboard {
    fn drop(&mut self) {
        drop(self.orders.take());
        let ended = self.ended.get_mut().unwrap_or_else(PoisonError::into_inner);
        if ended.recv_timeout(self.exit_patience) == Err(RecvTimeoutError::Timeout) {
            tracing::warn!("the program ends while the clipboard does not answer");
        }
    }
}

impl fmt::Debug for Clipboard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clipboard").field("holding", &self.holding()).finish()
    }
}

#[cfg(test)]
mod tests;
