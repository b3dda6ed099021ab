//! Keeps every wait out of the window: a background runtime, the slots that its answers land in, and a channel for news.
//!
//! Mechanism only. It is generic over futures and knows no job, no screen and no egui: who makes it hands in a `wake`
//! (the window's "draw again"), so that its tests need no window.
//!
//! - [`Worker`] starts jobs. A *read* is cancelled as soon as nobody waits for it; a *write* runs to its end whatever
//!   becomes of its slot, because the server may already have carried it out.
//! - [`Request`] is the slot that a screen's data lives in. Its old value stays in place while a new read is under way.
//! - [`News`] is the way up for all that is not the answer to one question.
//!
//! Both ways up send first and wake then, with no lock held, so a woken window finds what it was woken for.

mod news;
mod reply;
mod request;
mod runtime;
mod signals;

pub use news::{News, NewsSender};
pub use request::{Failure, Outcome, Request};
pub use runtime::Worker;

#[cfg(test)]
mod any_order;
#[cfg(test)]
mod testing;
