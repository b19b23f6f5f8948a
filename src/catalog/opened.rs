//! A catalog that is open: what it is called, what it says of itself, and the way to all the rest.

use super::lazy::{Checked, Written};
use super::program::Text;
use super::source::Date;
use crate::error::{Error, Errors};
use crate::json::Value;
use std::sync::Arc;

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
        self.0.digest()
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

impl Catalog {
    /// Checks all but the operations.
    pub(crate) fn opened(text: String) -> Result<Catalog, Errors> {
        let (checked, errors) = Checked::open(Written::text(text)?)?;
        // Who has to mend something is told all of it at once.
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

    /// Checks everything that opening has left for later.
    pub(crate) fn check_rest(&self) -> Result<(), Errors> {
        Errors::check(self.checked().all_errors(Vec::new()))
    }
}
