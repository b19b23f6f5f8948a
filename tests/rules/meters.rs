//! Quantities that count over a period: one request of everything costs what its parts cost one
//! after the other, in estimates and in simulations.

use drawdown::{
    Account, Catalog, Credits, Decimal, Detail, ErrorKind, Need, Request, Scenario, Wallet,
};
use drawdown_tests::cases::cases;
use proptest::collection::vec;
use proptest::prelude::*;

/// Two tools that count in one meter, one by the day, and a plan to pay them with.
fn catalog(component: &str, per: &str) -> Catalog {
    let text = format!(
        r#"{{ "catalog": "c", "version": "1", "as_of": "2026-02-01",
            "credit": {{ "name": "credit", "plural": "credits", "step": "0.0001" }},
            "meters": {{ "searches": {{ "per": "{per}", "unit": "search" }} }},
            "classes": {{ "plan": {{}} }},
            "plans": [ {{ "id": "pro", "price": {{ "month": "9" }}, "grants": ["monthly"] }} ],
            "grants": [ {{ "id": "monthly", "class": "plan", "amount": "100000", "every": "cycle",
                           "expires": "cycle_end" }} ],
            "operations": [
                {{ "id": "search", "settings": {{ "results": {{ "number": {{ "min": 0 }}, "default": 1 }} }},
                   "price": [ {{ "line": "search", "quantity": "results", "unit": "search",
                                 "meter": "searches", {component} }} ] }},
                {{ "id": "answer", "price": [ {{ "line": "base", "rate": "2" }},
                   {{ "line": "search", "quantity": "3", "unit": "search", "meter": "searches", {component} }} ] }} ] }}"#
    );
    Catalog::from_json(&text).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

const TIERS: &str = r#""included": "20", "tiers": { "graduated": [ { "up_to": 50, "rate": "0.5" },
    { "below": 90, "rate": "0.25", "flat": "3" }, { "rate": "0.125" } ] }"#;

fn request(results: i64, used: i64) -> Request {
    Request::new("search").set("results", decimal(results)).used("searches", decimal(used))
}

fn decimal(n: i64) -> Decimal {
    n.to_string().parse().unwrap()
}

fn credits(text: &str) -> Credits {
    text.parse().unwrap()
}

fn total(catalog: &Catalog, request: &Request) -> Credits {
    catalog.estimate(request).unwrap().total.unwrap()
}

