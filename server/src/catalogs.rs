//! The catalogs that the service answers with: those that are shipped, those of a folder, and every
//! version that was ever in use, by digest.

use crate::accounts::Catalogs;
use drawdown::{Catalog, Errors};
use rust_embed::Embed;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::SystemTime;
use std::{fs, io};

#[derive(Embed)]
#[folder = "../catalogs/"]
struct Shipped;

/// A catalog and its text.
#[derive(Clone)]
pub struct Kept {
    /// The catalog.
    pub catalog: Arc<Catalog>,
    /// Its JSON.
    pub text: Arc<str>,
}

/// What is known at one moment; it is replaced as a whole.
#[derive(Clone, Default)]
struct Shelf {
    current: BTreeMap<String, Kept>,
    by_digest: HashMap<String, Kept>,
    /// Files that could not be read, and why: their last good version stays.
    broken: BTreeMap<String, String>,
}

/// All catalogs.
pub struct Library {
    shelf: RwLock<Arc<Shelf>>,
    folder: Option<PathBuf>,
    /// When each file was changed, as far as it has been read.
    seen: Mutex<BTreeMap<PathBuf, (SystemTime, u64)>>,
}

impl Library {
    /// The shipped catalogs and those of a folder. A file that cannot be read is an error.
    ///
    /// # Errors
    /// What is wrong with a catalog, with the name of its file.
    pub fn open(folder: Option<&Path>) -> io::Result<Self> {
        let mut shelf = Shelf::default();
        for name in Shipped::iter() {
            let Some(file) = Shipped::get(&name) else { continue };
            let text = String::from_utf8_lossy(&file.data);
            let kept = read(&text).map_err(|errors| wrong(&name, &errors))?;
            shelf.put(kept);
        }
        let library = Library {
            shelf: RwLock::new(Arc::new(shelf)),
            folder: folder.map(Path::to_owned),
            seen: Mutex::default(),
        };
        library.reload();
        match library.broken().into_iter().next() {
            Some((name, text)) => Err(io::Error::other(format!("{name}: {text}"))),
            None => Ok(library),
        }
    }

    /// Reads the files of the folder that have changed. Returns the catalogs that are new.
    pub fn reload(&self) -> Vec<Kept> {
        let Some(folder) = &self.folder else { return Vec::new() };
        let mut shelf = Shelf::clone(&self.shelf());
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut new = Vec::new();
        for (path, state) in files_of(folder) {
            if seen.get(&path) == Some(&state) {
                continue;
            }
            let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into());
            let text = fs::read_to_string(&path).map_err(|error| error.to_string());
            match text.and_then(|text| read(&text).map_err(|errors| errors.to_string())) {
                Ok(kept) => {
                    tracing::info!(file = name, digest = kept.catalog.digest(), "catalog read");
                    shelf.broken.remove(&name);
                    shelf.put(kept.clone());
                    new.push(kept);
                }
                Err(text) => {
                    tracing::error!(file = name, %text, "catalog is broken: the last one stays");
                    shelf.broken.insert(name, text);
                }
            }
            seen.insert(path, state);
        }
        *self.shelf.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(shelf);
        new
    }

    /// Puts an old version beside the current ones.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn remember(&self, text: &str) -> Result<Arc<Catalog>, Errors> {
        let kept = read(text)?;
        let catalog = Arc::clone(&kept.catalog);
        let mut shelf = self.shelf.write().unwrap_or_else(PoisonError::into_inner);
        let digest = kept.catalog.digest().to_owned();
        Arc::make_mut(&mut shelf).by_digest.entry(digest).or_insert(kept);
        Ok(catalog)
    }

    /// The current version of a catalog.
    pub fn current(&self, id: &str) -> Option<Kept> {
        self.shelf().current.get(id).cloned()
    }

    /// A version, by its digest.
    pub fn version(&self, digest: &str) -> Option<Kept> {
        self.shelf().by_digest.get(digest).cloned()
    }

    /// The current version of each, by id.
    pub fn all(&self) -> Vec<Kept> {
        self.shelf().current.values().cloned().collect()
    }

    /// Files that could not be read, and why.
    pub fn broken(&self) -> BTreeMap<String, String> {
        self.shelf().broken.clone()
    }

    fn shelf(&self) -> Arc<Shelf> {
        Arc::clone(&self.shelf.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Catalogs for Library {
    fn by_digest(&self, digest: &str) -> Option<Arc<Catalog>> {
        self.version(digest).map(|kept| kept.catalog)
    }

    fn keep(&self, text: &str) -> Result<Arc<Catalog>, Errors> {
        self.remember(text)
    }
}

impl Shelf {
    fn put(&mut self, kept: Kept) {
        self.by_digest.insert(kept.catalog.digest().to_owned(), kept.clone());
        self.current.insert(kept.catalog.id().to_owned(), kept);
    }
}

fn read(text: &str) -> Result<Kept, Errors> {
    Ok(Kept { catalog: Arc::new(Catalog::from_json(text)?), text: text.into() })
}

fn wrong(name: &str, errors: &Errors) -> io::Error {
    io::Error::other(format!("{name}: {errors}"))
}

/// The JSON files of a folder, by name, with what shows that one has changed.
fn files_of(folder: &Path) -> BTreeMap<PathBuf, (SystemTime, u64)> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeMap::new() };
    let state = |entry: fs::DirEntry| {
        let path = entry.path();
        let about = entry.metadata().ok()?;
        let is_catalog = path.extension().is_some_and(|end| end == "json") && about.is_file();
        is_catalog.then_some((path, (about.modified().ok()?, about.len())))
    };
    entries.flatten().filter_map(state).collect()
}
