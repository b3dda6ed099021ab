//! What reaches the window without being the answer to one question.

use super::desk::DeskNumber;
use crate::desktop::browser::BrowserError;
use crate::desktop::clipboard::ClipboardEvent;
use crate::evotor::readings::Readings;
use crate::evotor::session::SessionEvent;
use crate::jobs::list_clients::Progress;

/// One piece of news.
#[derive(Debug)]
pub enum News {
    /// The reading of a list has gone on, or waits.
    List {
        /// Whose.
        desk: DeskNumber,
        /// Which list of that desk.
        list: u64,
        /// How.
        progress: Progress,
    },
    /// The session was renewed, has expired, or could not be renewed just now.
    Session(DeskNumber, SessionEvent),
    /// Answers have taught how this cloud wants to be asked.
    Learnt(Readings),
    /// Something became of what was copied.
    Clipboard(ClipboardEvent),
    /// No browser could be opened for this address.
    NoBrowser(String, BrowserError),
    /// The sandbox has mailed a code.
    Mail,
    /// The settings could not be saved.
    SettingsNotSaved(String),
    /// The system wants the program to end.
    Terminate,
}
