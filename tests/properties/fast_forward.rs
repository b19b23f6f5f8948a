//! Fast-forwarded or step by step, the same comes out to the byte. On
//! random platforms and scenarios, whatever the scenario does when credits are short, in each of
//! the three ways of keeping: columns, the ledger, and the sums of a forecast.

use drawdown::{Catalog, Detail, Effort, Errors, ForecastOptions, Scenario, Simulation, to_text};
use drawdown_tests::cases::cases;
use drawdown_tests::reference::generate::{days, model};
use drawdown_tests::reference::{Model, write};
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a platform and an account have besides a model of the reference.
#[derive(Clone, Debug)]
struct Case {
    model: Model,
    /// Which grants come anew day after day, at midnight, or every few days.
    masks: [u8; 3],
    /// Which grants, packs and classes pay for the first operation only.
    picky: [u8; 3],
    when_short: &'static str,
    overage: Option<(&'static str, u32)>,
    free_runs: bool,
    larger_plan: bool,
    by_the_month: bool,
    members: Option<Option<u32>>,
    owed: Option<u32>,
    alerts: bool,
    auto_top_up: Option<u32>,
    /// Per cent of the first line's runs that fail, and whether they are refunded.
    fails: Option<(u32, bool)>,
    failing: bool,
    /// Otherwise the limits of the model are left out: with them no way is fast.
    limited: bool,
    growth: Option<i32>,
    /// What begins later or lasts less long than the story.
    span: Option<(u32, u32)>,
    change: Option<(&'static str, u32)>,
}

fn case() -> impl Strategy<Value = Case> {
    let rare = |share: f64| prop::bool::weighted(share);
    let rules = (
        select(vec!["refuse", "wait", "top_up", "upgrade"]),
        weighted(
            0.15,
            (select(vec!["none", "forgive_at_reset", "carry", "repay_first"]), 1..400_u32),
        ),
        rare(0.15),
        rare(0.5),
        rare(0.3),
        weighted(0.1, of(1..300_u32)),
        weighted(0.06, 1..200_u32),
        rare(0.2),
    );
    let more = (
        weighted(0.1, 1..100_u32),
        weighted(0.1, (1..100_u32, any::<bool>())),
        (rare(0.05), rare(0.2)),
        weighted(0.3, -30..60_i32),
        weighted(0.2, (0..60_u32, 1..60_u32)),
        weighted(0.2, (select(vec!["cancel", "change", "grant"]), 0..100_u32)),
    );
    let picky = prop_oneof![2 => Just([0; 3]), 1 => any::<[u8; 3]>()];
    let model = (model(), any::<[u8; 3]>(), picky);
    (model, rules, more).prop_map(|((model, masks, picky), rules, more)| Case {
        model,
        masks,
        picky,
        when_short: rules.0,
        overage: rules.1,
        free_runs: rules.2,
        larger_plan: rules.3,
        by_the_month: rules.4,
        members: rules.5,
        owed: rules.6,
        alerts: rules.7,
        auto_top_up: more.0,
        fails: more.1,
        failing: more.2.0,
        limited: more.2.1,
        growth: more.3,
        span: more.4,
        change: more.5,
    })
}

impl Case {
    fn written(&self) -> (Value, Value) {
        let mut model = self.model.clone();
        days(&mut model, self.masks);
        // The case says itself what debt there is, what buys itself, and what fails.
        (model.debt, model.story.auto) = (None, None);
        model.story.demand.iter_mut().for_each(|line| line.fails = 0);
        if !self.limited {
            model.limits.clear();
        }
        (self.catalog(&model), self.scenario(&model))
    }

    fn catalog(&self, model: &Model) -> Value {
        let mut catalog = write::catalog(model, 1);
        let policies = catalog["policies"].as_object_mut().unwrap();
        if let Some((debt, most)) = self.overage {
            policies.insert("overage".to_owned(), json!("debt"));
            policies.insert("overage_limit".to_owned(), json!(most.to_string()));
            policies.insert("debt".to_owned(), json!(debt));
        }
        if self.free_runs {
            let free = json!([ { "free_run": { "every": "3 hours" } } ]);
            policies.insert("when_empty".to_owned(), free);
        }
        if self.by_the_month {
            policies.insert("billing".to_owned(), json!("calendar_month"));
        }
        if let Some((_, refunds)) = self.fails {
            let failed = if refunds { "refund" } else { "charge" };
            policies.insert("failed_runs".to_owned(), json!(failed));
        }
        if self.members.is_some() {
            policies.insert("member_caps".to_owned(), json!(true));
        }
        if self.larger_plan {
            let mut plan = catalog["plans"][0].clone();
            plan["id"] = json!("large");
            plan["price"] = json!({ "month": "25.00" });
            let grants = plan["grants"].as_array_mut().unwrap();
            grants.push(json!("large"));
            catalog["plans"].as_array_mut().unwrap().push(plan);
            let grant = json!({ "id": "large", "class": "class-1", "amount": "300",
                                "every": "cycle", "expires": "cycle_end" });
            catalog["grants"].as_array_mut().unwrap().push(grant);
        }
        for place in 0..3 {
            let names = [format!("grant-{place}"), format!("pack-{place}")];
            let first = json!({ "operation": "op-0" });
            for (key, (name, mask)) in
                ["grants", "top_ups"].iter().zip(names.iter().zip(self.picky))
            {
                let listed = catalog[*key].as_array_mut().unwrap().iter_mut();
                for of in listed.filter(|of| of["id"] == **name && mask >> place & 1 == 1) {
                    of["pays_for"] = first.clone();
                }
            }
        }
        catalog
    }

    fn scenario(&self, model: &Model) -> Value {
        let mut scenario = write::scenario(model, 1);
        scenario["when_short"] = json!(self.when_short);
        let account = &mut scenario["account"];
        if let Some(cap) = self.members {
            let mut members = json!([ { "id": "ada" }, { "id": "bob" } ]);
            if let Some(cap) = cap {
                members[0]["cap"] = json!(cap.to_string());
            }
            account["members"] = members;
        }
        if let Some(owed) = self.owed {
            account["debt"] = json!(owed.to_string());
        }
        if self.alerts {
            account["alerts"] = json!([ { "credits": "20" }, { "percent": "80" } ]);
        }
        if let Some(below) = self.auto_top_up.filter(|_| !model.packs.is_empty()) {
            account["auto_top_up"] =
                json!({ "top_up": "pack-0", "below": below.to_string(), "limit": 3 });
        }
        let at = |days: u32| write::instant(model.story.start + i64::from(days) * 86_400);
        for (place, line) in scenario["demand"].as_array_mut().unwrap().iter_mut().enumerate() {
            if place == 0 {
                if let Some((percent, _)) = self.fails {
                    line["fails"] = json!(percent.to_string());
                }
                if let Some((from, days)) = self.span.filter(|_| line.get("on").is_none()) {
                    line["from"] = json!(at(from));
                    line["until"] = json!(at(from + days));
                }
            }
            if self.members.is_some() {
                line["member"] = json!(if place % 2 == 0 { "ada" } else { "bob" });
            }
            if let Some(growth) = self.growth.filter(|_| line.get("on").is_none()) {
                line["growth"] = json!(growth.to_string());
            }
        }
        let has_lines = !model.story.demand.is_empty();
        let actions = scenario["actions"].as_array_mut().unwrap();
        if self.failing && has_lines {
            actions.push(json!({ "at": at(model.story.days / 2), "do": "fail",
                                 "demand": "line-00" }));
        }
        match self.change {
            Some(("grant", after)) => actions.push(json!({ "at": at(after), "do": "grant",
                "class": "class-0", "amount": "25" })),
            Some(("cancel", after)) if model.story.subscribed => {
                actions.push(json!({ "at": at(after), "do": "cancel", "when": "cycle_end" }));
            }
            Some(("change", after)) if self.larger_plan && model.story.subscribed => {
                actions.push(json!({ "at": at(after), "do": "change", "plan": "large" }));
            }
            _ => {}
        }
        scenario
    }
}

/// One way and the other, with the work of each.
type Both = [(String, Effort); 2];

fn kept(catalog: &Catalog, scenario: &Scenario, detail: Detail) -> Both {
    [catalog.clone(), catalog.step_by_step()].map(|catalog| {
        let outcome = Simulation::new(&catalog, scenario, detail).and_then(|mut simulation| {
            simulation.run()?;
            let effort = simulation.effort();
            Ok((to_text(&simulation.finish()).unwrap(), effort))
        });
        said(outcome)
    })
}

fn forecast(catalog: &Catalog, scenario: &Scenario) -> Both {
    let options = ForecastOptions::from_json(r#"{ "paths": 4, "seed": 5 }"#).unwrap();
    [catalog.clone(), catalog.step_by_step()].map(|catalog| {
        let outcome = catalog.forecast_with_effort(scenario, &options);
        said(outcome.map(|(forecast, effort)| (to_text(&forecast).unwrap(), effort)))
    })
}

fn said(outcome: Result<(String, Effort), Errors>) -> (String, Effort) {
    outcome.unwrap_or_else(|errors| (errors.to_string(), Effort::default()))
}

/// A case in all three ways of keeping.
fn all(case: &Case) -> Vec<(&'static str, Both)> {
    let (catalog, scenario) = case.written();
    let catalog = Catalog::from_json(&catalog.to_string())
        .unwrap_or_else(|errors| panic!("{errors}\n{catalog}"));
    let scenario = Scenario::from_json(&scenario.to_string())
        .unwrap_or_else(|errors| panic!("{errors}\n{scenario}"));
    vec![
        ("columns", kept(&catalog, &scenario, Detail::Columns)),
        ("ledger", kept(&catalog, &scenario, Detail::Ledger)),
        ("forecast", forecast(&catalog, &scenario)),
    ]
}

/// The fast way is taken often enough in each way of keeping, and errors are few.
#[test]
fn the_fast_way_is_taken() {
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let (count, mut wrong) = (320, 0);
    for _ in 0..count {
        let case = case().new_tree(&mut runner).unwrap().current();
        for (kept, [(fast, effort), (_, slow)]) in all(&case) {
            assert_eq!(slow.fast, 0, "step by step is step by step");
            wrong += u32::from(!fast.starts_with('{'));
            let is_fast = u32::from(effort.fast >= 5);
            for kind in [kept.to_owned(), format!("{kept}: {}", case.when_short)] {
                *seen.entry(kind).or_default() += is_fast;
            }
        }
    }
    assert!(wrong <= count / 20, "{wrong} errors");
    for (kind, count) in &seen {
        assert!(*count >= if kind.contains(':') { 12 } else { 72 }, "{seen:#?}");
    }
    assert_eq!(seen.len(), 15, "{seen:#?}");
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn the_fast_way_makes_no_difference(case in case()) {
        for (kept, [(fast, _), (slow, _)]) in all(&case) {
            if fast != slow {
                let (catalog, scenario) = case.written();
                prop_assert!(false, "{}\n{fast}\n{slow}\n{catalog}\n{scenario}", kept);
            }
        }
    }
}
