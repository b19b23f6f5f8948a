//! Exact fractions of `i128`, reduced only if they would not fit otherwise.

use super::decimal::{Decimal, ONE, PLACES};
use super::integer::{multiply, quotient};
use std::cmp::Ordering;

/// A fraction with a positive denominator; not necessarily in lowest terms.
// Without this, every enum around it gets a tag of 16 bytes too.
#[derive(Clone, Copy, Debug)]
#[repr(Rust, packed(4))]
pub(crate) struct Fraction {
    above: i128,
    below: i128,
}

/// Why exact arithmetic failed.
// As wide as the alignment of fractions. With a single byte, copies of the rest of a result would
// start at odd addresses, which is slow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Fault {
    /// The value does not fit.
    Inexact,
    /// A division by zero.
    DivisionByZero,
}

impl Fraction {
    pub(crate) const ZERO: Fraction = Fraction { above: 0, below: 1 };
    pub(crate) const ONE: Fraction = Fraction { above: 1, below: 1 };

    /// One hundredth.
    pub(crate) fn cent() -> Self {
        Fraction { above: 1, below: 100 }
    }

    /// From parts; the denominator must be positive.
    pub(super) const fn new(above: i128, below: i128) -> Self {
        Fraction { above, below }
    }

    pub(crate) fn integer(n: i128) -> Self {
        Fraction { above: n, below: 1 }
    }

    pub(crate) fn from_decimal(decimal: Decimal) -> Self {
        let (whole, rest) = quotient(decimal.scaled(), ONE);
        if rest == 0 { Fraction::integer(whole) } else { shortest(decimal.scaled()) }
    }

    /// Numerator and denominator, as stored.
    pub(crate) fn parts(&self) -> (i128, i128) {
        (self.above, self.below)
    }

    /// A fraction of at least 0, without reduction.
    pub(crate) fn from_parts(above: i128, below: i128) -> Option<Self> {
        (above >= 0 && below > 0).then_some(Fraction { above, below })
    }

    /// The exact decimal, if there is one with twelve places below 10^24.
    #[allow(clippy::wrong_self_convention, reason = "large: passed by reference")]
    #[allow(clippy::wrong_self_convention, reason = "a copy of so many bytes is not free")]
    pub(crate) fn to_decimal(&self) -> Option<Decimal> {
        let (units, rest) = quotient(ONE, self.below);
        if rest == 0
            && let Some(scaled) = multiply(self.above, units)
        {
            return Decimal::from_scaled(scaled);
        }
        if let Some(scaled) = multiply(self.above, ONE) {
            let (whole, rest) = quotient(scaled, self.below);
            return if rest == 0 { Decimal::from_scaled(whole) } else { None };
        }
        let reduced = self.reduced();
        if ONE % reduced.below != 0 {
            return None;
        }
        Decimal::from_scaled(reduced.above.checked_mul(ONE / reduced.below)?)
    }

    /// The nearest decimal of twelve places, half to even.
    pub(crate) fn nearest_decimal(&self) -> Result<Decimal, Fault> {
        if let Some(decimal) = self.to_decimal() {
            return Ok(decimal);
        }
        let (floor, rest) = self.floor_at(PLACES).ok_or(Fault::Inexact)?;
        let up = match rest.compare(&Fraction { above: 1, below: 2 })? {
            Ordering::Less => 0,
            Ordering::Greater => 1,
            Ordering::Equal => floor.rem_euclid(2),
        };
        floor.checked_add(up).and_then(Decimal::from_scaled).ok_or(Fault::Inexact)
    }

    /// Long division: decimal places as one integer, and the remainder.
    pub(super) fn floor_at(&self, places: u32) -> Option<(i128, Fraction)> {
        let Fraction { above, below } = self.reduced();
        let (mut digits, mut rest) = (above.div_euclid(below), above.rem_euclid(below));
        for _ in 0..places {
            let (digit, left) = tenfold(rest, below);
            digits = digits.checked_mul(10)?.checked_add(digit)?;
            rest = left;
        }
        Some((digits, Fraction { above: rest, below }))
    }

    pub(crate) fn is_one(&self) -> bool {
        self.above == 1 && self.below == 1
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.above == 0
    }

    pub(crate) fn is_negative(&self) -> bool {
        self.above < 0
    }

    pub(crate) fn add(&self, other: &Fraction) -> Result<Self, Fault> {
        if self.below == other.below
            && let Some(above) = self.above.checked_add(other.above)
        {
            return Ok(Fraction { above, below: self.below });
        }
        sum(self, other).or_else(|| least_sum(self, other)).ok_or(Fault::Inexact)
    }

