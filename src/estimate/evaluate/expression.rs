//! Expressions.

use super::super::resolve::Filled;
use super::{Env, Gap, Stop, after};
use crate::amount::{Fault, Fraction, Number};
use crate::catalog::program::{Expression, RUNS, Reduction, Slot};

type Operation = fn(&Number, &Number) -> Result<Number, Fault>;
type Rounded = fn(&Fraction) -> Result<Fraction, Fault>;

impl Env<'_, '_> {
    pub(crate) fn number(&mut self, expression: &Expression) -> Result<Number, Stop<'static>> {
        match expression {
            Expression::Constant(value) => Ok(Number::Exact(*value)),
            Expression::Multiply(a, b) => self.both(a, b, Number::mul),
            Expression::Add(a, b) => self.both(a, b, Number::add),
            Expression::Subtract(a, b) => self.both(a, b, Number::sub),
            Expression::Divide(a, b) => self.both(a, b, Number::div),
            Expression::Min(a, b) => self.both(a, b, Number::min),
            Expression::Max(a, b) => self.both(a, b, Number::max),
            Expression::Ceil(x) => self.rounded(x, |x| Ok(x.ceil())),
            Expression::Floor(x) => self.rounded(x, |x| Ok(x.floor())),
            Expression::Round(x) => self.rounded(x, Fraction::round_half_up),
            Expression::Amount(place) => {
                self.amounts.get(*place).copied().flatten().ok_or(Stop::Gap(Gap::NoAmount))
            }
            Expression::Slot(slot)
            | Expression::Attribute(slot, _)
            | Expression::Item(slot)
            | Expression::Count(slot) => self.of_slot(*slot, expression),
            Expression::Reduce(reduction, lists, body) => self.reduce(*reduction, lists, body),
        }
    }

    #[inline(never)]
    fn both(
        &mut self,
        a: &Expression,
        b: &Expression,
        f: Operation,
    ) -> Result<Number, Stop<'static>> {
        let a = self.number(a)?;
        Ok(f(&a, &self.number(b)?)?)
    }

    #[inline(never)]
    fn rounded(&mut self, x: &Expression, f: Rounded) -> Result<Number, Stop<'static>> {
        Ok(self.number(x)?.rising(&f)?)
    }

    /// How many runs; never open.
    pub(super) fn runs(&self) -> Number {
        match self.slot(RUNS) {
            Filled::Number(runs) => *runs,
            _ => Number::Exact(Fraction::ONE),
        }
    }

    /// What an expression takes from a slot: 0 when it is absent.
    #[inline(never)]
    fn of_slot(&self, slot: Slot, expression: &Expression) -> Result<Number, Stop<'static>> {
        Ok(match (self.slot(slot), expression) {
            (Filled::After | Filled::Open, _) => return Err(after(slot)),
            (Filled::Number(n), Expression::Slot(_)) => *n,
            (Filled::Choice(i), Expression::Attribute(_, numbers)) => nth(numbers, *i),
            (Filled::List(items), Expression::Item(_)) => nth(items, self.item),
            (Filled::AnyList { item, .. }, Expression::Item(_)) => *item,
            (Filled::List(items), Expression::Count(_)) => {
                Number::Exact(Fraction::integer(items.len() as i128))
            }
            (Filled::AnyList { count, .. }, Expression::Count(_)) => *count,
            _ => Number::ZERO,
        })
    }

    fn reduce(
        &mut self,
        reduction: Reduction,
        lists: &[Slot],
        body: &Expression,
    ) -> Result<Number, Stop<'static>> {
        let any = lists.iter().find_map(|slot| match self.slot(*slot) {
            Filled::AnyList { count, .. } => Some(*count),
            _ => None,
        });
        if let Some(count) = any {
            // Beside other lists, an open one says nothing about which items meet.
            return match lists {
                [first, rest @ ..] if rest.iter().any(|slot| slot != first) => Err(after(*first)),
                _ => self.reduce_any(reduction, count, body),
            };
        }
        let mut length = 0;
        for slot in lists {
            length = length.max(match self.slot(*slot) {
                Filled::After | Filled::Open => return Err(after(*slot)),
                Filled::List(items) => items.len(),
                _ => 0,
            });
        }
        let mut reduced: Option<Number> = None;
        for place in 0..length {
            self.item = place;
            let value = self.number(body)?;
            reduced = Some(match reduced {
                None => value,
                Some(sofar) => combine(reduction, &sofar, &value)?,
            });
        }
        self.item = 0;
        Ok(reduced.unwrap_or(Number::ZERO))
    }

    /// Over any list of so many items.
    fn reduce_any(
        &mut self,
        reduction: Reduction,
        count: Number,
        body: &Expression,
    ) -> Result<Number, Stop<'static>> {
        let value = self.number(body)?;
        Ok(match reduction {
            Reduction::Sum => value.mul(&count)?,
            _ if count.low().is_zero() => value.hull(&Number::ZERO)?,
            _ => value,
        })
    }
}

fn nth(numbers: &[Fraction], place: usize) -> Number {
    Number::Exact(numbers.get(place).copied().unwrap_or(Fraction::ZERO))
}

fn combine(reduction: Reduction, sofar: &Number, value: &Number) -> Result<Number, Fault> {
    match reduction {
        Reduction::Sum => sofar.add(value),
        Reduction::Min => sofar.min(value),
        Reduction::Max => sofar.max(value),
    }
}
