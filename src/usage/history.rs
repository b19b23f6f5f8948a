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
