//! Meters: the use in the current period. A count belongs to the period it was made in; in any
//! other period it is 0.

use super::{Result, Wallet};
use crate::amount::{Decimal, Fraction};
use crate::calendar::{DAY, Instant, Wall, month_start};
use crate::catalog::MeterPeriod;
use crate::error::{Error, ErrorKind, place_of};

/// The use of one meter in its period.
#[derive(Clone, Copy, Debug)]
pub(super) struct Count {
    pub(super) used: Fraction,
    /// When the period began.
    pub(super) since: Instant,
}

/// The use of each meter of the catalog in its period.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meters(Vec<Option<Count>>);

impl Meters {
    pub(super) fn of(counts: Vec<Option<Count>>) -> Self {
        Meters(counts)
    }

    /// By the place of the meter; the last ones may be missing.
    pub(super) fn counts(&self) -> &[Option<Count>] {
        &self.0
    }

    /// What was used in a period, by when it began.
    fn used(&self, meter: usize, since: Option<Instant>) -> Fraction {
        let count = self.0.get(meter).copied().flatten();
        let current = count.filter(|count| Some(count.since) == since);
        current.map_or(Fraction::ZERO, |count| count.used)
    }

    fn set(&mut self, meter: usize, count: Count) {
        if self.0.len() <= meter {
            self.0.resize(meter + 1, None);
        }
        if let Some(known) = self.0.get_mut(meter) {
            *known = Some(count);
        }
    }
}

impl Wallet {
    /// The use of each meter in its current period, by name: the `used` of a request.
    pub fn used(&self) -> Vec<(String, Decimal)> {
        let meters = self.catalog.checked().document.meters.iter().enumerate();
        let used = |place| self.used_of(place).to_decimal().unwrap_or_default();
        meters.map(|(place, (name, _))| (name.clone(), used(place))).collect()
    }

    /// Counts a run's use. A negative amount takes use back, down to 0.
    pub(crate) fn run_count(&mut self, meter: &str, amount: Decimal) -> Result<()> {
        let place = self.meter_place("", meter)?;
        let sum = self.used_of(place).add(&Fraction::from_decimal(amount));
        self.set_used(place, sum.map_err(|_| too_much())?);
        Ok(())
    }

    /// The index of a meter in the catalog.
    pub(crate) fn meter_place(&self, pointer: &str, name: &str) -> Result<usize> {
        let meters = &self.catalog.checked().document.meters;
        place_of(pointer, "meter", name, meters.iter().map(|(known, _)| known.as_str()))
    }

    /// The use of a meter in its current period.
    pub(crate) fn used_of(&self, meter: usize) -> Fraction {
        self.meters.used(meter, self.period_of(meter))
    }

    /// Sets the use of a meter in its current period.
    pub(crate) fn set_used(&mut self, meter: usize, used: Fraction) {
        let Some(since) = self.period_of(meter) else { return };
        let used = if used.is_negative() { Fraction::ZERO } else { used };
        self.meters.set(meter, Count { used, since });
    }

    /// When the current period of a meter began.
    pub(crate) fn period_of(&self, meter: usize) -> Option<Instant> {
        let (_, document) = self.catalog.checked().document.meters.get(meter)?;
        let wall = self.clock.wall(self.now);
        match (document.per, self.subscription()) {
            (MeterPeriod::Cycle, Some(held)) => Some(held.cycle.start),
            (MeterPeriod::Day, _) => self.clock.instant(Wall(wall.day() * DAY)),
            (MeterPeriod::Month | MeterPeriod::Cycle, _) => self.clock.instant(month_start(wall)),
        }
    }
}

#[cold]
fn too_much() -> Error {
    Error::new(ErrorKind::Inexact, "", "a count no longer fits")
}
