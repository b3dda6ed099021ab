//! What the rows of Settings → Network say: what is in force, and why something is not.

use jiff::tz::TimeZone;

use super::{NetworkView, RootView, TryView};
use crate::desktop::settings::Proxy;
use crate::i18n::Lang;
use crate::net::{ProxySource, RootProblem, Way};
use crate::screens::{Scene, network_words, problem, time_words};
use crate::tr;
use crate::widgets::Tone;

/// The person's root.
pub(super) fn root(scene: &Scene<'_>, root: &RootView<'_>) -> (Tone, String) {
    let lang = scene.lang;
    match root {
        RootView::None => (Tone::Neutral, tr!(lang, "network-root-none")),
        RootView::Left { path, why } => {
            (Tone::Danger, tr!(lang, "network-root-left", why = root_problem(lang, scene.zone, why), path = *path))
        }
        RootView::Trusted { root, path } => {
            let first = root.first();
            let day = time_words::day(first.until, scene.zone);
            let mut words = tr!(lang, "network-root-trusted", name = first.subject.as_str(), day = day);
            let more = [
                (root.others() > 0).then(|| tr!(lang, "network-root-others", count = root.others())),
                first.issuer.as_deref().map(|issuer| tr!(lang, "network-root-issuer", issuer = issuer)),
                (root.left_out() > 0).then(|| tr!(lang, "network-root-left-out", count = root.left_out())),
                Some(tr!(lang, "network-root-file", path = *path)),
            ];
            for more in more.into_iter().flatten() {
                words.push(' ');
                words.push_str(&more);
            }
            (Tone::Neutral, words)
        }
    }
}

/// What is wrong with a root's file, and what to do.
pub(super) fn root_problem(lang: Lang, zone: &TimeZone, problem: &RootProblem) -> String {
    match problem {
        RootProblem::NotAFullPath => tr!(lang, "network-root-not-full"),
        RootProblem::Unreadable(why) => tr!(lang, "network-root-unreadable", why = why.as_str()),
        RootProblem::TooLarge => tr!(lang, "network-root-too-large"),
        RootProblem::PrivateKey => tr!(lang, "network-root-private-key"),
        RootProblem::NoCertificate => tr!(lang, "network-root-no-certificate"),
        RootProblem::Broken => tr!(lang, "network-root-broken"),
        RootProblem::NotAuthority(name) => tr!(lang, "network-root-not-authority", name = name.as_str()),
        RootProblem::Expired(name, until) => tr!(lang, "network-root-expired", name = name.as_str(), day = time_words::day(*until, zone)),
        RootProblem::NotYetValid(name, from) => tr!(lang, "network-root-not-yet", name = name.as_str(), day = time_words::day(*from, zone)),
    }
}

/// A root of the settings that is not trusted at the start, for the window's own notice.
#[must_use]
pub fn root_notice(lang: Lang, zone: &TimeZone, problem: &RootProblem) -> String {
    tr!(lang, "network-root-notice", why = root_problem(lang, zone, problem))
}

/// Which proxy is in force.
pub(super) fn proxy(scene: &Scene<'_>, view: &NetworkView<'_>) -> String {
    let lang = scene.lang;
    match (&view.proxy, view.system) {
        (Proxy::None, _) => tr!(lang, "network-proxy-none-words"),
        (Proxy::Own(own), _) => tr!(lang, "network-proxy-own-words", address = own.as_str()),
        (Proxy::System, None) => tr!(lang, "network-proxy-system-unknown"),
        (Proxy::System, Some(Way::Straight)) => tr!(lang, "network-proxy-system-straight"),
        (Proxy::System, Some(Way::ThisComputer)) => tr!(lang, "network-proxy-this-computer", host = scene.cloud.host),
        (Proxy::System, Some(Way::Proxy(proxy))) => match proxy.source() {
            ProxySource::Variable(name) => tr!(lang, "network-proxy-system-variable", address = proxy.address(), name = name),
            ProxySource::System | ProxySource::Settings => tr!(lang, "network-proxy-system-proxy", address = proxy.address()),
        },
    }
}

/// What came of trying the connection.
pub(super) fn tried(scene: &Scene<'_>, tried: &TryView<'_>) -> (Tone, String) {
    let (lang, host) = (scene.lang, scene.cloud.host);
    match tried {
        TryView::Idle | TryView::Pending => (Tone::Neutral, tr!(lang, "network-try-words", host = host)),
        TryView::Reached(status) => {
            (Tone::Ok, tr!(lang, "network-try-reached", host = host, status = status.map_or_else(String::new, |status| status.to_string())))
        }
        TryView::Failed(error) => {
            let cause = problem::cause(scene, problem::Doing::Renew, error);
            (Tone::Danger, tr!(lang, "network-try-failed", cause = cause, next = network_words::next(scene, error)))
        }
        TryView::Lost => (Tone::Danger, tr!(lang, "network-try-lost")),
    }
}
