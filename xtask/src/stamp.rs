//! Content hashes, to skip a step whose inputs have not changed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Generated folders.
const GENERATED: [&str; 3] = ["node_modules", "dist", "test-results"];

/// A hash over files (path and content), folders and words, in the given order.
#[derive(Default)]
pub(crate) struct Stamp(Sha256);

impl Stamp {
    pub(crate) fn word(mut self, word: &str) -> Self {
        self.add(word.as_bytes());
        self
    }

    /// Adds a file, or every file of a folder; a missing one counts as absent.
    pub(crate) fn path(mut self, path: &Path) -> Result<Self> {
        for file in files(path)? {
            self.add(file.to_string_lossy().as_bytes());
            let content = fs::read(&file);
            self.add(&content.with_context(|| format!("cannot read {}", file.display()))?);
        }
        Ok(self)
    }

    pub(crate) fn finish(self) -> String {
        let bytes = self.0.finalize();
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Adds the length first, so that no two lists of parts have the same hash.
    fn add(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }
}

/// Whether `made` exists and the stamp in `file` equals `stamp`.
pub(crate) fn is_fresh(file: &Path, stamp: &str, made: &Path) -> bool {
    made.exists() && fs::read_to_string(file).is_ok_and(|old| old == stamp)
}

pub(crate) fn write(file: &Path, stamp: &str) -> Result<()> {
    fs::write(file, stamp).with_context(|| format!("cannot write {}", file.display()))
}

fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if !GENERATED.iter().any(|name| entry.file_name() == *name) {
            found.extend(files(&entry.path())?);
        }
    }
    found.sort();
    Ok(found)
}
