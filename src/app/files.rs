//! Files that a person saves or takes in: asked for by the system's dialog or, without one, by our own; done by a job.

use std::path::PathBuf;

use eframe::egui::Ui;

use super::App;
use super::news::News;
use crate::desktop::file_chooser::{Chosen, FileQuestion};
use crate::desktop::save_file::{self, SaveError};
use crate::jobs::files::{self, ImportProblem};
use crate::model::app_version::AppVersion;
use crate::model::version_list::{self, Merge, VersionList};
use crate::screens::event::{FileEvent, FileToSave};
use crate::screens::file_path::{self, PathFor, PathProblem};
use crate::screens::import_versions::{self, ImportView};
use crate::screens::{Event, Scene};
use crate::tr;
use crate::widgets::Tone;
use crate::worker::{Failure, Outcome, Request};

/// The name that is offered for a list of versions.
const LIST_NAME: &str = "tokendesk-versions.json";

/// What is under way with files: one at a time.
#[derive(Default)]
pub(super) struct Files {
    /// What a path is asked for.
    wanted: Option<Wanted>,
    /// Our own question for it.
    dialog: Option<file_path::State>,
    saving: Request<PathBuf, SaveError>,
    reading: Request<VersionList, ImportProblem>,
    /// A list that was read, to be looked at before it is taken.
    import: Option<(VersionList, Merge)>,
}

/// What a path is asked for.
#[derive(Clone)]
enum Wanted {
    Save(FileToSave),
    Versions,
}

impl App {
    /// Does what was asked for with a file.
    pub(super) fn perform_file(&mut self, asked: FileEvent) {
        match asked {
            FileEvent::Save(file) => self.ask_for_file(Wanted::Save(file)),
            FileEvent::ExportVersions => {
                let text = version_list::write(&self.setup.cloud.key(), &self.recent);
                self.ask_for_file(Wanted::Save(FileToSave { name: LIST_NAME.to_owned(), text, kind: FileToSave::JSON }));
            }
            FileEvent::ImportVersions => self.ask_for_file(Wanted::Versions),
            FileEvent::SaveAt { path, replace } => match save_file::typed_path(&path) {
                Ok(path) => self.save_there(path, replace),
                Err(error) => self.not_saved(&error),
            },
            FileEvent::ReadAt(path) => match save_file::typed_path(&path) {
                Ok(path) => self.read_there(path),
                Err(error) => self.not_saved(&error),
            },
            FileEvent::Cancel => self.files = Files::default(),
            FileEvent::Show(path) => self.show_in_folder(&path),
            FileEvent::AddVersions => self.add_versions(),
        }
    }

    fn ask_for_file(&mut self, wanted: Wanted) {
        // The system's dialog may stand open already.
        if self.files.wanted.is_some() {
            return;
        }
        let lang = self.lang;
        let tell = self.tell.clone();
        let answer = Box::new(move |chosen| tell.send(News::FileChosen(chosen)));
        let folder = self.setup.downloads.clone();
        let question = |title: &str, name: &str, (kind, extension): (&str, &str)| FileQuestion {
            title: lang.t(title),
            folder,
            name: name.to_owned(),
            kind: (lang.t(kind), vec![extension.to_owned()]),
        };
        match &wanted {
            Wanted::Save(file) => {
                let question = question("file-save-title", &file.name, file.kind);
                self.setup.file_chooser.choose_file_to_save(question, answer);
            }
            Wanted::Versions => {
                let question = question("file-read-title", LIST_NAME, FileToSave::JSON);
                self.setup.file_chooser.choose_file_to_read(question, answer);
            }
        }
        self.files.wanted = Some(wanted);
    }

    /// The system's dialog was answered, or there is none.
    pub(super) fn file_chosen(&mut self, chosen: Chosen) {
        let Some(wanted) = &self.files.wanted else { return };
        match chosen {
            Chosen::Cancelled => self.files = Files::default(),
            Chosen::NoDialog => {
                let (path_for, name) = match wanted {
                    Wanted::Save(file) => (PathFor::Save, file.name.as_str()),
                    Wanted::Versions => (PathFor::Read, LIST_NAME),
                };
                let path = self.setup.downloads.as_ref().map(|folder| folder.join(name));
                self.files.dialog = Some(file_path::State::new(path_for, path));
            }
            // The dialog has asked whether a file may be replaced.
            Chosen::File(path) if matches!(wanted, Wanted::Save(_)) => self.save_there(path, true),
            Chosen::File(path) => self.read_there(path),
        }
    }

