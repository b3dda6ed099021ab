//! Without a mouse: from the start to a created client, and every control on the way.
#![cfg(test)]

use std::collections::BTreeSet;
use std::time::Duration;

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::kittest::NodeT as _;
use jiff::SignedDuration;
use tokendesk::desktop::vault::MemoryKeychain;
use tokendesk::sandbox::{Fault, Gate};

use crate::harness::{Start, TestDesk};

const EMAIL: &str = "anna@romashka.example";
const NAVIGATION: [&str; 8] =
    ["OAuth clients", "Publisher key", "OAuth token", "Integration", "Connections", "Token inspector", "Journal", "Settings"];

/// Types into whatever has the focus.
fn keys(desk: &mut TestDesk, text: &str) {
    desk.harness.event(Event::Text(text.to_owned()));
    desk.frames();
}

fn focus(desk: &TestDesk) -> String {
    desk.focused().unwrap_or_else(|| "nothing".to_owned())
}

fn back(desk: &mut TestDesk) {
    desk.harness.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
    desk.frames();
}

/// Presses Tab until this has the focus.
#[track_caller]
fn tab_to(desk: &mut TestDesk, name: &str) {
    for _ in 0..80 {
        if focus(desk) == name {
            return;
        }
        desk.key(Key::Tab);
    }
    panic!("Tab never comes to {name}\n{}", desk.tree());
}

/// What Tab (or Shift+Tab) comes to, from the first stop until it is there again.
fn round(desk: &mut TestDesk, step: impl Fn(&mut TestDesk)) -> Vec<String> {
    let mut stops: Vec<String> = Vec::new();
    for _ in 0..150 {
        step(desk);
        let here = focus(desk);
        if stops.first() == Some(&here) {
            return stops;
        }
        stops.push(here);
    }
    panic!("Tab never comes round: {stops:#?}");
}

/// The names of all that can be used in the window, of a group one.
fn usable(desk: &TestDesk) -> BTreeSet<String> {
    let nodes = desk.harness.root().children_recursive();
    let controls = nodes.filter(|node| {
        let role = node.accesskit_node().role();
        matches!(
            role,
            Role::Button
                | Role::TextInput
                | Role::PasswordInput
                | Role::CheckBox
                | Role::Tab
                | Role::ComboBox
                | Role::ListBoxOption
                | Role::Switch
        )
    });
    controls.filter(|node| !node.accesskit_node().is_disabled()).filter_map(|node| node.accesskit_node().label()).collect()
}

/// A round of Tab comes to everything that can be used, each once, and Shift+Tab goes the same way back.
#[track_caller]
fn can_be_walked(desk: &mut TestDesk, what: &str) -> Vec<String> {
    desk.frames();
    let there = round(desk, |desk| desk.key(Key::Tab));
    let visited: BTreeSet<String> = there.iter().cloned().collect();
    assert_eq!(visited.len(), there.len(), "{what}: nothing twice: {there:#?}");
    let missed: Vec<_> = usable(desk).difference(&visited).cloned().collect();
    assert!(missed.is_empty(), "{what}: Tab never comes to {missed:?}, only to {there:#?}");
    assert!(!visited.contains("nothing"), "{what}: {there:#?}");
    // The round ends where it began, on its first stop: from there back is the reverse.
    let mut home = round(desk, back);
    home.rotate_right(1);
    home.reverse();
    home.rotate_right(1);
    let rotated = (0..there.len()).any(|n| {
        let mut there = there.clone();
        there.rotate_left(n);
        there == home
    });
    assert!(rotated, "{what}: Shift+Tab goes another way: {home:#?} and there {there:#?}");
    there
}

/// Whether these stand in a round in this order, one right after the other.
#[track_caller]
fn in_a_row(stops: &[String], names: &[&str]) {
    let begin = stops.iter().position(|stop| stop == names[0]).unwrap_or_else(|| panic!("{} is not in {stops:#?}", names[0]));
    let found: Vec<&str> = (0..names.len()).map(|n| stops[(begin + n) % stops.len()].as_str()).collect();
    assert_eq!(found, names);
}

