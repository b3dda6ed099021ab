//! Signing in by itself: on the form of an ended session a person may let the program keep the password, in memory and until the
//! window closes. Renewal is not documented, and without it somebody would type the password every half an hour.
//!
//! One attempt an end, never with a code: what the cloud asks beyond the password is asked of the person.

use eframe::egui::Context;
use jiff::{SignedDuration, Timestamp};

use super::App;
use crate::model::secret::Secret;
use crate::net::ApiError;
use crate::screens::event::Attempt;
use crate::screens::sign_in;
use crate::tr;
use crate::widgets::Tone;

/// Sessions that end faster than this are no matter for a robot: each attempt may mail a code.
const AT_LEAST_APART: SignedDuration = SignedDuration::from_mins(5);

/// The password that is kept, and whether it is being used.
#[derive(Default)]
pub(super) struct Unattended {
    kept: Option<Kept>,
    /// Of the attempt under way: kept when it succeeds.
    offered: Option<Kept>,
    under_way: bool,
    last: Option<Timestamp>,
}

struct Kept {
    account: String,
    password: Secret,
}

impl Unattended {
    /// The attempt under way is the program's own: nobody needs a form meanwhile.
    pub(super) const fn is_under_way(&self) -> bool {
        self.under_way
    }

    /// A password is kept.
    pub(super) const fn is_armed(&self) -> bool {
        self.kept.is_some()
    }

    /// A person signs in; the password is kept afterwards only if that was chosen.
    pub(super) fn attempted(&mut self, attempt: &Attempt) {
        self.offered = attempt.keep_password.then(|| Kept { account: attempt.email.clone(), password: attempt.password.clone() });
    }

    /// Somebody is signed in under this name: what was kept for another is wiped, and what this one has not chosen too.
    pub(super) fn signed_in(&mut self, account: &str) {
        self.kept = self.offered.take().filter(|offered| offered.account == account);
    }

    /// Nothing is kept any more. So too after an attempt that came to nothing or was cancelled: the form has what was typed, and
    /// a password that was not good for a sign-in is not good for another one.
    pub(super) fn forget(&mut self) {
        *self = Self { last: self.last, ..Self::default() };
    }

    fn may_try(&self, now: Timestamp) -> bool {
        // A clock that was set back says nothing about how long ago it was.
        self.last.is_none_or(|last| !(SignedDuration::ZERO..AT_LEAST_APART).contains(&now.duration_since(last)))
    }
}

impl App {
    /// The session has ended in mid-work. With a kept password there is one attempt to go on without anybody.
    pub(super) fn session_ended(&mut self, ctx: &Context, why: ApiError) {
        let Some(account) = self.work.desk.as_ref().map(|desk| desk.account.clone()) else { return };
        let now = self.now();
        if !self.is_behind {
            self.work.focus_behind = self.focus_at_work(ctx);
        }
        self.work.sign_in = sign_in::State::session_ended(&account, Some(why));
        let Some(kept) = self.work.unattended.kept.take_if(|kept| kept.account == account) else { return };
        // Whatever becomes of it, the form holds what was kept: an attempt that fails is one click from the next.
        self.work.sign_in.put_kept_password(kept.password.expose());
        if self.work.unattended.may_try(now) && !self.work.signing_in.is_pending() {
            self.start_sign_in(Attempt { email: account, password: kept.password, code: None, keep_password: true });
            self.work.unattended.last = Some(now);
            self.work.unattended.under_way = true;
        }
    }

    /// The sign-in has succeeded: whether the program did it is said.
    pub(super) fn say_if_unattended(&mut self) {
        if std::mem::take(&mut self.work.unattended.under_way) {
            self.say(Tone::Ok, tr!(self.lang, "unattended-done"));
        }
    }
}
