//! What is left open: every combination of open choices, and spans for numbers.
//!
//! The low end is the cheapest combination, the high end the dearest. Numbers with many values
//! are taken as spans, whose results contain the result of every value in them.

mod cases;

use super::answer::State;
use super::evaluate::{Env, Halt, Outcome, Raw, Refusal};
use super::resolve::{Asked, Filled, unlisted};
use super::{limit, sold};
use crate::amount::{Decimal, Fault, Fraction, Number};
use crate::calendar::Moment;
use crate::catalog::program::{Body, Grid, Kind, Limit, Price, Slot};
use crate::error::Error;
use crate::order::sorted;

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
    /// What is open makes several combinations.
    Ends(Box<Ends<'c>>),
    /// Some combination has no total: as its run tells, or for ever.
    Gaps(Combinations<'c>, State),
    /// Nobody can ask for it, as these slots show.
    Refused(Refusal<'c>, Vec<Filled>),
}

/// What the combinations of a request come to that somebody can ask for.
pub(crate) struct Ends<'c> {
    pub(crate) cheapest: Worked<'c>,
    pub(crate) dearest: Worked<'c>,
    /// It matters which one is chosen.
    pub(crate) differs: bool,
    pub(crate) taken: Vec<Taken>,
}

/// An open slot, and the only value that somebody can ask for.
pub(crate) type Taken = (Slot, Filled);

/// A sum with its lines.
#[derive(Clone)]
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
    match spread(asked, traces) {
        Ok(Spread::Refused(refusal, slots)) => Err(sold::refused(asked, refusal, &slots)),
        Ok(spread) => Ok(spread),
        Err(fault) => Err(asked.fault(fault)),
    }
}

fn single<'c>(asked: &Asked<'c>, traces: bool) -> Result<Spread<'c>, Fault> {
    let Some(price) = asked.price(asked.moment) else { return Ok(Spread::NotValid) };
    match &price.body {
        Body::Free => Ok(Spread::Free(price)),
        Body::Unpriced => Ok(Spread::Unpriced(price)),
        Body::NotSold | Body::Sum(_) => {
            match worked((asked, traces), price, asked.moment, &asked.slots) {
                Ok(worked) => Ok(Spread::One(worked.into())),
                Err(Halt::Fault(fault)) => Err(fault),
                Err(Halt::Refused(refusal)) => Ok(Spread::Refused(refusal, asked.slots.clone())),
            }
        }
    }
}

fn env<'e, 'c>(asked: &Asked<'c>, moment: Moment, slots: &'e [Filled]) -> Env<'e, 'c> {
    Env {
        cost_factor: asked.held_plan().and_then(|plan| plan.cost_factor),
        used: asked.used.clone(),
        ..Env::of_settings(slots, asked.plan, moment)
    }
}

/// What a price comes to, without lines.
fn outcome<'c>(
    asked: &Asked<'c>,
    price: &'c Price,
    moment: Moment,
    slots: &[Filled],
) -> Result<Outcome<'c>, Halt<'c>> {
    match &price.body {
        Body::Sum(sum) => env(asked, moment, slots).sum(sum, asked.held_plan()),
        Body::NotSold => Err(Halt::Refused(Refusal::NotSold(None))),
        Body::Free => Ok(Outcome::of_nothing(true)),
        Body::Unpriced => Ok(Outcome::of_nothing(false)),
    }
}

/// What a price comes to, with its lines.
fn worked<'c>(
    (asked, traces): (&Asked<'c>, bool),
    price: &'c Price,
    moment: Moment,
    slots: &[Filled],
) -> Result<Worked<'c>, Halt<'c>> {
    let Body::Sum(sum) = &price.body else {
        let outcome = outcome(asked, price, moment, slots)?;
        return Ok(Worked { price, outcome, lines: Vec::new() });
    };
    let mut env = env(asked, moment, slots);
    env.lines = traces.then(|| Vec::with_capacity(sum.per_run.len() + sum.per_request.len() + 2));
    let outcome = env.sum(sum, asked.held_plan())?;
    Ok(Worked { price, outcome, lines: env.lines.unwrap_or_default() })
}

