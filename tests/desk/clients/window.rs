//! By keyboard, and in a narrow window.

use eframe::egui::{Key, Pos2, Rect};

use super::{click_row, refresh, row_nodes, selected};
use crate::harness::{Start, TestDesk};

const NARROW: [f32; 2] = [900.0, 600.0];

fn narrow() -> TestDesk {
    let mut desk = TestDesk::signed_in_with(Start { size: NARROW, ..Start::default() });
    // The last of the recent versions lie below a low window's edge.
    desk.control("Склад и остатки 0.1").scroll_to_me();
    desk.frames();
    desk.open_version_with(40);
    desk.wait_for("the list", |desk| desk.has("40 clients"));
    desk
}

#[test]
fn arrows_choose_the_next_row_and_bring_it_into_view() {
    let mut desk = TestDesk::at_clients(40);
    desk.wait_for("the list", |desk| desk.has("40 clients"));
    let rows = desk.rows();
    click_row(&mut desk, &rows[0]);
    desk.key(Key::ArrowDown);
    assert_eq!(selected(&desk), [rows[1].clone()]);
    desk.key(Key::ArrowUp);
    desk.key(Key::ArrowUp);
    assert_eq!(selected(&desk), [rows[0].clone()], "it stops at the first");
    for _ in 0..25 {
        desk.key(Key::ArrowDown);
    }
    let now = selected(&desk);
    assert_eq!(now.len(), 1, "it is in view");
    assert!(!rows[..10].contains(&now[0]));
    desk.key(Key::End);
    desk.key(Key::ArrowDown);
    assert_eq!(selected(&desk), [desk.rows().last().unwrap().clone()]);
}

#[test]
fn tab_reaches_the_rows_once_and_enter_opens_one() {
    let mut desk = TestDesk::at_clients(3);
    let rows = desk.rows();
    desk.control("First seen, sort").focus();
    desk.frames();
    desk.key(Key::Tab);
    assert_eq!(desk.focused(), Some(format!("Client {}", rows[0])));
    desk.key(Key::ArrowDown);
    assert_eq!(selected(&desk), [rows[1].clone()]);
    desk.key(Key::Escape);
    assert_eq!(selected(&desk), [""; 0]);
    desk.control("First seen, sort").focus();
    desk.frames();
    desk.key(Key::Tab);
    desk.key(Key::Enter);
    assert_eq!(selected(&desk).len(), 1, "{}", desk.tree());
}

#[test]
fn in_a_narrow_window_the_details_lie_over_the_list_and_escape_closes_them() {
    let mut desk = narrow();
    let row = row_nodes(&desk)[0].rect();
    let first = desk.rows().remove(0);
    click_row(&mut desk, &first);
    let panel = desk.control("Copy client ID").rect();
    assert_eq!(row_nodes(&desk)[0].rect(), row, "the list keeps its whole width under the panel");
    assert!(row.right() > panel.right());
    assert!(Rect::from_min_size(Pos2::ZERO, NARROW.into()).contains_rect(panel), "{panel:?}");
    desk.key(Key::Escape);
    assert!(!desk.has("Copy client ID"));
    assert_eq!(desk.rows()[0], first);
}

#[test]
fn what_lies_under_the_panel_is_not_clicked_through_it() {
    let mut desk = narrow();
    let first = desk.rows().remove(0);
    click_row(&mut desk, &first);
    let panel = desk.control("Copy client ID").rect();
    // Beside the value there is nothing of the panel's to click, and a row lies below.
    let at = eframe::egui::pos2(panel.left() - 120.0, panel.bottom() + 150.0);
    desk.harness.hover_at(at);
    desk.harness.drag_at(at);
    desk.harness.drop_at(at);
    desk.frames();
    assert_eq!(selected(&desk), [first]);
}

#[test]
fn the_focus_stays_with_its_client_when_the_order_changes() {
    let mut desk = TestDesk::at_clients(3);
    let rows = desk.rows();
    click_row(&mut desk, &rows[1]);
    desk.key(Key::ArrowDown);
    assert_eq!(selected(&desk), [rows[2].clone()]);
    refresh(&mut desk);
    assert_eq!(selected(&desk), [rows[2].clone()]);
    desk.key(Key::F5);
    desk.wait_for("the list", |desk| desk.has("Refresh"));
    assert_eq!(desk.rows(), rows);
}
