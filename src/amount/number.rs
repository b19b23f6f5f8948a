//! The numbers of an estimate: one exact value, or all values between two bounds.

use super::decimal::Decimal;
use super::fine::FineDecimal;
use super::fraction::{Fault, Fraction};
use super::rounding::Rounding;
use super::small::Ratio64;
use std::cmp::Ordering;

/// An exact value, or every value of a span. A result for a span contains the result for each value
/// in it.
///
/// Most numbers are small, so they are cheap to copy and fast to compute with. The others are
/// behind a pointer, so that they do not slow down the small ones.
#[derive(Clone, Debug)]
pub(crate) enum Number {
    Ratio64(Ratio64),
    Large(Box<Large>),
}

/// A value whose numerator or denominator exceeds 64 bits.
#[derive(Clone, Debug)]
pub(crate) enum Large {
    Exact(Fraction),
    /// From low to high, both included.
    Span(Fraction, Fraction),
}

/// An operation on two numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Arithmetic {
    Add,
    Sub,
    Mul,
    Div,
    Min,
    Max,
}

impl Arithmetic {
    pub(crate) fn apply(self, a: &Number, b: &Number) -> Result<Number, Fault> {
        match self {
            Arithmetic::Add => a.add(b),
            Arithmetic::Sub => a.sub(b),
            Arithmetic::Mul => a.mul(b),
            Arithmetic::Div => a.div(b),
            Arithmetic::Min => a.min(b),
            Arithmetic::Max => a.max(b),
        }
    }

    /// Like `apply`, if all values are small.
    pub(crate) fn quick(self, a: Ratio64, b: Ratio64) -> Option<Ratio64> {
        match self {
            Arithmetic::Add => a.add(b),
            Arithmetic::Sub => a.sub(b),
            Arithmetic::Mul => a.mul(b),
            Arithmetic::Div => a.div(b),
            Arithmetic::Min => a.min(b),
            Arithmetic::Max => a.max(b),
        }
    }
}

impl Number {
    pub(crate) const ZERO: Number = Number::Ratio64(Ratio64::ZERO);
    pub(crate) const ONE: Number = Number::Ratio64(Ratio64::ONE);

    /// A single value.
    pub(crate) fn exact(value: Fraction) -> Number {
        match Ratio64::from_fraction(&value) {
            Some(small) => Number::Ratio64(small),
            None => Number::Large(Box::new(Large::Exact(value))),
        }
    }

    pub(crate) fn from_decimal(decimal: Decimal) -> Number {
        match Ratio64::from_decimal(decimal) {
            Some(small) => Number::Ratio64(small),
            None => Number::exact(Fraction::from_decimal(decimal)),
        }
    }

    /// Every value from low to high.
    #[cold]
    pub(crate) fn span(low: Fraction, high: Fraction) -> Number {
        Number::Large(Box::new(Large::Span(low, high)))
    }

    pub(crate) fn small(&self) -> Option<Ratio64> {
        match self {
            Number::Ratio64(small) => Some(*small),
            Number::Large(_) => None,
        }
    }

    pub(crate) fn is_span(&self) -> bool {
        matches!(self, Number::Large(large) if matches!(**large, Large::Span(..)))
    }

    pub(crate) fn low(&self) -> Fraction {
        match self {
            Number::Ratio64(small) => small.to_fraction(),
            Number::Large(large) => match **large {
                Large::Exact(value) | Large::Span(value, _) => value,
            },
        }
    }

    pub(crate) fn high(&self) -> Fraction {
        match self {
            Number::Ratio64(small) => small.to_fraction(),
            Number::Large(large) => match **large {
                Large::Exact(value) | Large::Span(_, value) => value,
            },
        }
    }

    /// The value, if there is only one.
    pub(crate) fn single(&self) -> Option<Fraction> {
        let low = self.low();
        (!self.is_span() || low.compare(&self.high()).is_ok_and(Ordering::is_eq)).then_some(low)
    }

