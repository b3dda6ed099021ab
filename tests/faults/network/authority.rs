//! A certificate authority of our own, which issues for the made-up host of these tests: rightly, and in every wrong way.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose, date_time_ymd};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// The host that exists nowhere (RFC 2606).
pub const HOST: &str = "cloud.invalid";

/// What a server shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shown {
    /// Issued by the authority, for the host, for today.
    Right,
    /// Issued by another authority.
    UnknownIssuer,
    /// Issued by another authority that bears the name of ours.
    Forged,
    /// Issued for another host.
    WrongName,
    /// Its dates are over.
    Expired,
    /// Its dates lie ahead.
    NotYetValid,
    /// Its dates end before they begin.
    DatesReversed,
    /// Signed with its own key, as a box in a cupboard does.
    SelfSigned,
    /// An authority's own certificate in place of a server's, which no verifier takes.
    AuthoritysOwn,
}

/// The authority.
pub struct Authority {
    ours: CertifiedIssuer<'static, KeyPair>,
    stranger: CertifiedIssuer<'static, KeyPair>,
    namesake: CertifiedIssuer<'static, KeyPair>,
}

/// A certificate with its chain and key, as a TLS server takes it.
pub struct Identity {
    pub chain: Vec<CertificateDer<'static>>,
    pub key: PrivateKeyDer<'static>,
}

impl Authority {
    pub fn new() -> Self {
        let [ours, stranger, namesake] = ["Company", "Stranger", "Company"].map(issuer);
        Self { ours, stranger, namesake }
    }

    /// What a company's administrator installs.
    pub fn root_pem(&self) -> String {
        self.ours.pem()
    }

    /// Another authority, which has issued nothing that matters.
    pub fn stranger_pem(&self) -> String {
        self.stranger.pem()
    }

    /// Issues for the host, and for this computer's own address, as a proxy that is spoken to over TLS needs it.
    pub fn issue(&self, shown: Shown) -> Identity {
        let key = KeyPair::generate().expect("a key");
        let names = if shown == Shown::WrongName { vec!["other.invalid"] } else { vec![HOST, "127.0.0.1"] };
        let mut params = CertificateParams::new(names.into_iter().map(str::to_owned).collect::<Vec<_>>()).expect("names");
        match shown {
            Shown::Expired => (params.not_before, params.not_after) = (date_time_ymd(2019, 1, 1), date_time_ymd(2020, 1, 1)),
            Shown::NotYetValid => (params.not_before, params.not_after) = (date_time_ymd(2190, 1, 1), date_time_ymd(2191, 1, 1)),
            Shown::DatesReversed => (params.not_before, params.not_after) = (date_time_ymd(2191, 1, 1), date_time_ymd(2019, 1, 1)),
            _ => {}
        }
        let certificate = match shown {
            Shown::SelfSigned => params.self_signed(&key),
            Shown::AuthoritysOwn => {
                params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
                params.self_signed(&key)
            }
            Shown::UnknownIssuer => params.signed_by(&key, &self.stranger),
            Shown::Forged => params.signed_by(&key, &self.namesake),
            _ => params.signed_by(&key, &self.ours),
        };
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        Identity { chain: vec![certificate.expect("a certificate").der().clone()], key }
    }
}

fn issuer(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).expect("no names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority")
}
