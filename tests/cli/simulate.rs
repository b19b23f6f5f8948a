//! What `drawdown simulate` prints, and that it can be stopped.
//!
//! `SNAPSHOTS=overwrite cargo test --test cli simulate` takes over what it prints now.

use super::run::{drawdown, files, stdout, wallet, without_zone};
use drawdown::{Detail, Scenario, Zone, to_text_pretty};
use snapbox::str;

const TWO_DAYS: &str = r#"{ "start": "2026-03-28T00:00+01:00", "for": "2 days",
    "account": { "plan": "pro", "zone": "Europe/Berlin" },
    "demand": [ { "request": { "operation": "image" }, "per_day": 2, "fails": 25 } ] }"#;

#[test]
fn the_report() {
    drawdown("simulate scenario.json -c wallet.json")
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
Wallet: Pro, by the month, 20 Mar 2026 – 20 May 2026 (Europe/Berlin)
wallet 3
Twenty images a day in spring.
About: some costs are "about", in the vendor's own word

Credits run out on 8 May 2026 at 12:00; 35 runs refused

Balance, 0 to 995 credits: one mark per day
███████▇▇▇▇▇▇▆▆▆▆▆▆▆▆▅▅▄▄▃▃▂▂▁▁███▇▇▆▆▅▅▄▄▃▃▃▂▂▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁

 month    | opened | issued |   spent | refunded | lost | closing | billed, EUR
----------+--------+--------+---------+----------+------+---------+-------------
 Mar 2026 |      0 |  1,060 |     300 |       25 |      |     785 |       12.00
 Apr 2026 |    785 |  1,150 |   1,590 |       75 |      |     420 |       12.00
 May 2026 |    420 |    100 |   467.5 |     12.5 |   55 |      10 |
 all      |      0 |  2,310 | 2,357.5 |    112.5 |   55 |      10 |       24.00

Short from 8 May 2026, 12:00 to the end: 23 runs of image (images) refused, 172.5 credits missing (out of credits)
 way out                      | when               | credits |     price | covers it
------------------------------+--------------------+---------+-----------+-----------
 wait for Daily credits       | 9 May 2026         |       5 |           | no
 wait for Pro Plan            | 20 May 2026, 09:00 |   1,000 |           | yes
 buy 1 × Pack                 | 8 May 2026, 12:00  |     500 |  6.00 EUR | yes
 upgrade to Max, by the month | 8 May 2026, 12:00  |   4,000 | 30.00 EUR | yes
Of unpublished size: Custom

Short from 8 May 2026, 12:00 to the end: 12 runs of image (spring) refused, 365 credits missing (out of credits)
 way out                      | when               | credits |     price | covers it
------------------------------+--------------------+---------+-----------+-----------
 wait for Daily credits       | 9 May 2026         |       5 |           | no
 wait for Pro Plan            | 20 May 2026, 09:00 |   1,000 |           | yes
 buy 1 × Pack                 | 8 May 2026, 12:00  |     500 |  6.00 EUR | yes
 upgrade to Max, by the month | 8 May 2026, 12:00  |   4,000 | 30.00 EUR | yes
Of unpublished size: Custom

What happens:
Pro invoiced for 12.00 EUR on 20 Mar 2026, 09:00
80 % used: 162.5 credits left on 17 Apr 2026, 12:00
55 of 1,000 credits rolled over on 20 Apr 2026, 09:00
Pro invoiced for 12.00 EUR on 20 Apr 2026, 09:00
80 % used: 192.5 credits left on 4 May 2026, 12:00
23 runs of image refused from 8 May 2026, 12:00 on: 172.5 credits short
12 runs of image refused from 8 May 2026, 12:00 on: 365 credits short

 left at the end | class | credits | ends
-----------------+-------+---------+--------------------
 daily#64        | free  |       5 | 21 May 2026
 monthly#34      | plan  |       5 | 20 May 2026, 09:00

Unused: 55 credits, which cost nothing
Runs: 162 wanted, 127 made, 35 refused, 9 failed
Billed: 24.00 EUR

"#]])
        .stderr_eq("");
}

