//! What went well elsewhere: bottom right, over the content, at most three, the newest lowest. It goes by itself.

use std::sync::Arc;

use eframe::egui::{
    Align2, Area, CornerRadius, Galley, Id, Order, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, UiKind, WidgetInfo, pos2,
    vec2,
};
use jiff::{SignedDuration, Timestamp};

use super::{Tone, focus_ring, icon_at, icon_button_in, line_at, numbered, printable, tip};
use crate::i18n::Lang;
use crate::theme::{T, icon, palette, radius, shadow, size, space};
use crate::tr;

/// At most so many are in view; older ones go first.
const MOST: usize = 3;
/// How long one stays that only says that something went well; and one with an action or about a failure: there is something to read
/// or to decide then.
const SECONDS: [i64; 2] = [6, 12];
/// More lines than this are cut, and shown whole under the pointer.
const MOST_LINES: usize = 5;
/// Left of the words, with the sign; right of them, with the cross; above and below them.
const PAD: (f32, f32, f32) = (44.0, 44.0, 14.0);
/// The widest action.
const ACTION: f32 = 140.0;

struct Toast<A> {
    tone: Tone,
    words: String,
    action: Option<(String, A)>,
    born: Timestamp,
}

impl<A> Toast<A> {
    /// Until when, as far as `now` is to be trusted: a clock that was set back makes it stay no longer than it would have.
    fn left(&mut self, now: Timestamp) -> SignedDuration {
        if now < self.born {
            self.born = now;
        }
        let stays_long = self.action.is_some() || self.tone != Tone::Ok;
        SignedDuration::from_secs(SECONDS[usize::from(stays_long)]) - now.duration_since(self.born)
    }

    /// Its words, wrapped beside its action.
    fn laid_out(&self, ui: &Ui) -> Arc<Galley> {
        let p = palette(ui);
        let action = self.action.as_ref().map_or(0.0, |(words, _)| {
            let job = T::Strong.line_job(words, p.accent_text, ACTION);
            ui.painter().layout_job(job).size().x + 12.0
        });
        let mut job = T::Body.wrap_job(&printable(&self.words), p.text, size::TOAST.0 - PAD.0 - PAD.1 - action, false);
        job.wrap.max_rows = MOST_LINES;
        ui.painter().layout_job(job)
    }
}

/// The toasts of a window. `A` is what an action asks for.
pub struct Toasts<A> {
    toasts: Vec<Toast<A>>,
}

impl<A> Default for Toasts<A> {
    fn default() -> Self {
        Self { toasts: Vec::new() }
    }
}

impl<A> Toasts<A> {
    /// Says something.
    pub fn say(&mut self, now: Timestamp, tone: Tone, words: impl Into<String>) {
        self.push(Toast { tone, words: words.into(), action: None, born: now });
    }

    /// Says something that one can do something about, or look at: the action's words, and what it asks for.
    pub fn offer(&mut self, now: Timestamp, tone: Tone, words: impl Into<String>, action: impl Into<String>, asks: A) {
        self.push(Toast { tone, words: words.into(), action: Some((action.into(), asks)), born: now });
    }

    fn push(&mut self, toast: Toast<A>) {
        self.toasts.push(toast);
        if self.toasts.len() > MOST {
            self.toasts.remove(0);
        }
    }

    /// Nobody could see them until now: each has its whole time before it.
    pub fn begin_again(&mut self, now: Timestamp) {
        self.toasts.iter_mut().for_each(|toast| toast.born = now);
    }

    /// Takes all of them away: on sign-out nothing of the account is left.
    pub fn clear(&mut self) {
        self.toasts.clear();
    }

