//! Sign-in: one card to fill in, and beside it, calmly, what goes where and what is remembered.

use eframe::egui::{Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::credentials::{Awaited, Credentials, Focus, user_agent_row, waiting};
use super::event::Event;
use super::front_page::{Card, page, remembered};
use super::keychain_notice::Notice;
use super::session_ended::Ended;
use super::{Scene, paste_token, shell};
use crate::evotor::session::SignInError;
use crate::net::ApiError;
use crate::theme::{T, icon, palette, size, space};
use crate::tr;
use crate::widgets::{self, Button, region, txt};

/// The card's inner width at its usual padding.
const FORM: f32 = size::SIGN_IN_CARD - 2.0 * 32.0;
/// The width of the words beside it.
const FACTS: f32 = 320.0;

/// What is typed.
pub struct State {
    pub(super) email: String,
    pub(super) credentials: Credentials,
    /// A session has ended: the form comes over the work.
    pub(super) ended: Option<Ended>,
    /// The form for a token stands in place of this one.
    pub(super) pasting: Option<paste_token::State>,
    card: Card,
}

/// What the page is told.
pub struct SignInView<'a> {
    /// What the form is told.
    pub awaited: Awaited<'a>,
    /// Whether the sign-in will be kept; `None` when there is no keychain to keep it in.
    pub stay_signed_in: Option<bool>,
    /// What is said about the keychain.
    pub keychain: Option<&'a Notice>,
    /// The account that waits behind this page.
    pub back_to: Option<&'a str>,
    /// The settings are kept in memory only.
    pub memory_only: bool,
    /// Words about the settings file, until somebody closes them.
    pub notice: Option<&'a str>,
}

impl State {
    /// An empty form, with the e-mail of the last time.
    #[must_use]
    pub fn new(email: String) -> Self {
        let focus = if email.is_empty() { Focus::Email } else { Focus::Password };
        Self { email, credentials: Credentials::new(focus), ended: None, pasting: None, card: Card::default() }
    }

    /// The session of this account has ended in mid-work: the form asks for its password again. One that began with a pasted token
    /// and stands under a name of its own is asked for another token.
    #[must_use]
    pub fn session_ended(account: &str, why: Option<ApiError>) -> Self {
        let is_email = account.contains('@');
        let form = Self::new(if is_email { account.to_owned() } else { String::new() });
        let pasting = (!is_email).then(|| paste_token::State::after_the_end(account, why.clone()));
        Self { ended: Some(Ended::new(account, why)), pasting, ..form }
    }

    /// The cloud has never taken the token that was pasted for this account: `form` is the one that it was pasted into.
    #[must_use]
    pub fn token_refused(account: &str, form: Option<paste_token::State>, why: ApiError) -> Self {
        let form = form.unwrap_or_else(|| paste_token::State::named(account));
        Self { pasting: Some(form.refused(why.clone())), ended: Some(Ended::never_begun(account, why)), ..Self::new(String::new()) }
    }

    /// The form for a token, if that is the one in view.
    pub fn take_pasting(&mut self) -> Option<paste_token::State> {
        self.pasting.take()
    }

    /// The e-mail that stands in the form.
    #[must_use]
    pub fn email(&self) -> &str {
        self.email.trim()
    }

