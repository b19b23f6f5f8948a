//! Python with a package of PyPI, in an environment of its own.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::{command, find, root, run, state_dir};

/// What checks the signatures of quotes.
pub(crate) const CRYPTOGRAPHY: &str = "50.0.2";
/// What sends requests that a description allows.
pub(crate) const SCHEMATHESIS: &str = "4.32.5";
/// What reports of logs are compared with.
pub(crate) const DUCKDB: &str = "2.0.1";

/// The Python of an environment that has exactly the packages of a file of requirements; made once.
pub(crate) fn with_file(name: &str, file: &str) -> Result<PathBuf> {
    let folder = state_dir()?.join(format!("python-{name}"));
    let (python, stamp) = (python_of(&folder), folder.join("requirements.txt"));
    let file = root().join(file);
    let wanted = fs::read_to_string(&file)?;
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(python);
    }
    let _other_packages = fs::remove_dir_all(&folder);
    make(&folder)?;
    let mut pip = command(&python);
    // Python compiles what is imported: all modules would take as long as everything else.
    pip.args(["-m", "pip", "install", "--quiet", "--no-compile", "--no-deps", "--requirement"]);
    pip.arg(file);
    run(&mut pip, "see what pip says above")?;
    fs::write(stamp, wanted)?;
    Ok(python)
}

fn python_of(folder: &Path) -> PathBuf {
    folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" })
}

/// An environment without packages.
fn make(folder: &Path) -> Result<()> {
    let system = find(&["python3", "python"]).context("no python3: install Python 3.9 or later")?;
    let hint = "install Python with its venv module";
    run(command(system).args(["-m", "venv"]).arg(folder), hint)
}

/// The Python of an environment that has one version of a package; made once.
pub(crate) fn with(package: &str, version: &str) -> Result<PathBuf> {
    let folder = state_dir()?.join(format!("python-{package}-{version}"));
    let python = python_of(&folder);
    let has_package = || {
        let mut import = command(&python);
        import.args(["-c", &format!("import {package}")]);
        python.exists() && import.output().is_ok_and(|output| output.status.success())
    };
    if !has_package() {
        make(&folder)?;
        let mut pip = command(&python);
        pip.args(["-m", "pip", "install", "--quiet", &format!("{package}=={version}")]);
        run(&mut pip, "see what pip says above")?;
    }
    Ok(python)
}
