//! Exact amounts: decimals of twelve places, and the fractions that prices are computed in.
//!
//! [`Credits`] and [`Money`] are different types over the same [`Decimal`]; binary floats cannot be
//! converted into them. Arithmetic is checked: a result that does not fit is `None`, never wrapped.

mod decimal;
mod fine;
mod fraction;
mod integer;
mod number;
mod rounding;
mod small;

pub(crate) use decimal::ONE;
pub use decimal::{Credits, Decimal, Money, ParseDecimalError};
pub use fine::FineDecimal;
pub(crate) use fraction::{Fault, Fraction, gcd};
pub(crate) use number::{Arithmetic, Number};
pub use rounding::Mode;
pub(crate) use rounding::Rounding;
pub(crate) use small::Ratio64;

/// Inserts commas between thousands.
pub(crate) fn grouped_text(text: &str) -> String {
    let point = text.find('.').unwrap_or(text.len());
    let (whole, rest) = text.split_at_checked(point).unwrap_or((text, ""));
    let digits = whole.len() - usize::from(whole.starts_with('-'));
    let mut out = String::with_capacity(text.len() + digits / 3);
    for (i, c) in whole.chars().enumerate() {
        let left = whole.len() - i;
        if i > 0 && left % 3 == 0 && left < digits + 1 && out != "-" {
            out.push(',');
        }
        out.push(c);
    }
    out.push_str(rest);
    out
}
