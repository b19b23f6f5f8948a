//! Plain requests without JSON: split by `objects.js`, rebuilt here in the same order.

use super::number::to_decimal;
use crate::amount::Credits;
use crate::catalog::{Balance, Request, SettingValue};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/wasm/objects.js")]
extern "C" {
    #[wasm_bindgen(js_name = takeApart)]
    fn take_apart(request: &JsValue, numbers: *mut f64, texts: *mut u8) -> i32;
}

/// The most that `objects.js` may fill: six for a request, and three for each setting.
const NUMBERS: usize = 6 + 3 * 16;
const BYTES: usize = 512;

/// The parts of a request.
pub(super) struct DecodedRequest {
    numbers: [f64; NUMBERS],
    texts: [u8; BYTES],
    /// The texts; this buffer is reused.
    request: Request,
}

impl DecodedRequest {
    pub(super) fn new() -> Self {
        DecodedRequest { numbers: [0.0; NUMBERS], texts: [0; BYTES], request: Request::new("") }
    }

    /// `None` if only JSON can represent the request, or its error.
    pub(super) fn read(&mut self, request: &JsValue) -> Option<&Request> {
        let length = take_apart(request, self.numbers.as_mut_ptr(), self.texts.as_mut_ptr());
        let texts = self.texts.get(..usize::try_from(length).ok()?)?;
        let mut parts = Parts { numbers: &self.numbers, texts: str::from_utf8(texts).ok()? };
        parts.fill(&mut self.request)?;
        Some(&self.request)
    }
}

struct Parts<'t> {
    numbers: &'t [f64],
    texts: &'t str,
}

impl<'t> Parts<'t> {
    fn fill(&mut self, request: &mut Request) -> Option<()> {
        let run = &mut request.run;
        refill(&mut request.operation, self.text()??);
        run.plan = self.text()?.map(str::to_owned);
        run.at = self.text()?.map(str::parse).transpose().ok()?;
        run.runs = match self.number()? {
            none if none.is_nan() => None,
            runs => Some(whole(runs).filter(|runs| *runs > 0)?),
        };
        run.balance = match self.number()? {
            none if none.is_nan() => None,
            amount => Some(Balance { amount: Credits(to_decimal(amount)?), as_of: None }),
        };
        let count = whole(self.number()?)? as usize;
        run.settings.resize_with(count, || (String::new(), SettingValue::Flag(false)));
        for (name, value) in &mut run.settings {
            refill(name, self.text()??);
            match (whole(self.number()?)?, value) {
                (1, SettingValue::Text(text)) => refill(text, self.text()??),
                (1, value) => *value = SettingValue::Text(self.text()??.to_owned()),
                (0, value) => *value = SettingValue::Number(to_decimal(self.number()?)?),
                (_, value) => *value = SettingValue::Flag(self.number()? > 0.0),
            }
        }
        Some(())
    }

    fn number(&mut self) -> Option<f64> {
        let (first, rest) = self.numbers.split_first()?;
        self.numbers = rest;
        Some(*first)
    }

    /// `Some(None)` if it is absent.
    fn text(&mut self) -> Option<Option<&'t str>> {
        let length = self.number()?;
        if length.is_nan() {
            return Some(None);
        }
        let (text, rest) = self.texts.split_at_checked(whole(length)? as usize)?;
        self.texts = rest;
        Some(Some(text))
    }
}

fn refill(old: &mut String, text: &str) {
    old.clear();
    old.push_str(text);
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    reason = "checked to be equal"
)]
fn whole(number: f64) -> Option<u32> {
    let whole = number as u32;
    (f64::from(whole) == number).then_some(whole)
}
