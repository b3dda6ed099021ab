//! What no form of ours would make and a server may well answer: shown as it is, and harmless.

use eframe::egui::{Key, Pos2, Rect, vec2};
use egui_kittest::Node;
use serde_json::json;

use super::{STANDALONE, WEB, click_row, client, copied, desk_with, open, row_nodes, selected};
use crate::harness::TestDesk;

#[test]
fn marks_that_turn_text_around_and_control_characters_are_shown_as_their_numbers() {
    let address = "https://romashka.example/\u{202e}kcabllac/\u{7}";
    let mut odd = client("turned\u{202e}dne", WEB, &[address], &["store\u{200f}:read"]);
    odd["no\u{202e}te"] = json!("<b>bold</b>\r\nnext\u{0}");
    let mut desk = desk_with(vec![odd]);
    click_row(&mut desk, "turned\\u{202e}dne");
    for text in [desk.tree(), desk.painted()] {
        assert!(!text.replace('\n', "").contains(|c: char| c.is_control() || "\u{202e}\u{200f}".contains(c)), "{text:?}");
    }
    assert!(desk.says("https://romashka.example/\\u{202e}kcabllac/\\u{7}"), "{}", desk.tree());
    assert!(desk.says("<b>bold</b>  next\\u{0}"), "markup is text: {}", desk.tree());
    assert_eq!(copied(&mut desk, "Copy redirect address 1"), address, "copied just as it came");
}

#[test]
fn two_items_with_one_id_are_two_rows_that_do_not_clash() {
    let same = client("twice", WEB, &["https://first.example/x"], &["store:read"]);
    let other = client("twice", STANDALONE, &["https://second.example/x"], &["device:read"]);
    let mut desk = desk_with(vec![same.clone(), same, other, client("else", WEB, &[], &[])]);
    assert_eq!(desk.rows(), ["twice", "twice 2", "else"], "the same item twice is one row, another one with its id is its own");
    assert!(!desk.painted().contains("ID clash") && !desk.painted().contains("use of"), "{}", desk.painted());
    row_nodes(&desk)[1].click();
    desk.frames();
    assert!(desk.has("https://second.example/x") && !desk.has("https://first.example/x"), "{}", desk.tree());
    desk.key(Key::ArrowUp);
    assert!(desk.has("https://first.example/x") && !desk.has("https://second.example/x"), "{}", desk.tree());
    assert_eq!(selected(&desk), ["twice"]);
}

#[test]
fn the_awkward_version_is_walked_through_row_by_row() {
    let mut desk = TestDesk::signed_in();
    let version = desk.version_with(12);
    open(&mut desk, &version);
    desk.wait_for("the list", |desk| desk.has("12 clients"));
    let rows = desk.rows();
    assert_eq!(rows.len(), 12);
    click_row(&mut desk, &rows[0]);
    for row in &rows {
        assert_eq!(selected(&desk), std::slice::from_ref(row));
        assert!(desk.has("New client like this"));
        desk.key(Key::ArrowDown);
    }
}

#[test]
fn a_thousand_rights_and_addresses_do_not_break_the_row_or_the_panel() {
    let scope: Vec<String> = (0..1_000).map(|n| format!("resource-{n}:read")).collect();
    let addresses: Vec<String> = (0..200).map(|n| format!("https://shop-{n}.example/{}", "long/".repeat(200))).collect();
    let refs = |texts: &[String]| texts.iter().map(|text| json!(text)).collect::<Vec<_>>();
    let mut many = client("many", WEB, &[], &[]);
    many["scope"] = json!(refs(&scope));
    many["registered_redirect_uri"] = json!(refs(&addresses));
    let mut desk = desk_with(vec![many, client("one", WEB, &[], &["store:read"])]);
    click_row(&mut desk, "many");
    assert!(desk.has("resource-999"));
    assert!(desk.painted().contains("+199"), "the row names how many more there are");
    let window = Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 800.0));
    for row in row_nodes(&desk).iter().map(Node::rect) {
        assert!(window.contains_rect(row) && row.height() < 48.0, "{row:?}");
    }
}

#[test]
fn twins_and_ids_that_differ_only_in_the_middle_are_told_apart_in_the_panel() {
    let (a, b) = ("12345678-aaaa-4aaa-8aaa-aaaaaaaa9999", "12345678-bbbb-4bbb-8bbb-bbbbbbbb9999");
    let twin = |id| client(id, WEB, &["https://twins.example/oauth"], &["store:read"]);
    let mut desk = desk_with(vec![twin(a), twin(b)]);
    click_row(&mut desk, b);
    assert_eq!(copied(&mut desk, "Copy client ID"), b);
    assert_eq!(copied(&mut desk, "Copy client secret"), format!("secret-of-{b}"));
}
