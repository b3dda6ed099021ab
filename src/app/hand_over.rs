//! "Hand over": whose client is shown, as long as the open list has it.

use eframe::egui::Ui;
use jiff::SignedDuration;

use super::App;
use super::ui::COPIED_FOR;
use crate::screens::hand_over::{HandOverAnswer, HandOverView, State};
use crate::screens::{Event, Scene};

impl App {
    /// Opens it for the client with this key.
    pub(super) fn hand_over(&mut self, key: String) {
        self.work.hand_over = Some(State::new(key));
    }

    /// Draws it over the desk.
    pub(super) fn draw_hand_over(&mut self, ui: &Ui, scene: &Scene<'_>) -> Option<Event> {
        let state = self.work.hand_over.as_mut()?;
        let list = self.work.desk.as_ref().and_then(|desk| desk.open_list());
        let found = list.and_then(|list| Some((list, list.clients().iter().find(|listed| listed.key() == state.key())?)));
        // The list was read again, without it.
        let Some((list, listed)) = found else { return Some(Event::CloseHandOver) };
        let holding = self.clipboard.holding().filter(|holding| holding.label == state.key());
        let copied = self.copied_at.map(|at| scene.now.duration_since(at));
        let view = HandOverView {
            listed,
            version: &list.version,
            clears_after: self.setup.settings.get().clipboard_time().map(|time| time.as_secs()),
            clears_in: holding.and_then(|holding| holding.seconds_left(scene.now)),
            copied: copied.is_some_and(|ago| ago >= SignedDuration::ZERO && ago < COPIED_FOR),
        };
        Some(match state.ui(ui, scene, &view)? {
            HandOverAnswer::Close => Event::CloseHandOver,
            HandOverAnswer::Event(event) => event,
        })
    }
}
