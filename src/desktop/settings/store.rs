//! Holds the settings and writes them down behind the window's back: a change is in force at once, and no frame waits for a disk.
//!
//! The writing is done by a thread of its own, and not by jobs, so that a change needs no slot and the last one is written at
//! exit. Changes that come while it writes are written together.

use std::fmt;
use std::io;
use std::iter;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use jiff::Timestamp;

use super::Settings;
use super::file::{self, LoadReport, Loaded};
use crate::desktop::files::FileError;

/// How long the exit waits for the last change to reach the disk.
const EXIT_PATIENCE: Duration = Duration::from_secs(1);

type OnSaved = Arc<dyn Fn(Result<(), FileError>) + Send + Sync>;

/// The settings of the running program. May be shared and changed from any thread; no call waits for the disk, but dropping it
/// waits up to a second for the last change to be written.
pub struct SettingsStore {
    state: Mutex<State>,
    on_saved: Arc<Mutex<Option<OnSaved>>>,
    /// Where the file is, also when it must not be written.
    file: Option<PathBuf>,
}

struct State {
    settings: Arc<Settings>,
    save_to: Option<PathBuf>,
    /// Started with the first change.
    writer: Option<Writer>,
}

struct Writer {
    orders: Sender<Order>,
    ended: Receiver<()>,
}

enum Order {
    Save(Arc<Settings>),
    /// The file goes, and what was to be saved before is not.
    Remove(Sender<Result<(), FileError>>),
}

impl SettingsStore {
    /// Reads the file (`DataFolder::settings_file`); without one, everything is kept in memory. This does wait for the disk:
    /// it is called once, before the window is there.
    #[must_use]
    pub fn open(file: Option<&Path>, now: Timestamp) -> (Self, LoadReport) {
        let Loaded { settings, save_to, report } = match file {
            Some(path) => file::load(path, now),
            None => Loaded { settings: Settings::default(), save_to: None, report: LoadReport::Fresh },
        };
        let state = State { settings: Arc::new(settings), save_to, writer: None };
        (Self { state: Mutex::new(state), on_saved: Arc::default(), file: file.map(Path::to_owned) }, report)
    }

    /// Who is told how each saving went, from another thread. Until then failures go to the log only.
    pub fn on_saved(&self, tell: impl Fn(Result<(), FileError>) + Send + Sync + 'static) {
        *self.on_saved.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(tell));
    }

    /// The settings as they are now.
    #[must_use]
    pub fn get(&self) -> Arc<Settings> {
        Arc::clone(&self.lock().settings)
    }

    /// Changes them, and has them saved when that made a difference.
    pub fn change(&self, change: impl FnOnce(&mut Settings)) {
        let mut state = self.lock();
        let mut changed = Settings::clone(&state.settings);
        change(&mut changed);
        if *state.settings == changed {
            return;
        }
        state.settings = Arc::new(changed);
        let Some(path) = state.save_to.clone() else { return };
        let settings = Arc::clone(&state.settings);
        if let Err(error) = self.order(&mut state, &path, Order::Save(settings)) {
            drop(state);
            tell(&self.on_saved, Err(FileError::new(&path, &error)));
        }
    }

    /// Everything is as at the first start, and the file is removed, also one that this program must not write over. The answer
    /// comes when that is done; who waits for it waits for the disk.
    pub fn forget(&self) -> Receiver<Result<(), FileError>> {
        let (done, answer) = channel();
        let mut state = self.lock();
        state.settings = Arc::default();
        match &self.file {
            None => drop(done.send(Ok(()))),
            Some(path) => {
                state.save_to = Some(path.clone());
                if let Err(error) = self.order(&mut state, path, Order::Remove(done.clone())) {
                    drop(done.send(Err(FileError::new(path, &error))));
                }
            }
        }
        answer
    }

    fn order(&self, state: &mut State, path: &Path, order: Order) -> io::Result<()> {
        if state.writer.is_none() {
            state.writer = Some(Writer::start(path.to_owned(), Arc::clone(&self.on_saved))?);
        }
        if let Some(writer) = &state.writer {
            writer.orders.send(order).ok();
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for SettingsStore {
    fn drop(&mut self) {
        if let Some(Writer { orders, ended }) = self.lock().writer.take() {
            drop(orders);
            if ended.recv_timeout(EXIT_PATIENCE) == Err(RecvTimeoutError::Timeout) {
                tracing::warn!("the program ends before its settings are saved: the disk does not answer");
            }
        }
    }
}

impl fmt::Debug for SettingsStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SettingsStore").field("file", &self.file).finish_non_exhaustive()
    }
}

impl Writer {
    fn start(path: PathBuf, on_saved: Arc<Mutex<Option<OnSaved>>>) -> io::Result<Self> {
        let (orders, incoming) = channel::<Order>();
        // Never sent to: its end is the thread's end.
        let (alive, ended) = channel::<()>();
        thread::Builder::new().name("settings".to_owned()).spawn(move || {
            let _alive = alive;
            while let Ok(order) = incoming.recv() {
                let mut newest = None;
                for order in iter::once(order).chain(incoming.try_iter()) {
                    match order {
                        Order::Save(settings) => newest = Some(settings),
                        Order::Remove(done) => {
                            newest = None;
                            done.send(file::remove(&path).map_err(|error| FileError::new(&path, &error))).ok();
                        }
                    }
                }
                if let Some(settings) = newest {
                    tell(&on_saved, file::save(&path, &settings).map_err(|error| FileError::new(&path, &error)));
                }
            }
        })?;
        Ok(Self { orders, ended })
    }
}

