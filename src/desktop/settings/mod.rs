//! What the program remembers of its person's choices between two starts. Nothing in it is secret.
//!
//! Kept in `settings.toml`, which people may read and edit. What this program does not know in it (a newer one wrote it, or a
//! person did) is kept when it is written again. A field that came later has a default, so that every older file is understood.

#[cfg(test)]
mod any_file;
mod choices;
mod cloud;
mod file;
mod proxy;
mod store;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use toml::Table;

pub use choices::{CLIPBOARD_TIMES, COVER_TIMES, HIDE_TIMES, Language, TEXT_SIZE, TEXT_SIZES, Theme};
pub use cloud::{CloudSettings, KnownVersion};
pub use file::{BrokenWhy, LoadReport, Where};
pub use proxy::{Proxy, ProxyAddress, ProxyAddressProblem, ProxyChoice};
pub use store::SettingsStore;

/// All settings. Fields without a method of their own are simply set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the person's")]
pub struct Settings {
    /// The window's language.
    pub language: Language,
    /// Light or dark.
    pub theme: Theme,
    /// In percent, as written; see [`Settings::text_size`].
    text_size: u32,
    remember_email: bool,
    /// Whether sign-ins are kept in the system's keychain. (Which are kept, is asked of the keychain.)
    pub stay_signed_in: bool,
    /// Whether a copied secret is cleared from the clipboard at all.
    clear_clipboard: bool,
    /// After how many seconds, as written; see [`Settings::clipboard_time`].
    clipboard_seconds: u32,
    /// After how many seconds a shown secret is hidden, as written; see [`Settings::hide_time`].
    hide_seconds: u32,
    /// Whether shown secrets are hidden when the window loses the focus.
    pub hide_on_focus_loss: bool,
    /// After how many minutes without anybody the window is covered, as written; 0 is never. See [`Settings::cover_time`].
    cover_minutes: u32,
    /// Whether the window is kept out of screen captures, where the system can do that.
    pub keep_out_of_captures: bool,
    /// The path of a file with root certificates that are trusted beside the system's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extra_root: Option<String>,
    /// Which proxy was chosen; see [`Settings::proxy`].
    proxy: ProxyChoice,
    /// The proxy of one's own. It stays when another choice is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    proxy_address: Option<ProxyAddress>,
    /// Whether the keychain holds that proxy's login: where it does not, it is not asked, for it might want its password for nothing.
    pub keeps_proxy_login: bool,
    /// What belongs to one cloud, by `CloudAddresses::key`.
    clouds: BTreeMap<String, CloudSettings>,
    #[serde(flatten)]
    unknown: Table,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::default(),
            theme: Theme::default(),
            text_size: TEXT_SIZE,
            remember_email: true,
            stay_signed_in: true,
            clear_clipboard: true,
            clipboard_seconds: 30,
            hide_seconds: 30,
            hide_on_focus_loss: true,
            cover_minutes: 0,
            keep_out_of_captures: false,
            extra_root: None,
            proxy: ProxyChoice::default(),
            proxy_address: None,
            keeps_proxy_login: false,
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
            if let Some(file) = file.get("clouds").and_then(|clouds| clouds.get(key)).and_then(toml::Value::as_table) {
                cloud.keep_unknown_as_written(file);
            }
        }
    }

    /// The settings as they stand in a file: without anybody's name when e-mails are not remembered.
    fn as_written(&self) -> Cow<'_, Self> {
        if self.remember_email {
            return Cow::Borrowed(self);
        }
        let mut nameless = self.clone();
        for cloud in nameless.clouds.values_mut() {
            cloud.forget_emails();
            cloud.forget_whose();
        }
        Cow::Owned(nameless)
    }

    /// The clouds of which anything is remembered (`CloudAddresses::key`).
    pub fn clouds(&self) -> impl Iterator<Item = (&str, &CloudSettings)> {
        self.clouds.iter().map(|(key, cloud)| (key.as_str(), cloud))
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

    /// The size of the text in percent: the one of [`TEXT_SIZES`] that is nearest to what was chosen.
    #[must_use]
    pub fn text_size(&self) -> u32 {
        choices::nearest_text_size(self.text_size)
    }

    /// Sets it.
    pub const fn set_text_size(&mut self, percent: u32) {
        self.text_size = percent;
    }

    /// How long a copied secret stays in the clipboard: what was chosen, within 10 seconds and 5 minutes. None: until the
    /// sign-out or the exit.
    #[must_use]
    pub fn clipboard_time(&self) -> Option<Duration> {
        let written = Duration::from_secs(self.clipboard_seconds.into());
        self.clear_clipboard.then(|| choices::within(written, &CLIPBOARD_TIMES))
    }

    /// Sets it; none is never.
    pub fn set_clipboard_time(&mut self, time: Option<Duration>) {
        self.clear_clipboard = time.is_some();
        if let Some(time) = time {
            self.clipboard_seconds = whole(time.as_secs());
        }
    }

    /// How long a secret is shown: what was chosen, within 10 seconds and 2 minutes.
    #[must_use]
    pub fn hide_time(&self) -> Duration {
        choices::within(Duration::from_secs(self.hide_seconds.into()), &HIDE_TIMES)
    }

    /// Sets it.
    pub fn set_hide_time(&mut self, time: Duration) {
        self.hide_seconds = whole(time.as_secs());
    }

    /// After which time without anybody the window is covered, within 1 and 15 minutes; none is never.
    #[must_use]
    pub fn cover_time(&self) -> Option<Duration> {
        let written = Duration::from_mins(self.cover_minutes.into());
        (self.cover_minutes > 0).then(|| choices::within(written, &COVER_TIMES))
    }

    /// Sets it; none is never.
    pub fn set_cover_time(&mut self, time: Option<Duration>) {
        self.cover_minutes = time.map_or(0, |time| whole(time.as_secs() / 60));
    }

    /// The proxy that is in force. Without an address of one's own it is the system's.
    #[must_use]
    pub fn proxy(&self) -> Proxy {
        match (self.proxy, &self.proxy_address) {
            (ProxyChoice::Own, Some(address)) => Proxy::Own(address.clone()),
            (ProxyChoice::None, _) => Proxy::None,
            (ProxyChoice::System | ProxyChoice::Own, _) => Proxy::System,
        }
    }

    /// The address of one's own, also while another choice holds.
    #[must_use]
    pub const fn proxy_address(&self) -> Option<&ProxyAddress> {
        self.proxy_address.as_ref()
    }

    /// Sets the proxy. An address that was set before stays for the next time.
    pub fn set_proxy(&mut self, proxy: Proxy) {
        self.proxy = match proxy {
            Proxy::System => ProxyChoice::System,
            Proxy::None => ProxyChoice::None,
            Proxy::Own(address) => {
                self.proxy_address = Some(address);
                ProxyChoice::Own
            }
        };
    }

    /// Whether e-mails are remembered.
    #[must_use]
    pub const fn remembers_email(&self) -> bool {
        self.remember_email
    }

    /// Switches it. Switched off, all that were remembered are forgotten at once; whose a version is stays known until the
    /// program ends, and is not written.
    pub fn remember_email(&mut self, remember: bool) {
        self.remember_email = remember;
        if !remember {
            self.clouds.values_mut().for_each(CloudSettings::forget_emails);
        }
    }

    /// Notes an e-mail that was signed in with, unless e-mails are not remembered.
    pub fn signed_in(&mut self, cloud_key: &str, email: &str) {
        if self.remember_email {
            self.cloud_mut(cloud_key).signed_in(email);
        }
    }
}

