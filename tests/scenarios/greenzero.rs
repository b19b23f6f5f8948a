//! GREENZERO.

use super::*;

const ASSUME: &str = r#""assume": { "plans": { "standard": { "month": "100.00" }, "professional": { "month": "400.00" } },
    "top_ups": { "top-up": { "credits": "1000", "price": "90.00" } } }"#;

/// A balance for each organisation, across its projects and members; nothing moves between two.
#[test]
fn g1_a_balance_for_each_organisation() {
    let org = |plan: &str| {
        format!(
            r#"{{ "start": "2026-11-01", "for": "1 month",
                "account": {{ "plan": "{plan}", "members": [ {{ "id": "ada" }}, {{ "id": "bo" }} ] }},
                "demand": [ {{ "request": {{ "operation": "inference" }}, "per_day": 1000, "member": "ada", "project": "search" }},
                            {{ "request": {{ "operation": "inference" }}, "per_day": 500, "member": "bo", "project": "chat" }} ] }}"#
        )
    };
    // 30 days x (10 + 5) credits.
    for (plan, left) in [("standard", "550"), ("professional", "4550")] {
        let p = project(&greenzero(), &org(plan));
        assert_eq!(p.totals.closing.to_string(), left);
        let projects: Vec<_> =
            p.projects.iter().map(|p| (p.project.as_str(), p.spent.to_string())).collect();
        assert_eq!(projects, [("chat", "150".to_owned()), ("search", "300".to_owned())]);
        let members: Vec<_> = p.members.iter().map(|m| (&*m.member, m.spent.to_string())).collect();
        assert_eq!(members, [("ada", "300".to_owned()), ("bo", "150".to_owned())]);
    }
    let moved = r#"{ "start": "2026-11-01", "actions": [ { "at": "2026-11-02", "do": "transfer", "amount": "5" } ] }"#;
    assert!(error(&greenzero(), moved).starts_with("/actions/0/do: unknown_name: "));
}

/// Allocated by plan, or by a manual top-up.
#[test]
fn g2_by_plan_or_by_hand() {
    let p = project(
        &greenzero(),
        &format!(
            r#"{{ "start": "2026-11-01", "for": "20 days", "account": {{ "plan": "standard", {ASSUME} }},
                "actions": [ {{ "at": "2026-11-10T09:00Z", "do": "grant", "class": "top_up", "amount": "250", "lot": "by-hand" }},
                             {{ "at": "2026-11-11T09:00Z", "do": "buy", "top_up": "top-up" }} ] }}"#
        ),
    );
    assert_eq!(closing(&p), ["package 1000", "top_up 1250"]);
    let issued: Vec<String> =
        p.entries().into_iter().filter(|e| e.kind == EntryKind::Issue).map(|e| e.text).collect();
    assert_eq!(
        issued,
        [
            "1,000 credits issued: Standard Package",
            "250 credits issued: Top-up",
            "1,000 credits bought: More credits for 90.00"
        ]
    );
}

/// Packages of 1,000 and 5,000, Enterprise by agreement, and more at any time.
#[test]
fn g5_packages_and_more_at_any_time() {
    for (plan, credits) in [("standard", "1000"), ("professional", "5000")] {
        let p = project(
            &greenzero(),
            &format!(
                r#"{{ "start": "2026-11-01", "for": "1 day", "account": {{ "plan": "{plan}" }} }}"#
            ),
        );
        assert_eq!(p.totals.closing.to_string(), credits);
    }
    let enterprise = |assume: &str| {
        format!(
            r#"{{ "start": "2026-11-01", "for": "1 day", "account": {{ "plan": "enterprise" {assume} }} }}"#
        )
    };
    assert_eq!(
        error(&greenzero(), &enterprise("")),
        "/account/assume/grants/enterprise-monthly: no_answer: the amount of \
         `enterprise-monthly` is not published: assume one"
    );
    let agreed = r#", "assume": { "grants": { "enterprise-monthly": "40000" } }"#;
    assert_eq!(project(&greenzero(), &enterprise(agreed)).totals.closing.to_string(), "40000");
    // Even without a package.
    let p = project(
        &greenzero(),
        &format!(
            r#"{{ "start": "2026-11-01", "for": "2 days", "account": {{ {ASSUME} }},
                "actions": [ {{ "at": "2026-11-01T03:00Z", "do": "buy", "top_up": "top-up", "count": 3 }} ] }}"#
        ),
    );
    assert_eq!(closing(&p), ["package 0", "top_up 3000"]);
}

