//! Processes of the tests' own, for what must not happen inside the one that runs all the others.

use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// Where a process finds what its parent has for it.
pub const FOLDER: &str = "TOKENDESK_TEST_FOLDER";

/// Runs an ignored test of this binary by itself, through a command that changes its world first; it has to succeed. `test`: its
/// path from the crate's root.
pub fn run_alone(through: &[&str], test: &str) {
    let home = TempDir::new().unwrap();
    let this = std::env::current_exe().unwrap();
    let mut words = through.iter().map(AsRef::as_ref).chain([this.as_os_str()]);
    let mut command = Command::new(words.next().unwrap());
    command.args(words).args(["--exact", test, "--ignored", "--nocapture"]).env(FOLDER, home.path());
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{test}: {said}");
}

/// The program, in a world without a display and with a home of its own.
pub fn tokendesk(arguments: &[&str]) -> (Command, TempDir) {
    let home = TempDir::new().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokendesk"));
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "RUST_LOG", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command.env("HOME", home.path()).env("XDG_DATA_HOME", home.path().join("data")).env("LANG", "en_US.UTF-8").env("LC_ALL", "en_US.UTF-8");
    command.args(arguments).stdin(Stdio::null());
    (command, home)
}

/// What is on stderr, and that it is one line of ours and no library's.
pub fn one_line(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(text.ends_with('\n') && text.lines().count() == 1, "not one line: {text:?}");
    assert!(output.stdout.is_empty(), "stdout holds {:?}", String::from_utf8_lossy(&output.stdout));
    assert!(text.starts_with("tokendesk: ") && !text.contains("winit") && !text.contains("os error"), "{text}");
    text.trim_end().to_owned()
}
