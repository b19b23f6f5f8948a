//! What was spent, on what and by whom: usage logs, and what can be read from them.
//!
//! A [`UsageReader`] turns the bytes of a log into [`UsageEvent`]s, row by row and in bounded
//! memory. [`UsageReports`] sums them by member, operation, project and period.

mod event;
mod field;
mod mapping;
mod names;
mod problem;
mod rate;
mod read;
mod report;
mod seen;
mod share;
mod text;

pub use event::{Outcome, UsageEvent};
pub use mapping::{Mapping, SpentSign, TimeFormat};
pub use problem::{Problem, ReadSummary};
pub use rate::Unrated;
pub use read::{LogFormat, ReadOptions, Take, UsageReader};
pub use report::{GroupBy, ReportRow, ReportSpec, UsageReport, UsageReports, UsageSums};
