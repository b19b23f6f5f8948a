//! `drawdown catalog show`: a rate card that a person can hold beside the vendor's page.

use super::run::{above, folder};
use drawdown::Catalog;
use serde_json::Value;

/// What it prints in a terminal of 80 columns.
fn shown(arguments: &[&str]) -> String {
    let run = above(&["catalog", "show"]).args(arguments).env("COLUMNS", "80").output().unwrap();
    assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

fn assert_narrow(text: &str, path: &str) {
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{path}: {line}");
    }
}

/// The letters and digits of a text, however it is wrapped.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Every text under these keys.
fn texts<'v>(value: &'v Value, keys: &[&str], found: &mut Vec<&'v str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| texts(item, keys, found)),
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(text) if keys.contains(&&**key) => found.push(text),
                    Value::Array(items) if keys.contains(&&**key) => {
                        found.extend(items.iter().filter_map(Value::as_str));
                    }
                    _ if key == "tests" => {}
                    _ => {}
                }
                if key != "tests" && key != "settings" && key != "setting_groups" {
                    texts(value, keys, found);
                }
            }
        }
        _ => {}
    }
}

#[test]
fn a_card_is_narrow_and_leaves_nothing_out() {
    for (path, text) in drawdown_tests::corpus::CATALOGS {
        let card = shown(&[&format!("./{path}")]);
        assert_narrow(&card, path);
        let card = letters(&card);
        let value: Value = serde_json::from_str(text).unwrap();
        let mut said = Vec::new();
        texts(&value, &["note", "notes", "text", "reason", "at", "as_of", "about"], &mut said);
        // The time of day of a grant is said in the terms, in other words.
        for text in said.into_iter().filter(|text| text.len() > 5) {
            assert!(card.contains(&letters(text)), "{path}: {text}");
        }
    }
}

#[test]
fn an_operation_is_narrow_too() {
    for (path, text) in drawdown_tests::corpus::CATALOGS {
        let info = Catalog::from_json(text).unwrap().info();
        for operation in info.operations.iter().take(4) {
            assert_narrow(&shown(&[&format!("./{path}"), &operation.id]), &operation.id);
        }
    }
}

#[test]
fn long_words_are_broken_and_not_cut() {
    let long = "x".repeat(60);
    let text = format!(
        r#"{{ "catalog": "c", "version": "1", "as_of": "2026-11-01",
              "credit": {{ "name": "credit", "step": "1" }},
              "sources": {{ "s": {{ "at": "example.com/{long}/{long}", "as_of": "2026-10-01" }} }},
              "operations": [ {{ "id": "o",
                "settings": {{ "{long}": {{ "choice": ["{long}a", "{long}b"] }} }},
                "price": [ {{ "line": "{long}", "unit": "{long}", "source": "s",
                              "rate": {{ "by": "{long}", "{long}a": "1", "{long}b": "2" }} }} ] }} ] }}"#
    );
    let path = folder("long").join("c.json");
    std::fs::write(&path, text).unwrap();
    let name = path.to_str().unwrap();
    for arguments in [&[name][..], &[name, "o"]] {
        let card = shown(arguments);
        assert_narrow(&card, name);
        assert!(letters(&card).contains(&letters(&format!("example.com/{long}/{long}"))));
    }
}
