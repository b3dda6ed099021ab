//! The list of apps and versions as a file for a colleague: no call lists a publisher's apps, so whoever has collected the ids hands
//! them on. There is no secret in it.
//!
//! ```json
//! {
//!   "tokendesk": "versions",
//!   "format": 1,
//!   "cloud": "https://dev.evotor.ru",
//!   "versions": [{ "app_id": "3f9d27c0-…", "version_id": "b07e41aa-…", "version_number": "2.4.0", "name": "Касса и склад" }]
//! }
//! ```
//!
//! `app_id` and one of the two forms of a version are needed, the rest may be missing; fields of tomorrow are passed over. A file
//! comes from somebody else, so nothing of it is trusted: it is taken whole or not at all.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_security::skeleton;

use super::app_version::AppVersion;
use super::unseen::is_unseen;

/// A larger file is none of ours.
pub const LARGEST_FILE: u64 = 512 * 1024;
const FORMAT: u64 = 1;
const MOST_VERSIONS: usize = 1000;
/// In characters; Evotor's ids have 36.
const LONGEST: usize = 200;

/// A file that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionList {
    /// The key of the cloud that its versions belong to, when it says so.
    pub cloud: Option<String>,
    /// Each version once, in the file's order.
    pub versions: Vec<AppVersion>,
}

/// A part of an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// `app_id`
    App,
    /// `version_id` or `version_number`
    Version,
    /// `name`
    Name,
}

/// What is wrong with a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PartProblem {
    /// It is not there, and is needed.
    Missing,
    /// Longer than any id or name.
    TooLong,
    /// There are characters in it that cannot be seen.
    Unseen,
    /// Letters of two alphabets in one word, or letters that look like Latin ones and are not.
    LookAlike,
}

/// Why a file was not taken. It repeats nothing of the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum ListProblem {
    /// It is not written in UTF-8.
    #[error("not a text in UTF-8")]
    NotText,
    /// It is no JSON, or a field is of another kind than it should be.
    #[error("not understood at line {line}, column {column}")]
    NotUnderstood {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// It is not a list of versions.
    #[error("not a list of versions")]
    NotAList,
    /// A newer program wrote it.
    #[error("format {0} is newer than this program")]
    Newer(u64),
    /// More entries than anybody has.
    #[error("more than {MOST_VERSIONS} entries")]
    TooMany,
    /// An entry cannot be taken.
    #[error("entry {entry}: {part:?} is {problem:?}")]
    Entry {
        /// Counted from 1.
        entry: usize,
        /// Where.
        part: Part,
        /// What.
        problem: PartProblem,
    },
}

#[derive(Serialize, Deserialize)]
struct File {
    tokendesk: String,
    format: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cloud: Option<String>,
    versions: Vec<AppVersion>,
}

/// Its head, which every format has.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    tokendesk: String,
    #[serde(default)]
    format: u64,
}

/// The file's text.
#[must_use]
pub fn write(cloud: &str, versions: &[AppVersion]) -> String {
    let file = File { tokendesk: "versions".to_owned(), format: FORMAT, cloud: Some(cloud.to_owned()), versions: versions.to_vec() };
    // Plain fields only: there is nothing in them that could not be written.
    serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
}

/// Reads a file.
///
/// # Errors
/// [`ListProblem`] names the first thing that is wrong, and where.
pub fn read(bytes: &[u8]) -> Result<VersionList, ListProblem> {
    let text = std::str::from_utf8(bytes).map_err(|_| ListProblem::NotText)?;
    // Editors of Windows put a mark in front.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let not_understood = |error: serde_json::Error| ListProblem::NotUnderstood { line: error.line(), column: error.column() };
    let head: Head = serde_json::from_str(text).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => ListProblem::NotAList,
        _ => not_understood(error),
    })?;
    if head.tokendesk != "versions" || head.format == 0 {
        return Err(ListProblem::NotAList);
    }
    if head.format > FORMAT {
        return Err(ListProblem::Newer(head.format));
    }
    let file: File = serde_json::from_str(text).map_err(not_understood)?;
    if file.versions.len() > MOST_VERSIONS {
        return Err(ListProblem::TooMany);
    }
    let mut versions: Vec<AppVersion> = Vec::new();
    for (place, version) in file.versions.into_iter().enumerate() {
        let version = checked(version).map_err(|(part, problem)| ListProblem::Entry { entry: place + 1, part, problem })?;
        match versions.iter_mut().find(|known| known.is_same_version(&version)) {
            Some(known) => *known = joined(known, &version),
            None => versions.push(version),
        }
    }
    Ok(VersionList { cloud: file.cloud, versions })
}

