//! The system's wish that the program end, as something a task can wait for.

use std::io;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
#[cfg(windows)]
use tokio::signal::windows::{CtrlC, ctrl_c};

/// SIGTERM and SIGINT. SIGHUP is left alone: `nohup` relies on it.
#[cfg(unix)]
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

#[cfg(unix)]
impl Signals {
    /// Must be called inside the runtime.
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Waits for the next one; `false` when none can come any more.
    pub(super) async fn next(&mut self) -> bool {
        tokio::select! {
            came = self.terminate.recv() => came.is_some(),
            came = self.interrupt.recv() => came.is_some(),
        }
    }
}

/// Ctrl+C in a console. A Windows release build has none; there the system tells the window to close.
#[cfg(windows)]
pub(super) struct Signals(CtrlC);

#[cfg(windows)]
impl Signals {
    /// Must be called inside the runtime.
    pub(super) fn new() -> io::Result<Self> {
        ctrl_c().map(Self)
    }

    /// Waits for the next one; `false` when none can come any more.
    pub(super) async fn next(&mut self) -> bool {
        self.0.recv().await.is_some()
    }
}
