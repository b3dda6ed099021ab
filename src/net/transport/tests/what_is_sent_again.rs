//! The table of what is repeated, counted by servers that misbehave.

use super::*;

#[tokio::test]
async fn a_sick_server_is_asked_three_times_by_reads_only() {
    for status in [500, 502, 503, 504] {
        assert_eq!(counts(json(status, "{}")).await, [3, 1, 1, 1], "{status}");
    }
    assert_eq!(counts(json(501, "{}")).await, [1, 1, 1, 1]);
}

#[tokio::test]
async fn a_lost_connection_is_tried_again_by_reads_only() {
    let half = b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"items\":[".to_vec();
    for reply in [Reply::Close(vec![]), Reply::Reset(vec![]), Reply::Close(half.clone()), Reply::Reset(half)] {
        assert_eq!(counts(reply).await, [3, 1, 1, 1]);
    }
}

#[tokio::test]
async fn a_read_that_gets_through_in_the_end_is_a_good_answer() {
    let server = Recorder::start(|number, _| if number < 2 { json(503, "{}") } else { json(200, "{\"ok\":1}") }).await;
    assert_eq!(get(&server).await.unwrap().json().unwrap()["ok"], 1);
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn a_connect_error_is_tried_again_by_reads_and_once_by_a_renewal() {
    // A proxy that takes the connection and drops it: each attempt can be counted, and none reaches the server.
    for (purpose, expected) in [(Purpose::Read, 3), (Purpose::Renewal, 2), (Purpose::Write, 1), (Purpose::SignIn, 1)] {
        let proxy = Recorder::always(Reply::Close(b"HTTP/1.1 200 OK\r\n\r\n".to_vec())).await;
        let request = ApiRequest::post(Url::parse("https://cloud.invalid/x").unwrap(), purpose);
        let error = through(&proxy).send(request).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::ConnectionLost);
        assert!(!error.outcome_unknown() && !error.may_have_arrived(), "nothing was sent");
        assert_eq!(proxy.count(), expected, "{purpose:?}");
    }
}

#[tokio::test]
async fn a_refusal_and_a_wait_are_said_once() {
    for status in [400, 401, 403, 404, 409, 422, 429] {
        let server = Recorder::always(answer(status, &[("Retry-After", "20")], b"{\"error\":\"x\"}")).await;
        let error = get(&server).await.unwrap_err();
        assert_eq!((*error.kind(), error.server_code()), (ErrorKind::Refused(status), Some("x")));
        assert_eq!(error.retry_at().map(|at| at.to_string()), (status == 429).then(|| "2030-05-01T12:00:20Z".to_owned()));
        let error = post(&server, Purpose::Write).await.unwrap_err();
        assert!(!error.outcome_unknown(), "{status} says that nothing was done");
        assert_eq!(server.count(), 2);
    }
}

#[tokio::test]
async fn nobody_listening_is_offline_and_nothing_was_sent() {
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let url = Url::parse(&format!("http://{gone}/")).unwrap();
    let error = transport(clock()).send(ApiRequest::post(url, Purpose::Write)).await.unwrap_err();
    assert_eq!((*error.kind(), error.cause()), (ErrorKind::Offline, Some(Cause::ConnectionRefused)));
    assert!(!error.outcome_unknown() && !error.may_have_arrived() && error.is_retryable());
}

#[tokio::test]
async fn a_name_that_does_not_exist_is_offline_for_that_reason() {
    // A label of 64 letters is refused by the resolver itself, without a question to the network.
    let client = Client::builder().no_proxy().build().unwrap();
    for scheme in ["http", "https"] {
        let error = client.get(format!("{scheme}://{}.invalid/", "a".repeat(64))).send().await.unwrap_err();
        let error = diagnose(&error);
        assert_eq!((error.kind, error.cause), (ErrorKind::Offline, Some(Cause::NameNotFound)), "{}", error.technical);
        assert!(!error.may_have_arrived);
    }
}
