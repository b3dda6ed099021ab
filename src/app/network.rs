//! Settings → Network in force: put together by jobs, swapped in one step, and only then written into the settings. The proxy's login goes
//! to the keychain, or stays in memory where there is none.

use super::App;
use super::news::News;
use crate::desktop::file_chooser::{Chosen, FileQuestion};
use crate::desktop::save_file;
use crate::desktop::settings::{Proxy, ProxyAddress, Settings};
use crate::desktop::vault::{Item, Vault, VaultError};
use crate::jobs::network::{self as jobs, NetworkOrder, NetworkReady, NetworkRefused, RootOrder};
use crate::net::{ApiError, NetSettings, ProxyChoice, ProxyLogin, RootCertificates, RootProblem, TransportError, Way};
use crate::screens::Screen;
use crate::screens::settings::{self, LoginOrder, LoginPlace, NetworkView, RootView, TryView};
use crate::tr;
use crate::worker::{Failure, Outcome, Request};

/// The kinds of file that the system's dialog offers.
const EXTENSIONS: [&str; 5] = ["pem", "crt", "cer", "der", "ca-bundle"];

/// What is in force, and what is being put in force.
#[derive(Default)]
pub(super) struct Network {
    change: Request<NetworkReady, NetworkRefused>,
    changing: Option<Change>,
    root: Option<RootCertificates>,
    /// Why the root of the settings was not trusted at the start.
    root_problem: Option<RootProblem>,
    /// That it is not, above the screens until it is closed.
    is_told: bool,
    /// Why the file that was named last is not taken.
    root_refused: Option<RootProblem>,
    proxy_refused: bool,
    /// The login, and the proxy that it belongs to.
    login: Option<(ProxyAddress, ProxyLogin)>,
    /// What the keychain has not done with it.
    login_problem: Option<VaultError>,
    saving: Request<bool, VaultError>,
    system: Option<Way>,
    tried: Request<Option<u16>, ApiError>,
}

/// What a change changes.
struct Change {
    root: RootChange,
    proxy: Option<Proxy>,
    login: LoginOrder,
    is_start: bool,
}

enum RootChange {
    Same,
    Remove,
    File(String),
}

impl Network {
    /// Whether a root of the person's is trusted.
    pub(super) const fn trusts_a_root(&self) -> bool {
        self.root.is_some()
    }

    /// What the settings show.
    pub(super) fn view<'a>(&'a self, settings: &'a Settings, has_keychain: bool) -> NetworkView<'a> {
        let root = match (&settings.extra_root, &self.root, &self.root_problem) {
            (Some(path), Some(root), _) => RootView::Trusted { root, path },
            (Some(path), None, Some(why)) => RootView::Left { path, why },
            _ => RootView::None,
        };
        let login_place = match &self.login_problem {
            Some(error) => LoginPlace::Refused(error.to_string()),
            None if has_keychain => LoginPlace::Keychain,
            None => LoginPlace::Memory,
        };
        let tried = match (self.tried.is_pending(), self.tried.failure(), self.tried.value()) {
            (true, ..) => TryView::Pending,
            (_, Some(Failure::Job(error)), _) => TryView::Failed(error),
            (_, Some(Failure::Lost), _) => TryView::Lost,
            (_, None, Some(status)) => TryView::Reached(*status),
            (_, None, None) => TryView::Idle,
        };
        let own = settings.proxy_address();
        let login = self.login.as_ref().filter(|(address, _)| Some(address) == own);
        NetworkView {
            root,
            root_refused: self.root_refused.as_ref(),
            proxy: settings.proxy(),
            own,
            user: login.map(|(_, login)| login.user.as_str()),
            login_place,
            proxy_refused: self.proxy_refused,
            system: self.system.as_ref(),
            busy: self.change.is_pending(),
            tried,
        }
    }
}

impl App {
    /// What the settings say is put in force. Requests wait for it, the window does not.
    pub(super) fn start_network(&mut self) {
        let settings = self.setup.settings.get();
        let root = settings.extra_root.clone().map_or(RootChange::Remove, RootChange::File);
        self.order_network(Change { root, proxy: Some(settings.proxy()), login: LoginOrder::Keep, is_start: true });
    }

    /// Does what was asked for in the settings, or leads there.
    pub(super) fn perform_network(&mut self, asked: settings::Network) {
        let same = Change { root: RootChange::Same, proxy: None, login: LoginOrder::Keep, is_start: false };
        match asked {
            settings::Network::Show(lead) => {
                if self.is_at_the_desk() {
                    self.settings.lead_to_network(lead, Some(self.work.screen));
                    self.work.screen = Screen::Settings;
                } else {
                    self.settings.lead_to_network(lead, None);
                }
            }
            settings::Network::ChooseRoot => self.choose_root(),
            settings::Network::UseRoot(path) => self.order_network(Change { root: RootChange::File(path), ..same }),
            settings::Network::RemoveRoot => self.order_network(Change { root: RootChange::Remove, ..same }),
            settings::Network::UseProxy(proxy) => self.order_network(Change { proxy: Some(proxy), ..same }),
            settings::Network::UseOwn { address, login } => {
                self.order_network(Change { proxy: Some(Proxy::Own(address)), login, ..same });
            }
            settings::Network::Try => {
                let (transport, cloud) = (self.transport.clone(), self.setup.cloud.dev.clone());
                self.network.tried = Request::idle();
                self.network.tried.start_read(&self.worker, jobs::try_connection(transport, cloud));
            }
        }
    }

