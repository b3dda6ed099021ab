//! Tokendesk: a desk for the OAuth clients, keys and tokens of a publisher on the Evotor Cloud.
//!
//! The house has floors; each knows only those below it, and a test (`tests/desk/floors.rs`) holds them.
//!
//! - [`app`]: one frame of the program; takes in answers, lays out the window, turns a screen's event into a job.
//! - [`screens`]: one file a screen; draws what it is given and answers with an event.
//! - [`widgets`]: what screens share.
//! - [`theme`]: fonts, colours, distances, type scale.
//!
//! Below this line nothing knows egui.
//!
//! - [`jobs`]: what a person can ask for; the only place that joins evotor and desktop.
//! - [`worker`]: the background runtime, the slots of its answers, the channel of its news.
//! - [`evotor`]: Evotor's API, a resource a file.
//! - [`net`]: one hardened HTTP transport and one error type.
//! - [`desktop`]: this computer: settings, journal, clipboard, browser, clock.
//! - [`i18n`]: every word, in two languages.
//! - [`model`]: what the words mean; no I/O.
//! - [`sandbox`]: an Evotor cloud of our own on loopback; knows nothing of the house but `i18n`.

pub mod app;
pub mod desktop;
pub mod evotor;
pub mod i18n;
pub mod jobs;
pub mod model;
pub mod net;
pub mod sandbox;
pub mod screens;
pub mod theme;
pub mod widgets;
pub mod worker;
