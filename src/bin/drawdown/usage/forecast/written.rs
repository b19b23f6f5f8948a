//! A pace as the JSON of a need and of a scenario.

use super::account::Holder;
use drawdown::{Days, Decimal, Instant, PaceEnd, Request, UsageForecast, Value};
use serde::Serialize;
use std::collections::BTreeMap;

/// The names of weekdays, from Monday on.
const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

#[derive(Serialize)]
pub(super) struct Need {
    catalog: Option<String>,
    about: String,
    lines: Vec<NeedLine>,
    buffer: Option<String>,
    start: Option<Instant>,
    months: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<BTreeMap<String, Value>>,
}

#[derive(Serialize)]
struct NeedLine {
    request: Request,
    per_day: Option<Decimal>,
}

#[derive(Serialize)]
pub(super) struct Scenario {
    catalog: Option<String>,
    about: String,
    start: Instant,
    r#for: String,
    account: BTreeMap<String, Value>,
    demand: Vec<Demand>,
}

#[derive(Serialize)]
struct Demand {
    request: Request,
    per_day: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<Vec<&'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fails: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<String>,
}

/// The expected month.
pub(super) fn need(forecast: &UsageForecast, holder: Holder, months: u32) -> Option<Need> {
    let need = forecast.need(None, months)?;
    let lines = need.lines.into_iter();
    let account = holder.is_given.then(|| holder.written.into_iter().collect());
    Some(Need {
        catalog: need.catalog,
        about: about(forecast),
        lines: lines
            .map(|line| NeedLine { request: line.request, per_day: line.per_day })
            .collect(),
        buffer: need.buffer.map(|buffer| format!("{}%", buffer.high)),
        start: need.start,
        months,
        account,
    })
}

/// The expected days.
pub(super) fn scenario(forecast: &UsageForecast, holder: Holder, months: u32) -> Option<Scenario> {
    let scenario = forecast.scenario(None, months, PaceEnd::Expected)?;
    let demand = scenario.demand.into_iter().map(|demand| Demand {
        request: demand.request,
        per_day: demand.per_day,
        days: demand.days.map(named),
        from: demand.from,
        until: demand.until,
        fails: demand.fails,
        member: demand.member,
    });
    Some(Scenario {
        catalog: scenario.catalog,
        about: about(forecast),
        start: scenario.start,
        r#for: format!("{months} month{}", if months == 1 { "" } else { "s" }),
        account: holder.written.into_iter().collect(),
        demand: demand.collect(),
    })
}

fn named(days: Days) -> Vec<&'static str> {
    WEEKDAYS
        .into_iter()
        .zip(0..)
        .filter(|(_, place)| days.holds(*place))
        .map(|(name, _)| name)
        .collect()
}

fn about(forecast: &UsageForecast) -> String {
    let period = &forecast.history;
    let day = |at: Instant| at.to_string().get(..10).unwrap_or_default().to_owned();
    format!("The pace of a log of {} days until {}.", period.days, day(period.until))
}
