//! Every request as it came, so that a test can compare it with the documents byte by byte and count.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use axum::http::request::Parts;

use super::hosts::Host;

/// A sandbox that serves for weeks must not fill the memory: older requests go.
const KEPT: usize = 10_000;

/// A request that reached the sandbox.
#[derive(Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The host it was for.
    pub host: Host,
    /// `GET`, `POST`, …
    pub method: String,
    /// The path as sent, percent-encoding untouched.
    pub path: String,
    /// The query as sent, without its question mark; empty when there is none.
    pub query: String,
    /// Name (lower case) and value of each header, in the order of arrival. Bytes that are not UTF-8 are replaced.
    pub headers: Vec<(String, String)>,
    /// The body as sent. Empty when it was too large to be taken.
    pub body: Vec<u8>,
    /// The `X-Request-Id` of its answer.
    pub request_id: String,
}

impl Recorded {
    /// The first header of this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as text; bytes that are not UTF-8 are replaced.
    #[must_use]
    pub fn body_text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Without header values, query and body: they hold passwords and tokens.
impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?} {} {} ({} bytes)", self.request_id, self.host, self.method, self.path, self.body.len())
    }
}

/// The requests in the order of arrival.
#[derive(Default)]
pub(super) struct Recorder(Mutex<VecDeque<Recorded>>);

impl Recorder {
    pub(super) fn take(&self, host: Host, head: &Parts, body: &[u8], request_id: &str) {
        let headers = head.headers.iter();
        let recorded = Recorded {
            host,
            method: head.method.to_string(),
            path: head.uri.path().to_owned(),
            query: head.uri.query().unwrap_or_default().to_owned(),
            headers: headers.map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())).collect(),
            body: body.to_vec(),
            request_id: request_id.to_owned(),
        };
        let mut requests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if requests.len() >= KEPT {
            requests.pop_front();
        }
        requests.push_back(recorded);
    }

    pub(super) fn all(&self) -> Vec<Recorded> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    pub(super) fn count(&self, method: &str, path_contains: &str) -> usize {
        let requests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        requests.iter().filter(|request| request.method.eq_ignore_ascii_case(method) && request.path.contains(path_contains)).count()
    }

    pub(super) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
