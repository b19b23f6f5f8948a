//! The rules of the account, value by value.

use super::difference::{ChangeKind, Difference};
use super::words::{Unit, dated};
use crate::amount::{Decimal, grouped};
use crate::calendar::Instant;
use crate::catalog::Catalog;
use crate::json::{Value, canonical, escape};
use crate::order::sorted;
use crate::visible::visible;

/// Everything but the operations.
const SECTIONS: [&str; 14] = [
    "name",
    "credit",
    "currency",
    "units",
    "zones",
    "holidays",
    "meters",
    "classes",
    "plans",
    "grants",
    "top_ups",
    "limits",
    "burn_order",
    "policies",
];

/// The differences of all sections.
pub(super) fn sections(before: &Catalog, after: &Catalog, found: &mut Vec<Difference>) {
    let dated =
        |found: Difference| Difference { sentence: dated(&found.sentence, found.from), ..found };
    found.extend(undated(before, after, &SECTIONS).into_iter().map(dated));
}

/// The changes of the credit and of the currency, without the date.
pub(super) fn general(before: &Catalog, after: &Catalog) -> Vec<(ChangeKind, String)> {
    let found = undated(before, after, &["credit", "currency"]);
    found.into_iter().map(|found| (found.kind, found.sentence)).collect()
}

/// The differences of some sections; their sentences have no date.
fn undated(before: &Catalog, after: &Catalog, sections: &[&str]) -> Vec<Difference> {
    let mut found = Vec::new();
    let (old, new) = (&before.checked().written.value, &after.checked().written.value);
    let from = after.as_of().midnight();
    let document = &after.checked().document;
    for section in sections {
        let null = Value::Null;
        let (old, new) = (old.get(section).unwrap_or(&null), new.get(section).unwrap_or(&null));
        let mut places = Vec::new();
        values(vec![(*section).to_owned()], old, new, &mut places);
        let credits =
            Unit { one: document.unit_for(Decimal::ONE), many: document.unit_for(Decimal::ZERO) };
        let words =
            Words { section: (old, new), from, credits, money: document.currency.as_deref() };
        found.extend(places.into_iter().map(|place| words.difference(place)));
    }
    found
}

/// A place with another value.
struct Changed {
    keys: Vec<String>,
    before: Option<String>,
    after: Option<String>,
}

/// Compares two values; lists of objects with an `id` by their ids.
fn values(keys: Vec<String>, old: &Value, new: &Value, found: &mut Vec<Changed>) {
    if old == new {
        return;
    }
    match (members(old), members(new)) {
        (Some(old), Some(new)) => {
            let null = Value::Null;
            let below = |key: &str| keys.iter().cloned().chain([key.to_owned()]).collect();
            for (key, value) in &new {
                let before = old.iter().find(|(k, _)| k == key).map_or(&null, |(_, v)| *v);
                values(below(key), before, value, found);
            }
            for (key, value) in &old {
                if !new.iter().any(|(k, _)| k == key) {
                    values(below(key), value, &null, found);
                }
            }
        }
        // Two forms of one number, or two orders of keys, have the same digest.
        _ if canonical(old) == canonical(new) => {}
        _ => found.push(Changed { keys, before: shown(old), after: shown(new) }),
    }
}

fn shown(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) | Value::Number(text) => Some(visible(text).into_owned()),
        other => Some(visible(&canonical(other)).into_owned()),
    }
}

