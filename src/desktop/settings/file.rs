//! Reads and writes `settings.toml`, and never loses a file that it cannot read.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::Settings;
use crate::desktop::files;

/// The version of the file's form that this program writes.
const VERSION: i64 = 1;

/// More is no file of ours: a list of a thousand apps takes some 200 KB.
const CAP: u64 = 4 << 20;

/// What came of reading the settings; everything but the first two is worth a banner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadReport {
    /// There was no file: the first start, or everything is kept in memory.
    Fresh,
    /// Read.
    Loaded,
    /// Not understood or not readable. It was renamed, nothing of it is lost, and the defaults are in force.
    Broken {
        /// Where the file is now.
        kept_as: PathBuf,
        /// What is wrong with it.
        why: BrokenWhy,
    },
    /// The same, but it could not be renamed either. It is left as it is, and nothing is saved.
    BrokenInPlace {
        /// Where it is.
        path: PathBuf,
        /// What is wrong with it.
        why: BrokenWhy,
    },
    /// Written by a newer program. It is left as it is, and nothing is saved.
    Newer {
        /// Where it is.
        path: PathBuf,
        /// The version it claims; this program knows 1.
        version: i64,
    },
}

/// What is wrong with a settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BrokenWhy {
    /// It can be read but not understood. The parser's own words are left out: they quote the file, and somebody may have written a
    /// password into it.
    NotUnderstood(Where),
    /// The system does not let it be read; its words.
    NotReadable(String),
}

/// What in a file is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    /// This line, counted from 1.
    Line(usize),
    /// The value of this setting; the name is one of ours.
    Setting(String),
}

#[derive(Serialize)]
struct Written<'a> {
    version: i64,
    #[serde(flatten)]
    settings: &'a Settings,
}

/// What was read, and where to write it again: `None` when nothing may be written.
pub(super) struct Loaded {
    pub(super) settings: Settings,
    pub(super) save_to: Option<PathBuf>,
    pub(super) report: LoadReport,
}

enum Unread {
    Missing,
    Newer(i64),
    Broken(BrokenWhy),
}

/// Reads the file; whatever is the matter with it, the program has settings afterwards.
pub(super) fn load(path: &Path, now: Timestamp) -> Loaded {
    let fallback = |save_to, report| Loaded { settings: Settings::default(), save_to, report };
    let path = path.to_owned();
    match read(&path) {
        Ok(settings) => Loaded { settings, save_to: Some(path), report: LoadReport::Loaded },
        Err(Unread::Missing) => fallback(Some(path), LoadReport::Fresh),
        Err(Unread::Newer(version)) => fallback(None, LoadReport::Newer { path, version }),
        Err(Unread::Broken(why)) => match files::set_aside(&path, now) {
            Ok(kept_as) => fallback(Some(path), LoadReport::Broken { kept_as, why }),
            Err(error) => {
                tracing::warn!(%error, "the broken settings cannot be renamed");
                fallback(None, LoadReport::BrokenInPlace { path, why })
            }
        },
    }
}

/// Replaces the file whole.
pub(super) fn save(path: &Path, settings: &Settings) -> io::Result<()> {
    let text = toml::to_string(&Written { version: VERSION, settings: &settings.as_written() }).map_err(io::Error::other)?;
    files::write_whole(path, text.as_bytes())
}

/// Removes the file; it is fine when there is none.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

