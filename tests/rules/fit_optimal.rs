//! What a fit calls the cheapest, against every purchase there could be instead: small catalogs
//! and small needs, each schedule of purchases played through by the simulator.

use drawdown::{
    Catalog, Detail, EntryKind, Fit, FitOption, FitState, Instant, Money, Need, Scenario,
    TopUpPurchase,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A catalog, a need, and as demand the same need as it is said and with its smaller margin.
#[derive(Clone, Debug)]
struct Small {
    catalog: Value,
    need: Value,
    demands: [Value; 2],
}

#[derive(Clone, Debug)]
struct Pack {
    credits: u32,
    price: u32,
    expires: &'static str,
    limit: Option<u32>,
    pair: bool,
}

fn pack(restless: bool) -> impl Strategy<Value = Pack> {
    let expires = match restless {
        true => prop::sample::select(vec!["never", "cycle_end", "10 days", "45 days"]).boxed(),
        false => Just("never").boxed(),
    };
    let credits = prop::sample::select(vec![5_u32, 10, 15, 30]);
    let limit = prop_oneof![2 => Just(None), 1 => (1..3_u32).prop_map(Some)];
    (credits, 1..9_u32, expires, limit, prop::bool::weighted(0.2)).prop_map(
        |(credits, price, expires, limit, pair)| Pack { credits, price, expires, limit, pair },
    )
}

/// Packs that end and credits that roll over, or neither.
fn small(restless: bool) -> impl Strategy<Value = Small> {
    let rollover = match restless {
        true => prop::sample::select(vec![
            Value::Null,
            json!({ "carry": 1 }),
            json!({ "carry": 12 }),
            json!({ "cap": { "times": "2" }, "cap_on": "total" }),
        ])
        .boxed(),
        false => Just(Value::Null).boxed(),
    };
    let plan = (prop::sample::select(vec![0_u32, 10, 20, 35]), rollover, any::<bool>());
    let plans = prop::collection::vec(plan, 1..3);
    let packs = prop::collection::vec(pack(restless), 0..3);
    let burn = prop::sample::select(vec![
        json!(["expires", "issued"]),
        json!([{ "class": ["free", "plan", "extra"] }, "expires", "issued"]),
        json!([{ "class": ["extra", "plan", "free"] }, "expires", "issued"]),
    ]);
    let runs = (1..4_u32, 0..3_u32);
    let daily = prop_oneof![2 => Just(0_u32), 1 => Just(3), 1 => Just(10)];
    let margin = prop::sample::select(vec![0_u32, 50, 100]);
    let most =
        prop_oneof![3 => Just(None), 1 => prop::sample::select(vec![20_u32, 30]).prop_map(Some)];
    (plans, packs, burn, runs, daily, margin, most).prop_map(written)
}

type Parts = (Vec<(u32, Value, bool)>, Vec<Pack>, Value, (u32, u32), u32, u32, Option<u32>);

fn written((plans, packs, burn, (images, clips), daily, margin, most): Parts) -> Small {
    let mut grants = Vec::new();
    if daily > 0 {
        grants.push(json!({ "id": "daily", "class": "free", "amount": daily.to_string(),
            "every": "day", "expires": "reset" }));
    }
    let mut sold = Vec::new();
    for (place, (amount, rollover, year)) in plans.iter().enumerate() {
        let mut grant = json!({ "id": format!("g{place}"), "class": "plan",
            "amount": amount.to_string(), "every": "cycle", "expires": "cycle_end" });
        if !rollover.is_null() {
            grant["rollover"] = rollover.clone();
        }
        grants.push(grant);
        let mut price = json!({ "month": format!("{}", 3 + place * 4) });
        if *year {
            price["year"] = json!("40");
        }
        let mut plan = json!({ "id": format!("p{place}"), "price": price,
            "grants": [format!("g{place}")] });
        if let Some(most) = most {
            plan["top_ups_per_cycle"] = json!(most.to_string());
        }
        sold.push(plan);
    }
    let top_ups = packs.iter().enumerate().map(|(place, pack)| {
        let mut top_up = json!({ "id": format!("t{place}"), "class": "extra",
            "credits": pack.credits.to_string(), "price": pack.price.to_string(),
            "expires": pack.expires, "requires": { "plan": { "present": true } } });
        if let Some(limit) = pack.limit {
            top_up["limit"] = json!(limit);
        }
        if pack.pair {
            top_up["multiple"] = json!(pack.credits * 2);
        }
        top_up
    });
    let catalog = json!({ "catalog": "small", "version": "1", "as_of": "2026-01-01",
        "currency": "USD", "credit": { "name": "credit", "step": "1" },
        "operations": [
            { "id": "image", "price": [ { "line": "image", "rate": "10" } ] },
            { "id": "clip", "price": [ { "line": "clip", "rate": "15" } ] } ],
        "classes": { "free": { "paid": false }, "plan": {}, "extra": {} },
        "plans": sold, "grants": grants, "top_ups": top_ups.collect::<Vec<_>>(),
        "burn_order": burn });
    let line = |operation: &str, runs: u32, part: u32| {
        json!({ "request": { "operation": operation },
            "per_month": format!("{}.{:02}", runs * part / 100, runs * part % 100) })
    };
    let lines = |part: u32| -> Value {
        let all = [("image", images), ("clip", clips)];
        let wanted = all.iter().filter(|(_, runs)| *runs > 0);
        wanted.map(|(operation, runs)| line(operation, *runs, part)).collect()
    };
    let need = json!({ "lines": lines(100), "buffer": margin, "months": 2 });
    Small { catalog, need, demands: [lines(100), lines(100 + margin)] }
}

/// The scenario by hand, so that nothing of the fit is taken for granted.
fn scenario(demand: &Value, option: &FitOption, buys: &[(Instant, usize, u32)]) -> Value {
    let mut account = json!({});
    if let Some(plan) = &option.plan {
        account["plan"] = json!(&**plan);
        account["term"] = json!(option.term.unwrap().word());
    }
    let buy = |(at, top_up, count): &(Instant, usize, u32)| {
        json!({ "at": at.to_string(), "do": "buy", "top_up": format!("t{top_up}"),
            "count": count })
    };
    json!({ "start": "2026-01-01", "for": "2 months", "account": account, "demand": demand,
        "actions": buys.iter().map(buy).collect::<Vec<_>>() })
}

/// When something is first refused; an error when something may not be bought.
fn run_out(catalog: &Catalog, scenario: &Value) -> Result<Option<Instant>, drawdown::Errors> {
    let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
    Ok(catalog.simulate(&scenario, Detail::Columns)?.run_out)
}

/// When something may be bought: at the start, whenever something is wanted, and a second before a
/// cycle ends.
fn instants(catalog: &Catalog, demands: &[&Value], option: &FitOption) -> Vec<Instant> {
    let mut instants = BTreeSet::from(["2026-01-31T23:59:59Z".parse().unwrap()]);
    for demand in demands {
        note_instants(&mut instants, catalog, demand, option);
    }
    instants.into_iter().collect()
}

fn note_instants(
    instants: &mut BTreeSet<Instant>,
    catalog: &Catalog,
    demand: &Value,
    option: &FitOption,
) {
    let text = scenario(demand, option, &[]).to_string();
    let scenario = Scenario::from_json(&text).unwrap();
    let projection = catalog.simulate(&scenario, Detail::Ledger).unwrap();
    instants.insert(projection.start);
    for entry in projection.entries() {
        if matches!(entry.kind, EntryKind::Spend | EntryKind::Refuse) {
            instants.insert(entry.at);
        }
    }
}

/// Every schedule that costs less than a bound, until one covers it or so many were tried.
struct Schedules<'a> {
    catalog: &'a Catalog,
    /// All of it has to be covered by one schedule.
    demands: &'a [&'a Value],
    option: &'a FitOption,
    instants: Vec<Instant>,
    /// Price of what is sold at once, and how many that are.
    packs: Vec<(u32, u32)>,
    left: u32,
    tried: u32,
}

