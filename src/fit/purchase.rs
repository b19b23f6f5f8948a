//! Purchases for an account that runs short: turns lent credits into dated purchases.

use super::cover::MOST_STEPS;
use super::problem::{Bundle, NoPlan, Point, Problem, bit, by_unit_price};
use crate::amount::{Decimal, Money, gcd};
use crate::calendar::Instant;
use crate::catalog::id::{ClassId, OperationId, TopUpId};
use crate::catalog::program::Text;
use crate::catalog::supply::{BurnKey, PaysFor, allows, is_for};
use crate::error::{ErrorKind, Errors};
use crate::order::sort;
use crate::simulate::{Outcome, Purchase, Trial};
use crate::wallet::Wallet;

/// Maximum number of top-ups, one bit each.
const MOST_SOURCES: usize = u64::BITS as usize;

/// How many purchases are tried for removal, from the last.
const MOST_SPARED: usize = 24;

/// How often more is bought if the purchases do not suffice.
const MOST_ROUNDS: usize = 8;

/// Purchases, and whether cheaper ones may exist.
#[derive(Clone, Debug, Default)]
pub(super) struct Purchases {
    pub(super) list: Vec<Purchase>,
    /// They suffice: with exactly these, every run was made.
    pub(super) enough: bool,
    /// No cheaper purchases suffice; if these do not suffice, none do.
    pub(super) proven: bool,
    /// The most that cheaper purchases could save, if known.
    pub(super) gap: Option<Money>,
    /// Their price, scaled.
    pub(super) cost: i128,
}

impl Purchases {
    /// No purchases are needed.
    pub(super) fn none() -> Self {
        Purchases { enough: true, proven: true, ..Purchases::default() }
    }
}

/// A bundle: a top-up and its smallest count.
struct PurchaseOption {
    top_up: TopUpId,
    count: u32,
}

impl From<NoPlan> for Purchases {
    fn from(missed: NoPlan) -> Self {
        Purchases { proven: missed == NoPlan::Impossible, ..Purchases::default() }
    }
}

/// The cheapest purchases with which every run is made, for each of the factors; or whether none
/// exist.
///
/// The missing credits for the first factor come from a run that lends exactly those credits
/// whenever they are missing. The purchases are then tried with each factor. They may fail because
/// the burn order spends them too soon, or because a smaller demand has its runs on earlier days.
/// The credits then missing are added; if that fails too, more is bought whenever credits are
/// short. The cost above the lower bound is the gap.
pub(super) fn purchases(
    trial: &Trial,
    factors: &[i128],
    allowed: Option<&[String]>,
) -> Result<Purchases, Errors> {
    let Some(factor) = factors.first().copied() else { return Ok(Purchases::none()) };
    let mut sources = sources(trial.wallet(), allowed);
    let are_all = sources.len() <= MOST_SOURCES;
    sources.truncate(MOST_SOURCES);
    if sources.is_empty() {
        return Ok(NoPlan::Impossible.into());
    }
    let mut lent = trial.lent(factor, &[])?;
    if lent.run_out.is_some() || lent.lent.is_empty() {
        // Credits for other operations could free credits for the operation that no top-up pays
        // for.
        return Ok(missed(are_all && is_one_kind(trial, &sources)).into());
    }
    let mut plan = Plan::of(trial, &lent, &sources);
    let is_exact = are_all && is_exact(trial, &sources, &plan.problem);
    let cover = match plan.problem.solve(MOST_STEPS) {
        Ok(cover) => cover,
        Err(why) => return Ok(missed(is_exact && why == NoPlan::Impossible).into()),
    };
    let least = match is_exact {
        _ if !are_all => 0,
        true => cover.least,
        false => {
            let loose = plan.problem.loose().solve(MOST_STEPS);
            loose.map_or(0, |loose| loose.least.min(cover.least))
        }
    };
    let least = to_a_sum_of_prices(least, &plan.problem);
    let mut buys = cover.buys;
    for _ in 0..MOST_ROUNDS {
        let list = plan.dated(&buys);
        let refused = match refused(trial, factors, &list) {
            Err(errors) if is_refused(&errors) => break,
            refused => refused?,
        };
        let Some(factor) = refused else {
            let list = plan.put_off(trial, factors, &buys)?.unwrap_or(list);
            return with_proof(trial, factors, list, least);
        };
        let again = trial.lent(factor, &list)?;
        lent.lent.extend(&again.lent);
        sort(&mut lent.lent, |a, b| (a.cycle, a.at).cmp(&(b.cycle, b.at)));
        let next = Plan::of(trial, &lent, &sources);
        match next.problem.solve(MOST_STEPS) {
            Ok(cover) if !again.lent.is_empty() => (plan, buys) = (next, cover.buys),
            _ => break,
        }
    }
    more(trial, factors, plan.dated(&buys), least)
}

