//! Logs run through an account.

use super::log::{at, catalog, credits, event};
use drawdown::{
    Catalog, DifferenceCause, EventOutcome, Replay, ReplaySpec, UsageEvent, UsageReplay,
};

fn replay(spec: &str, events: &[UsageEvent]) -> Replay {
    replay_with(&catalog("1", "24"), &[], spec, events)
}

fn replay_with(catalog: &Catalog, others: &[Catalog], spec: &str, events: &[UsageEvent]) -> Replay {
    let spec = ReplaySpec::from_json(spec).unwrap_or_else(|errors| panic!("{errors}"));
    let replay = UsageReplay::new(catalog, &spec, others);
    let mut replay = replay.unwrap_or_else(|errors| panic!("{errors}"));
    events.iter().for_each(|event| replay.add(event).unwrap());
    replay.finish(Default::default()).unwrap_or_else(|errors| panic!("{errors}"))
}

fn charged(amount: &str, mut event: UsageEvent<'static>) -> UsageEvent<'static> {
    event.charged = Some(credits(amount));
    event
}

fn paid(replay: &Replay) -> Vec<String> {
    let row = |row: &drawdown::PaidRow| format!("{} {} {}", row.class, row.operation, row.credits);
    replay.paid.iter().map(row).collect()
}

/// A plan from 1 November on: 500 credits a cycle, and 30 a day that are used first.
const PRO: &str = r#""start": "2026-11-01", "account": { "plan": "pro" }"#;

#[test]
fn lots_pay_in_burn_order_and_balances_are_compared() {
    let spec = format!(
        r#"{{ {PRO}, "balances": [ {{ "at": "2026-11-04", "balance": "509" }},
                                   {{ "at": "2026-11-03T12:00Z", "balance": "479" }} ] }}"#
    );
    // Pro pays half: 2 × 12 and 27.
    let events = [
        event("image", "2026-11-03T10:00Z", 2),
        charged("27", event("clip", "2026-11-03T09:00Z", 1)),
    ];
    let replay = replay(&spec, &events);
    assert_eq!(paid(&replay), ["free clip 27", "free image 3", "plan image 21"]);
    let checks: Vec<String> = replay
        .balances
        .iter()
        .map(|check| format!("{} {} {}", check.expected, check.found, check.difference))
        .collect();
    // The next day has 30 more.
    assert_eq!(checks, ["479 479 0", "509 509 0"]);
    assert_eq!(replay.projection.totals.spent, credits("51"));
}

