//! Progress that is told to JavaScript.

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};

/// Reports progress. An exception counts as `false`.
pub(super) fn goes_on(tell: &JsValue, thousandths: u32) -> bool {
    tell.is_undefined() || {
        let told = tell.unchecked_ref::<Function>().call1(&JsValue::NULL, &thousandths.into());
        told.is_ok_and(|goes_on| goes_on.is_truthy())
    }
}
