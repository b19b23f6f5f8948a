//! Estimates as plain objects, without JSON on the way: pages ask for one at each change of an
//! input. Taken apart here, put together by `objects.js`, in the same order.

use super::number::to_float;
use crate::amount::{Credits, Decimal};
use crate::catalog::{SettingValue, Source, by_name};
use crate::estimate::{BalanceAfter, ClosedGate, Estimate, Line, Reason};
use crate::json::is_safe_number;
use std::fmt::{Display, Write};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/wasm/objects.js")]
extern "C" {
    fn assemble(numbers: &[f64], texts: &str) -> JsValue;
}

/// The estimate as an object.
pub(super) fn to_object(estimate: &Estimate) -> JsValue {
    let mut parts = Parts { numbers: Vec::with_capacity(128), texts: String::with_capacity(512) };
    parts.estimate(estimate);
    assemble(&parts.numbers, &parts.texts)
}

struct Parts {
    numbers: Vec<f64>,
    /// One after the other; `numbers` has the length of each.
    texts: String,
}

impl Parts {
    fn estimate(&mut self, estimate: &Estimate) {
        // Named one by one, so that a field that is added cannot be forgotten here.
        let Estimate {
            catalog,
            version,
            operation,
            settings,
            runs,
            plan,
            at,
            state,
            unit,
            total,
            low,
            high,
            known,
            per_run,
            free,
            approximate,
            lines,
            open,
            reasons,
            gates,
            notes,
            sources,
            as_of,
            balance,
        } = estimate;
        for text in [catalog, version, operation] {
            self.text(text);
        }
        self.settings(settings);
        self.number((*runs).into());
        self.maybe(plan.as_deref());
        self.display(at);
        self.count(*state as usize);
        self.text(unit);
        self.amounts([total, low, high, known, per_run]);
        self.flag(*free);
        self.flag(*approximate);
        self.all(lines, Parts::line);
        self.all(open, |parts, text| parts.text(text));
        self.all(reasons, Parts::reason);
        self.all(gates, Parts::gate);
        self.all(notes, |parts, text| parts.text(text));
        self.all(sources, |parts, source| parts.source(source));
        self.display(as_of);
        self.flag(balance.is_some());
        if let Some(balance) = balance {
            self.balance(balance);
        }
    }

    fn settings<K: AsRef<str>>(&mut self, settings: &[(K, SettingValue)]) {
        self.count(settings.len());
        for (name, value) in by_name(settings) {
            self.text(name.as_ref());
            match value {
                SettingValue::Number(number) => {
                    self.count(0);
                    self.amount(Some(*number));
                }
                SettingValue::Text(text) => {
                    self.count(1);
                    self.text(text);
                }
                SettingValue::Flag(flag) => {
                    self.count(2);
                    self.flag(*flag);
                }
                SettingValue::List(items) => {
                    self.count(3);
                    self.all(items, |parts, item| parts.amount(Some(*item)));
                }
            }
        }
    }

    fn line(&mut self, line: &Line) {
        let Line { kind, label, text, rule, state, quantity, unit, rate, per, amount, low, high } =
            line;
        self.count(*kind as usize);
        self.text(label);
        self.text(text);
        self.text(rule);
        self.count(*state as usize);
        self.amount(*quantity);
        self.maybe(unit.as_deref());
        self.amount(*rate);
        self.amount(*per);
        self.amounts([amount, low, high]);
    }

    fn reason(&mut self, reason: &Reason) {
        let Reason { code, text, rule } = reason;
        self.count(*code as usize);
        self.text(text);
        self.text(rule);
    }

    fn gate(&mut self, gate: &ClosedGate) {
        let ClosedGate { kind, reason, classes, rule } = gate;
        self.count(*kind as usize);
        self.text(reason);
        self.all(classes, |parts, class| parts.text(class));
        self.text(rule);
    }

    fn source(&mut self, source: &Source) {
        let Source { at, as_of, note } = source;
        self.text(at);
        self.display(as_of);
        self.maybe(note.as_deref());
    }

    fn balance(&mut self, balance: &BalanceAfter) {
        let BalanceAfter { before, as_of, after, low, high, shortfall } = balance;
        self.amount(Some(before.decimal()));
        match as_of {
            Some(as_of) => self.display(as_of),
            None => self.maybe(None),
        }
        self.amounts([after, low, high, shortfall]);
    }

    fn number(&mut self, number: f64) {
        self.numbers.push(number);
    }

    fn count(&mut self, count: usize) {
        self.number((count as u32).into());
    }

    fn flag(&mut self, flag: bool) {
        self.count(flag.into());
    }

    fn all<T>(&mut self, items: &[T], each: impl Fn(&mut Self, &T)) {
        self.count(items.len());
        for item in items {
            each(self, item);
        }
    }

    /// Its length is that in JavaScript: of UTF-16.
    fn text(&mut self, text: &str) {
        let length = if text.is_ascii() { text.len() } else { text.encode_utf16().count() };
        self.count(length);
        self.texts.push_str(text);
    }

    /// NaN for the length of none.
    fn maybe(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.number(f64::NAN),
        }
    }

    /// A date or an instant: ASCII.
    fn display(&mut self, value: &dyn Display) {
        let start = self.texts.len();
        let _infallible = write!(self.texts, "{value}");
        self.count(self.texts.len() - start);
    }

    fn amounts<const N: usize>(&mut self, amounts: [&Option<Credits>; N]) {
        for amount in amounts {
            self.amount(amount.map(Credits::decimal));
        }
    }

    /// NaN for none; infinity before an amount that is a text, because no number prints as it.
    fn amount(&mut self, amount: Option<Decimal>) {
        let Some(amount) = amount else { return self.number(f64::NAN) };
        if let Some(number) = amount.to_js_number() {
            return self.number(number);
        }
        let text = amount.to_string();
        if is_safe_number(&text) {
            self.number(to_float(amount));
        } else {
            self.number(f64::INFINITY);
            self.text(&text);
        }
    }
}
