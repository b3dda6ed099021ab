//! A sign-in that outlives the program: one item of the system's keychain for each account of each cloud, with its tokens, when they
//! end, and the host they belong to. Never a password, a code or a client's secret.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::desktop::renewal_lock::RenewalLock;
use crate::desktop::vault::{Item, Vault, VaultError, VaultErrorKind};
use crate::evotor::session::{KeptTokens, SessionId, SessionTokens, StoreFuture, StoreLock, TokenStore};
use crate::model::clock::SharedClock;
use crate::model::secret::Secret;

/// The form of the item that this program writes.
const VERSION: u32 = 1;
/// So long a renewal waits for the one of another program: longer than a request may take with its second attempt.
const LOCK_PATIENCE: Duration = Duration::from_secs(75);

/// A sign-in that was kept.
#[derive(Debug)]
pub struct KeptSignIn {
    /// Whose.
    pub account: String,
    /// To begin a session with.
    pub tokens: SessionTokens,
    /// When it was kept.
    pub saved_at: Timestamp,
}

#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    host: &'a str,
    saved_at: Timestamp,
    received_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_ends: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sign_in_ends: Option<Timestamp>,
    user_agent: &'a str,
    pasted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    access: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh: Option<&'a str>,
}

#[derive(Deserialize)]
struct Read {
    version: u32,
    host: String,
    saved_at: Timestamp,
    received_at: Timestamp,
    access_ends: Option<Timestamp>,
    sign_in_ends: Option<Timestamp>,
    user_agent: String,
    #[serde(default)]
    pasted: bool,
    access: Option<Secret>,
    refresh: Option<Secret>,
}

/// The text of the item. It is laid out once in a buffer that is wiped.
fn to_item(host: &str, kept: &KeptTokens, with_access: bool, saved_at: Timestamp) -> Secret {
    let written = Written {
        version: VERSION,
        host,
        saved_at,
        received_at: kept.received_at,
        access_ends: kept.access_ends.filter(|_| with_access),
        sign_in_ends: kept.sign_in_ends,
        user_agent: &kept.user_agent,
        pasted: kept.is_pasted,
        access: kept.access.as_ref().filter(|_| with_access).map(Secret::expose),
        refresh: kept.refresh.as_ref().map(Secret::expose),
    };
    let tokens = [&kept.access, &kept.refresh].into_iter().flatten().map(|token| token.expose().len()).sum::<usize>();
    // Room for all of it, twice: growing would leave copies behind.
    let mut text = Zeroizing::new(Vec::with_capacity(2 * (tokens + host.len() + kept.user_agent.len()) + 512));
    // Strings, numbers and times: there is nothing in it that JSON has no form for.
    let _ = serde_json::to_writer(&mut *text, &written);
    Secret::from(std::str::from_utf8(&text).unwrap_or_default())
}

/// What an item holds, if it is one of ours for this host.
fn of_item(item: &Secret, host: &str) -> Option<(SessionTokens, Timestamp)> {
    let read: Read = serde_json::from_str(item.expose()).ok()?;
    if read.version != VERSION || read.host != host {
        return None;
    }
    // What no header can hold is no token.
    let is_token = |token: &Secret| !token.is_empty() && token.expose().bytes().all(|byte| byte.is_ascii_graphic());
    let tokens = SessionTokens::kept(KeptTokens {
        access: read.access.filter(is_token),
        refresh: read.refresh.filter(is_token),
        received_at: read.received_at,
        access_ends: read.access_ends,
        sign_in_ends: read.sign_in_ends,
        user_agent: read.user_agent,
        is_pasted: read.pasted,
    })?;
    Some((tokens, read.saved_at))
}

/// The newest of what lies in the keychain under one name; what is foreign or damaged is passed over, and its content named nowhere.
fn newest(items: &[Secret], host: &str) -> Option<(SessionTokens, Timestamp)> {
    let valid: Vec<_> = items.iter().filter_map(|item| of_item(item, host)).collect();
    if valid.len() < items.len() {
        tracing::warn!(
            "{} of {} items of the keychain under one account's name are not of this program's form",
            items.len() - valid.len(),
            items.len()
        );
    }
    valid.into_iter().max_by_key(|(_, saved_at)| *saved_at)
}

/// All sign-ins that are kept for a cloud, the newest first.
///
/// # Errors
/// The keychain cannot be asked. One damaged item is no error: the others are found.
pub async fn kept_sign_ins(vault: Vault, cloud_key: String, host: String) -> Result<Vec<KeptSignIn>, VaultError> {
    let mut kept = Vec::new();
    for item in vault.sign_ins(&cloud_key).await? {
        let found = vault.read(&item).await?;
        if let Some((tokens, saved_at)) = newest(&found, &host) {
            kept.push(KeptSignIn { account: item.account().to_owned(), tokens, saved_at });
        }
    }
    kept.sort_by_key(|kept| std::cmp::Reverse(kept.saved_at));
    Ok(kept)
}

