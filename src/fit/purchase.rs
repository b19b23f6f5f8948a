//! What to buy for an account that runs short: from what was lent to it to dated purchases.

use super::cover::{Bundle, MOST_STEPS, Point, Problem, bit};
use crate::amount::{Decimal, Money};
use crate::calendar::Instant;
use crate::catalog::program::Text;
use crate::catalog::supply::is_for;
use crate::error::Errors;
use crate::simulate::{Lent, Outcome, Purchase, Trial};
use crate::wallet::Wallet;

/// Purchases, and whether others could cost less.
#[derive(Clone, Debug, Default)]
pub(super) struct Purchases {
    pub(super) list: Vec<Purchase>,
    /// No purchases that cover it cost less.
    pub(super) proven: bool,
    /// What others could cost less at most, when that is known.
    pub(super) gap: Option<Money>,
}

/// A bundle by its top-up and how many of it are the least.
struct Source {
    top_up: usize,
    count: u32,
}

/// The cheapest purchases with which all is made; nothing when there are none.
///
/// What is missing is taken from a run in which exactly that is lent whenever it is missing. The
/// purchases are then tried: where the burn order lets them be used up too soon, more are bought
/// when they are needed, and what they cost more than the bound is the gap.
pub(super) fn purchases(
    trial: &Trial,
    factor: i128,
    allowed: Option<&[String]>,
) -> Result<Option<Purchases>, Errors> {
    let sources = sources(trial.wallet(), allowed);
    if sources.is_empty() {
        return Ok(None);
    }
    let lent = trial.lent(factor)?;
    if lent.run_out.is_some() || lent.lent.is_empty() {
        return Ok(None);
    }
    let (points, problem) = problem(trial, &lent, &sources);
    let Some(cover) = problem.solve(MOST_STEPS) else { return Ok(None) };
    let buys = cover.buys.iter().filter_map(|(point, bundle, units)| {
        let source = sources.get(*bundle)?;
        let count = source.count.checked_mul(*units)?;
        Some(Purchase { at: *points.get(*point)?, top_up: source.top_up, count })
    });
    let list: Vec<Purchase> = buys.collect();
    if trial.covers(factor, &list)? {
        let proven = cover.cost == cover.least;
        let gap = money(cover.cost - cover.least).filter(|_| !proven);
        return Ok(Some(Purchases { list, proven, gap }));
    }
    if allowed.is_some() {
        return Ok(None);
    }
    more(trial, factor, list, cover.least)
}

/// Buys more where planned purchases are not enough.
fn more(
    trial: &Trial,
    factor: i128,
    mut list: Vec<Purchase>,
    least: i128,
) -> Result<Option<Purchases>, Errors> {
    let outcome = trial.topped_up(factor, &list)?;
    if outcome.run_out.is_some() {
        return Ok(None);
    }
    list.extend(&outcome.bought);
    let prices = list.iter().map(|p| trial.wallet().bundle(p.top_up, p.count)?.1);
    let cost = prices.sum::<Option<Sum>>().map(|sum| sum.0);
    let gap = cost.and_then(|cost| money(cost - least));
    Ok(Some(Purchases { list, proven: false, gap }))
}

/// A sum of money, scaled.
struct Sum(i128);

impl std::iter::Sum<Money> for Sum {
    fn sum<I: Iterator<Item = Money>>(prices: I) -> Self {
        Sum(prices.fold(0, |sum, price| sum + price.decimal().scaled()))
    }
}

fn money(scaled: i128) -> Option<Money> {
    Decimal::from_scaled(scaled).map(Money::from)
}

/// What is sold at a price that is known.
fn sources(wallet: &Wallet, allowed: Option<&[String]>) -> Vec<Source> {
    let is_allowed = |id: &Text| allowed.is_none_or(|ids| ids.iter().any(|other| **other == **id));
    let top_ups = wallet.supply().top_ups.iter().enumerate();
    let sold =
        top_ups.filter(|(_, top_up)| is_allowed(&top_up.id)).filter_map(|(place, top_up)| {
            Some(()).filter(|()| is_for(&top_up.to, wallet.held()))?;
            let count = wallet.least_count(place)?;
            let (size, price) = wallet.bundle(place, count)?;
            price.filter(|_| size.decimal().scaled() > 0)?;
            Some(Source { top_up: place, count })
        });
    sold.take(u64::BITS as usize).collect()
}

fn problem(trial: &Trial, outcome: &Outcome, sources: &[Source]) -> (Vec<Instant>, Problem) {
    let wallet = trial.wallet();
    let limited = wallet.most_bought().is_some()
        || sources.iter().any(|source| limit(wallet, source).is_some());
    let mut at = Vec::new();
    let mut points: Vec<Point> = Vec::new();
    for (cycle, of) in outcome.cycles.iter().enumerate() {
        for lent in outcome.lent.iter().filter(|lent| lent.cycle == cycle) {
            let payers = payers(wallet, sources, lent);
            let amount = lent.amount.decimal().scaled();
            match points.last_mut() {
                Some(last) if at.last() == Some(&lent.at) && last.payers == payers => {
                    last.amount += amount;
                }
                _ => {
                    at.push(lent.at);
                    points.push(Point { cycle, amount, payers });
                }
            }
        }
        // At the end of a cycle one may buy for the next, which has a limit too.
        let next = outcome.cycles.get(cycle + 1).map(|next| next.start);
        if let Some(last) =
            next.and_then(|next| next.plus(-1)).filter(|last| limited && *last >= of.start)
        {
            at.push(last);
            points.push(Point { cycle, amount: 0, payers: u64::MAX });
        }
    }
    let bundles = sources.iter().map(|source| bundle(trial, outcome, source, (&at, &points)));
    let problem = Problem {
        bundles: bundles.collect(),
        most_in_cycle: wallet.most_bought().map(|most| most.decimal().scaled()),
        points,
    };
    (at, problem)
}

fn payers(wallet: &Wallet, sources: &[Source], lent: &Lent) -> u64 {
    let mut all = 0;
    for top_up in wallet.top_ups_for(lent.operation) {
        for (bundle, source) in sources.iter().enumerate() {
            if source.top_up == top_up {
                all |= bit(bundle);
            }
        }
    }
    all
}

/// How many of a bundle may be bought in a cycle.
fn limit(wallet: &Wallet, source: &Source) -> Option<u32> {
    let most = wallet.supply().top_ups.get(source.top_up)?.limit?;
    most.checked_div(source.count)
}

fn bundle(
    trial: &Trial,
    outcome: &Outcome,
    source: &Source,
    (at, points): (&[Instant], &[Point]),
) -> Bundle {
    let wallet = trial.wallet();
    let (size, price) = wallet.bundle(source.top_up, source.count).unwrap_or_default();
    let ends = at.iter().zip(points).map(|(now, point)| {
        let next = outcome.cycles.get(point.cycle + 1).map_or(trial.end(), |next| next.start);
        let end = wallet.bought_end(source.top_up, *now, next);
        at.partition_point(|at| *at < end)
    });
    Bundle {
        size: size.decimal().scaled(),
        price: price.unwrap_or_default().decimal().scaled(),
        limit: limit(wallet, source),
        ends: ends.collect(),
    }
}
