//! Hears all that comes out of a running program: every frame by a plugin of egui's, the files, the clipboard, what was said of
//! errors, and the streams of the process.

use std::collections::HashSet;
use std::error::Error;
use std::fmt::Debug;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::sync::{Arc, Mutex};

use eframe::egui::{Context, FullOutput, Plugin, Shape};

use tokendesk::desktop::vault::{ItemKind, MemoryKeychain};

use super::markers::holds_a_secret;
use super::sinks::{Findings, Leak, Sink};
use crate::harness::TestDesk;

/// What was heard so far. Clones are one.
#[derive(Clone, Default)]
pub struct Seen(Arc<Mutex<Heard>>);

#[derive(Default)]
struct Heard {
    findings: Findings,
    /// Every text once: a frame is mostly what the frame before it was.
    known: HashSet<(Sink, u64)>,
    when: String,
    /// What may stand in a place at the moment, to the letter: a secret that a person has asked to see or to copy.
    may: Vec<(Sink, String)>,
    /// The same, from some moment on for ever: what a list shows to everybody who reads it.
    always: Vec<(Sink, String)>,
}

impl Seen {
    /// What comes from now on is of this moment.
    pub fn now(&self, when: &str) {
        when.clone_into(&mut self.0.lock().unwrap().when);
    }

    /// From now on these may hold these texts, and nothing else may hold any secret.
    pub fn may(&self, may: &[(Sink, &str)]) {
        let may = may.iter().filter(|(_, text)| !text.is_empty());
        self.0.lock().unwrap().may = may.map(|(sink, text)| (*sink, (*text).to_owned())).collect();
    }

    /// From now on this may stand on the screen.
    pub fn may_always_be_on_the_screen(&self, text: &str) {
        self.0.lock().unwrap().always = [Sink::Tree, Sink::Picture, Sink::System].map(|sink| (sink, text.to_owned())).into();
    }

    pub fn add(&self, sink: Sink, text: &str) {
        let mut heard = self.0.lock().unwrap();
        let allowed = heard.may.iter().chain(&heard.always).filter(|(place, _)| *place == sink);
        let text = allowed.fold(text.to_owned(), |text, (_, secret)| text.replace(secret, ""));
        let mut hash = DefaultHasher::new();
        text.hash(&mut hash);
        if !heard.known.insert((sink, hash.finish())) {
            return;
        }
        *heard.findings.searched.entry(sink).or_default() += 1;
        if holds_a_secret(&text) {
            let when = heard.when.clone();
            heard.findings.leaks.push(Leak { sink, when, text });
        }
    }

    /// A value in both of Rust's forms.
    pub fn debug(&self, what: &str, value: &impl Debug) {
        self.add(Sink::Debug, &format!("{what}: {value:?}\n{value:#?}"));
    }

    /// An error with all its causes.
    pub fn error(&self, what: &str, value: &impl Error) {
        self.debug(what, value);
        let mut next: Option<&dyn Error> = Some(value);
        while let Some(error) = next {
            self.add(Sink::ErrorWords, &format!("{what}: {error}\n{error:#}"));
            self.add(Sink::Debug, &format!("a cause of {what}: {error:?}\n{error:#?}"));
            next = error.source();
        }
    }

    /// From now on every frame of this program is heard.
    pub fn watch(&self, desk: &TestDesk) {
        desk.harness.ctx.add_plugin(Frames(self.clone()));
    }

    /// What is heard only by asking: the clipboard and the browser.
    pub fn ask(&self, desk: &TestDesk) {
        self.add(Sink::Clipboard, &desk.clipboard.text().unwrap_or_default());
        for text in desk.clipboard.history() {
            self.add(Sink::ClipboardHistory, &text);
        }
        for address in desk.browser.addresses() {
            self.add(Sink::Browser, address.as_str());
        }
    }

    /// The keychain. The tokens of a sign-in belong there: in its own item, in their own two fields, and if they look like tokens.
    pub fn keychain(&self, keychain: &MemoryKeychain) {
        for item in keychain.items() {
            let mut content = String::from_utf8_lossy(&item.content).into_owned();
            if item.item.as_ref().is_some_and(|item| item.kind() == ItemKind::SignIn)
                && let Ok(serde_json::Value::Object(mut fields)) = serde_json::from_str(&content)
            {
                for token in ["access", "refresh"] {
                    if fields.get(token).is_some_and(is_session_token) {
                        fields.remove(token);
                    }
                }
                content = serde_json::Value::Object(fields).to_string();
            }
            self.add(Sink::Keychain, &format!("{} {:?} {content}", item.label, item.item));
        }
    }

