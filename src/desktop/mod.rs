//! This computer: its clock, its disk, its clipboard, its browser. The only floor that may touch them, so that the tests can
//! hand in their own.
//!
//! What is kept on the disk holds no secret, is readable for its owner only, and survives a crash in mid-write: `settings.toml`
//! is replaced whole, the JSON Lines files only grow. In the sandbox nothing is kept at all.

pub mod browser;
pub mod captures;
pub mod clipboard;
pub mod clock;
pub mod file_chooser;
pub mod files;
pub mod first_seen;
pub mod folders;
pub mod forget;
pub mod hardening;
pub mod instance;
pub mod journal;
mod json_lines;
pub mod renewal_lock;
pub mod reveal;
pub mod save_file;
pub mod settings;
pub mod start_failure;
pub mod vault;
