//! macOS: the login keychain. Written from the store crate's source; nothing here is compiled where we work.
//!
//! One generic password an item: its service is shown as its name, so that all of them are called Tokendesk; whose it is stands
//! under "Account".

use std::error::Error as StdError;
use std::sync::Arc;

use apple_native_keyring_store::keychain::Store;
use keyring_core::{CredentialStore, Error as StoreError};
use security_framework::base::Error as KeychainError;

use super::super::error::VaultErrorKind;
use super::super::item::{Item, SERVICE_ATTRIBUTE};
use super::super::keychain::{Dialect, search};

pub(super) const DIALECT: Dialect = Dialect { modifiers, usernames, kind };

pub(super) fn store() -> Result<Arc<CredentialStore>, StoreError> {
    Ok(Store::new()?)
}

/// The store knows none that we need, and refuses others.
fn modifiers(_: &Item) -> Vec<(&'static str, String)> {
    Vec::new()
}

fn usernames(store: &CredentialStore) -> Result<Vec<String>, StoreError> {
    search(store, ("service", SERVICE_ATTRIBUTE))
}

/// Codes of `SecBase.h`.
fn kind(error: &(dyn StdError + Send + Sync + 'static)) -> Option<VaultErrorKind> {
    match error.downcast_ref::<KeychainError>()?.code() {
        // errSecUserCanceled, errSecAuthFailed ("Deny" at the question whether this program may see the item).
        -128 | -25293 => Some(VaultErrorKind::Dismissed),
        // errSecInteractionNotAllowed: locked, and nobody may be asked.
        -25308 => Some(VaultErrorKind::Locked),
        _ => None,
    }
}
