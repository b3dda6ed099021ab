//! One renewal for everybody, by itself, and never a sign-out by accident.

use super::*;

#[tokio::test]
async fn a_renewal_is_the_documented_guess_byte_by_byte() {
    let f = Fixture::mid_session(only("A2")).await;
    f.begin("A1", Some("R/1+="));
    f.clock.advance(SignedDuration::from_mins(5));
    read(&f).await.unwrap();
    let seen = f.server.seen().into_iter().find(is_renewal).unwrap();
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("POST", "/oauth/token"));
    assert_eq!(seen.body(), "grant_type=refresh_token&client_id=Evo-UI&refresh_token=R%2F1%2B%3D");
    assert_eq!(seen.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!((seen.header("user-agent"), seen.header("authorization")), (Some("Tokendesk"), None));
}

#[tokio::test]
async fn a_401_in_mid_session_brings_one_renewal_and_one_replay() {
    let f = Fixture::mid_session(only("A2")).await;
    assert_eq!(read(&f).await.unwrap().clients.len(), 1);
    assert_eq!(f.counts(), [2, 1, 0]);
    assert_eq!((f.session.state(), f.events()), (SessionState::Active, vec!["renewed"]));
    read(&f).await.unwrap();
    assert_eq!(f.counts(), [3, 1, 0]);

    let f = Fixture::mid_session(only("A2")).await;
    assert_eq!(write(&f).await.unwrap().client.client_id, "new");
    assert_eq!(f.counts(), [0, 1, 2], "a write that was refused with 401 was not carried out");
}

#[tokio::test]
async fn ten_parallel_401s_bring_one_renewal() {
    let f = Fixture::mid_session(only("A2")).await;
    let reads: Vec<_> = (0..10)
        .map(|_| {
            let evotor = f.evotor.clone();
            tokio::spawn(async move { evotor.oauth_clients().page(&version(None, Some(NUMBER)), None).await })
        })
        .collect();
    for read in reads {
        assert_eq!(read.await.unwrap().unwrap().clients.len(), 1);
    }
    assert_eq!(f.counts()[1], 1);
    assert_eq!(f.events(), ["renewed"]);
}

#[tokio::test]
async fn who_waits_for_a_renewal_that_fails_does_not_start_another() {
    let go = Arc::new(Notify::new());
    let held = Reply::Held(Arc::clone(&go), bytes(500, &[], b"{}"));
    let f = Fixture::mid_session(move |_, seen| if is_renewal(seen) { held.clone() } else { unauthorized() }).await;
    let reads = async { tokio::join!(read(&f), read(&f), read(&f), read(&f)) };
    let release = async {
        wait_until("four refused reads", || f.counts() == [4, 1, 0]).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        go.notify_one();
    };
    let (results, ()) = tokio::join!(reads, release);
    for result in <[_; 4]>::from(results) {
        assert_eq!(kind(result), ErrorKind::Refused(500));
    }
    assert_eq!(f.counts(), [4, 1, 0]);
    assert_eq!((f.session.state(), f.events()), (SessionState::Active, vec!["failed"]));
}

