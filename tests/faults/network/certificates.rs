//! A broken certificate is a hard stop: host and reason are named, nothing is sent, nothing is tried again, and there is no way past it.

use std::time::Duration;

use eframe::egui::accesskit::Role;
use jiff::SignedDuration;

use super::{ADDRESS, BUTTON, Company, PASSWORD, Reached, Shown, assert_told, attempt, buttons, fill_form, on_the_server, the_message};
use crate::harness::TestDesk;

/// What is shown, its reason, and what to do.
struct Broken(Shown, &'static str, &'static str);

const BROKEN: [Broken; 8] = [
    Broken(
        Shown::UnknownIssuer,
        "was issued by somebody whom this computer does not trust",
        "ask the administrator for its root certificate and choose it under Settings → Network.",
    ),
    Broken(
        Shown::SelfSigned,
        "was issued by somebody whom this computer does not trust",
        "ask the administrator for its root certificate and choose it under Settings → Network.",
    ),
    Broken(Shown::WrongName, "is for another name", "Somebody else answers in place of https://cloud.invalid"),
    Broken(Shown::Expired, "has expired", "By this computer's clock it was 06.05.2031 12:00: if that is wrong, set the clock"),
    Broken(Shown::NotYetValid, "is not valid yet", "By this computer's clock it was 06.05.2031 12:00: if that is wrong, set the clock"),
    Broken(Shown::DatesReversed, "is not valid on this date", "By this computer's clock it was 06.05.2031 12:00"),
    Broken(Shown::AuthoritysOwn, "cannot be trusted", "In technical words: invalid peer certificate: "),
    Broken(Shown::Forged, "cannot be trusted", "In technical words: invalid peer certificate: BadSignature."),
];

/// One CONNECT, one certificate seen, nothing sent.
const ONE_LOOK: Reached = Reached { proxy: 1, front: 1, trusted: 0, sandbox: 0 };

/// The time is told when it is about dates, and only then.
fn assert_time(message: &str, shown: Shown) {
    let about_dates = matches!(shown, Shown::Expired | Shown::NotYetValid | Shown::DatesReversed);
    assert_eq!(message.contains("clock"), about_dates, "{shown:?}: {message}");
}

#[test]
pub fn at_sign_in_nothing_is_sent_and_what_was_typed_stays() {
    for Broken(shown, reason, advice) in BROKEN {
        let company = Company::new();
        company.show(shown);
        let mut desk = company.desk();
        let (before, buttons) = (company.reached(&desk), buttons(&desk));
        attempt(&mut desk);
        let title = format!("You are not signed in: the certificate of https://cloud.invalid {reason}.");
        desk.wait_for(reason, |desk| desk.says(&title));
        desk.frames();
        the_message(&desk, "You are not signed in:");
        let advice = [advice, "Nothing has changed, what you typed is kept. Nothing was sent.", "The way there is through the proxy"];
        assert_told(&desk, reason, &advice, &buttons);
        assert_time(&desk.tree(), shown);
        assert_eq!(company.reached(&desk).since(before), ONE_LOOK, "{shown:?}");
        assert_eq!(desk.value("Password"), "•".repeat(PASSWORD.len()), "{shown:?}");
        company.show(Shown::Right);
        desk.click("Retry");
        desk.wait_for("the code field", |desk| desk.has("Confirmation code"));
        assert!(!desk.says("You are not signed in") && !desk.says(reason), "{shown:?}, with the fault off");
    }
}

#[test]
pub fn at_a_refresh_the_list_stays_and_nothing_is_tried_again() {
    let company = Company::new();
    let mut desk = company.desk_at_clients(company.net());
    let rows = desk.rows();
    for Broken(shown, reason, advice) in BROKEN {
        company.show(shown);
        let (before, buttons) = (company.reached(&desk), buttons(&desk));
        desk.click("Refresh");
        let title = format!("The list was not refreshed: the certificate of https://cloud.invalid {reason}.");
        desk.wait_for(reason, |desk| desk.says(&title));
        desk.frames();
        the_message(&desk, "The list was not refreshed:");
        assert_told(&desk, reason, &[advice, "Nothing has changed, below is the data from 12:00. Nothing was sent."], &buttons);
        assert_time(&desk.tree(), shown);
        assert_eq!(company.reached(&desk).since(before), ONE_LOOK, "{shown:?}: not tried again");
        assert_eq!(desk.rows(), rows, "{shown:?}");
        company.show(Shown::Right);
        let before = company.reached(&desk);
        desk.click("Retry");
        desk.wait_for("the list", |desk| company.reached(desk).since(before).sandbox == 1 && desk.has("Refresh"));
        assert!(!desk.says("was not refreshed") && !desk.says(reason), "{shown:?}, with the fault off");
    }
}

