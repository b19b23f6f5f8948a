//! `catalog import` and `catalog export`: lists in small, and what is no list.

use crate::run::{above, drawdown, folder, json, stderr, stdout};
use drawdown::{Catalog, Exported, ImportOptions, Imported, ListImport, PriceList, export_litellm};
use serde_json::Value;
use snapbox::file;
use std::fs;

const AS_OF: &[&str] = &["--as-of", "2026-11-30"];

fn imported(list: &str, more: &[&str]) -> String {
    let file = format!("tests/cli/lists/{list}.json");
    stdout(above(&[&["catalog", "import", list, &file], more].concat()))
}

fn left_out(list: &str) -> String {
    let file = format!("tests/cli/lists/{list}.json");
    stderr(above(&[&["catalog", "import", list, &file], AS_OF].concat()))
}

#[test]
fn genai_prices() {
    let catalog = imported("genai-prices", &[]);
    Catalog::from_json(&catalog).unwrap();
    snapbox::assert_data_eq!(catalog, file!["lists/genai-prices.catalog.json"].raw());
}

#[test]
fn litellm() {
    let catalog = imported("litellm", AS_OF);
    Catalog::from_json(&catalog).unwrap();
    snapbox::assert_data_eq!(catalog, file!["lists/litellm.catalog.json"].raw());
}

#[test]
fn openrouter() {
    let catalog = imported("openrouter", &[]);
    Catalog::from_json(&catalog).unwrap();
    snapbox::assert_data_eq!(catalog, file!["lists/openrouter.catalog.json"].raw());
}

#[test]
fn what_is_left_out_is_said() {
    let lists = ["genai-prices", "litellm", "openrouter"].map(left_out).join("\n");
    snapbox::assert_data_eq!(lists, file!["lists/left-out.txt"].raw());
}

