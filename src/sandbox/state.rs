//! All that the sandbox knows, in memory only: who may sign in, which apps exist, which tokens live.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde_json::Value;

use super::clock::SandboxClock;
use super::codes::CodeSlot;
use super::faults::Faults;
use super::mailbox::{Mail, Mailbox};
use super::mint::Mint;
use super::record::Recorder;
use super::switches::Switches;
use super::tokens::Tokens;
use super::{SandboxOptions, seed};

/// Evotor documents: the last ten pairs of address and User-Agent are remembered.
const PAIRS_REMEMBERED: usize = 10;

/// What every request handler holds.
pub(super) struct Cloud {
    pub(super) clock: SandboxClock,
    pub(super) page_size: usize,
    /// The base addresses of dev, oauth and api.
    pub(super) addresses: [String; 3],
    pub(super) mailbox: Mailbox,
    pub(super) recorder: Recorder,
    pub(super) faults: Faults,
    pub(super) mint: Mint,
    switches: Mutex<Switches>,
    state: Mutex<State>,
    answered: AtomicUsize,
}

impl Cloud {
    pub(super) fn new(options: &SandboxOptions, addresses: [String; 3]) -> Self {
        let mint = Mint(options.marker);
        let apps = mint.mark_clients(seed::apps());
        Self {
            mint,
            clock: SandboxClock::new(options.now.clone()),
            page_size: options.page_size.clamp(1, SandboxOptions::LARGEST_PAGE),
            addresses,
            mailbox: Mailbox::default(),
            recorder: Recorder::default(),
            faults: Faults::default(),
            switches: Mutex::new(options.switches),
            state: Mutex::new(State { publishers: seed::publishers(mint), apps, tokens: Tokens::new(mint) }),
            answered: AtomicUsize::new(0),
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn switches(&self) -> Switches {
        *self.switches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn set_switches(&self, switches: Switches) {
        *self.switches.lock().unwrap_or_else(PoisonError::into_inner) = switches;
    }

    /// The name of the next request, for `X-Request-Id`.
    pub(super) fn next_request_id(&self) -> String {
        format!("sandbox-{:06}", self.answered.fetch_add(1, Ordering::Relaxed) + 1)
    }
}

/// What changes while the sandbox runs.
pub(super) struct State {
    pub(super) publishers: Vec<Publisher>,
    pub(super) apps: Vec<App>,
    pub(super) tokens: Tokens,
}

impl State {
    pub(super) fn app(&self, id: &str) -> Option<&App> {
        self.apps.iter().find(|app| app.id == id)
    }

    pub(super) fn app_mut(&mut self, id: &str) -> Option<&mut App> {
        self.apps.iter_mut().find(|app| app.id == id)
    }

    pub(super) fn publisher_mut(&mut self, email: &str) -> Option<&mut Publisher> {
        self.publishers.iter_mut().find(|publisher| publisher.email == email)
    }

    /// Whether there is a client of this id and secret, in any version.
    pub(super) fn knows_client(&self, id: &str, secret: &str) -> bool {
        let versions = self.apps.iter().flat_map(|app| &app.versions);
        let text = |client: &Value, field: &str, wanted: &str| client.get(field).and_then(Value::as_str) == Some(wanted);
        versions
            .flat_map(|version| version.clients.iter())
            .any(|client| text(client, "client_id", id) && text(client, "client_secret", secret))
    }
}

/// Somebody who publishes apps.
pub(super) struct Publisher {
    pub(super) email: &'static str,
    pub(super) password: String,
    pub(super) user_id: &'static str,
    pub(super) id: &'static str,
    pub(super) is_blocked: bool,
    pub(super) code: CodeSlot,
    known_pairs: VecDeque<(IpAddr, String)>,
}

impl Publisher {
    pub(super) fn new(email: &'static str, password: String, user_id: &'static str, id: &'static str) -> Self {
        Self { email, password, user_id, id, is_blocked: false, code: CodeSlot::default(), known_pairs: VecDeque::new() }
    }

    pub(super) fn blocked(self) -> Self {
        Self { is_blocked: true, ..self }
    }

    /// A new code for this publisher, in a mail that is not delivered yet.
    pub(super) fn mail_code(&mut self, code: String, now: Timestamp) -> Mail {
        Mail { to: self.email.to_owned(), at: now, code: self.code.mail_new(code, now) }
    }

    pub(super) fn knows(&self, address: IpAddr, user_agent: &str) -> bool {
        self.known_pairs.iter().any(|pair| pair.0 == address && pair.1 == user_agent)
    }

    /// The pair is now the newest of the ten.
    pub(super) fn remember(&mut self, address: IpAddr, user_agent: &str) {
        self.known_pairs.retain(|pair| !(pair.0 == address && pair.1 == user_agent));
        self.known_pairs.push_back((address, user_agent.to_owned()));
        if self.known_pairs.len() > PAIRS_REMEMBERED {
            self.known_pairs.pop_front();
        }
    }

    pub(super) fn forget_pairs(&mut self) {
        self.known_pairs.clear();
    }
}

/// An app and its versions.
pub(super) struct App {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    /// The e-mail of its publisher.
    pub(super) publisher: &'static str,
    pub(super) versions: Vec<Version>,
}

/// A version and its clients, each as the JSON that the list answers with.
pub(super) struct Version {
    pub(super) id: &'static str,
    pub(super) number: &'static str,
    pub(super) clients: Arc<Vec<Value>>,
}
