//! Which version of which app: the recent ones, and a way to open another by the portal's address or by its ids.
//!
//! No call lists a publisher's apps, so this list is the program's own. The same content stands under the drop-down of the clients
//! screen and, before anything is open, in its middle.

use eframe::egui::{Rect, RectAlign, ScrollArea, Sense, Ui, pos2, vec2};

use super::event::FileEvent;
use super::{Event, Scene};
use crate::i18n::Lang;
use crate::model::app_version::AppVersion;
use crate::model::portal_address::{self, PortalFinding};
use crate::theme::{T, icon, palette, size, space};
use crate::tr;
use crate::widgets::{
    self, Button, Field, OptionRow, Tone, combo_face, hline, icon_button_in, is_popover_open, popover, printable, region, short_id, txt,
};

/// The width of the drop-down's content.
const WIDTH: f32 = 432.0;
/// The width of the field for a version.
const VERSION: f32 = 96.0;
/// How many recent versions are in view at once.
const RECENT_IN_VIEW: f32 = 6.0;

/// What is typed.
#[derive(Default)]
pub struct State {
    app: String,
    version: String,
    name: String,
    /// The app whose address filled the version in: with another app it goes again.
    filled_for: Option<String>,
    finding: Option<PortalFinding>,
    tried: bool,
    shown: Shown,
}

/// Whether the chooser is in view.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Shown {
    /// It is not.
    #[default]
    No,
    /// It is to be opened in the next frame.
    Opening,
    /// It has just come into view: the first field gets the focus, once.
    First,
    /// It is.
    Yes,
}

/// What the chooser is told.
pub struct ChooserView<'a> {
    /// Versions opened before, the last one first.
    pub recent: &'a [AppVersion],
    /// The open one.
    pub open: Option<&'a AppVersion>,
}

impl State {
    /// Opens the drop-down.
    pub const fn open(&mut self) {
        self.shown = Shown::Opening;
    }

