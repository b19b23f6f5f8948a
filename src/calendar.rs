//! Instants, dates and times of day. No clock or zone is looked up here.

#[cfg(feature = "tz")]
mod named;
mod recurrence;
mod span;
mod system;
mod window;
mod words;
mod zone;

pub(crate) use recurrence::{Recurrence, Step, civil, month_start};
pub use span::{Span, SpanUnit};
pub(crate) use window::{
    ALL_DAYS, Clock, HOLIDAYS, Holidays, MOST_HOLIDAYS, MOST_WINDOWS, Moment, Window,
};
pub(crate) use zone::{MOST_AHEAD, MOST_OFFSETS, Wall};
pub use zone::{Offset, Zone};

use chrono::{DateTime, NaiveDate};
use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

pub(crate) const DAY: i64 = 86_400;
/// The longest period and the longest scenario, in days: a hundred years.
pub(crate) const MOST_DAYS: i64 = 36_600;
/// Instants are between the years 0001 and 9999.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9999;

/// A second in UTC.
///
/// Reads `2026-11-01` (midnight), `2026-11-01T09:00Z`, offsets such as `+02:00` and all else that
/// RFC 3339 has, with a `T`; drops fractions of a second. Prints `2026-11-01T09:00:00Z`.
///
/// ```
/// use drawdown::Instant;
/// let at: Instant = "2026-11-28t10:00:00.999z".parse()?;
/// assert_eq!(at.to_string(), "2026-11-28T10:00:00Z");
/// # Ok::<(), drawdown::ParseCalendarError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// What a text is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseCalendarError {
    /// A date or an [`Instant`].
    Instant,
    /// A date without a time of day.
    Date,
    /// A [`TimeOfDay`].
    TimeOfDay,
    /// A [`Span`].
    Span,
}

impl fmt::Display for ParseCalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ParseCalendarError::Instant => {
                "not a date or instant such as 2026-11-01 or 2026-11-01T09:00:00Z"
            }
            ParseCalendarError::Date => "not a date such as 2026-11-01",
            ParseCalendarError::TimeOfDay => "not a time of day such as 22:00",
            ParseCalendarError::Span => "not a span of time such as 90 days or 12 months",
        })
    }
}

impl std::error::Error for ParseCalendarError {}

impl Instant {
    /// 1970-01-01T00:00:00Z.
    pub(crate) const EPOCH: Instant = Instant(0);
    /// 0001-01-01T00:00:00Z.
    const MIN: Instant = Instant(-62_135_596_800);
    /// 9999-12-31T23:59:59Z.
    pub(crate) const MAX: Instant = Instant(253_402_300_799);

    /// From seconds since 1970-01-01T00:00:00Z, within the years 1 to 9999.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        (Instant::MIN.0..=Instant::MAX.0).contains(&seconds).then_some(Instant(seconds))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn to_unix(self) -> i64 {
        self.0
    }

    /// The time of day in UTC.
    pub fn time_of_day(self) -> TimeOfDay {
        TimeOfDay(self.0.rem_euclid(DAY) as u32)
    }

    /// The instant some seconds later.
    pub(crate) fn plus(self, seconds: i64) -> Option<Instant> {
        Instant::from_unix(self.0.checked_add(seconds)?)
    }
}

fn year(date: NaiveDate) -> i32 {
    chrono::Datelike::year(&date)
}

impl FromStr for Instant {
    type Err = ParseCalendarError;

    fn from_str(text: &str) -> Result<Self, ParseCalendarError> {
        read_instant(text).ok_or(ParseCalendarError::Instant)
    }
}

/// The length of a date; what follows it is a `T` and a time.
const DATE: usize = "2026-11-01".len();

fn read_instant(text: &str) -> Option<Instant> {
    let (time, offset) = match text.as_bytes().get(DATE) {
        None => (0, 0),
        Some(b'T' | b't') => read_time_and_offset(text.get(DATE + 1..)?)?,
        Some(_) => return None,
    };
    let midnight = read_date(text.get(..DATE)?)?.and_hms_opt(0, 0, 0)?.and_utc();
    Instant::from_unix(midnight.timestamp() + i64::from(time) - offset)
}

