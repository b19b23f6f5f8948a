//! Every digest and signature of `docs/quotes.md` is computed again from the catalog, the request and
//! the keys that the page shows. `SNAPSHOTS=overwrite cargo test --test docs quotes_page` writes them
//! anew.

#![cfg(feature = "sign")]

use drawdown::{
    Catalog, Quote, QuoteChecks, QuoteKeys, QuoteSigner, QuoteTerms, Request, Verdict, to_text,
};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/quotes.md")
}

/// The content of the block with this fence.
fn block<'p>(page: &'p str, fence: &str) -> &'p str {
    let start = format!("\n```{fence}\n");
    let (_, rest) = page.split_once(&start).unwrap_or_else(|| panic!("no {fence}"));
    rest.split_once("```").unwrap().0.trim_end()
}

/// Canonical JSON; all keys of the page are ASCII, and its numbers whole or strings.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members: BTreeMap<&String, &Value> = members.iter().collect();
            let members: Vec<String> = members
                .iter()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), canonical(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    format!("sha256:{}", digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

/// The first and last bytes, in rows of sixteen.
fn dump(bytes: &[u8]) -> String {
    let rows: Vec<String> = bytes
        .chunks(16)
        .enumerate()
        .map(|(i, row)| {
            let hex: Vec<String> = row.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{:04x}  {:<47}  {}", i * 16, hex.join(" "), String::from_utf8_lossy(row))
        })
        .collect();
    let last = rows.last().unwrap();
    format!("{}\n{}\n...\n{last}\n({} bytes)", rows[0], rows[1], bytes.len())
}

fn signers(page: &str) -> [QuoteSigner; 2] {
    ["json Ed25519 key", "json HMAC key"]
        .map(|fence| QuoteSigner::from_json(block(page, fence)).unwrap())
}

/// The quote that the page is about.
fn quote(page: &str) -> (Catalog, Quote) {
    let catalog = Catalog::from_json(block(page, "json catalog")).unwrap();
    let request = Request::from_json(block(page, "json request")).unwrap();
    let terms: Value = serde_json::from_str(block(page, "json terms")).unwrap();
    let text = |key: &str| terms[key].as_str().unwrap();
    let terms = QuoteTerms::default()
        .id(text("id"))
        .issued(text("issued").parse().unwrap())
        .expires(text("expires").parse().unwrap())
        .audience(text("audience"));
    let quote = catalog.quote_with(&request, &terms).unwrap();
    (catalog, quote)
}

/// What each block must hold.
fn blocks(page: &str) -> Vec<(&'static str, String)> {
    let (catalog, quote) = quote(page);
    let value = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
    let whole = value(&to_text(&quote).unwrap());
    let mut without = whole.clone();
    without.as_object_mut().unwrap().remove("digest");
    let shown = canonical(&value(block(page, "json catalog")));
    let (request, without) = (canonical(&whole["request"]), canonical(&without));
    let [ed25519, hmac] = signers(page);
    let signed = hmac.add_to(ed25519.sign(&quote).unwrap());
    let signature = |place: usize| signed.signatures[place].signature.clone();
    assert_eq!(catalog.digest(), sha256(&shown));
    assert_eq!(quote.request_digest, sha256(&request));
    assert_eq!(quote.digest, sha256(&without));
    vec![
        ("text catalog digest", sha256(&shown)),
        ("text canonical catalog", shown),
        ("text request digest", sha256(&request)),
        ("text canonical request", request),
        ("text quote digest", sha256(&without)),
        ("text canonical quote without its digest", without),
        ("text signed bytes", dump(canonical(&whole).as_bytes())),
        ("json public key", to_text(&ed25519.key()).unwrap()),
        ("text Ed25519 signature", signature(0)),
        ("text HMAC signature", signature(1)),
        ("json signed quote", to_text(&signed).unwrap()),
    ]
}

#[test]
fn the_page_shows_what_comes_out() {
    let mut page = fs::read_to_string(path()).unwrap();
    let overwrite = env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    for (fence, content) in blocks(&page) {
        if !overwrite {
            assert_eq!(block(&page, fence), content, "{fence}");
            continue;
        }
        let start = format!("\n```{fence}\n");
        let (before, rest) = page.split_once(&start).unwrap();
        let (_, after) = rest.split_once("```").unwrap();
        page = format!("{before}{start}{content}\n```{after}");
    }
    if overwrite {
        fs::write(path(), page).unwrap();
    }
}

#[test]
fn the_signed_quote_of_the_page_is_verified_and_no_changed_one() {
    let page = fs::read_to_string(path()).unwrap();
    let (catalog, quote) = quote(&page);
    let [public, secret] = ["json public key", "json HMAC key"]
        .map(|fence| QuoteKeys::from_json(block(&page, fence)).unwrap());
    let keys = secret.iter().fold(public, |keys, key| keys.key(key.clone()));
    let checks = QuoteChecks::new(quote.issued.unwrap()).keys(keys);
    let text = block(&page, "json signed quote");
    assert_eq!(catalog.verify_with(text, &checks).unwrap(), Verdict::Verified);
    let dearer = text.replacen("\"total\":\"60\"", "\"total\":\"61\"", 1);
    assert_ne!(text, dearer);
    assert_eq!(catalog.verify_with(&dearer, &checks).unwrap(), Verdict::Forged);
}

/// Every verdict is in the table, and nothing else.
#[test]
fn the_page_lists_the_verdicts() {
    let page = fs::read_to_string(path()).unwrap();
    let (_, table) =
        page.split_once("| verdict | meaning | what it says |\n|---|---|---|\n").unwrap();
    let rows = table.split_once("\n\n").unwrap().0.lines();
    let listed: Vec<&str> = rows.map(|row| row.split('`').nth(1).unwrap()).collect();
    let schema: Value = serde_json::from_str(&drawdown::schema(drawdown::Format::Verdict)).unwrap();
    let all = schema["oneOf"].as_array().or(schema["anyOf"].as_array()).unwrap();
    let codes: Vec<&str> =
        all.iter().map(|it| it["properties"]["verdict"]["const"].as_str().unwrap()).collect();
    assert_eq!(listed, codes);
}
