//! OAuth clients of one app version: the list, and the selected one beside it.

mod details;
pub mod index;
mod rights;
mod strips;
mod table;

use std::sync::Arc;

use eframe::egui::{Align, Align2, CornerRadius, Key, Layout, Modifiers, Rect, Sense, Ui, UiBuilder, pos2, vec2};
use jiff::Timestamp;

use self::details::{DetailsAnswer, DetailsView, Revealed};
use self::index::{FirstSeen, Index, Query};
use self::table::{TableState, TableView};
use super::version_chooser::{self, ChooserView};
use super::{Event, Scene, shell, time_words};
use crate::model::app_version::AppVersion;
use crate::model::listed_client::ListedClient;
use crate::model::oauth_client::ClientKind;
use crate::net::ApiError;
use crate::theme::{T, icon, palette, shadow, size, space};
use crate::tr;
use crate::widgets::{Button, Choice, Combo, Field, empty_state, label_at, region, segmented, vline};

/// Below this width of the screen the details lie over the list, and the age of the data goes.
const WIDE: f32 = 900.0;

/// What is typed and selected.
#[derive(Default)]
pub struct State {
    query: Query,
    index: Index,
    table: TableState,
    selected: Option<String>,
    revealed: Revealed,
    chooser: version_chooser::State,
    focus_search: bool,
}

/// What the screen is told.
pub struct ClientsView<'a> {
    /// The version that is open.
    pub open: Option<&'a AppVersion>,
    /// Versions opened before, the last one first.
    pub recent: &'a [AppVersion],
    /// What is known of the open version.
    pub list: Option<ListView<'a>>,
    /// When this computer first saw each client.
    pub first_seen: &'a FirstSeen<'a>,
    /// Whose secret the clipboard holds, seconds until it is cleared, and of how many.
    pub clipboard: Option<(&'a str, u64, u64)>,
    /// A create is under way: no second one.
    pub creating: bool,
}

/// One version's list.
pub struct ListView<'a> {
    /// All clients, or those that have come so far.
    pub clients: &'a [Arc<ListedClient>],
    /// Moves whenever they are others.
    pub revision: u64,
    /// A reading is under way: the pages that have come, and since when.
    pub reading: Option<(u32, Timestamp)>,
    /// The server has asked that reading to wait until then.
    pub waits_until: Option<Timestamp>,
    /// When a whole answer came.
    pub read_at: Option<Timestamp>,
    /// The last reading failed.
    pub failed: Option<Failed<'a>>,
    /// The first reading was stopped by the person.
    pub stopped: bool,
    /// The server gave pages without end.
    pub cut: bool,
    /// Items that could not be read.
    pub unreadable: usize,
}

impl ListView<'_> {
    /// Clients have come, and nothing says that they are all.
    const fn is_a_part(&self) -> bool {
        self.read_at.is_none() && self.reading.is_none() && !self.clients.is_empty()
    }
}

/// Why a reading failed.
pub enum Failed<'a> {
    /// The server or the network.
    Api(&'a ApiError),
    /// The program itself.
    Lost,
}

impl State {
    /// Another version or another account: nothing of the last one stays.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Another version is open.
    pub fn version_opened(&mut self) {
        self.selected = None;
        self.revealed.hide();
        self.query.text.clear();
        self.query.right = None;
        self.query.kind = None;
        self.chooser = version_chooser::State::default();
    }

    /// Nobody looks any more: what is shown is hidden.
    pub fn hide(&mut self) {
        self.revealed.hide();
    }

    /// Selects a client and brings it into view; filters that would hide it go.
    pub fn show_client(&mut self, client_id: &str) {
        let sort = (self.query.sort, self.query.descending);
        self.query = Query { sort: sort.0, descending: sort.1, ..Query::default() };
        self.selected = Some(client_id.to_owned());
        self.revealed.hide();
        self.table.bring_into_view();
    }

    /// Whether the row of this client's secret is in view, with its own countdown.
    #[must_use]
    pub fn shows_details_of(&self, client_id: &str) -> bool {
        self.selected.as_deref() == Some(client_id)
    }