/// What became of an order to the keychain that nobody waits for.
#[derive(Debug)]
pub enum KeeperNews {
    /// The tokens are kept.
    Kept,
    /// The sign-in is not remembered.
    NotKept(VaultError),
    /// The item may still be there.
    NotForgotten(VaultError),
}

/// Keeps one account's sign-in.
pub struct Keeper {
    vault: Vault,
    item: Item,
    host: String,
    clock: SharedClock,
    lock: RenewalLock,
    tell: Box<dyn Fn(KeeperNews) + Send + Sync>,
    /// Whether anything is to be kept. Held while an order is given, so that none comes after the one to forget.
    keeps: Mutex<bool>,
    is_kept: AtomicBool,
}

impl Keeper {
    /// Keeps nothing until it is told to. `host` is the origin that the tokens belong to; `tell` is called from a task.
    #[must_use]
    pub fn new(
        vault: Vault,
        item: Item,
        host: String,
        clock: SharedClock,
        lock: RenewalLock,
        tell: impl Fn(KeeperNews) + Send + Sync + 'static,
    ) -> Self {
        Self { vault, item, host, clock, lock, tell: Box::new(tell), keeps: Mutex::new(false), is_kept: AtomicBool::new(false) }
    }

    /// From now on what it is given is kept, until it is told to forget.
    pub fn begins(&self) {
        *self.keeps() = true;
    }

    /// It was found in the keychain: it is kept, and goes on being kept.
    pub fn was_found(&self) {
        self.begins();
        self.is_kept.store(true, Ordering::Relaxed);
    }

    /// Whether the last order to keep it was carried out, and none to forget it was given since.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.is_kept.load(Ordering::Relaxed)
    }

    /// What a person finds the item by in the system's own program.
    #[must_use]
    pub fn label(&self) -> String {
        self.item.found_as()
    }

    /// Takes the item out of the keychain and keeps nothing any more. The order stands when this returns.
    ///
    /// # Errors
    /// It may still be there.
    pub fn forget(&self) -> impl Future<Output = Result<(), VaultError>> + Send + use<> {
        let mut keeps = self.keeps();
        *keeps = false;
        self.is_kept.store(false, Ordering::Relaxed);
        self.vault.delete(&self.item)
    }

    /// Keeps these tokens. None when nothing is to be kept, or not any more: then nothing is done.
    ///
    /// # Errors
    /// They are not kept.
    pub fn keep(&self, tokens: &SessionTokens) -> impl Future<Output = Option<Result<(), VaultError>>> + Send + use<'_> {
        let (kept, now) = (tokens.to_keep(), self.clock.now());
        let first = self.order(to_item(&self.host, &kept, true, now));
        async move {
            let mut outcome = first?.await;
            let is_too_long = outcome.as_ref().is_err_and(|error| error.kind() == VaultErrorKind::TooLong);
            if is_too_long && kept.refresh.is_some() {
                outcome = self.order(to_item(&self.host, &kept, false, now))?.await;
            }
            self.is_kept.store(outcome.is_ok() && *self.keeps(), Ordering::Relaxed);
            Some(outcome)
        }
    }

    fn order(&self, text: Secret) -> Option<impl Future<Output = Result<(), VaultError>> + Send + use<>> {
        let keeps = self.keeps();
        keeps.then(|| self.vault.write(&self.item, text))
    }

    fn keeps(&self) -> MutexGuard<'_, bool> {
        self.keeps.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenStore for Keeper {
    fn read(&self, _: SessionId) -> StoreFuture<'_, Option<SessionTokens>> {
        let reading = self.keeps().then(|| self.vault.read(&self.item));
        Box::pin(async move { Some(newest(&reading?.await.ok()?, &self.host)?.0) })
    }

    fn save(&self, _: SessionId, tokens: SessionTokens) -> StoreFuture<'_, ()> {
        let kept = self.keep(&tokens);
        Box::pin(async move {
            match kept.await {
                Some(Ok(())) => (self.tell)(KeeperNews::Kept),
                Some(Err(error)) => (self.tell)(KeeperNews::NotKept(error)),
                None => {}
            }
        })
    }

    fn lock(&self, _: SessionId) -> StoreFuture<'_, Option<StoreLock>> {
        let acquiring = self.keeps().then(|| self.lock.acquire(LOCK_PATIENCE));
        Box::pin(async move { Some(Box::new(acquiring?.await?) as StoreLock) })
    }

    fn refused(&self, _: SessionId) -> StoreFuture<'_, ()> {
        // With nothing kept by this program, an item under this name is another one's.
        let deleted = self.keeps().then(|| {
            self.is_kept.store(false, Ordering::Relaxed);
            self.vault.delete(&self.item)
        });
        Box::pin(async move {
            let Some(deleted) = deleted else { return };
            if let Err(error) = deleted.await {
                (self.tell)(KeeperNews::NotForgotten(error));
            }
        })
    }
}

