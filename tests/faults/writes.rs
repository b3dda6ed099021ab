//! A create whose answer is lost: never sent again by the program, looked for in the list, and said as what it is.

use eframe::egui::Key;
use tokendesk::desktop::journal::{Outcome, UnknownWhy};
use tokendesk::sandbox::{Ending, Fault, Gate};

use super::bench::{Bench, ends, is_created};
use super::message::Message;
use super::tally::{APP, CREATE, LIST};
use super::{CLIENTS, hasty};
use crate::harness::Start;

const NOT_SEEN: &str = "Whether the client was created is not known: it is not seen in the list yet.";
const TWIN: &str = "Create once more, though there may be a twin";

/// Whatever else is clicked, no second request leaves.
fn cannot_be_doubled(bench: &mut Bench) {
    assert!(!bench.is_enabled("Create client"), "{}", bench.tree());
    bench.click("Create client");
    bench.command(Key::Enter);
    assert_eq!(bench.sandbox.count("POST", CLIENTS), 1);
}

/// Not carried out: nothing is claimed, and a second try is deliberate.
fn not_carried_out(bench: &mut Bench, start: Start, fault: Fault, status: Option<u16>, why: UnknownWhy) {
    bench.filled_form_with(start);
    bench.fault("POST", CLIENTS, fault.once(), 1);
    bench.click("Create client");
    let message =
        Message::banner(NOT_SEEN, "The request went out once and is not repeated by itself; the form is kept.", "look again in a minute");
    bench.expect(&message.says("3 in the list, all known before").details(CREATE, status), is_created);
    if bench.is_on() {
        assert_eq!(bench.sandbox.clients(APP, "1.0").map(|clients| clients.len()), Some(3));
        assert_eq!(ends(bench), [Outcome::Unknown { why }, Outcome::NotSeen]);
        cannot_be_doubled(bench);
        bench.click("Look again");
        bench.wait_for("the look", |desk| desk.sandbox.count("GET", CLIENTS) == 3 && desk.has("Look again"));
        assert!(bench.has(NOT_SEEN), "{}", bench.tree());
        cannot_be_doubled(bench);
    }
    let second_try = |bench: &mut Bench| {
        bench.click(TWIN);
        bench.click("Create client");
    };
    bench.recovers(second_try, is_created);
    bench.requests(&[(CREATE, 2), (LIST, 2)], &[(CREATE, 1)]);
}

/// Carried out: found in the list by what was not there before, and said to be created.
fn carried_out(bench: &mut Bench, start: Start, fault: Fault, why: UnknownWhy) {
    bench.filled_form_with(start);
    bench.fault("POST", CLIENTS, fault.once(), 1);
    bench.click("Create client");
    bench.expect(&Message::toast("found in the list"), is_created);
    let id = bench.sandbox.clients(APP, "1.0").and_then(|clients| clients.last()?["client_id"].as_str().map(ToOwned::to_owned)).unwrap();
    if bench.is_on() {
        assert!(is_created(bench), "{}", bench.tree());
        assert_eq!(ends(bench), [Outcome::Unknown { why }, Outcome::SettledAs { client_id: id }]);
    } else {
        assert_eq!(ends(bench), [Outcome::Done { client_id: id }]);
    }
    bench.requests(&[(CREATE, 1), (LIST, 1)], &[(CREATE, 1)]);
}

/// Each loss of an answer, as two scenarios: nothing had been done, and all had.
macro_rules! losses {
    ($($not:ident, $done:ident: $start:expr, $fault:expr, $status:expr, $why:expr;)+) => {$(
        pub fn $not(bench: &mut Bench) {
            not_carried_out(bench, $start, $fault, $status, $why);
        }

        pub fn $done(bench: &mut Bench) {
            carried_out(bench, $start, $fault.carried_out(), $why);
        }
    )+};
}

fn usual() -> Start {
    Start::default()
}

fn json(body: &str) -> Fault {
    Fault::answer(200).body("application/json", body)
}

const LOST: UnknownWhy = UnknownWhy::ConnectionLost;
const INCOMPLETE: UnknownWhy = UnknownWhy::IncompleteAnswer;

