//! A request: an operation, its settings, runs, plan and instant.

use super::value::SettingValue;
use crate::amount::{Credits, Decimal};
use crate::calendar::Instant;
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log, Node, Read, Value, Within, record};
use crate::order::sorted;
use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

/// A request for an estimate.
///
/// ```
/// use drawdown::Request;
/// let request = Request::new("clip-2").set("seconds", 12).set("resolution", "1080p").runs(3);
/// assert_eq!(request, Request::from_json(
///     r#"{ "operation": "clip-2", "settings": { "seconds": 12, "resolution": "1080p" }, "runs": 3 }"#)?);
/// # Ok::<(), drawdown::Errors>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Request {
    /// Id of the operation.
    pub operation: String,
    /// Settings, runs, plan, instant and balance.
    pub run: RunRequest,
}

/// All of a [`Request`] but its operation. Two are equal if they are written alike: regardless of the
/// order of settings, and of whether a setting's number is a number or its text.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RunRequest {
    /// Values by setting; a setting that is left out takes its default, or stays open.
    pub settings: Vec<(String, SettingValue)>,
    /// Number of runs; 1 when absent.
    pub runs: Option<u32>,
    /// Id of the current plan.
    pub plan: Option<String>,
    /// Instant of the run; the catalog's `as_of` date when absent.
    pub at: Option<Instant>,
    /// Sets the balance before it.
    pub balance: Option<Balance>,
    /// Earlier use in the period of each meter; 0 when left out.
    pub used: Vec<(String, Decimal)>,
}

/// A balance, and when it was read.
///
/// ```
/// use drawdown::{Balance, Request};
/// let (amount, day) = ("420".parse()?, "2026-11-01".parse()?);
/// let request = Request::new("image").balance_as_of(amount, day);
/// assert_eq!(request.run.balance, Some(Balance::new(amount).as_of(day)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Balance {
    /// The credits.
    pub amount: Credits,
    /// When the balance was read.
    pub as_of: Option<Instant>,
}

impl Balance {
    /// Credits that were read at an unknown instant.
    pub fn new(amount: Credits) -> Self {
        Balance { amount, as_of: None }
    }

    /// When the balance was read.
    #[must_use]
    pub fn as_of(mut self, as_of: Instant) -> Self {
        self.as_of = Some(as_of);
        self
    }
}

impl Request {
    /// A request for one run of an operation with its default settings.
    pub fn new(operation: impl Into<String>) -> Self {
        Request { operation: operation.into(), run: RunRequest::default() }
    }

    /// Sets a value, replacing an earlier one.
    #[must_use]
    pub fn set(mut self, setting: impl Into<String>, value: impl Into<SettingValue>) -> Self {
        self.run.set(&setting.into(), value.into());
        self
    }

    /// Sets the number of runs.
    #[must_use]
    pub fn runs(mut self, runs: u32) -> Self {
        self.run.runs = Some(runs);
        self
    }

    /// Sets the plan.
    #[must_use]
    pub fn plan(mut self, plan: impl Into<String>) -> Self {
        self.run.plan = Some(plan.into());
        self
    }

    /// Sets the instant of the run.
    #[must_use]
    pub fn at(mut self, at: Instant) -> Self {
        self.run.at = Some(at);
        self
    }

    /// Sets the balance before it.
    #[must_use]
    pub fn balance(mut self, amount: Credits) -> Self {
        self.run.balance = Some(Balance::new(amount));
        self
    }

    /// Sets the balance before it, and when it was read.
    #[must_use]
    pub fn balance_as_of(mut self, amount: Credits, as_of: Instant) -> Self {
        self.run.balance = Some(Balance::new(amount).as_of(as_of));
        self
    }

    /// Sets the earlier use in the period of a meter, replacing an earlier value.
    #[must_use]
    pub fn used(mut self, meter: impl Into<String>, amount: Decimal) -> Self {
        let meter = meter.into();
        self.run.used.retain(|(known, _)| *known != meter);
        self.run.used.push((meter, amount));
        self
    }

    /// Reads a request from JSON text.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        Request::from_value(&json::parse(text)?)
    }

    /// Reads a request from a JSON value.
    ///
    /// # Errors
    /// Every error in the value, with its JSON pointer; unknown keys are errors too.
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        Log::default().read(value)
    }
}

impl PartialEq for RunRequest {
    fn eq(&self, other: &Self) -> bool {
        // Named one by one, so that a new field cannot be forgotten here.
        let RunRequest { settings, runs, plan, at, balance, used } = self;
        Settings(settings) == Settings(&other.settings)
            && *runs == other.runs
            && *plan == other.plan
            && *at == other.at
            && *balance == other.balance
            && by_name(used).eq(by_name(&other.used))
    }
}

impl RunRequest {
    pub(crate) fn set(&mut self, setting: &str, value: SettingValue) {
        match self.settings.iter_mut().find(|(name, _)| name == setting) {
            Some((_, old)) => *old = value,
            None => self.settings.push((setting.to_owned(), value)),
        }
    }
}

record! {
    /// A request.
    pub(crate) struct RequestFields {
        /// Id of the operation.
        operation: Option<String>,
        /// Values by setting; a setting that is left out takes its default, or stays open.
        settings: Vec<(String, Option<SettingValue>)>,
        /// Number of runs; 1 when absent.
        #[within(Within::ONE_OR_MORE)]
        runs: Option<u32>,
        /// Id of the current plan; no plan when absent.
        plan: Option<String>,
        /// Instant of the run; the catalog's `as_of` date when absent.
        at: Option<Instant>,
        /// Sets the balance before it.
        balance: Option<Balance>,
        /// Earlier use in the period of each of the catalog's meters; 0 when left out.
        used: Vec<(String, Decimal)>,
    }
}

