//! How long to wait and which way to go out: the numbers and choices of the transport in one place, so that tests can be quick
//! and the settings screen has something to fill.

use std::fmt;
use std::time::Duration;

use url::Url;

use crate::model::origin::Origin;
use crate::model::secret::Secret;

/// Everything that a [`Transport`](super::Transport) is built from. [`NetSettings::default`] is what the program uses.
#[derive(Clone, Debug)]
pub struct NetSettings {
    /// Until a connection stands, TLS included.
    pub connect_timeout: Duration,
    /// Until the next bytes of an answer.
    pub read_timeout: Duration,
    /// For one attempt from its start to the last byte.
    pub total_timeout: Duration,
    /// The waits before a read is sent again; as many as there are, no more.
    pub read_back_off: Vec<Duration>,
    /// The wait before a renewal is sent again after a connect error.
    pub renewal_back_off: Duration,
    /// The way out, for every address that is not this computer's own.
    pub proxy: ProxyChoice,
    /// Certificates of authorities (PEM, one or several in each) that are trusted beside the system's.
    pub extra_roots: Vec<Vec<u8>>,
}

/// Which proxy requests go through. Loopback addresses never go through any.
#[derive(Clone)]
pub enum ProxyChoice {
    /// As the system says: `https_proxy` and `no_proxy` on Linux, the system's own settings elsewhere.
    System,
    /// None, whatever the system says.
    None,
    /// One given by the person.
    Given {
        /// `http://host:port` or `https://host:port`.
        address: Url,
        /// What it asks for with 407, if it does.
        login: Option<ProxyLogin>,
    },
}

impl fmt::Debug for ProxyChoice {
    /// Without user and password: they may stand in the address too.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System => f.write_str("System"),
            Self::None => f.write_str("None"),
            Self::Given { address, .. } => write!(f, "Given({})", Origin::of(address)),
        }
    }
}

/// A proxy's login.
#[derive(Clone, Debug)]
pub struct ProxyLogin {
    /// The user name.
    pub user: String,
    /// The password.
    pub password: Secret,
}

impl Default for NetSettings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(20),
            total_timeout: Duration::from_secs(30),
            read_back_off: vec![Duration::from_millis(400), Duration::from_millis(1_500)],
            renewal_back_off: Duration::from_millis(400),
            proxy: ProxyChoice::System,
            extra_roots: Vec::new(),
        }
    }
}
