//! The same for less: cheaper settings, models of the same tool, batches, hours.

use super::answer::{ClosedGate, Estimate};
use crate::amount::{Credits, Decimal};
use crate::calendar::{DAY, Instant};
use crate::catalog::program::{Kind, Operation, Setting, Text};
use crate::catalog::{Catalog, Request, SettingValue};
use crate::error::{Error, ErrorKind, Errors};
use serde::Serialize;

/// More alternatives than this are not listed.
const MOST: usize = 50;
/// The values of a number with more than these are not tried.
const VALUES: u64 = 128;
/// So many seconds later is as late as what is wanted now may be made.
const LATER: i64 = 14 * DAY;

/// What costs less than a request.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Cheaper {
    /// What the request as asked costs; where the vendor publishes a span, its high end.
    pub total: Credits,
    /// Name of the unit.
    pub unit: Text,
    /// Which settings without a value have only one that can be asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Text>,
    /// Cheapest first.
    pub alternatives: Vec<Alternative>,
}

/// A request that costs less.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Alternative {
    /// The request to make instead.
    pub request: Request,
    /// What changes, in words.
    pub change: String,
    /// What changes, one by one.
    pub changes: Vec<SettingChange>,
    /// What it costs; where the vendor publishes a span, its high end.
    pub total: Credits,
    /// How much less that is.
    pub saving: Credits,
    /// The vendor says "about".
    pub approximate: bool,
    /// Gates that are closed for it.
    pub gates: Vec<ClosedGate>,
}

/// One thing that changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SettingChange {
    /// What kind of thing.
    pub what: What,
    /// Its name.
    pub name: String,
    /// As asked.
    pub from: Option<SettingValue>,
    /// In the alternative.
    pub to: SettingValue,
}

/// What changes in an [`Alternative`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Another model of the same tool.
    Operation,
    /// A value of a setting.
    Setting,
    /// The number of runs, in favour of more results a run.
    Runs,
    /// The instant.
    At,
}

impl Catalog {
    /// Requests that give the same for less: another value of a setting that the catalog calls
    /// tradable, another operation of the same tool, more results a run, another time. What is made
    /// and how much of it stay as they are.
    ///
    /// # Errors
    /// As [`Catalog::estimate`]; and `no_answer` when the cost of the request as asked is not known,
    /// or depends on settings that have no value.
    pub fn cheaper(&self, request: &Request) -> Result<Cheaper, Errors> {
        let asked = self.estimate(request)?;
        let Some(cost) = Cost::of(&asked) else {
            let sentence = "only a cost that is known can be compared: give every setting a value";
            return Err(Error::new(ErrorKind::NoAnswer, "", sentence).into());
        };
        let operation = self.checked().operation(&asked.operation)?;
        let mut search = CheaperSearch {
            catalog: self,
            operation,
            request,
            asked: &asked,
            cost,
            found: Vec::new(),
        };
        search.other_settings();
        search.other_operations()?;
        search.batches();
        search.other_times();
        let alternatives = search.found;
        let notes = asked.taken.iter().map(|chosen| chosen.note.clone()).collect();
        Ok(Cheaper { total: cost.high, unit: asked.unit, notes, alternatives })
    }
}

/// What is known to be paid: one amount, or a span that the vendor publishes.
#[derive(Clone, Copy)]
struct Cost {
    low: Credits,
    high: Credits,
}

impl Cost {
    fn of(estimate: &Estimate) -> Option<Cost> {
        match (estimate.total, estimate.low, estimate.high) {
            (Some(total), _, _) => Some(Cost { low: total, high: total }),
            (_, Some(low), Some(high)) if estimate.open.is_empty() => Some(Cost { low, high }),
            _ => None,
        }
    }

    /// Never more, and less at one end.
    fn is_below(self, other: Cost) -> bool {
        self.low <= other.low
            && self.high <= other.high
            && (self.low < other.low || self.high < other.high)
    }
}

