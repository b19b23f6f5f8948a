//! The outcome of a scenario.

use super::detail::Detail;
use super::series::Series;
use super::shortfall::Shortfall;
use super::state::Simulation;
use super::totals::{
    ClassTotals, MemberTotals, OperationTotals, ProjectTotals, Totals, class_rows, members,
    operations, projects, totals,
};
use crate::amount::{Credits, Money};
use crate::calendar::{Instant, Zone};
use crate::catalog::id::{OperationId, PlanId};
use crate::catalog::program::Text;
use crate::error::Error;
use crate::order::sort;
use crate::wallet::{Cause, Entry, EntryKind, LotView, Reading, Reason, Record, Wallet};
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

/// The outcome of a scenario: series, totals, shortfalls, and the ledger if it was recorded.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Projection {
    /// Id of the catalog.
    pub catalog: Text,
    /// Version of the catalog.
    pub version: Text,
    /// Plural name of the unit of all amounts.
    pub unit: Text,
    /// ISO code of the money.
    pub currency: Option<Text>,
    /// First instant.
    pub start: Instant,
    /// First instant after it.
    pub until: Instant,
    /// Some price is "about".
    pub approximate: bool,
    /// Some cost is one end of a range.
    pub ranged: bool,
    /// Assumptions about holdings that the account does not state, as sentences.
    pub assumptions: Vec<String>,
    /// The first refusal of a run.
    pub run_out: Option<Instant>,
    /// Totals of the whole scenario.
    pub totals: Totals,
    /// Totals by class.
    pub classes: Vec<ClassTotals>,
    /// By cycle of the plan.
    pub cycles: Vec<CycleRow>,
    /// Day by day.
    pub days: Series,
    /// When credits were short, and the ways out.
    pub shortfalls: Vec<Shortfall>,
    /// Alerts.
    pub alerts: Vec<AlertEvent>,
    /// Invoices.
    pub invoices: Vec<InvoiceEvent>,
    /// By member.
    pub members: Vec<MemberTotals>,
    /// By operation.
    pub operations: Vec<OperationTotals>,
    /// By project.
    pub projects: Vec<ProjectTotals>,
    /// Remaining lots at the end, in burn order.
    pub lots: Vec<LotView>,
    /// What the account has at the instants that the scenario reads.
    pub readings: Vec<Reading>,
    detail: Detail,
    wallet: Wallet,
}

/// A cycle of the plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CycleRow {
    /// First instant.
    pub start: Instant,
    /// First instant after it.
    pub until: Instant,
    /// Id of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Text>,
    /// It has not ended yet.
    pub open: bool,
    /// The flows of each class.
    pub classes: Vec<ClassTotals>,
}

/// A balance that fell below a level.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AlertEvent {
    /// When.
    pub at: Instant,
    /// Credits that remained.
    pub left: Credits,
    /// As a sentence.
    pub text: String,
}

/// An invoice.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct InvoiceEvent {
    /// When.
    pub at: Instant,
    /// Id of the plan or top-up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Text>,
    /// The reason.
    pub reason: Reason,
    /// The amount; absent if no price is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money: Option<Money>,
    /// As a sentence.
    pub text: String,
}

/// An important event, as a sentence with its date.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Event {
    /// When.
    pub at: Instant,
    /// Its kind.
    pub kind: EntryKind,
    /// The sentence.
    pub text: String,
}

impl Projection {
    pub(super) fn of(simulation: Simulation, days: Series) -> Self {
        let catalog = simulation.wallet.catalog().clone();
        let checked = catalog.checked();
        let wallet = &simulation.wallet;
        let rare = |kind| wallet.records().iter().filter(move |r| r.kind == kind);
        Projection {
            catalog: catalog.id_text(),
            version: catalog.version_text(),
            unit: checked.unit.clone(),
            currency: checked.document.currency.as_deref().map(Into::into),
            start: simulation.start(),
            until: simulation.end(),
            approximate: simulation.lines.is_approximate(),
            ranged: simulation.lines.is_ranged(),
            assumptions: simulation.input.assumed().to_vec(),
            run_out: simulation.shortfalls.run_out(),
            totals: totals(&simulation),
            classes: class_rows(wallet, wallet.opening(), wallet.flows()),
            cycles: cycles(&simulation),
            days,
            alerts: rare(EntryKind::Alert).map(|record| alert(wallet, record)).collect(),
            invoices: rare(EntryKind::Invoice).map(|record| invoice(wallet, record)).collect(),
            members: members(&simulation),
            operations: operations(&simulation),
            projects: projects(&simulation),
            lots: wallet.lots(),
            readings: simulation.readings,
            shortfalls: simulation.shortfalls.into_list(),
            detail: simulation.input.detail(),
            wallet: simulation.wallet,
        }
    }

    /// The wall clock of the account.
    pub fn zone(&self) -> &Zone {
        self.wallet.zone()
    }

    /// The ledger; empty unless it was recorded.
    pub fn entries(&self) -> Vec<Entry> {
        self.records().iter().map(|record| self.wallet.entry(record)).collect()
    }

    /// Number of ledger entries.
    pub fn entry_count(&self) -> usize {
        self.records().len()
    }

    /// A range of ledger entries.
    pub fn entries_between(&self, from: usize, until: usize) -> Vec<Entry> {
        let until = until.min(self.entry_count());
        let records = self.records().get(from..until).unwrap_or(&[]);
        records.iter().map(|record| self.wallet.entry(record)).collect()
    }

    fn records(&self) -> &[Record] {
        match self.detail {
            Detail::Ledger => self.wallet.records(),
            Detail::Columns => &[],
        }
    }

