//! Totals of a projection: for the whole scenario, by class, member, operation and project.

use super::series::Column;
use super::state::Simulation;
use crate::amount::{Credits, Money};
use crate::catalog::id::OperationId;
use crate::catalog::program::Text;
use crate::order::sort;
use crate::wallet::{Flows, MemberId, Wallet};
use serde::Serialize;

/// Totals of the whole scenario.
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
    /// Credits refunded.
    pub refunded: Credits,
    /// Credits expired or forfeited.
    pub wasted: Credits,
    /// Money paid for those, to the cent; absent if a price is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wasted_money: Option<Money>,
    /// Credits left at the end.
    pub closing: Credits,
    /// The withheld part of them: not begun, or frozen.
    pub withheld: Credits,
    /// Credits owed at the end.
    pub debt: Credits,
    /// Money invoiced, for known prices.
    pub billed: Money,
    /// Invoices whose price is not published.
    pub unpriced: u32,
    /// Runs requested.
    pub wanted: u64,
    /// Runs made and paid for.
    pub made: u64,
    /// Free runs after credits had run out.
    pub free: u64,
    /// Runs refused.
    pub refused: u64,
    /// Runs that failed.
    pub failed: u64,
}

/// The flows of a class.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ClassTotals {
    /// Id of the class.
    pub class: Text,
    /// Credits at the start.
    pub opened: Credits,
    /// Credits issued.
    pub issued: Credits,
    /// Credits spent.
    pub spent: Credits,
    /// Credits refunded.
    pub refunded: Credits,
    /// Held at the end, less what was held at the start.
    pub held: Credits,
    /// Credits expired.
    pub expired: Credits,
    /// Credits rolled in from other classes.
    pub rolled_in: Credits,
    /// Credits rolled out to other classes.
    pub rolled_out: Credits,
    /// Credits forfeited to caps and rules.
    pub forfeited: Credits,
    /// Credits revoked by the vendor.
    pub revoked: Credits,
    /// Credits at the end.
    pub closing: Credits,
    /// The withheld part of them: not begun, or frozen.
    pub withheld: Credits,
}

/// The use of a member.
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
    /// Credits spent, less refunds.
    pub spent: Credits,
}

/// The use of an operation.
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
    /// Credits spent, less refunds.
    pub spent: Credits,
}

/// The use of a project.
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
    /// Credits spent, less refunds.
    pub spent: Credits,
}

fn sum(flows: &[Flows], column: Column) -> Credits {
    flows.iter().fold(Credits::ZERO, |sum, flows| sum.checked_add(column.of(flows)).unwrap_or(sum))
}

pub(super) fn totals(simulation: &Simulation) -> Totals {
    let wallet = &simulation.wallet;
    let (before, now) = (wallet.opening(), wallet.flows());
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
        wasted_money: wallet.wasted().and_then(|sum| sum.in_cents()),
        closing: sum(now, Column::Closing),
        withheld: sum(now, Column::Withheld),
        debt: wallet.debt(),
        billed: wallet.billed(),
        unpriced: wallet.unpriced(),
        wanted: lines(|sum| sum.wanted),
        made: lines(|sum| sum.made),
        free: lines(|sum| sum.free),
        refused: lines(|sum| sum.refused),
        failed: lines(|sum| sum.failed),
    }
}

pub(super) fn class_rows(wallet: &Wallet, before: &[Flows], now: &[Flows]) -> Vec<ClassTotals> {
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

pub(super) fn members(simulation: &Simulation) -> Vec<MemberTotals> {
    let ids = simulation.wallet.member_ids().enumerate();
    ids.map(|(place, id)| {
        let (made, refused, spent) =
            add_up(simulation, |line| line.member == Some(MemberId::at(place)));
        MemberTotals { member: id.clone(), made, refused, spent }
    })
    .collect()
}

pub(super) fn operations(simulation: &Simulation) -> Vec<OperationTotals> {
    let mut places: Vec<OperationId> = simulation.lines.iter().map(|line| line.operation).collect();
    places.dedup();
    let row = |place: OperationId| {
        let (made, refused, spent) = add_up(simulation, |line| line.operation == place);
        let operation = simulation.wallet.operation_id(place);
        OperationTotals { operation, made, refused, spent }
    };
    places.into_iter().map(row).collect()
}

pub(super) fn projects(simulation: &Simulation) -> Vec<ProjectTotals> {
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
