//! Settings → Network in the running program: a proxy and its login, a root certificate, each led to by the message of its failure, and in
//! force from the next request on. What cannot be used leaves what is in force; no secret is written.

use std::path::{Path, PathBuf};

use eframe::egui::{Key, Modifiers};
use tempfile::TempDir;
use tokendesk::desktop::folders::DataFolder;
use tokendesk::desktop::vault::MemoryKeychain;
use tokendesk::net::NetSettings;

use super::main_job::do_the_main_job;
use super::{Company, LOGIN, Manner, ROOT, Shown, address_of, at_cloud, attempt, open_list};
use crate::harness::{Start, TestDesk};

/// `desk:basket:1`, as a proxy reads it.
const KNOWN: &str = "ZGVzazpiYXNrZXQ6MQ==";
const PASSWORD: &str = "basket:1";
const ADDRESS: &str = "Proxy address";
const USER: &str = "Proxy user";
const APPLY: &str = "Apply the proxy";
const PATH: &str = "Path of the certificate's file";

/// A network, a folder and a keychain that outlast a program.
struct Office {
    company: Company,
    home: TempDir,
    keychain: MemoryKeychain,
}

impl Office {
    fn new() -> Self {
        Self { company: Company::new(), home: TempDir::new().unwrap(), keychain: MemoryKeychain::default() }
    }

    fn start(&self, net: NetSettings) -> Start {
        Start { net, folder: DataFolder::given(self.home.path()), keychain: Some(self.keychain.clone()), ..at_cloud() }
    }

    /// The program with what the settings say, and nothing else.
    fn plain(&self) -> Start {
        self.start(Start::default().net)
    }

    fn desk(&self, net: NetSettings) -> TestDesk {
        let desk = TestDesk::start(self.start(net));
        self.company.front.lead_to(address_of(&desk.sandbox));
        desk
    }

    /// At a list that was read, with everything right.
    fn at_clients(&self, net: NetSettings) -> TestDesk {
        let mut desk = self.desk(net);
        desk.sign_in();
        open_list(&mut desk);
        desk
    }

    fn file(&self, name: &str, content: &str) -> String {
        let path = self.home.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    fn proxy(&self) -> String {
        format!("http://{}", self.company.proxy.address())
    }

    /// Everything that the program has written.
    fn written(&self) -> String {
        let mut all = String::new();
        let mut folders: Vec<PathBuf> = vec![self.home.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { all += &String::from_utf8_lossy(&std::fs::read(path).unwrap()) }
            }
        }
        all
    }
}

/// Presses what may be below the edge of the window.
#[track_caller]
fn press(desk: &mut TestDesk, name: &str) {
    desk.control(name).scroll_to_me();
    desk.frames();
    desk.click(name);
}

fn refresh(desk: &mut TestDesk, words: &str) {
    desk.click("Refresh");
    desk.wait_for(words, |desk| desk.says(words));
}

fn retry(desk: &mut TestDesk) {
    desk.click("Back to the list");
    desk.click("Retry");
    desk.wait_for("the list", |desk| desk.has("Updated just now") && desk.has("Refresh"));
    assert!(!desk.says("was not refreshed"), "{}", desk.tree());
}

#[test]
pub fn a_proxy_that_wants_a_login_leads_to_it_and_it_is_kept_in_the_keychain_alone() {
    let office = Office::new();
    let company = &office.company;
    let mut desk = office.at_clients(company.net());
    company.proxy.behave(Manner::AskForLogin(KNOWN));
    company.show(Shown::Right);
    refresh(&mut desk, "asks for a login");
    desk.click(LOGIN);
    desk.wait_for("the field", |desk| desk.focused().as_deref() == Some(USER));
    assert_eq!(desk.value(ADDRESS), office.proxy());
    assert!(desk.says("kept in the system's keychain"), "{}", desk.tree());
    // A wrong one first: it is in force, and the message comes back with the way to correct it.
    desk.type_into(USER, "desk");
    desk.type_into("Proxy password", "wrong");
    press(&mut desk, APPLY);
    desk.wait_for("in force", |desk| desk.says("In force."));
    desk.click("Back to the list");
    desk.click("Retry");
    desk.wait_for("the refusal", |desk| desk.says("does not accept the login that is set for it."));
    desk.click(LOGIN);
    desk.wait_for("the field", |desk| desk.focused().as_deref() == Some(USER));
    assert_eq!((desk.value(USER).as_str(), desk.value("Proxy password").as_str()), ("desk", ""));
    desk.type_into("Proxy password", PASSWORD);
    desk.key(Key::Enter);
    desk.wait_for("in force", |desk| desk.says("In force."));
    retry(&mut desk);
    desk.wait_for("the keychain", |_| {
        office.keychain.items().iter().any(|kept| kept.item.as_ref().is_some_and(|item| item.account() == office.proxy()))
    });
    desk.click("Settings");
    desk.frames();
    let seen = format!("{}{}{}", desk.tree(), desk.painted(), office.written());
    assert!(!seen.contains(PASSWORD) && !seen.contains("wrong"), "a password is shown or written");
    // After a restart it is there without a word, from the first request on. The root was not of the settings.
    let mut desk = desk.restart(office.start(company.trusting()));
    desk.wait_for("the desk", |desk| desk.tab("OAuth clients").is_some());
    let asked = company.proxy.count();
    desk.click("Settings");
    desk.wait_for("the login", |desk| desk.has(USER) && desk.value(USER) == "desk");
    company.show(Shown::Right);
    press(&mut desk, "Try");
    desk.wait_for("the answer", |desk| desk.says("cloud.invalid answers (HTTP "));
    assert!(
        company.proxy.count() > asked
            && company.proxy.asked().iter().skip(asked).all(|asked| asked.login.as_deref() == Some(&format!("Basic {KNOWN}")))
    );
}