#[test]
fn each_event_names_the_lots_that_paid() {
    let spec = format!(r#"{{ {PRO}, "payments": true }}"#);
    let mut first = charged("40", event("image", "2026-11-03T09:00Z", 1));
    first.id = Some("e1".into());
    let replay = replay(&spec, &[first]);
    let payment = &replay.payments[0];
    let lots = payment.receipt.lots.iter();
    let lots: Vec<String> = lots.map(|lot| format!("{} {}", lot.class, lot.amount)).collect();
    assert_eq!(
        (payment.id.as_deref(), lots),
        (Some("e1"), vec!["free 30".into(), "plan 10".into()])
    );
}

#[test]
fn a_refund_goes_back_to_the_lots_that_paid() {
    let spec =
        format!(r#"{{ {PRO}, "balances": [ {{ "at": "2026-11-03T12:00Z", "balance": 0 }} ] }}"#);
    let events = [
        charged("40", event("image", "2026-11-03T09:00Z", 1)),
        charged("10", event("image", "2026-11-03T09:10Z", 1)),
        charged("-25", event("image", "2026-11-03T10:00Z", 1)),
        charged("-30", event("image", "2026-11-03T11:00Z", 1)),
    ];
    let replay = replay(&spec, &events);
    // 50 were paid, 50 come back, and 5 have no payment.
    assert_eq!(replay.balances[0].found, credits("530"));
    assert_eq!(replay.unmatched_refunds, credits("5"));
}

#[test]
fn actions_happen_between_events() {
    let spec = format!(
        r#"{{ {PRO}, "actions": [ {{ "at": "2026-11-03T09:30Z", "do": "buy", "top_up": "pack" }} ] }}"#
    );
    let late = charged("600", event("image", "2026-11-03T09:30Z", 1));
    let early = charged("600", event("image", "2026-11-03T09:00Z", 1));
    let replay = replay(&spec, &[late, early]);
    assert_eq!(paid(&replay), ["free image 30", "pack image 70", "plan image 500"]);
    let refused = &replay.refused[0];
    assert_eq!((refused.at, refused.missing), (at("2026-11-03T09:00Z"), credits("70")));
    assert_eq!((replay.refused_events, replay.refused_credits), (1, credits("600")));
    assert_eq!(replay.projection.invoices.len(), 2);
}

#[test]
fn metered_use_is_rated_in_order_of_time() {
    let spec = r#"{ "start": "2026-11-01", "account": { "plan": "basic" } }"#;
    // The first ten at 2, the rest at 1; a new month begins anew.
    let events = [
        event("search", "2026-11-20", 10),
        event("search", "2026-11-03", 4),
        event("search", "2026-12-01", 1),
    ];
    let replay = replay(spec, &events);
    assert_eq!(replay.projection.totals.spent, credits("26"), "4 × 2, 6 × 2 + 4 × 1, 1 × 2");
    assert!(replay.unrated.is_empty(), "{:?}", replay.unrated);
}

#[test]
fn events_outside_of_the_account_are_counted_apart() {
    let spec = format!(r#"{{ {PRO}, "until": "2026-11-05" }}"#);
    let events = ["2026-10-31T23:59:59Z", "2026-11-04", "2026-11-05"];
    let events: Vec<UsageEvent> = events.iter().map(|day| event("image", day, 1)).collect();
    let replay = replay(&spec, &events);
    assert_eq!((replay.outside, paid(&replay)), (2, vec!["free image 12".to_owned()]));
}

#[test]
fn alerts_that_would_have_fired_are_those_of_the_account() {
    let spec = r#"{ "start": "2026-11-01",
        "account": { "plan": "pro", "alerts": [ { "credits": "100" } ] } }"#;
    let replay = replay(spec, &[charged("450", event("image", "2026-11-03T09:00Z", 1))]);
    let alerts: Vec<String> =
        replay.projection.alerts.iter().map(|alert| alert.at.to_string()).collect();
    assert_eq!(alerts, ["2026-11-03T09:00:00Z"]);
}

#[test]
fn differences_have_likely_causes() {
    let spec = r#"{ "start": "2026-11-01", "account": { "plan": "basic" } }"#;
    let day = "2026-11-03";
    let clip = |seconds: &'static str, runs| {
        let mut clip = event("clip", day, runs);
        clip.settings.push(("seconds".into(), seconds.into()));
        clip
    };
    let failed = event("image", day, 1).outcome(EventOutcome::Failed);
    let events = [
        charged("24", event("image", day, 1)),
        charged("12", event("image", day, 1)),
        charged("30", event("image", day, 1)),
        charged("48", event("image", day, 1)),
        charged("25", event("image", day, 1)),
        charged("0", event("image", day, 1)),
        charged("24", failed),
        // 7 × 1.5 is 10.5: two runs are 21, rounded one by one 22.
        charged("22", clip("7", 2)),
        event("clip", day, 1),
        charged("-5", event("clip", day, 1)),
        charged("7", event("train", day, 1)),
    ];
    let (new, old) = (catalog("1", "24"), catalog("0", "30"));
    let audit = replay_with(&new, &[old], spec, &events).audit;
    let mut causes: Vec<String> = audit
        .causes
        .iter()
        .map(|count| {
            let about = count.about.as_deref().unwrap_or("-");
            format!("{} {about} {} {}", count.cause.word(), count.events, count.difference)
        })
        .collect();
    causes.sort();
    assert_eq!(
        causes,
        [
            "charged_twice - 1 24",
            "not_charged - 1 -24",
            "other_plan pro 1 -12",
            "other_version 0 1 6",
            "refund_missing - 1 24",
            "rounding_scope - 1 1",
            "unexplained - 1 1",
        ]
    );
    let image = audit.operations.iter().find(|row| row.operation == "image").unwrap();
    assert_eq!((image.events, image.differing), (7, 6));
    assert_eq!((image.charged, image.rated), (credits("163"), credits("144")));
    assert_eq!(image.bias.unwrap().to_string(), "2.714286");
    assert_eq!((image.least, image.most), (credits("-24"), credits("24")));
    assert_eq!((audit.compared, audit.not_compared), (8, 1));
    assert_eq!(audit.difference, credits("20"));
    assert!(audit.causes.iter().any(|count| count.cause == DifferenceCause::OtherPlan));
}

#[test]
fn a_replay_can_be_stopped() {
    let spec = ReplaySpec::from_json(&format!("{{ {PRO} }}")).unwrap();
    let mut replay = UsageReplay::new(&catalog("1", "24"), &spec, &[]).unwrap();
    replay.add(&event("image", "2026-11-03", 1)).unwrap();
    let errors = replay.finish_watched(Default::default(), &mut |_| false).unwrap_err();
    assert_eq!(errors.first().unwrap().code(), "stopped");
}

#[test]
fn a_wrong_account_is_refused_before_anything_is_read() {
    for (spec, pointer) in [
        (r#"{ "account": { "plan": "prp" } }"#, "/account/plan"),
        (
            r#"{ "start": "2026-11-01", "actions": [ { "at": "2026-11-02", "do": "buy", "top_up": "x" } ] }"#,
            "/actions/0/top_up",
        ),
    ] {
        let spec = ReplaySpec::from_json(spec).unwrap();
        let errors = UsageReplay::new(&catalog("1", "24"), &spec, &[]).unwrap_err();
        assert_eq!(errors.first().unwrap().pointer(), pointer, "{errors}");
    }
}

/// Rows of a report by class and operation.
fn by_class(replay: &Replay) -> Vec<String> {
    let report = replay.report.as_ref().unwrap();
    let row = |row: &drawdown::ReportRow| {
        let [class, operation] = row.key.as_slice() else { panic!("{:?}", row.key) };
        let sums = &row.sums;
        format!(
            "{} {} {} of {} events, {} runs",
            class.as_deref().unwrap_or("-"),
            operation.as_deref().unwrap_or("-"),
            sums.credits,
            sums.events,
            sums.runs
        )
    };
    report.rows.iter().map(row).collect()
}

#[test]
fn a_report_of_a_replay_says_which_class_paid() {
    let spec = format!(r#"{{ {PRO}, "report": {{ "by": ["class", "operation"] }} }}"#);
    let events = [
        // 27 of 30 free credits, then 3 free ones and 21 of the plan: the event counts with the first.
        charged("27", event("clip", "2026-11-03T09:00Z", 1)),
        event("image", "2026-11-03T10:00Z", 2),
        // Given back to the plan first, which paid last, and then 1 to the free ones.
        charged("-22", event("image", "2026-11-03T11:00Z", 1)),
        // More than the account has.
        charged("1000", event("clip", "2026-11-03T12:00Z", 1)),
        charged("5", event("unheard", "2026-11-03T13:00Z", 1)),
        event("train", "2026-11-03T14:00Z", 1),
    ];
    let replay = replay(&spec, &events);
    assert_eq!(
        by_class(&replay),
        [
            "- clip 1000 of 1 events, 1 runs",
            "free clip 27 of 1 events, 1 runs",
            "- unheard 5 of 1 events, 1 runs",
            "free image 2 of 2 events, 2 runs",
            "- train 0 of 1 events, 1 runs",
            "plan image 0 of 0 events, 0 runs",
        ]
    );
    let report = replay.report.unwrap();
    assert_eq!((report.total.events, report.total.unknown), (6, 1));
    assert_eq!(report.total.refunded, credits("22"));
    assert_eq!(report.total.rated, 1);
}

#[test]
fn a_report_of_a_replay_knows_prices_that_depend_on_earlier_use() {
    let spec = format!(r#"{{ {PRO}, "report": {{ "by": ["operation"] }} }}"#);
    let events: Vec<UsageEvent> =
        (0..12).map(|hour| event("search", &format!("2026-11-03T{hour:02}:00Z"), 1)).collect();
    let report = replay(&spec, &events).report.unwrap();
    // Pro pays half: ten at 2, two at 1.
    assert_eq!(report.total.credits, credits("11"));
    assert_eq!(report.total.unknown, 0);
}

#[test]
fn a_report_of_a_replay_takes_plan_and_rating_from_it() {
    let error = |report: &str| {
        let spec = ReplaySpec::from_json(&format!(r#"{{ {PRO}, "report": {report} }}"#)).unwrap();
        let errors = UsageReplay::new(&catalog("1", "24"), &spec, &[]).unwrap_err();
        errors.first().unwrap().to_string()
    };
    assert_eq!(
        error(r#"{ "plan": "pro" }"#),
        "/report/plan: expected none: the account has the plan"
    );
    let rating = "/report/rate_all: expected none: the replay says what is rated";
    assert_eq!(error(r#"{ "rate_all": true }"#), rating);
}
