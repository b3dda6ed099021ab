//! A create whose answer was lost: what is known and what is not, in the order it happened; one thing to do.

use eframe::egui::{Align2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::super::problem::{self, Doing};
use crate::jobs::create_client::{Happened, Step, Unsettled};
use crate::net::ErrorKind;
use crate::screens::{Event, Scene, time_words};
use crate::theme::{Palette, T, icon, palette, radius, size, space};
use crate::tr;
use crate::widgets::{self, Button, Tone, banner_frame, icon_at, label_at, rich_job, txt};

/// The words' width beside the times.
const WORDS: f32 = 484.0;
const STEP: f32 = 28.0;

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
                txt(ui, T::Strong, &lang.t(title(unsettled)), p.text);
                txt(ui, T::Body, &tr!(lang, "create-unknown-body"), p.text2);
                if !beside {
                    for step in &unsettled.steps {
                        let line = format!("{}  {}", time_words::second(step.at, scene.zone), words(scene, step));
                        widgets::rich(ui, T::Small, &line, p.text2);
                    }
                }
                ui.add_space(space::M);
                widgets::bar(ui, size::CONTROL, |ui| {
                    let name = if looking { tr!(lang, "create-looking") } else { tr!(lang, "create-look-again") };
                    if ui.add(Button::secondary(&name).icon(icon::REFRESH).enabled(!looking)).clicked() {
                        asked = Some(Event::LookAgain);
                    }
                    if ui.add(Button::ghost(&tr!(lang, "copy-details")).icon(icon::COPY)).clicked() {
                        asked = Some(Event::Copy(story(scene, unsettled)));
                    }
                });
            });
        });
        if beside {
            let x = whole.left() + WORDS + 72.0;
            let bottom = ui.min_rect().bottom().max(whole.top() + STEP * unsettled.steps.len() as f32);
            let rule = Rect::from_min_max(pos2(x - 24.0, whole.top()), pos2(x - 23.0, bottom));
            ui.painter().rect_filled(rule, radius::NONE, p.warn.gamma_multiply(0.3));
            let mut y = whole.top() + 10.0;
            for step in &unsettled.steps {
                step_line(ui, scene, p, step, x, y, whole.right());
                y += STEP;
            }
            ui.expand_to_include_y(bottom);
        }
    });
    asked
}

fn step_line(ui: &mut Ui, scene: &Scene<'_>, p: &Palette, step: &Step, x: f32, y: f32, right: f32) {
    label_at(ui, pos2(x, y), Align2::LEFT_CENTER, T::Num, &time_words::second(step.at, scene.zone), p.text2, 70.0);
    let (glyph, ink) = match step.what {
        Happened::Sent => (icon::SENT, p.text2),
        Happened::NoAnswer(_) | Happened::NotListed(_) => (icon::NO_ANSWER, p.warn),
        Happened::Listed { .. } | Happened::ListedPart { .. } => (icon::CLIENTS, p.text2),
    };
    icon_at(ui.painter(), pos2(x + 72.0, y), glyph, size::ICON, ink);
    let mut job = rich_job(p, T::Small, &words(scene, step), p.text2);
    job.wrap.max_width = right - x - 90.0;
    job.wrap.max_rows = 1;
    let galley = ui.painter().layout_job(job);
    let at = Rect::from_min_size(pos2(x + 90.0, y - galley.size().y / 2.0), galley.size());
    let response = ui.interact(at, ui.scope_id().with(("step", y.to_bits())), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words(scene, step).replace('`', "")));
    ui.painter().galley(at.min, galley, p.text2);
}

fn title(unsettled: &Unsettled) -> &'static str {
    match unsettled.steps.last() {
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
        Happened::NoAnswer(error) => tr!(lang, "create-step-lost", cause = problem::cause(scene, error)),
        Happened::Listed { all, new: Some(0), .. } => tr!(lang, "create-step-listed-none", all = *all),
        Happened::Listed { all, new: Some(new), .. } => tr!(lang, "create-step-listed-new", all = *all, new = *new),
        Happened::Listed { all, new: None, .. } => tr!(lang, "create-step-listed-unsure", all = *all),
        Happened::ListedPart { all } => tr!(lang, "create-step-listed-part", all = *all),
        Happened::NotListed(_) => tr!(lang, "create-step-not-listed"),
    }
}

/// All of it as text, with the details of each failure.
fn story(scene: &Scene<'_>, unsettled: &Unsettled) -> String {
    let mut lines = vec![scene.lang.t(title(unsettled))];
    for step in &unsettled.steps {
        lines.push(format!("{}  {}", time_words::second(step.at, scene.zone), words(scene, step).replace('`', "")));
        if let Happened::NoAnswer(error) | Happened::NotListed(error) = &step.what {
            lines.push(problem::words(scene, Doing::Create, error).details);
        }
    }
    lines.join("\n")
}