#[test]
pub fn a_login_in_a_pasted_address_moves_to_its_fields_and_without_a_keychain_it_stays_in_memory() {
    let office = Office::new();
    let company = &office.company;
    company.proxy.behave(Manner::AskForLogin(KNOWN));
    let login = tokendesk::net::ProxyLogin { user: "desk".into(), password: PASSWORD.into() };
    let net = NetSettings { proxy: super::given(company.proxy.address(), Some(login)), ..company.net() };
    let mut desk = TestDesk::start(Start { keychain: None, ..office.start(net) });
    company.front.lead_to(address_of(&desk.sandbox));
    desk.sign_in();
    open_list(&mut desk);
    desk.click("Settings");
    press(&mut desk, "Own");
    for (typed, said) in [
        ("socks5://proxy.example:1080", "SOCKS is not supported"),
        ("http://proxy.example/proxy.pac", "Proxy scripts (PAC) are not supported"),
        ("proxy example", "This is no address"),
    ] {
        desk.replace(ADDRESS, typed);
        assert!(desk.says(said) && !desk.is_enabled(APPLY), "{typed}: {}", desk.tree());
    }
    desk.paste(ADDRESS, &format!("http://desk:basket%3A1@{}", company.proxy.address()));
    desk.frames();
    assert_eq!((desk.value(ADDRESS), desk.value(USER)), (office.proxy(), "desk".to_owned()));
    assert_eq!(desk.value("Proxy password"), "•".repeat(PASSWORD.len()));
    desk.control(ADDRESS).focus();
    desk.frames();
    for _ in 0..3 {
        desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        desk.frames();
        assert!(!desk.tree().contains("basket"), "{}", desk.tree());
    }
    assert!(desk.says("There is no keychain"), "{}", desk.tree());
    press(&mut desk, APPLY);
    desk.wait_for("in force", |desk| desk.says("In force."));
    company.show(Shown::Right);
    desk.click("OAuth clients");
    desk.click("Refresh");
    desk.wait_for("the list", |desk| desk.has("Updated just now") && desk.has("Refresh"));
    drop(desk);
    assert!(!office.written().contains("basket") && office.written().contains(&office.proxy()), "{}", office.written());
}

