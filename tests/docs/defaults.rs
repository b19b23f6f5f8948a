//! What a catalog leaves out is what the table of `docs/catalog.md` says: a document without the key
//! and one that writes the default answer alike, and another value does not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

use drawdown::{Catalog, Detail, Need, Request, Scenario, to_text};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const PAGE: &str = include_str!("../../docs/catalog.md");

/// Keys that say nothing about prices or balances.
const FOR_PEOPLE: [&str; 5] = ["name", "notes", "source", "audience", "reporting_lag"];

/// Rules that say more than any value does: without a rollover credits expire, and are not cut to
/// nothing; what may be carried without end meets the rule again; debt without limit is told so.
const NOT_WRITABLE: [&str; 4] =
    ["grant `rollover`", "`rollover.carry`", "`rollover.latest`", "`overage_limit`"];

/// How a key is tried.
struct Trial {
    /// Where its object stands.
    at: &'static str,
    key: &'static str,
    /// Written out, where the page gives words and no value.
    same: Option<Value>,
    other: Value,
    /// What the catalog has beside it, by pointer.
    beside: Vec<(&'static str, Value)>,
}

fn trial(at: &'static str, key: &'static str, other: Value) -> Trial {
    Trial { at, key, same: None, other, beside: Vec::new() }
}

impl Trial {
    fn same(mut self, same: Value) -> Self {
        self.same = Some(same);
        self
    }

