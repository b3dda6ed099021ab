//! The way out: builds the two HTTP clients, sends, reads with a cap, and repeats by the table of `retry.rs`.
//!
//! There are two clients because the system's proxy settings would send loopback addresses to a proxy: one client is for this
//! computer and knows no proxy, the other is for everything else and knows https only.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::{Certificate, Client, ClientBuilder, Proxy, Response, StatusCode, redirect, retry as library_retry};
use thiserror::Error;
use url::Url;
use zeroize::Zeroizing;

use super::answer::{ApiAnswer, Context, without_mark};
use super::cause::{Cause, Diagnosis, diagnose, words_of_chain};
use super::error::{ApiError, ErrorKind};
use super::outgoing::{body_of, headers_of};
use super::request::{ApiRequest, BoundSecret};
use super::retry;
use super::server_words::ServerWords;
use super::settings::{NetSettings, ProxyChoice};
use super::text::{Scrubber, clean};
use super::way::{Proxies, Way};
use crate::model::clock::SharedClock;
use crate::model::origin::Origin;

/// What the program calls itself. Constant and without a version: Evotor remembers the last ten pairs of address and
/// User-Agent, and asks for a code by mail for a new one.
pub const OUR_USER_AGENT: &str = "Tokendesk";

/// So much of a refusal's body is read; the rest cannot say more.
const REFUSAL_CAP: usize = 64 << 10;
/// The longest request id that is kept, in characters.
const REQUEST_ID_CAP: usize = 100;
/// What servers call the id of a request.
const REQUEST_ID_HEADERS: [&str; 5] = ["x-request-id", "x-correlation-id", "x-trace-id", "x-b3-traceid", "cf-ray"];

/// Why the transport could not be built: the settings are to blame.
#[derive(Clone, Debug, Error)]
pub enum TransportError {
    /// The proxy's address cannot be used.
    #[error("the proxy's address cannot be used")]
    Proxy,
    /// A root certificate is not PEM, or not a certificate.
    #[error("a root certificate cannot be read")]
    RootCertificate,
    /// The HTTP client could not start.
    #[error("the HTTP client could not start: {0}")]
    Client(String),
}

/// The one way to servers. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct Transport(Arc<Inner>);

struct Inner {
    /// For this computer: no proxy, and http allowed to loopback literals.
    to_this_computer: Client,
    /// For everything else: the proxy, https only.
    to_the_world: Client,
    proxies: Proxies,
    settings: NetSettings,
    clock: SharedClock,
}

impl Transport {
    /// Builds a transport.
    ///
    /// # Errors
    /// [`TransportError`] when a proxy or a root certificate of the settings cannot be used.
    pub fn new(settings: &NetSettings, clock: SharedClock) -> Result<Self, TransportError> {
        let mut roots = Vec::new();
        for pem in &settings.extra_roots {
            let bundle = Certificate::from_pem_bundle(pem).map_err(|_| TransportError::RootCertificate)?;
            if bundle.is_empty() {
                return Err(TransportError::RootCertificate);
            }
            roots.extend(bundle);
        }
        let hardened = || {
            let builder = Client::builder()
                .redirect(redirect::Policy::none())
                .retry(library_retry::never())
                .referer(false)
                .user_agent(OUR_USER_AGENT)
                .connect_timeout(settings.connect_timeout)
                .read_timeout(settings.read_timeout)
                .timeout(settings.total_timeout)
                // Shorter than servers keep idle connections: one that is being closed would make a write's outcome unknown.
                .pool_idle_timeout(Duration::from_secs(15));
            if roots.is_empty() { builder } else { builder.tls_certs_merge(roots.iter().cloned()) }
        };
        let proxy = proxy_of(&settings.proxy)?;
        let to_the_world = || {
            let builder = hardened().https_only(true);
            if let Some(proxy) = &proxy { builder.proxy(proxy.clone()) } else { builder }
        };
        Ok(Self(Arc::new(Inner {
            to_this_computer: built(|| hardened().no_proxy())?,
            to_the_world: built(to_the_world)?,
            proxies: Proxies::of(settings),
            settings: settings.clone(),
            clock,
        })))
    }

    /// Sends a request and reads its answer whole; repeats it as its purpose allows.
    ///
    /// Dropping the future cancels the request at once.
    ///
    /// # Errors
    /// [`ApiError`]: whatever is not a whole answer with a status of 2xx, and a page instead of an answer.
    pub async fn send(&self, request: ApiRequest) -> Result<ApiAnswer, ApiError> {
        let origin = Origin::of(&request.url);
        let context = Arc::new(self.context(&request));
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
        let client = if context.way == Way::ThisComputer { &self.0.to_this_computer } else { &self.0.to_the_world };

        let mut sent = 0;
        loop {
            let error = match attempt(client, &request, headers.clone(), &context).await {
                Ok(answer) => {
                    tracing::debug!("{} {}{}: {}", context.method, context.origin, context.path, answer.status());
                    return Ok(answer);
                }
                Err(error) => error,
            };
            sent += 1;
            tracing::debug!("attempt {sent}: {error}");
            match retry::wait_before_next(request.purpose, sent, &error, &self.0.settings) {
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
        self.context(request).not_sent(kind, why)
    }

    fn context(&self, request: &ApiRequest) -> Context {
        let secrets = request.secrets().map(BoundSecret::secret);
        let proxy_password = match &self.0.settings.proxy {
            ProxyChoice::Given { login: Some(login), .. } => Some(&login.password),
            _ => None,
        };
        Context {
            method: request.method.to_string(),
            origin: Origin::of(&request.url).to_string(),
            path: request.url.path().to_owned(),
            purpose: request.purpose,
            way: self.0.proxies.way_to(&request.url),
            scrubber: Scrubber::of(secrets.chain(proxy_password)),
            clock: Arc::clone(&self.0.clock),
        }
    }
}

/// The proxy that the person has given.
fn proxy_of(choice: &ProxyChoice) -> Result<Option<Proxy>, TransportError> {
    let ProxyChoice::Given { address, login } = choice else { return Ok(None) };
    if !matches!(address.scheme(), "http" | "https") {
        return Err(TransportError::Proxy);
    }
    let proxy = Proxy::all(address.clone()).map_err(|_| TransportError::Proxy)?;
    Ok(Some(match login {
        Some(login) => proxy.basic_auth(&login.user, login.password.expose()),
        None => proxy,
    }))
}

/// Builds a client. Where the system has no certificates to trust, one that trusts none but those of the settings: the program
/// starts, and says so at the first server that it cannot trust.
fn built(builder: impl Fn() -> ClientBuilder) -> Result<Client, TransportError> {
    // Of these words none can be ours or a server's: nothing was sent yet.
    let words = |error: &reqwest::Error| clean(&words_of_chain(error));
    builder().build().or_else(|error| {
        tracing::warn!("the system's certificates cannot be used, no server will be trusted: {}", words(&error));
        builder().tls_certs_only([]).build().map_err(|error| TransportError::Client(words(&error)))
    })
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
