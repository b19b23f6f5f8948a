//! Platforms compared by model, with numbers worked out by hand.

use drawdown::{
    Catalog, Comparison, ErrorKind, Errors, ModelNeed, ModelRun, Models, Need, PlatformRunState,
    PlatformState, RunComparison, compare, compare_run, compare_watched, to_text,
};
use serde_json::{Value, json};
use std::cell::RefCell;

/// A platform with one model, a plan of 9 a month for 500 credits, 60 a year, and a pack.
fn platform(id: &str, cost: &str, currency: &str) -> Value {
    json!({
        "catalog": id, "name": format!("Platform {id}"), "version": "1", "as_of": "2026-11-01",
        "currency": currency, "credit": { "name": "credit", "plural": "credits", "step": "1" },
        "operations": [ { "id": "picture", "model": "seedream-4-5", "tags": ["text-to-image"],
            "settings": { "size": { "choice": ["2K", "4K"], "default": "2K" } },
            "price": [ { "line": "image", "rate": { "by": "size", "2K": cost, "4K": "unpriced" } } ] } ],
        "classes": { "plan": {}, "pack": {} }, "burn_order": ["expires", "issued"],
        "plans": [ { "id": "pro", "name": "Pro", "price": { "month": "9.00", "year": "60.00" },
                     "grants": ["monthly"] } ],
        "grants": [ { "id": "monthly", "class": "plan", "amount": "500", "every": "cycle",
                      "expires": "cycle_end" } ],
        "top_ups": [ { "id": "pack", "name": "Pack", "class": "pack", "credits": "100", "price": "4.00" } ],
    })
}

fn catalogs(platforms: &[Value]) -> Vec<Catalog> {
    let read = |platform: &Value| Catalog::from_json(&platform.to_string());
    platforms.iter().map(|platform| read(platform).unwrap_or_else(|e| panic!("{e}"))).collect()
}

fn names() -> Models {
    Models::from_json(
        r#"{ "seedream-4-5": { "label": "Seedream 4.5", "aliases": [ "seedream-v4.5" ] } }"#,
    )
    .unwrap()
}

fn run_of(platforms: &[Value], run: Value) -> Result<RunComparison, Errors> {
    compare_run(&catalogs(platforms), &ModelRun::from_json(&run.to_string())?, &names())
}

fn need_of(platforms: &[Value], need: Value) -> Result<Comparison, Errors> {
    compare(&catalogs(platforms), &ModelNeed::from_json(&need.to_string())?, &names())
}

fn image() -> Value {
    json!({ "request": { "model": "Seedream 4.5" } })
}

fn monthly(count: u32) -> Value {
    json!({ "lines": [ { "request": { "model": "seedream-4-5" }, "per_month": count } ],
            "months": 12, "buffer": 0 })
}

#[test]
fn a_generation_costs_its_share_of_each_way_to_buy_credits() {
    let found = run_of(&[platform("one", "10", "USD")], image()).unwrap();
    let one = &found.platforms[0];
    let ways = one.credits.iter().map(|way| {
        let term = way.term.map(|term| term.word()).unwrap_or_default();
        (way.name.as_str(), term, way.credits.to_string(), way.money.unwrap().low.to_string())
    });
    // 60 for twelve times 500; 9 for 500; 4 for 100.
    assert_eq!(
        ways.collect::<Vec<_>>(),
        [
            ("Pro", "year", "6000".to_owned(), "0.1".to_owned()),
            ("Pro", "month", "500".to_owned(), "0.18".to_owned()),
            ("Pack", "", "100".to_owned(), "0.4".to_owned()),
        ]
    );
    let money = one.money.unwrap();
    assert_eq!((money.low.to_string(), money.high.to_string()), ("0.1".into(), "0.4".into()));
    assert_eq!(one.per_result, None);
}

#[test]
fn the_cost_by_plan_counts_for_its_credits() {
    let mut dear = platform("one", "10", "USD");
    dear["plans"][0]["cost_factor"] = "0.5".into();
    let found = run_of(&[dear], image()).unwrap();
    let totals = found.platforms[0].credits.iter().map(|way| way.high.to_string());
    assert_eq!(totals.collect::<Vec<_>>(), ["5", "5", "10"]);
}

#[test]
fn a_range_of_the_cost_widens_that_of_the_money() {
    let mut open = platform("open", "10", "USD");
    open["operations"][0]["settings"]["size"] = json!({ "choice": ["2K", "4K"] });
    open["operations"][0]["price"][0]["rate"] = json!({ "by": "size", "2K": "10", "4K": "30" });
    let found = run_of(&[open], image()).unwrap();
    let money = found.platforms[0].money.unwrap();
    // Ten credits of the cheapest, thirty of the dearest.
    assert_eq!((money.low.to_string(), money.high.to_string()), ("0.1".into(), "1.2".into()));
}

