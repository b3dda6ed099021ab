//! Several accounts: one in front, the others behind it, each with its whole place. What comes for one that is behind is taken in
//! there, and said under its name.

use std::mem;

use super::App;
use super::desk::DeskNumber;
use super::leaving::Leave;
use super::work::Work;
use crate::evotor::session::SessionState;
use crate::screens::Event;
use crate::screens::accounts::AccountView;
use crate::tr;
use crate::widgets::Tone;

impl App {
    /// Puts this account in front. Reads of the one before end with it: nobody waits for them.
    pub(super) fn switch_to(&mut self, account: &str) {
        if let Some(at) = self.behind.iter().position(|work| work.account() == Some(account)) {
            self.put_in_front(at);
        }
    }

    pub(super) fn put_in_front(&mut self, at: usize) {
        let before = mem::replace(&mut self.work, self.behind.remove(at));
        self.put_behind(before);
        self.came_in_front();
    }

    /// A page to sign in on, over no work: the account before waits behind it.
    pub(super) fn add_account(&mut self) {
        if self.work.desk.is_some() {
            let before = mem::replace(&mut self.work, Work::new(String::new()));
            self.put_behind(before);
            self.came_in_front();
        }
    }

    /// Back from that page to the account that was in front last.
    pub(super) fn back_to_work(&mut self) {
        if let Some(last) = self.behind.len().checked_sub(1) {
            self.put_in_front(last);
        }
    }

    /// Another place is in front: what belongs to the one before leaves the window.
    pub(super) fn came_in_front(&mut self) {
        self.toasts.clear();
        self.leaving = None;
        self.settings.left();
        let account = self.work.account().filter(|account| account.contains('@')).map(ToOwned::to_owned);
        if let Some(account) = account {
            let key = self.setup.cloud.key();
            self.setup.settings.change(|settings| settings.signed_in(&key, &account));
        }
        self.read_recent();
        self.begin_work();
    }

    /// A place where nobody is signed in holds nothing worth keeping but a sign-in under way, which its person has left.
    fn put_behind(&mut self, mut work: Work) {
        if work.desk.is_some() {
            work.came_behind();
            self.behind.push(work);
        }
    }

    /// Runs something at the place of one that is behind, as if it were in front; what it says is said under its account.
    fn at_behind<R>(&mut self, at: usize, run: impl FnOnce(&mut Self) -> R) -> R {
        mem::swap(&mut self.work, &mut self.behind[at]);
        let was_behind = mem::replace(&mut self.is_behind, true);
        let answer = run(self);
        self.is_behind = was_behind;
        mem::swap(&mut self.work, &mut self.behind[at]);
        answer
    }

    /// Runs something at each place that is behind.
    pub(super) fn at_all_behind(&mut self, run: impl Fn(&mut Self)) {
        // By number and not by place: what runs may bring another account in.
        let numbers: Vec<DeskNumber> = self.behind.iter().filter_map(|work| Some(work.desk.as_ref()?.number)).collect();
        for number in numbers {
            self.at_desk(number, &run);
        }
    }

    /// Runs something at this desk, wherever it is; not at all when it is gone.
    pub(super) fn at_desk(&mut self, number: DeskNumber, run: impl FnOnce(&mut Self)) {
        let is_it = |work: &Work| work.desk.as_ref().is_some_and(|desk| desk.number == number);
        if is_it(&self.work) {
            run(self);
        } else if let Some(at) = self.behind.iter().position(is_it) {
            self.at_behind(at, run);
        }
    }

    /// Says it at the corner; of an account that is behind under its name, with the way to it.
    pub(super) fn offer(&mut self, tone: Tone, words: String, action: String, event: Event) {
        let now = self.now();
        match self.work.account().filter(|_| self.is_behind).map(ToOwned::to_owned) {
            Some(account) => {
                let words = tr!(self.lang, "account-says", account = account.as_str(), words = words);
                self.toasts.offer(now, tone, words, tr!(self.lang, "account-show"), Event::SwitchTo(account));
            }
            None => self.toasts.offer(now, tone, words, action, event),
        }
    }

    /// Says it at the corner; of an account that is behind under its name.
    pub(super) fn say(&mut self, tone: Tone, words: String) {
        let words = match self.work.account().filter(|_| self.is_behind) {
            Some(account) => tr!(self.lang, "account-says", account = account, words = words),
            None => words,
        };
        self.toasts.say(self.now(), tone, words);
    }

    /// Every account, the one in front first.
    pub(super) fn accounts(&self) -> Vec<AccountView> {
        let all = std::iter::once(&self.work).chain(self.behind.iter().rev());
        all.filter_map(|work| {
            let desk = work.desk.as_ref()?;
            Some(AccountView {
                name: desk.account.clone(),
                lifetimes: desk.session.lifetimes().filter(|_| desk.session.state() == SessionState::Active),
                is_writing: desk.create.request.is_writing(),
                unattended: work.unattended.is_armed(),
                is_kept: work.is_kept(),
            })
        })
        .collect()
    }

    /// Signs one account out, in front or behind; asked first when something of it would be lost.
    pub(super) fn sign_out_of(&mut self, account: &str) {
        if self.work.account() != Some(account) {
            let Some(at) = self.behind.iter().position(|work| work.account() == Some(account)) else { return };
            if self.behind[at].loss().is_none() {
                let work = self.behind.remove(at);
                self.end(work);
                return;
            }
            // What would be lost is shown while it is asked about.
            self.put_in_front(at);
        }
        if self.may_leave(Leave::SignOut) {
            self.sign_out();
        }
    }

    /// Signs all out; asked first when something of one would be lost.
    pub(super) fn sign_out_of_all(&mut self) {
        if self.may_leave(Leave::SignOutOfAll) {
            self.sign_out_all();
        }
    }

    /// Signs all out without asking.
    pub(super) fn sign_out_all(&mut self) {
        for work in mem::take(&mut self.behind) {
            self.end(work);
        }
        self.sign_out();
    }
}
