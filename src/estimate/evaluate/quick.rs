//! The common case: small fractions, one component after another, without a trace. It takes few
//! steps here; other cases are left to the general code.

use super::super::asked::SlotValue;
use super::env::Env;
use crate::amount::Ratio64;
use crate::catalog::program::{Cells, Charge, Component, Expression, Metered, Rate, Tariff, Tier};

impl Env<'_, '_> {
    /// The value of an expression, if every part of it is small.
    pub(super) fn quick(&self, expression: &Expression) -> Option<Ratio64> {
        match expression {
            Expression::Constant(value) => value.small(),
            Expression::Slot(slot) => match self.slot(*slot) {
                SlotValue::Number(number) => number.small(),
                _ => None,
            },
            Expression::Both(arithmetic, operands) => {
                let [a, b] = &**operands;
                arithmetic.quick(self.quick(a)?, self.quick(b)?)
            }
            _ => None,
        }
    }

    /// The cost of a component before its steps, without a line.
    pub(super) fn quick_charge(&self, component: &Component) -> Option<Ratio64> {
        match &component.charge {
            Charge::Metered(metered) if !self.traces() && component.meter.is_none() => {
                self.quick_metered(metered)
            }
            _ => None,
        }
    }

    fn quick_metered(&self, metered: &Metered) -> Option<Ratio64> {
        if metered.included.is_some() || metered.block.is_some() {
            return None;
        }
        let per = metered.per.small()?;
        let quantity = self.quick(&metered.quantity).filter(|quantity| !quantity.is_negative())?;
        match &metered.tariff {
            Tariff::Rate(rate) => quantity.mul(self.quick_rate(rate)?)?.div(per),
            Tariff::Graduated(tiers) => self.quick_tiers(quantity, per, tiers),
            _ => None,
        }
    }

    fn quick_rate(&self, rate: &Rate) -> Option<Ratio64> {
        match rate {
            Rate::Number(rate) => self.quick(rate),
            Rate::Table(table) => self.quick_rate(self.quick_cell(&table.cells)?),
            _ => None,
        }
    }

    /// The cell of the chosen value of a choice or a flag.
    fn quick_cell<'c>(&self, cells: &'c Cells) -> Option<&'c Rate> {
        match cells {
            Cells::Choice(slot, cells) => match self.slot(*slot) {
                SlotValue::Choice(i) => cells.get(*i)?.as_ref(),
                _ => None,
            },
            Cells::Flag(slot, [no, yes]) => match self.slot(*slot) {
                SlotValue::Flag(flag) => if *flag { yes } else { no }.as_ref(),
                _ => None,
            },
            _ => None,
        }
    }

    /// Each part of the quantity at its own rate.
    fn quick_tiers(&self, quantity: Ratio64, per: Ratio64, tiers: &[Tier]) -> Option<Ratio64> {
        let mut total = Ratio64::ZERO;
        let mut below = None;
        for tier in tiers {
            let passed = match &tier.bound {
                Some(bound) => {
                    let at = bound.at.small()?;
                    let order = quantity.compare(at)?;
                    (order.is_gt() || !bound.included && order.is_eq()).then_some(at)
                }
                None => None,
            };
            let top = passed.unwrap_or(quantity);
            let part = match below {
                Some(below) => top.sub(below)?,
                None => top.max(Ratio64::ZERO)?,
            };
            let amount = part.mul(self.quick_rate(&tier.rate)?)?.div(per)?;
            total = total.add(amount)?.add(tier.flat.small()?)?;
            if passed.is_none() {
                return Some(total);
            }
            below = passed;
        }
        None
    }
}
