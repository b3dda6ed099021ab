//! A company's network: a proxy that wants a login, is given one, and repeats it; and the same with nobody there.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::thread;

use tokendesk::desktop::folders::DataFolder;
use tokendesk::desktop::vault::MemoryKeychain;
use tokendesk::model::cloud::CloudAddresses;
use tokendesk::model::secret::Secret;
use tokendesk::net::{NetSettings, ProxyChoice, ProxyLogin};

use super::{EMAIL, Work, is_at_sign_in, start};
use crate::harness::{Start, TestDesk};
use crate::secrets::markers::marked;
use crate::secrets::seen::Seen;

/// A sign-in through a proxy that repeats its login in every part of its refusal, and through one that is not there.
pub fn behind_a_proxy(home: &Path, seen: &Seen) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || listener.incoming().flatten().for_each(|stream| drop(refuse(&stream))));
    for address in [address.as_str(), "http://127.0.0.1:1"] {
        let login = ProxyLogin { user: "anna".to_owned(), password: Secret::from(marked("-proxy-")) };
        let net = NetSettings { proxy: ProxyChoice::Given { address: address.parse().unwrap(), login: Some(login) }, ..start(home).net };
        seen.debug("the network's settings", &net);
        let cloud = CloudAddresses::parse_base("https://cloud.invalid/").ok();
        let desk = TestDesk::start(Start { net, cloud, folder: DataFolder::given(home), ..start(home) });
        seen.watch(&desk);
        let mut work = Work { desk, seen: seen.clone(), home: home.to_owned(), keychain: MemoryKeychain::default(), is_brief: true };
        work.desk.replace("E-mail", EMAIL);
        work.desk.type_into("Password", &marked("-password-"));
        work.now("behind a proxy");
        work.desk.click("Sign in");
        work.desk.wait_for("the proxy's refusal", |desk| is_at_sign_in(desk) && desk.says("proxy"));
        work.copy_details();
        work.now("the proxy has refused");
    }
}

/// 407 with all that was sent, in its status line, headers and body.
fn refuse(mut stream: &std::net::TcpStream) -> std::io::Result<()> {
    let mut said = String::new();
    for line in BufReader::new(stream).lines() {
        let line = line?;
        if line.is_empty() {
            break;
        }
        said.push_str(&line);
        said.push(' ');
    }
    let length = said.len();
    write!(
        stream,
        "HTTP/1.1 407 {said}\r\nProxy-Authenticate: Basic realm=\"{}\"\r\nX-Error: {said}\r\nContent-Length: {length}\r\n\r\n{said}",
        said.replace('"', "")
    )
}
