//! The page in front of the work: nothing of the work can be seen, read out or typed into, and the page says that it is no lock.

use eframe::egui::{Align, Layout, Rect, Role, Ui, UiBuilder, pos2, vec2};

use super::shell::{mark, sandbox_ground};
use super::{Event, Scene};
use crate::theme::{T, palette, size, space};
use crate::tr;
use crate::widgets::{Button, txt};

/// The mark's side, and how wide the words are.
const MARK: f32 = 40.0;
const WORDS: f32 = 400.0;
/// So high is it all, with words of two lines: it stands in the middle, a little above.
const HEIGHT: f32 = 184.0;

/// Draws it. With `takes_focus` its button has the keyboard, as long as nothing else wants it.
pub fn ui(ui: &mut Ui, scene: &Scene<'_>, takes_focus: bool) -> Option<Event> {
    let (p, lang) = (palette(ui), scene.lang);
    let whole = ui.max_rect();
    ui.painter().rect_filled(whole, 0.0, if scene.cloud.sandbox { p.sandbox_sidebar } else { p.sidebar });
    if scene.cloud.sandbox {
        sandbox_ground(ui, scene, Rect::from_min_size(whole.min, vec2(whole.width(), size::STRIP)));
    }
    let top = whole.center().y - HEIGHT / 2.0 - space::XL;
    mark(ui, pos2(whole.center().x, top + MARK / 2.0), MARK);
    let place = Rect::from_min_max(
        pos2(whole.center().x - WORDS / 2.0, top + MARK + space::L),
        pos2(whole.center().x + WORDS / 2.0, whole.bottom()),
    );
    let mut page = ui.new_child(UiBuilder::new().id_salt("cover").max_rect(place).layout(Layout::top_down(Align::Center)));
    page.spacing_mut().item_spacing.y = 0.0;
    let title = txt(&mut page, T::Title, &tr!(lang, "cover-title"), p.text);
    page.ctx().accesskit_node_builder(title.id, |node| {
        node.set_role(Role::Heading);
        node.set_label(tr!(lang, "cover-title"));
    });
    page.add_space(space::S);
    txt(&mut page, T::Body, &tr!(lang, "cover-no-lock"), p.text2);
    page.add_space(20.0);
    let show = page.add(Button::primary(&tr!(lang, "cover-show")).width(120.0));
    // What Tab takes from it comes back in the next frame by itself. Asked for now, egui would still have a focus to give away when the
    // work comes back, and give it to whatever stands first there.
    if takes_focus && !show.lost_focus() && page.memory(|memory| memory.focused().is_none()) {
        show.request_focus();
    }
    show.clicked().then_some(Event::Uncover)
}