impl fmt::Debug for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keeper").field("is_kept", &self.is_kept()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::desktop::vault::MemoryKeychain;
    use crate::net::recorder::TestClock;

    const HOST: &str = "https://dev.cloud.example";

    fn now() -> Timestamp {
        "2030-05-01T12:00:00Z".parse().unwrap()
    }

    fn tokens(access: &str) -> SessionTokens {
        SessionTokens::received(access.into(), Some("r1".into()), Some(1_799), "Mozilla/5.0".into(), now())
    }

    fn item(access: &str, saved_at: &str) -> Secret {
        to_item(HOST, &tokens(access).to_keep(), true, saved_at.parse().unwrap())
    }

    fn access(items: &[Secret]) -> Option<String> {
        Some(newest(items, HOST)?.0.access().expose().to_owned())
    }

    #[test]
    fn what_is_kept_comes_back_as_it_was() {
        let (back, saved_at) = of_item(&to_item(HOST, &tokens("a1").to_keep(), true, now()), HOST).unwrap();
        assert_eq!((back.access().expose(), back.refresh().unwrap().expose(), back.user_agent()), ("a1", "r1", "Mozilla/5.0"));
        assert_eq!((back.lifetimes(), saved_at), (tokens("a1").lifetimes(), now()));
    }

    #[test]
    fn where_there_is_room_for_one_token_it_is_the_one_to_renew_with() {
        let (back, _) = of_item(&to_item(HOST, &tokens("a1").to_keep(), false, now()), HOST).unwrap();
        assert_eq!((back.access().is_empty(), back.refresh().unwrap().expose()), (true, "r1"));
    }

    #[test]
    fn the_newest_of_ours_counts_and_what_is_foreign_or_damaged_does_not() {
        let (old, new) = (item("old", "2030-05-01T11:00:00Z"), item("new", "2030-05-01T11:30:00Z"));
        let later = "2030-05-01T11:59:00Z";
        let elsewhere = to_item("https://dev.another.example", &tokens("b").to_keep(), true, later.parse().unwrap());
        let of_a_newer_program = Secret::from(item("c", later).expose().replace("\"version\":1", "\"version\":2"));
        let no_header = Secret::from(item("d", later).expose().replace("\"d\"", "\"d\\n\"").replace("\"r1\"", "\"\""));
        let cut = Secret::from(&item("e", later).expose()[..60]);
        assert_eq!(access(&[old, new, elsewhere, of_a_newer_program, no_header, cut, "".into()]).as_deref(), Some("new"));
        assert_eq!(access(&["{}".into(), "[]".into()]), None);
    }

    fn keeper(keychain: &MemoryKeychain) -> Keeper {
        let vault = Vault::new(keychain.keychains());
        let clock: SharedClock = TestClock::at("2030-05-01T12:00:00Z");
        Keeper::new(vault, Item::sign_in(HOST, "anna@seller.example"), HOST.into(), clock, RenewalLock::new(None), |_| {})
    }

    #[tokio::test]
    async fn nothing_is_kept_before_it_is_wanted_nor_after_it_was_forgotten() {
        let keychain = MemoryKeychain::default();
        let keeper = Arc::new(keeper(&keychain));
        assert!(keeper.keep(&tokens("a1")).await.is_none());
        keeper.begins();
        assert!(matches!(keeper.keep(&tokens("a1")).await, Some(Ok(()))));
        assert!(keeper.is_kept() && keychain.items().len() == 1);
        // The order to keep stands before the one to forget, whoever waits for it first.
        let late = keeper.keep(&tokens("a2"));
        let forgotten = keeper.forget();
        let (late, forgotten) = tokio::join!(late, forgotten);
        assert!(matches!(late, Some(Ok(()))) && forgotten.is_ok());
        assert!(keychain.items().is_empty() && !keeper.is_kept());
        assert!(keeper.keep(&tokens("a3")).await.is_none(), "a renewal that ends after the sign-out leaves nothing");
        assert!(keychain.items().is_empty());
    }
}
