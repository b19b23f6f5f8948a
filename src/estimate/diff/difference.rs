//! One difference between two versions.

use super::price::{NOT_OFFERED, ends};
use crate::amount::{Decimal, Fraction, Mode};
use crate::calendar::Instant;
use serde::Serialize;

/// A change in a new version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Difference {
    /// Where: `operations/clip-2`, `plans/pro/price/month`.
    pub place: String,
    /// For a price: its settings and plan; settings at their default are left out.
    pub case: String,
    /// The old value; `None` if it is new.
    pub before: Option<String>,
    /// The new value; `None` if it was removed.
    pub after: Option<String>,
    /// What it means for a customer.
    pub kind: ChangeKind,
    /// Unit of the old and the new value, if they are amounts: `credits`, `USD`.
    pub unit: Option<String>,
    /// Since when the new value holds: the beginning of the price's validity, or else the date of
    /// the new catalog.
    pub from: Instant,
    /// The change in a sentence, by names.
    pub sentence: String,
}

/// What a change means for a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChangeKind {
    /// It costs more, or the same money gives less.
    Dearer,
    /// It costs less, or the same money gives more.
    Cheaper,
    /// It was not sold before.
    Added,
    /// It is no longer sold.
    Removed,
    /// Anything else.
    Other,
}

impl ChangeKind {
    /// The kind of a change of a price.
    pub(super) fn of_price(before: &str, after: &str) -> ChangeKind {
        match (before, after) {
            (NOT_OFFERED, _) => return ChangeKind::Added,
            (_, NOT_OFFERED) => return ChangeKind::Removed,
            _ => {}
        }
        let (Some(old), Some(new)) = (ends(before), ends(after)) else { return ChangeKind::Other };
        let compared = (new.0.cmp(&old.0), new.1.cmp(&old.1));
        match (compared.0.is_lt() || compared.1.is_lt(), compared.0.is_gt() || compared.1.is_gt()) {
            (true, false) => ChangeKind::Cheaper,
            (false, true) => ChangeKind::Dearer,
            _ => ChangeKind::Other,
        }
    }

    /// The kind of a change of what the same money gives.
    pub(super) fn of_allowance(before: &str, after: &str) -> ChangeKind {
        match ChangeKind::of_price(before, after) {
            ChangeKind::Cheaper => ChangeKind::Dearer,
            ChangeKind::Dearer => ChangeKind::Cheaper,
            other => other,
        }
    }
}

impl Difference {
    /// The change of an amount in per cent, to one decimal place, half away from zero; `None` if
    /// either side is not an amount.
    pub fn percent(&self) -> Option<Decimal> {
        let (before, after) = self.amounts()?;
        let share = after.sub(&before).ok()?.div(&before).ok()?;
        let percent = share.mul(&Fraction::integer(100)).ok()?;
        let step = Fraction::integer(1).div(&Fraction::integer(10)).ok()?;
        percent.rounded(Mode::HalfUp, step)
    }

    /// Whether an amount changed by a factor of about ten, a hundred or a thousand (within a
    /// quarter): the decimal point may be misplaced.
    pub fn is_slip(&self) -> bool {
        let Some((before, after)) = self.amounts() else { return false };
        let is_power = |small: &Fraction, large: &Fraction| {
            let times = large.div(small).ok();
            [10, 100, 1000].into_iter().any(|power| {
                let within = |below: i128, above: i128| {
                    let bound = Fraction::integer(power * above).div(&Fraction::integer(below));
                    bound.ok().zip(times).map(|(bound, times)| times.compare(&bound))
                };
                matches!(within(5, 4), Some(Ok(order)) if order.is_ge())
                    && matches!(within(4, 5), Some(Ok(order)) if order.is_le())
            })
        };
        is_power(&before, &after) || is_power(&after, &before)
    }

    /// The amounts before and after, if both are amounts.
    fn amounts(&self) -> Option<(Fraction, Fraction)> {
        let amount = |text: &Option<String>| {
            let text = text.as_deref()?;
            text.strip_prefix("≈ ").unwrap_or(text).parse().ok().map(Fraction::from_decimal)
        };
        Some((amount(&self.before)?, amount(&self.after)?))
    }
}