#[test]
pub fn at_a_create_nothing_is_created_and_the_form_stays() {
    let company = Company::new();
    let mut desk = company.desk_at_clients(company.net());
    fill_form(&mut desk);
    for Broken(shown, reason, advice) in BROKEN {
        company.show(shown);
        let (before, buttons) = (company.reached(&desk), buttons(&desk));
        desk.click(BUTTON);
        let title = format!("The client was not created: the certificate of https://cloud.invalid {reason}.");
        desk.wait_for(reason, |desk| desk.says(&title));
        desk.frames();
        the_message(&desk, "The client was not created:");
        assert_told(&desk, reason, &[advice, "Nothing has changed, what you typed is kept. Nothing was sent."], &buttons);
        assert_time(&desk.tree(), shown);
        assert_eq!(company.reached(&desk).since(before), ONE_LOOK, "{shown:?}: not sent, not looked for");
        assert_eq!((desk.value("Redirect address").as_str(), on_the_server(&desk)), (ADDRESS, 3), "{shown:?}");
        assert!(desk.is_on("store:read") && desk.is_enabled(BUTTON), "{shown:?}: it is known that nothing was created");
    }
    company.show(Shown::Right);
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| desk.has("4 clients"));
    assert!(!desk.says("was not created") && on_the_server(&desk) == 4);
}

#[test]
pub fn at_a_first_reading_nothing_is_known_and_nothing_is_tried_again() {
    for Broken(shown, reason, advice) in BROKEN {
        let company = Company::new();
        let mut desk = company.desk();
        desk.sign_in();
        company.show(shown);
        let (before, buttons) = (company.reached(&desk), buttons(&desk));
        let version = desk.version_with(3);
        desk.click_role(Role::ListBoxOption, &format!("{} {}", version.app_name, version.number));
        let title = format!("The list was not read: the certificate of https://cloud.invalid {reason}.");
        desk.wait_for(reason, |desk| desk.says(&title));
        desk.frames();
        the_message(&desk, "The list was not read:");
        // The screen is another one, with buttons of its own; none of them leads past the certificate.
        let ours = ["New client", "Refresh", "Client ID, sort", "Type, sort", "Rights, sort", "Redirect address, sort", "First seen, sort"];
        let known = ours.map(str::to_owned).into_iter().chain(buttons).collect();
        assert_told(&desk, reason, &[advice, "Nothing has changed. Nothing was sent."], &known);
        assert!(!desk.says("no clients yet") && !desk.says("0 clients"), "{}", desk.tree());
        assert_eq!(company.reached(&desk).since(before), ONE_LOOK, "{shown:?}: not tried again");
        company.show(Shown::Right);
        desk.click("Retry");
        desk.wait_for("the list", |desk| desk.has("3 clients"));
        assert!(!desk.says("was not read") && !desk.says(reason), "{shown:?}, with the fault off");
    }
}

#[test]
pub fn in_a_renewal_nobody_is_signed_out() {
    let company = Company::new();
    let mut desk = company.desk_at_clients(company.net());
    let renewals = |desk: &TestDesk| desk.sandbox.count("POST", "/oauth/token");
    let (rows, sent) = (desk.rows(), renewals(&desk));
    company.show(Shown::Expired);
    let before = company.reached(&desk);
    // Shortly before the access token ends it is renewed; a failure waits for a later moment of this clock, which stands.
    desk.clock.advance(SignedDuration::from_mins(28));
    desk.wait_for("the look at the certificate", |desk| company.reached(desk).since(before).front == 1);
    // Long enough for a second attempt, were there one.
    std::thread::sleep(Duration::from_millis(200));
    desk.frames();
    assert_eq!(company.reached(&desk).since(before), ONE_LOOK, "no password, no token");
    assert!(desk.tab("OAuth clients").is_some() && desk.rows() == rows, "{}", desk.tree());
    desk.wait_for("the failure", |desk| desk.says("The sign-in was not renewed: the certificate of https://cloud.invalid has expired."));
    the_message(&desk, "The sign-in was not renewed:");
    assert!(desk.says("You are still signed in") && desk.says("Nothing was sent. By this computer's clock"), "{}", desk.tree());
    company.show(Shown::Right);
    desk.clock.advance(SignedDuration::from_secs(30));
    desk.wait_for("the renewal", |desk| renewals(desk) == sent + 1 && !desk.says("certificate"));
    assert!(desk.tab("OAuth clients").is_some() && !desk.says("was not renewed"), "{}", desk.tree());
}

#[test]
pub fn a_server_that_speaks_no_tls_is_a_hard_stop() {
    let company = Company::new();
    let mut desk = company.desk_at_clients(company.net());
    company.front.speak_plainly();
    let (before, buttons) = (company.reached(&desk), buttons(&desk));
    desk.click("Refresh");
    desk.wait_for("the failure", |desk| desk.says("no protected connection to https://cloud.invalid came about."));
    let advice = ["Nothing was sent.", "In technical words: ", "received corrupt message of type InvalidContentType"];
    assert_told(&desk, "no TLS", &advice, &buttons);
    assert!(!desk.says("certificate"), "none was seen: {}", desk.tree());
    assert_eq!(company.reached(&desk).since(before), ONE_LOOK);
}
