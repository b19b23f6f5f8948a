//! Reading files, stdin and catalogs.

use crate::failure::Failure;
use crate::shipped;
use drawdown::Catalog;
use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Larger inputs are refused before they are read: the library's limit for a text.
const MOST_BYTES: u64 = 64 << 20;

/// The text of a file, or of stdin for `-`.
pub(crate) fn text(path: &str) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    let mut read = |input: &mut dyn Read| input.take(MOST_BYTES + 1).read_to_end(&mut bytes);
    let read = match path {
        "-" => read(&mut std::io::stdin()),
        _ => File::open(path).and_then(|mut file| read(&mut file)),
    };
    let hint = "give the path of a text file, or - for stdin";
    let refused = |why: String| Failure::new(format!("{}: {why}", name(path)), hint);
    read.map_err(|error| refused(format!("cannot be read: {error}")))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MOST_BYTES {
        return Err(refused("larger than 64 MiB".to_owned()).into());
    }
    Ok(String::from_utf8(bytes).map_err(|_| refused("cannot be read: no UTF-8 text".to_owned()))?)
}

/// The name of an input in messages.
pub(crate) fn name(path: &str) -> &str {
    if path == "-" { "stdin" } else { path }
}

/// The text of a catalog named by a flag: the id of a shipped catalog, or a file. A file with the
/// name of a shipped catalog is written `./name`.
pub(crate) fn catalog_text(path: &str) -> anyhow::Result<Cow<'static, str>> {
    if let Some(text) = shipped::find(path) {
        if Path::new(path).exists() {
            crate::failure::note(&format!(
                "`{path}` is the shipped catalog; write ./{path} for the file with this name"
            ));
        }
        return Ok(Cow::Borrowed(text));
    }
    if path == "-" || Path::new(path).exists() {
        return text(path).map(Cow::Owned);
    }
    let fault = format!("{path}: no such file, and no shipped catalog with this id");
    let hint = format!("give a path, or one of these ids: {}", shipped::ids());
    Err(Failure::new(fault, hint).into())
}

/// The catalog for a file such as a need: from the flag or, without one, from the file. The file
/// contains the id of a shipped catalog, or a path that begins with `./` or `../`, relative to the
/// file's folder; other texts are not paths. The library accepts only ids, so a path is removed.
pub(crate) fn catalog_of(
    flag: Option<&str>,
    in_file: &mut Option<String>,
    file: &str,
) -> Result<String, Failure> {
    let name = name(file);
    let named = match (flag, in_file.as_deref()) {
        (Some(flag), Some(path)) if is_marked(path) => {
            *in_file = None;
            return Ok(flag.to_owned());
        }
        (Some(flag), _) => return Ok(flag.to_owned()),
        (None, Some(named)) => named,
        (None, None) => {
            let hint = "add --catalog FILE|ID, or a `catalog` key to the file";
            return Err(Failure::new(format!("{name}: no catalog is named"), hint));
        }
    };
    if is_marked(named) {
        let folder = if file == "-" { None } else { Path::new(file).parent() };
        let path = folder.unwrap_or(Path::new("")).join(named).to_string_lossy().into_owned();
        *in_file = None;
        return Ok(path);
    }
    if shipped::find(named).is_none() {
        let fault = format!("{name}: /catalog: there is no shipped catalog `{named}`");
        let hint = format!(
            "add --catalog FILE, or write a path that begins with ./ there; shipped catalogs: {}",
            shipped::ids()
        );
        return Err(Failure::new(fault, hint));
    }
    Ok(named.to_owned())
}

/// Whether a text in a file is a path, not an id.
fn is_marked(text: &str) -> bool {
    text.starts_with("./") || text.starts_with("../")
}

/// A catalog without errors.
pub(crate) fn catalog(path: &str) -> anyhow::Result<Catalog> {
    let hint = || format!("`drawdown catalog check {path}` checks a catalog and runs its tests");
    let text = catalog_text(path)?;
    let catalog = Catalog::from_json(&text);
    Ok(catalog.map_err(|errors| Failure::in_input(name(path), &errors, hint()))?)
}
