//! The main job through proxy and TLS: it works, and nothing that matters passes anywhere else.

use tokendesk::model::secret::Secret;
use tokendesk::net::{NetSettings, ProxyChoice, ProxyLogin};
use url::Url;

use super::{BUTTON, Company, Leads, Manner, Proxy, Shown, assert_told, attempt, buttons, fill_form, given, on_the_server, open_list};
use crate::harness::TestDesk;

/// Signs in, reads a list and creates a client.
pub fn do_the_main_job(desk: &mut TestDesk) {
    desk.sign_in();
    open_list(desk);
    fill_form(desk);
    desk.click(BUTTON);
    desk.wait_for("the client", |desk| desk.has("4 clients"));
    assert_eq!(on_the_server(desk), 4);
}

#[test]
pub fn the_main_job_works_through_a_proxy_and_tls() {
    let company = Company::new();
    let mut desk = company.desk();
    do_the_main_job(&mut desk);
    let reached = company.reached(&desk);
    // Two attempts to sign in, one list, one client, over one connection that is kept.
    assert_eq!((reached.proxy, reached.front, reached.trusted, reached.sandbox), (1, 1, 1, 4));
    assert!(desk.sandbox.requests().iter().all(|request| request.header("host") == Some("cloud.invalid")));
    // What a proxy gets to see.
    let asked = company.proxy.asked();
    assert_eq!((asked[0].login.as_deref(), &asked[0].headers[..]), (None, &["host".to_owned(), "user-agent".to_owned()][..]));
}

#[test]
pub fn the_main_job_works_through_a_proxy_with_a_login() {
    let company = Company::new();
    company.proxy.behave(Manner::AskForLogin("ZGVzazpiYXNrZXQ6MQ=="));
    let login = ProxyLogin { user: "desk".into(), password: Secret::from("basket:1") };
    let mut desk = company.desk_with(NetSettings { proxy: given(company.proxy.address(), Some(login)), ..company.net() });
    do_the_main_job(&mut desk);
    assert_eq!(company.reached(&desk).proxy, 1, "the login goes out with the first request");
    // The login is the proxy's alone.
    assert!(desk.sandbox.requests().iter().all(|request| request.header("proxy-authorization").is_none()));
}

#[test]
pub fn the_main_job_works_through_a_proxy_that_speaks_tls_itself() {
    let company = Company::new();
    let proxy = Proxy::start_with_tls(company.runtime.handle(), company.authority.issue(Shown::Right));
    proxy.lead(Leads::To(company.front.address()));
    let address = Url::parse(&format!("https://{}", proxy.address())).unwrap();
    let mut desk = company.desk_with(NetSettings { proxy: ProxyChoice::Given { address, login: None }, ..company.net() });
    do_the_main_job(&mut desk);
    assert_eq!((proxy.count(), company.proxy.count()), (1, 0));
}

#[test]
pub fn a_proxy_whose_own_certificate_is_broken_is_a_hard_stop() {
    for (shown, reason) in
        [(Shown::UnknownIssuer, "was issued by somebody whom this computer does not trust"), (Shown::Expired, "has expired")]
    {
        let company = Company::new();
        let proxy = Proxy::start_with_tls(company.runtime.handle(), company.authority.issue(shown));
        proxy.lead(Leads::To(company.front.address()));
        let address = Url::parse(&format!("https://{}", proxy.address())).unwrap();
        let mut desk = company.desk_with(NetSettings { proxy: ProxyChoice::Given { address, login: None }, ..company.net() });
        let before = buttons(&desk);
        attempt(&mut desk);
        desk.wait_for("the failure", |desk| desk.says("You are not signed in: "));
        let whose = format!("the certificate of the proxy {} {reason}.", proxy.address());
        assert_told(&desk, reason, &[&whose, "Nothing was sent.", "The proxy is set in Tokendesk's settings."], &before);
        assert_eq!((proxy.count(), company.front.connections(), desk.sandbox.requests().len()), (0, 0, 0));
    }
}

#[test]
pub fn an_authority_of_our_own_is_not_trusted_unless_it_is_given() {
    let company = Company::new();
    let mut desk = company.desk_with(NetSettings { extra_roots: Vec::new(), ..company.net() });
    attempt(&mut desk);
    desk.wait_for("the failure", |desk| {
        desk.says("the certificate of https://cloud.invalid was issued by somebody whom this computer does not trust.")
    });
    let reached = company.reached(&desk);
    assert_eq!((reached.proxy, reached.front, reached.trusted, reached.sandbox), (1, 1, 0, 0));
}
