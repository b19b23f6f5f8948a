//! Comparisons of several catalogs.

use super::answer;
use super::error::{thrown, thrown_one};
use super::handle::JsCatalog;
use super::progress::goes_on;
use super::read::{given, read};
use crate::catalog::Catalog;
use crate::compare::{ModelNeed, ModelRun, Models, compare_run, compare_watched};
use crate::error::Error;
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

/// The catalogs of a comparison.
#[wasm_bindgen(js_name = Comparing)]
#[derive(Debug, Default)]
pub struct JsComparing(Vec<Catalog>);

#[wasm_bindgen(js_class = Comparing)]
impl JsComparing {
    /// Without a catalog yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> JsComparing {
        JsComparing::default()
    }

    /// Adds one; the handle stays the caller's.
    pub fn add(&mut self, catalog: &JsCatalog) {
        self.0.push(catalog.0.clone());
    }

    /// The answer to `compare` or `compareRun`. `options` is a pair: names of models and a progress
    /// callback.
    pub fn ask(
        &self,
        question: &str,
        about: &JsValue,
        options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let part = |place| Reflect::get_u32(options, place).unwrap_or(JsValue::UNDEFINED);
        let (models, tell) = (&part(0), &part(1));
        let models = match given(models) {
            Some(models) => Models::from_value(&read(models, "names of models", "/models")?)
                .map_err(|errors| thrown(&errors.under("/models")))?,
            None => Models::shipped(),
        };
        match question {
            "compare" => {
                let need = ModelNeed::from_value(&read(about, "a need", "")?);
                let need = need.map_err(|errors| thrown(&errors))?;
                answer(compare_watched(&self.0, &need, &models, |share| goes_on(tell, share)))
            }
            "compareRun" => {
                let run = ModelRun::from_value(&read(about, "a generation", "")?);
                let run = run.map_err(|errors| thrown(&errors))?;
                answer(compare_run(&self.0, &run, &models))
            }
            _ => Err(thrown_one(Error::internal("no such question"))),
        }
    }
}
