//! Two programs on one data folder: the second says so and gives way, the first comes to the front.

use eframe::egui::{Context, UserAttentionType, ViewportCommand};
use jiff::{SignedDuration, Timestamp};

use super::App;
use super::options::{CloudChoice, Options};
use super::setup::data_folder;
use crate::desktop::instance::{self, Instance};
use crate::desktop::start_failure;
use crate::i18n::Lang;
use crate::tr;

/// A window that was minimised has to be back before it can be made the active one: it is asked for again after this time.
const AGAIN_AFTER: SignedDuration = SignedDuration::from_millis(100);
/// A system that does not let the window come to the front in this time will not: Wayland, or one that keeps the focus where it is.
const GIVES_UP_AFTER: SignedDuration = SignedDuration::from_millis(800);

/// The window is on its way to the front.
pub(super) struct Rising {
    since: Timestamp,
}

/// Takes the data folder before anything in it is touched. Nothing: another program has it, which was said; this one ends.
#[must_use]
pub fn claim(options: &Options, choice: &CloudChoice, lang: Lang) -> Option<Instance> {
    let taken = match instance::claim(&data_folder(options, choice)) {
        Ok(instance) => return Some(instance),
        Err(taken) => taken,
    };
    let words = if taken.answered { tr!(lang, "cli-shown") } else { tr!(lang, "cli-taken") };
    start_failure::mention(&format!("tokendesk: {words}"));
    None
}

impl App {
    /// Another program was started on this data folder: the person wants this window.
    pub(super) fn show_yourself(&mut self, ctx: &Context) {
        ctx.send_viewport_cmd(ViewportCommand::Visible(true));
        ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
        self.rising = Some(Rising { since: self.now() });
        self.rise(ctx);
    }

    /// Asks for the focus until the window has it; where the system does not give it, for the person's attention.
    pub(super) fn rise(&mut self, ctx: &Context) {
        let Some(rising) = &self.rising else { return };
        let took = self.now().duration_since(rising.since);
        if ctx.input(|i| i.viewport().focused == Some(true)) && took.is_positive() {
            self.rising = None;
        } else if (SignedDuration::ZERO..GIVES_UP_AFTER).contains(&took) {
            ctx.send_viewport_cmd(ViewportCommand::Focus);
            ctx.request_repaint_after(AGAIN_AFTER.unsigned_abs());
        } else {
            ctx.send_viewport_cmd(ViewportCommand::RequestUserAttention(UserAttentionType::Informational));
            self.rising = None;
        }
    }
}
