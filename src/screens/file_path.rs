//! Asks for a file's path, where the system has no dialog for it that this program may use.

use std::path::PathBuf;

use eframe::egui::Ui;

use super::event::FileEvent;
use super::{Event, Scene};
use crate::i18n::Lang;
use crate::tr;
use crate::widgets::{Dialog, DialogEnd, Field, Tone};

/// What the file is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PathFor {
    /// To be written.
    Save,
    /// To be read.
    Read,
}

/// What is typed, and what became of it.
pub struct State {
    path_for: PathFor,
    path: String,
    problem: Option<PathProblem>,
    focus: bool,
}

/// What is wrong with a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathProblem {
    /// There is a file; it may be replaced.
    Exists,
    /// It does not begin at the root.
    NotAPath,
    /// Anything else, in words.
    Failed(String),
}

impl State {
    /// With a path that is offered.
    #[must_use]
    pub fn new(path_for: PathFor, path: Option<PathBuf>) -> Self {
        let path = path.map(|path| path.display().to_string()).unwrap_or_default();
        Self { path_for, path, problem: None, focus: true }
    }

    /// It did not work; the field is there to mend it.
    pub fn refused(&mut self, problem: PathProblem) {
        self.problem = Some(problem);
        self.focus = true;
    }

    /// Draws it. `waits`: the file is being written or read.
    pub fn ui(&mut self, ui: &Ui, scene: &Scene<'_>, waits: bool) -> Option<Event> {
        let lang = scene.lang;
        let [title, confirm] = match (self.path_for, &self.problem) {
            (PathFor::Save, Some(PathProblem::Exists)) => ["file-save-title", "file-replace"],
            (PathFor::Save, _) => ["file-save-title", "file-save"],
            (PathFor::Read, _) => ["file-read-title", "file-read"],
        }
        .map(|key| lang.t(key));
        let cancel = tr!(lang, "cancel");
        let dialog = Dialog::new("file path", &title, &confirm, &cancel).enabled(!waits && !self.path.trim().is_empty());
        // Enter saves, but replaces nothing: that takes the button.
        let dialog = if self.problem == Some(PathProblem::Exists) { dialog.danger() } else { dialog };
        match dialog.show(ui, |ui| self.field(ui, lang)).1? {
            DialogEnd::Cancelled => Some(Event::File(FileEvent::Cancel)),
            DialogEnd::Confirmed => Some(self.confirmed()),
        }
    }

    fn field(&mut self, ui: &mut Ui, lang: Lang) {
        let message = self.problem.as_ref().map(|problem| match problem {
            PathProblem::Exists => (Tone::Warn, tr!(lang, "file-exists")),
            PathProblem::NotAPath => (Tone::Danger, tr!(lang, "file-not-a-path")),
            PathProblem::Failed(why) => (Tone::Danger, why.clone()),
        });
        let message = message.as_ref().map(|(tone, words)| (*tone, words.as_str()));
        let label = tr!(lang, "file-path");
        let field = Field::new(&label).mono().message_if(message).show(ui, &mut self.path);
        if std::mem::take(&mut self.focus) {
            field.request_focus();
        }
        if field.response.changed() {
            self.problem = None;
        }
    }

    fn confirmed(&self) -> Event {
        let path = self.path.clone();
        Event::File(match self.path_for {
            PathFor::Save => FileEvent::SaveAt { path, replace: self.problem == Some(PathProblem::Exists) },
            PathFor::Read => FileEvent::ReadAt(path),
        })
    }
}
