//! Every rule of a rollover, with every way that a grant comes, ends and renews: the checker refuses
//! it, or what the terms of the catalog say of it happens.

use drawdown::{Catalog, Detail, Entry, EntryKind, Projection, Scenario, Topic};
use serde_json::{Value, json};

const AMOUNT: i64 = 100;
/// Where a lot ends that came with the period: at its close.
const NEW: i64 = -1;

fn rules() -> Vec<Value> {
    let cap = |amount: &str| json!({ "amount": amount });
    vec![
        json!({}),
        json!({ "carry": 1 }),
        json!({ "carry": 3 }),
        json!({ "carry": 2, "percent": "35" }),
        json!({ "percent": "50" }),
        json!({ "cap": cap("150") }),
        json!({ "cap": { "times": "2.5" }, "cap_on": "total" }),
        json!({ "carry": 2, "cap": cap("120"), "class": "bank" }),
        json!({ "class": "bank" }),
        json!({ "carry": 1, "percent": "10", "floor": "25" }),
        json!({ "cap": cap("30"), "floor": "40" }),
    ]
}

fn periods() -> Vec<Value> {
    vec![
        json!("once"),
        json!("day"),
        json!("week"),
        json!("cycle"),
        json!("term"),
        json!({ "days": 13 }),
        json!({ "hours": 500 }),
        json!({ "rolling_hours": 500 }),
    ]
}

fn catalog(every: &Value, expires: &str, renewal: &Value, cycle: &Value, rule: &Value) -> Value {
    json!({ "catalog": "table", "version": "1", "as_of": "2026-01-01", "currency": "USD",
        "credit": { "name": "credit", "step": "1" },
        "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "1" } ] } ],
        "classes": { "plan": {}, "bank": {} },
        "plans": [ { "id": "p", "price": { "month": "10", "quarter": "27", "year": "90" },
                     "grants": [ "g" ], "cycle": cycle } ],
        "grants": [ { "id": "g", "class": "plan", "amount": AMOUNT.to_string(), "every": every,
                      "expires": expires, "renewal": renewal, "rollover": rule } ],
        "burn_order": [ "expires", "issued" ] })
}

/// Nothing is spent, so that all there is meets the rule.
fn projected(catalog: &Catalog, term: &str, months: u32) -> Projection {
    let scenario = json!({ "start": "2026-01-31", "for": format!("{months} months"),
                           "account": { "plan": "p", "term": term } });
    let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
    catalog.simulate(&scenario, Detail::Ledger).unwrap()
}

/// A rule that the model below follows: hundredths, so that a share of a step shows.
struct Rule {
    carry: Option<i64>,
    percent: i64,
    cap: Option<i64>,
    floor: i64,
}

impl Rule {
    fn of(rule: &Value) -> Self {
        let number = |text: &Value| text.as_str().map(|text| text.parse::<i64>().unwrap());
        let amount = number(&rule["cap"]["amount"]);
        // 2.5 times what comes, less what comes next.
        let total = rule["cap"]["times"].as_str().map(|_| AMOUNT * 5 / 2 - AMOUNT);
        Rule {
            carry: rule["carry"].as_i64(),
            percent: number(&rule["percent"]).unwrap_or(100),
            cap: amount.or(total),
            floor: number(&rule["floor"]).unwrap_or(0),
        }
    }

    /// What is there after each close, when `AMOUNT` comes with each; every lot meets the rule alone.
    fn after(&self, closes: usize) -> Vec<i64> {
        // By the close at which each ends, what ends soonest first; without end last.
        let mut lots: Vec<(i64, i64)> = vec![(NEW, AMOUNT)];
        let mut out = Vec::new();
        for close in 1..=closes as i64 {
            let ends = self.carry.map_or(i64::MAX, |carry| close + carry);
            lots.retain(|(end, _)| *end != close);
            let meets = |end: i64| end == i64::MAX || end == NEW;
            let share = |(end, left): (i64, i64)| match meets(end) {
                true => (ends, left, left * self.percent / 100),
                false => (end, left, left),
            };
            let mut group: Vec<(i64, i64, i64)> = lots.iter().copied().map(share).collect();
            self.limit(&mut group);
            lots = group.iter().map(|(end, _, kept)| (*end, *kept)).collect();
            out.push(lots.iter().map(|(_, left)| left).sum::<i64>() + AMOUNT);
            lots.push((NEW, AMOUNT));
        }
        out
    }

