//! A proxy in the way: it is named as the cause, with its address, who set it and what can be done, and nothing reaches the cloud.

use std::net::TcpListener;
use std::time::Duration;

use tokendesk::model::secret::Secret;
use tokendesk::net::{NetSettings, ProxyChoice, ProxyLogin};
use url::Url;

use super::{ADDRESS, BUTTON, CONNECT, Company, Manner, PASSWORD, Shown, assert_told, attempt, buttons, given, on_the_server, the_message};
use crate::harness::TestDesk;

/// Who named the proxy in these tests.
const SETTINGS: &str = "Tokendesk's settings";

/// What a proxy does, how often a read asks it, the cause (`PROXY` stands for its address), and what to do.
struct InTheWay(Manner, usize, &'static str, &'static str);

fn in_the_way() -> Vec<InTheWay> {
    let login = "Enter the proxy's login under Settings → Network, then try again.";
    let refused = "It may not allow https://cloud.invalid, or not find it: ask your administrator";
    let network = "Check the network and the proxy's address, then try again; another address can be set under Settings → Network.";
    vec![
        InTheWay(Manner::AskForLogin("none has it"), 1, "the proxy PROXY asks for a login", login),
        InTheWay(Manner::Refuse(403), 1, "the proxy PROXY does not connect to https://cloud.invalid", refused),
        InTheWay(Manner::Refuse(502), 1, "the proxy PROXY does not connect to https://cloud.invalid", refused),
        InTheWay(Manner::HangUp, 3, "the proxy PROXY hung up without an answer", network),
        InTheWay(Manner::Reset, 3, "the proxy PROXY hung up without an answer", network),
        InTheWay(
            Manner::HangUpInTunnel,
            3,
            "the connection to https://cloud.invalid was lost",
            "The way there is through the proxy PROXY (Tokendesk's settings).",
        ),
        InTheWay(
            Manner::Hang,
            3,
            "there is no connection to https://cloud.invalid (no answer in time)",
            "The way there is through the proxy PROXY (Tokendesk's settings).",
        ),
    ]
}

/// Settings that do not wait long for a proxy that hangs.
fn hurried(company: &Company) -> NetSettings {
    NetSettings { connect_timeout: Duration::from_millis(700), ..company.net() }
}

/// The kept connection is ended, so that the proxy is asked once more.
fn end_the_connection(company: &Company) {
    company.show(Shown::Right);
}

fn words(company: &Company, words: &str) -> String {
    words.replace("PROXY", &company.proxy.address().to_string())
}

#[test]
pub fn at_sign_in_it_is_asked_once_and_what_was_typed_stays() {
    for InTheWay(manner, _, cause, advice) in in_the_way() {
        let company = Company::new();
        company.proxy.behave(manner);
        let mut desk = company.desk_with(hurried(&company));
        let buttons = buttons(&desk);
        attempt(&mut desk);
        let title = format!("You are not signed in: {}.", words(&company, cause));
        desk.wait_for(cause, |desk| desk.says(&title));
        desk.frames();
        the_message(&desk, "You are not signed in:");
        assert_told(&desk, cause, &[&words(&company, advice), SETTINGS, "Nothing has changed, what you typed is kept."], &buttons);
        let reached = company.reached(&desk);
        assert_eq!((reached.proxy, reached.front, reached.sandbox), (1, 0, 0), "{cause}");
        assert_eq!(desk.value("Password"), "•".repeat(PASSWORD.len()), "{cause}");
        company.proxy.behave(Manner::Lead);
        desk.click("Retry");
        desk.wait_for("the code field", |desk| desk.has("Confirmation code"));
        assert!(!desk.says("You are not signed in") && !desk.says("proxy"), "{cause}, with the fault off");
    }
}

#[test]
pub fn at_a_refresh_it_is_asked_again_only_when_that_may_help() {
    let company = Company::new();
    let mut desk = company.desk_at_clients(hurried(&company));
    let rows = desk.rows();
    for InTheWay(manner, times, cause, advice) in in_the_way() {
        company.proxy.behave(manner);
        end_the_connection(&company);
        let (before, buttons) = (company.reached(&desk), buttons(&desk));
        desk.click("Refresh");
        let title = format!("The list was not refreshed: {}.", words(&company, cause));
        desk.wait_for(cause, |desk| desk.says(&title));
        desk.frames();
        the_message(&desk, "The list was not refreshed:");
        assert_told(&desk, cause, &[&words(&company, advice), SETTINGS], &buttons);
        let reached = company.reached(&desk).since(before);
        assert_eq!((reached.proxy, reached.front, reached.sandbox), (times, 0, 0), "{cause}");
        assert_eq!(desk.rows(), rows, "{cause}");
        company.proxy.behave(Manner::Lead);
        desk.click("Retry");
        desk.wait_for("the list", |desk| company.reached(desk).since(before).sandbox == 1 && desk.has("Refresh"));
        assert!(!desk.says("was not refreshed") && !desk.says("proxy"), "{cause}, with the fault off");
    }
}

