//! Every name of a state in the words of another catalog.

use super::super::{Bought, ClassSums, EndsBy, GrantTurn, HoldState, PeriodState, State};
use super::mapping::WalletMapping;
use crate::amount::Credits;
use crate::calendar::{Instant, Recurrence, Step, Wall, Zone};
use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind, Errors, nearest_hint};
use crate::json::{Log, words};
use crate::wallet::live::{InvoiceStatus, InvoiceView};
use crate::wallet::refund::ReceiptLot;
use serde::Serialize;
use std::cell::RefCell;
use std::fmt::Display;

words! {
    /// What a name is of.
    #[non_exhaustive]
    pub enum MigratedWhat {
        /// A class of credits.
        Class = "class",
        /// A plan.
        Plan = "plan",
        /// A grant.
        Grant = "grant",
        /// A top-up.
        TopUp = "top_up",
        /// An operation.
        Operation = "operation",
        /// A meter.
        Meter = "meter",
    }
}

/// A name that became another, or nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct MigratedName {
    /// What it is of.
    pub what: MigratedWhat,
    /// In the state.
    pub from: String,
    /// In the catalog; absent if the name is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Where the state had it first: a JSON pointer.
    pub pointer: String,
}

/// The names of a kind that a catalog has, and what becomes of others.
struct Names<'a> {
    what: MigratedWhat,
    known: Vec<&'a str>,
    mapping: Vec<(&'a str, Option<&'a str>)>,
}

/// What renaming a state has led to.
pub(super) struct Renamed {
    pub(super) names: Vec<MigratedName>,
    /// In sentences.
    pub(super) dropped: Vec<String>,
    /// Holds that are to be released.
    pub(super) gone_holds: Vec<u64>,
    /// The subscription is gone.
    pub(super) has_ended: bool,
}

pub(super) struct Renaming<'a> {
    catalog: &'a Catalog,
    classes: Names<'a>,
    plans: Names<'a>,
    grants: Names<'a>,
    top_ups: Names<'a>,
    operations: Names<'a>,
    meters: Names<'a>,
    log: Log,
    changed: RefCell<Vec<MigratedName>>,
    dropped: RefCell<Vec<String>>,
    missing: RefCell<Vec<(MigratedWhat, String)>>,
}