    /// The floor is made up from what lasts longest; a cap cuts what ends soonest.
    fn limit(&self, group: &mut [(i64, i64, i64)]) {
        let floor = self.floor.min(group.iter().map(|(_, left, _)| left).sum());
        let mut kept: i64 = group.iter().map(|(_, _, kept)| kept).sum();
        for (_, left, keep) in group.iter_mut().rev() {
            let more = (floor - kept).clamp(0, *left - *keep);
            (*keep, kept) = (*keep + more, kept + more);
        }
        let most = self.cap.map(|cap| cap.max(floor));
        for (_, _, keep) in group.iter_mut() {
            let less = most.map_or(0, |most| (kept - most).clamp(0, *keep));
            (*keep, kept) = (*keep - less, kept - less);
        }
    }
}

/// What is left right after each issue, by the entries alone.
fn balances(projection: &Projection) -> Vec<i64> {
    let mut left = 0;
    let mut out = Vec::new();
    for entry in projection.entries() {
        let amount: i64 = entry.amount.to_string().parse().unwrap_or(0);
        match entry.kind {
            EntryKind::Issue => {
                left += amount;
                out.push(left);
            }
            EntryKind::Expire | EntryKind::Forfeit => left -= amount,
            _ => {}
        }
    }
    out
}

/// Whether some of what rolls over outlives that instant.
fn lasts(projection: &Projection) -> bool {
    let entries = projection.entries();
    let amount = |entry: &Entry| entry.amount.to_string().parse::<i64>().unwrap_or(0);
    entries.iter().enumerate().filter(|(_, e)| e.kind == EntryKind::RollOver).any(|(at, rolled)| {
        let then = entries.iter().skip(at).take_while(|entry| entry.at == rolled.at);
        let ended = then.filter(|e| matches!(e.kind, EntryKind::Expire | EntryKind::Forfeit));
        ended.map(amount).sum::<i64>() < amount(rolled)
    })
}

#[test]
fn it_is_refused_or_acts_as_the_words_say() {
    let (mut refused, mut acted) = (0, 0);
    let cycles =
        [json!("anniversary"), json!("calendar_month"), json!({ "days": 10 }), json!("term")];
    for every in periods() {
        for expires in ["never", "reset", "cycle_end", "40 days"] {
            for (cycle, term) in cycles.iter().flat_map(|c| ["month", "year"].map(|t| (c, t))) {
                for (rule, renewal) in with_renewals() {
                    let text = catalog(&every, expires, &renewal, cycle, &rule).to_string();
                    let context = format!("{every} {expires} {renewal} {cycle} {term} {rule}");
                    let read = match Catalog::from_json(&text) {
                        Ok(read) => read,
                        Err(errors) => {
                            let errors = errors.to_string();
                            assert!(errors.contains("/grants/0/rollover"), "{context}: {errors}");
                            refused += 1;
                            continue;
                        }
                    };
                    let is_added = renewal == "add";
                    check(&read, term, &every, is_added.then_some(&rule), &context);
                    acted += 1;
                }
            }
        }
    }
    assert!(refused > 500 && acted > 500, "{refused} refused, {acted} acted");
}

/// Every rule with the plain renewal, and the first ones with the others.
fn with_renewals() -> Vec<(Value, Value)> {
    let add = rules().into_iter().map(|rule| (rule, json!("add")));
    let others =
        [json!("reset"), json!({ "refill": "150" }), json!({ "skip_over": { "amount": "120" } })];
    let first =
        others.iter().flat_map(|other| rules().into_iter().take(3).map(|r| (r, other.clone())));
    add.chain(first).collect()
}

