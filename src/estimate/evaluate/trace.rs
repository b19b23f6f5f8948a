//! What happened, line by line, still in fractions.

use super::{Env, Gap};
use crate::amount::{Fault, Number};
use crate::catalog::program::{Component, Metered, Plan, Step};

/// What made a line.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Origin<'c> {
    Component(&'c Component),
    /// The quantity was billed in whole blocks.
    Block(&'c Component),
    Step(&'c Step),
    CostFactor(&'c Plan),
    /// What a component came to before in the period of its meter.
    Before(&'c Component),
    /// Nothing costs less than nothing.
    Floor,
    /// The total has no finite decimal and was rounded at the last place kept.
    LastPlace,
}

/// How far a component could be priced.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mark<'c> {
    Priced,
    Free,
    Gap(Gap<'c>),
}

/// One line.
#[derive(Clone, Debug)]
pub(crate) struct Raw<'c> {
    pub(crate) origin: Origin<'c>,
    /// What each component of `max_of` came to, the dearest first; of a gap, what it costs each.
    pub(crate) parts: Vec<(&'c Component, Number)>,
    pub(crate) mark: Mark<'c>,
    pub(crate) quantity: Option<Number>,
    /// The rate; of a quantity in blocks, what is billed; of a step, the factor or bound.
    pub(crate) rate: Option<Number>,
    /// The rate is a span that the vendor publishes.
    pub(crate) published_span: bool,
    /// In some of the cases that it stands for, there is no such line.
    pub(crate) sometimes: bool,
    /// So many units the rate is for, when it is not one.
    pub(crate) per: Option<&'c Number>,
    pub(crate) amount: Number,
    /// The rule works on each run, and there are several.
    pub(crate) each_run: bool,
}

impl<'c> Raw<'c> {
    /// A line that is an amount and nothing more.
    pub(crate) fn amount(origin: Origin<'c>, amount: Number) -> Self {
        Raw {
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

    /// Turns every amount of the line into another.
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

    /// From one run to all of them.
    pub(super) fn repeat(&mut self, runs: &Number) -> Result<(), Fault> {
        self.each_run = true;
        if !matches!(self.mark, Mark::Gap(_)) {
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

impl<'c> Env<'_, 'c> {
    /// Whether anybody will read the lines; if not, they need not be made.
    pub(super) fn traces(&self) -> bool {
        self.lines.is_some()
    }

    /// A new line, when somebody will read it.
    #[inline(never)]
    pub(super) fn line(&mut self, origin: Origin<'c>, amount: &Number) -> Option<&mut Raw<'c>> {
        let lines = self.lines.as_mut()?;
        lines.push(Raw::amount(origin, amount.clone()));
        lines.last_mut()
    }

    /// A line before those since `start`, when somebody will read it.
    pub(super) fn line_at(&mut self, start: usize, origin: Origin<'c>) -> Option<&mut Raw<'c>> {
        let lines = self.lines.as_mut().filter(|lines| start < lines.len())?;
        lines.insert(start, Raw::amount(origin, Number::ZERO));
        lines.get_mut(start)
    }

    /// The line of a quantity at a rate, when somebody will read it.
    #[inline(never)]
    pub(super) fn rated_line(
        &mut self,
        component: &'c Component,
        metered: &'c Metered,
        [quantity, amount]: [&Number; 2],
        rate: Option<&Number>,
    ) {
        let published_span = std::mem::take(&mut self.published_span);
        let Some(lines) = self.lines.as_mut() else { return };
        lines.push(Raw {
            origin: Origin::Component(component),
            parts: Vec::new(),
            mark: if rate.is_some() { Mark::Priced } else { Mark::Free },
            quantity: Some(quantity.clone()),
            rate: rate.cloned(),
            published_span,
            sometimes: false,
            per: metered.shown_per(),
            amount: amount.clone(),
            each_run: false,
        });
    }

    pub(super) fn line_count(&self) -> usize {
        self.lines.as_ref().map_or(0, Vec::len)
    }

    /// Takes back every line since then.
    pub(super) fn drop_lines(&mut self, start: usize) {
        if let Some(lines) = &mut self.lines {
            lines.truncate(start);
        }
    }

    pub(super) fn lines_since(&mut self, start: usize) -> &mut [Raw<'c>] {
        self.lines.as_mut().and_then(|lines| lines.get_mut(start..)).unwrap_or(&mut [])
    }
}