/// Open slots with the values to try, moments to try, and slots taken as spans.
pub(crate) struct Combinations<'a> {
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
    pub(crate) fn of(asked: &Asked<'a>, except: Option<Slot>) -> Option<Combinations<'a>> {
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
        let mut numbers: Vec<(Slot, Vec<Filled>)> = Vec::new();
        for slot in asked.open.iter().filter(|slot| Some(**slot) != except) {
            let setting = asked.setting(*slot)?;
            match &setting.kind {
                Kind::Choice(choices) => {
                    // By name: their order changes nothing.
                    let places: Vec<usize> = (0..choices.len()).collect();
                    let by_name = sorted(&places, |a, b| choices.get(*a).cmp(&choices.get(*b)));
                    plan.choose(*slot, by_name.map(|place| Filled::Choice(*place)).collect())?
                }
                Kind::Flag => plan.choose(*slot, vec![Filled::Flag(false), Filled::Flag(true)])?,
                Kind::Numbers(numbers) => {
                    let rising = sorted(numbers, Decimal::cmp);
                    plan.choose(*slot, rising.map(|n| Filled::exactly(*n)).collect())?;
                }
                Kind::Number(grid) => match values(grid).or_else(|| cases::picked(setting, grid)) {
                    Some(values) => numbers.push((*slot, values)),
                    None => plan.spans.push((*slot, limit::span(&setting.kind))),
                },
                Kind::List { .. } => plan.spans.push((*slot, limit::span(&setting.kind))),
            }
        }
        // Trying every value is tighter than a span, as long as it stays affordable.
        for (slot, values) in numbers {
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

/// The values of open slots in the combinations so far, as long as there is only one of each.
#[derive(Default)]
pub(super) struct Only(Option<Vec<Taken>>);

impl Only {
    pub(super) fn see(&mut self, asked: &Asked, slots: &[Filled]) {
        let is_still = |(slot, first): &Taken| match (first, slots.get(*slot)) {
            (Filled::Number(a), Some(Filled::Number(b))) => a.to_decimal() == b.to_decimal(),
            (Filled::Choice(a), Some(Filled::Choice(b))) => a == b,
            (Filled::Flag(a), Some(Filled::Flag(b))) => a == b,
            _ => false,
        };
        match &mut self.0 {
            Some(only) => only.retain(is_still),
            None => {
                let open = asked.open.iter().filter_map(|slot| only_value(asked, *slot, slots));
                self.0 = Some(open.collect());
            }
        }
    }

    pub(super) fn taken(self) -> Vec<Taken> {
        self.0.unwrap_or_default()
    }
}

/// The value of a slot, unless it stands for others too.
fn only_value(asked: &Asked, slot: Slot, slots: &[Filled]) -> Option<Taken> {
    let filled = slots.get(slot)?;
    let setting = asked.setting(slot)?;
    let is_one = match (filled, &setting.kind) {
        (Filled::Number(number), Kind::Number(grid)) => {
            let stands_for_others = grid.step.is_none() && cases::picked(setting, grid).is_some();
            number.to_decimal().is_some() && !stands_for_others
        }
        (filled, _) => matches!(filled, Filled::Number(_) | Filled::Choice(_) | Filled::Flag(_)),
    };
    is_one.then(|| (slot, filled.clone()))
}

/// The open settings of which only one value can be asked for.
pub(super) fn taken(asked: &Asked) -> Vec<Taken> {
    let Some(plan) = Combinations::of(asked, None).filter(|_| !asked.open.is_empty()) else {
        return Vec::new();
    };
    let (mut slots, mut only) = (asked.slots.clone(), Only::default());
    for number in 0..plan.count {
        let Ok(Some(moment)) = plan.fill(number, &mut slots) else { continue };
        let refused =
            |price| matches!(outcome(asked, price, moment, &slots), Err(Halt::Refused(_)));
        if !asked.price(moment).is_some_and(refused) {
            only.see(asked, &slots);
        }
    }
    only.taken()
}

/// The cheapest and the dearest combination so far.
struct Extremes {
    low: (usize, Fraction),
    high: (usize, Fraction),
    differs: bool,
}

impl Extremes {
    fn with(found: Option<Self>, number: usize, total: &Number) -> Result<Self, Fault> {
        let (low, high) = (total.low(), total.high());
        let Some(mut found) = found else {
            return Ok(Extremes { low: (number, low), high: (number, high), differs: false });
        };
        let (lower, higher) = (low.compare(&found.low.1)?, high.compare(&found.high.1)?);
        found.differs |= lower.is_ne() || higher.is_ne();
        if lower.is_lt() {
            found.low = (number, low);
        }
        if higher.is_gt() {
            found.high = (number, high);
        }
        Ok(found)
    }
}

fn ends<'c>(asked: &Asked<'c>, traces: bool) -> Result<Spread<'c>, Fault> {
    let Some(price) = asked.price(asked.moment) else { return Ok(Spread::NotValid) };
    let Some(plan) = Combinations::of(asked, None) else { return Ok(Spread::TooMany(price)) };
    let mut slots = asked.slots.clone();
    let (mut extremes, mut gaps, mut refused) = (None, None, None);
    let mut only = Only::default();
    for number in 0..plan.count {
        let Some(moment) = plan.fill(number, &mut slots)? else { continue };
        let Some(price) = asked.price(moment) else { return Ok(Spread::NotValid) };
        if matches!(price.body, Body::Unpriced) {
            return Ok(Spread::Unpriced(price));
        }
        match outcome(asked, price, moment, &slots) {
            Ok(Outcome { total: Some(total), .. }) => {
                extremes = Some(Extremes::with(extremes, number, &total)?);
                only.see(asked, &slots);
            }
            Ok(outcome) if gaps.is_none() || !outcome.only_known_later() => {
                gaps = Some(outcome.state_of_gaps());
            }
            Ok(_) => {}
            Err(Halt::Fault(fault)) => return Err(fault),
            Err(Halt::Refused(refusal)) => refused = refused.or(Some((number, refusal))),
        }
    }
    if let Some(state) = gaps {
        return Ok(Spread::Gaps(plan, state));
    }
    let mut at_end = |number| {
        let moment = plan.fill(number, &mut slots)?.unwrap_or_default();
        let price = asked.price(moment).ok_or(Fault::Inexact)?;
        worked((asked, traces), price, moment, &slots).map_err(|_| Fault::Inexact)
    };
    match (extremes, refused) {
        (Some(Extremes { low, high, differs }), _) => Ok(Spread::Ends(Box::new(Ends {
            cheapest: at_end(low.0)?,
            dearest: at_end(high.0)?,
            differs: differs || !plan.spans.is_empty(),
            taken: only.taken(),
        }))),
        (None, Some((number, refusal))) => {
            plan.fill(number, &mut slots)?;
            Ok(Spread::Refused(refusal, slots))
        }
        (None, None) => Ok(Spread::NotValid),
    }
}

/// What looks at a combination.
type See<'s, 'c> = &'s mut dyn FnMut(Worked<'c>, &[Filled]) -> Result<(), Fault>;