    /// Draws them with their bottom right corner at `corner` and asks for a repaint when the next one has to go. What an action asks for,
    /// when it was pressed; its toast goes.
    pub fn show(&mut self, ui: &Ui, corner: Pos2, now: Timestamp, lang: Lang) -> Option<A> {
        self.toasts.retain_mut(|toast| toast.left(now).is_positive());
        let next = self.toasts.iter_mut().map(|toast| toast.left(now)).min()?;
        ui.ctx().request_repaint_after(next.unsigned_abs());

        let mut gone = None;
        let mut asked = false;
        let words: Vec<Arc<Galley>> = self.toasts.iter().map(|toast| toast.laid_out(ui)).collect();
        let heights: Vec<f32> = words.iter().map(|words| size::TOAST.1.max(words.size().y + 2.0 * PAD.2)).collect();
        let above = |place: usize| heights.iter().take(place).map(|height| height + space::S).sum::<f32>();
        let origin = corner - vec2(size::TOAST.0, above(heights.len()) - space::S);
        // Above the screen, but under what asks something.
        let area = Area::new(Id::unique("toasts")).order(Order::Middle).kind(UiKind::GenericArea).fixed_pos(origin).constrain(false);
        area.show(ui.ctx(), |ui| {
            for (i, ((toast, words), height)) in self.toasts.iter().zip(&words).zip(&heights).enumerate() {
                let rect = Rect::from_min_size(origin + vec2(0.0, above(i)), vec2(size::TOAST.0, *height));
                // Two files saved one after the other: the second "Show in folder" is numbered.
                let action = |toast: &Toast<A>| toast.action.as_ref().map(|(words, _)| words.clone());
                let twins = self.toasts.iter().take(i).filter(|other| action(other) == action(toast)).count();
                if let Some(pressed) = draw(ui, rect, toast, words, (i, twins), lang) {
                    gone = Some(i);
                    asked = pressed == Pressed::Action;
                }
            }
        });
        let toast = self.toasts.remove(gone?);
        toast.action.filter(|_| asked).map(|(_, asks)| asks)
    }
}

#[derive(PartialEq, Eq)]
enum Pressed {
    Action,
    Close,
}

fn draw<A>(ui: &mut Ui, rect: Rect, toast: &Toast<A>, words: &Arc<Galley>, (index, twins): (usize, usize), lang: Lang) -> Option<Pressed> {
    let p = palette(ui);
    let (ink, _) = toast.tone.colors(p);
    let corners = CornerRadius::same(radius::CARD);
    let mut ui = ui.new_child(UiBuilder::new().id_salt(index).max_rect(rect).accessibility_role(Role::Status));
    let ui = &mut ui;
    // What lies under it gets no clicks.
    ui.allocate_rect(rect, Sense::CLICK);
    ui.painter().add(shadow(p).as_shape(rect, corners));
    ui.painter().rect(rect, corners, p.raised, Stroke::new(size::HAIRLINE, p.floating_edge()), StrokeKind::Inside);
    icon_at(ui.painter(), pos2(rect.left() + 24.0, rect.center().y), toast.tone.glyph(), size::ICON_NAV, ink);
    let close = Rect::from_center_size(pos2(rect.right() - 22.0, rect.center().y), vec2(0.0, 0.0));
    let mut pressed = None;
    if let Some((words, _)) = &toast.action {
        let at = pos2(rect.right() - PAD.1, rect.center().y);
        let name = line_at(ui.painter(), at, Align2::RIGHT_CENTER, T::Strong, words, p.accent_text, ACTION);
        let target = name.expand2(vec2(6.0, 4.0));
        let response = ui.interact(target, ui.scope_id().with("action"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, numbered(words, twins)));
        if response.hovered() {
            ui.painter().rect_filled(target, radius::CHIP, p.veil);
        }
        if response.has_focus() {
            focus_ring(ui.painter(), target, radius::CHIP, p);
        }
        if response.clicked() {
            pressed = Some(Pressed::Action);
        }
    }
    let at = Rect::from_min_size(pos2(rect.left() + PAD.0, rect.center().y - words.size().y / 2.0), words.size());
    let response = ui.interact(at, ui.scope_id().with("words"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &toast.words));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(eframe::egui::accesskit::Live::Polite));
    ui.painter().galley(at.min, Arc::clone(words), p.text);
    if words.elided {
        tip(response, T::Body, &toast.words);
    }
    if icon_button_in(ui, close, icon::CLOSE, &numbered(&tr!(lang, "toast-close"), index)).clicked() {
        pressed = Some(Pressed::Close);
    }
    pressed
}