fn read(path: &Path) -> Result<Settings, Unread> {
    let contents = files::read_capped(path, CAP).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Unread::Missing,
        _ => Unread::Broken(BrokenWhy::NotReadable(error.to_string())),
    })?;
    let text = String::from_utf8(contents).map_err(|error| not_understood(error.as_bytes(), error.utf8_error().valid_up_to()))?;
    let mut table: Table = text.parse().map_err(|error: toml::de::Error| {
        let at = error.span().map_or(text.len(), |span| span.start);
        not_understood(text.as_bytes(), at)
    })?;
    // The version decides before anything else is looked at: a newer form may mean anything by the same words.
    match table.remove("version") {
        Some(Value::Integer(VERSION)) => {}
        Some(Value::Integer(newer)) if newer > VERSION => return Err(Unread::Newer(newer)),
        // It is always written first, so without it the file is cut or not ours.
        _ => return Err(not_understood(text.as_bytes(), 0)),
    }
    let mut settings = Settings::deserialize(table.clone())
        .map_err(|_| Unread::Broken(BrokenWhy::NotUnderstood(Where::Setting(wrong_setting(&table).to_owned()))))?;
    settings.keep_unknown_as_written(&table);
    // Whoever has switched the names off in an editor means those as well that stand there.
    Ok(settings.as_written().into_owned())
}

/// The first setting whose value alone is not understood.
fn wrong_setting(table: &Table) -> &str {
    let is_wrong = |(key, value): &(&String, &Value)| {
        let alone: Table = std::iter::once(((*key).clone(), (*value).clone())).collect();
        Settings::deserialize(alone).is_err()
    };
    table.iter().find(is_wrong).map_or("", |(key, _)| key)
}

