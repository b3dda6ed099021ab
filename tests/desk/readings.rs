//! The whole main job under every reading of the documents: whichever cloud the real one is, a person can work with it.
#![cfg(test)]

mod account;
mod alone;
mod changing;
mod job;
mod random;
mod refusals;

use tokendesk::sandbox::Switches;

use crate::harness::TestDesk;

/// The sandbox's publisher.
const EMAIL: &str = "anna@romashka.example";
const PASSWORD: &str = "romashka-2024";

/// The version that is worked on: its app, its number, its id.
const APP: &str = "b253a705-44b4-4001-a8f2-7265cf95d101";
const NUMBER: &str = "1.0";
const ID: &str = "7ca0c524-73b6-49b0-887c-93d076f7f4a7";

const NO_SUCH_VERSION: &str = "the server knows no such version of the app";
const ENDED: &str = "Your sign-in has ended";
const WANTS_CODE: &str = "The cloud asks for a code";
const UNCLEAR: &str = "The cloud refused without saying why";

/// How a version can be named.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    Number,
    Id,
}

impl Form {
    const fn other(self) -> Self {
        match self {
            Self::Number => Self::Id,
            Self::Id => Self::Number,
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::Number => NUMBER,
            Self::Id => ID,
        }
    }
}

/// Every request that has reached the cloud, one line each: `GET 1.0 Bearer`, `GET 1.0 bare more` for a further page,
/// `POST id Bearer`, `sign-in`, `sign-in with code`, `renewal`.
fn seen(desk: &TestDesk) -> Vec<String> {
    desk.sandbox.requests().iter().map(line).collect()
}

fn line(request: &tokendesk::sandbox::Recorded) -> String {
    if request.path == "/oauth/token" {
        let body = request.body_text();
        let has = |field: &str| body.split('&').any(|pair| pair.starts_with(field));
        return match (has("grant_type=password"), has("2fa_confirmation="), has("grant_type=refresh_token")) {
            (true, false, false) => "sign-in".to_owned(),
            (true, true, false) => "sign-in with code".to_owned(),
            (false, false, true) => "renewal".to_owned(),
            other => format!("a token request that nobody knows: {other:?}"),
        };
    }
    let version = request.path.split('/').nth_back(1).unwrap_or_default();
    let version = if version == ID { "id" } else { version };
    let header = request.header("authorization").unwrap_or_default();
    let form = if header.starts_with("Bearer ") { "Bearer" } else { "bare" };
    let more = if request.query.starts_with("cursor=") { " more" } else { "" };
    format!("{} {version} {form}{more}", request.method)
}

/// Types e-mail and password and clicks.
fn attempt(desk: &mut TestDesk, email: &str, password: &str) {
    desk.replace("E-mail", email);
    desk.replace("Password", password);
    desk.click("Sign in");
}

/// Signs in, with the code when it is asked for.
fn sign_in(desk: &mut TestDesk) {
    attempt(desk, EMAIL, PASSWORD);
    desk.wait_for("the code field", |desk| desk.has("Confirmation code"));
    let code = desk.sandbox.latest_mail(EMAIL).expect("a mail").code;
    desk.replace("Confirmation code", &code);
    desk.click("Sign in");
    desk.wait_for("the desk", is_in);
}

fn is_in(desk: &TestDesk) -> bool {
    desk.tab("OAuth clients").is_some()
}

fn set(desk: &TestDesk, change: impl FnOnce(&mut Switches)) {
    let mut switches = desk.sandbox.switches();
    change(&mut switches);
    desk.sandbox.set_switches(switches);
}

/// The id of the client that the cloud created last, and how many clients there are.
fn newest(desk: &TestDesk) -> (String, usize) {
    let clients = desk.sandbox.clients(APP, NUMBER).expect("the version");
    let id = clients.last().and_then(|client| client["client_id"].as_str()).expect("a client");
    (id.to_owned(), clients.len())
}
