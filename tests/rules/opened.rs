//! A catalog that was opened says of each operation what the whole check says of it, when the
//! operation is first used.

use drawdown::{
    Catalog, Detail, Error, Errors, Need, Request, Scenario, Value, diff, parse, to_text,
};
use drawdown_tests::corpus::{CATALOGS, catalog, catalog_text, vectors};
use drawdown_tests::mutation::{Dice, malformed};

fn list(errors: &Errors) -> Vec<Error> {
    errors.iter().cloned().collect()
}

/// What the first use of each operation says is wrong with it.
fn wrong_operations(catalog: &Catalog) -> Vec<Error> {
    let ids: Vec<String> = catalog.operation_ids().map(str::to_owned).collect();
    ids.iter().filter_map(|id| catalog.price_rules(id).err()).flatten().collect()
}

/// Each error once: what stands under a name is wrong wherever it is used, and told for the first use.
/// How many are left off a long list is said at its end, which is another place in a part of it.
fn told(errors: &[Error]) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for error in errors.iter().filter(|error| !error.to_string().ends_with("are not listed")) {
        let text = error.to_string().split("; used at").next().unwrap().to_owned();
        if !told.contains(&text) {
            told.push(text);
        }
    }
    told
}

#[test]
fn an_opened_catalog_is_the_whole_one() {
    for (path, text) in CATALOGS {
        let (opened, whole) = (Catalog::open(text).unwrap(), Catalog::from_json(text).unwrap());
        let both = |text: fn(&Catalog) -> String| assert_eq!(text(&opened), text(&whole), "{path}");
        both(|catalog| to_text(&catalog.info()).unwrap());
        both(|catalog| to_text(&catalog.terms()).unwrap());
        both(|catalog| catalog.digest().to_owned());
        both(|catalog| format!("{:?}", catalog.warnings()));
        both(|catalog| to_text(&catalog.check().unwrap()).unwrap());
        for id in whole.operation_ids() {
            assert_eq!(opened.price_rules(id).unwrap(), whole.price_rules(id).unwrap(), "{path}");
        }
    }
}

#[test]
fn answers_of_opened_catalogs_are_the_same() {
    for row in vectors() {
        let opened = Catalog::open(catalog_text(&row.catalog)).unwrap();
        assert_eq!(row.answer(&opened), row.answer(&catalog(&row.catalog)), "{}", row.id);
    }
}

#[test]
fn first_uses_find_what_the_whole_check_finds() {
    let catalogs: Vec<Value> = CATALOGS.iter().map(|(_, text)| parse(text).unwrap()).collect();
    let mut dice = Dice::new(3);
    let (mut at_first_use, mut at_opening) = (0, 0);
    for case in 0..5_000 {
        let text = malformed(&mut dice, &catalogs[case % catalogs.len()]);
        let whole = Catalog::from_json(&text).map_or_else(|errors| list(&errors), |_| Vec::new());
        match Catalog::open(&text) {
            Err(errors) => {
                at_opening += 1;
                let lost: Vec<&Error> = errors.iter().filter(|e| !whole.contains(e)).collect();
                assert!(lost.is_empty(), "{lost:?} of:\n{text}");
            }
            Ok(catalog) => {
                let found = wrong_operations(&catalog);
                at_first_use += usize::from(!found.is_empty());
                assert_eq!(told(&found), told(&whole), "{text}");
                let checked = catalog.check().map_or_else(|errors| list(&errors), |_| Vec::new());
                assert_eq!(checked, whole, "{text}");
            }
        }
    }
    assert!(at_first_use > 1_000 && at_opening > 1_000, "{at_first_use}, {at_opening}");
}

/// Two operations of one tool, the second of which is wrong, and a plan.
const HALF_WRONG: &str = r#"{
    "catalog": "half-wrong", "version": "1", "as_of": "2026-11-01", "currency": "USD",
    "credit": { "name": "credit", "step": "1" },
    "operations": [
        { "id": "right", "tool": "image", "price": [ { "line": "image", "rate": "24" } ] },
        { "id": "wrong", "tool": "image", "price": [ { "line": "image", "rate": "width" } ] } ],
    "plans": [ { "id": "pro", "price": { "month": 10 } } ],
    "classes": { "plan": {} },
    "grants": [] }"#;

const FAULT: &str = "/operations/1/price/0/rate: there is no setting or quantity `width`";

