//! From sums to rows: order, top rows, shares, costs.

use super::super::problem::ReadSummary;
use super::super::rate::Unrated;
use super::super::share::{costs, percent};
use super::group::{Group, Grouping};
use super::spec::{GroupBy, ReportSpec};
use super::sums::{Sums, UsageSums};
use crate::amount::{Credits, Decimal, Money};
use crate::calendar::Instant;
use crate::error::Error;
use crate::order::sort;
use crate::verify::CatalogRef;
use serde::Serialize;

/// Sums by group, the largest first in each period.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct UsageReport {
    /// What rows are grouped by.
    pub by: Vec<GroupBy>,
    /// The first instant that counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Instant>,
    /// The first instant that no longer counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// The catalog that rated events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalog: Option<CatalogRef>,
    /// The rows.
    pub rows: Vec<ReportRow>,
    /// All rows together.
    pub total: UsageSums,
    /// What all rows cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// The credits of the period before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Credits>,
    /// Why events have no known credits, the most frequent reason first.
    pub unrated: Vec<Unrated>,
    /// What was read of the log.
    pub read: ReadSummary,
}

/// A group of events.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReportRow {
    /// For each thing to group by, its value; null if events have none.
    pub key: Vec<Option<String>>,
    /// The number of groups in it, if it holds those that are not among the top.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub others: Option<u64>,
    /// The sums.
    pub sums: UsageSums,
    /// Its part of all credits, in per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<Decimal>,
    /// What its credits cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// The credits of the period before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Credits>,
    /// The change since then, in per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Decimal>,
}

/// A row before its share is known.
struct Draft {
    group: Group,
    key: Vec<Option<String>>,
    others: Option<u64>,
    sums: Sums,
}

/// Everything that was summed up.
pub(super) struct Summed {
    pub(super) spec: ReportSpec,
    pub(super) catalog: Option<CatalogRef>,
    /// Whether there is a period before.
    pub(super) compares: bool,
    pub(super) grouping: Grouping,
    pub(super) groups: Vec<(Group, Sums)>,
    pub(super) unrated: Vec<Unrated>,
    pub(super) read: ReadSummary,
}

pub(super) fn report(summed: Summed) -> Result<UsageReport, Error> {
    let Summed { spec, catalog, compares, grouping, groups, unrated, read } = summed;
    let mut drafts: Vec<Draft> = groups
        .into_iter()
        .map(|(group, sums)| {
            let key = spec.by.iter().zip(group).enumerate();
            let key = key.map(|(place, (_, number))| grouping.word(place, number)).collect();
            Draft { group, key, others: None, sums }
        })
        .collect();
    let periods: Vec<usize> = (0..spec.by.len())
        .filter(|place| spec.by.get(*place).is_some_and(|by| by.is_period()))
        .collect();
    put_in_order(&mut drafts, &periods);
    if let Some(top) = spec.top {
        drafts = keep_top(drafts, top as usize, &periods)?;
    }
    let mut all = Sums::default();
    for draft in &drafts {
        all.merge(&draft.sums)?;
    }
    let (total, before) = (all.now, compares.then_some(all.before));
    let credits = drafts.iter().map(|draft| draft.sums.now.credits);
    let costs = spec.credit_price.map(|price| costs(credits, price)).transpose()?;
    let mut cost = costs.as_ref().map(|_| Money::default());
    let mut rows = Vec::with_capacity(drafts.len());
    for (place, draft) in drafts.into_iter().enumerate() {
        let row_cost = costs.as_ref().and_then(|costs| costs.get(place)).copied();
        cost = cost.zip(row_cost).and_then(|(cost, more)| cost.checked_add(more)).or(cost);
        rows.push(draft.row(row_cost, total.credits, before.is_some()));
    }
    let (from, until) = (spec.from, spec.until);
    Ok(UsageReport { by: spec.by, from, until, catalog, rows, total, cost, before, unrated, read })
}

/// By period; within it, by credits; then by name.
fn put_in_order(drafts: &mut Vec<Draft>, periods: &[usize]) {
    let period = |draft: &Draft| -> Vec<i64> {
        periods.iter().filter_map(|place| draft.group.get(*place).copied()).collect()
    };
    sort(drafts, |a, b| {
        let by_credits = || b.sums.now.credits.cmp(&a.sums.now.credits);
        period(a).cmp(&period(b)).then_with(by_credits).then_with(|| a.key.cmp(&b.key))
    });
}

/// Sums up all but the first rows of each period.
fn keep_top(drafts: Vec<Draft>, top: usize, periods: &[usize]) -> Result<Vec<Draft>, Error> {
    let period = |draft: &Draft| -> Vec<Option<String>> {
        periods.iter().filter_map(|place| draft.key.get(*place).cloned()).collect()
    };
    let mut kept: Vec<Draft> = Vec::new();
    let mut current = None;
    let mut count = 0;
    for mut draft in drafts {
        let this = Some(period(&draft));
        if this != current {
            (current, count) = (this, 0);
        }
        count += 1;
        if count <= top {
            kept.push(draft);
        } else if count == top + 1 {
            for (place, key) in draft.key.iter_mut().enumerate() {
                if !periods.contains(&place) {
                    *key = None;
                }
            }
            draft.others = Some(1);
            kept.push(draft);
        } else if let Some(others) = kept.last_mut() {
            others.others = others.others.map(|count| count + 1);
            others.sums.merge(&draft.sums)?;
        }
    }
    Ok(kept)
}

impl Draft {
    fn row(self, cost: Option<Money>, whole: Credits, compares: bool) -> ReportRow {
        let Sums { now, before } = self.sums;
        let change = now.credits.checked_sub(before).and_then(|more| percent(more, before));
        ReportRow {
            key: self.key,
            others: self.others,
            share: percent(now.credits, whole),
            sums: now,
            cost,
            before: compares.then_some(before),
            change: change.filter(|_| compares),
        }
    }
}
