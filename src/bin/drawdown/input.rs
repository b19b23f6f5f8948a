//! Reading files, stdin and catalogs.

use crate::failure::Failure;
use crate::shipped;
use anyhow::Context;
use drawdown::Catalog;
use std::borrow::Cow;
use std::io::Read;
use std::path::Path;

/// The text of a file, or of stdin for `-`.
pub(crate) fn text(path: &str) -> anyhow::Result<String> {
    if path != "-" {
        return std::fs::read_to_string(path).with_context(|| format!("cannot read {path}"));
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).context("cannot read stdin")?;
    Ok(text)
}

/// How an input is called in messages.
pub(crate) fn name(path: &str) -> &str {
    if path == "-" { "stdin" } else { path }
}

/// The text of a catalog: of a file, or of a shipped one by its id.
pub(crate) fn catalog_text(path: &str) -> anyhow::Result<Cow<'static, str>> {
    if path == "-" || Path::new(path).exists() {
        return text(path).map(Cow::Owned);
    }
    let fault = || {
        let fault = format!("{path}: no such file, and no catalog of this id is shipped");
        Failure::new(fault, format!("give a path, or one of these ids: {}", shipped::ids()))
    };
    Ok(shipped::find(path).map(Cow::Borrowed).ok_or_else(fault)?)
}

/// A catalog without errors.
pub(crate) fn catalog(path: &str) -> anyhow::Result<Catalog> {
    let hint = || format!("`drawdown catalog check {path}` checks a catalog and runs its tests");
    let catalog = Catalog::from_json(&catalog_text(path)?);
    Ok(catalog.map_err(|errors| Failure::in_input(name(path), &errors, hint()))?)
}
