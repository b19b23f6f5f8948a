//! Simulations, at once and in steps; forecasts by path.

use super::error::{thrown, thrown_one};
use super::handle::JsCatalog;
use super::projection::{JsProjection, detail_of, milliseconds, read_count};
use super::read::{read, read_instant};
use super::to_js;
use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind};
use crate::simulate::{ForecastOptions, Forecasting, Scenario, Simulation};
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
    let value = read(scenario, "a scenario", "")?;
    Scenario::from_value(&value)
        .and_then(|scenario| Simulation::new(catalog, &scenario, detail_of(ledger)))
        .map_err(|errors| thrown(&errors))
}
