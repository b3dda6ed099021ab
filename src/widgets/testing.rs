//! A window for tests of controls and screens: our theme, small frames, a given state.

use eframe::egui::{Theme, Ui};
use egui_kittest::Harness;

/// Draws `app` with `state` in a window of 640 × 480.
pub(crate) fn harness<'a, S: 'a>(app: impl FnMut(&mut Ui, &mut S) + 'a, state: S) -> Harness<'a, S> {
    Harness::builder()
        .with_size([640.0, 480.0])
        .with_theme(Theme::Light)
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(8)
        .with_context_setup(crate::theme::install)
        .build_ui_state(app, state)
}
