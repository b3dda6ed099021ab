//! A call that is refused although the sign-in holds: the message leads to the setting, the person chooses, and what was typed and
//! read is still there.

use eframe::egui::Key;
use jiff::SignedDuration;
use tokendesk::sandbox::{CreateHeader, Ending, Fault, ListHeader};

use super::{BARE, BEARER, CALL, CHANGE, CREATE, FORGET, LIST, X_BEARER, calls, choose, forms, switch, tokens_and_mails};
use crate::harness::{Start, TestDesk};

const NOT_READ: &str = "The list was not refreshed: the server does not accept the sign-in for this request.";
const NOT_CREATED: &str = "The client was not created: the server does not accept the sign-in for this request.";
const NEXT: &str = "Try another header form in Settings → Advanced, then try again";
const SERVERS: &str = "Full authentication is required to access this resource";
const ADDRESS: &str = "https://kassa.example/oauth";

fn is_in_view(desk: &TestDesk, name: &str) -> bool {
    let (at, window) = (desk.control(name).rect(), desk.harness.ctx.content_rect());
    at.top() >= 64.0 && at.bottom() <= window.bottom() - 28.0
}

#[test]
fn a_list_that_wants_another_header_is_cured_by_hand() {
    for (minutes, reads, renewals) in [(0, 2, 0), (5, 3, 1)] {
        let mut desk = TestDesk::at_clients(3);
        let rows = desk.rows();
        switch(&desk, |switches| switches.list_header = ListHeader::XBearer);
        desk.clock.advance(SignedDuration::from_mins(minutes));
        let (tokens, mails) = tokens_and_mails(&desk);
        desk.click("Refresh");
        desk.wait_for("the failure", |desk| desk.says(NOT_READ));
        assert!(desk.says(NEXT) && desk.says(SERVERS), "{}", desk.tree());
        let sent = calls(&desk, "GET").split_off(1);
        assert_eq!(forms(&sent), [BEARER, BEARER, BARE][3 - reads..]);
        assert_eq!(tokens_and_mails(&desk), (tokens + renewals, mails));

        desk.click(CHANGE);
        desk.wait_for("the settings", |desk| desk.focused().as_deref() == Some(LIST));
        assert!(is_in_view(&desk, LIST), "{:?}", desk.control(LIST).rect());
        assert_eq!(calls(&desk, "GET").len(), 1 + reads, "nothing is sent by itself");
        choose(&mut desk, LIST, X_BEARER);
        assert!(desk.says("Set by hand: no other is tried"));
        desk.click("Back to the list");
        assert_eq!(desk.rows(), rows);
        assert!(desk.says(NOT_READ), "the message is still there, with its Retry");
        desk.click("Retry");
        desk.wait_for("the list", |desk| desk.has("Updated just now"));
        assert!(!desk.says(NOT_READ));
        assert_eq!(forms(&calls(&desk, "GET")[1 + reads..]), [X_BEARER]);
        assert_eq!(tokens_and_mails(&desk), (tokens + renewals, mails));
    }
}

#[test]
fn a_first_reading_that_is_refused_is_cured_in_the_same_way() {
    let mut desk = TestDesk::signed_in();
    switch(&desk, |switches| switches.list_header = ListHeader::XBearer);
    desk.open_version_with(3);
    desk.wait_for("the failure", |desk| desk.has(CHANGE));
    desk.click(CHANGE);
    choose(&mut desk, LIST, X_BEARER);
    desk.click("OAuth clients");
    assert!(!desk.has("Back to the list"));
    desk.click("Retry");
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    assert_eq!(forms(&calls(&desk, "GET")), [BEARER, BARE, X_BEARER]);
}

