//! The slot that a screen's data lives in: idle, pending, ready or failed, with the old value in place while a new one is read.
//!
//! Failure is a state here, not a panic. Only the program's logic polls a slot; screens look at what is in it.

use std::fmt;
use std::future::Future;

use poll_promise::Promise;
use tokio_util::sync::DropGuard;

use super::runtime::Worker;

pub(super) type Answer<T, E> = Result<T, Failure<E>>;

/// Why a slot has no new value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure<E> {
    /// The job says so itself.
    Job(E),
    /// The job ended without an answer: it panicked or was aborted. For a write that means: the outcome is unknown.
    Lost,
}

/// What [`Request::poll`] has just taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A new value is in place.
    Ready,
    /// A failure is in place; the value of before, if there was one, as well.
    Failed,
}

/// One question's slot. Another question (another version, another account) is another slot.
pub struct Request<T: Send + 'static, E: Send + 'static> {
    value: Option<T>,
    failure: Option<Failure<E>>,
    running: Option<Running<T, E>>,
}

struct Running<T: Send + 'static, E: Send + 'static> {
    promise: Promise<Answer<T, E>>,
    /// Cancels the read when the slot lets go of it. Writes have none: they run to their end.
    cancel_on_drop: Option<DropGuard>,
}

impl<T: Send + 'static, E: Send + 'static> Default for Request<T, E> {
    fn default() -> Self {
        Self::idle()
    }
}

impl<T: Send + 'static, E: Send + 'static> Request<T, E> {
    /// A slot that nothing was asked for yet.
    #[must_use]
    pub const fn idle() -> Self {
        Self { value: None, failure: None, running: None }
    }

    /// Starts a read in this slot; one that is under way is cancelled. The value stays in place, an old failure goes.
    /// Refused (`false`) while a write is under way here, whose answer must not be lost.
    pub fn start_read(&mut self, worker: &Worker, job: impl Future<Output = Result<T, E>> + Send + 'static) -> bool {
        if self.is_writing() {
            return false;
        }
        let (promise, cancel) = worker.start_read(job);
        self.running = Some(Running { promise, cancel_on_drop: Some(cancel) });
        self.failure = None;
        true
    }

    /// Starts a write in this slot. Refused (`false`, and the job never runs) while another is under way: a second click
    /// cannot do anything twice. A read that is under way is cancelled.
    pub fn start_write(&mut self, worker: &Worker, job: impl Future<Output = Result<T, E>> + Send + 'static) -> bool {
        if self.is_writing() {
            return false;
        }
        self.running = Some(Running { promise: worker.start_write(job), cancel_on_drop: None });
        self.failure = None;
        true
    }

    /// Cancels a read at once; what was in the slot before it stays. Does nothing to a write.
    pub fn cancel(&mut self) {
        if !self.is_writing() {
            self.running = None;
        }
    }

    /// Takes the answer in, if it has come. `Some` exactly once per answer. Never waits.
    pub fn poll(&mut self) -> Option<Outcome> {
        // `poll_mut` and not `poll`: the latter panics when the sender has died.
        if self.running.as_mut()?.promise.poll_mut().is_pending() {
            return None;
        }
        let answer = self.running.take()?.promise.try_take().unwrap_or(Err(Failure::Lost));
        Some(match answer {
            Ok(value) => {
                self.value = Some(value);
                Outcome::Ready
            }
            Err(failure) => {
                self.failure = Some(failure);
                Outcome::Failed
            }
        })
    }

    /// The newest value, also while it is being refreshed and after a refresh has failed.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// The same, to be changed in place (a created client joins its list).
    pub const fn value_mut(&mut self) -> Option<&mut T> {
        self.value.as_mut()
    }

    /// Puts a value in place from elsewhere (the pages that have come so far), whatever is under way.
    pub fn put(&mut self, value: T) {
        self.value = Some(value);
    }

    /// Takes the value out. What is under way goes on.
    pub const fn take(&mut self) -> Option<T> {
        self.value.take()
    }

    /// Why the last job failed; gone as soon as another is started.
    #[must_use]
    pub const fn failure(&self) -> Option<&Failure<E>> {
        self.failure.as_ref()
    }

    /// Takes the failure out: it was read, or moves elsewhere.
    pub const fn take_failure(&mut self) -> Option<Failure<E>> {
        self.failure.take()
    }

