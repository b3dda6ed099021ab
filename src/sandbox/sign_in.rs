//! `POST /oauth/token` of the dev host: publishers sign in with password and mailed code, and renew.
//!
//! Evotor documents the request and the answer; every refusal is a guess after Spring Security, which the real server
//! very probably is.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::header::{CONTENT_TYPE, USER_AGENT};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};

use super::codes::CodeCheck;
use super::errors::{Refusal, bad_client, oauth, token_answer};
use super::socket::Peer;
use super::state::Cloud;
use super::switches::{CodeDemand, CodeMail, CodePlace, LockedAccount, Renewal};
use super::tokens::SignedIn;

const CODE_FIELD: &str = "2fa_confirmation";

/// A form as it was posted; of a field sent twice the last one counts.
pub(super) type Form = HashMap<String, String>;

/// Reads a form body, or refuses another kind of body.
pub(super) fn read_form(headers: &HeaderMap, body: &Bytes) -> Result<Form, Refusal> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !content_type.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
        let description = "Content type must be application/x-www-form-urlencoded";
        return Err(oauth(StatusCode::UNSUPPORTED_MEDIA_TYPE, "invalid_request", description));
    }
    Ok(url::form_urlencoded::parse(body).into_owned().collect())
}

/// The program that asks. A missing header is a program without a name.
pub(super) fn user_agent(headers: &HeaderMap) -> String {
    headers.get(USER_AGENT).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).unwrap_or_default()
}

/// The token endpoint of the dev host.
pub(super) async fn token(
    State(cloud): State<Arc<Cloud>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let form = read_form(&headers, &body)?;
    let field = |name: &str| form.get(name).map(String::as_str).filter(|value| !value.is_empty());
    match field("client_id") {
        Some("Evo-UI") => {}
        Some(_) => return Err(bad_client()),
        None => return Err(oauth(StatusCode::UNAUTHORIZED, "unauthorized", "Full authentication is required to access this resource")),
    }
    let user_agent = user_agent(&headers);
    match field("grant_type") {
        Some("password") if field("type") != Some("LOGIN") => Err(bad_request("Missing or unknown parameter: type")),
        Some("password") => {
            let (Some(email), Some(password)) = (field("username"), field("password")) else {
                return Err(bad_grant("Bad credentials"));
            };
            let Ok(code) = typed_code(&headers, &form, cloud.switches().code_place) else {
                return Err(refuse_code(&cloud, "2fa_confirmation is wrong: header and body differ"));
            };
            sign_in(&cloud, &Attempt { email, password, code, address: peer.address.ip(), user_agent: &user_agent })
        }
        Some("refresh_token") => renew(&cloud, field("refresh_token"), &user_agent),
        Some(other) => Err(unsupported_grant(other)),
        None => Err(bad_request("Missing grant type")),
    }
}

struct Attempt<'a> {
    email: &'a str,
    password: &'a str,
    code: Option<String>,
    address: IpAddr,
    user_agent: &'a str,
}

/// The code, from where the switch looks for it. Two that differ are an error.
fn typed_code(headers: &HeaderMap, form: &Form, place: CodePlace) -> Result<Option<String>, ()> {
    let header = headers.get(CODE_FIELD).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let typed = |code: Option<String>| code.filter(|code| !code.is_empty());
    let (header, body) = (typed(header), typed(form.get(CODE_FIELD).cloned()));
    match (header, body) {
        (_, body) if place == CodePlace::Body => Ok(body),
        (header, _) if place == CodePlace::Header => Ok(header),
        (Some(header), Some(body)) if header != body => Err(()),
        (header, body) => Ok(header.or(body)),
    }
}

fn sign_in(cloud: &Cloud, attempt: &Attempt<'_>) -> Result<Response, Refusal> {
    let (now, switches) = (cloud.now(), cloud.switches());
    let mut state = cloud.state();
    let Some(publisher) = state.publisher_mut(attempt.email) else { return Err(bad_grant("Bad credentials")) };
    // Spring looks whether the account is locked before it looks at the password.
    if publisher.is_blocked {
        return Err(locked(switches.locked_account));
    }
    if publisher.password != attempt.password {
        return Err(bad_grant("Bad credentials"));
    }
    if !publisher.knows(attempt.address, attempt.user_agent) {
        let Some(code) = &attempt.code else {
            let mail = (switches.code_mail == CodeMail::ByAttempt).then(|| publisher.mail_code(cloud.mint.code(), now));
            drop(state);
            if let Some(mail) = mail {
                cloud.mailbox.deliver(&mail);
            }
            return Err(refuse_code(cloud, "2fa_confirmation is required: the confirmation code was sent to the e-mail"));
        };
        let description = match publisher.code.check(code, now) {
            CodeCheck::Right => None,
            CodeCheck::Wrong => Some("2fa_confirmation is wrong"),
            CodeCheck::Expired => Some("2fa_confirmation has expired: ask for a new confirmation code"),
            CodeCheck::Dead => Some("2fa_confirmation is dead after too many attempts: ask for a new confirmation code"),
            CodeCheck::NoneMailed => Some("2fa_confirmation is not known: ask for a new confirmation code"),
        };
        if let Some(description) = description {
            return Err(refuse_code(cloud, description));
        }
    }
    publisher.remember(attempt.address, attempt.user_agent);
    let who = SignedIn::new(publisher.email, publisher.user_id, attempt.user_agent, cloud.mint);
    Ok(token_answer(StatusCode::OK, state.tokens.issue(&who, now, switches)))
}

fn renew(cloud: &Cloud, refresh: Option<&str>, user_agent: &str) -> Result<Response, Refusal> {
    let (now, switches) = (cloud.now(), cloud.switches());
    match switches.renewal {
        Renewal::Refused => return Err(oauth(StatusCode::BAD_REQUEST, "unauthorized_client", "Unauthorized grant type: refresh_token")),
        Renewal::WantsAProof => return Err(bad_client()),
        Renewal::Rotates | Renewal::RepeatsTheOld | Renewal::KeepsTheOld => {}
    }
    let Some(refresh) = refresh else { return Err(bad_request("Missing parameter: refresh_token")) };
    let renewed = cloud.state().tokens.renew(refresh, user_agent, now, switches);
    renewed.map(|answer| token_answer(StatusCode::OK, answer)).map_err(|_| bad_grant("Invalid refresh token"))
}

pub(super) fn bad_grant(description: &str) -> Refusal {
    oauth(StatusCode::BAD_REQUEST, "invalid_grant", description)
}

fn locked(answered: LockedAccount) -> Refusal {
    let words = "User account is locked";
    match answered {
        LockedAccount::SaysSo => bad_grant(words),
        LockedAccount::AsWrongPassword => bad_grant("Bad credentials"),
        LockedAccount::Status423 => oauth(StatusCode::LOCKED, "locked", words),
    }
}

pub(super) fn bad_request(description: &str) -> Refusal {
    oauth(StatusCode::BAD_REQUEST, "invalid_request", description)
}

pub(super) fn unsupported_grant(grant: &str) -> Refusal {
    oauth(StatusCode::BAD_REQUEST, "unsupported_grant_type", &format!("Unsupported grant type: {grant}"))
}

/// No code, or not a good one, in the words that the switch chooses.
fn refuse_code(cloud: &Cloud, description: &str) -> Refusal {
    match cloud.switches().code_demand {
        CodeDemand::SaysSo => bad_grant(description),
        CodeDemand::Silent => StatusCode::FORBIDDEN.into_response().into(),
        CodeDemand::UnknownWords => oauth(StatusCode::BAD_REQUEST, "step_up", "E-4711"),
    }
}
