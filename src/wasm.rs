//! The JavaScript interface: parses, calls one function, returns the result. It has no rules.

#[cfg(feature = "wasm-wallet")]
mod accept;
mod catalog;
#[cfg(feature = "wasm-plans")]
mod compare;
mod error;
mod estimate;
#[cfg(feature = "wasm-plans")]
mod fit;
mod handle;
mod number;
mod preview;
#[cfg(any(feature = "wasm-plans", feature = "wasm-usage"))]
mod progress;
#[cfg(any(feature = "wasm-plans", feature = "wasm-wallet"))]
mod projection;
#[cfg(feature = "wasm-plans")]
mod questions;
mod read;
#[cfg(feature = "wasm-usage")]
mod replay;
mod request;
#[cfg(feature = "wasm-plans")]
mod simulate;
#[cfg(feature = "wasm-usage")]
mod usage;
#[cfg(feature = "wasm-wallet")]
mod wallet;

pub use catalog::{semantics, version};
#[cfg(feature = "wasm-plans")]
pub use compare::JsComparing;
pub use handle::JsCatalog;
pub use preview::JsPreview;
#[cfg(any(feature = "wasm-plans", feature = "wasm-wallet"))]
pub use projection::JsProjection;
#[cfg(feature = "wasm-usage")]
pub use replay::JsUsageReplay;
#[cfg(feature = "wasm-plans")]
pub use simulate::{JsForecasting, JsSimulation};
#[cfg(feature = "wasm-usage")]
pub use usage::{JsUsageLog, recognised};
#[cfg(feature = "wasm-wallet")]
pub use wallet::JsWallet;

use crate::error::Errors;
use crate::json::to_js_text;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// Smaller and faster than the default allocator.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[wasm_bindgen(module = "/src/wasm/objects.js")]
extern "C" {
    #[wasm_bindgen(js_name = valueOf)]
    fn value_of(json: &str) -> JsValue;
}

/// Returns a result as plain JavaScript objects, by JSON text: smaller and faster than setting each
/// property. An amount becomes a number if that number prints back exactly.
fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsValue> {
    let text = to_js_text(value).map_err(|error| JsValue::from(error.to_string()))?;
    Ok(value_of(&text))
}

fn answer<T: Serialize>(answer: Result<T, Errors>) -> Result<JsValue, JsValue> {
    to_js(&answer.map_err(|errors| error::thrown(&errors))?)
}
