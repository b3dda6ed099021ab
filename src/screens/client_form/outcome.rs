//! A create whose answer was lost: what is known and what is not, in the order it happened; one thing to do.

use eframe::egui::{Align2, Pos2, Rect, Ui, accesskit, pos2, vec2};

use super::super::problem::{self, Doing, Problem};
use crate::evotor::readings::Endpoint;
use crate::jobs::create_client::{Happened, Step, Unsettled};
use crate::net::ErrorKind;
use crate::screens::settings::{Advanced, Lead, Network};
use crate::screens::{Event, Scene, time_words};
use crate::theme::{Palette, T, icon, palette, radius, size, space};
use crate::tr;
use crate::widgets::{self, Button, Tone, banner_frame, icon_at, label_at, region, txt};

/// The words' width beside the times.
const WORDS: f32 = 484.0;
const STEP: f32 = 28.0;
/// One line of a step's words.
const LINE: f32 = 16.0;
/// The reading after a lost answer.
const LOOKING: Doing = Doing::List { come: 0 };

/// Draws the banner.
pub fn ui(ui: &mut Ui, scene: &Scene<'_>, unsettled: &Unsettled, looking: bool) -> Option<Event> {
    let p = palette(ui);
    let lang = scene.lang;
    let mut asked = None;
    let beside = ui.available_width() > WORDS + 380.0;
    banner_frame(ui, Tone::Warn, |ui| {
        let whole = ui.max_rect();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            widgets::icon(ui, icon::UNKNOWN, size::ICON_BANNER, p.warn);
            let width = if beside { WORDS } else { ui.available_width() };
            ui.allocate_ui_with_layout(vec2(width, 0.0), eframe::egui::Layout::top_down(eframe::egui::Align::Min), |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 2.0;
                let said = txt(ui, T::Strong, &lang.t(title(unsettled)), p.text);
                ui.ctx().accesskit_node_builder(said.id, |node| node.set_live(accesskit::Live::Polite));
                txt(ui, T::Body, &tr!(lang, "create-unknown-body"), p.text2);
                if !beside {
                    ui.add_space(space::XS);
                    for step in &unsettled.steps {
                        let line = format!("{}  {} {}", time_words::second(step.at, scene.zone), words(scene, step), request(step));
                        txt(ui, T::Small, line.trim_end(), p.text2);
                    }
                }
                ui.add_space(space::M);
                widgets::bar(ui, size::CONTROL, |ui| {
                    let name = if looking { tr!(lang, "create-looking") } else { tr!(lang, "create-look-again") };
                    if ui.add(Button::secondary(&name).icon(icon::REFRESH).enabled(!looking)).clicked() {
                        asked = Some(Event::LookAgain);
                    }
                    if let Some(lead) = list_leads_to(unsettled)
                        && ui.add(Button::ghost(&lang.t(lead.button()))).clicked()
                    {
                        asked = Some(Event::Network(Network::Show(lead)));
                    }
                    if list_wants_other_header(unsettled) && ui.add(Button::ghost(&tr!(lang, "advanced-open"))).clicked() {
                        asked = Some(Event::Advanced(Advanced::Show(Endpoint::ListClients)));
                    }
                    if ui.add(Button::ghost(&tr!(lang, "copy-details")).icon(icon::COPY)).clicked() {
                        asked = Some(Event::Copy(story(scene, unsettled)));
                    }
                });
            });
        });
        if beside {
            let x = whole.left() + WORDS + 72.0;
            let mut y = whole.top();
            for (number, step) in unsettled.steps.iter().enumerate() {
                y += step_line(ui, scene, p, number, step, pos2(x, y), whole.right());
            }
            let bottom = ui.min_rect().bottom().max(y);
            let rule = Rect::from_min_max(pos2(x - 24.0, whole.top()), pos2(x - 23.0, bottom));
            ui.painter().rect_filled(rule, radius::NONE, p.warn.gamma_multiply(0.3));
            ui.expand_to_include_y(bottom);
        }
    });
    asked
}

