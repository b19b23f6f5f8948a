//! What a scenario leads to.

use super::day::day;
use super::detail::Detail;
use super::series::{Column, Series};
use super::shortfall::Shortfall;
use super::state::Simulation;
use crate::amount::{Credits, Fraction, Mode, Money, Rounding};
use crate::calendar::{Instant, Zone};
use crate::catalog::program::Text;
use crate::error::Error;
use crate::order::sort;
use crate::wallet::{Entry, EntryKind, Flows, LotView, Reason, Record, Wallet};
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

/// What a scenario leads to: series, totals, shortfalls, and the ledger when it was kept.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Projection {
    /// Id of the catalog.
    pub catalog: Text,
    /// Version of the catalog.
    pub version: Text,
    /// Name of the unit of all amounts.
    pub unit: Text,
    /// ISO code of the money.
    pub currency: Option<Text>,
    /// First instant.
    pub start: Instant,
    /// First instant after it.
    pub until: Instant,
    /// Some cost is "about".
    pub approximate: bool,
    /// Some cost is one end of a range.
    pub ranged: bool,
    /// What was assumed of an account that does not say all of what it holds, in sentences.
    pub assumptions: Vec<String>,
    /// The first instant at which a wanted generation was refused.
    pub run_out: Option<Instant>,
    /// Sums over the whole time.
    pub totals: Totals,
    /// The same by class.
    pub classes: Vec<ClassTotals>,
    /// By cycle of the plan.
    pub cycles: Vec<CycleRow>,
    /// Day by day.
    pub days: Series,
    /// When credits were missing, and what could be done.
    pub shortfalls: Vec<Shortfall>,
    /// Levels that were crossed.
    pub alerts: Vec<AlertEvent>,
    /// Money that was due.
    pub invoices: Vec<InvoiceEvent>,
    /// By member.
    pub members: Vec<MemberTotals>,
    /// By operation.
    pub operations: Vec<OperationTotals>,
    /// By project.
    pub projects: Vec<ProjectTotals>,
    /// Lots that are left at the end, in burn order.
    pub lots: Vec<LotView>,
    detail: Detail,
    wallet: Wallet,
}

/// Sums over the whole time.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Totals {
    /// Credits at the start.
    pub opened: Credits,
    /// Credits issued.
    pub issued: Credits,
    /// Credits spent.
    pub spent: Credits,
    /// Credits given back.
    pub refunded: Credits,
    /// Credits that ended unused: expired and forfeited.
    pub wasted: Credits,
    /// Money that was paid for those, to the cent; absent where some price is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wasted_money: Option<Money>,
    /// Credits left at the end.
    pub closing: Credits,
    /// The part of them that cannot be spent then: not begun, or frozen.
    pub withheld: Credits,
    /// Credits owed at the end.
    pub debt: Credits,
    /// Money invoiced, as far as prices are known.
    pub billed: Money,
    /// Invoices whose price is not published.
    pub unpriced: u32,
    /// Runs wanted.
    pub wanted: u64,
    /// Runs made and paid for.
    pub made: u64,
    /// Runs that cost nothing because credits had run out.
    pub free: u64,
    /// Runs refused.
    pub refused: u64,
    /// Runs that failed.
    pub failed: u64,
}

/// What flowed through a class.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ClassTotals {
    /// Id of the class.
    pub class: Text,
    /// Credits at the start.
    pub opened: Credits,
    /// Issued.
    pub issued: Credits,
    /// Spent.
    pub spent: Credits,
    /// Given back.
    pub refunded: Credits,
    /// Held at the end, less what was held at the start.
    pub held: Credits,
    /// Expired.
    pub expired: Credits,
    /// Came from other classes by rollover.
    pub rolled_in: Credits,
    /// Went to other classes by rollover.
    pub rolled_out: Credits,
    /// Lost to caps and rules.
    pub forfeited: Credits,
    /// Taken back by the vendor.
    pub revoked: Credits,
    /// Credits at the end.
    pub closing: Credits,
    /// The part of them that cannot be spent then: not begun, or frozen.
    pub withheld: Credits,
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
    /// Id of the plan held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Text>,
    /// It has not closed yet.
    pub open: bool,
    /// What flowed through each class.
    pub classes: Vec<ClassTotals>,
}