/// The members of an object, or of a list whose items have ids.
fn members(value: &Value) -> Option<Vec<(&str, &Value)>> {
    match value {
        Value::Object(members) => {
            let members = sorted(members, |a, b| a.0.cmp(&b.0));
            Some(members.map(|(key, value)| (key.as_str(), value)).collect())
        }
        Value::Array(items) => items
            .iter()
            .map(|item| match item.get("id") {
                Some(Value::String(id)) => Some((id.as_str(), item)),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}

/// What the sentences of a section need.
struct Words<'c> {
    /// The old and the new value of the section.
    section: (&'c Value, &'c Value),
    from: Instant,
    credits: Unit<'c>,
    money: Option<&'c str>,
}

impl<'c> Words<'c> {
    fn difference(&self, Changed { keys, before, after }: Changed) -> Difference {
        let place = keys.iter().map(|key| escape(key)).collect::<Vec<_>>().join("/");
        let kind = kind(&keys, before.as_deref(), after.as_deref());
        let are_amounts = [&before, &after].into_iter().flatten().all(|text| is_number(text));
        let unit = self.unit(&keys).filter(|_| are_amounts);
        let sentence = self.sentence(&keys, before.as_deref(), after.as_deref(), unit);
        Difference {
            place,
            case: String::new(),
            before,
            after,
            kind,
            unit: unit.map(|unit| unit.many.to_owned()),
            from: self.from,
            sentence,
        }
    }

    fn unit(&self, keys: &[String]) -> Option<Unit<'c>> {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        match keys.as_slice() {
            ["plans", _, "price", _] | ["top_ups", _, "price"] => {
                self.money.map(|code| Unit { one: code, many: code })
            }
            ["grants", _, "amount"]
            | ["top_ups", _, "credits"]
            | ["limits", _, "most"]
            | ["policies", "overage_limit"] => Some(self.credits),
            _ => None,
        }
    }

    /// `Pro, price month: 29 → 35 USD`, `New in plans: Pro`.
    fn sentence(
        &self,
        keys: &[String],
        before: Option<&str>,
        after: Option<&str>,
        unit: Option<Unit>,
    ) -> String {
        let (subject, rest) = self.subject(keys);
        let section = spaced(keys.first().map_or("", String::as_str));
        match (rest, before, after) {
            ([], None, _) if keys.len() > 1 => format!("New in {section}: {subject}"),
            ([], _, None) if keys.len() > 1 => format!("No longer in {section}: {subject}"),
            (rest, before, after) => {
                let rest: Vec<String> =
                    rest.iter().map(|key| format!(" {}", spaced(key))).collect();
                let comma = if rest.is_empty() { "" } else { "," };
                let change = match unit {
                    Some(unit) => {
                        unit.change(before.unwrap_or("not given"), after.unwrap_or("not given"))
                    }
                    None => format!("{} → {}", plain(before), plain(after)),
                };
                format!("{subject}{comma}{}: {change}", rest.concat())
            }
        }
    }

    /// The name of what changed, and the keys within it.
    fn subject<'k>(&self, keys: &'k [String]) -> (String, &'k [String]) {
        match keys {
            [section, id, rest @ ..] if NAMED.contains(&section.as_str()) => {
                let name = [self.section.1, self.section.0].into_iter().find_map(|all| {
                    let item = members(all)?.into_iter().find(|(known, _)| known == id)?.1;
                    match item.get("name") {
                        Some(Value::String(name)) => Some(visible(name).into_owned()),
                        _ => None,
                    }
                });
                (name.unwrap_or_else(|| id.clone()), rest)
            }
            [section, rest @ ..] => (capital(&spaced(section)), rest),
            [] => (String::new(), keys),
        }
    }
}

/// Sections that hold things with names, not single rules.
const NAMED: [&str; 5] = ["classes", "plans", "grants", "top_ups", "limits"];

fn kind(keys: &[String], before: Option<&str>, after: Option<&str>) -> ChangeKind {
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    match (keys.as_slice(), before, after) {
        ([section, _], None, _) if NAMED.contains(section) => ChangeKind::Added,
        ([section, _], _, None) if NAMED.contains(section) => ChangeKind::Removed,
        (
            ["plans", _, "price", _] | ["plans", _, "cost_factor"] | ["top_ups", _, "price"],
            Some(before),
            Some(after),
        ) => ChangeKind::of_price(before, after),
        (["plans", _, "cost_factor"], before, after) => {
            ChangeKind::of_price(before.unwrap_or("1"), after.unwrap_or("1"))
        }
        (
            ["grants", _, "amount"] | ["top_ups", _, "credits"] | ["limits", _, "most"],
            Some(before),
            Some(after),
        ) => ChangeKind::of_allowance(before, after),
        _ => ChangeKind::Other,
    }
}

fn is_number(text: &str) -> bool {
    text.parse::<Decimal>().is_ok()
}

fn plain(value: Option<&str>) -> String {
    let value = value.unwrap_or("not given");
    value.parse::<Decimal>().map_or_else(|_| value.to_owned(), grouped)
}

fn spaced(key: &str) -> String {
    key.replace('_', " ")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
