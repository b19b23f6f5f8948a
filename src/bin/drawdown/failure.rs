//! Bad input, reported on stderr: one line for every fault, then a hint.

use crate::progress::Interrupted;
use drawdown::{Errors, visible, visible_lines};
use std::fmt;
use std::io::Write;
use std::process::ExitCode;

/// Faults of an input, and what to do about them.
#[derive(Debug)]
pub(crate) struct Failure {
    faults: Vec<String>,
    hint: String,
}

impl Failure {
    /// One fault.
    pub(crate) fn new(fault: impl Into<String>, hint: impl Into<String>) -> Self {
        Failure::of(vec![fault.into()], hint)
    }

    /// Several faults, each a sentence.
    pub(crate) fn of(faults: Vec<String>, hint: impl Into<String>) -> Self {
        Failure { faults, hint: hint.into() }
    }

    /// All the errors of one input, each with its JSON pointer.
    pub(crate) fn in_input(name: &str, errors: &Errors, hint: impl Into<String>) -> Self {
        Failure::of(errors.iter().map(|error| format!("{name}: {error}")).collect(), hint)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.faults {
            writeln!(f, "error: {}", visible(fault))?;
        }
        write!(f, "hint: {}", visible(&self.hint))
    }
}

impl std::error::Error for Failure {}

/// Exits as clap does. clap prints arguments verbatim: arguments with invisible characters are
/// escaped, which costs the colours.
pub(crate) fn wrong_usage(error: &clap::Error) -> ! {
    let text = error.to_string();
    if visible_lines(&text) == text {
        error.exit()
    }
    tell(text.trim_end());
    std::process::exit(error.exit_code())
}

/// Prints a notice on stderr.
pub(crate) fn note(text: &str) {
    tell(&format!("note: {}", visible(text)));
}

fn tell(text: &str) {
    // If stderr is closed, nobody can be told.
    let _ignored = writeln!(std::io::stderr(), "{}", visible_lines(text));
}

/// Prints it on stderr.
pub(crate) fn print(error: &anyhow::Error) -> ExitCode {
    let text = match error.downcast_ref::<Failure>() {
        Some(failure) => failure.to_string(),
        None => format!("error: {error:#}"),
    };
    tell(&text);
    ExitCode::from(if error.is::<Interrupted>() { 130 } else { 2 })
}
