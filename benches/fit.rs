//! What fits a need, for 10 plans by 3 terms with top-ups over 12 months, beside plain sums month
//! by month that answer the same question in the same run: the ratios count, not the times.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a measurement, no library")]

use criterion::{Criterion, criterion_group, criterion_main};
use drawdown::{Catalog, Need};
use serde_json::{Value, json};
use std::hint::black_box;

const PLANS: u64 = 10;
const PACKS: [(u64, u64); 3] = [(1_000, 9), (5_000, 40), (20_000, 150)];

fn allowance(plan: u64) -> u64 {
    2_000 * (plan + 1)
}

fn month(plan: u64) -> u64 {
    15 * (plan + 1) + 3 * (PLANS - plan)
}

/// Ten plans, each by the month, the quarter and the year; packs that end, or never.
fn catalog(expires: &str) -> Catalog {
    let text = include_str!("data/fit.json");
    Catalog::from_json(&text.replace("\"never\"", &format!("\"{expires}\""))).unwrap()
}

fn need(season: Value) -> Need {
    let text = json!({ "lines": [
            { "request": { "operation": "image" }, "per_day": 10, "days": 22 },
            { "request": { "operation": "video" }, "per_day": 2, "days": 22 } ],
        "season": season, "buffer": "20-30%", "months": 12 });
    Need::from_json(&text.to_string()).unwrap()
}

/// For each plan and term: what is missing month by month, bought in the packs that cost least for
/// the sum. Says the least cost.
fn plain() -> u64 {
    let wanted = 22 * (10 * 24 + 2 * 210) * 12 / 10;
    let mut best = u64::MAX;
    for plan in 0..PLANS {
        for (months, price) in
            [(1, month(plan)), (3, month(plan) * 27 / 10), (12, month(plan) * 10)]
        {
            let missing: u64 = (0..12).map(|_| wanted.max(allowance(plan)) - allowance(plan)).sum();
            let mut packs = u64::MAX;
            for large in 0..=missing.div_ceil(PACKS[2].0) {
                let left = missing.saturating_sub(large * PACKS[2].0);
                for middle in 0..=left.div_ceil(PACKS[1].0) {
                    let small = left.saturating_sub(middle * PACKS[1].0).div_ceil(PACKS[0].0);
                    let sum = large * PACKS[2].1 + middle * PACKS[1].1 + small * PACKS[0].1;
                    packs = packs.min(sum);
                }
            }
            best = best.min(12 / months * price + packs);
        }
    }
    best
}

fn fits(c: &mut Criterion) {
    let mut group = c.benchmark_group("fit, 10 plans x 3 terms, 12 months");
    group.sample_size(30);
    let even = need(json!([]));
    let uneven =
        need(json!(["0.5", "0.5", "1", "1", "1.5", "2", "2", "1.5", "1", "1", "0.5", "3"]));
    let lasting = catalog("never");
    assert_eq!(lasting.fit(&even).unwrap().options.len(), 31);
    for (name, catalog, need) in [
        ("packs that last", &lasting, &even),
        ("packs that last, a season", &lasting, &uneven),
        ("packs that end after 45 days", &catalog("45 days"), &even),
        ("packs that end after 45 days, a season", &catalog("45 days"), &uneven),
    ] {
        group.bench_function(name, |b| b.iter(|| catalog.fit(black_box(need)).unwrap()));
    }
    group.bench_function("plain sums", |b| b.iter(|| black_box(plain())));
    group.finish();
}

/// What stands on many fits.
fn many_fits(c: &mut Criterion) {
    let (catalog, need) = (catalog("never"), need(json!([])));
    let mut group = c.benchmark_group("many fits");
    group.sample_size(10);
    group.bench_function("break-even", |b| b.iter(|| catalog.break_even(&need, None).unwrap()));
    group.bench_function("sensitivity", |b| b.iter(|| catalog.sensitivity(&need, None).unwrap()));
    group.bench_function("savings", |b| b.iter(|| catalog.savings(&need).unwrap()));
    group.bench_function("seasons", |b| b.iter(|| catalog.seasonal_plan(&need).unwrap()));
    group.finish();
}

criterion_group!(benches, fits, many_fits);
criterion_main!(benches);
