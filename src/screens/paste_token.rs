//! Signing in with a token from the portal's network panel: the form, and beside it where such a token is found.

use eframe::egui::{Align2, CornerRadius, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use super::event::{Event, TokenAttempt};
use super::front_page::Card;
use super::problem::{self, BannerAnswer, Doing, Problem};
use super::{Scene, time_words};
use crate::i18n::Lang;
use crate::model::pasted_token::{self, Pasted, PastedForm, PastedProblem};
use crate::model::secret::Secret;
use crate::model::user_agent::{self, LONGEST, UserAgentProblem};
use crate::net::ApiError;
use crate::theme::{T, icon, palette, radius, space};
use crate::tr;
use crate::widgets::{self, Button, Eye, Field, MaskedText, Step, Tone, line_at, region, rich_job, row_line, steps, txt, vline};

const CARD: f32 = 432.0;
const PAD: f32 = 32.0;
const GUIDE: f32 = 440.0;
const GAP: f32 = 56.0;

/// What is typed.
pub struct State {
    token: MaskedText,
    refresh: MaskedText,
    agent: String,
    name: String,
    read: Option<Result<Pasted, PastedProblem>>,
    tried: bool,
    /// Asked for once: asking in every frame would keep the window painting.
    focus: Option<Focus>,
    /// It stands before the work of a session that has ended.
    after_the_end: bool,
    /// The server's words at the end of the session before.
    ended_by: Option<ApiError>,
    /// The server's refusal of what stands in this form.
    refusal: Option<ApiError>,
    card: Card,
}

/// A field that wants the focus in the next frame.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Focus {
    Token,
    Name,
    Agent,
}

impl State {
    /// An empty form, with a name to stand under.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            token: MaskedText::token(),
            refresh: MaskedText::token(),
            agent: String::new(),
            name: name.to_owned(),
            read: None,
            tried: false,
            focus: Some(Focus::Token),
            after_the_end: false,
            ended_by: None,
            refusal: None,
            card: Card::default(),
        }
    }

    /// The form in place of one whose session has ended; under this name the work goes on.
    #[must_use]
    pub fn after_the_end(account: &str, why: Option<ApiError>) -> Self {
        Self { after_the_end: true, ended_by: why, ..Self::named(account) }
    }

    /// The same form as it was filled in: the server does not take the token.
    #[must_use]
    pub fn refused(self, why: ApiError) -> Self {
        Self { refusal: Some(why), focus: Some(Focus::Token), ..self }
    }
}

/// What was asked of this form.
pub enum Answer {
    /// Back to the password.
    UsePassword,
    /// Something that the program does.
    Event(Event),
}

impl State {
    /// What is pasted, when it can be sent.
    fn attempt(&mut self) -> Option<TokenAttempt> {
        self.tried = true;
        let Some(Ok(pasted)) = &self.read else {
            self.focus = Some(Focus::Token);
            return None;
        };
        if self.name_is_missing(pasted) {
            self.focus = Some(Focus::Name);
            return None;
        }
        let Ok(agent) = user_agent::read(&self.agent) else {
            self.focus = Some(Focus::Agent);
            return None;
        };
        // White space comes along when it is copied.
        let typed = self.refresh.secret();
        let typed = Some(typed.expose().trim()).filter(|typed| !typed.is_empty()).map(Secret::from);
        Some(TokenAttempt {
            access: pasted.access.clone(),
            refresh: pasted.refresh.clone().or(typed),
            expires_in: pasted.expires_in,
            exp: pasted.exp,
            name: pasted.email.clone().unwrap_or_else(|| self.name.trim().to_owned()),
            user_agent: agent.map(ToOwned::to_owned),
        })
    }

    fn name_is_missing(&self, pasted: &Pasted) -> bool {
        pasted.email.is_none() && self.name.trim().is_empty()
    }