/// One step, with its time: its words wrap, for a cause may be long. Returns the height.
fn step_line(ui: &mut Ui, scene: &Scene<'_>, p: &Palette, number: usize, step: &Step, at: Pos2, right: f32) -> f32 {
    let y = at.y + 10.0;
    label_at(ui, pos2(at.x, y), Align2::LEFT_CENTER, T::Num, &time_words::second(step.at, scene.zone), p.text2, 70.0);
    let (glyph, ink) = match step.what {
        Happened::Sent => (icon::SENT, p.text2),
        Happened::NoAnswer(_) | Happened::ProgramEnded | Happened::NotListed(_) => (icon::NO_ANSWER, p.warn),
        Happened::Listed { .. } | Happened::ListedPart { .. } => (icon::CLIENTS, p.text2),
    };
    icon_at(ui.painter(), pos2(at.x + 72.0, y), glyph, size::ICON, ink);
    let left = at.x + 90.0;
    if request(step).is_empty() {
        let room = Rect::from_min_max(pos2(left, y - LINE / 2.0), pos2(right, y + LINE / 2.0));
        let words = words(scene, step);
        let height = region(ui, &format!("step {number}"), room, |ui| txt(ui, T::Small, &words, p.text2).rect.height());
        return STEP + (height - LINE).max(0.0);
    }
    let said = label_at(ui, pos2(left, y), Align2::LEFT_CENTER, T::Small, &words(scene, step), p.text2, right - left);
    let left = said.rect.right() + space::XS;
    label_at(ui, pos2(left, y), Align2::LEFT_CENTER, T::MonoSmall, request(step), p.text, right - left);
    STEP
}

/// Which request a step is about, as it stands beside its words.
const fn request(step: &Step) -> &'static str {
    if matches!(step.what, Happened::Sent) { "POST …/oauth-apps" } else { "" }
}

/// The last look at the list was refused in a way that Settings → Advanced may cure.
fn list_wants_other_header(unsettled: &Unsettled) -> bool {
    matches!(unsettled.steps.last(), Some(Step { what: Happened::NotListed(error), .. }) if problem::may_want_other_header(error))
}

/// The last look at the list failed on the way, and Settings → Network may cure that.
fn list_leads_to(unsettled: &Unsettled) -> Option<Lead> {
    if let Some(Step { what: Happened::NotListed(error), .. }) = unsettled.steps.last() { Lead::of(error) } else { None }
}

fn title(unsettled: &Unsettled) -> &'static str {
    match unsettled.steps.last() {
        Some(Step { what: Happened::ProgramEnded, .. }) => "create-unknown-ended",
        Some(Step { what: Happened::NotListed(_), .. }) => "create-unknown-unread",
        Some(Step { what: Happened::ListedPart { .. }, .. }) => "create-unknown-part",
        Some(Step { what: Happened::Listed { new: None, .. }, .. }) => "create-unknown-unsure",
        Some(Step { what: Happened::Listed { fitting: 2.., .. }, .. }) => "create-unknown-several",
        _ => "create-unknown-title",
    }
}

fn words(scene: &Scene<'_>, step: &Step) -> String {
    let lang = scene.lang;
    match &step.what {
        Happened::Sent => tr!(lang, "create-step-sent"),
        Happened::NoAnswer(error) if *error.kind() == ErrorKind::Timeout => tr!(lang, "create-step-timeout"),
        Happened::NoAnswer(error) => tr!(lang, "create-step-lost", cause = problem::cause(scene, Doing::Create, error)),
        Happened::ProgramEnded => tr!(lang, "create-step-ended"),
        Happened::Listed { all, new: Some(0), .. } => tr!(lang, "create-step-listed-none", all = *all),
        Happened::Listed { all, new: Some(new), .. } => tr!(lang, "create-step-listed-new", all = *all, new = *new),
        Happened::Listed { all, new: None, .. } => tr!(lang, "create-step-listed-unsure", all = *all),
        Happened::ListedPart { all } => tr!(lang, "create-step-listed-part", all = *all),
        Happened::NotListed(error) => tr!(lang, "create-step-not-listed", cause = problem::cause(scene, LOOKING, error)),
    }
}

/// All of it as text, with the details of each failure: to be read on another day too.
fn story(scene: &Scene<'_>, unsettled: &Unsettled) -> String {
    let mut lines = vec![scene.lang.t(title(unsettled)), tr!(scene.lang, "create-unknown-body")];
    for step in &unsettled.steps {
        let line = format!("{}  {} {}", time_words::exact(step.at, scene.zone), words(scene, step), request(step));
        lines.push(line.trim_end().to_owned());
        let failed = match &step.what {
            Happened::NoAnswer(error) => Some(problem::words(scene, Doing::Create, error)),
            Happened::NotListed(error) => Some(problem::words(scene, LOOKING, error)),
            Happened::Sent | Happened::ProgramEnded | Happened::Listed { .. } | Happened::ListedPart { .. } => None,
        };
        lines.extend(failed.iter().flat_map(Problem::facts).map(|fact| format!("  {fact}")));
    }
    lines.join("\n")
}