/// Usage counts by calendar month; the invoice comes on the 1st of the next.
#[test]
fn g6_invoices_on_the_first() {
    let scenario = |since: &str| {
        format!(
            r#"{{ "start": "{since}", "until": "2027-03-02", "account": {{ "plan": "standard", {ASSUME} }},
                "demand": [ {{ "request": {{ "operation": "inference" }}, "per_day": 1000 }} ],
                "actions": [ {{ "at": "2027-01-31T23:59:59Z", "do": "buy", "top_up": "top-up" }} ] }}"#
        )
    };
    let p = project(&greenzero(), &scenario("2026-11-01"));
    // One month's package each, and the purchase of 31 January on 1 February.
    assert_eq!(
        invoices(&p),
        ["2026-12-01 100", "2027-01-01 100", "2027-02-01 190", "2027-03-01 100"]
    );
    let cycles: Vec<String> = p
        .cycles
        .iter()
        .map(|c| format!("{} {} {}", short(c.start), short(c.until), c.classes[0].spent))
        .collect();
    // 10 credits a day.
    assert_eq!(
        cycles,
        [
            "2026-11-01 2026-12-01 300",
            "2026-12-01 2027-01-01 310",
            "2027-01-01 2027-02-01 310",
            "2027-02-01 2027-03-01 280",
            "2027-03-01 2027-03-02 10",
        ]
    );
    // Begun in the middle of a month, it is invoiced on the 1st all the same.
    let p = project(&greenzero(), &scenario("2026-11-22"));
    assert_eq!(
        invoices(&p),
        ["2026-12-01 100", "2027-01-01 100", "2027-02-01 190", "2027-03-01 100"]
    );
    assert_eq!(short(p.cycles[0].until), "2026-12-01");
}

/// Rollover: Standard none, Professional up to three months.
#[test]
fn g7_rollover_by_package() {
    let project = |plan: &str| {
        project(
            &greenzero(),
            &format!(
                r#"{{ "start": "2026-11-01", "until": "2027-04-02", "account": {{ "plan": "{plan}" }},
                    "demand": [ {{ "request": {{ "operation": "inference" }}, "on": ["2026-12-10"], "count": 200000 }} ] }}"#
            ),
        )
    };
    let standard = project("standard");
    assert!(entries(&standard, EntryKind::RollOver).is_empty());
    // 2,000 credits are wanted and 1,000 are there: 100,000 runs.
    assert_eq!((standard.totals.made, standard.totals.refused), (100_000, 100_000));
    assert_eq!(standard.totals.closing.to_string(), "1000");
    let professional = project("professional");
    assert_eq!(entries(&professional, EntryKind::RollOver).len(), 5);
    // November's 5,000 last through December, January and February. December's own are to end
    // with December as things stand on the 10th, so they pay the 2,000.
    assert_eq!(
        about(&professional, EntryKind::Expire, "package"),
        ["2027-03-01 5000", "2027-04-01 3000"]
    );
    // January to April.
    assert_eq!(professional.totals.closing.to_string(), "20000");
}

/// Out of credits: operations pause until a purchase or the next cycle.
#[test]
fn g8_operations_pause() {
    let scenario = |actions: &str| {
        format!(
            r#"{{ "start": "2026-11-20", "until": "2026-12-03", "when_short": "wait",
                "account": {{ "plan": "standard", "since": "2026-11-01", {ASSUME}, "lots": [ {{ "class": "package", "amount": "25" }} ] }},
                "demand": [ {{ "request": {{ "operation": "inference" }}, "on": ["2026-11-21T12:00Z"], "count": 3000 }} ],
                "actions": [ {actions} ] }}"#
        )
    };
    let p = project(&greenzero(), &scenario(""));
    // 2,500 are made at once; the last 500 (5 credits) wait until December.
    let spent = about(&p, EntryKind::Spend, "inference");
    assert_eq!(spent, ["2026-11-21T12:00Z 25", "2026-12-01 5"]);
    assert_eq!(p.totals.closing.to_string(), "995");
    assert_eq!(p.shortfalls[0].until.map(short).unwrap(), "2026-12-01");
    assert_eq!(
        ways(&p),
        [
            "wait standard-monthly 2026-12-01 +1000 for ?",
            "top-up top-up 2026-11-21T12:00Z +1000 for 90",
            "upgrade professional 2026-11-21T12:00Z +5000 for 400",
            "upgrade enterprise 2026-11-21T12:00Z +? for ?, too little",
        ]
    );
    let buy = r#"{ "at": "2026-11-25T08:00Z", "do": "buy", "top_up": "top-up" }"#;
    let p = project(&greenzero(), &scenario(buy));
    let spent = about(&p, EntryKind::Spend, "inference");
    assert_eq!(spent, ["2026-11-21T12:00Z 25", "2026-11-25T08:00Z 5"]);
}

/// Alerts at thresholds, once on the way down, armed again by the next cycle.
#[test]
fn g9_alerts_at_thresholds() {
    let p = project(
        &greenzero(),
        r#"{ "start": "2026-11-01", "until": "2027-01-01",
             "account": { "plan": "standard", "alerts": [ { "percent": "50" }, { "credits": "300" } ] },
             "demand": [ { "request": { "operation": "inference" }, "per_day": 2500 } ] }"#,
    );
    // 25 a day: 500 left after the 20th day; below 300 after the 29th (275).
    let alerts: Vec<String> =
        p.alerts.iter().map(|a| format!("{} {} {}", short(a.at), a.left, a.text)).collect();
    assert_eq!(
        alerts,
        [
            "2026-11-20T12:00Z 500 50 % used: 500 credits left",
            "2026-11-29T12:00Z 275 below 300 credits: 275 credits left",
            "2026-12-20T12:00Z 500 50 % used: 500 credits left",
            "2026-12-29T12:00Z 275 below 300 credits: 275 credits left",
        ]
    );
}
