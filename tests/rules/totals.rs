//! A total is what the estimate of the same request says, without its lines.

use drawdown::{Catalog, Request, State, Value};
use drawdown_tests::corpus::{catalog, vectors};

/// What both say, or the errors.
fn both(catalog: &Catalog, request: &Request) -> [String; 2] {
    let estimate = catalog.estimate(request).map(|estimate| {
        let ends = [estimate.total, estimate.low, estimate.high];
        format!("{:?} {ends:?} {}", estimate.state, estimate.free)
    });
    let total = catalog.total(request).map(|total| {
        format!("{:?} {:?} {}", total.state, [total.total, total.low, total.high], total.free)
    });
    [estimate, total].map(|answer| answer.unwrap_or_else(|errors| errors.to_string()))
}

/// The request, and what becomes of it when each of its settings, its instant or its plan is left out.
fn variants(request: &Value) -> Vec<Value> {
    let without = |of: &Value, key: &str| match of {
        Value::Object(members) => {
            Value::Object(members.iter().filter(|(name, _)| name != key).cloned().collect())
        }
        other => other.clone(),
    };
    let with = |key: &str, value: Value| match without(request, key) {
        Value::Object(mut members) => {
            members.push((key.to_owned(), value));
            Value::Object(members)
        }
        other => other,
    };
    let mut variants = vec![request.clone(), without(request, "at"), without(request, "plan")];
    variants.push(with("runs", Value::Number("3".to_owned())));
    variants.push(without(request, "settings"));
    if let Some(settings @ Value::Object(members)) = request.get("settings") {
        let fewer = members.iter().map(|(name, _)| with("settings", without(settings, name)));
        variants.extend(fewer);
    }
    variants
}

#[test]
fn a_total_is_that_of_the_estimate() {
    let (mut exact, mut ranges, mut others) = (0, 0, 0);
    for row in vectors() {
        let catalog = catalog(&row.catalog);
        for value in variants(&row.request) {
            let Ok(request) = Request::from_value(&value) else { continue };
            let [estimate, total] = both(&catalog, &request);
            assert_eq!(estimate, total, "{}: {value:?}", row.id);
            match catalog.total(&request).map(|total| total.state) {
                Ok(State::Exact) => exact += 1,
                Ok(State::Range) => ranges += 1,
                _ => others += 1,
            }
        }
    }
    assert!(exact > 300 && ranges > 100 && others > 50, "{exact}, {ranges}, {others}");
}

/// A fraction without a finite decimal is rounded once in both.
#[test]
fn a_total_without_a_finite_decimal_is_rounded_as_the_estimate_rounds_it() {
    let catalog = Catalog::from_json(
        r#"{ "catalog": "x", "version": "1", "as_of": "2026-11-01",
            "credit": { "name": "credit", "step": "1" }, "operations": [ { "id": "thirds",
            "settings": { "n": { "number": { "min": 1, "max": 1000 } } },
            "price": [ { "line": "a", "quantity": "n", "rate": "1", "per": 3 },
                       { "line": "b", "quantity": "n", "rate": "1", "per": 7 } ] } ] }"#,
    )
    .unwrap();
    for n in 1..60 {
        let [estimate, total] = both(&catalog, &Request::new("thirds").set("n", n).runs(n));
        assert_eq!(estimate, total);
    }
    let [estimate, total] = both(&catalog, &Request::new("thirds"));
    assert_eq!(estimate, total);
}
