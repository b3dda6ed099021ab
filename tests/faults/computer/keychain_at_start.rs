//! A start with a sign-in that was kept, and a keychain that does not hand it over, or hands over something else.

use jiff::SignedDuration;
use tokendesk::desktop::vault::MemoryKeychain;

use super::keychain::{Computer, GIVEN_UP, IN_MEMORY, KEPT, LOCKED, MISSING, NOT_READ, WAITS, banner, is_at_work, says_how_it_is_kept};
use crate::faults::bench::Bench;
use crate::faults::message::Message;
use crate::faults::tally::{LIST, MAIL, RENEWAL, SIGN_IN};
use crate::harness::TestDesk;

/// The list of the version that was open last; the mail is that of the first sign-in.
const OPENED: [(&str, usize); 2] = [(LIST, 1), (MAIL, 1)];

/// Ends the program with a sign-in that is kept and a version that is open, and starts it again, with this having happened.
fn starts_again(bench: &mut Bench, computer: &Computer, happens: impl FnOnce(&MemoryKeychain)) {
    let mut desk = TestDesk::signed_in_with(computer.start());
    desk.open_version_with(3);
    desk.wait_for("the rows", is_at_work);
    desk.wait_for("the keychain", |_| computer.keeps());
    // That it is kept is written down too, so that the next start asks.
    desk.frames();
    desk.sandbox.clear_requests();
    bench.wrong_before(|| happens(&computer.keychain));
    bench.put(desk.restart(computer.start()));
}

fn is_at_the_form(desk: &TestDesk) -> bool {
    desk.has("Publisher sign-in") && desk.has("Password")
}

/// Anna's password, into the form that is there. The cloud knows this program: it asks for no code.
fn signs_in(bench: &mut Bench) {
    let invited = bench.sandbox.invitation();
    bench.replace("E-mail", &invited.email);
    bench.replace("Password", &invited.password);
    bench.click("Sign in");
}

pub fn there_is_none(bench: &mut Bench) {
    let computer = &Computer::of(bench);
    starts_again(bench, computer, |keychain| keychain.missing(true));
    bench.expect(&banner(MISSING, NOT_READ), is_at_work);
    bench.wrong(|bench| assert!(is_at_the_form(bench), "{}", bench.tree()));
    bench.recovers(
        |bench| {
            computer.keychain.missing(false);
            bench.click("Retry");
        },
        is_at_work,
    );
    says_how_it_is_kept(bench, KEPT);
    bench.requests(&OPENED, &OPENED);
}

fn waits() -> Message {
    Message::notice(WAITS).says("The kept sign-in cannot be read yet. Enter the password in the system's window")
}

pub fn the_prompt_is_answered_late(bench: &mut Bench) {
    let computer = &Computer::of(bench);
    starts_again(bench, computer, MemoryKeychain::lock);
    bench.expect(&waits(), is_at_work);
    bench.wrong(|bench| assert!(is_at_the_form(bench), "the form can be used meanwhile: {}", bench.tree()));
    bench.recovers(|_| computer.keychain.answer_prompt(true), is_at_work);
    says_how_it_is_kept(bench, KEPT);
    bench.requests(&OPENED, &OPENED);
}

pub fn the_prompt_is_given_up(bench: &mut Bench) {
    let computer = &Computer::of(bench);
    starts_again(bench, computer, MemoryKeychain::lock);
    bench.expect(&waits(), is_at_work);
    bench.wrong(|bench| bench.click("Cancel"));
    bench.expect(&Message::of_this_computer(GIVEN_UP, NOT_READ, ""), is_at_work);
    bench.recovers(
        |bench| {
            bench.click("Retry");
            bench.wait_for("another prompt", |_| computer.keychain.waiting() == 2);
            computer.keychain.answer_prompt(true);
        },
        is_at_work,
    );
    says_how_it_is_kept(bench, KEPT);
    bench.requests(&OPENED, &OPENED);
}

