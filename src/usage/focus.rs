//! A log as a FOCUS cost and usage file: what each account used, at what price, in money and in
//! credits.
//!
//! FOCUS is the FinOps Open Cost and Usage Specification; this is its version 1.4, with the columns
//! for virtual currencies.

mod cell;
mod charge;
mod columns;
mod line;
mod sku;
mod spec;
mod table;

pub use cell::{FocusCell, FocusKind};
pub use columns::FocusColumn;
pub use spec::{ChargePeriod, FocusSpec, SubAccount};
pub use table::FocusTable;

use super::event::{EventOutcome, UsageEvent};
use super::names::{Index, Names};
use super::period::{self, Period};
use super::problem::ReadSummary;
use super::rate::{Rated, Unrated};
use super::report::ReportSpec;
use super::share::too_large;
use super::value::Valuer;
use crate::amount::{Credits, Money};
use crate::calendar::{Instant, Recurrence, Step, Zone};
use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind, Errors};
use crate::verify::CatalogRef;
use charge::{Charge, Cost, Key, units};
use line::{Line, Lines};
use serde::Serialize;
use sku::Skus;
use spec::Terms;

/// The version of the specification.
pub const FOCUS_VERSION: &str = "1.4";

/// More rows are an error: they would fill the memory.
const MOST_ROWS: usize = 1_000_000;

/// A FOCUS cost and usage file.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FocusFile {
    /// What FOCUS asks to know of the file.
    pub metadata: FocusMetadata,
    /// The rows.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Vec<std::collections::BTreeMap<String, Option<String>>>")
    )]
    pub rows: FocusTable,
    /// The credits of all rows: those of a report of the same log.
    pub credits: Credits,
    /// What they cost, by contract.
    pub cost: Money,
    /// Runs that gave no result and cost nothing: they are in no row.
    pub free_failures: u64,
    /// Events without known credits: they are in no row.
    pub unknown: u64,
    /// The catalog that rated events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalog: Option<CatalogRef>,
    /// Why events have no known credits, the most frequent reason first.
    pub unrated: Vec<Unrated>,
    /// What was read of the log.
    pub read: ReadSummary,
}

/// The metadata of a FOCUS file, by the names of FOCUS.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FocusMetadata {
    /// What made it.
    pub data_generator: String,
    /// The version of what made it.
    pub data_generator_version: String,
    /// The version of FOCUS.
    pub focus_version: String,
    /// The columns in order.
    pub column_definition: Vec<FocusColumnDefinition>,
}

/// A column in the metadata, by the names of FOCUS.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FocusColumnDefinition {
    /// Its column id.
    pub column_name: String,
    /// What it holds.
    pub data_type: FocusKind,
    /// The most digits of a decimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numeric_precision: Option<u8>,
    /// The most digits after the point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_scale: Option<u8>,
    /// The encoding of a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub string_encoding: Option<String>,
}

/// A FOCUS file in the making: takes events, in any order.
///
/// ```
/// use drawdown::{Catalog, FocusSpec, UsageEvent, UsageFocus};
/// let catalog = Catalog::from_json(r#"{ "catalog": "x", "version": "1", "as_of": "2026-11-01",
///     "credit": { "name": "credit", "step": "1" }, "currency": "USD",
///     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ] }"#)?;
/// let spec = FocusSpec::from_json(r#"{ "credit_price": "0.01", "billing_account": "acme" }"#)?;
/// let mut focus = UsageFocus::new(&spec, Some(&catalog))?;
/// let mut event = UsageEvent::new("image", "2026-11-03T09:00Z".parse().unwrap());
/// event.runs = 3;
/// focus.add(&event)?;
/// let file = focus.finish(Default::default())?;
/// assert_eq!((file.rows.len(), file.credits.to_string(), file.cost.to_string()),
///            (1, "72".to_owned(), "0.72".to_owned()));
/// # Ok::<(), drawdown::Errors>(())
/// ```
#[derive(Debug)]
pub struct UsageFocus {
    spec: FocusSpec,
    filter: ReportSpec,
    terms: Terms,
    valuer: Valuer,
    calendar: Calendar,
    accounts: Names,
    members: Names,
    projects: Names,
    skus: Skus,
    places: Index<Key, usize>,
    charges: Vec<Charge>,
    free_failures: u64,
    unknown: u64,
}

