//! A log that is kept: replayed at once and in steps, and forecast.

use crate::log::catalog;
use drawdown::{
    LogForecast, LogForecastSpec, ReadOptions, ReplaySpec, UsageHistory, UsageLog, UsageReader,
    UsageReplay, Zone, to_text,
};

/// Not in order of time.
const LOG: &str = "id,at,model,user,credits
b,2026-11-03T09:00Z,image,ben,50
a,2026-11-02T09:00Z,image,ada,24
c,2026-11-04T09:00Z,clip,ada,
";
const SPEC: &str = r#"{ "account": { "plan": "basic" }, "payments": true,
    "balances": [ { "at": "2026-11-02T12:00Z", "balance": 500 } ] }"#;

fn with_ids() -> ReadOptions {
    ReadOptions::from_json(r#"{ "keep_ids": true }"#).unwrap()
}

fn kept(text: &str, options: ReadOptions) -> UsageLog {
    let mut log = UsageLog::new(options);
    log.feed(text.as_bytes()).unwrap();
    log.end().unwrap();
    log
}

/// Twenty-eight days with two runs each.
fn days() -> String {
    let day = |day| format!("2026-11-{day:02}T09:00Z,image,2\n");
    format!("at,model,count\n{}", (1..=28).map(day).collect::<String>())
}

#[test]
fn a_replay_is_that_of_the_events_themselves() {
    let (catalog, spec) = (catalog("1", "24"), ReplaySpec::from_json(SPEC).unwrap());
    let mut replay = UsageReplay::new(&catalog, &spec, &[]).unwrap();
    let mut reader = UsageReader::new(ReadOptions::default());
    reader.feed(LOG.as_bytes(), &mut |event| replay.add(event)).unwrap();
    let read = reader.end(&mut |event| replay.add(event)).unwrap();
    let expected = to_text(&replay.finish(read).unwrap()).unwrap();

    let mut log = kept(LOG, with_ids());
    assert_eq!(to_text(&log.replay(&catalog, &spec, &[]).unwrap()).unwrap(), expected);
    assert_eq!(to_text(&log.replay(&catalog, &spec, &[]).unwrap()).unwrap(), expected);
    let ids: Vec<Option<String>> =
        log.replay(&catalog, &spec, &[]).unwrap().payments.into_iter().map(|p| p.id).collect();
    assert_eq!(ids, ["a", "b", "c"].map(|id| Some(id.to_owned())));
    let without = kept(LOG, ReadOptions::default()).replay(&catalog, &spec, &[]).unwrap();
    assert!(without.payments.iter().all(|payment| payment.id.is_none()));
}

#[test]
fn a_replay_goes_on_in_steps_until_the_log_changes() {
    let (catalog, spec) = (catalog("1", "24"), ReplaySpec::from_json(SPEC).unwrap());
    let mut log = kept(LOG, with_ids());
    let whole = to_text(&log.replay(&catalog, &spec, &[]).unwrap()).unwrap();
    let mut steps = log.begin_replay(&catalog, &spec, &[]).unwrap();
    let mut done = vec![steps.done(&log)];
    while steps.run(&log, 1).unwrap() {
        done.push(steps.done(&log));
    }
    assert_eq!(done, [0, 333, 666]);
    assert_eq!(to_text(&steps.finish(&log).unwrap()).unwrap(), whole);

    let mut steps = log.begin_replay(&catalog, &spec, &[]).unwrap();
    log.begin("more.csv").unwrap();
    log.feed(b"at,model\n2026-11-05,image\n").unwrap();
    log.end().unwrap();
    let errors = steps.run(&log, 1).unwrap_err();
    assert!(errors.to_string().contains("begin the replay again"), "{errors}");
}

#[test]
fn an_account_without_a_zone_has_that_of_the_log() {
    let zone = r#"{ "zone": { "name": "Here", "offsets": [ { "from": "2026-01-01", "seconds": 3600 } ] } }"#;
    let mut log = kept(LOG, ReadOptions::from_json(zone).unwrap());
    let replay = log.replay(&catalog("1", "24"), &ReplaySpec::default(), &[]).unwrap();
    assert_eq!(replay.projection.zone().name(), "Here");
}

#[test]
fn a_forecast_is_that_of_the_history() {
    let catalog = catalog("1", "24");
    let spec = r#"{ "account": { "plan": "basic" }, "months": 3 }"#;
    let spec = LogForecastSpec::from_json(spec).unwrap();
    let mut history = UsageHistory::new(&Zone::utc(), false);
    let mut reader = UsageReader::new(ReadOptions::default());
    reader.feed(days().as_bytes(), &mut |event| history.add(event)).unwrap();
    let read = reader.end(&mut |event| history.add(event)).unwrap();
    let pace = history.forecast(&catalog, &spec.pace()).unwrap();
    let own = LogForecast::of(pace, read, &catalog, &spec, &Zone::utc(), |_| true).unwrap();

    let log = kept(&days(), ReadOptions::default());
    let found = log.forecast(&catalog, &spec, |_| true).unwrap();
    assert_eq!(to_text(&found).unwrap(), to_text(&own).unwrap());
    // 48 a day: 30 come each day, and 500 with each month.
    let outcome = found.outcome.unwrap();
    assert_eq!(outcome.fit.months, 3);
    assert_eq!(outcome.fit.options.first().unwrap().plan.as_deref(), Some("basic"));
    assert_eq!(outcome.run_out.until.to_string(), "2027-02-28T00:00:00Z");
    assert!(outcome.run_out.early.is_some() || outcome.run_out.expected.is_none());

    let stopped = log.forecast(&catalog, &spec, |_| false).unwrap_err();
    assert!(stopped.to_string().contains("stopped"), "{stopped}");
    let wrong = r#"{ "account": { "plan": "basci" } }"#;
    let wrong = log.forecast(&catalog, &LogForecastSpec::from_json(wrong).unwrap(), |_| true);
    assert_eq!(wrong.unwrap_err().first().unwrap().pointer(), "/account/plan");
}

#[test]
fn a_short_log_has_no_outcome() {
    let log = kept(LOG, ReadOptions::default());
    let found = log.forecast(&catalog("1", "24"), &LogForecastSpec::default(), |_| true).unwrap();
    assert!(found.outcome.is_none() && found.forecast.not_enough.is_some());
    let text = to_text(&found).unwrap();
    assert!(!text.contains("run_out") && !text.contains("\"fit\""), "{text}");
}
