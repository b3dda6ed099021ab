//! Runs single clipboard calls with a time limit: a call that does not come back is left behind with its thread, and the next one
//! gets a new thread and a new connection.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use super::backend::{Backend, Backends, ClipboardProblem};
use crate::model::secret::Secret;

pub(super) enum Call {
    Set(String),
    SetSecret(Secret),
    /// Reads, compares and clears back to back: X11 would clear whatever is there without asking.
    ClearIfStill(Secret),
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Done,
    /// Something else is there now.
    NotOurs,
}

type Answered = Result<Answer, ClipboardProblem>;

pub(super) struct Lane {
    backends: Backends,
    running: Option<Running>,
}

struct Running {
    calls: Sender<(Call, Sender<Answered>)>,
    ended: Receiver<()>,
}

impl Lane {
    pub(super) const fn new(backends: Backends) -> Self {
        Self { backends, running: None }
    }

    /// Waits for the answer, at most for `patience`.
    pub(super) fn call(&mut self, call: Call, patience: Duration) -> Answered {
        let running = match self.running.take() {
            Some(running) => running,
            None => Running::start(Arc::clone(&self.backends))?,
        };
        let (answer, answered) = channel();
        running.calls.send((call, answer)).ok();
        match answered.recv_timeout(patience) {
            Ok(answered) => {
                self.running = Some(running);
                answered
            }
            Err(RecvTimeoutError::Timeout) => Err(ClipboardProblem::Stuck),
            Err(RecvTimeoutError::Disconnected) => Err(ClipboardProblem::Failed("its thread has ended".to_owned())),
        }
    }

    /// Lets go of the connection. On X11 that hands a text on to the clipboard manager, which takes a moment.
    pub(super) fn close(mut self, patience: Duration) {
        if let Some(Running { calls, ended }) = self.running.take() {
            drop(calls);
            ended.recv_timeout(patience).ok();
        }
    }
}

impl Running {
    fn start(backends: Backends) -> Result<Self, ClipboardProblem> {
        let (calls, incoming) = channel::<(Call, Sender<Answered>)>();
        // Never sent to: its end is the thread's end.
        let (alive, ended) = channel();
        let run = move || {
            let _alive: Sender<()> = alive;
            let mut backend = backends();
            while let Ok((call, answer)) = incoming.recv() {
                let secret = match &call {
                    Call::SetSecret(secret) => Some(secret.clone()),
                    Call::Set(_) | Call::ClearIfStill(_) => None,
                };
                let answered = carry_out(backend.as_mut(), call);
                let mut take_back = || {
                    if let Some(secret) = &secret {
                        carry_out(backend.as_mut(), Call::ClearIfStill(secret.clone())).ok();
                    }
                };
                // A copy that failed may have put the text there without its exclusions, and one that came back too late was
                // called "not copied": in both cases nobody else would ever clear it.
                if answered.is_err() {
                    take_back();
                }
                if answer.send(answered).is_err() {
                    take_back();
                }
            }
        };
        match thread::Builder::new().name("clipboard call".to_owned()).spawn(run) {
            Ok(_) => Ok(Self { calls, ended }),
            Err(error) => Err(ClipboardProblem::Failed(error.to_string())),
        }
    }
}

fn carry_out(backend: &mut dyn Backend, call: Call) -> Answered {
    match call {
        Call::Set(text) => backend.set(&text, false).map(|()| Answer::Done),
        Call::SetSecret(secret) => backend.set(secret.expose(), true).map(|()| Answer::Done),
        Call::ClearIfStill(secret) => {
            // As a secret, so that what was read is wiped, whosever it is.
            let is_ours = backend.text()?.is_some_and(|there| Secret::from(there).same_as(&secret));
            if is_ours { backend.clear().map(|()| Answer::Done) } else { Ok(Answer::NotOurs) }
        }
    }
}
