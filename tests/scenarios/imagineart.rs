//! ImagineArt.

use super::*;

const STANDARD: &str = r#""assume": { "grants": { "standard-monthly": "1000", "ultimate-monthly": "3000" },
    "plans": { "standard": { "month": "20.00", "quarter": "60.00", "year": "240.00" }, "ultimate": { "month": "45.00" } },
    "top_ups": { "top-up": { "credits": "500", "price": "12.00" } } }"#;

/// 100 credits every day, for accounts with no active subscription.
#[test]
fn i4_free_credits_need_the_absence_of_a_subscription() {
    let p = project(
        &imagineart(),
        &format!(
            r#"{{ "start": "2026-11-22", "for": "6 days", "account": {{ {STANDARD} }},
                "actions": [ {{ "at": "2026-11-24", "do": "subscribe", "plan": "standard" }},
                             {{ "at": "2026-11-26T12:00Z", "do": "cancel", "when": "now" }} ] }}"#
        ),
    );
    // At midnight grants come before plan changes; after the cancellation they come again.
    assert_eq!(
        about(&p, EntryKind::Issue, "daily-free"),
        [
            "2026-11-22 100",
            "2026-11-23 100",
            "2026-11-24 100",
            "2026-11-26T12:00Z 100",
            "2026-11-27 100"
        ]
    );
    assert_eq!(
        about(&p, EntryKind::Expire, "free"),
        ["2026-11-23 100", "2026-11-24 100", "2026-11-25 100", "2026-11-27 100"]
    );
}

/// Pro models need a subscription, and free daily credits cannot pay for them.
#[test]
fn i5_free_credits_do_not_pay_for_pro_models() {
    let demand = r#""demand": [ { "request": { "operation": "imagineart-1-5-pro" }, "on": ["2026-11-22T12:00Z"] } ]"#;
    let p = project(
        &imagineart(),
        &format!(r#"{{ "start": "2026-11-22", "for": "1 day", {demand} }}"#),
    );
    assert_eq!(causes(&p), [("2026-11-22T12:00Z".into(), Cause::Gate, 1, "0".into())]);
    let p = project(
        &imagineart(),
        &format!(
            r#"{{ "start": "2026-11-22", "for": "1 day", {demand},
                "account": {{ "plan": "standard", "since": "2026-11-01", {STANDARD},
                  "lots": [ {{ "class": "free", "amount": "90", "from": "daily-free" }},
                            {{ "class": "subscription", "amount": "10" }} ] }} }}"#
        ),
    );
    // 100 are there, but only 10 of them may pay 25.
    assert_eq!(causes(&p), [("2026-11-22T12:00Z".into(), Cause::NotEligible, 1, "15".into())]);
}

/// Credits come monthly whatever the term; unused ones expire at renewal.
#[test]
fn i6_credits_refresh_monthly_whatever_the_term() {
    let terms = [
        ("month", vec!["2026-01-31 20", "2026-02-28 20", "2026-03-31 20", "2026-04-30 20"]),
        ("quarter", vec!["2026-01-31 60", "2026-04-30 60"]),
        ("year", vec!["2026-01-31 240"]),
    ];
    for (term, bills) in terms {
        let p = project(
            &imagineart(),
            &format!(
                r#"{{ "start": "2026-01-31", "until": "2026-05-01",
                    "account": {{ "plan": "standard", "term": "{term}", {STANDARD} }} }}"#
            ),
        );
        assert_eq!(invoices(&p), bills);
        assert_eq!(
            about(&p, EntryKind::Issue, "standard-monthly"),
            ["2026-01-31 1000", "2026-02-28 1000", "2026-03-31 1000", "2026-04-30 1000"]
        );
        assert_eq!(
            about(&p, EntryKind::Expire, "subscription"),
            ["2026-02-28 1000", "2026-03-31 1000", "2026-04-30 1000"]
        );
    }
}

