//! Starting the program: the files it finds, and what it says on the command line when there is no window to say it in.
#![cfg(test)]

mod command_line;

use std::fs;
use std::path::{Path, PathBuf};

use eframe::egui::Theme;
use tokendesk::desktop::folders::DataFolder;

use crate::harness::{Start, TestDesk};

fn at(home: &Path) -> Start {
    Start { folder: DataFolder::given(home), ..Start::default() }
}

/// A data folder that holds these settings.
fn with_settings(text: &str) -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("settings.toml");
    fs::write(&path, text).unwrap();
    (home, path)
}

/// The files of a folder that were set aside.
fn set_aside(home: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(home).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.to_string_lossy().contains(".broken-")).collect()
}

#[test]
fn broken_settings_are_kept_aside_and_said_until_somebody_closes_it() {
    let broken = "version = 1\ntheme = \"dark";
    let (home, path) = with_settings(broken);
    let mut desk = TestDesk::start(at(home.path()));
    let [kept] = set_aside(home.path()).try_into().unwrap();
    assert_eq!(fs::read_to_string(&kept).unwrap(), broken, "nothing is lost");
    let words = format!(
        "The settings could not be read (line 2 is not understood), so they begin anew. The old file is kept as {}.",
        kept.display()
    );
    assert!(desk.says(&words), "on the form too: {}", desk.tree());
    desk.sign_in();
    assert!(desk.says(&words), "{}", desk.tree());
    desk.click("Close");
    assert!(!desk.says("The settings could not be read"));
    let again = desk.restart(at(home.path()));
    assert!(!again.says("The settings could not be read"), "said once");
    assert!(fs::read_to_string(&path).unwrap().starts_with("version = 1"), "new ones are written in its place");
    assert_eq!(set_aside(home.path()), [kept]);
}

#[test]
fn good_settings_are_no_news() {
    for (name, theme) in [("light", Theme::Light), ("dark", Theme::Dark)] {
        let (home, _) = with_settings(&format!("version = 1\ntheme = \"{name}\"\n"));
        let desk = TestDesk::start(at(home.path()));
        assert!(!desk.says("The settings"), "{}", desk.tree());
        assert_eq!(desk.harness.ctx.theme(), theme, "and they are in force");
        assert!(set_aside(home.path()).is_empty());
    }
}

#[test]
fn settings_of_a_newer_program_stay_untouched() {
    let newer = "version = 2\ntheme = [\"dark\"]\n";
    let (home, path) = with_settings(newer);
    let mut desk = TestDesk::start(at(home.path()));
    assert!(desk.says("The settings are from a newer version of the program: they are left untouched"), "{}", desk.tree());
    desk.sign_in();
    desk.click("Settings");
    desk.click("Light");
    assert_eq!(desk.harness.ctx.theme(), Theme::Light, "what is chosen holds until the end");
    drop(desk);
    assert_eq!(fs::read_to_string(&path).unwrap(), newer);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1, "no litter");
}

#[test]
fn a_folder_that_cannot_be_made_is_said_and_the_program_works() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("a file");
    fs::write(&file, "in the folder's place").unwrap();
    let mut desk = TestDesk::start(at(&file.join("data")));
    assert!(desk.says("The settings file cannot be opened, so they begin anew and are not saved"), "{}", desk.tree());
    desk.sign_in();
    desk.click("Close");
    desk.open_version_with(3);
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    assert_eq!(fs::read_to_string(&file).unwrap(), "in the folder's place");
}

#[test]
fn settings_that_cannot_be_saved_are_said_once_a_failure_and_hold_until_the_end() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let mut desk = TestDesk::start(at(&data));
    desk.sign_in();
    // The disk goes away, as a stick does.
    desk.wait_for("the e-mail is saved", |_| data.join("settings.toml").exists());
    fs::remove_dir_all(&data).unwrap();
    fs::write(&data, "in the folder's place").unwrap();
    desk.click("Settings");
    desk.click("Light");
    desk.wait_for("the failure", |desk| desk.says("The settings could not be saved: "));
    assert_eq!(desk.harness.ctx.theme(), Theme::Light);
    desk.click("Close");
    assert!(!desk.says("could not be saved"));
    fs::remove_file(&data).unwrap();
    desk.click("Dark");
    desk.wait_for("the settings are saved", |_| data.join("settings.toml").exists());
    desk.frames();
    assert!(!desk.says("could not be saved"));
}
