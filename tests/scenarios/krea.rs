//! Krea.

use super::*;

/// A small free daily amount that resets each day.
#[test]
fn k2_free_units_reset_each_day() {
    let p = project(
        &krea(),
        r#"{ "start": "2026-11-22", "for": "3 days",
             "demand": [ { "request": { "operation": "flux" }, "per_day": 18 } ] }"#,
    );
    assert_eq!(
        about(&p, EntryKind::Issue, "daily-free"),
        ["2026-11-22 100", "2026-11-23 100", "2026-11-24 100"]
    );
    // 18 x 5 = 90 a day; 10 are left and end at midnight.
    assert_eq!(about(&p, EntryKind::Expire, "free"), ["2026-11-23 10", "2026-11-24 10"]);
    assert_eq!(
        (p.totals.spent.to_string(), p.totals.closing.to_string()),
        ("270".into(), "10".into())
    );
    assert_eq!(run_out(&p), None);

    let p = project(
        &krea(),
        r#"{ "start": "2026-11-22", "for": "3 days",
             "demand": [ { "request": { "operation": "flux" }, "per_day": 21 } ] }"#,
    );
    // 20 x 5 = 100: the 21st of each day is refused.
    assert_eq!((p.totals.made, p.totals.refused), (60, 3));
    assert_eq!(run_out(&p).unwrap(), "2026-11-22T12:00Z");
}

/// Allowances, prices, the annual discount, and renewal at 00:00 UTC wherever the account is.
#[test]
fn k3_plans_renew_at_midnight_utc() {
    for (plan, amount) in [("basic", "4000"), ("pro", "20000"), ("max", "54000")] {
        let p = project(
            &krea(),
            &format!(
                r#"{{ "start": "2026-11-22T15:30Z", "for": "3 months", "account": {{
                  "plan": "{plan}", "zone": {{ "name": "Europe/Berlin", "offsets": [
                  {{ "from": "2026-10-25T01:00Z", "seconds": 3600 }} ] }} }} }}"#
            ),
        );
        // 01:00 on the clock in Berlin.
        let days = ["2026-11-22T15:30Z", "2026-12-22", "2027-01-22", "2027-02-22"];
        let issues = about(&p, EntryKind::Issue, &format!("{plan}-monthly"));
        assert_eq!(issues, days.map(|day| format!("{day} {amount}")));
    }
    let year = project(
        &krea(),
        r#"{ "start": "2026-11-22", "for": "13 months",
             "account": { "plan": "basic", "term": "year" } }"#,
    );
    // 12 x 10 less 20 % = 96, once a year; units come monthly all the same.
    assert_eq!(invoices(&year), ["2026-11-22 96", "2027-11-22 96"]);
    assert_eq!(about(&year, EntryKind::Issue, "basic-monthly").len(), 13);
    let month = project(
        &krea(),
        r#"{ "start": "2026-11-22", "for": "2 months", "account": { "plan": "basic" } }"#,
    );
    assert_eq!(invoices(&month), ["2026-11-22 10", "2026-12-22 10"]);
}

/// Individual plans: what is unused expires at renewal.
#[test]
fn k4_individual_plans_do_not_roll_over() {
    let p = project(
        &krea(),
        r#"{ "start": "2026-11-22", "for": "40 days", "account": { "plan": "basic" },
             "demand": [ { "request": { "operation": "wan-2-5" }, "on": ["2026-12-01T12:00Z"] } ] }"#,
    );
    // 569 = 100 free, which end sooner, and 469 of 4,000.
    assert_eq!(about(&p, EntryKind::Expire, "subscription"), ["2026-12-22 3531"]);
    assert!(entries(&p, EntryKind::RollOver).is_empty());
    assert_eq!(closing(&p), ["free 100", "subscription 4000", "pack 0"]);
}

const BUSINESS: &str = r#""assume": { "grants": { "business-monthly": "10000", "business-annual": "10000" },
    "plans": { "business": { "month": "100.00", "year": "960.00" } } }"#;

