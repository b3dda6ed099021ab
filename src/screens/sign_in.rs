//! Sign-in: one card to fill in, and beside it, calmly, what goes where and what is remembered.

use std::time::Duration;

use eframe::egui::{Key, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::Scene;
use super::event::{Attempt, Event};
use super::front_page::{Card, page, remembered};
use super::problem::BannerAnswer;
use super::{paste_token, refusal_words};
use crate::evotor::session::{SignInError, SignInRefusal};
use crate::i18n::Lang;
use crate::model::secret::Secret;
use crate::theme::{T, icon, palette, size, space};
use crate::tr;
use crate::widgets::{self, Button, Eye, Field, FieldResponse, MaskedText, Tone, region, txt};

/// The card's inner width at its usual padding.
const FORM: f32 = size::SIGN_IN_CARD - 2.0 * 32.0;
/// The width of the words beside it.
const FACTS: f32 = 320.0;

/// A field that wants the focus in the next frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Focus {
    Email,
    Password,
    Code,
}

/// What is typed.
pub struct State {
    email: String,
    password: MaskedText,
    code: String,
    code_open: bool,
    /// Asked for once: asking in every frame would keep the window painting.
    focus: Option<Focus>,
    /// Empty fields are named only after somebody tried to sign in with them.
    tried: bool,
    refusal: Option<SignInError>,
    /// A session has ended: what was done is kept behind this form.
    ended: bool,
    /// The name under which the ended session stood, when that was no e-mail.
    token_name: String,
    /// The form for a token stands in place of this one.
    pub pasting: Option<paste_token::State>,
    card: Card,
}

/// What the form is told.
pub struct SignInView<'a> {
    /// The answer is awaited.
    pub pending: bool,
    /// A publisher of the sandbox: e-mail and password.
    pub invitation: Option<(&'a str, &'a str)>,
    /// The newest mail of the sandbox.
    pub mailed_code: Option<&'a str>,
    /// Whether the e-mail is remembered.
    pub remember_email: bool,
    /// Seconds until the code may be sent again.
    pub send_again_in: Option<i64>,
    /// The settings are kept in memory only.
    pub memory_only: bool,
    /// Words about the settings file, from the start of the program.
    pub notice: Option<&'a str>,
}

impl State {
    /// An empty form, with the e-mail of the last time.
    #[must_use]
    pub fn new(email: String) -> Self {
        let focus = if email.is_empty() { Focus::Email } else { Focus::Password };
        Self {
            email,
            password: MaskedText::password(),
            code: String::new(),
            code_open: false,
            focus: Some(focus),
            tried: false,
            refusal: None,
            ended: false,
            token_name: String::new(),
            pasting: None,
            card: Card::default(),
        }
    }

    /// The e-mail that stands in the form.
    #[must_use]
    pub fn email(&self) -> &str {
        self.email.trim()
    }

    /// The cloud said no: the message comes where its cause is, the password is kept, a code that did not fit goes.
    pub fn refused(&mut self, error: SignInError) {
        self.focus = Some(match error.refusal() {
            SignInRefusal::CodeWanted | SignInRefusal::WrongCode | SignInRefusal::CodeExpired | SignInRefusal::Unclear => {
                self.code_open = true;
                self.code.clear();
                Focus::Code
            }
            SignInRefusal::WrongPassword | SignInRefusal::Blocked | SignInRefusal::Api => Focus::Password,
        });
        self.refusal = Some(error);
    }

    /// The session of this account has ended in mid-work: the form asks for its password again, or for another token under its name.
    pub fn session_ended(&mut self, account: &str) {
        let (email, token_name) = if account.contains('@') { (account, "") } else { ("", account) };
        *self = Self { ended: true, token_name: token_name.to_owned(), ..Self::new(email.to_owned()) };
    }

    /// The person no longer waits for the answer: typing goes on where it was.
    pub fn cancelled(&mut self) {
        self.focus = Some(if self.code.is_empty() { Focus::Password } else { Focus::Code });
    }

    /// Puts a code in: the sandbox's mailbox is one click away.
    pub fn put_code(&mut self, code: &str) {
        code.clone_into(&mut self.code);
        self.code_open = true;
        self.focus = Some(Focus::Code);
    }

    /// What is typed, without the code, to have a code mailed once more.
    fn attempt_without_code(&mut self) -> Option<Attempt> {
        self.code.clear();
        self.attempt(true)
    }

