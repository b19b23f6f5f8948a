//! Quotes with terms and signatures, quotes of scenarios and needs, and keys.

use crate::run::{drawdown, stdout};
use snapbox::{IntoData, str};
use std::fs;
use std::path::PathBuf;

const HMAC: &str = r#"{ "key": "shared", "alg": "HMAC-SHA-256",
    "secret": "CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk" }"#;

/// An empty folder for the files of a test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("quotes-{name}"));
    let _missing = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn a_signed_quote_is_verified_with_its_key() {
    let folder = folder("signed");
    let (secret, public) = (folder.join("secret.json"), folder.join("public.json"));
    let (secret, public) = (secret.to_str().unwrap(), public.to_str().unwrap());
    drawdown(&format!("key new 2026-11 -o {secret}")).assert().code(0);
    drawdown(&format!("key new 2026-11 -o {secret}")).assert().code(2);
    fs::write(public, stdout(drawdown(&format!("key public {secret}")))).unwrap();
    assert!(!fs::read_to_string(public).unwrap().contains("secret"));
    let quote =
        stdout(
            drawdown("quote -c example.json request.json --id order-7 --audience shop.example")
                .args(["--issued", "2026-11-01", "--valid-for", "15 minutes", "--sign", secret]),
        );
    let verify = |quote: &str, flags: &str| {
        drawdown(&format!("verify -c example.json - {flags}")).stdin(quote.to_owned()).assert()
    };
    let at = format!("--keys {public} --at 2026-11-01T00:14Z");
    verify(&quote, &at).code(0).stdout_eq(str![[r#"
verified: computing it again gives the same

"#]]);
    verify(&quote, &format!("--keys {public} --at 2026-11-01T00:15Z")).code(1).stdout_eq(str![[
        r#"
expired: it expired at 2026-11-01T00:15:00Z, now is 2026-11-01T00:15:00Z

"#
    ]]);
    verify(&quote, &format!("--keys {public} --at 2026-10-31")).code(1).stdout_eq(str![[r#"
not yet valid: it is valid from 2026-11-01T00:00:00Z, now is 2026-10-31T00:00:00Z

"#]]);
    verify(&quote.replace("order-7", "order-8"), &at).code(1).stdout_eq(str![[r#"
forged: a signature does not fit the quote

"#]]);
    verify(&quote, "--at 2026-11-01").code(1).stdout_eq(str![[r#"
unknown key: no key `2026-11` is known that is valid now

"#]]);
}

#[test]
fn a_secret_for_both_signs_and_verifies() {
    let path = folder("hmac").join("key.json");
    fs::write(&path, HMAC).unwrap();
    let path = path.to_str().unwrap();
    let quote = stdout(drawdown(&format!("quote -c example.json request.json --sign {path}")));
    let verify = drawdown(&format!("verify -c example.json - --keys {path}")).stdin(quote);
    verify.assert().code(0).stdout_eq(str![[r#"
verified: computing it again gives the same

"#]]);
    drawdown(&format!("key public {path}")).assert().code(2).stderr_eq(str![[r#"
error: an HMAC key has no public key
hint: those who verify need the same secret: give `drawdown verify` this file

"#]]);
}

#[test]
fn scenarios_and_needs_are_quoted() {
    let verify = |quote: String| drawdown("verify -c wallet.json -").stdin(quote).assert();
    let quote = stdout(drawdown("quote -c wallet.json scenario.json"));
    assert!(quote.contains("\"kind\": \"projection\""), "{quote}");
    // The table of the zone is part of it.
    assert!(quote.contains("\"seconds\": 3600"), "{quote}");
    verify(quote.clone()).code(0);
    let spent = quote.replacen("\"spent\": \"", "\"spent\": \"1", 1);
    verify(spent).code(1).stdout_eq(str![[r#"
differs at /projection/totals/spent: expected "2357.5", found "12357.5" (total +10000)

"#]]);
    let quote = stdout(drawdown("quote -c wallet.json need-fit.json"));
    assert!(quote.contains("\"kind\": \"fit\""), "{quote}");
    verify(quote.clone()).code(0);
    let dearer = quote.replacen("\"cost\": \"", "\"cost\": \"1", 1);
    verify(dearer).code(1).stdout_eq(str![[r#"
differs at /option/cost: expected "132", found "1132"

"#]]);
    let option = drawdown("quote -c wallet.json need-fit.json --option nothing/year");
    option.assert().code(2).stderr_eq(str![[r#"
error: need-fit.json: /option: the fit has no option of this plan and term
hint: `drawdown fit` lists the options; `drawdown catalog schema` prints the formats

"#]]);
}

#[test]
fn many_quotes_are_verified_at_once() {
    let quote = stdout(drawdown("quote -c example.json preview --at 2026-11-01"));
    let quote = quote.replace('\n', "");
    let lines = format!("{quote}\n{{}}\n{}\n", quote.replace("\"runs\": 1", "\"runs\": 2"));
    let verify = |flags: &str| {
        drawdown(&format!("verify -c example.json --lines {flags} -")).stdin(lines.clone()).assert()
    };
    verify("").code(1).stdout_eq(str![[r#"
verified: computing it again gives the same
malformed: (document): expected a key `kind`, found none
differs at /estimate/runs: expected 1, found 2

"#]]);
    verify("--json").code(1).stdout_eq(
        str![[r#"
{"verdict":"verified"}
{"verdict":"malformed","pointer":"","text":"expected a key `kind`, found none"}
{"verdict":"differs","pointer":"/estimate/runs","expected":"1","found":"2","difference":"0"}

"#]]
        .raw(),
    );
}
