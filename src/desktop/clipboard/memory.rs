//! A clipboard in memory, to be handed in by tests: they can look into it, and be the other program that copies.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::backend::{Backend, Backends, ClipboardProblem};

/// One clipboard; clones are the same one.
#[derive(Clone, Default)]
pub struct MemoryClipboard(Arc<Inner>);

#[derive(Default)]
struct Inner {
    contents: Mutex<Contents>,
    released: Condvar,
}

#[derive(Default)]
struct Contents {
    text: Option<String>,
    is_excluded: bool,
    problem: Option<ClipboardProblem>,
    is_stuck: bool,
    connections: usize,
    clears: usize,
    failures: usize,
    history: Vec<String>,
}

impl MemoryClipboard {
    /// What is handed to [`super::Clipboard::new`].
    #[must_use]
    pub fn backends(&self) -> Backends {
        let clipboard = self.clone();
        Arc::new(move || {
            clipboard.lock().connections += 1;
            Box::new(clipboard.clone())
        })
    }

    /// The text in it.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.lock().text.clone()
    }

    /// Whether the text in it is kept out of histories.
    #[must_use]
    pub fn is_excluded(&self) -> bool {
        self.lock().is_excluded
    }

    /// How often a connection was made: once, and once more after each that got stuck.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.lock().connections
    }

    /// How often it was emptied.
    #[must_use]
    pub fn clears(&self) -> usize {
        self.lock().clears
    }

    /// How many calls have failed.
    #[must_use]
    pub fn failures(&self) -> usize {
        self.lock().failures
    }

    /// What a clipboard's history has taken in of the program's: every text that was not marked to be left out.
    #[must_use]
    pub fn history(&self) -> Vec<String> {
        self.lock().history.clone()
    }

    /// Another program copies.
    pub fn put_by_another_program(&self, text: &str) {
        let mut contents = self.lock();
        contents.text = Some(text.to_owned());
        contents.is_excluded = false;
    }

    /// From now on every call fails with this; `None`: it works again. A text is put there all the same, as it may be on Windows.
    pub fn fail_with(&self, problem: Option<ClipboardProblem>) {
        self.lock().problem = problem;
    }

    /// From now on no call comes back until [`MemoryClipboard::release`].
    pub fn get_stuck(&self) {
        self.lock().is_stuck = true;
    }

    /// Lets the stuck calls go on.
    pub fn release(&self) {
        self.lock().is_stuck = false;
        self.0.released.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Contents> {
        self.0.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn outcome<T>(contents: &mut Contents, done: impl FnOnce(&mut Contents) -> T) -> Result<T, ClipboardProblem> {
        match contents.problem.clone() {
            Some(problem) => {
                contents.failures += 1;
                Err(problem)
            }
            None => Ok(done(contents)),
        }
    }

    fn when_released(&self) -> MutexGuard<'_, Contents> {
        self.0.released.wait_while(self.lock(), |contents| contents.is_stuck).unwrap_or_else(PoisonError::into_inner)
    }
}

impl Backend for MemoryClipboard {
    fn set(&mut self, text: &str, excluded: bool) -> Result<(), ClipboardProblem> {
        let mut contents = self.when_released();
        contents.text = Some(text.to_owned());
        contents.is_excluded = excluded;
        if !excluded {
            contents.history.push(text.to_owned());
        }
        Self::outcome(&mut contents, |_| ())
    }

    fn text(&mut self) -> Result<Option<String>, ClipboardProblem> {
        Self::outcome(&mut self.when_released(), |contents| contents.text.clone())
    }

    fn clear(&mut self) -> Result<(), ClipboardProblem> {
        Self::outcome(&mut self.when_released(), |contents| {
            contents.text = None;
            contents.is_excluded = false;
            contents.clears += 1;
        })
    }
}

/// There may be a secret in it.
impl fmt::Debug for MemoryClipboard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryClipboard").field("is_empty", &self.lock().text.is_none()).finish()
    }
}
