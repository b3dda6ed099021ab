//! Times in words, each with the moment at which the words change: so a clock repaints the window once a minute and not once a frame.

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Unit};

use crate::i18n::Lang;
use crate::tr;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Words, and how long they stay true (`None`: until something else happens).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What to show.
    pub text: String,
    /// After this time the text is another one.
    pub changes_in: Option<Duration>,
}

impl Words {
    fn for_seconds(text: String, seconds: i64) -> Self {
        Self { text, changes_in: Some(Duration::from_secs(seconds.max(1).unsigned_abs())) }
    }
}

/// What is left until `end`, in minutes: "23 min", "10 h 41 min", "under a minute".
#[must_use]
pub fn left(lang: Lang, end: Timestamp, now: Timestamp) -> Words {
    let seconds = end.duration_since(now).as_secs();
    if seconds <= 0 {
        return Words { text: tr!(lang, "time-over"), changes_in: None };
    }
    Words::for_seconds(span(lang, seconds), seconds % MINUTE + 1)
}

/// A span of so many seconds, in minutes.
#[must_use]
pub fn span(lang: Lang, seconds: i64) -> String {
    match (seconds / HOUR, seconds % HOUR / MINUTE) {
        (..=0, ..=0) => tr!(lang, "time-under-a-minute"),
        (..=0, minutes) => tr!(lang, "time-minutes", minutes = minutes),
        (hours, minutes) => tr!(lang, "time-hours-minutes", hours = hours, minutes = minutes),
    }
}

/// A countdown to `end` in whole seconds, rounded up: "17 s", "1 min 30 s"; nothing when it is over.
#[must_use]
pub fn countdown(lang: Lang, end: Timestamp, now: Timestamp) -> Option<Words> {
    let left = end.duration_since(now);
    if !left.is_positive() {
        return None;
    }
    let (whole, rest) = (left.as_secs(), left.subsec_nanos());
    let seconds = whole + i64::from(rest > 0);
    let text = match (seconds / MINUTE, seconds % MINUTE) {
        (0, seconds) => tr!(lang, "time-seconds", n = seconds),
        (minutes, 0) => tr!(lang, "time-minutes", minutes = minutes),
        (minutes, seconds) => tr!(lang, "time-minutes-seconds", minutes = minutes, seconds = seconds),
    };
    // The text of a whole second stays for just that second.
    let changes_in = if rest > 0 { Duration::from_nanos(rest.unsigned_abs().into()) } else { Duration::from_secs(1) };
    Some(Words { text, changes_in: Some(changes_in) })
}

/// How long ago something was read: "just now", "2 min ago", then its time of day, then its date.
#[must_use]
pub fn age(lang: Lang, at: Timestamp, now: Timestamp, zone: &TimeZone) -> Words {
    let seconds = now.duration_since(at).as_secs();
    match seconds {
        ..MINUTE => Words::for_seconds(tr!(lang, "time-updated-now"), MINUTE - seconds.max(0)),
        MINUTE..HOUR => Words::for_seconds(tr!(lang, "time-updated-minutes", minutes = seconds / MINUTE), MINUTE - seconds % MINUTE),
        _ => Words { text: data_from(lang, at, now, zone), changes_in: None },
    }
}

/// "Data from 14:02", with the date when it was another day.
#[must_use]
pub fn data_from(lang: Lang, at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    tr!(lang, "time-data-from", time = moment(at, now, zone))
}

/// The time of day, with the date in front when it was another day.
#[must_use]
pub fn moment(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (at, now) = (at.to_zoned(zone.clone()), now.to_zoned(zone.clone()));
    at.strftime(if at.date() == now.date() { "%H:%M" } else { "%d.%m.%Y %H:%M" }).to_string()
}

/// The day alone, for what lasts for years.
#[must_use]
pub fn day(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%d.%m.%Y").to_string()
}

/// The time of day with seconds, for what happened in one minute.
#[must_use]
pub fn second(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%H:%M:%S").to_string()
}

/// Date and time to the second with the offset from UTC, to be copied: unlike what is shown, it is read on another day and elsewhere.
#[must_use]
pub fn exact(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S%:z").to_string()
}

/// How many days ago, in short: "today", "3 d", "2 mo", "1 y".
#[must_use]
pub fn days_ago(lang: Lang, at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (from, to) = (at.to_zoned(zone.clone()).date(), now.to_zoned(zone.clone()).date());
    let span = from.until((Unit::Year, to)).unwrap_or_default();
    match (span.get_years(), span.get_months(), span.get_weeks() * 7 + span.get_days()) {
        (1.., ..) => tr!(lang, "time-years", n = span.get_years()),
        (_, 1.., _) => tr!(lang, "time-months", n = span.get_months()),
        (_, _, days @ 1..) => tr!(lang, "time-days", n = days),
        _ => tr!(lang, "time-today"),
    }
}

/// A lifetime the server gave in seconds: "7 days (604,800 s)".
#[must_use]
pub fn lifetime(lang: Lang, seconds: u64) -> String {
    let whole = i64::try_from(seconds).unwrap_or(i64::MAX);
    let exact = grouped(lang, seconds);
    match whole {
        DAY.. if whole % DAY == 0 => tr!(lang, "time-lifetime-days", n = whole / DAY, exact = exact),
        HOUR.. if whole % HOUR == 0 => tr!(lang, "time-lifetime-hours", n = whole / HOUR, exact = exact),
        MINUTE.. => tr!(lang, "time-lifetime-minutes", n = whole / MINUTE, exact = exact),
        _ => tr!(lang, "time-lifetime-seconds", exact = exact),
    }
}

