//! The listeners: three hosts on three ports or on one, every request recorded and named, and the end of it all.

use super::*;
use std::collections::HashSet;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::json;
use tokendesk::sandbox::{Fault, Gate, Host, SandboxError, parse_listen_addr, serve_one};

fn one_port() -> Sandbox {
    Sandbox::start_one(parse_listen_addr("127.0.0.1:0").unwrap(), &options()).unwrap()
}

fn port(base: &str) -> SocketAddr {
    base.strip_prefix("http://").unwrap().parse().unwrap()
}

async fn status(request: RequestBuilder) -> u16 {
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn three_hosts_have_three_ports_and_each_only_its_own_paths() {
    let sandbox = sandbox();
    let (dev, oauth, api) = sandbox.addresses();
    assert_eq!([&dev, &oauth, &api].into_iter().collect::<HashSet<_>>().len(), 3);
    let path = clients_url(&sandbox, LOYALTY, "1.0").replace(&dev, "");
    for (base, wanted) in [(&dev, 401), (&oauth, 404), (&api, 404)] {
        assert_eq!(status(http().get(format!("{base}{path}"))).await, wanted, "{base}");
    }
    assert_eq!(status(http().post(format!("{api}/oauth/token"))).await, 404);
    let hosts: Vec<Host> = sandbox.requests().iter().map(|request| request.host).collect();
    assert_eq!(hosts, [Host::Dev, Host::Oauth, Host::Api, Host::Api]);
}

#[tokio::test]
async fn on_one_port_the_hosts_are_told_apart_by_path_grant_and_header() {
    let sandbox = one_port();
    let (dev, oauth, api) = sandbox.addresses();
    assert!(dev == oauth && oauth == api);
    let form = |body: &str| http().post(format!("{dev}/oauth/token")).header(CONTENT_TYPE, FORM).body(body.to_owned());
    let basic = |request: RequestBuilder| request.basic_auth("id", Some("secret"));
    let requests = [
        (form(SIGN_IN), 400, Host::Dev),
        (form("grant_type=refresh_token&client_id=Evo-UI&refresh_token=x"), 400, Host::Dev),
        (basic(form("grant_type=refresh_token&client_id=Evo-UI&refresh_token=x")), 400, Host::Dev),
        (basic(form("grant_type=refresh_token&refresh_token=x")), 401, Host::Oauth),
        (basic(form("grant_type=authorization_code&code=x")), 401, Host::Oauth),
        (form("grant_type=authorization_code&code=x&client_id=y"), 401, Host::Oauth),
        (http().get(format!("{dev}/oauth/authorize?client_id=x")), 404, Host::Oauth),
        (http().get(format!("{dev}/stores")), 404, Host::Api),
        (http().get(format!("{dev}/api/apps/x/events")), 404, Host::Api),
        (http().get(clients_url(&sandbox, LOYALTY, "1.0")), 401, Host::Dev),
    ];
    for (request, wanted, host) in requests {
        sandbox.clear_requests();
        assert_eq!(status(request).await, wanted);
        assert_eq!(sandbox.requests()[0].host, host, "{:?}", sandbox.requests());
    }
}

#[tokio::test]
async fn the_oauth_host_knows_the_clients_by_basic() {
    let sandbox = sandbox();
    let (_, oauth, _) = sandbox.addresses();
    let client = &sandbox.clients(LOYALTY, "1.0").unwrap()[0];
    let (id, secret) = (text(client, "client_id"), text(client, "client_secret"));
    let ask = async |secret: &str, grant: &str| {
        let request = http().post(format!("{oauth}/oauth/token")).header(CONTENT_TYPE, FORM).basic_auth(&id, Some(secret));
        read(request.body(format!("grant_type={grant}&code=x")).send().await.unwrap()).await
    };
    assert_eq!(ask("wrong", "authorization_code").await.1["error"], "invalid_client");
    assert_eq!(ask("wrong", "authorization_code").await.0, 401);
    let words = [
        ("authorization_code", "invalid_grant"),
        ("refresh_token", "invalid_grant"),
        ("password", "unsupported_grant_type"),
        ("", "unsupported_grant_type"),
    ];
    for (grant, error) in words {
        let (status, answer) = ask(&secret, grant).await;
        assert_eq!((status.as_u16(), &answer["error"]), (400, &json!(error)), "{grant}");
    }
}

#[tokio::test]
async fn a_request_is_recorded_as_it_came_and_named_as_its_answer() {
    let sandbox = sandbox();
    let (dev, ..) = sandbox.addresses();
    let request = http().post(format!("{dev}/no%20such/path?cursor=a%2Bb&x=1")).header("X-One", "1").header("X-Two", "2");
    let answer = request.body(&b"raw \xFF body"[..]).send().await.unwrap();
    let name = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
    let (status, body) = read(answer).await;
    assert_eq!(
        (status.as_u16(), &body["status"], &body["error"], &body["path"]),
        (404, &json!(404), &json!("Not Found"), &json!("/no%20such/path"))
    );
    let [recorded] = &sandbox.requests()[..] else { panic!("one request") };
    assert_eq!(
        (recorded.method.as_str(), recorded.path.as_str(), recorded.query.as_str()),
        ("POST", "/no%20such/path", "cursor=a%2Bb&x=1")
    );
    assert_eq!((recorded.header("x-one"), recorded.header("X-Two"), recorded.header("cookie")), (Some("1"), Some("2"), None));
    let order: Vec<&str> = recorded.headers.iter().map(|(name, _)| name.as_str()).filter(|name| name.starts_with("x-")).collect();
    assert_eq!(order, ["x-one", "x-two"]);
    assert_eq!((&recorded.body[..], recorded.body_text().as_str()), (&b"raw \xFF body"[..], "raw \u{FFFD} body"));
    assert_eq!(recorded.request_id, name);
    assert_eq!((sandbox.count("POST", "/no%20such"), sandbox.count("post", "/path"), sandbox.count("GET", "/")), (1, 1, 0));
    let debug = format!("{recorded:?}");
    assert!(!debug.contains("cursor") && !debug.contains("raw"), "{debug}");
}

#[tokio::test]
async fn every_answer_has_a_name_of_its_own() {
    let sandbox = sandbox();
    let (dev, oauth, api) = sandbox.addresses();
    let mut names = HashSet::new();
    for url in [dev.clone(), format!("{dev}/mailbox"), format!("{dev}/x"), format!("{oauth}/x"), format!("{api}/x")] {
        let answer = http().get(url).send().await.unwrap();
        assert!(names.insert(answer.headers()["x-request-id"].clone()));
    }
}

#[tokio::test]
async fn mail_is_told_to_those_who_listen() {
    let sandbox = sandbox();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&heard);
    sandbox.on_mail(move |mail| told.lock().unwrap().push(mail.clone()));
    post_token(&sandbox, SIGN_IN).await;
    let heard = heard.lock().unwrap();
    assert_eq!(*heard, sandbox.mailbox());
    assert!(!format!("{:?}", heard[0]).contains(&heard[0].code));
}