    /// The cloud has said that it wants a code: another attempt without one would only mail another.
    fn code_is_demanded(&self) -> bool {
        let refusal = self.refusal.as_ref().map(SignInError::refusal);
        matches!(refusal, Some(SignInRefusal::CodeWanted | SignInRefusal::WrongCode | SignInRefusal::CodeExpired))
    }

    /// What is typed, when it can be sent; otherwise the first field that lacks something has the focus.
    fn attempt(&mut self, again: bool) -> Option<Attempt> {
        self.tried = true;
        if refusal_words::at_email(&self.email).is_some() {
            self.focus = Some(Focus::Email);
            return None;
        }
        if self.password.is_empty() {
            self.focus = Some(Focus::Password);
            return None;
        }
        if self.code_is_demanded() && self.code.is_empty() && !again {
            self.focus = Some(Focus::Code);
            return None;
        }
        self.refusal = None;
        let code = (!self.code.is_empty()).then(|| Secret::from(self.code.as_str()));
        Some(Attempt { email: self.email.trim().to_owned(), password: self.password.secret(), code })
    }

    /// Draws the page; answers with what was asked.
    pub fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &SignInView<'_>) -> Option<Event> {
        let can_use_code = self.code_open && self.pasting.is_none() && !view.pending;
        let (mut asked, rest) = page(ui, scene, view.mailed_code, can_use_code);
        if let Some(pasting) = &mut self.pasting {
            let answer = pasting.ui(ui, scene, rest);
            if matches!(answer, Some(paste_token::Answer::UsePassword)) {
                self.pasting = None;
                self.focus = Some(Focus::Password);
            }
            return match answer {
                Some(paste_token::Answer::Event(event)) => Some(event),
                _ => asked,
            };
        }
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
            remembered(ui, scene.lang, &scene.cloud, view.memory_only);
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
        txt(ui, T::Title, &lang.t(if self.ended { "sign-in-ended-title" } else { "sign-in-title" }), p.text);
        ui.add_space(space::XS);
        if self.ended {
            txt(ui, T::Body, &tr!(lang, "sign-in-ended"), p.text2);
            ui.add_space(space::XS);
        }
        self.words(ui, lang, view);
        ui.add_space(space::XL);
        if let Some(notice) = view.notice {
            widgets::note(ui, icon::WARN, notice);
            ui.add_space(space::L);
        }
        let mut asked = self.banner(ui, scene);
        let enter = self.fields(ui, scene, view);
        ui.add_space(space::S);
        asked = if self.code_open { self.send_again(ui, lang, view) } else { self.open_code(ui, lang, view) }.or(asked);
        ui.add_space(space::M);
        let mut remember = view.remember_email;
        if widgets::check_row(ui, &mut remember, true, &tr!(lang, "remember-email")).changed() {
            asked = Some(Event::RememberEmail(remember));
        }
        ui.add_space(20.0);
        asked = self.buttons(ui, lang, view, enter).or(asked);
        asked
    }

    /// Whose e-mail and password; in the sandbox, those of an invented publisher.
    fn words(&mut self, ui: &mut Ui, lang: Lang, view: &SignInView<'_>) {
        let p = palette(ui);
        let Some((email, password)) = view.invitation else {
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
            self.password.set(password);
            self.refusal = None;
            self.focus = Some(if self.code_open { Focus::Code } else { Focus::Password });
        }
    }

    /// What is not about one field.
    fn banner(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> Option<Event> {
        let (problem, may_help) = refusal_words::in_banner(scene, self.refusal.as_ref()?)?;
        let retry = tr!(scene.lang, "retry");
        let actions = [retry.as_str()];
        let actions = if may_help { &actions[..] } else { &[] };
        let answer = problem.banner(ui, scene, Tone::Danger, actions);
        ui.add_space(space::L);
        match answer? {
            BannerAnswer::Event(event) => Some(event),
            BannerAnswer::Action(_) => self.attempt(false).map(Event::SignIn),
        }
    }

    /// The fields; whether Enter was pressed in one of them.
    fn fields(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &SignInView<'_>) -> bool {
        let lang = scene.lang;
        let focus = self.focus.take();
        let mut enter = false;
        let mut take = |wanted: Focus, field: &FieldResponse| {
            if focus == Some(wanted) {
                field.response.request_focus();
            }
            enter |= field.submitted();
        };

        let missing = if self.tried { refusal_words::at_email(&self.email).map(|key| lang.t(key)) } else { None };
        let message = missing.as_deref().map(|words| (Tone::Danger, words));
        let label = tr!(lang, "email");
        let email = Field::new(&label).message_if(message).enabled(!view.pending).show(ui, &mut self.email);
        take(Focus::Email, &email);
        if email.response.changed() {
            // What was said to another address says nothing to this one, and no code of that one is wanted here.
            self.refusal = None;
        }
        ui.add_space(space::L);

        let missing = (self.tried && self.password.is_empty()).then(|| tr!(lang, "sign-in-missing-password"));
        let message = missing.or_else(|| refusal_words::at_password(lang, self.refusal.as_ref()));
        let message = message.as_deref().map(|words| (Tone::Danger, words));
        let [label, show, hide] = ["password", "show-password", "hide-password"].map(|key| lang.t(key));
        let field = Field::new(&label).message_if(message).enabled(!view.pending);
        take(Focus::Password, &field.show_masked(ui, lang, &mut self.password, Eye { show: &show, hide: &hide }));
        refusal_words::of_server(ui, lang, self.refusal.as_ref(), &[SignInRefusal::WrongPassword]);

        if self.code_open {
            ui.add_space(space::L);
            let message = refusal_words::at_code(lang, self.refusal.as_ref(), self.email.trim());
            let message = message.as_ref().map(|(tone, words)| (*tone, words.as_str()));
            let label = tr!(lang, "code");
            let field = Field::new(&label).message_if(message).icon(icon::MAIL).mono().dropping_white_space().enabled(!view.pending);
            take(Focus::Code, &field.show(ui, &mut self.code));
            let about = [SignInRefusal::WrongCode, SignInRefusal::CodeExpired, SignInRefusal::Unclear];
            refusal_words::of_server(ui, lang, self.refusal.as_ref(), &about);
        }
        enter && !view.pending
    }

    fn buttons(&mut self, ui: &mut Ui, lang: Lang, view: &SignInView<'_>, enter: bool) -> Option<Event> {
        let mut asked = None;
        if view.pending {
            widgets::bar(ui, size::FIELD, |ui| {
                let width = ui.available_width() - 104.0;
                ui.add(Button::primary(&tr!(lang, "signing-in")).tall().width(width).enabled(false));
                let clicked = ui.add(Button::secondary(&tr!(lang, "cancel")).tall().width(96.0)).clicked();
                if clicked || ui.input(|i| i.key_pressed(Key::Escape)) {
                    asked = Some(Event::CancelSignIn);
                }
            });
        } else {
            let clicked = ui.add(Button::primary(&tr!(lang, "sign-in")).tall().width(ui.available_width())).clicked();
            if clicked || enter {
                asked = self.attempt(false).map(Event::SignIn);
            }
        }
        ui.add_space(space::L);
        ui.vertical_centered(|ui| {
            let paste = tr!(lang, "paste-instead");
            if ui.add(Button::ghost(&paste).icon(icon::PASTE).enabled(!view.pending)).clicked() {
                self.pasting = Some(paste_token::State::named(&self.token_name));
            }
        });
        asked
    }

    fn open_code(&mut self, ui: &mut Ui, lang: Lang, view: &SignInView<'_>) -> Option<Event> {
        let words = tr!(lang, "have-code");
        if ui.add(Button::ghost(&words).icon(icon::MAIL).small().enabled(!view.pending)).clicked() {
            self.code_open = true;
            self.focus = Some(Focus::Code);
        }
        None
    }

    fn send_again(&mut self, ui: &mut Ui, lang: Lang, view: &SignInView<'_>) -> Option<Event> {
        if view.send_again_in.is_some() {
            ui.ctx().request_repaint_after(Duration::from_secs(1));
        }
        let words = match view.send_again_in {
            Some(seconds) => tr!(lang, "send-again-in", seconds = seconds),
            None => tr!(lang, "send-again"),
        };
        let free = view.send_again_in.is_none() && !view.pending;
        let clicked = ui.add(Button::ghost(&words).icon(icon::REFRESH).small().enabled(free)).clicked();
        if clicked { self.attempt_without_code().map(Event::SignIn) } else { None }
    }
}
