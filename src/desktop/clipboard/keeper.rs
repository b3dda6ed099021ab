//! The thread that carries out orders, watches the time, and clears what is still ours.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::backend::{Backends, ClipboardProblem};
use super::lane::{Answer, Call, Lane};
use super::{ClipboardEvent, Holding};
use crate::model::clock::SharedClock;
use crate::model::secret::Secret;

pub(super) enum Order {
    Copy { label: String, text: String },
    CopySecret { label: String, secret: Secret, keep: Option<Duration> },
    ClearSecret,
}

/// How long this thread waits, and for what.
#[derive(Clone, Copy)]
pub(super) struct Timing {
    /// How often the clock is looked at while something is held. A jump of the clock is noticed as late as this.
    pub(super) tick: Duration,
    /// How long a call may take before the clipboard counts as stuck. Above arboard's own four seconds for X11.
    pub(super) call: Duration,
    /// The same at exit, and how long the connection may take to close then.
    pub(super) last_call: Duration,
    /// How long the exit waits for all of it.
    pub(super) exit: Duration,
    /// How often clearing is tried, once a tick, before the person is told that the secret may still be there.
    pub(super) tries_to_clear: u32,
    /// For so many ticks after it was cleared the clipboard is looked at: some clipboard managers bring back what they have seen.
    pub(super) looks_after: u32,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            tick: Duration::from_millis(250),
            call: Duration::from_secs(5),
            last_call: Duration::from_millis(450),
            exit: Duration::from_secs(1),
            tries_to_clear: 5,
            looks_after: 8,
        }
    }
}

/// What the thread shares with those who look at it.
pub(super) struct Shared {
    clock: SharedClock,
    holding: Mutex<Option<Holding>>,
    on_event: Box<dyn Fn(ClipboardEvent) + Send + Sync>,
}

impl Shared {
    pub(super) fn new(clock: SharedClock, on_event: impl Fn(ClipboardEvent) + Send + Sync + 'static) -> Self {
        Self { clock, holding: Mutex::default(), on_event: Box::new(on_event) }
    }

    pub(super) fn holding(&self) -> Option<Holding> {
        self.holding.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hold(&self, holding: Option<Holding>) {
        *self.holding.lock().unwrap_or_else(PoisonError::into_inner) = holding;
    }

    pub(super) fn tell(&self, event: ClipboardEvent) {
        (self.on_event)(event);
    }
}

pub(super) struct Keeper {
    orders: Receiver<Order>,
    lane: Lane,
    shared: Arc<Shared>,
    timing: Timing,
    held: Option<Held>,
    cleared: Option<Cleared>,
}

/// A secret that was taken out a moment ago.
struct Cleared {
    secret: Secret,
    label: String,
    looks_left: u32,
    /// How often another program has brought it back.
    returns: u32,
}

struct Held {
    secret: Secret,
    label: String,
    deadline: Option<Deadline>,
    failed_tries: u32,
}

struct Deadline {
    until: Timestamp,
    keep: SignedDuration,
}

impl Keeper {
    pub(super) fn start(orders: Receiver<Order>, backends: Backends, shared: Arc<Shared>, timing: Timing, alive: Sender<()>) {
        let keeper = Self { orders, lane: Lane::new(backends), shared, timing, held: None, cleared: None };
        let started = thread::Builder::new().name("clipboard".to_owned()).spawn(move || {
            let _alive = alive;
            keeper.run();
        });
        if let Err(error) = started {
            // Every order will then be answered with "not copied".
            tracing::error!(%error, "the clipboard's thread does not start");
        }
    }

