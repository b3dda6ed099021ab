//! What was asked of the server, so that no crash and no lost answer leaves a person wondering what was done in their name.
//!
//! A record is written before a write is sent and another when its outcome is known; whoever finds a beginning without an end
//! looks at the server before anything is tried again. Nothing secret can be put in: there is no field for it, and
//! `model::secret::Secret` cannot be serialised.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize, Serializer};
use uuid::Uuid;

use super::files::FileError;
use super::json_lines;
use crate::model::app_version::AppVersion;
use crate::model::oauth_client::ClientKind;
use crate::model::scope::Scope;

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub enum Record {
    /// Written before anything is sent.
    Begun(Begun),
    /// Written when the outcome is known, or known to be unknown. A later one for the same write replaces it.
    Ended(Ended),
}

/// Joins the records of one write.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WriteId(String);

impl WriteId {
    /// A new one, unlike any other.
    #[must_use]
    pub fn fresh() -> Self {
        Self(Uuid::new_v4().to_string())
    }
}

/// A write that is about to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// Which write.
    pub id: WriteId,
    /// When.
    pub at: Timestamp,
    /// The cloud's key (`CloudAddresses::key`).
    pub cloud: String,
    /// The account as the person knows it: its e-mail, or the name given to a pasted token.
    pub account: String,
    /// What is asked.
    pub action: Action,
}

/// What a write asks of the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A new OAuth client for a version of an app.
    CreateClient {
        /// Whose client it becomes.
        version: AppVersion,
        /// With a server or without.
        #[serde(serialize_with = "write_kind", deserialize_with = "read_kind")]
        kind: ClientKind,
        /// As sent, but for the values of queries (`model::safe_address`).
        redirect_uris: Vec<String>,
        /// As sent.
        scope: Vec<Scope>,
    },
}

/// The end of a write, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Which write.
    pub id: WriteId,
    /// When.
    pub at: Timestamp,
    /// How.
    pub outcome: Outcome,
}

/// How a write ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The server did it, and said so.
    Done {
        /// The new client.
        client_id: String,
    },
    /// The server did not do it, and said so.
    Refused {
        /// The HTTP status; none when the request never left (the session had ended).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<u16>,
        /// The server's error code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<ServerWords>,
        /// The server's message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<ServerWords>,
    },
    /// The request was sent and no whole answer came. It is never sent again by the program.
    Unknown {
        /// What came instead.
        why: UnknownWhy,
    },
    /// After an unknown outcome: it was done after all, this is what appeared on the server.
    SettledAs {
        /// The client that was not there before.
        client_id: String,
    },
    /// After an unknown outcome: the list was read whole, and nothing new was in it at that time.
    NotSeen,
}

/// Why nobody knows whether a write was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownWhy {
    /// No answer in time.
    TimedOut,
    /// The connection was lost after the request had begun.
    ConnectionLost,
    /// A 5xx.
    ServerError {
        /// The HTTP status.
        status: u16,
    },
    /// A success whose body was cut, empty, or not the API's.
    IncompleteAnswer,
}

/// Words of the server, cut to [`ServerWords::CAP`] characters and without control characters, so that a line stays a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ServerWords(String);

impl ServerWords {
    /// The most characters that are kept.
    pub const CAP: usize = 500;

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for ServerWords {
    fn from(words: &str) -> Self {
        Self(words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(Self::CAP).collect())
    }
}

/// What a journal holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Oldest first.
    pub records: Vec<Record>,
    /// Lines that could not be read: torn by a crash, damaged, or written by a newer program. They stay in the file.
    pub unreadable: usize,
}

