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
    /// The certificate is outside of its dates; Windows does not say on which side.
    TlsWrongDate,
    /// The certificate was revoked. Windows and macOS look; on Linux nobody does.
    TlsRevoked,
    /// Something else about the certificate; [`ApiError::technical`](super::ApiError::technical) says what.
    TlsOther,
    /// No certificate was judged: the other side speaks no TLS, or none that we speak.
    TlsNotAgreed,
    /// The proxy wants a login (407), or another than the one it was given.
    ProxyWantsLogin,
    /// The proxy's name could not be resolved.
    ProxyNameNotFound,
    /// The proxy could not be reached.
    ProxyUnreachable,
    /// The proxy was reached and hung up before it had answered.
    ProxyHungUp,
    /// The proxy would not connect us.
    ProxyRefused,
    /// The proxy wants to be spoken to in SOCKS, which we do not.
    ProxyIsSocks,
}

impl Cause {
    /// Whether a wrong clock may be behind it.
    #[must_use]
    pub const fn is_about_dates(self) -> bool {
        matches!(self, Self::TlsExpired | Self::TlsNotYetValid | Self::TlsWrongDate)
    }

    /// Whether no connection to the proxy came about, so that a little later one may.
    #[must_use]
    pub const fn is_proxy_out_of_reach(self) -> bool {
        matches!(self, Self::ProxyNameNotFound | Self::ProxyUnreachable | Self::ProxyHungUp)
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

/// Before the words of every verifier.
const CERTIFICATE: &str = "invalid peer certificate: ";

/// Words of the verifiers after [`CERTIFICATE`]: rustls-webpki's (Linux), those that rustls-platform-verifier gives to errors of
/// Windows and macOS, and the numbers of those that it hands through (source: its `verification/{windows,apple}.rs`; WinError.h;
/// SecBase.h).
const CERTIFICATE_WORDS: [(&str, Cause); 12] = [
    ("UnknownIssuer", Cause::TlsUnknownIssuer),
    // Windows: CERT_E_CHAINING, as with an authority that it has never seen.
    ("(os error -2146762486)", Cause::TlsUnknownIssuer),
    // macOS: errSecNotTrusted.
    (": -67843", Cause::TlsUnknownIssuer),
    ("certificate not valid for name", Cause::TlsWrongName),
    ("NotValidForName", Cause::TlsWrongName),
    ("certificate expired", Cause::TlsExpired),
    // macOS: errSecCertificateExpired.
    (": -67818", Cause::TlsExpired),
    // Windows has one error, CERT_E_EXPIRED, for both sides of the dates.
    (": Expired", Cause::TlsWrongDate),
    ("certificate not valid yet", Cause::TlsNotYetValid),
    // macOS: errSecCertificateNotValidYet.
    (": -67819", Cause::TlsNotYetValid),
    ("NotValidYet", Cause::TlsNotYetValid),
    ("Revoked", Cause::TlsRevoked),
];

/// Diagnoses the error of one attempt, while sending or while reading the body.
pub(super) fn diagnose(error: &reqwest::Error) -> Diagnosis {
    let chain = words_of_chain(error);
    if error.is_connect() {
        let chain = chain.strip_prefix("client error (Connect): ").unwrap_or(&chain);
        return diagnose_connecting(error, chain.to_owned());
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
        (ErrorKind::Proxy, Some(tunnel_cause(error, of_tunnel)))
    } else if error.is_timeout() {
        (ErrorKind::Timeout, Some(Cause::ConnectTimedOut))
    } else if error.is_dns() || chain.contains("invalid dns name") {
        (ErrorKind::Offline, Some(Cause::NameNotFound))
    } else {
        match io_kind(error) {
            Some(io::ErrorKind::InvalidData) => (ErrorKind::Tls, Some(tls_cause(&chain))),
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

/// What went wrong between us and the proxy. Of its answer the library tells 407 from the rest, and nothing more.
fn tunnel_cause(error: &reqwest::Error, of_tunnel: &str) -> Cause {
    if of_tunnel.starts_with("proxy authorization required") {
        Cause::ProxyWantsLogin
    } else if of_tunnel.starts_with("failed to create underlying connection") {
        match io_kind(error) {
            // A proxy that is spoken to over TLS has a certificate of its own.
            Some(io::ErrorKind::InvalidData) => tls_cause(of_tunnel),
            _ if error.is_dns() => Cause::ProxyNameNotFound,
            _ => Cause::ProxyUnreachable,
        }
    } else if of_tunnel.starts_with("io error") || of_tunnel.starts_with("unexpected end of file") {
        Cause::ProxyHungUp
    } else {
        Cause::ProxyRefused
    }
}

fn tls_cause(chain: &str) -> Cause {
    let Some(place) = chain.find(CERTIFICATE) else { return Cause::TlsNotAgreed };
    // From the colon on, which some of the words begin with.
    let words = chain.get(place..).unwrap_or_default();
    CERTIFICATE_WORDS.iter().find(|(known, _)| words.contains(known)).map_or(Cause::TlsOther, |(_, cause)| *cause)
}

/// The kind of the innermost io error: TLS errors come wrapped in `InvalidData`, and on the way to a proxy once more in another.
fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    let mut io = sources(error).find_map(|e| e.downcast_ref::<io::Error>())?;
    // An io error hides the one that it wraps: its source is that one's source.
    while let Some(inner) = io.get_ref().and_then(|inner| inner.downcast_ref()) {
        io = inner;
    }
    Some(io.kind())
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
pub(super) fn words_of_chain(error: &reqwest::Error) -> String {
    let mut chain: Vec<String> = sources(error).map(ToString::to_string).collect();
    chain.dedup();
    chain.join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_are_told_apart_by_the_words_of_each_platform() {
        let of = |words: &str| tls_cause(&format!("client error (Connect): invalid peer certificate: {words}"));
        assert_eq!(of("UnknownIssuer"), Cause::TlsUnknownIssuer);
        assert_eq!(of("certificate not valid for name \"a.example\"; certificate is only valid for b.example"), Cause::TlsWrongName);
        assert_eq!(of("NotValidForName"), Cause::TlsWrongName);
        assert_eq!(of("certificate expired: verification time 2 (UNIX), but certificate is not valid after 1"), Cause::TlsExpired);
        assert_eq!(of("Expired"), Cause::TlsWrongDate);
        assert_eq!(of("certificate not valid yet: verification time 1 (UNIX)"), Cause::TlsNotYetValid);
        assert_eq!(of("Revoked"), Cause::TlsRevoked);
        assert_eq!(of("BadSignature"), Cause::TlsOther);
    }

    #[test]
    fn errors_that_a_platform_hands_through_are_told_apart_by_their_numbers() {
        let of = |words: &str| tls_cause(&format!("invalid peer certificate: Other(OtherError({words:?}))"));
        assert_eq!(of("A certificate chain could not be built to a trusted root. (os error -2146762486)"), Cause::TlsUnknownIssuer);
        assert_eq!(of("“a.example” certificate is not trusted: -67843"), Cause::TlsUnknownIssuer);
        assert_eq!(of("“a.example” certificate is expired: -67818"), Cause::TlsExpired);
        assert_eq!(of("“a.example” certificate is not yet valid: -67819"), Cause::TlsNotYetValid);
        assert_eq!(of("The revocation process could not continue. (os error -2146762482)"), Cause::TlsOther);
    }

    #[test]
    fn without_a_certificate_none_is_blamed() {
        for words in ["received corrupt message of type InvalidContentType", "received fatal alert: the server supports no common: Expired"]
        {
            assert_eq!(tls_cause(&format!("client error (Connect): {words}")), Cause::TlsNotAgreed);
        }
    }

    #[test]
    fn only_dates_bring_the_clock_into_play() {
        assert!([Cause::TlsExpired, Cause::TlsNotYetValid, Cause::TlsWrongDate].into_iter().all(Cause::is_about_dates));
        assert!(!Cause::TlsUnknownIssuer.is_about_dates());
    }
}
