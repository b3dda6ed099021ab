//! A 401 that is not the session's is said once and sends nothing round and round.

use super::*;

/// In which form each call's token came.
fn forms(f: &Fixture) -> Vec<String> {
    let header = |seen: &Seen| {
        let x_bearer = seen.header("x-authorization").map(|token| format!("x {token}"));
        x_bearer.or_else(|| seen.header("authorization").map(ToOwned::to_owned))
    };
    f.server.seen().iter().filter(|seen| !is_renewal(seen)).filter_map(header).collect()
}

/// Renewals go well and change nothing.
fn renewals_that_do_not_help(_: usize, seen: &Seen) -> Reply {
    if is_renewal(seen) { tokens("A2", "R2") } else { unauthorized() }
}

/// With this form of the list's header set by hand.
async fn with_header(form: HeaderForm, script: impl Fn(usize, &Seen) -> Reply + Send + Sync + 'static) -> Fixture {
    let list_clients = Reading { header: HeaderChoice::Fixed(form), version: None };
    Fixture::with(script, None, Readings { list_clients, ..Readings::default() }).await
}

#[tokio::test]
async fn ten_parallel_401s_that_a_renewal_does_not_cure_bring_one_renewal_and_no_other() {
    let go = Arc::new(Notify::new());
    let held = Arc::clone(&go);
    // Nobody is answered before all ten have come, so that all of them meet the old token.
    let f = Fixture::mid_session(move |_, seen| match seen.header("authorization") {
        None => tokens("A2", "R2"),
        Some("Bearer A1") => Reply::Held(Arc::clone(&held), bytes(401, &[], b"{}")),
        Some(_) => unauthorized(),
    })
    .await;
    let reads: Vec<_> = (0..10)
        .map(|_| {
            let evotor = f.evotor.clone();
            tokio::spawn(async move { evotor.oauth_clients().page(&version(None, Some(NUMBER)), None).await })
        })
        .collect();
    wait_until("ten refused reads", || f.counts() == [10, 0, 0]).await;
    let release = async {
        loop {
            go.notify_waiters();
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let all = async {
        for read in reads {
            assert_eq!(kind(read.await.unwrap()), ErrorKind::Refused(401));
        }
    };
    tokio::select! {
        () = release => {}
        () = all => {}
    }
    assert_eq!(f.counts(), [30, 1, 0], "each as it is, after the renewal, in the other form");
    assert_eq!((f.session.state(), f.events()), (SessionState::Active, vec!["renewed"]));
}

#[tokio::test]
async fn a_storm_of_401s_is_one_round_a_minute_and_none_by_itself() {
    let f = Fixture::mid_session(renewals_that_do_not_help).await;
    let alive = tokio::spawn(Arc::clone(&f.session).keep_alive());
    // The tokens were old, so they are renewed by themselves; that is no answer to a 401.
    wait_until("the renewal", || f.counts()[1] == 1).await;
    for round in 1..=3 {
        for read_again in 1..=5 {
            assert_eq!(kind(read(&f).await), ErrorKind::Refused(401));
            assert_eq!(f.counts()[1], round, "read {read_again} of round {round}");
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(f.counts()[1], round, "the session looks twenty times and asks for nothing");
        f.clock.advance(SignedDuration::from_secs(61));
        if round < 3 {
            assert_eq!(kind(read(&f).await), ErrorKind::Refused(401));
        }
    }
    assert_eq!(f.counts(), [3 * 10 + 2 * 3, 3, 0]);
    assert_eq!(f.session.state(), SessionState::Active);
    alive.abort();
}

#[tokio::test]
async fn a_page_in_the_middle_of_a_list_is_no_exception() {
    // The first page is good with any token; the second with none.
    let f = Fixture::mid_session(|number, seen| {
        if seen.target.contains("cursor") || is_renewal(seen) {
            renewals_that_do_not_help(number, seen)
        } else {
            json(200, r#"{"items":[{"client_id":"c1"}],"paging":{"next_cursor":"2"}}"#)
        }
    })
    .await;
    read(&f).await.unwrap();
    let second = f.evotor.oauth_clients().page(&version(None, Some(NUMBER)), Some("2")).await;
    assert_eq!(kind(second), ErrorKind::Refused(401));
    assert_eq!((forms(&f), f.counts()[1]), (["Bearer A1", "Bearer A1", "Bearer A2", "A2"].map(String::from).to_vec(), 1));
    assert_eq!(f.session.state(), SessionState::Active);
}

#[tokio::test]
async fn a_write_tries_no_other_form() {
    let f = Fixture::mid_session(renewals_that_do_not_help).await;
    for (sent, renewals) in [(2, 1), (3, 1)] {
        assert_eq!(create_kind(write(&f).await), ErrorKind::Refused(401));
        assert_eq!(f.counts(), [0, renewals, sent]);
    }
    assert_eq!(forms(&f), ["Bearer A1", "Bearer A2", "Bearer A2"]);
    assert_eq!((f.session.state(), f.evotor.readings()), (SessionState::Active, Readings::default()));
}

#[tokio::test]
async fn a_form_that_works_at_once_is_learnt_and_a_refused_token_teaches_nothing() {
    let f = Fixture::mid_session(only("A2")).await;
    read(&f).await.unwrap();
    write(&f).await.unwrap();
    let bearer = HeaderChoice::Learnt(HeaderForm::Bearer);
    let readings = f.evotor.readings();
    assert_eq!((readings.list_clients.header, readings.create_client.header), (bearer, bearer));

    for status in [400, 401, 403, 404, 500] {
        let f = Fixture::signed_out(move |_, _| json(status, "{}")).await;
        f.begin("A1", Some("R1"));
        assert!(read(&f).await.is_err());
        assert_eq!(f.evotor.readings().list_clients.header, HeaderChoice::Table, "{status} to both forms");
    }
}

#[tokio::test]
async fn a_form_set_by_hand_is_the_only_one_in_mid_session_too() {
    let f = with_header(HeaderForm::XBearer, renewals_that_do_not_help).await;
    f.begin("A1", Some("R1"));
    f.clock.advance(SignedDuration::from_mins(60));
    assert_eq!(kind(read(&f).await), ErrorKind::Refused(401));
    assert_eq!(f.counts(), [2, 1, 0]);
    assert_eq!(forms(&f), ["x Bearer A1", "x Bearer A2"]);
}

#[tokio::test]
async fn what_a_person_sets_holds_for_the_next_request_and_is_not_unlearnt() {
    let f = Fixture::signed_out(|_, seen| if seen.header("x-authorization").is_some() { json(200, PAGE) } else { unauthorized() }).await;
    f.begin("A1", Some("R1"));
    assert_eq!(kind(read(&f).await), ErrorKind::Refused(401));
    f.evotor.set_header(Endpoint::ListClients, HeaderChoice::Fixed(HeaderForm::XBearer));
    read(&f).await.unwrap();
    assert_eq!(forms(&f), ["Bearer A1", "A1", "x Bearer A1"]);
    f.evotor.forget_learnt();
    assert_eq!(f.evotor.readings().list_clients, Reading { header: HeaderChoice::Fixed(HeaderForm::XBearer), version: None });
    assert!(f.learnt.lock().unwrap().iter().all(|readings| readings.list_clients.header == HeaderChoice::Fixed(HeaderForm::XBearer)));
}

#[tokio::test]
async fn a_401_right_after_sign_in_belongs_to_the_endpoint() {
    let f = Fixture::signed_out(|_, _| unauthorized()).await;
    f.begin("A1", Some("R1"));
    f.clock.advance(SignedDuration::from_secs(59));
    let error = read(&f).await.unwrap_err();
    assert_eq!((*error.kind(), error.server_message()), (ErrorKind::Refused(401), Some("Нет доступа")));
    assert_eq!(create_kind(write(&f).await), ErrorKind::Refused(401));
    assert_eq!(f.counts(), [2, 0, 1], "a read tries the other form, a write nothing");
    assert_eq!(f.session.state(), SessionState::Active);
    f.clock.advance(SignedDuration::from_secs(1));
    assert!(write(&f).await.is_err());
    assert_eq!(f.counts()[1], 1, "a minute later it may be the session's");
}

#[tokio::test]
async fn a_401_that_a_renewal_does_not_cure_is_three_reads_and_one_renewal() {
    let f = Fixture::mid_session(|_, seen| if is_renewal(seen) { tokens("A2", "R2") } else { unauthorized() }).await;
    assert_eq!(kind(read(&f).await), ErrorKind::Refused(401));
    assert_eq!(f.counts(), [3, 1, 0]);
    let forms: Vec<_> = f.server.seen().iter().filter_map(|seen| seen.header("authorization").map(ToOwned::to_owned)).collect();
    assert_eq!(forms, ["Bearer A1", "Bearer A2", "A2"]);
    assert_eq!(kind(read(&f).await), ErrorKind::Refused(401));
    assert_eq!(f.counts(), [5, 1, 0]);
    assert_eq!(f.session.state(), SessionState::Active);

    let f = Fixture::mid_session(|_, seen| if is_renewal(seen) { tokens("A2", "R2") } else { unauthorized() }).await;
    assert_eq!(create_kind(write(&f).await), ErrorKind::Refused(401));
    assert_eq!(f.counts(), [0, 1, 2]);
}

#[tokio::test]
async fn the_form_that_works_is_remembered() {
    let f = Fixture::signed_out(|_, seen| if seen.header("authorization") == Some("A1") { json(200, PAGE) } else { unauthorized() }).await;
    f.begin("A1", Some("R1"));
    read(&f).await.unwrap();
    read(&f).await.unwrap();
    assert_eq!(f.counts(), [3, 0, 0]);
    let header = |readings: &Readings| readings.list_clients.header;
    assert_eq!(f.learnt.lock().unwrap().first().map(header), Some(HeaderChoice::Learnt(HeaderForm::Bare)));
    assert_eq!(header(&f.evotor.readings()), HeaderChoice::Learnt(HeaderForm::Bare));
}

#[tokio::test]
async fn a_lesson_learnt_beside_a_call_does_not_send_the_refused_form_once_more() {
    let go = Arc::new(Notify::new());
    let hold = Arc::clone(&go);
    let f = Fixture::signed_out(move |number, seen| match seen.header("authorization") {
        _ if number == 0 => Reply::Held(Arc::clone(&hold), bytes(401, &[], b"{}")),
        Some("A1") => json(200, PAGE),
        _ => unauthorized(),
    })
    .await;
    f.begin("A1", Some("R1"));
    let beside = async {
        f.server.wait_for(1).await;
        read(&f).await.unwrap();
        go.notify_one();
    };
    let (result, ()) = tokio::join!(read(&f), beside);
    result.unwrap();
    let forms: Vec<_> = f.server.seen().iter().filter_map(|seen| seen.header("authorization").map(ToOwned::to_owned)).collect();
    assert_eq!(forms, ["Bearer A1", "Bearer A1", "A1", "A1"]);
}

#[tokio::test]
async fn a_form_that_gets_past_the_door_counts_even_when_the_rest_is_refused() {
    let f = Fixture::signed_out(|_, seen| if seen.header("authorization") == Some("A1") { json(403, "{}") } else { unauthorized() }).await;
    f.begin("A1", Some("R1"));
    assert_eq!(kind(read(&f).await), ErrorKind::Refused(403));
    assert_eq!(kind(read(&f).await), ErrorKind::Refused(403));
    assert_eq!(f.counts(), [3, 0, 0]);
}

#[tokio::test]
async fn a_form_set_by_hand_is_the_only_one() {
    let list_clients = Reading { header: HeaderChoice::Fixed(HeaderForm::XBearer), version: None };
    let readings = Readings { list_clients, ..Readings::default() };
    let f = Fixture::with(|_, _| unauthorized(), None, readings).await;
    f.begin("A1", Some("R1"));
    assert_eq!(kind(read(&f).await), ErrorKind::Refused(401));
    assert_eq!(f.server.only().header("x-authorization"), Some("Bearer A1"));
}

#[tokio::test]
async fn a_pasted_token_ends_when_it_cannot_be_renewed_and_no_form_helps() {
    let f = Fixture::signed_out(|_, _| unauthorized()).await;
    f.begin("A1", None);
    assert_eq!(kind(read(&f).await), ErrorKind::Refused(401));
    assert_eq!((f.session.state(), f.counts()), (SessionState::Active, [2, 0, 0]));
    f.clock.advance(SignedDuration::from_mins(2));
    assert_eq!(kind(read(&f).await), ErrorKind::NotSignedIn);
    assert_eq!((f.session.state(), f.counts(), f.events()), (SessionState::Expired, [4, 0, 0], vec!["expired"]));

    f.begin("A1", None);
    f.clock.advance(SignedDuration::from_mins(2));
    assert_eq!(create_kind(write(&f).await), ErrorKind::NotSignedIn);
    assert_eq!((f.session.state(), f.counts()), (SessionState::Expired, [4, 0, 1]));
}

/// As a person pastes it: without a refresh token.
fn paste(f: &Fixture) {
    let pasted = PastedTokens { access: "A1".into(), refresh: None, expires_in: None, exp: None, user_agent: None };
    f.session.begin(SessionTokens::pasted(pasted, f.clock.now()));
}

#[tokio::test]
async fn a_pasted_token_that_the_server_has_never_taken_was_no_session_and_one_that_it_has_was() {
    let f = Fixture::signed_out(|_, _| unauthorized()).await;
    paste(&f);
    assert_eq!(kind(read(&f).await), ErrorKind::NotSignedIn, "however new it is");
    assert_eq!((f.session.state(), f.counts()), (SessionState::Expired, [2, 0, 0]));
    let event = f.events.lock().unwrap().pop();
    assert!(
        matches!(&event, Some(SessionEvent::Expired { never_good: true, error, .. }) if *error.kind() == ErrorKind::Refused(401)),
        "{event:?}"
    );

    let f = Fixture::signed_out(|number, _| if number == 0 { json(200, PAGE) } else { unauthorized() }).await;
    paste(&f);
    read(&f).await.unwrap();
    assert_eq!(kind(read(&f).await), ErrorKind::Refused(401), "it is new, and was good: the endpoint's own refusal");
    assert_eq!(f.session.state(), SessionState::Active);
    f.clock.advance(SignedDuration::from_mins(2));
    assert_eq!(kind(read(&f).await), ErrorKind::NotSignedIn);
    let event = f.events.lock().unwrap().pop();
    assert!(matches!(&event, Some(SessionEvent::Expired { never_good: false, .. })), "{event:?}");
}

#[tokio::test]
async fn a_pasted_token_that_only_wants_the_other_form_lives_on() {
    let f = Fixture::signed_out(|_, seen| if seen.header("authorization") == Some("A1") { json(200, PAGE) } else { unauthorized() }).await;
    f.begin("A1", None);
    f.clock.advance(SignedDuration::from_mins(2));
    read(&f).await.unwrap();
    assert_eq!((f.session.state(), f.counts()), (SessionState::Active, [2, 0, 0]));
}
