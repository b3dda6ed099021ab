//! The system's proxy: what the environment says is done, shown without its login, and never asked of for this computer itself.
//!
//! The environment must not be changed inside a process, so each test runs another one of this binary in a process of its own.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use tokendesk::app::log;
use tokendesk::net::NetSettings;

use super::main_job::do_the_main_job;
use super::{Company, Leads, Manner, PASSWORD, Shown, assert_told, at_cloud, attempt, buttons};
use crate::harness::{Start, TestDesk};

/// The variables that name a proxy, or keep one from being used.
const VARIABLES: [&str; 9] =
    ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "REQUEST_METHOD"];
/// Where a process finds what its parent has for it.
const FOLDER: &str = "TOKENDESK_TEST_FOLDER";
const ROOT: &str = "root.pem";
const FRONT: &str = "front";

/// What a test of another process is given.
struct Environment {
    company: Company,
    folder: TempDir,
    variables: Vec<(&'static str, OsString)>,
}

impl Environment {
    /// A network whose host is served by the other process.
    fn new() -> Self {
        let (company, folder) = (Company::new(), TempDir::new().unwrap());
        company.proxy.lead(Leads::ToAddressIn(folder.path().join(FRONT)));
        Self { company, folder, variables: Vec::new() }
    }

    fn set(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    /// Sets the variable to the address of the proxy, with what stands before the address.
    fn proxy(self, name: &'static str, before: &str) -> Self {
        let address = format!("{before}{}", self.company.proxy.address());
        self.set(name, address)
    }

    /// Runs one test of this binary; gives what it has written.
    fn run(&self, test: &str) -> String {
        let (_, module) = module_path!().split_once("::").expect("a module of a crate");
        let mut command = Command::new(std::env::current_exe().unwrap());
        for name in VARIABLES {
            command.env_remove(name);
        }
        command.args(["--exact", &format!("{module}::{test}"), "--ignored", "--nocapture"]);
        command.env(FOLDER, self.folder.path()).envs(self.variables.iter().map(|(name, value)| (name, value)));
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.contains("1 passed"), "{test}: {said}");
        said
    }
}

/// In the other process: a host of its own, which the parent's proxy leads to.
fn own_host() -> (Company, NetSettings) {
    let folder = std::env::var_os(FOLDER).expect("run by a test with an environment of its own");
    let folder = Path::new(&folder);
    let company = Company::new();
    // Its root stands where the parent may have pointed the system to.
    std::fs::write(folder.join(ROOT), company.authority.root_pem()).unwrap();
    std::fs::write(folder.join(FRONT), company.front.address().to_string()).unwrap();
    let net = company.trusting();
    (company, net)
}

#[test]
pub fn the_proxy_of_the_environment_leads_to_the_cloud() {
    for name in ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        // The variables of other schemes are no business of https.
        let environment = Environment::new().proxy(name, "http://").set("http_proxy", "http://127.0.0.1:9");
        environment.run("child_does_the_main_job");
        assert_eq!(environment.company.proxy.asked().len(), 1, "{name}: one connection, which is kept");
        assert_eq!(environment.company.proxy.asked()[0].line, super::CONNECT, "{name}");
    }
}

#[test]
#[ignore = "run by the test above in a process of its own"]
fn child_does_the_main_job() {
    let (company, net) = own_host();
    let mut desk = company.desk_with(net);
    do_the_main_job(&mut desk);
    assert_eq!((company.front.trusted(), desk.sandbox.requests().len()), (1, 4));
}

#[test]
pub fn no_proxy_is_ever_asked_about_this_computer() {
    let environment = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        .into_iter()
        .fold(Environment::new(), |environment, name| environment.proxy(name, "http://"));
    environment.run("child_works_with_the_sandbox");
    assert_eq!(environment.company.proxy.asked(), []);
    // `http_proxy` alone is what most computers have.
    let environment = Environment::new().proxy("http_proxy", "");
    environment.run("child_works_with_the_sandbox");
    assert_eq!(environment.company.proxy.asked(), []);
}

#[test]
#[ignore = "run by the test above in a process of its own"]
fn child_works_with_the_sandbox() {
    let mut desk = TestDesk::start(Start::default());
    do_the_main_job(&mut desk);
    assert_eq!(desk.sandbox.requests().len(), 4);
}

#[test]
pub fn a_host_that_no_proxy_names_is_not_asked_of_the_proxy() {
    let environment = Environment::new().proxy("https_proxy", "http://").set("no_proxy", "other.example, .invalid");
    environment.run("child_finds_no_way");
    assert_eq!(environment.company.proxy.asked(), []);
}

#[test]
#[ignore = "run by the test above in a process of its own"]
fn child_finds_no_way() {
    let (company, net) = own_host();
    let mut desk = company.desk_with(net);
    attempt(&mut desk);
    desk.wait_for("the failure", |desk| desk.says("You are not signed in: there is no connection to https://cloud.invalid ("));
    assert!(desk.says("Tokendesk has found no proxy for https://cloud.invalid"), "{}", desk.tree());
}

#[test]
pub fn a_proxy_that_asks_for_a_login_is_named_with_its_variable() {
    for name in ["https_proxy", "ALL_PROXY"] {
        let environment = Environment::new().proxy(name, "http://").set("TOKENDESK_TEST_VARIABLE", name);
        environment.company.proxy.behave(Manner::AskForLogin("none has it"));
        environment.run("child_is_asked_for_a_login");
        assert_eq!(environment.company.proxy.count(), 1);
    }
}

