//! What a person wants although something would be lost by it: a write's answer, or what is typed. Asked first.

use eframe::egui::{Context, Ui, ViewportCommand};

use super::App;
use crate::i18n::Lang;
use crate::screens::Event;
use crate::tr;
use crate::widgets::{Dialog, DialogEnd};

/// What is wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Leave {
    SignOut,
    SignOutOfAll,
    Close,
    /// To the question whether everything is to be forgotten.
    Forget,
    /// To a form that is filled from the client with this id, in place of the one that was begun.
    Replace(String),
}

/// What would be lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Loss {
    /// The answer to a write that is under way.
    Answer,
    /// The outcome of a write that nobody knows yet: its form holds what there is to look for.
    Unknown,
    /// The form of a new client.
    Typed,
}

/// A question that stands in the window.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Leaving {
    pub(super) what: Leave,
    pub(super) loss: Loss,
    /// The answer was yes, or nobody is asked.
    is_decided: bool,
}

impl App {
    /// Asks before this is done, when something would be lost by it. Answers whether it may be done at once.
    ///
    /// What concerns all accounts brings the one in front that would lose something: it is seen while it is asked about.
    pub(super) fn may_leave(&mut self, what: Leave) -> bool {
        if matches!(what, Leave::Close | Leave::SignOutOfAll | Leave::Forget)
            && self.work.loss().is_none()
            && let Some(at) = self.behind.iter().rposition(|work| work.loss().is_some())
        {
            self.put_in_front(at);
        }
        let loss = self.work.loss();
        self.leaving = loss.map(|loss| Leaving { what, loss, is_decided: false });
        loss.is_none()
    }

    /// The window is asked to close.
    pub(super) fn close_requested(&mut self, ctx: &Context) {
        let is_decided = self.leaving.as_ref().is_some_and(|leaving| leaving.what == Leave::Close && leaving.is_decided);
        if !is_decided && !self.may_leave(Leave::Close) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        }
    }

    /// Closes without asking. The decision is kept, so that the close is not asked about a second time.
    pub(super) fn close(&mut self, ctx: &Context) {
        self.leaving = Some(Leaving { what: Leave::Close, loss: Loss::Answer, is_decided: true });
        ctx.send_viewport_cmd(ViewportCommand::Close);
    }

    /// The answer was yes.
    pub(super) fn leave_anyway(&mut self, ctx: &Context) {
        match self.leaving.take().map(|leaving| leaving.what) {
            Some(Leave::SignOut) => self.sign_out(),
            Some(Leave::Close) => self.close(ctx),
            Some(Leave::SignOutOfAll) => self.sign_out_all(),
            Some(Leave::Forget) => self.asks_to_forget = true,
            Some(Leave::Replace(client_id)) => {
                self.work.form = None;
                self.new_client(Some(&client_id));
            }
            None => {}
        }
    }

    /// The answer was no.
    pub(super) fn stay(&mut self) {
        self.leaving = None;
    }

    /// Draws the question.
    pub(super) fn draw_leaving(&self, ui: &Ui) -> Option<Event> {
        let leaving = self.leaving.as_ref().filter(|leaving| !leaving.is_decided)?;
        match self.work.loss() {
            Some(loss) if loss == leaving.loss => {}
            // The write has ended, and not well: its answer stands at the form and waits to be seen.
            Some(_) => return Some(Event::Stay),
            // It has ended well: there is nothing left to ask. A window that is not closed yet stays, with the answer.
            None => return Some(if leaving.what == Leave::Close { Event::Stay } else { Event::LeaveAnyway }),
        }
        let lang = self.lang;
        let [title, words] = match leaving.loss {
            Loss::Answer => ["leave-title", "leave-words"],
            Loss::Unknown => ["leave-unknown-title", "leave-unknown-words"],
            Loss::Typed => ["leave-typed-title", "leave-typed-words"],
        };
        let (title, words, confirm) = (lang.t(title), lang.t(words), confirm(lang, &leaving.what));
        let stay = tr!(lang, "leave-stay");
        match Dialog::new("leaving", &title, &confirm, &stay).danger().ask(ui, &words)? {
            DialogEnd::Confirmed => Some(Event::LeaveAnyway),
            DialogEnd::Cancelled => Some(Event::Stay),
        }
    }
}

fn confirm(lang: Lang, what: &Leave) -> String {
    match what {
        Leave::SignOut => tr!(lang, "leave-sign-out"),
        Leave::SignOutOfAll => tr!(lang, "leave-sign-out-of-all"),
        Leave::Close => tr!(lang, "leave-close"),
        Leave::Forget => tr!(lang, "leave-forget"),
        Leave::Replace(_) => tr!(lang, "leave-replace"),
    }
}
