//! Bundles that expire or are limited: purchases searched best first.

use super::super::problem::{
    Bundle, NoPlan, Point, Problem, PurchasePlan, at_least, bit, by_unit_price,
};
use crate::order::sort;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// States kept per step.
const STATES_OF_A_STEP: usize = 8;

/// A state of the search.
#[derive(Clone, Debug)]
struct SearchNode {
    point: usize,
    /// Credits missing at this point; paid when the state advances.
    missing: i128,
    cost: i128,
    bought: i128,
    /// Remaining purchases: the first point they cannot pay for, the bundle if that matters, the
    /// amount.
    lots: Vec<(usize, usize, i128)>,
    /// Bundles bought in this cycle, by bundle, and their credits.
    counts: Vec<u32>,
    in_cycle: i128,
    /// Bundles before this index, in order of expiry, are no longer bought at this point.
    from: usize,
    /// The state before this one.
    before: Option<usize>,
    /// What was bought last: a bundle, and how many; nothing if the search went on to another point.
    last_bought: Option<(usize, u32)>,
}

/// A state to expand, the cheapest first; of equal ones, the one that bought most.
struct Open {
    estimate: i128,
    bought: i128,
    place: usize,
}

struct BestFirst<'p> {
    problem: &'p Problem,
    /// Credits missing from each point on.
    rest: Vec<i128>,
    cheapest: (i128, i128),
    states: Vec<SearchNode>,
    open: BinaryHeap<Open>,
    /// Expanded states, by point.
    seen: Vec<Vec<usize>>,
    limited: bool,
    /// Some bundles that expire are limited too.
    fleeting: bool,
    /// The bundles in order of expiry, by point.
    order: Vec<Vec<usize>>,
    /// Some bundles pay for some points only.
    masked: bool,
}

impl Problem {
    pub(super) fn search(&self, most_steps: usize, masked: bool) -> Result<PurchasePlan, NoPlan> {
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

    /// The bundle that expires soonest is bought and spent first.
    fn by_end(&self, point: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.bundles.len()).collect();
        let end = |bundle: &usize| self.bundles.get(*bundle).and_then(|b| b.ends.get(point));
        sort(&mut order, |a, b| end(a).cmp(&end(b)));
        order
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
            before: None,
            last_bought: None,
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

    /// Whether the bundles are so small that the steps do not suffice, at one bundle a step.
    fn needs_too_many(&self, most_steps: usize) -> bool {
        let all = self.rest.first().copied().unwrap_or(0);
        let largest = self.problem.bundles.iter().map(|bundle| bundle.size).max().unwrap_or(0);
        largest.checked_mul(most_steps as i128).is_some_and(|most| most < all)
    }

    /// Adds a state for each bundle that may be bought here, with one more of it.
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

    /// Advances to the next point, if this one is covered.
    fn go_on(&mut self, place: usize, mut state: SearchNode) {
        self.advance(&mut state);
        state.before = Some(place);
        state.last_bought = None;
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

    /// Adds the next state that has a decision to make.
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

    /// Credits still to be bought at this point.
    fn lacking(&self, state: &SearchNode) -> i128 {
        let Some(point) = self.problem.points.get(state.point) else { return 0 };
        let payers = state.lots.iter().filter(|(_, bundle, _)| self.may_pay(point, *bundle));
        state.missing - payers.map(|(.., left)| left).sum::<i128>()
    }

    /// Pays from the lot that expires soonest.
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

    /// Whether another state costs no more and has at least as much at every later point.
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

    fn buys(&self, last: usize) -> Vec<(usize, usize, u32)> {
        let mut buys: Vec<(usize, usize, u32)> = Vec::new();
        let mut state = self.states.get(last);
        while let Some(now) = state {
            state = now.before.and_then(|before| self.states.get(before));
            if let (Some(before), Some((bundle, units))) = (state, now.last_bought) {
                match buys.last_mut() {
                    Some(last) if (last.0, last.1) == (before.point, bundle) => {
                        last.2 = last.2.saturating_add(units);
                    }
                    _ => buys.push((before.point, bundle, units)),
                }
            }
        }
        buys.reverse();
        buys
    }

    /// Continues from the most promising state, each time with the cheapest single bundle that
    /// suffices.
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

    /// This many of a bundle, or as many as may still be bought.
    fn room(&self, state: &SearchNode, (number, bundle): (usize, &Bundle), units: u32) -> u32 {
        let bought = state.counts.get(number).copied().unwrap_or(0);
        let of_limit = bundle.limit.map_or(units, |most| most.saturating_sub(bought));
        let of_cycle = self.problem.most_in_cycle.map(|most| (most - state.in_cycle) / bundle.size);
        let of_cycle = of_cycle.map_or(units, |room| u32::try_from(room).unwrap_or(units));
        units.min(of_limit).min(of_cycle)
    }

    /// The state after buying more of a bundle, if that is allowed and helps.
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
            before: Some(before),
            last_bought: Some((number, units)),
            ..*state
        })
    }

    /// Whether `one` has at least as many credits of each expiry or later. If bundles pay for some
    /// points only, longer-lasting credits may be missing later, so only equal expiries are
    /// compared.
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
