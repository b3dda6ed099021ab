//! Rights as a grid of checkboxes: a row a resource, a cell for reading and one for writing. Plain data in, toggles out.

use eframe::egui::{Align2, Rect, Response, Sense, Ui, UiBuilder, Vec2, pos2, vec2};

use super::check::{paint_box, told};
use super::table::card_head;
use super::{Tick, body_row, card, check, label_at, line_at};
use crate::theme::{T, palette, size};

/// A right that exists, and whether it is ticked.
#[derive(Clone, Copy, Debug)]
pub struct RightCell<'a> {
    /// The right itself, `product.quantity:write`: its accessible name.
    pub right: &'a str,
    /// Ticked.
    pub on: bool,
}

/// A resource. A right that does not exist is `None`: shown as "–", and no control.
#[derive(Clone, Copy, Debug)]
pub struct ScopeRow<'a> {
    /// The resource's name.
    pub resource: &'a str,
    /// What it is, in words.
    pub words: &'a str,
    /// The right to read it.
    pub read: Option<RightCell<'a>>,
    /// The right to write it.
    pub write: Option<RightCell<'a>>,
}

/// The words of the grid's head.
#[derive(Clone, Copy, Debug)]
pub struct ScopeGrid<'a> {
    /// Over the names.
    pub resource: &'a str,
    /// Over the cells for reading, beside the box that ticks them all.
    pub read: &'a str,
    /// Over the cells for writing.
    pub write: &'a str,
    /// The accessible name of the box that ticks all reading rights in view.
    pub all_read: &'a str,
    /// The same for writing.
    pub all_write: &'a str,
    /// What stands there while no row is given: nothing was found.
    pub none: &'a str,
}

/// A right that is to be ticked (`on`) or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Toggle {
    /// The right itself.
    pub right: String,
    /// Its new state.
    pub on: bool,
}

const NAME_LEFT: f32 = 16.0;
const WORDS_LEFT: f32 = 160.0;

impl ScopeGrid<'_> {
    /// Draws the rows given (the caller filters) and returns what was turned: one right, or all of a kind that are in view.
    pub fn show(&self, ui: &mut Ui, rows: &[ScopeRow<'_>]) -> Vec<Toggle> {
        let mut toggles = Vec::new();
        card(ui, 0, |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            let (cell, _) = size::RIGHT_CELL;
            let kinds = [
                Kind { from_right: 2.0 * cell, words: self.read, all: self.all_read, pick: |row| row.read },
                Kind { from_right: cell, words: self.write, all: self.all_write, pick: |row| row.write },
            ];
            self.head(ui, rows, kinds, &mut toggles);
            for (i, row) in rows.iter().enumerate() {
                resource_row(ui, row, i + 1 == rows.len(), kinds.map(|kind| (kind.from_right, (kind.pick)(row))), &mut toggles);
            }
            if rows.is_empty() {
                let p = palette(ui);
                let place = body_row(ui, size::RIGHT_CELL.1, true);
                label_at(
                    ui,
                    place.left_center() + vec2(NAME_LEFT, 0.0),
                    Align2::LEFT_CENTER,
                    T::Body,
                    self.none,
                    p.text3,
                    place.width() - 2.0 * NAME_LEFT,
                );
            }
        });
        toggles
    }

    fn head(&self, ui: &mut Ui, rows: &[ScopeRow<'_>], kinds: [Kind<'_>; 2], toggles: &mut Vec<Toggle>) {
        let p = palette(ui);
        let head = card_head(ui);
        label_at(ui, head.left_center() + vec2(NAME_LEFT, 0.0), Align2::LEFT_CENTER, T::Label, self.resource, p.text3, WORDS_LEFT);
        for kind in kinds {
            let cells = || rows.iter().filter_map(kind.pick);
            let tick = Tick::of_all(cells().map(|cell| cell.on));
            let place = Rect::from_min_size(pos2(head.right() - kind.from_right, head.top()), vec2(size::RIGHT_CELL.0, head.height()));
            if all_of_a_kind(ui, place, tick, cells().next().is_some(), &kind).clicked() {
                let on = tick != Tick::On;
                toggles.extend(cells().filter(|cell| cell.on != on).map(|cell| Toggle { right: cell.right.to_owned(), on }));
            }
        }
    }
}