fn read_date(text: &str) -> Option<NaiveDate> {
    let [a, b, c, d, b'-', e, f, b'-', g, h] = *text.as_bytes() else { return None };
    let (year, month, day) = (number([a, b, c, d])?, number([e, f])?, number([g, h])?);
    let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// Seconds of the day, and the offset from UTC in seconds.
fn read_time_and_offset(text: &str) -> Option<(u32, i64)> {
    if let Some(time) = text.strip_suffix(['Z', 'z']) {
        return Some((read_time(whole_seconds(time)?)?, 0));
    }
    let (time, offset) = text.split_at_checked(text.rfind(['+', '-'])?)?;
    let ahead = i64::from(read_time(offset.get(1..).unwrap_or(""))?);
    let is_behind = offset.starts_with('-');
    Some((read_time(whole_seconds(time)?)?, if is_behind { -ahead } else { ahead }))
}

/// The time without fractions of a second: `09:00:00` of `09:00:00.123`.
fn whole_seconds(text: &str) -> Option<&str> {
    let Some((time, fraction)) = text.split_once('.') else { return Some(text) };
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    (time.len() == "09:00:00".len() && is_fraction).then_some(time)
}

fn read_time(text: &str) -> Option<u32> {
    let (hour, minute, second) = match *text.as_bytes() {
        [a, b, b':', c, d] => (number([a, b])?, number([c, d])?, 0),
        [a, b, b':', c, d, b':', e, f] => (number([a, b])?, number([c, d])?, number([e, f])?),
        _ => return None,
    };
    let is_time = hour <= 23 && minute <= 59 && second <= 59;
    is_time.then_some(hour * 3600 + minute * 60 + second)
}

/// The number that these digits make.
fn number<const WIDTH: usize>(digits: [u8; WIDTH]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
    })
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(str::from_utf8(&self.text()).unwrap_or_default())
    }
}

impl Instant {
    /// Every estimate has two instants: single digits are several times faster than formatting.
    pub(crate) fn text(self) -> [u8; 20] {
        let time = self.time_of_day().0;
        let date = DateTime::from_timestamp(self.0, 0).unwrap_or_default().date_naive();
        let year = year(date).unsigned_abs();
        let ([a, b], [c, d]) = (two_digits(year / 100), two_digits(year % 100));
        let [e, f] = two_digits(chrono::Datelike::month(&date));
        let [g, h] = two_digits(chrono::Datelike::day(&date));
        let [i, j] = two_digits(time / 3600);
        let [k, l] = two_digits(time / 60 % 60);
        let [m, n] = two_digits(time % 60);
        [a, b, c, d, b'-', e, f, b'-', g, h, b'T', i, j, b':', k, l, b':', m, n, b'Z']
    }
}

/// The digits of a number below 100.
fn two_digits(number: u32) -> [u8; 2] {
    [number / 10, number % 10].map(|digit| b'0' + digit as u8)
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Seconds since midnight. Reads `22:00` and `22:00:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u32);

impl TimeOfDay {
    /// The first second of a day.
    pub(crate) const MIDNIGHT: TimeOfDay = TimeOfDay(0);
    /// Noon.
    pub(crate) const NOON: TimeOfDay = TimeOfDay(43_200);

    /// Seconds since midnight.
    pub(crate) fn seconds(self) -> i64 {
        i64::from(self.0)
    }
}

impl FromStr for TimeOfDay {
    type Err = ParseCalendarError;
    fn from_str(text: &str) -> Result<Self, ParseCalendarError> {
        read_time(text).map(TimeOfDay).ok_or(ParseCalendarError::TimeOfDay)
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 3600, self.0 / 60 % 60)?;
        if self.0.is_multiple_of(60) { Ok(()) } else { write!(f, ":{:02}", self.0 % 60) }
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

crate::by_text::deserialize! {
    read: Instant "a date or an instant", TimeOfDay "a time of day", Span "a span of time",
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(text: &str) -> String {
        text.parse::<Instant>().map_or_else(|_| "refused".into(), |i| i.to_string())
    }

    #[test]
    fn reads_dates_instants_and_offsets() {
        assert_eq!(print("2026-11-01"), "2026-11-01T00:00:00Z");
        assert_eq!(print("2026-11-01T09:00Z"), "2026-11-01T09:00:00Z");
        assert_eq!(print("2026-11-01T00:30:15+02:00"), "2026-10-31T22:30:15Z");
        assert_eq!(print("2024-02-29T23:59:59.000Z"), "2024-02-29T23:59:59Z");
        assert_eq!(print("1969-12-31T23:00:00-00:30"), "1969-12-31T23:30:00Z");
        assert_eq!(print("2026-11-22T10:00:00.123Z"), "2026-11-22T10:00:00Z");
        assert_eq!(print("2026-11-22T10:00:00.999999+00:00"), "2026-11-22T10:00:00Z");
        assert_eq!(print("1969-12-31T23:59:59.9-00:00"), "1969-12-31T23:59:59Z");
    }

    #[test]
    fn refuses_what_is_no_instant() {
        for text in [
            "",
            "2026",
            "2026-13-01",
            "2025-02-29",
            "2026-11-01T",
            "2026-11-01T24:00Z",
            "2026-11-01T09:00",
            "26-11-01",
            "2026-11-1",
            "+2026-11-01",
            "0000-01-01",
            "2026-11-01T09:00:00é",
            "9999-12-31T23:59:59-10:00",
            "2026-11-01T09:00:00.Z",
            "2026-11-01T09:00:00.1",
            "2026-11-01T09:00.5Z",
            "2026-11-01T09:00:00.1.2Z",
            "2026-11-01T09:00:00.-1Z",
            "2026-11-01T09:00:00,5Z",
            "2026-11-01T09:00:00+01:00.5",
        ] {
            assert_eq!(print(text), "refused", "{text}");
        }
    }
}
