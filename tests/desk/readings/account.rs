//! What a program may send that follows the documents, tries the other reading once, and remembers what has worked.

use tokendesk::sandbox::{ClientFields, ListHeader, Switches, VersionNamed, VersionWanted};

use super::{Form, NUMBER};

/// Every request that may have been sent so far, in order, as [`seen`](super::seen) writes them.
pub struct Account {
    switches: Switches,
    page_size: usize,
    number_is_known: bool,
    id_is_known: bool,
    /// The form of the version by which the list was found, and by which a client was created.
    list_form: Option<Form>,
    create_form: Option<Form>,
    /// The bare token was taken where `Bearer` was not.
    bare_works: bool,
    pub lines: Vec<String>,
}

impl Account {
    /// Of a version that is known by these forms.
    pub fn new(switches: Switches, page_size: usize, known: &[Form]) -> Self {
        let [number_is_known, id_is_known] = [Form::Number, Form::Id].map(|form| known.contains(&form));
        Self { switches, page_size, number_is_known, id_is_known, list_form: None, create_form: None, bare_works: false, lines: Vec::new() }
    }

    pub fn sent(&mut self, what: &str) {
        self.lines.push(what.to_owned());
    }

    pub const fn knows(&self, form: Form) -> bool {
        match form {
            Form::Number => self.number_is_known,
            Form::Id => self.id_is_known,
        }
    }

    /// The person has opened the version by this form only.
    pub fn knows_only(&mut self, form: Form) {
        (self.number_is_known, self.id_is_known) = (form == Form::Number, form == Form::Id);
    }

    /// The person has typed the form that was not known.
    pub const fn knows_both(&mut self) {
        (self.number_is_known, self.id_is_known) = (true, true);
    }

    /// All pages of the list; whether the version is found.
    pub fn list(&mut self, clients: usize) -> bool {
        let documented = if self.number_is_known { Form::Number } else { Form::Id };
        let mut form = self.list_form.unwrap_or(documented);
        self.page(form, false);
        if !finds(self.switches.list_wants, form) {
            form = form.other();
            if !self.knows(form) {
                return false;
            }
            self.page(form, false);
        }
        self.list_form = Some(form);
        for _ in 1..clients.div_ceil(self.page_size) {
            self.page(form, true);
        }
        self.learn(form);
        true
    }

    /// A page whose token is dead: the other header form is no matter then.
    pub fn dead_page(&mut self) {
        let form = self.list_form.expect("a list that was read");
        self.get(form, false);
    }

    /// One page: in the other header form too, once, when the first is refused.
    fn page(&mut self, form: Form, more: bool) {
        self.get(form, more);
        let is_taken = match self.switches.list_header {
            ListHeader::Either => true,
            ListHeader::Bearer => !self.bare_works,
            ListHeader::Bare => self.bare_works,
            ListHeader::XBearer => panic!("only a person finds this one out"),
        };
        if !is_taken {
            self.bare_works = !self.bare_works;
            self.get(form, more);
        }
    }

    fn get(&mut self, form: Form, more: bool) {
        let (header, more) = (if self.bare_works { "bare" } else { "Bearer" }, if more { " more" } else { "" });
        self.lines.push(format!("GET {} {header}{more}", short(form)));
    }

    /// The form that a create names the version by.
    pub fn create_form(&self) -> Form {
        self.create_form.unwrap_or(if self.id_is_known { Form::Id } else { Form::Number })
    }

    /// A create; whether the version is found.
    pub fn post(&mut self, form: Form) -> bool {
        self.lines.push(format!("POST {} Bearer", short(form)));
        finds(self.switches.create_wants, form)
    }

    /// A client was created by this form.
    pub fn created(&mut self, form: Form) {
        self.create_form = Some(form);
        self.learn(form);
    }

    /// Answers that name the version otherwise than the request teach its other form.
    fn learn(&mut self, asked_by: Form) {
        match (self.switches.client_fields, self.switches.version_named, asked_by) {
            (ClientFields::Few, ..) => {}
            (_, VersionNamed::Number, Form::Id) => self.number_is_known = true,
            (_, VersionNamed::Id, Form::Number) => self.id_is_known = true,
            _ => {}
        }
    }
}

const fn short(form: Form) -> &'static str {
    match form {
        Form::Number => NUMBER,
        Form::Id => "id",
    }
}

fn finds(wanted: VersionWanted, form: Form) -> bool {
    match wanted {
        VersionWanted::Either => true,
        VersionWanted::Number => form == Form::Number,
        VersionWanted::Id => form == Form::Id,
    }
}
