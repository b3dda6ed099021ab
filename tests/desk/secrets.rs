//! No secret where it does not belong: passwords, codes, tokens and client secrets are looked for in everything that the program
//! shows, writes and says, and the looking itself is tried with planted leaks.
#![cfg(test)]

mod clipboard;
mod errors;
mod nowhere;
mod shown;

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, OnceLock};

use egui_kittest::kittest::NodeT as _;
use tokendesk::app::log;

use crate::harness::TestDesk;

/// Everything that was logged in this process, at trace, through the program's own filter.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static STARTED: OnceLock<()> = OnceLock::new();

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Where something was seen, and what it was.
#[derive(Default)]
struct Seen(Vec<(String, String)>);

impl Seen {
    /// Begins to listen to the log.
    fn new() -> Self {
        STARTED.get_or_init(|| tracing::subscriber::set_global_default(log::lines("trace", || Log, false)).expect("the only log"));
        Self::default()
    }

    fn add(&mut self, place: impl Into<String>, text: impl Into<String>) {
        self.0.push((place.into(), text.into()));
    }

    /// All that the window gives away at this moment: to a screen reader with every property, to the eye, and to the system.
    fn look(&mut self, when: &str, desk: &TestDesk) {
        let mut tree = String::new();
        for node in desk.harness.root().children_recursive() {
            writeln!(tree, "{:?}", node.accesskit_node().data()).unwrap();
        }
        self.add(format!("the accessibility tree, {when}"), tree);
        self.add(format!("the picture, {when}"), desk.painted());
        let output = desk.harness.output();
        let viewports = output.viewport_output.values().map(|viewport| format!("{:?} {:?}", viewport.builder, viewport.commands));
        self.add(format!("the window, {when}"), viewports.collect::<String>());
        self.add(format!("what the system is asked for, {when}"), format!("{:?}", output.platform_output.commands));
    }

    /// Every byte below a folder, and the names of the files.
    fn files(&mut self, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.files(&path);
            } else {
                let bytes = fs::read(&path).unwrap();
                self.add(format!("the file {}", path.display()), String::from_utf8_lossy(&bytes));
            }
        }
    }

    /// All that was logged so far.
    fn log(&mut self) {
        self.add("the log", String::from_utf8_lossy(&LOG.lock().unwrap()));
    }

    /// Which secret was seen where.
    fn leaks(&self, secrets: &[(&'static str, String)]) -> Vec<String> {
        let places = self.0.iter().flat_map(|(place, text)| {
            secrets.iter().filter(|(_, secret)| holds(text, secret)).map(move |(name, _)| format!("the {name} is in {place}"))
        });
        places.collect()
    }

    #[track_caller]
    fn hold_none_of(&self, secrets: &[(&'static str, String)]) {
        let leaks = self.leaks(secrets);
        assert!(leaks.is_empty(), "{leaks:#?}");
    }
}

/// Whether a text holds a secret: whole, its beginning or its end (a token may be shown shortened), or as it is written in an
/// address or a form.
fn holds(text: &str, secret: &str) -> bool {
    assert!(!secret.is_empty(), "nothing is everywhere");
    let letters: Vec<char> = secret.chars().collect();
    if letters.len() < 8 {
        // Six digits stand in many numbers.
        let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        return text
            .match_indices(secret)
            .any(|(at, _)| !is_part(text[..at].chars().next_back()) && !is_part(text[at + secret.len()..].chars().next()));
    }
    let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let mut parts = vec![secret.to_owned(), encoded];
    if letters.len() > 40 {
        // A JWT begins as every other one does: what comes after its header is its own.
        parts.push(letters[letters.len() - 20..].iter().collect());
        parts.push(letters[letters.len() / 2..letters.len() / 2 + 20].iter().collect());
    }
    parts.iter().any(|part| text.contains(part.as_str()))
}