#[test]
fn from_the_start_to_a_created_client_without_a_mouse() {
    let mut desk = TestDesk::open();
    // The form has the focus in its first empty field.
    keys(&mut desk, EMAIL);
    desk.key(Key::Tab);
    keys(&mut desk, "romashka-2024");
    desk.key(Key::Enter);
    desk.wait_for("the code field", |desk| desk.has("Confirmation code"));
    desk.frames();
    let code = desk.sandbox.latest_mail(EMAIL).expect("a mail").code;
    keys(&mut desk, &code);
    desk.key(Key::Enter);
    desk.wait_for("the desk", |desk| desk.tab("OAuth clients").is_some());
    desk.frames();
    // A version of before, from the keyboard.
    let version = desk.version_with(3);
    tab_to(&mut desk, &format!("{} {}", version.app_name, version.number));
    desk.key(Key::Enter);
    desk.wait_for("the list", |desk| desk.rows().len() == 3);
    // A new client.
    desk.command(Key::N);
    desk.frames();
    assert_eq!(focus(&desk), "Redirect address");
    keys(&mut desk, "https://romashka.example/return");
    back(&mut desk);
    desk.key(Key::ArrowDown);
    assert!(desk.is_on("Standalone (no server)"));
    tab_to(&mut desk, "store:read");
    desk.key(Key::Space);
    tab_to(&mut desk, "product:write");
    desk.key(Key::Space);
    tab_to(&mut desk, "Create client");
    desk.key(Key::Enter);
    desk.wait_for("the client", |desk| desk.rows().len() == 4);
    desk.frames();
    let clients = desk.sandbox.clients(&version.app_id, &version.number).unwrap();
    let created = clients.last().unwrap();
    assert_eq!(created["registered_redirect_uri"], serde_json::json!(["https://romashka.example/return"]));
    assert_eq!(created["scope"], serde_json::json!(["store:read", "product:write"]));
    // It is selected, its row has the focus, and its secret is a few stops away.
    let id = created["client_id"].as_str().unwrap();
    assert_eq!(focus(&desk), format!("Client {id}"));
    tab_to(&mut desk, "Copy client secret");
    desk.key(Key::Enter);
    desk.wait_for("the copy", |desk| desk.clipboard.text().is_some());
    assert_eq!(desk.clipboard.text().as_deref(), created["client_secret"].as_str());
    assert_eq!((desk.sandbox.count("POST", "/oauth/token"), desk.sandbox.count("POST", "oauth-app")), (2, 1));
}

#[test]
fn the_form_is_walked_from_top_to_bottom() {
    let mut desk = TestDesk::start(Start { keychain: Some(MemoryKeychain::default()), ..Start::default() });
    let stops = can_be_walked(&mut desk, "the form");
    in_a_row(
        &stops,
        &[
            "Fill in",
            "E-mail",
            "Password",
            "Show password",
            "I have a code",
            "Stay signed in on this computer",
            "Sign in",
            "Paste a token instead",
        ],
    );
    tab_to(&mut desk, "I have a code");
    desk.key(Key::Space);
    assert_eq!(focus(&desk), "Confirmation code");
    let stops = can_be_walked(&mut desk, "the form with the code");
    in_a_row(
        &stops,
        &["E-mail", "Password", "Show password", "Confirmation code", "Send the code again", "Stay signed in on this computer", "Sign in"],
    );
    tab_to(&mut desk, "Stay signed in on this computer");
    assert!(desk.is_on("Stay signed in on this computer"));
    desk.key(Key::Space);
    assert!(!desk.is_on("Stay signed in on this computer"));
    tab_to(&mut desk, "Paste a token instead");
    desk.key(Key::Enter);
    desk.frames();
    assert_eq!(focus(&desk), "Token or the whole answer");
    let stops = can_be_walked(&mut desk, "the form for a token");
    in_a_row(
        &stops,
        &[
            "Token or the whole answer",
            "Show token",
            "Refresh token, if any",
            "Show refresh token",
            "The browser's User-Agent, if known",
            "Sign in",
            "Use the password",
        ],
    );
    tab_to(&mut desk, "Use the password");
    desk.key(Key::Enter);
    desk.frames();
    assert_eq!(focus(&desk), "E-mail");
    tab_to(&mut desk, "English");
    desk.key(Key::ArrowLeft);
    assert!(desk.has("Войти"));
}

