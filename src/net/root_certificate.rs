//! Reads the file of a company's root certificate before it is trusted: what it holds, whose it is and until when, or what is wrong with
//! it, so that a person hears of a mistake when the file is chosen and not from a server's name an hour later.
//!
//! The verifiers themselves look at little of it: rustls takes a root's dates and its right to sign as given (RFC 5280, 6.1.1 leaves
//! both to whoever trusts it). So they are looked at here.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use thiserror::Error;
use x509_parser::certificate::X509Certificate;
use x509_parser::parse_x509_certificate;
use x509_parser::pem::Pem;
use x509_parser::x509::X509Name;

use super::text::clean;

/// The largest file that is read, in bytes: Mozilla's whole list of authorities is a quarter of it.
pub const LARGEST_ROOT_FILE: u64 = 1 << 20;

/// The longest name of an authority that is kept, in characters.
const NAME_CAP: usize = 120;

/// The authorities of one file, checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RootCertificates {
    pem: Vec<u8>,
    first: Authority,
    others: usize,
    left_out: usize,
}

/// Who issues, by its certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Authority {
    /// What it calls itself: its common name, or the whole of its name; without marks that break a layout.
    pub subject: String,
    /// Who has issued it, when that is another one.
    pub issuer: Option<String>,
    /// Its last second.
    pub until: Timestamp,
}

/// Why a file is not taken. Names are those of the certificate in it.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum RootProblem {
    /// Only a path from the root of the disk is taken: nobody knows where a window was started.
    #[error("not a full path")]
    NotAFullPath,
    /// There is no such file, or it cannot be opened: the system's words.
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    /// It is no file, or larger than [`LARGEST_ROOT_FILE`].
    #[error("the file is too large, or no file")]
    TooLarge,
    /// There is a private key in it, which nobody should have to hand out.
    #[error("there is a private key in the file")]
    PrivateKey,
    /// It is neither PEM with a certificate nor a certificate in DER.
    #[error("there is no certificate in the file")]
    NoCertificate,
    /// There is one that is cut or not understood.
    #[error("a certificate in the file cannot be read")]
    Broken,
    /// It is somebody's certificate, and not one that issues others.
    #[error("{0} is no authority")]
    NotAuthority(String),
    /// It has ended.
    #[error("{0} has ended at {1}")]
    Expired(String, Timestamp),
    /// It has not begun, or the clock is behind.
    #[error("{0} begins at {1}")]
    NotYetValid(String, Timestamp),
}

impl RootCertificates {
    /// Reads the content of a file. Of several certificates those are taken that issue others and are valid `now`; when there is
    /// none, the first one's problem is told.
    ///
    /// # Errors
    /// [`RootProblem`]: what is wrong with the content.
    pub fn read(content: &[u8], now: Timestamp) -> Result<Self, RootProblem> {
        if content.len() as u64 > LARGEST_ROOT_FILE {
            return Err(RootProblem::TooLarge);
        }
        let text = String::from_utf8_lossy(content);
        if text.contains("PRIVATE KEY-----") {
            return Err(RootProblem::PrivateKey);
        }
        let certificates = if text.contains("-----BEGIN ") { of_pem(content)? } else { vec![content.to_vec()] };
        let is_pem = text.contains("-----BEGIN ");
        let (mut pem, mut taken, mut problem) = (Vec::new(), Vec::new(), None);
        let count = certificates.len();
        for der in certificates {
            match check(&der, now, is_pem) {
                Ok(authority) => {
                    taken.push(authority);
                    pem.extend(to_pem(&der).into_bytes());
                }
                Err(why) => problem = problem.or(Some(why)),
            }
        }
        let others = taken.len().saturating_sub(1);
        let left_out = count - taken.len();
        match taken.into_iter().next() {
            Some(first) => Ok(Self { pem, first, others, left_out }),
            None => Err(problem.unwrap_or(RootProblem::NoCertificate)),
        }
    }

    /// The certificates that were taken, and nothing else of the file.
    #[must_use]
    pub fn pem(&self) -> &[u8] {
        &self.pem
    }

    /// The first of them.
    #[must_use]
    pub const fn first(&self) -> &Authority {
        &self.first
    }

    /// How many more were taken.
    #[must_use]
    pub const fn others(&self) -> usize {
        self.others
    }

    /// How many certificates of the file were not taken.
    #[must_use]
    pub const fn left_out(&self) -> usize {
        self.left_out
    }
}

/// The certificates of a PEM file; whatever else stands in it is not ours to judge.
fn of_pem(content: &[u8]) -> Result<Vec<Vec<u8>>, RootProblem> {
    let mut found = Vec::new();
    for block in Pem::iter_from_buffer(content) {
        let block = block.map_err(|_| RootProblem::Broken)?;
        // "X509 CERTIFICATE" is OpenSSL's old name for the same.
        if matches!(block.label.as_str(), "CERTIFICATE" | "X509 CERTIFICATE") {
            found.push(block.contents);
        }
    }
    if found.is_empty() { Err(RootProblem::NoCertificate) } else { Ok(found) }
}

fn check(der: &[u8], now: Timestamp, is_pem: bool) -> Result<Authority, RootProblem> {
    let unread = if is_pem { RootProblem::Broken } else { RootProblem::NoCertificate };
    let (rest, certificate) = parse_x509_certificate(der).map_err(|_| unread)?;
    if !rest.is_empty() {
        return Err(RootProblem::Broken);
    }
    let subject = name_of(certificate.subject());
    if !issues_others(&certificate) {
        return Err(RootProblem::NotAuthority(subject));
    }
    let at = |seconds: i64| Timestamp::from_second(seconds).map_err(|_| RootProblem::Broken);
    let (from, until) = (at(certificate.validity().not_before.timestamp())?, at(certificate.validity().not_after.timestamp())?);
    if now > until {
        return Err(RootProblem::Expired(subject, until));
    }
    if now < from {
        return Err(RootProblem::NotYetValid(subject, from));
    }
    let is_its_own = certificate.issuer().as_raw() == certificate.subject().as_raw();
    Ok(Authority { subject, issuer: (!is_its_own).then(|| name_of(certificate.issuer())), until })
}

/// Whether it says that it is an authority, and may sign certificates where it says what it may do.
fn issues_others(certificate: &X509Certificate<'_>) -> bool {
    let may_sign = match certificate.key_usage() {
        Ok(Some(usage)) => usage.value.key_cert_sign(),
        Ok(None) => true,
        Err(_) => false,
    };
    certificate.is_ca() && may_sign
}

/// The common name; the whole name where there is none that can be read.
fn name_of(name: &X509Name<'_>) -> String {
    let common = name.iter_common_name().find_map(|common| common.as_str().ok()).map(clean).filter(|common| !common.is_empty());
    let whole = || clean(&name.to_string());
    common.unwrap_or_else(whole).chars().take(NAME_CAP).collect()
}

fn to_pem(der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
    for (at, letter) in body.chars().enumerate() {
        if at > 0 && at % 64 == 0 {
            pem.push('\n');
        }
        pem.push(letter);
    }
    pem.push_str("\n-----END CERTIFICATE-----\n");
    pem
}

#[cfg(test)]
mod tests;
