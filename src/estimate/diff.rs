//! The changes of a new catalog version, price by price.

use super::answer::{Estimate, State};
use crate::amount::{Decimal, Fraction, Mode};
use crate::catalog::program::{Kind, NumberRange, Operation, Setting};
use crate::catalog::{Catalog, PriceRule, PriceRules, Request, SettingValue};
use crate::error::Errors;
use crate::json::{Value, canonical, escape};
use crate::order::sorted;
use crate::visible::visible;
use serde::Serialize;

/// Maximum number of combinations of settings to compare for one operation; beyond it, one setting
/// at a time is varied.
const POINTS: usize = 512;

/// A change in a new version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Difference {
    /// Where: `operations/clip-2`, `plans/pro/price/month`.
    pub place: String,
    /// For a price: its settings and plan; settings at their default are left out.
    pub case: String,
    /// The old value; `None` if it is new.
    pub before: Option<String>,
    /// The new value; `None` if it was removed.
    pub after: Option<String>,
}

impl Difference {
    /// The change of an amount in per cent, to one decimal place, half away from zero; `None` if
    /// either side is not an amount.
    pub fn percent(&self) -> Option<Decimal> {
        let (before, after) = self.amounts()?;
        let share = after.sub(&before).ok()?.div(&before).ok()?;
        let percent = share.mul(&Fraction::integer(100)).ok()?;
        let step = Fraction::integer(1).div(&Fraction::integer(10)).ok()?;
        percent.rounded(Mode::HalfUp, step)
    }

    /// Whether an amount changed by a factor of about ten, a hundred or a thousand (within a
    /// quarter): the decimal point may be misplaced.
    pub fn is_slip(&self) -> bool {
        let Some((before, after)) = self.amounts() else { return false };
        let is_power = |small: &Fraction, large: &Fraction| {
            let times = large.div(small).ok();
            [10, 100, 1000].into_iter().any(|power| {
                let within = |below: i128, above: i128| {
                    let bound = Fraction::integer(power * above).div(&Fraction::integer(below));
                    bound.ok().zip(times).map(|(bound, times)| times.compare(&bound))
                };
                matches!(within(5, 4), Some(Ok(order)) if order.is_ge())
                    && matches!(within(4, 5), Some(Ok(order)) if order.is_le())
            })
        };
        is_power(&before, &after) || is_power(&after, &before)
    }

    /// The amounts before and after, if both are amounts.
    fn amounts(&self) -> Option<(Fraction, Fraction)> {
        let amount = |text: &Option<String>| {
            let text = text.as_deref()?;
            text.strip_prefix("≈ ").unwrap_or(text).parse().ok().map(Fraction::from_decimal)
        };
        Some((amount(&self.before)?, amount(&self.after)?))
    }
}

/// Compares two versions. For every operation: its price for every choice of its settings (numbers
/// at their default or minimum) and for every plan, and the rules of the price, so that no change
/// is missed. Then plans, grants, top-ups, burn order and policies, value by value.
///
/// # Errors
/// Errors in the operations of an [opened](Catalog::open) catalog.
pub fn diff(before: &Catalog, after: &Catalog) -> Result<Vec<Difference>, Errors> {
    let mut found = Vec::new();
    operations(before, after, &mut found)?;
    for section in
        ["credit", "currency", "classes", "plans", "grants", "top_ups", "burn_order", "policies"]
    {
        let null = Value::Null;
        let old = before.checked().written.value.get(section).unwrap_or(&null);
        let new = after.checked().written.value.get(section).unwrap_or(&null);
        values(section, old, new, &mut found);
    }
    Ok(found)
}

fn operations(
    before: &Catalog,
    after: &Catalog,
    found: &mut Vec<Difference>,
) -> Result<(), Errors> {
    let (old, new) = (before.checked(), after.checked());
    for (place, head) in new.heads().iter().enumerate() {
        let operation = new.operation_at(place)?;
        match old.head(&head.id) {
            Some((place, _)) => {
                let start = found.len();
                compare(before, old.operation_at(place)?, after, operation, found);
                rules(before, after, &head.id, start, found)?;
            }
            None => found.push(whole(operation, after, false)),
        }
    }
    for (place, head) in old.heads().iter().enumerate() {
        if new.head(&head.id).is_none() {
            found.push(whole(old.operation_at(place)?, before, true));
        }
    }
    Ok(())
}

