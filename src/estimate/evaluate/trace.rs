//! Traces: lines are made only if they will be read.

use super::env::Env;
use super::line::{Mark, Origin, TraceLine};
use crate::amount::Number;
use crate::catalog::program::{Component, Metered};

impl<'c> Env<'_, 'c> {
    /// Whether lines will be read; otherwise none are made.
    pub(super) fn traces(&self) -> bool {
        self.lines.is_some()
    }

    /// A new line, if lines are traced.
    #[inline(never)]
    pub(super) fn line(
        &mut self,
        origin: Origin<'c>,
        amount: &Number,
    ) -> Option<&mut TraceLine<'c>> {
        let lines = self.lines.as_mut()?;
        lines.push(TraceLine::amount(origin, amount.clone()));
        lines.last_mut()
    }

    /// A line before those since `start`, if lines are traced.
    pub(super) fn line_at(
        &mut self,
        start: usize,
        origin: Origin<'c>,
    ) -> Option<&mut TraceLine<'c>> {
        let lines = self.lines.as_mut().filter(|lines| start < lines.len())?;
        lines.insert(start, TraceLine::amount(origin, Number::ZERO));
        lines.get_mut(start)
    }

    /// The line of a quantity at a rate, if lines are traced.
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
        lines.push(TraceLine {
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

    /// Drops every line since then.
    pub(super) fn drop_lines(&mut self, start: usize) {
        if let Some(lines) = &mut self.lines {
            lines.truncate(start);
        }
    }

    pub(super) fn lines_since(&mut self, start: usize) -> &mut [TraceLine<'c>] {
        self.lines.as_mut().and_then(|lines| lines.get_mut(start..)).unwrap_or(&mut [])
    }
}