impl Schedules<'_> {
    /// Purchases from an instant on, with which what was refused first is not refused any more.
    fn cheaper(
        &mut self,
        (instant, pack): (usize, usize),
        (below, refused): (u32, Instant),
        buys: &mut Vec<(Instant, usize, u32)>,
    ) -> Option<u32> {
        let at = *self.instants.get(instant)?;
        if self.left == 0 || at > refused {
            return None;
        }
        if pack == self.packs.len() {
            let refused = match buys.last() {
                Some(last) if last.0 == at => {
                    self.left -= 1;
                    self.tried += 1;
                    match first_refused(self.catalog, self.demands, self.option, buys) {
                        Err(_) => return None,
                        Ok(None) => return Some(0),
                        Ok(Some(refused)) => refused,
                    }
                }
                _ => refused,
            };
            return self.cheaper((instant + 1, 0), (below, refused), buys);
        }
        let (price, count) = self.packs[pack];
        for units in 0..=6 {
            let sum = price * units;
            if sum >= below {
                break;
            }
            if units > 0 {
                buys.push((at, pack, count * units));
            }
            let found = self.cheaper((instant, pack + 1), (below - sum, refused), buys);
            if units > 0 {
                buys.pop();
            }
            if let Some(rest) = found {
                return Some(rest + sum);
            }
        }
        None
    }
}

