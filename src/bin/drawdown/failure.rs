//! Bad input, told on stderr: every fault on a line of its own, then a hint.

use crate::progress::Interrupted;
use drawdown::Errors;
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
        Failure { faults: vec![fault.into()], hint: hint.into() }
    }

    /// Several faults, each a sentence.
    pub(crate) fn of(faults: Vec<String>, hint: impl Into<String>) -> Self {
        Failure { faults, hint: hint.into() }
    }

    /// All the errors of one input, each with its JSON pointer.
    pub(crate) fn in_input(name: &str, errors: &Errors, hint: impl Into<String>) -> Self {
        let faults = errors.iter().map(|error| format!("{name}: {error}")).collect();
        Failure { faults, hint: hint.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.faults {
            writeln!(f, "error: {fault}")?;
        }
        write!(f, "hint: {}", self.hint)
    }
}

impl std::error::Error for Failure {}

/// Prints it on stderr.
pub(crate) fn print(error: &anyhow::Error) -> ExitCode {
    let text = match error.downcast_ref::<Failure>() {
        Some(failure) => failure.to_string(),
        None => format!("error: {error:#}"),
    };
    // Nobody is left to tell when stderr is closed.
    let _ignored = writeln!(std::io::stderr(), "{text}");
    ExitCode::from(if error.is::<Interrupted>() { 130 } else { 2 })
}
