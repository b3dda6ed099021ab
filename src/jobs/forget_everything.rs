//! Forgets everything that is kept on this computer: the files, and what lies in the keychain.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use tokio::task;

use super::stored_sign_in::Keeper;
use crate::desktop::files::FileError;
use crate::desktop::first_seen::FirstSeen;
use crate::desktop::folders::DataFolder;
use crate::desktop::forget::forget_files;
use crate::desktop::journal::Journal;
use crate::desktop::vault::{Item, Vault, VaultError};

/// What is kept, and who writes it.
pub struct Kept {
    /// Where the files are.
    pub folder: DataFolder,
    /// The journal of before: whatever is still under way writes nothing into it any more.
    pub journal: Arc<Journal>,
    /// The same of the dates of first sight.
    pub first_seen: Arc<FirstSeen>,
    /// The answer of `SettingsStore::forget`.
    pub settings: Receiver<Result<(), FileError>>,
    /// The keychain; `None` when there is none, or when nothing of ours was ever put there: it is not asked for nothing.
    pub vault: Option<Vault>,
    /// The clouds whose sign-ins are looked for in it.
    pub clouds: Vec<String>,
    /// Who keeps the sign-ins of this run.
    pub keepers: Vec<Arc<Keeper>>,
    /// The address of the proxy whose login may be kept.
    pub proxy: Option<String>,
}

/// What could not be removed.
#[derive(Debug, Default)]
pub struct Left {
    /// These files.
    pub files: Vec<FileError>,
    /// Items of ours in the keychain, for this reason.
    pub keychain: Option<VaultError>,
}

impl Left {
    /// Nothing is left.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.files.is_empty() && self.keychain.is_none()
    }
}

/// Removes all of it, as far as that is possible; every part is tried, whatever became of the others.
pub fn forget_everything(kept: Kept) -> impl Future<Output = Left> + Send + 'static {
    let Kept { folder, journal, first_seen, settings, vault, clouds, keepers, proxy } = kept;
    // The keychain's orders are carried out in the order of the calls: what this run has kept is removed after it was written.
    let kept: Vec<_> = keepers.iter().map(|keeper| keeper.forget()).collect();
    let login = vault.as_ref().zip(proxy).map(|(vault, address)| vault.delete(&Item::proxy_login(&address)));
    let found: Vec<_> = vault.iter().flat_map(|vault| clouds.iter().map(|key| vault.sign_ins(key))).collect();
    async move {
        let path = folder.path().map(ToOwned::to_owned).unwrap_or_default();
        let files = task::spawn_blocking(move || {
            journal.close();
            first_seen.close();
            let mut left = forget_files(&folder);
            // Without an answer the store is gone with the program.
            left.extend(settings.recv().ok().and_then(Result::err));
            left
        });
        let files = files.await.unwrap_or_else(|error| vec![FileError { path, kind: io::ErrorKind::Other, text: error.to_string() }]);
        let mut keychain = Ok(());
        for order in kept {
            keychain = order.await.and(keychain);
        }
        if let Some(order) = login {
            keychain = order.await.and(keychain);
        }
        for items in found {
            match items.await {
                Ok(items) => {
                    for item in items {
                        let Some(vault) = &vault else { continue };
                        keychain = vault.delete(&item).await.and(keychain);
                    }
                }
                Err(error) => keychain = Err(error),
            }
        }
        Left { files, keychain: keychain.err() }
    }
}
