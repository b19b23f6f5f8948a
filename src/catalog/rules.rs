//! The rules of a price in words: one row for each rate and step.

use super::Catalog;
use super::condition::{Term, When};
use super::condition_words::{condition, named, window};
use super::document::Document;
use super::expression::{Formula, Function, Operator, Tree};
use super::footnotes;
use super::operation::{
    Body, ComponentDocument, OperationDocument, PriceDocument, PriceView, RoundDocument, Scope,
    StepDocument, TierDocument,
};
use super::plan::PlanDocument;
use super::rate::{Bound, Cells, Range, Rate, SpanDocument, Table, key_words};
use super::setting::SettingDocument;
use super::source::Source;
use super::valid::Valid;
use crate::amount::Decimal;
use crate::calendar::{Instant, Window};
use crate::error::Errors;
use crate::json::Log;
use crate::order::{Places, sorted};
use serde::Serialize;

/// The price of an operation, in words.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PriceRules {
    /// One row for each rate and step: components and steps in file order, the cells of a table in
    /// the order of its choices or numbers.
    pub rules: Vec<PriceRule>,
    /// Plans that multiply the sum of the components, and the factor: `max × 0.9`.
    pub cost_factors: Vec<String>,
    /// Named expressions: `over = max(seconds - 10, 0)`.
    pub quantities: Vec<String>,
    /// Zones and holidays of the windows of time: `cn: 2026-10-01, 2026-10-02`.
    pub calendars: Vec<String>,
    /// Meters of the quantities: `searches: per month, of all operations that name it`.
    pub meters: Vec<String>,
    /// Gates: the reason and the condition.
    pub gates: Vec<String>,
    /// Remarks on the operation and on single lines, with their conditions.
    pub notes: Vec<String>,
    /// Sources of the prices.
    pub sources: Vec<Source>,
}

/// One rate or step, and when it applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PriceRule {
    /// Label of the line.
    pub line: String,
    /// The quantity, with its unit.
    pub quantity: String,
    /// The settings, plan and time for which it applies; empty for all.
    pub case: String,
    /// The rate or step.
    pub rate: String,
    /// The vendor says "about".
    pub approximate: bool,
}

impl Catalog {
    /// The price of an operation, in words.
    ///
    /// # Errors
    /// `unknown_name` if there is no such operation; the errors of the operation, on its first use
    /// in an opened catalog.
    pub fn price_rules(&self, operation: &str) -> Result<PriceRules, Errors> {
        let checked = self.checked();
        let compiled = checked.operation(operation)?;
        let place = checked.asked_for(operation).unwrap_or(0);
        let operation = &checked.written(place, &Log::strict())?;
        let mut rules = Vec::new();
        for price in prices(operation) {
            let when = vec![validity(price.valid), hours(&price)];
            write_price(&checked.document, operation, &price, when, &mut rules);
        }
        let quantities = operation.quantities.iter();
        let gates = operation.gates.iter();
        Ok(PriceRules {
            rules,
            cost_factors: self.cost_factors(),
            calendars: calendars(&compiled.windows),
            meters: self.meters(&compiled.meters),
            quantities: quantities
                .map(|(name, formula)| format!("{name} = {}", formula.text))
                .collect(),
            gates: gates
                .map(|gate| {
                    let requires = condition(&checked.document, &gate.requires);
                    match gate.requires.0.as_slice() {
                        [Term::Any(_)] => format!("{} {requires}", gate.reason),
                        _ => format!("{} ({requires})", gate.reason),
                    }
                })
                .collect(),
            notes: footnotes::notes(&checked.document, operation),
            sources: footnotes::sources(&checked.document, operation),
        })
    }
}

impl Catalog {
    /// The rules of the prices that are valid at an instant, without their validity.
    ///
    /// # Errors
    /// As for [`Catalog::price_rules`].
    pub(crate) fn rules_at(&self, operation: &str, at: Instant) -> Result<Vec<PriceRule>, Errors> {
        let checked = self.checked();
        let place = checked.asked_for(operation).unwrap_or(usize::MAX);
        checked.operation_at(place)?;
        let operation = &checked.written(place, &Log::strict())?;
        let mut rules = Vec::new();
        for price in prices(operation).filter(|price| is_valid(price, at)) {
            let when = vec![hours(&price)];
            write_price(&checked.document, operation, &price, when, &mut rules);
        }
        Ok(rules)
    }

