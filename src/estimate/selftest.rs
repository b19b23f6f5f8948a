//! A catalog's own tests: requests with their published answers.

use super::answer::{Estimate, GateKind, State};
use crate::catalog::{Catalog, ExpectedState, Request, TestDocument};
use crate::error::Errors;
use crate::json::Log;
use serde::Serialize;

/// The results of a catalog's tests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TestReport {
    /// Number of passed tests.
    pub passed: usize,
    /// The failed tests.
    pub failed: Vec<FailedTest>,
}

/// A failed test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FailedTest {
    /// JSON pointer of the test.
    pub rule: String,
    /// Id of the operation.
    pub operation: String,
    /// The published answer.
    pub expected: String,
    /// The computed answer.
    pub found: String,
    /// The lines of the computed answer, and why a part has no amount.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
}

impl Catalog {
    /// Checks all that [opening](Catalog::open) the catalog deferred, then runs its tests.
    ///
    /// # Errors
    /// Errors in the catalog, as [`Catalog::from_json`] reports them; none for a catalog that was
    /// made by it.
    pub fn check(&self) -> Result<TestReport, Errors> {
        self.check_rest()?;
        let mut report = TestReport::default();
        for (i, head) in self.checked().heads().iter().enumerate() {
            let operation = self.checked().written(i, &Log::strict())?;
            for (j, test) in operation.tests.iter().enumerate() {
                let request = Request { operation: head.id.to_string(), run: test.request.clone() };
                let expected = expected(test);
                let (found, lines) = match self.estimate(&request) {
                    Ok(estimate) => (found(test, &estimate), lines(&estimate)),
                    Err(errors) => (errors.to_string(), Vec::new()),
                };
                if expected == found {
                    report.passed += 1;
                } else {
                    let rule = format!("/operations/{i}/tests/{j}");
                    report.failed.push(FailedTest {
                        rule,
                        operation: operation.id.clone(),
                        expected,
                        found,
                        lines,
                    });
                }
            }
        }
        Ok(report)
    }
}

/// The expected answer, in the words of [`found`].
fn expected(test: &TestDocument) -> String {
    let mut parts = Vec::new();
    if let Some(total) = test.total {
        parts.push(format!("total {total}"));
    }
    if let Some(low) = test.low {
        parts.push(format!("low {low}"));
    }
    if let Some(high) = test.high {
        parts.push(format!("high {high}"));
    }
    if let Some(state) = test.state {
        parts.push(state_words(state).to_owned());
    }
    if let Some(gates) = test.gates {
        parts.push(format!("{gates} gates"));
    }
    parts.join(", ")
}

/// The computed answer, for each value that a test names.
fn found(test: &TestDocument, estimate: &Estimate) -> String {
    let amount = |name: &str, amount: Option<crate::amount::Credits>| match amount {
        Some(amount) => format!("{name} {amount}"),
        None => format!("no {name}"),
    };
    let mut parts = Vec::new();
    if test.total.is_some() {
        parts.push(amount("total", estimate.total));
    }
    if test.low.is_some() {
        parts.push(amount("low", estimate.low));
    }
    if test.high.is_some() {
        parts.push(amount("high", estimate.high));
    }
    if test.state.is_some() {
        let state = match estimate.state {
            State::Exact if estimate.free => ExpectedState::Free,
            State::Exact => ExpectedState::Exact,
            State::Range => ExpectedState::Range,
            State::Rate => ExpectedState::Rate,
            State::Unknown => ExpectedState::Unknown,
        };
        let free_is_exact =
            state == ExpectedState::Free && test.state == Some(ExpectedState::Exact);
        parts
            .push(state_words(if free_is_exact { ExpectedState::Exact } else { state }).to_owned());
    }
    if test.gates.is_some() {
        let closed = estimate.gates.iter().filter(|gate| gate.kind == GateKind::Requires).count();
        parts.push(format!("{closed} gates"));
    }
    parts.join(", ")
}

/// Each line with its amount, for checking by hand, then the reasons.
fn lines(estimate: &Estimate) -> Vec<String> {
    let lines = estimate.lines.iter().filter(|line| !line.is_idle()).map(|line| {
        let amount = match (line.amount, line.low, line.high) {
            (Some(amount), ..) => format!(" = {amount}"),
            (_, Some(low), Some(high)) => format!(" = {} to {}", low.min(high), low.max(high)),
            _ => String::new(),
        };
        format!("{}: {}{amount}", line.label, line.text)
    });
    lines.chain(estimate.reasons.iter().map(|reason| reason.text.clone())).collect()
}

fn state_words(state: ExpectedState) -> &'static str {
    match state {
        ExpectedState::Exact => "exact",
        ExpectedState::Range => "a range",
        ExpectedState::Rate => "a rate",
        ExpectedState::Unknown => "unknown",
        ExpectedState::Free => "free",
    }
}