    /// Is a job under way?
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        self.running.is_some()
    }

    /// Is a write under way, whose answer somebody has to see?
    #[must_use]
    pub fn is_writing(&self) -> bool {
        self.running.as_ref().is_some_and(|running| running.cancel_on_drop.is_none())
    }
}

/// Says its state only: values and errors may be secret.
impl<T: Send + 'static, E: Send + 'static> fmt::Debug for Request<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("pending", &self.is_pending())
            .field("has_value", &self.value.is_some())
            .field("failed", &self.failure.is_some())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use tokio::sync::oneshot;

    use super::{Failure, Outcome, Request};
    use crate::worker::testing::{counting_worker, finish, wait_until, worker};

    type Slot = Request<&'static str, &'static str>;

    /// Set when the job that holds it is gone.
    struct Gone(Arc<AtomicBool>);

    impl Drop for Gone {
        fn drop(&mut self) {
            self.0.store(true, Ordering::SeqCst);
        }
    }

    fn gone() -> (Gone, impl Fn() -> bool) {
        let flag = Arc::new(AtomicBool::new(false));
        (Gone(Arc::clone(&flag)), move || flag.load(Ordering::SeqCst))
    }

    #[test]
    fn an_answer_is_taken_in_once() {
        let worker = worker();
        let mut slot: Slot = worker.read(async { Ok("rows") });
        assert!(slot.is_pending());
        assert_eq!(finish(&mut slot), Outcome::Ready);
        assert_eq!(slot.value(), Some(&"rows"));
        assert!(!slot.is_pending());
        assert_eq!(slot.poll(), None, "the same answer must not be taken in twice");
    }

    #[test]
    fn a_refresh_keeps_the_old_value_until_the_new_one_is_there() {
        let worker = worker();
        let mut slot: Slot = worker.read(async { Ok("old rows") });
        finish(&mut slot);
        let (answer, answered) = oneshot::channel();
        slot.start_read(&worker, async { Ok(answered.await.unwrap()) });
        assert_eq!(slot.poll(), None);
        assert_eq!((slot.value(), slot.is_pending()), (Some(&"old rows"), true));
        answer.send("new rows").unwrap();
        finish(&mut slot);
        assert_eq!(slot.value(), Some(&"new rows"));
    }

    #[test]
    fn a_failed_refresh_keeps_the_old_value_beside_the_failure_and_the_next_try_clears_it() {
        let worker = worker();
        let mut slot: Slot = worker.read(async { Ok("old rows") });
        finish(&mut slot);
        slot.start_read(&worker, async { Err("offline") });
        assert_eq!(finish(&mut slot), Outcome::Failed);
        assert_eq!(slot.value(), Some(&"old rows"));
        assert_eq!(slot.failure(), Some(&Failure::Job("offline")));
        slot.start_read(&worker, async { Ok("new rows") });
        assert_eq!(slot.failure(), None, "one message, and not that of the try before");
    }

    #[test]
    fn a_panicking_job_becomes_a_failure_and_the_worker_goes_on() {
        let worker = worker();
        for mut slot in [worker.read(async { panic!("a bug") }), worker.write(async { panic!("a bug") })] as [Slot; 2] {
            assert_eq!(finish(&mut slot), Outcome::Failed);
            assert_eq!(slot.failure(), Some(&Failure::Lost));
            assert!(!slot.is_pending());
        }
        assert_eq!(worker.writes_under_way(), 0, "a panicked write has ended");
        let mut next: Slot = worker.read(async { Ok("still there") });
        assert_eq!(finish(&mut next), Outcome::Ready);
    }

    #[test]
    fn a_dropped_read_is_really_cancelled_and_wakes_nobody() {
        let (worker, wakes) = counting_worker();
        let (held, is_gone) = gone();
        let slot: Slot = worker.read(async move {
            let _held = held;
            pending().await
        });
        assert!(!is_gone());
        drop(slot);
        wait_until("the job to be dropped", is_gone);
        let mut later: Slot = worker.read(async { Ok("later") });
        finish(&mut later);
        wakes.wait_for(1);
        assert_eq!(wakes.count(), 1, "only the later answer wakes");
    }

    #[test]
    fn a_read_cancelled_by_hand_leaves_the_slot_as_it_was() {
        let worker = worker();
        let mut slot: Slot = worker.read(async { Ok("rows") });
        finish(&mut slot);
        let (held, is_gone) = gone();
        slot.start_read(&worker, async move {
            let _held = held;
            pending().await
        });
        slot.cancel();
        assert_eq!(slot.poll(), None);
        assert_eq!((slot.value(), slot.is_pending()), (Some(&"rows"), false));
        wait_until("the job to be dropped", is_gone);
    }

    #[test]
    fn a_newer_question_cancels_the_older_one_and_only_its_answer_lands() {
        let worker = worker();
        let (held, is_gone) = gone();
        let (_never_sent, older) = oneshot::channel::<()>();
        let mut slot: Slot = worker.read(async move {
            let _held = held;
            older.await.ok();
            Ok("older")
        });
        slot.start_read(&worker, async { Ok("newer") });
        wait_until("the older job to be dropped", is_gone);
        finish(&mut slot);
        assert_eq!(slot.value(), Some(&"newer"));
    }

    #[test]
    fn a_write_whose_screen_was_left_runs_to_its_end() {
        let worker = worker();
        let (go, started) = oneshot::channel();
        let journalled = Arc::new(AtomicBool::new(false));
        let slot: Slot = worker.write({
            let journalled = Arc::clone(&journalled);
            async move {
                started.await.unwrap();
                journalled.store(true, Ordering::SeqCst);
                Ok("created")
            }
        });
        drop(slot);
        assert_eq!(worker.writes_under_way(), 1, "it counts although nobody waits for it");
        go.send(()).unwrap();
        wait_until("the write to end", || worker.writes_under_way() == 0);
        assert!(journalled.load(Ordering::SeqCst));
    }

    #[test]
    fn a_second_write_is_refused_and_never_runs() {
        let worker = worker();
        let runs = Arc::new(AtomicUsize::new(0));
        let (go, started) = oneshot::channel::<()>();
        let click = |wait: Option<oneshot::Receiver<()>>| {
            let runs = Arc::clone(&runs);
            async move {
                runs.fetch_add(1, Ordering::SeqCst);
                if let Some(wait) = wait {
                    wait.await.unwrap();
                }
                Ok("created")
            }
        };
        let mut slot = Slot::idle();
        assert!(slot.start_write(&worker, click(Some(started))));
        assert!(!slot.start_write(&worker, click(None)));
        assert!(!slot.start_read(&worker, click(None)), "a read would throw the write's answer away");
        slot.cancel();
        assert!(slot.is_writing(), "a write is not cancelled");
        go.send(()).unwrap();
        assert_eq!(finish(&mut slot), Outcome::Ready);
        assert_eq!(runs.load(Ordering::SeqCst), 1);
        assert!(slot.start_write(&worker, click(None)), "after the answer another click is another write");
    }

    #[test]
    fn the_answer_is_there_and_the_write_counted_off_before_the_window_is_woken() {
        let (worker, wakes) = counting_worker();
        wakes.hold();
        let mut read: Slot = worker.read(async { Ok("rows") });
        wakes.wait_for(1);
        assert_eq!(read.poll(), Some(Outcome::Ready));
        wakes.let_go();

        wakes.hold();
        let mut write: Slot = worker.write(async { Ok("created") });
        wakes.wait_for(2);
        assert_eq!(write.poll(), Some(Outcome::Ready));
        assert_eq!(worker.writes_under_way(), 0);
        wakes.let_go();
    }

    #[test]
    fn a_value_put_in_place_meanwhile_is_replaced_by_the_answer() {
        let worker = worker();
        let (answer, answered) = oneshot::channel();
        let mut slot: Slot = worker.read(async { Ok(answered.await.unwrap()) });
        slot.put("first page");
        assert!(slot.is_pending());
        assert_eq!(slot.value(), Some(&"first page"));
        answer.send("all pages").unwrap();
        finish(&mut slot);
        assert_eq!(slot.take(), Some("all pages"));
        assert_eq!(slot.value(), None);
    }

    #[test]
    fn a_slot_prints_its_state_and_none_of_its_contents() {
        let worker = worker();
        let mut slot: Slot = worker.read(async { Ok("s3cr3t") });
        finish(&mut slot);
        assert_eq!(format!("{slot:?}"), "Request { pending: false, has_value: true, failed: false, .. }");
    }
}
