//! An open catalog: its identity, and access to everything else.

use super::lazy::{Checked, Written};
use super::program::Text;
use super::source::Date;
use crate::error::{Error, Errors};
use crate::json::Value;
use std::sync::Arc;

/// The prices and rules of a platform's credits: operations, plans, grants, top-ups and policies.
/// Cheap to clone.
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
    /// Scenarios run step by step only.
    bool,
);

impl Catalog {
    /// Reads a catalog and checks all of it.
    ///
    /// # Errors
    /// Every error of the file, with its JSON pointer, what was expected and found, and the nearest
    /// valid name.
    pub fn from_json(text: &str) -> Result<Catalog, Errors> {
        Catalog::whole(Written::text(text.to_owned())?)
    }

    /// Reads and checks a catalog that is already parsed.
    ///
    /// # Errors
    /// As for [`Catalog::from_json`].
    pub fn from_value(value: &Value) -> Result<Catalog, Errors> {
        Catalog::whole(Written::value(value.clone()))
    }

    /// Reads a catalog but not its operations: each is read, checked and compiled on first use, so
    /// that a large catalog opens at once. For catalogs that a build or a server has checked as a
    /// whole, with [`Catalog::from_json`] or `drawdown catalog check`.
    ///
    /// An operation with an error fails on first use, with the same text and pointer as in the
    /// whole check.
    ///
    /// # Errors
    /// Errors outside of operations, and errors of their ids, names, tools, models, tiers and tags.
    pub fn open(text: &str) -> Result<Catalog, Errors> {
        Catalog::opened(text.to_owned())
    }

    /// Id of the catalog.
    pub fn id(&self) -> &str {
        &self.0.document.catalog
    }

    /// Name of the platform; the id if there is none.
    pub fn name(&self) -> &str {
        self.0.document.name.as_deref().unwrap_or_else(|| self.id())
    }

    /// Version, from the file.
    pub fn version(&self) -> &str {
        &self.0.document.version
    }

    /// `sha256:` and 64 hex digits over the canonical JSON (RFC 8785): independent of formatting
    /// and of the order of keys.
    pub fn digest(&self) -> &str {
        self.0.digest()
    }

    /// ISO code of the money that plans and top-ups are sold in.
    pub fn currency(&self) -> Option<&str> {
        self.checked().document.currency.as_deref()
    }

    /// Date on which the prices were read.
    pub fn as_of(&self) -> Date {
        self.0.document.as_of
    }

    /// Warnings of the checker; for operations, only if they have no errors.
    pub fn warnings(&self) -> &[Error] {
        self.0.warnings()
    }

    /// Ids of the operations, in file order.
    pub fn operation_ids(&self) -> impl Iterator<Item = &str> {
        self.0.heads().iter().map(|operation| &*operation.id)
    }

    /// The operation id that a request means by an id, or by a model that only one operation has.
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

    /// The same catalog, but its scenarios run step by step without fast-forward: tests compare
    /// both.
    #[doc(hidden)]
    #[must_use]
    pub fn step_by_step(&self) -> Catalog {
        Catalog(Arc::clone(&self.0), true)
    }

    pub(crate) fn is_step_by_step(&self) -> bool {
        self.1
    }
}

impl Catalog {
    /// Checks everything except the operations.
    pub(crate) fn opened(text: String) -> Result<Catalog, Errors> {
        let (checked, errors) = Checked::open(Written::text(text)?)?;
        // Reports all errors at once to whoever has to correct them.
        let errors = if errors.is_empty() { errors } else { checked.all_errors(errors) };
        Errors::check(errors)?;
        Ok(Catalog(Arc::new(checked), false))
    }

    /// Checks everything.
    pub(super) fn whole(written: Written) -> Result<Catalog, Errors> {
        let (checked, errors) = Checked::open(written)?;
        Errors::check(checked.all_errors(errors))?;
        Ok(Catalog(Arc::new(checked), false))
    }

    /// Checks everything that opening deferred.
    pub(crate) fn check_rest(&self) -> Result<(), Errors> {
        Errors::check(self.checked().all_errors(Vec::new()))
    }
}
