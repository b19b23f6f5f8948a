//! Once a simulation is running, nothing is allocated for what happens in it.

#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

use allocation_counter::measure;
use drawdown::{Catalog, Detail, ForecastOptions, Instant, Scenario, Simulation};

fn catalog() -> Catalog {
    Catalog::from_json(include_str!("../benches/data/simulate.json")).unwrap()
}

/// Five daily grants, a 30-day cycle, and some images a day, for two years.
fn scenario(per_day: u32) -> Scenario {
    let text = format!(
        r#"{{ "start": "2026-01-01", "for": "2 years", "account": {{ "plan": "pro" }},
              "demand": [ {{ "id": "images", "request": {{ "operation": "image" }},
                             "per_day": {per_day} }} ] }}"#
    );
    Scenario::from_json(&text).unwrap()
}

fn simulation(per_day: u32) -> Simulation {
    Simulation::new(&catalog(), &scenario(per_day), Detail::Columns).unwrap()
}

/// How often room was asked for in the second year.
fn in_the_second_year(mut simulation: Simulation) -> u64 {
    let second: Instant = "2027-01-01".parse().unwrap();
    assert!(simulation.run_until(second).unwrap());
    measure(|| simulation.run().unwrap()).count_total
}

/// 30-day cycles that close in a year.
const CYCLES: u64 = 12;
/// Lists of what comes out grow by doubling: cycles, invoices, and six columns of the series.
const GROWTH: u64 = 10;

/// Some 4000 events: 1825 issues, as many ends, 365 charges; and for each cycle the sums at its
/// close, which are part of the answer, and the list of the lots that end with it.
#[test]
fn a_running_year_allocates_nothing_for_an_event() {
    let count = in_the_second_year(simulation(5));
    assert!(count <= 2 * CYCLES + GROWTH, "{count} allocations");
}

/// A day that is short tells which ways out there were; nothing else is allocated for it.
#[test]
fn a_shortfall_allocates_what_it_tells() {
    let count = in_the_second_year(simulation(12));
    assert!(count <= 365 * 14, "{count} allocations");
}

/// A forecast keeps nothing of its paths but their outcomes.
#[test]
fn a_path_allocates_only_to_begin_and_for_its_cycles() {
    let (catalog, scenario) = (catalog(), scenario(12));
    let of = |paths: u32| {
        let options = ForecastOptions::default().paths(paths);
        measure(|| drop(catalog.forecast(&scenario, &options).unwrap())).count_total
    };
    let more = of(60) - of(10);
    assert!(more <= 50 * (2 * 2 * CYCLES + 50), "{} allocations for a path", more / 50);
}
