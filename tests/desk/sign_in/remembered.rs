//! What the form remembers: the e-mail, by a switch; the password never.

use std::fs;
use std::path::Path;

use tokendesk::desktop::folders::DataFolder;

use super::{EMAIL, PASSWORD, attempt, mailed_code, until_the_code, with_the_code};
use crate::harness::{Start, TestDesk};

fn at(home: &Path) -> Start {
    Start { folder: DataFolder::given(home), ..Start::default() }
}

/// Every byte below a folder.
fn written(home: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(home).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.push_str(&written(&path));
        } else {
            all.push_str(&String::from_utf8_lossy(&fs::read(&path).unwrap()));
        }
    }
    all
}

#[test]
fn the_e_mail_comes_back_at_the_next_start_and_the_password_does_not() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = TestDesk::start(at(home.path()));
    until_the_code(&mut desk);
    let code = mailed_code(&desk);
    with_the_code(&mut desk);
    let mut again = desk.restart(at(home.path()));
    again.frames();
    assert_eq!((again.value("E-mail").as_str(), again.value("Password").as_str()), (EMAIL, ""));
    assert_eq!(again.focused().as_deref(), Some("Password"), "the first empty field");
    let written = written(home.path());
    assert!(written.contains(EMAIL));
    assert!(!written.contains(PASSWORD) && !written.contains(&code) && !written.contains("eyJ"), "{written}");
}

#[test]
fn switched_off_later_it_is_forgotten_at_once() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = TestDesk::start(at(home.path()));
    desk.sign_in();
    desk.click("Settings");
    // Below the edge of the window: with the focus it comes into view.
    desk.control("Remember the e-mail").focus();
    desk.frames();
    desk.click("Remember the e-mail");
    assert!(!desk.is_on("Remember the e-mail"));
    desk.click(EMAIL);
    desk.click("Sign out");
    assert_eq!(desk.value("E-mail"), "");
    let again = desk.restart(at(home.path()));
    assert_eq!(again.value("E-mail"), "");
    assert!(!written(home.path()).contains(EMAIL));
}

#[test]
fn an_e_mail_that_was_refused_is_not_remembered() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = TestDesk::start(at(home.path()));
    attempt(&mut desk, "anna@romashka.exampel", PASSWORD);
    desk.wait_for("the refusal", |desk| desk.says("do not fit"));
    let again = desk.restart(at(home.path()));
    assert_eq!(again.value("E-mail"), "");
}

#[test]
fn each_cloud_has_its_own_e_mail() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = TestDesk::start(at(home.path()));
    desk.sign_in();
    drop(desk);
    let elsewhere = TestDesk::start(at(home.path()));
    assert_eq!(elsewhere.value("E-mail"), "", "this sandbox has another address");
}
