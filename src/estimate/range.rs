//! What is left open: every combination of open choices, and spans for numbers.
//!
//! The low end is the cheapest combination, the high end the dearest. Numbers with many values
//! are taken as spans, whose results contain the result of every value in them.

use super::evaluate::{Env, Outcome, Raw, Silent, Trace, Traced};
use super::resolve::{Asked, Filled};
use crate::amount::{Fault, Fraction, Interval, Number};
use crate::calendar::Instant;
use crate::catalog::program::{Body, Grid, Kind, Price, Slot, Sum};
use crate::error::Error;

/// More combinations than this are not tried.
const COMBINATIONS: usize = 1024;
/// A number with more values than this is taken as a span.
const VALUES: u64 = 128;

/// What came of a request, before it is put into lines.
pub(crate) enum Spread<'c> {
    /// No price holds at this instant.
    NotValid,
    Free(&'c Price),
    Unpriced(&'c Price),
    TooMany(&'c Price),
    One(Worked<'c, Fraction>),
    /// The cheapest and the dearest combination.
    Ends(Box<(Worked<'c, Fraction>, Worked<'c, Fraction>)>),
    /// Likewise, when some open number was taken as a span.
    Spans(Box<(Worked<'c, Interval>, Worked<'c, Interval>)>),
}

/// A sum with its lines.
pub(crate) struct Worked<'c, N> {
    pub(crate) price: &'c Price,
    pub(crate) outcome: Outcome<'c, N>,
    pub(crate) lines: Vec<Raw<'c, N>>,
}

/// Works out what a request costs.
pub(crate) fn evaluate<'c>(asked: &Asked<'c>) -> Result<Spread<'c>, Error> {
    try_evaluate(asked).map_err(|fault| asked.fault(fault))
}

fn try_evaluate<'c>(asked: &Asked<'c>) -> Result<Spread<'c>, Fault> {
    if asked.open.is_empty() && !asked.any_time {
        return single(asked);
    }
    let Some(price) = asked.price(asked.at) else { return Ok(Spread::NotValid) };
    let Some(plan) = Combinations::of(asked) else { return Ok(Spread::TooMany(price)) };
    if plan.spans.is_empty() {
        spread(asked, &plan, &asked.slots, Spread::Ends)
    } else {
        let slots: Vec<Filled<Interval>> =
            (0..).zip(&asked.slots).map(|(slot, filled)| span(asked, &plan, slot, filled)).collect();
        spread(asked, &plan, &slots, Spread::Spans)
    }
}

fn single<'c>(asked: &Asked<'c>) -> Result<Spread<'c>, Fault> {
    let Some(price) = asked.price(asked.at) else { return Ok(Spread::NotValid) };
    Ok(match &price.body {
        Body::Free => Spread::Free(price),
        Body::Unpriced => Spread::Unpriced(price),
        Body::Sum(sum) => Spread::One(worked(asked, price, sum, asked.at, &asked.slots)?),
    })
}

fn env<'e, N>(asked: &Asked, at: Instant, slots: &'e [Filled<N>]) -> Env<'e, N> {
    Env {
        slots,
        plan: asked.plan,
        cost_factor: asked.held_plan().and_then(|plan| plan.cost_factor),
        time: at.time_of_day(),
        step: Fraction::from_decimal(asked.catalog.document.credit.step),
        amounts: Vec::new(),
        item: 0,
    }
}

fn sum<'c, N: Number, T: Trace<'c, N>>(
    asked: &Asked<'c>,
    sum: &'c Sum,
    at: Instant,
    slots: &[Filled<N>],
    trace: &mut T,
) -> Result<Outcome<'c, N>, Fault> {
    env(asked, at, slots).sum(sum, asked.held_plan(), trace)
}

fn worked<'c, N: Number>(
    asked: &Asked<'c>,
    price: &'c Price,
    priced: &'c Sum,
    at: Instant,
    slots: &[Filled<N>],
) -> Result<Worked<'c, N>, Fault> {
    let mut trace = Traced(Vec::new());
    let outcome = sum(asked, priced, at, slots, &mut trace)?;
    Ok(Worked { price, outcome, lines: trace.0 })
}

/// Open slots with the values to try, instants to try, and slots taken as spans.
struct Combinations {
    choices: Vec<(Slot, Vec<Filled<Fraction>>)>,
    instants: Vec<Instant>,
    spans: Vec<Slot>,
    count: usize,
}

