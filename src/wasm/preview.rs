//! The slider handle.

use super::error::thrown_one;
use super::number::{to_decimal, to_number};
use super::read::read_text;
use crate::error::{Error, ErrorKind};
use crate::estimate::Preview;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

/// See `Preview` in `index.d.ts`.
#[wasm_bindgen(js_name = Preview)]
#[derive(Debug)]
pub struct JsPreview(pub(super) RefCell<Preview>);

impl JsPreview {
    /// Cannot fail, because the handle is never borrowed across a call into JavaScript.
    fn with<T>(&self, act: impl FnOnce(&mut Preview) -> Result<T, Error>) -> Result<T, JsValue> {
        match self.0.try_borrow_mut() {
            Ok(mut preview) => act(&mut preview).map_err(thrown_one),
            Err(_) => Err(thrown_one(Error::new(ErrorKind::Limit, "", "the preview is in use"))),
        }
    }
}

#[wasm_bindgen(js_class = Preview)]
impl JsPreview {
    /// The slot of a setting.
    pub fn slot(&self, setting: &JsValue) -> Result<u32, JsValue> {
        let setting = read_text(setting, "the name of a setting", "/settings")?;
        self.with(|preview| preview.slot(&setting))
            .map(|slot| u32::try_from(slot).unwrap_or(u32::MAX))
    }

    /// Sets a number.
    pub fn set(&self, slot: u32, value: f64) -> Result<(), JsValue> {
        self.with(|preview| match to_decimal(value) {
            Some(decimal) => preview.set(slot as usize, decimal),
            None => Err(no_number(preview.pointer(slot as usize))),
        })
    }

    /// Sets a choice or a flag.
    pub fn pick(&self, slot: u32, index: u32) -> Result<(), JsValue> {
        self.with(|preview| preview.pick(slot as usize, index as usize))
    }

    /// Leaves a setting open.
    pub fn clear(&self, slot: u32) -> Result<(), JsValue> {
        self.with(|preview| preview.clear(slot as usize))
    }

    /// Sets the earlier use of a meter.
    pub fn used(&self, meter: &str, amount: f64) -> Result<(), JsValue> {
        self.with(|preview| match to_decimal(amount) {
            Some(amount) => preview.set_used(meter, amount),
            None => Err(no_number(format!("/used/{}", crate::json::escape(meter)))),
        })
    }

    /// Throws the reason if there is no total.
    pub fn refusal(&self) -> Result<(), JsValue> {
        self.with(|preview| preview.total().map(drop))
    }

    /// The total, or NaN.
    pub fn total(&self) -> f64 {
        let total = self.0.try_borrow().ok().and_then(|preview| preview.total().ok().flatten());
        total.and_then(|total| to_number(total.decimal())).unwrap_or(f64::NAN)
    }
}

fn no_number(pointer: String) -> Error {
    let sentence = "expected a number of at most 15 digits and 12 decimal places";
    Error::new(ErrorKind::Number, pointer, sentence)
}
