//! What `drawdown usage` prints.
//!
//! `SNAPSHOTS=overwrite cargo test --test cli usage` takes over what it prints now.

use super::run::{above, json, stderr, stdout};
use flate2::Compression;
use flate2::write::GzEncoder;
use snapbox::str;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

const LOG: &str = "examples/usage/studio.csv";
const ACCOUNT: &str = "examples/usage/studio-account.json";

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("usage-logs");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A zstd frame of these bytes, not compressed.
fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd, 0xa0];
    frame.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
    // One raw block, the last.
    let block = u32::try_from(bytes.len()).unwrap() << 3 | 1;
    frame.extend(&block.to_le_bytes()[..3]);
    frame.extend(bytes);
    frame
}

fn report(log: &Path) -> serde_json::Value {
    let log = log.to_str().unwrap();
    json(above(&["usage", "report", log, "-c", "kive", "--by", "member", "--json"]))
}

#[test]
fn a_compressed_log_is_read_like_the_log() {
    let text = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(LOG)).unwrap();
    let (half, rest) = text.split_at(1_000);
    let whole = report(&file("a.csv", &text));
    assert_eq!(whole["read"]["events"], 55);
    let mut read = whole.clone();
    for (name, bytes) in [
        ("a.csv.gz", gzip(&text)),
        ("b.csv.gz", [gzip(half), gzip(rest)].concat()),
        ("a.csv.zst", zstd(&text)),
        ("b.csv.zst", [zstd(half), zstd(rest)].concat()),
    ] {
        let found = report(&file(name, &bytes));
        read["read"]["problems"] = found["read"]["problems"].clone();
        assert_eq!(found, read, "{name}");
    }
}

#[test]
fn a_broken_archive_is_refused() {
    for (name, bytes) in
        [("cut.gz", &gzip(b"at,operation\n")[..12]), ("cut.zst", &zstd(b"abcdef")[..10])]
    {
        let path = file(name, bytes);
        let program = above(&["usage", "report", path.to_str().unwrap()]);
        let error = stderr(program);
        assert!(error.contains(name), "{error}");
    }
}

#[test]
fn a_bomb_is_read_in_bounded_memory() {
    // Sixty megabytes of one line.
    let path = file("bomb.gz", &gzip(&vec![b'0'; 60 << 20]));
    let error = stderr(above(&["usage", "report", path.to_str().unwrap()]));
    assert!(error.contains("no column for `at`"), "{error}");
}

#[test]
fn options_that_cannot_be_are_refused_by_their_names() {
    for (arguments, expected) in [
        (vec!["--by", "weekday"], "day"),
        (vec!["--compare"], "--from"),
        (
            vec!["--from", "2026-11-02", "--until", "2026-11-01"],
            "--until: expected an end after the beginning",
        ),
        (
            vec!["-c", "kive", "--plan", "basci"],
            "--plan: there is no plan `basci`; did you mean `basic`?",
        ),
        (vec!["--zone", "Mars"], "--zone: "),
        (vec!["--mapping", "no.json"], "no.json"),
    ] {
        let program = || above(&[vec!["usage", "report", LOG], arguments.clone()].concat());
        program().assert().code(2);
        let error = stderr(program());
        assert!(error.contains(expected), "{arguments:?}: {error}");
    }
}

#[test]
fn a_log_without_the_needed_columns_says_how_to_map_them() {
    let path = file("odd.csv", b"when;what\n2026-11-01;image\n");
    let log = path.to_str().unwrap();
    let error = stderr(above(&["usage", "report", log]));
    assert!(error.contains("no column for `at`; found `when`, `what`; map it"), "{error}");
    let mapping = file("odd.json", br#"{ "at": "when", "operation": "what" }"#);
    let mapped = above(&["usage", "report", log, "--mapping", mapping.to_str().unwrap(), "--csv"]);
    assert!(stdout(mapped).starts_with("events,runs,failed,credits"), "the report");
}

#[test]
fn payments_are_printed_lot_by_lot() {
    let program = above(&["usage", "replay", LOG, "-c", "kive", "-a", ACCOUNT, "--payments"]);
    let text = stdout(program);
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("id,at,operation,member,class,lot,credits"));
    let first = "job-001,2026-10-01T09:05:00Z,remove-background,,subscription,basic-monthly#2,8";
    assert_eq!(lines.next(), Some(first));
}

#[test]
fn invoices_are_a_page_without_foreign_markup() {
    let log =
        file("markup.csv", b"at,operation,charged\n2026-10-02,<script>,5\n2026-10-02,erase,8\n");
    let log = log.to_str().unwrap();
    let page = stdout(above(&["usage", "invoice", log, "-c", "kive", "-a", ACCOUNT, "--html"]));
    assert!(page.starts_with("<!doctype html>"), "{page}");
    assert!(page.contains("<td>erase</td><td>1</td>") && !page.contains("<script"), "{page}");
    let json = json(above(&["usage", "invoice", log, "-c", "kive", "-a", ACCOUNT, "--json"]));
    assert_eq!(json[0]["usage"][0]["credits"], "8");
    assert_eq!(json[0]["catalog"]["id"], "kive");
}

