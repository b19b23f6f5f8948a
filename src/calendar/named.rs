//! A zone by name: its table of offsets, from the tz database in chrono-tz.
//!
//! The database is pure data, independent of the machine's clock and settings.

use super::{Instant, Offset, Zone};
use crate::error::{Error, ErrorKind, nearest};
use chrono::{DateTime, Offset as _, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};

/// Seconds between two samples: no zone has changed its offset back within them.
const PROBE: i64 = 6 * 3600;

impl Zone {
    /// The table of a zone of the tz database, such as `Europe/Berlin`, for `[from, until)`: its
    /// first entry begins at `from`, every other at the second at which the offset changes.
    ///
    /// Outside of that time the first and the last entry hold, so choose an interval that covers
    /// every query.
    ///
    /// ```
    /// use drawdown::Zone;
    /// let zone = Zone::named("Europe/Berlin", "2026-01-01".parse()?, "2027-01-01".parse()?)?;
    /// let table: Vec<String> =
    ///     zone.offsets().iter().map(|o| format!("{} {:+}", o.from, o.seconds)).collect();
    /// assert_eq!(table, [
    ///     "2026-01-01T00:00:00Z +3600",
    ///     "2026-03-29T01:00:00Z +7200",
    ///     "2026-10-25T01:00:00Z +3600",
    /// ]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `unknown_name` for a name that is not in the database, with the nearest one; `limit` for an
    /// interval with more changes of the offset than a table may have.
    pub fn named(name: &str, from: Instant, until: Instant) -> Result<Zone, Error> {
        let zone: Tz = name.parse().map_err(|_| unknown(name))?;
        let mut table = vec![Offset::new(from, seconds(zone, from.to_unix()))];
        let mut before = from.to_unix();
        while before < until.to_unix() {
            let after = (before + PROBE).min(until.to_unix());
            let (old, new) = (seconds(zone, before), seconds(zone, after));
            if old != new {
                let first = first_change(zone, before, after);
                let Some(first) = Instant::from_unix(first) else { break };
                if first < until {
                    table.push(Offset::new(first, new));
                }
            }
            before = after;
        }
        let zone = Zone::new(name, &table).map(|zone| zone.known_until(Some(until)));
        zone.ok_or_else(|| {
            let sentence = format!("the offset of `{name}` changes too often for one table");
            Error::new(ErrorKind::Limit, "", sentence)
        })
    }

    /// Names of all zones of the tz database, for menus and hints.
    pub fn names() -> impl Iterator<Item = &'static str> {
        TZ_VARIANTS.iter().map(|zone| zone.name())
    }
}

/// Offset from UTC in seconds.
fn seconds(zone: Tz, unix: i64) -> i32 {
    let at = DateTime::from_timestamp(unix, 0).unwrap_or_default().naive_utc();
    zone.offset_from_utc_datetime(&at).fix().local_minus_utc()
}

/// The first second with another offset, at most `after`.
fn first_change(zone: Tz, before: i64, after: i64) -> i64 {
    let old = seconds(zone, before);
    let (mut same, mut changed) = (before, after);
    while changed - same > 1 {
        let middle = same + (changed - same) / 2;
        if seconds(zone, middle) == old {
            same = middle;
        } else {
            changed = middle;
        }
    }
    changed
}

