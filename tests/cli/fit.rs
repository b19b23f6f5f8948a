//! What `drawdown fit` prints.
//!
//! `SNAPSHOTS=overwrite cargo test --test cli fit` takes over what it prints now.

use super::run::{drawdown, files, json, stderr, stdout, wallet, without_zone};
use drawdown::{Catalog, Need, Zone, to_text_pretty};
use serde_json::Value;
use snapbox::cmd::Command;
use snapbox::str;

/// A fit for a need of images by flags.
fn images(more: &[&str]) -> Command {
    drawdown("fit -c wallet.json").args(["--daily", "4 x image", "--days", "20"]).args(more)
}

/// What is longer than a line may be.
fn too_long(text: &str, width: usize) -> String {
    let lines = text.lines().filter(|line| line.chars().count() > width);
    lines.collect::<Vec<_>>().join("\n")
}

/// What a need makes the program assume.
fn assumptions(need: &'static str) -> Vec<String> {
    let fit = json(drawdown("fit - -c wallet.json --json").stdin(need));
    let notes = fit["assumptions"].as_array().unwrap().iter().filter_map(Value::as_str);
    notes.map(str::to_owned).collect()
}

#[test]
fn the_report() {
    drawdown("fit need-fit.json -c wallet.json")
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
Pro, paid monthly with 10 top-ups: 132.00 EUR for 6 months, 22.00 EUR a month on average, 156.00 EUR
  with the margin
About: some costs are "about", in the vendor's own word
Open: the allowance of 1 option is not published
Assumed: pack 500 credits

Need of a month, wallet 3

 what                     | how often          | times |   each |         credits
--------------------------+--------------------+-------+--------+-----------------
 Image                    | 4 a day on 20 days |    80 | ≈ 12.5 |         ≈ 1,000
 Image (size 4k)          | 3 a week           |    13 |   ≈ 40 |           ≈ 520
 need of a month          |                    |       |        |         ≈ 1,520
 with a buffer of 20–30 % |                    |       |        | ≈ 1,824 – 1,976

6 months from 1 Mar 2026, in EUR; by season 1 to 1.5 times the need

     | option       | a month | in all | with margin | covers |   room | top-ups   | unused | worth
-----+--------------+---------+--------+-------------+--------+--------+-----------+--------+-------
 1 * | Pro, monthly |   22.00 | 132.00 |      156.00 |  +20 % |   20 % | 10 × pack |    140 |  0.00
 2 * | Max, monthly |   30.00 | 180.00 |             |  +30 % |   80 % |           | 10,900 | 80.70
 3   | Pro, yearly  |   30.00 | 180.00 |      204.00 |  +20 % |   20 % | 10 × pack |    140 |  0.00
 4   | No plan      |    0.00 |   0.00 |             |    0 % | -100 % |           |    915 |  0.00
 5   | Custom       |       ? |      ? |             |      ? |        |           |        |
with margin: the cost in all if the margin is used too; room: how far the need can grow before a run
is refused; covers: the need plus this margin, or this share of it; worth: the money paid for unused
credits; *: no other option that covers it costs less and has more room; ?: not published

1. Pro, monthly: costs least: 132.00 EUR for 6 months, 156.00 EUR with the margin; the need may grow
   by 20 %
2. Max, monthly: costs 48.00 EUR more in 6 months than Pro, paid monthly
3. Pro, yearly: costs 48.00 EUR more in 6 months than Pro, paid monthly
4. No plan: runs out on 1 Mar 2026; 1,904 credits short a month, and no top-up is sold for it
5. Custom: the amount of `custom-monthly` is not published: assume one

Not published; to assume it:
  Custom: --assume-grant custom-monthly=CREDITS --assume-plan custom=PRICE/month

 buy      | when               | credits |  EUR
----------+--------------------+---------+------
 1 × Pack | 15 Mar 2026, 12:00 |     500 | 6.00
 1 × Pack | 22 Mar 2026, 12:00 |     500 | 6.00
 1 × Pack | 30 Mar 2026, 12:00 |     500 | 6.00
 1 × Pack | 20 Apr 2026, 12:00 |     500 | 6.00
 1 × Pack | 26 Apr 2026, 12:00 |     500 | 6.00
 1 × Pack | 18 May 2026, 12:00 |     500 | 6.00
 1 × Pack | 25 May 2026, 12:00 |     500 | 6.00
 1 × Pack | 24 Jun 2026, 12:00 |     500 | 6.00
 1 × Pack | 27 Jul 2026, 12:00 |     500 | 6.00
 1 × Pack | 28 Aug 2026, 12:00 |     500 | 6.00
No cheaper set of purchases suffices
Left of top-ups at the end: 360 credits, which cost 4.32 EUR

With the margin:
 buy      | when                                      | credits |   EUR
----------+-------------------------------------------+---------+-------
 1 × Pack | 14 times, the first on 13 Mar 2026, 12:00 |   7,000 | 84.00
No cheaper set of purchases suffices

What a month of Pro, monthly pays for, including top-ups:
 only            | default settings | as in the need
-----------------+------------------+----------------
 Image           |              158 |            158
 Image (size 4k) |              158 |             49

Longer terms:
Pro for a year at once costs 120.00 EUR instead of 144.00 EUR: it pays off in month 11

"#]])
        .stderr_eq("");
}

