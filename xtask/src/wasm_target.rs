//! The compiler's wasm target: from rustup or, if rustup is refused, built from Debian's packages.

use std::env;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr;

use anyhow::{Context, Result, bail};

use crate::process::{cargo, command, find, output, progress, root, run, state_dir, target_dir};
use crate::setup::{apt_install, cache_dir, is_debian};

pub(crate) const TRIPLE: &str = "wasm32-unknown-unknown";

/// Debian's compiler, which exists beside rustup's and does not replace it.
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

/// The source of the target.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Source {
    /// rustup or, if it is refused, Debian.
    Auto,
    Rustup,
    Debian,
}

impl Source {
    pub(crate) fn from_env() -> Result<Self> {
        env::var("DRAWDOWN_WASM_TARGET").map_or(Ok(Self::Auto), |value| value.parse())
    }
}

impl FromStr for Source {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "auto" | "" => Ok(Self::Auto),
            "rustup" => Ok(Self::Rustup),
            "debian" => Ok(Self::Debian),
            other => bail!("no wasm target source `{other}`: auto, rustup or debian"),
        }
    }
}

/// A way to compile for wasm.
pub(crate) enum WasmTarget {
    /// With the compiler in use.
    Default,
    /// Debian's compiler, and a library built for it.
    Debian { sysroot: PathBuf, linker: PathBuf },
}

impl fmt::Display for WasmTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => write!(f, "of the compiler in use (way 1, rustup)"),
            Self::Debian { .. } => write!(f, "Debian's compiler, library built here (way 2)"),
        }
    }
}

pub(crate) fn find_or_install(source: Source) -> Result<WasmTarget> {
    if source != Source::Debian {
        if has_target("rustc") {
            return Ok(WasmTarget::Default);
        }
        // An earlier build means that rustup was refused: do not ask each time.
        if source == Source::Auto && debian_sysroot().is_ok_and(|path| holds_library(&path)) {
            return debian();
        }
        match by_rustup() {
            Ok(()) => return Ok(WasmTarget::Default),
            Err(error) if source == Source::Rustup || !is_debian() => return Err(error),
            Err(error) => progress(format!("{error:#}; trying Debian's packages")),
        }
    }
    debian()
}

impl WasmTarget {
    /// `cargo <verb>` for the wasm target. Every call has the same flags, because others would
    /// rebuild all.
    pub(crate) fn cargo(&self, verb: &str, features: &str) -> Command {
        let mut cargo = cargo();
        let mut flags = remapped_paths();
        // Digests are rare here: the small SHA-256 saves 6 kB of module.
        flags.push("--cfg=sha2_backend_soft=\"compact\"".to_owned());
        if let Self::Debian { sysroot, linker } = self {
            flags.push(format!("--sysroot={}", sysroot.display()));
            cargo
                .env("RUSTC", DEBIAN_RUSTC)
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                .env("CARGO_TARGET_DIR", self.target_dir());
        }
        cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
        cargo.args([verb, "--target", TRIPLE, "--no-default-features", "--features", features]);
        cargo
    }

    /// Two compilers in one folder would overwrite each other's work.
    pub(crate) fn target_dir(&self) -> PathBuf {
        match self {
            Self::Default => target_dir(),
            Self::Debian { .. } => debian_target_dir(),
        }
    }
}

fn debian_target_dir() -> PathBuf {
    target_dir().join("debian")
}

/// Flags that keep this machine's paths out of the module.
fn remapped_paths() -> Vec<String> {
    let remap = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let sources = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    let mut folders: Vec<PathBuf> =
        sources.into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    folders.sort();
    let mut flags: Vec<String> = folders.iter().map(|folder| remap(folder, "crates")).collect();
    flags.push(remap(root(), "drawdown"));
    flags
}

fn has_target(rustc: &str) -> bool {
    let query = ["--print", "target-libdir", "--target", TRIPLE];
    output(command(rustc).args(query)).is_some_and(|path| has_core(Path::new(&path)))
}

fn has_core(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with("libcore-"))
}

fn by_rustup() -> Result<()> {
    progress("rustup target add wasm32-unknown-unknown");
    run(
        command("rustup").args(["target", "add", TRIPLE]),
        "install the wasm target of your compiler, or on Debian pass `--wasm-target debian`",
    )
}

