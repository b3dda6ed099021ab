//! Who is signed in: a pop-up at the account's corner of the navigation, with a row an account, the one in front first.

use eframe::egui::{
    Align, Align2, Frame, Key, KeyboardShortcut, Margin, Modifiers, Pos2, Rect, RectAlign, Response, Role, ScrollArea, Sense, Ui,
    WidgetInfo, pos2, vec2,
};

use super::{Event, Scene, time_words};
use crate::evotor::session::Lifetimes;
use crate::theme::{T, icon, palette, radius, size, space};
use crate::tr;
use crate::widgets::{
    self, Button, check_row, close_popover, focus_ring_inside, hline, icon_at, icon_button, is_popover_open, key_cap, label_at, line_at,
    note, open_popover, popover, region, ring, row_in,
};

const WIDTH: f32 = 416.0;
const ROW: f32 = 56.0;
/// More accounts than these are scrolled.
const ROWS_IN_VIEW: f32 = 5.0;
/// A sign-in that lasts less than this is shown as ending soon, in seconds.
pub const ENDS_SOON_S: i64 = 30 * 60;

/// Opens the accounts from everywhere.
const KEYS: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::A);

/// What the window shows of an account.
#[derive(Clone, Debug)]
pub struct AccountView {
    /// Its e-mail, or the name given with a pasted token.
    pub name: String,
    /// How long access and sign-in last; `None` when the sign-in has ended.
    pub lifetimes: Option<Lifetimes>,
    /// A write is under way.
    pub is_writing: bool,
    /// A password is kept, to sign in by itself when the session ends.
    pub unattended: bool,
    /// The sign-in outlives the program.
    pub is_kept: bool,
}

/// The pop-up over `anchor`, the account's button. Ctrl+Shift+A opens it from everywhere.
#[must_use]
pub fn popup(ui: &Ui, anchor: &Response, scene: &Scene<'_>, accounts: &[AccountView]) -> Option<Event> {
    let name = tr!(scene.lang, "accounts");
    let by_key = ui.input_mut(|input| input.consume_shortcut(&KEYS));
    if by_key {
        if is_popover_open(anchor) { close_popover(anchor) } else { open_popover(anchor) }
    }
    let asked = popover(anchor, WIDTH, RectAlign::TOP_START, &name, |ui| {
        let p = palette(ui);
        let mut asked = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        Frame::new().inner_margin(Margin { left: 8, right: 8, top: 12, bottom: 12 }).show(ui, |ui| {
            let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::CONTROL_SMALL), Sense::hover());
            label_at(ui, pos2(head.left() + 12.0, head.center().y), Align2::LEFT_CENTER, T::Section, &name, p.text, 200.0);
            key_cap(ui, pos2(head.right() - 12.0, head.center().y), &shortcut(ui));
            ui.add_space(space::S);
            let rows = (accounts.len() as f32).min(ROWS_IN_VIEW) * ROW;
            ScrollArea::vertical().max_height(rows).auto_shrink(false).show(ui, |ui| {
                for (at, account) in accounts.iter().enumerate() {
                    asked = row(ui, scene, account, at == 0, by_key && at == 0).or(asked.take());
                }
            });
            if let Some(front) = accounts.first().filter(|front| front.unattended) {
                ui.add_space(space::S);
                Frame::new().inner_margin(Margin::symmetric(12, 0)).show(ui, |ui| {
                    let mut on = front.unattended;
                    if check_row(ui, &mut on, true, &tr!(scene.lang, "unattended")).changed() {
                        asked = Some(Event::ForgetPassword);
                    }
                    ui.add_space(2.0);
                    note(ui, icon::INFO, &tr!(scene.lang, "unattended-kept"));
                });
            }
            ui.add_space(space::M);
            hline(ui);
            ui.add_space(space::M);
            let (foot, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::CONTROL), Sense::hover());
            row_in(ui, "add", foot, Align::Min, |ui| {
                if ui.add(Button::ghost(&tr!(scene.lang, "account-add")).icon(icon::ADD)).clicked() {
                    asked = Some(Event::AddAccount);
                }
            });
            row_in(ui, "all", foot, Align::Max, |ui| {
                if accounts.len() > 1 && ui.add(Button::ghost(&tr!(scene.lang, "sign-out-all")).icon(icon::SIGN_OUT)).clicked() {
                    asked = Some(Event::SignOutOfAll);
                }
            });
        });
        asked
    });
    let asked = asked.flatten();
    if matches!(asked, Some(Event::SwitchTo(_) | Event::AddAccount | Event::SignOutOfAll | Event::SignOut | Event::SignOutOf(_))) {
        close_popover(anchor);
    }
    asked
}

