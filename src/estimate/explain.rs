//! From a trace to an answer: decimals, lines, reasons, gates, notes, balance.

use super::answer::{
    BalanceAfter, Chosen, ClosedGate, CostReason, CostReasonCode, Estimate, GateKind, Line,
    Metering, State,
};
use super::asked::{ResolvedRequest, SlotValue};
use super::combinations::{Combinations, Only, Taken};
use super::evaluate::{Env, Mark, Origin, TraceLine, Truth};
use super::meter::{meterings, reached};
use super::range::{Ends, PriceRange, PricedSum, each};
use super::value::value;
use crate::amount::{Credits, Decimal, Fault, Number};
use crate::calendar::Moment;
use crate::catalog::program::{Price, Slot, Text};
use crate::catalog::{Catalog, Request, SettingValue};
use crate::error::Errors;
use column::{Column, column, nearest};
use std::sync::Arc;
use union::{Reasons, Union};
use words::same_rule;

pub(super) mod bound;

pub(crate) mod cell;

pub(crate) mod column;
mod union;

mod words;

/// The answer to a request.
pub(crate) fn estimate(
    catalog: &Catalog,
    request: &Request,
    asked: &ResolvedRequest,
    spread: PriceRange,
) -> Result<Estimate, Errors> {
    let mut answer = blank(catalog, asked);
    if !asked.operation.meters.is_empty() {
        answer.meters = meterings(asked, reached(&spread));
        answer.notes.extend(answer.meters.iter().filter_map(Metering::note));
    }
    answer
        .fill(asked, spread)
        .and_then(|()| answer.bound(asked))
        .and_then(|()| answer.settle_balance(request))
        .map_err(|fault| asked.fault(fault))?;
    answer.notes.extend(lag(asked).filter(|_| answer.balance.is_some()));
    Ok(answer)
}

/// The note about how far a balance may lag.
fn lag(asked: &ResolvedRequest) -> Option<Text> {
    let lag = asked.catalog.document.policies.as_ref()?.reporting_lag.as_ref()?;
    Some(format!("Usage figures lag by {lag}: the balance may be lower than shown").into())
}

fn blank(catalog: &Catalog, asked: &ResolvedRequest) -> Estimate {
    let operation = asked.operation;
    Estimate {
        catalog: catalog.id_text(),
        version: catalog.version_text(),
        operation: operation.id.clone(),
        settings: values(asked, &asked.slots),
        runs: asked.runs,
        plan: asked.held_plan().map(|plan| plan.id.clone()),
        at: asked.at,
        state: State::Unknown,
        unit: asked.catalog.unit.clone(),
        total: None,
        low: None,
        high: None,
        known: None,
        per_run: None,
        free: false,
        approximate: false,
        lines: Vec::new(),
        open: Vec::new(),
        reasons: Vec::new(),
        gates: gates(asked),
        notes: notes(asked),
        sources: Vec::new(),
        as_of: catalog.as_of(),
        balance: None,
        meters: Vec::new(),
        taken: Vec::new(),
    }
}

/// Every setting with a value, as a user would write it.
fn values(asked: &ResolvedRequest, slots: &[SlotValue]) -> Vec<(Text, SettingValue)> {
    let mut values = Vec::with_capacity(asked.operation.settings.len());
    for (setting, filled) in asked.operation.settings.iter().zip(slots.iter().skip(1)) {
        if let Some(value) = value(filled, &setting.kind) {
            values.push((setting.name.clone(), value));
        }
    }
    values
}

pub(super) fn chosen(asked: &ResolvedRequest, (slot, filled): &Taken) -> Option<Chosen> {
    let setting = asked.setting(*slot)?;
    let value = value(filled, &setting.kind)?;
    let note = format!("{} is not given: only {value} can be requested", setting.label).into();
    Some(Chosen { setting: setting.name.clone(), value, note })
}

