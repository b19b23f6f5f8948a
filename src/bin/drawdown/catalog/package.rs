//! Lists in installed packages of npm and PyPI.

use drawdown::PriceList;
use std::fs;
use std::path::{Path, PathBuf};

/// A file with a list, and the version of its package.
pub(crate) struct Data {
    pub(crate) path: String,
    pub(crate) version: Option<String>,
}

/// The data file of a list in a folder of packages, or in one that is below the folder.
pub(crate) fn find(list: PriceList, folder: &Path) -> Option<Data> {
    let files: &[(&str, &str)] = match list {
        PriceList::GenaiPrices => &[
            ("genai_prices", "data.py"),
            ("@pydantic/genai-prices", "dist/index.cjs"),
            ("@pydantic/genai-prices", "dist/index.js"),
        ],
        PriceList::Litellm => &[("litellm", "model_prices_and_context_window_backup.json")],
        _ => &[],
    };
    let places = places(folder);
    let all = files.iter().flat_map(|file| places.iter().map(move |place| (place, file)));
    let mut found = all.filter_map(|(place, (package, file))| {
        let path = place.join(package).join(file);
        path.is_file().then(|| Data {
            path: path.to_string_lossy().into_owned(),
            version: version(place, package),
        })
    });
    found.next()
}

/// Folders that can hold packages: this one, those in it, and those of a virtual environment that it is or has.
fn places(folder: &Path) -> Vec<PathBuf> {
    let mut places = vec![folder.to_owned()];
    places.extend(["node_modules", "site-packages"].map(|name| folder.join(name)));
    places.extend(["", ".venv", "venv"].iter().flat_map(|name| of_environment(&folder.join(name))));
    places
}

/// Windows has one `Lib`; other systems have a folder for each version of Python.
fn of_environment(folder: &Path) -> Vec<PathBuf> {
    let versions = fs::read_dir(folder.join("lib")).into_iter().flatten().flatten();
    let mut places: Vec<PathBuf> =
        versions.map(|version| version.path().join("site-packages")).collect();
    places.sort();
    places.push(folder.join("Lib/site-packages"));
    places
}

/// What `package.json` of npm or the folder of metadata of PyPI says.
fn version(place: &Path, package: &str) -> Option<String> {
    let manifest = fs::read_to_string(place.join(package).join("package.json")).ok();
    if let Some(manifest) = manifest.and_then(|text| drawdown::parse(&text).ok()) {
        return match manifest.get("version") {
            Some(drawdown::Value::String(version)) => Some(version.clone()),
            _ => None,
        };
    }
    let names = fs::read_dir(place).ok()?.flatten();
    let names = names.filter_map(|entry| entry.file_name().into_string().ok());
    names.filter_map(|name| version_of(&name, package)).max()
}

fn version_of(folder: &str, package: &str) -> Option<String> {
    let rest = folder.strip_suffix(".dist-info")?.strip_prefix(package)?;
    rest.strip_prefix('-').map(str::to_owned)
}
