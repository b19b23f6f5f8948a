//! What an estimate costs in time, beside plain floats and arbitrary-precision fractions that do
//! the same sum in the same run: the ratios count, not the times.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, clippy::float_arithmetic, reason = "a measurement, no library")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use drawdown::{Catalog, Decimal, Preview, Request};
use num_rational::BigRational;
use std::hint::black_box;

const CATALOG: &str = include_str!("data/bench.json");

fn catalog() -> Catalog {
    Catalog::from_json(CATALOG).unwrap()
}

/// An itemised answer to a request that has been read already.
fn itemised(c: &mut Criterion) {
    let catalog = catalog();
    let mut group = c.benchmark_group("itemised");
    for request in [
        Request::new("clip").set("seconds", 12).set("resolution", "1080p"),
        Request::new("video-tokens").set("input", 4).set("output", 8),
        Request::new("tiers").set("units", 150),
    ] {
        group.bench_function(&request.operation, |b| {
            b.iter(|| catalog.estimate(black_box(&request)).unwrap());
        });
    }
    group.finish();
}

fn preview(catalog: &Catalog, operation: &str, set: &[(&str, u32)]) -> Preview {
    let mut preview = catalog.preview(operation, None, None).unwrap();
    for (name, value) in set {
        let slot = preview.slot(name).unwrap();
        preview.set(slot, Decimal::from(*value)).unwrap();
    }
    preview
}

/// One request after another with other numbers, as when a file of usage is rated.
fn bulk(c: &mut Criterion) {
    let catalog = catalog();
    let mut group = c.benchmark_group("bulk");
    group.throughput(Throughput::Elements(1));
    let mut clip = preview(&catalog, "clip", &[]);
    let seconds = clip.slot("seconds").unwrap();
    let mut n = 0;
    group.bench_function("clip", |b| {
        b.iter(|| {
            n = (n + 1) % 28;
            clip.set(seconds, Decimal::from(3 + n)).unwrap();
            clip.total().unwrap()
        });
    });
    let tokens = preview(&catalog, "video-tokens", &[("input", 4), ("output", 8)]);
    group.bench_function("video-tokens", |b| b.iter(|| tokens.total().unwrap()));
    let tiers = preview(&catalog, "tiers", &[("units", 150)]);
    group.bench_function("tiers", |b| b.iter(|| tiers.total().unwrap()));
    group.finish();
}

/// The same sums without units, rules or exactness; and exact, without bounds.
fn baselines(c: &mut Criterion) {
    let mut group = c.benchmark_group("baseline");
    group.bench_function("clip, f64", |b| {
        b.iter(|| (black_box(12.0_f64) * black_box(24.0)).ceil());
    });
    group.bench_function("video-tokens, f64", |b| {
        b.iter(|| {
            (black_box(4.0_f64) + black_box(8.0)) * black_box(1280.0) * 720.0 * 24.0 / 1024.0 * 7.0
                / 1e6
        });
    });
    let whole = |n: i64| BigRational::from_integer(n.into());
    let (input, output, width) = (whole(4), whole(8), whole(1280));
    let (height, fps, rate) = (whole(720), whole(24), whole(7));
    let (kilo, million) = (whole(1024), whole(1_000_000));
    group.bench_function("video-tokens, arbitrary fractions", |b| {
        b.iter(|| {
            (black_box(&input) + &output) * &width * &height * &fps / &kilo * &rate / &million
        });
    });
    group.finish();
}

fn loading(c: &mut Criterion) {
    let text = include_str!("../catalogs/imagineart.json");
    let mut group = c.benchmark_group("catalog");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("read and check", |b| {
        b.iter_batched(|| text, |text| Catalog::from_json(text).unwrap(), BatchSize::SmallInput);
    });
    group.finish();
}

criterion_group!(benches, itemised, bulk, baselines, loading);
criterion_main!(benches);
