//! A choice with its consequences: cards with a radio, a name and what follows. One stop of Tab; the arrows choose.

use std::sync::Arc;

use eframe::egui::{CornerRadius, Galley, Label, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::segmented::{arrow_choice, radio, radio_group};
use super::{focus_ring, radio_dot};
use crate::theme::{T, palette, radius, size, space};

/// One of the cards.
#[derive(Clone, Copy, Debug)]
pub struct ChoiceCard<'a> {
    /// Its accessible name.
    pub name: &'a str,
    /// What follows from choosing it.
    pub words: &'a str,
}

const WORDS_LEFT: f32 = 36.0;
const NAME_TOP: f32 = 12.0;
const RIGHT: f32 = 8.0;
/// From the name to the words, and from the words to the card's edge.
const UNDER: f32 = 6.0;

/// Draws the cards, `columns` beside each other and all of one height, as a group named `name`; `Some` in the frame in which another one
/// is chosen.
pub fn choice_cards(ui: &mut Ui, name: &str, cards: &[ChoiceCard<'_>], chosen: Option<usize>, columns: u8) -> Option<usize> {
    let columns = columns.max(1);
    let width = (ui.available_width() - space::M * f32::from(columns - 1)) / f32::from(columns);
    let room = width - WORDS_LEFT - RIGHT;
    let laid: Vec<Laid> = cards.iter().map(|card| Laid::new(ui, card, room)).collect();
    let height = laid.iter().map(Laid::height).fold(size::FIELD, f32::max);
    let mut cells = Vec::with_capacity(cards.len());
    let mut picked = None;

    let rows = u16::try_from(cards.len().div_ceil(usize::from(columns))).unwrap_or(u16::MAX);
    let all = vec2(ui.available_width(), f32::from(rows) * (height + space::M) - space::M);
    let (all, _) = ui.allocate_exact_size(all.max(Vec2::ZERO), Sense::hover());
    let mut group = radio_group(ui, name, all);
    let mut top = all.top();
    for beside in cards.chunks(usize::from(columns)) {
        let mut place = Rect::from_min_size(pos2(all.left(), top), vec2(width, height));
        for card in beside {
            let i = cells.len();
            let on = chosen == Some(i);
            let response = radio(&group, place, i, i == chosen.unwrap_or(0), on, card.name);
            if let Some(laid) = laid.get(i) {
                laid.paint(&mut group, place, on, &response);
            }
            if response.clicked() {
                picked = Some(i);
            }
            cells.push(response);
            place = place.translate(vec2(width + space::M, 0.0));
        }
        top += height + space::M;
    }
    picked = picked.or_else(|| arrow_choice(ui, &cells, chosen.unwrap_or(0)));
    picked.filter(|&picked| Some(picked) != chosen)
}

/// A card's words, laid out.
struct Laid {
    name: Arc<Galley>,
    words: Option<Arc<Galley>>,
}

impl Laid {
    fn new(ui: &Ui, card: &ChoiceCard<'_>, room: f32) -> Self {
        let p = palette(ui);
        let words = (!card.words.is_empty()).then(|| ui.painter().layout_job(T::Small.wrap_job(card.words, p.text2, room, false)));
        Self { name: ui.painter().layout_job(T::Strong.wrap_job(card.name, p.text, room, false)), words }
    }

    fn height(&self) -> f32 {
        NAME_TOP + self.name.size().y + self.words.as_ref().map_or(NAME_TOP, |words| UNDER + words.size().y + NAME_TOP)
    }

    fn paint(&self, ui: &mut Ui, place: Rect, on: bool, response: &Response) {
        let p = palette(ui);
        let line = if on {
            Stroke::new(2.0, p.accent_text)
        } else {
            Stroke::new(size::HAIRLINE, if response.hovered() { p.outline } else { p.edge })
        };
        let fill = if on { p.accent_soft } else { p.raised };
        ui.painter().rect(place, CornerRadius::same(radius::CARD), fill, line, StrokeKind::Inside);
        let name_at = place.min + vec2(WORDS_LEFT, NAME_TOP);
        radio_dot(ui.painter(), pos2(place.left() + 20.0, name_at.y + T::Strong.line() / 2.0), on, p);
        ui.painter().galley(name_at, self.name.clone(), p.text);
        if let Some(words) = &self.words {
            let at = Rect::from_min_size(name_at + vec2(0.0, self.name.size().y + UNDER), words.size());
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(words.text()));
            ui.put(at, Label::new(words.clone()).selectable(false));
        }
        if response.has_focus() {
            focus_ring(ui.painter(), place, radius::CARD, p);
        }
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::Key;
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::{ChoiceCard, choice_cards};
    use crate::widgets::testing;

    fn kinds<'a>(chosen: Option<usize>) -> Harness<'a, Option<usize>> {
        testing::harness(
            |ui, chosen: &mut Option<usize>| {
                let cards = [
                    ChoiceCard { name: "Web (with a server)", words: "The secret stays on your server." },
                    ChoiceCard {
                        name: "Standalone (no server)",
                        words: "The secret ships with the app and is not secret. A token cannot be renewed.",
                    },
                ];
                if let Some(picked) = choice_cards(ui, "Type", &cards, *chosen, 2) {
                    *chosen = Some(picked);
                }
            },
            chosen,
        )
    }

    #[test]
    fn the_whole_card_is_the_target() {
        let mut harness = kinds(Some(0));
        let card = harness.get_by_label("Standalone (no server)").rect();
        let at = card.right_bottom() - eframe::egui::vec2(20.0, 10.0);
        harness.hover_at(at);
        harness.drag_at(at);
        harness.drop_at(at);
        harness.run();
        assert_eq!(*harness.state(), Some(1));
    }

    #[test]
    fn cards_are_all_of_one_height_and_hold_their_words() {
        let harness = kinds(None);
        let [web, standalone] = ["Web (with a server)", "Standalone (no server)"].map(|name| harness.get_by_label(name).rect());
        assert!((web.height() - standalone.height()).abs() < 0.1);
        let words = harness.get_by_label_contains("A token cannot be renewed.").rect();
        assert!(standalone.contains_rect(words), "{standalone} {words}");
    }

    #[test]
    fn while_none_is_chosen_tab_reaches_the_first_and_space_chooses_it() {
        let mut harness = kinds(None);
        for key in [Key::Tab, Key::Space] {
            harness.key_press(key);
            harness.run();
        }
        assert_eq!(*harness.state(), Some(0));
        harness.key_press(Key::ArrowRight);
        harness.run();
        assert_eq!(*harness.state(), Some(1));
    }
}