fn schedules<'a>(
    catalog: &'a Catalog,
    (small, demands): (&'a Small, &'a [&'a Value]),
    option: &'a FitOption,
) -> Schedules<'a> {
    let packs = small.catalog["top_ups"].as_array().unwrap().iter().map(|top_up| {
        let credits: u32 = top_up["credits"].as_str().unwrap().parse().unwrap();
        let price: u32 = top_up["price"].as_str().unwrap().parse().unwrap();
        let count = top_up["multiple"].as_u64().map_or(1, |multiple| multiple as u32 / credits);
        (price * count, count)
    });
    let instants = instants(catalog, demands, option);
    Schedules { catalog, demands, option, instants, packs: packs.collect(), left: 150, tried: 0 }
}

#[derive(Debug, Default)]
struct Tally {
    options: u32,
    bought: u32,
    proven: u32,
    schedules: u32,
    /// Options that serve only with what is bought before it is needed, which is not looked for.
    missed: u32,
}

fn whole(money: drawdown::Money) -> u32 {
    money.to_string().parse().unwrap()
}

fn judge(small: &Small, restless: bool, tally: &mut Tally) {
    let catalog = Catalog::from_json(&small.catalog.to_string())
        .unwrap_or_else(|errors| panic!("{errors}\n{}", small.catalog));
    let need = Need::from_json(&small.need.to_string()).unwrap();
    let fit: Fit = catalog
        .fit(&need)
        .unwrap_or_else(|errors| panic!("{errors}\n{}\n{}", small.catalog, small.need));
    let [as_said, with_margin] = &small.demands;
    for option in &fit.options {
        tally.options += 1;
        let shown = || format!("{}\n{}\n{option:?}", small.catalog, small.need);
        let serves = option.state <= FitState::NeedOnly;
        let own = Own { list: &option.top_ups, proven: option.proven, gap: option.gap };
        judge_one(&catalog, (small, &[as_said]), option, (own, serves), (restless, tally));
        let margin = option.with_margin.as_ref();
        assert_eq!(margin.is_some(), option.state == FitState::Covers, "{}", shown());
        let own = match margin {
            Some(more) => Own { list: &more.top_ups, proven: more.proven, gap: more.gap },
            None => Own { list: &[], proven: false, gap: None },
        };
        let both = [with_margin, as_said];
        judge_one(&catalog, (small, &both), option, (own, margin.is_some()), (restless, tally));
    }
    let costs = fit.options.iter().filter(|option| option.state == FitState::Covers);
    assert!(costs.map(|option| option.cost).is_sorted(), "{}", small.need);
}

/// What a fit would buy.
struct Own<'f> {
    list: &'f [TopUpPurchase],
    proven: bool,
    gap: Option<Money>,
}

fn judge_one(
    catalog: &Catalog,
    (small, demands): (&Small, &[&Value]),
    option: &FitOption,
    (own, serves): (Own, bool),
    (restless, tally): (bool, &mut Tally),
) {
    let shown = || format!("{}\n{}\n{option:?}", small.catalog, small.need);
    let place = |id: &str| id[1..].parse().unwrap();
    let bought: Vec<(Instant, usize, u32)> =
        own.list.iter().map(|b| (b.at, place(&b.top_up), b.count)).collect();
    let refused = first_refused(catalog, demands, option, &bought);
    assert_eq!(serves, matches!(refused, Ok(None)), "{}", shown());
    if option.plan.is_none() || small.catalog["top_ups"].as_array().unwrap().is_empty() {
        return;
    }
    let paid: u32 = own.list.iter().map(|bought| whole(bought.price.unwrap())).sum();
    let below = if serves { paid } else { 40 };
    if below == 0 {
        return;
    }
    tally.bought += u32::from(serves);
    tally.proven += u32::from(serves && own.proven);
    let mut schedules = schedules(catalog, (small, demands), option);
    let refused = first_refused(catalog, demands, option, &[]).unwrap().unwrap();
    let found = schedules.cheaper((0, 0), (below, refused), &mut Vec::new());
    tally.schedules += schedules.tried;
    let Some(less) = found else { return };
    if restless && !serves {
        tally.missed += 1;
        return;
    }
    assert!(serves, "{less} is enough\n{}", shown());
    assert!(!own.proven, "{less} is enough instead of {paid}\n{}", shown());
    let gap = whole(own.gap.expect("a gap where nothing is proven"));
    assert!(paid - less <= gap, "{less} is enough instead of {paid}, gap {gap}\n{}", shown());
}

/// When something is first refused by any of the demands.
fn first_refused(
    catalog: &Catalog,
    demands: &[&Value],
    option: &FitOption,
    buys: &[(Instant, usize, u32)],
) -> Result<Option<Instant>, drawdown::Errors> {
    let mut first: Option<Instant> = None;
    for demand in demands {
        let refused = run_out(catalog, &scenario(demand, option, buys))?;
        first = [first, refused].into_iter().flatten().min();
    }
    Ok(first)
}

