//! Credits as whole numbers of 64 bits.

use crate::amount::{Credits, Decimal, ONE};

/// The value of one unit, in 10^-12 credits: a power of ten.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit(i64);

impl Default for Unit {
    fn default() -> Self {
        Unit(ONE as i64)
    }
}

impl Unit {
    /// Makes the unit small enough for an amount.
    pub(super) fn that_measures(self, amount: Credits) -> Self {
        let scaled = amount.decimal().scaled();
        let mut unit = self.0;
        while !is_multiple(scaled, unit) {
            unit /= 10;
        }
        Unit(unit)
    }

    /// An amount in units; `None` if it is not whole or does not fit.
    pub(crate) fn count(self, amount: Credits) -> Option<i64> {
        let scaled = amount.decimal().scaled();
        match i64::try_from(scaled) {
            Ok(small) => (small % self.0 == 0).then(|| small / self.0),
            Err(_) if is_multiple(scaled, self.0) => {
                i64::try_from(scaled / i128::from(self.0)).ok()
            }
            Err(_) => None,
        }
    }

    pub(crate) fn credits(self, count: i64) -> Credits {
        // A unit is at most 10^12, which has 40 bits: wide products are slow in a browser.
        let scaled = match count.unsigned_abs() >> 22 {
            0 => i128::from(count * self.0),
            _ => i128::from(count) * i128::from(self.0),
        };
        Credits::from(Decimal::from_scaled(scaled).unwrap_or_default())
    }
}

fn is_multiple(scaled: i128, unit: i64) -> bool {
    match i64::try_from(scaled) {
        Ok(small) => small % unit == 0,
        Err(_) => scaled % i128::from(unit) == 0,
    }
}

/// What has flowed through a class since the beginning, and what remains in it, in units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct CompactFlows {
    pub(crate) issued: i64,
    pub(crate) spent: i64,
    pub(crate) expired: i64,
    pub(crate) remaining: i64,
}
