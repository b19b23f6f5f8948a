//! The canonical layout of catalogs.

use crate::run::{drawdown, files, folder, json, program, stdout};
use drawdown::{AmountForm, Catalog, layout};
use serde_json::{Map, Value};
use snapbox::str;
use std::fs;
use std::path::{Path, PathBuf};

const DIRTY: &str = r#"{ "version": "1", "catalog": "x",
  "as_of": "2026-11-01", "credit": { "name": "c", "step": "1" },
  "operations": [ { "price": [ { "rate": 2, "line": "a" } ], "id": "a" },
    { "id": "b", "price": "free" } ] }
"#;

/// A folder with one file.
fn with(name: &str, text: &str) -> PathBuf {
    let folder = folder(name);
    fs::write(folder.join("x.json"), text).unwrap();
    folder
}

fn lint(folder: &Path, arguments: &[&str]) -> snapbox::cmd::Command {
    program(folder).args(["catalog", "lint"]).args(arguments)
}

fn text(folder: &Path) -> String {
    fs::read_to_string(folder.join("x.json")).unwrap()
}

#[test]
fn another_layout_is_shown_and_rewritten() {
    let folder = with("lint", DIRTY);
    lint(&folder, &["x.json"]).assert().code(1).stdout_eq(str![[r#"
amount: x.json: /operations/0/price/0/rate: a JSON number; write it as a string
x.json:1:
- { "version": "1", "catalog": "x",
-   "as_of": "2026-11-01", "credit": { "name": "c", "step": "1" },
-   "operations": [ { "price": [ { "rate": 2, "line": "a" } ], "id": "a" },
-     { "id": "b", "price": "free" } ] }
+ {
+   "catalog": "x",
+   "version": "1",
+   "as_of": "2026-11-01",
+   "credit": { "name": "c", "step": "1" },
+   "operations": [{ "id": "a", "price": [{ "line": "a", "rate": 2 }] }, { "id": "b", "price": "free" }]
+ }
x.json: 7 lines to lay out, 1 amount that is a JSON number
hint: `--fix` rewrites the layout
hint: `--fix --amounts` writes amounts as strings, which changes the digest

"#]]).stderr_eq("");
    assert_eq!(text(&folder), DIRTY);
    // The amount stays a number: a string would have another digest.
    lint(&folder, &["x.json", "--fix"]).assert().code(1).stdout_eq(str![[r#"
amount: x.json: /operations/0/price/0/rate: a JSON number; write it as a string
x.json: rewritten, 1 amount that is a JSON number
hint: `--fix --amounts` writes amounts as strings, which changes the digest

"#]]);
    let fixed = text(&folder);
    let digest = |text: &str| Catalog::from_json(text).unwrap().digest().to_owned();
    assert_eq!(digest(&fixed), digest(DIRTY));
    lint(&folder, &["x.json"]).assert().code(1).stdout_eq(str![[r#"
amount: x.json: /operations/0/price/0/rate: a JSON number; write it as a string
x.json: in the canonical layout, 1 amount that is a JSON number
hint: `--fix --amounts` writes amounts as strings, which changes the digest

"#]]);
    lint(&folder, &["x.json", "--fix", "--amounts"]).assert().code(0).stdout_eq(str![[r#"
x.json: rewritten

"#]]);
    assert_ne!(digest(&text(&folder)), digest(DIRTY));
    assert_eq!(text(&folder), fixed.replace(r#""rate": 2"#, r#""rate": "2""#));
    lint(&folder, &["x.json"]).assert().code(0).stdout_eq(str![[r#"
x.json: in the canonical layout

"#]]);
    let left: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|f| f.unwrap().path()).collect();
    assert_eq!(left, [folder.join("x.json")]);
}

#[test]
fn the_findings_are_json_too() {
    let folder = with("lint-json", DIRTY);
    let found = json(lint(&folder, &["x.json", "--json"]));
    assert_eq!(found[0]["numbers"][0], "/operations/0/price/0/rate");
    assert_eq!((&found[0]["fixed"], &found[0]["lines"]), (&false.into(), &7.into()));
    let found = json(lint(&folder, &["x.json", "--json", "--fix", "--amounts"]));
    assert_eq!((&found[0]["fixed"], &found[0]["numbers"]), (&true.into(), &Value::Array(vec![])));
}

/// Windows line endings and a byte order mark are another layout, too.
#[test]
fn line_endings_and_marks_are_laid_out() {
    let clean = layout(DIRTY, AmountForm::Strings).unwrap().text;
    for (name, dirty) in [
        ("lint-windows", clean.replace('\n', "\r\n")),
        ("lint-mark", format!("\u{feff}{clean}")),
        ("lint-end", clean.trim_end().to_owned()),
    ] {
        let folder = with(name, &dirty);
        lint(&folder, &["x.json"]).assert().code(1);
        lint(&folder, &["x.json", "--fix"]).assert().code(0);
        assert_eq!(text(&folder), clean, "{name}");
    }
}

#[test]
fn what_is_no_catalog_is_left_alone() {
    for (name, dirty) in [
        ("lint-empty", ""),
        ("lint-text", "no JSON"),
        ("lint-comment", "{ \"catalog\": \"x\" // remark\n}"),
        ("lint-twice", r#"{ "catalog": "x", "catalog": "x" }"#),
        ("lint-other", r#"{ "operation": "a" }"#),
        ("lint-list", "[]"),
    ] {
        let folder = with(name, dirty);
        let check = program(&folder).args(["catalog", "check", "x.json", "--at", "2026-11-30"]);
        let found = stdout(check);
        let errors: String = found.lines().filter(|line| line.starts_with("error: ")).collect();
        for arguments in [&["x.json"][..], &["x.json", "--fix"]] {
            let run = lint(&folder, arguments).assert().code(1).stderr_eq("");
            let told = String::from_utf8(run.get_output().stdout.clone()).unwrap();
            let told: String = told.lines().filter(|line| line.starts_with("error: ")).collect();
            assert_eq!(told, errors);
            assert!(!told.is_empty(), "{name}");
        }
        assert_eq!(text(&folder), dirty);
    }
}

/// A file that is refused keeps the others from being rewritten only if it cannot be read.
#[test]
fn files_are_read_before_one_is_written() {
    let folder = with("lint-several", DIRTY);
    lint(&folder, &["x.json", "missing.json", "--fix"]).assert().code(2).stdout_eq("");
    assert_eq!(text(&folder), DIRTY);
    fs::write(folder.join("bad.json"), "{").unwrap();
    lint(&folder, &["bad.json", "x.json", "--fix", "--amounts"]).assert().code(1);
    assert_ne!(text(&folder), DIRTY);
    fs::write(folder.join("bytes.json"), [0xff, 0xfe]).unwrap();
    lint(&folder, &["bytes.json"]).assert().code(2).stdout_eq("");
    lint(&folder, &["."]).assert().code(2).stdout_eq("");
    lint(&folder, &["-", "--fix"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: stdin cannot be rewritten
hint: give the path of a file

"#]]);
    lint(&folder, &["x.json", "--amounts"]).assert().code(2).stdout_eq("");
    lint(&folder, &["-"]).stdin(DIRTY).assert().code(1);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = with("lint-permissions", DIRTY);
    let file = folder.join("x.json");
    let set = |mode| fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
    set(0o444);
    lint(&folder, &["x.json", "--fix"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: x.json: cannot be rewritten: permission denied
hint: the file is as it was; check its permissions and those of its folder

"#]]);
    assert_eq!(text(&folder), DIRTY);
    set(0o640);
    symlink("x.json", folder.join("link.json")).unwrap();
    lint(&folder, &["link.json", "--fix", "--amounts"]).assert().code(0);
    assert!(fs::symlink_metadata(folder.join("link.json")).unwrap().is_symlink());
    assert_ne!(text(&folder), DIRTY);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn shipped_catalogs_are_clean() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/catalogs");
    let all: Vec<String> =
        files("catalogs").iter().map(|file| file.display().to_string()).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let run = lint(Path::new(folder), &all).assert();
    let told = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
    assert!(run.get_output().status.success(), "run `drawdown catalog lint --fix` on it\n{told}");
}

/// The layout of whatever form a catalog has: the digest stays, and a second time nothing changes.
#[test]
fn laying_out_keeps_the_digest_and_is_done_once() {
    for file in ["catalogs", "examples/catalogs", "tests/corpus/catalogs"].map(files).concat() {
        let text = fs::read_to_string(&file).unwrap();
        let digest = Catalog::from_json(&text).unwrap().digest().to_owned();
        let value: Value = serde_json::from_str(&text).unwrap();
        for form in [value.to_string(), reversed(&value).to_string()] {
            let laid = layout(&form, AmountForm::AsWritten).unwrap();
            assert_eq!(laid.digest, digest, "{}", file.display());
            let again = layout(&laid.text, AmountForm::AsWritten).unwrap();
            assert_eq!(again, laid, "{}", file.display());
        }
        let strings = layout(&text, AmountForm::Strings).unwrap();
        let again = layout(&strings.text, AmountForm::Strings).unwrap();
        assert_eq!((again.text, again.numbers), (strings.text, Vec::new()), "{}", file.display());
    }
}

/// The value with the keys of every object from the last to the first.
fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.iter().rev().map(|(key, value)| (key.clone(), reversed(value)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.iter().map(reversed).collect()),
        other => other.clone(),
    }
}

/// A price that changes is one line that changes.
#[test]
fn a_changed_price_is_a_changed_line() {
    for file in files("catalogs") {
        let text = fs::read_to_string(&file).unwrap();
        let mut value: Value = serde_json::from_str(&text).unwrap();
        if !change_a_rate(&mut value) {
            continue;
        }
        // Tests of the catalog do not matter here.
        let laid = layout(&value.to_string(), AmountForm::AsWritten).unwrap().text;
        let changed = text.lines().zip(laid.lines()).filter(|(old, new)| old != new).count();
        assert_eq!(
            (text.lines().count(), changed),
            (laid.lines().count(), 1),
            "{}",
            file.display()
        );
    }
}

/// Changes the first rate that is a number. Returns false if there is none.
fn change_a_rate(value: &mut Value) -> bool {
    match value {
        Value::Object(members) => members.iter_mut().any(|(key, value)| match value {
            Value::String(text) if key == "rate" && text.parse::<f64>().is_ok() => {
                text.push_str(if text.contains('.') { "5" } else { "1" });
                true
            }
            value => change_a_rate(value),
        }),
        Value::Array(items) => items.iter_mut().any(change_a_rate),
        _ => false,
    }
}

#[test]
fn help_names_the_options() {
    let told = stdout(drawdown("catalog lint --help"));
    assert!(told.contains("--fix") && told.contains("--amounts"), "{told}");
}
