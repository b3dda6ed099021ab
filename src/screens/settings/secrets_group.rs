//! Settings → Secrets: how long a sign-in is kept, and how long what is secret may be seen or lie in the clipboard.

use eframe::egui::Ui;

use super::rows::{Picked, group, row, switch_row, times, toned_row};
use super::{Preference, SettingsView};
use crate::screens::{Event, Scene};
use crate::tr;
use crate::widgets::Tone;

pub(super) fn ui(ui: &mut Ui, scene: &Scene<'_>, view: &SettingsView<'_>) -> Option<Event> {
    let mut asked = None;
    group(ui, &tr!(scene.lang, "settings-secrets"), |ui| {
        asked = stay_signed_in(ui, scene, view).or(asked.take());
        let preferred = clipboard(ui, scene, view);
        let preferred = hiding(ui, scene, view).or(preferred);
        let preferred = captures(ui, scene, view).or(preferred);
        asked = preferred.map(Event::Prefer).or(asked.take());
    });
    asked
}

/// Without a keychain there is nothing to choose, and the switch says so by being off.
fn stay_signed_in(ui: &mut Ui, scene: &Scene<'_>, view: &SettingsView<'_>) -> Option<Event> {
    let name = tr!(scene.lang, "settings-stay");
    let words = match view.stay_signed_in {
        Some(_) => tr!(scene.lang, "settings-stay-words"),
        None => tr!(scene.lang, "settings-stay-missing"),
    };
    let on = view.stay_signed_in.unwrap_or_default();
    switch_row(ui, &name, &words, false, on, view.stay_signed_in.is_some()).map(Event::StaySignedIn)
}

fn clipboard(ui: &mut Ui, scene: &Scene<'_>, view: &SettingsView<'_>) -> Option<Preference> {
    let name = tr!(scene.lang, "settings-clipboard");
    let (tone, words) = match view.clipboard_time {
        Some(_) => (Tone::Neutral, tr!(scene.lang, "settings-clipboard-words")),
        None => (Tone::Warn, tr!(scene.lang, "settings-clipboard-never")),
    };
    let mut picked = None;
    toned_row(ui, &name, &words, tone, false, |ui| {
        picked = times(ui, scene.lang, &name, view.clipboard_times, view.clipboard_time);
    });
    picked.map(|Picked(time)| Preference::ClipboardTime(time))
}

fn hiding(ui: &mut Ui, scene: &Scene<'_>, view: &SettingsView<'_>) -> Option<Preference> {
    let lang = scene.lang;
    let (mut hide, mut cover) = (None, None);
    let name = tr!(lang, "settings-hide");
    row(ui, &name, &tr!(lang, "settings-hide-words"), false, |ui| {
        hide = times(ui, lang, &name, view.hide_times, Some(view.hide_time)).and_then(|Picked(time)| time);
    });
    let on = view.hide_on_focus_loss;
    let turned = switch_row(ui, &tr!(lang, "settings-focus"), &tr!(lang, "settings-focus-words"), false, on, true);
    let name = tr!(lang, "settings-cover");
    row(ui, &name, &tr!(lang, "settings-cover-words"), false, |ui| {
        cover = times(ui, lang, &name, view.cover_times, view.cover_time);
    });
    let hide = hide.map(Preference::HideTime);
    hide.or(turned.map(Preference::HideOnFocusLoss)).or(cover.map(|Picked(time)| Preference::CoverTime(time)))
}

fn captures(ui: &mut Ui, scene: &Scene<'_>, view: &SettingsView<'_>) -> Option<Preference> {
    let name = tr!(scene.lang, "settings-captures");
    let can = view.keep_out_of_captures.is_some();
    let words = if can { tr!(scene.lang, "settings-captures-words") } else { tr!(scene.lang, "settings-captures-missing") };
    let on = view.keep_out_of_captures.unwrap_or_default();
    switch_row(ui, &name, &words, true, on, can).map(Preference::KeepOutOfCaptures)
}
