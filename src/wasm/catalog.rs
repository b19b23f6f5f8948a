//! The catalog handle.

use super::error::{thrown, thrown_one};
use super::estimate::{Parts, total_object};
use super::handle::JsCatalog;
use super::preview::JsPreview;
#[cfg(feature = "wasm-plans")]
use super::questions::ask_more;
use super::read::{
    given, read, read_budget, read_instant, read_request, read_terms, read_text, set_memory, text,
    text_in,
};
use super::request::DecodedRequest;
use super::{answer, to_js};
use crate::catalog::Catalog;
use crate::verify;
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(js_class = Catalog)]
impl JsCatalog {
    /// Parses the catalog; operations are compiled on first use.
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

    /// Only the total.
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

    /// Rare questions, by name: each exported method would add glue.
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
            "quote" => answer(catalog.quote_with(&read_request(about)?, &read_terms(options)?)),
            "verify" => {
                let now = given(options).map(read_instant).transpose()?;
                answer(catalog.verify_at(&read(about, "a quote", "")?, now))
            }
            _ => ask_more(catalog, question, about, options),
        }
    }
}

#[cfg(not(feature = "wasm-plans"))]
fn ask_more(_: &Catalog, _: &str, _: &JsValue, _: &JsValue) -> Result<JsValue, JsValue> {
    Ok(JsValue::UNDEFINED)
}

thread_local! {
    /// Buffers kept between estimates. A nested estimate, called by an accessor of a request, gets
    /// its own.
    static DESK: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
}

/// Buffers for the parts of requests and answers.
struct Scratch {
    taken: DecodedRequest,
    parts: Parts,
}

impl Default for Scratch {
    fn default() -> Self {
        set_memory(&wasm_bindgen::memory());
        Scratch { taken: DecodedRequest::new(), parts: Parts::new() }
    }
}

impl Scratch {
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
