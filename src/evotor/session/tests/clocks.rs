//! Renewal in time, whatever the wall clock does.

use super::*;

fn alive(f: &Fixture) -> tokio::task::JoinHandle<()> {
    tokio::spawn(Arc::clone(&f.session).keep_alive())
}

/// Long enough for many looks at the clock.
async fn some_looks() {
    tokio::time::sleep(Duration::from_millis(60)).await;
}

#[tokio::test]
async fn tokens_are_renewed_shortly_before_they_end_and_not_sooner() {
    let f = Fixture::signed_out(|_, _| tokens("A2", "R2")).await;
    f.begin("A1", Some("R1"));
    let task = alive(&f);
    f.clock.advance(SignedDuration::from_secs(1_799 - 121));
    some_looks().await;
    assert_eq!(f.server.count(), 0);
    f.clock.advance(SignedDuration::from_secs(2));
    wait_until("renewed", || f.events() == ["renewed"]).await;
    some_looks().await;
    assert_eq!(f.server.count(), 1);
    assert_eq!(f.session.lifetimes().unwrap().received_at, f.clock.now());
    f.session.end();
    tokio::time::timeout(Duration::from_secs(1), task).await.expect("it ends with the session").unwrap();
}

#[tokio::test]
async fn a_task_of_an_earlier_session_leaves_the_next_one_alone() {
    let f = Fixture::mid_session(|_, _| tokens("A2", "R2")).await;
    let of_the_first = Arc::clone(&f.session).keep_alive();
    f.begin("B1", Some("RB"));
    f.clock.advance(SignedDuration::from_mins(60));
    tokio::time::timeout(Duration::from_secs(1), of_the_first).await.expect("it has ended with its session");
    assert_eq!(f.server.count(), 0);
}

#[tokio::test]
async fn a_clock_that_jumps_either_way_brings_one_renewal() {
    for jump in [SignedDuration::from_hours(24), SignedDuration::from_hours(-24)] {
        let f = Fixture::signed_out(|_, _| tokens("A2", "R2")).await;
        f.begin("A1", Some("R1"));
        let task = alive(&f);
        some_looks().await;
        f.clock.advance(jump);
        wait_until("renewed", || f.events() == ["renewed"]).await;
        some_looks().await;
        assert_eq!(f.server.count(), 1, "{jump}");
        task.abort();
    }
}

#[tokio::test]
async fn a_wrong_clock_signs_nobody_out() {
    for jump in [SignedDuration::from_hours(24), SignedDuration::from_hours(-24)] {
        let f = Fixture::signed_out(only("A1")).await;
        f.begin("A1", Some("R1"));
        f.clock.advance(jump);
        read(&f).await.unwrap();
        assert_eq!(f.counts(), [1, 0, 0], "a token that works is not renewed");
    }
}

#[tokio::test]
async fn a_clock_set_back_does_not_make_old_tokens_fresh() {
    let f = Fixture::signed_out(only("A2")).await;
    f.begin("A1", Some("R1"));
    f.clock.advance(SignedDuration::from_hours(-1));
    read(&f).await.unwrap();
    assert_eq!(f.counts(), [2, 1, 0]);
}

#[tokio::test]
async fn a_token_of_unknown_end_is_left_alone() {
    let f = Fixture::signed_out(|_, _| tokens("A2", "R2")).await;
    f.session.begin(SessionTokens::received("A1".into(), Some("R1".into()), None, "ua".into(), f.clock.now()));
    let task = alive(&f);
    f.clock.advance(SignedDuration::from_hours(5));
    some_looks().await;
    assert_eq!(f.server.count(), 0);
    task.abort();
}

#[tokio::test]
async fn without_a_refresh_token_there_is_nothing_to_do() {
    let f = Fixture::signed_out(|_, _| tokens("A2", "R2")).await;
    f.begin("A1", None);
    tokio::time::timeout(Duration::from_secs(1), alive(&f)).await.expect("ended").unwrap();
    assert_eq!(f.session.state(), SessionState::Active);
}

#[tokio::test]
async fn a_server_that_cannot_renew_is_asked_ever_less_often() {
    let f = Fixture::mid_session(|_, _| json(503, "{}")).await;
    let task = alive(&f);
    wait_until("one failure", || f.server.count() == 1).await;
    some_looks().await;
    assert_eq!(f.server.count(), 1, "the clock stands still");
    for (passed, expected) in [(4, 1), (1, 2), (9, 2), (1, 3), (19, 3), (1, 4)] {
        f.clock.advance(SignedDuration::from_millis(passed));
        some_looks().await;
        assert_eq!(f.server.count(), expected);
    }
    assert_eq!(f.session.state(), SessionState::Active);
    task.abort();
}

#[tokio::test]
async fn a_refusal_ends_the_task_with_the_session() {
    let f = Fixture::mid_session(|_, _| json(400, "{}")).await;
    tokio::time::timeout(Duration::from_secs(1), alive(&f)).await.expect("ended").unwrap();
    assert_eq!((f.session.state(), f.events()), (SessionState::Expired, vec!["expired"]));
}

#[tokio::test]
async fn a_token_that_lives_for_a_moment_is_not_renewed_without_pause() {
    let f = Fixture::mid_session(|_, _| json(200, r#"{"access_token":"A2","refresh_token":"R2","expires_in":1}"#)).await;
    let task = alive(&f);
    wait_until("renewed", || f.events() == ["renewed"]).await;
    some_looks().await;
    assert_eq!(f.server.count(), 1, "the clock stands still");
    task.abort();
}
