//! What a platform sells: read, checked, compiled, identified.
//!
//! A [`Catalog`] exists only when the file is free of errors: the whole of it, or, where it was
//! [opened](Catalog::open), all but the operations, each of which is checked at its first use.

mod check;
mod compile;
mod condition;
mod describe;
mod document;
mod expression;
mod footnotes;
mod grant;
mod head;
mod hours;
mod lazy;
mod limits;
mod meter;
mod operation;
mod plan;
mod plausible;
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
mod term;
mod terms;
mod value;
mod zone;

pub use describe::{CatalogInfo, OperationInfo, PlanInfo, SettingInfo};
pub use footnotes::Footnotes;
pub use meter::MeterPeriod;
pub(crate) use operation::{ExpectedState, TestDocument};
pub use plan::{TermPrice, TermPrices};
pub use policy::AlertLevel;
pub(crate) use request::Settings;
pub(crate) use request::by_name;
pub use request::{Balance, Request, RunRequest};
pub use rules::{PriceRule, PriceRules};
pub use source::{Date, Source};
pub use value::SettingValue;

use crate::amount::Fraction;
use crate::error::{Error, Errors};
use crate::json::{self, Value};
use document::Document;
use lazy::{Compiled, Written};
use program::{Plan, Text};
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
pub struct Catalog(
    Arc<Checked>,
    /// Its scenarios are gone through step by step only.
    bool,
);

#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) document: Document,
    /// By the places of the heads in the document; each made when it is first asked for.
    operations: Vec<OnceLock<Compiled>>,
    pub(crate) plans: Vec<Plan>,
    /// Made when it is first asked for: prices need none of it.
    supply: OnceLock<Supply>,
    /// Places of the operations, by id.
    by_id: Vec<usize>,
    /// Places of the operations, by model; made when it is first asked for.
    by_model: OnceLock<Vec<usize>>,
    /// Made when it is first asked for: most catalogs never are.
    digest: OnceLock<String>,
    /// What opening warned of.
    opening_warnings: Vec<Error>,
    /// Of the whole file, made when they are first asked for.
    warnings: OnceLock<Vec<Error>>,
    pub(crate) written: Written,
    id: Text,
    version: Text,
    /// Name of several credits.
    pub(crate) unit: Text,
    /// Smallest part of a credit.
    pub(crate) step: Fraction,
    pub(crate) step_label: Text,
}

impl Catalog {
    /// Reads a catalog and checks the whole of it.
    ///
    /// # Errors
    /// Every error of the file, each with its JSON pointer, what was expected and found, and the
    /// nearest valid name.
    pub fn from_json(text: &str) -> Result<Catalog, Errors> {
        Catalog::whole(Written::text(text.to_owned())?)
    }

    /// Reads and checks a catalog that has been parsed already.
    ///
    /// # Errors
    /// As [`Catalog::from_json`].
    pub fn from_value(value: &Value) -> Result<Catalog, Errors> {
        Catalog::whole(Written::value(value.clone()))
    }

    /// Reads a catalog and leaves its operations for later: each is read, checked and compiled
    /// when it is first used, so that a large catalog is there at once. For catalogs that a build
    /// or a server has checked as a whole, by [`Catalog::from_json`] or `drawdown catalog check`.
    ///
    /// An operation that is wrong is an error at its first use, of the same words and pointer
    /// that the whole check has for it.
    ///
    /// # Errors
    /// What is wrong outside of operations, and with their ids, names, tools, models, tiers and
    /// tags.
    pub fn open(text: &str) -> Result<Catalog, Errors> {
        Catalog::opened(text.to_owned())
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
        self.0.digest.get_or_init(|| json::sha256(&self.0.written.canonical()))
    }

    /// Date at which the prices were read.
    pub fn as_of(&self) -> Date {
        self.0.document.as_of
    }

    /// What the checker would rather see changed; in operations only where they are right.
    pub fn warnings(&self) -> &[Error] {
        self.0.warnings()
    }

    /// Ids of the operations, in the order of the file.
    pub fn operation_ids(&self) -> impl Iterator<Item = &str> {
        self.0.heads().iter().map(|operation| &*operation.id)
    }

    /// The id of the operation that a request means by an id, or by a model where only one
    /// operation has it.
    pub fn operation_id(&self, name: &str) -> Option<&str> {
        Some(&*self.0.heads().get(self.0.asked_for(name)?)?.id)
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

    /// The same catalog, whose scenarios are gone through step by step and never the fast way:
    /// tests compare the two.
    #[doc(hidden)]
    #[must_use]
    pub fn step_by_step(&self) -> Catalog {
        Catalog(Arc::clone(&self.0), true)
    }

    pub(crate) fn is_step_by_step(&self) -> bool {
        self.1
    }
}

impl Checked {
    /// How credits come in and in which order they go.
    pub(crate) fn supply(&self) -> &Supply {
        self.supply.get_or_init(|| compile::supply(&self.document))
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
