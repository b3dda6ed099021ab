//! What a session had asked is not taken for the next one.

use super::*;

async fn held_answers(go: &Arc<Notify>) -> Fixture {
    let go = Arc::clone(go);
    let f = Fixture::signed_out(move |_, seen| {
        let body = if seen.method == "POST" { r#"{"client_id":"new"}"# } else { PAGE };
        Reply::Held(Arc::clone(&go), bytes(200, &[], body.as_bytes()))
    })
    .await;
    f.begin("A1", Some("R1"));
    f
}

#[tokio::test]
async fn a_read_of_an_older_session_is_dropped() {
    let go = Arc::new(Notify::new());
    let f = held_answers(&go).await;
    let switch = async {
        f.server.wait_for(1).await;
        f.begin("B1", Some("RB"));
        go.notify_one();
    };
    let (result, ()) = tokio::join!(read(&f), switch);
    assert_eq!(kind(result), ErrorKind::NotSignedIn);
}

#[tokio::test]
async fn a_write_of_an_older_session_is_answered_and_says_whose_it_was() {
    let go = Arc::new(Notify::new());
    let f = held_answers(&go).await;
    let session = f.session.id();
    let sign_out = async {
        f.server.wait_for(1).await;
        f.session.end();
        go.notify_one();
    };
    let (result, ()) = tokio::join!(write(&f), sign_out);
    let created = result.unwrap();
    assert_eq!((created.client.client_id.as_str(), created.session), ("new", session));
    assert_ne!(f.session.id(), session);
}

#[tokio::test]
async fn an_answer_of_this_session_carries_its_number() {
    let f = Fixture::mid_session(only("A1")).await;
    assert_eq!(read(&f).await.unwrap().session, f.session.id());
}

#[tokio::test]
async fn nobody_signed_in_sends_nothing() {
    let f = Fixture::signed_out(|_, _| json(200, PAGE)).await;
    assert_eq!(f.session.state(), SessionState::SignedOut);
    assert_eq!(kind(read(&f).await), ErrorKind::NotSignedIn);
    assert_eq!(create_kind(write(&f).await), ErrorKind::NotSignedIn);
    assert_eq!(f.server.count(), 0);
}

#[tokio::test]
async fn a_401_to_an_older_session_is_not_replayed_with_the_tokens_of_the_next_one() {
    let go = Arc::new(Notify::new());
    let hold = Arc::clone(&go);
    let f = Fixture::mid_session(move |_, _| Reply::Held(Arc::clone(&hold), bytes(401, &[], b"{}"))).await;
    for is_write in [false, true] {
        let before = f.server.count();
        let switch = async {
            f.server.wait_for(before + 1).await;
            f.begin("B1", Some("RB"));
            f.clock.advance(SignedDuration::from_mins(5));
            go.notify_one();
        };
        if is_write {
            let (result, ()) = tokio::join!(write(&f), switch);
            assert_eq!(create_kind(result), ErrorKind::NotSignedIn);
        } else {
            let (result, ()) = tokio::join!(read(&f), switch);
            assert_eq!(kind(result), ErrorKind::NotSignedIn);
        }
        assert_eq!(f.server.count(), before + 1, "neither a renewal nor a replay");
    }
}

#[tokio::test]
async fn a_token_of_the_past_that_cannot_be_renewed_does_not_end_the_next_session() {
    let go = Arc::new(Notify::new());
    let hold = Arc::clone(&go);
    let f = Fixture::signed_out(
        move |number, _| {
            if number == 0 { unauthorized() } else { Reply::Held(Arc::clone(&hold), bytes(401, &[], b"{}")) }
        },
    )
    .await;
    f.begin("A1", None);
    f.clock.advance(SignedDuration::from_mins(2));
    let switch = async {
        f.server.wait_for(2).await;
        f.begin("B1", None);
        go.notify_one();
    };
    let (result, ()) = tokio::join!(read(&f), switch);
    assert_eq!((kind(result), f.session.state(), f.events()), (ErrorKind::NotSignedIn, SessionState::Active, vec![]));
}
