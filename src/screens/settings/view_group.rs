//! Settings → View: the language, the theme, and how large the text is.

use eframe::egui::Ui;

use super::rows::{COMBO, group, row};
use super::{Preference, SettingsView};
use crate::desktop::settings::Theme;
use crate::i18n::Lang;
use crate::screens::front_page::LANGUAGES;
use crate::screens::{Event, Scene};
use crate::tr;
use crate::widgets::{Choice, Combo, segmented};

/// The key that goes with + and −.
const KEY: &str = if cfg!(target_os = "macos") { "Cmd" } else { "Ctrl" };

pub(super) fn ui(ui: &mut Ui, scene: &Scene<'_>, view: &SettingsView<'_>) -> Option<Event> {
    let mut asked = None;
    group(ui, &tr!(scene.lang, "settings-appearance"), |ui| {
        asked = language(ui, scene.lang).or(asked.take());
        asked = theme(ui, scene.lang, view.theme).or(asked.take());
        asked = text_size(ui, scene.lang, view).or(asked.take());
    });
    asked
}

fn language(ui: &mut Ui, lang: Lang) -> Option<Event> {
    let name = tr!(lang, "settings-language");
    let languages = [Lang::Ru, Lang::En];
    let mut picked = None;
    row(ui, &name, &tr!(lang, "settings-language-words"), false, |ui| {
        let chosen = languages.iter().position(|known| *known == lang).unwrap_or_default();
        picked = segmented(ui, &name, &LANGUAGES, chosen).and_then(|at| languages.get(at).copied());
    });
    picked.map(Event::SetLanguage)
}

fn theme(ui: &mut Ui, lang: Lang, theme: Theme) -> Option<Event> {
    let name = tr!(lang, "settings-theme");
    let themes = [Theme::System, Theme::Light, Theme::Dark];
    let words = if cfg!(target_os = "linux") { tr!(lang, "settings-theme-words") } else { tr!(lang, "settings-theme-words-plain") };
    let mut picked = None;
    row(ui, &name, &words, false, |ui| {
        let names = ["settings-theme-system", "settings-theme-light", "settings-theme-dark"].map(|key| lang.t(key));
        let chosen = themes.iter().position(|known| *known == theme).unwrap_or_default();
        picked = segmented(ui, &name, &names.each_ref().map(String::as_str), chosen).and_then(|at| themes.get(at).copied());
    });
    picked.map(Event::SetTheme)
}

fn text_size(ui: &mut Ui, lang: Lang, view: &SettingsView<'_>) -> Option<Event> {
    let name = tr!(lang, "settings-text-size");
    let words: Vec<String> = view.text_sizes.iter().map(|percent| tr!(lang, "settings-percent", percent = *percent)).collect();
    let choices: Vec<Choice<'_>> = words.iter().map(|text| Choice { text, tail: "" }).collect();
    let chosen = view.text_sizes.iter().position(|percent| *percent == view.text_size);
    let mut picked = None;
    row(ui, &name, &tr!(lang, "settings-text-size-words", keys = KEY), true, |ui| {
        picked = Combo::new(&name, &choices, chosen).width(COMBO).show(ui).and_then(|at| view.text_sizes.get(at).copied());
    });
    picked.map(|percent| Event::Prefer(Preference::TextSize(percent)))
}