    /// Whether nothing was typed or chosen yet.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.pasting.is_none() && self.credentials.is_untouched()
    }

    /// Whether the form is that of a session that has ended.
    #[must_use]
    pub fn is_after_the_end(&self) -> bool {
        self.ended.is_some()
    }

    /// Whether the form has come over the work of a session that has ended, and leaves it in view.
    #[must_use]
    pub fn is_over_the_work(&self) -> bool {
        self.ended.is_some() && self.pasting.is_none()
    }

    /// The cloud said no.
    pub fn refused(&mut self, error: SignInError) {
        self.credentials.refused(error);
    }

    /// The person no longer waits for the answer.
    pub fn cancelled(&mut self) {
        self.credentials.cancelled();
    }

    /// Puts a code in.
    pub fn put_code(&mut self, code: &str) {
        self.credentials.put_code(code);
    }

    /// A password that was kept by choice: it stands in the form, and the choice too.
    pub fn put_kept_password(&mut self, password: &str) {
        self.credentials.put_password(password);
        if let Some(ended) = &mut self.ended {
            ended.keep_password = true;
        }
    }

    /// Draws the page; answers with what was asked.
    pub fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &SignInView<'_>) -> Option<Event> {
        let can_use_code = self.credentials.code_is_open() && self.pasting.is_none() && !view.awaited.pending;
        let (mut asked, rest) = page(ui, scene, view.awaited.mailed_code, can_use_code);
        if let Some(pasting) = &mut self.pasting {
            let answer = pasting.ui(ui, scene, rest);
            if matches!(answer, Some(paste_token::Answer::UsePassword)) {
                self.pasting = None;
                self.credentials.focus(if self.email.is_empty() { Focus::Email } else { Focus::Password });
            }
            return match answer {
                Some(paste_token::Answer::Event(event)) => Some(event),
                _ => asked,
            };
        }
        let rest = above(ui, scene, view, rest, &mut asked);
        region(ui, "sign-in", rest, |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                asked = self.columns(ui, scene, view, rest).or(asked.take());
            });
        });
        asked
    }

    fn columns(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &SignInView<'_>, rest: Rect) -> Option<Event> {
        let low = rest.height() < 600.0;
        let (pad, gap) = if low { (24.0, 48.0) } else { (32.0, 64.0) };
        let card_width = FORM + 2.0 * pad;
        let left = (rest.center().x - (card_width + gap + FACTS) / 2.0).round();
        let mut shown = std::mem::take(&mut self.card);
        let (card, asked) = shown.show(ui, rest, left, card_width, pad, |ui| self.form(ui, scene, view));
        self.card = shown;
        let facts = Rect::from_min_size(pos2(card.right() + gap, card.top() + pad), vec2(FACTS, 0.0));
        let below = region(ui, "facts", facts, |ui| {
            remembered(ui, scene.lang, &scene.cloud, view.memory_only, view.stay_signed_in);
            ui.min_rect().bottom()
        });
        let whole = Rect::from_min_max(card.min, pos2(facts.right(), below.max(card.bottom()) + space::M));
        ui.allocate_rect(whole, Sense::hover());
        asked
    }

    fn form(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &SignInView<'_>) -> Option<Event> {
        let p = palette(ui);
        let lang = scene.lang;
        ui.spacing_mut().item_spacing.y = 0.0;
        txt(ui, T::Title, &tr!(lang, "sign-in-title"), p.text);
        ui.add_space(space::XS);
        self.words(ui, scene, view);
        ui.add_space(space::XL);
        let mut asked = self.credentials.banner(ui, scene, &self.email);
        let mut enter = self.credentials.email(ui, lang, &view.awaited, &mut self.email);
        ui.add_space(space::L);
        let (entered, copied) = self.credentials.fields(ui, scene, &view.awaited, &self.email);
        enter |= entered;
        asked = copied.or(asked);
        ui.add_space(space::S);
        asked = self.credentials.code_row(ui, lang, &view.awaited, &self.email).or(asked);
        asked = user_agent_row(ui, lang, &view.awaited).or(asked);
        ui.add_space(space::M);
        let mut stay = view.stay_signed_in.unwrap_or(false);
        if widgets::check_row(ui, &mut stay, view.stay_signed_in.is_some(), &tr!(lang, "stay-signed-in")).changed() {
            asked = Some(Event::StaySignedIn(stay));
        }
        ui.add_space(20.0);
        asked = self.buttons(ui, scene, view, enter).or(asked);
        asked
    }

    /// Whose e-mail and password; in the sandbox, those of an invented publisher.
    fn words(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &SignInView<'_>) {
        let (p, lang) = (palette(ui), scene.lang);
        let Some((email, password)) = view.awaited.invitation else {
            txt(ui, T::Body, &tr!(lang, "sign-in-words"), p.text2);
            return;
        };
        widgets::rich(
            ui,
            T::Body,
            &tr!(lang, "sign-in-words-sandbox", email = format!("`{email}`"), password = format!("`{password}`")),
            p.text2,
        );
        ui.add_space(space::S);
        if ui.add(Button::secondary(&tr!(lang, "sign-in-fill")).icon(icon::EDIT).small()).clicked() {
            email.clone_into(&mut self.email);
            self.credentials.put_password(password);
        }
    }

    fn buttons(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &SignInView<'_>, enter: bool) -> Option<Event> {
        let lang = scene.lang;
        let mut asked = None;
        if view.awaited.pending {
            asked = waiting(ui, lang, size::FIELD);
        } else {
            let waits = self.credentials.server_asks_to_wait(scene);
            let clicked = ui.add(Button::primary(&tr!(lang, "sign-in")).tall().width(ui.available_width()).enabled(!waits)).clicked();
            if clicked || (enter && !waits) {
                asked = self.credentials.attempt(&self.email).map(Event::SignIn);
            }
        }
        ui.add_space(space::L);
        ui.vertical_centered(|ui| {
            let paste = tr!(lang, "paste-instead");
            if ui.add(Button::ghost(&paste).icon(icon::PASTE).enabled(!view.awaited.pending)).clicked() {
                self.pasting = Some(paste_token::State::named(""));
            }
        });
        asked
    }
}

/// What is said above the form, which works meanwhile: about the keychain or the settings; and the way back to the work behind it.
fn above(ui: &mut Ui, scene: &Scene<'_>, view: &SignInView<'_>, rest: Rect, asked: &mut Option<Event>) -> Rect {
    let width = (FORM + FACTS + 3.0 * size::FIELD).min(rest.width() - 2.0 * space::XL);
    let at = Rect::from_min_size(pos2((rest.center().x - width / 2.0).round(), rest.top() + space::S), vec2(width, 0.0));
    let used = region(ui, "above", at, |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        if let Some(account) = view.back_to {
            let words = tr!(scene.lang, "account-back", account = widgets::printable(account));
            if ui.add(Button::ghost(&words).small()).clicked() {
                *asked = Some(Event::BackToWork);
            }
        }
        // One message at a time, as over the work: what cannot wait goes first.
        let answer = match (view.keychain, view.notice) {
            (Some(keychain), _) => keychain.show(ui, scene),
            (None, Some(words)) => shell::notice_banner(ui, scene, words),
            (None, None) => None,
        };
        if answer.is_some() {
            *asked = answer;
        }
        ui.min_rect().height()
    });
    let is_empty = view.back_to.is_none() && view.keychain.is_none() && view.notice.is_none();
    let used = if is_empty { 0.0 } else { used + space::S };
    Rect::from_min_max(pos2(rest.left(), rest.top() + used), rest.max)
}
