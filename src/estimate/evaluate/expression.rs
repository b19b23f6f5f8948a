//! Expressions.

use super::super::resolve::Filled;
use super::{Env, Gap, Stop, after};
use crate::amount::{Fault, Fraction, Number};
use crate::catalog::program::{Expression, RUNS, Reduction, Slot};

impl Env<'_, '_> {
    pub(crate) fn number(&mut self, expression: &Expression) -> Result<Number, Stop<'static>> {
        Ok(match expression {
            Expression::Constant(value) => Number::Exact(*value),
            Expression::Slot(slot) => self.slot_number(*slot)?,
            Expression::Multiply(a, b) => self.number(a)?.mul(&self.number(b)?)?,
            Expression::Add(a, b) => self.number(a)?.add(&self.number(b)?)?,
            Expression::Subtract(a, b) => self.number(a)?.sub(&self.number(b)?)?,
            Expression::Divide(a, b) => self.number(a)?.div(&self.number(b)?)?,
            Expression::Min(a, b) => self.number(a)?.min(&self.number(b)?)?,
            Expression::Max(a, b) => self.number(a)?.max(&self.number(b)?)?,
            Expression::Ceil(x) => self.number(x)?.rising(&|x| Ok(x.ceil()))?,
            Expression::Floor(x) => self.number(x)?.rising(&|x| Ok(x.floor()))?,
            Expression::Round(x) => self.number(x)?.rising(&Fraction::round_half_up)?,
            Expression::Attribute(slot, numbers) => self.attribute(*slot, numbers)?,
            Expression::Amount(place) => {
                self.amounts.get(*place).copied().flatten().ok_or(Stop::Gap(Gap::NoAmount))?
            }
            Expression::Item(slot) => self.item(*slot)?,
            Expression::Count(slot) => self.count(*slot)?,
            Expression::Reduce(reduction, lists, body) => self.reduce(*reduction, lists, body)?,
        })
    }

    /// How many runs; never open.
    pub(super) fn runs(&self) -> Number {
        self.slot_number(RUNS).unwrap_or(Number::Exact(Fraction::ONE))
    }

    fn slot_number(&self, slot: Slot) -> Result<Number, Stop<'static>> {
        match self.slot(slot) {
            Filled::Number(n) => Ok(*n),
            Filled::After | Filled::Open => Err(after(slot)),
            _ => Ok(Number::ZERO),
        }
    }

    fn attribute(&self, slot: Slot, numbers: &[Fraction]) -> Result<Number, Stop<'static>> {
        match self.slot(slot) {
            Filled::Choice(i) => Ok(Number::Exact(numbers.get(*i).copied().unwrap_or(Fraction::ZERO))),
            Filled::After | Filled::Open => Err(after(slot)),
            _ => Ok(Number::ZERO),
        }
    }

    fn item(&self, slot: Slot) -> Result<Number, Stop<'static>> {
        match self.slot(slot) {
            Filled::List(items) => {
                Ok(Number::Exact(items.get(self.item).copied().unwrap_or(Fraction::ZERO)))
            }
            Filled::AnyList { item, .. } => Ok(*item),
            Filled::After | Filled::Open => Err(after(slot)),
            _ => Ok(Number::ZERO),
        }
    }

    fn count(&self, slot: Slot) -> Result<Number, Stop<'static>> {
        match self.slot(slot) {
            Filled::List(items) => Ok(Number::Exact(Fraction::integer(items.len() as i128))),
            Filled::AnyList { count, .. } => Ok(*count),
            Filled::After | Filled::Open => Err(after(slot)),
            _ => Ok(Number::ZERO),
        }
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
            return self.reduce_any(reduction, count, body);
        }
        let mut length = 0;
        for slot in lists {
            let count = self.count(*slot)?;
            let count = count.high().to_decimal().and_then(|n| n.to_integer()).unwrap_or(0);
            length = length.max(usize::try_from(count).unwrap_or(0));
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
    fn reduce_any(&mut self, reduction: Reduction, count: Number, body: &Expression) -> Result<Number, Stop<'static>> {
        let value = self.number(body)?;
        Ok(match reduction {
            Reduction::Sum => value.mul(&count)?,
            _ if count.low().is_zero() => value.hull(&Number::ZERO)?,
            _ => value,
        })
    }
}

fn combine(reduction: Reduction, sofar: &Number, value: &Number) -> Result<Number, Fault> {
    match reduction {
        Reduction::Sum => sofar.add(value),
        Reduction::Min => sofar.min(value),
        Reduction::Max => sofar.max(value),
    }
}