pub fn the_prompt_is_dismissed(bench: &mut Bench) {
    let computer = &Computer::of(bench);
    starts_again(bench, computer, MemoryKeychain::lock);
    bench.wrong(|bench| {
        bench.wait_for("the prompt", |_| computer.keychain.waiting() == 1);
        computer.keychain.answer_prompt(false);
    });
    bench.expect(&banner(LOCKED, NOT_READ), is_at_work);
    bench.recovers(
        |bench| {
            bench.click("Retry");
            bench.wait_for("another prompt", |_| computer.keychain.waiting() == 1);
            computer.keychain.answer_prompt(true);
        },
        is_at_work,
    );
    bench.requests(&OPENED, &OPENED);
}

pub fn it_goes_on_without(bench: &mut Bench) {
    let computer = &Computer::of(bench);
    starts_again(bench, computer, MemoryKeychain::lock);
    bench.expect(&waits(), is_at_work);
    let before = computer.contents();
    bench.recovers(
        |bench| {
            bench.click("Without the keychain");
            signs_in(bench);
        },
        is_at_work,
    );
    bench.wrong(|bench| says_how_it_is_kept(bench, IN_MEMORY));
    assert_eq!(computer.contents(), before, "what was kept is still where it was");
    bench.requests(&[(LIST, 1), (MAIL, 1), (SIGN_IN, 1)], &OPENED);
}

/// What nobody may ever see.
const FOREIGN: &str = "foreign-МАРКЕР";

#[track_caller]
fn shows_nothing_foreign(bench: &Bench) {
    let screen = bench.tree() + &bench.painted();
    assert!(!screen.contains("МАРКЕР"), "{screen}");
}

pub fn several_items_match(bench: &mut Bench) {
    let computer = &Computer::of(bench);
    starts_again(bench, computer, |keychain| {
        let ours = keychain.items().remove(0);
        let item = ours.item.unwrap();
        let text = String::from_utf8(ours.content).unwrap();
        let with = |name: &str, value: serde_json::Value| {
            let mut other: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert!(other.get(name).is_some(), "{name}");
            other[name] = value;
            other
        };
        // Older tokens, which the cloud would refuse; and newer ones of somebody else's.
        let mut older = with("saved_at", "2031-05-06T11:00:00Z".into());
        older["access"] = FOREIGN.replace("МАРКЕР", "older").into();
        keychain.put_foreign(&item, older.to_string().as_bytes());
        let mut elsewhere = with("host", "https://dev.other.example".into());
        elsewhere["saved_at"] = "2031-05-06T13:00:00Z".into();
        keychain.put_foreign(&item, elsewhere.to_string().as_bytes());
        keychain.put_foreign(&item, with("version", 999.into()).to_string().as_bytes());
        let mut no_token = with("access", FOREIGN.into());
        no_token["saved_at"] = "2031-05-06T10:00:00Z".into();
        keychain.put_foreign(&item, no_token.to_string().as_bytes());
        for foreign in [b"".as_slice(), b"\xff\xfe\0", FOREIGN.as_bytes(), b"null", b"[]", b"{}", &text.as_bytes()[..40]] {
            keychain.put_foreign(&item, foreign);
        }
    });
    bench.silently("the rows", is_at_work);
    shows_nothing_foreign(bench);
    // The next time something is kept there is one again.
    bench.clock.advance(SignedDuration::from_hours(3));
    let before = computer.contents();
    bench.wait_for("the new tokens", |_| computer.contents() != before && computer.contents().len() == 1);
    bench.says_nothing();
    bench.requests(&[(LIST, 1), (MAIL, 1), (RENEWAL, 1)], &[(LIST, 1), (MAIL, 1), (RENEWAL, 1)]);
}

pub fn the_content_is_foreign(bench: &mut Bench) {
    let computer = &Computer::of(bench);
    starts_again(bench, computer, |keychain| keychain.damage(FOREIGN.as_bytes()));
    let is_on = bench.is_on();
    bench.silently("the form, or the rows", |desk| if is_on { is_at_the_form(desk) } else { is_at_work(desk) });
    shows_nothing_foreign(bench);
    bench.recovers(signs_in, |desk| is_at_work(desk) && computer.keeps());
    assert!(computer.kept()["refresh"].is_string(), "and one item of ours is there again");
    shows_nothing_foreign(bench);
    bench.requests(&[(LIST, 1), (MAIL, 1), (SIGN_IN, 1)], &OPENED);
}
