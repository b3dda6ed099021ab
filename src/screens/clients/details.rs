//! The selected client: every field that the server sent, the secret masked, rights with their meaning, and what the API cannot do.

use eframe::egui::{Align, Align2, Frame, Layout, Margin, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use jiff::Timestamp;

use super::rights::by_resource;
use crate::i18n::Lang;
use crate::model::catalogue::Catalogue;
use crate::model::listed_client::ListedClient;
use crate::model::oauth_client::{ClientKind, ExtraValue};
use crate::model::scope::Scope;
use crate::screens::{Event, Scene, time_words};
use crate::theme::{T, icon, palette, size, space};
use crate::tr;
use crate::widgets::{
    self, Button, SecretClick, SecretRow, Shown, Tone, chip, clears_in, hline, icon_at, icon_button, icon_button_in, kv, label_at, line_at,
    region, row_in, top_line, txt,
};

/// The width of the names beside values.
const NAMES: f32 = 136.0;

/// Which secret is in view.
#[derive(Default)]
pub struct Revealed {
    /// The client's id and the field's name (empty for the secret itself).
    what: Option<(String, String)>,
    shown: Shown,
}

impl Revealed {
    /// Hides what is shown.
    pub fn hide(&mut self) {
        *self = Self::default();
    }

    fn shows(&mut self, ui: &Ui, client: &str, field: &str, now: Timestamp) -> bool {
        self.shown.is_on(ui.ctx(), now) && self.what.as_ref().is_some_and(|(c, f)| c == client && f == field)
    }

    fn toggle(&mut self, ui: &Ui, client: &str, field: &str, shown: bool, now: Timestamp) {
        self.hide();
        if !shown {
            self.what = Some((client.to_owned(), field.to_owned()));
            self.shown.show(ui.ctx(), now);
        }
    }
}

/// What the panel is told.
pub struct DetailsView<'a> {
    /// The client.
    pub listed: &'a ListedClient,
    /// Seconds until the clipboard is cleared, and of how many, while it holds this client's secret.
    pub clears_in: Option<(u64, u64)>,
    /// New clients can be made (a version is open, no write is under way).
    pub can_create: bool,
}

/// What was asked in the panel.
pub enum DetailsAnswer {
    /// Close it.
    Close,
    /// Something that the program does.
    Event(Event),
}

/// Draws the panel into `rect`.
pub fn ui(ui: &mut Ui, scene: &Scene<'_>, view: &DetailsView<'_>, revealed: &mut Revealed, rect: Rect) -> Option<DetailsAnswer> {
    let p = palette(ui);
    ui.painter().rect_filled(Rect::from_min_size(rect.min, vec2(rect.width(), 1.0)), 0.0, p.border);
    let mut answer = None;
    let (body_rect, foot) = rect.split_top_bottom_at_y(rect.bottom() - size::FOOT);
    region(ui, "body", body_rect, |ui| {
        ScrollArea::vertical().id_salt(view.listed.key()).auto_shrink(false).show(ui, |ui| {
            Frame::new().inner_margin(Margin { left: 24, right: 24, top: 16, bottom: 16 }).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                answer = body(ui, scene, view, revealed);
            });
        });
    });
    // Always in reach, however long the client is.
    top_line(ui, foot);
    let words = tr!(scene.lang, "hand-over");
    let hand_over = Button::secondary(&words).icon(icon::SENT);
    if row_in(ui, "foot", foot.shrink2(vec2(space::XL, space::L)), Align::Min, |ui| ui.add(hand_over).clicked()) {
        answer = Some(DetailsAnswer::Event(Event::HandOver(view.listed.key().into_owned())));
    }
    answer
}

