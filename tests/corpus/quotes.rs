//! A quote verifies as it was made, and never after any of its fields was touched.

use drawdown::{
    Catalog, CatalogRef, Decimal, Quote, QuoteTerms, Request, SEMANTICS, VERSION, Value, Verdict,
    to_text, to_text_pretty, to_value,
};
use drawdown_tests::corpus::{
    Ask, NEEDS, SCENARIOS, catalog, catalog_of, catalog_text, printed, vectors,
};
use drawdown_tests::mutation::{alterations, at, at_mut, others, paths};
use sha2::{Digest, Sha256};

/// Every request of the corpus that has an answer, with its catalog and its quote.
fn quotes() -> Vec<(String, Catalog, Value)> {
    let estimates =
        vectors().into_iter().filter(|row| matches!(row.ask, Ask::Estimate | Ask::Quote));
    let quoted = estimates.filter_map(|row| {
        let catalog = catalog(&row.catalog);
        let request = Request::from_value(&row.request).ok()?;
        let quote = catalog.quote(&request).ok()?;
        Some((row.id, catalog, to_value(&quote).unwrap()))
    });
    quoted.collect()
}

/// One quote of each state, for what takes long.
fn samples() -> Vec<(String, Catalog, Value)> {
    let wanted = [
        "quote-",
        "range-",
        "exact-balance",
        "rate-training",
        "unknown-part",
        "gate-",
        "free-",
        "plan-factor",
    ];
    quotes()
        .into_iter()
        .filter(|(id, _, _)| wanted.iter().any(|start| id.starts_with(start)))
        .collect()
}

#[test]
fn every_quote_is_verified_as_it_was_made() {
    let quotes = quotes();
    assert!(quotes.len() > 150);
    for (id, catalog, quote) in &quotes {
        assert_eq!(catalog.verify(quote), Ok(Verdict::Verified), "{id}");
        assert_eq!(catalog.verify_json(&printed(quote)), Ok(Verdict::Verified), "{id}");
        let pretty = format!("\n {} ", printed(quote).replace("\":", "\" :\n"));
        assert_eq!(catalog.verify_json(&pretty), Ok(Verdict::Verified), "{id}");
        assert_eq!(
            catalog.verify(&reversed(quote)),
            Ok(Verdict::Verified),
            "{id} in another order"
        );
    }
}

/// As a quote comes from JavaScript: amounts as numbers where a number can hold them.
#[test]
fn a_quote_with_numbers_for_amounts_is_verified() {
    let mut changed = 0;
    for (id, catalog, quote) in &quotes() {
        let from_js = with_numbers(quote, "");
        changed += usize::from(from_js != *quote);
        assert_eq!(catalog.verify(&from_js), Ok(Verdict::Verified), "{id}: {}", printed(&from_js));
    }
    assert!(changed > 150, "only {changed} quotes hold an amount");
}

/// Every part of a quote is read: as it was made, pretty, in another order, and as JavaScript writes
/// it.
#[test]
fn every_quote_is_read_as_it_was_made() {
    let mut read = 0;
    for row in vectors() {
        let catalog = catalog(&row.catalog);
        let Ok(request) = Request::from_value(&row.request) else { continue };
        let Ok(quote) = catalog.quote(&request) else { continue };
        let value = to_value(&quote).unwrap();
        let text = to_text(&quote).unwrap();
        for written in [
            text.clone(),
            to_text_pretty(&quote).unwrap(),
            printed(&reversed(&value)),
            printed(&with_numbers(&value, "")),
            printed(&as_printed_by_javascript(&with_numbers(&value, ""))),
        ] {
            let found = Quote::from_json(&written).unwrap_or_else(|e| panic!("{}: {e}", row.id));
            assert_eq!(found, quote, "{}: {written}", row.id);
            assert_eq!(to_text(&found).unwrap(), text, "{}: {written}", row.id);
        }
        assert_eq!(quote.catalog, CatalogRef::of(&catalog));
        read += 1;
    }
    assert!(read > 150, "only {read} quotes were read");
}

/// A quote of older rules can be read.
#[test]
fn older_quotes_are_read() {
    for text in OLDER.map(|(_, text)| text) {
        let quote = Quote::from_json(text).unwrap();
        assert_eq!(to_value(&quote).unwrap(), drawdown::parse(text).unwrap());
        assert_eq!(quote.catalog.id, "hour");
    }
}

