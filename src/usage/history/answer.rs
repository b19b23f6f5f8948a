//! The pace in words and numbers.
#![allow(clippy::float_arithmetic, reason = "statistics of demand; no amount is touched")]

use super::super::rate::Unrated;
use super::super::share::too_large;
use super::pace::{Outlook, Pace};
use super::priced::{Priced, decimal};
use super::runs::UsageHistory;
use super::spec::{LEAST_ACTIVE_DAYS, LEAST_DAYS, PaceSpec};
use crate::amount::{Credits, Decimal, ONE};
use crate::calendar::{Instant, Zone};
use crate::catalog::program::Text;
use crate::catalog::{Catalog, Request};
use crate::error::{Error, ErrorKind, Errors};
use crate::order::sort;
use crate::verify::CatalogRef;
use serde::Serialize;

/// Days of a month.
pub(super) const MONTH: usize = 30;
/// The number of months out of 100 that lie between both ends.
const WITHIN: u32 = 80;
/// What the requests are divided by: the last days.
const RECENT: i64 = 28;

/// What a history says about the next month.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct UsageForecast {
    /// The catalog that values the runs.
    pub catalog: CatalogRef,
    /// Plural name of the unit of all amounts.
    pub unit: Text,
    /// What the forecast rests on.
    pub history: UsagePeriod,
    /// Why there is no pace: the history is too short.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_enough: Option<String>,
    /// The pace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pace: Option<UsagePace>,
    /// Why runs have no known cost, with the number of runs: they are not in the pace.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unrated: Vec<Unrated>,
}

/// The days of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct UsagePeriod {
    /// First instant.
    pub from: Instant,
    /// First instant after it: the forecast begins here.
    pub until: Instant,
    /// Whole days.
    pub days: u32,
    /// Days with runs.
    pub active_days: u32,
    /// Events, also those of other days.
    pub events: u64,
    /// Refunds among them, which are no runs.
    pub refunds: u64,
    /// Runs that gave a result.
    pub done: u64,
    /// Runs that failed, were cancelled, or were filtered.
    pub failed: u64,
}

/// How much is used, and how that changes.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct UsagePace {
    /// No run has a known cost above zero: amounts are runs.
    pub in_runs: bool,
    /// Credits of an average day of the next month.
    pub per_day: Credits,
    /// The next month.
    pub month: UsageOutlook,
    /// For each day of the week from Monday on, its credits in per cent of an average day; empty if
    /// the days do not differ clearly.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub weekdays: Vec<Decimal>,
    /// The change from the last week to the next one, in per cent; absent without a clear trend.
    /// From week to week, four fifths of the change remain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trend: Option<Decimal>,
    /// Days far above the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bursts: Option<PaceBursts>,
    /// The requests, the dearest first.
    pub lines: Vec<PaceLine>,
    #[serde(skip)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub(super) fitted: Fitted,
}

/// A month to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct UsageOutlook {
    /// First instant.
    pub from: Instant,
    /// First instant after it, 30 days later.
    pub until: Instant,
    /// The low end.
    pub low: Credits,
    /// The expected credits.
    pub expected: Credits,
    /// The high end.
    pub high: Credits,
    /// Of 100 months, how many lie between both ends: 80.
    pub within: u32,
}

/// Days far above the others. They do not raise the other days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PaceBursts {
    /// When these days began.
    pub days: Vec<Instant>,
    /// The credits that such a day has above an ordinary one, on average.
    pub size: Credits,
    /// What they add to the expected month; 0 for a single one, which only widens the range.
    pub per_month: Credits,
}

/// A request and its pace.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PaceLine {
    /// The request.
    pub request: Request,
    /// Who makes it, if members are kept apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// Credits of one run.
    pub each: Credits,
    /// Runs of an average day of the next month that cost credits.
    pub per_day: Decimal,
    /// Their credits in the next month.
    pub per_month: Credits,
    /// Runs in the history that gave a result.
    pub done: u64,
    /// Runs in the history that did not.
    pub failed: u64,
    /// Whether a run that gives no result costs the same.
    pub charges_failed: bool,
    /// Runs that cost credits, for each unit that all lines use together.
    #[serde(skip)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub(super) part: f64,
}