impl Contents {
    /// The writes of which nobody knows whether they were carried out: without an end, or with an unknown one.
    #[must_use]
    pub fn unsettled(&self) -> Vec<&Begun> {
        let is_settled = |begun: &Begun| {
            let last = self.records.iter().rev().find_map(|record| match record {
                Record::Ended(ended) if ended.id == begun.id => Some(&ended.outcome),
                _ => None,
            });
            !matches!(last, None | Some(Outcome::Unknown { .. }))
        };
        let begun = self.records.iter().filter_map(|record| match record {
            Record::Begun(begun) => Some(begun),
            Record::Ended(_) => None,
        });
        begun.filter(|begun| !is_settled(begun)).collect()
    }
}

/// The journal of one cloud. Its calls touch the disk and wait for it: jobs make them from `spawn_blocking`, a frame never.
#[derive(Debug)]
pub struct Journal {
    place: Place,
    /// Everything was forgotten. Held while a record is written, so that none comes after that.
    is_closed: Mutex<bool>,
    /// The writes of this program: whatever has no end among the others was left behind by one that is gone.
    begun_here: Mutex<HashSet<WriteId>>,
}

#[derive(Debug)]
enum Place {
    File(PathBuf),
    Memory(Mutex<Vec<Record>>),
}

impl Journal {
    /// In this file (`DataFolder::journal_file`); without one, in memory.
    #[must_use]
    pub fn new(file: Option<PathBuf>) -> Self {
        let place = match file {
            Some(path) => Place::File(path),
            None => Place::Memory(Mutex::new(Vec::new())),
        };
        Self { place, is_closed: Mutex::default(), begun_here: Mutex::default() }
    }

    /// Everything is being forgotten: a write that is still under way leaves no record any more.
    pub fn close(&self) {
        *self.is_closed.lock().unwrap_or_else(PoisonError::into_inner) = true;
    }

    /// Adds a record and returns when it is on the disk.
    ///
    /// # Errors
    /// The disk is full, read-only, … What was in the journal before is still there.
    pub fn append(&self, record: &Record) -> Result<(), FileError> {
        let is_closed = self.is_closed.lock().unwrap_or_else(PoisonError::into_inner);
        if *is_closed {
            return Ok(());
        }
        if let Record::Begun(begun) = record {
            self.begun_here.lock().unwrap_or_else(PoisonError::into_inner).insert(begun.id.clone());
        }
        match &self.place {
            Place::File(path) => json_lines::append(path, record).map_err(|error| FileError::new(path, &error)),
            Place::Memory(records) => {
                records.lock().unwrap_or_else(PoisonError::into_inner).push(record.clone());
                Ok(())
            }
        }
    }

    /// Everything in it.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    pub fn read(&self) -> Result<Contents, FileError> {
        match &self.place {
            Place::File(path) => {
                let lines = json_lines::read(path).map_err(|error| FileError::new(path, &error))?;
                Ok(Contents { records: lines.items, unreadable: lines.unreadable })
            }
            Place::Memory(records) => {
                Ok(Contents { records: records.lock().unwrap_or_else(PoisonError::into_inner).clone(), unreadable: 0 })
            }
        }
    }
}

impl Journal {
    /// The unsettled writes of an account that another program has begun, which has probably ended in the middle of them. Oldest
    /// first.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    pub fn left_behind(&self, cloud: &str, account: &str) -> Result<Vec<Begun>, FileError> {
        let contents = self.read()?;
        let begun_here = self.begun_here.lock().unwrap_or_else(PoisonError::into_inner);
        let is_left = |begun: &&Begun| begun.cloud == cloud && begun.account == account && !begun_here.contains(&begun.id);
        Ok(contents.unsettled().into_iter().filter(is_left).cloned().collect())
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn write_kind<S: Serializer>(kind: &ClientKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.as_str())
}

fn read_kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ClientKind, D::Error> {
    let written = String::deserialize(deserializer)?;
    [ClientKind::Web, ClientKind::Standalone]
        .into_iter()
        .find(|kind| kind.as_str() == written)
        .ok_or_else(|| D::Error::custom("an unknown type of client"))
}

#[cfg(test)]
mod tests;
