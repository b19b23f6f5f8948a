//! Once a simulation is running, nothing is allocated for what happens in it.

#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

use allocation_counter::measure;
use drawdown::{Catalog, Detail, Instant, Scenario, Simulation};

/// Five daily grants, a 30-day cycle, and five images a day, for two years.
fn simulation(more: &str) -> Simulation {
    let catalog = Catalog::from_json(include_str!("../benches/data/simulate.json")).unwrap();
    let text = format!(
        r#"{{ "start": "2026-01-01", "for": "2 years", "account": {{ "plan": "pro" }},
              "demand": [ {{ "id": "images", "request": {{ "operation": "image" }},
                             "per_day": 5 }} ] {more} }}"#
    );
    Simulation::new(&catalog, &Scenario::from_json(&text).unwrap(), Detail::Columns).unwrap()
}

/// How often room was asked for in the second year.
fn in_the_second_year(mut simulation: Simulation) -> u64 {
    let second: Instant = "2027-01-01".parse().unwrap();
    assert!(simulation.run_until(second).unwrap());
    measure(|| simulation.run().unwrap()).count_total
}

/// Per cycle, the sums of the cycle that closed: they are part of the answer. Beside them, lists
/// of what comes out grow, by doubling.
const CYCLES: u64 = 13;
const GROWTH: u64 = 32;

#[test]
fn a_running_year_allocates_nothing_for_an_event() {
    let count = in_the_second_year(simulation(""));
    eprintln!("COUNT {count}");
    assert!(count <= 2 * CYCLES + GROWTH, "{count} allocations");
}
