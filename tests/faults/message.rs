//! A message as a person sees it: one, in three sentences, with a line of details that is right to the letter and holds no secret.

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;
use jiff::tz::TimeZone;
use tokendesk::model::clock::Clock as _;

use super::bench::{Bench, alerts, words};
use super::tally;
use crate::harness::{TestDesk, is_open};

/// How the messages of the program begin: of all of them together one may be on the screen.
const BEGINNINGS: [&str; 9] = [
    "You are not signed in: ",
    "The list was not ",
    "The client was not created",
    "Whether the client was created is not known",
    "Reading was stopped",
    "The cloud does not let this account in",
    "The list is incomplete",
    "The sign-in was not renewed: ",
    "The server asks to wait: ",
];

/// Where a message stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In a banner, with details.
    Banner,
    /// In a banner about this computer, whose details are no request's.
    Here,
    /// In a banner about this computer: no request has failed.
    Notice,
    /// At the field of this name.
    Field(&'static str),
    /// In a line above the rows.
    Note,
    /// In a toast, which goes by itself.
    Toast,
    /// As the title of a page in place of the work.
    Page,
    /// As the title of a form or a question that stands over everything.
    Title,
}

/// What is to be on the screen.
pub struct Message {
    title: String,
    body: Vec<String>,
    at_fields: usize,
    below: usize,
    place: Place,
    said: Option<(&'static str, Option<u16>)>,
    /// How the line of its details ends, when it is about this computer.
    words: String,
}

impl Message {
    fn new(place: Place, title: &str) -> Self {
        Self { title: title.to_owned(), body: Vec::new(), at_fields: 0, below: 0, place, said: None, words: String::new() }
    }

    /// A banner: what failed, whether anything changed, what to do next.
    pub fn banner(failed: &str, changed: &str, next: &str) -> Self {
        Self::new(Place::Banner, failed).says(changed).says(next)
    }

    /// The same of a list that was there before.
    pub fn not_refreshed(cause: &str, next: &str) -> Self {
        Self::banner(&format!("The list was not refreshed: {cause}"), "Nothing has changed, below is the data from 12:00.", next)
    }

    /// The same of a client that was refused: nobody doubts it.
    pub fn not_created(cause: &str, next: &str) -> Self {
        Self::banner(&format!("The client was not created: {cause}"), "Nothing has changed, what you typed is kept.", next)
    }

    /// The same of a sign-in.
    pub fn not_signed_in(cause: &str, next: &str) -> Self {
        Self::banner(&format!("You are not signed in: {cause}"), "Nothing has changed, what you typed is kept.", next)
    }

    /// A banner about this computer: what failed, what that means, and how the system puts it.
    pub fn of_this_computer(failed: &str, then: &str, words: &str) -> Self {
        Self { words: words.to_owned(), ..Self::new(Place::Here, failed).says(then) }
    }

    /// A banner about this computer, which no request has brought.
    pub fn notice(title: &str) -> Self {
        Self::new(Place::Notice, title)
    }

    /// At a field.
    pub fn at_field(field: &'static str, words: &str) -> Self {
        Self::new(Place::Field(field), words)
    }

    /// In a line above the rows.
    pub fn note(words: &str) -> Self {
        Self::new(Place::Note, words)
    }

    /// A form in place of the page, with this title.
    pub fn over_the_page(title: &str) -> Self {
        Self::new(Place::Page, title)
    }

    /// What a program of before has left, in a banner whose story is copied whole.
    pub fn told_at_start(title: &str) -> Self {
        Self::new(Place::Notice, title)
    }

    /// In a toast, beside the one that says what was done.
    pub fn toast_beside_another(words: &str) -> Self {
        Self::new(Place::Toast, words).and_at_fields(1)
    }

    /// In a toast.
    pub fn toast(words: &str) -> Self {
        Self::new(Place::Toast, words)
    }

    /// A form or a question over everything.
    pub fn over_everything(title: &str) -> Self {
        Self::new(Place::Title, title)
    }

    /// Also says this, such as the server's own words.
    pub fn says(mut self, words: &str) -> Self {
        self.body.push(words.to_owned());
        self
    }

    /// So many fields say their part of it.
    pub fn and_at_fields(self, fields: usize) -> Self {
        Self { at_fields: fields, ..self }
    }

    /// So many lines elsewhere say what keeps a button from being pressed.
    pub fn and_below(self, below: usize) -> Self {
        Self { below, ..self }
    }

    /// Whose details it has: the last such call, and the status of its answer, if any answer began.
    pub fn details(self, call: &'static str, status: Option<u16>) -> Self {
        Self { said: Some((call, status)), ..self }
    }

    /// What failed.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Whether the form is done with, or out of view, when it comes.
    pub fn hides_the_work(&self) -> bool {
        matches!(self.place, Place::Toast | Place::Page)
    }

    /// Holds it against the screen.
    #[track_caller]
    pub fn check(&self, bench: &mut Bench) {
        self.stands_alone(bench);
        for words in &self.body {
            assert!(bench.says(words), "it lacks “{words}”:\n{}", bench.tree());
        }
        no_secret(bench, &[bench.tree(), bench.painted()].concat(), false);
        match (self.place, self.said) {
            (Place::Banner, Some((call, status))) => self.check_details(bench, call, status),
            (Place::Banner, None) => panic!("a banner has details"),
            (Place::Here, _) => self.check_words(bench),
            (_, said) => assert!(said.is_none(), "only a banner has details"),
        }
    }