impl<'a> Renaming<'a> {
    pub(super) fn new(catalog: &'a Catalog, mapping: &'a WalletMapping) -> Self {
        let (checked, supply) = (catalog.checked(), catalog.checked().supply());
        let names = |what, known, mapping: &'a [(String, Option<String>)]| {
            let mapping = mapping.iter().map(|(from, to)| (from.as_str(), to.as_deref()));
            Names { what, known, mapping: mapping.collect() }
        };
        let classes = mapping.classes.iter().map(|(from, to)| (from.as_str(), Some(to.as_str())));
        let renaming = Renaming {
            catalog,
            classes: Names {
                what: MigratedWhat::Class,
                known: supply.classes.iter().map(|class| &*class.id).collect(),
                mapping: classes.collect(),
            },
            plans: names(
                MigratedWhat::Plan,
                checked.plans.iter().map(|plan| &*plan.id).collect(),
                &mapping.plans,
            ),
            grants: names(
                MigratedWhat::Grant,
                supply.grants.iter().map(|grant| &*grant.id).collect(),
                &mapping.grants,
            ),
            top_ups: names(
                MigratedWhat::TopUp,
                supply.top_ups.iter().map(|top_up| &*top_up.id).collect(),
                &mapping.top_ups,
            ),
            operations: names(
                MigratedWhat::Operation,
                checked.heads().iter().map(|head| &*head.id).collect(),
                &mapping.operations,
            ),
            meters: names(
                MigratedWhat::Meter,
                checked.document.meters.iter().map(|(name, _)| name.as_str()).collect(),
                &mapping.meters,
            ),
            log: Log::default(),
            changed: RefCell::default(),
            dropped: RefCell::default(),
            missing: RefCell::default(),
        };
        renaming.check_mapping();
        renaming
    }

    /// What a mapping leads to must be in the catalog.
    fn check_mapping(&self) {
        let kinds = [
            (&self.classes, "classes"),
            (&self.plans, "plans"),
            (&self.grants, "grants"),
            (&self.top_ups, "top_ups"),
            (&self.operations, "operations"),
            (&self.meters, "meters"),
        ];
        for (names, key) in kinds {
            for (from, to) in &names.mapping {
                let Some(to) = to.filter(|to| !names.known.contains(to)) else { continue };
                let hint = nearest_hint(to, &names.known);
                let sentence = format!("the catalog has no {} `{to}`{hint}", names.what.word());
                let pointer = format!("/mapping/{key}/{from}");
                self.log.error(Error::new(ErrorKind::UnknownName, pointer, sentence));
            }
        }
    }

    /// Renames all.
    pub(super) fn rename(self, state: &mut State) -> Result<Renamed, Errors> {
        let was_held = state.subscription.is_some();
        self.plans_of(state);
        self.lots(state);
        let gone_holds = self.holds(&mut state.holds);
        self.grant_turns(&mut state.grants);
        self.receipts(state);
        self.invoices(&mut state.invoices);
        for (i, repayment) in state.repaid.iter_mut().enumerate() {
            self.paid_lot(format_args!("/repaid/{i}/lot"), &mut repayment.lot);
        }
        self.rest(state);
        state.catalog.digest = self.catalog.digest().to_owned();
        Errors::check(self.log.into_lists().0)?;
        Ok(Renamed {
            names: self.changed.into_inner(),
            dropped: self.dropped.into_inner(),
            gone_holds,
            has_ended: was_held && state.subscription.is_none(),
        })
    }

    /// The name in the catalog; `None` if it becomes nothing, or if nothing says what it becomes.
    fn name(&self, names: &Names, pointer: impl Display, name: &str) -> Option<String> {
        let mapped = names.mapping.iter().find(|(from, _)| *from == name);
        let to = match mapped {
            Some((_, to)) => *to,
            None if names.known.contains(&name) => Some(name),
            None => {
                let (what, id) = (names.what.word(), self.catalog.id());
                let sentence = format!(
                    "`{id}`, version {}, has no {what} `{name}`: the mapping must say what it \
                     becomes{}",
                    self.catalog.version(),
                    nearest_hint(name, &names.known)
                );
                let missing = (names.what, name.to_owned());
                // Once for each name, where it comes first.
                if !self.missing.borrow().contains(&missing) {
                    self.missing.borrow_mut().push(missing);
                    let pointer = pointer.to_string();
                    self.log.error(Error::new(ErrorKind::UnknownName, pointer, sentence));
                }
                return None;
            }
        };
        if to != Some(name) {
            self.note(names.what, name, to, pointer);
        }
        to.map(str::to_owned)
    }

    fn drop(&self, what: String) {
        self.dropped.borrow_mut().push(what);
    }

    fn note(&self, what: MigratedWhat, from: &str, to: Option<&str>, pointer: impl Display) {
        let mut changed = self.changed.borrow_mut();
        if changed.iter().any(|known| known.what == what && known.from == from) {
            return;
        }
        let (from, to, pointer) = (from.to_owned(), to.map(str::to_owned), pointer.to_string());
        changed.push(MigratedName { what, from, to, pointer });
    }

    fn class(&self, pointer: impl Display, name: &mut String) {
        if let Some(to) = self.name(&self.classes, pointer, name) {
            *name = to;
        }
    }

    fn plans_of(&self, state: &mut State) {
        if let Some(held) = &mut state.subscription {
            if let Some(next) = &mut held.next
                && let Some(plan) = &next.plan
            {
                let to = self.name(&self.plans, "/subscription/next/plan", plan);
                if to.is_none() {
                    self.drop(format!("the change to `{plan}` that was planned is dropped"));
                    held.next = None;
                } else {
                    next.plan = to;
                }
            }
            match self.name(&self.plans, "/subscription/plan", &held.plan) {
                Some(plan) => held.plan = plan,
                None => {
                    self.drop(format!("the subscription to `{}` ends", held.plan));
                    self.end_subscription(state);
                }
            }
        }
        state.assumed_plans.retain_mut(|assumed| {
            self.known(&self.plans, &assumed.plan).map(|plan| assumed.plan = plan).is_some()
        });
    }

    /// The subscription is gone; what ends with its cycle or term ends when that would have.
    fn end_subscription(&self, state: &mut State) {
        let Some(held) = state.subscription.take() else { return };
        let clock = self.catalog.checked().supply().policies.clock.zone(&state.wall_clock());
        let end = |period: &PeriodState| end_of(period, &clock);
        let (cycle, paid) = (end(&held.cycle), end(&held.paid));
        for (i, kind) in state.lot_kinds.iter_mut().enumerate() {
            let at = match kind.ends {
                Some(EndsBy::Cycle) => cycle,
                Some(EndsBy::Term) => paid,
                _ => continue,
            };
            kind.ends = at.map(|_| EndsBy::At);
            for lot in state.lots.iter_mut().filter(|lot| lot.kind == i) {
                lot.expires = at;
            }
        }
        state.lapsed = true;
    }

    /// A lot whose grant or top-up is gone keeps its name.
    fn lots(&self, state: &mut State) {
        for (i, kind) in state.lot_kinds.iter_mut().enumerate() {
            self.class(format_args!("/lot_kinds/{i}/class"), &mut kind.class);
            for (names, source, key) in [
                (&self.grants, &mut kind.grant, "grant"),
                (&self.top_ups, &mut kind.top_up, "top_up"),
            ] {
                let Some(id) = source.take() else { continue };
                *source = self.name(names, format_args!("/lot_kinds/{i}/{key}"), &id);
                let is_gone = source.is_none();
                let of_kind = state.lots.iter_mut().filter(|lot| is_gone && lot.kind == i);
                for lot in of_kind.filter(|lot| lot.id.is_none()) {
                    lot.id = Some(format!("{id}#{}", lot.number).into());
                }
            }
        }
    }

    /// Holds of operations that are gone stay until the state is loaded, at any operation.
    fn holds(&self, holds: &mut [HoldState]) -> Vec<u64> {
        let mut gone = Vec::new();
        for (i, hold) in holds.iter_mut().enumerate() {
            let pointer = format_args!("/holds/{i}/operation");
            match self.name(&self.operations, pointer, &hold.operation) {
                Some(operation) => hold.operation = operation,
                None => {
                    gone.push(hold.n.0);
                    if let Some(any) = self.operations.known.first() {
                        hold.operation = (*any).to_owned();
                    }
                }
            }
        }
        gone
    }

    /// Of grants that have become one, the first says when it comes next.
    fn grant_turns(&self, turns: &mut Vec<GrantTurn>) {
        let (mut i, mut seen) = (0, Vec::new());
        turns.retain_mut(|turn| {
            let grant = self.name(&self.grants, format_args!("/grants/{i}/grant"), &turn.grant);
            i += 1;
            let Some(grant) = grant else { return false };
            turn.grant = grant;
            let is_new = !seen.contains(&(turn.grant.clone(), turn.member.clone()));
            seen.push((turn.grant.clone(), turn.member.clone()));
            is_new
        });
    }

    fn receipts(&self, state: &mut State) {
        let mut i = 0;
        state.receipts.retain_mut(|receipt| {
            let pointer = format!("/receipts/{i}");
            i += 1;
            for (n, lot) in receipt.lots.iter_mut().enumerate() {
                self.paid_lot(format_args!("{pointer}/lots/{n}"), lot);
            }
            let pointer = format_args!("{pointer}/operation");
            let operation = self.name(&self.operations, pointer, &receipt.operation);
            if operation.is_none() {
                let (id, left) = (&receipt.id, receipt.refundable());
                let of = &receipt.operation;
                self.drop(format!("`{id}`, of `{of}`, can no longer be refunded: {left} are left"));
            }
            operation.map(|operation| receipt.operation = operation).is_some()
        });
    }

    /// A lot that has paid, and may be gone: so may its grant or top-up.
    fn paid_lot(&self, pointer: impl Display, lot: &mut ReceiptLot) {
        self.class(format_args!("{pointer}/class"), &mut lot.class);
        lot.grant = lot.grant.take().and_then(|id| self.known(&self.grants, &id));
        lot.top_up = lot.top_up.take().and_then(|id| self.known(&self.top_ups, &id));
    }

    fn invoices(&self, invoices: &mut [InvoiceView]) {
        for (i, invoice) in invoices.iter_mut().enumerate() {
            for (names, of, key) in [
                (&self.plans, &mut invoice.plan, "plan"),
                (&self.top_ups, &mut invoice.top_up, "top_up"),
            ] {
                let Some(id) = of.take() else { continue };
                *of = match invoice.status {
                    InvoiceStatus::Open => {
                        self.name(names, format_args!("/invoices/{i}/{key}"), &id)
                    }
                    // The others are history.
                    _ => self.known(names, &id),
                };
            }
        }
    }

    fn rest(&self, state: &mut State) {
        for (i, sums) in state.classes.iter_mut().enumerate() {
            self.class(format_args!("/classes/{i}/class"), &mut sums.class);
        }
        merge_classes(state);
        state.assumed_grants.retain_mut(|assumed| {
            self.known(&self.grants, &assumed.grant).map(|grant| assumed.grant = grant).is_some()
        });
        state.assumed_top_ups.retain_mut(|assumed| {
            let top_up = self.known(&self.top_ups, &assumed.top_up);
            top_up.map(|top_up| assumed.top_up = top_up).is_some()
        });
        state.bought.retain_mut(|bought| {
            let top_up = self.known(&self.top_ups, &bought.top_up);
            top_up.map(|top_up| bought.top_up = top_up).is_some()
        });
        merge_purchases(&mut state.bought);
        if let Some(auto) = &mut state.auto_top_up {
            match self.name(&self.top_ups, "/auto_top_up/top_up", &auto.top_up) {
                Some(top_up) => auto.top_up = top_up,
                None => {
                    self.drop(format!("the automatic top-up of `{}` ends", auto.top_up));
                    state.auto_top_up = None;
                }
            }
        }
        let limits = &self.catalog.checked().supply().limits;
        state.limit_uses.retain(|of| {
            let is_known = limits.iter().any(|limit| *limit.id == *of.limit);
            if !is_known {
                self.drop(format!("the use of the limit `{}` is forgotten", of.limit));
            }
            is_known
        });
        let mut i = 0;
        state.meters.retain_mut(|meter| {
            let name = self.name(&self.meters, format_args!("/meters/{i}/meter"), &meter.meter);
            i += 1;
            name.map(|name| meter.meter = name).is_some()
        });
    }

    /// The name in the catalog, of something that holds no credits: what is unknown is gone.
    fn known(&self, names: &Names, name: &str) -> Option<String> {
        let mapped = names.mapping.iter().find(|(from, _)| *from == name);
        let to = mapped.map_or(Some(name), |(_, to)| *to);
        to.filter(|to| names.known.contains(to)).map(str::to_owned)
    }
}

