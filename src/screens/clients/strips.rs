//! What pushes the list of clients down: the progress of a first reading, a wait that the server asked for, a failure, and what is missing from it.

use std::time::Duration;

use eframe::egui::{Align2, Rect, Ui, pos2, vec2};
use jiff::Timestamp;

use super::{Failed, ListView};
use crate::evotor::readings::Endpoint;
use crate::screens::problem::{self, BannerAnswer, Doing};
use crate::screens::settings::{Advanced, Lead, Network};
use crate::screens::time_words::{self, Words};
use crate::screens::{Event, Scene, version_chooser};
use crate::theme::{T, icon, palette, size, space};
use crate::tr;
use crate::widgets::{self, Tone, icon_at, label_at, line_at, region};

/// Draws them at the top of `body` and leaves the rest of it.
pub(super) fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    list: &ListView<'_>,
    chooser: &mut version_chooser::State,
    body: &mut Rect,
) -> Option<Event> {
    let lang = scene.lang;
    let mut asked = None;
    if let Some(left) = list.waits_until.and_then(|until| time_words::countdown(lang, until, scene.now)) {
        body.min.y += waiting(ui, scene, *body, &left);
    } else if let (Some((pages, started)), None) = (list.reading, list.read_at) {
        body.min.y += progress(ui, scene, *body, pages + 1, started);
    }
    if let Some(failed) = &list.failed {
        let doing = match list.read_at {
            Some(read_at) => Doing::Refresh { read_at },
            None => Doing::List { come: list.clients.len() },
        };
        let problem = match failed {
            Failed::Api(error) => problem::words(scene, doing, error),
            Failed::Lost => problem::lost(scene, doing),
        };
        let at = Rect::from_min_size(body.min + vec2(space::XL, 0.0), vec2(body.width() - 2.0 * space::XL, 0.0));
        let is_unknown = matches!(failed, Failed::Api(error) if error.status() == Some(404));
        let other_header = matches!(failed, Failed::Api(error) if problem::may_want_other_header(error));
        let lead = if let Failed::Api(error) = failed { Lead::of(error) } else { None };
        let keys: &[&str] = if is_unknown {
            &["retry", "close", "version-other"]
        } else if other_header {
            &["retry", "close", "advanced-open"]
        } else if let Some(lead) = &lead {
            &["retry", "close", lead.button()]
        } else {
            &["retry", "close"]
        };
        let actions: Vec<String> = keys.iter().map(|key| lang.t(key)).collect();
        let actions: Vec<&str> = actions.iter().map(String::as_str).collect();
        let height = region(ui, "problem", at, |ui| {
            asked = match problem.banner(ui, scene, Tone::Danger, &actions) {
                Some(BannerAnswer::Action(0)) => Some(Event::Refresh),
                Some(BannerAnswer::Action(1)) => Some(Event::DismissProblem),
                Some(BannerAnswer::Action(_)) if other_header => Some(Event::Advanced(Advanced::Show(Endpoint::ListClients))),
                Some(BannerAnswer::Action(_)) if lead.is_some() => lead.map(|lead| Event::Network(Network::Show(lead))),
                Some(BannerAnswer::Action(_)) => {
                    chooser.open();
                    None
                }
                Some(BannerAnswer::Event(event)) => Some(event),
                None => None,
            };
            ui.min_rect().height()
        });
        body.min.y += height + space::M;
    }
    let mut notes = Vec::new();
    if list.cut {
        notes.push(tr!(lang, "clients-incomplete"));
    }
    if list.unreadable > 0 {
        notes.push(tr!(lang, "clients-unreadable", count = list.unreadable));
    }
    if list.stopped {
        notes.push(tr!(lang, "clients-stopped"));
    } else if list.is_a_part() && list.failed.is_none() {
        notes.push(tr!(lang, "clients-broken-off"));
    }
    for words in notes {
        let at = Rect::from_min_size(body.min + vec2(space::XL, 0.0), vec2(body.width() - 2.0 * space::XL, 20.0));
        region(ui, &words, at, |ui| widgets::note(ui, icon::WARN, &words));
        body.min.y += 20.0 + space::S;
    }
    asked
}

/// How far the first reading is, in words: the server does not say how much there is.
fn progress(ui: &mut Ui, scene: &Scene<'_>, list: Rect, page: u32, started: Timestamp) -> f32 {
    let lang = scene.lang;
    let seconds = scene.now.duration_since(started).as_secs().max(0);
    ui.ctx().request_repaint_after(Duration::from_secs(1));
    let so_long = tr!(lang, "time-seconds", n = seconds);
    strip(ui, list, &tr!(lang, "clients-reading-page", page = page), &tr!(lang, "clients-reading-words"), &so_long)
}

/// The server has had too many requests: how long it wants to be left alone, and that nobody has to do anything.
fn waiting(ui: &mut Ui, scene: &Scene<'_>, list: Rect, left: &Words) -> f32 {
    let lang = scene.lang;
    if let Some(after) = left.changes_in {
        ui.ctx().request_repaint_after(after);
    }
    let words = tr!(lang, "clients-waiting", left = left.text.as_str());
    strip(ui, list, &words, &tr!(lang, "clients-waiting-words"), "")
}

fn strip(ui: &mut Ui, list: Rect, strong: &str, words: &str, right: &str) -> f32 {
    let p = palette(ui);
    let rect = Rect::from_min_size(list.min, vec2(list.width(), size::STRIP));
    ui.painter().rect_filled(rect, 0.0, p.accent_soft);
    let y = rect.center().y;
    icon_at(ui.painter(), pos2(rect.left() + 32.0, y), icon::WAITING, 16.0, p.accent_text);
    let at = label_at(ui, pos2(rect.left() + 48.0, y), Align2::LEFT_CENTER, T::Strong, strong, p.text, rect.width() / 2.0).rect;
    label_at(ui, pos2(at.right() + 12.0, y), Align2::LEFT_CENTER, T::Body, words, p.text2, rect.right() - at.right() - 100.0);
    line_at(ui.painter(), pos2(rect.right() - 24.0, y), Align2::RIGHT_CENTER, T::Num, right, p.text2, 60.0);
    size::STRIP
}
