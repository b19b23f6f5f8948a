//! Forecasts on wasm32: the same bytes as natively.

#![cfg(test)]
#![cfg(all(target_arch = "wasm32", feature = "wasm-plans"))]

use drawdown_tests::corpus::assert_same_text;
use drawdown_tests::corpus::forecast::{FORECASTS, forecasts};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn every_scenario_gives_its_checked_in_forecast() {
    assert_same_text(&forecasts(), FORECASTS);
}
