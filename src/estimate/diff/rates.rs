//! The rates of an operation in two versions, for prices that no case of it shows.

use super::cells::later;
use super::difference::ChangeKind;
use super::subject::credits;
use super::words::{Unit, inside};
use crate::amount::{Decimal, grouped};
use crate::calendar::Instant;
use crate::catalog::program::Operation;
use crate::catalog::{Catalog, PriceRule, listed};
use crate::error::Errors;

/// A rate that changes.
pub(super) struct Rated {
    pub(super) kind: ChangeKind,
    /// Without the date.
    pub(super) sentence: String,
    /// Since when; `None` if already on the date of the catalog.
    pub(super) from: Option<Instant>,
}

/// The rates that differ, on the date of each catalog and whenever a dated price begins or ends
/// after it.
pub(super) fn rates(
    (before, old): (&Catalog, &Operation),
    (after, new): (&Catalog, &Operation),
) -> Result<Vec<Rated>, Errors> {
    let mut found = Vec::new();
    let mut known: Option<(Vec<PriceRule>, Vec<PriceRule>)> = None;
    let later = later(after, [old, new]);
    for from in std::iter::once(None).chain(later.into_iter().map(Some)) {
        let at = |catalog: &Catalog| from.unwrap_or(catalog.as_of().midnight());
        let rules = (before.rules_at(&old.id, at(before))?, after.rules_at(&new.id, at(after))?);
        // If the old version changes nothing then, what holds until then are the new rates.
        let was = known.filter(|known| known.0 == rules.0).map_or(rules.0.clone(), |k| k.1);
        for row in rows(was, rules.1.clone()) {
            found.push(Rated { kind: row.kind(), sentence: row.sentence(after, new), from });
        }
        known = Some(rules);
    }
    Ok(found)
}

/// `input 4 dollars per 1,000,000 tokens and 2 more rates`: the price of an operation by the first
/// rate of its first lines.
pub(super) fn first_rates(
    catalog: &Catalog,
    operation: &Operation,
    at: Instant,
) -> Result<String, Errors> {
    let mut rows = rows(Vec::new(), catalog.rules_at(&operation.id, at)?);
    rows.dedup_by(|next, row| next.line == row.line);
    let mut told: Vec<String> = rows
        .iter()
        .take(SHOWN)
        .map(|row| {
            let rate = row.after.as_deref().unwrap_or_default();
            let (price, unit) =
                (credits(catalog).price(parts(rate).0), row.unit(catalog, operation));
            format!("{} {price}{}", row.line, per(rate, unit))
        })
        .collect();
    match rows.len().saturating_sub(SHOWN) {
        0 => {}
        1 => told.push("1 more rate".to_owned()),
        more => told.push(format!("{more} more rates")),
    }
    Ok(listed(&told, "and"))
}

/// Further rates of a new operation are only counted.
const SHOWN: usize = 3;

/// One rate in both versions.
struct Row {
    line: String,
    case: String,
    quantity: String,
    before: Option<String>,
    after: Option<String>,
}

/// Rates by line and case, without those that stay.
fn rows(mut old: Vec<PriceRule>, new: Vec<PriceRule>) -> Vec<Row> {
    let row = |rule: &PriceRule, before, after| Row {
        line: rule.line.clone(),
        case: rule.case.clone(),
        quantity: rule.quantity.clone(),
        before,
        after,
    };
    let mut rows = Vec::new();
    for rule in new {
        let is_twin = |known: &PriceRule| known.line == rule.line && known.case == rule.case;
        let twin = old.iter().position(is_twin).map(|place| old.remove(place));
        rows.push(row(&rule, twin.map(|twin| twin.rate), Some(rule.rate.clone())));
    }
    rows.extend(old.iter().map(|rule| row(rule, Some(rule.rate.clone()), None)));
    rows.retain(|row| row.before != row.after);
    rows
}

impl Row {
    fn kind(&self) -> ChangeKind {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => match (parts(before), parts(after)) {
                ((before, per), (after, other)) if per == other => {
                    ChangeKind::of_price(factor(before), factor(after))
                }
                _ => ChangeKind::Other,
            },
            _ => ChangeKind::Other,
        }
    }

    /// `Write, input (prompt over 272000): 2 → 4 dollars per 1,000,000 tokens`.
    fn sentence(&self, catalog: &Catalog, operation: &Operation) -> String {
        let name = &operation.name;
        let line = if self.line == *name { String::new() } else { format!(", {}", self.line) };
        let case = with_labels(&self.case, operation);
        let case = if case.is_empty() { case } else { format!(" ({case})") };
        let unit = self.unit(catalog, operation);
        let credits = credits(catalog);
        let whole = |rate: &str| format!("{}{}", credits.price(parts(rate).0), per(rate, unit));
        let change = match (&self.before, &self.after) {
            (Some(before), Some(after)) if parts(before).1 == parts(after).1 => {
                let change = credits.change(parts(before).0, parts(after).0);
                format!("{change}{}", per(after, unit))
            }
            (Some(before), Some(after)) => format!("{} → {}", whole(before), whole(after)),
            (None, Some(after)) => format!("now {}", whole(after)),
            (before, None) => {
                let before = before.as_deref().map(whole).unwrap_or_default();
                format!("no longer {before}")
            }
        };
        format!("{name}{line}{case}: {change}")
    }

    /// The unit of the quantity, for one and for many: `token` and `tokens`.
    fn unit<'t>(&'t self, catalog: &'t Catalog, operation: &'t Operation) -> Option<Unit<'t>> {
        let quantity = self.quantity.split(", ").next()?;
        let written = quantity.strip_suffix(')').and_then(|text| Some(text.rsplit_once('(')?.1));
        let setting = operation.settings.iter().find(|setting| *setting.name == *quantity);
        let one = written.or_else(|| setting?.unit.as_deref())?;
        let units = &catalog.checked().document.units;
        let plural = units.iter().find(|(known, _)| known == one);
        Some(Unit { one, many: plural.map_or(one, |(_, many)| many) })
    }
}

/// A factor as a number: more of it costs more.
fn factor(rate: &str) -> &str {
    rate.strip_prefix("× ").unwrap_or(rate)
}

/// The amount of a rate, and for how many units: `2` and `1000000` of `2 / 1000000`.
fn parts(rate: &str) -> (&str, &str) {
    rate.split_once(" / ").unwrap_or((rate, ""))
}

/// ` per 1,000,000 tokens`, ` per s`.
fn per(rate: &str, unit: Option<Unit>) -> String {
    let count = parts(rate).1;
    let count = count.parse::<Decimal>().map_or_else(|_| count.to_owned(), grouped);
    match (count.as_str(), unit) {
        ("", None) => String::new(),
        ("", Some(unit)) => format!(" per {}", unit.one),
        (count, None) => format!(" per {count}"),
        (count, Some(unit)) => format!(" per {count} {}", unit.many),
    }
}

/// The words of a case, with the labels of settings in place of their names.
pub(super) fn with_labels(case: &str, operation: &Operation) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut out = String::new();
    let mut rest = case;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| is_part(c) != is_part(first)).unwrap_or(rest.len());
        let (word, next) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let setting = operation.settings.iter().find(|setting| *setting.name == *word);
        out.push_str(&setting.map_or(word.to_owned(), |setting| inside(&setting.label)));
        rest = next;
    }
    out
}
