//! What a platform sells: read, checked, compiled, identified.
//!
//! A [`Catalog`] exists only when the whole file is free of errors.

mod check;
mod compile;
mod describe;
mod document;
mod expression;
mod grant;
mod operation;
mod plan;
mod policy;
pub(crate) mod program;
mod rate;
mod request;
mod rules;
#[cfg(feature = "schema")]
pub(crate) mod schema;
mod setting;
mod source;
pub(crate) mod supply;
mod terms;

pub use describe::{CatalogInfo, OperationInfo, PlanInfo, SettingInfo};
pub(crate) use operation::{ExpectedState, TestDocument};
pub use plan::{TermPrice, TermPrices};
pub use policy::AlertLevel;
pub(crate) use request::Settings;
pub(crate) use request::by_name;
pub use request::{Balance, Request, RunRequest};
pub use rules::{PriceRule, PriceRules};
pub use setting::SettingValue;
pub use source::{Date, Source};

use crate::amount::Fraction;
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log, Node, Read, Value};
use crate::order::sorted;
use document::Document;
use program::{Operation, Plan, Text};
use std::sync::{Arc, OnceLock};
use supply::Supply;
pub use supply::Term;
pub use terms::{PlanTermsText, TermsLine, TermsText, Topic};

/// All that a platform publishes about its credits: operations with their prices, plans, grants,
/// top-ups and rules. Cheap to clone.
///
/// ```
/// use drawdown::{Catalog, Request};
/// let catalog = Catalog::from_json(r#"{
///     "catalog": "example", "version": "1", "as_of": "2026-11-01",
///     "credit": { "name": "credit", "step": "1" },
///     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ] }"#)?;
/// let estimate = catalog.estimate(&Request::new("image").runs(30))?;
/// assert_eq!(estimate.total.unwrap().to_string(), "720");
/// # Ok::<(), drawdown::Errors>(())
/// ```
#[derive(Clone, Debug)]
pub struct Catalog(Arc<Checked>);

#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) document: Document,
    pub(crate) operations: Vec<Operation>,
    pub(crate) plans: Vec<Plan>,
    /// Made when it is first asked for: prices need none of it.
    supply: OnceLock<Supply>,
    /// Places of the operations, by id.
    by_id: Vec<usize>,
    /// Made when it is first asked for: most catalogs never are.
    digest: OnceLock<String>,
    warnings: Vec<Error>,
    /// The file as it was read.
    pub(crate) value: Value,
    id: Text,
    version: Text,
    /// Name of several credits.
    pub(crate) unit: Text,
    /// Smallest part of a credit.
    pub(crate) step: Fraction,
    pub(crate) step_label: Text,
    pub(crate) step_pointer: Text,
}

impl Catalog {
    /// Reads and checks a catalog.
    ///
    /// # Errors
    /// Every error of the file, each with its JSON pointer, what was expected and found, and the
    /// nearest valid name.
    pub fn from_json(text: &str) -> Result<Catalog, Errors> {
        Catalog::read(json::parse(text)?)
    }

    /// Reads and checks a catalog that has been parsed already.
    ///
    /// # Errors
    /// As [`Catalog::from_json`].
    pub fn from_value(value: &Value) -> Result<Catalog, Errors> {
        Catalog::read(value.clone())
    }

    pub(crate) fn read(value: Value) -> Result<Catalog, Errors> {
        let log = Log::default();
        let document = Document::read(&Node::root(&value, &log));
        let read = log.into_lists();
        let log = Log::default();
        check::document(&log, &document);
        let plans = check::plans(&log, &document);
        let operations = compile::operations(&log, &document, &plans);
        let (errors, warnings) = merged(read, log.into_lists());
        Errors::check(errors)?;
        let places: Vec<usize> = (0..operations.len()).collect();
        let id = |place: &usize| operations.get(*place).map(|operation| &operation.id);
        let by_id = sorted(&places, |a, b| id(a).cmp(&id(b))).copied().collect();
        let credit = &document.credit;
        let step = Fraction::from_decimal(credit.step);
        let unit = credit.plural.as_deref().unwrap_or(&credit.name).to_owned();
        let (id, version) = (document.catalog.as_str(), document.version.as_str());
        let (id, version): (Text, Text) = (id.into(), version.into());
        Ok(Catalog(Arc::new(Checked {
            document,
            operations,
            plans,
            supply: OnceLock::new(),
            by_id,
            digest: OnceLock::new(),
            warnings,
            value,
            id,
            version,
            unit: unit.into(),
            step,
            step_label: "Rounding".into(),
            step_pointer: "/credit/step".into(),
        })))
    }

