//! Laws of fits, over random catalogs and needs.

use drawdown::{
    Catalog, Decimal, Detail, Fit, FitOption, FitState, Money, Need, Projection, Scenario,
    TopUpPurchase, to_text,
};
use drawdown_tests::cases::cases;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A catalog and a need, in whole numbers.
#[derive(Clone, Debug)]
struct Model {
    /// Price by the month, price by the year, allowance, whether it rolls over.
    plans: Vec<(u32, Option<u32>, u32, bool)>,
    packs: Vec<Pack>,
    daily: u32,
    images: u32,
    clips: u32,
    /// How the need is given.
    per: &'static str,
    days: Option<u32>,
    margin: (u32, u32),
    months: u32,
    season: bool,
}

/// What is sold besides plans.
#[derive(Clone, Copy, Debug)]
struct Pack {
    credits: u32,
    price: u32,
    limit: Option<u32>,
    /// Pays for clips alone.
    of_clips: bool,
    /// Ends a month after it is bought.
    ends: bool,
}

fn model() -> impl Strategy<Value = Model> {
    let plan = (5..60_u32, prop::option::of(50..500_u32), 1..40_u32, any::<bool>());
    let plan = plan.prop_map(|(month, year, hundreds, rolls)| (month, year, hundreds * 100, rolls));
    let limit = prop_oneof![3 => Just(None), 1 => (1..4_u32).prop_map(Some)];
    let rarely = || prop::bool::weighted(0.2);
    let pack = (1..15_u32, 1..20_u32, limit, rarely(), rarely()).prop_map(
        |(hundreds, price, limit, of_clips, ends)| Pack {
            credits: hundreds * 100,
            price,
            limit,
            of_clips,
            ends,
        },
    );
    let days = prop::option::of(1..25_u32);
    let margin = (0..40_u32, 0..20_u32).prop_map(|(low, more)| (low, low + more));
    let per = prop::sample::select(vec!["per_day", "per_day", "per_week", "per_month"]);
    let times = (per, 0..6_u32, 0..3_u32, days);
    let need = (times, margin, 1..5_u32, prop::bool::weighted(0.2));
    let sold = (prop::collection::vec(plan, 1..4), prop::collection::vec(pack, 0..3));
    let daily = prop_oneof![2 => Just(0_u32), 1 => 1..60_u32];
    (sold, daily, need).prop_map(|((plans, packs), daily, need)| {
        let ((per, images, clips, days), margin, months, season) = need;
        let (images, days) = (images + 1, days.filter(|_| per == "per_day"));
        Model { plans, packs, daily, images, clips, per, days, margin, months, season }
    })
}

impl Model {
    /// With so many times the credits and the prices.
    fn catalog_text(&self, times: u32) -> Value {
        let text = |amount: u32| json!((amount * times).to_string());
        let mut grants = vec![json!({ "id": "daily", "class": "free", "amount": text(self.daily),
            "every": "day", "expires": "reset" })];
        let mut plans = Vec::new();
        for (place, (month, year, amount, rolls)) in self.plans.iter().enumerate() {
            let mut grant = json!({ "id": format!("g{place}"), "class": "plan",
                "amount": text(*amount), "every": "cycle", "expires": "cycle_end" });
            if *rolls {
                grant["rollover"] = json!({ "cap": { "times": "2" }, "cap_on": "total" });
            }
            grants.push(grant);
            let mut price = json!({ "month": text(*month) });
            if let Some(year) = year {
                price["year"] = text(*year);
            }
            plans.push(json!({ "id": format!("p{place}"), "price": price,
                "grants": [format!("g{place}")] }));
        }
        let packs = self.packs.iter().enumerate().map(|(place, pack)| {
            let mut json = json!({ "id": format!("t{place}"), "class": "extra",
                "credits": text(pack.credits), "price": text(pack.price),
                "requires": { "plan": { "present": true } } });
            if let Some(limit) = pack.limit {
                json["limit"] = json!(limit);
            }
            if pack.of_clips {
                json["pays_for"] = json!({ "operation": "clip" });
            }
            if pack.ends {
                json["expires"] = json!("1 month");
            }
            json
        });
        json!({ "catalog": "laws", "version": "1", "as_of": "2026-01-01", "currency": "USD",
            "credit": { "name": "credit", "step": "1" },
            "operations": [
                { "id": "image", "price": [ { "line": "image", "rate": text(24) } ] },
                { "id": "clip", "price": [ { "line": "clip", "rate": text(110) } ] } ],
            "classes": { "free": { "paid": false }, "plan": {}, "extra": {} },
            "plans": plans, "grants": grants, "top_ups": packs.collect::<Vec<_>>(),
            "burn_order": [ { "class": ["free", "plan", "extra"] }, "expires", "issued" ] })
    }

