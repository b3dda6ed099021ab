//! The publisher's session: who is signed in, with which tokens, until when, and how it lives on.
//!
//! Two counters keep things apart. The *generation* of the tokens moves with every renewal and decides only whether to renew;
//! the *session* moves with sign-in, sign-out and a switch of accounts, and tells whose answer an answer is. Signed out and
//! expired are states, asked for with [`Session::state`]; what a renewal does is told by events.

mod keep_alive;
mod refusals;
mod renewal;
mod sign_in;
mod tokens;

#[cfg(test)]
mod tests;

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::SignedDuration;
use tokio::sync::watch;

use crate::model::clock::SharedClock;
use crate::model::cloud::CloudAddresses;
use crate::model::origin::Origin;
use crate::model::secret::Secret;
use crate::net::{ApiError, BoundSecret, Transport};

pub use self::refusals::SignInRefusal;
pub(super) use self::renewal::Renewal;
pub use self::sign_in::{Credentials, SignInError, SignedIn, sign_in};
pub use self::tokens::{KeptTokens, Lifetimes, PastedTokens, SessionTokens};
pub(super) use self::tokens::{seconds, text};

/// A 401 to tokens younger than this belongs to the endpoint, not to the session.
const FRESH: SignedDuration = SignedDuration::from_mins(1);

/// One sign-in; another sign-in, also of the same account, is another session.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct SessionId(u64);

/// One set of tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Generation(u64);

/// Whether somebody is signed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SessionState {
    /// Nobody has signed in, or the last one has signed out.
    SignedOut,
    /// There are tokens; whether the server still takes them, only the server knows.
    Active,
    /// The server refused to renew. Everything on the desk stays; a new sign-in is needed.
    Expired,
}

/// What happened to a session by itself. Signing in and out are not told: whoever does it knows.
#[derive(Clone, Debug)]
pub enum SessionEvent {
    /// New tokens are in place.
    Renewed {
        /// Whose.
        session: SessionId,
        /// Until when.
        lifetimes: Lifetimes,
    },
    /// The session has ended.
    Expired {
        /// Which.
        session: SessionId,
        /// The server's refusal to renew, or of the call when there was nothing to renew with.
        error: ApiError,
        /// The token was pasted, and the server has never taken it: there was no session at all.
        never_good: bool,
    },
    /// The server could not be asked to renew, or did not answer properly: still signed in.
    RenewalFailed {
        /// Which.
        session: SessionId,
        /// Why.
        error: ApiError,
    },
}

/// A future that a [`TokenStore`] gives back.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Where tokens are kept beyond this process. A job fills it with the keychain, which may take as long as it likes: no lock is
/// held while it is asked, and reading is given up after [`SessionTiming::store_patience`].
pub trait TokenStore: Send + Sync {
    /// The newest tokens of this session's account: another program may have renewed them.
    fn read(&self, session: SessionId) -> StoreFuture<'_, Option<SessionTokens>>;

    /// Keeps these tokens. The order to keep them stands when this returns: giving up the wait does not take it back.
    fn save(&self, session: SessionId, tokens: SessionTokens) -> StoreFuture<'_, ()>;

    /// Keeps other programs from renewing the same tokens until it is dropped. None when there is no such lock, or not in time: then
    /// the renewal goes on without.
    fn lock(&self, _: SessionId) -> StoreFuture<'_, Option<StoreLock>> {
        Box::pin(async { None })
    }

    /// The server takes the kept tokens no more: they need not be kept.
    fn refused(&self, _: SessionId) -> StoreFuture<'_, ()> {
        Box::pin(async {})
    }
}

/// What a [`TokenStore`] holds its lock by.
pub type StoreLock = Box<dyn Send>;

/// The waits of a session, so that tests can be quick.
#[derive(Clone, Copy, Debug)]
pub struct SessionTiming {
    /// How often [`Session::keep_alive`] looks at the clock at least: it may jump, and the computer may sleep.
    pub look_every: Duration,
    /// How long a [`TokenStore`] may take to read before a renewal goes on without it.
    pub store_patience: Duration,
}