    pub(crate) fn sub(&self, other: &Fraction) -> Result<Self, Fault> {
        self.add(&other.negated()?)
    }

    pub(crate) fn mul(&self, other: &Fraction) -> Result<Self, Fault> {
        product(self, other)
            .or_else(|| {
                let (a, b) = (self.reduced(), other.reduced());
                let left = Fraction { above: a.above, below: b.below }.reduced();
                let right = Fraction { above: b.above, below: a.below }.reduced();
                product(&left, &right)
            })
            .ok_or(Fault::Inexact)
    }

    pub(crate) fn div(&self, other: &Fraction) -> Result<Self, Fault> {
        match { other.above }.cmp(&0) {
            Ordering::Equal => Err(Fault::DivisionByZero),
            Ordering::Greater => self.mul(&Fraction { above: other.below, below: other.above }),
            Ordering::Less => {
                let below = other.above.checked_neg().ok_or(Fault::Inexact)?;
                self.mul(&Fraction { above: -other.below, below })
            }
        }
    }

    /// The nearest integer at or below.
    pub(crate) fn floor(&self) -> Self {
        if self.below == 1 {
            return *self;
        }
        let (whole, rest) = quotient(self.above, self.below);
        Fraction::integer(whole - i128::from(rest < 0))
    }

    /// The nearest integer at or above.
    pub(crate) fn ceil(&self) -> Self {
        if self.below == 1 {
            return *self;
        }
        // With a denominator of two or more, the quotient plus one fits.
        let (whole, rest) = quotient(self.above, self.below);
        Fraction::integer(whole + i128::from(rest > 0))
    }

    /// The nearest integer, halves away from zero.
    pub(crate) fn round_half_up(&self) -> Result<Self, Fault> {
        let half = Fraction { above: 1, below: 2 };
        if self.is_negative() { Ok(self.sub(&half)?.ceil()) } else { Ok(self.add(&half)?.floor()) }
    }

    /// The nearest integer, half to even.
    pub(crate) fn round_half_even(&self) -> Result<Self, Fault> {
        let floor = self.floor();
        let twice = self.sub(&floor)?.mul(&Fraction::integer(2))?;
        let up = match twice.compare(&Fraction::ONE)? {
            Ordering::Less => 0,
            Ordering::Greater => 1,
            Ordering::Equal => floor.above.rem_euclid(2),
        };
        floor.add(&Fraction::integer(up))
    }

    pub(crate) fn compare(&self, other: &Fraction) -> Result<Ordering, Fault> {
        if self.below == other.below {
            return Ok({ self.above }.cmp(&{ other.above }));
        }
        let cross = |a: &Fraction, b: &Fraction| {
            Some(multiply(a.above, b.below)?.cmp(&multiply(b.above, a.below)?))
        };
        Ok(cross(self, other).unwrap_or_else(|| by_parts(*self, *other)))
    }

    pub(crate) fn min(&self, other: &Fraction) -> Result<Self, Fault> {
        Ok(if self.compare(other)?.is_le() { *self } else { *other })
    }

    pub(crate) fn max(&self, other: &Fraction) -> Result<Self, Fault> {
        Ok(if self.compare(other)?.is_ge() { *self } else { *other })
    }

    pub(crate) fn negated(&self) -> Result<Self, Fault> {
        let above = self.above.checked_neg().ok_or(Fault::Inexact)?;
        Ok(Fraction { above, below: self.below })
    }

    fn reduced(&self) -> Self {
        let divisor = gcd(self.above.unsigned_abs(), self.below.unsigned_abs());
        match i128::try_from(divisor) {
            Ok(divisor) if divisor > 1 => {
                Fraction { above: self.above / divisor, below: self.below / divisor }
            }
            _ => *self,
        }
    }
}

/// The decimal `scaled / 10^12` with as few places as possible.
fn shortest(scaled: i128) -> Fraction {
    let (mut above, mut below) = (scaled, ONE);
    loop {
        let (tenth, rest) = quotient(above, 10);
        if rest != 0 {
            return Fraction { above, below };
        }
        (above, below) = (tenth, quotient(below, 10).0);
    }
}

fn sum(a: &Fraction, b: &Fraction) -> Option<Fraction> {
    let left = multiply(a.above, b.below)?;
    let right = multiply(b.above, a.below)?;
    Some(Fraction { above: left.checked_add(right)?, below: multiply(a.below, b.below)? })
}