fn shortcut(ui: &Ui) -> String {
    ui.ctx().format_shortcut(&KEYS)
}

/// An account: whose, how long it lasts, what is under way there; a click comes to it.
fn row(ui: &mut Ui, scene: &Scene<'_>, account: &AccountView, is_front: bool, wants_focus: bool) -> Option<Event> {
    let (p, lang) = (palette(ui), scene.lang);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let response = ui.interact(rect, ui.scope_id().with(("account", &account.name)), Sense::click());
    let name = widgets::printable(&account.name);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_front, &*name));
    if wants_focus {
        response.request_focus();
    }
    let inner = rect.shrink2(vec2(0.0, 1.0));
    if is_front {
        ui.painter().rect_filled(inner, radius::CONTROL, p.selected);
    } else if response.hovered() {
        ui.painter().rect_filled(inner, radius::CONTROL, p.hover);
    }
    if response.has_focus() {
        focus_ring_inside(ui.painter(), inner, radius::CONTROL, p);
    }
    letter(ui, pos2(rect.left() + 28.0, rect.center().y), &account.name, is_front);
    let text_left = rect.left() + 52.0;
    let button = Rect::from_center_size(pos2(rect.right() - 24.0, rect.center().y), vec2(28.0, 28.0));
    let time = time_left(ui, scene, account, pos2(button.left() - 8.0, rect.center().y));
    let room = time.left() - text_left - 16.0;
    label_at(ui, pos2(text_left, rect.center().y - 9.0), Align2::LEFT_CENTER, T::Strong, &name, p.text, room);
    let words = if account.is_writing {
        tr!(lang, "account-writing")
    } else if account.is_kept {
        tr!(lang, "account-kept")
    } else {
        tr!(lang, "account-in-memory")
    };
    label_at(ui, pos2(text_left, rect.center().y + 10.0), Align2::LEFT_CENTER, T::Small, &words, p.text2, room);
    let clicked = response.clicked();
    let sign_out = if is_front { tr!(lang, "sign-out") } else { tr!(lang, "sign-out-of", account = &*name) };
    let leave = region(ui, &account.name, button, |ui| icon_button(ui, icon::SIGN_OUT, &sign_out).clicked());
    if leave {
        return Some(if is_front { Event::SignOut } else { Event::SignOutOf(account.name.clone()) });
    }
    (clicked && !is_front).then(|| Event::SwitchTo(account.name.clone()))
}

/// How long the sign-in lasts, or that it has ended; ends at `right`.
fn time_left(ui: &mut Ui, scene: &Scene<'_>, account: &AccountView, right: Pos2) -> Rect {
    let (p, lang) = (palette(ui), scene.lang);
    let Some(lifetimes) = account.lifetimes else {
        let at = label_at(ui, right, Align2::RIGHT_CENTER, T::Small, &tr!(lang, "account-ended"), p.warn, 140.0).rect;
        icon_at(ui.painter(), pos2(at.left() - 12.0, right.y), icon::WARN, size::ICON_SMALL, p.warn);
        return at.expand2(vec2(20.0, 0.0));
    };
    let Some(end) = lifetimes.sign_in_ends else {
        return label_at(ui, right, Align2::RIGHT_CENTER, T::Small, &tr!(lang, "session-unknown"), p.text3, 140.0).rect;
    };
    let words = time_words::left(lang, end, scene.now);
    if let Some(after) = words.changes_in {
        ui.ctx().request_repaint_after(after);
    }
    let soon = end.duration_since(scene.now).as_secs() < ENDS_SOON_S;
    let ink = if soon { p.warn } else { p.text2 };
    let at = label_at(ui, right, Align2::RIGHT_CENTER, T::Num, &words.text, ink, 140.0).rect;
    let part = lifetimes.sign_in_total.map_or(0.0, |total| time_words::part_left(end, total, scene.now));
    ring(ui.painter(), pos2(at.left() - 12.0, right.y), 5.0, 2.0, part, if soon { p.warn } else { p.text3 }, p.border);
    at.expand2(vec2(20.0, 0.0))
}

/// The account's first letter in a disc.
pub fn letter(ui: &Ui, center: Pos2, name: &str, is_strong: bool) {
    let p = palette(ui);
    let letter: String = name.chars().find(|c| c.is_alphanumeric()).map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let (ground, ink) = if is_strong { (p.accent, p.on_accent) } else { (p.accent_soft, p.accent_text) };
    ui.painter().circle_filled(center, 14.0, ground);
    line_at(ui.painter(), center, Align2::CENTER_CENTER, T::Label, &letter, ink, 20.0);
}
