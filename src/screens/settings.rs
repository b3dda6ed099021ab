//! Settings: words at the left, the control at the right; every change takes effect at once, so there is no Save.

use eframe::egui::{Align, Align2, Frame, Margin, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::front_page::LANGUAGES;
use super::{Event, Scene, shell};
use crate::desktop::settings::Theme;
use crate::i18n::Lang;
use crate::theme::{T, icon, palette, size, space};
use crate::tr;
use crate::widgets::{card, icon_button, label_at, region, row_in, row_line, segmented, switch, txt};

const ROW: f32 = 56.0;

/// What is set.
pub struct SettingsView<'a> {
    /// The theme.
    pub theme: Theme,
    /// The e-mail is remembered.
    pub remember_email: bool,
    /// Where settings and journal are; `None` when all is in memory.
    pub folder: Option<&'a str>,
}

/// Draws the screen into `rect`.
pub fn ui(ui: &mut Ui, scene: &Scene<'_>, view: &SettingsView<'_>, rect: Rect) -> Option<Event> {
    let lang = scene.lang;
    let top = shell::header(ui, rect, &tr!(lang, "settings-title"), Some(&tr!(lang, "settings-words")), |_| {});
    let body = Rect::from_min_max(pos2(rect.left(), top), rect.max);
    let mut asked = None;
    region(ui, "settings", body, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            Frame::new().inner_margin(Margin { left: 24, right: 24, top: 4, bottom: 24 }).show(ui, |ui| {
                ui.set_max_width(size::SETTINGS);
                ui.spacing_mut().item_spacing.y = 0.0;
                asked = groups(ui, scene, view);
            });
        });
    });
    asked
}

fn groups(ui: &mut Ui, scene: &Scene<'_>, view: &SettingsView<'_>) -> Option<Event> {
    let lang = scene.lang;
    let mut asked = None;
    group(ui, &tr!(lang, "settings-appearance"), |ui| {
        let name = tr!(lang, "settings-language");
        let languages = [Lang::Ru, Lang::En];
        row(ui, &name, &tr!(lang, "settings-language-words"), false, |ui| {
            let chosen = languages.iter().position(|l| *l == lang).unwrap_or_default();
            if let Some(lang) = segmented(ui, &name, &LANGUAGES, chosen).and_then(|i| languages.get(i)) {
                asked = Some(Event::SetLanguage(*lang));
            }
        });
        let name = tr!(lang, "settings-theme");
        let themes = [Theme::System, Theme::Light, Theme::Dark];
        let words = if cfg!(target_os = "linux") { tr!(lang, "settings-theme-words") } else { tr!(lang, "settings-theme-words-plain") };
        row(ui, &name, &words, true, |ui| {
            let names = ["settings-theme-system", "settings-theme-light", "settings-theme-dark"].map(|key| lang.t(key));
            let chosen = themes.iter().position(|theme| *theme == view.theme).unwrap_or_default();
            let answer = segmented(ui, &name, &names.each_ref().map(String::as_str), chosen);
            if let Some(theme) = answer.and_then(|i| themes.get(i)) {
                asked = Some(Event::SetTheme(*theme));
            }
        });
    });
    group(ui, &tr!(lang, "settings-sign-in"), |ui| {
        let name = tr!(lang, "settings-remember");
        row(ui, &name, &tr!(lang, "settings-remember-words"), true, |ui| {
            let mut on = view.remember_email;
            if switch(ui, &mut on, true, &name).changed() {
                asked = Some(Event::RememberEmail(on));
            }
        });
    });
    group(ui, &tr!(lang, "settings-computer"), |ui| {
        let memory = tr!(lang, "settings-folder-memory");
        row(ui, &tr!(lang, "settings-folder"), view.folder.unwrap_or(&memory), false, |ui| {
            let copy = tr!(lang, "settings-copy-folder");
            if let Some(folder) = view.folder
                && icon_button(ui, icon::COPY, &copy).clicked()
            {
                asked = Some(Event::Copy(folder.to_owned()));
            }
        });
        row(ui, &tr!(lang, "settings-kept"), &tr!(lang, "settings-kept-words"), true, |_| {});
    });
    asked
}

fn group(ui: &mut Ui, title: &str, rows: impl FnOnce(&mut Ui)) {
    let p = palette(ui);
    txt(ui, T::Section, title, p.text);
    ui.add_space(space::S);
    card(ui, 0, rows);
    ui.add_space(space::L);
}

fn row(ui: &mut Ui, name: &str, words: &str, last: bool, control: impl FnOnce(&mut Ui)) {
    let p = palette(ui);
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    if !last {
        row_line(ui, Rect::from_min_max(pos2(row.left() + space::L, row.top()), row.max), p.border);
    }
    let inside = row.shrink2(vec2(space::L, (ROW - size::CONTROL) / 2.0));
    let left = row_in(ui, name, inside, Align::Max, |ui| {
        control(ui);
        let used = ui.min_rect();
        if used.width() > 0.0 { used.left() } else { inside.right() }
    });
    let room = left - row.left() - 32.0;
    label_at(ui, pos2(inside.left(), row.top() + 19.0), Align2::LEFT_CENTER, T::Strong, name, p.text, room);
    label_at(ui, pos2(inside.left(), row.top() + 38.0), Align2::LEFT_CENTER, T::Small, words, p.text2, room);
}
