//! The inverse questions: how many runs, how long, what quality does a budget pay for?

pub(super) mod search;

use super::asked::{ResolvedRequest, SlotValue};
use super::cost::is_sold;
use super::explain::chosen;
use super::range::taken;
use super::resolve::resolve;
use crate::amount::{Credits, Decimal, Fault};
use crate::catalog::program::{Kind, RUNS, Setting, Slot, Text};
use crate::catalog::{Catalog, Request, SettingValue};
use crate::error::Errors;
use crate::order::sorted;
use search::{LargestSearch, Values};
use serde::Serialize;

/// What a budget pays for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Affordable {
    /// The budget.
    pub budget: Credits,
    /// Plural name of the unit.
    pub unit: Text,
    /// The number of runs that fit, with everything else as in the request and open settings at
    /// their most expensive. Absent if some cost is unknown; `null` in JSON, `Some(None)` here, if
    /// there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runs: Option<Option<u32>>,
    /// The cost of those runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Credits>,
    /// More runs fit or may fit: requests have no larger number, or the search could not rule them
    /// out.
    pub at_least: bool,
    /// Settings without value and bounds on which the number of runs depends.
    pub needs: Vec<Text>,
    /// The vendor says "about".
    pub approximate: bool,
    /// Open settings for which only one value can be requested.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Text>,
    /// For each ordered setting, the largest value that fits.
    pub settings: Vec<Reach>,
}

/// What a budget pays for in one setting, with everything else as in the request and other open
/// settings at their most expensive.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Reach {
    /// Name of the setting.
    pub setting: Text,
    /// The largest value that fits; `None` if no value fits, or any.
    pub value: Option<SettingValue>,
    /// What it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Credits>,
    /// The setting has no maximum, and the budget pays for any value.
    pub any: bool,
    /// Larger values may fit: the search could not rule them out.
    pub at_least: bool,
    /// Unit of the setting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
}

impl Catalog {
    /// How many runs a budget pays for, and the largest value that fits for each ordered setting
    /// (numbers, and choices from low to high). That setting needs no value; other open settings
    /// count at their most expensive. A value that has no price in some case does not fit.
    ///
    /// # Errors
    /// As for [`Catalog::estimate`].
    pub fn affordable(&self, request: &Request, budget: Credits) -> Result<Affordable, Errors> {
        let asked = resolve(self.checked(), request)?;
        let answer = answer(&asked, budget).map_err(|fault| Errors::from(asked.fault(fault)))?;
        if answer.runs.is_none() && !is_sold(&asked) {
            self.estimate(request)?;
        }
        Ok(answer)
    }
}

fn answer(asked: &ResolvedRequest, budget: Credits) -> Result<Affordable, Fault> {
    let mut answer = Affordable {
        budget,
        unit: asked.catalog.unit.clone(),
        runs: None,
        cost: None,
        at_least: false,
        needs: Vec::new(),
        approximate: asked.price(asked.moment).is_some_and(|price| price.approximate),
        notes: taken(asked).iter().filter_map(|taken| Some(chosen(asked, taken)?.note)).collect(),
        settings: Vec::new(),
    };
    answer.count_runs(asked)?;
    answer.needs = needs(asked, answer.runs.is_some());
    let settings: Vec<_> = asked.operation.settings.iter().enumerate().collect();
    for (i, setting) in sorted(&settings, |a, b| a.1.name.cmp(&b.1.name)) {
        answer.settings.extend(reach(asked, i + 1, setting, budget)?);
    }
    Ok(answer)
}

/// Settings whose value only the request can give.
fn needs(asked: &ResolvedRequest, is_known: bool) -> Vec<Text> {
    let slots = asked.slots.iter().skip(1).zip(&asked.operation.settings);
    let is_left = |filled: &SlotValue, setting: &Setting| match filled {
        SlotValue::After => !setting.after,
        // However large such a number is, it has only a few cases; but some may have no price.
        SlotValue::Open if !is_known => {
            matches!(&setting.kind, Kind::Number(grid) if !grid.is_bounded())
        }
        _ => false,
    };
    let left = slots.filter(|(filled, setting)| is_left(filled, setting));
    left.map(|(_, setting)| setting.name.clone()).collect()
}

impl Affordable {
    fn count_runs(&mut self, asked: &ResolvedRequest) -> Result<(), Fault> {
        let Some(mut search) = LargestSearch::new(asked, RUNS, self.budget) else { return Ok(()) };
        let values = Values::counted(u32::MAX);
        let most = search.most(&values)?;
        if !search.is_known {
            return Ok(());
        }
        let Some(most) = most else {
            (self.runs, self.cost) = (Some(Some(0)), Some(Credits::ZERO));
            self.at_least = search.gave_up;
            return Ok(());
        };
        if most.is_last && search.pays_for_any(&values) {
            (self.runs, self.cost) = (Some(None), Some(most.cost));
            return Ok(());
        }
        let runs = most.value.to_integer().and_then(|runs| u32::try_from(runs).ok());
        (self.runs, self.cost) = (Some(Some(runs.unwrap_or(u32::MAX))), Some(most.cost));
        self.at_least = search.gave_up || most.is_last;
        Ok(())
    }
}

/// `None` if no value has a price in every case.
fn reach(
    asked: &ResolvedRequest,
    slot: Slot,
    setting: &Setting,
    budget: Credits,
) -> Result<Option<Reach>, Fault> {
    let Some(mut search) = LargestSearch::new(asked, slot, budget) else { return Ok(None) };
    let mut reach = Reach {
        setting: setting.name.clone(),
        value: None,
        cost: None,
        any: false,
        at_least: false,
        unit: setting.unit.clone(),
    };
    match &setting.kind {
        Kind::Number(grid) => {
            if let Some(most) = search.most(&Values::of(grid))? {
                reach.any = most.is_last && grid.max.is_none();
                reach.value = (!reach.any).then_some(SettingValue::Number(most.value));
                reach.cost = Some(most.cost);
            }
            reach.at_least = search.gave_up;
        }
        Kind::Numbers(numbers) => {
            let numbers: Vec<Decimal> = sorted(numbers, Decimal::cmp).copied().collect();
            let options =
                numbers.iter().map(|n| (SettingValue::Number(*n), SlotValue::exactly(*n)));
            reach.take_last(&mut search, options)?;
        }
        Kind::Choice(names) => {
            let option = |(i, name): (usize, &String)| {
                (SettingValue::Text(name.clone()), SlotValue::Choice(i))
            };
            reach.take_last(&mut search, names.iter().enumerate().map(option))?;
        }
        Kind::Flag | Kind::List { .. } => return Ok(None),
    }
    Ok(search.is_known.then_some(reach))
}

impl Reach {
    /// The last option that fits, from low to high.
    fn take_last(
        &mut self,
        search: &mut LargestSearch,
        options: impl DoubleEndedIterator<Item = (SettingValue, SlotValue)>,
    ) -> Result<(), Fault> {
        for (value, filled) in options.rev() {
            if let Some(cost) = search.fitting(&filled)? {
                (self.value, self.cost) = (Some(value), Some(cost));
                break;
            }
        }
        Ok(())
    }
}