#[test]
pub fn an_unknown_issuer_leads_to_the_root_and_only_a_root_is_taken() {
    let office = Office::new();
    let company = &office.company;
    let mut desk = office.at_clients(company.net());
    assert!(!desk.says("own root certificate"));
    company.show(Shown::UnknownIssuer);
    refresh(&mut desk, "was issued by somebody whom this computer does not trust");
    desk.click(ROOT);
    desk.wait_for("the field", |desk| desk.focused().as_deref() == Some(PATH));
    let stranger = company.authority.stranger_pem();
    let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    let server = rcgen::generate_simple_self_signed(["server.example".to_owned()]).unwrap().cert.pem();
    for (path, said) in [
        ("root.pem".to_owned(), "The full path of the file is needed"),
        (office.home.path().join("none.pem").display().to_string(), "The file cannot be read:"),
        (office.file("key.pem", &(stranger.clone() + key)), "There is a private key in the file"),
        (office.file("no.pem", "root"), "There is no certificate in the file"),
        (office.file("cut.pem", &stranger[..stranger.len() / 2]), "The certificate in the file is broken"),
        (office.file("server.pem", &server), "is a server's certificate, not an authority's"),
        (office.file("large.pem", &" ".repeat(1 << 21)), "This is no certificate's file"),
    ] {
        desk.replace(PATH, &path);
        desk.click("Check");
        desk.wait_for(said, |desk| desk.says(said));
        assert!(!office.written().contains("extra_root") && desk.value(PATH) == path, "{path}");
    }
    // Another authority's changes nothing: the connection is refused as before.
    let file = office.file("wrong.pem", &company.authority.root_pem());
    desk.replace(PATH, &file);
    desk.key(Key::Enter);
    desk.wait_for("the root", |desk| desk.says("Company, until 01.01.4096."));
    desk.click("Back to the list");
    desk.click("Retry");
    desk.wait_for("the refusal", |desk| desk.says("whom this computer does not trust") && desk.has("Retry"));
    desk.click(ROOT);
    desk.replace(PATH, &office.file("root.pem", &stranger));
    desk.key(Key::Enter);
    desk.wait_for("the root", |desk| desk.says("Stranger, until 01.01.4096."));
    assert!(desk.says("own root certificate"), "the status line says so");
    retry(&mut desk);
    // It is there after a restart, before the first request; and gone with a click.
    let mut desk = desk.restart(office.start(company.net()));
    desk.wait_for("the desk", |desk| desk.tab("OAuth clients").is_some());
    desk.click("Settings");
    press(&mut desk, "Try");
    desk.wait_for("the answer", |desk| desk.says("cloud.invalid answers (HTTP "));
    press(&mut desk, "Remove");
    desk.wait_for("it is removed", |desk| !desk.says("Stranger, until") && !desk.says("own root certificate"));
    company.show(Shown::UnknownIssuer);
    press(&mut desk, "Try");
    desk.wait_for("the refusal", |desk| desk.says("whom this computer does not trust"));
    assert!(!office.written().contains("extra_root"));
}

#[test]
pub fn what_the_settings_say_counts_at_the_start_and_a_root_that_is_gone_is_said() {
    let office = Office::new();
    let root = office.file("root.pem", &office.company.authority.root_pem());
    let settings = format!("version = 1\nextra_root = \"{root}\"\nproxy = \"own\"\nproxy_address = \"{}\"\n", office.proxy());
    office.file("settings.toml", &settings);
    let mut desk = TestDesk::start(Start { keychain: None, ..office.plain() });
    office.company.front.lead_to(address_of(&desk.sandbox));
    do_the_main_job(&mut desk);
    assert!(desk.says("own root certificate") && !desk.says("is not in force"));
    std::fs::remove_file(Path::new(&root)).unwrap();
    let mut desk = desk.restart(Start { keychain: None, ..office.plain() });
    let gone = "The root certificate of the settings is not in force. The file cannot be read:";
    desk.wait_for("the notice", |desk| desk.says(gone));
    attempt(&mut desk);
    desk.wait_for("the refusal", |desk| desk.says("whom this computer does not trust"));
    assert!(office.written().contains(&root), "the choice itself stays");
}

#[test]
pub fn none_goes_straight_and_the_way_back_is_a_click() {
    let office = Office::new();
    let mut desk = office.at_clients(office.company.net());
    desk.click("Settings");
    press(&mut desk, "None");
    desk.wait_for("no proxy", |desk| desk.says("Straight, even if the system sets one"));
    let asked = office.company.proxy.count();
    press(&mut desk, "Try");
    desk.wait_for("the failure", |desk| desk.says("It failed: there is no connection to https://cloud.invalid"));
    assert_eq!(office.company.proxy.count(), asked);
    press(&mut desk, "System's");
    desk.wait_for("the proxy", |desk| !desk.says("Straight, even if") && !desk.says("It failed"));
    press(&mut desk, "Try");
    desk.wait_for("the answer", |desk| desk.says("cloud.invalid answers (HTTP "));
    assert_eq!(office.company.proxy.count(), asked + 1);
}

#[test]
pub fn this_computer_is_never_reached_through_a_proxy_of_ones_own() {
    let company = Company::new();
    let mut desk = TestDesk::signed_in();
    desk.click("Settings");
    press(&mut desk, "Own");
    desk.replace(ADDRESS, &company.proxy.address().to_string());
    press(&mut desk, APPLY);
    desk.wait_for("in force", |desk| desk.says("In force."));
    press(&mut desk, "Try");
    desk.wait_for("the answer", |desk| desk.says("answers (HTTP "));
    desk.click("OAuth clients");
    open_list(&mut desk);
    assert_eq!(company.proxy.asked(), []);
}
