//! What the program makes of careless and hostile input: nothing that is printed moves the cursor,
//! an id is no path, CSV holds no formulas.

use super::run::{folder, program};
use std::fs;
use std::path::Path;
use std::process::Output;

fn drawdown(folder: &Path, arguments: &[&str]) -> Output {
    program(folder).args(arguments).output().unwrap()
}

/// What it prints, on both ways.
fn both(output: Output) -> String {
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

fn printed(folder: &Path, arguments: &[&str]) -> String {
    both(drawdown(folder, arguments))
}

/// Runs a command with an exit code of these, and hands out all that it prints.
fn ended(folder: &Path, arguments: &[&str], codes: &[i32]) -> String {
    let output = drawdown(folder, arguments);
    let code = output.status.code().unwrap();
    let out = both(output);
    assert!(codes.contains(&code), "{arguments:?}: {code}\n{out}");
    out
}

fn can_be_seen(text: &str) -> bool {
    drawdown::visible_lines(text) == text
}

fn catalog(operation: &str) -> String {
    format!(
        r#"{{ "catalog": "x", "version": "1", "as_of": "2026-11-01", "currency": "USD",
            "credit": {{ "name": "credit", "plural": "credits", "step": "1" }},
            "operations": [ {operation} ], "classes": {{ "plan": {{}} }},
            "plans": [ {{ "id": "basic", "name": "=1+1", "price": {{ "month": "10" }}, "grants": ["g"] }} ],
            "grants": [ {{ "id": "g", "class": "plan", "amount": "1000", "every": "cycle", "expires": "cycle_end" }} ] }}"#
    )
}

const CLIP: &str = r#"{ "id": "clip", "price": [ { "line": "clip", "rate": "900" } ] }"#;

