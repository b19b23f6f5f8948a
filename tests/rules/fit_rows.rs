//! The rules of the source systems about needs and plans, one test each, through the shipped
//! catalogs; what nobody publishes is assumed. Each number is worked out by hand beside it.

use drawdown::{
    Catalog, Decimal, Detail, ErrorKind, Fit, FitOption, FitState, Money, Need, Scenario,
    TopUpPurchase, to_text,
};
use serde_json::{Value, json};

fn catalog(text: &str) -> Catalog {
    Catalog::from_json(text).unwrap_or_else(|errors| panic!("{errors}"))
}

fn imagineart() -> Catalog {
    catalog(include_str!("../../catalogs/imagineart.json"))
}

fn kive() -> Catalog {
    catalog(include_str!("../../catalogs/kive.json"))
}

fn need(value: &Value) -> Need {
    Need::from_json(&value.to_string()).unwrap_or_else(|errors| panic!("{errors}\n{value}"))
}

fn fit(catalog: &Catalog, value: &Value) -> Fit {
    catalog.fit(&need(value)).unwrap_or_else(|errors| panic!("{errors}\n{value}"))
}

fn option<'f>(fit: &'f Fit, plan: Option<&str>) -> &'f FitOption {
    fit.options.iter().find(|option| option.plan.as_deref() == plan).unwrap()
}

fn winner(fit: &Fit) -> Option<(Option<String>, Option<drawdown::Term>, Money)> {
    let best = fit.options.first().filter(|_| fit.found)?;
    Some((best.plan.as_deref().map(str::to_owned), best.term, best.cost?))
}

/// Plans of ImagineArt at assumed sizes and prices.
fn imagineart_assumed() -> Value {
    json!({ "assume": {
        "grants": { "basic-monthly": "9000", "standard-monthly": "40000", "ultimate-monthly": "98000",
            "creator-monthly": "200000" },
        "plans": { "basic": { "month": "12.00" }, "standard": { "month": "30.00" },
            "ultimate": { "month": "60.00" }, "creator": { "month": "120.00" } },
        "top_ups": { "top-up": { "credits": "5000", "price": "9.00" } } } })
}

/// Pro models are not open without a subscription: blocked, with the reason.
#[test]
fn i5_a_closed_gate_blocks_an_option_and_says_why() {
    let need = json!({ "lines": [
            { "request": { "operation": "imagineart-1-5-pro" }, "per_day": 1, "days": 10 },
            // Told once, though it is asked for twice.
            { "request": { "operation": "imagineart-1-5-pro" }, "per_day": 1, "days": 10 } ],
        "account": imagineart_assumed(), "months": 2 });
    let fit = fit(&imagineart(), &need);
    let none = option(&fit, None);
    assert_eq!(none.state, FitState::Blocked);
    assert_eq!(none.blocked.len(), 1);
    assert_eq!(&*none.blocked[0].operation, "imagineart-1-5-pro");
    assert_eq!(&*none.blocked[0].reason, "Pro models need an active subscription");
    assert_eq!(
        none.reason,
        "does not allow `imagineart-1-5-pro`: Pro models need an active subscription"
    );
    assert_eq!(none.headroom, None);
    // 2 x 10 x 25 = 500 a month: the smallest plan is enough.
    let best = &fit.options[0];
    assert_eq!((best.plan.as_deref(), best.state), (Some("basic"), FitState::Covers));
    assert_eq!(best.need.unwrap().to_string(), "500");
    assert_eq!(best.cost.unwrap().to_string(), "24");
}

/// Images by their cost, videos by theirs, and the buffer on top.
#[test]
fn i10_monthly_credits_are_sums_of_products_and_a_buffer() {
    for (images, videos, days, low, high) in
        [(1, 1, 1, 20, 30), (30, 10, 22, 20, 30), (7, 3, 31, 25, 25), (0, 4, 12, 0, 100)]
    {
        let month = imagineart().need(&need(&json!({
            "lines": [
                { "request": { "operation": "nano-banana" }, "per_day": images, "days": days },
                { "request": { "operation": "video" }, "per_day": videos, "days": days } ],
            "buffer": { "low": low, "high": high } })));
        let month = month.unwrap();
        let sum = days * (images * 24 + videos * 210);
        let hundredths = |amount: drawdown::Credits| {
            amount.decimal().checked_times(100).unwrap().to_string().parse::<i64>().unwrap()
        };
        assert_eq!(hundredths(month.need.low), sum * 100);
        assert_eq!(hundredths(month.need.high), sum * 100);
        assert_eq!(hundredths(month.with_buffer.low), sum * (100 + low));
        assert_eq!(hundredths(month.with_buffer.high), sum * (100 + high));
    }
}