    /// Id of the catalog.
    pub fn id(&self) -> &str {
        &self.0.document.catalog
    }

    /// Version, as the file says it.
    pub fn version(&self) -> &str {
        &self.0.document.version
    }

    /// `sha256:` and 64 hex digits over the canonical JSON (RFC 8785): the same for every order
    /// of keys and every formatting.
    pub fn digest(&self) -> &str {
        self.0.digest.get_or_init(|| json::sha256(&json::canonical(&self.0.value)))
    }

    /// Date at which the prices were read.
    pub fn as_of(&self) -> Date {
        self.0.document.as_of
    }

    /// What the checker would rather see changed.
    pub fn warnings(&self) -> &[Error] {
        &self.0.warnings
    }

    /// Ids of the operations, in the order of the file.
    pub fn operation_ids(&self) -> impl Iterator<Item = &str> {
        self.0.operations.iter().map(|operation| &*operation.id)
    }

    pub(crate) fn id_text(&self) -> Text {
        self.0.id.clone()
    }

    pub(crate) fn version_text(&self) -> Text {
        self.0.version.clone()
    }

    pub(crate) fn checked(&self) -> &Checked {
        &self.0
    }
}

impl Checked {
    /// How credits come in and in which order they go.
    pub(crate) fn supply(&self) -> &Supply {
        self.supply.get_or_init(|| compile::supply(&self.document, &self.operations))
    }

    pub(crate) fn operation(&self, id: &str) -> Option<(usize, &Operation)> {
        let found = self.by_id.binary_search_by(|place| {
            self.operations.get(*place).map_or("", |operation| &operation.id).cmp(id)
        });
        let place = *self.by_id.get(found.ok()?)?;
        Some((place, self.operations.get(place)?))
    }

    pub(crate) fn unknown_operation(&self, id: &str) -> Error {
        let ids: Vec<&str> = self.operations.iter().map(|operation| &*operation.id).collect();
        let hint = crate::error::nearest_hint(id, &ids);
        let sentence = format!("there is no operation `{id}`{hint}");
        Error::new(ErrorKind::UnknownName, "/operation", sentence)
    }

    /// Place of a plan; the first plan is 1, no plan 0.
    pub(crate) fn plan(&self, id: &str) -> Option<usize> {
        self.plans.iter().position(|plan| *plan.id == *id).map(|i| i + 1)
    }

    pub(crate) fn unit_for(&self, amount: crate::amount::Decimal) -> &str {
        let credit = &self.document.credit;
        match &credit.plural {
            Some(plural) if amount != crate::amount::Decimal::ONE => plural,
            _ => &credit.name,
        }
    }
}

type Lists = (Vec<Error>, Vec<Error>);

/// Errors of reading and of checking; what checking says about a place that could not even be
/// read is only an echo.
fn merged(read: Lists, checked: Lists) -> Lists {
    let (mut errors, mut warnings) = read;
    let before = errors.len();
    for error in checked.0 {
        let echo = errors.iter().take(before).any(|known| is_at_or_below(&error, known));
        if !echo && !errors.contains(&error) {
            errors.push(error);
        }
    }
    warnings.extend(checked.1);
    (errors, warnings)
}

fn is_at_or_below(error: &Error, known: &Error) -> bool {
    let rest = error.pointer().strip_prefix(known.pointer());
    known.kind() != ErrorKind::Missing
        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