#[test]
#[ignore = "run by the test above in a process of its own"]
fn child_is_asked_for_a_login() {
    let name = std::env::var("TOKENDESK_TEST_VARIABLE").unwrap();
    let proxy = std::env::var(&name).unwrap().replace("http://", "");
    let mut desk = TestDesk::start(at_cloud());
    let buttons = buttons(&desk);
    attempt(&mut desk);
    let title = format!("You are not signed in: the proxy {proxy} asks for a login.");
    desk.wait_for("the failure", |desk| desk.says(&title));
    let set_by = format!("The proxy is set in the variable {name}.");
    assert_told(&desk, "407", &[&set_by, "Enter the proxy's login under Settings → Network, then try again."], &buttons);
    assert_eq!((desk.value("Password"), desk.sandbox.requests().len()), ("•".repeat(PASSWORD.len()), 0));
}

#[test]
pub fn a_login_in_the_environment_is_sent_to_the_proxy_and_told_to_nobody() {
    let environment = Environment::new().proxy("https_proxy", "http://MARKER-user:MARKER%2Dpassword@");
    environment.company.proxy.behave(Manner::AskForLogin("bm90IHRoaXM="));
    let said = environment.run("child_is_refused_with_a_login");
    let asked = environment.company.proxy.asked();
    // "MARKER-user:MARKER-password"
    assert_eq!(asked[0].login.as_deref(), Some("Basic TUFSS0VSLXVzZXI6TUFSS0VSLXBhc3N3b3Jk"));
    assert!(said.contains("attempt 1: ") && said.contains("through the proxy 127.0.0.1:"), "the log is heard: {said}");
    assert!(!said.contains("MARKER") && !said.contains("TUFSS0VS"), "{said}");
}

#[test]
#[ignore = "run by the test above in a process of its own"]
fn child_is_refused_with_a_login() {
    let lines = log::lines("trace", std::io::stderr, false);
    tracing::subscriber::set_global_default(lines).expect("the only log of this process");
    let mut desk = TestDesk::start(at_cloud());
    attempt(&mut desk);
    desk.wait_for("the failure", |desk| desk.says("does not accept the login that is set for it."));
    assert!(desk.says("Correct the proxy's login under Settings → Network, then try again."), "{}", desk.tree());
    desk.click("Copy details");
    desk.wait_for("the copy", |desk| desk.clipboard.text().is_some());
    let shown = format!("{}{}{}", desk.tree(), desk.painted(), desk.clipboard.text().unwrap());
    assert!(!shown.contains("MARKER") && !shown.contains("TUFSS0VS"), "a login is shown");
}

#[test]
pub fn a_socks_proxy_is_told_and_not_spoken_to() {
    let environment = Environment::new().proxy("ALL_PROXY", "socks5://");
    environment.run("child_meets_a_socks_proxy");
    assert_eq!(environment.company.proxy.asked(), []);
}

#[test]
#[ignore = "run by the test above in a process of its own"]
fn child_meets_a_socks_proxy() {
    let mut desk = TestDesk::start(at_cloud());
    attempt(&mut desk);
    desk.wait_for("the failure", |desk| desk.says(" is a SOCKS proxy, which Tokendesk does not speak to."));
    assert!(desk.says("The proxy is set in the variable ALL_PROXY. Set an HTTP proxy under Settings → Network."), "{}", desk.tree());
}

#[test]
pub fn what_this_computer_trusts_is_what_counts() {
    // As an administrator's installation of the company's certificate into the system's store.
    let environment = Environment::new().proxy("https_proxy", "http://");
    let root = environment.folder.path().join("store.pem");
    std::fs::write(&root, environment.company.authority.stranger_pem()).unwrap();
    let environment = environment.set("SSL_CERT_FILE", root);
    environment.run("child_trusts_what_the_system_trusts");
    assert_eq!(environment.company.proxy.count(), 2, "once in vain");
}

#[test]
#[ignore = "run by the test above in a process of its own"]
fn child_trusts_what_the_system_trusts() {
    let (company, _) = own_host();
    let mut desk = company.desk_with(Start::default().net);
    attempt(&mut desk);
    desk.wait_for("the failure", |desk| desk.says("was issued by somebody whom this computer does not trust."));
    drop(desk);
    let mut store = std::fs::File::options().append(true).open(std::env::var_os("SSL_CERT_FILE").unwrap()).unwrap();
    store.write_all(company.authority.root_pem().as_bytes()).unwrap();
    // The store is read at the start.
    let mut desk = company.desk_with(Start::default().net);
    attempt(&mut desk);
    desk.wait_for("the code field", |desk| desk.has("Confirmation code"));
}

#[test]
pub fn without_any_trusted_certificate_the_program_starts_and_trusts_nobody() {
    let environment = Environment::new().proxy("https_proxy", "http://");
    let environment = environment.set("SSL_CERT_FILE", "/nowhere/store.pem").set("SSL_CERT_DIR", "/nowhere");
    environment.run("child_trusts_nobody");
    assert_eq!(environment.company.proxy.count(), 1);
}

#[test]
#[ignore = "run by the test above in a process of its own"]
fn child_trusts_nobody() {
    let (company, _) = own_host();
    company.show(Shown::Right);
    let mut desk = company.desk_with(Start::default().net);
    attempt(&mut desk);
    desk.wait_for("the failure", |desk| desk.says("was issued by somebody whom this computer does not trust."));
    assert_eq!(company.front.trusted(), 0);
    // What needs no certificates goes on.
    TestDesk::start(Start::default()).sign_in();
}
