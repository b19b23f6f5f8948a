//! The settings that an expression or a condition reads.

use super::{Condition, Expression, Limits, Slot};

impl Expression {
    /// Every slot it reads.
    pub(crate) fn visit(&self, see: &mut dyn FnMut(Slot)) {
        match self {
            Expression::Constant(_) | Expression::Amount(_) => {}
            Expression::Slot(slot)
            | Expression::Attribute(slot, _)
            | Expression::Item(slot)
            | Expression::Count(slot) => see(*slot),
            Expression::Reduce(_, lists, body) => {
                lists.iter().for_each(|slot| see(*slot));
                body.visit(see);
            }
            Expression::Both(_, operands) => {
                operands.iter().for_each(|operand| operand.visit(see));
            }
            Expression::Rounded(_, inner) => inner.visit(see),
        }
    }
}

impl Condition {
    /// Every slot it reads.
    pub(crate) fn visit(&self, see: &mut dyn FnMut(Slot)) {
        match self {
            Condition::All(list) | Condition::Any(list) => {
                list.iter().for_each(|condition| condition.visit(see));
            }
            Condition::Not(inner) => inner.visit(see),
            Condition::Choice(slot, _) | Condition::Flag(slot, _) | Condition::Present(slot) => {
                see(*slot);
            }
            Condition::Plan(_) | Condition::Hours(_) => {}
            Condition::Equals(subject, _) => subject.visit(see),
            Condition::Bounds(subject, Limits { min, max, above, below }) => {
                let bounds = [min, max, above, below];
                bounds.into_iter().flatten().chain([subject]).for_each(|bound| bound.visit(see));
            }
        }
    }
}
