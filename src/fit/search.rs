//! The inputs with which every option is evaluated.

use super::answer::Blocked;
use super::headroom::MOST_HEADROOM;
use super::need::{Need, NeedEstimate};
use super::words::FitText;
use crate::amount::{Decimal, ONE};
use crate::catalog::Catalog;
use crate::estimate::GateKind;
use crate::simulate::{Outcome, Progress, Timelines};

/// The inputs with which every option is evaluated.
pub(super) struct Search<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) need: &'a Need,
    /// The factor for the need, in 10^-12.
    pub(super) scale: i128,
    /// Computes headroom and counts of runs too.
    pub(super) whole: bool,
    pub(super) words: FitText<'a>,
    pub(super) timelines: Timelines,
    pub(super) progress: Progress,
}

pub(super) fn blocked(estimate: &NeedEstimate) -> Vec<Blocked> {
    let mut list: Vec<Blocked> = Vec::new();
    for line in &estimate.lines {
        let mut gates = line.estimate.gates.iter();
        let gate = gates.find(|gate| gate.kind == GateKind::Requires);
        let operation = &line.estimate.operation;
        if let Some(gate) = gate
            && !list.iter().any(|other| other.operation == *operation)
        {
            list.push(Blocked { operation: operation.clone(), reason: gate.reason.clone() });
        }
    }
    list
}

/// The served share of the need, in per cent of its cost, rounded down to a tenth.
pub(super) fn covered(outcome: &Outcome) -> Decimal {
    let spent = outcome.totals.spent.decimal().scaled();
    let all = spent.saturating_add(outcome.missed.decimal().scaled());
    let tenths = if all == 0 { 1000 } else { spent / (all / 1000).max(1) };
    Decimal::from_scaled(tenths.min(1000) * (ONE / 10)).unwrap_or_default()
}

/// By how many per cent the need is too large: a number below 0.
pub(super) fn lacking(outcome: &Outcome) -> i32 {
    let left = covered(outcome).scaled() / ONE;
    let lacking = i32::try_from(left).unwrap_or(0) - MOST_HEADROOM;
    lacking.min(-1)
}
