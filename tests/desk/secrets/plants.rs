//! Leaks, planted in the middle of the run: one for every place that is searched, and some that come out in several.

use std::fmt;
use std::fs;
use std::path::Path;
use std::thread;

use eframe::egui::accesskit::Role;
use eframe::egui::{Align2, Color32, FontId, OutputCommand, Plugin, Pos2, Rect, Sense, Ui, Vec2, ViewportCommand, WidgetInfo};
use serde::{Deserialize, Serialize};
use tokendesk::desktop::browser::Browser as _;
use tokendesk::desktop::first_seen::FirstSeen;
use tokendesk::desktop::journal::{Ended, Outcome, Record, WriteId};
use tokendesk::desktop::vault::Item;
use tokendesk::sandbox::Fault;

use super::markers::marked;
use super::sinks::Sink;
use super::work::Work;

/// A leak by its name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Plant {
    OurLog,
    LogOfAnother,
    Stderr,
    Stdout,
    Panic,
    Error,
    CauseOfAnError,
    DebugOfAnError,
    Settings,
    Journal,
    FirstSeen,
    LockFile,
    KeychainItem,
    FieldOfTheSignIn,
    SecretAsAToken,
    AnotherFile,
    NameOfAFile,
    ForScreenReaders,
    Painted,
    Label,
    Title,
    CopyByTheWindow,
    Clipboard,
    ClipboardHistory,
    NameOfAThread,
    Argument,
    Environment,
    Browser,
    CommandLine,
    ServersWords,
}

/// Every leak, and exactly where it must be found.
pub const PLANTS: [(Plant, &[Sink]); 30] = [
    (Plant::OurLog, &[Sink::Log]),
    (Plant::LogOfAnother, &[Sink::Log]),
    (Plant::Panic, &[Sink::Panic]),
    (Plant::Stderr, &[Sink::Stderr]),
    (Plant::Stdout, &[Sink::Stdout]),
    (Plant::Error, &[Sink::ErrorWords]),
    (Plant::CauseOfAnError, &[Sink::ErrorWords]),
    (Plant::DebugOfAnError, &[Sink::Debug]),
    (Plant::Settings, &[Sink::Settings]),
    (Plant::Journal, &[Sink::Journal]),
    (Plant::FirstSeen, &[Sink::FirstSeen]),
    (Plant::LockFile, &[Sink::LockFile]),
    (Plant::KeychainItem, &[Sink::Keychain]),
    (Plant::FieldOfTheSignIn, &[Sink::Keychain]),
    (Plant::SecretAsAToken, &[Sink::Keychain]),
    (Plant::AnotherFile, &[Sink::OtherFile]),
    (Plant::NameOfAFile, &[Sink::FileName]),
    (Plant::ForScreenReaders, &[Sink::Tree]),
    (Plant::Painted, &[Sink::Picture]),
    (Plant::Label, &[Sink::Tree, Sink::Picture]),
    (Plant::Title, &[Sink::Window]),
    (Plant::CopyByTheWindow, &[Sink::System]),
    (Plant::Clipboard, &[Sink::Clipboard]),
    (Plant::ClipboardHistory, &[Sink::ClipboardHistory]),
    (Plant::NameOfAThread, &[Sink::ProcessTitle]),
    (Plant::Argument, &[Sink::Arguments]),
    (Plant::Environment, &[Sink::Environment]),
    (Plant::Browser, &[Sink::Browser]),
    (Plant::CommandLine, &[Sink::CommandLine]),
    // Words that nothing shows to be a secret: the whole way from the network to what is copied for support.
    (Plant::ServersWords, &[Sink::Log, Sink::Tree, Sink::Picture, Sink::Clipboard, Sink::ClipboardHistory]),
];

pub fn leak() -> String {
    marked("-planted-")
}

/// The item of somebody's sign-in elsewhere: the program has no reason to read it.
fn sign_in() -> Item {
    Item::sign_in("https://stage.romashka.example", super::work::EMAIL)
}

impl Plant {
    /// What must be there when the program starts.
    pub fn before_the_start(self, home: &Path) {
        if self == Self::Settings {
            // What is not known in it is kept when the file is written again.
            fs::write(home.join("settings.toml"), format!("version = 1\nnote = \"{}\"\n", leak())).unwrap();
        }
    }

