//! A company's network, of the tests' own: a host that exists nowhere (`cloud.invalid`), which only a CONNECT proxy knows the way to,
//! TLS in front of it with certificates of an authority of our own, and the sandbox behind. The whole program works through it, and
//! then each part of the way is broken.
#![cfg(test)]

mod authority;
mod cable;
pub mod certificates;
pub mod main_job;
pub mod offline;
pub mod proxies;
mod proxy;
mod server;
pub mod settings;
pub mod system;

use std::collections::BTreeSet;
use std::net::SocketAddr;

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;
use tokendesk::model::cloud::CloudAddresses;
use tokendesk::net::{NetSettings, ProxyChoice, ProxyLogin};
use tokendesk::sandbox::Sandbox;
use tokio::runtime::Runtime;
use url::Url;

pub use self::authority::{Authority, Shown};
pub use self::proxy::{Leads, Manner, Proxy};
pub use self::server::Front;
use crate::harness::{Start, TestDesk};

/// The sandbox's publisher.
const EMAIL: &str = "anna@romashka.example";
const PASSWORD: &str = "romashka-2024";
const CLOUD: &str = "https://cloud.invalid";
const CONNECT: &str = "CONNECT cloud.invalid:443";
const ADDRESS: &str = "https://kassa.example/oauth";
/// The app whose version 1.0 has three clients.
const APP: &str = "b253a705-44b4-4001-a8f2-7265cf95d101";
const BUTTON: &str = "Create client";
/// The buttons that lead to Settings → Network.
const LOGIN: &str = "Enter the proxy's login";
const ROOT: &str = "Choose a root certificate";

/// The network.
pub struct Company {
    pub authority: Authority,
    pub front: Front,
    pub proxy: Proxy,
    runtime: Runtime,
}

impl Company {
    /// All of it in order.
    pub fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let authority = Authority::new();
        let front = Front::start(runtime.handle(), authority.issue(Shown::Right));
        let proxy = Proxy::start(runtime.handle());
        proxy.lead(Leads::To(front.address()));
        Self { authority, front, proxy, runtime }
    }

    /// From now on the host shows this certificate.
    pub fn show(&self, shown: Shown) {
        self.front.show(self.authority.issue(shown));
    }

    /// Settings that lead through the proxy and trust the authority.
    pub fn net(&self) -> NetSettings {
        NetSettings { proxy: given(self.proxy.address(), None), ..self.trusting() }
    }

    /// Settings that trust the authority and leave the proxy to the system.
    pub fn trusting(&self) -> NetSettings {
        NetSettings { extra_roots: vec![self.authority.root_pem().into_bytes()], ..Start::default().net }
    }

    /// The sign-in form of the program, for the made-up host.
    pub fn desk(&self) -> TestDesk {
        self.desk_with(self.net())
    }

    /// The same with other settings of the network.
    pub fn desk_with(&self, net: NetSettings) -> TestDesk {
        let desk = TestDesk::start(Start { net, ..at_cloud() });
        self.front.lead_to(address_of(&desk.sandbox));
        desk
    }

    /// Signed in, with a list of three read.
    pub fn desk_at_clients(&self, net: NetSettings) -> TestDesk {
        let mut desk = self.desk_with(net);
        desk.sign_in();
        open_list(&mut desk);
        desk
    }

    /// The same, with a form that can be sent.
    pub fn desk_at_form(&self, net: NetSettings) -> TestDesk {
        let mut desk = self.desk_at_clients(net);
        fill_form(&mut desk);
        desk
    }

    /// What has reached each part of the way so far.
    pub fn reached(&self, desk: &TestDesk) -> Reached {
        let asked = self.proxy.asked();
        assert!(asked.iter().all(|asked| asked.line == CONNECT), "nothing but this is asked of a proxy: {asked:?}");
        Reached {
            proxy: asked.len(),
            front: self.front.connections(),
            trusted: self.front.trusted(),
            sandbox: desk.sandbox.requests().len(),
        }
    }
}

/// How much has reached each part of the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reached {
    /// CONNECTs.
    pub proxy: usize,
    /// Connections to the front.
    pub front: usize,
    /// Connections on which the client went on after it had seen the certificate.
    pub trusted: usize,
    /// Requests.
    pub sandbox: usize,
}

impl Reached {
    /// What came after `before`.
    pub fn since(self, before: Self) -> Self {
        Self {
            proxy: self.proxy - before.proxy,
            front: self.front - before.front,
            trusted: self.trusted - before.trusted,
            sandbox: self.sandbox - before.sandbox,
        }
    }
}

/// A proxy as a person would give it.
pub fn given(address: SocketAddr, login: Option<ProxyLogin>) -> ProxyChoice {
    ProxyChoice::Given { address: Url::parse(&format!("http://{address}")).expect("an address"), login }
}

/// The program at the made-up host.
fn at_cloud() -> Start {
    Start { cloud: Some(CloudAddresses::parse_base(CLOUD).expect("an address")), ..Start::default() }
}

/// Where the developers' site of this sandbox listens.
fn address_of(sandbox: &Sandbox) -> SocketAddr {
    sandbox.addresses().0.trim_start_matches("http://").parse().expect("an address")
}

fn attempt(desk: &mut TestDesk) {
    desk.replace("E-mail", EMAIL);
    desk.replace("Password", PASSWORD);
    desk.click("Sign in");
}

fn open_list(desk: &mut TestDesk) {
    desk.open_version_with(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
}

fn fill_form(desk: &mut TestDesk) {
    desk.click("New client");
    desk.replace("Redirect address", ADDRESS);
    desk.click("store:read");
    assert!(desk.is_enabled(BUTTON), "{}", desk.tree());
}

/// How many clients the cloud holds for the version of the list.
fn on_the_server(desk: &TestDesk) -> usize {
    desk.sandbox.clients(APP, "1.0").expect("the version").len()
}

/// What a person can press.
fn buttons(desk: &TestDesk) -> BTreeSet<String> {
    let pressable = |role| matches!(role, Role::Button | Role::Link | Role::CheckBox | Role::Switch);
    let nodes = desk.harness.root().children_recursive();
    nodes.filter(|node| pressable(node.accesskit_node().role())).filter_map(|node| node.accesskit_node().label()).collect()
}

/// The one message that begins so, with its body; panics when there are more or none.
#[track_caller]
fn the_message(desk: &TestDesk, opening: &str) -> String {
    let told: Vec<String> = desk.tree().lines().filter(|line| line.contains(opening)).map(str::to_owned).collect();
    assert_eq!(told.len(), 1, "one message: {told:#?}\n{}", desk.tree());
    told.concat()
}

/// Asserts that a failure was told as it should be: these words stand on the screen, and it offers no way past it.
#[track_caller]
fn assert_told(desk: &TestDesk, case: &str, words: &[&str], before: &BTreeSet<String>) {
    for part in words {
        assert!(desk.says(part), "{case} lacks “{part}”:\n{}", desk.tree());
    }
    let offered: BTreeSet<String> = buttons(desk).difference(before).cloned().collect();
    let mut harmless: BTreeSet<String> = ["Retry", "Close", "Copy details"].map(str::to_owned).into();
    // Where something can be done about it, the message leads there.
    harmless.extend(desk.says("asks for a login").then(|| LOGIN.to_owned()));
    harmless.extend(desk.says("does not accept the login").then(|| LOGIN.to_owned()));
    harmless.extend(desk.says("whom this computer does not trust").then(|| ROOT.to_owned()));
    assert!(offered.is_subset(&harmless), "{case} offers {offered:?}");
}
