//! Fractions of 64 bits: what nearly every amount is worked out in.
//!
//! The sums are those of [`Fraction`], bit by bit; whatever does not fit is left to it.

use super::fraction::Fraction;
use std::cmp::Ordering;

/// A fraction with a positive denominator; not necessarily in lowest terms.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Small {
    above: i64,
    below: i64,
}

impl Small {
    pub(super) const ZERO: Small = Small { above: 0, below: 1 };
    pub(super) const ONE: Small = Small { above: 1, below: 1 };

    pub(super) fn from_fraction(fraction: &Fraction) -> Option<Small> {
        let (above, below) = fraction.parts();
        Some(Small { above: above.try_into().ok()?, below: below.try_into().ok()? })
    }

    pub(super) fn to_fraction(self) -> Fraction {
        Fraction::new(self.above.into(), self.below.into())
    }

    pub(super) fn is_one(self) -> bool {
        self.above == 1 && self.below == 1
    }

    pub(super) fn add(self, other: Small) -> Option<Small> {
        if self.below == other.below {
            return Some(Small { above: self.above.checked_add(other.above)?, below: self.below });
        }
        let left = product(self.above, other.below)?;
        let right = product(other.above, self.below)?;
        Some(Small { above: left.checked_add(right)?, below: product(self.below, other.below)? })
    }

    pub(super) fn sub(self, other: Small) -> Option<Small> {
        self.add(Small { above: other.above.checked_neg()?, below: other.below })
    }

    pub(super) fn mul(self, other: Small) -> Option<Small> {
        let above = product(self.above, other.above)?;
        Some(Small { above, below: product(self.below, other.below)? })
    }

    /// Nothing for a division by zero.
    pub(super) fn div(self, other: Small) -> Option<Small> {
        match other.above.cmp(&0) {
            Ordering::Equal => None,
            Ordering::Greater => self.mul(Small { above: other.below, below: other.above }),
            Ordering::Less => {
                let below = other.above.checked_neg()?;
                self.mul(Small { above: -other.below, below })
            }
        }
    }

    pub(super) fn min(self, other: Small) -> Option<Small> {
        Some(if self.compare(other)?.is_le() { self } else { other })
    }

    pub(super) fn max(self, other: Small) -> Option<Small> {
        Some(if self.compare(other)?.is_ge() { self } else { other })
    }

    fn compare(self, other: Small) -> Option<Ordering> {
        if self.below == other.below {
            return Some(self.above.cmp(&other.above));
        }
        Some(product(self.above, other.below)?.cmp(&product(other.above, self.below)?))
    }
}

/// By their bits and not by a checked multiplication, which in wasm is one of 128 bits.
pub(super) fn product(a: i64, b: i64) -> Option<i64> {
    let spare = a.unsigned_abs().leading_zeros() + b.unsigned_abs().leading_zeros();
    (spare > 64).then(|| a.wrapping_mul(b))
}
