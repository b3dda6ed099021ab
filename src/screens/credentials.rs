//! Password and code, as every form that signs in has them: what is typed, what was refused, and where the message stands.

use std::time::Duration;

use eframe::egui::{Key, Ui};

use super::Scene;
use super::event::{Attempt, Event};
use super::problem::{self, BannerAnswer};
use super::refusal_words;
use super::settings::{Advanced, Lead, Network};
use crate::evotor::session::{SignInError, SignInRefusal};
use crate::i18n::Lang;
use crate::model::secret::Secret;
use crate::theme::{T, icon, palette, size, space};
use crate::tr;
use crate::widgets::{self, Button, Eye, Field, FieldResponse, MaskedText, Tone, txt};

/// A field that wants the focus in the next frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Focus {
    Email,
    Password,
    Code,
}

/// What is typed beside the e-mail.
pub(super) struct Credentials {
    password: MaskedText,
    code: String,
    code_open: bool,
    /// Asked for once: asking in every frame would keep the window painting.
    focus: Option<Focus>,
    /// Empty fields are named only after somebody tried to sign in with them.
    tried: bool,
    refusal: Option<SignInError>,
}

/// What a form that signs in is told.
#[derive(Clone, Copy)]
pub struct Awaited<'a> {
    /// The answer is awaited.
    pub pending: bool,
    /// Seconds until the code may be sent again.
    pub send_again_in: Option<i64>,
    /// The newest mail of the sandbox.
    pub mailed_code: Option<&'a str>,
    /// A publisher of the sandbox: e-mail and password.
    pub invitation: Option<(&'a str, &'a str)>,
    /// The sign-in goes out with a User-Agent that was set by hand.
    pub user_agent_by_hand: bool,
}

impl Credentials {
    pub(super) fn new(focus: Focus) -> Self {
        Self { password: MaskedText::password(), code: String::new(), code_open: false, focus: Some(focus), tried: false, refusal: None }
    }

    /// Nothing is typed, and nothing was tried.
    pub(super) fn is_untouched(&self) -> bool {
        self.password.is_empty() && self.code.is_empty() && !self.tried
    }

    pub(super) const fn code_is_open(&self) -> bool {
        self.code_open
    }

    /// The last attempt was refused, and the form says so.
    pub(super) const fn was_refused(&self) -> bool {
        self.refusal.is_some()
    }

    /// The server wants to be left alone for a while (429), and the banner counts down.
    pub(super) fn server_asks_to_wait(&self, scene: &Scene<'_>) -> bool {
        self.refusal.as_ref().is_some_and(|error| problem::wait(scene, error.api()).is_some())
    }

    pub(super) const fn focus(&mut self, wanted: Focus) {
        self.focus = Some(wanted);
    }

    /// What was said to another address says nothing to this one, and no code of that one is wanted here.
    pub(super) fn forget_refusal(&mut self) {
        self.refusal = None;
    }

    /// Puts in a password that is known.
    pub(super) fn put_password(&mut self, password: &str) {
        self.password.set(password);
        self.refusal = None;
        self.focus = Some(if self.code_open { Focus::Code } else { Focus::Password });
    }