#[tokio::test]
async fn a_dropped_sandbox_frees_its_ports_though_a_request_is_held() {
    let sandbox = sandbox();
    let clone = sandbox.clone();
    let (dev, oauth, api) = sandbox.addresses();
    let gate = Gate::new();
    sandbox.fault("GET", "/stuck", Fault::genuine().held(&gate));
    let stuck = tokio::spawn(http().get(format!("{dev}/stuck")).send());
    while gate.arrivals() == 0 {
        tokio::task::yield_now().await;
    }
    drop(sandbox);
    assert!(TcpStream::connect(port(&dev)).is_ok(), "a clone holds it");
    drop(clone);
    assert!(stuck.await.unwrap().is_err());
    for base in [dev, oauth, api] {
        assert!(TcpStream::connect(port(&base)).is_err(), "{base}");
    }
}

#[tokio::test]
async fn serving_one_port_tells_its_address_first_and_ends_with_the_shutdown() {
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let (tell, told) = tokio::sync::oneshot::channel();
    let serving = tokio::spawn(async move {
        let ready = |sandbox: &Sandbox| tell.send(sandbox.addresses().0).unwrap();
        serve_one(parse_listen_addr("[::1]:0").unwrap(), &options(), ready, async { stopped.await.unwrap() }).await
    });
    let base = told.await.unwrap();
    assert!(base.starts_with("http://[::1]:"), "{base}");
    assert_eq!(status(http().get(&base)).await, 200);
    stop.send(()).unwrap();
    serving.await.unwrap().unwrap();
    assert!(TcpStream::connect(port(&base)).is_err());
}

#[test]
fn a_taken_port_is_an_error_that_names_it() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let error = Sandbox::start_one(address, &options()).err().unwrap();
    assert!(matches!(error, SandboxError::Listen { address: named, .. } if named == address));
    assert!(error.to_string().contains(&address.to_string()));
}
