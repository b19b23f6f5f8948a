//! The rules of the shipped catalogs in sentences, as `catalog terms` prints them.
//!
//! `SNAPSHOTS=overwrite cargo test --test cli terms` takes over what it prints now; a changed sentence
//! is a changed rule, so read the difference.

use super::run::{above, stdout};
use drawdown::{Catalog, Topic};
use snapbox::file;

fn printed(catalog: &str) -> String {
    stdout(above(&["catalog", "terms", catalog]))
}

#[test]
fn krea() {
    snapbox::assert_data_eq!(printed("krea"), file!["../terms/krea.txt"].raw());
}

#[test]
fn imagineart() {
    snapbox::assert_data_eq!(printed("imagineart"), file!["../terms/imagineart.txt"].raw());
}

#[test]
fn kive() {
    snapbox::assert_data_eq!(printed("kive"), file!["../terms/kive.txt"].raw());
}

#[test]
fn greenzero() {
    snapbox::assert_data_eq!(printed("greenzero"), file!["../terms/greenzero.txt"].raw());
}

/// Every rule that a catalog can write has words.
#[test]
fn every_rule_has_words() {
    let catalog = Catalog::from_json(
        r#"{ "catalog": "c", "version": "1", "as_of": "2026-11-01", "currency": "EUR",
            "credit": { "name": "credit", "plural": "credits", "step": "1" },
            "operations": [ { "id": "image", "tool": "image", "tier": "pro", "price": "free" },
                            { "id": "video", "tool": "video", "price": "free" } ],
            "classes": { "a": { "name": "A", "lapse": "freeze" }, "b": { "name": "B", "lapse": "restrict" } },
            "plans": [
                { "id": "p", "name": "P", "price": { "month": "1200", "quarter": null, "year": null },
                  "grants": [ "term", "days" ], "cost_factor": "0.5", "cycle": { "days": 30 },
                  "renews_at": "06:00", "top_ups_per_cycle": "5000",
                  "change": { "upgrade": { "allowance": "difference", "cycle": "keep", "charge": "prorated" },
                              "downgrade": { "when": "now", "old_lots": "forfeit" } } } ],
            "grants": [
                { "id": "term", "class": "a", "amount": "1", "every": "term", "expires": "cycle_end" },
                { "id": "days", "class": "a", "amount": "12000", "every": { "days": 10 }, "expires": "2 weeks",
                  "when": { "term": "year" }, "renewal": { "skip_over": { "amount": "7" } } },
                { "id": "week", "class": "b", "amount": "5", "every": "week", "on": "friday", "at": "09:30",
                  "expires": "reset", "renewal": "reset",
                  "pays_for": { "tool": [ "image", "video" ], "not": { "tier": "pro" } } } ],
            "top_ups": [ { "id": "t", "class": "b", "credits": "100", "price": "2.50", "expires": "cycle_end",
                           "limit": 1, "multiple": 50 } ],
            "burn_order": [ { "paid": "last" }, "unit_cost" ],
            "policies": { "overage": "debt", "overage_limit": "50", "debt": "repay_first", "failed_runs": "charge",
                          "clock": "utc", "billing": "calendar_month", "reporting_lag": "an hour",
                          "alerts": [ { "percent": "80" }, { "credits": "1000" } ],
                          "when_empty": [ { "free_run": { "every": "1 hour", "plan": "p" } } ] } }"#,
    );
    let terms = catalog.unwrap_or_else(|errors| panic!("{errors}")).terms();
    let lines = terms.plans.iter().flat_map(|plan| &plan.lines).chain(&terms.account);
    let lines: Vec<&str> = lines.map(|line| line.text.as_str()).collect();
    assert_eq!(
        lines,
        [
            "5 credits every Friday at 09:30, good until the next issue, replacing what is left, only \
             for tool image or video, but not for tier pro",
            "t: 100 credits for 2.50 EUR, good until the cycle ends, in multiples of 50, once in a cycle",
            "Sold for 1,200.00 EUR a month, by the quarter or the year at a price that is not published",
            "Runs cost 0.5 times their price",
            "A cycle is 30 days, renewed at 06:00",
            "1 credit each term, unused ones expire with the term",
            "12,000 credits every 10 days from activation, when paid by the year, good for 2 weeks, \
             but none while the balance is above 7 credits",
            "5 credits every Friday at 09:30, good until the next issue, replacing what is left, only \
             for tool image or video, but not for tier pro",
            "t: 100 credits for 2.50 EUR, good until the cycle ends, in multiples of 50, once in a cycle",
            "At most 5,000 credits can be bought in a cycle",
            "Without credits: one free run every hour",
            "An upgrade takes place at once, within the cycle: the difference in allowance is \
             issued; old credits stay; the difference in price is charged in proportion to the \
             rest of the term",
            "A downgrade takes place at once, within the cycle: the new allowance is issued in \
             full; old credits are forfeited; nothing is charged until the next term",
            "When the subscription ends, credits of class \u{201c}A\u{201d} are frozen until there \
             is one again and credits of class \u{201c}B\u{201d} buy only what the free tier may use",
            "Spent first: free credits before paid ones; then the cheapest",
            "A charge beyond the balance becomes debt, up to 50 credits",
            "New credits repay debt first",
            "A failed run is charged",
            "Invoiced by calendar month, on the first of the next",
            "Days and cycles are counted in UTC",
            "Usage figures lag by an hour",
            "Alerts at 80 % of the allowance used and less than 1,000 credits left",
        ]
    );
    assert_eq!(terms.account.last().unwrap().topic, Topic::Alerts);
    assert!(terms.account.iter().all(|line| !line.assumed));
}

