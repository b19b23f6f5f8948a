//! Sums by group and period.

use super::log::{at, catalog, credits, event};
use drawdown::{
    Catalog, EventOutcome, Offset, ReportSpec, UsageEvent, UsageReport, UsageReports, Zone, to_text,
};

fn report(spec: &str, events: &[UsageEvent]) -> UsageReport {
    report_by(&ReportSpec::from_json(spec).unwrap(), Some(&catalog("1", "24")), events)
}

fn report_by(spec: &ReportSpec, catalog: Option<&Catalog>, events: &[UsageEvent]) -> UsageReport {
    let mut reports = UsageReports::new(spec, catalog).unwrap_or_else(|errors| panic!("{errors}"));
    events.iter().for_each(|event| reports.add(event).unwrap());
    reports.finish(Default::default()).unwrap()
}

/// The key and the credits of each row.
fn rows(report: &UsageReport) -> Vec<String> {
    let key = |row: &drawdown::ReportRow| {
        let parts = row.key.iter().map(|part| part.as_deref().unwrap_or("-"));
        parts.collect::<Vec<_>>().join(" ")
    };
    report.rows.iter().map(|row| format!("{}: {}", key(row), row.sums.credits)).collect()
}

fn by(member: &'static str, mut event: UsageEvent<'static>) -> UsageEvent<'static> {
    event.member = Some(member.into());
    event
}

fn charged(amount: &str, mut event: UsageEvent<'static>) -> UsageEvent<'static> {
    event.charged = Some(credits(amount));
    event
}

fn set(
    name: &'static str,
    value: &'static str,
    mut event: UsageEvent<'static>,
) -> UsageEvent<'static> {
    event.settings.push((name.into(), value.into()));
    event
}