/// Business by the month: unused units live through the next month.
#[test]
fn k5_business_by_the_month_rolls_over_once() {
    let p = project(
        &krea(),
        &format!(
            r#"{{ "start": "2026-11-22", "until": "2027-02-22",
                "account": {{ "plan": "business", {BUSINESS} }},
                "demand": [ {{ "request": {{ "operation": "veo-3" }}, "on": ["2026-12-01T12:00Z"] }} ] }}"#
        ),
    );
    // 1,017 = 100 free and 917 of the first 10,000.
    assert_eq!(
        entries(&p, EntryKind::RollOver),
        ["2026-12-22 9083 subscription", "2027-01-22 10000 subscription"]
    );
    assert_eq!(about(&p, EntryKind::Expire, "subscription"), ["2027-01-22 9083"]);
    assert_eq!(closing(&p), ["free 100", "subscription 20000", "pack 0"]);
    assert_eq!(invoices(&p), ["2026-11-22 100", "2026-12-22 100", "2027-01-22 100"]);
}

/// Business by the year: for up to twelve months more.
#[test]
fn k6_business_by_the_year_rolls_over_for_twelve_months() {
    let p = project(
        &krea(),
        &format!(
            r#"{{ "start": "2026-11-22", "until": "2028-01-01",
                "account": {{ "plan": "business", "term": "year", {BUSINESS} }} }}"#
        ),
    );
    assert_eq!(about(&p, EntryKind::Issue, "business-monthly").len(), 0);
    // 14 issues from November to the next December; the first lives until its month is 12 past.
    assert_eq!(about(&p, EntryKind::Issue, "business-annual").len(), 14);
    assert_eq!(about(&p, EntryKind::Expire, "subscription"), ["2027-12-22 10000"]);
    assert_eq!(closing(&p), ["free 100", "subscription 130000", "pack 0"]);
    assert_eq!(invoices(&p), ["2026-11-22 960", "2027-11-22 960"]);
}

const PACK: &str = r#""top_ups": { "compute-pack": { "credits": "5000", "price": "25.00" } }"#;

/// Compute packs: paid plans only, beside the subscription, 90 days, never refreshed.
#[test]
fn k7_packs_live_for_90_days() {
    let buy = r#"[ { "at": "2026-11-25T10:00Z", "do": "buy", "top_up": "compute-pack" },
                   { "at": "2026-11-26", "do": "cancel", "when": "now" } ]"#;
    let told = error(
        &krea(),
        &format!(
            r#"{{ "start": "2026-11-22", "account": {{ "assume": {{ {PACK} }} }}, "actions": {buy} }}"#
        ),
    );
    assert_eq!(told, "/actions/0/top_up: no_answer: `compute-pack` is not sold with this plan");
    let p = project(
        &krea(),
        &format!(
            r#"{{ "start": "2026-11-22", "for": "6 months", "actions": {buy},
                "account": {{ "plan": "basic", "assume": {{ {PACK} }} }},
                "demand": [ {{ "request": {{ "operation": "veo-3" }}, "on": ["2027-02-23T09:59:59Z", "2027-02-23T10:00Z"] }} ] }}"#
        ),
    );
    // 5 days of November, 31 of December, 31 of January, 23 of February: 90.
    assert_eq!(about(&p, EntryKind::Issue, "compute-pack"), ["2026-11-25T10:00Z 5000"]);
    assert_eq!(about(&p, EntryKind::Forfeit, "subscription"), ["2026-11-26 4000"]);
    // 1,017 a second before the end, of the pack, which ends before the free units of the day.
    assert_eq!(about(&p, EntryKind::Expire, "pack"), ["2027-02-23T10:00Z 3983"]);
    assert_eq!((p.totals.made, p.totals.refused), (1, 1));
    // 3,983 / 5,000 of 25.00 = 19.915, and all of the plan's 10.00.
    assert_eq!(p.totals.wasted_money.unwrap().to_string(), "29.92");
}

