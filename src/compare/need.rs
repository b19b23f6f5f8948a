//! What is to be made, whatever the platform.

use crate::amount::Decimal;
use crate::calendar::Instant;
use crate::catalog::{Request, SettingValue};
use crate::error::Errors;
use crate::fit::{Buffer, MOST_DAYS, NeedLine};
use crate::json::{self, Log, Value, Within, record};
use crate::simulate::{MOST_RUNS, RangeEnd};
use crate::wallet::Account;

record! {
    /// The generations of a month by model, for [`compare`](crate::compare).
    ///
    /// ```
    /// use drawdown::{ModelLine, ModelNeed, ModelRequest};
    /// let image = ModelRequest::new("nano-banana-2").settings([("resolution", "4K".into())]);
    /// let need = ModelNeed::new([ModelLine::new(image).per_day(5).days(20)]);
    /// assert_eq!(need, ModelNeed::from_json(r#"{ "lines": [
    ///     { "request": { "model": "nano-banana-2", "settings": { "resolution": "4K" } },
    ///       "per_day": 5, "days": 20 } ] }"#)?);
    /// # Ok::<(), drawdown::Errors>(())
    /// ```
    #[input]
    pub struct ModelNeed {
        /// A remark for people.
        about: Option<String>,
        /// What is made, and how often.
        lines: Vec<ModelLine>,
        /// The margin on top; 20 to 30 per cent when absent.
        buffer: Option<Buffer>,
        /// First instant; the latest date of the catalogs when absent.
        start: Option<Instant>,
        /// Number of months; 12 when absent.
        #[within(Within::between(1, 120))]
        months: Option<u32>,
        /// Twelve factors for the need of each month, January to December.
        #[within(Within::between(0, 1000))]
        season: Vec<Decimal>,
        /// Which end of a cost range is charged; the high one when absent.
        ranges: Option<RangeEnd>,
        /// ISO code of the money to compare in; that of the catalogs when absent, if they agree.
        currency: Option<String>,
        /// What one unit of another currency is worth in it, by ISO code.
        #[within(Within::POSITIVE)]
        rates: Vec<(String, Decimal)>,
        /// The account at a platform, by id of the catalog: assumptions, holdings. A new one when
        /// absent.
        accounts: Vec<(String, Account)>,
    }
}

record! {
    /// A request and its frequency: exactly one of `per_day`, `per_week` and `per_month`.
    #[input]
    pub struct ModelLine {
        /// What is made.
        request: ModelRequest,
        /// Runs on each active day; may be a fraction.
        #[within(Within::between(0, MOST_RUNS))]
        per_day: Option<Decimal>,
        /// With `per_day`: active days of the month, at most 31; every day when absent.
        #[within(Within::between(1, MOST_DAYS))]
        days: Option<u32>,
        /// Runs a week, spread evenly.
        #[within(Within::between(0, MOST_RUNS))]
        per_week: Option<Decimal>,
        /// Runs a month, spread evenly.
        #[within(Within::between(0, MOST_RUNS))]
        per_month: Option<Decimal>,
    }
}

record! {
    /// A generation by a model, wherever it is offered.
    #[input]
    pub struct ModelRequest {
        /// Name of the model: `nano-banana-2`, or `Nano Banana 2`.
        model: String,
        /// Only operations with all of these tags, such as `image-to-video`.
        tags: Vec<String>,
        /// Values by setting; what is left out takes the platform's default.
        settings: Vec<(String, SettingValue)>,
        /// Number of runs; 1 when absent.
        #[within(Within::ONE_OR_MORE)]
        runs: Option<u32>,
    }
}

record! {
    /// One generation, for [`compare_run`](crate::compare_run).
    ///
    /// ```
    /// use drawdown::{ModelRequest, ModelRun};
    /// let image = ModelRequest::new("nano-banana-2").settings([("resolution", "4K".into())]);
    /// let run = ModelRun::new(image).currency("EUR");
    /// assert_eq!(run, ModelRun::from_json(r#"{ "currency": "EUR", "request": {
    ///     "model": "nano-banana-2", "settings": { "resolution": "4K" } } }"#)?);
    /// # Ok::<(), drawdown::Errors>(())
    /// ```
    #[input]
    pub struct ModelRun {
        /// What is made.
        request: ModelRequest,
        /// The instant whose prices count; the date of each catalog when absent.
        at: Option<Instant>,
        /// ISO code of the money to compare in; that of the catalogs when absent, if they agree.
        currency: Option<String>,
        /// What one unit of another currency is worth in it, by ISO code.
        #[within(Within::POSITIVE)]
        rates: Vec<(String, Decimal)>,
    }
}

impl ModelRun {
    /// A generation at the date of each catalog, in the money that they agree in.
    pub fn new(request: ModelRequest) -> Self {
        ModelRun { request, ..json::Read::placeholder() }
    }

    /// Reads a generation from JSON text.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        ModelRun::from_value(&json::parse(text)?)
    }

    /// Reads a generation from a JSON value.
    ///
    /// # Errors
    /// As for [`ModelRun::from_json`].
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        Log::of_strict_values().read(value)
    }
}

impl ModelNeed {
    /// The generations of a month.
    pub fn new(lines: impl IntoIterator<Item = ModelLine>) -> Self {
        ModelNeed { lines: lines.into_iter().collect(), ..json::Read::placeholder() }
    }

    /// Reads a need from JSON text.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        ModelNeed::from_value(&json::parse(text)?)
    }

    /// Reads a need from a JSON value.
    ///
    /// # Errors
    /// As for [`ModelNeed::from_json`].
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        Log::of_strict_values().read(value)
    }
}

impl ModelLine {
    /// A request that is not made yet: set how often.
    pub fn new(request: ModelRequest) -> Self {
        ModelLine { request, ..json::Read::placeholder() }
    }

    /// The line with an operation of a platform.
    pub(super) fn with(&self, request: Request) -> NeedLine {
        let mut line = NeedLine::new(request);
        line.per_day = self.per_day;
        line.days = self.days;
        line.per_week = self.per_week;
        line.per_month = self.per_month;
        line
    }
}

impl ModelRequest {
    /// One run of a model with default settings.
    pub fn new(model: impl Into<String>) -> Self {
        ModelRequest { model: model.into(), ..json::Read::placeholder() }
    }
}
