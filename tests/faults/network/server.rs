//! What stands at `cloud.invalid:443`: TLS with whatever certificate a test wants shown, and behind it the sandbox.
//!
//! It counts what a client lets it see: connections, and connections on which anything came through TLS.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_util::sync::CancellationToken;

use super::authority::Identity;

/// How a connection is met.
#[derive(Clone)]
enum Meets {
    /// TLS with this certificate.
    Tls(Arc<ServerConfig>),
    /// As a server that speaks no TLS.
    Plainly,
}

/// The front. It ends with its runtime.
#[derive(Clone)]
pub struct Front(Arc<Inner>);

struct Inner {
    address: SocketAddr,
    meets: Mutex<Meets>,
    upstream: Mutex<Option<SocketAddr>>,
    /// Ends the connections that stand.
    cut: Mutex<CancellationToken>,
    open: AtomicUsize,
    connections: AtomicUsize,
    trusted: AtomicUsize,
}

impl Front {
    pub fn start(runtime: &Handle, shows: Identity) -> Self {
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
        let front = Self(Arc::new(Inner {
            address: listener.local_addr().expect("an address"),
            meets: Mutex::new(Meets::Tls(config(shows))),
            upstream: Mutex::new(None),
            cut: Mutex::default(),
            open: AtomicUsize::new(0),
            connections: AtomicUsize::new(0),
            trusted: AtomicUsize::new(0),
        }));
        let serving = front.clone();
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                serving.0.open.fetch_add(1, Ordering::SeqCst);
                serving.0.connections.fetch_add(1, Ordering::SeqCst);
                let one = serving.clone();
                tokio::spawn(async move {
                    one.serve(stream).await;
                    one.0.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        front
    }

    pub fn address(&self) -> SocketAddr {
        self.0.address
    }

    /// Who answers behind the front.
    pub fn lead_to(&self, upstream: SocketAddr) {
        *self.0.upstream.lock().unwrap() = Some(upstream);
    }

    /// From now on this certificate is shown; connections that stand are ended, and both sides know it when this returns.
    pub fn show(&self, identity: Identity) {
        self.meet(Meets::Tls(config(identity)));
    }

    /// From now on no TLS is spoken.
    pub fn speak_plainly(&self) {
        self.meet(Meets::Plainly);
    }

    fn meet(&self, meets: Meets) {
        *self.0.meets.lock().unwrap() = meets;
        std::mem::take(&mut *self.0.cut.lock().unwrap()).cancel();
        for _ in 0..10_000 {
            if self.0.open.load(Ordering::SeqCst) == 0 {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        panic!("a connection does not end");
    }

    /// How many connections came, whatever became of them.
    pub fn connections(&self) -> usize {
        self.0.connections.load(Ordering::SeqCst)
    }

    /// How many clients went on after they had seen the certificate: only these could have sent anything.
    pub fn trusted(&self) -> usize {
        self.0.trusted.load(Ordering::SeqCst)
    }

    async fn serve(&self, mut stream: TcpStream) {
        let (meets, cut) = (self.0.meets.lock().unwrap().clone(), self.0.cut.lock().unwrap().clone());
        let Meets::Tls(config) = meets else {
            // The beginning of TLS is read, so that this is an answer and not a reset.
            drop(stream.read(&mut [0; 4_096]).await);
            stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").await.ok();
            return;
        };
        let Ok(mut secured) = TlsAcceptor::from(config).accept(stream).await else { return };
        self.0.trusted.fetch_add(1, Ordering::SeqCst);
        let upstream = *self.0.upstream.lock().unwrap();
        let Some(upstream) = upstream else { return };
        let mut sandbox = TcpStream::connect(upstream).await.expect("the sandbox");
        tokio::select! {
            _ = copy_bidirectional(&mut secured, &mut sandbox) => {}
            () = cut.cancelled() => {
                secured.shutdown().await.ok();
                // The client hangs up in its turn when it has seen the end.
                let (stream, _) = secured.get_mut();
                tokio::io::copy(stream, &mut tokio::io::sink()).await.ok();
            }
        }
    }
}

fn config(identity: Identity) -> Arc<ServerConfig> {
    let builder = ServerConfig::builder().with_no_client_auth();
    Arc::new(builder.with_single_cert(identity.chain, identity.key).expect("a certificate with its key"))
}
