//! Where the sandbox may listen: on this computer only, so that its codes and invented secrets never leave it.

use std::net::SocketAddr;

use thiserror::Error;

use crate::i18n::Lang;
use crate::tr;

/// Why an address is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum ListenAddrError {
    /// Not an IP address with a port; a host name is none either, for a name may mean anything.
    #[error("not an IP address with a port")]
    NotAnAddress,
    /// An address that other computers can reach.
    #[error("not a loopback address")]
    NotLoopback,
}

impl ListenAddrError {
    /// One sentence for the person who typed the address.
    #[must_use]
    pub fn explain(self, lang: Lang) -> String {
        match self {
            Self::NotAnAddress => tr!(lang, "sandbox-listen-not-an-address"),
            Self::NotLoopback => tr!(lang, "sandbox-listen-not-loopback"),
        }
    }
}

/// Reads an address to listen on: a loopback literal with a port, such as `127.0.0.1:8080` or `[::1]:0` (0: any free port).
///
/// # Errors
///
/// [`ListenAddrError`] for anything else, also for `localhost`.
pub fn parse_listen_addr(text: &str) -> Result<SocketAddr, ListenAddrError> {
    let address: SocketAddr = text.trim().parse().map_err(|_| ListenAddrError::NotAnAddress)?;
    if address.ip().is_loopback() { Ok(address) } else { Err(ListenAddrError::NotLoopback) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_literals_with_a_port_are_taken() {
        for good in ["127.0.0.1:0", "127.0.0.1:8080", "127.9.9.9:1", "[::1]:8080", " 127.0.0.1:80 "] {
            assert!(parse_listen_addr(good).is_ok(), "{good}");
        }
        for wrong in ["", "127.0.0.1", "localhost:8080", "::1", "[::1]", "8080", ":8080", "http://127.0.0.1:8080", "127.0.0.1:65536"] {
            assert_eq!(parse_listen_addr(wrong), Err(ListenAddrError::NotAnAddress), "{wrong}");
        }
        for open in ["0.0.0.0:8080", "[::]:8080", "192.168.0.1:80", "[::ffff:127.0.0.1]:80"] {
            assert_eq!(parse_listen_addr(open), Err(ListenAddrError::NotLoopback), "{open}");
        }
    }
}