/// When a period ends.
fn end_of(period: &PeriodState, clock: &Zone) -> Option<Instant> {
    let step = period.days.map_or(Step::Months(1), Step::Days);
    Recurrence::at_wall(Wall(period.anchor.0), step).nth(period.n, clock)
}

/// Adds up the sums of classes that have become one.
fn merge_classes(state: &mut State) {
    let mut merged: Vec<ClassSums> = Vec::new();
    for sums in std::mem::take(&mut state.classes) {
        let Some(same) = merged.iter_mut().find(|same| same.class == sums.class) else {
            merged.push(sums);
            continue;
        };
        same.issued = sum(same.issued, sums.issued);
        same.spent = sum(same.spent, sums.spent);
        same.refunded = sum(same.refunded, sums.refunded);
        same.expired = sum(same.expired, sums.expired);
        same.forfeited = sum(same.forfeited, sums.forfeited);
        same.revoked = sum(same.revoked, sums.revoked);
        same.rolled_in = sum(same.rolled_in, sums.rolled_in);
        same.rolled_out = sum(same.rolled_out, sums.rolled_out);
    }
    state.classes = merged;
}

/// Adds up the purchases of top-ups that have become one: a limit counts them all.
fn merge_purchases(bought: &mut Vec<Bought>) {
    let mut merged: Vec<Bought> = Vec::new();
    for more in bought.drain(..) {
        match merged.iter_mut().find(|same| same.top_up == more.top_up) {
            Some(same) => same.count = same.count.saturating_add(more.count),
            None => merged.push(more),
        }
    }
    *bought = merged;
}

/// A sum; one that does not fit is caught when the state is loaded, because it no longer balances.
fn sum(a: Option<Credits>, b: Option<Credits>) -> Option<Credits> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.checked_add(b).unwrap_or(a)),
        (a, b) => a.or(b),
    }
}