/// Conditions of gates and notes, for the request's settings; open settings may make them hold or
/// not.
fn truth(asked: &ResolvedRequest, condition: &crate::catalog::program::Condition) -> Truth {
    let moment = if asked.any_time { Moment::ANY } else { asked.moment };
    let mut env = Env::of_settings(&asked.slots, asked.plan, moment);
    env.holds(condition).unwrap_or(Truth::Maybe)
}

fn gates(asked: &ResolvedRequest) -> Vec<ClosedGate> {
    let mut gates = Vec::new();
    for gate in &asked.operation.gates {
        if truth(asked, &gate.requires) == Truth::No {
            gates.push(ClosedGate {
                kind: GateKind::Requires,
                reason: gate.reason.clone(),
                classes: Vec::new(),
                rule: gate.pointer.clone(),
            });
        }
    }
    for gate in &asked.operation.class_gates {
        gates.push(ClosedGate {
            kind: GateKind::Class,
            reason: gate.reason.clone(),
            classes: vec![gate.class.clone()],
            rule: gate.pointer.clone(),
        });
    }
    gates
}

fn notes(asked: &ResolvedRequest) -> Vec<Text> {
    let mut notes = Vec::new();
    for note in &asked.operation.notes {
        if note.when.as_ref().is_none_or(|when| truth(asked, when) != Truth::No) {
            notes.push(note.text.clone());
        }
    }
    notes
}

impl Estimate {
    fn fill(&mut self, asked: &ResolvedRequest, spread: PriceRange) -> Result<(), Fault> {
        match spread {
            PriceRange::NotValid => {
                let (code, text) = words::not_valid(asked);
                self.because(code, text, asked.operation.pointer.as_str().into());
            }
            PriceRange::Unpriced(price) => {
                self.priced_by(price);
                let text = "the vendor does not publish this price".to_owned();
                self.because(CostReasonCode::Unpriced, text, price.pointer.clone());
            }
            PriceRange::NotListed(price, slot) => {
                self.priced_by(price);
                let text = words::not_listed(asked, slot);
                self.because(CostReasonCode::NotListed, text, price.pointer.clone());
            }
            PriceRange::TooMany(price) => {
                self.priced_by(price);
                let names = names(asked, &asked.open);
                let text = format!("too many combinations: give a value to one of {names}");
                self.because(CostReasonCode::TooManyChoices, text, price.pointer.clone());
            }
            PriceRange::Free(price) => {
                self.priced_by(price);
                self.state = State::Exact;
                self.free = true;
                (self.total, self.per_run) = (Some(Credits::ZERO), Some(Credits::ZERO));
                self.lines.push(words::free_line(&asked.operation.name, &price.pointer));
            }
            PriceRange::One(worked) => self.one(asked, &worked)?,
            PriceRange::Ends(ends) => {
                let Ends { cheapest, dearest, differs, taken } = *ends;
                self.between(asked, &cheapest, &dearest)?;
                self.take(asked, &taken);
                if differs && self.state == State::Range {
                    self.name_open(asked);
                }
            }
            PriceRange::Gaps(plan, _) => self.gaps_in(asked, &plan)?,
            // Already reported as an error.
            PriceRange::Refused(..) => {}
        }
        Ok(())
    }

    /// Notes which values are assumed because no other can be requested.
    fn take(&mut self, asked: &ResolvedRequest, taken: &[Taken]) {
        if taken.is_empty() {
            return;
        }
        let mut slots = asked.slots.clone();
        for (slot, value) in taken {
            if let Some(place) = slots.get_mut(*slot) {
                place.clone_from(value);
            }
        }
        self.settings = values(asked, &slots);
        self.taken.extend(taken.iter().filter_map(|taken| chosen(asked, taken)));
        self.notes.extend(self.taken.iter().map(|chosen| chosen.note.clone()));
    }

    fn because(&mut self, code: CostReasonCode, text: String, rule: Text) {
        self.reasons.push(CostReason { code, text, rule });
    }

    fn priced_by(&mut self, price: &Price) {
        self.approximate |= price.approximate;
        if let Some(source) = &price.source {
            self.add_source(source);
        }
    }

