//! The main job, from the start to the sign-out, beside an account of every request that it may send.

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use jiff::SignedDuration;
use tokendesk::desktop::journal::{Outcome, Record};
use tokendesk::sandbox::{CodeDemand, CodeMail, ErrorBodies, ExpiresIn, NumberForId, Renewal, RenewedFields, Switches};

use super::account::Account;
use super::{APP, EMAIL, ENDED, Form, ID, NO_SUCH_VERSION, NUMBER, PASSWORD, UNCLEAR, WANTS_CODE, attempt, is_in, newest, seen};
use crate::harness::{Start, TestDesk};

/// Clients on a page: the version's three are two pages.
const PAGE: usize = 2;
const CREATE: &str = "Create client";

/// What the person knows of the version.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Knows {
    Both,
    Only(Form),
}

impl Knows {
    pub const ALL: [Self; 3] = [Self::Both, Self::Only(Form::Number), Self::Only(Form::Id)];

    const fn forms(self) -> &'static [Form] {
        match self {
            Self::Both => &[Form::Number, Form::Id],
            Self::Only(Form::Number) => &[Form::Number],
            Self::Only(Form::Id) => &[Form::Id],
        }
    }
}

/// How the session comes to its renewal, in the middle of the work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ends {
    /// Its time runs out while a form is being filled in. Where nobody knows its time, the create meets the end.
    ByClock,
    /// The cloud has forgotten the token, and a refresh meets that.
    OnRead,
    /// The cloud has forgotten the token, and the create meets that.
    OnWrite,
}

impl Ends {
    pub const ALL: [Self; 3] = [Self::ByClock, Self::OnRead, Self::OnWrite];
}

/// One cloud, and one way through the job.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub switches: Switches,
    pub knows: Knows,
    pub ends: Ends,
}

/// Does the job and holds every request against the account.
pub fn run(case: Case) {
    let named = OnFailure(case);
    let start = Start { by_address: case.knows != Knows::Both, page_size: PAGE, ..Start::default() };
    let desk = TestDesk::start(start);
    desk.sandbox.set_switches(case.switches);
    let mut job = Job { desk, case, account: Account::new(case.switches, PAGE, case.knows.forms()) };
    job.sign_in();
    job.open();
    job.create("https://kassa.example/oauth", false);
    job.second_half();
    // The second renewal lives on what the first has brought.
    job.refresh_with_a_dead_token(5);
    job.sign_out();
    drop(named);
}

/// Says which case it was when a test fails in it.
struct OnFailure(Case);

impl Drop for OnFailure {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the job failed under {:#?}", self.0);
        }
    }
}

struct Job {
    desk: TestDesk,
    case: Case,
    account: Account,
}

impl Job {
    fn switches(&self) -> Switches {
        self.case.switches
    }

    /// What has reached the cloud is what was accounted for.
    #[track_caller]
    fn balances(&self, when: &str) {
        assert_eq!(seen(&self.desk), self.account.lines, "{when}");
    }

    /// Waits until as much has reached the cloud as was accounted for and `check` holds; then it must be just that.
    #[track_caller]
    fn wait(&mut self, what: &str, check: impl Fn(&TestDesk) -> bool) {
        let requests = self.account.lines.len();
        self.desk.wait_for(what, |desk| desk.sandbox.requests().len() >= requests && check(desk));
        self.desk.frames();
        self.balances(what);
    }

    fn sign_in(&mut self) {
        let Switches { code_demand, code_mail, error_bodies, .. } = self.switches();
        if code_mail == CodeMail::ByPortal && code_demand != CodeDemand::SaysSo {
            // Who was mailed a code at the portal need not be asked for one.
            self.desk.sandbox.mail_code(EMAIL);
            self.desk.click("I have a code");
        } else {
            attempt(&mut self.desk, EMAIL, PASSWORD);
            self.account.sent("sign-in");
            self.wait("the code field", |desk| desk.has("Confirmation code"));
            let is_said = code_demand == CodeDemand::SaysSo && error_bodies != ErrorBodies::Empty;
            assert_eq!((self.desk.says(WANTS_CODE), self.desk.says(UNCLEAR)), (is_said, !is_said), "{}", self.desk.tree());
            if code_mail == CodeMail::ByPortal {
                assert_eq!(self.desk.sandbox.mailbox().len(), 0);
                self.desk.sandbox.mail_code(EMAIL);
            }
        }
        let code = self.desk.sandbox.latest_mail(EMAIL).expect("a mail").code;
        self.desk.replace("Confirmation code", &code);
        attempt(&mut self.desk, EMAIL, PASSWORD);
        self.account.sent("sign-in with code");
        self.wait("the desk", is_in);
        let end = if self.switches().expires_in == ExpiresIn::Absent { "unknown" } else { "29 min" };
        assert!(self.desk.has(end) && self.desk.has("12 h 0 min"), "{}", self.desk.tree());
    }