    /// Draws both columns below the head of the page.
    pub fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, rest: Rect) -> Option<Answer> {
        let mut asked = None;
        region(ui, "paste", rest, |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                let gap = if rest.width() < 1000.0 { 24.0 } else { GAP };
                let guide = GUIDE.min(rest.width() - CARD - gap - 2.0 * space::XL);
                let left = (rest.center().x - (CARD + gap + guide) / 2.0).round();
                let mut shown = std::mem::take(&mut self.card);
                let (card, answer) = shown.show(ui, rest, left, CARD, PAD, |ui| self.form(ui, scene));
                self.card = shown;
                asked = answer;
                let beside = Rect::from_min_size(pos2(card.right() + gap, card.top()), vec2(guide, 0.0));
                let below = region(ui, "guide", beside, |ui| {
                    asked = where_found(ui, scene).map(Answer::Event).or(asked.take());
                    ui.min_rect().bottom()
                });
                let whole = Rect::from_min_max(card.min, pos2(beside.right(), below.max(card.bottom()) + space::M));
                ui.allocate_rect(whole, Sense::hover());
            });
        });
        asked
    }

    fn form(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> Option<Answer> {
        let p = palette(ui);
        let lang = scene.lang;
        ui.spacing_mut().item_spacing.y = 0.0;
        let [title, words] = if self.after_the_end { ["sign-in-ended-title", "sign-in-ended"] } else { ["paste-title", "paste-words"] };
        txt(ui, T::Title, &lang.t(title), p.text);
        ui.add_space(space::XS);
        txt(ui, T::Body, &lang.t(words), p.text2);
        ui.add_space(space::XL);
        let mut asked = self.servers_words(ui, scene);
        let enter = self.fields(ui, scene);
        ui.add_space(space::L);
        let clicked = ui.add(Button::primary(&tr!(lang, "sign-in")).tall().width(ui.available_width())).clicked();
        if clicked || enter {
            asked = self.attempt().map(|attempt| Answer::Event(Event::SignInWithToken(attempt)));
        }
        ui.add_space(space::M);
        ui.vertical_centered(|ui| {
            if ui.add(Button::ghost(&tr!(lang, "use-password"))).clicked() {
                asked = Some(Answer::UsePassword);
            }
        });
        asked
    }

    /// What the server has said to this token, else to the session before.
    fn servers_words(&self, ui: &mut Ui, scene: &Scene<'_>) -> Option<Answer> {
        let lang = scene.lang;
        let asked = if let Some(error) = &self.refusal {
            let words = problem::words(scene, Doing::SignIn, error);
            let words = Problem { title: tr!(lang, "paste-refused"), body: tr!(lang, "paste-refused-next"), ..words };
            match words.banner(ui, scene, Tone::Danger, &[]) {
                Some(BannerAnswer::Event(event)) => Some(event),
                Some(BannerAnswer::Action(_)) | None => None,
            }
        } else {
            let words = problem::words(scene, Doing::SignIn, self.ended_by.as_ref()?);
            for said in words.shown_words(scene) {
                txt(ui, T::Small, &said, palette(ui).text2);
            }
            words.details_line(ui, scene)
        };
        ui.add_space(space::L);
        asked.map(Answer::Event)
    }

    /// The fields; whether Enter was pressed in one of them.
    fn fields(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> bool {
        let lang = scene.lang;
        let mut enter = false;
        let message = match &self.read {
            Some(Ok(pasted)) => Some((Tone::Ok, found(scene, pasted))),
            Some(Err(PastedProblem::Empty)) | None if !self.tried => None,
            Some(Err(problem)) => Some((Tone::Danger, lang.t(problem_key(*problem)))),
            None => Some((Tone::Danger, tr!(lang, "paste-wrong-empty"))),
        };
        let message = message.as_ref().map(|(tone, words)| (*tone, words.as_str()));
        let [label, show, hide] = ["paste-token", "paste-show-token", "paste-hide-token"].map(|key| lang.t(key));
        let token = Field::new(&label).message_if(message);
        let response = token.show_masked(ui, lang, &mut self.token, Eye { show: &show, hide: &hide });
        let focus = self.focus.take();
        if focus == Some(Focus::Token) {
            response.request_focus();
        }
        if response.changed() {
            self.read = Some(pasted_token::read(self.token.secret().expose()));
            // It was said of another token.
            self.refusal = None;
        }
        enter |= response.submitted();
        ui.add_space(space::L);

        if !matches!(&self.read, Some(Ok(Pasted { refresh: Some(_), .. }))) {
            let [label, help, show, hide] =
                ["paste-refresh", "paste-refresh-help", "paste-show-refresh", "paste-hide-refresh"].map(|key| lang.t(key));
            let field = Field::new(&label).message(Tone::Neutral, &help);
            enter |= field.show_masked(ui, lang, &mut self.refresh, Eye { show: &show, hide: &hide }).submitted();
            ui.add_space(space::L);
        }
        if matches!(&self.read, Some(Ok(Pasted { email: None, .. }))) {
            let tone = if self.tried && self.name.trim().is_empty() { Tone::Danger } else { Tone::Neutral };
            let [label, help] = ["paste-name", "paste-name-help"].map(|key| lang.t(key));
            let name = Field::new(&label).message(tone, &help).show(ui, &mut self.name);
            if focus == Some(Focus::Name) {
                name.response.request_focus();
            }
            enter |= name.submitted();
            ui.add_space(space::L);
        }
        let (tone, help) = match user_agent::read(&self.agent) {
            Ok(_) => (Tone::Neutral, tr!(lang, "paste-agent-help")),
            Err(UserAgentProblem::Character) => (Tone::Danger, tr!(lang, "paste-agent-odd")),
            Err(UserAgentProblem::TooLong) => (Tone::Danger, tr!(lang, "advanced-user-agent-long", most = LONGEST)),
        };
        let label = tr!(lang, "paste-agent");
        let agent = Field::new(&label).message(tone, &help).mono().show(ui, &mut self.agent);
        if focus == Some(Focus::Agent) {
            agent.response.request_focus();
        }
        enter |= agent.submitted();
        enter
    }
}

/// What was understood.
fn found(scene: &Scene<'_>, pasted: &Pasted) -> String {
    let lang = scene.lang;
    let promised = pasted.expires_in.map(|s| time_words::span(lang, i64::try_from(s).unwrap_or(i64::MAX)));
    // The token's own end is the better one: when the answer came nobody knows.
    let left = pasted.exp.map(|exp| time_words::left(lang, exp, scene.now).text).or(promised);
    let is_over = pasted.exp.is_some_and(|exp| exp <= scene.now);
    match (pasted.form, left) {
        (PastedForm::Answer, _) if is_over && pasted.refresh.is_some() => tr!(lang, "paste-found-answer-over"),
        (_, Some(_)) if is_over => tr!(lang, "paste-found-over"),
        (PastedForm::Answer, Some(left)) if pasted.refresh.is_some() => tr!(lang, "paste-found-answer", left = left),
        (PastedForm::Answer, Some(left)) => tr!(lang, "paste-found-answer-bare", left = left),
        (PastedForm::Answer, None) => tr!(lang, "paste-found-answer-unknown"),
        (PastedForm::Jwt | PastedForm::Opaque, Some(left)) => match &pasted.email {
            Some(email) => tr!(lang, "paste-found-jwt", email = email.as_str(), left = left),
            None => tr!(lang, "paste-found-jwt-unnamed", left = left),
        },
        (PastedForm::Jwt | PastedForm::Opaque, None) => tr!(lang, "paste-found-opaque"),
    }
}

const fn problem_key(problem: PastedProblem) -> &'static str {
    match problem {
        PastedProblem::Empty => "paste-wrong-empty",
        PastedProblem::TooLong => "paste-wrong-long",
        PastedProblem::InnerWhiteSpace { .. } => "paste-wrong-space",
        PastedProblem::StrangeSign { .. } => "paste-wrong-signs",
        PastedProblem::Shortened => "paste-wrong-shortened",
        PastedProblem::LooksLikePassword => "paste-wrong-password",
        PastedProblem::LooksLikeEmail => "paste-wrong-email",
        PastedProblem::LooksLikeAddress => "paste-wrong-url",
        PastedProblem::LooksLikeHtml => "paste-wrong-html",
        PastedProblem::NotBearer => "paste-wrong-header",
        PastedProblem::BrokenJson | PastedProblem::CutJwt => "paste-wrong-cut",
        PastedProblem::NoAccessToken => "paste-wrong-json",
    }
}