/// A level that was crossed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AlertEvent {
    /// When.
    pub at: Instant,
    /// Credits that were left.
    pub left: Credits,
    /// As a sentence.
    pub text: String,
}

/// Money that was due.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct InvoiceEvent {
    /// When.
    pub at: Instant,
    /// Id of the plan or top-up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Text>,
    /// What for.
    pub reason: Reason,
    /// How much; absent where no price is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money: Option<Money>,
    /// As a sentence.
    pub text: String,
}

/// What a member used.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MemberTotals {
    /// Id of the member.
    pub member: Text,
    /// Runs made.
    pub made: u64,
    /// Runs refused.
    pub refused: u64,
    /// Credits spent, less what came back.
    pub spent: Credits,
}

/// What an operation used.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct OperationTotals {
    /// Id of the operation.
    pub operation: Text,
    /// Runs made.
    pub made: u64,
    /// Runs refused.
    pub refused: u64,
    /// Credits spent, less what came back.
    pub spent: Credits,
}

/// What a project used.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ProjectTotals {
    /// The label.
    pub project: String,
    /// Runs made.
    pub made: u64,
    /// Runs refused.
    pub refused: u64,
    /// Credits spent, less what came back.
    pub spent: Credits,
}

/// Something important, in a sentence with its date.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Event {
    /// When.
    pub at: Instant,
    /// What.
    pub kind: EntryKind,
    /// The sentence.
    pub text: String,
}

impl Projection {
    pub(super) fn of(simulation: Simulation, days: Series) -> Self {
        let catalog = simulation.wallet.catalog().clone();
        let checked = catalog.checked();
        let wallet = &simulation.wallet;
        let rare = |kind| wallet.journal.records.iter().filter(move |r| r.kind == kind);
        Projection {
            catalog: catalog.id_text(),
            version: catalog.version_text(),
            unit: checked.unit.clone(),
            currency: checked.document.currency.as_deref().map(Into::into),
            start: simulation.start,
            until: simulation.end,
            approximate: simulation.approximate,
            ranged: simulation.ranged,
            assumptions: simulation.assumed.to_vec(),
            run_out: simulation.run_out,
            totals: totals(&simulation),
            classes: class_rows(wallet, &wallet.journal.opening, wallet.journal.flows()),
            cycles: cycles(&simulation),
            days,
            alerts: rare(EntryKind::Alert).map(|record| alert(wallet, record)).collect(),
            invoices: rare(EntryKind::Invoice).map(|record| invoice(wallet, record)).collect(),
            members: members(&simulation),
            operations: operations(&simulation),
            projects: projects(&simulation),
            lots: wallet.lots(),
            shortfalls: simulation.shortfalls.into_list(),
            detail: simulation.detail,
            wallet: simulation.wallet,
        }
    }

    /// The wall clock of the account.
    pub fn zone(&self) -> &Zone {
        self.wallet.zone()
    }

    /// The ledger; empty unless it was kept.
    pub fn entries(&self) -> Vec<Entry> {
        self.records().iter().map(|record| self.wallet.entry(record)).collect()
    }

    /// How many lines the ledger has.
    pub fn entry_count(&self) -> usize {
        self.records().len()
    }

    /// The lines of the ledger from one place to another.
    pub fn entries_between(&self, from: usize, until: usize) -> Vec<Entry> {
        let until = until.min(self.entry_count());
        let records = self.records().get(from..until).unwrap_or(&[]);
        records.iter().map(|record| self.wallet.entry(record)).collect()
    }

