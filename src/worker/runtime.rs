//! The background runtime: where jobs run, how they are cancelled, and how long the program waits for them at its end.

use std::future::Future;
use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use poll_promise::Promise;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::news::{News, NewsSender};
use super::reply::Reply;
use super::request::{Answer, Request};
use super::signals::Signals;

/// Asks the window to draw again. Called from any thread, with no lock held.
pub(super) type Wake = Arc<dyn Fn() + Send + Sync>;

/// How long writes may still run when the program ends.
const GRACE_FOR_WRITES: Duration = Duration::from_secs(2);

/// Two, because parsing a large answer must not stop a Cancel.
const RUNTIME_THREADS: usize = 2;

/// A tokio runtime on threads of its own, and what is running there.
///
/// Dropping it is the shutdown: reads are cancelled, writes get two seconds, and then everything is left behind without
/// waiting (name look-ups sit in tokio's blocking pool and a keychain may be stuck: no exit waits for those).
pub struct Worker {
    /// `None` only inside `drop`.
    runtime: Option<Runtime>,
    handle: Handle,
    wake: Wake,
    closing: CancellationToken,
    writes: Arc<Writes>,
    grace: Duration,
}

impl Worker {
    /// Starts the runtime. `wake` is called after each answer and each piece of news, from any thread: it must not block.
    ///
    /// # Errors
    /// The system has no threads or no event queue left.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> io::Result<Self> {
        Self::with_grace(wake, GRACE_FOR_WRITES)
    }

    pub(super) fn with_grace(wake: impl Fn() + Send + Sync + 'static, grace: Duration) -> io::Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(RUNTIME_THREADS).thread_name("worker").enable_all().build()?;
        Ok(Self {
            handle: runtime.handle().clone(),
            runtime: Some(runtime),
            wake: Arc::new(wake),
            closing: CancellationToken::new(),
            writes: Arc::default(),
            grace,
        })
    }

    /// Starts a job that only asks. It is cancelled when its slot is dropped, cancelled or given another question.
    pub fn read<T, E>(&self, job: impl Future<Output = Result<T, E>> + Send + 'static) -> Request<T, E>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let mut slot = Request::idle();
        slot.start_read(self, job);
        slot
    }

    /// Starts a job that changes something. It runs to its end whatever becomes of its slot, so it must keep its own record.
    pub fn write<T, E>(&self, job: impl Future<Output = Result<T, E>> + Send + 'static) -> Request<T, E>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let mut slot = Request::idle();
        slot.start_write(self, job);
        slot
    }

    /// Starts a task that nobody waits for (keeping a session alive). It ends by itself, or with the worker.
    pub fn spawn_task(&self, task: impl Future<Output = ()> + Send + 'static) {
        let closing = self.closing.clone();
        self.handle.spawn(async move {
            tokio::select! {
                biased;
                () = closing.cancelled() => {}
                () = task => {}
            }
        });
    }

    /// A new channel for news of the caller's own type. Each sent piece wakes the window.
    #[must_use]
    pub fn news<N>(&self) -> (NewsSender<N>, News<N>) {
        News::new(Arc::clone(&self.wake))
    }

    /// How many writes have not ended yet, those whose slot is gone included. Zero is what closing the window waits for.
    #[must_use]
    pub fn writes_under_way(&self) -> usize {
        *self.writes.lock()
    }

    /// Calls back when the system asks the program to end: SIGTERM and, in a terminal, Ctrl+C. The process then no longer
    /// ends by itself on these signals.
    ///
    /// # Errors
    /// The system refuses the signal handler.
    pub fn on_terminate(&self, ask_to_close: impl Fn() + Send + 'static) -> io::Result<()> {
        let mut signals = {
            let _inside = self.handle.enter();
            Signals::new()?
        };
        self.spawn_task(async move {
            while signals.next().await {
                ask_to_close();
            }
        });
        Ok(())
    }

    /// Ends everything, as dropping it does: this thread waits at most two seconds, and only while a write is under way.
    pub fn shutdown(self) {
        drop(self);
    }

    pub(super) fn start_read<T, E>(&self, job: impl Future<Output = Result<T, E>> + Send + 'static) -> (Promise<Answer<T, E>>, DropGuard)
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let (sender, promise) = Promise::new();
        let reply = Reply::new(sender, None, Arc::clone(&self.wake));
        let cancel = self.closing.child_token();
        let cancelled = cancel.clone();
        let closing = self.closing.clone();
        self.handle.spawn(async move {
            // Taken in first, so that a panicking job is gone before its slot hears of it.
            let reply = reply;
            tokio::select! {
                biased;
                () = cancelled.cancelled() => {
                    // At shutdown the slot still waits: it is told, by the guard's drop.
                    if !closing.is_cancelled() {
                        reply.abandon();
                    }
                }
                answer = job => reply.send(answer),
            }
        });
        (promise, cancel.drop_guard())
    }

    pub(super) fn start_write<T, E>(&self, job: impl Future<Output = Result<T, E>> + Send + 'static) -> Promise<Answer<T, E>>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let (sender, promise) = Promise::new();
        let reply = Reply::new(sender, Some(UnderWay::begin(&self.writes)), Arc::clone(&self.wake));
        self.handle.spawn(async move {
            let reply = reply;
            reply.send(job.await);
        });
        promise
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.closing.cancel();
        // Waited for outside of tokio: its timers stand still when both of its threads are stuck in a blocking call.
        let left = self.writes.wait_until_none(self.grace);
        if left > 0 {
            tracing::warn!(left, "the program ends while writes are under way");
        }
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker").field("writes_under_way", &self.writes_under_way()).finish_non_exhaustive()
    }
}

