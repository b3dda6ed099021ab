//! One file a screen: `struct State` keeps what is typed, ticked and selected, `ui` draws what it is given and answers with an
//! [`Event`]. A screen performs nothing, so it can be drawn and tested alone.

pub mod accounts;
pub mod client_form;
pub mod clients;
pub mod cover;
pub mod credentials;
pub mod empty;
pub mod event;
pub mod file_path;
pub mod front_page;
pub mod hand_over;
pub mod import_versions;
pub mod keychain_notice;
pub mod network_words;
pub mod paste_token;
pub mod problem;
pub mod refusal_words;
pub mod session_ended;
pub mod settings;
pub mod shell;
pub mod sign_in;
pub mod time_words;
pub mod version_chooser;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::i18n::Lang;
use crate::model::cloud::CloudAddresses;
pub use event::Event;

/// A place that the navigation leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Screen {
    /// The clients of the open version.
    Clients,
    /// The form for a new client; part of [`Screen::Clients`] in the navigation.
    NewClient,
    /// The publisher access key.
    PublisherKey,
    /// From a client to a user's token.
    OauthToken,
    /// App token and service token.
    Integration,
    /// Other servers.
    Connections,
    /// What any token is.
    Inspector,
    /// Every write.
    Journal,
    /// Language, theme, what is kept.
    Settings,
}

/// What every screen is told.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The language of the window.
    pub lang: Lang,
    /// The moment that is drawn, by Setup's clock.
    pub now: Timestamp,
    /// The zone in which times are written.
    pub zone: &'a TimeZone,
    /// The cloud.
    pub cloud: CloudScene<'a>,
}

/// What a person should always see of the cloud.
#[derive(Clone, Copy)]
pub struct CloudScene<'a> {
    /// Host, with the port when it is not the usual one.
    pub host: &'a str,
    /// The cloud's addresses, to tell a pasted address of another.
    pub addresses: &'a CloudAddresses,
    /// Our own cloud with invented data.
    pub sandbox: bool,
}
