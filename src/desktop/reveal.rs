//! Shows a file in the person's file manager, without making the window wait for it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use thiserror::Error;

/// Who shows files. Handed in from outside, so that tests see what would have been shown.
pub trait FileManager: Send + Sync {
    /// Asks for a file or a folder to be shown in the folder that holds it, and returns at once. `answer` is called once, from any
    /// thread, when it is known whether a file manager was asked; on an error the window shows the path with a Copy button.
    fn reveal(&self, path: &Path, answer: RevealAnswer);
}

/// What is called when an attempt to show a file has ended.
pub type RevealAnswer = Box<dyn FnOnce(Result<(), RevealError>) + Send>;

/// Why no file manager was opened.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RevealError {
    /// The file is not there any more.
    #[error("the file is not there any more")]
    Gone,
    /// The system knows no file manager, or it cannot be started.
    #[error("no file manager could be started: {0}")]
    NoFileManager(String),
}

/// The system's file manager: on Linux by `org.freedesktop.FileManager1`, which selects the file, else `xdg-open` of its folder.
/// (The portal's `OpenDirectory` refuses this process: see [`super::hardening`] and [`super::file_chooser`].)
#[derive(Clone, Copy, Default, Debug)]
pub struct SystemFileManager;

impl FileManager for SystemFileManager {
    fn reveal(&self, path: &Path, answer: RevealAnswer) {
        let path = path.to_owned();
        // A thread for each: a file manager that is being started, or a bus that does not answer, takes as long as it likes.
        let answer = Arc::new(Mutex::new(Some(answer)));
        let started = {
            let answer = Arc::clone(&answer);
            thread::Builder::new().name("file manager".to_owned()).spawn(move || call(&answer, show(&path)))
        };
        if let Err(error) = started {
            call(&answer, Err(RevealError::NoFileManager(error.to_string())));
        }
    }
}

fn show(path: &Path) -> Result<(), RevealError> {
    if !path.exists() {
        return Err(RevealError::Gone);
    }
    opener::reveal(path).map_err(|error| RevealError::NoFileManager(error.to_string()))
}

fn call(answer: &Mutex<Option<RevealAnswer>>, shown: Result<(), RevealError>) {
    let answer = answer.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(answer) = answer {
        answer(shown);
    }
}

/// Shows nothing and remembers what it was asked for: for tests.
#[derive(Clone, Default)]
pub struct RecordingFileManager(Arc<Mutex<Recorded>>);

#[derive(Default)]
struct Recorded {
    paths: Vec<PathBuf>,
    is_missing: bool,
}

impl RecordingFileManager {
    /// Every path that was asked for, in order.
    #[must_use]
    pub fn paths(&self) -> Vec<PathBuf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).paths.clone()
    }

    /// From now on there is no file manager.
    pub fn take_away(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_missing = true;
    }
}

impl FileManager for RecordingFileManager {
    fn reveal(&self, path: &Path, answer: RevealAnswer) {
        let is_missing = {
            let mut recorded = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            recorded.paths.push(path.to_owned());
            recorded.is_missing
        };
        answer(if is_missing { Err(RevealError::NoFileManager("taken away".to_owned())) } else { Ok(()) });
    }
}

impl fmt::Debug for RecordingFileManager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordingFileManager").field("asked", &self.paths().len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    fn ask(manager: &dyn FileManager, path: &Path) -> Result<(), RevealError> {
        let (answer, answered) = mpsc::channel();
        manager.reveal(path, Box::new(move |shown| answer.send(shown).unwrap()));
        answered.recv_timeout(Duration::from_secs(30)).unwrap()
    }

    #[test]
    fn a_file_that_is_gone_is_said_to_be_gone_and_nothing_is_started() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(ask(&SystemFileManager, &home.path().join("gone.txt")), Err(RevealError::Gone));
    }

    #[test]
    fn a_test_sees_what_would_have_been_shown_and_can_take_the_file_manager_away() {
        let manager = RecordingFileManager::default();
        assert_eq!(ask(&manager, Path::new("/home/anna/a.env")), Ok(()));
        manager.take_away();
        assert!(matches!(ask(&manager, Path::new("/home/anna/b.env")), Err(RevealError::NoFileManager(_))));
        assert_eq!(manager.paths(), [Path::new("/home/anna/a.env"), Path::new("/home/anna/b.env")]);
    }
}