    /// Credits that were issued, including the opening balance, and may pay for an operation.
    /// Complete only if the ledger was recorded.
    pub(crate) fn issued_for(&self, operation: OperationId) -> Result<Credits, Error> {
        self.wallet.issued_for(self.records(), operation)
    }

    /// The important events, each as a sentence with its date and hour: purchases, plan changes, invoices
    /// for plans and months, paid credits that expired, rolled over or were forfeited, forgiven
    /// debt, alerts, and the first refusal of every shortfall.
    pub fn events(&self) -> Vec<Event> {
        let zone = self.wallet.zone();
        // A purchase states its own price.
        let is_told = |r: &Record| {
            r.kind == EntryKind::Invoice && matches!(r.reason, Reason::Bought | Reason::AutoTopUp)
        };
        let records = self.wallet.events().filter(|record| !is_told(record));
        let sentence = |record: &Record| Event {
            at: record.at,
            kind: record.kind,
            text: format!("{} on {}", self.wallet.sentence(record), zone.moment(record.at)),
        };
        let mut events: Vec<Event> = records.map(sentence).collect();
        for shortfall in &self.shortfalls {
            events.push(Event {
                at: shortfall.from,
                kind: EntryKind::Refuse,
                text: self.shortfall_text(shortfall),
            });
        }
        sort(&mut events, |a, b| a.at.cmp(&b.at));
        events
    }

    fn shortfall_text(&self, shortfall: &Shortfall) -> String {
        let zone = self.wallet.zone();
        let missing = self.wallet.credits(shortfall.missing);
        let from = zone.moment(shortfall.from);
        let until = match shortfall.until {
            Some(until) => format!("to {}", zone.moment(until)),
            None => "on".to_owned(),
        };
        let (count, operation) = (runs(shortfall.runs), &shortfall.operation);
        let (fate, rest) = (shortfall.fate(), shortfall.later_words());
        let why = match shortfall.cause {
            Cause::Limit => "a limit of use is reached".to_owned(),
            _ => format!("{missing} short"),
        };
        format!("{count} of {operation} {fate} from {from} {until}{rest}: {why}")
    }
}

impl Serialize for Projection {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write(serializer, true)
    }
}

/// A projection without series and ledger.
#[cfg(any(feature = "wasm-plans", feature = "wasm-wallet"))]
pub(crate) struct Summary<'p>(pub(crate) &'p Projection);

#[cfg(any(feature = "wasm-plans", feature = "wasm-wallet"))]
impl Serialize for Summary<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer, false)
    }
}

impl Projection {
    /// With or without series and ledger.
    fn write<S: Serializer>(&self, serializer: S, whole: bool) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Projection", 25)?;
        fields.serialize_field("catalog", &self.catalog)?;
        fields.serialize_field("version", &self.version)?;
        fields.serialize_field("unit", &self.unit)?;
        fields.serialize_field("currency", &self.currency)?;
        fields.serialize_field("start", &self.start)?;
        fields.serialize_field("until", &self.until)?;
        fields.serialize_field("approximate", &self.approximate)?;
        fields.serialize_field("ranged", &self.ranged)?;
        match self.assumptions.is_empty() {
            false => fields.serialize_field("assumptions", &self.assumptions)?,
            true => fields.skip_field("assumptions")?,
        }
        fields.serialize_field("run_out", &self.run_out)?;
        fields.serialize_field("totals", &self.totals)?;
        fields.serialize_field("classes", &self.classes)?;
        fields.serialize_field("cycles", &self.cycles)?;
        if whole {
            fields.serialize_field("days", &self.days)?;
        }
        fields.serialize_field("shortfalls", &self.shortfalls)?;
        fields.serialize_field("alerts", &self.alerts)?;
        fields.serialize_field("invoices", &self.invoices)?;
        fields.serialize_field("members", &self.members)?;
        fields.serialize_field("operations", &self.operations)?;
        fields.serialize_field("projects", &self.projects)?;
        fields.serialize_field("lots", &self.lots)?;
        match self.readings.is_empty() {
            false => fields.serialize_field("readings", &self.readings)?,
            true => fields.skip_field("readings")?,
        }
        fields.serialize_field("events", &self.events())?;
        if whole && self.detail == Detail::Ledger {
            fields.serialize_field("ledger", &self.entries())?;
        }
        fields.end()
    }
}

fn cycles(simulation: &Simulation) -> Vec<CycleRow> {
    let wallet = &simulation.wallet;
    let checked = wallet.catalog().checked();
    let id = |plan: Option<PlanId>| checked.plan_at(plan?).map(|plan| plan.id.clone());
    let mut rows = Vec::with_capacity(simulation.cycles.marks().len() + 1);
    let (mut start, mut before) = (simulation.start(), wallet.opening());
    for mark in simulation.cycles.marks() {
        if mark.end > start {
            rows.push(CycleRow {
                start,
                until: mark.end,
                plan: id(mark.plan),
                open: false,
                classes: class_rows(wallet, before, &mark.flows),
            });
        }
        (start, before) = (mark.end, &mark.flows);
    }
    if start < simulation.end() {
        rows.push(CycleRow {
            start,
            until: simulation.end(),
            plan: id(wallet.held().map(|held| held.plan)),
            open: true,
            classes: class_rows(wallet, before, wallet.flows()),
        });
    }
    rows
}

fn alert(wallet: &Wallet, record: &Record) -> AlertEvent {
    AlertEvent { at: record.at, left: record.amount, text: wallet.sentence(record) }
}

fn invoice(wallet: &Wallet, record: &Record) -> InvoiceEvent {
    InvoiceEvent {
        at: record.at,
        about: wallet.about(record.subject),
        reason: record.reason,
        money: record.money,
        text: wallet.sentence(record),
    }
}

fn runs(count: u64) -> String {
    if count == 1 { "1 run".to_owned() } else { format!("{count} runs") }
}
