//! Reads what JavaScript passes: texts and JSON.

use super::error::{thrown, thrown_one};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::Request;
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log, Value};
use crate::verify::QuoteTerms;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/wasm/objects.js")]
extern "C" {
    #[wasm_bindgen(js_name = textOf)]
    fn text_of(value: &JsValue, is_text: bool) -> i32;
    #[wasm_bindgen(js_name = putText)]
    fn put_text(bytes: *mut u8, room: usize) -> i32;
    #[wasm_bindgen(js_name = setMemory)]
    pub(super) fn set_memory(memory: &JsValue);
}

/// A value that must be a text.
pub(super) fn text_in(value: &JsValue) -> Option<String> {
    if value.is_string() { taken(value, true) } else { None }
}

/// A text, or a value as JSON, through the host's encoder. The glue would copy character by
/// character, which takes 20 times as long for a catalog just after start-up.
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

/// A JavaScript value as JSON, which is faster than walking it.
pub(super) fn read(value: &JsValue, what: &str, place: &str) -> Result<Value, JsValue> {
    json::parse(&text(value, what, place)?).map_err(|errors| thrown(&errors))
}

pub(super) fn text(value: &JsValue, what: &str, place: &str) -> Result<String, JsValue> {
    let Some(text) = taken(value, false) else {
        let sentence = format!("expected {what} as an object, found a value that JSON cannot hold");
        return Err(thrown_one(Error::new(ErrorKind::Type, place, sentence)));
    };
    if let Some((pointer, found)) = text.strip_prefix('!').and_then(|text| text.rsplit_once('\0')) {
        let sentence = format!("expected a value that JSON can hold, found {found}");
        return Err(thrown_one(Error::new(ErrorKind::Type, format!("{place}{pointer}"), sentence)));
    }
    Ok(text)
}

/// An optional value.
pub(super) fn given(value: &JsValue) -> Option<&JsValue> {
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// A text on its own. The glue would accept any value, and would take the length of a non-text for
/// a number of bytes.
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

pub(super) fn read_request(request: &JsValue) -> Result<Request, JsValue> {
    let value = read(request, "a request", "")?;
    Request::from_value(&value).map_err(|errors| thrown(&errors))
}

/// What a quote says besides its answer.
pub(super) fn read_terms(terms: &JsValue) -> Result<QuoteTerms, JsValue> {
    let Some(terms) = given(terms) else { return Ok(QuoteTerms::default()) };
    Log::default().read(&read(terms, "the terms of a quote", "")?).map_err(|errors| thrown(&errors))
}

pub(super) fn read_budget(budget: &JsValue) -> Result<Credits, JsValue> {
    match read(budget, "an amount", "/budget")? {
        Value::Number(text) | Value::String(text) => text.parse().map_err(|fault| {
            let sentence = format!("expected a budget in credits, found `{text}`: {fault}");
            thrown_one(Error::new(ErrorKind::Number, "/budget", sentence))
        }),
        other => {
            let sentence = format!("expected a budget in credits, found {}", other.kind());
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
