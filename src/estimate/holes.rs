//! Combinations without a price: missing cells, ranges and tiers that end too soon.

use super::asked::SlotValue;
use super::evaluate::{Env, Truth};
use super::limit;
use crate::amount::{Decimal, Fraction, Number};
use crate::calendar::Moment;
use crate::catalog::by_plan::no_plan_and_each;
use crate::catalog::id::PlanId;
use crate::catalog::program::{
    Body, Cells, Charge, Component, Condition, Edge, Expression, Kind, Metered, Operation, Rate,
    Setting, Slot, Step, StepKind, Table, Tariff, Tier,
};
use crate::catalog::{Catalog, Checked};
use crate::error::{Error, ErrorKind};
use crate::order::sorted;
use std::cmp::Ordering;

/// Further holes are only counted.
const MOST: usize = 20;
/// Maximum number of cells to search.
const CELLS: usize = 200_000;

impl Catalog {
    /// Every combination that can be requested and has no price, with its cell: cells that the
    /// author may have forgotten. They are not errors: such a cost is unknown. Lists at most 20,
    /// and counts the rest.
    pub fn holes(&self) -> Vec<Error> {
        let checked = self.checked();
        let mut holes = Holes::default();
        for place in 0..checked.heads().len() {
            let Ok(operation) = checked.operation_at(place) else { continue };
            for price in &operation.prices {
                if let Body::Sum(sum) = &price.body {
                    let mut walk = HoleWalk::new(checked, operation, &mut holes);
                    walk.components(&sum.per_run);
                    walk.steps(&sum.run_steps);
                    walk.components(&sum.per_request);
                    walk.steps(&sum.request_steps);
                }
            }
        }
        holes.told()
    }
}

#[derive(Default)]
struct Holes {
    all: Vec<Error>,
    more: usize,
    looks: usize,
}

impl Holes {
    fn add(&mut self, pointer: &str, sentence: String) {
        let hole = Error::new(ErrorKind::Missing, pointer, sentence);
        if self.all.contains(&hole) {
            return;
        }
        if self.all.len() < MOST {
            self.all.push(hole);
        } else {
            self.more += 1;
        }
    }

    fn told(mut self) -> Vec<Error> {
        if self.more > 0 {
            let sentence = format!("{} more combinations have no price", self.more);
            self.all.push(Error::new(ErrorKind::Missing, "", sentence));
        }
        self.all
    }
}

/// Walks through the cells of an operation, with the conditions that lead to each.
struct HoleWalk<'c, 'h> {
    checked: &'c Checked,
    operation: &'c Operation,
    holes: &'h mut Holes,
    /// The values chosen on the way; all other settings are open.
    slots: Vec<SlotValue>,
    /// The plan on the way, or that there is none; otherwise any.
    plan: Option<Option<PlanId>>,
    conditions: Vec<&'c Condition>,
    /// The cell in words: `resolution 480p`, `model b`.
    cell: Vec<String>,
}

impl<'c, 'h> HoleWalk<'c, 'h> {
    fn new(checked: &'c Checked, operation: &'c Operation, holes: &'h mut Holes) -> Self {
        let slots = vec![SlotValue::Open; operation.settings.len() + 1];
        let (conditions, cell) = (Vec::new(), Vec::new());
        let mut walk = HoleWalk { checked, operation, holes, slots, plan: None, conditions, cell };
        walk.put(0, SlotValue::exactly(Decimal::ONE));
        walk
    }

    fn components(&mut self, components: &'c [Component]) {
        for component in components {
            self.under(component.when.as_ref(), |walk| {
                match &component.charge {
                    Charge::Metered(metered) => walk.metered(component, metered),
                    Charge::MaxOf(parts) => walk.components(parts),
                }
                walk.steps(&component.steps);
            });
        }
    }

    fn under(&mut self, when: Option<&'c Condition>, walk: impl FnOnce(&mut Self)) {
        self.conditions.extend(when);
        walk(self);
        if when.is_some() {
            self.conditions.pop();
        }
    }

    fn metered(&mut self, component: &'c Component, metered: &'c Metered) {
        match &metered.tariff {
            Tariff::Rate(rate) => self.rate(rate),
            Tariff::Graduated(tiers) | Tariff::Volume(tiers) => {
                tiers.iter().for_each(|tier| self.rate(&tier.rate));
                self.last_tier(component, metered, tiers);
            }
        }
    }

    fn last_tier(&mut self, component: &Component, metered: &Metered, tiers: &[Tier]) {
        let Some(bound) = tiers.last().and_then(|tier| tier.bound.as_ref()) else { return };
        if self.reaches_beyond(&metered.quantity, bound) && self.is_reachable() {
            let mut sentence = format!("no price for more of `{}`: ", component.label);
            sentence.push_str(&beyond(bound));
            self.holes.add(&component.pointer, sentence);
        }
    }

