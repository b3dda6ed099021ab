//! The rows of the settings: a name and its words at the left, the control at the right.

use std::time::Duration;

use eframe::egui::{Align, Align2, Rect, Sense, Ui, pos2, vec2};

use crate::i18n::Lang;
use crate::theme::{T, icon, palette, size, space};
use crate::tr;
use crate::widgets::{Choice, Combo, Tone, card, icon_at, label_at, row_in, row_line, switch, txt};

const ROW: f32 = 56.0;
/// A short drop-down.
pub(super) const COMBO: f32 = 144.0;

/// A card of rows under its title.
pub(super) fn group(ui: &mut Ui, title: &str, rows: impl FnOnce(&mut Ui)) {
    group_with_words(ui, title, "", rows);
}

/// The same with a line about all of it.
pub(super) fn group_with_words(ui: &mut Ui, title: &str, words: &str, rows: impl FnOnce(&mut Ui)) {
    let p = palette(ui);
    txt(ui, T::Section, title, p.text);
    if !words.is_empty() {
        ui.add_space(2.0);
        txt(ui, T::Small, words, p.text2);
    }
    ui.add_space(space::S);
    card(ui, 0, rows);
    ui.add_space(space::L);
}

/// One row. Words that do not fit are cut and stand whole in their tooltip.
pub(super) fn row(ui: &mut Ui, name: &str, words: &str, last: bool, control: impl FnOnce(&mut Ui)) {
    toned_row(ui, name, words, Tone::Neutral, last, control);
}

/// The same, whose words are good or bad news.
pub(super) fn toned_row(ui: &mut Ui, name: &str, words: &str, tone: Tone, last: bool, control: impl FnOnce(&mut Ui)) {
    let p = palette(ui);
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    if !last {
        line_under(ui, row);
    }
    let inside = row.shrink2(vec2(space::L, (ROW - size::CONTROL) / 2.0));
    let left = row_in(ui, name, inside, Align::Max, |ui| {
        control(ui);
        let used = ui.min_rect();
        if used.width() > 0.0 { used.left() } else { inside.right() }
    });
    let room = left - row.left() - 32.0;
    label_at(ui, pos2(inside.left(), row.top() + 19.0), Align2::LEFT_CENTER, T::Strong, name, p.text, room);
    let (mut at, ink) = (pos2(inside.left(), row.top() + 38.0), if tone == Tone::Neutral { p.text2 } else { tone.colors(p).0 });
    let end = at.x + room;
    if tone != Tone::Neutral {
        let glyph = if tone == Tone::Ok { icon::CHECK } else { icon::WARN };
        icon_at(ui.painter(), pos2(at.x + size::ICON_SMALL / 2.0, at.y), glyph, size::ICON_SMALL, ink);
        at.x += size::ICON_SMALL + space::XS;
    }
    label_at(ui, at, Align2::LEFT_CENTER, T::Small, words, ink, end - at.x);
}

/// A row with a switch; answers when it was turned.
pub(super) fn switch_row(ui: &mut Ui, name: &str, words: &str, last: bool, on: bool, enabled: bool) -> Option<bool> {
    let mut turned = on;
    row(ui, name, words, last, |ui| {
        switch(ui, &mut turned, enabled, name);
    });
    (turned != on).then_some(turned)
}

/// What was picked in a drop-down of times; none is "never".
#[derive(Clone, Copy)]
pub(super) struct Picked(pub Option<Duration>);

/// A drop-down of times; none among them is "never". A time that stands in the file but is not offered is among them as well.
pub(super) fn times(ui: &mut Ui, lang: Lang, name: &str, offered: &[Option<Duration>], now: Option<Duration>) -> Option<Picked> {
    let mut times = offered.to_vec();
    if !times.contains(&now) {
        times.push(now);
        times.sort_by_key(|time| time.unwrap_or(Duration::MAX));
    }
    let words: Vec<String> = times.iter().map(|time| in_words(lang, *time)).collect();
    let choices: Vec<Choice<'_>> = words.iter().map(|text| Choice { text, tail: "" }).collect();
    let chosen = times.iter().position(|time| *time == now);
    Combo::new(name, &choices, chosen).width(COMBO).show(ui).and_then(|picked| times.get(picked).copied()).map(Picked)
}

/// In whole minutes where it is so, else in seconds.
fn in_words(lang: Lang, time: Option<Duration>) -> String {
    match time.map(|time| time.as_secs()) {
        None => tr!(lang, "settings-never"),
        Some(seconds) if seconds > 0 && seconds % 60 == 0 => tr!(lang, "settings-minutes", count = seconds / 60),
        Some(seconds) => tr!(lang, "settings-seconds", count = seconds),
    }
}

/// The hairline between two rows.
pub(super) fn line_under(ui: &Ui, row: Rect) {
    row_line(ui, Rect::from_min_max(pos2(row.left() + space::L, row.top()), row.max), palette(ui).border);
}
