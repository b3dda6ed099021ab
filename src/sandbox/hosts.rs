//! The three hosts of the cloud. Each has a port of its own, as the real ones have names of their own; on one port they
//! are told apart by path, grant and header.

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, Method};

/// Which host of the cloud a request is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Host {
    /// dev.evotor.ru: publishers sign in and manage their apps.
    Dev,
    /// oauth.evotor.ru: users' tokens.
    Oauth,
    /// api.evotor.ru: what tokens open.
    Api,
}

const API_PATHS: [&str; 6] = ["/api/apps/", "/stores", "/employees", "/devices", "/suppliers", "/bulks/"];

/// The host that a request on the one port means.
pub(super) fn tell(method: &Method, path: &str, headers: &HeaderMap, body: &[u8]) -> Host {
    if path.starts_with("/oauth/authorize") || (method == Method::POST && path == "/oauth/token" && is_for_oauth(headers, body)) {
        Host::Oauth
    } else if API_PATHS.iter().any(|start| path.starts_with(start)) {
        Host::Api
    } else {
        Host::Dev
    }
}

/// A token request is the publishers' when it names their client, Evo-UI; else the users' when it comes with a client's
/// Basic header or brings a code.
pub(super) fn is_for_oauth(headers: &HeaderMap, body: &[u8]) -> bool {
    let field = |name: &str| url::form_urlencoded::parse(body).find(|(key, _)| key == name).map(|(_, value)| value);
    if field("client_id").is_some_and(|id| id == "Evo-UI") {
        return false;
    }
    basic(headers).is_some() || field("grant_type").is_some_and(|grant| grant == "authorization_code")
}

/// What follows `Basic` in the `Authorization` header.
pub(super) fn basic(headers: &HeaderMap) -> Option<&str> {
    let (scheme, credentials) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("basic").then(|| credentials.trim())
}