    fn catalog(&self) -> Catalog {
        read(&self.catalog_text(1))
    }

    fn need(&self) -> Value {
        self.need_of(100)
    }

    /// So many per cent of the runs.
    fn need_of(&self, part: u32) -> Value {
        let rate = |runs: u32| format!("{}.{:02}", runs * part / 100, runs * part % 100);
        // About as much, however it is given.
        let times = match self.per {
            "per_day" => 1,
            "per_week" => 5,
            _ => 21,
        };
        let line = |operation: &str, runs: u32| {
            let mut line = json!({ "request": { "operation": operation } });
            line[self.per] = json!(rate(runs * times));
            if let Some(days) = self.days {
                line["days"] = json!(days);
            }
            line
        };
        let mut lines = vec![line("image", self.images)];
        if self.clips > 0 {
            lines.push(line("clip", self.clips));
        }
        let buffer = json!({ "low": self.margin.0, "high": self.margin.1 });
        let mut need = json!({ "lines": lines, "buffer": buffer, "months": self.months });
        if self.season {
            need["season"] =
                json!(["1", "0.5", "2", "1", "0", "1", "1.2", "1", "0.8", "1", "1", "1.5"]);
        }
        need
    }
}

fn read(catalog: &Value) -> Catalog {
    Catalog::from_json(&catalog.to_string()).unwrap_or_else(|errors| panic!("{errors}\n{catalog}"))
}

fn needed(need: &Value) -> Need {
    Need::from_json(&need.to_string()).unwrap_or_else(|errors| panic!("{errors}\n{need}"))
}

fn fit(catalog: &Catalog, need: &Value) -> Fit {
    catalog.fit(&needed(need)).unwrap_or_else(|errors| panic!("{errors}\n{need}"))
}

fn winner(fit: &Fit) -> Option<&FitOption> {
    fit.options.first().filter(|_| fit.found)
}

fn all_proven(fit: &Fit) -> bool {
    fit.options.iter().all(|option| option.proven)
}

fn cost(option: &FitOption) -> Money {
    option.cost.expect("all prices are known")
}

fn with_more(catalog: &Catalog, need: &Value, option: &FitOption, more: i32) -> Projection {
    let more = more.to_string().parse().unwrap();
    catalog.simulate_option(&needed(need), option, more, Detail::Columns).unwrap()
}

fn billed(projection: &Projection) -> Money {
    let sums = projection.invoices.iter().map(|invoice| invoice.money.unwrap());
    sums.fold(Money::ZERO, |sum, money| sum.checked_add(money).unwrap())
}

/// The scenario of an option with purchases, written without the fit.
fn by_hand(
    model: &Model,
    option: &FitOption,
    part: u32,
    bought: &[TopUpPurchase],
) -> Option<Value> {
    if model.season {
        return None;
    }
    let need = model.need_of(part);
    let demand = need["lines"].as_array().unwrap().iter().map(|line| {
        let mut demand = line.clone();
        if let Some(days) = demand.as_object_mut().unwrap().remove("days") {
            demand["active_days"] = days;
        }
        demand
    });
    let mut account = json!({});
    if let Some(plan) = &option.plan {
        account = json!({ "plan": &**plan, "term": option.term.unwrap().word() });
    }
    let buys = bought.iter().map(|bought| {
        json!({ "at": bought.at.to_string(), "do": "buy", "top_up": &*bought.top_up,
            "count": bought.count })
    });
    Some(json!({ "start": "2026-01-01", "for": format!("{} months", model.months),
        "account": account, "demand": demand.collect::<Vec<_>>(),
        "actions": buys.collect::<Vec<_>>() }))
}

