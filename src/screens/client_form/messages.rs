//! Above the form: what became of the last attempt, and what the call may want besides.

use eframe::egui::Ui;

use super::{FormView, LEFT, State, outcome, subject};
use crate::evotor::readings::Endpoint;
use crate::model::app_version::VersionForm;
use crate::net::Violation;
use crate::screens::problem::{self, BannerAnswer, Doing};
use crate::screens::settings::{Advanced, Lead, Network};
use crate::screens::{Event, Scene};
use crate::theme::{icon, space};
use crate::tr;
use crate::widgets::{self, Button, Field, Tone};

impl State {
    /// What became of the last attempt.
    pub(super) fn messages(&mut self, ui: &mut Ui, scene: &Scene<'_>, view: &FormView<'_>) -> Option<Event> {
        let lang = scene.lang;
        let mut asked = None;
        if let Some(unsettled) = view.unsettled {
            asked = outcome::ui(ui, scene, unsettled, view.looking);
            ui.add_space(20.0);
        }
        let failed = view.refused.map(|error| {
            let is_beside = |violation: &Violation| subject::field(violation).is_some();
            let mut problem = problem::words(scene, Doing::Create, error).beside_fields(scene, error, is_beside);
            if view.wants_form.is_some() {
                problem.body = format!("{} {}", tr!(lang, "problem-typed-kept"), tr!(lang, "create-give-other-form"));
            }
            problem
        });
        let lost = view.lost.then(|| problem::lost(scene, Doing::Create));
        if let Some(problem) = failed.or(lost) {
            let lead = view.refused.and_then(Lead::of);
            let open = lead.as_ref().map_or_else(|| tr!(lang, "advanced-open"), |lead| lang.t(lead.button()));
            let leads = lead.is_some() || view.refused.is_some_and(problem::may_want_other_header);
            let actions: &[&str] = if leads { &[&open] } else { &[] };
            match problem.banner(ui, scene, Tone::Danger, actions) {
                Some(BannerAnswer::Event(event)) => asked = Some(event),
                Some(BannerAnswer::Action(_)) => {
                    asked = Some(match lead {
                        Some(lead) => Event::Network(Network::Show(lead)),
                        None => Event::Advanced(Advanced::Show(Endpoint::CreateClient)),
                    });
                }
                None => {}
            }
            ui.add_space(space::L);
        }
        // It stands above the form, which may be scrolled: it is brought into view once.
        let tells = view.unsettled.is_some() || view.refused.is_some() || view.lost;
        if tells && !std::mem::replace(&mut self.tells, tells) {
            ui.scroll_to_rect(ui.min_rect(), None);
        }
        self.tells = tells;
        if let Some(wanted) = view.wants_form {
            asked = self.ask_other_form(ui, scene, wanted).or(asked);
            ui.add_space(space::L);
        }
        if view.creating {
            widgets::note(ui, icon::WAITING, &tr!(lang, "create-under-way"));
            ui.add_space(space::L);
        }
        asked
    }

    /// The documents name the version by its id here and by its number there: the person can give the other form.
    fn ask_other_form(&mut self, ui: &mut Ui, scene: &Scene<'_>, wanted: VersionForm) -> Option<Event> {
        let lang = scene.lang;
        let words = match wanted {
            VersionForm::Number => tr!(lang, "version-other-form-number"),
            VersionForm::Id => tr!(lang, "version-other-form-id"),
        };
        let label = tr!(lang, "version-number");
        let field = Field::new(&label).mono().message(Tone::Warn, &words).width(LEFT).show(ui, &mut self.other_form);
        ui.add_space(space::S);
        let typed = self.other_form.trim();
        let open = tr!(lang, "version-other-form-open");
        let button = Button::secondary(&open).small().enabled(!typed.is_empty());
        if (!ui.add(button).clicked() && !field.submitted()) || typed.is_empty() {
            return None;
        }
        match wanted {
            VersionForm::Number => self.draft.version.version_number = Some(typed.to_owned()),
            VersionForm::Id => self.draft.version.version_id = Some(typed.to_owned()),
        }
        Some(Event::LearnVersion(self.draft.version.clone()))
    }
}
