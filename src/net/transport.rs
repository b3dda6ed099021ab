//! The way out: sends, reads with a cap, and repeats by the table of `retry.rs`, with the clients that are in force when it begins.
//! What is in force can be replaced while the program runs.

use std::sync::Arc;

use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::{Client, Response, StatusCode};
use tokio::sync::watch;
use url::Url;
use zeroize::Zeroizing;

use super::answer::{ApiAnswer, Context, without_mark};
use super::cause::{Cause, Diagnosis, diagnose};
use super::clients::{Clients, TransportError};
use super::error::{ApiError, ErrorKind};
use super::outgoing::{body_of, headers_of};
use super::request::{ApiRequest, BoundSecret};
use super::retry;
use super::server_words::ServerWords;
use super::settings::{NetSettings, ProxyChoice};
use super::text::{Scrubber, clean};
use super::way::Way;
use crate::model::clock::SharedClock;
use crate::model::origin::Origin;

/// So much of a refusal's body is read; the rest cannot say more.
const REFUSAL_CAP: usize = 64 << 10;
/// The longest request id that is kept, in characters.
const REQUEST_ID_CAP: usize = 100;
/// What servers call the id of a request.
const REQUEST_ID_HEADERS: [&str; 5] = ["x-request-id", "x-correlation-id", "x-trace-id", "x-b3-traceid", "cf-ray"];

/// The one way to servers. Cheap to clone; clones share their connections, and what is put in force for one is in force for all.
#[derive(Clone)]
pub struct Transport(Arc<Shared>);

struct Shared {
    /// Nothing as long as the program starts: whoever sends waits until it is known how.
    in_force: watch::Sender<Option<Result<Arc<Clients>, TransportError>>>,
    clock: SharedClock,
}

/// Clients that wait to be put in force.
pub struct Prepared(Arc<Clients>);

impl Prepared {
    /// Reads the settings, and perhaps those of the system's proxy. With roots of their own the clients are built at once, with all that
    /// the system trusts, else at their first request: some ten milliseconds, and more on a slow disk, so neither is for the window's
    /// own thread.
    ///
    /// # Errors
    /// [`TransportError`] when a proxy or a root certificate of the settings cannot be used.
    pub fn new(settings: &NetSettings) -> Result<Self, TransportError> {
        Clients::build(settings).map(|clients| Self(Arc::new(clients)))
    }
}

impl Transport {
    /// Builds a transport that is ready at once.
    ///
    /// # Errors
    /// [`TransportError`] when a proxy or a root certificate of the settings cannot be used.
    pub fn new(settings: &NetSettings, clock: SharedClock) -> Result<Self, TransportError> {
        let transport = Self::waiting(clock);
        transport.put_in_force(Prepared::new(settings)?);
        Ok(transport)
    }

    /// A transport that nothing is in force for yet: requests wait until there is.
    #[must_use]
    pub fn waiting(clock: SharedClock) -> Self {
        Self(Arc::new(Shared { in_force: watch::Sender::new(None), clock }))
    }

    /// From now on requests go out this way, those of all clones. Requests under way go on with what they began with, repetitions
    /// included.
    pub fn put_in_force(&self, prepared: Prepared) {
        self.0.in_force.send_replace(Some(Ok(prepared.0)));
    }

    /// Nothing could be built to begin with: requests fail with this reason instead of waiting. What is in force stays.
    pub fn cannot_start(&self, why: TransportError) {
        self.0.in_force.send_if_modified(|in_force| {
            let is_first = in_force.is_none();
            if is_first {
                *in_force = Some(Err(why));
            }
            is_first
        });
    }

    /// What is in force, as soon as anything is.
    async fn clients(&self) -> Result<Arc<Clients>, TransportError> {
        let mut in_force = self.0.in_force.subscribe();
        // The sender lives in ourselves.
        let known = in_force.wait_for(Option::is_some).await;
        known.ok().and_then(|known| known.clone()).unwrap_or_else(|| Err(TransportError::Client("it has ended".to_owned())))
    }