    fn records(&self) -> &[Record] {
        match self.detail {
            Detail::Ledger => &self.wallet.journal.records,
            Detail::Columns => &[],
        }
    }

    /// Credits that were issued and may pay for an operation, those of the opening balance too; as
    /// far as the ledger was kept.
    pub(crate) fn issued_for(&self, operation: usize) -> Result<Credits, Error> {
        self.wallet.issued_for(self.records(), operation)
    }

    /// The important events, each in a sentence with its date: purchases, plan changes, invoices
    /// of plans and months, paid credits that expired, rolled over or were forfeited, debt that was
    /// forgiven, alerts, and the first refusal of every shortfall.
    pub fn events(&self) -> Vec<Event> {
        let zone = self.wallet.zone();
        // What is bought says its price itself.
        let is_told = |r: &Record| {
            r.kind == EntryKind::Invoice && matches!(r.reason, Reason::Bought | Reason::AutoTopUp)
        };
        let is_event =
            |r: &&Record| self.wallet.is_event(r.kind, r.reason, r.subject) && !is_told(r);
        let records = self.wallet.journal.records.iter().filter(is_event);
        let sentence = |record: &Record| Event {
            at: record.at,
            kind: record.kind,
            text: format!("{} on {}", self.wallet.sentence(record), day(zone, record.at)),
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
        let from = day(zone, shortfall.from);
        let until = match shortfall.until {
            Some(until) => format!("to {}", day(zone, until)),
            None => "on".to_owned(),
        };
        let (count, operation) = (runs(shortfall.runs), &shortfall.operation);
        let (fate, rest) = shortfall.fate();
        format!("{count} of {operation} {fate} from {from} {until}{rest}: {missing} short")
    }
}

impl Serialize for Projection {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write(serializer, true)
    }
}

/// A projection without its series and its ledger.
#[cfg(feature = "wasm-plans")]
pub(crate) struct Summary<'p>(pub(crate) &'p Projection);

#[cfg(feature = "wasm-plans")]
impl Serialize for Summary<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer, false)
    }
}

impl Projection {
    /// Everything, or everything but series and ledger.
    fn write<S: Serializer>(&self, serializer: S, whole: bool) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Projection", 24)?;
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
        fields.serialize_field("events", &self.events())?;
        if whole && self.detail == Detail::Ledger {
            fields.serialize_field("ledger", &self.entries())?;
        }
        fields.end()
    }
}

fn sum(flows: &[Flows], column: Column) -> Credits {
    flows.iter().fold(Credits::ZERO, |sum, flows| sum.checked_add(column.of(flows)).unwrap_or(sum))
}

/// Money to the cent.
pub(super) fn to_cents(sum: &Fraction) -> Option<Money> {
    let cents = Rounding { mode: Mode::HalfUp, step: Fraction::cent() };
    cents.apply(sum).ok()?.to_decimal().map(Money::from)
}

pub(super) fn totals(simulation: &Simulation) -> Totals {
    let journal = &simulation.wallet.journal;
    let (before, now) = (&journal.opening, journal.flows());
    let change = |column| sum(now, column).checked_sub(sum(before, column)).unwrap_or_default();
    let lines = |count: fn(&super::demand::LineTotals) -> u64| {
        simulation.lines.iter().map(|line| count(&line.sum)).sum()
    };
    let wasted = change(Column::Expired).checked_add(change(Column::Forfeited));
    Totals {
        opened: sum(before, Column::Closing),
        issued: change(Column::Issued),
        spent: change(Column::Spent),
        refunded: change(Column::Refunded),
        wasted: wasted.unwrap_or_default(),
        wasted_money: journal.wasted.and_then(|sum| to_cents(&sum)),
        closing: sum(now, Column::Closing),
        withheld: sum(now, Column::Withheld),
        debt: simulation.wallet.debt(),
        billed: journal.billed,
        unpriced: journal.unpriced,
        wanted: lines(|sum| sum.wanted),
        made: lines(|sum| sum.made),
        free: lines(|sum| sum.free),
        refused: lines(|sum| sum.refused),
        failed: lines(|sum| sum.failed),
    }
}

