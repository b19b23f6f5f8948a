//! Fits for a need, and simulations of an option.

use super::error::{thrown, thrown_one};
use super::handle::JsCatalog;
use super::projection::{JsProjection, detail_of};
use super::read::read;
use crate::amount::Decimal;
use crate::catalog::supply::Term;
use crate::error::{Error, ErrorKind};
use crate::fit::{Fit, FitOption, Need, TopUpPurchase};
use crate::json::{Log, Node, Within, record};
use crate::simulate::{Action, ForecastOptions};
use serde::Serialize;
use wasm_bindgen::prelude::*;

record! {
    /// The identity of an option, without its outcome.
    struct Choice {
        /// Id of the plan.
        plan: Option<String>,
        /// The billing term.
        term: Option<Term>,
        /// By how many per cent the need is increased.
        #[within(Within::between(-100, 1_000_000))]
        more: Option<Decimal>,
        /// Its purchases.
        actions: Vec<Action>,
    }
}

#[wasm_bindgen(js_class = Catalog)]
impl JsCatalog {
    /// Simulates an option.
    #[wasm_bindgen(js_name = fitProjection)]
    pub fn fit_projection(
        &self,
        need: &JsValue,
        choice: &JsValue,
        ledger: Option<bool>,
    ) -> Result<JsProjection, JsValue> {
        let need = read_need(need)?;
        let choice: Choice = Log::default()
            .read(&read(choice, "an option", "")?)
            .map_err(|errors| thrown(&errors))?;
        let (plan, more) = (choice.plan.as_deref(), choice.more.unwrap_or(Decimal::ZERO));
        let projection = self.0.simulate_choice(
            &need,
            (plan, choice.term),
            more,
            choice.actions,
            detail_of(ledger),
        );
        projection.map(JsProjection).map_err(|errors| thrown(&errors))
    }
}

/// A fit in which each list of purchases occurs once: the terms of a plan mostly share it, and
/// parsing a long text takes longer than writing it.
#[derive(Serialize)]
pub(super) struct Shortened {
    fit: Fit,
    /// Maps an option to an earlier one with the same purchases, by index; options without such a
    /// match are left out.
    same: Vec<(usize, usize)>,
}

impl Shortened {
    pub(super) fn of(mut fit: Fit) -> Self {
        let mut same = Vec::new();
        for place in 1..fit.options.len() {
            let (before, rest) = fit.options.split_at_mut(place);
            let Some(option) = rest.first_mut().filter(|option| purchases(option) > 1) else {
                continue;
            };
            let is_alike = |other: &FitOption| {
                other.plan == option.plan
                    && other.top_ups == option.top_ups
                    && for_margin(other) == for_margin(option)
            };
            if let Some(first) = before.iter().position(is_alike) {
                option.top_ups.clear();
                if let Some(margin) = &mut option.with_margin {
                    margin.top_ups.clear();
                }
                same.push((place, first));
            }
        }
        Shortened { fit, same }
    }
}

fn for_margin(option: &FitOption) -> &[TopUpPurchase] {
    option.with_margin.as_ref().map_or(&[], |margin| &margin.top_ups)
}

fn purchases(option: &FitOption) -> usize {
    option.top_ups.len() + for_margin(option).len()
}

/// Per cent of the need.
pub(super) fn up_to(options: &JsValue) -> Result<Option<u32>, JsValue> {
    if options.is_undefined() {
        return Ok(None);
    }
    let log = Log::default();
    let whole = Node::root(&read(options, "per cent", "/up_to")?, &log).whole_number();
    whole.and_then(|whole| u32::try_from(whole).ok()).map(Some).ok_or_else(|| {
        let sentence = "expected whole per cent, at most 1,000";
        thrown_one(Error::new(ErrorKind::OutOfRange, "/up_to", sentence))
    })
}

pub(super) fn chance(options: &JsValue) -> Result<Option<ForecastOptions>, JsValue> {
    if options.is_undefined() {
        return Ok(None);
    }
    let value = read(options, "options", "")?;
    ForecastOptions::from_value(&value).map(Some).map_err(|errors| thrown(&errors))
}

pub(super) fn read_need(need: &JsValue) -> Result<Need, JsValue> {
    let value = read(need, "a need", "")?;
    Need::from_value(&value).map_err(|errors| thrown(&errors))
}
