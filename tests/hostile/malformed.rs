//! Ten thousand malformed catalogs and as many requests: each is an answer or a clear error.

use crate::stopwatch::Stopwatch;
use drawdown::{
    Catalog, Credits, Errors, ModelNeed, ModelRun, Models, Need, Quote, Request, Value, compare,
    compare_run, parse,
};
use drawdown_tests::corpus::{CATALOGS, COMPARISONS_ASKED, items, vectors};
use drawdown_tests::mutation::{Dice, malformed};
use std::time::Duration;

const EACH: usize = 10_000;
/// For one answer, in an unoptimised build; the usual time is below a
/// millisecond.
const LONGEST: Duration = Duration::from_secs(60);

/// Runs one case; its text is told when it panics or takes too long.
fn bounded<T>(text: &str, act: impl FnOnce() -> T + std::panic::UnwindSafe) -> T {
    let watch = Stopwatch::start();
    let result = std::panic::catch_unwind(act).unwrap_or_else(|_| panic!("a panic at:\n{text}"));
    let took = watch.took();
    assert!(took < LONGEST, "{took:?} for:\n{text}");
    result
}

fn assert_clear(errors: &Errors, text: &str) {
    assert!(!errors.is_empty(), "no error is told for:\n{text}");
    for error in errors.iter() {
        assert!(!error.sentence().trim().is_empty(), "an error says nothing for:\n{text}");
        assert!(
            error.pointer().is_empty() || error.pointer().starts_with('/'),
            "{error} for:\n{text}"
        );
        assert!(!error.code().is_empty());
    }
}

#[test]
fn malformed_catalogs_are_told_why() {
    let catalogs: Vec<Value> = CATALOGS.iter().map(|(_, text)| parse(text).unwrap()).collect();
    let mut dice = Dice::new(1);
    let mut refused = 0;
    for case in 0..EACH {
        let text = malformed(&mut dice, &catalogs[case % catalogs.len()]);
        match bounded(&text, || Catalog::from_json(&text)) {
            Err(errors) => {
                refused += 1;
                assert_clear(&errors, &text);
            }
            // The fault did no harm, or made another catalog of it: then that has to work.
            Ok(catalog) => {
                let asked = || (catalog.check().is_ok(), catalog.info(), catalog.warnings().len());
                assert!(bounded(&text, asked).0, "{text}");
            }
        }
    }
    assert!(refused > EACH / 2, "only {refused} were refused");
}

#[test]
fn malformed_requests_are_told_why() {
    let vectors: Vec<_> = vectors()
        .into_iter()
        .map(|row| (drawdown_tests::corpus::catalog(&row.catalog), row.request))
        .collect();
    let budget: Credits = "100".parse().unwrap();
    let mut dice = Dice::new(2);
    let mut refused = 0;
    for case in 0..EACH {
        let (catalog, request) = &vectors[case % vectors.len()];
        let text = malformed(&mut dice, request);
        let answers = bounded(&text, || {
            let request = Request::from_json(&text)?;
            catalog.affordable(&request, budget).map(drop)?;
            let cheaper = catalog.cheaper(&request).map(drop);
            catalog.quote(&request).map(drop)?;
            Ok::<_, Errors>(cheaper)
        });
        match answers {
            Ok(Ok(())) => {}
            Ok(Err(errors)) => assert_clear(&errors, &text),
            Err(errors) => {
                refused += 1;
                assert_clear(&errors, &text);
            }
        }
        if let Err(errors) = bounded(&text, || Need::from_json(&text)) {
            assert_clear(&errors, &text);
        }
        if let Err(errors) = bounded(&text, || ModelRun::from_json(&text)) {
            assert_clear(&errors, &text);
        }
    }
    assert!(refused > EACH / 2, "only {refused} were refused");
}

#[test]
fn malformed_comparisons_are_told_why() {
    let asked: Vec<Value> = items(&parse(COMPARISONS_ASKED).unwrap()).to_vec();
    let catalogs = ["kling.json", "runway.json"].map(drawdown_tests::corpus::catalog);
    let models = Models::shipped();
    let mut dice = Dice::new(4);
    let mut refused = 0;
    for case in 0..EACH / 5 {
        let ask = asked[case % asked.len()].get("ask").unwrap();
        let text = malformed(&mut dice, ask);
        let answer = bounded(&text, || match ask.get("request") {
            Some(_) => ModelRun::from_json(&text)
                .and_then(|run| compare_run(&catalogs, &run, &models))
                .map(drop),
            None => ModelNeed::from_json(&text)
                .and_then(|need| compare(&catalogs, &need, &models))
                .map(drop),
        });
        if let Err(errors) = answer {
            refused += 1;
            assert_clear(&errors, &text);
        }
    }
    assert!(refused > EACH / 20, "only {refused} were refused");
}

