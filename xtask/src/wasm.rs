//! The wasm modules and their glue, for the npm package.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, bail};

use crate::npm;
use crate::process::{command, progress, root, run, state_dir};
use crate::report::Sizes;
use crate::setup::{WasmBindgen, wasm_bindgen};
use crate::stamp::{Stamp, is_fresh, write};
use crate::wasm_target::{self, Source, TRIPLE, WasmTarget};

/// The features come from the module: naming all of them made a module that no engine accepted.
///
/// The first 1024 bytes of memory are the far end of the stack, so no address wraps around into
/// them. Memory belongs to the module, so it starts as zeros. Flattening the code and rebuilding
/// its branches, twice, gives a smaller module than `-Oz` alone; so does not inlining large
/// functions with one caller. Sorting functions by name puts similar functions next to each other,
/// which gzip uses.
const WASM_OPT: [&str; 15] = [
    "--low-memory-unused",
    "--zero-filled-memory",
    "--one-caller-inline-max-function-size",
    "30",
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--reorder-functions-by-name",
    "--strip-producers",
    "--strip-target-features",
];

/// The JavaScript functions that the module calls.
const OBJECTS: &str = "src/wasm/objects.js";

/// A module of the package.
pub(crate) struct Module {
    /// Its content, for the report.
    pub(crate) name: &'static str,
    /// The cargo features that export it.
    pub(crate) features: &'static str,
    /// A folder below `pkg/generated/`, and below `target/` for compiling: cargo gives modules of
    /// all features one name and would confuse them in one folder.
    folder: &'static str,
    stamp: &'static str,
    opt_level: &'static str,
    /// Flags for the compiler's last step.
    llvm: &'static str,
}

pub(crate) const EVERYTHING: Module = Module {
    name: "everything",
    features: "wasm-plans",
    folder: "",
    stamp: "module.stamp",
    opt_level: QUICK,
    llvm: STRAIGHT,
};
pub(crate) const PRICES: Module = Module {
    name: "prices",
    features: "wasm",
    folder: "prices",
    stamp: "prices.stamp",
    opt_level: SMALLEST,
    llvm: SMALL,
};

/// Prices and logs of usage; the account behind a log, its invoices and forecast, but no scenarios.
pub(crate) const USAGE: Module = Module {
    name: "usage",
    features: "wasm-usage",
    folder: "usage",
    stamp: "usage.stamp",
    opt_level: QUICK,
    llvm: STRAIGHT,
};

/// Prices and live wallets, with what becomes of them, but no fits. For size: a command is one step.
pub(crate) const WALLET: Module = Module {
    name: "wallet",
    features: "wasm-wallet",
    folder: "wallet",
    stamp: "wallet.stamp",
    opt_level: SMALLEST,
    llvm: SMALL,
};
pub(crate) const MODULES: [&Module; 4] = [&EVERYTHING, &PRICES, &USAGE, &WALLET];

/// A fifth larger than the smallest, and a third faster: a fit must keep up with a slider.
const QUICK: &str = "profile.wasm.opt-level=2";
const SMALLEST: &str = "profile.wasm.opt-level=\"z\"";

/// No loop strength reduction: in wasm it only adds code. Less inlining than by default: inlining
/// adds much code and saves little time.
const STRAIGHT: &str = "-Cllvm-args=-disable-lsr -inline-threshold=25";
/// No inlining and no partial redundancy elimination: 1 kB less, and no slower.
const SMALL: &str =
    "-Cllvm-args=-disable-lsr -inline-threshold=0 -enable-pre=false -enable-load-pre=false";

/// For `pkg/unwound.js`, which sets it back after an exception has passed through the module.
const STACK_POINTER: &str = "-Clink-arg=--export=__stack_pointer";

impl Module {
    pub(crate) fn generated(&self) -> PathBuf {
        root().join("pkg/generated").join(self.folder)
    }
}

/// Builds `pkg/generated/` and measures it.
pub(crate) fn build(source: Source) -> Result<Sizes> {
    let target = wasm_target::find_or_install(source)?;
    let bindgen = wasm_bindgen()?;
    npm::install("pkg")?;
    generate_all(&target, &bindgen)?;
    bundle()?;
    Sizes::measure()
}

/// All modules at once: the compiler's last step, which takes longest, has one thread.
fn generate_all(target: &WasmTarget, bindgen: &WasmBindgen) -> Result<()> {
    thread::scope(|scope| {
        let begun = MODULES.map(|module| scope.spawn(|| generate(module, target, bindgen)));
        begun.into_iter().try_for_each(|one| {
            one.join().unwrap_or_else(|_| bail!("the build of a module panicked"))
        })
    })
}

