//! What is remembered for one cloud: who has signed in there, which versions they work at, and how the program talks to it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::take_from;
use crate::model::app_version::AppVersion;
use crate::model::user_agent;

/// How many e-mails are offered for one cloud.
const EMAILS_KEPT: usize = 5;

/// What is remembered for one cloud.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CloudSettings {
    /// The e-mails signed in with, the last one first.
    emails: Vec<String>,
    /// A sign-in was kept in the system's keychain: it is asked for them at the start only then, for it may want its own password.
    #[serde(skip_serializing_if = "is_false")]
    pub keeps_sign_ins: bool,
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
    /// Whose it is: it is shown under this account only. None, from a file that names no accounts: under every one, until it is
    /// opened under one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// When it was last opened.
    pub opened: Timestamp,
    #[serde(flatten)]
    unknown: Table,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

impl CloudSettings {
    /// The e-mails signed in with, the last one first.
    #[must_use]
    pub fn emails(&self) -> &[String] {
        &self.emails
    }

    pub(super) fn signed_in(&mut self, email: &str) {
        self.emails.retain(|known| known != email);
        self.emails.insert(0, email.to_owned());
        self.emails.truncate(EMAILS_KEPT);
    }

    pub(super) fn forget_emails(&mut self) {
        self.emails.clear();
    }