#[test]
fn a_narrow_report() {
    let command = drawdown("fit need-fit.json -c wallet.json").env("COLUMNS", "80");
    assert_eq!(too_long(&stdout(command), 80), "");
}

#[test]
fn the_worked_example_of_a_guide() {
    let flags = ["--daily", "30 x nano-banana", "--daily", "10 x video:210", "--days", "22"];
    let command = drawdown("fit --catalog imagineart").args(flags);
    command
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
No known option covers it: what 5 options give is not published; of the others No plan comes
  nearest, with 3.4 %
Open: the allowance of 5 options is not published

Need of a month, imagineart 2026-11-22.1

 what                        | how often           | times | each |         credits
-----------------------------+---------------------+-------+------+-----------------
 Nano Banana                 | 30 a day on 22 days |   660 |   24 |          15,840
 Video (the guide's example) | 10 a day on 22 days |   220 |  210 |          46,200
 need of a month             |                     |       |      |          62,040
 with a buffer of 20–30 %    |                     |       |      | 74,448 – 80,652

12 months from 22 Nov 2026, in USD

   | option     | a month | in all | covers |  room | unused | worth
---+------------+---------+--------+--------+-------+--------+-------
 1 | No plan    |    0.00 |   0.00 |  3.4 % | -97 % | 11,152 |  0.00
 2 | Basic      |       ? |      ? |      ? |       |        |
 3 | Standard   |       ? |      ? |      ? |       |        |
 4 | Ultimate   |       ? |      ? |      ? |       |        |
 5 | Creator    |       ? |      ? |      ? |       |        |
 6 | Enterprise |       ? |      ? |      ? |       |        |
room: how far the need can grow before a run is refused; worth: the money paid for unused credits;
?: not published

1. No plan: runs out on 22 Nov 2026; 59,928 credits short a month, and no top-up is sold for it
2. Basic: the amount of `basic-monthly` is not published: assume one
3. Standard: the amount of `standard-monthly` is not published: assume one
4. Ultimate: the amount of `ultimate-monthly` is not published: assume one
5. Creator: the amount of `creator-monthly` is not published: assume one
6. Enterprise: the amount of `enterprise-monthly` is not published: assume one

Not published; to assume it:
  Basic: --assume-grant basic-monthly=CREDITS --assume-plan basic=PRICE/month
  Standard: --assume-grant standard-monthly=CREDITS --assume-plan standard=PRICE/month
  Ultimate: --assume-grant ultimate-monthly=CREDITS --assume-plan ultimate=PRICE/month
  Creator: --assume-grant creator-monthly=CREDITS --assume-plan creator=PRICE/month
  Enterprise: --assume-grant enterprise-monthly=CREDITS --assume-plan enterprise=PRICE/month
  Top-ups: --assume-top-up top-up=CREDITS@PRICE

"#]])
        .stderr_eq("");
}

#[test]
fn by_flags() {
    let flags = ["--monthly", "5 x image size=4k", "--buffer", "500 credits", "--months", "3"];
    let assumed = ["--assume-top-up", "pack=500", "--assume-grant", "custom-monthly=9000"];
    images(&[&flags[..], &assumed[..], &["--assume-plan", "custom=20/month"]].concat())
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
Pro, paid monthly with 1 top-up: 42.00 EUR for 3 months, 14.00 EUR a month on average, 60.00 EUR
  with the margin
About: some costs are "about", in the vendor's own word
Assumed: custom-monthly 9,000 credits; custom 20.00 EUR a month; pack 500 credits

Need of a month, wallet 3

 what                         | how often          | times |   each | credits
------------------------------+--------------------+-------+--------+---------
 Image                        | 4 a day on 20 days |    80 | ≈ 12.5 | ≈ 1,000
 Image (size 4k)              | 5 a month          |     5 |   ≈ 40 |   ≈ 200
 need of a month              |                    |       |        | ≈ 1,200
 with a buffer of 500 credits |                    |       |        | ≈ 1,700

3 months from 1 Mar 2026, in EUR

     | option       | a month | in all | with margin | covers |    room | top-ups  | unused | worth
-----+--------------+---------+--------+-------------+--------+---------+----------+--------+-------
 1   | Pro, monthly |   14.00 |  42.00 |       60.00 |   +500 |    43 % | 1 × pack |    160 |  0.00
 2 * | Custom,      |   20.00 |  60.00 |             |   +500 | 100 % + |          | 15,960 | 35.11
     | monthly      |         |        |             |        |         |          |        |
 3   | Max, monthly |   30.00 |  90.00 |             |   +500 | 100 % + |          |  5,960 | 43.50
 4   | Pro, yearly  |   42.00 | 126.00 |      144.00 |   +500 |    43 % | 1 × pack |    160 |  0.00
 5   | No plan      |    0.00 |   0.00 |             |    0 % |  -100 % |          |    455 |  0.00
with margin: the cost in all if the margin is used too; room: how far the need can grow before a run
is refused; covers: the need plus this margin, or this share of it; worth: the money paid for unused
credits; *: no other option that covers it costs less and has more room

1. Pro, monthly: costs least: 42.00 EUR for 3 months, 60.00 EUR with the margin; the need may grow
   by 43 %
2. Custom, monthly: costs 18.00 EUR more in 3 months than Pro, paid monthly
3. Max, monthly: costs 48.00 EUR more in 3 months than Pro, paid monthly
4. Pro, yearly: costs 84.00 EUR more in 3 months than Pro, paid monthly
5. No plan: runs out on 2 Mar 2026; 1,200 credits short a month, and no top-up is sold for it

 buy      | when               | credits |  EUR
----------+--------------------+---------+------
 1 × Pack | 30 Mar 2026, 12:00 |     500 | 6.00
No cheaper set of purchases suffices
Left of top-ups at the end: 200 credits, which cost 2.40 EUR

With the margin:
 buy      | when               | credits |  EUR
----------+--------------------+---------+------
 1 × Pack | 21 Mar 2026, 12:00 |     500 | 6.00
 1 × Pack | 31 Mar 2026, 12:00 |     500 | 6.00
 1 × Pack | 27 Apr 2026, 12:00 |     500 | 6.00
 1 × Pack | 27 May 2026, 12:00 |     500 | 6.00
No cheaper set of purchases suffices

What a month of Pro, monthly pays for, including top-ups:
 only            | default settings | as in the need
-----------------+------------------+----------------
 Image           |              105 |            105
 Image (size 4k) |              105 |             33

Longer terms:
Pro for a year at once costs 120.00 EUR instead of 144.00 EUR: it pays off in month 11

"#]])
        .stderr_eq("");
}

#[test]
fn what_would_be_assumed_is_named() {
    let command = images(&["--plan", "pro,custom,none", "--buffer", "50%"]);
    let text = stdout(command);
    let (_, rest) = text.split_once("\n\nNot published").unwrap();
    snapbox::assert_data_eq!(
        rest,
        str![[r#"
; to assume it:
  Custom: --assume-grant custom-monthly=CREDITS --assume-plan custom=PRICE/month
  Top-ups: --assume-top-up pack=CREDITS

What a month of Pro, yearly pays for, including top-ups:
 only  | default settings | as in the need
-------+------------------+----------------
 Image |               92 |             92

Longer terms:
Pro for a year at once costs 120.00 EUR instead of 144.00 EUR: it pays off in month 11

"#]]
    );
}

#[test]
fn plans_terms_and_top_ups_can_be_chosen() {
    let flags = ["--plan", "pro,none", "--term", "month", "--no-top-ups"];
    let fit = json(images(&[&flags[..], &["--json"]].concat()));
    let options = fit["options"].as_array().unwrap();
    let plans: Vec<&str> = options.iter().map(|option| option["name"].as_str().unwrap()).collect();
    assert_eq!(plans, ["Pro", "No plan"]);
    assert!(options.iter().all(|option| option["top_ups"].is_null()));
}

#[test]
fn as_csv() {
    let command = drawdown("fit need-fit.json -c wallet.json --csv");
    command.assert().code(0).stdout_eq(str![[r#"
rank,plan,name,term,state,cost,per_month,per_credit,per_run,need,covered,buffer_low,buffer_high,headroom,issued,spent,wasted,wasted_money,missing,run_out,frontier,proven,gap,top_ups,left,left_money,margin_cost,margin_per_month,margin_top_ups,assume,reason
1,pro,Pro,month,covers,132,22,0.011074,0.1891,1520,56.6,true,false,20,11920,11420,140,0,4955,2026-03-15T11:00:00Z,true,true,,2026-03-15T11:00:00Z=1*pack 2026-03-22T11:00:00Z=1*pack 2026-03-30T10:00:00Z=1*pack 2026-04-20T10:00:00Z=1*pack 2026-04-26T10:00:00Z=1*pack 2026-05-18T10:00:00Z=1*pack 2026-05-25T10:00:00Z=1*pack 2026-06-24T10:00:00Z=1*pack 2026-07-27T10:00:00Z=1*pack 2026-08-28T10:00:00Z=1*pack,360,4.32,156,26,2026-03-13T11:00:00Z=1*pack 2026-03-19T11:00:00Z=1*pack 2026-03-25T11:00:00Z=1*pack 2026-03-31T10:00:00Z=1*pack 2026-04-17T10:00:00Z=1*pack 2026-04-23T10:00:00Z=1*pack 2026-04-29T10:00:00Z=1*pack 2026-05-16T10:00:00Z=1*pack 2026-05-22T10:00:00Z=1*pack 2026-05-28T10:00:00Z=1*pack 2026-06-22T10:00:00Z=1*pack 2026-07-20T10:00:00Z=1*pack 2026-07-28T10:00:00Z=1*pack 2026-08-25T10:00:00Z=1*pack,,"costs least: 132.00 EUR for 6 months, 156.00 EUR with the margin; the need may grow by 20 %"
2,max,Max,month,covers,180,30,0.007223,0.2579,1520,100,true,true,80,24920,11420,10900,80.7,0,,true,true,,,0,0,180,30,,,"costs 48.00 EUR more in 6 months than Pro, paid monthly"
3,pro,Pro,year,covers,180,30,0.015101,0.2579,1520,56.6,true,false,20,11920,11420,140,0,4955,2026-03-15T11:00:00Z,false,true,,2026-03-15T11:00:00Z=1*pack 2026-03-22T11:00:00Z=1*pack 2026-03-30T10:00:00Z=1*pack 2026-04-20T10:00:00Z=1*pack 2026-04-26T10:00:00Z=1*pack 2026-05-18T10:00:00Z=1*pack 2026-05-25T10:00:00Z=1*pack 2026-06-24T10:00:00Z=1*pack 2026-07-27T10:00:00Z=1*pack 2026-08-28T10:00:00Z=1*pack,360,4.32,204,34,2026-03-13T11:00:00Z=1*pack 2026-03-19T11:00:00Z=1*pack 2026-03-25T11:00:00Z=1*pack 2026-03-31T10:00:00Z=1*pack 2026-04-17T10:00:00Z=1*pack 2026-04-23T10:00:00Z=1*pack 2026-04-29T10:00:00Z=1*pack 2026-05-16T10:00:00Z=1*pack 2026-05-22T10:00:00Z=1*pack 2026-05-28T10:00:00Z=1*pack 2026-06-22T10:00:00Z=1*pack 2026-07-20T10:00:00Z=1*pack 2026-07-28T10:00:00Z=1*pack 2026-08-25T10:00:00Z=1*pack,,"costs 48.00 EUR more in 6 months than Pro, paid monthly"
4,,No plan,,short,0,0,0,,1520,0,false,false,-100,920,0,915,0,11420,2026-03-01T11:00:00Z,false,true,,,0,0,,,,,"runs out on 1 Mar 2026; 1,904 credits short a month, and no top-up is sold for it"
5,custom,Custom,,unknown,,,,,1520,0,false,false,,0,0,0,,0,,false,true,,,0,,,,,/account/assume/grants/custom-monthly,the amount of `custom-monthly` is not published: assume one

"#]]).stderr_eq("");
}

#[test]
fn what_follows_from_many_fits() {
    let further = ["--break-even=150", "--sensitivity=50", "--seed", "7", "--seasons", "--savings"];
    let command = images(&[&["--monthly", "5 x image size=4k"], &further[..]].concat());
    let text = stdout(command);
    let (_, sections) = text.split_once("\nBreak-even:\n").unwrap();
    snapbox::assert_data_eq!(
        sections,
        str![[r#"
 need of a month |  of the need | costs least  | EUR in 12 months
-----------------+--------------+--------------+------------------
         1 – 925 | 0.1 – 77.1 % | Pro, yearly  |           120.00
     925 – 1,800 | 77.1 – 150 % | Max, monthly |           360.00

Sensitivity: Max, paid monthly stays the best from -20 % to +50 % of change in the need; with random
  demand it suffices: nothing is refused in 50 of 50 draws
      need | costs least  | EUR in 12 months | the same
-----------+--------------+------------------+----------
     -50 % | Pro, yearly  |           120.00 | no
     -40 % | Pro, yearly  |           120.00 | no
     -30 % | Pro, yearly  |           120.00 | no
     -20 % | Max, monthly |           360.00 | yes
     -10 % | Max, monthly |           360.00 | yes
 unchanged | Max, monthly |           360.00 | yes
     +10 % | Max, monthly |           360.00 | yes
     +20 % | Max, monthly |           360.00 | yes
     +30 % | Max, monthly |           360.00 | yes
     +40 % | Max, monthly |           360.00 | yes
     +50 % | Max, monthly |           360.00 | yes
Random demand: 50 paths from seed 7; no run refused in nine paths of ten

Seasons: Changing plans does not pay: Max, paid monthly costs 360.00 EUR, with the margin

Savings:
 instead of | with               | credits less a month | EUR less in 12 months | costs least then
------------+--------------------+----------------------+-----------------------+------------------
 Image      | Size 2k instead of |                137.5 |                  0.00 | Max, monthly
            | 4k                 |                      |                       |

"#]]
    );
}

/// Units renew at midnight in UTC, wherever and whenever one subscribes.
#[test]
fn twelve_months_are_twelve_terms() {
    let starts = ["2027-01-01", "2027-01-01T09:00Z", "2027-07-01T00:00+02:00"];
    for start in starts {
        let options = ["--daily", "1 x flux", "--start", start, "--zone", "Europe/Berlin"];
        let fit = json(drawdown("fit -c krea --plan basic --json").args(options));
        let costs = [&fit["options"][0]["cost"], &fit["options"][1]["cost"]];
        assert_eq!(costs, ["96", "120"], "{start}");
    }
}

/// A margin in credits is the same for a smaller need.
#[test]
fn half_the_need_with_the_same_margin() {
    let catalog = std::fs::read_to_string("catalogs/kive.json").unwrap();
    let catalog = Catalog::from_json(&catalog).unwrap();
    let need = |edits: u32| {
        let text = format!(
            r#"{{ "lines": [ {{ "request": {{ "operation": "edit" }}, "per_day": {edits}, "days": 20 }} ],
                "buffer": "900 credits", "account": {{ "assume":
                {{ "top_ups": {{ "one-time": {{ "credits": "250", "price": "6" }} }} }} }} }}"#
        );
        Need::from_json(&text).unwrap()
    };
    let sensitivity = catalog.sensitivity(&need(6), None).unwrap();
    let half = catalog.fit(&need(3)).unwrap();
    assert_eq!(sensitivity.steps[0].cost, half.options[0].cost);
}

/// The same need by the library: with the table of its zone, and with the keys of what else was
/// asked for.
#[test]
fn json_is_what_the_library_says() {
    let catalog = wallet();
    let mut need = Need::from_json(&without_zone("need-fit.json")).unwrap();
    let (from, until) = ("2026-03-01".parse().unwrap(), "2028-01-01".parse().unwrap());
    let berlin = Zone::named("Europe/Berlin", from, until).unwrap();
    need.account.as_mut().unwrap().zone = Some(berlin);
    let fit = catalog.fit(&need).unwrap();
    let printed = stdout(drawdown("fit need-fit.json -c wallet.json --json"));
    assert_eq!(printed, to_text_pretty(&fit).unwrap());

    let flags = "--break-even --sensitivity --seasons --savings";
    let all = json(drawdown(&format!("fit need-fit.json -c wallet.json --json {flags}")));
    let written = |text: String| serde_json::from_str::<Value>(&text).unwrap();
    let break_even = catalog.break_even(&need, None).unwrap();
    assert_eq!(all["break_even"], written(to_text_pretty(&break_even).unwrap()));
    let sensitivity = catalog.sensitivity(&need, None).unwrap();
    assert_eq!(all["sensitivity"], written(to_text_pretty(&sensitivity).unwrap()));
    let seasons = catalog.seasonal_plan(&need).unwrap();
    assert_eq!(all["seasons"], written(to_text_pretty(&seasons).unwrap()));
    let savings = catalog.savings(&need).unwrap();
    assert_eq!(all["savings"], written(to_text_pretty(&savings).unwrap()));
    assert_eq!(all["verdict"], fit.verdict);
}

#[test]
fn every_example_runs_and_stays_within_the_line() {
    let mut count = 0;
    for path in files("examples/needs") {
        drawdown("need").arg(&path).assert().code(0).stderr_eq("");
        let output = drawdown("fit --seasons --savings").arg(&path).output().unwrap();
        assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]), "{path:?}");
        assert_eq!(too_long(&String::from_utf8(output.stdout).unwrap(), 100), "", "{path:?}");
        count += 1;
    }
    assert!(count >= 5, "only {count} needs were found");
}

#[test]
fn a_need_that_nothing_covers_says_no() {
    let command = images(&["--plan", "none"]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.starts_with(b"No option covers it"));
}

#[test]
fn a_plan_that_does_not_exist() {
    let flags = ["--plan", "prp", "--assume-grant", "month=3", "--assume-plan", "prp=3/month"];
    images(&flags).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: --plan prp: there is no plan `prp`; did you mean `pro`?
error: --assume-grant month: there is no grant `month`; did you mean `monthly`?
error: --assume-plan prp: there is no plan `prp`; did you mean `pro`?
hint: `drawdown catalog show wallet.json` lists the valid names

"#]]);
    images(&["--assume-grant", "month=3"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: --assume-grant month: there is no grant `month`; did you mean `monthly`?
hint: `drawdown catalog show wallet.json` lists the valid names

"#]]);
    images(&["--assume-plan", "prp=3/month"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: --assume-plan prp: there is no plan `prp`; did you mean `pro`?
hint: `drawdown catalog show wallet.json` lists the valid names

"#]]);
    images(&["--assume-top-up", "pak=3@1"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: --assume-top-up pak: there is no top-up `pak`; did you mean `pack`?
hint: `drawdown catalog show wallet.json` lists the valid names

"#]]);
}

#[test]
fn an_operation_that_does_not_exist() {
    let command = images(&["--weekly", "3 x imge", "--monthly", "1 x image size=8k"]);
    command.assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: --weekly "3 x imge": there is no operation `imge`; did you mean `image`?
error: --monthly "1 x image size=8k", size: expected one of 2k, 4k (did you mean `2k`?), found `8k`
hint: `drawdown catalog show wallet.json` lists the valid names

"#]]);
}

#[test]
fn a_cost_that_the_catalog_does_not_confirm() {
    let command = images(&["--weekly", "3 x image:12", "--monthly", "1 x image:40 size=4k"]);
    command.assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: --weekly "3 x image:12": a run costs 12.5 in the catalog, not 12
hint: leave the cost out to take the catalog's, or write the settings that it is for

"#]]);
}

#[test]
fn seasons_are_for_a_new_account() {
    let need = r#"{ "lines": [ { "request": { "operation": "image" }, "per_day": 1 } ],
        "account": { "plan": "pro" } }"#;
    let command = drawdown("fit - -c wallet.json --seasons").stdin(need);
    command.assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: --seasons: expected an account that has neither a plan nor credits
hint: leave --seasons out

"#]]);
    drawdown("fit - -c wallet.json").stdin(need).assert().code(0).stderr_eq("");
}

#[test]
fn wrong_usage() {
    images(&["--buffer", "a lot"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: invalid value 'a lot' for '--buffer <BUFFER>': a margin such as "25%", "20-30%" or "500 credits"

For more information, try '--help'.

"#]]);
    images(&["--buffer", "30-20%"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: --buffer: expected a smaller and a larger margin, found 30 and 20
hint: `drawdown fit --help` lists the flags

"#]]);
    images(&["--daily", "many x image"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: invalid value 'many x image' for '--daily <N x OPERATION>': expected N x NAME [SETTING=VALUE ...], such as "2 x clip seconds=10"

For more information, try '--help'.

"#]]);
    images(&["--assume-plan", "pro=10"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: invalid value 'pro=10' for '--assume-plan <ID=PRICE/TERM>': expected ID=PRICE/TERM, such as basic=10/month

For more information, try '--help'.

"#]]);
    images(&["--term", "week"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: invalid value 'week' for '--term <TERM>': expected month, quarter or year

For more information, try '--help'.

"#]]);
    images(&["--months", "0"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: --months: expected 1 to 120, found 0
hint: `drawdown fit --help` lists the flags

"#]]);
    images(&["--zone", "Berlin"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: --zone: there is no time zone `Berlin`; did you mean `Europe/Berlin`?
hint: give a name of the tz database, such as Europe/Berlin, or UTC

"#]]);
    images(&["--break-even=2000"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: --break-even: expected 1 to 1000 per cent, found 2000
hint: `drawdown fit --help` lists the flags

"#]]);
    images(&["--csv", "--json"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: the argument '--csv' cannot be used with '--json'

Usage: drawdown fit --catalog <FILE|ID> --daily <N x OPERATION> --days <DAYS> --csv [NEED.json]

For more information, try '--help'.

"#]]);
    drawdown("fit").assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: the need is empty
hint: give a NEED.json, or lines such as --daily "30 x image"

"#]]);
    drawdown("fit").args(["--daily", "1 x image"]).assert().code(2).stdout_eq("").stderr_eq(str![
        [r#"
error: no catalog is given
hint: add --catalog FILE|ID

"#]
    ]);
}

#[test]
fn every_fault_of_a_need_is_told() {
    let need = r#"{ "lnes": [], "buffer": "much", "lines": [ { "request": { "operation": "image" }, "per_day": 1, "day": 3 } ] }"#;
    let command = drawdown("fit - -c wallet.json").stdin(need);
    command.assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: stdin: /lnes: unknown key `lnes`; did you mean `lines`?
error: stdin: /lines/0/day: unknown key `day`; did you mean `days`?
error: stdin: /buffer: expected a margin such as "25%", "20-30%" or "500 credits", found "much"
hint: `drawdown catalog schema need` prints the format of a need

"#]]);
    let need = r#"{ "catalog": "other", "lines": [ { "request": { "operation": "image" } } ] }"#;
    let command = drawdown("fit - -c wallet.json").stdin(need);
    command.assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: stdin: /catalog: expected the catalog `wallet`, found `other`
hint: `drawdown catalog show wallet.json` lists the valid names

"#]]);
    let need = r#"{ "lines": [ { "request": { "operation": "image" } }, { "request": { "operation": "imge" }, "per_day": 1 } ],
        "account": { "zone": "Berlin" } }"#;
    let command = drawdown("fit - -c wallet.json").stdin(need);
    command.assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: stdin: /account/zone: there is no time zone `Berlin`; did you mean `Europe/Berlin`?
hint: give a name of the tz database, such as Europe/Berlin, or UTC

"#]]);
    let command = drawdown("fit - -c wallet.json").stdin(need.replace(r#""Berlin""#, r#""UTC""#));
    command.assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: stdin: /lines/0: expected exactly one of `per_day`, `per_week` and `per_month`
error: stdin: /lines/1/request/operation: there is no operation `imge`; did you mean `image`?
hint: `drawdown catalog show wallet.json` lists the valid names

"#]]);
}

/// The flag holds for what the file wants each day, too.
#[test]
fn days_beside_a_file() {
    let need = |rate: &str| {
        format!(r#"{{ "lines": [ {{ "request": {{ "operation": "image" }}, "{rate}": 4 }} ] }}"#)
    };
    let count = |flags: &str, need: String| {
        let fit = json(drawdown(&format!("fit - -c wallet.json --json {flags}")).stdin(need));
        fit["need"]["lines"][0]["count"].to_string()
    };
    assert_eq!(count("", need("per_day")), "\"120\"");
    assert_eq!(count("--days 20", need("per_day")), "\"80\"");
    let command = drawdown("fit - -c wallet.json --days 20").stdin(need("per_week"));
    command.assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: --days: there are no daily runs
hint: use it with --daily, or with `per_day` in the file

"#]]);
    let command = drawdown("fit - -c wallet.json --days 40").stdin(need("per_day"));
    command.assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: --days: expected 1 to 31, found 40
hint: `drawdown catalog schema need` prints the format of a need

"#]]);
}

/// A quarter, or a quarter of a per cent?
#[test]
fn a_buffer_that_may_be_a_share() {
    images(&["--buffer", "0.25"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: invalid value '0.25' for '--buffer <BUFFER>': per cent, such as 25, or "0.25%" for less than one per cent

For more information, try '--help'.

"#]]);
    let need = |buffer: &str| {
        format!(
            r#"{{ "lines": [ {{ "request": {{ "operation": "image" }}, "per_day": 4 }} ], "buffer": {buffer} }}"#
        )
    };
    for buffer in ["0.25", "\"0.25\"", "\"0.2-0.3\"", r#"{ "low": "0.25", "high": "30" }"#] {
        let error = stderr(drawdown("fit - -c wallet.json").stdin(need(buffer)));
        assert!(
            error.starts_with("error: stdin: /buffer: expected per cent, such as 2"),
            "{error}"
        );
    }
    for buffer in ["0", "1", "\"0.25%\"", r#"{ "low": "0.25", "high": "0.5", "unit": "percent" }"#]
    {
        let command = drawdown("fit - -c wallet.json").stdin(need(buffer));
        command.assert().code(0).stderr_eq("");
    }
}

#[test]
fn what_is_assumed_of_an_account_is_told() {
    let need = r#"{ "lines": [ { "request": { "operation": "image" }, "per_day": 1 } ], "start": "2026-03-28",
        "account": { "plan": "pro", "since": "2026-03-10", "balance": { "plan": 250 } } }"#;
    let notes = assumptions(need);
    assert_eq!(notes.len(), 2, "{notes:?}");
    let told = "250 of `plan` last until 10 Apr 2026, by the catalog's rule";
    assert!(notes.iter().any(|note| note == told), "{notes:?}");
}

#[test]
fn lots_are_all_there_is_and_the_report_says_so() {
    let need = r#"{ "lines": [ { "request": { "operation": "image" }, "per_day": 1 } ], "start": "2026-03-28",
        "account": { "plan": "pro", "since": "2026-03-10", "lots": [ { "class": "pack", "amount": 9, "expires": "2026-06-01" } ] } }"#;
    let notes = assumptions(need);
    assert_eq!(
        notes,
        [
            "no lot has class `free`: none are left until 29 Mar 2026",
            "no lot has class `plan`: none are left until 10 Apr 2026",
        ]
    );
}

/// All that is wrong in a need is told in one go.
#[test]
fn faults_of_all_kinds_are_told_together() {
    let need = r#"{ "lines": [ { "request": { "operation": "imge" }, "per_day": 1 },
            { "request": { "operation": "image" }, "per_day": -1 } ],
        "months": 0, "plans": [ "prp" ], "season": [ 1 ],
        "account": { "plan": "prp", "debt": -1, "lots": [ { "class": "x", "amount": 1 } ] } }"#;
    let command = drawdown("fit - -c wallet.json").stdin(need);
    command.assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: stdin: /lines/1/per_day: expected 0 to 1000000000, found -1
error: stdin: /months: expected 1 to 120, found 0
error: stdin: /account/debt: expected at least 0, found -1
error: stdin: /season: expected twelve factors, found 1
error: stdin: /plans/0: there is no plan `prp`; did you mean `pro`?
error: stdin: /account/lots/0/class: there is no class `x`; expected one of: free, plan, pack
error: stdin: /account/plan: there is no plan `prp`; did you mean `pro`?
error: stdin: /lines/0/request/operation: there is no operation `imge`; did you mean `image`?
hint: `drawdown catalog show wallet.json` lists the valid names

"#]]);
}

/// A break-even of many lines is stopped half-way.
#[cfg(unix)]
#[test]
fn ctrl_c_stops_it_before_it_writes() {
    let line = r#"{ "request": { "operation": "image" }, "per_day": 3 }"#;
    let lines = vec![line; 400].join(",");
    let text = format!(r#"{{ "lines": [ {lines} ], "months": 120 }}"#);
    let further = ["--json", "--break-even=1000", "--seasons"];
    super::run::interrupted(&[&["fit", "-", "-c", "wallet.json"], &further[..]].concat(), &text);
}