    fn meters(&self, places: &[usize]) -> Vec<String> {
        let meters = &self.checked().document.meters;
        let words = |place: &usize| {
            let (name, meter) = meters.get(*place)?;
            let unit = meter.unit.as_ref().map(|unit| format!(" in {unit}")).unwrap_or_default();
            let note = meter.note.as_ref().map(|note| format!("; {note}")).unwrap_or_default();
            Some(format!("{name}: counted{unit} per {}{note}", meter.per.word()))
        };
        places.iter().filter_map(words).collect()
    }

    fn cost_factors(&self) -> Vec<String> {
        let name = |plan: &PlanDocument| plan.name.clone().unwrap_or_else(|| plan.id.clone());
        let plans = self.checked().document.plans.iter();
        plans.filter_map(|plan| Some(format!("{} × {}", name(plan), plan.factor()?))).collect()
    }
}

/// The zones and holidays of some windows.
fn calendars(windows: &[Window]) -> Vec<String> {
    let mut calendars = Vec::new();
    for window in windows {
        let zone = window.clock.iter().map(|(id, clock)| format!("{id}: {}", clock.words()));
        let list = window.holidays.iter().map(|(id, list)| format!("{id}: {}", list.words()));
        for words in zone.chain(list) {
            if !calendars.contains(&words) {
                calendars.push(words);
            }
        }
    }
    calendars
}

fn prices(operation: &OperationDocument) -> impl Iterator<Item = PriceView<'_>> {
    let dated = operation.prices.iter().map(PriceDocument::view);
    operation.short_form().into_iter().chain(dated)
}

fn is_valid(price: &PriceView, at: Instant) -> bool {
    price.valid.is_none_or(|valid| {
        valid.from.is_none_or(|from| from <= at) && valid.until.is_none_or(|until| at < until)
    })
}

fn write_price(
    document: &Document,
    operation: &OperationDocument,
    price: &PriceView,
    when: Vec<String>,
    rules: &mut Vec<PriceRule>,
) {
    let (settings, approximate) = (&operation.settings, price.approximate);
    let mut writer = Writer { document, rules, settings, when, approximate };
    writer.price(operation, price);
}

/// `from 2026-10-01 until 2027-01-01`.
pub(super) fn validity(valid: Option<&Valid>) -> String {
    let Some(Valid { from, until }) = valid else { return String::new() };
    let from = from.map(|from| format!("from {}", day(from)));
    let until = until.map(|until| format!("until {}", day(until)));
    [from, until].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// `2026-10-01`, with the time of day if it is not midnight.
pub(crate) fn day(at: Instant) -> String {
    let text = at.to_string();
    text.strip_suffix("T00:00:00Z").map_or(text.clone(), str::to_owned)
}

fn hours(price: &PriceView) -> String {
    price.hours.map(window).unwrap_or_default()
}

/// Writes rows, with the conditions that hold for all of them.
struct Writer<'r> {
    document: &'r Document,
    rules: &'r mut Vec<PriceRule>,
    settings: &'r [(String, SettingDocument)],
    when: Vec<String>,
    approximate: bool,
}

