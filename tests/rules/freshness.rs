//! Prices that were read long ago, and changes in sentences.

use drawdown::{Catalog, Instant, changes};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn catalog(version: &str, as_of: &str, rest: &str) -> Catalog {
    let text = format!(
        r#"{{ "catalog": "x", "version": "{version}", "as_of": "{as_of}", "currency": "EUR",
        "credit": {{ "name": "credit", "plural": "credits", "step": "1" }},
        "sources": {{ "new": {{ "at": "example.com/new", "as_of": "2026-11-01" }},
                      "old": {{ "at": "example.com/old", "as_of": "2026-01-01" }} }},
        {rest} }}"#
    );
    Catalog::from_json(&text).unwrap()
}

fn old(catalog: &Catalog, days: u32, now: &str) -> Vec<String> {
    catalog.older_than(days, at(now)).iter().map(ToString::to_string).collect()
}

#[test]
fn each_price_has_the_age_of_its_source() {
    let catalog = catalog(
        "1",
        "2026-02-01",
        r#""operations": [
            { "id": "a", "price": [ { "line": "a", "rate": "1", "source": "old" }, { "line": "b", "rate": "1" } ], "source": "new" },
            { "id": "b", "name": "B", "price": [ { "line": "b", "rate": "1" } ],
              "source": { "at": "example.com", "as_of": "2026-03-01" } },
            { "id": "c", "price": "not_sold", "source": "old" },
            { "id": "d", "prices": [
                { "price": "free", "valid": { "until": "2026-06-01" }, "source": "old" },
                { "price": "free", "valid": { "from": "2026-06-01" }, "source": "new" } ] },
            { "id": "e", "price": "unpriced" } ],
           "plans": [ { "id": "pro", "source": "old" } ]"#,
    );
    assert_eq!(
        old(&catalog, 180, "2026-11-30"),
        [
            "/as_of: as of 2026-02-01, 302 days before 2026-11-30 (e)",
            "/sources/old/as_of: as of 2026-01-01, 333 days before 2026-11-30 (a, pro)",
            "/operations/1/source/as_of: as of 2026-03-01, 274 days before 2026-11-30 (B)",
        ]
    );
    // The limit itself is not above the limit, and the time of day does not matter.
    assert_eq!(old(&catalog, 333, "2026-11-30T23:59:59Z"), Vec::<String>::new());
    assert_eq!(old(&catalog, 332, "2026-11-30T00:00:00Z").len(), 1);
    // A source that was read later is not old.
    assert_eq!(old(&catalog, 0, "2025-01-01"), Vec::<String>::new());
    assert_eq!(old(&catalog, 0, "9999-12-31").len(), 4);
    assert_eq!(old(&catalog, u32::MAX, "9999-12-31"), Vec::<String>::new());
}

fn told(before: &str, after: &str) -> Vec<String> {
    let before = catalog("1", "2026-11-01", before);
    let after = catalog("2", "2026-11-20", after);
    changes(&before, &after).unwrap().into_iter().map(|change| change.sentence).collect()
}

/// A catalog with one operation of this price.
fn priced(price: &str) -> String {
    format!(
        r#""operations": [ {{ "id": "a", "name": "A", "settings": {{
            "size": {{ "choice": ["1K", "2K", "4K"], "default": "1K" }}, "fast": {{ "flag": false }} }},
            {price} }} ], "plans": [ {{ "id": "pro", "name": "Pro" }} ]"#
    )
}