/// Included amounts, blocks, rates and steps of any size.
fn component() -> impl Strategy<Value = String> {
    let rate = || {
        (0..=400_u32).prop_map(|hundredths| format!("{}.{:02}", hundredths / 100, hundredths % 100))
    };
    let tier = (1..=40_u32, any::<bool>(), rate(), prop::option::of(rate()));
    let tariff = prop_oneof![
        rate().prop_map(|rate| format!(r#""rate": "{rate}""#)),
        (vec(tier, 0..=3), rate()).prop_map(|(tiers, last)| {
            let mut top = 0;
            let mut written: Vec<String> = Vec::new();
            for (width, closed, rate, flat) in tiers {
                top += width;
                let bound = if closed { "up_to" } else { "below" };
                let flat = flat.map(|flat| format!(r#", "flat": "{flat}""#)).unwrap_or_default();
                written.push(format!(r#"{{ "{bound}": {top}, "rate": "{rate}"{flat} }}"#));
            }
            written.push(format!(r#"{{ "rate": "{last}" }}"#));
            format!(r#""tiers": {{ "graduated": [ {} ] }}"#, written.join(", "))
        }),
    ];
    let included = prop::option::of(0..=60_u32);
    let block = prop::option::of(prop::sample::select(vec!["1", "5", "12"]));
    let step = prop::sample::select(vec![
        "",
        r#"{ "minimum": "30" }"#,
        r#"{ "maximum": "25" }"#,
        r#"{ "round": { "to": "5", "mode": "ceil" } }"#,
        r#"{ "times": "1.5" }, { "minimum": "4" }, { "maximum": "90" }"#,
    ]);
    (tariff, included, block, step).prop_map(|(tariff, included, block, step)| {
        let included = included.map(|n| format!(r#", "included": "{n}""#)).unwrap_or_default();
        let block = block
            .map(|size| format!(r#", "block": {{ "size": "{size}", "mode": "ceil" }}"#))
            .unwrap_or_default();
        format!(r#"{tariff}{included}{block}, "adjust": [{step}]"#)
    })
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn parts_cost_what_the_whole_costs(component in component(), parts in vec(0..=40_i64, 1..=8)) {
        let catalog = catalog(&component, "month");
        let (mut used, mut sum) = (0, Credits::ZERO);
        for part in &parts {
            let one = total(&catalog, &request(*part, used));
            prop_assert!(one >= Credits::ZERO, "{component}: {one} for {part} after {used}");
            sum = sum.checked_add(one).unwrap();
            used += part;
        }
        prop_assert_eq!(sum, total(&catalog, &request(used, 0)), "{}", component);
    }

    /// Played through day by day, with runs at one instant and several lines.
    #[test]
    fn a_month_costs_what_one_request_costs(component in component(), per_day in 1..=9_u32, of in 1..=7_i64) {
        let catalog = catalog(&component, "month");
        let scenario = format!(
            r#"{{ "start": "2026-02-01", "until": "2026-03-01", "account": {{ "plan": "pro" }}, "demand": [
                {{ "request": {{ "operation": "search", "settings": {{ "results": {of} }} }}, "per_day": {per_day} }} ] }}"#
        );
        let spent = spent(&catalog, &scenario);
        let all = total(&catalog, &request(of, 0).runs(28 * per_day));
        prop_assert_eq!(spent, all, "{}", component);
        // A need is for a month of thirty days.
        let need = format!(
            r#"{{ "lines": [ {{ "request": {{ "operation": "search", "settings": {{ "results": {of} }} }}, "per_month": {} }} ] }}"#,
            28 * per_day
        );
        prop_assert_eq!(catalog.need(&Need::from_json(&need).unwrap()).unwrap().need.high, all);
    }
}

fn spent(catalog: &Catalog, scenario: &str) -> Credits {
    let scenario = Scenario::from_json(scenario).unwrap();
    let projection = catalog.simulate(&scenario, Detail::Ledger).unwrap();
    projection.totals.spent
}

#[test]
fn two_tools_count_in_one_meter() {
    let catalog = catalog(TIERS, "month");
    // 20 are free, 3 are counted by each answer.
    let first = catalog.estimate(&Request::new("answer").runs(6)).unwrap();
    assert_eq!(first.total, Some(credits("12")));
    let metering = &first.meters[0];
    assert_eq!((metering.counts, metering.assumed), (Some(decimal(18)), true));
    assert!(first.notes.iter().any(|note| note.contains("searches: 0 search used before")));
    let then = catalog.estimate(&request(5, 18)).unwrap();
    assert_eq!(then.total, Some(credits("1.5")));
    assert!(then.notes.is_empty() && !then.meters[0].assumed);
}

#[test]
fn a_month_begins_anew() {
    let catalog = catalog(TIERS, "month");
    let scenario = |zone: &str| {
        format!(
            r#"{{ "start": "2026-02-27T12:00Z", "until": "2026-03-02", "account": {{ "plan": "pro", "used": {{ "searches": 20 }}{zone} }},
                "demand": [ {{ "request": {{ "operation": "search", "settings": {{ "results": 2 }} }},
                               "on": ["2026-02-28T23:30Z", "2026-03-01T00:30Z"] }} ] }}"#
        )
    };
    assert_eq!(spent(&catalog, &scenario("")), credits("1"));
    let west =
        r#", "zone": { "name": "x", "offsets": [ { "from": "2026-01-01", "seconds": -3600 } ] }"#;
    assert_eq!(spent(&catalog, &scenario(west)), credits("2"));
    let east =
        r#", "zone": { "name": "x", "offsets": [ { "from": "2026-01-01", "seconds": 3600 } ] }"#;
    assert_eq!(spent(&catalog, &scenario(east)), credits("0"));
}

#[test]
fn days_and_cycles_begin_anew() {
    let scenario = r#"{ "start": "2026-02-10", "until": "2026-03-20", "account": { "plan": "pro" },
        "demand": [ { "request": { "operation": "search", "settings": { "results": 30 } },
                      "on": ["2026-02-11", "2026-02-11T05:00Z", "2026-02-12", "2026-03-01", "2026-03-09", "2026-03-10"] } ] }"#;
    // 10 × 0.5, then 30 × 0.5.
    assert_eq!(spent(&catalog(TIERS, "day"), scenario), credits("40"));
    // Five of them in the first cycle, up to 10 March: 130 of 150.
    let cycle = total(&catalog(TIERS, "cycle"), &request(150, 0));
    let both = cycle.checked_add(credits("5")).unwrap();
    assert_eq!(spent(&catalog(TIERS, "cycle"), scenario), both);
}

#[test]
fn what_cannot_be_paid_for_does_not_count() {
    let text = r#"{ "start": "2026-02-01", "until": "2026-02-04",
        "account": { "lots": [ { "class": "plan", "amount": "12" } ] },
        "demand": [ { "request": { "operation": "search", "settings": { "results": 10 } }, "per_day": 3 } ] }"#;
    let projection = catalog(TIERS, "month")
        .simulate(&Scenario::from_json(text).unwrap(), Detail::Ledger)
        .unwrap();
    // Two free, then 5 each: two more for 10, and 2 are left.
    assert_eq!(projection.totals.spent, credits("10"));
    let made: u64 = projection.operations.iter().map(|operation| operation.made).sum();
    assert_eq!(made, 4);
}

#[test]
fn runs_that_fail_are_taken_back() {
    let text = r#"{ "start": "2026-02-01", "until": "2026-02-05", "account": { "plan": "pro" },
        "demand": [ { "request": { "operation": "search", "settings": { "results": 10 } }, "per_day": 4, "fails": 25 } ] }"#;
    let projection = catalog(TIERS, "month")
        .simulate(&Scenario::from_json(text).unwrap(), Detail::Ledger)
        .unwrap();
    let totals = &projection.totals;
    let kept = totals.spent.checked_sub(totals.refunded).unwrap();
    // Of 16, twelve were made: they cost what twelve alone would have.
    assert_eq!(kept, total(&catalog(TIERS, "month"), &request(120, 0)));
}

#[test]
fn a_saved_wallet_keeps_its_meters() {
    let catalog = catalog(TIERS, "month");
    let start = "2026-02-10".parse().unwrap();
    let mut wallet = Wallet::open(&catalog, "w", &Account::default(), start).unwrap().wallet;
    let before = wallet.save();
    assert!(!before.contains("meters"));
    wallet.count("searches", "4.5".parse().unwrap()).unwrap();
    wallet.count("searches", decimal(10)).unwrap();
    let mut again = Wallet::load(&catalog, &wallet.save()).unwrap();
    assert_eq!(again.save(), wallet.save());
    assert_eq!(again.used(), [("searches".to_owned(), "14.5".parse().unwrap())]);
    again.count("searches", decimal(-20)).unwrap();
    assert_eq!(again.used()[0].1, decimal(0));
    wallet.advance_to("2026-03-01".parse().unwrap()).unwrap();
    assert_eq!(wallet.used()[0].1, decimal(0));
    // A state from before there were meters.
    assert_eq!(Wallet::load(&catalog, &before).unwrap().used()[0].1, decimal(0));
    assert_eq!(wallet.count("searchs", decimal(1)).unwrap_err().kind(), ErrorKind::UnknownName);
}

#[test]
fn meters_of_a_state_are_counted_once_and_have_begun() {
    let catalog = catalog(TIERS, "month");
    let start = "2026-02-10".parse().unwrap();
    let mut wallet = Wallet::open(&catalog, "w", &Account::default(), start).unwrap().wallet;
    wallet.count("searches", decimal(10)).unwrap();
    let told = |change: fn(&mut serde_json::Value)| {
        let mut state = serde_json::from_str(&wallet.save()).unwrap();
        change(&mut state);
        let errors = Wallet::load(&catalog, &state.to_string()).err();
        errors.map(|errors| errors.first().unwrap().pointer().to_owned())
    };
    assert_eq!(told(|_| {}), None);
    let later = told(|state| state["meters"][0]["since"] = "2026-02-11".into());
    assert_eq!(later.as_deref(), Some("/meters/0/since"));
    let twice = told(|state| {
        let meter = state["meters"][0].clone();
        state["meters"].as_array_mut().unwrap().push(meter);
    });
    assert_eq!(twice.as_deref(), Some("/meters/1"));
}

#[test]
fn a_name_that_nothing_uses_draws_a_warning() {
    let text = r#"{ "catalog": "c", "version": "1", "as_of": "2026-02-01", "credit": { "name": "credit", "step": "1" },
        "meters": { "searches": { "per": "month" } }, "holidays": { "cn": ["2026-10-01"] },
        "zones": { "east": { "name": "x", "offsets": [ { "from": "2026-01-01", "seconds": 3600 } ] } },
        "operations": [ { "id": "o", "price": [ { "line": "x", "rate": "1" } ] } ] }"#;
    let catalog = Catalog::from_json(text).unwrap();
    let warned: Vec<&str> = catalog.warnings().iter().map(|warning| warning.pointer()).collect();
    assert_eq!(warned, ["/zones/east", "/holidays/cn", "/meters/searches"]);
}

#[test]
fn what_a_meter_cannot_do_is_refused() {
    let errors = |component: &str| {
        let text = format!(
            r#"{{ "catalog": "c", "version": "1", "as_of": "2026-02-01", "credit": {{ "name": "credit", "step": "1" }},
                "meters": {{ "searches": {{ "per": "month" }} }},
                "operations": [ {{ "id": "o", "price": [ {{ "line": "x", {component} }} ] }} ] }}"#
        );
        Catalog::from_json(&text).unwrap_err().to_string()
    };
    for (component, told) in [
        (
            r#""rate": "1", "meter": "search""#,
            "there is no meter `search`; did you mean `searches`?",
        ),
        (
            r#""meter": "searches", "tiers": { "volume": [ { "up_to": 5, "rate": "2" }, { "rate": "1" } ] }"#,
            "use `graduated` with a meter",
        ),
        (
            r#""meter": "searches", "max_of": [ { "line": "a", "rate": "1" }, { "line": "b", "rate": "2" } ]"#,
            "a component with `max_of` cannot count in a meter",
        ),
        (
            r#""max_of": [ { "line": "a", "rate": "1", "meter": "searches" }, { "line": "b", "rate": "2" } ]"#,
            "a component of `max_of` cannot count in a meter",
        ),
    ] {
        assert!(errors(component).contains(told), "{component}: {}", errors(component));
    }
    let catalog = catalog(TIERS, "month");
    let refused = |request: &Request| catalog.estimate(request).unwrap_err().to_string();
    assert!(refused(&Request::new("search").used("search", decimal(1))).contains("/used/search:"));
    assert!(refused(&request(1, -1)).contains("expected at least 0"));
    let scenario = r#"{ "start": "2026-02-01", "for": "1 month",
        "demand": [ { "request": { "operation": "search", "used": { "searches": 1 } }, "per_day": 1 } ] }"#;
    let errors = catalog.simulate(&Scenario::from_json(scenario).unwrap(), Detail::Columns);
    assert!(errors.unwrap_err().to_string().contains("/demand/0/request/used"));
}

/// A need says how much is used in a month; how much of it falls on one day it cannot say.
#[test]
fn a_need_has_no_meters_of_days_and_months_together() {
    let need = |other: &str| {
        let text = format!(
            r#"{{ "catalog": "c", "version": "1", "as_of": "2026-02-01",
                "credit": {{ "name": "credit", "step": "1" }},
                "meters": {{ "a": {{ "per": "month" }}, "b": {{ "per": "{other}" }} }},
                "operations": [ {{ "id": "o", "price": [
                    {{ "line": "x", "rate": "1", "meter": "a", "included": "10" }},
                    {{ "line": "y", "rate": "1", "meter": "b", "included": "10" }} ] }} ] }}"#
        );
        let need = r#"{ "lines": [ { "request": { "operation": "o" }, "per_month": 100 } ] }"#;
        Catalog::from_json(&text).unwrap().need(&Need::from_json(need).unwrap())
    };
    assert_eq!(need("month").unwrap().need.low.to_string(), "180");
    let errors = need("day").unwrap_err();
    let error = errors.first().unwrap();
    assert_eq!(
        (error.kind(), error.pointer()),
        (ErrorKind::NoAnswer, "/lines/0/request/operation")
    );
}

/// 20 searches are included: after 15, five of ten more are paid, at 0.5 each.
#[test]
fn a_preview_counts_from_what_was_used() {
    let catalog = catalog(TIERS, "month");
    let mut preview = catalog.preview("search", None, None).unwrap();
    preview.set(preview.slot("results").unwrap(), decimal(10)).unwrap();
    assert_eq!(preview.total().unwrap(), Some(credits("0")));
    preview.set_used("searches", decimal(15)).unwrap();
    assert_eq!(preview.total().unwrap(), Some(credits("2.5")));
    assert!(preview.set_used("searches", decimal(-1)).is_err());
    assert!(preview.set_used("search", decimal(1)).is_err());
}