    /// Forgets whose the versions are. What was two accounts' stands once, where it was opened last.
    pub(super) fn forget_whose(&mut self) {
        let mut left: Vec<KnownVersion> = Vec::with_capacity(self.versions.len());
        for known in self.versions.drain(..).map(|known| KnownVersion { account: None, ..known }) {
            match left.iter_mut().find(|other| is_one(&other.version, &known.version)) {
                Some(other) => other.version = join(other.version.clone(), known.version),
                None => left.push(known),
            }
        }
        self.versions = left;
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

    /// The versions of all accounts, the last opened first.
    #[must_use]
    pub fn versions(&self) -> &[KnownVersion] {
        &self.versions
    }

    /// The versions that are shown under this account, the last opened first.
    pub fn versions_of(&self, account: &str) -> impl Iterator<Item = &KnownVersion> {
        self.versions.iter().filter(move |known| known.is_shown_under(Some(account)))
    }

    /// The version that this account had open last. Where no version says whose it is, it is the last of all.
    #[must_use]
    pub fn last_opened(&self, account: &str) -> Option<&AppVersion> {
        let is_known_whose = self.versions.iter().any(|known| known.account.is_some());
        let mut its = self.versions.iter().filter(|known| !is_known_whose || known.account.as_deref() == Some(account));
        its.next().map(|known| &known.version)
    }

    /// Puts a version in front of the list: from now on it is this account's. When it is there already, what is known of it is
    /// joined: answers of the server teach the form that was missing, and a name given before stays when there is no new one.
    pub fn opened(&mut self, account: Option<&str>, version: AppVersion, at: Timestamp) {
        let known = self.position(account, &version).map(|at| self.versions.remove(at));
        let account = account.map(ToOwned::to_owned);
        let known = match known {
            Some(known) => KnownVersion { version: join(version, known.version), account: account.or(known.account), opened: at, ..known },
            None => KnownVersion { version, account, opened: at, unknown: Table::new() },
        };
        let known = self.joined_with_its_twins(known);
        self.versions.insert(0, known);
    }

    /// Replaces what is known of a version where it stands in the list of this account: its name, or a form that was learned.
    pub fn correct(&mut self, account: Option<&str>, old: &AppVersion, new: AppVersion) {
        let Some(at) = self.position(account, old) else { return };
        let known = self.versions.remove(at);
        let known = self.joined_with_its_twins(KnownVersion { version: new, ..known });
        self.versions.insert(at.min(self.versions.len()), known);
    }

    /// Two versions, of which one was known by its id and one by its number, may turn out to be one.
    fn joined_with_its_twins(&mut self, mut known: KnownVersion) -> KnownVersion {
        let is_twin = |other: &KnownVersion, known: &KnownVersion| {
            other.is_shown_under(known.account.as_deref()) && other.version.is_same_version(&known.version)
        };
        while let Some(twin) = self.versions.iter().position(|other| is_twin(other, &known)) {
            known.version = join(known.version, self.versions.remove(twin).version);
        }
        known
    }

    /// Takes a version off the list of this account.
    pub fn forget(&mut self, account: Option<&str>, version: &AppVersion) {
        while let Some(at) = self.position(account, version) {
            self.versions.remove(at);
        }
    }

    fn position(&self, account: Option<&str>, version: &AppVersion) -> Option<usize> {
        self.versions.iter().position(|known| known.is_shown_under(account) && is_one(&known.version, version))
    }

    /// What is not understood is taken from the file as it was.
    pub(super) fn keep_unknown_as_written(&mut self, file: &Table) {
        take_from(file, &mut self.unknown);
        for (at, version) in self.versions.iter_mut().enumerate() {
            if let Some(file) = file.get("versions").and_then(|versions| versions.get(at)).and_then(Value::as_table) {
                take_from(file, &mut version.unknown);
            }
        }
    }
}

impl KnownVersion {
    fn is_shown_under(&self, account: Option<&str>) -> bool {
        self.account.is_none() || self.account.as_deref() == account
    }
}

fn is_one(one: &AppVersion, other: &AppVersion) -> bool {
    one == other || one.is_same_version(other)
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

    const ANNA: Option<&str> = Some("anna@x.example");
    const BORIS: Option<&str> = Some("boris@x.example");

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
    fn an_opened_version_comes_first_and_is_listed_once() {
        let mut cloud = CloudSettings::default();
        cloud.opened(ANNA, version(None, Some("1.0"), None), at(1));
        cloud.opened(ANNA, version(None, Some("2.0"), None), at(2));
        cloud.opened(ANNA, version(None, Some("1.0"), None), at(3));
        let listed: Vec<_> =
            cloud.versions().iter().map(|known| (known.version.version_number.as_deref().unwrap(), known.opened)).collect();
        assert_eq!(listed, [("1.0", at(3)), ("2.0", at(2))]);
    }

    #[test]
    fn what_is_learned_of_a_version_is_joined_with_what_was_known() {
        let mut cloud = CloudSettings::default();
        cloud.opened(ANNA, version(None, Some("1.0"), Some("Касса")), at(1));
        cloud.opened(ANNA, version(Some("id-1"), Some("1.0"), None), at(2));
        assert_eq!(cloud.versions()[0].version, version(Some("id-1"), Some("1.0"), Some("Касса")));
        cloud.correct(ANNA, &version(Some("id-1"), None, None), version(Some("id-1"), Some("1.1"), Some("Склад")));
        assert_eq!(cloud.versions()[0].version, version(Some("id-1"), Some("1.1"), Some("Склад")));
        assert_eq!((cloud.versions().len(), cloud.versions()[0].opened), (1, at(2)), "a correction opens nothing");
    }

    #[test]
    fn two_versions_that_turn_out_to_be_one_are_listed_once() {
        let mut cloud = CloudSettings::default();
        cloud.opened(ANNA, version(None, Some("1.0"), Some("Касса")), at(1));
        cloud.opened(ANNA, version(Some("id-1"), None, None), at(2));
        assert_eq!(cloud.versions().len(), 2);
        cloud.correct(ANNA, &version(Some("id-1"), None, None), version(Some("id-1"), Some("1.0"), None));
        let listed: Vec<_> = cloud.versions().iter().map(|known| (known.version.clone(), known.opened)).collect();
        assert_eq!(listed, [(version(Some("id-1"), Some("1.0"), Some("Касса")), at(2))]);
    }

    #[test]
    fn a_forgotten_version_is_gone_and_the_others_stay() {
        let mut cloud = CloudSettings::default();
        cloud.opened(ANNA, version(None, None, None), at(1));
        cloud.opened(ANNA, version(None, Some("1.0"), None), at(2));
        cloud.forget(ANNA, &version(None, None, None));
        assert_eq!(cloud.versions().len(), 1);
        cloud.forget(ANNA, &version(None, Some("9.9"), None));
        cloud.forget(ANNA, &version(None, Some("1.0"), Some("another name")));
        assert!(cloud.versions().is_empty());
    }

    fn numbers(cloud: &CloudSettings, account: Option<&str>) -> Vec<String> {
        cloud.versions_of(account.unwrap()).map(|known| known.version.version_number.clone().unwrap()).collect()
    }

    #[test]
    fn a_version_of_one_account_is_not_seen_by_the_other() {
        let mut cloud = CloudSettings::default();
        cloud.opened(ANNA, version(None, Some("1.0"), Some("Касса")), at(1));
        cloud.opened(BORIS, version(None, Some("2.0"), None), at(2));
        cloud.opened(BORIS, version(None, Some("1.0"), Some("Склад")), at(3));
        assert_eq!((numbers(&cloud, ANNA), numbers(&cloud, BORIS)), (vec!["1.0".to_owned()], vec!["1.0".to_owned(), "2.0".to_owned()]));
        cloud.correct(BORIS, &version(None, Some("1.0"), None), version(Some("id-1"), Some("1.0"), Some("Лавка")));
        assert_eq!(cloud.versions_of(ANNA.unwrap()).next().unwrap().version, version(None, Some("1.0"), Some("Касса")));
        cloud.forget(BORIS, &version(Some("id-1"), None, None));
        assert_eq!((numbers(&cloud, ANNA), numbers(&cloud, BORIS)), (vec!["1.0".to_owned()], vec!["2.0".to_owned()]));
        let last = |account: Option<&str>| cloud.last_opened(account.unwrap()).and_then(|version| version.version_number.clone());
        assert_eq!([last(ANNA), last(BORIS), last(Some("c@x.example"))], [Some("1.0".to_owned()), Some("2.0".to_owned()), None]);
    }

    #[test]
    fn a_version_of_nobody_is_shown_to_all_until_it_is_opened() {
        let text = "[[versions]]\napp_id = \"app-1\"\nversion_number = \"1.0\"\nname = \"Касса\"\nopened = \"2026-03-01T12:00:00Z\"\n";
        let mut cloud: CloudSettings = toml::from_str(text).unwrap();
        assert_eq!([numbers(&cloud, ANNA), numbers(&cloud, BORIS)], [["1.0"], ["1.0"]]);
        assert_eq!(cloud.last_opened(ANNA.unwrap()), Some(&version(None, Some("1.0"), Some("Касса"))), "the file knows no accounts at all");
        cloud.opened(BORIS, version(None, Some("2.0"), None), at(13));
        assert_eq!(cloud.last_opened(ANNA.unwrap()), None, "it may be another's");
        cloud.opened(ANNA, version(Some("id-1"), Some("1.0"), None), at(14));
        assert_eq!((numbers(&cloud, ANNA), numbers(&cloud, BORIS)), (vec!["1.0".to_owned()], vec!["2.0".to_owned()]));
        assert_eq!(cloud.last_opened(ANNA.unwrap()), Some(&version(Some("id-1"), Some("1.0"), Some("Касса"))));
        assert_eq!(cloud.versions().len(), 2);
    }
}