/// Looks at every combination that somebody can ask for, with its lines.
pub(crate) fn each<'c>(
    asked: &Asked<'c>,
    plan: &Combinations,
    see: See<'_, 'c>,
) -> Result<(), Fault> {
    let mut slots = asked.slots.clone();
    for number in 0..plan.count {
        let Some(moment) = plan.fill(number, &mut slots)? else { continue };
        let price = asked.price(moment).ok_or(Fault::Inexact)?;
        match worked((asked, true), price, moment, &slots) {
            Ok(worked) => see(worked, &slots)?,
            Err(Halt::Fault(fault)) => return Err(fault),
            Err(Halt::Refused(_)) => {}
        }
    }
    Ok(())
}

/// The request with everything filled in that is known only after the run, but has bounds; when
/// there is such a thing.
pub(crate) fn with_bounds<'c>(asked: &Asked<'c>) -> Option<Asked<'c>> {
    let mut slots = asked.slots.clone();
    let mut has_bounds = false;
    for (slot, filled) in slots.iter_mut().enumerate() {
        if let (Filled::After, Some(setting)) = (&*filled, asked.setting(slot)) {
            let span = limit::span(&setting.kind);
            if !matches!(span, Filled::Open) {
                (*filled, has_bounds) = (span, true);
            }
        }
    }
    has_bounds.then(|| asked.with(slots, asked.open.clone()))
}

/// Whether anything that the request leaves open is sold; what is not known counts as sold.
pub(crate) fn is_sold(asked: &Asked) -> bool {
    let plan = Combinations::of(asked, None).filter(|_| unlisted(&asked.slots).is_none());
    let Some(plan) = plan else { return true };
    let mut slots = asked.slots.clone();
    (0..plan.count).any(|number| {
        let moment = match plan.fill(number, &mut slots) {
            Ok(Some(moment)) => moment,
            Ok(None) => return false,
            Err(_) => return true,
        };
        let Some(price) = asked.price(moment) else { return true };
        let outcome = outcome(asked, price, moment, &slots);
        !matches!(outcome, Err(Halt::Refused(Refusal::NotSold(_) | Refusal::Part(_))))
    })
}

/// What these slots cost.
pub(super) enum Cost {
    /// Of a span, `refuses_some` when nobody can ask for some of its values.
    Known { cost: Number, refuses_some: bool },
    /// Some part has no price.
    Unknown { refuses_some: bool },
    /// Nobody can ask for it.
    Refused,
}

/// What these slots cost. Over spans, `skips_gaps` leaves out the values that have no price, as
/// long as others have one.
pub(super) fn cost(
    asked: &Asked,
    moment: Moment,
    slots: &[Filled],
    skips_gaps: bool,
) -> Result<Cost, Fault> {
    let unknown = Ok(Cost::Unknown { refuses_some: false });
    let Some(price) = asked.price(moment).filter(|_| unlisted(slots).is_none()) else {
        return unknown;
    };
    let sum = match &price.body {
        Body::Free => return Ok(Cost::Known { cost: Number::ZERO, refuses_some: false }),
        Body::Unpriced => return unknown,
        Body::NotSold => return Ok(Cost::Refused),
        Body::Sum(sum) => sum,
    };
    let mut env = env(asked, moment, slots);
    env.skips_gaps = skips_gaps;
    let outcome = match env.sum(sum, asked.held_plan()) {
        Ok(outcome) => outcome,
        Err(Halt::Fault(fault)) => return Err(fault),
        Err(Halt::Refused(_)) => return Ok(Cost::Refused),
    };
    let refuses_some = env.refuses_some;
    Ok(match outcome.total {
        Some(cost) => Cost::Known { cost, refuses_some },
        None => Cost::Unknown { refuses_some },
    })
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
