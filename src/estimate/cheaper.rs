//! Cheaper equivalents: settings, models of the same tool, batches, hours.

use super::answer::{ClosedGate, Estimate};
use crate::amount::{Credits, Decimal};
use crate::calendar::{DAY, Instant};
use crate::catalog::program::{Kind, Operation, Setting, Text};
use crate::catalog::{Catalog, Request, SettingValue};
use crate::error::{Error, ErrorKind, Errors};
use serde::Serialize;

/// Maximum number of alternatives.
const MOST: usize = 50;
/// A number with more values is not varied.
const VALUES: u64 = 128;
/// The latest alternative, in seconds after the request.
const LATER: i64 = 14 * DAY;

/// Requests that cost less.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Cheaper {
    /// The cost of the request; its high end for a published range.
    pub total: Credits,
    /// Plural name of the unit.
    pub unit: Text,
    /// Open settings for which only one value can be requested.
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
    /// The changes, in words.
    pub change: String,
    /// The changes, one by one.
    pub changes: Vec<SettingChange>,
    /// Its cost; its high end for a published range.
    pub total: Credits,
    /// The saving.
    pub saving: Credits,
    /// The vendor says "about".
    pub approximate: bool,
    /// Its closed gates.
    pub gates: Vec<ClosedGate>,
}

/// One thing that changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SettingChange {
    /// Its kind.
    pub what: What,
    /// Its name.
    pub name: String,
    /// The value in the request.
    pub from: Option<SettingValue>,
    /// The value in the alternative.
    pub to: SettingValue,
}

/// The kind of change in an [`Alternative`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum What {
    /// Another model of the same tool.
    Operation,
    /// A value of a setting.
    Setting,
    /// The number of runs, because each run makes more results.
    Runs,
    /// The instant.
    At,
}

impl Catalog {
    /// Requests that give the same for less: another value of a tradable setting, another operation
    /// of the same tool, more results per run, another time. What is made and how much stay the
    /// same.
    ///
    /// # Errors
    /// As for [`Catalog::estimate`]; `no_answer` if the cost of the request is unknown or depends
    /// on settings without a value.
    pub fn cheaper(&self, request: &Request) -> Result<Cheaper, Errors> {
        let asked = self.estimate(request)?;
        let Some(cost) = Cost::of(&asked) else {
            let sentence = "only a known cost can be compared: give every setting a value";
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

/// A known cost: one amount, or a published range.
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

    /// Whether neither end is higher, and at least one is lower.
    fn is_below(self, other: Cost) -> bool {
        self.low <= other.low
            && self.high <= other.high
            && (self.low < other.low || self.high < other.high)
    }
}

/// The request to compare with, and the cheaper ones found.
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
    /// For users; settings are named by label.
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
    /// Adds a candidate if it costs less; one that is not allowed is skipped.
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

    /// The same number of results in fewer or more runs.
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
            // A longer wait at the same or a higher cost is useless.
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

/// The request for another operation, which must make the same results and as many.
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

/// Whether an operation without the setting does the same: one result, or no extra.
fn is_plain(setting: &Setting, value: &SettingValue) -> bool {
    match value {
        SettingValue::Number(n) => setting.results && *n == Decimal::ONE,
        SettingValue::Flag(flag) => !flag,
        SettingValue::List(items) => items.is_empty(),
        SettingValue::Text(_) => false,
    }
}

/// Every value of a setting, if there are few.
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
