//! The JSON Schema of every format, generated from the types.

mod layout;

use crate::amount::{Credits, Decimal};
use crate::calendar::Instant;
use crate::catalog::program::Text;
use crate::catalog::{Request, TermsText, schema};
use crate::compare::{Comparison, ModelNeed, ModelRun, RunComparison};
use crate::estimate::{Affordable, Cheaper, Difference, Estimate, TestReport};
use crate::fit::{
    BreakEven, Buffer, BufferFields, Fit, Need, NeedEstimate, Saving, SeasonalPlan, Sensitivity,
};
use crate::json::schema::{Shape, WHOLE, any_of, matching, schemas, text};
use crate::simulate::{
    AlertEvent, ClassTotals, CycleRow, DayWords, Days, Event, Forecast, ForecastOptions,
    InvoiceEvent, MemberTotals, OperationTotals, ProjectTotals, Projection, Scenario, Seed,
    Shortfall, Totals,
};
use crate::usage::{
    FocusFile, FocusSpec, LogForecast, LogForecastSpec, Mapping, Replay, ReplaySpec, ReportSpec,
    Rerated, UsageInvoice, UsageReport,
};
use crate::verify::{FitQuote, ProjectionQuote, Quote, SignedQuote, Verdict};
use crate::wallet::{
    Account, CommandDocument, Entry, LotView, Outcome, WalletMapping, WalletState,
};
pub use layout::{AmountForm, Layout, layout};
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

schemas! {
    Days, "Days of the week: a word or a list of them.":
        |generator| any_of([DayWords::shape(generator), Vec::<DayWords>::shape(generator)]);
    Buffer, "A margin such as 25, \"25%\", \"20-30%\" or \"500 credits\", or its two ends.":
        |generator| any_of([text(), Decimal::shape(generator), BufferFields::json_schema(generator)]);
    Seed, "A whole number below 2^64: a number, or a string of digits.":
        |_| any_of([json_schema!({ "type": "integer", "minimum": 0, "maximum": u64::MAX }), matching(WHOLE)]);
}

/// A format that is read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// A platform's prices and rules: [`Catalog`](crate::Catalog).
    Catalog,
    /// A question: [`Request`].
    Request,
    /// The requests of a month: [`Need`].
    Need,
    /// The generations of a month by model, on any platform: [`ModelNeed`].
    ModelNeed,
    /// One generation by a model, on any platform: [`ModelRun`].
    ModelRun,
    /// A simulation of an account: [`Scenario`].
    Scenario,
    /// An account at an instant: [`Account`].
    Account,
    /// [`Estimate`]
    Estimate,
    /// [`Affordable`]
    Affordable,
    /// [`Cheaper`]
    Cheaper,
    /// [`Quote`]
    Quote,
    /// [`ProjectionQuote`]
    ProjectionQuote,
    /// [`FitQuote`]
    FitQuote,
    /// [`SignedQuote`]
    SignedQuote,
    /// [`Verdict`]
    Verdict,
    /// [`NeedEstimate`]
    NeedEstimate,
    /// [`TestReport`]
    TestReport,
    /// The output of `drawdown fit`: [`Fit`], and under separate keys [`BreakEven`],
    /// [`Sensitivity`], [`SeasonalPlan`] and a list of [`Saving`].
    Fit,
    /// [`Comparison`]
    Comparison,
    /// [`RunComparison`]
    RunComparison,
    /// A list of [`Difference`]
    Differences,
    /// [`Projection`](crate::Projection)
    Projection,
    /// [`TermsText`]
    Terms,
    /// The options of a forecast: [`ForecastOptions`](crate::ForecastOptions).
    ForecastOptions,
    /// [`Forecast`](crate::Forecast)
    Forecast,
    /// Which column of a usage log holds what: [`Mapping`].
    UsageMapping,
    /// What a usage report sums up: [`ReportSpec`].
    UsageSpec,
    /// [`UsageReport`]
    UsageReport,
    /// What goes into a FOCUS cost and usage file: [`FocusSpec`].
    UsageFocusSpec,
    /// A FOCUS cost and usage file: [`FocusFile`].
    UsageFocus,
    /// The account that a usage log is replayed through: [`ReplaySpec`].
    UsageAccount,
    /// [`Replay`]
    UsageReplay,
    /// A list of [`UsageInvoice`]
    UsageInvoices,
    /// [`Rerated`]
    UsageRerated,
    /// What to forecast from a usage log: [`LogForecastSpec`].
    UsageForecastSpec,
    /// [`LogForecast`]
    UsageForecast,
    /// Something to do to a live wallet: [`Command`](crate::Command).
    WalletCommand,
    /// What became of it: [`Outcome`].
    WalletOutcome,
    /// A wallet as [`Wallet::save`](crate::Wallet::save) writes it.
    WalletState,
    /// What names become when wallets move to another catalog: [`WalletMapping`].
    WalletMapping,
}

