//! What the program says about itself when something fails, and what is printed of whatever holds a secret: each error made by a real
//! fault where that is possible, each value filled with the marker.

use std::fs;
use std::sync::Arc;

use tokendesk::app::StartError;
use tokendesk::app::setup::{SetupError, addresses};
use tokendesk::desktop::browser::{Browser as _, RecordingBrowser};
use tokendesk::desktop::clipboard::ClipboardProblem;
use tokendesk::desktop::journal::{Journal, Outcome, Record};
use tokendesk::desktop::reveal::{FileManager as _, RecordingFileManager, RevealError};
use tokendesk::desktop::save_file;
use tokendesk::desktop::settings::{ProxyAddress, SettingsStore};
use tokendesk::desktop::vault::{Item, MemoryKeychain, Vault, VaultErrorKind};
use tokendesk::evotor::Evotor;
use tokendesk::evotor::oauth_clients::{CreateError, NewClient};
use tokendesk::evotor::session::{Credentials, PastedTokens, Session, SessionTokens, sign_in};
use tokendesk::jobs::network::NetworkRefused;
use tokendesk::jobs::stored_sign_in::KeptSignIn;
use tokendesk::model::app_version::AppVersion;
use tokendesk::model::clock::{Clock as _, SharedClock};
use tokendesk::model::cloud::CloudAddresses;
use tokendesk::model::oauth_client::{ClientKind, ExtraValue};
use tokendesk::model::scope::Scope;
use tokendesk::model::secret::Secret;
use tokendesk::model::{pasted_token, portal_address, version_list};
use tokendesk::net::{
    ApiRequest, BoundSecret, HeaderForm, NetSettings, OUR_USER_AGENT, ProxyChoice, ProxyLogin, Purpose, RootCertificates, Transport,
};
use tokendesk::sandbox::{Fault, FaultSet, parse_listen_addr};
use tokendesk::screens::event::{Attempt, Event, TokenAttempt};
use tokendesk::screens::settings::{LoginOrder, Network};
use tokendesk::widgets::MaskedText;

use super::markers::{marked, marked_jwt};
use super::seen::Seen;
use super::work::{EMAIL, Work, echoes};
use crate::harness::{Start, TestDesk};

/// All types that hold a secret and can be printed.
pub const HOLDERS: [&str; 18] = [
    "evotor::session::sign_in::Credentials",
    "evotor::session::tokens::KeptTokens",
    "evotor::session::tokens::PastedTokens",
    "evotor::session::tokens::SessionTokens",
    "model::oauth_client::ExtraValue",
    "model::oauth_client::OauthClient",
    "model::pasted_token::Pasted",
    "model::secret::Secret",
    "net::answer::ApiAnswer",
    "net::request::ApiRequest",
    "net::request::BoundSecret",
    "net::request::Field",
    "net::settings::ProxyLogin",
    "screens::event::Attempt",
    "screens::event::Event",
    "screens::event::TokenAttempt",
    "screens::settings::network::LoginOrder",
    "widgets::masked_text::MaskedText",
];

/// All errors of the house.
pub const ERRORS: [&str; 23] = [
    "app::StartError",
    "app::setup::SetupError",
    "desktop::browser::BrowserError",
    "desktop::clipboard::backend::ClipboardProblem",
    "desktop::files::FileError",
    "desktop::reveal::RevealError",
    "desktop::save_file::SaveError",
    "desktop::settings::proxy::ProxyAddressProblem",
    "desktop::vault::error::VaultError",
    "desktop::vault::error::VaultErrorKind",
    "desktop::vault::memory::store::Made",
    "evotor::oauth_clients::CreateError",
    "evotor::session::sign_in::SignInError",
    "jobs::network::NetworkRefused",
    "model::cloud::CloudAddressError",
    "model::pasted_token::PastedProblem",
    "model::scope::ScopeError",
    "model::version_list::ListProblem",
    "net::clients::TransportError",
    "net::error::ApiError",
    "net::root_certificate::RootProblem",
    "sandbox::SandboxError",
    "sandbox::listen::ListenAddrError",
];

