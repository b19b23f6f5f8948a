//! Operations: prices that do not overlap, gates, notes.

use super::super::document::Document;
use super::super::grant::{GrantDocument, PaysForDocument};
use super::super::head::Head;
use super::super::operation::OperationDocument;
use super::super::program::{Body, ClassGate, Gate, Note, Operation, Plan, Price, Setting};
use super::limit::widen;
use super::setting::check_widened;
use super::{Attributes, Scope, entries, settings};
use crate::amount::Fraction;
use crate::calendar::Moment;
use crate::error::{Error, ErrorKind};
use crate::json::{Log, Path};
use std::cell::{Cell, RefCell};

/// Compiles an operation whose head has been read.
pub(in super::super) fn operation(
    log: &Log,
    path: &Path,
    (document, plans): (&Document, &[Plan]),
    (head, operation): (&Head, &OperationDocument),
) -> Operation {
    let entries = entries(log, path, document, &operation.r#use.0, &operation.settings);
    let (mut settings, values) = settings(log, path, &entries);
    let first = scope(log, document, plans, operation, (&settings, &values));
    let limits = first.setting_limits(path, &entries);
    let windows = first.windows;
    widen(&mut settings, &limits);
    for limit in &limits {
        let place = limit.slot - 1;
        if let (Some(entry), Some(setting)) = (entries.get(place), settings.get(place)) {
            entry.at(log, path, |path| check_widened(log, path, setting));
        }
    }
    let scope = scope(log, document, plans, operation, (&settings, &values));
    let scope = Scope { windows, ..scope };
    scope.check_quantities(&path.key("quantities"));
    let prices = scope.prices(path, operation);
    let gates = scope.gates(&path.key("gates"), operation);
    let notes = scope.notes(&path.key("notes"), operation);
    let class_gates = class_gates(&document.grants, head);
    let moments = scope.moments(path);
    scope.check_overlaps(&prices, &moments);
    let (counts_runs, prices_add_up) = (scope.counts_runs.get(), prices.iter().all(adds_up));
    let (windows, meters) = (scope.windows.into_inner(), scope.meters.into_inner());
    let picks = super::picks::picks(&prices, &limits, settings.len());
    for (setting, picks) in settings.iter_mut().zip(picks) {
        setting.picks = picks.filter(|picks| picks.within || !picks.at.is_empty());
    }
    Operation {
        id: head.id.clone(),
        name: head.name().to_owned(),
        prices,
        gates,
        class_gates,
        notes,
        windows,
        moments,
        meters,
        runs_add_up: !counts_runs && prices_add_up,
        pointer: path.to_string(),
        settings,
        limits,
    }
}

fn scope<'a>(
    log: &'a Log,
    document: &'a Document,
    plans: &'a [Plan],
    operation: &'a OperationDocument,
    (settings, values): (&'a [Setting], &'a [Attributes]),
) -> Scope<'a> {
    Scope {
        log,
        settings,
        values,
        quantities: &operation.quantities,
        plans,
        sources: &document.sources,
        open: RefCell::default(),
        components: RefCell::default(),
        keeps_amounts: Cell::default(),
        credit_step: Fraction::from_decimal(document.credit.step),
        document,
        named: RefCell::default(),
        counts_runs: Cell::default(),
        meters: RefCell::default(),
        windows: RefCell::default(),
        follows: Cell::default(),
        parts: Cell::default(),
        depth: Cell::default(),
    }
}

