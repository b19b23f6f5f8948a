//! FOCUS files: rows, sums, and the column rules of FOCUS 1.4.

use super::focus_rules::{Sheet, faults};
use super::log::{at, catalog, credits, event};
use drawdown::{
    Catalog, Credits, EventOutcome, FOCUS_VERSION, FocusCell, FocusFile, FocusSpec, FocusTable,
    Offset, ReportSpec, UsageEvent, UsageFocus, UsageReport, UsageReports, Zone, to_text,
};

const TERMS: &str =
    r#""credit_price": "0.02", "billing_account": "acme", "billing_currency": "EUR""#;

fn spec(more: &str) -> FocusSpec {
    let comma = if more.is_empty() { "" } else { ", " };
    FocusSpec::from_json(&format!("{{ {TERMS}{comma}{more} }}")).unwrap_or_else(|e| panic!("{e}"))
}

fn file(spec: &FocusSpec, events: &[UsageEvent]) -> FocusFile {
    file_by(spec, Some(&catalog("1", "24")), events)
}

fn file_by(spec: &FocusSpec, catalog: Option<&Catalog>, events: &[UsageEvent]) -> FocusFile {
    let mut focus = UsageFocus::new(spec, catalog).unwrap_or_else(|errors| panic!("{errors}"));
    events.iter().for_each(|event| focus.add(event).unwrap());
    focus.finish(Default::default()).unwrap()
}

fn report(spec: &str, events: &[UsageEvent]) -> UsageReport {
    let spec = ReportSpec::from_json(spec).unwrap();
    let mut reports = UsageReports::new(&spec, Some(&catalog("1", "24"))).unwrap();
    events.iter().for_each(|event| reports.add(event).unwrap());
    reports.finish(Default::default()).unwrap()
}

fn sheet(file: &FocusFile) -> Sheet {
    let cell = |cell: FocusCell| match cell {
        FocusCell::Absent => None,
        other => Some(other.to_string()),
    };
    Sheet {
        columns: FocusTable::columns().iter().map(|column| column.id.to_owned()).collect(),
        rows: file.rows.rows().map(|row| row.map(cell).collect()).collect(),
    }
}

/// The cells of some columns, row by row.
fn cells(file: &FocusFile, columns: &[&str]) -> Vec<String> {
    let sheet = sheet(file);
    let place = |id: &&str| sheet.columns.iter().position(|column| column == id).expect(id);
    let places: Vec<usize> = columns.iter().map(place).collect();
    let cell = |row: &[Option<String>], place: &usize| row[*place].clone().unwrap_or("-".into());
    let row = |row: &Vec<Option<String>>| {
        places.iter().map(|place| cell(row, place)).collect::<Vec<_>>().join(" ")
    };
    sheet.rows.iter().map(row).collect()
}

#[track_caller]
fn assert_valid(sheet: &Sheet, what: &str) {
    let faults = faults(sheet);
    assert!(faults.is_empty(), "{what}\n{}", faults.join("\n"));
}

/// Numbers that look random, the same each time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[usize::try_from(self.below(list.len() as u64)).unwrap()]
    }
}

/// Charges with many places, refunds, failed runs, settings, and prices that are not known.
fn drawn(seed: u64, count: usize) -> Vec<UsageEvent<'static>> {
    let mut draw = Draw(seed | 1);
    (0..count).map(|_| drawn_event(&mut draw)).collect()
}

fn drawn_event(draw: &mut Draw) -> UsageEvent<'static> {
    let instant = at("2026-10-20T00:00Z").to_unix() + draw.below(30 * 86_400) as i64;
    let instant = drawdown::Instant::from_unix(instant).unwrap();
    let mut event =
        UsageEvent::new(draw.of(&["image", "clip", "train", "search", "paint"]), instant);
    event.runs = 1 + draw.below(9) as u32;
    event.account = draw.of(&[None, Some("acme"), Some("north, ltd")]).map(Into::into);
    event.member = draw.of(&[None, Some("ada"), Some("ben \"b\""), Some("=1+1")]).map(Into::into);
    event.project = draw.of(&[None, Some("spring"), Some("é")]).map(Into::into);
    event.outcome = draw.of(&[
        EventOutcome::Done,
        EventOutcome::Done,
        EventOutcome::Failed,
        EventOutcome::Filtered,
    ]);
    if &*event.operation == "clip" {
        event.settings.push(("seconds".into(), draw.of(&["4", "8.5"]).into()));
        event.settings.push(("sound".into(), draw.of(&["true", "no"]).into()));
    }
    if draw.below(3) > 0 {
        let amount = draw.of(&["0", "24", "10", "0.000001", "12.345678", "-24", "-7.5"]);
        event.charged = Some(credits(amount));
    }
    event
}