impl Writer<'_> {
    fn row(&mut self, line: &str, quantity: &str, rate: String) {
        let case: Vec<&str> =
            self.when.iter().map(String::as_str).filter(|c| !c.is_empty()).collect();
        self.rules.push(PriceRule {
            line: line.to_owned(),
            quantity: quantity.to_owned(),
            case: case.join(", "),
            rate,
            approximate: self.approximate,
        });
    }

    fn case(&self, when: Option<&When>) -> String {
        when.map(|when| condition(self.document, when)).unwrap_or_default()
    }

    /// Writes rows under one more condition.
    fn under(&mut self, case: String, write: impl FnOnce(&mut Self)) {
        self.when.push(case);
        write(self);
        self.when.pop();
    }

    fn price(&mut self, operation: &OperationDocument, price: &PriceView) {
        let name = operation.name.as_ref().unwrap_or(&operation.id);
        match price.price {
            Body::Free => self.row(name, "", "free".to_owned()),
            Body::Unpriced => self.row(name, "", "not published".to_owned()),
            Body::NotSold => self.row(name, "", "not sold".to_owned()),
            Body::Components(components) => {
                components.iter().for_each(|component| self.component(component, ""));
            }
        }
        price.adjust.iter().for_each(|step| self.step(step, "sum"));
    }

    fn component(&mut self, component: &ComponentDocument, of: &str) {
        let line = format!("{of}{}", component.line);
        let case = self.case(component.when.as_ref());
        self.under(case, |rows| {
            rows.charge(component, &line);
            component.adjust.iter().for_each(|step| rows.step(step, &line));
        });
    }

    fn charge(&mut self, component: &ComponentDocument, line: &str) {
        let quantity = quantity(component);
        let per = component.per.filter(|per| *per != Decimal::ONE);
        let per = per.map(|per| format!(" / {per}")).unwrap_or_default();
        if let Some(rate) = &component.rate {
            self.rate(line, &quantity, rate, &Around { before: "", after: &per });
        }
        if let Some(tiers) = &component.tiers {
            let (kind, tiers) = match (&tiers.graduated, &tiers.volume) {
                (Some(tiers), _) => ("the part", tiers),
                (None, Some(tiers)) => ("all, when", tiers),
                (None, None) => return,
            };
            self.tiers(line, &quantity, kind, tiers, &per);
        }
        for part in &component.max_of {
            self.under("the highest".to_owned(), |rows| rows.component(part, &format!("{line}: ")));
        }
    }

    fn tiers(&mut self, line: &str, quantity: &str, kind: &str, tiers: &[TierDocument], per: &str) {
        let mut below = None;
        for tier in tiers {
            let flat = tier.flat.map(|flat| format!(" + {flat} once")).unwrap_or_default();
            self.under(format!("{kind} {}", between(below, tier.bound)), |rows| {
                let after = format!("{per}{flat}");
                rows.rate(line, quantity, &tier.rate, &Around { before: "", after: &after });
            });
            below = tier.bound;
        }
    }

    /// Writes one row for each cell of a rate.
    fn rate(&mut self, line: &str, quantity: &str, rate: &Rate, around: &Around) {
        match rate {
            Rate::Formula(formula) => self.row(line, quantity, around.formula(formula)),
            Rate::Free => self.row(line, quantity, "free".to_owned()),
            Rate::Unpriced => self.row(line, quantity, "not published".to_owned()),
            Rate::NotSold => self.row(line, quantity, "not sold".to_owned()),
            Rate::Span(span) => {
                self.row(line, quantity, around.span(span));
            }
            Rate::Table(table) => self.table(line, quantity, table, around),
            Rate::Named(name) => {
                let tables = &self.document.tables;
                if let Some((_, table)) = tables.iter().find(|(known, _)| known == name) {
                    self.table(line, quantity, table, around);
                }
            }
        }
    }

    fn table(&mut self, line: &str, quantity: &str, table: &Table, around: &Around) {
        self.cells(&table.by, &table.cells, &mut |rows, rate| {
            rows.rate(line, quantity, rate, around);
        });
    }

    fn cells(&mut self, by: &[Formula], cells: &Cells, write: &mut dyn FnMut(&mut Self, &Rate)) {
        let (column, rest) = match by.split_first() {
            Some((column, rest)) => (column.text.as_str(), rest),
            None => ("", by),
        };
        match cells {
            Cells::Rate(rate) => write(self, rate),
            Cells::Keys(keys) => {
                for (key, cells) in self.ordered(column, keys) {
                    let case = self.cell_case(by.first(), key);
                    self.under(case, |rows| rows.cells(rest, cells, write));
                }
            }
            Cells::Ranges(ranges) => {
                let mut below = None;
                for Range { bound, cells } in ranges {
                    let case = format!("{column} {}", between(below, *bound));
                    self.under(case, |rows| rows.cells(rest, cells, write));
                    below = *bound;
                }
            }
        }
    }

    /// `resolution 360p or 540p`; for a comparison or a named condition, its text.
    fn cell_case(&self, column: Option<&Formula>, key: &str) -> String {
        let Some(column) = column else { return key.to_owned() };
        let text = match column.tree {
            Tree::Compare(..) => Some(column.text.clone()),
            _ => named(self.document, &column.text),
        };
        if let Tree::Call(Function::Present, _) = column.tree {
            let subject = column.text.trim_start_matches("present").trim_matches(['(', ')', ' ']);
            match key {
                "yes" => return format!("with {subject}"),
                "no" => return format!("without {subject}"),
                _ => {}
            }
        }
        match (text, key) {
            (Some(text), "yes") => text,
            (Some(text), "no") => format!("not ({text})"),
            (_, "else") => format!("{} otherwise", column.text),
            _ => {
                let is_name = matches!(column.tree, Tree::Name(_) | Tree::Attribute(..));
                let equals = if is_name { "" } else { "= " };
                format!("{} {equals}{}", column.text, key.replace('|', " or "))
            }
        }
    }

    /// Rows in the order of the choices or numbers, with `else` last.
    fn ordered<'k>(&self, column: &str, keys: &'k [(String, Cells)]) -> Vec<&'k (String, Cells)> {
        let choices = self.settings.iter().find(|(name, _)| name == column);
        let choices = choices.and_then(|(_, setting)| setting.choice.as_deref()).unwrap_or(&[]);
        let choices: Vec<String> = choices.iter().map(|choice| choice.is.to_string()).collect();
        let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
        let places = Places::of(&choices);
        let rank = |key: &str| {
            let first = key_words(key, places.find(key).is_some()).next().unwrap_or(key);
            (key == "else", places.find(first), first.parse::<Decimal>().ok())
        };
        let keys: Vec<_> = keys.iter().map(|row| (rank(&row.0), row)).collect();
        sorted(&keys, |a, b| a.0.cmp(&b.0)).map(|(_, row)| *row).collect()
    }

    fn step(&mut self, step: &StepDocument, of: &str) {
        let per = if step.per == Some(Scope::Request) { "request" } else { "run" };
        let of = if of == "sum" { format!("sum per {per}") } else { of.to_owned() };
        let label = |default: &str| step.line.clone().unwrap_or_else(|| default.to_owned());
        let case = self.case(step.when.as_ref());
        self.under(case, |rows| {
            if let Some(rate) = &step.times {
                rows.rate(&label("factor"), &of, rate, &Around { before: "× ", after: "" });
            }
            if let Some(rate) = &step.minimum {
                rows.rate(&label("minimum"), &of, rate, &Around { before: "at least ", after: "" });
            }
            if let Some(rate) = &step.maximum {
                rows.rate(&label("maximum"), &of, rate, &Around { before: "at most ", after: "" });
            }
            if let Some(round) = &step.round {
                let rate = match round {
                    RoundDocument::Step => "rounded up to the credit's step".to_owned(),
                    RoundDocument::To { to, mode } => {
                        format!("{} to multiples of {to}", mode.words())
                    }
                };
                rows.row(&label("rounding"), &of, rate);
            }
            if let Some(convert) = step.convert {
                rows.row(&label("conversion"), &of, format!("{convert} for one"));
            }
        });
    }
}

