//! An Evotor cloud of our own on loopback: to try the program without an account, to try a publisher's own backend, and
//! to test both.
//!
//! It names no module of the house but `i18n` and shares no type with the client: its JSON is written by hand from what
//! Evotor documents, so that client and sandbox cannot share a mistake. Everything lives in memory, every person in it is
//! invented. What nobody knows about the real cloud is a [`Switches`] field, what may go wrong is a [`Fault`].

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use jiff::SignedDuration;
use serde_json::Value;
use thiserror::Error;

mod clients;
mod clock;
mod codes;
mod curl_lines;
mod cursor;
mod error_bodies;
mod errors;
mod faults;
mod front_page;
mod gate;
mod hosts;
mod invitation;
mod listen;
mod mailbox;
mod mint;
mod new_client;
mod oauth_host;
mod pages;
mod play;
mod random;
mod record;
mod seed;
mod seed_clients;
mod server;
mod sign_in;
mod socket;
mod state;
mod switches;
mod tokens;

pub use clock::Now;
pub use error_bodies::ErrorBodies;
pub use faults::{Fault, FaultSet};
pub use gate::Gate;
pub use hosts::Host;
pub use invitation::{Invitation, InvitedVersion};
pub use listen::{ListenAddrError, parse_listen_addr};
pub use mailbox::Mail;
pub use mint::Marker;
pub use record::Recorded;
pub use socket::Ending;
pub use switches::{
    ClientFields, CodeDemand, CodeMail, CodePlace, CreateHeader, CreatedStatus, ExpiresIn, LastPage, ListHeader, LockedAccount,
    NumberForId, Renewal, RenewedFields, Switches, TokenForm, TokenType, VersionNamed, VersionWanted,
};

use server::{Bound, Servers, Serves};
use state::{Cloud, State, Version};

/// How a sandbox starts.
#[derive(Clone, Debug)]
pub struct SandboxOptions {
    /// Its clock.
    pub now: Now,
    /// Clients on a page of a list, from 1 to [`SandboxOptions::LARGEST_PAGE`].
    pub page_size: usize,
    /// Which readings of the documents it follows.
    pub switches: Switches,
    /// Put into every secret it makes, for tests that look for leaks.
    pub marker: Option<Marker>,
}

impl SandboxOptions {
    /// Evotor's lists hold up to so many items a page.
    pub const LARGEST_PAGE: usize = 1_000;

    /// Pages of 100 and the likeliest readings.
    #[must_use]
    pub fn new(now: Now) -> Self {
        Self { now, page_size: 100, switches: Switches::default(), marker: None }
    }
}

/// Why a sandbox did not start.
#[derive(Debug, Error)]
pub enum SandboxError {
    /// The address is taken, or not this computer's.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address as asked for.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// The system gave no thread or no event queue.
    #[error("cannot start the sandbox")]
    Start(#[source] std::io::Error),
}

/// A running sandbox. Clones are one sandbox; it stops when the last is dropped (a mail callback must not hold one).
#[derive(Clone)]
pub struct Sandbox(Arc<Running>);

struct Running {
    cloud: Arc<Cloud>,
    /// Base addresses of dev, oauth and api.
    addresses: [String; 3],
    _servers: Servers,
}

impl Sandbox {
    /// Starts the three hosts on three free ports of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// [`SandboxError`] when the system gives no port or no thread.
    pub fn start(options: &SandboxOptions) -> Result<Self, SandboxError> {
        let any_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let hosts = [Host::Dev, Host::Oauth, Host::Api];
        let [dev, oauth, api] = hosts.map(|host| Bound::new(any_port, Serves::One(host)));
        let (dev, oauth, api) = (dev?, oauth?, api?);
        let addresses = [&dev, &oauth, &api].map(|bound| format!("http://{}", bound.address));
        Self::run(options, addresses, vec![dev, oauth, api])
    }

    /// Starts all three hosts on one port; they are told apart by path, grant and header.
    ///
    /// # Errors
    ///
    /// [`SandboxError`] when the address is taken or there is no thread.
    pub fn start_one(address: SocketAddr, options: &SandboxOptions) -> Result<Self, SandboxError> {
        let bound = Bound::new(address, Serves::All)?;
        let base = format!("http://{}", bound.address);
        Self::run(options, [base.clone(), base.clone(), base], vec![bound])
    }

    fn run(options: &SandboxOptions, addresses: [String; 3], sockets: Vec<Bound>) -> Result<Self, SandboxError> {
        let cloud = Arc::new(Cloud::new(options, addresses.clone()));
        let servers = Servers::start(&cloud, sockets)?;
        Ok(Self(Arc::new(Running { cloud, addresses, _servers: servers })))
    }

    /// The base addresses of dev, oauth and api, such as `http://127.0.0.1:8080`, without a slash at the end.
    #[must_use]
    pub fn addresses(&self) -> (String, String, String) {
        let [dev, oauth, api] = self.0.addresses.clone();
        (dev, oauth, api)
    }

