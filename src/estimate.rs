//! From a request to an itemised cost.
//!
//! `resolve` turns names into slots. `evaluate` computes the price in exact fractions, or in spans
//! of them. `range` covers open settings. `explain` turns the trace into lines.

mod affordable;
mod answer;
mod asked;
mod cheaper;
mod combinations;
mod cost;
mod diff;
mod evaluate;
mod explain;
mod forbidden;
mod holes;
mod instead;
mod limit;
mod meter;
mod preview;
mod range;
mod resolve;
mod selftest;
mod sold;
mod total;
mod value;

pub use affordable::{Affordable, Reach};
pub(crate) use answer::by_name as settings_by_name;
pub use answer::{
    BalanceAfter, ClosedGate, CostReason, CostReasonCode, Estimate, GateKind, Line, LineKind,
    LineState, Metering, State,
};
pub use cheaper::{Alternative, Cheaper, SettingChange, What};
pub use diff::{Change, ChangeKind, Difference, changes, diff};
pub(crate) use meter::Reached;
pub use preview::Preview;
pub use selftest::{FailedTest, TestReport};
pub use sold::{Sold, SoldRange};
pub use total::Total;

use crate::amount::Number;
use crate::catalog::program::Kind;
use crate::catalog::{Catalog, Request};
use crate::error::Errors;

impl Catalog {
    /// Estimates the cost of a request, with its lines.
    ///
    /// # Errors
    /// Every error of the request, with its JSON pointer: an unknown operation, plan or setting, or
    /// a value that is not allowed. Also an amount that does not fit (`inexact`), or a division by
    /// zero in the catalog.
    pub fn estimate(&self, request: &Request) -> Result<Estimate, Errors> {
        let asked = resolve::resolve(self.checked(), request)?;
        let outcome = range::evaluate(&asked)?;
        explain::estimate(self, request, &asked, outcome)
    }

    /// The estimate for a given earlier use of each meter of the operation, and the use of the
    /// meters after it.
    pub(crate) fn estimate_after(
        &self,
        request: &Request,
        used: Vec<Number>,
    ) -> Result<(Estimate, Option<Reached>), Errors> {
        let mut asked = resolve::resolve(self.checked(), request)?;
        asked.used = used;
        let outcome = range::evaluate(&asked)?;
        let reached = meter::reached(&outcome);
        Ok((explain::estimate(self, request, &asked, outcome)?, reached))
    }

    /// Which values of each choice, flag and number the vendor sells, with everything else as in
    /// the request: a page can grey out the others. Other open settings may have any value; a value
    /// without a published price counts as sold.
    ///
    /// # Errors
    /// As for [`Catalog::estimate`], except `not_sold`.
    pub fn sold(&self, request: &Request) -> Result<Vec<Sold>, Errors> {
        let asked = resolve::resolve(self.checked(), request)?;
        let mut all = Vec::new();
        for (place, setting) in asked.operation.settings.iter().enumerate() {
            if let Kind::Number(grid) = &setting.kind {
                let ranges = Some(sold::Stretches::of(&asked, place + 1, grid));
                let (sold, not_sold) = (Vec::new(), Vec::new());
                all.push(Sold { setting: setting.name.clone(), sold, not_sold, ranges });
            } else if let Some(choices) = sold::choices(&setting.kind) {
                all.push(sold::of_setting(&asked, place + 1, &setting.name, choices));
            }
        }
        Ok(all)
    }
}