losses! {
    a_create_answered_500, a_create_done_and_answered_500: usual(), Fault::answer(500), Some(500), UnknownWhy::ServerError { status: 500 };
    a_create_answered_502, a_create_done_and_answered_502:
        usual(), Fault::answer(502).body("text/html", "<html>bad gateway</html>"), Some(502), UnknownWhy::ServerError { status: 502 };
    a_create_answered_503, a_create_done_and_answered_503: usual(), Fault::answer(503), Some(503), UnknownWhy::ServerError { status: 503 };
    a_create_answered_504, a_create_done_and_answered_504: usual(), Fault::answer(504), Some(504), UnknownWhy::ServerError { status: 504 };
    a_create_reset, a_create_done_and_reset: usual(), Fault::lost(Ending::Reset), None, LOST;
    a_create_closed, a_create_done_and_closed: usual(), Fault::lost(Ending::Close), None, LOST;
    a_create_dripping, a_create_done_and_dripping:
        hasty(), json(r#"{"client_id":"x","client_secret":"y"}"#).drip(1, super::DRIP), Some(200), UnknownWhy::TimedOut;
    a_create_answered_with_a_page, a_create_done_and_answered_with_a_page: usual(), Fault::html(), Some(200), INCOMPLETE;
    a_create_answered_with_cut_json, a_create_done_and_answered_with_cut_json: usual(), json(r#"{"client_id":"#), Some(200), INCOMPLETE;
    a_create_answered_with_nothing, a_create_done_and_answered_with_nothing: usual(), Fault::empty(), Some(200), INCOMPLETE;
    a_create_answered_null, a_create_done_and_answered_null: usual(), Fault::null(), Some(200), INCOMPLETE;
    a_create_answered_without_an_id, a_create_done_and_answered_without_an_id: usual(), json(r#"{"status":"created"}"#), Some(200), INCOMPLETE;
    a_create_reset_in_mid_body, a_create_done_and_reset_in_mid_body:
        usual(), json(r#"{"client_id":"x","client_secret":"y"}"#).cut(10, Ending::Reset), Some(200), LOST;
    a_create_closed_in_its_headers, a_create_done_and_closed_in_its_headers: usual(), Fault::raw("HTTP/1.1 200 OK\r\nContent-Ty"), None, LOST;
    a_create_answered_with_too_much, a_create_done_and_answered_with_too_much:
        usual(), json(&format!(r#"{{"client_id":"{}"}}"#, "x".repeat(2 << 20))), Some(200), INCOMPLETE;
    a_create_answered_with_a_bomb, a_create_done_and_answered_with_a_bomb: usual(), super::bodies::bomb(), Some(200), INCOMPLETE;
    a_create_cut_by_its_length, a_create_done_and_cut_by_its_length:
        usual(), Fault::raw(super::bodies::TOO_SHORT_A_LENGTH), Some(200), INCOMPLETE;
    a_create_with_too_long_a_length, a_create_done_with_too_long_a_length:
        usual(), json(r#"{"client_id":"x"}"#).header("Content-Length", "999"), Some(200), LOST;
}

pub fn a_create_never_answered(bench: &mut Bench) {
    not_carried_out(bench, hasty(), Fault::answer(200).held(&Gate::new()), None, UnknownWhy::TimedOut);
}

pub fn a_create_done_and_never_answered(bench: &mut Bench) {
    carried_out(bench, hasty(), Fault::genuine().answer_held(&Gate::new()), UnknownWhy::TimedOut);
}

/// A list that cannot be read proves nothing.
pub fn a_lost_create_whose_list_cannot_be_read_stays_unknown(bench: &mut Bench) {
    bench.filled_form();
    bench.fault("POST", CLIENTS, Fault::answer(504).carried_out().once(), 1);
    bench.fault("GET", CLIENTS, Fault::answer(503), 3);
    bench.click("Create client");
    let title = "Whether the client was created is not known: the list could not be read.";
    let message =
        Message::banner(title, "The request went out once and is not repeated by itself; the form is kept.", "look again in a minute");
    bench.expect(&message.details(CREATE, Some(504)), is_created);
    if bench.is_on() {
        cannot_be_doubled(bench);
    }
    bench.recovers(|bench| bench.click("Look again"), is_created);
    bench.requests(&[(CREATE, 1), (LIST, 3 + 1)], &[(CREATE, 1)]);
}

/// A kept connection that the server has closed is found out before anything is sent on it.
pub fn a_create_after_a_closed_connection_is_sent_once_and_not_doubted(bench: &mut Bench) {
    bench.put(crate::harness::TestDesk::signed_in());
    bench.fault("GET", CLIENTS, Fault::genuine().cut(usize::MAX, Ending::Close).once(), 1);
    bench.open_version_with(3);
    bench.wait_for("the list", |desk| desk.has("3 clients"));
    std::thread::sleep(std::time::Duration::from_millis(60));
    bench.click("New client");
    bench.replace("Redirect address", "https://kassa.example/oauth");
    bench.click("store:read");
    bench.begin();
    bench.click("Create client");
    bench.silently("the client", is_created);
    bench.requests(&[(CREATE, 1)], &[(CREATE, 1)]);
}
