//! The inverse questions: how many, how long, how fine does a budget reach?
//!
//! Each is answered by search over spans: a span whose least cost is above the budget cannot
//! hold the answer, whatever shape the price has.

use super::range::{cost, dearest};
use super::resolve::{Asked, Filled, resolve};
use crate::amount::Decimal;
use crate::amount::{Credits, Fault, Fraction, Number};
use crate::calendar::Moment;
use crate::catalog::program::{Grid, Kind, RUNS, Setting, Slot, Text};
use crate::catalog::{Catalog, Request, SettingValue};
use crate::error::Errors;
use crate::order::sorted;
use serde::Serialize;

/// More looks than this are not taken for one question.
const LOOKS: u32 = 2_000;
/// When they do not suffice, so many of the smallest values are tried.
const FIRST: u64 = 1000;
/// A number without an upper bound is searched this far.
const FAR: u64 = 1_000_000_000;

/// How far a budget reaches.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Affordable {
    /// The credits there are.
    pub budget: Credits,
    /// Name of the unit.
    pub unit: Text,
    /// How many runs fit, all else as asked (with open settings: in the dearest case). Absent when
    /// the cost is not known; `null` in JSON, `Some(None)` here, when there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runs: Option<Option<u32>>,
    /// What that many runs cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Credits>,
    /// More runs may fit: the search could not rule them out.
    pub at_least: bool,
    /// The vendor says "about".
    pub approximate: bool,
    /// For each setting with an order, the most that fits.
    pub settings: Vec<Reach>,
}

/// How far a budget reaches in one setting, all else as asked.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Reach {
    /// Name of the setting.
    pub setting: Text,
    /// The most that fits; `None` when nothing does.
    pub value: Option<SettingValue>,
    /// What it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Credits>,
    /// More may fit: the search could not rule it out.
    pub at_least: bool,
    /// Unit of the setting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
}

impl Catalog {
    /// How many runs a budget pays for; and for each setting with an order (numbers, and choices
    /// from low to high), the most that fits.
    ///
    /// # Errors
    /// As [`Catalog::estimate`].
    pub fn affordable(&self, request: &Request, budget: Credits) -> Result<Affordable, Errors> {
        let asked = resolve(self.checked(), request)?;
        answer(&asked, budget).map_err(|fault| asked.fault(fault).into())
    }
}

fn answer(asked: &Asked, budget: Credits) -> Result<Affordable, Fault> {
    let mut answer = Affordable {
        budget,
        unit: asked.catalog.unit.clone(),
        runs: None,
        cost: None,
        at_least: false,
        approximate: asked.price(asked.moment).is_some_and(|price| price.approximate),
        settings: Vec::new(),
    };
    let Some((slots, moment)) = dearest(asked)? else { return Ok(answer) };
    let mut search = Search {
        asked,
        slots,
        moment,
        budget: Fraction::from_decimal(budget.0),
        looks: 0,
        gave_up: false,
    };
    let whole =
        Grid { min: Some(Decimal::ONE), max: Some(u32::MAX.into()), step: Some(Decimal::ONE) };
    if let Some(found) = search.most(RUNS, &whole)? {
        let runs = found.and_then(|(n, _)| u32::try_from(n.to_integer()?).ok()).unwrap_or(0);
        answer.runs = Some(Some(runs).filter(|runs| *runs < u32::MAX));
        answer.at_least = search.gave_up;
        answer.cost = found.map_or(Some(Credits::ZERO), |(_, cost)| cost);
    }
    let settings: Vec<_> = asked.operation.settings.iter().enumerate().collect();
    for (i, setting) in sorted(&settings, |a, b| a.1.name.cmp(&b.1.name)) {
        if let Some(reach) = search.reach(i + 1, setting)? {
            answer.settings.push(reach);
        }
    }
    Ok(answer)
}

struct Search<'a, 'c> {
    asked: &'a Asked<'c>,
    slots: Vec<Filled>,
    moment: Moment,
    budget: Fraction,
    looks: u32,
    /// The last search ran out of looks.
    gave_up: bool,
}

/// The largest value that fits, if any does, and what it costs.
type Found = Option<(Decimal, Option<Credits>)>;

impl Search<'_, '_> {
    /// The cost with one slot filled otherwise.
    fn cost_with(&mut self, slot: Slot, mut filled: Filled) -> Result<Option<Number>, Fault> {
        self.swap(slot, &mut filled);
        let cost = cost(self.asked, self.moment, &self.slots);
        self.swap(slot, &mut filled);
        cost
    }

    fn swap(&mut self, slot: Slot, filled: &mut Filled) {
        if let Some(place) = self.slots.get_mut(slot) {
            std::mem::swap(place, filled);
        }
    }

    fn fits(&self, cost: &Number) -> Result<bool, Fault> {
        Ok(cost.high().compare(&self.budget)?.is_le())
    }