    /// Sends a request and reads its answer whole; repeats it as its purpose allows.
    ///
    /// Dropping the future cancels the request at once.
    ///
    /// # Errors
    /// [`ApiError`]: whatever is not a whole answer with a status of 2xx, and a page instead of an answer.
    pub async fn send(&self, request: ApiRequest) -> Result<ApiAnswer, ApiError> {
        let origin = Origin::of(&request.url);
        let clients = match self.clients().await {
            Ok(clients) => clients,
            Err(why) => return Err(self.context(&request, None).not_sent(ErrorKind::CannotBeSent, &why.to_string())),
        };
        let context = Arc::new(self.context(&request, Some(&clients)));
        if origin.scheme() != "https" && !(origin.scheme() == "http" && origin.is_loopback_literal()) {
            return Err(context.not_sent(ErrorKind::WrongOrigin, "only https is spoken, and http with this computer itself"));
        }
        if !request.secrets().all(|secret| secret.belongs_to(&origin)) {
            return Err(context.not_sent(ErrorKind::WrongOrigin, "a secret belongs to another server"));
        }
        let Some(headers) = headers_of(&request) else {
            return Err(context.not_sent(ErrorKind::CannotBeSent, "a header cannot hold this value"));
        };
        if let Way::Proxy(proxy) = &context.way
            && !proxy.is_http()
        {
            return Err(context.not_sent_for(ErrorKind::Proxy, Some(Cause::ProxyIsSocks), "the proxy speaks SOCKS"));
        }
        let client = if context.way == Way::ThisComputer { clients.to_this_computer() } else { clients.to_the_world() };
        let client = client.map_err(|why| context.not_sent(ErrorKind::CannotBeSent, &why.to_string()))?;

        let mut sent = 0;
        loop {
            let error = match attempt(&client, &request, headers.clone(), &context).await {
                Ok(answer) => {
                    tracing::debug!("{} {}{}: {}", context.method, context.origin, context.path, answer.status());
                    return Ok(answer);
                }
                Err(error) => error,
            };
            sent += 1;
            tracing::debug!("attempt {sent}: {error}");
            match retry::wait_before_next(request.purpose, sent, &error, &clients.settings) {
                Some(wait) => tokio::time::sleep(wait).await,
                None => return Err(error),
            }
        }
    }
}

impl Transport {
    /// The error of a request that is not even tried. `why` is technical, in English, and holds no secret.
    #[must_use]
    pub fn not_sent(&self, request: &ApiRequest, kind: ErrorKind, why: &str) -> ApiError {
        let in_force = self.0.in_force.borrow().clone().and_then(Result::ok);
        self.context(request, in_force.as_deref()).not_sent(kind, why)
    }

    fn context(&self, request: &ApiRequest, clients: Option<&Clients>) -> Context {
        let secrets = request.secrets().map(BoundSecret::secret);
        let proxy_password = match clients.map(|clients| &clients.settings.proxy) {
            Some(ProxyChoice::Given { login: Some(login), .. }) => Some(&login.password),
            _ => None,
        };
        Context {
            method: request.method.to_string(),
            origin: Origin::of(&request.url).to_string(),
            path: request.url.path().to_owned(),
            purpose: request.purpose,
            way: clients.map_or(Way::Straight, |clients| clients.proxies.way_to(&request.url)),
            scrubber: Scrubber::of(secrets.chain(proxy_password)),
            clock: Arc::clone(&self.0.clock),
        }
    }
}