/// The first factor for which a run is refused with these purchases.
fn refused(trial: &Trial, factors: &[i128], list: &[Purchase]) -> Result<Option<i128>, Errors> {
    for factor in factors {
        if !trial.covers(*factor, list)? {
            return Ok(Some(*factor));
        }
    }
    Ok(None)
}

fn missed(is_proven: bool) -> NoPlan {
    if is_proven { NoPlan::Impossible } else { NoPlan::NotFound }
}

/// The problem, and the instants of its points.
struct Plan<'s> {
    at: Vec<Instant>,
    problem: Problem,
    sources: &'s [PurchaseOption],
}

impl<'s> Plan<'s> {
    fn of(trial: &Trial, lent: &Outcome, sources: &'s [PurchaseOption]) -> Self {
        let (at, problem) = problem(trial, lent, sources);
        Plan { at, problem, sources }
    }

    fn dated(&self, buys: &[(usize, usize, u32)]) -> Vec<Purchase> {
        let buys = buys.iter().filter_map(|(point, bundle, units)| {
            let source = self.sources.get(*bundle)?;
            let count = source.count.checked_mul(*units)?;
            Some(Purchase { at: *self.at.get(*point)?, top_up: source.top_up, count })
        });
        in_order(buys.collect())
    }

    /// The purchases postponed as far as possible; `None` if that changes nothing or does not
    /// suffice.
    fn put_off(
        &self,
        trial: &Trial,
        factors: &[i128],
        buys: &[(usize, usize, u32)],
    ) -> Result<Option<Vec<Purchase>>, Errors> {
        let late = self.problem.late(buys);
        if late == buys {
            return Ok(None);
        }
        let list = self.dated(&late);
        Ok(refused(trial, factors, &list)?.is_none().then_some(list))
    }
}

/// Any total is a multiple of the greatest common divisor of the prices, so the bound is raised to
/// the next one.
fn to_a_sum_of_prices(least: i128, problem: &Problem) -> i128 {
    let prices = problem.bundles.iter().map(|bundle| bundle.price.unsigned_abs());
    match i128::try_from(prices.fold(0, gcd)).unwrap_or(0) {
        0 => least,
        divisor => (least + divisor - 1) / divisor * divisor,
    }
}

/// Whether the search's model of spending is exact: purchased credits outlive the scenario or are
/// used last, and every source may pay for every operation. Otherwise buying early may save credits
/// that last longer, or pay for more.
fn is_exact(trial: &Trial, sources: &[PurchaseOption], problem: &Problem) -> bool {
    let wallet = trial.wallet();
    (problem.is_lasting() || burns_last(wallet, sources)) && is_one_kind(trial, sources)
}

