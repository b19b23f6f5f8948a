//! The differences of one operation.

use super::cells::{Cell, cells, effective, introduced};
use super::difference::{ChangeKind, Difference};
use super::price::{ABOUT, FREE, NOT_OFFERED, NOT_PUBLISHED, ends, price};
use super::rates::{first_rates, with_labels};
use super::subject::{credits, other_than_default, subject};
use super::words::dated;
use crate::calendar::Instant;
use crate::catalog::program::Operation;
use crate::catalog::rules::day;
use crate::catalog::{Catalog, PriceRule, PriceRules, Request, SettingValue};
use crate::error::Errors;
use crate::json::escape;

/// An operation in two versions of a catalog.
pub(super) struct Versions<'c> {
    pub(super) before: &'c Catalog,
    pub(super) old: &'c Operation,
    pub(super) after: &'c Catalog,
    pub(super) new: &'c Operation,
}

/// An operation that only the new version has.
///
/// # Errors
/// Those of the operation.
pub(super) fn added(
    before: &Catalog,
    after: &Catalog,
    operation: &Operation,
) -> Result<Difference, Errors> {
    let (price, from) = introduced(before, after, operation);
    let cost = match price.as_str() {
        FREE | NOT_OFFERED | NOT_PUBLISHED => credits(after).price(&price),
        amount if ends(amount).is_some() => credits(after).price(amount),
        // The amounts depend on what a request gives.
        _ => first_rates(after, operation, from)?,
    };
    Ok(Difference {
        kind: ChangeKind::Added,
        unit: unit(after, &price),
        sentence: dated(&format!("New: {}, {cost}", operation.name), from),
        ..whole(operation, None, Some(price), from)
    })
}

/// An operation that only the old version has.
pub(super) fn removed(before: &Catalog, operation: &Operation, after: &Catalog) -> Difference {
    let price = price(before, &Request::new(&*operation.id));
    let from = after.as_of().midnight();
    Difference {
        kind: ChangeKind::Removed,
        unit: unit(before, &price),
        sentence: dated(&format!("No longer offered: {}", operation.name), from),
        ..whole(operation, Some(price), None, from)
    }
}

fn whole(
    operation: &Operation,
    before: Option<String>,
    after: Option<String>,
    from: Instant,
) -> Difference {
    Difference {
        place: format!("operations/{}", escape(&operation.id)),
        case: String::new(),
        before,
        after,
        kind: ChangeKind::Other,
        unit: None,
        from,
        sentence: String::new(),
    }
}

/// The plural name of a credit, for an amount.
fn unit(catalog: &Catalog, price: &str) -> Option<String> {
    ends(price).map(|_| credits(catalog).many.to_owned())
}