    fn add_source(&mut self, source: &Arc<crate::catalog::Source>) {
        if !self.sources.iter().any(|known| Arc::ptr_eq(known, source) || known == source) {
            if self.sources.is_empty() || source.as_of < self.as_of {
                self.as_of = source.as_of;
            }
            self.sources.push(source.clone());
        }
    }

    fn sources_of(&mut self, worked: &PricedSum) {
        self.priced_by(worked.price);
        for raw in &worked.lines {
            if let Origin::Component(component) = raw.origin
                && let Some(source) = &component.source
            {
                self.add_source(source);
            }
        }
    }

    fn one(&mut self, asked: &ResolvedRequest, worked: &PricedSum) -> Result<(), Fault> {
        let Some(total) = &worked.outcome.total else { return self.gaps(asked, worked) };
        if total.is_span() {
            return self.between(asked, worked, worked);
        }
        self.sources_of(worked);
        self.state = State::Exact;
        self.free = worked.outcome.free;
        let amounts = column(&worked.lines, Number::low, total)?;
        self.total = Some(Credits(amounts.total));
        if worked.price.charges_only_runs() {
            let run = worked.outcome.per_run.as_ref();
            self.per_run = run.map(|run| nearest(run, Number::low)).transpose()?.map(Credits);
        }
        self.show(asked, &worked.lines, &amounts);
        Ok(())
    }

    /// Lines without an amount: the total is unknown, or not yet known.
    fn gaps(&mut self, asked: &ResolvedRequest, worked: &PricedSum) -> Result<(), Fault> {
        let (mut union, mut reasons) = (Union::default(), Reasons::default());
        self.sources_of(worked);
        reasons.add(asked, &asked.slots, worked);
        union.add(asked, worked.clone())?;
        self.state = reasons.state();
        self.reasons = reasons.list();
        self.united(asked, union)
    }

    /// Gaps in some combination of open settings; each line covers all combinations.
    fn gaps_in(&mut self, asked: &ResolvedRequest, plan: &Combinations) -> Result<(), Fault> {
        let (mut union, mut reasons) = (Union::default(), Reasons::default());
        let mut only = Only::default();
        each(asked, plan, &mut |worked, slots| {
            only.see(asked, slots);
            self.sources_of(&worked);
            reasons.add(asked, slots, &worked);
            union.add(asked, worked)
        })?;
        self.take(asked, &only.taken());
        self.state = reasons.state();
        self.reasons = reasons.list();
        self.united(asked, union)
    }

    fn united(&mut self, asked: &ResolvedRequest, union: Union) -> Result<(), Fault> {
        if union.differs() {
            self.name_open(asked);
        }
        let known = union.known().cloned();
        let lines = union.lines();
        match known {
            Some(known) => {
                let amounts = column(&lines, Number::low, &known)?;
                self.known = Some(Credits(amounts.total));
                self.show(asked, &lines, &amounts);
            }
            None => {
                for raw in &lines {
                    self.lines.push(words::spanning(asked, raw)?);
                }
            }
        }
        Ok(())
    }

    fn name_open(&mut self, asked: &ResolvedRequest) {
        for setting in asked.open.iter().filter_map(|slot| asked.setting(*slot)) {
            if !self.taken.iter().any(|chosen| chosen.setting == setting.name) {
                self.open.push(setting.name.clone());
            }
        }
        if asked.any_time {
            self.open.push("at".into());
        }
    }

    /// Lines with their amounts; a line with a gap has none.
    fn show(&mut self, asked: &ResolvedRequest, lines: &[TraceLine], amounts: &Column) {
        let mut each = amounts.each.iter();
        self.lines.reserve_exact(lines.len() + usize::from(amounts.rest.is_some()));
        for raw in lines {
            let mut line = words::line(asked, raw);
            if !matches!(raw.mark, Mark::MissingPrice(_)) {
                line.amount = each.next().copied().map(Credits);
            }
            self.lines.push(line);
        }
        if let Some(rest) = amounts.rest {
            let mut line = words::last_place(asked);
            line.amount = Some(Credits(rest));
            self.lines.push(line);
        }
    }

