//! Answers that come when somebody has gone elsewhere, and people who leave while something is under way.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, ViewportCommand, ViewportEvent, ViewportId};
use tokendesk::desktop::journal::Outcome;
use tokendesk::sandbox::{Fault, Gate};

use super::bench::{Bench, ends, is_created, is_refreshed};
use super::message::Message;
use super::tally::{APP, CREATE, LIST, LIST_OF_40, LIST_OF_2500, MAIL, RENEWAL, SIGN_IN, SIGN_IN_WITH_CODE};
use super::{CLIENTS, PATIENCE, TOKEN};
use crate::harness::{Start, TestDesk};

const ANNA: &str = "anna@romashka.example";
const BORIS: &str = "борис@василёк.example";
const ENDED: &str = "Your sign-in has ended";
const UNDER_WAY: &str = "A write is under way";

fn is_out(desk: &TestDesk) -> bool {
    desk.has("Publisher sign-in")
}

fn signs_out(bench: &mut Bench) {
    bench.click(ANNA);
    bench.click("Sign out");
}

fn signs_in(bench: &mut Bench, email: &str, password: &str) {
    bench.replace("E-mail", email);
    bench.replace("Password", password);
    bench.click("Sign in");
}

/// Another publisher, whom the cloud asks for a code.
fn boris_signs_in(bench: &mut Bench) {
    signs_in(bench, BORIS, "пароль василька");
    bench.wait_for("the code field", |desk| desk.has("Confirmation code"));
    let code = bench.sandbox.latest_mail(BORIS).expect("a mail").code;
    bench.replace("Confirmation code", &code);
    bench.click("Sign in");
}

/// A refresh whose answer is late: it is with the cloud when this returns.
fn late_refresh(bench: &mut Bench) -> Gate {
    bench.at_clients_with(Start::patient());
    let gate = Gate::new();
    bench.fault("GET", CLIENTS, Fault::genuine().answer_held(&gate).once(), 1);
    bench.click("Refresh");
    if bench.is_on() {
        assert!(gate.wait_for_arrivals(1, PATIENCE));
    } else {
        bench.wait_for("the list", is_refreshed);
    }
    gate
}

/// From now on the cloud lists two clients: a newer answer can be told from the late one.
fn two_are_left(bench: &Bench) {
    let mut clients = bench.sandbox.clients(APP, "1.0").expect("the version");
    clients.truncate(2);
    assert!(bench.sandbox.set_clients(APP, "1.0", clients));
}

/// Lets the late answer come, and gives it time to do harm.
fn comes_late(bench: &mut Bench, gate: &Gate) {
    gate.open();
    for _ in 0..5 {
        std::thread::sleep(std::time::Duration::from_millis(20));
        bench.frames();
    }
}

pub fn an_answer_after_the_sign_out_is_dropped(bench: &mut Bench) {
    let gate = late_refresh(bench);
    let rows = bench.rows();
    signs_out(bench);
    two_are_left(bench);
    comes_late(bench, &gate);
    bench.silently("the form", is_out);
    assert!(rows.iter().all(|row| !bench.says(row)), "{}", bench.tree());
    signs_in(bench, ANNA, "romashka-2024");
    bench.silently("her last version, read anew", |desk| is_refreshed(desk) && desk.rows().len() == 2);
    bench.requests(&[(LIST, 2), (SIGN_IN, 1)], &[(LIST, 2), (SIGN_IN, 1)]);
}

pub fn an_answer_after_another_has_signed_in_is_dropped(bench: &mut Bench) {
    let gate = late_refresh(bench);
    let rows = bench.rows();
    signs_out(bench);
    boris_signs_in(bench);
    his_desk_stays_empty(bench, &gate, &rows);
    bench.requests(&WITH_BORIS, &WITH_BORIS);
}

/// Boris signs in beside Anna. What she has read waits for her as it was: nobody has waited for the rest.
pub fn an_answer_after_a_switch_of_accounts_is_dropped(bench: &mut Bench) {
    let gate = late_refresh(bench);
    let rows = bench.rows();
    bench.click(ANNA);
    bench.click("Add an account");
    boris_signs_in(bench);
    his_desk_stays_empty(bench, &gate, &rows);
    bench.click(BORIS);
    bench.click_role(Role::ListBoxOption, ANNA);
    let age = if bench.is_on() { "Updated 5 min ago" } else { "Updated just now" };
    bench.silently("her rows", |desk| desk.rows() == rows && desk.has(age) && desk.has("Refresh"));
    bench.requests(&WITH_BORIS, &WITH_BORIS);
}

