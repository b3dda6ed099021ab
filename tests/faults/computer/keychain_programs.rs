//! The keychain's own program is restarted, and two programs of ours work with one keychain.

use jiff::SignedDuration;
use tokendesk::sandbox::{Fault, Gate};

use super::keychain::{ANNA, Computer, is_at_work};
use crate::faults::bench::{Bench, is_refreshed};
use crate::faults::tally::{LIST, RENEWAL, SIGN_IN};
use crate::faults::{PATIENCE, TOKEN};
use crate::harness::TestDesk;

/// So long after the sign-in its access token has ended.
const LATER: SignedDuration = SignedDuration::from_hours(3);

pub fn the_daemon_is_restarted(bench: &mut Bench) {
    let computer = &Computer::of(bench);
    bench.at_clients_with(computer.start());
    bench.wait_for("the keychain", |_| computer.keeps());
    let before = computer.contents();
    bench.wrong(|_| computer.keychain.restart());
    bench.clock.advance(LATER);
    bench.silently("the new tokens", |_| computer.contents() != before);
    bench.is_kept();
    assert_eq!(computer.keychain.items().len(), 1);
    assert_eq!(computer.keychain.calls().connections, if bench.is_on() { 2 } else { 1 });
    bench.requests(&[(RENEWAL, 1)], &[(RENEWAL, 1)]);
}

pub fn the_daemon_is_restarted_before_a_sign_out(bench: &mut Bench) {
    let computer = &Computer::of(bench);
    bench.signed_in_with(computer.start());
    bench.wait_for("the keychain", |_| computer.keeps());
    bench.wrong(|_| computer.keychain.restart());
    bench.click(ANNA);
    bench.click("Sign out");
    bench.silently("the empty keychain", |desk| desk.has("Publisher sign-in") && computer.contents().is_empty());
    assert_eq!(computer.keychain.calls().connections, if bench.is_on() { 2 } else { 1 });
    bench.requests(&[], &[]);
}

/// The fault is a second program on the same data folder.
pub fn two_renew_at_once(bench: &mut Bench) {
    let computer = &Computer::of(bench);
    bench.at_clients_with(computer.start());
    bench.wait_for("the keychain", |_| computer.keeps());
    let mut second = bench.is_on().then(|| TestDesk::with_sandbox(computer.start(), bench.sandbox.clone(), bench.clock.clone()));
    if let Some(second) = &mut second {
        second.wait_for("its rows", is_at_work);
    }
    let before = computer.contents();
    // Both notice it within moments of each other.
    bench.clock.advance(LATER);
    // Whichever has renewed: with the old tokens a call would be refused first, and sent twice.
    bench.silently("the new tokens", |desk| computer.contents() != before && desk.has("29 min"));
    bench.click("Refresh");
    bench.wait_for("the new list", is_refreshed);
    bench.is_kept();
    if let Some(second) = &mut second {
        // It takes over what the first has renewed, by itself.
        second.wait_for("its new tokens", |desk| desk.has("29 min"));
        second.click("Refresh");
        second.wait_for("its new list", is_refreshed);
        assert!(is_at_work(second), "{}", second.tree());
    }
    assert_eq!(computer.keychain.items().len(), 1);
    bench.requests(&[(LIST, 3), (RENEWAL, 1)], &[(LIST, 1), (RENEWAL, 1)]);
}

/// Where no lock holds, another program makes our refresh token worthless while we send it: its tokens are taken over.
pub fn a_refusal_is_held_against_the_keychain_once_more(bench: &mut Bench) {
    let computer = &Computer::of(bench);
    bench.at_clients_with(computer.start());
    bench.wait_for("the keychain", |_| computer.keeps());
    let before = computer.contents();
    let gate = Gate::new();
    bench.fault("POST", TOKEN, Fault::answer(400).once().held(&gate), 1);
    bench.clock.advance(LATER);
    bench.wrong(|bench| {
        assert!(gate.wait_for_arrivals(1, PATIENCE), "the renewal was not sent");
        // The other one has a data folder of its own, and so another lock. It signs in, which asks for no code here.
        let folder = bench.home();
        let mut other = TestDesk::with_sandbox(computer.start_in(&folder), bench.sandbox.clone(), bench.clock.clone());
        let invited = bench.sandbox.invitation();
        other.replace("E-mail", &invited.email);
        other.replace("Password", &invited.password);
        other.click("Sign in");
        other.wait_for("the keychain", |_| computer.contents() != before);
        drop(other);
        gate.open();
    });
    let old = before.clone();
    bench.silently("the new tokens", |_| computer.contents() != old);
    bench.click("Refresh");
    bench.wait_for("the new list", is_refreshed);
    bench.is_kept();
    assert_eq!(computer.keychain.items().len(), 1, "nobody was signed out");
    bench.requests(&[(LIST, 1), (RENEWAL, 1), (SIGN_IN, 1)], &[(LIST, 1), (RENEWAL, 1)]);
}
