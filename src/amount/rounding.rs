//! Rounding as data: a mode and a step.

use super::fraction::{Fault, Fraction};
use super::{Decimal, Money};

/// A rounding mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mode {
    /// Up, to the next step.
    Ceil,
    /// Down, to the step below.
    Floor,
    /// To the nearest step, half away from zero.
    HalfUp,
    /// To the nearest step, half to even.
    HalfEven,
}

impl Mode {
    /// The words for a line: "rounded up".
    pub(crate) fn words(self) -> &'static str {
        match self {
            Mode::Ceil => "rounded up",
            Mode::Floor => "rounded down",
            Mode::HalfUp => "rounded, halves up,",
            Mode::HalfEven => "rounded, halves to even,",
        }
    }
}

/// Rounding to multiples of `step`, which must be positive.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rounding {
    pub(crate) mode: Mode,
    pub(crate) step: Fraction,
}

impl Rounding {
    pub(crate) fn apply(&self, value: &Fraction) -> Result<Fraction, Fault> {
        let steps = if self.step.is_one() { *value } else { value.div(&self.step)? };
        let whole = match self.mode {
            Mode::Ceil => steps.ceil(),
            Mode::Floor => steps.floor(),
            Mode::HalfUp => steps.round_half_up()?,
            Mode::HalfEven => steps.round_half_even()?,
        };
        if self.step.is_one() { Ok(whole) } else { whole.mul(&self.step) }
    }
}

impl Fraction {
    /// To a multiple of a step, as a decimal; nothing where that does not fit.
    pub(crate) fn rounded(&self, mode: Mode, step: Fraction) -> Option<Decimal> {
        Rounding { mode, step }.apply(self).ok()?.to_decimal()
    }

    /// Money to the nearest cent, halves up.
    pub(crate) fn in_cents(&self) -> Option<Money> {
        self.rounded(Mode::HalfUp, Fraction::cent()).map(Money::from)
    }
}
