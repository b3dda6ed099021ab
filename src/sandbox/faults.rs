//! Scripted faults: what goes wrong, with which requests, and whether the cloud had already done what it was asked.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::Method;

use super::gate::Gate;
use super::hosts::Host;
use super::socket::Ending;

/// One thing that goes wrong. Made by a constructor, narrowed by methods, set with `Sandbox::fault`.
///
/// ```
/// use tokendesk::sandbox::{Ending, Fault};
/// // The second request is carried out, and then its answer is lost by a reset.
/// let _ = Fault::lost(Ending::Reset).carried_out().nth(2);
/// ```
#[derive(Clone, Debug)]
pub struct Fault {
    pub(super) answer: FaultAnswer,
    pub(super) delivery: Delivery,
    pub(super) is_carried_out: bool,
    pub(super) before: Vec<Wait>,
    pub(super) after: Vec<Wait>,
    is_numbered: bool,
    host: Option<Host>,
    occurrence: Occurrence,
}

/// In the body of a numbered answer this stands for which of the spoiled requests it answers.
const NTH: &str = "#NTH#";

/// What is answered.
#[derive(Clone, Debug)]
pub(super) enum FaultAnswer {
    /// What the cloud itself answers.
    Genuine,
    /// Something else.
    Instead { status: u16, headers: Vec<(String, String)>, body: Vec<u8> },
    /// Nothing: the connection ends.
    Lost(Ending),
    /// These bytes on the wire, whatever they are; then the connection ends.
    Raw(Vec<u8>),
}

/// How the answer's body reaches the other side.
#[derive(Clone, Copy, Debug)]
pub(super) enum Delivery {
    Whole,
    /// The right Content-Length, then only so many bytes.
    Cut {
        keep: usize,
        ending: Ending,
    },
    /// So many bytes at a time.
    Drip {
        bytes: usize,
        every: Duration,
    },
}

#[derive(Clone, Debug)]
pub(super) enum Wait {
    For(Duration),
    At(Gate),
}

#[derive(Clone, Copy, Debug)]
enum Occurrence {
    Always,
    Nth(usize),
    First(usize),
}

impl Fault {
    fn new(answer: FaultAnswer) -> Self {
        let delivery = Delivery::Whole;
        let (before, after, occurrence) = (Vec::new(), Vec::new(), Occurrence::Always);
        Self { answer, delivery, is_carried_out: false, before, after, is_numbered: false, host: None, occurrence }
    }

    /// What the cloud itself answers: to be delayed, held, cut or dripped.
    #[must_use]
    pub fn genuine() -> Self {
        Self::new(FaultAnswer::Genuine).carried_out()
    }

    /// Another status with an empty body, instead of doing what was asked.
    #[must_use]
    pub fn answer(status: u16) -> Self {
        Self::new(FaultAnswer::Instead { status, headers: Vec::new(), body: Vec::new() })
    }

    /// No answer: the connection ends, and what was asked is not done.
    #[must_use]
    pub fn lost(ending: Ending) -> Self {
        Self::new(FaultAnswer::Lost(ending))
    }