fn debian() -> Result<WasmTarget> {
    if !is_debian() {
        bail!("`--wasm-target debian` needs Debian's package manager");
    }
    if !Path::new(DEBIAN_RUSTC).exists() || !debian_library_source()?.exists() {
        apt_install(&DEBIAN_PACKAGES)?;
    }
    let sysroot = debian_sysroot()?;
    if !holds_library(&sysroot) {
        build_library(&sysroot)?;
    }
    Ok(WasmTarget::Debian { sysroot, linker: linker()? })
}

/// The standard library for wasm is in a folder of the user's, one for each compiler.
fn debian_sysroot() -> Result<PathBuf> {
    let version = output(command(DEBIAN_RUSTC).arg("--version"))
        .with_context(|| format!("{DEBIAN_RUSTC} does not run"))?;
    let version = version.split(' ').nth(1).unwrap_or("unknown").to_owned();
    Ok(cache_dir()?.join(format!("wasm-std-{version}")))
}

fn library_dir(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(TRIPLE).join("lib")
}

fn holds_library(sysroot: &Path) -> bool {
    has_core(&library_dir(sysroot))
}

fn debian_library_source() -> Result<PathBuf> {
    let sysroot = output(command(DEBIAN_RUSTC).args(["--print", "sysroot"]))
        .with_context(|| format!("{DEBIAN_RUSTC} does not run"))?;
    Ok(Path::new(&sysroot).join("lib/rustlib/src/rust/library/Cargo.lock"))
}

/// Builds the standard library by building an empty crate, and keeps the result.
fn build_library(sysroot: &Path) -> Result<()> {
    progress("building the standard library for wasm (about a minute, once)");
    let empty = state_dir()?.join("empty");
    fs::create_dir_all(empty.join("src"))?;
    fs::write(empty.join("src/lib.rs"), "")?;
    let manifest = "[package]\nname = \"empty\"\nedition = \"2024\"\n[workspace]\n";
    fs::write(empty.join("Cargo.toml"), manifest)?;
    // `build-std` is unstable and this compiler is not, hence RUSTC_BOOTSTRAP. Without bitcode
    // the module could not be optimised across crates.
    let source = debian_library_source()?;
    let library = source.parent().unwrap_or(&source);
    let mut flags = remapped_paths();
    flags.push(format!("--remap-path-prefix={}=library", library.display()));
    flags.push("-Cembed-bitcode=yes".into());
    run(
        // The cargo of the same release, because it must know how to build that library.
        command(DEBIAN_CARGO)
            .current_dir(&empty)
            .env("RUSTC", DEBIAN_RUSTC)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"))
            .env("CARGO_TARGET_DIR", empty.join("target"))
            .args(["build", "--release", "-Zbuild-std=std,panic_abort,test", "--target", TRIPLE]),
        "the packages rustc-web and rust-web-src must be of one version: update them",
    )?;
    keep_library(&empty.join("target").join(TRIPLE).join("release/deps"), sysroot)?;
    // Cargo does not notice that the library has changed.
    forget(&debian_target_dir())?;
    forget(&empty)
}

/// Copies to a temporary folder, then renames it, so that no half-copied library is ever found.
fn keep_library(built: &Path, sysroot: &Path) -> Result<()> {
    let partial = sysroot.with_extension("partial");
    forget(&partial)?;
    let folder = library_dir(&partial);
    fs::create_dir_all(&folder)?;
    for entry in fs::read_dir(built)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let library = name.ends_with(".rlib") || name.ends_with(".rmeta");
        if library && name.starts_with("lib") && !name.starts_with("libempty") {
            fs::copy(entry.path(), folder.join(name))?;
        }
    }
    forget(sysroot)?;
    fs::rename(&partial, sysroot).with_context(|| format!("cannot make {}", sysroot.display()))
}

fn forget(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

/// A linker for wasm: the one of the current compiler, or one on the search path.
fn linker() -> Result<PathBuf> {
    let beside = || {
        let libraries = output(command("rustc").args(["--print", "target-libdir"]))?;
        let path = Path::new(&libraries).parent()?.join("bin/rust-lld");
        path.is_file().then_some(path)
    };
    let find = || beside().or_else(|| find(&["rust-lld", "wasm-ld"]));
    if find().is_none() {
        apt_install(&["lld"])?;
    }
    find().context("no linker for wasm: install the package lld")
}