    fn beside(mut self, pointer: &'static str, value: Value) -> Self {
        self.beside.push((pointer, value));
        self
    }
}

const ROLLOVER: &str = "/grants/0/rollover";
const UP: &str = "/policies/change/upgrade";
const DOWN: &str = "/policies/change/downgrade";

/// By the words of the first column.
fn trials() -> BTreeMap<&'static str, Trial> {
    let class = |key, other| trial("/classes/free", key, other);
    let plan = |key, other| trial("/plans/0", key, other);
    let small = |key, other| trial("/grants/0", key, other);
    let gift = |key, other| trial("/grants/2", key, other);
    let weekly = |key, other| trial("/grants/3", key, other);
    let pack = |key, other| trial("/top_ups/0", key, other);
    let policy = |key, other| trial("/policies", key, other);
    let carries = |key, other| trial(ROLLOVER, key, other);
    let nobody = json!({ "plan": "nobody" });
    let anyone = json!({ "any": [{ "plan": "none" }, { "plan": { "present": true } }] });
    let all = json!({ "tool": ["image", "video"] });
    let ends_now = || json!({ "when": "now", "cycle": "reset" });
    BTreeMap::from([
        ("class `paid`", class("paid", json!(false))),
        ("class `lapse`", class("lapse", json!("forfeit"))),
        ("plan `price`", plan("price", json!({ "month": "10" }))),
        ("plan `contact`", trial("/plans/2", "contact", json!(true))),
        ("plan `grants`", trial("/plans/2", "grants", json!(["large-monthly"]))),
        ("plan `cost_factor`", plan("cost_factor", json!("0.5"))),
        ("plan `cycle`", plan("cycle", json!({ "days": 20 }))),
        ("plan `renews_at`", plan("renews_at", json!("21:00")).same(json!("09:30"))),
        (
            "plan `top_ups_per_cycle`",
            plan("top_ups_per_cycle", json!("60")).same(json!("1000000000")),
        ),
        (
            "plan `change`",
            plan("change", json!({ "upgrade": { "when": "cycle_end" } }))
                .same(json!({ "upgrade": ends_now() }))
                .beside(UP, ends_now()),
        ),
        ("grant `amount`", gift("amount", json!("7"))),
        ("grant `at`", weekly("at", json!("13:00"))),
        ("grant `on`", weekly("on", json!("friday"))),
        ("grant `expires`", gift("expires", json!("3 days"))),
        ("grant `when`", gift("when", nobody.clone()).same(anyone.clone())),
        ("grant `pays_for`", gift("pays_for", json!({ "tool": "video" })).same(all.clone())),
        ("grant `valid`", small("valid", json!({ "until": "2026-01-15" })).same(json!({}))),
        ("grant `if_empty`", gift("if_empty", json!("sub")).same(json!("kept"))),
        ("grant `rollover`", small("rollover", json!({ "percent": "50" }))),
        ("grant `renewal`", gift("renewal", json!("reset"))),
        (
            "grant `shared_pool`",
            gift("shared_pool", json!(true)).beside("/policies/member_caps", json!(true)),
        ),
        (
            "grant `priority`",
            small("priority", json!(1))
                .same(json!(u32::MAX))
                .beside("/burn_order", json!(["priority", "issued"]))
                .beside("/grants/2/priority", json!(5)),
        ),
        ("`rollover.carry`", carries("carry", json!(1))),
        ("`rollover.latest`", carries("latest", json!("40 days"))),
        ("`rollover.percent`", carries("percent", json!("25"))),
        (
            "`rollover.cap`",
            carries("cap", json!({ "amount": "9" })).same(json!({ "amount": "1000000000" })),
        ),
        (
            "`rollover.cap_on`",
            carries("cap_on", json!("total"))
                .beside(ROLLOVER, json!({ "cap": { "amount": "105" } })),
        ),
        (
            "`rollover.floor`",
            carries("floor", json!("30")).beside(ROLLOVER, json!({ "percent": "10" })),
        ),
        ("`rollover.class`", carries("class", json!("kept")).same(json!("sub"))),
        ("top-up `credits`", pack("credits", json!("50"))),
        ("top-up `price`", pack("price", json!("5"))),
        ("top-up `expires`", pack("expires", json!("8 days"))),
        ("top-up `requires`", pack("requires", nobody.clone()).same(anyone.clone())),
        ("top-up `limit`", pack("limit", json!(1)).same(json!(1_000_000))),
        ("top-up `multiple`", pack("multiple", json!(100)).same(json!(1))),
        ("top-up `pays_for`", pack("pays_for", json!({ "tool": "video" })).same(all)),
        (
            "top-up `priority`",
            pack("priority", json!(1))
                .same(json!(u32::MAX))
                .beside("/burn_order", json!(["priority", "issued"]))
                .beside("/grants/0/priority", json!(5)),
        ),
        ("`change.upgrade.when`", trial(UP, "when", json!("cycle_end"))),
        ("`change.upgrade.allowance`", trial(UP, "allowance", json!("none"))),
        ("`change.upgrade.cycle`", trial(UP, "cycle", json!("keep"))),
        ("`change.upgrade.old_lots`", trial(UP, "old_lots", json!("forfeit"))),
        ("`change.upgrade.charge`", trial(UP, "charge", json!("none")).same(json!("full"))),
        ("`change.downgrade.when`", trial(DOWN, "when", json!("now"))),
        (
            "`change.downgrade.allowance`",
            trial(DOWN, "allowance", json!("none")).beside(DOWN, json!({ "when": "now" })),
        ),
        (
            "`change.downgrade.cycle`",
            trial(DOWN, "cycle", json!("reset")).beside(DOWN, json!({ "when": "now" })),
        ),
        ("`change.downgrade.old_lots`", trial(DOWN, "old_lots", json!("forfeit"))),
        (
            "`change.downgrade.charge`",
            trial(DOWN, "charge", json!("full"))
                .same(json!("none"))
                .beside(DOWN, json!({ "when": "now" })),
        ),
        (
            "limit `window`",
            trial("/limits/0", "window", json!("first_use")).beside("/limits/0/most", json!("6")),
        ),
        (
            "limit `when`",
            trial("/limits/0", "when", nobody).same(anyone).beside("/limits/0/most", json!("6")),
        ),
        ("`failed_runs`", policy("failed_runs", json!("charge"))),
        ("`refund_expired`", policy("refund_expired", json!("reissue"))),
        ("`overage`", policy("overage", json!("debt"))),
        (
            "`overage_limit`",
            policy("overage_limit", json!("3")).beside("/policies/overage", json!("debt")),
        ),
        ("`debt`", policy("debt", json!("repay_first")).beside("/policies/overage", json!("debt"))),
        (
            "`when_empty`",
            policy("when_empty", json!([{ "free_run": { "every": "1 day", "tool": "image" } }])),
        ),
        ("`billing`", policy("billing", json!("calendar_month"))),
        ("`clock`", policy("clock", json!("utc"))),
        ("`member_caps`", policy("member_caps", json!(true))),
        ("`alerts`", policy("alerts", json!([{ "percent": "50" }]))),
    ])
}

