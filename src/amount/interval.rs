//! Numbers an estimate can be worked out in: one exact value, or all values between two bounds.

use super::fraction::{Fault, Fraction};

/// Arithmetic that both an exact value and a span of values can do. Every result of a span
/// contains the result of each value in it.
pub(crate) trait Number: Copy {
    fn exactly(value: Fraction) -> Self;
    fn low(self) -> Fraction;
    fn high(self) -> Fraction;
    fn hull(self, other: Self) -> Result<Self, Fault>;
    fn add(self, other: Self) -> Result<Self, Fault>;
    fn sub(self, other: Self) -> Result<Self, Fault>;
    fn mul(self, other: Self) -> Result<Self, Fault>;
    fn div(self, other: Self) -> Result<Self, Fault>;
    fn min(self, other: Self) -> Result<Self, Fault>;
    fn max(self, other: Self) -> Result<Self, Fault>;
    /// This less `before`, low less low and high less high: what a step changed in each column.
    fn change(self, before: Self) -> Result<Self, Fault>;
    /// Applies a function that never falls where its argument rises.
    fn rising(self, f: impl Fn(Fraction) -> Result<Fraction, Fault>) -> Result<Self, Fault>;
}

impl Number for Fraction {
    fn exactly(value: Fraction) -> Self {
        value
    }
    fn low(self) -> Fraction {
        self
    }
    fn high(self) -> Fraction {
        self
    }
    fn hull(self, _: Self) -> Result<Self, Fault> {
        Ok(self)
    }
    fn add(self, other: Self) -> Result<Self, Fault> {
        Fraction::add(self, other)
    }
    fn sub(self, other: Self) -> Result<Self, Fault> {
        Fraction::sub(self, other)
    }
    fn mul(self, other: Self) -> Result<Self, Fault> {
        Fraction::mul(self, other)
    }
    fn div(self, other: Self) -> Result<Self, Fault> {
        Fraction::div(self, other)
    }
    fn min(self, other: Self) -> Result<Self, Fault> {
        Fraction::min(self, other)
    }
    fn max(self, other: Self) -> Result<Self, Fault> {
        Fraction::max(self, other)
    }
    fn change(self, before: Self) -> Result<Self, Fault> {
        Fraction::sub(self, before)
    }
    fn rising(self, f: impl Fn(Fraction) -> Result<Fraction, Fault>) -> Result<Self, Fault> {
        f(self)
    }
}

/// Every value from `low` to `high`, both included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Interval {
    low: Fraction,
    high: Fraction,
}

impl Interval {
    pub(crate) fn new(low: Fraction, high: Fraction) -> Self {
        Interval { low, high }
    }

    fn spanning(values: [Fraction; 4]) -> Result<Self, Fault> {
        let [first, rest @ ..] = values;
        rest.into_iter().try_fold(Interval::new(first, first), |span, value| {
            Ok(Interval::new(span.low.min(value)?, span.high.max(value)?))
        })
    }
}

impl Number for Interval {
    fn exactly(value: Fraction) -> Self {
        Interval::new(value, value)
    }
    fn low(self) -> Fraction {
        self.low
    }
    fn high(self) -> Fraction {
        self.high
    }
    fn hull(self, other: Self) -> Result<Self, Fault> {
        Ok(Interval::new(self.low.min(other.low)?, self.high.max(other.high)?))
    }
    fn add(self, other: Self) -> Result<Self, Fault> {
        Ok(Interval::new(self.low.add(other.low)?, self.high.add(other.high)?))
    }
    fn sub(self, other: Self) -> Result<Self, Fault> {
        Ok(Interval::new(self.low.sub(other.high)?, self.high.sub(other.low)?))
    }
    fn mul(self, other: Self) -> Result<Self, Fault> {
        Interval::spanning([
            self.low.mul(other.low)?,
            self.low.mul(other.high)?,
            self.high.mul(other.low)?,
            self.high.mul(other.high)?,
        ])
    }
    fn div(self, other: Self) -> Result<Self, Fault> {
        let touches_zero = !other.low.is_negative() && other.low.is_zero()
            || other.high.is_zero()
            || other.low.is_negative() != other.high.is_negative();
        if touches_zero {
            return Err(Fault::DivisionByZero);
        }
        Interval::spanning([
            self.low.div(other.low)?,
            self.low.div(other.high)?,
            self.high.div(other.low)?,
            self.high.div(other.high)?,
        ])
    }
    fn min(self, other: Self) -> Result<Self, Fault> {
        Ok(Interval::new(self.low.min(other.low)?, self.high.min(other.high)?))
    }
    fn max(self, other: Self) -> Result<Self, Fault> {
        Ok(Interval::new(self.low.max(other.low)?, self.high.max(other.high)?))
    }
    fn change(self, before: Self) -> Result<Self, Fault> {
        Ok(Interval::new(self.low.sub(before.low)?, self.high.sub(before.high)?))
    }
    fn rising(self, f: impl Fn(Fraction) -> Result<Fraction, Fault>) -> Result<Self, Fault> {
        Ok(Interval::new(f(self.low)?, f(self.high)?))
    }
}
