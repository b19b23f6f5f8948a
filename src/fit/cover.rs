//! The cheapest purchases that cover what is missing, in time.
//!
//! What is missing is a list of points in time; a bundle bought at a point pays for points until
//! it ends. A bundle is never bought before it is needed, except when only so many may be bought in
//! a cycle: at its end, or, when it ends soon, wherever it saves what lasts longer. Where bundles
//! neither end nor are limited, only the sum counts: a knapsack, by branch and bound. Otherwise purchases are searched best first: by what they cost
//! so far and what the rest costs at least, at the lowest price of a credit. Both are exact; a
//! search that takes too many steps ends with the best that is known and how far it may be off.
//! So does one in which some bundles pay for some points only: how they are shared out is not
//! searched.

mod late;

use crate::order::sort;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// More steps than this are not made.
pub(super) const MOST_STEPS: usize = 5_000;
/// So many states are kept for each step.
const STATES_OF_A_STEP: usize = 8;

/// What is to be covered, and with what; all amounts are scaled.
#[derive(Clone, Debug, Default)]
pub(super) struct Problem {
    pub(super) points: Vec<Point>,
    pub(super) bundles: Vec<Bundle>,
    /// Most credits that may be bought in a cycle.
    pub(super) most_in_cycle: Option<i128>,
}

/// Credits that are missing at an instant; none at the end of a cycle.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub(super) cycle: usize,
    pub(super) amount: i128,
    /// Which bundles may pay for it, bit by bit.
    pub(super) payers: u64,
}

/// The least of a top-up that can be bought at once.
#[derive(Clone, Debug)]
pub(super) struct Bundle {
    pub(super) size: i128,
    pub(super) price: i128,
    /// Most of them in a cycle.
    pub(super) limit: Option<u32>,
    /// For a purchase at each point, the first point that it can no longer pay for.
    pub(super) ends: Vec<usize>,
}

impl Bundle {
    fn price_and_size(&self) -> (i128, i128) {
        (self.price, self.size)
    }
}

/// What to buy.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PurchasePlan {
    pub(super) cost: i128,
    /// No purchases can cost less than this.
    pub(super) least: i128,
    /// The point, the bundle, and how many of it.
    pub(super) buys: Vec<(usize, usize, u32)>,
}

/// Why nothing is bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoPlan {
    /// No purchases are enough.
    Impossible,
    /// None were found that are.
    NotFound,
}

impl Problem {
    /// The cheapest cover.
    pub(super) fn solve(&self, most_steps: usize) -> Result<PurchasePlan, NoPlan> {
        let all = self.masks();
        match all.as_slice() {
            [] => Ok(PurchasePlan::default()),
            _ if all.contains(&0) => Err(NoPlan::Impossible),
            [payers] => self.among(*payers, most_steps),
            _ => {
                // How bundles are shared out is not searched.
                let cover = self.search(most_steps, true).map_err(|_| NoPlan::NotFound)?;
                let least = self.bound(&all, most_steps).min(cover.cost);
                Ok(PurchasePlan { least, ..cover })
            }
        }
    }

    /// Who may pay for something that is missing, each set once.
    fn masks(&self) -> Vec<u64> {
        let everyone = (0..self.bundles.len()).fold(0, |all, bundle| all | bit(bundle));
        let mut masks = Vec::new();
        for point in self.points.iter().filter(|point| point.amount > 0) {
            let payers = point.payers & everyone;
            if !masks.contains(&payers) {
                masks.push(payers);
            }
        }
        masks
    }

    /// As if nothing else were sold than what may pay for everything.
    fn among(&self, payers: u64, most_steps: usize) -> Result<PurchasePlan, NoPlan> {
        let mut bundles = self.bundles.iter().enumerate();
        if bundles.all(|(place, _)| payers & bit(place) != 0) {
            return match self.is_one_sum() {
                true => self.knapsack(most_steps).ok_or(NoPlan::NotFound),
                false => self.search(most_steps, false),
            };
        }
        let sold = self.bundles.iter().enumerate();
        let sold: Vec<(usize, Bundle)> =
            sold.filter(|(b, _)| payers & bit(*b) != 0).map(|(b, of)| (b, of.clone())).collect();
        let (places, bundles): (Vec<usize>, Vec<Bundle>) = sold.into_iter().unzip();
        let points = self.points.iter().map(|point| Point { payers: u64::MAX, ..*point });
        let rest = Problem { points: points.collect(), bundles, ..*self };
        let cover = rest.among(u64::MAX, most_steps)?;
        let place = |(point, bundle, count)| Some((point, *places.get::<usize>(bundle)?, count));
        Ok(PurchasePlan { buys: cover.buys.into_iter().filter_map(place).collect(), ..cover })
    }

