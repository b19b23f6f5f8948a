//! Every rule of balances of the four source systems, one test each, through the shipped
//! catalogs; amounts and prices that nobody publishes are assumed by the scenario. Each number is
//! worked out by hand beside it.

#![cfg(test)]

mod greenzero;
mod imagineart;
mod kive;
mod krea;
mod prices;
mod worked;

use drawdown::{
    Catalog, Cause, Detail, EntryKind, Errors, Projection, Scenario, Simulation, Way, WayKind,
};

macro_rules! platform {
    ($name:ident) => {
        pub(crate) fn $name() -> Catalog {
            let text = include_str!(concat!("../../catalogs/", stringify!($name), ".json"));
            Catalog::from_json(text).unwrap_or_else(|errors| panic!("{errors}"))
        }
    };
}

platform!(greenzero);
platform!(imagineart);
platform!(kive);
platform!(krea);

fn read(scenario: &str) -> Scenario {
    Scenario::from_json(scenario).unwrap_or_else(|errors| panic!("{errors}\n{scenario}"))
}

fn project(catalog: &Catalog, scenario: &str) -> Projection {
    let projection = catalog.simulate(&read(scenario), Detail::Ledger);
    projection.unwrap_or_else(|errors| panic!("{errors}\n{scenario}"))
}

/// The first error of a scenario that cannot be run: `pointer: code: sentence`.
fn error(catalog: &Catalog, scenario: &str) -> String {
    let simulated = Scenario::from_json(scenario)
        .and_then(|scenario| catalog.simulate(&scenario, Detail::Columns));
    let errors: Errors = simulated.expect_err("an error");
    let error = errors.iter().next().expect("at least one");
    format!("{}: {}: {}", error.pointer(), error.code(), error.sentence())
}

/// A scenario that has been run up to an instant.
fn at(catalog: &Catalog, scenario: &str, until: &str) -> Simulation {
    let mut simulation = Simulation::new(catalog, &read(scenario), Detail::Ledger)
        .unwrap_or_else(|errors| panic!("{errors}"));
    simulation.run_until(until.parse().unwrap()).unwrap_or_else(|errors| panic!("{errors}"));
    simulation
}

/// An instant in short: no seconds, and no time at midnight.
fn short(at: impl ToString) -> String {
    at.to_string().replace("T00:00:00Z", "").replace(":00Z", "Z")
}

/// Entries of a kind: when, how much, about what.
fn entries(projection: &Projection, kind: EntryKind) -> Vec<String> {
    let of_kind = projection.entries().into_iter().filter(|entry| entry.kind == kind);
    of_kind
        .map(|entry| {
            let about = entry.about.as_deref().unwrap_or("");
            format!("{} {} {about}", short(entry.at), entry.amount)
        })
        .collect()
}

/// Entries of a kind about one grant, top-up, operation or class.
fn about(projection: &Projection, kind: EntryKind, id: &str) -> Vec<String> {
    let mut rows = entries(projection, kind);
    rows.retain(|row| row.ends_with(&format!(" {id}")));
    rows.iter().map(|row| row[..row.len() - id.len() - 1].to_owned()).collect()
}

/// Invoices: when and how much.
fn invoices(projection: &Projection) -> Vec<String> {
    let money =
        |money: Option<drawdown::Money>| money.map_or("?".into(), |money| money.to_string());
    projection.invoices.iter().map(|i| format!("{} {}", short(i.at), money(i.money))).collect()
}

/// A way out in short: what, when, how much it brings, what it costs, whether it covers.
fn way(way: &Way) -> String {
    let or = |text: Option<String>| text.unwrap_or_else(|| "?".into());
    let kind = match way.kind {
        WayKind::Wait => "wait",
        WayKind::TopUp => "top-up",
        WayKind::Upgrade => "upgrade",
        WayKind::FreeRun => "free run",
    };
    format!(
        "{kind} {} {} +{} for {}{}",
        way.id.as_deref().unwrap_or(""),
        short(way.at),
        or(way.credits.map(|credits| credits.to_string())),
        or(way.price.map(|price| price.to_string())),
        if way.covers { "" } else { ", too little" },
    )
}

/// The ways out of the first shortfall.
fn ways(projection: &Projection) -> Vec<String> {
    projection.shortfalls[0].ways.iter().map(way).collect()
}

/// Each shortfall: when, why, how many runs, how much is missing.
fn causes(projection: &Projection) -> Vec<(String, Cause, u64, String)> {
    let row = |s: &drawdown::Shortfall| (short(s.from), s.cause, s.runs, s.missing.to_string());
    projection.shortfalls.iter().map(row).collect()
}

/// What is left of each class at the end.
fn closing(projection: &Projection) -> Vec<String> {
    projection.classes.iter().map(|c| format!("{} {}", c.class, c.closing)).collect()
}

fn run_out(projection: &Projection) -> Option<String> {
    projection.run_out.map(short)
}
