//! What `drawdown wallet` prints and keeps.
//!
//! `SNAPSHOTS=overwrite cargo test --test cli live` takes over what it prints now.

use super::run::{folder, program, stderr, stdout};
use snapbox::str;
use std::fs;
use std::path::Path;

const COMMANDS: &str = r#"{"id":"buy-1","at":"2026-03-02T09:00Z","grant":{"class":"pack","amount":"50"}}

{"id":"job-1","at":"2026-03-02T09:00Z","charge_request":{"request":{"operation":"image"}}}
{"id":"job-2","at":"2026-03-02T09:01Z","hold":{"operation":"image","amount":"40"}}
{"id":"job-1","at":"2026-03-02T09:02Z","charge_request":{"request":{"operation":"image"}}}
"#;

/// A folder with a wallet, its catalog, and commands.
fn opened(name: &str) -> std::path::PathBuf {
    let here = folder(name);
    let write = |name: &str, text: &str| fs::write(here.join(name), text).unwrap();
    write("catalog.json", include_str!("wallet.json"));
    write("commands.jsonl", COMMANDS);
    write("account.json", r#"{ "plan": "pro" }"#);
    let open =
        "wallet open acct-7 account.json -c catalog.json --at 2026-03-01T12:00Z -o acct-7.json";
    assert!(run(&here, open).output().unwrap().status.success());
    here
}

fn run(here: &Path, arguments: &str) -> snapbox::cmd::Command {
    program(here).args(arguments.split_whitespace())
}

const APPLY: &str = "wallet apply acct-7.json commands.jsonl -c catalog.json -o acct-7.json";

#[test]
fn commands_are_applied_once_and_shown() {
    let here = opened("wallet");
    let first = stdout(run(&here, APPLY));
    assert_eq!(first.lines().count(), 4);
    assert!(first.lines().last().unwrap().ends_with(r#""repeated":true}"#), "{first}");
    let state = fs::read_to_string(here.join("acct-7.json")).unwrap();
    let again = stdout(run(&here, APPLY));
    assert!(again.lines().all(|line| line.ends_with(r#""repeated":true}"#)), "{again}");
    assert_eq!(fs::read_to_string(here.join("acct-7.json")).unwrap(), state);
    run(&here, "wallet show acct-7.json -c catalog.json").assert().code(0).stdout_eq(str![[r#"
acct-7: 1,002.5 credits at 2026-03-02T09:01:00Z
Pro, by the month, paid until 2026-04-01T12:00:00Z
Next due: 2026-03-03T00:00:00Z

 class |  left | spendable | frozen | held
-------+-------+-----------+--------+------
 free  |     0 |         0 |      0 |    0
 plan  | 952.5 |     952.5 |      0 |   40
 pack  |    50 |        50 |      0 |    0

 lot       |  left | held | expires
-----------+-------+------+----------------------
 monthly#2 | 952.5 |   40 | 2026-04-01T12:00:00Z
 pack#4    |    50 |    0 | never

 hold      | amount | operation | until
-----------+--------+-----------+----------------------
 acct-7/h1 |     40 | image     | 2026-03-03T09:01:00Z

"#]]);
    let shown = stdout(run(&here, "wallet show acct-7.json -c catalog.json --json"));
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["subscription"]["paid_until"], "2026-04-01T12:00:00Z");
    assert_eq!(shown["holds"][0]["id"], "acct-7/h1");
}

#[test]
fn a_forecast_begins_with_the_wallet() {
    let here = opened("wallet-forecast");
    run(&here, APPLY).output().unwrap();
    let demand = r#"{ "for": "1 month",
        "demand": [ { "request": { "operation": "image" }, "per_day": 4 } ] }"#;
    fs::write(here.join("demand.json"), demand).unwrap();
    let forecast = "wallet forecast acct-7.json demand.json -c catalog.json";
    run(&here, forecast).assert().code(0).stdout_eq(str![[r#"
Wallet: Pro, by the month, 2 Mar 2026 – 2 Apr 2026 (UTC)
wallet 3
About: some costs are "about", in the vendor's own word

Credits run out on 25 Mar 2026 at 12:00; 28 runs refused

Balance, 0 to 962.5 credits: one mark per day
████▇▇▇▆▆▅▅▅▄▄▄▃▃▂▂▂▁▁▁▁▁▁▁▁▁▁██

 month    |  opened | issued | spent | held | lost | closing | billed, EUR
----------+---------+--------+-------+------+------+---------+-------------
 Mar 2026 | 1,002.5 |    145 | 1,150 |  -40 |   30 |     7.5 |
 Apr 2026 |     7.5 |  1,010 |    50 |      |    5 |   962.5 |       12.00
 all      | 1,002.5 |  1,155 | 1,200 |  -40 |   35 |   962.5 |       12.00

Short from 25 Mar 2026, 12:00 to 1 Apr 2026, 12:00: 28 runs of image refused, 297.5 credits missing (out of credits)
 way out                      | when               | credits |     price | covers it
------------------------------+--------------------+---------+-----------+-----------
 wait for Daily credits       | 26 Mar 2026        |       5 |           | no
 wait for Pro Plan            | 1 Apr 2026, 12:00  |   1,000 |           | yes
 upgrade to Max, by the month | 25 Mar 2026, 12:00 |   4,000 | 30.00 EUR | yes
Of unpublished size: Pack; Custom

What happens:
80 % used: 182.5 credits left on 20 Mar 2026, 12:00
28 runs of image refused from 25 Mar 2026, 12:00 to 1 Apr 2026, 12:00: 297.5 credits short
Pro invoiced for 12.00 EUR on 1 Apr 2026, 12:00

 left at the end | class | credits | ends
-----------------+-------+---------+-------------------
 daily#36        | free  |       5 | 3 Apr 2026
 monthly#35      | plan  |     955 | 1 May 2026, 12:00
 pack#4          | pack  |     2.5 | never

Unused: 35 credits, which cost nothing
Runs: 124 wanted, 96 made, 28 refused
Billed: 12.00 EUR

"#]]);
    let wrong = r#"{ "account": {}, "demand": [] }"#;
    fs::write(here.join("demand.json"), wrong).unwrap();
    run(&here, forecast).assert().code(2).stderr_eq(str![[r#"
error: demand.json: /account: the account is the wallet's: leave it out
hint: `drawdown catalog schema scenario` prints the format of a scenario

"#]]);
}

#[test]
fn a_wallet_moves_to_the_next_version_of_its_catalog() {
    let here = opened("wallet-migrate");
    run(&here, APPLY).output().unwrap();
    let next = include_str!("wallet.json").replace(r#""version": "3""#, r#""version": "4""#);
    fs::write(here.join("next.json"), next.replace(r#""pro""#, r#""premium""#)).unwrap();
    let lost = stderr(run(&here, "wallet migrate acct-7.json -c next.json"));
    assert!(lost.contains("has no plan `pro`"), "{lost}");
    assert!(stderr(run(&here, "wallet show acct-7.json -c next.json")).contains("wallet migrate"));
    fs::write(here.join("mapping.json"), r#"{ "plans": { "pro": "premium" } }"#).unwrap();
    fs::create_dir(here.join("moved")).unwrap();
    let migrate = "wallet migrate acct-7.json -c next.json -m mapping.json";
    run(&here, migrate).assert().code(0).stdout_eq(str![[r#"
acct-7: wallet 3 -> wallet 4
  plan `pro` -> `premium`

"#]]);
    assert!(!here.join("moved/acct-7.json").exists(), "a dry run");
    assert!(run(&here, &format!("{migrate} -o moved")).output().unwrap().status.success());
    let show = |what: &str| stdout(run(&here, &format!("wallet show {what}")));
    assert_eq!(show("moved/acct-7.json -c next.json"), show("acct-7.json -c catalog.json"));
}

#[test]
fn a_fault_in_one_command_changes_nothing() {
    let here = opened("wallet-fault");
    let state = fs::read_to_string(here.join("acct-7.json")).unwrap();
    let faulty =
        format!("{COMMANDS}{}", r#"{"id":"x","at":"2026-03-02T10:00Z","release":{"hold":"b/h1"}}"#);
    fs::write(here.join("commands.jsonl"), faulty).unwrap();
    run(&here, APPLY).assert().code(2).stderr_eq(str![[r#"
error: commands.jsonl, line 6: /hold: `b/h1` is of the wallet `b`, this is `acct-7`
hint: nothing was written: the state is as it was

"#]]);
    assert_eq!(fs::read_to_string(here.join("acct-7.json")).unwrap(), state);
    fs::write(here.join("commands.jsonl"), r#"{"id":"x","at":"2026-03-02T10:00Z"}"#).unwrap();
    run(&here, APPLY).assert().code(2).stderr_eq(str![[r#"
error: commands.jsonl, line 1: (document): expected exactly one thing to do, such as `charge` or `advance`
hint: such as {"id":"job-1","at":"2026-11-01T12:00Z","charge":{"operation":"image","amount":"8"}}

"#]]);
}

#[test]
fn no_wallet_is_written_over() {
    let here = opened("wallet-twice");
    let open = "wallet open acct-8 -c catalog.json --at 2026-03-01T12:00Z -o acct-7.json";
    assert!(stderr(run(&here, open)).contains("there is a file already"));
    for folder in ["one", "two", "moved"] {
        fs::create_dir(here.join(folder)).unwrap();
        fs::copy(here.join("acct-7.json"), here.join(folder).join("w.json")).unwrap();
    }
    fs::remove_file(here.join("moved/w.json")).unwrap();
    let migrate = "wallet migrate one/w.json two/w.json -c catalog.json -o moved";
    assert!(stderr(run(&here, migrate)).contains("would become one file"));
    assert!(!here.join("moved/w.json").exists());
}

#[test]
fn a_refusal_is_no_error() {
    let here = opened("wallet-refusal");
    let charge =
        r#"{"id":"1","at":"2026-03-02T09:00Z","charge":{"operation":"image","amount":"9999"}}"#;
    fs::write(here.join("commands.jsonl"), charge).unwrap();
    let applied = run(&here, APPLY).output().unwrap();
    assert_eq!(applied.status.code(), Some(0));
    assert!(String::from_utf8(applied.stdout).unwrap().contains(r#""outcome":"refused""#));
    assert!(fs::read_to_string(here.join("acct-7.json")).unwrap().contains("out_of_credits"));
}