/// A refresh, and the sign-in of Boris.
const WITH_BORIS: [(&str, usize); 4] = [(LIST, 1), (SIGN_IN, 1), (MAIL, 1), (SIGN_IN_WITH_CODE, 1)];

fn his_desk_stays_empty(bench: &mut Bench, gate: &Gate, rows: &[String]) {
    bench.wait_for("the other desk", |desk| desk.has(BORIS) && desk.tab("OAuth clients").is_some());
    comes_late(bench, gate);
    bench.silently("the other desk stays empty", |desk| desk.has(BORIS) && desk.says("Open a version of your app"));
    assert!(bench.rows().is_empty() && rows.iter().all(|row| !bench.says(row)), "{}", bench.tree());
}

/// The first request's answer is of the past when a second one was answered.
pub fn an_answer_older_than_the_newest_is_dropped(bench: &mut Bench) {
    let gate = late_refresh(bench);
    bench.wrong(|bench| bench.click("Stop"));
    two_are_left(bench);
    bench.clock.advance(jiff::SignedDuration::from_mins(2));
    bench.frames();
    bench.click("Refresh");
    bench.silently("the newer answer", |desk| is_refreshed(desk) && desk.rows().len() == 2);
    comes_late(bench, &gate);
    bench.silently("it stays", |desk| is_refreshed(desk) && desk.rows().len() == 2);
    bench.requests(&[(LIST, 2)], &[(LIST, 2)]);
}

pub fn rows_of_one_version_never_show_under_another(bench: &mut Bench) {
    bench.signed_in_with(Start { page_size: 1_000, ..Start::patient() });
    let gate = Gate::new();
    bench.fault("GET", "8c4cac22", Fault::genuine().answer_held(&gate).nth(2), 1);
    let version = bench.version_with(2_500);
    bench.click_role(Role::ListBoxOption, &format!("{} {}", version.app_name, version.number));
    if bench.is_on() {
        bench.wait_for("the first page", |desk| desk.says("Reading page 2"));
        assert!(gate.wait_for_arrivals(1, PATIENCE));
    } else {
        bench.wait_for("the list", |desk| desk.has("2500 clients"));
    }
    let rows = bench.rows();
    bench.click("Version of an app");
    bench.open_version_with(3);
    bench.wait_for("the other list", |desk| desk.has("3 clients"));
    comes_late(bench, &gate);
    bench.silently("the other list stays", |desk| desk.has("3 clients") && desk.rows().len() == 3);
    assert!(rows.iter().all(|row| !bench.rows().contains(row)), "A's rows never show under B");
    bench.requests(&[(LIST_OF_2500, 2), (LIST, 1)], &[(LIST_OF_2500, 3), (LIST, 1)]);
}

/// A create that is with the cloud, which takes its time to answer.
fn slow_create(bench: &mut Bench) -> Gate {
    bench.filled_form_with(Start::patient());
    let gate = Gate::new();
    bench.fault("POST", CLIENTS, Fault::genuine().answer_held(&gate).once(), 1);
    bench.click("Create client");
    if bench.is_on() {
        assert!(gate.wait_for_arrivals(1, PATIENCE));
    } else {
        bench.wait_for("the client", is_created);
    }
    gate
}

fn is_journalled_as_done(bench: &mut Bench) {
    bench.wait_for("its end in the journal", |desk| matches!(ends(desk)[..], [Outcome::Done { .. }]));
    assert_eq!(bench.sandbox.clients(APP, "1.0").map(|clients| clients.len()), Some(4));
}

fn question() -> Message {
    Message::over_everything(UNDER_WAY).says("A client is being created. The request cannot be taken back")
}

pub fn a_sign_out_during_a_write_is_asked_about_and_the_write_ends(bench: &mut Bench) {
    let gate = slow_create(bench);
    signs_out(bench);
    bench.expect(&question(), is_out);
    if bench.is_on() {
        bench.click("Stay");
        assert!(bench.tab("Settings").is_some() && !bench.says(UNDER_WAY), "{}", bench.tree());
        bench.is_kept();
        signs_out(bench);
        bench.click("Sign out anyway");
    }
    bench.wait_for("the form", is_out);
    gate.open();
    is_journalled_as_done(bench);
    assert!(!bench.says(" created"), "nothing of the account is shown any more: {}", bench.tree());
    bench.requests(&[(CREATE, 1)], &[(CREATE, 1)]);
}

