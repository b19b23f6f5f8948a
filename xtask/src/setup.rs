//! Finds what the other commands need, and installs what is missing.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::{cargo, find, output, progress, root, run};
use crate::wasm_target::{self, Source};
use crate::{chromium, npm};

pub(crate) fn everything(source: Source) -> Result<()> {
    let target = wasm_target::find_or_install(source)?;
    progress(format!("wasm target: {target}"));
    let bindgen = wasm_bindgen()?;
    progress(format!("wasm-bindgen: {}", bindgen.version));
    for folder in ["pkg", "www", "benches/js"] {
        npm::install(folder)?;
    }
    progress("npm packages: installed");
    let browser = chromium::find_or_install()?;
    progress(format!("Chromium: {}", browser.program.display()));
    Ok(())
}

/// The wasm-bindgen programs, in the version that the library pins.
pub(crate) struct WasmBindgen {
    pub(crate) version: String,
    folder: PathBuf,
}

impl WasmBindgen {
    pub(crate) fn bindgen(&self) -> PathBuf {
        self.program("wasm-bindgen")
    }

    pub(crate) fn test_runner(&self) -> PathBuf {
        self.program("wasm-bindgen-test-runner")
    }

    fn program(&self, name: &str) -> PathBuf {
        self.folder.join("bin").join(name).with_extension(env::consts::EXE_EXTENSION)
    }
}

/// Cached per user and version, so that only the first run on a machine builds it.
pub(crate) fn wasm_bindgen() -> Result<WasmBindgen> {
    let version = locked_version("wasm-bindgen")?;
    let folder = cache_dir()?.join(format!("wasm-bindgen-{version}"));
    let found = WasmBindgen { version, folder };
    if !found.bindgen().is_file() || !found.test_runner().is_file() {
        let hint = "needs a network and a C compiler; run `cargo xtask setup` again";
        install("wasm-bindgen-cli", &found.version, &found.folder, hint)?;
    }
    Ok(found)
}

/// The program of a cargo command, of just this version; kept like the programs of wasm-bindgen.
pub(crate) fn cargo_tool(name: &str, version: &str) -> Result<PathBuf> {
    let folder = cache_dir()?.join(format!("{name}-{version}"));
    let program = folder.join("bin").join(name).with_extension(env::consts::EXE_EXTENSION);
    if !program.is_file() {
        install(name, version, &folder, "needs a network")?;
    }
    Ok(program)
}

fn install(name: &str, version: &str, folder: &Path, hint: &str) -> Result<()> {
    progress(format!("building {name} {version} (some minutes, once)"));
    let install = |more: &[&str]| {
        let mut install = cargo();
        install.args(["install", name, "--force", "--version", &format!("={version}")]);
        run(install.arg("--root").arg(folder).args(more), hint)
    };
    // A crate that its lock file names may have left the registry.
    install(&["--locked"]).or_else(|error| {
        progress(format!("{error:#}; again with the crates that the registry has"));
        install(&[])
    })
}

/// The folder for pinned tools.
pub(crate) fn cache_dir() -> Result<PathBuf> {
    let base = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || env::home_dir().map(|home| home.join(".cache"));
    let base = base.filter(|path| path.is_absolute()).or_else(home);
    Ok(base.context("no home folder: set XDG_CACHE_HOME")?.join("drawdown"))
}

fn locked_version(package: &str) -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).context("cannot read Cargo.lock")?;
    version_in(&lock, package).with_context(|| {
        format!("Cargo.lock does not name {package}: run `cargo update --workspace`")
    })
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?;
    version.strip_suffix('"').map(str::to_owned)
}

/// Installs Debian packages, if possible.
pub(crate) fn apt_install(packages: &[&str]) -> Result<()> {
    let by_hand = format!("run `apt-get install {}` as root", packages.join(" "));
    let sudo = sudo().with_context(|| format!("no right to install packages\n  {by_hand}"))?;
    progress(format!("apt-get install {}", packages.join(" ")));
    let install = ["apt-get", "install", "-y", "-q", "--no-install-recommends"];
    for words in [&["apt-get", "update", "-q"][..], &[&install[..], packages].concat()] {
        let words = [&sudo[..], &["env", "DEBIAN_FRONTEND=noninteractive"], words].concat();
        let (program, arguments) = words.split_first().context("no command")?;
        run(
            crate::process::command(program).args(arguments).stdout(std::process::Stdio::null()),
            &by_hand,
        )?;
    }
    Ok(())
}

pub(crate) fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && find(&["apt-get"]).is_some()
}

/// The command prefix for root: empty for root itself.
fn sudo() -> Option<Vec<&'static str>> {
    let user = output(crate::process::command("id").arg("-u"))?;
    if user == "0" {
        return Some(Vec::new());
    }
    output(crate::process::command("sudo").args(["-n", "true"])).map(|_| vec!["sudo", "-n"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_from_the_lock_file() {
        let lock = "[[package]]\nname = \"a-b\"\nversion = \"1.2.3\"\n\n\
                    [[package]]\nname = \"a\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "a").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "b"), None);
    }
}
