//! Lists as no form of ours would make them: unknown, broken, doubled, turned around, endless, enormous.

use std::time::Duration;

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use serde_json::{Value, json};
use tokendesk::sandbox::Fault;

use super::CLIENTS;
use super::bench::{Bench, is_refreshed};
use super::message::Message;
use super::stopwatch::Stopwatch;
use super::tally::{APP, LIST};
use crate::harness::Start;

const WEB: [&str; 3] = ["authorization_code", "refresh_token", "implicit"];

/// A client as the server answers it.
fn client(id: &str, address: &str) -> Value {
    json!({
        "client_id": id, "client_secret": format!("secret-of-{id}"), "scope": ["store:read"], "authorized_grant_types": WEB,
        "registered_redirect_uri": [address], "access_token_validity": 604_800,
    })
}

fn put(bench: &Bench, clients: Vec<Value>) {
    assert!(bench.sandbox.set_clients(APP, "1.0", clients));
}

fn clients(bench: &Bench) -> Vec<Value> {
    bench.sandbox.clients(APP, "1.0").expect("the version")
}

/// The list is read again, with what somebody has put there meanwhile.
fn reads(bench: &mut Bench, puts: impl FnOnce(&mut Bench)) {
    bench.at_clients();
    bench.wrong(puts);
    bench.click("Refresh");
}

pub fn unknown_rights_grants_and_fields_are_shown_as_they_came(bench: &mut Bench) {
    reads(bench, |bench| {
        let mut clients = clients(bench);
        clients[0]["scope"] = json!(["supplier:write", "складской-учёт:read", "no-colon"]);
        clients[0]["authorized_grant_types"] = json!(["authorization_code", "urn:ietf:params:oauth:grant-type:device_code"]);
        clients[0]["trust_level"] = json!({ "granted": ["gold"], "until": 7 });
        put(bench, clients);
    });
    bench.silently("the list", is_refreshed);
    bench.is_kept();
    if bench.is_on() {
        for words in ["supplier", "складской-учёт", "no-colon", "urn:ietf:params:oauth:grant-type:device_code", "trust_level", "gold"]
        {
            assert!(bench.says(words), "it lacks “{words}”:\n{}", bench.tree());
        }
    }
    bench.requests(&[(LIST, 1)], &[(LIST, 1)]);
}

/// So many items of the list cannot be read as a client; the others are there.
fn bad_items(bench: &mut Bench, bad: Vec<Value>, words: &str) {
    reads(bench, |bench| {
        let mut clients = clients(bench);
        for (place, item) in bad.into_iter().enumerate() {
            clients.insert(2 * place, item);
        }
        put(bench, clients);
    });
    bench.expect(&Message::note(words), is_refreshed);
    assert_eq!(bench.rows().len(), 3, "{}", bench.tree());
    bench.requests(&[(LIST, 1)], &[(LIST, 1)]);
}

pub fn one_bad_item_does_not_lose_the_list(bench: &mut Bench) {
    let bad = json!({ "client_secret": "an-invented-secret", "scope": ["store:read"] });
    bad_items(bench, vec![bad], "1 item could not be read as a client and is left out.");
}

pub fn three_bad_items_of_three_kinds_do_not_lose_the_list(bench: &mut Bench) {
    let bad = vec![json!("no client"), json!(null), json!({ "client_id": "" })];
    bad_items(bench, bad, "3 items could not be read as a client and are left out.");
}

/// Fields of the wrong kind are no reason to lose a client.
pub fn fields_of_another_kind_do_not_lose_the_client(bench: &mut Bench) {
    reads(bench, |bench| {
        let mut clients = clients(bench);
        clients[1]["scope"] = json!("device:read product:read");
        clients[1]["registered_redirect_uri"] = json!(null);
        clients[1]["access_token_validity"] = json!("604800");
        clients[2]["authorized_grant_types"] = json!({ "0": "implicit" });
        put(bench, clients);
        bench.replace("Search", "");
        bench.keeps_too();
    });
    bench.silently("the list", is_refreshed);
    assert_eq!(bench.rows().len(), 3, "{}", bench.tree());
    bench.requests(&[(LIST, 1)], &[(LIST, 1)]);
}

pub fn two_items_of_one_id_are_two_rows_that_do_not_clash(bench: &mut Bench) {
    reads(bench, |bench| {
        let mut clients = clients(bench);
        let mut other = clients[1].clone();
        other["registered_redirect_uri"] = json!(["https://second.example/x"]);
        clients.push(clients[0].clone());
        clients.push(other);
        put(bench, clients);
    });
    bench.silently("the list", is_refreshed);
    bench.is_kept();
    // The same item twice is one row; another one of its id is a row of its own.
    assert_eq!(bench.rows().len(), if bench.is_on() { 4 } else { 3 }, "{}", bench.tree());
    assert!(!bench.painted().contains("ID clash") && !bench.painted().contains("use of"), "{}", bench.painted());
    bench.requests(&[(LIST, 1)], &[(LIST, 1)]);
}