/// Whatever asks for the operation, and however deep the request for it stands, the error is at its
/// place in the catalog.
#[test]
fn whoever_asks_is_told_of_the_place_in_the_catalog() {
    let catalog = Catalog::open(HALF_WRONG).unwrap();
    let request = Request::new("wrong");
    let scenario = r#"{ "start": "2026-11-01", "for": "30 days", "account": { "plan": "pro" },
        "demand": [ { "id": "images", "request": { "operation": "wrong" }, "per_day": 1 } ] }"#;
    let need = r#"{ "lines": [ { "request": { "operation": "wrong" }, "per_day": 1 } ] }"#;
    let quote = catalog.quote(&Request::new("right")).unwrap();
    let quote = to_text(&quote).unwrap().replace("\"right\"", "\"wrong\"");
    let answers: [(&str, Result<String, Errors>); 9] = [
        ("estimate", catalog.estimate(&request).map(|a| format!("{a:?}"))),
        ("cheaper", catalog.cheaper(&Request::new("right")).map(|a| format!("{a:?}"))),
        (
            "affordable",
            catalog.affordable(&request, "9".parse().unwrap()).map(|a| format!("{a:?}")),
        ),
        ("quote", catalog.quote(&request).map(|a| format!("{a:?}"))),
        ("verify", catalog.verify(&parse(&quote).unwrap()).map(|a| format!("{a:?}"))),
        (
            "preview",
            catalog.preview("wrong", None, None).map(|a| format!("{a:?}")).map_err(Errors::from),
        ),
        (
            "simulate",
            Scenario::from_json(scenario)
                .and_then(|s| catalog.simulate(&s, Detail::Columns))
                .map(|a| format!("{a:?}")),
        ),
        ("fit", Need::from_json(need).and_then(|n| catalog.fit(&n)).map(|a| format!("{a:?}"))),
        ("diff", diff(&catalog, &catalog).map(|a| format!("{a:?}"))),
    ];
    for (question, answer) in answers {
        let told = answer.unwrap_err().to_string();
        assert!(told.starts_with(FAULT), "{question}: {told}");
    }
    assert_eq!(catalog.estimate(&Request::new("right")).unwrap().total.unwrap().to_string(), "24");
    assert!(catalog.check().unwrap_err().to_string().starts_with(FAULT));
    assert!(Catalog::from_json(HALF_WRONG).unwrap_err().to_string().starts_with(FAULT));
}

/// Prices are not read for a menu; settings that cannot be read are said to be wrong.
#[test]
fn a_menu_says_which_settings_are_wrong() {
    let text = HALF_WRONG.replace(
        r#""id": "wrong","#,
        r#""id": "wrong", "settings": { "width": { "number": { "min": 5, "max": 1 } } },"#,
    );
    let info = Catalog::open(&text).unwrap().info();
    let (right, wrong) = (&info.operations[0], &info.operations[1]);
    assert_eq!(right.error, None);
    let error = wrong.error.as_deref().unwrap();
    assert!(error.starts_with("/operations/1/settings/width"), "{error}");
    let whole = Catalog::from_json(&text).unwrap_err().to_string();
    assert!(whole.contains(error), "{whole}");
}

#[test]
fn ids_and_heads_are_checked_on_opening() {
    let wrong = |from: &str, to: &str| {
        let text = HALF_WRONG.replace("\"width\"", "\"1\"").replacen(from, to, 1);
        let opened = Catalog::open(&text).unwrap_err();
        assert_eq!(opened, Catalog::from_json(&text).unwrap_err());
        opened.to_string()
    };
    let twice = "/operations/1/id: the id `right` is also used at /operations/0";
    assert_eq!(wrong(r#""id": "wrong""#, r#""id": "right""#), twice);
    let none = "/operations/1: expected a key `id`, found none";
    assert_eq!(wrong(r#""id": "wrong", "#, ""), none);
    let tool = wrong(r#""wrong", "tool": "image""#, r#""wrong", "tool": 5"#);
    assert!(tool.starts_with("/operations/1/tool: expected a text"), "{tool}");
}

#[test]
fn what_is_no_json_inside_of_an_operation_is_an_error_of_it() {
    let text = HALF_WRONG.replace(r#""rate": "width""#, r#""rate": "1", "rate": "2""#);
    let catalog = Catalog::open(&text).unwrap();
    assert_eq!(catalog.estimate(&Request::new("right")).unwrap().total.unwrap().to_string(), "24");
    let errors = catalog.estimate(&Request::new("wrong")).unwrap_err();
    let told = "/operations/1/price/0/rate: the key `rate` is listed twice";
    assert_eq!(errors.to_string(), told);
    assert_eq!(catalog.info().operations[1].error.as_deref(), Some(told));
    assert_eq!(Catalog::from_json(&text).unwrap_err(), errors);
    let broken = HALF_WRONG.replace(r#""rate": "width" }"#, r#""rate": width }"#);
    let syntax = Catalog::open(&broken).unwrap().estimate(&Request::new("wrong")).unwrap_err();
    let told = "/operations/1/price/0/rate: expected a JSON value, found `w` (line 6, column 81)";
    assert_eq!(syntax.to_string(), told);
    assert_eq!(Catalog::from_json(&broken).unwrap_err(), syntax);
    let unclosed = HALF_WRONG.replace(r#""rate": "width" } ] }"#, r#""rate": "width" ] }"#);
    let syntax = Catalog::open(&unclosed).unwrap_err();
    assert!(
        syntax.to_string().starts_with("/operations/1/price/0: expected `,` or `}`"),
        "{syntax}"
    );
    assert_eq!(Catalog::from_json(&unclosed).unwrap_err(), syntax);
}

#[test]
fn a_catalog_from_a_value_is_that_from_its_text() {
    for (path, text) in CATALOGS {
        let of_value = Catalog::from_value(&parse(text).unwrap()).unwrap();
        let of_text = Catalog::from_json(text).unwrap();
        assert_eq!(of_value.digest(), of_text.digest(), "{path}");
        assert_eq!(to_text(&of_value.check().unwrap()), to_text(&of_text.check().unwrap()));
    }
}
