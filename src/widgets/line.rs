//! Text that is seen and also read out: labels in a layout, and lines at a point. A line that is cut shows itself whole under the pointer.

use eframe::egui::{Align2, Color32, Label, Pos2, Response, Role, Sense, Ui, WidgetInfo, text::LayoutJob};

use super::paint::line_galley;
use super::printable;
use crate::theme::{Palette, T, palette};

/// Text as a label; wraps in vertical layouts.
pub fn txt(ui: &mut Ui, step: T, text: &str, color: Color32) -> Response {
    ui.add(Label::new(step.rich(printable(text), color)).selectable(false))
}

/// Text on one line of the layout, cut with an ellipsis.
pub fn txt_cut(ui: &mut Ui, step: T, text: &str, color: Color32) -> Response {
    ui.add(Label::new(step.rich(printable(text), color)).truncate().selectable(false))
}

/// One line at a point of the screen, cut at `width`; also a label in the accessibility tree. The response's rectangle is where it went.
pub fn label_at(ui: &mut Ui, at: Pos2, align: Align2, step: T, text: &str, color: Color32, width: f32) -> Response {
    let galley = line_galley(ui.painter(), step, text, color, width);
    let rect = align.anchor_size(at, galley.size());
    let id = ui.next_auto_id();
    ui.skip_ahead_auto_ids(1);
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), text));
    let elided = galley.elided;
    ui.painter().galley(rect.min, galley, color);
    if elided { tip(response, step, text) } else { response }
}

/// A tooltip in our letters. Unlike egui's, it does not repeat itself to a screen reader as the control's description.
#[expect(clippy::must_use_candidate, reason = "it is called for the tooltip; the response is for chaining")]
pub fn tip(response: Response, step: T, text: &str) -> Response {
    response.on_hover_ui(|ui| {
        ui.set_max_width(ui.spacing().tooltip_width);
        let color = palette(ui).text;
        let step = if step == T::Mono {
            T::MonoSmall
        } else if step == T::MonoSmall {
            step
        } else {
            T::Small
        };
        let job = step.wrap_job(&printable(text), color, ui.available_width(), step == T::MonoSmall);
        ui.add(Label::new(job).selectable(false));
    })
}

/// `**a name on a button**` is strong, `` `a value` `` is mono, the rest is `step`. Only for words of our own: in foreign ones the
/// marks would be markup. Those go through [`txt`] and [`label_at`]; a test holds the texts with marks to have no values in them.
#[must_use]
pub fn rich_job(p: &Palette, step: T, text: &str, ink: Color32) -> LayoutJob {
    let mut job = LayoutJob::default();
    let (strong, mono) = if matches!(step, T::Small | T::MonoSmall) { (T::Label, T::MonoSmall) } else { (T::Strong, T::Mono) };
    for (i, part) in printable(text).split('`').enumerate() {
        if i % 2 == 1 {
            job.append(part, 0.0, mono.format(p.text));
            continue;
        }
        for (j, words) in part.split("**").enumerate() {
            job.append(words, 0.0, if j % 2 == 1 { strong.format(p.text) } else { step.format(ink) });
        }
    }
    job
}

/// Words with names and values in them (see [`rich_job`]), wrapped in the layout.
pub fn rich(ui: &mut Ui, step: T, text: &str, ink: Color32) -> Response {
    let p = palette(ui);
    let mut job = rich_job(p, step, text, ink);
    job.wrap.max_width = ui.available_width();
    ui.add(Label::new(job).selectable(false))
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Align2, pos2};
    use egui_kittest::kittest::Queryable as _;

    use super::label_at;
    use crate::theme::{T, palette};
    use crate::widgets::testing::harness;

    #[test]
    fn a_line_that_is_cut_is_read_out_whole_and_shown_whole_under_the_pointer() {
        const ADDRESS: &str = "https://kassa.romashka.example/oauth/evotor/return?with=much";
        let mut harness = harness(
            |ui, (): &mut ()| {
                let ink = palette(ui).text;
                label_at(ui, pos2(20.0, 40.0), Align2::LEFT_CENTER, T::Mono, ADDRESS, ink, 120.0);
            },
            (),
        );
        assert!(harness.get_by_label(ADDRESS).rect().width() <= 120.5);
        harness.get_by_label(ADDRESS).hover();
        harness.run_steps(60);
        assert_eq!(harness.query_all_by_label(ADDRESS).count(), 2, "the line and its tooltip");
    }

    #[test]
    fn a_line_from_elsewhere_cannot_reorder_what_stands_around_it() {
        let harness = harness(
            |ui, (): &mut ()| {
                let ink = palette(ui).text;
                super::txt(ui, T::Body, "abc\u{202e}fdp.exe", ink);
            },
            (),
        );
        assert!(harness.query_by_label("abc\\u{202e}fdp.exe").is_some());
    }
}