pub fn a_write_that_is_stayed_for_shows_its_answer(bench: &mut Bench) {
    let gate = slow_create(bench);
    if bench.is_on() {
        signs_out(bench);
    }
    bench.expect(&question(), is_created);
    bench.wrong(|bench| bench.click("Stay"));
    gate.open();
    bench.silently("the client", is_created);
    is_journalled_as_done(bench);
    bench.requests(&[(CREATE, 1)], &[(CREATE, 1)]);
}

/// The person closes the window; what the program asks of the system then.
fn closes(bench: &mut Bench) -> Vec<ViewportCommand> {
    let viewports = &mut bench.harness.input_mut().viewports;
    viewports.get_mut(&ViewportId::ROOT).unwrap().events.push(ViewportEvent::Close);
    bench.harness.step();
    bench.harness.output().viewport_output[&ViewportId::ROOT].commands.clone()
}

pub fn a_close_during_a_write_is_asked_about(bench: &mut Bench) {
    let gate = slow_create(bench);
    let asked = closes(bench);
    assert_eq!(asked, if bench.is_on() { vec![ViewportCommand::CancelClose] } else { vec![] });
    bench.expect(&question(), is_created);
    bench.wrong(|bench| bench.click("Stay"));
    gate.open();
    bench.silently("the client", is_created);
    assert_eq!(closes(bench), [], "with nothing under way nobody asks");
    bench.requests(&[(CREATE, 1)], &[(CREATE, 1)]);
}

/// The session ends while the create is under way, and another account comes in at its form, by a token. Nobody is asked, for nothing
/// is lost by it: the write goes on behind, is told under its account, and its client is there when somebody comes back.
pub fn a_write_goes_on_behind_another_account_and_is_told_under_its_own(bench: &mut Bench) {
    let gate = slow_create(bench);
    bench.sandbox.kill_access_tokens();
    bench.sandbox.kill_refresh_tokens();
    bench.clock.advance(jiff::SignedDuration::from_mins(24));
    bench.wait_for("the form of the sign-in", |desk| desk.says(ENDED));
    bench.frames();
    bench.click("Paste a token instead");
    bench.paste("Token or the whole answer", "0d5f7d0e-6f0a-4c39-9d35-3f6a1c2b7e11");
    bench.replace("Name for this sign-in", "Касса");
    bench.click("Sign in");
    let is_switched = |desk: &TestDesk| desk.has("Касса") && desk.tab("Settings").is_some();
    bench.wait_for("the other desk", is_switched);
    assert!(!bench.says(UNDER_WAY) && !bench.says(" created") && bench.rows().is_empty(), "{}", bench.tree());
    gate.open();
    is_journalled_as_done(bench);
    bench.expect(&Message::toast(&format!("{ANNA}: Client ")).says(" created"), is_switched);
    assert!(is_switched(bench) && bench.rows().is_empty(), "nobody is taken elsewhere: {}", bench.tree());
    if bench.is_on() {
        bench.click("Go there");
    } else {
        bench.click("Касса");
        bench.click_role(Role::ListBoxOption, ANNA);
    }
    assert!(bench.says(ENDED), "{}", bench.tree());
    bench.type_into("Password", "romashka-2024");
    bench.key(Key::Enter);
    bench.silently("the client", is_created);
    let counts = [(CREATE, 1), (RENEWAL, 1), (SIGN_IN, 1)];
    bench.requests(&counts, &counts);
}

/// A read needs new tokens, and the renewal is with the cloud.
fn slow_renewal(bench: &mut Bench) -> Gate {
    bench.at_clients_with(Start::patient());
    bench.sandbox.kill_access_tokens();
    let gate = Gate::new();
    bench.fault("POST", TOKEN, Fault::genuine().answer_held(&gate).once(), 1);
    bench.click("Refresh");
    if bench.is_on() {
        assert!(gate.wait_for_arrivals(1, PATIENCE));
    } else {
        bench.wait_for("the list", is_refreshed);
    }
    gate
}

pub fn a_read_stopped_in_the_middle_of_a_renewal_loses_no_tokens(bench: &mut Bench) {
    let gate = slow_renewal(bench);
    bench.wrong(|bench| bench.click("Stop"));
    comes_late(bench, &gate);
    bench.clock.advance(jiff::SignedDuration::from_mins(2));
    bench.frames();
    bench.click("Refresh");
    bench.silently("the list, with the tokens that nobody waited for", is_refreshed);
    bench.is_kept();
    bench.requests(&[(LIST, 2), (RENEWAL, 1)], &[(LIST, 3), (RENEWAL, 1)]);
}

