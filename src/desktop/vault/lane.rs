//! The thread that carries out orders to the keychain, one after the other, with the connection that it holds.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio_util::sync::CancellationToken;

use super::error::{VaultError, VaultErrorKind};
use super::keychain::{Keychain, Keychains};
use crate::desktop::clock::Stopwatch;

/// What is done with the connection. It answers whoever waits for it by itself.
pub(super) type Order = Box<dyn FnOnce(&mut Connection) + Send>;

pub(super) struct Lane {
    orders: Sender<Order>,
    abandoned: CancellationToken,
    busy_since: Arc<Mutex<Option<Stopwatch>>>,
}

/// The connection, as far as there is one.
pub(super) struct Connection {
    keychains: Keychains,
    open: Option<Box<dyn Keychain>>,
    abandoned: CancellationToken,
}

impl Lane {
    /// `at_end` is dropped when the thread ends.
    pub(super) fn start(keychains: Keychains, abandoned: CancellationToken, at_end: impl Send + 'static) -> io::Result<Self> {
        let (orders, incoming) = channel::<Order>();
        let lane = Self { orders, abandoned: abandoned.clone(), busy_since: Arc::default() };
        let busy_since = Arc::clone(&lane.busy_since);
        let busy = move |since| *busy_since.lock().unwrap_or_else(PoisonError::into_inner) = since;
        thread::Builder::new().name("keychain".to_owned()).spawn(move || {
            let _at_end = at_end;
            let mut connection = Connection { keychains, open: None, abandoned };
            while let Ok(order) = incoming.recv() {
                // Who ordered it was told that it did not happen.
                if connection.is_given_up() {
                    break;
                }
                busy(Some(Stopwatch::start()));
                // A store that panics fails one order, and is not used again.
                if catch_unwind(AssertUnwindSafe(|| order(&mut connection))).is_err() {
                    connection.open = None;
                }
                busy(None);
            }
        })?;
        Ok(lane)
    }

    /// Puts an order in line.
    pub(super) fn send(&self, order: Order) {
        // The thread ends with this sender, or after it was given up. An order that is dropped tells so whoever waits for it.
        self.orders.send(order).ok();
    }

    /// Cancelled when nobody waits for this thread any longer.
    pub(super) const fn abandoned(&self) -> &CancellationToken {
        &self.abandoned
    }

    /// How long an order is under way.
    pub(super) fn busy_since(&self) -> Option<Stopwatch> {
        *self.busy_since.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connection {
    /// Makes a call. When it fails on a connection that has served before, as it does after the keychain's program was restarted, it
    /// is made once more on a new one; one that has failed is not used again.
    pub(super) fn ask<T>(&mut self, call: &impl Fn(&mut dyn Keychain) -> Result<T, VaultError>) -> Result<T, VaultError> {
        let may_be_worn_out = self.open.is_some();
        match self.ask_once(call) {
            Err(error) if may_be_worn_out && self.open.is_none() && !self.is_given_up() => {
                tracing::debug!(%error, "the connection to the keychain is replaced");
                self.ask_once(call)
            }
            answer => answer,
        }
    }

    /// Whether nobody waits for this thread any longer.
    pub(super) fn is_given_up(&self) -> bool {
        self.abandoned.is_cancelled()
    }

    fn ask_once<T>(&mut self, call: &impl Fn(&mut dyn Keychain) -> Result<T, VaultError>) -> Result<T, VaultError> {
        let mut keychain = match self.open.take() {
            Some(keychain) => keychain,
            None => (self.keychains)()?,
        };
        let answer = call(keychain.as_mut());
        let is_sound = match &answer {
            Ok(_) => true,
            // These were answered by a keychain that works.
            Err(error) => matches!(error.kind, VaultErrorKind::Locked | VaultErrorKind::Dismissed | VaultErrorKind::TooLong),
        };
        self.open = is_sound.then_some(keychain);
        answer
    }
}