pub fn names_of_any_kind_break_neither_row_nor_panel(bench: &mut Bench) {
    let odd = "turned\u{202e}dne\u{200f}\u{7}";
    reads(bench, |bench| {
        let mut odd = client(odd, &format!("https://romashka.example/\u{202e}kcabllac/{}", "long/".repeat(500)));
        odd["no\u{202e}te"] = json!("<b>bold</b>\r\nnext\u{0}");
        odd["scope"] = json!((0..300).map(|n| format!("resource-{n}:read")).collect::<Vec<_>>());
        let mut clients = clients(bench);
        clients.push(odd);
        put(bench, clients);
    });
    bench.silently("the list", is_refreshed);
    bench.is_kept();
    if bench.is_on() {
        bench.click_role(Role::Row, "Client turned\\u{202e}dne\\u{200f}\\u{7}");
        for text in [bench.tree(), bench.painted()] {
            assert!(!text.replace('\n', "").contains(|c: char| c.is_control() || "\u{202e}\u{200f}".contains(c)), "{text:?}");
        }
        assert!(bench.says("<b>bold</b>"), "markup is text: {}", bench.tree());
    }
    for row in bench.harness.query_all_by_role(Role::Row) {
        assert!(row.rect().height() < 48.0 && row.rect().right() <= 1_280.0, "{:?}", row.rect());
    }
    bench.requests(&[(LIST, 1)], &[(LIST, 1)]);
}

const CUT: &str = "The list is incomplete";

/// The list goes on and on; what has come of it is there, once.
fn goes_on(bench: &mut Bench, fault: Fault, requests: usize, rows: usize) {
    bench.signed_in();
    bench.fault("GET", CLIENTS, fault, requests);
    bench.open_version_with(3);
    bench.expect(&Message::note(CUT), |desk| desk.has("3 clients"));
    if bench.is_on() {
        assert!(bench.rows().len() == rows || rows > 30, "{:?}", bench.rows());
        assert!(bench.has(&format!("{rows} clients")) || bench.has("1 client"), "{}", bench.tree());
    }
    bench.recovers(|bench| bench.click("Refresh"), |desk| desk.has("3 clients"));
    bench.requests(&[(LIST, requests + 1)], &[(LIST, 1)]);
}

fn page(items: &[Value], next: &Value) -> Fault {
    let page = json!({ "items": items, "paging": { "next_cursor": next } });
    Fault::answer(200).body("application/json", page.to_string())
}

pub fn the_same_cursor_twice_ends_the_reading(bench: &mut Bench) {
    goes_on(bench, page(&[client("one-and-only", "https://kassa.example/oauth")], &json!("again+/=")), 2, 1);
}

pub fn a_cursor_that_is_none_ends_the_reading(bench: &mut Bench) {
    goes_on(bench, page(&[client("one-and-only", "https://kassa.example/oauth")], &json!({ "from": 1 })), 1, 1);
}

/// Every page has a new cursor: nobody reads for ever.
pub fn endless_pages_are_ended(bench: &mut Bench) {
    goes_on(bench, page(&[client("client-#NTH#", "https://kassa.example/oauth")], &json!("cursor-#NTH#")).numbered(), 1_000, 1_000);
}

type Step = fn(&mut Bench);

/// Longer than this no step of the hand may take, unoptimised and on a loaded machine.
const FLUID: Duration = Duration::from_millis(1_200);

/// A hundred thousand clients: only the rows in view are laid out, whatever is done.
pub fn a_hundred_thousand_clients_stay_fluid(bench: &mut Bench) {
    bench.signed_in_with(Start { page_size: 1_000, ..Start::default() });
    let many = if bench.is_on() { 100_000 } else { 100 };
    bench.wrong(|bench| {
        let clients = (0..100_000).map(|n| client(&format!("{n:06}-client"), &format!("https://shop-{n}.example/oauth")));
        put(bench, clients.collect());
    });
    if !bench.is_on() {
        put(bench, (0..100).map(|n| client(&format!("{n:06}-client"), &format!("https://shop-{n}.example/oauth"))).collect());
    }
    bench.click_role(Role::ListBoxOption, "Лояльность «Ромашка» 1.0");
    bench.silently("all pages", |desk| desk.has(&format!("{many} clients")));
    let steps: [(&str, Step); 6] = [
        ("to the end", |bench| {
            let first = bench.rows().remove(0);
            bench.click_role(Role::Row, &format!("Client {first}"));
            bench.key(Key::End);
        }),
        ("a page up", |bench| bench.key(Key::PageUp)),
        ("sorted by id", |bench| bench.click("Client ID, sort")),
        ("sorted by address", |bench| bench.click("Redirect address, sort")),
        ("filtered", |bench| bench.type_into("Search", "shop-99")),
        ("one more letter", |bench| bench.type_into("Search", ".")),
    ];
    for (what, step) in steps {
        let began = Stopwatch::start();
        step(bench);
        // A step of the hand is some six frames; only one of them may have work to do.
        assert!(began.elapsed() < FLUID, "{what} took {:?}", began.elapsed());
        let rows = bench.harness.query_all_by_role(Role::Row).count();
        assert!((1..=40).contains(&rows), "{what}: {rows} rows are laid out");
    }
    assert_eq!(bench.rows(), ["000099-client"]);
    bench.requests(&[(LIST, 100)], &[(LIST, 1)]);
}
