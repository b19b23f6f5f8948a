//! Recurrences: each occurrence is computed from the anchor.

use super::zone::{Wall, Zone};
use super::{DAY, Instant};
use chrono::{DateTime, Datelike, Months, NaiveDate};

/// The distance between two occurrences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Wall-clock months, clamped to the end of the month.
    Months(u32),
    /// Wall-clock days.
    Days(u32),
    /// Exact seconds.
    Seconds(u32),
}

/// An anchor and a step: occurrence n is `anchor + n * step`, not computed from occurrence n - 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Recurrence {
    anchor: Wall,
    step: Step,
}

impl Recurrence {
    /// With an instant as the anchor.
    pub(crate) fn from(anchor: Instant, step: Step, zone: &Zone) -> Self {
        let anchor = match step {
            Step::Seconds(_) => Wall(anchor.to_unix()),
            _ => zone.wall(anchor),
        };
        Recurrence { anchor, step }
    }

    /// With a wall-clock time as the anchor.
    pub(crate) fn at_wall(anchor: Wall, step: Step) -> Self {
        Recurrence { anchor, step }
    }

    /// The anchor and the step.
    pub(crate) fn parts(&self) -> (Wall, Step) {
        (self.anchor, self.step)
    }

    /// Minimum seconds between two occurrences, ignoring clock changes.
    pub(crate) fn shortest(&self) -> i64 {
        match self.step {
            Step::Seconds(step) => i64::from(step),
            Step::Days(step) => i64::from(step) * DAY / 2,
            Step::Months(step) => i64::from(step) * 14 * DAY,
        }
    }

    /// Occurrence n; the anchor is occurrence 0.
    pub(crate) fn nth(&self, n: u32, zone: &Zone) -> Option<Instant> {
        let after = |step: u32, unit: i64| {
            let steps = i64::from(n).checked_mul(i64::from(step))?;
            self.anchor.0.checked_add(steps.checked_mul(unit)?)
        };
        match self.step {
            Step::Seconds(step) => Instant::from_unix(after(step, 1)?),
            Step::Days(step) => zone.instant(Wall(after(step, DAY)?)),
            Step::Months(step) => zone.instant(plus_months(self.anchor, n.checked_mul(step)?)?),
        }
    }

    /// Some months after occurrence n, counted from the anchor; `None` for other steps.
    pub(crate) fn months_after(&self, n: u32, months: u32, zone: &Zone) -> Option<Instant> {
        let Step::Months(step) = self.step else { return None };
        let months = n.checked_mul(step)?.checked_add(months)?;
        zone.instant(plus_months(self.anchor, months)?)
    }

    /// The number of the first occurrence after this instant.
    pub(crate) fn first_after(&self, at: Instant, zone: &Zone) -> u32 {
        let mut n = self.guess(at, zone).saturating_sub(1);
        while self.nth(n, zone).is_some_and(|occurrence| occurrence <= at) {
            n += 1;
        }
        n
    }

    /// An estimate, at most one too high and two too low.
    fn guess(&self, at: Instant, zone: &Zone) -> u32 {
        let wall = zone.wall(at);
        let whole = match self.step {
            Step::Seconds(step) => (at.to_unix() - self.anchor.0) / i64::from(step.max(1)),
            Step::Days(step) => (wall.day() - self.anchor.day()) / i64::from(step.max(1)),
            Step::Months(step) => (months(wall) - months(self.anchor)) / i64::from(step.max(1)),
        };
        u32::try_from(whole.max(0)).unwrap_or(u32::MAX - 2)
    }
}

fn date(wall: Wall) -> Option<NaiveDate> {
    Some(DateTime::from_timestamp(wall.0, 0)?.date_naive())
}

/// Months since the year 0.
fn months(wall: Wall) -> i64 {
    date(wall).map_or(0, |date| i64::from(date.year()) * 12 + i64::from(date.month0()))
}

fn plus_months(wall: Wall, months: u32) -> Option<Wall> {
    let date = date(wall)?.checked_add_months(Months::new(months))?;
    let midnight = date.and_hms_opt(0, 0, 0)?.and_utc().timestamp();
    Some(Wall(midnight + wall.0.rem_euclid(DAY)))
}

/// The first day of its month, at midnight.
pub(crate) fn month_start(wall: Wall) -> Wall {
    let day = date(wall).map_or(0, |date| i64::from(date.day0()));
    Wall((wall.day() - day) * DAY)
}

/// Year, month, day of the month (from 1), days in that month.
pub(crate) fn civil(wall: Wall) -> (i32, u32, u32, u32) {
    let date = date(wall).unwrap_or_default();
    let next = date.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
    let days = next.and_then(|next| next.pred_opt()).map_or(31, |last| last.day());
    (date.year(), date.month(), date.day(), days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn occurrences(anchor: &str, step: Step, count: u32) -> Vec<String> {
        let zone = Zone::utc();
        let recurrence = Recurrence::from(anchor.parse().unwrap(), step, &zone);
        (0..count).map(|n| recurrence.nth(n, &zone).unwrap().to_string()).collect()
    }

    #[test]
    fn months_are_clamped_and_do_not_drift() {
        assert_eq!(
            occurrences("2025-01-31T09:00Z", Step::Months(1), 4),
            [
                "2025-01-31T09:00:00Z",
                "2025-02-28T09:00:00Z",
                "2025-03-31T09:00:00Z",
                "2025-04-30T09:00:00Z"
            ]
        );
        assert_eq!(occurrences("2024-02-29", Step::Months(12), 5)[4], "2028-02-29T00:00:00Z");
        assert_eq!(occurrences("2024-02-29", Step::Months(12), 5)[1], "2025-02-28T00:00:00Z");
    }

    #[test]
    fn the_first_after_an_instant_is_found() {
        let zone = Zone::utc();
        for step in
            [Step::Months(1), Step::Months(5), Step::Days(1), Step::Days(28), Step::Seconds(7_000)]
        {
            let recurrence = Recurrence::from("2023-01-31T09:00Z".parse().unwrap(), step, &zone);
            for seconds in (1_600_000_000..1_900_000_000).step_by(1_234_567) {
                let at = Instant::from_unix(seconds).unwrap();
                let n = recurrence.first_after(at, &zone);
                assert!(recurrence.nth(n, &zone).unwrap() > at, "{step:?} {at}");
                assert!(n == 0 || recurrence.nth(n - 1, &zone).unwrap() <= at, "{step:?} {at}");
            }
        }
    }

    #[test]
    fn days_of_a_month() {
        let wall = |text: &str| Wall(text.parse::<Instant>().unwrap().to_unix());
        assert_eq!(civil(wall("2024-02-10T05:00Z")), (2024, 2, 10, 29));
        assert_eq!(month_start(wall("2024-02-10T05:00Z")), wall("2024-02-01"));
    }
}
