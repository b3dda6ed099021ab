//! Files that a person saves or takes in: where they are asked for, what is written, and what is not taken.
#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use tokendesk::desktop::file_chooser::Chosen;

use crate::harness::{Start, TestDesk};

fn start(folder: &Path) -> Start {
    Start { downloads: Some(folder.to_owned()), ..Start::default() }
}

/// With the dialog of the first client open; where it is offered to be saved.
fn handing_over(folder: &Path) -> TestDesk {
    let mut desk = TestDesk::signed_in_with(start(folder));
    desk.open_version_with(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    let row = desk.rows()[0].clone();
    desk.click_role(Role::Row, &format!("Client {row}"));
    desk.control("Hand over").scroll_to_me();
    desk.frames();
    desk.click("Hand over");
    // It finds its place in a few frames.
    desk.harness.run_steps(8);
    desk
}

/// Presses what asks for a file and waits for the question.
fn ask(desk: &mut TestDesk, button: &str) {
    desk.click(button);
    desk.wait_for("the question", |desk| desk.has("File") && desk.focused().as_deref() == Some("File"));
}

fn only_file(folder: &Path) -> PathBuf {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(paths.len(), 1, "{paths:?}");
    paths.pop().unwrap()
}

fn secrets(desk: &TestDesk) -> Vec<String> {
    let clients = desk.sandbox.clients("b253a705-44b4-4001-a8f2-7265cf95d101", "1.0").unwrap();
    clients.iter().filter_map(|client| client["client_secret"].as_str().map(ToOwned::to_owned)).collect()
}

#[test]
fn without_a_dialog_of_the_system_the_window_asks_for_a_path_and_a_file_is_never_replaced_unasked() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = handing_over(home.path());
    ask(&mut desk, "Save to a file");
    assert!(desk.value("File").starts_with(&home.path().display().to_string()), "{}", desk.value("File"));
    desk.key(Key::Enter);
    desk.wait_for("the file", |desk| desk.says("Saved: tokendesk-"));
    let file = only_file(home.path());
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("\nEVOTOR_CLIENT_SECRET=\n") && text.contains("curl.exe"), "{text}");
    assert!(secrets(&desk).iter().all(|secret| !text.contains(secret)));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }

    fs::write(&file, "somebody's").unwrap();
    desk.click("Hand over");
    desk.harness.run_steps(8);
    ask(&mut desk, "Save to a file");
    desk.key(Key::Enter);
    desk.wait_for("the question", |desk| desk.says("There is a file of this name already."));
    for _ in 0..2 {
        desk.key(Key::Enter);
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "somebody's", "Enter replaces nothing");
    desk.click("Replace");
    desk.wait_for("the file", |_| fs::read_to_string(&file).unwrap() == text);
    desk.wait_for("the end of the question", |desk| !desk.has("File"));
    assert_eq!(only_file(home.path()), file);
    assert!(!desk.has("Copy all"), "it has done its work");
    let shown = desk.file_manager.paths().len();
    desk.click("Show in folder 2");
    assert_eq!(desk.file_manager.paths()[shown..], [file]);
}

#[test]
fn what_cannot_be_written_is_said_where_the_path_is_typed() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = handing_over(home.path());
    ask(&mut desk, "Save to a file");
    desk.replace("File", "client.txt");
    desk.click("Save");
    assert!(desk.says("A full path is wanted"), "{}", desk.tree());
    desk.replace("File", &home.path().join("none").join("client.txt").display().to_string());
    desk.click("Save");
    desk.wait_for("the failure", |desk| desk.says("It did not work: "));
    assert!(desk.value("File").ends_with("client.txt"));
    desk.harness.run_steps(8);
    desk.click("Cancel");
    assert!(!desk.has("File") && desk.has("Copy all"));
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn the_dialog_of_the_system_is_asked_first_and_may_be_left() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = handing_over(home.path());
    desk.file_chooser.will_answer(Chosen::Cancelled);
    desk.click("Save to a file");
    desk.frames();
    assert!(!desk.has("File"));
    let path = home.path().join("to a colleague.txt");
    desk.file_chooser.will_answer(Chosen::File(path.clone()));
    desk.click("Save to a file");
    desk.wait_for("the file", |desk| desk.has("Saved: to a colleague.txt"));
    assert!(path.is_file());
    let asked = desk.file_chooser.asked();
    assert_eq!((asked.len(), asked[0].folder.as_deref()), (2, Some(home.path())));
    assert!(asked[0].name.starts_with("tokendesk-") && asked[0].kind.1 == ["txt"], "{asked:?}");
    desk.click("Hand over");
    desk.harness.run_steps(8);
    // A file of the system's dialog that cannot be written has no field to be said at.
    desk.file_chooser.will_answer(Chosen::File(home.path().join("none").join("x.txt")));
    desk.click("Save to a file");
    desk.wait_for("the failure", |desk| desk.says("It did not work: "));
    assert!(!desk.has("File"));
}