    fn steps(&mut self, steps: &'c [Step]) {
        for step in steps {
            if let StepKind::Times(rate) | StepKind::Minimum(rate) | StepKind::Maximum(rate) =
                &step.act
            {
                self.under(step.when.as_ref(), |walk| walk.rate(rate));
            }
        }
    }

    fn rate(&mut self, rate: &'c Rate) {
        if let Rate::Table(table) = rate {
            self.table(table);
        }
    }

    fn table(&mut self, table: &'c Table) {
        match &table.cells {
            Cells::Choice(slot, cells) => {
                let names = match self.setting(*slot).map(|setting| &setting.kind) {
                    Some(Kind::Choice(names)) => names,
                    _ => return,
                };
                for (place, (cell, name)) in cells.iter().zip(names).enumerate() {
                    self.chosen(table, *slot, SlotValue::Choice(place), name, cell.as_ref());
                }
            }
            Cells::Flag(slot, [no, yes]) => {
                self.chosen(table, *slot, SlotValue::Flag(false), "no", no.as_ref());
                self.chosen(table, *slot, SlotValue::Flag(true), "yes", yes.as_ref());
            }
            Cells::When(condition, [no, yes]) => {
                self.named(table, "yes", |walk| {
                    walk.under(Some(condition), |walk| walk.cell(table, yes.as_ref()));
                });
                self.named(table, "no", |walk| walk.cell(table, no.as_ref()));
            }
            Cells::Plan(cells) => {
                for (plan, cell) in no_plan_and_each(cells.of_plans().len()).zip(cells.all()) {
                    self.held(table, plan, cell.as_ref());
                }
            }
            Cells::Exact(column, cells) => self.exact(table, column, cells),
            Cells::Ranges(column, rows) => self.ranges(table, column, rows),
        }
    }

    fn chosen(
        &mut self,
        table: &'c Table,
        slot: Slot,
        value: SlotValue,
        name: &str,
        cell: Option<&'c Rate>,
    ) {
        // An outer table may have the same column.
        if !is_open_or(self.slots.get(slot), &value) {
            return;
        }
        let before = self.put(slot, value);
        self.named(table, name, |walk| walk.cell(table, cell));
        self.put(slot, before);
    }

    fn held(&mut self, table: &'c Table, plan: Option<PlanId>, cell: Option<&'c Rate>) {
        if self.plan.is_some_and(|other| other != plan) {
            return;
        }
        let before = self.plan.replace(plan);
        let plan = plan.and_then(|plan| self.checked.plan_at(plan));
        let name = plan.map_or("none".to_owned(), |plan| plan.id.to_string());
        self.named(table, &name, |walk| walk.cell(table, cell));
        self.plan = before;
    }

    fn exact(&mut self, table: &'c Table, column: &'c Expression, cells: &'c [(Number, Rate)]) {
        for (key, rate) in cells {
            self.at(table, column, key, Some(rate));
        }
        match &table.otherwise {
            Some(rate) => self.named(table, "otherwise", |walk| walk.cell(table, Some(rate))),
            None => self.other_numbers(table, column, cells),
        }
    }

    /// The values without a key.
    fn other_numbers(
        &mut self,
        table: &'c Table,
        column: &'c Expression,
        cells: &[(Number, Rate)],
    ) {
        let is_key = |number: &Number| {
            cells.iter().any(|(key, _)| key.compare_low(number).is_ok_and(Ordering::is_eq))
        };
        let setting = slot_of(column).and_then(|slot| self.setting(slot));
        if let Some(Kind::Numbers(numbers)) = setting.map(|setting| &setting.kind) {
            for number in numbers {
                let number = Number::from_decimal(*number);
                if !is_key(&number) {
                    self.at(table, column, &number, None);
                }
            }
            return;
        }
        if let Some(Kind::Number(grid)) = setting.map(|setting| &setting.kind)
            && let Some(count) = grid.len().filter(|count| *count <= cells.len() as u64)
            && (0..count).filter_map(|n| grid.nth(n)).all(|n| is_key(&Number::from_decimal(n)))
        {
            return;
        }
        let mut other = "other than ".to_owned();
        let rising = |a: &(Number, Rate), b: &(Number, Rate)| {
            a.0.compare_low(&b.0).unwrap_or(Ordering::Equal)
        };
        for (place, (key, _)) in sorted(cells, rising).enumerate() {
            if place > 0 {
                other.push_str(", ");
            }
            key.low().push(&mut other);
        }
        self.named(table, &other, |walk| walk.cell(table, None));
    }

    fn at(&mut self, table: &'c Table, column: &Expression, at: &Number, cell: Option<&'c Rate>) {
        let mut name = String::new();
        at.low().push(&mut name);
        match slot_of(column) {
            Some(slot) => self.chosen(table, slot, SlotValue::Number(at.clone()), &name, cell),
            None => self.named(table, &name, |walk| walk.cell(table, cell)),
        }
    }

