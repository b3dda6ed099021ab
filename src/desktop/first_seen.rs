//! When this computer first saw each client: the server keeps no dates, so this is all there is to sort by age.
//!
//! Kept apart from the settings because it may be large (100,000 clients) and only ever grows: a file a cloud, a line a batch of
//! clients that were new at the same moment.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::files::FileError;
use super::json_lines;

#[derive(Serialize, Deserialize)]
struct Batch {
    at: Timestamp,
    clients: Vec<String>,
}

/// The dates of one cloud's clients. Shared between jobs as an `Arc`; [`FirstSeen::note`] waits for the disk, so it is called from
/// `spawn_blocking`, a frame never.
#[derive(Debug)]
pub struct FirstSeen {
    file: Option<PathBuf>,
    known: Mutex<HashMap<String, Timestamp>>,
    /// Everything was forgotten. Held while the file is written, so that nothing is written after that.
    is_closed: Mutex<bool>,
}

impl FirstSeen {
    /// Reads the file (`DataFolder::first_seen_file`); without one, everything is kept in memory.
    ///
    /// # Errors
    /// The file is there and cannot be read. Damaged lines are no error: their clients count as new.
    pub fn open(file: Option<PathBuf>) -> Result<Self, FileError> {
        let mut known = HashMap::<_, Timestamp>::new();
        if let Some(path) = &file {
            let lines = json_lines::read::<Batch>(path).map_err(|error| FileError::new(path, &error))?;
            for batch in lines.items {
                for client in batch.clients {
                    // Two running programs may both have noted it: the earlier one is right.
                    known.entry(client).and_modify(|at| *at = batch.at.min(*at)).or_insert(batch.at);
                }
            }
        }
        Ok(Self { file, known: Mutex::new(known), is_closed: Mutex::default() })
    }

    /// Keeps everything in memory.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::begun_anew(None)
    }

    /// Nothing was seen yet, and there is no file to be read.
    #[must_use]
    pub fn begun_anew(file: Option<PathBuf>) -> Self {
        Self { file, known: Mutex::default(), is_closed: Mutex::default() }
    }

    /// Everything is being forgotten: a read that is still under way notes nothing any more.
    pub fn close(&self) {
        *self.is_closed.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.lock().clear();
    }

    /// Notes the moment for those clients that were never seen before.
    ///
    /// # Errors
    /// The file cannot be written. The dates are known until the program ends all the same.
    pub fn note<'a>(&self, client_ids: impl IntoIterator<Item = &'a str>, at: Timestamp) -> Result<(), FileError> {
        let mut clients = Vec::new();
        {
            let mut known = self.lock();
            for id in client_ids {
                if !known.contains_key(id) {
                    known.insert(id.to_owned(), at);
                    clients.push(id.to_owned());
                }
            }
        }
        // Written with no lock held: who asks for a date never waits for the disk.
        match &self.file {
            Some(path) if !clients.is_empty() => {
                let is_closed = self.is_closed.lock().unwrap_or_else(PoisonError::into_inner);
                if *is_closed {
                    return Ok(());
                }
                json_lines::append(path, &Batch { at, clients }).map_err(|error| FileError::new(path, &error))
            }
            _ => Ok(()),
        }
    }

    /// When this client was first seen here.
    #[must_use]
    pub fn at(&self, client_id: &str) -> Option<Timestamp> {
        self.lock().get(client_id).copied()
    }

    /// The clients that were seen here at that moment or before.
    #[must_use]
    pub fn until(&self, at: Timestamp) -> HashSet<String> {
        self.lock().iter().filter(|(_, seen)| **seen <= at).map(|(client, _)| client.clone()).collect()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Timestamp>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;

    use super::*;

    fn day(day: u8) -> Timestamp {
        format!("2026-03-{day:02}T12:00:00Z").parse().unwrap()
    }

    #[test]
    fn the_first_day_stays_also_after_a_restart() {
        let home = tempfile::tempdir().unwrap();
        let file = Some(home.path().join("cloud/first_seen.jsonl"));
        let seen = FirstSeen::open(file.clone()).unwrap();
        assert_eq!(seen.at("a"), None);
        seen.note(["a", "b"], day(1)).unwrap();
        seen.note(["a", "b", "c"], day(2)).unwrap();
        for seen in [seen, FirstSeen::open(file).unwrap()] {
            assert_eq!([seen.at("a"), seen.at("b"), seen.at("c"), seen.at("d")], [Some(day(1)), Some(day(1)), Some(day(2)), None]);
        }
    }

    #[test]
    fn only_new_clients_are_written_each_once() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("first_seen.jsonl");
        let seen = FirstSeen::open(Some(path.clone())).unwrap();
        seen.note(["a", "a"], day(1)).unwrap();
        seen.note(["a"], day(2)).unwrap();
        seen.note([], day(3)).unwrap();
        assert_eq!(fs::read_to_string(path).unwrap(), "{\"at\":\"2026-03-01T12:00:00Z\",\"clients\":[\"a\"]}\n");
    }

    #[test]
    fn of_two_programs_the_one_that_saw_it_first_is_right() {
        let home = tempfile::tempdir().unwrap();
        let file = Some(home.path().join("first_seen.jsonl"));
        let (one, other) = (FirstSeen::open(file.clone()).unwrap(), FirstSeen::open(file.clone()).unwrap());
        other.note(["a"], day(2)).unwrap();
        one.note(["a", "b"], day(1)).unwrap();
        other.note(["b"], day(2)).unwrap();
        let seen = FirstSeen::open(file).unwrap();
        assert_eq!([seen.at("a"), seen.at("b")], [Some(day(1)); 2]);
    }

    #[test]
    fn a_torn_line_loses_only_its_own_clients() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("first_seen.jsonl");
        FirstSeen::open(Some(path.clone())).unwrap().note(["a"], day(1)).unwrap();
        fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(b"{\"at\":\"2026-03-02T12:00:00Z\",\"clients\":[\"b").unwrap();
        FirstSeen::open(Some(path.clone())).unwrap().note(["b"], day(3)).unwrap();
        let seen = FirstSeen::open(Some(path)).unwrap();
        assert_eq!([seen.at("a"), seen.at("b")], [Some(day(1)), Some(day(3))]);
    }

    #[test]
    fn a_disk_that_refuses_is_an_error_and_the_dates_are_known_all_the_same() {
        let home = tempfile::tempdir().unwrap();
        let blocked = home.path().join("a file");
        fs::write(&blocked, "").unwrap();
        let seen = FirstSeen { file: Some(blocked.join("first_seen.jsonl")), known: Mutex::default(), is_closed: Mutex::default() };
        assert!(seen.note(["a"], day(1)).is_err());
        assert_eq!(seen.at("a"), Some(day(1)));
    }

    #[test]
    fn the_sandbox_remembers_until_it_ends() {
        let seen = FirstSeen::open(None).unwrap();
        seen.note(["a"], day(1)).unwrap();
        assert_eq!(seen.at("a"), Some(day(1)));
    }
}
