//! What holds for any log: files can be split and rows shuffled, and a replay is the wallet, fed
//! event by event.

use super::log::{catalog, credits, shown};
use drawdown::{
    Account, Charge, Credits, EventOutcome, Instant, ReadOptions, ReplaySpec, ReportSpec,
    UsageEvent, UsageReader, UsageReplay, UsageReports, Wallet, to_text,
};
use drawdown_tests::cases::cases;
use proptest::collection::vec;
use proptest::prelude::*;

const START: i64 = 1_793_491_200;
const OPERATIONS: [&str; 4] = ["image", "clip", "train", "paint"];

/// Member, operation, seconds after the start, runs, outcome, charge in tenths.
type Row = (Option<u8>, usize, i64, u32, usize, Option<i32>);

fn row() -> impl Strategy<Value = Row> {
    let seconds = 0..86_400 * 60_i64;
    let charge = prop::option::of(-50..400_i32);
    (prop::option::of(0..4_u8), 0..4_usize, seconds, 1..5_u32, 0..4_usize, charge)
}

fn csv_of(rows: &[(usize, Row)]) -> String {
    let outcomes =
        [EventOutcome::Done, EventOutcome::Failed, EventOutcome::Cancelled, EventOutcome::Filtered];
    let mut text = "id,at,member,operation,runs,outcome,charged\n".to_owned();
    for (id, (member, operation, seconds, runs, outcome, charge)) in rows {
        let at = Instant::from_unix(START + seconds).unwrap();
        let member = member.map_or(String::new(), |member| format!("\"m, {member}\""));
        let charge = charge.map_or(String::new(), |tenths| format!("{}e-1", tenths));
        let (operation, outcome) = (OPERATIONS[*operation], outcomes[*outcome].word());
        text.push_str(&format!("{id},{at},{member},{operation},{runs},{outcome},{charge}\n"));
    }
    text
}

/// The report of some files, without what was read.
fn report(files: &[String]) -> String {
    let spec = ReportSpec::from_json(
        r#"{ "by": ["member", "operation", "week"], "credit_price": "0.0123" }"#,
    );
    let mut reports = UsageReports::new(&spec.unwrap(), Some(&catalog("1", "24"))).unwrap();
    let mut reader = UsageReader::new(ReadOptions::default());
    let mut take = |event: &UsageEvent| reports.add(event);
    for file in files {
        reader.begin("part", &mut take).unwrap();
        reader.feed(file.as_bytes(), &mut take).unwrap();
    }
    let summary = reader.end(&mut take).unwrap();
    assert_eq!(summary.bad_rows, 0, "{:?}", summary.problems);
    let report = reports.finish(Default::default()).unwrap();
    let sum = report
        .rows
        .iter()
        .fold(Credits::ZERO, |sum, row| sum.checked_add(row.sums.credits).unwrap());
    assert_eq!(sum, report.total.credits, "the rows add up");
    to_text(&report).unwrap()
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn split_and_shuffled_logs_are_the_whole(
        rows in vec(row(), 0..60),
        order in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
        repeated in any::<prop::sample::Index>(),
    ) {
        let rows: Vec<(usize, Row)> = rows.into_iter().enumerate().collect();
        let whole = report(&[csv_of(&rows)]);
        let mut mixed = rows.clone();
        if !mixed.is_empty() {
            mixed.rotate_left(order.index(rows.len()));
            mixed.swap(0, order.index(rows.len()));
            // A row that is delivered twice counts once.
            mixed.push(rows[repeated.index(rows.len())]);
        }
        let (a, b) = mixed.split_at(cut.index(mixed.len() + 1));
        prop_assert_eq!(report(&[csv_of(a), csv_of(b)]), whole);
    }

    #[test]
    fn a_replay_is_the_wallet_fed_event_by_event(rows in vec(row(), 0..60)) {
        let catalog = catalog("1", "24");
        let spec = ReplaySpec::from_json(
            r#"{ "start": "2026-11-01", "until": "2027-02-01", "account": { "plan": "basic" } }"#,
        ).unwrap();
        let mut replay = UsageReplay::new(&catalog, &spec, &[]).unwrap();
        let mut events = Vec::new();
        for (_, operation, seconds, runs, _, charge) in rows {
            let at = Instant::from_unix(START + seconds).unwrap();
            let mut event = UsageEvent::new(OPERATIONS[operation % 2], at).runs(runs);
            event.charged = Some(credits(&format!("{}", charge.unwrap_or(7).abs())));
            replay.add(&event).unwrap();
            events.push(event);
        }
        events.sort_by_key(|event| event.at);
        let account = Account::from_json(r#"{ "plan": "basic" }"#).unwrap();
        let start = "2026-11-01".parse().unwrap();
        let mut wallet = Wallet::open(&catalog, "w", &account, start).unwrap().wallet;
        let mut refused = 0;
        for event in &events {
            wallet.advance_to(event.at).unwrap();
            let charge = Charge::new(event.operation.clone(), event.charged.unwrap());
            let charged = wallet.charge(&charge).unwrap();
            refused += u64::from(!charged.is_paid());
        }
        wallet.advance_to("2027-01-31T23:59:59Z".parse().unwrap()).unwrap();
        let replay = replay.finish(Default::default()).unwrap();
        let shown: Vec<String> = events.iter().map(shown).collect();
        prop_assert_eq!(to_text(&replay.projection.lots).unwrap(), to_text(&wallet.lots()).unwrap(), "{:?}", shown);
        prop_assert_eq!(replay.refused_events, refused);
    }

    #[test]
    fn a_report_by_class_sums_to_the_report_without(rows in vec(row(), 0..60)) {
        let catalog = catalog("1", "24");
        let by = |by: &str| {
            let spec = format!(
                r#"{{ "start": "2026-10-01", "until": "2027-02-01", "account": {{ "plan": "basic" }},
                     "report": {{ "by": [{by}] }} }}"#
            );
            let mut replay =
                UsageReplay::new(&catalog, &ReplaySpec::from_json(&spec).unwrap(), &[]).unwrap();
            let mut reader = UsageReader::new(ReadOptions::default());
            let csv = csv_of(&rows.iter().cloned().enumerate().collect::<Vec<_>>());
            let mut take = |event: &UsageEvent| replay.add(event);
            reader.feed(csv.as_bytes(), &mut take).unwrap();
            reader.end(&mut take).unwrap();
            replay.finish(Default::default()).unwrap()
        };
        let replay = by(r#""class", "member""#);
        let report = replay.report.unwrap();
        let plain = by("").report.unwrap();
        let (sums, whole) = (&report.total, &plain.total);
        prop_assert_eq!(sums, whole);
        // The same as a report without a replay: nothing here depends on the account.
        let spec = ReportSpec::default().plan("basic");
        let mut reports = UsageReports::new(&spec, Some(&catalog)).unwrap();
        let mut reader = UsageReader::new(ReadOptions::default());
        let csv = csv_of(&rows.iter().cloned().enumerate().collect::<Vec<_>>());
        let mut take = |event: &UsageEvent| reports.add(event);
        reader.feed(csv.as_bytes(), &mut take).unwrap();
        reader.end(&mut take).unwrap();
        prop_assert_eq!(&reports.finish(Default::default()).unwrap().total, whole);
        let paid = |class: &str| {
            let paid = replay.paid.iter().filter(|row| row.class == class);
            paid.fold(Credits::ZERO, |sum, row| sum.checked_add(row.credits).unwrap())
        };
        for row in &report.rows {
            if let Some(class) = row.key[0].as_deref() {
                prop_assert!(row.sums.credits <= paid(class), "{}", class);
            }
        }
    }
}