impl Default for SessionTiming {
    fn default() -> Self {
        Self { look_every: Duration::from_secs(20), store_patience: Duration::from_secs(2) }
    }
}

/// The session of one account with one cloud.
pub struct Session {
    transport: Transport,
    addresses: CloudAddresses,
    clock: SharedClock,
    on_event: Arc<dyn Fn(SessionEvent) + Send + Sync>,
    store: Option<Arc<dyn TokenStore>>,
    timing: SessionTiming,
    inner: Mutex<Inner>,
    /// Moves whenever `inner` does, to wake [`Session::keep_alive`].
    changes: watch::Sender<()>,
}

struct Inner {
    session: SessionId,
    generation: Generation,
    phase: Phase,
    /// The server has taken these tokens, or has given them itself.
    is_proven: bool,
    /// The renewal under way, of just this generation.
    renewing: Option<watch::Receiver<Option<Renewal>>>,
}

enum Phase {
    SignedOut,
    Active(SessionTokens),
    Expired,
}

impl Inner {
    /// Other tokens, or none: nothing that is under way may store into this any more.
    fn enter(&mut self, phase: Phase) {
        self.generation = Generation(self.generation.0 + 1);
        self.renewing = None;
        self.is_proven = matches!(&phase, Phase::Active(tokens) if !tokens.is_pasted());
        self.phase = phase;
    }

    /// The session is over; whether it was never one.
    fn expire(&mut self) -> bool {
        let never_good = !self.is_proven;
        self.enter(Phase::Expired);
        never_good
    }
}

impl Session {
    /// A session in which nobody is signed in. `on_event` is called from a task, with no lock held.
    #[must_use]
    pub fn new(
        transport: Transport,
        addresses: CloudAddresses,
        clock: SharedClock,
        on_event: Arc<dyn Fn(SessionEvent) + Send + Sync>,
        store: Option<Arc<dyn TokenStore>>,
    ) -> Arc<Self> {
        Self::with_timing(transport, addresses, clock, on_event, store, SessionTiming::default())
    }

    /// The same with other waits.
    #[must_use]
    pub fn with_timing(
        transport: Transport,
        addresses: CloudAddresses,
        clock: SharedClock,
        on_event: Arc<dyn Fn(SessionEvent) + Send + Sync>,
        store: Option<Arc<dyn TokenStore>>,
        timing: SessionTiming,
    ) -> Arc<Self> {
        let inner = Inner { session: SessionId(0), generation: Generation(0), phase: Phase::SignedOut, is_proven: false, renewing: None };
        let changes = watch::Sender::new(());
        Arc::new(Self { transport, addresses, clock, on_event, store, timing, inner: Mutex::new(inner), changes })
    }

    /// Somebody has signed in. What is under way for an earlier session finds itself in the past.
    pub fn begin(&self, tokens: SessionTokens) -> SessionId {
        let session = {
            let mut inner = self.lock();
            inner.enter(Phase::Active(tokens));
            inner.session = SessionId(inner.session.0 + 1);
            inner.session
        };
        self.changes.send_replace(());
        session
    }

    /// Signs out: the tokens are wiped from memory, and a renewal that is under way ends by itself and changes nothing.
    pub fn end(&self) {
        {
            let mut inner = self.lock();
            inner.enter(Phase::SignedOut);
            inner.session = SessionId(inner.session.0 + 1);
        }
        self.changes.send_replace(());
    }

    /// Whether somebody is signed in.
    #[must_use]
    pub fn state(&self) -> SessionState {
        match self.lock().phase {
            Phase::SignedOut => SessionState::SignedOut,
            Phase::Active(_) => SessionState::Active,
            Phase::Expired => SessionState::Expired,
        }
    }

    /// The session as it is counted now. An answer that was asked for by another one is of the past.
    #[must_use]
    pub fn id(&self) -> SessionId {
        self.lock().session
    }

