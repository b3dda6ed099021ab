//! What is said when the system's keychain does not do its part: it waits for its own password, or has refused, or is not there.

use eframe::egui::Ui;

use super::{Event, Scene};
use crate::i18n::Lang;
use crate::tr;
use crate::widgets::{Banner, BannerClick, Details, Tone, printable};

/// What the keychain was wanted for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// To find the sign-ins of before.
    Read,
    /// To keep a sign-in.
    Keep,
    /// To forget one.
    Forget,
}

/// What is the matter with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Matter {
    /// It has not answered yet: probably it asks the person for its own password.
    Waits,
    /// There is none.
    Missing,
    /// It is locked, and was not unlocked.
    Locked,
    /// The person has not waited for it.
    GivenUp,
    /// The sign-in is too long for it.
    TooLong,
    /// It has failed, in its own words.
    Failed,
}

/// The notice.
#[derive(Clone, Debug)]
pub struct Notice {
    /// What it was wanted for.
    pub wanted: Wanted,
    /// What is the matter.
    pub matter: Matter,
    /// Whose sign-in, when it is one.
    pub account: Option<String>,
    /// The name of the item, to be found by hand.
    pub item: String,
    /// When, which keychain, its words: to be copied.
    pub details: String,
}

/// What a person can ask for here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asked {
    /// Do it once more.
    Retry,
    /// Wait no longer.
    GiveUp,
    /// Go on without it until the window closes.
    Without,
    /// The message was read.
    Dismiss,
}

impl Notice {
    /// Draws it, as wide as there is.
    pub fn show(&self, ui: &mut Ui, scene: &Scene<'_>) -> Option<Event> {
        let lang = scene.lang;
        let [title, then] = self.words(scene);
        let (retry, cancel, without, close, copy) =
            (tr!(lang, "retry"), tr!(lang, "cancel"), tr!(lang, "keychain-without"), tr!(lang, "close"), tr!(lang, "copy-details"));
        let actions: &[(&str, Asked)] = match (self.matter, self.wanted) {
            (Matter::Waits, Wanted::Read) => &[(&cancel, Asked::GiveUp), (&without, Asked::Without)],
            (Matter::Waits, _) => &[(&cancel, Asked::GiveUp)],
            (Matter::TooLong, _) => &[(&close, Asked::Dismiss)],
            (_, Wanted::Read) => &[(&retry, Asked::Retry), (&without, Asked::Without)],
            (_, Wanted::Keep | Wanted::Forget) => &[(&retry, Asked::Retry), (&close, Asked::Dismiss)],
        };
        let names: Vec<&str> = actions.iter().map(|(name, _)| *name).collect();
        let details = printable(&self.details);
        let details = (!details.is_empty()).then_some(Details { line: &details, copy: &copy });
        let banner = Banner { actions: &names, details, ..Banner::new(Tone::Warn, &title, &then) };
        match banner.show(ui)? {
            BannerClick::Action(at) => actions.get(at).map(|(_, asked)| Event::Keychain(*asked)),
            BannerClick::CopyDetails => Some(Event::Copy(format!("{title}\n{then}\n{}", self.details))),
        }
    }

    /// What happened; and what that means and what to do.
    fn words(&self, scene: &Scene<'_>) -> [String; 2] {
        let lang = scene.lang;
        let account = printable(self.account.as_deref().unwrap_or_default());
        let item = printable(&self.item);
        let title = match self.matter {
            Matter::Waits => tr!(lang, "keychain-waits"),
            Matter::Missing => tr!(lang, "keychain-missing"),
            Matter::Locked => tr!(lang, "keychain-locked"),
            Matter::GivenUp => tr!(lang, "keychain-given-up"),
            Matter::TooLong => tr!(lang, "keychain-too-long"),
            Matter::Failed => tr!(lang, "keychain-failed"),
        };
        let then = match (self.wanted, self.matter) {
            (Wanted::Read, Matter::Waits) => tr!(lang, "keychain-read-waits"),
            (Wanted::Read, _) => tr!(lang, "keychain-not-read"),
            (Wanted::Keep, Matter::Waits) => tr!(lang, "keychain-keep-waits"),
            (Wanted::Keep, _) => tr!(lang, "keychain-not-kept", account = account.as_ref()),
            (Wanted::Forget, Matter::Waits) => tr!(lang, "keychain-forget-waits"),
            (Wanted::Forget, _) => tr!(lang, "keychain-not-forgotten", item = item.as_ref(), place = place(scene.lang)),
        };
        [title, then]
    }
}

/// Where a person finds the items of the keychain on this system.
#[must_use]
pub fn place(lang: Lang) -> String {
    let key = if cfg!(target_os = "windows") {
        "keychain-place-windows"
    } else if cfg!(target_os = "macos") {
        "keychain-place-macos"
    } else {
        "keychain-place-linux"
    };
    lang.t(key)
}