fn burns_last(wallet: &Wallet, sources: &[PurchaseOption]) -> bool {
    let supply = wallet.supply();
    let sold = |class: ClassId| {
        let mut top_ups = sources.iter().filter_map(|source| supply.top_up(source.top_up));
        top_ups.any(|top_up| top_up.class == class)
    };
    let Some(BurnKey::Class(ranks)) = supply.burn_order.first() else { return false };
    let rank = |class: ClassId| ranks.get(class.place()).copied();
    let (last, others): (Vec<ClassId>, Vec<ClassId>) =
        (0..supply.classes.len()).map(ClassId::at).partition(|class| sold(*class));
    let given = supply.grants.iter().any(|grant| {
        sold(grant.class) || grant.rollover.as_ref().is_some_and(|rollover| sold(rollover.class))
    });
    let first = last.into_iter().map(rank).min();
    !given && others.into_iter().map(rank).max() < first
}

fn is_one_kind(trial: &Trial, sources: &[PurchaseOption]) -> bool {
    let wallet = trial.wallet();
    let supply = wallet.supply();
    let is_even = |rule: &PaysFor| {
        let mut all = trial.operations().map(|operation| allows(rule, operation));
        let first = all.next();
        all.all(|pays| Some(pays) == first)
    };
    let top_ups = sources.iter().filter_map(|source| supply.top_up(source.top_up));
    let grants = supply.grants.iter().filter(|grant| is_for(&grant.to, wallet.held()));
    let rules = top_ups.map(|top_up| &top_up.pays_for);
    let rules = rules.chain(grants.map(|grant| &grant.pays_for));
    rules.chain(supply.classes.iter().map(|class| &class.pays_for)).all(is_even)
}

/// Sufficient purchases and their gap. Above the bound, unneeded purchases are dropped first.
fn with_proof(
    trial: &Trial,
    factors: &[i128],
    mut list: Vec<Purchase>,
    least: i128,
) -> Result<Purchases, Errors> {
    if cost(trial, &list).is_none_or(|cost| cost > least) {
        list = drop_unneeded(trial, factors, list)?;
    }
    let cost = cost(trial, &list);
    let proven = cost.is_some_and(|cost| cost <= least);
    let gap = cost.and_then(|cost| money(cost - least)).filter(|_| !proven);
    Ok(Purchases { list, enough: true, proven, gap, cost: cost.unwrap_or(0) })
}

/// Drops purchases that turn out to be unneeded, because others may be spent earlier.
fn drop_unneeded(
    trial: &Trial,
    factors: &[i128],
    mut list: Vec<Purchase>,
) -> Result<Vec<Purchase>, Errors> {
    for place in (0..list.len()).rev().take(MOST_SPARED) {
        let mut fewer = list.clone();
        fewer.remove(place);
        if refused(trial, factors, &fewer)?.is_none() {
            list = fewer;
        }
    }
    Ok(list)
}

fn cost(trial: &Trial, list: &[Purchase]) -> Option<i128> {
    let prices = list.iter().map(|p| trial.wallet().bundle(p.top_up, p.count)?.1);
    prices.sum::<Option<Sum>>().map(|sum| sum.0)
}

/// Buys more if the planned purchases do not suffice. If that fails, drops the plan and buys
/// whenever credits are short, because purchases in between may leave no room for planned ones.
fn more(
    trial: &Trial,
    factors: &[i128],
    list: Vec<Purchase>,
    least: i128,
) -> Result<Purchases, Errors> {
    for mut list in [list, Vec::new()] {
        // An early purchase may be spent before the purchases that others need.
        for _ in 0..MOST_ROUNDS {
            match bought_more(trial, factors, &list) {
                Err(errors) if is_refused(&errors) => break,
                Err(errors) => return Err(errors),
                Ok(None) => return with_proof(trial, factors, list, least),
                Ok(Some(bought)) if bought.is_empty() => break,
                Ok(Some(bought)) => list.extend(&bought),
            }
            list = in_order(list);
        }
    }
    Ok(NoPlan::NotFound.into())
}

/// Sorts by instant, then in catalog order.
fn in_order(mut list: Vec<Purchase>) -> Vec<Purchase> {
    sort(&mut list, |a, b| (a.at, a.top_up, a.count).cmp(&(b.at, b.top_up, b.count)));
    list
}

