//! Wall clocks by search.

use super::Table;
use chrono::{DateTime, Datelike, Months, NaiveDate};

const DAY: i64 = 86_400;

#[derive(Clone, Debug)]
pub struct Clock {
    /// A start and an offset from UTC in seconds.
    offsets: Vec<(i64, i64)>,
}

pub fn table(table: Table) -> Vec<(&'static str, i64)> {
    match table {
        Table::Utc => vec![("1970-01-01T00:00:00Z", 0)],
        Table::Berlin => vec![
            ("2025-10-26T01:00:00Z", 3600),
            ("2026-03-29T01:00:00Z", 7200),
            ("2026-10-25T01:00:00Z", 3600),
            ("2027-03-28T01:00:00Z", 7200),
        ],
        Table::LordHowe => vec![
            ("2025-10-04T15:30:00Z", 39_600),
            ("2026-04-04T15:00:00Z", 37_800),
            ("2026-10-03T15:30:00Z", 39_600),
            ("2027-04-03T15:00:00Z", 37_800),
        ],
    }
}

/// Monday is 0.
pub fn weekday(day: i64) -> u32 {
    // 1 January 1970 was a Thursday.
    (day + 3).rem_euclid(7) as u32
}

fn date(day: i64) -> NaiveDate {
    DateTime::from_timestamp(day * DAY, 0).unwrap().date_naive()
}

fn number(date: NaiveDate) -> i64 {
    date.and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp() / DAY
}

impl Clock {
    pub fn of(zone: Table) -> Self {
        let seconds = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().timestamp();
        Clock { offsets: table(zone).iter().map(|(from, ahead)| (seconds(from), *ahead)).collect() }
    }

    fn wall(&self, at: i64) -> i64 {
        let mut ahead = self.offsets[0].1;
        for (from, offset) in &self.offsets {
            if *from <= at {
                ahead = *offset;
            }
        }
        at + ahead
    }

    /// Day on the wall clock, counted from 1970.
    pub fn day(&self, at: i64) -> i64 {
        self.wall(at).div_euclid(DAY)
    }

    /// The first instant at which the clock shows this time of a day or, in a gap, a later time.
    pub fn instant(&self, day: i64, time: i64) -> i64 {
        let wall = day * DAY + time;
        let mut found: Vec<i64> = Vec::new();
        for (from, ahead) in &self.offsets {
            let at = wall - ahead;
            if self.wall(at) == wall {
                found.push(at);
            }
            // The clock jumps over it.
            if self.wall(from - 1) < wall && self.wall(*from) >= wall {
                found.push(*from);
            }
        }
        found.into_iter().min().unwrap()
    }

    pub fn after_days(&self, at: i64, days: i64) -> i64 {
        let wall = self.wall(at);
        self.instant(wall.div_euclid(DAY) + days, wall.rem_euclid(DAY))
    }

    pub fn after_months(&self, at: i64, months: u32) -> i64 {
        let wall = self.wall(at);
        let later = date(wall.div_euclid(DAY)).checked_add_months(Months::new(months)).unwrap();
        self.instant(number(later), wall.rem_euclid(DAY))
    }

    /// The start of the n-th month after this one.
    pub fn month_starts(&self, at: i64, n: u32) -> i64 {
        let first = date(self.day(at)).with_day(1).unwrap();
        self.instant(number(first.checked_add_months(Months::new(n)).unwrap()), 0)
    }

    /// First day and length of the month that a day is in.
    pub fn month_of(&self, day: i64) -> (i64, i64) {
        let first = date(day).with_day(1).unwrap();
        let next = first.checked_add_months(Months::new(1)).unwrap();
        (number(first), number(next) - number(first))
    }
}