    /// The value, if there is only one and a decimal can hold it.
    pub(crate) fn to_decimal(&self) -> Option<Decimal> {
        if let Number::Ratio64(small) = self
            && let Some(decimal) = small.to_decimal()
        {
            return decimal;
        }
        self.single().and_then(|value| value.to_decimal())
    }

    /// The value, if there is only one and a decimal of 18 places can hold it.
    pub(crate) fn to_fine(&self) -> Option<FineDecimal> {
        match self.to_decimal() {
            Some(decimal) => Some(decimal.into()),
            None => self.single().and_then(|value| FineDecimal::from_fraction(&value)),
        }
    }

    /// Appends the low end in decimal places.
    pub(crate) fn push(&self, out: &mut String) {
        match self {
            Number::Ratio64(small) => small.push(out),
            Number::Large(_) => self.low().push(out),
        }
    }

    pub(crate) fn is_zero(&self) -> bool {
        match self {
            Number::Ratio64(small) => small.is_zero(),
            Number::Large(_) => self.low().is_zero() && self.high().is_zero(),
        }
    }

    /// Compares the low end with another's.
    pub(crate) fn compare_low(&self, other: &Number) -> Result<Ordering, Fault> {
        match self.small_order(other) {
            Some(order) => Ok(order),
            None => self.low().compare(&other.low()),
        }
    }

    /// Compares the high end with the low end of another.
    pub(crate) fn compare_high(&self, other: &Number) -> Result<Ordering, Fault> {
        match self.small_order(other) {
            Some(order) => Ok(order),
            None => self.high().compare(&other.low()),
        }
    }

    fn small_order(&self, other: &Number) -> Option<Ordering> {
        match (self, other) {
            (Number::Ratio64(a), Number::Ratio64(b)) => a.compare(*b),
            _ => None,
        }
    }

    pub(crate) fn is_one(&self) -> bool {
        match self {
            Number::Ratio64(small) => small.is_one(),
            Number::Large(_) => false,
        }
    }

    /// Its highest value, if that is negative; then all are.
    #[inline]
    pub(crate) fn negative(&self) -> Option<Fraction> {
        match self {
            Number::Ratio64(small) if !small.is_negative() => None,
            _ => Some(self.high()).filter(Fraction::is_negative),
        }
    }

    /// The common value of both, or else everything between them.
    pub(crate) fn joined(&self, other: &Number) -> Result<Number, Fault> {
        match (self.single(), other.single()) {
            (Some(a), Some(b)) if a.compare(&b)?.is_eq() => Ok(self.clone()),
            _ => self.hull(other),
        }
    }

    /// Everything between the lowest and the highest of both.
    #[inline(never)]
    pub(crate) fn hull(&self, other: &Number) -> Result<Number, Fault> {
        Ok(Number::span(self.low().min(&other.low())?, self.high().max(&other.high())?))
    }

    #[inline(never)]
    pub(crate) fn add(&self, other: &Number) -> Result<Number, Fault> {
        match self.by_small(other, Ratio64::add) {
            Some(sum) => Ok(sum),
            None => self.columns(other, Fraction::add),
        }
    }

    #[inline(never)]
    pub(crate) fn sub(&self, other: &Number) -> Result<Number, Fault> {
        match self.by_small(other, Ratio64::sub) {
            Some(difference) => Ok(difference),
            None if self.is_span() || other.is_span() => {
                Ok(Number::span(self.low().sub(&other.high())?, self.high().sub(&other.low())?))
            }
            None => self.low().sub(&other.low()).map(Number::exact),
        }
    }

    #[inline(never)]
    pub(crate) fn mul(&self, other: &Number) -> Result<Number, Fault> {
        match self.by_small(other, Ratio64::mul) {
            Some(product) => Ok(product),
            None => self.corners(other, Fraction::mul),
        }
    }

    /// Like `mul`, by one value.
    pub(crate) fn scaled(&self, factor: &Fraction) -> Result<Number, Fault> {
        self.mul(&Number::exact(*factor))
    }

