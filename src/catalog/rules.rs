//! The rules of a price in words: one row for each rate and step.

use super::Catalog;
use super::document::Document;
use super::expression::{Formula, Tree};
use super::hours::{Hours, day_words};
use super::operation::{
    Body, ComponentDocument, OperationDocument, PriceDocument, PriceView, RoundDocument, Scope,
    StepDocument, TierDocument, Valid,
};
use super::rate::{Bound, Bounds, Cells, Range, Rate, Table, Term, Test, When, key_words};
use super::setting::{SettingDocument, SettingValue};
use crate::amount::Decimal;
use crate::calendar::Window;
use crate::error::Errors;
use crate::order::{Places, sorted};
use serde::Serialize;

/// How the price of an operation is made, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PriceRules {
    /// One for each rate and step: components and steps as the file has them, the cells of a table in
    /// the order of its choices or numbers.
    pub rules: Vec<PriceRule>,
    /// Plans that multiply the sum of the components, and by what: `max × 0.9`.
    pub cost_factors: Vec<String>,
    /// Named expressions: `over = max(seconds - 10, 0)`.
    pub quantities: Vec<String>,
    /// Zones and holidays that windows of time follow: `cn: 2026-10-01, 2026-10-02`.
    pub calendars: Vec<String>,
    /// Who may use it: the reason and the condition.
    pub gates: Vec<String>,
}

/// One rate or step, and when it applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PriceRule {
    /// Label of the line.
    pub line: String,
    /// What is multiplied, with its unit.
    pub quantity: String,
    /// For which settings, plan and time; empty for all.
    pub case: String,
    /// The rate or step.
    pub rate: String,
    /// The vendor says "about".
    pub approximate: bool,
}

impl Catalog {
    /// How the price of an operation is made.
    ///
    /// # Errors
    /// `unknown_name` when there is no such operation; what is wrong with it, at its first use in a
    /// catalog that was opened.
    pub fn price_rules(&self, operation: &str) -> Result<PriceRules, Errors> {
        let checked = self.checked();
        let compiled = checked.operation(operation)?;
        let place = checked.asked_for(operation).unwrap_or(0);
        let operation = &checked.written(place);
        let mut rules = Vec::new();
        let dated = operation.prices.iter().map(PriceDocument::view);
        for price in operation.short_form().into_iter().chain(dated) {
            let when = vec![validity(&price), hours(&price)];
            let mut writer = Writer {
                document: &checked.document,
                rules: &mut rules,
                settings: &operation.settings,
                when,
                approximate: price.approximate,
            };
            writer.price(operation, &price);
        }
        let quantities = operation.quantities.iter();
        let gates = operation.gates.iter();
        Ok(PriceRules {
            rules,
            cost_factors: self.cost_factors(),
            calendars: calendars(&compiled.windows),
            quantities: quantities
                .map(|(name, formula)| format!("{name} = {}", formula.text))
                .collect(),
            gates: gates
                .map(|gate| {
                    format!("{} ({})", gate.reason, condition(&checked.document, &gate.requires))
                })
                .collect(),
        })
    }
}

impl Catalog {
    fn cost_factors(&self) -> Vec<String> {
        let plans = self.checked().document.plans.iter();
        plans.filter_map(|plan| Some(format!("{} × {}", plan.id, plan.cost_factor?))).collect()
    }
}

/// The zones and holidays that some windows follow.
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

