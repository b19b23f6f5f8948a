//! The schemas accept every file and answer that is right, and refuse a key they do not name.

#![cfg(feature = "schema")]

use drawdown::{
    Account, Catalog, Detail, ForecastOptions, Format, Need, QuoteTerms, Request, Scenario, diff,
    schema, to_text,
};
use drawdown_tests::corpus::{
    Ask, CATALOGS, COMPARISONS, COMPARISONS_ASKED, catalog, printed, vectors,
};
use jsonschema::Validator;
use serde::Serialize;
use serde_json::Value;

fn validator(format: Format) -> Validator {
    let schema: Value = parsed(&schema(format));
    jsonschema::draft202012::meta::validate(&schema).expect("a schema itself");
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn assert_valid(validator: &Validator, value: &Value, what: &str) {
    let wrong: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{what}\n{}", wrong.join("\n"));
}

fn written<T: Serialize>(value: &T) -> Value {
    parsed(&to_text(value).unwrap())
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_catalog_is_valid() {
    let validator = validator(Format::Catalog);
    for (path, text) in CATALOGS {
        assert_valid(&validator, &parsed(text), path);
    }
}

#[test]
fn an_unknown_key_is_not() {
    let validator = validator(Format::Catalog);
    for (path, text) in CATALOGS {
        for pointer in ["", "/credit", "/operations/0", "/operations/0/price/0"] {
            let mut mutated = parsed(text);
            let Some(Value::Object(members)) = mutated.pointer_mut(pointer) else { continue };
            members.insert("surplus".into(), Value::Null);
            assert!(!validator.is_valid(&mutated), "{path} with {pointer}/surplus");
        }
    }
}

#[test]
fn every_request_and_answer_is_valid() {
    let formats =
        [Format::Request, Format::Estimate, Format::Affordable, Format::Cheaper, Format::Quote];
    let [request, estimate, affordable, cheaper, quote] = formats.map(validator);
    let [need, need_estimate] = [Format::Need, Format::NeedEstimate].map(validator);
    let mut seen = 0;
    for row in vectors() {
        let Ok(answer) = row.answer(&catalog(&row.catalog)) else { continue };
        let (asked, answered) = match row.ask {
            Ask::Estimate => (&request, &estimate),
            Ask::Affordable(_) => (&request, &affordable),
            Ask::Cheaper => (&request, &cheaper),
            Ask::Quote => (&request, &quote),
            Ask::Need => (&need, &need_estimate),
        };
        assert_valid(asked, &parsed(&printed(&row.request)), &row.id);
        assert_valid(answered, &parsed(&answer), &row.id);
        seen += 1;
    }
    assert!(seen > 100, "only {seen} requests were found");
}

#[test]
fn a_surplus_key_of_an_answer_is_not() {
    let catalog = catalog("imagineart.json");
    let operation = catalog.operation_ids().next().unwrap();
    let validator = validator(Format::Quote);
    for pointer in ["", "/catalog", "/request", "/estimate", "/estimate/lines/0"] {
        let mut quote = written(&catalog.quote(&Request::new(operation)).unwrap());
        assert_valid(&validator, &quote, operation);
        let Some(Value::Object(members)) = quote.pointer_mut(pointer) else { continue };
        members.insert("surplus".into(), Value::Null);
        assert!(!validator.is_valid(&quote), "{pointer}/surplus");
    }
}

#[test]
fn every_fit_is_valid() {
    let validators = [validator(Format::Need), validator(Format::Fit)];
    let needs = [
        ("imagineart.json", include_str!("../../examples/needs/imagineart-month.json")),
        ("imagineart.json", include_str!("../../examples/needs/imagineart-assumed.json")),
        ("krea.json", include_str!("../../examples/needs/krea.json")),
        ("greenzero.json", include_str!("../../examples/needs/greenzero.json")),
    ];
    for (id, text) in needs {
        assert_valid(&validators[0], &parsed(text), text);
        let (catalog, need) = (catalog(id), Need::from_json(text).unwrap());
        let mut fit = written(&catalog.fit(&need).unwrap());
        assert_valid(&validators[1], &fit, text);
        fit["seasons"] = written(&catalog.seasonal_plan(&need).unwrap());
        fit["savings"] = written(&catalog.savings(&need).unwrap());
        if id == "greenzero.json" {
            fit["break_even"] = written(&catalog.break_even(&need, Some(110)).unwrap());
            fit["sensitivity"] = written(&catalog.sensitivity(&need, None).unwrap());
        }
        assert_valid(&validators[1], &fit, text);
        fit["surplus"] = Value::Null;
        assert!(!validators[1].is_valid(&fit), "a surplus key");
    }
}

#[test]
fn every_comparison_is_valid() {
    let of = [Format::ModelNeed, Format::Comparison, Format::ModelRun, Format::RunComparison];
    let [need, needed, run, runs] = of.map(validator);
    let (asked, answers) = (parsed(COMPARISONS_ASKED), parsed(COMPARISONS));
    let mut seen = 0;
    for (asked, answer) in asked.as_array().unwrap().iter().zip(answers.as_array().unwrap()) {
        let Some(answer) = answer.get("answer") else { continue };
        let (asks, answers) = match asked["ask"].get("request") {
            Some(_) => (&run, &runs),
            None => (&need, &needed),
        };
        assert_valid(asks, &asked["ask"], "an ask");
        assert_valid(answers, answer, &asked["id"].to_string());
        seen += 1;
    }
    assert!(seen > 10, "only {seen} comparisons were found");
}

#[test]
fn quotes_of_plans_and_signed_quotes_are_valid() {
    let catalog = catalog("greenzero.json");
    let terms = QuoteTerms::default().id("1").expires("2026-12-01".parse().unwrap());
    let scenario =
        include_str!("../../examples/scenarios/greenzero.json").replace("Europe/Berlin", "UTC");
    let scenario = catalog.quote_simulation(&drawdown::parse(&scenario).unwrap(), &terms).unwrap();
    let need = include_str!("../../examples/needs/greenzero.json");
    let need = catalog.quote_fit(&drawdown::parse(need).unwrap(), None, &terms).unwrap();
    let quotes =
        [(Format::ProjectionQuote, written(&scenario)), (Format::FitQuote, written(&need))];
    let of_signed = validator(Format::SignedQuote);
    for (format, quote) in quotes {
        let validator = validator(format);
        assert_valid(&validator, &quote, format.name());
        let mut other = quote.clone();
        other["kind"] = "estimate".into();
        assert!(!validator.is_valid(&other), "{}", format.name());
        let signature = serde_json::json!({ "alg": "Ed25519", "key": "k", "signature": "AA" });
        let signed = serde_json::json!({ "quote": quote, "signatures": [signature] });
        assert_valid(&of_signed, &signed, "signed");
    }
}

#[test]
fn verdicts_reports_differences_and_needs_are_valid() {
    let text = drawdown_tests::corpus::catalog_text("imagineart.json");
    let shipped = Catalog::from_json(text).unwrap();
    let changed = Catalog::from_json(&text.replace("\"24\"", "\"26\"")).unwrap();

    let quote = to_text(&shipped.quote(&Request::new("nano-banana")).unwrap()).unwrap();
    let forged = quote.replace("\"state\":\"exact\"", "\"state\":\"range\"");
    let validator_of_verdicts = validator(Format::Verdict);
    for (catalog, quote) in [(&shipped, &quote), (&shipped, &forged), (&changed, &quote)] {
        let verdict = catalog.verify_json(quote).unwrap();
        assert_valid(&validator_of_verdicts, &written(&verdict), "a verdict");
    }

    assert_valid(
        &validator(Format::TestReport),
        &written(&changed.check().unwrap()),
        "a test report",
    );
    let differences = diff(&shipped, &changed).unwrap();
    assert!(!differences.is_empty());
    assert_valid(&validator(Format::Differences), &written(&differences), "differences");

    let month = include_str!("../../examples/needs/imagineart-month.json");
    assert_valid(&validator(Format::Need), &parsed(month), "the worked example");
    let answer = shipped.need(&Need::from_json(month).unwrap()).unwrap();
    assert_valid(&validator(Format::NeedEstimate), &written(&answer), "its answer");
}

const SCENARIOS: [(&str, &str); 4] = [
    ("krea.json", include_str!("../../examples/scenarios/krea.json")),
    ("imagineart.json", include_str!("../../examples/scenarios/imagineart.json")),
    ("kive.json", include_str!("../../examples/scenarios/kive.json")),
    ("greenzero.json", include_str!("../../examples/scenarios/greenzero.json")),
];

/// A scenario as the library reads it: its zone is a table.
fn without_zone(text: &str) -> Value {
    let mut scenario = parsed(text);
    scenario["account"].as_object_mut().unwrap().remove("zone");
    scenario
}

#[test]
fn every_scenario_and_projection_is_valid() {
    let [of_scenarios, of_accounts] = [Format::Scenario, Format::Account].map(validator);
    let of_projections = validator(Format::Projection);
    for (name, text) in SCENARIOS {
        assert_valid(&of_scenarios, &parsed(text), name);
        let scenario = without_zone(text);
        assert_valid(&of_scenarios, &scenario, name);
        assert_valid(&of_accounts, &scenario["account"], name);
        Account::from_json(&scenario["account"].to_string()).unwrap();
        let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
        for detail in [Detail::Columns, Detail::Ledger] {
            let projection = catalog(name).simulate(&scenario, detail).unwrap();
            assert_valid(&of_projections, &written(&projection), name);
        }
    }
}

#[test]
fn every_key_of_a_scenario_is_in_its_schema() {
    let text = r#"{ "catalog": "c", "about": "a", "start": "2026-01-01", "until": "2026-02-01", "for": "1 month",
        "account": { "plan": "p", "term": "year", "since": "2025-01-01",
            "zone": { "name": "x", "offsets": [ { "from": "2025-01-01", "seconds": -3600 } ] },
            "members": [ { "id": "a", "cap": "5" } ],
            "lots": [ { "id": "l", "class": "c", "amount": "5", "effective": "2026-01-01",
                "expires": "2026-02-01", "from": "g", "priority": 1, "member": "a" } ],
            "debt": "1", "alerts": [ { "percent": 80 }, { "credits": 5 } ],
            "auto_top_up": { "top_up": "t", "below": 5, "count": 1, "target": 10, "limit": 2, "cooldown": "1 day" },
            "assume": { "grants": { "g": 1 }, "plans": { "p": { "month": 1, "quarter": null, "year": "2" } },
                "top_ups": { "t": { "credits": 1, "price": 2 } } } },
        "demand": [ { "id": "d", "request": { "operation": "o", "settings": { "s": 1 }, "runs": 2 },
            "per_day": 1, "per_week": 1, "per_month": "1.5", "on": [ "2026-01-05" ], "count": 2, "days": [ "monday", "weekends" ],
            "active_days": 20, "at": "09:00", "from": "2026-01-01", "until": "2026-01-05", "growth": 5, "fails": 5,
            "member": "a", "project": "x" } ],
        "actions": [ { "at": "2026-01-05", "do": "change_term", "plan": "p", "term": "month", "when": "term_end",
            "top_up": "t", "count": 1, "class": "c", "amount": 1, "expires": "2026-01-06", "lot": "l", "demand": "d" } ],
        "when_short": "top_up", "ranges": "low" }"#;
    Scenario::from_json(text).unwrap();
    let validator = validator(Format::Scenario);
    assert_valid(&validator, &parsed(text), "every key");
    for pointer in ["", "/account", "/account/lots/0", "/demand/0", "/actions/0", "/account/assume"]
    {
        let mut mutated = parsed(text);
        mutated.pointer_mut(pointer).unwrap()["surplus"] = Value::Null;
        assert!(!validator.is_valid(&mutated), "{pointer}/surplus");
    }
}

#[test]
fn forecasts_are_valid() {
    let [of_options, of_forecasts] = [Format::ForecastOptions, Format::Forecast].map(validator);
    let options =
        r#"{ "paths": 20, "seed": "7", "distribution": "negative_binomial", "dispersion": 2 }"#;
    assert_valid(&of_options, &parsed(options), "options");
    let options = ForecastOptions::from_json(options).unwrap();
    for (name, text) in SCENARIOS {
        let scenario = Scenario::from_json(&without_zone(text).to_string()).unwrap();
        let forecast = written(&catalog(name).forecast(&scenario, &options).unwrap());
        assert_valid(&of_forecasts, &forecast, name);
        let mut surplus = forecast;
        surplus["run_out"]["surplus"] = Value::Null;
        assert!(!of_forecasts.is_valid(&surplus), "{name}");
    }
}

#[test]
fn terms_are_valid_and_a_surplus_key_of_a_projection_is_not() {
    let validator_of_terms = validator(Format::Terms);
    for (name, text) in SCENARIOS {
        let catalog = catalog(name);
        assert_valid(&validator_of_terms, &written(&catalog.terms()), name);
        let scenario = Scenario::from_json(&without_zone(text).to_string()).unwrap();
        let projection = written(&catalog.simulate(&scenario, Detail::Ledger).unwrap());
        let validator = validator(Format::Projection);
        let class = projection["classes"][0]["class"].as_str().unwrap();
        let days = format!("/days/classes/{class}");
        for pointer in ["", "/totals", "/days", &days, "/ledger/0", "/classes/0"] {
            let mut mutated = projection.clone();
            mutated.pointer_mut(pointer).unwrap()["surplus"] = Value::Null;
            assert!(!validator.is_valid(&mutated), "{name}: {pointer}/surplus");
        }
    }
}