    fn ranges(
        &mut self,
        table: &'c Table,
        column: &'c Expression,
        rows: &'c [(Option<Edge>, Rate)],
    ) {
        for (bound, rate) in rows {
            let name = bound.as_ref().map_or("beyond".to_owned(), up_to);
            self.named(table, &name, |walk| walk.cell(table, Some(rate)));
        }
        let Some(bound) = rows.last().and_then(|(bound, _)| bound.as_ref()) else { return };
        if !self.reaches_beyond(column, bound) {
            return;
        }
        let value = slot_of(column).and_then(|slot| Some((slot, self.just_beyond(slot, bound)?)));
        let before = value.map(|(slot, value)| (slot, self.put(slot, value)));
        self.named(table, &beyond(bound), |walk| walk.cell(table, None));
        if let Some((slot, before)) = before {
            self.put(slot, before);
        }
    }

    fn named(&mut self, table: &Table, value: &str, walk: impl FnOnce(&mut Self)) {
        let column = table.columns.get(table.level).map_or("", |column| &column.text);
        self.cell.push(format!("{column} {value}"));
        walk(self);
        self.cell.pop();
    }

    /// The cell of a value, or else the `else`, or `None`.
    fn cell(&mut self, table: &'c Table, cell: Option<&'c Rate>) {
        self.holes.looks += 1;
        if self.holes.looks > CELLS {
            return;
        }
        match cell.or(table.otherwise.as_ref()) {
            Some(rate) => self.rate(rate),
            None if self.is_reachable() => {
                let sentence = format!("no price for {}", self.cell.join(", "));
                self.holes.add(&table.pointer, sentence);
            }
            None => {}
        }
    }

    /// Whether the conditions up to here can be requested.
    fn is_reachable(&self) -> bool {
        let is_here = |plan: &Option<PlanId>| self.plan.is_none_or(|here| here == *plan);
        no_plan_and_each(self.checked.plans.len()).filter(is_here).any(|plan| {
            let limits = &self.operation.limits;
            let broken = limit::broken(limits, plan, Moment::ANY, &self.slots);
            let mut env = Env::of_settings(&self.slots, plan, Moment::ANY);
            let holds = |condition: &&Condition| env.holds(condition).unwrap_or(Truth::Maybe);
            let is_allowed = matches!(broken, Ok(None));
            is_allowed && !self.conditions.iter().map(holds).any(|truth| truth == Truth::No)
        })
    }

    /// Whether a column has values beyond a bound; if unknown, it may have.
    fn reaches_beyond(&self, column: &Expression, bound: &Edge) -> bool {
        let mut slots = self.slots.clone();
        for (slot, filled) in slots.iter_mut().enumerate() {
            if let (SlotValue::Open, Some(setting)) = (&*filled, self.setting(slot)) {
                *filled = limit::span(&setting.kind);
            }
        }
        let mut env = Env::of_settings(&slots, self.plan.flatten(), Moment::ANY);
        let Ok(number) = env.number(column) else { return true };
        let order = number.high().compare(&bound.at.low());
        order.is_ok_and(|order| order.is_gt() || !bound.included && order.is_eq())
    }

    /// A value of a number beyond a bound.
    fn just_beyond(&self, slot: Slot, bound: &Edge) -> Option<SlotValue> {
        let Kind::Number(grid) = &self.setting(slot)?.kind else { return None };
        let step = grid.step.map_or(Fraction::ONE, Fraction::from_decimal);
        let next = bound.at.low().add(&step).ok()?;
        let max = grid.max.map(Fraction::from_decimal);
        let value = max.map_or(Ok(next), |max| next.min(&max)).ok()?;
        Some(SlotValue::Number(Number::exact(value)))
    }

    fn setting(&self, slot: Slot) -> Option<&'c Setting> {
        self.operation.settings.get(slot.checked_sub(1)?)
    }

    /// Fills a slot. Returns its previous content.
    fn put(&mut self, slot: Slot, value: SlotValue) -> SlotValue {
        match self.slots.get_mut(slot) {
            Some(place) => std::mem::replace(place, value),
            None => value,
        }
    }
}

fn slot_of(column: &Expression) -> Option<Slot> {
    match column {
        Expression::Slot(slot) => Some(*slot),
        _ => None,
    }
}

fn is_open_or(filled: Option<&SlotValue>, value: &SlotValue) -> bool {
    match (filled, value) {
        (Some(SlotValue::Choice(a)), SlotValue::Choice(b)) => a == b,
        (Some(SlotValue::Flag(a)), SlotValue::Flag(b)) => a == b,
        _ => true,
    }
}

fn up_to(bound: &Edge) -> String {
    edge(if bound.included { "up to " } else { "below " }, bound)
}

fn beyond(bound: &Edge) -> String {
    edge(if bound.included { "above " } else { "from " }, bound)
}

fn edge(word: &str, bound: &Edge) -> String {
    let mut out = word.to_owned();
    bound.at.low().push(&mut out);
    out
}
