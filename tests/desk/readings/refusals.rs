//! What goes wrong under every reading: each refusal is one request and one message, and no reading makes a lost create a second one.

use eframe::egui::accesskit::Role;
use tokendesk::sandbox::{ClientFields, Ending, ErrorBodies, Fault, LockedAccount, Switches, VersionNamed};

use super::{EMAIL, UNCLEAR, attempt, is_in, newest, seen, sign_in};
use crate::harness::TestDesk;

const WRONG: &str = "E-mail and password do not fit.";
const LOCKED: &str = "The cloud does not let this account in.";

/// Tries to sign in and holds what is said: one of the three messages and no other, after one attempt and no mail.
#[track_caller]
fn is_refused(switches: Switches, email: &str, password: &str, words: &str, of_the_server: &str) {
    let mut desk = TestDesk::open();
    desk.sandbox.set_switches(switches);
    attempt(&mut desk, email, password);
    desk.wait_for(words, |desk| desk.says(words));
    desk.frames();
    let said: Vec<&str> = [WRONG, LOCKED, UNCLEAR].into_iter().filter(|message| desk.says(message)).collect();
    assert_eq!(said, [words], "{switches:?}");
    let is_dumb = switches.error_bodies == ErrorBodies::Empty;
    assert_eq!(desk.says(of_the_server), !is_dumb, "the server's words, if it has any: {switches:?} {}", desk.tree());
    assert_eq!((seen(&desk), desk.sandbox.mailbox().len()), (vec!["sign-in".to_owned()], 0), "{switches:?}");
    assert!(!is_in(&desk));
}

#[test]
fn a_wrong_password_is_told_in_every_dialect() {
    for error_bodies in ErrorBodies::ALL.iter().copied() {
        let words = if error_bodies == ErrorBodies::Empty { UNCLEAR } else { WRONG };
        is_refused(Switches { error_bodies, ..Switches::default() }, EMAIL, "romashka-2023", words, "Bad credentials");
    }
}

#[test]
fn a_locked_account_is_told_as_far_as_the_cloud_tells_it() {
    for locked_account in LockedAccount::ALL.iter().copied() {
        for error_bodies in ErrorBodies::ALL.iter().copied() {
            let (words, of_the_server) = match (locked_account, error_bodies) {
                (LockedAccount::Status423, _) => (LOCKED, "User account is locked"),
                (_, ErrorBodies::Empty) => (UNCLEAR, "The server's answer"),
                (LockedAccount::SaysSo, _) => (LOCKED, "User account is locked"),
                (LockedAccount::AsWrongPassword, _) => (WRONG, "Bad credentials"),
            };
            let switches = Switches { locked_account, error_bodies, ..Switches::default() };
            is_refused(switches, "klara@landysh.example", "landysh-2024", words, of_the_server);
        }
    }
}

/// The list of three, and a form for one more.
fn filled_form(switches: Switches) -> TestDesk {
    let mut desk = TestDesk::open();
    desk.sandbox.set_switches(switches);
    sign_in(&mut desk);
    desk.open_version_with(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    desk.click("New client");
    desk.replace("Redirect address", "https://kassa.example/oauth");
    desk.click_role(Role::CheckBox, "store:read");
    desk.sandbox.clear_requests();
    desk
}

#[test]
fn a_field_that_is_refused_is_told_in_every_dialect() {
    for error_bodies in ErrorBodies::ALL.iter().copied() {
        let mut desk = filled_form(Switches { error_bodies, ..Switches::default() });
        desk.type_into("A right outside the table", "supplier");
        desk.click("Add");
        desk.click("Create client");
        desk.wait_for("the refusal", |desk| desk.says("The client was not created: the server answered 400."));
        let (at_the_field, at_all) = match error_bodies {
            ErrorBodies::Usual | ErrorBodies::V2 | ErrorBodies::Boot => (true, true),
            ErrorBodies::Oauth => (false, true),
            ErrorBodies::Empty => (false, false),
        };
        assert_eq!(desk.has("The server's words: must look like resource:action"), at_the_field, "{error_bodies:?} {}", desk.tree());
        assert_eq!(desk.says("The request has errors"), at_all, "{error_bodies:?} {}", desk.tree());
        assert_eq!((seen(&desk), newest(&desk).1), (vec!["POST id Bearer".to_owned()], 3), "{error_bodies:?}");
    }
}

#[test]
fn a_lost_answer_is_settled_by_reading_however_clients_are_written() {
    for client_fields in ClientFields::ALL.iter().copied() {
        for version_named in VersionNamed::ALL.iter().copied() {
            let mut desk = filled_form(Switches { client_fields, version_named, ..Switches::default() });
            desk.sandbox.fault("POST", "oauth-app", Fault::lost(Ending::Reset).carried_out());
            desk.click("Create client");
            desk.wait_for("the search", |desk| desk.says("Created as ") || desk.has("Look again"));
            assert!(desk.says("Created as ") && desk.has("4 clients"), "{client_fields:?} {version_named:?}: {}", desk.tree());
            assert_eq!((seen(&desk), newest(&desk).1), (vec!["POST id Bearer".to_owned(), "GET 1.0 Bearer".to_owned()], 4));
        }
    }
}
