//! Kive.

use super::*;

/// Credits once; after that a paid plan is needed.
#[test]
fn v2_starter_credits_come_once() {
    let p = project(
        &kive(),
        r#"{ "start": "2026-07-19", "for": "3 months",
             "demand": [ { "request": { "operation": "edit" }, "per_week": 1, "days": "monday" } ] }"#,
    );
    assert_eq!(about(&p, EntryKind::Issue, "starter"), ["2026-07-19 40"]);
    // 10 each on 20 and 27 July, 3 and 10 August; the fifth is refused.
    assert_eq!((p.totals.issued.to_string(), p.totals.made), ("40".into(), 4));
    assert_eq!(run_out(&p).unwrap(), "2026-08-17T12:00Z");
    assert_eq!(p.shortfalls[0].until, None);
    assert_eq!(
        ways(&p),
        [
            "upgrade basic 2026-08-17T12:00Z +1000 for 180",
            "upgrade pro 2026-08-17T12:00Z +5000 for 900",
            "upgrade enterprise 2026-08-17T12:00Z +? for ?, too little",
        ]
    );
}

/// Rollover up to twice the plan; purchases of a month up to its allowance.
#[test]
fn v6_rollover_and_purchases_are_capped() {
    let p = project(
        &kive(),
        r#"{ "start": "2026-07-19", "for": "4 months",
             "account": { "plan": "basic", "term": "year", "lots": [ { "class": "subscription", "amount": "1000" } ] },
             "demand": [ { "request": { "operation": "edit" }, "on": ["2026-08-20T12:00Z"], "count": 70 } ] }"#,
    );
    // August: 1,000 roll over, 2,000 in all. 700 are spent: 1,300 left, of which 1,000 may be
    // carried. October: 2,000 left, 1,000 are cut.
    assert_eq!(about(&p, EntryKind::Issue, "basic-monthly").len(), 3);
    let forfeited = about(&p, EntryKind::Forfeit, "subscription");
    assert_eq!(
        forfeited.iter().map(|row| &row[..10]).collect::<Vec<_>>(),
        ["2026-09-19", "2026-10-19"]
    );
    assert_eq!(p.classes[1].forfeited.to_string(), "1300");
    let after = p.days.column("subscription", drawdown::Column::Closing).unwrap();
    assert_eq!(after.last().unwrap().to_string(), "2000");

    let buy = |at: &str, count: u32| {
        format!(r#"{{ "at": "{at}", "do": "buy", "top_up": "one-time", "count": {count} }}"#)
    };
    let scenario = |actions: &[String]| {
        format!(
            r#"{{ "start": "2026-07-19", "for": "2 months",
                "account": {{ "plan": "basic", "term": "year", "assume": {{ "top_ups": {{ "one-time": {{ "credits": "250", "price": "5.00" }} }} }} }},
                "actions": [ {} ] }}"#,
            actions.join(", ")
        )
    };
    // 750 + 250 = 1,000 is the allowance of Basic; a billing month later there is room again.
    let fits = [buy("2026-07-20", 3), buy("2026-08-18", 1), buy("2026-08-19", 4)];
    let p = project(&kive(), &scenario(&fits));
    assert_eq!(about(&p, EntryKind::Issue, "one-time").len(), 3);
    let told = error(&kive(), &scenario(&[buy("2026-07-20", 4), buy("2026-08-18", 1)]));
    assert_eq!(
        told,
        "/actions/1/top_up: no_answer: at most 1,000 credits may be bought in a cycle"
    );
}

/// What may still be bought this month is offered, even if it is too little.
#[test]
fn v6_a_purchase_is_offered_up_to_the_cap() {
    let p = project(
        &kive(),
        r#"{ "start": "2026-07-19", "for": "1 day",
             "account": { "plan": "basic", "term": "year", "since": "2026-07-05", "lots": [],
               "assume": { "top_ups": { "one-time": { "credits": "150", "price": "3.00" } } } },
             "demand": [ { "request": { "operation": "edit" }, "on": ["2026-07-19T12:00Z"], "count": 150 } ] }"#,
    );
    // 1,500 are missing; 6 x 150 = 900 are the most that fits under 1,000.
    let top_ups: Vec<String> =
        ways(&p).into_iter().filter(|way| way.starts_with("top-up")).collect();
    assert_eq!(top_ups, ["top-up one-time 2026-07-19T12:00Z +900 for 18, too little"]);
}

