//! What reaches the window without being the answer to one question.

use std::path::PathBuf;
use std::sync::Arc;

use super::desk::DeskNumber;
use crate::desktop::browser::BrowserError;
use crate::desktop::clipboard::ClipboardEvent;
use crate::desktop::file_chooser::Chosen;
use crate::desktop::reveal::RevealError;
use crate::desktop::vault::VaultError;
use crate::evotor::readings::Readings;
use crate::evotor::session::SessionEvent;
use crate::jobs::forget_everything::Left;
use crate::jobs::list_clients::Progress;
use crate::jobs::stored_sign_in::{Keeper, KeeperNews};

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
    /// The keychain has kept a sign-in, or has not done what it was asked for.
    Keeper(DeskNumber, KeeperNews),
    /// A sign-in may still be in the keychain although it is over.
    NotForgotten(Arc<Keeper>, VaultError),
    /// Answers have taught how this cloud wants to be asked.
    Learnt(Readings),
    /// Something became of what was copied.
    Clipboard(ClipboardEvent),
    /// No browser could be opened for this address.
    NoBrowser(String, BrowserError),
    /// The system's dialog was answered with the file of a root certificate, or not.
    RootFile(Chosen),
    /// This file could not be shown in its folder.
    NotShown(PathBuf, RevealError),
    /// Everything was forgotten, but for what is told.
    Forgotten(Left),
    /// The question for a file was answered.
    FileChosen(Chosen),
    /// The sandbox has mailed a code.
    Mail,
    /// The settings could not be saved.
    SettingsNotSaved(String),
    /// Another program was started on the same data folder.
    ShowYourself,
    /// The system wants the program to end.
    Terminate,
}
