//! Projections, with scalars as objects and series as columns.

use super::error::thrown_one;
use super::number::to_float;
use super::read::{given, read, read_text};
use super::to_js;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::error::{Error, ErrorKind};
use crate::json::{Log, Node, to_text};
use crate::simulate::{Column, Detail, Projection, Summary, too_large};
use wasm_bindgen::prelude::*;

/// See `Projection` in `index.d.ts`.
#[wasm_bindgen(js_name = Projection)]
#[derive(Debug)]
pub struct JsProjection(pub(super) Projection);

#[wasm_bindgen(js_class = Projection)]
impl JsProjection {
    /// Everything except series and ledger.
    pub fn summary(&self) -> Result<JsValue, JsValue> {
        to_js(&Summary(&self.0))
    }

    /// Month by month.
    pub fn months(&self) -> Result<JsValue, JsValue> {
        to_js(&self.0.months())
    }

    /// The start of each row.
    pub fn days(&self) -> Vec<f64> {
        self.0.days.starts().iter().copied().map(milliseconds).collect()
    }

    /// Ids of the classes.
    pub fn classes(&self) -> Result<JsValue, JsValue> {
        to_js(&self.ids())
    }

    /// A column of a class, or of all classes together.
    pub fn column(&self, class: &JsValue, name: &JsValue) -> Result<Vec<f64>, JsValue> {
        let class = given(class).map(|class| read_text(class, "the id of a class", ""));
        let (class, name) = (class.transpose()?, read_text(name, "the name of a column", "")?);
        let Some(column) = Column::ALL.into_iter().find(|column| column.name() == name) else {
            return Err(no_such("column", &name, &Column::ALL.map(Column::name)));
        };
        if let Some(class) = class.filter(|class| class != "*") {
            let floats = self.floats(&class, column);
            return floats.ok_or_else(|| no_such("class", &class, &self.ids()));
        }
        let mut sums: Vec<Credits> = Vec::new();
        for id in self.ids() {
            let amounts = self.0.days.column(id, column).unwrap_or_default();
            if sums.is_empty() {
                sums = amounts;
                continue;
            }
            for (sum, amount) in sums.iter_mut().zip(amounts) {
                *sum = sum.checked_add(amount).ok_or_else(|| thrown_one(too_large()))?;
            }
        }
        sums.resize(self.0.days.starts().len(), Credits::ZERO);
        Ok(sums.into_iter().map(|sum| to_float(sum.decimal())).collect())
    }

    /// Number of ledger entries.
    #[wasm_bindgen(getter, js_name = entryCount)]
    pub fn entry_count(&self) -> usize {
        self.0.entry_count()
    }

    /// A range of ledger entries.
    pub fn entries(&self, from: &JsValue, until: &JsValue) -> Result<JsValue, JsValue> {
        let from = given(from).map_or(Ok(0), |from| read_count(from, "/from"))?;
        let until = given(until).map_or(Ok(u32::MAX), |until| read_count(until, "/until"))?;
        to_js(&self.0.entries_between(from as usize, until as usize))
    }

    /// The exact JSON text.
    #[wasm_bindgen(js_name = toJSON)]
    pub fn to_json(&self) -> Result<String, JsValue> {
        to_text(&self.0).map_err(|error| error.to_string().into())
    }

    /// A column of a class; undefined for an unknown class.
    fn floats(&self, class: &str, column: Column) -> Option<Vec<f64>> {
        let (first, rest) = self.0.days.known(class, column)?;
        let mut floats = vec![0.0; self.0.days.starts().len()];
        // Most days equal the one before.
        let mut last = (Credits::ZERO, 0.0);
        for (float, amount) in floats.iter_mut().zip(first.iter().chain(rest)) {
            if *amount != last.0 {
                last = (*amount, to_float(amount.decimal()));
            }
            *float = last.1;
        }
        Some(floats)
    }

    fn ids(&self) -> Vec<&str> {
        self.0.days.classes().collect()
    }
}

pub(super) fn detail_of(ledger: Option<bool>) -> Detail {
    if ledger == Some(true) { Detail::Ledger } else { Detail::Columns }
}

pub(super) fn read_count(value: &JsValue, place: &str) -> Result<u32, JsValue> {
    let log = Log::default();
    let value = read(value, "a whole number", place)?;
    let whole = Node::root(&value, &log).whole_number();
    whole.and_then(|whole| u32::try_from(whole).ok()).ok_or_else(|| {
        let sentence = format!("expected a whole number of at least 0, found {}", value.shown());
        thrown_one(Error::new(ErrorKind::OutOfRange, place, sentence))
    })
}

/// In milliseconds, like `Date`.
#[allow(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "far below 2^53")]
pub(super) fn milliseconds(at: Instant) -> f64 {
    at.to_unix() as f64 * 1000.0
}

fn no_such(what: &str, name: &str, known: &[&str]) -> JsValue {
    thrown_one(Error::unknown_name("", what, name, known))
}