/// Listens to all of them.
pub fn of_errors_and_values(work: &Work) {
    let (desk, seen) = (&work.desk, &work.seen);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    seen.now("values that hold a secret");
    values(seen);
    seen.now("errors of this computer");
    of_this_computer(seen, work);
    of_addresses_of_proxies(seen);
    runtime.block_on(of_the_keychain(seen));
    seen.now("errors of the cloud");
    runtime.block_on(of_the_cloud(seen, desk));
}

fn secret() -> Secret {
    Secret::from(marked("-secret-"))
}

fn values(seen: &Seen) {
    let attempt = || Attempt { email: EMAIL.to_owned(), password: secret(), code: Some(secret()), keep_password: true };
    let pasted = || TokenAttempt {
        access: secret(),
        refresh: Some(secret()),
        expires_in: Some(1_799),
        exp: None,
        name: "Касса".to_owned(),
        user_agent: None,
    };
    seen.debug("a secret", &secret());
    seen.debug("an attempt", &attempt());
    seen.debug("a token's attempt", &pasted());
    for event in [Event::SignIn(attempt()), Event::SignInWithToken(pasted()), Event::CopySecret { of: "c".to_owned(), secret: secret() }] {
        seen.debug("an event", &event);
    }
    let credentials = Credentials { email: EMAIL.to_owned(), password: secret(), code: Some(secret()), user_agent: OUR_USER_AGENT };
    seen.debug("credentials", &credentials);
    let tokens = PastedTokens { access: secret(), refresh: Some(secret()), expires_in: None, exp: None, user_agent: None };
    seen.debug("pasted tokens", &tokens);
    let tokens = SessionTokens::pasted(tokens, jiff::Timestamp::UNIX_EPOCH);
    seen.debug("a session's tokens", &tokens);
    seen.debug("tokens to keep", &tokens.to_keep());
    seen.debug("a kept sign-in", &KeptSignIn { account: EMAIL.to_owned(), tokens, saved_at: jiff::Timestamp::UNIX_EPOCH });
    let answer = format!(r#"{{"access_token":"{}","refresh_token":"{}"}}"#, marked("-access-token-"), marked("-refresh-token-"));
    seen.debug("what was understood of a paste", &pasted_token::read(&answer).unwrap());
    for (name, value) in [("old_secret", serde_json::json!(marked("-"))), ("about", serde_json::json!([{ "t": marked_jwt("{}") }]))] {
        seen.debug("a field that nobody knows", &ExtraValue::of(name, &value));
    }
    let login = ProxyLogin { user: "anna".to_owned(), password: secret() };
    seen.debug("a proxy's login", &login);
    let address = "https://cloud.romashka.example/".parse::<url::Url>().unwrap();
    let bound = || BoundSecret::new(secret(), Vec::new());
    seen.debug("a bound secret", &bound());
    let request = ApiRequest::post(address.clone(), Purpose::SignIn).secret_field("password", bound()).secret_header("code", bound());
    seen.debug("a request", &request.token(bound(), HeaderForm::Bare));
    let mut typed = MaskedText::password();
    assert!(typed.set(&marked("-typed-")));
    seen.debug("a field", &typed);
}

/// Errors that need no cloud.
fn of_this_computer(seen: &Seen, work: &Work) {
    let token = marked("-token-");
    for text in ["", "https://", "Basic ", "{\"access_token\":[\"", "{\"x\":\"", "<p>", "a@b.", "password ", "eyJhbGciOiJIUzI1NiJ9."] {
        let text = format!("{text}{token}");
        if let Err(problem) = pasted_token::read(&format!("{text} {text}")) {
            seen.error("a paste", &problem);
        }
        for text in [
            format!("https://anna:{text}@stage.romashka.example"),
            format!("https://stage.romashka.example/?{text}"),
            format!("x://{text}"),
            text,
        ] {
            // A host is no secret, and an address of nothing else is a good one.
            if let Err(error) = CloudAddresses::parse_base(&text) {
                seen.error("an address of a cloud", &error);
            }
            seen.error("an address to listen on", &parse_listen_addr(&text).expect_err("a wrong address"));
            if let Err(error) = Scope::parse(&format!("{text} ")) {
                seen.error("a right", &error);
            }
        }
    }
    let version = work.desk.version_with(12);
    seen.debug("an address of the portal", &portal_address::read(&format!("{}?token={token}", version.portal_address)));

    let clock: SharedClock = work.desk.clock.clone();
    let proxied = |address: &str| NetSettings {
        proxy: ProxyChoice::Given {
            address: address.parse().unwrap(),
            login: Some(ProxyLogin { user: "anna".to_owned(), password: secret() }),
        },
        ..NetSettings::default()
    };
    let bad_root = NetSettings {
        extra_roots: vec![format!("-----BEGIN CERTIFICATE-----\n{token}\n-----END CERTIFICATE-----").into()],
        ..NetSettings::default()
    };
    for settings in [proxied("socks5://proxy.romashka.example"), bad_root] {
        let Err(error) = Transport::new(&settings, Arc::clone(&clock)) else { panic!("settings that cannot be used") };
        seen.error("a transport", &error);
        seen.error("a change of the network", &NetworkRefused::from(error));
    }
    let root = format!("-----BEGIN PRIVATE KEY-----\n{token}\n-----END PRIVATE KEY-----");
    let problem = RootCertificates::read(root.as_bytes(), clock.now()).expect_err("a private key");
    seen.error("a root's file", &problem);
    seen.error("a change of the network", &NetworkRefused::from(problem));
    let login = LoginOrder::Set { user: "anna".to_owned(), password: secret() };
    seen.debug("a proxy's login", &login);
    let address = ProxyAddress::read(&format!("http://anna:{token}@proxy.romashka.example:3128")).expect("an address");
    seen.debug("an order of the network's settings", &Network::UseOwn { address, login });
    seen.error("a start", &StartError::from(std::io::Error::other("no threads")));
    let wrong = CloudAddresses::parse_base(&token).expect_err("a wrong address");
    seen.error("a setup", &SetupError::from(wrong));
    let port_in_use = tokendesk::sandbox::Sandbox::start_one(
        work.desk.sandbox.addresses().0.trim_start_matches("http://").parse().unwrap(),
        &tokendesk::app::setup::sandbox_options(&clock),
    );
    let Err(error) = port_in_use else { panic!("a port that is taken") };
    seen.error("a sandbox", &error);
    seen.error("a setup", &SetupError::from(error));

    let blocked = work.home.join("settings.toml");
    let journal = Journal::new(Some(blocked.join("journal.jsonl")));
    let outcome = Outcome::Done { client_id: token.clone() };
    let ended = tokendesk::desktop::journal::Ended { id: tokendesk::desktop::journal::WriteId::fresh(), at: clock.now(), outcome };
    seen.error("a journal", &journal.append(&Record::Ended(ended)).expect_err("a folder that is a file"));
    let other = tempfile::tempdir().unwrap();
    let settings = other.path().join("settings.toml");
    for text in [
        format!("version = 1\npassword = \"{token}"),
        format!("version = 1\n{token}"),
        format!("{token} = 1"),
        format!("# {token}\nversion = x"),
    ] {
        fs::write(&settings, text).unwrap();
        let (store, report) = SettingsStore::open(Some(&settings), clock.now());
        seen.debug("settings", &store);
        seen.debug("what was found of the settings", &report);
    }
    let browser = RecordingBrowser::default();
    browser.take_away();
    let (heard, address) = (seen.clone(), format!("https://romashka.example/?code={token}").parse().unwrap());
    browser.open(&address, Box::new(move |answer| heard.error("a browser", &answer.expect_err("it is taken away"))));
    seen.debug("a browser", &browser);
    of_files(seen, work, &token);
    work.desk.clipboard.put_by_another_program(&token);
    seen.debug("a clipboard", &work.desk.clipboard);
    work.desk.clipboard.put_by_another_program("");
    for problem in [ClipboardProblem::Busy, ClipboardProblem::Stuck, ClipboardProblem::Missing("no display".to_owned())] {
        seen.error("a clipboard", &problem);
    }
}

/// Errors of files that are saved, read and shown.
fn of_files(seen: &Seen, work: &Work, token: &str) {
    let blocked = work.home.join("settings.toml");
    let files = RecordingFileManager::default();
    files.take_away();
    let (heard, path) = (seen.clone(), work.home.join("none").join(token));
    files.reveal(&path, Box::new(move |answer| heard.error("a file manager", &answer.expect_err("it is taken away"))));
    seen.error("a file manager", &RevealError::Gone);
    seen.debug("a file manager", &files);
    seen.error("a file", &save_file::save(&blocked.join("client.txt"), token.as_bytes(), false).expect_err("a folder that is a file"));
    seen.error("a file", &save_file::save(&blocked, token.as_bytes(), false).expect_err("it is there"));
    for text in [token.to_owned(), format!("{{\"{token}\":"), format!("{{\"tokendesk\":\"{token}\"}}")] {
        seen.error("a list of versions", &version_list::read(text.as_bytes()).expect_err("no list"));
    }
    let entry = format!(r#"{{"tokendesk":"versions","format":1,"versions":[{{"app_id":"{token}\u202e","version_id":"1"}}]}}"#);
    seen.error("a list of versions", &version_list::read(entry.as_bytes()).expect_err("a bad entry"));
    seen.error("a path", &save_file::typed_path(token).expect_err("not a full path"));
}

/// What is typed as the address of a proxy, with a login.
fn of_addresses_of_proxies(seen: &Seen) {
    let token = marked("-proxy-");
    for text in [
        format!("ftp://anna:{token}@proxy.romashka.example"),
        format!("http://anna:{token}@proxy.romashka.example/x"),
        format!("proxy.romashka.example?key={token}"),
        format!("http://anna:{token}@"),
    ] {
        seen.error("an address of a proxy", &ProxyAddress::read(&text).expect_err("no address of a proxy"));
    }
}

/// Every trouble with a keychain that holds secrets and is given one; its own words are those of `Made`.
async fn of_the_keychain(seen: &Seen) {
    let (keychain, item) = (MemoryKeychain::default(), Item::sign_in("https://cloud.romashka.example", EMAIL));
    let content = marked("-kept-").into_bytes();
    keychain.put_foreign(&item, &content);
    keychain.put_foreign(&item, &[content, vec![0xFF]].concat());
    let vault = Vault::new(keychain.keychains());
    seen.debug("what is kept", &vault.read(&item).await.expect("one of them is text"));
    seen.debug("a keychain", &(&keychain, keychain.items(), &vault));
    let kinds = [VaultErrorKind::NoService, VaultErrorKind::Locked, VaultErrorKind::Dismissed, VaultErrorKind::Stuck];
    for kind in kinds.into_iter().chain([VaultErrorKind::TooLong, VaultErrorKind::Failed]) {
        keychain.fail_reads(Some(kind));
        keychain.fail_writes(Some(kind));
        keychain.fail_deletes(Some(kind));
        for done in [vault.read(&item).await.map(drop), vault.write(&item, secret()).await, vault.delete(&item).await] {
            let error = done.expect_err("it fails");
            assert_eq!(error.kind(), kind);
            seen.error("a keychain", &error);
            seen.error("the kind of its trouble", &error.kind());
        }
    }
    keychain.hold_at_most(Some(10));
    seen.error("a full keychain", &vault.write(&item, secret()).await.expect_err("it is longer"));
    keychain.missing(true);
    seen.error("a keychain that is gone", &vault.read(&item).await.expect_err("it is gone"));
}

/// A session with a pasted token.
fn evotor_of(desk: &TestDesk, transport: &Transport, access: &str) -> Evotor {
    let cloud = addresses(&desk.sandbox).unwrap();
    let session = Session::new(transport.clone(), cloud.clone(), desk.clock.clone(), Arc::new(|_| {}), None);
    let tokens = PastedTokens { access: Secret::from(access), refresh: None, expires_in: None, exp: None, user_agent: None };
    session.begin(SessionTokens::pasted(tokens, desk.clock.now()));
    Evotor::new(transport.clone(), cloud, session)
}

/// Every error of the three calls, from servers that repeat what they were sent.
async fn of_the_cloud(seen: &Seen, desk: &TestDesk) {
    let clock: SharedClock = desk.clock.clone();
    let cloud = addresses(&desk.sandbox).unwrap();
    let transport = Transport::new(&Start::default().net, Arc::clone(&clock)).unwrap();
    let (password, code, access) = (marked(" a password "), marked("-a-code-"), marked("-an-access-token-"));
    let (foreign, jwt) = (marked("-foreign-"), marked_jwt("{}"));
    for sent in [&password, &code] {
        for (kind, fault) in echoes::of_what_was_sent(sent).into_iter().chain(echoes::of_what_nobody_asked(&foreign, &jwt)) {
            let fault = desk.sandbox.fault("POST", "/oauth/token", fault);
            let credentials = Credentials {
                email: EMAIL.to_owned(),
                password: Secret::from(password.as_str()),
                code: Some(Secret::from(code.as_str())),
                user_agent: OUR_USER_AGENT,
            };
            match sign_in(&transport, &cloud, &clock, &credentials).await {
                Err(refused) => {
                    seen.error(&format!("a sign-in, {kind}"), &refused);
                    seen.error(&format!("a sign-in's cause, {kind}"), refused.api());
                    said(seen, refused.api());
                }
                Ok(signed_in) => panic!("{kind}: {signed_in:?}"),
            }
            fault.lift();
        }
    }
    let version = AppVersion { app_id: "a".to_owned(), version_id: Some("v".to_owned()), version_number: Some("1".to_owned()), name: None };
    let order = NewClient { kind: ClientKind::Web, redirect_uris: vec!["https://romashka.example/".to_owned()], scope: vec![] };
    let good = format!(r#"{{"client_id":"c","client_secret":"{foreign}","old_secret":"{foreign}","about":"{jwt}"}}"#);
    let faults = echoes::of_what_was_sent(&access).into_iter().chain(echoes::of_what_nobody_asked(&foreign, &jwt)).chain([
        ("a 404", Fault::answer(404).body("text/plain", access.clone())),
        ("a wait", Fault::answer(429).header("Retry-After", &access).body("text/plain", access.clone())),
        ("a good answer", Fault::answer(200).body("application/json", good.clone())),
        (
            "a good list",
            Fault::answer(200).body("application/json", format!(r#"{{"items":[{good},{{}}],"paging":{{"next_cursor":"2"}}}}"#)),
        ),
    ]);
    for (kind, fault) in faults {
        let set = ["GET", "POST"].map(|method| desk.sandbox.fault(method, "oauth-app", fault.clone()));
        let evotor = evotor_of(desk, &transport, &access);
        match evotor.oauth_clients().page(&version, None).await {
            Ok(page) => seen.debug(&format!("a page, {kind}"), &page),
            Err(error) => {
                seen.error(&format!("a list, {kind}"), &error);
                said(seen, &error);
            }
        }
        match evotor.oauth_clients().create(&version, &order).await {
            Ok(created) => seen.debug(&format!("a client, {kind}"), &created),
            Err(error) => {
                seen.error(&format!("a create, {kind}"), &error);
                let (CreateError::Api(error) | CreateError::NeedsOtherVersionForm { error, .. }) = &error;
                said(seen, error);
            }
        }
        set.iter().for_each(FaultSet::lift);
    }
}

/// The parts of an error that screens and journal take by themselves.
fn said(seen: &Seen, error: &tokendesk::net::ApiError) {
    let details = error.details();
    let parts = [error.server_code(), error.server_message(), error.technical(), details.request_id.as_deref(), Some(&details.path)];
    parts.into_iter().flatten().for_each(|part| seen.add(super::sinks::Sink::ErrorWords, part));
    seen.add(super::sinks::Sink::ErrorWords, &format!("{details} {:?}", error.violations()));
}
