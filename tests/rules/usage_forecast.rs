//! What a history says about the next month.

use drawdown::{
    Catalog, Credits, Detail, EventOutcome, FitState, PaceEnd, PaceSpec, UsageEvent, UsageForecast,
    UsageHistory, Zone, to_text,
};
use drawdown_tests::usage_days::{Pattern, event, history, midnight};

fn catalog(policy: &str) -> Catalog {
    let text = format!(
        r#"{{ "catalog": "x", "version": "1", "as_of": "2026-01-01", "currency": "USD",
        "credit": {{ "name": "credit", "plural": "credits", "step": "1" }},
        "operations": [
            {{ "id": "image", "price": [ {{ "line": "image", "rate": "2" }} ] }},
            {{ "id": "clip", "price": [ {{ "line": "clip", "rate": "10" }} ] }} ],
        "classes": {{ "free": {{ "paid": false }}, "plan": {{}} }},
        "plans": [
            {{ "id": "basic", "price": {{ "month": "10.00" }}, "grants": [ "small" ] }},
            {{ "id": "pro", "price": {{ "month": "30.00" }}, "grants": [ "large" ] }} ],
        "grants": [
            {{ "id": "daily", "class": "free", "amount": "10", "every": "day",
               "expires": "reset" }},
            {{ "id": "small", "class": "plan", "amount": "1000", "every": "cycle",
               "expires": "cycle_end" }},
            {{ "id": "large", "class": "plan", "amount": "5000", "every": "cycle",
               "expires": "cycle_end" }} ],
        "burn_order": [ "expires", "issued" ]{policy} }}"#
    );
    Catalog::from_json(&text).unwrap_or_else(|errors| panic!("{errors}"))
}

fn of(days: &[u32]) -> UsageForecast {
    history("image", 0, days).forecast(&catalog(""), &PaceSpec::default()).unwrap()
}

fn number(credits: Credits) -> f64 {
    credits.to_string().parse().unwrap()
}

#[test]
fn equal_days_go_on() {
    let pace = of(&[30; 56]).pace.unwrap();
    assert_eq!(pace.per_day.to_string(), "60");
    assert_eq!(pace.month.expected.to_string(), "1800");
    assert!(pace.month.low < pace.month.expected && pace.month.expected < pace.month.high);
    assert_eq!((pace.weekdays.len(), pace.trend, pace.bursts), (0, None, None));
}

#[test]
fn weekdays_are_found_and_simulated() {
    let week = [50, 50, 50, 50, 50, 0, 0];
    let forecast = of(&week.repeat(8));
    let pace = forecast.pace.as_ref().unwrap();
    let percent: Vec<String> = pace.weekdays.iter().map(ToString::to_string).collect();
    // The log ends on a Friday: seven whole weeks of 140 %, and one of 100 % as a caution.
    assert_eq!(percent[..6], ["135", "135", "135", "135", "135", "12.5"]);
    let scenario = forecast.scenario(None, 1, PaceEnd::Expected).unwrap();
    // One rate for Monday to Friday, one for the weekend.
    assert_eq!(scenario.demand.len(), 2);
    assert!(
        scenario.demand[0].days.unwrap().holds(4) && !scenario.demand[0].days.unwrap().holds(5)
    );
    let steady = of(&Pattern::Steady.days(1, 180)).pace.unwrap();
    assert!(steady.weekdays.is_empty(), "{:?}", steady.weekdays);
}

#[test]
fn a_trend_is_found_and_slows_down() {
    let growing: Vec<u32> = (0..140).map(|day| 20 + day / 7 * 2).collect();
    let forecast = of(&growing);
    let pace = forecast.pace.as_ref().unwrap();
    let trend: f64 = pace.trend.unwrap().to_string().parse().unwrap();
    assert!((3.0..4.0).contains(&trend), "{trend}");
    // The last week had 58 runs a day.
    let per_day = number(pace.per_day) / 2.0;
    assert!((59.0..66.0).contains(&per_day), "{per_day}");
    let scenario = forecast.scenario(None, 12, PaceEnd::Expected).unwrap();
    let rates: Vec<_> = scenario.demand.iter().map(|demand| demand.per_day.unwrap()).collect();
    assert_eq!(rates.len(), 6);
    assert!(rates.windows(2).all(|pair| pair[0] <= pair[1]), "{rates:?}");
    assert!(scenario.demand[5].until.is_none());
    // A course that only goes up and down has none.
    let wave: Vec<u32> = (0..140).map(|day| if day / 7 % 2 == 0 { 20 } else { 30 }).collect();
    assert_eq!(of(&wave).pace.unwrap().trend, None);
}

