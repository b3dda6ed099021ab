//! List and create as bytes, written from EVOTOR.md, and what is made of every answer that a server might give.

mod any_answer;
mod any_ids;
mod bytes_that_leave;
mod forms_of_a_version;
mod outcomes_of_a_create;
mod pages;

use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::evotor::fixture::{APP, Fixture, ID, NUMBER, any_json, clients_path, version};
use crate::evotor::readings::{Reading, Readings};
use crate::model::oauth_client::ExtraValue;
use crate::net::recorder::{Reply, Seen, answer, json as reply};

/// The documented shape, with invented values.
const CLIENT: &str = r#"{"client_id":"7f3c9a1e52d04b7e9c410f6a2d18b2d4","client_secret":"MARKER-1","scope":["device:read","store:read"],
    "authorized_grant_types":["authorization_code","refresh_token","implicit"],"registered_redirect_uri":["https://kassa.example/"],
    "access_token_validity":604800,"publisher_id":"p-1","app_id":"a-1","version_id":"2.4.0"}"#;

async fn signed_in(script: impl Fn(usize, &Seen) -> Reply + Send + Sync + 'static) -> Fixture {
    let fixture = Fixture::signed_out(script).await;
    fixture.begin("A1", Some("R1"));
    fixture
}

fn both() -> AppVersion {
    version(Some(ID), Some(NUMBER))
}

fn web(scope: &[&str]) -> NewClient {
    let scope = scope.iter().map(|scope| Scope::verbatim((*scope).to_owned())).collect();
    NewClient { kind: ClientKind::Web, redirect_uris: vec!["https://kassa.example/".into()], scope }
}

async fn page(f: &Fixture, version: &AppVersion) -> Result<ClientsPage, ApiError> {
    f.evotor.oauth_clients().page(version, None).await
}

async fn create(f: &Fixture, version: &AppVersion) -> Result<Created, CreateError> {
    f.evotor.oauth_clients().create(version, &web(&["device:read"])).await
}

fn targets(f: &Fixture) -> Vec<String> {
    f.server.seen().into_iter().map(|seen| seen.target).collect()
}
