//! Tokens that are kept beyond this process, and a keychain that hangs.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

/// A keychain that says what it is told to, or hangs.
#[derive(Default)]
struct Store {
    kept: Mutex<Option<SessionTokens>>,
    hangs: bool,
    /// How long a read takes.
    takes: Duration,
    reads: AtomicUsize,
    /// Given only from this read on.
    from_read: usize,
}

impl TokenStore for Store {
    fn read(&self, _: SessionId) -> StoreFuture<'_, Option<SessionTokens>> {
        let number = self.reads.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            if self.hangs {
                std::future::pending::<()>().await;
            }
            tokio::time::sleep(self.takes).await;
            self.kept.lock().unwrap().clone().filter(|_| number >= self.from_read)
        })
    }

    fn save(&self, _: SessionId, tokens: SessionTokens) -> StoreFuture<'_, ()> {
        Box::pin(async move {
            if self.hangs {
                std::future::pending::<()>().await;
            }
            *self.kept.lock().unwrap() = Some(tokens);
        })
    }
}

fn kept(store: &Store) -> Option<String> {
    store.kept.lock().unwrap().as_ref().map(|tokens| tokens.access().expose().to_owned())
}

async fn fixture(store: &Arc<Store>, script: impl Fn(usize, &Seen) -> Reply + Send + Sync + 'static) -> Fixture {
    let f = Fixture::with(script, Some(Arc::clone(store) as _), Readings::default()).await;
    f.begin("A1", Some("R1"));
    f.clock.advance(SignedDuration::from_mins(5));
    f
}

#[tokio::test]
async fn new_tokens_are_saved_after_a_renewal() {
    let store = Arc::new(Store::default());
    let f = fixture(&store, only("A2")).await;
    read(&f).await.unwrap();
    wait_until("saved", || kept(&store).as_deref() == Some("A2")).await;
}

#[tokio::test]
async fn tokens_that_another_program_has_renewed_are_taken_over() {
    let store = Arc::new(Store::default());
    let f = fixture(&store, only("A9")).await;
    *store.kept.lock().unwrap() = Some(f.tokens("A9", Some("R9")));
    read(&f).await.unwrap();
    assert_eq!(f.counts(), [2, 0, 0]);
    assert_eq!(f.events(), ["renewed"]);
}

#[tokio::test]
async fn a_refusal_is_believed_only_after_another_look() {
    let store = Arc::new(Store { from_read: 1, ..Store::default() });
    let good = only("A9");
    let f = fixture(&store, move |n, seen| if is_renewal(seen) { json(400, "{}") } else { good(n, seen) }).await;
    *store.kept.lock().unwrap() = Some(f.tokens("A9", Some("R9")));
    read(&f).await.unwrap();
    assert_eq!((f.counts(), f.session.state()), ([2, 1, 0], SessionState::Active));
}

#[tokio::test]
async fn an_older_set_in_the_store_is_left_there() {
    let store = Arc::new(Store::default());
    let f = fixture(&store, only("A2")).await;
    let older = f.clock.now() - SignedDuration::from_mins(20);
    *store.kept.lock().unwrap() = Some(SessionTokens::received("A0".into(), Some("R0".into()), Some(1_799), "ua".into(), older));
    read(&f).await.unwrap();
    assert!(f.server.seen().iter().any(|seen| seen.body().ends_with("refresh_token=R1")));
    assert_eq!(f.counts(), [2, 1, 0]);
}

#[tokio::test]
async fn tokens_in_the_store_that_end_this_very_second_are_renewed_and_not_taken_over() {
    for (age, renewals) in [(1_798, 0), (1_799, 1)] {
        let store = Arc::new(Store::default());
        let f = fixture(&store, only("A9")).await;
        *store.kept.lock().unwrap() = Some(f.tokens("A9", Some("R9")));
        f.clock.advance(SignedDuration::from_secs(age));
        read(&f).await.unwrap();
        assert_eq!(f.counts(), [2, renewals, 0], "after {age} s of 1799");
        let with_theirs = f.server.seen().iter().filter(|seen| seen.body().ends_with("refresh_token=R9")).count();
        assert_eq!(with_theirs, renewals);
    }
}

