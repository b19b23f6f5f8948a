//! The catalog handle.

use super::error::{thrown, thrown_one};
use super::estimate::{Parts, total_object};
use super::preview::JsPreview;
#[cfg(feature = "wasm-plans")]
use super::questions::ask_more;
use super::request::Taken;
use super::to_js;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::{Catalog, Request};
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Value};
use crate::verify;
use serde::Serialize;
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;

/// See `Catalog` in `index.d.ts`.
#[wasm_bindgen(js_name = Catalog)]
#[derive(Debug)]
pub struct JsCatalog(pub(super) Catalog);

#[wasm_bindgen(js_class = Catalog)]
impl JsCatalog {
    /// Parses once; operations are compiled when they are first used.
    #[wasm_bindgen(constructor)]
    pub fn new(catalog: &JsValue) -> Result<JsCatalog, JsValue> {
        let text = match text_in(catalog) {
            Some(text) => text,
            None => text(catalog, "a catalog", "")?,
        };
        Catalog::opened(text).map(JsCatalog).map_err(|errors| thrown(&errors))
    }

    /// Id.
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> String {
        self.0.id().to_owned()
    }

    /// Version.
    #[wasm_bindgen(getter)]
    pub fn version(&self) -> String {
        self.0.version().to_owned()
    }

    /// Digest.
    #[wasm_bindgen(getter)]
    pub fn digest(&self) -> String {
        self.0.digest().to_owned()
    }

    /// An itemised cost.
    pub fn estimate(&self, request: &JsValue) -> Result<JsValue, JsValue> {
        let mut desk = DESK.take().unwrap_or_default();
        let estimate = desk.estimate(&self.0, request);
        DESK.set(Some(desk));
        estimate
    }

    /// The total alone.
    pub fn total(&self, request: &JsValue) -> Result<JsValue, JsValue> {
        let mut desk = DESK.take().unwrap_or_default();
        let total = desk.total(&self.0, request);
        DESK.set(Some(desk));
        total
    }

    /// A slider handle.
    pub fn preview(
        &self,
        operation: &JsValue,
        plan: &JsValue,
        at: &JsValue,
    ) -> Result<JsPreview, JsValue> {
        let operation = read_text(operation, "the id of an operation", "/operation")?;
        let plan = given(plan).map(|plan| read_text(plan, "the id of a plan", "/plan"));
        let (plan, at) = (plan.transpose()?, given(at).map(read_instant).transpose()?);
        let preview = self.0.preview(&operation, plan.as_deref(), at).map_err(thrown_one)?;
        Ok(JsPreview(RefCell::new(preview)))
    }

    /// What is asked once, not at each change of an input, by name: each method more is glue.
    pub fn ask(
        &self,
        question: &str,
        about: &JsValue,
        options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let catalog = &self.0;
        match question {
            "info" => to_js(&catalog.info()),
            "affordable" => {
                answer(catalog.affordable(&read_request(about)?, read_budget(options)?))
            }
            "cheaper" => answer(catalog.cheaper(&read_request(about)?)),
            "sold" => answer(catalog.sold(&read_request(about)?)),
            "quote" => answer(catalog.quote(&read_request(about)?)),
            "verify" => answer(catalog.verify(&read(about, "a quote", "")?)),
            _ => ask_more(catalog, question, about, options),
        }
    }
}

#[cfg(not(feature = "wasm-plans"))]
fn ask_more(_: &Catalog, _: &str, _: &JsValue, _: &JsValue) -> Result<JsValue, JsValue> {
    Ok(JsValue::UNDEFINED)
}

pub(super) fn answer<T: Serialize>(answer: Result<T, Errors>) -> Result<JsValue, JsValue> {
    to_js(&answer.map_err(|errors| thrown(&errors))?)
}

thread_local! {
    /// Kept between estimates. One within another, called by an accessor of a request, gets its own.
    static DESK: Cell<Option<Box<Desk>>> = const { Cell::new(None) };
}

/// Where requests and answers are taken apart.
struct Desk {
    taken: Taken,
    parts: Parts,
}

impl Default for Desk {
    fn default() -> Self {
        set_memory(&wasm_bindgen::memory());
        Desk { taken: Taken::new(), parts: Parts::new() }
    }
}

impl Desk {
    fn estimate(&mut self, catalog: &Catalog, request: &JsValue) -> Result<JsValue, JsValue> {
        let estimate = match self.taken.read(request) {
            Some(request) => catalog.estimate(request),
            None => catalog.estimate(&read_request(request)?),
        };
        Ok(self.parts.object(&estimate.map_err(|errors| thrown(&errors))?))
    }