/// Out of credits: a free image every 30 minutes, with Pro every 20.
#[test]
fn v7_a_free_image_every_so_often() {
    let image = |account: &str, minutes: &str| {
        let text = format!(
            r#"{{ "start": "2026-07-19", "for": "1 day", "account": {{ {account} "lots": [] }},
                "demand": [ {{ "request": {{ "operation": "image", "settings": {{ "image_price": 10 }} }}, "on": [ {minutes} ] }},
                            {{ "request": {{ "operation": "edit" }}, "on": ["2026-07-19T20:00Z"] }} ] }}"#
        );
        project(&kive(), &text)
    };
    let minutes = r#""2026-07-19T12:00Z", "2026-07-19T12:20Z", "2026-07-19T12:30Z", "2026-07-19T12:50Z", "2026-07-19T13:00Z""#;
    // 12:00, 12:30, 13:00 are free.
    let none = image("", minutes);
    assert_eq!((none.totals.free, none.totals.refused), (3, 2 + 1));
    // 12:00, 12:20, 12:50 are free.
    let pro = image(r#""plan": "pro", "term": "year", "since": "2026-07-01","#, minutes);
    assert_eq!((pro.totals.free, pro.totals.refused), (3, 2 + 1));
    let free = about(&pro, EntryKind::Spend, "image");
    assert_eq!(free, ["2026-07-19T12:00Z 0", "2026-07-19T12:20Z 0", "2026-07-19T12:50Z 0"]);
    // Only images are free, and the ways out say so.
    assert_eq!(none.shortfalls.last().unwrap().operation.to_string(), "edit");
    assert!(ways(&none).iter().any(|way| way.starts_with("free run")), "{:?}", ways(&none));
}

/// Upgrade: the full new allowance on top of what is left, and a new cycle. Downgrade: what
/// exceeds the new limit is forfeited at the end of the cycle.
#[test]
fn v8_upgrade_on_top_and_downgrade_at_cycle_end() {
    let up = r#"{ "start": "2026-07-19", "until": "2026-08-21",
        "account": { "plan": "basic", "term": "year", "since": "2026-07-05",
          "lots": [ { "class": "subscription", "amount": "30" } ], "assume": { "grants": { "pro-monthly": "2000" } } },
        "actions": [ { "at": "2026-07-20T10:00Z", "do": "upgrade", "plan": "pro" } ] }"#;
    let after = at(&kive(), up, "2026-07-20T10:00:01Z");
    assert_eq!(after.wallet().balance().to_string(), "2030");
    let p = project(&kive(), up);
    assert_eq!(
        about(&p, EntryKind::Issue, "pro-monthly"),
        ["2026-07-20T10:00Z 2000", "2026-08-20T10:00Z 2000"]
    );
    // The year of Pro is paid at the upgrade. At renewal 2,000 of 2,030 may be carried.
    assert_eq!(invoices(&p), ["2026-07-20T10:00Z 900"]);
    assert_eq!(about(&p, EntryKind::Forfeit, "subscription"), ["2026-08-20T10:00Z 30"]);
    assert_eq!(p.totals.closing.to_string(), "4000");

    let down = r#"{ "start": "2026-07-19", "until": "2026-08-21",
        "account": { "plan": "pro", "term": "year", "since": "2026-07-05",
          "lots": [ { "class": "subscription", "amount": "5000" } ] },
        "actions": [ { "at": "2026-07-20", "do": "downgrade", "plan": "basic" } ] }"#;
    let p = project(&kive(), down);
    // 5,000 stay until 5 August. Basic's limit is 2,000 with the new 1,000: 4,000 go.
    assert_eq!(about(&p, EntryKind::Forfeit, "subscription"), ["2026-08-05 4000"]);
    assert_eq!(about(&p, EntryKind::Issue, "basic-monthly"), ["2026-08-05 1000"]);
    assert_eq!(p.totals.closing.to_string(), "2000");
    assert_eq!(at(&kive(), down, "2026-08-05").wallet().balance().to_string(), "5000");
}

