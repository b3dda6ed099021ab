//! Makes sure that every started job is answered: a job that panics or is aborted drops its guard, and that sends "lost".
//!
//! Needed because a `poll_promise` promise whose sender has died without a word stays pending for ever.

use poll_promise::Sender;

use super::request::{Answer, Failure};
use super::runtime::{UnderWay, Wake};

/// Held by a running job. Whatever ends the job, exactly one answer is sent; then the write is counted off, then the window woken.
pub(super) struct Reply<T: Send + 'static, E: Send + 'static> {
    sender: Option<Sender<Answer<T, E>>>,
    under_way: Option<UnderWay>,
    wake: Wake,
}

impl<T: Send + 'static, E: Send + 'static> Reply<T, E> {
    pub(super) fn new(sender: Sender<Answer<T, E>>, under_way: Option<UnderWay>, wake: Wake) -> Self {
        Self { sender: Some(sender), under_way, wake }
    }

    pub(super) fn send(mut self, answer: Result<T, E>) {
        self.deliver(answer.map_err(Failure::Job));
    }

    /// For a cancelled read: its slot does not wait any more, so nobody is told or woken.
    pub(super) fn abandon(mut self) {
        self.sender = None;
    }

    fn deliver(&mut self, answer: Answer<T, E>) {
        if let Some(sender) = self.sender.take() {
            sender.send(answer);
            self.under_way = None;
            (self.wake)();
        }
    }
}

impl<T: Send + 'static, E: Send + 'static> Drop for Reply<T, E> {
    fn drop(&mut self) {
        if self.sender.is_some() {
            tracing::error!("a job ended without an answer: it panicked or was aborted");
            self.deliver(Err(Failure::Lost));
        }
    }
}
