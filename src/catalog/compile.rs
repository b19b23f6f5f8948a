//! From the catalog's text to compiled prices: names become slots, types are checked, and every
//! error is logged with its pointer.

mod condition;
mod expression;
mod finite;
mod limit;
mod meter;
mod named;
mod operation;
mod picks;
mod price;
mod setting;
mod supply;
mod table;
mod window;

pub(super) use named::entries;
pub(super) use operation::operation;
pub(super) use setting::{check_name, settings};
pub(super) use supply::{reach, supply};

use super::document::Document;
use super::expression::Formula;
use super::id::PlanId;
use super::program::{Plan, Setting, Slot};
use crate::amount::Fraction;
use crate::calendar::Window;
use crate::error::{Error, ErrorKind};
use crate::json::{Log, Path};
use std::cell::{Cell, RefCell};

/// Maximum number of parts in all expressions of one operation.
const PARTS: usize = 20_000;

/// Maximum nesting of expressions, including through quantities.
const DEPTH: usize = 96;

/// The meaning of names in one operation.
pub(super) struct Scope<'a> {
    log: &'a Log,
    settings: &'a [Setting],
    values: &'a [Attributes],
    quantities: &'a [(String, Formula)],
    plans: &'a [Plan],
    sources: &'a [(String, super::source::Source)],
    /// Quantities being compiled, outermost first.
    open: RefCell<Vec<String>>,
    /// Ids of earlier components.
    components: RefCell<Vec<String>>,
    keeps_amounts: Cell<bool>,
    /// Smallest part of a credit.
    credit_step: Fraction,
    document: &'a Document,
    /// Pointers of the named parts being compiled, outermost first.
    named: RefCell<Vec<String>>,
    /// A price depends on the number of runs in some other way than by multiplication.
    counts_runs: Cell<bool>,
    /// Meters of the operation, by index in the catalog.
    meters: RefCell<Vec<usize>>,
    /// The distinct windows of time so far.
    windows: RefCell<Vec<Window>>,
    /// Indices of the windows that the current price depends on, as bits.
    follows: Cell<u64>,
    parts: Cell<usize>,
    /// Nesting level of the expression being compiled.
    depth: Cell<usize>,
}

/// Numbers of the choices of one setting: attribute name, then one number for each choice.
pub(super) type Attributes = Vec<(String, Vec<Option<crate::amount::Fraction>>)>;

impl<'a> Scope<'a> {
    fn error(&self, path: &Path, kind: ErrorKind, sentence: impl Into<String>) {
        self.log.error(Error::new(kind, path.to_string(), sentence));
    }

    fn warning(&self, path: &Path, kind: ErrorKind, sentence: impl Into<String>) {
        self.log.warning(|| Error::new(kind, path.to_string(), sentence));
    }

    fn unknown(&self, path: &Path, what: &str, found: &str, valid: Vec<&str>) {
        self.log.unknown_name(path, what, found, &valid);
    }

    fn slot(&self, name: &str) -> Option<(Slot, &'a Setting)> {
        let place = self.settings.iter().position(|setting| *setting.name == *name)?;
        Some((place + 1, self.settings.get(place)?))
    }

    /// A plan, or nothing inside for "none"; or an error with the nearest name.
    fn plan_named(&self, path: &Path, id: &str) -> Option<Option<PlanId>> {
        if id == "none" {
            return Some(None);
        }
        let place = self.plans.iter().position(|plan| *plan.id == *id);
        if place.is_none() {
            let mut valid: Vec<&str> = self.plans.iter().map(|plan| &*plan.id).collect();
            valid.push("none");
            self.unknown(path, "plan", id, valid);
        }
        place.map(|place| Some(PlanId::at(place)))
    }

    fn source(
        &self,
        path: &Path,
        source: Option<&super::source::SourceRef>,
    ) -> Option<std::sync::Arc<super::source::Source>> {
        super::source::source(self.log, path, self.sources, source?).map(Into::into)
    }
}