fn base() -> Value {
    json!({
        "catalog": "defaults", "version": "1", "as_of": "2026-01-01",
        "credit": { "name": "credit", "step": "1" }, "currency": "USD",
        "operations": [
            { "id": "image", "tool": "image", "price": [ { "line": "image", "rate": "2" } ] },
            { "id": "clip", "tool": "video", "price": [ { "line": "clip", "rate": "10" } ] } ],
        "classes": { "free": {}, "sub": {}, "kept": {}, "pack": {} },
        "plans": [
            { "id": "small", "price": { "month": "10" }, "grants": ["small-monthly"] },
            { "id": "large", "price": { "month": "30" }, "grants": ["large-monthly"] },
            { "id": "custom" } ],
        "grants": [
            { "id": "small-monthly", "class": "sub", "amount": "100", "every": "cycle",
              "expires": "cycle_end" },
            { "id": "large-monthly", "class": "sub", "amount": "300", "every": "cycle",
              "expires": "cycle_end", "rollover": {} },
            { "id": "gift", "class": "free", "amount": "7", "every": { "days": 20 } },
            { "id": "weekly", "class": "free", "amount": "4", "every": "week", "expires": "reset" } ],
        "top_ups": [ { "id": "pack", "class": "pack", "credits": "50", "price": "5" } ],
        "limits": [ { "id": "most", "most": "1000000", "per": "50 hours" } ],
        "burn_order": [ { "paid": "first" }, "expires", "issued" ],
        "policies": { "change": { "upgrade": {}, "downgrade": {} } }
    })
}

/// Someone who changes plans, two who stay, a team, and one with a custom plan.
fn scenarios() -> [Value; 5] {
    let zone = json!({ "name": "Asia/Kolkata", "offsets": [ { "from": "2000-01-01", "seconds": 19800 } ] });
    let image = json!({ "operation": "image" });
    let clip = json!({ "operation": "clip" });
    [
        json!({
            "start": "2026-01-15T09:30+05:30", "for": "7 months",
            "account": { "plan": "small", "zone": zone, "auto_top_up": { "top_up": "pack", "below": "5" } },
            "demand": [ { "id": "images", "request": image, "per_day": 1, "fails": 20 },
                        { "request": clip, "per_week": 1 } ],
            "actions": [
                { "at": "2026-01-20", "do": "buy", "top_up": "pack", "count": 2 },
                { "at": "2026-02-25T09:30+05:30", "do": "upgrade", "plan": "large" },
                { "at": "2026-04-20T09:30+05:30", "do": "downgrade", "plan": "small" },
                { "at": "2026-04-28", "do": "fail", "demand": "images", "count": 60 },
                { "at": "2026-06-20T09:30+05:30", "do": "cancel", "when": "now" },
                { "at": "2026-07-10T09:30+05:30", "do": "subscribe", "plan": "custom" } ] }),
        json!({
            "start": "2026-01-15T09:30+05:30", "for": "4 months",
            "account": { "plan": "small", "zone": zone },
            "demand": [ { "request": image, "per_day": 1 } ] }),
        json!({
            "start": "2026-01-01T09:30Z", "for": "3 months", "account": { "plan": "small" },
            "demand": [ { "id": "clips", "request": clip, "per_day": 1 }, { "request": image, "per_day": 2 } ],
            "actions": [ { "at": "2026-02-15", "do": "fail", "demand": "clips", "count": 12 } ] }),
        json!({
            "start": "2026-01-01T09:30Z", "for": "2 months",
            "account": { "plan": "small", "members": [ { "id": "ann", "cap": "20" }, { "id": "bo" } ] },
            "demand": [ { "request": image, "per_day": 1, "member": "ann" },
                        { "request": clip, "per_week": 1, "member": "bo" } ] }),
        json!({ "start": "2026-01-01", "for": "1 day", "account": { "plan": "custom", "term": "year" } }),
    ]
}

