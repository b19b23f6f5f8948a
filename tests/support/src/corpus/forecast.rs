//! Forecasts and their expected outcomes, the same bytes on every host.

use super::{catalog, items, parse, printed, string};
use drawdown::{ForecastOptions, Scenario, Value, to_text};

/// Rows of `id`, `catalog`, `scenario`, `options` and `forecast`, one line each.
pub const FORECASTS: &str = include_str!("../../../corpus/forecast.json");

/// The whole text of `forecast.json`.
pub fn forecasts() -> String {
    let rows = parse(FORECASTS).unwrap();
    let rows: Vec<String> = items(&rows).iter().map(row).collect();
    format!("[\n{}\n]\n", rows.join(",\n"))
}

fn row(row: &Value) -> String {
    let part = |key: &str| row.get(key).unwrap_or_else(|| panic!("a row holds no {key}"));
    let scenario = Scenario::from_value(part("scenario")).unwrap();
    let options = ForecastOptions::from_value(part("options")).unwrap();
    let forecast = catalog(string(part("catalog"))).forecast(&scenario, &options);
    let forecast = to_text(&forecast.unwrap_or_else(|errors| panic!("{errors}"))).unwrap();
    let given = ["id", "catalog", "scenario", "options"];
    let given = given.map(|key| format!("\"{key}\":{}", printed(part(key))));
    format!("{{{},\"forecast\":{forecast}}}", given.join(","))
}
