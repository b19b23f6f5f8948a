//! From a need to the scenario that requests it.

use super::answer::{FitOption, TopUpPurchase};
use super::need::{Need, NeedLine, does_not_fit};
use crate::amount::{Decimal, ONE};
use crate::calendar::{
    DAY, Instant, Recurrence, Span, SpanUnit, Step, Wall, Zone, civil, month_start,
};
use crate::catalog::Catalog;
use crate::catalog::supply::Term;
use crate::error::{Error, Errors};
use crate::json::Read;
use crate::simulate::{Action, ActionKind, Demand, Scenario, has_holdings};

/// The scenario for an account with a plan, or without.
pub(super) fn scenario(
    catalog: &Catalog,
    need: &Need,
    plan: Option<&str>,
    term: Option<Term>,
) -> Scenario {
    let start = need.first_instant(catalog);
    let mut account = need.account.clone().unwrap_or_default();
    let mut actions = Vec::new();
    let is_new = account.plan.is_none() && !has_holdings(&account);
    if is_new {
        (account.plan, account.term) = (plan.map(str::to_owned), term);
    } else if account.plan.as_deref() != plan || (plan.is_some() && account.term != term) {
        actions.push(change(start, plan, term));
    }
    let zone = account.zone.clone().unwrap_or_else(Zone::utc);
    let lines = need.lines.iter().enumerate();
    let demand = lines.flat_map(|(place, line)| demands(need, line, place, (start, &zone)));
    let until = end(catalog, need, (start, &zone));
    Scenario {
        start,
        until,
        // Beyond the calendar: the scenario reports the error.
        length: until
            .is_none()
            .then_some(Span { count: need.month_count(), unit: SpanUnit::Months }),
        demand: demand.collect(),
        account: Some(account),
        actions,
        ranges: need.ranges,
        ..Scenario::placeholder()
    }
}

/// First instant after the scenario: after all months, or a little earlier if plans renew by
/// another clock or at a fixed time of day. Otherwise the rest of the last day would cost a whole
/// term.
fn end(catalog: &Catalog, need: &Need, (start, zone): (Instant, &Zone)) -> Option<Instant> {
    let months = need.month_count();
    let supply = catalog.checked().supply();
    let clock = supply.policies.clock.zone(zone);
    let whole = Recurrence::from(start, Step::Months(months), zone).nth(1, zone)?;
    let begins = clock.wall(start);
    let renewals = supply.plans.iter().filter_map(|plan| {
        let at = plan.renews_at.map_or(begins, |at| Wall(begins.day() * DAY + at.seconds()));
        Recurrence::at_wall(at, Step::Months(1)).nth(months, &clock)
    });
    renewals.filter(|renewal| *renewal > start).chain([whole]).min()
}

/// The scenario of an option, with the need increased by a percentage. If that is above 0, the
/// purchases for the margin are made.
pub(super) fn of_option(
    catalog: &Catalog,
    need: &Need,
    option: &FitOption,
    more: Decimal,
) -> Result<Scenario, Error> {
    let bought = match &option.with_margin {
        Some(margin) if more > Decimal::ZERO => &margin.top_ups,
        _ => &option.top_ups,
    };
    with_bought(catalog, need, option, more, bought)
}

/// The need as given, with the option's purchases for the margin.
pub(super) fn with_margin_bought(
    catalog: &Catalog,
    need: &Need,
    option: &FitOption,
) -> Result<Scenario, Error> {
    let margin = option.with_margin.as_ref();
    let bought = margin.map_or(&option.top_ups, |margin| &margin.top_ups);
    with_bought(catalog, need, option, Decimal::ZERO, bought)
}

fn with_bought(
    catalog: &Catalog,
    need: &Need,
    option: &FitOption,
    more: Decimal,
    bought: &[TopUpPurchase],
) -> Result<Scenario, Error> {
    let bought = bought.iter().map(|bought| Action {
        at: bought.at,
        kind: ActionKind::Buy,
        top_up: Some(bought.top_up.to_string()),
        count: Some(bought.count),
        ..Action::placeholder()
    });
    of_choice(catalog, need, (option.plan.as_deref(), option.term), more, bought)
}