#[test]
fn the_ledger() {
    let command = drawdown("simulate - -c wallet.json --ledger").stdin(TWO_DAYS);
    command
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
 when              | what    | credits | lots                    | in words
-------------------+---------+---------+-------------------------+---------------------------------
 28 Mar 2026 00:00 | invoice |         |                         | Pro invoiced for 12.00 EUR
 28 Mar 2026 00:00 | issue   |       5 | daily#1                 | 5 credits issued: Daily credits
 28 Mar 2026 00:00 | issue   |   1,000 | monthly#2               | 1,000 credits issued: Pro Plan
 28 Mar 2026 12:00 | spend   |      25 | daily#1 5, monthly#2 20 | 25 credits for 2 × Image
 29 Mar 2026 00:00 | issue   |       5 | daily#3                 | 5 credits issued: Daily credits
 29 Mar 2026 12:00 | spend   |      25 | daily#3 5, monthly#2 20 | 25 credits for 2 × Image
 29 Mar 2026 12:00 | refund  |    12.5 | monthly#2               | 12.5 credits refunded: Image

"#]])
        .stderr_eq("");
}

#[test]
fn a_limit_that_is_reached_and_readings_on_the_way() {
    const SCENARIO: &str = r#"{ "start": "2026-11-02", "for": "3 days", "account": { "plan": "plus" },
        "when_short": "wait",
        "demand": [ { "request": { "operation": "message" }, "on": [ "2026-11-02T09:00Z" ], "count": 120 } ],
        "read": [ "2026-11-02T12:00Z", "2026-11-03" ] }"#;
    let catalog =
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/catalogs/p-wallet-limits.json");
    drawdown(&format!("simulate - -c {catalog}"))
        .stdin(SCENARIO)
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
p-wallet-limits: Plus, by the month, 2 Nov 2026 – 5 Nov 2026 (UTC)
p-wallet-limits 1

A limit of use is reached on 2 Nov 2026 at 09:00; 0 runs refused

Balance, 0 to 1,380 credits: one mark per day
███

 month    | opened | issued | spent | closing | billed, USD
----------+--------+--------+-------+---------+-------------
 Nov 2026 |      0 |  1,500 |   120 |   1,380 |       20.00

Short from 2 Nov 2026, 09:00 to 2 Nov 2026, 14:00: 20 runs of message waited, 20 credits missing (limit)
 way out                  | when              | covers it
--------------------------+-------------------+-----------
 wait for Five-hour limit | 2 Nov 2026, 14:00 | yes

What happens:
Plus invoiced for 20.00 USD on 2 Nov 2026
20 runs of message waited from 2 Nov 2026, 09:00 to 2 Nov 2026, 14:00: a limit of use is reached

 read at           | class |  left | spendable | frozen | held | owed
-------------------+-------+-------+-----------+--------+------+------
 2 Nov 2026, 12:00 | plan  | 1,400 |     1,400 |      0 |    0 |    0
                   | bonus |     0 |         0 |      0 |    0 |
                   | pack  |     0 |         0 |      0 |    0 |
 3 Nov 2026        | plan  | 1,380 |     1,380 |      0 |    0 |    0
                   | bonus |     0 |         0 |      0 |    0 |
                   | pack  |     0 |         0 |      0 |    0 |

 left at the end | class | credits | ends
-----------------+-------+---------+------------
 monthly#1       | plan  |   1,380 | 2 Dec 2026

Unused: 0 credits
Runs: 120 wanted, 120 made
Billed: 20.00 USD

"#]])
        .stderr_eq("");
}

#[test]
fn days_as_csv() {
    let command = drawdown("simulate - -c wallet.json --csv").stdin(TWO_DAYS);
    command
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
start,class,opened,issued,spent,refunded,held,expired,rolled_in,rolled_out,forfeited,revoked,closing,withheld
2026-03-27T23:00:00Z,free,0,5,5,0,0,0,0,0,0,0,0,0
2026-03-27T23:00:00Z,plan,0,1000,20,0,0,0,0,0,0,0,980,0
2026-03-27T23:00:00Z,pack,0,0,0,0,0,0,0,0,0,0,0,0
2026-03-28T23:00:00Z,free,0,5,5,0,0,0,0,0,0,0,0,0
2026-03-28T23:00:00Z,plan,980,0,20,12.5,0,0,0,0,0,0,972.5,0
2026-03-28T23:00:00Z,pack,0,0,0,0,0,0,0,0,0,0,0,0

"#]])
        .stderr_eq("");
}