/// Top-ups never expire, are sold with a subscription only, and after a lapse pay for what the
/// free tier may use.
#[test]
fn i7_top_ups_outlive_the_subscription() {
    let buy = |start: &str| {
        format!(
            r#"{{ "start": "2026-11-22", "until": "2030-11-22", {start},
                "actions": [ {{ "at": "2026-11-23", "do": "buy", "top_up": "top-up" }},
                             {{ "at": "2026-11-24", "do": "cancel", "when": "now" }} ],
                "demand": [ {{ "request": {{ "operation": "nano-banana", "runs": 5 }}, "on": ["2030-11-21T12:00Z"] }} ] }}"#
        )
    };
    let told = error(&imagineart(), &buy(&format!(r#""account": {{ {STANDARD} }}"#)));
    assert_eq!(told, "/actions/0/top_up: no_answer: `top-up` is not sold with this plan");
    let scenario = buy(&format!(r#""account": {{ "plan": "standard", {STANDARD} }}"#));
    let p = project(&imagineart(), &scenario);
    // Four years later 5 x 24 = 120: 100 free and 20 of 500.
    assert_eq!(closing(&p), ["free 0", "subscription 0", "top_up 480"]);
    assert!(p.lots[0].restricted);
    assert_eq!(p.lots[0].expires, None);
    let lapsed = at(&imagineart(), &scenario, "2026-11-25T12:00Z");
    let available = |operation| lapsed.wallet().available(operation, None).unwrap().to_string();
    assert_eq!(available("nano-banana"), "600");
    assert_eq!(available("imagineart-1-5-pro"), "0");
}

const KINDS: &str = r#""lots": [ { "class": "top_up", "amount": "300" }, { "class": "subscription", "amount": "500" },
    { "class": "free", "amount": "100", "from": "daily-free", "expires": "2026-11-23" } ]"#;

/// Free, then subscription, then top-up.
#[test]
fn i8_free_then_subscription_then_top_up() {
    let p = project(
        &imagineart(),
        &format!(
            r#"{{ "start": "2026-11-22", "for": "1 day",
                "account": {{ "plan": "standard", "since": "2026-11-01", {STANDARD}, {KINDS} }},
                "demand": [ {{ "request": {{ "operation": "imagineart-2-0" }}, "on": ["2026-11-22T12:00Z"], "count": 26 }} ] }}"#
        ),
    );
    // 26 x 25 = 650: 100 + 500 + 50.
    let spent: Vec<String> = p
        .entries()
        .iter()
        .filter(|entry| entry.kind == EntryKind::Spend)
        .flat_map(|entry| entry.lots.iter().map(|part| format!("{} {}", part.class, part.amount)))
        .collect();
    assert_eq!(spent, ["free 100", "subscription 500", "top_up 50"]);
    assert_eq!(closing(&p), ["free 0", "subscription 0", "top_up 250"]);
}

/// The balance in total and by kind, every day.
#[test]
fn i9_balance_in_total_and_by_kind() {
    let p = project(
        &imagineart(),
        &format!(
            r#"{{ "start": "2026-11-22", "for": "2 days",
                "account": {{ "plan": "standard", "since": "2026-11-01", {STANDARD}, {KINDS} }},
                "demand": [ {{ "request": {{ "operation": "imagineart-2-0" }}, "per_day": 10 }} ] }}"#
        ),
    );
    // 250 a day: 100 free + 150; then 250 of the 350 left.
    assert_eq!(p.totals.opened.to_string(), "900");
    let column = |class| {
        let amounts = p.days.column(class, drawdown::Column::Closing).unwrap();
        amounts.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(column("free"), ["0", "0"]);
    assert_eq!(column("subscription"), ["350", "100"]);
    assert_eq!(column("top_up"), ["300", "300"]);
    assert_eq!(p.totals.closing.to_string(), "400");
    assert_eq!(closing(&p), ["free 0", "subscription 100", "top_up 300"]);
}

