//! Linux: the Secret Service over D-Bus (GNOME's keyring, KDE's wallet, `KeePassXC`).
//!
//! An item has the attributes `service` = `Tokendesk` and `username` = [`Item::username`] (the store crate's names), is found
//! by them also when it has more, and lies in the default keyring: `secret-tool search --all service Tokendesk` shows all of them.
//!
//! Observed with gnome-keyring 42.1:
//! - a locked item is found by its attributes, but until the first unlocking since the daemon's start it tells them only hashed, and
//!   no label: whose it is is not known without a prompt, and the store's search opens one;
//! - prompts are shown one after the other when several programs or connections ask, and one stays open when its call is given up;
//! - a dismissed prompt is reported as "prompt dismissed", and so is a prompt that cannot be shown (no display); a wrong password
//!   asks again;
//! - a prompt that nobody answers waits for ever, and so does the call when the daemon is killed in the meantime;
//! - a daemon that was killed and started again (by the bus, or by hand) refuses the session of before; a new connection works, and
//!   finds the keyring locked unless it was unlocked again;
//! - without a default keyring (a login without PAM) reading finds nothing and writing is answered with "result not returned";
//! - without a daemon that the bus could start, connecting fails with `ServiceUnknown`; without a bus, with its address.

use std::error::Error as StdError;
use std::sync::Arc;

use keyring_core::{CredentialStore, Error as StoreError};
use secret_service::Error as ServiceError;
use zbus_secret_service_keyring_store::Store;

use super::super::error::VaultErrorKind;
use super::super::item::{Item, SERVICE_ATTRIBUTE};
use super::super::keychain::{Dialect, search};

pub(super) const DIALECT: Dialect = Dialect { modifiers, usernames, kind };

pub(super) fn store() -> Result<Arc<CredentialStore>, StoreError> {
    Ok(Store::new()?)
}

fn modifiers(item: &Item) -> Vec<(&'static str, String)> {
    vec![("label", item.label())]
}

fn usernames(store: &CredentialStore) -> Result<Vec<String>, StoreError> {
    search(store, ("service", SERVICE_ATTRIBUTE))
}

fn kind(error: &(dyn StdError + Send + Sync + 'static)) -> Option<VaultErrorKind> {
    Some(match error.downcast_ref::<ServiceError>()? {
        ServiceError::Prompt => VaultErrorKind::Dismissed,
        ServiceError::Locked => VaultErrorKind::Locked,
        // No result: there is no default keyring to keep anything in.
        ServiceError::Unavailable | ServiceError::NoResult => VaultErrorKind::NoService,
        _ => VaultErrorKind::Failed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_of_gnomes_keyring_is_told_apart() {
        let kinds = [
            (ServiceError::Prompt, VaultErrorKind::Dismissed),
            (ServiceError::Locked, VaultErrorKind::Locked),
            (ServiceError::Unavailable, VaultErrorKind::NoService),
            (ServiceError::NoResult, VaultErrorKind::NoService),
            (ServiceError::PromptDisconnected, VaultErrorKind::Failed),
            (ServiceError::Crypto("odd"), VaultErrorKind::Failed),
        ];
        for (error, expected) in kinds {
            assert_eq!(kind(&error), Some(expected), "{error}");
        }
        assert_eq!(kind(&std::fmt::Error), None, "not an error of the Secret Service");
    }

    #[test]
    fn an_item_is_given_its_label_and_nothing_that_the_store_does_not_know() {
        let item = Item::sign_in("https://dev.cloud.example", "anna@seller.example");
        assert_eq!(modifiers(&item), [("label", "Tokendesk: anna@seller.example (dev.cloud.example)".to_owned())]);
    }
}
