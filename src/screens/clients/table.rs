//! The table of clients: only the rows in view are laid out, so it costs the same with ten clients and with a hundred thousand.
//!
//! One row is in the Tab order (the selected one, else the first); arrows, Home, End and the page keys move along the rows.

use std::sync::Arc;

use eframe::egui::{Align, Align2, EventFilter, Id, Key, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::index::{Column, FirstSeen, Query};
use super::rights::by_resource;
use crate::i18n::Lang;
use crate::model::listed_client::ListedClient;
use crate::model::oauth_client::ClientKind;
use crate::screens::{Scene, time_words};
use crate::theme::{T, icon, palette, radius, size};
use crate::tr;
use crate::widgets::{
    self, RightChip, Sorted, focus_ring_inside, icon_at, line_at, region, right_chips, row_in, row_line, short_id, sort_cell,
};

/// Where the first column's words begin.
const MARGIN: f32 = 24.0;
const ID: f32 = MARGIN + 124.0;
const FIRST_SEEN: f32 = 104.0;
/// Left of the words in every other column.
const PAD: f32 = 8.0;
/// Shown in place of rows that are awaited.
const AWAITED: usize = 6;

/// What the table is drawn from.
pub struct TableView<'a> {
    /// All clients of the list.
    pub clients: &'a [Arc<ListedClient>],
    /// Those that are shown, in their order.
    pub rows: &'a [usize],
    /// Which of these rows is selected.
    pub selected_row: Option<usize>,
    /// When each was first seen.
    pub first_seen: &'a FirstSeen<'a>,
    /// More is coming.
    pub awaiting: bool,
    /// There is room for the type's name and for longer lists of rights.
    pub wide: bool,
}

/// What the table remembers.
#[derive(Default)]
pub struct TableState {
    /// A row to bring into view and to focus, by its place among those shown.
    go_to: Option<usize>,
    /// The selected row, as soon as there is one.
    wants_selected: bool,
    offset: f32,
    height: f32,
}

impl TableState {
    /// Brings the selected row into view and gives it the focus, as soon as it is among the rows.
    pub fn bring_into_view(&mut self) {
        self.wants_selected = true;
    }

    /// Draws the head and the rows in view; answers with the key of the client that was chosen.
    pub fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &TableView<'_>, query: &mut Query) -> Option<String> {
        let rect = ui.max_rect();
        let columns = columns(rect, view.wide);
        head(ui, scene.lang, &columns, query);
        let body = Rect::from_min_max(pos2(rect.left(), rect.top() + size::TABLE_HEAD), rect.max);
        let awaited = if view.awaiting { AWAITED } else { 0 };
        let mut chosen = None;
        let selected_row = view.selected_row;
        if self.wants_selected && selected_row.is_some() {
            self.go_to = selected_row;
            self.wants_selected = false;
        }