    /// Whether the details of a client are in view, with buttons in their foot.
    #[must_use]
    pub const fn shows_details(&self) -> bool {
        self.selected.is_some()
    }

    /// Draws the screen into `rect`; answers with what was asked.
    pub fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &ClientsView<'_>, rect: Rect) -> Option<Event> {
        let Some((open, list)) = view.open.zip(view.list.as_ref()) else {
            return self.nothing_open(ui, scene, view, rect);
        };
        let mut asked = self.keys(ui, view, list);
        self.index.refresh(list.clients, view.first_seen, list.revision, &self.query);
        let lang = scene.lang;
        let count = list.clients.len();
        let context = if list.read_at.is_none() && list.reading.is_none() && count == 0 {
            String::new()
        } else if list.read_at.is_none() {
            tr!(lang, "clients-count-so-far", count = count)
        } else if self.query.filters() {
            tr!(lang, "clients-count-shown", shown = self.index.rows().len(), count = count)
        } else {
            tr!(lang, "clients-count", count = count)
        };
        let y = shell::header(ui, rect, &tr!(lang, "clients-title"), Some(context.as_str()).filter(|words| !words.is_empty()), |ui| {
            asked = header_actions(ui, scene, view, list).or(asked.take());
        });
        let (y, event) = self.toolbar(ui, scene, view, list, open, rect, y);
        asked = event.or(asked);

