//! Scripted faults, seen from the other side of the socket: each does what it says and leaves done what it says.

use super::*;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::json;
use tokendesk::sandbox::{Ending, Fault, Gate, Host};

const BODY: &str = r#"{"registered_redirect_uri":["https://new.example/"],"scope":["device:read"]}"#;
const PATIENCE: Duration = Duration::from_secs(10);

/// What comes over a socket of our own until its end, and how it ends.
fn raw(sandbox: &Sandbox, path: &str) -> (Vec<u8>, Option<ErrorKind>) {
    let (dev, ..) = sandbox.addresses();
    let host = dev.strip_prefix("http://").unwrap();
    let mut socket = TcpStream::connect(host).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(socket, "GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
    let mut bytes = Vec::new();
    let end = socket.read_to_end(&mut bytes).err().map(|error| error.kind());
    (bytes, end)
}

/// The body, and the length that the head announces.
fn body(answer: &[u8]) -> (&str, usize) {
    let text = std::str::from_utf8(answer).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    (body, length.parse().unwrap())
}

async fn created(sandbox: &Sandbox, access: &str) -> Result<u16, reqwest::Error> {
    let answer = create_request(sandbox, access, "1.0", "?type=web", BODY).send().await?;
    let status = answer.status().as_u16();
    answer.bytes().await.map(|_| status)
}

fn count(sandbox: &Sandbox) -> usize {
    sandbox.clients(LOYALTY, "1.0").unwrap().len()
}

#[test]
fn a_lost_answer_ends_the_socket_by_close_or_by_reset_before_a_byte() {
    let sandbox = sandbox();
    for (ending, end) in [(Ending::Close, None), (Ending::Reset, Some(ErrorKind::ConnectionReset))] {
        sandbox.clear_faults();
        sandbox.fault("GET", "/mailbox", Fault::lost(ending));
        assert_eq!(raw(&sandbox, "/mailbox"), (Vec::new(), end));
    }
}

#[test]
fn a_cut_answer_announces_its_length_and_ends_in_mid_body() {
    let sandbox = sandbox();
    let text = "x".repeat(10_000);
    for (ending, end) in [(Ending::Close, None), (Ending::Reset, Some(ErrorKind::ConnectionReset))] {
        for keep in [0, 1, 4_321] {
            sandbox.clear_faults();
            sandbox.fault("GET", "/mailbox", Fault::answer(200).body("text/plain", text.as_str()).cut(keep, ending));
            let (answer, ended) = raw(&sandbox, "/mailbox");
            assert_eq!((body(&answer), ended), ((&text[..keep], 10_000), end));
        }
    }
}

#[test]
fn a_length_may_lie_and_a_body_may_drip() {
    let sandbox = sandbox();
    let lying = Fault::answer(200).header("Content-Length", "99").body("text/plain", "short");
    let lie = sandbox.fault("GET", "/mailbox", lying);
    let (answer, _) = raw(&sandbox, "/mailbox");
    assert_eq!(body(&answer), ("short", 99));
    lie.lift();
    sandbox.fault(
        "GET",
        "/mailbox",
        Fault::answer(200).body("text/plain", "drip drop").drip(2, Duration::from_millis(5)).header("Connection", "close"),
    );
    let (answer, end) = raw(&sandbox, "/mailbox");
    assert_eq!((body(&answer), end), (("drip drop", 9), None));
}

#[test]
fn bytes_that_are_no_http_are_said_as_they_are_and_an_answer_can_be_numbered() {
    let sandbox = sandbox();
    let fault = sandbox.fault("GET", "/mailbox", Fault::raw("SSH-2.0-nobody\r\n"));
    assert_eq!(raw(&sandbox, "/mailbox"), (b"SSH-2.0-nobody\r\n".to_vec(), None));
    fault.lift();
    sandbox.fault("GET", "/mailbox", Fault::answer(200).body("text/plain", "no. #NTH#").header("Connection", "close").numbered());
    let bodies = [raw(&sandbox, "/mailbox").0, raw(&sandbox, "/mailbox").0];
    assert_eq!([body(&bodies[0]).0, body(&bodies[1]).0], ["no. 1", "no. 2"]);
}

#[tokio::test]
async fn another_answer_comes_instead_and_nothing_is_done() {
    let sandbox = sandbox();
    let access = access_token(&sandbox).await;
    let busy = json!({ "code": "busy", "message": "Later", "violations": [] });
    let fault = Fault::answer(429).body("application/json", busy.to_string()).header("Retry-After", "7").header("X-Request-Id", "my-own");
    sandbox.fault("POST", "/oauth-apps", fault);
    let answer = create_request(&sandbox, &access, "1.0", "?type=web", BODY).send().await.unwrap();
    let headers = answer.headers().clone();
    assert_eq!(
        (&headers["retry-after"], &headers["x-request-id"], headers.get_all("x-request-id").iter().count()),
        (&"7".parse().unwrap(), &"my-own".parse().unwrap(), 1)
    );
    let (status, answer) = read(answer).await;
    assert_eq!((status.as_u16(), answer), (429, busy));
    assert_eq!(count(&sandbox), 3);
}

#[tokio::test]
async fn pages_of_others_empty_bodies_and_null_are_answered_with_200() {
    let sandbox = sandbox();
    let access = access_token(&sandbox).await;
    let answers = [
        (Fault::html(), "text/html; charset=utf-8"),
        (Fault::empty(), "application/json;charset=UTF-8"),
        (Fault::null(), "application/json;charset=UTF-8"),
    ];
    let mut bodies = Vec::new();
    for (fault, content_type) in answers {
        sandbox.clear_faults();
        sandbox.fault("GET", "/oauth-apps", fault);
        let answer = list_request(&sandbox, &format!("Bearer {access}"), LOYALTY, "1.0").send().await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.headers()[CONTENT_TYPE].to_str().unwrap()), (200, content_type));
        bodies.push(answer.text().await.unwrap());
    }
    assert!(bodies[0].starts_with("<!doctype html>"));
    assert_eq!(bodies[1..], ["", "null"]);
}

