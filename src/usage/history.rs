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
mod spec;
mod weekly;

pub use answer::{PaceBursts, PaceLine, UsageForecast, UsageOutlook, UsagePace, UsagePeriod};
pub use plan::PaceEnd;
pub use runs::UsageHistory;
pub use spec::PaceSpec;

use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind, Errors};

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