#[test]
fn a_file_manager_that_is_missing_leaves_the_path_to_copy() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = handing_over(home.path());
    ask(&mut desk, "Save to a file");
    desk.key(Key::Enter);
    desk.wait_for("the file", |desk| desk.says("Saved: tokendesk-"));
    desk.file_manager.take_away();
    desk.click("Show in folder");
    desk.wait_for("the words", |desk| desk.says("The folder could not be opened. Copy the path and open it by hand: "));
}

#[test]
fn a_list_of_versions_goes_to_a_colleague_who_sees_it_before_it_is_taken() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = TestDesk::signed_in_with(start(home.path()));
    ask(&mut desk, "Save the list to a file");
    desk.key(Key::Enter);
    desk.wait_for("the file", |desk| desk.has("Saved: tokendesk-versions.json"));
    let file = only_file(home.path());
    let text = fs::read_to_string(&file).unwrap();
    let versions = desk.sandbox.invitation().versions;
    for version in &versions {
        assert!(text.contains(&version.app_id) && text.contains(&version.id), "{text}");
    }

    // The colleague's program knows one of them, under a name of its own.
    let mut other = TestDesk::signed_in_with(start(home.path()));
    let (known, rest) = versions.split_first().unwrap();
    for version in rest {
        other.click(&format!("Remove {} {} from the list", version.app_name, version.number));
    }
    ask(&mut other, "Take from a file");
    assert_eq!(other.value("File"), file.display().to_string());
    other.key(Key::Enter);
    other.wait_for("the list", |desk| desk.has("Will be in the list"));
    for version in rest {
        assert!(other.says(&version.app_name), "{}", other.tree());
    }
    let options = |desk: &TestDesk| {
        use egui_kittest::kittest::Queryable as _;
        desk.harness.query_all_by_role(Role::ListBoxOption).count()
    };
    assert_eq!(options(&other), 1, "nothing is taken yet");
    other.click("Take");
    other.wait_for("the versions", |desk| desk.has(&format!("Versions taken from the file: {}", rest.len())));
    assert_eq!(options(&other), versions.len());
    assert!(other.says(&known.app_name));

    // A second time there is nothing in it.
    ask(&mut other, "Take from a file");
    other.key(Key::Enter);
    other.wait_for("the words", |desk| desk.says("There is nothing new in the file"));
    assert_eq!(options(&other), versions.len());
}

#[test]
fn a_bad_file_is_refused_whole_at_the_place() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("tokendesk-versions.json");
    let mut desk = TestDesk::signed_in_with(start(home.path()));
    ask(&mut desk, "Take from a file");
    for (text, words) in [
        ("{", "The file was not understood: line 1, column 1."),
        ("{}", "This is not a list of versions."),
        (r#"{"tokendesk":"versions","format":9}"#, "A newer Tokendesk saved this file."),
        (
            "{\"tokendesk\":\"versions\",\"format\":1,\"versions\":[{\"app_id\":\"good\",\"version_number\":\"1\"},{\"app_id\":\"a\u{202e}b\",\"version_number\":\"1\"}]}",
            "Entry 2, App ID: unseen characters in it. Nothing was taken.",
        ),
    ] {
        fs::write(&file, text).unwrap();
        desk.click("Read");
        desk.wait_for(words, |desk| desk.says(words));
        assert!(desk.has("File") && !desk.has("Will be in the list"));
        // What is typed again is not wrong yet.
        desk.replace("File", "");
        desk.replace("File", &file.display().to_string());
        assert!(!desk.says(words));
    }
    fs::write(&file, vec![b' '; 600 * 1024]).unwrap();
    desk.click("Read");
    desk.wait_for("the failure", |desk| desk.says("It did not work: larger than"));
    desk.key(Key::Escape);
    assert!(!desk.has("File"));
}
