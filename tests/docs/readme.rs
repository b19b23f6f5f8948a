//! The commands that `README.md`, `docs/compare.md`, `docs/quotes.md`, `docs/usage.md` and `docs/server.md` show print what they show.
//!
//! `SNAPSHOTS=overwrite cargo test --test docs readme` writes the output anew; read the difference
//! before you keep it.

#![cfg(all(feature = "cli", unix))]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder that looks like the repository from inside, as far as the commands need it.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages").join(name);
    // What the commands of an earlier run have written.
    let _absent = fs::remove_dir_all(&folder);
    for examples in ["examples/needs", "examples/scenarios", "examples/usage", "examples/wallet"] {
        let copies = folder.join(examples);
        fs::create_dir_all(&copies).unwrap();
        for entry in fs::read_dir(root().join(examples)).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), copies.join(entry.file_name())).unwrap();
        }
    }
    folder
}

/// The only block of a language.
fn block<'r>(readme: &'r str, language: &str) -> &'r str {
    let fence = format!("\n```{language}\n");
    let (_, rest) = readme.split_once(&fence).expect(language);
    assert!(!rest.contains(&fence), "one block of {language}");
    rest.split_once("\n```").expect("an end").0
}

#[test]
fn commands_of_the_readme_print_what_is_shown() {
    let folder = folder("readme");
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    fs::write(folder.join("studio.json"), block(&readme, "json")).unwrap();
    check("README.md", &folder, 5);
}

#[test]
fn commands_of_the_usage_page_print_what_is_shown() {
    check("docs/usage.md", &folder("usage"), 5);
}

#[test]
fn commands_of_the_page_about_comparisons_print_what_is_shown() {
    check("docs/compare.md", &folder("compare"), 2);
}

#[test]
fn commands_of_the_page_about_quotes_print_what_is_shown() {
    check("docs/quotes.md", &folder("quotes"), 5);
}

#[test]
fn commands_of_the_server_page_print_what_is_shown() {
    check("docs/server.md", &folder("server"), 5);
}

/// Runs the commands of a page, of which there are a few at least.
fn check(page: &str, folder: &Path, least: u32) {
    let before = fs::read_to_string(root().join(page)).unwrap();
    let mut after = String::new();
    let mut is_shell = false;
    let mut ran = 0;
    for line in before.lines() {
        if line.starts_with("```") {
            is_shell = line == "```sh";
        }
        let command = line.strip_prefix("$ ").filter(|_| is_shell);
        if is_shell && command.is_none() && line != "```sh" {
            continue;
        }
        after.push_str(line);
        after.push('\n');
        if let Some(command) = command {
            after.push_str(&output(folder, command));
            ran += 1;
        }
    }
    assert!(ran >= least, "only {ran} commands were found");
    if env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        fs::write(root().join(page), after).unwrap();
        return;
    }
    for (i, (shown, found)) in before.lines().zip(after.lines()).enumerate() {
        assert_eq!(shown, found, "{page}, line {}", i + 1);
    }
    assert_eq!(before, after);
}

/// What a command prints, on stdout and stderr.
fn output(folder: &Path, command: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_drawdown"));
    let programs = program.parent().into_iter().map(Path::to_owned);
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(programs.chain(env::split_paths(&path))).unwrap();
    let mut shell = Command::new("sh");
    let output =
        shell.args(["-c", command]).current_dir(folder).env("PATH", path).output().unwrap();
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}