/// Compares the rules of a price one by one, because the compared cases may miss a change. A single
/// changed rule is skipped if those cases, from `start` on, already show the change.
fn rules(
    before: &Catalog,
    after: &Catalog,
    id: &str,
    start: usize,
    found: &mut Vec<Difference>,
) -> Result<(), Errors> {
    let (mut old, new) = (rows(before.price_rules(id)?), rows(after.price_rules(id)?));
    let mut changed = Vec::new();
    for (case, is) in new {
        let twin = old.iter().position(|(known, _)| *known == case);
        let was = twin.map(|place| old.remove(place).1);
        if was.as_ref() != Some(&is) {
            changed.push((case, was, Some(is)));
        }
    }
    changed.extend(old.into_iter().map(|(case, was)| (case, Some(was), None)));
    if let [(_, before, after)] = changed.as_slice()
        && found.iter().skip(start).any(|known| known.before == *before && known.after == *after)
    {
        return Ok(());
    }
    let place = format!("operations/{}/price", escape(id));
    let row = |(case, before, after)| Difference { place: place.clone(), case, before, after };
    found.extend(changed.into_iter().map(row));
    Ok(())
}

/// Each rule and named quantity: its case and its text.
fn rows(rules: PriceRules) -> Vec<(String, String)> {
    let rule = |rule: PriceRule| {
        let parts =
            [rule.line, rule.quantity, rule.case].into_iter().filter(|part| !part.is_empty());
        let about = if rule.approximate { "≈ " } else { "" };
        (parts.collect::<Vec<_>>().join(", "), format!("{about}{}", rule.rate))
    };
    let quantity = |text: String| match text.split_once(" = ") {
        Some((name, formula)) => (name.to_owned(), formula.to_owned()),
        None => (text, String::new()),
    };
    rules.rules.into_iter().map(rule).chain(rules.quantities.into_iter().map(quantity)).collect()
}

fn whole(operation: &Operation, catalog: &Catalog, gone: bool) -> Difference {
    let price = price(catalog, &Request::new(&*operation.id));
    let (before, after) = if gone { (Some(price), None) } else { (None, Some(price)) };
    Difference {
        place: format!("operations/{}", escape(&operation.id)),
        case: String::new(),
        before,
        after,
    }
}

fn compare(
    before: &Catalog,
    old: &Operation,
    after: &Catalog,
    new: &Operation,
    found: &mut Vec<Difference>,
) {
    let mut last_of_plan: Vec<(String, String, String)> = Vec::new();
    for plan in plans(before, after) {
        for point in points(old, new) {
            let mut request = Request::new(&*new.id);
            request.run.plan.clone_from(&plan);
            request.run.settings = point;
            let (was, is) = (price(before, &request), price(after, &request));
            if was == is {
                continue;
            }
            let case = case(new, &request);
            // A plan that makes no difference needs no row.
            let without_plan = case.split(", plan ").next().unwrap_or("").to_owned();
            if plan.is_some() && last_of_plan.contains(&(without_plan, was.clone(), is.clone())) {
                continue;
            }
            last_of_plan.push((case.clone(), was.clone(), is.clone()));
            found.push(Difference {
                place: format!("operations/{}", escape(&new.id)),
                case,
                before: Some(was),
                after: Some(is),
            });
        }
    }
}

/// No plan, and every plan in both versions.
fn plans(before: &Catalog, after: &Catalog) -> Vec<Option<String>> {
    let known = |id: &str| before.checked().plan(id).is_some();
    let both = after.checked().plans.iter().filter(|plan| known(&plan.id));
    std::iter::once(None).chain(both.map(|plan| Some(plan.id.to_string()))).collect()
}

type Point = Vec<(String, SettingValue)>;

/// The settings to compare: all combinations if they are few, otherwise one at a time.
fn points(old: &Operation, new: &Operation) -> Vec<Point> {
    let axes: Vec<(String, Vec<SettingValue>)> = new
        .settings
        .iter()
        .map(|setting| (setting.name.to_string(), options(setting, old)))
        .filter(|(_, options)| !options.is_empty())
        .collect();
    let count = axes.iter().try_fold(1_usize, |n, (_, options)| n.checked_mul(options.len()));
    if count.is_none_or(|n| n > POINTS) {
        return one_at_a_time(&axes);
    }
    axes.iter().fold(vec![Point::new()], |points, (name, options)| {
        let with = |point: &Point| {
            let extended = |option: &SettingValue| {
                let mut point = point.clone();
                point.push((name.clone(), option.clone()));
                point
            };
            options.iter().map(extended).collect::<Vec<_>>()
        };
        points.iter().flat_map(with).collect()
    })
}

fn one_at_a_time(axes: &[(String, Vec<SettingValue>)]) -> Vec<Point> {
    let first: Point = axes
        .iter()
        .filter_map(|(name, options)| Some((name.clone(), options.first()?.clone())))
        .collect();
    let varied = axes.iter().enumerate().flat_map(|(i, (_, options))| {
        let first = &first;
        options.iter().skip(1).map(move |option| {
            let mut point = first.clone();
            if let Some((_, value)) = point.get_mut(i) {
                *value = option.clone();
            }
            point
        })
    });
    std::iter::once(first.clone()).chain(varied).collect()
}