#[tokio::test]
async fn a_keychain_that_never_answers_holds_nothing_up() {
    let store = Arc::new(Store { hangs: true, ..Store::default() });
    let f = fixture(&store, only("A2")).await;
    tokio::time::timeout(Duration::from_secs(2), read(&f)).await.expect("gone on without it").unwrap();
    assert_eq!(f.counts(), [2, 1, 0]);
    f.clock.advance(SignedDuration::from_mins(5));
    tokio::time::timeout(Duration::from_secs(2), f.session.renew(f.session.held().unwrap().generation())).await.expect("again");
    assert_eq!(f.counts(), [2, 2, 0], "a save that hangs is not waited for");
}

#[tokio::test]
async fn who_signs_out_while_the_keychain_is_read_causes_no_renewal() {
    let store = Arc::new(Store { hangs: true, ..Store::default() });
    let f = fixture(&store, only("A2")).await;
    let sign_out = async {
        wait_until("the keychain is read", || store.reads.load(Ordering::Relaxed) == 1).await;
        f.session.end();
    };
    let (result, ()) = tokio::join!(read(&f), sign_out);
    assert_eq!((kind(result), f.counts()), (ErrorKind::NotSignedIn, [1, 0, 0]));
}

#[tokio::test]
async fn who_signs_out_while_a_refusal_is_doubted_causes_no_other_renewal() {
    let store = Arc::new(Store { from_read: 1, takes: Duration::from_millis(30), ..Store::default() });
    let f = fixture(&store, |_, seen| if is_renewal(seen) { json(400, "{}") } else { unauthorized() }).await;
    let dead = f.clock.now() - SignedDuration::from_mins(40);
    *store.kept.lock().unwrap() = Some(SessionTokens::received("A9".into(), Some("R9".into()), Some(1_799), "ua".into(), dead));
    let sign_out = async {
        wait_until("the keychain is read again", || store.reads.load(Ordering::Relaxed) == 2).await;
        f.session.end();
    };
    let (result, ()) = tokio::join!(read(&f), sign_out);
    assert_eq!((kind(result), f.counts(), f.events()), (ErrorKind::NotSignedIn, [1, 1, 0], vec![]));
}

#[tokio::test]
async fn after_sign_out_nothing_is_saved() {
    let go = Arc::new(Notify::new());
    let hold = Arc::clone(&go);
    let store = Arc::new(Store::default());
    let f = fixture(&store, move |_, seen| {
        if is_renewal(seen) { Reply::Held(Arc::clone(&hold), bytes(200, &[], br#"{"access_token":"A2"}"#)) } else { unauthorized() }
    })
    .await;
    let sign_out = async {
        wait_until("the renewal is under way", || f.counts() == [1, 1, 0]).await;
        f.session.end();
        go.notify_one();
    };
    let (result, ()) = tokio::join!(read(&f), sign_out);
    assert_eq!(kind(result), ErrorKind::NotSignedIn);
    tokio::time::sleep(Duration::from_millis(30)).await;
    assert_eq!(kept(&store), None);
}

#[tokio::test]
async fn who_signs_out_at_the_news_of_a_renewal_leaves_nothing_behind() {
    let store = Arc::new(Store::default());
    let server = Recorder::always(tokens("A2", "R2")).await;
    let clock: SharedClock = TestClock::at("2030-05-01T12:00:00Z");
    let to_end: Arc<Mutex<Option<Arc<Session>>>> = Arc::default();
    let ending = Arc::clone(&to_end);
    let on_event = Arc::new(move |_| {
        if let Some(session) = ending.lock().unwrap().take() {
            session.end();
        }
    });
    let addresses = CloudAddresses::one_base(server.url(""));
    let session = Session::new(transport(Arc::clone(&clock)), addresses, Arc::clone(&clock), on_event, Some(Arc::clone(&store) as _));
    session.begin(SessionTokens::received("A1".into(), Some("R1".into()), None, "ua".into(), clock.now()));
    *to_end.lock().unwrap() = Some(Arc::clone(&session));
    session.renew(session.held().unwrap().generation()).await;
    wait_until("signed out", || session.state() == SessionState::SignedOut).await;
    tokio::time::sleep(Duration::from_millis(30)).await;
    assert_eq!(kept(&store), None);
}
