//! The keychain as the person meets it: the sign-ins that were kept are there at the start, and what it does not do is said.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::Context;
use jiff::Timestamp;

use super::App;
use super::desk::DeskNumber;
use super::news::News;
use crate::desktop::renewal_lock::RenewalLock;
use crate::desktop::vault::{Item, Keychains, Vault, VaultError, VaultErrorKind};
use crate::evotor::session::SessionTokens;
use crate::jobs::stored_sign_in::{self, Keeper, KeeperNews, KeptSignIn};
use crate::model::origin::Origin;
use crate::screens::keychain_notice::{Asked, Matter, Notice, Wanted};
use crate::screens::{Event, time_words};
use crate::tr;
use crate::widgets::Tone;
use crate::worker::{Failure, Outcome, Request};

/// A keychain that takes longer than this probably asks the person for its password. Until then nothing is said.
const QUIET: Duration = Duration::from_secs(1);

/// What the program has of it.
pub(super) struct Keychain {
    /// None in the sandbox, with `--no-keychain`, and when the person goes on without.
    vault: Option<Vault>,
    /// The sign-ins of before are being read.
    opening: Request<Vec<KeptSignIn>, VaultError>,
    trouble: Option<Trouble>,
}

/// Something that it did not do.
struct Trouble {
    error: VaultError,
    at: Timestamp,
    what: Order,
}

enum Order {
    Read,
    Keep(DeskNumber),
    Forget(Arc<Keeper>),
}

impl Keychain {
    /// Asks nothing of it yet.
    pub fn new(keychains: Option<Keychains>) -> Self {
        Self { vault: keychains.map(Vault::new), opening: Request::idle(), trouble: None }
    }

    /// It, to keep something else in.
    pub const fn vault(&self) -> Option<&Vault> {
        self.vault.as_ref()
    }

    /// As at the start, but for what is ordered already: it is still the one that carries out the orders.
    pub fn begin_anew(&mut self, keychains: Option<Keychains>) -> Option<Vault> {
        self.opening.cancel();
        self.trouble = None;
        self.vault = self.vault.take().or_else(|| keychains.map(Vault::new));
        self.vault.clone()
    }

    /// Whether there is one to keep sign-ins in.
    pub const fn is_there(&self) -> bool {
        self.vault.is_some()
    }

    /// The sign-ins of before are being read, and it is too early to say that they cannot be.
    pub fn opens_quietly(&self) -> bool {
        self.opening.is_pending() && self.waited() < QUIET
    }

    fn waited(&self) -> Duration {
        self.vault.as_ref().and_then(Vault::waits).map_or(Duration::ZERO, |since| since.elapsed())
    }
}

impl App {
    /// Reads the sign-ins that were kept. Where none was ever kept the keychain is not asked: it might want its password for nothing.
    pub(super) fn open_keychain(&mut self) {
        let settings = self.setup.settings.get();
        let key = self.setup.cloud.key();
        let may_hold = settings.cloud(&key).is_some_and(|cloud| cloud.keeps_sign_ins) || self.notice.is_some();
        let Some(vault) = self.keychain.vault.clone().filter(|_| may_hold && settings.stay_signed_in) else { return };
        let host = self.token_host();
        self.keychain.opening.start_read(&self.worker, stored_sign_in::kept_sign_ins(vault, key, host));
    }

    /// What has come of reading them.
    pub(super) fn take_in_keychain(&mut self) {
        match self.keychain.opening.poll() {
            None => {}
            Some(Outcome::Ready) => {
                if let Some(kept) = self.keychain.opening.take() {
                    self.take_up_all(kept);
                }
            }
            Some(Outcome::Failed) => match self.keychain.opening.take_failure() {
                Some(Failure::Job(error)) => self.keychain.trouble = Some(Trouble { error, at: self.now(), what: Order::Read }),
                Some(Failure::Lost) | None => {}
            },
        }
    }

