//! Fractions of 64 bits, for nearly every amount.
//!
//! The operations are those of [`Fraction`], which handles all values that do not fit.

use super::decimal::{Decimal, ONE, PLACES, power_of_ten, push_integer, stripped};
use super::fraction::Fraction;
use super::integer::product;
use super::rounding::{Mode, Rounding};
use std::cmp::Ordering;

/// One, and half its number of places, in stored units.
const UNITS: i64 = ONE as i64;
const HALF_UNITS: i64 = 10_i64.pow(PLACES / 2);

/// A fraction with a positive denominator; not necessarily in lowest terms.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ratio64 {
    above: i64,
    below: i64,
}

impl Ratio64 {
    pub(crate) const ZERO: Ratio64 = Ratio64 { above: 0, below: 1 };
    pub(super) const ONE: Ratio64 = Ratio64 { above: 1, below: 1 };

    pub(super) fn from_fraction(fraction: &Fraction) -> Option<Ratio64> {
        let (above, below) = fraction.parts();
        Some(Ratio64 { above: above.try_into().ok()?, below: below.try_into().ok()? })
    }

    pub(super) fn from_decimal(decimal: Decimal) -> Option<Ratio64> {
        let (above, places) = stripped(i64::try_from(decimal.scaled()).ok()?, PLACES);
        Some(Ratio64 { above, below: power_of_ten(places) })
    }

    /// The decimal; `Some(None)` if no decimal can hold it.
    pub(super) fn to_decimal(self) -> Option<Option<Decimal>> {
        // Division is slow; common factors of two are most of what must be cancelled.
        let twos = (self.above | self.below).trailing_zeros();
        let (above, below) = (self.above >> twos, self.below >> twos);
        let units = if below == 1 {
            product(above, UNITS)?
        } else if UNITS % below == 0 {
            product(above, UNITS / below)?
        } else {
            // In two steps, because the remainder times all units seldom fits.
            let high = product(above % below, HALF_UNITS)?;
            let low = product(high % below, HALF_UNITS)?;
            if low % below != 0 {
                return Some(None);
            }
            let parts = high / below * HALF_UNITS + low / below;
            product(above / below, UNITS)?.checked_add(parts)?
        };
        Some(Some(Decimal::from_units(units)))
    }

    pub(super) fn to_fraction(self) -> Fraction {
        Fraction::new(self.above.into(), self.below.into())
    }

    pub(super) fn push(self, out: &mut String) {
        if self.is_whole() {
            return push_integer(self.above, out);
        }
        match self.to_decimal() {
            Some(Some(decimal)) => decimal.push(out),
            _ => self.to_fraction().push(out),
        }
    }

    pub(super) fn is_zero(self) -> bool {
        self.above == 0
    }

    pub(crate) fn is_negative(self) -> bool {
        self.above < 0
    }

    pub(super) fn is_whole(self) -> bool {
        self.below == 1
    }

    pub(super) fn is_one(self) -> bool {
        self.above == 1 && self.below == 1
    }

    pub(crate) fn add(self, other: Ratio64) -> Option<Ratio64> {
        if self.above == 0 && self.below == 1 {
            return Some(other);
        }
        if self.below == other.below {
            return Some(Ratio64 {
                above: self.above.checked_add(other.above)?,
                below: self.below,
            });
        }
        let (left, right) = shares(self.below, other.below);
        let above = product(self.above, left)?.checked_add(product(other.above, right)?)?;
        Some(Ratio64 { above, below: product(self.below, left)? })
    }

    pub(crate) fn sub(self, other: Ratio64) -> Option<Ratio64> {
        self.add(Ratio64 { above: other.above.checked_neg()?, below: other.below })
    }

    pub(crate) fn mul(self, other: Ratio64) -> Option<Ratio64> {
        let above = product(self.above, other.above)?;
        Some(Ratio64 { above, below: product(self.below, other.below)? })
    }

    /// `None` for a division by zero.
    pub(crate) fn div(self, other: Ratio64) -> Option<Ratio64> {
        match other.above.cmp(&0) {
            Ordering::Equal => None,
            Ordering::Greater => self.mul(Ratio64 { above: other.below, below: other.above }),
            Ordering::Less => {
                let below = other.above.checked_neg()?;
                self.mul(Ratio64 { above: -other.below, below })
            }
        }
    }

    pub(super) fn min(self, other: Ratio64) -> Option<Ratio64> {
        Some(if self.compare(other)?.is_le() { self } else { other })
    }

    pub(crate) fn max(self, other: Ratio64) -> Option<Ratio64> {
        Some(if self.compare(other)?.is_ge() { self } else { other })
    }

    pub(super) fn rounded(self, rounding: &Rounding) -> Option<Ratio64> {
        if rounding.step.is_one() {
            return Some(self.whole(rounding.mode));
        }
        let step = Ratio64::from_fraction(&rounding.step)?;
        self.div(step)?.whole(rounding.mode).mul(step)
    }

    fn whole(self, mode: Mode) -> Ratio64 {
        let Ratio64 { above, below } = self;
        if below == 1 {
            return self;
        }
        // With a denominator of two or more, the quotient plus one fits.
        let (whole, rest) = (above / below, above % below);
        let floor = whole - i64::from(rest < 0);
        let above = match mode {
            Mode::Floor => floor,
            Mode::Ceil => whole + i64::from(rest > 0),
            Mode::HalfUp => {
                let away = 2 * rest.unsigned_abs() >= below.unsigned_abs();
                whole + if away { rest.signum() } else { 0 }
            }
            Mode::HalfEven => {
                let half = (2 * rest.rem_euclid(below).unsigned_abs()).cmp(&below.unsigned_abs());
                floor + i64::from(half.is_gt() || half.is_eq() && floor % 2 != 0)
            }
        };
        Ratio64 { above, below: 1 }
    }

    pub(crate) fn compare(self, other: Ratio64) -> Option<Ordering> {
        if self.below == other.below {
            return Some(self.above.cmp(&other.above));
        }
        Some(product(self.above, other.below)?.cmp(&product(other.above, self.below)?))
    }
}

/// The factors that give both fractions one denominator. If possible, this is the larger one: most
/// prices are for one, a thousand or a million.
fn shares(a: i64, b: i64) -> (i64, i64) {
    match a.cmp(&b) {
        Ordering::Greater if a % b == 0 => (1, a / b),
        Ordering::Less if b % a == 0 => (b / a, 1),
        _ => (b, a),
    }
}
