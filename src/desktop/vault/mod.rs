//! Keeps sign-ins in the operating system's keychain.
//!
//! A keychain may ask the person to unlock it and wait for ever, so nothing here waits for it: calls are orders to a thread of its
//! own, carried out in the order of the calls, and answered by futures that need no runtime. A stuck call is given up with its
//! thread and its connection ([`Vault::abandon`]); the next order starts a new pair. A worn-out connection (the keychain's program
//! was restarted) is replaced once, silently, and the call made again.

mod error;
mod item;
mod keychain;
mod lane;
mod memory;
mod system;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::clock::Stopwatch;
use crate::model::secret::Secret;

pub use error::{VaultError, VaultErrorKind};
pub use item::{Item, ItemKind, SERVICE_ATTRIBUTE};
pub use keychain::{Keychain, Keychains};
pub use memory::{Calls, MemoryItem, MemoryKeychain};
pub use system::system_keychain;

use lane::{Lane, Order};

/// The keychain, as the program uses it. Clones are the same one. No call waits for anything, and no thread is started before the
/// first order.
#[derive(Clone)]
pub struct Vault(Arc<Inner>);

struct Inner {
    keychains: Keychains,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    lane: Option<Lane>,
    /// How many threads were given up and have not come back.
    stuck: usize,
    /// What was ordered last for an item while threads are stuck: a stuck write that gets through after all must not have the last
    /// word.
    last_words: HashMap<Item, Change>,
}

/// What becomes of an item.
#[derive(Clone)]
enum Change {
    Keep(Secret),
    Remove,
}

impl Vault {
    /// Over the keychains that `keychains` connects to: [`system_keychain`], or a [`MemoryKeychain`]'s.
    #[must_use]
    pub fn new(keychains: Keychains) -> Self {
        Self(Arc::new(Inner { keychains, state: Mutex::default() }))
    }

    /// The contents of every item that matches, as they lie there: there may be several, and foreign ones among them. What is not
    /// text is left out. When the answer is not waited for any more before its turn has come, nothing is read.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn read(&self, item: &Item) -> impl Future<Output = Result<Vec<Secret>, VaultError>> + Send + use<> {
        let item = item.clone();
        self.ask(move |keychain| keychain.read(&item))
    }

    /// Keeps a secret; afterwards just one item matches. It is done also when the answer is not waited for.
    ///
    /// # Errors
    /// It is not kept. After [`VaultErrorKind::Stuck`] it may still be, when the prompt that it waits for is answered late, unless
    /// something else is ordered for this item by then.
    pub fn write(&self, item: &Item, secret: Secret) -> impl Future<Output = Result<(), VaultError>> + Send + use<> {
        self.change(item.clone(), Change::Keep(secret))
    }

    /// Removes every item that matches; it is fine when there is none. It is done also when the answer is not waited for.
    ///
    /// # Errors
    /// At least one may still be there.
    pub fn delete(&self, item: &Item) -> impl Future<Output = Result<(), VaultError>> + Send + use<> {
        self.change(item.clone(), Change::Remove)
    }

    /// The sign-ins that are kept for a cloud, in order. A locked Secret Service asks to be unlocked first: attributes are no secret,
    /// but GNOME's keyring tells them only hashed until then.
    ///
    /// # Errors
    /// They cannot be looked for.
    pub fn sign_ins(&self, cloud_key: &str) -> impl Future<Output = Result<Vec<Item>, VaultError>> + Send + use<> {
        let cloud_key = cloud_key.to_owned();
        self.ask(move |keychain| keychain.sign_ins(&cloud_key))
    }

    /// Gives up a stuck call with its thread and its connection. Every order that waits ends with [`VaultErrorKind::Stuck`] and is
    /// not carried out any more; the next one starts anew, on a thread of its own.
    pub fn abandon(&self) {
        let mut state = self.state();
        if let Some(lane) = state.lane.take() {
            state.stuck += 1;
            lane.abandoned().cancel();
        }
    }

    /// How long an order is under way, if one is: after a second or so, probably an unlock prompt is open.
    #[must_use]
    pub fn waits(&self) -> Option<Stopwatch> {
        self.state().lane.as_ref().and_then(Lane::busy_since)
    }

    fn ask<T, C>(&self, call: C) -> impl Future<Output = Result<T, VaultError>> + Send + use<T, C>
    where
        T: Send + 'static,
        C: Fn(&mut dyn Keychain) -> Result<T, VaultError> + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        let order: Order = Box::new(move |connection| {
            if !tell.is_closed() {
                tell.send(connection.ask(&call)).ok();
            }
        });
        answer(told, self.0.send(order, None))
    }

    fn change(&self, item: Item, change: Change) -> impl Future<Output = Result<(), VaultError>> + Send + use<> {
        let (tell, told) = oneshot::channel();
        let inner = Arc::downgrade(&self.0);
        let last_word = (item.clone(), change.clone());
        let order: Order = Box::new(move |connection| {
            let changed = match &change {
                Change::Keep(secret) => connection.ask(&|keychain| keychain.write(&item, secret)),
                Change::Remove => connection.ask(&|keychain| keychain.delete(&item)),
            };
            if connection.is_given_up()
                && let Some(inner) = inner.upgrade()
            {
                Self(inner).repeat_last_word(&item);
            }
            tell.send(changed).ok();
        });
        answer(told, self.0.send(order, Some(last_word)))
    }

    /// A change that was given up has happened after all: what was ordered since is done again.
    fn repeat_last_word(&self, item: &Item) {
        let last_word = self.state().last_words.get(item).cloned();
        if let Some(change) = last_word {
            drop(self.change(item.clone(), change));
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state()
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts an order in line, on a new thread if there is none; returns what is cancelled when its answer is given up.
    fn send(self: &Arc<Self>, order: Order, change: Option<(Item, Change)>) -> Result<CancellationToken, VaultError> {
        let mut state = self.state();
        if state.stuck > 0 {
            state.last_words.extend(change);
        }
        if let Some(lane) = &state.lane {
            lane.send(order);
            return Ok(lane.abandoned().clone());
        }
        let abandoned = CancellationToken::new();
        let at_end = LaneEnd { inner: Arc::downgrade(self), abandoned: abandoned.clone() };
        let lane = Lane::start(Arc::clone(&self.keychains), abandoned.clone(), at_end)
            .map_err(|error| VaultError::new(VaultErrorKind::Failed, &error.to_string()))?;
        lane.send(order);
        state.lane = Some(lane);
        Ok(abandoned)
    }
}

/// Dropped by a lane's thread as its last act.
struct LaneEnd {
    inner: Weak<Inner>,
    abandoned: CancellationToken,
}

impl Drop for LaneEnd {
    fn drop(&mut self) {
        if let Some(inner) = self.inner.upgrade()
            && self.abandoned.is_cancelled()
        {
            let mut state = inner.state();
            state.stuck = state.stuck.saturating_sub(1);
            if state.stuck == 0 {
                state.last_words.clear();
            }
        }
    }
}

async fn answer<T>(told: oneshot::Receiver<Result<T, VaultError>>, sent: Result<CancellationToken, VaultError>) -> Result<T, VaultError> {
    let abandoned = sent?;
    let stuck = || Err(VaultError::new(VaultErrorKind::Stuck, ""));
    tokio::select! {
        biased;
        told = told => match told {
            Ok(answer) => answer,
            // Taken out of the line.
            Err(_) if abandoned.is_cancelled() => stuck(),
            Err(_) => Err(VaultError::new(VaultErrorKind::Failed, "it broke down")),
        },
        () = abandoned.cancelled() => stuck(),
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("waits", &self.waits()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
