//! The tokens of a session and how long they live: from `expires_in` and the time of receipt by this computer's clock, never
//! from `iat`, so that a clock that is off by a day does no harm.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::model::secret::Secret;
use crate::net::{ApiAnswer, ApiError, OUR_USER_AGENT};

/// How long a publisher's refresh token lives: 12 hours (derived from a documented sample).
const REFRESH_LIFETIME: SignedDuration = SignedDuration::from_hours(12);
/// A lifetime beyond this is nonsense, and unknown: ten years, in seconds.
const LONGEST_LIFETIME_S: u64 = 10 * 366 * 24 * 3_600;

/// How long a session lasts, as far as anybody knows. For showing and for renewing in time; only a 401 is the truth.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lifetimes {
    /// When these tokens came.
    pub received_at: Timestamp,
    /// When the access token ends.
    pub access_ends: Option<Timestamp>,
    /// How long it lives in all.
    pub access_total: Option<SignedDuration>,
    /// When the refresh token ends, and with it the sign-in.
    pub sign_in_ends: Option<Timestamp>,
    /// How long the sign-in lives in all.
    pub sign_in_total: Option<SignedDuration>,
}

/// What a session is made of.
#[derive(Clone, Debug)]
pub struct SessionTokens {
    access: Secret,
    refresh: Option<Secret>,
    lifetimes: Lifetimes,
    user_agent: String,
    /// Not from the server's own answer: how old it is nobody knows.
    is_pasted: bool,
}

/// What a person has pasted.
#[derive(Clone, Debug)]
pub struct PastedTokens {
    /// The access token.
    pub access: Secret,
    /// The refresh token, if there was one.
    pub refresh: Option<Secret>,
    /// Seconds, when the whole answer was pasted.
    pub expires_in: Option<u64>,
    /// The token's own claim, when it is a JWT.
    pub exp: Option<Timestamp>,
    /// The browser's User-Agent, if the person gave it: later calls must use the one that obtained the token.
    pub user_agent: Option<String>,
}

/// What of a session's tokens is kept beyond this process.
#[derive(Clone, Debug)]
pub struct KeptTokens {
    /// The access token; none where there was no room for it: then the first call begins with a renewal.
    pub access: Option<Secret>,
    /// The refresh token.
    pub refresh: Option<Secret>,
    /// When these tokens came.
    pub received_at: Timestamp,
    /// When the access token ends, if that is known.
    pub access_ends: Option<Timestamp>,
    /// When the refresh token ends, and with it the sign-in.
    pub sign_in_ends: Option<Timestamp>,
    /// The User-Agent that they were obtained with.
    pub user_agent: String,
    /// A person has pasted them: how old they are nobody knows.
    pub is_pasted: bool,
}

impl SessionTokens {
    /// Tokens that were kept by an earlier run, or by another program beside this one. None when there is no token in it.
    #[must_use]
    pub fn kept(kept: KeptTokens) -> Option<Self> {
        let KeptTokens { access, refresh, received_at, access_ends, sign_in_ends, user_agent, is_pasted } = kept;
        // Without an access token only a renewal can make a session of it.
        let access_ends = if access.is_some() { access_ends } else { Some(received_at) };
        let access = access.or_else(|| refresh.is_some().then(|| Secret::from("")))?;
        let access_total = access_ends.map(|ends| ends.duration_since(received_at)).filter(SignedDuration::is_positive);
        let sign_in_total = refresh.is_some().then_some(REFRESH_LIFETIME);
        let lifetimes = Lifetimes { received_at, access_ends, access_total, sign_in_ends, sign_in_total };
        Some(Self { access, refresh, lifetimes, user_agent, is_pasted })
    }

    /// What of them is to be kept.
    #[must_use]
    pub fn to_keep(&self) -> KeptTokens {
        let Lifetimes { received_at, access_ends, sign_in_ends, .. } = self.lifetimes;
        KeptTokens {
            access: Some(self.access.clone()).filter(|access| !access.is_empty()),
            refresh: self.refresh.clone(),
            received_at,
            access_ends,
            sign_in_ends,
            user_agent: self.user_agent.clone(),
            is_pasted: self.is_pasted,
        }
    }

    /// Tokens that a person has pasted. When they came from the server is not known: the access token's end is its own `exp`,
    /// else at most `expires_in` from now, else unknown; the sign-in's end is unknown without a refresh token.
    #[must_use]
    pub fn pasted(pasted: PastedTokens, now: Timestamp) -> Self {
        let PastedTokens { access, refresh, expires_in, exp, user_agent } = pasted;
        let user_agent = user_agent.unwrap_or_else(|| OUR_USER_AGENT.to_owned());
        let mut tokens = Self::received(access, refresh, expires_in, user_agent, now);
        tokens.lifetimes.access_ends = exp.or(tokens.lifetimes.access_ends);
        tokens.is_pasted = true;
        tokens
    }

