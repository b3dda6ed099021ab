//! What a keychain can do for us, over any store of `keyring-core`: how several items that match are read, replaced and removed,
//! and what a store's errors mean.

use std::collections::{BTreeSet, HashMap};
use std::error::Error as StdError;
use std::sync::Arc;

use keyring_core::{CredentialStore, Entry, Error as StoreError};
use zeroize::Zeroize as _;

use super::error::{VaultError, VaultErrorKind};
use super::item::{Item, ItemKind, SERVICE_ATTRIBUTE};
use crate::model::secret::Secret;

/// A connection to a keychain. It lives on one thread, and its calls may block for ever.
pub trait Keychain {
    /// The contents of every item that matches. What is not text is left out: it is not ours.
    ///
    /// # Errors
    /// They cannot be read.
    fn read(&mut self, item: &Item) -> Result<Vec<Secret>, VaultError>;

    /// Keeps it, in the one item that matches afterwards.
    ///
    /// # Errors
    /// It is not kept.
    fn write(&mut self, item: &Item, secret: &Secret) -> Result<(), VaultError>;

    /// Removes every item that matches; it is fine when there is none.
    ///
    /// # Errors
    /// At least one is still there.
    fn delete(&mut self, item: &Item) -> Result<(), VaultError>;

    /// The sign-ins that are kept for a cloud, in order.
    ///
    /// # Errors
    /// They cannot be looked for.
    fn sign_ins(&mut self, cloud_key: &str) -> Result<Vec<Item>, VaultError>;
}

/// Makes connections: called on the thread that the connection will live on, and again after one was stuck or worn out.
pub type Keychains = Arc<dyn Fn() -> Result<Box<dyn Keychain>, VaultError> + Send + Sync>;