/// The purchases made whenever a run would be refused: an empty list if they do not help, `None` if
/// no run is refused.
fn bought_more(
    trial: &Trial,
    factors: &[i128],
    list: &[Purchase],
) -> Result<Option<Vec<Purchase>>, Errors> {
    let Some(factor) = refused(trial, factors, list)? else { return Ok(None) };
    let outcome = trial.topped_up(factor, list)?;
    Ok(Some(if outcome.run_out.is_some() { Vec::new() } else { outcome.bought }))
}

/// Whether the error is that a purchase is not allowed at that time.
fn is_refused(errors: &Errors) -> bool {
    errors.iter().all(|error| error.kind() == ErrorKind::NoAnswer)
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

/// The top-ups with a known price, the cheapest credit first, so that a search that stops early
/// does not depend on the order of the catalog.
fn sources(wallet: &Wallet, allowed: Option<&[String]>) -> Vec<PurchaseOption> {
    let is_allowed = |id: &Text| allowed.is_none_or(|ids| ids.iter().any(|other| **other == **id));
    let top_ups = wallet.supply().placed_top_ups();
    let sold = top_ups.filter(|(_, top_up)| is_allowed(&top_up.id)).filter_map(|(place, _)| {
        let count = wallet.least_count(place)?;
        // A top-up that may not be bought at the beginning of a cycle may never be.
        Some(()).filter(|()| wallet.may_not_buy(place, count).is_none())?;
        let (size, price) = wallet.bundle(place, count)?;
        let (size, price) = (size.decimal().scaled(), price?.decimal().scaled());
        (size > 0).then_some((size, price, PurchaseOption { top_up: place, count }))
    });
    let mut sold: Vec<(i128, i128, PurchaseOption)> = sold.collect();
    sort(&mut sold, |a, b| by_unit_price((a.1, a.0), (b.1, b.0)).then(a.0.cmp(&b.0)));
    sold.into_iter().map(|(.., source)| source).collect()
}

fn problem(
    trial: &Trial,
    outcome: &Outcome,
    sources: &[PurchaseOption],
) -> (Vec<Instant>, Problem) {
    let wallet = trial.wallet();
    let limited = wallet.most_bought().is_some()
        || sources.iter().any(|source| limit(wallet, source).is_some());
    let most = outcome.lent.len() + outcome.cycles.len();
    let (mut at, mut points) = (Vec::with_capacity(most), Vec::<Point>::with_capacity(most));
    let mut rest = outcome.lent.as_slice();
    let mut payers_of: Vec<(OperationId, u64)> = Vec::new();
    for (cycle, of) in outcome.cycles.iter().enumerate() {
        // The cycles are in order.
        let here = rest.partition_point(|lent| lent.cycle <= cycle);
        let (all, later) = rest.split_at_checked(here).unwrap_or((rest, &[]));
        rest = later;
        for lent in all {
            let payers = match payers_of.iter().find(|(of, _)| *of == lent.operation) {
                Some((_, payers)) => *payers,
                None => {
                    let payers = payers(wallet, sources, lent.operation);
                    payers_of.push((lent.operation, payers));
                    payers
                }
            };
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
        // At the end of a cycle one may buy for the next, which has its own limit.
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

fn payers(wallet: &Wallet, sources: &[PurchaseOption], operation: OperationId) -> u64 {
    let mut all = 0;
    for top_up in wallet.top_ups_for(operation) {
        for (bundle, source) in sources.iter().enumerate() {
            if source.top_up == top_up {
                all |= bit(bundle);
            }
        }
    }
    all
}

/// The maximum number of a bundle in a cycle.
fn limit(wallet: &Wallet, source: &PurchaseOption) -> Option<u32> {
    let most = wallet.supply().top_up(source.top_up)?.limit?;
    most.checked_div(source.count)
}

fn bundle(
    trial: &Trial,
    outcome: &Outcome,
    source: &PurchaseOption,
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
