//! Settings → Advanced: where the documents contradict themselves, the person can decide how the program talks to this cloud.
//!
//! A message about a refused call leads here, for the program itself tries one other form, of reads only, and then stops.

use eframe::egui::{Frame, Margin, Ui};

use super::rows::{group_with_words, line_under, row};
use crate::evotor::readings::Endpoint;
use crate::i18n::Lang;
use crate::model::app_version::VersionForm;
use crate::model::user_agent::{self, LONGEST, UserAgentProblem};
use crate::net::HeaderForm;
use crate::screens::{Event, Scene};
use crate::theme::{T, palette, space};
use crate::tr;
use crate::widgets::{Button, Choice, Combo, Field, Tone, rich, txt};

/// The drop-downs: the longest form, in Russian.
const FORM: f32 = 264.0;
/// The button beside the User-Agent, in both languages.
const BUTTON: f32 = 104.0;
/// The forms in the order of the drop-down, after "by itself".
const FORMS: [HeaderForm; 3] = [HeaderForm::Bearer, HeaderForm::Bare, HeaderForm::XBearer];

/// What a person asks for here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Advanced {
    /// A message leads to this call's row.
    Show(Endpoint),
    /// How the token stands in this call's header; none is "by itself".
    SetHeader {
        /// Which call.
        endpoint: Endpoint,
        /// The only form to be tried.
        form: Option<HeaderForm>,
    },
    /// The User-Agent of the next sign-in; none is the program's own.
    SetUserAgent(Option<String>),
    /// Forget what answers have taught about this cloud.
    Forget,
}

/// What is known of one call.
#[derive(Clone, Copy, Default)]
pub struct CallView {
    /// The header form that has worked.
    pub learnt: Option<HeaderForm>,
    /// The header form that the person has set.
    pub by_hand: Option<HeaderForm>,
    /// The form of a version that has worked.
    pub version: Option<VersionForm>,
}

/// What is set for this cloud.
pub struct AdvancedView<'a> {
    /// The call that lists clients.
    pub list: CallView,
    /// The call that creates one.
    pub create: CallView,
    /// The User-Agent that was set; none is the program's own.
    pub user_agent: Option<&'a str>,
    /// The program's own.
    pub own_user_agent: &'a str,
    /// The one of the present sign-in.
    pub user_agent_in_use: Option<&'a str>,
}

/// What is typed.
#[derive(Default)]
pub(super) struct State {
    /// As long as it is not in force.
    user_agent: Option<String>,
    /// Its row is to be seen and to have the focus, asked for in so many passes more: egui may throw the first one away, and the
    /// scrolling with it.
    lead_to: Option<(Endpoint, u8)>,
}

impl State {
    pub(super) fn lead_to(&mut self, endpoint: Endpoint) {
        self.lead_to = Some((endpoint, 2));
    }

    pub(super) fn user_agent_is_set(&mut self) {
        self.user_agent = None;
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &AdvancedView<'_>) -> Option<Event> {
        let lang = scene.lang;
        let mut asked = None;
        let words = tr!(lang, "advanced-words", host = scene.cloud.host);
        group_with_words(ui, &tr!(lang, "advanced-title"), &words, |ui| {
            let lead_to = self.lead_to.map(|(endpoint, _)| endpoint);
            self.lead_to = self.lead_to.and_then(|(endpoint, passes)| Some((endpoint, passes.checked_sub(1).filter(|left| *left > 0)?)));
            for (endpoint, call) in [(Endpoint::ListClients, view.list), (Endpoint::CreateClient, view.create)] {
                asked = header(ui, lang, endpoint, call, lead_to == Some(endpoint)).or(asked.take());
            }
            asked = self.user_agent(ui, lang, view).or(asked.take());
            asked = learnt(ui, lang, view).or(asked.take());
        });
        asked.map(Event::Advanced)
    }