impl UsageFocus {
    /// A file of nothing yet. Without a catalog, only charges in the log count.
    ///
    /// # Errors
    /// What is wrong with the specification, or missing in it, with its JSON pointer.
    pub fn new(spec: &FocusSpec, catalog: Option<&Catalog>) -> Result<Self, Errors> {
        spec.check()?;
        Ok(UsageFocus {
            terms: Terms::of(spec, catalog)?,
            valuer: Valuer::new(catalog, spec.plan.as_deref(), spec.rate_all)?,
            calendar: Calendar::of(spec),
            filter: spec.report(),
            spec: spec.clone(),
            accounts: Names::default(),
            members: Names::default(),
            projects: Names::default(),
            skus: Skus::default(),
            places: Index::default(),
            charges: Vec::new(),
            free_failures: 0,
            unknown: 0,
        })
    }

    /// Adds an event.
    ///
    /// # Errors
    /// `missing` for an event without an account if the specification names none; `limit` if there
    /// are too many rows or names; `inexact` if a sum no longer fits.
    pub fn add(&mut self, event: &UsageEvent) -> Result<(), Error> {
        let is_before = self.spec.from.is_some_and(|from| event.at < from);
        let is_after = self.spec.until.is_some_and(|until| event.at >= until);
        if is_before || is_after || !self.filter.takes(event) {
            return Ok(());
        }
        let credits = match self.valuer.value(event) {
            (Rated::Exactly(credits), _) => credits,
            (Rated::Unknown(reason), _) => {
                self.valuer.note(event, &reason);
                self.unknown += 1;
                return Ok(());
            }
        };
        if event.outcome != EventOutcome::Done && credits == Credits::ZERO {
            self.free_failures += u64::from(event.runs);
            return Ok(());
        }
        self.charge(event, credits)
    }

    fn charge(&mut self, event: &UsageEvent, credits: Credits) -> Result<(), Error> {
        let (unit, price, count) = units(event, credits, &self.spec).ok_or_else(too_large)?;
        let number =
            |names: &mut Names, name: Option<&str>| name.map(|name| names.number(name)).transpose();
        let key = Key {
            from: self.calendar.charge(event.at)?.from,
            account: number(&mut self.accounts, self.spec.account_of(event)?)?,
            member: number(&mut self.members, event.member.as_deref())?,
            project: number(&mut self.projects, event.project.as_deref())?,
            sku: self.skus.number(event, self.valuer.catalog())?,
            outcome: event.outcome,
            is_refund: credits < Credits::ZERO,
            unit,
            price,
        };
        let place = self.place(key)?;
        match self.charges.get_mut(place) {
            Some(charge) => charge.add(count, u64::from(event.runs), credits),
            None => Ok(()),
        }
    }

    fn place(&mut self, key: Key) -> Result<usize, Error> {
        if let Some(place) = self.places.get(&key) {
            return Ok(*place);
        }
        if self.charges.len() >= MOST_ROWS {
            let sentence = format!("more than {MOST_ROWS} rows: take a shorter time");
            return Err(Error::new(ErrorKind::Limit, "/until", sentence));
        }
        let (charge, billing) = (self.calendar.charge, self.calendar.billing);
        self.charges.push(Charge {
            key,
            charge_until: charge.until,
            billing_from: billing.from,
            billing_until: billing.until,
            quantity: Default::default(),
            runs: 0,
            credits: Credits::ZERO,
            list: Cost::default(),
            contracted: Cost::default(),
        });
        self.places.insert(key, self.charges.len() - 1);
        Ok(self.charges.len() - 1)
    }

