//! Arithmetic on amounts that never wraps.

use super::decimal::{Credits, Decimal, Money};
use super::fraction::Fraction;
use std::ops::Neg;

impl Decimal {
    /// The sum of all, if it and the sums on the way fit.
    ///
    /// ```
    /// use drawdown::Decimal;
    /// assert_eq!(Decimal::checked_sum([1, 2, 3].map(Decimal::from)), Some(6.into()));
    /// ```
    pub fn checked_sum(all: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
        all.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)
    }

    /// The product, if it fits and has at most twelve places: it is never rounded.
    ///
    /// ```
    /// use drawdown::Decimal;
    /// let quarter: Decimal = "0.25".parse()?;
    /// assert_eq!(quarter.checked_mul(10.into()).unwrap().to_string(), "2.5");
    /// # Ok::<(), drawdown::ParseDecimalError>(())
    /// ```
    pub fn checked_mul(self, factor: Decimal) -> Option<Decimal> {
        Fraction::from_decimal(self).mul(&Fraction::from_decimal(factor)).ok()?.to_decimal()
    }
}

/// Decimals reach as far below zero as above.
impl Neg for Decimal {
    type Output = Decimal;
    fn neg(self) -> Decimal {
        Decimal::ZERO.checked_sub(self).unwrap_or_default()
    }
}

macro_rules! checked {
    ($($name:ident),*) => {
        $(impl $name {
            /// The sum of all, if it and the sums on the way fit.
            pub fn checked_sum(all: impl IntoIterator<Item = $name>) -> Option<$name> {
                Decimal::checked_sum(all.into_iter().map($name::decimal)).map($name)
            }

            /// The product, if it fits and has at most twelve places: it is never rounded.
            pub fn checked_mul(self, factor: Decimal) -> Option<$name> {
                self.0.checked_mul(factor).map($name)
            }

            /// Whether it is below zero.
            pub fn is_negative(self) -> bool {
                self.0.is_negative()
            }

            /// Whether it is zero.
            pub fn is_zero(self) -> bool {
                self.0.is_zero()
            }
        }

        impl Neg for $name {
            type Output = $name;
            fn neg(self) -> $name {
                $name(-self.0)
            }
        }

        impl From<u32> for $name {
            fn from(n: u32) -> Self {
                $name(n.into())
            }
        })*
    };
}
checked!(Credits, Money);
