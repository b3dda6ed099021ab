//! Holds the floors of the house: which top folder of `src` may name which other one, as a table of allowed edges.
//!
//! Below the line nothing knows egui. The manners of a file (colours, waits, length) are held in `manners`, what the chosen
//! crates must not switch on in `parts`.

pub mod facts;
mod manners;
mod parts;
pub mod source;

use std::collections::BTreeSet;

use source::File;

/// A top folder (or file) of `src`, and what it may name of the house.
struct Floor {
    name: &'static str,
    /// Whether it may know egui.
    knows_egui: bool,
    may_name: &'static [Door],
}

/// A way from one floor to another.
enum Door {
    /// To everything that is public there.
    To(&'static str),
    /// To these types only.
    Only(&'static str, &'static [&'static str]),
}
use Door::{Only, To};

/// From the top of the house to its foundations: each floor names only what stands below it.
const FLOORS: &[Floor] = &[
    Floor { name: "main", knows_egui: true, may_name: ALL },
    // The map of the house declares its modules and names nothing in them.
    Floor { name: "lib", knows_egui: false, may_name: &[] },
    Floor { name: "app", knows_egui: true, may_name: ALL },
    Floor {
        name: "screens",
        knows_egui: true,
        may_name: &[To("widgets"), To("theme"), To("model"), To("i18n"), NET_ERRORS, EVOTOR_FACTS, JOB_OUTCOMES, SETTING],
    },
    Floor { name: "widgets", knows_egui: true, may_name: &[To("theme"), To("model"), To("i18n")] },
    Floor { name: "theme", knows_egui: true, may_name: &[] },
    // ---- below this line nothing knows egui ----
    Floor { name: "jobs", knows_egui: false, may_name: &[To("evotor"), To("oauth"), To("net"), To("desktop"), To("worker"), To("model")] },
    Floor { name: "worker", knows_egui: false, may_name: &[To("model")] },
    Floor { name: "evotor", knows_egui: false, may_name: &[To("net"), To("model")] },
    Floor { name: "oauth", knows_egui: false, may_name: &[To("net"), To("model")] },
    Floor { name: "net", knows_egui: false, may_name: &[To("model")] },
    Floor { name: "desktop", knows_egui: false, may_name: &[To("model")] },
    Floor { name: "i18n", knows_egui: false, may_name: &[] },
    Floor { name: "model", knows_egui: false, may_name: &[] },
    // Names no other module but its texts, so that client and sandbox cannot share a mistake.
    Floor { name: "sandbox", knows_egui: false, may_name: &[To("i18n")] },
];

/// The window's code and its start join everything.
const ALL: &[Door] = &[
    To("app"),
    To("screens"),
    To("widgets"),
    To("theme"),
    To("jobs"),
    To("worker"),
    To("evotor"),
    To("oauth"),
    To("net"),
    To("desktop"),
    To("i18n"),
    To("model"),
    To("sandbox"),
];

/// A screen shows an error, which way was tried, and which form of a header is set; it never makes a request.
const NET_ERRORS: Door = Only(
    "net",
    &[
        "ApiError",
        "Cause",
        "Details",
        "ErrorKind",
        "HeaderForm",
        "ProxyInForce",
        "ProxySource",
        "Purpose",
        "RootCertificates",
        "RootProblem",
        "Violation",
        "Way",
    ],
);

/// A screen shows how long a sign-in lasts, why one was refused and which calls can be set; it never holds the session or calls the cloud.
const EVOTOR_FACTS: Door = Only("evotor", &["Endpoint", "Lifetimes", "SessionState", "SignInError", "SignInRefusal"]);

/// A screen shows what became of a write; it never starts one.
const JOB_OUTCOMES: Door = Only("jobs", &["Happened", "Step", "Unsettled"]);

/// A screen shows what is set; it never reads or writes the settings.
const SETTING: Door = Only("desktop", &["Theme", "Proxy", "ProxyAddress", "ProxyAddressProblem"]);

/// The macros that stand at the root of the crate, and the floor that they belong to.
const ROOT_MACROS: &[(&str, &str)] = &[("tr", "i18n")];

const EGUI: &[&str] = &["eframe", "egui", "egui_extras", "egui_kittest", "egui_material_icons", "emath", "epaint"];

/// The edges of a file that the table does not allow, in words.
fn forbidden_edges(file: &File) -> BTreeSet<String> {
    let from = file.floor();
    let Some(floor) = FLOORS.iter().find(|floor| floor.name == from) else {
        return BTreeSet::from([format!("{}: {from} is on no floor of the table", file.path)]);
    };
    let names = file.facts().names;
    let refused = names.iter().filter(|name| !may_name(floor, name));
    refused.map(|name| format!("{}: {from} may not name {}", file.path, name.join("::"))).collect()
}

fn may_name(floor: &Floor, name: &[String]) -> bool {
    match name {
        [first, ..] if EGUI.contains(&first.as_str()) => floor.knows_egui,
        [first, top, rest @ ..] if first == "crate" => {
            let top = ROOT_MACROS.iter().find(|(own, _)| own == top).map_or(top.as_str(), |(_, floor)| floor);
            top == floor.name || floor.may_name.iter().any(|door| leads(door, top, rest))
        }
        _ => true,
    }
}

fn leads(door: &Door, top: &str, rest: &[String]) -> bool {
    let is_type = |name: &&String| name.starts_with(char::is_uppercase);
    match door {
        To(floor) => *floor == top,
        Only(floor, types) => *floor == top && rest.iter().find(is_type).is_some_and(|name| types.contains(&name.as_str())),
    }
}

#[test]
fn every_file_names_only_floors_below_its_own() {
    let house = source::house().unwrap();
    assert!(house.len() > 20, "the house was not found: {} files", house.len());
    let refused: Vec<String> = house.iter().flat_map(forbidden_edges).collect();
    assert!(refused.is_empty(), "{} names against the floors:\n{}", refused.len(), refused.join("\n"));
}

#[test]
fn the_table_has_no_circle_below_the_window() {
    // Whoever is named stands further down: main and app are the only ones that may look around.
    for (height, floor) in FLOORS.iter().enumerate().filter(|(_, floor)| !matches!(floor.name, "main" | "app")) {
        for door in floor.may_name {
            let (To(below) | Only(below, _)) = door;
            let depth = FLOORS.iter().position(|other| other.name == *below);
            let exception = (floor.name, *below) == ("sandbox", "i18n");
            assert!(exception || depth.is_some_and(|depth| depth > height), "{} names {below}, which does not stand below it", floor.name);
        }
    }
}

/// What the table says against a snippet that stands in this file.
fn said_against(path: &str, text: &str) -> Vec<String> {
    let Ok(file) = File::read(path, text) else { unreachable!("the snippet is not Rust: {text}") };
    forbidden_edges(&file).into_iter().collect()
}

#[test]
fn a_way_up_is_seen_however_it_is_written() {
    for way_up in [
        "use crate::desktop::Settings;",
        "use crate::{model::secret::Secret, desktop};",
        "use super::super::desktop::Settings;",
        "use crate::desktop as elsewhere;",
        "pub use crate::desktop::*;",
        "fn f(settings: &crate::desktop::Settings) {}",
        "fn f() -> Vec<Box<dyn crate::desktop::Clipboard>> { Vec::new() }",
        "fn f() { let _ = format!(\"{}\", crate::desktop::name()); }",
        "fn f() { tokio::select! { _ = crate::desktop::wait() => {} } }",
        "fn f() { crate::desktop::open!(1) }",
        "impl crate::desktop::Clipboard for X {}",
        "#[serde(with = \"crate::desktop::bytes\")] struct X;",
        "mod inside { use super::super::super::desktop::Settings; }",
        "macro_rules! m { () => { $crate::desktop::name() }; }",
    ] {
        let said = said_against("src/net/proxy.rs", way_up);
        assert!(
            said.iter().any(|line| line.starts_with("src/net/proxy.rs: net may not name crate::desktop")),
            "not seen: {way_up} {said:?}"
        );
    }
}

#[test]
fn a_name_is_followed_through_its_import() {
    let said = said_against("src/screens/clients.rs", "use crate::net; fn f(x: net::Transport, y: net::ApiError) {}");
    assert_eq!(
        said,
        ["src/screens/clients.rs: screens may not name crate::net", "src/screens/clients.rs: screens may not name crate::net::Transport"]
    );
    let said = said_against("src/screens/clients.rs", "use crate::evotor::session::{Lifetimes, Session, sign_in};");
    assert_eq!(said.len(), 2, "{said:?}");
    assert_eq!(
        said_against("src/screens/clients.rs", "use crate::net::{ApiError, ErrorKind as Kind}; fn f(k: Kind) { Kind::Offline; }"),
        [""; 0]
    );
}

#[test]
fn egui_stays_above_the_line() {
    for below in [
        "use egui::Context;",
        "use eframe::{egui::Color32, App};",
        "fn f(ctx: &egui::Context) {}",
        "fn f() { vec![egui::vec2(0.0, 0.0)]; }",
    ] {
        assert!(!said_against("src/jobs/mod.rs", below).is_empty(), "not seen: {below}");
        assert!(said_against("src/theme/mod.rs", below).is_empty(), "refused above the line: {below}");
    }
}

#[test]
fn texts_come_from_the_floor_of_the_texts() {
    assert_eq!(
        said_against("src/model/scope.rs", "fn f() { tr!(lang, \"nav-clients\"); }"),
        ["src/model/scope.rs: model may not name crate::tr"]
    );
    assert_eq!(said_against("src/sandbox/pages.rs", "use crate::tr; fn f() { tr!(lang, \"nav-clients\"); }"), [""; 0]);
}

#[test]
fn a_test_may_name_what_it_likes_and_nothing_else_may() {
    for test in [
        "#[cfg(test)] mod tests { use crate::desktop::Settings; }",
        "#[cfg(all(test, unix))] mod tests { use crate::desktop::Settings; }",
        "#[cfg(test)] use crate::desktop::Settings;",
        "impl X { #[cfg(test)] fn f() { crate::desktop::name(); } }",
    ] {
        assert_eq!(said_against("src/net/proxy.rs", test), [""; 0], "{test}");
    }
    assert_eq!(said_against("src/net/proxy.rs", "#[cfg(not(test))] use crate::desktop::Settings;").len(), 1);
    assert_eq!(said_against("src/net/proxy.rs", "#[cfg(any(test, unix))] use crate::desktop::Settings;").len(), 1);
}

#[test]
fn a_folder_that_is_not_in_the_table_is_refused() {
    assert_eq!(said_against("src/helpers/mod.rs", ""), ["src/helpers/mod.rs: helpers is on no floor of the table"]);
    assert_eq!(said_against("src/jobs/mod.rs", "use crate::helpers::f;").len(), 1);
}