/// What the numbers are made of.
#[derive(Clone, Debug)]
pub(super) struct Fitted {
    pub(super) pace: Pace,
    pub(super) outlook: Outlook,
    pub(super) start: Instant,
    pub(super) zone: Zone,
}

impl UsageHistory {
    /// The pace of the runs so far: what a month is expected to use, and how sure that is.
    ///
    /// Runs count, not charges: free credits that paid some of them do not hide them. Each run
    /// counts with its full cost at the prices of the day after the history, so a change of prices
    /// makes no trend. Runs that failed count only if the catalog charges them; their share is
    /// stated.
    ///
    /// # Errors
    /// A plan that is not in the catalog; an end that is not after the beginning.
    pub fn forecast(&self, catalog: &Catalog, spec: &PaceSpec) -> Result<UsageForecast, Errors> {
        if (spec.from.zip(spec.until)).is_some_and(|(from, until)| until <= from) {
            let sentence = "expected an end after the beginning";
            return Err(Error::new(ErrorKind::OutOfRange, "/until", sentence).into());
        }
        forecast(self, catalog, spec)
    }
}

fn forecast(
    history: &UsageHistory,
    catalog: &Catalog,
    spec: &PaceSpec,
) -> Result<UsageForecast, Errors> {
    let priced = Priced::of(history, catalog, spec)?;
    let period = period(&priced);
    let not_enough = too_little(&priced, &period);
    let pace = match not_enough {
        Some(_) => None,
        None => Some(pace(&priced).ok_or_else(too_large)?),
    };
    Ok(UsageForecast {
        catalog: CatalogRef::of(catalog),
        unit: catalog.checked().unit.clone(),
        history: period,
        not_enough,
        pace,
        unrated: priced.unrated,
    })
}

fn period(priced: &Priced) -> UsagePeriod {
    let (first, end) = priced.days;
    let mut days: Vec<i64> = priced.within().map(|sum| sum.day).collect();
    days.sort_unstable();
    days.dedup();
    let count =
        |of: fn(&super::runs::Sum) -> u64| priced.within().map(of).fold(0, u64::saturating_add);
    UsagePeriod {
        from: priced.midnight(first),
        until: priced.end(),
        days: u32::try_from(end - first).unwrap_or(0),
        active_days: u32::try_from(days.len()).unwrap_or(u32::MAX),
        events: priced.history.counts.events,
        refunds: priced.history.counts.refunds,
        done: count(|sum| sum.done),
        failed: count(|sum| sum.failed),
    }
}

/// Why the history is too short.
fn too_little(priced: &Priced, period: &UsagePeriod) -> Option<String> {
    let UsagePeriod { days, .. } = *period;
    if i64::from(days) < LEAST_DAYS {
        let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
        return Some(format!(
            "the history has {days}; a forecast needs {LEAST_DAYS}, four of each weekday"
        ));
    }
    let active = priced.series().iter().filter(|day| **day > 0.0).count();
    (active < LEAST_ACTIVE_DAYS).then(|| {
        let active = if active == 1 { "1 day".to_owned() } else { format!("{active} days") };
        format!(
            "runs with a known cost on {active}; a forecast needs {LEAST_ACTIVE_DAYS} such days"
        )
    })
}

fn pace(priced: &Priced) -> Option<UsagePace> {
    let (first, end) = priced.days;
    let series = priced.series();
    let fitted = Pace::of(&series, priced.weekday(first));
    let weekday = priced.weekday(end);
    let outlook = fitted.outlook(MONTH, weekday);
    let credits = |number: f64| decimal(number, 2).map(Credits);
    let clear = fitted.weekdays.iter().any(|factor| *factor != 1.0);
    let percent = |factor: &f64| decimal(factor * 100.0, 1);
    let weekdays = fitted.weekdays.iter().filter(|_| clear).map(percent);
    let trend = fitted.weekly_change() * 100.0;
    Some(UsagePace {
        in_runs: priced.in_runs,
        per_day: credits(outlook.expected / MONTH as f64)?,
        month: UsageOutlook {
            from: priced.end(),
            until: priced.midnight(end + MONTH as i64),
            low: credits(outlook.low)?,
            expected: credits(outlook.expected)?,
            high: credits(outlook.high)?,
            within: WITHIN,
        },
        weekdays: weekdays.collect::<Option<_>>()?,
        trend: if trend == 0.0 { None } else { decimal(trend, 1) },
        bursts: bursts(priced, &fitted)?,
        lines: lines(priced, &fitted, &outlook)?,
        fitted: Fitted {
            pace: fitted,
            outlook,
            start: priced.end(),
            zone: priced.history.zone().clone(),
        },
    })
}

