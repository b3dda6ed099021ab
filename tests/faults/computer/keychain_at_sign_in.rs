//! A keychain that does not do its part when somebody signs in or out.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::SignedDuration;
use tokendesk::desktop::vault::VaultErrorKind::Failed;

use super::keychain::{
    ANNA, Computer, GIVEN_UP, IN_MEMORY, LOCKED, MISSING, NOT_KEPT, REFUSED, WAITS, banner, is_at_work, says_how_it_is_kept, shows_no_token,
};
use crate::faults::bench::{Bench, is_refreshed};
use crate::faults::message::Message;
use crate::faults::tally::{LIST, MAIL, SIGN_IN, SIGN_IN_WITH_CODE};
use crate::harness::TestDesk;

/// What a sign-in sends, and the work after it.
const SENT: [(&str, usize); 4] = [(SIGN_IN, 1), (MAIL, 1), (SIGN_IN_WITH_CODE, 1), (LIST, 2)];

/// Signs in, reads a list, and searches in it.
fn signs_in(bench: &mut Bench) {
    bench.click("Sign in");
    bench.wait_for("the code is mailed", |desk| desk.has("Use the code"));
    bench.click("Use the code");
    bench.click("Sign in");
    bench.wait_for("the desk", |desk| desk.tab("OAuth clients").is_some());
    bench.open_version_with(3);
    bench.wait_for("the list", is_at_work);
    bench.type_into("Search", "http");
    bench.keeps_too();
}

/// The work goes on: another list is read.
fn works_on(bench: &mut Bench) {
    bench.clock.advance(SignedDuration::from_mins(5));
    bench.wait_for("the list grows older", |desk| desk.has("Updated 5 min ago"));
    bench.click("Refresh");
    bench.wait_for("the new list", is_refreshed);
    bench.is_kept();
}