fn validity(price: &PriceView) -> String {
    let Some(Valid { from, until }) = price.valid else { return String::new() };
    let from = from.map(|from| format!("from {from}"));
    let until = until.map(|until| format!("until {until}"));
    [from, until].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn hours(price: &PriceView) -> String {
    price.hours.map(window).unwrap_or_default()
}

fn window(hours: &Hours) -> String {
    let zone = hours.zone.as_deref().unwrap_or("UTC");
    let times = match (hours.from, hours.until) {
        (Some(from), Some(until)) => format!("{from}–{until}"),
        _ => "all day".to_owned(),
    };
    format!("{} {times} {zone}", day_words(hours)).trim_start().to_owned()
}

/// Writes rows under the conditions that hold for all of them.
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

    /// Writes under one more condition.
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
        let per = component.per.map(|per| format!(" / {per}")).unwrap_or_default();
        if let Some(rate) = &component.rate {
            self.rate(line, &quantity, rate, &|rate| format!("{rate}{per}"));
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
            self.under("the dearest".to_owned(), |rows| rows.component(part, &format!("{line}: ")));
        }
    }

    fn tiers(&mut self, line: &str, quantity: &str, kind: &str, tiers: &[TierDocument], per: &str) {
        let mut below = None;
        for tier in tiers {
            let flat = tier.flat.map(|flat| format!(" + {flat} once")).unwrap_or_default();
            self.under(format!("{kind} {}", between(below, tier.bound)), |rows| {
                rows.rate(line, quantity, &tier.rate, &|rate| format!("{rate}{per}{flat}"));
            });
            below = tier.bound;
        }
    }

    /// One row for each cell of a rate.
    fn rate(&mut self, line: &str, quantity: &str, rate: &Rate, shown: &dyn Fn(&str) -> String) {
        match rate {
            Rate::Formula(formula) => self.row(line, quantity, shown(&formula.text)),
            Rate::Free => self.row(line, quantity, "free".to_owned()),
            Rate::Unpriced => self.row(line, quantity, "not published".to_owned()),
            Rate::Table(table) => self.table(line, quantity, table, shown),
            Rate::Named(name) => {
                let tables = &self.document.tables;
                if let Some((_, table)) = tables.iter().find(|(known, _)| known == name) {
                    self.table(line, quantity, table, shown);
                }
            }
        }
    }

    fn table(&mut self, line: &str, quantity: &str, table: &Table, shown: &dyn Fn(&str) -> String) {
        self.cells(&table.by, &table.cells, &mut |rows, rate| {
            rows.rate(line, quantity, rate, shown);
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

    /// `resolution 360p or 540p`; of a comparison or a named condition what it says.
    fn cell_case(&self, column: Option<&Formula>, key: &str) -> String {
        let Some(column) = column else { return key.to_owned() };
        let text = match column.tree {
            Tree::Compare(..) => Some(column.text.clone()),
            _ => named(self.document, &column.text),
        };
        match (text, key) {
            (Some(text), "yes") => text,
            (Some(text), "no") => format!("not ({text})"),
            (_, "else") => format!("{} otherwise", column.text),
            _ => format!("{} {}", column.text, key.replace('|', " or ")),
        }
    }

    /// Rows in the order of the choices, or of their numbers, and `else` at the end.
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
                rows.rate(&label("factor"), &of, rate, &|rate| format!("× {rate}"));
            }
            if let Some(rate) = &step.minimum {
                rows.rate(&label("minimum"), &of, rate, &|rate| format!("at least {rate}"));
            }
            if let Some(rate) = &step.maximum {
                rows.rate(&label("maximum"), &of, rate, &|rate| format!("at most {rate}"));
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

/// What is billed: `seconds s, 10 included, in blocks of 30`.
fn quantity(component: &ComponentDocument) -> String {
    let mut words = match (&component.quantity, &component.unit) {
        (Some(formula), Some(unit)) => format!("{} {unit}", formula.text),
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
    if component.charged == Some(Scope::Request) {
        words.push_str(", once per request");
    }
    words
}

/// From the bound of the tier below to its own.
fn between(below: Option<Bound>, bound: Option<Bound>) -> String {
    let from = below.map(|b| format!("{} {}", if b.included { "over" } else { "from" }, b.at));
    let to = bound.map(|b| format!("{} {}", if b.included { "up to" } else { "below" }, b.at));
    let words: Vec<String> = [from, to].into_iter().flatten().collect();
    if words.is_empty() { "of any size".to_owned() } else { words.join(" ") }
}

pub(super) fn condition(document: &Document, when: &When) -> String {
    when.0.iter().map(|one| term(document, one)).collect::<Vec<_>>().join(", ")
}

/// What a condition of the catalog says.
fn named(document: &Document, name: &str) -> Option<String> {
    let (_, when) = document.conditions.iter().find(|(known, _)| known == name)?;
    Some(condition(document, when))
}

fn term(document: &Document, term: &Term) -> String {
    let condition = |when: &When| condition(document, when);
    let each =
        |list: &[When], word: &str| list.iter().map(condition).collect::<Vec<_>>().join(word);
    match term {
        Term::Named(name) => named(document, name).unwrap_or_default(),
        Term::Test(subject, test) => match (named(document, &subject.text), test) {
            (Some(words), Test::In(values)) if values[..] == [SettingValue::Flag(false)] => {
                format!("not ({words})")
            }
            (Some(words), _) => words,
            (None, test) => tested(&subject.text, test),
        },
        Term::Any(list) => format!("({})", each(list, " or ")),
        Term::All(list) => each(list, ", "),
        Term::Not(when) => format!("not ({})", condition(when)),
        Term::Hours(hours) => window(hours),
    }
}

fn tested(subject: &str, test: &Test) -> String {
    match test {
        Test::In(values) => format!("{subject} {}", either(values)),
        Test::NotIn(values) => format!("{subject} not {}", either(values)),
        Test::Present(true) => format!("with {subject}"),
        Test::Present(false) => format!("without {subject}"),
        Test::Bounds(bounds) => {
            let Bounds { min, max, above, below } = bounds.as_ref();
            let bound = |sign: &str, bound: &Option<Formula>| {
                bound.as_ref().map(|bound| format!("{sign} {}", bound.text))
            };
            let bounds = [bound("≥", min), bound(">", above), bound("≤", max), bound("<", below)];
            format!("{subject} {}", bounds.into_iter().flatten().collect::<Vec<_>>().join(" and "))
        }
    }
}

fn either(values: &[SettingValue]) -> String {
    values.iter().map(SettingValue::to_string).collect::<Vec<_>>().join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cell_tier_and_step_has_a_row() {
        let catalog = Catalog::from_json(
            r#"{ "catalog": "c", "version": "1", "as_of": "2026-11-01",
                "credit": { "name": "credit", "step": "1" },
                "operations": [ { "id": "clip",
                    "settings": { "seconds": { "number": { "min": 1 } }, "audio": { "flag": false } },
                    "quantities": { "over": "max(seconds - 10, 0)" },
                    "price": [
                        { "line": "footage", "quantity": "seconds", "unit": "s",
                          "rate": { "by": ["audio", "seconds"],
                                    "no": [ { "up_to": 5, "is": "2" }, { "is": "3" } ],
                                    "yes": { "else": "unpriced" } } },
                        { "line": "extra", "quantity": "over", "when": { "seconds": { "above": 10 } },
                          "tiers": { "graduated": [ { "below": 20, "rate": "1" }, { "rate": "0.5", "flat": 4 } ] } } ],
                    "adjust": [ { "round": { "to": 5, "mode": "ceil" } } ],
                    "gates": [ { "requires": { "plan": { "present": true } }, "reason": "Paid plans only" } ] } ] }"#,
        );
        let rules = catalog.unwrap().price_rules("clip").unwrap();
        let rows =
            rules.rules.iter().map(|r| [&*r.line, &*r.quantity, &*r.case, &*r.rate].join(" | "));
        assert_eq!(
            rows.collect::<Vec<_>>(),
            [
                "footage | seconds s | audio no, seconds up to 5 | 2",
                "footage | seconds s | audio no, seconds over 5 | 3",
                "footage | seconds s | audio yes, seconds otherwise | not published",
                "extra | over | seconds > 10, the part below 20 | 1",
                "extra | over | seconds > 10, the part from 20 | 0.5 + 4 once",
                "rounding | sum per run |  | rounded up to multiples of 5",
            ]
        );
        assert_eq!(rules.quantities, ["over = max(seconds - 10, 0)"]);
        assert_eq!(rules.gates, ["Paid plans only (with plan)"]);
    }
}