        let mut area = ScrollArea::vertical().id_salt("rows").auto_shrink(false);
        let target = self.go_to.take();
        if let Some(row) = target {
            area = area.vertical_scroll_offset(self.offset_for(row));
        }
        let mut child = ui.new_child(UiBuilder::new().id_salt("body").max_rect(body));
        child.spacing_mut().item_spacing = vec2(0.0, 0.0);
        let out = area.show_rows(&mut child, size::ROW, view.rows.len() + awaited, |ui, range| {
            // The selected row may have been scrolled away: Tab must reach the table all the same.
            let focusable = selected_row.filter(|row| range.contains(row)).unwrap_or(range.start);
            for row in range {
                let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::ROW), Sense::hover());
                let Some(listed) = view.rows.get(row).and_then(|place| view.clients.get(*place)) else {
                    placeholder(ui, rect, &columns, row - view.rows.len());
                    continue;
                };
                let key = listed.key();
                let on = selected_row == Some(row);
                let sense = if row == focusable || target == Some(row) { Sense::click() } else { Sense::CLICK };
                let response = ui.interact(rect, row_id(&key), sense | Sense::HOVER);
                ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(on));
                response.widget_info(|| {
                    WidgetInfo::labeled(Role::Row, true, tr!(scene.lang, "clients-open-row", id = widgets::printable(&key).into_owned()))
                });
                if target == Some(row) {
                    response.request_focus();
                }
                ui.push_id(&*key, |ui| draw(ui, scene, view, listed, rect, &columns, on, response.hovered()));
                if response.has_focus() {
                    focus_ring_inside(ui.painter(), rect, radius::NONE, palette(ui));
                    ui.memory_mut(|m| {
                        m.set_focus_lock_filter(response.id, EventFilter { vertical_arrows: true, ..EventFilter::default() });
                    });
                    if let Some(next) = self.moved(ui, row, view.rows.len()) {
                        self.go_to = Some(next);
                        chosen = view.clients.get(view.rows[next]).map(|c| c.key().into_owned());
                    }
                }
                if response.clicked() {
                    // The arrows go on from here.
                    response.request_focus();
                    chosen = Some(key.into_owned());
                }
            }
        });
        self.offset = out.state.clamped_offset().y;
        self.height = out.inner_rect.height();
        chosen
    }

    /// The scroll offset that shows a row, moving no farther than needed.
    fn offset_for(&self, row: usize) -> f32 {
        let top = size::ROW * row as f32;
        let bottom = top + size::ROW;
        if top < self.offset {
            top
        } else if bottom > self.offset + self.height {
            (bottom - self.height).max(0.0)
        } else {
            self.offset
        }
    }

    /// Where a key leads from this row.
    fn moved(&self, ui: &Ui, row: usize, rows: usize) -> Option<usize> {
        let page = rows_in(self.height);
        let last = rows.checked_sub(1)?;
        let next = ui.input(|i| {
            [
                (Key::ArrowDown, row + 1),
                (Key::ArrowUp, row.saturating_sub(1)),
                (Key::PageDown, row + page),
                (Key::PageUp, row.saturating_sub(page)),
                (Key::Home, 0),
                (Key::End, last),
            ]
            .into_iter()
            .find_map(|(key, next)| i.key_pressed(key).then_some(next))
        })?;
        Some(next.min(last))
    }
}

/// How many whole rows a height holds, at least one.
fn rows_in(height: f32) -> usize {
    (1..1_000).find(|rows| size::ROW * (*rows + 1) as f32 > height).unwrap_or(1)
}

/// By the client and not by its place, so that the focus stays with it when the order changes.
fn row_id(key: &str) -> Id {
    Id::unique(("client row", key))
}

struct Columns {
    id: Rect,
    kind: Rect,
    rights: Rect,
    address: Rect,
    first_seen: Rect,
}

/// The columns over the whole height of the table.
fn columns(rect: Rect, wide: bool) -> Columns {
    let (kind, rights) = if wide { (124.0, 320.0) } else { (56.0, 224.0) };
    let mut x = rect.left();
    let mut next = |width: f32| {
        let column = Rect::from_x_y_ranges(x..=x + width, rect.y_range());
        x += width;
        column
    };
    let id = next(ID);
    let kind = next(kind);
    let rights = next(rights);
    let address = next((rect.right() - FIRST_SEEN - rights.right()).max(0.0));
    Columns { id, kind, rights, address, first_seen: next(FIRST_SEEN) }
}

