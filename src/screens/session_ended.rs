//! The sign-in has ended in mid-work: the form comes over the work, which stays as it is and waits.

use eframe::egui::{Align, Align2, Layout, Rect, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use super::credentials::{Awaited, user_agent_row, waiting};
use super::problem::{self, Doing};
use super::sign_in::State;
use super::{Event, Scene, paste_token};
use crate::net::{ApiError, Purpose};
use crate::theme::{T, icon, palette, radius, size, space};
use crate::tr;
use crate::widgets::{self, Button, Sheet, check_row, icon_at, label_at, note, rich, txt};

/// Why the form is there, and what was chosen on it.
pub(super) struct Ended {
    account: String,
    /// The server's refusal to renew, or of a call when there was nothing to renew with; none when it did not end.
    why: Option<ApiError>,
    /// It was a pasted token, which the server has never taken.
    never_begun: bool,
    /// Chosen here: the program may sign in by itself from now on.
    pub(super) keep_password: bool,
}

/// What is behind the form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// Lists and what is selected.
    Work,
    /// A half-filled form of a new client too.
    Form {
        /// How many rights are ticked or typed.
        rights: usize,
    },
}

impl Ended {
    pub(super) fn new(account: &str, why: Option<ApiError>) -> Self {
        Self { account: account.to_owned(), why, never_begun: false, keep_password: false }
    }

    pub(super) fn never_begun(account: &str, why: ApiError) -> Self {
        Self { never_begun: true, ..Self::new(account, Some(why)) }
    }

    /// Why there is no session any more, in a sentence.
    fn cause(&self) -> &'static str {
        match self.why.as_ref().map(ApiError::purpose) {
            _ if self.never_begun => "sign-in-ended-token",
            Some(Purpose::Renewal) => "sign-in-ended-refused",
            _ => "sign-in-ended-over",
        }
    }
}

impl State {
    /// The form of [`State::session_ended`], over the work.
    pub fn over_the_work(&mut self, ui: &Ui, scene: &Scene<'_>, awaited: &Awaited<'_>, kept: Kept) -> Option<Event> {
        let title = tr!(scene.lang, "sign-in-ended-title");
        let sheet = Sheet { id: "session ended", name: &title, width: size::SESSION_ENDED };
        let ((asked, _), from_foot) = sheet.show(
            ui,
            self,
            |ui, form| {
                txt(ui, T::Title, &title, palette(ui).text);
                ui.add_space(space::XS);
                let asked = form.why_it_ended(ui, scene, kept);
                ui.add_space(20.0);
                form.typed(ui, scene, awaited, asked)
            },
            |ui, form, (_, enter)| form.buttons_of_the_end(ui, scene, awaited, *enter),
        );
        from_foot.or(asked)
    }

    /// What is kept, what happens after the sign-in; and the server's own words, with the details for support.
    fn why_it_ended(&self, ui: &mut Ui, scene: &Scene<'_>, kept: Kept) -> Option<Event> {
        let (p, lang) = (palette(ui), scene.lang);
        let ended = self.ended.as_ref()?;
        let cause = lang.t(ended.cause());
        let kept = match kept {
            Kept::Work => tr!(lang, "sign-in-ended-work"),
            Kept::Form { rights } => tr!(lang, "sign-in-ended-form", count = rights),
        };
        rich(ui, T::Body, &format!("{cause} {kept} {}", tr!(lang, "sign-in-ended-then")), p.text2);
        // One message at a time: what was said to an attempt on this form is newer.
        if self.credentials.was_refused() {
            return None;
        }
        let words = problem::words(scene, Doing::SignIn, ended.why.as_ref()?);
        for said in words.shown_words(scene) {
            ui.add_space(space::XS);
            txt(ui, T::Small, &said, p.text2);
        }
        ui.add_space(space::S);
        words.details_line(ui, scene)
    }