    /// The cloud said no: the message comes where its cause is, the password is kept, a code that did not fit goes.
    pub(super) fn refused(&mut self, error: SignInError) {
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

    /// The person no longer waits for the answer: typing goes on where it was.
    pub(super) fn cancelled(&mut self) {
        self.focus = Some(if self.code.is_empty() { Focus::Password } else { Focus::Code });
    }

    /// Puts a code in: the sandbox's mailbox is one click away.
    pub(super) fn put_code(&mut self, code: &str) {
        code.clone_into(&mut self.code);
        self.code_open = true;
        self.focus = Some(Focus::Code);
    }

    /// The cloud has said that it wants a code: another attempt without one would only mail another.
    fn code_is_demanded(&self) -> bool {
        let refusal = self.refusal.as_ref().map(SignInError::refusal);
        matches!(refusal, Some(SignInRefusal::CodeWanted | SignInRefusal::WrongCode | SignInRefusal::CodeExpired))
    }

    /// What is typed, when it can be sent; otherwise the first field that lacks something has the focus.
    pub(super) fn attempt(&mut self, email: &str) -> Option<Attempt> {
        self.try_with(email, false)
    }

    fn try_with(&mut self, email: &str, without_code: bool) -> Option<Attempt> {
        self.tried = true;
        if without_code {
            self.code.clear();
        }
        if refusal_words::at_email(email).is_some() {
            self.focus = Some(Focus::Email);
            return None;
        }
        if self.password.is_empty() {
            self.focus = Some(Focus::Password);
            return None;
        }
        if self.code_is_demanded() && self.code.is_empty() && !without_code {
            self.focus = Some(Focus::Code);
            return None;
        }
        self.refusal = None;
        let code = (!self.code.is_empty()).then(|| Secret::from(self.code.as_str()));
        Some(Attempt { email: email.trim().to_owned(), password: self.password.secret(), code, keep_password: false })
    }

    /// What is wrong with the e-mail, after somebody tried to sign in with it.
    fn at_email(&self, lang: Lang, email: &str) -> Option<String> {
        if self.tried { refusal_words::at_email(email).map(|key| lang.t(key)) } else { None }
    }

    /// What is not about one field. Answers with a new attempt or with what is copied.
    pub(super) fn banner(&mut self, ui: &mut Ui, scene: &Scene<'_>, email: &str) -> Option<Event> {
        let (problem, may_help) = refusal_words::in_banner(scene, self.refusal.as_ref()?)?;
        let lead = self.refusal.as_ref().and_then(|refusal| Lead::of(refusal.api()));
        let (retry, open) = (tr!(scene.lang, "retry"), lead.as_ref().map(|lead| scene.lang.t(lead.button())));
        let actions: Vec<&str> = may_help.then_some(retry.as_str()).into_iter().chain(open.as_deref()).collect();
        let answer = problem.banner(ui, scene, Tone::Danger, &actions);
        ui.add_space(space::L);
        match answer? {
            BannerAnswer::Event(event) => Some(event),
            BannerAnswer::Action(0) => self.attempt(email).map(Event::SignIn),
            BannerAnswer::Action(_) => lead.map(|lead| Event::Network(Network::Show(lead))),
        }
    }

    /// The e-mail's field, to be changed.
    pub(super) fn email(&mut self, ui: &mut Ui, lang: Lang, awaited: &Awaited<'_>, email: &mut String) -> bool {
        let missing = self.at_email(lang, email);
        let message = missing.as_deref().map(|words| (Tone::Danger, words));
        let label = tr!(lang, "email");
        let field = Field::new(&label).message_if(message).enabled(!awaited.pending).show(ui, email);
        if field.response.changed() {
            self.forget_refusal();
        }
        self.give_focus(Focus::Email, &field)
    }

    /// The fields of password and code; whether Enter was pressed in one of them, and what was asked at a message.
    pub(super) fn fields(&mut self, ui: &mut Ui, scene: &Scene<'_>, awaited: &Awaited<'_>, email: &str) -> (bool, Option<Event>) {
        let lang = scene.lang;
        let missing = (self.tried && self.password.is_empty()).then(|| tr!(lang, "sign-in-missing-password"));
        let message = missing.or_else(|| refusal_words::at_password(lang, self.refusal.as_ref()));
        let message = message.as_deref().map(|words| (Tone::Danger, words));
        let [label, show, hide] = ["password", "show-password", "hide-password"].map(|key| lang.t(key));
        let field = Field::new(&label).message_if(message).enabled(!awaited.pending);
        let field = field.show_masked(ui, lang, &mut self.password, Eye { show: &show, hide: &hide });
        let mut enter = self.give_focus(Focus::Password, &field);
        let mut asked = refusal_words::of_server(ui, scene, self.refusal.as_ref(), &[SignInRefusal::WrongPassword]);

        if self.code_open {
            ui.add_space(space::L);
            let message = refusal_words::at_code(lang, self.refusal.as_ref(), email.trim());
            let message = message.as_ref().map(|(tone, words)| (*tone, words.as_str()));
            let label = tr!(lang, "code");
            let field = Field::new(&label).message_if(message).icon(icon::MAIL).mono().dropping_white_space().enabled(!awaited.pending);
            let field = field.show(ui, &mut self.code);
            enter |= self.give_focus(Focus::Code, &field);
            let about = [SignInRefusal::WrongCode, SignInRefusal::CodeExpired, SignInRefusal::Unclear];
            asked = refusal_words::of_server(ui, scene, self.refusal.as_ref(), &about).or(asked);
        }
        (enter && !awaited.pending, asked)
    }

    /// Gives the focus to a field that wants it; whether Enter was pressed in it.
    fn give_focus(&mut self, place: Focus, field: &FieldResponse) -> bool {
        if self.focus == Some(place) {
            self.focus = None;
            field.response.request_focus();
        }
        field.submitted()
    }

    /// Below the fields: the way to the code, or to another one.
    pub(super) fn code_row(&mut self, ui: &mut Ui, lang: Lang, awaited: &Awaited<'_>, email: &str) -> Option<Event> {
        if !self.code_open {
            let words = tr!(lang, "have-code");
            if ui.add(Button::ghost(&words).icon(icon::MAIL).small().enabled(!awaited.pending)).clicked() {
                self.code_open = true;
                self.focus = Some(Focus::Code);
            }
            return None;
        }
        if awaited.send_again_in.is_some() {
            ui.ctx().request_repaint_after(Duration::from_secs(1));
        }
        let words = match awaited.send_again_in {
            Some(seconds) => tr!(lang, "send-again-in", seconds = seconds),
            None => tr!(lang, "send-again"),
        };
        let free = awaited.send_again_in.is_none() && !awaited.pending;
        let clicked = ui.add(Button::ghost(&words).icon(icon::REFRESH).small().enabled(free)).clicked();
        if clicked { self.try_with(email, true).map(Event::SignIn) } else { None }
    }
}

/// A User-Agent that was set by hand goes out with the sign-in: it may be why that is refused, and the settings are behind it.
pub(super) fn user_agent_row(ui: &mut Ui, lang: Lang, awaited: &Awaited<'_>) -> Option<Event> {
    if !awaited.user_agent_by_hand {
        return None;
    }
    ui.add_space(space::S);
    let back = widgets::bar(ui, size::CONTROL_SMALL, |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let p = palette(ui);
        widgets::icon(ui, icon::INFO, size::ICON, p.text3);
        txt(ui, T::Small, &tr!(lang, "advanced-user-agent-by-hand"), p.text2);
        ui.add(Button::ghost(&tr!(lang, "advanced-user-agent-reset")).small().enabled(!awaited.pending)).clicked()
    });
    back.then_some(Event::Advanced(Advanced::SetUserAgent(None)))
}

/// While the answer is awaited: the button says so, and beside it the way out, which Escape goes too.
pub(super) fn waiting(ui: &mut Ui, lang: Lang, height: f32) -> Option<Event> {
    let clicked = widgets::bar(ui, height, |ui| {
        let width = ui.available_width() - 104.0;
        ui.add(Button::primary(&tr!(lang, "signing-in")).tall().width(width).enabled(false));
        ui.add(Button::secondary(&tr!(lang, "cancel")).tall().width(96.0)).clicked()
    });
    (clicked || ui.input(|i| i.key_pressed(Key::Escape))).then_some(Event::CancelSignIn)
}
