//! How refusals are written: which of the dialects the real cloud speaks where is a guess, so a switch makes it one for all.

use axum::body::Body;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::Response;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::errors::{boot_body, oauth_body, v2_body};

/// The dialect of refusals. None is published for these calls.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ErrorBodies {
    /// Spring Security's words for tokens, Evotor's v2 body for the rest (seen in public client code).
    #[default]
    Usual,
    /// `error` and `error_description` everywhere (RFC 6749, section 5.2).
    Oauth,
    /// `code`, `message` and `violations` everywhere.
    V2,
    /// Spring Boot's own: `timestamp`, `status`, `error`, `message`, `path`, and `errors` for fields.
    Boot,
    /// The status alone.
    Empty,
}

/// What a refusal says, kept beside its answer so that it can be said in another dialect.
#[derive(Clone)]
pub(super) struct Said {
    pub(super) code: String,
    pub(super) message: String,
    /// Each with `reason` and `subject`.
    pub(super) violations: Vec<Value>,
}

/// The answer in the dialect of the switch; its status and headers stay. What is no refusal is left alone.
pub(super) fn translate(mut answer: Response, dialect: ErrorBodies, path: &str, now: Timestamp) -> Response {
    let Some(Said { code, message, violations }) = answer.extensions_mut().remove::<Said>() else { return answer };
    let body = match dialect {
        ErrorBodies::Usual => return answer,
        ErrorBodies::Empty => {
            answer.headers_mut().remove(CONTENT_TYPE);
            Body::empty()
        }
        ErrorBodies::Oauth => Body::from(oauth_body(&code, &message).to_string()),
        ErrorBodies::V2 => Body::from(v2_body(&code, &message, &violations).to_string()),
        ErrorBodies::Boot => {
            let mut body = boot_body(answer.status(), &message, path, now);
            if let (Some(fields), false) = (body.as_object_mut(), violations.is_empty()) {
                fields.insert("errors".to_owned(), violations.iter().map(field_error).collect());
            }
            Body::from(body.to_string())
        }
    };
    answer.headers_mut().remove(CONTENT_LENGTH);
    *answer.body_mut() = body;
    answer
}

/// A violation as Spring's validation writes it.
fn field_error(violation: &Value) -> Value {
    json!({ "field": violation.get("subject"), "defaultMessage": violation.get("reason") })
}
