//! What a person prefers: in force at once, kept for the next start, and to be set without a mouse.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use tokendesk::desktop::folders::DataFolder;
use tokendesk::desktop::vault::MemoryKeychain;

use super::{choose, press, sign_in_again};
use crate::harness::{Start, TestDesk};

fn at(home: &Path) -> Start {
    Start { folder: DataFolder::given(home), keychain: Some(MemoryKeychain::default()), ..Start::default() }
}

fn at_settings(start: Start) -> TestDesk {
    let mut desk = TestDesk::signed_in_with(start);
    desk.click_role(Role::Tab, "Settings");
    desk
}

fn percent(desk: &TestDesk) -> String {
    format!("{:.0}", desk.harness.ctx.zoom_factor() * 100.0)
}

#[test]
fn every_choice_is_kept_for_the_next_start() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = at_settings(at(home.path()));
    let chosen = [
        ("Text size", "100 %", "110 %"),
        ("Clear the clipboard after", "30 seconds", "2 minutes"),
        ("Hide what is shown after", "30 seconds", "10 seconds"),
        ("Cover the window after", "Never", "15 minutes"),
    ];
    let switched =
        [("Stay signed in on this computer", true), ("Hide when the window loses the focus", true), ("Remember the e-mail", true)];
    for (name, before, after) in chosen {
        assert_eq!(desk.value(name), before);
        choose(&mut desk, name, after);
        assert_eq!(desk.value(name), after, "at once");
    }
    for (name, before) in switched {
        assert_eq!(desk.is_on(name), before, "{name}");
        press(&mut desk, name);
        assert_eq!(desk.is_on(name), !before, "{name}");
    }
    let mut again = desk.restart(at(home.path()));
    assert_eq!(percent(&again), "110");
    sign_in_again(&mut again);
    again.click_role(Role::Tab, "Settings");
    for (name, _, after) in chosen {
        assert_eq!(again.value(name), after);
    }
    for (name, before) in switched {
        assert_eq!(again.is_on(name), !before, "{name}");
    }
    let text = fs::read_to_string(home.path().join("settings.toml")).unwrap();
    for line in ["text_size = 110", "clipboard_seconds = 120", "hide_seconds = 10", "cover_minutes = 15", "stay_signed_in = false"] {
        assert!(text.contains(line), "{line}: {text}");
    }
}

#[test]
fn the_keys_for_the_text_size_go_by_its_steps_from_everywhere_and_are_remembered() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = TestDesk::start(at(home.path()));
    for (key, expected) in
        [(Key::Plus, "110"), (Key::Equals, "125"), (Key::Minus, "110"), (Key::Num0, "100"), (Key::Minus, "90"), (Key::Minus, "80")]
    {
        desk.command(key);
        assert_eq!(percent(&desk), expected, "{key:?}, before the sign-in");
    }
    desk.command(Key::Minus);
    assert_eq!(percent(&desk), "80", "there is nothing smaller");
    desk.sign_in();
    for expected in ["90", "100", "110", "125", "150", "175", "200", "200"] {
        desk.command(Key::Plus);
        assert_eq!(percent(&desk), expected);
    }
    desk.command(Key::Minus);
    assert_eq!(percent(&desk.restart(at(home.path()))), "175");
}

#[test]
fn a_clipboard_that_is_never_cleared_has_its_warning_beside_it() {
    const WARNING: &str = "The secret stays in the clipboard until you sign out or close the program";
    let mut desk = at_settings(Start::default());
    assert!(!desk.has(WARNING));
    choose(&mut desk, "Clear the clipboard after", "Never");
    assert!(desk.has(WARNING), "{}", desk.tree());
    choose(&mut desk, "Clear the clipboard after", "5 minutes");
    assert!(!desk.has(WARNING));
}

#[test]
fn a_time_that_was_written_by_hand_is_shown_beside_those_that_are_offered() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("settings.toml"), "version = 1\nclipboard_seconds = 45\n").unwrap();
    let mut desk = at_settings(at(home.path()));
    assert_eq!(desk.value("Clear the clipboard after"), "45 seconds");
    choose(&mut desk, "Clear the clipboard after", "1 minute");
    assert_eq!(desk.value("Clear the clipboard after"), "1 minute");
}

#[test]
fn without_a_keychain_there_is_nothing_to_stay_signed_in_by() {
    let desk = at_settings(Start::default());
    let stay = "Stay signed in on this computer";
    assert!(!desk.is_enabled(stay) && !desk.is_on(stay));
    assert!(desk.has("The keychain is not used: the sign-in is in memory until the window closes"), "{}", desk.tree());
}

#[test]
fn every_control_is_reached_by_tab() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = at_settings(at(home.path()));
    let mut reached = BTreeSet::new();
    for _ in 0..60 {
        desk.key_with(Modifiers::NONE, Key::Tab);
        reached.extend(desk.focused());
    }
    for name in [
        "English",
        "System",
        "Text size",
        "Stay signed in on this computer",
        "Clear the clipboard after",
        "Hide what is shown after",
        "Hide when the window loses the focus",
        "Cover the window after",
        "Header of the client list",
        "User-Agent",
        "Show in folder",
        "Copy the folder",
        "Show in folder: Settings",
        "Show in folder: Journal of writes",
        "Show in folder: When clients were first seen",
        "Remember the e-mail",
        "Forget everything",
    ] {
        assert!(reached.contains(name), "{name} is not among {reached:?}");
    }
}

#[test]
fn a_login_that_somebody_wrote_before_the_proxys_host_is_shown_nowhere() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("settings.toml");
    fs::write(&file, "version = 1\nproxy = \"own\"\nproxy_address = \"http://anna:s3cret@127.0.0.1:9\"\n").unwrap();
    let mut desk = at_settings(at(home.path()));
    assert!(!desk.tree().contains("s3cret"), "{}", desk.tree());
    choose(&mut desk, "Clear the clipboard after", "1 minute");
    drop(desk);
    assert!(!fs::read_to_string(&file).unwrap().contains("s3cret"));
    // And in a file that is not understood.
    fs::write(&file, "version = 1\nproxy_address = \"ftp://anna:s3cret@proxy.example\"\n").unwrap();
    let mut desk = TestDesk::start(at(home.path()));
    // What the keychain holds is asked first: such a file does not tell whether it holds anything.
    desk.wait_for("what is wrong", |desk| desk.says("the value of proxy_address is not understood"));
    assert!(!desk.tree().contains("s3cret") && !desk.painted().contains("s3cret"), "{}", desk.tree());
}
