//! The lines of the demand: what each costs, and what has become of it.

use super::cost::Cost;
use super::demand::{Line, LineTotals};
use super::id::LineId;
use super::scenario::RangeEnd;
use super::sums::plus;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::Catalog;
use crate::catalog::supply::Held;
use crate::error::{Error, Errors};

/// All lines, by their places.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    list: Vec<Line>,
    /// What each costs, as it was last worked out.
    costs: Vec<Option<Cost>>,
    /// Some price is "about".
    approximate: bool,
    /// Some cost is one end of a range.
    ranged: bool,
}

impl Lines {
    pub(super) fn of(list: Vec<Line>) -> Self {
        Lines { costs: vec![None; list.len()], list, approximate: false, ranged: false }
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn get(&self, line: LineId) -> Option<&Line> {
        self.list.get(line.place())
    }

    pub(super) fn get_mut(&mut self, line: LineId) -> Option<&mut Line> {
        self.list.get_mut(line.place())
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Line> {
        self.list.iter()
    }

    pub(super) fn list(&self) -> &[Line] {
        &self.list
    }

    /// To work out what each wants next.
    pub(super) fn list_mut(&mut self) -> &mut [Line] {
        &mut self.list
    }

    /// Some price is "about".
    pub(super) fn is_approximate(&self) -> bool {
        self.approximate
    }

    /// Some cost is one end of a range.
    pub(super) fn is_ranged(&self) -> bool {
        self.ranged
    }

    /// What each costs, where that is worked out and still holds.
    pub(super) fn known_costs(
        &self,
        (held, at): (Option<Held>, Instant),
    ) -> impl Iterator<Item = Option<Cost>> + Clone {
        self.costs.iter().map(move |cost| cost.filter(|cost| cost.holds(held, at)))
    }

    /// The cost of one request of a line.
    pub(super) fn cost(
        &mut self,
        line: LineId,
        catalog: &Catalog,
        (held, at): (Option<Held>, Instant),
        ranges: RangeEnd,
    ) -> Result<Cost, Errors> {
        if let Some(Some(cost)) = self.costs.get(line.place())
            && cost.holds(held, at)
        {
            return Ok(*cost);
        }
        let Some(of) = self.list.get(line.place()) else { return Err(gone()) };
        let cost = Cost::of(catalog, &of.request, (held, at), ranges)
            .map_err(|errors| errors.under(&format!("/demand/{}/request", of.place)))?;
        self.approximate |= cost.approximate;
        self.ranged |= cost.ranged;
        if let Some(kept) = self.costs.get_mut(line.place()) {
            *kept = Some(cost);
        }
        Ok(cost)
    }

    fn sum(&mut self, line: LineId) -> Option<&mut LineTotals> {
        self.list.get_mut(line.place()).map(|line| &mut line.sum)
    }

    pub(super) fn count_wanted(&mut self, line: LineId, runs: u32) {
        if let Some(sum) = self.sum(line) {
            sum.wanted += u64::from(runs);
        }
    }

    /// Runs were made and paid for.
    pub(super) fn count_made(
        &mut self,
        line: LineId,
        runs: u32,
        spent: Credits,
    ) -> Result<(), Error> {
        let Some(sum) = self.sum(line) else { return Ok(()) };
        sum.made += u64::from(runs);
        sum.spent = plus(sum.spent, spent)?;
        Ok(())
    }

    pub(super) fn count_refused(&mut self, line: LineId, runs: u32) {
        if let Some(sum) = self.sum(line) {
            sum.refused += u64::from(runs);
        }
    }

    /// Runs that were refused were made later.
    pub(super) fn count_made_later(&mut self, line: LineId, runs: u64) {
        if let Some(sum) = self.sum(line) {
            sum.refused -= runs.min(sum.refused);
        }
    }

    pub(super) fn count_failed(&mut self, line: LineId, runs: u32) {
        if let Some(sum) = self.sum(line) {
            sum.failed += u64::from(runs);
        }
    }

    pub(super) fn count_refunded(&mut self, line: LineId, back: Credits) -> Result<(), Error> {
        let Some(sum) = self.sum(line) else { return Ok(()) };
        sum.refunded = plus(sum.refunded, back)?;
        Ok(())
    }

    pub(super) fn count_free(&mut self, line: LineId) {
        if let Some(sum) = self.sum(line) {
            sum.free += 1;
        }
    }
}

#[cold]
fn gone() -> Errors {
    Error::internal("a line of the demand is missing").into()
}