#[test]
fn malformed_names_of_models_are_told_why() {
    let names = parse(r#"{ "a-1": { "label": "A 1", "aliases": ["a"] }, "b": {} }"#).unwrap();
    let mut dice = Dice::new(5);
    for _ in 0..EACH / 5 {
        let text = malformed(&mut dice, &names);
        if let Err(errors) = bounded(&text, || Models::from_json(&text)) {
            assert_clear(&errors, &text);
        }
    }
}

#[test]
fn malformed_quotes_are_never_verified() {
    let catalog = drawdown_tests::corpus::catalog("imagineart.json");
    let request = Request::new("nano-banana-2").set("resolution", "4K").runs(3).plan("creator");
    let quote = drawdown::to_value(&catalog.quote(&request).unwrap()).unwrap();
    let whole = drawdown_tests::corpus::printed(&quote);
    assert_eq!(catalog.verify_json(&whole).unwrap(), drawdown::Verdict::Verified);
    let mut dice = Dice::new(3);
    for _ in 0..EACH / 5 {
        let text = malformed(&mut dice, &quote);
        if let Err(errors) = bounded(&text, || Quote::from_json(&text)) {
            assert_clear(&errors, &text);
        }
        match bounded(&text, || catalog.verify_json(&text)) {
            Err(errors) => assert_clear(&errors, &text),
            // A fault may leave the values as they were: an amount as a number, say.
            Ok(drawdown::Verdict::Verified) => {
                assert!(same(&parse(&text).unwrap(), &quote), "{text}")
            }
            Ok(_) => {}
        }
    }
}

/// The same values; a number stands for the decimal string it prints as, and keys for their order.
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    let decimal = |value: &Value| match value {
        Value::Number(text) | Value::String(text) => text.parse::<drawdown::Decimal>().ok(),
        _ => None,
    };
    match (a, b) {
        (Value::Object(a), Value::Object(_)) => {
            let keys = |value: &Value| match value {
                Value::Object(members) => members.len(),
                _ => 0,
            };
            a.len() == keys(b) && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Number(_), Value::String(_) | Value::Number(_))
        | (Value::String(_), Value::Number(_)) => decimal(a).is_some() && decimal(a) == decimal(b),
        _ => a == b,
    }
}

/// What grows with the input is worked off in time that grows with it.
#[test]
fn large_inputs_take_no_longer_than_they_are_long() {
    let keys = |count: usize, key: &dyn Fn(usize) -> String| {
        let members: Vec<String> = (0..count).map(|i| format!("\"{}\":0", key(i))).collect();
        format!("{{{}}}", members.join(","))
    };
    let operations = |count: usize, price: &str| {
        let operations: Vec<String> =
            (0..count).map(|i| format!(r#"{{ "id": "o{i}", "price": {price} }}"#)).collect();
        format!(
            r#"{{ "catalog": "c", "version": "1", "as_of": "2026-11-01", "credit": {{ "name": "c", "step": "1" }},
                "operations": [ {} ] }}"#,
            operations.join(",")
        )
    };
    for text in [
        keys(50_000, &|_| "same".to_owned()),
        keys(50_000, &|i| format!("k{i}")),
        format!("[{}0]", "0.30000000000000004,".repeat(20_000)),
        format!("[\"{}\"", "\\n".repeat(200_000)),
        format!("{}{}", "{\"a\":[".repeat(60), "\u{1}"),
        operations(2_000, r#"[ { "line": "x", "rate": "secnds" } ]"#),
        operations(2_000, r#"[ { "line": "x" } ]"#),
        operations(2_000, "\"fre\""),
    ] {
        let shown: String = text.chars().take(300).collect();
        assert!(bounded(&shown, || Catalog::from_json(&text)).is_err(), "{shown}");
        assert!(bounded(&shown, || Request::from_json(&text)).is_err(), "{shown}");
        assert!(bounded(&shown, || Quote::from_json(&text)).is_err(), "{shown}");
    }
}

/// Brackets one after the other are no deeper than one of them.
#[test]
fn many_brackets_side_by_side_are_not_deep() {
    let text = format!(
        r#"{{ "catalog": "c", "version": "1", "as_of": "2026-11-01", "credit": {{ "name": "c", "step": "1" }},
            "operations": [ {{ "id": "o",
                "price": [ {{ "line": "x", "quantity": "{}", "rate": "1" }} ] }} ] }}"#,
        &"+(runs)".repeat(80)[1..]
    );
    let estimate = Catalog::from_json(&text).unwrap().estimate(&Request::new("o")).unwrap();
    assert_eq!(estimate.total.unwrap().to_string(), "80");
}

/// Nesting by other means than brackets: neither may exhaust the stack.
#[test]
fn deep_expressions_are_refused_or_answered() {
    let catalog = |quantities: &str, quantity: &str| {
        format!(
            r#"{{ "catalog": "c", "version": "1", "as_of": "2026-11-01", "credit": {{ "name": "c", "step": "1" }},
                "operations": [ {{ "id": "o", "quantities": {{ {quantities} }},
                    "price": [ {{ "line": "x", "quantity": "{quantity}", "rate": "1" }} ] }} ] }}"#
        )
    };
    let chain = |count: usize, term: &str| {
        let mut links: Vec<String> =
            (1..count).map(|i| format!("\"q{i}\": \"q{}{term}\"", i - 1)).collect();
        links.push("\"q0\": \"runs\"".to_owned());
        links.reverse();
        links.join(",")
    };
    let minus = "-".repeat(900) + "1";
    for text in [
        catalog("", &"+runs".repeat(190)[1..]),
        catalog("", &minus),
        catalog("", &("max(1,".repeat(150) + "1" + &")".repeat(150))),
        catalog(&chain(300, ""), "q299"),
        catalog(&chain(6_000, ""), "q5999"),
        catalog(&chain(40, &"+1".repeat(400)), "q39"),
        catalog(&chain(12, &" + q0".repeat(100)), "q11"),
        catalog(&chain(40, &format!(" + {}", "runs")), "q39"),
    ] {
        let shown: String = text.chars().take(300).collect();
        match bounded(&shown, || Catalog::from_json(&text)) {
            Err(errors) => assert_clear(&errors, &shown),
            Ok(catalog) => {
                if let Err(errors) = bounded(&shown, || catalog.estimate(&Request::new("o"))) {
                    assert_clear(&errors, &shown);
                }
            }
        }
    }
}
