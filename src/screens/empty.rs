//! A screen that a later version brings: its name, and the plain truth.

use eframe::egui::{Rect, Ui, pos2};

use super::{Scene, Screen, shell};
use crate::tr;
use crate::widgets::{empty_state, region};

/// Draws the screen into `rect`.
pub fn ui(ui: &mut Ui, scene: &Scene<'_>, screen: Screen, rect: Rect) {
    let (glyph, name) = shell::title(scene, screen);
    let top = shell::header(ui, rect, &name, None, |_| {});
    let body = Rect::from_min_max(pos2(rect.left(), top), rect.max);
    let (sentence, words) = (tr!(scene.lang, "soon-title"), tr!(scene.lang, "soon-words"));
    region(ui, "soon", body, |ui| empty_state(ui, glyph, &sentence, &words, None));
}