/// A note that repaints the screen: 900 must not become 9.
#[test]
fn a_note_cannot_repaint_the_terminal() {
    let folder = folder("repaint");
    let note = r#"\u001b[2J\u001b[Hclip, 1 run\r\n\r\n total |          |       9\u001b[8m"#;
    let text = catalog(&CLIP.replace("] }", &format!(r#"], "notes": ["{note}"] }}"#)));
    fs::write(folder.join("c.json"), text).unwrap();
    for arguments in [
        &["estimate", "-c", "c.json", "clip"][..],
        &["estimate", "-c", "c.json", "clip", "--json"],
        &["quote", "-c", "c.json", "clip"],
        &["catalog", "show", "c.json"],
        &["catalog", "show", "c.json", "clip"],
        &["catalog", "check", "c.json"],
    ] {
        let out = printed(&folder, arguments);
        assert!(can_be_seen(&out), "{arguments:?}: {out:?}");
        assert!(!out.lines().any(|line| line.trim().starts_with("total |          |       9")));
    }
    let out = printed(&folder, &["estimate", "-c", "c.json", "clip"]);
    assert!(out.contains(r"Note: \u{1b}[2J\u{1b}[Hclip, 1 run\r\n\r\n total"), "{out}");
}

#[test]
fn names_paths_and_arguments_are_shown_with_escapes() {
    let folder = folder("names");
    let hidden = "a\u{1b}[2J\u{202e}b";
    let text = catalog(&CLIP.replace(r#""line": "clip""#, r#""line": "cl\u001bip""#));
    fs::write(folder.join("c.json"), text).unwrap();
    fs::write(folder.join("good.json"), catalog(CLIP)).unwrap();
    fs::write(folder.join("request.json"), r#"{ "operation": "cl\u001bip\u009b", "k\u202e": 1 }"#)
        .unwrap();
    let scenario = r#"{ "start": "2026-11-01", "account": { "plan": "x\u001b[2J" } }"#;
    fs::write(folder.join("scenario.json"), scenario).unwrap();
    for arguments in [
        &["estimate", "-c", "c.json", "clip"][..],
        &["catalog", "check", "c.json"],
        &["catalog", "check", "--json", "c.json"],
        &["estimate", "-c", "good.json", hidden],
        &["estimate", "-c", hidden, "clip"],
        &["estimate", "-c", "good.json", "clip", "-s", &format!("{hidden}=1")],
        &["estimate", "-c", "good.json", "clip", "-p", hidden],
        &["estimate", "-c", "good.json", "clip", "--at", hidden],
        &["estimate", "-c", "good.json", "request.json"],
        &["simulate", "-c", "good.json", "scenario.json"],
        &["simulate", "-c", "good.json", hidden],
        &["verify", "-c", "good.json", hidden],
        &[hidden],
        &["catalog", hidden],
    ] {
        let out = ended(&folder, arguments, &[1, 2]);
        assert!(can_be_seen(&out), "{arguments:?}: {out:?}");
        assert!(out.contains("\\u{") || out.contains("\\u001b"), "{arguments:?}: {out}");
    }
}

#[test]
fn an_id_in_a_file_is_never_a_path() {
    let folder = folder("ids");
    fs::create_dir_all(folder.join("below")).unwrap();
    let scenario = |catalog: &str| {
        format!(
            r#"{{ "catalog": "{catalog}", "start": "2026-11-01", "for": "1 month", "account": {{ "plan": "basic" }},
                "demand": [ {{ "request": {{ "operation": "clip" }}, "on": ["2026-11-02"] }} ] }}"#
        )
    };
    let need = |catalog: &str| {
        format!(
            r#"{{ "catalog": "{catalog}", "lines": [ {{ "request": {{ "operation": "clip" }}, "per_month": 1 }} ] }}"#
        )
    };
    fs::write(folder.join("x.json"), catalog(CLIP)).unwrap();
    for named in ["/etc/hostname", "x.json", "below/../x.json", "x", "-", "~/x.json"] {
        fs::write(folder.join("scenario.json"), scenario(named)).unwrap();
        fs::write(folder.join("need.json"), need(named)).unwrap();
        for arguments in
            [&["simulate", "scenario.json"][..], &["need", "need.json"], &["fit", "need.json"]]
        {
            let out = ended(&folder, arguments, &[2]);
            let told = format!("/catalog: there is no shipped catalog `{named}`");
            assert!(out.contains(&told), "{arguments:?}: {out}");
        }
    }
    // Marked paths go from the folder of the file.
    for (file, named) in [("a.json", "./x.json"), ("below/a.json", "../x.json")] {
        fs::write(folder.join(file), scenario(named)).unwrap();
        fs::write(folder.join("below/n.json"), need("../x.json")).unwrap();
        for arguments in
            [&["simulate", file][..], &["need", "below/n.json"], &["fit", "below/n.json"]]
        {
            ended(&folder, arguments, &[0]);
        }
    }
}

/// A file that is called like a shipped catalog does not stand in for it without a word.
#[test]
fn a_shipped_catalog_is_not_replaced() {
    let folder = folder("shipped");
    fs::write(folder.join("krea"), catalog(CLIP)).unwrap();
    let shipped = drawdown(&folder, &["catalog", "check", "krea"]);
    let told = String::from_utf8(shipped.stderr).unwrap();
    assert_eq!(
        told,
        "note: `krea` is the shipped catalog; write ./krea for the file with this name\n"
    );
    let out = printed(&folder, &["catalog", "show", "krea"]);
    assert!(!out.contains("clip  "), "{out}");
    let out = printed(&folder, &["estimate", "-c", "./krea", "clip"]);
    assert!(out.contains("900"), "{out}");
}

#[test]
fn csv_holds_no_formulas() {
    let folder = folder("csv");
    fs::write(folder.join("c.json"), catalog(CLIP)).unwrap();
    let need = r#"{ "lines": [ { "request": { "operation": "clip" }, "per_month": 1 } ] }"#;
    fs::write(folder.join("need.json"), need).unwrap();
    let out = drawdown(&folder, &["fit", "-c", "c.json", "need.json", "--csv"]);
    let mut rows = csv::Reader::from_reader(&*out.stdout);
    let names: Vec<String> = rows.records().map(|row| row.unwrap()[2].to_owned()).collect();
    assert!(names.iter().any(|name| name == "'=1+1"), "{names:?}");
}

/// A file is refused before all of it is read.
#[test]
fn a_file_that_is_too_large_is_refused() {
    let folder = folder("large");
    let file = fs::File::create(folder.join("c.json")).unwrap();
    file.set_len((64 << 20) + 1).unwrap();
    let out = printed(&folder, &["catalog", "check", "c.json"]);
    assert!(out.starts_with("error: c.json: larger than 64 MiB\n"), "{out}");
}
