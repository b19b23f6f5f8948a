//! A time zone as a table: zones are never looked up here.

use super::Instant;
use serde::Serialize;
use std::sync::Arc;

/// Maximum number of entries of a table: a century with two changes a year has 200.
pub(crate) const MOST_OFFSETS: usize = 4_000;
/// No zone has ever had a larger offset, in seconds.
pub(crate) const MOST_AHEAD: i32 = 26 * 3600;

/// The wall clock of an account: its offsets from UTC, and their starts.
///
/// The table is an input, so that every machine gives the same answers. [`Zone::named`] (feature
/// `tz`) and `zone()` of the npm package make one from an IANA name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Zone {
    name: Arc<str>,
    /// In order of time; the first offset also holds before its start.
    offsets: Arc<[Offset]>,
    /// First instant after the table, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Instant>,
}

/// An offset from UTC, from an instant on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Offset {
    /// First instant.
    pub from: Instant,
    /// Seconds ahead of UTC; negative to the west.
    pub seconds: i32,
}

/// A wall-clock time: seconds since 1970-01-01 00:00 on that clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wall(pub(crate) i64);

impl Offset {
    /// An entry of a table.
    pub fn new(from: Instant, seconds: i32) -> Self {
        Offset { from, seconds }
    }
}

impl Zone {
    /// The UTC clock.
    pub fn utc() -> Self {
        let offsets = [Offset { from: Instant::EPOCH, seconds: 0 }].into();
        Zone { name: "UTC".into(), offsets, until: None }
    }

    /// A zone by its table; `None` if the table is empty, unsorted or too long, or an offset
    /// exceeds 26 hours.
    pub fn new(name: &str, offsets: &[Offset]) -> Option<Self> {
        let in_order = offsets.is_sorted_by(|a, b| a.from < b.from);
        let sane = offsets.iter().all(|offset| offset.seconds.abs() <= MOST_AHEAD);
        let fits = !offsets.is_empty() && offsets.len() <= MOST_OFFSETS;
        let zone = || Zone { name: name.into(), offsets: offsets.into(), until: None };
        (in_order && sane && fits).then(zone)
    }

    /// Says when the table ends: from then on its last offset holds, right or not.
    #[must_use]
    pub fn known_until(self, until: Option<Instant>) -> Self {
        Zone { until, ..self }
    }

    /// First instant after its table, where that is known.
    pub fn until(&self) -> Option<Instant> {
        self.until
    }

    /// Its given name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its table.
    pub fn offsets(&self) -> &[Offset] {
        &self.offsets
    }

    /// The wall-clock time at an instant.
    pub(crate) fn wall(&self, at: Instant) -> Wall {
        let after = self.offsets.partition_point(|offset| offset.from <= at);
        let offset = self.offsets.get(after.saturating_sub(1));
        Wall(at.to_unix() + offset.map_or(0, |offset| i64::from(offset.seconds)))
    }

    /// The first change of the wall clock after an instant.
    pub(crate) fn next_change(&self, at: Instant) -> Instant {
        let after = self.offsets.partition_point(|offset| offset.from <= at).max(1);
        self.offsets.get(after).map_or(Instant::MAX, |offset| offset.from)
    }

    /// The instant of a wall-clock time: the first one if it occurs twice, the first instant after
    /// the gap if it never occurs.
    pub(crate) fn instant(&self, wall: Wall) -> Option<Instant> {
        if let [only] = &*self.offsets {
            return Instant::from_unix(wall.0.checked_sub(i64::from(only.seconds))?);
        }
        let place = self.first_that_reaches(wall);
        let offset = self.offsets.get(place)?;
        let shown = wall.0.checked_sub(i64::from(offset.seconds))?;
        let begins = if place == 0 { i64::MIN } else { offset.from.to_unix() };
        Instant::from_unix(shown.max(begins))
    }

    /// The first entry at whose end the wall clock is past this time.
    fn first_that_reaches(&self, wall: Wall) -> usize {
        let later = self.offsets.get(1..).unwrap_or(&[]);
        // Skips entries that have ended, whatever their offset.
        let ended =
            later.partition_point(|next| next.from.to_unix() + i64::from(MOST_AHEAD) <= wall.0);
        let ends = later.iter().zip(self.offsets.iter()).skip(ended);
        let is_open = |(next, offset): (&Offset, &Offset)| {
            next.from.to_unix() + i64::from(offset.seconds) > wall.0
        };
        ends.map(is_open).position(|open| open).map_or(later.len(), |place| ended + place)
    }
}

impl Wall {
    /// Its day, counted from 1970-01-01.
    pub(crate) fn day(self) -> i64 {
        self.0.div_euclid(super::DAY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> Zone {
        let at = |text: &str, seconds| Offset::new(text.parse().unwrap(), seconds);
        let table = [
            at("2025-10-26T01:00Z", 3600),
            at("2026-03-29T01:00Z", 7200),
            at("2026-10-25T01:00Z", 3600),
        ];
        Zone::new("Europe/Berlin", &table).unwrap()
    }

    fn instant(wall: &str) -> String {
        let wall = Wall(wall.parse::<Instant>().unwrap().to_unix());
        berlin().instant(wall).unwrap().to_string()
    }

    #[test]
    fn a_wall_time_has_one_instant() {
        assert_eq!(instant("2026-01-15T09:00Z"), "2026-01-15T08:00:00Z");
        assert_eq!(instant("2026-07-15T09:00Z"), "2026-07-15T07:00:00Z");
        assert_eq!(instant("2020-07-15T09:00Z"), "2020-07-15T08:00:00Z", "before the table");
    }

    #[test]
    fn in_a_gap_it_is_the_first_instant_after() {
        assert_eq!(instant("2026-03-29T01:59:59Z"), "2026-03-29T00:59:59Z");
        assert_eq!(instant("2026-03-29T02:00:00Z"), "2026-03-29T01:00:00Z");
        assert_eq!(instant("2026-03-29T02:30:00Z"), "2026-03-29T01:00:00Z");
        assert_eq!(instant("2026-03-29T03:00:00Z"), "2026-03-29T01:00:00Z");
    }

    #[test]
    fn doubled_it_is_the_first() {
        assert_eq!(instant("2026-10-25T02:30:00Z"), "2026-10-25T00:30:00Z");
        assert_eq!(instant("2026-10-25T03:00:00Z"), "2026-10-25T02:00:00Z");
    }

    #[test]
    fn the_wall_clock_is_read_back() {
        for text in ["2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z", "2026-10-25T00:59:59Z"] {
            let at: Instant = text.parse().unwrap();
            assert_eq!(berlin().instant(berlin().wall(at)), Some(at), "{text}");
        }
    }

    #[test]
    fn a_wrong_table_is_none() {
        let at = |seconds, ahead| Offset::new(Instant::from_unix(seconds).unwrap(), ahead);
        assert_eq!(Zone::new("x", &[]), None);
        assert_eq!(Zone::new("x", &[at(1, 0), at(1, 0)]), None);
        assert_eq!(Zone::new("x", &[at(1, MOST_AHEAD + 1)]), None);
    }
}