    /// Lower bound: points that share no bundle are paid for apart. Within a group that shares
    /// some, every bundle is taken to pay for every point.
    fn bound(&self, masks: &[u64], most_steps: usize) -> i128 {
        let mut apart: Vec<u64> = Vec::new();
        for mask in masks {
            let (shared, others) = apart.iter().partition::<Vec<u64>, _>(|a| **a & mask != 0);
            apart = others;
            apart.push(shared.iter().fold(*mask, |all, mask| all | mask));
        }
        let of = |all: &u64| {
            let within = masks.iter().chain([all]).filter(|mask| **mask & !all == 0);
            within.map(|mask| self.least_within(*mask, most_steps)).max().unwrap_or(0)
        };
        apart.iter().map(of).fold(0, i128::saturating_add)
    }

    /// What those points cost at least that nothing else pays for.
    fn least_within(&self, payers: u64, most_steps: usize) -> i128 {
        let mut points = self.points.clone();
        for point in points.iter_mut().filter(|point| point.payers & !payers != 0) {
            point.amount = 0;
        }
        let part = Problem { points, bundles: self.bundles.clone(), ..*self };
        part.among(payers, most_steps).map_or(0, |cover| cover.least)
    }

    /// Whether it does not matter when something is bought.
    fn is_one_sum(&self) -> bool {
        self.is_lasting() && !self.bundles.iter().any(|bundle| self.is_limited(bundle))
    }

    /// Whether nothing ends before the last point.
    pub(super) fn is_lasting(&self) -> bool {
        let mut ends = self.bundles.iter().flat_map(|bundle| &bundle.ends);
        ends.all(|end| *end == self.points.len())
    }

    /// The same where everything lasts and pays for everything: no cover costs less than that.
    pub(super) fn loose(&self) -> Problem {
        let points = self.points.iter().map(|point| Point { payers: u64::MAX, ..*point });
        let bundles = self
            .bundles
            .iter()
            .map(|bundle| Bundle { ends: vec![self.points.len(); self.points.len()], ..*bundle });
        Problem { points: points.collect(), bundles: bundles.collect(), ..*self }
    }
}

pub(super) fn bit(bundle: usize) -> u64 {
    1_u64.checked_shl(bundle as u32).unwrap_or(0)
}

/// The least that so much can cost at a price for a size; 0 when that does not fit.
fn at_least(amount: i128, price: i128, size: i128) -> i128 {
    if amount <= 0 || size <= 0 {
        return 0;
    }
    let part = (amount % size).checked_mul(price).map(|part| (part + size - 1) / size);
    let whole = (amount / size).checked_mul(price);
    whole.zip(part).and_then(|(whole, part)| whole.checked_add(part)).unwrap_or(0)
}

/// Compares the prices of a credit: of each, the price and the size.
pub(super) fn by_unit_price(a: (i128, i128), b: (i128, i128)) -> Ordering {
    let ((price, size), (other_price, other_size)) = (a, b);
    match (price.checked_mul(other_size), other_price.checked_mul(size)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => (price / size.max(1)).cmp(&(other_price / other_size.max(1))),
    }
}

// ---- One sum ----

struct Knapsack<'p> {
    bundles: Vec<(usize, &'p Bundle)>,
    counts: Vec<u32>,
    best: Option<Best>,
    steps: usize,
}

#[derive(Clone, Debug)]
struct Best {
    cost: i128,
    credits: i128,
    counts: Vec<u32>,
}

impl Problem {
    fn knapsack(&self, most_steps: usize) -> Option<PurchasePlan> {
        let sum = self.points.iter().try_fold(0_i128, |sum, p| sum.checked_add(p.amount))?;
        let mut bundles: Vec<(usize, &Bundle)> = self.bundles.iter().enumerate().collect();
        sort(&mut bundles, |(_, a), (_, b)| {
            by_unit_price(a.price_and_size(), b.price_and_size()).then(b.size.cmp(&a.size))
        });
        let (_, cheapest) = bundles.first()?;
        let least = at_least(sum, cheapest.price, cheapest.size);
        let counts = vec![0; bundles.len()];
        let mut knapsack = Knapsack { bundles, counts, best: None, steps: most_steps };
        knapsack.fill(0, sum, 0, 0);
        let finished = knapsack.steps > 0;
        let best = knapsack.best?;
        let least = if finished { best.cost } else { least };
        let buys = self.spread(&knapsack.bundles, best.counts);
        Some(PurchasePlan { cost: best.cost, least, buys })
    }