impl Format {
    /// All formats.
    pub const ALL: &[Format] = &[
        Format::Catalog,
        Format::Request,
        Format::Need,
        Format::ModelNeed,
        Format::ModelRun,
        Format::Scenario,
        Format::Account,
        Format::Estimate,
        Format::Affordable,
        Format::Cheaper,
        Format::Quote,
        Format::ProjectionQuote,
        Format::FitQuote,
        Format::SignedQuote,
        Format::Verdict,
        Format::NeedEstimate,
        Format::Fit,
        Format::Comparison,
        Format::RunComparison,
        Format::TestReport,
        Format::Differences,
        Format::Projection,
        Format::Terms,
        Format::ForecastOptions,
        Format::Forecast,
        Format::UsageMapping,
        Format::UsageSpec,
        Format::UsageReport,
        Format::UsageFocusSpec,
        Format::UsageFocus,
        Format::UsageAccount,
        Format::UsageReplay,
        Format::UsageInvoices,
        Format::UsageRerated,
        Format::UsageForecastSpec,
        Format::UsageForecast,
        Format::WalletCommand,
        Format::WalletOutcome,
        Format::WalletState,
        Format::WalletMapping,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Catalog => "catalog",
            Format::Request => "request",
            Format::Need => "need",
            Format::ModelNeed => "model-need",
            Format::ModelRun => "model-run",
            Format::Scenario => "scenario",
            Format::Account => "account",
            Format::Estimate => "estimate",
            Format::Affordable => "affordable",
            Format::Cheaper => "cheaper",
            Format::Quote => "quote",
            Format::ProjectionQuote => "projection-quote",
            Format::FitQuote => "fit-quote",
            Format::SignedQuote => "signed-quote",
            Format::Verdict => "verdict",
            Format::NeedEstimate => "need-estimate",
            Format::Fit => "fit",
            Format::Comparison => "comparison",
            Format::RunComparison => "run-comparison",
            Format::TestReport => "test-report",
            Format::Differences => "differences",
            Format::Projection => "projection",
            Format::Terms => "terms",
            Format::ForecastOptions => "forecast-options",
            Format::Forecast => "forecast",
            Format::UsageMapping => "usage-mapping",
            Format::UsageSpec => "usage-spec",
            Format::UsageReport => "usage-report",
            Format::UsageFocusSpec => "usage-focus-spec",
            Format::UsageFocus => "usage-focus",
            Format::UsageAccount => "usage-account",
            Format::UsageReplay => "usage-replay",
            Format::UsageInvoices => "usage-invoices",
            Format::UsageRerated => "usage-rerated",
            Format::UsageForecastSpec => "usage-forecast-spec",
            Format::UsageForecast => "usage-forecast",
            Format::WalletCommand => "wallet-command",
            Format::WalletOutcome => "wallet-outcome",
            Format::WalletState => "wallet-state",
            Format::WalletMapping => "wallet-mapping",
        }
    }

    fn generate(self) -> Schema {
        match self {
            Format::Catalog => schema::of_catalog(generator()),
            Format::Request => of::<Request>(),
            Format::Need => of::<Need>(),
            Format::ModelNeed => of::<ModelNeed>(),
            Format::ModelRun => of::<ModelRun>(),
            Format::Scenario => of::<Scenario>(),
            Format::Account => of::<Account>(),
            Format::Estimate => of::<Estimate>(),
            Format::Affordable => of::<Affordable>(),
            Format::Cheaper => of::<Cheaper>(),
            Format::Quote => of::<Quote>(),
            Format::ProjectionQuote => of::<ProjectionQuote>(),
            Format::FitQuote => of::<FitQuote>(),
            Format::SignedQuote => of::<SignedQuote>(),
            Format::Verdict => of::<Verdict>(),
            Format::NeedEstimate => of::<NeedEstimate>(),
            Format::Fit => of::<Fitted>(),
            Format::Comparison => of::<Comparison>(),
            Format::RunComparison => of::<RunComparison>(),
            Format::TestReport => of::<TestReport>(),
            Format::Differences => of::<Vec<Difference>>(),
            Format::Projection => of::<Projected>(),
            Format::Terms => of::<TermsText>(),
            Format::ForecastOptions => of::<ForecastOptions>(),
            Format::Forecast => of::<Forecast>(),
            Format::UsageMapping => of::<Mapping>(),
            Format::UsageSpec => of::<ReportSpec>(),
            Format::UsageReport => of::<UsageReport>(),
            Format::UsageFocusSpec => of::<FocusSpec>(),
            Format::UsageFocus => of::<FocusFile>(),
            Format::UsageAccount => of::<ReplaySpec>(),
            Format::UsageReplay => of::<Replay>(),
            Format::UsageInvoices => of::<Vec<UsageInvoice>>(),
            Format::UsageRerated => of::<Rerated>(),
            Format::UsageForecastSpec => of::<LogForecastSpec>(),
            Format::UsageForecast => of::<LogForecast>(),
            Format::WalletCommand => of::<CommandDocument>(),
            Format::WalletOutcome => of::<Outcome>(),
            Format::WalletState => of::<WalletState>(),
            Format::WalletMapping => of::<WalletMapping>(),
        }
    }
}

