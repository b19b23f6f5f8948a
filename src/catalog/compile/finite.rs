//! Whether every amount of a price has a finite decimal; if not, the price should say how it
//! rounds.
//!
//! Settings hold decimals, so only constants matter: `seconds / 60 * 12` has a finite decimal,
//! `seconds / 3600` has none for most values.

use super::super::program::{
    Cells, Charge, Component, Expression, Metered, Rate, Step, StepKind, Sum, Tariff, Tier,
};
use crate::amount::{Arithmetic, Fraction, Number};

impl Sum {
    /// Whether every total has a finite decimal, or the catalog rounds it to one.
    pub(super) fn is_finite(&self) -> bool {
        let mut units = Units { kept: Vec::new() };
        let run = units.components(&self.per_run);
        let run = units.stepped(run, &self.run_steps);
        let request = units.components(&self.per_request);
        let total = units.stepped(common([run, request]), &self.request_steps);
        total.is_some_and(|unit| unit.below == 1)
    }
}

/// Units of the components so far, by index, for `amount(id)`.
struct Units {
    kept: Vec<Unitary>,
}

/// Every value is a multiple of this unit by a whole number and by powers of two and five. Unit 0:
/// the value is 0. In lowest terms, without factors of two and five.
#[derive(Clone, Copy)]
struct Unit {
    above: i128,
    below: i128,
}

const ONE: Unit = Unit { above: 1, below: 1 };
const ZERO: Unit = Unit { above: 0, below: 1 };

/// `None` if there is no such unit, for instance after a division by a setting.
type Unitary = Option<Unit>;

impl Unit {
    fn of(value: &Fraction) -> Unitary {
        let (above, below) = value.parts();
        Unit::reduced(above.checked_abs()?, below)
    }

    fn reduced(above: i128, below: i128) -> Unitary {
        let divisor = greatest(above, below);
        Some(Unit { above: bare(above / divisor), below: bare(below / divisor) })
    }

    fn times(self, other: Unit) -> Unitary {
        let above = self.above.checked_mul(other.above)?;
        Unit::reduced(above, self.below.checked_mul(other.below)?)
    }

    /// The largest common unit.
    fn with(self, other: Unit) -> Unitary {
        let below = (self.below / greatest(self.below, other.below)).checked_mul(other.below)?;
        Some(Unit { above: greatest(self.above, other.above), below })
    }

    fn inverse(self) -> Unitary {
        (self.above > 0).then_some(Unit { above: self.below, below: self.above })
    }
}

/// Without factors of two and five.
fn bare(mut n: i128) -> i128 {
    for factor in [2, 5] {
        while n != 0 && n % factor == 0 {
            n /= factor;
        }
    }
    n
}