    /// The fields, and the choice to be signed in by the program from now on.
    fn typed(&mut self, ui: &mut Ui, scene: &Scene<'_>, awaited: &Awaited<'_>, asked: Option<Event>) -> (Option<Event>, bool) {
        let lang = scene.lang;
        let mut asked = self.credentials.banner(ui, scene, &self.email).or(asked);
        let is_known = self.ended.as_ref().is_some_and(|ended| ended.account == self.email);
        let mut enter = false;
        if is_known {
            fixed_email(ui, &tr!(lang, "email"), &self.email);
        } else {
            enter = self.credentials.email(ui, lang, awaited, &mut self.email);
        }
        ui.add_space(space::L);
        let (entered, copied) = self.credentials.fields(ui, scene, awaited, &self.email);
        enter |= entered;
        asked = copied.or(asked);
        ui.add_space(space::S);
        asked = self.credentials.code_row(ui, lang, awaited, &self.email).or(asked);
        asked = self.sandbox_within_reach(ui, scene, awaited).or(asked);
        asked = user_agent_row(ui, lang, awaited).or(asked);
        ui.add_space(space::M);
        if let Some(ended) = &mut self.ended {
            check_row(ui, &mut ended.keep_password, !awaited.pending, &tr!(lang, "unattended"));
            ui.add_space(2.0);
            note(ui, icon::INFO, &tr!(lang, "unattended-words"));
        }
        (asked, enter)
    }

    /// The sandbox's strip lies under the dimmed window: its password and its mailbox are within reach here.
    fn sandbox_within_reach(&mut self, ui: &mut Ui, scene: &Scene<'_>, awaited: &Awaited<'_>) -> Option<Event> {
        let lang = scene.lang;
        let mut asked = None;
        if awaited.pending {
            return None;
        }
        if let Some(code) = awaited.mailed_code.filter(|_| self.credentials.code_is_open()) {
            let words = tr!(lang, "sandbox-use-this-code", code = code);
            if ui.add(Button::secondary(&words).named(&tr!(lang, "sandbox-use-code")).icon(icon::MAIL).small()).clicked() {
                asked = Some(Event::UseMailedCode);
            }
        } else if let Some((_, password)) = awaited.invitation.filter(|(email, _)| *email == self.email)
            && ui.add(Button::ghost(&tr!(lang, "sign-in-fill")).icon(icon::EDIT).small()).clicked()
        {
            self.credentials.put_password(password);
        }
        asked
    }

    fn buttons_of_the_end(&mut self, ui: &mut Ui, scene: &Scene<'_>, awaited: &Awaited<'_>, enter: bool) -> Option<Event> {
        let lang = scene.lang;
        if awaited.pending {
            return ui.with_layout(Layout::left_to_right(Align::Center), |ui| waiting(ui, lang, size::CONTROL)).inner;
        }
        let mut asked = None;
        let waits = self.credentials.server_asks_to_wait(scene);
        if ui.add(Button::primary(&tr!(lang, "sign-in")).width(120.0).enabled(!waits)).clicked() || (enter && !waits) {
            let keep_password = self.ended.as_ref().is_some_and(|ended| ended.keep_password);
            asked = self.credentials.attempt(&self.email).map(|attempt| Event::SignIn(attempt.keeping(keep_password)));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            if ui.add(Button::ghost(&tr!(lang, "paste-instead")).icon(icon::PASTE)).clicked() {
                let account = self.ended.as_ref().map(|ended| ended.account.as_str()).unwrap_or_default();
                self.pasting = Some(paste_token::State::after_the_end(account, None));
            }
            if ui.add(Button::ghost(&tr!(lang, "sign-out")).icon(icon::SIGN_OUT)).clicked() {
                asked = Some(Event::SignOut);
            }
        });
        asked
    }
}

/// The account whose work is behind: to be read, not changed.
fn fixed_email(ui: &mut Ui, label: &str, email: &str) {
    let p = palette(ui);
    txt(ui, T::Label, label, p.text2);
    ui.add_space(space::XS);
    let (well, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::FIELD), Sense::hover());
    ui.painter().rect(well, radius::CONTROL, p.sunken, Stroke::new(size::HAIRLINE, p.border), StrokeKind::Inside);
    let room = Rect::from_min_max(well.min, pos2(well.right() - 36.0, well.bottom()));
    label_at(
        ui,
        pos2(room.left() + 10.0, room.center().y),
        Align2::LEFT_CENTER,
        T::Body,
        &widgets::printable(email),
        p.text,
        room.width() - 10.0,
    );
    icon_at(ui.painter(), pos2(well.right() - 18.0, well.center().y), icon::LOCK, size::ICON, p.text3);
}
