//! What every page before the desk has: the mark, the languages, the sandbox strip, a card, and beside it what goes where.

use eframe::egui::{Align, Align2, CornerRadius, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::shell::{mark, sandbox_strip};
use super::{CloudScene, Event, Scene, Screen};
use crate::i18n::Lang;
use crate::theme::{T, icon, palette, radius, size, space};
use crate::tr;
use crate::widgets::{self, icon_button, line_at, region, row_in, segmented, txt};

/// Each in itself: who has come to the wrong language must be able to read the way out.
pub const LANGUAGES: [&str; 2] = ["Русский", "English"];

/// The page around the card. Returns what was asked and where it is free.
pub fn page(ui: &mut Ui, scene: &Scene<'_>, mailed_code: Option<&str>, can_use_code: bool) -> (Option<Event>, Rect) {
    let p = palette(ui);
    let whole = ui.max_rect();
    ui.painter().rect_filled(whole, 0.0, if scene.cloud.sandbox { p.sandbox_sidebar } else { p.sidebar });
    let mut asked = None;
    let mut top = whole.top();
    if scene.cloud.sandbox {
        let strip = Rect::from_min_size(whole.min, vec2(whole.width(), size::STRIP));
        asked = sandbox_strip(ui, scene, strip, mailed_code, can_use_code);
        top = strip.bottom();
    }
    let bar = Rect::from_min_size(pos2(whole.left() + space::XL, top + space::L), vec2(whole.width() - 2.0 * space::XL, size::CONTROL));
    mark(ui, pos2(bar.left() + 12.0, bar.center().y), 24.0);
    line_at(ui.painter(), pos2(bar.left() + 34.0, bar.center().y), Align2::LEFT_CENTER, T::Section, "Tokendesk", p.text, 200.0);
    let languages = [Lang::Ru, Lang::En];
    let chosen = languages.iter().position(|lang| *lang == scene.lang).unwrap_or_default();
    let name = tr!(scene.lang, "settings-language");
    let choice = row_in(ui, "languages", bar, Align::Max, |ui| {
        // Whoever cannot sign in because of a proxy must be able to set it.
        if icon_button(ui, icon::SETTINGS, &tr!(scene.lang, "nav-settings")).clicked() {
            asked = Some(Event::Go(Screen::Settings));
        }
        ui.add_space(space::S);
        segmented(ui, &name, &LANGUAGES, chosen)
    });
    if let Some(lang) = choice.and_then(|i| languages.get(i).copied()) {
        asked = Some(Event::SetLanguage(lang));
    }
    (asked, Rect::from_min_max(pos2(whole.left(), bar.bottom()), whole.max))
}

/// The card of a form. Its height is known only after its content is laid out, so the last frame's is kept here.
#[derive(Default)]
pub struct Card {
    height: f32,
}

impl Card {
    /// Draws the card at `left`, `width` wide with `pad` within, in the middle of what is free in `rest`: inside a scroll area, and
    /// scrolled with it. Returns where it stands and what `form` answers.
    pub fn show<R>(&mut self, ui: &mut Ui, rest: Rect, left: f32, width: f32, pad: f32, form: impl FnOnce(&mut Ui) -> R) -> (Rect, R) {
        let p = palette(ui);
        let top = (ui.cursor().top() + ((rest.height() - self.height) / 2.0).max(space::M)).round();
        let card = Rect::from_min_size(pos2(left, top), vec2(width, self.height.max(1.0)));
        let line = Stroke::new(size::HAIRLINE, p.border);
        ui.painter().rect(card, CornerRadius::same(radius::DIALOG), p.raised, line, StrokeKind::Inside);
        let (answer, bottom) = region(ui, "form", card.shrink(pad), |ui| (form(ui), ui.min_rect().bottom()));
        let height = bottom - card.top() + pad;
        if (height - self.height).abs() > 0.5 {
            self.height = height;
            ui.ctx().request_discard("the card has another height");
        }
        (card, answer)
    }
}

/// What goes where, and what is kept.
pub fn remembered(ui: &mut Ui, lang: Lang, cloud: &CloudScene<'_>, memory_only: bool, kept: Option<bool>) {
    let p = palette(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    txt(ui, T::Section, &tr!(lang, "sign-in-where-title"), p.text);
    ui.add_space(20.0);
    let apps = if memory_only { "sign-in-where-apps-memory" } else { "sign-in-where-apps-words" };
    let session = match kept {
        Some(true) => "sign-in-where-session-kept",
        Some(false) => "sign-in-where-session-words",
        None => "sign-in-where-session-no-keychain",
    };
    let facts = [
        (icon::LOCK, cloud.host.to_owned(), "sign-in-where-host"),
        (icon::HIDE, tr!(lang, "sign-in-where-password"), "sign-in-where-password-words"),
        (icon::SHIELD, tr!(lang, "sign-in-where-session"), session),
        (icon::KEY, tr!(lang, "sign-in-where-secrets"), "sign-in-where-secrets-words"),
        (icon::COMPUTER, tr!(lang, "sign-in-where-apps"), apps),
    ];
    for (glyph, name, words) in facts {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::M;
            widgets::icon(ui, glyph, size::ICON_BANNER, p.text3);
            ui.vertical(|ui| {
                txt(ui, T::Strong, &name, p.text);
                ui.add_space(2.0);
                txt(ui, T::Body, &lang.t(words), p.text2);
            });
        });
        ui.add_space(space::L);
    }
}