    /// Who may sign in, and what is there to open.
    #[must_use]
    pub fn invitation(&self) -> Invitation {
        Invitation::to(&self.0.cloud)
    }

    /// Every mail so far, the newest last.
    #[must_use]
    pub fn mailbox(&self) -> Vec<Mail> {
        self.0.cloud.mailbox.all()
    }

    /// The newest mail to a publisher.
    #[must_use]
    pub fn latest_mail(&self, to: &str) -> Option<Mail> {
        self.0.cloud.mailbox.latest(to)
    }

    /// Calls `listener` with every mail from now on, on the sandbox's thread. It must be quick and hold no [`Sandbox`].
    pub fn on_mail(&self, listener: impl Fn(&Mail) + Send + Sync + 'static) {
        self.0.cloud.mailbox.listen(Arc::new(listener));
    }

    /// The requests so far, in the order of arrival (the last 10,000).
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        self.0.cloud.recorder.all()
    }

    /// How many requests had this method and `path_contains` in their path.
    #[must_use]
    pub fn count(&self, method: &str, path_contains: &str) -> usize {
        self.0.cloud.recorder.count(method, path_contains)
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.0.cloud.recorder.clear();
    }

    /// From now on `fault` happens to requests with this method and `path_contains` in their path. Of several that match
    /// a request the one set first has it.
    #[expect(clippy::must_use_candidate, reason = "most tests set a fault and never look at it again")]
    pub fn fault(&self, method: &str, path_contains: &str, fault: Fault) -> FaultSet {
        self.0.cloud.faults.set(method, path_contains, fault)
    }

    /// Lifts every fault.
    pub fn clear_faults(&self) {
        self.0.cloud.faults.clear();
    }

    /// Which readings it follows now.
    #[must_use]
    pub fn switches(&self) -> Switches {
        self.0.cloud.switches()
    }

    /// Follows other readings from now on. Tokens and clients stay.
    pub fn set_switches(&self, switches: Switches) {
        self.0.cloud.set_switches(switches);
    }

    /// Moves the sandbox's clock, which otherwise runs as the one it was started with.
    pub fn advance(&self, by: SignedDuration) {
        self.0.cloud.clock.advance(by);
    }

    /// No access token opens anything any more; refresh tokens stay good.
    pub fn kill_access_tokens(&self) {
        self.0.cloud.state().tokens.kill_access();
    }

    /// No refresh token renews anything any more; access tokens stay good until they end.
    pub fn kill_refresh_tokens(&self) {
        self.0.cloud.state().tokens.kill_refresh();
    }

    /// Mails a code to a publisher, as signing in at the portal does. Whether there is such a publisher.
    #[expect(clippy::must_use_candidate, reason = "a test that mails to the publisher it signs in as knows")]
    pub fn mail_code(&self, to: &str) -> bool {
        let (now, code) = (self.0.cloud.now(), self.0.cloud.mint.code());
        let mail = self.0.cloud.state().publisher_mut(to).map(|publisher| publisher.mail_code(code, now));
        mail.map(|mail| self.0.cloud.mailbox.deliver(&mail)).is_some()
    }

    /// Every program and address is new to the cloud again, so that it asks for a code.
    pub fn forget_programs(&self) {
        self.0.cloud.state().publishers.iter_mut().for_each(state::Publisher::forget_pairs);
    }

    /// The clients of a version (by number or id), as the list answers them; `None` when there is no such version.
    #[must_use]
    pub fn clients(&self, app_id: &str, version: &str) -> Option<Vec<Value>> {
        let mut state = self.0.cloud.state();
        version_of(&mut state, app_id, version).map(|version| version.clients.as_ref().clone())
    }

    /// Puts other clients into a version, whatever they are: a list answers them as given. Whether there is such a version.
    #[must_use]
    pub fn set_clients(&self, app_id: &str, version: &str, clients: Vec<Value>) -> bool {
        let mut state = self.0.cloud.state();
        let version = version_of(&mut state, app_id, version);
        version.map(|version| version.clients = Arc::new(clients)).is_some()
    }
}

fn version_of<'a>(state: &'a mut State, app_id: &str, named: &str) -> Option<&'a mut Version> {
    state.app_mut(app_id)?.versions.iter_mut().find(|version| version.number == named || version.id == named)
}

/// Serves all three hosts on one port until `shutdown` ends. `ready` is called with the sandbox before the first request
/// can be answered: the place to print its address.
///
/// # Errors
///
/// [`SandboxError`] when the address is taken or there is no thread.
pub async fn serve_one(
    address: SocketAddr,
    options: &SandboxOptions,
    ready: impl FnOnce(&Sandbox),
    shutdown: impl Future<Output = ()>,
) -> Result<(), SandboxError> {
    let sandbox = Sandbox::start_one(address, options)?;
    ready(&sandbox);
    shutdown.await;
    Ok(())
}