/// The values of a setting to compare, its default first.
fn options(setting: &Setting, old: &Operation) -> Vec<SettingValue> {
    let mut options: Vec<SettingValue> = match &setting.kind {
        Kind::Choice(names) => names.iter().map(|name| SettingValue::Text(name.clone())).collect(),
        Kind::Numbers(numbers) => numbers.iter().map(|n| SettingValue::Number(*n)).collect(),
        Kind::Flag => vec![SettingValue::Flag(false), SettingValue::Flag(true)],
        Kind::Number(grid) if setting.default.is_none() && !setting.optional && !setting.after => {
            vec![SettingValue::Number(smallest(grid))]
        }
        Kind::Number(_) | Kind::List { .. } => Vec::new(),
    };
    if let Some(default) = setting.default.as_ref().map(|held| setting.value(held)) {
        options.sort_by_key(|option| *option != default);
    }
    let known = old.settings.iter().find(|other| other.name == setting.name);
    options.retain(|option| known.is_none_or(|known| known.hold(option).is_ok()));
    options
}

/// The smallest value with a cost: at 0, a changed rate would not show.
fn smallest(grid: &NumberRange) -> Decimal {
    match grid.min.filter(|min| !min.is_zero()) {
        Some(min) => min,
        None => grid.step.or(grid.max).map_or(Decimal::ONE, |value| value.min(Decimal::ONE)),
    }
}

/// The settings that differ from their default, and the plan.
fn case(operation: &Operation, request: &Request) -> String {
    let is_default = |name: &str, value: &SettingValue| {
        let setting = operation.settings.iter().find(|setting| *setting.name == *name);
        setting.and_then(|s| s.default.as_ref().map(|held| s.value(held))).as_ref() == Some(value)
    };
    let settings = request.run.settings.iter().filter(|(name, value)| !is_default(name, value));
    let mut parts: Vec<String> = settings.map(|(name, value)| format!("{name} {value}")).collect();
    if parts.is_empty() {
        parts.push("defaults".to_owned());
    }
    parts.extend(request.run.plan.as_ref().map(|plan| format!("plan {plan}")));
    parts.join(", ")
}

/// The price of a case in words, with all that may change.
fn price(catalog: &Catalog, request: &Request) -> String {
    match catalog.estimate(request) {
        Err(_) => "not offered".to_owned(),
        Ok(estimate) => price_words(&estimate),
    }
}

fn price_words(estimate: &Estimate) -> String {
    let about = if estimate.approximate { "≈ " } else { "" };
    match (estimate.state, estimate.total, estimate.low, estimate.high) {
        (State::Exact, ..) if estimate.free => "free".to_owned(),
        (State::Exact, Some(total), ..) => format!("{about}{total}"),
        (State::Range, _, Some(low), Some(high)) => format!("{about}{low} to {high}"),
        (State::Rate, ..) => {
            let rates: Vec<&str> = estimate.lines.iter().map(|line| line.text.as_str()).collect();
            format!("{about}{}", rates.join("; "))
        }
        _ => "not published".to_owned(),
    }
}

/// Compares two values; lists of objects with an `id` by their ids.
fn values(place: &str, old: &Value, new: &Value, found: &mut Vec<Difference>) {
    if old == new {
        return;
    }
    match (members(old), members(new)) {
        (Some(old), Some(new)) => {
            let null = Value::Null;
            for (key, value) in &new {
                let before = old.iter().find(|(k, _)| k == key).map_or(&null, |(_, v)| *v);
                values(&format!("{place}/{key}"), before, value, found);
            }
            for (key, value) in &old {
                if !new.iter().any(|(k, _)| k == key) {
                    values(&format!("{place}/{key}"), value, &null, found);
                }
            }
        }
        // Two forms of one number, or two orders of keys, have the same digest.
        _ if canonical(old) == canonical(new) => {}
        _ => found.push(Difference {
            place: place.to_owned(),
            case: String::new(),
            before: shown(old),
            after: shown(new),
        }),
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
fn members(value: &Value) -> Option<Vec<(String, &Value)>> {
    match value {
        Value::Object(members) => {
            let members = sorted(members, |a, b| a.0.cmp(&b.0));
            Some(members.map(|(key, value)| (escape(key), value)).collect())
        }
        Value::Array(items) => items
            .iter()
            .map(|item| match item.get("id") {
                Some(Value::String(id)) => Some((escape(id), item)),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}
