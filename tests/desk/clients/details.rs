//! The selected client: everything that the server said of it, in words, and each value one click from the clipboard.

use eframe::egui::Key;
use jiff::SignedDuration;
use serde_json::{Value, json};
use tokendesk::i18n::Lang;

use super::{STANDALONE, WEB, click_row, client, copied, count_of, desk_with};
use crate::harness::{Start, TestDesk};

/// A client with known and unknown fields, with everything invented.
fn full() -> Value {
    let scope = ["store:read", "product:read", "product:write", "supplier:write", "device.firmware:read", "odd"];
    let mut client =
        client("9f0e6a41-d8c7-4b2e-8b52-3f9d27c01b52", WEB, &["https://kassa.example/oauth", "https://kassa.example/other/"], &scope);
    client["client_secret"] = json!("marker-of-the-secret");
    client["additional_information"] = json!({ "note": "Заведён для пробы" });
    client["auto_approve"] = json!(false);
    client["refresh_token_validity"] = json!(2_592_000);
    client["previous_client_secret"] = json!("marker-of-the-old-secret");
    client
}

const ID: &str = "9f0e6a41-d8c7-4b2e-8b52-3f9d27c01b52";

fn full_desk() -> TestDesk {
    let mut desk = desk_with(vec![full()]);
    click_row(&mut desk, ID);
    desk
}

#[test]
fn every_field_that_the_server_sent_is_there() {
    let desk = full_desk();
    for words in [
        ID,
        "Web (with a server)",
        "Inferred from the grants: the API does not return the type.",
        "https://kassa.example/oauth",
        "https://kassa.example/other/",
        "7 days (604,800 s)",
        "authorization_code, refresh_token, implicit",
        "caf630bc-f3bd-4828-8411-9a19f8c9cf7a",
        "b253a705-44b4-4001-a8f2-7265cf95d101",
        "additional_information",
        r#"{"note":"Заведён для пробы"}"#,
        "auto_approve",
        "false",
        "refresh_token_validity",
        "2592000",
        "previous_client_secret",
        "The API cannot change or delete a client: create a new one and ask support to remove the old.",
    ] {
        assert!(desk.has(words), "{words:?} is missing in\n{}", desk.tree());
    }
}

#[test]
fn secrets_are_neither_in_the_tree_nor_on_the_screen_until_one_is_shown() {
    let mut desk = full_desk();
    let markers = ["marker-of-the-secret", "marker-of-the-old-secret"];
    let seen = |desk: &TestDesk| markers.map(|marker| (desk.tree().contains(marker), desk.painted().contains(marker)));
    assert_eq!(seen(&desk), [(false, false); 2]);
    desk.click("Show client secret");
    assert_eq!(seen(&desk), [(false, true), (false, false)], "painted, and in no tree");
    desk.click("Hide client secret");
    assert_eq!(seen(&desk), [(false, false); 2]);
    desk.click("Show client secret");
    desk.clock.advance(SignedDuration::from_secs(31));
    desk.frames();
    assert_eq!(seen(&desk), [(false, false); 2], "it hides by itself");
    assert!(desk.has("Show client secret"));
}

#[test]
fn the_secret_is_copied_with_one_click_and_leaves_the_clipboard_by_itself() {
    let mut desk = full_desk();
    assert_eq!(copied(&mut desk, "Copy client secret"), "marker-of-the-secret");
    assert!(desk.clipboard.is_excluded(), "kept out of every history");
    desk.wait_for("the countdown", |desk| desk.says("The clipboard is cleared in 30 s"));
    desk.clock.advance(SignedDuration::from_secs(31));
    desk.wait_for("the clearing", |desk| desk.clipboard.text().is_none());
    desk.wait_for("the end of the countdown", |desk| !desk.says("The clipboard is cleared"));
}