impl Combinations {
    /// Nothing when there are too many.
    fn of(asked: &Asked) -> Option<Combinations> {
        let instants = if asked.any_time {
            asked.operation.clock.iter().map(|time| asked.at.at(*time)).collect()
        } else {
            vec![asked.at]
        };
        let mut plan = Combinations { count: instants.len(), choices: Vec::new(), instants, spans: Vec::new() };
        let mut grids: Vec<(Slot, Vec<Filled<Fraction>>)> = Vec::new();
        for slot in &asked.open {
            match &asked.setting(*slot)?.kind {
                Kind::Choice(choices) => plan.choose(*slot, (0..choices.len()).map(Filled::Choice).collect())?,
                Kind::Flag => plan.choose(*slot, [false, true].map(Filled::Flag).to_vec())?,
                Kind::Numbers(numbers) => {
                    let number = |n| Filled::Number(Fraction::from_decimal(n));
                    plan.choose(*slot, numbers.iter().copied().map(number).collect())?;
                }
                Kind::Number(grid) => match values(grid) {
                    Some(values) => grids.push((*slot, values)),
                    None => plan.spans.push(*slot),
                },
                Kind::List { .. } => plan.spans.push(*slot),
            }
        }
        // Trying every value is tighter than a span, as long as it stays affordable.
        for (slot, values) in grids {
            if plan.choose(slot, values).is_none() {
                plan.spans.push(slot);
            }
        }
        Some(plan)
    }

    fn choose(&mut self, slot: Slot, values: Vec<Filled<Fraction>>) -> Option<()> {
        let count = self.count.checked_mul(values.len()).filter(|n| *n <= COMBINATIONS)?;
        self.count = count;
        self.choices.push((slot, values));
        Some(())
    }

    /// The values of one combination, by the digits of its number.
    fn nth(&self, number: usize) -> (Instant, impl Iterator<Item = (Slot, &Filled<Fraction>)>) {
        let mut rest = number / self.instants.len().max(1);
        let at = self.instants.get(number % self.instants.len().max(1));
        let digits = self.choices.iter().filter_map(move |(slot, values)| {
            let digit = rest % values.len().max(1);
            rest /= values.len().max(1);
            Some((*slot, values.get(digit)?))
        });
        (at.copied().unwrap_or(Instant::EPOCH), digits)
    }
}

fn values(grid: &Grid) -> Option<Vec<Filled<Fraction>>> {
    let count = grid.len().filter(|n| *n <= VALUES)?;
    (0..count).map(|n| grid.nth(n).map(|n| Filled::Number(Fraction::from_decimal(n)))).collect()
}

/// The slot as an interval: one value, or all of an open number or list.
fn span(asked: &Asked, plan: &Combinations, slot: Slot, filled: &Filled<Fraction>) -> Filled<Interval> {
    let between = |grid: &Grid| {
        let bound = |end: Option<_>| Fraction::from_decimal(end.unwrap_or_default());
        Interval::new(bound(grid.min), bound(grid.max))
    };
    if plan.spans.contains(&slot) {
        match asked.setting(slot).map(|setting| &setting.kind) {
            Some(Kind::Number(grid)) => return Filled::Number(between(grid)),
            Some(Kind::List { item, min_items, max_items }) => {
                let items = |n: u32| Fraction::integer(i128::from(n));
                let count = Interval::new(items(*min_items), items(max_items.unwrap_or(*min_items)));
                return Filled::AnyList { count, item: between(item) };
            }
            _ => {}
        }
    }
    widened(filled)
}

fn widened<N: Number>(filled: &Filled<Fraction>) -> Filled<N> {
    match filled {
        Filled::Number(n) => Filled::Number(N::exactly(*n)),
        Filled::Choice(i) => Filled::Choice(*i),
        Filled::Flag(flag) => Filled::Flag(*flag),
        Filled::List(items) => Filled::List(items.clone()),
        Filled::AnyList { count, item } => {
            Filled::AnyList { count: N::exactly(*count), item: N::exactly(*item) }
        }
        Filled::Absent => Filled::Absent,
        Filled::After => Filled::After,
        Filled::Open => Filled::Open,
    }
}

/// The cheapest and the dearest combination so far.
struct Ends<N> {
    low: (usize, N),
    high: (usize, N),
}