    /// What the system tells everybody about this process.
    #[cfg(target_os = "linux")]
    pub fn process(&self) {
        let told = |path: &Path| fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).replace('\0', " ")).unwrap_or_default();
        self.add(Sink::Arguments, &told(Path::new("/proc/self/cmdline")));
        self.add(Sink::Environment, &told(Path::new("/proc/self/environ")));
        self.add(Sink::ProcessTitle, &told(Path::new("/proc/self/comm")));
        // A thread may end between two looks.
        for thread in fs::read_dir("/proc/self/task").unwrap().filter_map(Result::ok) {
            self.add(Sink::ProcessTitle, &told(&thread.path().join("comm")));
        }
    }

    /// Elsewhere there is no such place to look into.
    #[cfg(not(target_os = "linux"))]
    pub fn process(&self) {
        for sink in [Sink::Arguments, Sink::Environment, Sink::ProcessTitle] {
            self.add(sink, &std::env::args().collect::<Vec<_>>().join(" "));
        }
    }

    /// Every byte below the data folder, and the names in it.
    pub fn files(&self, folder: &Path) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for path in entries.map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            self.add(Sink::FileName, &name);
            if path.is_dir() {
                self.files(&path);
                continue;
            }
            // A file that is being written goes away when it is whole.
            let Ok(bytes) = fs::read(&path) else { continue };
            let sink = match name.as_str() {
                "settings.toml" => Sink::Settings,
                "journal.jsonl" => Sink::Journal,
                "first_seen.jsonl" => Sink::FirstSeen,
                name if Path::new(name).extension().is_some_and(|end| end == "lock") => Sink::LockFile,
                _ => Sink::OtherFile,
            };
            self.add(sink, &String::from_utf8_lossy(&bytes));
        }
    }

    /// What a process has said: the log's lines, the panics with all that follows them up to the next line of the log, the rest.
    pub fn streams(&self, stdout: &str, stderr: &str) {
        stdout.lines().for_each(|line| self.add(Sink::Stdout, line));
        let mut panics = false;
        for line in stderr.lines() {
            let is_log = is_log_line(line);
            panics = !is_log && (panics || line.contains("panicked at"));
            self.add(
                if is_log {
                    Sink::Log
                } else if panics {
                    Sink::Panic
                } else {
                    Sink::Stderr
                },
                line,
            );
        }
    }

    pub fn findings(&self) -> Findings {
        self.0.lock().unwrap().findings.clone()
    }
}

/// The two forms in which the cloud gives tokens: neither a password nor a client's secret has one of them.
fn is_session_token(value: &serde_json::Value) -> bool {
    let is_uuid = |token: &str| token.len() == 36 && uuid::Uuid::try_parse(token).is_ok();
    value.as_str().is_some_and(|token| token.matches('.').count() == 2 || is_uuid(token))
}

/// Whether a line begins as those of the program's log do: time, level, our crate or another.
fn is_log_line(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let is_time = words.next().is_some_and(|word| word.parse::<jiff::Timestamp>().is_ok());
    is_time && words.next().is_some_and(|word| matches!(word, "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR"))
}

/// Takes every frame as it goes to the system, before anything is lost between two looks of a test.
struct Frames(Seen);

impl Plugin for Frames {
    fn debug_name(&self) -> &'static str {
        "what is seen"
    }

    fn output_hook(&mut self, _: &Context, output: &mut FullOutput) {
        let seen = &self.0;
        for (id, node) in output.platform_output.accesskit_update.iter().flat_map(|update| &update.nodes) {
            seen.add(Sink::Tree, &format!("{id:?} {node:?}"));
        }
        output.shapes.iter().for_each(|shape| words(&shape.shape, seen));
        for viewport in output.viewport_output.values() {
            seen.add(Sink::Window, &format!("{:?} {:?}", viewport.builder, viewport.commands));
        }
        let system = &output.platform_output;
        seen.add(Sink::System, &format!("{:?} {:?} {:?}", system.commands, system.events, system.ime));
    }
}

fn words(shape: &Shape, seen: &Seen) {
    match shape {
        Shape::Text(text) => seen.add(Sink::Picture, text.galley.text()),
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| words(shape, seen)),
        _ => {}
    }
}

#[test]
fn the_streams_of_a_process_are_told_apart() {
    let seen = Seen::default();
    let secret = super::markers::marked("x");
    let log = format!("2031-05-06T12:00:00.123456Z DEBUG tokendesk::net: {secret}\n  more of it\n");
    let panic = format!("\nthread 'worker' (7) panicked at src/x.rs:1:2:\n{secret}\nstack backtrace:\n");
    seen.streams(&secret, &format!("{log}{panic}2031-05-06T12:00:01Z  WARN tokendesk: well\n{secret}\n"));
    let findings = seen.findings();
    assert_eq!(findings.sinks(), [Sink::Log, Sink::Panic, Sink::Stderr, Sink::Stdout]);
    assert_eq!(findings.leaks.len(), 4);
}
