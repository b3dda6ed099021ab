//! The header form of a call: by itself, with what was learnt, or set by hand; kept by cloud, in force at once.

use std::fs;
use std::path::Path;

use tokendesk::desktop::folders::DataFolder;
use tokendesk::sandbox::{ListHeader, VersionWanted};

use super::{BARE, BEARER, CREATE, FORGET, LIST, X_BEARER, calls, choose, forms, press, refresh, switch};
use crate::harness::{Start, TestDesk};

fn kept_in(folder: &Path) -> Start {
    Start { folder: DataFolder::given(folder), ..Start::default() }
}

fn file(folder: &Path) -> String {
    fs::read_to_string(folder.join("settings.toml")).unwrap_or_default()
}

#[test]
fn what_was_learnt_is_shown_and_can_be_forgotten() {
    let mut desk = TestDesk::signed_in();
    desk.click("Settings");
    assert!(desk.has("By itself: with Bearer, when refused without it") && desk.has("As documented: with Bearer"), "{}", desk.tree());
    assert_eq!((desk.value(LIST).as_str(), desk.value(CREATE).as_str()), ("By itself", "By itself"));
    assert!(desk.has("Nothing yet") && !desk.is_enabled(FORGET));
    switch(&desk, |switches| switches.list_header = ListHeader::Bare);
    desk.click("OAuth clients");
    desk.open_version_with(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    desk.click("Settings");
    assert!(desk.has("By itself: Authorization: TOKEN has worked"), "{}", desk.tree());
    assert!(desk.has("The list took the version by number."), "{}", desk.tree());
    assert!(desk.has("As documented: with Bearer"), "nothing is known of create");
    press(&mut desk, FORGET);
    assert!(desk.has("By itself: with Bearer, when refused without it") && desk.has("Nothing yet") && !desk.is_enabled(FORGET));
    desk.click("OAuth clients");
    refresh(&mut desk);
    desk.wait_for("the list", |_| true);
    assert_eq!(forms(&calls(&desk, "GET")), [BEARER, BARE, BEARER, BARE], "asked as at first");
}

#[test]
fn a_form_that_has_worked_at_once_is_learnt_too() {
    let mut desk = TestDesk::at_clients(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    desk.click("Settings");
    assert!(desk.has("By itself: Authorization: Bearer TOKEN has worked"), "{}", desk.tree());
}

#[test]
fn a_form_set_by_hand_holds_at_once_alone_and_until_it_is_by_itself_again() {
    let mut desk = TestDesk::at_clients(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    desk.click("Settings");
    choose(&mut desk, LIST, BARE);
    assert_eq!(desk.value(LIST), BARE);
    assert!(desk.has("Set by hand: no other is tried"));
    press(&mut desk, FORGET);
    assert_eq!(desk.value(LIST), BARE, "what is set is not learnt");
    desk.click("OAuth clients");
    refresh(&mut desk);
    switch(&desk, |switches| switches.list_header = ListHeader::Bearer);
    desk.click("Refresh");
    desk.wait_for("the failure", |desk| desk.says("The list was not refreshed"));
    assert_eq!(forms(&calls(&desk, "GET")), [BEARER, BARE, BARE]);
    desk.click("Settings");
    choose(&mut desk, LIST, "By itself");
    desk.click("OAuth clients");
    desk.click("Retry");
    desk.wait_for("the list", |desk| desk.has("Updated just now"));
    assert_eq!(forms(&calls(&desk, "GET")[3..]), [BEARER]);
}

#[test]
fn by_itself_goes_on_from_what_was_learnt_before() {
    let mut desk = TestDesk::signed_in();
    switch(&desk, |switches| switches.list_header = ListHeader::Bare);
    desk.open_version_with(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    desk.click("Settings");
    choose(&mut desk, LIST, X_BEARER);
    choose(&mut desk, LIST, "By itself");
    assert!(desk.has("By itself: Authorization: TOKEN has worked"), "{}", desk.tree());
    desk.click("OAuth clients");
    refresh(&mut desk);
    assert_eq!(forms(&calls(&desk, "GET")), [BEARER, BARE, BARE]);
}

#[test]
fn what_is_set_and_learnt_is_kept_by_cloud_and_another_clouds_stays() {
    let home = tempfile::tempdir().unwrap();
    let other = "[clouds.\"https://dev.cloud.example\".header_forms_by_hand]\ncreate-client = \"bare\"\nprint-client = \"odd\"\n";
    fs::write(home.path().join("settings.toml"), format!("version = 1\n\n{other}")).unwrap();
    let mut desk = TestDesk::signed_in_with(kept_in(home.path()));
    // The version is wanted by its id, which is not what the documents say.
    switch(&desk, |switches| (switches.list_header, switches.list_wants) = (ListHeader::Bare, VersionWanted::Id));
    desk.open_version_with(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    desk.click("Settings");
    assert!(desk.has("The list took the version by id."), "{}", desk.tree());
    choose(&mut desk, CREATE, X_BEARER);
    let before = calls(&desk, "GET").len();

    let mut desk = desk.restart(kept_in(home.path()));
    let text = file(home.path());
    assert!(text.contains(other), "{text}");
    for part in [
        "header_forms]\nlist-clients = \"bare\"",
        "header_forms_by_hand]\ncreate-client = \"x-bearer\"",
        "version_forms]\nlist-clients = \"id\"",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    desk.click("Fill in");
    desk.click("Sign in");
    desk.wait_for("the desk", |desk| desk.tab("OAuth clients").is_some());
    desk.open_version_with(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    let sent = calls(&desk, "GET").split_off(before);
    assert_eq!(forms(&sent), [BARE], "asked rightly at once");
    let version = desk.version_with(3);
    assert!(sent[0].path.contains(&version.id), "{}", sent[0].path);
    desk.click("Settings");
    assert_eq!((desk.value(CREATE).as_str(), desk.value(LIST).as_str()), (X_BEARER, "By itself"));
}
