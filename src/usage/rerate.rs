//! A log under other prices: another version of the catalog, another plan, another platform.

use super::event::UsageEvent;
use super::names::{Index, Names};
use super::problem::ReadSummary;
use super::rate::{Rated, Rater, Reasons, Unrated};
use super::share::too_large;
use crate::amount::{Credits, Decimal, Money};
use crate::catalog::Catalog;
use crate::error::{Error, Errors};
use crate::json::{self, Log, Value, Within, record};
use crate::verify::CatalogRef;
use serde::Serialize;
use std::borrow::Cow;

record! {
    /// What to compare a log with.
    ///
    /// ```
    /// use drawdown::RerateSpec;
    /// let spec = RerateSpec::default()
    ///     .operations([("image-1", "picture")])
    ///     .settings([("size", Some("resolution")), ("style", None)]);
    /// assert_eq!(spec.operations, [("image-1".to_owned(), "picture".to_owned())]);
    /// ```
    #[input]
    pub struct RerateSpec {
        /// The plan whose prices the log was charged by, for events whose charge is not in the log.
        plan: Option<String>,
        /// The plan to rate by; the same when absent.
        to_plan: Option<String>,
        /// Ids of operations in the other catalog, by their ids in the log.
        operations: Vec<(String, String)>,
        /// Names of settings in the other catalog, by their names in the log; null drops a
        /// setting that the other catalog does not have.
        settings: Vec<(String, Option<String>)>,
        /// Rate all events by the first catalog, also those whose charge is in the log.
        rate_all: bool,
        /// What a credit costs in money, before.
        #[within(Within::NOT_NEGATIVE)]
        credit_price: Option<Decimal>,
        /// What a credit of the other catalog costs in money.
        #[within(Within::NOT_NEGATIVE)]
        to_credit_price: Option<Decimal>,
    }
}

impl Default for RerateSpec {
    /// Without a plan.
    fn default() -> Self {
        json::Read::placeholder()
    }
}

impl RerateSpec {
    /// Reads a specification from JSON text.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        RerateSpec::from_value(&json::parse(text)?)
    }

    /// Reads a specification from a JSON value.
    ///
    /// # Errors
    /// Every error in the value, with its JSON pointer; unknown keys are errors too.
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        Log::of_strict_values().read(value)
    }
}

/// A log, rated again. The log itself does not change.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Rerated {
    /// The catalog of events whose charge is not in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<CatalogRef>,
    /// The catalog that rated the log again.
    pub to: CatalogRef,
    /// By account and operation, the largest difference first.
    pub rows: Vec<RerateRow>,
    /// By account: who gains and who loses.
    pub accounts: Vec<RerateRow>,
    /// All events together.
    pub total: RerateSums,
    /// What they cost in money before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// What they would have cost in money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_cost: Option<Money>,
    /// Why events could not be compared, the most frequent reason first.
    pub unrated: Vec<Unrated>,
    /// What was read of the log.
    pub read: ReadSummary,
}

/// An account's use of an operation, before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RerateRow {
    /// The account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The operation, as in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The sums.
    pub sums: RerateSums,
}

/// Sums before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RerateSums {
    /// Events that were compared.
    pub events: u64,
    /// Events that could not be compared: they are in neither sum.
    pub unknown: u64,
    /// Credits before.
    pub was: Credits,
    /// Credits under the other prices.
    pub becomes: Credits,
    /// More credits than before; negative for less.
    pub difference: Credits,
}

/// A rating in the making: takes events, in any order.
///
/// ```
/// use drawdown::{Catalog, UsageEvent, UsageRerate};
/// let version = |version: &str, rate: &str| Catalog::from_json(&format!(r#"{{
///     "catalog": "x", "version": "{version}", "as_of": "2026-11-01",
///     "credit": {{ "name": "credit", "step": "1" }},
///     "operations": [ {{ "id": "image", "price": [ {{ "line": "image", "rate": "{rate}" }} ] }} ] }}"#));
/// let (old, new) = (version("1", "24")?, version("2", "30")?);
/// let mut rerate = UsageRerate::new(&new, Some(&old), &Default::default())?;
/// rerate.add(&UsageEvent::new("image", "2026-11-03T09:00Z".parse().unwrap()))?;
/// let rerated = rerate.finish(Default::default())?;
/// assert_eq!(rerated.total.difference.to_string(), "6");
/// assert_eq!((&*rerated.from.unwrap().version, &*rerated.to.version), ("1", "2"));
/// # Ok::<(), drawdown::Errors>(())
/// ```
#[derive(Debug)]
pub struct UsageRerate {
    spec: RerateSpec,
    from: Option<Rater>,
    to: Rater,
    accounts: Names,
    operations: Names,
    places: Index<(Option<u32>, u32), usize>,
    rows: Vec<((Option<u32>, u32), RerateSums)>,
    reasons: Reasons,
}

impl UsageRerate {
    /// A rating of nothing yet, by one catalog; `from` rates events whose charge is not in the log.
    ///
    /// # Errors
    /// `unknown_name` for a plan that a catalog does not have.
    pub fn new(to: &Catalog, from: Option<&Catalog>, spec: &RerateSpec) -> Result<Self, Errors> {
        let from = from.map(|from| Rater::new(from, spec.plan.as_deref())).transpose()?;
        let plan = spec.to_plan.as_deref().or(spec.plan.as_deref());
        let to = Rater::new(to, plan).map_err(|errors| {
            errors.moved(|pointer| (pointer == "/plan").then(|| "/to_plan".to_owned()))
        })?;
        Ok(UsageRerate {
            spec: spec.clone(),
            from,
            to,
            accounts: Names::default(),
            operations: Names::default(),
            places: Index::default(),
            rows: Vec::new(),
            reasons: Reasons::default(),
        })
    }

