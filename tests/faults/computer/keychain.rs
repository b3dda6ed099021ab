//! What the scenarios about the keychain share: a computer that outlives the program, what is said, and the exit.

use std::path::{Path, PathBuf};
use std::time::Duration;

use eframe::egui::Key;
use tokendesk::desktop::folders::DataFolder;
use tokendesk::desktop::vault::{MemoryKeychain, VaultError, VaultErrorKind};

use crate::faults::bench::Bench;
use crate::faults::message::Message;
use crate::faults::stopwatch::Stopwatch;
use crate::harness::{Start, TestDesk};

/// Said at a sign-in that stays in memory.
pub const NOT_KEPT: &str = "You are signed in, but the sign-in of anna@romashka.example is not remembered: it is in memory only, until the \
                            window closes. Work on, or retry.";
/// Said at a start that finds nothing out.
pub const NOT_READ: &str = "The kept sign-in was not read and is still where it was. Sign in here, or unlock the keychain and retry.";
pub const MISSING: &str = "There is no keychain on this computer.";
pub const WAITS: &str = "The keychain is locked and waits for its password.";
pub const LOCKED: &str = "The keychain is locked.";
pub const GIVEN_UP: &str = "The keychain did not answer and is not waited for any more.";
pub const REFUSED: &str = "The keychain refused.";

pub const ANNA: &str = "anna@romashka.example";
/// How the list of accounts puts it.
pub const KEPT: &str = "sign-in kept in the keychain";
pub const IN_MEMORY: &str = "sign-in in memory only";

/// The exit takes no longer, whatever the keychain does.
const EXIT: Duration = Duration::from_secs(2);

/// What outlives the program: a data folder and a keychain.
pub struct Computer {
    pub home: PathBuf,
    pub keychain: MemoryKeychain,
}

impl Computer {
    /// A new one; its folder is there as long as the bench.
    pub fn of(bench: &mut Bench) -> Self {
        Self::at(bench.home())
    }

    fn at(home: PathBuf) -> Self {
        Self { home, keychain: MemoryKeychain::default() }
    }

    /// The program on this computer.
    pub fn start(&self) -> Start {
        self.start_in(&self.home)
    }

    /// The program with another data folder, and the same keychain.
    pub fn start_in(&self, folder: &Path) -> Start {
        Start { folder: DataFolder::given(folder), keychain: Some(self.keychain.clone()), ..Start::default() }
    }

    /// Whether a sign-in is kept: one item, which is ours.
    pub fn keeps(&self) -> bool {
        let contents = self.contents();
        contents.len() == 1 && contents[0].starts_with("{\"version\":1,")
    }

    /// What the keychain holds, as text.
    pub fn contents(&self) -> Vec<String> {
        self.keychain.items().into_iter().map(|item| String::from_utf8_lossy(&item.content).into_owned()).collect()
    }

    /// The one item that is kept.
    pub fn kept(&self) -> serde_json::Value {
        let [kept] = self.contents().try_into().expect("one item");
        serde_json::from_str(&kept).expect("an item of ours")
    }
}

/// A banner with the keychain's own words.
pub fn banner(failed: &str, then: &str) -> Message {
    let service = VaultError::new(VaultErrorKind::Failed, "").service;
    Message::of_this_computer(failed, then, &format!("{service}  made by a test"))
}

/// The accounts' list says how the sign-in in front is kept; it is opened for that, and closed again.
#[track_caller]
pub fn says_how_it_is_kept(bench: &mut Bench, words: &str) {
    bench.click(ANNA);
    assert!(bench.says(words), "{}", bench.tree());
    bench.key(Key::Escape);
}

/// Three clients are shown: the last version is open, and read.
pub fn is_at_work(desk: &TestDesk) -> bool {
    desk.rows().len() == 3
}

/// Nothing of what is kept is on the screen.
#[track_caller]
pub fn shows_no_token(bench: &Bench, contents: &[String]) {
    let screen = bench.tree() + &bench.painted();
    for item in contents {
        let Ok(item) = serde_json::from_str::<serde_json::Value>(item) else { continue };
        for token in ["access", "refresh"].iter().filter_map(|name| item[*name].as_str()) {
            assert!(!screen.contains(token), "a token is shown: {screen}");
        }
    }
}

/// Closes the window with the prompt open, and without.
fn exits_in_time(open: impl Fn(&Computer) -> TestDesk) {
    for is_locked in [true, false] {
        let home = tempfile::tempdir().unwrap();
        let computer = Computer::at(home.path().to_owned());
        let mut desk = open(&computer);
        if is_locked {
            computer.keychain.lock();
        }
        desk.click(ANNA);
        desk.click("Sign out");
        desk.wait_for("the order to forget", |_| (computer.keychain.waiting() == 1) == is_locked);
        let exit = Stopwatch::start();
        drop(desk);
        assert!(exit.elapsed() < EXIT, "the exit took {:?}, locked: {is_locked}", exit.elapsed());
    }
}

#[test]
pub fn the_exit_does_not_wait_for_a_prompt() {
    exits_in_time(|computer| {
        let mut desk = TestDesk::signed_in_with(computer.start());
        desk.wait_for("the keychain", |_| computer.keeps());
        desk.frames();
        desk
    });
    // At a start: the prompt was given up once, and is open again.
    for is_locked in [true, false] {
        let home = tempfile::tempdir().unwrap();
        let computer = Computer::at(home.path().to_owned());
        let mut desk = TestDesk::signed_in_with(computer.start());
        desk.wait_for("the keychain", |_| computer.keeps());
        desk.frames();
        if is_locked {
            computer.keychain.lock();
        }
        let mut desk = desk.restart(computer.start());
        if is_locked {
            desk.wait_for("the prompt", |desk| desk.says(WAITS));
            desk.click("Cancel");
            desk.wait_for("the end of the wait", |desk| desk.says(GIVEN_UP));
            desk.click("Retry");
            desk.wait_for("two prompts", |_| computer.keychain.waiting() == 2);
        } else {
            desk.wait_for("the desk", |desk| desk.tab("OAuth clients").is_some());
        }
        let exit = Stopwatch::start();
        drop(desk);
        assert!(exit.elapsed() < EXIT, "the exit took {:?}, locked: {is_locked}", exit.elapsed());
    }
}