fn greatest(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn common(units: impl IntoIterator<Item = Unitary>) -> Unitary {
    units.into_iter().try_fold(ZERO, |sofar, unit| sofar.with(unit?))
}

fn product(a: Unitary, b: Unitary) -> Unitary {
    a?.times(b?)
}

impl Units {
    fn components(&mut self, components: &[Component]) -> Unitary {
        common(components.iter().map(|component| self.component(component)).collect::<Vec<_>>())
    }

    fn component(&mut self, component: &Component) -> Unitary {
        let unit = match &component.charge {
            Charge::Metered(metered) => self.metered(metered),
            Charge::MaxOf(parts) => self.components(parts),
        };
        let unit = self.stepped(unit, &component.steps);
        if component.keep_as.is_some() {
            self.kept.push(unit);
        }
        unit
    }

    fn metered(&self, metered: &Metered) -> Unitary {
        let quantity = match (&metered.block, &metered.included) {
            (Some(block), _) => Unit::of(&block.step),
            (None, Some(included)) => {
                common([self.expression(&metered.quantity), self.expression(included)])
            }
            (None, None) => self.expression(&metered.quantity),
        };
        let amount = match &metered.tariff {
            Tariff::Rate(rate) => product(quantity, self.rate(rate)),
            Tariff::Graduated(tiers) | Tariff::Volume(tiers) => self.tiers(quantity, tiers),
        };
        common([product(amount, number(&metered.per)?.inverse()), flats(&metered.tariff)])
    }

    /// Any part of the quantity between two bounds may be billed at any of the rates.
    fn tiers(&self, quantity: Unitary, tiers: &[Tier]) -> Unitary {
        let bounds =
            tiers.iter().filter_map(|tier| tier.bound.as_ref()).map(|bound| number(&bound.at));
        let part = common(bounds.chain([quantity]));
        product(part, common(tiers.iter().map(|tier| self.rate(&tier.rate))))
    }

    fn stepped(&self, unit: Unitary, steps: &[Step]) -> Unitary {
        steps.iter().fold(unit, |before, step| {
            let after = match &step.act {
                StepKind::Times(by) => product(before, self.rate(by)),
                StepKind::Minimum(other) | StepKind::Maximum(other) => {
                    common([before, self.rate(other)])
                }
                StepKind::Round(rounding) => Unit::of(&rounding.step),
                StepKind::Convert(by) => product(before, Unit::of(by)),
            };
            if step.when.is_some() { common([before, after]) } else { after }
        })
    }

    fn rate(&self, rate: &Rate) -> Unitary {
        match rate {
            Rate::Number(number) => self.expression(number),
            Rate::Free | Rate::Unpriced | Rate::NotSold => Some(ZERO),
            Rate::Span(span) => number(span),
            Rate::Table(table) => {
                let otherwise = table.otherwise.as_ref().map(|rate| self.rate(rate));
                common([self.cells(&table.cells), otherwise.unwrap_or(Some(ZERO))])
            }
        }
    }

    fn cells(&self, cells: &Cells) -> Unitary {
        match cells {
            Cells::Choice(_, cells) => common(cells.iter().flatten().map(|cell| self.rate(cell))),
            Cells::Plan(cells) => common(cells.all().iter().flatten().map(|cell| self.rate(cell))),
            Cells::Flag(_, cells) | Cells::When(_, cells) => {
                common(cells.iter().flatten().map(|cell| self.rate(cell)))
            }
            Cells::Exact(_, cells) => common(cells.iter().map(|(_, cell)| self.rate(cell))),
            Cells::Ranges(_, rows) => common(rows.iter().map(|(_, cell)| self.rate(cell))),
        }
    }

    fn expression(&self, expression: &Expression) -> Unitary {
        let of = |part| self.expression(part);
        match expression {
            Expression::Constant(value) => number(value),
            Expression::Slot(_) | Expression::Item(_) | Expression::Count(_) => Some(ONE),
            Expression::Rounded(..) => Some(ONE),
            Expression::Attribute(_, values) => common(values.iter().map(number)),
            Expression::Amount(place) => self.kept.get(*place).copied().flatten(),
            Expression::Reduce(_, _, body) => of(body),
            Expression::Both(arithmetic, operands) => {
                let [a, b] = &**operands;
                match (arithmetic, b) {
                    (Arithmetic::Mul, _) => product(of(a), of(b)),
                    (Arithmetic::Div, Expression::Constant(by)) => {
                        product(of(a), number(by).and_then(Unit::inverse))
                    }
                    (Arithmetic::Div, _) => None,
                    _ => common([of(a), of(b)]),
                }
            }
        }
    }
}

fn flats(tariff: &Tariff) -> Unitary {
    match tariff {
        Tariff::Rate(_) => Some(ZERO),
        Tariff::Graduated(tiers) | Tariff::Volume(tiers) => {
            common(tiers.iter().map(|tier| number(&tier.flat)))
        }
    }
}

fn number(number: &Number) -> Unitary {
    common([Unit::of(&number.low()), Unit::of(&number.high())])
}
