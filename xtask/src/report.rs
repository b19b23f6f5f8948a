//! The results of a run: counts of tests, sizes of the module.

use std::fmt;
use std::fs;
use std::io::Write;
use std::ops::AddAssign;
use std::path::Path;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::wasm::{EVERYTHING, Module, PRICES, USAGE, WALLET};

/// Size limits after gzip, in bytes, of what a page loads: ratchets, lowered whenever the sizes
/// fall.
struct Gate {
    module: &'static Module,
    size: usize,
    glue: usize,
}

/// The goal for prices is 100 kB. Prices alone were 108 kB; with the simulator everything was 206
/// kB, with its forecasts 214 kB, with the fits 296 kB, and 349 kB when compiled for speed. Limits
/// between settings, meters, calendars, named parts, spans, exact budgets and the check of names
/// and sizes then added 73 kB to prices and 89 kB to everything; a tenth of the prices has been cut
/// since. The terms and verdicts of quotes added 4 kB, quotes of simulations and fits 6 more;
/// comparisons of platforms, 23 kB to everything.
/// CONTRIBUTING.md lists the contents.
const GATES: [Gate; 4] = [
    Gate { module: &PRICES, size: 184_900, glue: 5_400 },
    Gate { module: &EVERYTHING, size: 521_000, glue: 6_300 },
    Gate { module: &USAGE, size: 563_800, glue: 5_900 },
    Gate { module: &WALLET, size: 424_800, glue: 6_000 },
];

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Counts {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    /// Lines that name a failed test.
    pub(crate) names: Vec<String>,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.names.extend(other.names);
    }
}

/// The sign that Node's test reporter puts before its counts.
const INFO: &str = "\u{2139}";

impl Counts {
    pub(crate) const PASSED: Self = Self { passed: 1, failed: 0, names: Vec::new() };
    pub(crate) const FAILED: Self = Self { passed: 0, failed: 1, names: Vec::new() };

    /// The counts in a line of a test runner's output: cargo's, Node's or Playwright's.
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
        let (passed, failed) = (passed.parse().ok()?, failed.parse().ok()?);
        Some(Self { passed, failed, names: Vec::new() })
    }

    /// Whether a line says that one test has failed: cargo's, Node's, Playwright's or pytest's.
    pub(crate) fn names_failure(line: &str) -> bool {
        let words: Vec<&str> = line.split_whitespace().collect();
        !line.ends_with(':')
            && matches!(
                words.as_slice(),
                ["test", _, "...", "FAILED"] | ["\u{2716}" | "\u{2718}" | "FAILED", _, ..]
            )
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Sizes of what a browser loads, after gzip, in the order of the limits.
pub(crate) struct Sizes(Vec<Size>);

struct Size {
    module: usize,
    glue: usize,
}

impl Sizes {
    pub(crate) fn measure() -> Result<Self> {
        let measure = |gate: &Gate| {
            let generated = gate.module.generated();
            let module = gzip_size(&generated.join("drawdown_bg.wasm"))?;
            Ok(Size { module, glue: gzip_size(&generated.join("drawdown.js"))? })
        };
        GATES.iter().map(measure).collect::<Result<_>>().map(Self)
    }

    pub(crate) fn check(&self) -> Result<()> {
        for (gate, size) in GATES.iter().zip(&self.0) {
            let name = gate.module.name;
            if size.module > gate.size {
                bail!(
                    "the module is over its gate ({name}): `twiggy top` shows what takes the room"
                );
            }
            if size.glue > gate.glue {
                bail!(
                    "the glue is over its gate ({name}): export fewer functions or simpler types"
                );
            }
        }
        Ok(())
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kb = |bytes: usize| format!("{:.1} kB", bytes as f64 / 1000.0);
        for (gate, size) in GATES.iter().zip(&self.0) {
            let (module, glue) = (kb(size.module), kb(size.glue));
            let (most, most_glue) = (kb(gate.size), kb(gate.glue));
            writeln!(
                f,
                "size after gzip, {}: module {module} (gate {most}), glue {glue} (gate {most_glue})",
                gate.module.name
            )?;
        }
        Ok(())
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

    #[test]
    fn failures_are_named_by_every_runner() {
        assert!(Counts::names_failure("test amounts_add_up ... FAILED"));
        assert!(Counts::names_failure("\u{2716} a total (3.1ms)"));
        assert!(Counts::names_failure("  \u{2718}  12 tests/plan.spec.ts:20:1 › a plan (5.0s)"));
        assert!(!Counts::names_failure("test amounts_add_up ... ok"));
        assert!(!Counts::names_failure("\u{2714} a total (3.1ms)"));
        assert!(!Counts::names_failure("\u{2716} failing tests:"));
    }
}