/// The need increased by a percentage, with actions besides choosing a plan and a term.
pub(super) fn of_choice(
    catalog: &Catalog,
    need: &Need,
    (plan, term): (Option<&str>, Option<Term>),
    more: Decimal,
    done: impl Iterator<Item = Action>,
) -> Result<Scenario, Error> {
    let mut scenario = scenario(catalog, need, plan, term);
    let whole = Decimal::from(100).checked_add(more).filter(|whole| !whole.is_negative());
    let factor = whole.and_then(|whole| Decimal::from_scaled(whole.scaled() / 100));
    let factor = factor.ok_or_else(does_not_fit)?;
    for demand in &mut scenario.demand {
        for rate in [&mut demand.per_day, &mut demand.per_week, &mut demand.per_month] {
            *rate = rate.map(|rate| times(rate, factor).ok_or_else(does_not_fit)).transpose()?;
        }
    }
    scenario.actions.extend(done);
    Ok(scenario)
}

/// The plan change for an account that already has a plan or credits.
fn change(at: Instant, plan: Option<&str>, term: Option<Term>) -> Action {
    Action {
        at,
        kind: if plan.is_some() { ActionKind::Subscribe } else { ActionKind::Cancel },
        plan: plan.map(str::to_owned),
        term,
        ..Action::placeholder()
    }
}

/// A line as demand: one, or one for each month if there is a season.
fn demands(
    need: &Need,
    line: &NeedLine,
    place: usize,
    (start, zone): (Instant, &Zone),
) -> Vec<Demand> {
    let whole = demand(need, line, place);
    if need.season.is_empty() {
        return vec![whole];
    }
    let first = month_start(zone.wall(start));
    let months = Recurrence::at_wall(first, Step::Months(1));
    let mut pieces = Vec::new();
    for month in 0..=need.month_count() {
        let bounds = months.nth(month, zone).zip(months.nth(month + 1, zone));
        let Some((from, until)) = bounds else { break };
        let (_, number, ..) = civil(zone.wall(from));
        let factor = need.season.get(number.saturating_sub(1) as usize).copied();
        let scaled = |rate: Option<Decimal>| times(rate?, factor?);
        pieces.push(Demand {
            per_day: scaled(whole.per_day),
            per_week: scaled(whole.per_week),
            per_month: scaled(whole.per_month),
            from: Some(from),
            until: Some(until),
            ..whole.clone()
        });
    }
    pieces
}

fn demand(need: &Need, line: &NeedLine, place: usize) -> Demand {
    let mut request = need.request(line, None);
    request.run.at = None;
    request.run.plan = None;
    Demand {
        request,
        per_day: line.per_day,
        per_week: line.per_week,
        per_month: line.per_month,
        active_days: line.days,
        project: Some(place.to_string()),
        ..Demand::placeholder()
    }
}

/// To the twelfth place, as a trial scales its demand.
fn times(rate: Decimal, factor: Decimal) -> Option<Decimal> {
    Decimal::from_scaled(rate.scaled().checked_mul(factor.scaled())? / ONE)
}

/// Errors of a demand point at the need's line that it comes from.
pub(super) fn placed(errors: Errors, need: &Need) -> Errors {
    let pieces = if need.season.is_empty() { 1 } else { need.month_count() as usize + 1 };
    errors.moved(|pointer| {
        let rest = pointer.strip_prefix("/demand/")?;
        let (place, rest) = rest.split_once('/').unwrap_or((rest, ""));
        let line = place.parse::<usize>().ok()? / pieces.max(1);
        Some(if rest.is_empty() {
            format!("/lines/{line}")
        } else {
            format!("/lines/{line}/{rest}")
        })
    })
}
