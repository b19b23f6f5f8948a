//! Hostile scenarios: too large, too long, out of order, wrong in every place. Each is an answer or
//! a clear error, in bounded time.

use crate::stopwatch::Stopwatch;
use drawdown::{Catalog, Detail, Errors, Projection, Scenario, Simulation, parse, to_text};
use drawdown_tests::corpus::{SCENARIOS, catalog_of};
use drawdown_tests::mutation::{Dice, malformed};
use serde_json::{Value, json};
use std::fmt::Write;
use std::time::Duration;

/// For one answer, in an unoptimised build; a million lines take seconds, all
/// else far less.
const LONGEST: Duration = Duration::from_secs(60);

/// Runs one case; its text is told when it panics or takes too long.
fn bounded<T>(text: &str, act: impl FnOnce() -> T + std::panic::UnwindSafe) -> T {
    let text = &text[..text.len().min(3_000)];
    let watch = Stopwatch::start();
    let result = std::panic::catch_unwind(act).unwrap_or_else(|_| panic!("a panic at:\n{text}"));
    let took = watch.took();
    assert!(took < LONGEST, "{took:?} for:\n{text}");
    result
}

fn assert_clear(errors: &Errors, text: &str) {
    let text = &text[..text.len().min(3_000)];
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

fn simulate(catalog: &Catalog, text: &str) -> Result<Projection, Errors> {
    let projection = bounded(text, || {
        let scenario = Scenario::from_json(text)?;
        let projection = catalog.simulate(&scenario, Detail::Ledger)?;
        to_text(&projection).expect("it can be written");
        Ok(projection)
    });
    if let Err(errors) = &projection {
        assert_clear(errors, text);
    }
    projection
}

/// The first error: `pointer: code`.
fn refused(catalog: &Catalog, text: &str) -> String {
    let Err(errors) = simulate(catalog, text) else { panic!("no error for {text}") };
    let error = errors.iter().next().unwrap();
    format!("{}: {}", error.pointer(), error.code())
}

fn krea() -> Catalog {
    drawdown_tests::corpus::catalog("krea.json")
}

#[test]
fn malformed_scenarios_are_told_why() {
    let scenarios: Vec<_> =
        SCENARIOS.iter().map(|(_, text)| (catalog_of(text), parse(text).unwrap())).collect();
    let mut dice = Dice::new(11);
    let mut wrong = 0;
    const EACH: usize = 6_000;
    for case in 0..EACH {
        let (catalog, scenario) = &scenarios[case % scenarios.len()];
        let text = malformed(&mut dice, scenario);
        wrong += usize::from(simulate(catalog, &text).is_err());
    }
    assert!(wrong > EACH / 2, "only {wrong} were refused");
}

#[test]
fn a_catalog_that_is_spoilt_cannot_stall_a_scenario() {
    let names =
        ["krea.json", "kive.json", "p-wallet-add-on-first.json", "p-wallet-soonest-first.json"];
    let mut dice = Dice::new(12);
    let mut ran = 0;
    for name in names {
        let scenario = SCENARIOS.iter().map(|(_, text)| *text).find(|text| {
            parse(text).unwrap().get("catalog").map(drawdown_tests::corpus::string)
                == Some(&name[..name.len() - 5])
        });
        let catalog = parse(drawdown_tests::corpus::catalog_text(name)).unwrap();
        // Plans, grants, policies: prices are spoilt elsewhere.
        let drawdown::Value::Object(members) = catalog else { panic!("{name} is an object") };
        for _ in 0..700 {
            let spoilt = members.iter().map(|(key, value)| {
                let spoil = ["plans", "grants", "top_ups", "policies", "classes", "burn_order"];
                let text = drawdown_tests::corpus::printed(value);
                let text = if spoil.contains(&key.as_str()) && dice.below(3) == 0 {
                    malformed(&mut dice, value)
                } else {
                    text
                };
                format!("{}:{text}", to_text(key).unwrap())
            });
            let text = format!("{{{}}}", spoilt.collect::<Vec<_>>().join(","));
            let Ok(catalog) = Catalog::from_json(&text) else { continue };
            let outcome = bounded(&text, || simulate(&catalog, scenario.unwrap()));
            ran += usize::from(outcome.is_ok());
        }
    }
    assert!(ran > 100, "only {ran} ran");
}

#[test]
fn a_hundred_years_and_not_a_day_more() {
    let years = |span: &str| {
        format!(
            r#"{{ "start": "2026-11-22", "for": "{span}", "account": {{ "plan": "basic" }},
                "demand": [ {{ "request": {{ "operation": "flux" }}, "per_day": 1 }} ] }}"#
        )
    };
    let p = simulate(&krea(), &years("100 years")).unwrap();
    assert_eq!(p.days.starts().len(), 36_524);
    assert_eq!(p.totals.spent.to_string(), "182620");
    assert_eq!(refused(&krea(), &years("101 years")), "/for: out_of_range");
    assert_eq!(refused(&krea(), &years("4294967295 months")), "/for: out_of_range");
    assert_eq!(refused(&krea(), &years("99999999999 months")), "/for: type");
    let until = r#"{ "start": "2026-11-22", "until": "2026-11-21" }"#;
    assert_eq!(refused(&krea(), until), "/until: out_of_range");
    // Where the calendar ends.
    for start in ["9999-12-31T23:59:59Z", "9990-01-01", "0001-01-01"] {
        let text = format!(
            r#"{{ "start": "{start}", "for": "5 years", "account": {{ "plan": "basic" }},
                "demand": [ {{ "request": {{ "operation": "flux" }}, "per_day": 1 }} ] }}"#
        );
        let _ = simulate(&krea(), &text);
    }
}

