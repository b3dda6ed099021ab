//! Where a secret could come out, each place by its name, and what was found there.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A place that is searched.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Sink {
    /// The lines of our log on the real stderr, at trace.
    Log,
    /// What the panic hook says there, backtrace included.
    Panic,
    /// Everything else on stderr.
    Stderr,
    Stdout,
    /// `Display` of errors and of all their causes.
    ErrorWords,
    /// `{:?}` and `{:#?}` of errors, and of whatever carries a secret.
    Debug,
    Settings,
    Journal,
    FirstSeen,
    /// Files that are there to be locked.
    LockFile,
    /// Names, labels and contents of the keychain's items, but for the tokens in the item of a sign-in.
    Keychain,
    /// Any other file of the data folder.
    OtherFile,
    FileName,
    /// What a screen reader meets, with every property, in every frame.
    Tree,
    /// The words that are painted, in every frame.
    Picture,
    /// The window's title, and all that the window system is asked for.
    Window,
    /// What egui asks of the system: copies, addresses to open, things to read out, the place and value for an input method.
    System,
    Clipboard,
    /// What a clipboard's history would have kept: all that was not marked to be left out.
    ClipboardHistory,
    /// The names of the process and of its threads.
    ProcessTitle,
    Arguments,
    Environment,
    /// Addresses that the browser is asked to open.
    Browser,
    /// What the real program answers to a command line.
    CommandLine,
}

impl Sink {
    /// All that a run must have heard of, or the test is deaf there.
    pub const ALL: [Self; 24] = [
        Self::Log,
        Self::Panic,
        Self::Stderr,
        Self::Stdout,
        Self::ErrorWords,
        Self::Debug,
        Self::Settings,
        Self::Journal,
        Self::FirstSeen,
        Self::LockFile,
        Self::Keychain,
        Self::OtherFile,
        Self::FileName,
        Self::Tree,
        Self::Picture,
        Self::Window,
        Self::System,
        Self::Clipboard,
        Self::ClipboardHistory,
        Self::ProcessTitle,
        Self::Arguments,
        Self::Environment,
        Self::Browser,
        Self::CommandLine,
    ];
}

/// A secret that was found.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leak {
    pub sink: Sink,
    /// At which moment of the run.
    pub when: String,
    pub text: String,
}

impl fmt::Debug for Leak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = self.text.chars().take(600).collect();
        write!(f, "{:?}, {}: {text}", self.sink, self.when)
    }
}

/// What came of a run: each leak, and how many texts of each place were searched.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Findings {
    pub leaks: Vec<Leak>,
    pub searched: BTreeMap<Sink, usize>,
}

impl Findings {
    /// The places where something was found, each once.
    pub fn sinks(&self) -> Vec<Sink> {
        let mut sinks: Vec<Sink> = self.leaks.iter().map(|leak| leak.sink).collect();
        sinks.sort();
        sinks.dedup();
        sinks
    }

    pub fn join(&mut self, other: Self) {
        self.leaks.extend(other.leaks);
        for (sink, count) in other.searched {
            *self.searched.entry(sink).or_default() += count;
        }
    }
}
