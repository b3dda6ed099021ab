//! What the program remembers of its person's choices between two starts. Nothing in it is secret.
//!
//! Kept in `settings.toml`, which people may read and edit. What this program does not know in it (a newer one wrote it, or a
//! person did) is kept when it is written again.

#[cfg(test)]
mod any_file;
mod file;
mod store;

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use crate::model::app_version::AppVersion;
use crate::model::user_agent;

pub use file::{BrokenWhy, LoadReport};
pub use store::SettingsStore;

/// How many e-mails are offered for one cloud.
const EMAILS_KEPT: usize = 5;

/// Less is too short to paste, more is no protection.
const CLIPBOARD_TIME: (Duration, Duration) = (Duration::from_secs(10), Duration::from_mins(5));

/// All settings. Fields without a method of their own are simply set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The window's language.
    pub language: Language,
    /// Light or dark.
    pub theme: Theme,
    remember_email: bool,
    /// After how many seconds a copied secret is cleared from the clipboard, as chosen; see [`Settings::clipboard_time`].
    pub clipboard_seconds: u32,
    /// What belongs to one cloud, by `CloudAddresses::key`.
    clouds: BTreeMap<String, CloudSettings>,
    #[serde(flatten)]
    unknown: Table,
}

/// A choice of language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// The system's, English when that is neither of the two.
    #[default]
    System,
    /// Russian.
    Ru,
    /// English.
    En,
}

/// A choice of theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// The system's; Linux reports none.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What is remembered for one cloud.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CloudSettings {
    /// The e-mails signed in with, the last one first.
    emails: Vec<String>,
    /// Set by the person, for the next sign-in; see [`CloudSettings::user_agent`].
    #[serde(skip_serializing_if = "Option::is_none")]
    user_agent: Option<String>,
    /// Which header form has worked for an endpoint; the names are those of `app::habits`, as in the next two.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub header_forms: BTreeMap<String, String>,
    /// Which header form the person has set for an endpoint: it goes before one that has worked.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub header_forms_by_hand: BTreeMap<String, String>,
    /// In which form an endpoint has taken a version.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub version_forms: BTreeMap<String, String>,
    /// The person's own list of apps and versions, the last opened first: no call of the server lists them.
    versions: Vec<KnownVersion>,
    #[serde(flatten)]
    unknown: Table,
}

/// A version of an app in the person's own list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KnownVersion {
    /// Which version.
    #[serde(flatten)]
    pub version: AppVersion,
    /// When it was last opened.
    pub opened: Timestamp,
    #[serde(flatten)]
    unknown: Table,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::default(),
            theme: Theme::default(),
            remember_email: true,
            clipboard_seconds: 30,
            clouds: BTreeMap::new(),
            unknown: Table::new(),
        }
    }
}

impl Settings {
    /// Serde's `flatten` knows no dates and makes texts of them: what is not understood is taken from the file as it was.
    fn keep_unknown_as_written(&mut self, file: &Table) {
        take_from(file, &mut self.unknown);
        for (key, cloud) in &mut self.clouds {
            let Some(file) = file.get("clouds").and_then(|clouds| clouds.get(key)) else { continue };
            if let Some(file) = file.as_table() {
                take_from(file, &mut cloud.unknown);
            }
            for (at, version) in cloud.versions.iter_mut().enumerate() {
                if let Some(file) = file.get("versions").and_then(|versions| versions.get(at)).and_then(Value::as_table) {
                    take_from(file, &mut version.unknown);
                }
            }
        }
    }

    /// What is remembered for a cloud (`CloudAddresses::key`), if anything is.
    #[must_use]
    pub fn cloud(&self, key: &str) -> Option<&CloudSettings> {
        self.clouds.get(key)
    }

    /// The same, to be changed.
    pub fn cloud_mut(&mut self, key: &str) -> &mut CloudSettings {
        self.clouds.entry(key.to_owned()).or_default()
    }

    /// How long a copied secret stays in the clipboard: what was chosen, within 10 seconds and 5 minutes.
    #[must_use]
    pub fn clipboard_time(&self) -> Duration {
        Duration::from_secs(self.clipboard_seconds.into()).clamp(CLIPBOARD_TIME.0, CLIPBOARD_TIME.1)
    }

