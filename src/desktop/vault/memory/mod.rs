//! A keychain in memory, to be handed in by tests: they can look into it, lock it, break it, and be the other program that writes.
//!
//! It is a store of `keyring-core` like the system's ones, so that everything above the store is the real thing.

mod store;

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::error::VaultErrorKind;
use super::item::{Item, SERVICE_ATTRIBUTE};
use super::keychain::{Keychains, StoreKeychain};

/// One keychain; clones are the same one, as two programs see it.
#[derive(Clone, Default)]
pub struct MemoryKeychain(Arc<Inner>);

#[derive(Default)]
struct Inner {
    contents: Mutex<Contents>,
    answered: Condvar,
}

#[derive(Default)]
struct Contents {
    items: Vec<Stored>,
    next_id: u64,
    calls: Calls,
    faults: Faults,
    is_missing: bool,
    is_locked: bool,
    /// How often an unlock prompt was dismissed: who waits since before the last time is refused.
    dismissals: u64,
    /// Calls that wait for the prompt now.
    waiting: usize,
    /// Moves with each restart: connections of before are worn out.
    epoch: u64,
}

#[derive(Clone)]
struct Stored {
    id: u64,
    service: String,
    username: String,
    label: String,
    content: Vec<u8>,
}

#[derive(Default)]
struct Faults {
    reads: Option<VaultErrorKind>,
    writes: Option<VaultErrorKind>,
    deletes: Option<VaultErrorKind>,
    longest: Option<u32>,
}

/// How often a keychain was asked for what. A call that waits for a prompt is counted when it comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Calls {
    /// Connections made: one a program, and one more after each that was stuck or worn out.
    pub connections: usize,
    /// Contents asked for.
    pub reads: usize,
    /// Contents brought.
    pub writes: usize,
    /// Items told to go.
    pub deletes: usize,
    /// Searches by attributes.
    pub searches: usize,
}

/// An item as it lies in the keychain.
#[derive(Clone, PartialEq, Eq)]
pub struct MemoryItem {
    /// What it is; none when its attribute is not one of ours.
    pub item: Option<Item>,
    /// What a person sees.
    pub label: String,
    /// What it holds.
    pub content: Vec<u8>,
}

impl MemoryKeychain {
    /// What is handed to [`super::Vault::new`].
    #[must_use]
    pub fn keychains(&self) -> Keychains {
        let keychain = self.clone();
        Arc::new(move || StoreKeychain::connect(keychain.connect(), store::DIALECT))
    }

    /// All items, in the order of their making.
    #[must_use]
    pub fn items(&self) -> Vec<MemoryItem> {
        let show = |stored: &Stored| MemoryItem {
            item: Item::of_username(&stored.username).filter(|_| stored.service == SERVICE_ATTRIBUTE),
            label: stored.label.clone(),
            content: stored.content.clone(),
        };
        self.lock_contents().items.iter().map(show).collect()
    }

    /// Another program puts an item there that matches: beside those that are there already, whatever its content.
    pub fn put_foreign(&self, item: &Item, content: &[u8]) {
        self.lock_contents().put(SERVICE_ATTRIBUTE, &item.username(), "put by another program", content);
    }

    /// Another program has an item under our name whose attribute is not one of ours.
    pub fn put_stranger(&self, username: &str) {
        self.lock_contents().put(SERVICE_ATTRIBUTE, username, "put by another program", b"");
    }

    /// Something has gone wrong on the disk: every item holds this now.
    pub fn damage(&self, content: &[u8]) {
        self.lock_contents().items.iter_mut().for_each(|stored| content.clone_into(&mut stored.content));
    }

    /// Locks it: from now on calls wait until [`MemoryKeychain::answer_prompt`], as at an unlock prompt.
    pub fn lock(&self) {
        self.lock_contents().is_locked = true;
    }

    /// The person answers the prompt: `true` unlocks it, `false` dismisses the prompts that are open, and the next call opens another.
    pub fn answer_prompt(&self, unlock: bool) {
        let mut contents = self.lock_contents();
        if unlock {
            contents.is_locked = false;
        } else {
            contents.dismissals += 1;
        }
        drop(contents);
        self.0.answered.notify_all();
    }

    /// How many calls wait at an unlock prompt.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.lock_contents().waiting
    }

    /// From now on reading fails like this; `None`: it works again.
    pub fn fail_reads(&self, kind: Option<VaultErrorKind>) {
        self.lock_contents().faults.reads = kind;
    }

    /// From now on writing fails like this, and nothing is written; `None`: it works again.
    pub fn fail_writes(&self, kind: Option<VaultErrorKind>) {
        self.lock_contents().faults.writes = kind;
    }

    /// From now on deleting fails like this, and nothing is deleted; `None`: it works again.
    pub fn fail_deletes(&self, kind: Option<VaultErrorKind>) {
        self.lock_contents().faults.deletes = kind;
    }

    /// The most bytes that an item holds (Windows: 2,560); `None`: any number.
    pub fn hold_at_most(&self, bytes: Option<u32>) {
        self.lock_contents().faults.longest = bytes;
    }

    /// Its program is restarted: connections of before do not work any more, new ones do. What it holds stays.
    pub fn restart(&self) {
        self.lock_contents().epoch += 1;
    }

    /// Whether there is none: connecting fails, and so does every call of an older connection.
    pub fn missing(&self, is_missing: bool) {
        self.lock_contents().is_missing = is_missing;
    }

    /// How often it was asked for what.
    #[must_use]
    pub fn calls(&self) -> Calls {
        self.lock_contents().calls
    }

    fn lock_contents(&self) -> MutexGuard<'_, Contents> {
        self.0.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Contents {
    fn put(&mut self, service: &str, username: &str, label: &str, content: &[u8]) {
        let id = self.next_id;
        self.next_id += 1;
        let (service, username) = (service.to_owned(), username.to_owned());
        self.items.push(Stored { id, service, username, label: label.to_owned(), content: content.to_owned() });
    }
}

/// There may be secrets in it.
impl fmt::Debug for MemoryKeychain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryKeychain").field("items", &self.lock_contents().items.len()).finish_non_exhaustive()
    }
}

/// Its content may be a secret.
impl fmt::Debug for MemoryItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryItem").field("item", &self.item).field("label", &self.label).finish_non_exhaustive()
    }
}
