//! What lies on this computer: each thing shown where it is, and all of it forgotten when that is wanted.

use std::fs;
use std::path::{Path, PathBuf};

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, ThemePreference};
use tokendesk::desktop::folders::DataFolder;
use tokendesk::desktop::vault::{Calls, Item, MemoryKeychain, VaultErrorKind};
use tokendesk::sandbox::{Fault, Gate};

use super::{press, sign_in_again};
use crate::harness::{Start, TestDesk};

const EMAIL: &str = "anna@romashka.example";
const FORGET: &str = "Forget everything";
const SURE: &str = "Remove everything";
const TITLE: &str = "Forget everything on this computer";

fn at(home: &Path, keychain: &MemoryKeychain) -> Start {
    Start { folder: DataFolder::given(home), keychain: Some(keychain.clone()), ..Start::default() }
}

/// Signed in and kept, a version opened, something preferred: whatever can lie on a computer does.
fn with_all(home: &Path, keychain: &MemoryKeychain) -> TestDesk {
    let mut desk = TestDesk::signed_in_with(at(home, keychain));
    desk.wait_for("the keychain", |_| keychain.items().len() == 1);
    desk.open_version_with(3);
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    desk.click_role(Role::Tab, "Settings");
    desk.click("Dark");
    desk
}

fn files(home: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(home).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

#[test]
fn each_file_is_shown_where_it_is() {
    let (home, keychain) = (tempfile::tempdir().unwrap(), MemoryKeychain::default());
    let mut desk = with_all(home.path(), &keychain);
    let seen = files(home.path()).into_iter().find(|path| path.ends_with("first_seen.jsonl")).expect("it is written by now");
    press(&mut desk, "Show in folder");
    press(&mut desk, "Show in folder: Settings");
    press(&mut desk, "Show in folder: Journal of writes");
    press(&mut desk, "Show in folder: When clients were first seen");
    let journal = seen.with_file_name("journal.jsonl");
    assert_eq!(desk.file_manager.paths(), [home.path().to_owned(), home.path().join("settings.toml"), journal, seen]);
    let item = keychain.items()[0].label.clone();
    assert!(item.contains(EMAIL) && desk.has(&item), "the keychain's item by its name: {}", desk.tree());
}

#[test]
fn where_no_folder_can_be_opened_its_path_is_there_to_be_copied() {
    let (home, keychain) = (tempfile::tempdir().unwrap(), MemoryKeychain::default());
    let mut desk = with_all(home.path(), &keychain);
    desk.file_manager.take_away();
    press(&mut desk, "Show in folder");
    desk.wait_for("the message", |desk| desk.says("The folder could not be opened."));
    desk.click("Copy");
    let path = home.path().display().to_string();
    desk.wait_for("the copy", |desk| desk.clipboard.text().as_deref() == Some(&path));
}

#[test]
fn everything_is_forgotten_after_one_question_that_lists_it() {
    let (home, keychain) = (tempfile::tempdir().unwrap(), MemoryKeychain::default());
    let mut desk = with_all(home.path(), &keychain);
    // Of an account that nobody has come to in this run.
    keychain.put_foreign(&Item::sign_in(&cloud(&desk), "boris@publisher.example"), b"x");
    press(&mut desk, FORGET);
    assert!(desk.has(TITLE), "{}", desk.tree());
    for listed in
        ["sign-ins of all accounts", "list of apps", "journal of writes", "first seen", "proxy's login", "Nothing changes on the server"]
    {
        assert!(desk.says(listed), "{listed}: {}", desk.tree());
    }
    desk.click("Cancel");
    assert!(!desk.has(TITLE) && keychain.items().len() == 2 && desk.tab("Settings").is_some());

    press(&mut desk, FORGET);
    desk.click(SURE);
    assert!(desk.has("Publisher sign-in") && desk.value("E-mail").is_empty(), "at once: {}", desk.tree());
    desk.wait_for("it is done", |desk| desk.says("Everything is forgotten"));
    assert_eq!((keychain.items().len(), files(home.path())), (0, Vec::<PathBuf>::new()));
    assert_eq!(desk.harness.ctx.options(|options| options.theme_preference), ThemePreference::System);

    let mut again = desk.restart(at(home.path(), &keychain));
    assert!(again.value("E-mail").is_empty() && !again.says("The settings"), "{}", again.tree());
    assert_eq!(files(home.path()), Vec::<PathBuf>::new());
    sign_in_again(&mut again);
    assert!(again.has("Settings"), "and all goes on as at a first start");
}

fn cloud(desk: &TestDesk) -> String {
    tokendesk::app::setup::addresses(&desk.sandbox).unwrap().key()
}

#[test]
fn a_write_under_way_is_asked_about_first_and_leaves_no_record_behind() {
    let (home, keychain) = (tempfile::tempdir().unwrap(), MemoryKeychain::default());
    let mut desk = with_all(home.path(), &keychain);
    desk.click_role(Role::Tab, "OAuth clients");
    desk.click("New client");
    desk.replace("Redirect address", "https://shop.example/return");
    desk.click("store:read");
    let gate = Gate::new();
    desk.sandbox.fault("POST", "oauth-app", Fault::genuine().held(&gate));
    desk.click("Create client");
    desk.wait_for("it is sent", |desk| desk.sandbox.count("POST", "oauth-app") == 1);
    desk.command(Key::Comma);
    press(&mut desk, FORGET);
    assert!(desk.has("A write is under way") && !desk.has(TITLE), "{}", desk.tree());
    desk.click("Stay");
    assert!(!desk.has(TITLE) && desk.tab("Settings").is_some());
    press(&mut desk, FORGET);
    desk.click("Go on");
    assert!(desk.has(TITLE), "{}", desk.tree());
    desk.click(SURE);
    desk.wait_for("it is done", |desk| desk.says("Everything is forgotten"));
    gate.open();
    // The worker carries out what comes after in its turn: a sign-in that ends has come after the write.
    sign_in_again(&mut desk);
    desk.wait_for("the keychain", |_| keychain.items().len() == 1);
    assert!(!files(home.path()).iter().any(|path| path.ends_with("journal.jsonl")), "{:?}", files(home.path()));
}

#[test]
fn what_the_keychain_does_not_give_up_is_said_with_where_it_is() {
    let (home, keychain) = (tempfile::tempdir().unwrap(), MemoryKeychain::default());
    let mut desk = with_all(home.path(), &keychain);
    keychain.fail_deletes(Some(VaultErrorKind::Failed));
    press(&mut desk, FORGET);
    desk.click(SURE);
    desk.wait_for("the message", |desk| desk.says("Not everything was removed. Remove by hand: the items named Tokendesk in the keychain"));
    assert!(!desk.says("Everything is forgotten") && desk.has("Publisher sign-in"), "{}", desk.tree());
    assert_eq!(files(home.path()), Vec::<PathBuf>::new(), "the rest is gone");
    desk.click("Close");
    assert!(!desk.says("Not everything was removed"));
}

#[test]
fn a_keychain_that_never_held_anything_is_not_asked() {
    let (home, keychain) = (tempfile::tempdir().unwrap(), MemoryKeychain::default());
    let mut desk = TestDesk::start(at(home.path(), &keychain));
    desk.click("Settings");
    press(&mut desk, FORGET);
    desk.click(SURE);
    desk.wait_for("it is done", |desk| desk.says("Everything is forgotten"));
    assert_eq!(keychain.calls(), Calls::default());
}