#[test]
fn each_value_is_copied_with_one_click_just_as_the_server_sent_it() {
    let mut desk = full_desk();
    for (button, value) in [
        ("Copy client ID", ID),
        ("Copy redirect address 1", "https://kassa.example/oauth"),
        ("Copy redirect address 2", "https://kassa.example/other/"),
        ("Copy rights", "store:read product:read product:write supplier:write device.firmware:read odd"),
        ("Copy grant types", "authorization_code refresh_token implicit"),
        ("Copy token lifetime", "604800"),
        ("Copy Publisher", "caf630bc-f3bd-4828-8411-9a19f8c9cf7a"),
        ("Copy App ID", "b253a705-44b4-4001-a8f2-7265cf95d101"),
        ("Copy Version", "2.0"),
        ("Copy additional_information", r#"{"note":"Заведён для пробы"}"#),
        ("Copy auto_approve", "false"),
        ("Copy refresh_token_validity", "2592000"),
    ] {
        desk.control(button).scroll_to_me();
        desk.frames();
        assert_eq!(copied(&mut desk, button), value, "{button}");
        assert!(!desk.clipboard.is_excluded(), "{button}: no secret");
    }
    desk.wait_for("the word of it", |desk| desk.has("Copied"));
    desk.clock.advance(SignedDuration::from_secs(5));
    desk.frames();
    assert!(!desk.has("Copied"));
    assert!(!desk.has("Copy previous_client_secret"), "what smells of a secret is not offered");
}

#[test]
fn rights_are_grouped_by_resource_with_their_meaning_in_both_languages() {
    let words = |lang, expected: [&str; 6]| {
        let mut desk = TestDesk::signed_in_with(Start { lang, ..Start::default() });
        let version = desk.version_with(0);
        assert!(desk.sandbox.set_clients(&version.app_id, &version.number, vec![full()]));
        super::open(&mut desk, &version);
        desk.wait_for("the list", |desk| desk.has("1 client") || desk.has("1 клиент"));
        let row = if lang == Lang::En { format!("Client {ID}") } else { format!("Клиент {ID}") };
        desk.click_role(eframe::egui::accesskit::Role::Row, &row);
        for resource in ["store", "product", "supplier", "device.firmware", "odd"] {
            assert!(desk.has(resource), "{resource}: {}", desk.tree());
        }
        for words in expected {
            assert!(desk.has(words), "{words}: {}", desk.tree());
        }
    };
    words(Lang::En, ["shops", "goods", "a terminal's firmware", "not in our table", "Other rights", "7 days (604,800 s)"]);
    words(Lang::Ru, ["магазины", "товары", "прошивка терминала", "в нашей таблице его нет", "Другие права", "7 дней (604\u{202f}800 с)"]);
}

#[test]
fn what_the_server_did_not_say_is_said_as_not_said() {
    let bare = json!({ "client_id": "bare", "authorized_grant_types": null, "scope": [], "registered_redirect_uri": [] });
    let mut desk = desk_with(vec![bare]);
    click_row(&mut desk, "bare");
    assert!(desk.has("The server sent no secret for this client."));
    assert!(!desk.has("Copy client secret") && !desk.has("Show client secret"));
    assert!(desk.has("Standalone (no server)"));
    assert_eq!(count_of(&desk, "not said"), 2, "lifetime and grants: {}", desk.tree());
    assert_eq!(count_of(&desk, "The server names none."), 2, "rights and addresses: {}", desk.tree());
}

#[test]
fn the_panel_closes_by_its_button_and_by_escape() {
    let mut desk = desk_with(vec![client("one", STANDALONE, &[], &["store:read"])]);
    click_row(&mut desk, "one");
    desk.click("Close the details");
    assert!(!desk.has("Copy client ID"));
    click_row(&mut desk, "one");
    assert!(desk.has("Copy client ID"));
    desk.key(Key::Escape);
    assert!(!desk.has("Copy client ID"));
}

#[test]
fn another_client_does_not_show_the_secret_of_the_one_before() {
    let mut other = client("other", WEB, &[], &[]);
    other["client_secret"] = json!("marker-of-another");
    let mut desk = desk_with(vec![full(), other]);
    click_row(&mut desk, ID);
    desk.click("Show client secret");
    click_row(&mut desk, "other");
    let painted = desk.painted();
    assert!(!painted.contains("marker-of-another") && !painted.contains("marker-of-the-secret"));
}
