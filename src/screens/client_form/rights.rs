//! The rights of a new client: the resource table as checkboxes, a search over it, and a field for what the table does not know.

use eframe::egui::{Align, Rect, Sense, Ui, pos2, vec2};

use super::draft::{Draft, RightProblem};
use super::subject;
use crate::i18n::Lang;
use crate::model::catalogue::{Catalogue, Resource};
use crate::model::scope::{Action, Scope, ScopeError};
use crate::theme::{T, icon, palette, size, space};
use crate::tr;
use crate::widgets::{self, Button, Field, RightCell, ScopeGrid, ScopeRow, Tone, icon_button, mono_chip, region, row_in, status, txt};

/// The width of the field for a right outside the table.
const TYPED: f32 = 216.0;
/// The width of the search.
const SEARCH: f32 = 184.0;

/// What is typed beside the grid.
#[derive(Default)]
pub struct RightsState {
    search: String,
    typed: String,
    problem: Option<RightProblem>,
    said: Option<String>,
}

impl RightsState {
    /// What the server said of the rights, until they are changed.
    pub fn server_says(&mut self, words: &str) {
        subject::add(self.said.get_or_insert_default(), words);
    }

    /// Whether that stands beside them.
    pub fn server_says_something(&self) -> bool {
        self.said.is_some()
    }

    /// It says nothing of them, or nothing any more.
    pub fn server_says_nothing(&mut self) {
        self.said = None;
    }

    /// Draws the column.
    pub fn ui(&mut self, ui: &mut Ui, lang: Lang, draft: &mut Draft) {
        let p = palette(ui);
        ui.spacing_mut().item_spacing.x = space::S;
        let (bar, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::CONTROL), Sense::hover());
        row_in(ui, "rights", bar, Align::Min, |ui| {
            txt(ui, T::Section, &tr!(lang, "create-rights"), p.text);
            txt(ui, T::Num, &tr!(lang, "create-chosen", count = draft.rights.len()), p.text3);
        });
        let place = Rect::from_min_max(pos2(bar.right() - SEARCH, bar.top()), bar.max);
        region(ui, "find a right", place, |ui| {
            let hint = tr!(lang, "create-find-right");
            Field::new(&hint).label_hidden().hint(&hint).icon(icon::SEARCH).width(SEARCH).small().show(ui, &mut self.search);
        });
        ui.add_space(space::S);
        let before = draft.rights.len();
        if let Some(words) = &self.said {
            status(ui, icon::ERROR, &subject::words(lang, words), p.danger);
            ui.add_space(space::S);
        }
        self.grid(ui, lang, draft);
        ui.add_space(space::L);
        self.outside(ui, lang, draft);
        if draft.rights.len() != before {
            self.said = None;
        }
    }

    fn grid(&self, ui: &mut Ui, lang: Lang, draft: &mut Draft) {
        let wanted = self.search.trim().to_lowercase();
        let shown: Vec<Row> =
            Catalogue::evotor().resources().iter().map(|resource| Row::of(lang, resource, draft)).filter(|row| row.fits(&wanted)).collect();
        let rows: Vec<ScopeRow<'_>> = shown.iter().map(Row::cells).collect();
        let [resource, read, write, all_read, all_write] =
            ["create-resource", "create-read", "create-write", "create-read-all", "create-write-all"].map(|key| lang.t(key));
        let none = tr!(lang, "create-no-right", text = self.search.trim());
        let grid = ScopeGrid { resource: &resource, read: &read, write: &write, all_read: &all_read, all_write: &all_write, none: &none };
        for toggle in grid.show(ui, &rows) {
            let right = Scope::verbatim(toggle.right);
            if toggle.on {
                draft.rights.insert(right);
            } else {
                draft.rights.remove(&right);
            }
        }
    }

    fn outside(&mut self, ui: &mut Ui, lang: Lang, draft: &mut Draft) {
        let p = palette(ui);
        let message = self.problem.map(|problem| words(lang, problem, self.typed.trim()));
        let message = message.as_deref().map(|words| (Tone::Danger, words));
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let label = tr!(lang, "create-outside");
            let field = Field::new(&label).hint("supplier:write").mono().message_if(message).width(TYPED).show(ui, &mut self.typed);
            if field.response.changed() {
                self.problem = None;
            }
            let mut clicked = false;
            ui.vertical(|ui| {
                ui.add_space(T::Label.line() + space::XS + 2.0);
                clicked = ui.add(Button::secondary(&tr!(lang, "create-add"))).clicked();
            });
            if clicked || (field.submitted() && !self.typed.trim().is_empty()) {
                self.problem = draft.add_right(&self.typed).err();
                if self.problem.is_none() {
                    self.typed.clear();
                }
                field.response.request_focus();
            }
        });
        let outside: Vec<Scope> = draft.outside_the_table().cloned().collect();
        for right in outside {
            ui.add_space(space::S);
            widgets::bar(ui, size::CONTROL_SMALL, |ui| {
                mono_chip(ui, &widgets::printable(right.as_str()), Tone::Warn);
                txt(ui, T::Small, &tr!(lang, "create-outside-warning"), p.text2);
                let remove = tr!(lang, "create-remove-right", right = right.as_str());
                if icon_button(ui, icon::CLOSE, &remove).clicked() {
                    draft.rights.remove(&right);
                }
            });
        }
    }
}

/// A resource with its words and its rights, kept while the grid borrows them.
struct Row {
    resource: &'static str,
    words: String,
    read: Option<(String, bool)>,
    write: Option<(String, bool)>,
}

impl Row {
    fn of(lang: Lang, resource: &'static Resource, draft: &Draft) -> Self {
        let right = |action| {
            let scope = resource.scope(action)?;
            let on = draft.rights.contains(&scope);
            Some((scope.as_str().to_owned(), on))
        };
        Self { resource: resource.name(), words: lang.t(resource.text()), read: right(Action::Read), write: right(Action::Write) }
    }

    fn fits(&self, wanted: &str) -> bool {
        let rights = [&self.read, &self.write];
        wanted.is_empty()
            || self.words.to_lowercase().contains(wanted)
            || rights.into_iter().flatten().any(|(right, _)| right.contains(wanted))
    }

    fn cells(&self) -> ScopeRow<'_> {
        ScopeRow { resource: self.resource, words: &self.words, read: cell(self.read.as_ref()), write: cell(self.write.as_ref()) }
    }
}

fn cell(right: Option<&(String, bool)>) -> Option<RightCell<'_>> {
    right.map(|(right, on)| RightCell { right, on: *on })
}

fn words(lang: Lang, problem: RightProblem, typed: &str) -> String {
    match problem {
        RightProblem::Twice => tr!(lang, "create-right-twice", right = typed),
        RightProblem::Scope(ScopeError::Empty) => tr!(lang, "create-right-empty"),
        RightProblem::Scope(ScopeError::WhiteSpace { .. }) => tr!(lang, "create-right-space"),
        RightProblem::Scope(ScopeError::Character { character, .. }) => tr!(lang, "create-right-sign", sign = character.to_string()),
        RightProblem::Scope(ScopeError::TooLong) => tr!(lang, "create-right-long", most = Scope::MAX_LEN),
    }
}
