//! A running cloud may change its habits: what was learnt is forgotten for what works now, at the cost of one more request.

use eframe::egui::accesskit::Role;
use jiff::SignedDuration;
use tokendesk::sandbox::{
    ClientFields, CodeDemand, CreatedStatus, ErrorBodies, ExpiresIn, LastPage, ListHeader, Renewal, Switches, TokenForm, VersionNamed,
    VersionWanted,
};

use super::{EMAIL, ENDED, PASSWORD, is_in, newest, seen, set, sign_in};
use crate::harness::TestDesk;

const KEEP: &str = "Sign in for me while the window is open";

/// Signed in with both forms of the version known, its list read, at a cloud that began with these readings.
fn at_the_list(switches: Switches) -> TestDesk {
    let mut desk = TestDesk::open();
    desk.sandbox.set_switches(switches);
    sign_in(&mut desk);
    desk.open_version_with(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    desk.sandbox.clear_requests();
    desk
}

/// What a refresh sends.
fn refresh(desk: &mut TestDesk) -> Vec<String> {
    desk.sandbox.clear_requests();
    desk.click("Refresh");
    desk.wait_for("the list", |desk| desk.has("Refresh") && !seen(desk).is_empty());
    desk.frames();
    assert!(!desk.says("was not refreshed"), "{}", desk.tree());
    seen(desk)
}

/// What a create sends, by clicks on the button until there is a client.
fn create(desk: &mut TestDesk) -> Vec<String> {
    let (_, before) = newest(desk);
    desk.sandbox.clear_requests();
    desk.click("New client");
    desk.replace("Redirect address", "https://kassa.example/oauth");
    desk.click_role(Role::CheckBox, "store:read");
    desk.click("Create client");
    let created = format!("{} clients", before + 1);
    desk.wait_for("an answer", |desk| desk.has(&created) || desk.has("Try with it"));
    if desk.has("Try with it") {
        desk.click("Try with it");
        desk.click("Create client");
        desk.wait_for("the client", |desk| desk.has(&created));
    }
    desk.frames();
    seen(desk)
}

#[test]
fn the_form_of_the_header() {
    let mut desk = at_the_list(Switches { list_header: ListHeader::Bare, ..Switches::default() });
    assert_eq!(refresh(&mut desk), ["GET 1.0 bare"], "learnt");
    set(&desk, |switches| switches.list_header = ListHeader::Bearer);
    assert_eq!(refresh(&mut desk), ["GET 1.0 bare", "GET 1.0 Bearer"]);
    assert_eq!(refresh(&mut desk), ["GET 1.0 Bearer"]);
    // In mid-session a 401 may be the session's: that is looked at first, once.
    desk.clock.advance(SignedDuration::from_mins(5));
    set(&desk, |switches| switches.list_header = ListHeader::Bare);
    assert_eq!(refresh(&mut desk), ["GET 1.0 Bearer", "renewal", "GET 1.0 Bearer", "GET 1.0 bare"]);
    assert_eq!(refresh(&mut desk), ["GET 1.0 bare"]);
}

#[test]
fn the_form_of_the_version_in_the_list() {
    let mut desk = at_the_list(Switches { list_wants: VersionWanted::Id, ..Switches::default() });
    assert_eq!(refresh(&mut desk), ["GET id Bearer"], "learnt");
    set(&desk, |switches| switches.list_wants = VersionWanted::Number);
    assert_eq!(refresh(&mut desk), ["GET id Bearer", "GET 1.0 Bearer"]);
    assert_eq!(refresh(&mut desk), ["GET 1.0 Bearer"]);
}

#[test]
fn the_form_of_the_version_in_a_create() {
    let mut desk = at_the_list(Switches::default());
    assert_eq!(create(&mut desk), ["POST id Bearer"]);
    set(&desk, |switches| switches.create_wants = VersionWanted::Number);
    assert_eq!(create(&mut desk), ["POST id Bearer", "POST 1.0 Bearer"], "a click each");
    assert_eq!(create(&mut desk), ["POST 1.0 Bearer"]);
    set(&desk, |switches| switches.create_wants = VersionWanted::Id);
    assert_eq!(create(&mut desk), ["POST 1.0 Bearer", "POST id Bearer"]);
    assert_eq!(create(&mut desk), ["POST id Bearer"]);
}

#[test]
fn how_a_session_is_renewed() {
    let mut desk = at_the_list(Switches { expires_in: ExpiresIn::Absent, ..Switches::default() });
    assert!(desk.has("unknown"), "{}", desk.tree());
    set(&desk, |switches| (switches.expires_in, switches.session_tokens) = (ExpiresIn::Text, TokenForm::Uuid));
    desk.clock.advance(SignedDuration::from_mins(31));
    assert_eq!(refresh(&mut desk), ["GET 1.0 Bearer", "renewal", "GET 1.0 Bearer"]);
    assert!(desk.has("29 min") && desk.has("12 h 0 min"), "{}", desk.tree());
    set(&desk, |switches| switches.renewal = Renewal::KeepsTheOld);
    desk.sandbox.clear_requests();
    desk.clock.advance(SignedDuration::from_mins(28));
    desk.wait_for("the renewal", |desk| desk.has("29 min") && desk.has("11 h 32 min"));
    set(&desk, |switches| switches.renewal = Renewal::Refused);
    desk.clock.advance(SignedDuration::from_mins(28));
    desk.wait_for("the form of the sign-in", |desk| desk.says(ENDED));
    assert_eq!(seen(&desk), ["renewal", "renewal"]);
    set(&desk, |switches| switches.renewal = Renewal::Rotates);
    desk.type_into("Password", PASSWORD);
    desk.click("Sign in");
    desk.wait_for("the desk", is_in);
    desk.clock.advance(SignedDuration::from_mins(28));
    desk.wait_for("the renewal", |desk| desk.has("29 min"));
    assert_eq!(seen(&desk), ["renewal", "renewal", "sign-in", "renewal"]);
    assert_eq!(desk.sandbox.mailbox().len(), 1, "the program was known: no other code");
}

#[test]
fn how_answers_are_written() {
    let mut desk = at_the_list(Switches::default());
    let rows = desk.rows();
    let all = |client_fields, version_named, last_page, created_status, error_bodies| {
        move |switches: &mut Switches| {
            *switches = Switches { client_fields, version_named, last_page, created_status, error_bodies, ..*switches }
        }
    };
    for change in [
        all(ClientFields::Few, VersionNamed::Id, LastPage::Absent, CreatedStatus::Created, ErrorBodies::V2),
        all(ClientFields::Texts, VersionNamed::Absent, LastPage::EmptyCursor, CreatedStatus::Ok, ErrorBodies::Empty),
    ] {
        set(&desk, change);
        assert_eq!(refresh(&mut desk), ["GET 1.0 Bearer"]);
        assert_eq!(desk.rows(), rows, "the same clients, whatever is said of them");
        assert!(desk.has("3 clients") && !desk.says("could not be read") && !desk.says("incomplete"), "{}", desk.tree());
    }
}

/// A cloud that renews nothing ends the sign-in twice an hour: who lets the program keep the password works on without a word.
#[test]
fn a_cloud_that_renews_nothing_is_worked_at_with_the_kept_password() {
    for renewal in [Renewal::Refused, Renewal::WantsAProof] {
        let mut desk = at_the_list(Switches { renewal, session_tokens: TokenForm::Uuid, ..Switches::default() });
        desk.clock.advance(SignedDuration::from_mins(28));
        desk.wait_for("the form of the sign-in", |desk| desk.says(ENDED));
        desk.frames();
        desk.click(KEEP);
        assert!(desk.is_on(KEEP));
        desk.type_into("Password", PASSWORD);
        desk.click("Sign in");
        desk.wait_for("the desk", is_in);
        let mut account = vec!["renewal", "sign-in"];
        for _ in 0..2 {
            desk.clock.advance(SignedDuration::from_mins(28));
            account.extend(["renewal", "sign-in"]);
            let so_far = account.len();
            desk.wait_for("the desk again", |desk| seen(desk).len() >= so_far && is_in(desk) && desk.has("29 min"));
            desk.frames();
            assert_eq!(seen(&desk), account);
            assert!(!desk.says(ENDED), "{}", desk.tree());
        }
        desk.sandbox.kill_access_tokens();
        desk.clock.advance(SignedDuration::from_mins(5));
        desk.click("Refresh");
        account.extend(["GET 1.0 Bearer", "renewal", "sign-in", "GET 1.0 Bearer"]);
        let so_far = account.len();
        desk.wait_for("the list", |desk| seen(desk).len() >= so_far && desk.has("Refresh") && desk.has("3 clients"));
        desk.frames();
        assert_eq!(seen(&desk), account, "the read goes on by itself");
        assert_eq!(desk.sandbox.mailbox().len(), 1, "no other code");
    }
}

/// From another address the cloud does not know the program: at the end of a session too a code may be demanded, of the person.
#[test]
fn a_code_that_is_demanded_at_the_end_of_a_session_comes_to_the_person_however_it_is_demanded() {
    for code_demand in CodeDemand::ALL.iter().copied() {
        let mut desk = at_the_list(Switches { renewal: Renewal::Refused, code_demand, ..Switches::default() });
        let mut account = Vec::new();
        for (mails, is_kept) in [(2, false), (3, true)] {
            desk.sandbox.forget_programs();
            desk.clock.advance(SignedDuration::from_mins(28));
            if !is_kept {
                desk.wait_for("the form of the sign-in", |desk| desk.says(ENDED));
                desk.frames();
                desk.click(KEEP);
                desk.type_into("Password", PASSWORD);
                desk.click("Sign in");
            }
            desk.wait_for("the code field", |desk| desk.has("Confirmation code"));
            account.extend(["renewal", "sign-in"]);
            assert_eq!((seen(&desk), desk.sandbox.mailbox().len()), (account.iter().map(|line| (*line).to_owned()).collect(), mails));
            let code = desk.sandbox.latest_mail(EMAIL).expect("a mail").code;
            desk.replace("Confirmation code", &code);
            desk.click("Sign in");
            account.push("sign-in with code");
            desk.wait_for("the desk", is_in);
            assert_eq!((seen(&desk).len(), desk.sandbox.mailbox().len()), (account.len(), mails), "{code_demand:?}");
            assert!(desk.has("3 clients") && desk.rows().len() == 3, "{}", desk.tree());
        }
    }
}
