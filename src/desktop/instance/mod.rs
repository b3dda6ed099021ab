//! One program a data folder: two would write over each other's settings. Whoever comes second asks the first to show itself, and
//! gives way.
//!
//! The lock is the truth: it is the system's, and ends with the process however that ends. Beside it stands a bell: a local socket
//! in the person's own runtime folder, else in the data folder (a named pipe on Windows), which understands one word and answers
//! with one. Where nothing can be locked (a folder that cannot be written, a file system without locks) the program starts all the
//! same: a second one does no harm, every file is written whole.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use self::bell::Address;
use super::files;
use super::folders::DataFolder;

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod bell;

#[cfg(test)]
mod tests;

/// What a second program says; nothing else is understood.
const SHOW_YOURSELF: &[u8; 24] = b"tokendesk show yourself\n";
/// What the first one answers when it has heard that.
const HERE: &[u8; 15] = b"tokendesk here\n";
/// A peer has so long for its word, and for taking the answer.
const PEER_PATIENCE: Duration = Duration::from_millis(250);
/// After an error of the socket itself, such as too many open files.
const PAUSE: Duration = Duration::from_millis(250);
/// So often a second program looks whether the first has gone; a program that is just closing needs a moment.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// And so many times before it gives way to one that does not answer: 1.5 s in all.
const LOOKS: u32 = 30;

/// The place of this program on its data folder, for as long as this lives.
#[derive(Debug, Default)]
pub struct Instance {
    held: Option<Held>,
}

#[derive(Debug)]
struct Held {
    address: Address,
    /// The lock ends when this is closed.
    _lock: File,
}

/// Another program has the data folder.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Taken {
    /// It has answered, and shows itself.
    pub answered: bool,
}

/// Takes the data folder for this program. Returns at once, unless another program has it: then when that one has answered, has
/// gone, or has done neither for 1.5 s.
///
/// # Errors
/// [`Taken`]: this program has to give way.
pub fn claim(folder: &DataFolder) -> Result<Instance, Taken> {
    // In memory there is nothing to share.
    let Some(path) = folder.path() else { return Ok(Instance::default()) };
    let opened = folder.create().map_err(|error| io::Error::new(error.kind, error.text)).and_then(|()| files::open_lock(&lock_file(path)));
    let lock = match opened {
        Ok(file) => file,
        Err(error) => return Ok(unheld(&error)),
    };
    let address = Address::of(path);
    let mut ringing = None;
    for _ in 0..LOOKS {
        match lock.try_lock() {
            Ok(()) => return Ok(Instance { held: Some(Held { address, _lock: lock }) }),
            Err(TryLockError::Error(error)) => return Ok(unheld(&error)),
            Err(TryLockError::WouldBlock) => {}
        }
        let ringing = ringing.get_or_insert_with(|| Ringing::start(address.clone()));
        if ringing.is_answered_within(LOOK_EVERY) {
            return Err(Taken { answered: true });
        }
    }
    Err(Taken { answered: false })
}

fn lock_file(folder: &Path) -> std::path::PathBuf {
    folder.join("running.lock")
}

fn unheld(error: &io::Error) -> Instance {
    tracing::info!("whether another program uses the data folder cannot be told: {error}");
    Instance::default()
}

impl Instance {
    /// Hears a second program for as long as the future is driven; `on_show` is called from its task and must not block.
    ///
    /// Nobody who rings is trusted: one word is read and no more, whoever is slow is cut, and one is heard at a time.
    pub fn listen(&self, on_show: impl Fn() + Send + Sync + 'static) -> impl Future<Output = ()> + Send + 'static {
        let address = self.held.as_ref().map(|held| held.address.clone());
        async move {
            let Some(address) = address else { return };
            if let Err(error) = bell::listen(&address, &on_show).await {
                tracing::warn!("a second program will not be heard: {error}");
            }
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // While the lock still stands: the next program makes its own.
        self.address.remove();
    }
}

/// Hears one peer out.
async fn answer(mut peer: impl AsyncRead + AsyncWrite + Unpin, on_show: &(impl Fn() + Sync)) {
    let talk = async {
        let mut word = [0; SHOW_YOURSELF.len()];
        peer.read_exact(&mut word).await?;
        if word == *SHOW_YOURSELF {
            on_show();
            peer.write_all(HERE).await?;
            // Whoever has rung hangs up when it has the answer.
            if peer.read(&mut [0]).await? > 0 {
                tracing::debug!("whoever has rung says more than the word");
            }
        }
        io::Result::Ok(())
    };
    if !matches!(tokio::time::timeout(PEER_PATIENCE, talk).await, Ok(Ok(()))) {
        tracing::debug!("somebody has rung who did not say the word, or was too slow");
    }
}

/// Rings until somebody answers, on a thread of its own: the other program may be stuck, and a call to it then too.
struct Ringing {
    answered: mpsc::Receiver<()>,
    is_over: Arc<AtomicBool>,
}

impl Ringing {
    fn start(address: Address) -> Self {
        let (tell, answered) = mpsc::channel();
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        let started = thread::Builder::new().name("bell".to_owned()).spawn(move || {
            while !over.load(Ordering::Relaxed) {
                match bell::ring(&address) {
                    Ok(()) => return tell.send(()).unwrap_or_default(),
                    Err(error) => tracing::debug!("the other program does not answer: {error}"),
                }
                thread::sleep(LOOK_EVERY);
            }
        });
        if let Err(error) = started {
            tracing::warn!("the other program cannot be asked to show itself: {error}");
        }
        Self { answered, is_over }
    }

    fn is_answered_within(&self, limit: Duration) -> bool {
        match self.answered.recv_timeout(limit) {
            Ok(()) => true,
            Err(mpsc::RecvTimeoutError::Timeout) => false,
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                thread::sleep(limit);
                false
            }
        }
    }
}

impl Drop for Ringing {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
    }
}

/// Says the word and waits for the answer.
fn ask(mut peer: impl io::Read + io::Write) -> io::Result<()> {
    peer.write_all(SHOW_YOURSELF)?;
    let mut heard = [0; HERE.len()];
    peer.read_exact(&mut heard)?;
    if heard == *HERE { Ok(()) } else { Err(io::Error::new(io::ErrorKind::InvalidData, "it answers something else")) }
}

/// The folder in a few characters, the same in every version of the program (FNV-1a): it names the bell outside of the folder.
fn fingerprint(folder: &Path) -> String {
    // However the folder is named, by a link or from elsewhere, it is the same.
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let bytes = folder.as_os_str().as_encoded_bytes();
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}
