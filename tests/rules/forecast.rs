//! Forecasts. `BLESS=1 cargo test --test rules forecast` takes over what comes out now as the corpus.

use drawdown::{
    Catalog, Detail, Distribution, Error, ErrorKind, Forecast, ForecastOptions, Scenario, Seed,
    to_text,
};
use drawdown_tests::corpus::forecast::{FORECASTS, forecasts};
use drawdown_tests::corpus::{assert_same_text, catalog, catalog_of};

fn plain() -> Catalog {
    catalog("p-wallet-soonest-first.json")
}

/// A scenario of the plain catalog: a month from a balance, with these demands and further keys.
fn scenario(demand: &str, more: &str) -> Scenario {
    let text = format!(
        r#"{{ "start": "2026-01-01", "for": "1 month",
              "account": {{ "lots": [ {{ "class": "top_up", "amount": 400 }} ] }},
              "demand": [ {demand} ] {more} }}"#
    );
    Scenario::from_json(&text).unwrap()
}

const DAILY: &str = r#"{ "id": "a", "request": { "operation": "image" }, "per_day": 17.25 }"#;
const WEEKLY: &str = r#"{ "request": { "operation": "image" }, "per_week": 8, "project": "x" }"#;
const MONTHLY: &str = r#"{ "request": { "operation": "image" }, "per_month": 31 }"#;

fn options(text: &str) -> ForecastOptions {
    ForecastOptions::from_json(text).unwrap()
}

fn forecast(scenario: &Scenario, asked: &str) -> Forecast {
    plain().forecast(scenario, &options(asked)).unwrap_or_else(|errors| panic!("{errors}"))
}

fn text(scenario: &Scenario, asked: &str) -> String {
    to_text(&forecast(scenario, asked)).unwrap()
}

/// The only error of options that are wrong.
fn wrong(asked: &str) -> Error {
    let scenario = scenario(DAILY, "");
    let found = ForecastOptions::from_json(asked)
        .and_then(|options| plain().forecast(&scenario, &options))
        .expect_err(asked);
    assert_eq!(found.iter().count(), 1, "{asked}: {found}");
    found.iter().next().unwrap().clone()
}

#[test]
fn every_scenario_gives_its_checked_in_forecast() {
    let found = forecasts();
    if std::env::var_os("BLESS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/forecast.json");
        std::fs::write(path, found).unwrap();
        return;
    }
    assert_same_text(&found, FORECASTS);
}

#[test]
fn a_seed_gives_the_same_bytes_and_another_seed_does_not() {
    let scenario = scenario(&format!("{DAILY}, {WEEKLY}"), "");
    for rest in ["", r#", "distribution": "negative_binomial", "dispersion": 1.5"#] {
        let ask = |seed| text(&scenario, &format!(r#"{{ "paths": 60, "seed": {seed} {rest} }}"#));
        assert_eq!(ask("9"), ask("9"));
        assert_eq!(ask("9"), ask("\"9\""), "a number or a string");
        assert_ne!(ask("9").replace("\"seed\":\"9\"", ""), ask("8").replace("\"seed\":\"8\"", ""));
    }
    let defaults = plain().forecast(&scenario, &ForecastOptions::default()).unwrap();
    assert_eq!((defaults.paths, defaults.seed), (1000, Seed(0)));
    assert_eq!(defaults.distribution, Distribution::Poisson);
}

#[test]
fn the_order_of_the_lines_has_no_part_in_it() {
    let twin = MONTHLY;
    let lines = [DAILY, WEEKLY, MONTHLY, twin];
    let asked = r#"{ "paths": 40, "distribution": "negative_binomial", "dispersion": 3 }"#;
    let first = text(&scenario(&lines.join(","), ""), asked);
    for order in [[3, 2, 1, 0], [1, 0, 3, 2], [2, 3, 0, 1]] {
        let demand: Vec<&str> = order.iter().map(|place: &usize| lines[*place]).collect();
        assert_eq!(text(&scenario(&demand.join(","), ""), asked), first);
    }
}

/// Credits far beyond all need, so that everything wanted is made.
fn rich(demand: &str) -> Scenario {
    let text = format!(
        r#"{{ "start": "2026-01-01", "for": "12 months",
              "account": {{ "lots": [ {{ "class": "top_up", "amount": 1000000000 }} ] }},
              "demand": [ {demand} ] }}"#
    );
    Scenario::from_json(&text).unwrap()
}

