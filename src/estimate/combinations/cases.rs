//! The cases of a number that prices only compare with others.

use super::super::asked::SlotValue;
use crate::amount::{Decimal, Fault, Fraction, Mode, Number, Rounding};
use crate::catalog::program::{NumberRange, Setting};
use crate::order::sorted;
use std::cmp::Ordering;

/// One value for each case of such a number.
pub(super) fn picked(setting: &Setting, grid: &NumberRange) -> Option<Vec<SlotValue>> {
    let picks = setting.picks.as_ref().filter(|picks| !picks.within)?;
    let cases = cases(grid, &picks.at).ok()?;
    Some(cases.into_iter().map(|value| SlotValue::Number(Number::exact(value))).collect())
}

/// Each constant, and a value between any two of them, if the grid has such values.
fn cases(grid: &NumberRange, constants: &[Number]) -> Result<Vec<Fraction>, Fault> {
    let bound = |end: Option<Decimal>| end.map(Fraction::from_decimal);
    let (min, max) = (bound(grid.min), bound(grid.max));
    let mut values = Vec::new();
    for constant in constants {
        let at = constant.low();
        match grid.step {
            None => values.extend([at.sub(&Fraction::ONE)?, at, at.add(&Fraction::ONE)?]),
            Some(step) => values.extend(around(at, min.unwrap_or(Fraction::ZERO), step)?),
        }
    }
    values.extend([min, max].into_iter().flatten());
    let mut values = in_order(&values)?;
    if grid.step.is_none() {
        let half = Fraction::ONE.div(&Fraction::integer(2))?;
        for pair in values.clone().windows(2) {
            if let [a, b] = pair {
                values.push(a.add(b)?.mul(&half)?);
            }
        }
        values = in_order(&values)?;
    }
    let is_in = |value: &Fraction| {
        let above = min.map_or(Ok(true), |min| min.compare(value).map(Ordering::is_le))?;
        Ok::<_, Fault>(
            above && max.map_or(Ok(true), |max| value.compare(&max).map(Ordering::is_le))?,
        )
    };
    let mut found = Vec::with_capacity(values.len());
    for value in values {
        if is_in(&value)? {
            found.push(value);
        }
    }
    Ok(found)
}

/// The grid values next to a number, and one further value on either side.
fn around(at: Fraction, base: Fraction, step: Decimal) -> Result<[Fraction; 4], Fault> {
    let step = Fraction::from_decimal(step);
    let on_grid = |mode| {
        let rounded = Rounding { mode, step }.apply(&at.sub(&base)?)?;
        rounded.add(&base)
    };
    let (below, above) = (on_grid(Mode::Floor)?, on_grid(Mode::Ceil)?);
    Ok([below.sub(&step)?, below, above, above.add(&step)?])
}

/// Sorted, without duplicates.
fn in_order(values: &[Fraction]) -> Result<Vec<Fraction>, Fault> {
    let order = |a: &Fraction, b: &Fraction| a.compare(b).unwrap_or(Ordering::Equal);
    let mut rising: Vec<Fraction> = sorted(values, order).copied().collect();
    rising.dedup_by(|a, b| order(a, b).is_eq());
    Ok(rising)
}