/// The number of writes that have not ended.
#[derive(Default)]
struct Writes {
    under_way: Mutex<usize>,
    one_ended: Condvar,
}

impl Writes {
    fn lock(&self) -> std::sync::MutexGuard<'_, usize> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns how many are left after at most `limit`.
    fn wait_until_none(&self, limit: Duration) -> usize {
        let (left, _) = self.one_ended.wait_timeout_while(self.lock(), limit, |left| *left > 0).unwrap_or_else(PoisonError::into_inner);
        *left
    }
}

/// Counts one write for as long as it lives.
pub(super) struct UnderWay(Arc<Writes>);

impl UnderWay {
    fn begin(writes: &Arc<Writes>) -> Self {
        *writes.lock() += 1;
        Self(Arc::clone(writes))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        *self.0.lock() -= 1;
        self.0.one_ended.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::sync::mpsc;
    use std::thread;
    use std::time::Duration;

    use tokio::sync::oneshot;

    use super::Worker;
    use crate::worker::testing::{counting_worker, finish, wait_until, worker};
    use crate::worker::{Failure, Outcome, Request};

    type Slot = Request<(), ()>;

    /// Ends the worker on another thread; `true` when that took less than ten seconds.
    fn ends_in_time(worker: Worker) -> bool {
        let (ended, wait) = mpsc::channel();
        thread::spawn(move || {
            worker.shutdown();
            ended.send(()).unwrap();
        });
        wait.recv_timeout(Duration::from_secs(10)).is_ok()
    }

    #[test]
    fn an_aborted_job_becomes_a_failure() {
        let worker = Worker::with_grace(|| {}, Duration::ZERO).unwrap();
        let mut slot: Slot = worker.write(pending());
        worker.shutdown();
        assert_eq!(finish(&mut slot), Outcome::Failed);
        assert_eq!(slot.failure(), Some(&Failure::Lost));
    }

    #[test]
    fn shutdown_cancels_reads_and_tasks_at_once_and_tells_the_reads_slots() {
        let worker = Worker::with_grace(|| {}, Duration::from_hours(1)).unwrap();
        let (held_by_read, read_gone) = oneshot::channel::<()>();
        let (held_by_task, task_gone) = oneshot::channel::<()>();
        let mut slot: Slot = worker.read(async move {
            let _held = held_by_read;
            pending().await
        });
        worker.spawn_task(async move {
            let _held = held_by_task;
            pending::<()>().await;
        });
        // Ends when the other two have ended: were they not cancelled, it would use up its hour.
        let _write: Slot = worker.write(async move {
            read_gone.await.ok();
            task_gone.await.ok();
            Ok(())
        });
        assert!(ends_in_time(worker));
        assert_eq!(finish(&mut slot), Outcome::Failed);
        assert_eq!(slot.failure(), Some(&Failure::Lost));
    }

    #[test]
    fn shutdown_waits_for_a_write_to_end() {
        let worker = Worker::with_grace(|| {}, Duration::from_hours(1)).unwrap();
        let (done, is_done) = mpsc::channel();
        let _left: Slot = worker.write(async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            done.send(()).unwrap();
            Ok(())
        });
        assert!(ends_in_time(worker));
        assert!(is_done.try_recv().is_ok(), "the write was cut off");
    }

    #[test]
    fn shutdown_is_bounded_with_writes_stuck_in_blocking_calls_on_every_thread() {
        let worker = Worker::with_grace(|| {}, Duration::from_millis(100)).unwrap();
        let (release, stuck) = mpsc::channel::<()>();
        let stuck = std::sync::Arc::new(std::sync::Mutex::new(stuck));
        let slots: Vec<Slot> = (0..super::RUNTIME_THREADS)
            .map(|_| {
                let stuck = std::sync::Arc::clone(&stuck);
                worker.write(async move {
                    stuck.lock().unwrap().recv().ok();
                    Ok(())
                })
            })
            .collect();
        let in_the_pool: Slot =
            worker.write(async { tokio::task::spawn_blocking(|| thread::sleep(Duration::from_hours(1))).await.map_err(drop) });
        assert_eq!(worker.writes_under_way(), 3);
        assert!(ends_in_time(worker));
        drop((release, slots, in_the_pool));
    }

    #[test]
    fn a_panicking_task_takes_nothing_with_it() {
        let worker = worker();
        worker.spawn_task(async { panic!("a bug") });
        let mut slot: Slot = worker.read(async { Ok(()) });
        assert_eq!(finish(&mut slot), Outcome::Ready);
    }

    #[test]
    fn every_answer_wakes_the_window_once() {
        let (worker, wakes) = counting_worker();
        let mut slots: Vec<Slot> = vec![worker.read(async { Ok(()) }), worker.read(async { Err(()) }), worker.write(async { Ok(()) })];
        for slot in &mut slots {
            finish(slot);
        }
        wakes.wait_for(3);
        assert_eq!(wakes.count(), 3);
    }

    #[cfg(unix)]
    #[test]
    fn a_request_to_terminate_becomes_a_call_and_not_a_death() {
        use rustix::process::{Signal, getpid, kill_process};

        let worker = worker();
        let (asked, is_asked) = mpsc::channel();
        worker.on_terminate(move || asked.send(()).unwrap()).unwrap();
        for signal in [Signal::TERM, Signal::INT] {
            kill_process(getpid(), signal).unwrap();
            wait_until("the call", || is_asked.try_recv().is_ok());
        }
    }
}