fn not_understood(contents: &[u8], at: usize) -> Unread {
    let line = contents.iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
    Unread::Broken(BrokenWhy::NotUnderstood(Where::Line(line)))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::super::{Language, Proxy, ProxyAddress, Theme};
    use super::*;
    use crate::model::app_version::AppVersion;

    fn noon() -> Timestamp {
        "2026-03-01T12:00:00Z".parse().unwrap()
    }

    fn some_settings() -> Settings {
        let mut settings = Settings { language: Language::Ru, theme: Theme::Dark, ..Settings::default() };
        settings.set_clipboard_time(Some(Duration::from_secs(45)));
        settings.set_proxy(Proxy::Own(ProxyAddress::read("proxy.publisher.example:3128").unwrap()));
        settings.extra_root = Some("/etc/publisher/корень.pem".to_owned());
        settings.signed_in("https://dev.cloud.example", "anna@publisher.example");
        let cloud = settings.cloud_mut("https://dev.cloud.example");
        cloud.header_forms.insert("oauth-clients".to_owned(), "bearer".to_owned());
        for number in ["2.4.0", "2.5.0"] {
            let version = AppVersion {
                app_id: "app-1".to_owned(),
                version_id: None,
                version_number: Some(number.to_owned()),
                name: Some("Касса \"и\" склад\n".to_owned()),
            };
            cloud.opened(Some("anna@publisher.example"), version, noon());
        }
        settings.signed_in("http://127.0.0.1:8080", "boris@publisher.example");
        settings
    }

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("settings.toml");
        (home, path)
    }

    #[test]
    fn what_was_saved_is_read_again() {
        let (_home, path) = folder();
        for settings in [Settings::default(), some_settings()] {
            save(&path, &settings).unwrap();
            let loaded = load(&path, noon());
            assert_eq!((loaded.settings, loaded.report, loaded.save_to), (settings, LoadReport::Loaded, Some(path.clone())));
        }
    }

    #[test]
    fn the_file_can_be_read_by_a_person() {
        let (_home, path) = folder();
        save(&path, &some_settings()).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            text.starts_with(concat!(
                "version = 1\nlanguage = \"ru\"\ntheme = \"dark\"\ntext_size = 100\nremember_email = true\nstay_signed_in = true\n",
                "clear_clipboard = true\nclipboard_seconds = 45\nhide_seconds = 30\nhide_on_focus_loss = true\ncover_minutes = 0\n",
                "keep_out_of_captures = false\nextra_root = \"/etc/publisher/корень.pem\"\n",
                "proxy = \"own\"\nproxy_address = \"http://proxy.publisher.example:3128\"\n",
            )),
            "{text}"
        );
        assert!(
            text.contains("[[clouds.\"https://dev.cloud.example\".versions]]\napp_id = \"app-1\"\nversion_number = \"2.5.0\"\n"),
            "{text}"
        );
    }

    #[test]
    fn a_file_of_a_few_words_is_filled_up_with_defaults() {
        let (_home, path) = folder();
        // As an editor on Windows leaves it: with a byte order mark and its own line ends.
        fs::write(&path, "\u{feff}version = 1\r\ntheme = \"light\"\r\n").unwrap();
        let loaded = load(&path, noon());
        assert_eq!((loaded.settings, loaded.report), (Settings { theme: Theme::Light, ..Settings::default() }, LoadReport::Loaded));
    }

    #[test]
    fn what_this_program_does_not_know_is_kept_at_every_level() {
        let (_home, path) = folder();
        let unknown = concat!(
            "version = 1\nborn = 2026-03-01T12:00:00Z\nsizes = [1, 2.5, \"x\"]\n\n[window]\nwidth = 800\n\n",
            "[clouds.\"https://dev.cloud.example\"]\nproxy = \"none\"\nsince = 2026-03-01\n\n",
            "[[clouds.\"https://dev.cloud.example\".versions]]\napp_id = \"app-1\"\nversion_number = \"2.4.0\"\nopened = \"2026-03-01T12:00:00Z\"\ncolour = \"red\"\nborn = 2026-03-01\n",
        );
        fs::write(&path, unknown).unwrap();
        let mut loaded = load(&path, noon());
        assert_eq!(loaded.report, LoadReport::Loaded);
        loaded.settings.signed_in("https://dev.cloud.example", "anna@publisher.example");
        let version = loaded.settings.cloud("https://dev.cloud.example").unwrap().versions()[0].version.clone();
        loaded.settings.cloud_mut("https://dev.cloud.example").opened(Some("anna@publisher.example"), version, noon());
        save(&path, &loaded.settings).unwrap();
        let table: Table = fs::read_to_string(&path).unwrap().parse().unwrap();
        let original: Table = unknown.parse().unwrap();
        for key in ["born", "sizes", "window"] {
            assert_eq!(table.get(key), original.get(key), "{key}");
        }
        let cloud = &table["clouds"]["https://dev.cloud.example"];
        assert_eq!(cloud["proxy"].as_str(), Some("none"));
        assert_eq!(cloud["since"], original["clouds"]["https://dev.cloud.example"]["since"]);
        assert_eq!(cloud["versions"][0]["colour"].as_str(), Some("red"));
        assert!(cloud["versions"][0]["born"].is_datetime());
        assert_eq!(cloud["emails"][0].as_str(), Some("anna@publisher.example"));
    }

    #[test]
    fn a_file_that_is_not_understood_is_kept_aside_and_the_defaults_hold() {
        let setting = |name: &str| Where::Setting(name.to_owned());
        let cases: [(&[u8], Where); 11] = [
            (b"", Where::Line(1)),
            (b"\n", Where::Line(1)),
            (b"version = 1\ntheme = \"dark", Where::Line(2)),
            (b"version = 1\ntheme = \"sepia\"\n", setting("theme")),
            (b"version = 1\nlanguage = \"ru\"\nclipboard_seconds = -3\n", setting("clipboard_seconds")),
            (b"version = 1\nproxy_address = \"socks5://proxy.example\"\n", setting("proxy_address")),
            (b"version = 1\n[clouds]\nx = 1\n", setting("clouds")),
            (b"theme = \"dark\"\n", Where::Line(1)),
            (b"version = \"1\"\n", Where::Line(1)),
            (b"version = 0\n", Where::Line(1)),
            (b"version = 1\n# \xff\xfe\n", Where::Line(2)),
        ];
        for (broken, expected) in cases {
            let (home, path) = folder();
            fs::write(&path, broken).unwrap();
            let loaded = load(&path, noon());
            let LoadReport::Broken { kept_as, why: BrokenWhy::NotUnderstood(at) } = loaded.report else {
                panic!("{:?} for {broken:?}", loaded.report)
            };
            assert_eq!(at, expected);
            assert_eq!(loaded.settings, Settings::default());
            assert_eq!(kept_as, home.path().join("settings.toml.broken-20260301T120000Z"));
            assert_eq!(fs::read(&kept_as).unwrap(), broken);
            save(&loaded.save_to.unwrap(), &loaded.settings).unwrap();
            assert_eq!(load(&path, noon()).report, LoadReport::Loaded, "said once, not at every start");
            assert_eq!(fs::read(&kept_as).unwrap(), broken);
        }
    }

    #[test]
    fn a_login_that_somebody_wrote_before_the_proxys_host_is_neither_used_nor_written_nor_told() {
        let (_home, path) = folder();
        fs::write(&path, "version = 1\nproxy = \"own\"\nproxy_address = \"http://anna:s3cret@proxy.publisher.example:3128\"\n").unwrap();
        let loaded = load(&path, noon());
        assert_eq!(loaded.settings.proxy(), Proxy::Own(ProxyAddress::read("proxy.publisher.example:3128").unwrap()));
        assert!(!format!("{:?}", loaded.settings).contains("s3cret"));
        save(&path, &loaded.settings).unwrap();
        assert!(!fs::read_to_string(&path).unwrap().contains("s3cret"));
        for broken in [
            "proxy_address = \"ftp://anna:s3cret@proxy.example\"",
            "proxy_address = [\"http://anna:s3cret@proxy.example\"]",
            "proxy = \"http://anna:s3cret@proxy.example\"",
            "text_size = \"s3cret\"",
            "proxy_address = \"http://anna:s3cret@proxy.example",
            "s3cret",
            "proxy = s3cret",
            "[s3cret\nproxy = 1",
            "clouds = { \"http://anna:s3cret@x.example\" = 1 }",
        ] {
            fs::write(&path, format!("version = 1\n{broken}\n")).unwrap();
            let report = load(&path, noon()).report;
            assert!(matches!(report, LoadReport::Broken { why: BrokenWhy::NotUnderstood(_), .. }), "{broken}");
            assert!(!format!("{report:?}").contains("s3cret"), "{report:?}");
        }
    }

    #[test]
    fn a_newer_programs_file_is_left_as_it_is_and_never_written() {
        let (home, path) = folder();
        let newer = "version = 2\ntheme = [\"dark\"]\n";
        fs::write(&path, newer).unwrap();
        let loaded = load(&path, noon());
        assert_eq!((loaded.report, loaded.save_to), (LoadReport::Newer { path: path.clone(), version: 2 }, None));
        assert_eq!(fs::read_to_string(&path).unwrap(), newer);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_cannot_be_read_nor_renamed_is_left_as_it_is_and_never_written() {
        let (home, path) = folder();
        fs::create_dir(&path).unwrap();
        let loaded = load(&path, noon());
        assert!(matches!(loaded.report, LoadReport::BrokenInPlace { why: BrokenWhy::NotReadable(_), .. }), "{:?}", loaded.report);
        assert_eq!((loaded.settings, loaded.save_to), (Settings::default(), None));
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1, "no litter");
    }

    #[test]
    fn a_huge_file_is_not_swallowed() {
        let (_home, path) = folder();
        fs::write(&path, vec![b'#'; usize::try_from(CAP).unwrap() + 1]).unwrap();
        assert!(matches!(load(&path, noon()).report, LoadReport::Broken { why: BrokenWhy::NotReadable(_), .. }));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_damage_is_a_panic_and_none_loses_a_byte(cut in 0_usize..600, at in 0_usize..600, byte in any::<u8>()) {
            let (home, path) = folder();
            save(&path, &some_settings()).unwrap();
            let mut damaged = fs::read(&path).unwrap();
            if let Some(hit) = damaged.get_mut(at) {
                *hit = byte;
            }
            damaged.truncate(cut);
            fs::write(&path, &damaged).unwrap();
            load(&path, noon());
            let kept = fs::read_dir(home.path()).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap());
            prop_assert_eq!(kept.collect::<Vec<_>>(), vec![damaged]);
        }
    }
}