fn tell(on_saved: &Mutex<Option<OnSaved>>, saved: Result<(), FileError>) {
    if let Err(error) = &saved {
        tracing::warn!(%error, "the settings are not saved");
    }
    let listener = on_saved.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(listener) = listener {
        listener(saved);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::Theme;
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);

    fn noon() -> Timestamp {
        "2026-03-01T12:00:00Z".parse().unwrap()
    }

    fn open(path: &Path) -> (SettingsStore, Receiver<Result<(), FileError>>) {
        let (store, _) = SettingsStore::open(Some(path), noon());
        let (tell, told) = channel();
        store.on_saved(move |saved| tell.send(saved).unwrap());
        (store, told)
    }

    #[test]
    fn a_change_is_in_force_at_once_and_on_the_disk_soon() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("data/settings.toml");
        let (store, told) = open(&path);
        store.change(|settings| settings.theme = Theme::Dark);
        assert_eq!(store.get().theme, Theme::Dark);
        assert_eq!(told.recv_timeout(PATIENCE).unwrap(), Ok(()));
        let (again, report) = SettingsStore::open(Some(&path), noon());
        assert_eq!((again.get().theme, report), (Theme::Dark, LoadReport::Loaded));
    }

    #[test]
    fn the_last_change_before_the_exit_is_saved() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("settings.toml");
        let (store, _) = SettingsStore::open(Some(&path), noon());
        for percent in 80..=175 {
            store.change(|settings| settings.set_text_size(percent));
        }
        drop(store);
        assert_eq!(SettingsStore::open(Some(&path), noon()).0.get().text_size(), 175);
    }

    #[test]
    fn a_change_that_changes_nothing_writes_nothing() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("settings.toml");
        let (store, _) = SettingsStore::open(Some(&path), noon());
        store.change(|settings| settings.theme = Theme::System);
        drop(store);
        assert!(!path.exists());
    }

    #[test]
    fn a_full_disk_is_told_and_a_later_success_as_well() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("data/settings.toml");
        fs::write(home.path().join("data"), "a file in the folder's place").unwrap();
        // What a missing folder looks like to the load: nothing there yet.
        let (store, told) = {
            let (store, _) = SettingsStore::open(None, noon());
            store.lock().save_to = Some(path.clone());
            let (tell, told) = channel();
            store.on_saved(move |saved| tell.send(saved).unwrap());
            (store, told)
        };
        store.change(|settings| settings.theme = Theme::Dark);
        assert_eq!(told.recv_timeout(PATIENCE).unwrap().unwrap_err().path, path);
        assert_eq!(store.get().theme, Theme::Dark, "what was chosen holds until the program ends");
        fs::remove_file(home.path().join("data")).unwrap();
        store.change(|settings| settings.theme = Theme::Light);
        assert_eq!(told.recv_timeout(PATIENCE).unwrap(), Ok(()));
    }

    #[test]
    fn nothing_is_written_over_a_newer_programs_file_nor_in_the_sandbox() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("settings.toml");
        fs::write(&path, "version = 7\n").unwrap();
        for file in [Some(path.as_path()), None] {
            let (store, _) = SettingsStore::open(file, noon());
            store.change(|settings| settings.theme = Theme::Dark);
            assert_eq!(store.get().theme, Theme::Dark);
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "version = 7\n");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_forgotten_is_gone_from_the_disk_whatever_was_to_be_saved_and_the_next_change_begins_anew() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("settings.toml");
        for before in ["version = 1\ntheme = \"dark\"\nx_unknown = 1\n", "version = 7\n"] {
            fs::write(&path, before).unwrap();
            let (store, _) = SettingsStore::open(Some(&path), noon());
            for percent in 80..=175 {
                store.change(|settings| settings.set_text_size(percent));
            }
            let answer = store.forget();
            assert_eq!(*store.get(), Settings::default());
            assert_eq!(answer.recv_timeout(PATIENCE).unwrap(), Ok(()));
            assert!(!path.exists());
            assert_eq!(store.forget().recv_timeout(PATIENCE).unwrap(), Ok(()), "it is fine when there is none");
            store.change(|settings| settings.theme = Theme::Light);
            drop(store);
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.contains("light") && !text.contains("x_unknown"), "{text}");
        }
        assert_eq!(SettingsStore::open(None, noon()).0.forget().recv_timeout(PATIENCE).unwrap(), Ok(()));
    }

    #[test]
    fn what_cannot_be_removed_is_told() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("settings.toml");
        fs::create_dir(&path).unwrap();
        let (store, _) = SettingsStore::open(Some(&path), noon());
        assert_eq!(store.forget().recv_timeout(PATIENCE).unwrap().unwrap_err().path, path);
    }
}
