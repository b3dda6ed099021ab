//! A cable between the program and the sandbox on this computer, which a test pulls out and plugs in again.

use std::net::SocketAddr;

use tokio::io::{AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;

/// The cable.
pub struct Cable {
    runtime: Runtime,
    address: SocketAddr,
    upstream: Option<SocketAddr>,
    plugged: Option<(CancellationToken, JoinHandle<()>)>,
}

impl Cable {
    /// Its near end; nobody listens there yet.
    pub fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let address = runtime.block_on(TcpListener::bind("127.0.0.1:0")).and_then(|listener| listener.local_addr()).expect("a port");
        Self { runtime, address, upstream: None, plugged: None }
    }

    /// Where the program finds the cloud.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Plugs it into this server.
    pub fn plug_into(&mut self, upstream: SocketAddr) {
        self.upstream = Some(upstream);
        self.plug();
    }

    /// Plugs it in where it was.
    pub fn plug(&mut self) {
        let upstream = self.upstream.expect("a server");
        let listener = self.runtime.block_on(TcpListener::bind(self.address)).expect("the same port");
        let pulled = CancellationToken::new();
        let stop = pulled.clone();
        let task = self.runtime.spawn(async move {
            let mut connections = JoinSet::new();
            while let Some(Ok((stream, _))) = stop.run_until_cancelled(listener.accept()).await {
                connections.spawn(carry(stream, upstream, stop.clone()));
            }
            drop(listener);
            connections.join_all().await;
        });
        self.plugged = Some((pulled, task));
    }

    /// Pulls it out: nobody listens any more, and the program knows that its connections have ended when this returns.
    pub fn pull(&mut self) {
        let (pulled, task) = self.plugged.take().expect("a plugged cable");
        pulled.cancel();
        self.runtime.block_on(task).expect("the end");
    }
}

async fn carry(mut near: TcpStream, upstream: SocketAddr, pulled: CancellationToken) {
    let Ok(mut far) = TcpStream::connect(upstream).await else { return };
    if pulled.run_until_cancelled(copy_bidirectional(&mut near, &mut far)).await.is_none() {
        near.shutdown().await.ok();
        // The program hangs up in its turn when it has seen the end.
        tokio::io::copy(&mut near, &mut tokio::io::sink()).await.ok();
    }
}