#[cfg(test)]
mod tests {
    use eframe::egui::pos2;
    use egui_kittest::{Harness, kittest::Queryable as _};
    use jiff::{SignedDuration, Timestamp};

    use super::{Toasts, Tone};
    use crate::i18n::Lang;
    use crate::widgets::testing;

    #[derive(Default)]
    struct Window {
        toasts: Toasts<&'static str>,
        now: Timestamp,
        asked: Vec<&'static str>,
    }

    fn window<'a>() -> Harness<'a, Window> {
        testing::harness(
            |ui, window: &mut Window| window.asked.extend(window.toasts.show(ui, pos2(616.0, 456.0), window.now, Lang::En)),
            Window::default(),
        )
    }

    fn at(harness: &mut Harness<'_, Window>, seconds: i64) {
        harness.state_mut().now = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds);
        harness.run();
    }

    #[test]
    fn it_goes_by_itself_by_the_given_clock() {
        let mut harness = window();
        let now = harness.state().now;
        harness.state_mut().toasts.say(now, Tone::Ok, "The rights are saved");
        at(&mut harness, 5);
        assert!(harness.query_by_label("The rights are saved").is_some());
        at(&mut harness, 7);
        assert!(harness.query_by_label("The rights are saved").is_none());
    }

    #[test]
    fn a_long_message_is_wrapped_and_stays_longer_for_there_is_something_to_read() {
        let mut harness = window();
        let now = harness.state().now;
        let words = "The secret may still be in the clipboard: another program is using it. Copy something else over it.";
        harness.state_mut().toasts.say(now, Tone::Danger, words);
        harness.state_mut().toasts.say(now, Tone::Ok, "Saved");
        at(&mut harness, 5);
        let (long, short) = (harness.get_by_label(words).rect(), harness.get_by_label("Saved").rect());
        assert!(long.height() > 30.0 && long.bottom() < short.top() && long.width() <= 300.0, "{long} {short}");
        at(&mut harness, 10);
        assert!(harness.query_by_label(words).is_some() && harness.query_by_label("Saved").is_none());
        at(&mut harness, 13);
        assert!(harness.query_by_label(words).is_none());
    }

    #[test]
    fn a_clock_set_back_does_not_keep_it_for_hours() {
        let mut harness = window();
        harness.state_mut().toasts.say(Timestamp::UNIX_EPOCH + SignedDuration::from_hours(5), Tone::Ok, "Saved");
        at(&mut harness, 0);
        assert!(harness.query_by_label("Saved").is_some());
        at(&mut harness, 7);
        assert!(harness.query_by_label("Saved").is_none());
    }

    #[test]
    fn its_action_is_answered_once_and_takes_it_away() {
        let mut harness = window();
        let now = harness.state().now;
        harness.state_mut().toasts.offer(now, Tone::Ok, "Client created", "Open", "open it");
        harness.run();
        harness.get_by_label("Open").click();
        harness.run();
        assert_eq!(harness.state().asked, ["open it"]);
        assert!(harness.query_by_label("Client created").is_none());

        harness.state_mut().toasts.offer(now, Tone::Ok, "Client created", "Open", "open it");
        harness.run();
        harness.get_by_label("Dismiss").click();
        harness.run();
        assert_eq!(harness.state().asked, ["open it"], "dismissing it asks for nothing");
        assert!(harness.query_by_label("Client created").is_none());
    }

    #[test]
    fn at_most_three_and_each_can_be_dismissed_by_its_own_name() {
        let mut harness = window();
        let now = harness.state().now;
        for words in ["one", "two", "three", "four"] {
            harness.state_mut().toasts.say(now, Tone::Ok, words);
        }
        harness.run();
        assert!(harness.query_by_label("one").is_none());
        harness.get_by_label("Dismiss 2").click();
        harness.run();
        let left: Vec<&str> = ["two", "three", "four"].into_iter().filter(|words| harness.query_by_label(words).is_some()).collect();
        assert_eq!(left, ["two", "four"]);
    }
}
