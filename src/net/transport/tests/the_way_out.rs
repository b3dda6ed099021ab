//! Proxies and TLS, through made-up hosts and a proxy of our own.

use super::*;
use crate::net::ProxyInForce;

async fn refused_by(proxy: &Recorder) -> ApiError {
    let url = Url::parse("https://cloud.invalid/list").unwrap();
    through(proxy).send(ApiRequest::get(url)).await.unwrap_err()
}

#[tokio::test]
async fn a_proxy_is_asked_for_the_host_with_its_login() {
    let proxy = Recorder::always(Reply::Close(b"HTTP/1.1 502 Bad Gateway\r\n\r\n".to_vec())).await;
    let error = refused_by(&proxy).await;
    let seen = proxy.only();
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("CONNECT", "cloud.invalid:443"));
    assert_eq!(seen.header("proxy-authorization"), Some("Basic ZGVzazpNQVJLRVItcHJveHk="));
    assert_eq!((*error.kind(), error.cause()), (ErrorKind::Proxy, Some(Cause::ProxyRefused)));
}

#[tokio::test]
async fn a_proxy_that_wants_a_login_is_named_as_such() {
    let proxy = Recorder::always(Reply::Close(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n".to_vec())).await;
    let error = refused_by(&proxy).await;
    assert_eq!((*error.kind(), error.cause()), (ErrorKind::Proxy, Some(Cause::ProxyWantsLogin)));
    assert!(!error.is_retryable());
    assert_eq!(proxy.count(), 1);
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_a_hard_stop() {
    let proxy = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = Url::parse(&format!("http://{}", proxy.local_addr().unwrap())).unwrap();
    let attempts = tokio::spawn(async move {
        let mut attempts = 0;
        while let Ok(Ok((mut stream, _))) = tokio::time::timeout(Duration::from_millis(300), proxy.accept()).await {
            attempts += 1;
            assert!(stream.read(&mut [0; 1_000]).await.unwrap() > 0);
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
            assert!(stream.read(&mut [0; 1_000]).await.unwrap() > 0, "the beginning of TLS");
            stream.write_all(b"HTTP/1.1 400 This is a plain port\r\n\r\n").await.unwrap();
        }
        attempts
    });
    let settings = NetSettings { proxy: ProxyChoice::Given { address, login: None }, ..quick() };
    let request = ApiRequest::get(Url::parse("https://cloud.invalid/").unwrap());
    let error = Transport::new(&settings, clock()).unwrap().send(request).await.unwrap_err();
    assert_eq!((*error.kind(), error.cause()), (ErrorKind::Tls, Some(Cause::TlsNotAgreed)), "{error}");
    assert!(!error.is_retryable() && error.technical().is_some_and(|words| words.contains("corrupt message")));
    assert_eq!(attempts.await.unwrap(), 1);
}

#[tokio::test]
async fn this_computer_is_never_reached_through_a_proxy() {
    let (proxy, server) = (Recorder::always(json(200, "{}")).await, Recorder::always(json(200, "{}")).await);
    through(&proxy).send(ApiRequest::get(server.url("/"))).await.unwrap();
    assert_eq!((proxy.count(), server.count()), (0, 1));
}

/// Runs one test of this binary in a process of its own with the system's proxy settings as given: they come from the
/// environment, which must not be changed inside a process.
async fn with_system_proxy(test: &'static str, proxy: &Recorder, server: &Recorder) {
    let (proxy, server) = (proxy.url("").to_string(), server.url("/").to_string());
    let output = tokio::task::spawn_blocking(move || {
        std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test, "--ignored", "--nocapture"])
            .envs([("http_proxy", &proxy), ("https_proxy", &proxy), ("all_proxy", &proxy), ("TEST_SERVER", &server)])
            .env_remove("no_proxy")
            .env_remove("NO_PROXY")
            .output()
            .unwrap()
    });
    let output = output.await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test]
async fn the_systems_proxy_is_used_for_the_world_and_never_for_this_computer() {
    let proxy = Recorder::always(Reply::Close(bytes(407, &[], b""))).await;
    let server = Recorder::always(json(200, "{}")).await;
    with_system_proxy("net::transport::tests::the_way_out::with_the_systems_proxy", &proxy, &server).await;
    assert_eq!(proxy.only().target, "cloud.invalid:443");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
#[ignore = "run by the test above in a process with proxy settings"]
async fn with_the_systems_proxy() {
    let server = Url::parse(&std::env::var("TEST_SERVER").unwrap()).unwrap();
    transport(clock()).send(ApiRequest::get(server)).await.unwrap();
    // Nobody listens there, which is the answer of this computer and not of a proxy.
    for own in ["http://[::1]:1/", "https://[::1]:1/", "https://127.0.0.1:1/", "https://localhost:1/", "https://desk.localhost:1/"] {
        let error = transport(clock()).send(ApiRequest::get(Url::parse(own).unwrap())).await.unwrap_err();
        assert_eq!((*error.kind(), error.way()), (ErrorKind::Offline, &Way::ThisComputer), "{own}: {error}");
    }
    let world = ApiRequest::get(Url::parse("https://cloud.invalid/").unwrap());
    let error = transport(clock()).send(world).await.unwrap_err();
    assert_eq!(error.cause(), Some(Cause::ProxyWantsLogin));
    let named = error.proxy().map(|proxy| (proxy.address().to_owned(), proxy.source()));
    let address = Url::parse(&std::env::var("https_proxy").unwrap()).unwrap();
    let address = format!("127.0.0.1:{}", address.port().unwrap());
    assert_eq!(named, Some((address, ProxySource::Variable("https_proxy"))));
}

#[tokio::test]
async fn a_login_for_a_proxy_is_in_no_error_and_in_no_settings() {
    let proxy = Recorder::always(Reply::Close(bytes(407, &[], b"MARKER-password"))).await;
    let mut address = proxy.url("");
    address.set_username("MARKER-user").unwrap();
    address.set_password(Some("MARKER-password")).unwrap();
    let login = ProxyLogin { user: "MARKER-user".into(), password: Secret::from("MARKER-password") };
    for login in [None, Some(login)] {
        let settings = NetSettings { proxy: ProxyChoice::Given { address: address.clone(), login }, ..quick() };
        let request = ApiRequest::get(Url::parse("https://cloud.invalid/").unwrap());
        let error = Transport::new(&settings, clock()).unwrap().send(request).await.unwrap_err();
        assert_eq!(error.cause(), Some(Cause::ProxyWantsLogin));
        let said = format!("{error} {error:?} {:#?} {} {settings:?}", error.proxy(), error.details());
        assert!(said.contains(&format!("127.0.0.1:{}", proxy.port())) && !said.contains("MARKER"), "{said}");
    }
    assert!(proxy.seen().iter().all(|seen| seen.header("proxy-authorization").is_some()), "both were sent");
}

#[tokio::test]
async fn what_a_proxy_does_with_a_connect_is_told_apart() {
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    for (reply, cause, times) in [
        (Reply::Close(bytes(403, &[], b"")), Cause::ProxyRefused, 1),
        (Reply::Close(bytes(502, &[], b"")), Cause::ProxyRefused, 1),
        (Reply::Close(b"\x05\x00 no HTTP at all\r\n\r\n".to_vec()), Cause::ProxyRefused, 1),
        (Reply::Close(bytes(407, &[], b"")), Cause::ProxyWantsLogin, 1),
        (Reply::Close(Vec::new()), Cause::ProxyHungUp, 3),
        (Reply::Reset(Vec::new()), Cause::ProxyHungUp, 3),
    ] {
        let proxy = Recorder::always(reply).await;
        let error = refused_by(&proxy).await;
        assert_eq!((*error.kind(), error.cause(), proxy.count()), (ErrorKind::Proxy, Some(cause), times), "{error}");
        assert_eq!(error.is_retryable(), times > 1, "{error}");
    }
    for (address, cause) in
        [(format!("http://{gone}"), Cause::ProxyUnreachable), (format!("http://{}.invalid:1", "a".repeat(64)), Cause::ProxyNameNotFound)]
    {
        let settings = NetSettings { proxy: ProxyChoice::Given { address: Url::parse(&address).unwrap(), login: None }, ..quick() };
        let request = ApiRequest::get(Url::parse("https://cloud.invalid/").unwrap());
        let error = Transport::new(&settings, clock()).unwrap().send(request).await.unwrap_err();
        assert_eq!((*error.kind(), error.cause()), (ErrorKind::Proxy, Some(cause)), "{error}");
    }
}

#[test]
fn settings_that_cannot_work_are_refused_at_once() {
    let broken = NetSettings { extra_roots: vec![b"not a certificate".to_vec()], ..quick() };
    assert!(matches!(Transport::new(&broken, clock()), Err(TransportError::RootCertificate)));
    let address = Url::parse("mailto:proxy@desk.example").unwrap();
    let broken = NetSettings { proxy: ProxyChoice::Given { address, login: None }, ..quick() };
    assert!(matches!(Transport::new(&broken, clock()), Err(TransportError::Proxy)));
}

/// Two roots of a test's own: one that is one, and a file in which PEM holds no certificate.
const NO_ROOT: &[u8] = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

#[tokio::test]
async fn another_proxy_counts_for_all_clones_from_the_next_request_on() {
    let (first, second) =
        (Recorder::always(Reply::Close(bytes(407, &[], b""))).await, Recorder::always(Reply::Close(bytes(407, &[], b""))).await);
    let transport = through(&first);
    let clone = transport.clone();
    let ask = || async { clone.send(ApiRequest::get(Url::parse("https://cloud.invalid/").unwrap())).await.unwrap_err() };
    ask().await;
    let proxy = |to: &Recorder| ProxyChoice::Given { address: to.url(""), login: None };
    transport.put_in_force(Prepared::new(&NetSettings { proxy: proxy(&second), ..quick() }).unwrap());
    let error = ask().await;
    assert_eq!((first.count(), second.count()), (1, 1));
    assert_eq!(error.proxy().map(ProxyInForce::written), Some(format!("http://127.0.0.1:{}", second.port())));
    assert_eq!(second.only().header("proxy-authorization"), None, "the login was the first one's");
    transport.put_in_force(Prepared::new(&NetSettings { proxy: ProxyChoice::None, ..quick() }).unwrap());
    assert_eq!(ask().await.way(), &Way::Straight);
    assert_eq!((first.count(), second.count()), (1, 1));
}

#[tokio::test]
async fn a_request_under_way_goes_on_with_what_it_began_with() {
    let release = Arc::new(tokio::sync::Notify::new());
    let held = Arc::clone(&release);
    let first = Recorder::start(move |_, _| Reply::Held(Arc::clone(&held), bytes(502, &[], b""))).await;
    let second = Recorder::always(Reply::Close(bytes(407, &[], b""))).await;
    let transport = through(&first);
    let sender = transport.clone();
    let under_way = tokio::spawn(async move { sender.send(ApiRequest::get(Url::parse("https://cloud.invalid/").unwrap())).await });
    while first.count() == 0 {
        tokio::task::yield_now().await;
    }
    let proxy = ProxyChoice::Given { address: second.url(""), login: None };
    transport.put_in_force(Prepared::new(&NetSettings { proxy, ..quick() }).unwrap());
    release.notify_one();
    let error = under_way.await.unwrap().unwrap_err();
    assert_eq!(error.proxy().map(ProxyInForce::written), Some(format!("http://127.0.0.1:{}", first.port())));
    assert_eq!((error.cause(), second.count()), (Some(Cause::ProxyRefused), 0));
}

#[tokio::test]
async fn what_cannot_be_put_in_force_leaves_what_is() {
    let proxy = Recorder::always(Reply::Close(bytes(407, &[], b""))).await;
    let transport = through(&proxy);
    let broken = NetSettings { extra_roots: vec![NO_ROOT.to_vec()], ..quick() };
    assert!(matches!(Prepared::new(&broken), Err(TransportError::RootCertificate)));
    transport.cannot_start(TransportError::Proxy);
    let error = transport.send(ApiRequest::get(Url::parse("https://cloud.invalid/").unwrap())).await.unwrap_err();
    assert_eq!((error.cause(), proxy.count()), (Some(Cause::ProxyWantsLogin), 1));
}

#[tokio::test]
async fn at_the_start_a_request_waits_until_it_is_known_how_to_go_out() {
    let server = Recorder::always(json(200, "{}")).await;
    let transport = Transport::waiting(clock());
    let (sender, url) = (transport.clone(), server.url("/"));
    let waiting = tokio::spawn(async move { sender.send(ApiRequest::get(url)).await });
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(server.count() == 0 && !waiting.is_finished());
    transport.put_in_force(Prepared::new(&quick()).unwrap());
    waiting.await.unwrap().unwrap();
    let transport = Transport::waiting(clock());
    transport.cannot_start(TransportError::Client("no TLS".to_owned()));
    let error = transport.send(ApiRequest::get(server.url("/"))).await.unwrap_err();
    assert_eq!((*error.kind(), error.technical()), (ErrorKind::CannotBeSent, Some("the HTTP client could not start: no TLS")));
}

#[tokio::test]
async fn without_any_proxy_the_systems_one_is_not_asked() {
    let proxy = Recorder::always(Reply::Close(bytes(407, &[], b""))).await;
    let server = Recorder::always(json(200, "{}")).await;
    with_system_proxy("net::transport::tests::the_way_out::without_the_systems_proxy", &proxy, &server).await;
    assert_eq!((proxy.count(), server.count()), (0, 0));
}

#[tokio::test]
#[ignore = "run by the test above in a process with proxy settings"]
async fn without_the_systems_proxy() {
    let settings = NetSettings { proxy: ProxyChoice::None, ..quick() };
    // A label of 64 letters is refused by the resolver itself, without a question to the network.
    let url = Url::parse(&format!("https://{}.invalid/", "c".repeat(64))).unwrap();
    let error = Transport::new(&settings, clock()).unwrap().send(ApiRequest::get(url.clone())).await.unwrap_err();
    assert_eq!((error.way(), error.cause()), (&Way::Straight, Some(Cause::NameNotFound)), "{error}");
    assert!(matches!(Way::of_system(&url), Way::Proxy(_)), "what the system sets is still known");
}
