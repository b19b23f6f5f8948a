//! What a horizon costs in time, beside a plain simulator that does the same in the same run: the
//! ratios count, not the times.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a measurement, no library")]

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use drawdown::{Catalog, Detail, Distribution, ForecastOptions, Scenario};
use std::hint::black_box;

fn catalog() -> Catalog {
    Catalog::from_json(include_str!("data/simulate.json")).unwrap()
}

/// Five daily grants, a 30-day cycle, and five images a day.
fn scenario(years: u32, lots: &str) -> Scenario {
    let text = format!(
        r#"{{ "start": "2026-01-01", "for": "{years} years",
              "account": {{ "plan": "pro"{lots} }},
              "demand": [ {{ "id": "images", "request": {{ "operation": "image" }},
                             "per_day": 5 }} ] }}"#
    );
    Scenario::from_json(&text).unwrap()
}

/// So many lots at the start, which end one after the other over a year.
fn opening(count: u32) -> String {
    let lot = |n: u32| {
        let minutes = 1 + u64::from(n) * 525_000 / u64::from(count);
        let (day, hour, minute) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
        let first: drawdown::Instant = "2026-01-01".parse().unwrap();
        let seconds = first.to_unix() + ((day * 24 + hour) * 60 + minute) as i64 * 60;
        let expires = drawdown::Instant::from_unix(seconds).unwrap();
        format!(r#"{{ "id": "{n}", "class": "pack", "amount": 10, "expires": "{expires}" }}"#)
    };
    let lots: Vec<String> = (0..count).map(lot).collect();
    format!(r#", "lots": [ {} ]"#, lots.join(", "))
}

/// A year, with columns only and with the ledger; and by the plain simulator.
fn year(c: &mut Criterion) {
    let (catalog, scenario) = (catalog(), scenario(1, ""));
    let columns = catalog.simulate(&scenario, Detail::Columns).unwrap();
    assert_eq!(columns.totals.spent.to_string(), naive(365).0.to_string(), "the same sums");
    let mut group = c.benchmark_group("year");
    group.bench_function("columns", |b| {
        b.iter(|| catalog.simulate(black_box(&scenario), Detail::Columns).unwrap());
    });
    group.bench_function("ledger", |b| {
        b.iter(|| catalog.simulate(black_box(&scenario), Detail::Ledger).unwrap());
    });
    group.bench_function("plain simulator", |b| b.iter(|| naive(black_box(365))));
    group.finish();
}

/// Longer horizons: the time should grow as they do.
fn horizons(c: &mut Criterion) {
    let catalog = catalog();
    let mut group = c.benchmark_group("years");
    for years in [1, 10, 50] {
        let scenario = scenario(years, "");
        group.bench_with_input(BenchmarkId::from_parameter(years), &scenario, |b, scenario| {
            b.iter(|| catalog.simulate(scenario, Detail::Columns).unwrap());
        });
    }
    group.finish();
}

/// A year that begins with many lots.
fn lots(c: &mut Criterion) {
    let catalog = catalog();
    let mut group = c.benchmark_group("opening lots");
    for count in [10, 100, 1_000, 10_000] {
        let scenario = scenario(1, &opening(count));
        group.bench_with_input(BenchmarkId::from_parameter(count), &scenario, |b, scenario| {
            b.iter(|| catalog.simulate(scenario, Detail::Columns).unwrap());
        });
    }
    group.finish();
}

/// A thousand paths of a year.
fn forecast(c: &mut Criterion) {
    let (catalog, scenario) = (catalog(), scenario(1, ""));
    let mut group = c.benchmark_group("forecast, 1000 paths");
    group.sample_size(20);
    let mut options = ForecastOptions::default();
    group.bench_function("poisson", |b| {
        b.iter(|| catalog.forecast(black_box(&scenario), &options).unwrap());
    });
    options.distribution = Some(Distribution::NegativeBinomial);
    options.dispersion = Some("2".parse().unwrap());
    group.bench_function("negative binomial", |b| {
        b.iter(|| catalog.forecast(black_box(&scenario), &options).unwrap());
    });
    group.bench_function("plain simulator", |b| {
        b.iter(|| (0..1000).map(|_| naive(black_box(365)).0).sum::<u64>());
    });
    group.finish();
}

/// A lot of the plain simulator.
struct Lot {
    expires: u64,
    issued: u64,
    class: usize,
    left: u64,
}

/// The same year without rules: whole credits, a list of lots that is sorted at each charge, and
/// the sums of each class day by day. Says what was spent, and the columns.
fn naive(days: u64) -> (u64, Vec<[[u64; 4]; 2]>) {
    let mut lots: Vec<Lot> = Vec::new();
    let (mut spent, mut rows) = (0, Vec::new());
    for day in 0..days {
        let mut row = [[0; 4]; 2];
        for lot in lots.iter().filter(|lot| lot.expires <= day) {
            row[lot.class][2] += lot.left;
        }
        lots.retain(|lot| lot.expires > day && lot.left > 0);
        if day % 30 == 0 {
            lots.push(Lot { expires: day + 30, issued: day, class: 1, left: 2000 });
            row[1][0] += 2000;
        }
        for amount in [10, 20, 15, 5, 25] {
            lots.push(Lot { expires: day + 1, issued: day, class: 0, left: amount });
            row[0][0] += amount;
        }
        lots.sort_by_key(|lot| (lot.expires, lot.issued));
        let mut due = 5 * 24;
        for lot in &mut lots {
            let part = due.min(lot.left);
            lot.left -= part;
            due -= part;
            row[lot.class][1] += part;
            spent += part;
        }
        for lot in &lots {
            row[lot.class][3] += lot.left;
        }
        rows.push(row);
    }
    (spent, rows)
}

criterion_group!(benches, year, horizons, lots, forecast);
criterion_main!(benches);
