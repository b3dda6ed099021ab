//! Parts of tables: a sorted head, the ground and the rows of a small painted table.

use eframe::egui::{Align2, CornerRadius, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::layout::{row_line, top_line};
use super::{focus_ring_inside, icon_at, line_at};
use crate::theme::{T, icon as glyphs, palette, radius, size};

/// How a column is sorted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sorted {
    /// Smallest first.
    Up,
    /// Largest first.
    Down,
}

/// A cell of a table's head, filling the place given by the table: press it to sort by this column.
///
/// `name` is what a screen reader says ("Client ID, sort"); `pad` is the distance from the cell's left edge to its words.
pub fn sort_cell(ui: &mut Ui, pad: f32, words: &str, name: &str, sorted: Option<Sorted>) -> Response {
    let p = palette(ui);
    let cell = ui.max_rect();
    let response = ui.interact(cell, ui.scope_id().with(("sort", words)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    ui.ctx().accesskit_node_builder(response.id, |node| match sorted {
        Some(Sorted::Up) => node.set_sort_direction(eframe::egui::accesskit::SortDirection::Ascending),
        Some(Sorted::Down) => node.set_sort_direction(eframe::egui::accesskit::SortDirection::Descending),
        None => {}
    });
    head_ground(ui, cell);
    let ink = if sorted.is_some() || response.hovered() { p.text } else { p.text3 };
    let words = line_at(
        ui.painter(),
        pos2(cell.left() + pad, cell.center().y),
        Align2::LEFT_CENTER,
        T::Label,
        words,
        ink,
        cell.width() - pad - 20.0,
    );
    if let Some(sorted) = sorted {
        let glyph = if sorted == Sorted::Up { glyphs::SORT_UP } else { glyphs::SORT_DOWN };
        icon_at(ui.painter(), pos2(words.right() + 10.0, cell.center().y), glyph, size::ICON_SMALL, p.text);
    }
    if response.has_focus() {
        focus_ring_inside(ui.painter(), cell, radius::CHIP, p);
    }
    response
}

fn head_ground(ui: &Ui, cell: Rect) {
    let p = palette(ui);
    ui.painter().rect_filled(cell, radius::NONE, p.sunken);
    top_line(ui, cell);
    row_line(ui, cell, p.border);
}

/// The ground of a head inside a card.
pub(super) fn card_head(ui: &mut Ui) -> Rect {
    let p = palette(ui);
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::TABLE_HEAD), Sense::hover());
    let corners = CornerRadius { nw: radius::CARD, ne: radius::CARD, sw: 0, se: 0 };
    ui.painter().rect_filled(head, corners, p.sunken);
    row_line(ui, head, p.border);
    head
}

/// A row of a painted table; `last` has no line under it.
pub fn body_row(ui: &mut Ui, height: f32, last: bool) -> Rect {
    let p = palette(ui);
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    if response.contains_pointer() {
        let corner = if last { radius::CARD } else { 0 };
        let corners = CornerRadius { nw: 0, ne: 0, sw: corner, se: corner };
        ui.painter().rect_filled(row.shrink2(vec2(size::HAIRLINE, 0.0)), corners, p.hover);
    }
    if !last {
        row_line(ui, row, p.row_line());
    }
    row
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::sort_cell;
    use crate::widgets::testing;

    #[test]
    fn a_head_sorts_and_is_named_for_what_it_does() {
        let mut harness = testing::harness(
            |ui, sorts: &mut u32| *sorts += u32::from(sort_cell(ui, 8.0, "Client ID", "Client ID, sort", None).clicked()),
            0,
        );
        harness.get_by_label("Client ID, sort").click();
        harness.run();
        assert_eq!(*harness.state(), 1);
    }
}