    /// The drop-down with the open version; under it, when it is open, the chooser.
    pub fn drop_down(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &ChooserView<'_>, open: &AppVersion, width: f32) -> Option<Event> {
        let (name, tail) = words(scene.lang, open);
        let face = combo_face(ui, width, &tr!(scene.lang, "version-choose"), &name, &tail, true);
        if self.shown == Shown::Opening {
            widgets::open_popover(&face);
        }
        let is_open = is_popover_open(&face) || face.clicked();
        self.shown = match self.shown {
            _ if !is_open => Shown::No,
            Shown::No | Shown::Opening => Shown::First,
            shown => shown,
        };
        let asked = popover(&face, WIDTH, RectAlign::BOTTOM_START, &tr!(scene.lang, "version-choose"), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add_space(space::S);
            let recent = recent(ui, scene, view, 12.0);
            ui.add_space(space::S);
            hline(ui);
            ui.add_space(space::M);
            let inner = ui.available_rect_before_wrap().shrink2(vec2(space::L, 0.0));
            let mut typed = None;
            let height = region(ui, "another", inner, |ui| {
                typed = self.fields(ui, scene, true);
                ui.min_rect().height()
            });
            ui.add_space(height + space::M);
            hline(ui);
            let exchanged = exchange(ui, scene, view, space::S);
            typed.or(recent).or(exchanged)
        });
        let asked = asked.flatten();
        if matches!(asked, Some(Event::OpenVersion(_) | Event::File(_))) {
            widgets::close_popover(&face);
        }
        asked
    }

    /// The chooser as a page of its own.
    pub fn page(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &ChooserView<'_>, rect: Rect) -> Option<Event> {
        let p = palette(ui);
        let lang = scene.lang;
        if self.shown != Shown::Yes {
            self.shown = Shown::First;
        }
        let width = size::EMPTY;
        let top = rect.top() + if rect.height() > 560.0 { 56.0 } else { space::L };
        let at = Rect::from_min_max(
            pos2((rect.center().x - width / 2.0).round(), top),
            pos2((rect.center().x + width / 2.0).round(), rect.bottom()),
        );
        let mut asked = None;
        region(ui, "no version", at, |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.vertical_centered(|ui| {
                    widgets::icon(ui, icon::EMPTY, size::ICON_EMPTY, p.text3);
                    ui.add_space(space::L);
                    txt(ui, T::Section, &tr!(lang, "version-title"), p.text);
                    ui.add_space(space::XS);
                    txt(ui, T::Body, &tr!(lang, "version-words"), p.text2);
                });
                ui.add_space(space::XL);
                asked = self.fields(ui, scene, false);
                if !view.recent.is_empty() {
                    ui.add_space(space::XL);
                    asked = recent(ui, scene, view, 0.0).or(asked.take());
                }
                ui.add_space(space::S);
                asked = exchange(ui, scene, view, 0.0).or(asked.take());
            });
        });
        asked
    }

    /// The fields, what was understood of them, and Open.
    fn fields(&mut self, ui: &mut Ui, scene: &Scene<'_>, narrow: bool) -> Option<Event> {
        let lang = scene.lang;
        let mut enter = false;
        let message = self.message(scene);
        let message = message.as_ref().map(|(tone, words)| (*tone, words.as_str()));
        let [app, hint, version] = ["version-app", "version-hint", "version-number"].map(|key| lang.t(key));
        let missing = (self.tried && self.version.trim().is_empty()).then(|| tr!(lang, "version-missing-version"));
        let width = ui.available_width();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let field = Field::new(&app).hint(&hint).icon(icon::LINK).message_if(message).width(width - VERSION - space::S);
            let field = field.show(ui, &mut self.app);
            if self.shown == Shown::First {
                self.shown = Shown::Yes;
                field.response.request_focus();
            }
            if field.response.changed() {
                self.read_typed();
            }
            enter |= field.submitted();
            let message = missing.as_deref().map(|words| (Tone::Danger, words));
            let field = Field::new(&version).mono().message_if(message).width(VERSION).show(ui, &mut self.version);
            if field.response.changed() {
                self.filled_for = None;
            }
            enter |= field.submitted();
        });
        ui.add_space(space::M);
        let [name, hint] = ["version-name", "version-name-hint"].map(|key| lang.t(key));
        enter |= Field::new(&name).hint(&hint).show(ui, &mut self.name).submitted();
        ui.add_space(space::L);
        let mut asked = None;
        widgets::bar(ui, size::CONTROL, |ui| {
            let open = tr!(lang, "version-open");
            let button = if narrow { Button::secondary(&open) } else { Button::primary(&open) };
            if ui.add(button).clicked() || enter {
                asked = self.typed().map(Event::OpenVersion);
            }
            if ui.add(Button::ghost(&tr!(lang, "version-portal")).trailing(icon::OPEN_OUTSIDE)).clicked() {
                asked = Some(Event::OpenInBrowser(scene.cloud.addresses.dev.clone()));
            }
        });
        asked
    }

    /// Looks for ids in what was typed or pasted; a version that is found fills its field.
    fn read_typed(&mut self) {
        let finding = portal_address::read(&self.app);
        let found = match &finding {
            PortalFinding::Both { version, .. } | PortalFinding::VersionOnly { version, .. } => Some(version.clone()),
            PortalFinding::Several { versions, .. } => versions.first().cloned(),
            _ => None,
        };
        self.finding = (finding != PortalFinding::Empty).then_some(finding);
        let app = self.app_id().map(ToOwned::to_owned);
        if let Some(version) = found {
            self.version = version;
            self.filled_for = app;
        } else if app.is_some() && self.filled_for.is_some() && self.filled_for != app {
            self.version.clear();
            self.filled_for = None;
        }
    }

    /// The app's id, as it was understood.
    fn app_id(&self) -> Option<&str> {
        match self.finding.as_ref()? {
            PortalFinding::Both { app, .. } | PortalFinding::AppOnly { app, .. } => Some(app),
            PortalFinding::Several { apps, .. } => apps.first().map(String::as_str),
            PortalFinding::BareId { id } => Some(id),
            // An id of no known shape may still be one: ids are opaque.
            PortalFinding::NotAnAddress => Some(self.app.trim()).filter(|id| !id.contains(char::is_whitespace)),
            PortalFinding::VersionOnly { .. } | PortalFinding::Nothing { .. } | PortalFinding::Empty => None,
        }
    }

    fn typed(&mut self) -> Option<AppVersion> {
        self.tried = true;
        let version = self.version.trim();
        let app = self.app_id()?;
        if version.is_empty() {
            return None;
        }
        let mut opened = AppVersion::typed(app, version);
        let name = self.name.trim();
        opened.name = (!name.is_empty()).then(|| name.to_owned());
        *self = Self::default();
        Some(opened)
    }

    /// What was found in the field, or what is missing from it.
    fn message(&self, scene: &Scene<'_>) -> Option<(Tone, String)> {
        let lang = scene.lang;
        let Some(finding) = &self.finding else {
            return self.tried.then(|| (Tone::Danger, tr!(lang, "version-missing-app")));
        };
        let found = self.found(lang, finding);
        let Some(host) = finding.foreign_host(scene.cloud.addresses) else { return found };
        // It is asked of our own cloud all the same: an address of the real portal may be opened in the sandbox.
        let words = tr!(lang, "version-foreign-host", host = host, cloud = scene.cloud.host);
        Some(match found {
            Some((Tone::Danger, found)) => (Tone::Danger, format!("{found}. {words}")),
            Some((_, found)) => (Tone::Warn, format!("{found}. {words}")),
            None => (Tone::Warn, words),
        })
    }

    fn found(&self, lang: Lang, finding: &PortalFinding) -> Option<(Tone, String)> {
        let short = |id: &str| short_id(id).into_owned();
        Some(match finding {
            PortalFinding::Both { app, version, .. } => {
                (Tone::Ok, tr!(lang, "version-found-both", app = short(app), version = short(version)))
            }
            PortalFinding::AppOnly { app, .. } => (Tone::Neutral, tr!(lang, "version-found-app", app = short(app))),
            PortalFinding::VersionOnly { version, .. } => (Tone::Danger, tr!(lang, "version-found-version", version = short(version))),
            PortalFinding::Several { apps, .. } => {
                let app = apps.first().map(|app| short(app)).unwrap_or_default();
                (Tone::Warn, tr!(lang, "version-found-several", app = app))
            }
            PortalFinding::Nothing { .. } => (Tone::Danger, tr!(lang, "version-found-nothing")),
            PortalFinding::NotAnAddress if self.app_id().is_none() => (Tone::Danger, tr!(lang, "version-odd")),
            PortalFinding::BareId { .. } | PortalFinding::NotAnAddress | PortalFinding::Empty => return None,
        })
    }
}

