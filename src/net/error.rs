//! One error for every call: what went wrong, why, what the server said about it, and whether anything may have happened.
//!
//! The server's status and words, the transport's cause and the place in an answer that could not be read are kept apart.
//! Nothing here holds a secret: server words were scrubbed of everything secret that was sent, and of an answer's own values
//! only the place is kept (serde's messages echo values).

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use super::cause::Cause;
use super::request::Purpose;
use super::server_words::{ServerWords, Violation};
use super::way::{ProxyInForce, Way};

/// A failed call. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ApiError(Arc<Parts>);

/// What kind of failure it is: what a person is told first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorKind {
    /// The server could not be reached: no such name, refused, no way there. Nothing was sent.
    Offline,
    /// No answer, or not the whole of it, in time.
    Timeout,
    /// The connection broke before the whole answer.
    ConnectionLost,
    /// No trusted connection could be made. Nothing was sent, and nothing but a person can change that.
    Tls,
    /// The proxy on the way refused or could not be reached. Nothing was sent.
    Proxy,
    /// The server answered with this status, 400 or above.
    Refused(u16),
    /// The server sent us elsewhere, which is never followed.
    Redirected,
    /// A page instead of an answer of the API: a captive portal or a gateway.
    NotTheApi,
    /// The answer is cut, empty or `null`, or lacks what it must have.
    Incomplete,
    /// The answer is larger than its cap; reading was stopped.
    TooLarge,
    /// The answer is whole and is not what it should be.
    Unreadable,
    /// A secret would have gone to a server that it does not belong to, or over an open line. Nothing was sent.
    WrongOrigin,
    /// The request cannot be put in HTTP, as with a line break in a header. Nothing was sent.
    CannotBeSent,
    /// Nobody is signed in, or the session that asked is over: its state tells which. Nothing was carried out.
    NotSignedIn,
}

/// The facts of a failed call, for the details line that a person copies. No query, no header, no body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Details {
    /// When it failed, by the clock of this computer.
    pub at: Timestamp,
    /// `GET`, `POST`, …
    pub method: String,
    /// Scheme, host and port.
    pub origin: String,
    /// The path, percent-encoded as it was sent.
    pub path: String,
    /// The status, if any came.
    pub status: Option<u16>,
    /// What the server calls this request, if it said so.
    pub request_id: Option<String>,
}

impl fmt::Display for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0} {} {}{}", self.at, self.method, self.origin, self.path)?;
        if let Some(status) = self.status {
            write!(f, " {status}")?;
        }
        if let Some(id) = &self.request_id {
            write!(f, " request {id}")?;
        }
        Ok(())
    }
}

/// Everything an error is made of.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    pub(super) kind: ErrorKind,
    pub(super) cause: Option<Cause>,
    /// The transport's own words for the cause, cleaned; or, of an unreadable answer, the place.
    pub(super) technical: Option<String>,
    pub(super) purpose: Purpose,
    pub(super) way: Way,
    /// Whether the request may have reached the server.
    pub(super) may_have_arrived: bool,
    pub(super) details: Details,
    pub(super) words: ServerWords,
    pub(super) is_html: bool,
    pub(super) retry_at: Option<Timestamp>,
}

