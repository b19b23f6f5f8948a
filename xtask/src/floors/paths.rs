//! The paths in a source file, from its tokens: macros are read like everything else.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

pub(super) type Sources = BTreeMap<String, Source>;

/// A path in parts: `crate`, `json`, `read`.
pub(super) type Parts = Vec<String>;

pub(super) struct Source {
    tokens: Vec<String>,
    /// The imports of `use`, by their local name; and whether they are only re-exported.
    imports: BTreeMap<String, (Parts, bool)>,
    /// The items defined here.
    items: BTreeSet<String>,
    place: String,
}

/// Keywords before the name of an item.
const ITEMS: [&str; 9] =
    ["fn", "struct", "enum", "trait", "type", "const", "static", "union", "macro_rules"];

impl Source {
    pub(super) fn read(place: &str, text: &str) -> Result<Self> {
        let stream: TokenStream = text.parse().map_err(|error| anyhow!("{error}"))?;
        let mut tokens = Vec::new();
        flatten(stream, &mut tokens);
        let mut source = Self {
            tokens: Vec::new(),
            imports: BTreeMap::new(),
            items: BTreeSet::new(),
            place: place.to_owned(),
        };
        source.take_imports(&tokens);
        for pair in source.tokens.windows(3) {
            if let [word, name, next] = pair
                && ITEMS.contains(&word.as_str())
            {
                source.items.insert(if name == "!" { next.clone() } else { name.clone() });
            }
        }
        Ok(source)
    }

    /// Moves `use` declarations from the tokens to the imports.
    fn take_imports(&mut self, tokens: &[String]) {
        let mut rest = tokens.iter();
        while let Some(token) = rest.next() {
            if token != "use" {
                self.tokens.push(token.clone());
                continue;
            }
            let is_public = ends_public(&self.tokens);
            let tree: Vec<String> = rest.by_ref().take_while(|t| *t != ";").cloned().collect();
            for (path, name) in leaves(&tree) {
                self.imports.insert(name, (path, is_public));
            }
        }
    }

    /// Every path in the file, except paths that it only re-exports.
    pub(super) fn mentions(&self, sources: &Sources) -> Vec<Parts> {
        let own = self.imports.values().filter(|(_, is_public)| !is_public);
        let mut out: Vec<Parts> = own.map(|(path, _)| path.clone()).collect();
        let mut at = 0;
        while at < self.tokens.len() {
            let path = path_at(&self.tokens, at);
            at += 2 * path.len().max(1) - 1;
            let Some(first) = path.first().filter(|_| path.len() > 1) else { continue };
            // `pub(in super::super)` is about visibility, not use.
            if path.iter().all(|part| part == "super") {
                continue;
            }
            let is_child = sources.contains_key(&format!("{}/{first}", self.place));
            if ["crate", "super", "self"].contains(&first.as_str()) || is_child {
                out.push(path);
            } else if let Some((import, _)) = self.imports.get(first) {
                out.push([import.as_slice(), path.get(1..).unwrap_or_default()].concat());
            }
        }
        out
    }
}

/// The target of a path: the file, and the name in it. Re-exports are followed.
pub(super) fn resolve(sources: &Sources, place: &str, path: &[String]) -> Option<(String, String)> {
    let (mut place, mut path) = (module(place).to_owned(), path.to_vec());
    // Re-exports end somewhere, because a circle of `use` does not compile.
    for _ in 0..16 {
        let (file, rest) = walk(sources, &place, &path);
        let source = sources.get(file_of(&file))?;
        let Some(name) = rest.first() else { return Some((file, "itself".into())) };
        let import = source.imports.get(name).filter(|_| !source.items.contains(name));
        let Some((import, _)) = import else { return Some((file_of(&file).into(), name.clone())) };
        path = [import.as_slice(), rest.get(1..).unwrap_or_default()].concat();
        place = file;
    }
    None
}

/// Follows modules as far as they go.
fn walk(sources: &Sources, place: &str, path: &[String]) -> (String, Parts) {
    let mut place = place.to_owned();
    let mut rest = path;
    while let Some((part, after)) = rest.split_first() {
        let inner = if place.is_empty() { part.clone() } else { format!("{place}/{part}") };
        match part.as_str() {
            "crate" => place.clear(),
            "self" => {}
            "super" => place.truncate(place.rfind('/').unwrap_or(0)),
            _ if sources.contains_key(&inner) => place = inner,
            _ => break,
        }
        rest = after;
    }
    (place, rest.to_vec())
}

/// The crate root is not a module with a name.
fn module(place: &str) -> &str {
    if place == "lib" { "" } else { place }
}

fn file_of(module: &str) -> &str {
    if module.is_empty() { "lib" } else { module }
}

/// The longest path that starts at a token.
fn path_at(tokens: &[String], at: usize) -> Parts {
    let mut path = Vec::new();
    for pair in tokens.get(at..).unwrap_or_default().chunks(2) {
        match pair {
            [name, sign] if is_name(name) => {
                path.push(name.clone());
                if sign != "::" {
                    break;
                }
            }
            [name] if is_name(name) => path.push(name.clone()),
            _ => break,
        }
    }
    path
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn is_of_visibility(token: &str) -> bool {
    ["pub", "(", ")", "crate", "super", "in"].contains(&token)
}

/// Whether the last tokens are `pub` or `pub(…)`.
fn ends_public(before: &[String]) -> bool {
    before.iter().rev().take_while(|token| is_of_visibility(token)).any(|token| token == "pub")
}

/// The paths of a `use`, each with its local name.
fn leaves(tree: &[String]) -> Vec<(Parts, String)> {
    let mut out = Vec::new();
    let mut path: Parts = Vec::new();
    // The length of the path at each open brace.
    let mut bases = vec![0];
    let mut tokens = tree.iter();
    while let Some(token) = tokens.next() {
        let base = bases.last().copied().unwrap_or(0);
        match token.as_str() {
            "::" => {}
            "{" => bases.push(path.len()),
            "as" => {
                out.extend(leaf(&path, tokens.next()));
                path.truncate(base);
            }
            "," | "}" => {
                if path.len() > base {
                    out.extend(leaf(&path, None));
                }
                if token == "}" {
                    bases.pop();
                }
                path.truncate(bases.last().copied().unwrap_or(0));
            }
            name => path.push(name.to_owned()),
        }
    }
    if !path.is_empty() {
        out.extend(leaf(&path, None));
    }
    out
}

fn leaf(path: &[String], alias: Option<&String>) -> Option<(Parts, String)> {
    let path = match path {
        [rest @ .., last] if last == "self" && !rest.is_empty() => rest,
        all => all,
    };
    Some((path.to_vec(), alias.or(path.last())?.clone()))
}

/// All tokens in sequence: `::` as one, groups with their brackets, without tests.
fn flatten(stream: TokenStream, out: &mut Vec<String>) {
    let mut is_test = false;
    for token in stream {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                if open == "[" && group.stream().to_string().replace(' ', "") == "cfg(test)" {
                    is_test = true;
                }
                if open == "{" && std::mem::take(&mut is_test) {
                    continue;
                }
                out.push(open.to_owned());
                flatten(group.stream(), out);
                out.push(close.to_owned());
            }
            TokenTree::Punct(sign) => match (out.last_mut(), sign.as_char()) {
                (Some(last), ':') if last == ":" => last.push(':'),
                (_, '$') => {}
                (_, ';') => {
                    is_test = false;
                    out.push(";".to_owned());
                }
                (_, sign) => out.push(sign.to_string()),
            },
            other => out.push(other.to_string()),
        }
    }
}