#[test]
fn dates_are_those_of_the_validity() {
    let always =
        |rate: &str| priced(&format!(r#""price": [ {{ "line": "a", "rate": "{rate}" }} ]"#));
    let then = |first: &str, next: &str, day: &str| {
        priced(&format!(
            r#""prices": [ {{ "price": [ {{ "line": "a", "rate": "{first}" }} ], "valid": {{ "until": "{day}" }} }},
                           {{ "price": [ {{ "line": "a", "rate": "{next}" }} ], "valid": {{ "from": "{day}" }} }} ]"#
        ))
    };
    // Without a date, that of the new catalog.
    assert_eq!(told(&always("1"), &always("2")), ["A: 1 → 2 credits from 20 November 2026"]);
    // Announced, in force since the old catalog, and in force before it.
    assert_eq!(
        told(&always("1"), &then("1", "2", "2026-12-01")),
        ["A: 1 → 2 credits from 1 December 2026"]
    );
    assert_eq!(
        told(&always("1"), &then("1", "2", "2026-11-10")),
        ["A: 1 → 2 credits from 10 November 2026"]
    );
    assert_eq!(
        told(&always("1"), &then("1", "2", "2026-10-10")),
        ["A: 1 → 2 credits from 20 November 2026"]
    );
    // What was announced before is no news; that it comes later, or not at all, is.
    let announced = then("1", "2", "2026-12-01");
    assert_eq!(told(&announced, &announced), Vec::<String>::new());
    assert_eq!(
        told(&announced, &then("1", "2", "2027-01-01")),
        ["A: 1 → 2 credits from 1 January 2027", "A: 2 → 1 credit from 1 December 2026"]
    );
    assert_eq!(told(&announced, &always("1")), ["A: 2 → 1 credit from 1 December 2026"]);
    // A price for some days goes back, and two changes are two sentences.
    assert_eq!(
        told(&always("1"), &then("2", "1", "2026-12-01")),
        ["A: 1 → 2 credits from 20 November 2026", "A: 2 → 1 credit from 1 December 2026"]
    );
    assert_eq!(
        told(&always("1"), &then("2", "3", "2026-12-01")),
        ["A: 1 → 2 credits from 20 November 2026", "A: 2 → 3 credits from 1 December 2026"]
    );
}

#[test]
fn cases_are_as_few_as_possible() {
    let table = |cells: &str| {
        priced(&format!(
            r#""price": [ {{ "line": "a", "rate": {{ "by": ["size", "fast"], {cells} }} }} ]"#
        ))
    };
    let before = table(
        r#""1K": { "no": "1", "yes": "2" }, "2K": { "no": "1", "yes": "2" }, "4K": { "no": "1", "yes": "2" }"#,
    );
    let told = |after: &str| told(&before, &table(after));
    assert_eq!(
        told(
            r#""1K": { "no": "5", "yes": "2" }, "2K": { "no": "5", "yes": "2" }, "4K": { "no": "5", "yes": "2" }"#
        ),
        ["A without fast: 1 → 5 credits from 20 November 2026"]
    );
    assert_eq!(
        told(
            r#""1K": { "no": "1", "yes": "2" }, "2K": { "no": "1", "yes": "1" }, "4K": { "no": "1", "yes": "1" }"#
        ),
        ["A at 2K or 4K with fast: 2 → 1 credit from 20 November 2026"]
    );
}

#[test]
fn rules_in_other_words_are_no_change() {
    let one = priced(r#""price": [ { "line": "a", "rate": "2" } ]"#);
    let other = priced(r#""price": [ { "line": "a", "rate": { "by": "size", "else": "2" } } ]"#);
    assert_eq!(told(&one, &other), Vec::<String>::new());
}

#[test]
fn plans_are_named_only_where_they_matter() {
    let by_plan = |none: &str, pro: &str| {
        priced(&format!(
            r#""price": [ {{ "line": "a", "rate": {{ "by": "plan", "none": "{none}", "pro": "{pro}" }} }} ]"#
        ))
    };
    assert_eq!(
        told(&by_plan("2", "2"), &by_plan("3", "3")),
        ["A: 2 → 3 credits from 20 November 2026"]
    );
    assert_eq!(
        told(&by_plan("2", "1"), &by_plan("2", "3")),
        ["A, on Pro: 1 → 3 credits from 20 November 2026"]
    );
}

#[test]
fn what_no_case_shows_is_not_kept_quiet() {
    let settings = r#""settings": { "n": { "number": { "min": 1, "max": 500 }, "default": 5 } }"#;
    let version = |price: &str| {
        format!(
            r#""operations": [ {{ "id": "a", "name": "A", {settings}, "price": [ {price} ] }} ]"#
        )
    };
    let base = r#"{ "line": "a", "rate": "2" }"#;
    let many =
        format!(r#"{base}, {{ "line": "many", "rate": "7", "when": {{ "n": {{ "min": 50 }} }} }}"#);
    assert_eq!(
        told(&version(base), &version(&many)),
        ["A: the price is computed in another way, from 20 November 2026"]
    );
}

#[test]
fn two_settings_with_the_same_choices_are_told_apart() {
    let version = |input: &str, output: &str| {
        format!(
            r#""operations": [ {{ "id": "a", "name": "A", "settings": {{
              "input": {{ "label": "Input", "choice": ["720p", "1080p"], "default": "720p" }},
              "output": {{ "label": "Output", "choice": ["720p", "1080p"], "default": "720p" }} }},
            "price": [ {{ "line": "i", "rate": {{ "by": "input", "720p": "1", "1080p": "{input}" }} }},
                       {{ "line": "o", "rate": {{ "by": "output", "720p": "1", "1080p": "{output}" }} }} ]
            }} ]"#
        )
    };
    let told = told(&version("2", "2"), &version("3", "1"));
    let unique: std::collections::BTreeSet<&String> = told.iter().collect();
    assert_eq!(unique.len(), told.len(), "{told:?}");
    assert!(!told.iter().any(|sentence| sentence.contains("A at 1080p")), "{told:?}");
}

#[test]
fn a_plan_with_a_factor_is_told_where_it_does_not_follow() {
    let version = |none: &str, pro: &str| {
        format!(
            r#""operations": [ {{ "id": "a", "name": "A", "price": [
              {{ "line": "a", "rate": {{ "by": "plan", "none": "{none}", "pro": "{pro}" }} }} ] }} ],
              "plans": [ {{ "id": "pro", "name": "Pro", "cost_factor": "0.5" }} ]"#
        )
    };
    let only_pro = told(&version("4", "4"), &version("4", "8"));
    assert_eq!(only_pro, ["A, on Pro: 2 → 4 credits from 20 November 2026"]);
    let both = told(&version("4", "4"), &version("8", "8"));
    assert_eq!(both, ["A: 4 → 8 credits from 20 November 2026"]);
}

#[test]
fn another_interval_or_currency_is_neither_dearer_nor_cheaper() {
    let version = |amount: &str, every: &str| {
        format!(
            r#""operations": [], "classes": {{ "c": {{}} }}, "burn_order": ["issued"],
               "plans": [ {{ "id": "pro", "name": "Pro", "price": {{ "month": "9.00" }}, "grants": ["g"] }} ],
               "grants": [ {{ "id": "g", "class": "c", "amount": "{amount}", "every": "{every}" }} ]"#
        )
    };
    let before = catalog("1", "2026-11-01", &version("100", "cycle"));
    let after = catalog("2", "2026-11-20", &version("90", "day"));
    let found = changes(&before, &after).unwrap();
    assert!(!found.is_empty());
    assert!(found.iter().all(|change| change.kind == drawdown::ChangeKind::Other), "{found:?}");
}
