//! What is left open: every combination of open choices, and spans for numbers.
//!
//! The low end is the cheapest combination, the high end the dearest. Numbers with many values
//! are taken as spans, whose results contain the result of every value in them.

use super::evaluate::{Env, Outcome, Raw};
use super::limit;
use super::resolve::{Asked, Filled, unlisted};
use crate::amount::{Fault, Fraction, Number};
use crate::calendar::Moment;
use crate::catalog::program::{Body, Grid, Kind, Limit, Price, Slot, Sum};
use crate::error::Error;

/// More combinations than this are not tried.
const COMBINATIONS: usize = 1024;
/// A number with more values than this is taken as a span.
const VALUES: u64 = 128;

/// What came of a request, before it is put into lines.
pub(crate) enum Spread<'c> {
    /// No price holds at this instant, or nobody knows which does.
    NotValid,
    Free(&'c Price),
    Unpriced(&'c Price),
    TooMany(&'c Price),
    /// A choice is not on the price list.
    NotListed(&'c Price, Slot),
    One(Box<Worked<'c>>),
    /// The cheapest and the dearest combination.
    Ends(Box<[Worked<'c>; 2]>),
    /// Likewise by what is known, and a combination that has no total.
    Gaps(Box<[Worked<'c>; 3]>),
}

/// A sum with its lines.
pub(crate) struct Worked<'c> {
    pub(crate) price: &'c Price,
    pub(crate) outcome: Outcome<'c>,
    pub(crate) lines: Vec<Raw<'c>>,
}

/// Works out what a request costs.
pub(crate) fn evaluate<'c>(asked: &Asked<'c>) -> Result<Spread<'c>, Error> {
    spread(asked, true)
}

/// The same without lines.
pub(crate) fn untraced<'c>(asked: &Asked<'c>) -> Result<Spread<'c>, Error> {
    spread(asked, false)
}

fn spread<'c>(asked: &Asked<'c>, traces: bool) -> Result<Spread<'c>, Error> {
    // What is free or unpriced as a whole is so whatever is open.
    let is_sum = |price: &Price| matches!(price.body, Body::Sum(_));
    if let (Some(price), Some(slot)) = (asked.price(asked.moment), unlisted(&asked.slots))
        && is_sum(price)
    {
        return Ok(Spread::NotListed(price, slot));
    }
    let is_open = !asked.open.is_empty() && asked.price(asked.moment).is_some_and(is_sum);
    let spread = if is_open || asked.any_time { ends } else { single };
    spread(asked, traces).map_err(|fault| asked.fault(fault))
}

fn single<'c>(asked: &Asked<'c>, traces: bool) -> Result<Spread<'c>, Fault> {
    let Some(price) = asked.price(asked.moment) else { return Ok(Spread::NotValid) };
    Ok(match &price.body {
        Body::Free => Spread::Free(price),
        Body::Unpriced => Spread::Unpriced(price),
        Body::Sum(sum) => {
            Spread::One(worked((asked, traces), price, sum, asked.moment, &asked.slots)?.into())
        }
    })
}

fn env<'e, 'c>(asked: &Asked<'c>, moment: Moment, slots: &'e [Filled]) -> Env<'e, 'c> {
    Env {
        slots,
        plan: asked.plan,
        cost_factor: asked.held_plan().and_then(|plan| plan.cost_factor),
        moment,
        amounts: Vec::new(),
        skips_gaps: false,
        used: asked.used.clone(),
        reach: None,
        item: 0,
        lines: None,
    }
}

fn worked<'c>(
    (asked, traces): (&Asked<'c>, bool),
    price: &'c Price,
    sum: &'c Sum,
    moment: Moment,
    slots: &[Filled],
) -> Result<Worked<'c>, Fault> {
    let mut env = env(asked, moment, slots);
    env.lines = traces.then(|| Vec::with_capacity(4));
    let outcome = env.sum(sum, asked.held_plan())?;
    Ok(Worked { price, outcome, lines: env.lines.unwrap_or_default() })
}

/// Open slots with the values to try, moments to try, and slots taken as spans.
pub(super) struct Combinations<'a> {
    limits: &'a [Limit],
    plan: usize,
    choices: Vec<(Slot, Vec<Filled>)>,
    moments: Vec<Moment>,
    /// With all that each may be.
    spans: Vec<(Slot, Filled)>,
    pub(super) count: usize,
}

