//! `lint`: dependencies point one way. Every path in `src/` is checked against the list of floors,
//! and files of one room must not depend on each other in a circle.

mod circles;
mod paths;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::process::root;
use paths::Source;

/// From the bottom up. A room may use those below it, but not those of its own floor.
const FLOORS: [&[&str]; 16] = [
    &["by_text", "order", "semantics", "visible"],
    &["error", "amount"],
    &["calendar", "cell"],
    &["json"],
    &["catalog"],
    &["estimate"],
    &["wallet"],
    &["simulate"],
    &["fit"],
    &["compare"],
    &["verify"],
    &["usage"],
    &["lists"],
    &["schema"],
    &["wasm"],
    &["lib"],
];

/// The files that a file uses, and the names it uses from them.
type Edges = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// Checks that no floor uses a higher one, and that no files of a room form a circle.
pub(crate) fn check() -> Result<()> {
    let faults = faults(&library()?)?;
    if !faults.is_empty() {
        bail!("{}\n  the floors are listed in xtask/src/floors.rs", faults.join("\n"));
    }
    Ok(())
}

fn library() -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    read_folder(&root().join("src"), "", &mut files)?;
    Ok(files)
}

/// The text of every file of the library, by its path without `.rs`.
fn read_folder(folder: &Path, under: &str, files: &mut BTreeMap<String, String>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("no {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let place = if under.is_empty() { name } else { format!("{under}/{name}") };
        if path.is_dir() && place != "bin" {
            read_folder(&path, &place, files)?;
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            files.insert(place, fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

/// The violations, as sentences.
fn faults(files: &BTreeMap<String, String>) -> Result<Vec<String>> {
    let edges = edges(files)?;
    let mut out = walls_broken(&edges);
    out.extend(circles::of_rooms(&edges));
    Ok(out)
}

fn walls_broken(edges: &Edges) -> Vec<String> {
    let mut out = Vec::new();
    for (from, targets) in edges {
        for (to, names) in targets {
            if !may_know(room(from), room(to)) {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                out.push(format!("src/{from}.rs knows src/{to}.rs, for {}", names.join(", ")));
            }
        }
    }
    out
}

fn edges(files: &BTreeMap<String, String>) -> Result<Edges> {
    let mut sources = BTreeMap::new();
    for (place, text) in files {
        let source = Source::read(place, text).with_context(|| format!("src/{place}.rs"))?;
        sources.insert(place.clone(), source);
    }
    let mut edges = Edges::new();
    for (place, source) in &sources {
        for path in source.mentions(&sources) {
            let Some((to, name)) = paths::resolve(&sources, place, &path) else { continue };
            if to != *place {
                edges.entry(place.clone()).or_default().entry(to).or_default().insert(name);
            }
        }
    }
    Ok(edges)
}

/// The first part of a path: a folder, with the file of the same name.
fn room(place: &str) -> &str {
    place.split('/').next().unwrap_or(place)
}

fn may_know(from: &str, to: &str) -> bool {
    let floor = |room: &str| FLOORS.iter().position(|floor| floor.contains(&room));
    from == to || matches!((floor(from), floor(to)), (Some(from), Some(to)) if to < from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults_of(files: &[(&str, &str)]) -> Vec<String> {
        let files = files.iter().map(|(place, text)| ((*place).into(), (*text).into()));
        faults(&files.collect()).unwrap()
    }

    #[test]
    fn a_lower_floor_does_not_know_a_higher_one() {
        let amount = "// use crate::json::Value;\npub struct Amount;";
        let json = "use crate::amount::Amount;\nfn read() -> Amount { Amount }";
        assert_eq!(faults_of(&[("amount", amount), ("json", json)]), [""; 0]);
        let amount = "pub struct Amount; fn text() { crate::json::read(); }";
        let json = "pub fn read() {}";
        assert_eq!(
            faults_of(&[("amount", amount), ("json", json)]),
            ["src/amount.rs knows src/json.rs, for read"]
        );
    }

    #[test]
    fn macros_and_unknown_rooms_count_too() {
        let json = "macro_rules! m { ($t:ty) => { $crate::catalog::Shape } }";
        let faults = faults_of(&[("json", json), ("catalog", "pub struct Shape;")]);
        assert_eq!(faults, ["src/json.rs knows src/catalog.rs, for Shape"]);
        let faults =
            faults_of(&[("news", "use crate::order::sort;"), ("order", "pub fn sort() {}")]);
        assert_eq!(faults, ["src/news.rs knows src/order.rs, for sort"]);
    }

    #[test]
    fn what_is_handed_on_counts_where_it_is_defined() {
        let wallet = "mod lot;\nmod pay;\npub(crate) use lot::Lot;";
        let lot = "use super::pay::Pay;\npub(crate) struct Lot(Pay);";
        let pay = "pub(crate) struct Pay;\nfn of(lot: super::Lot) {}";
        let faults = faults_of(&[("wallet", wallet), ("wallet/lot", lot), ("wallet/pay", pay)]);
        assert_eq!(
            faults,
            ["a circle in wallet:\n  src/wallet/lot.rs knows src/wallet/pay.rs, for Pay\n  \
              src/wallet/pay.rs knows src/wallet/lot.rs, for Lot"]
        );
    }

    #[test]
    fn tests_may_know_what_they_like() {
        let amount = "#[cfg(test)]\nmod tests { use crate::json::read; fn f() { read(); } }";
        assert_eq!(faults_of(&[("amount", amount), ("json", "pub fn read() {}")]), [""; 0]);
    }
}