/// `FIT_CASES` asks for so many times as many.
fn judge_all(restless: bool, count: u32) -> Tally {
    let times = std::env::var("FIT_CASES").map_or(1, |times| times.parse::<u32>().unwrap());
    let count = count * times;
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[11; 32]);
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), rng);
    let strategy = small(restless);
    let mut tally = Tally::default();
    for _ in 0..count {
        judge(&strategy.new_tree(&mut runner).unwrap().current(), restless, &mut tally);
    }
    tally
}

#[test]
fn nothing_cheaper_covers_it_where_nothing_ends() {
    let tally = judge_all(false, 80);
    assert!(tally.proven > 40 && tally.schedules > 4_000, "{tally:?}");
}

#[test]
fn nothing_cheaper_covers_it_where_packs_end_and_credits_roll_over() {
    let tally = judge_all(true, 150);
    assert!(tally.proven > 70 && tally.schedules > 10_000, "{tally:?}");
    assert!(tally.missed * 100 <= tally.options, "{tally:?}");
}

/// Two packs a month, of which the third month needs four: the others are bought in the second
/// month's last second, no sooner.
#[test]
fn limited_packs_are_bought_as_late_as_can_be() {
    let catalog = Catalog::from_json(LIMITED).unwrap();
    let need = Need::from_json(
        r#"{ "lines": [ { "request": { "operation": "image" }, "per_month": 10 } ],
             "season": [ 1, 1, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1 ], "buffer": 0, "start": "2026-01-01",
             "months": 4 }"#,
    )
    .unwrap();
    let fit = catalog.fit(&need).unwrap();
    let best = &fit.options[0];
    assert_eq!((best.state, best.proven), (FitState::Covers, true), "{}", fit.verdict);
    let bought = best.top_ups.iter().map(|bought| (bought.at.to_string(), bought.count));
    let bought: Vec<(String, u32)> = bought.collect();
    assert_eq!(bought[0], ("2026-02-28T23:59:59Z".to_owned(), 2), "{bought:?}");
    assert_eq!(bought.iter().map(|bought| bought.1).sum::<u32>(), 4, "{bought:?}");
    assert!(bought[1..].iter().all(|(at, _)| at.starts_with("2026-03-")), "{bought:?}");
}

const LIMITED: &str = r#"{ "catalog": "limited", "version": "1", "as_of": "2026-01-01",
    "currency": "USD", "credit": { "name": "credit", "plural": "credits", "step": "1" },
    "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "10" } ] } ],
    "classes": { "plan": {}, "extra": {} },
    "plans": [ { "id": "basic", "price": { "month": "10" }, "grants": [ "basic" ] } ],
    "grants": [ { "id": "basic", "class": "plan", "amount": "100", "every": "cycle",
        "expires": "cycle_end" } ],
    "top_ups": [ { "id": "pack", "class": "extra", "credits": "50", "price": "5", "limit": 2,
        "requires": { "plan": { "present": true } } } ],
    "burn_order": [ { "class": [ "plan", "extra" ] } ] }"#;

/// What cannot be bought is told from what was not found: packs that end and are used up first may
/// save what the plan gives, which nobody looked for.
#[test]
fn short_is_proven_or_says_that_nothing_was_found() {
    let short = |catalog: &str| {
        let need = r#"{ "lines": [ { "request": { "operation": "image" }, "per_month": 10 } ],
            "season": [ 1, 1, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1 ], "buffer": 0, "start": "2026-01-01",
            "months": 4, "plans": [ "basic" ] }"#;
        let catalog = Catalog::from_json(catalog).unwrap();
        let fit = catalog.fit(&Need::from_json(need).unwrap()).unwrap();
        let best = &fit.options[0];
        assert_eq!(best.state, FitState::Short);
        assert!(best.top_ups.is_empty() && best.gap.is_none());
        (best.proven, best.reason.clone(), fit.verdict)
    };
    let (proven, reason, verdict) = short(LIMITED);
    assert!(proven && reason.ends_with("the top-ups on sale do not suffice"), "{reason}");
    assert!(verdict.starts_with("No option covers it"), "{verdict}");
    let fleeting = LIMITED
        .replace(r#""limit": 2,"#, r#""limit": 2, "expires": "45 days","#)
        .replace(r#"[ "plan", "extra" ]"#, r#"[ "extra", "plan" ]"#);
    let (proven, reason, verdict) = short(&fleeting);
    assert!(!proven && reason.ends_with("no sufficient top-ups were found"), "{reason}");
    assert!(verdict.starts_with("No option was found to cover it"), "{verdict}");
}
