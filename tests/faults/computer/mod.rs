//! What Tokendesk survives of this computer: FAULTS.md's second table row by row, to be read beside `this_computer.md`.
//!
//! Scenarios are played twice on the bench, with the fault and without, as those of the server. What a fault needs of a process (a
//! full disk, no display) is a test of its own, in a process of its own.
#![cfg(test)]

mod browser;
mod clipboard;
mod closing;
pub mod disk;
pub mod display;
pub mod keychain;
mod keychain_at_sign_in;
mod keychain_at_start;
mod keychain_programs;
mod panics;
mod pasted;
pub mod process;
pub mod second;
mod settings;
mod sleep;
pub mod table;
