//! What went well elsewhere: bottom right, over the content, at most three, the newest lowest. It goes by itself.

use eframe::egui::{
    Align2, Area, CornerRadius, Id, Order, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, UiKind, WidgetInfo, pos2, vec2,
};
use jiff::{SignedDuration, Timestamp};

use super::{Tone, focus_ring, icon_at, icon_button_in, label_at, line_at, numbered};
use crate::i18n::Lang;
use crate::theme::{T, icon, palette, radius, shadow, size, space};
use crate::tr;

/// At most so many are in view; older ones go first.
const MOST: usize = 3;
/// How long one stays without an action, and with one: there is something to decide then.
const SECONDS: [i64; 2] = [6, 12];

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
        SignedDuration::from_secs(SECONDS[usize::from(self.action.is_some())]) - now.duration_since(self.born)
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
        let high = size::TOAST.1 + space::S;
        let lift = |from_below: usize| (0..from_below).fold(0.0, |sum, _| sum + high);
        let count = self.toasts.len();
        let origin = corner - vec2(size::TOAST.0, lift(count) - space::S);
        // Above the screen, but under what asks something.
        let area = Area::new(Id::unique("toasts")).order(Order::Middle).kind(UiKind::GenericArea).fixed_pos(origin).constrain(false);
        area.show(ui.ctx(), |ui| {
            for (i, toast) in self.toasts.iter().enumerate() {
                let rect = Rect::from_min_size(origin + vec2(0.0, lift(i)), size::TOAST.into());
                if let Some(pressed) = draw(ui, rect, toast, i, lang) {
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

fn draw<A>(ui: &mut Ui, rect: Rect, toast: &Toast<A>, index: usize, lang: Lang) -> Option<Pressed> {
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
    let mut right = rect.right() - 44.0;
    let mut pressed = None;
    if let Some((words, _)) = &toast.action {
        let name = line_at(ui.painter(), pos2(right, rect.center().y), Align2::RIGHT_CENTER, T::Strong, words, p.accent_text, 140.0);
        let target = name.expand2(vec2(6.0, 4.0));
        let response = ui.interact(target, ui.scope_id().with("action"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words));
        if response.hovered() {
            ui.painter().rect_filled(target, radius::CHIP, p.veil);
        }
        if response.has_focus() {
            focus_ring(ui.painter(), target, radius::CHIP, p);
        }
        if response.clicked() {
            pressed = Some(Pressed::Action);
        }
        right = name.left() - 12.0;
    }
    let at = pos2(rect.left() + 44.0, rect.center().y);
    let words = label_at(ui, at, Align2::LEFT_CENTER, T::Body, &toast.words, p.text, right - at.x);
    ui.ctx().accesskit_node_builder(words.id, |node| node.set_live(eframe::egui::accesskit::Live::Polite));
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
