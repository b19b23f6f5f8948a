//! The JavaScript face: parse, call one function, hand the result over. No rule lives here.

mod catalog;
mod error;
mod number;
mod preview;

pub use catalog::{JsCatalog, semantics, version};
pub use preview::JsPreview;

use crate::amount::js_numbers;
use serde::Serialize;
use wasm_bindgen::JsValue;

/// A result as plain JavaScript objects; amounts are numbers where a number prints back exactly.
fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    js_numbers(|| value.serialize(&serializer)).map_err(JsValue::from)
}