/// Nothing of a quote is verified when it is read.
#[test]
fn a_forged_quote_is_read_as_it_says() {
    let catalog = catalog("imagineart.json");
    let quote = catalog.quote(&Request::new("nano-banana").runs(3)).unwrap();
    let text = to_text(&quote).unwrap().replacen("\"total\":\"72\"", "\"total\":71.5", 1);
    let forged = Quote::from_json(&text).unwrap();
    assert_ne!(forged, quote);
    assert_eq!(forged.estimate.total, Some("71.5".parse().unwrap()));
    assert!(matches!(catalog.verify_json(&text), Ok(Verdict::Differs { .. })));
}

#[test]
fn no_changed_value_is_verified() {
    let mut changed = 0;
    for (id, catalog, quote) in &samples() {
        for path in paths(quote) {
            let original = at(quote, &path);
            for other in others(original) {
                let mut forged = quote.clone();
                *at_mut(&mut forged, &path) = other;
                assert_not_verified(catalog, &forged, &format!("{id}: {path:?} changed"));
                changed += 1;
            }
        }
    }
    assert!(changed > 3_000, "only {changed} changes were tried");
}

#[test]
fn no_missing_or_added_key_is_verified() {
    for (id, catalog, quote) in &samples() {
        for path in paths(quote) {
            let Some((last, parent)) = path.split_last() else { continue };
            let mut without = quote.clone();
            match at_mut(&mut without, parent) {
                Value::Object(members) => drop(members.remove(*last)),
                Value::Array(items) => drop(items.remove(*last)),
                _ => panic!("no list or object"),
            }
            assert_not_verified(catalog, &without, &format!("{id}: {path:?} left out"));
        }
        for path in std::iter::once(Vec::new()).chain(paths(quote)) {
            let mut surplus = quote.clone();
            match at_mut(&mut surplus, &path) {
                Value::Object(members) => members.push(("surplus".to_owned(), Value::Null)),
                Value::Array(items) => items.push(Value::Null),
                _ => continue,
            }
            assert_not_verified(catalog, &surplus, &format!("{id}: {path:?} with one more"));
        }
    }
}

/// A whole quote of another request, or another digest that fits what was changed.
#[test]
fn a_quote_put_together_anew_is_not_verified() {
    for (id, catalog, quote) in &samples() {
        for (pointer, other) in [
            ("estimate/total", Value::String("1.25".to_owned())),
            ("estimate/state", Value::String("exact".to_owned())),
            ("estimate/approximate", Value::Bool(true)),
            ("estimate/free", Value::Bool(true)),
            ("request/runs", Value::Number("4000000000".to_owned())),
        ] {
            let (object, key) = pointer.split_once('/').unwrap();
            let mut forged = quote.clone();
            let Value::Object(members) = member(&mut forged, object) else { panic!("no object") };
            match members.iter_mut().find(|(known, _)| known == key) {
                Some((_, value)) if *value == other => continue,
                Some((_, value)) => *value = other,
                None => continue,
            }
            *member(&mut forged, "digest") = Value::String(own_digest(&forged));
            assert_not_verified(catalog, &forged, &format!("{id}: {pointer} and the digest"));
        }
    }
}

#[test]
fn the_digest_is_what_the_documentation_says() {
    for (id, _, quote) in &quotes() {
        assert_eq!(quote.get("digest"), Some(&Value::String(own_digest(quote))), "{id}");
        let request = sha256(&canonical(quote.get("request").unwrap()));
        assert_eq!(quote.get("request_digest"), Some(&Value::String(request)), "{id}");
    }
}

/// Another version of the crate with the same rules may have made it.
#[test]
fn a_quote_of_another_version_with_the_same_rules_is_verified() {
    for (id, catalog, quote) in &samples() {
        let mut older = quote.clone();
        *member(&mut older, "drawdown") = Value::String("0.0.7-beta".to_owned());
        assert_not_verified(catalog, &older, &format!("{id}: the digest says {VERSION}"));
        *member(&mut older, "digest") = Value::String(own_digest(&older));
        assert_eq!(catalog.verify(&older), Ok(Verdict::Verified), "{id}");
    }
}

