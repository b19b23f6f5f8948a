//! The questions about a need, with progress reports and a way to stop.

use super::{BreakEven, Catalog, Fit, Need, Saving, SeasonalPlan, Sensitivity};
use crate::error::Errors;
use crate::simulate::{Forecast, ForecastOptions, Forecasting, Progress, Scenario};

/// A catalog whose questions report progress: see [`Catalog::watched`].
#[derive(Debug)]
pub struct Watched<'c> {
    catalog: &'c Catalog,
    progress: Progress,
}

impl Catalog {
    /// The same catalog for one question that may take long. While the answer is computed, `tell`
    /// receives the progress in thousandths, which never falls and ends with 1,000. It returns
    /// whether to continue.
    ///
    /// ```
    /// use drawdown::{Catalog, ErrorKind, Need};
    /// let catalog = Catalog::from_json(r#"{
    ///     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    ///     "credit": { "name": "credit", "step": "1" },
    ///     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ],
    ///     "classes": { "plan": {} },
    ///     "plans": [ { "id": "pro", "price": { "month": "24.00" }, "grants": [ "monthly" ] } ],
    ///     "grants": [ { "id": "monthly", "class": "plan", "amount": "1000", "every": "cycle",
    ///                   "expires": "cycle_end" } ] }"#)?;
    /// let need = Need::from_json(r#"{ "lines": [
    ///     { "request": { "operation": "image" }, "per_month": 20 } ] }"#)?;
    /// let fit = catalog.watched(|thousandths| thousandths <= 1_000).fit(&need)?;
    /// assert_eq!(fit, catalog.fit(&need)?);
    /// let stopped = catalog.watched(|thousandths| thousandths < 500).fit(&need).unwrap_err();
    /// assert_eq!(stopped.first().unwrap().kind(), ErrorKind::Stopped);
    /// # Ok::<(), drawdown::Errors>(())
    /// ```
    pub fn watched(&self, tell: impl Fn(u32) -> bool + 'static) -> Watched<'_> {
        Watched { catalog: self, progress: Progress::to(tell) }
    }
}

impl Watched<'_> {
    /// Like [`Catalog::fit`].
    ///
    /// # Errors
    /// As there; `stopped` if `tell` returned `false`, as for the questions below.
    pub fn fit(&self, need: &Need) -> Result<Fit, Errors> {
        self.ask(need, |need| self.catalog.fit_of(need, &self.progress))
    }

    /// Like [`Catalog::break_even`].
    ///
    /// # Errors
    /// As there, and as for [`Watched::fit`].
    pub fn break_even(&self, need: &Need, up_to: Option<u32>) -> Result<BreakEven, Errors> {
        self.ask(need, |need| self.catalog.break_even_of(need, up_to, &self.progress))
    }

    /// Like [`Catalog::sensitivity`].
    ///
    /// # Errors
    /// As there, and as for [`Watched::fit`].
    pub fn sensitivity(
        &self,
        need: &Need,
        options: Option<&ForecastOptions>,
    ) -> Result<Sensitivity, Errors> {
        self.ask(need, |need| self.catalog.sensitivity_of(need, options, &self.progress))
    }

    /// Like [`Catalog::seasonal_plan`].
    ///
    /// # Errors
    /// As there, and as for [`Watched::fit`].
    pub fn seasonal_plan(&self, need: &Need) -> Result<SeasonalPlan, Errors> {
        self.ask(need, |need| self.catalog.seasons_of(need, &self.progress))
    }

    /// Like [`Catalog::savings`].
    ///
    /// # Errors
    /// As there, and as for [`Watched::fit`].
    pub fn savings(&self, need: &Need) -> Result<Vec<Saving>, Errors> {
        self.ask(need, |need| self.catalog.savings_of(need, &self.progress))
    }

    /// Like [`Catalog::forecast`].
    ///
    /// # Errors
    /// As there, and as for [`Watched::fit`].
    pub fn forecast(
        &self,
        scenario: &Scenario,
        options: &ForecastOptions,
    ) -> Result<Forecast, Errors> {
        let mut forecasting = Forecasting::new(self.catalog, scenario, options)?;
        forecasting.run_all(&self.progress)?;
        self.progress.end()?;
        Ok(forecasting.finish())
    }

    fn ask<T>(
        &self,
        need: &Need,
        ask: impl FnOnce(&Need) -> Result<T, Errors>,
    ) -> Result<T, Errors> {
        let answer = need.with_history(ask)?;
        self.progress.end()?;
        Ok(answer)
    }
}