    /// Whether e-mails are remembered.
    #[must_use]
    pub const fn remembers_email(&self) -> bool {
        self.remember_email
    }

    /// Switches it. Switched off, all that were remembered are forgotten at once.
    pub fn remember_email(&mut self, remember: bool) {
        self.remember_email = remember;
        if !remember {
            self.clouds.values_mut().for_each(|cloud| cloud.emails.clear());
        }
    }

    /// Notes an e-mail that was signed in with, unless e-mails are not remembered.
    pub fn signed_in(&mut self, cloud_key: &str, email: &str) {
        if self.remember_email {
            let emails = &mut self.cloud_mut(cloud_key).emails;
            emails.retain(|known| known != email);
            emails.insert(0, email.to_owned());
            emails.truncate(EMAILS_KEPT);
        }
    }
}

impl CloudSettings {
    /// The e-mails signed in with, the last one first.
    #[must_use]
    pub fn emails(&self) -> &[String] {
        &self.emails
    }

    /// The User-Agent that the person has set; none when it is the program's own. One that was written into the file by hand and
    /// cannot be sent is none, and stays in the file.
    #[must_use]
    pub fn user_agent(&self) -> Option<&str> {
        user_agent::read(self.user_agent.as_deref()?).ok()?
    }

    /// Sets it; none is the program's own.
    pub fn set_user_agent(&mut self, user_agent: Option<String>) {
        self.user_agent = user_agent;
    }

    /// The person's list of versions, the last opened first.
    #[must_use]
    pub fn versions(&self) -> &[KnownVersion] {
        &self.versions
    }

    /// Puts a version in front of the list. When it is there already, what is known of it is joined: answers of the server
    /// teach the form that was missing, and a name given before stays when there is no new one.
    pub fn opened(&mut self, version: AppVersion, at: Timestamp) {
        let known = self.position(&version).map(|at| self.versions.remove(at));
        let unknown = known.as_ref().map(|known| known.unknown.clone()).unwrap_or_default();
        let version = match known {
            Some(known) => join(version, known.version),
            None => version,
        };
        let known = self.joined_with_its_twins(KnownVersion { version, opened: at, unknown });
        self.versions.insert(0, known);
    }

    /// Replaces what is known of a version where it stands in the list: its name, or a form that was learned.
    pub fn correct(&mut self, old: &AppVersion, new: AppVersion) {
        let Some(at) = self.position(old) else { return };
        let known = self.versions.remove(at);
        let known = self.joined_with_its_twins(KnownVersion { version: new, ..known });
        self.versions.insert(at.min(self.versions.len()), known);
    }

    /// Two versions, of which one was known by its id and one by its number, may turn out to be one.
    fn joined_with_its_twins(&mut self, mut known: KnownVersion) -> KnownVersion {
        while let Some(twin) = self.versions.iter().position(|other| other.version.is_same_version(&known.version)) {
            known.version = join(known.version, self.versions.remove(twin).version);
        }
        known
    }

    /// Takes a version off the list.
    pub fn forget(&mut self, version: &AppVersion) {
        if let Some(at) = self.position(version) {
            self.versions.remove(at);
        }
    }

    fn position(&self, version: &AppVersion) -> Option<usize> {
        self.versions.iter().position(|known| known.version == *version || known.version.is_same_version(version))
    }
}

fn take_from(file: &Table, unknown: &mut Table) {
    for (key, value) in unknown.iter_mut() {
        if let Some(written) = file.get(key) {
            value.clone_from(written);
        }
    }
}