fn generate(module: &Module, target: &WasmTarget, bindgen: &WasmBindgen) -> Result<()> {
    let compiled = compile(module, target)?;
    let generated = module.generated();
    let stamp = Stamp::default()
        .path(&compiled)?
        .path(&root().join("pkg/package-lock.json"))?
        .path(&root().join("pkg/package.json"))?
        .path(&root().join(OBJECTS))?
        .word(&bindgen.version)
        .word(&WASM_OPT.join(" "))
        .finish();
    let file = state_dir()?.join(module.stamp);
    if !is_fresh(&file, &stamp, &generated.join("drawdown_bg.wasm.base64.js")) {
        progress(format!("wasm-bindgen and wasm-opt: {}", module.name));
        make_glue(bindgen, &compiled, &generated)?;
        join_glue(&generated)?;
        optimise(&generated.join("drawdown_bg.wasm"))?;
        write_base64(&generated)?;
        write(&file, &stamp)?;
    }
    Ok(())
}

/// Compiled by `cargo rustc` as a module only: with an rlib it would not be optimised as a whole.
fn compile(module: &Module, target: &WasmTarget) -> Result<PathBuf> {
    progress(format!("compiling the wasm module: {}", module.name));
    let folder = target.target_dir().join(module.folder);
    // Another compiler than ours may warn of more.
    let denied = matches!(target, WasmTarget::Default).then_some("-Dwarnings");
    run(
        target
            .cargo("rustc", module.features)
            .arg("--target-dir")
            .arg(&folder)
            .args([
                "--config",
                module.opt_level,
                "--lib",
                "--crate-type",
                "cdylib",
                "--profile",
                "wasm",
                "--",
                module.llvm,
                STACK_POINTER,
            ])
            .args(denied),
        "fix the errors above",
    )?;
    Ok(folder.join(TRIPLE).join("wasm/drawdown.wasm"))
}

fn make_glue(bindgen: &WasmBindgen, module: &Path, generated: &Path) -> Result<()> {
    // Parts of earlier glue, in folders with other names.
    let _absent = fs::remove_dir_all(generated.join("snippets"));
    run(
        command(bindgen.bindgen())
            .arg(module)
            .args(["--target", "web", "--omit-default-module-path", "--no-typescript"])
            .args([OsString::from("--out-dir"), generated.into()]),
        "the library and the tool must be of one version: run `cargo xtask setup`",
    )
}

/// The glue and the JavaScript of `src/wasm/` as one small file, because each file adds to the load
/// time.
fn join_glue(generated: &Path) -> Result<()> {
    let file = generated.join("drawdown.js");
    let mut join = npm::script("pkg", "glue");
    join.arg("--").arg(&file).arg(format!("--outfile={}", file.display()));
    run(&mut join, "remove pkg/node_modules and try again")?;
    fs::remove_dir_all(generated.join("snippets")).context("cannot remove the parts of the glue")
}

/// The entries for Node as one file each, from `pkg/node/` and its imports.
fn bundle() -> Result<()> {
    run(&mut npm::script("pkg", "bundle"), "remove pkg/node_modules and try again")
}

fn optimise(module: &Path) -> Result<()> {
    run(
        npm::program("pkg", "binaryen/bin/wasm-opt")
            .arg(module)
            .args(WASM_OPT)
            .arg("-o")
            .arg(module),
        "remove pkg/node_modules and try again",
    )
}

/// The module as text, for hosts that must load it synchronously and without a fetch.
fn write_base64(generated: &Path) -> Result<()> {
    let module = fs::read(generated.join("drawdown_bg.wasm"))?;
    let text = format!("export default \"{}\";\n", base64(&module));
    fs::write(generated.join("drawdown_bg.wasm.base64.js"), text)
        .with_context(|| format!("cannot write to {}", generated.display()))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for i in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * i)) as usize & 63];
            text.push(if i > chunk.len() { '=' } else { char::from(digit) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_pads_the_last_group() {
        assert_eq!(base64(b""), "");
        assert_eq!(base64(b"f"), "Zg==");
        assert_eq!(base64(b"fo"), "Zm8=");
        assert_eq!(base64(b"foo"), "Zm9v");
        assert_eq!(base64(b"foobar"), "Zm9vYmFy");
    }
}
