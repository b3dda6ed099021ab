//! The dialog: without the secret by the ordinary copy, with it only through the clipboard that clears itself.

use eframe::egui::Key;
use jiff::SignedDuration;
use serde_json::Value;

use super::{ID, SECRET, WEB, choose_shell, client, copied, desk, desk_with};
use crate::harness::{Start, TestDesk};

fn is_seen(desk: &TestDesk) -> bool {
    desk.tree().contains(SECRET) || desk.painted().contains(SECRET)
}

#[test]
fn it_shows_what_a_developer_needs_and_no_secret() {
    let mut desk = desk();
    for words in [
        "Web (with a server): code and refresh",
        "store:read product:read",
        "The “.env” file",
        &format!("EVOTOR_CLIENT_ID={ID}"),
        "EVOTOR_CLIENT_SECRET=",
        "Link for your own page",
        "Code to token, curl",
        "Renew a token, curl",
        "Check a token, curl",
        "without the secret",
    ] {
        assert!(desk.has(words), "{words:?} is missing in\n{}", desk.tree());
    }
    assert!(desk.says("read -rs EVOTOR_CLIENT_SECRET") && !desk.says("Read-Host"));
    choose_shell(&mut desk, "PowerShell");
    assert!(!desk.says("read -rs") && desk.says("Read-Host"));
    assert!(!is_seen(&desk));
}

#[test]
fn without_the_secret_everything_goes_by_the_ordinary_copy() {
    let mut desk = desk();
    for button in ["Copy the “.env” file", "Copy the link", "Copy code to token", "Copy renew a token", "Copy check a token", "Copy all"]
    {
        let text = copied(&mut desk, button);
        assert!(!text.contains(SECRET) && !text.contains("•••") && !desk.clipboard.is_excluded(), "{button}: {text}");
    }
    let all = desk.clipboard.text().unwrap();
    for part in
        ["Code to token, curl, bash", "Code to token, curl, PowerShell", "\nEVOTOR_CLIENT_SECRET=\n", "https://kassa.example/oauth", ID]
    {
        assert!(all.contains(part), "{part:?} is missing in {all}");
    }
}

#[test]
fn with_the_secret_in_it_it_goes_through_the_clipboard_that_clears_itself_and_is_never_seen() {
    let mut desk = desk();
    desk.click("With the secret in it");
    assert!(desk.is_on("With the secret in it") && desk.has("EVOTOR_CLIENT_SECRET=••••••••••••"));
    assert!(desk.says("it is cleared in 30 s"), "{}", desk.tree());
    assert!(!desk.is_enabled("Save to a file") && desk.has("not with the secret in it"));
    for button in ["Copy the “.env” file", "Copy all"] {
        let text = copied(&mut desk, button);
        assert!(text.contains(&format!("\nEVOTOR_CLIENT_SECRET={SECRET}\n")), "{button}: {text}");
        assert!(desk.clipboard.is_excluded(), "{button}: kept out of every history");
        assert!(!is_seen(&desk));
        desk.wait_for("the countdown", |desk| desk.says("The clipboard is cleared in"));
        desk.clock.advance(SignedDuration::from_secs(31));
        desk.wait_for("the clearing", |desk| desk.clipboard.text().is_none());
    }
    // The lines ask for it themselves, and are copied as ever.
    let text = copied(&mut desk, "Copy code to token");
    assert!(!text.contains(SECRET) && !desk.clipboard.is_excluded());
    // It was scrolled to the lines.
    desk.control("Without the secret").scroll_to_me();
    desk.frames();
    desk.click("Without the secret");
    assert!(desk.is_enabled("Save to a file") && desk.has("EVOTOR_CLIENT_SECRET="), "{}", desk.tree());
}

#[test]
fn a_client_without_a_secret_or_without_renewal_says_so() {
    let mut bare = client(&["authorization_code", "implicit"]);
    bare["client_secret"] = Value::Null;
    bare["registered_redirect_uri"] = Value::Array(Vec::new());
    let mut desk = desk_with(Start::default(), bare);
    assert!(desk.says("A standalone client gets no refresh token") && !desk.has("Renew a token, curl"));
    assert!(desk.says("The server names no redirect address") && !desk.has("Link for your own page"));
    desk.click("With the secret in it");
    assert!(desk.is_on("Without the secret") && desk.says("The server sent no secret"));
}

#[test]
fn the_keyboard_is_enough() {
    let mut desk = desk();
    assert_eq!(desk.focused().as_deref(), Some("Copy all"));
    desk.key(Key::Enter);
    desk.wait_for("the copy", |desk| desk.clipboard.text().is_some());
    let mut stops = Vec::new();
    for _ in 0..40 {
        desk.key(Key::Tab);
        let here = desk.focused().unwrap_or_default();
        if stops.first() == Some(&here) {
            break;
        }
        stops.push(here);
    }
    let wanted = ["Close", "Save to a file", "Without the secret", "Copy the “.env” file", "Copy the link", "bash", "Copy code to token"];
    let at: Vec<Option<usize>> = wanted.iter().map(|wanted| stops.iter().position(|stop| stop == wanted)).collect();
    assert!(at.iter().all(Option::is_some) && at.is_sorted(), "{stops:?}");
    assert!(!stops.iter().any(|stop| stop == "New client"), "nothing behind it: {stops:?}");
    // Ctrl+N is for what lies under it.
    desk.command(Key::N);
    assert!(desk.has("Copy all"));
    desk.key(Key::Escape);
    assert!(!desk.has("Copy all") && desk.has("Copy client ID"), "only the dialog: {}", desk.tree());
}

#[test]
fn it_goes_when_the_list_no_longer_has_the_client() {
    let mut desk = desk_with(Start::default(), client(WEB));
    desk.click("Close");
    assert!(!desk.has("Copy all"));
    desk.click("Hand over");
    assert!(desk.has("Copy all"));
    assert!(desk.sandbox.set_clients("b253a705-44b4-4001-a8f2-7265cf95d101", "2.0", Vec::new()));
    desk.click("Close");
    desk.click("Refresh");
    desk.wait_for("the list", |desk| !desk.says(ID));
    assert!(!desk.has("Copy all"));
}