#[test]
fn a_million_lines_are_too_many() {
    let line = r#"{"request":{"operation":"flux"},"per_day":1}"#;
    let many = |count: usize| {
        format!(
            r#"{{ "start": "2026-11-22", "for": "1 day", "demand": [ {} ] }}"#,
            vec![line; count].join(",")
        )
    };
    assert_eq!(refused(&krea(), &many(1_000_000)), "/demand: limit");
    assert_eq!(simulate(&krea(), &many(10_000)).unwrap().totals.made, 20);
    let mut lots = String::new();
    for i in 0..100_001 {
        write!(
            lots,
            "{}{{\"id\":\"{i}\",\"class\":\"pack\",\"amount\":1}}",
            if i > 0 { "," } else { "" }
        )
        .unwrap();
    }
    let text = format!(r#"{{ "start": "2026-11-22", "account": {{ "lots": [ {lots} ] }} }}"#);
    assert_eq!(refused(&krea(), &text), "/account/lots: limit");
    let instants = vec!["\"2026-11-22T12:00Z\""; 200_000].join(",");
    let text = format!(
        r#"{{ "start": "2026-11-22", "for": "1 day", "demand": [ {{ "request": {{ "operation": "flux" }}, "on": [ {instants} ] }} ] }}"#
    );
    let _ = simulate(&krea(), &text);
}

#[test]
fn a_hundred_thousand_actions_and_not_one_more() {
    let many = |count: usize| {
        let actions = vec![r#"{"at":"2026-11-22","do":"buy","top_up":"none"}"#; count].join(",");
        format!(r#"{{ "start": "2026-11-22", "for": "1 day", "actions": [ {actions} ] }}"#)
    };
    // No top-up is called so.
    assert_eq!(refused(&krea(), &many(100_000)), "/actions/0/top_up: unknown_name");
    assert_eq!(refused(&krea(), &many(100_001)), "/actions: limit");
}

#[test]
fn numbers_that_do_not_fit() {
    let lot = |amount: &str| {
        format!(
            r#"{{ "start": "2026-11-22", "for": "1 day", "account": {{ "lots": [ {{ "class": "pack", "amount": {amount} }} ] }} }}"#
        )
    };
    assert_eq!(
        refused(&krea(), &lot("\"1000000000000000000000000000000\"")),
        "/account/lots/0/amount: number"
    );
    assert_eq!(refused(&krea(), &lot("1e30")), "/account/lots/0/amount: number");
    assert_eq!(refused(&krea(), &lot("-5")), "/account/lots/0/amount: out_of_range");
    assert_eq!(refused(&krea(), &lot("\"NaN\"")), "/account/lots/0/amount: type");
    let most = "999999999999999999999999";
    let two = format!(
        r#"{{ "start": "2026-11-22", "for": "1 day", "account": {{ "lots": [ {{ "id": "a", "class": "pack", "amount": "{most}" }}, {{ "id": "b", "class": "pack", "amount": "{most}" }} ] }} }}"#
    );
    let error = simulate(&krea(), &two).unwrap_err().to_string();
    assert!(error.contains("a class can receive less than 10^21 credits"), "{error}");
    let most = "999999999999999999999";
    let one = lot(&format!("\"{most}\""));
    assert!(simulate(&krea(), &one).is_ok());
    let demand = |rest: &str| {
        format!(
            r#"{{ "start": "2026-11-22", "for": "400 days", "demand": [ {{ "request": {{ "operation": "flux" }}, {rest} }} ] }}"#
        )
    };
    for (rest, error) in [
        (r#""per_day": -1"#, "/demand/0/per_day: out_of_range"),
        (r#""per_day": 1e12"#, "/demand/0/per_day: out_of_range"),
        (r#""per_week": "-0.1""#, "/demand/0/per_week: out_of_range"),
        (r#""per_day": 1, "per_week": 1"#, "/demand/0: missing"),
        (r#""per_day": 1, "active_days": 0"#, "/demand/0/active_days: out_of_range"),
        (r#""per_day": 1, "active_days": 4294967296"#, "/demand/0/active_days: type"),
        (r#""per_day": 1, "days": []"#, "/demand/0/days: type"),
        (r#""per_day": 1, "fails": 101"#, "/demand/0/fails: out_of_range"),
        (r#""per_day": 1, "fails": -1"#, "/demand/0/fails: out_of_range"),
        (r#""per_day": 1, "growth": -101"#, "/demand/0/growth: out_of_range"),
        (r#""per_day": 1000000000, "growth": 9900"#, "/demand: limit"),
        (r#""on": ["2026-11-22"], "count": -1"#, "/demand/0/count: type"),
        (r#""on": ["2026-11-31"]"#, "/demand/0/on/0: type"),
    ] {
        assert_eq!(refused(&krea(), &demand(rest)), error, "{rest}");
    }
    let p = simulate(&krea(), &demand(r#""on": ["2026-11-22"], "count": 4294967295"#)).unwrap();
    assert_eq!((p.totals.made, p.totals.refused), (20, 4_294_967_275));
    let p = simulate(&krea(), &demand(r#""per_day": 1000000000"#)).unwrap();
    assert_eq!(p.totals.wanted, 400_000_000_000);
    let _ = simulate(&krea(), &demand(r#""per_month": 1000000000, "growth": -100"#));
}

/// Catalogs with periods of no length are refused, or at least do not stall.
#[test]
fn periods_of_no_length() {
    let catalog = |plan: &str, grant: &str, top_up: &str| {
        format!(
            r#"{{ "catalog": "x", "version": "1", "as_of": "2026-11-01", "credit": {{ "name": "c", "step": "1" }},
                "operations": [ {{ "id": "image", "price": [ {{ "line": "image", "rate": "1" }} ] }} ],
                "classes": {{ "a": {{}} }}, "plans": [ {{ "id": "p", "price": {{ "month": "1" }}, "grants": ["g"] {plan} }} ],
                "grants": [ {{ "id": "g", "class": "a", "amount": "10" {grant} }} ],
                "top_ups": [ {{ "id": "t", "class": "a", "credits": "10", "price": "1" {top_up} }} ] }}"#
        )
    };
    let scenario = r#"{ "start": "2026-11-22", "for": "3 days", "account": { "plan": "p" },
        "demand": [ { "request": { "operation": "image" }, "per_day": 20 } ],
        "actions": [ { "at": "2026-11-23", "do": "buy", "top_up": "t" } ] }"#;
    for (plan, grant, top_up, refused) in [
        (r#", "cycle": { "days": 0 }"#, r#", "every": "cycle""#, "", true),
        ("", r#", "every": { "days": 0 }"#, "", true),
        ("", r#", "every": { "hours": 0 }"#, "", true),
        ("", r#", "every": { "rolling_hours": 0 }"#, "", true),
        ("", r#", "every": "cycle", "expires": "0 days""#, "", true),
        ("", r#", "every": "cycle""#, r#", "expires": "0 days""#, true),
        ("", r#", "every": { "days": 4294967295 }"#, "", true),
        ("", r#", "every": { "days": 36600 }"#, "", false),
        ("", r#", "every": { "hours": 4294967295 }"#, "", true),
        ("", r#", "every": { "rolling_hours": 4294967295 }, "expires": "reset""#, "", true),
        (r#", "cycle": { "days": 4294967295 }"#, r#", "every": "cycle""#, "", true),
        (r#", "cycle": { "days": 36600 }"#, r#", "every": "cycle""#, "", false),
        ("", r#", "every": "cycle", "expires": "4294967295 months""#, "", true),
        ("", r#", "every": "cycle", "expires": "1200 months""#, "", false),
        (
            "",
            r#", "every": "cycle", "expires": "cycle_end", "rollover": { "carry": 4294967295 }"#,
            "",
            false,
        ),
        ("", r#", "every": "cycle", "expires": "cycle_end", "rollover": { "carry": 0 }"#, "", true),
        ("", r#", "every": { "hours": 1 }, "expires": "reset""#, "", false),
    ] {
        let text = catalog(plan, grant, top_up);
        match bounded(&text, || Catalog::from_json(&text)) {
            Ok(catalog) => {
                assert!(!refused, "{text}");
                let _ = simulate(&catalog, scenario);
            }
            Err(errors) => {
                assert!(refused, "{errors}\n{text}");
                assert_clear(&errors, &text);
            }
        }
    }
}

#[test]
fn an_account_from_long_ago() {
    let since = |since: &str| {
        format!(
            r#"{{ "start": "2026-11-22", "for": "40 days", "account": {{ "plan": "basic", "since": "{since}" }},
                "demand": [ {{ "request": {{ "operation": "flux" }}, "per_day": 1 }} ] }}"#
        )
    };
    for long_ago in ["0001-01-01", "1582-10-15", "1970-01-01T00:00:01Z", "2026-11-22"] {
        let p = simulate(&krea(), &since(long_ago)).unwrap();
        assert_eq!(p.totals.made, 40, "{long_ago}");
    }
    assert_eq!(refused(&krea(), &since("2026-11-22T00:00:01Z")), "/account/since: out_of_range");
    assert_eq!(refused(&krea(), &since("9999-12-31")), "/account/since: out_of_range");
}

#[test]
fn zones_that_are_none() {
    let zone = |zone: &str| {
        format!(
            r#"{{ "start": "2026-03-20", "for": "20 days", "account": {{ "zone": {zone} }},
                "demand": [ {{ "request": {{ "operation": "flux" }}, "per_day": 1, "at": "02:30" }} ] }}"#
        )
    };
    let table = |rows: &str| zone(&format!(r#"{{ "name": "x", "offsets": [ {rows} ] }}"#));
    let row = |from: &str, seconds: i64| format!(r#"{{ "from": "{from}", "seconds": {seconds} }}"#);
    for (text, error) in [
        (zone("\"Europe/Berlin\""), "/account/zone: unknown_name"),
        (zone("5"), "/account/zone: type"),
        (table(""), "/account/zone: type"),
        (table(&row("2026-01-01", 93_601)), "/account/zone/offsets/0/seconds: type"),
        (table(&row("2026-01-01", -93_601)), "/account/zone/offsets/0/seconds: type"),
        (table(&row("2026-01-01", 1 << 40)), "/account/zone/offsets/0/seconds: type"),
        (table(&[row("2026-02-01", 0), row("2026-01-01", 60)].join(",")), "/account/zone: type"),
        (table(&[row("2026-02-01", 0), row("2026-02-01", 60)].join(",")), "/account/zone: type"),
    ] {
        assert_eq!(refused(&krea(), &text), error, "{text}");
    }
    let many: Vec<String> = (0..4_001).map(|i| row(&format!("{:04}-01-01", i + 1), 0)).collect();
    assert_eq!(refused(&krea(), &table(&many.join(","))), "/account/zone: type");
    // Jumps of days, forth and back, every few hours: odd, but a table.
    let wild: Vec<String> = (0..400)
        .map(|i| {
            let (day, hour) = (1 + i / 8 % 28, i % 8 * 3);
            let ahead = [93_600, -93_600, 0, 1, -1, 86_399, -43_200][i % 7];
            row(&format!("2026-{:02}-{day:02}T{hour:02}:00Z", 3 + i / 224), ahead)
        })
        .collect();
    let p = simulate(&krea(), &table(&wild.join(","))).unwrap();
    assert_eq!(p.totals.wanted, p.totals.made + p.totals.refused);
}

#[test]
fn names_that_stand_for_nothing() {
    let with = |key: &str, value: &str| {
        format!(r#"{{ "start": "2026-11-22", "for": "3 days", "{key}": {value} }}"#)
    };
    let account = |value: &str| with("account", value);
    let action =
        |value: &str| with("actions", &format!(r#"[ {{ "at": "2026-11-23", {value} }} ]"#));
    for (text, error) in [
        (with("catalog", "\"kive\""), "/catalog: unknown_name"),
        (with("demnd", "[]"), "/demnd: unknown_key"),
        (with("when_short", "\"beg\""), "/when_short: unknown_name"),
        (
            with("demand", r#"[ { "request": { "operation": "fluks" }, "per_day": 1 } ]"#),
            "/demand/0/request/operation: unknown_name",
        ),
        (
            with(
                "demand",
                r#"[ { "request": { "operation": "flux", "settings": { "x": 1 } }, "per_day": 1 } ]"#,
            ),
            "/demand/0/request/settings/x: unknown_name",
        ),
        (
            with(
                "demand",
                r#"[ { "request": { "operation": "flux" }, "per_day": 1, "member": "eve" } ]"#,
            ),
            "/demand/0/member: unknown_name",
        ),
        (
            with("demand", r#"[ { "request": { "operation": "train" }, "per_day": 1 } ]"#),
            "/demand/0/request: no_answer",
        ),
        (account(r#"{ "plan": "bsic" }"#), "/account/plan: unknown_name"),
        (account(r#"{ "plan": "basic", "term": "quarter" }"#), "/account/term: out_of_range"),
        (account(r#"{ "plan": "basic", "term": "week" }"#), "/account/term: unknown_name"),
        (
            account(r#"{ "lots": [ { "class": "packs", "amount": 1 } ] }"#),
            "/account/lots/0/class: unknown_name",
        ),
        (
            account(r#"{ "lots": [ { "class": "pack", "amount": 1, "from": "x" } ] }"#),
            "/account/lots/0/from: unknown_name",
        ),
        (
            account(r#"{ "lots": [ { "class": "pack", "amount": 1, "member": "x" } ] }"#),
            "/account/lots/0/member: unknown_name",
        ),
        (
            account(
                r#"{ "lots": [ { "class": "pack", "amount": 1 }, { "class": "pack", "amount": 1 } ] }"#,
            ),
            "/account/lots: duplicate",
        ),
        (
            account(r#"{ "members": [ { "id": "a" }, { "id": "a" } ] }"#),
            "/account/members: duplicate",
        ),
        (account(r#"{ "members": [ { "id": "a", "cap": 5 } ] }"#), "/account/members: no_answer"),
        (
            account(r#"{ "auto_top_up": { "top_up": "x", "below": 5 } }"#),
            "/account/auto_top_up/top_up: unknown_name",
        ),
        (
            account(r#"{ "assume": { "plans": { "x": { "month": 1 } } } }"#),
            "/account/assume/plans/x: unknown_name",
        ),
        (
            account(r#"{ "assume": { "top_ups": { "x": { "credits": 1 } } } }"#),
            "/account/assume/top_ups/x: unknown_name",
        ),
        (action(r#""do": "steal""#), "/actions/0/do: unknown_name"),
        (action(r#""do": "subscribe""#), "/actions/0: missing"),
        (action(r#""do": "subscribe", "plan": "x""#), "/actions/0/plan: unknown_name"),
        (
            action(r#""do": "subscribe", "plan": "basic", "term": "quarter""#),
            "/actions/0/term: out_of_range",
        ),
        (
            action(r#""do": "subscribe", "plan": "business""#),
            "/account/assume/grants/business-monthly: no_answer",
        ),
        (action(r#""do": "buy", "top_up": "x""#), "/actions/0/top_up: unknown_name"),
        (action(r#""do": "grant", "class": "x", "amount": 1"#), "/actions/0/class: unknown_name"),
        (
            action(r#""do": "grant", "class": "pack", "amount": -1"#),
            "/actions/0/amount: out_of_range",
        ),
        (action(r#""do": "revoke", "lot": "x""#), "/actions/0/lot: unknown_name"),
        (action(r#""do": "fail", "demand": "x""#), "/actions/0/demand: unknown_name"),
        (action(r#""do": "cancel""#), "/actions/0: no_answer"),
        (action(r#""do": "resume""#), "/actions/0: no_answer"),
        (action(r#""do": "upgrade", "plan": "pro""#), "/actions/0: no_answer"),
        (
            with("actions", r#"[ { "at": "2026-11-21", "do": "subscribe", "plan": "basic" } ]"#),
            "/actions/0/at: out_of_range",
        ),
    ] {
        assert_eq!(refused(&krea(), &text), error, "{text}");
    }
}

/// Several midnights fall into one instant where the clock jumps by days: hour by hour it comes to
/// the same as at once.
#[test]
fn days_that_are_skipped() {
    let catalog = Catalog::from_json(include_str!("../../benches/data/simulate.json")).unwrap();
    for jumps in [[-93_600, 93_600, 0], [93_600, -93_600, 93_600], [0, 86_400, -86_400]] {
        let offsets: Vec<String> = jumps
            .iter()
            .zip(["2026-01-01", "2026-01-11T05:00Z", "2026-01-21T12:00Z"])
            .map(|(ahead, from)| format!(r#"{{ "from": "{from}", "seconds": {ahead} }}"#))
            .collect();
        let text = format!(
            r#"{{ "start": "2026-01-01", "for": "29 days", "account": {{ "plan": "pro",
                    "zone": {{ "name": "x", "offsets": [ {} ] }} }},
                "demand": [ {{ "request": {{ "operation": "image" }}, "per_day": 2 }} ] }}"#,
            offsets.join(",")
        );
        let scenario = Scenario::from_json(&text).unwrap();
        for detail in [Detail::Columns, Detail::Ledger] {
            let mut hourly = Simulation::new(&catalog, &scenario, detail).unwrap();
            let mut until = hourly.start().to_unix();
            loop {
                until += 3600;
                if !hourly.run_until(drawdown::Instant::from_unix(until).unwrap()).unwrap() {
                    break;
                }
            }
            let at_once = catalog.simulate(&scenario, detail).unwrap();
            assert_eq!(to_text(&hourly.finish()), to_text(&at_once), "{text}");
        }
    }
}

/// A request whose cost is not known is told beside the other errors of a scenario.
#[test]
fn every_error_of_a_scenario_is_told_at_once() {
    let catalog = json!({
        "catalog": "c", "version": "1", "as_of": "2026-11-01",
        "credit": { "name": "credit", "step": "1" },
        "operations": [ { "id": "clip", "price": [ { "line": "clip", "rate": "unpriced" } ] } ],
    });
    let catalog = Catalog::from_json(&catalog.to_string()).unwrap();
    let told = |account: Value| {
        let scenario = json!({
            "start": "2026-11-01", "for": "1 day", "account": account,
            "demand": [ { "request": { "operation": "clip" }, "per_day": 1, "member": "ann" } ],
        });
        let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
        let errors = catalog.simulate(&scenario, Detail::Columns).unwrap_err();
        errors.iter().map(|error| error.pointer().to_owned()).collect::<Vec<_>>()
    };
    let with_ann = json!({ "members": [ { "id": "ann" } ] });
    assert_eq!(told(with_ann), ["/demand/0/request"]);
    assert_eq!(told(json!({})), ["/demand/0/member", "/demand/0/request"]);
}
