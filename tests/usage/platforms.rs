//! The rules of four platforms that are about usage, on their catalogs.

use super::log::credits;
use drawdown::{
    Catalog, ReadOptions, ReplaySpec, ReportSpec, UsageEvent, UsageInvoice, UsageReader,
    UsageReplay, UsageReport, UsageReports,
};
use std::fs;
use std::path::Path;

fn shipped(id: &str) -> Catalog {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("catalogs/{id}.json"));
    Catalog::from_json(&fs::read_to_string(path).unwrap()).unwrap()
}

fn each(log: &str, take: &mut dyn FnMut(&UsageEvent)) {
    let mut reader = UsageReader::new(ReadOptions::default());
    let mut take = |event: &UsageEvent| {
        take(event);
        Ok(())
    };
    reader.feed(log.as_bytes(), &mut take).unwrap();
    let summary = reader.end(&mut take).unwrap();
    assert_eq!(summary.bad_rows, 0, "{:?}", summary.problems);
}

fn report(catalog: &Catalog, spec: &str, log: &str) -> UsageReport {
    let spec = ReportSpec::from_json(spec).unwrap();
    let mut reports = UsageReports::new(&spec, Some(catalog)).unwrap();
    each(log, &mut |event| reports.add(event).unwrap());
    reports.finish(Default::default()).unwrap()
}

/// The key and the credits of each row.
fn rows(report: &UsageReport) -> Vec<String> {
    let row = |row: &drawdown::ReportRow| {
        let key: Vec<&str> = row.key.iter().map(|part| part.as_deref().unwrap_or("-")).collect();
        format!("{} {}", key.join(" "), row.sums.credits)
    };
    report.rows.iter().map(row).collect()
}

#[test]
fn k13_usage_over_time() {
    // A Flux image costs 5, a Nano Banana image 30.
    let log = "at,model,count\n2026-10-05,flux,4\n2026-10-06,nano-banana,1\n2026-11-05,flux,2\n";
    let months = report(&shipped("krea"), r#"{ "by": ["month"] }"#, log);
    assert_eq!(rows(&months), ["2026-10 50", "2026-11 10"]);
    let days = report(&shipped("krea"), r#"{ "by": ["day"], "from": "2026-10-06" }"#, log);
    assert_eq!(rows(&days), ["2026-10-06 30", "2026-11-05 10"]);
}

#[test]
fn i14_usage_by_user_feature_and_model() {
    // A Nano Banana image costs 24.
    let log = "at,user,model,count\n2026-11-02,ada,nano-banana,2\n2026-11-03,ben,nano-banana,1\n\
               2026-11-09,ada,nano-banana,1\n";
    let spec = r#"{ "by": ["member", "operation"], "from": "2026-11-01", "until": "2026-11-08" }"#;
    let users = report(&shipped("imagineart"), spec, log);
    assert_eq!(rows(&users), ["ada nano-banana 48", "ben nano-banana 24"]);
    let models = report(&shipped("imagineart"), r#"{ "by": ["operation"] }"#, log);
    assert_eq!((models.rows[0].sums.runs, models.rows[0].sums.credits), (4, credits("96")));
    assert_eq!(models.rows[0].share.unwrap().to_string(), "100");
}

#[test]
fn v10_which_member_used_what() {
    let log = "at,user,tool,settings.versions\n2026-08-02,ada,erase,4\n2026-08-03,ben,replace,1\n\
               2026-08-04,ada,replace,1\n";
    let report = report(&shipped("kive"), r#"{ "by": ["member", "operation"] }"#, log);
    assert_eq!(rows(&report), ["ada erase 8", "ada replace 4", "ben replace 4"]);
}

#[test]
fn g10_reports_across_projects_and_past_invoices() {
    let catalog = shipped("greenzero");
    let log = "at,project,tool,credits\n2026-10-05,search,inference,30\n2026-10-06,chat,inference,20\n\
               2026-11-05,search,inference,10\n";
    let projects = report(&catalog, r#"{ "by": ["month", "project"] }"#, log);
    assert_eq!(rows(&projects), ["2026-10 search 30", "2026-10 chat 20", "2026-11 search 10"]);
    let spec = ReplaySpec::from_json(
        r#"{ "start": "2026-10-01", "until": "2026-12-01", "account": { "plan": "standard",
             "assume": { "grants": { "standard-monthly": "100" } } } }"#,
    );
    let mut replay = UsageReplay::new(&catalog, &spec.unwrap(), &[]).unwrap();
    each(log, &mut |event| replay.add(event).unwrap());
    let invoices = replay.finish(Default::default()).unwrap().invoices().unwrap();
    let shown = |invoice: &UsageInvoice| {
        let used: Vec<String> = invoice.usage.iter().map(|used| used.credits.to_string()).collect();
        format!("{} {} {} {}", invoice.from, used.join("+"), invoice.lost, invoice.closing)
    };
    // Unused credits of a month expire at its end.
    let shown: Vec<String> = invoices.iter().map(shown).collect();
    assert_eq!(shown, ["2026-10-01T00:00:00Z 50 50 0", "2026-11-01T00:00:00Z 10 0 90"]);
}
