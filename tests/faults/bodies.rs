//! Answers that are none: pages, halves, floods and trickles. Each is stopped at its cap or deadline and told as what it is.

use flate2::{Compress, Compression, FlushCompress};
use tokendesk::sandbox::{Ending, Fault, Gate};

use super::bench::{Bench, asks_for_the_code, is_refreshed};
use super::message::Message;
use super::tally::{LIST, MAIL, SIGN_IN};
use super::{CLIENTS, DRIP, PATIENCE, TOKEN, hasty};
use crate::harness::Start;

const NOT_THE_API: &str = "the answer did not come from the API.";
const BROWSER: &str = "Open any page in a browser, then try again.";
const INCOMPLETE: &str = "the answer is incomplete.";
const TOO_LARGE: &str = "the answer is too large.";
const TELL_US: &str = "copy the details and tell us.";
const LOST: &str = "the connection to http://127.0.0.1:";
const NETWORK: &str = "Check the network, then try again.";
const IN_TIME: &str = "the server did not answer in time.";

/// A whole answer on the wire, whose announced length ends in the middle of it.
pub const TOO_SHORT_A_LENGTH: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Request-Id: #ID#\r\nContent-Length: 12\r\n\r\n{\"client_id\":\"cut\",\"items\":[],\"access_token\":\"x\",\"expires_in\":1799}";

/// Two gigabytes of blanks in two megabytes: one stream of blocks that know nothing of each other, so that one is made and repeated.
pub fn bomb() -> Fault {
    let mut encoder = Compress::new(Compression::fast(), false);
    let blanks = vec![b' '; 1 << 20];
    let mut block = || {
        let mut block = Vec::with_capacity(1 << 16);
        encoder.compress_vec(&blanks, &mut block, FlushCompress::Full).unwrap();
        block
    };
    let (first, next) = (block(), block());
    let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let bytes = [&head[..], &first, &next.repeat(2_047)].concat();
    Fault::answer(200).body("application/json", bytes).header("Content-Encoding", "gzip")
}

fn json(body: &str) -> Fault {
    Fault::answer(200).body("application/json", body)
}

fn refresh_fails(bench: &mut Bench, start: Start, fault: Fault, requests: usize, status: Option<u16>, cause: &str, next: &str) {
    bench.at_clients_with(start);
    bench.fault("GET", CLIENTS, fault, requests);
    bench.click("Refresh");
    bench.expect(&Message::not_refreshed(cause, next).details(LIST, status), is_refreshed);
    assert!(!bench.says("Hotel") && !bench.says("Please sign in"), "a page is never shown");
    bench.recovers(|bench| bench.click("Retry"), is_refreshed);
    bench.is_kept();
    bench.requests(&[(LIST, requests + 1)], &[(LIST, 1)]);
}

fn sign_in_fails(bench: &mut Bench, start: Start, fault: Fault, status: Option<u16>, cause: &str, next: &str) {
    bench.sign_in_form_with(start);
    bench.fault("POST", TOKEN, fault, 1);
    bench.click("Sign in");
    bench.expect(&Message::not_signed_in(cause, next).details(SIGN_IN, status), asks_for_the_code);
    assert!(!bench.says("Hotel") && !bench.says("Please sign in"), "a page is never shown");
    bench.recovers(|bench| bench.click("Retry"), asks_for_the_code);
    bench.requests(&[(SIGN_IN, 1 + 1), (MAIL, 1)], &[(SIGN_IN, 1), (MAIL, 1)]);
}

/// A refresh: the network, the fault, how many requests it takes, the status that is known, the cause and what to do.
macro_rules! reads {
    ($($name:ident: $start:expr, $fault:expr, $requests:expr, $status:expr, $cause:expr, $next:expr;)+) => {$(
        pub fn $name(bench: &mut Bench) {
            refresh_fails(bench, $start, $fault, $requests, $status, $cause, $next);
        }
    )+};
}

