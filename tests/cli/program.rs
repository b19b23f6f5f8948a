//! What every command prints, its exit codes, and what it says to bad input.
//!
//! `SNAPSHOTS=overwrite cargo test --test cli program` takes over what it prints now.

use super::run::{drawdown, stdout, without_zone};
use snapbox::IntoData;
use snapbox::str;

/// What a command prints to stdout, for another to read.
fn printed(arguments: &str) -> String {
    stdout(drawdown(arguments))
}

#[test]
fn help_states_the_exit_codes() {
    drawdown("--help")
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
Exact costs of AI generations: rate cards as data, itemised estimates, quotes that verify

Usage: drawdown <COMMAND>

Commands:
  estimate     Estimate the cost of a request, and explain it
  quote        Make a quote, an answer that others can verify, as JSON
  verify       Verify a quote by computing it again: verified, or what is wrong with it
  key          Make keys that sign quotes
  need         Compute the credits needed in a month, and with a buffer
  fit          Find the plan, term and top-ups that cover a need for least, and explain the others
  compare      Compare platforms in money: for one generation by a model, or for the need of a month
  simulate     Simulate a balance: months, run-out, shortfalls and their ways out
  usage        Read usage logs: what was spent, on what, by whom
  wallet       Keep live balances: open wallets, apply commands, look at them, forecast, migrate
  catalog      Check, lay out, show, compare, import and export catalogs, print schemas and types
  completions  Print completions for a shell
  help         Print this message or the help of the given subcommand(s)

Options:
  -h, --help     Print help
  -V, --version  Print version

Exit codes:
  0  success; for a yes-or-no question, the answer is yes; an unknown cost is a valid answer
  1  the answer is no: `catalog check` found errors or failed tests, `verify` did not verify,
     `catalog diff` found differences, `catalog lint` found another layout, `fit` found that no
     option covers the need
  2  wrong usage or bad input; stderr has one line for every fault
  130  Ctrl-C: `simulate` or `fit` stopped before it wrote anything

"#]])
        .stderr_eq("");
}

#[test]
fn an_unknown_command_is_wrong_usage() {
    drawdown("estimat").assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: unrecognized subcommand 'estimat'

  tip: some similar subcommands exist: 'simulate', 'estimate'

Usage: drawdown <COMMAND>

For more information, try '--help'.

"#]]);
}

#[test]
fn estimate_exact() {
    let command = "estimate -c example.json clip --set seconds=12 --set resolution=1080p --set references=3,9 \
        --runs 3 --plan pro --balance 10000 --at 2026-11-01";
    drawdown(command)
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
Clip, 3 runs, plan Pro
Audio no, References (3, 9), Resolution 1080p, Seconds 12 s
example 1, prices of 2026-11-01T00:00:00Z

 line       | how                                    | credits
------------+----------------------------------------+---------
 footage    | 36 s × 224                             |   8,064
 over 10 s  | 6 s × 3                                |      18
 references | 30 s × 2                               |      60
 references | 6 s × 1                                |       6
 Rounding   | rounded up to multiples of 5, each run |      12
 total      |                                        |   8,160

Balance: 10,000 before, 1,840 credits after
Note: Audio is billed with the footage
Source: docs.example.com/pricing, as of 2026-10-30

"#]])
        .stderr_eq("");
}