/// Sends once and reads the answer.
async fn attempt(client: &Client, request: &ApiRequest, headers: HeaderMap, context: &Arc<Context>) -> Result<ApiAnswer, ApiError> {
    let mut builder = client.request(request.method.clone(), request.url.clone()).headers(headers);
    if let Some(body) = body_of(request) {
        builder = builder.body(body);
    }
    let mut response = builder.send().await.map_err(|error| context.failed(diagnose(&error), None, None))?;

    let status = response.status();
    let request_id = request_id(response.headers(), &context.scrubber);
    if status.is_redirection() {
        let mut parts = context.parts(ErrorKind::Redirected, Some(status.as_u16()), request_id);
        parts.technical = redirect_target(&response, &request.url).and_then(|to| context.technical(&format!("to {to}")));
        return Err(ApiError::new(parts));
    }
    if !status.is_success() {
        return Err(refusal(response, request_id, context).await);
    }
    let mut body = Zeroizing::new(Vec::new());
    match read_up_to(request.cap, &mut response, &mut body).await {
        Ok(Ended::Whole) => {}
        Ok(Ended::AtCap) => {
            let mut parts = context.parts(ErrorKind::TooLarge, Some(status.as_u16()), request_id);
            parts.technical = context.technical(&format!("more than {} bytes", request.cap));
            return Err(ApiError::new(parts));
        }
        Err(error) => {
            let diagnosis = Diagnosis { may_have_arrived: true, ..diagnose(&error) };
            return Err(context.failed(diagnosis, Some(status.as_u16()), request_id));
        }
    }
    if is_html(response.headers(), &body) {
        let mut parts = context.parts(ErrorKind::NotTheApi, Some(status.as_u16()), request_id);
        parts.is_html = true;
        return Err(ApiError::new(parts));
    }
    Ok(ApiAnswer { status: status.as_u16(), headers: response.headers().clone(), body, request_id, context: Arc::clone(context) })
}

/// The error of a status that is neither good nor a redirect. The status counts even when the body is cut.
async fn refusal(mut response: Response, request_id: Option<String>, context: &Context) -> ApiError {
    let status = response.status();
    let mut body = Zeroizing::new(Vec::new());
    if let Err(error) = read_up_to(REFUSAL_CAP, &mut response, &mut body).await {
        tracing::debug!("the body of a refusal was cut: {}", clean(&error.without_url().to_string()));
    }
    let is_html = is_html(response.headers(), &body);
    let is_captive_portal = status == StatusCode::NETWORK_AUTHENTICATION_REQUIRED;
    let kind = if is_captive_portal { ErrorKind::NotTheApi } else { ErrorKind::Refused(status.as_u16()) };
    let mut parts = context.parts(kind, Some(status.as_u16()), request_id);
    parts.is_html = is_html;
    if !is_html {
        parts.words = ServerWords::read(&body, &context.scrubber);
    }
    if status == StatusCode::TOO_MANY_REQUESTS {
        parts.retry_at = Some(retry::retry_at(response.headers(), parts.details.at));
    }
    ApiError::new(parts)
}

enum Ended {
    Whole,
    AtCap,
}

/// Reads a body, decompressed, and stops as soon as it is larger than the cap: nothing is believed of its declared length.
async fn read_up_to(cap: usize, response: &mut Response, body: &mut Vec<u8>) -> Result<Ended, reqwest::Error> {
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > cap {
            body.extend_from_slice(chunk.get(..cap - body.len()).unwrap_or_default());
            return Ok(Ended::AtCap);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Ended::Whole)
}

/// Whether a page for a browser came, by its declared type or by its first character: JSON never begins with `<`.
fn is_html(headers: &HeaderMap, body: &[u8]) -> bool {
    let body = without_mark(body).trim_ascii_start();
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let is_declared = kind.starts_with("text/html") || kind.starts_with("application/xhtml");
    match body.first() {
        Some(b'<') => true,
        Some(b'{' | b'[') | None => false,
        Some(_) => is_declared,
    }
}

fn request_id(headers: &HeaderMap, scrubber: &Scrubber) -> Option<String> {
    let said = REQUEST_ID_HEADERS.iter().find_map(|name| headers.get(*name)?.to_str().ok())?;
    Some(scrubber.fit(said, REQUEST_ID_CAP)).filter(|id| !id.is_empty())
}

/// Where a redirect points, without path and query: they may hold a token.
fn redirect_target(response: &Response, from: &Url) -> Option<Origin> {
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    Some(Origin::of(&from.join(location).ok()?))
}

#[cfg(test)]
mod tests;
