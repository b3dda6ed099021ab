//! Into a session and out of it: the sign-in's start, the desk that it opens or comes back to, and the sign-out.

use std::mem;
use std::sync::Arc;

use super::App;
use super::desk::Desk;
use super::news::News;
use super::work::Work;
use crate::evotor::Evotor;
use crate::evotor::session::{self, Credentials, PastedTokens, Session, SessionTokens, TokenStore};
use crate::jobs::Services;
use crate::jobs::stored_sign_in::KeptSignIn;
use crate::net::ApiError;
use crate::screens::event::{Attempt, TokenAttempt};
use crate::screens::sign_in;

impl App {
    pub(super) fn start_sign_in(&mut self, attempt: Attempt) {
        if self.work.signing_in.is_pending() {
            return;
        }
        self.work.unattended.attempted(&attempt);
        self.work.mailed_before = self.work.mailed_at;
        if attempt.code.is_none() {
            self.work.mailed_at = Some(self.now());
        }
        let (transport, cloud, clock) = (self.transport.clone(), self.setup.cloud.clone(), Arc::clone(&self.setup.clock));
        let user_agent = self.user_agent();
        self.work.signing_in.start_read(&self.worker, async move {
            let Attempt { email, password, code, .. } = attempt;
            let credentials = Credentials { email, password, code, user_agent: &user_agent };
            session::sign_in(&transport, &cloud, &clock, &credentials).await
        });
    }

    pub(super) fn sign_in_with_token(&mut self, attempt: TokenAttempt) {
        let TokenAttempt { access, refresh, expires_in, exp, name, user_agent } = attempt;
        let user_agent = user_agent.or_else(|| Some(self.user_agent()));
        let pasted = PastedTokens { access, refresh, expires_in, exp, user_agent };
        self.enter(name, SessionTokens::pasted(pasted, self.now()));
    }

    /// Somebody is signed in: at the desk of this account, wherever it is, with all that is typed and read; at a new one otherwise.
    pub(super) fn enter(&mut self, account: String, tokens: SessionTokens) {
        if self.is_behind && self.work.account() != Some(&account) {
            // Whose token it is was known only by the token: it gets its place when this one is behind again.
            self.arrived.push((account, tokens));
            return;
        }
        let stays = self.setup.settings.get().stay_signed_in;
        let pasted = self.work.sign_in.take_pasting();
        self.take_a_place(&account);
        if account.contains('@') {
            let key = self.setup.cloud.key();
            self.setup.settings.change(|settings| settings.signed_in(&key, &account));
        }
        self.work.unattended.signed_in(&account);
        let email = if self.setup.settings.get().remembers_email() { account.clone() } else { String::new() };
        self.work.pasted = pasted;
        self.work.sign_in = sign_in::State::new(email);
        self.work.mailed_at = None;
        let is_back = self.work.desk.is_some();
        if self.work.desk.is_none() {
            let desk = self.new_desk(account);
            self.work.desk = Some(desk);
        }
        let Some(desk) = &self.work.desk else { return };
        desk.session.begin(tokens.clone());
        self.work.has_begun = false;
        if stays {
            self.keep_sign_in(&tokens);
        }
        self.read_recent();
        self.begin_work();
        if is_back {
            self.resume();
        }
    }

    /// The place of this account comes in front: its own one, this one if nobody has it, or a new one.
    fn take_a_place(&mut self, account: &str) {
        if self.work.account() == Some(account) {
            return;
        }
        if let Some(at) = self.behind.iter().position(|work| work.account() == Some(account)) {
            // Where the sign-in came from stays as a place only if there is work at it.
            let from = mem::replace(&mut self.work, self.behind.remove(at));
            self.leave_behind(from);
        } else if self.work.desk.is_some() {
            let mut from = mem::replace(&mut self.work, Work::new(String::new()));
            mem::swap(&mut self.work.unattended, &mut from.unattended);
            self.leave_behind(from);
        }
    }