/// Out of credits: the refresh, a top-up (with a subscription), an upgrade.
#[test]
fn i13_refresh_top_up_or_upgrade() {
    let demand =
        r#""demand": [ { "request": { "operation": "video" }, "on": ["2026-11-22T12:00Z"] } ]"#;
    let p = project(
        &imagineart(),
        &format!(
            r#"{{ "start": "2026-11-22", "for": "1 day", {demand},
                "account": {{ "plan": "standard", "since": "2026-11-08", {STANDARD},
                  "lots": [ {{ "class": "subscription", "amount": "10" }} ] }} }}"#
        ),
    );
    // 210 - 10 = 200 are missing.
    assert_eq!(
        ways(&p)[..3],
        [
            "wait standard-monthly 2026-12-08 +1000 for ?",
            "top-up top-up 2026-11-22T12:00Z +500 for 12",
            "upgrade ultimate 2026-11-22T12:00Z +3000 for 45",
        ]
    );
    let p = project(
        &imagineart(),
        &format!(
            r#"{{ "start": "2026-11-22", "for": "1 day", {demand}, "account": {{ {STANDARD} }} }}"#
        ),
    );
    // 110 are missing; without a subscription no top-up is sold.
    assert_eq!(
        ways(&p)[..3],
        [
            "wait daily-free 2026-11-23 +100 for ?, too little",
            "upgrade standard 2026-11-22T12:00Z +1000 for 20",
            "upgrade ultimate 2026-11-22T12:00Z +3000 for 45",
        ]
    );
    assert!(!ways(&p).iter().any(|way| way.starts_with("top-up")));
}

/// One shared pool, monthly caps per member, workspaces with analytics of their own.
#[test]
fn i15_members_share_a_pool_under_caps() {
    let p = project(
        &imagineart(),
        &format!(
            r#"{{ "start": "2026-11-22", "until": "2026-12-23",
                "account": {{ "plan": "standard", {STANDARD},
                  "members": [ {{ "id": "bo" }}, {{ "id": "ada", "cap": "300" }} ] }},
                "demand": [
                  {{ "id": "a", "request": {{ "operation": "nano-banana" }}, "on": ["2026-11-23T12:00Z", "2026-11-24T12:00Z", "2026-12-22T12:00Z"], "count": 10, "member": "ada", "project": "shop" }},
                  {{ "id": "b", "request": {{ "operation": "nano-banana" }}, "on": ["2026-11-25T12:00Z"], "count": 40, "member": "bo", "project": "film" }} ] }}"#
        ),
    );
    // Ada: 240, then 60 of her cap are left: 2 x 24 = 48, and 8 runs (192) lack 180.
    // Bo: 1,000 - 288 = 712 is 29 runs (696); 11 runs (264) lack 248, of which Ada had 288.
    // The caps begin anew with the cycle of 22 December.
    assert_eq!(
        causes(&p),
        [
            ("2026-11-24T12:00Z".into(), Cause::MemberCap, 8, "180".into()),
            ("2026-11-25T12:00Z".into(), Cause::UsedByMembers, 11, "248".into()),
        ]
    );
    // A cap is not lifted by credits: it ends with the cycle.
    assert_eq!(ways(&p), ["wait standard-monthly 2026-12-22 +1000 for ?"]);
    let members: Vec<_> =
        p.members.iter().map(|m| (&*m.member, m.made, m.refused, m.spent.to_string())).collect();
    assert_eq!(members, [("ada", 22, 8, "528".to_owned()), ("bo", 29, 11, "696".to_owned())]);
    let projects: Vec<_> =
        p.projects.iter().map(|p| (p.project.as_str(), p.spent.to_string())).collect();
    assert_eq!(projects, [("film", "696".to_owned()), ("shop", "528".to_owned())]);
}

/// A member whose cap is reached is refused, whatever is done when credits are short.
#[test]
fn i15_nothing_is_bought_for_a_cap() {
    for when_short in ["top_up", "upgrade"] {
        let p = project(
            &imagineart(),
            &format!(
                r#"{{ "start": "2026-11-22", "for": "5 days", "when_short": "{when_short}",
                    "account": {{ "plan": "standard", {STANDARD}, "members": [ {{ "id": "ada", "cap": "100" }} ] }},
                    "demand": [ {{ "request": {{ "operation": "nano-banana" }}, "per_day": 2, "member": "ada" }} ] }}"#
            ),
        );
        // 4 x 24 = 96 in two days; the plan's 20.00 are all that is paid.
        assert_eq!((p.totals.made, p.totals.refused), (4, 6));
        assert_eq!(invoices(&p), ["2026-11-22 20"]);
    }
}