/// A version's name (or its app's id), and its number (or its id).
#[must_use]
pub fn words(lang: Lang, version: &AppVersion) -> (String, String) {
    let named = version.name.as_deref().map(|name| printable(name).into_owned());
    let name = named.unwrap_or_else(|| short_id(&version.app_id).into_owned());
    let tail = version.for_list().map(|(number, _)| short_id(number).into_owned());
    (name, tail.unwrap_or_else(|| tr!(lang, "details-not-said")))
}

/// Versions opened before, each one click away.
fn recent(ui: &mut Ui, scene: &Scene<'_>, view: &ChooserView<'_>, margin: f32) -> Option<Event> {
    let p = palette(ui);
    let mut asked = None;
    if view.recent.is_empty() {
        return None;
    }
    ui.horizontal(|ui| {
        ui.add_space(margin);
        txt(ui, T::Micro, &tr!(scene.lang, "version-recent"), p.text3);
    });
    let height = RECENT_IN_VIEW * size::OPTION;
    ScrollArea::vertical().id_salt("recent").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        for version in view.recent {
            ui.push_id((&version.app_id, &version.version_id, &version.version_number), |ui| {
                asked = recent_row(ui, scene, view, version).or(asked.take());
            });
        }
    });
    asked
}

/// The list as a file for a colleague, and back.
fn exchange(ui: &mut Ui, scene: &Scene<'_>, view: &ChooserView<'_>, margin: f32) -> Option<Event> {
    let [import, export] = ["versions-import", "versions-export"].map(|key| scene.lang.t(key));
    let mut asked = None;
    widgets::bar(ui, size::FIELD, |ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        ui.add_space(margin);
        if ui.add(Button::ghost(&import).small()).clicked() {
            asked = Some(FileEvent::ImportVersions);
        }
        if !view.recent.is_empty() && ui.add(Button::ghost(&export).small()).clicked() {
            asked = Some(FileEvent::ExportVersions);
        }
    });
    asked.map(Event::File)
}

fn recent_row(ui: &mut Ui, scene: &Scene<'_>, view: &ChooserView<'_>, version: &AppVersion) -> Option<Event> {
    let (name, tail) = words(scene.lang, version);
    let chosen = view.open.is_some_and(|open| open.is_same_version(version));
    let app = short_id(&version.app_id);
    let (place, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::OPTION), Sense::hover());
    let (row, button) = place.split_left_right_at_x(place.right() - size::OPTION);
    let glyph = if chosen { icon::CHECK } else { icon::APP };
    let option = OptionRow::new(&name).glyph(glyph).tail(&tail).end(&app).chosen(chosen);
    let opened = region(ui, "open", row, |ui| option.show(ui)).clicked();
    let remove = tr!(scene.lang, "version-remove", name = format!("{name} {tail}"));
    if icon_button_in(ui, button, icon::CLOSE, &remove).clicked() {
        return Some(Event::ForgetVersion(version.clone()));
    }
    opened.then(|| Event::OpenVersion(version.clone()))
}