#[test]
fn a_burst_does_not_move_the_level_but_widens_the_range() {
    let calm = Pattern::Steady.days(3, 120);
    let mut burst = calm.clone();
    burst[110] = 900;
    let (before, after) = (of(&calm).pace.unwrap(), of(&burst).pace.unwrap());
    let near = number(after.month.expected) / number(before.month.expected);
    assert!((0.98..1.02).contains(&near), "{near}");
    let range = |pace: &drawdown::UsagePace| number(pace.month.high) - number(pace.month.low);
    assert!(range(&after) > 1.2 * range(&before), "{} {}", range(&after), range(&before));
    assert_eq!(after.trend, before.trend);
    let bursts = after.bursts.unwrap();
    assert_eq!(bursts.days, [midnight(110)]);
    assert!(bursts.per_month.decimal().is_zero());
    // A second one, so more are expected.
    burst[40] = 900;
    let twice = of(&burst).pace.unwrap();
    assert_eq!(twice.bursts.unwrap().days.len(), 2);
    assert!(twice.month.expected > after.month.expected);
}

#[test]
fn free_credits_do_not_hide_the_rate() {
    let with = |charged: Option<&str>| {
        let mut history = UsageHistory::new(&Zone::utc(), false);
        for day in 0..28 {
            let mut event = event("image", day, 10);
            event.charged =
                charged.map(|text| Credits::from(text.parse::<drawdown::Decimal>().unwrap()));
            history.add(&event).unwrap();
        }
        history.forecast(&catalog(""), &PaceSpec::default()).unwrap().pace.unwrap().month
    };
    // Half of the 20 credits of a day were free, or all of them: the pace is 20.
    assert_eq!(with(Some("10")).expected.to_string(), "600");
    assert_eq!(with(Some("0")), with(None));
    assert_eq!(with(Some("10")), with(None));
}

#[test]
fn a_short_history_is_not_enough() {
    for (days, why) in [
        (&[20; 27][..], "the history has 27 days; a forecast needs 28, four of each weekday"),
        (&[20; 1][..], "the history has 1 day; a forecast needs 28, four of each weekday"),
        (&[][..], "the history has 0 days; a forecast needs 28, four of each weekday"),
    ] {
        let forecast = of(days);
        assert_eq!(forecast.not_enough.as_deref(), Some(why));
        assert!(forecast.pace.is_none() && forecast.need(None, 12).is_none());
        assert!(forecast.scenario(None, 12, PaceEnd::High).is_none());
    }
    let mut days = [0; 40];
    for day in [0, 10, 20, 39] {
        days[day] = 5;
    }
    let why = "runs with a known cost on 4 days; a forecast needs 5 such days";
    assert_eq!(of(&days).not_enough.as_deref(), Some(why));
    days[30] = 5;
    assert!(of(&days).pace.is_some());
}

#[test]
fn failed_runs_count_if_they_are_charged() {
    let of = |policy: &str| {
        let mut history = UsageHistory::new(&Zone::utc(), false);
        for day in 0..28 {
            history.add(&event("image", day, 15)).unwrap();
            let mut failed = event("image", day, 5);
            failed.outcome = EventOutcome::Failed;
            history.add(&failed).unwrap();
        }
        history.forecast(&catalog(policy), &PaceSpec::default()).unwrap()
    };
    let refunded = of(r#", "policies": { "failed_runs": "refund" }"#);
    let charged = of(r#", "policies": { "failed_runs": "charge" }"#);
    let line = |forecast: &UsageForecast| forecast.pace.as_ref().unwrap().lines[0].clone();
    assert_eq!((line(&refunded).per_day.to_string(), line(&refunded).failed), ("15".into(), 140));
    assert_eq!(line(&charged).per_day.to_string(), "20");
    // A scenario makes all runs, and a quarter of them fails.
    for forecast in [&refunded, &charged] {
        let demand = &forecast.scenario(None, 1, PaceEnd::Expected).unwrap().demand[0];
        assert_eq!(demand.per_day.unwrap().to_string(), "20");
        assert_eq!(demand.fails.unwrap().to_string(), "25");
    }
}

#[test]
fn a_refund_is_no_run() {
    let mut history = history("image", 0, &[10; 28]);
    let mut refund = event("image", 20, 10);
    refund.charged = Some("-20".parse::<drawdown::Decimal>().unwrap().into());
    history.add(&refund).unwrap();
    let forecast = history.forecast(&catalog(""), &PaceSpec::default()).unwrap();
    assert_eq!((forecast.history.refunds, forecast.history.done), (1, 280));
    assert_eq!(forecast.pace.unwrap().per_day.to_string(), "20");
}

/// Two operations, three settings that the catalog does not know, members, failures.
fn mixed() -> Vec<UsageEvent<'static>> {
    let days = Pattern::Mixed.days(5, 120);
    let days = days.iter().enumerate();
    let events = days.flat_map(|(day, runs)| {
        (0..4).map(move |part| {
            let operation = if part % 2 == 0 { "image" } else { "clip" };
            let mut event = event(operation, day, runs / 4 + part);
            event.member = Some(["ada", "ben", "cyd"][(day + part as usize) % 3].into());
            if part == 3 && day % 5 == 0 {
                event.outcome = EventOutcome::Failed;
            }
            if part == 2 && day % 17 == 0 {
                event.settings.push(("size".into(), "unknown".into()));
            }
            event
        })
    });
    events.collect()
}

fn collected<'e>(events: impl IntoIterator<Item = &'e UsageEvent<'static>>) -> UsageHistory {
    let mut history = UsageHistory::new(&Zone::utc(), true);
    for event in events {
        history.add(event).unwrap();
    }
    history
}

