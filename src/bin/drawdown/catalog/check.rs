//! `drawdown catalog check`

use super::fault::{Fault, counted_all, fault, place};
use crate::answer::Answer;
use crate::input;
use crate::request::now;
use drawdown::{Catalog, Error, Instant, TestReport, visible};
use serde::Serialize;
use std::fmt::Write;

/// Check catalogs and run their own tests; exits with 1 if any check fails
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Catalogs: files, or ids of shipped ones
    #[arg(value_name = "FILE|ID", required = true)]
    catalogs: Vec<String>,

    /// Warn of prices that were read longer ago than this many days
    #[arg(long, value_name = "DAYS", default_value_t = 180)]
    older_than: u32,

    /// The day from which their age counts [default: today]
    #[arg(long, value_name = "DATE")]
    at: Option<Instant>,

    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
}

/// The findings in one file.
#[derive(Serialize)]
struct Checked {
    file: String,
    errors: Vec<Fault>,
    warnings: Vec<Fault>,
    /// Should be checked by a person; not an error.
    information: Vec<Fault>,
    tests: TestReport,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let at = args.at.map_or_else(now, Ok)?;
    let check = |name: &String| check(name, |catalog| catalog.older_than(args.older_than, at));
    let checked: Vec<Checked> = args.catalogs.iter().map(check).collect::<Result<_, _>>()?;
    let answer = if args.json { Answer::json(&checked)? } else { Answer::new(words(&checked)) };
    Ok(answer.negative_if(!checked.iter().all(Checked::is_good)))
}

fn check(name: &str, old: impl Fn(&Catalog) -> Vec<Error>) -> anyhow::Result<Checked> {
    let file = input::name(name).to_owned();
    Ok(match Catalog::from_json(&input::catalog_text(name)?) {
        Err(errors) => Checked {
            file,
            errors: errors.iter().map(fault).collect(),
            warnings: Vec::new(),
            information: Vec::new(),
            tests: TestReport::default(),
        },
        Ok(catalog) => Checked {
            file,
            errors: Vec::new(),
            warnings: catalog.warnings().iter().chain(&old(&catalog)).map(fault).collect(),
            information: catalog.information().iter().chain(&catalog.holes()).map(fault).collect(),
            tests: catalog.check()?,
        },
    })
}

impl Checked {
    fn is_good(&self) -> bool {
        self.errors.is_empty() && self.tests.failed.is_empty()
    }

    fn words(&self, out: &mut String) -> std::fmt::Result {
        let file = visible(&self.file);
        let kinds =
            [("error", &self.errors), ("warning", &self.warnings), ("note", &self.information)];
        for (kind, faults) in kinds {
            for Fault { pointer, sentence, .. } in faults {
                writeln!(out, "{kind}: {file}: {}: {sentence}", place(pointer))?;
            }
        }
        for test in &self.tests.failed {
            let (rule, operation, expected, found) =
                (&test.rule, &test.operation, &test.expected, &test.found);
            writeln!(
                out,
                "failed: {file}: {rule} ({operation}): expected {expected}, found {found}"
            )?;
            for line in &test.lines {
                writeln!(out, "  {line}")?;
            }
        }
        writeln!(out, "{file}: {}", self.summary())
    }

    fn summary(&self) -> String {
        if !self.errors.is_empty() {
            return counted_all(self.errors.len(), "error");
        }
        let failed = match self.tests.failed.len() {
            0 => String::new(),
            count => format!(", {count} failed"),
        };
        let warnings = match self.warnings.len() {
            0 => String::new(),
            count => format!(", {}", counted_all(count, "warning")),
        };
        format!("{} passed{failed}{warnings}", counted_all(self.tests.passed, "test"))
    }
}

fn words(checked: &[Checked]) -> String {
    let mut out = String::new();
    for each in checked {
        let _infallible = each.words(&mut out);
    }
    let bad = checked.iter().filter(|each| !each.is_good()).count();
    let verdict = if bad == 0 { "all good".to_owned() } else { format!("{bad} to correct") };
    let _infallible = writeln!(out, "{}: {verdict}", counted_all(checked.len(), "catalog"));
    out
}
