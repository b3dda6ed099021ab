//! The OAuth clients of an app version: list and create, the only two calls that are known.
//!
//! Errors are a guess where a comment does not say otherwise: 401 in Spring's words, the others as public client code reads them.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use serde_json::{Value, json};
use uuid::Uuid;

use super::cursor;
use super::errors::{Refusal, boot, json_answer, refused, unauthorized};
use super::new_client::{self, NewClient};
use super::seed_clients::{VALIDITY, opaque};
use super::sign_in::user_agent;
use super::state::{App, Cloud, Version};
use super::switches::{
    ClientFields, CreateHeader, CreatedStatus, LastPage, ListHeader, NumberForId, Switches, VersionNamed, VersionWanted,
};
use super::tokens::{SignedIn, TokenProblem};

/// In which headers an endpoint takes its token.
#[derive(Clone, Copy)]
struct Forms {
    bearer: bool,
    bare: bool,
    x_bearer: bool,
}

const BEARER: Forms = Forms { bearer: true, bare: false, x_bearer: false };
const BARE: Forms = Forms { bearer: false, bare: true, x_bearer: false };
const X_BEARER: Forms = Forms { bearer: false, bare: false, x_bearer: true };

/// `GET …/apps/{app-id}/versions/{version-id}/oauth-apps?cursor=…`
pub(super) async fn list(
    State(cloud): State<Arc<Cloud>>,
    Path((app, version)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let switches = cloud.switches();
    let forms = match switches.list_header {
        ListHeader::Either => Forms { bare: true, ..BEARER },
        ListHeader::Bearer => BEARER,
        ListHeader::Bare => BARE,
        ListHeader::XBearer => X_BEARER,
    };
    let who = holder(&cloud, &headers, forms)?;
    let state = cloud.state();
    let app = state.app(&app).ok_or_else(no_app)?;
    let version = find_version(app, &version, &who, switches.list_wants, switches.number_for_id)?;
    let from = match query_value(query.as_deref(), "cursor") {
        None => Some(0),
        Some(cursor) => cursor::decode(version.id, &cursor),
    };
    let from = from.ok_or_else(|| refused(StatusCode::BAD_REQUEST, "invalid_cursor", "The cursor is not known", &[]))?;
    Ok(page(version, from, cloud.page_size, switches))
}

fn page(version: &Version, from: usize, size: usize, switches: Switches) -> Response {
    let clients = version.clients.iter().skip(from).take(size);
    let items: Vec<Value> = clients.map(|client| written(client, version.id, switches)).collect();
    let next = from + items.len();
    let mut answer = json!({ "items": items });
    let paging = match switches.last_page {
        _ if next < version.clients.len() => Some(json!({ "next_cursor": cursor::encode(version.id, next) })),
        LastPage::Empty => Some(json!({})),
        LastPage::Null => Some(Value::Null),
        LastPage::NullCursor => Some(json!({ "next_cursor": null })),
        LastPage::EmptyCursor => Some(json!({ "next_cursor": "" })),
        LastPage::Absent => None,
    };
    if let (Some(fields), Some(paging)) = (answer.as_object_mut(), paging) {
        fields.insert("paging".to_owned(), paging);
    }
    json_answer(StatusCode::OK, answer)
}

/// A client as the switches write it. Each is kept as documented; what a test has put in place of one may be anything.
fn written(client: &Value, version_id: &str, switches: Switches) -> Value {
    let mut client = client.clone();
    let Some(fields) = client.as_object_mut() else { return client };
    match switches.version_named {
        VersionNamed::Number => {}
        VersionNamed::Id => {
            if let Some(named) = fields.get_mut("version_id") {
                *named = json!(version_id);
            }
        }
        VersionNamed::Absent => {
            fields.remove("version_id");
        }
    }
    match switches.client_fields {
        ClientFields::Documented => {}
        ClientFields::Few => {
            fields.retain(|name, _| ["client_id", "client_secret", "scope", "registered_redirect_uri"].contains(&name.as_str()));
        }
        ClientFields::Texts => fields.values_mut().for_each(|value| *value = as_text(value)),
    }
    client
}

/// A list of texts as one with spaces, a number in quotes; anything else as it is.
fn as_text(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let words: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            words.map_or_else(|| value.clone(), |words| json!(words.join(" ")))
        }
        Value::Number(number) => json!(number.to_string()),
        other => other.clone(),
    }
}

