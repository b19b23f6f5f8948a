//! What the vendor does not sell, and what cannot be requested.

use super::affordable::search::Values;
use super::asked::{ResolvedRequest, SlotValue, unlisted};
use super::combinations::Combinations;
use super::cost::{Cost, cost, is_sold};
use super::value::value;
use crate::amount::{Decimal, Fraction, Number};
use crate::catalog::SettingValue;
use crate::catalog::program::{Kind, NumberRange, Slot, Text};
use serde::Serialize;
use std::cmp::Ordering;

/// Maximum number of costs for one number; the remaining values count as sold.
const LOOKS: usize = 20_000;

/// Which values of a setting are sold, with everything else as in the request.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Sold {
    /// Name of the setting.
    pub setting: Text,
    /// The choices that are sold, from the lowest to the highest.
    pub sold: Vec<SettingValue>,
    /// The choices that are not sold with the other settings.
    pub not_sold: Vec<SettingValue>,
    /// For a number, the ranges that can be requested, rising; empty for other kinds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ranges: Option<Vec<SoldRange>>,
}

/// A range of a number that can be requested, both ends included, in the steps of the setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SoldRange {
    /// The smallest value; absent if the setting has no minimum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Decimal>,
    /// The largest value; absent if the setting has no maximum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Decimal>,
}

impl SoldRange {
    pub(super) fn words(&self) -> String {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => from.to_string(),
            (Some(from), Some(to)) => format!("{from} to {to}"),
            (Some(from), None) => format!("{from} or more"),
            (None, Some(to)) => format!("{to} or less"),
            (None, None) => "any".to_owned(),
        }
    }
}

pub(super) fn of_setting(
    asked: &ResolvedRequest,
    slot: Slot,
    name: &Text,
    choices: Vec<SlotValue>,
) -> Sold {
    let (sold, not_sold) = (Vec::new(), Vec::new());
    let mut found = Sold { setting: name.clone(), sold, not_sold, ranges: None };
    for choice in choices {
        let shown = asked.setting(slot).and_then(|setting| value(&choice, &setting.kind));
        let list = if is_sold(&chosen(asked, slot, choice)) {
            &mut found.sold
        } else {
            &mut found.not_sold
        };
        list.extend(shown);
    }
    found
}

pub(super) fn choices(kind: &Kind) -> Option<Vec<SlotValue>> {
    match kind {
        Kind::Choice(names) => Some((0..names.len()).map(SlotValue::Choice).collect()),
        Kind::Numbers(numbers) => Some(numbers.iter().map(|n| SlotValue::exactly(*n)).collect()),
        Kind::Flag => Some(vec![SlotValue::Flag(false), SlotValue::Flag(true)]),
        Kind::Number(_) | Kind::List { .. } => None,
    }
}

/// How many of a span of values can be requested.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Share {
    None,
    Some,
    All,
}

/// Finds the values of a number that can be requested, from the smallest to the largest: spans are
/// halved until all or none of their values can be.
pub(super) struct Stretches<'a, 'c> {
    asked: ResolvedRequest<'c>,
    plan: Option<Combinations<'a>>,
    slot: Slot,
    values: Values,
    found: Vec<(i128, i128)>,
    looks: usize,
}

impl<'a, 'c: 'a> Stretches<'a, 'c> {
    pub(super) fn of(
        asked: &'a ResolvedRequest<'c>,
        slot: Slot,
        grid: &NumberRange,
    ) -> Vec<SoldRange> {
        let plan = Combinations::of(asked, Some(slot));
        let plan = plan.filter(|_| unlisted(&asked.slots).is_none());
        let values = Values::of(grid);
        let last = values.last;
        let asked = asked.with(asked.slots.clone(), asked.open.clone());
        let mut search = Stretches { asked, plan, slot, values, found: Vec::new(), looks: 0 };
        search.among(0, last);
        let end = |place: i128| search.values.value(place).ok();
        let is_first = |place: i128| place == 0 && grid.min.is_none();
        let is_last = |place: i128| place == last && grid.max.is_none();
        let ranges = search.found.iter().map(|(from, to)| SoldRange {
            from: end(*from).filter(|_| !is_first(*from)),
            to: end(*to).filter(|_| !is_last(*to)),
        });
        ranges.collect()
    }

    fn among(&mut self, from: i128, to: i128) {
        match self.share(from, to) {
            Share::None => {}
            Share::Some if from < to => {
                let middle = from + (to - from) / 2;
                self.among(from, middle);
                self.among(middle + 1, to);
            }
            Share::Some | Share::All => match self.found.last_mut() {
                Some((_, end)) if *end + 1 == from => *end = to,
                _ => self.found.push((from, to)),
            },
        }
    }

    /// An unknown cost counts as sold.
    fn share(&mut self, from: i128, to: i128) -> Share {
        let (Some(plan), Ok(span)) = (&self.plan, self.values.filled(from, to)) else {
            return Share::All;
        };
        if self.looks > LOOKS {
            return Share::All;
        }
        let limits = &self.asked.operation.limits;
        // For a part of the span, another setting may break the limit that this one sets for it.
        let limits_others = limits.iter().any(|limit| limit.others.contains(&self.slot));
        let mut share = Share::None;
        let mut slots = self.asked.slots.clone();
        for number in 0..plan.count {
            self.looks += 1;
            if let Some(place) = slots.get_mut(self.slot) {
                place.clone_from(&span);
            }
            let found = match plan.fill(number, &mut slots) {
                Ok(None) => continue,
                Ok(Some(moment)) => cost(&self.asked, moment, &slots, true),
                Err(fault) => Err(fault),
            };
            let is_whole = match found {
                Ok(Cost::Refused) => continue,
                Ok(Cost::Known { refuses_some, .. } | Cost::Unknown { refuses_some }) => {
                    !refuses_some
                        && (from == to || !limits_others)
                        && slots.get(self.slot).is_some_and(|cut| is_same(cut, &span))
                }
                // Too far apart for any computation.
                Err(_) => from == to,
            };
            if is_whole {
                return Share::All;
            }
            share = Share::Some;
        }
        share
    }
}

/// Whether limits between settings have not narrowed the span.
fn is_same(cut: &SlotValue, span: &SlotValue) -> bool {
    let (SlotValue::Number(cut), SlotValue::Number(span)) = (cut, span) else { return false };
    let is_eq =
        |end: fn(&Number) -> Fraction| end(cut).compare(&end(span)).is_ok_and(Ordering::is_eq);
    is_eq(Number::low) && is_eq(Number::high)
}

/// The request with one more value.
pub(super) fn chosen<'c>(
    asked: &ResolvedRequest<'c>,
    slot: Slot,
    value: SlotValue,
) -> ResolvedRequest<'c> {
    let mut slots = asked.slots.clone();
    if let Some(place) = slots.get_mut(slot) {
        *place = value;
    }
    let open = asked.open.iter().copied().filter(|open| *open != slot).collect();
    asked.with(slots, open)
}