#[test]
fn a_top_up_for_holders_of_a_plan_counts_at_their_cost() {
    let mut held = platform("held", "10", "USD");
    held["plans"][0]["cost_factor"] = "0.5".into();
    held["top_ups"][0]["requires"] = json!({ "plan": ["pro"] });
    let found = run_of(&[held.clone()], image()).unwrap();
    let pack = found.platforms[0].credits.iter().find(|way| way.top_up.is_some()).unwrap();
    assert_eq!((pack.plan.as_deref(), pack.high.to_string().as_str()), (Some("pro"), "5"));
    assert_eq!(pack.money.unwrap().high.to_string(), "0.2");
    // What only a plan may make is not paid from a top-up without one.
    held["top_ups"][0].as_object_mut().unwrap().remove("requires");
    held["operations"][0]["gates"] =
        json!([ { "requires": { "plan": ["pro"] }, "reason": "For Pro" } ]);
    let found = run_of(&[held], image()).unwrap();
    let pack = found.platforms[0].credits.iter().find(|way| way.top_up.is_some()).unwrap();
    assert_eq!(pack.plan.as_deref(), Some("pro"));
}

#[test]
fn what_is_wrong_in_a_need_is_no_state_of_a_platform() {
    let one = || [platform("one", "10", "USD")];
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut need = monthly(50);
        change(&mut need);
        let errors = need_of(&one(), need).unwrap_err();
        errors.iter().map(|error| error.pointer().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(refused(&|need| need["season"] = json!(["1"])), ["/season"]);
    assert_eq!(refused(&|need| need["buffer"] = json!({ "low": 30, "high": 10 })), ["/buffer"]);
    assert_eq!(refused(&|need| need["lines"][0]["per_month"] = json!(-5)), ["/lines/0/per_month"]);
    assert_eq!(
        refused(&|need| need["lines"][0]["request"]["runs"] = json!(0)),
        ["/lines/0/request/runs"]
    );
    assert_eq!(refused(&|need| need["lines"][0]["days"] = json!(3)), ["/lines/0/days"]);
    assert_eq!(refused(&|need| need["accounts"] = json!({ "a/b": {} })), ["/accounts/a~1b"]);
    assert_eq!(refused(&|need| need["lines"] = json!([])), ["/lines"]);
    assert_eq!(refused(&|need| need["rates"] = json!({ "USD": "2" })), ["/rates/USD"]);
    let mut run = image();
    run["request"]["runs"] = json!(0);
    let errors = run_of(&one(), run).unwrap_err();
    assert_eq!(errors.first().unwrap().pointer(), "/request/runs");
    // The same without JSON.
    let request = drawdown::ModelRequest::new("seedream-4-5").runs(0);
    let need = ModelNeed::new([
        drawdown::ModelLine::new(request).per_month("-1".parse::<drawdown::Decimal>().unwrap())
    ]);
    let errors = compare(&catalogs(&one()), &need, &names()).unwrap_err();
    let pointers: Vec<&str> = errors.iter().map(|error| error.pointer()).collect();
    assert_eq!(pointers, ["/lines/0/request/runs", "/lines/0/per_month"]);
}

#[test]
fn credits_that_may_not_pay_for_it_are_no_price() {
    let mut limited = platform("one", "10", "USD");
    let mut clip = limited["operations"][0].clone();
    (clip["id"], clip["tags"]) = ("clip".into(), json!(["video"]));
    clip["model"] = "sora-2".into();
    limited["operations"].as_array_mut().unwrap().push(clip);
    limited["top_ups"][0]["pays_for"] = json!({ "tag": "video" });
    let found = run_of(&[limited], image()).unwrap();
    assert!(found.platforms[0].credits.iter().all(|way| way.top_up.is_none()), "{found:?}");
}

#[test]
fn several_results_of_a_run_share_its_cost_and_rank_by_one() {
    let mut four = platform("four", "20", "USD");
    four["operations"][0]["settings"]["images"] =
        json!({ "number": { "min": 1, "max": 4, "step": 1 }, "default": 4, "results": true });
    let found = run_of(&[platform("one", "10", "USD"), four], image()).unwrap();
    let first = &found.platforms[0];
    assert_eq!(first.catalog.as_ref(), "four");
    let each = first.per_result.unwrap();
    assert_eq!((each.low.to_string(), each.high.to_string()), ("0.05".into(), "0.2".into()));
}

#[test]
fn what_is_not_known_is_listed_with_its_reason() {
    let mut secret = platform("secret", "10", "USD");
    secret["plans"][0]["price"] = json!({ "month": null });
    secret["top_ups"][0]["price"] = Value::Null;
    let mut other = platform("other", "10", "USD");
    other["operations"][0]["model"] = "flux-dev".into();
    let euros = platform("euros", "10", "EUR");
    let all = [other, secret, euros, platform("one", "10", "USD")];
    let mut run = image();
    run["currency"] = "USD".into();
    let found = run_of(&all, run.clone()).unwrap();
    let states = found.platforms.iter().map(|one| (one.catalog.as_ref(), one.state));
    assert_eq!(
        states.collect::<Vec<_>>(),
        [
            ("one", PlatformRunState::Priced),
            ("euros", PlatformRunState::NoRate),
            ("secret", PlatformRunState::CreditsOnly),
            ("other", PlatformRunState::NotOffered),
        ]
    );
    let reasons: Vec<&str> =
        found.platforms.iter().map(|one| one.reason.as_deref().unwrap_or_default()).collect();
    assert_eq!(
        reasons,
        [
            "",
            "there is no rate for EUR",
            "what its credits cost is not published",
            "it does not offer Seedream 4.5",
        ]
    );
    run["request"]["settings"] = json!({ "size": "4K" });
    let unpriced = run_of(&all[3..], run.clone()).unwrap();
    assert_eq!(unpriced.platforms[0].state, PlatformRunState::Unknown);
    run["request"]["settings"] = json!({ "size": "8K" });
    let refused = run_of(&all[3..], run).unwrap();
    assert_eq!(refused.platforms[0].state, PlatformRunState::OtherSettings);
}

#[test]
fn a_rate_makes_one_money_of_two() {
    let both = [platform("dollars", "10", "USD"), platform("euros", "10", "EUR")];
    let refused = need_of(&both, monthly(50)).unwrap_err();
    assert_eq!(refused.first().unwrap().pointer(), "/currency");
    assert!(refused.to_string().contains("EUR and USD"), "{refused}");
    let mut need = monthly(50);
    need["currency"] = "USD".into();
    need["rates"] = json!({ "EUR": "1.085" });
    let found = need_of(&both, need).unwrap();
    let costs = found.platforms.iter().map(|one| (one.catalog.as_ref(), one.cost.unwrap()));
    let costs: Vec<_> = costs.map(|(id, cost)| (id, cost.to_string())).collect();
    // 60 a year; times 1.085 it is 65.10.
    assert_eq!(costs, [("dollars", "60".to_owned()), ("euros", "65.1".to_owned())]);
    assert_eq!(found.platforms[1].per_month.unwrap().to_string(), "5.43");
}

#[test]
fn a_platform_has_the_best_option_of_its_own_fit() {
    let all = [platform("one", "10", "USD"), platform("two", "7", "USD")];
    let found = need_of(&all, monthly(73)).unwrap();
    for (platform, catalog) in found.platforms.iter().rev().zip(catalogs(&all)) {
        let need = json!({ "lines": [ { "request": { "operation": "picture" }, "per_month": 73 } ],
                           "buffer": 0, "months": 12 });
        let fit = catalog.fit(&Need::from_json(&need.to_string()).unwrap()).unwrap();
        assert_eq!(platform.catalog.as_ref(), catalog.id());
        assert_eq!(platform.option.as_deref(), fit.options.first());
        assert_eq!(platform.cost, fit.options[0].cost);
        assert_eq!(platform.reason, fit.verdict);
    }
}

#[test]
fn a_gift_of_unknown_size_does_not_hide_a_platform() {
    let mut gift = platform("gift", "10", "USD");
    gift["classes"]["free"] = json!({ "paid": false });
    let trial = json!({ "id": "trial", "name": "Trial credits", "class": "free",
                        "amount": null, "every": "once" });
    gift["grants"].as_array_mut().unwrap().push(trial);
    let found = need_of(&[gift.clone()], monthly(50)).unwrap();
    let platform = &found.platforms[0];
    assert_eq!(platform.state, PlatformState::Covers);
    assert_eq!(platform.cost.unwrap().to_string(), "60");
    assert_eq!(platform.not_counted, ["Trial credits"]);
    // What the user assumes counts.
    let mut need = monthly(50);
    need["accounts"] = json!({ "gift": { "assume": { "grants": { "trial": "6000" } } } });
    let found = need_of(&[gift], need).unwrap();
    assert_eq!(found.platforms[0].cost.unwrap().to_string(), "0");
    assert!(found.platforms[0].not_counted.is_empty());
}

#[test]
fn an_allowance_of_a_plan_that_is_not_published_stays_unknown() {
    let mut open = platform("open", "10", "USD");
    open["grants"][0]["amount"] = Value::Null;
    open["top_ups"] = json!([]);
    let found = need_of(&[open], monthly(50)).unwrap();
    assert_eq!(found.platforms[0].state, PlatformState::Unknown);
    assert_eq!(found.platforms[0].cost, None);
}

#[test]
fn the_order_of_catalogs_changes_no_answer() {
    let mut none = platform("d", "9", "USD");
    none["operations"][0]["model"] = "sora-2".into();
    let mut neither = none.clone();
    neither["catalog"] = "e".into();
    let all = [
        platform("a", "10", "USD"),
        platform("b", "7", "USD"),
        platform("c", "7", "USD"),
        none,
        neither,
    ];
    let mut turned = all.clone();
    turned.reverse();
    let texts = [all.as_slice(), turned.as_slice()]
        .map(|all| to_text(&need_of(all, monthly(73)).unwrap()).unwrap());
    assert_eq!(texts[0], texts[1]);
    let texts = [all.as_slice(), turned.as_slice()]
        .map(|all| to_text(&run_of(all, image()).unwrap()).unwrap());
    assert_eq!(texts[0], texts[1]);
}

#[test]
fn a_comparison_tells_its_progress_and_stops() {
    let all = catalogs(&[platform("a", "10", "USD"), platform("b", "7", "USD")]);
    let need = ModelNeed::from_json(&monthly(5).to_string()).unwrap();
    let told = RefCell::new(Vec::new());
    let found = compare_watched(&all, &need, &names(), |share| {
        told.borrow_mut().push(share);
        true
    });
    assert_eq!(found.unwrap(), compare(&all, &need, &names()).unwrap());
    assert_eq!(told.into_inner(), [500, 1_000]);
    let stopped = compare_watched(&all, &need, &names(), |_| false).unwrap_err();
    assert_eq!(stopped.first().unwrap().kind(), ErrorKind::Stopped);
}

#[test]
fn a_name_means_one_model() {
    let refused = |text: &str| Models::from_json(text).unwrap_err().to_string();
    let twice = r#"{ "a-1": { "aliases": ["b"] }, "c": { "aliases": ["B"] } }"#;
    assert!(refused(twice).contains("/c/aliases/0"), "{}", refused(twice));
    let own = r#"{ "a-1": { "aliases": ["c"] }, "c": {} }"#;
    assert!(refused(own).contains("/a-1/aliases/0"), "{}", refused(own));
    let spellings = r#"{ "A/1": {}, "a/1": {} }"#;
    assert!(refused(spellings).contains("/a~11"), "{}", refused(spellings));
}

/// Different spellings of one name: versions with and without `v` and `.0`, parts in another order.
fn rough(name: &str) -> Vec<String> {
    let is_number = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let number =
        |part: &str| part.strip_prefix('v').filter(|rest| is_number(rest)).map(str::to_owned);
    let mut parts: Vec<String> =
        name.split('-').map(|part| number(part).unwrap_or_else(|| part.to_owned())).collect();
    if parts.last().is_some_and(|last| last == "0") {
        parts.pop();
    }
    parts.sort();
    parts
}

#[test]
fn the_shipped_names_fit_the_shipped_catalogs() {
    let models = Models::shipped();
    assert_ne!(models, Models::default(), "the list is not read");
    let mut offered: Vec<(String, String)> = Vec::new();
    for (path, text) in drawdown_tests::corpus::CATALOGS {
        if path.starts_with("catalogs/") {
            let catalog = Catalog::from_json(text).unwrap();
            let named = catalog.info().operations.into_iter().filter_map(|one| one.model);
            offered.extend(named.map(|model| (models.common(&model), catalog.id().to_owned())));
        }
    }
    offered.sort();
    offered.dedup();
    for (model, catalog) in &offered {
        let is_shared = offered.iter().any(|(other, by)| other == model && by != catalog);
        assert!(!is_shared || models.label(model) != *model, "{model} has no label");
        for (other, by) in &offered {
            assert!(
                rough(model) != rough(other) || model == other,
                "{model} ({catalog}) and {other} ({by}) look like one model"
            );
        }
    }
}
