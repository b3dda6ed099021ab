//! Answers too large, too slow, cut, packed or not of the API.

use super::*;

/// A gzip stream of so many zero bytes: one literal and then copies of 258, each 13 bits in the fixed code (RFC 1951).
fn gzip_of_zeros(copies: usize) -> Vec<u8> {
    let mut bits = vec![true, true, false];
    let mut put = |code: u16, width: u32| bits.extend((0..width).rev().map(|at| code >> at & 1 == 1));
    put(0b0011_0000, 8);
    for _ in 0..copies {
        put(0b1100_0101, 8);
        put(0, 5);
    }
    let packed = bits.chunks(8).map(|byte| byte.iter().enumerate().fold(0, |sum, (at, bit)| sum | u8::from(*bit) << at));
    [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255].into_iter().chain(packed).collect()
}

/// A gzip stream that stores its text as it is.
fn gzip(text: &str) -> Vec<u8> {
    let crc = !text.bytes().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    });
    let length = u16::try_from(text.len()).unwrap();
    let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    let sizes = [length.to_le_bytes(), (!length).to_le_bytes()].concat();
    [&head[..], &sizes, text.as_bytes(), &crc.to_le_bytes(), &u32::from(length).to_le_bytes()].concat()
}

#[tokio::test]
async fn a_compressed_answer_is_read() {
    let server = Recorder::always(answer(200, &[("Content-Encoding", "gzip")], &gzip("{\"a\":\"я\"}"))).await;
    assert_eq!(get(&server).await.unwrap().json().unwrap()["a"], "я");
}

