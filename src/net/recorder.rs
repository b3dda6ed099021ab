//! A server of the tests' own, on raw TCP: it keeps every byte that came and answers with whatever bytes a test gives, so that
//! neither our HTTP library nor the sandbox can hide a mistake.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use url::Url;

use super::{NetSettings, ProxyChoice, Transport};
use crate::model::clock::{Clock, SharedClock};

/// A request as it came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    /// Path and query, as in the request line.
    pub(crate) target: String,
    /// In the order in which they came, names in small letters.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn body(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// What to answer.
#[derive(Clone)]
pub(crate) enum Reply {
    /// These bytes; the connection stays open.
    Bytes(Vec<u8>),
    /// These bytes, then the end of the connection.
    Close(Vec<u8>),
    /// These bytes, then a reset.
    Reset(Vec<u8>),
    /// These bytes, then the last one over and over at this pace, without end.
    Drip(Vec<u8>, Duration),
    /// Nothing, for ever.
    Silence,
    /// These bytes, once somebody says so.
    Held(Arc<Notify>, Vec<u8>),
}

/// An answer with a JSON body.
pub(crate) fn json(status: u16, body: &str) -> Reply {
    answer(status, &[("Content-Type", "application/json")], body.as_bytes())
}

/// An answer with a status, headers and a body; its length is declared rightly.
pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    Reply::Bytes(bytes(status, headers, body))
}

/// The bytes of such an answer.
pub(crate) fn bytes(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} Status\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        write!(head, "{name}: {value}\r\n").unwrap();
    }
    [head.as_bytes(), b"\r\n", body].concat()
}

type Script = Arc<dyn Fn(usize, &Seen) -> Reply + Send + Sync>;

/// The server. It ends with the test.
pub(crate) struct Recorder {
    port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
    accepting: JoinHandle<()>,
}

impl Recorder {
    /// Starts; the script gets the number of the request, from 0, and the request.
    pub(crate) async fn start(script: impl Fn(usize, &Seen) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (script, all): (Script, _) = (Arc::new(script), Arc::clone(&seen));
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&script), Arc::clone(&all)));
            }
        });
        Self { port, seen, accepting }
    }

    /// Always the same answer.
    pub(crate) async fn always(reply: Reply) -> Self {
        Self::start(move |_, _| reply.clone()).await
    }

    pub(crate) fn url(&self, path_and_query: &str) -> Url {
        Url::parse(&format!("http://127.0.0.1:{}{path_and_query}", self.port)).unwrap()
    }

    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    /// All requests so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many requests came so far.
    pub(crate) fn count(&self) -> usize {
        self.seen().len()
    }

    /// Waits until so many requests have come.
    pub(crate) async fn wait_for(&self, count: usize) {
        for _ in 0..2_000 {
            if self.count() >= count {
                return;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        panic!("waited for {count} requests, {} came", self.count());
    }

    /// The only request.
    pub(crate) fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen[0].clone()
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn serve(mut stream: TcpStream, script: Script, all: Arc<Mutex<Vec<Seen>>>) {
    while let Some(seen) = read_request(&mut stream).await {
        let number = {
            let mut all = all.lock().unwrap();
            all.push(seen.clone());
            all.len() - 1
        };
        match script(number, &seen) {
            Reply::Bytes(bytes) => drop(stream.write_all(&bytes).await),
            Reply::Held(until, bytes) => {
                until.notified().await;
                drop(stream.write_all(&bytes).await);
            }
            Reply::Close(bytes) => {
                drop(stream.write_all(&bytes).await);
                return;
            }
            Reply::Reset(bytes) => {
                drop(stream.write_all(&bytes).await);
                drop(stream.flush().await);
                // The bytes must be read before the reset, which would throw them away.
                tokio::time::sleep(Duration::from_millis(20)).await;
                stream.set_zero_linger().unwrap();
                return;
            }
            Reply::Drip(bytes, pace) => {
                let last = bytes.last().copied().into_iter().collect::<Vec<_>>();
                drop(stream.write_all(&bytes).await);
                while stream.write_all(&last).await.is_ok() {
                    tokio::time::sleep(pace).await;
                }
                return;
            }
            Reply::Silence => {
                // Ends when the other side hangs up.
                drop(stream.read(&mut [0; 1]).await);
                return;
            }
        }
    }
}

/// Reads one request with its body; nothing at the end of the connection.
pub(crate) async fn read_request(stream: &mut TcpStream) -> Option<Seen> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).unwrap();
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ').map(ToOwned::to_owned);
    let (method, target) = (first.next()?, first.next()?);
    let headers: Vec<(String, String)> =
        lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
    let length = headers.iter().find(|(name, _)| name == "content-length").map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some(Seen { method, target, headers, body })
}

/// A clock that stands still until a test moves it.
pub(crate) struct TestClock(Mutex<Timestamp>);

impl TestClock {
    pub(crate) fn at(moment: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(moment.parse().unwrap())))
    }

    /// Moves it, in either direction.
    pub(crate) fn advance(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap();
        *now += by;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// Settings of a transport that is quick to give up.
pub(crate) fn quick() -> NetSettings {
    NetSettings {
        connect_timeout: Duration::from_secs(2),
        read_timeout: Duration::from_secs(2),
        total_timeout: Duration::from_secs(4),
        read_back_off: vec![Duration::from_millis(1), Duration::from_millis(2)],
        renewal_back_off: Duration::from_millis(1),
        proxy: ProxyChoice::System,
        extra_roots: Vec::new(),
    }
}

/// A transport with [`quick`] settings.
pub(crate) fn transport(clock: SharedClock) -> Transport {
    Transport::new(&quick(), clock).unwrap()
}