#[tokio::test]
async fn a_refused_renewal_ends_the_session_and_keeps_its_number() {
    for status in [400, 401] {
        let f = Fixture::mid_session(
            move |_, seen| {
                if is_renewal(seen) { json(status, r#"{"error":"invalid_grant"}"#) } else { unauthorized() }
            },
        )
        .await;
        let session = f.session.id();
        assert_eq!(kind(read(&f).await), ErrorKind::NotSignedIn);
        assert_eq!((f.session.state(), f.session.lifetimes(), f.session.id()), (SessionState::Expired, None, session));
        assert_eq!(f.events(), ["expired"]);
        let event = f.events.lock().unwrap().pop();
        let Some(SessionEvent::Expired { error, .. }) = event else { panic!("{event:?}") };
        assert_eq!(error.server_code(), Some("invalid_grant"));
        assert_eq!(kind(read(&f).await), ErrorKind::NotSignedIn);
        assert_eq!(create_kind(write(&f).await), ErrorKind::NotSignedIn);
        assert_eq!(f.counts(), [1, 1, 0], "once expired, nothing is sent");
    }
}

#[tokio::test]
async fn nothing_but_a_refusal_ends_a_session() {
    for (reply, expected) in [
        (json(500, "{}"), ErrorKind::Refused(500)),
        (json(503, "{}"), ErrorKind::Refused(503)),
        (json(403, "{}"), ErrorKind::Refused(403)),
        (json(404, "{}"), ErrorKind::Refused(404)),
        (json(429, "{}"), ErrorKind::Refused(429)),
        (answer(200, &[], b"<html>Wi-Fi</html>"), ErrorKind::NotTheApi),
        (answer(302, &[("Location", "https://wifi.example/")], b""), ErrorKind::Redirected),
        (json(200, ""), ErrorKind::Incomplete),
        (json(200, "{\"access_token\":"), ErrorKind::Incomplete),
        (Reply::Close(vec![]), ErrorKind::ConnectionLost),
        (Reply::Silence, ErrorKind::Timeout),
    ] {
        let f = Fixture::mid_session(move |_, seen| if is_renewal(seen) { reply.clone() } else { unauthorized() }).await;
        let error = write(&f).await.unwrap_err();
        let CreateError::Api(error) = error else { panic!("taken for an answer to the create: {error:?}") };
        assert_eq!(*error.kind(), expected);
        assert!(!error.outcome_unknown(), "the write was refused with 401: not carried out");
        assert_eq!((f.session.state(), f.events()), (SessionState::Active, vec!["failed"]));
        assert_eq!(f.counts(), [0, 1, 1]);
    }
}

#[tokio::test]
async fn an_aborted_caller_loses_no_rotated_token() {
    let go = Arc::new(Notify::new());
    let held = Reply::Held(
        Arc::clone(&go),
        match tokens("A2", "R2") {
            Reply::Bytes(bytes) => bytes,
            _ => unreachable!(),
        },
    );
    let good = only("A2");
    let f = Fixture::mid_session(move |number, seen| if is_renewal(seen) { held.clone() } else { good(number, seen) }).await;
    let evotor = f.evotor.clone();
    let reading = tokio::spawn(async move { evotor.oauth_clients().page(&version(None, Some(NUMBER)), None).await });
    wait_until("the renewal is under way", || f.counts() == [1, 1, 0]).await;
    reading.abort();
    assert!(reading.await.unwrap_err().is_cancelled());
    go.notify_one();
    wait_until("the renewal has ended by itself", || f.events() == ["renewed"]).await;
    read(&f).await.unwrap();
    assert_eq!(f.counts(), [2, 1, 0], "the next call has the new token");
}

/// A session whose renewal hangs until told, with the read that started it.
async fn hanging_renewal(go: &Arc<Notify>) -> (Fixture, tokio::task::JoinHandle<Result<ClientsPage, ApiError>>) {
    let held = Reply::Held(
        Arc::clone(go),
        match tokens("A2", "R2") {
            Reply::Bytes(bytes) => bytes,
            _ => unreachable!(),
        },
    );
    let f = Fixture::mid_session(move |_, seen| match seen.header("authorization") {
        None => held.clone(),
        Some("Bearer B1") => json(200, PAGE),
        Some(_) => unauthorized(),
    })
    .await;
    let evotor = f.evotor.clone();
    let reading = tokio::spawn(async move { evotor.oauth_clients().page(&version(None, Some(NUMBER)), None).await });
    wait_until("the renewal is under way", || f.counts() == [1, 1, 0]).await;
    (f, reading)
}

#[tokio::test]
async fn who_signs_out_during_a_renewal_stays_out() {
    let go = Arc::new(Notify::new());
    let (f, reading) = hanging_renewal(&go).await;
    f.session.end();
    go.notify_one();
    assert_eq!(kind(reading.await.unwrap()), ErrorKind::NotSignedIn);
    assert_eq!((f.session.state(), f.session.lifetimes()), (SessionState::SignedOut, None));
    assert!(f.events().is_empty());
    assert_eq!(f.counts(), [1, 1, 0], "nothing was replayed");
}

#[tokio::test]
async fn another_account_keeps_its_own_tokens_and_does_not_replay_for_the_first() {
    let go = Arc::new(Notify::new());
    let (f, reading) = hanging_renewal(&go).await;
    f.begin("B1", Some("RB"));
    go.notify_one();
    assert_eq!(kind(reading.await.unwrap()), ErrorKind::NotSignedIn);
    assert!(f.events().is_empty());
    read(&f).await.unwrap();
    assert_eq!(f.server.seen().last().unwrap().header("authorization"), Some("Bearer B1"));
    assert_eq!(f.counts(), [2, 1, 0]);
}

#[tokio::test]
async fn without_a_new_refresh_token_the_old_one_is_kept() {
    let f = Fixture::mid_session(|_, seen| match seen.header("authorization") {
        None => json(200, r#"{"access_token":"A2"}"#),
        Some(_) => unauthorized(),
    })
    .await;
    assert!(read(&f).await.is_err());
    f.clock.advance(SignedDuration::from_mins(5));
    assert!(read(&f).await.is_err());
    let bodies: Vec<String> = f.server.seen().iter().filter(|seen| is_renewal(seen)).map(|seen| seen.body().to_owned()).collect();
    assert_eq!(bodies, ["grant_type=refresh_token&client_id=Evo-UI&refresh_token=R1"; 2]);
}

/// A server that answers the first request with 401 only when told, and then takes the token `A2`.
async fn late_401(go: &Arc<Notify>) -> Fixture {
    let (go, good) = (Arc::clone(go), only("A2"));
    Fixture::signed_out(
        move |number, seen| {
            if number == 0 { Reply::Held(Arc::clone(&go), bytes(401, &[], b"{}")) } else { good(number, seen) }
        },
    )
    .await
}

#[tokio::test]
async fn a_401_that_comes_after_somebody_elses_renewal_brings_no_other_one() {
    let go = Arc::new(Notify::new());
    let f = late_401(&go).await;
    f.begin("A1", Some("R1"));
    f.clock.advance(SignedDuration::from_mins(5));
    let others = async {
        f.server.wait_for(1).await;
        read(&f).await.unwrap();
        assert_eq!(f.counts(), [3, 1, 0]);
        go.notify_one();
    };
    let (result, ()) = tokio::join!(read(&f), others);
    assert_eq!(result.unwrap().clients.len(), 1);
    assert_eq!(f.counts(), [4, 1, 0]);
}

#[tokio::test]
async fn a_401_to_fresh_tokens_that_are_replaced_by_now_is_replayed_with_the_new_ones() {
    let go = Arc::new(Notify::new());
    let f = late_401(&go).await;
    f.begin("A1", Some("R1"));
    let others = async {
        f.server.wait_for(1).await;
        let generation = f.session.held().unwrap().generation();
        assert!(matches!(f.session.renew(generation).await, Renewal::Done));
        go.notify_one();
    };
    let (result, ()) = tokio::join!(read(&f), others);
    assert_eq!(result.unwrap().clients.len(), 1);
    assert_eq!(f.counts(), [2, 1, 0]);
    assert_eq!(f.server.seen().last().unwrap().header("authorization"), Some("Bearer A2"));
    assert_eq!(f.evotor.readings().list_clients.header, HeaderChoice::Learnt(HeaderForm::Bearer), "the form was not at fault");
}