fn printed(history: &UsageHistory) -> String {
    let forecast = history.forecast(&catalog(""), &PaceSpec::default()).unwrap();
    let scenario = forecast.scenario(None, 6, PaceEnd::High).unwrap();
    format!("{}{scenario:?}{:?}", to_text(&forecast).unwrap(), forecast.need(None, 6).unwrap())
}

#[test]
fn the_order_of_events_makes_no_difference() {
    let events = mixed();
    let expected = printed(&collected(&events));
    assert_eq!(printed(&collected(events.iter().rev())), expected);
    let (odd, even): (Vec<_>, Vec<_>) = events.iter().enumerate().partition(|(i, _)| i % 2 == 1);
    let shuffled = odd.into_iter().chain(even).map(|(_, event)| event);
    assert_eq!(printed(&collected(shuffled)), expected);
}

#[test]
fn parts_of_a_log_merge_to_the_whole() {
    let events = mixed();
    let expected = printed(&collected(&events));
    for cut in [0, 1, 7, 240, events.len()] {
        let (first, rest) = events.split_at(cut);
        let mut merged = collected(rest);
        merged.merge(&collected(first)).unwrap();
        assert_eq!(printed(&merged), expected, "{cut}");
    }
    let mut history = collected(&events);
    let error = history.merge(&UsageHistory::new(&Zone::utc(), false)).unwrap_err();
    assert!(error.sentence().contains("by member"), "{error}");
}

#[test]
fn runs_without_a_known_cost_are_named() {
    let forecast = collected(&mixed()).forecast(&catalog(""), &PaceSpec::default()).unwrap();
    assert_eq!(forecast.unrated.len(), 1);
    assert!(forecast.unrated[0].reason.starts_with("image: "), "{:?}", forecast.unrated);
}

#[test]
fn the_pace_goes_straight_into_a_simulation_and_a_fit() {
    // 60 credits a day: 10 of them free, so the 1,000 of a month last for twenty days.
    let forecast = of(&[30; 56]);
    let catalog = catalog("");
    let account = drawdown::Account::from_json(r#"{ "plan": "basic" }"#).unwrap();
    let run_out = |end| {
        let scenario = forecast.scenario(Some(&account), 1, end).unwrap();
        catalog.simulate(&scenario, Detail::Columns).unwrap().run_out
    };
    let start = forecast.history.until.to_unix();
    let days = |end| run_out(end).map(|at| (at.to_unix() - start) / 86_400);
    assert_eq!(days(PaceEnd::Expected), Some(20));
    assert!(days(PaceEnd::High) < days(PaceEnd::Expected));
    assert!(days(PaceEnd::Low).is_none_or(|late| late >= 20));
    let fit = catalog.fit(&forecast.need(None, 12).unwrap()).unwrap();
    assert_eq!(
        (fit.options[0].plan.as_deref(), fit.options[0].state),
        (Some("pro"), FitState::Covers)
    );
    assert!(fit.options[0].headroom.unwrap() > 50);
}

#[test]
fn days_begin_by_the_zone_and_parts_of_days_do_not_count() {
    let history = history("image", 0, &[10; 30]);
    let spec = |text: &str| PaceSpec::from_json(text).unwrap();
    let period = |text: &str| history.forecast(&catalog(""), &spec(text)).unwrap().history;
    let whole = period("{}");
    assert_eq!((whole.days, whole.from, whole.until), (30, midnight(0), midnight(30)));
    // The part of the last day, and that of the first one.
    let part = period(r#"{ "from": "2026-01-05T08:00Z", "until": "2026-02-03T10:00Z" }"#);
    assert_eq!((part.days, part.from, part.until), (28, midnight(1), midnight(29)));
    // Days without runs are days too.
    assert_eq!(period(r#"{ "until": "2026-02-10" }"#).days, 36);
    let wrong =
        history.forecast(&catalog(""), &spec(r#"{ "from": "2026-02-01", "until": "2026-01-01" }"#));
    assert_eq!(wrong.unwrap_err().first().unwrap().pointer(), "/until");
    let wrong = history.forecast(&catalog(""), &spec(r#"{ "plan": "prp" }"#)).unwrap_err();
    assert_eq!(wrong.first().unwrap().pointer(), "/plan");
}
