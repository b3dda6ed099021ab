//! Several accounts in one window: each has its own desk, whole, and what comes for one that is behind is said under its name.
#![cfg(test)]

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::NodeT as _;
use tokendesk::sandbox::{Fault, Gate};

use crate::harness::{Start, TestDesk};
use crate::sign_in::create_held;

const ANNA: &str = "anna@romashka.example";
const BORIS: &str = "борис@василёк.example";
const HIS_PASSWORD: &str = "пароль василька";
const HIS_APP: &str = "84740cd9-613b-488b-8c4b-e65294d8b222";

/// Opens the accounts, asks for another sign-in, and signs Boris in beside whoever is in front.
pub fn add_boris(desk: &mut TestDesk, front: &str) {
    desk.click(front);
    desk.click("Add an account");
    desk.replace("E-mail", BORIS);
    desk.replace("Password", HIS_PASSWORD);
    desk.click("Sign in");
    desk.wait_for("the code field", |desk| desk.has("Confirmation code"));
    let code = desk.sandbox.latest_mail(BORIS).expect("a mail").code;
    desk.replace("Confirmation code", &code);
    desk.click("Sign in");
    desk.wait_for("the desk of Boris", |desk| desk.tab("OAuth clients").is_some() && is_in_front(desk, BORIS));
}

/// Anna at her three clients, and Boris in front of her.
fn both() -> TestDesk {
    both_with(Start::default())
}

fn both_with(start: Start) -> TestDesk {
    let mut desk = TestDesk::signed_in_with(start);
    desk.open_version_with(3);
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    add_boris(&mut desk, ANNA);
    desk
}

/// Boris in front of Anna, whose create the cloud has taken in without an answer yet.
fn over_a_create_behind() -> (TestDesk, Gate) {
    let mut desk = TestDesk::signed_in_with(Start::patient());
    desk.open_version_with(3);
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    let gate = create_held(&mut desk);
    add_boris(&mut desk, ANNA);
    (desk, gate)
}

fn is_in_front(desk: &TestDesk, account: &str) -> bool {
    desk.harness_has_button(account)
}

/// Through the pop-up, with the mouse.
fn switch(desk: &mut TestDesk, from: &str, to: &str) {
    desk.click(from);
    desk.click_role(Role::ListBoxOption, to);
    assert!(is_in_front(desk, to), "{}", desk.tree());
}

#[test]
fn another_account_has_a_desk_of_its_own_and_nothing_of_the_one_before() {
    let mut desk = both();
    assert!(desk.rows().is_empty() && !desk.painted().contains("Лояльность"), "{}", desk.painted());
    assert!(!desk.painted().contains("3 clients") && desk.says("Open a version of your app"));
    switch(&mut desk, BORIS, ANNA);
    assert_eq!(desk.rows().len(), 3, "her work is as it was, at once");
    assert!(!desk.painted().contains("Доставка"));
}

#[test]
fn what_is_typed_and_selected_at_one_waits_there() {
    let mut desk = TestDesk::at_clients(3);
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    desk.click("New client");
    desk.type_into("Redirect address", "https://kassa.example/oauth");
    add_boris(&mut desk, ANNA);
    assert!(!desk.painted().contains("kassa.example"), "{}", desk.painted());
    switch(&mut desk, BORIS, ANNA);
    assert_eq!(desk.value("Redirect address"), "https://kassa.example/oauth");
}

#[test]
fn what_was_searched_at_one_is_not_brought_back_by_undo_at_the_other() {
    let mut desk = both();
    desk.open_his_version();
    switch(&mut desk, BORIS, ANNA);
    desk.type_into("Search", "a-word-of-hers");
    switch(&mut desk, ANNA, BORIS);
    desk.control("Search").focus();
    desk.frames();
    desk.command(Key::Z);
    desk.command(Key::Z);
    assert_eq!(desk.value("Search"), "");
    assert!(!desk.painted().contains("a-word-of-hers"));
}

#[test]
fn the_accounts_open_by_keyboard_and_an_arrow_and_enter_switch() {
    let mut desk = both();
    desk.key_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::A);
    assert_eq!(desk.focused().as_deref(), Some(BORIS), "{}", desk.tree());
    desk.key(Key::ArrowDown);
    desk.key(Key::Enter);
    assert!(is_in_front(&desk, ANNA), "{}", desk.tree());
    assert_eq!(desk.rows().len(), 3);
    assert!(!desk.says("Add an account"), "the pop-up is closed");
}

