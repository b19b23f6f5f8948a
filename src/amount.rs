//! Exact amounts: decimals of twelve places, and the fractions that prices are computed in.
//!
//! [`Credits`] and [`Money`] are different types over the same [`Decimal`]; binary floats cannot be
//! converted into them. Arithmetic is checked: a result that does not fit is `None`, never wrapped.

mod checked;
mod decimal;
mod fine;
mod fraction;
mod integer;
mod number;
mod rounding;
mod small;
mod text;

pub(crate) use decimal::ONE;
pub use decimal::{Credits, Decimal, Money, ParseDecimalError};
pub use fine::FineDecimal;
pub(crate) use fraction::{Fault, Fraction, gcd};
pub(crate) use number::{Arithmetic, Number};
pub use rounding::Mode;
pub(crate) use rounding::Rounding;
pub(crate) use small::Ratio64;
pub use text::grouped;

crate::by_text::deserialize! {
    read_number: Decimal "a decimal such as \"12.5\"", FineDecimal "a decimal such as \"12.5\"",
    Credits "a number of credits such as \"12.5\"", Money "a decimal such as \"12.5\"",
}