    fn run(mut self) {
        loop {
            let is_counting = self.cleared.is_some() || self.held.as_ref().is_some_and(|held| held.deadline.is_some());
            let order = if is_counting {
                self.orders.recv_timeout(self.timing.tick)
            } else {
                self.orders.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            match order {
                Ok(order) => self.carry_out(order),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.look_at_the_clock();
            self.look_whether_it_came_back();
        }
        if let Some(held) = self.held.take() {
            let cleared = self.lane.call(Call::ClearIfStill(held.secret), self.timing.last_call);
            self.end_holding(held.label, cleared);
        } else if let Some(after) = self.cleared.take() {
            self.lane.call(Call::ClearIfStill(after.secret), self.timing.last_call).ok();
        }
        self.lane.close(self.timing.last_call);
    }

    fn carry_out(&mut self, order: Order) {
        match order {
            Order::Copy { label, text } => {
                let copied = self.lane.call(Call::Set(text), self.timing.call);
                if copied.is_ok() {
                    // It has taken the secret's place.
                    (self.held, self.cleared) = (None, None);
                    self.shared.hold(None);
                }
                self.tell_copied(label, copied);
            }
            Order::CopySecret { label, secret, keep } => {
                let copied = self.lane.call(Call::SetSecret(secret.clone()), self.timing.call);
                if copied.is_ok() {
                    let keep = keep.map(|keep| SignedDuration::try_from(keep).unwrap_or(SignedDuration::MAX));
                    self.hold(secret, label.clone(), keep);
                }
                self.tell_copied(label, copied);
            }
            Order::ClearSecret => self.clear(),
        }
    }

    fn hold(&mut self, secret: Secret, label: String, keep: Option<SignedDuration>) {
        let now = self.shared.clock.now();
        // A time beyond the calendar is no deadline.
        let deadline = keep.and_then(|keep| Some(Deadline { until: now.checked_add(keep).ok()?, keep }));
        let until = deadline.as_ref().map(|deadline| deadline.until);
        let whole = deadline.as_ref().map(|deadline| deadline.keep.unsigned_abs());
        self.shared.hold(Some(Holding { label: label.clone(), until, keep: whole }));
        self.held = Some(Held { secret, label, deadline, failed_tries: 0 });
        self.cleared = None;
    }

    fn look_at_the_clock(&mut self) {
        let Some(Held { label, deadline: Some(deadline), .. }) = &mut self.held else { return };
        let now = self.shared.clock.now();
        // A clock that was set back must not keep the secret there for a day.
        if let Ok(at_most) = now.checked_add(deadline.keep)
            && deadline.until > at_most
        {
            deadline.until = at_most;
            self.shared.hold(Some(Holding { label: label.clone(), until: Some(at_most), keep: Some(deadline.keep.unsigned_abs()) }));
        }
        if now >= deadline.until {
            self.clear();
        }
    }

    /// Clears the secret if it is still there; what cannot be told is tried again with the next tick.
    fn clear(&mut self) {
        let Some(mut held) = self.held.take() else { return };
        let cleared = self.lane.call(Call::ClearIfStill(held.secret.clone()), self.timing.call);
        if cleared.is_err() && held.failed_tries + 1 < self.timing.tries_to_clear {
            held.failed_tries += 1;
            // From here on it is due, also when it was the person who asked for it.
            let now = self.shared.clock.now();
            held.deadline = Some(Deadline { until: now, keep: SignedDuration::ZERO });
            self.shared.hold(Some(Holding { label: held.label.clone(), until: Some(now), keep: Some(Duration::ZERO) }));
            self.held = Some(held);
            return;
        }
        if cleared == Ok(Answer::Done) {
            let (secret, label) = (held.secret, held.label.clone());
            self.cleared = Some(Cleared { secret, label, looks_left: self.timing.looks_after, returns: 0 });
        }
        self.end_holding(held.label, cleared);
    }

    /// Takes it out again if another program has put it back, and says so when that program does not give in. What cannot be read
    /// is left: it was cleared once.
    fn look_whether_it_came_back(&mut self) {
        let Some(mut after) = self.cleared.take() else { return };
        match self.lane.call(Call::ClearIfStill(after.secret.clone()), self.timing.call) {
            Ok(Answer::Done) => {
                after.returns += 1;
                after.looks_left = self.timing.looks_after;
            }
            Ok(Answer::NotOurs) => after.looks_left = after.looks_left.saturating_sub(1),
            Err(_) => return,
        }
        if after.returns >= self.timing.tries_to_clear {
            self.shared.tell(ClipboardEvent::NotCleared { label: after.label, problem: ClipboardProblem::BroughtBack });
        } else if after.looks_left > 0 {
            self.cleared = Some(after);
        }
    }

    fn end_holding(&self, label: String, cleared: Result<Answer, ClipboardProblem>) {
        self.shared.hold(None);
        self.shared.tell(match cleared {
            Ok(Answer::Done) => ClipboardEvent::Cleared { label },
            Ok(Answer::NotOurs) => ClipboardEvent::LeftAlone { label },
            Err(problem) => ClipboardEvent::NotCleared { label, problem },
        });
    }

    fn tell_copied(&self, label: String, copied: Result<Answer, ClipboardProblem>) {
        self.shared.tell(match copied {
            Ok(_) => ClipboardEvent::Copied { label },
            Err(problem) => ClipboardEvent::NotCopied { label, problem },
        });
    }
}
