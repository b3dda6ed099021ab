//! Versions from a colleague's file, shown before anything of it is taken.

use eframe::egui::Ui;

use super::event::FileEvent;
use super::{Event, Scene, version_chooser};
use crate::i18n::Lang;
use crate::model::app_version::AppVersion;
use crate::model::version_list::{ListProblem, Merge, Part, PartProblem};
use crate::theme::{T, icon, palette, size, space};
use crate::tr;
use crate::widgets::{self, Dialog, DialogEnd, printable, short_id, txt};

/// The width of a version's name beside its number.
const NAMES: f32 = 200.0;

/// What a file would change.
pub struct ImportView<'a> {
    /// The changes.
    pub merge: &'a Merge,
    /// The cloud that the file was saved for, when it is another.
    pub foreign_cloud: Option<&'a str>,
}

/// Draws the question.
#[must_use]
pub fn ui(ui: &Ui, scene: &Scene<'_>, view: &ImportView<'_>) -> Option<Event> {
    let lang = scene.lang;
    let [title, add, cancel] = ["versions-import-title", "versions-import-add", "cancel"].map(|key| lang.t(key));
    let ((), end) = Dialog::new("import versions", &title, &add, &cancel).show(ui, |ui| body(ui, scene, view));
    Some(Event::File(match end? {
        DialogEnd::Confirmed => FileEvent::AddVersions,
        DialogEnd::Cancelled => FileEvent::Cancel,
    }))
}

fn body(ui: &mut Ui, scene: &Scene<'_>, view: &ImportView<'_>) {
    let p = palette(ui);
    let lang = scene.lang;
    if let Some(cloud) = view.foreign_cloud {
        let here = scene.cloud.host;
        widgets::note(ui, icon::WARN, &tr!(lang, "versions-import-cloud", cloud = printable(cloud).into_owned(), here = here));
        ui.add_space(space::M);
    }
    let joined: Vec<&AppVersion> = view.merge.joined.iter().map(|(_, new)| new).collect();
    for (name, versions) in [("versions-import-added", view.merge.added.iter().collect()), ("versions-import-joined", joined)] {
        if versions.is_empty() {
            continue;
        }
        txt(ui, T::Label, &lang.t(name), p.text2);
        ui.add_space(space::XS);
        for version in versions {
            row(ui, lang, version);
        }
        ui.add_space(space::M);
    }
    if view.merge.same > 0 {
        txt(ui, T::Small, &tr!(lang, "versions-import-same", count = view.merge.same), p.text3);
    }
}

fn row(ui: &mut Ui, lang: Lang, version: &AppVersion) {
    let (name, tail) = version_chooser::words(lang, version);
    let id = version.version_id.as_deref().filter(|_| version.version_number.is_some());
    let value = [Some(tail), id.map(|id| short_id(id).into_owned()), Some(short_id(&version.app_id).into_owned())];
    let value: Vec<String> = value.into_iter().flatten().collect();
    widgets::kv(ui, NAMES.min(ui.available_width() - size::DIALOG / 4.0), &name, T::MonoSmall, &value.join("  "));
}

/// Why a file was not taken.
#[must_use]
pub fn problem_words(lang: Lang, problem: ListProblem) -> String {
    match problem {
        ListProblem::NotText => tr!(lang, "versions-problem-text"),
        ListProblem::NotUnderstood { line, column } => tr!(lang, "versions-problem-json", line = line, column = column),
        ListProblem::NotAList => tr!(lang, "versions-problem-other"),
        ListProblem::Newer(_) => tr!(lang, "versions-problem-newer"),
        ListProblem::TooMany => tr!(lang, "versions-problem-many"),
        ListProblem::Entry { entry, part, problem } => {
            let part = match part {
                Part::App => tr!(lang, "versions-part-app"),
                Part::Version => tr!(lang, "versions-part-version"),
                Part::Name => tr!(lang, "versions-part-name"),
            };
            let problem = match problem {
                PartProblem::Missing => tr!(lang, "versions-problem-missing"),
                PartProblem::TooLong => tr!(lang, "versions-problem-long"),
                PartProblem::Unseen => tr!(lang, "versions-problem-unseen"),
                PartProblem::LookAlike => tr!(lang, "versions-problem-alike"),
            };
            tr!(lang, "versions-problem-entry", entry = entry, part = part, problem = problem)
        }
    }
}
