//! Settings files of any kind, older, newer and damaged: understood and kept whole, or put aside whole, and never a word of theirs
//! told that could be a secret.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use toml::{Table, Value};

use super::file::{Loaded, load, save};
use super::*;
use crate::model::app_version::AppVersion;

/// What no report may tell.
const MARKER: &str = "s3cret-marker";
const CLOUD: &str = "https://dev.cloud.example";

fn noon() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("settings.toml");
    (home, path)
}

/// A value of any of TOML's types; the marker may stand in it.
fn value() -> impl Strategy<Value = Value> {
    let plain = prop_oneof![
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(Value::Integer),
        (-1e9..1e9_f64).prop_map(Value::Float),
        "\\PC{0,8}".prop_map(Value::String),
        Just(Value::String(format!("http://anna:{MARKER}@x.example"))),
        select(vec!["2026-03-01", "2026-03-01T12:00:00Z", "12:30:00"]).prop_map(|at| Value::Datetime(at.parse().unwrap())),
    ];
    plain.prop_recursive(2, 8, 3, |inner| {
        let table = prop::collection::btree_map("[a-zа-я \"]{0,6}", inner.clone(), 0..3);
        prop_oneof![
            prop::collection::vec(inner, 0..3).prop_map(Value::Array),
            table.prop_map(|table| Value::Table(table.into_iter().collect())),
        ]
    })
}

/// Keys that no program of ours has, at one level of the file.
fn unknown() -> impl Strategy<Value = Table> {
    prop::collection::btree_map("x_[a-z]{1,6}", value(), 0..3).prop_map(|keys| keys.into_iter().collect())
}

fn opened() -> impl Strategy<Value = (Option<&'static str>, AppVersion)> {
    let version = (select(vec!["app-1", "app-2"]), option::of("id-[0-9]"), option::of("[0-9]"), option::of("\\PC{0,6}"));
    let version = version.prop_map(|(app_id, version_id, version_number, name)| AppVersion {
        app_id: app_id.to_owned(),
        version_id,
        version_number,
        name,
    });
    (option::of(select(vec!["anna@publisher.example", "касса"])), version)
}

prop_compose! {
    /// Settings as a person may have them.
    fn settings()(
        language in select(vec![Language::System, Language::Ru, Language::En]),
        theme in select(vec![Theme::System, Theme::Light, Theme::Dark]),
        [text_size, hide, cover, clipboard] in any::<[u32; 4]>(),
        [remember, stay, focus, captures, clears] in any::<[bool; 5]>(),
        proxy in option::of(option::of(select(vec!["proxy.publisher.example:3128", "https://[::1]:8080"]))),
        root in option::of("/\\PC{0,12}"),
        emails in prop::collection::vec("[a-z]{1,4}@publisher.example", 0..7),
        versions in prop::collection::vec(opened(), 0..5),
    ) -> Settings {
        let mut settings = Settings { language, theme, stay_signed_in: stay, hide_on_focus_loss: focus, ..Settings::default() };
        settings.set_text_size(text_size);
        settings.set_clipboard_time(clears.then(|| Duration::from_secs(clipboard.into())));
        settings.set_hide_time(Duration::from_secs(hide.into()));
        settings.set_cover_time(Some(Duration::from_mins(cover.into())));
        settings.keep_out_of_captures = captures;
        settings.extra_root = root;
        match proxy {
            None => settings.set_proxy(Proxy::None),
            Some(None) => {}
            Some(Some(own)) => settings.set_proxy(Proxy::Own(ProxyAddress::read(own).unwrap())),
        }
        for email in &emails {
            settings.signed_in(CLOUD, email);
        }
        for (account, version) in versions {
            settings.cloud_mut(CLOUD).opened(account, version, noon());
        }
        settings.remember_email(remember);
        settings
    }
}

/// The file of these settings, with what nobody knows in it.
fn file(settings: &Settings, top: &Table, cloud: &Table, version: &Table) -> Table {
    let (_home, path) = folder();
    save(&path, settings).unwrap();
    let mut table: Table = read(&path);
    table.extend(top.clone());
    if let Some(known) = table.get_mut("clouds").and_then(|clouds| clouds.get_mut(CLOUD)).and_then(Value::as_table_mut) {
        known.extend(cloud.clone());
        if let Some(first) = known.get_mut("versions").and_then(|versions| versions.get_mut(0)).and_then(Value::as_table_mut) {
            first.extend(version.clone());
        }
    }
    table
}