    /// Everything is forgotten, what is in force too. What the keychain holds is forgotten elsewhere.
    pub(super) fn forget_network(&mut self) {
        self.network = Network::default();
        let login = LoginOrder::Remove;
        self.order_network(Change { root: RootChange::Remove, proxy: Some(Proxy::System), login, is_start: false });
    }

    fn choose_root(&mut self) {
        self.network.root_refused = None;
        let lang = self.lang;
        let extensions = EXTENSIONS.map(str::to_owned).to_vec();
        let question = FileQuestion {
            title: tr!(lang, "network-root"),
            folder: None,
            name: String::new(),
            kind: (tr!(lang, "network-root"), extensions),
        };
        let tell = self.tell.clone();
        self.setup.file_chooser.choose_file_to_read(question, Box::new(move |chosen| tell.send(News::RootFile(chosen))));
    }

    /// The system's dialog was answered. Where there is none, the field for a path is open already.
    pub(super) fn root_file_chosen(&mut self, chosen: Chosen) {
        if let Chosen::File(path) = chosen {
            let path = path.display().to_string();
            self.settings.put_root_path(path.clone());
            self.perform_network(settings::Network::UseRoot(path));
        }
    }

    /// Has a change put together; one at a time.
    fn order_network(&mut self, change: Change) {
        if self.network.change.is_pending() {
            return;
        }
        (self.network.root_refused, self.network.proxy_refused) = (None, false);
        let root = match &change.root {
            RootChange::Remove => RootOrder::None,
            RootChange::Same => self.network.root.clone().map_or(RootOrder::None, |root| RootOrder::Same(Box::new(root))),
            RootChange::File(path) => match save_file::typed_path(path) {
                Ok(path) => RootOrder::File(path),
                Err(_) if change.is_start => RootOrder::None,
                Err(_) => {
                    self.network.root_refused = Some(RootProblem::NotAFullPath);
                    return;
                }
            },
        };
        let settings = self.setup.settings.get();
        let proxy = change.proxy.clone().unwrap_or_else(|| settings.proxy());
        let order = NetworkOrder {
            net: NetSettings { proxy: self.proxy_choice(&proxy, &change.login), ..self.setup.net.clone() },
            login: self.kept_login(&settings, &proxy, &change.login),
            root,
            cloud: self.setup.cloud.dev.clone(),
            clock: self.setup.clock.clone(),
        };
        if change.is_start {
            self.network.change.start_read(&self.worker, jobs::start(order));
        } else {
            self.network.change.start_read(&self.worker, jobs::prepare(order));
        }
        self.network.changing = Some(change);
    }

    /// The proxy as requests know it, with the login that is known for it.
    fn proxy_choice(&self, proxy: &Proxy, order: &LoginOrder) -> ProxyChoice {
        match proxy {
            Proxy::System => self.setup.net.proxy.clone(),
            Proxy::None => ProxyChoice::None,
            Proxy::Own(address) => {
                let known = || self.network.login.as_ref().filter(|(of, _)| of == address).map(|(_, login)| login.clone());
                let login = match order {
                    LoginOrder::Keep => known(),
                    LoginOrder::Remove => None,
                    LoginOrder::Set { user, password } => Some(ProxyLogin { user: user.clone(), password: password.clone() }),
                };
                ProxyChoice::Given { address: address.url().clone(), login }
            }
        }
    }

    /// Where the keychain holds the login, when it is the keychain that is to be asked.
    fn kept_login(&self, settings: &Settings, proxy: &Proxy, order: &LoginOrder) -> Option<(Vault, Item)> {
        let (Proxy::Own(address), LoginOrder::Keep) = (proxy, order) else { return None };
        let is_kept = settings.keeps_proxy_login && settings.proxy_address() == Some(address);
        Some((self.keychain.vault().filter(|_| is_kept)?.clone(), Item::proxy_login(address.as_str())))
    }

