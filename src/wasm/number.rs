//! JavaScript numbers to exact decimals and back, without code for printing floats.

#![allow(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "the only place with binary floats; each is checked to be an exact decimal"
)]

use crate::amount::{Decimal, ONE};
use crate::json::is_safe_number;

/// Decimal places tried.
const PLACES: u32 = 12;
/// Whole numbers up to this are exact and have at most 15 digits.
const LIMIT: f64 = 1e15;

/// The decimal that a number prints as: the fewest places whose quotient equals the number.
pub(super) fn to_decimal(number: f64) -> Option<Decimal> {
    let mut power: i64 = 1;
    for place in 0..=PLACES {
        let scaled = (number * power as f64).round_ties_even();
        if scaled.is_nan() || scaled.abs() >= LIMIT {
            return None;
        }
        if scaled / power as f64 == number {
            let unit = 10_i64.pow(PLACES - place);
            return Decimal::from_scaled(i128::from(scaled as i64) * i128::from(unit));
        }
        power *= 10;
    }
    None
}

/// The float that prints as the decimal; `None` if there is none.
pub(super) fn to_number(decimal: Decimal) -> Option<f64> {
    decimal.to_js_number().or_else(|| {
        // Most decimals without such a float have too many digits, so the text is not needed.
        is_safe_number(&decimal.to_string()).then(|| to_float(decimal))
    })
}

/// The float nearest to an exact decimal.
pub(super) fn to_float(decimal: Decimal) -> f64 {
    let scaled = decimal.scaled();
    // Both fit a float exactly, and one division rounds once.
    if let Ok(small) = i64::try_from(scaled)
        && small.unsigned_abs() <= EXACT
    {
        return small as f64 / ONE as f64;
    }
    let size = scaled.unsigned_abs();
    if let Some(whole) = decimal.to_integer().filter(|whole| whole.unsigned_abs() <= EXACT) {
        return whole as f64;
    }
    nearest(size).copysign(if scaled < 0 { -1.0 } else { 1.0 })
}

/// Whole numbers above this are not all exact floats.
const EXACT: u64 = 1 << 53;

/// At least 55 bits of the quotient; the last bit tells whether there was a remainder. That many
/// bits round to the nearest float as all bits would.
#[inline(never)]
fn nearest(size: u128) -> f64 {
    let shift = size.leading_zeros().saturating_sub(128 - 97);
    let above = size << shift;
    let quotient = above / ONE.unsigned_abs();
    let left = u128::from(quotient * ONE.unsigned_abs() != above);
    (quotient | left) as f64 / (1_u128 << shift) as f64
}
