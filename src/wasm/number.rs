//! JavaScript numbers to exact decimals and back, without float text in the module.

#![allow(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "the one place where binary floats come in; each is checked to be an exact decimal"
)]

use crate::amount::Decimal;

/// Decimal places tried.
const PLACES: u32 = 12;
/// Whole numbers up to here are exact, and have at most 15 digits.
const LIMIT: f64 = 1e15;

/// The decimal that the number prints as: the fewest places whose quotient is the number itself.
pub(super) fn to_decimal(number: f64) -> Option<Decimal> {
    let mut power: i64 = 1;
    for place in 0..=PLACES {
        let scaled = (number * power as f64).round();
        if scaled.is_nan() || scaled.abs() >= LIMIT {
            return None;
        }
        if scaled / power as f64 == number {
            let unit = 10_i128.pow(PLACES - place);
            return Decimal::from_scaled(i128::from(scaled as i64) * unit);
        }
        power *= 10;
    }
    None
}