    /// While the list is in view.
    pub fn in_the_middle(self, work: &mut Work) {
        work.seen.now("planted");
        let (desk, seen, leak) = (&mut work.desk, &work.seen, leak());
        match self {
            Self::OurLog => tracing::trace!(target: "tokendesk::planted", "signing in with {leak}"),
            Self::LogOfAnother => tracing::info!(target: "hyper::planted", secret = leak),
            Self::Stderr => eprintln!("{leak}"),
            Self::Stdout => println!("{leak}"),
            Self::Panic => drop(thread::spawn(move || panic!("signing in with {leak}")).join()),
            Self::Error => seen.error("a planted error", &Leaky { words: &leak, ..Leaky::TIGHT }),
            Self::CauseOfAnError => {
                let cause = std::io::Error::other(Leaky {
                    words: "no",
                    debug: "no",
                    cause: Some(Box::new(Leaky { words: Box::leak(leak.into()), ..Leaky::TIGHT })),
                });
                seen.error("a planted error", &cause);
            }
            Self::DebugOfAnError => seen.error("a planted error", &Leaky { debug: &leak, ..Leaky::TIGHT }),
            Self::Journal => {
                let outcome = Outcome::Refused { status: Some(400), code: None, message: Some(leak.as_str().into()) };
                let ended = Ended { id: WriteId::fresh(), at: jiff::Timestamp::UNIX_EPOCH, outcome };
                desk.journal.append(&Record::Ended(ended)).unwrap();
            }
            Self::FirstSeen => {
                let path = tokendesk::desktop::folders::DataFolder::given(&work.home).first_seen_file("planted");
                FirstSeen::open(path).unwrap().note([leak.as_str()], jiff::Timestamp::UNIX_EPOCH).unwrap();
            }
            Self::LockFile => fs::write(work.home.join("planted.lock"), leak).unwrap(),
            Self::KeychainItem => work.keychain.put_foreign(&Item::proxy_login("proxy.example:8080"), leak.as_bytes()),
            Self::FieldOfTheSignIn => work.keychain.put_foreign(&sign_in(), format!(r#"{{"version":1,"password":"{leak}"}}"#).as_bytes()),
            Self::SecretAsAToken => work.keychain.put_foreign(&sign_in(), format!(r#"{{"version":1,"refresh":"{leak}"}}"#).as_bytes()),
            Self::AnotherFile => fs::write(work.home.join("notes.txt"), leak).unwrap(),
            Self::NameOfAFile => fs::write(work.home.join(leak), "").unwrap(),
            Self::ForScreenReaders | Self::Painted | Self::Label => desk.harness.ctx.add_plugin(Planted(self)),
            Self::Title => desk.harness.ctx.send_viewport_cmd(ViewportCommand::Title(format!("Tokendesk {leak}"))),
            Self::CopyByTheWindow => desk.harness.ctx.send_cmd(OutputCommand::CopyText(leak)),
            Self::Clipboard => desk.clipboard.put_by_another_program(&leak),
            Self::ClipboardHistory => {
                // Taken in by a history in the moment in which it was there.
                let mut clipboard = desk.clipboard.backends()();
                clipboard.set(&leak, false).unwrap();
                clipboard.clear().unwrap();
            }
            Self::NameOfAThread => {
                let (begin, has_begun) = std::sync::mpsc::channel();
                let (end, ended) = std::sync::mpsc::channel::<()>();
                let wait = move || {
                    begin.send(()).unwrap();
                    ended.recv().ok()
                };
                let named = thread::Builder::new().name(leak).spawn(wait).unwrap();
                // It gives itself its name, before its work begins.
                has_begun.recv().unwrap();
                seen.process();
                drop(end);
                named.join().unwrap();
            }
            Self::Browser => desk.browser.open(&format!("https://romashka.example/?token={leak}").parse().unwrap(), Box::new(drop)),
            Self::ServersWords => {
                let fault = Fault::answer(403).body("application/json", format!(r#"{{"message":"the word is {leak}"}}"#));
                let fault = desk.sandbox.fault("GET", "oauth-app", fault);
                work.click_into("Refresh", "planted words", &fault, |desk| desk.has("Retry"));
                work.desk.click("Refresh");
                work.desk.wait_for("the list", |desk| !desk.has("Retry"));
                work.desk.clipboard.put_by_another_program("");
            }
            // They are there from the start, or are the real program's.
            Self::Settings | Self::CommandLine | Self::Argument | Self::Environment => {}
        }
        work.desk.frames();
        work.seen.ask(&work.desk);
        work.seen.process();
        work.seen.keychain(&work.keychain);
        work.seen.files(&work.home);
        work.desk.clipboard.put_by_another_program("");
    }
}

/// Draws the leak, in one frame or in all.
struct Planted(Plant);

impl Plugin for Planted {
    fn debug_name(&self) -> &'static str {
        "a planted leak"
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        match self.0 {
            Plant::Painted => {
                let place = Pos2::new(4.0, 4.0);
                ui.painter().text(place, Align2::LEFT_TOP, leak(), FontId::default(), Color32::RED);
            }
            Plant::ForScreenReaders => {
                let place = Rect::from_min_size(Pos2::ZERO, Vec2::splat(24.0));
                let response = ui.interact(place, ui.scope_id().with("planted"), Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, leak()));
            }
            _ => drop(ui.label(leak())),
        }
    }
}

/// An error that says too much.
struct Leaky<'a> {
    words: &'a str,
    debug: &'a str,
    cause: Option<Box<Leaky<'static>>>,
}

impl Leaky<'_> {
    const TIGHT: Leaky<'static> = Leaky { words: "refused", debug: "Leaky", cause: None };
}

impl fmt::Display for Leaky<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words)
    }
}

impl fmt::Debug for Leaky<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.debug)
    }
}

impl std::error::Error for Leaky<'_> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}
