//! The JSON answer of a sign-in, however it was quoted on its way through the clipboard.

use serde::Deserialize;
use serde::de::IgnoredAny;
use zeroize::Zeroizing;

use super::super::secret::Secret;
use super::{PastedProblem, bare};

/// A quoted JSON text may hold another one (a HAR file's `text`); deeper is nobody's answer.
const QUOTES_WITHIN_QUOTES: usize = 3;

/// The fields of the answer that matter.
pub(super) struct Answer {
    pub access: Secret,
    pub refresh: Option<Secret>,
    /// Seconds.
    pub expires_in: Option<u64>,
}

/// The JSON object, if the text is one, or one quoted as a string, or the line of the token out of one.
pub(super) fn json_in(text: &str) -> Option<Zeroizing<String>> {
    let mut json = Zeroizing::new(text.trim_matches(['\'', '`']).to_owned());
    for _ in 0..=QUOTES_WITHIN_QUOTES {
        if json.starts_with(['{', '[']) {
            return Some(json);
        }
        if json.starts_with("\"access_token\"") {
            return Some(Zeroizing::new(format!("{{{}}}", json.trim_end_matches([',', '}']).trim_end())));
        }
        let inner = Zeroizing::new(serde_json::from_str::<String>(&json).ok()?);
        json = Zeroizing::new(bare::trim(&inner).to_owned());
    }
    None
}

/// Each field is read by itself, so that one of an unexpected kind spoils no other; whatever else the answer has, nobody minds.
pub(super) fn read(json: &str) -> Result<Answer, PastedProblem> {
    if serde_json::from_str::<IgnoredAny>(json).is_err() {
        return Err(PastedProblem::BrokenJson);
    }
    // A list would be read as well, its first text as whatever field is asked for.
    if !json.starts_with('{') {
        return Err(PastedProblem::NoAccessToken);
    }
    let Access { access_token } = serde_json::from_str(json).map_err(|_| PastedProblem::NoAccessToken)?;
    let refresh = serde_json::from_str(json).ok().map(|Refresh { refresh_token }| refresh_token);
    let expires_in = serde_json::from_str(json).ok().and_then(|Lifetime { expires_in }| expires_in.whole());
    Ok(Answer { access: access_token, refresh, expires_in })
}

#[derive(Deserialize)]
struct Access {
    access_token: Secret,
}

#[derive(Deserialize)]
struct Refresh {
    refresh_token: Secret,
}

#[derive(Deserialize)]
struct Lifetime {
    expires_in: Seconds,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Seconds {
    Number(f64),
    Digits(String),
}

impl Seconds {
    fn whole(self) -> Option<u64> {
        match self {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates, and negative is out")]
            Self::Number(seconds) => (seconds >= 0.0).then_some(seconds as u64),
            Self::Digits(digits) => digits.trim().parse().ok(),
        }
    }
}