/// What of a fit does not depend on the order of the catalog.
fn by_option(fit: &Fit) -> BTreeMap<String, String> {
    let row = |option: &FitOption| {
        let key = format!("{:?} {:?}", option.plan.as_deref(), option.term);
        let headroom = option.headroom.filter(|_| option.top_ups.is_empty());
        let told = (option.state, option.cost, option.need, option.covered, option.missing);
        (key, format!("{told:?} {headroom:?} {:?} {:?}", option.run_out, option.proven))
    };
    fit.options.iter().map(row).collect()
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn a_larger_need_never_costs_less(model in model()) {
        let catalog = model.catalog();
        let mut before: Option<(u32, Fit)> = None;
        for part in [40, 75, 100, 130, 190] {
            let fit = fit(&catalog, &model.need_of(part));
            if let Some((less, smaller)) = &before
                && all_proven(smaller) && all_proven(&fit)
            {
                let costs = [winner(smaller), winner(&fit)].map(|w| w.map(cost));
                let grows = match costs {
                    [Some(small), Some(large)] => small <= large,
                    [small, large] => small.is_some() || large.is_none(),
                };
                prop_assert!(grows, "{} {}: {:?} {:?}", less, part, costs, model);
            }
            before = Some((part, fit));
        }
    }

    #[test]
    fn a_larger_margin_never_leaves_less(model in model()) {
        let catalog = model.catalog();
        let mut before: Option<Fit> = None;
        for margin in [0, 10, 35, 60, 100] {
            let mut need = model.need();
            need["buffer"] = json!(margin);
            let fit = fit(&catalog, &need);
            if let Some(smaller) = &before
                && all_proven(smaller) && all_proven(&fit)
                && let (Some(small), Some(large)) = (winner(smaller), winner(&fit))
            {
                prop_assert!(small.headroom <= large.headroom, "{} {:?} {:?} {:?}", margin, model, small, large);
                prop_assert!(large.headroom >= Some(margin), "{} {:?} {:?}", margin, model, large);
                prop_assert!(cost(small) <= cost(large), "{} {:?}", margin, model);
            }
            before = Some(fit);
        }
    }

    #[test]
    fn another_option_never_makes_it_dearer(model in model()) {
        let catalog = model.catalog();
        let all = fit(&catalog, &model.need());
        for plan in 0..model.plans.len() {
            let mut need = model.need();
            need["plans"] = json!(["none", format!("p{plan}")]);
            let fewer = fit(&catalog, &need);
            if let Some(one) = winner(&fewer) {
                let best = winner(&all).map(cost);
                prop_assert!(best.is_some_and(|best| best <= cost(one)), "{:?} {:?}", best, model);
            }
        }
        for pack in 0..model.packs.len() {
            let mut need = model.need();
            need["top_ups"] = json!([format!("t{pack}")]);
            let fewer = fit(&catalog, &need);
            if let Some(one) = winner(&fewer)
                && all_proven(&all)
            {
                let best = winner(&all).map(cost);
                prop_assert!(best.is_some_and(|best| best <= cost(one)), "{:?} {:?}", best, model);
            }
        }
    }

    #[test]
    fn what_is_said_is_what_the_simulator_says(model in model()) {
        let (catalog, need) = (model.catalog(), model.need());
        for option in &fit(&catalog, &need).options {
            let projection = with_more(&catalog, &need, option, 0);
            prop_assert_eq!(option.cost, Some(billed(&projection)), "{:?} {:?}", model, option);
            prop_assert_eq!(option.spent, projection.totals.spent, "{:?} {:?}", model, option);
            prop_assert_eq!(option.wasted, projection.totals.wasted, "{:?} {:?}", model, option);
            if let Some(scenario) = by_hand(&model, option, 100, &option.top_ups) {
                let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
                let by_hand = catalog.simulate(&scenario, Detail::Columns).unwrap();
                prop_assert_eq!(option.cost, Some(billed(&by_hand)), "{:?} {:?}", model, option);
                prop_assert_eq!(projection.totals.made, by_hand.totals.made);
            }
            let covers = |more: i32| with_more(&catalog, &need, option, more).run_out.is_none();
            let (low, high) = (model.margin.0 as i32, model.margin.1 as i32);
            prop_assert_eq!(option.buffer_low, covers(low), "{:?} {:?}", model, option);
            prop_assert_eq!(option.state == FitState::Covers, option.buffer_low);
            prop_assert_eq!(option.buffer_high, covers(high), "{:?} {:?}", model, option);
            let Some(headroom) = option.headroom else { continue };
            prop_assert_eq!(headroom >= 0, covers(0), "{:?} {:?}", model, option);
            if headroom >= 0 {
                prop_assert!(covers(headroom), "{:?} {:?}", model, option);
                prop_assert!(headroom == 100 || !covers(headroom + 1), "{:?} {:?}", model, option);
            }
        }
    }

    #[test]
    fn the_frontier_is_what_nothing_beats(model in model()) {
        let fit = fit(&model.catalog(), &model.need());
        let of = |option: &FitOption| option.with_margin.as_ref().and_then(|margin| margin.cost);
        for option in &fit.options {
            let Some(cost) = of(option) else {
                prop_assert!(!option.frontier, "{:?}", option);
                continue;
            };
            let beats = |other: &FitOption| {
                of(other).is_some_and(|other| other <= cost) && other.headroom >= option.headroom
                    && (of(other) < Some(cost) || other.headroom > option.headroom)
            };
            prop_assert_eq!(option.frontier, !fit.options.iter().any(beats), "{:?}", option);
        }
        let rank = |option: &FitOption| (option.state, option.state == FitState::Covers && option.cost.is_none());
        let ranks: Vec<_> = fit.options.iter().map(rank).collect();
        prop_assert!(ranks.is_sorted(), "{:?}", ranks);
        let covering = fit.options.iter().filter(|option| option.state == FitState::Covers);
        prop_assert!(covering.map(cost).is_sorted(), "{:?}", model);
    }

    #[test]
    fn the_fast_way_of_the_simulator_makes_no_difference(model in model()) {
        let catalog = model.catalog();
        let need = needed(&model.need());
        let [fast, slow] = [catalog.clone(), catalog.step_by_step()]
            .map(|catalog| to_text(&catalog.fit(&need).unwrap()).unwrap());
        prop_assert_eq!(fast, slow, "{:?}", model);
    }

    /// But for top-ups that pay for some things only: of what is bought at one instant, the first in
    /// the catalog pays first.
    #[test]
    fn the_order_of_the_input_makes_no_difference(mut model in model()) {
        model.packs.iter_mut().for_each(|pack| pack.of_clips = false);
        let (mut text, mut need) = (model.catalog_text(1), model.need());
        let first = fit(&read(&text), &need);
        prop_assert_eq!(to_text(&first), to_text(&fit(&read(&text), &need)));
        for list in ["plans", "top_ups", "grants"] {
            text[list].as_array_mut().unwrap().reverse();
        }
        need["lines"].as_array_mut().unwrap().reverse();
        let second = fit(&read(&text), &need);
        prop_assert_eq!(by_option(&first), by_option(&second), "{:?}", model);
        prop_assert_eq!(winner(&first).map(cost), winner(&second).map(cost));
    }

    #[test]
    fn ten_times_the_credits_and_prices_cost_ten_times_as_much(model in model()) {
        let once = fit(&model.catalog(), &model.need());
        let tenfold = fit(&read(&model.catalog_text(10)), &model.need());
        for (one, ten) in once.options.iter().zip(&tenfold.options) {
            let told = |option: &FitOption| {
                let bought = option.top_ups.iter().map(|b| (b.at, b.top_up.clone(), b.count));
                (option.plan.clone(), option.term, option.state, option.headroom, option.covered,
                    option.run_out, option.frontier, bought.collect::<Vec<_>>())
            };
            prop_assert_eq!(told(one), told(ten), "{:?}", model);
            let times = |amount: Decimal| amount.checked_times(10).unwrap();
            prop_assert_eq!(times(cost(one).decimal()), cost(ten).decimal());
            prop_assert_eq!(times(one.spent.decimal()), ten.spent.decimal());
            prop_assert_eq!(times(one.missing.decimal()), ten.missing.decimal());
        }
    }
}