    /// The file of all events so far, with what was read.
    ///
    /// # Errors
    /// `inexact` if a sum no longer fits, or a cost has more than twelve decimal places.
    pub fn finish(self, read: ReadSummary) -> Result<FocusFile, Error> {
        let (catalog, unrated) = self.valuer.into_parts();
        let mut lines = Lines {
            terms: self.terms,
            skus: self.skus.into_list(),
            accounts: self.accounts.into_list(),
            members: self.members.into_list(),
            projects: self.projects.into_list(),
            charges: Vec::new(),
        };
        let (mut credits, mut cost) = (Credits::ZERO, Money::default());
        let mut charges = self.charges;
        for charge in &mut charges {
            let sku = lines.skus.get(charge.key.sku as usize);
            charge.price(&self.spec, sku.map_or("", |sku| &sku.id))?;
            credits = credits.checked_add(charge.credits).ok_or_else(too_large)?;
            cost = cost.checked_add(Money(charge.contracted.total)).ok_or_else(too_large)?;
        }
        crate::order::sort(&mut charges, |a, b| {
            let line = |charge| Line { of: &lines, charge };
            line(a).order().cmp(&line(b).order())
        });
        lines.charges = charges;
        Ok(FocusFile {
            metadata: FocusMetadata::of_this(),
            rows: FocusTable(lines),
            credits,
            cost,
            free_failures: self.free_failures,
            unknown: self.unknown,
            catalog,
            unrated,
            read,
        })
    }
}

impl FocusSpec {
    /// The account of an event, if it has its own.
    fn account_of<'e>(&self, event: &'e UsageEvent) -> Result<Option<&'e str>, Error> {
        let own = event.account.as_deref().filter(|account| !account.trim().is_empty());
        if own.is_none() && self.billing_account.is_none() {
            let sentence = "expected an id: the log does not say which account is billed";
            return Err(Error::new(ErrorKind::Missing, "/billing_account", sentence));
        }
        Ok(own.filter(|own| self.billing_account.as_deref() != Some(own)))
    }
}

/// The charge period and the billing period of the event before: most events are in the same ones.
#[derive(Debug)]
struct Calendar {
    zone: Zone,
    length: ChargePeriod,
    cycles: Option<Recurrence>,
    charge: Period,
    billing: Period,
}

impl Calendar {
    fn of(spec: &FocusSpec) -> Self {
        let zone = spec.zone.clone().unwrap_or_else(Zone::utc);
        let nothing = Period { from: Instant::EPOCH, until: Instant::EPOCH, number: 0 };
        Calendar {
            cycles: spec.cycle_from.map(|from| Recurrence::from(from, Step::Months(1), &zone)),
            zone,
            length: spec.charge_period.unwrap_or(ChargePeriod::Day),
            charge: nothing,
            billing: nothing,
        }
    }

    /// The charge period of an instant, within its billing period.
    fn charge(&mut self, at: Instant) -> Result<Period, Error> {
        if !self.charge.holds(at) {
            self.billing = self.find_billing(at)?;
            let Period { from, until, number } = match self.length {
                ChargePeriod::Day => period::day(&self.zone, at),
                ChargePeriod::Hour => period::hour(&self.zone, at),
            };
            let (from, until) = (from.max(self.billing.from), until.min(self.billing.until));
            self.charge = Period { from, until, number };
        }
        Ok(self.charge)
    }

    fn find_billing(&self, at: Instant) -> Result<Period, Error> {
        let Some(cycles) = &self.cycles else { return Ok(period::month(&self.zone, at)) };
        if cycles.first_after(at, &self.zone) == 0 {
            let sentence = format!("expected an instant before the first event, at {at}");
            return Err(Error::new(ErrorKind::OutOfRange, "/cycle_from", sentence));
        }
        Ok(period::cycle(&self.zone, cycles, at))
    }
}

impl FocusMetadata {
    /// What this version of the library writes.
    fn of_this() -> Self {
        let definition = |column: &FocusColumn| {
            let is_decimal = column.kind == FocusKind::Decimal;
            let is_text = matches!(column.kind, FocusKind::Text | FocusKind::Json);
            FocusColumnDefinition {
                column_name: column.id.to_owned(),
                data_type: column.kind,
                numeric_precision: is_decimal.then_some(36),
                number_scale: is_decimal.then_some(12),
                string_encoding: is_text.then(|| "UTF-8".to_owned()),
            }
        };
        FocusMetadata {
            data_generator: env!("CARGO_PKG_NAME").to_owned(),
            data_generator_version: env!("CARGO_PKG_VERSION").to_owned(),
            focus_version: FOCUS_VERSION.to_owned(),
            column_definition: FocusTable::columns().iter().map(definition).collect(),
        }
    }
}
