//! Logs under other prices.

use super::log::{catalog, credits, event};
use drawdown::{RerateRow, RerateSpec, Rerated, UsageEvent, UsageRerate};

fn rerate(spec: &str, events: &[UsageEvent]) -> Rerated {
    let (to, from) = (catalog("2", "30"), catalog("1", "24"));
    let spec = RerateSpec::from_json(spec).unwrap_or_else(|errors| panic!("{errors}"));
    let mut rerate = UsageRerate::new(&to, Some(&from), &spec).unwrap();
    events.iter().for_each(|event| rerate.add(event).unwrap());
    rerate.finish(Default::default()).unwrap()
}

fn of(account: &'static str, mut event: UsageEvent<'static>) -> UsageEvent<'static> {
    event.account = Some(account.into());
    event
}

fn shown(rows: &[RerateRow]) -> Vec<String> {
    let row = |row: &RerateRow| {
        let name = |name: &Option<String>| name.clone().unwrap_or_default();
        let sums = &row.sums;
        let (account, operation) = (name(&row.account), name(&row.operation));
        format!("{account} {operation} {} {} {}", sums.was, sums.becomes, sums.difference)
    };
    rows.iter().map(row).collect()
}

#[test]
fn accounts_that_lose_most_stand_first() {
    let mut cheap = of("b", event("image", "2026-11-03", 1));
    cheap.charged = Some(credits("100"));
    let events = [
        cheap,
        of("a", event("image", "2026-11-03", 2)),
        of("a", event("clip", "2026-11-03", 1)),
        of("c", event("clip", "2026-11-03", 1)),
    ];
    let rerated = rerate("{}", &events);
    assert_eq!(shown(&rerated.accounts), ["a  56 68 12", "c  8 8 0", "b  100 30 -70"]);
    assert_eq!(
        shown(&rerated.rows),
        ["a image 48 60 12", "a clip 8 8 0", "c clip 8 8 0", "b image 100 30 -70"]
    );
    let total = rerated.total;
    assert_eq!(
        (total.was, total.becomes, total.difference),
        (credits("164"), credits("106"), credits("-58"))
    );
    let versions = (rerated.from.unwrap().version, rerated.to.version);
    assert_eq!(versions, ("1".to_owned(), "2".to_owned()));
}

#[test]
fn another_plan_is_rated_too() {
    let rerated =
        rerate(r#"{ "plan": "basic", "to_plan": "pro" }"#, &[event("image", "2026-11-03", 1)]);
    assert_eq!((rerated.total.was, rerated.total.becomes), (credits("24"), credits("15")));
    let spec = RerateSpec::from_json(r#"{ "to_plan": "x" }"#).unwrap();
    let errors = UsageRerate::new(&catalog("1", "24"), None, &spec).unwrap_err();
    assert_eq!(errors.first().unwrap().pointer(), "/to_plan");
}

#[test]
fn names_of_another_platform_are_translated() {
    let mut painting = event("painting", "2026-11-03", 1);
    painting.charged = Some(credits("9"));
    painting.settings = vec![("length".into(), "8".into()), ("seed".into(), "1".into())];
    let spec = r#"{ "operations": { "painting": "clip" }, "settings": { "length": "seconds", "seed": null } }"#;
    let rerated = rerate(spec, &[painting.clone()]);
    assert_eq!(shown(&rerated.rows), [" painting 9 12 3"]);
    let unknown = rerate("{}", &[painting]);
    assert_eq!((unknown.total.events, unknown.total.unknown), (0, 1));
}

#[test]
fn what_cannot_be_compared_is_in_neither_sum() {
    let mut refund = event("image", "2026-11-03", 1);
    refund.charged = Some(credits("-24"));
    let events = [event("train", "2026-11-03", 1), event("image", "2026-11-03", 1), refund];
    let rerated = rerate(r#"{ "credit_price": "0.01", "to_credit_price": "0.02" }"#, &events);
    assert_eq!((rerated.total.events, rerated.total.unknown), (2, 1));
    assert_eq!((rerated.total.was, rerated.total.becomes), (credits("0"), credits("6")));
    assert_eq!(
        (rerated.cost.unwrap().to_string(), rerated.to_cost.unwrap().to_string()),
        ("0".into(), "0.12".into())
    );
    assert_eq!(rerated.unrated[0].reason, "train: its settings leave a range of costs");
}
