//! Replacing a file as a whole: whoever reads it sees the old or the new text.

use crate::failure::Failure;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Writes a text beside a file, and gives it the file's name. A link keeps pointing to the file.
pub(super) fn replace(path: &str, text: &str) -> Result<(), Failure> {
    let hint = "the file is as it was; check its permissions and those of its folder";
    write(Path::new(path), text)
        .map_err(|error| Failure::new(format!("{path}: cannot be rewritten: {error}"), hint))
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let permissions = fs::metadata(&path)?.permissions();
    // A rename needs no permission to write the file itself.
    if permissions.readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut beside = tempfile::NamedTempFile::new_in(folder)?;
    beside.write_all(text.as_bytes())?;
    beside.as_file().set_permissions(permissions)?;
    beside.as_file().sync_all()?;
    beside.persist(&path)?;
    Ok(())
}