/// The text around a rate: `× 0.9`, `12 / 1000 + 5 once`.
struct Around<'a> {
    before: &'static str,
    after: &'a str,
}

impl Around<'_> {
    /// In parentheses if the surrounding text would otherwise bind to a part of it.
    fn formula(&self, formula: &Formula) -> String {
        let binds = self.before == "× " || self.after.starts_with(" /");
        let rate = if binds { operand(formula) } else { formula.text.clone() };
        format!("{}{rate}{}", self.before, self.after)
    }

    fn span(&self, SpanDocument { from, to }: &SpanDocument) -> String {
        format!("{}{}–{}{}", self.before, from.text, to.text, self.after)
    }
}

/// A formula as a factor of a product.
fn operand(formula: &Formula) -> String {
    match formula.tree {
        Tree::Binary(Operator::Add | Operator::Subtract, ..) => format!("({})", formula.text),
        _ => formula.text.clone(),
    }
}

/// `seconds`, `data_gb (GB)`, `2 images`, `(a + b) s`.
fn counted(formula: &Formula, unit: &str) -> String {
    match &formula.tree {
        Tree::Name(name) if name.starts_with(unit) => name.clone(),
        Tree::Name(name) => format!("{name} ({unit})"),
        _ => format!("{} {unit}", operand(formula)),
    }
}

/// The billed quantity: `seconds, 10 included, in blocks of 30`.
fn quantity(component: &ComponentDocument) -> String {
    let mut words = match (&component.quantity, &component.unit) {
        (Some(formula), Some(unit)) => counted(formula, unit),
        (Some(formula), None) => formula.text.clone(),
        (None, Some(unit)) => format!("1 {unit}"),
        (None, None) => "1".to_owned(),
    };
    if let Some(included) = &component.included {
        words.push_str(&format!(", {} included", included.text));
    }
    if let Some(block) = &component.block {
        words.push_str(&format!(", in blocks of {} {}", block.size, block.mode.words()));
    }
    if let Some(meter) = &component.meter {
        words.push_str(&format!(", counted as {meter}"));
    }
    if component.charged == Some(Scope::Request) {
        words.push_str(", once per request");
    }
    words
}

/// The range of a tier, from the bound of the tier below to its own.
fn between(below: Option<Bound>, bound: Option<Bound>) -> String {
    let from = below.map(|b| format!("{} {}", if b.included { "over" } else { "from" }, b.at));
    let to = bound.map(|b| format!("{} {}", if b.included { "up to" } else { "below" }, b.at));
    let words: Vec<String> = [from, to].into_iter().flatten().collect();
    if words.is_empty() { "of any size".to_owned() } else { words.join(" ") }
}

#[cfg(test)]
mod tests;
