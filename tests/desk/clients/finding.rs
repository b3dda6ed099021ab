//! Finding a client: search, filters, order, and what is said when nothing fits.

use serde_json::Value;
use tokendesk::sandbox::{Fault, Gate};

use super::{LIST, STANDALONE, WEB, choose, click_row, client, desk_with, gets, refresh, selected};
use crate::harness::TestDesk;

/// Four clients whose order differs by every column.
fn four() -> Vec<Value> {
    let mut odd = client("d-client", STANDALONE, &["http://127.0.0.1:8765/callback"], &["product:read", "product:write", "store:read"]);
    odd["additional_information"] = serde_json::json!({ "note": "Заведён для пробы" });
    odd["previous_client_secret"] = serde_json::json!("marker-hidden");
    odd["publisher_id"] = serde_json::json!("ромашка-издатель");
    vec![
        client("c-client", WEB, &["https://yard.example/Return"], &["store:read"]),
        odd,
        client("a-client", WEB, &["https://касса.example/x", "https://zeta.example/second"], &["document:read", "device:read"]),
        client("b-client", STANDALONE, &[], &[]),
    ]
}

#[test]
fn search_looks_at_every_field_but_the_secrets() {
    let mut desk = desk_with(four());
    for (text, found) in [
        ("a-cli", &["a-client"][..]),
        ("КАССА", &["a-client"]),
        ("second", &["a-client"]),
        ("  yard.example/return ", &["c-client"]),
        ("product:w", &["d-client"]),
        ("для пробы", &["d-client"]),
        ("ромашка-издатель", &["d-client"]),
        ("refresh_token", &["c-client", "a-client"]),
        ("604800", &["c-client", "d-client", "a-client", "b-client"]),
        ("secret-of-", &[]),
        ("marker-hidden", &[]),
    ] {
        desk.replace("Search", text);
        assert_eq!(desk.rows(), found, "{text}");
    }
    assert_eq!(gets(&desk), 1, "looking asks nothing of the server");
}

#[test]
fn what_is_filtered_to_nothing_says_so_and_one_click_clears_it() {
    let mut desk = desk_with(four());
    desk.type_into("Search", "no such client");
    assert!(desk.has("Nothing fits"));
    assert!(desk.says("4 clients are there, but none matches the search and the filters."), "{}", desk.tree());
    assert!(desk.has("0 of 4"));
    assert!(!desk.says("no clients yet"));
    desk.click("Clear search and filters");
    assert_eq!(desk.rows().len(), 4);
    assert_eq!(desk.value("Search"), "");
    assert!(desk.has("4 clients"));
}

#[test]
fn filters_by_type_and_by_right_join_with_the_search() {
    let mut desk = desk_with(four());
    desk.click("Web");
    assert_eq!(desk.rows(), ["c-client", "a-client"]);
    assert!(desk.has("2 of 4"));
    desk.click("Standalone");
    assert_eq!(desk.rows(), ["d-client", "b-client"]);
    choose(&mut desk, "Right", "store:read");
    assert_eq!(desk.rows(), ["d-client"]);
    desk.click("All");
    assert_eq!(desk.rows(), ["c-client", "d-client"]);
    desk.type_into("Search", "yard");
    assert_eq!(desk.rows(), ["c-client"]);
    choose(&mut desk, "Right", "Any right");
    desk.replace("Search", "");
    assert_eq!(desk.rows().len(), 4);
}

#[test]
fn every_column_sorts_and_sorts_back() {
    let mut desk = desk_with(four());
    for (column, up, down) in [
        ("Client ID, sort", ["a-client", "b-client", "c-client", "d-client"], ["d-client", "c-client", "b-client", "a-client"]),
        ("Type, sort", ["c-client", "a-client", "d-client", "b-client"], ["b-client", "d-client", "a-client", "c-client"]),
        ("Rights, sort", ["d-client", "a-client", "c-client", "b-client"], ["b-client", "c-client", "a-client", "d-client"]),
        ("Redirect address, sort", ["d-client", "c-client", "a-client", "b-client"], ["b-client", "a-client", "c-client", "d-client"]),
        ("First seen, sort", ["c-client", "d-client", "a-client", "b-client"], ["b-client", "a-client", "d-client", "c-client"]),
    ] {
        desk.click(column);
        assert_eq!(desk.rows(), up, "{column}");
        desk.click(column);
        assert_eq!(desk.rows(), down, "{column} back");
    }
}

#[test]
fn the_newest_stand_first_at_first() {
    let mut clients = four();
    let late = clients.split_off(2);
    let mut desk = desk_with(clients.clone());
    assert_eq!(desk.rows(), ["c-client", "d-client"]);
    desk.clock.advance(jiff::SignedDuration::from_hours(24 * 3));
    clients.extend(late);
    let version = desk.version_with(2);
    assert!(desk.sandbox.set_clients(&version.app_id, &version.number, clients));
    // Three days later nobody is signed in any more.
    desk.wait_for("the sign-in form", |desk| desk.says("Your sign-in has ended"));
    desk.replace("Password", &desk.sandbox.invitation().password);
    desk.click("Sign in");
    desk.wait_for("the desk", |desk| desk.has("Refresh"));
    refresh(&mut desk);
    assert_eq!(desk.rows(), ["a-client", "b-client", "c-client", "d-client"]);
    let painted = desk.painted();
    assert_eq!((painted.matches("today\n").count(), painted.matches("3 d\n").count()), (2, 2), "{painted}");
}

#[test]
fn everything_is_kept_while_the_list_is_refreshed() {
    let mut desk = desk_with(four());
    desk.click("Client ID, sort");
    desk.click("Client ID, sort");
    desk.click("Web");
    choose(&mut desk, "Right", "store:read");
    desk.type_into("Search", "client");
    click_row(&mut desk, "c-client");
    let gate = Gate::new();
    desk.sandbox.fault("GET", LIST, Fault::genuine().held(&gate));
    desk.click("Refresh");
    let same = |desk: &TestDesk, when: &str| {
        assert_eq!(desk.rows(), ["c-client"], "{when}");
        assert_eq!(desk.value("Search"), "client", "{when}");
        assert_eq!(desk.value("Right"), "store:read", "{when}");
        assert_eq!(selected(desk), ["c-client"], "{when}");
        assert!(desk.has("1 of 4"), "{when}");
        assert!(desk.has("Copy client secret"), "{when}");
    };
    desk.wait_for("the refresh", |desk| desk.says("Refreshing") && gate.arrivals() == 1);
    same(&desk, "while it is refreshed");
    gate.open();
    desk.wait_for("the new list", |desk| desk.has("Refresh"));
    same(&desk, "afterwards");
    choose(&mut desk, "Right", "Any right");
    assert_eq!(desk.rows(), ["c-client", "a-client"], "still sorted from Z to A");
}

#[test]
fn another_version_begins_without_the_filters_of_the_last() {
    let mut desk = desk_with(four());
    desk.type_into("Search", "yard");
    desk.click("Web");
    let other = desk.version_with(3);
    super::switch_to(&mut desk, &other);
    desk.wait_for("the other list", |desk| desk.has("3 clients"));
    assert_eq!((desk.rows().len(), desk.value("Search")), (3, String::new()));
}
