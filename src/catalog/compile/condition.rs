//! Conditions: their subjects and tests.

use super::super::by_plan::{ByPlan, no_plan_and_each};
use super::super::condition::{Bounds, Term, Test, When};
use super::super::program::{Condition, Expression, Kind, Limits, Setting, Slot};
use super::super::value::SettingValue;
use super::Scope;
use super::expression::Typed;
use crate::amount::{Decimal, Fraction, Number};
use crate::error::ErrorKind;
use crate::json::Path;

impl Scope<'_> {
    pub(super) fn condition(&self, path: &Path, when: &When) -> Condition {
        let mut terms: Vec<Condition> = when.0.iter().map(|term| self.term(path, term)).collect();
        match terms.len() {
            1 => terms.pop().unwrap_or(Condition::All(Vec::new())),
            _ => Condition::All(terms),
        }
    }

    fn term(&self, path: &Path, term: &Term) -> Condition {
        match term {
            Term::Any(list) => Condition::Any(self.conditions(&path.key("any"), list)),
            Term::All(list) => Condition::All(self.conditions(&path.key("all"), list)),
            Term::Not(inner) => Condition::Not(self.condition(&path.key("not"), inner).into()),
            Term::Named(name) => self.named_condition(path, name).unwrap_or_else(|| {
                self.unknown_condition(path, name);
                never()
            }),
            Term::Hours(hours) => Condition::Hours(self.window(&path.key("hours"), hours)),
            Term::Test(subject, test) => {
                let path = path.key(&subject.text);
                let typed = self.typed(&path, &subject.tree);
                self.test(&path, typed, test)
            }
        }
    }

    fn conditions(&self, path: &Path, list: &[When]) -> Vec<Condition> {
        list.iter().enumerate().map(|(i, when)| self.condition(&path.index(i), when)).collect()
    }

    fn test(&self, path: &Path, subject: Typed, test: &Test) -> Condition {
        match (subject, test) {
            (Typed::Wrong, _) => never(),
            (subject, Test::NotIn(values)) => {
                Condition::Not(self.one_of(path, subject, values).into())
            }
            (subject, Test::In(values)) => self.one_of(path, subject, values),
            (subject, Test::Present(wanted)) => self.presence(path, subject, *wanted),
            (Typed::Number(subject), Test::Bounds(bounds)) => {
                Condition::Bounds(subject, self.limits(path, bounds))
            }
            (_, Test::Bounds(_)) => self.unfit(path, "a number before bounds"),
        }
    }

    fn one_of(&self, path: &Path, subject: Typed, values: &[SettingValue]) -> Condition {
        match subject {
            Typed::Wrong => never(),
            Typed::Number(subject) => self.numbers(path, subject, values),
            Typed::Choice(slot) => self.choices(path, slot, values),
            Typed::Flag(slot) => self.flag(path, slot, values),
            Typed::Plan => self.plans(path, values),
            Typed::Truth(condition) => match values {
                [SettingValue::Flag(true)] => condition,
                [SettingValue::Flag(false)] => Condition::Not(condition.into()),
                _ => self.unfit(path, "true or false"),
            },
            Typed::Each(..) => {
                self.unfit(path, "a number: use sum(), count(), max() or min() over the list")
            }
        }
    }

    fn unfit(&self, path: &Path, expected: &str) -> Condition {
        self.error(path, ErrorKind::Type, format!("expected {expected}"));
        never()
    }

    fn presence(&self, path: &Path, subject: Typed, wanted: bool) -> Condition {
        let present = match subject {
            Typed::Plan => {
                let each = no_plan_and_each(self.plans.len());
                Condition::Plan(ByPlan::of(each.map(|plan| plan.is_some()).collect()))
            }
            Typed::Number(Expression::Slot(slot)) if slot > 0 => self.presence_of(slot),
            Typed::Choice(slot) | Typed::Flag(slot) => self.presence_of(slot),
            Typed::Each(lists, Expression::Item(_)) => match lists.as_slice() {
                [slot] => self.presence_of(*slot),
                _ => return self.unfit(path, "one setting before `present`"),
            },
            _ => return self.unfit(path, "a setting or `plan` before `present`"),
        };
        if wanted { present } else { Condition::Not(present.into()) }
    }

    /// A number or choice is present if it has a value, a flag if it is yes, a list if it has
    /// items.
    pub(super) fn presence_of(&self, slot: Slot) -> Condition {
        match self.setting(slot).map(|setting| &setting.kind) {
            Some(Kind::Flag) => Condition::Flag(slot, true),
            Some(Kind::List { .. }) => {
                let above = Some(Expression::exactly(Fraction::ZERO));
                Condition::Bounds(Expression::Count(slot), Limits { above, ..Limits::default() })
            }
            _ => Condition::Present(slot),
        }
    }

    fn numbers(&self, path: &Path, subject: Expression, values: &[SettingValue]) -> Condition {
        let mut numbers = Vec::new();
        for value in values {
            match value.number() {
                Some(number) => numbers.push(Number::from_decimal(number)),
                None => {
                    let hint = bounds_hint(value).unwrap_or_default();
                    let sentence = format!("expected a number, found `{value}`{hint}");
                    self.error(path, ErrorKind::Type, sentence);
                }
            }
            self.check_reachable(path, &subject, value);
        }
        Condition::Equals(subject, numbers)
    }

    /// Comparing a setting with a value it can never have is an error.
    fn check_reachable(&self, path: &Path, subject: &Expression, value: &SettingValue) {
        let Expression::Slot(slot) = subject else { return };
        let Some(setting) = self.setting(*slot) else { return };
        if value.number().is_some()
            && let Err(expected) = setting.listed(value)
        {
            let sentence = format!("`{}` is never {value}: expected {expected}", setting.name);
            self.error(path, ErrorKind::Unreachable, sentence);
        }
    }

    pub(super) fn setting(&self, slot: Slot) -> Option<&Setting> {
        self.settings.get(slot.checked_sub(1)?)
    }

    fn limits(&self, path: &Path, bounds: &Bounds) -> Limits {
        let bound = |name: &str, formula: &Option<_>| {
            formula.as_ref().map(|formula| self.number(&path.key(name), formula))
        };
        let limits = Limits {
            min: bound("min", &bounds.min),
            max: bound("max", &bounds.max),
            above: bound("above", &bounds.above),
            below: bound("below", &bounds.below),
        };
        if limits.min.is_none()
            && limits.max.is_none()
            && limits.above.is_none()
            && limits.below.is_none()
        {
            self.error(path, ErrorKind::Missing, "expected one of `min`, `max`, `above`, `below`");
        }
        limits
    }

    fn choices(&self, path: &Path, slot: Slot, values: &[SettingValue]) -> Condition {
        let Some(Setting { name, kind: Kind::Choice(choices), .. }) = self.setting(slot) else {
            return never();
        };
        for value in values {
            let text = value.to_string();
            if !choices.contains(&text) {
                let valid = choices.iter().map(String::as_str).collect();
                self.unknown(path, &format!("choice of `{name}`"), &text, valid);
            }
        }
        let wanted: Vec<String> = values.iter().map(ToString::to_string).collect();
        Condition::Choice(slot, choices.iter().map(|choice| wanted.contains(choice)).collect())
    }

    fn flag(&self, path: &Path, slot: Slot, values: &[SettingValue]) -> Condition {
        match values {
            [SettingValue::Flag(wanted)] => Condition::Flag(slot, *wanted),
            _ => self.unfit(path, "true or false"),
        }
    }

    fn plans(&self, path: &Path, values: &[SettingValue]) -> Condition {
        let mut mask = ByPlan::of(vec![false; self.plans.len() + 1]);
        for value in values {
            if let Some(plan) = self.plan_named(path, &value.to_string())
                && let Some(holds) = mask.get_mut(plan)
            {
                *holds = true;
            }
        }
        Condition::Plan(mask)
    }
}

/// Placeholder for a condition with an error.
fn never() -> Condition {
    Condition::Any(Vec::new())
}

/// How to write a bound: `>5` is { "above": 5 }.
fn bounds_hint(value: &SettingValue) -> Option<String> {
    const SIGNS: [(&str, &str); 6] =
        [(">=", "min"), ("≥", "min"), ("<=", "max"), ("≤", "max"), (">", "above"), ("<", "below")];
    let SettingValue::Text(text) = value else { return None };
    let text = text.trim();
    let (sign, key) = SIGNS.iter().find(|(sign, _)| text.starts_with(sign))?;
    let bound = text.strip_prefix(sign)?.trim();
    let bound = bound.parse::<Decimal>().map_or(format!("\"{bound}\""), |n| n.to_string());
    Some(format!("; a bound is written {{ \"{key}\": {bound} }}"))
}
