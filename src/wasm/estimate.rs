//! Estimates as plain objects without JSON, because pages ask for one at each change of an input.
//! Split here and rebuilt by `objects.js`, in the same order.

use super::number::to_number;
use super::to_js;
use crate::amount::{Credits, Decimal, FineDecimal};
use crate::calendar::Instant;
use crate::catalog::program::Text;
use crate::catalog::{SettingValue, Source, by_name};
use crate::estimate::{BalanceAfter, ClosedGate, CostReason, Estimate, Line, Metering, Total};
use std::cell::Cell;
use std::sync::Arc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/wasm/objects.js")]
extern "C" {
    fn assemble(numbers: *const f64, texts: &str) -> JsValue;
    #[wasm_bindgen(js_name = totalOf)]
    fn total_of(state: u32, total: f64, low: f64, high: f64, free: bool) -> JsValue;
}

/// A total as an object; by JSON if an amount has no number that prints as it.
pub(super) fn total_object(total: &Total) -> Result<JsValue, JsValue> {
    let number = |amount: Option<Credits>| match amount {
        Some(amount) => to_number(amount.decimal()),
        None => Some(f64::NAN),
    };
    match (number(total.total), number(total.low), number(total.high)) {
        (Some(exact), Some(low), Some(high)) => {
            Ok(total_of(total.state as u32, exact, low, high, total.free))
        }
        _ => to_js(total),
    }
}

thread_local! {
    /// Catalog texts of the previous answer, as `objects.js` still has them.
    static BEFORE: Cell<Vec<Text>> = const { Cell::new(Vec::new()) };
}

pub(super) struct Parts {
    numbers: Vec<f64>,
    before: Vec<Text>,
    /// Index of the next text.
    next: usize,
    /// All texts in sequence; `numbers` has the length of each.
    texts: String,
}

impl Parts {
    pub(super) const fn new() -> Self {
        Parts { numbers: Vec::new(), before: Vec::new(), next: 0, texts: String::new() }
    }

    /// The estimate as an object.
    pub(super) fn object(&mut self, estimate: &Estimate) -> JsValue {
        self.numbers.clear();
        self.texts.clear();
        (self.before, self.next) = (BEFORE.take(), 0);
        self.estimate(estimate);
        let object = assemble(self.numbers.as_ptr(), &self.texts);
        BEFORE.set(std::mem::take(&mut self.before));
        object
    }