    /// No HTTP of ours: just these bytes on the wire, and then the connection closes. `#ID#` in them is the request's id.
    #[must_use]
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(FaultAnswer::Raw(bytes.into()))
    }

    /// 200 with somebody else's page, as a captive portal answers.
    #[must_use]
    pub fn html() -> Self {
        let page = "<!doctype html><html><head><title>Wi-Fi</title></head><body><h1>Hotel Wi-Fi</h1><p>Please sign in.</p></body></html>";
        Self::answer(200).body("text/html; charset=utf-8", page)
    }

    /// 200 that says JSON and holds nothing.
    #[must_use]
    pub fn empty() -> Self {
        Self::answer(200).body("application/json;charset=UTF-8", "")
    }

    /// 200 with the JSON value `null`.
    #[must_use]
    pub fn null() -> Self {
        Self::answer(200).body("application/json;charset=UTF-8", "null")
    }

    /// The body that is answered instead, with its type. Without effect on what is genuine or lost.
    #[must_use]
    pub fn body(self, content_type: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let mut fault = self.header("Content-Type", content_type);
        if let FaultAnswer::Instead { body, .. } = &mut fault.answer {
            *body = bytes.into();
        }
        fault
    }

    /// One more header of what is answered instead; `X-Request-Id` and `Content-Length` replace the sandbox's own (a
    /// length that is not the body's is a lie that the connection ends with).
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let FaultAnswer::Instead { headers, .. } = &mut self.answer {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// The answer announces its whole length and ends after `keep` bytes of its body.
    #[must_use]
    pub fn cut(self, keep: usize, ending: Ending) -> Self {
        Self { delivery: Delivery::Cut { keep, ending }, ..self }
    }

    /// The answer's body comes in pieces of `bytes`, one `every` so often.
    #[must_use]
    pub fn drip(self, bytes: usize, every: Duration) -> Self {
        Self { delivery: Delivery::Drip { bytes: bytes.max(1), every }, ..self }
    }

    /// In the body that is answered instead, each `#NTH#` is which of the spoiled requests this is, from 1: pages without end.
    #[must_use]
    pub fn numbered(self) -> Self {
        Self { is_numbered: true, ..self }
    }

    /// What was asked is done before the fault happens: only the answer is not the one it should be.
    #[must_use]
    pub fn carried_out(self) -> Self {
        Self { is_carried_out: true, ..self }
    }

    /// The request waits so long before anything is done with it.
    #[must_use]
    pub fn delayed(mut self, by: Duration) -> Self {
        self.before.push(Wait::For(by));
        self
    }

    /// The request waits at the gate before anything is done with it.
    #[must_use]
    pub fn held(mut self, gate: &Gate) -> Self {
        self.before.push(Wait::At(gate.clone()));
        self
    }

    /// What was asked is done, and the answer waits at the gate.
    #[must_use]
    pub fn answer_held(mut self, gate: &Gate) -> Self {
        self.after.push(Wait::At(gate.clone()));
        self.carried_out()
    }

    /// Only on this host.
    #[must_use]
    pub fn on(self, host: Host) -> Self {
        Self { host: Some(host), ..self }
    }

    /// Only the `nth` matching request from now on; the first is 1.
    #[must_use]
    pub fn nth(self, nth: usize) -> Self {
        Self { occurrence: Occurrence::Nth(nth), ..self }
    }

    /// Only the next `count` matching requests.
    #[must_use]
    pub fn times(self, count: usize) -> Self {
        Self { occurrence: Occurrence::First(count), ..self }
    }

    /// Only the next matching request.
    #[must_use]
    pub fn once(self) -> Self {
        self.nth(1)
    }
}

/// A fault that is set: it can be looked at and lifted. Dropping this does not lift it.
#[derive(Clone, Debug)]
pub struct FaultSet(Arc<Rule>);

impl FaultSet {
    /// How often it has happened.
    #[must_use]
    pub fn happened(&self) -> usize {
        self.0.happened.load(Ordering::Acquire)
    }

    /// It does not happen any more.
    pub fn lift(&self) {
        self.0.is_lifted.store(true, Ordering::Release);
    }
}

#[derive(Debug)]
struct Rule {
    method: String,
    path_contains: String,
    fault: Fault,
    seen: AtomicUsize,
    happened: AtomicUsize,
    is_lifted: AtomicBool,
}

impl Rule {
    /// Counts a request that it matches; if this is one to spoil, what happens to it.
    fn strike(&self, host: Host, method: &Method, path: &str) -> Option<Fault> {
        let is_lifted = self.is_lifted.load(Ordering::Acquire);
        let is_here = self.fault.host.is_none_or(|wanted| wanted == host);
        if is_lifted || !is_here || !method.as_str().eq_ignore_ascii_case(&self.method) || !path.contains(&self.path_contains) {
            return None;
        }
        let seen = self.seen.fetch_add(1, Ordering::AcqRel) + 1;
        let strikes = match self.fault.occurrence {
            Occurrence::Always => true,
            Occurrence::Nth(nth) => seen == nth,
            Occurrence::First(count) => seen <= count,
        };
        if !strikes {
            return None;
        }
        let nth = self.happened.fetch_add(1, Ordering::AcqRel) + 1;
        let mut fault = self.fault.clone();
        if let (true, FaultAnswer::Instead { body, .. }) = (fault.is_numbered, &mut fault.answer) {
            *body = String::from_utf8_lossy(body).replace(NTH, &nth.to_string()).into_bytes();
        }
        Some(fault)
    }
}

/// The faults that are set, in the order of setting; the first that strikes has the request.
#[derive(Default)]
pub(super) struct Faults(Mutex<Vec<Arc<Rule>>>);

impl Faults {
    pub(super) fn set(&self, method: &str, path_contains: &str, fault: Fault) -> FaultSet {
        let (method, path_contains) = (method.to_owned(), path_contains.to_owned());
        let (seen, happened, is_lifted) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
        let rule = Arc::new(Rule { method, path_contains, fault, seen, happened, is_lifted });
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&rule));
        FaultSet(rule)
    }

    pub(super) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    pub(super) fn striking(&self, host: Host, method: &Method, path: &str) -> Option<Fault> {
        let rules = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rules.iter().find_map(|rule| rule.strike(host, method, path))
    }
}