fn spread<'c, N: Number>(
    asked: &Asked<'c>,
    plan: &Combinations,
    slots: &[Filled<N>],
    make: impl Fn(Box<(Worked<'c, N>, Worked<'c, N>)>) -> Spread<'c>,
) -> Result<Spread<'c>, Fault> {
    let mut slots = slots.to_vec();
    let mut ends: Option<Ends<N>> = None;
    let fill = |number: usize, slots: &mut Vec<Filled<N>>| {
        let (at, values) = plan.nth(number);
        for (slot, value) in values {
            if let Some(filled) = slots.get_mut(slot) {
                *filled = widened(value);
            }
        }
        at
    };
    for number in 0..plan.count {
        let at = fill(number, &mut slots);
        let Some(price) = asked.price(at) else { return Ok(Spread::NotValid) };
        let total = match &price.body {
            Body::Free => N::exactly(Fraction::ZERO),
            Body::Unpriced => return Ok(Spread::Unpriced(price)),
            Body::Sum(priced) => match sum(asked, priced, at, &slots, &mut Silent)?.total {
                Some(total) => total,
                None => {
                    let gap = worked(asked, price, priced, at, &slots)?;
                    let again = worked(asked, price, priced, at, &slots)?;
                    return Ok(make(Box::new((gap, again))));
                }
            },
        };
        ends = Some(widen(ends, number, total)?);
    }
    let Some(ends) = ends else { return Ok(Spread::NotValid) };
    let mut end = |number: usize| {
        let at = fill(number, &mut slots);
        end_of(asked, at, &slots)
    };
    match (end(ends.low.0)?, end(ends.high.0)?) {
        (Some(low), Some(high)) => Ok(make(Box::new((low, high)))),
        _ => Ok(Spread::NotValid),
    }
}

fn end_of<'c, N: Number>(
    asked: &Asked<'c>,
    at: Instant,
    slots: &[Filled<N>],
) -> Result<Option<Worked<'c, N>>, Fault> {
    let Some(price) = asked.price(at) else { return Ok(None) };
    let zero = N::exactly(Fraction::ZERO);
    Ok(Some(match &price.body {
        Body::Sum(priced) => worked(asked, price, priced, at, slots)?,
        Body::Free | Body::Unpriced => Worked {
            price,
            outcome: Outcome {
                total: Some(zero),
                per_run: Some(zero),
                known: zero,
                free: matches!(price.body, Body::Free),
                gaps: Vec::new(),
            },
            lines: Vec::new(),
        },
    }))
}

fn widen<N: Number>(ends: Option<Ends<N>>, number: usize, total: N) -> Result<Ends<N>, Fault> {
    let Some(mut ends) = ends else {
        return Ok(Ends { low: (number, total), high: (number, total) });
    };
    if total.low().compare(ends.low.1.low())?.is_lt() {
        ends.low = (number, total);
    }
    if total.high().compare(ends.high.1.high())?.is_gt() {
        ends.high = (number, total);
    }
    Ok(ends)
}

/// What these slots cost, when every part is priced.
pub(crate) fn cost(asked: &Asked, slots: &[Filled<Interval>]) -> Result<Option<Interval>, Fault> {
    let Some(price) = asked.price(asked.at) else { return Ok(None) };
    match &price.body {
        Body::Free => Ok(Some(Interval::exactly(Fraction::ZERO))),
        Body::Unpriced => Ok(None),
        Body::Sum(priced) => Ok(sum(asked, priced, asked.at, slots, &mut Silent)?.total),
    }
}

/// The slots as asked, with open choices as in the dearest combination.
pub(crate) fn dearest(asked: &Asked) -> Result<Option<Vec<Filled<Interval>>>, Fault> {
    let Some(plan) = Combinations::of(asked) else { return Ok(None) };
    let mut slots: Vec<Filled<Interval>> =
        (0..).zip(&asked.slots).map(|(slot, filled)| span(asked, &plan, slot, filled)).collect();
    let mut found: Option<(Fraction, Vec<Filled<Interval>>)> = None;
    for number in 0..plan.count {
        for (slot, value) in plan.nth(number).1 {
            if let Some(filled) = slots.get_mut(slot) {
                *filled = widened(value);
            }
        }
        let Some(total) = cost(asked, &slots)? else { continue };
        let dearer = match &found {
            None => true,
            Some((most, _)) => total.high().compare(*most)?.is_gt(),
        };
        if dearer {
            found = Some((total.high(), slots.clone()));
        }
    }
    Ok(found.map(|(_, slots)| slots))
}