/// What a request is compared with, and what was found to cost less.
struct CheaperSearch<'a> {
    catalog: &'a Catalog,
    operation: &'a Operation,
    request: &'a Request,
    asked: &'a Estimate,
    cost: Cost,
    /// Cheapest first.
    found: Vec<Alternative>,
}

impl SettingChange {
    /// As a person reads it; settings go by their label.
    fn words(&self, operation: &Operation) -> String {
        let label = |name: &str| {
            let setting = operation.settings.iter().find(|setting| *setting.name == *name);
            setting.map_or(name.to_owned(), |setting| setting.label.clone())
        };
        let name = match self.what {
            What::Operation => "instead".to_owned(),
            What::Setting => label(&self.name),
            What::Runs | What::At => self.name.clone(),
        };
        match (self.what, &self.from) {
            (What::Operation, _) => format!("{} {name}", self.to),
            (_, Some(from)) => format!("{name} {} instead of {from}", self.to),
            (_, None) => format!("{name} {}", self.to),
        }
    }
}

impl CheaperSearch<'_> {
    /// Keeps a candidate that costs less; one that is not allowed is simply none.
    fn try_out(&mut self, mut request: Request, changes: Vec<SettingChange>) {
        let Ok(estimate) = self.catalog.estimate(&request) else { return };
        let cost = Cost::of(&estimate).filter(|cost| cost.is_below(self.cost));
        let Some(Cost { high: total, .. }) = cost else { return };
        let Some(saving) = self.cost.high.checked_sub(total) else { return };
        let mut change = String::new();
        for one in &changes {
            if !change.is_empty() {
                change.push_str(", ");
            }
            change.push_str(&one.words(self.operation));
        }
        for chosen in &estimate.taken {
            request.run.set(&chosen.setting, chosen.value.clone());
        }
        let (approximate, gates) = (estimate.approximate, estimate.gates);
        self.keep(Alternative { request, change, changes, total, saving, approximate, gates });
    }

    fn keep(&mut self, new: Alternative) {
        let before = |known: &Alternative| (known.total, &known.change) <= (new.total, &new.change);
        let place = self.found.iter().position(|known| !before(known)).unwrap_or(self.found.len());
        self.found.insert(place, new);
        self.found.truncate(MOST);
    }

    fn other_settings(&mut self) {
        for setting in self.operation.settings.iter().filter(|setting| setting.tradable) {
            for value in few_values(setting) {
                self.other_value(setting, value);
            }
        }
    }

    fn other_value(&mut self, setting: &Setting, to: SettingValue) {
        let name = setting.name.to_string();
        let from = value(self.asked, &name);
        if from != Some(&to) {
            let request = self.request.clone().set(name.as_str(), to.clone());
            let change = SettingChange { what: What::Setting, name, from: from.cloned(), to };
            self.try_out(request, vec![change]);
        }
    }

    fn other_operations(&mut self) -> Result<(), Errors> {
        let checked = self.catalog.checked();
        let Some((own, asked)) = checked.head(&self.operation.id) else { return Ok(()) };
        for (place, other) in checked.heads().iter().enumerate() {
            if place != own && other.tool.is_some() && other.tool == asked.tool {
                self.other_operation(checked.operation_at(place)?);
            }
        }
        Ok(())
    }

    fn other_operation(&mut self, other: &Operation) {
        let Some(request) = moved(self.operation, other, self.request, self.asked) else { return };
        let change = SettingChange {
            what: What::Operation,
            name: "operation".to_owned(),
            from: Some(SettingValue::Text(self.operation.name.clone())),
            to: SettingValue::Text(other.name.clone()),
        };
        self.try_out(request, vec![change]);
    }

    /// As many results in fewer runs, or in more.
    fn batches(&mut self) {
        let runs = u64::from(self.asked.runs);
        for setting in &self.operation.settings {
            if setting.results
                && let Some(from) = value(self.asked, &setting.name).and_then(SettingValue::number)
                && let Some(results) = from.checked_times(runs).and_then(Decimal::to_integer)
            {
                for size in batch_sizes(setting) {
                    if size != from
                        && let Some(runs) = whole_runs(results, size)
                    {
                        self.other_batch(setting, from, size, runs);
                    }
                }
            }
        }
    }

    fn other_batch(&mut self, setting: &Setting, from: Decimal, size: Decimal, runs: u32) {
        let size_change = SettingChange {
            what: What::Setting,
            name: setting.name.to_string(),
            from: Some(from.into()),
            to: size.into(),
        };
        let run_change = SettingChange {
            what: What::Runs,
            name: "runs".to_owned(),
            from: Some(self.asked.runs.into()),
            to: runs.into(),
        };
        let request = self.request.clone().set(&*setting.name, size).runs(runs);
        self.try_out(request, vec![size_change, run_change]);
    }

    fn other_times(&mut self) {
        let until = self.asked.at.plus(LATER).unwrap_or(Instant::MAX);
        let mut least = self.cost.high;
        let mut at = self.operation.next_change(self.asked.at);
        while at < until {
            let request = self.request.clone().at(at);
            let cost = self.catalog.estimate(&request).ok().and_then(|found| Cost::of(&found));
            // Who waits for the same or more has waited for nothing.
            if let Some(Cost { high, .. }) = cost.filter(|cost| cost.high < least) {
                least = high;
                self.at_time(request, at);
            }
            at = self.operation.next_change(at);
        }
    }

    fn at_time(&mut self, request: Request, at: Instant) {
        let change = SettingChange {
            what: What::At,
            name: "at".to_owned(),
            from: Some(SettingValue::Text(self.asked.at.to_string())),
            to: SettingValue::Text(at.to_string()),
        };
        self.try_out(request, vec![change]);
    }
}

