//! The words for what fails between this computer and a server: the network, the proxy on the way, the certificate. Each names what
//! was tried and where it is set, for the one who can change it is often an administrator who hears of it by telephone.

use jiff::Timestamp;

use super::{Scene, time_words};
use crate::net::{ApiError, Cause, ErrorKind, ProxyInForce, ProxySource, Way};
use crate::tr;

/// Why no connection came about, as the end of a sentence.
#[must_use]
pub fn cause(scene: &Scene<'_>, error: &ApiError) -> String {
    let (lang, host) = (scene.lang, error.details().origin.as_str());
    if let (ErrorKind::Proxy, Some(proxy)) = (error.kind(), error.proxy()) {
        return proxy_cause(scene, error, proxy);
    }
    match error.cause() {
        Some(Cause::NameNotFound) => tr!(lang, "cause-offline-name", host = host),
        Some(Cause::ConnectionRefused) => tr!(lang, "cause-offline-refused", host = host),
        Some(Cause::Unreachable) => tr!(lang, "cause-offline-no-way", host = host),
        Some(Cause::ConnectTimedOut) => tr!(lang, "cause-offline-silent", host = host),
        _ if *error.kind() == ErrorKind::Tls => certificate_cause(scene, error, host),
        _ => tr!(lang, "cause-offline", host = host),
    }
}

/// What is wrong with the certificate of `whose`.
fn certificate_cause(scene: &Scene<'_>, error: &ApiError, whose: &str) -> String {
    let lang = scene.lang;
    match error.cause() {
        Some(Cause::TlsUnknownIssuer) => tr!(lang, "cause-tls-unknown-issuer", host = whose),
        Some(Cause::TlsWrongName) => tr!(lang, "cause-tls-wrong-name", host = whose),
        Some(Cause::TlsExpired) => tr!(lang, "cause-tls-expired", host = whose),
        Some(Cause::TlsNotYetValid) => tr!(lang, "cause-tls-not-yet-valid", host = whose),
        Some(Cause::TlsWrongDate) => tr!(lang, "cause-tls-wrong-date", host = whose),
        Some(Cause::TlsRevoked) => tr!(lang, "cause-tls-revoked", host = whose),
        Some(Cause::TlsNotAgreed) => tr!(lang, "cause-tls-not-agreed", host = whose),
        _ => tr!(lang, "cause-tls-other", host = whose),
    }
}

fn proxy_cause(scene: &Scene<'_>, error: &ApiError, proxy: &ProxyInForce) -> String {
    let (lang, host, address) = (scene.lang, error.details().origin.as_str(), proxy.address());
    match error.cause() {
        Some(Cause::ProxyWantsLogin) if proxy.has_login() => tr!(lang, "cause-proxy-login-refused", proxy = address),
        Some(Cause::ProxyWantsLogin) => tr!(lang, "cause-proxy-login", proxy = address),
        Some(Cause::ProxyNameNotFound) => tr!(lang, "cause-proxy-name", proxy = address),
        Some(Cause::ProxyUnreachable) => tr!(lang, "cause-proxy-unreachable", proxy = address),
        Some(Cause::ProxyHungUp) => tr!(lang, "cause-proxy-hung-up", proxy = address),
        Some(Cause::ProxyIsSocks) => tr!(lang, "cause-proxy-socks", proxy = address),
        Some(Cause::ProxyRefused) | None => tr!(lang, "cause-proxy-refused", proxy = address, host = host),
        Some(_) => certificate_cause(scene, error, &tr!(lang, "the-proxy", proxy = address)),
    }
}

/// What to do, and which way was tried.
#[must_use]
pub fn next(scene: &Scene<'_>, error: &ApiError) -> String {
    let (lang, host) = (scene.lang, error.details().origin.as_str());
    let proxy = error.proxy();
    let mut sentences = match (error.kind(), proxy) {
        (ErrorKind::Proxy, Some(proxy)) => proxy_next(scene, error, proxy),
        (ErrorKind::Tls, _) => vec![certificate_next(scene, error, host)],
        _ => vec![tr!(lang, "next-offline")],
    };
    match (error.kind(), error.way()) {
        // The first has said it, the second has none, and who was reached, if only by name, does not stand behind one that is missing.
        (ErrorKind::Proxy, _) | (_, Way::ThisComputer) | (ErrorKind::Tls | ErrorKind::ConnectionLost, Way::Straight) => {}
        (_, Way::Proxy(proxy)) => sentences.push(match proxy.source() {
            ProxySource::Variable(name) => tr!(lang, "way-proxy-variable", proxy = proxy.address(), name = name),
            ProxySource::System => tr!(lang, "way-proxy-system", proxy = proxy.address()),
            ProxySource::Settings => tr!(lang, "way-proxy-settings", proxy = proxy.address()),
        }),
        (_, Way::Straight) => sentences.push(tr!(lang, "way-straight", host = host)),
    }
    if matches!(error.cause(), Some(Cause::TlsOther | Cause::TlsNotAgreed))
        && let Some(words) = error.technical()
    {
        sentences.push(tr!(lang, "tls-words", words = words));
    }
    sentences.join(" ")
}

fn set_by(scene: &Scene<'_>, proxy: &ProxyInForce) -> String {
    match proxy.source() {
        ProxySource::Variable(name) => tr!(scene.lang, "proxy-set-by-variable", name = name),
        ProxySource::System => tr!(scene.lang, "proxy-set-by-system"),
        ProxySource::Settings => tr!(scene.lang, "proxy-set-by-settings"),
    }
}

fn proxy_next(scene: &Scene<'_>, error: &ApiError, proxy: &ProxyInForce) -> Vec<String> {
    let (lang, host, address) = (scene.lang, error.details().origin.as_str(), proxy.address());
    let advice = match error.cause() {
        Some(Cause::ProxyWantsLogin) if proxy.has_login() => tr!(lang, "next-proxy-login-refused"),
        Some(Cause::ProxyWantsLogin) => tr!(lang, "next-proxy-login"),
        Some(Cause::ProxyIsSocks) => tr!(lang, "next-proxy-socks"),
        Some(cause) if cause.is_proxy_out_of_reach() => tr!(lang, "next-proxy-unreachable"),
        Some(Cause::ProxyRefused) | None => tr!(lang, "next-proxy-refused", host = host),
        Some(_) => certificate_next(scene, error, &tr!(lang, "the-proxy", proxy = address)),
    };
    vec![set_by(scene, proxy), advice]
}

/// A certificate is a hard stop: there is something to do about it, and nothing to wave through.
fn certificate_next(scene: &Scene<'_>, error: &ApiError, whose: &str) -> String {
    let lang = scene.lang;
    match error.cause() {
        // The moment at which the certificate was judged; never "today", which says nothing about a clock that is a year off.
        Some(cause) if cause.is_about_dates() => {
            tr!(lang, "next-tls-date", host = whose, now = time_words::moment(error.details().at, Timestamp::UNIX_EPOCH, scene.zone))
        }
        Some(Cause::TlsUnknownIssuer) => tr!(lang, "next-tls-unknown-issuer"),
        Some(Cause::TlsWrongName) => tr!(lang, "next-tls-wrong-name", host = whose),
        Some(Cause::TlsRevoked) => tr!(lang, "next-tls-revoked", host = whose),
        _ => tr!(lang, "next-tls", host = whose),
    }
}
