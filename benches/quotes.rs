//! Verifying thousands of quotes in one call, beside one by one in the same run: the ratio counts.
//! It cannot exceed the number of processors.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, reason = "a measurement, no library")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use drawdown::{
    Catalog, QuoteChecks, QuoteKeys, QuoteSigner, QuoteTerms, Request, Verdict, to_text,
};

const COUNT: u32 = 2_000;

/// Different quotes, plain or signed, and what they are checked against.
fn quotes(catalog: &Catalog, signer: Option<&QuoteSigner>) -> (Vec<String>, QuoteChecks) {
    let now = "2026-11-01T12:00Z".parse().unwrap();
    let texts = (1..=COUNT).map(|runs| {
        let request = Request::new("clip").set("seconds", 12).set("resolution", "1080p");
        let terms = QuoteTerms::default().id(format!("order-{runs}")).issued(now);
        let quote = catalog.quote_with(&request.runs(runs).at(now), &terms).unwrap();
        match signer {
            Some(signer) => to_text(&signer.sign(&quote).unwrap()).unwrap(),
            None => to_text(&quote).unwrap(),
        }
    });
    let texts = texts.collect();
    let checks = QuoteChecks::new(now);
    match signer {
        Some(signer) => (texts, checks.keys(QuoteKeys::default().key(signer.key()))),
        None => (texts, checks),
    }
}

fn verify(c: &mut Criterion) {
    let catalog = Catalog::from_json(include_str!("data/bench.json")).unwrap();
    let ed25519 = QuoteSigner::ed25519("key", &[7; 32]);
    let hmac = QuoteSigner::hmac_sha_256("key", &[7; 32]).unwrap();
    for (name, signer) in [("plain", None), ("hmac", Some(&hmac)), ("ed25519", Some(&ed25519))] {
        let (texts, checks) = quotes(&catalog, signer);
        let all_verified = |verdicts: &[Result<Verdict, drawdown::Errors>]| {
            verdicts.iter().all(|verdict| *verdict == Ok(Verdict::Verified))
        };
        assert!(all_verified(&catalog.verify_batch(&texts, &checks)));
        let mut group = c.benchmark_group(name);
        group.sample_size(10).throughput(Throughput::Elements(COUNT.into()));
        group.bench_function("one by one", |b| {
            b.iter(|| -> Vec<_> {
                texts.iter().map(|text| catalog.verify_with(text, &checks)).collect()
            });
        });
        group.bench_function("in one call", |b| b.iter(|| catalog.verify_batch(&texts, &checks)));
        group.finish();
    }
}

criterion_group!(benches, verify);
criterion_main!(benches);