proptest! {
    #![proptest_config(cases(200))]

    /// Nobody is told that it covers what is then refused: the need as it is said with the purchases
    /// for it, and both the need and its margin with those for the margin.
    #[test]
    fn what_is_called_covering_covers(model in model()) {
        let catalog = model.catalog();
        for option in &fit(&catalog, &model.need()).options {
            let plays = |part: u32, bought: &[TopUpPurchase]| {
                let Some(scenario) = by_hand(&model, option, part, bought) else { return Ok(()) };
                let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
                let played = catalog.simulate(&scenario, Detail::Columns).unwrap();
                prop_assert_eq!(played.run_out, None, "{} {:?} {:?}", part, model, option);
                prop_assert_eq!(played.totals.refused, 0);
                Ok(())
            };
            if option.state <= FitState::NeedOnly {
                plays(100, &option.top_ups)?;
            }
            prop_assert_eq!(option.with_margin.is_some(), option.state == FitState::Covers);
            if let Some(margin) = &option.with_margin {
                plays(100, &margin.top_ups)?;
                plays(100 + model.margin.0, &margin.top_ups)?;
                if option.buffer_high {
                    plays(100 + model.margin.1, &margin.top_ups)?;
                }
                let projection = with_more(&catalog, &model.need(), option, model.margin.0 as i32);
                prop_assert_eq!(margin.cost, Some(billed(&projection)), "{:?} {:?}", model, option);
                prop_assert!(cost(option) <= margin.cost.unwrap(), "{:?} {:?}", model, option);
            }
        }
    }
}