    #[inline(never)]
    pub(crate) fn div(&self, other: &Number) -> Result<Number, Fault> {
        match self.by_small(other, Ratio64::div) {
            Some(quotient) => Ok(quotient),
            None if other.holds_zero() => Err(Fault::DivisionByZero),
            None => self.corners(other, Fraction::div),
        }
    }

    #[inline(never)]
    pub(crate) fn min(&self, other: &Number) -> Result<Number, Fault> {
        match self.by_small(other, Ratio64::min) {
            Some(least) => Ok(least),
            None => self.columns(other, Fraction::min),
        }
    }

    #[inline(never)]
    pub(crate) fn max(&self, other: &Number) -> Result<Number, Fault> {
        match self.by_small(other, Ratio64::max) {
            Some(most) => Ok(most),
            None => self.columns(other, Fraction::max),
        }
    }

    /// This less `before`, low less low and high less high: the effect of a step on each end.
    #[inline(never)]
    pub(crate) fn change(&self, before: &Number) -> Result<Number, Fault> {
        match self.by_small(before, Ratio64::sub) {
            Some(change) => Ok(change),
            None => self.columns(before, Fraction::sub),
        }
    }

    /// Each end times a factor of at least 0, keeping the order of the ends.
    pub(crate) fn times_each(&self, factor: &Number) -> Result<Number, Fault> {
        match self.by_small(factor, Ratio64::mul) {
            Some(product) => Ok(product),
            None => self.columns(factor, Fraction::mul),
        }
    }

    /// Sorts the ends: in a change, either may be the lower one.
    pub(crate) fn ordered(&self) -> Result<Number, Fault> {
        if !self.is_span() {
            return Ok(self.clone());
        }
        let (low, high) = (self.low(), self.high());
        Ok(Number::span(low.min(&high)?, low.max(&high)?))
    }

    /// A rounding is monotonic, so each end can be rounded.
    #[inline(never)]
    pub(crate) fn rounded(&self, rounding: &Rounding) -> Result<Number, Fault> {
        if let Number::Ratio64(small) = self
            && let Some(rounded) = small.rounded(rounding)
        {
            return Ok(Number::Ratio64(rounded));
        }
        let low = rounding.apply(&self.low())?;
        if self.is_span() {
            Ok(Number::span(low, rounding.apply(&self.high())?))
        } else {
            Ok(Number::exact(low))
        }
    }

    /// Zero strictly inside needs a span.
    fn holds_zero(&self) -> bool {
        let (low, high) = (self.low(), self.high());
        low.is_zero() || high.is_zero() || low.is_negative() != high.is_negative()
    }

    /// The fast way, for two small values with a small result.
    #[inline(always)]
    fn by_small(
        &self,
        other: &Number,
        f: fn(Ratio64, Ratio64) -> Option<Ratio64>,
    ) -> Option<Number> {
        match (self, other) {
            (Number::Ratio64(a), Number::Ratio64(b)) => f(*a, *b).map(Number::Ratio64),
            _ => None,
        }
    }

    /// Combines low with low, high with high.
    #[cold]
    fn columns(&self, other: &Number, f: Operation) -> Result<Number, Fault> {
        let low = f(&self.low(), &other.low())?;
        if !self.is_span() && !other.is_span() {
            return Ok(Number::exact(low));
        }
        Ok(Number::span(low, f(&self.high(), &other.high())?))
    }

    /// The lowest and the highest of all combinations of ends.
    #[cold]
    fn corners(&self, other: &Number, f: Operation) -> Result<Number, Fault> {
        let first = f(&self.low(), &other.low())?;
        if !self.is_span() && !other.is_span() {
            return Ok(Number::exact(first));
        }
        let (mut low, mut high) = (first, first);
        for (a, b) in
            [(self.low(), other.high()), (self.high(), other.low()), (self.high(), other.high())]
        {
            let corner = f(&a, &b)?;
            low = low.min(&corner)?;
            high = high.max(&corner)?;
        }
        Ok(Number::span(low, high))
    }
}

type Operation = fn(&Fraction, &Fraction) -> Result<Fraction, Fault>;
