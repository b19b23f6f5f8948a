//! Shortfalls: the missing credits and the ways out, with dates and prices.

use super::id::LineId;
use crate::amount::{Credits, Money};
use crate::calendar::{Instant, Span};
use crate::catalog::id::{OperationId, PlanId, TopUpId};
use crate::catalog::program::Text;
use crate::catalog::supply::{Held, Term, TermPrice, allows};
use crate::order::sort;
use crate::wallet::{Cause, LimitHit, MemberId, Wallet, whole_times};
use serde::Serialize;

/// A time in which runs were refused.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Shortfall {
    /// The first refusal.
    pub from: Instant,
    /// When a run could next be paid; absent if never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// Id of the demand, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub demand: Option<String>,
    /// Id of the operation.
    pub operation: Text,
    /// The cause.
    pub cause: Cause,
    /// Runs that were refused.
    pub runs: u64,
    /// How many of them waited and were made later.
    #[serde(skip_serializing_if = "is_none")]
    pub later: u64,
    /// Credits missing for all of the runs.
    pub missing: Credits,
    /// The ways out at the first refusal.
    pub ways: Vec<Way>,
    /// Index of the demand line.
    #[serde(skip)]
    pub(super) line: LineId,
}

impl Shortfall {
    /// What happened to the runs, as a word: "waited" if all were made later, or else "refused".
    pub fn fate(&self) -> &'static str {
        if self.later > 0 && self.later == self.runs { "waited" } else { "refused" }
    }

    /// Of refused runs, those that were made later, in words: ", 3 of them made later"; empty if
    /// there are none.
    pub fn later_words(&self) -> String {
        match self.later {
            later if later == 0 || later == self.runs => String::new(),
            later => format!(", {later} of them made later"),
        }
    }
}

fn is_none(runs: &u64) -> bool {
    *runs == 0
}

/// A way out.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Way {
    /// Its kind.
    pub kind: WayKind,
    /// Id of the grant, top-up or plan; for waiting, maybe of a lot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Text>,
    /// Its name.
    pub name: String,
    /// When it helps.
    pub at: Instant,
    /// Credits that it brings; absent if not published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits: Option<Credits>,
    /// Money that it costs; absent if free or not published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// Number of bundles, for a top-up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// The term of a plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// Whether it covers the missing credits.
    pub covers: bool,
}

/// Kinds of [`Way`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WayKind {
    /// Wait for the next issue of a grant, or for withheld credits to begin.
    Wait,
    /// Buy a top-up.
    TopUp,
    /// Change to a larger plan.
    Upgrade,
    /// A free run at intervals.
    FreeRun,
}

/// The missing credits of an operation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Missing {
    pub(super) operation: OperationId,
    pub(super) member: Option<MemberId>,
    pub(super) cause: Cause,
    /// The limit that is reached.
    pub(super) limit: Option<LimitHit>,
    /// Cost of all requested runs.
    pub(super) credits: Credits,
    /// Credits that could have paid a part.
    pub(super) available: Credits,
}

impl Missing {
    /// Whether more credits would change nothing.
    pub(super) fn is_over_cap(&self) -> bool {
        matches!(self.cause, Cause::MemberCap | Cause::Limit)
    }
}

/// All ways out: waiting (soonest first), top-ups (cheapest first), larger plans (smallest first),
/// free runs. A member whose cap is reached can only wait for the next cycle; where a limit of use is
/// reached, only waiting until it allows the run helps.
pub(super) fn ways(wallet: &Wallet, missing: &Missing) -> Vec<Way> {
    if let Some(hit) = missing.limit {
        return limit_ends(wallet, hit).into_iter().collect();
    }
    let mut ways = waits(wallet, missing);
    if missing.cause == Cause::MemberCap {
        return ways;
    }
    ways.extend(top_ups(wallet, missing));
    ways.extend(upgrades(wallet, missing));
    ways.extend(free_runs(wallet, missing.operation));
    ways
}