impl ApiError {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// What the failed request was for. A read or a write that needed new tokens may fail with the error of the renewal: then
    /// the status is not about what was asked.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        self.0.purpose
    }

    /// Why, as far as the transport can tell.
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        self.0.cause
    }

    /// The way that was tried.
    #[must_use]
    pub fn way(&self) -> &Way {
        &self.0.way
    }

    /// The proxy on that way, if there is one.
    #[must_use]
    pub fn proxy(&self) -> Option<&ProxyInForce> {
        if let Way::Proxy(proxy) = &self.0.way { Some(proxy) } else { None }
    }

    /// The transport's own words for it, or the place of an answer that could not be read: technical, in English, no secret.
    #[must_use]
    pub fn technical(&self) -> Option<&str> {
        self.0.technical.as_deref()
    }

    /// The HTTP status, if an answer began.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.details.status
    }

    /// The server's code: OAuth's `error`, v1's and v2's `code`.
    #[must_use]
    pub fn server_code(&self) -> Option<&str> {
        self.0.words.code.as_deref()
    }

    /// The server's own words for a person, cleaned, capped and without what we sent in secret.
    #[must_use]
    pub fn server_message(&self) -> Option<&str> {
        self.0.words.message.as_deref()
    }

    /// What the server has against single fields.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.0.words.violations
    }

    /// Whether the answer was a page for a browser: a gateway spoke, or the API in its sleep. Its text is not kept.
    #[must_use]
    pub fn is_html(&self) -> bool {
        self.0.is_html
    }

    /// The facts to copy.
    #[must_use]
    pub fn details(&self) -> &Details {
        &self.0.details
    }

    /// After 429, when the server takes requests again: at most five minutes after the answer.
    #[must_use]
    pub fn retry_at(&self) -> Option<Timestamp> {
        self.0.retry_at
    }

    /// Whether the request may have reached the server.
    #[must_use]
    pub fn may_have_arrived(&self) -> bool {
        self.0.may_have_arrived
    }

    /// Whether this was a write that may have been carried out: it must not be sent again before somebody has looked.
    #[must_use]
    pub fn outcome_unknown(&self) -> bool {
        self.0.purpose == Purpose::Write
            && self.0.may_have_arrived
            && match self.0.kind {
                ErrorKind::Refused(status) => status >= 500,
                _ => true,
            }
    }

    /// Whether the same request may well succeed a little later with nothing changed. Never true of a write that may have been
    /// carried out.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        !self.outcome_unknown()
            && match self.0.kind {
                ErrorKind::Offline | ErrorKind::Timeout | ErrorKind::ConnectionLost | ErrorKind::Incomplete | ErrorKind::NotTheApi => true,
                ErrorKind::Proxy => self.0.cause.is_some_and(Cause::is_proxy_out_of_reach),
                ErrorKind::Refused(status) => matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504),
                _ => false,
            }
    }

    /// Whether no connection came about: nothing was sent, and a second attempt is harmless.
    pub(super) fn is_connect_failure(&self) -> bool {
        !self.0.may_have_arrived
            && match self.0.kind {
                ErrorKind::Offline | ErrorKind::Timeout | ErrorKind::ConnectionLost => true,
                ErrorKind::Proxy => self.0.cause.is_some_and(Cause::is_proxy_out_of_reach),
                _ => false,
            }
    }
}

impl fmt::Display for ApiError {
    /// One technical line in English, for the log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { kind, cause, technical, details, words, .. } = &*self.0;
        write!(f, "{} {}{}: ", details.method, details.origin, details.path)?;
        match kind {
            ErrorKind::Offline => f.write_str("the server could not be reached")?,
            ErrorKind::Timeout => f.write_str("no whole answer in time")?,
            ErrorKind::ConnectionLost => f.write_str("the connection was lost")?,
            ErrorKind::Tls => f.write_str("no trusted connection")?,
            ErrorKind::Proxy => f.write_str("the proxy is in the way")?,
            ErrorKind::Refused(status) => write!(f, "answered {status}")?,
            ErrorKind::Redirected => f.write_str("a redirect, not followed")?,
            ErrorKind::NotTheApi => f.write_str("the answer did not come from the API")?,
            ErrorKind::Incomplete => f.write_str("the answer is incomplete")?,
            ErrorKind::TooLarge => f.write_str("the answer is too large")?,
            ErrorKind::Unreadable => f.write_str("the answer cannot be read")?,
            ErrorKind::WrongOrigin => f.write_str("not sent: a secret does not belong there")?,
            ErrorKind::CannotBeSent => f.write_str("not sent: the request cannot be made")?,
            ErrorKind::NotSignedIn => f.write_str("not carried out: the session is over")?,
        }
        if let Some(cause) = cause {
            write!(f, " ({cause:?})")?;
        }
        if let Some(proxy) = self.proxy() {
            write!(f, ", through the proxy {} ({:?})", proxy.address(), proxy.source())?;
        }
        for part in [technical, &words.code, &words.message].into_iter().flatten() {
            write!(f, ": {part}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ApiError {}
