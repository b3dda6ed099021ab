//! Asks the person for a file, by the system's own dialog where this process may use one.
//!
//! Windows and macOS have a dialog of their own. On Linux it belongs to xdg-desktop-portal, which looks into `/proc/PID/root` of
//! whoever asks and refuses a process that cannot be looked into ("Portal operation not allowed: Unable to open /proc/PID/root",
//! tried with xdg-desktop-portal 1.14 as an ordinary user): tokens that stay out of other programs' reach
//! ([`super::hardening`]) are worth more than its dialog. There the window asks for a path itself.

use std::collections::VecDeque;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileQuestion {
    /// The dialog's title.
    pub title: String,
    /// Where it begins; where the system likes, when there is none.
    pub folder: Option<PathBuf>,
    /// The name that is offered, for a file to be written.
    pub name: String,
    /// What the kind of file is called, and its extensions without the dot; any file, when there are none.
    pub kind: (String, Vec<String>),
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// This file. For one to be written: the dialog has asked whether it may be replaced.
    File(PathBuf),
    /// None: the person changed their mind.
    Cancelled,
    /// There is no dialog here: the window asks for a path itself.
    NoDialog,
}

/// What is called when the question is answered.
pub type ChosenAnswer = Box<dyn FnOnce(Chosen) + Send>;

/// Who asks. Handed in from outside, so that tests answer.
pub trait FileChooser: Send + Sync {
    /// Asks for a file to be written and returns at once. `answer` is called once, from any thread, perhaps much later.
    fn choose_file_to_save(&self, question: FileQuestion, answer: ChosenAnswer);
    /// The same for a file to be read.
    fn choose_file_to_read(&self, question: FileQuestion, answer: ChosenAnswer);
}

/// The system's dialogs.
#[derive(Clone, Copy, Default, Debug)]
pub struct SystemFileChooser;

#[cfg(not(any(windows, target_os = "macos")))]
impl FileChooser for SystemFileChooser {
    fn choose_file_to_save(&self, _: FileQuestion, answer: ChosenAnswer) {
        answer(Chosen::NoDialog);
    }

    fn choose_file_to_read(&self, _: FileQuestion, answer: ChosenAnswer) {
        answer(Chosen::NoDialog);
    }
}

#[cfg(any(windows, target_os = "macos"))]
impl FileChooser for SystemFileChooser {
    fn choose_file_to_save(&self, question: FileQuestion, answer: ChosenAnswer) {
        native::ask(answer, move || native::dialog(&question).set_file_name(&question.name).save_file());
    }

    fn choose_file_to_read(&self, question: FileQuestion, answer: ChosenAnswer) {
        native::ask(answer, move || native::dialog(&question).pick_file());
    }
}

#[cfg(any(windows, target_os = "macos"))]
mod native {
    use std::path::PathBuf;
    use std::sync::{Arc, Mutex, PoisonError};
    use std::thread;

    use rfd::FileDialog;

    use super::{Chosen, ChosenAnswer, FileQuestion};

    pub(super) fn dialog(question: &FileQuestion) -> FileDialog {
        let mut dialog = FileDialog::new().set_title(&question.title);
        if let Some(folder) = &question.folder {
            dialog = dialog.set_directory(folder);
        }
        let (name, extensions) = &question.kind;
        if extensions.is_empty() { dialog } else { dialog.add_filter(name, extensions) }
    }

    /// On a thread of its own: it stands for as long as the person likes. (On macOS rfd hands it to the main thread by itself.)
    pub(super) fn ask(answer: ChosenAnswer, show: impl FnOnce() -> Option<PathBuf> + Send + 'static) {
        let answer = Arc::new(Mutex::new(Some(answer)));
        let call = {
            let answer = Arc::clone(&answer);
            move |chosen| {
                if let Some(answer) = answer.lock().unwrap_or_else(PoisonError::into_inner).take() {
                    answer(chosen);
                }
            }
        };
        let asking = call.clone();
        let run = move || asking(show().map_or(Chosen::Cancelled, Chosen::File));
        if thread::Builder::new().name("file dialog".to_owned()).spawn(run).is_err() {
            call(Chosen::NoDialog);
        }
    }
}

/// Answers what the test has put there, each once and in order, and that there is no dialog when nothing is left.
#[derive(Clone, Default)]
pub struct ScriptedFileChooser(Arc<Mutex<Script>>);

#[derive(Default)]
struct Script {
    answers: VecDeque<Chosen>,
    asked: Vec<FileQuestion>,
}

impl ScriptedFileChooser {
    /// One more answer.
    pub fn will_answer(&self, chosen: Chosen) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).answers.push_back(chosen);
    }

    /// Everything that was asked, in order.
    #[must_use]
    pub fn asked(&self) -> Vec<FileQuestion> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).asked.clone()
    }

    fn next(&self, question: FileQuestion) -> Chosen {
        let mut script = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        script.asked.push(question);
        script.answers.pop_front().unwrap_or(Chosen::NoDialog)
    }
}

impl FileChooser for ScriptedFileChooser {
    fn choose_file_to_save(&self, question: FileQuestion, answer: ChosenAnswer) {
        answer(self.next(question));
    }

    fn choose_file_to_read(&self, question: FileQuestion, answer: ChosenAnswer) {
        answer(self.next(question));
    }
}

impl fmt::Debug for ScriptedFileChooser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScriptedFileChooser").field("asked", &self.asked().len()).finish()
    }
}