        let found = self.selected.as_deref().and_then(|key| self.index.find(list.clients, key));
        let selected = found.and_then(|found| list.clients.get(found.place));
        let beside = selected.is_some() && rect.width() > WIDE;
        let right = if beside { rect.right() - size::DETAILS } else { rect.right() };
        let mut body = Rect::from_min_max(pos2(rect.left(), y), pos2(right, rect.bottom()));
        asked = strips::show(ui, scene, list, &mut self.chooser, &mut body).or(asked);
        let selected_row = found.and_then(|found| found.row);
        asked = self.list(ui, scene, view, list, body, selected_row, selected.is_none() && rect.width() > WIDE).or(asked);
        if let Some(listed) = selected {
            let top = if beside { y } else { rect.top() };
            let panel = Rect::from_min_max(pos2(rect.right() - size::DETAILS, top), rect.max);
            asked = self.details(ui, scene, view, listed, panel, beside).or(asked);
        }
        asked
    }

    fn keys(&mut self, ui: &Ui, view: &ClientsView<'_>, list: &ListView<'_>) -> Option<Event> {
        // What lies over the screen has the keyboard.
        if ui.memory(|memory| memory.top_modal_layer().is_some()) {
            return None;
        }
        if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::F)) {
            self.focus_search = true;
        }
        if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::O)) {
            self.chooser.open();
        }
        if !view.creating && ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::N)) {
            return Some(Event::NewClient);
        }
        if list.reading.is_none() && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::F5)) {
            return Some(Event::Refresh);
        }
        None
    }

    /// Which version, what to look for, which kinds and rights; at the right, how old the list is.
    #[expect(clippy::too_many_arguments, reason = "a bar over everything that the screen knows")]
    fn toolbar(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        view: &ClientsView<'_>,
        list: &ListView<'_>,
        open: &AppVersion,
        rect: Rect,
        y: f32,
    ) -> (f32, Option<Event>) {
        let p = palette(ui);
        let lang = scene.lang;
        let wide = rect.width() > WIDE;
        let bar = Rect::from_min_size(pos2(rect.left() + space::XL, y), vec2(rect.width() - 2.0 * space::XL, size::CONTROL));
        let mut row = ui.new_child(UiBuilder::new().id_salt("toolbar").max_rect(bar).layout(Layout::left_to_right(Align::Center)));
        let asked = self.chooser.drop_down(&mut row, scene, &chooser_view(view), open, if wide { 216.0 } else { 176.0 });
        let hint = tr!(lang, "clients-search");
        let width = if wide { 184.0 } else { 128.0 };
        let search = Field::new(&hint).label_hidden().hint(&hint).icon(icon::SEARCH).width(width).small();
        let response = search.show(&mut row, &mut self.query.text);
        if std::mem::take(&mut self.focus_search) {
            response.request_focus();
        }
        let kinds = [None, Some(ClientKind::Web), Some(ClientKind::Standalone)];
        let names = ["clients-all", "clients-web", "clients-standalone"].map(|key| lang.t(key));
        let chosen = kinds.iter().position(|kind| *kind == self.query.kind).unwrap_or_default();
        if let Some(kind) =
            segmented(&mut row, &tr!(lang, "clients-type"), &names.each_ref().map(String::as_str), chosen).and_then(|i| kinds.get(i))
        {
            self.query.kind = *kind;
        }
        let any = tr!(lang, "clients-any-right");
        let options = std::iter::once(any.as_str()).chain(self.index.rights().iter().map(super::super::model::scope::Scope::as_str));
        let options: Vec<Choice<'_>> = options.map(|text| Choice { text, tail: "" }).collect();
        let chosen = self.query.right.as_ref().and_then(|right| self.index.rights().iter().position(|r| r == right)).map_or(0, |i| i + 1);
        let width = if wide { 160.0 } else { 132.0 };
        if let Some(place) = Combo::new(&tr!(lang, "clients-right-filter"), &options, Some(chosen)).width(width).show(&mut row) {
            self.query.right = place.checked_sub(1).and_then(|i| self.index.rights().get(i).cloned());
        }
        if wide {
            let words = match (list.reading, list.read_at, &list.failed) {
                (Some(_), None, _) => tr!(lang, "clients-first-reading"),
                (Some(_), Some(at), _) | (None, Some(at), Some(_)) => time_words::data_from(lang, at, scene.now, scene.zone),
                (None, Some(at), None) => {
                    let words = time_words::age(lang, at, scene.now, scene.zone);
                    if let Some(after) = words.changes_in {
                        ui.ctx().request_repaint_after(after);
                    }
                    words.text
                }
                (None, None, _) => String::new(),
            };
            let at = pos2(bar.right(), bar.center().y);
            label_at(ui, at, Align2::RIGHT_CENTER, T::Small, &words, p.text3, bar.right() - row.min_rect().right() - space::S);
        }
        (bar.bottom() + space::M, asked)
    }

    #[expect(clippy::too_many_arguments, reason = "the rows, from everything that the screen knows")]
    fn list(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        view: &ClientsView<'_>,
        list: &ListView<'_>,
        body: Rect,
        selected_row: Option<usize>,
        wide: bool,
    ) -> Option<Event> {
        let lang = scene.lang;
        let awaiting = list.reading.is_some() && list.read_at.is_none();
        if list.clients.is_empty() && !awaiting {
            if list.failed.is_some() {
                return None;
            }
            if list.read_at.is_none() {
                let words = ["clients-unread-title", "clients-unread-words", "retry"].map(|key| lang.t(key));
                let clicked = empty(ui, body, icon::NO_ANSWER, words.each_ref().map(String::as_str));
                return clicked.then_some(Event::Refresh);
            }
            let action = tr!(lang, "clients-create-first");
            let clicked = empty(ui, body, icon::EMPTY, [&tr!(lang, "clients-none-title"), &tr!(lang, "clients-none-words"), &action]);
            return (clicked && !view.creating).then_some(Event::NewClient);
        }
        if self.index.rows().is_empty() && !awaiting {
            let words = tr!(lang, "clients-filtered-words", count = list.clients.len());
            let action = tr!(lang, "clients-clear-filters");
            if empty(ui, body, icon::NOTHING_FOUND, [&tr!(lang, "clients-filtered-title"), &words, &action]) {
                self.query = Query { sort: self.query.sort, descending: self.query.descending, ..Query::default() };
            }
            return None;
        }
        let (rows, first_seen) = (self.index.rows(), view.first_seen);
        let table = TableView { clients: list.clients, rows, selected_row, first_seen, awaiting, wide };
        let chosen = region(ui, "table", body, |ui| self.table.ui(ui, scene, &table, &mut self.query));
        if let Some(id) = chosen {
            self.selected = Some(id);
            self.revealed.hide();
        }
        None
    }

    fn details(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        view: &ClientsView<'_>,
        listed: &ListedClient,
        panel: Rect,
        beside: bool,
    ) -> Option<Event> {
        let p = palette(ui);
        if beside {
            vline(ui, panel.left(), panel.top(), panel.bottom());
        } else {
            // A narrow window has no room for both: the panel lies over the list, whole height, with a shadow.
            ui.painter().add(shadow(p).as_shape(panel, CornerRadius::ZERO));
            ui.painter().rect_filled(panel, 0.0, p.raised);
            // What lies under the panel must not be reached through it.
            ui.interact(panel, ui.scope_id().with("panel"), Sense::CLICK);
        }
        let key = listed.key();
        let clears_in = view.clipboard.filter(|(of, ..)| *of == key).map(|(_, seconds, of)| (seconds, of));
        let details = DetailsView { listed, clears_in, can_create: !view.creating };
        let is_covered = ui.memory(|memory| memory.top_modal_layer().is_some());
        let escape = !is_covered && !ui.ctx().any_popup_open() && ui.input(|i| i.key_pressed(Key::Escape));
        match region(ui, "details", panel, |ui| details::ui(ui, scene, &details, &mut self.revealed, panel)) {
            Some(DetailsAnswer::Event(event)) => Some(event),
            Some(DetailsAnswer::Close) => {
                self.close_details();
                None
            }
            None => {
                if escape {
                    self.close_details();
                }
                None
            }
        }
    }

    fn close_details(&mut self) {
        self.selected = None;
        self.revealed.hide();
    }

    /// Nothing opened yet: the one thing to do, in the middle.
    fn nothing_open(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &ClientsView<'_>, rect: Rect) -> Option<Event> {
        let top = shell::header(ui, rect, &tr!(scene.lang, "clients-title"), None, |_| {});
        let body = Rect::from_min_max(pos2(rect.left(), top), rect.max);
        self.chooser.page(ui, scene, &chooser_view(view), body)
    }
}