#[test]
fn half_of_the_paths_spend_what_the_rates_come_to() {
    for (demand, sum, deviation) in [
        (r#""per_day": "0.4""#, 146.0, 12.1),
        (r#""per_day": 20"#, 7300.0, 85.4),
        (r#""per_week": "3.5""#, 182.5, 13.5),
        (r#""per_month": 100, "active_days": 20"#, 1200.0, 34.6),
        (r#""per_day": 10, "days": "weekends""#, 1040.0, 32.2),
        (r#""on": ["2026-05-01", "2026-06-01"], "count": 5000"#, 10_000.0, 100.0),
    ] {
        let demand = format!(r#"{{ "request": {{ "operation": "image" }}, {demand} }}"#);
        let found = forecast(&rich(&demand), r#"{ "paths": 300, "seed": 5 }"#);
        let spent = [found.spent.p10, found.spent.p50, found.spent.p90];
        let spent = spent.map(|credits| credits.to_string().parse::<f64>().unwrap());
        // The normal distribution has 80 % within 1.2816 deviations.
        for (found, away) in spent.iter().zip([-1.2816, 0.0, 1.2816]) {
            let off = found - (sum + away * deviation);
            assert!(off.abs() < 0.3 * deviation + 1.0, "{demand}: {spent:?}");
        }
        assert_eq!(found.run_out.never.to_string(), "1");
        assert_eq!(found.run_out.p10, None);
        assert_eq!(found.refused.p90, 0);
    }
}

#[test]
fn a_dispersion_widens_what_may_come() {
    let rich = rich(DAILY);
    let wide = |size: &str| {
        let rest = r#""paths": 400, "distribution": "negative_binomial""#;
        let found = forecast(&rich, &format!(r#"{{ {rest}, "dispersion": {size} }}"#));
        found.spent.p90.checked_sub(found.spent.p10).unwrap()
    };
    let poisson = forecast(&rich, r#"{ "paths": 400 }"#).spent;
    let poisson = poisson.p90.checked_sub(poisson.p10).unwrap();
    assert!(wide("\"0.5\"") > wide("5") && wide("5") > poisson);
    assert!(wide("1000000") < poisson.checked_times(2).unwrap(), "nearly Poisson");
}

#[test]
fn nothing_is_wanted() {
    for demand in ["", r#"{ "request": { "operation": "image" }, "per_day": 0 }"#] {
        let found = forecast(&scenario(demand, ""), r#"{ "paths": 3 }"#);
        assert_eq!(found.spent.p90.to_string(), "0");
        assert_eq!(found.run_out.probability.to_string(), "0");
        assert_eq!(found.run_out.never.to_string(), "1");
        assert_eq!(found.refused.p90, 0);
    }
}

#[test]
fn one_path_is_every_percentile() {
    let found = forecast(&scenario(DAILY, ""), r#"{ "paths": 1 }"#);
    assert_eq!(found.spent.p10, found.spent.p90);
    assert_eq!(found.run_out.p10, found.run_out.p90);
    let never = found.run_out.never.to_string();
    assert_eq!(never == "1", found.run_out.p50.is_none());
    assert!(never == "0" || never == "1");
}

#[test]
fn months_add_up_to_the_whole() {
    let text = r#"{ "start": "2026-01-31", "for": "100 days",
                    "account": { "lots": [ { "class": "top_up", "amount": 400 } ] },
                    "demand": [ { "request": { "operation": "image" }, "per_day": 12 } ] }"#;
    let found = forecast(&Scenario::from_json(text).unwrap(), r#"{ "paths": 100 }"#);
    let months = &found.run_out.months;
    let starts: Vec<String> = months.iter().map(|month| month.start.to_string()).collect();
    assert_eq!(
        starts.join(" ").replace("T00:00:00Z", ""),
        "2026-01-31 2026-02-28 2026-03-31 2026-04-30"
    );
    assert_eq!(months.last().unwrap().until, found.until);
    assert_eq!(months.last().unwrap().by_then, found.run_out.probability);
    let sum = months
        .iter()
        .fold(drawdown::Decimal::ZERO, |sum, month| sum.checked_add(month.first).unwrap());
    assert_eq!(sum, found.run_out.probability);
}

#[test]
fn money_is_that_of_the_paths() {
    let demand = r#"{ "request": { "operation": "image" }, "per_day": 50 }"#;
    let scenario = scenario(demand, r#", "when_short": "top_up""#);
    let found = forecast(&scenario, r#"{ "paths": 50 }"#);
    assert_eq!(found.top_ups, found.billed, "nothing else is sold");
    assert!(found.top_ups.p50 > "0".parse().unwrap());
    assert_eq!(found.run_out.never.to_string(), "1");
    assert!(!found.unpriced);
}

/// A rate that is hardly random: what is drawn is what is simulated.
#[test]
fn paths_follow_the_same_rules_as_a_projection() {
    let demand = r#"{ "request": { "operation": "image" }, "per_day": 1000000 }"#;
    let scenario = scenario(demand, "");
    let projection = plain().simulate(&scenario, Detail::Columns).unwrap();
    let found = forecast(&scenario, r#"{ "paths": 5 }"#);
    assert_eq!(found.run_out.p50, projection.run_out);
    assert_eq!(found.spent.p50, projection.totals.spent);
    let off = found.refused.p50.abs_diff(projection.totals.refused);
    assert!(off * 1000 < projection.totals.refused, "{off}");
}

#[test]
fn wrong_options_are_errors_at_their_place() {
    use ErrorKind::{Limit, Missing, OutOfRange, Overlap, Type, UnknownKey, UnknownName};
    let negative =
        |size: &str| format!(r#"{{ "distribution": "negative_binomial", "dispersion": {size} }}"#);
    for (asked, pointer, kind) in [
        (r#"{ "paths": 0 }"#.to_owned(), "/paths", OutOfRange),
        (r#"{ "paths": 100001 }"#.to_owned(), "/paths", OutOfRange),
        (r#"{ "paths": -1 }"#.to_owned(), "/paths", Type),
        (r#"{ "paths": 1.5 }"#.to_owned(), "/paths", Type),
        (r#"{ "seed": -1 }"#.to_owned(), "/seed", Type),
        (r#"{ "seed": 0.5 }"#.to_owned(), "/seed", Type),
        (r#"{ "seed": "18446744073709551616" }"#.to_owned(), "/seed", Type),
        (r#"{ "seed": "+1" }"#.to_owned(), "/seed", Type),
        (r#"{ "seed": "" }"#.to_owned(), "/seed", Type),
        (r#"{ "seed": true }"#.to_owned(), "/seed", Type),
        (r#"{ "distribution": "normal" }"#.to_owned(), "/distribution", UnknownName),
        (r#"{ "dispersion": 2 }"#.to_owned(), "/dispersion", Overlap),
        (r#"{ "distribution": "negative_binomial" }"#.to_owned(), "", Missing),
        (negative("0"), "/dispersion", OutOfRange),
        (negative("-1"), "/dispersion", OutOfRange),
        (negative("\"0.000999\""), "/dispersion", OutOfRange),
        (negative("\"-999999999999999999999999\""), "/dispersion", OutOfRange),
        (negative("\"999999999999999999999999\""), "/dispersion", OutOfRange),
        (negative("1000001"), "/dispersion", OutOfRange),
        (negative("\"NaN\""), "/dispersion", Type),
        (r#"{ "path": 3 }"#.to_owned(), "/path", UnknownKey),
    ] {
        let error = wrong(&asked);
        assert_eq!((error.pointer(), error.kind()), (pointer, kind), "{asked}: {error}");
    }
    let scenario = Scenario::from_json(&format!(
        r#"{{ "start": "2026-01-01", "for": "100 years", "demand": [ {DAILY} ] }}"#
    ));
    let found = plain().forecast(&scenario.unwrap(), &options(r#"{ "paths": 100000 }"#));
    let error = found.unwrap_err().iter().next().unwrap().clone();
    assert_eq!((error.pointer(), error.kind()), ("/paths", Limit), "{error}");
}

#[test]
fn the_ends_of_the_options_are_allowed() {
    let scenario = scenario(DAILY, "");
    for size in ["\"0.001\"", "1000000"] {
        let rest = r#""paths": 20, "distribution": "negative_binomial""#;
        forecast(&scenario, &format!(r#"{{ {rest}, "dispersion": {size} }}"#));
    }
    forecast(&scenario, r#"{ "paths": 1, "seed": "18446744073709551615" }"#);
}

#[test]
fn a_wrong_scenario_is_told_as_by_a_projection() {
    let wrong = r#"{ "request": { "operation": "imag" }, "per_day": 1 }"#;
    let scenario = scenario(wrong, "");
    let found = plain().forecast(&scenario, &ForecastOptions::default()).unwrap_err();
    let expected = plain().simulate(&scenario, Detail::Columns).unwrap_err();
    assert_eq!(found, expected);
}

/// What is wanted and cannot be paid for is worked out once, not again whenever a fast-forward is
/// broken off: the work grows as the horizon does.
#[test]
fn what_is_refused_day_after_day_is_worked_out_once() {
    let kive = catalog_of(r#"{ "catalog": "kive" }"#);
    for (years, days) in [(1, 365), (2, 731), (4, 1461)] {
        let text = format!(
            r#"{{ "start": "2026-09-01", "for": "{years} years",
                  "demand": [ {{ "request": {{ "operation": "edit" }}, "per_day": 300,
                                 "growth": 20 }} ] }}"#
        );
        let scenario = Scenario::from_json(&text).unwrap();
        let options = options(r#"{ "paths": 3 }"#);
        let (forecast, effort) = kive.forecast_with_effort(&scenario, &options).unwrap();
        assert!(forecast.refused.p10 > 0, "credits run out");
        // The last of each path is the one that comes after the end.
        assert_eq!(effort.planned, 3 * (days + 1), "{years}");
        assert!(effort.steps + effort.fast < 3 * 3 * days, "{effort:?}");
        let (slowly, _) = kive.step_by_step().forecast_with_effort(&scenario, &options).unwrap();
        assert_eq!(forecast, slowly);
    }
}

/// Days are counted through both ends, times lines, times paths.
#[test]
fn a_forecast_that_is_too_much_work_is_refused_with_its_size() {
    let demand = [r#"{ "request": { "operation": "image" }, "per_month": 1 }"#; 3].join(",");
    let text =
        format!(r#"{{ "start": "2026-01-01", "until": "2036-01-01", "demand": [ {demand} ] }}"#);
    let scenario = Scenario::from_json(&text).unwrap();
    let found = |paths: u32| {
        let options = ForecastOptions::from_json(&format!(r#"{{ "paths": {paths} }}"#)).unwrap();
        plain().forecast(&scenario, &options).map(drop)
    };
    let errors = found(100_000).unwrap_err();
    assert_eq!(
        errors.to_string(),
        "/paths: expected at most 1000000000 days in all paths, found 100000 paths of 3653 days with 3 \
         demands: ask for fewer paths"
    );
    assert_eq!(errors.first().unwrap().code(), "limit");
}
