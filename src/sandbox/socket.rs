//! Sockets that can be made to fail: a request handler tells its own connection to end, by a close or by a reset.

use std::io::{self, Error, ErrorKind};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

const OPEN: u8 = 0;
const CLOSE: u8 = 1;
const RESET: u8 = 2;

/// How a connection ends before its time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// FIN: the other side sees an end of file.
    Close,
    /// RST: the other side sees "connection reset".
    Reset,
}

/// The other side of a connection, and the string to pull to end it.
#[derive(Clone, Debug)]
pub(super) struct Peer {
    pub(super) address: SocketAddr,
    ending: Arc<AtomicU8>,
    instead: Arc<Mutex<Vec<u8>>>,
}

impl Peer {
    fn new(address: SocketAddr) -> Self {
        Self { address, ending: Arc::new(AtomicU8::new(OPEN)), instead: Arc::default() }
    }

    /// Whatever the server writes next, these bytes are written in its place; then the connection closes.
    pub(super) fn say_instead(&self, bytes: Vec<u8>) {
        *self.instead.lock().unwrap_or_else(PoisonError::into_inner) = bytes;
    }

    /// Nothing more is written from now on, and the socket ends as soon as the server tries.
    pub(super) fn end(&self, ending: Ending) {
        let ending = match ending {
            Ending::Close => CLOSE,
            Ending::Reset => RESET,
        };
        self.ending.store(ending, Ordering::Release);
    }
}

impl Connected<IncomingStream<'_, SandboxListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, SandboxListener>) -> Self {
        stream.remote_addr().clone()
    }
}

/// A listener whose connections can be ended from within.
pub(super) struct SandboxListener(pub(super) TcpListener);

impl Listener for SandboxListener {
    type Io = FragileStream;
    type Addr = Peer;

    async fn accept(&mut self) -> (FragileStream, Peer) {
        // axum's own accept waits and goes on when accepting fails.
        let (stream, address) = Listener::accept(&mut self.0).await;
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "answers of the sandbox may come 40 ms late");
        }
        let peer = Peer::new(address);
        (FragileStream { stream, ending: Arc::clone(&peer.ending), instead: Arc::clone(&peer.instead) }, peer)
    }

    fn local_addr(&self) -> io::Result<Peer> {
        let address = TcpListener::local_addr(&self.0)?;
        Ok(Peer::new(address))
    }
}

/// A TCP stream that fails when it is told to.
pub(super) struct FragileStream {
    stream: TcpStream,
    ending: Arc<AtomicU8>,
    instead: Arc<Mutex<Vec<u8>>>,
}

impl FragileStream {
    /// Writes what is to be said in place of an answer, if there is anything, and ends the connection after it.
    fn poll_instead(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let instead = Arc::clone(&self.instead);
        let mut bytes = instead.lock().unwrap_or_else(PoisonError::into_inner);
        while !bytes.is_empty() {
            let written = ready!(Pin::new(&mut self.stream).poll_write(context, &bytes))?;
            bytes.drain(..written);
            if bytes.is_empty() {
                self.ending.store(CLOSE, Ordering::Release);
            }
        }
        Poll::Ready(Ok(()))
    }

    fn still_open(&self) -> io::Result<()> {
        if self.ending.load(Ordering::Acquire) == OPEN { Ok(()) } else { Err(Error::new(ErrorKind::ConnectionAborted, "ended by a fault")) }
    }
}

impl AsyncRead for FragileStream {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for FragileStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.poll_instead(context))?;
        if let Err(error) = self.still_open() {
            return Poll::Ready(Err(error));
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // An orderly shutdown would send the FIN that a reset must not have.
        if let Err(error) = self.still_open() {
            return Poll::Ready(Err(error));
        }
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl Drop for FragileStream {
    fn drop(&mut self) {
        if self.ending.load(Ordering::Acquire) == RESET
            && let Err(error) = self.stream.set_zero_linger()
        {
            tracing::debug!(%error, "the connection closes instead of being reset");
        }
    }
}