/// 660 images at 24 and 220 videos at 210: 62,040, and 74,448 to 80,652 with the buffer.
#[test]
fn i11_the_worked_example_line_by_line() {
    let example = json!({ "lines": [
            { "request": { "operation": "nano-banana" }, "per_day": 30, "days": 22 },
            { "request": { "operation": "video" }, "per_day": 10, "days": 22 } ],
        "account": imagineart_assumed(), "start": "2026-12-01", "months": 3 });
    let fit = fit(&imagineart(), &example);
    let lines: Vec<_> = fit.need.lines.iter().collect();
    assert_eq!((lines[0].count, lines[1].count), (660.into(), 220.into()));
    assert_eq!(lines[0].estimate.total.unwrap().to_string(), "24");
    assert_eq!(lines[1].estimate.total.unwrap().to_string(), "210");
    assert_eq!(lines[0].amount.high.to_string(), "15840");
    assert_eq!(lines[1].amount.high.to_string(), "46200");
    assert_eq!(fit.need.need.low.to_string(), "62040");
    assert_eq!(fit.need.need.high.to_string(), "62040");
    assert_eq!(fit.need.with_buffer.low.to_string(), "74448");
    assert_eq!(fit.need.with_buffer.high.to_string(), "80652");
    for option in fit.options.iter().filter(|option| option.state != FitState::Unknown) {
        assert_eq!(option.need.unwrap().to_string(), "62040", "{option:?}");
    }
    // 98,000 are enough for 74,448, and for 80,652: 98,000 / 62,040 = 1.579...
    let best = &fit.options[0];
    assert_eq!((best.plan.as_deref(), best.buffer_high), (Some("ultimate"), true));
    assert_eq!(best.cost.unwrap().to_string(), "180");
    assert_eq!(best.headroom, Some(57));
    // 40,000 of 62,040 a month: 22,040 are missing, which are 5 top-ups of 5,000 in the first month
    // (2,960 stay), 4 in the second (920 stay), 5 in the third: 3 x 30 + 14 x 9.
    let standard = option(&fit, Some("standard"));
    let count = |bought: &[TopUpPurchase]| bought.iter().map(|bought| bought.count).sum::<u32>();
    assert_eq!((count(&standard.top_ups), standard.proven), (14, true));
    assert_eq!(standard.cost.unwrap().to_string(), "216");
    // 3,880 of 70,000 bought are left, at 9.00 for 5,000.
    assert_eq!(
        (standard.left.to_string(), standard.left_money.unwrap().to_string()),
        ("3880".to_owned(), "6.98".to_owned())
    );
    // 40,000 of 74,448 a month: 34,448 are missing, which are 7 top-ups in the first month (552
    // stay), 7 in the second (1,104 stay), 7 in the third: 3 x 30 + 21 x 9.
    let margin = standard.with_margin.as_ref().unwrap();
    assert_eq!((count(&margin.top_ups), margin.proven), (21, true));
    assert_eq!(margin.cost.unwrap().to_string(), "279");
}

/// A plan's generations are counted with standard settings; as they are wanted there are fewer.
#[test]
fn i12_standard_and_actual_generations_side_by_side() {
    let fit = fit(
        &imagineart(),
        &json!({ "lines": [
                { "request": { "operation": "nano-banana-2", "settings": { "resolution": "4K" } },
                  "per_day": 1, "days": 10 },
                { "request": { "operation": "imagineart-1-5-pro" }, "per_day": 1, "days": 10 } ],
            "account": imagineart_assumed(), "months": 1, "plans": ["ultimate"] }),
    );
    // 98,000 / 49 and / 98; / 25.
    let generations = &fit.options[0].generations;
    assert_eq!((generations[0].standard, generations[0].actual), (Some(2000), Some(1000)));
    assert_eq!((generations[1].standard, generations[1].actual), (Some(3920), Some(3920)));
}

/// Higher tiers pay less for the same generation: the need is another for each plan. Krea does not
/// publish by how much; half is assumed for Pro.
#[test]
fn k8_the_need_is_worked_out_for_each_plan() {
    let mut text: Value = serde_json::from_str(include_str!("../../catalogs/krea.json")).unwrap();
    let plans = text["plans"].as_array_mut().unwrap();
    plans.iter_mut().find(|plan| plan["id"] == "pro").unwrap()["cost_factor"] = json!("0.5");
    let fit = fit(
        &catalog(&text.to_string()),
        &json!({ "lines": [
                { "request": { "operation": "nano-banana" }, "per_day": 60, "days": 20 } ],
            "account": { "assume": { "plans": { "pro": { "month": "35.00" }, "max": { "month": "105.00" } } } },
            "plans": ["basic", "pro", "max"], "terms": ["month"], "months": 2, "buffer": 0 }),
    );
    // 60 x 20 x 30 = 36,000; by half 18,000, which Pro's 20,000 are enough for, but not 36,000.
    let needs =
        ["basic", "pro", "max"].map(|plan| option(&fit, Some(plan)).need.unwrap().to_string());
    assert_eq!(needs, ["36000", "18000", "36000"]);
    let states = ["basic", "pro", "max"].map(|plan| option(&fit, Some(plan)).state);
    assert_eq!(states, [FitState::Short, FitState::Covers, FitState::Covers]);
    assert_eq!(fit.options[0].plan.as_deref(), Some("pro"));
}

