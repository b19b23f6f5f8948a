//! Scenarios and needs to quote, as the JSON that the quote keeps.

use crate::failure::Failure;
use crate::{input, zone};
use drawdown::{Errors, Scenario, Value, Zone, parse, to_value};

/// What a file asks for, unless it is a request.
pub(super) enum Plans {
    Scenario(Value),
    Need(Value),
}

impl Plans {
    /// The scenario or need in a file; stdin is only read for requests.
    pub(super) fn read(file: Option<&str>) -> anyhow::Result<Option<Self>> {
        let Some(file) = file.filter(|file| *file != "-") else { return Ok(None) };
        let Ok(mut value) = parse(&input::text(file)?) else { return Ok(None) };
        let has = |key: &str| value.get(key).is_some();
        let (is_request, is_need) = (has("operation"), has("lines") || has("history"));
        if is_request || !(is_need || has("start")) {
            return Ok(None);
        }
        leave_out_path(&mut value);
        if let Some(name) = zone::take(&mut value) {
            let table = if is_need {
                zone::of_logs(&name, file, &None)?
            } else {
                of_scenario(&value, &name).map_err(|errors| refused(file, &errors))?
            };
            zone::put(&mut value, to_value(&table)?);
        }
        Ok(Some(if is_need { Plans::Need(value) } else { Plans::Scenario(value) }))
    }
}

/// A path to a catalog says nothing on another machine.
fn leave_out_path(value: &mut Value) {
    let Value::Object(members) = value else { return };
    members.retain(|(key, value)| {
        key != "catalog" || !matches!(value, Value::String(path) if path.starts_with('.'))
    });
}

/// The table of a zone, for the time of a scenario: every machine computes with the same.
fn of_scenario(scenario: &Value, name: &str) -> Result<Zone, Errors> {
    Ok(zone::named(name, Scenario::from_value(scenario)?.covered()?)?)
}

fn refused(file: &str, errors: &Errors) -> Failure {
    let hint = "`drawdown catalog schema scenario` prints the format of a scenario";
    Failure::in_input(input::name(file), errors, hint)
}
