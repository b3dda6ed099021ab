//! What the person at the till will be asked, in words: so that nobody asks for more than they mean.

use eframe::egui::Ui;

use super::draft::Draft;
use crate::i18n::Lang;
use crate::model::catalogue::Catalogue;
use crate::model::scope::{Action, Scope};
use crate::theme::{T, icon, palette, space};
use crate::tr;
use crate::widgets::{self, printable, status, txt};

/// Draws the box.
pub fn ui(ui: &mut Ui, lang: Lang, draft: &Draft) {
    let p = palette(ui);
    widgets::sunken(ui, 16, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        txt(ui, T::Label, &tr!(lang, "create-preview"), p.text3);
        let app = draft.version.name.as_deref().map_or_else(|| tr!(lang, "create-preview-app"), |name| printable(name).into_owned());
        txt(ui, T::Strong, &tr!(lang, "create-preview-asks", app = app), p.text);
        let [see, change] = [Action::Read, Action::Write].map(|action| things(lang, draft, action));
        if let Some(things) = see {
            status(ui, icon::SHOW, &tr!(lang, "create-preview-see", things = things), p.text2);
        }
        if let Some(things) = change {
            status(ui, icon::EDIT, &tr!(lang, "create-preview-change", things = things), p.text2);
        }
        for right in draft.outside_the_table() {
            status(ui, icon::UNKNOWN, &tr!(lang, "create-preview-unknown", right = printable(right.as_str()).into_owned()), p.text2);
        }
        if draft.rights.is_empty() {
            txt(ui, T::Small, &tr!(lang, "create-preview-nothing"), p.text3);
        }
    });
}

/// The resources of the chosen rights of one kind, as a list in words.
fn things(lang: Lang, draft: &Draft, action: Action) -> Option<String> {
    let chosen = |right: &Option<Scope>| right.as_ref().is_some_and(|right| draft.rights.contains(right));
    let names: Vec<String> = Catalogue::evotor()
        .resources()
        .iter()
        .filter(|resource| chosen(&resource.scope(action)))
        .map(|resource| lang.t(resource.object()))
        .collect();
    let (last, first) = names.split_last()?;
    if first.is_empty() {
        return Some(last.clone());
    }
    Some(format!("{} {} {last}", first.join(", "), tr!(lang, "create-and")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::app_version::AppVersion;

    #[test]
    fn the_user_is_asked_in_one_sentence_for_each_kind() {
        let mut draft = Draft::new(AppVersion::typed("app", "1"));
        for right in ["store:read", "product:read", "product:write", "document:read"] {
            draft.add_right(right).unwrap();
        }
        assert_eq!(things(Lang::En, &draft, Action::Read).unwrap(), "shops, goods and documents");
        assert_eq!(things(Lang::Ru, &draft, Action::Write).unwrap(), "товары");
    }
}
