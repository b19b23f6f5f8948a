//! The use of meters by a request.

use super::answer::Metering;
use super::asked::ResolvedRequest;
use super::range::{PriceRange, PricedSum};
use crate::amount::{Decimal, Fraction, Mode, Number, ONE};

/// The use of the operation's meters after the cheapest and the most expensive choice.
pub(crate) type Reached = [Vec<Fraction>; 2];

/// The use of the operation's meters.
pub(crate) fn reached(spread: &PriceRange) -> Option<Reached> {
    let (low, high) = match spread {
        PriceRange::One(worked) => (&**worked, &**worked),
        PriceRange::Ends(ends) => (&ends.cheapest, &ends.dearest),
        _ => return None,
    };
    let each = |worked: &PricedSum, end: fn(&Number) -> Fraction| {
        worked.outcome.used.iter().map(end).collect()
    };
    Some([each(low, Number::low), each(high, Number::high)])
}

/// The meters in an estimate.
pub(super) fn meterings(asked: &ResolvedRequest, reached: Option<Reached>) -> Vec<Metering> {
    let meters = &asked.catalog.document.meters;
    let mut meterings = Vec::new();
    for (place, (meter, used)) in asked.operation.meters.iter().zip(&asked.used).enumerate() {
        let Some((name, document)) = meters.get(*meter) else { continue };
        meterings.push(Metering {
            meter: name.as_str().into(),
            per: document.per,
            unit: document.unit.as_deref().map(Into::into),
            used: rounded(&used.low()),
            assumed: !asked.metered.contains(meter),
            counts: reached.as_ref().and_then(|reached| counts(reached, place, used)),
        });
    }
    meterings
}

/// What both ends add, if it is the same.
fn counts([low, high]: &Reached, place: usize, used: &Number) -> Option<Decimal> {
    let (low, high) = (low.get(place)?, high.get(place)?);
    let is_one = low.compare(high).ok()?.is_eq();
    let added = high.sub(&used.low()).ok()?;
    is_one.then(|| rounded(&added))
}

/// A decimal of twelve places, for display; the computation keeps fractions.
fn rounded(value: &Fraction) -> Decimal {
    let step = Fraction::from_parts(1, ONE);
    step.and_then(|step| value.rounded(Mode::HalfEven, step)).unwrap_or_default()
}