/// White space around values is cut, and what is empty then is not there.
fn checked(version: AppVersion) -> Result<AppVersion, (Part, PartProblem)> {
    let cut = |value: Option<String>| value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    let version = AppVersion {
        app_id: version.app_id.trim().to_owned(),
        version_id: cut(version.version_id),
        version_number: cut(version.version_number),
        name: cut(version.name),
    };
    let forms = [&version.version_id, &version.version_number];
    check_id(&version.app_id).map_err(|problem| (Part::App, problem))?;
    if forms.iter().all(|form| form.is_none()) {
        return Err((Part::Version, PartProblem::Missing));
    }
    for form in forms.into_iter().flatten() {
        check_id(form).map_err(|problem| (Part::Version, problem))?;
    }
    version.name.as_deref().map_or(Ok(()), check).map_err(|problem| (Part::Name, problem))?;
    Ok(version)
}

fn check(value: &str) -> Result<(), PartProblem> {
    if value.is_empty() {
        Err(PartProblem::Missing)
    } else if value.chars().any(is_unseen) {
        Err(PartProblem::Unseen)
    } else if value.chars().count() > LONGEST {
        Err(PartProblem::TooLong)
    } else {
        Ok(())
    }
}

/// An id is compared by machines and looked over by people: a letter that only looks right makes another id of it.
fn check_id(value: &str) -> Result<(), PartProblem> {
    check(value)?;
    for word in value.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_ascii()) {
        let mixed = word.chars().any(|c| c.is_ascii_alphabetic());
        if mixed || skeleton(word).all(|c| c.is_ascii()) {
            return Err(PartProblem::LookAlike);
        }
    }
    Ok(())
}

/// What both say of one version; what was there first stays.
fn joined(known: &AppVersion, other: &AppVersion) -> AppVersion {
    let or = |known: &Option<String>, other: &Option<String>| known.clone().or_else(|| other.clone());
    AppVersion {
        app_id: known.app_id.clone(),
        version_id: or(&known.version_id, &other.version_id),
        version_number: or(&known.version_number, &other.version_number),
        name: or(&known.name, &other.name),
    }
}

/// What a file would change in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merge {
    /// Versions that are not there yet.
    pub added: Vec<AppVersion>,
    /// Versions that are there, and of which the file knows more: as they are, and as they would be. Names that were given stay.
    pub joined: Vec<(AppVersion, AppVersion)>,
    /// Versions that are there, and of which it knows nothing new.
    pub same: usize,
}

impl Merge {
    /// Compares; nothing is changed.
    #[must_use]
    pub fn of(known: &[AppVersion], file: &VersionList) -> Self {
        let mut merge = Self::default();
        for version in &file.versions {
            match known.iter().find(|known| known.is_same_version(version)) {
                None => merge.added.push(version.clone()),
                Some(old) => {
                    let new = joined(old, version);
                    if new == *old {
                        merge.same += 1;
                    } else {
                        merge.joined.push((old.clone(), new));
                    }
                }
            }
        }
        merge
    }

    /// Nothing would change.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.added.is_empty() && self.joined.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const CLOUD: &str = "https://dev.cloud.example";
    const APP: &str = "3f9d27c0-1b52-4c86-9f0e-6a41d8c7b2e5";

    fn version(id: Option<&str>, number: Option<&str>, name: Option<&str>) -> AppVersion {
        let own = |text: Option<&str>| text.map(ToOwned::to_owned);
        AppVersion { app_id: APP.to_owned(), version_id: own(id), version_number: own(number), name: own(name) }
    }

    fn file(versions: &serde_json::Value) -> Vec<u8> {
        json!({ "tokendesk": "versions", "format": 1, "versions": versions }).to_string().into_bytes()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let versions = vec![version(Some("b07e41aa"), Some("2.4.0"), Some("Касса и склад")), version(None, Some("0.2 проба/2"), None)];
        let text = write(CLOUD, &versions);
        assert_eq!(read(text.as_bytes()).unwrap(), VersionList { cloud: Some(CLOUD.to_owned()), versions });
        assert!(text.starts_with("{\n  \"tokendesk\": \"versions\",\n  \"format\": 1,\n"), "{text}");
        let with_mark = format!("\u{feff}{text}");
        assert!(read(with_mark.as_bytes()).is_ok());
    }

