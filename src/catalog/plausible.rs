//! Prices that look like a misplaced decimal point: a power of ten away from their neighbours.
//!
//! The neighbours of a cell are the cells of the same table that differ in one column; of a tier,
//! the other tiers; of a line with one rate, the lines of the same name and unit in operations of
//! the same tool. A price is reported if all of the following hold: at least three neighbours lie
//! within a factor of four of each other; the price lies more than four times beyond them; moving
//! its decimal point by up to three places brings it among them, or within a factor of two.

use super::Catalog;
use super::expression::Tree;
use super::operation::{Body, ComponentDocument, OperationDocument, PriceView, TierDocument};
use super::rate::{Cells, Rate, Table};
use crate::amount::{Decimal, Fault, FineDecimal, Fraction};
use crate::error::{Error, ErrorKind};
use crate::json::{Log, escape};
use crate::order::sort;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// With fewer neighbours, nothing is reported.
const NEIGHBOURS: usize = 3;

impl Catalog {
    /// Prices that a person should check, although they are valid: they lie a power of ten away
    /// from their neighbours. Each has its pointer.
    pub fn information(&self) -> Vec<Error> {
        let checked = self.checked();
        let mut prices = Prices::default();
        for (name, table) in &checked.document.tables {
            prices.columns(&format!("/tables/{}", escape(name)), table);
        }
        for place in 0..checked.heads().len() {
            // Errors are reported by `check`.
            if checked.operation_at(place).is_ok()
                && let Ok(operation) = checked.written(place, &Log::strict())
            {
                prices.operation(place, &operation);
            }
        }
        prices.implausible()
    }
}

/// A price and its pointer.
struct Price {
    rate: FineDecimal,
    pointer: String,
}

/// Prices with their neighbours: each group is one column of a table, one list of tiers, or one
/// line in all operations of a tool.
#[derive(Default)]
struct Prices {
    all: Vec<Price>,
    /// Indices into `all`.
    groups: Vec<Vec<usize>>,
    /// Lines with one rate, by tool, label, unit and `per`.
    lines: BTreeMap<[String; 4], Vec<usize>>,
}

impl Prices {
    fn operation(&mut self, place: usize, operation: &OperationDocument) {
        let at = format!("/operations/{place}");
        if let Some(price) = operation.short_form() {
            self.price(&at, operation, &price, true);
        }
        for (i, price) in operation.prices.iter().enumerate() {
            self.price(&format!("{at}/prices/{i}"), operation, &price.view(), false);
        }
    }

    /// `is_only`: an operation with dated prices is no neighbour of others.
    fn price(&mut self, at: &str, operation: &OperationDocument, price: &PriceView, is_only: bool) {
        let Body::Components(components) = price.price else { return };
        for (i, component) in components.iter().enumerate() {
            let at = format!("{at}/price/{i}");
            self.component(&at, component);
            if let (Some(tool), true, Some(rate)) = (&operation.tool, is_only, &component.rate) {
                self.line(&at, tool, component, rate);
            }
        }
    }

    fn line(&mut self, at: &str, tool: &str, component: &ComponentDocument, rate: &Rate) {
        let Some(place) = self.add(rate, || format!("{at}/rate")) else { return };
        let unit = component.unit.clone().unwrap_or_default();
        let per = component.per.unwrap_or(Decimal::ONE).to_string();
        let key = [tool.to_owned(), component.line.clone(), unit, per];
        self.lines.entry(key).or_default().push(place);
    }

    fn component(&mut self, at: &str, component: &ComponentDocument) {
        if let Some(rate) = &component.rate {
            self.rate(&format!("{at}/rate"), rate);
        }
        for (key, tiers) in component
            .tiers
            .iter()
            .flat_map(|tiers| [("graduated", &tiers.graduated), ("volume", &tiers.volume)])
        {
            self.tiers(&format!("{at}/tiers/{key}"), tiers.as_deref().unwrap_or(&[]));
        }
        for (i, part) in component.max_of.iter().enumerate() {
            self.component(&format!("{at}/max_of/{i}"), part);
        }
    }

    fn tiers(&mut self, at: &str, tiers: &[TierDocument]) {
        let mut group = Vec::new();
        for (i, tier) in tiers.iter().enumerate() {
            group.extend(self.add(&tier.rate, || format!("{at}/{i}/rate")));
            self.rate(&format!("{at}/{i}/rate"), &tier.rate);
        }
        self.groups.push(group);
    }

    fn rate(&mut self, at: &str, rate: &Rate) {
        if let Rate::Table(table) = rate {
            self.columns(at, table);
        }
    }

    /// The cells of a table, grouped by equal columns.
    fn columns(&mut self, at: &str, table: &Table) {
        let mut cells = Vec::new();
        self.table(at, table, &mut Vec::new(), &mut cells);
        let mut groups: BTreeMap<(usize, Vec<String>), Vec<usize>> = BTreeMap::new();
        for (keys, place) in cells {
            for column in 0..keys.len() {
                let mut others = keys.clone();
                if let Some(key) = others.get_mut(column) {
                    key.clear();
                }
                groups.entry((column, others)).or_default().push(place);
            }
        }
        self.groups.extend(groups.into_values());
    }

    fn table(
        &mut self,
        at: &str,
        table: &Table,
        keys: &mut Vec<String>,
        found: &mut Vec<(Vec<String>, usize)>,
    ) {
        match &table.cells {
            Cells::Ranges(_) => self.cells(&format!("{at}/ranges"), &table.cells, keys, found),
            _ => self.cells(at, &table.cells, keys, found),
        }
    }

