//! No way to the host at all: "offline", with the cause in words, and that no proxy is set where one may be missing.

use std::net::TcpListener;

use tokendesk::model::cloud::CloudAddresses;

use super::cable::Cable;
use super::{ADDRESS, BUTTON, PASSWORD, address_of, attempt, fill_form, on_the_server, open_list, the_message};
use crate::harness::{Start, TestDesk};

/// The program at another cloud than its sandbox.
fn at(base: &str) -> TestDesk {
    TestDesk::start(Start { cloud: Some(CloudAddresses::parse_base(base).unwrap()), ..Start::default() })
}

#[test]
pub fn a_name_that_nobody_knows_is_said_to_be_the_cause() {
    // A label of 64 letters is refused by the resolver itself, without a question to the network.
    let base = format!("https://{}.invalid", "c".repeat(64));
    let mut desk = at(&base);
    attempt(&mut desk);
    let title = format!("You are not signed in: there is no connection to {base} (this network knows no such name).");
    desk.wait_for("the failure", |desk| desk.says(&title));
    the_message(&desk, "You are not signed in:");
    let advice = format!(
        "what you typed is kept. Check the network, then try again. Tokendesk has found no proxy for {base}: if your network has one, set it under Settings → Network."
    );
    assert!(desk.says(&advice), "{}", desk.tree());
    assert_eq!(desk.value("Password"), "•".repeat(PASSWORD.len()));
}

#[test]
pub fn a_refused_connection_is_said_to_be_the_cause() {
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut desk = at(&format!("http://{gone}"));
    attempt(&mut desk);
    let title = format!("You are not signed in: there is no connection to http://{gone} (the connection was refused).");
    desk.wait_for("the failure", |desk| desk.says(&title));
    assert!(!desk.says("proxy"), "none is ever used for this computer: {}", desk.tree());
}

#[test]
pub fn a_cloud_that_has_gone_is_told_at_list_and_create_and_nothing_is_lost() {
    let mut cable = Cable::new();
    let base = format!("http://{}", cable.address());
    let mut desk = at(&base);
    cable.plug_into(address_of(&desk.sandbox));
    desk.sign_in();
    open_list(&mut desk);
    let (rows, before) = (desk.rows(), desk.sandbox.requests().len());
    cable.pull();
    desk.click("Refresh");
    let cause = format!("there is no connection to {base} (the connection was refused).");
    desk.wait_for("the failure", |desk| desk.says(&format!("The list was not refreshed: {cause}")));
    the_message(&desk, "The list was not refreshed:");
    assert!(desk.says("Nothing has changed, below is the data from 12:00. Check the network, then try again."), "{}", desk.tree());
    assert_eq!(desk.rows(), rows);
    fill_form(&mut desk);
    desk.click(BUTTON);
    desk.wait_for("the failure", |desk| desk.says(&format!("The client was not created: {cause}")));
    the_message(&desk, "The client was not created:");
    assert!(desk.says("Nothing has changed, what you typed is kept."), "{}", desk.tree());
    assert_eq!((desk.value("Redirect address").as_str(), on_the_server(&desk)), (ADDRESS, 3));
    assert_eq!(desk.sandbox.requests().len(), before);
    cable.plug();
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| desk.has("4 clients"));
    assert_eq!(on_the_server(&desk), 4);
    assert!(!desk.says("was not created"), "with the fault off");
    desk.click("Retry");
    desk.wait_for("the list", |desk| desk.has("Refresh"));
    assert!(!desk.says("no connection"), "with the fault off");
}
