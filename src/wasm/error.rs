//! Errors as JavaScript `Error` objects with `code`, `path` and the list of all.

use crate::error::{Error, Errors};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/wasm/objects.js")]
extern "C" {
    #[wasm_bindgen(js_name = noFindings)]
    fn no_findings() -> JsValue;
    #[wasm_bindgen(js_name = addFinding)]
    fn add_finding(list: &JsValue, code: &str, path: &str, message: &str);
    fn failure(message: &str, errors: &JsValue) -> JsValue;
}

/// The first error as an `Error`, with all of them in `errors`.
pub(super) fn thrown(errors: &Errors) -> JsValue {
    failure(&errors.to_string(), &findings(errors.iter()))
}

pub(super) fn thrown_one(error: Error) -> JsValue {
    thrown(&Errors::from(error))
}

/// Errors or warnings as plain objects.
pub(super) fn findings<'e>(errors: impl Iterator<Item = &'e Error>) -> JsValue {
    let list = no_findings();
    for error in errors {
        add_finding(&list, error.code(), error.pointer(), error.sentence());
    }
    list
}