/// `POST …/apps/{app-id}/versions/{version-id}/oauth-apps?type=web|standalone`
pub(super) async fn create(
    State(cloud): State<Arc<Cloud>>,
    Path((app, version)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let switches = cloud.switches();
    let forms = match switches.create_header {
        CreateHeader::Bearer => BEARER,
        CreateHeader::Bare => BARE,
        CreateHeader::XBearer => X_BEARER,
    };
    let who = holder(&cloud, &headers, forms)?;
    let mut state = cloud.state();
    let publisher_id = state.publisher_mut(&who.publisher).map(|publisher| publisher.id);
    let app = state.app_mut(&app).ok_or_else(no_app)?;
    let number = find_version(app, &version, &who, switches.create_wants, switches.number_for_id)?.number;
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    if !content_type.starts_with("application/json") {
        let message = format!("Content type '{content_type}' not supported");
        return Err(boot(StatusCode::UNSUPPORTED_MEDIA_TYPE, &message, uri.path(), cloud.now()));
    }
    let Ok(body @ Value::Object(_)) = serde_json::from_slice::<Value>(&body) else {
        return Err(refused(StatusCode::BAD_REQUEST, "malformed_body", "The body is not a JSON object", &[]));
    };
    let new = new_client::read(query_value(query.as_deref(), "type").as_deref(), &body)
        .map_err(|violations| refused(StatusCode::BAD_REQUEST, "validation_failed", "The request has errors", &violations))?;
    let version = app.versions.iter_mut().find(|version| version.number == number).ok_or_else(no_version)?;
    let clients = Arc::make_mut(&mut version.clients);
    let secret = cloud.mint.uuid();
    let client = client_of(&new, secret, clients.len(), publisher_id, app.id, number);
    clients.push(client.clone());
    let status = match switches.created_status {
        CreatedStatus::Ok => StatusCode::OK,
        CreatedStatus::Created => StatusCode::CREATED,
    };
    Ok(json_answer(status, written(&client, version.id, switches)))
}

fn client_of(new: &NewClient, secret: Uuid, nth: usize, publisher: Option<&str>, app: &str, version: &str) -> Value {
    json!({
        "client_id": opaque(Uuid::new_v4(), nth),
        "client_secret": opaque(secret, nth + 1),
        "scope": new.scope,
        "authorized_grant_types": new.kind.grants(),
        "registered_redirect_uri": new.addresses,
        "access_token_validity": VALIDITY,
        "publisher_id": publisher,
        "app_id": app,
        // Evotor's sample answers with the version's number, though the request named its id.
        "version_id": version,
    })
}

/// Whose token came with the request, or the refusal.
fn holder(cloud: &Cloud, headers: &HeaderMap, forms: Forms) -> Result<SignedIn, Refusal> {
    let (name, bearer) = if forms.x_bearer { ("x-authorization", true) } else { (AUTHORIZATION.as_str(), forms.bearer) };
    let Some(header) = headers.get(name).and_then(|value| value.to_str().ok()) else {
        return Err(unauthorized("unauthorized", "Full authentication is required to access this resource"));
    };
    let token = match header.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => bearer.then(|| token.trim()),
        Some(_) => None,
        None => forms.bare.then_some(header),
    };
    let found = token.ok_or(TokenProblem::Unknown).and_then(|token| cloud.state().tokens.holder(token, &user_agent(headers), cloud.now()));
    found.map_err(|problem| match problem {
        TokenProblem::Expired => unauthorized("invalid_token", "Access token expired"),
        TokenProblem::Unknown | TokenProblem::OtherUserAgent => unauthorized("invalid_token", "Invalid access token"),
    })
}

/// The version under its number or id, as the call wants it, if it is the holder's to see.
fn find_version<'a>(
    app: &'a App,
    named: &str,
    who: &SignedIn,
    wanted: VersionWanted,
    number_for_id: NumberForId,
) -> Result<&'a Version, Refusal> {
    if app.publisher != who.publisher {
        return Err(refused(StatusCode::FORBIDDEN, "forbidden", "The application belongs to another publisher", &[]));
    }
    if wanted == VersionWanted::Id && number_for_id == NumberForId::BadRequest && Uuid::try_parse(named).is_err() {
        let message = "Failed to convert value of type 'java.lang.String' to required type 'java.util.UUID'";
        return Err(refused(StatusCode::BAD_REQUEST, "type_mismatch", message, &[]));
    }
    let is_named = |version: &&Version| match wanted {
        VersionWanted::Either => version.number == named || version.id == named,
        VersionWanted::Number => version.number == named,
        VersionWanted::Id => version.id == named,
    };
    app.versions.iter().find(is_named).ok_or_else(no_version)
}

fn no_app() -> Refusal {
    refused(StatusCode::NOT_FOUND, "not_found", "Application not found", &[])
}

fn no_version() -> Refusal {
    refused(StatusCode::NOT_FOUND, "not_found", "Version not found", &[])
}

fn query_value(query: Option<&str>, name: &str) -> Option<String> {
    url::form_urlencoded::parse(query?.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}
