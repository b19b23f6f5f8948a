//! Charging and holding what a quote says: it is verified and its account is checked, in the same step.

use super::{Done, answer_of};
use crate::problem::Problem;
use drawdown::{
    ChargeRequestCommand, CommandAction, Credits, HoldRequestCommand, Instant, Outcome,
    QuoteChecks, QuoteDecision, QuoteFault, QuoteRefusal, Request, Verdict, Wallet,
};

/// What to do with a quote.
#[derive(Clone, Debug)]
pub struct QuoteOrder {
    /// The quote, as JSON text.
    pub quote: String,
    /// Who makes the request.
    pub member: Option<String>,
    /// To hold its total instead of charging it; perhaps until an instant.
    pub hold: Option<Option<Instant>>,
    /// The keys and the audience that it is checked against; the account adds its own.
    pub checks: QuoteChecks,
}

/// Charges or holds the total of a quote, if it is what the account's catalog answers now.
///
/// # Errors
/// Why the quote is refused; then nothing has changed.
pub fn apply_quote(wallet: &mut Wallet, now: Instant, order: &QuoteOrder) -> Result<Done, Problem> {
    let mut then = wallet.clone();
    let _due = then.advance_to(now)?;
    let mut checks = order.checks.clone().plan(then.plan()).used(then.used());
    checks.now = now;
    // The store knows which quotes were accepted before.
    let accepted = match wallet.catalog().verify_for(&order.quote, &checks, |_| true)? {
        QuoteDecision::Accepted(accepted) => accepted,
        QuoteDecision::Refused(refusal) => return Err(refused(wallet, order, &refusal)),
    };
    let action = action_of(order, accepted.request);
    let outcome = wallet.perform(now, &action)?;
    if let Some(current) = amount_of(&outcome).filter(|current| *current != accepted.total) {
        return Err(moved(Some(accepted.total), Some(current)));
    }
    let is_used = outcome.is_paid();
    let done = answer_of(wallet, &action, outcome)?;
    Ok(Done { quote: is_used.then_some(accepted.digest), ..done })
}

fn action_of(order: &QuoteOrder, request: Request) -> CommandAction {
    match order.hold {
        None => {
            let mut charge = ChargeRequestCommand::new(request);
            charge.member.clone_from(&order.member);
            CommandAction::ChargeRequest(charge)
        }
        Some(until) => {
            let mut hold = HoldRequestCommand::new(request);
            hold.member.clone_from(&order.member);
            hold.until = until;
            CommandAction::HoldRequest(hold)
        }
    }
}

/// What was charged or held.
fn amount_of(outcome: &Outcome) -> Option<Credits> {
    let receipt = outcome.receipt().map(|receipt| receipt.amount);
    receipt.or_else(|| outcome.hold().map(|hold| hold.amount))
}

fn refused(wallet: &Wallet, order: &QuoteOrder, refusal: &QuoteRefusal) -> Problem {
    if refusal.fault == QuoteFault::StaleCatalog
        && let Ok(Verdict::StaleCatalog { quoted_total, current_total, .. }) =
            wallet.catalog().verify_json(&order.quote)
    {
        return moved(quoted_total, current_total);
    }
    let status = match refusal.fault {
        QuoteFault::Gate
        | QuoteFault::Forged
        | QuoteFault::UnknownKey
        | QuoteFault::OtherAudience => 403,
        QuoteFault::Malformed | QuoteFault::NoTotal => 422,
        _ => 409,
    };
    let problem = Problem::new(status, "quote", refusal.text.clone());
    problem.with("fault", refusal.fault.word())
}

/// The price is another one now.
fn moved(quoted: Option<Credits>, current: Option<Credits>) -> Problem {
    let text = |credits: Option<Credits>| credits.map(|credits| credits.to_string());
    Problem::new(409, "price_moved", "the price has changed since the quote: quote again")
        .with("quoted", text(quoted))
        .with("current", text(current))
}