/// All that a catalog answers, as text.
fn answers(catalog: &Value) -> Vec<String> {
    let catalog = match Catalog::from_json(&catalog.to_string()) {
        Ok(catalog) => catalog,
        Err(errors) => return vec![errors.to_string()],
    };
    let mut out: Vec<String> = scenarios()
        .iter()
        .map(|scenario| {
            let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
            match catalog.simulate(&scenario, Detail::Ledger) {
                Ok(projection) => to_text(&projection).unwrap(),
                Err(errors) => errors.to_string(),
            }
        })
        .collect();
    let estimate = catalog.estimate(&Request::new("image").plan("small")).unwrap();
    out.push(to_text(&estimate).unwrap());
    let need = json!({ "lines": [ { "request": { "operation": "clip" }, "per_month": 20 } ],
                       "start": "2026-01-01", "months": 3 });
    let fit = catalog.fit(&Need::from_json(&need.to_string()).unwrap());
    out.push(fit.map_or_else(|errors| errors.to_string(), |fit| to_text(&fit).unwrap()));
    out
}

fn object_at<'v>(catalog: &'v mut Value, pointer: &str) -> &'v mut serde_json::Map<String, Value> {
    let place = catalog.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}"));
    place.as_object_mut().unwrap_or_else(|| panic!("{pointer} is no object"))
}

fn put(catalog: &mut Value, pointer: &str, value: Value) {
    let (object, key) = pointer.rsplit_once('/').unwrap();
    object_at(catalog, object).insert(key.to_owned(), value);
}

/// The table: rule and default.
fn rows() -> Vec<(&'static str, &'static str)> {
    let table = PAGE.split("| rule | when left out | exact meaning |").nth(1).unwrap();
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let mut cells = row.trim_matches('|').split(" | ").map(str::trim);
        (cells.next().unwrap(), cells.next().unwrap().trim_end_matches('|').trim())
    })
    .collect()
}

/// A default that the page writes as a value.
fn value_of(cell: &str) -> Option<Value> {
    let text = cell.strip_prefix('`')?.strip_suffix('`')?;
    Some(serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned())))
}

#[test]
fn what_is_left_out_is_what_the_page_says() {
    let mut trials = trials();
    let mut wrong: Vec<String> = Vec::new();
    for (rule, cell) in rows() {
        let trial = trials.remove(rule).unwrap_or_else(|| panic!("{rule} is not tried"));
        let same = value_of(cell).or(trial.same);
        assert!(same.is_some() || NOT_WRITABLE.contains(&rule), "{rule}: no value is the default");
        let mut catalog = base();
        if trial.at == ROLLOVER {
            put(&mut catalog, ROLLOVER, json!({}));
        }
        for (pointer, value) in trial.beside {
            put(&mut catalog, pointer, value);
        }
        object_at(&mut catalog, trial.at).remove(trial.key);
        let left_out = answers(&catalog);
        let mut with = |value: Value| {
            object_at(&mut catalog, trial.at).insert(trial.key.to_owned(), value);
            answers(&catalog)
        };
        if let Some(same) = same
            && with(same.clone()) != left_out
        {
            wrong.push(format!("{rule}: {same} is not what it is when left out"));
        }
        if with(trial.other) == left_out {
            wrong.push(format!("{rule}: another value changes nothing"));
        }
    }
    wrong.extend(trials.keys().map(|rule| format!("{rule} does not stand on the page")));
    assert_eq!(wrong, [""; 0]);
}

#[cfg(feature = "schema")]
#[test]
fn every_key_that_may_be_left_out_stands_in_the_table() {
    let schema: Value = serde_json::from_str(&drawdown::schema(drawdown::Format::Catalog)).unwrap();
    let rules: Vec<&str> = rows().iter().map(|(rule, _)| *rule).collect();
    for (record, name) in [
        ("ClassDocument", "class `KEY`"),
        ("PlanDocument", "plan `KEY`"),
        ("GrantDocument", "grant `KEY`"),
        ("RolloverDocument", "`rollover.KEY`"),
        ("TopUpDocument", "top-up `KEY`"),
        ("LimitDocument", "limit `KEY`"),
        ("ChangeDocument", "`change.upgrade.KEY`"),
        ("ChangeDocument", "`change.downgrade.KEY`"),
        ("PoliciesDocument", "`KEY`"),
    ] {
        let record = schema.pointer(&format!("/$defs/{record}")).unwrap();
        let required = record["required"].as_array().unwrap();
        for key in record["properties"].as_object().unwrap().keys() {
            let is_changes = name == "`KEY`" && key == "change";
            if !is_changes && !required.contains(&json!(key)) && !FOR_PEOPLE.contains(&&**key) {
                let rule = name.replace("KEY", key);
                assert!(rules.contains(&&*rule), "{rule} is not in the table of docs/catalog.md");
            }
        }
    }
}
