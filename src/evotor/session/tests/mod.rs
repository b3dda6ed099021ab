//! Sign-in and renewal as bytes, written from EVOTOR.md, and the session as people live with it.

mod answers_of_the_past;
mod any_answer;
mod bytes_of_a_sign_in;
mod clocks;
mod model;
mod no_loop;
mod renewal;
mod store;

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;

use super::*;
use crate::evotor::fixture::{Fixture, NUMBER, clients_path, tokens, unauthorized, version, wait_until};
use crate::evotor::oauth_clients::{ClientsPage, CreateError, Created, NewClient};
use crate::evotor::readings::{Endpoint, HeaderChoice, Reading, Readings};
use crate::model::clock::Clock as _;
use crate::model::oauth_client::ClientKind;
use crate::net::recorder::{Recorder, Reply, Seen, TestClock, answer, bytes, json, transport};
use crate::net::{ErrorKind, HeaderForm, OUR_USER_AGENT};

const PAGE: &str = r#"{"items":[{"client_id":"c1"}],"paging":{}}"#;

async fn read(fixture: &Fixture) -> Result<ClientsPage, ApiError> {
    fixture.evotor.oauth_clients().page(&version(None, Some(NUMBER)), None).await
}

async fn write(fixture: &Fixture) -> Result<Created, CreateError> {
    let client = NewClient { kind: ClientKind::Web, redirect_uris: vec!["https://kassa.example/".into()], scope: vec![] };
    fixture.evotor.oauth_clients().create(&version(None, Some(NUMBER)), &client).await
}

fn kind<T>(result: Result<T, ApiError>) -> ErrorKind {
    result.err().map(|error| *error.kind()).expect("an error")
}

fn create_kind(result: Result<Created, CreateError>) -> ErrorKind {
    match result {
        Err(CreateError::Api(error)) => *error.kind(),
        other => panic!("{other:?}"),
    }
}

fn is_renewal(seen: &Seen) -> bool {
    seen.target == "/oauth/token"
}

/// Refuses every token but this one; renewals give it.
fn only(good: &'static str) -> impl Fn(usize, &Seen) -> Reply + Send + Sync {
    move |_, seen| match seen.header("authorization") {
        None => tokens(good, "R2"),
        Some(token) if token.ends_with(good) && seen.method == "POST" => json(200, r#"{"client_id":"new"}"#),
        Some(token) if token.ends_with(good) => json(200, PAGE),
        Some(_) => unauthorized(),
    }
}

#[tokio::test]
async fn a_session_tells_the_user_agent_it_was_obtained_with_as_long_as_it_lasts() {
    let f = Fixture::signed_out(only("A1")).await;
    assert_eq!(f.session.user_agent(), None);
    f.session.begin(SessionTokens::received("A1".into(), None, None, "Mozilla/5.0".into(), f.clock.now()));
    assert_eq!(f.session.user_agent().as_deref(), Some("Mozilla/5.0"));
    f.session.end();
    assert_eq!(f.session.user_agent(), None);
}

#[tokio::test]
async fn the_path_of_a_call_is_the_documented_one() {
    let f = Fixture::mid_session(only("A1")).await;
    read(&f).await.unwrap();
    assert_eq!(f.server.only().target, clients_path(NUMBER));
}
