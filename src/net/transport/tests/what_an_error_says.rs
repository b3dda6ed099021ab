//! What an error tells, and what it must not.

use super::*;

#[tokio::test]
async fn the_details_name_the_call_and_no_query() {
    let server =
        Recorder::always(answer(404, &[("X-Request-Id", "r-17")], "{\"code\":\"not_found\",\"message\":\"Нет такой версии\"}".as_bytes()))
            .await;
    let error = get(&server).await.unwrap_err();
    let expected = format!("2030-05-01T12:00:00Z GET http://127.0.0.1:{}/list 404 request r-17", server.port());
    assert_eq!(error.details().to_string(), expected);
    assert_eq!(error.to_string(), format!("GET http://127.0.0.1:{}/list: answered 404: not_found: Нет такой версии", server.port()));
}

#[tokio::test]
async fn what_was_sent_in_secret_is_in_no_error() {
    let echo = "{\"error\":\"MARKER-token\",\"error_description\":\"MARKER-pass+word or MARKER-pass%2Bword and MARKER-code\",\"errors\":[\"MARKER-token\"]}";
    for reply in [
        answer(400, &[("X-Request-Id", "MARKER-token")], echo.as_bytes()),
        answer(302, &[("Location", "https://MARKER-token.example/MARKER-code")], b""),
        answer(200, &[], b"<html>MARKER-token"),
        answer(200, &[], b"\"MARKER-token"),
    ] {
        let server = Recorder::always(reply).await;
        let url = server.url("/?secret=MARKER-query");
        let request = ApiRequest::post(url.clone(), Purpose::SignIn)
            .token(bound("MARKER-token", &url), HeaderForm::Bearer)
            .secret_header("2fa_confirmation", bound("MARKER-code", &url))
            .secret_field("password", bound("MARKER-pass+word", &url));
        assert!(!format!("{request:?}").contains("MARKER-pass"));
        let error = match transport(clock()).send(request).await {
            Ok(answer) => answer.json().unwrap_err(),
            Err(error) => error,
        };
        let said = format!("{error} {error:?} {} {:?}", error.details(), error.violations());
        assert!(!said.to_lowercase().contains("marker"), "{said}");
    }
}

#[tokio::test]
async fn the_password_of_the_proxy_is_in_no_error_of_a_server_that_repeats_it() {
    let proxy = Recorder::always(json(200, "{}")).await;
    let server = Recorder::always(json(400, "{\"error\":\"x\",\"error_description\":\"MARKER-proxy is wrong\"}")).await;
    let error = through(&proxy).send(ApiRequest::get(server.url("/"))).await.unwrap_err();
    assert_eq!((error.server_code(), error.server_message()), (Some("x"), Some("••• is wrong")));
    assert!(!format!("{error} {error:?} {}", error.details()).contains("MARKER"));
}

#[tokio::test]
async fn a_query_is_in_no_error() {
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let mut urls = vec![format!("http://{gone}/list?cursor=MARKER"), "https://127.0.0.1:1/list?cursor=MARKER".into()];
    let half = bytes(200, &[], b"[1,2]")[..40].to_vec();
    let mut servers = Vec::new();
    for reply in [Reply::Close(half), Reply::Close(vec![]), Reply::Bytes(b"no http\r\n\r\n".to_vec()), json(500, "{}"), json(200, "{")] {
        let server = Recorder::always(reply).await;
        urls.push(server.url("/list?cursor=MARKER").to_string());
        servers.push(server);
    }
    for url in urls {
        let request = ApiRequest::get(Url::parse(&url).unwrap());
        let error = transport(clock()).send(request).await.and_then(|answer| answer.json()).unwrap_err();
        let said = format!("{error} {error:?} {}", error.details());
        assert!(said.contains("/list") && !said.contains("MARKER"), "{said}");
    }
}