    fn save_there(&mut self, path: PathBuf, replace: bool) {
        if let Some(Wanted::Save(file)) = &self.files.wanted {
            self.files.saving.start_write(&self.worker, files::save(path, file.text.clone(), replace));
        }
    }

    fn read_there(&mut self, path: PathBuf) {
        self.files.reading.start_read(&self.worker, files::read_versions(path));
    }

    /// Takes in what has become of them.
    pub(super) fn take_in_files(&mut self) {
        match self.files.saving.poll() {
            Some(Outcome::Ready) => {
                if let Some(path) = self.files.saving.take() {
                    // What was said lies under the dialog, and the dialog has done its work.
                    self.work.hand_over = None;
                    self.files = Files::default();
                    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                    let (words, show) = (tr!(self.lang, "file-saved", name = name), tr!(self.lang, "file-show"));
                    self.toasts.offer(self.now(), Tone::Ok, words, show, Event::File(FileEvent::Show(path)));
                }
            }
            Some(Outcome::Failed) => match self.files.saving.take_failure() {
                Some(Failure::Job(error)) => self.not_saved(&error),
                Some(Failure::Lost) | None => self.file_refused(PathProblem::Failed(tr!(self.lang, "sign-in-lost"))),
            },
            None => {}
        }
        match self.files.reading.poll() {
            Some(Outcome::Ready) => {
                if let Some(list) = self.files.reading.take() {
                    self.versions_read(list);
                }
            }
            Some(Outcome::Failed) => {
                let words = match self.files.reading.take_failure() {
                    Some(Failure::Job(ImportProblem::List(problem))) => import_versions::problem_words(self.lang, problem),
                    Some(Failure::Job(ImportProblem::File(error))) => tr!(self.lang, "file-failed", why = error.text),
                    Some(Failure::Lost) | None => tr!(self.lang, "sign-in-lost"),
                };
                self.file_refused(PathProblem::Failed(words));
            }
            None => {}
        }
    }

    fn not_saved(&mut self, error: &SaveError) {
        self.file_refused(match error {
            SaveError::Exists => PathProblem::Exists,
            SaveError::NotAFullPath => PathProblem::NotAPath,
            SaveError::Failed(error) => PathProblem::Failed(tr!(self.lang, "file-failed", why = error.text.as_str())),
        });
    }

    /// Said where the path was asked for.
    fn file_refused(&mut self, problem: PathProblem) {
        if let Some(dialog) = &mut self.files.dialog {
            dialog.refused(problem);
            return;
        }
        self.files = Files::default();
        let words = match problem {
            PathProblem::Exists => tr!(self.lang, "file-exists"),
            PathProblem::NotAPath => tr!(self.lang, "file-not-a-path"),
            PathProblem::Failed(words) => words,
        };
        self.toasts.say(self.now(), Tone::Danger, words);
    }

    fn versions_read(&mut self, list: VersionList) {
        let merge = Merge::of(&self.recent, &list);
        self.files = Files::default();
        if merge.is_empty() {
            self.toasts.say(self.now(), Tone::Neutral, tr!(self.lang, "versions-import-none", count = merge.same));
        } else {
            self.files.import = Some((list, merge));
        }
    }

    fn add_versions(&mut self) {
        let Some((_, merge)) = self.files.import.take() else { return };
        let now = self.now();
        let count = merge.added.len() + merge.joined.len();
        for (old, new) in &merge.joined {
            self.learn(old, new);
        }
        self.uninvited.retain(|known| !merge.added.iter().any(|version| version.is_same_version(known)));
        let (key, account) = (self.setup.cloud.key(), self.account());
        let added: Vec<AppVersion> = merge.added;
        // From the last to the first: the list has the one that was added last in front.
        self.setup.settings.change(move |settings| {
            let cloud = settings.cloud_mut(&key);
            added.into_iter().rev().for_each(|version| cloud.opened(account.as_deref(), version, now));
        });
        self.read_recent();
        self.toasts.say(now, Tone::Ok, tr!(self.lang, "versions-import-done", count = count));
    }

    /// Draws what asks for a path, or whether a list is to be taken.
    pub(super) fn draw_files(&mut self, ui: &Ui, scene: &Scene<'_>) -> Option<Event> {
        let key = self.setup.cloud.key();
        let waits = self.files.saving.is_pending() || self.files.reading.is_pending();
        if let Some((list, merge)) = &self.files.import {
            let foreign_cloud = list.cloud.as_deref().filter(|cloud| *cloud != key);
            return import_versions::ui(ui, scene, &ImportView { merge, foreign_cloud });
        }
        self.files.dialog.as_mut()?.ui(ui, scene, waits)
    }
}