/// Waiting until a limit allows the charge.
fn limit_ends(wallet: &Wallet, hit: LimitHit) -> Option<Way> {
    let limit = wallet.supply().limit(hit.limit)?;
    let name = limit.name.as_deref().unwrap_or(&limit.id);
    Some(Way {
        kind: WayKind::Wait,
        id: Some(limit.id.clone()),
        name: name.to_owned(),
        at: hit.until?,
        credits: None,
        price: None,
        count: None,
        term: None,
        covers: true,
    })
}

fn waits(wallet: &Wallet, missing: &Missing) -> Vec<Way> {
    let supply = wallet.supply();
    let mut waits = Vec::new();
    for (place, at, amount) in wallet.next_issues(missing.member) {
        let Some(grant) = supply.grant(place) else { continue };
        let of_cycle = grant.every.is_of_plan();
        if !allows(&grant.pays_for, missing.operation)
            || (missing.cause == Cause::MemberCap && !of_cycle)
        {
            continue;
        }
        waits.push(Way {
            kind: WayKind::Wait,
            id: Some(grant.id.clone()),
            name: grant.name.clone(),
            at,
            credits: amount,
            price: None,
            count: None,
            term: None,
            covers: amount.is_some_and(|amount| waiting_covers(wallet, missing, at, amount)),
        });
    }
    if missing.cause != Cause::MemberCap {
        waits.extend(starts(wallet, missing));
    }
    sort(&mut waits, |a, b| a.at.cmp(&b.at));
    waits
}

/// Credits that have not begun.
fn starts(wallet: &Wallet, missing: &Missing) -> impl Iterator<Item = Way> {
    let starts = wallet.lots_to_begin(missing.operation, missing.member).into_iter();
    starts.map(|lot| Way {
        kind: WayKind::Wait,
        covers: waiting_covers(wallet, missing, lot.effective, Credits::ZERO),
        id: Some(lot.id.as_str().into()),
        name: lot.id,
        at: lot.effective,
        credits: Some(lot.remaining),
        price: None,
        count: None,
        term: None,
    })
}

/// Whether credits that come at an instant suffice, together with current ones that last until
/// then.
fn waiting_covers(wallet: &Wallet, missing: &Missing, at: Instant, amount: Credits) -> bool {
    let left = wallet.left_by(missing.operation, missing.member, at).ok();
    let there = left.and_then(|left| left.checked_add(amount));
    let wanted = missing.credits.checked_add(missing.available);
    there.zip(wanted).is_some_and(|(there, wanted)| there >= wanted)
}

pub(super) fn top_ups(wallet: &Wallet, missing: &Missing) -> Vec<Way> {
    let mut ways = Vec::new();
    for (place, top_up) in wallet.supply().placed_top_ups() {
        if !allows(&top_up.pays_for, missing.operation) {
            continue;
        }
        let least = wallet.least_count(place).unwrap_or(1);
        let size = wallet.bundle(place, least).map(|(size, _)| size);
        let enough = size.map_or(1, |size| whole_times(missing.credits, size)).max(1);
        let times = most_of(wallet, place, (enough, least));
        let (Some(count), Some(enough)) = (least.checked_mul(times), least.checked_mul(enough))
        else {
            continue;
        };
        if count == 0 {
            continue;
        }
        let bundle = wallet.bundle(place, count);
        ways.push(Way {
            kind: WayKind::TopUp,
            id: Some(top_up.id.clone()),
            name: top_up.name.clone(),
            at: wallet.now(),
            credits: bundle.map(|(credits, _)| credits),
            price: bundle.and_then(|(_, price)| price),
            count: Some(count),
            term: None,
            covers: bundle.is_some() && count == enough,
        });
    }
    let rank = |way: &Way| (!way.covers, way.price.is_none(), way.price, way.count);
    sort(&mut ways, |a, b| rank(a).cmp(&rank(b)));
    ways
}

