//! Created, refused, or nobody knows.

use super::*;

#[tokio::test]
async fn an_answer_that_tells_the_client_is_a_created_client() {
    for body in [CLIENT.to_owned(), format!(r#"{{"items":[{CLIENT}]}}"#), format!("[{CLIENT}]"), format!(r#"{{"data":{CLIENT}}}"#)] {
        let f = signed_in(move |_, _| reply(201, &body)).await;
        let created = create(&f, &both()).await.unwrap();
        assert_eq!(created.client.client_secret.as_ref().unwrap().expose(), "MARKER-1");
        assert_eq!(created.session, f.session.id());
        assert!(!format!("{created:?}").contains("MARKER"));
    }
}

#[tokio::test]
async fn an_answer_that_does_not_is_an_unknown_outcome_and_one_request() {
    let lost = [
        (reply(200, ""), ErrorKind::Incomplete),
        (reply(204, ""), ErrorKind::Incomplete),
        (reply(200, "null"), ErrorKind::Incomplete),
        (reply(200, "{}"), ErrorKind::Incomplete),
        (reply(200, r#"{"client_id":null,"client_secret":"MARKER-2"}"#), ErrorKind::Incomplete),
        (reply(200, r#"{"client_id":"a","client_secret":"MARKER-2"#), ErrorKind::Incomplete),
        (reply(200, "OK MARKER-2"), ErrorKind::Unreadable),
        (answer(200, &[], b"<html>MARKER-2"), ErrorKind::NotTheApi),
        (answer(303, &[("Location", "/MARKER-2")], b""), ErrorKind::Redirected),
        (reply(500, "{}"), ErrorKind::Refused(500)),
        (reply(503, "{}"), ErrorKind::Refused(503)),
        (Reply::Close(vec![]), ErrorKind::ConnectionLost),
        (Reply::Reset(vec![]), ErrorKind::ConnectionLost),
        (Reply::Silence, ErrorKind::Timeout),
    ];
    for (answer, expected) in lost {
        let f = signed_in(move |_, _| answer.clone()).await;
        let Err(CreateError::Api(error)) = create(&f, &both()).await else { panic!("{expected:?}") };
        assert_eq!((*error.kind(), error.outcome_unknown(), error.is_retryable()), (expected, true, false));
        assert!(!format!("{error} {error:?}").contains("MARKER"));
        assert_eq!(f.counts(), [0, 0, 1]);
    }
}

#[tokio::test]
async fn a_refusal_says_which_field_and_that_nothing_was_created() {
    for status in [400, 403, 409, 422] {
        let body = format!(
            r#"{{"code":"validation","message":"Неверно","violations":[{{"reason":"not a URI","subject":"registered_redirect_uri[0]"}}],"app":"{APP}"}}"#
        );
        let f = signed_in(move |_, _| reply(status, &body)).await;
        let Err(CreateError::Api(error)) = create(&f, &both()).await else { panic!("{status}") };
        assert_eq!((*error.kind(), error.outcome_unknown()), (ErrorKind::Refused(status), false));
        let [violation] = error.violations() else { panic!("{error:?}") };
        assert_eq!((violation.subject.as_deref(), violation.reason.as_str()), (Some("registered_redirect_uri[0]"), "not a URI"));
        assert_eq!(f.counts(), [0, 0, 1]);
    }
}
