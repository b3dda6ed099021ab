//! Files as administrators hand them out, and as they should not.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose, date_time_ymd};

use super::*;

fn now() -> Timestamp {
    "2030-05-01T12:00:00Z".parse().unwrap()
}

fn params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

fn authority_params(name: &str) -> CertificateParams {
    let mut params = params(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params.not_after = date_time_ymd(2034, 3, 12);
    params
}

fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    CertifiedIssuer::self_signed(authority_params(name), KeyPair::generate().unwrap()).unwrap()
}

fn signed(params: &CertificateParams) -> String {
    params.clone().self_signed(&KeyPair::generate().unwrap()).unwrap().pem()
}

fn read(text: &str) -> Result<RootCertificates, RootProblem> {
    RootCertificates::read(text.as_bytes(), now())
}

#[test]
fn a_root_is_read_with_its_name_and_its_end_and_can_be_trusted() {
    let company = authority("Ромашка Root CA");
    let windows = format!("\u{feff}# из отдела ИТ\r\n{}", company.pem().replace('\n', "\r\n"));
    for text in [company.pem(), windows] {
        let read = read(&text).unwrap();
        let expected =
            Authority { subject: "Ромашка Root CA".to_owned(), issuer: None, until: "2034-03-12T00:00:00Z".parse().unwrap() };
        assert_eq!((read.first(), read.others(), read.left_out()), (&expected, 0, 0));
        let settings = super::super::NetSettings { extra_roots: vec![read.pem().to_vec()], ..super::super::recorder::quick() };
        super::super::Prepared::new(&settings).expect("what was taken can be trusted");
    }
    let der = RootCertificates::read(company.der(), now()).unwrap();
    assert_eq!(der, read(&company.pem()).unwrap(), "DER says the same");
}

#[test]
fn of_a_chain_the_authorities_are_taken_and_the_rest_is_counted() {
    let company = authority("Company");
    let key = KeyPair::generate().unwrap();
    let branch = authority_params("Branch").signed_by(&key, &company).unwrap();
    let server = params("server.example").signed_by(&KeyPair::generate().unwrap(), &company).unwrap();
    let chain = [server.pem(), branch.pem(), company.pem()].concat();
    let read = read(&chain).unwrap();
    assert_eq!((read.first().subject.as_str(), read.first().issuer.as_deref()), ("Branch", Some("Company")));
    assert_eq!((read.others(), read.left_out()), (1, 1));
    assert_eq!(String::from_utf8_lossy(read.pem()).matches("BEGIN CERTIFICATE").count(), 2);
}

#[test]
fn what_is_no_root_is_refused_with_its_reason() {
    let server = signed(&params("server.example"));
    assert_eq!(read(&server), Err(RootProblem::NotAuthority("server.example".to_owned())));
    let mut cannot_sign = authority_params("Reader");
    cannot_sign.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    assert_eq!(read(&signed(&cannot_sign)), Err(RootProblem::NotAuthority("Reader".to_owned())));
    let mut over = authority_params("Old");
    (over.not_before, over.not_after) = (date_time_ymd(2010, 1, 1), date_time_ymd(2020, 1, 1));
    assert_eq!(read(&signed(&over)), Err(RootProblem::Expired("Old".to_owned(), "2020-01-01T00:00:00Z".parse().unwrap())));
    let mut ahead = authority_params("New");
    ahead.not_before = date_time_ymd(2033, 1, 1);
    assert_eq!(read(&signed(&ahead)), Err(RootProblem::NotYetValid("New".to_owned(), "2033-01-01T00:00:00Z".parse().unwrap())));
}

#[test]
fn a_private_key_is_refused_whatever_stands_beside_it() {
    let key = KeyPair::generate().unwrap();
    let root = authority_params("Company").self_signed(&key).unwrap();
    for text in [key.serialize_pem(), root.pem() + &key.serialize_pem(), key.serialize_pem() + &root.pem()] {
        assert_eq!(read(&text), Err(RootProblem::PrivateKey));
    }
    let encrypted = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n";
    assert_eq!(read(encrypted), Err(RootProblem::PrivateKey));
}

#[test]
fn what_is_no_certificate_is_told_apart_from_a_broken_one() {
    for text in ["", "not a certificate", "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n"] {
        assert_eq!(read(text), Err(RootProblem::NoCertificate), "{text}");
    }
    let whole = authority("Company").pem();
    let cut = &whole[..whole.len() / 2];
    for text in [
        cut,
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\n%%%\n-----END CERTIFICATE-----\n",
    ] {
        assert_eq!(read(text), Err(RootProblem::Broken), "{text}");
    }
    let huge = vec![b' '; usize::try_from(LARGEST_ROOT_FILE).unwrap() + 1];
    assert_eq!(RootCertificates::read(&huge, now()), Err(RootProblem::TooLarge));
}

#[test]
fn a_name_cannot_break_a_layout() {
    let name = format!("A\u{202e}B\n{}", "x".repeat(500));
    let read = read(&authority(&name).pem()).unwrap();
    assert_eq!(read.first().subject, format!("AB {}", "x".repeat(NAME_CAP - 3)));
}
