//! Into a session and out of it: the sign-in's start, the desk that it opens or comes back to, and the sign-out.

use std::sync::Arc;

use super::App;
use super::desk::Desk;
use super::leaving::Leave;
use super::news::News;
use crate::evotor::Evotor;
use crate::evotor::session::{self, Credentials, PastedTokens, Session, SessionTokens};
use crate::jobs::Services;
use crate::screens::event::{Attempt, TokenAttempt};
use crate::screens::{Screen, clients, sign_in};

impl App {
    pub(super) fn start_sign_in(&mut self, attempt: Attempt) {
        if self.signing_in.is_pending() {
            return;
        }
        self.unattended.attempted(&attempt);
        self.mailed_before = self.mailed_at;
        if attempt.code.is_none() {
            self.mailed_at = Some(self.now());
        }
        let (transport, cloud, clock) = (self.transport.clone(), self.setup.cloud.clone(), Arc::clone(&self.setup.clock));
        let user_agent = self.user_agent();
        self.signing_in.start_read(&self.worker, async move {
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

    /// Somebody is signed in. The same account comes back to its desk, with all that is typed and read; another gets a new one.
    pub(super) fn enter(&mut self, account: String, tokens: SessionTokens) {
        let is_other = self.desk.as_ref().is_some_and(|desk| desk.account != account);
        if is_other && !self.may_leave(Leave::Switch) {
            self.entering = Some((account, tokens));
            return;
        }
        self.enter_now(account, tokens);
    }

    pub(super) fn enter_now(&mut self, account: String, tokens: SessionTokens) {
        let key = self.setup.cloud.key();
        let is_email = account.contains('@');
        if is_email {
            self.setup.settings.change(|settings| settings.signed_in(&key, &account));
        }
        self.unattended.signed_in(&account);
        let email = if self.setup.settings.get().remembers_email() { account.clone() } else { String::new() };
        self.sign_in = sign_in::State::new(email);
        self.mailed_at = None;
        if let Some(desk) = self.desk.as_ref().filter(|desk| desk.account == account) {
            desk.session.begin(tokens);
            self.keep_alive();
            self.resume();
            return;
        }
        let number = self.next_desk();
        let tell = self.tell.clone();
        let on_event = Arc::new(move |event| tell.send(News::Session(number, event)));
        let (cloud, clock) = (self.setup.cloud.clone(), Arc::clone(&self.setup.clock));
        let timing = self.setup.session;
        let session = Session::with_timing(self.transport.clone(), cloud.clone(), Arc::clone(&clock), on_event, None, timing);
        session.begin(tokens);
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
        self.desk = Some(Desk::new(number, session, services));
        self.focus_behind = None;
        self.clients = clients::State::default();
        self.form = None;
        self.screen = Screen::Clients;
        self.keep_alive();
    }

    fn keep_alive(&self) {
        if let Some(desk) = &self.desk {
            self.worker.spawn_task(Arc::clone(&desk.session).keep_alive());
        }
    }

    /// After a new sign-in reads go on by themselves; writes wait for a click.
    pub(super) fn resume(&mut self) {
        let unfinished =
            self.desk.as_ref().and_then(Desk::open_list).is_some_and(|list| list.request.failure().is_some() || list.read_at.is_none());
        if unfinished {
            self.read_open_list();
        }
        self.look_on();
    }

    pub(super) fn sign_out(&mut self) {
        if let Some(desk) = self.desk.take() {
            desk.session.end();
        }
        self.signing_in.cancel();
        self.unattended.forget();
        self.focus_behind = None;
        self.clipboard.clear_secret();
        self.toasts.clear();
        self.clients = clients::State::default();
        self.form = None;
        self.leaving = None;
        self.screen = Screen::Clients;
        let email = self.setup.settings.get().cloud(&self.setup.cloud.key()).and_then(|cloud| cloud.emails().first().cloned());
        self.sign_in = sign_in::State::new(email.unwrap_or_default());
    }
}
