//! The error bodies of the cloud: three dialects, as the real one very probably speaks them.
//!
//! Spring Security's token endpoint (`error`, `error_description`), Evotor's v2 body (`code`, `message`, `violations`,
//! seen in public client code) and Spring Boot's page for what no endpoint took (`timestamp`, `status`, `error`, …).

use axum::Json;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, PRAGMA, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::error_bodies::Said;

/// An answer that says no, so that `?` ends a handler with it. Boxed, because an answer is large and a refusal is rare.
pub(super) struct Refusal(Box<Response>);

impl From<Response> for Refusal {
    fn from(answer: Response) -> Self {
        Self(Box::new(answer))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        *self.0
    }
}

/// A field of the request and what is wrong with it.
pub(super) struct Violation {
    pub(super) subject: String,
    pub(super) reason: &'static str,
}

/// An answer with a JSON body, typed as the real cloud types it.
pub(super) fn json_answer(status: StatusCode, body: Value) -> Response {
    let mut answer = (status, Json(body)).into_response();
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json;charset=UTF-8"));
    answer
}

/// An answer of the token endpoint: never to be stored by anybody on the way.
pub(super) fn token_answer(status: StatusCode, body: Value) -> Response {
    let mut answer = json_answer(status, body);
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer.headers_mut().insert(PRAGMA, HeaderValue::from_static("no-cache"));
    answer
}

/// A refusal by the token endpoint.
pub(super) fn oauth(status: StatusCode, error: &str, description: &str) -> Refusal {
    said(token_answer(status, oauth_body(error, description)), error, description, Vec::new()).into()
}

/// A refusal by the token endpoint that names the header the client should have proved itself with.
pub(super) fn bad_client() -> Refusal {
    let (error, description) = ("invalid_client", "Bad client credentials");
    let answer = token_answer(StatusCode::UNAUTHORIZED, oauth_body(error, description));
    let mut answer = said(answer, error, description, Vec::new());
    answer.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"oauth2/client\""));
    answer.into()
}

/// A refusal by the filter before a resource: no token, or one that is not alive. Guess: Spring's resource server
/// repeats the token in its words; ours does not.
pub(super) fn unauthorized(error: &str, description: &str) -> Refusal {
    let answer = json_answer(StatusCode::UNAUTHORIZED, oauth_body(error, description));
    let mut answer = said(answer, error, description, Vec::new());
    let challenge = format!("Bearer realm=\"oauth2-resource\", error=\"{error}\", error_description=\"{description}\"");
    if let Ok(challenge) = HeaderValue::from_str(&challenge) {
        answer.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    answer.into()
}

/// A refusal by an endpoint of the API.
pub(super) fn refused(status: StatusCode, code: &str, message: &str, violations: &[Violation]) -> Refusal {
    let violations: Vec<Value> =
        violations.iter().map(|violation| json!({ "reason": violation.reason, "subject": violation.subject })).collect();
    said(json_answer(status, v2_body(code, message, &violations)), code, message, violations).into()
}

/// What Spring Boot answers where no endpoint did: an unknown path, a wrong method, a body of the wrong kind.
pub(super) fn boot(status: StatusCode, message: &str, path: &str, now: Timestamp) -> Refusal {
    json_answer(status, boot_body(status, message, path, now)).into()
}

pub(super) fn oauth_body(error: &str, description: &str) -> Value {
    json!({ "error": error, "error_description": description })
}

pub(super) fn v2_body(code: &str, message: &str, violations: &[Value]) -> Value {
    json!({ "code": code, "message": message, "violations": violations })
}

pub(super) fn boot_body(status: StatusCode, message: &str, path: &str, now: Timestamp) -> Value {
    json!({
        "timestamp": now.strftime("%Y-%m-%dT%H:%M:%S.%3f+0000").to_string(),
        "status": status.as_u16(),
        "error": status.canonical_reason().unwrap_or_default(),
        "message": message,
        "path": path,
    })
}

/// Notes beside a refusal what it says.
fn said(mut answer: Response, code: &str, message: &str, violations: Vec<Value>) -> Response {
    answer.extensions_mut().insert(Said { code: code.to_owned(), message: message.to_owned(), violations });
    answer
}
