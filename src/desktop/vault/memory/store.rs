//! The keychain in memory as a store of `keyring-core`, as faithful to the Secret Service's store as its callers can tell.

use std::any::Any;
use std::collections::HashMap;
use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, MutexGuard, PoisonError};

use keyring_core::api::{CredentialApi, CredentialStoreApi};
use keyring_core::{Credential, CredentialStore, Entry, Error, Result};
use thiserror::Error;

use super::{Calls, Contents, MemoryKeychain, Stored};
use crate::desktop::vault::error::VaultErrorKind;
use crate::desktop::vault::item::{Item, SERVICE_ATTRIBUTE};
use crate::desktop::vault::keychain::{Dialect, search};

pub(super) const DIALECT: Dialect = Dialect {
    modifiers: |item: &Item| vec![("label", item.label())],
    usernames: |store| search(store, ("service", SERVICE_ATTRIBUTE)),
    kind: |error: &(dyn StdError + Send + Sync + 'static)| error.downcast_ref().map(|Made(kind)| *kind),
};

/// An error that a test has ordered.
#[derive(Debug, Error)]
#[error("made by a test")]
struct Made(VaultErrorKind);

fn made(kind: VaultErrorKind) -> Error {
    Error::PlatformFailure(Box::new(Made(kind)))
}

/// A connection.
#[derive(Clone)]
struct Handle {
    keychain: MemoryKeychain,
    epoch: u64,
}

/// An item that is named (and may not be there), or one that was found.
struct Named {
    handle: Handle,
    service: String,
    username: String,
    label: String,
}

struct Found {
    handle: Handle,
    id: u64,
    specifiers: (String, String),
}

impl MemoryKeychain {
    pub(super) fn connect(&self) -> Result<Arc<CredentialStore>> {
        let mut contents = self.lock_contents();
        contents.calls.connections += 1;
        if contents.is_missing {
            return Err(made(VaultErrorKind::NoService));
        }
        let epoch = contents.epoch;
        Ok(Arc::new(Handle { keychain: self.clone(), epoch }))
    }
}

impl Handle {
    /// Begins a call: counts it, and waits at the prompt while the keychain is locked.
    fn enter(&self, count: impl FnOnce(&mut Calls)) -> Result<MutexGuard<'_, Contents>> {
        let mut contents = self.keychain.lock_contents();
        count(&mut contents.calls);
        let dismissals = contents.dismissals;
        contents.waiting += 1;
        let answered = &self.keychain.0.answered;
        let mut contents = answered
            .wait_while(contents, |contents| contents.is_locked && contents.dismissals == dismissals)
            .unwrap_or_else(PoisonError::into_inner);
        contents.waiting -= 1;
        if contents.is_locked {
            return Err(made(VaultErrorKind::Dismissed));
        }
        if contents.is_missing || contents.epoch != self.epoch {
            return Err(made(VaultErrorKind::Failed));
        }
        Ok(contents)
    }

    fn found(&self, stored: &Stored) -> Entry {
        let specifiers = (stored.service.clone(), stored.username.clone());
        Entry::new_with_credential(Arc::new(Found { handle: self.clone(), id: stored.id, specifiers }))
    }
}

impl Contents {
    fn fails(fault: Option<VaultErrorKind>) -> Result<()> {
        fault.map_or(Ok(()), |kind| Err(made(kind)))
    }

    fn may_write(&self, secret: &[u8]) -> Result<()> {
        if let Some(longest) = self.faults.longest
            && secret.len() as u64 > u64::from(longest)
        {
            return Err(Error::TooLong("secret".to_owned(), longest));
        }
        Self::fails(self.faults.writes)
    }

    fn by_id(&mut self, id: u64) -> Result<&mut Stored> {
        self.items.iter_mut().find(|stored| stored.id == id).ok_or(Error::NoEntry)
    }
}

impl CredentialStoreApi for Handle {
    fn vendor(&self) -> String {
        "memory".to_owned()
    }

    fn id(&self) -> String {
        "memory".to_owned()
    }

    fn build(&self, service: &str, user: &str, modifiers: Option<&HashMap<&str, &str>>) -> Result<Entry> {
        let label = modifiers.and_then(|modifiers| modifiers.get("label")).copied().unwrap_or_default();
        let (service, username, label) = (service.to_owned(), user.to_owned(), label.to_owned());
        Ok(Entry::new_with_credential(Arc::new(Named { handle: self.clone(), service, username, label })))
    }

    fn search(&self, spec: &HashMap<&str, &str>) -> Result<Vec<Entry>> {
        let contents = self.enter(|calls| calls.searches += 1)?;
        Contents::fails(contents.faults.reads)?;
        let service = spec.get("service").copied();
        Ok(contents.items.iter().filter(|stored| service == Some(&stored.service)).map(|stored| self.found(stored)).collect())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn debug_fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("memory")
    }
}

impl Named {
    /// The one item that matches.
    fn only(&self, contents: &Contents) -> Result<u64> {
        let is_it = |stored: &&Stored| stored.service == self.service && stored.username == self.username;
        let matching: Vec<&Stored> = contents.items.iter().filter(is_it).collect();
        match matching.as_slice() {
            [] => Err(Error::NoEntry),
            [one] => Ok(one.id),
            several => Err(Error::Ambiguous(several.iter().map(|stored| self.handle.found(stored)).collect())),
        }
    }
}

impl CredentialApi for Named {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        let mut contents = self.handle.enter(|calls| calls.writes += 1)?;
        contents.may_write(secret)?;
        match self.only(&contents) {
            Ok(id) => secret.clone_into(&mut contents.by_id(id)?.content),
            Err(Error::NoEntry) => contents.put(&self.service, &self.username, &self.label, secret),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        let mut contents = self.handle.enter(|calls| calls.reads += 1)?;
        Contents::fails(contents.faults.reads)?;
        let id = self.only(&contents)?;
        Ok(contents.by_id(id)?.content.clone())
    }

    fn delete_credential(&self) -> Result<()> {
        let mut contents = self.handle.enter(|calls| calls.deletes += 1)?;
        Contents::fails(contents.faults.deletes)?;
        let id = self.only(&contents)?;
        contents.items.retain(|stored| stored.id != id);
        Ok(())
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        Ok(None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        Some((self.service.clone(), self.username.clone()))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn debug_fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.username)
    }
}

impl CredentialApi for Found {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        let mut contents = self.handle.enter(|calls| calls.writes += 1)?;
        contents.may_write(secret)?;
        secret.clone_into(&mut contents.by_id(self.id)?.content);
        Ok(())
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        let mut contents = self.handle.enter(|calls| calls.reads += 1)?;
        Contents::fails(contents.faults.reads)?;
        Ok(contents.by_id(self.id)?.content.clone())
    }

    fn delete_credential(&self) -> Result<()> {
        let mut contents = self.handle.enter(|calls| calls.deletes += 1)?;
        Contents::fails(contents.faults.deletes)?;
        contents.by_id(self.id)?;
        contents.items.retain(|stored| stored.id != self.id);
        Ok(())
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        Ok(None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        Some(self.specifiers.clone())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn debug_fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "item {}", self.id)
    }
}