    /// Buys the smaller ones first, each when it is needed.
    fn spread(
        &self,
        bundles: &[(usize, &Bundle)],
        mut counts: Vec<u32>,
    ) -> Vec<(usize, usize, u32)> {
        let mut order: Vec<usize> = (0..bundles.len()).collect();
        let size = |place: &usize| bundles.get(*place).map(|(_, bundle)| bundle.size);
        sort(&mut order, |a, b| size(a).cmp(&size(b)));
        let (mut left, mut buys) = (0_i128, Vec::new());
        for (point, of) in self.points.iter().enumerate() {
            left -= of.amount;
            for place in &order {
                let (Some((bundle, of)), Some(count)) =
                    (bundles.get(*place), counts.get_mut(*place))
                else {
                    continue;
                };
                let wanted = if left < 0 { (-left + of.size - 1) / of.size.max(1) } else { 0 };
                let now = u32::try_from(wanted).unwrap_or(u32::MAX).min(*count);
                if now > 0 {
                    *count -= now;
                    left += of.size * i128::from(now);
                    buys.push((point, *bundle, now));
                }
            }
        }
        buys
    }
}

impl Knapsack<'_> {
    /// Tries every number of a bundle that can still be better than the best so far.
    fn fill(&mut self, place: usize, missing: i128, cost: i128, credits: i128) {
        if missing <= 0 {
            return self.note(cost, credits);
        }
        let Some((size, price)) = self.bundles.get(place).map(|(_, b)| (b.size, b.price)) else {
            return;
        };
        let next = self.bundles.get(place + 1).map(|(_, b)| (b.price, b.size));
        let most = u32::try_from((missing + size - 1) / size.max(1)).unwrap_or(u32::MAX);
        let least = if next.is_none() { most } else { 0 };
        for count in (least..=most).rev() {
            if self.steps == 0 {
                return;
            }
            self.steps -= 1;
            let Some(so_far) =
                price.checked_mul(i128::from(count)).and_then(|c| c.checked_add(cost))
            else {
                continue;
            };
            let left = missing - size * i128::from(count);
            let rest = next.map_or(0, |(price, size)| at_least(left, price, size));
            if self.best.as_ref().is_some_and(|best| so_far.saturating_add(rest) > best.cost) {
                // Fewer of this one leave more to dearer ones.
                if left > 0 { break } else { continue }
            }
            self.set(place, count);
            self.fill(place + 1, left, so_far, credits + size * i128::from(count));
        }
        self.set(place, 0);
    }

    fn set(&mut self, place: usize, count: u32) {
        if let Some(kept) = self.counts.get_mut(place) {
            *kept = count;
        }
    }

    /// Of two that cost the same, the one that brings more.
    fn note(&mut self, cost: i128, credits: i128) {
        let is_better =
            self.best.as_ref().is_none_or(|best| (cost, -credits) < (best.cost, -best.credits));
        if is_better {
            self.best = Some(Best { cost, credits, counts: self.counts.clone() });
        }
    }
}

// ---- Point by point ----

/// Where a search has come to.
#[derive(Clone, Debug)]
struct SearchNode {
    point: usize,
    /// What is missing at this point; it is paid when the state goes on.
    missing: i128,
    cost: i128,
    bought: i128,
    /// What is left of purchases: the first point they cannot pay for, the bundle where that
    /// matters, the amount.
    lots: Vec<(usize, usize, i128)>,
    /// How many of each bundle in this cycle, and their credits.
    counts: Vec<u32>,
    in_cycle: i128,
    /// Bundles before this place, in the order of their ends, are no longer bought at this point.
    from: usize,
    /// The purchase that led here, and what was before it.
    before: usize,
    bundle: usize,
    units: u32,
}

/// A state to go on from, the cheapest first; of equal ones, the one that bought most.
struct Open {
    estimate: i128,
    bought: i128,
    place: usize,
}

struct BestFirst<'p> {
    problem: &'p Problem,
    /// What is missing from each point on.
    rest: Vec<i128>,
    cheapest: (i128, i128),
    states: Vec<SearchNode>,
    open: BinaryHeap<Open>,
    /// States that were gone on from, by point.
    seen: Vec<Vec<usize>>,
    limited: bool,
    /// Some bundles that end are limited too.
    fleeting: bool,
    /// The bundles in the order of their ends, by point.
    order: Vec<Vec<usize>>,
    /// Some bundles pay for some points only.
    masked: bool,
}

