//! Settings that cannot be used: the program begins with its own, the old file is kept, and one banner says so.

use std::fs;
use std::path::{Path, PathBuf};

use eframe::egui::ThemePreference;
use tokendesk::desktop::folders::DataFolder;

use crate::faults::bench::Bench;
use crate::faults::message::Message;
use crate::harness::{Start, TestDesk};

const GOOD: &str = "version = 1\ntheme = \"dark\"\n";
const NOTICE: &str = "The settings ";

/// The program with good settings, or with what is made of them. Where the file is.
fn started(bench: &mut Bench, spoil: impl FnOnce(&Path)) -> PathBuf {
    let home = bench.home();
    let path = home.join("settings.toml");
    fs::write(&path, GOOD).unwrap();
    bench.wrong(|_| spoil(&path));
    let mut desk = TestDesk::start(Start { folder: DataFolder::given(&home), ..Start::default() });
    desk.sign_in();
    bench.put(desk);
    bench.begin();
    path
}

/// One banner until it is closed; with good settings no word. Which theme is in force says whose settings they are.
fn told(bench: &mut Bench, words: &str) {
    let is_dark = |desk: &TestDesk| theme(desk) == ThemePreference::Dark;
    bench.expect(&Message::notice(words), is_dark);
    if bench.is_on() {
        assert_ne!(theme(bench), ThemePreference::Dark, "defaults");
        bench.click("Close");
        bench.frames();
        assert!(!bench.says(NOTICE), "{}", bench.tree());
    }
    bench.requests(&[], &[]);
}

fn theme(desk: &TestDesk) -> ThemePreference {
    desk.harness.ctx.options(|options| options.theme_preference)
}

fn set_aside(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.to_string_lossy().contains(".broken-")).collect()
}

/// Bytes that are no settings, from this line on: the file is kept aside just as it was, and new ones are saved in its place.
fn kept_aside(bench: &mut Bench, bytes: &[u8], line: usize) {
    let path = started(bench, |path| fs::write(path, bytes).unwrap());
    let kept = set_aside(&path);
    assert_eq!(kept.len(), usize::from(bench.is_on()), "{kept:?}");
    let name = kept.first().map(|kept| kept.display().to_string()).unwrap_or_default();
    let why = format!("line {line} is not understood");
    told(bench, &format!("The settings could not be read ({why}), so they begin anew. The old file is kept as {name}"));
    for kept in &kept {
        assert_eq!(fs::read(kept).unwrap(), bytes, "nothing is lost");
    }
    bench.click("Settings");
    bench.click("Light");
    bench.wait_for("the settings are saved", |_| fs::read_to_string(&path).is_ok_and(|text| text.contains("light")));
    assert_eq!(set_aside(&path), kept);
}

pub fn corrupt_settings_are_kept_aside(bench: &mut Bench) {
    kept_aside(bench, b"version = 1\ntheme = 7\n[[clouds", 3);
}

pub fn truncated_settings_are_kept_aside(bench: &mut Bench) {
    kept_aside(bench, GOOD.trim_end().trim_end_matches('"').as_bytes(), 2);
}

pub fn settings_that_are_no_text_are_kept_aside(bench: &mut Bench) {
    kept_aside(bench, &[0xff, 0xfe, 0, 0, 7], 1);
}

pub fn settings_of_a_newer_version_are_left_untouched(bench: &mut Bench) {
    let newer = "version = 2\ntheme = [\"dark\"]\n";
    let path = started(bench, |path| fs::write(path, newer).unwrap());
    told(bench, "The settings are from a newer version of the program: they are left untouched");
    bench.click("Settings");
    bench.click("Light");
    bench.wait_for("the choice is in force", |desk| theme(desk) == ThemePreference::Light);
    let is_on = bench.is_on();
    let is_as_it_should = |text: &str| if is_on { text == newer } else { text.contains("light") };
    bench.wait_for("the file", |_| fs::read_to_string(&path).is_ok_and(|text| is_as_it_should(&text)));
    assert_eq!(set_aside(&path), [""; 0].map(PathBuf::from));
}

/// A folder stands where the file should be: nobody can read it, whatever rights they have.
pub fn settings_that_cannot_be_opened_are_left_where_they_are(bench: &mut Bench) {
    let path = started(bench, |path| {
        fs::remove_file(path).unwrap();
        fs::create_dir_all(path.join("in the way")).unwrap();
    });
    told(bench, "The settings file cannot be opened, so they begin anew and are not saved: ");
    assert_eq!(path.join("in the way").is_dir(), bench.is_on());
    assert_eq!(set_aside(&path), [""; 0].map(PathBuf::from));
}