#[test]
fn a_charge_of_the_log_counts_and_others_are_rated() {
    let clip = || event("clip", "2026-11-03", 2);
    let events =
        [charged("99", clip()), set("seconds", "7", clip()), set("sound", "true", clip()), clip()];
    // 2 × 7 × 1.5; 2 × (5 × 1.5 + 10); 2 × 5 × 1.5
    let report = report("{}", &events);
    assert_eq!(report.total.credits, credits("170"));
    assert_eq!((report.total.rated, report.total.runs), (3, 8));
    let all = self::report(r#"{ "rate_all": true }"#, &events);
    assert_eq!(all.total.credits, credits("86"));
    assert_eq!(all.catalog.unwrap().version, "1");
}

#[test]
fn what_is_not_known_is_never_counted_as_an_amount() {
    let events = [
        event("train", "2026-11-03", 1),
        event("search", "2026-11-03", 1),
        event("paint", "2026-11-03", 1),
        set("seed", "7", event("image", "2026-11-03", 1)),
        event("image", "2026-11-03", 1),
    ];
    let report = report("{}", &events);
    assert_eq!((report.total.credits, report.total.unknown), (credits("24"), 4));
    let reasons: Vec<&str> = report.unrated.iter().map(|unrated| &*unrated.reason).collect();
    assert_eq!(
        reasons,
        [
            "image: `image` has no setting `seed`",
            "paint: there is no operation `paint`; expected one of: image, clip, train, search",
            "search: its price depends on earlier use",
            "train: its settings leave a range of costs",
        ]
    );
    let without = report_by(&ReportSpec::default(), None, &events);
    assert_eq!((without.total.credits, without.total.unknown), (credits("0"), 5));
}

#[test]
fn failed_runs_and_refunds_stand_apart() {
    let failed = event("image", "2026-11-03", 3).outcome(EventOutcome::Failed);
    let events = [
        event("image", "2026-11-03", 2),
        failed.clone(),
        charged("24", failed),
        charged("-24", event("image", "2026-11-04", 1)),
    ];
    let report = report("{}", &events);
    let total = &report.total;
    assert_eq!((total.runs, total.failed), (2, 6));
    assert_eq!((total.credits, total.refunded), (credits("48"), credits("24")));
    let done = self::report(r#"{ "outcomes": ["failed"] }"#, &events);
    assert_eq!((done.total.runs, done.total.failed), (0, 6));
}

#[test]
fn rows_are_sorted_by_period_then_credits() {
    let events = [
        by("ada", event("image", "2026-11-30T23:30Z", 1)),
        by("ben", event("image", "2026-11-03", 1)),
        by("ada", event("image", "2026-11-03", 2)),
        event("image", "2026-12-01T00:30Z", 1),
    ];
    let months = report(r#"{ "by": ["month", "member"] }"#, &events);
    assert_eq!(rows(&months), ["2026-11 ada: 72", "2026-11 ben: 24", "2026-12 -: 24"]);
    let weeks = report(r#"{ "by": ["week"] }"#, &events);
    assert_eq!(rows(&weeks), ["2026-W45: 72", "2026-W49: 48"]);
    let cycles = report(r#"{ "by": ["cycle"], "cycle_from": "2026-10-04" }"#, &events);
    assert_eq!(rows(&cycles), ["2026-10-04: 72", "2026-11-04: 48"]);
    let shares: Vec<String> =
        months.rows.iter().map(|row| row.share.unwrap().to_string()).collect();
    assert_eq!(shares, ["60", "20", "20"]);
}

#[test]
fn days_are_those_of_the_wall_clock() {
    // The clock goes back an hour on 25 October at 01:00 UTC.
    let offsets =
        [Offset::new(at("2026-03-29T01:00Z"), 7200), Offset::new(at("2026-10-25T01:00Z"), 3600)];
    let zone = Zone::new("Berlin", &offsets).unwrap();
    let mut spec = ReportSpec::from_json(r#"{ "by": ["day"] }"#).unwrap();
    spec.zone = Some(zone);
    let hours = ["10-24T21:59Z", "10-24T22:00Z", "10-25T22:59Z", "10-25T23:00Z"];
    let events: Vec<UsageEvent> =
        hours.iter().map(|hour| event("image", &format!("2026-{hour}"), 1)).collect();
    let report = report_by(&spec, Some(&catalog("1", "24")), &events);
    assert_eq!(rows(&report), ["2026-10-24: 24", "2026-10-25: 48", "2026-10-26: 24"]);
}

#[test]
fn the_others_are_one_row_in_each_period() {
    let mut events = Vec::new();
    for (member, runs) in [("a", 5), ("b", 4), ("c", 2), ("d", 1)] {
        events.push(by(member, event("image", "2026-11-03", runs)));
        events.push(by(member, event("image", "2026-12-03", runs + 10)));
    }
    let report = report(r#"{ "by": ["month", "member"], "top": 2 }"#, &events);
    assert_eq!(
        rows(&report),
        [
            "2026-11 a: 120",
            "2026-11 b: 96",
            "2026-11 -: 72",
            "2026-12 a: 360",
            "2026-12 b: 336",
            "2026-12 -: 552",
        ]
    );
    assert_eq!(report.rows[2].others, Some(2));
}

#[test]
fn a_period_is_compared_with_the_one_before() {
    let spec =
        r#"{ "by": ["member"], "from": "2026-11-08", "until": "2026-11-15", "compare": true }"#;
    let events = [
        by("ada", event("image", "2026-10-31T23:59:59Z", 9)),
        by("ada", event("image", "2026-11-01", 2)),
        by("ada", event("image", "2026-11-08", 3)),
        by("ben", event("image", "2026-11-07", 1)),
        by("cy", event("image", "2026-11-14", 1)),
        by("cy", event("image", "2026-11-15", 9)),
    ];
    let report = report(spec, &events);
    let changes: Vec<String> = report
        .rows
        .iter()
        .map(|row| {
            let change = row.change.map_or("-".to_owned(), |change| change.to_string());
            format!(
                "{} {} {} {change}",
                row.key[0].as_ref().unwrap(),
                row.before.unwrap(),
                row.sums.credits
            )
        })
        .collect();
    assert_eq!(changes, ["ada 48 72 50", "cy 0 24 -", "ben 24 0 -100"]);
    assert_eq!((report.before, report.total.credits), (Some(credits("72")), credits("96")));
}

#[test]
fn costs_in_money_add_up_to_the_last_place() {
    let events: Vec<UsageEvent> = ["a", "b", "c"]
        .iter()
        .map(|member| by(member, charged("0.1", event("image", "2026-11-03", 1))))
        .collect();
    let report = report(r#"{ "by": ["member"], "credit_price": "0.333333333333" }"#, &events);
    let costs: Vec<String> = report.rows.iter().map(|row| row.cost.unwrap().to_string()).collect();
    assert_eq!(costs, ["0.033333333333", "0.033333333334", "0.033333333333"]);
    assert_eq!(report.cost.unwrap().to_string(), "0.1");
}

#[test]
fn a_plan_changes_what_is_rated() {
    let events = [event("image", "2026-11-03", 1)];
    assert_eq!(report(r#"{ "plan": "pro" }"#, &events).total.credits, credits("12"));
    let spec = ReportSpec::from_json(r#"{ "plan": "prp" }"#).unwrap();
    let error = UsageReports::new(&spec, Some(&catalog("1", "24"))).unwrap_err();
    assert_eq!(error.to_string(), "/plan: there is no plan `prp`; did you mean `pro`?");
}

#[test]
fn what_cannot_be_reported_is_refused() {
    for (spec, pointer) in [
        (r#"{ "by": ["day", "week", "month", "member", "project"] }"#, "/by"),
        (r#"{ "from": "2026-11-02", "until": "2026-11-02" }"#, "/until"),
        (r#"{ "compare": true, "from": "2026-11-02" }"#, "/compare"),
        (
            r#"{ "compare": true, "from": "2026-11-02", "until": "2026-11-03", "by": ["day"] }"#,
            "/compare",
        ),
        (r#"{ "top": 0 }"#, "/top"),
        (r#"{ "credit_price": "-1" }"#, "/credit_price"),
    ] {
        let spec = ReportSpec::from_json(spec).unwrap();
        let errors = UsageReports::new(&spec, None).unwrap_err();
        assert_eq!(errors.first().unwrap().pointer(), pointer, "{errors}");
    }
}

#[test]
fn the_answer_is_the_same_in_any_order() {
    let mut events: Vec<UsageEvent> = (1..=9)
        .map(|day| by(["ada", "ben"][day % 2], event("image", &format!("2026-11-0{day}"), 1)))
        .collect();
    let spec = r#"{ "by": ["member", "week"] }"#;
    let forth = to_text(&report(spec, &events)).unwrap();
    events.reverse();
    assert_eq!(to_text(&report(spec, &events)).unwrap(), forth);
}