/// So many millionths of a need that is counted by the month.
fn part(value: &Value, millionths: i64) -> Value {
    let mut scaled = value.clone();
    for line in scaled["lines"].as_array_mut().unwrap() {
        let rate = line["per_month"].as_i64().unwrap() * millionths;
        line["per_month"] = json!(format!("{}.{:06}", rate / 1_000_000, rate % 1_000_000));
    }
    scaled
}

/// From which need on another plan is the cheapest.
#[test]
fn v13_each_step_changes_the_winner_and_nothing_changes_it_inside() {
    let edits = json!({ "lines": [
            { "request": { "operation": "edit" }, "per_month": 100 },
            { "request": { "operation": "erase" }, "per_month": 20 } ],
        "account": { "assume": {
            "plans": { "basic": { "month": "20.00" }, "pro": { "month": "95.00" } },
            "top_ups": { "one-time": { "credits": "250", "price": "12.00" } } } },
        "buffer": 10, "months": 3 });
    let catalog = kive();
    let steps = catalog.break_even(&need(&edits), Some(400)).unwrap();
    assert_eq!(steps.need.to_string(), "1040");
    let millionths = |per_cent: Decimal| -> i64 {
        per_cent.checked_times(10_000).unwrap().to_string().parse().unwrap()
    };
    let at = |millionths: i64| winner(&fit(&catalog, &part(&edits, millionths)));
    assert!(steps.steps.len() >= 3, "{steps:?}");
    let mut before: Option<Option<(Option<String>, Option<drawdown::Term>)>> = None;
    let mut next = 1_000;
    for step in &steps.steps {
        let (from, until) = (millionths(step.from), millionths(step.until));
        assert_eq!(from, next, "no gap: {steps:?}");
        next = until + 1;
        let found = [from, from + (until - from) / 3, (from + until) / 2, until].map(at);
        let who = |found: &Option<(Option<String>, Option<drawdown::Term>, Money)>| {
            found.as_ref().map(|(plan, term, _)| (plan.clone(), *term))
        };
        for other in &found {
            assert_eq!(who(other), who(&found[0]), "{step:?}");
        }
        let said = step.name.as_ref().map(|_| (step.plan.as_deref().map(str::to_owned), step.term));
        assert_eq!(said, who(&found[0]), "{step:?}");
        assert_eq!(step.cost, found[0].as_ref().map(|found| found.2), "{step:?}");
        assert_eq!(step.until_cost, found[3].as_ref().map(|found| found.2), "{step:?}");
        assert_ne!(before, Some(who(&found[0])), "{step:?}");
        before = Some(who(&found[0]));
    }
    assert_eq!(next, 4_000_001);
    // Free, then Basic, then Pro.
    let plans: Vec<_> = steps.steps.iter().map(|step| step.plan.as_deref()).collect();
    assert_eq!(plans.first(), Some(&None));
    assert!(plans.contains(&Some("basic")) && plans.last() == Some(&Some("pro")), "{plans:?}");
}

/// The same for less, worked out again.
#[test]
fn v12_savings_worked_out_again() {
    let catalog = imagineart();
    let mut asked = json!({ "lines": [
            { "request": { "operation": "nano-banana-2", "settings": { "resolution": "4K" } },
              "per_month": 300 },
            { "request": { "operation": "video" }, "per_month": 40 } ],
        "account": imagineart_assumed(), "months": 2 });
    let before = winner(&fit(&catalog, &asked)).unwrap();
    let savings = catalog.savings(&need(&asked)).unwrap();
    assert!(savings.len() >= 2, "{savings:?}");
    for saving in &savings {
        let request: Value = serde_json::from_str(&to_text(&saving.request).unwrap()).unwrap();
        let [old, new] =
            [asked["lines"][saving.line]["request"].clone(), request.clone()].map(|r| {
                let request = drawdown::Request::from_json(&r.to_string()).unwrap();
                catalog.estimate(&request).unwrap().total.unwrap()
            });
        let each = old.checked_sub(new).unwrap();
        let count = asked["lines"][saving.line]["per_month"].as_u64().unwrap();
        assert_eq!(saving.credits, each.checked_times(count).unwrap(), "{saving:?}");
        let kept = asked["lines"][saving.line]["request"].clone();
        let mut request = request;
        request.as_object_mut().unwrap().remove("plan");
        asked["lines"][saving.line]["request"] = request;
        let after = winner(&fit(&catalog, &asked)).unwrap();
        asked["lines"][saving.line]["request"] = kept;
        assert_eq!(saving.cost, Some(after.2), "{saving:?}");
        assert_eq!(saving.plan.as_deref().map(str::to_owned), after.0, "{saving:?}");
        assert_eq!(saving.money, before.2.checked_sub(after.2), "{saving:?}");
    }
}

