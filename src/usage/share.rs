//! Parts of a whole, so that they add up.

use crate::amount::{Credits, Decimal, Fraction, Money};
use crate::error::{Error, ErrorKind};

/// A part of a whole in per cent, to two places; `None` of nothing.
pub(super) fn percent(part: Credits, whole: Credits) -> Option<Decimal> {
    if whole.decimal().is_zero() {
        return None;
    }
    let hundred_times_hundred = Fraction::integer(10_000);
    let share = Fraction::from_decimal(part.decimal()).mul(&hundred_times_hundred).ok()?;
    let share = share.div(&Fraction::from_decimal(whole.decimal())).ok()?;
    share.round_half_up().ok()?.div(&Fraction::integer(100)).ok()?.to_decimal()
}

/// What each part of a sum costs at one price: the rounded costs add up to the rounded cost of the
/// sum, because each is the difference of two rounded sums.
pub(super) fn costs(
    parts: impl Iterator<Item = Credits>,
    price: Decimal,
) -> Result<Vec<Money>, Error> {
    let price = Fraction::from_decimal(price);
    let mut sum = Credits::ZERO;
    let mut cost_of_sum = Money::default();
    let mut costs = Vec::new();
    for part in parts {
        sum = sum.checked_add(part).ok_or_else(too_large)?;
        let cost = Fraction::from_decimal(sum.decimal()).mul(&price).map_err(|_| too_large())?;
        let cost = Money(cost.nearest_decimal().map_err(|_| too_large())?);
        costs.push(cost.checked_sub(cost_of_sum).ok_or_else(too_large)?);
        cost_of_sum = cost;
    }
    Ok(costs)
}

#[cold]
pub(super) fn too_large() -> Error {
    Error::new(ErrorKind::Inexact, "", "a sum no longer fits: amounts are below 10^24")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credits(text: &str) -> Credits {
        Credits(text.parse().unwrap())
    }

    #[test]
    fn rounded_parts_add_up() {
        let third: Decimal = "0.333333333333".parse().unwrap();
        let parts = ["0.1", "0.1", "0.1"].map(credits);
        let costs = costs(parts.into_iter(), third).unwrap();
        let sum = costs.iter().fold(Money::default(), |sum, cost| sum.checked_add(*cost).unwrap());
        assert_eq!(sum.to_string(), "0.1");
        assert_eq!(costs.first().unwrap().to_string(), "0.033333333333");
        assert_eq!(costs.last().unwrap().to_string(), "0.033333333333");
    }

    #[test]
    fn a_share_is_rounded_to_two_places() {
        assert_eq!(percent(credits("1"), credits("3")).unwrap().to_string(), "33.33");
        assert_eq!(percent(credits("2"), credits("3")).unwrap().to_string(), "66.67");
        assert_eq!(percent(credits("2"), Credits::ZERO), None);
    }
}