fn value<'e>(asked: &'e Estimate, name: &str) -> Option<&'e SettingValue> {
    asked.settings.iter().find(|(known, _)| **known == *name).map(|(_, value)| value)
}

/// The request for another operation. It must make the same, and as much of it.
fn moved(
    operation: &Operation,
    other: &Operation,
    request: &Request,
    asked: &Estimate,
) -> Option<Request> {
    let mut moved = request.clone();
    moved.operation = other.id.to_string();
    moved.run.settings.clear();
    for setting in &operation.settings {
        let Some(value) = value(asked, &setting.name) else { continue };
        let target = other.settings.iter().find(|target| target.name == setting.name);
        match target {
            Some(target) if target.hold(value).is_ok() => {
                moved.run.set(&setting.name, value.clone());
            }
            Some(_) if setting.tradable => {}
            None if setting.tradable || is_plain(setting, value) => {}
            Some(_) | None => return None,
        }
    }
    Some(moved)
}

/// Whether an operation without the setting does the same: one result, or nothing extra.
fn is_plain(setting: &Setting, value: &SettingValue) -> bool {
    match value {
        SettingValue::Number(n) => setting.results && *n == Decimal::ONE,
        SettingValue::Flag(flag) => !flag,
        SettingValue::List(items) => items.is_empty(),
        SettingValue::Text(_) => false,
    }
}

/// Every value of a setting, where there are few.
fn few_values(setting: &Setting) -> Vec<SettingValue> {
    match &setting.kind {
        Kind::Choice(names) => names.iter().cloned().map(SettingValue::Text).collect(),
        Kind::Flag => vec![SettingValue::Flag(false), SettingValue::Flag(true)],
        _ => batch_sizes(setting).into_iter().map(SettingValue::Number).collect(),
    }
}

fn batch_sizes(setting: &Setting) -> Vec<Decimal> {
    let mut sizes = Vec::new();
    match &setting.kind {
        Kind::Numbers(numbers) => sizes.extend_from_slice(numbers),
        Kind::Number(grid) => {
            for n in 0..grid.len().filter(|count| *count <= VALUES).unwrap_or(0) {
                sizes.extend(grid.nth(n));
            }
        }
        _ => {}
    }
    sizes
}

fn whole_runs(results: i64, size: Decimal) -> Option<u32> {
    let size = size.to_integer().filter(|size| *size > 0)?;
    u32::try_from(results / size).ok().filter(|runs| *runs > 0 && results % size == 0)
}