fn whole(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Serde's `flatten` knows no dates and makes texts of them: the values are taken from the file as they were.
fn take_from(file: &Table, unknown: &mut Table) {
    for (key, value) in unknown.iter_mut() {
        if let Some(written) = file.get(key) {
            value.clone_from(written);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::app_version::AppVersion;

    const CLOUD: &str = "https://dev.cloud.example";

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
    fn numbers_edited_by_hand_stay_within_reason() {
        let seconds = |clipboard_seconds| Settings { clipboard_seconds, ..Settings::default() }.clipboard_time().unwrap().as_secs();
        assert_eq!([seconds(0), seconds(45), seconds(u32::MAX)], [10, 45, 300]);
        let seconds = |hide_seconds| Settings { hide_seconds, ..Settings::default() }.hide_time().as_secs();
        assert_eq!([seconds(0), seconds(45), seconds(u32::MAX)], [10, 45, 120]);
        let minutes = |cover_minutes| Settings { cover_minutes, ..Settings::default() }.cover_time().map(|time| time.as_secs() / 60);
        assert_eq!([minutes(0), minutes(1), minutes(7), minutes(u32::MAX)], [None, Some(1), Some(7), Some(15)]);
        let percent = |text_size| Settings { text_size, ..Settings::default() }.text_size();
        assert_eq!([percent(0), percent(104), percent(106), percent(u32::MAX)], [80, 100, 110, 200]);
    }

    #[test]
    fn every_choice_that_is_offered_is_taken_as_it_is() {
        let mut settings = Settings::default();
        for time in CLIPBOARD_TIMES.map(Some).into_iter().chain([None]) {
            settings.set_clipboard_time(time);
            assert_eq!(settings.clipboard_time(), time);
        }
        for time in HIDE_TIMES {
            settings.set_hide_time(time);
            assert_eq!(settings.hide_time(), time);
        }
        for time in COVER_TIMES.map(Some).into_iter().chain([None]) {
            settings.set_cover_time(time);
            assert_eq!(settings.cover_time(), time);
        }
        for percent in TEXT_SIZES {
            settings.set_text_size(percent);
            assert_eq!(settings.text_size(), percent);
        }
    }

    #[test]
    fn an_address_of_ones_own_waits_while_another_proxy_is_chosen() {
        let mut settings = Settings::default();
        assert_eq!(settings.proxy(), Proxy::System);
        let own = ProxyAddress::read("proxy.publisher.example:3128").unwrap();
        for proxy in [Proxy::None, Proxy::Own(own.clone()), Proxy::System, Proxy::None] {
            settings.set_proxy(proxy.clone());
            assert_eq!(settings.proxy(), proxy);
        }
        assert_eq!(settings.proxy_address(), Some(&own));
        let nowhere = Settings { proxy: ProxyChoice::Own, ..Settings::default() };
        assert_eq!(nowhere.proxy(), Proxy::System);
    }

    #[test]
    fn whose_a_version_is_is_known_but_not_written_when_emails_are_not_remembered() {
        let mut settings = Settings::default();
        settings.signed_in(CLOUD, "a@x.example");
        let version =
            |number: &str| AppVersion { app_id: "app-1".to_owned(), version_id: None, version_number: Some(number.to_owned()), name: None };
        let at = "2026-03-01T12:00:00Z".parse().unwrap();
        for account in ["a@x.example", "b@x.example"] {
            settings.cloud_mut(CLOUD).opened(Some(account), version("1.0"), at);
        }
        settings.cloud_mut(CLOUD).opened(Some("b@x.example"), version("2.0"), at);
        let count = |settings: &Settings, account| settings.cloud(CLOUD).unwrap().versions_of(account).count();
        settings.remember_email(false);
        assert_eq!([count(&settings, "a@x.example"), count(&settings, "b@x.example")], [1, 2]);
        let written = settings.as_written().into_owned();
        assert!(!toml::to_string(&written).unwrap().contains("@x.example"));
        assert_eq!([count(&written, "a@x.example"), count(&written, "c@x.example")], [2, 2], "each once, and anybody's");
        assert_eq!(written.as_written().into_owned(), written);
    }
}
