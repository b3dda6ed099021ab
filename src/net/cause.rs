//! Tells apart why a connection failed. The transport library gives chains of errors of other crates; all knowledge of their
//! shapes and words is in this file.

use std::error::Error;
use std::io;

use super::error::ErrorKind;

/// Why no answer came, or not the whole of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// The host's name could not be resolved.
    NameNotFound,
    /// The host answered that nobody listens there.
    ConnectionRefused,
    /// There is no way to the host from here.
    Unreachable,
    /// No connection in time.
    ConnectTimedOut,
    /// Connected, and no (whole) answer in time.
    AnswerTimedOut,
    /// The certificate comes from an authority that this computer does not trust.
    TlsUnknownIssuer,
    /// The certificate is for another host.
    TlsWrongName,
    /// The certificate has ended, or this computer's clock is ahead.
    TlsExpired,
    /// The certificate has not begun, or this computer's clock is behind.
    TlsNotYetValid,
    /// The certificate was revoked.
    TlsRevoked,
    /// Something else about TLS; [`ApiError::technical`](super::ApiError::technical) says what.
    TlsOther,
    /// The proxy wants a login (407).
    ProxyWantsLogin,
    /// The proxy could not be reached.
    ProxyUnreachable,
    /// The proxy would not connect us.
    ProxyRefused,
}

impl Cause {
    /// Whether a wrong clock may be behind it.
    #[must_use]
    pub const fn is_about_dates(self) -> bool {
        matches!(self, Self::TlsExpired | Self::TlsNotYetValid)
    }
}

/// What became of an attempt that ended without a whole answer.
pub(super) struct Diagnosis {
    pub(super) kind: ErrorKind,
    pub(super) cause: Option<Cause>,
    /// The chain's words, the innermost last.
    pub(super) technical: String,
    pub(super) may_have_arrived: bool,
}

impl Diagnosis {
    const fn new(kind: ErrorKind, cause: Option<Cause>, technical: String, may_have_arrived: bool) -> Self {
        Self { kind, cause, technical, may_have_arrived }
    }
}

/// Words of rustls and of the platforms' verifiers inside "invalid peer certificate: …".
const CERTIFICATE_WORDS: [(&str, Cause); 8] = [
    ("UnknownIssuer", Cause::TlsUnknownIssuer),
    ("certificate not valid for name", Cause::TlsWrongName),
    ("NotValidForName", Cause::TlsWrongName),
    ("certificate expired", Cause::TlsExpired),
    (": Expired", Cause::TlsExpired),
    ("certificate not valid yet", Cause::TlsNotYetValid),
    ("NotValidYet", Cause::TlsNotYetValid),
    ("Revoked", Cause::TlsRevoked),
];

/// Diagnoses the error of one attempt, while sending or while reading the body.
pub(super) fn diagnose(error: &reqwest::Error) -> Diagnosis {
    let chain = words_of_chain(error);
    if error.is_connect() {
        return diagnose_connecting(error, chain);
    }
    if error.is_builder() {
        return Diagnosis::new(ErrorKind::CannotBeSent, None, chain, false);
    }
    if error.is_timeout() {
        return Diagnosis::new(ErrorKind::Timeout, Some(Cause::AnswerTimedOut), chain, true);
    }
    // A body that the decompression cannot read has no connection error in its chain.
    let is_cut_or_garbled = error.is_decode() && !chain.contains("from connection");
    let kind = if is_cut_or_garbled { ErrorKind::Incomplete } else { ErrorKind::ConnectionLost };
    Diagnosis::new(kind, None, chain, true)
}

fn diagnose_connecting(error: &reqwest::Error, chain: String) -> Diagnosis {
    let (kind, cause) = if let Some((_, of_tunnel)) = chain.split_once("tunnel error: ") {
        let cause = if of_tunnel.starts_with("proxy authorization required") {
            Cause::ProxyWantsLogin
        } else if of_tunnel.starts_with("failed to create underlying connection") || of_tunnel.starts_with("io error") {
            Cause::ProxyUnreachable
        } else {
            Cause::ProxyRefused
        };
        (ErrorKind::Proxy, Some(cause))
    } else if error.is_timeout() {
        (ErrorKind::Timeout, Some(Cause::ConnectTimedOut))
    } else if error.is_dns() || chain.contains("invalid dns name") {
        (ErrorKind::Offline, Some(Cause::NameNotFound))
    } else {
        match io_kind(error) {
            Some(io::ErrorKind::InvalidData) => (ErrorKind::Tls, Some(certificate_cause(&chain))),
            Some(io::ErrorKind::ConnectionRefused) => (ErrorKind::Offline, Some(Cause::ConnectionRefused)),
            Some(io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable | io::ErrorKind::AddrNotAvailable) => {
                (ErrorKind::Offline, Some(Cause::Unreachable))
            }
            Some(io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe) => {
                (ErrorKind::ConnectionLost, None)
            }
            _ => (ErrorKind::Offline, None),
        }
    };
    Diagnosis::new(kind, cause, chain, false)
}

fn certificate_cause(chain: &str) -> Cause {
    CERTIFICATE_WORDS.iter().find(|(words, _)| chain.contains(words)).map_or(Cause::TlsOther, |(_, cause)| *cause)
}

/// The kind of the outermost io error: TLS errors come wrapped in `InvalidData`.
fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    sources(error).find_map(|e| e.downcast_ref::<io::Error>()).map(io::Error::kind)
}

fn sources(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let mut next = error.source();
    std::iter::from_fn(move || {
        let this = next?;
        next = this.source();
        Some(this)
    })
}

/// The words of the chain below reqwest's own error, which names the whole address with its query.
fn words_of_chain(error: &reqwest::Error) -> String {
    let mut chain: Vec<String> = sources(error).map(ToString::to_string).collect();
    chain.dedup();
    chain.join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_are_told_apart_by_the_words_of_each_platform() {
        let of = |words: &str| certificate_cause(&format!("client error (Connect): invalid peer certificate: {words}"));
        assert_eq!(of("UnknownIssuer"), Cause::TlsUnknownIssuer);
        assert_eq!(of("certificate not valid for name \"a.example\"; certificate is only valid for b.example"), Cause::TlsWrongName);
        assert_eq!(of("NotValidForName"), Cause::TlsWrongName);
        assert_eq!(of("certificate expired: verification time 2 (UNIX), but certificate is not valid after 1"), Cause::TlsExpired);
        assert_eq!(of("Expired"), Cause::TlsExpired);
        assert_eq!(of("certificate not valid yet: verification time 1 (UNIX)"), Cause::TlsNotYetValid);
        assert_eq!(of("NotValidYet"), Cause::TlsNotYetValid);
        assert_eq!(of("Revoked"), Cause::TlsRevoked);
        assert_eq!(of("BadSignature"), Cause::TlsOther);
    }

    #[test]
    fn only_dates_bring_the_clock_into_play() {
        assert!(Cause::TlsExpired.is_about_dates() && Cause::TlsNotYetValid.is_about_dates());
        assert!(!Cause::TlsUnknownIssuer.is_about_dates());
    }
}