    /// The account that was used last comes in front, unless somebody is signing in by now.
    fn take_up_all(&mut self, kept: Vec<KeptSignIn>) {
        let settings = self.setup.settings.get();
        let last = settings.cloud(&self.setup.cloud.key()).and_then(|cloud| cloud.emails().first().cloned());
        let front = kept.iter().map(|kept| &kept.account).find(|account| Some(*account) == last.as_ref());
        let front = front.or(kept.first().map(|kept| &kept.account)).cloned();
        for kept in kept.into_iter().rev() {
            self.take_up(kept);
        }
        let Some(account) = front else { return };
        if self.work.desk.is_none() && self.work.sign_in.is_untouched() && !self.work.signing_in.is_pending() {
            self.switch_to(&account);
        } else {
            let (words, show) = (tr!(self.lang, "account-found", account = account.as_str()), tr!(self.lang, "account-show"));
            self.toasts.offer(self.now(), Tone::Ok, words, show, Event::SwitchTo(account));
        }
    }

    /// What keeps the sign-in of a new desk.
    pub(super) fn keeper(&self, number: DeskNumber, account: &str) -> Option<Arc<Keeper>> {
        let vault = self.keychain.vault.clone()?;
        let key = self.setup.cloud.key();
        let tell = self.tell.clone();
        Some(Arc::new(Keeper::new(
            vault,
            Item::sign_in(&key, account),
            self.token_host(),
            Arc::clone(&self.setup.clock),
            RenewalLock::new(self.setup.folder.renewal_lock_file(&key)),
            move |news| tell.send(News::Keeper(number, news)),
        )))
    }

    /// The host that the tokens of this cloud belong to.
    fn token_host(&self) -> String {
        Origin::of(&self.setup.cloud.dev).to_string()
    }

    /// Keeps the sign-in of the account in front.
    pub(super) fn keep_sign_in(&self, tokens: &SessionTokens) {
        let Some(desk) = &self.work.desk else { return };
        let Some(keeper) = desk.keeper.clone() else { return };
        let (number, tell, tokens) = (desk.number, self.tell.clone(), tokens.clone());
        keeper.begins();
        // Noted before the order: whenever the program ends, what may be in the keychain is looked for at the next start.
        let key = self.setup.cloud.key();
        self.setup.settings.change(|settings| settings.cloud_mut(&key).keeps_sign_ins = true);
        self.worker.spawn_task(async move {
            let news = match keeper.keep(&tokens).await {
                None => return,
                Some(Ok(())) => KeeperNews::Kept,
                Some(Err(error)) => KeeperNews::NotKept(error),
            };
            tell.send(News::Keeper(number, news));
        });
    }

    /// Forgets a sign-in; what cannot be forgotten is told, with its name.
    pub(super) fn forget_sign_in(&self, keeper: Arc<Keeper>) {
        let (order, tell) = (keeper.forget(), self.tell.clone());
        self.worker.spawn_task(async move {
            if let Err(error) = order.await {
                tell.send(News::NotForgotten(keeper, error));
            }
        });
    }

    /// What became of keeping the sign-in at this place.
    pub(super) fn hear_keeper(&mut self, news: KeeperNews) {
        let now = self.now();
        let Some(desk) = &self.work.desk else { return };
        let number = desk.number;
        match news {
            KeeperNews::Kept => {
                if matches!(&self.keychain.trouble, Some(Trouble { what: Order::Keep(kept), .. }) if *kept == number) {
                    self.keychain.trouble = None;
                }
            }
            KeeperNews::NotKept(error) => self.keychain.trouble = Some(Trouble { error, at: now, what: Order::Keep(number) }),
            KeeperNews::NotForgotten(error) => {
                if let Some(keeper) = desk.keeper.clone() {
                    self.not_forgotten(keeper, error);
                }
            }
        }
    }

    /// A sign-in that may still be in the keychain.
    pub(super) fn not_forgotten(&mut self, keeper: Arc<Keeper>, error: VaultError) {
        self.keychain.trouble = Some(Trouble { error, at: self.now(), what: Order::Forget(keeper) });
    }