/// Failed and cancelled jobs cost nothing; API and web share one pool.
#[test]
fn k10_failed_jobs_come_back_and_the_pool_is_one() {
    let p = project(
        &krea(),
        r#"{ "start": "2026-11-22", "for": "1 day",
             "demand": [
               { "id": "web", "request": { "operation": "flux" }, "per_day": 10, "fails": 50, "project": "web" },
               { "id": "api", "request": { "operation": "z-image" }, "per_day": 40, "at": "18:00", "project": "api" } ] }"#,
    );
    // Web: 10 x 5, of which 5 x 5 come back: 75 left, which is 25 runs at 3 for the API.
    assert_eq!((p.totals.failed, p.totals.refunded.to_string()), (5, "25".into()));
    assert_eq!((p.totals.made, p.totals.refused), (35, 15));
    let projects: Vec<_> =
        p.projects.iter().map(|p| (p.project.as_str(), p.spent.to_string())).collect();
    assert_eq!(projects, [("api", "75".to_owned()), ("web", "25".to_owned())]);
    assert_eq!(p.totals.closing.to_string(), "0");
}

/// Out of units: the daily reset, the monthly reset, a pack, an upgrade; each dated and priced.
#[test]
fn k11_ways_out_are_dated_and_priced() {
    let p = project(
        &krea(),
        &format!(
            r#"{{ "start": "2026-11-22", "for": "1 day",
                "account": {{ "plan": "basic", "since": "2026-11-01",
                  "lots": [ {{ "class": "subscription", "amount": "500" }} ],
                  "assume": {{ {PACK}, "plans": {{ "pro": {{ "month": "35.00" }}, "max": {{ "month": "70.00" }} }} }} }},
                "demand": [ {{ "request": {{ "operation": "wan-2-5" }}, "on": ["2026-11-22T12:00Z"] }} ] }}"#
        ),
    );
    // 569 - 500 = 69 are missing.
    assert_eq!(causes(&p), [("2026-11-22T12:00Z".into(), Cause::OutOfCredits, 1, "69".into())]);
    assert_eq!(
        ways(&p),
        [
            "wait daily-free 2026-11-23 +100 for ?",
            "wait basic-monthly 2026-12-01 +4000 for ?",
            "top-up compute-pack 2026-11-22T12:00Z +5000 for 25",
            "upgrade pro 2026-11-22T12:00Z +20000 for 35",
            "upgrade max 2026-11-22T12:00Z +54000 for 70",
            "upgrade business 2026-11-22T12:00Z +? for ?, too little",
            "upgrade enterprise 2026-11-22T12:00Z +? for ?, too little",
        ]
    );
    // Without a plan there is no monthly reset and no pack.
    let p = project(
        &krea(),
        r#"{ "start": "2026-11-22", "for": "1 day",
             "demand": [ { "request": { "operation": "chatgpt-image" }, "on": ["2026-11-22T12:00Z"] } ] }"#,
    );
    assert_eq!(
        ways(&p)[..3],
        [
            // 83 of 183 are missing; the 100 of today end when those of tomorrow come.
            "wait daily-free 2026-11-23 +100 for ?, too little",
            "upgrade basic 2026-11-22T12:00Z +4000 for 10",
            "upgrade pro 2026-11-22T12:00Z +20000 for ?",
        ]
    );
}

/// A balance has an instant it is of: usage lags, and the wallet says what it knows of.
#[test]
fn k12_a_balance_is_of_an_instant() {
    let scenario = r#"{ "start": "2026-11-22", "for": "1 day",
        "demand": [ { "request": { "operation": "flux" }, "on": ["2026-11-22T12:00Z", "2026-11-22T12:01Z"] } ] }"#;
    let before = at(&krea(), scenario, "2026-11-22T12:01Z");
    assert_eq!(before.wallet().now().to_string(), "2026-11-22T12:00:00Z");
    assert_eq!(before.wallet().balance().to_string(), "95");
    let after = at(&krea(), scenario, "2026-11-22T12:03Z");
    assert_eq!(after.wallet().now().to_string(), "2026-11-22T12:01:00Z");
    assert_eq!(after.wallet().balance().to_string(), "90");
}