#[test]
fn the_ledger_as_csv() {
    let command = drawdown("simulate - -c wallet.json --csv --ledger").stdin(TWO_DAYS);
    command
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
at,kind,reason,about,member,runs,amount,missing,money,lots,text
2026-03-27T23:00:00Z,invoice,term,pro,,,0,,12,,Pro invoiced for 12.00 EUR
2026-03-27T23:00:00Z,issue,granted,daily,,,5,,,daily#1=5,5 credits issued: Daily credits
2026-03-27T23:00:00Z,issue,granted,monthly,,,1000,,,monthly#2=1000,"1,000 credits issued: Pro Plan"
2026-03-28T11:00:00Z,spend,usage,image,,2,25,,,daily#1=5 monthly#2=20,25 credits for 2 × Image
2026-03-28T23:00:00Z,issue,granted,daily,,,5,,,daily#3=5,5 credits issued: Daily credits
2026-03-29T10:00:00Z,spend,usage,image,,2,25,,,daily#3=5 monthly#2=20,25 credits for 2 × Image
2026-03-29T10:00:00Z,refund,failed,image,,,12.5,,,monthly#2=12.5,12.5 credits refunded: Image

"#]])
        .stderr_eq("");
}

#[test]
fn another_clock_moves_the_days() {
    let command = drawdown("simulate - -c wallet.json --csv -z Asia/Kathmandu").stdin(TWO_DAYS);
    command.assert().code(0).stdout_eq(str![[r#"
start,class,opened,issued,spent,refunded,held,expired,rolled_in,rolled_out,forfeited,revoked,closing,withheld
2026-03-27T23:00:00Z,free,0,5,5,0,0,0,0,0,0,0,0,0
2026-03-27T23:00:00Z,plan,0,1000,20,0,0,0,0,0,0,0,980,0
2026-03-27T23:00:00Z,pack,0,0,0,0,0,0,0,0,0,0,0,0
2026-03-28T18:15:00Z,free,0,5,5,0,0,0,0,0,0,0,0,0
2026-03-28T18:15:00Z,plan,980,0,20,12.5,0,0,0,0,0,0,972.5,0
2026-03-28T18:15:00Z,pack,0,0,0,0,0,0,0,0,0,0,0,0
2026-03-29T18:15:00Z,free,0,5,0,0,0,0,0,0,0,0,5,0
2026-03-29T18:15:00Z,plan,972.5,0,0,0,0,0,0,0,0,0,972.5,0
2026-03-29T18:15:00Z,pack,0,0,0,0,0,0,0,0,0,0,0,0

"#]]);
}

/// A run in steps, by the program, is a run at once, by the library.
#[test]
fn json_is_what_the_library_says() {
    let mut scenario = Scenario::from_json(&without_zone("scenario.json")).unwrap();
    let covered = scenario.covered().unwrap();
    let berlin = Zone::named("Europe/Berlin", covered.start, covered.end).unwrap();
    scenario.account.as_mut().unwrap().zone = Some(berlin);
    let catalog = wallet();
    for (flags, detail) in [("--json", Detail::Columns), ("--json --ledger", Detail::Ledger)] {
        let printed = stdout(drawdown(&format!("simulate scenario.json -c wallet.json {flags}")));
        let expected = to_text_pretty(&catalog.simulate(&scenario, detail).unwrap()).unwrap();
        assert_eq!(printed, expected);
    }
}

#[test]
fn a_forecast() {
    drawdown("simulate scenario.json -c wallet.json --forecast 50 --seed 7")
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
wallet 3: 50 paths from seed 7

Credits run out in 100 % of the paths, never in 0 %

              |         P10 |        P50 |         P90
--------------+-------------+------------+-------------
 runs out by  | 17 Apr 2026 | 6 May 2026 | 12 May 2026
 spent        |     2,292.5 |    2,342.5 |     2,372.5
 top-ups      |    0.00 EUR |   0.00 EUR |    0.00 EUR
 invoiced     |   24.00 EUR |  24.00 EUR |   24.00 EUR
 runs refused |          19 |         39 |          51

 month from  | runs out in it | by its end
-------------+----------------+------------
 20 Mar 2026 |           42 % |       42 %
 20 Apr 2026 |           58 % |      100 %

"#]]);
    drawdown("simulate scenario.json -c wallet.json --forecast 0").assert().code(2).stderr_eq(
        str![[r#"
error: --forecast: /paths: expected 1 to 100000, found 0
hint: such as `--forecast 1000 --seed 7 --dispersion 2`

"#]],
    );
    drawdown("simulate scenario.json -c wallet.json --seed 7").assert().code(2);
}

#[test]
fn every_shipped_scenario_runs() {
    let mut count = 0;
    for path in files("examples/scenarios") {
        let command = drawdown("simulate").arg(&path);
        command.assert().code(0).stderr_eq("");
        count += 1;
    }
    assert!(count >= 4, "only {count} scenarios were found");
}

#[test]
fn an_unknown_zone_is_told_with_the_nearest() {
    let command = drawdown("simulate scenario.json -c wallet.json --zone Europe/Berln");
    command.assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: --zone: there is no time zone `Europe/Berln`; did you mean `Europe/Berlin`?
hint: give a name of the tz database, such as Europe/Berlin, or UTC

"#]]);
    let text = TWO_DAYS.replace("Europe/Berlin", "Berlin");
    let command = drawdown("simulate - -c wallet.json").stdin(text);
    command.assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: stdin: /account/zone: there is no time zone `Berlin`; did you mean `Europe/Berlin`?
hint: give a name of the tz database, such as Europe/Berlin, or UTC

"#]]);
}

#[test]
fn every_fault_of_a_scenario_is_told() {
    let text = r#"{ "start": "2026-03-28", "for": "a while", "acount": {},
        "demand": [ { "request": { "operation": "image" } } ] }"#;
    let command = drawdown("simulate - -c wallet.json").stdin(text);
    command.assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: stdin: /acount: unknown key `acount`; did you mean `account`?
error: stdin: /for: expected a span such as "30 minutes" or "90 days", found "a while"
hint: `drawdown catalog schema scenario` prints the format of a scenario

"#]]);
    let text = r#"{ "start": "2026-03-28", "account": { "plan": "prp" },
        "demand": [ { "request": { "operation": "image" } }, { "request": { "operation": "x" }, "per_day": 1 } ] }"#;
    let command = drawdown("simulate - -c wallet.json").stdin(text);
    command.assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: stdin: /demand/0: expected exactly one of `per_day`, `per_week`, `per_month` and `on`
error: stdin: /account/plan: there is no plan `prp`; did you mean `pro`?
error: stdin: /demand/1/request/operation: there is no operation `x`; expected one of: image
hint: `drawdown catalog schema scenario` prints the format of a scenario

"#]]);
}

#[test]
fn what_is_not_published_is_asked_for() {
    let text = r#"{ "start": "2026-03-28", "account": { "plan": "custom" } }"#;
    let command = drawdown("simulate - -c wallet.json").stdin(text);
    command.assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: stdin: /account/assume/grants/custom-monthly: the amount of `custom-monthly` is not published: assume one
hint: `drawdown catalog schema scenario` prints the format of a scenario

"#]]);
}

#[test]
fn a_scenario_without_a_catalog_is_told() {
    let command = drawdown("simulate scenario.json");
    command.assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: scenario.json: no catalog is named
hint: add --catalog FILE|ID, or a `catalog` key to the file

"#]]);
    let command = drawdown("simulate scenario.json -c wallet.json --json --csv");
    command.assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: the argument '--json' cannot be used with '--csv'

Usage: drawdown simulate --catalog <FILE|ID> --json <SCENARIO.json>

For more information, try '--help'.

"#]]);
}

/// The months of a forecast begin by the account's wall clock, as those of the report.
#[test]
fn a_forecast_in_the_zone_of_the_account() {
    let text = TWO_DAYS.replace("2 days", "2 months").replace("28T", "01T");
    let command = drawdown("simulate - -c wallet.json --forecast 20").stdin(text);
    command.assert().code(0).stderr_eq("").stdout_eq(str![[r#"
wallet 3: 20 paths from seed 0

Credits run out in 0 % of the paths, never in 100 %

              |       P10 |       P50 |       P90
--------------+-----------+-----------+-----------
 runs out by  |     never |     never |     never
 spent        |     1,350 |   1,462.5 |   1,687.5
 top-ups      |  0.00 EUR |  0.00 EUR |  0.00 EUR
 invoiced     | 24.00 EUR | 24.00 EUR | 24.00 EUR
 runs refused |         0 |         0 |         0

 month from | runs out in it | by its end
------------+----------------+------------
 1 Mar 2026 |            0 % |        0 %
 1 Apr 2026 |            0 % |        0 %

"#]]);
}

/// What is left and has not begun is told apart: nobody can spend it.
#[test]
fn a_lot_that_has_not_begun() {
    let text = r#"{ "start": "2026-03-01", "until": "2026-03-03", "account": { "lots": [
        { "class": "pack", "id": "now", "amount": "10" },
        { "class": "pack", "id": "later", "amount": "100", "effective": "2026-03-05", "expires": "2026-04-01" } ] } }"#;
    let command = drawdown("simulate - -c wallet.json").stdin(text);
    command.assert().code(0).stderr_eq("").stdout_eq(str![[r#"
Wallet: no plan, 1 Mar 2026 – 3 Mar 2026 (UTC)
wallet 3
Assumed: 10 of `pack` last until 30 May 2026, by the catalog's rule
Assumed: no lot has class `free`: none are left until 2 Mar 2026

Nothing is refused: the credits last to the end

Balance, 0 to 15 credits: one mark per day
▆█

 month    | opened | issued | spent | closing
----------+--------+--------+-------+---------
 Mar 2026 |    110 |      5 |     0 |     115

 left at the end | class | credits | ends
-----------------+-------+---------+--------------------------------
 daily#3         | free  |       5 | 3 Mar 2026
 now             | pack  |      10 | 30 May 2026
 later           | pack  |     100 | 1 Apr 2026 (begins 5 Mar 2026)

Unused: 0 credits
Left at the end, but withheld: 100 credits
Runs: 0 wanted, 0 made
Billed: 0.00 EUR

"#]]);
}

/// Numbers without dates: these come from the plan and `since`, and free credits stay.
#[test]
fn a_balance_by_class() {
    let text = r#"{ "start": "2026-03-28T12:00+01:00", "for": "1 month",
        "account": { "plan": "pro", "since": "2026-03-10T09:00+01:00", "zone": "Europe/Berlin",
            "balance": { "plan": 250, "pack": 40 } } }"#;
    let command = drawdown("simulate - -c wallet.json").stdin(text);
    command.assert().code(0).stderr_eq("").stdout_eq(str![[r#"
Wallet: Pro, by the month, 28 Mar 2026 – 28 Apr 2026 (Europe/Berlin)
wallet 3
Assumed: `free` is not stated: all 5 of this period remain, until 29 Mar 2026
Assumed: 250 of `plan` last until 10 Apr 2026, by the catalog's rule
Assumed: 40 of `pack` last until 26 Jun 2026, by the catalog's rule

Nothing is refused: the credits last to the end

Balance, 0 to 1,245 credits: one mark per day
▂▂▂▂▂▂▂▂▂▂▂▂▂███████████████████

 month    | opened | issued | spent | lost | closing | billed, EUR
----------+--------+--------+-------+------+---------+-------------
 Mar 2026 |    290 |     20 |     0 |   15 |     295 |
 Apr 2026 |    295 |  1,140 |     0 |  190 |   1,245 |       12.00
 all      |    290 |  1,160 |     0 |  205 |   1,245 |       12.00

What happens:
50 of 250 credits forfeited above the cap on 10 Apr 2026, 09:00
200 of 250 credits rolled over on 10 Apr 2026, 09:00
Pro invoiced for 12.00 EUR on 10 Apr 2026, 09:00

 left at the end | class | credits | ends
-----------------+-------+---------+--------------------
 daily#35        | free  |       5 | 29 Apr 2026
 plan            | plan  |     200 | 10 May 2026, 09:00
 monthly#17      | plan  |   1,000 | 10 May 2026, 09:00
 pack            | pack  |      40 | 26 Jun 2026, 12:00

Unused: 205 credits, which cost 0.60 EUR
Runs: 0 wanted, 0 made
Billed: 12.00 EUR

"#]]);
    let both = text.replace(r#""balance""#, r#""lots": [], "balance""#).replace("pack", "pak");
    let command = drawdown("simulate - -c wallet.json").stdin(both);
    command.assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: stdin: /account/balance: expected `lots` or `balance`, found both
error: stdin: /account/balance/pak: there is no class `pak`; did you mean `pack`?
hint: `drawdown catalog schema scenario` prints the format of a scenario

"#]]);
}

/// Ranges, names of all kinds and settings: all in one go.
#[test]
fn faults_of_all_kinds_are_told_together() {
    let text = r#"{ "start": "2026-03-28", "until": "2026-03-27",
        "account": { "plan": "prp", "debt": -1, "alerts": [ {} ], "lots": [ { "class": "x", "amount": 1 } ],
            "auto_top_up": { "top_up": "pck", "below": 5 } },
        "demand": [ { "request": { "operation": "imag" }, "per_day": 1 },
            { "request": { "operation": "image", "settings": { "sise": 1 } }, "per_day": -1, "member": "ann" } ],
        "actions": [ { "at": "2026-03-28", "do": "buy", "top_up": "pakc" },
            { "at": "2026-03-28", "do": "upgrade", "plan": "mx" } ] }"#;
    let command = drawdown("simulate - -c wallet.json").stdin(text);
    command.assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: stdin: /demand/1/per_day: expected 0 to 1000000000, found -1
error: stdin: /account/debt: expected at least 0, found -1
error: stdin: /account/alerts/0: expected exactly one of `percent`, `credits`
error: stdin: /account/lots/0/class: there is no class `x`; expected one of: free, plan, pack
error: stdin: /account/plan: there is no plan `prp`; did you mean `pro`?
error: stdin: /account/auto_top_up/top_up: there is no top-up `pck`; did you mean `pack`?
error: stdin: /until: expected an end after the start, at most a hundred years later
error: stdin: /demand/0/request/operation: there is no operation `imag`; did you mean `image`?
error: stdin: /demand/1/member: there is no member `ann`
error: stdin: /actions/0/top_up: there is no top-up `pakc`; did you mean `pack`?
error: stdin: /actions/1/plan: there is no plan `mx`; did you mean `max`?
error: stdin: /demand/1/request/settings/sise: `image` has no setting `sise`; did you mean `size`?
hint: `drawdown catalog schema scenario` prints the format of a scenario

"#]]);
}

/// A century of many demands is stopped half-way.
#[cfg(unix)]
#[test]
fn ctrl_c_stops_it_before_it_writes() {
    let line = r#"{ "request": { "operation": "image" }, "per_day": 3 }"#;
    let lines = vec![line; 400].join(",");
    let text = format!(
        r#"{{ "start": "1990-01-01", "for": "100 years", "account": {{ "plan": "pro" }}, "demand": [ {lines} ] }}"#
    );
    super::run::interrupted(&["simulate", "-", "-c", "wallet.json", "--json"], &text);
}

/// As are many paths of a forecast.
#[cfg(unix)]
#[test]
fn ctrl_c_stops_a_forecast() {
    let text = TWO_DAYS.replace("2 days", "20 years");
    super::run::interrupted(&["simulate", "-", "-c", "wallet.json", "--forecast", "100000"], &text);
}
