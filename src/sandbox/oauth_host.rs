//! `POST /oauth/token` of the oauth host: users' tokens, for which a client proves itself by Basic.
//!
//! There is no consent page yet that could give a code, so every code and every refresh token is one that was never given.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::errors::{Refusal, bad_client};
use super::hosts::basic;
use super::sign_in::{bad_grant, bad_request, read_form, unsupported_grant};
use super::state::Cloud;

/// The token endpoint of the oauth host.
pub(super) async fn token(State(cloud): State<Arc<Cloud>>, headers: HeaderMap, body: Bytes) -> Refusal {
    let form = match read_form(&headers, &body) {
        Ok(form) => form,
        Err(refusal) => return refusal,
    };
    if !basic(&headers).and_then(read_basic).is_some_and(|(id, secret)| cloud.state().knows_client(&id, &secret)) {
        return bad_client();
    }
    match form.get("grant_type").map(String::as_str) {
        Some("authorization_code") => bad_grant("Invalid authorization code"),
        Some("refresh_token") => bad_grant("Invalid refresh token"),
        Some(other) => unsupported_grant(other),
        None => bad_request("Missing grant type"),
    }
}

fn read_basic(credentials: &str) -> Option<(String, String)> {
    let decoded = String::from_utf8(STANDARD.decode(credentials).ok()?).ok()?;
    decoded.split_once(':').map(|(id, secret)| (id.to_owned(), secret.to_owned()))
}