/// The steps to a token of the real cloud, and of the sandbox, whose first page prints an answer with curl.
const STEPS: [&str; 5] = ["paste-step-portal", "paste-step-network", "paste-step-request", "paste-step-copy", "paste-step-agent"];
const SANDBOX_STEPS: [&str; 2] = ["paste-step-sandbox", "paste-step-copy"];

fn where_found(ui: &mut Ui, scene: &Scene<'_>) -> Option<Event> {
    let p = palette(ui);
    let lang = scene.lang;
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.add_space(space::L);
    txt(ui, T::Section, &tr!(lang, "paste-where-title"), p.text);
    ui.add_space(space::L);
    let keys: &[&str] = if scene.cloud.sandbox { &SANDBOX_STEPS } else { &STEPS };
    let words: Vec<String> = keys.iter().map(|key| lang.t(key)).collect();
    let list: Vec<Step<'_>> = words.iter().map(|words| Step::say(words)).collect();
    steps(ui, &list);
    ui.add_space(space::L);
    let clicked = ui.add(Button::secondary(&tr!(lang, "open-in-browser")).icon(icon::OPEN_OUTSIDE)).clicked();
    ui.add_space(space::L);
    if !scene.cloud.sandbox {
        panel(ui, lang);
        ui.add_space(space::L);
    }
    widgets::note(ui, icon::SHIELD, &tr!(lang, "paste-note"));
    clicked.then(|| Event::OpenInBrowser(scene.cloud.addresses.dev.clone()))
}