/// As many bundles as suffice, or as may be bought now.
fn most_of(wallet: &Wallet, place: TopUpId, (enough, least): (u32, u32)) -> u32 {
    let may = |times: u32| {
        let count = times.checked_mul(least);
        count.is_some_and(|count| wallet.may_not_buy(place, count).is_none())
    };
    if may(enough) {
        return enough;
    }
    let (mut most, mut too_many) = (0, enough);
    while too_many - most > 1 {
        let count = most + (too_many - most) / 2;
        if may(count) { most = count } else { too_many = count }
    }
    most
}

pub(super) fn upgrades(wallet: &Wallet, missing: &Missing) -> Vec<Way> {
    let checked = wallet.catalog().checked();
    let term = wallet.held().map(|held| held.term);
    let now = wallet.allowance(wallet.held()).unwrap_or_default();
    // A subscription makes frozen credits usable.
    let frozen = wallet.withheld_from(missing.operation, missing.member).unwrap_or_default();
    let mut ways = Vec::new();
    for (place, plan) in checked.plans.iter().enumerate() {
        let place = PlanId::at(place);
        let term = sold_term(wallet, place, term);
        let held = Some(Held { plan: place, term });
        let known = wallet.allowance(held).ok();
        let is_later = wallet.held().is_none_or(|held| place > held.plan);
        let is_larger = known.map_or(is_later, |more| more > now);
        if !is_larger || wallet.held().is_some_and(|held| held.plan == place) {
            continue;
        }
        let pays = checked.supply().grants_for(held).any(|(_, grant)| {
            grant.every.is_of_plan() && allows(&grant.pays_for, missing.operation)
        });
        if !pays {
            continue;
        }
        ways.push(Way {
            kind: WayKind::Upgrade,
            id: Some(plan.id.clone()),
            name: plan.name.clone(),
            at: wallet.now(),
            credits: known,
            price: wallet.term_price(place, term),
            count: None,
            term: Some(term),
            covers: known
                .and_then(|more| more.checked_add(frozen))
                .is_some_and(|more| more >= missing.credits),
        });
    }
    let rank = |way: &Way| (way.credits.is_none(), way.credits);
    sort(&mut ways, |a, b| rank(a).cmp(&rank(b)));
    ways
}

/// The current term, if the plan is sold for it; otherwise the first term with a known price, or
/// else the first term.
fn sold_term(wallet: &Wallet, plan: PlanId, held: Option<Term>) -> Term {
    let prices = wallet.supply().terms_of(plan).map(|plan| plan.prices);
    let is_priced = |term: &Term| wallet.term_price(plan, *term).is_some();
    let is_sold = |term: &Term| {
        let price = prices.and_then(|prices| prices.get(*term as usize).copied());
        is_priced(term) || price.is_some_and(|price| price != TermPrice::NotSold)
    };
    let all = || Term::ALL.into_iter();
    let known = held.filter(is_sold).or_else(|| all().find(is_priced));
    known.or_else(|| all().find(is_sold)).unwrap_or(Term::Month)
}

fn free_runs(wallet: &Wallet, operation: OperationId) -> Vec<Way> {
    let every = free_run(wallet, operation).into_iter();
    every
        .map(|every| Way {
            kind: WayKind::FreeRun,
            id: None,
            name: format!("one free run every {every}"),
            at: wallet.now(),
            credits: None,
            price: None,
            count: None,
            term: None,
            covers: false,
        })
        .collect()
}

/// How often the current plan gives a free run of an operation when credits have run out.
pub(super) fn free_run(wallet: &Wallet, operation: OperationId) -> Option<Span> {
    let plan = wallet.held().map(|held| held.plan);
    let runs = wallet.supply().policies.free_runs.iter();
    let mut fits = runs.filter(|run| {
        run.operations.get(operation.place()) == Some(&true) && run.plans.get(plan) == Some(&true)
    });
    fits.next().map(|run| run.every)
}
