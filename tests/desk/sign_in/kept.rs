//! Staying signed in: what the keychain holds, and what the next start makes of it.

use std::path::Path;

use jiff::SignedDuration;
use tokendesk::desktop::folders::DataFolder;
use tokendesk::desktop::vault::{Calls, MemoryKeychain};
use tokendesk::sandbox::Fault;

use super::{EMAIL, PASSWORD, is_in, lists, mailed_code, renewals, sent, until_the_code, with_the_code};
use crate::accounts::add_boris;
use crate::harness::{Start, TestDesk};

const STAY: &str = "Stay signed in on this computer";

fn at(home: &Path, keychain: &MemoryKeychain) -> Start {
    Start { folder: DataFolder::given(home), keychain: Some(keychain.clone()), ..Start::default() }
}

/// What the keychain holds, as text.
fn contents(keychain: &MemoryKeychain) -> Vec<String> {
    keychain.items().into_iter().map(|item| String::from_utf8(item.content).unwrap()).collect()
}

/// Signed in and kept.
fn kept(home: &Path, keychain: &MemoryKeychain) -> TestDesk {
    let mut desk = TestDesk::signed_in_with(at(home, keychain));
    desk.wait_for("the keychain", |_| keychain.items().len() == 1);
    // That it is kept is written down too, so that the next start asks.
    desk.frames();
    desk
}

#[test]
fn one_item_holds_the_tokens_and_nothing_that_was_typed() {
    let (home, keychain) = (tempfile::tempdir().unwrap(), MemoryKeychain::default());
    let mut desk = TestDesk::start(at(home.path(), &keychain));
    assert!(desk.is_on(STAY), "on by default");
    until_the_code(&mut desk);
    let code = mailed_code(&desk);
    assert!(keychain.items().is_empty(), "nothing before the sign-in has succeeded");
    with_the_code(&mut desk);
    desk.wait_for("the keychain", |_| keychain.items().len() == 1);
    let [item] = contents(&keychain).try_into().expect("one item");
    let text: serde_json::Value = serde_json::from_str(&item).unwrap();
    let names: Vec<&str> = text.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["access", "access_ends", "host", "pasted", "received_at", "refresh", "saved_at", "sign_in_ends", "user_agent", "version"]
    );
    assert!(!item.contains(PASSWORD) && !item.contains(&code), "{names:?}");
}

#[test]
fn the_next_start_opens_on_the_desk_with_the_last_version_and_asks_for_no_sign_in() {
    let (home, keychain) = (tempfile::tempdir().unwrap(), MemoryKeychain::default());
    let mut desk = kept(home.path(), &keychain);
    desk.open_version_with(3);
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    desk.sandbox.clear_requests();
    let mut again = desk.restart(at(home.path(), &keychain));
    assert!(!again.has("Password"), "the form does not flash by");
    again.wait_for("the rows", |desk| desk.rows().len() == 3);
    assert_eq!((sent(&again), lists(&again)), (0, 1));
    again.click(EMAIL);
    assert!(again.says("sign-in kept in the keychain"), "{}", again.tree());
}

#[test]
fn tokens_that_have_ended_meanwhile_are_renewed_and_kept_anew() {
    let (home, keychain) = (tempfile::tempdir().unwrap(), MemoryKeychain::default());
    let mut desk = kept(home.path(), &keychain);
    desk.open_version_with(3);
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    let before = contents(&keychain);
    desk.clock.advance(SignedDuration::from_hours(3));
    let mut again = desk.restart(at(home.path(), &keychain));
    again.wait_for("the rows", |desk| desk.rows().len() == 3);
    assert_eq!(renewals(&again), 1, "one, however many want it");
    again.wait_for("the new tokens", |_| contents(&keychain) != before);
    assert_eq!(keychain.items().len(), 1);
}

#[test]
fn what_the_server_refuses_is_dropped_and_only_then() {
    let (home, keychain) = (tempfile::tempdir().unwrap(), MemoryKeychain::default());
    let mut desk = kept(home.path(), &keychain);
    desk.open_version_with(3);
    desk.clock.advance(SignedDuration::from_hours(3));
    desk.sandbox.fault("POST", "/oauth/token", Fault::answer(503));
    let mut again = desk.restart(at(home.path(), &keychain));
    // The session may say it for a moment before the list does, elsewhere.
    again.wait_for("the failed renewal", |desk| desk.says("The list was not read: ") && desk.has("Retry"));
    assert_eq!(keychain.items().len(), 1, "a server that is down has refused nothing");
    again.sandbox.clear_faults();
    again.sandbox.fault("POST", "/oauth/token", Fault::answer(400));
    again.click("Retry");
    again.wait_for("the end", |desk| desk.says("Your sign-in has ended"));
    again.wait_for("the empty keychain", |_| keychain.items().is_empty());
    assert!(again.says(EMAIL), "whose it was is known: {}", again.tree());
}

#[test]
fn signing_out_takes_it_away_and_the_next_start_asks() {
    let (home, keychain) = (tempfile::tempdir().unwrap(), MemoryKeychain::default());
    let mut desk = kept(home.path(), &keychain);
    desk.click(EMAIL);
    desk.click("Sign out");
    desk.wait_for("the empty keychain", |_| keychain.items().is_empty());
    let mut again = desk.restart(at(home.path(), &keychain));
    // One was kept here once: the keychain is asked, and has none.
    again.wait_for("the form", |desk| desk.has("Password"));
    assert!(keychain.items().is_empty() && again.tab("OAuth clients").is_none(), "{}", again.tree());
}

#[test]
fn whoever_does_not_want_it_is_not_kept() {
    let (home, keychain) = (tempfile::tempdir().unwrap(), MemoryKeychain::default());
    let mut desk = TestDesk::start(at(home.path(), &keychain));
    desk.click(STAY);
    desk.sign_in();
    desk.click(EMAIL);
    assert!(desk.says("sign-in in memory only"), "{}", desk.tree());
    assert_eq!((keychain.items(), keychain.calls()), (vec![], Calls::default()), "it is not even asked");
    let again = desk.restart(at(home.path(), &keychain));
    assert!(again.has("Password") && !again.is_on(STAY));
    assert_eq!(keychain.calls(), Calls::default(), "nor at a start when nothing was kept");
}

#[test]
fn two_accounts_come_back_the_last_one_in_front() {
    let (home, keychain) = (tempfile::tempdir().unwrap(), MemoryKeychain::default());
    let mut desk = kept(home.path(), &keychain);
    desk.open_version_with(3);
    add_boris(&mut desk, EMAIL);
    desk.wait_for("both", |_| keychain.items().len() == 2);
    desk.sandbox.clear_requests();
    let mut again = desk.restart(at(home.path(), &keychain));
    again.wait_for("the desk", is_in);
    assert!(again.has("борис@василёк.example"), "{}", again.tree());
    assert_eq!(again.sandbox.requests().len(), 0, "nothing is sent for one that nobody looks at");
    again.click("борис@василёк.example");
    again.click_role(eframe::egui::accesskit::Role::ListBoxOption, EMAIL);
    again.wait_for("her version", |desk| desk.rows().len() == 3);
    assert_eq!(sent(&again), 0);
}

#[test]
fn without_a_keychain_the_box_cannot_be_ticked_and_memory_is_said() {
    let mut desk = TestDesk::open();
    assert!(!desk.is_enabled(STAY) && !desk.is_on(STAY));
    assert!(desk.says("the keychain is not used"), "{}", desk.tree());
    desk.sign_in();
    assert!(is_in(&desk));
}