/// The token that is in use is written nowhere instead.
#[track_caller]
fn is_nowhere_on_the_disk(bench: &Bench, computer: &Computer) {
    let requests = bench.sandbox.requests();
    let sent = requests.iter().filter_map(|request| request.header("authorization")).map(|token| token.trim_start_matches("Bearer "));
    let tokens: BTreeSet<&str> = sent.filter(|token| !token.starts_with("Basic ")).collect();
    assert!(!tokens.is_empty());
    for path in files_below(&computer.home) {
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        assert!(tokens.iter().all(|token| !text.contains(token)), "{}: {text}", path.display());
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

pub fn there_is_none(bench: &mut Bench) {
    let computer = &Computer::of(bench);
    bench.sign_in_form_with(computer.start());
    bench.wrong(|_| computer.keychain.missing(true));
    signs_in(bench);
    bench.expect(&banner(MISSING, NOT_KEPT), |_| computer.keeps());
    works_on(bench);
    bench.wrong(|bench| {
        says_how_it_is_kept(bench, IN_MEMORY);
        is_nowhere_on_the_disk(bench, computer);
    });
    bench.recovers(
        |bench| {
            computer.keychain.missing(false);
            bench.click("Retry");
        },
        |_| computer.keeps(),
    );
    bench.is_kept();
    assert_eq!(computer.contents().len(), 1);
    shows_no_token(bench, &computer.contents());
    bench.requests(&SENT, &SENT);
}

pub fn the_prompt_is_never_answered(bench: &mut Bench) {
    let computer = &Computer::of(bench);
    bench.sign_in_form_with(computer.start());
    bench.wrong(|_| computer.keychain.lock());
    signs_in(bench);
    bench.expect(&waits(), |_| computer.keeps());
    works_on(bench);
    bench.wrong(|bench| {
        says_how_it_is_kept(bench, IN_MEMORY);
        bench.click("Cancel");
    });
    bench.expect(&Message::of_this_computer(GIVEN_UP, NOT_KEPT, ""), |_| computer.keeps());
    bench.wrong(|_| assert_eq!((computer.keychain.waiting(), computer.contents().len()), (1, 0)));
    bench.recovers(
        |bench| {
            computer.keychain.answer_prompt(true);
            bench.click("Retry");
        },
        |_| computer.keeps(),
    );
    assert_eq!(computer.contents().len(), 1);
    bench.requests(&SENT, &SENT);
}

fn waits() -> Message {
    Message::notice(WAITS).says("You can work on, but the sign-in is in memory only for now.")
}

pub fn the_prompt_is_answered_late(bench: &mut Bench) {
    let computer = &Computer::of(bench);
    bench.sign_in_form_with(computer.start());
    bench.wrong(|_| computer.keychain.lock());
    signs_in(bench);
    bench.expect(&waits(), |_| computer.keeps());
    works_on(bench);
    bench.recovers(|_| computer.keychain.answer_prompt(true), |_| computer.keeps());
    bench.is_kept();
    assert_eq!((computer.contents().len(), computer.keychain.calls().writes), (1, 1));
    bench.requests(&SENT, &SENT);
}

pub fn the_prompt_is_dismissed(bench: &mut Bench) {
    let computer = &Computer::of(bench);
    bench.sign_in_form_with(computer.start());
    bench.wrong(|_| computer.keychain.lock());
    signs_in(bench);
    bench.wrong(|bench| {
        bench.wait_for("the prompt", |_| computer.keychain.waiting() == 1);
        computer.keychain.answer_prompt(false);
    });
    bench.expect(&banner(LOCKED, NOT_KEPT), |_| computer.keeps());
    works_on(bench);
    bench.recovers(
        |bench| {
            bench.click("Retry");
            bench.wait_for("another prompt", |_| computer.keychain.waiting() == 1);
            computer.keychain.answer_prompt(true);
        },
        |_| computer.keeps(),
    );
    assert_eq!(computer.contents().len(), 1);
    bench.requests(&SENT, &SENT);
}

pub fn saving_fails(bench: &mut Bench) {
    let computer = &Computer::of(bench);
    bench.sign_in_form_with(computer.start());
    bench.wrong(|_| computer.keychain.fail_writes(Some(Failed)));
    signs_in(bench);
    bench.expect(&banner(REFUSED, NOT_KEPT), |_| computer.keeps());
    works_on(bench);
    bench.wrong(|bench| {
        says_how_it_is_kept(bench, IN_MEMORY);
        assert_eq!(computer.contents().len(), 0);
        is_nowhere_on_the_disk(bench, computer);
    });
    bench.recovers(
        |bench| {
            computer.keychain.fail_writes(None);
            bench.click("Retry");
        },
        |_| computer.keeps(),
    );
    assert_eq!(computer.contents().len(), 1);
    bench.requests(&SENT, &SENT);
}

pub fn there_is_no_room(bench: &mut Bench) {
    let computer = &Computer::of(bench);
    bench.sign_in_form_with(computer.start());
    bench.wrong(|_| computer.keychain.hold_at_most(Some(50)));
    signs_in(bench);
    bench.expect(&Message::of_this_computer("The keychain has no room for this sign-in.", NOT_KEPT, "secret: at most 50"), |_| {
        computer.keeps()
    });
    works_on(bench);
    bench.recovers(|bench| bench.click("Close"), |_| computer.contents().is_empty());
    assert_eq!(computer.keychain.calls().writes, if bench.is_on() { 2 } else { 1 }, "with the access token, and without");
    bench.requests(&SENT, &SENT);
}

/// The refresh token is enough to stay signed in with.
pub fn there_is_room_for_half(bench: &mut Bench) {
    let computer = &Computer::of(bench);
    // How long it is, is known from a sign-in without the fault.
    let measured = Computer::of(bench);
    let mut desk = TestDesk::signed_in_with(measured.start());
    desk.wait_for("the keychain", |_| measured.keeps());
    let room = u32::try_from(measured.contents()[0].len() - 20).unwrap();
    bench.sign_in_form_with(computer.start());
    bench.wrong(|_| computer.keychain.hold_at_most(Some(room)));
    signs_in(bench);
    bench.silently("the keychain", |_| computer.keeps());
    works_on(bench);
    let kept = computer.kept();
    assert_eq!((kept["access"].is_string(), kept["refresh"].is_string()), (!bench.is_on(), true));
    bench.requests(&SENT, &SENT);
}

pub fn deleting_fails(bench: &mut Bench) {
    let computer = &Computer::of(bench);
    bench.signed_in_with(computer.start());
    bench.wait_for("the keychain", |_| computer.keeps());
    let (label, tokens) = (computer.keychain.items()[0].label.clone(), computer.contents());
    bench.wrong(|_| computer.keychain.fail_deletes(Some(Failed)));
    bench.click(ANNA);
    bench.click("Sign out");
    bench.wait_for("the form", |desk| desk.has("Publisher sign-in"));
    bench.keeps_too();
    let by_hand = format!(
        "You are signed out and memory is wiped, but the kept sign-in may still be there. Retry, or remove “{label}” by hand: the program \
         “Passwords and Keys” (Seahorse) or KWallet."
    );
    bench.expect(&banner(REFUSED, &by_hand), |_| computer.contents().is_empty());
    shows_no_token(bench, &tokens);
    bench.wrong(|_| assert_eq!(computer.contents(), tokens));
    bench.recovers(
        |bench| {
            computer.keychain.fail_deletes(None);
            bench.click("Retry");
        },
        |_| computer.contents().is_empty(),
    );
    bench.requests(&[], &[]);
}