/// The box that ticks a whole column, and the column's name, as one target in the middle of its place.
fn all_of_a_kind(ui: &Ui, place: Rect, tick: Tick, enabled: bool, kind: &Kind<'_>) -> Response {
    const GAP: f32 = 4.0;
    let p = palette(ui);
    let enabled = enabled && ui.is_enabled();
    let response = ui.interact(place, ui.scope_id().with(kind.all), if enabled { Sense::click() } else { Sense::hover() });
    response.widget_info(|| told(enabled, tick, kind.all));
    let ink = if response.hovered() && enabled { p.text } else { p.text3 };
    let room = place.width() - size::CHECKBOX - GAP;
    let words = ui.painter().layout_job(T::Label.line_job(kind.words, ink, room));
    let left = place.center().x - (size::CHECKBOX + GAP + words.size().x) / 2.0;
    paint_box(ui.painter(), pos2(left + size::CHECKBOX / 2.0, place.center().y), tick, enabled, &response, p);
    let at = pos2(left + size::CHECKBOX + GAP, place.center().y - words.size().y / 2.0);
    ui.painter().galley(at, words, ink);
    response
}

/// One of the two columns.
#[derive(Clone, Copy)]
struct Kind<'a> {
    /// From the right edge of the grid to the left edge of its cells.
    from_right: f32,
    words: &'a str,
    all: &'a str,
    pick: for<'r> fn(&ScopeRow<'r>) -> Option<RightCell<'r>>,
}

