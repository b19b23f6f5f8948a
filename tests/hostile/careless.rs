//! Careless and hostile input of every format: what cannot be seen, numbers in all their forms,
//! sizes, and orders of keys.

use drawdown::{
    Catalog, Detail, Error, Errors, Need, Request, Scenario, diff, parse, to_text, to_text_pretty,
    visible,
};
use drawdown_tests::corpus::CATALOGS;
use drawdown_tests::rewriting::Scribe;
use std::fmt::Write;

/// A catalog whose members are these, beside what every catalog has.
fn catalog_with(members: &str) -> String {
    format!(
        r#"{{ "catalog": "c", "version": "1", "as_of": "2026-11-01", {members},
            "credit": {{ "name": "credit", "plural": "credits", "step": "1" }} }}"#
    )
}

fn operation(members: &str) -> String {
    catalog_with(&format!(r#""operations": [ {{ "id": "o", {members} }} ]"#))
}

const PRICE: &str = r#""price": [ { "line": "x", "rate": "1" } ]"#;

fn refused<T>(read: Result<T, Errors>) -> Vec<String> {
    let Err(errors) = read else { return Vec::new() };
    errors.iter().map(|error| format!("{}: {}", error.pointer(), error.code())).collect()
}

#[test]
fn names_that_cannot_be_seen_are_refused() {
    for hidden in
        [r"\u001b[2J", r"\u202e", r"\u200f", r"\u0085", r"\n", r"\t", r"\u200b", r"\ufeff"]
    {
        let cases = [
            (catalog_with(&format!(r#""name": "a{hidden}", "operations": []"#)), "/name"),
            (operation(&format!(r#""name": "a{hidden}", {PRICE}"#)), "/operations/0/name"),
            (operation(&format!(r#""tags": ["a{hidden}"], {PRICE}"#)), "/operations/0/tags/0"),
            (
                operation(&format!(r#""price": [ {{ "line": "a{hidden}", "rate": "1" }} ]"#)),
                "/operations/0/price/0/line",
            ),
            (
                operation(&format!(
                    r#""price": [ {{ "line": "a", "unit": "s{hidden}", "rate": "1" }} ]"#
                )),
                "/operations/0/price/0/unit",
            ),
            (
                operation(&format!(
                    r#""settings": {{ "s": {{ "choice": ["a", "b{hidden}"] }} }}, {PRICE}"#
                )),
                "/operations/0/settings/s/choice/1",
            ),
            (
                operation(&format!(
                    r#""settings": {{ "s": {{ "flag": null, "label": "b{hidden}" }} }}, {PRICE}"#
                )),
                "/operations/0/settings/s/label",
            ),
        ];
        for (text, pointer) in cases {
            let errors = Catalog::from_json(&text).unwrap_err();
            let error = errors.first().unwrap();
            assert_eq!((error.pointer(), error.code()), (pointer, "out_of_range"), "{text}");
            assert_eq!(visible(&errors.to_string()).replace("\\n/", "\n/"), errors.to_string());
        }
        let key =
            operation(&format!(r#""settings": {{ "s{hidden}": {{ "flag": null }} }}, {PRICE}"#));
        let errors = Catalog::from_json(&key).unwrap_err();
        assert_eq!(errors.first().unwrap().code(), "out_of_range");
        let need = format!(r#"{{ "lines": [], "plans": ["a{hidden}"] }}"#);
        assert_eq!(refused(Need::from_json(&need)), ["/plans/0: out_of_range"]);
        let scenario =
            format!(r#"{{ "start": "2026-11-01", "account": {{ "plan": "a{hidden}" }} }}"#);
        assert_eq!(refused(Scenario::from_json(&scenario)), ["/account/plan: out_of_range"]);
    }
}

/// A note may say anything; it is read with escapes, in every answer and on every host.
#[test]
fn sentences_that_cannot_be_seen_are_escaped() {
    let text = operation(&format!(
        r#"{PRICE}, "about": "\u202e", "notes": ["\u001b[2Jclip\r\n total | 9\u001b[8m"]"#
    ));
    let catalog = Catalog::from_json(&text).unwrap();
    let warnings: Vec<&str> = catalog.warnings().iter().map(Error::pointer).collect();
    assert_eq!(warnings, ["/operations/0/about", "/operations/0/notes/0"]);
    let estimate = catalog.estimate(&Request::new("o")).unwrap();
    assert_eq!(&*estimate.notes[0], "\\u{1b}[2Jclip\\r\\n total | 9\\u{1b}[8m");
    let quote = to_text(&catalog.quote(&Request::new("o")).unwrap()).unwrap();
    assert_eq!(catalog.verify_json(&quote).unwrap(), drawdown::Verdict::Verified);
}

#[test]
fn what_a_quote_says_is_escaped_in_the_verdict() {
    let catalog = Catalog::from_json(&operation(PRICE)).unwrap();
    let quote = to_text(&catalog.quote(&Request::new("o")).unwrap()).unwrap();
    let hostile = quote.replacen(r#""label":"x""#, r#""label":"\u202e\u009b\nverified""#, 1);
    assert_ne!(hostile, quote);
    let verdict = catalog.verify_json(&hostile).unwrap();
    let drawdown::Verdict::Differs { found, .. } = verdict else { panic!("{verdict:?}") };
    assert_eq!(found, r#""\u{202e}\u{9b}\nverified""#);
}

/// The same value, in a text that moves no cursor.
#[test]
fn printed_json_is_the_same_value_and_all_of_it_is_seen() {
    let text = "\u{1b}\u{7f}\u{9b}\u{202e}\u{feff}\u{e0041}é\"\\\n";
    let printed = to_text_pretty(&[text]).unwrap();
    assert_eq!(
        printed,
        "[\n  \"\\u001b\\u007f\\u009b\\u202e\\ufeff\\udb40\\udc41é\\\"\\\\\\n\"\n]\n"
    );
    assert_eq!(parse(&printed).unwrap(), parse(&to_text(&[text]).unwrap()).unwrap());
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_read() {
    let text = operation(PRICE);
    let other = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let [one, two] = [&text, &other].map(|text| Catalog::from_json(text).unwrap());
    assert_eq!(one.digest(), two.digest());
    assert!(parse("\u{feff}\u{feff}1").is_err(), "one mark is enough");
    assert!(parse("[1\u{feff}]").is_err(), "and it stands at the start");
}

/// One rule for numbers: what JSON takes for a number, as a number or as a string, wherever a
/// number is wanted.
#[test]
fn a_count_is_read_however_it_is_written() {
    let runs =
        |runs: &str| Request::from_json(&format!(r#"{{ "operation": "o", "runs": {runs} }}"#));
    for text in ["3", "3.0", "3e0", "30e-1", "0.3e1", "\"3\"", "\"3.0\"", "\"3e0\""] {
        assert_eq!(runs(text).unwrap(), Request::new("o").runs(3), "{text}");
    }
    for text in ["3.5", "-3", "\"3 \"", "\"+3\"", "\"\"", "\"3e++0\"", "4294967296", "true", "[3]"]
    {
        assert_eq!(refused(runs(text)), ["/runs: type"], "{text}");
    }
    for text in ["0", "0.0", "-0", "0e5", "\"0\""] {
        assert_eq!(refused(runs(text)), ["/runs: out_of_range"], "{text}");
    }
}

/// `1.0` and `1` are one number but two texts.
#[test]
fn a_version_is_a_text() {
    let text = operation(PRICE).replace(r#""version": "1""#, r#""version": 1.0"#);
    let errors = Catalog::from_json(&text).unwrap_err();
    assert_eq!(errors.to_string(), "/version: expected a text, such as \"1.0\", found 1.0");
}

/// Each list of a catalog at the limit that the page states is read past it, and one more is told.
#[test]
fn every_list_of_a_catalog_has_the_limit_of_the_page() {
    const PAGE: &str = include_str!("../../docs/catalog.md");
    let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let mut seen = 0;
    for (keys, most) in rows {
        let Ok(most) =
            most.trim_end_matches(" |").trim_end_matches(" each").replace(',', "").parse()
        else {
            continue;
        };
        for key in keys.split("`, `") {
            let told = |count: usize| {
                let item = |i: usize| match key {
                    "tables" | "conditions" | "setting_groups" | "classes" | "zones"
                    | "holidays" | "meters" | "sources" | "units" => format!(r#""k{i}": 1"#),
                    _ => "1".to_owned(),
                };
                let items = (0..count).map(item).collect::<Vec<_>>().join(",");
                let [open, close] = if items.contains(':') { ["{", "}"] } else { ["[", "]"] };
                let text = catalog_with(&format!(r#""{key}": {open}{items}{close}"#));
                let errors = Catalog::from_json(&text).unwrap_err();
                let expected = format!("/{key}: expected at most {most} entries, found {count}");
                errors.iter().any(|error| error.to_string() == expected)
            };
            assert!(told(most + 1) && !told(most), "{key}: {most}");
            seen += 1;
        }
    }
    assert!(seen >= 14, "{seen}");
}

/// Each is above its limit by one.
#[test]
fn what_is_too_large_is_told() {
    let list = |count: usize, item: &dyn Fn(usize) -> String| {
        (0..count).map(item).collect::<Vec<_>>().join(",")
    };
    let free = |i: usize| format!(r#"{{ "id": "o{i}", "price": "free" }}"#);
    let cases = [
        (
            catalog_with(&format!(r#""operations": [{}]"#, list(20_001, &free))),
            "/operations: expected at most 20000 entries, found 20001",
        ),
        (
            operation(&format!(
                r#""settings": {{ "s": {{ "choice": [{}] }} }}, {PRICE}"#,
                list(20_001, &|i| i.to_string())
            )),
            "/operations/0/settings/s/choice: expected at most 20000 entries, found 20001",
        ),
        (
            operation(&format!(
                r#""settings": {{ {} }}, {PRICE}"#,
                list(201, &|i| format!(r#""s{i}": {{ "flag": null }}"#))
            )),
            "/operations/0/settings: expected at most 200 entries, found 201",
        ),
        (
            catalog_with(&format!(
                r#""operations": [], "plans": [{}]"#,
                list(2001, &|i| format!(r#"{{ "id": "p{i}" }}"#))
            )),
            "/plans: expected at most 2000 entries, found 2001",
        ),
    ];
    for (text, told) in cases {
        let errors = Catalog::from_json(&text).unwrap_err();
        assert_eq!(errors.to_string(), told);
        assert_eq!(errors.first().unwrap().code(), "limit");
    }
    let values = format!("[{}0]", "0,".repeat(6_000_000));
    assert!(parse(&values).unwrap_err().to_string().contains("more than 6000000 values"));
    let long = format!("\"{}\"", "x".repeat(64 << 20));
    assert!(parse(&long).unwrap_err().to_string().contains("expected at most 67108864"));
}

#[test]
fn a_hundred_errors_are_told_and_the_rest_counted() {
    let mut operations = String::new();
    for i in 0..5000 {
        let comma = if i > 0 { "," } else { "" };
        write!(
            operations,
            r#"{comma}{{ "id": "o{i}", "price": [ {{ "line": "x", "rate": "y" }} ] }}"#
        )
        .unwrap();
    }
    let text = catalog_with(&format!(r#""operations": [{operations}]"#));
    let same = catalog_with(&format!(
        r#""operations": [{}]"#,
        vec![r#"{ "id": "o", "price": "free" }"#; 5000].join(",")
    ));
    let keys = format!("{{{}}}", vec![r#""k":0"#; 5001].join(","));
    let unknown: Vec<String> = (0..5000).map(|i| format!(r#""k{i}":0"#)).collect();
    let settings = format!(r#"{{ "operation": "o", {} }}"#, unknown.join(","));
    for (errors, count) in [
        (Catalog::from_json(&text).unwrap_err(), 4900),
        (Catalog::from_json(&same).unwrap_err(), 4899),
        (parse(&keys).unwrap_err(), 4900),
        (Request::from_json(&settings).unwrap_err(), 4900),
    ] {
        assert_eq!(errors.len(), 101);
        let last = errors.iter().last().unwrap();
        assert_eq!(last.to_string(), format!("(document): {count} more errors are not listed"));
    }
}

/// A digest does not tell orders of keys apart; so nothing else may either.
#[test]
fn no_listing_depends_on_the_order_of_keys() {
    for (path, text) in CATALOGS {
        let value = parse(text).unwrap();
        let catalog = Catalog::from_json(text).unwrap();
        let listed = listings(&catalog);
        for seed in 0..2 {
            let other = Catalog::from_json(&Scribe::shuffling(seed).text(&value)).unwrap();
            assert_eq!(other.digest(), catalog.digest());
            assert_eq!(listings(&other), listed, "{path}, seed {seed}");
            assert!(diff(&catalog, &other).unwrap().is_empty(), "{path}, seed {seed}");
        }
    }
}

/// All that a catalog says of itself.
fn listings(catalog: &Catalog) -> Vec<String> {
    let mut listed = vec![
        to_text(&catalog.info()).unwrap(),
        to_text(&catalog.terms()).unwrap(),
        to_text(&catalog.check().unwrap()).unwrap(),
        catalog.warnings().iter().map(|warning| format!("{warning}\n")).collect(),
    ];
    for id in catalog.operation_ids() {
        listed.push(to_text(&catalog.price_rules(id).unwrap()).unwrap());
        listed.extend(catalog.estimate(&Request::new(id)).map(|answer| to_text(&answer).unwrap()));
    }
    listed
}

/// Errors too come in an order that the keys do not decide.
#[test]
fn errors_do_not_depend_on_the_order_of_keys() {
    let text = include_str!("../cli/broken.json");
    let value = parse(text).unwrap();
    let told = Catalog::from_json(text).unwrap_err().to_string();
    for seed in 0..20 {
        let other = Scribe::shuffling(seed).text(&value);
        assert_eq!(Catalog::from_json(&other).unwrap_err().to_string(), told, "seed {seed}");
    }
}

#[test]
fn scenarios_and_needs_in_any_order_of_keys_come_to_the_same() {
    let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    for (name, scenario, need) in [
        (
            "kive.json",
            include_str!("../../examples/scenarios/kive.json"),
            include_str!("../../examples/needs/kive.json"),
        ),
        (
            "krea.json",
            include_str!("../../examples/scenarios/krea.json"),
            include_str!("../../examples/needs/krea.json"),
        ),
    ] {
        let (_, text) = CATALOGS.iter().find(|(path, _)| id(path) == name).unwrap();
        let catalog = Catalog::from_json(text).unwrap();
        // The library knows zones as tables alone.
        let in_utc =
            |text: &str| text.replace("Europe/Berlin", "UTC").replace("Europe/Stockholm", "UTC");
        let (scenario, need) = (in_utc(scenario), in_utc(need));
        let projected = |catalog: &Catalog, text: &str| {
            let scenario = Scenario::from_json(text).unwrap();
            to_text(&catalog.simulate(&scenario, Detail::Ledger).unwrap()).unwrap()
        };
        let monthly = |catalog: &Catalog, text: &str| {
            to_text(&catalog.need(&Need::from_json(text).unwrap()).unwrap()).unwrap()
        };
        let expected = (projected(&catalog, &scenario), monthly(&catalog, &need));
        for seed in 0..3 {
            let mut scribe = Scribe::shuffling(seed);
            let mut shuffled = |text: &str| scribe.text(&parse(text).unwrap());
            let other = Catalog::from_json(&shuffled(text)).unwrap();
            let (scenario, need) = (shuffled(&scenario), shuffled(&need));
            let found = (projected(&other, &scenario), monthly(&other, &need));
            assert!(found == expected, "{name}, seed {seed}");
        }
    }
}
