//! What a server does with a wallet on every request: load, apply a command, save. As a baseline, a
//! plain reader reads the same text in the same run: the ratios count, not the times.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, reason = "a measurement, no library")]

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use drawdown::{Account, Catalog, Charge, Command, Wallet};
use std::hint::black_box;

/// Sizes, ends, classes and order of the lots vary.
fn account(lots: u32) -> Account {
    let first: drawdown::Instant = "2026-01-01".parse().unwrap();
    let lot = |n: u32| {
        let minutes = 1 + (u64::from(n) * 48_271) % 525_000;
        let expires = drawdown::Instant::from_unix(first.to_unix() + minutes as i64 * 60).unwrap();
        let amount = 1 + n * 7 % 90;
        format!(
            r#"{{ "id": "{n}", "class": "pack", "amount": "{amount}.5", "expires": "{expires}" }}"#
        )
    };
    let lots: Vec<String> = (0..lots).map(lot).collect();
    Account::from_json(&format!(r#"{{ "plan": "pro", "lots": [ {} ] }}"#, lots.join(", "))).unwrap()
}

fn wallet(catalog: &Catalog, lots: u32) -> Wallet {
    let start = "2026-01-01".parse().unwrap();
    Wallet::open(catalog, "acct-7", &account(lots), start).unwrap().wallet
}

fn states(c: &mut Criterion) {
    let catalog = Catalog::from_json(include_str!("data/simulate.json")).unwrap();
    for lots in [10_u32, 10_000] {
        let wallet = wallet(&catalog, lots);
        let state = wallet.save();
        let mut group = c.benchmark_group("wallet");
        group.bench_function(BenchmarkId::new("save", lots), |b| b.iter(|| wallet.save()));
        group.bench_function(BenchmarkId::new("load", lots), |b| {
            b.iter(|| Wallet::load(&catalog, black_box(&state)).unwrap());
        });
        group.bench_function(BenchmarkId::new("plain reader", lots), |b| {
            b.iter(|| serde_json::from_str::<serde_json::Value>(black_box(&state)).unwrap());
        });
        let charge = Charge::new("image", "1".parse().unwrap());
        let command = Command::charge("job-1", wallet.now(), charge);
        group.bench_function(BenchmarkId::new("apply a charge", lots), |b| {
            b.iter_batched_ref(
                || wallet.clone(),
                |wallet| wallet.apply(&command).unwrap(),
                BatchSize::SmallInput,
            );
        });
        group.finish();
    }
}

criterion_group!(wallets, states);
criterion_main!(wallets);
