//! Through a whole day's work: sign-in, list, create, a renewal, a server that repeats what it was sent.

use eframe::egui::ViewportCommand;
use eframe::egui::accesskit::Role;
use jiff::SignedDuration;
use tokendesk::desktop::folders::DataFolder;
use tokendesk::sandbox::Fault;

use super::Seen;
use crate::harness::{Start, TestDesk};

const EMAIL: &str = "anna@romashka.example";
const PASSWORD: &str = "romashka-2024";
const WRONG_PASSWORD: &str = "MARKER-of-a-wrong-password";
const WRONG_CODE: &str = "MARKER-of-a-wrong-code";

/// What the cloud was sent and what it has given: the secrets of this run.
fn secrets(desk: &TestDesk) -> Vec<(&'static str, String)> {
    let mut secrets =
        vec![("password", PASSWORD.to_owned()), ("wrong password", WRONG_PASSWORD.to_owned()), ("wrong code", WRONG_CODE.to_owned())];
    for request in desk.sandbox.requests() {
        if let Some(token) = request.header("authorization") {
            secrets.push(("access token", token.trim_start_matches("Bearer ").to_owned()));
        }
        for (name, value) in url::form_urlencoded::parse(&request.body) {
            match name.as_ref() {
                "refresh_token" => secrets.push(("refresh token", value.into_owned())),
                "2fa_confirmation" => secrets.push(("code", value.into_owned())),
                _ => {}
            }
        }
    }
    for version in desk.sandbox.invitation().versions {
        let clients = desk.sandbox.clients(&version.app_id, &version.number).unwrap_or_default();
        let of_clients = clients.iter().filter_map(|client| client["client_secret"].as_str()).take(50);
        secrets.extend(of_clients.filter(|secret| secret.len() >= 8).map(|secret| ("client secret", secret.to_owned())));
    }
    secrets
}

/// As in the real cloud: no strip that shows a code, no invitation that shows a password.
fn start(home: &std::path::Path) -> Start {
    Start { by_address: true, folder: DataFolder::given(home), ..Start::default() }
}