fn head(ui: &mut Ui, lang: Lang, columns: &Columns, query: &mut Query) {
    let top = columns.id.top();
    let bar = Rect::from_min_max(columns.id.left_top(), pos2(columns.first_seen.right(), top + size::TABLE_HEAD));
    let names = [
        (columns.id, MARGIN, Column::Id, "clients-id", None),
        (columns.kind, PAD, Column::Kind, "clients-type", Some("clients-type-help")),
        (columns.rights, PAD, Column::Rights, "clients-rights", None),
        (columns.address, PAD, Column::Address, "clients-address", None),
        (columns.first_seen, PAD, Column::FirstSeen, "clients-first-seen", Some("clients-first-seen-help")),
    ];
    for (column, pad, sorts, name, help) in names {
        let name = lang.t(name);
        let order = (query.sort == sorts).then_some(if query.descending { Sorted::Down } else { Sorted::Up });
        let cell = Rect::from_min_max(pos2(column.left(), top), pos2(column.right(), bar.bottom()));
        let spoken = tr!(lang, "clients-sort", column = name.as_str());
        let response = region(ui, &spoken, cell, |ui| sort_cell(ui, pad, &name, &spoken, order));
        if response.clicked() {
            query.sort_by(sorts);
        }
        if let Some(help) = help {
            response.on_hover_text(lang.t(help));
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "one row from all that it shows; a struct would be taken apart at once")]
fn draw(
    ui: &mut Ui,
    scene: &Scene<'_>,
    view: &TableView<'_>,
    listed: &ListedClient,
    row: Rect,
    columns: &Columns,
    on: bool,
    hovered: bool,
) {
    let p = palette(ui);
    let painter = &ui.painter().clone();
    if on {
        painter.rect_filled(row, 0.0, p.selected);
        painter.rect_filled(Rect::from_min_size(row.min, vec2(2.0, row.height())), 0.0, p.accent_text);
    } else if hovered {
        painter.rect_filled(row, 0.0, p.hover);
    }
    row_line(ui, row, p.border.gamma_multiply(0.8));
    let y = row.center().y;
    let client = &listed.client;

    line_at(painter, pos2(columns.id.left() + MARGIN, y), Align2::LEFT_CENTER, T::Mono, &short_id(&client.client_id), p.text, 124.0);

    let (glyph, name) = match listed.kind {
        ClientKind::Web => (icon::WEB, "kind-web"),
        ClientKind::Standalone => (icon::STANDALONE, "kind-standalone"),
    };
    icon_at(painter, pos2(columns.kind.left() + 16.0, y), glyph, 16.0, p.text3);
    if view.wide {
        line_at(painter, pos2(columns.kind.left() + 30.0, y), Align2::LEFT_CENTER, T::Body, &scene.lang.t(name), p.text2, 94.0);
    }

    let rights: Vec<RightChip<'_>> = by_resource(&client.scope)
        .iter()
        .map(|right| RightChip { resource: right.resource, read: right.read, write: right.write })
        .collect();
    let cell = Rect::from_min_max(pos2(columns.rights.left() + PAD, row.top()), pos2(columns.rights.right() - PAD, row.bottom()));
    row_in(ui, "rights", cell, Align::Min, |ui| right_chips(ui, &rights, cell.width()));

    let more = client.registered_redirect_uri.len().saturating_sub(1);
    if let Some(address) = client.registered_redirect_uri.first() {
        let tail = if more > 0 { 28.0 } else { 0.0 };
        let words = widgets::printable(shown_address(address, view.wide));
        let room = columns.address.width() - 2.0 * PAD - tail;
        let at = line_at(painter, pos2(columns.address.left() + PAD, y), Align2::LEFT_CENTER, T::Body, &words, p.text2, room);
        if more > 0 {
            line_at(painter, pos2(at.right() + 6.0, y), Align2::LEFT_CENTER, T::Label, &format!("+{more}"), p.text3, 24.0);
        }
    }
    if let Some(seen) = (view.first_seen)(&client.client_id) {
        let words = time_words::days_ago(scene.lang, seen, scene.now, scene.zone);
        line_at(painter, pos2(columns.first_seen.left() + PAD, y), Align2::LEFT_CENTER, T::Body, &words, p.text3, 80.0);
    }
}

/// An address without `https://`; where there is little room, its host alone.
fn shown_address(address: &str, wide: bool) -> &str {
    let Some(rest) = address.strip_prefix("https://") else { return address };
    if wide { rest } else { rest.split(['/', '?']).next().unwrap_or(rest) }
}

/// Where a row will be: still bars, in the place and about the width of what comes.
fn placeholder(ui: &Ui, row: Rect, columns: &Columns, place: usize) {
    let p = palette(ui);
    let faded = (1.0 - 0.14 * place as f32).max(0.1);
    row_line(ui, row, p.border.gamma_multiply(0.8 * faded));
    let bars = [
        (columns.id, MARGIN, 100.0),
        (columns.kind, PAD, 84.0),
        (columns.rights, PAD, 160.0),
        (columns.address, PAD, 170.0),
        (columns.first_seen, PAD, 44.0),
    ];
    for (column, pad, width) in bars {
        let width = f32::min(width, column.width() - 2.0 * PAD);
        let at = Rect::from_min_size(pos2(column.left() + pad, row.center().y - 5.0), vec2(width, 10.0));
        ui.painter().rect_filled(at, 5.0, p.veil.gamma_multiply(faded));
    }
}
