//! Errors as JavaScript `Error` objects with `code`, `path` and the list of all errors.

use crate::error::{Error, Errors};
use js_sys::Reflect;
use serde::{Serialize, Serializer};
use wasm_bindgen::JsValue;

/// The first error as an `Error`, with all of them in `errors`.
pub(super) fn thrown(errors: &Errors) -> JsValue {
    let error = js_sys::Error::new(&errors.to_string());
    error.set_name("DrawdownError");
    if let Some(first) = errors.first() {
        set(&error, "code", &first.code().into());
        set(&error, "path", &first.pointer().into());
    }
    set(&error, "errors", &findings(errors.iter()));
    error.into()
}

pub(super) fn thrown_one(error: Error) -> JsValue {
    thrown(&Errors::from(error))
}

/// One error or warning. A map, because the serializer keeps a table of field names that weighs
/// more than the rest of it.
struct Finding<'e>(&'e Error);

impl Serialize for Finding<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Finding(error) = self;
        serializer.collect_map([
            ("code", error.code()),
            ("path", error.pointer()),
            ("message", error.sentence()),
        ])
    }
}

/// Errors or warnings as plain objects.
pub(super) fn findings<'e>(errors: impl Iterator<Item = &'e Error>) -> JsValue {
    let list: Vec<Finding> = errors.map(Finding).collect();
    list.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::UNDEFINED)
}

/// Setting a property of a fresh object cannot fail.
fn set(object: &JsValue, key: &str, value: &JsValue) {
    let _infallible = Reflect::set(object, &key.into(), value);
}

/// A log that an accessor of an argument asks again.
#[cfg(feature = "wasm-usage")]
pub(super) fn in_use() -> JsValue {
    let sentence = "this log is in use: an accessor asked it again";
    thrown_one(Error::new(crate::error::ErrorKind::Limit, "", sentence))
}