/// Failed and filtered results are refunded.
#[test]
fn v9_failed_results_are_refunded() {
    let p = project(
        &kive(),
        r#"{ "start": "2026-07-19", "for": "8 days",
             "account": { "plan": "basic", "term": "year", "lots": [ { "class": "subscription", "amount": "200" } ] },
             "demand": [ { "id": "u", "request": { "operation": "upscale-video" }, "per_day": 1, "fails": 25 } ],
             "actions": [ { "at": "2026-07-25T13:00Z", "do": "fail", "demand": "u" } ] }"#,
    );
    // 40 a day; the 4th of each 4 fails. 200 - 40 x 3 = 80 after day 4, 40 after day 5, 0 after
    // day 6, which is the 6th run; day 7 is refused, and by hand the 6th has failed too.
    assert_eq!(entries(&p, EntryKind::Refund)[0], "2026-07-22T12:00Z 40 upscale-video");
    assert_eq!((p.totals.made, p.totals.failed, p.totals.refused), (7, 2, 1));
    assert_eq!(
        (p.totals.spent.to_string(), p.totals.refunded.to_string()),
        ("280".into(), "80".into())
    );
    assert_eq!(p.totals.closing.to_string(), "0");
}

const WORKSPACE: &str = r#""account": { "plan": "basic", "term": "year", "since": "2026-07-05",
    "lots": [ { "class": "subscription", "amount": "100" } ], "members": [ { "id": "ada" }, { "id": "bo" } ] }"#;

/// Members exhaust one balance together; who used what is known.
#[test]
fn v10_members_exhaust_one_balance() {
    let p = project(
        &kive(),
        &format!(
            r#"{{ "start": "2026-07-19", "for": "1 day", {WORKSPACE},
                "demand": [ {{ "request": {{ "operation": "edit" }}, "on": ["2026-07-19T10:00Z"], "count": 7, "member": "ada" }},
                            {{ "request": {{ "operation": "edit" }}, "on": ["2026-07-19T11:00Z"], "count": 5, "member": "bo" }} ] }}"#
        ),
    );
    // 70 by Ada, 30 by Bo, and 20 more that he lacks.
    let members: Vec<_> =
        p.members.iter().map(|m| (&*m.member, m.spent.to_string(), m.refused)).collect();
    assert_eq!(members, [("ada", "70".to_owned(), 0), ("bo", "30".to_owned(), 2)]);
    assert_eq!(causes(&p), [("2026-07-19T11:00Z".into(), Cause::UsedByMembers, 2, "20".into())]);
}

/// A refusal names its cause.
#[test]
fn v11_a_refusal_names_its_cause() {
    let cause = |rest: &str| {
        let p =
            project(&kive(), &format!(r#"{{ "start": "2026-07-19", "for": "1 day", {rest} }}"#));
        let refused: Vec<String> = p
            .entries()
            .into_iter()
            .filter(|e| e.kind == EntryKind::Refuse)
            .map(|e| e.text)
            .collect();
        (p.shortfalls[0].cause, refused[0].clone())
    };
    let edits = r#""demand": [ { "request": { "operation": "edit" }, "on": ["2026-07-19T10:00Z"], "count": 11 } ]"#;
    assert_eq!(
        cause(&format!(
            r#"{edits}, "account": {{ "plan": "basic", "since": "2026-07-05", "term": "year", "lots": [ {{ "class": "subscription", "amount": "100" }} ] }}"#
        )),
        (Cause::OutOfCredits, "Edit refused: out of credits (10 credits missing)".into())
    );
    assert_eq!(
        cause(&format!(
            r#"{edits}, {WORKSPACE}, "actions": [ {{ "at": "2026-07-19T09:00Z", "do": "cancel", "when": "now" }} ]"#
        )),
        (
            Cause::SubscriptionEnded,
            "11 × Edit refused: the subscription has ended (110 credits missing)".into()
        )
    );
    let two = r#""demand": [ { "request": { "operation": "edit" }, "on": ["2026-07-19T10:00Z"], "count": 10, "member": "ada" },
        { "request": { "operation": "erase" }, "on": ["2026-07-19T10:00Z"], "member": "bo" } ]"#;
    // Both at once, in the order of the catalog: Bo's 2 leave 98, and Ada's last edit lacks 2.
    assert_eq!(
        cause(&format!("{two}, {WORKSPACE}")),
        (
            Cause::UsedByMembers,
            "Edit refused: other members have used the credits (2 credits missing)".into()
        )
    );
    let two = two.replace("10:00Z\"], \"member\": \"bo\"", "11:00Z\"], \"member\": \"bo\"");
    assert_eq!(
        cause(&format!("{two}, {WORKSPACE}")),
        (
            Cause::UsedByMembers,
            "Erase refused: other members have used the credits (2 credits missing)".into()
        )
    );
}
