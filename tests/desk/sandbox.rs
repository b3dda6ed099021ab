//! The sandbox against EVOTOR.md: raw requests with literal bodies, as the documents write them and not as our client does.
#![cfg(test)]

mod clients;
mod create;
mod faults;
mod hosts;
mod pages;
mod readings;
mod renewal;
mod sign_in;

use jiff::Timestamp;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde_json::Value;
use tokendesk::sandbox::{Now, Sandbox, SandboxOptions, Switches};

const PROGRAM: &str = "invented-program";
const FORM: &str = "application/x-www-form-urlencoded";
const SIGN_IN: &str = "type=LOGIN&grant_type=password&client_id=Evo-UI&username=anna%40romashka.example&password=romashka-2024";
const ANNA: &str = "anna@romashka.example";

const LOYALTY: &str = "b253a705-44b4-4001-a8f2-7265cf95d101";
const LOYALTY_1: &str = "7ca0c524-73b6-49b0-887c-93d076f7f4a7";
const STOCK: &str = "fa40a777-2a56-4e61-bd3a-18a82089441a";
const REPORTS: &str = "8c4cac22-ab0e-4635-a1e7-3c720e9322bd";
const DELIVERY: &str = "84740cd9-613b-488b-8c4b-e65294d8b222";

/// Where the clock of every test stands until it is moved.
fn morning() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn options() -> SandboxOptions {
    SandboxOptions::new(Now::new(morning))
}

fn sandbox() -> Sandbox {
    Sandbox::start(&options()).unwrap()
}

fn sandbox_with(switches: Switches) -> Sandbox {
    Sandbox::start(&SandboxOptions { switches, ..options() }).unwrap()
}

/// A client without a proxy, a store of cookies or a User-Agent of its own.
fn http() -> Client {
    Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// `POST /oauth/token` on the dev host, from our invented program.
fn token_request(sandbox: &Sandbox, body: &str) -> RequestBuilder {
    token_request_from(sandbox, PROGRAM, body)
}

fn token_request_from(sandbox: &Sandbox, program: &str, body: &str) -> RequestBuilder {
    let (dev, ..) = sandbox.addresses();
    http().post(format!("{dev}/oauth/token")).header(CONTENT_TYPE, FORM).header(USER_AGENT, program).body(body.to_owned())
}

async fn post_token(sandbox: &Sandbox, body: &str) -> (StatusCode, Value) {
    read(token_request(sandbox, body).send().await.unwrap()).await
}

/// Status and body; an empty body is `null`.
async fn read(answer: Response) -> (StatusCode, Value) {
    let status = answer.status();
    let text = answer.text().await.unwrap();
    let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}")) };
    (status, body)
}

/// Signs Anna in, with the code, and gives the whole answer.
async fn sign_in(sandbox: &Sandbox) -> Value {
    sandbox.forget_programs();
    post_token(sandbox, SIGN_IN).await;
    let code = sandbox.latest_mail(ANNA).unwrap().code;
    let (status, answer) = post_token(sandbox, &format!("{SIGN_IN}&2fa_confirmation={code}")).await;
    assert_eq!(status, 200, "{answer}");
    answer
}

async fn access_token(sandbox: &Sandbox) -> String {
    text(&sign_in(sandbox).await, "access_token")
}

fn text(answer: &Value, field: &str) -> String {
    answer[field].as_str().unwrap_or_else(|| panic!("{field} in {answer}")).to_owned()
}

fn clients_url(sandbox: &Sandbox, app: &str, version: &str) -> String {
    let (dev, ..) = sandbox.addresses();
    format!("{dev}/api/v1/publisher/app/oauth/public/apps/{app}/versions/{version}/oauth-apps")
}

fn list_request(sandbox: &Sandbox, authorization: &str, app: &str, version: &str) -> RequestBuilder {
    let request = http().get(clients_url(sandbox, app, version)).header(USER_AGENT, PROGRAM);
    if authorization.is_empty() { request } else { request.header(AUTHORIZATION, authorization) }
}

async fn list(sandbox: &Sandbox, authorization: &str, app: &str, version: &str) -> (StatusCode, Value) {
    read(list_request(sandbox, authorization, app, version).send().await.unwrap()).await
}

fn create_request(sandbox: &Sandbox, access: &str, version: &str, query: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
    let url = format!("{}{query}", clients_url(sandbox, LOYALTY, version));
    let request = http().post(url).header(USER_AGENT, PROGRAM).header(CONTENT_TYPE, "application/json");
    request.header(AUTHORIZATION, format!("Bearer {access}")).body(body)
}

async fn create(sandbox: &Sandbox, access: &str, query: &str, body: &str) -> (StatusCode, Value) {
    read(create_request(sandbox, access, "1.0", query, body.to_owned()).send().await.unwrap()).await
}
