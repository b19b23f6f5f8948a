//! Reading files, stdin and catalogs.

use crate::failure::Failure;
use crate::shipped;
use drawdown::Catalog;
use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The text of a file, or of stdin for `-`.
pub(crate) fn text(path: &str) -> anyhow::Result<String> {
    let mut text = String::new();
    let read = match path {
        "-" => std::io::stdin().read_to_string(&mut text),
        _ => File::open(path).and_then(|mut file| file.read_to_string(&mut text)),
    };
    let hint = "give the path of a text file, or - for stdin";
    read.map_err(|error| Failure::new(format!("{}: cannot be read: {error}", name(path)), hint))?;
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
    Ok(catalog_and_text(path)?.0)
}

/// The same, and its text.
pub(crate) fn catalog_and_text(path: &str) -> anyhow::Result<(Catalog, Cow<'static, str>)> {
    let hint = || format!("`drawdown catalog check {path}` checks a catalog and runs its tests");
    let text = catalog_text(path)?;
    let catalog = Catalog::from_json(&text);
    let catalog = catalog.map_err(|errors| Failure::in_input(name(path), &errors, hint()))?;
    Ok((catalog, text))
}
