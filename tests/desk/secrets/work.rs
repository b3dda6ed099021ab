//! The run: the whole main job with its failures, in the order in which they would come, every secret in it a marker. A leak may be
//! planted in the middle of it.

mod clients;
mod create;
pub mod echoes;
mod network;
mod panics;
mod pasted;
mod session;
mod sign_in;

use std::path::{Path, PathBuf};

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use tokendesk::desktop::folders::DataFolder;
use tokendesk::desktop::vault::MemoryKeychain;
use tokendesk::sandbox::{Fault, FaultSet, Switches, TokenForm};

use super::markers::{MARKER, marked, marked_jwt};
use super::plants::Plant;
use super::seen::Seen;
use super::sinks::{Findings, Sink};
use super::words;
use crate::harness::{Start, TestDesk};

pub const EMAIL: &str = "anna@romashka.example";
/// What the list and create are called.
const CALL: &str = "oauth-app";

/// The program at work.
pub struct Work {
    pub desk: TestDesk,
    pub seen: Seen,
    pub home: PathBuf,
    pub keychain: MemoryKeychain,
    /// A leak is planted: of many faults of a kind a few will do.
    is_brief: bool,
}

/// As in the real cloud: no strip that shows a code, no invitation that shows a password; and all files on the disk.
fn start(home: &Path) -> Start {
    Start { by_address: true, folder: DataFolder::given(home), marker: Some(MARKER), ..Start::default() }
}

/// Works through everything, or up to the leak that is planted; what was found.
pub fn whole_run(home: &Path, tokens: TokenForm, planted: Option<Plant>) -> Findings {
    let seen = Seen::default();
    if let Some(plant) = planted {
        plant.before_the_start(home);
    }
    let keychain = MemoryKeychain::default();
    let desk = TestDesk::start(Start { keychain: Some(keychain.clone()), ..start(home) });
    desk.sandbox.set_switches(Switches { session_tokens: tokens, ..Switches::default() });
    seen.watch(&desk);
    let mut work = Work { desk, seen: seen.clone(), home: home.to_owned(), keychain, is_brief: planted.is_some() };
    sign_in::refused_and_signed_in(&mut work);
    clients::list_and_details(&mut work);
    match planted {
        // What is planted is found or not by the same ears; the rest of the day would only take time.
        Some(plant) => plant.in_the_middle(&mut work),
        None => the_rest_of_the_day(&mut work),
    }
    panics::in_the_window(work);
    network::behind_a_proxy(home, &seen);
    seen.now("after the end");
    seen.files(home);
    seen.findings()
}

fn the_rest_of_the_day(work: &mut Work) {
    create::refused_lost_and_created(work);
    session::renewed_and_ended(work);
    panics::in_jobs(work);
    session::signed_out(work);
    pasted::in_every_form(work);
    words::of_errors_and_values(work);
}

impl Work {
    /// Servers that repeat this, and say others' secrets too.
    fn echoes(&self, sent: &str) -> impl Iterator<Item = (&'static str, Fault)> + use<> {
        let foreign = echoes::of_what_nobody_asked(&marked("-foreign-"), &marked_jwt(r#"{"user_name":"boris@romashka.example"}"#));
        echoes::of_what_was_sent(sent).into_iter().chain(foreign).take(if self.is_brief { 3 } else { usize::MAX })
    }

    /// A moment of the run: what only asking tells is asked.
    fn now(&mut self, when: &str) {
        self.desk.frames();
        self.seen.ask(&self.desk);
        self.seen.process();
        self.seen.keychain(&self.keychain);
        self.seen.now(when);
        self.seen.files(&self.home);
    }

    /// Copies the details of every message in view, as a person does who writes to support.
    fn copy_details(&mut self) {
        let buttons = self.desk.harness.query_all_by_role_and_label(Role::Button, "Copy details").count();
        for nth in 0..buttons {
            self.desk.clipboard.put_by_another_program("");
            self.desk.harness.query_all_by_role_and_label(Role::Button, "Copy details").nth(nth).unwrap().click();
            self.desk.wait_for("the copy", |desk| desk.clipboard.text().is_some_and(|text| !text.is_empty()));
            self.seen.ask(&self.desk);
        }
    }

    /// Clicks, and waits until the fault has happened and the program is at rest again.
    #[track_caller]
    pub fn click_into(&mut self, button: &str, kind: &str, fault: &FaultSet, at_rest: impl Fn(&TestDesk) -> bool) {
        self.seen.now(&format!("{button}, {kind}"));
        self.desk.click(button);
        self.desk.wait_for(kind, |desk| fault.happened() > 0 && at_rest(desk));
        fault.lift();
        self.copy_details();
        self.now(&format!("after {button}, {kind}"));
    }

    /// While a code is typed it stands in a plain field.
    fn type_code(&mut self, code: &str) {
        self.seen.may(&[(Sink::Tree, code), (Sink::Picture, code), (Sink::System, code)]);
        self.desk.replace("Confirmation code", code);
    }

    /// Signs in with a good password, and the mailed code if one is wanted.
    fn sign_in(&mut self) {
        self.desk.replace("Password", &self.desk.sandbox.invitation().password);
        self.desk.click("Sign in");
        self.desk.wait_for("the answer", |desk| desk.tab("OAuth clients").is_some() || desk.has("Confirmation code"));
        if self.desk.tab("OAuth clients").is_none() {
            let code = self.desk.sandbox.latest_mail(EMAIL).expect("a mail").code;
            self.type_code(&code);
            self.desk.click("Sign in");
            self.desk.wait_for("the desk", |desk| desk.tab("OAuth clients").is_some());
        }
        self.seen.may(&[]);
    }

    /// Reads the list of the app's version with so many clients, named by an address of the portal with a secret in its query.
    fn open_version_with(&mut self, clients: usize) {
        let version = self.desk.version_with(clients);
        let address = format!("{}?auth={}", version.portal_address, marked("-portal-"));
        self.seen.may(&[(Sink::Tree, &address), (Sink::Picture, &address), (Sink::System, &address)]);
        if self.desk.has("Version of an app") {
            self.desk.click("Version of an app");
        }
        self.desk.paste("App ID", &address);
        if self.desk.has("The portal in a browser") {
            self.desk.click("The portal in a browser");
        }
        self.desk.click("Open");
        self.desk.wait_for("the rows", |desk| desk.has("Refresh") && desk.has(&format!("{clients} clients")));
        self.seen.may(&[]);
        self.now("a list");
    }

    /// The ids of the rows whose client the server holds with a secret, and those secrets.
    fn clients_with_secrets(&self, clients: usize) -> Vec<(String, String)> {
        let version = self.desk.version_with(clients);
        let clients = self.desk.sandbox.clients(&version.app_id, &version.number).unwrap_or_default();
        let text = |client: &serde_json::Value, field: &str| client[field].as_str().map(str::to_owned);
        clients.iter().filter_map(|client| Some((text(client, "client_id")?, text(client, "client_secret")?))).collect()
    }
}

/// Whether the sign-in form waits for its person.
fn is_at_sign_in(desk: &TestDesk) -> bool {
    desk.harness.query_all_by_role_and_label(Role::Button, "Sign in").any(|node| !node.accesskit_node().is_disabled())
}