    /// `None` when the cost is not known at all.
    fn most(&mut self, slot: Slot, grid: &Grid) -> Result<Option<Found>, Fault> {
        let Some(last) = grid.len().and_then(|count| count.checked_sub(1)) else { return Ok(None) };
        self.looks = 0;
        let first = self.look(slot, grid, 0, 0)?;
        if first.is_none() {
            return Ok(None);
        }
        let found = self.search(slot, grid, 0, last)?;
        self.gave_up = self.looks > LOOKS;
        if self.gave_up { self.among_first(slot, grid, last) } else { Ok(Some(found)) }
    }

    /// Where large values have no price, nothing rules them out: the first ones are tried alone.
    fn among_first(&mut self, slot: Slot, grid: &Grid, last: u64) -> Result<Option<Found>, Fault> {
        for n in (0..=last.min(FIRST)).rev() {
            if let Ok(Some(cost)) = self.look(slot, grid, n, n)
                && self.fits(&cost)?
            {
                let value = grid.nth(n).ok_or(Fault::Inexact)?;
                return Ok(Some(Some((value, cost.high().nearest_decimal().ok().map(Credits)))));
            }
        }
        Ok(Some(None))
    }

    fn look(
        &mut self,
        slot: Slot,
        grid: &Grid,
        from: u64,
        to: u64,
    ) -> Result<Option<Number>, Fault> {
        self.looks += 1;
        let value = |n| grid.nth(n).map(Fraction::from_decimal).ok_or(Fault::Inexact);
        let first = value(from)?;
        let span = if from == to { Number::exact(first) } else { Number::span(first, value(to)?) };
        self.cost_with(slot, Filled::Number(span))
    }

    /// The largest value from `from` to `to` that fits.
    fn search(&mut self, slot: Slot, grid: &Grid, from: u64, to: u64) -> Result<Found, Fault> {
        if self.looks > LOOKS {
            return Ok(None);
        }
        let least_above = match self.look(slot, grid, from, to) {
            Ok(Some(span)) => span.low().compare(&self.budget)?.is_gt(),
            Ok(None) | Err(Fault::Inexact) if from < to => false,
            Ok(None) => true,
            Err(fault) => return Err(fault),
        };
        if least_above {
            return Ok(None);
        }
        if from == to {
            let cost = self.look(slot, grid, from, from)?;
            return match cost {
                Some(cost) if self.fits(&cost)? => {
                    let value = grid.nth(from).ok_or(Fault::Inexact)?;
                    Ok(Some((value, cost.high().nearest_decimal().ok().map(Credits))))
                }
                _ => Ok(None),
            };
        }
        let middle = from + (to - from) / 2;
        match self.search(slot, grid, middle + 1, to)? {
            Some(found) => Ok(Some(found)),
            None => self.search(slot, grid, from, middle),
        }
    }

    fn reach(&mut self, slot: Slot, setting: &Setting) -> Result<Option<Reach>, Fault> {
        let found = match &setting.kind {
            Kind::Number(grid) => {
                let Some(found) = self.most(slot, &searchable(grid))? else { return Ok(None) };
                found.map(|(value, cost)| (SettingValue::Number(value), cost))
            }
            Kind::Numbers(numbers) => {
                let numbers: Vec<Decimal> = sorted(numbers, Decimal::cmp).copied().collect();
                let option = |i| numbers.get(i).copied().map_or(Filled::Open, Filled::exactly);
                let found = self.last_fitting(slot, numbers.len(), &option)?;
                found.and_then(|(i, cost)| Some((SettingValue::Number(*numbers.get(i)?), cost)))
            }
            Kind::Choice(names) => {
                let found = self.last_fitting(slot, names.len(), &Filled::Choice)?;
                found.and_then(|(i, cost)| Some((SettingValue::Text(names.get(i)?.clone()), cost)))
            }
            Kind::Flag | Kind::List { .. } => return Ok(None),
        };
        let (value, cost) = found.map_or((None, None), |(value, cost)| (Some(value), cost));
        let at_least = matches!(setting.kind, Kind::Number(_)) && self.gave_up;
        let (setting, unit) = (setting.name.clone(), setting.unit.clone());
        Ok(Some(Reach { setting, value, cost, at_least, unit }))
    }

    /// The place of the last of so many options, from low to high, that fits.
    fn last_fitting(
        &mut self,
        slot: Slot,
        count: usize,
        option: &dyn Fn(usize) -> Filled,
    ) -> Result<Option<(usize, Option<Credits>)>, Fault> {
        for place in (0..count).rev() {
            if let Some(cost) = self.cost_with(slot, option(place))?
                && self.fits(&cost)?
            {
                return Ok(Some((place, cost.high().nearest_decimal().ok().map(Credits))));
            }
        }
        Ok(None)
    }
}

/// Bounds and a step for a number that leaves some of them out.
fn searchable(grid: &Grid) -> Grid {
    let min = grid.min.unwrap_or(Decimal::ZERO);
    let step = grid.step.unwrap_or(Decimal::ONE);
    let far = step.checked_times(FAR).and_then(|far| min.checked_add(far));
    Grid { min: Some(min), max: grid.max.or(far), step: Some(step) }
}