    fn between(
        &mut self,
        asked: &ResolvedRequest,
        low: &PricedSum,
        high: &PricedSum,
    ) -> Result<(), Fault> {
        self.sources_of(low);
        self.sources_of(high);
        let low_amounts = column(&low.lines, Number::low, &low.outcome.known)?;
        let high_amounts = column(&high.lines, Number::high, &high.outcome.known)?;
        let (least, most) = (low_amounts.total, high_amounts.total);
        self.free = low.outcome.free && high.outcome.free;
        if least == most {
            // All combinations cost the same: show the lines of one.
            self.state = State::Exact;
            self.total = Some(Credits(most));
            self.show(asked, &low.lines, &low_amounts);
            return Ok(());
        }
        self.state = State::Range;
        (self.low, self.high) = (Some(Credits(least)), Some(Credits(most)));
        self.lines = merged(asked, &low.lines, &low_amounts, &high.lines, &high_amounts);
        Ok(())
    }

    fn settle_balance(&mut self, request: &Request) -> Result<(), Fault> {
        let Some(balance) = &request.run.balance else { return Ok(()) };
        let left = |cost: Option<Credits>| {
            cost.map(|cost| balance.amount.checked_sub(cost).ok_or(Fault::Inexact)).transpose()
        };
        let is_range = self.state == State::Range;
        let dearest = self.high.filter(|_| is_range);
        let (after, low, high) = (left(self.total)?, left(dearest)?, left(self.low)?);
        let missing = after.or(low).filter(|left| left.decimal().is_negative());
        self.balance = Some(BalanceAfter {
            before: balance.amount,
            as_of: balance.as_of,
            after,
            low,
            high,
            shortfall: missing.and_then(|left| Credits::ZERO.checked_sub(left)),
        });
        Ok(())
    }
}

impl Price {
    fn charges_only_runs(&self) -> bool {
        match &self.body {
            crate::catalog::program::Body::Sum(sum) => {
                sum.per_request.is_empty() && sum.request_steps.is_empty()
            }
            _ => true,
        }
    }
}

fn names(asked: &ResolvedRequest, slots: &[Slot]) -> String {
    let names = slots.iter().filter_map(|slot| Some(format!("`{}`", asked.setting(*slot)?.name)));
    names.collect::<Vec<_>>().join(", ")
}

/// The lines of both ends, side by side.
fn merged(
    asked: &ResolvedRequest,
    low: &[TraceLine],
    low_amounts: &Column,
    high: &[TraceLine],
    high_amounts: &Column,
) -> Vec<Line> {
    let make = |raw: &TraceLine, low: Decimal, high: Decimal| {
        let mut line = words::line(asked, raw);
        (line.low, line.high) = (Some(Credits(low)), Some(Credits(high)));
        line
    };
    let mut lines: Vec<Line> = Vec::new();
    let mut rest: Vec<(&TraceLine, Decimal)> =
        low.iter().zip(low_amounts.each.iter().copied()).collect();
    for (raw, amount) in high.iter().zip(&high_amounts.each) {
        let twin = rest.iter().position(|(other, _)| same_rule(asked, raw, other));
        let line = match twin.map(|place| rest.remove(place)) {
            Some((other, low)) => {
                let mut line = make(raw, low, *amount);
                words::span(asked, &mut line, other, raw);
                line
            }
            None => make(raw, Decimal::ZERO, *amount),
        };
        lines.push(line);
    }
    lines.extend(rest.into_iter().map(|(raw, amount)| make(raw, amount, Decimal::ZERO)));
    if low_amounts.rest.is_some() || high_amounts.rest.is_some() {
        let mut line = words::last_place(asked);
        line.low = Some(Credits(low_amounts.rest.unwrap_or_default()));
        line.high = Some(Credits(high_amounts.rest.unwrap_or_default()));
        lines.push(line);
    }
    lines
}
