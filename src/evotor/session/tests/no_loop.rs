//! A 401 that is not the session's is said once and sends nothing round and round.

use super::*;

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

#[tokio::test]
async fn a_pasted_token_that_only_wants_the_other_form_lives_on() {
    let f = Fixture::signed_out(|_, seen| if seen.header("authorization") == Some("A1") { json(200, PAGE) } else { unauthorized() }).await;
    f.begin("A1", None);
    f.clock.advance(SignedDuration::from_mins(2));
    read(&f).await.unwrap();
    assert_eq!((f.session.state(), f.counts()), (SessionState::Active, [2, 0, 0]));
}