#[test]
fn the_password_is_shown_by_the_keyboard_until_the_focus_goes() {
    let mut desk = TestDesk::open();
    desk.key(Key::Tab);
    keys(&mut desk, "romashka-2024");
    tab_to(&mut desk, "Show password");
    desk.key(Key::Space);
    assert_eq!(focus(&desk), "Hide password");
    assert!(desk.painted().contains("\nromashka-2024\n"));
    desk.key(Key::Tab);
    assert!(desk.has("Show password") && !desk.painted().contains("\nromashka-2024\n"));
}

#[test]
fn every_screen_is_walked_and_none_holds_the_focus() {
    let mut desk = TestDesk::signed_in();
    let stops = can_be_walked(&mut desk, "the versions");
    in_a_row(&stops, &["App ID", "Version", "Name of your own", "Open", "The portal in a browser"]);
    in_a_row(&stops, &NAVIGATION);
    desk.open_version_with(3);
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    let stops = can_be_walked(&mut desk, "the list");
    in_a_row(&stops, &["New client", "Refresh", "Version of an app", "Search", "All", "Right", "Client ID, sort", "Type, sort"]);
    assert_eq!(
        stops.iter().filter(|stop| stop.starts_with("Client ") && !stop.contains("sort")).count(),
        1,
        "one stop for all rows: {stops:?}"
    );
    let first = desk.rows()[0].clone();
    tab_to(&mut desk, &format!("Client {first}"));
    desk.key(Key::Enter);
    let stops = can_be_walked(&mut desk, "the details");
    in_a_row(&stops, &["Close the details", "Copy client ID"]);
    assert!(stops.contains(&"New client like this".to_owned()), "{stops:?}");
    desk.command(Key::N);
    let stops = can_be_walked(&mut desk, "the form of a client");
    in_a_row(&stops, &["Web (with a server)", "Redirect address", "Add address", "Find a right", "Read all", "Write all", "store:read"]);
    desk.command(Key::Comma);
    let stops = can_be_walked(&mut desk, "the settings");
    // Without a keychain the switch for staying signed in is dead, and without a folder there is nothing to show of it.
    in_a_row(&stops, &[EMAIL, "English", "System", "Text size", "Clear the clipboard after", "Hide what is shown after"]);
    in_a_row(&stops, &["Hide what is shown after", "Hide when the window loses the focus", "Cover the window after"]);
    in_a_row(&stops, &["Choose", "System's", "Try", "Header of the client list", "Header of creating a client", "User-Agent"]);
    in_a_row(&stops, &["Remember the e-mail", "Forget everything"]);
    for screen in &NAVIGATION[1..7] {
        tab_to(&mut desk, screen);
        desk.key(Key::Enter);
        can_be_walked(&mut desk, screen);
    }
}

#[test]
fn the_rows_are_walked_with_the_arrows() {
    let mut desk = TestDesk::at_clients(40);
    desk.wait_for("the rows", |desk| desk.rows().len() > 10);
    let rows = desk.rows();
    let row = |n: usize| format!("Client {}", rows[n]);
    tab_to(&mut desk, &row(0));
    desk.key(Key::ArrowDown);
    desk.key(Key::ArrowDown);
    desk.frames();
    assert_eq!(focus(&desk), row(2));
    assert!(desk.is_on(&row(2)) && desk.has("Copy client ID"), "what has the focus is open beside the list");
    desk.key(Key::ArrowUp);
    desk.frames();
    assert_eq!(focus(&desk), row(1));
    desk.key(Key::End);
    desk.frames();
    let last = focus(&desk);
    assert!(last.starts_with("Client ") && !rows[..5].iter().any(|id| last.ends_with(id)), "{last}");
    assert!(desk.is_on(&last), "and is in view");
    desk.key(Key::ArrowDown);
    desk.frames();
    assert_eq!(focus(&desk), last, "there is nothing below");
    desk.key(Key::Home);
    desk.frames();
    assert_eq!(focus(&desk), row(0));
    desk.key(Key::PageDown);
    desk.frames();
    assert!(focus(&desk) != row(0) && focus(&desk) != last);
    desk.key(Key::Escape);
    assert!(!desk.has("Copy client ID"), "Escape closes the details");
}

