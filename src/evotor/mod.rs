//! Evotor's API for publishers, a resource a file: what EVOTOR.md knows of it, with every guess in a table.
//!
//! An [`Evotor`] is a cloud together with a session. A call that needs a token cannot be written past it: resources send
//! through the module `authorized`, which knows what a 401 means.

mod address;
mod authorized;
pub mod oauth_clients;
pub mod readings;
pub mod session;

#[cfg(test)]
mod fixture;

use std::sync::{Arc, Mutex, PoisonError};

use crate::model::cloud::CloudAddresses;
use crate::net::Transport;

use self::oauth_clients::{OauthClients, RefusedVersions};
use self::readings::{Endpoint, HeaderChoice, Memory, Readings};
use self::session::Session;

/// A cloud, through the session of one account. Cheap to clone; clones share what answers have taught.
#[derive(Clone)]
pub struct Evotor(Arc<Inner>);

struct Inner {
    transport: Transport,
    addresses: CloudAddresses,
    session: Arc<Session>,
    memory: Memory,
    refused_versions: Mutex<RefusedVersions>,
}

impl Evotor {
    /// A cloud of which nothing is known but the documents.
    #[must_use]
    pub fn new(transport: Transport, addresses: CloudAddresses, session: Arc<Session>) -> Self {
        Self::with_readings(transport, addresses, session, Readings::default(), Arc::new(|_| {}))
    }

    /// A cloud of which something is known already, by earlier answers or by the person's hand. What answers teach is handed to
    /// `on_learnt` at once, with no lock held, to be kept.
    #[must_use]
    pub fn with_readings(
        transport: Transport,
        addresses: CloudAddresses,
        session: Arc<Session>,
        readings: Readings,
        on_learnt: Arc<dyn Fn(Readings) + Send + Sync>,
    ) -> Self {
        let memory = Memory::new(readings, on_learnt);
        Self(Arc::new(Inner { transport, addresses, session, memory, refused_versions: Mutex::default() }))
    }

    /// The session that calls are made with.
    #[must_use]
    pub fn session(&self) -> &Arc<Session> {
        &self.0.session
    }

    /// What is known of this cloud's habits.
    #[must_use]
    pub fn readings(&self) -> Readings {
        self.0.memory.readings()
    }

    /// The person has chosen how a call's token stands in its header. The next request goes out so, also of a reading under way.
    pub fn set_header(&self, endpoint: Endpoint, header: HeaderChoice) {
        self.0.memory.set_header(endpoint, header);
    }

    /// Forgets what answers have taught about this cloud. What was set by hand stays.
    pub fn forget_learnt(&self) {
        self.0.memory.forget();
        self.0.refused_versions.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The OAuth clients of an app's version.
    #[must_use]
    pub fn oauth_clients(&self) -> OauthClients<'_> {
        OauthClients::new(self)
    }
}