#[tokio::test]
async fn a_gzip_bomb_stops_at_the_cap() {
    let bomb = gzip_of_zeros(400_000);
    assert!(bomb.len() < 700_000, "{} bytes for a hundred million", bomb.len());
    let server = Recorder::always(answer(200, &[("Content-Encoding", "gzip")], &bomb)).await;
    for cap in [1_000, 1 << 20] {
        let request = ApiRequest::post(server.url("/"), Purpose::Write).cap(cap);
        let error = transport(clock()).send(request).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::TooLarge);
        assert!(error.outcome_unknown());
    }
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_cut_compression_is_an_incomplete_answer() {
    let whole = gzip("{\"a\":1}");
    let server = Recorder::always(answer(200, &[("Content-Encoding", "gzip")], &whole[..whole.len() - 9])).await;
    assert_eq!(*get(&server).await.unwrap_err().kind(), ErrorKind::Incomplete);
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_body_without_end_stops_at_the_cap_whatever_length_it_declares() {
    let endless = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n[".to_vec();
    let chunk = [b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), vec![b'['; 1 << 16]].concat();
    for reply in [
        Reply::Drip([endless, vec![b' '; 1 << 21]].concat(), Duration::from_millis(1)),
        Reply::Close([chunk, vec![b'['; 1 << 21]].concat()),
    ] {
        let server = Recorder::always(reply).await;
        assert_eq!(*get(&server).await.unwrap_err().kind(), ErrorKind::TooLarge);
        assert_eq!(server.count(), 1);
    }
}

#[tokio::test]
async fn a_body_of_just_the_cap_is_whole() {
    let server = Recorder::always(json(200, "[1,2,3]")).await;
    let transport = transport(clock());
    let ask = |cap| transport.send(ApiRequest::get(server.url("/")).cap(cap));
    assert_eq!(ask(7).await.unwrap().body(), b"[1,2,3]");
    assert_eq!(*ask(6).await.unwrap_err().kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn a_drip_and_a_silence_end_at_their_deadlines_and_are_not_asked_again() {
    let settings = NetSettings { read_timeout: Duration::from_millis(150), total_timeout: Duration::from_millis(400), ..quick() };
    let transport = Transport::new(&settings, clock()).unwrap();
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n ".to_vec();
    for reply in [Reply::Drip(head, Duration::from_millis(20)), Reply::Silence] {
        let server = Recorder::always(reply).await;
        for purpose in [Purpose::Read, Purpose::Write] {
            let error = transport.send(ApiRequest::post(server.url("/"), purpose)).await.unwrap_err();
            assert_eq!((*error.kind(), error.cause()), (ErrorKind::Timeout, Some(Cause::AnswerTimedOut)));
            assert_eq!(error.outcome_unknown(), purpose == Purpose::Write);
        }
        assert_eq!(server.count(), 2);
    }
}

#[tokio::test]
async fn a_cancelled_request_hangs_up_at_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    let asking = tokio::spawn(async move { transport(clock()).send(ApiRequest::get(url)).await });
    let (mut stream, _) = listener.accept().await.unwrap();
    assert!(stream.read(&mut [0; 1_000]).await.unwrap() > 0);
    asking.abort();
    let after = tokio::time::timeout(Duration::from_secs(1), stream.read(&mut [0; 1])).await;
    assert_eq!(after.expect("hung up").unwrap(), 0);
}

#[tokio::test]
async fn a_page_is_not_an_answer_of_the_api() {
    let page = b"\n<!doctype html><title>Sign in to Wi-Fi</title>";
    for headers in [&[("Content-Type", "text/html; charset=utf-8")][..], &[("Content-Type", "application/json")], &[]] {
        let server = Recorder::always(answer(200, headers, page)).await;
        let error = post(&server, Purpose::Write).await.unwrap_err();
        assert_eq!((*error.kind(), error.is_html(), error.server_message()), (ErrorKind::NotTheApi, true, None));
        assert!(error.outcome_unknown());
    }
    let server = Recorder::always(answer(511, &[], page)).await;
    assert_eq!(*get(&server).await.unwrap_err().kind(), ErrorKind::NotTheApi);
    let server = Recorder::always(answer(200, &[("Content-Type", "text/html")], b"{\"a\":1}")).await;
    assert_eq!(get(&server).await.unwrap().json().unwrap()["a"], 1, "JSON with a wrong label is JSON");
}

#[tokio::test]
async fn a_refusal_with_a_page_keeps_its_status_and_not_its_text() {
    let server = Recorder::always(answer(401, &[], b"<html>HTTP Status 401</html>")).await;
    let error = get(&server).await.unwrap_err();
    assert_eq!((*error.kind(), error.is_html(), error.server_message()), (ErrorKind::Refused(401), true, None));
}

#[tokio::test]
async fn a_refusal_counts_even_when_its_body_is_cut_or_endless() {
    let cut = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 500\r\n\r\n{\"error\":".to_vec();
    let endless = [b"HTTP/1.1 403 Forbidden\r\n\r\n".to_vec(), vec![b'x'; 1 << 20]].concat();
    for reply in [Reply::Close(cut), Reply::Drip(endless, Duration::from_millis(1))] {
        let server = Recorder::always(reply).await;
        let error = get(&server).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::Refused(403));
        assert!(error.server_message().is_some_and(|words| words.chars().count() <= 501));
        assert_eq!(server.count(), 1);
    }
}

#[tokio::test]
async fn an_empty_null_or_cut_answer_is_incomplete_and_noise_is_unreadable() {
    for (body, kind) in [
        ("", ErrorKind::Incomplete),
        (" \n", ErrorKind::Incomplete),
        ("null", ErrorKind::Incomplete),
        ("{\"items\":[{\"client_secret\":\"MARKER", ErrorKind::Incomplete),
        ("OK", ErrorKind::Unreadable),
        ("{\"a\":1}{MARKER", ErrorKind::Unreadable),
        ("{MARKER}", ErrorKind::Unreadable),
    ] {
        let server = Recorder::always(json(200, body)).await;
        let answer = post(&server, Purpose::Write).await.unwrap();
        let error = answer.json().unwrap_err();
        assert_eq!((*error.kind(), error.status()), (kind, Some(200)), "{body:?}");
        assert!(error.outcome_unknown());
        assert!(!format!("{error} {error:?} {answer:?}").contains("MARKER"));
    }
    let server = Recorder::always(json(200, "\u{FEFF}[]")).await;
    assert!(get(&server).await.unwrap().json().unwrap().is_array());
}