#[cold]
fn unknown(name: &str) -> Error {
    let names: Vec<&str> = Zone::names().collect();
    let is_meant = |known: &&&str| {
        let city = known.rsplit('/').next().unwrap_or(known);
        known.eq_ignore_ascii_case(name) || city.eq_ignore_ascii_case(name)
    };
    let hint = match names.iter().find(is_meant).copied().or_else(|| nearest(name, &names)) {
        Some(known) => format!("; did you mean `{known}`?"),
        None => "; expected a name of the tz database, such as Europe/Berlin".to_owned(),
    };
    let sentence = format!("there is no time zone `{name}`{hint}");
    Error::new(ErrorKind::UnknownName, "", sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, from: &str, until: &str) -> Vec<String> {
        let zone = Zone::named(name, from.parse().unwrap(), until.parse().unwrap()).unwrap();
        assert_eq!(zone.name(), name);
        zone.offsets().iter().map(|o| format!("{} {}", o.from, o.seconds)).collect()
    }

    fn year(name: &str) -> Vec<String> {
        table(name, "2026-01-01", "2027-01-01")
    }

    #[test]
    fn changes_are_found_to_the_second() {
        let berlin =
            ["2026-01-01T00:00:00Z 3600", "2026-03-29T01:00:00Z 7200", "2026-10-25T01:00:00Z 3600"];
        assert_eq!(year("Europe/Berlin"), berlin);
        let new_york = [
            "2026-01-01T00:00:00Z -18000",
            "2026-03-08T07:00:00Z -14400",
            "2026-11-01T06:00:00Z -18000",
        ];
        assert_eq!(year("America/New_York"), new_york);
        // Half an hour of summer time.
        let lord_howe = [
            "2026-01-01T00:00:00Z 39600",
            "2026-04-04T15:00:00Z 37800",
            "2026-10-03T15:30:00Z 39600",
        ];
        assert_eq!(year("Australia/Lord_Howe"), lord_howe);
    }

    #[test]
    fn a_zone_without_changes_has_one_entry() {
        assert_eq!(year("UTC"), ["2026-01-01T00:00:00Z 0"]);
        assert_eq!(year("Asia/Kathmandu"), ["2026-01-01T00:00:00Z 20700"]);
        assert_eq!(year("America/Sao_Paulo"), ["2026-01-01T00:00:00Z -10800"]);
    }

    #[test]
    fn rules_that_ended_and_rules_that_follow_the_moon() {
        // Brazil's last summer time ended on 17 February 2019.
        let sao_paulo = ["2019-01-01T00:00:00Z -7200", "2019-02-17T02:00:00Z -10800"];
        assert_eq!(table("America/Sao_Paulo", "2019-01-01", "2026-01-01"), sao_paulo);
        // Morocco leaves its summer time for the month of Ramadan.
        let casablanca =
            ["2026-01-01T00:00:00Z 3600", "2026-02-15T02:00:00Z 0", "2026-03-22T02:00:00Z 3600"];
        assert_eq!(year("Africa/Casablanca"), casablanca);
    }

    #[test]
    fn the_interval_is_half_open() {
        let until = |until| table("Europe/Berlin", "2026-03-28", until).len();
        assert_eq!(until("2026-03-29T01:00:00Z"), 1);
        assert_eq!(until("2026-03-29T01:00:01Z"), 2);
        let from = table("Europe/Berlin", "2026-03-29T01:00:00Z", "2026-04-01");
        assert_eq!(from, ["2026-03-29T01:00:00Z 7200"]);
        assert_eq!(table("Europe/Berlin", "2026-04-01", "2026-03-01").len(), 1);
    }

    #[test]
    fn every_zone_has_a_table_for_a_century() {
        let (from, until) = ("2000-01-01".parse().unwrap(), "2100-01-01".parse().unwrap());
        for name in ["Europe/Berlin", "Africa/Casablanca", "America/Nuuk"] {
            assert!(Zone::named(name, from, until).is_ok(), "{name}");
        }
    }

    #[test]
    fn an_unknown_name_is_told_with_the_nearest() {
        let now = Instant::EPOCH;
        let told = |name| Zone::named(name, now, now).unwrap_err().sentence().to_owned();
        for name in ["Europe/Berln", "europe/berlin", "Berlin"] {
            let hint = format!("there is no time zone `{name}`; did you mean `Europe/Berlin`?");
            assert_eq!(told(name), hint);
        }
        let stranger = "there is no time zone `Mars/Olympus`; expected a name of the tz database, \
                        such as Europe/Berlin";
        assert_eq!(told("Mars/Olympus"), stranger);
    }
}
