//! Two small servers of our own: one that nobody has any business with, and a relay that can be cut, for a network that goes away.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tokendesk::model::cloud::CloudAddresses;

/// A server that counts who comes to it.
pub struct Elsewhere {
    listener: TcpListener,
    come: Mutex<usize>,
}

impl Elsewhere {
    /// Listens; connections wait in the system's queue until they are counted.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        Self { listener, come: Mutex::default() }
    }

    /// Where it listens.
    pub fn address(&self) -> String {
        format!("http://{}", self.listener.local_addr().unwrap())
    }

    /// How many have come so far.
    pub fn connections(&self) -> usize {
        let mut come = self.come.lock().unwrap();
        while self.listener.accept().is_ok() {
            *come += 1;
        }
        *come
    }
}

/// A way to a server that can be closed and opened again at the same port.
pub struct Relay {
    address: SocketAddr,
    to: SocketAddr,
    open: Arc<AtomicBool>,
    streams: Arc<Mutex<Vec<TcpStream>>>,
}

impl Relay {
    /// A way to this base address, which is open.
    pub fn to(base: &str) -> Self {
        let to = base.trim_start_matches("http://").parse().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let relay = Self { address: listener.local_addr().unwrap(), to, open: Arc::default(), streams: Arc::default() };
        relay.listen(listener);
        relay
    }

    /// The cloud as it is seen through the relay.
    pub fn cloud(&self) -> CloudAddresses {
        CloudAddresses::parse_base(&format!("http://{}", self.address)).unwrap()
    }

    /// Nobody listens any more, and what was connected is cut.
    pub fn close(&self) {
        self.open.store(false, Ordering::Release);
        for stream in self.streams.lock().unwrap().drain(..) {
            stream.shutdown(Shutdown::Both).ok();
        }
        // The thread lets go of the port within its look.
        while TcpStream::connect(self.address).is_ok() {
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Somebody listens again.
    pub fn open(&self) {
        for _ in 0..500 {
            if let Ok(listener) = TcpListener::bind(self.address) {
                return self.listen(listener);
            }
            thread::sleep(Duration::from_millis(5));
        }
        panic!("the port of the relay is taken");
    }

    fn listen(&self, listener: TcpListener) {
        self.open.store(true, Ordering::Release);
        listener.set_nonblocking(true).unwrap();
        let (to, open, streams) = (self.to, Arc::clone(&self.open), Arc::clone(&self.streams));
        thread::spawn(move || {
            while open.load(Ordering::Acquire) {
                match listener.accept() {
                    Ok((here, _)) => carry(&here, to, &streams),
                    Err(error) if error.kind() == ErrorKind::WouldBlock => thread::sleep(Duration::from_millis(2)),
                    Err(_) => return,
                }
            }
        });
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.open.store(false, Ordering::Release);
    }
}

/// Carries bytes both ways until one side has ended.
fn carry(here: &TcpStream, to: SocketAddr, streams: &Mutex<Vec<TcpStream>>) {
    here.set_nonblocking(false).unwrap();
    let Ok(there) = TcpStream::connect(to) else { return };
    let again = |stream: &TcpStream| stream.try_clone().unwrap();
    streams.lock().unwrap().extend([again(here), again(&there)]);
    for (mut from, mut into) in [(again(here), again(&there)), (again(&there), again(here))] {
        thread::spawn(move || {
            let mut bytes = [0; 16 << 10];
            while let Ok(count @ 1..) = from.read(&mut bytes) {
                if into.write_all(&bytes[..count]).is_err() {
                    break;
                }
            }
            into.shutdown(Shutdown::Both).ok();
        });
    }
}