#[test]
fn shortcuts_refresh_search_and_lead_from_screen_to_screen() {
    let mut desk = TestDesk::at_clients(3);
    let reads = |desk: &TestDesk| desk.sandbox.count("GET", "oauth-app");
    desk.key(Key::F5);
    desk.wait_for("a second reading", |desk| reads(desk) == 2 && desk.has("Refresh"));
    desk.command(Key::F);
    desk.frames();
    assert_eq!(focus(&desk), "Search");
    keys(&mut desk, "nothing fits this");
    assert!(desk.rows().is_empty() && desk.has("Nothing fits"), "{}", desk.tree());
    tab_to(&mut desk, "Clear search and filters");
    desk.key(Key::Enter);
    assert_eq!(desk.rows().len(), 3);
    desk.command(Key::Comma);
    assert!(desk.has("Text size") && desk.has("Forget everything"), "{}", desk.tree());
    desk.command(Key::Num1);
    assert_eq!(desk.rows().len(), 3);
    assert_eq!(reads(&desk), 2, "and nothing is read for it");
}

#[test]
fn the_drop_down_of_versions_is_opened_walked_and_left_by_the_keyboard() {
    let mut desk = TestDesk::at_clients(3);
    desk.command(Key::O);
    desk.frames();
    assert_eq!(focus(&desk), "App ID", "typing or pasting goes on at once");
    desk.key(Key::Escape);
    desk.frames();
    assert!(!desk.has("App ID"), "Escape closes it");
    assert_eq!(focus(&desk), "Version of an app", "and the focus is where it was opened");
    desk.key(Key::Enter);
    desk.frames();
    let version = desk.version_with(40);
    tab_to(&mut desk, &format!("{} {}", version.app_name, version.number));
    desk.key(Key::Enter);
    desk.wait_for("the other list", |desk| desk.has("40 clients"));
    assert!(!desk.has("App ID"), "it closes with the choice");
}

#[test]
fn the_account_is_opened_left_and_signed_out_by_the_keyboard() {
    let mut desk = TestDesk::signed_in();
    tab_to(&mut desk, EMAIL);
    desk.key(Key::Enter);
    desk.frames();
    assert!(desk.has("Accounts"));
    desk.key(Key::Escape);
    desk.frames();
    assert!(!desk.has("Accounts"));
    assert_eq!(focus(&desk), EMAIL);
    desk.key(Key::Space);
    desk.frames();
    tab_to(&mut desk, "Sign out");
    desk.key(Key::Enter);
    desk.frames();
    assert_eq!(focus(&desk), "Password");
}

#[test]
fn what_asks_something_takes_the_focus_and_gives_it_back() {
    let mut desk = TestDesk::signed_in_with(Start::patient());
    desk.open_version_with(3);
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    let gate = Gate::new();
    desk.sandbox.fault("POST", "oauth-app", Fault::genuine().held(&gate).once());
    desk.command(Key::N);
    desk.frames();
    keys(&mut desk, "https://romashka.example/");
    tab_to(&mut desk, "store:read");
    desk.key(Key::Space);
    desk.command(Key::Enter);
    assert!(gate.wait_for_arrivals(1, Duration::from_secs(20)), "Ctrl+Enter creates, and does not press what has the focus");
    tab_to(&mut desk, EMAIL);
    desk.key(Key::Enter);
    desk.frames();
    tab_to(&mut desk, "Sign out");
    desk.key(Key::Enter);
    desk.frames();
    let stops = round(&mut desk, |desk| desk.key(Key::Tab));
    assert_eq!(
        stops.iter().collect::<BTreeSet<_>>(),
        BTreeSet::from([&"Stay".to_owned(), &"Sign out anyway".to_owned()]),
        "and nothing behind it"
    );
    desk.key(Key::Escape);
    desk.frames();
    assert!(!desk.has("Sign out anyway") && desk.tab("Settings").is_some(), "Escape stays");
    gate.open();
    desk.wait_for("the client", |desk| desk.rows().len() == 4);
}

#[test]
fn a_toast_is_reached_and_closed_by_the_keyboard() {
    let mut desk = TestDesk::at_clients(3);
    desk.command(Key::N);
    desk.frames();
    keys(&mut desk, "https://romashka.example/");
    tab_to(&mut desk, "store:read");
    desk.key(Key::Space);
    desk.command(Key::Enter);
    desk.wait_for("the client", |desk| desk.rows().len() == 4);
    tab_to(&mut desk, "Dismiss");
    desk.key(Key::Enter);
    assert!(!desk.has("Dismiss"));
    desk.clock.advance(SignedDuration::from_secs(60));
    desk.frames();
    assert!(desk.tab("Settings").is_some());
}