record! {
    /// A balance, and when it was read.
    pub(crate) struct BalanceFields {
        /// The credits.
        amount: Credits,
        /// When the balance was read.
        as_of: Option<Instant>,
    }
}

impl Read for Balance {
    fn read(node: &Node) -> Self {
        match node.value {
            Value::Object(_) => {
                let BalanceFields { amount, as_of } = BalanceFields::read(node);
                Balance { amount, as_of }
            }
            _ => Balance { amount: Credits::read(node), as_of: None },
        }
    }
    fn placeholder() -> Self {
        Balance { amount: Credits::ZERO, as_of: None }
    }
}

impl RequestFields {
    fn run(self) -> RunRequest {
        let given = |(name, value): (String, Option<SettingValue>)| Some((name, value?));
        RunRequest {
            settings: self.settings.into_iter().filter_map(given).collect(),
            runs: self.runs,
            plan: self.plan,
            at: self.at,
            balance: self.balance,
            used: self.used,
        }
    }
}

impl Read for Request {
    fn read(node: &Node) -> Self {
        let mut fields = RequestFields::read(node);
        let operation = fields.operation.take().unwrap_or_else(|| {
            if matches!(node.value, Value::Object(_)) {
                node.error(ErrorKind::Missing, "expected a key `operation`, found none");
            }
            String::new()
        });
        Request { operation, run: fields.run() }
    }
    fn placeholder() -> Self {
        Request::new("")
    }
}

impl Read for RunRequest {
    fn read(node: &Node) -> Self {
        let fields = RequestFields::read(node);
        if fields.operation.is_some() {
            let pointer = node.path.key("operation").to_string();
            let sentence = "`operation` is filled in here: leave it out";
            node.log.error(Error::new(ErrorKind::UnknownKey, pointer, sentence));
        }
        fields.used.check_within(&Within::NOT_NEGATIVE, &node.path.key("used"), node.log);
        fields.run()
    }
    fn placeholder() -> Self {
        RunRequest::default()
    }
}

/// Settings sorted by name: their input order makes no difference.
pub(crate) fn by_name<K: AsRef<str>, V>(values: &[(K, V)]) -> impl Iterator<Item = &(K, V)> {
    sorted(values, |a, b| a.0.as_ref().cmp(b.0.as_ref()))
}

/// Settings as an object with sorted keys.
pub(crate) struct Settings<'a, K, V = SettingValue>(pub(crate) &'a [(K, V)]);

/// Equal if they are written alike.
impl<K: AsRef<str>> PartialEq for Settings<'_, K> {
    fn eq(&self, other: &Self) -> bool {
        let is_same = |(a, b): (&(K, SettingValue), &(K, SettingValue))| {
            a.0.as_ref() == b.0.as_ref() && a.1.is_written_like(&b.1)
        };
        self.0.len() == other.0.len() && by_name(self.0).zip(by_name(other.0)).all(is_same)
    }
}

impl<K: AsRef<str>, V: Serialize> Serialize for Settings<'_, K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in by_name(self.0) {
            map.serialize_entry(name.as_ref(), value)?;
        }
        map.end()
    }
}

impl Serialize for Request {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let run = &self.run;
        let mut fields = serializer.serialize_struct("Request", 7)?;
        fields.serialize_field("operation", &self.operation)?;
        fields.serialize_field("settings", &Settings(&run.settings))?;
        match run.runs {
            Some(runs) => fields.serialize_field("runs", &runs)?,
            None => fields.skip_field("runs")?,
        }
        match &run.plan {
            Some(plan) => fields.serialize_field("plan", plan)?,
            None => fields.skip_field("plan")?,
        }
        match run.at {
            Some(at) => fields.serialize_field("at", &at)?,
            None => fields.skip_field("at")?,
        }
        match &run.balance {
            Some(balance) => fields.serialize_field("balance", balance)?,
            None => fields.skip_field("balance")?,
        }
        match run.used.is_empty() {
            false => fields.serialize_field("used", &Settings(&run.used))?,
            true => fields.skip_field("used")?,
        }
        fields.end()
    }
}

impl Serialize for Balance {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(as_of) = self.as_of else {
            return self.amount.serialize(serializer);
        };
        let mut fields = serializer.serialize_struct("Balance", 2)?;
        fields.serialize_field("amount", &self.amount)?;
        fields.serialize_field("as_of", &as_of)?;
        fields.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_equal_in_any_order_of_their_settings() {
        let request = |settings: &[(&str, u32)]| {
            settings
                .iter()
                .fold(Request::new("clip"), |request, (name, value)| request.set(*name, *value))
        };
        let asked = request(&[("seconds", 12), ("images", 2)]);
        assert_eq!(asked, request(&[("images", 2), ("seconds", 12)]));
        for other in [
            request(&[("seconds", 2), ("images", 12)]),
            request(&[("seconds", 12)]),
            request(&[("seconds", 12), ("images", 2), ("fps", 24)]),
            asked.clone().runs(1),
            asked.clone().plan("pro"),
            asked.clone().at(Instant::EPOCH),
            asked.clone().balance(Credits::ZERO),
            asked.clone().used("searches", Decimal::ZERO),
            Request { operation: "clop".into(), ..asked.clone() },
        ] {
            assert_ne!(asked, other);
        }
    }
}