#[test]
fn the_page_to_add_an_account_leads_back_to_the_work() {
    let mut desk = TestDesk::at_clients(3);
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    desk.click(ANNA);
    desk.click("Add an account");
    assert!(desk.has("Publisher sign-in") && desk.rows().is_empty(), "{}", desk.tree());
    desk.click(&format!("Back to {ANNA}"));
    assert_eq!(desk.rows().len(), 3);
}

#[test]
fn signing_in_once_more_comes_back_to_the_same_desk() {
    let mut desk = both();
    desk.click(BORIS);
    desk.click("Add an account");
    desk.click("Fill in");
    desk.click("Sign in");
    desk.wait_for("hers, as it was", |desk| desk.rows().len() == 3);
    desk.click(ANNA);
    let accounts = desk.options();
    assert_eq!(accounts, [ANNA, BORIS]);
}

#[test]
fn a_create_goes_on_behind_and_is_reported_under_its_account() {
    let (mut desk, gate) = over_a_create_behind();
    desk.click(BORIS);
    assert!(desk.says("a write is under way"), "{}", desk.tree());
    desk.key(Key::Escape);
    gate.open();
    desk.wait_for("the report", |desk| desk.says(&format!("{ANNA}: ")));
    assert!(is_in_front(&desk, BORIS) && desk.rows().is_empty(), "nobody is taken from where they are: {}", desk.tree());
    desk.click("Go there");
    assert!(is_in_front(&desk, ANNA));
    desk.wait_for("her new client", |desk| desk.rows().len() == 4);
}

#[test]
fn who_leaves_while_another_account_writes_is_asked_and_sees_what_about() {
    let (mut desk, gate) = over_a_create_behind();
    desk.click(BORIS);
    desk.click("Sign out of all");
    assert!(desk.says("A client is being created.") && is_in_front(&desk, ANNA), "{}", desk.tree());
    desk.click("Stay");
    desk.click(ANNA);
    desk.click(&format!("Sign out of {BORIS}"));
    assert!(is_in_front(&desk, ANNA) && !desk.says("A client is being created."), "he has nothing to lose: {}", desk.tree());
    gate.open();
    desk.wait_for("her new client", |desk| desk.rows().len() == 4);
}

#[test]
fn signing_out_one_brings_the_other_back_and_the_last_one_the_form() {
    let mut desk = both();
    desk.click(BORIS);
    desk.click("Sign out");
    assert!(is_in_front(&desk, ANNA) && desk.rows().len() == 3, "{}", desk.tree());
    desk.click(ANNA);
    desk.click("Sign out");
    assert!(desk.has("Publisher sign-in"), "{}", desk.tree());
}

#[test]
fn all_are_signed_out_at_once() {
    let mut desk = both();
    desk.click(BORIS);
    desk.click("Sign out of all");
    assert!(desk.has("Publisher sign-in") && !desk.has(ANNA) && !desk.painted().contains("3 clients"), "{}", desk.tree());
}

#[test]
fn a_session_that_ends_behind_says_nothing_until_somebody_comes_to_it() {
    let mut desk = both();
    desk.open_his_version();
    // Only hers: renewals are refused from now on, and her clock runs out first.
    desk.sandbox.fault("POST", "/oauth/token", Fault::answer(400));
    desk.clock.advance(jiff::SignedDuration::from_mins(40));
    desk.wait_for("one form, that of Boris", |desk| desk.says("Your sign-in has ended"));
    desk.sandbox.clear_faults();
    desk.type_into("Password", HIS_PASSWORD);
    desk.click("Sign in");
    desk.wait_for("the desk", |desk| desk.tab("OAuth clients").is_some());
    desk.click(BORIS);
    desk.wait_for("that hers has ended", |desk| desk.says("sign-in ended"));
    desk.click_role(Role::ListBoxOption, ANNA);
    assert!(desk.says("Your sign-in has ended"), "{}", desk.tree());
    assert!(desk.painted().contains(ANNA));
}

impl TestDesk {
    /// Boris opens the one version of his.
    fn open_his_version(&mut self) {
        self.replace("App ID", HIS_APP);
        self.replace("Version", "1.0");
        self.click("Open");
        self.wait_for("his clients", |desk| !desk.rows().is_empty());
    }

    /// Whether this is the name of a button: that of the account in front.
    fn harness_has_button(&self, name: &str) -> bool {
        use egui_kittest::kittest::Queryable as _;
        self.harness.query_all_by_label(name).any(|node| node.accesskit_node().role() == Role::Button)
    }

    /// The names of what there is to choose from, from top to bottom.
    fn options(&self) -> Vec<String> {
        use egui_kittest::kittest::Queryable as _;
        self.harness.query_all_by_role(Role::ListBoxOption).filter_map(|node| node.accesskit_node().label()).collect()
    }
}
