//! Questions that only the full module answers, for authors of catalogs and for planning.

use super::error::{findings, thrown, thrown_one};
use super::fit::{Shortened, chance, read_need, up_to};
use super::progress::goes_on;
use super::read::{given, read, read_terms};
use super::{answer, to_js};
use crate::catalog::Catalog;
use crate::catalog::program::Text;
use crate::error::Error;
use crate::fit::Need;
use crate::json::Log;
use crate::verify::FitChoice;
use js_sys::Reflect;
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
        "unpublished" => to_js(&unpublished(catalog)),
        "quoteSimulation" => {
            let scenario = read(about, "a scenario", "")?;
            answer(catalog.quote_simulation(&scenario, &read_terms(options)?))
        }
        "quoteFit" => quote_fit(catalog, about, options),
        _ => ask_of_need(catalog, question, &read_need(about)?, options),
    }
}

/// `options` is a pair: the choice of an option, and terms.
fn quote_fit(catalog: &Catalog, need: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    let part = |place| Reflect::get_u32(options, place).unwrap_or(JsValue::UNDEFINED);
    let need = read(need, "a need", "")?;
    let choice = given(&part(0)).map(|choice| {
        let choice = read(choice, "an option", "/option")?;
        let choice = FitChoice::from_value(&choice);
        choice.map_err(|errors| thrown(&errors.under("/option")))
    });
    answer(catalog.quote_fit(&need, choice.transpose()?.as_ref(), &read_terms(&part(1))?))
}

/// Questions about a need. `options` is a pair: the question's options and a progress callback.
fn ask_of_need(
    catalog: &Catalog,
    question: &str,
    need: &Need,
    options: &JsValue,
) -> Result<JsValue, JsValue> {
    let part = |place| Reflect::get_u32(options, place).unwrap_or(JsValue::UNDEFINED);
    let (options, tell) = (&part(0), part(1));
    let catalog = catalog.watched(move |thousandths| goes_on(&tell, thousandths));
    match question {
        "breakEven" => answer(catalog.break_even(need, up_to(options)?)),
        "sensitivity" => answer(catalog.sensitivity(need, chance(options)?.as_ref())),
        "seasonalPlan" => answer(catalog.seasonal_plan(need)),
        "savings" => answer(catalog.savings(need)),
        "fit" => answer(catalog.fit(need).map(Shortened::of)),
        _ => Err(thrown_one(Error::internal("no such question"))),
    }
}

/// The plan that each number belongs to, if any, and where it is assumed.
fn unpublished(catalog: &Catalog) -> Vec<(Option<Text>, String)> {
    let list = catalog.unpublished().into_iter();
    list.map(|number| (number.plan.clone(), number.pointer())).collect()
}

/// The checker's warnings.
fn warnings(catalog: &Catalog) -> Result<JsValue, JsValue> {
    catalog.check_rest().map_err(|errors| thrown(&errors))?;
    Ok(findings(catalog.warnings().iter()))
}