impl<'a> Combinations<'a> {
    /// Of everything open but one slot. Nothing when there are too many.
    pub(super) fn of(asked: &Asked<'a>, except: Option<Slot>) -> Option<Combinations<'a>> {
        let moments = match asked.any_time {
            true => asked.operation.moments.clone(),
            false => vec![asked.moment],
        };
        let mut plan = Combinations {
            limits: &asked.operation.limits,
            plan: asked.plan,
            count: Some(moments.len()).filter(|count| *count <= COMBINATIONS)?,
            choices: Vec::new(),
            moments,
            spans: Vec::new(),
        };
        let mut grids: Vec<(Slot, Vec<Filled>)> = Vec::new();
        for slot in asked.open.iter().filter(|slot| Some(**slot) != except) {
            let kind = &asked.setting(*slot)?.kind;
            match kind {
                Kind::Choice(choices) => {
                    plan.choose(*slot, (0..choices.len()).map(Filled::Choice).collect())?
                }
                Kind::Flag => plan.choose(*slot, vec![Filled::Flag(false), Filled::Flag(true)])?,
                Kind::Numbers(numbers) => {
                    plan.choose(*slot, numbers.iter().map(|n| Filled::exactly(*n)).collect())?;
                }
                Kind::Number(grid) => match values(grid) {
                    Some(values) => grids.push((*slot, values)),
                    None => plan.spans.push((*slot, limit::span(kind))),
                },
                Kind::List { .. } => plan.spans.push((*slot, limit::span(kind))),
            }
        }
        // Trying every value is tighter than a span, as long as it stays affordable.
        for (slot, values) in grids {
            if plan.choose(slot, values).is_none() {
                plan.spans.push((slot, limit::span(&asked.setting(slot)?.kind)));
            }
        }
        Some(plan)
    }

    fn choose(&mut self, slot: Slot, values: Vec<Filled>) -> Option<()> {
        let count = self.count.checked_mul(values.len()).filter(|n| *n <= COMBINATIONS)?;
        self.count = count;
        self.choices.push((slot, values));
        Some(())
    }

    /// Fills the slots with one combination, by the digits of its number; its moment, unless
    /// limits between settings do not allow it.
    pub(super) fn fill(
        &self,
        number: usize,
        slots: &mut [Filled],
    ) -> Result<Option<Moment>, Fault> {
        for (slot, span) in &self.spans {
            if let Some(filled) = slots.get_mut(*slot) {
                filled.clone_from(span);
            }
        }
        let moments = self.moments.len().max(1);
        let mut rest = number / moments;
        for (slot, values) in &self.choices {
            let digit = rest % values.len().max(1);
            rest /= values.len().max(1);
            if let (Some(filled), Some(value)) = (slots.get_mut(*slot), values.get(digit)) {
                filled.clone_from(value);
            }
        }
        let moment = self.moments.get(number % moments).copied().unwrap_or_default();
        let is_allowed = self.limits.is_empty()
            || limit::narrow(self.limits, self.plan, moment, slots)?.is_none();
        Ok(is_allowed.then_some(moment))
    }
}

impl Combinations<'_> {
    /// The same, with each span at its upper end; nothing when there is no span.
    pub(super) fn at_upper_ends(&self) -> Option<Combinations<'_>> {
        let upper = |number: &Number| Number::exact(number.high());
        let spans = self.spans.iter().map(|(slot, span)| {
            let end = match span {
                Filled::Number(number) => Filled::Number(upper(number)),
                Filled::AnyList { count, item } => {
                    Filled::AnyList { count: upper(count), item: upper(item) }
                }
                other => other.clone(),
            };
            (*slot, end)
        });
        let spans: Vec<_> = spans.collect();
        let (choices, moments) = (self.choices.clone(), self.moments.clone());
        (!spans.is_empty()).then_some(Combinations { spans, choices, moments, ..*self })
    }
}

fn values(grid: &Grid) -> Option<Vec<Filled>> {
    let count = grid.len().filter(|n| *n <= VALUES)?;
    let mut values = Vec::new();
    for n in 0..count {
        values.push(Filled::exactly(grid.nth(n)?));
    }
    Some(values)
}

/// The cheapest and the dearest combination so far.
struct Extremes {
    low: (usize, Fraction),
    high: (usize, Fraction),
}