    fn estimate(&mut self, estimate: &Estimate) {
        // Named one by one, so that a new field cannot be forgotten here.
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
            meters,
            taken: _,
        } = estimate;
        for text in [catalog, version, operation] {
            self.kept(text);
        }
        self.settings(settings);
        self.number((*runs).into());
        self.maybe_kept(plan.as_ref());
        self.instant(*at);
        self.count(*state as usize);
        self.kept(unit);
        self.amounts([total, low, high, known, per_run]);
        self.flag(*free);
        self.flag(*approximate);
        self.all(lines, Parts::line);
        self.all(open, Parts::kept);
        self.all(reasons, Parts::reason);
        self.all(gates, Parts::gate);
        self.all(notes, Parts::kept);
        self.all(sources, |parts, source| parts.source(source));
        self.instant(as_of.midnight());
        self.flag(balance.is_some());
        if let Some(balance) = balance {
            self.balance(balance);
        }
        self.all(meters, Parts::metering);
    }

    fn metering(&mut self, metering: &Metering) {
        let Metering { meter, per, unit, used, assumed, counts } = metering;
        self.kept(meter);
        self.text(per.word());
        self.maybe_kept(unit.as_ref());
        self.amount(Some(*used));
        self.flag(*assumed);
        self.amount(*counts);
    }

    fn settings(&mut self, settings: &[(Text, SettingValue)]) {
        self.count(settings.len());
        for (name, value) in by_name(settings) {
            self.kept(name);
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
        let Line { kind, label, text, rule, state, quantity, unit, per, amount, low, high, .. } =
            line;
        let Line { rate, rate_low, rate_high, .. } = line;
        let present = [
            quantity.is_some(),
            unit.is_some(),
            rate.is_some(),
            rate_low.is_some(),
            rate_high.is_some(),
            per.is_some(),
            amount.is_some(),
            low.is_some(),
            high.is_some(),
        ];
        let present =
            present.iter().rev().fold(0, |bits, is_there| bits << 1 | usize::from(*is_there));
        self.count(*kind as usize | (*state as usize) << 3 | present << 5);
        self.kept(label);
        self.text(text);
        self.kept(rule);
        quantity.iter().for_each(|quantity| self.some_amount(*quantity));
        unit.iter().for_each(|unit| self.kept(unit));
        [rate, rate_low, rate_high].into_iter().flatten().for_each(|rate| self.rate(*rate));
        per.iter().for_each(|per| self.some_amount(*per));
        for amount in [amount, low, high].into_iter().flatten() {
            self.some_amount(amount.decimal());
        }
    }

    fn reason(&mut self, reason: &CostReason) {
        let CostReason { code, text, rule } = reason;
        self.count(*code as usize);
        self.text(text);
        self.kept(rule);
    }

    fn gate(&mut self, gate: &ClosedGate) {
        let ClosedGate { kind, reason, classes, rule } = gate;
        self.count(*kind as usize);
        self.kept(reason);
        self.all(classes, Parts::kept);
        self.kept(rule);
    }

    fn source(&mut self, source: &Source) {
        let Source { at, as_of, note } = source;
        self.text(at);
        self.instant(as_of.midnight());
        self.maybe(note.as_deref());
    }

    fn balance(&mut self, balance: &BalanceAfter) {
        let BalanceAfter { before, as_of, after, low, high, shortfall } = balance;
        self.amount(Some(before.decimal()));
        match as_of {
            Some(as_of) => self.instant(*as_of),
            None => self.number(f64::NAN),
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

    /// Writes the length in JavaScript's UTF-16 units.
    fn text(&mut self, text: &str) {
        if text.is_ascii() {
            self.count(text.len());
            return self.texts.push_str(text);
        }
        // A continuation byte adds no unit; a byte that starts four bytes adds two.
        let units = |byte: u8| usize::from(byte & 0xc0 != 0x80) + usize::from(byte >= 0xf0);
        self.count(text.bytes().map(units).sum());
        self.texts.push_str(text);
    }

    /// A catalog text; its length is -1 if it equals that of the previous answer.
    fn kept(&mut self, text: &Text) {
        match self.before.get_mut(self.next) {
            Some(known) if Arc::ptr_eq(known, text) => self.number(-1.0),
            Some(known) => {
                *known = text.clone();
                self.text(text);
            }
            None => {
                self.before.push(text.clone());
                self.text(text);
            }
        }
        self.next += 1;
    }

    fn maybe_kept(&mut self, text: Option<&Text>) {
        match text {
            Some(text) => self.kept(text),
            None => self.number(f64::NAN),
        }
    }

    /// Length NaN for `None`.
    fn maybe(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.number(f64::NAN),
        }
    }

    /// As seconds, which a float holds exactly.
    fn instant(&mut self, instant: Instant) {
        self.number(instant.to_unix() as f64);
    }

    fn amounts<const N: usize>(&mut self, amounts: [&Option<Credits>; N]) {
        for amount in amounts {
            self.amount(amount.map(Credits::decimal));
        }
    }

    /// As an amount; with more than twelve places, as a number of up to 15 digits.
    fn rate(&mut self, rate: FineDecimal) {
        if let Some(number) = rate.to_js_number() {
            self.number(number);
        } else if let Some(decimal) = rate.to_decimal() {
            self.some_amount(decimal);
        } else {
            self.number(f64::INFINITY);
            self.text(&rate.to_string());
        }
    }

    /// NaN for `None`.
    fn amount(&mut self, amount: Option<Decimal>) {
        match amount {
            Some(amount) => self.some_amount(amount),
            None => self.number(f64::NAN),
        }
    }

    /// Infinity before an amount in text form, because no number prints as infinity.
    fn some_amount(&mut self, amount: Decimal) {
        match to_number(amount) {
            Some(number) => self.number(number),
            None => {
                self.number(f64::INFINITY);
                self.text(&amount.to_string());
            }
        }
    }
}
