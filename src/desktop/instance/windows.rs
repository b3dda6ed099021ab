//! The bell as a named pipe, which the system closes to other computers, and to writing by other people.

use std::fs::OpenOptions;
use std::io;
use std::os::windows::fs::OpenOptionsExt as _;
use std::path::Path;

use tokio::net::windows::named_pipe::ServerOptions;

use super::{PAUSE, answer, ask, fingerprint};

/// `SECURITY_IDENTIFICATION`: whoever has put up a pipe of this name learns who rings, and cannot act as them.
const SECURITY_IDENTIFICATION: u32 = 0x0001_0000;

/// The pipe's name.
#[derive(Clone, Debug)]
pub(super) struct Address(String);

impl Address {
    /// All people of a computer share the names of pipes: the folder's path, in which the person's profile is, tells them apart.
    pub(super) fn of(folder: &Path) -> Self {
        Self(format!(r"\\.\pipe\tokendesk-{}", fingerprint(folder)))
    }

    /// A pipe goes with its program: there is nothing to take away.
    pub(super) fn remove(&self) {
        tracing::trace!("{} goes with its program", self.0);
    }
}

/// Hears who rings, one after the other.
pub(super) async fn listen(address: &Address, on_show: &(impl Fn() + Sync)) -> io::Result<()> {
    // The first of its name, or somebody else has it: then nobody is heard.
    let mut pipe = ServerOptions::new().first_pipe_instance(true).create(&address.0)?;
    loop {
        if let Err(error) = pipe.connect().await {
            tracing::debug!("nobody can ring just now: {error}");
            tokio::time::sleep(PAUSE).await;
            continue;
        }
        let next = ServerOptions::new().create(&address.0)?;
        answer(std::mem::replace(&mut pipe, next), on_show).await;
    }
}

/// Rings once; may take as long as the other program likes.
pub(super) fn ring(address: &Address) -> io::Result<()> {
    ask(OpenOptions::new().read(true).write(true).security_qos_flags(SECURITY_IDENTIFICATION).open(&address.0)?)
}