#[test]
fn through_a_days_work_no_secret_is_shown_written_or_said() {
    let home = tempfile::tempdir().unwrap();
    let mut seen = Seen::new();
    let mut desk = TestDesk::start(start(home.path()));
    seen.look("at the start", &desk);

    // A server that repeats whatever it was sent, in words, in a page, in JSON that cannot be read.
    let echo = format!(r#"{{"error":"invalid_grant","error_description":"Bad credentials: {WRONG_PASSWORD} of {EMAIL}"}}"#);
    let page = format!("<html><body>password={WRONG_PASSWORD}</body></html>");
    let faults = [
        Fault::answer(400).body("application/json", echo),
        Fault::answer(500).body("text/html", page.clone()),
        Fault::answer(200).body("text/html", page),
        Fault::answer(200).body("application/json", format!(r#"{{"access_token":"x","password":"{WRONG_PASSWORD}"#)),
        Fault::answer(200).body("application/json", format!(r#"{{"access_token":["{WRONG_PASSWORD}"]}}"#)),
        Fault::answer(307).header("Location", &format!("https://elsewhere.example/?password={WRONG_PASSWORD}")),
    ];
    desk.type_into("E-mail", EMAIL);
    desk.type_into("Password", WRONG_PASSWORD);
    for (n, fault) in faults.into_iter().enumerate() {
        let fault = desk.sandbox.fault("POST", "/oauth/token", fault.once());
        desk.click("Sign in");
        desk.wait_for("the refusal", |desk| fault.happened() == 1 && desk.has("Sign in"));
        desk.frames();
        seen.look(&format!("after refusal {n}"), &desk);
    }

    desk.replace("Password", PASSWORD);
    desk.click("Sign in");
    desk.wait_for("the code field", |desk| desk.has("Confirmation code"));
    let code = desk.sandbox.latest_mail(EMAIL).expect("a mail").code;
    let echo = format!(r#"{{"error":"invalid_grant","error_description":"2fa_confirmation {WRONG_CODE} is wrong for {PASSWORD}"}}"#);
    desk.sandbox.fault("POST", "/oauth/token", Fault::answer(400).body("application/json", echo).once());
    desk.type_into("Confirmation code", WRONG_CODE);
    desk.click("Sign in");
    desk.wait_for("the refusal", |desk| desk.says("That code did not match."));
    desk.frames();
    seen.look("after a wrong code", &desk);
    desk.type_into("Confirmation code", &code);
    desk.click("Sign in");
    desk.wait_for("the desk", |desk| desk.tab("OAuth clients").is_some());
    seen.look("signed in", &desk);

    let version = desk.version_with(3);
    desk.type_into("App ID", &version.portal_address);
    desk.click("Open");
    desk.wait_for("the rows", |desk| desk.rows().len() == 3);
    seen.look("the list", &desk);
    let id = desk.rows()[0].clone();
    desk.click(&format!("Client {id}"));
    seen.look("the details", &desk);
    desk.click("New client");
    desk.type_into("Redirect address", "https://romashka.example/");
    desk.click_role(Role::CheckBox, "store:read");
    desk.click("Create client");
    desk.wait_for("the client", |desk| desk.rows().len() == 4);
    seen.look("the created client", &desk);

    // A list whose refusal repeats the token; then a renewal.
    desk.clock.advance(SignedDuration::from_mins(5));
    let requests = desk.sandbox.requests();
    let token = requests.iter().rev().find_map(|request| request.header("authorization").map(str::to_owned)).unwrap();
    let echo =
        format!(r#"{{"code":"forbidden","message":"{token} has no right","violations":[{{"reason":"{token}","subject":"token"}}]}}"#);
    desk.sandbox.fault("GET", "oauth-app", Fault::answer(403).body("application/json", echo).once());
    desk.click("Refresh");
    desk.wait_for("the refusal", |desk| desk.says("The list was not refreshed"));
    seen.look("after a 403", &desk);
    desk.sandbox.kill_access_tokens();
    desk.click("Retry");
    desk.wait_for("the list", |desk| desk.says("Updated just now"));
    seen.look("after a renewal", &desk);

    let secrets = secrets(&desk);
    for kind in ["password", "wrong password", "code", "wrong code", "access token", "refresh token", "client secret"] {
        assert!(secrets.iter().any(|(name, _)| *name == kind), "no {kind} to look for");
    }
    desk.click(EMAIL);
    desk.click("Sign out");
    seen.look("signed out", &desk);
    drop(desk);
    seen.files(home.path());
    seen.log();
    assert!(
        seen.0.iter().any(|(place, text)| place == "the log" && text.contains("/oauth/token")),
        "the log is heard at all: {}",
        seen.0.last().unwrap().1
    );
    for file in ["settings.toml", "journal.jsonl", "first_seen.jsonl"] {
        assert!(seen.0.iter().any(|(place, text)| place.ends_with(file) && !text.is_empty()), "{file} is read");
    }
    seen.hold_none_of(&secrets);
}

#[test]
fn a_pasted_token_is_nowhere_either() {
    let home = tempfile::tempdir().unwrap();
    let mut seen = Seen::new();
    let mut desk = TestDesk::start(start(home.path()));
    let (access, refresh) = ("MARKER-0000-access-0000-MARKER", "MARKER-0000-refresh-0000-MARKER");
    desk.click("Paste a token instead");
    desk.paste("Token or the whole answer", &format!(r#"{{"access_token":"{access}","refresh_token":"{refresh}","#));
    seen.look("cut JSON", &desk);
    desk.paste("Token or the whole answer", &format!("Bearer {access} and more"));
    seen.look("white space inside", &desk);
    desk.paste("Token or the whole answer", &format!("Bearer {access}"));
    desk.paste("Refresh token, if any", refresh);
    desk.paste("Name for this sign-in", "Касса");
    seen.look("filled in", &desk);
    desk.click("Sign in");
    let version = desk.version_with(3);
    desk.type_into("App ID", &version.portal_address);
    desk.click("Open");
    desk.wait_for("the end of the session", |desk| desk.has("Password"));
    seen.look("after the refusal", &desk);
    assert!(desk.sandbox.requests().iter().any(|request| request.body_text().contains(refresh)), "it was used");
    drop(desk);
    seen.files(home.path());
    seen.log();
    seen.hold_none_of(&[("access token", access.to_owned()), ("refresh token", refresh.to_owned())]);
}

#[test]
fn a_planted_leak_is_found_wherever_it_is() {
    const MARKER: &str = "MARKER-planted-on-purpose";
    let home = tempfile::tempdir().unwrap();
    let secret = [("secret", MARKER.to_owned())];
    let found = |seen: &Seen| seen.leaks(&secret);

    let mut seen = Seen::new();
    seen.log();
    assert_eq!(found(&seen), [""; 0], "nothing is there before");
    tracing::trace!(target: "tokendesk::planted", "signing in with {MARKER}");
    seen.log();
    assert_eq!(found(&seen), ["the secret is in the log"]);

    let mut seen = Seen::new();
    let mut desk = TestDesk::start(start(home.path()));
    desk.type_into("E-mail", MARKER);
    seen.look("planted", &desk);
    assert_eq!(found(&seen), ["the secret is in the accessibility tree, planted", "the secret is in the picture, planted"]);

    let mut seen = Seen::new();
    desk.replace("E-mail", "");
    desk.command(eframe::egui::Key::A);
    desk.key(eframe::egui::Key::Backspace);
    desk.harness.ctx.send_viewport_cmd(ViewportCommand::Title(format!("Tokendesk {MARKER}")));
    desk.harness.step();
    seen.look("planted", &desk);
    assert_eq!(found(&seen), ["the secret is in the window, planted"]);

    let mut seen = Seen::new();
    desk.type_into("E-mail", &format!("{MARKER}@romashka.example"));
    drop(desk);
    let settings = home.path().join("settings.toml");
    std::fs::write(&settings, format!("password = \"{MARKER}\"")).unwrap();
    seen.files(home.path());
    assert_eq!(found(&seen), [format!("the secret is in the file {}", settings.display())]);

    let mut seen = Seen::new();
    seen.add("a form", format!("password={}", "MARKER%2Bplanted%2Bon%2Bpurpose"));
    assert_eq!(seen.leaks(&[("secret", "MARKER+planted+on+purpose".to_owned())]).len(), 1, "as it is written in a form");
    seen.add("a token cut short", format!("…{}", &"0123456789".repeat(10)[60..]));
    assert_eq!(seen.leaks(&[("token", "0123456789".repeat(10))]).len(), 1);
}
