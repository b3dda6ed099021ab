//! The table of what is sent again by itself, and the reading of "not before": nothing else in the program repeats a request.

use std::time::Duration;

use jiff::fmt::rfc2822::DateTimeParser;
use jiff::{SignedDuration, Timestamp};
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

use super::error::{ApiError, ErrorKind};
use super::request::Purpose;
use super::settings::NetSettings;

/// How long to wait before attempt number `sent` + 1, if there is to be one.
pub(super) fn wait_before_next(purpose: Purpose, sent: usize, error: &ApiError, settings: &NetSettings) -> Option<Duration> {
    match purpose {
        Purpose::Read => {
            let passes =
                error.is_connect_failure() || matches!(error.kind(), ErrorKind::ConnectionLost | ErrorKind::Refused(500 | 502 | 503 | 504));
            settings.read_back_off.get(sent - 1).copied().filter(|_| passes)
        }
        Purpose::Renewal => (sent == 1 && error.is_connect_failure()).then_some(settings.renewal_back_off),
        Purpose::Write | Purpose::SignIn => None,
    }
}

/// Nobody waits longer than this, whatever a server says.
const LONGEST: SignedDuration = SignedDuration::from_mins(5);
/// And nobody asks sooner.
const SHORTEST: SignedDuration = SignedDuration::from_secs(1);
/// When the server does not say how long.
const UNSAID: SignedDuration = SignedDuration::from_secs(30);
/// A `X-RateLimit-Reset` above this cannot be a number of seconds to wait (30 years): it is a Unix time.
const SURELY_UNIX_TIME: i64 = 1_000_000_000;

/// When requests are taken again after 429: by `Retry-After` (seconds or a date), else by Evotor's `X-RateLimit-Reset`
/// (seconds), else in half a minute; never more than five minutes from now.
pub(super) fn retry_at(headers: &HeaderMap, now: Timestamp) -> Timestamp {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let wait = text(RETRY_AFTER.as_str())
        .and_then(|said| seconds(said).or_else(|| until_date(said, text(DATE.as_str()), now)))
        .or_else(|| text("x-ratelimit-reset").and_then(|said| until_reset(said, now)))
        .unwrap_or(UNSAID);
    now.checked_add(wait.clamp(SHORTEST, LONGEST)).unwrap_or(now)
}

/// A number of seconds; one too large for a number is still a long time.
fn seconds(said: &str) -> Option<SignedDuration> {
    let is_number = !said.is_empty() && said.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| said.parse().map_or(LONGEST, SignedDuration::from_secs))
}

/// A date is compared with the server's own `Date`, so that a wrong clock here makes no difference.
fn until_date(said: &str, server_now: Option<&str>, now: Timestamp) -> Option<SignedDuration> {
    static HTTP_DATE: DateTimeParser = DateTimeParser::new();
    let date = |text: &str| HTTP_DATE.parse_timestamp(text).ok();
    let from = server_now.and_then(date).unwrap_or(now);
    Some(date(said)?.duration_since(from))
}

fn until_reset(said: &str, now: Timestamp) -> Option<SignedDuration> {
    let number = seconds(said)?;
    if number.as_secs() > SURELY_UNIX_TIME { Some(number.saturating_sub(SignedDuration::from_secs(now.as_second()))) } else { Some(number) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    fn wait(headers: &[(&str, &str)]) -> i64 {
        let now: Timestamp = "2030-05-01T12:00:00Z".parse().unwrap();
        let pairs = headers.iter().map(|(name, value)| (name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap()));
        retry_at(&pairs.collect(), now).duration_since(now).as_secs()
    }

    #[test]
    fn seconds_are_waited_between_one_and_three_hundred() {
        assert_eq!(wait(&[("retry-after", "17")]), 17);
        assert_eq!(wait(&[("retry-after", " 0 ")]), 1);
        assert_eq!(wait(&[("retry-after", "99999")]), 300);
        assert_eq!(wait(&[("retry-after", "99999999999999999999999999")]), 300);
    }

    #[test]
    fn a_date_is_waited_for_by_the_servers_clock() {
        assert_eq!(wait(&[("retry-after", "Wed, 01 May 2030 12:01:30 GMT")]), 90);
        assert_eq!(wait(&[("retry-after", "Thu, 02 May 2030 12:01:30 GMT"), ("date", "Thu, 02 May 2030 12:01:00 GMT")]), 30);
        assert_eq!(wait(&[("retry-after", "Wed, 01 May 2030 11:00:00 GMT")]), 1);
        assert_eq!(wait(&[("retry-after", "Wed, 01 May 2999 11:00:00 GMT")]), 300);
    }

    #[test]
    fn evotors_own_header_counts_seconds_and_perhaps_unix_time() {
        assert_eq!(wait(&[("x-ratelimit-reset", "42")]), 42);
        assert_eq!(wait(&[("x-ratelimit-reset", "1903867260")]), 60);
        assert_eq!(wait(&[("x-ratelimit-reset", "42"), ("retry-after", "7")]), 7);
        assert_eq!(wait(&[("x-ratelimit-reset", "42"), ("retry-after", "soon")]), 42);
    }

    #[test]
    fn a_clock_of_before_1970_and_an_absurd_time_are_survived() {
        let now = Timestamp::from_second(-1).unwrap();
        let headers = HeaderMap::from_iter([(HeaderName::from_static("x-ratelimit-reset"), HeaderValue::from(i64::MAX))]);
        assert_eq!(retry_at(&headers, now).duration_since(now), LONGEST);
    }

    #[test]
    fn nothing_said_and_nonsense_mean_half_a_minute() {
        for nonsense in ["soon", "-5", "", "1.5", "Wed, 99 May"] {
            assert_eq!(wait(&[("retry-after", nonsense)]), 30, "{nonsense:?}");
        }
        assert_eq!(wait(&[]), 30);
    }
    /// As servers write it.
    fn date(second: i64) -> String {
        let moment = Timestamp::from_second(second).unwrap();
        jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&moment).unwrap_or_default()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_a_server_says_the_wait_is_from_a_second_to_five_minutes_and_a_plain_number_is_itself(
            now in -100_000_000_000_i64..200_000_000_000,
            said in prop::collection::vec((
                prop::sample::select(vec!["retry-after", "date", "x-ratelimit-reset"]),
                prop_oneof![
                    (0..400_u32).prop_map(|seconds| seconds.to_string()),
                    "[0-9]{1,25}",
                    "-?[0-9.e+]{1,6}",
                    (-100_000_000_000_i64..200_000_000_000).prop_map(date),
                    "[ -~]{0,12}",
                    Just(i64::MAX.to_string()),
                ],
            ), 0..4),
        ) {
            let now = Timestamp::from_second(now).unwrap();
            let pairs = said.iter().map(|(name, value)| (name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap()));
            let headers: HeaderMap = pairs.collect();
            let wait = retry_at(&headers, now).duration_since(now);
            prop_assert!((SHORTEST..=LONGEST).contains(&wait), "{}", wait);
            let number = |value: &HeaderValue| value.to_str().ok()?.trim().parse::<u32>().ok();
            if let Some(seconds) = headers.get(RETRY_AFTER).filter(|value| !value.as_bytes().contains(&b'+')).and_then(number) {
                prop_assert_eq!(wait.as_secs(), i64::from(seconds).clamp(1, 300));
            }
        }
    }
}