fn bursts(priced: &Priced, pace: &Pace) -> Option<Option<PaceBursts>> {
    let bursts = &pace.bursts;
    if bursts.days.is_empty() {
        return Some(None);
    }
    let at = |place: &usize| priced.midnight(priced.days.0 + *place as i64);
    Some(Some(PaceBursts {
        days: bursts.days.iter().map(at).collect(),
        size: decimal(bursts.size, 2).map(Credits)?,
        per_month: decimal(bursts.per_day * MONTH as f64, 2).map(Credits)?,
    }))
}

/// Sums of a kind.
#[derive(Clone, Copy, Default)]
struct Runs {
    done: u64,
    failed: u64,
    /// Those that cost credits, on the last days, without the days of bursts.
    recent: u64,
    /// The same of all days.
    paid: u64,
}

/// The requests, each with its part of the pace.
fn lines(priced: &Priced, pace: &Pace, outlook: &Outlook) -> Option<Vec<PaceLine>> {
    let runs = runs(priced, pace);
    let all = |of: fn(&Runs) -> u64| -> f64 {
        let known = priced.kinds.iter().zip(&runs);
        let used = known.filter_map(|(once, runs)| Some(priced.used(once.as_ref()?, of(runs))));
        used.fold(0, i128::saturating_add) as f64 / ONE as f64
    };
    // Without runs on the last days, the whole history divides what is expected.
    let of: fn(&Runs) -> u64 =
        if all(|runs| runs.recent) > 0.0 { |runs| runs.recent } else { |runs| runs.paid };
    let whole = all(of);
    let mut lines = Vec::new();
    for ((kind, once), runs) in priced.history.kinds().iter().zip(&priced.kinds).zip(&runs) {
        let Some(once) = once.as_ref().filter(|_| runs.done + runs.failed > 0) else { continue };
        let part = if whole > 0.0 { of(runs) as f64 / whole } else { 0.0 };
        let per_month = part * outlook.expected;
        lines.push(PaceLine {
            request: once.request.clone(),
            member: kind.event.member.as_deref().map(str::to_owned),
            each: once.credits,
            per_day: decimal(per_month / MONTH as f64, 4)?,
            per_month: decimal(per_month * once.cost(), 2).map(Credits)?,
            done: runs.done,
            failed: runs.failed,
            charges_failed: once.charges_failed,
            part,
        });
    }
    sort(&mut lines, |a: &PaceLine, b| {
        let by_runs = || b.per_day.cmp(&a.per_day).then_with(|| b.done.cmp(&a.done));
        let name = |line: &PaceLine| {
            (line.request.operation.clone(), key(&line.request), line.member.clone())
        };
        let by_name = || name(a).cmp(&name(b));
        b.per_month.cmp(&a.per_month).then_with(by_runs).then_with(by_name)
    });
    Some(lines)
}

/// The settings as a text, to order by.
fn key(request: &Request) -> String {
    crate::json::to_text(request).unwrap_or_default()
}

fn runs(priced: &Priced, pace: &Pace) -> Vec<Runs> {
    let (first, end) = priced.days;
    let is_burst = |day: i64| pace.bursts.days.iter().any(|place| first + *place as i64 == day);
    let mut runs = vec![Runs::default(); priced.kinds.len()];
    for sum in priced.within() {
        let paid = priced.once(sum).map_or(0, |once| once.paid(sum));
        let Some(slot) = runs.get_mut(sum.kind as usize) else { continue };
        slot.done += sum.done;
        slot.failed += sum.failed;
        slot.paid += paid;
        if sum.day >= end - RECENT && !is_burst(sum.day) {
            slot.recent += paid;
        }
    }
    runs
}