/// A form that can be sent, at a cloud whose create wants this header.
fn filled_form(header: CreateHeader) -> TestDesk {
    let mut desk = TestDesk::at_clients(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    switch(&desk, |switches| switches.create_header = header);
    desk.click("New client");
    desk.replace("Redirect address", ADDRESS);
    desk.click("store:read");
    desk
}

#[test]
fn a_create_that_wants_another_header_is_cured_by_hand_and_the_form_stays() {
    for (header, wanted, minutes) in [(CreateHeader::XBearer, X_BEARER, 0), (CreateHeader::Bare, BARE, 5)] {
        let mut desk = filled_form(header);
        desk.clock.advance(SignedDuration::from_mins(minutes));
        let (tokens, mails) = tokens_and_mails(&desk);
        desk.click("Create client");
        desk.wait_for("the refusal", |desk| desk.says(NOT_CREATED));
        assert!(desk.says("what you typed is kept") && desk.says(NEXT), "{}", desk.tree());
        // In mid-session one renewal and one replay; another form is tried on no write.
        let (refused, renewals) = if minutes == 0 { (1, 0) } else { (2, 1) };
        assert_eq!(forms(&calls(&desk, "POST")), vec![BEARER; refused]);
        assert_eq!(tokens_and_mails(&desk), (tokens + renewals, mails));
        desk.type_into("Redirect address", "/2");

        desk.click(CHANGE);
        desk.wait_for("the settings", |desk| desk.focused().as_deref() == Some(CREATE));
        assert!(is_in_view(&desk, CREATE));
        choose(&mut desk, CREATE, wanted);
        desk.click("Back to the form");
        assert_eq!(desk.value("Redirect address"), format!("{ADDRESS}/2"));
        assert!(desk.is_on("store:read") && desk.says(NOT_CREATED));
        desk.click("Create client");
        desk.wait_for("the client", |desk| desk.has("4 clients"));
        assert_eq!(forms(&calls(&desk, "POST")[refused..]), [wanted]);
        assert_eq!(tokens_and_mails(&desk), (tokens + renewals, mails));
    }
}

#[test]
fn a_look_after_a_lost_answer_that_is_refused_leads_there_too() {
    let mut desk = filled_form(CreateHeader::Bearer);
    switch(&desk, |switches| switches.list_header = ListHeader::XBearer);
    desk.sandbox.fault("POST", CALL, Fault::lost(Ending::Reset).once());
    desk.click("Create client");
    desk.wait_for("the outcome", |desk| desk.has("Look again") && desk.has(CHANGE));
    desk.click(CHANGE);
    desk.wait_for("the settings", |desk| desk.focused().as_deref() == Some(LIST));
    choose(&mut desk, LIST, X_BEARER);
    desk.click("Back to the form");
    desk.click("Look again");
    desk.wait_for("another look", |desk| desk.has("Look again") && calls(desk, "GET").len() == 4);
    assert!(!desk.has(CHANGE), "{}", desk.tree());
    assert_eq!(calls(&desk, "POST").len(), 1);
}

#[test]
fn only_a_401_of_the_call_itself_leads_there() {
    let mut desk = TestDesk::at_clients(3);
    for status in [400, 403, 404, 500] {
        let fault = desk.sandbox.fault("GET", CALL, Fault::answer(status));
        desk.click("Refresh");
        desk.wait_for("the failure", |desk| desk.says("The list was not refreshed:"));
        assert!(!desk.has(CHANGE) && !desk.says("Settings → Advanced"), "{status}");
        fault.lift();
        desk.click("Close");
    }
}

#[test]
fn at_the_smallest_window_the_row_comes_into_view_and_tab_leads_to_the_end() {
    let mut desk = TestDesk::start(Start { size: [900.0, 600.0], ..Start::default() });
    desk.sign_in();
    switch(&desk, |switches| switches.list_header = ListHeader::Bare);
    desk.open_version_with(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    switch(&desk, |switches| switches.list_header = ListHeader::XBearer);
    desk.click("Refresh");
    desk.wait_for("the failure", |desk| desk.has(CHANGE));
    desk.click(CHANGE);
    desk.wait_for("the settings", |desk| desk.focused().as_deref() == Some(LIST) && is_in_view(desk, LIST));
    choose(&mut desk, LIST, BEARER);
    assert_eq!(desk.focused().as_deref(), Some(LIST), "it stays after the choice");
    for stop in [CREATE, "User-Agent", FORGET] {
        desk.key(Key::Tab);
        desk.frames();
        assert_eq!(desk.focused().as_deref(), Some(stop));
        assert!(is_in_view(&desk, stop), "{stop}: {:?}", desk.control(stop).rect());
    }
}
