//! A forecast from a log: the pace, when credits run out, and the plan that fits.

use super::history::{PaceEnd, PaceSpec, UsageForecast, UsageHistory};
use super::log::UsageLog;
use super::problem::ReadSummary;
use crate::calendar::{Instant, Zone};
use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind, Errors};
use crate::fit::{Fit, Need};
use crate::json::{self, Log, Value, Within, record};
use crate::simulate::{Detail, Projection};
use crate::wallet::Account;
use serde::Serialize;

/// Months to look ahead, unless said otherwise.
const MONTHS: u32 = 12;
const MOST_MONTHS: i64 = 120;

record! {
    /// What to forecast from a log.
    ///
    /// ```
    /// use drawdown::{Account, LogForecastSpec};
    /// let spec = LogForecastSpec::default().account(Account::default()).months(6).by_member(true);
    /// assert_eq!(spec.months, Some(6));
    /// ```
    #[input]
    pub struct LogForecastSpec {
        /// The first instant of the log; the day of the first run when absent.
        from: Option<Instant>,
        /// The first instant after the log; the end of the day of the last run when absent.
        until: Option<Instant>,
        /// The account at the end of the log; one without a plan when absent.
        account: Option<Account>,
        /// Number of months to look ahead, at most 120; 12 when absent.
        #[within(Within::between(1, MOST_MONTHS))]
        months: Option<u32>,
        /// Keep the requests of each member apart.
        by_member: bool,
    }
}

impl Default for LogForecastSpec {
    /// The whole log, and twelve months for an account without a plan.
    fn default() -> Self {
        json::Read::placeholder()
    }
}

impl LogForecastSpec {
    /// Reads a specification from JSON text.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        LogForecastSpec::from_value(&json::parse(text)?)
    }

    /// Reads a specification from a JSON value.
    ///
    /// # Errors
    /// Every error in the value, with its JSON pointer; unknown keys are errors too.
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        Log::of_strict_values().read(value)
    }

    /// What the pace depends on.
    pub fn pace(&self) -> PaceSpec {
        let plan = self.account.as_ref().and_then(|account| account.plan.clone());
        PaceSpec { from: self.from, until: self.until, plan }
    }
}

/// A forecast from a log.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LogForecast {
    /// The pace.
    #[serde(flatten)]
    pub forecast: UsageForecast,
    /// What it leads to; absent without a pace.
    #[serde(flatten)]
    pub outcome: Option<PaceOutcome>,
    /// What was read of the log.
    pub read: ReadSummary,
}

/// What a pace leads to.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PaceOutcome {
    /// When credits run out.
    pub run_out: PaceRunOut,
    /// Which plan fits.
    pub fit: Fit,
    /// What the fit is for.
    #[serde(skip)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub need: Need,
}

/// When the first run is refused; absent if none is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PaceRunOut {
    /// At the expected pace.
    pub expected: Option<Instant>,
    /// At the high end of the range.
    pub early: Option<Instant>,
    /// At the low end.
    pub late: Option<Instant>,
    /// The end of the months that were simulated.
    pub until: Instant,
    /// What is assumed about the account.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assumptions: Vec<String>,
}

impl UsageLog {
    /// The pace of the log, when credits run out at it, and which plan fits. `goes_on` hears of the
    /// progress, in thousandths, and returns whether to go on.
    ///
    /// # Errors
    /// As for [`UsageHistory::forecast`] and [`LogForecast::of`].
    pub fn forecast(
        &self,
        catalog: &Catalog,
        spec: &LogForecastSpec,
        goes_on: impl Fn(u32) -> bool + 'static,
    ) -> Result<LogForecast, Errors> {
        let mut history = UsageHistory::new(self.zone(), spec.by_member);
        self.visit(|event| history.add(event))?;
        let forecast = history.forecast(catalog, &spec.pace()).map_err(|errors| {
            errors.moved(|pointer| (pointer == "/plan").then(|| "/account/plan".to_owned()))
        })?;
        let read = self.summary().clone();
        LogForecast::of(forecast, read, catalog, spec, self.zone(), goes_on)
    }
}

impl LogForecast {
    /// A pace, and what it leads to. `zone` is the wall clock of an account that has none.
    /// `goes_on` hears of the progress, in thousandths, and returns whether to go on.
    ///
    /// # Errors
    /// What is wrong with the account, with its JSON pointer; `stopped` if `goes_on` says no.
    pub fn of(
        forecast: UsageForecast,
        read: ReadSummary,
        catalog: &Catalog,
        spec: &LogForecastSpec,
        zone: &Zone,
        goes_on: impl Fn(u32) -> bool + 'static,
    ) -> Result<Self, Errors> {
        let outcome = outcome(&forecast, catalog, spec, zone, goes_on)?;
        Ok(LogForecast { forecast, outcome, read })
    }
}

fn outcome(
    forecast: &UsageForecast,
    catalog: &Catalog,
    spec: &LogForecastSpec,
    zone: &Zone,
    goes_on: impl Fn(u32) -> bool + 'static,
) -> Result<Option<PaceOutcome>, Errors> {
    let months = spec.months.unwrap_or(MONTHS);
    let mut account = spec.account.clone().unwrap_or_default();
    account.zone.get_or_insert_with(|| zone.clone());
    let given = spec.account.as_ref().map(|_| &account);
    let Some(need) = forecast.need(given, months) else { return Ok(None) };
    let simulate = |end| -> Result<Option<Projection>, Errors> {
        if !goes_on(0) {
            return Err(Error::new(ErrorKind::Stopped, "", "stopped by the caller").into());
        }
        let scenario = forecast.scenario(Some(&account), months, end);
        scenario.map(|scenario| catalog.simulate(&scenario, Detail::Columns)).transpose()
    };
    let run_out = |end| Ok::<_, Errors>(simulate(end)?.and_then(|projection| projection.run_out));
    let Some(expected) = simulate(PaceEnd::Expected)? else { return Ok(None) };
    let run_out = PaceRunOut {
        expected: expected.run_out,
        early: run_out(PaceEnd::High)?,
        late: run_out(PaceEnd::Low)?,
        until: expected.until,
        assumptions: expected.assumptions,
    };
    let fit = catalog.watched(goes_on).fit(&need)?;
    Ok(Some(PaceOutcome { run_out, fit, need }))
}
