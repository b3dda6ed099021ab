//! Each thing that can be said about a redirect address, in words.

use crate::i18n::Lang;
use crate::model::redirect_uri::{Difference, Finding, RedirectProblem as P, Severity};
use crate::tr;
use crate::widgets::Tone;

/// The words of a finding; places are counted from 1, as the fields are.
#[must_use]
pub fn words(lang: Lang, finding: &Finding) -> String {
    match &finding.problem {
        P::Empty => tr!(lang, "address-empty"),
        P::WhiteSpace { at, .. } => tr!(lang, "address-space", at = *at),
        P::Invisible { at, .. } => tr!(lang, "address-invisible", at = *at),
        P::Forbidden { character, at } => tr!(lang, "address-sign", sign = character.to_string(), at = *at),
        P::BrokenPercent { at } => tr!(lang, "address-broken-percent", at = *at),
        P::NotAbsolute => tr!(lang, "address-not-absolute"),
        P::SchemeMissing => tr!(lang, "address-scheme-missing"),
        P::SlashesMissing => tr!(lang, "address-slashes-missing"),
        P::HostMissing => tr!(lang, "address-host-missing"),
        P::HostWrong => tr!(lang, "address-host-wrong"),
        P::PortWrong => tr!(lang, "address-port-wrong"),
        P::SchemeNotAllowed { scheme } => tr!(lang, "address-forbidden", scheme = scheme.as_str()),
        P::HttpBeyondLoopback { .. } => tr!(lang, "address-http"),
        P::Fragment { .. } => tr!(lang, "address-fragment"),
        P::UserInfo => tr!(lang, "address-user"),
        P::DuplicateOf { index } => tr!(lang, "address-duplicate", n = index + 1),
        P::LookAlikeHost { real, .. } => tr!(lang, "address-lookalike", host = real.as_str()),
        P::NationalHost { real } => tr!(lang, "address-national", host = real.as_str()),
        P::LocalhostName => tr!(lang, "address-localhost"),
        P::UpperCaseHost { becomes } => tr!(lang, "address-upper-host", host = becomes.as_str()),
        P::BareHost => tr!(lang, "address-no-path"),
        P::TrailingSlash { root: true } => tr!(lang, "address-slash-root"),
        P::TrailingSlash { root: false } => tr!(lang, "address-slash"),
        P::NonAscii { character, looks_like: Some(latin), .. } => {
            tr!(lang, "address-looks-like", sign = character.to_string(), latin = latin.to_string())
        }
        P::NonAscii { character, .. } => tr!(lang, "address-encoded", sign = character.to_string()),
        P::Wildcard { .. } => tr!(lang, "address-wildcard"),
        P::DotSegment => tr!(lang, "address-dots"),
        P::DoubleSlash => tr!(lang, "address-double-slash"),
        P::SchemeTypo { scheme } => tr!(lang, "address-scheme-typo", scheme = scheme.as_str()),
        P::NearlyDuplicateOf { index, difference } => {
            let n = index + 1;
            match difference {
                Difference::Slash => tr!(lang, "address-differs-slash", n = n),
                Difference::Case => tr!(lang, "address-differs-case", n = n),
                Difference::SlashAndCase => tr!(lang, "address-differs-both", n = n),
                Difference::LookAlike => tr!(lang, "address-differs-letters", n = n),
            }
        }
        P::BrowserRewrites { becomes } => tr!(lang, "address-rewritten", address = becomes.as_str()),
        P::CustomScheme { .. } => tr!(lang, "address-custom"),
        P::UpperCasePath => tr!(lang, "address-upper-path"),
        P::DefaultPort { port } => tr!(lang, "address-port", port = port.as_str()),
        P::PunycodeHost { shown } => tr!(lang, "address-punycode", host = shown.as_str()),
        P::LowerCasePercent { .. } => tr!(lang, "address-percent"),
    }
}

/// How it looks.
#[must_use]
pub const fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Danger,
        Severity::Warning => Tone::Warn,
        Severity::Note => Tone::Neutral,
    }
}
