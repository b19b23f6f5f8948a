//! The same for less: cheaper settings, models of the same tool, batches, hours.

use super::answer::{ClosedGate, Estimate};
use crate::amount::{Credits, Decimal};
use crate::calendar::Instant;
use crate::catalog::program::{Kind, Operation, Setting, Text};
use crate::catalog::{Catalog, Request, SettingValue};
use crate::error::{Error, ErrorKind, Errors};
use crate::order::sorted;
use serde::Serialize;

/// More alternatives than this are not listed.
const MOST: usize = 50;

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
        let Some((_, operation)) = self.checked().operation(&request.operation) else {
            return Ok(Cheaper { total, unit: asked.unit, alternatives: Vec::new() });
        };
        let mut alternatives = Vec::new();
        let candidates = other_settings(operation, request, &asked)
            .into_iter()
            .chain(self.other_operations(operation, request, &asked))
            .chain(batches(operation, request, &asked))
            .chain(other_times(operation, request, &asked));
        for (request, changes) in candidates {
            // A candidate that is not allowed is simply none.
            let Ok(estimate) = self.estimate(&request) else { continue };
            alternatives.extend(alternative(total, request, changes, estimate));
        }
        let cheapest =
            |a: &Alternative, b: &Alternative| (a.total, &a.change).cmp(&(b.total, &b.change));
        let alternatives = sorted(&alternatives, cheapest).take(MOST).cloned().collect();
        Ok(Cheaper { total, unit: asked.unit, alternatives })
    }

    fn other_operations(
        &self,
        operation: &Operation,
        request: &Request,
        asked: &Estimate,
    ) -> Vec<Candidate> {
        let same_tool = |other: &&Operation| {
            other.tool.is_some() && other.tool == operation.tool && other.id != operation.id
        };
        let others = self.checked().operations.iter().filter(same_tool);
        others.filter_map(|other| moved(operation, other, request, asked)).collect()
    }
}

type Candidate = (Request, Vec<SettingChange>);

fn alternative(
    before: Credits,
    request: Request,
    changes: Vec<SettingChange>,
    estimate: Estimate,
) -> Option<Alternative> {
    let total = estimate.total.filter(|total| *total < before)?;
    Some(Alternative {
        change: changes.iter().map(SettingChange::words).collect::<Vec<_>>().join(", "),
        request,
        changes,
        total,
        saving: before.checked_sub(total)?,
        approximate: estimate.approximate,
        gates: estimate.gates,
    })
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

fn value<'e>(asked: &'e Estimate, name: &str) -> Option<&'e SettingValue> {
    asked.settings.iter().find(|(known, _)| **known == *name).map(|(_, value)| value)
}

fn other_settings(operation: &Operation, request: &Request, asked: &Estimate) -> Vec<Candidate> {
    let each = |setting: &Setting| {
        let options: Vec<SettingValue> = match &setting.kind {
            Kind::Choice(names) => {
                names.iter().map(|name| SettingValue::Text(name.clone())).collect()
            }
            Kind::Flag => vec![SettingValue::Flag(false), SettingValue::Flag(true)],
            _ => Vec::new(),
        };
        let name = setting.name.to_string();
        let from = value(asked, &name).cloned();
        let differs = |option: &SettingValue| Some(option) != from.as_ref();
        let candidate = |option: SettingValue| {
            let change = SettingChange {
                what: What::Setting,
                name: name.clone(),
                from: from.clone(),
                to: option.clone(),
            };
            (request.clone().set(name.clone(), option), vec![change])
        };
        options.into_iter().filter(differs).map(candidate).collect::<Vec<_>>()
    };
    operation.settings.iter().flat_map(each).collect()
}

/// The request for another operation: what is made stays, what cannot be carried over is not.
fn moved(
    operation: &Operation,
    other: &Operation,
    request: &Request,
    asked: &Estimate,
) -> Option<Candidate> {
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
    let change = SettingChange {
        what: What::Operation,
        name: "operation".to_owned(),
        from: Some(SettingValue::Text(operation.name.clone())),
        to: SettingValue::Text(other.name.clone()),
    };
    Some((moved, vec![change]))
}

/// As many results in fewer runs, or in more.
fn batches(operation: &Operation, request: &Request, asked: &Estimate) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for setting in operation.settings.iter().filter(|setting| setting.results) {
        let name = setting.name.to_string();
        let Some(from) = value(asked, &name).and_then(SettingValue::number) else { continue };
        let Some(results) = from.checked_times(u64::from(asked.runs)).and_then(Decimal::to_integer)
        else {
            continue;
        };
        for size in batch_sizes(setting) {
            let Some(runs) = whole_runs(results, size) else { continue };
            if size == from {
                continue;
            }
            let run_change = SettingChange {
                what: What::Runs,
                name: "runs".to_owned(),
                from: Some(asked.runs.into()),
                to: runs.into(),
            };
            let size_change = SettingChange {
                what: What::Setting,
                name: name.clone(),
                from: Some(from.into()),
                to: size.into(),
            };
            candidates.push((
                request.clone().set(name.clone(), size).runs(runs),
                vec![size_change, run_change],
            ));
        }
    }
    candidates
}

fn batch_sizes(setting: &Setting) -> Vec<Decimal> {
    match &setting.kind {
        Kind::Numbers(numbers) => numbers.clone(),
        Kind::Number(grid) => {
            (0..grid.len().unwrap_or(0).min(64)).filter_map(|n| grid.nth(n)).collect()
        }
        _ => Vec::new(),
    }
}

fn whole_runs(results: i64, size: Decimal) -> Option<u32> {
    let size = size.to_integer().filter(|size| *size > 0)?;
    u32::try_from(results / size).ok().filter(|runs| *runs > 0 && results % size == 0)
}

fn other_times(operation: &Operation, request: &Request, asked: &Estimate) -> Vec<Candidate> {
    let candidate = |at: Instant| {
        let change = SettingChange {
            what: What::At,
            name: "at".to_owned(),
            from: Some(SettingValue::Text(asked.at.to_string())),
            to: SettingValue::Text(at.to_string()),
        };
        (request.clone().at(at), vec![change])
    };
    operation.clock.iter().map(|time| asked.at.at_or_after(*time)).map(candidate).collect()
}