    /// It is taken by a press and not letter by letter: half of it would be in force in between.
    fn user_agent(&mut self, ui: &mut Ui, lang: Lang, view: &AdvancedView<'_>) -> Option<Advanced> {
        let p = palette(ui);
        let name = tr!(lang, "advanced-user-agent");
        let set = view.user_agent.unwrap_or_default();
        let mut text = self.user_agent.clone().unwrap_or_else(|| set.to_owned());
        let mut asked = None;
        let drawn = Frame::new().inner_margin(Margin { top: 10, ..Margin::same(16) }).show(ui, |ui| {
            ui.set_width(ui.available_width());
            txt(ui, T::Strong, &name, p.text);
            ui.add_space(2.0);
            rich(ui, T::Small, &tr!(lang, "advanced-user-agent-words"), p.text2);
            ui.add_space(space::S);
            let typed = user_agent::read(&text).map(|typed| typed.map(ToOwned::to_owned));
            let is_new = typed.as_ref().is_ok_and(|typed| typed.as_deref() != view.user_agent);
            let (tone, words) = match typed {
                Err(UserAgentProblem::Character) => (Tone::Danger, tr!(lang, "advanced-user-agent-odd")),
                Err(UserAgentProblem::TooLong) => (Tone::Danger, tr!(lang, "advanced-user-agent-long", most = LONGEST)),
                Ok(_) if is_new => (Tone::Warn, tr!(lang, "advanced-user-agent-typed")),
                Ok(_) => (Tone::Neutral, in_force(lang, view)),
            };
            let set_it = tr!(lang, "advanced-set");
            let button = Button::secondary(&set_it).width(BUTTON).enabled(is_new);
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                let width = ui.available_width() - BUTTON - space::S;
                let field = Field::new(&name).label_hidden().mono().hint(view.own_user_agent).message(tone, &words).width(width);
                let field = field.show(ui, &mut text);
                if field.changed() {
                    self.user_agent = Some(text.clone());
                }
                let pressed = ui.vertical(|ui| {
                    ui.add_space(2.0);
                    ui.add(button).clicked()
                });
                if (pressed.inner || field.submitted()) && is_new {
                    asked = typed.ok().map(Advanced::SetUserAgent);
                }
            });
        });
        line_under(ui, drawn.response.rect);
        asked
    }
}

/// The header form of one call.
fn header(ui: &mut Ui, lang: Lang, endpoint: Endpoint, call: CallView, focus: bool) -> Option<Advanced> {
    let name = match endpoint {
        Endpoint::ListClients => tr!(lang, "advanced-header-list"),
        Endpoint::CreateClient => tr!(lang, "advanced-header-create"),
    };
    let words = match (call.by_hand, call.learnt, endpoint) {
        (Some(_), ..) => tr!(lang, "advanced-by-hand"),
        (None, Some(form), _) => tr!(lang, "advanced-learnt", form = form_name(lang, form)),
        (None, None, Endpoint::ListClients) => tr!(lang, "advanced-table-list"),
        (None, None, Endpoint::CreateClient) => tr!(lang, "advanced-table-create"),
    };
    let forms = FORMS.map(|form| form_name(lang, form));
    let by_itself = tr!(lang, "advanced-by-itself");
    let choices: Vec<Choice<'_>> =
        std::iter::once(by_itself.as_str()).chain(forms.iter().map(String::as_str)).map(|text| Choice { text, tail: "" }).collect();
    let chosen = call.by_hand.map_or(Some(0), |form| FORMS.iter().position(|known| *known == form).map(|place| place + 1));
    let mut asked = None;
    row(ui, &name, &words, false, |ui| {
        let picked = Combo::new(&name, &choices, chosen).width(FORM).focused(focus).show(ui);
        // The first is "by itself".
        asked = picked.map(|place| Advanced::SetHeader { endpoint, form: place.checked_sub(1).and_then(|at| FORMS.get(at)).copied() });
    });
    asked
}

/// What answers have taught beside the headers, and the way to forget all of it.
fn learnt(ui: &mut Ui, lang: Lang, view: &AdvancedView<'_>) -> Option<Advanced> {
    let calls = [("advanced-version-list", view.list), ("advanced-version-create", view.create)];
    let of_versions: Vec<String> = calls
        .iter()
        .filter_map(|(key, call)| {
            let form = match call.version? {
                VersionForm::Number => tr!(lang, "advanced-as-number"),
                VersionForm::Id => tr!(lang, "advanced-as-id"),
            };
            Some(lang.t_with(key, &[("form", form.into())]))
        })
        .collect();
    let is_any = calls.iter().any(|(_, call)| call.learnt.is_some() || call.version.is_some());
    let words = match of_versions.as_slice() {
        [] if is_any => tr!(lang, "advanced-learnt-headers"),
        [] => tr!(lang, "advanced-learnt-nothing"),
        some => some.join(" "),
    };
    let mut asked = None;
    row(ui, &tr!(lang, "advanced-learnt-name"), &words, true, |ui| {
        if ui.add(Button::secondary(&tr!(lang, "advanced-forget")).enabled(is_any)).clicked() {
            asked = Some(Advanced::Forget);
        }
    });
    asked
}

/// Which User-Agent this sign-in has, and which the next one.
fn in_force(lang: Lang, view: &AdvancedView<'_>) -> String {
    let next = view.user_agent.unwrap_or(view.own_user_agent);
    match view.user_agent_in_use {
        Some(now) if now != next => tr!(lang, "advanced-user-agent-next", now = now),
        _ if view.user_agent.is_none() => tr!(lang, "advanced-user-agent-own", own = view.own_user_agent),
        _ => tr!(lang, "advanced-user-agent-same"),
    }
}

fn form_name(lang: Lang, form: HeaderForm) -> String {
    match form {
        HeaderForm::Bearer => tr!(lang, "header-bearer"),
        HeaderForm::Bare => tr!(lang, "header-bare"),
        HeaderForm::XBearer => tr!(lang, "header-x-bearer"),
    }
}
