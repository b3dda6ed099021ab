//! No secret where it does not belong. In a run of the whole main job, with its failures, every secret is a marker; whatever the
//! program shows, writes and says in every frame of it is searched for that marker, and for each of these places a leak planted in
//! the same run must be found there, so that the test is known to be able to fail.
//!
//! `markers` is what is looked for, `sinks` where, `seen` hears it all, `work` is the run (in a process of its own, so that its real
//! stderr can be read), `plants` are the leaks, `run` starts it and judges.
#![cfg(test)]

mod clipboard;
mod markers;
mod parts;
mod plants;
mod run;
mod seen;
mod shown;
mod sinks;
mod words;
mod work;