#[test]
fn estimate_with_a_closed_gate_a_cost_factor_and_a_shortfall() {
    let command = "estimate -c example.json clip --plan max --balance 100 --at 2026-11-01";
    drawdown(command).assert().code(0).stdout_eq(str![[r#"
Clip, 1 run, plan max
Audio no, Resolution 720p, Seconds 5 s
example 1, prices of 2026-11-01T00:00:00Z

 line     | how                          | credits
----------+------------------------------+---------
 footage  | 5 s × 112.5                  |   562.5
 Plan max | × 0.9                        |  -56.25
 Rounding | rounded up to multiples of 5 |    3.75
 total    |                              |     510

Gate: Clip is for the Pro plan
Balance: 100 before, -410 credits after; 410 missing
Note: Audio is billed with the footage
Source: docs.example.com/pricing, as of 2026-10-30

"#]]);
}

#[test]
fn estimate_about() {
    drawdown("estimate -c example.json sketch -r 60 --at 2026-11-01").assert().code(0).stdout_eq(
        str![[r#"
Sketch, 60 runs
Seconds 5
example 1, prices of 2026-11-01T00:00:00Z

 line    | how        | credits
---------+------------+---------
 footage | 300 s × 20 | ≈ 6,000
 total   |            | ≈ 6,000

≈: the vendor calls these amounts approximate
Source: docs.example.com/pricing, as of 2026-10-30

"#]],
    );
}

#[test]
fn estimate_range() {
    let command = "estimate -c example.json upscale --balance 15 --at 2026-11-01";
    drawdown(command).assert().code(0).stdout_eq(str![[r#"
Upscale, 1 run
example 1, prices of 2026-11-01T00:00:00Z

 line    | how             | credits
---------+-----------------+---------
 upscale | 1 × 10–20       | 10 – 20
 total   | depends on Size | 10 – 20

Balance: 15 before, -5 – 5 credits after; 5 missing
As of 2026-11-01

"#]]);
}

#[test]
fn estimate_rate() {
    let command = "estimate -c example.json caption --at 2026-11-01";
    drawdown(command).assert().code(0).stdout_eq(str![[r#"
Caption, 1 run
example 1, prices of 2026-11-01T00:00:00Z

 line         | how                                          |       credits
--------------+----------------------------------------------+---------------
 start        | 1 × 1                                        |             1
 text         | 4 per 1,000 tokens, known only after the run | after the run
 known so far |                                              |             1
 total        |                                              | after the run

Known after the run: text: Tokens is known only after the run
As of 2026-11-01

"#]]);
}

#[test]
fn estimate_unknown() {
    drawdown("estimate -c example.json train --at 2026-11-01").assert().code(0).stdout_eq(str![[
        r#"
Train, 1 run
example 1, prices of 2026-11-01T00:00:00Z

 line  | credits
-------+---------
 total | unknown

Unknown: the vendor does not publish this price
As of 2026-11-01

"#
    ]]);
}

#[test]
fn estimate_free() {
    drawdown("estimate -c example.json preview --at 2026-11-01").assert().code(0).stdout_eq(str![
        [r#"
Preview, 1 run
example 1, prices of 2026-11-01T00:00:00Z

 line    | how  | credits
---------+------+---------
 Preview | free |    free
 total   |      |    free

As of 2026-11-01

"#]
    ]);
}

#[test]
fn estimate_json() {
    let command = "estimate -c example.json request.json --runs 1 --json";
    drawdown(command).assert().code(0).stdout_eq(str![[r#"
{
  "catalog": "example",
  "version": "1",
  "operation": "clip",
  "settings": {
    "audio": false,
    "resolution": "720p",
    "seconds": "12"
  },
  "runs": 1,
  "plan": "pro",
  "at": "2026-11-01T00:00:00Z",
  "state": "exact",
  "unit": "credits",
  "total": "1350",
  "per_run": "1350",
  "free": false,
  "approximate": false,
  "lines": [
    {
      "kind": "component",
      "label": "footage",
      "text": "12 s × 112.5",
      "rule": "/operations/0/price/0",
      "state": "priced",
      "quantity": "12",
      "unit": "s",
      "rate": "112.5",
      "amount": "1350"
    },
    {
      "kind": "rounding",
      "label": "Rounding",
      "text": "rounded up to multiples of 5",
      "rule": "/operations/0/adjust/0",
      "state": "priced",
      "amount": "0"
    }
  ],
  "open": [],
  "reasons": [],
  "gates": [],
  "notes": [
    "Audio is billed with the footage"
  ],
  "sources": [
    {
      "at": "docs.example.com/pricing",
      "as_of": "2026-10-30"
    }
  ],
  "as_of": "2026-10-30"
}

"#]]);
}

#[test]
fn a_request_from_stdin_is_the_same_as_from_a_file() {
    drawdown("estimate -c example.json --request -")
        .stdin(without_zone("request.json"))
        .assert()
        .code(0)
        .stdout_eq(printed("estimate -c example.json request.json"));
}

#[test]
fn afford() {
    let command = "estimate -c example.json clip --afford 2500 --at 2026-11-01";
    drawdown(command).assert().code(0).stdout_eq(str![[r#"
Budget: 2,500 credits
Runs: 4, which cost 2,260

The most in one setting, all else equal:

 setting    | at most | credits
------------+---------+---------
 Resolution |   1080p |   1,120
 Seconds    |    22 s |   2,475

"#]]);
}

#[test]
fn afford_what_is_unknown_or_free() {
    drawdown("estimate -c example.json train --afford 2500").assert().code(0).stdout_eq(str![[
        r#"
Budget: 2,500 credits
Runs: unknown, because the cost is unknown

"#
    ]]);
    drawdown("estimate -c example.json preview --afford 2500").assert().code(0).stdout_eq(str![[
        r#"
Budget: 2,500 credits
Runs: any number

"#
    ]]);
    drawdown("estimate -c example.json clip --afford 1").assert().code(0).stdout_eq(str![[r#"
Budget: 1 credits
Runs: none

The most in one setting, all else equal:

 setting    |      at most
------------+--------------
 Resolution | nothing fits
 Seconds    | nothing fits

"#]]);
}

#[test]
fn cheaper() {
    let command = "estimate -c example.json clip --set resolution=1080p --cheaper --at 2026-11-01";
    drawdown(command).assert().code(0).stdout_eq(str![[r#"
As asked: 1,120 credits

 instead                          | credits |   saves | but
----------------------------------+---------+---------+--------------------------
 Sketch instead                   |   ≈ 100 | ≈ 1,020 |
 Resolution 720p instead of 1080p |     565 |     555 | Clip is for the Pro plan

"#]]);
    drawdown("estimate -c example.json preview --cheaper").assert().code(0).stdout_eq(str![[r#"
As asked: 0 credits
No equivalent request costs less

"#]]);
}

#[test]
fn cheaper_than_a_range_has_no_answer() {
    drawdown("estimate -c example.json upscale --cheaper").assert().code(2).stderr_eq(str![[r#"
error: request: (document): only a known cost can be compared: give every setting a value
hint: `drawdown catalog show example.json upscale` lists the valid names

"#]]);
}

#[test]
fn every_fault_of_a_request_is_told() {
    let command = "estimate -c example.json clip --set secnds=5 --set resolution=4k --set audio=maybe --plan gold";
    drawdown(command).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: request: /plan: there is no plan `gold`; expected one of: pro, max
error: request: /settings/audio: expected true or false, found `maybe`
error: request: /settings/resolution: expected one of 720p, 1080p, found `4k`
error: request: /settings/secnds: `clip` has no setting `secnds`; did you mean `seconds`?
hint: `drawdown catalog show example.json clip` lists the valid names

"#]]);
    drawdown("estimate -c example.json clop").assert().code(2).stderr_eq(str![[r#"
error: request: /operation: there is no operation `clop`; did you mean `clip`?
hint: `drawdown catalog show example.json` lists the valid names

"#]]);
    drawdown("estimate -c example.json --request -")
        .stdin(r#"{ "operation": "clip", "setings": {}, "runs": -1 }"#)
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: stdin: /setings: unknown key `setings`; did you mean `settings`?
error: stdin: /runs: expected a whole number from 0 to 4294967295, found -1
hint: `drawdown catalog schema request` prints the format of a request

"#]]);
}

#[test]
fn wrong_flags_are_told() {
    drawdown("estimate clip").assert().code(2).stderr_eq(str![[r#"
error: the following required arguments were not provided:
  --catalog <FILE|ID>

Usage: drawdown estimate --catalog <FILE|ID> <OPERATION|REQUEST.json>

For more information, try '--help'.

"#]]);
    drawdown("estimate -c example.json clip --at yesterday").assert().code(2).stderr_eq(str![[r#"
error: invalid value 'yesterday' for '--at <INSTANT>': not a date or instant such as 2026-11-01 or 2026-11-01T09:00:00Z

For more information, try '--help'.

"#]]);
    drawdown("estimate -c example.json clip --set seconds").assert().code(2).stderr_eq(str![[r#"
error: invalid value 'seconds' for '--set <NAME=VALUE>': expected NAME=VALUE

For more information, try '--help'.

"#]]);
}

#[test]
fn a_missing_catalog_is_told_with_those_there_are() {
    drawdown("estimate -c exmaple clip").assert().code(2).stderr_eq(str![[r#"
error: exmaple: no such file, and no shipped catalog with this id
hint: give a path, or one of these ids: anthropic, bloom, elevenlabs, fal, greenzero, heygen, ideogram, ideogram-api, imagineart, imaginode, kive, kling, krea, leonardo, luma, magic-hour, openai, recraft, replicate, runway, suno

"#]]);
    drawdown("estimate -c example.json missing.json").assert().code(2).stderr_eq(str![[r#"
error: missing.json: cannot be read: [..]
hint: give the path of a text file, or - for stdin

"#]]);
    drawdown("estimate -c broken.json clip").assert().code(2).stderr_eq(str![[r#"
error: broken.json: /operations/0/price/0/raet: unknown key `raet`; did you mean `rate`?
error: broken.json: /operations/0/price/0: expected exactly one of `rate`, `tiers`, `max_of`, found 0
error: broken.json: /operations/0/price/0/quantity: there is no setting or quantity `secnds`; did you mean `seconds`?
hint: `drawdown catalog check broken.json` checks a catalog and runs its tests

"#]]);
}

#[test]
fn a_quote_verifies() {
    let quote = printed("quote -c example.json request.json");
    let verify = || drawdown("verify -c example.json -").stdin(quote.clone());
    verify().assert().code(0).stdout_eq(str![[r#"
verified: computing it again gives the same

"#]]);
    verify().arg("--json").assert().code(0).stdout_eq(str![[r#"
{
  "verdict": "verified"
}

"#]]);
}

#[test]
fn a_quote_is_an_estimate_with_digests() {
    drawdown("quote -c example.json preview --at 2026-11-01").assert().code(0).stdout_eq(str![[
        r#"
{
  "kind": "estimate",
  "semantics": 6,
  "drawdown": "0.1.0",
  "catalog": {
    "id": "example",
    "version": "1",
    "digest": "sha256:6f65a77d3e1644ef80e05ba1e7af1559be55a6a87167973528b799efdf3d2295"
  },
  "request_digest": "sha256:084a42c7b1e67201dcb090c0e1f1c05b3a01ae9ab6b71e13c3c7ec2e0fd2fba5",
  "request": {
    "operation": "preview",
    "settings": {},
    "at": "2026-11-01T00:00:00Z"
  },
  "estimate": {
    "catalog": "example",
    "version": "1",
    "operation": "preview",
    "settings": {},
    "runs": 1,
    "at": "2026-11-01T00:00:00Z",
    "state": "exact",
    "unit": "credits",
    "total": "0",
    "per_run": "0",
    "free": true,
    "approximate": false,
    "lines": [
      {
        "kind": "component",
        "label": "Preview",
        "text": "free",
        "rule": "/operations/5",
        "state": "free",
        "amount": "0"
      }
    ],
    "open": [],
    "reasons": [],
    "gates": [],
    "notes": [],
    "sources": [],
    "as_of": "2026-11-01"
  },
  "digest": "sha256:e29edfcb889a9f2b8655ce39b63404da51534d1107b2cfa2f3cc0695eb45d813"
}

"#
    ]]);
}

#[test]
fn a_changed_quote_differs() {
    let quote = printed("quote -c example.json request.json").replace("2700", "2600");
    let verify = || drawdown("verify -c example.json -").stdin(quote.clone());
    verify().assert().code(1).stdout_eq(str![[r#"
differs at /estimate/total: expected "2700", found "2600" (total -100)

"#]]);
    verify().arg("--json").assert().code(1).stdout_eq(
        str![[r#"
{
  "verdict": "differs",
  "pointer": "/estimate/total",
  "expected": "\"2700\"",
  "found": "\"2600\"",
  "difference": "-100"
}

"#]]
        .raw(),
    );
}

#[test]
fn a_quote_of_another_version_is_stale() {
    let quote = printed("quote -c example.json request.json");
    drawdown("verify -c next.json -").stdin(quote).assert().code(1).stdout_eq(str![[r#"
stale catalog: made with example 1, this is example 2; the total was 2700 and is 2140 now

"#]]);
}

#[test]
fn what_is_no_quote_is_malformed() {
    drawdown("verify -c example.json request.json").assert().code(1).stdout_eq(str![[r#"
malformed: (document): expected a key `kind`, found none

"#]]);
    drawdown("verify -c example.json -").stdin("{").assert().code(1).stdout_eq(str![[r#"
malformed: (document): expected a key in double quotes, found the end of the text (line 1, column 2)

"#]]);
}

#[test]
fn need_of_the_worked_example() {
    let command = "need ../../examples/needs/imagineart-month.json --at 2026-11-22";
    drawdown(command)
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
Need of a month, imagineart 2026-11-22.1

 what                        | how often           | times | each |         credits
-----------------------------+---------------------+-------+------+-----------------
 Nano Banana                 | 30 a day on 22 days |   660 |   24 |          15,840
 Video (the guide's example) | 10 a day on 22 days |   220 |  210 |          46,200
 need of a month             |                     |       |      |          62,040
 with a buffer of 20–30 %    |                     |       |      | 74,448 – 80,652

"#]])
        .stderr_eq("");
}

#[test]
fn need_with_a_range_and_a_buffer() {
    let command = "need need.json -c example.json --buffer 12.5 --plan max --at 2026-11-01";
    drawdown(command).assert().code(0).stdout_eq(str![[r#"
Need of a month, example 1

 what                    | how often          | times |   each |            credits
-------------------------+--------------------+-------+--------+--------------------
 Sketch                  | 3 a day on 22 days |    66 |   ≈ 90 |            ≈ 5,940
 Upscale                 | 1 a day on 10 days |    10 | 9 – 18 |           90 – 180
 need of a month         |                    |       |        |    ≈ 6,030 – 6,120
 with a buffer of 12.5 % |                    |       |        | ≈ 6,783.75 – 6,885

"#]]);
}

#[test]
fn need_json() {
    let command = "need need.json -c example.json --buffer 0-10 --at 2026-11-01 --json";
    drawdown(command).assert().code(0).stdout_eq(str![[r#"
{
  "catalog": "example",
  "version": "1",
  "unit": "credits",
  "state": "range",
  "approximate": true,
  "lines": [
    {
      "count": "66",
      "estimate": {
        "catalog": "example",
        "version": "1",
        "operation": "sketch",
        "settings": {
          "seconds": "5"
        },
        "runs": 1,
        "at": "2026-11-01T00:00:00Z",
        "state": "exact",
        "unit": "credits",
        "total": "100",
        "per_run": "100",
        "free": false,
        "approximate": true,
        "lines": [
          {
            "kind": "component",
            "label": "footage",
            "text": "5 s × 20",
            "rule": "/operations/1/price/0",
            "state": "priced",
            "quantity": "5",
            "unit": "s",
            "rate": "20",
            "amount": "100"
          }
        ],
        "open": [],
        "reasons": [],
        "gates": [],
        "notes": [],
        "sources": [
          {
            "at": "docs.example.com/pricing",
            "as_of": "2026-10-30"
          }
        ],
        "as_of": "2026-10-30"
      },
      "amount": {
        "low": "6600",
        "high": "6600"
      }
    },
    {
      "count": "10",
      "estimate": {
        "catalog": "example",
        "version": "1",
        "operation": "upscale",
        "settings": {},
        "runs": 1,
        "at": "2026-11-01T00:00:00Z",
        "state": "range",
        "unit": "credits",
        "low": "10",
        "high": "20",
        "free": false,
        "approximate": false,
        "lines": [
          {
            "kind": "component",
            "label": "upscale",
            "text": "1 × 10–20",
            "rule": "/operations/2/price/0",
            "state": "priced",
            "quantity": "1",
            "rate_low": "10",
            "rate_high": "20",
            "low": "10",
            "high": "20"
          }
        ],
        "open": [
          "size"
        ],
        "reasons": [],
        "gates": [],
        "notes": [],
        "sources": [],
        "as_of": "2026-11-01"
      },
      "amount": {
        "low": "100",
        "high": "200"
      }
    }
  ],
  "need": {
    "low": "6700",
    "high": "6800"
  },
  "buffer": {
    "low": "0",
    "high": "10",
    "unit": "percent"
  },
  "with_buffer": {
    "low": "6700",
    "high": "7480"
  }
}

"#]]);
}

#[test]
fn a_need_without_an_answer_is_told_why() {
    drawdown("need need-unknown.json -c example.json").assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: need-unknown.json: /lines/1/days: expected 1 to 31, found 40
error: need-unknown.json: /lines/0/request: the cost of `train` is not known: the vendor does not publish this price
error: need-unknown.json: /lines/1/request: the cost of `caption` is not known: Tokens is known only after the run
hint: `drawdown estimate` shows what is known of a request

"#]]);
    drawdown("need need-unknown.json").assert().code(2).stderr_eq(str![[r#"
error: need-unknown.json: no catalog is named
hint: add --catalog FILE|ID, or a `catalog` key to the file

"#]]);
    drawdown("need need.json -c imagineart --buffer 30-20").assert().code(2).stderr_eq(str![[r#"
error: need.json: /catalog: expected the catalog `imagineart`, found `example`
hint: `drawdown estimate` shows what is known of a request

"#]]);
    drawdown("need need.json --buffer much").assert().code(2).stderr_eq(str![[r#"
error: invalid value 'much' for '--buffer <BUFFER>': a margin such as "25%", "20-30%" or "500 credits"

For more information, try '--help'.

"#]]);
}

#[test]
fn catalog_check() {
    drawdown("catalog check example.json --at 2026-11-30")
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
example.json: 1 test passed
1 catalog: all good

"#]])
        .stderr_eq("");
    drawdown("catalog check example.json next.json broken.json --at 2026-11-30").assert().code(1).stdout_eq(str![[r#"
example.json: 1 test passed
warning: next.json: /operations/4/price/0/rate: 0.1 is not an exact binary float, so other tools may change it: write "0.1"
failed: next.json: /operations/0/tests/0 (clip): expected total 2700, found total 2695
  footage: 12 s × 224 = 2688
  over 10 s: 2 s × 3 = 6
  Rounding: rounded up to multiples of 5 = 1
next.json: 0 tests passed, 1 failed, 1 warning
error: broken.json: /operations/0/price/0/raet: unknown key `raet`; did you mean `rate`?
error: broken.json: /operations/0/price/0: expected exactly one of `rate`, `tiers`, `max_of`, found 0
error: broken.json: /operations/0/price/0/quantity: there is no setting or quantity `secnds`; did you mean `seconds`?
broken.json: 3 errors
3 catalogs: 2 to correct

"#]]);
    drawdown("catalog check next.json broken.json --json --at 2026-11-30")
        .assert()
        .code(1)
        .stdout_eq(
            str![[r#"
[
  {
    "file": "next.json",
    "errors": [],
    "warnings": [
      {
        "code": "number",
        "pointer": "/operations/4/price/0/rate",
        "sentence": "0.1 is not an exact binary float, so other tools may change it: write \"0.1\""
      }
    ],
    "information": [],
    "tests": {
      "passed": 0,
      "failed": [
        {
          "rule": "/operations/0/tests/0",
          "operation": "clip",
          "expected": "total 2700",
          "found": "total 2695",
          "lines": [
            "footage: 12 s × 224 = 2688",
            "over 10 s: 2 s × 3 = 6",
            "Rounding: rounded up to multiples of 5 = 1"
          ]
        }
      ]
    }
  },
  {
    "file": "broken.json",
    "errors": [
      {
        "code": "unknown_key",
        "pointer": "/operations/0/price/0/raet",
        "sentence": "unknown key `raet`; did you mean `rate`?"
      },
      {
        "code": "missing",
        "pointer": "/operations/0/price/0",
        "sentence": "expected exactly one of `rate`, `tiers`, `max_of`, found 0"
      },
      {
        "code": "unknown_name",
        "pointer": "/operations/0/price/0/quantity",
        "sentence": "there is no setting or quantity `secnds`; did you mean `seconds`?"
      }
    ],
    "warnings": [],
    "information": [],
    "tests": {
      "passed": 0,
      "failed": []
    }
  }
]

"#]]
            .raw(),
        );
    drawdown("catalog check missing.json").assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: missing.json: no such file, and no shipped catalog with this id
hint: give a path, or one of these ids: anthropic, bloom, elevenlabs, fal, greenzero, heygen, ideogram, ideogram-api, imagineart, imaginode, kive, kling, krea, leonardo, luma, magic-hour, openai, recraft, replicate, runway, suno

"#]]);
}

#[test]
fn catalog_show() {
    drawdown("catalog show example.json").assert().code(0).stdout_eq(str![[r#"
Example (example 1), as of 2026-11-01
A catalog with every state of a price.
Unit: credit, in steps of 0.01

Clip (clip), video
A video clip.
 line       | quantity          | when                         |          price
------------+-------------------+------------------------------+----------------
 footage    | seconds           | resolution 720p, audio no    |          112.5
            |                   | resolution 720p, audio yes   |            116
            |                   | resolution 1080p, audio no   |            224
            |                   | resolution 1080p, audio yes  |            230
 over 10 s  | over (s)          | resolution 1080p             |              3
 references | sum(references) s | with references, the part up |              2
            |                   | to 10                        |
            |                   | with references, the part    |              1
            |                   | over 10                      |
 rounding   | sum per run       |                              |  rounded up to
            |                   |                              | multiples of 5
Where over = max(seconds - 10, 0)
Gate: Clip is for the Pro plan (plan pro)
Note: Audio is billed with the footage
Source: docs.example.com/pricing, as of 2026-10-30

Sketch (sketch), video
 line    | quantity | price
---------+----------+-------
 footage | seconds  |  ≈ 20
Source: docs.example.com/pricing, as of 2026-10-30

Upscale (upscale), upscale
 line    | quantity | when    | price
---------+----------+---------+-------
 upscale | 1        | size 2x |    10
         |          | size 4x |    20

Caption (caption), text
 line  | quantity |     price
-------+----------+-----------
 start | 1        |         1
 text  | tokens   | 4 / 1,000

Train (train), train: not published

Preview (preview), preview: free

No plan
  No credits

Pro
  Sold by the month at a price that is not published
  A cycle is a month from the billing date
  No credits

max
  Sold by contract
  Runs cost 0.9 times their price
  A cycle is a month from the billing date
  No credits

Every account
  Spent first: what was issued first *
  A charge beyond the balance is refused *
  A failed run is refunded *
  Refunds of expired credits expire at once *
  An upgrade takes place at once, with a new cycle: the new allowance is issued
    in full; old credits stay; the new term is charged in full *
  A downgrade takes place when the cycle ends; old credits stay *
  Invoiced when due: plans on the billing date, purchases at once *

*: no rule is published; this is the default

Note: Upscaling is priced by the final size.
Source: docs.example.com/pricing, as of 2026-10-30

"#]]);
    drawdown("catalog show example.json clip").assert().code(0).stdout_eq(str![[r#"
Clip (clip)
A video clip.
Tool: video
Model: clip
Tier: pro

 setting    | values                 |       default | remark
------------+------------------------+---------------+----------------------
 audio      | yes, no                |            no |
 references | numbers of 1 – 10      | may be absent | lengths of reference
            |                        |               | clips
 resolution | 720p, 1080p            |          720p |
 seconds    | 3 – 30 s in steps of 1 |             5 |

 line       | quantity          | when                         |          price
------------+-------------------+------------------------------+----------------
 footage    | seconds           | resolution 720p, audio no    |          112.5
            |                   | resolution 720p, audio yes   |            116
            |                   | resolution 1080p, audio no   |            224
            |                   | resolution 1080p, audio yes  |            230
 over 10 s  | over (s)          | resolution 1080p             |              3
 references | sum(references) s | with references, the part up |              2
            |                   | to 10                        |
            |                   | with references, the part    |              1
            |                   | over 10                      |
 rounding   | sum per run       |                              |  rounded up to
            |                   |                              | multiples of 5

With plan max × 0.9
Where over = max(seconds - 10, 0)
Gate: Clip is for the Pro plan (plan pro)
Note: Audio is billed with the footage
Source: docs.example.com/pricing, as of 2026-10-30

"#]]);
    drawdown("catalog show example.json preview --json").assert().code(0).stdout_eq(str![[r#"
{
  "operation": {
    "id": "preview",
    "name": "Preview",
    "tool": "preview",
    "tags": [],
    "settings": [],
    "pricing": "free",
    "approximate": false
  },
  "price": {
    "rules": [
      {
        "line": "Preview",
        "quantity": "",
        "case": "",
        "rate": "free",
        "approximate": false
      }
    ],
    "cost_factors": [
      "max × 0.9"
    ],
    "quantities": [],
    "calendars": [],
    "meters": [],
    "gates": [],
    "notes": [],
    "sources": []
  }
}

"#]]);
    drawdown("catalog show example.json clop").assert().code(2).stdout_eq("").stderr_eq(str![[
        r#"
error: example.json: /operation: there is no operation `clop`; did you mean `clip`?
hint: `drawdown catalog show example.json` lists the operations

"#
    ]]);
}

#[test]
fn catalog_schema() {
    drawdown("catalog schema verdict").assert().code(0).stdout_eq(str![[r##"
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "drawdown verdict",
  "oneOf": [
    {
      "type": "object",
      "properties": {
        "verdict": {
          "type": "string",
          "const": "verified"
        }
      },
      "required": [
        "verdict"
      ],
      "description": "Every value is equal.",
      "additionalProperties": false
    },
    {
      "type": "object",
      "properties": {
        "verdict": {
          "type": "string",
          "const": "differs"
        },
        "pointer": {
          "type": "string",
          "description": "Its JSON pointer."
        },
        "expected": {
          "type": "string",
          "description": "The value that this machine computes, as JSON."
        },
        "found": {
          "type": "string",
          "description": "The value in the quote, as JSON."
        },
        "difference": {
          "anyOf": [
            {
              "$ref": "#/$defs/Credits"
            },
            {
              "type": "null"
            }
          ],
          "description": "The quote's total less the total that this machine computes; absent without both."
        }
      },
      "required": [
        "verdict",
        "pointer",
        "expected",
        "found"
      ],
      "description": "A value differs: this is the first.",
      "additionalProperties": false
    },
    {
      "type": "object",
      "properties": {
        "verdict": {
          "type": "string",
          "const": "stale_catalog"
        },
        "quoted": {
          "$ref": "#/$defs/CatalogRef",
          "description": "The catalog of the quote."
        },
        "current": {
          "$ref": "#/$defs/CatalogRef",
          "description": "This catalog."
        },
        "quoted_total": {
          "anyOf": [
            {
              "$ref": "#/$defs/Credits"
            },
            {
              "type": "null"
            }
          ],
          "description": "The total that the quote says; absent if it has none."
        },
        "current_total": {
          "anyOf": [
            {
              "$ref": "#/$defs/Credits"
            },
            {
              "type": "null"
            }
          ],
          "description": "The total with this catalog; absent if it has none, or if this is another platform's."
        }
      },
      "required": [
        "verdict",
        "quoted",
        "current"
      ],
      "description": "The quote was made with another catalog, or another version of it.",
      "additionalProperties": false
    },
    {
      "type": "object",
      "properties": {
        "verdict": {
          "type": "string",
          "const": "other_semantics"
        },
        "quoted": {
          "type": "integer",
          "format": "uint32",
          "minimum": 0,
          "description": "The version of the quote."
        },
        "current": {
          "type": "integer",
          "format": "uint32",
          "minimum": 0,
          "description": "This version."
        }
      },
      "required": [
        "verdict",
        "quoted",
        "current"
      ],
      "description": "The quote was made with another version of the rules.",
      "additionalProperties": false
    },
    {
      "type": "object",
      "properties": {
        "verdict": {
          "type": "string",
          "const": "expired"
        },
        "expired": {
          "$ref": "#/$defs/Instant",
          "description": "The first instant at which it is no longer valid."
        },
        "now": {
          "$ref": "#/$defs/Instant",
          "description": "The instant of the check."
        }
      },
      "required": [
        "verdict",
        "expired",
        "now"
      ],
      "description": "The quote is no longer valid.",
      "additionalProperties": false
    },
    {
      "type": "object",
      "properties": {
        "verdict": {
          "type": "string",
          "const": "not_yet_valid"
        },
        "issued": {
          "$ref": "#/$defs/Instant",
          "description": "The first instant at which it is valid."
        },
        "now": {
          "$ref": "#/$defs/Instant",
          "description": "The instant of the check."
        }
      },
      "required": [
        "verdict",
        "issued",
        "now"
      ],
      "description": "The quote is not valid yet.",
      "additionalProperties": false
    },
    {
      "type": "object",
      "properties": {
        "verdict": {
          "type": "string",
          "const": "forged"
        }
      },
      "required": [
        "verdict"
      ],
      "description": "A signature is not that of its key over this quote.",
      "additionalProperties": false
    },
    {
      "type": "object",
      "properties": {
        "verdict": {
          "type": "string",
          "const": "unknown_key"
        },
        "key": {
          "type": "string",
          "description": "Id of the key."
        }
      },
      "required": [
        "verdict",
        "key"
      ],
      "description": "A signature is of a key that is not known, or not valid now.",
      "additionalProperties": false
    },
    {
      "type": "object",
      "properties": {
        "verdict": {
          "type": "string",
          "const": "malformed"
        },
        "pointer": {
          "type": "string",
          "description": "JSON pointer of the first fault."
        },
        "text": {
          "type": "string",
          "description": "What was expected and what was found."
        }
      },
      "required": [
        "verdict",
        "pointer",
        "text"
      ],
      "description": "The text is not a quote, or asks for what the catalog does not have.",
      "additionalProperties": false
    }
  ],
  "description": "What verifying a quote has found. In JSON, the key `verdict` holds its code.",
  "$defs": {
    "Credits": {
      "anyOf": [
        {
          "type": "string",
          "pattern": "^-?[0-9]+(//.[0-9]+)?([eE][+-]?[0-9]+)?$"
        },
        {
          "type": "number",
          "exclusiveMinimum": -1e+24,
          "exclusiveMaximum": 1e+24
        }
      ],
      "description": "An exact number of credits."
    },
    "CatalogRef": {
      "type": "object",
      "properties": {
        "id": {
          "type": "string",
          "description": "Id."
        },
        "version": {
          "type": "string",
          "description": "Its `version`."
        },
        "digest": {
          "type": "string",
          "description": "Digest of the canonical JSON."
        }
      },
      "required": [
        "id",
        "version",
        "digest"
      ],
      "description": "The exact catalog.",
      "additionalProperties": false
    },
    "Instant": {
      "type": "string",
      "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt][0-9]{2}:[0-9]{2}(:[0-9]{2})?(//.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2}))?$",
      "description": "A date (its first second) or an instant with an offset."
    }
  }
}

"##]]);
    assert!(printed("catalog schema").contains("\"title\": \"drawdown catalog\""));
    drawdown("catalog schema quot").assert().code(2).stderr_eq(str![[r#"
error: invalid value 'quot' for '[FORMAT]'
  [possible values: catalog, request, need, model-need, model-run, scenario, account, estimate, affordable, cheaper, quote, projection-quote, fit-quote, signed-quote, verdict, need-estimate, fit, comparison, run-comparison, test-report, differences, projection, terms, forecast-options, forecast, usage-mapping, usage-spec, usage-report, usage-focus-spec, usage-focus, usage-account, usage-replay, usage-invoices, usage-rerated, usage-forecast-spec, usage-forecast, wallet-command, wallet-outcome, wallet-state, wallet-mapping]

  tip: a similar value exists: 'quote'

For more information, try '--help'.

"#]]);
}

#[test]
fn catalog_diff() {
    drawdown("catalog diff example.json next.json").assert().code(1).stdout_eq(str![[r#"
 place                   | case               |             before |                after |  change
-------------------------+--------------------+--------------------+----------------------+---------
 operations/clip         | defaults           |                565 |                  555 |  -1.8 %
 operations/clip         | defaults, plan pro |                565 |                  445 | -21.2 %
 operations/clip         | resolution 1080p,  |              1,120 |                  900 | -19.6 %
                         | plan pro           |                    |                      |
 operations/clip         | audio yes, plan    |                580 |                  465 | -19.8 %
                         | pro                |                    |                      |
 operations/clip         | audio yes,         |              1,150 |                  920 |   -20 %
                         | resolution 1080p,  |                    |                      |
                         | plan pro           |                    |                      |
 operations/clip         | defaults, plan max |                510 |                  500 |    -2 %
 operations/clip/price   | footage, seconds,  |              112.5 |                  111 |  -1.3 %
                         | resolution 720p,   |                    |                      |
                         | audio no           |                    |                      |
 operations/sketch       | defaults           |              ≈ 100 |                ≈ 105 |    +5 %
 operations/sketch       | defaults, plan pro |              ≈ 100 |                 ≈ 84 |   -16 %
 operations/sketch       | defaults, plan max |               ≈ 90 |               ≈ 94.5 |    +5 %
 operations/sketch/price | footage, seconds   |               ≈ 20 |                 ≈ 21 |    +5 %
 operations/upscale      | size 4x            |                 20 |        not published |
 operations/upscale      | size 2x, plan pro  |                 10 |                    8 |   -20 %
 operations/upscale      | size 4x, plan max  |                 18 |        not published |
 operations/caption      | defaults, plan pro | 1 × 1; 4 per 1,000 |   1 × 1; 4 per 1,000 |
                         |                    | tokens, known only |   tokens, known only |
                         |                    |      after the run | after the run; × 0.8 |
 operations/matte        |                    |                  – |                  0.1 |
 operations/train        |                    |      not published |                    – |
 plans/pro/cost_factor   |                    |                  – |                  0.8 |

18 differences

"#]]);
    // At no setting that is compared does the price of references show.
    drawdown("catalog diff example.json references.json").assert().code(1).stdout_eq(str![[r#"
 place                 | case                                            | before | after | change
-----------------------+-------------------------------------------------+--------+-------+--------
 operations/clip/price | references, sum(references) s, with references, |      2 |     3 |  +50 %
                       | the part up to 10                               |        |       |
 operations/clip/price | references, sum(references) s, with references, |      1 |     2 | +100 %
                       | the part over 10                                |        |       |

2 differences

"#]]);
    drawdown("catalog diff example.json example.json").assert().code(0).stdout_eq(str![[r#"
no differences

"#]]);
    drawdown("catalog diff example.json example.json --json").assert().code(0).stdout_eq(str![[
        r#"
[]

"#
    ]]);
}

#[test]
fn completions_name_the_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = printed(&format!("completions {shell}"));
        for command in ["estimate", "simulate", "catalog", "terms", "--ledger"] {
            assert!(script.contains(command.trim_start_matches("--")), "{shell}: {command}");
        }
    }
    drawdown("completions tcsh").assert().code(2).stderr_eq(str![[r#"
error: invalid value 'tcsh' for '<SHELL>'
  [possible values: bash, elvish, fish, powershell, zsh]

  tip: a similar value exists: 'zsh'

For more information, try '--help'.

"#]]);
}

/// `drawdown … | head -c 1` ends quietly.
#[test]
fn a_reader_that_goes_away_is_no_fault() {
    use std::process::{Command, Stdio};
    let mut command = Command::new(env!("CARGO_BIN_EXE_drawdown"));
    command.args(["catalog", "schema"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}