const fn chooser_view<'a>(view: &'a ClientsView<'a>) -> ChooserView<'a> {
    ChooserView { recent: view.recent, open: view.open }
}

fn header_actions(ui: &mut Ui, scene: &Scene<'_>, view: &ClientsView<'_>, list: &ListView<'_>) -> Option<Event> {
    let lang = scene.lang;
    let mut asked = None;
    if ui.add(Button::primary(&tr!(lang, "clients-new")).icon(icon::ADD).enabled(!view.creating)).clicked() {
        asked = Some(Event::NewClient);
    }
    match (list.reading, list.read_at) {
        (Some(_), None) => {
            if ui.add(Button::secondary(&tr!(lang, "clients-stop")).icon(icon::STOP)).clicked() {
                asked = Some(Event::StopReading);
            }
        }
        (Some(_), Some(_)) => {
            ui.add(Button::secondary(&tr!(lang, "clients-refreshing")).icon(icon::REFRESH).enabled(false));
            if ui.add(Button::ghost(&tr!(lang, "clients-stop")).icon(icon::STOP)).clicked() {
                asked = Some(Event::StopReading);
            }
        }
        (None, _) => {
            if ui.add(Button::secondary(&tr!(lang, "clients-refresh")).icon(icon::REFRESH)).clicked() {
                asked = Some(Event::Refresh);
            }
        }
    }
    asked
}

/// An empty list with the one thing to do; whether that was clicked.
fn empty(ui: &mut Ui, body: Rect, glyph: &str, [sentence, words, action]: [&str; 3]) -> bool {
    region(ui, sentence, body, |ui| empty_state(ui, glyph, sentence, words, Some(action)))
}