impl Versions<'_> {
    /// Every case with another price, then the rules.
    pub(super) fn differences(&self) -> Result<Vec<Difference>, Errors> {
        let mut found: Vec<Difference> = Vec::new();
        let (_, cells) = cells((self.before, self.old), (self.after, self.new));
        for cell in cells {
            let case = self.case(&cell, false);
            // A plan that makes no difference needs no row.
            let is_known = |known: &Difference| {
                known.case == case
                    && known.before.as_ref() == Some(&cell.before)
                    && known.after.as_ref() == Some(&cell.after)
            };
            if cell.plan.is_none() || !found.iter().any(is_known) {
                found.push(self.of_cell(cell));
            }
        }
        self.rules(&mut found)?;
        Ok(found)
    }

    fn of_cell(&self, cell: Cell) -> Difference {
        let from = cell.from.unwrap_or_else(|| effective(self.before, self.after, self.new));
        let area = other_than_default(self.new, &cell.point);
        let subject = subject(self.after, self.new, &area, cell.plan.as_deref());
        let change = credits(self.after).change(&cell.before, &cell.after);
        let unit = [&cell.before, &cell.after].into_iter().find_map(|side| unit(self.after, side));
        Difference {
            case: self.case(&cell, true),
            kind: ChangeKind::of_price(&cell.before, &cell.after),
            unit,
            sentence: dated(&format!("{subject}: {change}"), from),
            ..whole(self.new, Some(cell.before), Some(cell.after), from)
        }
    }

    /// The settings that differ from their default, the date of a later change, and the plan.
    fn case(&self, cell: &Cell, with_plan: bool) -> String {
        let area = other_than_default(self.new, &cell.point);
        let value =
            |values: &[SettingValue]| values.iter().map(ToString::to_string).collect::<String>();
        let mut parts: Vec<String> =
            area.iter().map(|(name, values)| format!("{name} {}", value(values))).collect();
        if parts.is_empty() {
            parts.push("defaults".to_owned());
        }
        parts.extend(cell.from.map(|from| format!("from {}", day(from))));
        parts.extend(cell.plan.iter().filter(|_| with_plan).map(|plan| format!("plan {plan}")));
        parts.join(", ")
    }

    /// Compares the rules of a price one by one, because the compared cases may miss a change. A
    /// single changed rule is skipped if those cases already show the change.
    fn rules(&self, found: &mut Vec<Difference>) -> Result<(), Errors> {
        let id = &self.new.id;
        let mut old = rows(self.before.price_rules(id)?);
        let mut changed = Vec::new();
        for (case, is) in rows(self.after.price_rules(id)?) {
            let twin = old.iter().position(|(known, _)| *known == case);
            let was = twin.map(|place| old.remove(place).1);
            if was.as_ref() != Some(&is) {
                changed.push((case, was, Some(is)));
            }
        }
        changed.extend(old.into_iter().map(|(case, was)| (case, Some(was), None)));
        if let [(_, before, after)] = changed.as_slice()
            && found.iter().any(|known| known.before == *before && known.after == *after)
        {
            return Ok(());
        }
        let rules = changed.into_iter().map(|(case, was, is)| self.of_rule(case, was, is));
        found.extend(rules.collect::<Vec<_>>());
        Ok(())
    }

    fn of_rule(&self, case: String, before: Option<String>, after: Option<String>) -> Difference {
        let from = effective(self.before, self.after, self.new);
        let credits = credits(self.after);
        let label = with_labels(&case, self.new);
        let (name, absent) = (&self.new.name, "no rule");
        let change = match (before.as_deref(), after.as_deref()) {
            (Some(before), Some(after)) => credits.change(before, after),
            (before, after) => {
                let side =
                    |side: Option<&str>| side.map_or(absent.to_owned(), |s| credits.price(s));
                format!("{} → {}", side(before), side(after))
            }
        };
        let kind = match (&before, &after) {
            (Some(before), Some(after)) => ChangeKind::of_price(before, after),
            _ => ChangeKind::Other,
        };
        let unit = [&before, &after].into_iter().flatten().find_map(|side| unit(self.after, side));
        Difference {
            place: format!("operations/{}/price", escape(&self.new.id)),
            case,
            kind,
            unit,
            sentence: dated(&format!("{name} ({label}): {change}"), from),
            ..whole(self.new, before, after, from)
        }
    }
}

/// Each rule and named quantity: its case and its text.
fn rows(rules: PriceRules) -> Vec<(String, String)> {
    let rule = |rule: PriceRule| {
        let parts =
            [rule.line, rule.quantity, rule.case].into_iter().filter(|part| !part.is_empty());
        let about = if rule.approximate { ABOUT } else { "" };
        (parts.collect::<Vec<_>>().join(", "), format!("{about}{}", rule.rate))
    };
    let quantity = |text: String| match text.split_once(" = ") {
        Some((name, formula)) => (name.to_owned(), formula.to_owned()),
        None => (text, String::new()),
    };
    rules.rules.into_iter().map(rule).chain(rules.quantities.into_iter().map(quantity)).collect()
}
