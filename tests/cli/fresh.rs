//! What changes between two versions, for customers; and prices that were read long ago.

use crate::run::{drawdown, folder, json, program, stdout};
use snapbox::str;
use std::fs;

#[test]
fn customers_read_sentences() {
    drawdown("catalog diff prices.json prices-next.json --as customer")
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
Studio, version 2026-12

Dearer
- Image 2 at 4K: 98 → 110 credits from 1 December 2026
- Clip, footage (resolution 1080p): 20 → 24 credits per s from 20 November 2026
- Write, input (input tokens > 1000): 4 → 5 credits per 1,000 tokens from 20 November 2026
- Sketch: 7 → 9 credits from 15 November 2026
- Matte: free → 1 credit from 20 November 2026
- Pro, monthly: 29.00 → 35.00 USD a month from 20 November 2026
- Small pack, 100 credits: 5.00 → 6.00 USD from 20 November 2026

Cheaper
- Clip, footage (resolution 720p): 12 → 10 credits per s from 20 November 2026
- Pro: 2,000 → 2,200 credits each cycle from 20 November 2026

New
- New: Image 2 at 8K, 300 credits, from 20 November 2026
- New: Upscale, 12 credits, from 20 November 2026
- New: Pro, quarterly, 95.00 USD a quarter, from 20 November 2026
- New plan: Team, sold for 99.00 USD a month, from 20 November 2026
- New pack: Huge pack, 5,000 credits for 150.00 USD, from 20 November 2026

No longer offered
- No longer offered: Train, from 20 November 2026
- No longer offered: Pro, yearly, from 20 November 2026
- No longer offered: plan Lite, from 20 November 2026
- No longer offered: pack Large pack, from 20 November 2026

Also changed
- Clip: audio is yes by default, before no, from 20 November 2026
- Clip, duration: 3 to 10 → 3 to 15 from 20 November 2026
- Pro: 2,200 credits each month on the billing date (before: 2,200 credits each month on the billing date, unused ones expire at renewal), from 20 November 2026
- Pro, new: unused ones roll over for one cycle, from 20 November 2026
- Every account: a failed run is charged (before: a failed run is refunded), from 20 November 2026
- Every account, no longer: refunds of expired credits expire at once, from 20 November 2026

"#]])
        .stderr_eq("");
    drawdown("catalog diff example.json next.json --as customer").assert().code(1).stdout_eq(str![
        [r#"
Example, version 2

Dearer
- Sketch, seconds 5: about 100 → about 105 credits from 1 November 2026

Cheaper
- Clip for 5 s at 720p without audio: 565 → 555 credits from 1 November 2026
- Pro: runs cost 1 → 0.8 times their price from 1 November 2026

New
- New: matte, 0.1 credits, from 1 November 2026

No longer offered
- No longer offered: Train, from 1 November 2026

Also changed
- Upscale at 4x: 20 credits → price not published from 1 November 2026

"#]
    ]);
    drawdown("catalog diff example.json references.json --as customer").assert().code(1).stdout_eq(
        str![[r#"
Example, version 3

Dearer
- Clip, references (with references, the part up to 10): 2 → 3 credits from 1 November 2026
- Clip, references (with references, the part over 10): 1 → 2 credits from 1 November 2026

"#]],
    );
    drawdown("catalog diff example.json example.json --as customer").assert().code(0).stdout_eq(
        str![[r#"
Example, version 1

No change for customers

"#]],
    );
}

#[test]
fn a_changelog_has_the_same_sentences() {
    drawdown("catalog diff prices.json prices-next.json --as changelog")
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
## [2026-12] - 2026-11-20

### Changed

- Image 2 at 4K: 98 → 110 credits from 1 December 2026
- Clip, footage (resolution 1080p): 20 → 24 credits per s from 20 November 2026
- Write, input (input tokens > 1000): 4 → 5 credits per 1,000 tokens from 20 November 2026
- Sketch: 7 → 9 credits from 15 November 2026
- Matte: free → 1 credit from 20 November 2026
- Pro, monthly: 29.00 → 35.00 USD a month from 20 November 2026
- Small pack, 100 credits: 5.00 → 6.00 USD from 20 November 2026
- Clip, footage (resolution 720p): 12 → 10 credits per s from 20 November 2026
- Pro: 2,000 → 2,200 credits each cycle from 20 November 2026
- Clip: audio is yes by default, before no, from 20 November 2026
- Clip, duration: 3 to 10 → 3 to 15 from 20 November 2026
- Pro: 2,200 credits each month on the billing date (before: 2,200 credits each month on the billing date, unused ones expire at renewal), from 20 November 2026
- Pro, new: unused ones roll over for one cycle, from 20 November 2026
- Every account: a failed run is charged (before: a failed run is refunded), from 20 November 2026
- Every account, no longer: refunds of expired credits expire at once, from 20 November 2026

### Added

- New: Image 2 at 8K, 300 credits, from 20 November 2026
- New: Upscale, 12 credits, from 20 November 2026
- New: Pro, quarterly, 95.00 USD a quarter, from 20 November 2026
- New plan: Team, sold for 99.00 USD a month, from 20 November 2026
- New pack: Huge pack, 5,000 credits for 150.00 USD, from 20 November 2026

### Removed

- No longer offered: Train, from 20 November 2026
- No longer offered: Pro, yearly, from 20 November 2026
- No longer offered: plan Lite, from 20 November 2026
- No longer offered: pack Large pack, from 20 November 2026

"#]]);
    drawdown("catalog diff example.json example.json --as changelog").assert().code(0).stdout_eq(
        str![[r#"
## [1] - 2026-11-01

No change for customers.

"#]],
    );
    drawdown("catalog diff example.json next.json --as changelog --json")
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: the argument '--as <FORM>' cannot be used with '--json'

Usage: drawdown catalog diff --as <FORM> <OLD> <NEW>

For more information, try '--help'.

"#]]);
}

/// Every difference says what it means, in which unit, and since when.
#[test]
fn json_has_kinds_units_dates_and_sentences() {
    let found = json(drawdown("catalog diff prices.json prices-next.json --json"));
    let found = found.as_array().unwrap();
    let later = found.iter().find(|found| found["from"] == "2026-12-01T00:00:00Z").unwrap();
    assert_eq!(later["place"], "operations/image-2");
    assert_eq!(later["case"], "size 4K, from 2026-12-01");
    assert_eq!(later["kind"], "dearer");
    assert_eq!(later["unit"], "credits");
    assert_eq!(later["sentence"], "Image 2 at 4K: 98 → 110 credits from 1 December 2026");
    let of = |place: &str| found.iter().find(|found| found["place"] == place).unwrap();
    let kind = |place: &str| of(place)["kind"].as_str().unwrap().to_owned();
    assert_eq!(of("plans/pro/price/month")["unit"], "USD");
    assert_eq!(kind("plans/pro/price/month"), "dearer");
    assert_eq!(kind("grants/pro-monthly/amount"), "cheaper");
    assert_eq!(kind("plans/team"), "added");
    assert_eq!(kind("operations/train"), "removed");
    assert_eq!(kind("policies/failed_runs"), "other");
    for each in found {
        let sentence = each["sentence"].as_str().unwrap();
        assert!(sentence.contains(" from ") && sentence.ends_with("2026"), "{sentence}");
    }
}

/// Names come from a catalog, so they cannot write Markdown.
#[test]
fn names_are_no_markdown() {
    let folder = folder("markdown");
    let catalog = |rate: &str| {
        format!(
            r#"{{ "catalog": "x", "version": "1", "as_of": "2026-11-01", "credit": {{ "name": "c", "step": "1" }},
            "operations": [ {{ "id": "a", "name": "[A](http://b) *c* <d>", "price": [ {{ "line": "a", "rate": "{rate}" }} ] }} ] }}"#
        )
    };
    fs::write(folder.join("old.json"), catalog("1")).unwrap();
    fs::write(folder.join("new.json"), catalog("2")).unwrap();
    let arguments = ["catalog", "diff", "old.json", "new.json", "--as", "changelog"];
    let told = stdout(program(&folder).args(arguments));
    assert!(told.contains(r"- \[A\](http://b) \*c\* \<d>: 1 → 2 c from"), "{told}");
}

#[test]
fn old_prices_are_warnings() {
    drawdown("catalog check prices.json --at 2026-11-30")
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
warning: prices.json: /sources/old/as_of: as of 2025-06-01, 547 days before 2026-11-30 (Write, Sketch)
prices.json: 0 tests passed, 1 warning
1 catalog: all good

"#]])
        .stderr_eq("");
    drawdown("catalog check prices.json --at 2026-11-30 --older-than 7")
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
warning: prices.json: /as_of: as of 2026-11-01, 29 days before 2026-11-30 (Matte, Train)
warning: prices.json: /sources/guide/as_of: as of 2026-10-30, 31 days before 2026-11-30 (Image 2, Clip, Write and 4 more)
warning: prices.json: /sources/old/as_of: as of 2025-06-01, 547 days before 2026-11-30 (Write, Sketch)
prices.json: 0 tests passed, 3 warnings
1 catalog: all good

"#]]);
    // On the day of the limit it is not older.
    drawdown("catalog check prices.json --at 2026-11-30 --older-than 547")
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
prices.json: 0 tests passed
1 catalog: all good

"#]]);
    let found = json(drawdown("catalog check prices.json --at 2026-11-30 --json"));
    assert_eq!(found[0]["warnings"][0]["pointer"], "/sources/old/as_of");
    assert_eq!(found[0]["warnings"][0]["code"], "out_of_range");
    drawdown("catalog check prices.json --at soon").assert().code(2).stdout_eq("");
    drawdown("catalog check prices.json --older-than -1").assert().code(2).stdout_eq("");
}
