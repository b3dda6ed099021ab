//! The list of versions opened before: the person's own, kept in the settings, for each cloud.

use std::fs;

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use tempfile::TempDir;
use tokendesk::desktop::folders::DataFolder;

use super::{LOYALTY, LOYALTY_1, desk_without_invitation, open_typed, recent, sign_in_by_hand};
use crate::harness::{Start, TestDesk};

const STOCK: &str = "fa40a777-2a56-4e61-bd3a-18a82089441a";

fn kept_in(folder: &TempDir) -> Start {
    Start { by_address: true, folder: DataFolder::given(folder.path()), ..Start::default() }
}

fn settings(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("settings.toml")).unwrap_or_default()
}

/// The same program once more at the same cloud, where the version of last time is open: with its chooser open.
fn restarted(desk: TestDesk, folder: &TempDir) -> TestDesk {
    let (sandbox, clock) = (desk.sandbox.clone(), desk.clock.clone());
    drop(desk);
    let mut desk = TestDesk::with_sandbox(kept_in(folder), sandbox, clock);
    sign_in_by_hand(&mut desk);
    desk.wait_for("the version of last time", |desk| !desk.rows().is_empty());
    open_chooser(&mut desk);
    desk
}

fn open_chooser(desk: &mut TestDesk) {
    desk.click("Version of an app");
}

#[test]
fn the_version_opened_last_stands_first_and_one_click_opens_it_again() {
    let mut desk = desk_without_invitation();
    assert_eq!(recent(&desk), [""; 0]);
    open_typed(&mut desk, LOYALTY, "1.0");
    desk.wait_for("the first list", |desk| desk.has("3 clients"));
    open_chooser(&mut desk);
    open_typed(&mut desk, STOCK, "0.1");
    desk.wait_for("the second list", |desk| desk.has("40 clients"));
    open_chooser(&mut desk);
    assert_eq!(recent(&desk), ["fa40a777…441a 0.1", "b253a705…d101 1.0"]);
    let gets = desk.sandbox.count("GET", "oauth-app");
    desk.click_role(Role::ListBoxOption, "b253a705…d101 1.0");
    assert!(desk.has("3 clients"), "what was read is shown at once");
    open_chooser(&mut desk);
    assert_eq!(recent(&desk), ["b253a705…d101 1.0", "fa40a777…441a 0.1"]);
    assert_eq!(desk.sandbox.count("GET", "oauth-app"), gets, "it had been read");
}

#[test]
fn a_name_of_ones_own_stands_in_the_list_and_survives_a_restart() {
    let folder = TempDir::new().unwrap();
    let mut desk = TestDesk::start(kept_in(&folder));
    sign_in_by_hand(&mut desk);
    desk.replace("Name of your own", "Касса и склад");
    open_typed(&mut desk, LOYALTY, "1.0");
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    assert_eq!(desk.value("Version of an app"), "Касса и склад 1.0");
    let mut desk = restarted(desk, &folder);
    assert_eq!(recent(&desk), ["Касса и склад 1.0"]);
    // The name is no part of what a version is: opened by its ids, it keeps it.
    open_typed(&mut desk, LOYALTY, "1.0");
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    assert_eq!(desk.value("Version of an app"), "Касса и склад 1.0");
}

#[test]
fn removing_a_version_asks_nothing_of_the_server_and_it_stays_removed() {
    let folder = TempDir::new().unwrap();
    let mut desk = TestDesk::start(kept_in(&folder));
    sign_in_by_hand(&mut desk);
    open_typed(&mut desk, LOYALTY, "1.0");
    desk.wait_for("the first list", |desk| desk.has("3 clients"));
    open_chooser(&mut desk);
    open_typed(&mut desk, STOCK, "0.1");
    desk.wait_for("the second list", |desk| desk.has("40 clients"));
    open_chooser(&mut desk);
    let requests = desk.sandbox.requests().len();
    desk.click("Remove b253a705…d101 1.0 from the list");
    assert_eq!(recent(&desk), ["fa40a777…441a 0.1"]);
    desk.wait_for("the settings on the disk", |_| !settings(&folder).contains(LOYALTY));
    assert_eq!(desk.sandbox.requests().len(), requests);
    desk.key(Key::Escape);
    let desk = restarted(desk, &folder);
    assert_eq!(recent(&desk), ["fa40a777…441a 0.1"]);
}

#[test]
fn in_the_sandbox_too_a_removed_version_does_not_come_back_by_itself() {
    let mut desk = TestDesk::at_clients(3);
    open_chooser(&mut desk);
    assert_eq!(recent(&desk).len(), 5);
    desk.click("Remove Склад и остатки 0.1 from the list");
    assert_eq!(recent(&desk).len(), 4);
    desk.click_role(Role::ListBoxOption, "Лояльность «Ромашка» 2.0");
    desk.wait_for("another version", |desk| desk.says("This version has no clients yet"));
    open_chooser(&mut desk);
    assert!(!recent(&desk).contains(&"Склад и остатки 0.1".to_owned()), "{:?}", recent(&desk));
    // Opened by hand it is one of the list again.
    open_typed(&mut desk, STOCK, "0.1");
    desk.wait_for("the list", |desk| desk.has("40 clients"));
    open_chooser(&mut desk);
    assert_eq!(recent(&desk).first().map(String::as_str), Some("fa40a777…441a 0.1"));
}

#[test]
fn the_open_version_can_be_removed_and_stays_open() {
    let mut desk = desk_without_invitation();
    open_typed(&mut desk, LOYALTY, "1.0");
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    open_chooser(&mut desk);
    desk.click("Remove b253a705…d101 1.0 from the list");
    assert_eq!(recent(&desk), [""; 0]);
    desk.key(Key::Escape);
    assert!(desk.has("3 clients"));
}

#[test]
fn each_cloud_has_its_own_list() {
    let folder = TempDir::new().unwrap();
    let mut desk = TestDesk::start(kept_in(&folder));
    sign_in_by_hand(&mut desk);
    open_typed(&mut desk, LOYALTY, "1.0");
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    desk.wait_for("the settings on the disk", |_| settings(&folder).contains(LOYALTY));
    let sandbox = desk.sandbox.clone();
    drop(desk);
    // Another sandbox listens on other ports: another cloud.
    let mut other = TestDesk::start(kept_in(&folder));
    assert_ne!(other.sandbox.addresses(), sandbox.addresses());
    sign_in_by_hand(&mut other);
    assert_eq!(recent(&other), [""; 0]);
    drop(other);
    assert!(settings(&folder).contains(LOYALTY), "and the first one's list is kept");
}

#[test]
fn answers_teach_the_other_form_of_the_version_and_the_settings_keep_both() {
    let folder = TempDir::new().unwrap();
    let mut desk = TestDesk::start(kept_in(&folder));
    sign_in_by_hand(&mut desk);
    open_typed(&mut desk, LOYALTY, LOYALTY_1);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    desk.wait_for("both forms", |_| {
        let settings = settings(&folder);
        settings.contains(&format!("version_id = \"{LOYALTY_1}\"")) && settings.contains("version_number = \"1.0\"")
    });
    assert_eq!(desk.value("Version of an app"), "b253a705…d101 1.0", "and the number is what people read");
}
