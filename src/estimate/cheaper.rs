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
/// So many seconds later is as late as what is wanted now may be made.
const LATER: i64 = 14 * DAY;

/// What costs less than a request.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Cheaper {
    /// What the request as asked costs.
    pub total: Credits,
    /// Name of the unit.
    pub unit: Text,
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
    /// What it costs.
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
    /// Requests that give the same for less: another choice or flag, another operation of the
    /// same tool, more results a run, another time of day. Numbers that say how much is made
    /// (seconds, images) stay as they are.
    ///
    /// # Errors
    /// As [`Catalog::estimate`]; and `no_answer` when the request as asked has no exact total.
    pub fn cheaper(&self, request: &Request) -> Result<Cheaper, Errors> {
        let asked = self.estimate(request)?;
        let Some(total) = asked.total else {
            let sentence = "only an exact cost can be compared: give every setting a value";
            return Err(Error::new(ErrorKind::NoAnswer, "", sentence).into());
        };
        let operation = self.checked().operation(&request.operation)?;
        let mut search =
            Search { catalog: self, operation, request, asked: &asked, total, found: Vec::new() };
        search.other_settings();
        search.other_operations()?;
        search.batches();
        search.other_times();
        let alternatives = search.found;
        Ok(Cheaper { total, unit: asked.unit, alternatives })
    }
}

/// What a request is compared with, and what was found to cost less.
struct Search<'a> {
    catalog: &'a Catalog,
    operation: &'a Operation,
    request: &'a Request,
    asked: &'a Estimate,
    total: Credits,
    /// Cheapest first.
    found: Vec<Alternative>,
}

impl SettingChange {
    fn words(&self) -> String {
        let name = match self.what {
            What::Operation => "instead",
            What::Setting | What::Runs | What::At => self.name.as_str(),
        };
        match (self.what, &self.from) {
            (What::Operation, _) => format!("{} {name}", self.to),
            (_, Some(from)) => format!("{name} {} instead of {from}", self.to),
            (_, None) => format!("{name} {}", self.to),
        }
    }
}

impl Search<'_> {
    /// Keeps a candidate that costs less; one that is not allowed is simply none.
    fn try_out(&mut self, request: Request, changes: Vec<SettingChange>) {
        let Ok(estimate) = self.catalog.estimate(&request) else { return };
        let Some(total) = estimate.total.filter(|total| *total < self.total) else { return };
        let Some(saving) = self.total.checked_sub(total) else { return };
        let mut change = String::new();
        for one in &changes {
            if !change.is_empty() {
                change.push_str(", ");
            }
            change.push_str(&one.words());
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
        for setting in &self.operation.settings {
            match &setting.kind {
                Kind::Choice(names) => {
                    for name in names {
                        self.other_value(setting, SettingValue::Text(name.clone()));
                    }
                }
                Kind::Flag => {
                    self.other_value(setting, SettingValue::Flag(false));
                    self.other_value(setting, SettingValue::Flag(true));
                }
                _ => {}
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
        let mut least = self.total;
        let mut at = self.operation.next_change(self.asked.at);
        while at < until {
            let request = self.request.clone().at(at);
            let total = self.catalog.estimate(&request).ok().and_then(|estimate| estimate.total);
            // Who waits for the same or more has waited for nothing.
            if total.is_some_and(|total| total < least) {
                least = total.unwrap_or(least);
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

/// The request for another operation: what is made stays, what cannot be carried over is not.
fn moved(
    operation: &Operation,
    other: &Operation,
    request: &Request,
    asked: &Estimate,
) -> Option<Request> {
    let mut moved = request.clone();
    moved.operation = other.id.to_string();
    moved.run.settings.clear();
    for (name, value) in &asked.settings {
        let Some(target) = other.settings.iter().find(|setting| setting.name == *name) else {
            continue;
        };
        let is_size = operation.settings.iter().any(|setting| {
            setting.name == *name
                && matches!(setting.kind, Kind::Number(_) | Kind::Numbers(_) | Kind::List { .. })
        });
        match target.hold(value) {
            Ok(_) => moved.run.set(name, value.clone()),
            Err(_) if is_size => return None,
            Err(_) => {}
        }
    }
    Some(moved)
}

fn batch_sizes(setting: &Setting) -> Vec<Decimal> {
    let mut sizes = Vec::new();
    match &setting.kind {
        Kind::Numbers(numbers) => sizes.extend_from_slice(numbers),
        Kind::Number(grid) => {
            for n in 0..grid.len().unwrap_or(0).min(64) {
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