impl Problem {
    fn search(&self, most_steps: usize, masked: bool) -> Result<PurchasePlan, NoPlan> {
        self.searched(masked).ok_or(NoPlan::NotFound)?.run(most_steps)
    }

    fn searched(&self, masked: bool) -> Option<BestFirst<'_>> {
        let mut rest = vec![0_i128; self.points.len() + 1];
        for (place, point) in self.points.iter().enumerate().rev() {
            let after = rest.get(place + 1).copied().unwrap_or(0);
            *rest.get_mut(place)? = after.checked_add(point.amount)?;
        }
        let cheapest = self.bundles.iter().reduce(|a, b| {
            match by_unit_price(a.price_and_size(), b.price_and_size()) {
                Ordering::Greater => b,
                _ => a,
            }
        })?;
        let mut search = BestFirst {
            fleeting: self.bundles.iter().any(|bundle| self.is_fleeting(bundle)),
            order: (0..self.points.len()).map(|point| self.by_end(point)).collect(),
            problem: self,
            rest,
            cheapest: (cheapest.price, cheapest.size),
            states: Vec::new(),
            open: BinaryHeap::new(),
            seen: vec![Vec::new(); self.points.len() + 1],
            limited: self.most_in_cycle.is_some() || self.bundles.iter().any(|b| b.limit.is_some()),
            masked,
        };
        search.begin();
        Some(search)
    }

    /// What ends soonest is bought and used up first.
    fn by_end(&self, point: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.bundles.len()).collect();
        let end = |bundle: &usize| self.bundles.get(*bundle).and_then(|b| b.ends.get(point));
        sort(&mut order, |a, b| end(a).cmp(&end(b)));
        order
    }

    fn is_limited(&self, bundle: &Bundle) -> bool {
        bundle.limit.is_some() || self.most_in_cycle.is_some()
    }

    fn is_fleeting(&self, bundle: &Bundle) -> bool {
        self.is_limited(bundle) && bundle.ends.iter().any(|end| *end < self.points.len())
    }
}