/// The digit and remainder of ten times a remainder, by addition, because the product may not fit.
fn tenfold(part: i128, below: i128) -> (i128, i128) {
    if let Some(ten) = part.checked_mul(10) {
        return (ten / below, ten % below);
    }
    let (mut digit, mut rest) = (0, 0_i128);
    for _ in 0..10 {
        // Both are below the denominator.
        if rest >= below - part {
            (digit, rest) = (digit + 1, rest - (below - part));
        } else {
            rest += part;
        }
    }
    (digit, rest)
}

/// Applies an operation over the least common denominator.
#[cold]
fn least_sum(a: &Fraction, b: &Fraction) -> Option<Fraction> {
    let (a, b) = (a.reduced(), b.reduced());
    let common = i128::try_from(gcd(a.below.unsigned_abs(), b.below.unsigned_abs())).ok()?;
    let (left, right) = (b.below / common, a.below / common);
    let above = multiply(a.above, left)?.checked_add(multiply(b.above, right)?)?;
    Some(Fraction { above, below: multiply(a.below, left)? })
}

/// Compares whole parts, then the inverses of the remainders: for products that do not fit.
#[cold]
fn by_parts(mut a: Fraction, mut b: Fraction) -> Ordering {
    let mut turned = false;
    loop {
        let whole = a.above.div_euclid(a.below).cmp(&b.above.div_euclid(b.below));
        let (left, right) = (a.above.rem_euclid(a.below), b.above.rem_euclid(b.below));
        let order = if whole.is_ne() { whole } else { (left != 0).cmp(&(right != 0)) };
        if order.is_ne() || left == 0 {
            return if turned { order.reverse() } else { order };
        }
        (a, b) =
            (Fraction { above: a.below, below: left }, Fraction { above: b.below, below: right });
        turned = !turned;
    }
}

fn product(a: &Fraction, b: &Fraction) -> Option<Fraction> {
    let above = multiply(a.above, b.above)?;
    let below = if a.below == 1 {
        b.below
    } else if b.below == 1 {
        a.below
    } else {
        multiply(a.below, b.below)?
    };
    Some(Fraction { above, below })
}

/// The greatest common divisor; of 0 and a number, the number.
pub(crate) fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frac(above: i128, below: i128) -> Fraction {
        Fraction { above, below }
    }

    #[test]
    fn a_long_quotient_comes_back_whole() {
        let third = frac(50, 60).mul(&Fraction::integer(12)).unwrap();
        assert_eq!(third.to_decimal().unwrap().to_string(), "10");
        let back = frac(1, 60).mul(&Fraction::integer(60)).unwrap();
        assert_eq!(back.ceil().to_decimal().unwrap().to_string(), "1");
    }

    #[test]
    fn rounds_every_way() {
        for (n, floor, ceil, up, even) in
            [(5, 2, 3, 3, 2), (-5, -3, -2, -3, -2), (7, 3, 4, 4, 4), (4, 2, 2, 2, 2)]
        {
            let x = frac(n, 2);
            assert_eq!({ x.floor().above }, floor);
            assert_eq!({ x.ceil().above }, ceil);
            assert_eq!({ x.round_half_up().unwrap().above }, up);
            assert_eq!({ x.round_half_even().unwrap().above }, even);
        }
    }

    #[test]
    fn long_division_holds_any_fraction() {
        for below in [i128::MAX, i128::MAX - 1, i128::MAX / 10 + 1] {
            let (floor, _) = frac(below / 3 * 2, below).floor_at(12).unwrap();
            assert_eq!(floor, 666_666_666_666, "{below}");
            assert_eq!(frac(below - 1, below).nearest_decimal().unwrap().to_string(), "1");
        }
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        let huge = Fraction::integer(i128::MAX);
        assert_eq!(huge.mul(&Fraction::integer(2)).unwrap_err(), Fault::Inexact);
        assert_eq!(huge.add(&huge).unwrap_err(), Fault::Inexact);
        assert_eq!(huge.div(&Fraction::ZERO).unwrap_err(), Fault::DivisionByZero);
        assert_eq!(frac(i128::MIN, 3).negated().unwrap_err(), Fault::Inexact);
        assert_eq!(frac(1, 3).to_decimal(), None);
    }

    #[test]
    fn reduction_saves_what_still_fits() {
        let big = frac(10_i128.pow(30), 10_i128.pow(30) * 3);
        let x = big.mul(&frac(3, 1)).unwrap().mul(&big).unwrap();
        assert_eq!(x.mul(&Fraction::integer(3)).unwrap().to_decimal().unwrap().to_string(), "1");
    }
}