/// A catalog that writes a default out says the same as one that leaves it out.
#[test]
fn a_default_has_the_same_words_written_out_or_left_out() {
    let words = |grant: &str, rollover: &str, top_up: &str| {
        let text = format!(
            r#"{{ "catalog": "c", "version": "1", "as_of": "2026-11-01", "currency": "EUR",
                "credit": {{ "name": "credit", "plural": "credits", "step": "1" }},
                "operations": [ {{ "id": "image", "price": "free" }} ],
                "classes": {{ "a": {{ "name": "A" }} }},
                "plans": [ {{ "id": "p", "name": "P", "price": {{ "month": "10" }},
                              "grants": [ "week", "cycle" ] }} ],
                "grants": [
                    {{ "id": "week", "class": "a", "amount": "5", "every": "week" {grant} }},
                    {{ "id": "cycle", "class": "a", "amount": "100", "every": "cycle",
                       "expires": "cycle_end", "rollover": {{ "carry": 2 {rollover} }} }} ],
                "top_ups": [ {{ "id": "t", "class": "a", "credits": "100", "price": "2" {top_up} }} ] }}"#
        );
        format!("{:?}", Catalog::from_json(&text).unwrap().terms())
    };
    let plain = words("", "", "");
    assert!(plain.contains("5 credits every Monday at 00:00, without expiry"), "{plain}");
    for grant in [
        r#", "at": "00:00""#,
        r#", "on": "monday""#,
        r#", "expires": "never""#,
        r#", "renewal": "add""#,
        r#", "shared_pool": false"#,
        r#", "pays_for": {}"#,
    ] {
        assert_eq!(words(grant, "", ""), plain, "{grant}");
    }
    for rollover in [
        r#", "percent": "100""#,
        r#", "floor": "0""#,
        r#", "class": "a""#,
        r#", "cap_on": "carried", "cap": { "amount": "50" }"#,
    ] {
        let without = rollover.replace(r#", "cap_on": "carried""#, "");
        let without = if without == rollover { "" } else { without.as_str() };
        assert_eq!(words("", rollover, ""), words("", without, ""), "{rollover}");
    }
    for top_up in [r#", "expires": "never""#, r#", "multiple": 1"#, r#", "pays_for": {}"#] {
        assert_eq!(words("", "", top_up), plain, "{top_up}");
    }
}
