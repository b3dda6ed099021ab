//! Builds the HTTP clients from the settings of the network.
//!
//! There are two because the system's proxy settings would send loopback addresses to a proxy: one client is for this computer and
//! knows no proxy, the other is for everything else and knows https only. Each is built when its first request is sent: that reads
//! every certificate that the system trusts, which a window has no use for before it is on the screen.

use std::sync::OnceLock;
use std::time::Duration;

use reqwest::{Certificate, Client, ClientBuilder, Proxy, redirect, retry as library_retry};
use thiserror::Error;

use super::cause::words_of_chain;
use super::settings::{NetSettings, ProxyChoice};
use super::text::clean;
use super::way::Proxies;

/// What the program calls itself. Constant and without a version: Evotor remembers the last ten pairs of address and
/// User-Agent, and asks for a code by mail for a new one.
pub const OUR_USER_AGENT: &str = "Tokendesk";

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

/// What requests go out with.
pub(super) struct Clients {
    to_this_computer: OnceLock<Result<Client, TransportError>>,
    to_the_world: OnceLock<Result<Client, TransportError>>,
    roots: Vec<Certificate>,
    proxy: Option<Proxy>,
    pub(super) proxies: Proxies,
    pub(super) settings: NetSettings,
}

impl Clients {
    /// Reads the settings. With roots of their own the clients are built at once, for only that tells whether the roots can be trusted.
    pub(super) fn build(settings: &NetSettings) -> Result<Self, TransportError> {
        let mut roots = Vec::new();
        for pem in &settings.extra_roots {
            let bundle = Certificate::from_pem_bundle(pem).map_err(|_| TransportError::RootCertificate)?;
            if bundle.is_empty() {
                return Err(TransportError::RootCertificate);
            }
            roots.extend(bundle);
        }
        let clients = Self {
            to_this_computer: OnceLock::new(),
            to_the_world: OnceLock::new(),
            roots,
            proxy: proxy_of(&settings.proxy)?,
            proxies: Proxies::of(settings),
            settings: settings.clone(),
        };
        if !clients.roots.is_empty() {
            clients.to_this_computer()?;
            clients.to_the_world()?;
        }
        Ok(clients)
    }

    /// For this computer: no proxy, and http allowed to loopback literals.
    pub(super) fn to_this_computer(&self) -> Result<Client, TransportError> {
        self.to_this_computer.get_or_init(|| built(|| self.hardened().no_proxy(), &self.roots)).clone()
    }

    /// For everything else: the proxy, https only.
    pub(super) fn to_the_world(&self) -> Result<Client, TransportError> {
        let to_the_world = || {
            let builder = self.hardened().https_only(true);
            match (&self.settings.proxy, &self.proxy) {
                (_, Some(proxy)) => builder.proxy(proxy.clone()),
                (ProxyChoice::None, None) => builder.no_proxy(),
                (_, None) => builder,
            }
        };
        self.to_the_world.get_or_init(|| built(to_the_world, &self.roots)).clone()
    }

    fn hardened(&self) -> ClientBuilder {
        Client::builder()
            .redirect(redirect::Policy::none())
            .retry(library_retry::never())
            .referer(false)
            .user_agent(OUR_USER_AGENT)
            .connect_timeout(self.settings.connect_timeout)
            .read_timeout(self.settings.read_timeout)
            .timeout(self.settings.total_timeout)
            // Shorter than servers keep idle connections: one that is being closed would make a write's outcome unknown.
            .pool_idle_timeout(Duration::from_secs(15))
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

/// Builds a client. Where the system has no certificates to trust, one that trusts none: the program starts, and says so at the first
/// server that it cannot trust. A root of the settings that cannot be trusted is refused instead: it was chosen, and its choice must
/// not take away what was trusted before.
fn built(builder: impl Fn() -> ClientBuilder, roots: &[Certificate]) -> Result<Client, TransportError> {
    if !roots.is_empty() {
        return builder().tls_certs_merge(roots.iter().cloned()).build().map_err(|error| {
            tracing::warn!("a root certificate of the settings cannot be used: {}", words(&error));
            TransportError::RootCertificate
        });
    }
    builder().build().or_else(|error| {
        tracing::warn!("the system's certificates cannot be used, no server will be trusted: {}", words(&error));
        builder().tls_certs_only([]).build().map_err(|error| TransportError::Client(words(&error)))
    })
}

/// Of these words none can be ours or a server's: nothing was sent yet.
fn words(error: &reqwest::Error) -> String {
    clean(&words_of_chain(error))
}
