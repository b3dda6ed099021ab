//! Settings: words at the left, the control at the right; every change takes effect at once, so there is no Save.

mod advanced;
mod rows;

use eframe::egui::{Frame, Margin, Rect, ScrollArea, Ui, pos2};

pub use self::advanced::{Advanced, AdvancedView, CallView};
use self::rows::{group, row};
use super::front_page::LANGUAGES;
use super::{Event, Scene, Screen, shell};
use crate::desktop::settings::Theme;
use crate::evotor::readings::Endpoint;
use crate::i18n::Lang;
use crate::theme::{icon, size};
use crate::tr;
use crate::widgets::{Button, follow_focus, icon_button, region, segmented, switch};

/// What is typed, and why somebody is here.
#[derive(Default)]
pub struct State {
    advanced: advanced::State,
    /// A message led here from this screen.
    from: Option<Screen>,
}

/// What is set.
pub struct SettingsView<'a> {
    /// The theme.
    pub theme: Theme,
    /// The e-mail is remembered.
    pub remember_email: bool,
    /// Where settings and journal are; `None` when all is in memory.
    pub folder: Option<&'a str>,
    /// How the program talks to this cloud.
    pub advanced: AdvancedView<'a>,
}

impl State {
    /// A message leads here: this call's row is to be seen and to have the focus, and there is a way back.
    pub fn lead_to(&mut self, endpoint: Endpoint, from: Screen) {
        self.advanced.lead_to(endpoint);
        self.from = Some(from);
    }

    /// The person has gone elsewhere: the way back is not asked for any more. What is typed stays.
    pub fn left(&mut self) {
        self.from = None;
    }

    /// What was typed as the User-Agent is in force.
    pub fn user_agent_is_set(&mut self) {
        self.advanced.user_agent_is_set();
    }

    /// Draws the screen into `rect`.
    pub fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &SettingsView<'_>, rect: Rect) -> Option<Event> {
        let lang = scene.lang;
        let mut asked = None;
        let top = shell::header(ui, rect, &tr!(lang, "settings-title"), Some(&tr!(lang, "settings-words")), |ui| {
            if let Some(from) = self.from {
                let back = if from == Screen::NewClient { tr!(lang, "settings-back-form") } else { tr!(lang, "settings-back-list") };
                if ui.add(Button::secondary(&back)).clicked() {
                    asked = Some(Event::Go(from));
                }
            }
        });
        let body = Rect::from_min_max(pos2(rect.left(), top), rect.max);
        region(ui, "settings", body, |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                Frame::new().inner_margin(Margin { left: 24, right: 24, top: 4, bottom: 24 }).show(ui, |ui| {
                    ui.set_max_width(size::SETTINGS);
                    ui.spacing_mut().item_spacing.y = 0.0;
                    let in_groups = groups(ui, scene, view);
                    asked = self.advanced.ui(ui, scene, &view.advanced).or(in_groups).or(asked.take());
                });
                follow_focus(ui);
            });
        });
        asked
    }
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
