//! Checks across the file: ids, references, rules that exclude each other.

mod acts;

use super::compile::check_name;
use super::condition::{Term, Test, When};
use super::document::Document;
use super::grant::{CapDocument, Every, PaysForDocument, Renewal, RolloverDocument};
use super::limit::LimitPeriod;
use super::operation::TestDocument;
use super::policy::{BurnKey, WhenEmpty};
use super::program::{Operation, Plan};
use super::source::{SourceRef, source};
use super::valid::Valid;
use crate::amount::Fraction;
use crate::calendar::Span;
use crate::error::{Error, ErrorKind};
use crate::json::{Log, Path};
use crate::order::{Places, sorted};

/// Logs errors outside of operations, and errors of their ids.
/// The indices of the operations, by id.
pub(super) fn document(log: &Log, document: &Document) -> Vec<usize> {
    let check = Check { log, document };
    check.id(&Path::Root.key("catalog"), &document.catalog, &OWN);
    let by_id = check.operations();
    check.named();
    check.plans();
    check.grants();
    check.top_ups();
    check.limits();
    check.burn_order();
    check.policies();
    by_id
}

/// The plans, as far as prices need them.
pub(super) fn plans(document: &Document) -> Vec<Plan> {
    let path = Path::Root.key("plans");
    let plan = |(i, plan): (usize, &super::plan::PlanDocument)| {
        let path = path.index(i);
        Plan {
            id: plan.id.as_str().into(),
            name: plan.name.clone().unwrap_or_else(|| plan.id.clone()),
            audience: plan.audience.clone(),
            contact: plan.contact,
            cost_factor: plan.factor().map(Fraction::from_decimal),
            factor_label: format!("Plan {}", plan.name.as_deref().unwrap_or(&plan.id)).into(),
            factor_pointer: path.key("cost_factor").text(),
        }
    };
    document.plans.iter().enumerate().map(plan).collect()
}

/// Logs plural words for units that no quantity has.
pub(super) fn units(log: &Log, document: &Document, operations: &[&Operation]) {
    let mut used = Vec::new();
    operations.iter().for_each(|operation| operation.units(&mut used));
    let used = Places::of(&used);
    for (unit, _) in &document.units {
        if used.find(unit).is_none() {
            log.warning(|| {
                let pointer = Path::Root.key("units").key(unit).to_string();
                let sentence = format!("no quantity has the unit `{unit}`");
                Error::new(ErrorKind::UnknownName, pointer, sentence)
            });
        }
    }
}

/// Warns of names that no operation uses.
pub(super) fn unused(log: &Log, document: &Document, uses: &[&str]) {
    let Document { tables, conditions, setting_groups, zones, holidays, meters, .. } = document;
    let check = |list: &str, name: &str, what: &str| {
        let pointer = Path::Root.key(list).key(name).to_string();
        if !uses.contains(&pointer.as_str()) {
            log.warning(|| {
                let sentence = format!("no operation uses the {what} `{name}`");
                Error::new(ErrorKind::Unreachable, pointer, sentence)
            });
        }
    };
    tables.iter().for_each(|(name, _)| check("tables", name, "table"));
    conditions.iter().for_each(|(name, _)| check("conditions", name, "condition"));
    setting_groups.iter().for_each(|(name, _)| check("setting_groups", name, "group"));
    zones.iter().for_each(|(name, _)| check("zones", name, "zone"));
    holidays.iter().for_each(|(name, _)| check("holidays", name, "list of holidays"));
    meters.iter().for_each(|(name, _)| check("meters", name, "meter"));
}

/// Checks the tests of an operation without running them.
pub(super) fn tests(log: &Log, path: &Path, document: &Document, tests: &[TestDocument]) {
    let check = Check { log, document };
    for (i, test) in tests.iter().enumerate() {
        let path = path.index(i);
        if let Some(source) = &test.source {
            check.source(&path, source);
        }
        let is_empty = test.total.is_none() && test.low.is_none() && test.high.is_none();
        if is_empty && test.state.is_none() {
            let sentence = "expected `total`, `low` and `high`, or `state`, found none";
            check.error(&path, ErrorKind::Missing, sentence);
        }
    }
}

/// The characters of ids, besides lower-case letters and digits.
struct IdRule {
    longest: usize,
    more: fn(u8) -> bool,
    words: &'static str,
}