/// What is particular to one kind of store.
#[derive(Clone, Copy)]
pub(super) struct Dialect {
    /// What a new item is given besides service and user. A store refuses what it does not know.
    pub(super) modifiers: fn(&Item) -> Vec<(&'static str, String)>,
    /// The attributes `username` of all our items.
    pub(super) usernames: fn(&CredentialStore) -> Result<Vec<String>, StoreError>,
    /// What an error of the system means, where it is known.
    pub(super) kind: fn(&(dyn StdError + Send + Sync + 'static)) -> Option<VaultErrorKind>,
}

/// A store of `keyring-core`. We hold it ourselves: the crate's default store is one for the whole process, and `keyring`'s own
/// caches a failed start.
pub(super) struct StoreKeychain {
    store: Arc<CredentialStore>,
    dialect: Dialect,
}

impl StoreKeychain {
    pub(super) fn connect(store: Result<Arc<CredentialStore>, StoreError>, dialect: Dialect) -> Result<Box<dyn Keychain>, VaultError> {
        match store {
            Ok(store) => Ok(Box::new(Self { store, dialect })),
            Err(error) => {
                let error = dialect.decode(error);
                // Whatever keeps us from connecting, there is nothing to talk to.
                Err(VaultError { kind: VaultErrorKind::NoService, ..error })
            }
        }
    }

    fn entry(&self, item: &Item) -> Result<Entry, StoreError> {
        let modifiers = (self.dialect.modifiers)(item);
        let modifiers: HashMap<&str, &str> = modifiers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.store.build(SERVICE_ATTRIBUTE, &item.username(), Some(&modifiers))
    }

    fn read_all(&self, item: &Item) -> Result<Vec<Secret>, StoreError> {
        let contents = match self.entry(item)?.get_secret() {
            Ok(content) => vec![content],
            Err(StoreError::NoEntry) => Vec::new(),
            Err(StoreError::Ambiguous(matching)) => {
                tracing::warn!(items = matching.len(), "several items of the keychain match");
                // One that has gone since is no failure.
                let read = matching.iter().map(Entry::get_secret).filter(|read| !matches!(read, Err(StoreError::NoEntry)));
                read.collect::<Result<_, _>>()?
            }
            Err(error) => return Err(error),
        };
        Ok(contents.into_iter().filter_map(as_text).collect())
    }

    fn write_one(&self, item: &Item, secret: &Secret) -> Result<(), StoreError> {
        let content = secret.expose().as_bytes();
        let matching = match self.entry(item)?.set_secret(content) {
            Err(StoreError::Ambiguous(matching)) => matching,
            other => return other,
        };
        let Some((first, others)) = matching.split_first() else {
            return Err(StoreError::NoEntry);
        };
        first.set_secret(content)?;
        for other in others {
            // The new tokens are kept; what cannot be removed is older, and a reader takes the newest.
            if let Err(error) = gone(other.delete_credential()) {
                tracing::warn!(error = %self.dialect.decode(error), "a second item of the keychain cannot be removed");
            }
        }
        Ok(())
    }

    fn delete_all(&self, item: &Item) -> Result<(), StoreError> {
        match gone(self.entry(item)?.delete_credential()) {
            Err(StoreError::Ambiguous(matching)) => {
                // All are tried, so that as little as possible is left.
                let tried: Vec<_> = matching.iter().map(|entry| gone(entry.delete_credential())).collect();
                tried.into_iter().collect()
            }
            other => other,
        }
    }

    fn find_sign_ins(&self, cloud_key: &str) -> Result<Vec<Item>, StoreError> {
        let usernames = (self.dialect.usernames)(&*self.store)?;
        let items: BTreeSet<Item> = usernames.iter().filter_map(|username| Item::of_username(username)).collect();
        Ok(items.into_iter().filter(|item| item.kind() == ItemKind::SignIn && item.cloud() == cloud_key).collect())
    }
}

impl Keychain for StoreKeychain {
    fn read(&mut self, item: &Item) -> Result<Vec<Secret>, VaultError> {
        self.read_all(item).map_err(|error| self.dialect.decode(error))
    }

    fn write(&mut self, item: &Item, secret: &Secret) -> Result<(), VaultError> {
        self.write_one(item, secret).map_err(|error| self.dialect.decode(error))
    }

    fn delete(&mut self, item: &Item) -> Result<(), VaultError> {
        self.delete_all(item).map_err(|error| self.dialect.decode(error))
    }

    fn sign_ins(&mut self, cloud_key: &str) -> Result<Vec<Item>, VaultError> {
        self.find_sign_ins(cloud_key).map_err(|error| self.dialect.decode(error))
    }
}

impl Dialect {
    /// Only words that cannot hold a content are taken over: some errors of `keyring-core` carry what was read.
    fn decode(&self, error: StoreError) -> VaultError {
        let of = |error: &(dyn StdError + Send + Sync + 'static), otherwise| {
            VaultError::new((self.kind)(error).unwrap_or(otherwise), &error.to_string())
        };
        match error {
            StoreError::PlatformFailure(error) => of(&*error, VaultErrorKind::Failed),
            StoreError::NoStorageAccess(error) => of(&*error, VaultErrorKind::NoService),
            StoreError::TooLong(what, limit) => VaultError::new(VaultErrorKind::TooLong, &format!("{what}: at most {limit}")),
            StoreError::Invalid(what, reason) => VaultError::new(VaultErrorKind::Failed, &format!("{what}: {reason}")),
            StoreError::NoEntry => VaultError::new(VaultErrorKind::Failed, "the item has gone"),
            StoreError::BadEncoding(mut content) | StoreError::BadDataFormat(mut content, _) => {
                content.zeroize();
                VaultError::new(VaultErrorKind::Failed, "the item cannot be read")
            }
            _ => VaultError::new(VaultErrorKind::Failed, "the keychain's answer is not understood"),
        }
    }
}

/// The attributes `username` of what a store's own search finds, for a [`Dialect`].
pub(super) fn search(store: &CredentialStore, by: (&str, &str)) -> Result<Vec<String>, StoreError> {
    let found = store.search(&HashMap::from([by]))?;
    let ours = found.iter().filter_map(Entry::get_specifiers).filter(|(service, _)| service == SERVICE_ATTRIBUTE);
    Ok(ours.map(|(_, username)| username).collect())
}

fn gone(deleted: Result<(), StoreError>) -> Result<(), StoreError> {
    match deleted {
        Err(StoreError::NoEntry) => Ok(()),
        other => other,
    }
}

fn as_text(content: Vec<u8>) -> Option<Secret> {
    match String::from_utf8(content) {
        Ok(text) => Some(Secret::from(text)),
        Err(error) => {
            let mut content = error.into_bytes();
            tracing::warn!(bytes = content.len(), "an item of the keychain is not text, and is left out");
            content.zeroize();
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIALECT: Dialect = Dialect {
        modifiers: |_| Vec::new(),
        usernames: |_| Ok(Vec::new()),
        kind: |error| (error.to_string() == "locked").then_some(VaultErrorKind::Locked),
    };

    #[test]
    fn errors_become_kinds_and_hold_the_systems_words_only() {
        let decoded = |error| {
            let VaultError { kind, words, .. } = DIALECT.decode(error);
            (kind, words)
        };
        let cases = [
            (StoreError::PlatformFailure("locked".into()), VaultErrorKind::Locked, "locked"),
            (StoreError::NoStorageAccess("locked".into()), VaultErrorKind::Locked, "locked"),
            (StoreError::PlatformFailure("odd".into()), VaultErrorKind::Failed, "odd"),
            (StoreError::NoStorageAccess("odd".into()), VaultErrorKind::NoService, "odd"),
            (StoreError::TooLong("secret".to_owned(), 2560), VaultErrorKind::TooLong, "secret: at most 2560"),
            (StoreError::Invalid("label".to_owned(), "is empty".to_owned()), VaultErrorKind::Failed, "label: is empty"),
            (StoreError::NoEntry, VaultErrorKind::Failed, "the item has gone"),
            (StoreError::NoDefaultStore, VaultErrorKind::Failed, "the keychain's answer is not understood"),
        ];
        for (error, kind, words) in cases {
            let name = format!("{error:?}");
            assert_eq!(decoded(error), (kind, words.to_owned()), "{name}");
        }
    }

    #[test]
    fn an_error_that_carries_a_content_says_nothing_of_it() {
        let contents = [
            StoreError::BadEncoding(b"MARKER".to_vec()),
            StoreError::BadDataFormat(b"MARKER".to_vec(), "MARKER".into()),
            StoreError::BadStoreFormat("MARKER".to_owned()),
            StoreError::NotSupportedByStore("MARKER".to_owned()),
            StoreError::Ambiguous(Vec::new()),
        ];
        for error in contents {
            let error = DIALECT.decode(error);
            assert!(!format!("{error} {error:?}").contains("MARKER"), "{error:?}");
        }
    }
}