    /// Adds an event.
    ///
    /// # Errors
    /// `limit` if there are too many names; `inexact` if a sum no longer fits.
    pub fn add(&mut self, event: &UsageEvent) -> Result<(), Error> {
        // A refund has no price: it is taken over.
        let refund = event.charged.filter(|charged| *charged < Credits::ZERO);
        let costs = match (refund, self.was(event)) {
            (Some(refund), _) => Ok((refund, refund)),
            (None, Err(reason)) => Err(reason),
            (None, Ok(was)) => self.becomes(event).map(|becomes| (was, becomes)),
        };
        let account = event.account.as_deref().map(|id| self.accounts.number(id)).transpose()?;
        let key = (account, self.operations.number(&event.operation)?);
        let place = *self.places.entry(key).or_insert_with(|| {
            self.rows.push((key, RerateSums::default()));
            self.rows.len() - 1
        });
        let Some((_, sums)) = self.rows.get_mut(place) else { return Ok(()) };
        match costs {
            Ok((was, becomes)) => sums.add(was, becomes),
            Err(reason) => {
                sums.unknown += 1;
                self.reasons.note(&event.operation, &reason);
                Ok(())
            }
        }
    }

    fn was(&mut self, event: &UsageEvent) -> Result<Credits, String> {
        if let Some(charged) = event.charged.filter(|_| !self.spec.rate_all) {
            return Ok(charged);
        }
        match &mut self.from {
            Some(rater) => exactly(rater.cost(event)),
            None => Err("no charge in the log, and no catalog to rate it by".to_owned()),
        }
    }

    fn becomes(&mut self, event: &UsageEvent) -> Result<Credits, String> {
        let RerateSpec { operations, settings, .. } = &self.spec;
        let other = operations.iter().find(|(known, _)| *known == event.operation);
        if other.is_none() && settings.is_empty() {
            return exactly(self.to.cost(event));
        }
        let mut event = event.clone();
        if let Some((_, other)) = other {
            event.operation = Cow::Borrowed(other);
        }
        for (name, other) in settings {
            match other {
                None => event.settings.retain(|(known, _)| known != name),
                Some(other) => {
                    let named = event.settings.iter_mut().filter(|(known, _)| known == name);
                    named.for_each(|(name, _)| *name = Cow::Borrowed(other));
                }
            }
        }
        exactly(self.to.cost(&event))
    }

    /// The sums of all events so far, with what was read.
    ///
    /// # Errors
    /// `inexact` if a sum no longer fits.
    pub fn finish(self, read: ReadSummary) -> Result<Rerated, Error> {
        let mut accounts: Vec<(Option<u32>, RerateSums)> = Vec::new();
        let mut places: Index<Option<u32>, usize> = Index::default();
        let mut total = RerateSums::default();
        for ((account, _), sums) in &self.rows {
            let place = *places.entry(*account).or_insert_with(|| {
                accounts.push((*account, RerateSums::default()));
                accounts.len() - 1
            });
            if let Some((_, sum)) = accounts.get_mut(place) {
                sum.merge(sums)?;
            }
            total.merge(sums)?;
        }
        let account = |number: &Option<u32>| {
            number.and_then(|number| self.accounts.name(number)).map(str::to_owned)
        };
        let rows = self.rows.iter().map(|((number, operation), sums)| RerateRow {
            account: account(number),
            operation: self.operations.name(*operation).map(str::to_owned),
            sums: *sums,
        });
        let accounts = accounts.iter().map(|(number, sums)| RerateRow {
            account: account(number),
            operation: None,
            sums: *sums,
        });
        let cost = |credits: Credits, price: Option<Decimal>| -> Result<Option<Money>, Error> {
            let costs = price.map(|price| super::share::costs([credits].into_iter(), price));
            Ok(costs.transpose()?.and_then(|costs| costs.first().copied()))
        };
        Ok(Rerated {
            rows: in_order(rows.collect()),
            accounts: in_order(accounts.collect()),
            cost: cost(total.was, self.spec.credit_price)?,
            to_cost: cost(total.becomes, self.spec.to_credit_price)?,
            total,
            from: self.from.as_ref().map(|rater| CatalogRef::of(rater.catalog())),
            to: CatalogRef::of(self.to.catalog()),
            unrated: self.reasons.into_list(),
            read,
        })
    }
}

fn exactly(rated: Rated) -> Result<Credits, String> {
    match rated {
        Rated::Exactly(credits) => Ok(credits),
        Rated::Unknown(reason) => Err(reason),
    }
}

/// Those who lose most first, those who gain most last.
fn in_order(mut rows: Vec<RerateRow>) -> Vec<RerateRow> {
    crate::order::sort(&mut rows, |a, b| {
        let by_difference = b.sums.difference.cmp(&a.sums.difference);
        let by_name = || (&a.account, &a.operation).cmp(&(&b.account, &b.operation));
        by_difference.then_with(by_name)
    });
    rows
}

impl RerateSums {
    fn add(&mut self, was: Credits, becomes: Credits) -> Result<(), Error> {
        let difference = becomes.checked_sub(was).ok_or_else(too_large)?;
        self.merge(&RerateSums { events: 1, unknown: 0, was, becomes, difference })
    }

    fn merge(&mut self, other: &RerateSums) -> Result<(), Error> {
        self.events += other.events;
        self.unknown += other.unknown;
        self.was = self.was.checked_add(other.was).ok_or_else(too_large)?;
        self.becomes = self.becomes.checked_add(other.becomes).ok_or_else(too_large)?;
        self.difference = self.difference.checked_add(other.difference).ok_or_else(too_large)?;
        Ok(())
    }
}