fn join(new: AppVersion, old: AppVersion) -> AppVersion {
    AppVersion {
        app_id: new.app_id,
        version_id: new.version_id.or(old.version_id),
        version_number: new.version_number.or(old.version_number),
        name: new.name.or(old.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOUD: &str = "https://dev.cloud.example";

    fn at(hour: u8) -> Timestamp {
        format!("2026-03-01T{hour:02}:00:00Z").parse().unwrap()
    }

    fn version(id: Option<&str>, number: Option<&str>, name: Option<&str>) -> AppVersion {
        AppVersion {
            app_id: "app-1".to_owned(),
            version_id: id.map(Into::into),
            version_number: number.map(Into::into),
            name: name.map(Into::into),
        }
    }

    #[test]
    fn the_last_email_is_offered_first_each_once_and_only_a_few() {
        let mut settings = Settings::default();
        for email in ["a@x.example", "b@x.example", "c@x.example", "d@x.example", "e@x.example", "f@x.example", "c@x.example"] {
            settings.signed_in(CLOUD, email);
        }
        assert_eq!(settings.cloud(CLOUD).unwrap().emails(), ["c@x.example", "f@x.example", "e@x.example", "d@x.example", "b@x.example"]);
        assert!(settings.cloud("https://another.example").is_none(), "clouds are kept apart");
    }

    #[test]
    fn switched_off_emails_are_forgotten_everywhere_and_none_is_noted() {
        let mut settings = Settings::default();
        settings.signed_in(CLOUD, "a@x.example");
        settings.signed_in("https://another.example", "b@x.example");
        settings.remember_email(false);
        settings.signed_in(CLOUD, "c@x.example");
        assert!(!toml::to_string(&settings).unwrap().contains("@x.example"));
    }

    #[test]
    fn a_clipboard_time_edited_by_hand_stays_within_reason() {
        let seconds = |clipboard_seconds| Settings { clipboard_seconds, ..Settings::default() }.clipboard_time().as_secs();
        assert_eq!([seconds(0), seconds(45), seconds(u32::MAX), Settings::default().clipboard_time().as_secs()], [10, 45, 300, 30]);
    }

    #[test]
    fn an_opened_version_comes_first_and_is_listed_once() {
        let mut cloud = CloudSettings::default();
        cloud.opened(version(None, Some("1.0"), None), at(1));
        cloud.opened(version(None, Some("2.0"), None), at(2));
        cloud.opened(version(None, Some("1.0"), None), at(3));
        let listed: Vec<_> =
            cloud.versions().iter().map(|known| (known.version.version_number.as_deref().unwrap(), known.opened)).collect();
        assert_eq!(listed, [("1.0", at(3)), ("2.0", at(2))]);
    }

    #[test]
    fn what_is_learned_of_a_version_is_joined_with_what_was_known() {
        let mut cloud = CloudSettings::default();
        cloud.opened(version(None, Some("1.0"), Some("Касса")), at(1));
        cloud.opened(version(Some("id-1"), Some("1.0"), None), at(2));
        assert_eq!(cloud.versions()[0].version, version(Some("id-1"), Some("1.0"), Some("Касса")));
        cloud.correct(&version(Some("id-1"), None, None), version(Some("id-1"), Some("1.1"), Some("Склад")));
        assert_eq!(cloud.versions()[0].version, version(Some("id-1"), Some("1.1"), Some("Склад")));
        assert_eq!((cloud.versions().len(), cloud.versions()[0].opened), (1, at(2)), "a correction opens nothing");
    }

    #[test]
    fn two_versions_that_turn_out_to_be_one_are_listed_once() {
        let mut cloud = CloudSettings::default();
        cloud.opened(version(None, Some("1.0"), Some("Касса")), at(1));
        cloud.opened(version(Some("id-1"), None, None), at(2));
        assert_eq!(cloud.versions().len(), 2);
        cloud.correct(&version(Some("id-1"), None, None), version(Some("id-1"), Some("1.0"), None));
        let listed: Vec<_> = cloud.versions().iter().map(|known| (known.version.clone(), known.opened)).collect();
        assert_eq!(listed, [(version(Some("id-1"), Some("1.0"), Some("Касса")), at(2))]);
    }

    #[test]
    fn a_forgotten_version_is_gone_and_the_others_stay() {
        let mut cloud = CloudSettings::default();
        cloud.opened(version(None, None, None), at(1));
        cloud.opened(version(None, Some("1.0"), None), at(2));
        cloud.forget(&version(None, None, None));
        assert_eq!(cloud.versions().len(), 1);
        cloud.forget(&version(None, Some("9.9"), None));
        cloud.forget(&version(None, Some("1.0"), Some("another name")));
        assert!(cloud.versions().is_empty());
    }
}