#[test]
fn rating_again_is_exact_in_csv() {
    let program =
        above(&["usage", "rerate", LOG, "--to", "kive", "-c", "kive", "--rate-all", "--csv"]);
    let text = stdout(program);
    assert!(text.lines().skip(1).all(|line| line.ends_with(",0")), "the same prices: {text}");
}

/// A report of the log of the examples, written as Parquet, and the bytes of that file.
fn parquet(name: &str, options: &[&str]) -> Vec<u8> {
    let path = file(name, b"");
    let path = path.to_str().unwrap();
    let arguments = [&["usage", "report", LOG, "-c", "kive", "--parquet", path], options].concat();
    assert!(stdout(above(&arguments)).starts_with(&format!("{path}: ")), "what was written");
    fs::read(path).unwrap()
}

#[test]
fn a_report_in_parquet_is_the_same_bytes_each_time() {
    for options in [
        vec!["--by", "member,day"],
        vec![
            "--focus",
            "--credit-price",
            "0.01",
            "--billing-account",
            "a",
            "--billing-currency",
            "EUR",
        ],
    ] {
        let first = parquet("first.parquet", &options);
        assert!(first.starts_with(b"PAR1") && first.ends_with(b"PAR1"), "{options:?}");
        assert_eq!(parquet("second.parquet", &options), first, "{options:?}");
    }
}

#[test]
fn parquet_is_a_file_and_nothing_else() {
    for (arguments, expected) in [
        (
            vec!["--parquet", "no/such/folder/x.parquet"],
            "no/such/folder/x.parquet could not be written",
        ),
        (vec!["--parquet", "x.parquet", "--csv"], "cannot be used with"),
    ] {
        let error = stderr(above(&[vec!["usage", "report", LOG], arguments].concat()));
        assert!(error.contains(expected), "{error}");
    }
    let damaged = file("damaged.parquet", b"PAR1 and no end");
    let error = stderr(above(&["usage", "report", damaged.to_str().unwrap()]));
    assert!(error.contains("this Parquet file cannot be read"), "{error}");
    assert!(!error.contains("panicked"), "{error}");
}

#[test]
fn a_report_by_class_needs_the_account() {
    let error = stderr(above(&["usage", "report", LOG, "--by", "class"]));
    assert!(error.contains("`--by class` needs --catalog"), "{error}");
    let by_class = ["usage", "report", LOG, "-c", "kive", "-a", ACCOUNT, "--by", "class", "--csv"];
    let text = stdout(above(&by_class));
    let rows: Vec<&str> = text.lines().skip(1).collect();
    assert_eq!(
        rows[0].split(',').take(5).collect::<Vec<_>>(),
        ["subscription", "52", "73", "0", "396"]
    );
    let compared = stderr(above(
        &[&by_class[..], &["--compare", "--from", "2026-10-02", "--until", "2026-10-01"]].concat(),
    ));
    assert!(compared.contains("--until: expected an end after the beginning"), "{compared}");
}

#[test]
fn a_focus_file_is_csv_or_json_and_says_its_version() {
    let focus = |more: &[&str]| {
        let usual = ["usage", "report", LOG, "-c", "kive", "--focus", "--credit-price", "0.02"];
        above(&[&usual[..], more].concat())
    };
    let account = ["--billing-account", "acme", "--billing-account-name", "Acme Inc."];
    let text = stdout(focus(&account));
    assert!(text.starts_with("BilledCost,BillingAccountId,BillingAccountName,"), "{text}");
    assert!(text.lines().skip(1).all(|line| line.starts_with("0,acme,Acme Inc.,USD,")), "{text}");
    let told = stderr(focus(&account));
    assert!(told.starts_with("note: FOCUS 1.4, Cost and Usage: 49 rows\n"), "{told}");
    assert!(told.contains("not in the rows: 3 runs without a result"), "{told}");
    let answer = json(focus(&[&account[..], &["--json"]].concat()));
    assert_eq!(answer["metadata"]["FocusVersion"], "1.4");
    assert_eq!(answer["rows"].as_array().unwrap().len(), text.lines().count() - 1);
    assert_eq!(answer["credits"], "396");
    assert_eq!(answer["cost"], "7.92");
    let parquet = file("focus.parquet", b"").to_str().unwrap().to_owned();
    let told = stdout(focus(&[&account[..], &["--parquet", &parquet]].concat()));
    assert!(told.ends_with("focus.parquet: 49 rows\n"), "{told}");
}

