//! Every combination of open settings: choices one by one, numbers with many values as spans.

mod cases;

use super::asked::{ResolvedRequest, SlotValue};
use super::limit;
use crate::amount::{Decimal, Fault, Number};
use crate::calendar::Moment;
use crate::catalog::id::PlanId;
use crate::catalog::program::{Kind, Limit, NumberRange, Slot};
use crate::order::sorted;

/// Maximum number of combinations.
const COMBINATIONS: usize = 1024;

/// A number with more values becomes a span.
const VALUES: u64 = 128;

/// An open slot, and the only value that can be requested.
pub(crate) type Taken = (Slot, SlotValue);

/// Open slots with the values to try, moments to try, and slots taken as spans.
pub(crate) struct Combinations<'a> {
    limits: &'a [Limit],
    plan: Option<PlanId>,
    choices: Vec<(Slot, Vec<SlotValue>)>,
    moments: Vec<Moment>,
    /// With the whole range of each.
    pub(super) spans: Vec<(Slot, SlotValue)>,
    pub(super) count: usize,
}

impl<'a> Combinations<'a> {
    /// All combinations of the open slots, except one slot. `None` if there are too many.
    pub(crate) fn of(
        asked: &ResolvedRequest<'a>,
        except: Option<Slot>,
    ) -> Option<Combinations<'a>> {
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
        let mut numbers: Vec<(Slot, Vec<SlotValue>)> = Vec::new();
        for slot in asked.open.iter().filter(|slot| Some(**slot) != except) {
            let setting = asked.setting(*slot)?;
            match &setting.kind {
                Kind::Choice(choices) => {
                    // By name, because the order in the file must not matter.
                    let places: Vec<usize> = (0..choices.len()).collect();
                    let by_name = sorted(&places, |a, b| choices.get(*a).cmp(&choices.get(*b)));
                    plan.choose(*slot, by_name.map(|place| SlotValue::Choice(*place)).collect())?
                }
                Kind::Flag => {
                    plan.choose(*slot, vec![SlotValue::Flag(false), SlotValue::Flag(true)])?
                }
                Kind::Numbers(numbers) => {
                    let rising = sorted(numbers, Decimal::cmp);
                    plan.choose(*slot, rising.map(|n| SlotValue::exactly(*n)).collect())?;
                }
                Kind::Number(grid) => match values(grid).or_else(|| cases::picked(setting, grid)) {
                    Some(values) => numbers.push((*slot, values)),
                    None => plan.spans.push((*slot, limit::span(&setting.kind))),
                },
                Kind::List { .. } => plan.spans.push((*slot, limit::span(&setting.kind))),
            }
        }
        // Single values give tighter results than a span, so try them while there are few.
        for (slot, values) in numbers {
            if plan.choose(slot, values).is_none() {
                plan.spans.push((slot, limit::span(&asked.setting(slot)?.kind)));
            }
        }
        Some(plan)
    }

    fn choose(&mut self, slot: Slot, values: Vec<SlotValue>) -> Option<()> {
        let count = self.count.checked_mul(values.len()).filter(|n| *n <= COMBINATIONS)?;
        self.count = count;
        self.choices.push((slot, values));
        Some(())
    }

    /// Fills the slots with one combination, given by number. Returns its moment, or `None` if
    /// limits between settings do not allow it.
    pub(super) fn fill(
        &self,
        number: usize,
        slots: &mut [SlotValue],
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
    /// The same combinations with each span at its upper end. `None` if there is no span.
    pub(super) fn at_upper_ends(&self) -> Option<Combinations<'_>> {
        let upper = |number: &Number| Number::exact(number.high());
        let spans = self.spans.iter().map(|(slot, span)| {
            let end = match span {
                SlotValue::Number(number) => SlotValue::Number(upper(number)),
                SlotValue::AnyList { count, item } => {
                    SlotValue::AnyList { count: upper(count), item: upper(item) }
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

fn values(grid: &NumberRange) -> Option<Vec<SlotValue>> {
    let count = grid.len().filter(|n| *n <= VALUES)?;
    let mut values = Vec::new();
    for n in 0..count {
        values.push(SlotValue::exactly(grid.nth(n)?));
    }
    Some(values)
}

/// The values of open slots that are the same in all combinations so far.
#[derive(Default)]
pub(super) struct Only(Option<Vec<Taken>>);

impl Only {
    pub(super) fn see(&mut self, asked: &ResolvedRequest, slots: &[SlotValue]) {
        let is_still = |(slot, first): &Taken| match (first, slots.get(*slot)) {
            (SlotValue::Number(a), Some(SlotValue::Number(b))) => a.to_decimal() == b.to_decimal(),
            (SlotValue::Choice(a), Some(SlotValue::Choice(b))) => a == b,
            (SlotValue::Flag(a), Some(SlotValue::Flag(b))) => a == b,
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

/// The value of a slot, unless it represents other values too.
fn only_value(asked: &ResolvedRequest, slot: Slot, slots: &[SlotValue]) -> Option<Taken> {
    let filled = slots.get(slot)?;
    let setting = asked.setting(slot)?;
    let is_one = match (filled, &setting.kind) {
        (SlotValue::Number(number), Kind::Number(grid)) => {
            let stands_for_others = grid.step.is_none() && cases::picked(setting, grid).is_some();
            number.to_decimal().is_some() && !stands_for_others
        }
        (filled, _) => {
            matches!(filled, SlotValue::Number(_) | SlotValue::Choice(_) | SlotValue::Flag(_))
        }
    };
    is_one.then(|| (slot, filled.clone()))
}

/// A combination that limits between settings do not allow, if no combination is allowed.
pub(super) fn only_forbidden(asked: &ResolvedRequest) -> Result<Option<Vec<SlotValue>>, Fault> {
    let Some(plan) = Combinations::of(asked, None) else { return Ok(None) };
    let mut slots = asked.slots.clone();
    for number in 0..plan.count {
        if plan.fill(number, &mut slots)?.is_some() {
            return Ok(None);
        }
    }
    Ok(Some(slots))
}