    /// Tokens that have just come from the server, or were kept since then.
    #[must_use]
    pub fn received(access: Secret, refresh: Option<Secret>, expires_in: Option<u64>, user_agent: String, received_at: Timestamp) -> Self {
        let access_total = expires_in.filter(|s| (1..=LONGEST_LIFETIME_S).contains(s)).and_then(|s| i64::try_from(s).ok());
        let access_total = access_total.map(SignedDuration::from_secs);
        let sign_in_total = refresh.is_some().then_some(REFRESH_LIFETIME);
        let end = |total: Option<SignedDuration>| received_at.checked_add(total?).ok();
        let lifetimes =
            Lifetimes { received_at, access_ends: end(access_total), access_total, sign_in_ends: end(sign_in_total), sign_in_total };
        Self { access, refresh, lifetimes, user_agent, is_pasted: false }
    }

    /// These tokens after a renewal. An answer without a refresh token, or with the same one, leaves the sign-in's end as it was.
    pub(super) fn renewed(&self, answer: TokenAnswer, now: Timestamp) -> Self {
        let is_rotated = match (&self.refresh, &answer.refresh) {
            (Some(ours), Some(new)) => !ours.same_as(new),
            (None, Some(_)) => true,
            (_, None) => false,
        };
        let refresh = answer.refresh.or_else(|| self.refresh.clone());
        let mut tokens = Self::received(answer.access, refresh, answer.expires_in, self.user_agent.clone(), now);
        if !is_rotated {
            tokens.lifetimes.sign_in_ends = self.lifetimes.sign_in_ends;
            tokens.lifetimes.sign_in_total = self.lifetimes.sign_in_total;
        }
        tokens
    }

    /// The access token, for a [`TokenStore`](super::TokenStore).
    #[must_use]
    pub const fn access(&self) -> &Secret {
        &self.access
    }

    /// The refresh token, for a [`TokenStore`](super::TokenStore).
    #[must_use]
    pub const fn refresh(&self) -> Option<&Secret> {
        self.refresh.as_ref()
    }

    /// How long they live.
    #[must_use]
    pub const fn lifetimes(&self) -> Lifetimes {
        self.lifetimes
    }

    /// Whether a person has pasted them.
    pub(super) const fn is_pasted(&self) -> bool {
        self.is_pasted
    }

    /// The User-Agent that they were obtained with.
    #[must_use]
    pub fn user_agent(&self) -> &str {
        &self.user_agent
    }
}

/// The answer to a sign-in or a renewal.
pub(super) struct TokenAnswer {
    pub(super) access: Secret,
    pub(super) refresh: Option<Secret>,
    /// Seconds.
    pub(super) expires_in: Option<u64>,
    pub(super) user_id: Option<String>,
}

impl TokenAnswer {
    /// Reads it: only the access token must be there; whatever else is missing or of another kind is unknown.
    pub(super) fn read(answer: &ApiAnswer) -> Result<Self, ApiError> {
        let value = answer.json()?;
        let access = value.get("access_token").and_then(Value::as_str).filter(|token| !token.is_empty());
        let access = access.ok_or_else(|| answer.incomplete("no access_token"))?;
        // What cannot stand in a header is no token.
        if !access.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(answer.unreadable("access_token holds a character that no token holds"));
        }
        let refresh = value.get("refresh_token").and_then(Value::as_str).filter(|token| !token.is_empty());
        Ok(Self {
            access: Secret::from(access),
            refresh: refresh.map(Secret::from),
            expires_in: value.get("expires_in").and_then(seconds),
            user_id: value.get("x_user_id").and_then(text),
        })
    }
}

/// Whole seconds of a number, or of a number in a string; nothing when it is negative or none.
pub(in crate::evotor) fn seconds(value: &Value) -> Option<u64> {
    let of_float = |number: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates, and negative is out")]
        (number >= 0.0).then_some(number as u64)
    };
    match value {
        Value::Number(number) => number.as_u64().or_else(|| number.as_f64().and_then(of_float)),
        Value::String(text) => text.trim().parse().ok().or_else(|| text.trim().parse().ok().and_then(of_float)),
        _ => None,
    }
}

