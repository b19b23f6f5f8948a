//! The trace, line by line, still in fractions.

use super::gap::MissingPrice;
use crate::amount::{Fault, Number};
use crate::catalog::program::{Component, Plan, Step};

/// The origin of a line.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Origin<'c> {
    Component(&'c Component),
    /// The quantity is billed in whole blocks.
    Block(&'c Component),
    Step(&'c Step),
    CostFactor(&'c Plan),
    /// What earlier use in the period of its meter cost.
    Before(&'c Component),
    /// A negative amount was raised to 0.
    Floor,
    /// The total has no finite decimal and was rounded at the last place.
    LastPlace,
}

/// Whether a component could be priced.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mark<'c> {
    Priced,
    Free,
    MissingPrice(MissingPrice<'c>),
}

/// One line.
#[derive(Clone, Debug)]
pub(crate) struct TraceLine<'c> {
    pub(crate) origin: Origin<'c>,
    /// The amount of each part of `max_of`, highest first; for a gap, the rate of each.
    pub(crate) parts: Vec<(&'c Component, Number)>,
    pub(crate) mark: Mark<'c>,
    pub(crate) quantity: Option<Number>,
    /// The rate; for blocks, the billed quantity; for a step, the factor or bound.
    pub(crate) rate: Option<Number>,
    /// The rate is a published range.
    pub(crate) published_span: bool,
    /// In some of the cases that it covers, there is no such line.
    pub(crate) sometimes: bool,
    /// The units that the rate is for; `None` for one unit.
    pub(crate) per: Option<&'c Number>,
    pub(crate) amount: Number,
    /// The rule applies to each run, and there are several.
    pub(crate) each_run: bool,
}

impl<'c> TraceLine<'c> {
    /// A line with an amount only.
    pub(crate) fn amount(origin: Origin<'c>, amount: Number) -> Self {
        TraceLine {
            origin,
            parts: Vec::new(),
            mark: Mark::Priced,
            quantity: None,
            rate: None,
            published_span: false,
            sometimes: false,
            per: None,
            amount,
            each_run: false,
        }
    }

    /// Maps every amount of the line.
    pub(super) fn convert(
        &mut self,
        change: impl Fn(&Number) -> Result<Number, Fault>,
    ) -> Result<(), Fault> {
        self.amount = change(&self.amount)?;
        for (_, amount) in &mut self.parts {
            *amount = change(amount)?;
        }
        Ok(())
    }

    /// Multiplies the amounts of one run by the runs.
    pub(super) fn repeat(&mut self, runs: &Number) -> Result<(), Fault> {
        self.each_run = true;
        if !matches!(self.mark, Mark::MissingPrice(_)) {
            self.convert(|amount| amount.times_each(runs))?;
        }
        let repeated = |number: &Option<Number>| number.as_ref().map(|n| n.mul(runs)).transpose();
        self.quantity = repeated(&self.quantity)?;
        if let Origin::Block(_) = self.origin {
            self.rate = repeated(&self.rate)?;
        }
        Ok(())
    }
}
