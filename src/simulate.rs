//! Simulation: an account, a demand and some actions, from a start to an end.
//!
//! The wallet knows what is due on its own account; this module adds requests and actions, in the
//! fixed order of one instant: actions, usage, alerts. `run` is the loop and `fast_forward` its
//! fast path. Input: `scenario`, `input`, `lines` with `demand` and `cost`. State: `state`, made of
//! `wants`, `agenda`, `waiting`, `shortfalls` and `cycles`. Output: `series`, `projection`, `month`.
//! `forecast` runs a scenario many times with random demand. A `trial` runs it with
//! scaled demand and with purchases.

mod actions;
mod agenda;
mod assumed;
mod check;
mod cost;
mod counted;
mod cycles;
mod demand;
mod detail;
mod effort;
mod fast_forward;
mod forecast;
mod from_wallet;
mod id;
mod input;
mod lines;
mod month;
mod outside;
mod progress;
mod projection;
mod recent;
mod run;
mod sample;
mod scenario;
mod series;
mod serve;
mod short;
mod shortfall;
mod shortfalls;
mod state;
mod sums;
mod timeline;
mod totals;
mod trial;
mod wait;
mod waiting;
mod wants;
mod watch;

pub(crate) use assumed::{assumptions, has_holdings};
pub(crate) use cost::Bill;
pub use detail::Detail;
pub use effort::Effort;
pub(crate) use forecast::Forecasting;
pub use forecast::{
    Distribution, Forecast, ForecastOptions, MonthChance, Percentiles, RunOut, Seed,
};
pub use month::MonthRow;
pub(crate) use progress::Progress;
#[cfg(any(feature = "wasm-plans", feature = "wasm-wallet"))]
pub(crate) use projection::Summary;

pub use projection::{AlertEvent, CycleRow, Event, InvoiceEvent, Projection};
pub use scenario::{
    Action, ActionKind, DayWords, Days, Demand, IfRefused, RangeEnd, Scenario, WhenShort,
};
pub(crate) use scenario::{MOST_RUNS, covered};
pub use series::{Column, Series};
pub use shortfall::{Shortfall, Way, WayKind};
pub use state::Simulation;
#[cfg(any(feature = "wasm-plans", feature = "wasm-wallet"))]
pub(crate) use sums::too_large;
pub use totals::{ClassTotals, MemberTotals, OperationTotals, ProjectTotals, Totals};
pub(crate) use trial::{Outcome, Timelines, Trial, TrialCursor};
pub(crate) use watch::{Cycle, Purchase};

use crate::catalog::Catalog;
use crate::error::Errors;

impl Catalog {
    /// Simulates a scenario.
    ///
    /// ```
    /// use drawdown::{Catalog, Detail, Scenario};
    /// let catalog = Catalog::from_json(r#"{
    ///     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    ///     "credit": { "name": "credit", "plural": "credits", "step": "1" },
    ///     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ],
    ///     "classes": { "plan": {} },
    ///     "plans": [ { "id": "pro", "price": { "month": "24.00" }, "grants": [ "monthly" ] } ],
    ///     "grants": [ { "id": "monthly", "class": "plan", "amount": "1000", "every": "cycle",
    ///                   "expires": "cycle_end" } ] }"#)?;
    /// let scenario = Scenario::from_json(r#"{
    ///     "start": "2026-11-01", "for": "2 months", "account": { "plan": "pro" },
    ///     "demand": [ { "request": { "operation": "image" }, "per_day": 2 } ] }"#)?;
    /// let projection = catalog.simulate(&scenario, Detail::Columns)?;
    /// // 48 credits a day last for 20 days and one more image.
    /// assert_eq!(projection.run_out.unwrap().to_string(), "2026-11-21T12:00:00Z");
    /// # Ok::<(), drawdown::Errors>(())
    /// ```
    ///
    /// # Errors
    /// Every wrong name, date and number of the scenario; `no_answer` for a cost or an allowance
    /// that is neither published nor assumed; `limit` for a scenario that is too large.
    pub fn simulate(&self, scenario: &Scenario, detail: Detail) -> Result<Projection, Errors> {
        let mut simulation = Simulation::new(self, scenario, detail)?;
        simulation.run()?;
        Ok(simulation.finish())
    }
}