/// The winner of each changed need, and how far it is the same.
#[test]
fn sensitivity_is_what_fits_of_changed_needs_say() {
    let edits = json!({ "lines": [ { "request": { "operation": "edit" }, "per_month": 70 } ],
        "account": { "assume": {
            "plans": { "basic": { "month": "20.00" }, "pro": { "month": "95.00" } } } },
        "months": 3 });
    let catalog = kive();
    let told = catalog.sensitivity(&need(&edits), None).unwrap();
    assert_eq!(told, catalog.sensitivity(&need(&edits), None).unwrap());
    let given = winner(&fit(&catalog, &edits)).unwrap();
    let mut same = Vec::new();
    for step in &told.steps {
        let found =
            winner(&fit(&catalog, &part(&edits, 1_000_000 + i64::from(step.change) * 10_000)));
        assert_eq!(step.cost, found.as_ref().map(|found| found.2), "{step:?}");
        assert_eq!(
            step.plan.as_deref().map(str::to_owned),
            found.as_ref().and_then(|f| f.0.clone())
        );
        assert_eq!(step.same, found.is_some_and(|f| (f.0, f.1) == (given.0.clone(), given.1)));
        if step.same {
            same.push(step.change);
        }
    }
    assert_eq!(told.steps.len(), 11);
    assert_eq!(told.holds_from, same.iter().min().copied(), "{told:?}");
    assert_eq!(told.holds_until, same.iter().max().copied(), "{told:?}");
    let chance = told.chance.unwrap();
    assert_eq!(chance.paths, 200);
    assert!(!chance.served.is_negative() && chance.served <= 1.into(), "{chance:?}");
}

const SEASONS: &str = r#"{ "catalog": "seasons", "version": "1", "as_of": "2026-01-01", "currency": "USD",
    "credit": { "name": "credit", "step": "1" },
    "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "10" } ] } ],
    "classes": { "plan": {}, "extra": {} },
    "plans": [
        { "id": "small", "price": { "month": "10" }, "grants": [ "few" ] },
        { "id": "large", "price": { "month": "60", "year": "600" }, "grants": [ "many" ] } ],
    "grants": [
        { "id": "few", "class": "plan", "amount": "1000", "every": "cycle", "expires": "cycle_end" },
        { "id": "many", "class": "plan", "amount": "9000", "every": "cycle", "expires": "cycle_end" } ],
    "top_ups": [ { "id": "pack", "class": "extra", "credits": "1000", "price": "25",
        "requires": { "plan": { "present": true } } } ],
    "burn_order": [ { "class": [ "plan", "extra" ] }, "expires", "issued" ] }"#;

/// A plan for each month covers all, and costs what it says: played through by hand.
#[test]
fn seasons_are_worth_what_they_say() {
    let catalog = catalog(SEASONS);
    for season in [
        ["0.2", "0.2", "8", "8", "0.2", "0.2", "0.2", "0.2", "8", "0.2", "0.2", "0.2"],
        ["1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1"],
        ["0", "0", "0", "0", "0", "9", "9", "0", "0", "0", "0", "1"],
        ["1", "2", "3", "4", "5", "6", "7", "8", "9", "5", "2", "1"],
    ] {
        let value = json!({ "lines": [ { "request": { "operation": "image" }, "per_month": 95 } ],
            "season": season, "buffer": 0 });
        let single = winner(&fit(&catalog, &value)).unwrap().2;
        let told = catalog.seasonal_plan(&need(&value)).unwrap();
        assert_eq!(told.single, Some(single));
        let cost = told.cost.unwrap();
        assert!(cost <= single, "{told:?}");
        assert_eq!(told.pays, cost < single, "{told:?}");
        if !told.pays {
            continue;
        }
        let month = |n: usize| format!("{}-{:02}-01", 2026 + n / 12, n % 12 + 1);
        let demand = |n: usize| {
            let factor: Decimal = season[n].parse().unwrap();
            let rate = factor.checked_times(95).unwrap().to_string();
            json!({ "request": { "operation": "image" }, "per_month": rate, "from": month(n),
                "until": month(n + 1) })
        };
        let mut account = json!({});
        if let Some(plan) = &told.months[0].plan {
            account = json!({ "plan": &**plan, "term": "month" });
        }
        let actions = told.months[1..].iter().map(|month| match &month.plan {
            None => json!({ "at": month.from.to_string(), "do": "cancel" }),
            Some(plan) => {
                let change = to_text(&month.action).unwrap().replace('"', "");
                json!({ "at": month.from.to_string(), "do": change, "plan": &**plan, "term": "month" })
            }
        });
        let scenario = json!({ "start": "2026-01-01", "until": told.until.to_string(),
            "account": account, "demand": (0..12).map(demand).collect::<Vec<_>>(),
            "actions": actions.collect::<Vec<_>>(), "when_short": "top_up" });
        let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
        let projection = catalog.simulate(&scenario, Detail::Columns).unwrap();
        assert_eq!(projection.run_out, None, "{told:?}");
        assert_eq!(projection.totals.billed, cost, "{told:?}");
    }
}