fn read(path: &Path) -> Table {
    fs::read_to_string(path).unwrap().parse().unwrap()
}

/// All that lies in a folder.
fn contents(home: &Path) -> Vec<Vec<u8>> {
    fs::read_dir(home).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect()
}

/// Each setting, by the table in which it stands.
const PLACES: [&[&str]; 3] = [
    &[
        "language",
        "theme",
        "text_size",
        "remember_email",
        "stay_signed_in",
        "clear_clipboard",
        "clipboard_seconds",
        "hide_seconds",
        "hide_on_focus_loss",
        "cover_minutes",
        "keep_out_of_captures",
        "extra_root",
        "proxy",
        "proxy_address",
        "clouds",
    ],
    &["emails", "keeps_sign_ins", "user_agent", "header_forms", "header_forms_by_hand", "version_forms", "versions"],
    &["app_id", "version_id", "version_number", "name", "account", "opened"],
];

/// A value of a type that no setting of this name has.
fn wrong(key: &str) -> Value {
    let is_list = matches!(key, "emails" | "versions");
    if is_list { Value::String(MARKER.to_owned()) } else { Value::Array(vec![Value::String(MARKER.to_owned())]) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_saved_comes_back_with_all_that_nobody_knows(settings in settings(), top in unknown(), cloud in unknown(), version in unknown()) {
        let (_home, path) = folder();
        let before = file(&settings, &top, &cloud, &version);
        fs::write(&path, before.to_string()).unwrap();
        let loaded = load(&path, noon());
        prop_assert_eq!(&loaded.report, &LoadReport::Loaded);
        save(&path, &loaded.settings).unwrap();
        prop_assert_eq!(read(&path), before);
        let again = load(&path, noon());
        prop_assert_eq!(again.settings, loaded.settings);
        if top.is_empty() && cloud.is_empty() && version.is_empty() {
            prop_assert_eq!(load(&path, noon()).settings, settings.as_written().into_owned());
        }
    }

    #[test]
    fn any_part_of_a_file_is_enough_for_the_rest_has_defaults(settings in settings(), kept in prop::collection::vec(any::<bool>(), PLACES[0].len())) {
        let (_home, path) = folder();
        let mut table = file(&settings, &Table::new(), &Table::new(), &Table::new());
        for (key, _) in PLACES[0].iter().zip(kept).filter(|(_, kept)| !kept) {
            table.remove(*key);
        }
        fs::write(&path, table.to_string()).unwrap();
        let loaded = load(&path, noon());
        prop_assert_eq!(loaded.report, LoadReport::Loaded);
        save(&path, &loaded.settings).unwrap();
        let (after, defaults) = (read(&path), file(&Settings::default(), &Table::new(), &Table::new(), &Table::new()));
        for key in PLACES[0].iter().filter(|key| !matches!(**key, "clouds" | "remember_email")) {
            prop_assert_eq!(after.get(*key), table.get(*key).or(defaults.get(*key)), "{}", key);
        }
    }

    #[test]
    fn no_damage_is_a_panic_or_loses_a_byte_or_tells_one(
        settings in settings(), top in unknown(), cut in any::<Index>(), flips in prop::collection::vec((any::<Index>(), 0..8_u32), 0..4), is_cut in any::<bool>(),
    ) {
        let (home, path) = folder();
        let mut damaged = file(&settings, &top, &Table::new(), &Table::new()).to_string().into_bytes();
        damaged.extend(format!("\n[x_last]\nproxy_address = \"http://anna:{MARKER}@proxy.example\"\n").bytes());
        for (at, bit) in flips {
            let at = at.index(damaged.len());
            damaged[at] ^= 1 << bit;
        }
        if is_cut {
            damaged.truncate(cut.index(damaged.len() + 1));
        }
        fs::write(&path, &damaged).unwrap();
        let loaded = load(&path, noon());
        let told = format!("{:?}", loaded.report);
        prop_assert!(!told.contains(MARKER), "{}", told);
        prop_assert_eq!(contents(home.path()), vec![damaged]);
        match loaded.report {
            LoadReport::Loaded => prop_assert_eq!(loaded.save_to, Some(path)),
            LoadReport::Broken { .. } => prop_assert_eq!((loaded.settings, loaded.save_to), (Settings::default(), Some(path))),
            LoadReport::Newer { .. } => prop_assert_eq!((loaded.settings, loaded.save_to), (Settings::default(), None)),
            other => return Err(TestCaseError::fail(format!("{other:?}"))),
        }
    }

    #[test]
    fn a_value_of_a_wrong_type_puts_the_file_aside_and_is_named_without_being_told(settings in settings(), level in 0..3_usize, at in any::<Index>()) {
        let (home, path) = folder();
        let key = *at.get(PLACES[level]);
        let mut table = file(&settings, &Table::new(), &Table::new(), &Table::new());
        let place = match level {
            0 => Some(&mut table),
            1 => table.get_mut("clouds").and_then(|clouds| clouds.get_mut(CLOUD)).and_then(Value::as_table_mut),
            _ => {
                let versions = table.get_mut("clouds").and_then(|clouds| clouds.get_mut(CLOUD)).and_then(|cloud| cloud.get_mut("versions"));
                versions.and_then(|versions| versions.get_mut(0)).and_then(Value::as_table_mut)
            }
        };
        prop_assume!(place.is_some());
        place.unwrap().insert(key.to_owned(), wrong(key));
        let text = table.to_string();
        fs::write(&path, &text).unwrap();
        let loaded = load(&path, noon());
        let named = Where::Setting(if level == 0 { key } else { "clouds" }.to_owned());
        let told = format!("{:?}", loaded.report);
        prop_assert!(!told.contains(MARKER), "{}", told);
        let LoadReport::Broken { kept_as, why } = loaded.report else { return Err(TestCaseError::fail(format!("{key}: {:?}", loaded.report))) };
        prop_assert_eq!(why, BrokenWhy::NotUnderstood(named));
        prop_assert_eq!(fs::read_to_string(kept_as).unwrap(), text);
        prop_assert_eq!(loaded.settings, Settings::default());
        prop_assert_eq!(contents(home.path()).len(), 1);
    }

    #[test]
    fn a_newer_file_is_not_touched_whatever_is_in_it(version in 2..i64::MAX, known in prop::collection::vec((any::<Index>(), value()), 0..5), top in unknown()) {
        let (home, path) = folder();
        let mut table = top;
        for (at, value) in known {
            table.insert((*at.get(PLACES[0])).to_owned(), value);
        }
        table.insert("version".to_owned(), Value::Integer(version));
        let text = table.to_string();
        fs::write(&path, &text).unwrap();
        let loaded = load(&path, noon());
        prop_assert_eq!((loaded.report, loaded.save_to), (LoadReport::Newer { path, version }, None));
        prop_assert_eq!(loaded.settings, Settings::default());
        prop_assert_eq!(contents(home.path()), vec![text.into_bytes()]);
    }
}

#[test]
fn a_file_of_the_program_before_accounts_and_proxies_is_understood_as_it_was_meant() {
    let (_home, path) = folder();
    let old = concat!(
        "version = 1\nlanguage = \"ru\"\ntheme = \"dark\"\nremember_email = true\nclipboard_seconds = 45\n\n",
        "[clouds.\"https://dev.cloud.example\"]\nemails = [\"anna@publisher.example\"]\n\n",
        "[[clouds.\"https://dev.cloud.example\".versions]]\napp_id = \"app-1\"\nversion_number = \"2.4.0\"\nopened = \"2026-03-01T12:00:00Z\"\n",
    );
    fs::write(&path, old).unwrap();
    let Loaded { settings, report, .. } = load(&path, noon());
    assert_eq!(report, LoadReport::Loaded);
    assert_eq!((settings.language, settings.theme, settings.clipboard_time()), (Language::Ru, Theme::Dark, Some(Duration::from_secs(45))));
    assert_eq!((settings.text_size(), settings.stay_signed_in, settings.proxy()), (100, true, Proxy::System));
    assert_eq!((settings.hide_time(), settings.hide_on_focus_loss, settings.cover_time()), (Duration::from_secs(30), true, None));
    let cloud = settings.cloud("https://dev.cloud.example").unwrap();
    assert_eq!((cloud.versions_of("anyone").count(), cloud.last_opened("anyone").unwrap().app_id.as_str()), (1, "app-1"));
}
