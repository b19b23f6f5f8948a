//! Forecasts: the possible outcomes of a scenario with random demand.
//!
//! A scenario gives the mean demand of each day. `sample` draws runs around the means, `options`
//! configures the draws, and `outcome` ranks the results. A path is one simulation with its own
//! draws; only its outcome is kept.

mod options;
mod outcome;

pub use options::{Distribution, ForecastOptions, Seed};
pub use outcome::{Forecast, MonthChance, Percentiles, RunOut};

use super::detail::Detail;
use super::effort::Effort;
use super::id::LineId;
use super::progress::Progress;
use super::sample::Streams;
use super::scenario::Scenario;
use super::state::Simulation;
use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind, Errors};
use options::Plan;
use outcome::Outcomes;

/// Maximum of paths times lines times days.
const MOST_DRAWS: i128 = 1_000_000_000;

impl Catalog {
    /// The possible outcomes of a scenario whose demand varies from day to day.
    ///
    /// Each path is a simulation that draws the runs of every line and day around that day's rate.
    /// The same seed gives the same bytes on every host, whatever the order of the lines. A line
    /// with an id keeps its draws when another line or its own rate changes.
    ///
    /// ```
    /// use drawdown::{Catalog, ForecastOptions, Scenario};
    /// let catalog = Catalog::from_json(r#"{
    ///     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    ///     "credit": { "name": "credit", "plural": "credits", "step": "1" },
    ///     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ],
    ///     "classes": { "plan": {} },
    ///     "plans": [ { "id": "pro", "price": { "month": "24.00" }, "grants": [ "monthly" ] } ],
    ///     "grants": [ { "id": "monthly", "class": "plan", "amount": "1000", "every": "cycle",
    ///                   "expires": "cycle_end" } ] }"#)?;
    /// let scenario = Scenario::from_json(r#"{
    ///     "start": "2026-11-01", "for": "1 month", "account": { "plan": "pro" },
    ///     "demand": [ { "id": "images", "request": { "operation": "image" }, "per_day": 1.25 } ]
    /// }"#)?;
    /// let options = ForecastOptions::from_json(r#"{ "paths": 200, "seed": 7 }"#)?;
    /// let forecast = catalog.forecast(&scenario, &options)?;
    /// // On average 37.5 images are requested and 41 are affordable: some months are short.
    /// assert_eq!(forecast.run_out.probability.to_string(), "0.22");
    /// assert_eq!(forecast.spent.p50.to_string(), "888");
    /// assert_eq!(forecast.refused.p90, 3);
    /// # Ok::<(), drawdown::Errors>(())
    /// ```
    ///
    /// # Errors
    /// As for [`Catalog::simulate`]; also options that are out of range, or more than 10^9 days in
    /// all paths together.
    pub fn forecast(
        &self,
        scenario: &Scenario,
        options: &ForecastOptions,
    ) -> Result<Forecast, Errors> {
        Ok(self.forecast_with_effort(scenario, options)?.0)
    }

    /// Like [`Catalog::forecast`], with the work it took.
    ///
    /// # Errors
    /// As for [`Catalog::forecast`].
    #[doc(hidden)]
    pub fn forecast_with_effort(
        &self,
        scenario: &Scenario,
        options: &ForecastOptions,
    ) -> Result<(Forecast, Effort), Errors> {
        let mut forecasting = Forecasting::new(self, scenario, options)?;
        forecasting.run_all(&Progress::default())?;
        let effort = forecasting.effort;
        Ok((forecasting.finish(), effort))
    }
}

/// A forecast in progress: the outcomes of the paths so far.
#[derive(Debug)]
pub(crate) struct Forecasting {
    plan: Plan,
    /// The scenario before any draws.
    first: Simulation,
    source: Streams,
    outcomes: Outcomes,
    /// The next path.
    path: u32,
    effort: Effort,
}

impl Forecasting {
    /// Checks the scenario and the options.
    pub(crate) fn new(
        catalog: &Catalog,
        scenario: &Scenario,
        options: &ForecastOptions,
    ) -> Result<Self, Errors> {
        let plan = options.check()?;
        let first = begun(catalog, scenario)?;
        affordable(&first, &plan)?;
        let source = Streams::new(plan.seed, first.lines.iter().map(|line| line.key(scenario)));
        let outcomes = Outcomes::new(plan.paths);
        Ok(Forecasting { outcomes, plan, first, source, path: 0, effort: Effort::default() })
    }

    /// Simulates some more paths. Returns how many are left.
    pub(crate) fn run(&mut self, paths: u32) -> Result<u32, Errors> {
        let until = self.path.saturating_add(paths).min(self.plan.paths);
        while self.path < until {
            let mut simulation = self.first.clone();
            for (place, line) in simulation.lines.list_mut().iter_mut().enumerate() {
                line.draws = Some(self.source.draws(self.path, LineId::at(place), self.plan.size));
            }
            simulation.plan()?;
            simulation.run()?;
            self.outcomes.note(&simulation);
            self.effort.add(simulation.effort());
            self.path += 1;
        }
        Ok(self.plan.paths - self.path)
    }

    /// Simulates all remaining paths, and reports progress after each.
    pub(crate) fn run_all(&mut self, progress: &Progress) -> Result<(), Errors> {
        let whole = progress.part();
        while self.run(1)? > 0 {
            progress.begin(whole, self.path as usize, self.plan.paths as usize);
            progress.step()?;
        }
        Ok(())
    }

    /// The outcome of the paths so far.
    pub(crate) fn finish(self) -> Forecast {
        self.outcomes.forecast(&self.first, &Plan { paths: self.path, ..self.plan })
    }
}

/// A simulation that keeps sums only, with no demand yet.
fn begun(catalog: &Catalog, scenario: &Scenario) -> Result<Simulation, Errors> {
    let mut simulation = Simulation::open(catalog, scenario, Detail::Columns)?;
    // An automatic top-up may wait for a day on which nothing else happens.
    let account = scenario.account.as_ref();
    simulation.be_quiet(account.is_some_and(|account| account.auto_top_up.is_some()));
    Ok(simulation)
}

fn affordable(simulation: &Simulation, plan: &Plan) -> Result<(), Error> {
    let days =
        (simulation.end().to_unix() - simulation.start().to_unix()) / crate::calendar::DAY + 1;
    let lines = i128::try_from(simulation.lines.len()).unwrap_or(i128::MAX);
    if i128::from(plan.paths) * lines * i128::from(days) <= MOST_DRAWS {
        return Ok(());
    }
    let lines = simulation.lines.len();
    let sentence = format!(
        "expected at most {MOST_DRAWS} days in all paths, found {} paths of {days} days with \
         {lines} demands: ask for fewer paths",
        plan.paths
    );
    Err(Error::new(ErrorKind::Limit, "/paths", sentence))
}