    /// Sign-ins are kept from now on, those of now too; or none is any more.
    pub(super) fn stay_signed_in(&mut self, stay: bool) {
        self.setup.settings.change(|settings| settings.stay_signed_in = stay);
        let run = |app: &mut Self| {
            let Some(desk) = &app.work.desk else { return };
            let (keeper, tokens) = (desk.keeper.clone(), desk.session.tokens());
            match (keeper, tokens) {
                (Some(_), Some(tokens)) if stay => app.keep_sign_in(&tokens),
                (Some(keeper), _) if !stay => app.forget_sign_in(keeper),
                _ => {}
            }
        };
        run(self);
        self.at_all_behind(run);
    }

    /// What the person wants of a keychain that does not do its part.
    pub(super) fn perform_keychain(&mut self, asked: Asked) {
        match asked {
            Asked::Dismiss => self.keychain.trouble = None,
            Asked::GiveUp => {
                if let Some(vault) = &self.keychain.vault {
                    vault.abandon();
                }
            }
            Asked::Without => {
                if let Some(vault) = self.keychain.vault.take() {
                    vault.abandon();
                }
                self.keychain.opening.cancel();
                self.keychain.trouble = None;
            }
            Asked::Retry => match self.keychain.trouble.take().map(|trouble| trouble.what) {
                Some(Order::Read) => self.open_keychain(),
                Some(Order::Keep(number)) => self.at_desk(number, |app| {
                    if let Some(tokens) = app.work.desk.as_ref().and_then(|desk| desk.session.tokens()) {
                        app.keep_sign_in(&tokens);
                    }
                }),
                Some(Order::Forget(keeper)) => self.forget_sign_in(keeper),
                None => {}
            },
        }
    }

    /// What there is to say about it now; asks for the frame in which there will be more to say.
    pub(super) fn keychain_notice(&self, ctx: &Context) -> Option<Notice> {
        let waits = self.keychain.waited();
        if let Some(trouble) = &self.keychain.trouble {
            let (wanted, account, item) = match &trouble.what {
                Order::Read => (Wanted::Read, None, String::new()),
                Order::Keep(number) => (Wanted::Keep, self.account_of(*number).map(ToOwned::to_owned), String::new()),
                Order::Forget(keeper) => (Wanted::Forget, None, keeper.label()),
            };
            return Some(Notice { wanted, matter: matter(&trouble.error), account, item, details: trouble.details(&self.setup.zone) });
        }
        if waits < QUIET {
            if !waits.is_zero() || self.keychain.opening.is_pending() {
                ctx.request_repaint_after(QUIET.saturating_sub(waits));
            }
            return None;
        }
        let wanted = if self.keychain.opening.is_pending() {
            Wanted::Read
        } else if self.work.desk.is_some() {
            Wanted::Keep
        } else {
            Wanted::Forget
        };
        Some(Notice { wanted, matter: Matter::Waits, account: None, item: String::new(), details: String::new() })
    }

    fn account_of(&self, number: DeskNumber) -> Option<&str> {
        let desks = std::iter::once(&self.work).chain(&self.behind).filter_map(|work| work.desk.as_ref());
        desks.into_iter().find(|desk| desk.number == number).map(|desk| desk.account.as_str())
    }
}

impl Trouble {
    /// When, which keychain, its words.
    fn details(&self, zone: &jiff::tz::TimeZone) -> String {
        format!("{}  {}  {}", time_words::exact(self.at, zone), self.error.service, self.error.words)
    }
}

const fn matter(error: &VaultError) -> Matter {
    match error.kind() {
        VaultErrorKind::NoService => Matter::Missing,
        VaultErrorKind::Locked | VaultErrorKind::Dismissed => Matter::Locked,
        VaultErrorKind::Stuck => Matter::GivenUp,
        VaultErrorKind::TooLong => Matter::TooLong,
        VaultErrorKind::Failed => Matter::Failed,
    }
}
