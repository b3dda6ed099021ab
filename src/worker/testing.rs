//! What the worker's tests share: a wake that can be counted and held, and waits that give up.

use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use super::{Outcome, Request, Worker};

const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Default)]
struct Seen {
    wakes: usize,
    hold: bool,
}

/// Stands for the window: counts how often it is woken, and can keep the waking thread inside the call.
#[derive(Default)]
pub struct Wakes {
    seen: Mutex<Seen>,
    changed: Condvar,
}

impl Wakes {
    fn wake(&self) {
        let mut seen = self.seen.lock().unwrap();
        seen.wakes += 1;
        self.changed.notify_all();
        let (_seen, waited) = self.changed.wait_timeout_while(seen, PATIENCE, |seen| seen.hold).unwrap();
        assert!(!waited.timed_out(), "nobody let go of the wake");
    }

    pub fn count(&self) -> usize {
        self.seen.lock().unwrap().wakes
    }

    pub fn hold(&self) {
        self.seen.lock().unwrap().hold = true;
    }

    pub fn let_go(&self) {
        self.seen.lock().unwrap().hold = false;
        self.changed.notify_all();
    }

    pub fn wait_for(&self, wakes: usize) {
        let (_seen, waited) = self.changed.wait_timeout_while(self.seen.lock().unwrap(), PATIENCE, |seen| seen.wakes < wakes).unwrap();
        assert!(!waited.timed_out(), "the window was not woken {wakes} times");
    }
}

pub fn worker() -> Worker {
    Worker::new(|| {}).unwrap()
}

pub fn counting_worker() -> (Worker, Arc<Wakes>) {
    let wakes = Arc::new(Wakes::default());
    let worker = {
        let wakes = Arc::clone(&wakes);
        Worker::new(move || wakes.wake()).unwrap()
    };
    (worker, wakes)
}

/// Polls until the answer is there.
pub fn finish<T: Send, E: Send>(slot: &mut Request<T, E>) -> Outcome {
    let mut outcome = None;
    wait_until("the answer", || {
        outcome = slot.poll();
        outcome.is_some()
    });
    outcome.unwrap()
}

pub fn wait_until(what: &str, mut there: impl FnMut() -> bool) {
    for _ in 0..PATIENCE.as_millis() {
        if there() {
            return;
        }
        thread::sleep(Duration::from_millis(1));
    }
    panic!("gave up waiting for {what}");
}
