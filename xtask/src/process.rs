//! Runs other programs, and reports progress.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::Instant;

use anyhow::{Context, Result, bail};

static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Prints one line of progress, with the time since the start.
pub(crate) fn progress(text: impl std::fmt::Display) {
    println!("[{:6.1} s] {text}", BEGAN.elapsed().as_secs_f64());
}

/// The repository that this run is about. It is not the one where this program was compiled when a
/// checkout was copied with its `target/`: cargo says where the package is that it runs, and without
/// cargo the folder says it in which the program is started.
pub(crate) fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let here = || env::current_dir().ok();
        package.or_else(here).as_deref().and_then(root_above).unwrap_or_else(|| ".".into())
    });
    &ROOT
}

/// The first folder, from one upwards, that holds this package.
fn root_above(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|above| above.join("xtask/Cargo.toml").is_file()).map(Path::to_owned)
}

/// The target folder of cargo: this program is in `<target>/debug/`.
pub(crate) fn target_dir() -> PathBuf {
    let program = env::current_exe().unwrap_or_default();
    program.ancestors().nth(2).map_or_else(|| root().join("target"), Path::to_owned)
}

/// The folder for xtask's own files, such as stamps.
pub(crate) fn state_dir() -> Result<PathBuf> {
    let folder = target_dir().join("xtask");
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

/// A command that runs in the repository's root.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).stdin(Stdio::null());
    // The variables that `cargo run` sets for xtask would make build scripts of other crates run
    // again.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_")
            || text.starts_with("CARGO_MANIFEST_")
            || text == "LD_LIBRARY_PATH"
        {
            command.env_remove(&name);
        }
    }
    command
}

pub(crate) fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a command to its end; `hint` says what to do if it fails.
pub(crate) fn run(command: &mut Command, hint: &str) -> Result<()> {
    let status = command.status().with_context(|| cannot_start(command, hint))?;
    if !status.success() {
        bail!("`{}` failed ({status})\n  {hint}", shown(command));
    }
    Ok(())
}

/// Runs a command and passes each line of its output to `line`. Returns whether it succeeded.
pub(crate) fn each_line(command: &mut Command, mut line: impl FnMut(&str)) -> Result<bool> {
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| cannot_start(command, ""))?;
    if let Some(output) = child.stdout.take() {
        for bytes in BufReader::new(output).split(b'\n') {
            line(&String::from_utf8_lossy(&bytes?));
        }
    }
    Ok(child.wait()?.success())
}

/// The output of a command, trimmed; an error if it fails.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The first of `names` on the search path.
pub(crate) fn find(names: &[&str]) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH")?).collect();
    let paths = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    paths.map(|path| path.with_extension(env::consts::EXE_EXTENSION)).find(|path| path.is_file())
}

fn cannot_start(command: &Command, hint: &str) -> String {
    format!("cannot start `{}`\n  {hint}", shown(command))
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_found_from_where_it_runs() {
        let copy = env::temp_dir().join(format!("xtask-root-{}", std::process::id()));
        let deep = copy.join("src/catalog");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::create_dir_all(copy.join("xtask")).unwrap();
        std::fs::write(copy.join("xtask/Cargo.toml"), "").unwrap();
        assert_eq!(root_above(&deep), Some(copy.clone()));
        assert_eq!(root_above(&copy.join("xtask")), Some(copy.clone()));
        std::fs::remove_dir_all(copy).unwrap();
        assert!(root().join("xtask/src/process.rs").is_file());
    }
}
