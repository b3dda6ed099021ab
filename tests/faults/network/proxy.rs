//! A company's proxy: it takes CONNECT and nothing else, leads the made-up host to our front, and does what a test tells it.
//!
//! It keeps every request that reaches it, so that a test can say that there was none.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use super::authority::Identity;

/// What it does with a request.
#[derive(Clone, Debug)]
pub enum Manner {
    /// Leads on.
    Lead,
    /// Leads on whom it knows by this `user:password` in base64, and asks everybody else for a login.
    AskForLogin(&'static str),
    /// Answers with this status.
    Refuse(u16),
    /// Takes the connection and says nothing.
    Hang,
    /// Hangs up without an answer.
    HangUp,
    /// Resets the connection without an answer.
    Reset,
    /// Says that the way is open, then hangs up.
    HangUpInTunnel,
}

/// Where the made-up host is.
#[derive(Clone, Debug)]
pub enum Leads {
    To(SocketAddr),
    /// To the address in this file, which another process writes.
    ToAddressIn(PathBuf),
}

/// A request as it came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// `CONNECT cloud.invalid:443`
    pub line: String,
    /// `Basic …`
    pub login: Option<String>,
    /// Names, in small letters.
    pub headers: Vec<String>,
}

/// The proxy. It ends with its runtime.
#[derive(Clone)]
pub struct Proxy(Arc<Inner>);

struct Inner {
    address: SocketAddr,
    manner: Mutex<Manner>,
    leads: Mutex<Option<Leads>>,
    asked: Mutex<Vec<Asked>>,
}

impl Proxy {
    pub fn start(runtime: &Handle) -> Self {
        Self::listen(runtime, None)
    }

    /// The same, spoken to over TLS.
    pub fn start_with_tls(runtime: &Handle, shows: Identity) -> Self {
        let builder = ServerConfig::builder().with_no_client_auth();
        Self::listen(runtime, Some(Arc::new(builder.with_single_cert(shows.chain, shows.key).expect("a certificate with its key"))))
    }

    fn listen(runtime: &Handle, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
        let address = listener.local_addr().expect("an address");
        let proxy = Self(Arc::new(Inner { address, manner: Mutex::new(Manner::Lead), leads: Mutex::default(), asked: Mutex::default() }));
        let serving = proxy.clone();
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (one, tls) = (serving.clone(), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => one.serve(stream).await,
                        Some(tls) => {
                            if let Ok(secured) = TlsAcceptor::from(tls).accept(stream).await {
                                one.serve_over(secured).await;
                            }
                        }
                    }
                });
            }
        });
        proxy
    }

    pub fn address(&self) -> SocketAddr {
        self.0.address
    }

    pub fn lead(&self, leads: Leads) {
        *self.0.leads.lock().unwrap() = Some(leads);
    }

    /// From now on.
    pub fn behave(&self, manner: Manner) {
        *self.0.manner.lock().unwrap() = manner;
    }

    /// Everything that it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.0.asked.lock().unwrap().clone()
    }

    /// How often.
    pub fn count(&self) -> usize {
        self.0.asked.lock().unwrap().len()
    }

    async fn serve(&self, mut stream: TcpStream) {
        if self.serve_over(&mut stream).await.is_none() && matches!(*self.0.manner.lock().unwrap(), Manner::Reset) {
            stream.set_zero_linger().ok();
        }
    }

    /// Nothing when the connection ended before a tunnel stood.
    async fn serve_over(&self, mut stream: impl AsyncRead + AsyncWrite + Unpin) -> Option<()> {
        let asked = read_head(&mut stream).await?;
        self.0.asked.lock().unwrap().push(asked.clone());
        let manner = self.0.manner.lock().unwrap().clone();
        match manner {
            Manner::Lead => {}
            Manner::AskForLogin(wanted) => {
                if asked.login != Some(format!("Basic {wanted}")) {
                    let ask = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"company\"\r\n\
                               Content-Length: 0\r\nConnection: close\r\n\r\n";
                    stream.write_all(ask.as_bytes()).await.ok()?;
                    return None;
                }
            }
            Manner::Refuse(status) => {
                let refusal =
                    format!("HTTP/1.1 {status} No\r\nContent-Type: text/html\r\nContent-Length: 9\r\nConnection: close\r\n\r\n<h1>No</h1>");
                stream.write_all(refusal.as_bytes()).await.ok()?;
                return None;
            }
            Manner::Hang => {
                // Ends when the other side hangs up.
                stream.read_u8().await.ok()?;
                return None;
            }
            Manner::HangUp | Manner::Reset => return None,
            Manner::HangUpInTunnel => {
                stream.write_all(OPEN).await.ok()?;
                // The beginning of TLS is read, so that this is an end and not a reset.
                drop(stream.read(&mut [0; 4_096]).await);
                return None;
            }
        }
        let leads = self.0.leads.lock().unwrap().clone();
        let to = match leads {
            Some(Leads::To(address)) if asked.line == "CONNECT cloud.invalid:443" => address,
            Some(Leads::ToAddressIn(file)) if asked.line == "CONNECT cloud.invalid:443" => {
                std::fs::read_to_string(file).ok()?.parse().ok()?
            }
            _ => {
                stream.write_all(b"HTTP/1.1 404 Unknown host\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").await.ok()?;
                return None;
            }
        };
        let mut further = tokio::time::timeout(Duration::from_secs(5), TcpStream::connect(to)).await.ok()?.ok()?;
        stream.write_all(OPEN).await.ok()?;
        copy_bidirectional(&mut stream, &mut further).await.ok();
        Some(())
    }
}

const OPEN: &[u8] = b"HTTP/1.1 200 Connection established\r\n\r\n";

async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> Option<Asked> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8_lossy(&head);
    let mut lines = head.lines();
    let line = lines.next()?.trim_end_matches(" HTTP/1.1").to_owned();
    let headers: Vec<(String, &str)> =
        lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_lowercase(), value)).collect();
    let login = headers.iter().find(|(name, _)| name == "proxy-authorization").map(|(_, value)| (*value).to_owned());
    Some(Asked { line, login, headers: headers.into_iter().map(|(name, _)| name).collect() })
}