    /// How long it lasts, as far as is known; none when nobody is signed in.
    #[must_use]
    pub fn lifetimes(&self) -> Option<Lifetimes> {
        match &self.lock().phase {
            Phase::Active(tokens) => Some(tokens.lifetimes()),
            _ => None,
        }
    }

    /// The tokens as they are now, to be kept; none when nobody is signed in.
    #[must_use]
    pub fn tokens(&self) -> Option<SessionTokens> {
        match &self.lock().phase {
            Phase::Active(tokens) => Some(tokens.clone()),
            _ => None,
        }
    }

    /// The User-Agent that this sign-in was obtained with, and that every call of it carries; none when nobody is signed in.
    #[must_use]
    pub fn user_agent(&self) -> Option<String> {
        match &self.lock().phase {
            Phase::Active(tokens) => Some(tokens.user_agent().to_owned()),
            _ => None,
        }
    }

    /// What a call is sent with; none when nobody is signed in.
    pub(super) fn held(&self) -> Option<Held> {
        let inner = self.lock();
        let Phase::Active(tokens) = &inner.phase else { return None };
        let age = self.clock.now().duration_since(tokens.lifetimes().received_at);
        Some(Held {
            session: inner.session,
            generation: inner.generation,
            access: self.bound(tokens.access()),
            user_agent: tokens.user_agent().to_owned(),
            // A negative age means that the clock was set back: then nothing is known of the age. Nor is it of pasted tokens, and
            // those that can be renewed may well have to be.
            is_proven: inner.is_proven,
            has_no_access: tokens.access().is_empty(),
            is_fresh: !age.is_negative() && age < FRESH && !(tokens.is_pasted() && tokens.refresh().is_some()),
        })
    }

    /// The same of now, unless another session has begun or this one has ended.
    pub(super) fn held_if_still(&self, before: &Held) -> Option<Held> {
        self.held().filter(|held| held.session == before.session)
    }

    /// Whether a 401 to a call with these tokens may be the session's: they were not fresh, or there are newer ones by now.
    pub(super) fn may_renew_after(&self, held: &Held) -> bool {
        !held.is_fresh || self.lock().generation != held.generation
    }

    /// The session has ended because the server takes its token no more and there is nothing to renew it with.
    pub(super) fn expire(&self, seen: Generation, error: ApiError) {
        let (session, never_good) = {
            let mut inner = self.lock();
            if inner.generation != seen || !matches!(inner.phase, Phase::Active(_)) {
                return;
            }
            let never_good = inner.expire();
            (inner.session, never_good)
        };
        self.changes.send_replace(());
        (self.on_event)(SessionEvent::Expired { session, error, never_good });
        if let Some(store) = self.store.clone() {
            tokio::spawn(async move { store.refused(session).await });
        }
    }

    /// The server has taken the token of a call.
    pub(super) fn proven(&self, held: &Held) {
        let mut inner = self.lock();
        inner.is_proven |= inner.generation == held.generation;
    }

    /// The session's tokens may go to the developers' site only.
    fn bound(&self, secret: &Secret) -> BoundSecret {
        BoundSecret::new(secret.clone(), vec![Origin::of(&self.addresses.dev)])
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A token as it was when a call was made, and by which session.
pub(super) struct Held {
    session: SessionId,
    generation: Generation,
    access: BoundSecret,
    user_agent: String,
    is_proven: bool,
    is_fresh: bool,
    has_no_access: bool,
}

impl Held {
    pub(super) const fn session(&self) -> SessionId {
        self.session
    }

    pub(super) const fn generation(&self) -> Generation {
        self.generation
    }

    /// Whether the server has ever taken this token.
    pub(super) const fn is_proven(&self) -> bool {
        self.is_proven
    }

    pub(super) fn access(&self) -> BoundSecret {
        self.access.clone()
    }

    pub(super) fn user_agent(&self) -> &str {
        &self.user_agent
    }

    /// There is no access token: only the one to renew with was kept.
    pub(super) fn must_be_renewed(&self) -> bool {
        self.has_no_access
    }
}