/// Which part of `total` is left, from 0 to 1, for a ring.
#[must_use]
pub fn part_left(end: Timestamp, total: SignedDuration, now: Timestamp) -> f32 {
    if total <= SignedDuration::ZERO {
        return 0.0;
    }
    let part = end.duration_since(now).as_secs_f32() / total.as_secs_f32();
    part.clamp(0.0, 1.0)
}

/// A number in groups of three, as the language writes it (a narrow space, a comma).
fn grouped(lang: Lang, number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(if lang == Lang::Ru { '\u{202f}' } else { ',' });
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    const NOON: &str = "2031-05-06T12:00:00Z";

    #[test]
    fn what_is_left_is_said_in_whole_minutes_and_changes_with_them() {
        let words = left(Lang::En, at("2031-05-06T12:23:40Z"), at(NOON));
        assert_eq!((words.text.as_str(), words.changes_in), ("23 min", Some(Duration::from_secs(41))));
        assert_eq!(left(Lang::Ru, at("2031-05-06T22:41:00Z"), at(NOON)).text, "10 ч 41 мин");
        assert_eq!(left(Lang::En, at("2031-05-06T12:00:59Z"), at(NOON)).text, "under a minute");
        assert_eq!(left(Lang::En, at(NOON), at(NOON)), Words { text: "over".into(), changes_in: None });
    }

    #[test]
    fn a_countdown_is_in_seconds_and_says_when_the_next_one_is_due() {
        let words = |end: &str| countdown(Lang::En, at(end), at(NOON)).map(|words| (words.text, words.changes_in.unwrap()));
        assert_eq!(words("2031-05-06T12:00:17Z"), Some(("17 s".into(), Duration::from_secs(1))));
        assert_eq!(words("2031-05-06T12:00:16.25Z"), Some(("17 s".into(), Duration::from_millis(250))));
        assert_eq!(words("2031-05-06T12:00:00.001Z"), Some(("1 s".into(), Duration::from_millis(1))));
        assert_eq!(words("2031-05-06T12:01:30Z").unwrap().0, "1 min 30 s");
        assert_eq!(words("2031-05-06T12:05:00Z").unwrap().0, "5 min");
        assert_eq!((words(NOON), words("2031-05-06T11:59:59Z")), (None, None));
    }

    #[test]
    fn what_is_copied_has_its_date_and_its_offset() {
        let zone = TimeZone::fixed(jiff::tz::offset(3));
        assert_eq!(exact(at("2031-05-06T22:30:05.7Z"), &zone), "2031-05-07 01:30:05+03:00");
        assert_eq!(exact(at(NOON), &TimeZone::UTC), "2031-05-06 12:00:00+00:00");
    }

    #[test]
    fn an_age_becomes_a_time_and_then_a_date() {
        let zone = TimeZone::UTC;
        assert_eq!(age(Lang::En, at(NOON), at("2031-05-06T12:00:30Z"), &zone).text, "Updated just now");
        assert_eq!(age(Lang::En, at(NOON), at("2031-05-06T12:02:30Z"), &zone).text, "Updated 2 min ago");
        assert_eq!(age(Lang::En, at(NOON), at("2031-05-06T14:02:30Z"), &zone).text, "Data from 12:00");
        assert_eq!(age(Lang::En, at(NOON), at("2031-05-08T14:02:30Z"), &zone).text, "Data from 06.05.2031 12:00");
    }

    #[test]
    fn a_clock_that_went_back_is_no_age() {
        assert_eq!(age(Lang::En, at(NOON), at("2031-05-06T11:00:00Z"), &TimeZone::UTC).text, "Updated just now");
    }

    #[test]
    fn days_are_counted_by_the_calendar() {
        let zone = TimeZone::UTC;
        let ago = |then: &str| days_ago(Lang::En, at(then), at(NOON), &zone);
        assert_eq!(ago("2031-05-06T00:01:00Z"), "today");
        assert_eq!(ago("2031-05-05T23:59:00Z"), "1 d");
        assert_eq!(ago("2031-04-20T00:00:00Z"), "16 d");
        assert_eq!(ago("2031-03-01T00:00:00Z"), "2 mo");
        assert_eq!(ago("2029-05-01T00:00:00Z"), "2 y");
    }

    #[test]
    fn a_lifetime_is_exact_and_in_words() {
        assert_eq!(lifetime(Lang::En, 604_800), "7 days (604,800 s)");
        assert_eq!(lifetime(Lang::Ru, 604_800), "7 дней (604\u{202f}800 с)");
        assert_eq!(lifetime(Lang::En, 86_400), "1 day (86,400 s)");
        assert_eq!(lifetime(Lang::En, 7_200), "2 hours (7,200 s)");
        assert_eq!(lifetime(Lang::En, 1_799), "29 minutes (1,799 s)");
        assert_eq!(lifetime(Lang::En, 5), "5 s");
    }
}
