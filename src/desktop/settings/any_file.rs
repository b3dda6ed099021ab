//! Settings files of any kind: understood and kept whole, or put aside whole.

use std::fs;

use proptest::prelude::*;
use toml::{Table, Value};

use super::file::{load, save};
use super::*;

/// Values that the program knows, some right and some not, and values that nobody knows.
fn any_line() -> impl Strategy<Value = String> {
    let right = prop::sample::select(vec![
        "language = \"ru\"",
        "theme = \"dark\"",
        "remember_email = false",
        "clipboard_seconds = 45",
        "clipboard_seconds = 4000000000",
        "[clouds.\"https://a.example\"]\nemails = [\"a@x.example\"]\nversions = []",
        "[[clouds.\"https://b.example\".versions]]\napp_id = \"a\"\nversion_number = \" \"\nopened = \"2030-05-01T12:00:00Z\"",
    ]);
    let wrong = prop::sample::select(vec!["theme = 7", "language = \"\u{202e}\"", "clipboard_seconds = -1", "clouds = 1", "x = ", "\u{0}"]);
    let unknown = (
        "x_[a-z]{1,6}",
        prop_oneof!["-?[1-9][0-9]{0,5}", "\"[a-zа-я ]{0,6}\"", Just("2026-03-01".to_owned()), Just("[1, {a = 2}]".to_owned())],
    );
    prop_oneof![
        6 => right.prop_map(str::to_owned),
        6 => unknown.prop_map(|(name, value)| format!("{name} = {value}")),
        1 => wrong.prop_map(str::to_owned),
        1 => "\\PC{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_file_is_understood_and_written_again_with_all_it_held_or_kept_aside_as_it_was(lines in prop::collection::vec(any_line(), 0..6), version in prop::sample::select(vec!["version = 1\n", "version = 1\n", "version = 1\n", "version = 2\n", ""])) {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("settings.toml");
        // Tables last, so that what stands alone is not taken for theirs.
        let (tables, plain): (Vec<&String>, Vec<&String>) = lines.iter().partition(|line| line.starts_with('['));
        let all: Vec<&str> = plain.into_iter().chain(tables).map(String::as_str).collect();
        let text = format!("{version}{}", all.join("\n"));
        fs::write(&path, &text).unwrap();
        let loaded = load(&path, "2026-03-01T12:00:00Z".parse().unwrap());
        let is_newer = version == "version = 2\n" && text.parse::<Table>().is_ok();
        prop_assert_eq!(matches!(loaded.report, LoadReport::Newer { .. }), is_newer, "{:?}", loaded.report);
        match &loaded.report {
            LoadReport::Loaded => {
                save(&path, &loaded.settings).unwrap();
                let (before, after): (Table, Table) = (text.parse().unwrap(), fs::read_to_string(&path).unwrap().parse().unwrap());
                for (key, value) in &before {
                    let is_ours = ["clouds", "clipboard_seconds"].contains(&key.as_str());
                    prop_assert!(is_ours || after.get(key) == Some(value), "{} = {} became {:?}", key, value, after.get(key));
                }
                let clouds = |table: &Table| table.get("clouds").and_then(Value::as_table).map_or(0, Table::len);
                prop_assert_eq!(clouds(&before), clouds(&after));
                let again = load(&path, "2026-03-01T12:00:00Z".parse().unwrap());
                prop_assert_eq!((again.settings, again.report), (loaded.settings, LoadReport::Loaded));
            }
            LoadReport::Broken { kept_as, .. } => {
                prop_assert_eq!(fs::read_to_string(kept_as).unwrap(), text);
                prop_assert_eq!(loaded.settings, Settings::default());
            }
            LoadReport::Newer { .. } => prop_assert!(loaded.save_to.is_none() && fs::read_to_string(&path).unwrap() == text),
            other => return Err(TestCaseError::fail(format!("{other:?}"))),
        }
    }
}
