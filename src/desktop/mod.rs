//! This computer: its clock, its disk, its clipboard, its browser. The only floor that may touch them, so that the tests can
//! hand in their own.
//!
//! What is kept on the disk holds no secret, is readable for its owner only, and survives a crash in mid-write: `settings.toml`
//! is replaced whole, the JSON Lines files only grow. In the sandbox nothing is kept at all.

pub mod browser;
pub mod clipboard;
pub mod clock;
pub mod files;
pub mod first_seen;
pub mod folders;
pub mod hardening;
pub mod journal;
mod json_lines;
pub mod settings;
pub mod start_failure;
