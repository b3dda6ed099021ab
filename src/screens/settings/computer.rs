//! Settings → This computer: what lies where, and the way to be rid of all of it.

use std::path::{Path, PathBuf};

use eframe::egui::Ui;

use super::SettingsView;
use super::rows::{group_with_words, row, switch_row};
use crate::i18n::Lang;
use crate::screens::{Event, Scene};
use crate::theme::{T, icon, palette, space};
use crate::tr;
use crate::widgets::{Button, Dialog, DialogEnd, icon_button, txt};

/// What the program keeps on this computer.
#[derive(Default)]
pub struct ComputerView {
    /// Where its files are; `None` when all is in memory.
    pub files: Option<Files>,
    /// The names of the items of ours in the keychain; `None` when there is no keychain.
    pub keychain: Option<Vec<String>>,
}

/// The files, whether they are there yet or not.
pub struct Files {
    /// The folder of all.
    pub folder: PathBuf,
    /// The settings.
    pub settings: PathBuf,
    /// The journal of this cloud.
    pub journal: PathBuf,
    /// When the clients of this cloud were first seen.
    pub first_seen: PathBuf,
}

/// What a person asks for here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Computer {
    /// Show this file or folder in the file manager.
    Show(PathBuf),
    /// Forget everything: asked first.
    Forget,
    /// The answer was yes.
    ForgetNow,
    /// The answer was no.
    Keep,
}

pub(super) fn ui(ui: &mut Ui, scene: &Scene<'_>, view: &SettingsView<'_>) -> Option<Event> {
    let lang = scene.lang;
    let mut asked = None;
    let words = if view.computer.files.is_some() { tr!(lang, "settings-folder-words") } else { tr!(lang, "settings-folder-memory") };
    group_with_words(ui, &tr!(lang, "settings-computer"), &words, |ui| {
        if let Some(files) = &view.computer.files {
            asked = of_files(ui, lang, files);
        }
        let items = match view.computer.keychain.as_deref() {
            None => tr!(lang, "settings-keychain-missing"),
            Some([]) => tr!(lang, "settings-keychain-nothing"),
            Some(items) => items.join(" · "),
        };
        row(ui, &tr!(lang, "settings-keychain"), &items, false, |_| {});
        let (name, words) = (tr!(lang, "settings-remember"), tr!(lang, "settings-remember-words"));
        asked = switch_row(ui, &name, &words, false, view.remember_email, true).map(Event::RememberEmail).or(asked.take());
        let name = tr!(lang, "settings-forget");
        row(ui, &name, &tr!(lang, "settings-forget-words"), true, |ui| {
            if ui.add(Button::danger(&name)).clicked() {
                asked = Some(Event::Computer(Computer::Forget));
            }
        });
    });
    asked
}

/// The folder with its whole path, and below it each file as it is called there.
fn of_files(ui: &mut Ui, lang: Lang, files: &Files) -> Option<Event> {
    let mut asked = None;
    let folder = files.folder.display().to_string();
    row(ui, &tr!(lang, "settings-folder"), &folder, false, |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        if ui.add(Button::secondary(&tr!(lang, "settings-show-folder")).icon(icon::FOLDER)).clicked() {
            asked = Some(Event::Computer(Computer::Show(files.folder.clone())));
        }
        if icon_button(ui, icon::COPY, &tr!(lang, "settings-copy-folder")).clicked() {
            asked = Some(Event::Copy(folder.clone()));
        }
    });
    for (name, path) in [
        (tr!(lang, "settings-file-settings"), &files.settings),
        (tr!(lang, "settings-file-journal"), &files.journal),
        (tr!(lang, "settings-file-seen"), &files.first_seen),
    ] {
        row(ui, &name, &below(&files.folder, path), false, |ui| {
            if icon_button(ui, icon::FOLDER, &tr!(lang, "settings-show-file", name = name.as_str())).clicked() {
                asked = Some(Event::Computer(Computer::Show(path.clone())));
            }
        });
    }
    asked
}

/// A path as it is called from the folder on.
fn below(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).display().to_string()
}

/// The question before everything is forgotten.
#[must_use]
pub fn ask_to_forget(ui: &Ui, lang: Lang, view: &ComputerView) -> Option<Event> {
    let (title, confirm) = (tr!(lang, "settings-forget-title"), tr!(lang, "settings-forget-now"));
    let cancel = tr!(lang, "cancel");
    let mut removed = vec![tr!(lang, "settings-forget-work"), tr!(lang, "settings-forget-settings"), tr!(lang, "settings-forget-journal")];
    if view.keychain.is_some() {
        removed.push(tr!(lang, "settings-forget-keychain"));
    }
    let dialog = Dialog::new("forget", &title, &confirm, &cancel).danger();
    let ((), end) = dialog.show(ui, |ui| {
        let p = palette(ui);
        txt(ui, T::Body, &tr!(lang, "settings-forget-list"), p.text2);
        ui.add_space(space::S);
        for one in &removed {
            txt(ui, T::Body, &format!("•  {one}"), p.text);
            ui.add_space(space::XS);
        }
        if let Some(files) = &view.files {
            ui.add_space(space::XS);
            txt(ui, T::MonoSmall, &files.folder.display().to_string(), p.text2);
        }
        ui.add_space(space::S);
        txt(ui, T::Body, &tr!(lang, "settings-forget-server"), p.text2);
    });
    Some(Event::Computer(match end? {
        DialogEnd::Confirmed => Computer::ForgetNow,
        DialogEnd::Cancelled => Computer::Keep,
    }))
}
