//! Expressions.

use super::super::asked::SlotValue;
use super::env::Env;
use super::gap::{Interrupt, MissingPrice, after};
use crate::amount::{Arithmetic, Fault, Fraction, Number, Rounding};
use crate::catalog::program::{Expression, RUNS, Reduction, Slot};

impl<'e> Env<'e, '_> {
    pub(crate) fn number(&mut self, expression: &Expression) -> Result<Number, Interrupt<'static>> {
        match expression {
            Expression::Constant(value) => Ok(value.clone()),
            Expression::Both(arithmetic, operands) => match self.quick(expression) {
                Some(small) => Ok(Number::Ratio64(small)),
                None => self.both(*arithmetic, operands),
            },
            Expression::Rounded(mode, x) => {
                let mut place = None;
                let rounding = Rounding { mode: *mode, step: Fraction::ONE };
                Ok(self.operand(x, &mut place)?.rounded(&rounding)?)
            }
            Expression::Amount(place) => self
                .amounts
                .get(*place)
                .cloned()
                .flatten()
                .ok_or(Interrupt::MissingPrice(MissingPrice::NoAmount)),
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
        arithmetic: Arithmetic,
        [a, b]: &[Expression; 2],
    ) -> Result<Number, Interrupt<'static>> {
        let (mut left, mut right) = (None, None);
        let left = self.operand(a, &mut left)?;
        let right = self.operand(b, &mut right)?;
        Ok(arithmetic.apply(left, right)?)
    }

    /// A reference to a stored number, to avoid a copy; otherwise the number is computed into
    /// `place`.
    pub(super) fn operand<'n>(
        &mut self,
        expression: &'n Expression,
        place: &'n mut Option<Number>,
    ) -> Result<&'n Number, Interrupt<'static>>
    where
        'e: 'n,
    {
        match expression {
            Expression::Constant(value) => return Ok(value),
            Expression::Slot(slot) => {
                if let SlotValue::Number(number) = self.slot(*slot) {
                    return Ok(number);
                }
            }
            _ => {}
        }
        Ok(place.insert(self.number(expression)?))
    }

    /// Number of runs; never open.
    pub(super) fn runs(&self) -> Number {
        match self.slot(RUNS) {
            SlotValue::Number(runs) => runs.clone(),
            _ => Number::ONE,
        }
    }

    /// The number that an expression reads from a slot: 0 if absent.
    #[inline(never)]
    fn of_slot(&self, slot: Slot, expression: &Expression) -> Result<Number, Interrupt<'static>> {
        Ok(match (self.slot(slot), expression) {
            (SlotValue::After | SlotValue::Open, _) => return Err(after(slot)),
            (SlotValue::Number(n), Expression::Slot(_)) => n.clone(),
            (SlotValue::Choice(i), Expression::Attribute(_, numbers)) => {
                numbers.get(*i).cloned().unwrap_or(Number::ZERO)
            }
            (SlotValue::List(items), Expression::Item(_)) => {
                items.get(self.item).copied().map_or(Number::ZERO, Number::exact)
            }
            (SlotValue::AnyList { item, .. }, Expression::Item(_)) => item.clone(),
            (SlotValue::List(items), Expression::Count(_)) => {
                Number::exact(Fraction::integer(items.len() as i128))
            }
            (SlotValue::AnyList { count, .. }, Expression::Count(_)) => count.clone(),
            _ => Number::ZERO,
        })
    }

    fn reduce(
        &mut self,
        reduction: Reduction,
        lists: &[Slot],
        body: &Expression,
    ) -> Result<Number, Interrupt<'static>> {
        let any = lists.iter().find_map(|slot| match self.slot(*slot) {
            SlotValue::AnyList { count, .. } => Some(count.clone()),
            _ => None,
        });
        if let Some(count) = any {
            // Next to other lists, an open list does not tell which items meet.
            return match lists {
                [first, rest @ ..] if rest.iter().any(|slot| slot != first) => Err(after(*first)),
                _ => self.reduce_any(reduction, count, body),
            };
        }
        let mut length = 0;
        for slot in lists {
            length = length.max(match self.slot(*slot) {
                SlotValue::After | SlotValue::Open => return Err(after(*slot)),
                SlotValue::List(items) => items.len(),
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

    /// Over any list with this many items.
    fn reduce_any(
        &mut self,
        reduction: Reduction,
        count: Number,
        body: &Expression,
    ) -> Result<Number, Interrupt<'static>> {
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
