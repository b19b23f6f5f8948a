//! Types that are texts: what is written is read again, by `parse` and by serde.

use drawdown::{
    ActionKind, BufferUnit, Credits, Date, DayWords, Decimal, EventOutcome, FineDecimal, GroupBy,
    Instant, MeterPeriod, Money, RangeEnd, Seed, Span, SpentSign, Term, TimeOfDay, WhenShort,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::{Debug, Display};
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

#[track_caller]
fn assert_round_trip<T>(texts: &[&str])
where
    T: FromStr<Err: Debug> + Display + Serialize + DeserializeOwned + PartialEq + Debug,
{
    for text in texts {
        let value: T = text.parse().unwrap();
        assert_eq!(value.to_string(), *text);
        let json = serde_json::to_string(&value).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<T>(&json).unwrap(), value);
        assert_eq!(drawdown::to_text(&value).unwrap(), json);
    }
    assert!("no such text".parse::<T>().is_err());
    assert!(serde_json::from_str::<T>("\"no such text\"").is_err());
    assert!(serde_json::from_str::<T>("true").is_err());
}

#[test]
fn amounts_are_texts() {
    let texts = ["0", "-12.5", "0.000000000001", "999999999999999999999999"];
    assert_round_trip::<Decimal>(&texts);
    assert_round_trip::<Credits>(&texts);
    assert_round_trip::<Money>(&texts);
    assert_round_trip::<FineDecimal>(&["0.000000000000000001", "-7"]);
}

#[test]
fn times_are_texts() {
    assert_round_trip::<Instant>(&["2026-11-28T10:00:00Z", "0001-01-01T00:00:00Z"]);
    assert_round_trip::<Date>(&["2026-11-28", "9999-12-31"]);
    assert_round_trip::<TimeOfDay>(&["22:00", "06:30:15"]);
    assert_round_trip::<Span>(&["1 day", "90 days", "12 months"]);
    assert!("2026-11-28T10:00Z".parse::<Date>().is_err());
}

#[test]
fn words_are_texts() {
    assert_round_trip::<Term>(&["month", "quarter", "year"]);
    assert_round_trip::<ActionKind>(&["change_term", "fail"]);
    assert_round_trip::<BufferUnit>(&["percent"]);
    assert_round_trip::<DayWords>(&["weekdays"]);
    assert_round_trip::<GroupBy>(&["cycle"]);
    assert_round_trip::<MeterPeriod>(&["month"]);
    assert_round_trip::<EventOutcome>(&["filtered"]);
    assert_round_trip::<RangeEnd>(&["low"]);
    assert_round_trip::<SpentSign>(&["negative"]);
    assert_round_trip::<WhenShort>(&["top_up"]);
    let error = "moth".parse::<Term>().unwrap_err();
    assert_eq!(error.sentence(), "`moth` is not known here; did you mean `month`?");
}

#[test]
fn a_seed_is_a_text_and_a_number() {
    let most = u64::MAX.to_string();
    assert_round_trip::<Seed>(&["0", &most]);
    assert_eq!(serde_json::from_str::<Seed>(&most).unwrap(), Seed(u64::MAX));
}

/// A binary float has lost the digits already.
#[test]
fn whole_numbers_are_amounts_and_floats_are_not() {
    for number in ["0", "-3", "18446744073709551615"] {
        let credits: Credits = serde_json::from_str(number).unwrap();
        assert_eq!(credits.to_string(), number);
        assert!(serde_json::from_str::<Instant>(number).is_err());
    }
    let error = serde_json::from_str::<Money>("12.5").unwrap_err().to_string();
    assert!(error.contains("expected a decimal such as \"12.5\""), "{error}");
}

#[test]
fn instants_are_read_as_rfc_3339_writes_them() {
    let read = |text: &str| text.parse::<Instant>().map(|at| at.to_string());
    for text in
        ["2026-11-28T10:00:00.123Z", "2026-11-28t10:00:00.999z", "2026-11-28t11:00:00+01:00"]
    {
        assert_eq!(read(text).unwrap(), "2026-11-28T10:00:00Z", "{text}");
    }
    for text in
        ["2026-11-28 10:00:00Z", "2026-11-28x10:00Z", "2026-11-28T10:00y", "2026-11-2éT10:00Z"]
    {
        assert!(read(text).is_err(), "{text}");
    }
}

#[test]
fn the_time_of_a_system_is_an_instant() {
    let at = |time: SystemTime| Instant::try_from(time).unwrap().to_string();
    assert_eq!(at(UNIX_EPOCH + Duration::from_millis(1_999)), "1970-01-01T00:00:01Z");
    assert_eq!(at(UNIX_EPOCH - Duration::from_millis(1)), "1969-12-31T23:59:59Z");
    assert_eq!(at(UNIX_EPOCH - Duration::from_secs(1)), "1969-12-31T23:59:59Z");
    let late = UNIX_EPOCH + Duration::from_secs(253_402_300_800);
    assert!(Instant::try_from(late).is_err());
    for text in ["1969-12-31T23:59:59Z", "2026-11-28T10:00:00Z", "9999-12-31T23:59:59Z"] {
        let instant: Instant = text.parse().unwrap();
        assert_eq!(Instant::try_from(SystemTime::try_from(instant).unwrap()).unwrap(), instant);
    }
}

#[test]
fn sums_and_products_that_do_not_fit_are_none() {
    let credits = |text: &str| text.parse::<Credits>().unwrap();
    let most = credits("999999999999999999999999");
    assert_eq!(Credits::checked_sum([credits("1.5"), credits("2")]), Some(credits("3.5")));
    assert_eq!(Credits::checked_sum([]), Some(Credits::ZERO));
    assert_eq!(Credits::checked_sum([most, 1.into()]), None);
    assert_eq!(Money::checked_sum([3, 4].map(Money::from)), Some(7.into()));
    let factor = |text: &str| text.parse::<Decimal>().unwrap();
    assert_eq!(credits("12").checked_mul(factor("0.25")), Some(3.into()));
    assert_eq!(credits("-1.5").checked_mul(factor("1e-6")), Some(credits("-0.0000015")));
    assert_eq!(credits("0.000001").checked_mul(factor("0.0000001")), None);
    assert_eq!(most.checked_mul(factor("2")), None);
    assert_eq!(-most, credits("-999999999999999999999999"));
    assert!((-most).is_negative() && Money::ZERO.is_zero());
}