    fn open(&mut self) {
        match self.case.knows {
            Knows::Both => {
                let version = self.desk.version_with(3);
                self.desk.click_role(Role::ListBoxOption, &format!("{} {}", version.app_name, version.number));
            }
            Knows::Only(form) => self.open_typed(form),
        }
        if !self.account.list(3) {
            let is_400 = self.account.knows(Form::Number) && self.switches().number_for_id == NumberForId::BadRequest;
            if is_400 {
                self.wait("the refusal", |desk| desk.says("The list was not read: the server answered 400"));
            } else {
                self.wait("the refusal", |desk| desk.says(NO_SUCH_VERSION));
                assert!(self.desk.says("may want the version's id in place of its number, or the reverse"), "{}", self.desk.tree());
            }
            // The person looks the other form up and opens by that.
            let form = if self.account.knows(Form::Number) { Form::Id } else { Form::Number };
            self.account.knows_only(form);
            self.desk.click(if is_400 { "Version of an app" } else { "Another version" });
            self.open_typed(form);
            assert!(self.account.list(3), "the other form is found");
        }
        self.list_is_there(3);
        let ids: Vec<String> =
            self.desk.sandbox.clients(APP, NUMBER).unwrap().iter().map(|c| c["client_id"].as_str().unwrap().into()).collect();
        let mut rows = self.desk.rows();
        rows.sort_by_key(|row| ids.iter().position(|id| id == row));
        assert_eq!(rows, ids);
        // What was found out is remembered.
        self.refresh(3);
    }

    fn open_typed(&mut self, form: Form) {
        self.desk.paste("App ID", APP);
        self.desk.replace("Version", form.text());
        self.desk.click("Open");
    }

    fn list_is_there(&mut self, clients: usize) {
        let words = format!("{clients} clients");
        self.wait("the list", |desk| desk.has("Refresh") && desk.has(&words) && desk.rows().len() == clients);
        assert!(!self.desk.says("was not read") && !self.desk.says("was not refreshed"), "{}", self.desk.tree());
    }

    fn refresh(&mut self, clients: usize) {
        self.desk.click("Refresh");
        assert!(self.account.list(clients));
        self.list_is_there(clients);
    }

    /// Creates a client; `token_is_dead` when the cloud has forgotten the token and the request is the first to meet that.
    fn create(&mut self, address: &str, token_is_dead: bool) {
        self.desk.click("New client");
        self.fill(address);
        self.send(address, token_is_dead);
    }

    fn fill(&mut self, address: &str) {
        self.desk.replace("Redirect address", address);
        for right in ["store:read", "product:write"] {
            self.desk.click_role(Role::CheckBox, right);
        }
    }

    fn form_is_kept(&self, address: &str) {
        assert_eq!(self.desk.value("Redirect address"), address);
        assert!(self.desk.is_on("store:read") && self.desk.is_on("product:write"), "{}", self.desk.tree());
    }

