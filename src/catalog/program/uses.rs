//! How a price uses each setting.

use super::{
    Cells, Charge, Component, Condition, Expression, Limits, Metered, Rate, Slot, Step, StepKind,
    Sum, Tariff,
};
use crate::amount::Number;

/// A use of a setting.
#[derive(Clone, Copy)]
pub(crate) enum Use<'p> {
    /// It enters an amount.
    Measured,
    /// It is compared with a constant directly.
    Compared(&'p Number),
    /// It is compared as a part of an expression.
    Within,
    /// Its choice is tested.
    Chosen,
}

impl Sum {
    /// Every use of a setting.
    pub(crate) fn uses(&self, see: &mut dyn FnMut(Slot, Use)) {
        let mut reader = Reader { see };
        reader.components(&self.per_run);
        reader.components(&self.per_request);
        reader.steps(&self.run_steps);
        reader.steps(&self.request_steps);
    }
}

impl Component {
    /// Every use of a setting.
    pub(crate) fn uses(&self, see: &mut dyn FnMut(Slot, Use)) {
        Reader { see }.components(std::slice::from_ref(self));
    }
}

struct Reader<'s> {
    see: &'s mut dyn FnMut(Slot, Use),
}

impl Reader<'_> {
    fn components(&mut self, components: &[Component]) {
        for component in components {
            component.when.iter().for_each(|when| self.condition(when));
            match &component.charge {
                Charge::Metered(metered) => self.metered(metered),
                Charge::MaxOf(parts) => self.components(parts),
            }
            self.steps(&component.steps);
        }
    }

    fn metered(&mut self, metered: &Metered) {
        self.measured(&metered.quantity);
        metered.included.iter().for_each(|included| self.measured(included));
        match &metered.tariff {
            Tariff::Rate(rate) => self.rate(rate),
            Tariff::Graduated(tiers) | Tariff::Volume(tiers) => {
                tiers.iter().for_each(|tier| self.rate(&tier.rate));
            }
        }
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            step.when.iter().for_each(|when| self.condition(when));
            match &step.act {
                StepKind::Times(rate) | StepKind::Minimum(rate) | StepKind::Maximum(rate) => {
                    self.rate(rate)
                }
                StepKind::Round(_) | StepKind::Convert(_) => {}
            }
        }
    }

    fn rate(&mut self, rate: &Rate) {
        match rate {
            Rate::Number(expression) => self.measured(expression),
            Rate::Free | Rate::Unpriced | Rate::NotSold | Rate::Span(_) => {}
            Rate::Table(table) => {
                self.cells(&table.cells);
                table.otherwise.iter().for_each(|rate| self.rate(rate));
            }
        }
    }

    fn cells(&mut self, cells: &Cells) {
        match cells {
            Cells::Choice(slot, cells) => {
                self.chosen(*slot);
                cells.iter().flatten().for_each(|rate| self.rate(rate));
            }
            Cells::Plan(cells) => cells.all().iter().flatten().for_each(|rate| self.rate(rate)),
            Cells::Flag(slot, cells) => {
                self.chosen(*slot);
                cells.iter().flatten().for_each(|rate| self.rate(rate));
            }
            Cells::When(condition, cells) => {
                self.condition(condition);
                cells.iter().flatten().for_each(|rate| self.rate(rate));
            }
            Cells::Exact(column, cells) => {
                self.compared(column, cells.iter().map(|(key, _)| key));
                cells.iter().for_each(|(_, rate)| self.rate(rate));
            }
            Cells::Ranges(column, rows) => {
                let bounds = rows.iter().filter_map(|(bound, _)| bound.as_ref());
                self.compared(column, bounds.map(|bound| &bound.at));
                rows.iter().for_each(|(_, rate)| self.rate(rate));
            }
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::All(list) | Condition::Any(list) => {
                list.iter().for_each(|condition| self.condition(condition));
            }
            Condition::Not(inner) => self.condition(inner),
            Condition::Equals(subject, values) => self.compared(subject, values.iter()),
            Condition::Bounds(subject, Limits { min, max, above, below }) => {
                for bound in [min, max, above, below].into_iter().flatten() {
                    match bound {
                        Expression::Constant(at) => self.compared(subject, [at].into_iter()),
                        _ => [subject, bound].into_iter().for_each(|side| self.within(side)),
                    }
                }
            }
            Condition::Choice(slot, _) | Condition::Flag(slot, _) | Condition::Present(slot) => {
                self.chosen(*slot);
            }
            Condition::Plan(_) | Condition::Hours(_) => {}
        }
    }

    /// Compared with these constants: directly, or as a part of an expression.
    fn compared<'n>(&mut self, subject: &Expression, with: impl Iterator<Item = &'n Number>) {
        match subject {
            Expression::Slot(slot) => with.for_each(|at| (self.see)(*slot, Use::Compared(at))),
            _ => self.within(subject),
        }
    }

    fn within(&mut self, subject: &Expression) {
        subject.visit(&mut |slot| (self.see)(slot, Use::Within));
    }

    fn measured(&mut self, expression: &Expression) {
        expression.visit(&mut |slot| (self.see)(slot, Use::Measured));
    }

    fn chosen(&mut self, slot: Slot) {
        (self.see)(slot, Use::Chosen);
    }
}
