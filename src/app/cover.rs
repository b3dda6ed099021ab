//! The cover: at a key, a click, or when nobody has done anything for a while, a plain page stands in front of the work. The work is
//! not drawn meanwhile, so there is nothing of it to see, to read out or to type into; jobs, clocks and the session go on.
//!
//! Also what else keeps secrets from other eyes: when shown ones hide, and whether the window can be captured.

use eframe::egui::{Context, Event as Input, Id, Key, Memory, Ui, ViewportCommand};
use jiff::{SignedDuration, Timestamp};

use super::App;
use crate::desktop::captures::CAN_KEEP_WINDOW_OUT;
use crate::screens::{Event, Scene, cover};
use crate::widgets::{Hiding, hide_all_secrets, set_hiding};

/// What stands between the work and other eyes.
pub(super) struct Cover {
    is_down: bool,
    /// When somebody did something last.
    touched: Timestamp,
    /// What has the focus again when the work comes back.
    focus_behind: Option<Id>,
    /// The key that brought the work back, until it is let go: it was not meant for what has the focus there.
    held: Option<Key>,
    /// The window was asked to keep out of captures.
    is_kept_out: bool,
}

impl Cover {
    pub(super) const fn new(now: Timestamp) -> Self {
        Self { is_down: false, touched: now, focus_behind: None, held: None, is_kept_out: false }
    }

    pub(super) const fn is_down(&self) -> bool {
        self.is_down
    }

    /// How long it is until nobody has done anything for the idle time; none when it is over. By the wall clock: a computer that
    /// slept was not used either.
    fn left_of(&mut self, idle: SignedDuration, is_touched: bool, now: Timestamp) -> Option<SignedDuration> {
        // A clock that was set back says nothing; from here on it counts anew.
        let quiet = now.duration_since(self.touched);
        let is_over = quiet >= idle;
        if is_touched || quiet.is_negative() {
            self.touched = now;
        }
        (!is_over).then(|| idle - now.duration_since(self.touched))
    }

    /// What to ask of the window, when that has changed.
    fn protection(&mut self, is_wanted: bool) -> Option<ViewportCommand> {
        let is_new = self.is_kept_out != is_wanted;
        self.is_kept_out = is_wanted;
        is_new.then_some(ViewportCommand::ContentProtected(is_wanted))
    }
}

impl App {
    /// Before a frame is drawn: what the settings say about other eyes, the cover's key, and whether it is time for it.
    pub(super) fn watch_cover(&mut self, ctx: &Context) {
        let settings = self.setup.settings.get();
        let after = SignedDuration::try_from(settings.hide_time()).unwrap_or(Hiding::default().after);
        set_hiding(ctx, Hiding { on_focus_loss: settings.hide_on_focus_loss, after });
        if let Some(command) = self.cover.protection(CAN_KEEP_WINDOW_OUT && settings.keep_out_of_captures) {
            ctx.send_viewport_cmd(command);
        }

        self.let_go_of_held_key(ctx);
        let is_touched = ctx.input(|i| i.events.iter().any(is_by_person));
        if !self.cover.is_down
            && let Some(idle) = settings.cover_time().and_then(|time| SignedDuration::try_from(time).ok())
        {
            match self.cover.left_of(idle, is_touched, self.now()) {
                Some(left) => ctx.request_repaint_after(left.unsigned_abs()),
                None => self.cover(ctx),
            }
        }
        if ctx.input_mut(takes_cover_key) {
            if self.cover.is_down { self.uncover(ctx) } else { self.cover(ctx) }
        }
    }

    /// Puts the page in front of the work.
    pub(super) fn cover(&mut self, ctx: &Context) {
        if !self.cover.is_down {
            self.cover.is_down = true;
            self.cover.focus_behind = ctx.memory(Memory::focused);
            hide_all_secrets(ctx);
            ctx.request_repaint();
        }
    }

    /// Takes it away. What came up meanwhile is said now.
    pub(super) fn uncover(&mut self, ctx: &Context) {
        let now = self.now();
        self.cover.is_down = false;
        self.cover.touched = now;
        self.cover.held = ctx.input(|i| [Key::Enter, Key::Space].into_iter().find(|key| i.keys_down.contains(key)));
        self.toasts.begin_again(now);
        if let Some(id) = self.cover.focus_behind.take() {
            ctx.memory_mut(|memory| memory.request_focus(id));
        }
        ctx.request_repaint();
    }

    /// What has the focus in the work, though the cover be in front of it.
    pub(super) fn focus_at_work(&self, ctx: &Context) -> Option<Id> {
        if self.cover.is_down { self.cover.focus_behind } else { ctx.memory(Memory::focused) }
    }

    pub(super) fn draw_cover(&self, ui: &mut Ui, scene: &Scene<'_>) -> Option<Event> {
        cover::ui(ui, scene, self.leaving.is_none())
    }

    fn let_go_of_held_key(&mut self, ctx: &Context) {
        let Some(held) = self.cover.held else { return };
        if !ctx.input(|i| i.keys_down.contains(&held)) {
            self.cover.held = None;
        }
        let is_of_held = |event: &Input| matches!(event, Input::Key { key, .. } if *key == held) || matches!(event, Input::Text(_));
        ctx.input_mut(|i| i.events.retain(|event| !is_of_held(event)));
    }
}

/// Whether the cover's key was pressed; one that is held does not cover and uncover by turns.
fn takes_cover_key(input: &mut eframe::egui::InputState) -> bool {
    let mut is_pressed = false;
    input.events.retain(|event| match event {
        Input::Key { key: Key::L, pressed: true, repeat, modifiers, .. } if modifiers.command_only() => {
            is_pressed |= !repeat;
            false
        }
        _ => true,
    });
    is_pressed
}

/// Whether somebody did this; the rest is what the system tells of itself.
const fn is_by_person(event: &Input) -> bool {
    !matches!(event, Input::PointerGone | Input::WindowFocused(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
    }

    #[test]
    fn the_window_is_asked_once_for_each_change() {
        let mut cover = Cover::new(at(0));
        let asked = [false, true, true, false, false].map(|wanted| cover.protection(wanted));
        let asks = |protected| Some(ViewportCommand::ContentProtected(protected));
        assert_eq!(asked, [None, asks(true), None, asks(false), None]);
    }

    #[test]
    fn what_is_done_begins_the_time_again_but_not_when_it_is_over() {
        let idle = SignedDuration::from_secs(60);
        let mut cover = Cover::new(at(0));
        assert_eq!(cover.left_of(idle, false, at(20)), Some(SignedDuration::from_secs(40)));
        assert_eq!(cover.left_of(idle, true, at(59)), Some(idle));
        assert_eq!(cover.left_of(idle, false, at(118)), Some(SignedDuration::from_secs(1)));
        assert_eq!(cover.left_of(idle, true, at(119)), None, "whoever comes now comes after the time");
        let mut cover = Cover::new(at(1_000));
        assert_eq!(cover.left_of(idle, false, at(0)), Some(idle), "a clock that was set back");
        assert_eq!(cover.left_of(idle, false, at(60)), None);
    }
}