    fn stands_alone(&self, bench: &Bench) {
        let labels = names_of(bench, Role::Label);
        let is_title = |words: &&String| words.contains(&self.title);
        let messages = labels.iter().filter(|words| BEGINNINGS.iter().any(|beginning| words.starts_with(beginning)) || is_title(words));
        let mut messages: Vec<&String> = messages.collect();
        // The list of accounts is no message, and may still be open under one.
        let dialogs: Vec<String> = names_of(bench, Role::Dialog).into_iter().filter(|name| name != "Accounts").collect();
        if self.place == Place::Title {
            // Its name is its title, and may be painted besides.
            messages.retain(|words| !is_title(words));
            messages.extend(&dialogs);
        }
        assert_eq!(messages.len(), 1 + self.below, "one message: {messages:?}\n{}", bench.tree());
        let alerts = alerts(bench);
        let expected = match self.place {
            Place::Banner | Place::Toast => 1 + self.at_fields,
            Place::Here | Place::Notice => 1,
            // A demand is no error, and is not read out as one.
            Place::Field(_) => alerts.iter().filter(is_title).count(),
            Place::Note | Place::Page | Place::Title => 0,
        };
        assert_eq!(alerts.len(), expected, "what is read out: {alerts:?}\n{}", bench.tree());
        if let Place::Field(field) = self.place {
            let at = bench.control(field).accesskit_node().description().unwrap_or_default();
            assert!(at.contains(&self.title), "at {field} stands “{at}”:\n{}", bench.tree());
        }
    }

    /// What is copied as details. It begins with what failed.
    fn copied(&self, bench: &mut Bench) -> String {
        bench.clipboard.put_by_another_program("something else");
        bench.click("Copy details");
        bench.wait_for("the copy", |desk| desk.clipboard.text().is_some_and(|text| text != "something else"));
        let copied = bench.clipboard.text().unwrap_or_default();
        assert!(copied.lines().next().is_some_and(|first| first.starts_with(&self.title)), "{copied}");
        copied
    }

    /// Copies the details and looks for the time and the system's words.
    fn check_words(&self, bench: &mut Bench) {
        let copied = self.copied(bench);
        let time = bench.clock.now().to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M").to_string();
        let is_line = |line: &str| line.trim().starts_with(&time) && line.trim().ends_with(&self.words);
        assert!(copied.lines().any(is_line), "no line “{time}…{}” in:\n{copied}", self.words);
        no_secret(bench, &copied, true);
    }

    /// Copies the details and compares them with the request that failed.
    fn check_details(&self, bench: &mut Bench, call: &'static str, status: Option<u16>) {
        let copied = self.copied(bench);
        let line = details_line(bench, call, status);
        assert!(copied.lines().any(|copied| copied.trim() == line), "no line “{line}” in:\n{copied}");
        no_secret(bench, &copied, true);
    }
}

/// Time, method, path, status and request id of the last such call; one that did not reach the cloud has no status.
fn details_line(bench: &Bench, call: &str, status: Option<u16>) -> String {
    let time = bench.clock.now().to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S+00:00").to_string();
    let mut words = call.split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let line = format!("{time}  {method} {}", tally::whole_path(path));
    let Some(status) = status else { return line };
    let requests = bench.sandbox.requests();
    let request = requests.iter().rev().find(|request| tally::name(request) == call);
    let Some(request) = request else { panic!("no “{call}” has come") };
    format!("{line}  {status}  id {}", request.request_id)
}

/// What the nodes of this role say, each.
fn names_of(desk: &TestDesk, role: Role) -> Vec<String> {
    let nodes = desk.harness.root().children_recursive().filter(|node| node.accesskit_node().role() == role && is_open(node));
    nodes.filter_map(|node| words(&node)).collect()
}

/// No token, no client's secret; in what leaves the window no password and no code either.
#[track_caller]
fn no_secret(bench: &Bench, text: &str, leaves_the_window: bool) {
    let mut secrets = Vec::new();
    for request in bench.sandbox.requests() {
        let tokens = ["authorization", "x-authorization"].into_iter().filter_map(|name| request.header(name));
        secrets.extend(tokens.map(|token| token.trim_start_matches("Bearer ").to_owned()));
        if request.path == "/oauth/token" {
            let fields = url::form_urlencoded::parse(&request.body).into_owned();
            let hidden = |name: &str| name == "refresh_token" || leaves_the_window && matches!(name, "password" | "2fa_confirmation");
            secrets.extend(fields.filter(|(name, _)| hidden(name)).map(|(_, value)| value));
        }
    }
    let clients = bench.sandbox.clients(tally::APP, "1.0").unwrap_or_default();
    secrets.extend(clients.iter().filter_map(|client| client["client_secret"].as_str().map(ToOwned::to_owned)));
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        assert!(!text.contains(secret.as_str()), "a secret is shown: {secret}\n{text}");
    }
}