pub fn who_signs_out_in_the_middle_of_a_renewal_stays_out(bench: &mut Bench) {
    let gate = slow_renewal(bench);
    signs_out(bench);
    comes_late(bench, &gate);
    bench.silently("the form", is_out);
    assert!(!bench.says(ENDED), "whoever signs out knows it");
    bench.clock.advance(jiff::SignedDuration::from_mins(40));
    comes_late(bench, &gate);
    bench.silently("the form still", is_out);
    bench.requests(&[(LIST, 1), (RENEWAL, 1)], &[(LIST, 2), (RENEWAL, 1)]);
}

pub fn who_signs_in_in_the_middle_of_anothers_renewal_keeps_the_own_tokens(bench: &mut Bench) {
    let gate = slow_renewal(bench);
    signs_out(bench);
    boris_signs_in(bench);
    bench.wait_for("the other desk", |desk| desk.has(BORIS));
    comes_late(bench, &gate);
    bench.silently("it stays", |desk| desk.has(BORIS) && desk.tab("OAuth clients").is_some());
    let sign_in = [(SIGN_IN, 1), (MAIL, 1), (SIGN_IN_WITH_CODE, 1), (RENEWAL, 1)];
    bench.requests(&[&sign_in[..], &[(LIST, 1)]].concat(), &[&sign_in[..], &[(LIST, 2)]].concat());
}

/// The form is left while its create is under way: whoever has gone elsewhere is told, and stays there.
pub fn a_form_left_in_the_middle_of_a_create_is_told_about_and_leads_back(bench: &mut Bench) {
    bench.filled_form_with(Start::patient());
    let gate = Gate::new();
    bench.sandbox.fault("POST", CLIENTS, Fault::genuine().held(&gate).once());
    bench.click("Create client");
    assert!(gate.wait_for_arrivals(1, PATIENCE));
    if bench.is_on() {
        bench.click_role(Role::Tab, "Settings");
    }
    gate.open();
    bench.silently("the toast", |desk| desk.says(" created"));
    assert_eq!(bench.has("Theme"), bench.is_on(), "nobody is taken elsewhere: {}", bench.tree());
    is_journalled_as_done(bench);
    bench.wrong(|bench| bench.click("Open"));
    bench.silently("the client", is_created);
    bench.requests(&[(CREATE, 1)], &[(CREATE, 1)]);
}

/// The same of one that is refused, and of one whose outcome nobody knows: the toast leads back to the form that says why.
fn left_in_the_middle(bench: &mut Bench, fault: Fault, toast: &str, form: &str, lists: usize) {
    bench.filled_form_with(Start::patient());
    let gate = Gate::new();
    bench.fault("POST", CLIENTS, fault.held(&gate).once(), 1);
    bench.click("Create client");
    if bench.is_on() {
        assert!(gate.wait_for_arrivals(1, PATIENCE));
        bench.click_role(Role::Tab, "Settings");
    }
    gate.open();
    bench.expect(&Message::toast(toast), is_created);
    if bench.is_on() {
        bench.click("Open");
        assert!(bench.says(form), "{}", bench.tree());
        bench.is_kept();
    }
    bench.requests(&[(CREATE, 1), (LIST, lists)], &[(CREATE, 1)]);
}

pub fn a_form_left_in_the_middle_of_a_refused_create_leads_back(bench: &mut Bench) {
    let form = "The client was not created: there is no right for creating clients in this version.";
    left_in_the_middle(bench, Fault::answer(403), "The client was not created: the form says why", form, 0);
}

pub fn a_form_left_in_the_middle_of_a_lost_create_leads_back(bench: &mut Bench) {
    let form = "Whether the client was created is not known: it is not seen in the list yet.";
    left_in_the_middle(bench, Fault::answer(504), "Whether the client was created is not known: the form says more", form, 1);
}

/// Another version is chosen while a create for the first is under way: it does not appear under the second.
pub fn a_client_does_not_appear_under_a_version_opened_meanwhile(bench: &mut Bench) {
    let gate = slow_create(bench);
    if bench.is_on() {
        bench.click_role(Role::Tab, "OAuth clients");
    }
    bench.click("Version of an app");
    bench.click_role(Role::ListBoxOption, "Склад и остатки 0.1");
    bench.wait_for("the other list", |desk| desk.has("40 clients"));
    comes_late(bench, &gate);
    bench.silently("the other list stays", |desk| desk.has("40 clients") && desk.says(" created"));
    is_journalled_as_done(bench);
    bench.requests(&[(CREATE, 1), (LIST_OF_40, 1)], &[(CREATE, 1), (LIST_OF_40, 1)]);
}
