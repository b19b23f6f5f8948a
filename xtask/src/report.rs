//! What a run comes to: counts of tests, sizes of the module.

use std::fmt;
use std::fs;
use std::io::Write;
use std::ops::AddAssign;
use std::path::Path;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::process::root;

/// Gates of the test run and the goal, in bytes after gzip. The gate of the module is a ratchet on
/// the way to 100 kB, set anew when the simulator and the fits came in (108 kB before) its forecasts (206 kB
/// before) and the fits (214 kB before): lower it.
const MODULE_GATE: usize = 279_000;
const MODULE_GOAL: usize = 73_000;
const GLUE_GATE: usize = 6_900;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Counts {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// The sign that Node's test reporter puts before its counts.
const INFO: &str = "\u{2139}";

impl Counts {
    pub(crate) const PASSED: Self = Self { passed: 1, failed: 0 };
    pub(crate) const FAILED: Self = Self { passed: 0, failed: 1 };

    /// What a line of a test runner's output counts: cargo's, Node's or Playwright's.
    pub(crate) fn in_line(line: &str) -> Option<Self> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (passed, failed) = match words.as_slice() {
            ["test", "result:", _, passed, "passed;", failed, "failed;", ..] => (*passed, *failed),
            [INFO | "#", "pass", passed] | [passed, "passed", ..] => (*passed, "0"),
            [INFO | "#", "fail" | "cancelled", failed] => ("0", *failed),
            [failed, "failed" | "flaky" | "interrupted"] | [failed, "did", "not", "run"] => {
                ("0", *failed)
            }
            _ => return None,
        };
        Some(Self { passed: passed.parse().ok()?, failed: failed.parse().ok()? })
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Sizes of what a browser loads, after gzip.
pub(crate) struct Sizes {
    module: usize,
    glue: usize,
}

impl Sizes {
    pub(crate) fn measure(generated: &Path) -> Result<Self> {
        Ok(Self {
            module: gzip_size(&generated.join("drawdown_bg.wasm"))?,
            glue: gzip_size(&generated.join("drawdown.js"))?
                + gzip_size(&root().join("src/wasm/objects.js"))?,
        })
    }

    pub(crate) fn check(&self) -> Result<()> {
        if self.module > MODULE_GATE {
            bail!("the module is over its gate: `twiggy top` shows what takes the room");
        }
        if self.glue > GLUE_GATE {
            bail!("the glue is over its gate: export fewer functions or simpler types");
        }
        Ok(())
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kb = |bytes: usize| format!("{:.1} kB", bytes as f64 / 1000.0);
        let (module, glue) = (kb(self.module), kb(self.glue));
        let (gate, goal, glue_gate) = (kb(MODULE_GATE), kb(MODULE_GOAL), kb(GLUE_GATE));
        writeln!(
            f,
            "size after gzip: module {module} (gate {gate}, goal {goal}), glue {glue} (gate {glue_gate})"
        )
    }
}

fn gzip_size(file: &Path) -> Result<usize> {
    let content = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&content)?;
    Ok(encoder.finish()?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_from_every_runner() {
        let counts = |line| Counts::in_line(line).map(|c| (c.passed, c.failed));
        let cargo =
            "test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(counts(cargo), Some((3, 1)));
        assert_eq!(counts("\u{2139} pass 12"), Some((12, 0)));
        assert_eq!(counts("# fail 2"), Some((0, 2)));
        assert_eq!(counts("  7 passed (3.2s)"), Some((7, 0)));
        assert_eq!(counts("  1 failed"), Some((0, 1)));
        assert_eq!(counts("test amounts_add_up ... ok"), None);
    }
}