/// The JSON Schema (draft 2020-12) of a format, as JSON text. Other keys are errors.
///
/// A schema describes the shape of a file; names, tiers and expressions are checked by reading it.
///
/// ```
/// let text = drawdown::schema(drawdown::Format::Request);
/// assert!(text.contains(r#""additionalProperties": false"#));
/// ```
pub fn schema(format: Format) -> String {
    let mut schema = Value::from(format.generate());
    if let Some(members) = schema.as_object_mut() {
        let version = members.remove("$schema").unwrap_or_default();
        members.shift_insert(0, "title".to_owned(), format!("drawdown {}", format.name()).into());
        members.shift_insert(0, "$schema".to_owned(), version);
    }
    // `#` prints with indentation.
    format!("{schema:#}\n")
}

/// A [`Fit`] as written, with the answers to further questions.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it stands for what is written")]
struct Fitted {
    #[serde(flatten)]
    fit: Fit,
    /// The needs at which another option becomes the cheapest.
    #[serde(skip_serializing_if = "Option::is_none")]
    break_even: Option<BreakEven>,
    /// Whether the winner stays the best for other needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    sensitivity: Option<Sensitivity>,
    /// The best plan for each month.
    #[serde(skip_serializing_if = "Option::is_none")]
    seasons: Option<SeasonalPlan>,
    /// Cheaper requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    savings: Option<Vec<Saving>>,
}

impl JsonSchema for Projection {
    fn schema_name() -> Cow<'static, str> {
        "Projection".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Projected::json_schema(generator)
    }
}

/// A [`Projection`](crate::Projection) as written.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it stands for what is written")]
struct Projected {
    /// Id of the catalog.
    catalog: Text,
    /// Version of the catalog.
    version: Text,
    /// Plural name of the unit of all amounts.
    unit: Text,
    /// ISO code of the money.
    currency: Option<Text>,
    /// First instant.
    start: Instant,
    /// First instant after it.
    until: Instant,
    /// Some price is "about".
    approximate: bool,
    /// Some cost is one end of a range.
    ranged: bool,
    /// Assumptions about holdings that the account does not state, as sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    assumptions: Vec<String>,
    /// The first refusal of a run.
    run_out: Option<Instant>,
    /// Totals of the whole scenario.
    totals: Totals,
    /// Totals by class.
    classes: Vec<ClassTotals>,
    /// By cycle of the plan.
    cycles: Vec<CycleRow>,
    /// Day by day.
    days: DayColumns,
    /// When credits were short, and the ways out.
    shortfalls: Vec<Shortfall>,
    /// Alerts.
    alerts: Vec<AlertEvent>,
    /// Invoices.
    invoices: Vec<InvoiceEvent>,
    /// By member.
    members: Vec<MemberTotals>,
    /// By operation.
    operations: Vec<OperationTotals>,
    /// By project.
    projects: Vec<ProjectTotals>,
    /// Remaining lots at the end, in burn order.
    lots: Vec<LotView>,
    /// Important events, as sentences.
    events: Vec<Event>,
    /// Every ledger entry; absent unless the ledger was requested.
    #[serde(skip_serializing_if = "Option::is_none")]
    ledger: Option<Vec<Entry>>,
}

/// Columns by class, one amount for each day.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it stands for what is written")]
struct DayColumns {
    /// The start of each day.
    start: Vec<Instant>,
    /// By class.
    classes: BTreeMap<String, Columns>,
}

/// The columns of a class; a column that is always 0 is absent.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it stands for what is written")]
struct Columns {
    /// Credits at the beginning of the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    opened: Option<Vec<Credits>>,
    /// Credits issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Vec<Credits>>,
    /// Credits spent.
    #[serde(skip_serializing_if = "Option::is_none")]
    spent: Option<Vec<Credits>>,
    /// Credits refunded.
    #[serde(skip_serializing_if = "Option::is_none")]
    refunded: Option<Vec<Credits>>,
    /// Credits held, less those released.
    #[serde(skip_serializing_if = "Option::is_none")]
    held: Option<Vec<Credits>>,
    /// Credits expired.
    #[serde(skip_serializing_if = "Option::is_none")]
    expired: Option<Vec<Credits>>,
    /// Credits rolled in from other classes.
    #[serde(skip_serializing_if = "Option::is_none")]
    rolled_in: Option<Vec<Credits>>,
    /// Credits rolled out to other classes.
    #[serde(skip_serializing_if = "Option::is_none")]
    rolled_out: Option<Vec<Credits>>,
    /// Credits forfeited to caps and rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    forfeited: Option<Vec<Credits>>,
    /// Credits revoked by the vendor.
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked: Option<Vec<Credits>>,
    /// Credits at the end of the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    closing: Option<Vec<Credits>>,
    /// The withheld part of the closing credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    withheld: Option<Vec<Credits>>,
}

fn of<T: JsonSchema>() -> Schema {
    generator().into_root_schema_for::<T>()
}

fn generator() -> SchemaGenerator {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.with_transform(RecursiveTransform(closed)).into_generator()
}

/// An object with named keys allows no others.
fn closed(schema: &mut Schema) {
    if schema.get("properties").is_some() && schema.get("additionalProperties").is_none() {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
}
