//! Lets one program renew tokens at a time: with two at once, the second would send a refresh token that the first has
//! just used up.
//!
//! An advisory lock of a file that stays empty. The system frees it with the program, however that ends, so that no lock is ever
//! left behind; the file stays, for removing it would let two programs lock two files of one name.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;

use super::clock::Stopwatch;
use super::files;

/// How often a lock that somebody else holds is tried again.
const TRY_EVERY: Duration = Duration::from_millis(20);

/// The lock around the renewals of one cloud.
#[derive(Clone, Debug)]
pub struct RenewalLock(Option<PathBuf>);

/// Holds the lock until it is dropped.
#[derive(Debug)]
#[must_use = "the lock is released as soon as this is dropped"]
pub struct RenewalGuard(#[expect(dead_code, reason = "the open file is the lock")] File);

impl RenewalLock {
    /// By the file at `path`: one a cloud, in the cloud's folder. None: there is no folder, and nothing to lock.
    #[must_use]
    pub const fn new(path: Option<PathBuf>) -> Self {
        Self(path)
    }

    /// Waits for the lock, at most for `patience`. None: there is no folder, the file cannot be locked (a network disk may not be
    /// able to, a disk may be full or read-only), or somebody else holds it for too long. Go on without: that is no worse than two
    /// programs without a lock, and after a refusal the keychain is read once more.
    pub fn acquire(&self, patience: Duration) -> impl Future<Output = Option<RenewalGuard>> + Send + use<> {
        let told = self.0.clone().map(|path| {
            let (tell, told) = oneshot::channel();
            // A thread of its own: a disk may take as long as it likes, and no task shall wait with it.
            let started = thread::Builder::new().name("renewal lock".to_owned()).spawn(move || {
                let locked = lock(&path, patience, || tell.is_closed()).unwrap_or_else(|error| {
                    tracing::warn!(%error, file = %path.display(), "tokens are renewed without a lock");
                    None
                });
                // When nobody waits any more, the guard is dropped here.
                tell.send(locked).ok();
            });
            (started, told)
        });
        async move {
            let (_started, told) = told?;
            told.await.ok().flatten()
        }
    }
}

fn lock(path: &Path, patience: Duration, is_over: impl Fn() -> bool) -> io::Result<Option<RenewalGuard>> {
    let began = Stopwatch::start();
    let file = files::open_to_append(path)?;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(RenewalGuard(file))),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if began.elapsed() >= patience => {
                tracing::warn!(file = %path.display(), "another program holds the lock around renewals for too long");
                return Ok(None);
            }
            Err(TryLockError::WouldBlock) if is_over() => return Ok(None),
            Err(TryLockError::WouldBlock) => thread::sleep(TRY_EVERY),
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::timeout;

    use super::*;

    const LONG: Duration = Duration::from_secs(30);

    fn lock_in(home: &tempfile::TempDir) -> RenewalLock {
        RenewalLock::new(Some(home.path().join("cloud/anna.lock")))
    }

    #[tokio::test]
    async fn one_at_a_time_holds_it_and_the_next_gets_it_when_it_is_dropped() {
        let home = tempfile::tempdir().unwrap();
        let held = lock_in(&home).acquire(LONG).await.unwrap();
        // Another program has opened the file by itself.
        let mut second = Box::pin(lock_in(&home).acquire(LONG));
        assert!(timeout(Duration::from_millis(150), &mut second).await.is_err(), "two hold it");
        drop(held);
        assert!(second.await.is_some());
    }

    #[tokio::test]
    async fn who_waits_too_long_goes_on_without() {
        let home = tempfile::tempdir().unwrap();
        let _held = lock_in(&home).acquire(LONG).await.unwrap();
        let waited = timeout(LONG, lock_in(&home).acquire(Duration::from_millis(50))).await;
        assert!(waited.expect("it waits for ever").is_none());
    }

    #[tokio::test]
    async fn who_does_not_wait_any_more_does_not_keep_it() {
        let home = tempfile::tempdir().unwrap();
        let held = lock_in(&home).acquire(LONG).await.unwrap();
        let mut second = Box::pin(lock_in(&home).acquire(LONG));
        assert!(timeout(Duration::from_millis(50), &mut second).await.is_err());
        drop(second);
        drop(held);
        assert!(timeout(LONG, lock_in(&home).acquire(LONG)).await.unwrap().is_some());
    }

    #[tokio::test]
    async fn accounts_do_not_wait_for_each_other() {
        let home = tempfile::tempdir().unwrap();
        let _anna = lock_in(&home).acquire(LONG).await.unwrap();
        let bert = RenewalLock::new(Some(home.path().join("cloud/bert.lock")));
        assert!(bert.acquire(Duration::ZERO).await.is_some());
    }

    #[tokio::test]
    async fn without_a_folder_or_a_disk_that_can_lock_nothing_is_held_and_nobody_waits() {
        assert!(RenewalLock::new(None).acquire(LONG).await.is_none());
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a file");
        std::fs::write(&file, "").unwrap();
        let impossible = RenewalLock::new(Some(file.join("anna.lock")));
        assert!(timeout(LONG, impossible.acquire(LONG * 2)).await.expect("it waits").is_none());
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn the_file_is_for_its_owner_only_and_stays_empty() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        drop(lock_in(&home).acquire(LONG).await.unwrap());
        let file = std::fs::metadata(home.path().join("cloud/anna.lock")).unwrap();
        assert_eq!((file.permissions().mode() & 0o777, file.len()), (0o600, 0));
    }
}