fn resource_row(ui: &mut Ui, row: &ScopeRow<'_>, last: bool, cells: [(f32, Option<RightCell<'_>>); 2], toggles: &mut Vec<Toggle>) {
    let p = palette(ui);
    let place = body_row(ui, size::RIGHT_CELL.1, last);
    let y = place.center().y;
    let cells_from = place.right() - 2.0 * size::RIGHT_CELL.0;
    let name = label_at(
        ui,
        pos2(place.left() + NAME_LEFT, y),
        Align2::LEFT_CENTER,
        T::Mono,
        row.resource,
        p.text,
        cells_from - place.left() - NAME_LEFT,
    );
    let words_left = (place.left() + WORDS_LEFT).max(name.rect.right() + 12.0);
    label_at(ui, pos2(words_left, y), Align2::LEFT_CENTER, T::Body, row.words, p.text2, cells_from - words_left - 8.0);
    for (from_right, cell) in cells {
        let at = Rect::from_min_size(pos2(place.right() - from_right, place.top()), size::RIGHT_CELL.into());
        let Some(cell) = cell else {
            line_at(ui.painter(), at.center(), Align2::CENTER_CENTER, T::Body, "–", p.text_off, at.width());
            continue;
        };
        let mut child = ui.new_child(UiBuilder::new().id_salt(cell.right).max_rect(at));
        if check(&mut child, at.size(), cell.on, true, cell.right).clicked() {
            toggles.push(Toggle { right: cell.right.to_owned(), on: !cell.on });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use eframe::egui::{Key, accesskit::Toggled};
    use egui_kittest::{
        Harness,
        kittest::{NodeT as _, Queryable as _},
    };

    use super::{RightCell, ScopeGrid, ScopeRow};
    use crate::widgets::testing;

    const GRID: ScopeGrid<'_> = ScopeGrid {
        resource: "Resource",
        read: "Read",
        write: "Write",
        all_read: "All reading rights",
        all_write: "All writing rights",
        none: "No such right",
    };
    const RESOURCES: [(&str, &str, Option<&str>, Option<&str>); 3] = [
        ("store", "shops", Some("store:read"), None),
        ("product", "goods", Some("product:read"), Some("product:write")),
        ("product.quantity", "stock levels", Some("product.quantity:read"), Some("product.quantity:write")),
    ];

    struct Form {
        ticked: BTreeSet<String>,
        toggles: usize,
    }

    fn grid<'a>(filter: &'static str, ticked: &[&str]) -> Harness<'a, Form> {
        testing::harness(
            move |ui, Form { ticked, toggles }: &mut Form| {
                let cell = |right: Option<&'static str>| right.map(|right| RightCell { right, on: ticked.contains(right) });
                let rows: Vec<ScopeRow<'_>> = RESOURCES
                    .into_iter()
                    .filter(|(resource, ..)| resource.contains(filter))
                    .map(|(resource, words, read, write)| ScopeRow { resource, words, read: cell(read), write: cell(write) })
                    .collect();
                for toggle in GRID.show(ui, &rows) {
                    *toggles += 1;
                    if toggle.on {
                        ticked.insert(toggle.right);
                    } else {
                        ticked.remove(&toggle.right);
                    }
                }
            },
            Form { ticked: ticked.iter().map(|&right| right.to_owned()).collect(), toggles: 0 },
        )
    }

    fn ticked(harness: &Harness<'_, Form>) -> Vec<String> {
        harness.state().ticked.iter().cloned().collect()
    }

    #[test]
    fn a_cell_is_named_by_its_right_and_the_whole_of_it_is_the_target() {
        let mut harness = grid("", &[]);
        let cell = harness.get_by_label("product.quantity:write").rect();
        assert!((cell.width() - 72.0).abs() < 0.1 && (cell.height() - 36.0).abs() < 0.1);
        let at = cell.left_top() + eframe::egui::vec2(4.0, 4.0);
        harness.hover_at(at);
        harness.drag_at(at);
        harness.drop_at(at);
        harness.run();
        assert_eq!(ticked(&harness), ["product.quantity:write"]);
    }

    #[test]
    fn a_right_that_does_not_exist_is_no_control() {
        let harness = grid("", &[]);
        assert!(harness.query_by_label("store:write").is_none());
        assert_eq!(harness.query_all_by_role(eframe::egui::Role::CheckBox).count(), 5 + 2);
    }

    #[test]
    fn the_box_in_the_head_ticks_all_of_its_kind_and_a_second_time_none() {
        let mut harness = grid("", &["store:read", "product:write"]);
        let state = |harness: &Harness<'_, Form>| harness.get_by_label("All reading rights").accesskit_node().toggled();
        assert_eq!(state(&harness), Some(Toggled::Mixed));
        harness.get_by_label("All reading rights").click();
        harness.run();
        assert_eq!(ticked(&harness), ["product.quantity:read", "product:read", "product:write", "store:read"]);
        assert_eq!(harness.state().toggles, 2, "what was ticked is not asked for again");
        assert_eq!(state(&harness), Some(Toggled::True));
        harness.get_by_label("All reading rights").click();
        harness.run();
        assert_eq!(ticked(&harness), ["product:write"]);
    }

    #[test]
    fn it_ticks_only_what_is_in_view() {
        let mut harness = grid("quantity", &[]);
        harness.get_by_label("All reading rights").click();
        harness.run();
        assert_eq!(ticked(&harness), ["product.quantity:read"]);
    }

    #[test]
    fn by_keyboard_tab_and_space_tick() {
        let mut harness = grid("", &[]);
        for _ in 0..2 + 3 {
            harness.key_press(Key::Tab);
            harness.run();
        }
        assert!(harness.get_by_label("product:write").is_focused());
        harness.key_press(Key::Space);
        harness.run();
        harness.key_press(Key::ArrowDown);
        harness.run();
        assert!(harness.get_by_label("product.quantity:write").is_focused(), "arrows go from cell to cell");
        harness.key_press(Key::Space);
        harness.run();
        assert_eq!(ticked(&harness), ["product.quantity:write", "product:write"]);
    }

    #[test]
    fn where_nothing_is_found_it_says_so_and_its_head_does_nothing() {
        let mut harness = grid("zzz", &["store:read"]);
        assert!(harness.query_by_label("No such right").is_some());
        harness.get_by_label("All reading rights").click();
        harness.run();
        assert_eq!(ticked(&harness), ["store:read"]);
    }
}
