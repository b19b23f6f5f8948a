//! What an event cost: the charge of the log, or a price of the catalog.

use super::event::UsageEvent;
use super::rate::{Rated, Rater, Reasons, Unrated};
use crate::catalog::Catalog;
use crate::error::Errors;
use crate::verify::CatalogRef;

/// Values events, and counts why others have no value.
#[derive(Debug)]
pub(super) struct Valuer {
    rater: Option<Rater>,
    /// Also events whose charge is known are rated.
    rates_all: bool,
    reasons: Reasons,
}

impl Valuer {
    /// Without a catalog, only charges of the log count.
    pub(super) fn new(
        catalog: Option<&Catalog>,
        plan: Option<&str>,
        rates_all: bool,
    ) -> Result<Self, Errors> {
        let rater = catalog.map(|catalog| Rater::new(catalog, plan)).transpose()?;
        Ok(Valuer { rater, rates_all, reasons: Reasons::default() })
    }

    /// The credits of an event, and whether they were computed.
    pub(super) fn value(&mut self, event: &UsageEvent) -> (Rated, bool) {
        if let Some(charged) = event.charged.filter(|_| !self.rates_all) {
            return (Rated::Exactly(charged), false);
        }
        let rated = match &mut self.rater {
            Some(rater) => rater.cost(event),
            None => Rated::Unknown("no charge in the log, and no catalog to rate it by".to_owned()),
        };
        (rated, true)
    }

    /// Counts an event whose credits are not known.
    pub(super) fn note(&mut self, event: &UsageEvent, reason: &str) {
        self.reasons.note(&event.operation, reason);
    }

    /// The catalog that rates.
    pub(super) fn catalog(&self) -> Option<&Catalog> {
        self.rater.as_ref().map(Rater::catalog)
    }

    /// The name of that catalog, and why events have no value, the most frequent reason first.
    pub(super) fn into_parts(self) -> (Option<CatalogRef>, Vec<Unrated>) {
        (self.catalog().map(CatalogRef::of), self.reasons.into_list())
    }
}
