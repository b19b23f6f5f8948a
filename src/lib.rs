//! Exact costs of AI generations.
//!
//! A [`Catalog`] holds what a platform publishes about its credits. For a [`Request`],
//! [`Catalog::estimate`] computes the cost and explains it, before anything is generated. The
//! answer is exact, a range, a rate, or "unknown"; never a falsely exact number.
//!
//! ```
//! use drawdown::{Catalog, Request, State};
//! let catalog = Catalog::from_json(r#"{
//!     "catalog": "example", "version": "1", "as_of": "2026-11-01",
//!     "credit": { "name": "credit", "step": "1" },
//!     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ] }"#)?;
//! let estimate = catalog.estimate(&Request::new("image").runs(660))?;
//! assert_eq!(estimate.state, State::Exact);
//! assert_eq!(estimate.total.unwrap().to_string(), "15840");
//! # Ok::<(), drawdown::Errors>(())
//! ```
//!
//! # Scope
//! This crate computes prices and what follows from them. It calls no vendor, holds no account,
//! looks up no clock or zone, and rounds only where a catalog says so.
//!
//! # Features
//! | feature | what it adds |
//! |---|---|
//! | `cli` | the command-line program, with `lists`, `parquet`, `schema`, `sign` and `tz`; the only one by default |
//! | `lists` | `ListImport` and `export_litellm`: catalogs from public lists of model prices, and back |
//! | `parquet` | `UsageReader::parquet`: usage logs in Parquet |
//! | `schema` | `schema` and `Format`: JSON Schemas of every format, generated from the types |
//! | `sign` | `QuoteSigner` and `QuoteKeys`: signed quotes, by Ed25519 or HMAC-SHA-256; native only |
//! | `tz` | `Zone::named` and `Zone::names`: zones by name, from the tz database |
//! | `wasm` | the JavaScript face, for wasm32-unknown-unknown: what something costs |
//! | `wasm-plans` | `wasm`, and what balances become: simulations, forecasts, fits, the terms of plans |
//! | `wasm-usage` | `wasm`, and what was spent: usage logs, reports, and the accounts behind them |
//! | `wasm-wallet` | `wasm`, and live wallets: commands, receipts, holds, migrations, and what becomes of a balance |

#![cfg_attr(not(feature = "wasm"), forbid(unsafe_code))]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic"))]

mod amount;
mod by_text;
mod calendar;
mod catalog;
mod cell;
mod compare;
mod error;
mod estimate;
mod fit;
mod json;
#[cfg(feature = "lists")]
mod lists;
mod order;
#[cfg(feature = "schema")]
mod schema;
mod semantics;
mod simulate;
mod usage;
mod verify;
mod visible;
mod wallet;
#[cfg(feature = "wasm")]
mod wasm;

