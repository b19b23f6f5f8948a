//! Amounts of lines as decimals, which sum to their total.

use super::super::evaluate::{Mark, Origin, TraceLine};
use crate::amount::{Decimal, Fault, Fraction, Number};
use crate::catalog::program::StepKind;

/// One end of a span.
pub(crate) type End = fn(&Number) -> Fraction;

/// The amounts of one column, which sum to its total.
pub(super) struct Column {
    pub(super) each: Vec<Decimal>,
    pub(super) total: Decimal,
    /// The difference that no rounding of the catalog absorbs, if the total was rounded at the last
    /// place or lines lose digits there.
    pub(super) rest: Option<Decimal>,
}

/// One decimal for each line without a gap. Fractions are rounded to the twelfth place; the
/// difference goes to the next rounding line, or to its own line.
pub(super) fn column(lines: &[TraceLine], end: End, total: &Number) -> Result<Column, Fault> {
    let (total, is_exact) = settled(total, end)?;
    let mut each = Vec::with_capacity(lines.len());
    let mut left = total;
    let mut rounding = None;
    for raw in lines {
        if matches!(raw.mark, Mark::MissingPrice(_)) {
            continue;
        }
        let amount = match raw.amount.to_decimal() {
            Some(decimal) => decimal,
            None => {
                // A rounding before this line does not absorb what it loses.
                rounding = None;
                nearest(&raw.amount, end)?
            }
        };
        if raw.rounds() {
            rounding = Some(each.len());
        }
        left = left.checked_sub(amount).ok_or(Fault::Inexact)?;
        each.push(amount);
    }
    if !is_exact {
        return Ok(Column { each, total, rest: Some(left) });
    }
    if left.is_zero() {
        return Ok(Column { each, total, rest: None });
    }
    match rounding.and_then(|place| each.get_mut(place)) {
        Some(amount) => {
            *amount = amount.checked_add(left).ok_or(Fault::Inexact)?;
            Ok(Column { each, total, rest: None })
        }
        None => Ok(Column { each, total, rest: Some(left) }),
    }
}

impl TraceLine<'_> {
    /// Whether the line is a rounding of the catalog.
    fn rounds(&self) -> bool {
        matches!(self.origin, Origin::Step(step) if matches!(step.act, StepKind::Round(_)))
    }
}

/// The decimal at one end of an amount, rounded to twelve places if necessary.
pub(crate) fn nearest(amount: &Number, end: End) -> Result<Decimal, Fault> {
    Ok(settled(amount, end)?.0)
}

/// Like `nearest`, and whether it is exact.
#[inline]
fn settled(amount: &Number, end: End) -> Result<(Decimal, bool), Fault> {
    match amount.to_decimal() {
        Some(decimal) => Ok((decimal, true)),
        None => rounded(&end(amount)),
    }
}

#[cold]
fn rounded(amount: &Fraction) -> Result<(Decimal, bool), Fault> {
    match amount.to_decimal() {
        Some(decimal) => Ok((decimal, true)),
        None => Ok((amount.nearest_decimal()?, false)),
    }
}