#[test]
fn what_a_focus_file_lacks_is_named_by_its_option() {
    for (arguments, expected) in [
        (vec!["-c", "kive", "--focus"], "--credit-price <AMOUNT>"),
        (vec!["-c", "kive", "--focus", "--credit-price", "1"], "--billing-account: expected an id"),
        (vec!["--focus", "--credit-price", "1"], "--service-provider: expected the name"),
        (vec!["--focus", "--credit-price", "1"], "--billing-currency: expected an ISO 4217"),
        (vec!["--contracted-price", "1"], "--focus"),
        (vec!["-c", "kive", "--focus", "--credit-price", "1", "--by", "member"], "--by"),
        (vec!["--focus", "--sub-account", "team"], "expected member or project"),
    ] {
        let program = || above(&[vec!["usage", "report", LOG], arguments.clone()].concat());
        program().assert().code(2);
        let error = stderr(program());
        assert!(error.contains(expected), "{arguments:?}: {error}");
    }
}

#[test]
fn a_forecast_says_how_long_credits_last_and_what_fits() {
    above(&["usage", "forecast", LOG, "-c", "kive", "--plan", "basic"])
        .assert()
        .success()
        .stdout_eq(str![[r#"
With Basic, credits last until 29 Oct 2027, also with heavy use.
Basic covers the pace with 100 % or more to spare.

Pace: 14.16 credits a day. The next 30 days use 425 credits; 80 of 100 such months lie between 280
  and 569.
Log: 1 Oct 2026 – 28 Oct 2026, 20 days with use; 73 runs gave a result, and 3 failed.
Weekdays: Mon 174 %, Tue 117 %, Wed 134 %, Thu 129 %, Fri 106 %, Sat 20 %, Sun 20 % of an average
  day
Trend: none that is clear
Bursts: none

 what                           | runs a day | each | credits in 30 days | failed %
--------------------------------+------------+------+--------------------+----------
 Erase (versions 4)             |        0.9 |    8 |                217 |
 Replace (versions 1)           |       0.98 |    4 |                117 |       10
 Remove background (versions 4) |       0.76 |    4 |              91.03 |

Basic, paid yearly is the smallest that covers it; its price is not published
Open: the allowance of 1 option is not published

12 months from 29 Oct 2026, in USD

   | option        | a month | in all | covers |    room | unused
---+---------------+---------+--------+--------+---------+--------
 1 | Basic, yearly |       ? |      ? |  +35 % | 100 % + |  5,264
 2 | Pro, yearly   |       ? |      ? |  +35 % | 100 % + | 46,264
 3 | No plan       |       ? |      ? |    9 % |   -91 % |    572
 4 | Enterprise    |       ? |      ? |      ? |         |
room: how far the need can grow before a run is refused; covers: the need plus this margin, or this
share of it; worth: the money paid for unused credits; ?: not published

1. Basic, yearly: covers it; its price is not published
2. Pro, yearly: covers it; its price is not published
3. No plan: runs out in 1 of 2 cycles, first on 1 Dec 2026; 391 credits short a month, and no top-up
   has a published size and price
4. Enterprise: the amount of `enterprise-monthly` is not published: assume one

Not published; to assume it:
  Enterprise: --assume-grant enterprise-monthly=CREDITS --assume-plan enterprise=PRICE/month
  The plan of the account: --assume-plan basic=PRICE/month
  Top-ups: --assume-top-up one-time=CREDITS@PRICE

Not counted again: 1 row with an id that had occurred before.
1 row could not be read:
  examples/usage/studio.csv:58: runs: expected a whole number of at least 1, found `one`

"#]]);
}

#[test]
fn a_short_log_is_not_enough_history() {
    let path = file("short.csv", b"at,operation\n2026-10-02,erase\n2026-10-04,erase\n");
    above(&["usage", "forecast", path.to_str().unwrap(), "-c", "kive"]).assert().stdout_eq(str![[
        r#"
Not enough history: the history has 3 days; a forecast needs 28, four of each weekday.

"#
    ]]);
}

#[test]
fn a_forecast_as_a_need_and_as_a_scenario_is_read_by_fit_and_simulate() {
    let forecast = |option: &str| {
        stdout(above(&["usage", "forecast", LOG, "-c", "kive", "--plan", "basic", option]))
    };
    let need = file("need.json", forecast("--need").as_bytes());
    let fit = stdout(above(&["fit", need.to_str().unwrap(), "-c", "kive"]));
    assert!(fit.contains("need of a month") && fit.contains("424.79988"), "{fit}");
    let scenario = file("scenario.json", forecast("--scenario").as_bytes());
    let simulated = stdout(above(&["simulate", scenario.to_str().unwrap(), "-c", "kive"]));
    assert!(simulated.starts_with("Kive: Basic"), "{simulated}");
}
