//! npm packages of the folders that have a lock file.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::process::{command, progress, root, run};
use crate::stamp::{Stamp, is_fresh, write};

/// `npm` in one folder of the repository.
pub(crate) fn npm(folder: &str) -> Command {
    let mut npm = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(root().join(folder));
    npm
}

/// Installs the packages of the folder's lock file, unless they are installed.
pub(crate) fn install(folder: &str) -> Result<()> {
    let path = root().join(folder);
    let modules = path.join("node_modules");
    let lock = Stamp::default().path(&path.join("package-lock.json"))?;
    let stamp = lock.path(&path.join("package.json"))?.finish();
    let file = modules.join(".drawdown-stamp");
    if is_fresh(&file, &stamp, &modules) {
        return Ok(());
    }
    progress(format!("npm packages of {folder}/"));
    run(
        npm(folder).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]),
        "needs Node 20 or later with npm, and a network",
    )?;
    write(&file, &stamp)
}

/// Runs a script of the folder's `package.json`.
pub(crate) fn script(folder: &str, name: &str) -> Command {
    let mut npm = npm(folder);
    npm.args(["run", "--silent", name]);
    npm
}

/// The script of a package's program, to be run by Node.
pub(crate) fn program(folder: &str, path: &str) -> Command {
    let mut node = command("node");
    node.arg(root().join(folder).join("node_modules").join(Path::new(path)));
    node
}
