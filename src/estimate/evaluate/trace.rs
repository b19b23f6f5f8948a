//! What happened, line by line, still in fractions.

use super::{Env, Gap};
use crate::amount::Number;
use crate::catalog::program::{Component, Metered, Plan, Step};

/// What made a line.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Origin<'c> {
    Component(&'c Component),
    /// The quantity was billed in whole blocks.
    Block(&'c Component),
    Step(&'c Step),
    CostFactor(&'c Plan),
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
    /// The component of `max_of` that was the dearest.
    pub(crate) chosen: Option<&'c Component>,
    pub(crate) mark: Mark<'c>,
    pub(crate) quantity: Option<Number>,
    pub(crate) rate: Option<Number>,
    /// So many units the rate is for, when it is not one.
    pub(crate) per: Option<&'c Number>,
    pub(crate) amount: Number,
}

impl<'c> Raw<'c> {
    /// A line that is an amount and nothing more.
    pub(crate) fn amount(origin: Origin<'c>, amount: Number) -> Self {
        Raw {
            origin,
            chosen: None,
            mark: Mark::Priced,
            quantity: None,
            rate: None,
            per: None,
            amount,
        }
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

    /// The line of a quantity at a rate, when somebody will read it.
    #[inline(never)]
    pub(super) fn rated_line(
        &mut self,
        component: &'c Component,
        metered: &'c Metered,
        [quantity, amount]: [&Number; 2],
        rate: Option<&Number>,
    ) {
        let Some(lines) = self.lines.as_mut() else { return };
        lines.push(Raw {
            origin: Origin::Component(component),
            chosen: None,
            mark: if rate.is_some() { Mark::Priced } else { Mark::Free },
            quantity: Some(quantity.clone()),
            rate: rate.cloned(),
            per: metered.shown_per(),
            amount: amount.clone(),
        });
    }

    pub(super) fn line_count(&self) -> usize {
        self.lines.as_ref().map_or(0, Vec::len)
    }

    pub(super) fn lines_since(&mut self, start: usize) -> &mut [Raw<'c>] {
        self.lines.as_mut().and_then(|lines| lines.get_mut(start..)).unwrap_or(&mut [])
    }
}