    fn cells(
        &mut self,
        at: &str,
        cells: &Cells,
        keys: &mut Vec<String>,
        found: &mut Vec<(Vec<String>, usize)>,
    ) {
        match cells {
            Cells::Rate(rate) => match &**rate {
                Rate::Table(table) => self.table(at, table, keys, found),
                rate => {
                    let place = self.add(rate, || at.to_owned());
                    found.extend(place.map(|place| (keys.clone(), place)));
                }
            },
            Cells::Keys(rows) => {
                for (key, cells) in rows {
                    keys.push(key.clone());
                    self.cells(&format!("{at}/{}", escape(key)), cells, keys, found);
                    keys.pop();
                }
            }
            Cells::Ranges(rows) => {
                for (i, row) in rows.iter().enumerate() {
                    keys.push(i.to_string());
                    self.cells(&format!("{at}/{i}/is"), &row.cells, keys, found);
                    keys.pop();
                }
            }
        }
    }

    /// The pointer of a rate that is one number.
    fn add(&mut self, rate: &Rate, pointer: impl FnOnce() -> String) -> Option<usize> {
        let Rate::Formula(formula) = rate else { return None };
        let Tree::Number(rate) = formula.tree else { return None };
        self.all.push(Price { rate, pointer: pointer() });
        Some(self.all.len() - 1)
    }

    fn implausible(self) -> Vec<Error> {
        let mut found: Vec<Error> = Vec::new();
        for group in self.groups.iter().chain(self.lines.values()) {
            let mut prices: Vec<&Price> =
                group.iter().filter_map(|place| self.all.get(*place)).collect();
            sort(&mut prices, |a, b| by_rate(a, b));
            // Only the smallest and the largest can lie beyond all others.
            let [first, .., last] = prices.as_slice() else { continue };
            let others = [prices.get(1..), prices.get(..prices.len() - 1)];
            for (price, others) in [first, last].into_iter().zip(others) {
                let Some(slip) = slip(price.rate, others.unwrap_or_default()) else { continue };
                if !found.iter().any(|known| known.pointer() == price.pointer) {
                    found.push(Error::new(ErrorKind::OutOfRange, &*price.pointer, slip));
                }
            }
        }
        found
    }
}

fn by_rate(a: &Price, b: &Price) -> Ordering {
    let [a, b] = [a, b].map(|price| price.rate.to_fraction());
    a.compare(&b).unwrap_or(Ordering::Equal)
}

/// How far a price lies from its sorted neighbours, if that is a power of ten.
fn slip(price: FineDecimal, others: &[&Price]) -> Option<String> {
    let [least, .., most] = others else { return None };
    if others.len() < NEIGHBOURS {
        return None;
    }
    let (least, most) = (least.rate, most.rate);
    let [rate, low, high] = [price, least, most].map(FineDecimal::to_fraction);
    let (places, above) = power(&rate, &low, &high).ok()??;
    let far = ["ten", "a hundred", "a thousand"].get(places)?;
    let (word, range) = (if above { "above" } else { "below" }, format!("{least} to {most}"));
    Some(format!(
        "{price} lies about {far} times {word} its neighbours, {range}: is the decimal point right?"
    ))
}

/// By how many places (minus one) a price lies above or below a span, if moving the point brings it
/// back.
fn power(rate: &Fraction, low: &Fraction, high: &Fraction) -> Result<Option<(usize, bool)>, Fault> {
    let times = |number: &Fraction, factor: i128| number.mul(&Fraction::integer(factor));
    let is_less = |a: &Fraction, b: &Fraction| a.compare(b).map(Ordering::is_lt);
    let zero = Fraction::integer(0);
    if !is_less(&zero, low)? || !is_less(&zero, rate)? || is_less(&times(low, 4)?, high)? {
        return Ok(None);
    }
    let above = is_less(&times(high, 4)?, rate)?;
    if !above && !is_less(&times(rate, 4)?, low)? {
        return Ok(None);
    }
    for (places, ten) in [10, 100, 1000].into_iter().enumerate() {
        let moved = if above { rate.div(&Fraction::integer(ten))? } else { times(rate, ten)? };
        if !is_less(&times(&moved, 2)?, low)? && !is_less(&times(high, 2)?, &moved)? {
            return Ok(Some((places, above)));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(price: &str, others: &[&str]) -> Option<String> {
        let price_of = |text: &&str| Price { rate: text.parse().unwrap(), pointer: String::new() };
        let others: Vec<Price> = others.iter().map(price_of).collect();
        slip(price.parse().unwrap(), &others.iter().collect::<Vec<_>>())
    }

    #[test]
    fn only_a_slip_of_the_point_is_pointed_out() {
        let near = ["4", "5", "6"];
        let above = told("50", &near).unwrap();
        assert_eq!(
            above,
            "50 lies about ten times above its neighbours, 4 to 6: is the decimal point right?"
        );
        assert!(told("0.05", &near).unwrap().contains("a hundred times below"));
        assert!(told("5000", &near).unwrap().contains("a thousand times above"));
        for price in ["4", "24", "1", "0", "-50", "50000"] {
            assert_eq!(told(price, &near), None, "{price}");
        }
        // Few neighbours, or neighbours that differ much, are not evidence.
        assert_eq!(told("50", &["1", "5", "6"]), None);
        assert_eq!(told("50", &["5", "6"]), None);
        assert_eq!(told("50", &["0", "0", "0"]), None);
    }
}
