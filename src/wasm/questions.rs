//! What only the module with everything is asked: by whoever writes a catalog, or plans by one.

use super::catalog::answer;
use super::error::{findings, thrown};
use super::fit::{Shortened, chance, read_need, up_to};
use super::to_js;
use crate::catalog::Catalog;
use wasm_bindgen::JsValue;

pub(super) fn ask_more(
    catalog: &Catalog,
    question: &str,
    about: &JsValue,
    options: &JsValue,
) -> Result<JsValue, JsValue> {
    match question {
        "warnings" => warnings(catalog),
        "check" => answer(catalog.check()),
        "terms" => to_js(&catalog.terms()),
        "breakEven" => answer(catalog.break_even(&read_need(about)?, up_to(options)?)),
        "sensitivity" => answer(catalog.sensitivity(&read_need(about)?, chance(options)?.as_ref())),
        "seasonalPlan" => answer(catalog.seasonal_plan(&read_need(about)?)),
        "savings" => answer(catalog.savings(&read_need(about)?)),
        _ => answer(catalog.fit(&read_need(about)?).map(Shortened::of)),
    }
}

/// What the checker would rather see changed.
fn warnings(catalog: &Catalog) -> Result<JsValue, JsValue> {
    catalog.check_rest().map_err(|errors| thrown(&errors))?;
    Ok(findings(catalog.warnings().iter()))
}