#[test]
fn other_rules_or_another_catalog_make_it_stale() {
    let text = catalog_text("imagineart.json");
    let before = Catalog::from_json(text).unwrap();
    let quote = to_value(&before.quote(&Request::new("nano-banana")).unwrap()).unwrap();

    let stale = |catalog: &Catalog, totals: [Option<&str>; 2]| match catalog.verify(&quote) {
        Ok(Verdict::StaleCatalog { quoted, current, quoted_total, current_total }) => {
            assert_eq!((quoted, current), (CatalogRef::of(&before), CatalogRef::of(catalog)));
            let found = [quoted_total, current_total].map(|total| total.map(|it| it.to_string()));
            assert_eq!(found, totals.map(|total| total.map(str::to_owned)));
        }
        other => panic!("{other:?}"),
    };
    let dearer = text.replacen("\"rate\": \"24\"", "\"rate\": \"26\"", 1);
    assert_ne!(dearer, text);
    stale(&Catalog::from_json(&dearer).unwrap(), [Some("24"), Some("26")]);
    let renamed = text.replacen("\"name\": \"ImagineArt\"", "\"name\": \"Imagine Art\"", 1);
    stale(&Catalog::from_json(&renamed).unwrap(), [Some("24"), Some("24")]);
    let newer = text.replacen("\"version\": \"", "\"version\": \"2", 1);
    stale(&Catalog::from_json(&newer).unwrap(), [Some("24"), Some("24")]);
    stale(&catalog("krea.json"), [Some("24"), None]);

    let mut other_rules = quote.clone();
    *member(&mut other_rules, "semantics") = Value::Number((SEMANTICS + 1).to_string());
    *member(&mut other_rules, "digest") = Value::String(own_digest(&other_rules));
    let expected = Verdict::OtherSemantics { quoted: SEMANTICS + 1, current: SEMANTICS };
    assert_eq!(before.verify(&other_rules), Ok(expected));

    // The same catalog, differently written, is the same catalog.
    let same = Catalog::from_json(&printed(&drawdown::parse(text).unwrap())).unwrap();
    assert_eq!(same.verify(&quote), Ok(Verdict::Verified));
}

/// Quotes of older rules, by their version.
const OLDER: [(&str, &str); 4] = [
    ("1", include_str!("../quotes/semantics-1.quote.json")),
    ("2", include_str!("../quotes/semantics-2.quote.json")),
    ("3", include_str!("../quotes/semantics-3.quote.json")),
    ("4", include_str!("../quotes/semantics-4.quote.json")),
];

/// The first was made when runs were rounded before they were multiplied (360 shares of an hour
/// came to 0), the others when the rules of balances or the texts of estimates were others.
#[test]
fn a_quote_of_older_rules_is_not_called_different() {
    let catalog = Catalog::from_json(include_str!("../quotes/semantics-1.catalog.json")).unwrap();
    for (version, quote) in OLDER {
        let quoted = version.parse().unwrap();
        let expected = Verdict::OtherSemantics { quoted, current: SEMANTICS };
        assert_eq!(catalog.verify_json(quote).unwrap(), expected);
    }
}

#[test]
fn the_first_difference_is_named() {
    let catalog = catalog("imagineart.json");
    let quote = to_text(&catalog.quote(&Request::new("nano-banana").runs(3)).unwrap()).unwrap();
    let forged = quote.replacen("\"total\":\"72\"", "\"total\":71.5", 1);
    let verdict = catalog.verify_json(&forged).unwrap();
    let expected = Verdict::Differs {
        pointer: "/estimate/total".to_owned(),
        expected: "\"72\"".to_owned(),
        found: "71.5".to_owned(),
        difference: Some("-0.5".parse().unwrap()),
    };
    assert_eq!(verdict, expected);
}