#[test]
fn generated_files_keep_the_rules() {
    for seed in 1..=8 {
        let events = drawn(seed * 7919, 300);
        for more in [
            "",
            r#""sub_account": "project", "charge_period": "hour", "contracted_price": "0.015""#,
            r#""rate_all": true, "plan": "pro", "billing_account_name": "Acme Inc.""#,
            r#""cycle_from": "2026-10-05T15:00Z", "service_provider": "S", "invoice_issuer": "I""#,
            r#""outcomes": ["failed"], "members": ["ada"]"#,
        ] {
            let file = file(&spec(more), &events);
            assert!(!file.rows.is_empty(), "{more}");
            assert_valid(&sheet(&file), &format!("seed {seed}, {more}"));
        }
    }
}

#[test]
fn a_file_without_rows_or_without_a_catalog_keeps_the_rules() {
    assert_valid(&sheet(&file(&spec(""), &[])), "no event");
    let events = drawn(3, 200);
    let file = file_by(&spec(r#""service_provider": "Studio""#), None, &events);
    assert_valid(&sheet(&file), "no catalog");
    assert_eq!(cells(&file, &["PricingCurrency", "ServiceName"])[0], "credit Studio");
    assert!(file.unknown > 0 && file.unrated[0].reason.contains("no catalog"));
}

#[test]
fn sums_are_those_of_the_report() {
    for seed in 1..=8 {
        let events = drawn(seed * 104_729, 300);
        for filter in ["", r#""members": ["ada"], "from": "2026-11-01""#, r#""rate_all": true"#] {
            let file = file(&spec(filter), &events);
            let report = report(&format!("{{ {filter} }}"), &events);
            let sum = |column: &str| {
                let cells = cells(&file, &[column]);
                let amounts = cells.iter().map(|cell| cell.parse::<Credits>().unwrap());
                amounts.fold(Credits::ZERO, |sum, amount| sum.checked_add(amount).unwrap())
            };
            let total = &report.total;
            assert_eq!(sum("PricingCurrencyEffectiveCost"), total.credits, "{seed} {filter}");
            assert_eq!((file.credits, file.unknown), (total.credits, total.unknown));
            assert_eq!(sum("EffectiveCost").to_string(), file.cost.to_string());
        }
    }
}

#[test]
fn each_run_that_was_charged_is_consumed_once() {
    let mut events = drawn(5, 500);
    events.retain(|event| event.charged.is_some());
    let (file, report) = (file(&spec(""), &events), report("{}", &events));
    let consumed = cells(&file, &["ConsumedQuantity"]);
    let consumed: u64 = consumed.iter().map(|cell| cell.parse::<u64>().unwrap()).sum();
    assert!(file.free_failures > 0);
    assert_eq!(consumed + file.free_failures, report.total.runs + report.total.failed);
}

#[test]
fn the_file_is_the_same_in_any_order() {
    let mut events = drawn(42, 500);
    let forth = to_text(&file(&spec(""), &events)).unwrap();
    events.reverse();
    assert_eq!(to_text(&file(&spec(""), &events)).unwrap(), forth);
    events.rotate_left(123);
    events.swap(5, 300);
    assert_eq!(to_text(&file(&spec(""), &events)).unwrap(), forth);
}

#[test]
fn a_row_holds_equal_runs_of_a_day() {
    let clip = |day: &str, seconds: &'static str| {
        let mut clip = event("clip", day, 2);
        clip.settings.push(("seconds".into(), seconds.into()));
        clip.member = Some("ada".into());
        clip
    };
    let events = [
        clip("2026-11-03T09:00Z", "8"),
        clip("2026-11-03T23:59Z", "8"),
        clip("2026-11-04T00:00Z", "8"),
        clip("2026-11-03T10:00Z", "4"),
    ];
    let file = file(&spec(r#""contracted_price": "0.015""#), &events);
    let columns = ["ChargePeriodStart", "SkuPriceId", "ConsumedQuantity", "PricingQuantity"];
    assert_eq!(
        cells(&file, &columns),
        [
            "2026-11-03T00:00:00Z clip?seconds=4 2 2",
            "2026-11-03T00:00:00Z clip?seconds=8 4 4",
            "2026-11-04T00:00:00Z clip?seconds=8 2 2",
        ]
    );
    // 8 × 1.5 credits for a run.
    let in_credits =
        ["PricingCurrency", "PricingCurrencyListUnitPrice", "PricingCurrencyEffectiveCost"];
    assert_eq!(cells(&file, &in_credits)[1], "credit 12 48");
    let in_money = [
        "ListUnitPrice",
        "ListCost",
        "ContractedUnitPrice",
        "ContractedCost",
        "EffectiveCost",
        "BilledCost",
        "BillingCurrency",
    ];
    assert_eq!(cells(&file, &in_money)[1], "0.24 0.96 0.18 0.72 0.72 0 EUR");
    assert_eq!(cells(&file, &["SkuPriceDetails"])[1], r#"{"x_Seconds":8}"#);
    assert_eq!(file.cost.to_string(), "1.26");
}

#[test]
fn refunds_are_negative_and_free_failures_are_no_charges() {
    let failed = event("image", "2026-11-03", 3).outcome(EventOutcome::Failed);
    let refund = event("image", "2026-11-03", 1).charged(credits("-24"));
    let charged = failed.clone().charged(credits("72"));
    let file = file(&spec(""), &[event("image", "2026-11-03", 2), failed, charged, refund]);
    let columns = [
        "ChargeDescription",
        "x_Outcome",
        "ConsumedQuantity",
        "PricingQuantity",
        "PricingCurrencyEffectiveCost",
        "ChargeClass",
    ];
    assert_eq!(
        cells(&file, &columns),
        ["image done 2 2 48 -", "Refund: image done 0 -1 -24 -", "image, failed failed 3 3 72 -"]
    );
    assert_eq!((file.free_failures, file.credits), (3, credits("96")));
}

#[test]
fn a_charge_that_no_run_divides_is_priced_by_request() {
    let events = [event("image", "2026-11-03", 3).charged(credits("10"))];
    let file = file(&spec(""), &events);
    let columns =
        ["ConsumedQuantity", "ConsumedUnit", "PricingQuantity", "PricingUnit", "ListUnitPrice"];
    assert_eq!(cells(&file, &columns), ["3 Runs 1 Requests 0.2"]);
    // One run costs 1.25e-13 in money, all of them 1e-12.
    let events = [event("image", "2026-11-03", 8).charged(credits("0.000000000001"))];
    let mut spec = spec("");
    spec.credit_price = "1".parse().unwrap();
    let file = self::file(&spec, &events);
    assert_eq!(cells(&file, &columns), ["8 Runs 1 Requests 0.000000000001"]);
}

#[test]
fn periods_follow_the_wall_clock_and_the_cycle() {
    let offsets =
        [Offset::new(at("2026-03-29T01:00Z"), 7200), Offset::new(at("2026-10-25T01:00Z"), 3600)];
    let mut spec = spec(r#""cycle_from": "2026-09-10T12:00+02:00""#);
    spec.zone = Zone::new("Berlin", &offsets);
    let events = ["2026-10-24T22:30Z", "2026-10-10T09:59Z", "2026-10-10T10:00Z"];
    let events = events.map(|instant| event("image", instant, 1));
    let columns = ["BillingPeriodStart", "ChargePeriodStart", "ChargePeriodEnd"];
    assert_eq!(
        cells(&file(&spec, &events), &columns),
        [
            "2026-09-10T10:00:00Z 2026-10-09T22:00:00Z 2026-10-10T10:00:00Z",
            "2026-10-10T10:00:00Z 2026-10-10T10:00:00Z 2026-10-10T22:00:00Z",
            // The day of 25 hours.
            "2026-10-10T10:00:00Z 2026-10-24T22:00:00Z 2026-10-25T23:00:00Z",
        ]
    );
}

#[test]
fn what_is_missing_or_wrong_is_refused_by_its_pointer() {
    let catalog = catalog("1", "24");
    for (text, pointer) in [
        (r#"{ "credit_price": "1" }"#, "/billing_currency"),
        (r#"{ "credit_price": "1", "billing_currency": "eur" }"#, "/billing_currency"),
        (r#"{ "credit_price": "1", "service_provider": " " }"#, "/service_provider"),
        (r#"{ "credit_price": "-1", "billing_currency": "EUR" }"#, "/credit_price"),
        (r#"{ "credit_price": "1", "from": "2026-11-02", "until": "2026-11-01" }"#, "/until"),
        (r#"{ "credit_price": "1", "billing_currency": "EUR", "plan": "prp" }"#, "/plan"),
    ] {
        let spec = FocusSpec::from_json(text).unwrap();
        let errors = UsageFocus::new(&spec, Some(&catalog)).unwrap_err();
        assert_eq!(errors.first().unwrap().pointer(), pointer, "{errors}");
    }
    let errors = FocusSpec::from_json("{}").unwrap_err();
    assert!(errors.to_string().contains("`credit_price`"), "{errors}");
}

#[test]
fn what_the_log_contradicts_is_refused_by_its_pointer() {
    let run = event("image", "2026-11-03T12:00Z", 1);
    let fine = run.clone().charged(credits("0.123456789012"));
    for (text, event, pointer) in [
        (r#"{ "credit_price": "1", "billing_currency": "EUR" }"#, &run, "/billing_account"),
        (&format!(r#"{{ {TERMS}, "cycle_from": "2026-11-04" }}"#), &run, "/cycle_from"),
        (&format!("{{ {TERMS} }}"), &fine, "/credit_price"),
    ] {
        let spec = FocusSpec::from_json(text).unwrap();
        let mut focus = UsageFocus::new(&spec, Some(&catalog("1", "24"))).unwrap();
        let added = focus.add(event);
        let error = added.and_then(|()| focus.finish(Default::default()).map(|_| ())).unwrap_err();
        assert_eq!(error.pointer(), pointer, "{error}");
    }
}

/// A file of drawn events with another cell in the second row.
fn broken(column: &str, cell: Option<&str>) -> Sheet {
    let mut sheet = sheet(&file(&spec(""), &drawn(11, 50)));
    let place = sheet.columns.iter().position(|known| known == column).expect(column);
    sheet.rows[1][place] = cell.map(str::to_owned);
    sheet
}

#[track_caller]
fn assert_fault(sheet: &Sheet, expected: &str) {
    let faults = faults(sheet);
    let is_found = faults.iter().any(|fault| fault.starts_with(expected));
    assert!(is_found, "{expected}\n{}", faults.join("\n"));
}

/// Whatever is broken, the rules find it: a check that says nothing proves nothing.
#[test]
fn broken_cells_are_refused() {
    for (column, cell, expected) in [
        ("ListCost", Some("999"), "ListCost: expected the product"),
        ("ContractedCost", Some("-1"), "ContractedCost: expected the product"),
        ("EffectiveCost", Some("77"), "EffectiveCost: expected the same in both"),
        ("BilledCost", Some("1e3"), "BilledCost: expected a decimal"),
        ("BilledCost", Some("+1"), "BilledCost: expected a decimal"),
        ("BilledCost", None, "BilledCost: must not be null"),
        ("BillingCurrency", Some("eur"), "BillingCurrency: expected the form"),
        ("BillingAccountName", Some(" "), "BillingAccountName: an absent value is null"),
        ("ChargeCategory", Some("Use"), "ChargeCategory: expected one of"),
        ("ChargeCategory", Some("Tax"), "ConsumedQuantity: must be null here"),
        ("ChargeCategory", Some("Purchase"), "ChargeFrequency: not allowed here"),
        ("ChargeCategory", Some("Credit"), "ContractedCost: expected the same as"),
        ("ListUnitPrice", Some("-2"), "ListUnitPrice: expected no negative"),
        ("ListUnitPrice", None, "ListUnitPrice: must not be null here"),
        ("SkuPriceId", None, "PricingQuantity: must be null here"),
        ("PricingUnit", None, "PricingQuantity: null, or not"),
        ("PricingUnit", Some("runs"), "PricingUnit: expected the form of a unit"),
        ("ChargePeriodEnd", Some("2026-01-01T00:00:00Z"), "ChargePeriodStart: expected the start"),
        ("ChargePeriodEnd", Some("2026-12-01"), "ChargePeriodEnd: expected a datetime"),
        ("Tags", Some(r#"{"a":{}}"#), "Tags: expected the form of a key-value"),
        ("ServiceSubcategory", Some("Gaming"), "ServiceSubcategory: not allowed here"),
    ] {
        assert_fault(&broken(column, cell), &format!("row 2, {expected}"));
    }
}

#[test]
fn broken_columns_are_refused() {
    let good = sheet(&file(&spec(""), &drawn(11, 50)));
    let with = |change: fn(&mut Vec<String>)| {
        let mut sheet = good.clone();
        change(&mut sheet.columns);
        sheet
    };
    let unnamed = with(|columns| columns[0] = "x_Nothing".to_owned());
    assert_fault(&unnamed, "BilledCost: the column is missing");
    assert_fault(&unnamed, "the columns are not in order");
    assert_fault(&with(|columns| columns.push("Member".into())), "Member: FOCUS has no such");
    assert_fault(&with(|columns| columns.push("x_member".into())), "x_member: FOCUS has no such");
}

#[test]
fn rows_that_disagree_are_refused() {
    let good = sheet(&file(&spec(""), &drawn(11, 200)));
    for (column, cell) in
        [("SkuId", "other"), ("SkuPriceDetails", "{}"), ("BillingCurrency", "USD")]
    {
        let mut broken = good.clone();
        let place = broken.columns.iter().position(|known| known == column).unwrap();
        broken.rows[0][place] = Some(cell.to_owned());
        let faults = faults(&broken);
        let start = format!("{column}: differs within one");
        assert!(faults.iter().any(|fault| fault.contains(&start)), "{column}: {faults:?}");
    }
}

#[test]
fn the_metadata_names_the_version_and_each_column() {
    let metadata = file(&spec(""), &[]).metadata;
    assert_eq!((metadata.focus_version.as_str(), FOCUS_VERSION), ("1.4", "1.4"));
    let columns = FocusTable::columns().iter().map(|column| column.id);
    assert!(metadata.column_definition.iter().map(|column| &*column.column_name).eq(columns));
    let text = to_text(&metadata).unwrap();
    let decimal = r#"{"ColumnName":"BilledCost","DataType":"DECIMAL","NumericPrecision":36,"NumberScale":12}"#;
    assert!(text.contains(decimal), "{text}");
}

/// The CSV of the program, as a reader sees it.
#[cfg(feature = "cli")]
fn printed(arguments: &[&str]) -> Sheet {
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_drawdown"));
    program.current_dir(env!("CARGO_MANIFEST_DIR")).args(["usage", "report", "--focus"]);
    let output = program.args(arguments).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && told.contains("FOCUS 1.4"), "{told}");
    let mut reader = csv::Reader::from_reader(&*output.stdout);
    let cell = |cell: &str| (!cell.is_empty()).then(|| cell.to_owned());
    Sheet {
        columns: reader.headers().unwrap().iter().map(str::to_owned).collect(),
        rows: reader.records().map(|row| row.unwrap().iter().map(cell).collect()).collect(),
    }
}

#[test]
#[cfg(feature = "cli")]
fn printed_files_keep_the_rules() {
    let log = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("focus.jsonl");
    let line = |event: &UsageEvent| {
        let settings = event.settings.iter().map(|(name, value)| (&**name, &**value));
        let settings: std::collections::BTreeMap<&str, &str> = settings.collect();
        serde_json::json!({
            "at": event.at.to_string(), "account": event.account, "member": event.member,
            "project": event.project, "operation": event.operation, "runs": event.runs,
            "outcome": event.outcome.word(), "settings": settings,
            "charged": event.charged.map(|charged| charged.to_string()),
        })
        .to_string()
    };
    let lines: Vec<String> = drawn(17, 300).iter().map(line).collect();
    std::fs::write(&log, lines.join("\n")).unwrap();
    let log = log.to_str().unwrap();
    let price = ["--credit-price", "0.0125", "--billing-account", "acme"];
    let provider = ["--service-provider", "Studio", "--billing-currency", "EUR"];
    for arguments in [
        vec!["examples/usage/studio.csv", "-c", "kive"],
        vec!["examples/usage/studio.csv", "-c", "kive", "--rate-all", "--charge-period", "hour"],
        [&[log][..], &provider].concat(),
        [&[log, "--sub-account", "project", "--zone", "Asia/Kathmandu"][..], &provider].concat(),
    ] {
        let sheet = printed(&[arguments.clone(), price.to_vec()].concat());
        assert!(sheet.rows.len() > 20, "{arguments:?}");
        assert_valid(&sheet, &arguments.join(" "));
    }
}

#[test]
#[cfg(feature = "schema")]
fn the_schemas_accept_specifications_and_files() {
    let check = |format, text: &str| {
        let schema = serde_json::from_str(&drawdown::schema(format)).unwrap();
        let value = serde_json::from_str(text).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let wrong: Vec<String> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    };
    let spec_text = format!(r#"{{ {TERMS}, "sub_account": "project", "charge_period": "hour" }}"#);
    check(drawdown::Format::UsageFocusSpec, &spec_text);
    let file = file(&spec(""), &drawn(23, 100));
    check(drawdown::Format::UsageFocus, &to_text(&file).unwrap());
}
