//! An answer that came whole with a good status, and the errors that are found only when it is read.

use std::fmt;
use std::sync::Arc;

use reqwest::header::HeaderMap;
use serde_json::Value;
use zeroize::Zeroizing;

use super::cause::{Cause, Diagnosis};
use super::error::{ApiError, Details, ErrorKind, Parts};
use super::request::Purpose;
use super::server_words::ServerWords;
use super::text::Scrubber;
use super::way::Way;
use crate::model::clock::SharedClock;

/// What every error about one request says, and what none may say.
pub(super) struct Context {
    pub(super) method: String,
    pub(super) origin: String,
    pub(super) path: String,
    pub(super) purpose: Purpose,
    pub(super) way: Way,
    pub(super) scrubber: Scrubber,
    pub(super) clock: SharedClock,
}

/// The longest technical text that is kept, in characters.
const TECHNICAL_CAP: usize = 400;

impl Context {
    /// An error of a request that did not leave this computer.
    pub(super) fn not_sent(&self, kind: ErrorKind, technical: &str) -> ApiError {
        self.not_sent_for(kind, None, technical)
    }

    /// The same, with its cause.
    pub(super) fn not_sent_for(&self, kind: ErrorKind, cause: Option<Cause>, technical: &str) -> ApiError {
        self.failed(Diagnosis { kind, cause, technical: technical.to_owned(), may_have_arrived: false }, None, None)
    }

    /// An error of an attempt that ended without a whole answer.
    pub(super) fn failed(&self, diagnosis: Diagnosis, status: Option<u16>, request_id: Option<String>) -> ApiError {
        let Diagnosis { kind, cause, technical, may_have_arrived } = diagnosis;
        let mut parts = self.parts(kind, status, request_id);
        parts.cause = cause;
        parts.technical = self.technical(&technical);
        parts.may_have_arrived = may_have_arrived;
        ApiError::new(parts)
    }

    pub(super) fn parts(&self, kind: ErrorKind, status: Option<u16>, request_id: Option<String>) -> Parts {
        Parts {
            kind,
            cause: None,
            technical: None,
            purpose: self.purpose,
            way: self.way.clone(),
            may_have_arrived: true,
            details: Details {
                at: self.clock.now(),
                method: self.method.clone(),
                origin: self.origin.clone(),
                path: self.path.clone(),
                status,
                request_id,
            },
            words: ServerWords::default(),
            is_html: false,
            retry_at: None,
        }
    }

    pub(super) fn technical(&self, words: &str) -> Option<String> {
        Some(self.scrubber.fit(words, TECHNICAL_CAP)).filter(|words| !words.is_empty())
    }
}

/// A whole answer with a status of 2xx. Its body is wiped when it is dropped.
pub struct ApiAnswer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Zeroizing<Vec<u8>>,
    pub(super) request_id: Option<String>,
    pub(super) context: Arc<Context>,
}

impl ApiAnswer {
    /// The status, 200 to 299.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// A header's value, if it is there and is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as it came, decompressed.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as JSON of any shape but `null`: shapes are read leniently by the caller, so that one bad item does not lose a
    /// list.
    ///
    /// # Errors
    /// [`ErrorKind::Incomplete`] when it is empty, `null` or ends too early; [`ErrorKind::Unreadable`] when it is no JSON.
    pub fn json(&self) -> Result<Value, ApiError> {
        let body = without_mark(&self.body);
        match serde_json::from_slice(body) {
            Ok(Value::Null) => Err(self.incomplete("the answer is null")),
            Ok(value) => Ok(value),
            // Only line and column are told: serde's words may echo values.
            Err(error) if error.is_eof() => Err(self.incomplete(&format!("ends at line {}, column {}", error.line(), error.column()))),
            Err(error) => Err(self.unreadable(&format!("no JSON from line {}, column {}", error.line(), error.column()))),
        }
    }

    /// The error of an answer that lacks something it must have. `place` names it and holds no value of the answer.
    #[must_use]
    pub fn incomplete(&self, place: &str) -> ApiError {
        self.error(ErrorKind::Incomplete, place)
    }

    /// The error of an answer that is not what it should be. `place` names it and holds no value of the answer.
    #[must_use]
    pub fn unreadable(&self, place: &str) -> ApiError {
        self.error(ErrorKind::Unreadable, place)
    }

    fn error(&self, kind: ErrorKind, place: &str) -> ApiError {
        let mut parts = self.context.parts(kind, Some(self.status), self.request_id.clone());
        parts.technical = self.context.technical(place);
        ApiError::new(parts)
    }
}

impl fmt::Debug for ApiAnswer {
    /// Neither body nor headers: both may hold tokens.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiAnswer").field("status", &self.status).field("bytes", &self.body.len()).finish_non_exhaustive()
    }
}

/// The body without a byte order mark.
pub(super) fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}