#[test]
fn what_is_no_quote_is_malformed() {
    let catalog = catalog("imagineart.json");
    for text in
        ["", "null", "[]", "{}", "1", "\"quote\"", r#"{"kind":"estimate"}"#, r#"{"request":{}}"#]
    {
        let verdict = catalog.verify_json(text).unwrap();
        assert_eq!(verdict.code(), "malformed", "{text}");
    }
}

/// Quotes of scenarios and needs, with their catalogs.
fn quotes_of_plans() -> Vec<(String, Catalog, Value)> {
    let scenarios = SCENARIOS.iter().filter_map(|(id, text)| {
        let (catalog, scenario) = (catalog_of(text), drawdown::parse(text).unwrap());
        let quote = catalog.quote_simulation(&scenario, &QuoteTerms::default()).ok()?;
        Some(((*id).to_owned(), catalog, to_value(&quote).unwrap()))
    });
    let needs = NEEDS.iter().filter_map(|(id, text)| {
        let (catalog, need) = (catalog_of(text), drawdown::parse(text).unwrap());
        let quote = catalog.quote_fit(&need, None, &QuoteTerms::default()).ok()?;
        Some(((*id).to_owned(), catalog, to_value(&quote).unwrap()))
    });
    scenarios.chain(needs).collect()
}

#[test]
fn quotes_of_scenarios_and_needs_are_verified() {
    let quotes = quotes_of_plans();
    assert!(quotes.len() > 40, "only {} were quoted", quotes.len());
    for (id, catalog, quote) in &quotes {
        assert_eq!(catalog.verify(quote), Ok(Verdict::Verified), "{id}");
        let mut from_js = quote.clone();
        let Value::Object(members) = &mut from_js else { panic!("no object") };
        // The question stays as it was written.
        for (key, value) in
            members.iter_mut().filter(|(key, _)| key == "projection" || key == "option")
        {
            *value = with_numbers(value, key);
        }
        assert_eq!(catalog.verify(&from_js), Ok(Verdict::Verified), "{id} from JavaScript");
        assert_eq!(quote.get("digest"), Some(&Value::String(own_digest(quote))), "{id}");
    }
}

#[test]
fn no_altered_quote_of_a_scenario_or_need_is_verified() {
    let mut quotes = quotes_of_plans();
    quotes.sort_by_key(|(_, _, quote)| printed(quote).len());
    let (mut projections, mut fits) = (0, 0);
    for (id, catalog, quote) in &quotes {
        let count = match quote.get("kind") {
            Some(Value::String(kind)) if kind == "fit" => &mut fits,
            _ => &mut projections,
        };
        *count += 1;
        if *count > 2 {
            continue;
        }
        for (what, altered) in alterations(quote) {
            assert_not_verified(catalog, &altered, &format!("{id}: {what}"));
        }
    }
    assert!(projections > 2 && fits > 2);
}

fn assert_not_verified(catalog: &Catalog, quote: &Value, what: &str) {
    let verdict = catalog.verify(quote);
    assert!(!matches!(verdict, Ok(Verdict::Verified)), "{what} is verified: {}", printed(quote));
}

fn member<'v>(value: &'v mut Value, key: &str) -> &'v mut Value {
    let Value::Object(members) = value else { panic!("no object") };
    &mut members.iter_mut().find(|(known, _)| known == key).unwrap().1
}

/// Every amount that a number can hold as a number. Only texts that people wrote stay texts.
fn with_numbers(value: &Value, key: &str) -> Value {
    const TEXTS: [&str; 10] = [
        "id",
        "version",
        "label",
        "text",
        "unit",
        "drawdown",
        "plan",
        "reason",
        "note",
        "operation",
    ];
    match value {
        Value::String(text) if !TEXTS.contains(&key) && is_number(text) => {
            Value::Number(text.clone())
        }
        Value::Array(items) => {
            Value::Array(items.iter().map(|item| with_numbers(item, key)).collect())
        }
        Value::Object(members) => {
            let each = members.iter().map(|(key, value)| (key.clone(), with_numbers(value, key)));
            Value::Object(each.collect())
        }
        other => other.clone(),
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.parse::<Decimal>().is_ok() && digits <= 15
}

/// Numbers below a millionth as JavaScript prints them: with an exponent.
fn as_printed_by_javascript(value: &Value) -> Value {
    match value {
        Value::Number(text) => {
            let (sign, size) = text.strip_prefix('-').map_or(("", &**text), |size| ("-", size));
            let Some(places) = size.strip_prefix("0.000000") else { return value.clone() };
            let digits = places.trim_start_matches('0');
            let exponent = 6 + places.len() - digits.len() + 1;
            let (first, rest) = digits.split_at(1);
            let point = if rest.is_empty() { "" } else { "." };
            Value::Number(format!("{sign}{first}{point}{rest}e-{exponent}"))
        }
        Value::Array(items) => Value::Array(items.iter().map(as_printed_by_javascript).collect()),
        Value::Object(members) => {
            let each = members.iter();
            let each = each.map(|(key, value)| (key.clone(), as_printed_by_javascript(value)));
            Value::Object(each.collect())
        }
        other => other.clone(),
    }
}

fn reversed(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().map(reversed).collect()),
        Value::Object(members) => Value::Object(
            members.iter().rev().map(|(key, value)| (key.clone(), reversed(value))).collect(),
        ),
        other => other.clone(),
    }
}

/// The digest of a quote, worked out apart from the library.
fn own_digest(quote: &Value) -> String {
    let Value::Object(members) = quote else { panic!("no object") };
    let rest = members.iter().filter(|(key, _)| key != "digest").cloned().collect();
    sha256(&canonical(&Value::Object(rest)))
}

/// Canonical JSON of values whose numbers are plain whole numbers and whose keys are ASCII.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut members: Vec<String> = members
                .iter()
                .map(|(key, value)| format!("\"{key}\":{}", canonical(value)))
                .collect();
            members.sort();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(","))
        }
        Value::String(text) => serde_json::to_string(text).unwrap(),
        other => printed(other),
    }
}

fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    format!("sha256:{}", digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}
