//! Days, weeks, months and cycles on a wall clock.

use crate::calendar::{DAY, Instant, Recurrence, Wall, Zone, civil, month_start};

const HOUR: i64 = 3_600;

/// A stretch of time: a number that names it, and its ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Period {
    pub(super) from: Instant,
    /// The first instant after it.
    pub(super) until: Instant,
    /// The day since 1970 on which it begins.
    pub(super) number: i64,
}

impl Period {
    pub(super) fn holds(&self, at: Instant) -> bool {
        at >= self.from && at < self.until
    }
}

/// The day of an instant.
pub(super) fn day(zone: &Zone, at: Instant) -> Period {
    days(zone, at, zone.wall(at).day(), 1)
}

/// The hour of an instant.
pub(super) fn hour(zone: &Zone, at: Instant) -> Period {
    let past = zone.wall(at).0.rem_euclid(HOUR);
    let from = at.plus(-past).unwrap_or(at);
    Period { from, until: from.plus(HOUR).unwrap_or(Instant::MAX), number: zone.wall(at).day() }
}

/// The week of an instant, from Monday on.
pub(super) fn week(zone: &Zone, at: Instant) -> Period {
    let day = zone.wall(at).day();
    days(zone, at, day - (day + 3).rem_euclid(7), 7)
}

/// The calendar month of an instant.
pub(super) fn month(zone: &Zone, at: Instant) -> Period {
    let wall = zone.wall(at);
    days(zone, at, month_start(wall).day(), i64::from(civil(wall).3))
}

/// The cycle of an instant; before the first one, the time until it.
pub(super) fn cycle(zone: &Zone, cycles: &Recurrence, at: Instant) -> Period {
    let next = cycles.first_after(at, zone);
    let nth = |n: u32| cycles.nth(n, zone);
    let until = nth(next).unwrap_or(Instant::MAX);
    let from = next.checked_sub(1).and_then(nth);
    let number = from.map_or(i64::MIN, |from| zone.wall(from).day());
    Period { from: from.unwrap_or(at), until, number }
}

fn days(zone: &Zone, at: Instant, first: i64, count: i64) -> Period {
    let instant = |day: i64, otherwise| zone.instant(Wall(day * DAY)).unwrap_or(otherwise);
    Period { from: instant(first, at), until: instant(first + count, Instant::MAX), number: first }
}