    fn send(&mut self, address: &str, token_is_dead: bool) {
        let (_, before) = newest(&self.desk);
        let mut form = self.account.create_form();
        self.desk.click(CREATE);
        let mut is_found = self.account.post(form);
        if token_is_dead {
            self.account.sent("renewal");
            if self.is_refused() {
                self.sign_in_again();
                self.form_is_kept(address);
                self.balances("a write waits for a click");
                self.desk.click(CREATE);
            }
            is_found = self.account.post(form);
        }
        if !is_found {
            form = form.other();
            let asked = match form {
                Form::Number => "It may want the number that the portal shows",
                Form::Id => "It may want the version's id",
            };
            self.wait("the question", |desk| desk.says(asked));
            self.form_is_kept(address);
            if self.account.knows(form) {
                assert_eq!(self.desk.value("Version"), form.text(), "what is known need not be typed");
            } else {
                self.desk.type_into("Version", form.text());
            }
            self.desk.click("Try with it");
            self.account.knows_both();
            self.balances("a create is sent by a click only");
            self.desk.click(CREATE);
            assert!(self.account.post(form), "the other form is found");
        }
        self.account.created(form);
        let words = format!("{} clients", before + 1);
        self.wait("the created client", |desk| desk.has(&words));
        let (id, after) = newest(&self.desk);
        assert_eq!(after, before + 1, "one client");
        assert!(self.desk.rows().contains(&id), "{id} {:?}", self.desk.rows());
        let post = self.desk.sandbox.requests().into_iter().rfind(|request| request.method == "POST" && request.query == "type=web");
        let body = format!(r#"{{"registered_redirect_uri":["{address}"],"scope":["store:read","product:write"]}}"#);
        assert_eq!(post.expect("a create").body_text(), body);
    }

    /// The session comes to its end in the work, and the work goes on.
    fn second_half(&mut self) {
        let address = "https://sklad.example/oauth";
        match (self.case.ends, self.switches().expires_in) {
            (Ends::ByClock, ExpiresIn::Absent) => {
                self.desk.clock.advance(SignedDuration::from_mins(31));
                self.create(address, true);
                self.refresh(5);
            }
            (Ends::ByClock, _) => {
                self.desk.click("New client");
                self.fill(address);
                self.desk.clock.advance(SignedDuration::from_mins(28));
                self.account.sent("renewal");
                if self.is_refused() {
                    self.sign_in_again();
                } else {
                    let end = if self.switches().renewed_fields == RenewedFields::Tokens { "unknown" } else { "29 min" };
                    self.wait("the renewal", |desk| desk.has(end));
                    let lasts = if self.switches().renewal == Renewal::Rotates { "12 h 0 min" } else { "11 h 32 min" };
                    assert!(self.desk.has(lasts), "{}", self.desk.tree());
                }
                self.form_is_kept(address);
                self.send(address, false);
                self.refresh(5);
            }
            (Ends::OnRead, _) => {
                self.refresh_with_a_dead_token(4);
                self.create(address, false);
            }
            (Ends::OnWrite, _) => {
                self.forget_the_token();
                self.create(address, true);
                self.refresh(5);
            }
        }
    }

    fn refresh_with_a_dead_token(&mut self, clients: usize) {
        self.forget_the_token();
        self.desk.click("Refresh");
        self.account.dead_page();
        self.account.sent("renewal");
        if self.is_refused() {
            self.sign_in_again_accounting(|job| assert!(job.account.list(clients), "the read goes on by itself"));
        } else {
            assert!(self.account.list(clients));
        }
        self.list_is_there(clients);
    }

    /// Later than a minute after the sign-in: a 401 may be the session's.
    fn forget_the_token(&mut self) {
        self.desk.clock.advance(SignedDuration::from_mins(5));
        self.desk.sandbox.kill_access_tokens();
    }

    fn is_refused(&self) -> bool {
        matches!(self.switches().renewal, Renewal::Refused | Renewal::WantsAProof)
    }

    fn sign_in_again(&mut self) {
        self.sign_in_again_accounting(|_| {});
    }

    /// The form of the ended session: the cloud knows the program, so no code is asked for. `then` accounts for what goes on by itself.
    fn sign_in_again_accounting(&mut self, then: impl FnOnce(&mut Self)) {
        self.wait("the form of the sign-in", |desk| desk.says(ENDED));
        assert!(self.desk.has(EMAIL) && !is_in(&self.desk), "{}", self.desk.tree());
        self.desk.type_into("Password", PASSWORD);
        self.desk.key(Key::Enter);
        self.account.sent("sign-in");
        then(self);
        self.wait("the desk", is_in);
    }

    fn sign_out(&mut self) {
        self.desk.click(EMAIL);
        self.desk.click("Sign out");
        assert!(!is_in(&self.desk) && self.desk.has("Password"), "{}", self.desk.tree());
        self.balances("a sign-out sends nothing");
        assert_eq!(self.desk.sandbox.mailbox().len(), 1, "one code was mailed");
        let ends = self.desk.journal.read().expect("the journal").records.into_iter();
        let done = ends.filter(|record| matches!(record, Record::Ended(end) if matches!(end.outcome, Outcome::Done { .. })));
        assert_eq!(done.count(), 2, "both creates are journalled");
        assert_eq!(self.desk.sandbox.clients(APP, ID).unwrap().len(), 5);
    }
}
