//! What a refused sign-in is told with: at the field that it is about, or in a banner; the server's own words below ours.

use eframe::egui::Ui;

use super::problem::{self, Doing, Problem};
use super::{Event, Scene};
use crate::evotor::session::{SignInError, SignInRefusal};
use crate::i18n::Lang;
use crate::theme::{T, palette, space};
use crate::tr;
use crate::widgets::{Tone, txt};

/// What is not about one field, and whether trying again may help.
#[must_use]
pub fn in_banner(scene: &Scene<'_>, error: &SignInError) -> Option<(Problem, bool)> {
    let lang = scene.lang;
    let problem = problem::words(scene, Doing::SignIn, error.api());
    match error.refusal() {
        SignInRefusal::Blocked => {
            let (title, body) = (tr!(lang, "sign-in-blocked-title"), tr!(lang, "sign-in-blocked-body"));
            Some((Problem { title, body, ..problem }, false))
        }
        SignInRefusal::Api => Some((problem, true)),
        _ => None,
    }
}

/// What keeps an e-mail from being sent, as the key of its words.
#[must_use]
pub fn at_email(email: &str) -> Option<&'static str> {
    match email.trim() {
        "" => Some("sign-in-missing-email"),
        email if !email.contains('@') => Some("sign-in-odd-email"),
        _ => None,
    }
}

/// What is said of the password.
#[must_use]
pub fn at_password(lang: Lang, error: Option<&SignInError>) -> Option<String> {
    (error?.refusal() == SignInRefusal::WrongPassword).then(|| tr!(lang, "sign-in-wrong-password"))
}

/// What is said of the code that was mailed to `email`.
#[must_use]
pub fn at_code(lang: Lang, error: Option<&SignInError>, email: &str) -> Option<(Tone, String)> {
    match error?.refusal() {
        SignInRefusal::CodeWanted => Some((Tone::Neutral, tr!(lang, "sign-in-code-sent", email = email))),
        SignInRefusal::WrongCode => Some((Tone::Danger, tr!(lang, "sign-in-wrong-code"))),
        SignInRefusal::CodeExpired => Some((Tone::Danger, tr!(lang, "sign-in-expired-code"))),
        SignInRefusal::Unclear => Some((Tone::Warn, tr!(lang, "sign-in-unclear"))),
        SignInRefusal::WrongPassword | SignInRefusal::Blocked | SignInRefusal::Api => None,
    }
}

/// Below our words about a field: those of the server itself, when they are about it, and the details to copy.
pub fn of_server(ui: &mut Ui, scene: &Scene<'_>, error: Option<&SignInError>, about: &[SignInRefusal]) -> Option<Event> {
    let error = error.filter(|error| about.contains(&error.refusal()))?.api();
    if let Some(words) = error.server_message() {
        ui.add_space(space::XS);
        txt(ui, T::Small, &tr!(scene.lang, "sign-in-server-said", words = words), palette(ui).text2);
    }
    ui.add_space(space::XS);
    problem::words(scene, Doing::SignIn, error).details_line(ui, scene)
}