reads! {
    a_list_that_is_a_page: usual(), Fault::html(), 1, Some(200), NOT_THE_API, BROWSER;
    a_list_that_is_a_page_called_json:
        usual(), json("<!doctype html><html><body>Hotel</body></html>"), 1, Some(200), NOT_THE_API, BROWSER;
    a_list_cut_in_its_json: usual(), json(r#"{"items":[{"client_id":"a"#), 1, Some(200), INCOMPLETE, "Try again.";
    an_empty_list_body: usual(), Fault::empty(), 1, Some(200), INCOMPLETE, "Try again.";
    a_list_that_is_null: usual(), Fault::null(), 1, Some(200), INCOMPLETE, "Try again.";
    a_list_that_is_no_json: usual(), json("surely not"), 1, Some(200), "the answer cannot be understood.", "The API may have changed";
    json_without_a_list: usual(), json(r#"{"status":"ok"}"#), 1, Some(200), "the answer cannot be understood.", "The API may have changed";
    a_huge_list: usual(), json(&format!(r#"{{"items":[],"x":"{}"}}"#, "x".repeat(9 << 20))), 1, Some(200), TOO_LARGE, TELL_US;
    a_list_that_is_a_bomb: usual(), bomb(), 1, Some(200), TOO_LARGE, TELL_US;
    a_list_with_too_long_a_length: usual(), json(r#"{"items":[]}"#).header("Content-Length", "99999"), 3, Some(200), LOST, NETWORK;
    a_list_with_too_short_a_length: usual(), Fault::raw(TOO_SHORT_A_LENGTH), 1, Some(200), INCOMPLETE, "Try again.";
    a_list_with_a_length_that_is_no_number:
        usual(), Fault::raw("HTTP/1.1 200 OK\r\nContent-Length: plenty\r\n\r\n{}"), 3, None, LOST, NETWORK;
    a_status_line_that_is_none: usual(), Fault::raw("SSH-2.0-OpenSSH_9.2\r\n"), 3, None, LOST, NETWORK;
    a_list_that_drips: hasty(), Fault::genuine().drip(1, DRIP), 1, Some(200), IN_TIME, "check the network";
    a_list_whose_headers_never_come: hasty(), Fault::genuine().held(&Gate::new()), 1, None, IN_TIME, "check the network";
}

/// A sign-in: the network, the fault, the status that is known, the cause and what to do. It is sent once.
macro_rules! sign_ins {
    ($($name:ident: $start:expr, $fault:expr, $status:expr, $cause:expr, $next:expr;)+) => {$(
        pub fn $name(bench: &mut Bench) {
            sign_in_fails(bench, $start, $fault, $status, $cause, $next);
        }
    )+};
}

sign_ins! {
    a_sign_in_answered_500: usual(), Fault::answer(500), Some(500), "the server had an error (500).", "Try again in a minute.";
    a_sign_in_answered_503: usual(), Fault::answer(503), Some(503), "the server had an error (503).", "Try again in a minute.";
    a_sign_in_reset: usual(), Fault::lost(Ending::Reset), None, LOST, NETWORK;
    a_sign_in_closed: usual(), Fault::lost(Ending::Close), None, LOST, NETWORK;
    a_sign_in_answered_with_a_page: usual(), Fault::html(), Some(200), NOT_THE_API, BROWSER;
    a_sign_in_answered_with_cut_json: usual(), json(r#"{"access_token":"a"#), Some(200), INCOMPLETE, "Try again.";
    a_sign_in_answered_with_nothing: usual(), Fault::empty(), Some(200), INCOMPLETE, "Try again.";
    a_sign_in_answered_null: usual(), Fault::null(), Some(200), INCOMPLETE, "Try again.";
    a_sign_in_answered_without_a_token: usual(), json(r#"{"expires_in":1799}"#), Some(200), INCOMPLETE, "Try again.";
    a_sign_in_answered_with_too_much:
        usual(), json(&format!(r#"{{"access_token":"{}"}}"#, "x".repeat(2 << 20))), Some(200), TOO_LARGE, TELL_US;
    a_sign_in_answered_with_a_bomb: usual(), bomb(), Some(200), TOO_LARGE, TELL_US;
    a_sign_in_with_too_long_a_length: usual(), json(r#"{"access_token":"x"}"#).header("Content-Length", "9999"), Some(200), LOST, NETWORK;
    a_sign_in_with_too_short_a_length: usual(), Fault::raw(TOO_SHORT_A_LENGTH), Some(200), INCOMPLETE, "Try again.";
    a_sign_in_reset_in_mid_body:
        usual(), json(r#"{"access_token":"x","expires_in":1799}"#).cut(9, Ending::Reset), Some(200), LOST, NETWORK;
    a_sign_in_that_drips: hasty(), json(r#"{"access_token":"x","expires_in":1799}"#).drip(1, DRIP), Some(200), IN_TIME, "check the network";
    a_sign_in_that_is_never_answered: hasty(), Fault::answer(200).held(&Gate::new()), None, IN_TIME, "check the network";
}

fn usual() -> Start {
    Start::default()
}

/// While nothing comes, the window is worked at, and Stop stops at once.
pub fn a_read_that_hangs_is_stopped_at_once(bench: &mut Bench) {
    bench.at_clients_with(Start::patient());
    let gate = Gate::new();
    bench.fault("GET", CLIENTS, Fault::genuine().held(&gate), 1);
    bench.click("Refresh");
    if bench.is_on() {
        assert!(gate.wait_for_arrivals(1, PATIENCE));
        bench.type_into("Search", "s://");
        assert_eq!(bench.value("Search"), "https://", "typing goes on");
        bench.replace("Search", "http");
        bench.click("Stop");
        assert!(bench.has("Refresh") && !bench.has("Stop"), "at once: {}", bench.tree());
        assert!(bench.has("Updated 5 min ago"), "{}", bench.tree());
    }
    let is_on = bench.is_on();
    bench.silently("the end", |desk| is_on || is_refreshed(desk));
    bench.is_kept();
    gate.open();
    bench.requests(&[(LIST, 1)], &[(LIST, 1)]);
}

/// The same of a sign-in: Cancel, and what is typed is there to go on with.
pub fn a_sign_in_that_hangs_is_cancelled_at_once(bench: &mut Bench) {
    bench.sign_in_form_with(Start::patient());
    let gate = Gate::new();
    bench.fault("POST", TOKEN, Fault::answer(200).held(&gate), 1);
    bench.click("Sign in");
    if bench.is_on() {
        assert!(gate.wait_for_arrivals(1, PATIENCE));
        bench.click("Cancel");
        assert!(bench.is_enabled("Sign in") && bench.is_enabled("Password"), "at once: {}", bench.tree());
        gate.open();
    }
    let is_on = bench.is_on();
    bench.silently("the end", |desk| is_on || asks_for_the_code(desk));
    bench.is_kept();
    bench.requests(&[(SIGN_IN, 1)], &[(SIGN_IN, 1), (MAIL, 1)]);
}
