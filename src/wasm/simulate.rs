//! The rules of plans; projections, with scalars as objects and series as columns; simulations in
//! steps; forecasts by path.

use super::error::{thrown, thrown_one};
use super::handle::JsCatalog;
use super::number::to_float;
use super::read::{given, read, read_instant, read_text};
use super::to_js;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind};
use crate::json::{Log, Node, to_text};
use crate::simulate::{
    Column, Detail, ForecastOptions, Forecasting, Projection, Scenario, Simulation, Summary,
    too_large,
};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(js_class = Catalog)]
impl JsCatalog {
    /// Simulates a scenario.
    pub fn simulate(
        &self,
        scenario: &JsValue,
        ledger: Option<bool>,
    ) -> Result<JsProjection, JsValue> {
        simulate(&self.0, scenario, ledger)
    }

    /// Simulates a scenario in steps.
    pub fn simulation(
        &self,
        scenario: &JsValue,
        ledger: Option<bool>,
    ) -> Result<JsSimulation, JsValue> {
        simulation(&self.0, scenario, ledger)
    }

    /// The possible outcomes of a scenario with random demand.
    pub fn forecasting(
        &self,
        scenario: &JsValue,
        options: &JsValue,
    ) -> Result<JsForecasting, JsValue> {
        forecasting(&self.0, scenario, options)
    }
}

/// See `Projection` in `index.d.ts`.
#[wasm_bindgen(js_name = Projection)]
#[derive(Debug)]
pub struct JsProjection(pub(super) Projection);

#[wasm_bindgen(js_class = Projection)]
impl JsProjection {
    /// Everything except series and ledger.
    pub fn summary(&self) -> Result<JsValue, JsValue> {
        to_js(&Summary(&self.0))
    }

    /// Month by month.
    pub fn months(&self) -> Result<JsValue, JsValue> {
        to_js(&self.0.months())
    }

    /// The start of each row.
    pub fn days(&self) -> Vec<f64> {
        self.0.days.starts().iter().copied().map(milliseconds).collect()
    }

    /// Ids of the classes.
    pub fn classes(&self) -> Result<JsValue, JsValue> {
        to_js(&self.ids())
    }

    /// A column of a class, or of all classes together.
    pub fn column(&self, class: &JsValue, name: &JsValue) -> Result<Vec<f64>, JsValue> {
        let class = given(class).map(|class| read_text(class, "the id of a class", ""));
        let (class, name) = (class.transpose()?, read_text(name, "the name of a column", "")?);
        let Some(column) = Column::ALL.into_iter().find(|column| column.name() == name) else {
            return Err(no_such("column", &name, &Column::ALL.map(Column::name)));
        };
        if let Some(class) = class.filter(|class| class != "*") {
            let floats = self.floats(&class, column);
            return floats.ok_or_else(|| no_such("class", &class, &self.ids()));
        }
        let mut sums: Vec<Credits> = Vec::new();
        for id in self.ids() {
            let amounts = self.0.days.column(id, column).unwrap_or_default();
            if sums.is_empty() {
                sums = amounts;
                continue;
            }
            for (sum, amount) in sums.iter_mut().zip(amounts) {
                *sum = sum.checked_add(amount).ok_or_else(|| thrown_one(too_large()))?;
            }
        }
        sums.resize(self.0.days.starts().len(), Credits::ZERO);
        Ok(sums.into_iter().map(|sum| to_float(sum.decimal())).collect())
    }

    /// Number of ledger entries.
    #[wasm_bindgen(getter, js_name = entryCount)]
    pub fn entry_count(&self) -> usize {
        self.0.entry_count()
    }

    /// A range of ledger entries.
    pub fn entries(&self, from: &JsValue, until: &JsValue) -> Result<JsValue, JsValue> {
        let from = given(from).map_or(Ok(0), |from| read_count(from, "/from"))?;
        let until = given(until).map_or(Ok(u32::MAX), |until| read_count(until, "/until"))?;
        to_js(&self.0.entries_between(from as usize, until as usize))
    }

    /// The exact JSON text.
    #[wasm_bindgen(js_name = toJSON)]
    pub fn to_json(&self) -> Result<String, JsValue> {
        to_text(&self.0).map_err(|error| error.to_string().into())
    }

    /// A column of a class; undefined for an unknown class.
    fn floats(&self, class: &str, column: Column) -> Option<Vec<f64>> {
        let (first, rest) = self.0.days.known(class, column)?;
        let mut floats = vec![0.0; self.0.days.starts().len()];
        // Most days equal the one before.
        let mut last = (Credits::ZERO, 0.0);
        for (float, amount) in floats.iter_mut().zip(first.iter().chain(rest)) {
            if *amount != last.0 {
                last = (*amount, to_float(amount.decimal()));
            }
            *float = last.1;
        }
        Some(floats)
    }

