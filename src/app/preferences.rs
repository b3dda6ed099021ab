//! Takes each change of the settings into force: at once, and for the next start.

use std::time::Duration;

use eframe::egui::{Context, Key, KeyboardShortcut, Modifiers, ThemePreference};

use super::App;
use crate::desktop::captures::CAN_KEEP_WINDOW_OUT;
use crate::desktop::settings::{CLIPBOARD_TIMES, COVER_TIMES, HIDE_TIMES, Language, Settings, TEXT_SIZE, TEXT_SIZES, Theme};
use crate::i18n::Lang;
use crate::screens::Event;
use crate::screens::settings::{AdvancedView, ComputerView, NetworkView, Preference, SettingsView};

/// With its twin: + is a shifted = on most keyboards.
const LARGER: [KeyboardShortcut; 2] =
    [KeyboardShortcut::new(Modifiers::COMMAND, Key::Plus), KeyboardShortcut::new(Modifiers::COMMAND, Key::Equals)];
const SMALLER: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Minus);
const AS_AT_FIRST: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Num0);

/// With "never", which stands last.
const CLIPBOARD: [Option<Duration>; 6] = with_never(CLIPBOARD_TIMES);
const COVER: [Option<Duration>; 4] = with_never(COVER_TIMES);
const HIDE: [Option<Duration>; 4] = [Some(HIDE_TIMES[0]), Some(HIDE_TIMES[1]), Some(HIDE_TIMES[2]), Some(HIDE_TIMES[3])];

const fn with_never<const N: usize, const M: usize>(times: [Duration; N]) -> [Option<Duration>; M] {
    let mut all = [None; M];
    let mut at = 0;
    while at < N {
        all[at] = Some(times[at]);
        at += 1;
    }
    all
}

impl App {
    /// All that is set takes effect in the window: at the start, and when everything was forgotten.
    pub(super) fn put_in_force(&mut self, ctx: &Context) {
        // Ours goes by the steps that the settings offer, and is remembered.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let settings = self.setup.settings.get();
        self.lang = self.setup.lang.unwrap_or_else(|| language(settings.language));
        apply_theme(ctx, settings.theme);
        apply_text_size(ctx, settings.text_size());
    }

    /// Does what is preferred.
    pub(super) fn prefer(&self, ctx: &Context, preference: Preference) {
        if let Preference::TextSize(percent) = preference {
            apply_text_size(ctx, percent);
        }
        self.setup.settings.change(|settings| match preference {
            Preference::TextSize(percent) => settings.set_text_size(percent),
            Preference::ClipboardTime(time) => settings.set_clipboard_time(time),
            Preference::HideTime(time) => settings.set_hide_time(time),
            Preference::HideOnFocusLoss(hide) => settings.hide_on_focus_loss = hide,
            Preference::CoverTime(time) => settings.set_cover_time(time),
            Preference::KeepOutOfCaptures(keep_out) => settings.keep_out_of_captures = keep_out,
        });
    }

    pub(super) fn set_theme(&self, ctx: &Context, theme: Theme) {
        apply_theme(ctx, theme);
        self.setup.settings.change(|settings| settings.theme = theme);
    }

    pub(super) fn set_language(&mut self, lang: Lang) {
        self.lang = lang;
        self.setup.settings.change(|settings| {
            settings.language = match lang {
                Lang::Ru => Language::Ru,
                Lang::En => Language::En,
            };
        });
    }

    pub(super) fn remember_email(&mut self, remember: bool) {
        let key = self.setup.cloud.key();
        let email = self.account().filter(|account| account.contains('@'));
        self.setup.settings.change(|settings| {
            settings.remember_email(remember);
            if let Some(email) = email.filter(|_| remember) {
                settings.signed_in(&key, &email);
            }
        });
    }

    /// Ctrl +, Ctrl − and Ctrl 0, wherever one is.
    pub(super) fn text_size_keys(&self, ctx: &Context) -> Option<Event> {
        let now = self.setup.settings.get().text_size();
        let (larger, smaller, as_at_first) = ctx.input_mut(|input| {
            let mut is_pressed = |shortcut: &KeyboardShortcut| input.consume_shortcut(shortcut);
            (LARGER.iter().any(&mut is_pressed), is_pressed(&SMALLER), is_pressed(&AS_AT_FIRST))
        });
        let next = if as_at_first {
            Some(TEXT_SIZE)
        } else if larger {
            TEXT_SIZES.into_iter().find(|percent| *percent > now)
        } else if smaller {
            TEXT_SIZES.into_iter().rev().find(|percent| *percent < now)
        } else {
            None
        };
        next.map(|percent| Event::Prefer(Preference::TextSize(percent)))
    }
}

/// What the settings screen shows.
pub(super) fn view<'a>(
    settings: &Settings,
    computer: &'a ComputerView,
    has_keychain: bool,
    network: NetworkView<'a>,
    advanced: AdvancedView<'a>,
) -> SettingsView<'a> {
    SettingsView {
        theme: settings.theme,
        text_size: settings.text_size(),
        text_sizes: &TEXT_SIZES,
        stay_signed_in: has_keychain.then_some(settings.stay_signed_in),
        clipboard_time: settings.clipboard_time(),
        clipboard_times: &CLIPBOARD,
        hide_time: settings.hide_time(),
        hide_times: &HIDE,
        hide_on_focus_loss: settings.hide_on_focus_loss,
        cover_time: settings.cover_time(),
        cover_times: &COVER,
        keep_out_of_captures: CAN_KEEP_WINDOW_OUT.then_some(settings.keep_out_of_captures),
        remember_email: settings.remembers_email(),
        computer,
        network,
        advanced,
    }
}

fn apply_text_size(ctx: &Context, percent: u32) {
    ctx.set_zoom_factor(percent as f32 / 100.0);
}

fn language(choice: Language) -> Lang {
    match choice {
        Language::System => Lang::of_system(),
        Language::Ru => Lang::Ru,
        Language::En => Lang::En,
    }
}

fn apply_theme(ctx: &Context, theme: Theme) {
    ctx.set_theme(match theme {
        Theme::System => ThemePreference::System,
        Theme::Light => ThemePreference::Light,
        Theme::Dark => ThemePreference::Dark,
    });
}
