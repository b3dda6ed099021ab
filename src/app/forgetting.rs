//! What lies on this computer: shown where it is, and forgotten whole when a person wants that.

use std::mem;
use std::path::Path;
use std::sync::Arc;

use eframe::egui::{Context, Ui};

use super::App;
use super::leaving::Leave;
use super::news::News;
use super::work::Work;
use crate::desktop::first_seen::FirstSeen;
use crate::desktop::journal::Journal;
use crate::desktop::reveal::RevealError;
use crate::i18n::Lang;
use crate::jobs::forget_everything::{Kept, Left, forget_everything};
use crate::screens::settings::{Computer, ComputerView, Files, ask_to_forget};
use crate::screens::{Event, keychain_notice, settings};
use crate::tr;
use crate::widgets::{Toasts, Tone};

impl App {
    /// What lies where.
    pub(super) fn computer_view(&self) -> ComputerView {
        let (folder, key) = (&self.setup.folder, self.setup.cloud.key());
        let files = || {
            Some(Files {
                folder: folder.path()?.to_owned(),
                settings: folder.settings_file()?,
                journal: folder.journal_file(&key)?,
                first_seen: folder.first_seen_file(&key)?,
            })
        };
        let places = std::iter::once(&self.work).chain(&self.behind).filter(|work| work.is_kept());
        let keepers = places.filter_map(|work| work.desk.as_ref()?.keeper.as_ref());
        ComputerView { files: files(), keychain: self.keychain.is_there().then(|| keepers.map(|keeper| keeper.label()).collect()) }
    }

    /// Does what was asked for there.
    pub(super) fn perform_computer(&mut self, ctx: &Context, asked: Computer) {
        match asked {
            Computer::Show(path) => self.show_in_folder(&path),
            Computer::Forget => {
                if self.may_leave(Leave::Forget) {
                    self.asks_to_forget = true;
                }
            }
            Computer::Keep => self.asks_to_forget = false,
            Computer::ForgetNow => self.forget_everything(ctx),
        }
    }

    /// Draws the question.
    pub(super) fn draw_forgetting(&self, ui: &Ui) -> Option<Event> {
        if !self.asks_to_forget {
            return None;
        }
        ask_to_forget(ui, self.lang, &self.computer_view())
    }

    /// Shows a file in the system's own program for files.
    pub(super) fn show_in_folder(&self, path: &Path) {
        let tell = self.tell.clone();
        let asked = path.to_owned();
        let answer = move |shown| {
            if let Err(error) = shown {
                tell.send(News::NotShown(asked, error));
            }
        };
        self.setup.file_manager.reveal(path, Box::new(answer));
    }

    /// A file could not be shown.
    pub(super) fn hear_not_shown(&mut self, path: &Path, error: &RevealError) {
        tracing::warn!("{error}");
        let (now, lang) = (self.now(), self.lang);
        match error {
            RevealError::Gone => self.toasts.say(now, Tone::Neutral, tr!(lang, "settings-file-missing")),
            RevealError::NoFileManager(_) => {
                let path = path.display().to_string();
                let words = tr!(lang, "settings-no-file-manager", path = path.as_str());
                self.toasts.offer(now, Tone::Warn, words, tr!(lang, "copy"), Event::Copy(path));
            }
        }
    }

    /// Everything goes: the sign-ins of all accounts, what is in the window, in the files and in the keychain. The window is at once
    /// as at the first start; what could not be removed is said when that is known.
    fn forget_everything(&mut self, ctx: &Context) {
        let before = self.setup.settings.get();
        let key = self.setup.cloud.key();
        let mut clouds: Vec<String> = before.clouds().map(|(key, _)| key.to_owned()).collect();
        if !clouds.contains(&key) {
            clouds.push(key.clone());
        }
        let is_any_kept = self.notice.is_some() || before.clouds().any(|(_, cloud)| cloud.keeps_sign_ins);
        let proxy = before.proxy_address().map(|address| address.as_str().to_owned());

        let mut keepers = Vec::new();
        let front = mem::replace(&mut self.work, Work::new(String::new()));
        for mut work in mem::take(&mut self.behind).into_iter().chain([front]) {
            // One message for all of it, and not another one for each account.
            keepers.extend(work.desk.as_mut().and_then(|desk| desk.keeper.take()));
            self.end(work);
        }
        let vault = self.keychain.begin_anew(self.setup.keychain.clone());
        let (folder, file) = (self.setup.folder.clone(), self.setup.folder.first_seen_file(&key));
        let journal = mem::replace(&mut self.setup.journal, Arc::new(Journal::new(folder.journal_file(&key))));
        let first_seen = mem::replace(&mut self.setup.first_seen, Arc::new(FirstSeen::begun_anew(file)));
        let job = forget_everything(Kept {
            folder,
            journal,
            first_seen,
            settings: self.setup.settings.forget(),
            vault: vault.filter(|_| is_any_kept || proxy.is_some()),
            clouds: if is_any_kept { clouds } else { Vec::new() },
            keepers,
            proxy,
        });
        let tell = self.tell.clone();
        self.worker.spawn_task(async move { tell.send(News::Forgotten(job.await)) });
        self.begin_anew(ctx);
    }

    /// The window as at the first start.
    fn begin_anew(&mut self, ctx: &Context) {
        self.arrived.clear();
        self.settings = settings::State::default();
        self.toasts = Toasts::default();
        self.notice = None;
        self.leaving = None;
        self.asks_to_forget = false;
        self.copied_at = None;
        self.uninvited.clear();
        // What was scrolled, opened and typed, with the steps by which it could be undone.
        ctx.data_mut(eframe::egui::util::IdTypeMap::clear);
        self.put_in_force(ctx);
        self.forget_network();
        self.read_recent();
    }

    /// What became of it.
    pub(super) fn hear_forgotten(&mut self, left: Left) {
        if left.is_nothing() {
            let key = if self.setup.folder.path().is_some() { "settings-forgotten" } else { "settings-forgotten-memory" };
            self.toasts.say(self.now(), Tone::Ok, self.lang.t(key));
        } else {
            self.notice = Some(super::Notice::NotForgotten(left));
        }
    }
}

/// What could not be removed, and where it is.
pub(super) fn left_words(lang: Lang, left: &Left) -> String {
    let files = left.files.iter().map(|error| {
        let path = error.path.display().to_string();
        tr!(lang, "settings-not-forgotten-file", path = path.as_str(), why = error.text.as_str())
    });
    let items = left.keychain.iter().map(|error| {
        let (place, why) = (keychain_notice::place(lang), error.to_string());
        tr!(lang, "settings-not-forgotten-keychain", place = place.as_str(), why = why.as_str())
    });
    let what: Vec<String> = files.chain(items).collect();
    tr!(lang, "settings-not-forgotten", what = what.join("; ").as_str())
}