/// Ids that the catalog defines.
const OWN: IdRule = IdRule {
    longest: 64,
    more: |b| b"-_.".contains(&b),
    words: "lower-case letters, digits, `-`, `_`, `.`",
};

/// Ids that vendors give to their models.
const VENDORS: IdRule = IdRule {
    longest: 128,
    more: |b| b.is_ascii_uppercase() || b"-_./:~@".contains(&b),
    words: "letters, digits, `-`, `_`, `.`, `/`, `:`, `~`, `@`",
};

struct Check<'a> {
    log: &'a Log,
    document: &'a Document,
}

impl Check<'_> {
    fn error(&self, path: &Path, kind: ErrorKind, sentence: impl Into<String>) {
        self.log.error(Error::new(kind, path.to_string(), sentence));
    }

    fn id(&self, path: &Path, id: &str, rule: &IdRule) {
        let allowed = |b| u8::is_ascii_lowercase(&b) || b.is_ascii_digit() || (rule.more)(b);
        if !id.bytes().all(allowed) || id.len() > rule.longest {
            let IdRule { longest, words, .. } = rule;
            let sentence = format!("expected an id of at most {longest} {words}, found `{id}`");
            self.error(path, ErrorKind::OutOfRange, sentence);
        }
        if id == "none" {
            self.error(path, ErrorKind::Duplicate, "`none` is reserved: rename it");
        }
    }

    /// Checks that ids are unique; returns their indices in sorted order.
    fn ids(&self, list: &str, ids: &[&str]) -> Vec<usize> {
        let rule = if list == "operations" { &VENDORS } else { &OWN };
        let list = Path::Root.key(list);
        let places: Vec<usize> = (0..ids.len()).collect();
        let at = |place: &usize| ids.get(*place).copied().unwrap_or("");
        let order: Vec<usize> = sorted(&places, |a, b| at(a).cmp(at(b))).copied().collect();
        let mut before: Option<(usize, &str)> = None;
        for place in &order {
            let (i, id) = (*place, at(place));
            if id.is_empty() {
                continue;
            }
            let item = list.index(i);
            let path = item.key("id");
            self.id(&path, id, rule);
            if let Some((first, _)) = before.filter(|(_, other)| *other == id) {
                let sentence = format!("the id `{id}` is also used at {list}/{first}");
                self.error(&path, ErrorKind::Duplicate, sentence);
            }
            before = Some((i, id));
        }
        order
    }

    fn known(&self, path: &Path, what: &str, name: &str, valid: &[&str]) {
        if !name.is_empty() && !valid.contains(&name) {
            self.log.unknown_name(path, what, name, valid);
        }
    }

    fn operations(&self) -> Vec<usize> {
        self.ids("operations", &self.document.operations.iter().map(|o| &*o.id).collect::<Vec<_>>())
    }

    /// Names of tables and groups are like ids; names of conditions are used in expressions.
    fn named(&self) {
        let Document { tables, conditions, setting_groups, .. } = self.document;
        for (name, _) in tables {
            self.id(&Path::Root.key("tables").key(name), name, &OWN);
        }
        for (name, _) in setting_groups {
            self.id(&Path::Root.key("setting_groups").key(name), name, &OWN);
        }
        for (name, _) in conditions {
            check_name(self.log, &Path::Root.key("conditions").key(name), name);
        }
    }

    fn source(&self, path: &Path, reference: &SourceRef) {
        let _checked = source(self.log, &path.key("source"), &self.document.sources, reference);
    }

    fn class(&self, path: &Path, class: &str) {
        let classes: Vec<&str> =
            self.document.classes.iter().map(|(name, _)| name.as_str()).collect();
        self.known(path, "class", class, &classes);
    }

    fn plan_ids(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.document.plans.iter().map(|plan| plan.id.as_str()).collect();
        ids.push("none");
        ids
    }

    fn tools(&self) -> Vec<&str> {
        let mut tools = Vec::new();
        for operation in &self.document.operations {
            tools.extend(operation.tool.as_deref());
        }
        tools
    }

    fn plans(&self) {
        self.ids(
            "plans",
            &self.document.plans.iter().map(|plan| plan.id.as_str()).collect::<Vec<_>>(),
        );
        let list = Path::Root.key("plans");
        for (i, plan) in self.document.plans.iter().enumerate() {
            let path = list.index(i);
            let grants: Vec<&str> =
                self.document.grants.iter().map(|grant| grant.id.as_str()).collect();
            for (j, grant) in plan.grants.iter().enumerate() {
                self.known(&path.key("grants").index(j), "grant", grant, &grants);
            }
            if let Some(source) = &plan.source {
                self.source(&path, source);
            }
        }
    }

    fn grants(&self) {
        self.ids(
            "grants",
            &self.document.grants.iter().map(|grant| grant.id.as_str()).collect::<Vec<_>>(),
        );
        let list = Path::Root.key("grants");
        for (i, grant) in self.document.grants.iter().enumerate() {
            let path = list.index(i);
            self.class(&path.key("class"), &grant.class);
            if let Some(class) = &grant.if_empty {
                self.class(&path.key("if_empty"), class);
                if matches!(grant.every, Every::RollingHours(_)) {
                    let sentence = "after an issue that did not come, no use starts the next one";
                    self.error(&path.key("if_empty"), ErrorKind::Unreachable, sentence);
                }
            }
            if let Some(when) = &grant.when {
                self.plan_condition(&path.key("when"), when);
            }
            if let Some(rule) = &grant.pays_for {
                self.pays_for(&path.key("pays_for"), rule);
            }
            if grant.valid.as_ref().is_some_and(Valid::is_empty) {
                let sentence = "`until` is not after `from`";
                self.error(&path.key("valid"), ErrorKind::Unreachable, sentence);
            }
            if let Some(rollover) = &grant.rollover {
                self.rollover(&path.key("rollover"), rollover);
            }
            if let Some(Renewal::SkipOver(cap)) = &grant.renewal {
                self.cap(&path.key("renewal").key("skip_over"), cap);
            }
            if let Some(source) = &grant.source {
                self.source(&path, source);
            }
        }
        self.grants_act();
    }

    fn top_ups(&self) {
        self.ids(
            "top_ups",
            &self.document.top_ups.iter().map(|top_up| top_up.id.as_str()).collect::<Vec<_>>(),
        );
        let list = Path::Root.key("top_ups");
        for (i, top_up) in self.document.top_ups.iter().enumerate() {
            let path = list.index(i);
            self.class(&path.key("class"), &top_up.class);
            if let Some(when) = &top_up.requires {
                self.plan_condition(&path.key("requires"), when);
            }
            if let Some(rule) = &top_up.pays_for {
                self.pays_for(&path.key("pays_for"), rule);
            }
            if let Some(source) = &top_up.source {
                self.source(&path, source);
            }
        }
    }

    fn limits(&self) {
        let ids: Vec<&str> = self.document.limits.iter().map(|limit| limit.id.as_str()).collect();
        self.ids("limits", &ids);
        let list = Path::Root.key("limits");
        for (i, limit) in self.document.limits.iter().enumerate() {
            let path = list.index(i);
            match limit.per {
                LimitPeriod::Span(span) if span.is_too_long() => {
                    let sentence = "expected at most a hundred years";
                    self.error(&path.key("per"), ErrorKind::OutOfRange, sentence);
                }
                LimitPeriod::Span(_) => {}
                _ if limit.window.is_some() => {
                    let sentence = "a day, week or month begins by the calendar: leave this out";
                    self.error(&path.key("window"), ErrorKind::Unreachable, sentence);
                }
                _ => {}
            }
            if let Some(when) = &limit.when {
                self.plan_condition(&path.key("when"), when);
            }
            if let Some(source) = &limit.source {
                self.source(&path, source);
            }
        }
    }

    /// Grants and top-ups have no settings: their conditions are about the plan.
    fn plan_condition(&self, path: &Path, when: &When) {
        for term in &when.0 {
            match term {
                Term::Any(list) | Term::All(list) => {
                    list.iter().for_each(|when| self.plan_condition(path, when));
                }
                Term::Not(when) => self.plan_condition(path, when),
                Term::Test(subject, test) if subject.text == "plan" => self.plan_test(path, test),
                Term::Test(subject, test) if subject.text == "term" => self.term_test(path, test),
                Term::Test(subject, _) => {
                    let sentence = format!(
                        "expected a condition on `plan` or `term`, found `{}`",
                        subject.text
                    );
                    self.error(path, ErrorKind::UnknownName, sentence);
                }
                Term::Named(name) => {
                    let sentence = format!(
                        "expected a condition on `plan` or `term`, found the name `{name}`: write it out"
                    );
                    self.error(path, ErrorKind::UnknownName, sentence);
                }
                Term::Hours(_) => {
                    self.error(
                        path,
                        ErrorKind::UnknownName,
                        "expected a condition on `plan` or `term`, found `hours`",
                    );
                }
            }
        }
    }

    fn plan_test(&self, path: &Path, test: &Test) {
        match test {
            Test::In(ids) | Test::NotIn(ids) => {
                for id in ids {
                    self.known(&path.key("plan"), "plan", &id.to_string(), &self.plan_ids());
                }
            }
            Test::Present(_) => {}
            Test::Bounds(_) => {
                self.error(&path.key("plan"), ErrorKind::Type, "expected a plan, found bounds");
            }
        }
    }

    fn term_test(&self, path: &Path, test: &Test) {
        let path = path.key("term");
        match test {
            Test::In(terms) | Test::NotIn(terms) => {
                let known = super::supply::Term::ALL.map(super::supply::Term::word);
                for term in terms {
                    self.known(&path, "term", &term.to_string(), &known);
                }
            }
            _ => self.error(&path, ErrorKind::Type, "expected a term, such as \"month\""),
        }
    }

    fn pays_for(&self, path: &Path, rule: &PaysForDocument) {
        let (mut ids, mut tiers, mut tags) = (Vec::new(), Vec::new(), Vec::new());
        for operation in &self.document.operations {
            ids.push(&*operation.id);
            tiers.extend(operation.tier.as_deref());
            tags.extend(operation.tags.iter().map(String::as_str));
        }
        for (key, names, valid) in [
            ("operation", &rule.operation, &ids),
            ("tool", &rule.tool, &self.tools()),
            ("tier", &rule.tier, &tiers),
            ("tag", &rule.tag, &tags),
        ] {
            for name in &names.0 {
                self.known(&path.key(key), key, name, valid);
            }
        }
        if let Some(not) = &rule.not {
            self.pays_for(&path.key("not"), not);
        }
    }

    fn rollover(&self, path: &Path, rollover: &RolloverDocument) {
        if let Some(cap) = &rollover.cap {
            self.cap(&path.key("cap"), cap);
        }
        if rollover.latest.is_some_and(Span::is_too_long) {
            let sentence = "expected at most a hundred years";
            self.error(&path.key("latest"), ErrorKind::OutOfRange, sentence);
        }
        if let Some(class) = &rollover.class {
            self.class(&path.key("class"), class);
        }
    }

    fn cap(&self, path: &Path, cap: &CapDocument) {
        if cap.times.is_some() == cap.amount.is_some() {
            self.error(path, ErrorKind::Missing, "expected exactly one of `times`, `amount`");
        }
    }

    fn burn_order(&self) {
        let list = Path::Root.key("burn_order");
        for (i, key) in self.document.burn_order.iter().enumerate() {
            if let BurnKey::Class(order) = key {
                let item = list.index(i);
                let path = item.key("class");
                for (j, class) in order.iter().enumerate() {
                    self.class(&path.index(j), class);
                    if order.iter().take(j).any(|earlier| earlier == class) {
                        let sentence = format!("the class `{class}` is listed twice");
                        self.error(&path.index(j), ErrorKind::Duplicate, sentence);
                    }
                }
            }
        }
    }

    fn policies(&self) {
        let Some(policies) = &self.document.policies else { return };
        let path = Path::Root.key("policies");
        for (i, alert) in policies.alerts.iter().enumerate() {
            alert.check(self.log, &path.key("alerts").index(i));
        }
        for (i, way) in policies.when_empty.iter().enumerate() {
            if let WhenEmpty::FreeRun(run) = way {
                let list = path.key("when_empty");
                let at = list.index(i);
                if let Some(tool) = &run.tool {
                    self.known(&at.key("free_run").key("tool"), "tool", tool, &self.tools());
                }
                for plan in &run.plan.0 {
                    self.known(&at.key("free_run").key("plan"), "plan", plan, &self.plan_ids());
                }
            }
        }
    }
}
