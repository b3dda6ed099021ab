//! Windows: the Credential Manager. Written from the store crate's source; nothing here is compiled where we work.
//!
//! One generic credential an item, named `USERNAME.Tokendesk` (its list in the control panel shows that name); names differ by more
//! than case. It stays on this computer: the crate's default would let it roam with the profile.

use std::error::Error as StdError;
use std::sync::Arc;

use keyring_core::{CredentialStore, Error as StoreError};
use windows_native_keyring_store::Store;

use super::super::error::VaultErrorKind;
use super::super::item::{Item, SERVICE_ATTRIBUTE};
use super::super::keychain::{Dialect, search};

pub(super) const DIALECT: Dialect = Dialect { modifiers, usernames, kind };

pub(super) fn store() -> Result<Arc<CredentialStore>, StoreError> {
    Ok(Store::new()?)
}

fn modifiers(_: &Item) -> Vec<(&'static str, String)> {
    vec![("persistence", "Local".to_owned())]
}

/// A regular expression over the names.
fn usernames(store: &CredentialStore) -> Result<Vec<String>, StoreError> {
    search(store, ("pattern", &format!(r"\.{SERVICE_ATTRIBUTE}$")))
}

/// The crate keeps its error type to itself, and turns what matters into kinds of `keyring-core`: too long, and no storage access
/// for a session without credentials (a service, a network logon).
fn kind(_: &(dyn StdError + Send + Sync + 'static)) -> Option<VaultErrorKind> {
    None
}
