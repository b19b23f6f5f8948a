//! From history to need: how much is used, and how much will be.
//!
//! Sums of runs by day and request (`runs`) are valued in full credits by the catalog (`priced`).
//! A `pace` is fitted to the daily sums: weekdays here, `bursts` apart, level and trend in
//! `weekly`. `answer` states it, and `plan` makes the lines of a need and of a scenario from it.

mod answer;
mod bursts;
mod middle;
mod pace;
mod plan;
mod priced;
mod runs;
mod weekly;

pub use answer::{PaceBursts, PaceLine, UsageForecast, UsageOutlook, UsagePace, UsagePeriod};
pub use plan::PaceEnd;
pub use runs::UsageHistory;

use crate::calendar::Instant;
use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log, Value, record};

/// With half of them, the error of a month was more than twice as large (docs/usage.md).
const LEAST_DAYS: i64 = 28;
/// Days with runs that a history has at least.
const LEAST_ACTIVE_DAYS: usize = 5;

record! {
    /// What a forecast is made of.
    pub struct PaceSpec {
        /// The first instant of the log; the day of the first run when absent.
        from: Option<Instant>,
        /// The first instant after the log; the end of the day of the last run when absent.
        until: Option<Instant>,
        /// Value runs for an account with this plan; no plan when absent.
        plan: Option<String>,
    }
}

impl Default for PaceSpec {
    /// The whole log, at the prices without a plan.
    fn default() -> Self {
        json::Read::placeholder()
    }
}

impl PaceSpec {
    /// Reads a specification from JSON text.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        PaceSpec::from_value(&json::parse(text)?)
    }

    /// Reads a specification from a JSON value.
    ///
    /// # Errors
    /// Every error in the value, with its JSON pointer; unknown keys are errors too.
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        Log::of_strict_values().read(value)
    }
}

impl UsageHistory {
    /// The pace of the runs so far: what a month is expected to use, and how sure that is.
    ///
    /// Runs count, not charges: free credits that paid some of them do not hide them. Each run
    /// counts with its full cost at the prices of the day after the history, so a change of prices
    /// makes no trend. Runs that failed count only if the catalog charges them; their share is
    /// stated.
    ///
    /// # Errors
    /// A plan that is not in the catalog; an end that is not after the beginning.
    pub fn forecast(&self, catalog: &Catalog, spec: &PaceSpec) -> Result<UsageForecast, Errors> {
        if (spec.from.zip(spec.until)).is_some_and(|(from, until)| until <= from) {
            let sentence = "expected an end after the beginning";
            return Err(Error::new(ErrorKind::OutOfRange, "/until", sentence).into());
        }
        answer::forecast(self, catalog, spec)
    }
}