impl Extremes {
    fn with(found: Option<Self>, number: usize, total: &Number) -> Result<Self, Fault> {
        let (low, high) = (total.low(), total.high());
        let Some(mut found) = found else {
            return Ok(Extremes { low: (number, low), high: (number, high) });
        };
        if low.compare(&found.low.1)?.is_lt() {
            found.low = (number, low);
        }
        if high.compare(&found.high.1)?.is_gt() {
            found.high = (number, high);
        }
        Ok(found)
    }
}

fn ends<'c>(asked: &Asked<'c>, traces: bool) -> Result<Spread<'c>, Fault> {
    let Some(price) = asked.price(asked.moment) else { return Ok(Spread::NotValid) };
    let Some(plan) = Combinations::of(asked, None) else { return Ok(Spread::TooMany(price)) };
    let mut slots = asked.slots.clone();
    let mut extremes = None;
    // One combination without a total leaves the whole without; what nobody publishes weighs more
    // than what is known afterwards.
    let mut gap: Option<(usize, bool)> = None;
    for number in 0..plan.count {
        let Some(moment) = plan.fill(number, &mut slots)? else { continue };
        let Some(price) = asked.price(moment) else { return Ok(Spread::NotValid) };
        let known = match &price.body {
            Body::Free => Number::ZERO,
            Body::Unpriced => return Ok(Spread::Unpriced(price)),
            Body::Sum(sum) => {
                let outcome = env(asked, moment, &slots).sum(sum, asked.held_plan())?;
                let later = outcome.only_known_later();
                if outcome.total.is_none() && gap.is_none_or(|(_, known)| known && !later) {
                    gap = Some((number, later));
                }
                outcome.known
            }
        };
        extremes = Some(Extremes::with(extremes, number, &known)?);
    }
    let Some(Extremes { low, high }) = extremes else { return Ok(Spread::NotValid) };
    let mut at_end = |number| {
        let moment = plan.fill(number, &mut slots)?.unwrap_or_default();
        end((asked, traces), moment, &slots)
    };
    let (low, high) = (at_end(low.0)?, at_end(high.0)?);
    Ok(match gap {
        None => Spread::Ends(Box::new([low, high])),
        Some((number, _)) => Spread::Gaps(Box::new([low, high, at_end(number)?])),
    })
}

/// One combination with its lines.
fn end<'c>(
    (asked, traces): (&Asked<'c>, bool),
    moment: Moment,
    slots: &[Filled],
) -> Result<Worked<'c>, Fault> {
    let price = asked.price(moment).ok_or(Fault::Inexact)?;
    match &price.body {
        Body::Sum(sum) => worked((asked, traces), price, sum, moment, slots),
        Body::Free | Body::Unpriced => Ok(Worked {
            price,
            outcome: Outcome {
                total: Some(Number::ZERO),
                per_run: Some(Number::ZERO),
                known: Number::ZERO,
                free: matches!(price.body, Body::Free),
                used: asked.used.clone(),
                gaps: Vec::new(),
            },
            lines: Vec::new(),
        }),
    }
}

/// What these slots cost; nothing when some part has no price. Over spans, `skips_gaps` leaves out
/// the values that have none, as long as others have one.
pub(super) fn cost(
    asked: &Asked,
    moment: Moment,
    slots: &[Filled],
    skips_gaps: bool,
) -> Result<Option<Number>, Fault> {
    if unlisted(slots).is_some() {
        return Ok(None);
    }
    let Some(price) = asked.price(moment) else { return Ok(None) };
    match &price.body {
        Body::Free => Ok(Some(Number::ZERO)),
        Body::Unpriced => Ok(None),
        Body::Sum(sum) => {
            let mut env = env(asked, moment, slots);
            env.skips_gaps = skips_gaps;
            Ok(env.sum(sum, asked.held_plan())?.total)
        }
    }
}

/// A combination that limits between settings do not allow, when there is no other.
pub(super) fn only_forbidden(asked: &Asked) -> Result<Option<Vec<Filled>>, Fault> {
    let Some(plan) = Combinations::of(asked, None) else { return Ok(None) };
    let mut slots = asked.slots.clone();
    for number in 0..plan.count {
        if plan.fill(number, &mut slots)?.is_some() {
            return Ok(None);
        }
    }
    Ok(Some(slots))
}