#[test]
pub fn at_a_create_it_is_asked_once_and_nothing_is_in_doubt() {
    let company = Company::new();
    let mut desk = company.desk_at_form(hurried(&company));
    for InTheWay(manner, _, cause, advice) in in_the_way() {
        company.proxy.behave(manner);
        end_the_connection(&company);
        let (before, buttons) = (company.reached(&desk), buttons(&desk));
        desk.click(BUTTON);
        let title = format!("The client was not created: {}.", words(&company, cause));
        desk.wait_for(cause, |desk| desk.says(&title));
        desk.frames();
        the_message(&desk, "The client was not created:");
        assert_told(&desk, cause, &[&words(&company, advice), "Nothing has changed, what you typed is kept."], &buttons);
        let reached = company.reached(&desk).since(before);
        assert_eq!((reached.proxy, reached.front, reached.sandbox), (1, 0, 0), "{cause}");
        assert_eq!((desk.value("Redirect address").as_str(), on_the_server(&desk)), (ADDRESS, 3), "{cause}");
        assert!(desk.is_on("store:read") && desk.is_enabled(BUTTON), "{cause}");
    }
    company.proxy.behave(Manner::Lead);
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| desk.has("4 clients"));
    assert!(!desk.says("was not created") && on_the_server(&desk) == 4);
}

/// The settings of a proxy that is not there.
fn nobody_there(company: &Company) -> (String, NetSettings) {
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    (gone.to_string(), NetSettings { proxy: given(gone, None), ..company.net() })
}

#[test]
pub fn a_proxy_that_is_not_there_is_named_as_the_cause() {
    let company = Company::new();
    let (address, net) = nobody_there(&company);
    let mut desk = company.desk_with(net);
    let buttons = buttons(&desk);
    attempt(&mut desk);
    let title = format!("You are not signed in: the proxy {address} cannot be reached.");
    desk.wait_for("the failure", |desk| desk.says(&title));
    assert_told(&desk, "unreachable", &["The proxy is set in Tokendesk's settings. Check the network and the proxy's address"], &buttons);
    assert_eq!((company.proxy.count(), company.front.connections(), desk.sandbox.requests().len()), (0, 0, 0));
}

#[test]
pub fn a_proxy_whose_name_is_unknown_is_named_as_the_cause() {
    let company = Company::new();
    // A label of 64 letters is refused by the resolver itself, without a question to the network.
    let name = format!("{}.invalid", "p".repeat(64));
    let address = Url::parse(&format!("http://{name}:3128")).unwrap();
    let mut desk = company.desk_with(NetSettings { proxy: ProxyChoice::Given { address, login: None }, ..company.net() });
    attempt(&mut desk);
    let title = format!("You are not signed in: this network does not know the name of the proxy {name}:3128.");
    desk.wait_for("the failure", |desk| desk.says(&title));
    assert_eq!(desk.sandbox.requests().len(), 0);
}

/// Everything that a person can see or copy of a failure.
fn shown(desk: &mut TestDesk) -> String {
    desk.click("Copy details");
    desk.wait_for("the copy", |desk| desk.clipboard.text().is_some());
    format!("{}{}{}", desk.tree(), desk.painted(), desk.clipboard.text().unwrap())
}

#[test]
pub fn a_login_that_the_proxy_does_not_accept_is_told_and_never_shown() {
    let company = Company::new();
    company.proxy.behave(Manner::AskForLogin("bm90IHRoaXM="));
    let login = ProxyLogin { user: "MARKER-user".into(), password: Secret::from("MARKER-password") };
    let mut desk = company.desk_with(NetSettings { proxy: given(company.proxy.address(), Some(login)), ..company.net() });
    attempt(&mut desk);
    let title = words(&company, "You are not signed in: the proxy PROXY does not accept the login that is set for it.");
    desk.wait_for("the failure", |desk| desk.says(&title));
    assert_eq!(company.proxy.asked().iter().map(|asked| asked.line.as_str()).collect::<Vec<_>>(), [CONNECT]);
    assert!(company.proxy.asked()[0].login.is_some(), "it was sent");
    let shown = shown(&mut desk);
    assert!(shown.contains(&title) && !shown.contains("MARKER"), "{shown}");
}

#[test]
pub fn an_address_with_a_login_in_it_is_shown_without() {
    let company = Company::new();
    company.proxy.behave(Manner::AskForLogin("bm90IHRoaXM="));
    let address = Url::parse(&format!("http://MARKER-user:MARKER-password@{}", company.proxy.address())).unwrap();
    let mut desk = company.desk_with(NetSettings { proxy: ProxyChoice::Given { address, login: None }, ..company.net() });
    attempt(&mut desk);
    let title = words(&company, "You are not signed in: the proxy PROXY does not accept the login that is set for it.");
    desk.wait_for("the failure", |desk| desk.says(&title));
    assert!(company.proxy.asked()[0].login.is_some(), "it was sent");
    let shown = shown(&mut desk);
    assert!(shown.contains(&title) && !shown.contains("MARKER"), "{shown}");
}