    fn ids(&self) -> Vec<&str> {
        self.0.days.classes().collect()
    }
}

/// See `Simulation` in `index.d.ts`. Empty once finished: copying the state would cost kilobytes of
/// code.
#[wasm_bindgen(js_name = Simulation)]
#[derive(Debug)]
pub struct JsSimulation(Option<Simulation>);

#[wasm_bindgen(js_class = Simulation)]
impl JsSimulation {
    /// First instant.
    #[wasm_bindgen(getter)]
    pub fn start(&self) -> f64 {
        self.0.as_ref().map_or(f64::NAN, |simulation| milliseconds(simulation.start()))
    }

    /// End (exclusive).
    #[wasm_bindgen(getter)]
    pub fn end(&self) -> f64 {
        self.0.as_ref().map_or(f64::NAN, |simulation| milliseconds(simulation.end()))
    }

    /// Runs up to an instant. Returns whether more is to come.
    #[wasm_bindgen(js_name = runUntil)]
    pub fn run_until(&mut self, until: &JsValue) -> Result<bool, JsValue> {
        let until = read_instant(until)?;
        let simulation = self.0.as_mut().ok_or_else(finished)?;
        simulation.run_until(until).map_err(|errors| thrown(&errors))
    }

    /// The projection.
    pub fn finish(&mut self) -> Result<JsProjection, JsValue> {
        Ok(JsProjection(self.0.take().ok_or_else(finished)?.finish()))
    }
}

#[cold]
fn finished() -> JsValue {
    thrown_one(Error::new(ErrorKind::Limit, "", "the simulation has been finished"))
}

/// See `Forecasting` in `index.d.ts`; empty once finished, like a simulation.
#[wasm_bindgen(js_name = Forecasting)]
#[derive(Debug)]
pub struct JsForecasting(Option<Forecasting>);

#[wasm_bindgen(js_class = Forecasting)]
impl JsForecasting {
    /// Simulates some paths. Returns how many are left.
    pub fn run(&mut self, paths: &JsValue) -> Result<u32, JsValue> {
        let paths = read_count(paths, "/paths")?;
        let forecasting = self.0.as_mut().ok_or_else(finished)?;
        forecasting.run(paths).map_err(|errors| thrown(&errors))
    }

    /// The forecast.
    pub fn finish(&mut self) -> Result<JsValue, JsValue> {
        to_js(&self.0.take().ok_or_else(finished)?.finish())
    }
}

fn forecasting(
    catalog: &Catalog,
    scenario: &JsValue,
    options: &JsValue,
) -> Result<JsForecasting, JsValue> {
    let scenario = read(scenario, "a scenario", "")?;
    let options = read(options, "options", "")?;
    Scenario::from_value(&scenario)
        .and_then(|scenario| {
            let options = ForecastOptions::from_value(&options)?;
            Forecasting::new(catalog, &scenario, &options)
        })
        .map(|forecasting| JsForecasting(Some(forecasting)))
        .map_err(|errors| thrown(&errors))
}

fn simulate(
    catalog: &Catalog,
    scenario: &JsValue,
    ledger: Option<bool>,
) -> Result<JsProjection, JsValue> {
    let mut simulation = begun(catalog, scenario, ledger)?;
    simulation.run().map_err(|errors| thrown(&errors))?;
    Ok(JsProjection(simulation.finish()))
}

fn simulation(
    catalog: &Catalog,
    scenario: &JsValue,
    ledger: Option<bool>,
) -> Result<JsSimulation, JsValue> {
    begun(catalog, scenario, ledger).map(|simulation| JsSimulation(Some(simulation)))
}

fn begun(
    catalog: &Catalog,
    scenario: &JsValue,
    ledger: Option<bool>,
) -> Result<Simulation, JsValue> {
    let detail = if ledger == Some(true) { Detail::Ledger } else { Detail::Columns };
    let value = read(scenario, "a scenario", "")?;
    Scenario::from_value(&value)
        .and_then(|scenario| Simulation::new(catalog, &scenario, detail))
        .map_err(|errors| thrown(&errors))
}

fn read_count(value: &JsValue, place: &str) -> Result<u32, JsValue> {
    let log = Log::default();
    let value = read(value, "a whole number", place)?;
    let whole = Node::root(&value, &log).whole_number();
    whole.and_then(|whole| u32::try_from(whole).ok()).ok_or_else(|| {
        let sentence = format!("expected a whole number of at least 0, found {}", value.shown());
        thrown_one(Error::new(ErrorKind::OutOfRange, place, sentence))
    })
}

/// In milliseconds, like `Date`.
#[allow(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "far below 2^53")]
fn milliseconds(at: Instant) -> f64 {
    at.to_unix() as f64 * 1000.0
}

fn no_such(what: &str, name: &str, known: &[&str]) -> JsValue {
    thrown_one(Error::unknown_name("", what, name, known))
}