impl Scope<'_> {
    /// Checks the quantities that no price uses, too.
    fn check_quantities(&self, path: &Path) {
        for (name, formula) in self.quantities {
            let path = path.key(name);
            super::setting::check_name(self.log, &path, name);
            if self.slot(name).is_some() {
                self.error(&path, ErrorKind::Duplicate, format!("a setting has the name `{name}`"));
            }
            self.open.borrow_mut().push(name.clone());
            let _checked = self.typed(&path, &formula.tree);
            self.open.borrow_mut().pop();
        }
    }

    fn prices(&self, path: &Path, operation: &OperationDocument) -> Vec<Price> {
        let list = path.key("prices");
        let prices: Vec<Price> = match operation.short_form() {
            Some(price) => vec![self.price(path, &price)],
            None => {
                let each = operation.prices.iter().enumerate();
                each.map(|(i, price)| self.price(&list.index(i), &price.view())).collect()
            }
        };
        self.check_one_form(path, operation);
        prices
    }

    fn check_one_form(&self, path: &Path, operation: &OperationDocument) {
        match (&operation.price, operation.prices.is_empty()) {
            (Some(_), true) => return,
            (Some(_), false) => {
                self.error(path, ErrorKind::Overlap, "expected `price` or `prices`, found both");
            }
            (None, true) => {
                let sentence = "expected a key `price` (or `prices`), found none";
                self.error(path, ErrorKind::Missing, sentence);
            }
            (None, false) => {}
        }
        for (key, stray) in [
            ("adjust", !operation.adjust.is_empty()),
            ("valid", operation.valid.is_some()),
            ("hours", operation.hours.is_some()),
        ] {
            if stray {
                let sentence = "belongs in each of `prices`, not beside them";
                self.error(&path.key(key), ErrorKind::UnknownKey, sentence);
            }
        }
    }

    fn check_overlaps(&self, prices: &[Price], moments: &[Moment]) {
        for (i, price) in prices.iter().enumerate() {
            if let Some(other) = prices.iter().take(i).find(|other| overlap(price, other, moments))
            {
                let sentence = format!("holds at the same time as {}", other.pointer);
                self.log.error(Error::new(ErrorKind::Overlap, &*price.pointer, sentence));
            }
        }
    }

    fn gates(&self, path: &Path, operation: &OperationDocument) -> Vec<Gate> {
        let gate = |(i, gate): (usize, &super::super::operation::GateDocument)| {
            let path = path.index(i);
            Gate {
                requires: self.condition(&path.key("requires"), &gate.requires),
                reason: gate.reason.as_str().into(),
                pointer: path.text(),
            }
        };
        operation.gates.iter().enumerate().map(gate).collect()
    }

    fn notes(&self, path: &Path, operation: &OperationDocument) -> Vec<Note> {
        let note = |(i, note): (usize, &super::super::operation::NoteDocument)| Note {
            text: note.text.as_str().into(),
            when: note.when.as_ref().map(|when| self.condition(&path.index(i).key("when"), when)),
        };
        operation.notes.iter().enumerate().map(note).collect()
    }
}

/// Whether several requests cost the same as one request for all their runs.
fn adds_up(price: &Price) -> bool {
    let Body::Sum(sum) = &price.body else { return true };
    let counted = sum.per_request.iter().all(|component| component.meter.is_some());
    counted && sum.request_steps.is_empty() && !sum.keeps_amounts
}

/// Two prices that hold at one instant overlap, unless only one of them has hours: it takes
/// precedence.
fn overlap(a: &Price, b: &Price, moments: &[Moment]) -> bool {
    let dates = a.from.is_none_or(|from| b.until.is_none_or(|until| from < until))
        && b.from.is_none_or(|from| a.until.is_none_or(|until| from < until));
    dates
        && match (a.hours, b.hours) {
            (Some(a), Some(b)) => {
                moments.iter().any(|at| at.holds(a) == Some(true) && at.holds(b) == Some(true))
            }
            (None, None) => true,
            _ => false,
        }
}

/// The classes of which no grant may pay for the operation.
fn class_gates(grants: &[GrantDocument], operation: &Head) -> Vec<ClassGate> {
    let mut gates: Vec<ClassGate> = Vec::new();
    for (i, grant) in grants.iter().enumerate() {
        let known = gates.iter().any(|gate| *gate.class == *grant.class);
        let all_closed = grants
            .iter()
            .filter(|other| other.class == grant.class)
            .all(|other| other.pays_for.as_ref().is_some_and(|rule| !pays_for(rule, operation)));
        if all_closed && !known {
            let credits = grant.name.clone().unwrap_or_else(|| format!("{} credits", grant.class));
            gates.push(ClassGate {
                class: grant.class.as_str().into(),
                reason: format!("{credits} cannot pay for this").into(),
                pointer: format!("/grants/{i}/pays_for").into(),
            });
        }
    }
    gates
}

pub(super) fn pays_for(rule: &PaysForDocument, operation: &Head) -> bool {
    let allows = |list: &[String], value: Option<&str>| {
        list.is_empty() || value.is_some_and(|value| list.iter().any(|known| known == value))
    };
    allows(&rule.tier.0, operation.tier.as_deref())
        && allows(&rule.tool.0, operation.tool.as_deref())
        && allows(&rule.operation.0, Some(&operation.id))
        && (rule.tag.0.is_empty() || operation.tags.iter().any(|tag| rule.tag.0.contains(tag)))
        && rule.not.as_ref().is_none_or(|not| !pays_for(not, operation))
}
