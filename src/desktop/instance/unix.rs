//! The bell as a socket in a folder of the person's own, so that nobody else can put one in its place or ring it.

use std::fs;
use std::io;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use directories::BaseDirs;
use tokio::net::UnixListener;

use super::{PAUSE, answer, ask, fingerprint};

/// Where the bell is.
#[derive(Clone, Debug)]
pub(super) struct Address(PathBuf);

impl Address {
    /// In the system's folder for such things (`$XDG_RUNTIME_DIR`, 0700), whose name is short and which is on no network; without
    /// it in the data folder.
    pub(super) fn of(folder: &Path) -> Self {
        let runtime = BaseDirs::new().and_then(|folders| folders.runtime_dir().map(ToOwned::to_owned)).filter(|runtime| runtime.is_dir());
        Self(match runtime {
            Some(runtime) => runtime.join(format!("tokendesk-{}.sock", fingerprint(folder))),
            None => folder.join("running.sock"),
        })
    }

    #[cfg(test)]
    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Takes away what a program has left there. A file that is no socket is not ours.
    pub(super) fn remove(&self) {
        if fs::symlink_metadata(&self.0).is_ok_and(|there| there.file_type().is_socket()) {
            fs::remove_file(&self.0).ok();
        }
    }
}

/// Hears who rings, one after the other.
pub(super) async fn listen(address: &Address, on_show: &(impl Fn() + Sync)) -> io::Result<()> {
    // Whoever holds the lock may: what is there was left by one that has died.
    address.remove();
    let listener = UnixListener::bind(&address.0)?;
    fs::set_permissions(&address.0, fs::Permissions::from_mode(0o600))?;
    loop {
        match listener.accept().await {
            Ok((peer, _)) => answer(peer, on_show).await,
            Err(error) => {
                tracing::debug!("nobody can ring just now: {error}");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// Rings once; may take as long as the other program likes.
pub(super) fn ring(address: &Address) -> io::Result<()> {
    ask(UnixStream::connect(&address.0)?)
}
