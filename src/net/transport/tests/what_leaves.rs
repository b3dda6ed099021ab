//! What leaves this computer, and what does not.

use super::*;

#[tokio::test]
async fn a_request_has_our_name_and_nothing_that_was_not_asked_for() {
    let server = Recorder::always(json(200, "{}")).await;
    let request = ApiRequest::get(server.url("/a%2Fb?cursor=%2B")).header("accept", "application/json");
    transport(clock()).send(request).await.unwrap();
    let seen = server.only();
    assert_eq!((seen.method.as_str(), seen.target.as_str(), seen.body()), ("GET", "/a%2Fb?cursor=%2B", ""));
    let mut names: Vec<&str> = seen.headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"]);
    assert_eq!((seen.header("user-agent"), seen.header("accept-encoding")), (Some("Tokendesk"), Some("gzip")));
}

#[tokio::test]
async fn a_form_keeps_its_order_and_a_token_stands_in_its_form() {
    let server = Recorder::always(json(200, "{}")).await;
    for (form, name, value) in [
        (HeaderForm::Bearer, "authorization", "Bearer T-1"),
        (HeaderForm::Bare, "authorization", "T-1"),
        (HeaderForm::XBearer, "x-authorization", "Bearer T-1"),
    ] {
        let url = server.url("/form");
        let request = ApiRequest::post(url.clone(), Purpose::Write)
            .token(bound("T-1", &url), form)
            .field("b", "ю&=")
            .secret_field("a", bound("p +", &url))
            .header("user-agent", "Mozilla/5.0");
        transport(clock()).send(request).await.unwrap();
        let seen = server.seen().pop().unwrap();
        assert_eq!(seen.body(), "b=%D1%8E%26%3D&a=p+%2B");
        assert_eq!(seen.header("content-type"), Some("application/x-www-form-urlencoded"));
        assert_eq!(seen.header(name), Some(value), "{form:?}");
        assert_eq!(seen.headers.iter().filter(|(n, _)| n.contains("authorization")).count(), 1);
        assert_eq!(seen.header("user-agent"), Some("Mozilla/5.0"));
    }
}

#[tokio::test]
async fn a_secret_goes_to_no_server_but_its_own() {
    let (ours, other) = (Recorder::always(json(200, "{}")).await, Recorder::always(json(200, "{}")).await);
    let (home, away) = (ours.url("/x"), other.url("/x"));
    let secret = || bound("MARKER-1", &home);
    for request in [
        ApiRequest::get(away.clone()).token(secret(), HeaderForm::Bearer),
        ApiRequest::get(away.clone()).secret_header("x-code", secret()),
        ApiRequest::post(away.clone(), Purpose::Write).field("a", "b").secret_field("c", secret()),
    ] {
        let error = transport(clock()).send(request).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::WrongOrigin);
        assert!(!error.outcome_unknown() && !error.is_retryable());
    }
    transport(clock()).send(ApiRequest::get(home.clone()).token(secret(), HeaderForm::Bearer)).await.unwrap();
    assert_eq!((ours.count(), other.count()), (1, 0));
}

#[tokio::test]
async fn an_open_line_is_for_this_computer_only() {
    let server = Recorder::always(json(200, "{}")).await;
    for url in [format!("http://localhost:{}/", server.port()), "http://cloud.invalid/".into(), "ftp://127.0.0.1/".into()] {
        let error = transport(clock()).send(ApiRequest::get(Url::parse(&url).unwrap())).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::WrongOrigin, "{url}");
    }
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn a_value_that_cannot_stand_in_a_header_is_not_sent() {
    let server = Recorder::always(json(200, "{}")).await;
    let url = server.url("/");
    for request in [
        ApiRequest::get(url.clone()).header("user-agent", "a\r\nx-evil: 1"),
        ApiRequest::get(url.clone()).token(bound("MARKER\n1", &url), HeaderForm::Bearer),
    ] {
        let error = transport(clock()).send(request).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::CannotBeSent);
        assert!(!format!("{error} {error:?}").contains("MARKER"));
    }
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn a_redirect_is_never_followed() {
    for status in [301, 302, 303, 307, 308] {
        let second = Recorder::always(json(200, "{}")).await;
        let to = second.url("/MARKER?token=MARKER").to_string();
        let first = Recorder::always(answer(status, &[("Location", &to)], b"")).await;
        for error in [get(&first).await.unwrap_err(), post(&first, Purpose::Write).await.unwrap_err()] {
            assert_eq!((*error.kind(), error.status()), (ErrorKind::Redirected, Some(status)));
            assert_eq!(error.technical(), Some(format!("to http://127.0.0.1:{}", second.port()).as_str()));
            assert!(!format!("{error} {error:?}").contains("MARKER"));
        }
        assert_eq!((first.count(), second.count()), (2, 0), "{status}");
    }
}