/// What comes back is what was there, for every model that comes back.
#[test]
fn litellm_there_and_back() {
    let folder = folder("lists");
    let [catalog, list, again] = ["catalog.json", "list.json", "again.json"]
        .map(|name| folder.join(name).to_string_lossy().into_owned());
    fs::write(&catalog, imported("litellm", AS_OF)).unwrap();
    let report = json(above(&["catalog", "export", "litellm", &catalog, "-o", &list, "--json"]));
    assert_eq!(report["models"], 6);
    let left_out = report["left_out"].as_array().unwrap();
    assert!(left_out.iter().any(|left| left["what"] == "prices that hold at some hours"));
    above(&[&["catalog", "import", "litellm", &list, "-o", &again], AS_OF].concat())
        .assert()
        .success();
    let operations = |file: &str| {
        let text = fs::read_to_string(file).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        let operations = value["operations"].as_array().unwrap().clone();
        operations
            .into_iter()
            .map(|mut one| {
                one.as_object_mut().unwrap().remove("use");
                (one["id"].as_str().unwrap().to_owned(), one)
            })
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    let (before, after) = (operations(&catalog), operations(&again));
    assert_eq!(after.len(), 6);
    for (id, operation) in after.iter().filter(|(id, _)| *id != "acme/night") {
        assert_eq!(before[id], *operation);
    }
}

/// The shipped catalogs: of one, all that the list has no key for is said; the other has no dollars.
#[test]
fn shipped_catalogs_to_litellm() {
    let exported = above(&["catalog", "export", "litellm", "catalogs/openai.json"]);
    let left_out = stderr(exported);
    snapbox::assert_data_eq!(left_out, file!["lists/export-left-out.txt"].raw());
    let refused = stderr(above(&["catalog", "export", "litellm", "catalogs/krea.json"]));
    assert_eq!(
        refused.lines().next().unwrap(),
        "error: catalogs/krea.json: /credit/name: expected a catalog whose credit is the dollar, \
         found \"compute unit\""
    );
}

#[test]
fn a_folder_of_packages() {
    let folder = folder("packages");
    let package = folder.join("node_modules/@pydantic/genai-prices");
    fs::create_dir_all(package.join("dist")).unwrap();
    fs::write(package.join("package.json"), r#"{ "version": "0.9.0" }"#).unwrap();
    let code = r#""use strict";const E=[{id:"acme",models:[{id:"small",match:{equals:"small"},prices:{input_mtok:.8,output_mtok:2e2}}]}];"#;
    fs::write(package.join("dist/index.cjs"), code).unwrap();
    let arguments = ["catalog", "import", "genai-prices", folder.to_str().unwrap()];
    let catalog = stdout(above(&[&arguments, AS_OF].concat()));
    assert!(catalog.contains(r#""version":"0.9.0""#), "{catalog}");
    assert!(
        catalog.contains(r#""rate":"0.8""#) && catalog.contains(r#""rate":"200""#),
        "{catalog}"
    );
}

/// A package is found in a folder of packages, in its environment, and in the project that has this.
#[test]
fn folders_with_a_package() {
    let project = folder("environments");
    let packages = project.join(".venv/lib/python3.12/site-packages");
    fs::create_dir_all(packages.join("litellm")).unwrap();
    fs::create_dir_all(packages.join("litellm-1.2.3.dist-info")).unwrap();
    let list = packages.join("litellm/model_prices_and_context_window_backup.json");
    fs::write(list, r#"{ "small": { "input_cost_per_token": 1e-06 } }"#).unwrap();
    for (folder, is_searched) in [
        ("", true),
        (".venv", true),
        (".venv/lib", false),
        (".venv/lib/python3.12", true),
        (".venv/lib/python3.12/site-packages", true),
    ] {
        let path = project.join(folder);
        let arguments = ["catalog", "import", "litellm", path.to_str().unwrap()];
        let catalog = stdout(above(&[&arguments, AS_OF].concat()));
        assert_eq!(catalog.contains(r#""version":"1.2.3""#), is_searched, "{folder}: {catalog}");
    }
}

#[test]
fn one_provider() {
    let catalog = imported("genai-prices", &["--provider", "open"]);
    let catalog = Catalog::from_json(&catalog).unwrap();
    assert_eq!(catalog.operation_ids().collect::<Vec<_>>(), ["open/sound", "open/gratis"]);
    let failed =
        stderr(drawdown("catalog import genai-prices lists/genai-prices.json --provider akme"));
    assert_eq!(
        failed.lines().find(|line| line.starts_with("error")).unwrap(),
        "error: genai-prices: (document): there is no provider `akme`; did you mean `acme`?"
    );
}

/// Fifty units, of which each is a part of all before it: the quantities of their lines end at once.
#[test]
fn units_within_each_other() {
    let folder = folder("nested-units");
    let dimensions = |number: usize| -> Value {
        (0..=number)
            .map(|at| (format!("d{at}"), "x".into()))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let unit = |number: usize| {
        let unit = serde_json::json!({ "per": 1, "dimensions": dimensions(number) });
        (format!("u{number}"), unit)
    };
    let units: serde_json::Map<_, _> = (0..50).map(unit).collect();
    let prices: serde_json::Map<_, _> =
        (0..50).map(|number| (format!("u{number}"), 1.into())).collect();
    let model = serde_json::json!({ "id": "b", "prices": prices });
    let list =
        serde_json::json!({ "units": units, "providers": [{ "id": "a", "models": [model] }] });
    fs::write(folder.join("list.json"), list.to_string()).unwrap();
    let arguments = ["catalog", "import", "genai-prices", "list.json"];
    let catalog = stdout(crate::run::program(&folder).args([&arguments, AS_OF].concat()));
    assert!(catalog.contains(r#""quantity":"u48 - u49""#), "{catalog}");
}

/// Each fault names its place.
#[test]
fn what_is_no_list_is_refused() {
    let folder = folder("no-lists");
    let file = folder.join("list.json");
    let mut found = String::new();
    for (list, text) in [
        (
            "genai-prices",
            r#"[{"id":"a","models":[{"id":"b","prices":{"input_mtok":"x"}},{"id":"c","prices":{"input_mtok":-1}}]}]"#,
        ),
        (
            "genai-prices",
            r#"[{"id":"a","models":[{"id":"b","prices":{"input_mtok":1e999}},{"prices":{}}]}]"#,
        ),
        (
            "genai-prices",
            r#"[{"id":"a","models":[{"id":"b","prices":[{"constraint":{"start_date":"2026-13-01"},"prices":{}}]}]}]"#,
        ),
        ("genai-prices", r#"{"providers":{}}"#),
        ("genai-prices", "import os"),
        (
            "litellm",
            r#"{"a":{"input_cost_per_token":true},"b":{"output_cost_per_token":-1e-06},"c":[]}"#,
        ),
        (
            "litellm",
            r#"{"a":{"off_peak_pricing":{"hours_utc":"25:00-1"}},"b":{"alias_of":"z"},"c":{"tiered_pricing":[{"range":[1]}]}}"#,
        ),
        (
            "litellm",
            r#"{"a":{"input_cost_per_token":1e-31},"b":{"tiered_pricing":[{"range":[5,3]}]},
                "c":{"off_peak_pricing":{"windows":[{"hours_utc":"01:00-02:00","months":[1]}]}}}"#,
        ),
        ("litellm", r#"{"a":{"input_cost_per_token":1,"input_cost_per_token":2}}"#),
        (
            "genai-prices",
            r#"[{"id":"a","models":[
                {"id":"b","prices":{"input_mtok":{"base":1,"tiers":[{"start":5,"price":2,"until":9}]}}},
                {"id":"c","prices":[{"constraint":{"start_date":"2026-01-01","end_date":"2026-02-01"},
                                     "prices":{"input_mtok":1}}]}]}]"#,
        ),
        (
            "genai-prices",
            r#"{"units":{"x":{"per":1,"dimensions":{"family":"a"}},"y":{"per":1,"dimensions":{"family":"a"}}},
                "providers":[{"id":"a","models":[{"id":"b","prices":{"x":1,"y":2}}]}]}"#,
        ),
        ("litellm", r#"{"a":{"input_cost_per_token":123456789012345678901234567890}}"#),
        ("litellm", r#"{"a":{}}"#),
        (
            "openrouter",
            r#"{"data":[{"id":"a/b","pricing":{"prompt":"free","completion":"0"}},{"id":"a/c"}]}"#,
        ),
        (
            "openrouter",
            r#"{"data":[{"id":"a/b","created":-5,"pricing":{"prompt":"0","completion":"0"}}]}"#,
        ),
        ("openrouter", "[1, 2"),
    ] {
        fs::write(&file, text).unwrap();
        let text =
            stderr(crate::run::program(&folder).args(["catalog", "import", list, "list.json"]));
        found.push_str(&text);
        found.push('\n');
    }
    snapbox::assert_data_eq!(found, file!["lists/refused.txt"].raw());
}

/// An operation with a price that keys cannot say is left out, not exported with another price.
#[test]
fn what_litellm_has_no_key_for_is_not_exported() {
    let tokens = r#""price": [ { "line": "input", "quantity": "input_tokens", "rate": "0.5" } ]"#;
    let tiers = |usual: &str, rate: &str| {
        format!(
            r#""settings": {{ "input_tokens": {NUMBER}, "service_tier": {{ "choice": [ "standard", "flex" ]{usual} }} }},
               "price": [ {{ "line": "input", "quantity": "input_tokens", "rate": {{ "by": "service_tier", {rate} }} }} ]"#
        )
    };
    let searches = |usual: &str, more: &str| {
        format!(
            r#""settings": {{ "web_searches": {NUMBER}, "search_context_size": {{ "choice": [ "low", "medium", "huge" ],
               "default": "{usual}" }} }}, "price": [ {{ "line": "searches", "quantity": "web_searches", "per": 1000,
               "rate": {{ "by": "search_context_size", "low": "5", {more} "else": "10" }} }} ]"#
        )
    };
    let line = r#"{ "line": "searches", "quantity": "web_searches", "rate": "0.5" }"#;
    let of_tokens = |rate: &str| {
        format!(
            r#""settings": {{ "input_tokens": {NUMBER} }},
               "price": [ {{ "line": "input", "quantity": "input_tokens", "rate": {rate} }} ]"#
        )
    };
    for (operation, reason) in [
        (
            r#""settings": { "hd": { "choice": [ "no", "yes" ], "default": "no" } },
               "price": [ { "line": "fee", "rate": "0.5", "when": { "hd": "yes" } } ]"#
                .to_owned(),
            "operations with prices of another form",
        ),
        (r#""price": [ { "line": "fee", "rate": "0.5" } ]"#.to_owned(), ""),
        (
            r#""price": [ { "line": "fee", "rate": "0.5" }, { "line": "more", "rate": "1" } ]"#
                .to_owned(),
            "operations with several prices for one key",
        ),
        (
            format!(r#""settings": {{ "web_searches": {NUMBER} }}, "price": [ {line}, {line} ]"#),
            "operations with several prices for one key",
        ),
        (
            format!(
                r#""settings": {{ "requests": {NUMBER} }},
                       "price": [ {{ "line": "requests", "quantity": "requests", "rate": "1" }} ]"#
            ),
            "operations that bill what LiteLLM has no key for",
        ),
        (
            format!(
                r#""settings": {{ "n": {NUMBER} }}, "quantities": {{ "input_tokens": "n * 2" }}, {tokens}"#
            ),
            "operations with quantities of their own",
        ),
        (
            tiers(r#", "default": "flex""#, r#""flex": "0.25", "else": "0.5""#),
            "operations whose usual service tier is not the standard one",
        ),
        (tiers(r#", "default": "standard""#, r#""flex": "0.25", "else": "0.5""#), ""),
        (tiers("", r#""flex": "0.25""#), "operations with prices of another form"),
        (searches("low", ""), "operations whose usual searches are not of medium size"),
        (
            searches("medium", r#""huge": "20","#),
            "operations with choices that LiteLLM has no key for",
        ),
        (searches("medium", ""), ""),
        (
            of_tokens(r#"{ "by": "input_tokens", "ranges": [ { "up_to": 1000, "is": "1" } ] }"#),
            "operations with prices of another form",
        ),
    ] {
        let exported = exported(&operation);
        let reasons: Vec<&str> = exported.left_out.iter().map(|left| &*left.what).collect();
        let expected = if reason.is_empty() { vec![] } else { vec![reason] };
        assert_eq!(
            (reasons, exported.models),
            (expected, usize::from(reason.is_empty())),
            "{operation}"
        );
    }
    let list = exported(&searches("medium", "")).list;
    assert!(list.contains(r#""search_context_size_low": 0.005"#), "{list}");
    assert!(list.contains(r#""search_context_size_medium": 0.01"#), "{list}");
}

const NUMBER: &str = r#"{ "number": { "min": 0 }, "default": 0 }"#;

/// The list of a catalog with one operation.
fn exported(operation: &str) -> Exported {
    let catalog = format!(
        r#"{{ "catalog": "x", "version": "1", "as_of": "2026-11-30", "currency": "USD",
            "credit": {{ "name": "dollar", "step": "0.000001" }},
            "operations": [ {{ "id": "acme/small", {operation} }} ] }}"#
    );
    export_litellm(&catalog, None).unwrap()
}

/// A price that cannot be read is unknown, not free.
#[test]
fn what_has_no_readable_price_is_unpriced() {
    let unpriced = Value::from("unpriced");
    for (list, text, at) in [
        (PriceList::GenaiPrices, genai_prices_with(r#"{ "unheard_of": 2 }"#), "/price"),
        (PriceList::GenaiPrices, genai_prices_with("[]"), "/price"),
        (
            PriceList::GenaiPrices,
            genai_prices_with(
                r#"[ { "prices": { "input_mtok": 1 } }, { "constraint": { "start_date": "2026-09-01" },
                     "prices": { "unheard_of": 1 } } ]"#,
            ),
            "/prices/1/price",
        ),
        (
            PriceList::GenaiPrices,
            genai_prices_with(
                r#"{ "unheard_of": 2 }, "price_variants": [ { "when": { "processing": "batch" },
                     "prices": { "input_mtok": 1 } } ]"#,
            ),
            "/price/0/rate/else",
        ),
        (
            PriceList::GenaiPrices,
            genai_prices_with(
                r#"{ "input_mtok": 2 }, "price_variants": [ { "when": { "processing": "batch" },
                     "prices": { "unheard_of": 1 } } ]"#,
            ),
            "/price/0/rate/batch",
        ),
        (
            PriceList::Litellm,
            r#"{ "acme/small": { "input_cost_per_image_token_above_128k_tokens": 1e-06 } }"#.to_owned(),
            "/price",
        ),
        (
            PriceList::Litellm,
            r#"{ "acme/small": { "input_cost_per_audio_token_batches": 1e-06 } }"#.to_owned(),
            "/price",
        ),
        (
            PriceList::Litellm,
            r#"{ "acme/small": { "off_peak_pricing": { "hours_utc": "10:00-11:00", "input_cost_per_token": 1 } } }"#.to_owned(),
            "/price",
        ),
        (
            PriceList::Litellm,
            r#"{ "acme/small": { "tiered_pricing": [
                 { "range": [0, 1000], "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06 },
                 { "range": [1000, 2000], "input_price": 1, "output_cost_per_token": 2e-06 } ] } }"#.to_owned(),
            "/price/0/rate/ranges/1/is",
        ),
        (
            PriceList::Openrouter,
            r#"[ { "id": "acme/small", "pricing": { "input": "0.1", "output": "0.2" } } ]"#.to_owned(),
            "/price",
        ),
    ] {
        let imported = imported_text(list, &text);
        let catalog: Value = serde_json::from_str(&imported.catalog).unwrap();
        let operation = &catalog["operations"][0];
        assert_eq!(operation.pointer(at), Some(&unpriced), "{text}: {operation}");
        assert!(!imported.left_out.is_empty(), "{text}");
    }
    let free = imported_text(PriceList::GenaiPrices, &genai_prices_with("{}"));
    assert!(free.catalog.contains(r#""price":"free""#));
}

fn genai_prices_with(prices: &str) -> String {
    format!(r#"[ {{ "id": "acme", "models": [ {{ "id": "small", "prices": {prices} }} ] }} ]"#)
}

fn imported_text(list: PriceList, text: &str) -> Imported {
    let mut import = ListImport::new(list);
    import.add(text).unwrap();
    let as_of = Some("2026-11-30".parse().unwrap());
    import.finish(&ImportOptions { as_of, ..ImportOptions::default() }).unwrap()
}

/// Between prices, a text that is no decimal says when an override holds.
#[test]
fn an_override_with_an_unknown_condition_is_left_out() {
    let text = r#"[ { "id": "acme/small", "pricing": { "prompt": "0.000001", "completion": "0.000002", "overrides": [
        { "region": "eu", "prompt": "0.000009" }, { "min_prompt_tokens": 5, "novel": "0.1", "prompt": "0.000003" } ] } } ]"#;
    let imported = imported_text(PriceList::Openrouter, text);
    assert!(!imported.catalog.contains(r#""9""#) && imported.catalog.contains(r#""3""#));
    let left_out: Vec<&str> = imported.left_out.iter().map(|left| &*left.what).collect();
    assert_eq!(left_out, ["overrides with the condition `region`", "`novel`"]);
}

#[test]
fn an_alias_of_an_alias_has_the_prices_of_its_model() {
    let model = r#""small": { "litellm_provider": "acme", "input_cost_per_token": 1e-06 }"#;
    let text = format!(
        r#"{{ "newest": {{ "alias_of": "new" }}, "new": {{ "alias_of": "small" }}, {model} }}"#
    );
    let imported = imported_text(PriceList::Litellm, &text);
    assert_eq!(imported.catalog.matches(r#""rate":"1""#).count(), 3, "{}", imported.catalog);
    let mut import = ListImport::new(PriceList::Litellm);
    let circle = r#"{ "a": { "alias_of": "b" }, "b": { "alias_of": "a" } }"#;
    let refused = import.add(circle).unwrap_err().to_string();
    assert!(refused.starts_with("/a/alias_of: expected an alias of a model"), "{refused}");
}

/// Notes of catalogs and messages count alike.
#[test]
fn what_is_left_out_has_one_wording() {
    let catalog: Value = serde_json::from_str(&imported("litellm", AS_OF)).unwrap();
    let notes = catalog["notes"].as_array().unwrap().iter();
    let notes: Vec<String> =
        notes.map(|note| note.as_str().unwrap().replace("Left out", "note: left out")).collect();
    assert_eq!(left_out("litellm").lines().collect::<Vec<_>>(), notes);
}

/// Citations are no part of the input, though their setting is named like one.
#[test]
fn only_parts_of_the_input_are_bounded_by_it() {
    let text = r#"{ "acme/small": { "input_cost_per_token": 1e-06, "cache_read_input_token_cost": 1e-07,
                    "citation_cost_per_token": 2e-06 } }"#;
    let catalog: Value =
        serde_json::from_str(&imported_text(PriceList::Litellm, text).catalog).unwrap();
    let settings = &catalog["setting_groups"]["settings"];
    assert_eq!(settings["cache_read_tokens"]["number"]["max"], "input_tokens");
    assert_eq!(settings["citation_tokens"]["number"].get("max"), None);
}

#[test]
fn of_one_provider_only_its_own_values_are_left_out() {
    let file = "tests/cli/lists/genai-prices.json";
    let text = stderr(above(&["catalog", "import", "genai-prices", file, "--provider", "acme"]));
    assert!(text.contains("names of providers (once, at /0/name)"), "{text}");
    assert!(!text.contains("unheard_of"), "{text}");
}

/// LiteLLM takes any provider for a model that names none, and no other than the one that it names.
#[test]
fn an_exported_model_has_no_guessed_provider() {
    let list = exported(r#""price": [ { "line": "fee", "rate": "0.5" } ]"#).list;
    assert!(!list.contains("litellm_provider"), "{list}");
}
