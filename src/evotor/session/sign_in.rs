//! The sign-in itself: one request, sent exactly once, for each attempt may mail a code or count towards a lock.

use jiff::Timestamp;
use thiserror::Error;
use url::Url;

use super::SessionTokens;
use super::refusals::{SignInRefusal, recognise};
use super::tokens::TokenAnswer;
use crate::evotor::address::address;
use crate::model::clock::SharedClock;
use crate::model::cloud::CloudAddresses;
use crate::model::jwt;
use crate::model::origin::Origin;
use crate::model::secret::Secret;
use crate::net::{ApiError, ApiRequest, BoundSecret, Purpose, Transport};

/// The portal's own client; it has no secret (Evotor documents it).
pub(super) const CLIENT_ID: &str = "Evo-UI";
/// What the portal itself accepts, after the documented headers of its other calls.
pub(super) const ACCEPT: &str = "application/json, text/plain, */*";
/// The name of the code, in the body (Evotor's example) and in the headers (Evotor's prose): it is sent as both.
const CODE: &str = "2fa_confirmation";

/// Where tokens are obtained and renewed.
pub(super) fn token_address(addresses: &CloudAddresses) -> Url {
    address(&addresses.dev, &["oauth", "token"], None).unwrap_or_else(|| addresses.dev.clone())
}

/// What a person signs in with.
#[derive(Clone, Debug)]
pub struct Credentials<'a> {
    /// The publisher's e-mail.
    pub email: String,
    /// The password.
    pub password: Secret,
    /// The code from the mail, only when one was typed.
    pub code: Option<Secret>,
    /// Usually [`OUR_USER_AGENT`](crate::net::OUR_USER_AGENT).
    pub user_agent: &'a str,
}

/// A good sign-in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// To [`begin`](super::Session::begin) a session with.
    pub tokens: SessionTokens,
    /// The e-mail in the token, else the one that was typed.
    pub email: String,
    /// What Evotor calls the person, if it said so.
    pub user_id: Option<String>,
}

/// A sign-in that came to nothing: what it means, and the error it was.
#[derive(Clone, Debug, Error)]
#[error("sign-in: {refusal:?}: {error}")]
pub struct SignInError {
    refusal: SignInRefusal,
    error: ApiError,
}

impl SignInError {
    /// What it means for the person.
    #[must_use]
    pub const fn refusal(&self) -> SignInRefusal {
        self.refusal
    }

    /// The error with the server's words.
    #[must_use]
    pub const fn api(&self) -> &ApiError {
        &self.error
    }
}

impl From<ApiError> for SignInError {
    /// An error that says nothing about password and code, such as the refusal of a pasted token.
    fn from(error: ApiError) -> Self {
        Self { refusal: SignInRefusal::Api, error }
    }
}

/// Signs in with e-mail, password and perhaps a code, as Evotor documents it.
///
/// Without a code, the attempt is what makes the cloud mail one (guess), so it is never repeated by itself.
///
/// # Errors
/// [`SignInError`]; a network error and a server's failure are [`SignInRefusal::Api`].
pub async fn sign_in(
    transport: &Transport,
    addresses: &CloudAddresses,
    clock: &SharedClock,
    credentials: &Credentials<'_>,
) -> Result<SignedIn, SignInError> {
    let bound = |secret: &Secret| BoundSecret::new(secret.clone(), vec![Origin::of(&addresses.dev)]);
    let mut request = ApiRequest::post(token_address(addresses), Purpose::SignIn)
        .header("accept", ACCEPT)
        .header("user-agent", credentials.user_agent)
        .field("type", "LOGIN")
        .field("grant_type", "password")
        .field("client_id", CLIENT_ID)
        .field("username", credentials.email.as_str())
        .secret_field("password", bound(&credentials.password));
    if let Some(code) = &credentials.code {
        request = request.secret_field(CODE, bound(code)).secret_header(CODE, bound(code));
    }
    let answer = transport
        .send(request)
        .await
        .and_then(|answer| TokenAnswer::read(&answer))
        .map_err(|error| SignInError { refusal: recognise(&error, credentials.code.is_some()), error })?;
    Ok(signed_in(answer, credentials, clock.now()))
}

fn signed_in(answer: TokenAnswer, credentials: &Credentials<'_>, now: Timestamp) -> SignedIn {
    let named = jwt::read(answer.access.expose()).and_then(|claims| claims.user_name).filter(|name| name.contains('@'));
    let user_agent = credentials.user_agent.to_owned();
    SignedIn {
        tokens: SessionTokens::received(answer.access, answer.refresh, answer.expires_in, user_agent, now),
        email: named.unwrap_or_else(|| credentials.email.clone()),
        user_id: answer.user_id,
    }
}