    #[test]
    fn an_entry_that_cannot_be_taken_is_named() {
        let long = "x".repeat(201);
        let table = [
            (json!({ "app_id": " ", "version_number": "1" }), Part::App, PartProblem::Missing),
            (json!({ "app_id": APP }), Part::Version, PartProblem::Missing),
            (json!({ "app_id": APP, "version_id": "", "version_number": " " }), Part::Version, PartProblem::Missing),
            (json!({ "app_id": long, "version_number": "1" }), Part::App, PartProblem::TooLong),
            (json!({ "app_id": "a\u{202e}b", "version_number": "1" }), Part::App, PartProblem::Unseen),
            (json!({ "app_id": APP, "version_number": "1\u{1b}[2J" }), Part::Version, PartProblem::Unseen),
            (json!({ "app_id": APP, "version_number": "1", "name": "Касса\u{200b}" }), Part::Name, PartProblem::Unseen),
            // A Cyrillic "а" in a row of hexadecimal digits, and a word that is Cyrillic and looks Latin.
            (json!({ "app_id": "3f9d27c0-1b52-4c86-9f0e-6а41d8c7b2e5", "version_number": "1" }), Part::App, PartProblem::LookAlike),
            (json!({ "app_id": "сора", "version_number": "1" }), Part::App, PartProblem::LookAlike),
            (json!({ "app_id": APP, "version_id": "bеta" }), Part::Version, PartProblem::LookAlike),
        ];
        for (entry, part, problem) in table {
            let good = json!({ "app_id": APP, "version_number": "0.1" });
            assert_eq!(read(&file(&json!([good, entry]))), Err(ListProblem::Entry { entry: 2, part, problem }), "{entry}");
        }
    }

    #[test]
    fn a_file_that_is_none_of_ours_is_refused_whole() {
        let many: Vec<_> = (0..1001).map(|n| json!({ "app_id": APP, "version_number": n.to_string() })).collect();
        let table = [
            (b"\xff\xfe".to_vec(), ListProblem::NotText),
            (b"".to_vec(), ListProblem::NotUnderstood { line: 1, column: 0 }),
            (b"{\n \"tokendesk\": x".to_vec(), ListProblem::NotUnderstood { line: 2, column: 15 }),
            (b"[]".to_vec(), ListProblem::NotAList),
            (b"{}".to_vec(), ListProblem::NotAList),
            (br#"{"tokendesk":"journal","format":1}"#.to_vec(), ListProblem::NotAList),
            (br#"{"tokendesk":"versions","format":2,"list":[]}"#.to_vec(), ListProblem::Newer(2)),
            (
                br#"{"tokendesk":"versions","format":1,"versions":[{"app_id":7}]}"#.to_vec(),
                ListProblem::NotUnderstood { line: 1, column: 58 },
            ),
            (file(&json!(many)), ListProblem::TooMany),
        ];
        for (bytes, problem) in table {
            assert_eq!(read(&bytes), Err(problem), "{}", String::from_utf8_lossy(&bytes).chars().take(80).collect::<String>());
        }
    }

    #[test]
    fn a_list_is_merged_and_names_that_were_given_stay() {
        let known = [version(Some("id-1"), None, Some("Моё")), version(None, Some("2.0"), None), version(None, Some("3.0"), Some("Три"))];
        let text = file(&json!([
            { "app_id": APP, "version_id": "id-1", "version_number": "1.0", "name": "Их" },
            { "app_id": APP, "version_number": "2.0", "name": "Два" },
            { "app_id": APP, "version_number": "3.0", "name": "Иначе" },
            { "app_id": APP, "version_number": "4.0" },
            { "app_id": APP, "version_id": "id-4", "version_number": "4.0", "name": "Четыре", "note": "of tomorrow" },
        ]));
        let merge = Merge::of(&known, &read(&text).unwrap());
        let expected = Merge {
            added: vec![version(Some("id-4"), Some("4.0"), Some("Четыре"))],
            joined: vec![
                (known[0].clone(), version(Some("id-1"), Some("1.0"), Some("Моё"))),
                (known[1].clone(), version(None, Some("2.0"), Some("Два"))),
            ],
            same: 1,
        };
        assert_eq!(merge, expected);
        assert!(!merge.is_empty() && Merge::of(&merge.added, &VersionList { cloud: None, versions: merge.added.clone() }).is_empty());
    }

    proptest! {
        #[test]
        fn no_file_makes_it_panic_and_what_is_taken_can_be_written(bytes in proptest::collection::vec(any::<u8>(), 0..200), app in "\\PC{0,40}", number in "\\PC{0,40}", name in any::<String>()) {
            let _ = read(&bytes);
            if let Ok(list) = read(&file(&json!([{ "app_id": app, "version_number": number, "name": name }]))) {
                let text = write(CLOUD, &list.versions);
                prop_assert_eq!(read(text.as_bytes()).unwrap().versions, list.versions.clone());
                let version = &list.versions[0];
                let values = [Some(&version.app_id), version.version_number.as_ref(), version.name.as_ref()];
                prop_assert!(values.into_iter().flatten().all(|value| !value.chars().any(is_unseen)));
            }
        }
    }
}