fn class_rows(wallet: &Wallet, before: &[Flows], now: &[Flows]) -> Vec<ClassTotals> {
    let classes = wallet.supply().classes.iter();
    let row = |((class, before), now): ((&crate::catalog::supply::Class, &Flows), &Flows)| {
        let change =
            |column: Column| column.of(now).checked_sub(column.of(before)).unwrap_or_default();
        ClassTotals {
            class: class.id.clone(),
            opened: before.remaining,
            issued: change(Column::Issued),
            spent: change(Column::Spent),
            refunded: change(Column::Refunded),
            held: change(Column::Held),
            expired: change(Column::Expired),
            rolled_in: change(Column::RolledIn),
            rolled_out: change(Column::RolledOut),
            forfeited: change(Column::Forfeited),
            revoked: change(Column::Revoked),
            closing: now.remaining,
            withheld: now.withheld,
        }
    };
    classes.zip(before).zip(now).map(row).collect()
}

fn cycles(simulation: &Simulation) -> Vec<CycleRow> {
    let wallet = &simulation.wallet;
    let plans = &wallet.catalog().checked().plans;
    let id = |plan: Option<usize>| plans.get(plan?).map(|plan| plan.id.clone());
    let mut rows = Vec::with_capacity(simulation.cycles.len() + 1);
    let (mut start, mut before) = (simulation.start, wallet.journal.opening.as_slice());
    for mark in &simulation.cycles {
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
    if start < simulation.end {
        rows.push(CycleRow {
            start,
            until: simulation.end,
            plan: id(wallet.held().map(|(plan, _)| plan)),
            open: true,
            classes: class_rows(wallet, before, wallet.journal.flows()),
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

fn members(simulation: &Simulation) -> Vec<MemberTotals> {
    let ids = simulation.wallet.member_ids().enumerate();
    ids.map(|(place, id)| {
        let (made, refused, spent) = add_up(simulation, |line| line.member == Some(place));
        MemberTotals { member: id.clone(), made, refused, spent }
    })
    .collect()
}

fn operations(simulation: &Simulation) -> Vec<OperationTotals> {
    let mut places: Vec<usize> = simulation.lines.iter().map(|line| line.operation).collect();
    places.dedup();
    let row = |place: usize| {
        let (made, refused, spent) = add_up(simulation, |line| line.operation == place);
        let operation = simulation.wallet.operation_id(place);
        OperationTotals { operation, made, refused, spent }
    };
    places.into_iter().map(row).collect()
}

fn projects(simulation: &Simulation) -> Vec<ProjectTotals> {
    let labels = simulation.lines.iter().filter_map(|line| line.project.as_deref());
    let mut labels: Vec<&str> = labels.collect();
    sort(&mut labels, Ord::cmp);
    labels.dedup();
    let row = |project: &str| {
        let (made, refused, spent) =
            add_up(simulation, |line| line.project.as_deref() == Some(project));
        ProjectTotals { project: project.to_owned(), made, refused, spent }
    };
    labels.into_iter().map(row).collect()
}

fn add_up(
    simulation: &Simulation,
    is_of: impl Fn(&super::demand::Line) -> bool,
) -> (u64, u64, Credits) {
    let lines = simulation.lines.iter().filter(|line| is_of(line));
    lines.fold((0, 0, Credits::ZERO), |(made, refused, spent), line| {
        let net = line.sum.spent.checked_sub(line.sum.refunded).unwrap_or_default();
        let spent = spent.checked_add(net).unwrap_or(spent);
        (made + line.sum.made, refused + line.sum.refused, spent)
    })
}

fn runs(count: u64) -> String {
    if count == 1 { "1 run".to_owned() } else { format!("{count} runs") }
}
