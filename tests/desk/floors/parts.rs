//! Holds what the chosen crates must not switch on: read from Cargo.lock, where an optional part appears only when somebody asks for it.
//!
//! Which crates may not be in the house at all, and their licences, is held by `deny.toml`.

use super::source;

/// A crate, what it must not depend on here, and why.
const SWITCHED_OFF: &[(&str, &str, &str)] = &[
    ("zbus", "tokio", "accesskit shares zbus and runs it without tokio: with the feature on, it panics outside a runtime"),
    ("poll-promise", "tokio", "only its sender/promise pair is used: its spawners would go past the worker"),
    ("reqwest", "native-tls", "one TLS for all systems: rustls"),
    ("eframe", "ron", "the persistence feature would write the window's memory to disk"),
];

/// Every `name` of the lock file whose dependencies name what is switched off.
fn switched_on(lock: &str) -> Result<Vec<String>, String> {
    let lock: toml::Table = lock.parse().map_err(|error| format!("Cargo.lock: {error}"))?;
    let packages = lock.get("package").and_then(toml::Value::as_array).ok_or("Cargo.lock has no packages")?;
    let mut found = Vec::new();
    for package in packages {
        let name = package.get("name").and_then(toml::Value::as_str).unwrap_or_default();
        let needs = package.get("dependencies").and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_str);
        // A dependency is written as `tokio` or, when there are several versions, as `tokio 1.50.0`.
        for need in needs.filter_map(|need| need.split(' ').next()) {
            let off = SWITCHED_OFF.iter().filter(|(owner, part, _)| *owner == name && *part == need);
            found.extend(off.map(|(owner, part, why)| format!("{owner} uses {part}: {why}")));
        }
    }
    Ok(found)
}

#[test]
fn what_is_switched_off_stays_off() {
    let lock = source::text_of("Cargo.lock").unwrap();
    assert!(lock.contains("name = \"zbus\""), "accesskit's zbus is gone: look whether this test is still needed");
    assert_eq!(switched_on(&lock).unwrap(), [""; 0]);
}

#[test]
fn a_part_that_is_switched_on_is_seen() {
    let lock = "[[package]]\nname = \"zbus\"\ndependencies = [\"async-io\", \"tokio 1.50.0\"]\n[[package]]\nname = \"axum\"\ndependencies = [\"tokio\"]\n";
    let found = switched_on(lock).unwrap();
    assert!(found.len() == 1 && found[0].starts_with("zbus uses tokio"), "{found:?}");
}