fn body(ui: &mut Ui, scene: &Scene<'_>, view: &DetailsView<'_>, revealed: &mut Revealed) -> Option<DetailsAnswer> {
    let p = palette(ui);
    let lang = scene.lang;
    let client = &view.listed.client;
    let mut answer = None;
    let mut asked = None;
    widgets::bar(ui, size::CONTROL_SMALL, |ui| {
        let kind = match view.listed.kind {
            ClientKind::Web => tr!(lang, "create-web"),
            ClientKind::Standalone => tr!(lang, "create-standalone"),
        };
        chip(ui, &kind, Tone::Neutral).on_hover_text(tr!(lang, "details-inferred"));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, icon::CLOSE, &tr!(lang, "details-close")).clicked() {
                answer = Some(DetailsAnswer::Close);
            }
        });
    });
    txt(ui, T::Small, &tr!(lang, "details-inferred"), p.text3);
    ui.add_space(space::M);
    label(ui, &tr!(lang, "clients-id"));
    asked = value(ui, &client.client_id, &tr!(lang, "details-copy-id")).or(asked);
    ui.add_space(space::M);
    asked = secret(ui, scene, view, revealed).or(asked);
    ui.add_space(space::L);
    asked = rights(ui, lang, view.listed).or(asked);
    ui.add_space(space::L);
    label(ui, &tr!(lang, "details-addresses"));
    ui.add_space(2.0);
    for (place, address) in client.registered_redirect_uri.iter().enumerate() {
        asked = value(ui, address, &tr!(lang, "details-copy-address", n = place + 1)).or(asked);
    }
    if client.registered_redirect_uri.is_empty() {
        txt(ui, T::Body, &tr!(lang, "details-no-addresses"), p.text2);
    }
    ui.add_space(space::M);
    let lives = client.access_token_validity.map_or_else(|| tr!(lang, "details-not-said"), |s| time_words::lifetime(lang, s));
    let row = fact(ui, &tr!(lang, "details-token-lives"), T::Body, &lives);
    if let Some(seconds) = client.access_token_validity {
        asked = copy_button(ui, row, &seconds.to_string(), &tr!(lang, "details-copy-lifetime")).or(asked);
    }
    asked = grants(ui, lang, &client.authorized_grant_types).or(asked);
    for (name, id) in
        [("details-publisher", &client.publisher_id), ("details-app", &client.app_id), ("details-version", &client.version_id)]
    {
        if let Some(id) = id {
            asked = named(ui, lang, &lang.t(name), id).or(asked);
        }
    }
    for (name, extra) in &client.extra {
        match extra {
            ExtraValue::Plain(text) => asked = named(ui, lang, &widgets::printable(name), text).or(asked),
            ExtraValue::Hidden(_) => kv(ui, NAMES, &widgets::printable(name), T::MonoSmall, "••••••••••••"),
        }
    }
    ui.add_space(space::S);
    txt(ui, T::Small, &tr!(lang, "details-no-change"), p.text3);
    ui.add_space(space::S);
    let words = tr!(lang, "details-like-this");
    let like = Button::secondary(&words).icon(icon::ADD).small().enabled(view.can_create);
    if ui.add(like).clicked() {
        asked = Some(Event::NewClientLike(view.listed.key().into_owned()));
    }
    answer.or(asked.map(DetailsAnswer::Event))
}

fn secret(ui: &mut Ui, scene: &Scene<'_>, view: &DetailsView<'_>, revealed: &mut Revealed) -> Option<Event> {
    let p = palette(ui);
    let lang = scene.lang;
    let client = &view.listed.client;
    label(ui, &tr!(lang, "details-secret"));
    ui.add_space(space::XS);
    let Some(secret) = &client.client_secret else {
        txt(ui, T::Body, &tr!(lang, "details-secret-none"), p.text2);
        return None;
    };
    let key = view.listed.key();
    let shown = revealed.shows(ui, &key, "", scene.now);
    let [show, hide, copy, copy_name] =
        ["details-show-secret", "details-hide-secret", "copy", "details-copy-secret"].map(|key| lang.t(key));
    let row = SecretRow { revealed: shown.then(|| secret.expose()), show: &show, hide: &hide, copy: &copy, copy_name: &copy_name };
    let mut asked = None;
    match row.show(ui) {
        Some(SecretClick::Toggle) => revealed.toggle(ui, &key, "", shown, scene.now),
        Some(SecretClick::Copy) => asked = Some(Event::CopySecret { of: key.into_owned(), secret: secret.clone() }),
        None => {}
    }
    if let Some((seconds, of)) = view.clears_in {
        ui.add_space(6.0);
        clears_in(ui, seconds as f32 / of.max(1) as f32, &tr!(lang, "clipboard-clears", seconds = seconds));
    }
    asked
}

fn label(ui: &mut Ui, text: &str) {
    let p = palette(ui);
    txt(ui, T::Label, text, p.text3);
}

/// A value in full with its copy button at the right edge.
fn value(ui: &mut Ui, text: &str, copy: &str) -> Option<Event> {
    let p = palette(ui);
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::CONTROL_SMALL), Sense::hover());
    label_at(ui, row.left_center(), Align2::LEFT_CENTER, T::MonoSmall, &widgets::printable(text), p.text, row.width() - 28.0);
    copy_button(ui, row, text, copy)
}

/// A name, its value, and a copy button.
fn named(ui: &mut Ui, lang: Lang, name: &str, text: &str) -> Option<Event> {
    let row = fact(ui, name, T::MonoSmall, text);
    copy_button(ui, row, text, &tr!(lang, "details-copy-field", name = name))
}

