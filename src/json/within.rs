//! The range of a number, declared with its field: used by reading, the schema and the pages.

use super::log::{Log, Path};
use crate::amount::{Decimal, ONE};
use crate::error::{Error, ErrorKind};
use std::fmt;

/// Numbers between two ends, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Within {
    least: i64,
    /// Whether the minimum is excluded.
    is_open: bool,
    /// [`i64::MAX`] if only the range of decimals limits it.
    most: i64,
}

/// In units of a decimal.
const THOUSANDTH: i128 = ONE / 1000;

impl Within {
    /// At least 0.
    pub(crate) const NOT_NEGATIVE: Within = Within::at_least(0);
    /// More than 0.
    pub(crate) const POSITIVE: Within = Within { is_open: true, ..Within::at_least(0) };
    /// A count of at least one.
    pub(crate) const ONE_OR_MORE: Within = Within::at_least(1);
    /// A percentage.
    pub(crate) const PERCENT: Within = Within::between(0, 100);

    const fn at_least(least: i64) -> Within {
        Within { least: least * 1000, is_open: false, most: i64::MAX }
    }

    /// A range between two whole numbers, both included.
    pub(crate) const fn between(least: i64, most: i64) -> Within {
        Within::thousandths(least * 1000, most * 1000)
    }

    /// A range in thousandths.
    pub(crate) const fn thousandths(least: i64, most: i64) -> Within {
        Within { least, is_open: false, most }
    }

    /// Logs a number outside of the range.
    #[inline(never)]
    pub(crate) fn check(self, number: Decimal, path: &Path, log: &Log) {
        if !self.holds(number) {
            let sentence = format!("expected {self}, found {number}");
            log.error(Error::new(ErrorKind::OutOfRange, path.to_string(), sentence));
        }
    }

    fn holds(self, number: Decimal) -> bool {
        let (least, number) = (i128::from(self.least) * THOUSANDTH, number.scaled());
        let is_above = if self.is_open { number > least } else { number >= least };
        is_above && self.most_scaled().is_none_or(|most| number <= most)
    }

    fn most_scaled(self) -> Option<i128> {
        (self.most < i64::MAX).then_some(i128::from(self.most) * THOUSANDTH)
    }

    /// The minimum, whether it is excluded, and the maximum.
    #[cfg(feature = "schema")]
    pub(crate) fn ends(self) -> (Decimal, bool, Option<Decimal>) {
        let least = Decimal::from_scaled(i128::from(self.least) * THOUSANDTH).unwrap_or_default();
        (least, self.is_open, self.most_scaled().and_then(Decimal::from_scaled))
    }
}

/// `0 to 100`, `at least 0`, `more than 0`.
impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimal = |scaled| Decimal::from_scaled(scaled).unwrap_or_default();
        let least = decimal(i128::from(self.least) * THOUSANDTH);
        match self.most_scaled() {
            Some(most) => write!(f, "{least} to {}", decimal(most)),
            None if self.is_open => write!(f, "more than {least}"),
            None => write!(f, "at least {least}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_belong_to_a_range() {
        let holds = |within: Within, text: &str| within.holds(text.parse().unwrap());
        for (within, inside, outside) in [
            (Within::PERCENT, ["0", "100"], ["-0.000000000001", "100.000000000001"]),
            (Within::between(-100, 9900), ["-100", "9900"], ["-100.1", "9900.1"]),
            (Within::thousandths(1, 5000), ["0.001", "5"], ["0.0009", "5.001"]),
            (Within::ONE_OR_MORE, ["1", "1e23"], ["0.999", "-1"]),
            (Within::POSITIVE, ["0.000000000001", "1e23"], ["0", "-1"]),
        ] {
            assert!(inside.iter().all(|number| holds(within, number)), "{within}");
            assert!(!outside.iter().any(|number| holds(within, number)), "{within}");
        }
    }

    #[test]
    fn ranges_are_told_in_words() {
        let told =
            [Within::PERCENT, Within::NOT_NEGATIVE, Within::POSITIVE, Within::thousandths(1, 5000)];
        let told: Vec<String> = told.iter().map(Within::to_string).collect();
        assert_eq!(told, ["0 to 100", "at least 0", "more than 0", "0.001 to 5"]);
    }
}