/// An operation whose cost nobody publishes cannot be needed.
#[test]
fn what_has_no_price_is_an_error_with_its_place() {
    let value = json!({ "lines": [ { "request": { "operation": "edit" }, "per_day": 1 },
        { "request": { "operation": "train" }, "per_day": 1 } ] });
    let errors = kive().fit(&need(&value)).unwrap_err();
    let error = errors.iter().next().unwrap();
    assert_eq!((error.kind(), error.pointer()), (ErrorKind::NoAnswer, "/lines/1/request"));
}

/// What may not be bought is not bought by whoever changes plans either.
#[test]
fn a_season_buys_no_top_up_that_may_not_be_bought() {
    let catalog = Catalog::from_json(
        r#"{ "catalog": "c", "version": "1", "as_of": "2026-11-01", "currency": "USD",
             "credit": { "name": "credit", "plural": "credits", "step": "1" },
             "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "10" } ] } ],
             "classes": { "plan": {}, "extra": {} },
             "plans": [ { "id": "pro", "price": { "month": "10.00" }, "grants": [ "pro" ] } ],
             "grants": [ { "id": "pro", "class": "plan", "amount": "100", "every": "cycle",
                           "expires": "cycle_end" } ],
             "top_ups": [ { "id": "pack", "class": "extra", "credits": "100", "price": "1.00" } ] }"#,
    )
    .unwrap();
    let plan = |top_ups: &str| {
        let need = format!(
            r#"{{ "lines": [ {{ "request": {{ "operation": "image" }}, "per_month": 20 }} ],
                  "months": 2, "buffer": 0 {top_ups} }}"#
        );
        catalog.seasonal_plan(&Need::from_json(&need).unwrap()).unwrap()
    };
    assert_eq!(plan("").cost.unwrap().to_string(), "4");
    assert_eq!(plan(r#", "top_ups": [ "pack" ]"#).cost.unwrap().to_string(), "4");
    assert_eq!(plan(r#", "top_ups": []"#).cost, None);
}

/// What is wrong with what was made is said where it stands; equal requests are one line.
#[test]
fn errors_of_a_history_stand_in_it() {
    let run =
        |operation: &str| json!({ "at": "2026-08-03", "request": { "operation": operation } });
    let of = |value: Value| kive().fit(&need(&value)).map(|fit| fit.need.lines.len());
    let history =
        |runs: &[Value]| json!({ "from": "2026-08-01", "until": "2026-09-01", "runs": runs });
    let line = json!({ "request": { "operation": "edit" }, "per_day": 1 });
    let many: Vec<Value> = (0..20_000).map(|n| run(["edit", "remove-background"][n % 2])).collect();
    assert_eq!(of(json!({ "lines": [ line ], "history": history(&many) })).unwrap(), 3);
    let wrong = [run("edit"), run("edit"), run("train"), run("edi")];
    let errors = of(json!({ "lines": [ line ], "history": history(&wrong) })).unwrap_err();
    let pointers: Vec<&str> = errors.iter().map(|error| error.pointer()).collect();
    assert_eq!(pointers, ["/history/runs/2/request", "/history/runs/3/request/operation"]);
}

/// Whoever cancels and takes the same plan again has been without it: where cycles are calendar
/// months and terms are not, a cycle's credits would come twice otherwise.
#[test]
fn a_season_takes_no_plan_at_the_instant_at_which_it_ends() {
    let catalog = catalog(include_str!("../../catalogs/greenzero.json"));
    let value = json!({ "lines": [ { "request": { "operation": "inference" }, "per_day": 900 } ],
        "season": [4, 1, 1, 4, 1, 1, 4, 1, 1, 4, 1, 1], "buffer": 0, "top_ups": [],
        "account": { "assume": { "plans": { "standard": { "month": "20" },
            "professional": { "month": "70" } } } } });
    let told = catalog.seasonal_plan(&need(&value)).unwrap();
    assert!(told.complete);
    for pair in told.months.windows(2) {
        let days = (pair[1].from.to_unix() - pair[0].from.to_unix()) / 86_400;
        assert!(pair[0].plan.is_some() || days > 31, "{told:?}");
    }
}

/// A term that is asked for alone is simulated by itself.
#[test]
fn each_term_of_a_plan_is_what_it_is_alone() {
    let terms = r#"{
        "catalog": "terms", "version": "1", "as_of": "2026-01-01", "currency": "USD",
        "credit": { "name": "credit", "plural": "credits", "step": "1" },
        "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "7" } ] } ],
        "classes": { "plan": {}, "pack": {} },
        "plans": [ { "id": "pro", "price": { "month": "10.00", "quarter": "27.00", "year": "96.00" },
                     "grants": ["monthly"] } ],
        "grants": [ { "id": "monthly", "class": "plan", "amount": "1000", "every": "cycle",
                      "expires": "cycle_end" } ],
        "top_ups": [ { "id": "pack", "class": "pack", "credits": "100", "price": "2.50" } ],
        "burn_order": ["expires"],
        "policies": { "billing": "BILLING" } }"#;
    let accounts = [
        json!(null),
        json!({ "lots": [ { "class": "pack", "amount": "10" } ] }),
        json!({ "plan": "pro", "term": "quarter" }),
        json!({ "assume": { "plans": { "pro": { "month": "11.00" } } } }),
    ];
    for billing in ["anniversary", "calendar_month"] {
        let catalog = catalog(&terms.replace("BILLING", billing));
        for (account, per_day, months) in
            accounts.iter().flat_map(|account| [(account, 2, 12), (account, 6, 5)])
        {
            let mut asked = json!({ "start": "2026-01-10", "months": months, "plans": ["pro"],
                "lines": [ { "request": { "operation": "image" }, "per_day": per_day } ] });
            if !account.is_null() {
                asked["account"] = account.clone();
            }
            let all = fit(&catalog, &asked);
            assert_eq!(all.options.len(), 3);
            for option in &all.options {
                asked["terms"] = json!([option.term.unwrap().word()]);
                let alone = fit(&catalog, &asked);
                let mut alone = alone.options[0].clone();
                (alone.reason, alone.frontier) = (option.reason.clone(), option.frontier);
                assert_eq!(*option, alone, "{asked}");
            }
        }
    }
}

fn of_corpus(text: &str, value: &Value) -> (Catalog, Fit) {
    let catalog = catalog(text);
    let fit = fit(&catalog, value);
    (catalog, fit)
}

/// By the week, a run of the need falls on 1 November, of the need with its margin none does: packs
/// that are dated for the margin alone would come too late.
#[test]
fn what_covers_is_played_as_it_is_said_too() {
    let asked = json!({ "lines": [ { "request": { "operation": "img" }, "per_week": 1 } ],
        "buffer": "20%", "start": "2026-11-01", "months": 1 });
    let text = include_str!("../corpus/catalogs/p-packs-when-needed.json");
    let (catalog, fit) = of_corpus(text, &asked);
    let best = &fit.options[0];
    assert_eq!((best.plan.as_deref(), best.state), (None, FitState::Covers));
    let margin = best.with_margin.as_ref().unwrap();
    for (bought, per_week) in
        [(&best.top_ups, "1"), (&margin.top_ups, "1"), (&margin.top_ups, "1.2")]
    {
        let buys = bought.iter().map(|buy| {
            json!({ "at": buy.at.to_string(), "do": "buy", "top_up": &*buy.top_up, "count": buy.count })
        });
        let scenario = json!({ "start": "2026-11-01", "until": "2026-12-01",
            "demand": [ { "request": { "operation": "img" }, "per_week": per_week } ],
            "actions": buys.collect::<Vec<_>>() });
        let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
        let played = catalog.simulate(&scenario, Detail::Columns).unwrap();
        assert_eq!(played.totals.refused, 0, "{per_week} a week, {bought:?}");
    }
    // 52/12 runs are 4 1/3; 5 x 13/3 credits and a fifth on top are 26.
    let item = &fit.need.lines[0];
    assert_eq!(item.count.to_string(), "4.333333333333");
    assert_eq!(item.amount.high.to_string(), "21.666666666667");
    assert_eq!(fit.need.with_buffer.high.to_string(), "26");
}

/// 1,200 credits that may not pay for films, and 300 that may: 5 films, or 150 images.
#[test]
fn a_month_makes_what_its_credits_may_pay_for() {
    let asked = json!({ "lines": [ { "request": { "operation": "image" }, "per_month": 20 },
        { "request": { "operation": "film" }, "per_month": 2 } ], "months": 2 });
    let text = include_str!("../corpus/catalogs/p-films-by-some.json");
    let (_, fit) = of_corpus(text, &asked);
    let made: Vec<_> = fit.options[0].generations.iter().map(|one| one.actual).collect();
    assert_eq!(made, [Some(150), Some(5)]);
}

/// Nothing covers: no option is marked, and the verdict says what comes nearest.
#[test]
fn what_does_not_cover_wins_nothing() {
    let asked = json!({ "lines": [ { "request": { "operation": "film" }, "per_month": 100 } ],
        "months": 2 });
    let (_, fit) = of_corpus(include_str!("../corpus/catalogs/p-films-by-some.json"), &asked);
    assert!(!fit.found && fit.options.iter().all(|option| !option.frontier), "{fit:?}");
    assert_eq!(fit.verdict, "No option covers it; P, paid monthly comes nearest, with 5 %");
}

/// An option whose price nobody publishes is named beside the one that wins.
#[test]
fn a_price_that_is_not_published_does_not_win() {
    let mut text: Value =
        serde_json::from_str(include_str!("../corpus/catalogs/p-packs-when-needed.json")).unwrap();
    text["plans"].as_array_mut().unwrap().push(json!({ "id": "pro", "name": "Pro",
        "price": { "month": null }, "grants": ["pro"] }));
    text["grants"].as_array_mut().unwrap().push(json!({ "id": "pro", "class": "plan",
        "amount": "1000", "every": "cycle", "expires": "cycle_end" }));
    let asked = json!({ "lines": [ { "request": { "operation": "img" }, "per_day": 0.5 } ],
        "top_ups": [], "months": 1 });
    let (_, fit) = of_corpus(&text.to_string(), &asked);
    assert!(fit.found);
    assert_eq!(fit.options[0].plan.as_deref(), Some("basic"));
    let said = "; Pro covers it too, but its price is not published";
    assert!(fit.verdict.starts_with("basic, paid monthly: 10.00 USD"), "{}", fit.verdict);
    assert!(fit.verdict.ends_with(said), "{}", fit.verdict);
}

/// What credits do not cover is owed, and nothing limits that: the need may grow without limit.
#[test]
fn where_overage_has_no_limit_neither_has_the_need() {
    let mut text: Value =
        serde_json::from_str(include_str!("../corpus/catalogs/p-packs-when-needed.json")).unwrap();
    let asked = json!({ "lines": [ { "request": { "operation": "img" }, "per_day": 1 } ],
        "months": 1, "plans": ["basic"] });
    for (policies, unlimited) in [
        (json!({ "overage": "debt", "debt": "carry" }), true),
        (json!({ "overage": "debt", "debt": "carry", "overage_limit": "1000" }), false),
        (json!({}), false),
    ] {
        text["policies"] = policies;
        let (_, fit) = of_corpus(&text.to_string(), &asked);
        assert_eq!(fit.options[0].unlimited, unlimited, "{fit:?}");
        assert_eq!(fit.options[0].reason.ends_with("may grow without limit"), unlimited);
    }
}

/// Both sides of a comparison of seasons count the margin; and what chance needs is bought for it.
#[test]
fn seasons_and_chance_count_the_margin() {
    let catalog = catalog(SEASONS);
    let value = json!({ "lines": [ { "request": { "operation": "image" }, "per_month": 95 } ],
        "buffer": 40 });
    let fit = fit(&catalog, &value);
    let costs = fit.options.iter().filter_map(|option| option.with_margin.as_ref()?.cost);
    let told = catalog.seasonal_plan(&need(&value)).unwrap();
    assert_eq!(told.single, costs.min());
    assert!(told.single > fit.options[0].cost, "{told:?}");
    assert!(told.text.ends_with(", with the margin"), "{}", told.text);
    // A need that grows by what the margin is for is still served in nearly all draws.
    let chance = catalog.sensitivity(&need(&value), None).unwrap().chance.unwrap();
    assert!(chance.holds, "{chance:?}");
}

/// The larger plan is the cheapest in between only: up to 10,000 runs the small plan is, and from
/// 20,001 runs on the small plan with its pack. A part of a run needs credits but is not made.
#[test]
fn a_winner_in_between_is_found_though_both_ends_have_another() {
    let monthly = |id: &str, amount: &str| json!({ "id": id, "class": "sub", "amount": amount, "every": "cycle", "expires": "cycle_end" });
    let text = json!({
        "catalog": "c", "version": "1", "as_of": "2026-11-01", "currency": "USD",
        "credit": { "name": "credit", "step": "1" },
        "classes": { "sub": { "lapse": "forfeit" }, "extra": {} },
        "plans": [ { "id": "small", "price": { "month": "10.00" }, "grants": ["small"] },
                   { "id": "large", "price": { "month": "15.00" }, "grants": ["large"] } ],
        "grants": [ monthly("small", "10000"), monthly("large", "20000") ],
        "top_ups": [ { "id": "pack", "class": "extra", "credits": "100000", "price": "20.00",
                       "requires": { "plan": "small" } } ],
        "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "1" } ] } ],
    });
    let need =
        need(&json!({ "lines": [ { "request": { "operation": "image" }, "per_month": 10_000 } ],
        "buffer": 0, "months": 1 }));
    let found = catalog(&text.to_string()).break_even(&need, Some(1000)).unwrap();
    let steps = found.steps.iter().map(|step| {
        let needs = [step.from_need, step.until_need].map(|need| need.to_string());
        let cost = step.cost.unwrap().to_string();
        format!("{} to {}: {} for {cost}", needs[0], needs[1], step.plan.as_deref().unwrap())
    });
    assert_eq!(
        steps.collect::<Vec<_>>(),
        [
            "10 to 10001: small for 10",
            "10001 to 20001: large for 15",
            "20001 to 100000: small for 30"
        ]
    );
}

/// Of two plans that cost the same, the one with more room is first, and the other says why not.
#[test]
fn equal_costs_are_told_as_equal() {
    let text = r#"{ "catalog": "c", "version": "1", "as_of": "2026-11-01", "currency": "USD",
        "credit": { "name": "credit", "step": "1" }, "classes": { "sub": { "lapse": "forfeit" } },
        "plans": [ { "id": "a", "price": { "month": "10.00" }, "grants": ["a"] },
                   { "id": "b", "price": { "month": "10.00" }, "grants": ["b"] } ],
        "grants": [ { "id": "a", "class": "sub", "amount": "100", "every": "cycle", "expires": "cycle_end" },
                    { "id": "b", "class": "sub", "amount": "110", "every": "cycle", "expires": "cycle_end" } ],
        "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "1" } ] } ] }"#;
    let value = json!({ "lines": [ { "request": { "operation": "image" }, "per_month": 90 } ],
        "months": 1, "buffer": 0 });
    let fit = fit(&catalog(text), &value);
    let reasons: Vec<_> =
        fit.options[..2].iter().map(|option| (option.plan.as_deref(), &*option.reason)).collect();
    assert_eq!(reasons[0].0, Some("b"));
    assert_eq!(reasons[1], (Some("a"), "costs the same as b, paid monthly, with no more headroom"));
}

/// Two clips a day come first, and take the 20 credits that could pay for the image as well: the 20
/// that pay for clips alone are left.
#[test]
fn credits_of_some_operations_do_not_cover_others() {
    let grant = |id: &str, pays_for: Value| {
        json!({ "id": id, "class": "sub", "amount": "20", "every": "day", "expires": "reset",
                "pays_for": pays_for })
    };
    let fit_of = |first: Value, second: Value| {
        let text = json!({
            "catalog": "c", "version": "1", "as_of": "2026-11-01", "currency": "USD",
            "credit": { "name": "credit", "step": "1" }, "classes": { "sub": { "paid": false } },
            "plans": [ { "id": "pro", "price": { "month": "10.00" }, "grants": ["first", "second"] } ],
            "grants": [grant("first", first), grant("second", second)],
            "operations": [ { "id": "clip", "price": [ { "line": "clip", "rate": "10" } ] },
                            { "id": "image", "price": [ { "line": "image", "rate": "10" } ] } ],
        });
        let value = json!({ "lines": [
                { "request": { "operation": "clip" }, "per_day": 2 },
                { "request": { "operation": "image" }, "per_day": 1 } ],
            "months": 1, "buffer": 0 });
        let fit = fit(&catalog(&text.to_string()), &value);
        option(&fit, Some("pro")).state
    };
    let (all, clips) = (json!({}), json!({ "operation": "clip" }));
    assert_eq!(fit_of(all.clone(), clips.clone()), FitState::Short);
    assert_eq!(fit_of(clips, all), FitState::Covers);
}

/// The only plan that covers the margin has no published price: what covers the need is told too.
#[test]
fn a_winner_without_a_price_is_told_beside_what_covers_the_need() {
    let text = r#"{ "catalog": "c", "version": "1", "as_of": "2026-11-01", "currency": "USD",
        "credit": { "name": "credit", "step": "1" }, "classes": { "sub": { "lapse": "forfeit" } },
        "plans": [ { "id": "small", "price": { "month": "10.00" }, "grants": ["small"] },
                   { "id": "large", "price": { "month": null }, "grants": ["large"] } ],
        "grants": [ { "id": "small", "class": "sub", "amount": "100", "every": "cycle", "expires": "cycle_end" },
                    { "id": "large", "class": "sub", "amount": "200", "every": "cycle", "expires": "cycle_end" } ],
        "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "1" } ] } ] }"#;
    let value = json!({ "lines": [ { "request": { "operation": "image" }, "per_month": 90 } ],
        "months": 1, "buffer": 20 });
    assert_eq!(
        fit(&catalog(text), &value).verdict,
        "large, paid monthly is the smallest that covers it; its price is not published; without a margin \
         small, paid monthly covers the need: 10.00 USD for 1 month, 10.00 USD a month on average"
    );
}