/// The browser's network panel, as a drawing: what to look for.
fn panel(ui: &mut Ui, lang: Lang) {
    let p = palette(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 156.0), Sense::hover());
    let painter = ui.painter().clone();
    painter.rect(rect, CornerRadius::same(radius::CARD), p.raised, Stroke::new(1.0, p.border), StrokeKind::Inside);
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), 28.0));
    painter.rect_filled(head.shrink(1.0), CornerRadius { nw: radius::CARD, ne: radius::CARD, sw: 0, se: 0 }, p.sunken);
    row_line(ui, head, p.border);
    let mut x = head.left() + 14.0;
    for (i, tab) in ["paste-panel-console", "paste-panel-network", "paste-panel-storage"].into_iter().enumerate() {
        let ink = if i == 1 { p.accent_text } else { p.text3 };
        let tab = line_at(&painter, pos2(x, head.center().y), Align2::LEFT_CENTER, T::Label, &lang.t(tab), ink, 120.0);
        if i == 1 {
            painter.rect_filled(
                Rect::from_min_max(pos2(tab.left(), head.bottom() - 2.0), pos2(tab.right(), head.bottom())),
                0.0,
                p.accent_text,
            );
        }
        x = tab.right() + 18.0;
    }
    let split = rect.left() + 176.0;
    vline(ui, split, head.bottom(), rect.bottom() - 1.0);
    for (i, (name, code)) in [("main.js", "200"), ("token", "200"), ("publisher", "200"), ("logo.svg", "304")].into_iter().enumerate() {
        let y = head.bottom() + 4.0 + 28.0 * [0.0, 1.0, 2.0, 3.0][i];
        let row = Rect::from_min_size(pos2(rect.left() + 1.0, y), vec2(split - rect.left() - 1.0, 28.0));
        let on = i == 1;
        if on {
            painter.rect_filled(row, 0.0, p.selected);
        }
        line_at(
            &painter,
            pos2(row.left() + 13.0, row.center().y),
            Align2::LEFT_CENTER,
            T::MonoSmall,
            name,
            if on { p.text } else { p.text3 },
            110.0,
        );
        line_at(
            &painter,
            pos2(row.right() - 12.0, row.center().y),
            Align2::RIGHT_CENTER,
            T::Num,
            code,
            if on { p.text2 } else { p.text3 },
            40.0,
        );
    }
    let lines = ["{", "  \"`access_token`\": \"••••••••\",", "  \"`refresh_token`\": \"••••••••\",", "  \"`expires_in`\": 1799", "}"];
    let mut y = head.bottom() + 12.0;
    for line in lines {
        let galley = painter.layout_job(rich_job(p, T::MonoSmall, line, p.text3));
        painter.galley(pos2(split + 16.0, y), galley, p.text);
        y += 20.0;
    }
}
