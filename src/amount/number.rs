//! The numbers an estimate is worked out in: one exact value, or all values between two bounds.

use super::decimal::Decimal;
use super::fraction::{Fault, Fraction};
use std::cmp::Ordering;

/// An exact value, or every value of a span. A result over a span contains the result of each
/// value in it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Number {
    Exact(Fraction),
    /// From low to high, both included.
    Span(Fraction, Fraction),
}

use Number::{Exact, Span};

impl Number {
    pub(crate) const ZERO: Number = Exact(Fraction::ZERO);

    pub(crate) fn low(&self) -> &Fraction {
        match self {
            Exact(value) | Span(value, _) => value,
        }
    }

    pub(crate) fn high(&self) -> &Fraction {
        match self {
            Exact(value) | Span(_, value) => value,
        }
    }

    /// The value, when there is only one.
    pub(crate) fn single(&self) -> Option<&Fraction> {
        match self {
            Exact(value) => Some(value),
            Span(low, high) => low.compare(high).is_ok_and(Ordering::is_eq).then_some(low),
        }
    }

    /// The value, when there is only one and a decimal holds it.
    #[allow(clippy::wrong_self_convention, reason = "large: passed by reference")]
    #[allow(clippy::wrong_self_convention, reason = "a copy of so many bytes is not free")]
    pub(crate) fn to_decimal(&self) -> Option<Decimal> {
        self.single().and_then(Fraction::to_decimal)
    }

    /// Everything between the least and the most of both.
    #[inline(never)]
    pub(crate) fn hull(&self, other: &Number) -> Result<Number, Fault> {
        Ok(Span(self.low().min(other.low())?, self.high().max(other.high())?))
    }

    #[inline(never)]
    pub(crate) fn add(&self, other: &Number) -> Result<Number, Fault> {
        self.columns(other, Fraction::add)
    }

    #[inline(never)]
    pub(crate) fn sub(&self, other: &Number) -> Result<Number, Fault> {
        match (self, other) {
            (Exact(a), Exact(b)) => a.sub(b).map(Exact),
            _ => Ok(Span(self.low().sub(other.high())?, self.high().sub(other.low())?)),
        }
    }

    #[inline(never)]
    pub(crate) fn mul(&self, other: &Number) -> Result<Number, Fault> {
        match (self, other) {
            (Exact(a), Exact(b)) => a.mul(b).map(Exact),
            _ => self.corners(other, Fraction::mul),
        }
    }

    /// As `mul`, by one value.
    pub(crate) fn scaled(&self, factor: &Fraction) -> Result<Number, Fault> {
        self.mul(&Exact(*factor))
    }

    #[inline(never)]
    pub(crate) fn div(&self, other: &Number) -> Result<Number, Fault> {
        match (self, other) {
            (Exact(a), Exact(b)) => a.div(b).map(Exact),
            _ if other.holds_zero() => Err(Fault::DivisionByZero),
            _ => self.corners(other, Fraction::div),
        }
    }

    #[inline(never)]
    pub(crate) fn min(&self, other: &Number) -> Result<Number, Fault> {
        self.columns(other, Fraction::min)
    }

    #[inline(never)]
    pub(crate) fn max(&self, other: &Number) -> Result<Number, Fault> {
        self.columns(other, Fraction::max)
    }

    /// This less `before`, low less low and high less high: what a step changed in each column.
    #[inline(never)]
    pub(crate) fn change(&self, before: &Number) -> Result<Number, Fault> {
        self.columns(before, Fraction::sub)
    }

    /// Applies a function that never falls where its argument rises.
    #[inline(never)]
    pub(crate) fn rising(
        &self,
        f: &dyn Fn(&Fraction) -> Result<Fraction, Fault>,
    ) -> Result<Number, Fault> {
        match self {
            Exact(value) => f(value).map(Exact),
            Span(low, high) => Ok(Span(f(low)?, f(high)?)),
        }
    }

    fn holds_zero(&self) -> bool {
        let (low, high) = (self.low(), self.high());
        low.is_zero() || high.is_zero() || low.is_negative() != high.is_negative()
    }

    /// Low with low, high with high.
    #[inline(never)]
    fn columns(&self, other: &Number, f: Operation) -> Result<Number, Fault> {
        match (self, other) {
            (Exact(a), Exact(b)) => f(a, b).map(Exact),
            _ => Ok(Span(f(self.low(), other.low())?, f(self.high(), other.high())?)),
        }
    }

    /// The least and the most of both ends with both ends.
    #[cold]
    fn corners(&self, other: &Number, f: Operation) -> Result<Number, Fault> {
        let first = f(self.low(), other.low())?;
        let (mut low, mut high) = (first, first);
        for (a, b) in
            [(self.low(), other.high()), (self.high(), other.low()), (self.high(), other.high())]
        {
            let corner = f(a, b)?;
            low = low.min(&corner)?;
            high = high.max(&corner)?;
        }
        Ok(Span(low, high))
    }
}

type Operation = fn(&Fraction, &Fraction) -> Result<Fraction, Fault>;
