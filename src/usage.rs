//! What was spent, on what and by whom: usage logs, and what can be read from them.
//!
//! A [`UsageReader`] turns the bytes of a log into [`UsageEvent`]s, row by row and in bounded
//! memory. [`UsageReports`] sums them by member, operation, project and period; [`UsageReplay`] runs
//! them through a wallet; [`UsageRerate`] asks what they would have cost under other prices;
//! a [`UsageFocus`] writes them as a FOCUS
//! file; [`UsageHistory`] says how much the next month will use. A [`UsageLog`] keeps the events, for one
//! report after the other.

mod audit;
mod event;
mod field;
mod focus;
mod history;
mod invoice;
mod log;
mod log_forecast;
mod log_replay;
mod mapping;
mod names;
mod period;
mod problem;
mod rate;
mod read;
mod replay;
mod report;
mod rerate;
mod seen;
mod share;
mod stored;
mod target;
mod text;
mod value;

pub use audit::{Audit, AuditRow, CauseCount, DifferenceCause, DifferingEvent};
pub use event::{EventOutcome, UsageEvent};
pub use focus::{
    ChargePeriod, FOCUS_VERSION, FocusCell, FocusColumn, FocusColumnDefinition, FocusFile,
    FocusKind, FocusMetadata, FocusSpec, FocusTable, SubAccount, UsageFocus,
};
pub use history::{
    PaceBursts, PaceEnd, PaceLine, PaceSpec, UsageForecast, UsageHistory, UsageOutlook, UsagePace,
    UsagePeriod,
};
pub use invoice::UsageInvoice;
pub use log::UsageLog;
pub use log_forecast::{LogForecast, LogForecastSpec, PaceOutcome, PaceRunOut};
pub use log_replay::LogReplay;
pub use mapping::{Mapping, SpentSign, TimeFormat};
pub use problem::{Problem, ReadSummary};
pub use rate::Unrated;
pub use read::{
    LogFormat, ReadOptions, Recognised, RecognisedColumn, Take, UsageReader, recognise,
};
pub use replay::{
    BalanceCheck, KnownBalance, PaidRow, Payment, RefusedEvent, Replay, ReplaySpec, UsageReplay,
    UsedInCycle,
};
pub use report::{GroupBy, ReportRow, ReportSpec, UsageReport, UsageReports, UsageSums};
pub use rerate::{RerateRow, RerateSpec, RerateSums, Rerated, UsageRerate};
