//! What must stay quick however many clients there are: reading them, finding and sorting them, and drawing a frame of their screen.
//!
//! `cargo bench` measures; `benches/figures` writes what it has measured, and the real window beside it, into the READMEs. No test
//! is timed: a machine that is busy would fail it.

mod clients;
mod finding;
mod frame;
mod reading;

use criterion::{criterion_group, criterion_main};

criterion_group!(benches, reading::bench, finding::bench, frame::bench);
criterion_main!(benches);
