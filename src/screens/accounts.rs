//! Who is signed in: a pop-up at the account's corner of the navigation.

use eframe::egui::{Align2, Frame, Margin, RectAlign, Response, Sense, pos2, vec2};

use super::shell::ShellView;
use super::{Event, Scene, time_words};
use crate::theme::{T, icon, palette, space};
use crate::tr;
use crate::widgets::{self, Button, check_row, hline, label_at, note, popover, txt};

const WIDTH: f32 = 352.0;

/// The pop-up under `anchor`, the account's button.
#[must_use]
pub fn popup(anchor: &Response, scene: &Scene<'_>, view: &ShellView<'_>) -> Option<Event> {
    let (lang, account, lifetimes) = (scene.lang, view.account, view.lifetimes.as_ref());
    let name = tr!(lang, "accounts");
    let asked = popover(anchor, WIDTH, RectAlign::TOP_START, &name, |ui| {
        let p = palette(ui);
        let mut asked = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        Frame::new().inner_margin(Margin::same(16)).show(ui, |ui| {
            txt(ui, T::Section, &name, p.text);
            ui.add_space(space::M);
            let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), 44.0), Sense::hover());
            label_at(
                ui,
                pos2(row.left(), row.top() + 12.0),
                Align2::LEFT_CENTER,
                T::Strong,
                &widgets::printable(account),
                p.text,
                row.width(),
            );
            let ends = lifetimes.and_then(|lifetimes| lifetimes.sign_in_ends);
            let words = match (lifetimes, ends) {
                (None, _) => tr!(lang, "session-ended"),
                (Some(_), Some(end)) => tr!(lang, "account-left", left = time_words::left(lang, end, scene.now).text),
                (Some(_), None) => tr!(lang, "account-left-unknown"),
            };
            label_at(ui, pos2(row.left(), row.top() + 33.0), Align2::LEFT_CENTER, T::Small, &words, p.text2, row.width());
            if view.unattended {
                ui.add_space(space::S);
                let mut on = true;
                if check_row(ui, &mut on, true, &tr!(lang, "unattended")).changed() {
                    asked = Some(Event::ForgetPassword);
                }
                ui.add_space(2.0);
                note(ui, icon::INFO, &tr!(lang, "unattended-kept"));
            }
            ui.add_space(space::S);
            hline(ui);
            ui.add_space(space::M);
            if ui.add(Button::secondary(&tr!(lang, "sign-out")).icon(icon::SIGN_OUT)).clicked() {
                asked = Some(Event::SignOut);
            }
        });
        asked
    });
    asked.flatten()
}