impl BestFirst<'_> {
    fn begin(&mut self) {
        let first = SearchNode {
            point: 0,
            missing: self.problem.points.first().map_or(0, |point| point.amount),
            cost: 0,
            bought: 0,
            lots: Vec::new(),
            counts: vec![0; self.problem.bundles.len()],
            in_cycle: 0,
            from: 0,
            before: usize::MAX,
            bundle: usize::MAX,
            units: 0,
        };
        self.push(first);
    }

    fn run(mut self, most_steps: usize) -> Result<PurchasePlan, NoPlan> {
        let most_steps = if self.needs_too_many(most_steps) { 1 } else { most_steps };
        for _ in 0..most_steps {
            if self.states.len() > most_steps.saturating_mul(STATES_OF_A_STEP) {
                break;
            }
            let Some(Open { place, .. }) = self.open.pop() else { return Err(NoPlan::Impossible) };
            let Some(state) = self.states.get(place).cloned() else { break };
            if state.point >= self.problem.points.len() {
                let cost = state.cost;
                return Ok(PurchasePlan { cost, least: cost, buys: self.buys(place) });
            }
            if self.is_worse(&state) {
                continue;
            }
            if let Some(seen) = self.seen.get_mut(state.point) {
                seen.push(place);
            }
            self.buy_each(place, &state);
            if self.lacking(&state) <= 0 {
                self.go_on(place, state);
            }
        }
        let Some(least) = self.open.peek().map(|open| open.estimate) else {
            return Err(NoPlan::Impossible);
        };
        self.finish_greedily(least).ok_or(NoPlan::NotFound)
    }

    /// Whether bundles are so small that the steps will not do, one for each.
    fn needs_too_many(&self, most_steps: usize) -> bool {
        let all = self.rest.first().copied().unwrap_or(0);
        let largest = self.problem.bundles.iter().map(|bundle| bundle.size).max().unwrap_or(0);
        largest.checked_mul(most_steps as i128).is_some_and(|most| most < all)
    }

    /// One more of each bundle that may be bought here.
    fn buy_each(&mut self, place: usize, state: &SearchNode) {
        let Some(point) = self.problem.points.get(state.point) else { return };
        let is_enough = self.lacking(state) <= 0;
        let order = self.order.get(state.point).cloned().unwrap_or_default();
        for (from, number) in order.into_iter().enumerate().skip(state.from) {
            let Some(bundle) = self.problem.bundles.get(number) else { continue };
            let is_ahead = match point.amount {
                0 => self.problem.is_limited(bundle),
                _ => self.problem.is_fleeting(bundle),
            };
            if is_enough && !is_ahead {
                continue;
            }
            if let Some(next) = self.bought(point, state, (number, bundle, 1), place) {
                self.push(SearchNode { from, ..next });
            }
        }
    }

    /// To the next point, when there is enough for this one.
    fn go_on(&mut self, place: usize, mut state: SearchNode) {
        self.advance(&mut state);
        state.before = place;
        state.bundle = usize::MAX;
        self.push(state);
    }

    fn advance(&self, state: &mut SearchNode) {
        self.pay(state);
        let cycle = |point: Option<&Point>| point.map(|point| point.cycle);
        let before = cycle(self.problem.points.get(state.point));
        state.point += 1;
        state.from = 0;
        let at = state.point;
        state.lots.retain(|(end, ..)| *end > at);
        let next = self.problem.points.get(at);
        state.missing = next.map_or(0, |next| next.amount);
        if cycle(next) != before {
            state.counts.fill(0);
            state.in_cycle = 0;
        }
    }

    /// Keeps the next state in which there is something to decide.
    fn push(&mut self, mut state: SearchNode) {
        while !self.is_decision(&state) {
            self.advance(&mut state);
        }
        let there = state.lots.iter().fold(0, |sum, (_, _, left)| sum + left);
        let later = self.rest.get(state.point + 1).copied().unwrap_or(0);
        let (price, size) = self.cheapest;
        let rest = at_least(state.missing.saturating_add(later) - there, price, size);
        let open = Open {
            estimate: state.cost.saturating_add(rest),
            bought: state.bought,
            place: self.states.len(),
        };
        self.states.push(state);
        self.open.push(open);
    }

    fn is_decision(&self, state: &SearchNode) -> bool {
        state.point >= self.problem.points.len()
            || self.fleeting
            || (self.limited && self.is_end_of_cycle(state.point))
            || self.lacking(state) > 0
    }

    fn is_end_of_cycle(&self, point: usize) -> bool {
        self.problem.points.get(point).is_some_and(|point| point.amount == 0)
    }

    fn may_pay(&self, point: &Point, bundle: usize) -> bool {
        !self.masked || point.payers & bit(bundle) != 0
    }

    /// What is still to be bought at this point.
    fn lacking(&self, state: &SearchNode) -> i128 {
        let Some(point) = self.problem.points.get(state.point) else { return 0 };
        let payers = state.lots.iter().filter(|(_, bundle, _)| self.may_pay(point, *bundle));
        state.missing - payers.map(|(.., left)| left).sum::<i128>()
    }

    /// With what ends soonest first.
    fn pay(&self, state: &mut SearchNode) {
        let Some(point) = self.problem.points.get(state.point) else { return };
        for (_, bundle, left) in &mut state.lots {
            if self.may_pay(point, *bundle) {
                let paid = state.missing.min(*left);
                *left -= paid;
                state.missing -= paid;
            }
        }
        state.lots.retain(|(.., left)| *left > 0);
    }

    /// Whether something that costs no more has at least as much, at every later point.
    fn is_worse(&self, state: &SearchNode) -> bool {
        let seen = self.seen.get(state.point).into_iter().flatten();
        let mut others = seen.filter_map(|place| self.states.get(*place));
        others.any(|other| {
            other.cost <= state.cost
                && other.from <= state.from
                && (!self.limited || has_bought_no_more(other, state))
                && self.has_no_less(other, state)
        })
    }

    fn buys(&self, mut place: usize) -> Vec<(usize, usize, u32)> {
        let mut buys: Vec<(usize, usize, u32)> = Vec::new();
        while let Some(state) = self.states.get(place) {
            let before = self.states.get(state.before);
            if let (Some(before), true) = (before, state.bundle != usize::MAX) {
                match buys.last_mut() {
                    Some(last) if (last.0, last.1) == (before.point, state.bundle) => {
                        last.2 = last.2.saturating_add(state.units);
                    }
                    _ => buys.push((before.point, state.bundle, state.units)),
                }
            }
            place = state.before;
        }
        buys.reverse();
        buys
    }

    /// From the state that looks best, each time the cheapest single bundle that is enough.
    fn finish_greedily(mut self, least: i128) -> Option<PurchasePlan> {
        let mut place = self.open.pop()?.place;
        loop {
            let state = self.states.get(place)?.clone();
            if state.point >= self.problem.points.len() {
                return Some(PurchasePlan { cost: state.cost, least, buys: self.buys(place) });
            }
            let next = self.states.len();
            if self.lacking(&state) <= 0 {
                self.go_on(place, state);
            } else {
                let best = self.greedy(place, &state)?;
                self.push(best);
            }
            place = next;
        }
    }

    fn greedy(&self, place: usize, state: &SearchNode) -> Option<SearchNode> {
        let point = self.problem.points.get(state.point)?;
        let lacking = self.lacking(state);
        let next = self.problem.bundles.iter().enumerate().filter_map(|(number, bundle)| {
            let count = (lacking + bundle.size - 1) / bundle.size.max(1);
            let cost = bundle.price.checked_mul(count)?;
            let units = self.room(state, (number, bundle), u32::try_from(count).ok()?);
            Some((cost, self.bought(point, state, (number, bundle, units), place)?))
        });
        next.min_by(|a, b| a.0.cmp(&b.0)).map(|(_, state)| state)
    }

    /// So many of a bundle, or as many as may still be bought.
    fn room(&self, state: &SearchNode, (number, bundle): (usize, &Bundle), units: u32) -> u32 {
        let bought = state.counts.get(number).copied().unwrap_or(0);
        let of_limit = bundle.limit.map_or(units, |most| most.saturating_sub(bought));
        let of_cycle = self.problem.most_in_cycle.map(|most| (most - state.in_cycle) / bundle.size);
        let of_cycle = of_cycle.map_or(units, |room| u32::try_from(room).unwrap_or(units));
        units.min(of_limit).min(of_cycle)
    }

    /// A state after so many more of a bundle, where these may be bought and help.
    fn bought(
        &self,
        point: &Point,
        state: &SearchNode,
        (number, bundle, units): (usize, &Bundle, u32),
        before: usize,
    ) -> Option<SearchNode> {
        let size = bundle.size.checked_mul(i128::from(units)).filter(|size| *size > 0)?;
        let price = bundle.price.checked_mul(i128::from(units))?;
        let end = bundle.ends.get(state.point).copied().filter(|end| *end > state.point)?;
        let mut counts = state.counts.clone();
        let count = counts.get_mut(number)?;
        *count = count.checked_add(units)?;
        let in_cycle = state.in_cycle.checked_add(size)?;
        if bundle.limit.is_some_and(|most| *count > most)
            || self.problem.most_in_cycle.is_some_and(|most| in_cycle > most)
            || (point.amount > 0 && !self.may_pay(point, number))
        {
            return None;
        }
        let mut lots = state.lots.clone();
        let kind = if self.masked { number } else { 0 };
        match lots.iter_mut().find(|lot| (lot.0, lot.1) == (end, kind)) {
            Some(lot) => lot.2 = lot.2.checked_add(size)?,
            None => {
                let after = lots.iter().position(|lot| (lot.0, lot.1) > (end, kind));
                lots.insert(after.unwrap_or(lots.len()), (end, kind, size));
            }
        }
        Some(SearchNode {
            cost: state.cost.checked_add(price)?,
            bought: state.bought.checked_add(size)?,
            lots,
            counts,
            in_cycle,
            before,
            bundle: number,
            units,
            ..*state
        })
    }

    /// Whether one has at least as much that lasts at least as long, whichever end one looks at.
    /// Where bundles pay for some points only, what lasts longer is used later, and may be missed
    /// there: only the same ends compare.
    fn has_no_less(&self, one: &SearchNode, other: &SearchNode) -> bool {
        let of = |state: &SearchNode, (from, kind): (usize, usize)| {
            let as_long = |end: usize| if self.masked { end == from } else { end >= from };
            let lots = state.lots.iter().filter(|lot| lot.1 == kind && as_long(lot.0));
            lots.fold(0, |sum, lot| sum + lot.2)
        };
        let mut ends = other.lots.iter().map(|lot| (lot.0, lot.1));
        ends.all(|end| of(one, end) >= of(other, end))
    }
}

fn has_bought_no_more(one: &SearchNode, other: &SearchNode) -> bool {
    one.in_cycle <= other.in_cycle && one.counts.iter().zip(&other.counts).all(|(a, b)| a <= b)
}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |open: &Open| (std::cmp::Reverse(open.estimate), open.bought);
        key(self).cmp(&key(other)).then(other.place.cmp(&self.place))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Open {}

#[cfg(test)]
mod tests;
