//! What fits a need, and what an option leads to.

use super::catalog::{JsCatalog, read};
use super::error::thrown;
use super::simulate::JsProjection;
use super::to_js;
use crate::amount::Decimal;
use crate::catalog::supply::Term;
use crate::error::Errors;
use crate::fit::Need;
use crate::json::{Log, Node, Read, Value, record};
use crate::simulate::{Action, Detail, ForecastOptions};
use serde::Serialize;
use wasm_bindgen::prelude::*;

record! {
    /// An option by what it is, without what has been found out about it.
    struct Choice {
        /// Id of the plan.
        plan: Option<String>,
        /// How it is paid.
        term: Option<Term>,
        /// By how many per cent more is wanted than the need.
        more: Option<Decimal>,
        /// Its purchases.
        actions: Vec<Action>,
    }
}

#[wasm_bindgen(js_class = Catalog)]
impl JsCatalog {
    /// All options for a need, the best first.
    pub fn fit(&self, need: &JsValue) -> Result<JsValue, JsValue> {
        answered(need, |need| self.0.fit(need))
    }

    /// From which need on which option costs least.
    #[wasm_bindgen(js_name = breakEven)]
    pub fn break_even(&self, need: &JsValue, up_to: Option<u32>) -> Result<JsValue, JsValue> {
        answered(need, |need| self.0.break_even(need, up_to))
    }

    /// Whether the best stays so when the need is another.
    pub fn sensitivity(&self, need: &JsValue, chance: &JsValue) -> Result<JsValue, JsValue> {
        let chance = if chance.is_undefined() {
            None
        } else {
            let value = read(chance, "options")?;
            Some(ForecastOptions::from_value(&value).map_err(|errors| thrown(&errors))?)
        };
        answered(need, |need| self.0.sensitivity(need, chance.as_ref()))
    }

    /// The best plan for each month.
    #[wasm_bindgen(js_name = seasonalPlan)]
    pub fn seasonal_plan(&self, need: &JsValue) -> Result<JsValue, JsValue> {
        answered(need, |need| self.0.seasonal_plan(need))
    }

    /// The same for less, line by line.
    pub fn savings(&self, need: &JsValue) -> Result<JsValue, JsValue> {
        answered(need, |need| self.0.savings(need))
    }

    /// What an option leads to.
    #[wasm_bindgen(js_name = fitProjection)]
    pub fn fit_projection(
        &self,
        need: &JsValue,
        choice: &JsValue,
        ledger: Option<bool>,
    ) -> Result<JsProjection, JsValue> {
        let need = read_need(need)?;
        let choice = choice_from(&read(choice, "an option")?).map_err(|errors| thrown(&errors))?;
        let detail = if ledger == Some(true) { Detail::Ledger } else { Detail::Columns };
        let (plan, more) = (choice.plan.as_deref(), choice.more.unwrap_or(Decimal::ZERO));
        let projection =
            self.0.simulate_choice(&need, (plan, choice.term), more, choice.actions, detail);
        projection.map(JsProjection).map_err(|errors| thrown(&errors))
    }
}

fn answered<T: Serialize>(
    need: &JsValue,
    answer: impl FnOnce(&Need) -> Result<T, Errors>,
) -> Result<JsValue, JsValue> {
    to_js(&answer(&read_need(need)?).map_err(|errors| thrown(&errors))?)
}

fn read_need(need: &JsValue) -> Result<Need, JsValue> {
    let value = read(need, "a need")?;
    Need::from_value(&value).map_err(|errors| thrown(&errors))
}

fn choice_from(value: &Value) -> Result<Choice, Errors> {
    let log = Log::default();
    let choice = Choice::read(&Node::root(value, &log));
    Errors::check(log.into_lists().0)?;
    Ok(choice)
}