/// A name and its value, with room for a copy button at the right edge.
fn fact(ui: &mut Ui, name: &str, step: T, text: &str) -> Rect {
    let p = palette(ui);
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::CONTROL_SMALL), Sense::hover());
    label_at(ui, row.left_center(), Align2::LEFT_CENTER, T::Body, name, p.text3, NAMES - 8.0);
    let at = pos2(row.left() + NAMES, row.center().y);
    label_at(ui, at, Align2::LEFT_CENTER, step, &widgets::printable(text), p.text, row.width() - NAMES - 28.0);
    row
}

fn copy_button(ui: &mut Ui, row: Rect, text: &str, name: &str) -> Option<Event> {
    let at = Rect::from_min_size(pos2(row.right() - 22.0, row.top()), vec2(28.0, 28.0));
    icon_button_in(ui, at, icon::COPY, name).clicked().then(|| Event::Copy(text.to_owned()))
}

fn grants(ui: &mut Ui, lang: Lang, grants: &[String]) -> Option<Event> {
    let words = if grants.is_empty() { tr!(lang, "details-not-said") } else { widgets::printable(&grants.join(", ")).into_owned() };
    let p = palette(ui);
    let (name, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    line_at(ui.painter(), name.left_center(), Align2::LEFT_CENTER, T::Body, &tr!(lang, "details-grants"), p.text3, NAMES - 8.0);
    // Long names of unknown grants wrap rather than vanish.
    let beside = Rect::from_min_max(pos2(name.left() + NAMES, name.top() + 4.0), pos2(name.right() - 28.0, name.bottom() + 400.0));
    let bottom = region(ui, "grants", beside, |ui| {
        txt(ui, T::MonoSmall, &words, p.text);
        ui.min_rect().bottom()
    });
    ui.add_space((bottom - name.bottom() + 4.0).max(0.0));
    if grants.is_empty() {
        return None;
    }
    copy_button(ui, name, &grants.join(" "), &tr!(lang, "details-copy-grants"))
}

/// What each right opens; a right outside the table has no words, and stands as it came.
fn rights(ui: &mut Ui, lang: Lang, listed: &ListedClient) -> Option<Event> {
    let p = palette(ui);
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    let (read_x, write_x) = (head.right() - 88.0, head.right() - 28.0);
    let name = label_at(ui, head.left_center(), Align2::LEFT_CENTER, T::Label, &tr!(lang, "clients-rights"), p.text3, 160.0).rect;
    let mut asked = None;
    if !listed.client.scope.is_empty() {
        let all: Vec<&str> = listed.client.scope.iter().map(Scope::as_str).collect();
        let at = Rect::from_center_size(pos2(name.right() + 18.0, head.center().y), vec2(28.0, 28.0));
        asked = icon_button_in(ui, at, icon::COPY, &tr!(lang, "details-copy-rights")).clicked().then(|| Event::Copy(all.join(" ")));
    }
    line_at(ui.painter(), pos2(read_x, head.center().y), Align2::CENTER_CENTER, T::Small, &tr!(lang, "details-read"), p.text3, 60.0);
    line_at(ui.painter(), pos2(write_x, head.center().y), Align2::CENTER_CENTER, T::Small, &tr!(lang, "details-write"), p.text3, 60.0);
    ui.add_space(space::XS);
    let groups = by_resource(&listed.client.scope);
    for right in groups.iter().filter(|right| !right.is_other()) {
        hline(ui);
        let words = Catalogue::evotor().resource(right.resource).map(|resource| lang.t(resource.text()));
        let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), 43.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, right.spoken()));
        let room = read_x - 30.0 - row.left();
        label_at(
            ui,
            pos2(row.left(), row.top() + 13.0),
            Align2::LEFT_CENTER,
            T::MonoSmall,
            &widgets::printable(right.resource),
            p.text,
            room,
        );
        let words = words.unwrap_or_else(|| tr!(lang, "details-unknown-right"));
        label_at(ui, pos2(row.left(), row.top() + 31.0), Align2::LEFT_CENTER, T::Small, &words, p.text3, room);
        for (on, x) in [(right.read, read_x), (right.write, write_x)] {
            let at = pos2(x, row.center().y);
            if on {
                icon_at(ui.painter(), at, icon::CHECK, 16.0, p.accent_text);
            } else {
                line_at(ui.painter(), at, Align2::CENTER_CENTER, T::Small, "–", p.text3, 20.0);
            }
        }
    }
    hline(ui);
    if groups.is_empty() {
        ui.add_space(space::S);
        txt(ui, T::Body, &tr!(lang, "details-no-rights"), p.text2);
    }
    let others: Vec<&str> = groups.iter().filter(|right| right.is_other()).map(|right| right.resource).collect();
    if !others.is_empty() {
        ui.add_space(space::S);
        label(ui, &tr!(lang, "details-other"));
        for right in others {
            txt(ui, T::MonoSmall, &widgets::printable(right), p.text);
        }
    }
    asked
}