    fn total(&mut self, catalog: &Catalog, request: &JsValue) -> Result<JsValue, JsValue> {
        let total = match self.taken.read(request) {
            Some(request) => catalog.total(request),
            None => catalog.total(&read_request(request)?),
        };
        total_object(&total.map_err(|errors| thrown(&errors))?)
    }
}

/// Version of this package.
#[wasm_bindgen]
pub fn version() -> String {
    verify::VERSION.to_owned()
}

/// Version of the rules.
#[wasm_bindgen]
pub fn semantics() -> u32 {
    crate::semantics::SEMANTICS
}

#[wasm_bindgen(module = "/src/wasm/objects.js")]
extern "C" {
    #[wasm_bindgen(js_name = textOf)]
    fn text_of(value: &JsValue, is_text: bool) -> i32;
    #[wasm_bindgen(js_name = putText)]
    fn put_text(bytes: *mut u8, room: usize) -> i32;
    #[wasm_bindgen(js_name = setMemory)]
    fn set_memory(memory: &JsValue);
}

/// What is a text.
fn text_in(value: &JsValue) -> Option<String> {
    if value.is_string() { taken(value, true) } else { None }
}

/// A text, or a value as JSON, by the host's encoder: the glue would go character by character, which
/// takes 20 times as long for a catalog just after the start.
fn taken(value: &JsValue, is_text: bool) -> Option<String> {
    set_memory(&wasm_bindgen::memory());
    let mut room = usize::try_from(text_of(value, is_text)).ok()?;
    loop {
        let mut bytes = vec![0; room];
        let length = put_text(bytes.as_mut_ptr(), room);
        if let Ok(length) = usize::try_from(length) {
            bytes.truncate(length);
            return String::from_utf8(bytes).ok();
        }
        room = length.unsigned_abs() as usize;
    }
}

/// A JavaScript value as JSON: faster than walking it.
pub(super) fn read(value: &JsValue, what: &str, place: &str) -> Result<Value, JsValue> {
    json::parse(&text(value, what, place)?).map_err(|errors| thrown(&errors))
}

fn text(value: &JsValue, what: &str, place: &str) -> Result<String, JsValue> {
    let Some(text) = taken(value, false) else {
        let sentence = format!("expected {what} as an object, found what JSON has no form for");
        return Err(thrown_one(Error::new(ErrorKind::Type, place, sentence)));
    };
    if let Some((pointer, found)) = text.strip_prefix('!').and_then(|text| text.rsplit_once('\0')) {
        let sentence = format!("expected what JSON has a form for, found {found}");
        return Err(thrown_one(Error::new(ErrorKind::Type, format!("{place}{pointer}"), sentence)));
    }
    Ok(text)
}

/// What may be left out.
pub(super) fn given(value: &JsValue) -> Option<&JsValue> {
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// A text that stands alone. The glue would take any value for one, and the length of what is none
/// for a number of bytes.
pub(super) fn read_text(value: &JsValue, what: &str, place: &str) -> Result<String, JsValue> {
    if let Some(text) = text_in(value) {
        return Ok(text);
    }
    match read(value, what, place)? {
        Value::String(text) => Ok(text),
        other => {
            let sentence = format!("expected {what}, found {}", other.shown());
            Err(thrown_one(Error::new(ErrorKind::Type, place, sentence)))
        }
    }
}

fn read_request(request: &JsValue) -> Result<Request, JsValue> {
    let value = read(request, "a request", "")?;
    Request::from_value(&value).map_err(|errors| thrown(&errors))
}

fn read_budget(budget: &JsValue) -> Result<Credits, JsValue> {
    match read(budget, "an amount", "/budget")? {
        Value::Number(text) | Value::String(text) => text.parse().map_err(|fault| {
            let sentence = format!("expected an amount as the budget, found `{text}`: {fault}");
            thrown_one(Error::new(ErrorKind::Number, "/budget", sentence))
        }),
        other => {
            let sentence = format!("expected an amount as the budget, found {}", other.kind());
            Err(thrown(&Errors::from(Error::new(ErrorKind::Type, "/budget", sentence))))
        }
    }
}

pub(super) fn read_instant(at: &JsValue) -> Result<Instant, JsValue> {
    let value = read(at, "an instant", "/at")?;
    let instant = match &value {
        Value::String(text) => text.parse().ok(),
        _ => None,
    };
    instant.ok_or_else(|| {
        let sentence =
            format!("expected an instant such as 2026-11-01T09:00:00Z, found {}", value.shown());
        thrown_one(Error::new(ErrorKind::OutOfRange, "/at", sentence))
    })
}
