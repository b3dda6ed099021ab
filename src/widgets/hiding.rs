//! When a secret that is shown hides again. The rule lies with egui's context, so that every place that shows one obeys it without
//! its screen being told, those of screens that are not in view too.

use eframe::egui::{Context, Id};
use jiff::{SignedDuration, Timestamp};

/// When a shown secret hides by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hiding {
    /// As soon as another window is in front.
    pub on_focus_loss: bool,
    /// So long after it was shown.
    pub after: SignedDuration,
}

impl Default for Hiding {
    fn default() -> Self {
        Self { on_focus_loss: true, after: SignedDuration::from_secs(30) }
    }
}

/// What lies with the context.
#[derive(Clone, Copy, Default)]
struct Rule {
    hiding: Hiding,
    /// How often everything was hidden at once: what was shown before the last time is in view no more.
    times_hidden: u64,
}

fn rule(ctx: &Context) -> Rule {
    ctx.data(|data| data.get_temp(rule_id())).unwrap_or_default()
}

fn keep(ctx: &Context, rule: Rule) {
    ctx.data_mut(|data| data.insert_temp(rule_id(), rule));
}

fn rule_id() -> Id {
    Id::unique("when secrets hide")
}

/// Sets the rule, for what is in view already too.
pub fn set_hiding(ctx: &Context, hiding: Hiding) {
    let rule = rule(ctx);
    if rule.hiding != hiding {
        keep(ctx, Rule { hiding, ..rule });
    }
}

/// Hides every secret in the window, those of screens that are not drawn at the moment too. None of them shows again by itself.
pub fn hide_all_secrets(ctx: &Context) {
    let rule = rule(ctx);
    keep(ctx, Rule { times_hidden: rule.times_hidden + 1, ..rule });
}

/// How often everything was hidden at once.
pub(super) fn times_hidden(ctx: &Context) -> u64 {
    rule(ctx).times_hidden
}

/// Whether a secret hides because another window is in front.
pub(super) fn hides_behind_others(ctx: &Context) -> bool {
    rule(ctx).hiding.on_focus_loss && !ctx.input(|input| input.focused)
}

/// Whether one secret is in view, and since when.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown(Option<Since>);

#[derive(Clone, Copy, Debug)]
struct Since {
    at: Timestamp,
    times_hidden: u64,
}

impl Shown {
    /// Shows it from now on.
    pub fn show(&mut self, ctx: &Context, now: Timestamp) {
        self.0 = Some(Since { at: now, times_hidden: times_hidden(ctx) });
    }

    /// Hides it.
    pub fn hide(&mut self) {
        self.0 = None;
    }

    /// Whether it is in view. Once it is not, it is not until it is shown again. Asks for the one frame in which it has to go.
    pub fn is_on(&mut self, ctx: &Context, now: Timestamp) -> bool {
        let Some(since) = self.0 else { return false };
        let rule = rule(ctx);
        let left = rule.hiding.after - now.duration_since(since.at);
        // More than there ever was: the clock was set back, and nothing is known of the time.
        let is_over = !left.is_positive() || left > rule.hiding.after;
        if is_over || since.times_hidden != rule.times_hidden || hides_behind_others(ctx) {
            self.hide();
            return false;
        }
        ctx.request_repaint_after(left.unsigned_abs());
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
    }

    fn shown(ctx: &Context) -> Shown {
        let mut shown = Shown::default();
        shown.show(ctx, at(0));
        shown
    }

    /// A window that is, or is not, in front.
    fn in_front(ctx: &Context, focused: bool) {
        let input = eframe::egui::RawInput { focused, ..Default::default() };
        ctx.run_ui(input, |_| {}).drop_without_applying_deltas();
    }

    #[test]
    fn it_hides_after_its_time_and_the_time_may_change_meanwhile() {
        let ctx = Context::default();
        in_front(&ctx, true);
        let mut secret = shown(&ctx);
        assert!(secret.is_on(&ctx, at(29)) && !secret.is_on(&ctx, at(30)));
        assert!(!secret.is_on(&ctx, at(0)), "and does not come back");
        let mut secret = shown(&ctx);
        set_hiding(&ctx, Hiding { after: SignedDuration::from_secs(60), ..Hiding::default() });
        assert!(secret.is_on(&ctx, at(59)));
        set_hiding(&ctx, Hiding { after: SignedDuration::from_secs(10), ..Hiding::default() });
        assert!(!secret.is_on(&ctx, at(11)));
        let mut secret = shown(&ctx);
        assert!(!secret.is_on(&ctx, at(-1)), "of a clock that was set back nothing is known");
    }

    #[test]
    fn it_hides_behind_other_windows_only_where_that_is_wanted() {
        let ctx = Context::default();
        in_front(&ctx, true);
        let mut secret = shown(&ctx);
        set_hiding(&ctx, Hiding { on_focus_loss: false, ..Hiding::default() });
        in_front(&ctx, false);
        assert!(secret.is_on(&ctx, at(1)));
        set_hiding(&ctx, Hiding::default());
        assert!(!secret.is_on(&ctx, at(1)));
        in_front(&ctx, true);
        assert!(!secret.is_on(&ctx, at(1)), "and does not come back");
    }

    #[test]
    fn all_are_hidden_at_once_those_that_are_not_looked_at_too() {
        let ctx = Context::default();
        in_front(&ctx, true);
        let mut secret = shown(&ctx);
        hide_all_secrets(&ctx);
        assert!(!secret.is_on(&ctx, at(1)));
        let mut secret = shown(&ctx);
        assert!(secret.is_on(&ctx, at(1)), "one that is shown afterwards is");
    }
}
