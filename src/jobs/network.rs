//! The settings of the network put together off the window's thread: files are read, the keychain is asked, clients are built. What
//! cannot be used leaves what is in force as it is; only at the start, where nothing is, the program goes on without it.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;
use zeroize::{Zeroize as _, Zeroizing};

use crate::desktop::save_file;
use crate::desktop::vault::{Item, Vault, VaultError, VaultErrorKind};
use crate::model::clock::SharedClock;
use crate::model::secret::Secret;
use crate::net::{
    ApiError, ApiRequest, ErrorKind, LARGEST_ROOT_FILE, NetSettings, Prepared, ProxyChoice, ProxyLogin, RootCertificates, RootProblem,
    Transport, TransportError, Way,
};

/// A keychain that takes longer probably asks for its password: the first requests go out without the proxy's login then, and where
/// it is wanted the proxy says so.
const KEYCHAIN_PATIENCE: Duration = Duration::from_secs(2);

/// Which root is to be trusted beside the system's.
#[derive(Clone, Debug)]
pub enum RootOrder {
    /// None.
    None,
    /// The one that is trusted already.
    Same(Box<RootCertificates>),
    /// The one in this file.
    File(PathBuf),
}

/// What is to be put in force.
#[derive(Clone)]
pub struct NetworkOrder {
    /// Waits and proxy, and roots that come from elsewhere.
    pub net: NetSettings,
    /// Where the proxy's login is looked for when the proxy has none.
    pub login: Option<(Vault, Item)>,
    /// The person's root.
    pub root: RootOrder,
    /// The cloud, to say which way leads there.
    pub cloud: Url,
    /// Which day it is.
    pub clock: SharedClock,
}

/// Ready to be put in force.
pub struct NetworkReady {
    /// The clients.
    pub prepared: Prepared,
    /// The root that they trust.
    pub root: Option<RootCertificates>,
    /// Why the root of the settings is not trusted: only at the start.
    pub root_problem: Option<RootProblem>,
    /// The way to the cloud as the system sets it.
    pub system: Way,
    /// The proxy's login, if the keychain was asked and has one.
    pub login: Option<ProxyLogin>,
    /// Why the keychain did not give it.
    pub login_problem: Option<VaultError>,
}

/// What cannot be put in force.
#[derive(Clone, Debug, thiserror::Error)]
pub enum NetworkRefused {
    /// The root's file.
    #[error(transparent)]
    Root(#[from] RootProblem),
    /// The rest.
    #[error(transparent)]
    Transport(#[from] TransportError),
}

/// Puts it together, or says what is wrong with it.
///
/// # Errors
/// [`NetworkRefused`].
pub async fn prepare(order: NetworkOrder) -> Result<NetworkReady, NetworkRefused> {
    put_together(order, false).await
}

/// The same at the start: a root that cannot be used is left out and told.
///
/// # Errors
/// [`NetworkRefused`] when nothing can be built at all.
pub async fn start(order: NetworkOrder) -> Result<NetworkReady, NetworkRefused> {
    put_together(order, true).await
}

async fn put_together(mut order: NetworkOrder, is_start: bool) -> Result<NetworkReady, NetworkRefused> {
    let found = find_login(&mut order).await;
    let built = tokio::task::spawn_blocking(move || {
        let (root, root_problem) = match root_of(&order) {
            Ok(root) => (root, None),
            Err(problem) if is_start => (None, Some(problem)),
            Err(problem) => return Err(problem.into()),
        };
        order.net.extra_roots.extend(root.iter().map(|root| root.pem().to_vec()));
        let prepared = Prepared::new(&order.net)?;
        let (login, login_problem) = found;
        Ok(NetworkReady { prepared, root, root_problem, system: Way::of_system(&order.cloud), login, login_problem })
    });
    built.await.unwrap_or_else(|_| Err(TransportError::Client("it was interrupted".to_owned()).into()))
}

/// The login that the keychain holds for the proxy, put into the order; or why it does not give it.
async fn find_login(order: &mut NetworkOrder) -> (Option<ProxyLogin>, Option<VaultError>) {
    let (ProxyChoice::Given { login: login @ None, .. }, Some((vault, item))) = (&mut order.net.proxy, order.login.take()) else {
        return (None, None);
    };
    match tokio::time::timeout(KEYCHAIN_PATIENCE, vault.read(&item)).await {
        Ok(Ok(kept)) => {
            login.clone_from(&kept.iter().find_map(read_login));
            (login.clone(), None)
        }
        Ok(Err(error)) => (None, Some(error)),
        Err(_) => (None, Some(VaultError::new(VaultErrorKind::Stuck, ""))),
    }
}

fn root_of(order: &NetworkOrder) -> Result<Option<RootCertificates>, RootProblem> {
    let path = match &order.root {
        RootOrder::None => return Ok(None),
        RootOrder::Same(root) => return Ok(Some(RootCertificates::clone(root))),
        RootOrder::File(path) => path,
    };
    let content = save_file::read(path, LARGEST_ROOT_FILE).map_err(|error| match error.kind {
        std::io::ErrorKind::FileTooLarge | std::io::ErrorKind::InvalidInput => RootProblem::TooLarge,
        _ => RootProblem::Unreadable(error.text),
    })?;
    // It may turn out to hold a private key.
    RootCertificates::read(&Zeroizing::new(content), order.clock.now()).map(Some)
}

/// Whether the cloud answers anything at all: one request to its first page, with no token. Whatever it answers, it was reached.
///
/// # Errors
/// [`ApiError`]: it was not.
pub async fn try_connection(transport: Transport, cloud: Url) -> Result<Option<u16>, ApiError> {
    match transport.send(ApiRequest::get(cloud.join("/").unwrap_or(cloud))).await {
        Ok(answer) => Ok(Some(answer.status())),
        Err(error) => match error.kind() {
            ErrorKind::Refused(_) | ErrorKind::Redirected | ErrorKind::NotTheApi | ErrorKind::TooLarge => Ok(error.status()),
            _ => Err(error),
        },
    }
}

/// How a login lies in the keychain.
#[derive(Serialize, Deserialize)]
struct KeptLogin {
    user: String,
    password: String,
}

/// A login as it is kept in the keychain.
#[must_use]
pub fn written_login(login: &ProxyLogin) -> Secret {
    let mut kept = KeptLogin { user: login.user.clone(), password: login.password.expose().to_owned() };
    // Two texts always fit into JSON.
    let written = Secret::from(serde_json::to_string(&kept).unwrap_or_default());
    kept.password.zeroize();
    written
}

/// A login from the keychain; nothing when somebody else has written it.
fn read_login(kept: &Secret) -> Option<ProxyLogin> {
    let kept: KeptLogin = serde_json::from_str(kept.expose()).ok()?;
    Some(ProxyLogin { user: kept.user, password: Secret::from(kept.password) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_comes_back_as_it_was_kept_and_foreign_words_are_none() {
        let login = ProxyLogin { user: "анна".to_owned(), password: Secret::from("p\"ä:/") };
        let read = read_login(&written_login(&login)).unwrap();
        assert_eq!((read.user.as_str(), read.password.expose()), ("анна", "p\"ä:/"));
        for foreign in ["", "password", "{}", "[1]", "{\"user\":1,\"password\":\"x\"}"] {
            assert!(read_login(&Secret::from(foreign)).is_none(), "{foreign}");
        }
    }
}
