//! What was asked of the server, so that no crash and no lost answer leaves a person wondering what was done in their name.
//!
//! A record is written before a write is sent and another when its outcome is known; whoever finds a beginning without an end
//! looks at the server before anything is tried again. Nothing secret can be put in: there is no field for it, and
//! `model::secret::Secret` cannot be serialised.

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
        /// As sent.
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
pub struct Journal(Place);

#[derive(Debug)]
enum Place {
    File(PathBuf),
    Memory(Mutex<Vec<Record>>),
}

impl Journal {
    /// In this file (`DataFolder::journal_file`); without one, in memory.
    #[must_use]
    pub fn new(file: Option<PathBuf>) -> Self {
        Self(match file {
            Some(path) => Place::File(path),
            None => Place::Memory(Mutex::new(Vec::new())),
        })
    }

    /// Adds a record and returns when it is on the disk.
    ///
    /// # Errors
    /// The disk is full, read-only, … What was in the journal before is still there.
    pub fn append(&self, record: &Record) -> Result<(), FileError> {
        match &self.0 {
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
        match &self.0 {
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
mod tests {
    use std::fs;
    use std::io::Write as _;

    use super::*;

    fn at(second: &str) -> Timestamp {
        format!("2026-03-01T12:00:{second}Z").parse().unwrap()
    }

    fn begun(id: &str) -> Begun {
        Begun {
            id: WriteId(id.to_owned()),
            at: at("00"),
            cloud: "https://dev.cloud.example".to_owned(),
            account: "anna@publisher.example".to_owned(),
            action: Action::CreateClient {
                version: AppVersion {
                    app_id: "app-1".to_owned(),
                    version_id: None,
                    version_number: Some("2.4.0".to_owned()),
                    name: Some("Касса".to_owned()),
                },
                kind: ClientKind::Standalone,
                redirect_uris: vec!["https://publisher.example/back".to_owned()],
                scope: vec![Scope::verbatim("store:read".to_owned())],
            },
        }
    }

    fn ended(id: &str, outcome: Outcome) -> Record {
        Record::Ended(Ended { id: WriteId(id.to_owned()), at: at("07"), outcome })
    }

    fn every_outcome() -> Vec<Outcome> {
        vec![
            Outcome::Done { client_id: "client-1".to_owned() },
            Outcome::Refused { status: Some(422), code: Some("bad".into()), message: Some("нельзя".into()) },
            Outcome::Refused { status: None, code: None, message: None },
            Outcome::Unknown { why: UnknownWhy::TimedOut },
            Outcome::Unknown { why: UnknownWhy::ServerError { status: 502 } },
            Outcome::SettledAs { client_id: "client-2".to_owned() },
            Outcome::NotSeen,
        ]
    }

    #[test]
    fn a_journal_reads_back_what_was_written_in_a_file_and_in_memory() {
        let home = tempfile::tempdir().unwrap();
        for journal in [Journal::new(Some(home.path().join("x/journal.jsonl"))), Journal::new(None)] {
            let mut written = vec![Record::Begun(begun("w1"))];
            written.extend(every_outcome().into_iter().map(|outcome| ended("w1", outcome)));
            for record in &written {
                journal.append(record).unwrap();
            }
            assert_eq!(journal.read().unwrap(), Contents { records: written, unreadable: 0 });
        }
    }

    #[test]
    fn the_lines_of_the_file_are_what_other_tools_were_told_to_expect() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("journal.jsonl");
        let journal = Journal::new(Some(path.clone()));
        journal.append(&Record::Begun(begun("w1"))).unwrap();
        journal.append(&ended("w1", Outcome::Unknown { why: UnknownWhy::ServerError { status: 502 } })).unwrap();
        journal.append(&ended("w1", Outcome::NotSeen)).unwrap();
        assert_eq!(
            fs::read_to_string(path).unwrap(),
            concat!(
                r#"{"record":"begun","id":"w1","at":"2026-03-01T12:00:00Z","cloud":"https://dev.cloud.example","#,
                r#""account":"anna@publisher.example","action":{"create_client":{"version":{"app_id":"app-1","#,
                r#""version_number":"2.4.0","name":"Касса"},"kind":"standalone","#,
                r#""redirect_uris":["https://publisher.example/back"],"scope":["store:read"]}}}"#,
                "\n",
                r#"{"record":"ended","id":"w1","at":"2026-03-01T12:00:07Z","outcome":{"unknown":{"why":{"server_error":{"status":502}}}}}"#,
                "\n",
                r#"{"record":"ended","id":"w1","at":"2026-03-01T12:00:07Z","outcome":"not_seen"}"#,
                "\n",
            )
        );
    }

    #[test]
    fn after_a_crash_in_mid_line_the_rest_is_there_and_the_next_record_is_whole() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("journal.jsonl");
        let journal = Journal::new(Some(path.clone()));
        journal.append(&Record::Begun(begun("w1"))).unwrap();
        fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(br#"{"record":"ended","id":"w1","at":"20"#).unwrap();
        assert_eq!(journal.read().unwrap(), Contents { records: vec![Record::Begun(begun("w1"))], unreadable: 1 });
        journal.append(&ended("w1", Outcome::NotSeen)).unwrap();
        assert_eq!(journal.read().unwrap().records, [Record::Begun(begun("w1")), ended("w1", Outcome::NotSeen)]);
    }

    #[test]
    fn what_a_newer_program_wrote_is_counted_and_left_in_place() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("journal.jsonl");
        fs::write(
            &path,
            "{\"record\":\"paused\"}\n{\"record\":\"ended\",\"id\":\"w\",\"at\":\"2026-03-01T12:00:07Z\",\"outcome\":\"postponed\"}\n",
        )
        .unwrap();
        let journal = Journal::new(Some(path.clone()));
        journal.append(&Record::Begun(begun("w1"))).unwrap();
        assert_eq!(journal.read().unwrap(), Contents { records: vec![Record::Begun(begun("w1"))], unreadable: 2 });
        assert!(fs::read_to_string(&path).unwrap().starts_with("{\"record\":\"paused\"}\n"));
    }

    #[test]
    fn a_write_is_unsettled_until_an_end_that_is_known() {
        for outcome in every_outcome() {
            let is_unknown = matches!(outcome, Outcome::Unknown { .. });
            let contents =
                Contents { records: vec![Record::Begun(begun("w1")), Record::Begun(begun("w2")), ended("w1", outcome)], unreadable: 0 };
            let unsettled: Vec<_> = contents.unsettled().into_iter().map(|begun| begun.id.0.as_str()).collect();
            assert_eq!(unsettled, if is_unknown { vec!["w1", "w2"] } else { vec!["w2"] });
        }
        let contents = Contents {
            records: vec![
                Record::Begun(begun("w1")),
                ended("w1", Outcome::Unknown { why: UnknownWhy::TimedOut }),
                ended("w1", Outcome::SettledAs { client_id: "client-2".to_owned() }),
            ],
            unreadable: 0,
        };
        assert_eq!(contents.unsettled(), Vec::<&Begun>::new());
    }

    #[test]
    fn every_write_has_an_id_of_its_own() {
        assert_ne!(WriteId::fresh(), WriteId::fresh());
    }

    #[test]
    fn a_servers_page_long_message_is_cut_and_stays_on_one_line() {
        let words = ServerWords::from(format!("a\nb\u{7}{}", "ы".repeat(5000)).as_str());
        assert!(words.as_str().starts_with("a b ы"));
        assert_eq!(words.as_str().chars().count(), ServerWords::CAP);
    }

    #[test]
    fn a_disk_that_refuses_is_an_error_that_names_the_file() {
        let home = tempfile::tempdir().unwrap();
        let in_the_way = home.path().join("journal.jsonl");
        fs::create_dir(&in_the_way).unwrap();
        let journal = Journal::new(Some(in_the_way.clone()));
        assert_eq!(journal.append(&Record::Begun(begun("w1"))).unwrap_err().path, in_the_way);
        assert_eq!(journal.read().unwrap_err().path, in_the_way);
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("data/journal.jsonl");
        Journal::new(Some(path.clone())).append(&Record::Begun(begun("w1"))).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