/// A string or a number as text.
pub(in crate::evotor) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn now() -> Timestamp {
        "2030-05-01T12:00:00Z".parse().unwrap()
    }

    fn at(hour_minute_second: &str) -> Option<Timestamp> {
        format!("2030-05-01T{hour_minute_second}Z").parse().ok()
    }

    fn pasted(refresh: Option<&str>, expires_in: Option<u64>, exp: Option<Timestamp>) -> Lifetimes {
        let refresh = refresh.map(Secret::from);
        SessionTokens::pasted(PastedTokens { access: "a".into(), refresh, expires_in, exp, user_agent: None }, now()).lifetimes()
    }

    #[test]
    fn ends_are_counted_from_the_receipt() {
        let lifetimes = SessionTokens::received("a".into(), Some("r".into()), Some(1_799), String::new(), now()).lifetimes();
        assert_eq!((lifetimes.access_ends, lifetimes.sign_in_ends), (at("12:29:59"), "2030-05-02T00:00:00Z".parse().ok()));
        assert_eq!(
            (lifetimes.access_total, lifetimes.sign_in_total.map(|t| t.as_hours())),
            (Some(SignedDuration::from_secs(1_799)), Some(12))
        );
    }

    #[test]
    fn what_is_not_known_of_a_pasted_token_is_unknown() {
        assert_eq!((pasted(None, None, None).access_ends, pasted(None, None, None).sign_in_ends), (None, None));
        assert_eq!(pasted(None, Some(60), None).access_ends, at("12:01:00"));
        assert_eq!(pasted(None, Some(60), at("11:00:00")).access_ends, at("11:00:00"), "the token's own claim counts");
        assert_eq!(pasted(Some("r"), None, None).sign_in_ends, "2030-05-02T00:00:00Z".parse().ok());
    }

    #[test]
    fn a_pasted_token_keeps_the_browsers_name_or_gets_ours() {
        let name = |user_agent: Option<&str>| {
            let user_agent = user_agent.map(ToOwned::to_owned);
            let pasted = PastedTokens { access: "a".into(), refresh: None, expires_in: None, exp: None, user_agent };
            SessionTokens::pasted(pasted, now()).user_agent().to_owned()
        };
        assert_eq!((name(Some("Mozilla/5.0")), name(None)), ("Mozilla/5.0".into(), "Tokendesk".into()));
    }

    #[test]
    fn seconds_are_read_in_every_form_and_nonsense_is_unknown() {
        for form in [json!(1799), json!("1799"), json!(" 1799 "), json!(1799.9), json!("1799.5")] {
            assert_eq!(seconds(&form), Some(1_799), "{form}");
        }
        for form in [json!(-1), json!("-1"), json!("soon"), json!(null), json!([1]), json!("NaN")] {
            assert_eq!(seconds(&form), None, "{form}");
        }
        for nonsense in [0, u64::MAX, LONGEST_LIFETIME_S + 1] {
            let lifetimes = SessionTokens::received("a".into(), None, Some(nonsense), String::new(), now()).lifetimes();
            assert_eq!((lifetimes.access_ends, lifetimes.access_total), (None, None), "{nonsense}");
        }
    }

    #[test]
    fn only_a_new_refresh_token_makes_the_sign_in_longer() {
        let before = SessionTokens::received("a".into(), Some("r1".into()), Some(1_799), "ua".into(), now());
        let later = now() + SignedDuration::from_hours(1);
        let after = |refresh: Option<&str>| {
            let answer = TokenAnswer { access: "b".into(), refresh: refresh.map(Secret::from), expires_in: Some(1_799), user_id: None };
            before.renewed(answer, later)
        };
        for same in [None, Some("r1")] {
            let tokens = after(same);
            assert_eq!(tokens.lifetimes().sign_in_ends, before.lifetimes().sign_in_ends, "{same:?}");
            assert_eq!(tokens.refresh().unwrap().expose(), "r1");
        }
        let rotated = after(Some("r2"));
        assert_eq!(rotated.lifetimes().sign_in_ends, "2030-05-02T01:00:00Z".parse().ok());
        assert_eq!((rotated.access().expose(), rotated.refresh().unwrap().expose(), rotated.user_agent()), ("b", "r2", "ua"));
        assert_eq!(rotated.lifetimes().access_ends, at("13:29:59"));
    }

    #[test]
    fn tokens_that_were_kept_are_what_they_were() {
        let before = SessionTokens::received("a".into(), Some("r".into()), Some(1_799), "ua".into(), now());
        let after = SessionTokens::kept(before.to_keep()).unwrap();
        assert_eq!((after.lifetimes(), after.user_agent(), after.is_pasted()), (before.lifetimes(), "ua", false));
        assert_eq!((after.access().expose(), after.refresh().unwrap().expose()), ("a", "r"));
    }

    #[test]
    fn kept_without_an_access_token_they_are_to_be_renewed_at_once_and_without_any_they_are_none() {
        let kept = SessionTokens::received("a".into(), Some("r".into()), Some(1_799), String::new(), now()).to_keep();
        let without = SessionTokens::kept(KeptTokens { access: None, ..kept.clone() }).unwrap();
        assert_eq!((without.access().is_empty(), without.lifetimes().access_ends), (true, Some(now())));
        assert!(SessionTokens::kept(KeptTokens { access: None, refresh: None, ..kept }).is_none());
    }

    #[test]
    fn debug_shows_no_token() {
        let tokens = SessionTokens::received("MARKER".into(), Some("MARKER".into()), None, "ua".into(), now());
        assert!(!format!("{tokens:?}").contains("MARKER"));
    }
}