/// What the catalog says happens, to the credit where a whole issue comes with each close.
fn check(catalog: &Catalog, term: &str, every: &Value, rule: Option<&Value>, context: &str) {
    let words = catalog.terms();
    let says = words.plans.iter().flat_map(|plan| &plan.lines);
    let says = says.filter(|line| line.topic == Topic::Rollover).count();
    assert!(says > 0, "{context}: no words");
    let months = if term == "year" { 26 } else { 14 };
    let projection = projected(catalog, term, months);
    assert!(lasts(&projection), "{context}: nothing rolls over");
    let found: Vec<i64> = balances(&projection).into_iter().skip(1).collect();
    if let Some(rule) = rule.filter(|_| every == "cycle" || every == "term") {
        let expected = Rule::of(rule).after(found.len());
        assert_eq!(found, expected, "{context}");
    }
}

/// Every key of a rule with each of its values: what keeps nothing draws a warning at the key that says
/// so, and so does a key that makes no difference; without one, something rolls over.
#[test]
fn a_rule_keeps_something_or_draws_a_warning() {
    let number = |text: &Value| text.as_str().map(|text| text.parse::<f64>().unwrap());
    let mut seen = [0; 4];
    for rule in each_key_with_each_value() {
        let (cycle, add) = (json!("anniversary"), json!("add"));
        let text = catalog(&json!("cycle"), "cycle_end", &add, &cycle, &rule).to_string();
        let catalog = Catalog::from_json(&text).unwrap_or_else(|errors| panic!("{errors}\n{rule}"));
        let (floor, percent) = (number(&rule["floor"]), number(&rule["percent"]));
        let times = number(&rule["cap"]["times"]).map(|times| times * 100.0);
        let cap = number(&rule["cap"]["amount"]).or(times);
        let (floors, total) = (floor.unwrap_or(0.0) > 0.0, rule["cap_on"] == "total");
        let taken = if total { 100.0 } else { 0.0 };
        let idle = [
            ("percent", percent == Some(0.0) && !floors),
            ("cap", cap.is_some_and(|cap| cap <= taken) && !floors),
            ("cap_on", cap.is_none() && total),
            ("floor", cap.is_none() && !total && floors && percent.unwrap_or(100.0) == 100.0),
        ];
        let found = |key: &str| {
            let at = format!("/grants/0/rollover/{key}");
            catalog.warnings().iter().any(|warning| warning.pointer() == at)
        };
        for (place, (key, is_idle)) in idle.iter().enumerate() {
            assert_eq!(found(key), *is_idle, "{key} of {rule}");
            seen[place] += u32::from(*is_idle);
        }
        let mut entries = projected(&catalog, "month", 3).entries().into_iter();
        let rolls = entries.any(|entry| entry.kind == EntryKind::RollOver);
        assert_eq!(rolls, !idle[0].1 && !idle[1].1, "{rule}");
    }
    assert!(seen.iter().all(|count| *count > 5), "{seen:?}");
}

fn each_key_with_each_value() -> Vec<Value> {
    let or = |key: &str, values: Vec<Value>| {
        let set = values.into_iter().map(|value| json!({ key: value }));
        [json!({})].into_iter().chain(set).collect::<Vec<_>>()
    };
    let caps = ["0", "60", "100", "130"].map(|amount| json!({ "amount": amount }));
    let times = ["0", "0.5", "1", "1.5"].map(|times| json!({ "times": times }));
    let keys = [
        or("carry", vec![json!(2)]),
        or("percent", vec![json!("0"), json!("40"), json!("100")]),
        or("cap", caps.into_iter().chain(times).collect()),
        or("cap_on", vec![json!("carried"), json!("total")]),
        or("floor", vec![json!("0"), json!("20")]),
    ];
    keys.iter().fold(vec![json!({})], |rules, key| {
        let with = |rule: &Value, more: &Value| {
            let mut rule = rule.clone();
            rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            rule
        };
        rules.iter().flat_map(|rule| key.iter().map(|more| with(rule, more))).collect()
    })
}
