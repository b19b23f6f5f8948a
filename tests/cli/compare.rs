//! What `drawdown compare` prints where nothing can be compared, and what it refuses. The tables are
//! in `docs/compare.md`.
//!
//! `SNAPSHOTS=overwrite cargo test --test cli compare` takes over what it prints now.

use super::run::{above, drawdown, json, stderr, stdout};
use snapbox::cmd::Command;
use snapbox::str;

/// Two shipped catalogs, asked for a model.
fn two(more: &[&str]) -> Command {
    above(&["compare", "-c", "krea", "-c", "imagineart"]).args(more)
}

#[test]
fn nobody_sells_it_at_a_published_price() {
    two(&["flux-2-max"]).assert().code(1).stdout_eq(str![[r#"
No platform is known to sell FLUX.2 [max] at a published price

Without a cost in money:
  ImagineArt: what its credits cost is not published

Not offered by Krea

"#]]);
    two(&["--daily", "5 x flux-2-pro"]).assert().code(1).stdout_eq(str![[r#"
No platform is known to cover the need

Not ranked:
  ImagineArt: No option allows the whole need

Not offered by Krea

"#]]);
}

#[test]
fn a_need_from_a_file_and_from_flags_is_the_same() {
    let need = r#"{ "lines": [ { "request": { "model": "nano-banana" }, "per_day": "3", "days": 20 } ],
                    "months": 2, "buffer": "10%" }"#;
    let file = json(above(&["compare", "-", "--json", "-c", "krea"]).stdin(need));
    let flags = json(above(&[
        "compare",
        "--json",
        "-c",
        "krea",
        "--daily",
        "3 x nano-banana",
        "--days",
        "20",
        "--months",
        "2",
        "--buffer",
        "10%",
    ]));
    assert_eq!(file, flags);
    assert_eq!(file["platforms"][0]["state"], "covers");
}

#[test]
fn a_list_of_names_replaces_the_shipped_one() {
    let folder = super::run::folder("compare-names");
    let file = folder.join("names.json");
    std::fs::write(&file, r#"{ "nano-banana": { "label": "Banana", "aliases": ["nb"] } }"#)
        .unwrap();
    let names = ["--models", file.to_str().unwrap()];
    let text = stdout(above(&["compare", "-c", "krea", "nb"]).args(names));
    assert!(text.starts_with("Banana costs least at Krea"), "{text}");
}

#[test]
fn what_is_refused_says_how_to_ask() {
    drawdown("compare").assert().code(2).stderr_eq(str![[r#"
error: there is nothing to compare
hint: give a MODEL, a NEED.json, or lines such as --monthly "200 x nano-banana-2"

"#]]);
    above(&["compare", "--daily", "nano-banana"]).assert().code(2).stderr_eq(str![[r#"
error: invalid value 'nano-banana' for '--daily <N x MODEL>': expected N x NAME [SETTING=VALUE ...], such as "2 x clip seconds=10"

For more information, try '--help'.

"#]]);
    above(&["compare", "--daily", "3 x nano-banana:24"]).assert().code(2).stderr_eq(str![[r#"
error: `3 x nano-banana:24` names a cost
hint: a cost is checked by `drawdown fit`: here, every platform has its own

"#]]);
    above(&["compare", "nano-banana", "--rate", "EUR"]).assert().code(2).stderr_eq(str![[r#"
error: invalid value 'EUR' for '--rate <CODE=RATE>': expected CODE=RATE, such as EUR=1.08

For more information, try '--help'.

"#]]);
    above(&["compare", "-"]).stdin("{ \"lines\": [ {} ] }").assert().code(2).stderr_eq(str![[r#"
error: stdin: /lines/0: expected a key `request`, found none
hint: a need has `lines`, each with a `request` for a `model`, and how often

"#]]);
    above(&["compare", "-", "-c", "krea"])
        .stdin(r#"{ "lines": [ { "request": { "model": "veo-3" }, "per_day": 1 } ], "accounts": { "kria": {} } }"#)
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: stdin: /accounts/kria: there is no catalog `kria`; did you mean `krea`?
hint: `drawdown catalog show ID` lists the models of a platform

"#]]);
    for useless in [
        &["compare", "nano-banana", "--months", "3"][..],
        &["compare", "nano-banana", "--buffer", "10%"],
        &["compare", "--daily", "3 x nano-banana", "--set", "resolution=4K"],
        &["compare", "-", "--tag", "image-to-video"],
    ] {
        let told = stderr(above(useless).stdin("{}"));
        assert!(told.contains("has no effect on"), "{useless:?} {told}");
    }
    above(&["compare", "-", "-c", "krea"])
        .stdin(
            r#"{ "lines": [ { "request": { "model": "veo-3" }, "per_day": -1 } ], "season": [1] }"#,
        )
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: stdin: /lines/0/per_day: expected 0 to 1000000000, found -1
error: stdin: /season: expected twelve factors, found 1
hint: `drawdown catalog show ID` lists the models of a platform

"#]]);
}

#[test]
fn a_rate_from_a_flag_takes_the_place_of_the_files() {
    let need = r#"{ "lines": [ { "request": { "model": "nano-banana" }, "per_day": 3 } ],
                    "currency": "EUR", "rates": { "USD": "0.5" } }"#;
    let cost = |more: &[&str]| {
        let found = json(above(&["compare", "-", "--json", "-c", "krea"]).args(more).stdin(need));
        found["platforms"][0]["cost"].as_str().unwrap().parse::<f64>().unwrap()
    };
    assert!((cost(&["--rate", "USD=1"]) - 2.0 * cost(&[])).abs() < 0.02);
}