    /// Takes in what was put together.
    pub(super) fn take_in_network(&mut self) {
        if let Some(outcome) = self.network.change.poll()
            && let Some(change) = self.network.changing.take()
        {
            match outcome {
                Outcome::Ready => {
                    if let Some(ready) = self.network.change.take() {
                        self.network_is_ready(ready, change);
                    }
                }
                Outcome::Failed => {
                    let why = match self.network.change.take_failure() {
                        Some(Failure::Job(why)) => why,
                        Some(Failure::Lost) | None => TransportError::Client("it was interrupted".to_owned()).into(),
                    };
                    tracing::warn!("the network's settings are not in force: {why}");
                    self.network_refused(why, &change);
                }
            }
        }
        self.network.tried.poll();
        match self.network.saving.poll() {
            None => {}
            Some(Outcome::Ready) => {
                let keeps = self.network.saving.take().unwrap_or_default();
                self.network.login_problem = None;
                self.setup.settings.change(|settings| settings.keeps_proxy_login = keeps);
            }
            Some(Outcome::Failed) => {
                if let Some(Failure::Job(error)) = self.network.saving.take_failure() {
                    tracing::warn!("the proxy's login: {error}");
                    self.network.login_problem = Some(error);
                }
            }
        }
    }

    fn network_refused(&mut self, why: NetworkRefused, change: &Change) {
        match why {
            NetworkRefused::Root(problem) => self.network.root_refused = Some(problem),
            NetworkRefused::Transport(why) if change.is_start => self.transport.cannot_start(why),
            NetworkRefused::Transport(TransportError::RootCertificate) => self.network.root_refused = Some(RootProblem::Broken),
            NetworkRefused::Transport(_) => self.network.proxy_refused = true,
        }
    }

    fn network_is_ready(&mut self, ready: NetworkReady, change: Change) {
        let NetworkReady { prepared, root, root_problem, system, login, login_problem } = ready;
        self.transport.put_in_force(prepared);
        self.network.tried = Request::idle();
        (self.network.root, self.network.system) = (root, Some(system));
        if let Some(problem) = login_problem {
            tracing::warn!("the proxy's login: {problem}");
            self.network.login_problem = Some(problem);
        }
        if let (Some(Proxy::Own(address)), Some(login)) = (&change.proxy, login) {
            self.network.login = Some((address.clone(), login));
        }
        if change.is_start {
            let is_no_path = matches!(&change.root, RootChange::File(path) if save_file::typed_path(path).is_err());
            self.network.root_problem = root_problem.or(is_no_path.then_some(RootProblem::NotAFullPath));
            self.network.is_told = self.network.root_problem.is_none();
            return;
        }
        let root = match change.root {
            RootChange::Same => None,
            RootChange::Remove => Some(None),
            RootChange::File(path) => Some(Some(path)),
        };
        if let Some(path) = root {
            (self.network.root_problem, self.network.is_told) = (None, true);
            self.settings.root_is_set();
            self.setup.settings.change(|settings| settings.extra_root = path);
        }
        if let Some(proxy) = change.proxy {
            self.proxy_is_in_force(proxy, change.login);
        }
    }

    fn proxy_is_in_force(&mut self, proxy: Proxy, login: LoginOrder) {
        self.settings.proxy_is_set();
        let before = self.setup.settings.get();
        self.setup.settings.change(|settings| settings.set_proxy(proxy.clone()));
        let Proxy::Own(address) = proxy else { return };
        let vault = self.keychain.vault().cloned();
        let other = before.proxy_address().filter(|before| before.as_str() != address.as_str());
        if let Some(other) = other.filter(|_| before.keeps_proxy_login) {
            // That address is not known any more, and its login would lie there for ever.
            self.setup.settings.change(|settings| settings.keeps_proxy_login = false);
            if let Some(vault) = &vault {
                self.worker.spawn_task(forgotten(vault, &Item::proxy_login(other.as_str())));
            }
        }
        let item = Item::proxy_login(address.as_str());
        match login {
            LoginOrder::Keep => {}
            LoginOrder::Remove => {
                self.network.login = None;
                if let Some(vault) = vault.filter(|_| before.keeps_proxy_login) {
                    let order = vault.delete(&item);
                    self.network.saving.start_write(&self.worker, async move { order.await.map(|()| false) });
                }
            }
            LoginOrder::Set { user, password } => {
                let login = ProxyLogin { user, password };
                self.network.login_problem = None;
                if let Some(vault) = vault {
                    let order = vault.write(&item, jobs::written_login(&login));
                    self.network.saving.start_write(&self.worker, async move { order.await.map(|()| true) });
                }
                self.network.login = Some((address, login));
            }
        }
    }

    /// What is said above the screens about the network's settings.
    pub(super) fn network_notice(&self) -> Option<String> {
        let problem = self.network.root_problem.as_ref().filter(|_| !self.network.is_told)?;
        Some(settings::root_notice(self.lang, &self.setup.zone, problem))
    }

    /// The message above the screens was read.
    pub(super) fn dismiss_notice(&mut self) {
        if self.notice.take().is_none() {
            self.network.is_told = true;
        }
    }
}

/// Removes an item that nothing leads to any more; a keychain that does not is told of in the log only.
fn forgotten(vault: &Vault, item: &Item) -> impl Future<Output = ()> + Send + use<> {
    let order = vault.delete(item);
    async move {
        if let Err(error) = order.await {
            tracing::warn!("the login of a proxy that is not used any more: {error}");
        }
    }
}