    /// A place at which another account has just signed in: what was typed for that is wiped.
    fn leave_behind(&mut self, mut from: Work) {
        if let Some(account) = from.account() {
            from.sign_in = sign_in::State::session_ended(account, None);
            from.came_behind();
            self.behind.push(from);
        }
        self.toasts.clear();
    }

    /// A sign-in that was kept by an earlier run. Its place waits behind; nothing is sent for it until somebody comes to it.
    pub(super) fn take_up(&mut self, kept: KeptSignIn) {
        if std::iter::once(&self.work).chain(&self.behind).any(|work| work.account() == Some(&kept.account)) {
            return;
        }
        let desk = self.new_desk(kept.account.clone());
        desk.session.begin(kept.tokens);
        if let Some(keeper) = &desk.keeper {
            keeper.was_found();
        }
        self.behind.push(Work { desk: Some(desk), ..Work::new(kept.account) });
    }

    fn new_desk(&mut self, account: String) -> Desk {
        let key = self.setup.cloud.key();
        let number = self.next_desk();
        let keeper = self.keeper(number, &account);
        let tell = self.tell.clone();
        let on_event = Arc::new(move |event| tell.send(News::Session(number, event)));
        let (cloud, clock) = (self.setup.cloud.clone(), Arc::clone(&self.setup.clock));
        let store = keeper.clone().map(|keeper| keeper as Arc<dyn TokenStore>);
        let session = Session::with_timing(self.transport.clone(), cloud.clone(), Arc::clone(&clock), on_event, store, self.setup.session);
        let readings = self.readings();
        let tell = self.tell.clone();
        let on_learnt = Arc::new(move |readings| tell.send(News::Learnt(readings)));
        let evotor = Evotor::with_readings(self.transport.clone(), cloud, Arc::clone(&session), readings, on_learnt);
        let services = Services {
            evotor,
            journal: Arc::clone(&self.setup.journal),
            first_seen: Arc::clone(&self.setup.first_seen),
            clock,
            account,
            cloud: key,
        };
        Desk::new(number, session, services, keeper)
    }

    /// The server has never taken the token that was pasted: its form comes back as it was, with the server's words.
    pub(super) fn token_refused(&mut self, error: ApiError) {
        let Some(desk) = &self.work.desk else { return };
        self.work.sign_in = sign_in::State::token_refused(&desk.account, self.work.pasted.take(), error);
    }

    /// Somebody has come to this place: its session lives on from now, and the version that was open last is open again.
    pub(super) fn begin_work(&mut self) {
        let Some(desk) = &self.work.desk else { return };
        if mem::replace(&mut self.work.has_begun, true) {
            // Its reads were given up when it went behind.
            self.resume();
            return;
        }
        self.worker.spawn_task(Arc::clone(&desk.session).keep_alive());
        if desk.open.is_none() {
            self.open_last_version();
        }
        self.look_for_left_behind();
    }

    /// After a new sign-in reads go on by themselves; writes wait for a click.
    pub(super) fn resume(&mut self) {
        let unfinished = self
            .work
            .desk
            .as_ref()
            .and_then(Desk::open_list)
            .is_some_and(|list| list.request.failure().is_some() || list.read_at.is_none());
        if unfinished {
            self.read_open_list();
        }
        self.look_on();
    }

    /// Signs out the account in front; the one that was in front before it comes back, if there is one.
    pub(super) fn sign_out(&mut self) {
        let next = self.behind.pop().unwrap_or_else(|| {
            let email = self.setup.settings.get().cloud(&self.setup.cloud.key()).and_then(|cloud| cloud.emails().first().cloned());
            Work::new(email.unwrap_or_default())
        });
        let work = mem::replace(&mut self.work, next);
        self.end(work);
        self.came_in_front();
    }

    /// Signs out at a place that is given up with it.
    pub(super) fn end(&mut self, work: Work) {
        let Some(desk) = work.desk else { return };
        desk.session.end();
        if let Some(keeper) = desk.keeper {
            self.forget_sign_in(keeper);
        }
        self.clipboard.clear_secret();
    }
}