pub use amount::{Credits, Decimal, FineDecimal, Mode, Money, ParseDecimalError, grouped};
pub use calendar::{Instant, Offset, ParseCalendarError, Span, SpanUnit, TimeOfDay, Zone};
pub use catalog::{
    AlertLevel, Balance, Catalog, CatalogInfo, Date, Footnotes, MeterPeriod, OperationInfo,
    PlanInfo, PlanTermsText, PriceRule, PriceRules, Request, RunRequest, SettingInfo, SettingValue,
    Source, Term, TermPrice, TermPrices, TermsLine, TermsText, Topic, Unpublished,
    UnpublishedNumber,
};
pub use cell::cell;
pub use compare::{
    Comparison, CreditPrice, ModelLine, ModelNeed, ModelRequest, ModelRun, Models, MoneyRange,
    OfferedLine, Platform, PlatformRun, PlatformRunState, PlatformState, RunComparison, compare,
    compare_run, compare_watched,
};
pub use error::{Error, ErrorKind, Errors};
pub use estimate::{
    Affordable, Alternative, BalanceAfter, Change, ChangeKind, Cheaper, ClosedGate, CostReason,
    CostReasonCode, Difference, Estimate, FailedTest, GateKind, Line, LineKind, LineState,
    Metering, Preview, Reach, SettingChange, Sold, SoldRange, State, TestReport, Total, What,
    changes, diff,
};
pub use fit::{
    Between, Blocked, BreakEven, BreakEvenStep, Buffer, BufferUnit, Chance, Fit, FitOption,
    FitState, Generations, History, LongerTerm, Need, NeedEstimate, NeedItem, NeedLine, PastRun,
    Saving, SeasonAction, SeasonMonth, SeasonalPlan, Sensitivity, SensitivityStep, TopUpPurchase,
    Watched, WithMargin,
};
pub use json::{Value, WriteError, parse, to_text, to_text_pretty, to_value};
#[cfg(feature = "lists")]
pub use lists::{
    Exported, ImportOptions, Imported, LeftOut, ListImport, PriceList, export_litellm,
};
#[cfg(feature = "schema")]
pub use schema::{AmountForm, Format, Layout, layout, schema};
pub use semantics::SEMANTICS;
pub use simulate::{
    Action, ActionKind, AlertEvent, ClassTotals, Column, CycleRow, DayWords, Days, Demand, Detail,
    Distribution, Effort, Event, Forecast, ForecastOptions, IfRefused, InvoiceEvent, MemberTotals,
    MonthChance, MonthRow, OperationTotals, Percentiles, ProjectTotals, Projection, RangeEnd,
    RunOut, Scenario, Seed, Series, Shortfall, Simulation, Totals, Way, WayKind, WhenShort,
};
pub use usage::{
    Audit, AuditRow, BalanceCheck, CauseCount, ChargePeriod, DifferenceCause, DifferingEvent,
    EventOutcome, FOCUS_VERSION, FocusCell, FocusColumn, FocusColumnDefinition, FocusFile,
    FocusKind, FocusMetadata, FocusSpec, FocusTable, GroupBy, KnownBalance, LogForecast,
    LogForecastSpec, LogFormat, LogReplay, Mapping, PaceBursts, PaceEnd, PaceLine, PaceOutcome,
    PaceRunOut, PaceSpec, PaidRow, Payment, Problem, ReadOptions, ReadSummary, Recognised,
    RecognisedColumn, RefusedEvent, Replay, ReplaySpec, ReportRow, ReportSpec, RerateRow,
    RerateSpec, RerateSums, Rerated, SpentSign, SubAccount, Take, TimeFormat, Unrated, UsageEvent,
    UsageFocus, UsageForecast, UsageHistory, UsageInvoice, UsageLog, UsageOutlook, UsagePace,
    UsagePeriod, UsageReader, UsageReplay, UsageReport, UsageReports, UsageRerate, UsageSums,
    UsedInCycle, recognise,
};
pub use verify::{
    AcceptedQuote, CatalogRef, FitChoice, FitQuote, ProjectionQuote, Quote, QuoteAlgorithm,
    QuoteChecks, QuoteDecision, QuoteFault, QuoteHead, QuoteKind, QuoteRefusal, QuoteSignature,
    QuoteTerms, QuotedOption, QuotedProjection, SignedQuote, VERSION, Verdict,
};
#[cfg(feature = "sign")]
pub use verify::{QuoteKey, QuoteKeys, QuoteSigner};
pub use visible::{visible, visible_lines};
pub use wallet::{
    Account, Applied, AssumedTopUp, Assumptions, AutoTopUp, BuyCommand, CancelCommand, Cause,
    ChangeAt, Charge, ChargeBackCommand, ChargeRequestCommand, ClassBalance, ClassReading, Command,
    CommandAction, CountCommand, Entry, EntryKind, FailPaymentCommand, GrantCommand, HoldCommand,
    HoldRequestCommand, HoldView, InvoiceStatus, InvoiceView, InvoicedLot, IssueAt, LotAmount,
    LotDetails, LotView, Member, MigratedName, MigratedWhat, Migration, MigrationReport, Opened,
    OpeningLot, Outcome, PaidCharge, PayInvoiceCommand, PaymentPolicy, PlannedChange, Reading,
    Reason as EntryReason, Receipt, ReceiptLot, RefundCommand, RefundMoneyCommand, Refusal,
    ReleaseCommand, RevokeCommand, SettleCommand, SubscribeCommand, SubscriptionView, Wallet,
    WalletLimits, WalletMapping, WhenUnpaid,
};
#[cfg(any(feature = "wasm-plans", feature = "wasm-wallet"))]
pub use wasm::JsProjection;
#[cfg(feature = "wasm-wallet")]
pub use wasm::JsWallet;
#[cfg(feature = "wasm")]
pub use wasm::{JsCatalog, JsPreview, semantics, version};
#[cfg(feature = "wasm-plans")]
pub use wasm::{JsComparing, JsForecasting, JsSimulation};
#[cfg(feature = "wasm-usage")]
pub use wasm::{JsUsageLog, JsUsageReplay, recognised};

/// The example of the README compiles and runs.
#[doc = include_str!("../README.md")]
#[cfg(doctest)]
struct Readme;

/// And that of the page about servers.
#[doc = include_str!("../docs/server.md")]
#[cfg(doctest)]
struct ServerPage;