#[tokio::test]
async fn an_answer_can_be_lost_after_the_client_was_created() {
    let sandbox = sandbox();
    let access = access_token(&sandbox).await;
    let faults = [
        Fault::lost(Ending::Reset).carried_out(),
        Fault::lost(Ending::Close).carried_out(),
        Fault::answer(503).carried_out(),
        Fault::genuine().cut(20, Ending::Close),
        Fault::genuine().cut(20, Ending::Reset),
    ];
    for (done, fault) in faults.into_iter().enumerate() {
        sandbox.fault("POST", "/oauth-apps", fault.once());
        let outcome = created(&sandbox, &access).await;
        assert!(outcome.is_err() || outcome.as_ref().is_ok_and(|status| *status == 503), "{outcome:?}");
        assert_eq!(count(&sandbox), 4 + done);
    }
    for fault in [Fault::lost(Ending::Reset), Fault::lost(Ending::Close), Fault::answer(503)] {
        sandbox.fault("POST", "/oauth-apps", fault.once());
        let _ = created(&sandbox, &access).await;
        assert_eq!(count(&sandbox), 8, "not carried out");
    }
    assert_eq!(created(&sandbox, &access).await.unwrap(), 200, "all faults are spent");
}

#[tokio::test]
async fn a_fault_can_strike_only_the_nth_the_first_few_or_one_host() {
    let sandbox = sandbox();
    let (dev, oauth, _) = sandbox.addresses();
    let get = async |base: &str| http().get(format!("{base}/mailbox")).send().await.unwrap().status().as_u16();
    let second = sandbox.fault("GET", "/mailbox", Fault::answer(500).nth(2));
    assert_eq!([get(&dev).await, get(&dev).await, get(&dev).await], [200, 500, 200]);
    assert_eq!(second.happened(), 1);
    sandbox.fault("get", "mailb", Fault::answer(502).times(2));
    assert_eq!([get(&dev).await, get(&dev).await, get(&dev).await], [502, 502, 200]);
    let here = sandbox.fault("GET", "/mailbox", Fault::answer(504).on(Host::Oauth));
    assert_eq!([get(&dev).await, get(&oauth).await], [200, 504]);
    here.lift();
    assert_eq!(get(&oauth).await, 200);
    assert_eq!(http().head(format!("{oauth}/mailbox")).send().await.unwrap().status(), 200, "another method");
}

#[tokio::test]
async fn a_request_can_be_held_before_it_is_done_or_its_answer_after() {
    let sandbox = sandbox();
    let access = access_token(&sandbox).await;
    for (answer_only, expected) in [(false, 3), (true, 5)] {
        let gate = Gate::new();
        let fault = if answer_only { Fault::genuine().answer_held(&gate) } else { Fault::genuine().held(&gate) };
        sandbox.fault("POST", "/oauth-apps", fault.once());
        let (held, access) = (sandbox.clone(), access.clone());
        let request = tokio::spawn(async move { created(&held, &access).await.unwrap() });
        let waiting = gate.clone();
        assert!(tokio::task::spawn_blocking(move || waiting.wait_for_arrivals(1, PATIENCE)).await.unwrap());
        assert_eq!(count(&sandbox), expected);
        assert!(!request.is_finished());
        gate.open();
        assert_eq!(request.await.unwrap(), 200);
    }
    assert!(!Gate::new().wait_for_arrivals(1, Duration::from_millis(10)));
}

#[tokio::test]
async fn a_write_that_arrived_is_done_though_its_sender_hangs_up() {
    let sandbox = sandbox();
    let access = access_token(&sandbox).await;
    let gate = Gate::new();
    sandbox.fault("POST", "/oauth-apps", Fault::genuine().held(&gate));
    let (held, token) = (sandbox.clone(), access.clone());
    let request = tokio::spawn(async move { created(&held, &token).await });
    while gate.arrivals() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    request.abort();
    assert!(request.await.unwrap_err().is_cancelled());
    tokio::time::sleep(Duration::from_millis(20)).await;
    gate.open();
    for _ in 0..1_000 {
        if count(&sandbox) == 4 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("not created");
}

#[tokio::test]
async fn a_delayed_answer_outlasts_an_impatient_client() {
    let sandbox = sandbox();
    let (dev, ..) = sandbox.addresses();
    sandbox.fault("GET", "/mailbox", Fault::genuine().delayed(Duration::from_millis(400)));
    let request = || http().get(format!("{dev}/mailbox"));
    assert!(request().timeout(Duration::from_millis(100)).send().await.unwrap_err().is_timeout());
    assert_eq!(request().send().await.unwrap().status(), 200);
}
